"""JupyterLab on a copy of the notebooks, pointed at one log; the sample log where none is given."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NamedTuple

from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.sample.bundled import bundled_notebooks

KEEP = "mobility-report"
"""Where the copies' last cells write: below the notebooks, so that JupyterLab shows it."""


SETTINGS = Path(__file__).parent / "lab_settings"
"""What JupyterLab is told beside its options: which part of it stays out."""


class LabMissingError(RuntimeError):
    """JupyterLab is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "The notebooks need JupyterLab, which is not installed here. Install it with:\n"
            f'    "{sys.executable}" -m pip install "mobility-analysis[lab]"\n'
            "The pages and tables need no JupyterLab: mobility-analysis report."
        )


class Copied(NamedTuple):
    """What became of a folder of notebooks: names of files."""

    written: tuple[str, ...]
    left: tuple[str, ...]
    """There already, and left as they are."""
    elsewhere: dict[str, str]
    """Of those, the ones whose cell names another log, with that log."""


def copy_notebooks(folder: Path, log: Path, *, options: str = "") -> Copied:
    """Copy the notebooks into a folder, without outputs and with the log written into their cell.

    So are the options by which it is read, and a folder for copies inside the one that JupyterLab
    shows. Notebooks of the same name that are already there are somebody's work and stay as they
    are.
    """
    _require_lab()
    folder.mkdir(parents=True, exist_ok=True)
    stated = {"LOG": _path_text(log), "OPTIONS": options, "KEEP": KEEP}
    files: dict[Path, bytes] = {}
    left, elsewhere = [], {}
    for notebook in sorted(bundled_notebooks().glob("*.ipynb")):
        source = json.loads(notebook.read_text(encoding="utf-8"))
        target = folder / notebook.name
        if not target.exists():
            text = json.dumps(_fresh(source, stated), indent=1, ensure_ascii=False)
            files[target] = f"{text}\n".encode()
            continue
        left.append(target.name)
        named = _named_log(target)
        if named not in (None, _named_in(source)) and _is_other(
            folder / Path(named).expanduser(), log
        ):
            elsewhere[target.name] = named
    write_whole(files)
    return Copied(tuple(path.name for path in files), tuple(left), elsewhere)


def _path_text(log: Path) -> str:
    """Write a whole path as a cell can hold it on every system: with forward slashes."""
    return log.resolve().as_posix()


def _fresh(notebook: dict[str, Any], stated: dict[str, str]) -> dict[str, Any]:
    """Return a notebook that was never run, with values written into its cells."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            lines = "".join(cell["source"]).splitlines(keepends=True)
            cell["source"] = [_with_value(line, stated) for line in lines]
    return notebook


def _with_value(line: str, stated: dict[str, str]) -> str:
    """Write a value between the quotation marks of a line such as ``LOG = "..."  # remark``."""
    name, equals, _ = line.partition(" = ")
    if not equals or not stated.get(name):
        return line
    _, mark, remark = line.rstrip("\n").partition("  #")
    return f"{name} = {_quoted(stated[name])}{mark}{remark}\n"


def _quoted(text: str) -> str:
    """Write a text as Python does, in the cell's double quotation marks where they do."""
    plain = repr(text)
    return f'"{text}"' if plain == f"'{text}'" and '"' not in text else plain


def _named_in(notebook: dict[str, Any]) -> str | None:
    """Return the LOG that stands in the cell of parameters; None where none can be read there."""
    for cell in notebook["cells"]:
        if "parameters" not in cell["metadata"].get("tags", []):
            continue
        for node in ast.parse("".join(cell["source"])).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LOG":
                return str(ast.literal_eval(node.value))
    return None


def _named_log(path: Path) -> str | None:
    """Return the LOG of somebody's notebook, whatever they made of it."""
    try:
        return _named_in(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, AttributeError):
        return None


def _is_other(named: Path, log: Path) -> bool:
    return named.resolve() != log.resolve()


def run_lab(
    folder: Path,
    log: Path,
    *,
    options: str,
    open_browser: bool,
    port: int | None,
) -> int:
    """Run JupyterLab in a folder until it is stopped, and return its exit status.

    It runs in this very process, so that whatever ends the command ends JupyterLab too, and with
    it the kernels, which watch their parent. The log's path goes to the notebooks in the
    environment variable ``MOBILITY_LOG``, how it is read in ``MOBILITY_OPTIONS``. The server
    listens on this computer only, and asks no other for news or for a later version of itself.
    """
    _require_lab()
    told = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder.resolve()}"]
    told += ["--LabApp.default_url=/lab/tree/01_start_here.ipynb"]
    told += ["--ServerApp.answer_yes=True"]  # one Ctrl+C ends it, as it ends any command
    told += [] if open_browser else ["--no-browser"]
    told += [] if port is None else [f"--ServerApp.port={port}"]
    told += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    os.environ.update(MOBILITY_LOG=str(log.resolve()), MOBILITY_OPTIONS=options)
    _without_news()
    _stop_when_the_terminal_closes()
    return _launched(told)


def _without_news() -> None:
    """Leave out JupyterLab's news: its question would lie over the first notebook."""
    there = os.environ.get("JUPYTER_CONFIG_PATH")
    paths = [str(SETTINGS), *([there] if there else [])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)


def _launched(told: list[str]) -> int:
    from jupyterlab.labapp import LabApp

    try:
        LabApp.launch_instance(argv=told)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _stop_when_the_terminal_closes() -> None:
    """Treat a closed terminal as a request to stop; JupyterLab itself would leave kernels behind.

    Where hang-ups are ignored, as under ``nohup``, they stay so.
    """
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) == signal.SIG_DFL:
        signal.signal(hang_up, lambda *_: signal.raise_signal(signal.SIGTERM))


def _require_lab() -> None:
    if importlib.util.find_spec("jupyterlab") is None:
        raise LabMissingError
