"""Days and times as people write them. The order of day and month is never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.findings import Fault

__all__ = ["DATE_ORDERS", "DateOrder", "Either", "Moment", "chosen_order", "read_moment"]

DateOrder = Literal["dmy", "mdy", "excel-1900", "excel-1904"]
DATE_ORDERS: tuple[str, ...] = get_args(DateOrder)

FIRST_YEAR, LAST_YEAR = 1900, 2100
CLEAR_MAJORITY = 0.9

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EPOCHS = {"excel-1900": datetime(1899, 12, 30), "excel-1904": datetime(1904, 1, 1)}

A_DAY = "a day, such as 2026-11-22"
WRITE_ISO = "Write the date as year-month-day, such as 2026-11-22."

_DAY_NAME = r"(?:(?P<dayname>[A-Za-z]{3,9})[.,]*\s+)?"
_TIME = (
    r"(?:(?:[Tt]|[\s,]+)(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>[Zz]|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?)?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        _DAY_NAME + r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<second_part>\d{1,2})(?P=mark)\s?"
        + _YEAR,
        _DAY_NAME + r"(?P<day>\d{1,2})" + _ORDINAL
        + r"[\s./-]*(?:of\s+)?(?P<name>[A-Za-z]{3,9})[\s.,/-]*" + _YEAR,
        _DAY_NAME + r"(?P<name>[A-Za-z]{3,9})[\s.-]*(?P<day>\d{1,2})" + _ORDINAL
        + r"(?:,\s*|\s+|-)" + _YEAR,
        r"(?P<year>\d{4})[\s./-]*(?P<name>[A-Za-z]{3,9})[\s./-]*(?P<day>\d{1,2})" + _ORDINAL,
    )
)  # fmt: skip
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_TIME_ONLY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?")


class Moment(NamedTuple):
    """A day, and the time since its midnight where one was written."""

    day: date
    time: timedelta | None = None


class Either(NamedTuple):
    """A date that fits both orders of day and month."""

    dmy: Moment
    mdy: Moment


class Only(NamedTuple):
    """A date that fits one order of day and month."""

    order: str
    moment: Moment


def read_moment(
    cell: object, *, stated: str | None = None, epoch: str | None = None
) -> Moment | Either | Only | Fault:
    """Read one date as it is written, or say why that cannot be done.

    Parameters
    ----------
    cell : object
        Text, a number, or a date from a spreadsheet.
    stated : str, optional
        What the user stated about the column, one of ``DATE_ORDERS``.
    epoch : str, optional
        ``"excel-1900"`` or ``"excel-1904"`` where the workbook says how it counts days.

    Returns
    -------
    Moment, Either, Only or Fault
        ``Only`` and ``Either`` are dates such as 23/11/2026 and 3/4/2026.

    Examples
    --------
    >>> read_moment("22nd Sep 2020").day
    datetime.date(2020, 9, 22)
    >>> read_moment("3/4/2026").mdy.day
    datetime.date(2026, 3, 4)
    >>> read_moment("2026-02-30").expected
    'a date that exists'
    """
    if isinstance(cell, datetime):
        return _checked(cell.year, cell.month, cell.day, _since_midnight(cell))
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day, None)
    counted = epoch or (stated if stated in EPOCHS else None)
    if isinstance(cell, int | float | np.number) and not isinstance(cell, bool):
        return _from_serial(float(cell), counted)
    if not isinstance(cell, str):
        return Fault(A_DAY, WRITE_ISO)
    if _SERIAL.fullmatch(cell):
        return _from_serial(float(cell.replace(",", ".")), counted)
    return _read_text(" ".join(cell.split()))


def _read_text(text: str) -> Moment | Either | Only | Fault:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _from_parts(found.groupdict())
    if _TIME_ONLY.fullmatch(text):
        return Fault("a day, not only a time", WRITE_ISO)
    return Fault(A_DAY, WRITE_ISO)


def _from_parts(parts: dict[str, str | None]) -> Moment | Either | Only | Fault:
    is_bare_hour = parts["hour"] and not parts["minute"] and not parts["half"]
    if is_bare_hour and parts.get("month") is None:
        return Fault(A_DAY, WRITE_ISO)  # 22 Sep 20 07 may be of 2007; 2020-09-22 07 is clear
    time = _time(parts)
    if isinstance(time, Fault):
        return time
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    weekday = _place(parts.get("dayname"), DAYS)
    if weekday == -1:
        return Fault(A_DAY, WRITE_ISO)
    if parts.get("first"):
        read = _numeric(year, int(parts["first"] or 0), int(parts["second_part"] or 0), time)
    else:
        month = _place(parts.get("name"), MONTHS)
        if month == -1:
            return Fault("the English name of a month", WRITE_ISO)
        number = int(parts.get("month") or 0) if month is None else month + 1
        read = _checked(year, number, int(parts["day"] or 0), time)
    return read if weekday is None else _on_weekday(read, weekday)


def _numeric(
    year: int, first: int, second: int, time: timedelta | None
) -> Moment | Either | Only | Fault:
    """Read 3/4/2026: one order, both, the same day in both, or a day that does not exist."""
    day_first = _checked(year, second, first, time)
    month_first = _checked(year, first, second, time)
    if isinstance(day_first, Moment) and isinstance(month_first, Moment):
        return day_first if first == second else Either(day_first, month_first)
    if isinstance(day_first, Moment):
        return Only("dmy", day_first)
    if isinstance(month_first, Moment):
        return Only("mdy", month_first)
    return day_first


def _on_weekday(
    read: Moment | Either | Only | Fault, weekday: int
) -> Moment | Either | Only | Fault:
    """Hold a date to the name of its day, which may also settle the order of day and month."""
    if isinstance(read, Fault):
        return read
    moments = {"dmy": read.dmy, "mdy": read.mdy} if isinstance(read, Either) else {}
    if isinstance(read, Only):
        moments = {read.order: read.moment}
    if isinstance(read, Moment):
        moments = {"": read}
    fitting = {order: m for order, m in moments.items() if m.day.weekday() == weekday}
    if len(fitting) != 1:
        return Fault(
            f"a date that falls on a {DAYS[weekday].capitalize()}",
            "Correct the date or the name of the day.",
        )
    [(order, moment)] = fitting.items()
    return Only(order, moment) if order else moment


def _place(name: str | None, names: Sequence[str]) -> int | None:
    """Return which name is meant: None for no name, -1 for none of these."""
    if name is None:
        return None
    key = name.lower()
    return next((i for i, full in enumerate(names) if _is_short_for(key, full)), -1)


def _is_short_for(key: str, full: str) -> bool:
    return full.startswith(key) if len(key) >= 3 else False


def _time(parts: dict[str, str | None]) -> timedelta | Fault | None:
    """Return the time of day; an offset is left out, since the local day counts."""
    if parts["hour"] is None:
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts["half"] or "").lower()
    is_possible = hour < 24 and minute < 60 and second < 60
    if half:
        is_possible = is_possible and 1 <= hour <= 12
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if not is_possible:
        return Fault("a time that exists", "Correct the time, such as 07:30.")
    part = (parts["part"] or "").ljust(6, "0")[:6]
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(part))


def _since_midnight(moment: datetime) -> timedelta:
    return timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )


def _checked(year: int, month: int, day: int, time: timedelta | None) -> Moment | Fault:
    try:
        found = date(year, month, day)
    except ValueError:
        return Fault("a date that exists", "Correct the day or the month.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Fault(f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
    return Moment(found, time or None)


def _from_serial(number: float, epoch: str | None) -> Moment | Fault:
    """Read a spreadsheet's count of days, where it is known from when it counts."""
    if not np.isfinite(number) or not 1 <= number < 100_000:
        return Fault(A_DAY, WRITE_ISO)
    if epoch is not None:
        exact = EPOCHS[epoch] + timedelta(seconds=round(number * 86_400))
        return _checked(exact.year, exact.month, exact.day, _since_midnight(exact))
    both = [(EPOCHS[name] + timedelta(days=int(number))).date() for name in EPOCHS]
    return Fault(
        f"a day; as a spreadsheet's count this is {both[0]} (from 1900) or {both[1]} (from 1904)",
        "Show the column as dates in the spreadsheet and save it again, or state the date order "
        "excel-1900 or excel-1904.",
    )


def chosen_order(
    read: Sequence[object], counts: NDArray[np.int64], stated: str | None
) -> str | None:
    """Return the order of day and month of a column, or None where its rows do not settle it.

    Parameters
    ----------
    read : sequence
        What ``read_moment`` made of each distinct value.
    counts : array
        How many rows hold it.
    stated : str or None
        The order the user stated; it settles the matter.

    Examples
    --------
    >>> chosen_order([read_moment("3/4/2026"), read_moment("23/4/2026")], np.array([5, 1]), None)
    'dmy'
    """
    if stated in ("dmy", "mdy"):
        return stated
    votes = {
        order: int(
            sum(
                n
                for r, n in zip(read, counts, strict=True)
                if isinstance(r, Only) and r.order == order
            )
        )
        for order in ("dmy", "mdy")
    }
    order = max(votes, key=lambda name: votes[name])
    total = sum(votes.values())
    return order if total and votes[order] >= CLEAR_MAJORITY * total else None
