"""Last rows of a date and an exercise alone, unlike those before, are pointed out."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from tests.held_parts import assert_same, pieces_of_a_few_rows
from tests.lay_sheets import csv_file

HEADER = ["client", "date", "exercise", "sets", "note"]


def sessions(folder: Path, *rows: tuple[object, str], client: str = "ann") -> Path:
    """Write sessions of one client, one a day, each of some sets and with a note."""
    own = [[client, f"2026-06-{n:02}", "bear-rolls", *cells] for n, cells in enumerate(rows, 1)]
    other = [["ben", f"2026-06-{n:02}", "bear-rolls", 2, ""] for n in range(1, 4)]
    return csv_file(folder / "sessions.csv", [HEADER, *own, *other])


# of six rows the first three say how much was done
def test_they_are_pointed_out_and_count(tmp_path: Path) -> None:
    path = sessions(tmp_path, *[(3, "")] * 3, *[("", "")] * 3)
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert len(log.sessions) == 9
    assert log.remarks[["client", "value", "expected"]].values.tolist() == [
        ["ann", "3 rows", "how much was done, as in most rows until 2026-06-03"]
    ]


@pytest.mark.parametrize("of_days", [range(1, 5), range(1, 10)])
def test_who_stops_rating_is_not_pointed_out(tmp_path: Path, of_days: range) -> None:
    rows = [[f"{n:02}.11.2026", "Down Dog", 5 if n in of_days else ""] for n in range(1, 31)]
    path = csv_file(tmp_path / "log.csv", [["Datum", "Übung", "Steifigkeit"], *rows])
    assert not load_log(path).remarks["expected"].str.contains("how much").any()


@pytest.mark.parametrize("time", ["", " 08:00:00"])
def test_rows_of_a_form_with_a_time_were_written_on_the_day(tmp_path: Path, time: str) -> None:
    rows = [[f"2026-06-{n:02}{time}", "Down Dog", 5 if n < 7 else ""] for n in range(1, 11)]
    path = csv_file(tmp_path / "log.csv", [["Timestamp", "Exercise", "Minutes"], *rows])
    is_told = load_log(path).remarks["expected"].str.contains("how much").any()
    assert is_told == (time == "")


@pytest.mark.parametrize(
    "rows",
    [
        [(3, "")] * 3 + [("", "")] * 2,  # two days are soon forgotten
        [("", "")] * 6,  # nobody ever wrote more
        [(3, ""), ("", ""), (3, "")] + [("", "")] * 3,  # two of three said more
        [(3, "")] * 3 + [("", "")] * 3 + [("", "sore")],  # the last says more
        [(3, "")] * 6,
        [("", "")],
        [("", "sore")] * 6 + [("", "")] * 3,  # who stops to note
    ],
)
def test_others_are_not(tmp_path: Path, rows: list[tuple[object, str]]) -> None:
    assert load_log(sessions(tmp_path, *rows)).remarks.empty
