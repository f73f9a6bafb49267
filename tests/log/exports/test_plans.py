"""What was planned, or was not done, is no session done, whatever says so.

Of a target and what was done of it, what was done counts; 0 of it was not done.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.languages.plans import names_a_plan, says_not_done
from mobility_analysis.log.settings import Settings
from tests.held_parts import assert_asked_alike, assert_same, pieces_of_a_few_rows
from tests.lay_sheets import book, csv_file

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


NAMES = ["Down Dog", "Bear Rolls", "Down Dog"]
ROWS = [*zip(DAYS, NAMES, strict=True)]


def named(folder: Path, header: str, *more: str) -> Path:
    """Write a sheet in which each day has the name of an exercise, a score and a cell more."""
    cells = zip(ROWS, (["yes", 2], ["no", 3], ["yes", 2]), strict=True)
    rows = [["Ann", *row, 4, *other[: len(more)]] for row, other in cells]
    return csv_file(folder / "ann.csv", [["Client", "Day", header, "How stiff", *more], *rows])


def asked(path: Path) -> list[tuple[str, str]]:
    """Return what is asked of a sheet, and the likely answer."""
    return [(q.key, q.choices[0].value) for q in look(path, Settings()).questions({})]


def remembered(path: Path) -> None:
    """Keep the likely answers."""
    with pytest.raises(DataError) as error:
        load_log(path)
    lines = str(error.value).split("mobility.toml:\n", 1)[1]
    (path.parent / "mobility.toml").write_text(lines, encoding="utf-8")


@pytest.mark.parametrize(
    "header",
    ["Planned exercise", "Exercises to do", "Hardest exercise"],
)
def test_names_of_what_was_planned_are_asked_about(tmp_path: Path, header: str) -> None:
    path = named(tmp_path, header)
    assert asked(path) == [(f"planned:{header!r}", "leave out")]
    remembered(path)
    log = load_log(path)
    assert (len(log.sessions), len(log.stiffness)) == (0, 3)


@pytest.mark.parametrize(
    "header",
    ["Skipped exercises", "Not done"],
)
def test_so_are_those_of_what_was_not_done(tmp_path: Path, header: str) -> None:
    path = named(tmp_path, header)
    assert asked(path) == [(f"planned:{header!r}", "skipped")]
    remembered(path)
    assert load_log(path).sessions["status"].tolist() == ["skipped"] * 3


def test_in_our_other_languages_too() -> None:
    planned = (
        "Exercises for tomorrow; To do; Geplante Übung; "
        "Oefening voor morgen; Ejercicio previsto; "
        "Exercice recommandé; Esercizi da fare; Exercícios recomendados"
    )
    others = "Hausaufgabe; Target area exercise; Zielbereich Übung; Exercise plan; Objectif"
    not_done = (
        "Exercises missed; Ausgelassene Übungen; Nicht gemacht; Ejercicios no hechos; Não feito; "
        "Pas fait; Esercizi saltati; Niet gedaan; What I couldn’t do"
    )
    assert all(map(names_a_plan, planned.split("; ")))
    assert not any(map(names_a_plan, others.split("; ")))
    assert all(map(says_not_done, not_done.split("; ")))


@pytest.mark.parametrize(
    ("header", "more"),
    [
        ("Exercise", []),
        ("Programme", []),
        ("Planned exercise", ["Done?"]),
        ("HEP", []),
        ("Homework", ["", "Sets"]),
        ("Exercise (goal 3x10)", []),
        ("Exercise (skip if sore)", []),
        ("Exercises for problem areas", []),
        ("Prescribed exercise", ["", "Sets done"]),
        ("Exercise done or not", []),
        ("Exercise not on my list", []),
    ],
)
def test_what_else_says_that_it_was_done_asks_nothing(
    tmp_path: Path, header: str, more: list[str]
) -> None:
    path = named(tmp_path, header, *more)
    assert asked(path) == []
    assert len(load_log(path).sessions) == 3


@pytest.mark.parametrize(
    "line", ["Goal: 3x a week", "Missed days are left out", "Recommended by physio"]
)
def test_a_line_over_the_sheet_says_nothing_of_what_was_done(tmp_path: Path, line: str) -> None:
    rows = [["Day", "Activity", "How stiff"], *([*row, 4] for row in ROWS)]
    log = load_log(book(tmp_path / "b.xlsx", {"Anna": [[line], *rows], "Ben": rows}))
    assert log.sessions["client"].tolist() == ["Anna"] * 3 + ["Ben"] * 3
    assert set(log.sessions["status"]) == {"done"}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Exercise", "Start date", "How often"], ["3x/week"]),
        (["Exercise", "From", "To", "Times per week"], ["2026-12-02", 3]),
        (["Exercise", "Date set", "Goal reps", "Target date"], [20, "2026-12-02"]),
    ],
)
def test_prescriptions_are_no_sessions(
    tmp_path: Path, header: list[str], cells: list[object]
) -> None:
    path = csv_file(tmp_path / "a.csv", [header, *([name, DAYS[0], *cells] for name in NAMES[:2])])
    with pytest.raises(DataError, match="Write that in a table programme, with the columns"):
        load_log(path)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Exercise", "Start date", "Sets"], [3]),
        (["Exercise", "Date", "How often"], ["daily"]),
        (["Exercise", "From", "How stiff", "Times per week"], [4, 3]),
    ],
)
def test_other_days_that_something_began_are_those_of_sessions(
    tmp_path: Path, header: list[str], cells: list[object]
) -> None:
    path = csv_file(tmp_path / "a.csv", [header, *([name, DAYS[0], *cells] for name in NAMES[:2])])
    assert len(load_log(path).sessions) == 2


@pytest.mark.parametrize(
    ("did", "did_not"),
    [("What I did", "What I did not manage"), ("Gemacht", "Nicht gemacht"), ("Done", "Skipped")],
)
def test_beside_what_was_done_what_was_not_is_skipped(
    tmp_path: Path, did: str, did_not: str
) -> None:
    rows = [[DAYS[0], NAMES[0], NAMES[1]], [DAYS[1], ", ".join(NAMES[:2]), ""],
            [DAYS[2], "", NAMES[0]]]  # fmt: skip
    path = csv_file(tmp_path / "ann.csv", [["Day", did, did_not], *rows])
    assert asked(path) == [(f"names:{did_not}", "skipped")]
    remembered(path)
    sessions = load_log(path).sessions
    assert sorted(sessions["status"]) == ["done"] * 3 + ["skipped"] * 2


def test_so_is_what_was_planned_or_not_done_in_parts(tmp_path: Path) -> None:
    path = named(tmp_path, "Skipped exercises")
    with pieces_of_a_few_rows():
        assert_asked_alike(path)
        remembered(path)
        log = assert_same(path)
    assert log.sessions["status"].tolist() == ["skipped"] * 3
