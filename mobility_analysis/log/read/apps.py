"""Which app wrote a sheet: most are told by their header, and have a built-in recipe of their name.

Loop Habit Tracker once wrote ticks as numbers, which are read as the words of its newer exports.
Its file has a line for each day, newest first, no empty cell, and a comma at the end of each line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

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


_FIGURES: tuple[tuple[str, ...], ...] = (
    ("client", "reasons", "new_reasons"),
    ("client", "exercise", "prescribed", "done", "days_done"),
    ("client", "focus_area", "prescribed", "done", "days_done"),
    ("client", "prescribed", "done", "days_done"),
    ("client", "definition", "adherence", "meaning"),
    ("client", "exercise", "month_start", "n_weeks"),
    ("client", "exercise", "week_start", "eligible_days"),
    ("client", "exercise", "n_pairs", "n_better"),
    ("client", "exercise", "first_start", "first_end"),
    ("client", "exercise", "first_date", "last_date", "state"),
    ("client", "focus_area", "state", "n_exercises"),
    ("client", "test", "activity", "side", "unit", "n_checks"),
    ("client", "test", "activity", "side", "date", "value", "n_values"),
    ("client", "lag_weeks", "n_weeks"),
    ("client", "week_start", "prescribed", "counted"),
    ("client", "week_start", "prescribed", "done"),
    ("client", "week_start", "score_mean", "median"),
    ("client", "week_start", "n_days", "score_mean"),
    ("client", "month_start", "n_days", "score_mean"),
    ("client", "baseline_start", "baseline_end"),
    ("client", "date", "n_ratings", "score_mean"),
    ("table", "file", "sheet", "line", "column", "value"),
    ("measure", "group", "clients", "counted"),
    ("kind", "shown", "meant"),
)
"""How the headers of tables begin that this program writes, the key to an audit among them."""
_FIGURES_WHOLE = (
    ("client", "exercise", "focus_area"),
    ("client", "exercise", "date", "status", "reason"),
    ("client", "assumption"),
    ("assumption",),
)
"""The headers of such tables that are known by the whole of them alone."""


def are_own_figures(header: Iterable[object]) -> bool:
    """Tell whether a header is that of a table of figures that this program wrote: no log.

    >>> are_own_figures(["client", "week_start", "n_days", "score_mean", "score_worst"])
    True
    >>> are_own_figures(["client", "date", "score", "note"])
    False
    """
    names = [*header]
    while names and (names[-1] is None or names[-1] == ""):
        names.pop()
    return any([*known] == names[: len(known)] for known in _FIGURES) or any(
        [*known] == names for known in _FIGURES_WHOLE
    )


OWN_FIGURES = "This is a table of figures that this program wrote, and no log: it was left out."

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


class TicksOfLoop(NamedTuple):
    """What all rows of a sheet together say of its numbers."""

    places: frozenset[int] = frozenset()
    """Places of the columns of which the numbers are ticks of Loop."""
    remarks: tuple[tuple[str, str, str], ...] = ()
    """What is to be said of that: found, expected, repair."""

    def worded(self, row: list[Cell]) -> list[Cell]:
        """Return a row with words for ticks."""
        if not self.places:
            return row
        return [_worded(c) if place in self.places else c for place, c in enumerate(row)]


NO_TICKS = TicksOfLoop()


def with_ticks_of_loop(sheet: Sheet) -> Sheet:
    """Return a sheet with words for the ticks of Loop; any other sheet as it is.

    >>> rows = [["Date", "Bear Rolls", ""], ["2026-01-06", "3", ""], ["2026-01-05", "2", ""]]
    >>> with_ticks_of_loop(Sheet("export.csv", "", rows)).rows[1:]
    [['2026-01-06', 'SKIP', ''], ['2026-01-05', 'YES_MANUAL', '']]
    """
    ticks = ticks_of_loop(sheet.file, sheet.name, sheet.rows)
    if ticks is NO_TICKS:
        return sheet
    rows = [*map(ticks.worded, sheet.rows)]
    return replace(sheet, rows=rows, remarks=(*sheet.remarks, *ticks.remarks))


def ticks_of_loop(file: str, name: str, rows: Iterable[Sequence[Cell]]) -> TicksOfLoop:
    """Tell which columns of a sheet are ticks of Loop; of nearly all others the first rows say it.

    It is known by the name of its file or sheet, by a -1, or by the form in which it is written,
    which nobody else's diary has; where somebody's may have it, that is pointed out. A row is held
    at a time, and the days as long as each is there once.

    >>> rows = [["Date", "Bear Rolls"], ["2026-01-06", "2"], ["2026-01-05", "-1"]]
    >>> ticks_of_loop("a.csv", "", rows).places
    frozenset({1})
    >>> ticks_of_loop("a.csv", "", [*rows, ["2026-01-04", "4"]]).places
    frozenset()
    """
    each = iter(rows)
    header = [*map(_text, next(each, []))]
    if header[:1] != ["Date"]:
        return NO_TICKS
    is_named = any(map(_LOOP_NAME.fullmatch, (PurePath(file).stem, name)))
    headed = [place for place, text in enumerate(header) if place and text]
    may_be = {n for n in headed if not STIFFNESS_WORDS & {*header[n].casefold().split()}}
    ticked: set[int] = set()
    form = _Form(header)
    for row in each:
        if all(map(is_blank, row)):
            continue
        texts = [*map(_text, row)]
        form.add(texts)
        cells = {place: texts[place] for place in may_be if place < len(texts)}
        may_be -= {place for place, cell in cells.items() if cell and cell not in LOOP_TICKS}
        ticked |= {place for place, cell in cells.items() if cell == _TICK}
        if not may_be or not (is_named or form.is_kept):
            return NO_TICKS
    is_loop = is_named or form.is_loop
    if not ticked & may_be or not (is_loop or (form.is_likely and len(may_be) == len(headed))):
        return NO_TICKS
    if is_loop:
        return TicksOfLoop(frozenset(may_be), (_SAID_OF_LOOP,))
    return TicksOfLoop(remarks=(_MAY_BE_LOOP,))


class _Form:
    """How the rows of a sheet are written, of which one after the other is added.

    Loop writes every day, newest first, with ends open and no gap. A -1 tells it whatever its ends
    and order are. A week or more, mostly of ticks, without these ends, as a spreadsheet saves it,
    or sorted, may be its.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._n = max((place for place, text in enumerate(header, 1) if text), default=0)
        self.is_kept = self._n > 1 and all(header[: self._n])
        """Whether no row so far is written otherwise."""
        self._cells: Counter[str] = Counter()
        self._days: set[date] = set()
        self._last: date | None = None
        self._n_days = 0
        self._is_open = self._is_newest_first = True

    def add(self, row: Sequence[str]) -> None:
        """Look at one more row."""
        n, cells = self._n, row[1 : self._n]
        is_filled = len(row) >= n and not any(row[n:]) and LOOP_TICKS.keys() >= {*cells}
        self.is_kept = self.is_kept and is_filled
        if self.is_kept:
            self._cells.update(cells)
            self._is_open = self._is_open and len(row) == len(self._header) == n + 1
            self._add_day(row[0])

    def _add_day(self, written: str) -> None:
        """Keep a day, as long as there is each once."""
        self._n_days += 1
        if len(self._days) < self._n_days - 1:
            return
        with suppress(ValueError):
            day = date.fromisoformat(written)
            is_earlier = self._last is None or day < self._last
            self._is_newest_first = self._is_newest_first and is_earlier
            self._last = day
            self._days.add(day)

    @property
    def _are_in_a_row(self) -> bool:
        """Whether the days are every day of some time, each once, in whatever order."""
        days = self._days
        is_each = len(days) == self._n_days > 1
        return is_each and (max(days) - min(days)).days < len(days)

    @property
    def is_loop(self) -> bool:
        """Whether the rows are surely Loop's."""
        is_its = self._is_open and self._is_newest_first and self._are_in_a_row
        return self.is_kept and self._n_days > 1 and (bool(self._cells[_NO_SETS]) or is_its)

    @property
    def is_likely(self) -> bool:
        """Whether the rows may be Loop's."""
        n_none, n_all = self._cells["0"], self._cells.total()
        is_of_ticks = n_none > 0 and 2 * self._cells[_TICK] >= n_all - n_none
        return self._n_days >= FEWEST_DAYS and is_of_ticks and self._are_in_a_row


def _worded(cell: Cell) -> Cell:
    return LOOP_TICKS.get(_text(cell), cell)


def _text(cell: Cell) -> str:
    return "" if is_blank(cell) else cell_text(cell).strip()
