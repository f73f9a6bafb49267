"""A line an exercise and a column a day, week under week: turned into a row for each filled box.

The days stand in a line of headers: as dates, as numbers of a month, or as names of weekdays under
a title that says the week. Boxes that are empty are no rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import is_of_scores
from mobility_analysis.log.check.units import COUNTED, has_bare_number, marked
from mobility_analysis.log.check.values import means_no_exercise, read_number, word_key
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken
from mobility_analysis.log.exports.shapes.day_blocks import (
    FEWEST_DAYS,
    Block,
    find_blocks,
    is_date,
    is_week,
    run_of_days,
    text_of,
)
from mobility_analysis.log.exports.shapes.day_questions import AskedOfDays, asked_of_days
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
from mobility_analysis.log.exports.shapes.kinds_of_rows import SUMS, is_sum
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.days import weekdays_in
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Cell, Sheet, cell_text, is_blank
from mobility_analysis.log.read.headers import header_key, speaks_of_exercises
from mobility_analysis.log.schema import DAYS, LOAD, STATUS_SPELLINGS

MOST_LINES = 30
"""Lines from the top among which the first line of days is looked for. *Our choice.*"""
DATE, EXERCISE, MARK = "date", "exercise", "mark"
"""The columns of the turned sheet; those of notes and scores are called as their lines are."""

_ANY_NUMBER = LOAD.between(-np.inf, np.inf)
_NOTES = re.compile(r"\b(notes?|comments?|remarks?)\b", re.I)
_WORDS_OF = {
    "sets": "sets", "reps": "repetitions", "hold_s": "seconds of a hold",
    "duration_min": "minutes", "load_kg": "kilograms",
}  # fmt: skip


@dataclass(frozen=True)
class DaysAcross:
    """What a recipe says of a sheet with a column a day."""

    exercise: str = ""
    """The header of the column that names the exercises; the likely one when empty."""
    columns: tuple[str, ...] = ()
    """Lines that are no exercise, such as scores: each becomes a column."""
    notes: tuple[str, ...] = ()
    """Lines of notes."""
    year: int | None = None
    """The year of the first day, where no header and no title has one."""
    month: int | None = None
    """The month of days that are only numbers, where no title says it."""
    first_day: date | None = None
    """A day of the first week, where no title says which week it is."""


def turned(
    sheet: Sheet,
    wanted: DaysAcross,
    *,
    order: str | None,
    client: Collection[str] = (),
    fill_down: Collection[str] = (),
) -> Sheet:
    """Return a sheet with a row for each filled box, its date, and what its line is called.

    ``client`` are names of the column that says whose a line is, of which the first that is there
    is meant; ``fill_down`` those whose empty cells mean what stands above: in the line above, of
    which no box may be filled.

    >>> rows = [["Exercise", "2 Mar 2026", "3 Mar 2026"], ["Bear rolls", "x", None]]
    >>> found = turned(Sheet("s.csv", "", rows), DaysAcross(), order=None)
    >>> found.rows, found.lines, found.letters
    ([['date', 'exercise', 'mark'], ['2026-03-02', 'Bear rolls', 'x']], (1, 2), ('', 'B'))
    """
    blocks = find_blocks(sheet)
    if not blocks:
        raise DataError(
            f"{_where(sheet)}: expected a line with days beside each other (dates, numbers of a "
            "month, or names of weekdays), as [days_across] says, and found none."
        )
    _date_blocks(sheet, blocks, wanted, order)
    return _turned(sheet, blocks, wanted, client, fill_down)


def _where(sheet: Sheet, place: int | None = None) -> str:
    name = f", sheet {sheet.name}" if sheet.name else ""
    return f"{sheet.file}{name}" + ("" if place is None else f", line {place + 1}")


def _date_blocks(
    sheet: Sheet, blocks: Sequence[Block], wanted: DaysAcross, order: str | None
) -> None:
    """Give each block the dates of its days; say what lacks where that cannot be done."""
    year = wanted.year or _year_of(sheet, blocks)
    for block in blocks:
        if block.kind == "numbers":
            block.days = _days_of_month(sheet, block, wanted, year)
    dated = [block for block in blocks if block.kind == "dates"]
    cells = [date_of_week(c) if isinstance(c, str) else c for block in dated for c in block.names]
    places = [block.place for block in dated for _ in block.names]
    days = iter(_all_days(sheet, cells, places, order, year))
    for block in dated:
        block.days = [next(days) for _ in block.names]
    _give_days_of_the_tab(sheet, dated)
    _date_weeks(sheet, [b for b in blocks if b.kind == "weekdays"], wanted, order, year)
    for block in blocks:
        named = block.weekdays
        if named is not None and [day.weekday() for day in block.days] != named:
            raise DataError(
                f"{_where(sheet, block.place)}: the names of the days do not fall on their dates "
                f"({', '.join(str(day) for day in block.days[:3])}, ...). Correct the dates, or "
                "state their year, such as year = 2026 under [days_across]."
            )


def _give_days_of_the_tab(sheet: Sheet, dated: Sequence[Block]) -> None:
    """Turn weeks beside each other into their days of the weekday that the tab is called after.

    Weeks are called so, or are dates that all are the first day of a week and not the tab's.
    """
    tab = weekday_of(sheet.name)
    weekdays = {day.weekday() for block in dated for day in block.days}
    weeks = [block for block in dated if any(map(is_week, block.names))]
    if weeks and tab is None:
        raise DataError(
            f"{_where(sheet, weeks[0].head)}: the columns are weeks, and nothing says on which day "
            "of them. Call the tab after the weekday, or write days over the columns."
        )
    is_first = len(weekdays) == 1 and tab not in weekdays and weekdays <= {*FIRST_WEEKDAYS}
    if tab is not None and (weeks or is_first):
        for block in dated:
            block.days = [in_week(day, tab) for day in block.days]


def _year_of(sheet: Sheet, blocks: Sequence[Block]) -> int | None:
    """Return the year that the name of the tab or file has, or the first title that has one."""
    texts = [sheet.name, sheet.file, *(title for block in blocks for title in block.titles)]
    return next((year for text in texts if (year := month_in(text)[0]) is not None), None)


def _all_days(
    sheet: Sheet,
    cells: Sequence[Any],
    places: Sequence[int],
    order: str | None,
    year: int | None,
) -> list[date]:
    read = settled_days(cells, order=order, year=year, epoch=sheet.epoch)
    found = []
    for cell, day, place in zip(cells, read, places, strict=True):
        if not isinstance(day, date):
            raise DataError(_no_day(sheet, place, cell, day))
        found.append(day)
    return found


def _no_day(sheet: Sheet, place: int, cell: Any, fault: Fault | None) -> str:
    found = f"{_where(sheet, place)}: found {shortened(text_of(cell))!r}"
    if lacks_year(cell):
        return f"{found}; expected a year with it. State year = 2026 under [days_across]."
    if fault is None:
        return f"{found}; expected a day."
    return f"{found}; expected {fault.expected}. {fault.repair}"


def _days_of_month(sheet: Sheet, block: Block, wanted: DaysAcross, year: int | None) -> list[date]:
    texts = [*block.titles, sheet.name, sheet.file.rsplit(".", 1)[0]]
    named = [month_in(text) for text in texts]
    month = wanted.month or next((m for _, m in named if m is not None), None)
    year = next((y for y, m in named if y is not None and m is not None), None) or year
    if month is None or year is None:
        lacking = [w for w, value in (("month", month), ("year", year)) if value is None]
        example = " and ".join(f"{w} = {3 if w == 'month' else 2026}" for w in lacking)
        raise DataError(
            f"{_where(sheet, block.place)}: the days are only numbers, and nothing says their "
            f"{' and '.join(lacking)}. State {example} under [days_across], or write it as a title "
            "over the days: March 2026."
        )
    days: list[date] = []
    for cell in block.names:
        number = day_number(cell) or 0
        try:
            days.append(date(year, month, number))
        except ValueError:
            break  # a sheet for 31 days in a month of 30
    return days


def _date_weeks(
    sheet: Sheet,
    blocks: Sequence[Block],
    wanted: DaysAcross,
    order: str | None,
    year: int | None,
) -> None:
    """Give weekdays under titles of weeks their dates; weeks without one follow each other."""
    found = [next((d for t in b.titles if is_date(d := date_of_week(t))), None) for b in blocks]
    cells = [cell for cell in found if cell is not None]
    places = [b.place for b, cell in zip(blocks, found, strict=True) if cell is not None]
    firsts = iter(_all_days(sheet, cells, places, order, year))
    for nth, (block, cell) in enumerate(zip(blocks, found, strict=True)):
        weekdays = weekdays_in([cell_text(name) for name in block.names]) or []
        if cell is not None:
            first = next(firsts)
        elif wanted.first_day is not None and not cells:
            counted = next((n for t in block.titles if (n := week_number(t))), nth + 1)
            start = wanted.first_day - timedelta(
                days=(wanted.first_day.weekday() - weekdays[0]) % 7)  # fmt: skip
            first = start + timedelta(days=7 * (counted - 1))
        else:
            raise DataError(
                f"{_where(sheet, block.place)}: nothing says which week these days are of. Write "
                "it as a title over the days, such as Week of 2 March 2026, or state the first "
                "day of the first week, first_day = 2026-03-02, under [days_across]."
            )
        block.days = [in_week(first, weekday) for weekday in weekdays]
        is_first = first.weekday() in (*FIRST_WEEKDAYS, weekdays[0])
        if not is_first or block.days != sorted(block.days):
            raise DataError(
                f"{_where(sheet, block.place)}: the week is said to be of {first}, a {first:%A}, "
                f"and its days begin with {DAYS[weekdays[0]].capitalize()}. Write the date of the "
                "first day over them."
            )


def _turned(
    sheet: Sheet,
    blocks: Sequence[Block],
    wanted: DaysAcross,
    client: Collection[str],
    fill_down: Collection[str],
) -> Sheet:
    """Write the filled boxes one under the other, line by line."""
    others = list(dict.fromkeys(
        text_of(cell) for b in blocks for n, cell in enumerate(sheet.rows[b.head])
        if n not in b.places and n != _label_place(sheet, b, wanted) and text_of(cell)
    ))  # fmt: skip
    own = [*wanted.columns, *wanted.notes]
    header = [DATE, EXERCISE, MARK, *(o for o in others if o not in own), *own]
    keys = {header_key(name): name for name in reversed(header)}
    whose = next((keys[key] for key in map(header_key, client) if key in keys), "")
    filling = _Filling(frozenset(map(header_key, fill_down)))
    rest = _Rest(wanted, tuple(header), whose, filling)
    boxes = [box for block in blocks for box in _boxes_of(sheet, block, rest)]
    first = blocks[0].head + 1
    return replace(
        sheet,
        rows=[[*header], *(box.cells for box in boxes)],
        lines=(first, *(box.place + 1 for box in boxes)),
        letters=("", *(_letter(box.column) for box in boxes)),
        delimiter="",
        unclosed=None,
    )


class _Box(NamedTuple):
    """A filled box: where it stands, and the row that it becomes."""

    place: int
    column: int
    cells: list[Cell]


@dataclass(frozen=True)
class _Filling:
    """Columns whose empty cells mean what stands above, and what does."""

    keys: frozenset[str]
    above: dict[str, Cell] = field(default_factory=dict)

    def filled(self, row: Sequence[Cell], called: Mapping[int, str]) -> Sequence[Cell]:
        """Return a line with what stands above it, also over the days of another week.

        ``called`` is what the columns beside the days are called in the turned sheet.
        """
        cells = row
        for n, text in called.items():
            if (key := header_key(text)) not in self.keys:
                continue
            if n < len(row) and not is_blank(row[n]):
                self.above[key] = row[n]
            elif key in self.above:
                cells = [*cells, *[None] * (n + 1 - len(cells))]
                cells[n] = self.above[key]
        return cells


def _label_place(sheet: Sheet, block: Block, wanted: DaysAcross) -> int:
    """Return the column that names the exercises: by its header, or the first that is filled."""
    row = sheet.rows[block.head]
    outside = [n for n in range(len(row)) if n not in block.places]
    for n in outside:
        text = text_of(row[n])
        if wanted.exercise and header_key(text) == header_key(wanted.exercise):
            return n
    if not wanted.exercise:
        for n in outside:
            if speaks_of_exercises(text_of(row[n])):
                return n
    left = range(block.start) or outside
    filled = {n: sum(bool(text_of(c)) for p in block.lines for c in sheet.rows[p][n : n + 1])
              for n in left}  # fmt: skip
    return max(filled, key=lambda n: (filled[n], -n), default=0)


class _Rest(NamedTuple):
    """What holds for all blocks: the recipe, the header of the turned sheet, whose a line is."""

    wanted: DaysAcross
    header: tuple[str, ...]
    whose: str
    filling: _Filling


def _boxes_of(sheet: Sheet, block: Block, rest: _Rest) -> list[_Box]:
    """Return the filled boxes of a block; a note is put to the first of its day and client."""
    wanted, header, whose, filling = rest
    label = _label_place(sheet, block, wanted)
    head = sheet.rows[block.head]
    beside = [n for n in range(len(head)) if n not in block.places and n != label]
    extras = {n: text for n in beside if (text := text_of(head[n])) in header}
    keys = {header_key(name): name for name in (*wanted.columns, *wanted.notes)}
    boxes: list[_Box] = []
    noted: list[tuple[str, str, _Box]] = []
    first_of: dict[tuple[Cell, str, bool], list[Cell]] = {}
    for place in block.lines:
        row = filling.filled(sheet.rows[place], {label: EXERCISE, **extras})
        name = text_of(row[label]) if label < len(row) else ""
        own = keys.get(header_key(name)) if name else None
        given = {text: row[n] if n < len(row) else None for n, text in extras.items()}
        client = text_of(given.get(whose)).casefold()
        for n, day in zip(block.places, block.days, strict=False):
            if n >= len(row) or is_blank(row[n]):
                continue
            said: dict[str, Cell] = {DATE: day.isoformat()}
            if own is not None and own in wanted.notes:
                said |= {own: row[n], whose: given.get(whose)}
                noted.append((client, own, _Box(place, n, _cells_of(said, header))))
                continue
            said |= {EXERCISE: name or None, MARK: row[n]} if own is None else {own: row[n]}
            boxes.append(_Box(place, n, _cells_of(said | given, header)))
            first_of.setdefault((said[DATE], client, own is not None), boxes[-1].cells)
    for client, own, box in noted:
        of_day, at = (box.cells[0], client), header.index(own)
        row_of_day = first_of.get((*of_day, True)) or first_of.get((*of_day, False))
        if row_of_day is not None and is_blank(row_of_day[at]):
            row_of_day[at] = box.cells[at]  # a note stands with the score or exercise of its day
        else:
            boxes.append(box)
    return sorted(boxes, key=_place_of)


def _cells_of(said: Mapping[str, Cell], header: Sequence[str]) -> list[Cell]:
    """Return the row of a turned sheet that says something under some of its headers."""
    cells: list[Cell] = [None] * len(header)
    for text, cell in said.items():
        if text:
            cells[header.index(text)] = cell
    return cells


def _place_of(box: _Box) -> tuple[int, int]:
    return box.place, box.column


def _letter(place: int) -> str:
    """Return what a spreadsheet calls a column."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See a sheet with days across: a line of three days or more, with exercises under it."""
    if not any(map(run_of_days, sheet.rows[:MOST_LINES])):
        return None
    blocks = find_blocks(sheet)
    if not blocks or max(len(block.names) for block in blocks) < FEWEST_DAYS:
        return None
    labels = _labels(sheet, blocks)
    sums = _sums(sheet, blocks, labels)
    labels = Counter({name: n for name, n in labels.items() if name not in sums})
    known = [name for name in labels if exercise_key(name) in catalogue.spellings]
    columns = [name for name in labels if name not in known and is_of_scores(name)]
    notes = [name for name in labels if name not in {*known, *columns} and _is_of_notes(name)]
    if not known and not columns and not _are_ticks(sheet, blocks, sums):
        return None
    given = {"columns": columns, "notes": notes}
    stated = {key: value for key, value in given.items() if value}
    adds: dict[str, Any] = {"days_across": stated or True}
    asked = _asked_of_days(sheet, blocks)
    wanted = DaysAcross(columns=tuple(columns), notes=tuple(notes), year=asked.year)
    found = turned(sheet, wanted, order=asked.order)
    adds |= {
        "date": {"column": DATE},
        "sessions": [{"exercise": {"column": EXERCISE}, "marks": MARK}],
    }
    unknown = Counter({name: n for name, n in labels.items() if name not in
                       {*known, *columns, *notes} and not means_no_exercise(name)})  # fmt: skip
    days = sorted({str(row[0]) for row in found.rows[1:]})
    said = Taken(DATE, f"a day a column, {_span(days, is_asked=bool(asked.questions))}",
                 tuple(text_of(name) for name in blocks[0].names[:3]))  # fmt: skip
    if sums:
        adds["rows"] = [{"column": EXERCISE, "leave_out": sorted(sums), "reason": SUMS}]
        found = _without_lines(found, sums)
    marks = [row[2] for row in found.rows[1:] if not is_blank(row[2])]
    taken = (
        said,
        Taken(EXERCISE, "a line an exercise", tuple([*known, *unknown][:3])),
        Taken(MARK, f"{len(marks):,} filled boxes", tuple(cell_text(m) for m in marks[:3])),
    )
    return Detected(adds, taken, dict(unknown), (*asked.questions, *_asked(sheet, marks)), found)


