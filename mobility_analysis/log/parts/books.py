"""A sheet of a workbook, read in pieces of whole rows as a text file is.

Its cells have types, which their texts say; ``cell_of`` gives each cell back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.parts.texts import (
    LINE,
    LINES_A_SHEET,
    ROWS_KNOWN,
    SWALLOWED,
    TOO_LONG,
    Piece,
    Spooled,
    spooled_pieces,
    told_apart,
)
from mobility_analysis.log.read.cells import Cell, RawColumn, Sheet, distinct, is_blank
from mobility_analysis.log.read.many_sheets import places_by_header, remarks_of_joined
from mobility_analysis.log.read.sheets import other_rows, table_of_piece
from mobility_analysis.log.read.workbooks import SheetInRows

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_A_PIECE = 20_000
TYPED = {**ROWS_KNOWN, "cells": "as text_of gives them"}
"""Stands with the columns of a file whose texts say their types."""
_MARK = ":"
_READ: dict[str, Callable[[str], Cell]] = {
    "s": str,
    "f": float,
    "i": int,
    "b": lambda text: text == "True",
    "M": datetime.fromisoformat,
    "D": date.fromisoformat,
    "T": time.fromisoformat,
    "d": lambda text: timedelta(microseconds=int(text)),
}


def text_of(cell: Cell) -> str:
    """Return a cell as a text from which ``cell_of`` makes the same cell.

    >>> text_of(2.5), cell_of("f:2.5"), cell_of(text_of(date(2026, 1, 5)))
    ('f:2.5', 2.5, datetime.date(2026, 1, 5))
    """
    if isinstance(cell, timedelta):
        return f"d{_MARK}{cell // timedelta(microseconds=1)}"
    kind = {datetime: "M", date: "D", time: "T"}.get(type(cell))
    if isinstance(cell, datetime | date | time):
        return f"{kind}{_MARK}{cell.isoformat()}"
    return f"{type(cell).__name__[0]}{_MARK}{cell}"


def cell_of(text: str) -> Cell:
    """Return the cell that a text says; a text that says none as it is."""
    read = _READ.get(text[:1]) if text[1:2] == _MARK else None
    return text if read is None else read(text[2:])


def spooled_sheet(opened: SheetInRows, path: Path, *, header_line: int = 1) -> Spooled | None:
    """Read a sheet into a Parquet file; None where it cannot be read as a table.

    The header is the first row that is filled from a line on.
    """
    rows = opened.rows()
    n_before, header = 0, list[Cell]()
    for row in rows:
        n_before += 1
        if n_before >= header_line and not all(map(is_blank, row)):
            header = row
            break
    if not header:
        return None
    pieces = _pieces(opened.sheet, header, rows)
    made = spooled_pieces(pieces, n_before, path, typed_texts, TYPED)
    if made is not None:
        made.remarks[:0] = opened.holding([]).remarks
    return made


def _pieces(sheet: Sheet, header: list[Cell], rows: Iterator[list[Cell]]) -> Iterator[Piece | None]:
    """Yield some rows at a time, each piece as a sheet with the header on its first line."""
    is_first, n_rows = True, 0
    while (piece := [*islice(rows, ROWS_A_PIECE)]) or is_first:
        is_first = False
        own = Sheet(
            sheet.file, sheet.name, [header, *piece], is_1904=sheet.is_1904, is_text=False
        )  # fmt: skip
        raw = table_of_piece(own, n_rows)
        n_rows += raw.n_rows
        yield (raw, len(piece), other_rows(own)) if raw.fault is None else None


def joined_sheets(sheets: Mapping[str, Spooled], path: Path) -> Spooled:
    """Put sheets together as one table, their columns by header; rows keep their sheet and line."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile, ParquetWriter

    places = [places_by_header(own.written) for own in sheets.values()]
    keys = list(dict.fromkeys(chain(*places)))
    written = tuple(
        next(own.written[at[key]] for own, at in zip(sheets.values(), places, strict=True)
             if key in at) for key in keys
    )  # fmt: skip
    remarks = remarks_of_joined({name: own.remarks for name, own in sheets.items()})
    made = Spooled(path, told_apart(written), written, remarks)
    kinds = [pa.string(), pa.string()]
    names = [*made.header, LINE, TOO_LONG, SWALLOWED]
    schema = pa.schema(
        zip(names, [pa.string()] * len(written) + [pa.int64(), *kinds], strict=True), TYPED
    )
    with ParquetWriter(path, schema) as writer:
        for number, (own, at) in enumerate(zip(sheets.values(), places, strict=True)):
            made.filled |= {n for n, key in enumerate(keys) if at.get(key) in own.filled}
            with ParquetFile(own.path) as opened:
                for rows in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
                    nothing = pa.nulls(len(rows), pa.string())
                    columns = [rows.column(at[k]) if k in at else nothing for k in keys]
                    lines = rows.column(LINE).to_numpy() + number * LINES_A_SHEET
                    columns += [pa.array(lines), rows.column(TOO_LONG), rows.column(SWALLOWED)]
                    writer.write_batch(pa.record_batch(columns, schema=schema))
            own.path.unlink()
    return made


def typed_texts(column: RawColumn) -> pa.Array:
    """Return a column as texts that say their types, of which an empty cell is null."""
    import pyarrow as pa

    coded = distinct(column)
    codes = pa.array(coded.codes, mask=np.asarray(coded.codes) < 0)
    values: list[Any] = [text_of(value) for value in coded.values]
    return pa.array(values, type=pa.string()).take(codes)
