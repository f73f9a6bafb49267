"""Of a target and what was done of it, what was done counts; 0 of it was not done."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from tests.held_parts import assert_same, pieces_of_a_few_rows
from tests.lay_sheets import csv_file

DAYS = ["2026-10-01", "2026-10-02", "2026-10-03"]


def plan_and_done(folder: Path, planned: str, done: str, *more: str) -> Path:
    """Write a sheet: of three days, all 3 were done on the first, none, and 2 on the third."""
    header = ["Client", "Date", "Exercise", planned, done, "Stiffness", *more]
    cells = zip(DAYS, (3, 0, 2), strict=True)
    rows = [["Ann", day, "Down Dog", 3, n, 4, *("red" for _ in more)] for day, n in cells]
    return csv_file(folder / "ann.csv", [header, *rows])


@pytest.mark.parametrize(
    ("planned", "done", "amount"),
    [
        ("Target sets", "Actual sets", "sets"),
        ("Sets (planned)", "Sets (done)", "sets"),
        ("Sets", "Sets completed", "sets"),
        ("Reps target", "Reps done", "reps"),
        ("Hold target (s)", "Hold actual (s)", "hold_s"),
        ("Minutes planned", "Minutes done", "duration_min"),
        ("Sätze (Soll)", "Sätze (Ist)", "sets"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_one_done_counts(
    tmp_path: Path, planned: str, done: str, amount: str, is_first: bool
) -> None:
    pair = (planned, done) if is_first else (done, planned)
    path = plan_and_done(tmp_path, *pair)
    sessions = load_log(path).sessions
    if not is_first:  # what was done is then always 3
        assert (sessions["status"].tolist(), sessions[amount].tolist()) == (["done"] * 3, [3] * 3)
        return
    assert sessions["status"].tolist() == ["done", "skipped", "done"]
    assert sessions[amount].fillna(0).tolist() == [3, 0, 2]


def test_a_column_of_what_was_done_needs_none_of_what_was_planned(tmp_path: Path) -> None:
    sessions = load_log(plan_and_done(tmp_path, "Steps", "Sets done", "Room")).sessions
    assert sessions["status"].tolist() == ["done", "skipped", "done"]


def test_a_target_alone_is_no_amount(tmp_path: Path) -> None:
    sessions = load_log(plan_and_done(tmp_path, "Target sets", "Steps")).sessions
    assert sessions["status"].tolist() == ["done"] * 3
    assert "sets" not in sessions or sessions["sets"].isna().all()


def test_so_it_is_in_parts(tmp_path: Path) -> None:
    path = plan_and_done(tmp_path, "Sets", "Sets completed")
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert log.sessions["status"].tolist() == ["done", "skipped", "done"]


def test_beside_our_own_column_it_is_left_out(tmp_path: Path) -> None:
    rows = [[day, "bear-rolls", 3, n] for day, n in zip(DAYS, (3, 0, 2), strict=True)]
    path = csv_file(tmp_path / "sessions.csv", [["date", "exercise", "sets", "actual sets"], *rows])
    assert load_log(path).sessions["sets"].tolist() == [3, 3, 3]
    csv_file(path, [["date", "exercise", "#planned", "sets"], *rows])
    assert load_log(path).sessions["sets"].tolist() == [3, 2]
