"""The diary that is handed out: what its sheets hold, how they fit, and that they are read back."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.log.built_in import SEED
from mobility_analysis.log.catalogue import COLUMNS
from mobility_analysis.log.write.diary import (
    Diary,
    diary_of,
    diary_workbook,
    prescribed_now,
    seed_diary,
    write_diary,
)

START = pd.Timestamp("2026-11-16")
SIX = [
    "Foam Roller with Overpressure", "Overhead Opener", "90/90 Overhead Raises", "Down Dog",
    "Bench Thoracic Spine", "Bear Rolls",
]  # fmt: skip
A4_POINTS = (595, 842)
POINTS_A_PIXEL = 0.75


def sheet_of(diary: Diary, folder: Path) -> Any:
    (folder / "book.xlsx").write_bytes(diary_workbook(diary))
    return openpyxl.load_workbook(folder / "book.xlsx")["days"]


def widths_of(sheet: Any) -> list[float]:
    """Return the width of each column in characters; columns alike may be written as one."""
    wide = {}
    for found in sheet.column_dimensions.values():
        wide |= dict.fromkeys(range(found.min, found.max + 1), found.width)
    return [wide[place] for place in range(1, sheet.max_column + 1)]


def many(n: int, *, start: pd.Timestamp | None = START) -> Diary:
    one = dict.fromkeys(COLUMNS, "")
    rows = [{**one, "exercise": f"own-{i}", "name": f"Own exercise {i}"} for i in range(n)]
    return Diary(tuple(rows), tuple(rows), start=start)


def test_a_row_a_day_and_a_column_an_exercise(tmp_path: Path) -> None:
    sheet = sheet_of(seed_diary(start=START), tmp_path)
    header = [cell.value for cell in sheet[1]]
    assert header == ["Date", *SIX, "Stiffness (0-10)", "Moment", "Note"]
    days = [sheet.cell(line, 1).value for line in range(2, sheet.max_row + 1)]
    assert days[0] == dt.datetime(2026, 11, 16)
    assert days[-1] == dt.datetime(2027, 10, 31)  # twelve months, that of the start among them
    assert (
        len(days) == 350
    )  # 15 days of November, 31 + 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31
    assert [row["exercise"] for row in seed_diary().exercises] == list(SEED)


def test_the_csv_has_the_same_columns_and_days(tmp_path: Path) -> None:
    written = write_diary(seed_diary(start=START), tmp_path)
    assert [path.name for path in written] == [
        "days.csv", "programme.csv", "pauses.csv", "events.csv", "exercises.csv", "codebook.md",
        "mobility.toml",
    ]  # fmt: skip
    rows = list(csv.reader((tmp_path / "days.csv").read_text("utf-8").splitlines()))
    assert rows[0] == seed_diary().header
    assert (rows[1][0], rows[-1][0], len(rows)) == ("2026-11-16", "2027-10-31", 351)
    assert (tmp_path / "programme.csv").read_text("utf-8").startswith("exercise,start,end,")
    assert "| an exercise |" in (tmp_path / "codebook.md").read_text("utf-8")
    log = load_log(tmp_path)
    assert (log.clients, log.remarks.empty) == ((), True)
    assert log.account.set_index("table").loc["days", "rows_read"] == 0


def test_a_date_is_shown_so_that_the_sheet_saved_as_csv_can_be_read(tmp_path: Path) -> None:
    sheet = sheet_of(seed_diary(start=START), tmp_path)
    assert {sheet.cell(line, 1).number_format for line in (2, sheet.max_row)} == {"yyyy-mm-dd"}


def test_a_phone_shows_date_exercises_and_stiffness_beside_one_another(tmp_path: Path) -> None:
    sheet = sheet_of(seed_diary(start=START), tmp_path)
    assert sheet.freeze_panes == "B2"
    # a column is 7 pixels a character and 5 more; a phone held upright shows 360 beside the numbers
    # (the width that a file holds has these five in it)
    assert sum(7 * wide for wide in widths_of(sheet)[:8]) <= 360
    assert all(sheet.cell(1, place).alignment.textRotation == 90 for place in range(2, 9))


def test_a_cell_offers_what_it_may_hold(tmp_path: Path) -> None:
    sheet = sheet_of(seed_diary(start=START), tmp_path)
    rules = {
        sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value: rule
        for rule in sheet.data_validations.dataValidation
    }
    for name in SIX:
        assert rules[name].formula1 == '"✓,partly,skipped,1,2,3,4,5"'
        assert not rules[name].showErrorMessage  # x and yes may be typed
        assert "a tick (✓, x, yes, done)" in sheet.cell(1, 2).comment.text
    score = rules["Stiffness (0-10)"]
    assert (score.type, float(score.formula1), float(score.formula2)) == ("decimal", 0, 10)
    assert score.showErrorMessage
    assert rules["Moment"].formula1 == '"waking,before,after,evening"'
    assert rules["Date"].type == "date"
    log = log_from_tables(days=[
        {"date": f"2026-11-{place:02}", "down dog": offered}
        for place, offered in enumerate(rules["Down Dog"].formula1.strip('"').split(","), start=1)
    ])  # fmt: skip
    assert log.sessions["status"].tolist() == ["done", "partial", "skipped", *["done"] * 5]


def test_the_sheet_marks_today_and_weekends(tmp_path: Path) -> None:
    sheet = sheet_of(seed_diary(start=START), tmp_path)
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    today, weekend = sorted(rules, key=lambda rule: rule.priority)
    assert today.formula == ["AND(ISNUMBER($A2),INT($A2)=TODAY())"]
    assert today.dxf.font.b  # a second cue beside the colour
    assert weekend.formula == ["AND(ISNUMBER($A2),WEEKDAY($A2,2)>5)"]


@pytest.mark.parametrize("n", [1, 6, 12, 30])
@pytest.mark.parametrize("start", [START, None])
def test_a_month_prints_on_a_page(tmp_path: Path, n: int, start: pd.Timestamp | None) -> None:
    sheet = sheet_of(many(n, start=start), tmp_path)
    setup = sheet.page_setup
    assert setup.paperSize == 9
    assert (
        not sheet.sheet_properties.pageSetUpPr.fitToPage
    )  # "fit to page" would forget where months end
    assert sheet.print_title_rows == "$1:$1"
    ends = [0, *(each.id for each in sheet.row_breaks.brk), sheet.max_row]
    scale = setup.scale / 100
    width, height = A4_POINTS if setup.orientation != "landscape" else A4_POINTS[::-1]
    margins = sheet.page_margins
    wide = sum(7 * wide for wide in widths_of(sheet)) * POINTS_A_PIXEL
    assert wide * scale <= width - 72 * (margins.left + margins.right)
    assert scale >= 0.3
    head = sheet.row_dimensions[1].height
    for first, last in itertools.pairwise(ends):
        rows = range(max(first + 1, 2), last + 1)
        high = head + sum(sheet.row_dimensions[row].height for row in rows)
        assert high * scale <= height - 72 * (margins.top + margins.bottom)
        if start is not None:
            assert len({sheet.cell(row, 1).value.month for row in rows}) == 1
    assert len(ends) == 13


def test_the_example_is_not_read_and_filled_in_days_are(tmp_path: Path) -> None:
    write_diary(seed_diary(), tmp_path, is_workbook=True)
    book = openpyxl.load_workbook(tmp_path / "diary.xlsx")
    assert book.sheetnames == ["days", "programme", "pauses", "events", "exercises", "codebook"]
    for name in ("days", "programme", "pauses", "events"):
        assert str(book[name]["A2"].value).startswith("# example")
    assert load_log(tmp_path).clients == ()
    for place, value in enumerate(
        [dt.datetime(2026, 11, 2), "✓", 3, None, "partly", None, "skipped", 5.5, "waking", "fine"],
        start=1,
    ):
        book["days"].cell(3, place, value)
    for place, value in enumerate(["Down Dog", dt.datetime(2026, 11, 1), None, 3], start=1):
        book["programme"].cell(3, place, value)
    book.save(tmp_path / "diary.xlsx")
    log = load_log(tmp_path)
    assert log.clients == (tmp_path.name,)
    rows = log.sessions[["exercise", "status", "sets"]].fillna({"sets": 0}).to_numpy().tolist()
    assert rows == [
        ["foam-roller-overpressure", "done", 0], ["overhead-opener", "done", 3],
        ["down-dog", "partial", 0], ["bear-rolls", "skipped", 0],
    ]  # fmt: skip
    assert log.stiffness[["score", "moment", "note"]].to_numpy().tolist() == [
        [5.5, "waking", "fine"]
    ]
    assert log.programme["times_per_week"].tolist() == [3]


PROGRAMME = [
    {"exercise": "wall-slide", "start": "2026-11-01", "times_per_week": "3-4", "sets": 2,
     "load_kg": 2.5},
    {"exercise": "down-dog", "start": "2026-11-01", "end": "2026-11-30", "times_per_week": 3},
    {"exercise": "down-dog", "start": "2026-12-01", "weekdays": "Mon Fri"},
    {"exercise": "bear-rolls", "start": "2026-10-01", "end": "2026-10-31", "times_per_week": 7},
]  # fmt: skip
OWN = [{"exercise": "wall-slide", "name": "=Wall Slide", "focus_areas": "overhead"}]
PRESCRIBED = log_from_tables(
    programme=[{"client": "Ann", **row} for row in PROGRAMME], exercises=OWN, as_of="2026-11-20"
)


def test_nothing_is_prescribed_before_the_first_day_of_a_diary() -> None:
    diary = diary_of(PRESCRIBED, "Ann", start=pd.Timestamp("2026-12-01"))
    assert [(row["exercise"], row["start"], row["end"]) for row in diary.programme] == [
        ("down-dog", "2026-12-01", ""), ("wall-slide", "2026-12-01", ""),
    ]  # fmt: skip
    before = diary_of(PRESCRIBED, "Ann", start=pd.Timestamp("2026-11-16")).programme
    assert sorted(row["start"] for row in before) == ["2026-11-16", "2026-11-16", "2026-12-01"]
    undated = diary_of(PRESCRIBED, "Ann").programme
    assert sorted(row["start"] for row in undated) == ["2026-11-21", "2026-11-21", "2026-12-01"]


@pytest.mark.parametrize("is_workbook", [True, False])
def test_a_diary_of_a_client_carries_name_programme_and_own_exercises(
    tmp_path: Path, is_workbook: bool
) -> None:
    diary = diary_of(PRESCRIBED, "Ann", start=START)
    assert diary.header[1:-3] == ["Down Dog", "=Wall Slide"]
    write_diary(diary, tmp_path, is_workbook=is_workbook)
    log = load_log(tmp_path, as_of="2026-11-20")
    assert log.clients == ("Ann",)
    running = prescribed_now(PRESCRIBED, "Ann").reset_index(drop=True)
    running["start"] = running["start"].clip(lower=START)
    found = log.programme.astype({"exercise": "str", "client": "str"})
    pd.testing.assert_frame_equal(found, running.astype({"exercise": "str", "client": "str"}))
    assert log.exercises.equals(PRESCRIBED.exercises)
    if is_workbook:  # a text that begins with = is no formula
        book = openpyxl.load_workbook(tmp_path / "diary.xlsx")
        own = [cell for cell in book["exercises"]["B"] if cell.value == "=Wall Slide"]
        assert [cell.data_type for cell in (book["days"]["C1"], *own)] == ["s", "s"]
        book["days"]["C2"] = 2
        book.save(tmp_path / "diary.xlsx")
        filled = load_log(tmp_path)
        assert filled.sessions["exercise"].tolist() == ["wall-slide"]
        assert filled.clients == ("Ann",)


def test_the_same_diary_has_the_same_bytes() -> None:
    assert diary_workbook(seed_diary(start=START)) == diary_workbook(seed_diary(start=START))


def test_nothing_that_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match=r"already holds events.csv; nothing was written"):
        write_diary(seed_diary(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]
