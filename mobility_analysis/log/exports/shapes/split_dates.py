"""Dates in several columns, in the name of the tab, or without a year, seen in a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import is_of_scores
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken
from mobility_analysis.log.exports.shapes.day_questions import asked_of_days, year_question
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
from mobility_analysis.log.exports.shapes.header_line import is_day
from mobility_analysis.log.languages.days import folded
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, cell_text, filled_values
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.sheets import table_of_sheet

MOST = 0.8
"""Share of a column's filled cells that must be what it is taken for. *Our choice.*"""
_PARTS: Mapping[str, frozenset[str]] = {
    "year": frozenset({"year", "jahr", "ano", "annee", "anno", "jaar"}),
    "month": frozenset({"month", "monat", "mes", "mois", "mese", "maand"}),
    "day": frozenset({"day", "tag", "dia", "jour", "giorno", "dag"}),
}
_WEEK = re.compile(r"\b(week|wk|w/c|woche|semana|semaine|settimana)\b", re.I)
_DAY = re.compile(r"\b(day|weekday|tag|wochentag|d[ií]a|jour|giorno|dag)\b", re.I)


def detect(sheet: Sheet, _: Catalogue) -> Detected | None:
    """See how the day of a row is told where no one column holds whole dates."""
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        return None
    ways = (_of_parts, _of_week_and_day, _of_tab_of_a_weekday, _of_tab_of_a_month, _without_year)
    return next((found for way in ways if (found := way(sheet, raw)) is not None), None)


def _share(raw: RawTable, place: int, fits: Callable[[Any], bool]) -> float:
    column = raw.columns[place]
    if not isinstance(column, Coded) or not column.counts.sum():
        return 0
    n = sum(int(k) for v, k in zip(column.values, column.counts, strict=True) if fits(v))
    return n / (int(column.counts.sum()) or 1)


def _samples(raw: RawTable, place: int) -> tuple[str, ...]:
    column = raw.columns[place]
    return tuple(map(cell_text, filled_values(column)[:3])) if isinstance(column, Coded) else ()


def _cells(raw: RawTable, place: int) -> list[Any]:
    column = raw.columns[place]
    if not isinstance(column, Coded):
        return []
    return [*column.in_order()]


def _of_parts(_: Sheet, raw: RawTable) -> Detected | None:
    """See year, month and day in three columns; also as apps call them: startyear, startday."""
    places: dict[str, int] = {}
    for part, words in _PARTS.items():
        fits = _IS_PART[part]
        for place, header in enumerate(raw.header):
            key = folded(header_key(header))
            is_named = key in words or any(key.endswith(word) for word in words)
            if part not in places and is_named and _share(raw, place, fits) >= MOST:
                places[part] = place
    if len(set(places.values())) < len(_PARTS):
        return None
    names = {part: raw.header[place] for part, place in places.items()}
    taken = tuple(Taken(raw.header[place], f"{part} of the date", _samples(raw, place))
                  for part, place in places.items())  # fmt: skip
    return Detected({"date": names}, taken)


def _is_year(cell: Any) -> bool:
    text = cell_text(cell).removesuffix(".0")
    return len(text) == len("2026") and text.isdigit() and text[:2] in ("19", "20")


def _is_month(cell: Any) -> bool:
    number = day_number(cell)
    return (number is not None and number <= 12) or month_in(cell_text(cell))[1] is not None


_IS_PART: Mapping[str, Callable[[Any], bool]] = {
    "year": _is_year, "month": _is_month, "day": lambda cell: day_number(cell) is not None,
}  # fmt: skip


def _is_whole(cell: Any) -> bool:
    return is_day(cell) and not lacks_year(cell)


def _is_week(cell: Any) -> bool:
    return is_day(cell) or (isinstance(cell, str) and is_day(date_of_week(cell)))


def _is_weekday(cell: Any) -> bool:
    return isinstance(cell, str) and weekday_of(cell) is not None


def _of_week_and_day(sheet: Sheet, raw: RawTable) -> Detected | None:
    """See a column of weeks and one of names of weekdays."""
    week = _place(raw, lambda h, n: bool(_WEEK.search(h)) and _share(raw, n, _is_week) >= MOST)
    day = _place(raw, lambda h, n: bool(_DAY.search(h)) and _share(raw, n, _is_weekday) >= MOST)
    counted = _place(raw, lambda h, n: bool(_WEEK.search(h)) and _share(
        raw, n, lambda c: week_number(c) is not None) >= MOST)  # fmt: skip
    if day is None or (week is None and counted is None):
        return None
    place = week if week is not None else counted
    assert place is not None  # noqa: S101 (one of the two is)
    adds: dict[str, Any] = {"date": {"week": raw.header[place], "weekday": raw.header[day]}}
    taken = (Taken(raw.header[place], "week of the date", _samples(raw, place)),
             Taken(raw.header[day], "weekday of the date", _samples(raw, day)))  # fmt: skip
    questions: tuple[Question, ...] = ()
    if week is None:
        questions = (_first_week_question(sheet, raw.header[place], _samples(raw, place)),)
    else:
        weeks = [date_of_week(c) if isinstance(c, str) else c for c in _cells(raw, place)]
        questions = asked_of_days(sheet, weeks, "date").questions
    return Detected(adds, taken, questions=questions)


