"""The day of each row, where it takes several columns, the name of the sheet, or a stated year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mobility_analysis.log.exports.shapes.days import (
    FIRST_WEEKDAYS,
    Days,
    WaitsForOrder,
    date_of_week,
    day_number,
    in_week,
    lacks_year,
    month_in,
    week_number,
    weekday_of,
    with_year,
)
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import cell_text, is_blank

Part = tuple[str, ...] | int | date
Cells = Callable[[tuple[str, ...]], list[Any]]


def row_dates(
    given: Mapping[str, Part],
    cells: Cells,
    n_rows: int,
    *,
    order: str | None,
    file: str,
    days: Days | None = None,
) -> list[Any]:
    """Return the date of each row: as written, or worked out and in ISO; None where all is empty.

    What cannot be worked out comes back as a text that is no date, so that it is named as one.
    ``days`` are those of all rows where these are some, of rows that go by those before them.

    >>> columns = {"Week": ["2 March 2026", None], "Day": ["Tue", None]}
    >>> given = {"week": ("Week",), "weekday": ("Day",)}
    >>> row_dates(given, lambda names: columns[names[0]], 2, order=None, file="a.csv")
    ['2026-03-03', None]
    """
    parts = {
        part: cells(value) if isinstance(value, tuple) else [value] * n_rows
        for part, value in given.items()
    }
    stated = _stated_year(given)
    if days is None and (days := days_of_rows(given, order)) is not None:
        days.look(days_in_order(given, cells))
    if "week" in given:
        first = given.get("first_week")
        if days is not None:
            starts = _weeks_dated(days.read(days_in_order(given, cells)), file)
        elif isinstance(first, date):
            numbers = [week_number(week) for week in parts["week"]]
            starts = [None if n is None else first + timedelta(days=7 * (n - 1)) for n in numbers]
        return _of_weeks(parts["week"], parts["weekday"], starts)
    if "column" in given:
        if days is None or stated is None:
            return parts["column"]
        return _with_year(parts["column"], days.read(parts["column"]), stated)
    found = zip(parts.get("year", [None] * n_rows), parts["month"], parts["day"], strict=True)
    written = {part for part, value in given.items() if isinstance(value, tuple)}
    return [_joined(*each, is_stated="day" not in written) for each in found]


def _stated_year(given: Mapping[str, Part]) -> int | None:
    year = given.get("year")
    return year if isinstance(year, int) else None


def days_of_rows(given: Mapping[str, Part], order: str | None) -> Days | None:
    """Return the days of rows of which each goes by those before it; None where none does.

    So it is where only the first week, or the first day, has its year.
    """
    year = _stated_year(given)
    is_by_week = "week" in given and "first_week" not in given
    return Days(order, year) if is_by_week or ("column" in given and year is not None) else None


def days_in_order(given: Mapping[str, Part], cells: Cells) -> list[Any]:
    """Return what ``days_of_rows`` look at: the days of rows, or the first of their weeks."""
    names = given["week" if "week" in given else "column"]
    written = cells(names) if isinstance(names, tuple) else []
    if "week" not in given:
        return written
    return [date_of_week(week) if isinstance(week, str) else week for week in written]


def _with_year(cells: Sequence[Any], days: Sequence[Any], year: int) -> list[Any]:
    """Return dates with the year that those without one lack; as written where none is lacking."""
    return [
        (day.isoformat() if isinstance(day, date) else with_year(cell, year))
        if lacks_year(cell)
        else cell
        for cell, day in zip(cells, days, strict=True)
    ]


def _joined(year: Any, month: Any, day: Any, *, is_stated: bool) -> str | None:
    """Write year, month and day as one date; a part that is missing leaves a visible gap.

    A month may be a name, and bring its year with it: March 2026.
    """
    if day is None and not is_stated:
        if month is None or isinstance(month, str):
            return None if year is None or isinstance(year, int) else _iso(year, month, day)
        return None if isinstance(month, int) and isinstance(year, int) else _iso(year, month, day)
    return _iso(year, month, day)


def _iso(year: Any, month: Any, day: Any) -> str:
    own_year, own_month = month_in(cell_text(month)) if isinstance(month, str) else (None, None)
    number = day_number(day)
    texts = [
        "?" if part is None else cell_text(part).strip().removesuffix(".0")
        for part in (
            own_year if year is None else year,
            own_month or month,
            number or day,
        )
    ]
    return f"{texts[0]}-{texts[1].zfill(2)}-{texts[2].zfill(2)}"


def _weeks_dated(starts: Sequence[Any], file: str) -> Sequence[Any]:
    """Return the first day of weeks that name it; refused where its order is not settled."""
    waiting = next((start for start in starts if isinstance(start, WaitsForOrder)), None)
    if waiting is not None:
        raise DataError(f"{file}: expected {waiting.expected} in the weeks. {waiting.repair}")
    return starts


def _of_weeks(weeks: Sequence[Any], weekdays: Sequence[Any], starts: Sequence[Any]) -> list[Any]:
    """Return the day of a name in the week that begins on a date.

    A date in the middle of a week may mean the days after it or around it, and is read as neither.
    """
    days = [None if is_blank(name) else weekday_of(cell_text(name)) for name in weekdays]
    return [
        in_week(start, day).isoformat()
        if isinstance(start, date) and day is not None and start.weekday() in FIRST_WEEKDAYS
        else None if is_blank(week) and is_blank(name)
        else f"{'' if is_blank(name) else cell_text(name)} of {cell_text(week or '?')}".strip()
        for start, day, week, name in zip(starts, days, weeks, weekdays, strict=True)
    ]  # fmt: skip
