"""The diary as people keep it, to fill in: a row a day, a column an exercise.

As CSV files, or as a workbook that fits the screen of a phone and prints a month on a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mobility_analysis.log.built_in import SEED, built_in_rows
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.cells import guarded_text
from mobility_analysis.log.schema import (
    A_TICK,
    DIARY,
    EXAMPLE_MARK,
    TABLES,
    TICK,
    Column,
    allowed_values,
)
from mobility_analysis.log.write.saving import csv_text, text_table
from mobility_analysis.log.write.templates import (
    EXAMPLE,
    HEAD,
    NEEDED,
    Part,
    csv_files,
    fill_codebook,
    fill_sheet,
    new_workbook,
    part_of,
    settings_for,
    validation,
    write_new,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, str]

WORKBOOK = "diary.xlsx"
MONTHS = 12
"""For how many months the days are written in, the first of them included."""
ROWS_A_MONTH = 31
DATE, STIFFNESS, MOMENT, NOTE = "Date", "Stiffness (0-10)", "Moment", "Note"
_WIDTHS = {DATE: 10.5, STIFFNESS: 5.0, MOMENT: 8.5, NOTE: 26.0}
_EXERCISE_WIDTH = 5.0
"""In characters: a date, six exercises and the stiffness are 360 pixels, a phone held upright."""
BOX = {"border": 1, "border_color": "#C8CDD3"}
CENTRED = {"align": "center", "valign": "vcenter"}
_HEAD_POINTS, _ROW_POINTS = 96, 23
_PAGES = {"portrait": (717, 752), "landscape": (1046, 508)}
"""Width in pixels and height in points that A4 leaves within the margins."""
_WIDER = 1.35
"""How much wider the columns may come out where another font stands in for the usual one."""
_TICKS = [TICK, "partly", "skipped", 1, 2, 3, 4, 5]


@dataclass(frozen=True)
class Diary:
    """What a diary is made for: which exercises, and whose programme, from which day."""

    exercises: tuple[Row, ...]
    """Rows of the table exercises: each has a column."""
    catalogue: tuple[Row, ...]
    """Those that the log is to know."""
    programme: tuple[Row, ...] = ()
    client: str = ""
    start: pd.Timestamp | None = None

    @property
    def days(self) -> tuple[pd.Timestamp, ...]:
        """Return the days that are written in: to the end of the twelfth month, or none."""
        if self.start is None:
            return ()
        last = self.start.to_period("M") + MONTHS - 1
        return tuple(pd.date_range(self.start, last.end_time.normalize()))

    @property
    def header(self) -> list[str]:
        """Return the heads of its columns, in the order in which they stand on paper, too."""
        return [DATE, *(row["name"] for row in self.exercises), STIFFNESS, MOMENT, NOTE]


def seed_diary(*, start: pd.Timestamp | None = None) -> Diary:
    """Return a diary of the six exercises that stand first in the catalogue.

    >>> seed_diary().header[:2], len(seed_diary().header)
    (['Date', 'Foam Roller with Overpressure'], 10)
    """
    rows = built_in_rows()
    known = {row["exercise"]: row for row in rows}
    return Diary(tuple(known[exercise] for exercise in SEED), tuple(rows), start=start)


def diary_of(log: MobilityLog, client: str, *, start: pd.Timestamp | None = None) -> Diary:
    """Return a diary of what is prescribed to a client on the log's day, and from then on.

    A programme that runs already begins with the diary, on its first day or, where that is not
    stated, on the day after the log's: nothing of what was prescribed before can be in it.
    """
    own = log.for_client(client)
    rows = prescribed_now(log, client)
    first = start if start is not None else log.as_of + pd.Timedelta(days=1)
    if pd.notna(first):
        rows = rows[rows["end"].isna() | (rows["end"] >= first)]
    text = text_table(own, "programme").loc[rows.index]
    if pd.notna(first):
        text["start"] = text["start"].where(rows["start"] >= first, first.date().isoformat())
    catalogue = _records(own.exercises)
    known = {row["exercise"]: row for row in catalogue}
    exercises = dict.fromkeys(map(str, rows["exercise"]))
    return Diary(
        tuple(known[exercise] for exercise in exercises),
        tuple(catalogue),
        tuple(_records(text)),
        client,
        start,
    )


def _records(table: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")]


def prescribed_now(log: MobilityLog, client: str) -> pd.DataFrame:
    """Return the prescriptions of a client that run on the log's day or begin later."""
    rows = log.for_client(client).programme
    return rows[rows["end"].isna() | (rows["end"] >= log.as_of) | pd.isna(log.as_of)]


