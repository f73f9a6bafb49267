"""What is asked about days: in which year they are, and in which order day and month stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mobility_analysis.log.check.dates import ORDER_WORDS, Moment, Open, moment_words, read_moment
from mobility_analysis.log.exports.questions import Choice, Question
from mobility_analysis.log.exports.shapes.days import (
    WaitsForOrder,
    lacks_year,
    settled_days,
    with_year,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.cells import Sheet, cell_text, is_blank

YEARS = range(2035, 2014, -1)
"""Years that are offered where nothing says the year."""
MOST_YEARS = 12
"""Years that are offered at once."""


class AskedOfDays(NamedTuple):
    """What has to be asked about some days, and answers by which they can be shown."""

    questions: tuple[Question, ...]
    order: str | None
    year: int | None


def asked_of_days(
    sheet: Sheet, cells: Sequence[Any], key: str, *, year: int | None = None
) -> AskedOfDays:
    """Return what is to be asked of days that stand one after the other.

    ``key`` is the table of the recipe that states the year; ``year`` the one that is known.

    >>> asked = asked_of_days(Sheet("a.csv", "", []), ["Mon 2/3", "Tue 3/3"], "date")
    >>> [question.key for question in asked.questions], asked.year
    (['year:date'], 2026)
    >>> asked = asked_of_days(Sheet("a.csv", "", []), ["2/3/2026"], "date")
    >>> [choice.value for choice in asked.questions[0].choices]
    ['dmy', 'mdy']
    """
    filled = [cell for cell in cells if not is_blank(cell)]
    questions = []
    if year is None and any(map(lacks_year, filled)):
        questions.append(year_question(sheet, filled, key))
        year = int(questions[0].choices[0].value)  # by which days are shown
    order = None
    days = settled_days(filled, order=None, year=year, epoch=sheet.epoch)
    waiting = [
        cell for cell, day in zip(filled, days, strict=True) if isinstance(day, WaitsForOrder)
    ]
    if waiting:
        questions.append(order_question(sheet, waiting, year))
        order = questions[-1].choices[0].value
    return AskedOfDays(tuple(questions), order, year)


def fitting_years(cells: Sequence[Any]) -> list[int]:
    """Return the years in which the days fall on the weekdays that are named; all if none does.

    >>> fitting_years(["Mon 2 March"])
    [2026, 2020, 2015]
    """
    fitting = [year for year in YEARS if _are_days(cells, year)]
    return fitting or list(YEARS)


def _are_days(cells: Sequence[Any], year: int) -> bool:
    """Tell whether all days, in some one order, exist in a year and fall on their weekdays."""
    ways = [settled_days(cells, order=order, year=year) for order in (None, "dmy", "mdy")]
    return any(not any(isinstance(day, Fault) for day in days) for days in ways)


def year_question(sheet: Sheet, cells: Sequence[Any], key: str) -> Question:
    """Return the question in which year the first of some days without a year was.

    Names of weekdays leave only some years. Those to the one of the file's last save are offered,
    the newest first: what was done is seldom written down beforehand.
    """
    newest = fitting_years(cells)[:MOST_YEARS]
    offered, others = newest, [year for year in YEARS if year not in newest]
    if (saved := sheet.saved_in) is not None:

        def distance(year: int) -> tuple[bool, int]:
            return year > saved, abs(year - saved)

        offered = [year for year in newest if year <= saved] or sorted(newest, key=distance)
        others = sorted((year for year in YEARS if year not in offered), key=distance)
    which = Question(f"year:{key}:other", "Which year was it?", _years(others, key))
    other = Choice("other", "another year", opens=(which,))
    return Question(
        f"year:{key}",
        f"The dates have no year. In which year was the first, {cell_text(cells[0])}?",
        (*_years(offered, key), other),
        samples=tuple(cell_text(cell) for cell in cells[:3]),
        file=sheet.file,
        sheet=sheet.name,
    )


def _years(years: Sequence[int], key: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(year), str(year), {key: {"year": year}}) for year in years)


def order_question(sheet: Sheet, cells: Sequence[Any], year: int | None) -> Question:
    """Return the question which number of dates is the day, with what each answer means."""
    cell = cells[0]
    text = with_year(cell, year) if year is not None and lacks_year(cell) else cell
    read = read_moment(text)
    fits = read.fits if isinstance(read, Open) else dict[str, Moment]()
    choices = tuple(
        Choice(order, f"{moment_words(moment)} ({ORDER_WORDS[order]})", {"date_order": order})
        for order, moment in fits.items()
    )
    return Question(
        "date_order",
        f"Which day is {cell_text(cell)!r}?",
        choices,
        samples=tuple(cell_text(c) for c in cells[:3]),
        file=sheet.file,
        sheet=sheet.name,
    )
