"""JupyterLab on a copy of the notebooks, pointed at one log."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from mobility_analysis.bundled import bundled_notebooks

__all__ = ["LabMissingError", "copy_notebooks", "run_lab"]


class LabMissingError(RuntimeError):
    """JupyterLab is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "The notebooks need JupyterLab, which is not installed here. Install it with:\n"
            f'    "{sys.executable}" -m pip install "mobility-analysis[lab]"\n'
            "The pages and tables need no JupyterLab: mobility-analysis report."
        )


def copy_notebooks(folder: Path) -> int:
    """Copy the notebooks into a folder and return how many were copied.

    Notebooks of the same name that are already there are somebody's work and stay as they are.
    """
    _require_lab()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [
        p for p in sorted(bundled_notebooks().glob("*.ipynb")) if not (folder / p.name).exists()
    ]
    for notebook in wanted:
        shutil.copyfile(notebook, folder / notebook.name)
    return len(wanted)


def run_lab(
    folder: Path,
    log: Path,
    *,
    scale: str = "",
    open_browser: bool = True,
    port: int | None = None,
) -> int:
    """Run JupyterLab in a folder until it is stopped, and return its exit status.

    The log's path goes to the notebooks in the environment variable ``MOBILITY_LOG``, the stated
    scale of its scores, if any, in ``MOBILITY_SCALE``. The server listens on this computer only.
    """
    _require_lab()
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.root_dir={folder.resolve()}"]
    command += ["--LabApp.default_url=/lab/tree/01_start_here.ipynb"]
    command += [] if open_browser else ["--no-browser"]
    command += [] if port is None else [f"--ServerApp.port={port}"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    environment = {**os.environ, "MOBILITY_LOG": str(log.resolve()), "MOBILITY_SCALE": scale}
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def _require_lab() -> None:
    if importlib.util.find_spec("jupyterlab") is None:
        raise LabMissingError