def diary_files(diary: Diary, folder: Path, *, is_workbook: bool) -> dict[str, bytes]:
    """Return the files of an empty log around a diary, by name, for a folder."""
    files = {WORKBOOK: diary_workbook(diary)} if is_workbook else diary_csv(diary)
    return files | settings_for(folder)


def write_diary(diary: Diary, folder: Path | str, *, is_workbook: bool = False) -> list[Path]:
    """Write an empty log around a diary as new files: CSV tables, or one workbook."""
    return write_new(Path(folder), diary_files(diary, Path(folder), is_workbook=is_workbook))


def days_csv(diary: Diary) -> bytes:
    """Return the diary alone as a CSV file."""
    empty = [""] * (len(diary.header) - 1)
    rows = [[day.date().isoformat(), *empty] for day in diary.days]
    return csv_text([guarded_text(head) for head in diary.header], rows).encode("utf-8")


def diary_csv(diary: Diary) -> dict[str, bytes]:
    """Return the diary and the tables around it as CSV files, by name."""
    return {f"{DIARY}.csv": days_csv(diary), **csv_files(_rest(diary))}


def diary_workbook(diary: Diary) -> bytes:
    """Return the diary and the tables around it as a workbook; the same bytes each time."""
    with new_workbook() as (book, memory):
        _fill_days(book, diary)
        for part in _rest(diary):
            fill_sheet(book, part)
        fill_codebook(book)
    return memory.getvalue()


def _rest(diary: Diary) -> list[Part]:
    """Return the tables beside the diary; without a column for the client where it has no name."""
    without = "" if diary.client else "client"
    programme = part_of("programme", without=without)
    rows = [[_typed(column, row[column.name]) for column in programme.columns]
            for row in diary.programme]  # fmt: skip
    exercises = part_of("exercises")
    known = [[row[name] for name in exercises.header] for row in diary.catalogue]
    return [
        part_of("programme", without=without, rows=rows),
        part_of("pauses", without=without),
        part_of("events", without=without),
        part_of("exercises", rows=known),
    ]


def _typed(column: Column, text: str) -> Any:
    """Return a cell of the programme as a spreadsheet keeps it: a day, a number or a text."""
    if not text:
        return ""
    if column.kind == "date":
        return datetime.fromisoformat(text)
    try:
        return float(text) if column.kind in ("number", "count", "frequency") else text
    except ValueError:
        return text


def _fill_days(book: Workbook, diary: Diary) -> None:
    """Write the diary: header, days, drop-downs, the mark of today, pages of a month."""
    sheet = book.add_worksheet(DIARY)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, _HEAD_POINTS)
    # saved as CSV, a date comes out as it is shown: with its year, and in no language
    day = CENTRED | {"num_format": "yyyy-mm-dd"}
    n_days = len(diary.days) or MONTHS * ROWS_A_MONTH
    has_example = not diary.days
    last = n_days + has_example
    middle = book.add_format(BOX | CENTRED | {"shrink": True})  # "skipped" is a long word here
    words = book.add_format(BOX | {"text_wrap": True, "valign": "vcenter", "font_size": 9})
    dates = book.add_format(BOX | day)
    for place, head in enumerate(diary.header):
        form = {DATE: dates, NOTE: words}.get(head, middle)
        sheet.set_column(place, place, _WIDTHS.get(head, _EXERCISE_WIDTH))
        is_narrow = head not in (DATE, MOMENT, NOTE)
        turned = {"rotation": 90, "text_wrap": True, "font_size": 10} if is_narrow else {}
        needed = NEEDED if head == DATE else {}
        looks = HEAD | needed | turned | {"valign": "bottom", "align": "center"}
        sheet.write_string(0, place, head, book.add_format(looks))
        sheet.write_comment(0, place, _comment(diary, place))
        sheet.data_validation(1, place, last, place, _rule(diary, place))
        for line in range(1, last + 1):
            sheet.write_blank(line, place, None, form)
    for line in range(1, last + 1):
        sheet.set_row(line, _ROW_POINTS)
    for line, when in enumerate(diary.days, start=1):
        sheet.write_datetime(line, 0, when.to_pydatetime(), dates)
    if has_example:
        _write_example(sheet, diary, book.add_format(EXAMPLE | BOX | CENTRED))
    _mark_days(book, sheet, last, len(diary.header) - 1)
    _set_pages(sheet, diary, last, has_example=has_example)


