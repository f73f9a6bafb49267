"""Days and times as people write them. The order of day and month is never guessed.

Cells are read value by value; the order is decided once a column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mobility_analysis.log.arrays import are_whole_days, lie_within, taken
from mobility_analysis.log.check.draft import Draft, Texts, require, without_no_values
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.days import LANGUAGES, months_named, weekdays_named
from mobility_analysis.log.read.cells import (
    UTC_NAMES,
    Coded,
    Decided,
    Native,
    RawColumn,
    RawTable,
    cell_text,
    plain_digits,
)
from mobility_analysis.log.schema import DAYS, Column

ORDER_WORDS: Mapping[str, str] = {
    "dmy": "day/month/year",
    "mdy": "month/day/year",
    "ymd": "year-month-day",
}

SETTLING = ("dmy", "mdy")
"""What settles the order of a column once it is stated, whatever stands in it."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
CLEAR_MAJORITY = 0.9

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
EPOCHS = {"excel-1900": datetime(1899, 12, 30), "excel-1904": datetime(1904, 1, 1)}

A_DAY = "a day, such as 2026-11-22"
WRITE_ISO = "Write the date as year-month-day, such as 2026-11-22."
NO_SUCH_DATE = Fault("a date that exists", "Correct the day or the month.")

_LETTERS = r"[^\W\d_]"
_ARTICLE = r"(?:den|le|el|il|de)"
_DAY_NAME = (
    rf"(?:(?!{_ARTICLE}\s)(?P<dayname>{_LETTERS}{{2,13}}(?:-feira)?)[.,]*\s+)?(?:{_ARTICLE}\s+)?"
)
_ZONES = (
    r"[ECMPA][SD]T|AK[SD]T|HST|N[SD]T|WES?T|CES?T|EES?T|MSK|IST|BST|SGT|HKT|[JK]ST|SAST|"
    r"A[EC][SD]T|AWST|NZ[SD]T|[AB]RT|BRST|[MOW]E[SZ]?Z"
)
_UTC_END = re.compile(r"(?:\d|[AP]M)\s*(?:Z|UTC|(?:UTC|GMT)?[+-]0?0(?::?00)?)$", re.IGNORECASE)
_TIME = (
    r"(?:(?:[Tt]|[\s,]+(?:(?:at|um|a las|à|às|alle|om|@)\s*)?)(?P<hour>\d{1,2})"
    r"(?:(?P<colon>[:.])(?P<minute>\d{2})"
    r"(?:(?P=colon)(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?|vorm\.?|nachm\.?)?"
    # Google Forms writes GMT+1, EDT; browsers GMT+0100 (British Summer Time)
    r"\s*(?P<offset>(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?|Z|UTC|GMT|"
    + _ZONES + r")?"
    r"(?:\s*\([A-Za-z ]{1,60}\))?)?"
)  # fmt: skip
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FORMS = (
    _DAY_NAME + r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    _DAY_NAME + r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<middle>\d{1,2})(?P=mark)\s?"
    + r"(?P<last>\d{4}|\d{1,2})",
    _DAY_NAME + r"(?P<day>\d{1,2})" + _ORDINAL
    + rf"[\s./-]*(?:(?:of|de)\s+)?(?P<name>{_LETTERS}{{3,10}})[\s.,/-]*(?:de\s+)?" + _YEAR,
    _DAY_NAME + rf"(?P<name>{_LETTERS}{{3,10}})[\s.-]*(?P<day>\d{{1,2}})" + _ORDINAL
    + r"(?:,\s*|\s+|-)" + _YEAR,
    rf"(?P<year>\d{{4}})[\s./-]*(?P<name>{_LETTERS}{{3,10}})[\s./-]*(?P<day>\d{{1,2}})"
    + _ORDINAL,
)  # fmt: skip
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_YEAR_IN_FULL = re.compile(r"\d{4}")
_TIME_ONLY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?")

