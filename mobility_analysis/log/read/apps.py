"""Which app wrote a sheet: most are told by their header, and have a built-in recipe of their name.

Loop Habit Tracker once wrote ticks as numbers, which are read as the words of its newer exports.
Its file has a line for each day, newest first, no empty cell, and a comma at the end of each line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import PurePath

from mobility_analysis.log.languages.answers import STIFFNESS_WORDS
from mobility_analysis.log.read.cells import Cell, Sheet, cell_text, is_blank

_FITNOTES = frozenset(
    ["Date", "Exercise", "Category", "Reps", "Distance", "Distance Unit", "Time"]
)  # fmt: skip
_APPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("hevy", frozenset(["exercise_title", "set_index", "set_type"])),
    ("strong", frozenset(["Workout Name", "Exercise Name", "Set Order"])),
    ("fitnotes", _FITNOTES),
    ("stronglifts", frozenset(["Date (yyyy/mm/dd)", "Workout", "Exercise", "Set 1 (Reps)"])),
    ("gymbook", frozenset(["Datum", "Übung", "Wiederholungen / Zeit", "Ausgelassen"])),
    ("gymbook", frozenset(["Date", "Exercise", "Repetitions / Time", "Skipped"])),
    ("mindbody", frozenset(["Date", "Teacher", "Class Type", "Status", "Payment Method"])),
)
"""The headers that tell an app; one may have several forms."""
_NOTHING_ELSE = {
    "fitnotes": _FITNOTES
    | {"Weight", "Weight Unit", "Comment"}
    | {"Weight (kgs)", "Weight (kg)", "Weight (lbs)", "Weight (lb)"}
}
"""Of an app with everybody's headers all that it has, so that no other sheet is taken for it."""


def app_of(header: Collection[str]) -> str:
    """Return the app whose export has such a header; empty for none.

    >>> app_of(["Workout Name", "Exercise Name", "Set Order"]), app_of(["Date", "Exercise"])
    ('strong', '')
    """
    there = {text.strip() for text in header} - {""}
    for app, needed in _APPS:
        if needed <= there <= _NOTHING_ELSE.get(app, there):
            return app
    return ""


LOOP_TICKS = {"-1": "UNKNOWN", "0": "NO", "1": "YES_AUTO", "2": "YES_MANUAL", "3": "SKIP"}
"""Source: Checkmark.java and Entry.kt of Loop Habit Tracker."""
_TICK = "2"
"""Where there is none, ones are somebody's own ticks."""
_NO_SETS = "-1"
"""A number that no diary of sets has."""
_LOOP_NAME = re.compile(r"checkmarks\b.*", re.I)
FEWEST_DAYS = 7
"""Days in a row, each with a number for everything, that may be Loop's. *Our choice.*"""
_SAID_OF_LOOP = (
    "numbers of Loop Habit Tracker", "", "2 was read as done, 3 as skipped, and 0, 1 (nothing was "
    "due) and -1 (unknown) as no session.",
)  # fmt: skip
_MAY_BE_LOOP = (
    "a number from 0 to 3 in each cell of each day", "", "They were not read as check-marks of "
    "Loop Habit Tracker, where 2 is done and 3 skipped. If they are, call the file Checkmarks.",
)  # fmt: skip


def with_ticks_of_loop(sheet: Sheet) -> Sheet:
    """Return a sheet with words for the ticks of Loop; any other sheet as it is.

    It is known by the name of its file or sheet, by a -1, or by the form in which it is written,
    which nobody else's diary has; where somebody's may have it, that is pointed out.

    >>> rows = [["Date", "Bear Rolls", ""], ["2026-01-06", "3", ""], ["2026-01-05", "2", ""]]
    >>> with_ticks_of_loop(Sheet("export.csv", "", rows)).rows[1:]
    [['2026-01-06', 'SKIP', ''], ['2026-01-05', 'YES_MANUAL', '']]
    """
    rows = [[*map(_text, row)] for row in _filled(sheet)]
    if len(rows) < 2 or rows[0][0] != "Date":
        return sheet
    header, *days = rows
    is_loop = True if _is_named(sheet.file, sheet.name) else _has_form(header, days)
    ticks = {
        place
        for place, text in enumerate(header)
        if place and text and not STIFFNESS_WORDS & {*text.casefold().split()}
        and {row[place] for row in days if place < len(row)} <= {*LOOP_TICKS, ""}
    }  # fmt: skip
    if not any(row[place] == _TICK for row in days for place in ticks if place < len(row)):
        return sheet
    if is_loop is None and len(ticks) == sum(map(bool, header[1:])):
        return replace(sheet, remarks=(*sheet.remarks, _MAY_BE_LOOP))
    if not is_loop:
        return sheet
    worded = [
        [_worded(cell) if place in ticks else cell for place, cell in enumerate(row)]
        for row in sheet.rows
    ]
    return replace(sheet, rows=worded, remarks=(*sheet.remarks, _SAID_OF_LOOP))


