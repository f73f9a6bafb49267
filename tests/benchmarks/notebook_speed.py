"""The run of all notebooks under nbval, against as many that only import pandas and matplotlib.

Run: python -m tests.benchmarks.notebook_speed [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tests.benchmarks.rounds import ROOT, Bound, in_new_process, in_turn, show

OURS = "the notebooks"
BARE = "as many that only import"
IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd"


def bare_notebook() -> nbformat.NotebookNode:
    """Return a notebook, as if run, that imports pandas and matplotlib."""
    kernel = {"kernelspec": {"display_name": "Python 3", "name": "python3", "language": "python"}}
    return new_notebook(cells=[new_code_cell(IMPORTS, execution_count=1)], metadata=kernel)


def checked(*notebooks: Path) -> tuple[str, ...]:
    """Return the command that runs notebooks as the tests do."""
    config = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "no:cacheprovider")
    return ("-m", "pytest", "-q", *config, *map(str, notebooks))


def main(rounds: int = 5, only: str = "") -> None:
    """Print the median seconds of both sides, in turn, and their ratio.

    Parameters
    ----------
    rounds : int
        How often each side is run after the first time.
    only : str
        How the names of the notebooks begin; all of them when empty.
    """
    notebooks = sorted((ROOT / "notebooks").glob(f"{only}*.ipynb"))
    with tempfile.TemporaryDirectory() as name:
        for notebook in notebooks:
            nbformat.write(bare_notebook(), Path(name, notebook.name))
        sides = {
            BARE: in_new_process(*checked(*Path(name).iterdir())),
            OURS: in_new_process(*checked(*notebooks)),
        }
        found = in_turn(sides, rounds, do_agree=False)
    bounds = [Bound("nbval of bare notebooks", found[OURS].seconds / found[BARE].seconds, 2)]
    show("Notebooks", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
