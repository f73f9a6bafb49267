"""Parquet tables of any size, cut into the rows of some clients each; a few rows at a time.

The rows go as they are, each with its line: only then are they checked, part by part. What a check
goes by is settled by one row or by one client, but for a few rules that look at all values of a
column; tables in which one of those could matter are not cut here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.values import is_clear_decimal_comma, mixed_crosses, read_client
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.cells import Coded, RawTable
from mobility_analysis.log.read.files import UNFINISHED_MARK
from mobility_analysis.log.read.headers import header_key, match_header
from mobility_analysis.log.read.many_sheets import NOT_DATA
from mobility_analysis.log.read.parquet import read_parquet
from mobility_analysis.log.read.settings_file import is_settings_file
from mobility_analysis.log.schema import CATALOGUES, TABLES, Column
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

ROWS_HELD = 4 * ROWS_A_BLOCK
"""So many rows wait in memory until all of them are written to the parts that they belong to."""
MOST_TEXTS = 100_000
"""Different texts of a column that are looked at together."""
LINE = "#line"
_ISO = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}([T ].*)?\s*")


@dataclass
class Tables:
    """The Parquet tables of a log, by name, opened for reading."""

    place: Place
    opened: dict[str, ParquetFile]
    files: dict[str, str]
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The headers of the columns that are read, that of the client first."""
    clients: dict[str, dict[object, str]] = field(default_factory=dict)
    """The client that each value of a table's column means, of those that mean one."""
    n_rows: Counter[str] = field(default_factory=Counter)
    """Rows of each client in all tables, by each spelling."""

    @property
    def of_people(self) -> list[str]:
        """The tables whose rows are somebody's."""
        return [name for name in self.opened if name not in CATALOGUES]

    def close(self) -> None:
        """Close every file."""
        for opened in self.opened.values():
            opened.close()


def parquet_tables(place: Place, settings: Settings) -> Tables | None:
    """Open the tables of a log that may be cut into parts as they are; None for any other log."""
    files = _files_of(place)
    if not files:
        return None
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    tables = Tables(place, {}, files)
    try:
        for name, file in files.items():
            tables.opened[name] = ParquetFile(place.files.open(place.path(file), "rb"))
        if all(_may_be_cut(tables, name, settings) for name in tables.of_people):
            return tables
    except (ArrowException, OSError, ValueError):  # what is wrong is said by who reads it whole
        pass
    tables.close()
    return None


def _files_of(place: Place) -> dict[str, str]:
    """Return the file of each table; nothing where anything else is there, or a table twice."""
    found: dict[str, str] = {}
    for name in place.sizes() if place.exists() else ():
        path = Path(name)
        table = header_key(path.stem)
        if name.startswith(".") or is_settings_file(path) or table in NOT_DATA:
            continue
        is_table = path.suffix.lower() == ".parquet" and table in TABLES and "/" not in name
        if not is_table or table in found or name == UNFINISHED_MARK:
            return {}
        found[table] = name
    return found if set(found) - set(CATALOGUES) else {}


def _may_be_cut(tables: Tables, name: str, settings: Settings) -> bool:
    """Tell whether no rule on a table looks at rows of several clients; note who they are."""
    import pyarrow as pa

    opened = tables.opened[name]
    schema = opened.schema_arrow
    matched = match_header(schema.names, TABLES[name], scale=settings.scale)
    is_plain = not matched.faults and not any(_may_bear(text) for _, text, _ in matched.unknown)
    if not is_plain or len(set(schema.names)) < len(schema.names):
        return False
    if any(pa.types.is_nested(kind) for kind in schema.types):
        return False
    for column, place in matched.places.items():
        order = settings.date_order or matched.orders.get(column)
        if not _is_settled(opened, schema.names[place], TABLES[name][column], order):
            return False
    if not opened.metadata.num_rows:
        return True
    if "client" not in matched.places:
        return False
    client = schema.names[matched.places["client"]]
    others = (schema.names[place] for place in sorted(matched.places.values()))
    tables.headers[name] = (client, *(header for header in others if header != client))
    tables.clients[name] = _clients(opened, client, tables.n_rows)
    return bool(tables.clients[name])


def _may_bear(written: str) -> bool:
    return bool(written.strip()) and not written.strip().startswith("#")