FEWEST_REAL_DATES = 4
EXCHANGED = Fault(
    "days and months as they were written",
    "No date is after the 12th of its month, all of the text is: the spreadsheet read the dates "
    "with day and month the wrong way round when it opened the file. Write them as in the source, "
    "as year-month-day; if they are right, write the text so, too.",
)
NO_DAY = np.datetime64("NaT", "us")
NO_TIME = np.timedelta64("NaT", "us")
FIRST_MOMENT = np.datetime64(f"{FIRST_YEAR}-01-01", "us")
LAST_MOMENT = np.datetime64(f"{LAST_YEAR + 1}-01-01", "us") - np.timedelta64(1, "us")
ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"


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

    ``Open`` is a date such as 23/11/2026, 3/4/2026 or 26-11-23, whose order is not known. ``epoch``
    is given where the workbook says from which year it counts days.

    >>> read_moment("22nd Sep 2020").day
    datetime.date(2020, 9, 22)
    >>> [f"{order}: {moment.day}" for order, moment in read_moment("26-11-03").fits.items()]
    ['dmy: 2003-11-26', 'ymd: 2026-11-03']
    >>> read_moment("2026-02-30").expected
    'a date that exists'
    >>> read_moment("'2026-03-02").day
    datetime.date(2026, 3, 2)
    >>> type(read_moment("'26 March 07")).__name__
    'Fault'
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
    text = " ".join(plain_digits(cell).split())
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")), counted)
    return _read_text(text)


def is_in_utc(cell: object) -> bool:
    """Tell whether a date and time was written in UTC, as machines do: the local day may differ.

    >>> is_in_utc("2026-06-01T23:30:00Z"), is_in_utc("2026-06-01T23:30:00+02:00")
    (True, False)
    """
    if isinstance(cell, datetime):
        return cell.tzinfo is not None and str(cell.tzinfo) in UTC_NAMES
    return isinstance(cell, str) and ":" in cell and _UTC_END.search(cell) is not None


def _read_text(text: str) -> Moment | Open | Fault:
    # Spreadsheets mark a text so; before a year of two figures it may stand for the century.
    plain = text.removeprefix("'") if _YEAR_IN_FULL.search(text) else text
    for form in _forms():
        found = form.fullmatch(plain)
        if found:
            return _from_parts(found.groupdict())
    if _TIME_ONLY.fullmatch(text):
        return Fault("a day, not only a time", WRITE_ISO)
    return Fault(A_DAY, WRITE_ISO)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms of a date; compiled when first asked for, as most logs have ISO ones."""
    return tuple(re.compile(form + _TIME, re.IGNORECASE) for form in _FORMS)


def _from_parts(parts: dict[str, str | None]) -> Moment | Open | Fault:
    is_bare_hour = parts["hour"] and not parts["minute"] and not parts["half"]
    if is_bare_hour and parts.get("month") is None:
        return Fault(A_DAY, WRITE_ISO)  # 22 Sep 20 07 may be of 2007; 2020-09-22 07 is clear
    time = _time(parts)
    if isinstance(time, Fault):
        return time
    named = parts.get("dayname")
    weekdays = weekdays_named(named) if named else None
    if weekdays is not None and not weekdays:
        return Fault(A_DAY, WRITE_ISO)
    if parts.get("first"):
        read = _numeric(*(parts[name] or "" for name in ("first", "middle", "last")), time=time)
    else:
        number = _month(parts)
        if isinstance(number, Fault):
            return number
        read = _checked(_year(parts["year"] or ""), number, int(parts["day"] or 0), time)
    return read if weekdays is None else _on_weekday(read, weekdays)


def _month(parts: dict[str, str | None]) -> int | Fault:
    """Return the number of a month that was written as a number or by a name."""
    if parts.get("name") is None:
        return int(parts.get("month") or 0)
    months = months_named(parts["name"] or "")
    if len(months) == 1:
        return next(iter(months)) + 1
    if months:
        return Fault(f"one month, not {listed(_months_words(months))}", WRITE_ISO)
    return Fault(f"the name of a month, in {listed(LANGUAGES)}", WRITE_ISO)


def _months_words(places: Collection[int]) -> list[str]:
    return [MONTHS[place].capitalize() for place in sorted(places)]


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


def _on_weekday(read: Moment | Open | Fault, days: Collection[int]) -> Moment | Open | Fault:
    """Hold a date to the name of its day, which may also settle the order of its numbers.

    A short name may be of two days in two languages, as di is of Tuesday and Sunday.
    """
    if isinstance(read, Fault):
        return read
    moments = read.fits if isinstance(read, Open) else {"": read}
    fitting = {order: m for order, m in moments.items() if m.day.weekday() in days}
    if not fitting:
        return Fault(
            f"a date that falls on a {listed([DAYS[day].capitalize() for day in sorted(days)])}",
            "Correct the date or the name of the day.",
        )
    return fitting.get("") or Open(fitting)


def _time(parts: dict[str, str | None]) -> timedelta | Fault | None:
    """Return the time of day; an offset is left out, since the local day counts."""
    if parts["hour"] is None:
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts["half"] or "").lower()
    is_possible = hour < 24 and minute < 60 and second < 60
    if half:
        is_possible = is_possible and 1 <= hour <= 12
        hour = hour % 12 + (12 if half[:1] in ("p", "n") else 0)
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
    """Read a spreadsheet's count of days, where its first day is known."""
    if not np.isfinite(number) or not 1 <= number < 100_000:
        return Fault(A_DAY, WRITE_ISO)
    if epoch is not None:
        exact = EPOCHS[epoch] + timedelta(seconds=round(number * 86_400))
        return _checked(exact.year, exact.month, exact.day, _since_midnight(exact))
    both = [(EPOCHS[name] + timedelta(days=int(number))).date() for name in EPOCHS]
    return Fault(
        f"a day; as a spreadsheet's count this is {both[0]} (from 1900) or {both[1]} (from 1904)",
        "Show the column as dates in the spreadsheet and save it again, or state "
        "--date-order excel-1900 or --date-order excel-1904.",
    )


