"""Rows of several body sites, or of other measures between the scores: one is chosen, and named."""

from __future__ import annotations

import re
from collections import Counter

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import is_of_sites
from mobility_analysis.log.check.values import read_number, word_key
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken, number_of
from mobility_analysis.log.exports.shapes.days import day_number
from mobility_analysis.log.exports.shapes.header_line import is_day
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.cells import (
    Coded,
    RawTable,
    Sheet,
    cell_text,
    distinct,
    filled_values,
)
from mobility_analysis.log.read.headers import header_key, speaks_of_stiffness
from mobility_analysis.log.read.sheets import LeftOut, changed, table_of_sheet
from mobility_analysis.log.schema import TABLES

SOME_ROWS = 0.1
"""Share of the rows that the upper back must have to be likely. *Our choice.*"""
MOST_KINDS = 40
"""Different values of a column that tells kinds of rows apart. *Our choice.*"""
_MEASURES = re.compile(
    r"\b(pain|ache|stiff\w*|tight\w*|sore\w*|mood|happiness|happy|sleep|energy|stress|fatigue|"
    r"tired\w*|anxiety|weight|steps|schmerz\w*|dolor|douleur|dolore|dor|pijn|steif\w*)\b",
    re.I,
)
_NAMES = frozenset({"name", "measure", "metric", "what", "type", "question", "item", "variable"})
_CATEGORY, _RATING, _DETAIL = "category", "rating_amount", "detail"
_TRACKER = frozenset({_CATEGORY, _RATING, _DETAIL})
"""Headers that Bearable has together: what was felt stands among what was done, and one's sleep."""
_BACK = re.compile(r"\b(thoracic|upper back|mid(?:dle)? back)\b", re.I)
_SUMS = re.compile(
    r"\s*(?:(?:grand|week(?:ly)?|month(?:ly)?)\s+)?(?:totals?|sum|averages?|mean|avg|gesamt|summe|"
    r"durchschnitt|mittelwert|suma|promedio|media|média|soma|moyenne|somme|totale|somma|totaal|"
    r"gemiddelde)\b[\s.:]*(?:\w+)?",
    re.I,
)
_DAY = re.compile(r"\b(day|date)\b", re.I)
SUMS = "a sum or a mean, no day"
SITE, MEASURE = "another body site", "another measure"


def is_sum(text: str) -> bool:
    """Tell whether a line is called a sum or a mean.

    >>> is_sum("Total"), is_sum("Weekly average"), is_sum("Total body stretch")
    (True, True, False)
    """
    return _SUMS.fullmatch(text) is not None


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """Ask which body site, or which measure, is meant where rows of several stand in one sheet."""
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        return None
    if (place := _place_in_tracker(raw)) is not None:
        return _asked(sheet, raw, place, MEASURE, "measure")
    for place, header in enumerate(raw.header):
        column = raw.columns[place]
        if not isinstance(column, Coded) or not 1 < len(filled_values(column)) <= MOST_KINDS:
            continue
        if is_of_sites(header, filled_values(column)) and not _all_exercises(column, catalogue):
            return _asked(sheet, raw, place, SITE, "body site")
        if _is_of_measures(header, column) and _has_scores(raw, place):
            return _asked(sheet, raw, place, MEASURE, "measure")
    return None


def detect_sums(sheet: Sheet, _: Catalogue) -> Detected | None:
    """See rows of sums and means under the days: they are no day, and are left out by name."""
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        return None
    for place, column in enumerate(raw.columns):
        values = filled_values(column) if isinstance(column, Coded) else []
        is_named = "date" in columns_named(raw.header[place]) or _DAY.search(raw.header[place])
        texts = {
            cell_text(v)
            for v in values
            if not (is_day(v) or (is_named and day_number(v) is not None))
        }
        is_of_days = len(values) > len(texts) and all(map(is_sum, texts))
        if not texts or not is_of_days or not raw.header[place].strip():
            continue
        rule = {"column": raw.header[place], "leave_out": sorted(texts), "reason": SUMS}
        left_out = LeftOut(place, frozenset(texts))
        return Detected({"rows": [rule]}, sheet=changed(sheet, left_out))
    return None


def _all_exercises(column: Coded, catalogue: Catalogue) -> bool:
    return all(exercise_key(cell_text(v)) in catalogue.spellings for v in filled_values(column))


def _is_of_measures(header: str, column: Coded) -> bool:
    texts = [cell_text(value) for value in filled_values(column)]
    n_measures = sum(bool(_MEASURES.search(text)) for text in texts)
    return header_key(header) in _NAMES and n_measures > len(texts) / 2


def _place_in_tracker(raw: RawTable) -> int | None:
    """Return the column that tells the rows of Bearable apart: by stiffness, if it is among them.

    None for any other sheet.
    """
    keys = [*map(header_key, raw.header)]
    if not {*keys} >= _TRACKER or any(map(speaks_of_stiffness, raw.header)):
        return None
    values = {key: filled_values(distinct(raw.columns[keys.index(key)])) for key in _TRACKER}
    if all(isinstance(read_number(value, _ANY), Fault) for value in values[_RATING]):
        return None
    for key, tells in ((_DETAIL, speaks_of_stiffness), (_CATEGORY, _MEASURES.search)):
        is_likely = any(tells(cell_text(value)) for value in values[key])
        if is_likely and 1 < len(values[key]) <= MOST_KINDS:
            return keys.index(key)
    return None


def _has_scores(raw: RawTable, place: int) -> bool:
    """Tell whether another column holds numbers, which the kinds then tell apart."""
    return any(
        isinstance(column, Coded)
        and bool(values := filled_values(column))
        and all(not isinstance(read_number(v, _ANY), Fault) for v in values)
        for n, column in enumerate(raw.columns)
        if n != place
    )


_ANY = TABLES["stiffness"]["score"].between(0, 100)


def _asked(sheet: Sheet, raw: RawTable, place: int, reason: str, noun: str) -> Detected:
    """Return the question which value to take: stiffness or the back first, then by rows."""
    header, column = raw.header[place], raw.columns[place]
    assert isinstance(column, Coded)  # noqa: S101 (a sheet's columns are)
    counts: Counter[str] = Counter()
    for value, n in zip(column.values, column.counts, strict=True):
        counts[cell_text(value).strip()] += int(n)

    def likely(text: str) -> tuple[bool, bool, int]:
        is_back = bool(_BACK.search(text)) and counts[text] >= SOME_ROWS * counts.total()
        return (not speaks_of_stiffness(text), not is_back, -counts[text])

    ordered = sorted(counts, key=likely)
    rule = {"column": header, "reason": f"{reason}, left out by choice"}
    choices = [
        Choice(
            word_key(text),
            f"{text} ({number_of(counts[text], 'row')})",
            {"rows": [{**rule, "keep": [text]}]},
        )
        for text in ordered
    ]
    choices.append(Choice("all", f"all of them: the {noun} changes nothing", {"ignore": [header]}))
    samples = tuple(ordered[:3])
    question = Question(
        f"{noun.rsplit(maxsplit=1)[-1]}:{header}",
        f"The rows are of several {noun}s ({', '.join(ordered[:4])}{', ...' * (len(ordered) > 4)})."
        " Which one is this log about?",
        tuple(choices), column=header, samples=samples, file=sheet.file, sheet=sheet.name,
    )  # fmt: skip
    return Detected({}, (Taken(header, f"{noun}, one of {len(counts)}", samples),), {}, (question,))
