"""The rows of tables of any size, cut by client, and put together again part by part.

The rows go as they are, each with its line: only then are they checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.parts.books import cell_of
from mobility_analysis.log.parts.decided import is_typed, plain
from mobility_analysis.log.parts.listed import Tables
from mobility_analysis.log.parts.texts import LINE, OF_ROWS, SWALLOWED, TOO_LONG
from mobility_analysis.log.read.cells import Coded, RawColumn, RawTable, distinct
from mobility_analysis.log.read.parquet import read_parquet
from mobility_analysis.log.schema import DATED_TABLES, DIARY

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_HELD = 4 * ROWS_A_BLOCK
"""So many rows wait in memory until all of them are written to the parts that they belong to."""


def parts_of_clients(n_rows: Mapping[str, int], n_a_part: int) -> dict[str, int]:
    """Return the number of the part in which each client stands, by name.

    Spellings that differ by case alone stand together, in the place of the one that most rows have:
    only that one is kept.

    >>> parts_of_clients({"b": 7, "A": 5, "B": 1, "c": 3}, 1)
    {'b': 1, 'A': 0, 'c': 2, 'B': 1}
    """
    kept: dict[str, str] = {}
    names = sorted(n_rows, key=lambda name: (-n_rows[name], name))
    for name in names:
        kept.setdefault(name.casefold(), name)
    place = {name: n // n_a_part for n, name in enumerate(sorted(kept.values()))}
    return {name: place[kept[name.casefold()]] for name in names}


def cut_tables(tables: Tables, part_of: Mapping[str, int], folder: Path) -> None:
    """Write the rows of every table of people into a folder, by table and part."""
    for name, opened in tables.opened.items():
        if opened.metadata.num_rows:
            _cut(tables, name, part_of, folder / name)


def _cut(tables: Tables, name: str, part_of: Mapping[str, int], folder: Path) -> None:
    import pyarrow as pa

    opened, known = tables.opened[name], tables.clients[name]
    places = {value: part_of[client] for value, client in known.items()}
    waiting: dict[int, list[pa.RecordBatch]] = {}
    n_waiting, line, last, n_written = 0, 2, next(iter(places.values())), 0
    for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
        columns = {n: plain(batch.column(n)) for n in batch.schema.names}
        if LINE not in columns:
            columns[LINE] = pa.array(np.arange(line, line + batch.num_rows))
        rows = pa.record_batch(columns)
        numbers = _parts_of_rows(columns[tables.whose[name]], places, last)
        for part, own in _split(rows, numbers):
            waiting.setdefault(part, []).append(own)
        n_waiting, line, last = n_waiting + len(rows), line + len(rows), int(numbers[-1])
        if n_waiting >= ROWS_HELD:
            _write(waiting, folder, n_written)
            n_waiting, n_written = 0, n_written + 1
    _write(waiting, folder, n_written)


def _parts_of_rows(clients: pa.Array, places: Mapping[object, int], last: int) -> NDArray[np.int32]:
    """Return the part of each row; one of nobody goes with the row before, to be told there."""
    coded = clients.dictionary_encode()
    own = np.array([*(places.get(v, -1) for v in coded.dictionary.to_pylist()), -1], dtype=np.int32)
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


def raw_part(tables: Tables, folder: Path, part: int) -> dict[str, RawTable]:
    """Return the tables of one part as they were read.

    A table of which it has no row is left out, but for those that a log needs; what is said of a
    file as a whole is said in the first part.
    """
    raws = {}
    for name in tables.opened:
        pieces = sorted((folder / name / str(part)).glob("*.parquet"))
        if pieces:
            raws[name] = _joined(tables, name, pieces)
        elif part == 0 or name in DATED_TABLES:
            header = tables.header(name)
            columns = (_nothing(0),) * len(header)
            raws[name] = RawTable(tables.files[name], "", header, columns, range(2, 2))
            raws[name] = _of_its_table(tables, name, raws[name])
        if part == 0:
            raws[name] = replace(raws[name], remarks=tables.remarks.get(name, ()))
    return raws


def _nothing(n_rows: int) -> Coded:
    return Coded(np.full(n_rows, -1, dtype=np.int32), [])


def _joined(tables: Tables, name: str, pieces: list[Path]) -> RawTable:
    """Read the pieces of a table as one, each row with the line that it had in the whole."""
    from pyarrow import concat_tables, parquet

    path = pieces[0]
    if len(pieces) > 1:
        path = pieces[0].with_name("whole")  # no piece, where it is read again
        parquet.write_table(concat_tables([parquet.read_table(piece) for piece in pieces]), path)
    raw = read_parquet(path, tables.files[name], is_diary=name == DIARY)
    header = tables.header(name)
    known = parquet.read_table(path, columns=[n for n in raw.header if n in OF_ROWS])
    wrong = {
        column: {row: text for row, text in enumerate(known[column].to_pylist()) if text}
        for column in known.column_names
        if column != LINE and known[column].null_count < len(known)
    }
    columns = enumerate(raw.columns[: len(header)])
    return replace(
        _of_its_table(tables, name, raw),
        header=header,
        columns=tuple(_of_whole(tables, name, place, own) for place, own in columns),
        lines=known[LINE].to_numpy(),
        too_long=wrong.get(TOO_LONG, {}),
        swallowed=wrong.get(SWALLOWED, {}),
    )


def _of_its_table(tables: Tables, name: str, raw: RawTable) -> RawTable:
    """Return a table with what the whole one and, in a workbook, its sheet say of it."""
    whose = {*tables.clients.get(name, {}).values()}
    raw = replace(raw, is_of_several=len(whose) > 1)
    sheet = tables.sheets.get(name)
    if sheet is None:
        return raw
    return replace(raw, sheet=sheet.name, is_1904=sheet.is_1904, is_text=False)


def _of_whole(tables: Tables, name: str, place: int, own: RawColumn) -> RawColumn:
    """Return a column of a part with what is known of the whole column."""
    if place in tables.blank.get(name, ()):
        return _nothing(len(own.codes if isinstance(own, Coded) else own.values))
    if place in tables.unread.get(name, ()):
        return Coded(np.minimum(distinct(own).codes, 0), ["(not read)"])
    if is_typed(tables.opened[name]):
        coded = distinct(own)
        own = replace(coded, values=[cell_of(value) for value in coded.values])
    found = tables.decided.get(name, {}).get(place)
    return own if found is None else replace(distinct(own), decided=found)