def chosen_order(read: Sequence[Open], counts: NDArray[np.int64], stated: str | None) -> str | None:
    """Return the order of day, month and year of a column; None where its rows do not settle it.

    An order is chosen where every other one is out of range in some rows, and it is itself in at
    most a tenth as many. A column that was written in one order is thus never read in another. A
    stated order settles the matter, but ``ymd`` says nothing about a column in which every year is
    written last. ``counts`` says how many rows hold each distinct value.

    >>> chosen_order([read_moment("3/4/2026"), read_moment("23/4/2026")], np.array([5, 1]), None)
    'dmy'
    >>> chosen_order([read_moment("26-06-15")], np.array([90]), None) is None
    True
    """
    if stated in SETTLING or (stated == "ymd" and any("ymd" in r.read for r in read)):
        return stated
    against = _rows_against(read, counts)
    for order in ORDER_WORDS:
        rivals = [o for o in ORDER_WORDS if any(r.read.get(o) != r.read.get(order) for r in read)]
        if all(_is_beaten(against[rival], against[order]) for rival in rivals):
            return order
    return None


@dataclass(eq=False, repr=False)
class OpenKinds:
    """How many dates of which kind a column holds: those of a kind can be read in the same orders.

    By these kinds the order of the column is settled, whatever the days are.
    """

    counts: dict[object, int] = field(default_factory=dict)
    """How many rows are of each kind."""
    first: dict[object, Open] = field(default_factory=dict)

    def add(self, read: Open, n: int = 1) -> object:
        """Count some rows with a date, and return its kind."""
        moments = [*read.read.values()]
        kind = tuple((o, o in read.fits, moments.index(m)) for o, m in read.read.items())
        self.counts[kind] = self.counts.get(kind, 0) + n
        self.first.setdefault(kind, read)
        return kind

    @property
    def one_each(self) -> list[Open]:
        """One date of each kind."""
        return [*self.first.values()]

    def order(self, stated: str | None) -> str | None:
        """Return the order that they settle, as ``chosen_order`` does."""
        return chosen_order(self.one_each, np.array([*self.counts.values()]), stated)


def order_of_column(column: RawColumn) -> str | None:
    """Return the order that all dates of a diary settle, those that wait too; None for none.

    >>> from mobility_analysis.log.read.cells import encoded
    >>> order_of_column(encoded(["3/4/2026", "23/4/2026"])), order_of_column(encoded(["3/4/2026"]))
    ('dmy', None)
    """
    if isinstance(column, Native):
        return None
    if column.decided is not None:
        return column.decided.order_of_waiting
    read = {code: read_moment(value, stated=None) for code, value in enumerate(column.values)}
    open_ = {code: found for code, found in read.items() if isinstance(found, Open)}
    return chosen_order([*open_.values()], column.counts[[*open_]], None) if open_ else None


def _rows_against(read: Sequence[Open], counts: NDArray[np.int64]) -> dict[str, int]:
    """Count, for each order, the rows that cannot be in it, since a number is out of range."""
    return {
        order: int(sum(n for r, n in zip(read, counts, strict=True) if order not in r.read))
        for order in ORDER_WORDS
    }


def _is_beaten(against_rival: int, against_order: int) -> bool:
    total = against_rival + against_order
    return total > 0 and against_rival >= CLEAR_MAJORITY * total


