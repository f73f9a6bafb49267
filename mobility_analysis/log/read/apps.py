"""Which app wrote a sheet: most are told by their header, and have a built-in recipe of their name.

Loop Habit Tracker once wrote ticks as numbers, which are read as the words of its newer exports.
Its file has a line for each day, newest first, no empty cell, and a comma at the end of each line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
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
_LOOP_FILE = re.compile(r"checkmarks\b.*\.csv", re.I)
_SAID_OF_LOOP = (
    "numbers of Loop Habit Tracker", "", "2 was read as done, 3 as skipped, and 0, 1 (nothing was "
    "due) and -1 (unknown) as no session.",
)  # fmt: skip


def with_ticks_of_loop(sheet: Sheet) -> Sheet:
    """Return a sheet with words for the ticks of Loop; any other sheet as it is.

    It is known by the name of its file, or else by its form, which nobody else's diary has.

    >>> rows = [["Date", "Bear Rolls", ""], ["2026-01-06", "3", ""], ["2026-01-05", "2", ""]]
    >>> with_ticks_of_loop(Sheet("export.csv", "", rows)).rows[1:]
    [['2026-01-06', 'SKIP', ''], ['2026-01-05', 'YES_MANUAL', '']]
    """
    rows = [[cell_text(cell or "").strip() for cell in row] for row in _filled(sheet)]
    if len(rows) < 2 or rows[0][0] != "Date":
        return sheet
    header, *days = rows
    is_named = _LOOP_FILE.fullmatch(PurePath(sheet.file).name) is not None
    if not is_named and not _has_form(header, days):
        return sheet
    ticks = {
        place
        for place, text in enumerate(header)
        if place and text and not STIFFNESS_WORDS & {*text.casefold().split()}
        and {row[place] for row in days if place < len(row)} <= {*LOOP_TICKS, ""}
    }  # fmt: skip
    if not any(row[place] == _TICK for row in days for place in ticks if place < len(row)):
        return sheet
    worded = [
        [_worded(cell) if place in ticks else cell for place, cell in enumerate(row)]
        for row in sheet.rows
    ]
    return replace(sheet, rows=worded, remarks=(*sheet.remarks, _SAID_OF_LOOP))


def _filled(sheet: Sheet) -> list[Sequence[Cell]]:
    """Return the rows that hold anything, unless the first is no header of Loop."""
    first = sheet.rows[0] if sheet.rows else []
    is_likely = bool(first) and cell_text(first[0] or "").strip() == "Date"
    return [row for row in sheet.rows if not all(map(is_blank, row))] if is_likely else []


def _has_form(header: Sequence[str], days: Sequence[Sequence[str]]) -> bool:
    """Tell whether a sheet is as Loop writes it: every day, newest first, ends open, no gap."""
    is_open = all(len(row) == len(header) and not row[-1] for row in (header, *days))
    if not is_open or len(header) < 3 or len(days) < 2 or not all(header[:-1]):
        return False
    if not all(cell in LOOP_TICKS for row in days for cell in row[1:-1]):
        return False
    try:
        dates = [date.fromisoformat(row[0]) for row in days]
    except ValueError:
        return False
    return all(later - earlier == timedelta(days=1) for later, earlier in pairwise(dates))


def _worded(cell: Cell) -> Cell:
    return LOOP_TICKS.get(cell_text(cell or "").strip(), cell)
