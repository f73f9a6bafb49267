"""A slip in a notebook's cell: what it says, and that no log of before stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from mobility_analysis.report.notebook.slips import HOW_TO_STATE, NOTHING_OPEN
from mobility_analysis.sample.bundled import bundled_sample

OPENS = "import mobility_analysis as ma\nlog = ma.open_log(LOG)\nmine = ma.client_log(log, '')"
PLAIN = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
SHOWS = "print(mine.clients)"


class Notebook:
    """A kernel's shell, which runs cells and keeps what they show."""

    def __init__(self, shell: InteractiveShell, capture: pytest.CaptureFixture[str]) -> None:
        self.shell, self.capture = shell, capture

    def run(self, cell: str) -> str:
        self.capture.readouterr()
        self.shell.run_cell(cell)
        return self.capture.readouterr().out


@pytest.fixture
def notebook(capsys: pytest.CaptureFixture[str]) -> Iterator[Notebook]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=PLAIN)
    opened = Notebook(shell, capsys)
    assert opened.run(f"LOG = {str(bundled_sample())!r}") == ""
    assert opened.run(OPENS) == ""
    assert opened.run(SHOWS) == "('Amira K',)\n"
    yield opened
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    "slip",
    [
        'LOG = "C:\\Users\\me\\log"',
        "LOG = “log”",
        'LOG = "log',
        "LOG = C:/log",
        "LOG = no_such_name",
    ],
)
def test_a_log_that_cannot_be_read_from_its_cell_leaves_none_of_before(
    notebook: Notebook, slip: str
) -> None:
    assert notebook.run(slip).endswith(f"{HOW_TO_STATE}\n")
    said = notebook.run(OPENS)
    assert HOW_TO_STATE in said
    assert "Traceback" not in said
    assert notebook.run(SHOWS) == f"{NOTHING_OPEN}\n"
    notebook.run(f"LOG = {str(bundled_sample())!r}")
    notebook.run(OPENS)
    assert notebook.run(SHOWS) == "('Amira K',)\n"


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ('LOG = "no-such-log"', "found no file or folder there"),
        ("LOG = log", "LOG is no text, but a MobilityLog. Write it between quotation marks."),
        ("LOG = None", "LOG is no text, but a NoneType."),
        ("LOG = 2026", "LOG is no text, but the number 2026."),
    ],
)
def test_a_log_that_cannot_be_opened_leaves_none_of_before(
    notebook: Notebook, slip: str, said: str
) -> None:
    assert notebook.run(slip) == ""
    shown = notebook.run(OPENS)
    assert said in shown
    assert "Traceback" not in shown
    assert notebook.run(SHOWS) == f"{NOTHING_OPEN}\n"


def test_so_it_is_of_the_first_log_of_a_kernel(capsys: pytest.CaptureFixture[str]) -> None:
    InteractiveShell.clear_instance()
    fresh = Notebook(InteractiveShell.instance(config=PLAIN), capsys)
    fresh.run('LOG = "no-such-log"')
    assert "found no file or folder there" in fresh.run(OPENS)
    assert fresh.run(SHOWS) == f"{NOTHING_OPEN}\n"
    fresh.run(f"LOG = {str(bundled_sample())!r}")
    assert fresh.run(SHOWS) == f"{NOTHING_OPEN}\n"  # it is not open yet
    fresh.run(OPENS)
    assert fresh.run(SHOWS) == "('Amira K',)\n"
    assert "NameError" in fresh.run("never_made")
    InteractiveShell.clear_instance()


def test_other_cells_that_fail_forget_nothing(notebook: Notebook) -> None:
    assert "ZeroDivisionError" in notebook.run("1 / 0")
    shown = notebook.run("never_made")
    assert "NameError" in shown
    assert NOTHING_OPEN not in shown
    assert notebook.run(SHOWS) == "('Amira K',)\n"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("ma.open_log(LOG, as_of=2026-11-22)", "AS_OF is no text, but the number 1993."),
        ("ma.open_log(LOG, options=None)", "OPTIONS is no text, but a NoneType."),
        ("ma.client_log(log, 5)", "CLIENT is no text, but the number 5."),
        ("ma.open_desk(LOG, client=5)", "CLIENT is no text, but the number 5."),
    ],
)
def test_what_stands_without_quotation_marks(notebook: Notebook, call: str, said: str) -> None:
    shown = notebook.run(call)
    assert shown.startswith(said)
    assert "Traceback" not in shown


def test_outside_of_a_notebook_nothing_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    import mobility_analysis as ma

    InteractiveShell.clear_instance()
    watched: list[Any] = []
    monkeypatch.setattr("mobility_analysis.report.notebook.slips._watched", watched.append)
    assert ma.open_log(Path(bundled_sample())).clients[0] == "Amira K"
    assert watched == []
