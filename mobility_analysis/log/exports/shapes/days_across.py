"""A line an exercise and a column a day, week under week: seen, and what is open asked about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import is_of_scores
from mobility_analysis.log.check.units import COUNTED, has_bare_number, marked
from mobility_analysis.log.check.values import (
    means_no_exercise,
    means_no_tick,
    read_number,
    word_key,
)
from mobility_analysis.log.exports.names import known_exercise, named
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken, number_of
from mobility_analysis.log.exports.shapes.across.blocks import (
    FEWEST_DAYS,
    Block,
    find_blocks,
    is_date,
    lines_under,
    run_of_days,
    text_of,
)
from mobility_analysis.log.exports.shapes.across.dates import DaysAcross, date_blocks, year_of
from mobility_analysis.log.exports.shapes.across.sets import lines_of_sets, names_number_sets
from mobility_analysis.log.exports.shapes.across.turning import (
    DATE,
    EXERCISE,
    MARK,
    Rows,
    beside,
    label_place,
    turned,
)
from mobility_analysis.log.exports.shapes.day_questions import AskedOfDays, asked_of_days
from mobility_analysis.log.exports.shapes.days import date_of_week
from mobility_analysis.log.exports.shapes.kinds_of_rows import SUMS, is_sum
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.cells import (
    Cell,
    Coded,
    Sheet,
    cell_text,
    filled_values,
    is_blank,
)
from mobility_analysis.log.read.numbered_sets import NUMBERS_SETS
from mobility_analysis.log.read.sheets import LeftOut, changed, each_row, table_of_sheet
from mobility_analysis.log.schema import LOAD, STATUS_SPELLINGS

MOST_LINES = 30
"""Lines from the top among which the first line of days is looked for. *Our choice.*"""

_ANY_NUMBER = LOAD.between(-np.inf, np.inf)
_NOTES = re.compile(r"\b(notes?|comments?|remarks?)\b", re.I)
_WORDS_OF = {
    "sets": "sets", "reps": "repetitions", "hold_s": "seconds of a hold",
    "duration_min": "minutes", "load_kg": "kilograms",
}  # fmt: skip


class _Seen(NamedTuple):
    """A sheet in which days stand beside each other, and what its lines are by their names."""

    blocks: list[Block]
    labels: Counter[str]
    """How many boxes the lines of each name have that are no sums."""
    sums: set[str]
    known: list[str]
    columns: list[str]
    notes: list[str]
    asked: AskedOfDays

    @property
    def wanted(self) -> DaysAcross:
        """How it is turned to be looked at."""
        return DaysAcross(
            columns=tuple(self.columns), notes=tuple(self.notes), year=self.asked.year
        )


def _seen(sheet: Sheet, rows: Rows, catalogue: Catalogue) -> _Seen | None:
    """See days across in rows, which need not stand in the sheet; None where there are none."""
    if not any(map(run_of_days, islice(rows(), MOST_LINES))):
        return None
    blocks = find_blocks(rows())
    if not blocks or max(len(block.names) for block in blocks) < FEWEST_DAYS:
        return None
    labels = _labels(rows(), blocks)
    sums = _sums(rows, blocks, labels)
    labels = Counter({name: n for name, n in labels.items() if name not in sums})
    known = [name for name in labels if known_exercise(name, catalogue)]
    columns = [name for name in labels if name not in known and is_of_scores(name)]
    notes = [name for name in labels if name not in {*known, *columns} and _is_of_notes(name)]
    if not known and not columns and not _are_ticks(rows(), blocks, sums):
        return None
    asked = _asked_of_days(sheet, blocks)
    return _Seen(blocks, labels, sums, known, columns, notes, asked)


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See a sheet with days across: a line of three days or more, with exercises under it."""
    if not any(map(run_of_days, islice(sheet.rows, MOST_LINES))):
        return None
    seen = _seen(sheet, lambda: each_row(sheet), catalogue)
    if seen is None:
        return None
    blocks, labels, sums, known, columns, notes, asked = seen
    sets = lines_of_sets(each_row(sheet), blocks, sums)
    are_sets = sets is not None or names_number_sets([*labels], catalogue)
    fill_down = [EXERCISE] if sets is not None and sets.has_names_once else []
    given = {"columns": columns, "notes": notes}
    stated = {key: value for key, value in given.items() if value}
    adds: dict[str, Any] = {"days_across": stated or True}
    found = turned(sheet, seen.wanted, order=asked.order, fill_down=fill_down)
    one_a_day = {"one_a_day": True} if are_sets else {}
    adds |= {
        "date": {"column": DATE},
        "sessions": [{"exercise": {"column": EXERCISE}, "marks": MARK, **one_a_day}],
        **({"fill_down": fill_down} if fill_down else {}),
    }
    unknown = Counter({name: n for name, n in labels.items() if name not in
                       {*known, *columns, *notes} and not means_no_exercise(name)})  # fmt: skip
    dates, *_ = _columns(found)
    days = sorted(map(str, filled_values(dates)))
    said = Taken(DATE, f"a day a column, {_span(days, is_asked=bool(asked.questions))}",
                 tuple(text_of(name) for name in blocks[0].names[:3]))  # fmt: skip
    if sums:
        adds["rows"] = [{"column": EXERCISE, "leave_out": sorted(sums), "reason": SUMS}]
        found = changed(found, LeftOut(1, frozenset(sums)))
    _, names, marks = _columns(found)
    first_marks = islice((cell_text(m) for m in marks.in_order() if m is not None), 3)
    taken = (
        said,
        Taken(EXERCISE, "a line an exercise", tuple([*known, *unknown][:3])),
        Taken(MARK, f"{int(marks.counts.sum()):,} filled boxes", tuple(first_marks)),
        *([Taken(sets.column, NUMBERS_SETS)] if sets is not None else ()),
    )
    bare = {name for name in labels if not named(name, catalogue).unit}
    of_lines = zip(names.in_order(), marks.in_order(), strict=True)
    open_ = {(type(m), m): m for name, m in of_lines if text_of(name) in bare}
    numbers = _asked(sheet, [*open_.values()], are_sets=are_sets)
    return Detected(adds, taken, dict(unknown), (*asked.questions, *numbers), found)


