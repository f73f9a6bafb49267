"""Blocks of a sheet with days across: a line of days, the titles over it, the lines under it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

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
from mobility_analysis.log.read.cells import Cell, cell_text, is_blank
from mobility_analysis.log.read.headers import header_key

FEWEST_DAYS = 3
"""Days beside each other by which the shape is seen. *Our choice.*"""
FEWEST_NUMBERS = 5
"""Plain numbers that follow each other, to be the days of a month and no scores. *Our choice.*"""
MOST_TITLES = 4
MOST_HELD = 2_000
"""Rows that are held back as titles: more than any line of days has, with texts beside it."""
LONGEST_DATE = 30


@dataclass
class Block:
    """One line of days, and what is known of the lines under it."""

    place: int
    """Where it begins among the rows: the place of its days, or of the title of its week."""
    kind: str
    """dates, numbers or weekdays."""
    start: int
    names: list[Cell]
    """The cells of its days."""
    row: Sequence[Cell] = ()
    """The line at its place."""
    head: Sequence[Cell] = ()
    """The line of its days."""
    head_place: int = -1
    titles: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    weekdays: list[int] | None = None
    last: int = -1
    """The place of the last line under it; all between that are filled are such lines."""
    filled: Counter[int] = field(default_factory=Counter)
    """In how many of its lines each column before its days is filled, or else each beside them."""

    def __post_init__(self) -> None:
        if self.head_place < 0:
            self.head, self.head_place = self.row, self.place

    @property
    def places(self) -> range:
        """The columns of its days."""
        return range(self.start, self.start + len(self.names))


def find_blocks(rows: Iterable[Sequence[Cell]]) -> list[Block]:
    """Find the lines of days with the titles above each, and how far the lines under each go."""
    finder = _Finder()
    seen = ((place, row, run_of_days(row)) for place, row in filled_rows(rows))
    now = next(seen, None)
    while now is not None:
        below = next(seen, None)
        finder.add(*now, is_over_days=below is not None and below[2] is not None)
        now = below
    return finder.end()


def filled_rows(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield the rows that hold anything, each with its place."""
    return ((place, row) for place, row in enumerate(rows) if not all(map(is_blank, row)))


def lines_under(
    rows: Iterable[Sequence[Cell]], blocks: Sequence[Block]
) -> Iterator[tuple[Block, int, Sequence[Cell]]]:
    """Yield the lines under the days of each block, each with its place."""
    left = iter(blocks)
    block = next(left, None)
    for place, row in filled_rows(rows):
        while block is not None and place > block.last:
            block = next(left, None)
        if block is not None and place > block.place:
            yield block, place, row


class _Held(NamedTuple):
    """A row that may yet turn out to be a title of the days below it."""

    place: int
    row: Sequence[Cell]
    is_line: bool
    """Whether it is else a line of the block above."""


@dataclass
class _Finder:
    """Goes through the rows of a sheet once, and holds back those that may be titles."""

    found: list[Block] = field(default_factory=list)
    above: list[_Held] | None = None
    """The rows between the last block and the one before it; None when its titles are known."""
    under: list[_Held] = field(default_factory=list)
    """The rows after the last block that may be titles of the next."""
    has_lines: bool = False

    def add(
        self,
        place: int,
        row: Sequence[Cell],
        run: tuple[str, int, list[Cell]] | None,
        *,
        is_over_days: bool,
    ) -> None:
        """Take in the next row that is filled; ``is_over_days`` if the one after it is of days."""
        before = self.found[-1] if self.found else None
        if run is None:
            if before is not None and not is_over_days and _is_title_inside(row, before):
                self._open(Block(place, before.kind, before.start, before.names, row, before.head,
                                 before.head_place, weekdays=before.weekdays))  # fmt: skip
            else:
                self._hold(place, row)
            return
        block = Block(place, *run, row)
        if before is not None and not self.has_lines and before.kind != block.kind:
            self.above = [*(self.above or ()), _Held(before.place, before.row, is_line=False)]
            _join(before, block)  # names of days over their dates, or under
        elif before is not None and block.kind == "numbers" and not _is_alike(before, block):
            self._hold(place, row)  # a line of scores that happen to count up
        else:
            self._open(block)

    def end(self) -> list[Block]:
        """Return the blocks that have lines, when all rows are taken in."""
        self._settle()
        self._deliver(self.found[-1:], self.under)
        return [block for block in self.found if block.last >= 0]

    def _open(self, block: Block) -> None:
        self._settle()
        self.found.append(block)
        self.above, self.under, self.has_lines = self.under, [], False

    def _hold(self, place: int, row: Sequence[Cell]) -> None:
        """Hold back a row; over one that cannot be a title none is."""
        self._settle()
        self.has_lines = bool(self.found)
        self.under.append(_Held(place, row, is_line=self.has_lines))
        n = len(self.under) if self._ends_titles(row) else max(0, len(self.under) - MOST_HELD)
        if n:
            self._deliver(self.found[-1:], self.under[:n])
            del self.under[:n]

    def _ends_titles(self, row: Sequence[Cell]) -> bool:
        texts = _texts(row)
        return len(texts) > 2 or (bool(self.found) and not _says_when(tuple(texts)))

    def _settle(self) -> None:
        """Give the last block its titles; the other rows above it are lines of the one before."""
        if self.above is None:
            return
        block, left = self.found[-1], self.above
        beside = [text_of(cell) for n, cell in enumerate(block.row) if n not in block.places]
        block.titles = [text for text in beside if text]
        is_first = len(self.found) == 1
        while left and len(block.titles) < MOST_TITLES + len(beside):
            if not _is_of_weekdays(left[-1].row):
                texts = _texts(left[-1].row)
                if len(texts) > 2 or (not is_first and not _says_when(tuple(texts))):
                    break
                block.titles += texts
            left = left[:-1]
        self._deliver(self.found[-2:-1], left)
        self.above = None

    def _deliver(self, blocks: Sequence[Block], rows: Sequence[_Held]) -> None:
        """Take rows for lines of a block, where there is one."""
        for block in blocks:
            outside = range(block.start) or [
                n for n in range(len(block.head)) if n not in block.places
            ]
            for held in rows:
                if held.is_line:
                    block.last = held.place
                    block.filled.update(
                        n for n in outside if n < len(held.row) and text_of(held.row[n])
                    )


