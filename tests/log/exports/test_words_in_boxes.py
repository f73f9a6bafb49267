"""Columns of known exercises that hold words or signs which are not known: none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.questions import Question
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.load import read_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from tests.lay_sheets import csv_file

WORDS = (
    ("home", "gym"), ("level 1", "level 2"), ("easy", "hard"), ("with Tom", "alone"), ("●", "○"),
    ("👍", "👎"), ("🟢", "🔴"), ("managed", "couldn't"), ("Did all of it", "Did not do it"),
)  # fmt: skip


def sheet(path: Path, *columns: Sequence[object]) -> Path:
    """Write a sheet with a row a day, a column each for two exercises, and scores."""
    rows = [[f"2026-11-0{n}", *cells, 5] for n, cells in enumerate(zip(*columns, strict=True), 2)]
    names = ["Foam roller", "Bear rolls"][: len(columns)]
    return csv_file(path / "ann.csv", [["Day", *names, "Stiffness"], *rows])


def asked(path: Path) -> list[Question]:
    return look(path, settings_at(path)).questions({})


def read(path: Path, answer: str = "", **words: str) -> MobilityLog:
    """Read a sheet of two exercises as was answered; bad rows are set aside."""
    looked = look(path, settings_at(path))
    answers = {"words:Foam roller|Bear rolls": answer} if answer else {}
    answers |= {f"word:{word}": status for word, status in words.items()}
    remember(looked.folder, looked.answered(answers))
    return read_log(path, settings_at(path), as_of=None, on_problem="set aside")


@pytest.mark.parametrize("words", WORDS)
def test_what_they_say_is_asked(tmp_path: Path, words: tuple[str, str]) -> None:
    path = sheet(tmp_path, words, words[::-1])
    (question,) = asked(path)
    assert [c.value for c in question.choices] == ["named", "each", "done", "leave out"]
    with pytest.raises(DataError, match="are exercises by their names, without a tick"):
        load_log(path)


def test_the_likely_answer_names_each_cell(tmp_path: Path) -> None:
    log = read(sheet(tmp_path, ["home", "gym"], ["gym", ""]), "named")
    assert (len(log.sessions), len(log.stiffness)) == (0, 2)
    assert log.problems[["line", "value"]].to_numpy().tolist() == [
        [2, "home"], [2, "gym"], [3, "gym"],
    ]  # fmt: skip


def test_each_word_says_it(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["easy", "sore", "okay"], ["sore", "", "what"])
    log = read(path, "each", easy="done", sore="skipped", okay="partial", what="named")
    assert log.sessions[["status", "note"]].to_numpy().tolist() == [
        ["done", "easy"], ["skipped", "sore"], ["skipped", "sore"], ["partial", "okay"],
    ]  # fmt: skip
    assert log.problems["value"].tolist() == ["what"]


def test_whatever_the_word_it_was_done(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["home", "gym"], ["", "gym"])
    assert read(path, "done").sessions["status"].tolist() == ["done"] * 3
    sheet(tmp_path, ["home", "hotel"], ["", "gym"])  # next week's word is not known
    log = read_log(path, settings_at(path), as_of=None, on_problem="set aside")
    assert (len(log.sessions), log.problems["value"].tolist()) == (2, ["hotel"])


# beside ticks, or amounts in the column itself, a word is a cell as any that is not understood
@pytest.mark.parametrize(
    ("first", "second", "n"), [(["x", ""], ["home", "gym"], 1), (["", ""], ["3x8", "2-3x8"], 1)]
)
def test_beside_others_they_are_named(
    tmp_path: Path, first: list[str], second: list[str], n: int
) -> None:
    path = sheet(tmp_path, first, second)
    assert asked(path) == []
    log = read(path)
    assert (len(log.sessions), len(log.problems)) == (n, 3 - n - (first == ["", ""]))


def test_where_a_column_names_the_exercises_they_are_of_these(tmp_path: Path) -> None:
    rows = [["2026-11-02", "Bear rolls", "long"], ["2026-11-03", "Open book", "short"]]
    path = csv_file(tmp_path / "ann.csv", [["Day", "Exercise done", "Foam roller"], *rows])
    assert asked(path) == []
    assert len(load_log(path).sessions) == 2
