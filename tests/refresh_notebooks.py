"""Run the notebooks again and keep what they show: ``python tests/refresh_notebooks.py [NAME]...``.

The same notebook, library and machine give the same bytes: no times, no version of Python, ids
of cells by their place. What the figures draw is kept in ``notebook_figures.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from notebook_figures import RECORD, keep_marks, kept_marks, marks_of
from notebook_plugin import kernel_environment

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Return the notebook with the outputs of a run in a folder, and nothing else of it."""
    fresh = nbformat.from_dict(notebook)
    for place, cell in enumerate(fresh.cells, start=1):
        cell.id = f"cell-{place:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("tags", "jupyter")}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    with tempfile.TemporaryDirectory() as start_up:
        client = NotebookClient(
            fresh,
            timeout=120,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
            allow_errors=False,
        )
        client.execute(env=kernel_environment(start_up))
    fresh.metadata = METADATA
    for cell in fresh.cells:
        cell.outputs = with_stable_ids(merged(cell.outputs)) if cell.cell_type == "code" else None
        if cell.outputs is None:
            del cell["outputs"]
    return fresh


def merged(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Join words of one stream that arrived in parts: how they part is chance."""
    kept: list[nbformat.NotebookNode] = []
    for output in outputs:
        is_stream = output.output_type == "stream" and kept and kept[-1].output_type == "stream"
        if is_stream and kept[-1].name == output.name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def with_stable_ids(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Number the widgets, whose ids are chance; without a kernel none can be shown by its id."""
    views = [output.data[WIDGET] for output in outputs if WIDGET in output.get("data", {})]
    for place, view in enumerate(views, start=1):
        view["model_id"] = f"widget-{place}"
    return outputs


def written(notebook: nbformat.NotebookNode) -> bytes:
    return (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode("utf-8")


def refreshed(path: Path, folder: Path | None = None) -> bytes:
    """Return the bytes of a notebook after a new run in its own folder (or another)."""
    notebook = nbformat.read(path, as_version=4)
    return written(executed(notebook, folder or path.parent))


def main() -> None:
    parser = argparse.ArgumentParser(description="Run notebooks again and keep what they show.")
    parser.add_argument("names", nargs="*", help="names of notebooks; all when none is given")
    names = parser.parse_args().names or sorted(p.name for p in NOTEBOOKS.glob("*.ipynb"))
    for name in names:
        path = NOTEBOOKS / Path(name).with_suffix(".ipynb").name
        new = refreshed(path)
        same = new == path.read_bytes()
        path.write_bytes(new)
        marks = kept_marks() if RECORD.exists() else {}
        keep_marks(marks | {path.stem: marks_of(json.loads(new))})
        sys.stdout.write(f"{path.name}: {'as before' if same else 'changed'}\n")


if __name__ == "__main__":
    os.chdir(NOTEBOOKS)
    main()
