"""Days that take two things to tell: a date and a year, a week and a weekday, a month and a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from mobility_analysis.log.check.dates import (
    ORDER_WORDS,
    WRITE_ISO,
    Moment,
    Open,
    OpenKinds,
    fitting_orders,
    listed,
    moment_words,
    read_moment,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.days import months_named, weekdays_named
from mobility_analysis.log.read.cells import cell_text, is_blank, plain_digits

LONGEST_DAY = 40
LEAP_YEAR = 2024
"""Stands for any year, where it only matters whether a text is a day without one."""
EVERY_WEEKDAY = range(LEAP_YEAR - 12, LEAP_YEAR + 1)
"""Years among which each day of the year has fallen on each weekday, 29 February but for some."""

_NUMBERS = re.compile(
    r"(?P<head>(?:[^\W\d_]{2,13}[.,]*\s+)?)(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<last>\d{1,2})[.]?"
)
_WEEK = re.compile(
    r"^\W*(?:(?:week|wk|w/?c|woche|semana|semaine|settimana|week van)\b[\s.:]*)?"
    r"(?:(?:of|from|commencing|beginning|starting|start|ab|vom|von|del|de|du|dal|van|vanaf)\b"
    r"[\s.:]*)*",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:week|wk|w|woche|kw|semana|semaine|settimana)?[\s.#]*(?P<n>\d{1,2})", re.I
)
_TO = re.compile(r"\s*(?:–|—|\bto\b|\bbis\b|\btot\b|\bau\b|(?<=\s)-|-(?=\s))\s*", re.I)
_SPAN_OF_DAYS = re.compile(
    r"(?P<first>\d{1,2})\.?\s*(?:-|–|—|to|bis)\s*\d{1,2}(?P<rest>\D.*)", re.I
)
_SET = re.compile(r"\s*set\W*\d", re.I)
"""The first set, and not the first of settembre or setembro, which is 1 set."""
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")


class WaitsForOrder(Fault):
    """A day of which only the order of its numbers is not known."""


def with_year(text: str, year: int) -> str:
    """Return a day without a year with one at its end, in the way that it is written.

    >>> with_year("5/3", 2026), with_year("5.3.", 2026), with_year("5 March", 2026)
    ('5/3/2026', '5.3.2026', '5 March 2026')
    """
    text = " ".join(plain_digits(text).split())
    found = _NUMBERS.fullmatch(text)
    if found:
        return f"{found['head']}{found['first']}{found['mark']}{found['last']}{found['mark']}{year}"
    return f"{text.rstrip('.,')} {year}"


def lacks_year(cell: Any) -> bool:
    """Tell whether a text is a day to which only the year is lacking.

    >>> [lacks_year(c) for c in ("5 March", "Mon 5/1", "5 March 2026", "7", "soon", "31 June")]
    [True, True, False, False, False, False]
    >>> lacks_year("1 set"), lacks_year("Set 1")
    (True, False)
    """
    if not isinstance(cell, str) or not _may_lack_year(cell):
        return False
    if not isinstance(read_moment(cell), Fault):
        return False
    return any(not isinstance(read_moment(with_year(cell, y)), Fault) for y in EVERY_WEEKDAY)


def _may_lack_year(text: str) -> bool:
    """Tell at a glance whether a text has the parts of a day: most have not.

    An apostrophe before a number may stand for a century: '26 March.
    """
    if len(text) > LONGEST_DAY or text.startswith("'") or not any(map(str.isdigit, text)):
        return False
    if _SET.match(text):
        return False
    return bool(_NUMBERS.fullmatch(" ".join(text.split()))) or any(
        months_named(word) for word in re.findall(r"[^\W\d_]{3,}", text)
    )


def settled_days(
    cells: Sequence[Any],
    *,
    order: str | None,
    year: int | None = None,
    epoch: str | None = None,
) -> list[date | Fault | None]:
    """Read days that stand one after the other; None for an empty cell.

    ``year`` is the one of the first day that lacks it; each other that lacks it is in the year that
    puts it nearest to the day before it, so that a diary goes on over New Year. The order of day
    and month is settled over all of them, and is else the fault of each that waits for it.

    >>> days = settled_days(["30 Dec", "2 Jan", None, "x"], order=None, year=2025)
    >>> [str(day) for day in days[:2]], days[2], days[3].expected
    (['2025-12-30', '2026-01-02'], None, 'a day, such as 2026-11-22')
    """
    days = Days(order, year, epoch)
    days.look(cells)
    return days.read(cells)


@dataclass
class Days:
    """Days that stand one after the other, all of which are looked at before any is read."""

    order: str | None
    year: int | None = None
    epoch: str | None = None
    opens: OpenKinds = field(default_factory=OpenKinds)
    before: date | None = None
    """The last day that was read."""

    def look(self, cells: Iterable[Any]) -> None:
        """Take in some of them, which have a say in the order of day and month."""
        for cell in cells:
            read, _ = _read(cell, self.order, self.year, self.epoch)
            if isinstance(read, Open):
                self.opens.add(read)

    def read(self, cells: Iterable[Any]) -> list[date | Fault | None]:
        """Read some of them, which stand after those that were read before."""
        chosen = self.opens.order(self.order) if self.opens.counts else self.order
        found: list[date | Fault | None] = []
        for cell in cells:
            moment, is_lacking = _read(cell, self.order, self.year, self.epoch)
            day = None if moment is None else _day(moment, chosen, self.opens)
            if is_lacking:
                day = _nearest(cell, chosen, self.before, day)
            found.append(day)
            self.before = day if isinstance(day, date) else self.before
        return found


@lru_cache(maxsize=4096, typed=True)
def _read(
    cell: Any, order: str | None, year: int | None, epoch: str | None
) -> tuple[Moment | Open | Fault | None, bool]:
    """Return what a cell is read as, with the year that it may lack, and whether it lacks one."""
    is_lacking = year is not None and lacks_year(cell)
    text = with_year(cell, year) if is_lacking and year is not None else cell
    return None if is_blank(text) else read_moment(text, stated=order, epoch=epoch), is_lacking


def _day(read: Moment | Open | Fault, order: str | None, opens: OpenKinds) -> date | Fault:
    if isinstance(read, Moment):
        return read.day
    if isinstance(read, Fault):
        return read
    if order in read.fits:
        return read.fits[order].day
    if order is None:
        both = [f"{moment_words(m)} ({ORDER_WORDS[o]})" for o, m in read.fits.items()]
        stated = listed([f'date_order = "{o}"' for o in fitting_orders(opens.one_each)])
        return WaitsForOrder(
            f"one order of day and month; this is {listed(both)}", f"State {stated}."
        )
    return Fault(f"a date as {ORDER_WORDS[order]}", WRITE_ISO)


def _nearest(
    cell: Any, order: str | None, before: date | None, first: date | Fault | None
) -> date | Fault | None:
    """Return a day without a year in the year that puts it nearest to the day before it."""
    if before is None:
        return first
    days = []
    for own in (before.year - 1, before.year, before.year + 1):
        read = read_moment(with_year(cell, own), stated=order)
        if isinstance(read, Open) and order in read.fits:
            read = read.fits[order]
        if isinstance(read, Moment):
            days.append(read.day)
    return min(days, key=lambda day: abs(day - before)) if days else first


def month_in(text: str) -> tuple[int | None, int | None]:
    """Return the year and the month, 1 to 12, that a text names; None for what it does not.

    >>> month_in("March 2026"), month_in("Diary März"), month_in("2026-03"), month_in("Anna")
    ((2026, 3), (None, 3), (2026, 3), (None, None))
    """
    plain = plain_digits(text)
    year = _YEAR.search(plain)
    iso = re.fullmatch(r"\s*(\d{4})[-/.](\d{1,2})\s*", plain)
    if iso and 1 <= int(iso[2]) <= 12:
        return int(iso[1]), int(iso[2])
    named = {months_named(word) for word in re.findall(r"[^\W\d_]{3,}", plain)} - {frozenset()}
    months = frozenset.intersection(*named) if named else frozenset[int]()
    month = next(iter(months)) + 1 if len(months) == 1 else None
    return (int(year["year"]) if year else None), month


def day_number(cell: Any) -> int | None:
    """Return the day of a month that a cell is the number of, such as 5, 5. or 5th.

    >>> day_number("5th"), day_number(31.0), day_number("0"), day_number("5 March")
    (5, 31, None, None)
    """
    if is_blank(cell) or isinstance(cell, bool | date):
        return None
    found = re.fullmatch(r"(\d{1,2})(?:\.0)?\s*(?:st|nd|rd|th|[.ºª°])?", plain_digits(
        cell_text(cell).strip()), re.I)  # fmt: skip
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def date_of_week(text: str) -> str:
    """Return the day that a title of a week names, as it is written; a span's first one.

    >>> date_of_week("Week of 2 March 2026"), date_of_week("w/c 02/03/2026"), date_of_week("Week 3")
    ('2 March 2026', '02/03/2026', '3')
    >>> date_of_week("2 - 8 March 2026"), date_of_week("2026-03-02 to 2026-03-08")
    ('2 March 2026', '2026-03-02')
    """
    left = _WEEK.sub("", text.strip()).strip(" :()")
    span = _SPAN_OF_DAYS.fullmatch(left)
    if span and not isinstance(read_moment(span["first"] + span["rest"]), Fault):
        return f"{span['first']}{span['rest']}"
    first = _TO.split(left)[0]
    return first.strip(" :,") or left


def week_number(cell: Any) -> int | None:
    """Return the number of a week that is only counted: Week 3, 3.

    >>> week_number("Week 3"), week_number(2.0), week_number("2 March")
    (3, 2, None)
    """
    found = None if is_blank(cell) else _NUMBERED.fullmatch(plain_digits(cell_text(cell)).strip())
    return int(found["n"]) if found else None


FIRST_WEEKDAYS = (5, 6, 0)
"""Saturday, Sunday, Monday: on which weeks begin, somewhere."""


def in_week(first: date, weekday: int) -> date:
    """Return the day of a name in the week that begins on a day.

    >>> in_week(date(2026, 3, 1), 0), in_week(date(2026, 3, 1), 6)
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 1))
    """
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def weekday_of(text: str) -> int | None:
    """Return the weekday that a text names in any of its words; None for none, or for several.

    >>> weekday_of("Monday"), weekday_of("Log Tue"), weekday_of("di"), weekday_of("Anna")
    (0, 1, None, None)
    """
    found = {weekdays_named(word) for word in re.findall(r"[^\W\d_]+", text)} - {frozenset()}
    days = frozenset[int]().union(*found)
    return next(iter(days)) if len(days) == 1 else None
