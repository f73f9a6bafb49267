"""What every run of pytest sets before the first notebook and example; by ``-p`` in pyproject.

A plugin and not a conftest, since notebooks/ holds notebooks only and a conftest in tests/ does
not speak for them when they are run by themselves.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.doctest import DoctestModule

# nbformat takes jsonschema, and that a grammar of all addresses: 3 s of a processor in each run;
# no notebook's schema asks for one, and jsonschema does without where it is not installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
import jsonschema  # noqa: E402, F401
import nbval.kernel  # noqa: E402

if sys.modules["rfc3987_syntax"] is None:
    del sys.modules["rfc3987_syntax"]

# nbval writes each message prettily, with the pictures in it, for a log that nobody keeps.
nbval.kernel.pformat = str

TESTS = Path(__file__).resolve().parent
NOTEBOOKS = TESTS.parent / "notebooks"
SANITISE = TESTS / "notebook_sanitise.cfg"
# What a kernel of the tests does before the first cell; nothing of it stays among its names.
START_UP = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
import notebook_figures
notebook_figures.mark_pictures()
sys.path.remove({str(TESTS)!r})
del notebook_figures, sys
"""

# Nobody looks up what such a kernel ran: not every cell is written into a data base.
CONFIG = "c.HistoryManager.enabled = False\n"

# Each of these changes what a kernel prints or draws, from outside the notebook.
FOREIGN = (
    "COLUMNS",
    "JUPYTER_PATH",
    "LINES",
    "MOBILITY_LOG",
    "MOBILITY_OPTIONS",
    "MPLBACKEND",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)


def kernel_environment(folder: str) -> dict[str, str]:
    """Return this process's environment for a kernel: nothing foreign, no start-up files."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "IPYTHONDIR": folder}


@pytest.fixture(autouse=True)
def closed_after_an_example(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what an example drew: a docstring need not show that."""
    yield
    if isinstance(request.node, pytest.DoctestItem):
        plt = sys.modules.get("matplotlib.pyplot")
        if plt is not None:
            plt.close("all")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Iterator[None]:
    """Leave out modules without an example, which are else searched name by name for one."""
    collected: list[Any] = yield
    return [
        found
        for found in collected
        if not isinstance(found, DoctestModule) or b">>>" in file_path.read_bytes()
    ]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Compare the pictures of a cell, which nbval does not, with those that it just drew."""
    yield
    if item.path.suffix == ".ipynb" and getattr(item, "test_outputs", None) is not None:
        faults = list(cell_faults(item))
        if faults:
            item.raise_cell_error("; ".join(faults))


def cell_faults(item: Any) -> Iterator[str]:
    from notebook_checks import code_cells, pictures
    from notebook_figures import kept_marks, stale_pictures

    cells = code_cells(item.parent.nb)
    marks = kept_marks()[item.path.stem] if item.path.parent == NOTEBOOKS else None
    n_before = sum(len(pictures(cell)) for cell in cells[: item.cell_num])
    drawn = pictures({"outputs": item.test_outputs})
    return stale_pictures(pictures(item.cell), drawn, None if marks is None else marks[n_before:])


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """Share the tests out only where that saves time, and where all that is asked for is there.

    The tests of a file stay together and in order: a cell of a notebook needs those before it. A
    name that no test has is said by this process and by no other.
    """
    n_processors = yield
    paths = [Path(argument) for argument in config.args]
    if not all(path.exists() for path in paths):
        return 0
    n_wanted = len(paths) if all(path.is_file() for path in paths) else n_processors
    n_workers = min(n_processors, n_wanted)
    return n_workers if n_workers > 1 else 0


def pytest_collection_finish() -> None:
    """Take modules and tests out of the search for what may go: they stay to the end.

    Of the rest little goes in a circle, and it is searched seldom: Hypothesis hears of each time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_configure(config: pytest.Config) -> None:
    # "building the font cache" would be new output in the first notebook: build it now.
    import matplotlib.font_manager  # noqa: F401

    folder = tempfile.mkdtemp(prefix="ipython-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    profile = Path(folder, "profile_default")
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "mark_pictures.py").write_text(START_UP, encoding="utf-8")
    (profile / "ipython_kernel_config.py").write_text(CONFIG, encoding="utf-8")
    wanted = kernel_environment(folder)
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(wanted)
    if hasattr(config.option, "nbval_sanitize_with"):  # its path is else taken from where one is
        config.option.nbval_sanitize_with = str(SANITISE)
