"""The rows of tables of any size, cut by client, and put together again part by part.

The rows go as they are, each with its line: only then are they checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mobility_analysis.log.parts.books import cell_of
from mobility_analysis.log.parts.cutting import cut_rows, deal_rows, pieces_of
from mobility_analysis.log.parts.decided import NOT_LOOKED_AT, is_typed, plain_rows
from mobility_analysis.log.parts.listed import Tables
from mobility_analysis.log.parts.texts import (
    LETTER,
    LINE,
    LINES_A_SHEET,
    OF_ROWS,
    SWALLOWED,
    TOO_LONG,
    told_apart,
)
from mobility_analysis.log.read.cells import Coded, Decided, RawColumn, RawTable, distinct
from mobility_analysis.log.read.parquet import columns_read, damaged, read_parquet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.schema import DATED_TABLES, DIARY

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


class DamagedTableError(CannotReadError):
    """A table of a log is damaged in its rows."""

    def __init__(self, name: str) -> None:
        whole = damaged()
        super().__init__(whole.found, whole.fault)
        self.name = name


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
    """Write the rows of every table of people into a folder, by table and part.

    Raises
    ------
    DamagedTableError
        If a Parquet file is damaged where it was not looked at before.
    """
    for name, opened in tables.opened.items():
        if opened.metadata.num_rows:
            try:
                _cut(tables, name, part_of, folder / name)
            except CannotReadError as error:
                raise DamagedTableError(name) from error


def _cut(tables: Tables, name: str, part_of: Mapping[str, int], folder: Path) -> None:
    rows = _with_lines(tables, name)
    if name not in tables.whose:
        deal_rows(rows, max(part_of.values()) + 1, folder)
        return
    places = {value: part_of[client] for value, client in tables.clients[name].items()}
    cut_rows(rows, tables.whose[name], places, folder)


def _with_lines(tables: Tables, name: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, each with its line.

    Nothing stands in a column of Parquet that is not read, such as one of lists.
    """
    import pyarrow as pa

    opened, line = tables.opened[name], 2
    schema, is_made = opened.schema_arrow, name in tables.written
    read = schema.names if is_made else [*columns_read(schema, is_diary=name == DIARY)]
    for own, n_rows in _as_far_as_sound(opened, read):
        nothing = pa.nulls(n_rows, pa.string())
        names = [*(schema.names if is_made else told_apart(schema.names))]
        columns = [own.get(n, nothing) for n in schema.names]
        if LINE not in names:
            names.append(LINE)
            columns.append(pa.array(np.arange(line, line + n_rows)))
        line += n_rows
        yield pa.record_batch(columns, names=names)


def _as_far_as_sound(
    opened: ParquetFile, columns: list[str]
) -> Iterator[tuple[dict[str, pa.Array], int]]:
    """Yield the rows of a table block by block; one that is damaged is an error."""
    from pyarrow import ArrowException

    blocks = plain_rows(opened, columns)
    try:
        while (block := next(blocks, None)) is not None:
            yield block
    except (ArrowException, OSError) as error:
        raise damaged() from error


def raw_part(tables: Tables, folder: Path, part: int) -> dict[str, RawTable]:
    """Return the tables of one part as they were read.

    A table of which it has no row is left out, but for those that a log needs; what is said of a
    file as a whole is said in the first part.
    """
    raws = {}
    for name in tables.opened:
        pieces = pieces_of(folder / name, part)
        if pieces:
            raws[name] = _joined(tables, name, pieces)
        elif part == 0 or name in DATED_TABLES:
            header = tables.header(name)
            known = tables.decided.get(name, {})
            columns = tuple(_no_cells(known.get(place)) for place in range(len(header)))
            raws[name] = RawTable(tables.shown(name), "", header, columns, range(2, 2))
            raws[name] = _of_its_table(tables, name, raws[name])
        if part == 0:
            raws[name] = replace(raws[name], remarks=tables.remarks.get(name, ()))
    return raws


def _nothing(n_rows: int) -> Coded:
    return Coded(np.full(n_rows, -1, dtype=np.int32), [])


def _no_cells(decided: Decided | None) -> Coded:
    """Return an empty column of which still counts what the whole one is for."""
    if decided is None:
        return _nothing(0)
    kept = Decided(values=decided.values, told=decided.told, are_ticks=decided.are_ticks)
    return replace(_nothing(0), decided=kept)


def _joined(tables: Tables, name: str, pieces: list[Path]) -> RawTable:
    """Read the pieces of a table as one, each row with the line that it had in the whole."""
    from pyarrow import concat_tables, parquet

    path = pieces[0]
    if len(pieces) > 1 or tables.shaped is not None:
        path = pieces[0].with_name("whole")  # no piece, where it is read again
        whole = concat_tables([parquet.read_table(piece) for piece in pieces])
        if tables.shaped is not None:  # of which sessions of several sets stand by client
            whole = whole.take(np.argsort(whole[LINE].to_numpy(), kind="stable"))
        parquet.write_table(whole, path)
    header, names = tables.header(name), tables.columns(name)
    own = [names[place] for place in tables.decided.get(name, {})]
    raw = read_parquet(path, tables.shown(name), is_diary=name == DIARY, beside=own)
    known = parquet.read_table(path, columns=[n for n in raw.header if n in OF_ROWS])
    wrong = {
        column: {row: text for row, text in enumerate(known[column].to_pylist()) if text}
        for column in known.column_names
        if column in (TOO_LONG, SWALLOWED) and known[column].null_count < len(known)
    }
    columns = enumerate(raw.columns[: len(header)])
    lines, sheets = known[LINE].to_numpy(), tables.joined.get(name)
    letters = known[LETTER].fill_null("").to_numpy() if LETTER in known.column_names else None
    return replace(
        _of_its_table(tables, name, raw),
        header=header,
        columns=tuple(_of_whole(tables, name, place, own) for place, own in columns),
        lines=lines % LINES_A_SHEET,
        sheets=None if sheets is None else np.array(sheets, dtype=object)[lines // LINES_A_SHEET],
        letters=letters,
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
    return replace(raw, sheet=sheet.name, is_1904=sheet.is_1904, is_text=sheet.is_text)


def _of_whole(tables: Tables, name: str, place: int, own: RawColumn) -> RawColumn:
    """Return a column of a part with what is known of the whole column."""
    if place in tables.blank.get(name, ()):
        return _nothing(len(own.codes if isinstance(own, Coded) else own.values))
    if place in tables.unread.get(name, ()):
        return Coded(np.minimum(distinct(own).codes, 0), [NOT_LOOKED_AT])
    if is_typed(tables.opened[name]):
        coded = distinct(own)
        own = replace(coded, values=[cell_of(value) for value in coded.values])
    found = tables.decided.get(name, {}).get(place)
    return own if found is None else replace(distinct(own), decided=found)