def _boxes(sheet: Sheet, blocks: Sequence[Block]) -> Iterator[tuple[str, Cell]]:
    """Yield the filled boxes, each with the name of its line."""
    for block in blocks:
        label = _label_place(sheet, block, DaysAcross())
        for place in block.lines:
            row = sheet.rows[place]
            name = text_of(row[label]) if label < len(row) else ""
            for n, cell in enumerate(row):
                if n in block.places and not is_blank(cell):
                    yield name, cell


def _sums(sheet: Sheet, blocks: Sequence[Block], labels: Collection[str]) -> set[str]:
    """Return the names of lines that count what stands over them: sums and means, in numbers."""
    found = set(filter(is_sum, labels))
    ticked = {
        name for name, cell in (_boxes(sheet, blocks) if found else ())
        if isinstance(read_number(cell, _ANY_NUMBER), Fault) and cell_text(cell)[:1] != "="
    }  # fmt: skip
    return found - ticked


def _without_lines(found: Sheet, names: Collection[str]) -> Sheet:
    """Return a turned sheet without the boxes of some lines."""
    kept = [n for n, row in enumerate(found.rows) if text_of(row[1]) not in names]
    return replace(
        found,
        rows=[found.rows[n] for n in kept],
        lines=found.lines and tuple(found.lines[n] for n in kept),
        letters=found.letters and tuple(found.letters[n] for n in kept),
    )


