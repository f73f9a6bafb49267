"""A process of a command leaves its rubbish to its end, but no folder that it made for a while."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import mobility_analysis as ma
from mobility_analysis.cli import main
from mobility_analysis.report import rubbish
from mobility_analysis.report.notebook import desk
from mobility_analysis.report.notebook.check import opened

ENDS = """
import atexit, gc
from mobility_analysis.report.rubbish import leave_rubbish_at_end
class Kept:
    def __del__(self): print("taken apart")
kept = Kept()
kept.itself = kept
del kept
atexit.register(lambda: print("frozen", gc.get_freeze_count() > 0))
leave_rubbish_at_end()
"""
SETS_A_PICTURE = """
from mobility_analysis.report.rubbish import leave_rubbish_at_end
from mobility_analysis.report.typeset import typeset
leave_rubbish_at_end()
svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>'
typeset("picture.typ", {"title": "", "alt": ""}, "png", pictures={"picture.svg": svg})
"""
IN_A_NOTEBOOK = """
import gc, sys
gc.set_threshold({before})
import mobility_analysis as ma
from mobility_analysis.sample.bundled import bundled_sample
ma.open_log, ma.open_desk, ma.load_log(bundled_sample())
print(gc.get_threshold()[0])
print("draws" if "matplotlib" in sys.modules else "reads")
ma.open_log(bundled_sample())
print(gc.get_threshold()[0])
"""


def said_by(words: str, folder: Path) -> str:
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    ran = subprocess.run(
        [sys.executable, "-c", words], env={**os.environ, **places}, capture_output=True, check=True
    )
    assert not ran.stderr
    return ran.stdout.decode()


def test_what_is_there_when_a_process_ends_is_not_taken_apart(tmp_path: Path) -> None:
    assert said_by(ENDS, tmp_path).split() == ["frozen", "True"]


def test_folders_for_a_while_go_all_the_same(tmp_path: Path) -> None:
    said_by(SETS_A_PICTURE, tmp_path)
    assert not list(tmp_path.iterdir())


def test_each_command_does_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[object] = []
    monkeypatch.setattr("gc.get_threshold", lambda: (700, 10, 10))  # as a process begins
    monkeypatch.setattr("gc.set_threshold", lambda *often: asked.append(often[0]))
    monkeypatch.setattr("atexit.register", asked.append)
    CliRunner().invoke(main, ["check", str(tmp_path)])
    assert asked[:2] == [rubbish.MANY_OBJECTS, gc.freeze]


@pytest.mark.parametrize(("before", "then"), [(700, rubbish.MANY_OBJECTS), (0, 0), (10**6, 10**6)])
def test_a_notebook_looks_for_rubbish_seldom_or_as_its_kernel_does(
    before: int, then: int, tmp_path: Path
) -> None:
    assert said_by(IN_A_NOTEBOOK.format(before=before), tmp_path).split() == [
        str(before), "reads", str(then)  # what draws is loaded later, even for a desk
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("room", "opens", "made"), [(desk, "open_desk", "Desk"), (opened, "open_check", "LogCheck")]
)
def test_what_was_just_loaded_is_not_looked_through_when_a_log_is_opened(
    room: ModuleType, opens: str, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(room, "collect_seldom", lambda: order.append("seldom"))
    monkeypatch.setattr(room, made, lambda *of, **options: order.append("made"))
    getattr(room, opens)("log")
    assert order == ["seldom", "made"]


@pytest.mark.parametrize("is_looking", [True, False])
def test_nothing_looks_for_rubbish_while_a_name_is_loaded(
    is_looking: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded(name: str) -> object:
        if name == "made_up":
            return gc.isenabled()
        raise AttributeError(name)

    monkeypatch.setattr(ma, "_loaded", loaded)
    if not is_looking:
        gc.disable()
    try:
        assert ma.__getattr__("made_up") is False
        assert gc.isenabled() is is_looking
        assert not hasattr(ma, "no_such_name")
        assert gc.isenabled() is is_looking
    finally:
        gc.enable()
