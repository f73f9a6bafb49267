"""A sheet with a column a day turned into a row for each filled box; empty boxes are no rows.

All rows are looked at before any is turned, and read again for it, so that a sheet of any length
can be turned without holding its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from mobility_analysis.log.exports.shapes.across.blocks import (
    Block,
    find_blocks,
    lines_under,
    text_of,
)
from mobility_analysis.log.exports.shapes.across.dates import DaysAcross, date_blocks, where
from mobility_analysis.log.exports.shapes.across.notes import Place, Placed, Placing, Told, placed
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Cell, Sheet, is_blank
from mobility_analysis.log.read.headers import header_key, speaks_of_exercises
from mobility_analysis.log.read.sheets import FirstRows, each_row

DATE, EXERCISE, MARK = "date", "exercise", "mark"
"""The columns of the turned sheet; those of notes and scores are called as their lines are."""


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
    rest = {"client": client, "fill_down": fill_down}
    return Turning.of(sheet, lambda: each_row(sheet), wanted, order=order, **rest).whole()


Rows = Callable[[], Iterable[Sequence[Cell]]]
"""Gives the rows of a sheet, as often as it is called."""


class Box(NamedTuple):
    """A filled box: where it stands, and the row that it becomes."""

    place: int
    column: int
    cells: list[Cell]

    @property
    def letter(self) -> str:
        """What a spreadsheet calls its column."""
        text, left = "", self.column + 1
        while left:
            left, rest = divmod(left - 1, 26)
            text = chr(ord("A") + rest) + text
        return text


class _Line(NamedTuple):
    """A line under days, and what holds for all of its boxes."""

    block: Block
    place: int
    row: Sequence[Cell]
    name: str
    own: str
    """The column that it becomes, where it is no exercise."""
    beside: Mapping[str, Cell]
    """What stands beside its days, by header."""

    def boxes(self) -> Iterator[tuple[int, str]]:
        """Yield the columns of its filled boxes, each with its day."""
        for n, day in zip(self.block.places, self.block.days, strict=False):
            if n < len(self.row) and not is_blank(self.row[n]):
                yield n, day.isoformat()


@dataclass(frozen=True)
class Turning:
    """How a sheet is turned, as all of its rows decide, which are read again to turn them."""

    sheet: Sheet
    rows: Rows
    wanted: DaysAcross
    blocks: Sequence[Block]
    header: tuple[str, ...]
    """That of the turned sheet."""
    whose: str
    """The header of the column that says the client; empty where none does."""
    fill_down: frozenset[str]
    """The keys of the headers whose empty cells mean what stands above."""

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        rows: Rows,
        wanted: DaysAcross,
        *,
        order: str | None,
        client: Collection[str] = (),
        fill_down: Collection[str] = (),
    ) -> Turning:
        """Look at all rows of a sheet, which need not stand in it; see ``turned``."""
        blocks = find_blocks(rows())
        if not blocks:
            raise DataError(
                f"{where(sheet)}: expected a line with days beside each other (dates, numbers of "
                "a month, or names of weekdays), as [days_across] says, and found none."
            )
        date_blocks(sheet, blocks, wanted, order)
        others = dict.fromkeys(
            text for b in blocks for n, text in beside(b, label_place(b, wanted)).items()
        )
        own = [*wanted.columns, *wanted.notes]
        header = (DATE, EXERCISE, MARK, *(o for o in others if o not in own), *own)
        keys = {header_key(name): name for name in reversed(header)}
        whose = next((keys[key] for key in map(header_key, client) if key in keys), "")
        filled = frozenset(map(header_key, fill_down))
        return cls(sheet, rows, wanted, blocks, header, whose, filled)

    def whole(self) -> Sheet:
        """Return the turned sheet; of one of which the first rows are held, those of it."""
        rows = self.sheet.rows
        if isinstance(rows, FirstRows) and rows.again is not None:
            return rows.again.turned(self)
        return self.sheet_of([*self.boxes()])

    def sheet_of(self, boxes: Sequence[Box]) -> Sheet:
        """Return some boxes as a turned sheet."""
        return replace(
            self.sheet,
            rows=[[*self.header], *(box.cells for box in boxes)],
            lines=(self.blocks[0].head_place + 1, *(box.place + 1 for box in boxes)),
            letters=("", *(box.letter for box in boxes)),
            delimiter="",
            unclosed=None,
        )

    def boxes(self, placing: Placing = placed) -> Iterator[Box]:
        """Yield the filled boxes in their order, a note with the first of its day and client.

        ``placing`` says where notes stand; at once of all, where nothing else is given.
        """
        notes = groupby(placing(self._told) if self.wanted.notes else (), lambda note: note.at)
        at, own = next(notes, _NO_NOTES)
        for line in self._lines():
            is_note = line.own in self.wanted.notes
            row = self._row_of(line)
            for n, day in line.boxes():
                is_with_notes = at == (line.place, n)
                if is_note and not is_with_notes:
                    continue
                cells = [day, *row[1:]]
                if not is_note:
                    self._mark(cells, line, line.row[n])
                if is_with_notes:
                    for note in own:
                        cells[self.header.index(note.own)] = note.cell
                    at, own = next(notes, _NO_NOTES)
                yield Box(line.place, n, cells)

    def _row_of(self, line: _Line) -> list[Cell]:
        """Return what all boxes of a line have: what stands beside them; of notes the client."""
        row: list[Cell] = [None] * len(self.header)
        for text, cell in line.beside.items():
            if line.own not in self.wanted.notes or text == self.whose:
                row[self.header.index(text)] = cell
        return row

    def _mark(self, cells: list[Cell], line: _Line, cell: Cell) -> None:
        """Put a box into its row, but over nothing that stands beside the days."""
        if not line.own:
            cells[1], cells[2] = line.name or None, cell
        elif line.own not in line.beside:
            cells[self.header.index(line.own)] = cell

    def _lines(self) -> Iterator[_Line]:
        """Yield all lines, with what stands above where a cell is empty that goes by it."""
        own = {header_key(name): name for name in (*self.wanted.columns, *self.wanted.notes)}
        above: dict[str, Cell] = {}
        now = None
        for block, place, written in lines_under(self.rows(), self.blocks):
            if block is not now:
                now, label = block, label_place(block, self.wanted)
                others = {n: t for n, t in beside(block, label).items() if t in self.header}
                called = {n: header_key(t) for n, t in {label: EXERCISE, **others}.items()}
                to_fill = {n: key for n, key in called.items() if key in self.fill_down}
            row = _filled(written, to_fill, above) if to_fill else written
            name = text_of(row[label]) if label < len(row) else ""
            cells = {text: row[n] if n < len(row) else None for n, text in others.items()}
            yield _Line(
                block, place, row, name, own.get(header_key(name), "") if name else "", cells
            )

    def _told(self) -> Iterator[Told]:
        """Yield all boxes, as far as it matters for where notes stand."""
        names = self.wanted.notes
        for line in self._lines():
            is_note = line.own in names
            who = text_of(line.beside.get(self.whose)).casefold()
            there = tuple(n for n in names if not is_blank(line.beside.get(n)))
            for n, day in line.boxes():
                cell, taken = (line.row[n], None) if is_note else (None, there)
                yield Told((line.block.place, who, day), (line.place, n), line.own, cell, taken)


_NO_NOTES: tuple[Place | None, Iterable[Placed]] = (None, ())


def beside(block: Block, label: int) -> dict[int, str]:
    """Return the headers of the columns beside the days and the names of lines, by place."""
    found = {n: text_of(cell) for n, cell in enumerate(block.head) if n not in block.places}
    return {n: text for n, text in found.items() if n != label and text}


def _filled(
    row: Sequence[Cell], to_fill: Mapping[int, str], above: dict[str, Cell]
) -> Sequence[Cell]:
    """Return a line with what stands above it, which is kept over the days of another week."""
    cells = [*row, *[None] * (max(to_fill) + 1 - len(row))]
    for n, key in to_fill.items():
        if is_blank(cells[n]):
            cells[n] = above.get(key, cells[n])
        else:
            above[key] = cells[n]
    return cells


def label_place(block: Block, wanted: DaysAcross) -> int:
    """Return the column that names the exercises: by its header, or the first that is filled."""
    texts = {n: text_of(cell) for n, cell in enumerate(block.head) if n not in block.places}
    for n, text in texts.items():
        if wanted.exercise and header_key(text) == header_key(wanted.exercise):
            return n
    if not wanted.exercise:
        for n, text in texts.items():
            if speaks_of_exercises(text):
                return n
    left = range(block.start) or texts
    return max(left, key=lambda n: (block.filled[n], -n), default=0)