def headers_seen(sheet: Sheet, rows: Rows, catalogue: Catalogue) -> set[str] | None:
    """Return the headers that hold anything when a sheet is seen and turned; None if it is not.

    Those beside the days are among them where any line has something there. The rows need not
    stand in the sheet.

    Raises
    ------
    DataError
        If it is seen and cannot be turned.
    """
    seen = _seen(sheet, rows, catalogue)
    if seen is None:
        return None
    date_blocks(sheet, seen.blocks, seen.wanted, seen.asked.order)
    others: set[str] = set()
    for block, _, row in lines_under(rows(), seen.blocks):
        for n, text in beside(block, label_place(block, seen.wanted)).items():
            if text not in others and n < len(row) and not is_blank(row[n]):
                others.add(text)
    return {DATE, EXERCISE, MARK, *others, *seen.columns, *seen.notes}


def _boxes(
    rows: Iterable[Sequence[Cell]], blocks: Sequence[Block]
) -> Iterator[tuple[str, Sequence[Cell]]]:
    """Yield the name of each line, and its filled boxes."""
    now, label = None, 0
    for block, _, row in lines_under(rows, blocks):
        if block is not now:
            now, label = block, label_place(block, DaysAcross())
        name = text_of(row[label]) if label < len(row) else ""
        yield name, [c for c in row[block.start : block.places.stop] if not is_blank(c)]


def _sums(rows: Rows, blocks: Sequence[Block], labels: Collection[str]) -> set[str]:
    """Return the names of lines that count what stands over them: sums and means, in numbers."""
    found = set(filter(is_sum, labels))
    ticked = {
        name for name, cells in (_boxes(rows(), blocks) if found else ()) for cell in cells
        if isinstance(read_number(cell, _ANY_NUMBER), Fault) and cell_text(cell)[:1] != "="
    }  # fmt: skip
    return found - ticked


def _columns(found: Sheet) -> list[Coded]:
    """Return the days, exercises and marks of a turned sheet."""
    return [column for column in table_of_sheet(found).columns[:3] if isinstance(column, Coded)]


def _are_ticks(
    rows: Iterable[Sequence[Cell]], blocks: Sequence[Block], sums: Collection[str]
) -> bool:
    """Tell whether all filled boxes are ticks or amounts, so that the lines are exercises."""
    has_boxes = False
    for name, cells in _boxes(rows, blocks):
        for cell in cells if name not in sums else ():
            if means_no_tick(cell):
                continue
            has_boxes = True
            if word_key(cell) not in STATUS_SPELLINGS and marked(cell, "") is None:
                return False
    return has_boxes


def _is_of_notes(name: str) -> bool:
    return bool(_NOTES.search(name)) or "note" in columns_named(name)


def _span(days: Sequence[str], *, is_asked: bool) -> str:
    """Say how many days have an entry, and from when to when where that is known."""
    if not days:
        return "no entry"
    span = "" if is_asked else f", {days[0]} to {days[-1]}"
    return f"{number_of(len(days), 'day')} with an entry{span}"


def _asked_of_days(sheet: Sheet, blocks: Sequence[Block]) -> AskedOfDays:
    """Ask for the year or the order of days and weeks, where neither they nor a title say it."""
    year = year_of(sheet, blocks)
    cells: list[Any] = [
        date_of_week(cell) if isinstance(cell, str) else cell
        for b in blocks
        if b.kind == "dates"
        for cell in b.names
    ] or [
        day
        for block in blocks
        if block.kind == "weekdays"
        for title in block.titles
        if is_date(day := date_of_week(title))
    ]
    return asked_of_days(sheet, cells, "days_across", year=year)


def _labels(rows: Iterable[Sequence[Cell]], blocks: Sequence[Block]) -> Counter[str]:
    """Count the filled boxes of each line by its name."""
    found: Counter[str] = Counter()
    for name, cells in _boxes(rows, blocks):
        if name:
            found[name] += len(cells)
    return found


def _asked(sheet: Sheet, marks: Sequence[Cell], *, are_sets: bool) -> list[Question]:
    """Ask what plain numbers in the boxes count; no sets where each line is one."""
    if not any(map(has_bare_number, marks)):
        return []
    counted = [name for name in COUNTED if not (are_sets and name == "sets")]
    return [numbers_question(sheet, MARK, marks, counted)]


def numbers_question(
    sheet: Sheet, column: str, cells: Sequence[Any], counted: Collection[str] = COUNTED
) -> Question:
    """Return the question what plain numbers in boxes for exercises count."""
    samples = list(dict.fromkeys(cell_text(cell) for cell in cells if has_bare_number(cell)))
    return Question(
        f"numbers:{column}",
        f"What do the numbers in the boxes of the exercises count ({', '.join(samples[:3])})?",
        tuple(Choice(name, _WORDS_OF[name], {"sessions": {"numbers": name}}) for name in counted),
        column=column,
        samples=tuple(samples[:3]),
        file=sheet.file,
        sheet=sheet.name,
    )
