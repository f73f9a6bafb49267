"""Columns of dates: the day of practice, when a row was written, and the order of the numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import is_named_as_status
from mobility_analysis.log.check.dates import Moment, Open, chosen_order, read_moment
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.recognise.draft import (
    MOST,
    NOT_USED,
    Column,
    Draft,
    samples_of,
)
from mobility_analysis.log.exports.recognise.scores import is_of_stiffness
from mobility_analysis.log.exports.shapes.days import weekday_of
from mobility_analysis.log.exports.shapes.header_line import FEWEST_DATES
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.days import weekdays_named
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.languages.other_days import is_of_another_day, may_be_when_made
from mobility_analysis.log.languages.plans import says_done
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Coded, RawTable, cell_text
from mobility_analysis.log.read.headers import speaks_of_days

_WEEK = re.compile(
    r"\W*(?:the\s+)?(?:weeks?|wk|w/?[ce]|(?:kalender)?woche|semana|semaine|settimana)"
    r"(?P<more>(?:\W+(?:[^\W\d_]+))*)\W*",
    re.I,
)
_MONTH = re.compile(
    r"\W*(?:the\s+)?(?:months?|monat|mes|mês|mois|mese|maand)(?P<more>(?:\W+(?:[^\W\d_]+))*)\W*",
    re.I,
)
_MEAN = (
    r"(?i:\b(?:averages?|avg|mean|durchschnitt\w*|mittel(?:wert)?|schnitt|promedio|"
    r"moyennes?|moy|gemiddelde?)\b|^\W*mittlere[rsn]?\b|ø)"
)
_OF_WEEK = re.compile(
    r"commenc\w*|begin\w*|start\w*|end\w*|of|from|for|the|ab|vom|von|zum|bis|de[ls]?|du|d[ae]l|da|"
    r"van|vanaf|inicio|in[ií]cio|comienzo|début|inizio",
    re.I,
)
"""What may stand behind week in a header of weeks, beside the name of their first day."""
_SHOWN = 5
FEWEST_WEEKS = 3
"""Days of one weekday that are surely weeks, where their header says so; of months, too. A mean
beside it says so of any number. *Our choice.*"""
_WRITTEN = re.compile(r"time ?stamp|logged|submitted|submission|entered|created|recorded at", re.I)


def settle_dates(draft: Draft, columns: Mapping[str, Column], date_order: str | None) -> None:
    """Choose the day of practice among columns of dates; when a row was written is another."""
    is_told = any(map(is_named_as_status, columns))  # which of what was due then was done
    if not (draft.is_day_stated or is_told) and all(map(is_of_another_day, draft.dates)):
        draft.other_days, draft.dates = draft.dates, []
    for header in draft.other_days:
        draft.leave(header, NOT_USED)
    if not draft.dates:
        return
    written = [header for header in draft.dates if _is_when_written(header)]
    days = [header for header in draft.dates if header not in written] or written
    full = max(columns[header].n_cells for header in draft.dates)
    is_full = len(days) == 1 and columns[days[0]].n_cells >= MOST * full
    if is_full and (draft.is_day_stated or is_told or not _may_be_of_else(days[0])):
        _take_day(draft, days[0])
    else:
        order = sorted(draft.dates, key=lambda h: (*_how_unlikely(h), draft.dates.index(h)))
        draft.ask(asked.day_question([(h, samples_of(columns[h].values)) for h in order]))
    for header in written:
        is_read = _order(columns[header], date_order)[0]
        if days != written and is_read and len(days) == 1:
            draft.notes["logged_at"] = header
            draft.said[header] = "when the row was written"
    for header in days:
        is_read, fits = _order(columns[header], date_order)
        if is_read and date_order and not _order(columns[header], None)[0]:
            draft.given["date_order"] = date_order  # next week it need not be typed
        elif is_read and not date_order and len(fits) == 1 and "date_order" not in draft.known:
            draft.given["date_order"] = fits[0]  # rows with no session settle it for sessions too
        if not is_read and "date_order" not in draft.known:
            doubtful = samples_of(_in_doubt(columns[header].values, fits))
            draft.ask(asked.order_question(header, doubtful, fits))


def _is_when_written(header: str) -> bool:
    return bool(_WRITTEN.search(header)) or columns_named(header) == {"logged_at"}


def _may_be_of_else(header: str) -> bool:
    return is_of_another_day(header) or may_be_when_made(header)


def _how_unlikely(header: str) -> tuple[bool, bool, bool]:
    """Return by what a column of dates is less likely that of the days of practice."""
    is_made = _is_when_written(header) or may_be_when_made(header)
    return is_of_another_day(header), is_made, not says_done(header)


def refuse_weeks(draft: Draft, columns: Mapping[str, Column], date_order: str | None) -> None:
    """Refuse a row a week or month of practice, or with a mean of the scores in it.

    What is counted in it was not done on its first day, and its mean is the score of no day.
    Whoever states the column as the date, or calls a tab after that weekday, says that each is the
    day.
    """
    header = draft.given.get("date", {}).get("column", "")
    is_of_mean = any(
        is_of_stiffness(text) and speaks_of_means(text) and column.n_cells
        for text, column in columns.items()
    )
    if draft.is_day_stated or not (draft.has_sessions or draft.in_words or is_of_mean):
        return
    is_of_weeks = is_named_for_weeks(header)
    days = (
        _days_of(columns, header, date_order) if is_of_weeks or is_named_for_months(header) else []
    )
    if is_of_weeks:
        of_one = len({day.weekday() for day in days}) == 1
        are_surely = of_one and weekday_of(draft.sheet) not in {day.weekday() for day in days}
    else:
        are_surely = bool(days) and all(day.day == 1 for day in days)
    if are_surely and (is_of_mean or len(days) >= FEWEST_WEEKS):
        what = "weeks" if is_of_weeks else "months"
        raise DataError(
            f"{draft.file}: found {what} under {header!r}; expected days, since nothing says on "
            "which day of them anything was done. Write a row for each day; if each is the day "
            "itself, call the column Date."
        )


def _days_of(columns: Mapping[str, Column], header: str, date_order: str | None) -> set[date]:
    """Return the different days of a column; none where a cell is none."""
    order = _sure_order(columns[header], date_order)
    days = set[date]()
    for value in columns[header].values:
        read = read_moment(value, stated=order)
        found = read.fits.get(order or "") if isinstance(read, Open) else read
        if not isinstance(found, Moment):
            return set()
        days.add(found.day)
    return days


def is_named_for_months(header: str) -> bool:
    """Tell whether a header names months, and nothing else.

    >>> [is_named_for_months(text) for text in ("Month", "Month of", "Monat", "Month, date")]
    [True, True, True, False]
    """
    found = _MONTH.fullmatch(header)
    return found is not None and all(
        _OF_WEEK.fullmatch(word) for word in re.findall(r"\w+", found["more"])
    )


def speaks_of_means(header: str) -> bool:
    """Tell whether a header is of means.

    >>> [speaks_of_means(text) for text in ("Stiffness (avg)", "Mittlere Steifheit", "Stiffness")]
    [True, True, False]
    """
    return bool(re.search(_MEAN, header))


def is_named_for_weeks(header: str) -> bool:
    """Tell whether a header names weeks, and nothing else.

    >>> named = ("Week", "W/C", "Woche ab Montag", "Day of the week", "Week, date", "Week's class")
    >>> [is_named_for_weeks(header) for header in named]
    [True, True, True, False, False, False]
    """
    found = _WEEK.fullmatch(header)
    more = re.findall(r"\w+", found["more"]) if found else []
    return found is not None and all(_OF_WEEK.fullmatch(w) or weekdays_named(w) for w in more)


def _take_day(draft: Draft, header: str) -> None:
    by_cells = "" if speaks_of_days(header) else " (by what its cells hold)"
    draft.given["date"] = {"column": header}
    draft.said[header] = f"date{by_cells}"


def _order(column: Column, stated: str | None) -> tuple[bool, tuple[str, ...]]:
    """Tell whether the order of the numbers in a column of dates is settled, and which ones fit."""
    read = [(read_moment(value), n) for value, n in zip(column.values, column.counts, strict=True)]
    in_numbers = [(found, n) for found, n in read if isinstance(found, Open)]
    if not in_numbers:
        return True, ()
    moments, counts = zip(*in_numbers, strict=True)
    fits = [set(found.fits) for found in moments]
    both = tuple(o for o in ("dmy", "mdy", "ymd") if all(o in orders for orders in fits))
    order = chosen_order(list(moments), np.array(counts, dtype=np.int64), stated)
    return order is not None or len(both) < 2, both


def _in_doubt(cells: Sequence[Any], fits: Collection[str]) -> list[Any]:
    """Return the cells that are another day by each order that fits; all where none is."""

    def days(cell: Any) -> set[Moment]:
        found = read_moment(cell)
        return (
            {found.fits[o] for o in fits if o in found.fits} if isinstance(found, Open) else set()
        )

    return [cell for cell in cells if len(days(cell)) > 1] or [*cells]


def _sure_order(column: Column, stated: str | None) -> str | None:
    """Return the order of the numbers in a column of dates, stated or the only one that fits."""
    fits = _order(column, stated)[1]
    return stated or (fits[0] if len(fits) == 1 else None)


def take_date(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column whose cells are dates; in a short one the first may be none."""
    if "date" in draft.known or draft.is_day_stated:
        return False
    if column.share(_is_day) < MOST and column.header != draft.days_below_first:
        return False
    draft.dates.append(column.header)
    draft.said[column.header] = "a date"
    return True


