"""Blocks of a sheet with days across: a line of days, the titles over it, the lines under it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from mobility_analysis.log.check.bearing import is_of_scores
from mobility_analysis.log.check.dates import read_moment
from mobility_analysis.log.exports.shapes.days import (
    date_of_week,
    day_number,
    lacks_year,
    month_in,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.days import weekdays_in, weekdays_named
from mobility_analysis.log.read.cells import Cell, Sheet, cell_text, is_blank
from mobility_analysis.log.read.headers import header_key

FEWEST_DAYS = 3
"""Days beside each other by which the shape is seen. *Our choice.*"""
FEWEST_NUMBERS = 5
"""Plain numbers that follow each other, to be the days of a month and no scores. *Our choice.*"""
MOST_TITLES = 4
LONGEST_DATE = 30


@dataclass
class Block:
    """The lines under one line of days."""

    place: int
    """Where it begins among the rows: the place of its days, or of the title of its week."""
    kind: str
    """dates, numbers or weekdays."""
    start: int
    names: list[Cell]
    """The cells of its days."""
    titles: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    weekdays: list[int] | None = None
    head: int = -1
    """The place of the line of its days."""

    def __post_init__(self) -> None:
        self.head = self.place if self.head < 0 else self.head

    @property
    def places(self) -> range:
        """The columns of its days."""
        return range(self.start, self.start + len(self.names))


def find_blocks(sheet: Sheet) -> list[Block]:
    """Find the lines of days, the titles above each, and the lines under it."""
    found: list[Block] = []
    for place, row in enumerate(sheet.rows):
        run = run_of_days(row)
        if run is None:
            if found and _is_title_inside(sheet, place, found[-1]):
                found.append(replace(found[-1], place=place, titles=[], days=[], lines=[]))
            elif found and not all(map(is_blank, row)):
                found[-1].lines.append(place)
            continue
        block = Block(place, *run)
        before = found[-1] if found else None
        if before is not None and not before.lines and before.kind != block.kind:
            _join(before, block)  # names of days over their dates, or under
            continue
        if before is not None and block.kind == "numbers" and not _is_alike(sheet, before, block):
            before.lines.append(place)  # a line of scores that happen to count up
            continue
        found.append(block)
    for above, block in zip([None, *found], found, strict=False):
        _give_titles(sheet, above, block)
    return [block for block in found if block.lines]


def _is_title_inside(sheet: Sheet, place: int, block: Block) -> bool:
    """Tell whether a line is the title of a new week under days that are written only once."""
    texts = [text for cell in sheet.rows[place] if (text := text_of(cell))]
    if block.kind != "weekdays" or len(texts) != 1 or not is_date(date_of_week(texts[0])):
        return False
    below = (row for row in sheet.rows[place + 1 :] if not all(map(is_blank, row)))
    return run_of_days(next(below, [])) is None


def _join(block: Block, other: Block) -> None:
    """Put two lines of days together: the dates count, and names of days must agree with them."""
    ranks = ("weekdays", "numbers", "dates")
    names = block.names if block.kind == "weekdays" else other.names
    if ranks.index(other.kind) > ranks.index(block.kind):
        block.kind, block.start, block.names = other.kind, other.start, other.names
    block.place = block.head = other.place
    block.weekdays = weekdays_in([cell_text(n) for n in names])


def _is_alike(sheet: Sheet, first: Block, other: Block) -> bool:
    """Tell whether two lines begin alike, as headers of two weeks do."""
    labels = [text_of(cell) for b in (first, other) for cell in sheet.rows[b.place][: b.start]]
    half = len(labels) // 2
    keys = [header_key(label) for label in labels]
    return first.start == other.start and keys[:half] == keys[half:]


def run_of_days(row: Sequence[Cell]) -> tuple[str, int, list[Cell]] | None:
    """Return the kind of the days that stand beside each other in a row, where they start, them."""
    ways: tuple[tuple[str, Callable[[Cell], bool], int], ...] = (
        ("dates", lambda cell: is_date(cell) or is_week(cell), 2),
        ("numbers", lambda cell: day_number(cell) is not None, FEWEST_NUMBERS),
        ("weekdays", _may_be_weekday, FEWEST_DAYS),
    )
    for kind, fits, fewest in ways:
        start, cells = _longest(row, fits)
        if len(cells) < fewest or (start == 0 and kind == "numbers"):
            continue
        if kind == "numbers" and not _counts_up(cells):
            continue
        if any(is_of_scores(text_of(cell)) for cell in row[:start]):
            continue  # 3/10 4/10, of stiffness
        if kind == "weekdays" and weekdays_in([cell_text(cell) for cell in cells]) is None:
            continue
        return kind, start, cells
    return None


def _longest(row: Sequence[Cell], fits: Callable[[Cell], bool]) -> tuple[int, list[Cell]]:
    best: tuple[int, list[Cell]] = (0, [])
    start = 0
    for place in range(len(row) + 1):
        if place == len(row) or is_blank(row[place]) or not fits(row[place]):
            if place - start > len(best[1]):
                best = (start, list(row[start:place]))
            start = place + 1
    return best


def is_date(cell: Cell) -> bool:
    """Tell whether a cell is a day, with its year or without; a plain number is none.

    >>> is_date("2 Mar"), is_date("2/3/2026"), is_date("3")
    (True, True, False)
    """
    if isinstance(cell, str):
        return len(cell) <= LONGEST_DATE and _text_is_date(cell)
    return isinstance(cell, date)


def is_week(cell: Cell) -> bool:
    """Tell whether a cell is a week by its first day, and no day.

    >>> is_week("w/c 2 March"), is_week("2 March")
    (True, False)
    """
    text = cell.strip() if isinstance(cell, str) else ""
    return text != (day := date_of_week(text)) and is_date(day)


@lru_cache(maxsize=4096)
def _text_is_date(text: str) -> bool:
    if not any(map(str.isdigit, text)) or day_number(text) is not None or text.strip().isdigit():
        return False
    return not isinstance(read_moment(text), Fault) or lacks_year(text)


def _may_be_weekday(cell: Cell) -> bool:
    text = cell.strip() if isinstance(cell, str) else ""
    return bool(text) and ((len(text) == 1 and text.isalpha()) or bool(weekdays_named(text)))


def _counts_up(cells: Sequence[Cell]) -> bool:
    numbers = [day_number(cell) or 0 for cell in cells]
    return all(b - a == 1 for a, b in itertools.pairwise(numbers))


def text_of(cell: Cell) -> str:
    """Return a cell as text, without spaces that do not matter; empty for a blank one."""
    return "" if is_blank(cell) else " ".join(cell_text(cell).split())


def _give_titles(sheet: Sheet, above: Block | None, block: Block) -> None:
    """Take what stands beside the days of a block and over it, up to the lines of the one above."""
    inside = set(block.places)
    beside = [text_of(cell) for n, cell in enumerate(sheet.rows[block.place]) if n not in inside]
    block.titles = [text for text in beside if text]
    first = above.place + 1 if above else 0
    place = block.place - 1
    while place >= first and len(block.titles) < MOST_TITLES + len(beside):
        texts = [text for cell in sheet.rows[place] if (text := text_of(cell))]
        if len(texts) > 2 or (above and texts and not _says_when(texts)):
            break
        block.titles += texts
        if above and place in above.lines:
            above.lines.remove(place)
        place -= 1


def _says_when(texts: Sequence[str]) -> bool:
    """Tell whether a line is the title of a week or a month, and no line of an exercise."""
    return any(
        is_date(date_of_week(text))
        or month_in(text)[1] is not None
        or bool(re.match(r"\W*(week|wk|woche|kw|semana|semaine|settimana)\b", text, re.I))
        for text in texts
    )
