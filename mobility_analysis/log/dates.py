"""Days and times as people write them. The order of day, month and year is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.findings import Fault

__all__ = [
    "DATE_ORDERS", "ORDER_WORDS", "DateOrder", "Moment", "Open", "chosen_order", "fitting_orders",
    "listed", "moment_words", "read_day", "read_moment",
]  # fmt: skip

DateOrder = Literal["dmy", "mdy", "ymd", "excel-1900", "excel-1904"]
DATE_ORDERS: tuple[str, ...] = get_args(DateOrder)
ORDER_WORDS: Mapping[str, str] = {
    "dmy": "day/month/year",
    "mdy": "month/day/year",
    "ymd": "year-month-day",
}

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
NO_SUCH_DATE = Fault("a date that exists", "Correct the day or the month.")

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
        _DAY_NAME + r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        _DAY_NAME + r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<middle>\d{1,2})(?P=mark)\s?"
        + r"(?P<last>\d{4}|\d{1,2})",
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


class Open(NamedTuple):
    """A date in numbers, of which only the column can tell the order of day, month and year."""

    read: Mapping[str, Moment | Fault]
    """The orders in which every number is in its range, and what the date is in each.

    31/06/26 is in range as day/month/year, and a fault there: one slip of the pen says nothing
    about the order of a column.
    """

    @property
    def fits(self) -> dict[str, Moment]:
        """The orders in which it is a day that exists."""
        return {order: m for order, m in self.read.items() if isinstance(m, Moment)}


def read_moment(
    cell: object, *, stated: str | None = None, epoch: str | None = None
) -> Moment | Open | Fault:
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
    Moment, Open or Fault
        ``Open`` is a date such as 23/11/2026, 3/4/2026 or 26-11-23.

    Examples
    --------
    >>> read_moment("22nd Sep 2020").day
    datetime.date(2020, 9, 22)
    >>> [f"{order}: {moment.day}" for order, moment in read_moment("26-11-03").fits.items()]
    ['dmy: 2003-11-26', 'ymd: 2026-11-03']
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


def _read_text(text: str) -> Moment | Open | Fault:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _from_parts(found.groupdict())
    if _TIME_ONLY.fullmatch(text):
        return Fault("a day, not only a time", WRITE_ISO)
    return Fault(A_DAY, WRITE_ISO)


def _from_parts(parts: dict[str, str | None]) -> Moment | Open | Fault:
    is_bare_hour = parts["hour"] and not parts["minute"] and not parts["half"]
    if is_bare_hour and parts.get("month") is None:
        return Fault(A_DAY, WRITE_ISO)  # 22 Sep 20 07 may be of 2007; 2020-09-22 07 is clear
    time = _time(parts)
    if isinstance(time, Fault):
        return time
    weekday = _place(parts.get("dayname"), DAYS)
    if weekday == -1:
        return Fault(A_DAY, WRITE_ISO)
    if parts.get("first"):
        read = _numeric(*(parts[name] or "" for name in ("first", "middle", "last")), time=time)
    else:
        month = _place(parts.get("name"), MONTHS)
        if month == -1:
            return Fault("the English name of a month", WRITE_ISO)
        number = int(parts.get("month") or 0) if month is None else month + 1
        read = _checked(_year(parts["year"] or ""), number, int(parts["day"] or 0), time)
    return read if weekday is None else _on_weekday(read, weekday)


def _year(text: str) -> int:
    """Return a year as meant: 26 is 2026, and 0026 is no year of a log."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _numeric(
    first: str, middle: str, last: str, *, time: timedelta | None
) -> Moment | Open | Fault:
    """Read 3/4/2026 or 26-06-15 in every order that its numbers allow."""
    orders: dict[str, tuple[str, str, str]] = {}
    if len(last) in (2, 4):
        orders = {"dmy": (last, middle, first), "mdy": (last, first, middle)}
    if len(first) == 2 and len(last) <= 2:
        orders["ymd"] = (first, middle, last)
    read = {
        order: _checked(_year(year), int(month), int(day), time)
        for order, (year, month, day) in orders.items()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    }
    if not any(isinstance(moment, Moment) for moment in read.values()):
        return next(iter(read.values()), NO_SUCH_DATE)
    same = {moment.day if isinstance(moment, Moment) else None for moment in read.values()}
    return next(iter(read.values())) if len(read) > 1 and len(same) == 1 else Open(read)


def _on_weekday(read: Moment | Open | Fault, weekday: int) -> Moment | Open | Fault:
    """Hold a date to the name of its day, which may also settle the order of its numbers."""
    if isinstance(read, Fault):
        return read
    moments = read.fits if isinstance(read, Open) else {"": read}
    fitting = {order: m for order, m in moments.items() if m.day.weekday() == weekday}
    if not fitting:
        return Fault(
            f"a date that falls on a {DAYS[weekday].capitalize()}",
            "Correct the date or the name of the day.",
        )
    return fitting.get("") or Open(fitting)


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
        return NO_SUCH_DATE
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


