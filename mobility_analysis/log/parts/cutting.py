"""Rows of any number put together by whose they are, on the disk, each in the order it came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_HELD = 4 * ROWS_A_BLOCK
"""So many rows wait in memory until all of them are written to the parts that they belong to."""


def cut_rows(
    blocks: Iterable[pa.RecordBatch], whose: str, places: Mapping[object, int], folder: Path
) -> None:
    """Write the rows of all blocks into a folder, by the number that ``whose`` has in ``places``.

    A value without a number goes with the row before.
    """
    waiting: dict[int, list[pa.RecordBatch]] = {}
    n_waiting, last, n_written = 0, next(iter(places.values())), 0
    for rows in blocks:
        numbers = _numbers_of_rows(rows.column(whose), places, last)
        for number, own in _split(rows, numbers):
            waiting.setdefault(number, []).append(own)
        n_waiting, last = n_waiting + len(rows), int(numbers[-1])
        if n_waiting >= ROWS_HELD:
            _write(waiting, folder, n_written)
            n_waiting, n_written = 0, n_written + 1
    _write(waiting, folder, n_written)


def deal_rows(blocks: Iterable[pa.RecordBatch], n: int, folder: Path) -> None:
    """Write the rows of all blocks into a folder, a block for each of n numbers in turn."""
    for place, rows in enumerate(blocks):
        _write({place % n: [rows]}, folder, place)


def pieces_of(folder: Path, number: int) -> list[Path]:
    """Return the files with the rows of a number, in order; none where it has none."""
    return sorted((folder / str(number)).glob("*.parquet"))


def _numbers_of_rows(
    column: pa.Array, places: Mapping[object, int], last: int
) -> NDArray[np.int32]:
    coded = column.dictionary_encode()
    values = [*coded.dictionary.to_pylist(), None]
    own = np.array([places.get(value, -1) for value in values], dtype=np.int32)
    codes = coded.indices.fill_null(len(own) - 1).to_numpy(zero_copy_only=False)
    numbers: NDArray[np.int32] = own[codes]
    if (numbers < 0).any():
        known = np.maximum.accumulate(np.where(numbers >= 0, np.arange(len(numbers)), -1))
        numbers = np.where(known >= 0, numbers[known], last)
    return numbers


def _split(
    rows: pa.RecordBatch, numbers: NDArray[np.int32]
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the rows of each part, in their order."""
    if (numbers[1:] < numbers[:-1]).any():
        order = np.argsort(numbers, kind="stable")
        rows, numbers = rows.take(order), numbers[order]
    firsts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    for first, after in zip(firsts, [*firsts[1:], len(numbers)], strict=True):
        yield int(numbers[first]), rows.slice(first, after - first)


def _write(waiting: dict[int, list[pa.RecordBatch]], folder: Path, number: int) -> None:
    """Write what waits, and let go of it."""
    import pyarrow as pa
    from pyarrow import parquet

    for part, batches in waiting.items():
        path = folder / str(part) / f"{number:06}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.Table.from_batches(batches), path)
    waiting.clear()
