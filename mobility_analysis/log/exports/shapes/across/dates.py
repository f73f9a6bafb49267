"""What days stand over each block of a sheet with days across: by dates, months, or weeks.

The days stand in a line of headers: as dates, as numbers of a month, or as names of weekdays under
a title that says the week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mobility_analysis.log.exports.shapes.across.blocks import Block, is_date, is_week, text_of
from mobility_analysis.log.exports.shapes.days import (
    FIRST_WEEKDAYS,
    date_of_week,
    day_number,
    in_week,
    lacks_year,
    month_in,
    settled_days,
    week_number,
    weekday_of,
)
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.days import weekdays_in
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Sheet, cell_text
from mobility_analysis.log.schema import DAYS


@dataclass(frozen=True)
class DaysAcross:
    """What a recipe says of a sheet with a column a day."""

    exercise: str = ""
    """The header of the column that names the exercises; the likely one when empty."""
    columns: tuple[str, ...] = ()
    """Lines that are no exercise, such as scores: each becomes a column."""
    notes: tuple[str, ...] = ()
    """Lines of notes."""
    year: int | None = None
    """The year of the first day, where no header and no title has one."""
    month: int | None = None
    """The month of days that are only numbers, where no title says it."""
    first_day: date | None = None
    """A day of the first week, where no title says which week it is."""


def where(sheet: Sheet, place: int | None = None) -> str:
    """Return what messages call a sheet, or a line of it."""
    name = f", sheet {sheet.name}" if sheet.name else ""
    return f"{sheet.file}{name}" + ("" if place is None else f", line {place + 1}")


def date_blocks(
    sheet: Sheet, blocks: Sequence[Block], wanted: DaysAcross, order: str | None
) -> None:
    """Give each block the dates of its days; say what lacks where that cannot be done."""
    year = wanted.year or year_of(sheet, blocks)
    for block in blocks:
        if block.kind == "numbers":
            block.days = _days_of_month(sheet, block, wanted, year)
    dated = [block for block in blocks if block.kind == "dates"]
    cells = [date_of_week(c) if isinstance(c, str) else c for block in dated for c in block.names]
    places = [block.place for block in dated for _ in block.names]
    days = iter(_all_days(sheet, cells, places, order, year))
    for block in dated:
        block.days = [next(days) for _ in block.names]
    _give_days_of_the_tab(sheet, dated)
    _date_weeks(sheet, [b for b in blocks if b.kind == "weekdays"], wanted, order, year)
    for block in blocks:
        named = block.weekdays
        if named is not None and [day.weekday() for day in block.days] != named:
            raise DataError(
                f"{where(sheet, block.place)}: the names of the days do not fall on their dates "
                f"({', '.join(str(day) for day in block.days[:3])}, ...). Correct the dates, or "
                "state their year, such as year = 2026 under [days_across]."
            )


def _give_days_of_the_tab(sheet: Sheet, dated: Sequence[Block]) -> None:
    """Turn weeks beside each other into their days of the weekday that the tab is called after.

    Weeks are called so, or are dates that all are the first day of a week and not the tab's.
    """
    tab = weekday_of(sheet.name)
    weekdays = {day.weekday() for block in dated for day in block.days}
    weeks = [block for block in dated if any(map(is_week, block.names))]
    if weeks and tab is None:
        raise DataError(
            f"{where(sheet, weeks[0].head_place)}: the columns are weeks, and nothing says on "
            "which day of them. Call the tab after the weekday, or write days over the columns."
        )
    is_first = len(weekdays) == 1 and tab not in weekdays and weekdays <= {*FIRST_WEEKDAYS}
    if tab is not None and (weeks or is_first):
        for block in dated:
            block.days = [in_week(day, tab) for day in block.days]


def year_of(sheet: Sheet, blocks: Sequence[Block]) -> int | None:
    """Return the year of the name of the tab or file, of the first title with one, or first day."""
    texts = [sheet.name, sheet.file, *(title for block in blocks for title in block.titles)]
    texts += [text_of(block.names[0]) for block in blocks if block.kind == "dates"][:1]
    return next((year for text in texts if (year := month_in(text)[0]) is not None), None)


def _all_days(
    sheet: Sheet,
    cells: Sequence[Any],
    places: Sequence[int],
    order: str | None,
    year: int | None,
) -> list[date]:
    read = settled_days(cells, order=order, year=year, epoch=sheet.epoch)
    found = []
    for cell, day, place in zip(cells, read, places, strict=True):
        if not isinstance(day, date):
            raise DataError(_no_day(sheet, place, cell, day))
        found.append(day)
    return found


def _no_day(sheet: Sheet, place: int, cell: Any, fault: Fault | None) -> str:
    found = f"{where(sheet, place)}: found {shortened(text_of(cell))!r}"
    if lacks_year(cell):
        return f"{found}; expected a year with it. State year = 2026 under [days_across]."
    if fault is None:
        return f"{found}; expected a day."
    return f"{found}; expected {fault.expected}. {fault.repair}"


def _days_of_month(sheet: Sheet, block: Block, wanted: DaysAcross, year: int | None) -> list[date]:
    texts = [*block.titles, sheet.name, sheet.file.rsplit(".", 1)[0]]
    named = [month_in(text) for text in texts]
    month = wanted.month or next((m for _, m in named if m is not None), None)
    year = next((y for y, m in named if y is not None and m is not None), None) or year
    if month is None or year is None:
        lacking = [w for w, value in (("month", month), ("year", year)) if value is None]
        example = " and ".join(f"{w} = {3 if w == 'month' else 2026}" for w in lacking)
        raise DataError(
            f"{where(sheet, block.place)}: the days are only numbers, and nothing says their "
            f"{' and '.join(lacking)}. State {example} under [days_across], or write it as a title "
            "over the days: March 2026."
        )
    days: list[date] = []
    for cell in block.names:
        number = day_number(cell) or 0
        try:
            days.append(date(year, month, number))
        except ValueError:
            break  # a sheet for 31 days in a month of 30
    return days


def _date_weeks(
    sheet: Sheet,
    blocks: Sequence[Block],
    wanted: DaysAcross,
    order: str | None,
    year: int | None,
) -> None:
    """Give weekdays under titles of weeks their dates; weeks without one follow each other."""
    found = [next((d for t in b.titles if is_date(d := date_of_week(t))), None) for b in blocks]
    cells = [cell for cell in found if cell is not None]
    places = [b.place for b, cell in zip(blocks, found, strict=True) if cell is not None]
    firsts = iter(_all_days(sheet, cells, places, order, year))
    for nth, (block, cell) in enumerate(zip(blocks, found, strict=True)):
        weekdays = weekdays_in([cell_text(name) for name in block.names]) or []
        if cell is not None:
            first = next(firsts)
        elif wanted.first_day is not None and not cells:
            counted = next((n for t in block.titles if (n := week_number(t))), nth + 1)
            start = wanted.first_day - timedelta(
                days=(wanted.first_day.weekday() - weekdays[0]) % 7)  # fmt: skip
            first = start + timedelta(days=7 * (counted - 1))
        else:
            raise DataError(
                f"{where(sheet, block.place)}: nothing says which week these days are of. Write "
                "it as a title over the days, such as Week of 2 March 2026, or state the first "
                "day of the first week, first_day = 2026-03-02, under [days_across]."
            )
        block.days = [in_week(first, weekday) for weekday in weekdays]
        is_first = first.weekday() in (*FIRST_WEEKDAYS, weekdays[0])
        if not is_first or block.days != sorted(block.days):
            raise DataError(
                f"{where(sheet, block.place)}: the week is said to be of {first}, a {first:%A}, "
                f"and its days begin with {DAYS[weekdays[0]].capitalize()}. Write the date of the "
                "first day over them."
            )