def chosen_order(read: Sequence[Open], counts: NDArray[np.int64], stated: str | None) -> str | None:
    """Return the order of day, month and year of a column; None where its rows do not settle it.

    An order is chosen where every other one is out of range in some rows, and it is itself in at
    most a tenth as many. A column that was written in one order is thus never read in another.

    Parameters
    ----------
    read : sequence of Open
        What ``read_moment`` made of each distinct value.
    counts : array
        How many rows hold it.
    stated : str or None
        The order that was stated; it settles the matter. ``ymd`` says nothing about a column in
        which every year is written last.

    Examples
    --------
    >>> chosen_order([read_moment("3/4/2026"), read_moment("23/4/2026")], np.array([5, 1]), None)
    'dmy'
    >>> chosen_order([read_moment("26-06-15")], np.array([90]), None) is None
    True
    """
    if stated in ("dmy", "mdy") or (stated == "ymd" and any("ymd" in r.read for r in read)):
        return stated
    against = _rows_against(read, counts)
    for order in ORDER_WORDS:
        rivals = [o for o in ORDER_WORDS if any(r.read.get(o) != r.read.get(order) for r in read)]
        if all(_is_beaten(against[rival], against[order]) for rival in rivals):
            return order
    return None


def _rows_against(read: Sequence[Open], counts: NDArray[np.int64]) -> dict[str, int]:
    """Count the rows that cannot be of each order, since a number is out of its range."""
    return {
        order: int(sum(n for r, n in zip(read, counts, strict=True) if order not in r.read))
        for order in ORDER_WORDS
    }


def _is_beaten(against_rival: int, against_order: int) -> bool:
    total = against_rival + against_order
    return total > 0 and against_rival >= CLEAR_MAJORITY * total


def fitting_orders(read: Sequence[Open]) -> list[str]:
    """Return the orders that all rows of a column fit; else those that some row fits.

    Examples
    --------
    >>> fitting_orders([read_moment("26-06-15"), read_moment("26-06-16")])
    ['dmy', 'ymd']
    """
    fit_all = [order for order in ORDER_WORDS if all(order in r.read for r in read)]
    return fit_all or [order for order in ORDER_WORDS if any(order in r.read for r in read)]


def moment_words(moment: Moment) -> str:
    """Return a day in words that no order of numbers can change: 3 November 2026.

    Examples
    --------
    >>> moment_words(Moment(date(2026, 11, 3)))
    '3 November 2026'
    """
    return f"{moment.day.day} {MONTHS[moment.day.month - 1].capitalize()} {moment.day.year}"


def read_day(value: object, *, name: str = "") -> pd.Timestamp:
    """Read one day that was given as a parameter, by the rules that hold for a log's dates.

    Parameters
    ----------
    value : object
        Text as people write dates, or a date, ``Timestamp`` or ``datetime64``. The time of day is
        left out.
    name : str, default ""
        What the parameter is called, for the message: ``AS_OF``, ``start``.

    Returns
    -------
    Timestamp
        Midnight of the day. NaT, the ``as_of`` of an empty log, comes back as it is.

    Raises
    ------
    ValueError
        If it is no day from 1900 to 2100, or can be read as more than one.
    TypeError
        If it is neither text nor a date.

    Examples
    --------
    >>> read_day("23 November 2026", name="AS_OF")
    Timestamp('2026-11-23 00:00:00')
    >>> read_day("03/11/2026", name="AS_OF")
    Traceback (most recent call last):
    ...
    ValueError: AS_OF: '03/11/2026' can be 3 November 2026 (day/month/year) or 11 March 2026
    (month/day/year). Write 2026-11-03 or 2026-03-11.
    """
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    called = f"{name}: " if name else ""
    if isinstance(value, type(pd.NaT)):
        return pd.Timestamp("NaT")
    if not isinstance(value, str | date):
        raise TypeError(f"{called}expected a day, written as 2026-11-22, not {value!r}")
    read = read_moment(value.strip() if isinstance(value, str) else value)
    if isinstance(read, Fault):
        raise ValueError(called + _no_day(value, read))
    moments = [*read.fits.values()] if isinstance(read, Open) else [read]
    if len(moments) > 1 and isinstance(read, Open):
        words = [f"{moment_words(m)} ({ORDER_WORDS[order]})" for order, m in read.fits.items()]
        days = listed(list(dict.fromkeys(str(moment.day) for moment in moments)))
        raise ValueError(f"{called}{value!r} can be {listed(words)}. Write {days}.")
    return pd.Timestamp(moments[0].day)


def _no_day(value: object, fault: Fault) -> str:
    if fault.expected == A_DAY or _SERIAL.fullmatch(str(value).strip()):
        return f"{value!r} is not a day; write it as 2026-11-22 (year-month-day)."
    return f"{value!r} is not {fault.expected}. {fault.repair}"


def listed(words: Sequence[str], between: str = "or") -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["dmy", "mdy", "ymd"])
    'dmy, mdy or ymd'
    """
    *first, last = words
    return f"{', '.join(first)} {between} {last}" if first else last