def _are_ticks(sheet: Sheet, blocks: Sequence[Block], sums: Collection[str]) -> bool:
    """Tell whether all filled boxes are ticks or amounts, so that the lines are exercises."""
    boxes = [cell for name, cell in _boxes(sheet, blocks) if name not in sums]
    return bool(boxes) and all(
        word_key(cell) in STATUS_SPELLINGS or marked(cell, "") is not None for cell in boxes
    )


def _is_of_notes(name: str) -> bool:
    return bool(_NOTES.search(name)) or "note" in columns_named(name)


def _span(days: Sequence[str], *, is_asked: bool) -> str:
    """Say how many days have an entry, and from when to when where that is known."""
    if not days:
        return "no entry"
    span = "" if is_asked else f", {days[0]} to {days[-1]}"
    return f"{len(days):,} days with an entry{span}"


def _asked_of_days(sheet: Sheet, blocks: Sequence[Block]) -> AskedOfDays:
    """Ask for the year or the order of days and weeks, where neither they nor a title say it."""
    year = _year_of(sheet, blocks)
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


def _labels(sheet: Sheet, blocks: Sequence[Block]) -> Counter[str]:
    """Count the filled boxes of each line by its name."""
    found: Counter[str] = Counter()
    for block in blocks:
        label = _label_place(sheet, block, DaysAcross())
        for place in block.lines:
            row = sheet.rows[place]
            name = text_of(row[label]) if label < len(row) else ""
            boxes = [cell for n, cell in enumerate(row) if n in block.places]
            if name:
                found[name] += sum(not is_blank(cell) for cell in boxes)
    return found


def _asked(sheet: Sheet, marks: Sequence[Cell]) -> list[Question]:
    """Ask what plain numbers in the boxes count."""
    return [numbers_question(sheet, MARK, marks)] if any(map(has_bare_number, marks)) else []


def numbers_question(sheet: Sheet, column: str, cells: Sequence[Any]) -> Question:
    """Return the question what plain numbers in boxes for exercises count."""
    samples = list(dict.fromkeys(cell_text(cell) for cell in cells if has_bare_number(cell)))
    return Question(
        f"numbers:{column}",
        f"What do the numbers in the boxes of the exercises count ({', '.join(samples[:3])})?",
        tuple(Choice(name, _WORDS_OF[name], {"sessions": {"numbers": name}}) for name in COUNTED),
        column=column,
        samples=tuple(samples[:3]),
        file=sheet.file,
        sheet=sheet.name,
    )
