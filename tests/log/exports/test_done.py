"""What says in other words whether it was done is asked about: no row counts as done till then."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.check.bearing import Tally, bearing_of
from mobility_analysis.log.exports.questions import likely
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.settings import Settings
from tests.held_parts import assert_asked_alike, assert_same, pieces_of_a_few_rows
from tests.lay_sheets import csv_file


def sheet(folder: Path, header: str, cells: list[str], *, first: str = "Activity") -> Path:
    """Write a sheet in which each row has a client, a day, an exercise and a cell more."""
    exercise = "x" if first == "Foam Roller" else "Bear Rolls"
    rows = [["Ann", f"2026-06-{day:02}", exercise, cell] for day, cell in enumerate(cells, 1)]
    return csv_file(folder / "my log.csv", [["Client", "When", first, header], *rows])


def asked(path: Path) -> list[str]:
    return [question.key for question in look(path, Settings()).questions({})]


ASKED = [
    ("Completed (%)", ["100", "0", "50"]),
    ("Completed %", ["100%", "50%", "80%", "20%"]),
    ("Completed", ["100%", "0%", "50%", "1"]),
    ("Compliance", ["full", "none", "partial"]),
    ("Adherence", ["100%", "0%", "80%"]),
    ("Umgesetzt", ["voll", "nicht", "teils"]),
    ("Cumplimiento", ["todo", "nada", "parcial"]),
    ("Réalisé", ["tout", "rien", "en partie"]),
    ("Eseguito", ["tutto", "niente"]),
    ("Uitgevoerd", ["helemaal", "niets", "deels"]),
    ("Cumprido", ["tudo", "nada"]),
    ("How much?", ["all", "none", "half"]),
    ("Done", ["3/3", "0/3", "2/3"]),
    ("Result", ["success", "failed", "partial"]),
    ("Outcome", ["did it", "didn’t", "partly"]),
    ("State", ["ok", "not ok"]),
    ("Session", ["full", "short", "missed"]),
    ("Heute", ["kurz", "nicht gemacht", "lang"]),
]


@pytest.mark.parametrize(("header", "cells"), ASKED)
def test_it_is_asked(tmp_path: Path, header: str, cells: list[str]) -> None:
    path = sheet(tmp_path, header, cells)
    assert asked(path) == [f"done:{header}"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Adherence %", ["80", "90", "85"]),
        ("Adherence %", ["80", "80", "80"]),
        ("Compliance", ["good", "ok", "poor"]),
        ("Effort", ["80%", "0%", "50%"]),
        ("Form", ["good", "ok", "bad"]),
        ("Result", ["better", "10 cm", "none"]),
        ("Result", ["better", "ok", "worse"]),
        ("State", ["TX", "WA"]),
        ("How much?", ["10", "12"]),
        ("Equipment", ["none", "band", "roller"]),
        ("Symptoms", ["none", "some", "no change"]),
        ("Tablets", ["taken", "missed", "late"]),
        ("How it went", [*"abcdefg", "skipped"]),
    ],
)
def test_what_says_something_else_is_not(tmp_path: Path, header: str, cells: list[str]) -> None:
    path = sheet(tmp_path, header, cells)
    assert asked(path) == []


def test_what_says_nothing_of_sessions_is_not_either(tmp_path: Path) -> None:
    rows = [["2026-06-01", 4, "full"], ["2026-06-02", 5, "none"]]
    assert asked(csv_file(tmp_path / "a.csv", [["Date", "Stiffness", "Compliance"], *rows])) == []
    rows = [["2026-06-01", "Bear Rolls", "yes", "ok"], ["2026-06-02", "Bear Rolls", "no", "fail"]]
    path = csv_file(tmp_path / "b.csv", [["When", "Activity", "Done?", "Result"], *rows])
    assert asked(path) == []
    assert load_log(path).sessions["status"].tolist() == ["done", "skipped"]


def test_the_likely_answer_is_remembered(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Umgesetzt (%)", ["100", "0 %", "50", "35,5"])
    with pytest.raises(DataError, match="may say whether it was done") as error:
        load_log(path)
    lines = str(error.value).split("mobility.toml:\n", 1)[1]
    (tmp_path / "mobility.toml").write_text(lines, encoding="utf-8")
    assert load_log(path).sessions["status"].tolist() == ["done", "skipped", "partial", "partial"]


def test_it_is_left_out_as_answered(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Result", ["ok", "fail"])
    looked = look(path, Settings())
    [question] = looked.questions({})
    assert likely([question]) == {"done:Result": "status"}
    assert [choice.value for choice in question.choices] == ["status", "leave out"]
    assert question.choice("leave out").adds == {"ignore": ["Result"]}


def test_of_two_the_first_is_likely(tmp_path: Path) -> None:
    rows = [["2026-06-01", "Bear Rolls", "all", "ok"], ["2026-06-02", "Bear Rolls", "none", "fail"]]
    path = csv_file(tmp_path / "b.csv", [["When", "Activity", "Umgesetzt", "Result"], *rows])
    answers = likely(look(path, Settings()).questions({}))
    assert answers == {"done:Umgesetzt": "status", "done:Result": "leave out"}


def test_beside_ticks_yes_and_no_under_such_a_header_are_no_exercise(tmp_path: Path) -> None:
    assert asked(sheet(tmp_path, "Compliance", ["yes", "no"], first="Foam Roller")) == [
        "status:Compliance"
    ]


def test_beside_our_own_columns_it_is_asked(tmp_path: Path) -> None:
    rows = [["2026-06-01", "Bear Rolls", "100"], ["2026-06-02", "Bear Rolls", "0"]]
    for header in ("Completed (%)", "Umgesetzt"):
        path = csv_file(tmp_path / "own.csv", [["Date", "Exercise", header], *rows])
        assert asked(path) == [f"done:{header}"]


def test_beside_ticks_these_say_what_was_done(tmp_path: Path) -> None:
    assert asked(sheet(tmp_path, "Result", ["ok", "fail"], first="Foam Roller")) == []
    path = sheet(tmp_path, "Completed", ["100%", "0%", "50%"], first="Foam Roller")
    assert likely(look(path, Settings()).questions({})) == {"done:Completed": "leave out"}


def test_where_nothing_names_an_exercise_it_is_asked_what_was_done(tmp_path: Path) -> None:
    rows = [[f"2026-06-0{day}", cell, 4] for day, cell in enumerate(["100%", "50%", "0%"], 1)]
    path = csv_file(tmp_path / "a.csv", [["Date", "Completed", "Stiffness"], *rows])
    assert asked(path) == ["practice:Completed"]


def test_a_cell_under_an_exercise_is_of_its_sessions(tmp_path: Path) -> None:
    rows = [[f"2026-06-0{day}", "Ann", cell] for day, cell in enumerate(["10 min", "didn't"], 1)]
    path = csv_file(tmp_path / "a.csv", [["When", "Who", "Foam Roller"], *rows])
    [understanding] = look(path, Settings()).understandings
    assert understanding.draft["sessions"] == [
        {"exercise": {"columns": {"Foam Roller": "foam-roller-overpressure"}}}
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Done (Y/N)", ["Y", "N"]),
        ("Did", ["yes", "no"]),
        ("Value", ["1", "0"]),
        ("✓", ["✓", "", "✓"]),
    ],
)
def test_a_mark_beside_exercises_is_likely_the_status(
    tmp_path: Path, header: str, cells: list[str]
) -> None:
    path = sheet(tmp_path, header, cells)
    assert likely(look(path, Settings()).questions({})) == {f"status:{header}": "status"}


def test_in_a_table_of_ours_it_is_refused(tmp_path: Path) -> None:
    rows = [["2026-06-01", "Bear Rolls", "ok"], ["2026-06-02", "Bear Rolls", "fail"]]
    path = csv_file(tmp_path / "sessions.csv", [["Date", "Exercise", "Result"], *rows])
    with pytest.raises(DataError, match=r"column Result: found 'ok, fail'; expected one column"):
        load_log(path)


@pytest.mark.parametrize(("header", "cells"), ASKED)
def test_so_it_is_of_parts_of_a_column(header: str, cells: list[str]) -> None:
    parts = [Tally.of(header, [cell], [place]) for place, cell in enumerate(cells)]
    whole = sum(parts, Tally.of(header, []))
    assert bearing_of(header, whole) == bearing_of(header, cells)


def test_so_it_is_in_parts(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Completed (%)", ["100", "0", "50", "100"] * 3)
    with pieces_of_a_few_rows():
        said = assert_asked_alike(path)
        lines = said.split("mobility.toml:\n", 1)[1]
        (tmp_path / "mobility.toml").write_text(lines, encoding="utf-8")
        log = assert_same(path)
    assert log.sessions["status"].tolist() == ["done", "skipped", "partial", "done"] * 3
