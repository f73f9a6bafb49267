"""Lines under days across that are sets of one exercise are one session of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mobility_analysis.log.exports.road import look
from mobility_analysis.log.load import read_log
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from tests.held_parts import assert_same, pieces_of_a_few_rows
from tests.lay_sheets import csv_file

DAYS = ["2 Nov 2026", "3 Nov 2026", "4 Nov 2026"]


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    with pieces_of_a_few_rows():
        yield


def sheet(folder: Path, head: Sequence[str], *lines: Sequence[object]) -> Path:
    return csv_file(folder / "ann.csv", [[*head, *DAYS], *lines])


def sets(path: Path) -> dict[tuple[str, str], list[float]]:
    """The sets of each exercise and side, day by day, as the likely answers have it."""
    for _ in range(2):  # names are asked about last
        looked = look(path, settings_at(path))
        remember(looked.folder, looked.answered(looked.likely_answers()))
    log = read_log(path, settings_at(path), as_of=None, on_problem="set aside")
    found = log.sessions.fillna({"sets": 0}).groupby(["exercise", "side"], observed=True)["sets"]
    return {(str(name), str(side)): own.tolist() for (name, side), own in found}


ROLLER, ROLLS, BOOK = "foam-roller-overpressure", "bear-rolls", "open-book"


# of three sets on the first day, two on the second; the others have no number and are a session
@pytest.mark.parametrize("name", ["Foam roller", ""])
def test_a_column_numbers_them(tmp_path: Path, name: str) -> None:
    lines = [["Foam roller", 1, "x", "x", ""], [name, 2, "x", "x", ""], [name, 3, "x", "", ""],
             ["Bear rolls", "", "3x10", "x", ""], ["Stiffness", "", 5, 4, 4]]  # fmt: skip
    path = sheet(tmp_path, ["Client", "Exercise", "Set"], *(["ann", *line] for line in lines))
    assert sets(path) == {(ROLLER, ""): [3, 2], (ROLLS, ""): [3, 0]}
    assert_same(path)


def test_numbers_in_their_boxes_are_no_sets(tmp_path: Path) -> None:
    lines = [["Foam roller", n, 10, cell, ""] for n, cell in ((1, 9), (2, 7), (3, ""))]
    path = sheet(tmp_path, ["Exercise", "Set"], *lines)
    (question,) = look(path, settings_at(path)).questions({})
    assert question.choices[0].value == "reps"
    assert sets(path) == {(ROLLER, ""): [3, 2]}


def test_their_names_number_them(tmp_path: Path) -> None:
    lines = [["Foam roller set 1", "x", "x", ""], ["Foam roller set 2", "x", "skipped", ""]]
    path = sheet(tmp_path, ["Exercise"], *lines, *([f"Open book {s}", "x", "", ""] for s in "LR"))
    assert sets(path) == {(ROLLER, ""): [2, 1], (BOOK, ""): [0]}


# 1 and 2 of two exercises, or without counting up, is how many sets they are
@pytest.mark.parametrize(("first", "second"), [(1, 2), (3, 3)])
def test_how_many_sets_numbers_none(tmp_path: Path, first: int, second: int) -> None:
    lines = [["Foam roller", first, "x", "", ""], ["Bear rolls", second, "x", "x", ""]]
    path = sheet(tmp_path, ["Exercise", "Set"], *lines)
    assert sets(path) == {(ROLLER, ""): [first], (ROLLS, ""): [second] * 2}


def test_a_line_twice_is_two_sessions_as_before(tmp_path: Path) -> None:
    lines = [["Foam roller set 1", "x", "", ""], ["Foam roller set 2", "x", "", ""]]
    twice = [[f"Bear rolls {when}", "x", "x", ""] for when in ("AM", "PM")]
    assert len(sets(sheet(tmp_path, ["Exercise"], *lines, *twice))[(ROLLS, "")]) == 4