def _is_settled(opened: ParquetFile, header: str, column: Column, order: str | None) -> bool:
    """Tell whether each cell of a column can be read by itself."""
    if not _is_text(opened.schema_arrow.field(header).type):
        return True
    if column.kind in ("date", "timestamp"):
        texts = None if order else _texts(opened, header)
        return bool(order) or (texts is not None and all(map(_ISO.fullmatch, texts)))
    if column.kind in ("number", "count"):
        texts = _texts(opened, header)
        return texts is not None and not any(map(is_clear_decimal_comma, texts))
    if column.kind == "word" and column.default:
        texts = _texts(opened, header)
        return texts is not None and not mixed_crosses(texts)
    return True


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(opened: ParquetFile, header: str) -> set[str] | None:
    """Return the different texts of a column; None where they are too many."""
    found: set[str] = set()
    for column in _columns(opened, header):
        found |= {text for text in column.to_pylist() if text is not None}
        if len(found) > MOST_TEXTS:
            return None
    return found


def _columns(opened: ParquetFile, header: str) -> Iterator[pa.Array]:
    """Yield the different values of a column, block by block."""
    import pyarrow.compute as pc

    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=[header], use_threads=False):
        yield pc.unique(_plain(batch.column(0)))


def _plain(column: pa.Array) -> pa.Array:
    """Return a column without a dictionary, of which every part would hold all clients."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _clients(opened: ParquetFile, header: str, n_rows: Counter[str]) -> dict[object, str]:
    """Return the client that each value means, and count the rows of each."""
    import pyarrow.compute as pc

    found: dict[object, str] = {}
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=[header], use_threads=False):
        counts = pc.value_counts(_plain(batch.column(0)))
        values, numbers = counts.field(0).to_pylist(), counts.field(1).to_pylist()
        for value, number in zip(values, numbers, strict=True):
            client = None if value is None else found.get(value) or read_client(value)
            if isinstance(client, str):
                found[value] = client
                n_rows[client] += number
    return found


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
    for name in tables.of_people:
        if tables.opened[name].metadata.num_rows:
            _cut(tables, name, part_of, folder / name)


def _cut(tables: Tables, name: str, part_of: Mapping[str, int], folder: Path) -> None:
    import pyarrow as pa

    opened, known = tables.opened[name], tables.clients[name]
    places = {value: part_of[client] for value, client in known.items()}
    kept = list(tables.headers[name])
    waiting: dict[int, list[pa.RecordBatch]] = {}
    n_waiting, line, last, n_written = 0, 2, next(iter(places.values())), 0
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=kept, use_threads=False):
        columns = [_plain(batch.column(header)) for header in kept]
        lines = pa.array(np.arange(line, line + batch.num_rows))
        rows = pa.record_batch([*columns, lines], names=[*kept, LINE])
        numbers = _parts_of_rows(columns[0], places, last)
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
    """Return the tables of one part as they were read; a table of which it has no row is empty."""
    raws = {}
    for name in tables.of_people:
        pieces = sorted((folder / name / str(part)).glob("*.parquet"))
        file = tables.files[name]
        if pieces:
            raws[name] = _joined(pieces, file)
        elif name in ("sessions", "stiffness"):
            header = tuple(tables.opened[name].schema_arrow.names)
            nothing = Coded(np.empty(0, dtype=np.int32), [])
            raws[name] = RawTable(file, "", header, (nothing,) * len(header), range(2, 2))
    return raws


def _joined(pieces: list[Path], file: str) -> RawTable:
    """Read the pieces of a table as one, each row with the line that it had in the whole."""
    from pyarrow import concat_tables, parquet

    path = pieces[0]
    if len(pieces) > 1:
        path = pieces[0].with_name("whole.parquet")
        parquet.write_table(concat_tables([parquet.read_table(piece) for piece in pieces]), path)
    raw = read_parquet(path, file)
    lines = parquet.read_table(path, columns=[LINE]).column(0).to_numpy()
    return replace(raw, header=raw.header[:-1], columns=raw.columns[:-1], lines=lines)


def catalogues(tables: Tables, folder: Path) -> dict[str, RawTable]:
    """Return the tables that hold for everybody; ``folder`` is where they are copied to."""
    raws = {}
    for name in sorted(set(tables.files) & set(CATALOGUES)):
        copy = folder / f"{name}.parquet"
        copy.write_bytes(tables.place.read(tables.files[name]))
        raws[name] = read_parquet(copy, tables.files[name])
    return raws