def days_below_first(columns: Sequence[Column], n_rows: int) -> str:
    """Return the header, named for days, over dates in each row but the first of a few.

    None counts where another column is of dates.
    """
    if n_rows <= FEWEST_DATES or (n_rows - 1) / n_rows >= MOST:
        return ""
    if any(column.share(_is_day) >= MOST for column in columns):
        return ""
    named = (c for c in columns if speaks_of_days(c.header) and c.n_cells == n_rows)
    found = (c.header for c in named if c.n(_is_day) == n_rows - 1 and not _is_day(c.values[0]))
    return next(found, "")


def _is_day(cell: Any) -> bool:
    is_number = isinstance(cell, int | float) or cell_text(cell).isdigit()
    return not is_number and not isinstance(read_moment(cell), Fault)


def too_few_dates(raw: RawTable, *, with_lines: bool) -> str:
    """Name the cells that are no dates in the column that seems meant for them.

    That is the one with the most dates, at least two, or else one whose header is of dates and
    whose cells are no plain numbers. Nothing is said where there is none.
    """
    columns = [
        (Column.of(header, coded), coded)
        for header, coded in zip(raw.header, raw.columns, strict=True)
        if header.strip() and isinstance(coded, Coded)
    ]
    column, coded = max(columns, key=lambda own: own[0].n(_is_day), default=(None, None))
    if column is None or column.n(_is_day) < FEWEST_DATES:
        named = [own for own in columns if speaks_of_days(own[0].header) and own[0].n(_has_both)]
        column, coded = named[0] if named else (None, None)
    odd = [] if column is None else [value for value in column.values if not _is_day(value)]
    if column is None or coded is None or not odd:
        return ""
    n_odd = column.n_cells - column.n(_is_day)
    found = ", ".join(repr(shortened(cell_text(value))) for value in odd[:_SHOWN])
    more = ", ..." if len(odd) > _SHOWN else ""
    lines = _lines_of(raw, coded, {*odd}) if with_lines else ""
    return (
        f"{raw.file}{lines}: found {found}{more} under {column.header!r}, "
        f"{n_odd:,} of its {column.n_cells:,} cells; expected a day in each, such as 2026-11-22. "
        "Write the day. Take out lines that are no rows, such as sums and legends; whose the rows "
        "below are belongs in a column 'client'."
    )


def _lines_of(raw: RawTable, column: Coded, values: Collection[Any]) -> str:
    """Say on which lines some values stand."""
    found = [line for line, cell in zip(raw.lines, column.in_order(), strict=True)
             if cell is not None and cell in values]  # fmt: skip
    more = ", ..." if len(found) > _SHOWN else ""
    return f", line{'s' if len(found) > 1 else ''} {', '.join(map(str, found[:_SHOWN]))}{more}"


def _has_both(cell: Any) -> bool:
    """Tell whether a cell is a text with digits and more than these, as dates are."""
    text = cell_text(cell)
    return any(map(str.isdigit, text)) and not text.replace(".", "").replace(",", "").isdigit()
