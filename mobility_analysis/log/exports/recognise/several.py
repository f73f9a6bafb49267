"""Several columns that name exercises: which go on with another, and where they are read so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mobility_analysis.log.check.bearing import SAYS_NOT_DONE, is_named_as_status
from mobility_analysis.log.exports.recognise.draft import (
    LOAD,
    NOT_USED,
    Draft,
    names_the_client,
)
from mobility_analysis.log.exports.recognise.scores import moment_of, only_says_when
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.languages.plans import says_planned
from mobility_analysis.log.read.cells import Coded, RawTable
from mobility_analysis.log.read.headers import is_of_exercises_alone, match_header
from mobility_analysis.log.schema import TABLES

_NUMBER_IN = re.compile(r"[\W_]*\d+[\W_]*")
_PARTS_OF_DAY = ("waking", "evening")
_OF_ONE_EXERCISE = frozenset({"sets", "reps", "hold_s", "duration_min", "load_kg", "side"})
_IN_OTHER_WORDS = frozenset({"sets", "reps", "hold", "duration", "load", "side"})
_OF_ELSE = re.compile(
    r"\b(?:next|tomorrow|later|hurt\w*|pain\w*|sore\w*|worst|hard(?:er|est)?|difficult|best|"
    r"favou?rites?|like[ds]?|enjoy\w*|help\w*|skip\w*|missed|equipment|tools?|gear)\b",
    re.I,
)
"""What is said of some exercises, and not that they were done."""
_START = re.compile(r"\bstart(?:s|ed|ing)?\W+(?:date|day|on)\b|\bdate\W+of\W+start\b", re.I)


def goes_on(header: str, first: str) -> bool:
    """Tell whether a column of exercises goes on with another: Exercise 2, or PM after AM.

    >>> [goes_on(*pair) for pair in (("Move 2", "Move 1"), ("PM", "AM"), ("Day 2", "Day 1"))]
    [True, True, False]
    """
    if header != first and is_of_exercises_alone(_stem(header)) and _stem(header) == _stem(first):
        return True
    return (
        "" not in (moments := (_part_of_day(header), _part_of_day(first))) and len({*moments}) > 1
    )


def may_go_on(header: str) -> bool:
    """Tell whether a header may go on with any other: by a number, or a part of the day.

    >>> [may_go_on(text) for text in ("Exercise 2", "PM", "Planned exercise", "Which hurt?")]
    [True, True, False, False]
    """
    is_numbered = _stem(header) != _plain(header) and is_of_exercises_alone(_stem(header))
    return is_numbered or bool(_part_of_day(header))


def is_of_else(header: str) -> bool:
    """Tell whether a header says of exercises something else than that they were done.

    >>> [is_of_else(text) for text in ("Planned exercise", "Which hurt?", "Not done", "Main")]
    [True, True, True, False]
    """
    return (
        says_planned(header)
        or bool(_OF_ELSE.search(header))
        or bool(re.search(SAYS_NOT_DONE, header))
    )


def only_done(headers: Iterable[str]) -> set[str]:
    """Return those of several columns of exercises that say nothing of a plan; else all of them.

    >>> sorted(only_done(["Planned", "What I did"])), sorted(only_done(["Planned", "Which hurt?"]))
    (['What I did'], ['Planned', 'Which hurt?'])
    """
    whole = {*headers}
    if all(is_of_else(header) for header in whole):
        return whole
    return {header for header in whole if not says_planned(header)}


def may_be_joined(raw: RawTable) -> bool:
    """Tell whether several columns of exercises of a sheet are of what was done, each alike.

    Not where a column says how much, or whether, which may be of the first alone; nor where each
    row may be somebody's programme.
    """
    return not (
        any(map(_is_of_one_exercise, raw.header))
        or _has_status_between(raw.header)
        or any(map(_is_of_a_start, raw.header))
        or any(_is_a_row_a_client(raw, place) for place in range(len(raw.header)))
    )


def settle_amounts(draft: Draft) -> None:
    """Leave out what counts sets or minutes where several columns were said to be of exercises."""
    if len(draft.listed) > 1:
        for header in draft.numbers.values():
            draft.leave(header, f"{NOT_USED}: it may be of one of the columns of exercises alone")
        draft.numbers = {}


def _plain(header: str) -> str:
    return header.casefold().strip()


def _stem(header: str) -> str:
    return _NUMBER_IN.sub(" ", _plain(header)).strip()


def _part_of_day(header: str) -> str:
    moment = moment_of(header).get("moment", "") if only_says_when(header) else ""
    return moment if moment in _PARTS_OF_DAY else ""


def _is_of_one_exercise(header: str) -> bool:
    """Tell whether a header, with or without a number, is of an amount or a side."""
    stem = _stem(header)
    matched = match_header([stem], TABLES["sessions"])
    named = {*matched.places, *(column for column, _, _ in matched.faults)}
    is_other = bool(LOAD.search(stem) or _IN_OTHER_WORDS & columns_named(stem))
    return is_other or bool(_OF_ONE_EXERCISE & named)


def _has_status_between(header: Iterable[str]) -> bool:
    """Tell whether a column says what was done before the last of several columns of exercises."""
    is_after = False
    for text in header:
        if is_after and may_go_on(text):
            return True
        is_status = is_named_as_status(_stem(text))
        if is_status and _stem(text) != _plain(text):
            return True
        is_after = is_after or is_status
    return False


def _is_of_a_start(header: str) -> bool:
    return bool(_START.search(header)) or "start" in columns_named(header)


def _is_a_row_a_client(raw: RawTable, place: int) -> bool:
    header, column = raw.header[place], raw.columns[place]
    if not names_the_client(header):
        return False
    if not isinstance(column, Coded) or raw.n_rows < 2:
        return False
    return bool(column.counts.max(initial=0) == 1 and column.counts.sum() == raw.n_rows)