def fitting_orders(read: Sequence[Open]) -> list[str]:
    """Return the orders that all rows of a column fit; else those that some row fits.

    >>> fitting_orders([read_moment("26-06-15"), read_moment("26-06-16")])
    ['dmy', 'ymd']
    """
    fit_all = [order for order in ORDER_WORDS if all(order in r.read for r in read)]
    return fit_all or [order for order in ORDER_WORDS if any(order in r.read for r in read)]


def moment_words(moment: Moment) -> str:
    """Return a day in words that no order of numbers can change: 3 November 2026.

    >>> moment_words(Moment(date(2026, 11, 3)))
    '3 November 2026'
    """
    return f"{moment.day.day} {MONTHS[moment.day.month - 1].capitalize()} {moment.day.year}"


def read_day(value: object, *, name: str = "") -> pd.Timestamp:
    """Read one day that was given as a parameter, by the rules that hold for a log's dates.

    The time of day is left out, and NaT, the ``as_of`` of an empty log, comes back as it is. A day
    that can be read as more than one, or lies outside 1900 to 2100, is a ``ValueError``; anything
    but text and dates a ``TypeError``. ``name`` is what the parameter is called, for the message.

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

    >>> listed(["dmy", "mdy", "ymd"])
    'dmy, mdy or ymd'
    """
    *first, last = words
    return f"{', '.join(first)} {between} {last}" if first else last


def type_dates(draft: Draft, column: Column, cells: RawColumn, order: str | None) -> None:
    """Read a column of dates into the draft; each that cannot be read is a problem.

    ``order`` is what was stated, by the user or in the header.
    """
    if isinstance(cells, Native) and cells.values.dtype.kind == "M":
        _native_dates(draft, column, cells)
        return
    coded = without_no_values(draft, column, draft.coded(column.name))
    moments, read = _read_moments(coded, order, draft.raw)
    is_utc = [code in read and is_in_utc(value) for code, value in enumerate(coded.values)]
    _point_out_utc(draft, column, moments, is_utc, coded.values)
    faults = {code: r for code, r in read.items() if isinstance(r, Fault)}
    draft.findings.cells(column.name, coded.codes, Texts(coded.values), faults)
    open_ = {code: r for code, r in read.items() if isinstance(r, Open)}
    is_turned = _refuse_turned(draft, column, coded, open_)
    if open_:
        if not is_turned:
            _point_out_mixture(draft, column, coded, open_)
        _settle_order(draft, column, coded, open_, stated=order, moments=moments)
    if coded.has_empty:
        require(draft, column, coded.codes == -1)
    _keep_moments(draft, column, taken(np.append(moments, NO_DAY), coded.codes))