def _own_column(diary: Diary, place: int) -> Column | None:
    """Return the diary's own column at a place; None for that of an exercise."""
    after = enumerate(("stiffness", "moment", "note"), start=1 + len(diary.exercises))
    names = {0: "date", **dict(after)}
    return TABLES[DIARY][names[place]] if place in names else None


def _comment(diary: Diary, place: int) -> str:
    column = _own_column(diary, place)
    if column is not None:
        return f"{column.meaning} May hold: {allowed_values(column)}."
    row = diary.exercises[place - 1]
    said = " ".join(filter(None, (row["key_action"], row["caution"])))
    return f"{said} May hold: {A_TICK}.".strip()


def _rule(diary: Diary, place: int) -> dict[str, Any]:
    """Return the drop-down or the limits of a column; a tick may be typed in other words, too."""
    column = _own_column(diary, place)
    if column is None:
        return {"validate": "list", "source": _TICKS, "show_error": False}
    return validation(column) or {"validate": "any"}


def _write_example(sheet: Worksheet, diary: Diary, form: Any) -> None:
    """Show how a row is written; its first cell says that it is an example."""
    cells: list[str | float] = [TICK, 3, "partly"]
    places = range(1, 1 + len(diary.exercises))
    sheet.write_string(1, 0, EXAMPLE_MARK, form)
    for place, cell in zip(places, cells, strict=False):
        sheet.write(1, place, cell, form)
    said: list[str | float] = [4.5, "waking", "easier than last week"]
    for place, cell in enumerate(said, start=places.stop):
        sheet.write(1, place, cell, form)


def _mark_days(book: Workbook, sheet: Worksheet, last: int, width: int) -> None:
    """Mark the row of today and shade weekends; the spreadsheet knows which day it is."""
    edges = BOX | {"top_color": "#404852", "bottom_color": "#404852"}
    today = book.add_format(edges | {"bg_color": "#CFE3F5", "bold": True})
    weekend = book.add_format({"bg_color": "#F0F2F4"})
    for formula, form in (
        ("=AND(ISNUMBER($A2),INT($A2)=TODAY())", today),
        ("=AND(ISNUMBER($A2),WEEKDAY($A2,2)>5)", weekend),
    ):
        rule = {"type": "formula", "criteria": formula, "format": form}
        sheet.conditional_format(1, 0, last, width, rule)


def _set_pages(sheet: Worksheet, diary: Diary, last: int, *, has_example: bool) -> None:
    """Print a month on a page of A4, each under the header.

    By a scale and not by "fit to page", under which a spreadsheet forgets where pages end.
    """
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last, len(diary.header) - 1)
    sheet.set_footer("&L&9Self-rated stiffness: 0 none, 10 worst imaginable&R&9&P of &N")
    high = _HEAD_POINTS + _ROW_POINTS * (ROWS_A_MONTH + has_example)
    scales = {
        way: min(width / (_WIDER * _pixels(diary)), points / high)
        for way, (width, points) in _PAGES.items()
    }
    if scales["landscape"] > scales["portrait"]:
        sheet.set_landscape()
    sheet.set_print_scale(max(10, min(100, int(100 * max(scales.values())))))
    sheet.set_h_pagebreaks(_month_ends(diary, last, has_example=has_example))


def _pixels(diary: Diary) -> float:
    widths = [_WIDTHS.get(head, _EXERCISE_WIDTH) for head in diary.header]
    return sum(7 * width + 5 for width in widths)


def _month_ends(diary: Diary, last: int, *, has_example: bool) -> Sequence[int]:
    """Return after which lines a page ends."""
    if not diary.days:
        return range(1 + has_example + ROWS_A_MONTH, last + 1, ROWS_A_MONTH)
    ends = [line for line, day in enumerate(diary.days, start=1) if day.is_month_end]
    return [line + 1 for line in ends if line < last]