def may_have_ticks_of_loop(file: str, name: str, rows: Iterable[Sequence[Cell]]) -> bool:
    """Tell whether only all rows of a sheet together say if its numbers are ticks of Loop.

    Of nearly all others the first two say it.

    >>> may_have_ticks_of_loop("a.csv", "", [["Date", "Bear Rolls"], ["2026-01-05", "2"]])
    True
    >>> may_have_ticks_of_loop("a.csv", "", [["Date", "Bear Rolls"], ["2026-01-05", "4"]])
    False
    >>> may_have_ticks_of_loop("a.csv", "", [["Date", "Bear Rolls"]])
    False
    """
    each = ([*map(_text, row)] for row in rows)
    header = next(each, [])
    if header[:1] != ["Date"]:
        return False
    n = max((place for place, text in enumerate(header, 1) if text), default=0)
    days = filter(any, each)
    first = next(days, None)
    if first is None or n < 2:
        return False
    is_each = (LOOP_TICKS.keys() >= {*row[1:n]} for row in chain([first], days))
    return _is_named(file, name) or all(is_each)


def _is_named(file: str, name: str) -> bool:
    return any(map(_LOOP_NAME.fullmatch, (PurePath(file).stem, name)))


def _filled(sheet: Sheet) -> list[Sequence[Cell]]:
    """Return the rows that hold anything, unless the first is no header of Loop."""
    first = sheet.rows[0] if sheet.rows else []
    is_likely = bool(first) and cell_text(first[0] or "").strip() == "Date"
    return [row for row in sheet.rows if not all(map(is_blank, row))] if is_likely else []


def _has_form(header: Sequence[str], days: Sequence[Sequence[str]]) -> bool | None:
    """Tell whether a sheet is as Loop writes it: every day, newest first, ends open, no gap.

    A -1 tells it whatever its ends and order are. None where it may be: a week or more, mostly of
    ticks, without these ends, as a spreadsheet saves it, or sorted.
    """
    n = max((place for place, text in enumerate(header, 1) if text), default=0)
    cells = [cell for row in days for cell in row[1:n]]
    is_filled = all(header[:n]) and all(len(row) >= n and not any(row[n:]) for row in days)
    if n < 2 or len(days) < 2 or not is_filled or not all(cell in LOOP_TICKS for cell in cells):
        return False
    is_open = all(len(row) == len(header) == n + 1 for row in days)
    order = _order([row[0] for row in days])
    if _NO_SETS in cells or (order == "newest first" and is_open):
        return True
    n_ticks, n_none = cells.count(_TICK), cells.count("0")
    is_likely = len(days) >= FEWEST_DAYS and n_none and 2 * n_ticks >= len(cells) - n_none
    return None if order and is_likely else False


def _order(written: Sequence[str]) -> str:
    """Return how days in a row, each once, stand in a sheet; empty for any others."""
    try:
        days = [date.fromisoformat(text) for text in written]
    except ValueError:
        return ""
    if len({*days}) < len(days) or (max(days) - min(days)).days >= len(days):
        return ""
    return "newest first" if days == sorted(days, reverse=True) else "sorted"


def _worded(cell: Cell) -> Cell:
    return LOOP_TICKS.get(_text(cell), cell)


def _text(cell: Cell) -> str:
    return "" if is_blank(cell) else cell_text(cell).strip()