def _native_dates(draft: Draft, column: Column, cells: Native) -> None:
    """Check dates that came as dates, without looking at each one by itself."""
    moments = cells.values.astype("datetime64[us]").to_numpy()
    if cells.is_utc:
        _point_out_utc(draft, column, moments, np.ones(len(moments), dtype=bool), moments)
    # As a whole number a missing moment lies before all others.
    first, last = FIRST_MOMENT.view(np.int64), LAST_MOMENT.view(np.int64)
    if not lie_within(moments.view(np.int64), first, last):
        if column.is_required:
            require(draft, column, np.isnat(moments))
        for row in np.flatnonzero((moments < FIRST_MOMENT) | (moments > LAST_MOMENT)):
            fault = Fault(f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
            draft.findings.rows(column.name, np.array([row]), str(moments[row])[:10], fault)
    if cells.is_whole_days and column.kind == "date":
        draft.typed[column.name] = moments
    else:
        _keep_moments(draft, column, moments)


def _keep_moments(draft: Draft, column: Column, moments: NDArray[np.datetime64]) -> None:
    """Keep a column of moments as days, and as times where a row has one."""
    draft.typed[column.name] = moments
    if column.kind == "timestamp" or are_whole_days(moments):
        return
    days = moments.astype("datetime64[D]").astype("datetime64[us]")
    draft.typed[column.name] = days
    if column.has_time:
        times = moments - days
        times[times == np.timedelta64(0, "us")] = NO_TIME
        draft.typed["time"] = times


def _read_moments(
    coded: Coded, order: str | None, raw: RawTable
) -> tuple[NDArray[np.datetime64], dict[int, Any]]:
    """Read each distinct date once: ISO ones all together, the others one by one."""
    moments = np.full(len(coded.values), NO_DAY)
    texts = pa.array([v if isinstance(v, str) else "" for v in coded.values], pa.string())
    is_iso = pc.match_substring_regex(texts, f"^{ISO}$").to_numpy(zero_copy_only=False)
    iso = np.array(coded.values, dtype=object)[is_iso]
    parsed = pd.to_datetime(iso, format="ISO8601", errors="coerce")
    moments[is_iso] = parsed.as_unit("us").to_numpy()
    moments[(moments < FIRST_MOMENT) | (moments > LAST_MOMENT)] = NO_DAY
    epoch = None if raw.is_text else ("excel-1904" if raw.is_1904 else "excel-1900")
    read: dict[int, Any] = {}
    for code in np.flatnonzero(np.isnat(moments)).tolist():
        result = read_moment(coded.values[code], stated=order, epoch=epoch)
        read[code] = result
        if isinstance(result, Moment):
            moments[code] = _as_datetime64(result)
    return moments, read


def _as_datetime64(moment: Moment) -> np.datetime64:
    day = np.datetime64(moment.day, "us")
    return day if moment.time is None else day + np.timedelta64(moment.time, "us")


def _settle_order(
    draft: Draft,
    column: Column,
    coded: Coded,
    open_: dict[int, Open],
    *,
    stated: str | None,
    moments: NDArray[np.datetime64],
) -> None:
    """Decide the order of a date's numbers once for the column; rows against it are problems."""
    decided = coded.decided or _decided(draft, coded, open_, stated)
    order = decided.order
    if order is None:
        if decided.asked is not None:
            rows = np.flatnonzero(np.isin(coded.codes, list(open_)))
            draft.findings.once(column.name, rows, *decided.asked)
        return
    why = "as stated" if order == stated else "like the rest of the column"
    out_of_range = Fault(
        f"a date as {ORDER_WORDS[order]}, {why}",
        "Correct the date; year-month-day, such as 2026-11-22, is always clear.",
    )
    found = {code: read.read.get(order, out_of_range) for code, read in open_.items()}
    for code, moment in found.items():
        if isinstance(moment, Moment):
            moments[code] = _as_datetime64(moment)
    faults = {code: fault for code, fault in found.items() if isinstance(fault, Fault)}
    draft.findings.cells(column.name, coded.codes, Texts(coded.values), faults)


def _point_out_utc(
    draft: Draft,
    column: Column,
    moments: NDArray[np.datetime64],
    is_utc: Sequence[bool] | NDArray[np.bool_],
    values: Sequence[object] | NDArray[np.datetime64],
) -> None:
    """Point out times in UTC; one at midnight is a day that a program wrote, and no time."""
    places = np.flatnonzero(np.asarray(is_utc, dtype=bool) & ~np.isnat(moments))
    timed = places[moments[places] != moments[places].astype("datetime64[D]")]
    if not len(timed):
        return
    draft.findings.remark(
        column.name, cell_text(values[timed[0]]), "the time where the person was",
        "These times are in UTC. Each was counted on its day in UTC: where the person lives, late "
        "evenings or early mornings may belong to the day before or after. If so, save the file "
        "with local times.",
    )  # fmt: skip


def _point_out_mixture(draft: Draft, column: Column, coded: Coded, open_: dict[int, Open]) -> None:
    """Point out dates that a spreadsheet has probably turned round when it opened the file.

    One that expects month/day turns 5/3 into a date (3 May, then) and leaves 23/3 as text.
    """
    if coded.decided is None:
        real = [value for value in coded.values if isinstance(value, date)]
        first = cell_text(coded.values[next(iter(open_))])
        shown = first if may_be_turned_round(real, open_.values()) else ""
    else:
        shown = coded.decided.mixture or ""
    if shown:
        draft.findings.remark(
            column.name,
            f"dates beside text such as {shown}",
            "",
            "No date is after the 12th of its month, all of the text is: the spreadsheet may have "
            "exchanged day and month when it opened the file. Compare with the source.",
        )


@dataclass(eq=False, repr=False)
class TurnedRound:
    """Whether a spreadsheet exchanged day and month of some dates of a column, for certain.

    None of several is after the 12th, each of several texts can only be read in one order, so that
    it was left as text, and exchanged back the dates lie closer together than they do.
    """

    days: dict[bool, set[date]] = field(default_factory=lambda: {True: set(), False: set()})
    """The first and last day of texts, and of the others."""
    exchanged: set[date] = field(default_factory=set)
    """The first and last of the others, each with day and month exchanged."""
    is_possible: bool = True

    def add(self, cell: object, read: Moment | Open | None = None) -> None:
        """Take in a cell, and how it is read, if known."""
        day = _real_day(cell)
        if not self.is_possible or (day is None and not isinstance(read, Open)):
            return
        if day is not None and day.day <= 12:
            self._keep(self.days[False], day)
            self._keep(self.exchanged, date(day.year, day.day, day.month))
        elif day is None and isinstance(read, Open) and len(read.read) == len(read.fits) == 1:
            self._keep(self.days[True], *(moment.day for moment in read.fits.values()))
        else:
            self.is_possible = False

    @staticmethod
    def _keep(ends: set[date], *days: date) -> None:
        both = {*ends, *days}
        ends.clear()
        ends.update((min(both), max(both)))

    def __bool__(self) -> bool:
        """Whether they were."""
        texts, real = self.days[True], self.days[False]
        if not (self.is_possible and len(texts) == len(real) == 2):
            return False
        return _span(texts | self.exchanged) < _span(texts | real)


def _span(days: Collection[date]) -> timedelta:
    return max(days) - min(days)


def _real_day(cell: object) -> date | None:
    """Return the day of a cell that holds a date, or one as year-month-day."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    if not (isinstance(cell, str) and re.fullmatch(ISO, cell)):
        return None
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None


def _refuse_turned(draft: Draft, column: Column, coded: Coded, open_: Mapping[int, Open]) -> bool:
    """Refuse dates of which a spreadsheet exchanged day and month; tell whether it did."""
    shown = "" if coded.decided is None else coded.decided.turned
    if coded.decided is None and open_:
        turned = TurnedRound()
        for code in np.flatnonzero(coded.counts).tolist():
            turned.add(coded.values[code], open_.get(code))
        shown = cell_text(coded.values[next(iter(open_))]) if turned else ""
    if not shown:
        return False
    real = [code for code, cell in enumerate(coded.values) if _real_day(cell)]
    rows = np.flatnonzero(np.isin(coded.codes, real))
    if len(rows):
        draft.findings.once(column.name, rows, f"dates beside text such as {shown}", EXCHANGED)
    return True


def may_be_turned_round(real: Collection[date], texts: Iterable[Open]) -> bool:
    """Tell whether dates beside texts look as if a spreadsheet had turned them round.

    >>> days = [date(2026, month, 3) for month in (1, 2, 3, 4)]
    >>> may_be_turned_round(days, [read_moment("23/4/2026")])
    True
    """
    return (
        len(real) >= FEWEST_REAL_DATES
        and all(value.day <= 12 for value in real)
        and all(len(read.fits) == 1 for read in texts)
    )


def _decided(draft: Draft, coded: Coded, open_: dict[int, Open], stated: str | None) -> Decided:
    """Return what all cells of a column decide of the order of its dates."""
    order = chosen_order([*open_.values()], coded.counts[[*open_]], stated)
    if order is not None:
        return Decided(order)
    codes, rows = np.unique(coded.codes, return_index=True)
    dates = [
        (int(draft.raw.line(row)), cell_text(coded.values[code]), open_[code])
        for row, code in sorted(zip(rows.tolist(), codes.tolist(), strict=True))
        if code in open_
    ]
    return Decided(asked=question_of_order(dates))


def question_of_order(dates: Sequence[tuple[int, str, Open]]) -> tuple[str, Fault]:
    """Return what is found and asked where dates settle no order; two of them are shown.

    ``dates`` are the line of each different one, its text and how it can be read, in order.

    >>> question_of_order([(2, "3/4/2026", read_moment("3/4/2026"))])[0]
    'line 2, 3/4/2026: 3 April 2026 (dmy) or 4 March 2026 (mdy)'
    """
    read = [found for _, _, found in dates]
    orders = fitting_orders(read)
    shown: list[str] = []
    for line, text, found in dates:
        fits = {order: m for order, m in found.fits.items() if order in orders}
        if len(fits) > 1 and len(shown) < 2:
            days = listed([f"{moment_words(m)} ({order})" for order, m in fits.items()])
            shown.append(f"line {line}, {text}: {days}")
    fault = Fault(
        f"one order of day, month and year; {_why_open(read, orders)}",
        f"State the order with {listed([f'--date-order {order}' for order in orders])}.",
    )
    return "; ".join(shown), fault


def _why_open(read: Sequence[Open], orders: Sequence[str]) -> str:
    if all(order in r.read for r in read for order in orders):
        return f"every row fits {listed(orders, 'and')}"
    only = [order for order in orders if any(set(r.read) == {order} for r in read)]
    if len(only) > 1:
        return f"some rows fit only {' and others only '.join(only)}"
    return f"no one of {listed(orders)} fits every row"
