"""The tick-sheet on paper: the programme's own words and doses, nothing outside the margins."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import log_from_tables
from mobility_analysis.log.write.diary import diary_of, seed_diary
from mobility_analysis.report.paper.tick_sheet import (
    HOW_TO_TICK,
    SheetColumn,
    blank_columns,
    prescribed_columns,
    tick_sheet_pdf,
)
from tests.pdf_pages import outside, overlaps, read, said_on, tags_of, words_on

PROGRAMME = [
    {"exercise": "down-dog", "start": "2026-11-01", "times_per_week": "3-4", "sets": 2, "reps": 8},
    {"exercise": "bear-rolls", "start": "2026-11-01", "weekdays": "Mon Fri", "hold_s": 5},
    {"exercise": "overhead-opener", "start": "2026-11-01", "times_per_week": "as needed",
     "load_kg": 2.5},
    {"exercise": "bench-thoracic-spine", "start": "2026-10-01", "end": "2026-10-31",
     "times_per_week": 7},
]  # fmt: skip
LOG = log_from_tables(
    programme=PROGRAMME,
    sessions=[{"date": "2026-11-20", "exercise": "down-dog"}],
    exercises=[
        {
            "exercise": "down-dog",
            "focus_areas": "spinal length",
            "caution": "Made-up caution.",
            "source": "a test",
        }
    ],
)


def test_what_is_prescribed_now_stands_with_its_dose_and_caution() -> None:
    rows = {row.name: row for row in prescribed_columns(LOG, "me")}
    assert {name: row.dose for name, row in rows.items()} == {
        "Down Dog": "3-4 times a week, 2 × 8",
        "Bear Rolls": "Mon Fri, hold 5 s",
        "Overhead Opener": "as needed, 2.5 kg",
    }
    assert rows["Down Dog"].key_action.endswith("Made-up caution.")


def test_an_exercise_that_is_prescribed_twice_is_one_column() -> None:
    later = {"exercise": "down-dog", "start": "2026-12-01", "times_per_week": 5}
    first = {"exercise": "down-dog", "start": "2026-11-01", "end": "2026-11-30",
             "times_per_week": 3}  # fmt: skip
    log = log_from_tables(programme=[first, later], as_of="2026-11-20")
    (column,) = prescribed_columns(log, "me")
    assert column.dose == "3 times a week; then 5 times a week"


# Eight exercises a sheet; from eight lines of what to do, that has a sheet of its own.
@pytest.mark.parametrize(
    ("n", "n_letters", "n_sheets"),
    [(0, 9, 1), (1, 9, 1), (7, 9, 1), (8, 9, 2), (9, 9, 3), (22, 9, 4), (22, 400, 5), (40, 9, 6)],
)
def test_every_exercise_is_there_and_words_stand_apart_within_the_margins(
    n: int, n_letters: int, n_sheets: int
) -> None:
    action = ("an action " * 40)[:n_letters]
    columns = [
        SheetColumn(f"{i} " + "Long Name " * 4, f"{action} {i}.", "7 times a week")
        for i in range(n)
    ]
    sheets = read(tick_sheet_pdf(columns, "A name of sixty letters " * 3)).pages
    assert len(sheets) == n_sheets
    lines = [words_on(sheet) for sheet in sheets]
    said = " ".join(map(said_on, lines))
    assert all(f" {i} Long Name" in said for i in range(n))
    assert all(f" {i}." in said for i in range(n))  # no action and no caution is cut short
    assert said.count("7 times a week") == n
    assert said.count("Stiffness (0-10)") == 1
    assert said.count("Get emergency help now") == n_sheets
    n_months = -(-max(n, 1) // 8)
    for place, sheet in enumerate(lines):
        assert outside(sheet) == []
        assert overlaps(sheet) == []
        assert [line for line in sheet if line.size < 7.99] == []
        days = [line.words for line in sheet if line.words.isdigit()]
        assert days == [str(day) for day in range(1, 32)] * (place < n_months)


def test_the_columns_are_those_of_the_diary_in_their_order() -> None:
    programme = diary_of(LOG, "me").header
    for columns, header in (
        (blank_columns(), seed_diary().header),
        (prescribed_columns(LOG, "me"), programme),
    ):
        (sheet,) = read(tick_sheet_pdf(columns)).pages
        # names that are turned, in the order of the columns from the left
        heads = sorted(
            (line for line in words_on(sheet) if line.is_turned), key=lambda line: line.left
        )
        said = " ".join(line.words for line in heads)
        assert said.split() == " ".join(header[1:-2]).split()
        at = [said_on(words_on(sheet)).index(f" {head} ") for head in ("Moment", "Note")]
        assert at == sorted(at)


def test_with_a_first_day_the_days_of_its_month_are_written_in() -> None:
    (sheet,) = read(tick_sheet_pdf(blank_columns(), start=pd.Timestamp("2026-02-24"))).pages
    said = said_on(words_on(sheet))
    assert "February 2026" in said
    assert "Tue 24 Feb Wed 25 Feb Thu 26 Feb Fri 27 Feb Sat 28 Feb" in said
    assert "Sun 1" not in said


def test_each_mark_of_the_sheet_may_be_typed_as_it_stands() -> None:
    marks = {"✓": "done", "2": "done", "p": "partial", "s": "skipped"}
    for mark, status in marks.items():
        assert f"{mark}:" in HOW_TO_TICK or mark in ("✓", "2")
        log = log_from_tables(days=[{"date": "2026-11-02", "down dog": mark}])
        assert log.sessions["status"].tolist() == [status]


def test_the_sheet_is_tagged_and_titled() -> None:
    reader = read(tick_sheet_pdf(blank_columns(), "Ann"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Practice sheet: Ann"
    kinds = [kind for kind, _ in tags_of(reader)]
    assert [kind for kind in kinds if kind in ("H1", "H2", "Table")] == [
        "H1", "Table",
    ]  # fmt: skip
    assert kinds.count("TH") == 1 + 6 + 3


def test_a_name_in_another_script_is_never_a_box_in_silence() -> None:
    (sheet,) = read(tick_sheet_pdf(blank_columns(), "\U000f1234 Ann")).pages
    assert "▯: a letter that could not be printed, for want of a font." in said_on(words_on(sheet))


def test_the_pdf_has_real_text_and_the_same_bytes_each_time() -> None:
    one = tick_sheet_pdf(blank_columns())
    assert one == tick_sheet_pdf(blank_columns())
    text = said_on(words_on(read(one).pages[0]))
    for part in (
        "Foam Roller with",
        "10 = worst imaginable",
        "Roller under the upper back for an intense stretch",
        "Movement check, if one was done",
        "type each row into the sheet days",
        "Get emergency help now",
        "See a doctor soon",
    ):
        assert part in text


def test_the_command_makes_a_sheet_for_each_client_with_a_programme(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text("client,date,exercise\nann,2026-11-20,down dog\n")
    (folder / "programme.csv").write_text(
        "client,exercise,start,times_per_week\n"
        "ann,down dog,2026-11-01,3\nbob,down dog,2026-11-01,3\n"
    )
    done = CliRunner().invoke(main, ["new", str(folder), "--paper"])
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in folder.glob("*.pdf")) == [
        "tick-sheet-ann.pdf",
        "tick-sheet-bob.pdf",
    ]
    assert CliRunner().invoke(main, ["new", str(folder), "--paper"]).exit_code == 1


def test_without_a_log_the_sheet_has_the_catalogue(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path / "empty"), "--paper"])
    assert done.exit_code == 0, done.output
    assert [p.name for p in (tmp_path / "empty").iterdir()] == ["tick-sheet.pdf"]