def _texts(row: Sequence[Cell]) -> list[str]:
    """Return the first texts of a row, of which a title has two at most."""
    return [*itertools.islice(filter(None, map(text_of, row)), 3)]


def _is_title_inside(row: Sequence[Cell], block: Block) -> bool:
    """Tell whether a line is the title of a new week under days that are written only once."""
    texts = _texts(row) if block.kind == "weekdays" else []
    return len(texts) == 1 and is_date(date_of_week(texts[0]))


def _join(block: Block, other: Block) -> None:
    """Put two lines of days together: the dates count, and names of days must agree with them."""
    ranks = ("weekdays", "numbers", "dates")
    names = block.names if block.kind == "weekdays" else other.names
    if ranks.index(other.kind) > ranks.index(block.kind):
        block.kind, block.start, block.names = other.kind, other.start, other.names
    block.place, block.row = block.head_place, block.head = other.place, other.row
    block.weekdays = weekdays_in([cell_text(n) for n in names])


def _is_alike(first: Block, other: Block) -> bool:
    """Tell whether two lines begin alike, as headers of two weeks do."""
    keys = [[header_key(text_of(cell)) for cell in b.row[: b.start]] for b in (first, other)]
    return first.start == other.start and keys[0] == keys[1]


def run_of_days(row: Sequence[Cell]) -> tuple[str, int, list[Cell]] | None:
    """Return the kind of the days that stand beside each other in a row, where they start, them."""
    ways: tuple[tuple[str, Callable[[Cell], bool], int], ...] = (
        ("dates", lambda cell: is_date(cell) or is_week(cell), 2),
        ("numbers", lambda cell: day_number(cell) is not None, FEWEST_NUMBERS),
        ("weekdays", _may_be_weekday, FEWEST_DAYS),
    )
    runs = _filled_runs(row)
    for kind, fits, fewest in ways:
        start, cells = _longest([run for run in runs if len(run[1]) >= fewest], fits)
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


def _filled_runs(row: Sequence[Cell]) -> list[tuple[int, Sequence[Cell]]]:
    """Return the cells that stand beside each other without an empty one, and where they start."""
    ends = [place for place, cell in enumerate(row) if is_blank(cell)]
    starts = [0, *(place + 1 for place in ends)]
    found = zip(starts, [*ends, len(row)], strict=True)
    return [(start, row[start:end]) for start, end in found if end > start]


def _longest(
    runs: Sequence[tuple[int, Sequence[Cell]]], fits: Callable[[Cell], bool]
) -> tuple[int, list[Cell]]:
    best: tuple[int, list[Cell]] = (0, [])
    for start, run in runs:
        first = 0
        for place in range(len(run) + 1):
            if place == len(run) or not fits(run[place]):
                if place - first > len(best[1]):
                    best = (start + first, list(run[first:place]))
                first = place + 1
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

    >>> is_week("w/c 2 March"), is_week("2 March"), is_week("'2026-03-02")
    (True, False, False)
    """
    text = cell.strip().removeprefix("'") if isinstance(cell, str) else ""
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


def _is_of_weekdays(row: Sequence[Cell]) -> bool:
    """Tell whether a line holds the weekdays of the days below it: no title, and no end of them."""
    run = run_of_days(row)
    return run is not None and run[0] == "weekdays"


@lru_cache(maxsize=4096)
def _says_when(texts: tuple[str, ...]) -> bool:
    """Tell whether a line is the title of a week or a month, and no line of an exercise."""
    return any(
        is_date(date_of_week(text))
        or month_in(text)[1] is not None
        or bool(re.match(r"\W*(week|wk|woche|kw|semana|semaine|settimana)\b", text, re.I))
        for text in texts
    )
