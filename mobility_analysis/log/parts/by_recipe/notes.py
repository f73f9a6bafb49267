"""Where any number of notes under days across stand, found on the disk some days at a time.

All boxes of a day are laid together, and then its notes by the lines that they are to stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from mobility_analysis.log.exports.shapes.across.notes import Boxes, OfDay, Placed, Told, placed
from mobility_analysis.log.parts.books import cell_of, text_of
from mobility_analysis.log.parts.cutting import cut_rows, pieces_of
from mobility_analysis.log.parts.decided import DRAWER, N_DRAWERS

if TYPE_CHECKING:
    import pyarrow as pa

BOXES_LAID = 20_000
"""Boxes that are laid on the disk together."""
MOST_DAYS = 100_000
"""Days of which is known meanwhile that their first box is laid there."""


_NO_DAY = (0, "", "")


class _Laid(NamedTuple):
    """A box, or a note where it stands, as it is laid on the disk."""

    drawer: int
    block: int
    client: str
    date: str
    line: int
    column: int
    own: str
    cell: str | None
    taken: Sequence[str] | None

    @property
    def at(self) -> tuple[int, int]:
        return self.line, self.column


def placed_on_disk(boxes: Boxes, *, n_lines: int, folder: Path) -> Iterator[Placed]:
    """Yield where the notes among all boxes stand, in the order of the places.

    Each line has a place below ``n_lines``.
    """
    with TemporaryDirectory(prefix="notes-", dir=folder) as made:
        by_day, by_line = Path(made, "days"), Path(made, "lines")
        _lay(map(_of_day, _firsts(boxes())), by_day)
        _lay((_of_line(note, n_lines) for note in _placed(by_day)), by_line)
        for number in range(N_DRAWERS):
            for note in sorted(_drawer(by_line, number), key=lambda note: note.at):
                yield Placed(note.at, note.own, cell_of(note.cell or ""))


def _placed(folder: Path) -> Iterator[Placed]:
    """Yield where notes stand, of some days after others."""
    for number in range(N_DRAWERS):
        boxes = [*map(_told, _drawer(folder, number))]
        yield from placed(boxes.copy)


def _firsts(boxes: Iterable[Told]) -> Iterator[Told]:
    """Yield all notes, and of the other boxes of each day few but the first."""
    seen: set[tuple[OfDay, bool]] = set()
    for box in boxes:
        if box.taken is None:
            yield box
        elif box.as_first not in seen:
            if len(seen) >= MOST_DAYS:
                seen.clear()
            seen.add(box.as_first)
            yield box


def _of_day(box: Told) -> _Laid:
    """Return a box to be laid with those of its day and client."""
    _, client, date = box.day
    drawer = crc32(f"{date} {client}".encode()) % N_DRAWERS
    cell = None if box.taken is not None else text_of(box.cell)
    return _Laid(drawer, *box.day, *box.at, box.own, cell, box.taken)


def _told(laid: _Laid) -> Told:
    """Return a box as it was, but for the cell of a note, which stays a text."""
    day = (laid.block, laid.client, laid.date)
    return Told(day, laid.at, laid.own, laid.cell, laid.taken)


def _of_line(note: Placed, n_lines: int) -> _Laid:
    """Return a note to be laid with those on the lines near its own, of which each is one."""
    drawer = note.at[0] * N_DRAWERS // n_lines
    return _Laid(drawer, *_NO_DAY, *note.at, note.own, note.cell, None)


def _lay(rows: Iterator[_Laid], folder: Path) -> None:
    numbers: dict[object, int] = {number: number for number in range(N_DRAWERS)}
    cut_rows(_batches(rows), DRAWER, numbers, folder)


def _batches(rows: Iterator[_Laid]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        DRAWER: pa.int32(), "block": pa.int64(), "client": pa.string(), "date": pa.string(),
        "line": pa.int64(), "column": pa.int64(), "own": pa.string(), "cell": pa.string(),
        "taken": pa.list_(pa.string()),
    }  # fmt: skip
    while some := [*islice(rows, BOXES_LAID)]:
        columns = zip(zip(*some, strict=True), kinds.values(), strict=True)
        arrays = [pa.array(cells, type=kind) for cells, kind in columns]
        yield pa.record_batch(arrays, names=[*kinds])


def _drawer(folder: Path, number: int) -> Iterator[_Laid]:
    """Yield what is laid in a drawer, in the order in which it came."""
    from pyarrow import parquet

    for path in pieces_of(folder, number):
        rows = parquet.read_table(path)
        yield from map(_Laid, *(column.to_pylist() for column in rows.columns))