def _first_week_question(sheet: Sheet, header: str, samples: tuple[str, ...]) -> Question:
    """Say that weeks which are only counted need the day on which the first began."""
    stop = Choice("state", "I will state first_week = 2026-03-02 (your own day) in [date]")
    return Question(
        f"first_week:{header}",
        f"The weeks are only counted ({', '.join(samples)}). On which day did week 1 begin?",
        (stop,), column=header, samples=samples, file=sheet.file, sheet=sheet.name,
    )  # fmt: skip


def _place(raw: RawTable, fits: Callable[[str, int], bool]) -> int | None:
    return next((n for n, header in enumerate(raw.header) if fits(header, n)), None)


def _of_tab_of_a_weekday(sheet: Sheet, raw: RawTable) -> Detected | None:
    """See a tab a weekday, whose column of dates says the week: all are of another weekday."""
    tab = weekday_of(sheet.name)
    place = _place(raw, lambda _, n: _share(raw, n, _is_week) >= MOST)
    if tab is not None and place is None:
        return _of_tab_with_counted_weeks(sheet, raw)
    if tab is None or place is None:
        return None
    cells = [date_of_week(c) if isinstance(c, str) else c for c in _cells(raw, place)]
    asked = asked_of_days(sheet, cells, "date")
    days = [
        day
        for day in settled_days(cells, order=asked.order, year=asked.year)
        if isinstance(day, date)
    ]
    weekdays = {day.weekday() for day in days}
    if not days or tab in weekdays or not weekdays <= {*FIRST_WEEKDAYS}:
        return None
    if len(weekdays) > 1 and not _WEEK.search(raw.header[place]):
        return None
    header = raw.header[place]
    first = in_week(days[0], tab)
    meaning = f"the week; the day is the {first:%A} of it, by the name of the tab"
    taken = (Taken(header, meaning, _samples(raw, place)),)
    adds = {"date": {"week": header, "weekday": "(sheet)"}}
    return Detected(adds, taken, questions=asked.questions)


def _of_tab_with_counted_weeks(sheet: Sheet, raw: RawTable) -> Detected | None:
    place = _place(raw, lambda h, n: bool(_WEEK.search(h)) and _share(
        raw, n, lambda c: week_number(c) is not None) >= MOST)  # fmt: skip
    if place is None:
        return None
    header, samples = raw.header[place], _samples(raw, place)
    taken = (Taken(header, "the week; the day is that of the tab", samples),)
    question = _first_week_question(sheet, header, samples)
    adds = {"date": {"week": header, "weekday": "(sheet)"}}
    return Detected(adds, taken, questions=(question,))


def _of_tab_of_a_month(sheet: Sheet, raw: RawTable) -> Detected | None:
    """See a tab a month, or a file a month, with the numbers of its days in a column."""
    sources = {"(sheet)": month_in(sheet.name), "(file)": month_in(sheet.file.rsplit(".", 1)[0])}
    source = next((name for name, (_, month) in sources.items() if month is not None), None)
    place = _place(raw, lambda h, n: bool(_DAY.search(h) or header_key(h) in ("date", "datum"))
                   and _share(raw, n, lambda c: day_number(c) is not None) >= MOST)  # fmt: skip
    if source is None or place is None:
        return None
    header = raw.header[place]
    adds: dict[str, Any] = {"date": {"day": header, "month": source}}
    taken = (Taken(header, f"day of the month that {source} names", _samples(raw, place)),)
    if sources[source][0] is not None:
        return Detected(adds, taken)
    other = sources["(file)"][0] if source == "(sheet)" else None
    if other is not None:
        return Detected({"date": {**adds["date"], "year": other}}, taken)
    month = sheet.name if source == "(sheet)" else sheet.file
    return Detected(adds, taken, questions=(year_question(sheet, [f"1 {month}"], "date"),))


def _without_year(sheet: Sheet, raw: RawTable) -> Detected | None:
    """See a column of dates that lack the year: it is asked for, or stands in the name."""
    is_whole = any(_share(raw, n, _is_whole) >= MOST for n in range(len(raw.header)))
    place = _place(raw, lambda h, n: not is_of_scores(h) and _share(raw, n, lacks_year) >= MOST)
    if place is None or is_whole:
        return None
    header = raw.header[place]
    cells = [cell for cell in _cells(raw, place) if cell is not None]
    taken = (Taken(header, "date, without its year", _samples(raw, place)),)
    year = month_in(sheet.name)[0] or month_in(sheet.file.rsplit(".", 1)[0])[0]
    if year is not None:
        return Detected({"date": {"column": header, "year": year}}, taken)
    questions = asked_of_days(sheet, cells, "date").questions
    return Detected({"date": {"column": header}}, taken, questions=questions)
