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
AT_MOST = 1.3
IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd"


def bare_notebook() -> nbformat.NotebookNode:
    """Return a notebook, as if run, that imports pandas and matplotlib."""
    kernel = {"kernelspec": {"display_name": "Python 3", "name": "python3", "language": "python"}}
    return new_notebook(cells=[new_code_cell(IMPORTS, execution_count=1)], metadata=kernel)


def checked(*notebooks: Path) -> tuple[str, ...]:
    """Return the command that runs notebooks as the tests do, one after the other.

    So all their processes are waited for, and their seconds of a processor counted.
    """
    config = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "no:cacheprovider")
    return ("-m", "pytest", "-q", "-n0", *config, *map(str, notebooks))


def main(rounds: int = 5, only: str = "") -> None:
    """Print the medians of both sides, in turn, and the ratio of their processor time.

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
    ratio = found[OURS].processor_s / found[BARE].processor_s
    bounds = [Bound("processor time of bare notebooks", ratio, AT_MOST)]
    show("Notebooks", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
