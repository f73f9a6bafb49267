"""Parquet files: their columns as they are typed, dictionaries kept as dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK, code_dtype, two_at_a_time
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.cells import UTC_NAMES, Coded, Native, RawColumn, RawTable, encoded
from mobility_analysis.log.read.headers import NO_COLUMN, is_of_diary, kinds_of_header
from mobility_analysis.log.read.text import MAX_COLUMNS, CannotReadError

if TYPE_CHECKING:
    import pyarrow as pa


MAX_ROWS = 20_000_000
MAX_TEXT_BYTES = 500_000_000
"""Of a column of free text: a file may hold one long text once and name it in every row."""
FREE_TEXT = frozenset({"text", "list"})


def names_in_parquet(path: Path) -> list[str]:
    """Return what the columns of a Parquet file are called; none where it is damaged."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return list(parquet.read_schema(path).names)
    except pa.ArrowException:
        return []


def read_parquet(
    path: Path, file: str, *, is_diary: bool = False, beside: Collection[str] | None = None
) -> RawTable:
    """Read the columns of a Parquet file that a table of a log may have, and those beside them.

    ``beside`` are the others to be read where that is known already; the rest are only named. Of a
    diary every column is read, since each may be an exercise.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as opened:
            schema, n_rows = opened.schema_arrow, opened.metadata.num_rows
        names = list(schema.names)
        _check_size(n_rows, len(names))
        kinds = columns_read(schema, is_diary=is_diary, beside=beside)
        text = pa.string(), pa.large_string()
        dictionaries = [name for name in kinds if schema.field(name).type in text]
        free = {name for name in kinds if kinds[name] <= FREE_TEXT}
        read = two_at_a_time(
            lambda name: _read(path, name, dictionaries, is_free=name in free), kinds
        )
        found = dict(zip(kinds, read, strict=True))
        columns = tuple(found.get(name, _unread(n_rows)) for name in names)
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError) as error:
        raise damaged() from error
    return RawTable(
        file=file,
        sheet="",
        header=tuple(names),
        columns=columns,
        lines=range(2, n_rows + 2),
        is_text=True,
    )


def damaged() -> CannotReadError:
    """Return what is said of a file of which not all can be read."""
    return CannotReadError(
        "a damaged file, or no Parquet file",
        Fault("a Parquet file", "Write the file again with the program that made it."),
    )


def columns_read(
    schema: pa.Schema, *, is_diary: bool, beside: Collection[str] | None = None
) -> dict[str, set[str]]:
    """Return the columns of which the cells are read, and the kinds that each may be.

    Raises
    ------
    CannotReadError
        If one of them is one that no table of a log can have.
    """
    names = list(schema.names)
    kinds = kinds_of_header(names)
    if is_diary or is_of_diary(names):
        kinds = {name: {"exercise"} for name in names} | kinds
    others = columns_beside_ours(schema) if beside is None else beside
    kinds = {name: {"word"} for name in names if name in others} | kinds
    _check_columns(schema, kinds)
    return kinds


def columns_beside_ours(schema: pa.Schema) -> set[str]:
    """Return the columns that may change what rows mean, whatever they are called.

    Those of one value in each cell, of which no other has the name; one that somebody has marked as
    none is none.
    """
    import pyarrow as pa

    def is_read(field: pa.Field) -> bool:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        is_time = pa.types.is_timestamp(kind) and (not kind.tz or _is_known_zone(kind))
        return is_time or any(is_kind(kind) for is_kind in _kinds_beside())

    return {
        field.name
        for field in schema
        if is_read(field)
        and schema.names.count(field.name) == 1
        and not field.name.strip().startswith(NO_COLUMN)
    }


def _kinds_beside() -> tuple[Callable[[pa.DataType], bool], ...]:
    import pyarrow.types as kinds

    texts = kinds.is_string, kinds.is_large_string, kinds.is_string_view
    numbers = kinds.is_integer, kinds.is_floating, kinds.is_decimal
    return (*texts, *numbers, kinds.is_boolean, kinds.is_date)


def _check_size(n_rows: int, n_columns: int) -> None:
    if n_columns > MAX_COLUMNS or n_rows > MAX_ROWS:
        raise CannotReadError(
            f"{n_rows:,} rows and {n_columns:,} columns",
            Fault(f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns", "Split the file."),
        )


def _check_columns(schema: pa.Schema, names: Iterable[str]) -> None:
    """Refuse columns that are sound Parquet, but that no table of a log can have."""
    import pyarrow as pa

    for name in names:
        if schema.names.count(name) > 1:
            raise CannotReadError(
                f"two columns named {name!r}",
                Fault(f"one column named {name!r}", "Rename one of the two, or take it out."),
            )
        kind = schema.field(name).type
        if pa.types.is_nested(kind):
            raise CannotReadError(
                f"lists or records in the column {name!r}",
                Fault("one value in each cell", "Write the column as text, numbers or dates."),
            )
        if pa.types.is_timestamp(kind) and kind.tz and not _is_known_zone(kind):
            raise CannotReadError(
                f"the time zone {kind.tz!r} of the column {name!r}, which is not known here",
                Fault(
                    "times without a zone, or with one such as Europe/London or +01:00",
                    "Write the times as local ones, without a zone.",
                ),
            )


def _is_known_zone(kind: pa.DataType) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        pc.local_timestamp(pa.array([0], pa.int64()).cast(kind))
    except pa.ArrowInvalid:
        return False
    return True


def _unread(n: int) -> Coded:
    """Return a column that says only that it is there, without its cells."""
    return Coded(np.broadcast_to(np.int32(0), n), ["(not read)"])


def _read(path: Path, name: str, dictionaries: list[str], *, is_free: bool) -> RawColumn:
    """Read one column as it is typed, block by block.

    What a block was read into is free again for the next, which takes half the memory and time of
    reading all columns together in threads.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    with parquet.ParquetFile(path, read_dictionary=dictionaries) as opened:
        n, kind = opened.metadata.num_rows, opened.schema_arrow.field(name).type
        batches = opened.iter_batches(ROWS_A_BLOCK, columns=[name], use_threads=False)
        parts = (batch.column(0) for batch in batches)
        if pa.types.is_date(kind):
            days = (part.cast(pa.timestamp("us")) for part in parts)
            return Native(_filled(days, n, "datetime64[us]"), is_whole_days=True)
        if pa.types.is_timestamp(kind):
            local = (pc.local_timestamp(part) if kind.tz else part for part in parts)
            moments = (part.cast(pa.timestamp("us"), safe=False) for part in local)
            filled = _filled(moments, n, "datetime64[us]")
            return Native(filled, is_utc=kind.tz in UTC_NAMES)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            numbers = (part.cast(pa.float64(), safe=False) for part in parts)
            return Native(_filled(numbers, n, "float64"))
        if pa.types.is_dictionary(kind) or pa.types.is_boolean(kind):
            coded = (part.dictionary_encode() for part in parts)
            held = _held_to_size(coded, name)
            if is_free and name in dictionaries:
                return _other_column([part.dictionary_decode() for part in held])
            return _coded(held if is_free else coded, n)
        return _other_column(list(parts))


def _held_to_size(parts: Iterable[pa.DictionaryArray], name: str) -> Iterator[pa.DictionaryArray]:
    """Pass on the parts of a column of text as long as what they stand for fits in memory."""
    import pyarrow as pa
    import pyarrow.compute as pc

    n_bytes = 0
    for part in parts:
        texts = as_text(part.dictionary)
        if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
            lengths = pc.binary_length(texts)
            n_bytes += pc.sum(lengths.take(part.indices)).as_py() or 0
        if n_bytes > MAX_TEXT_BYTES:
            raise CannotReadError(
                f"more than {MAX_TEXT_BYTES:,} bytes of text in the column {name!r}",
                Fault(f"at most {MAX_TEXT_BYTES:,} bytes", "Shorten its texts."),
            )
        yield part


def _filled(parts: Iterable[pa.Array], n: int, dtype: str) -> pd.Series:
    """Return the parts of a column one after the other."""
    values = np.empty(n, dtype=dtype)
    first = 0
    for part in parts:
        values[first : first + len(part)] = part.to_numpy(zero_copy_only=False)
        first += len(part)
    return pd.Series(values, copy=False)


def _other_column(parts: list[pa.Array]) -> RawColumn:
    """Return a column that is neither of numbers nor of dates."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not parts:
        return Coded(np.empty(0, dtype=np.int32), [])
    column = as_text(pa.chunked_array(parts))
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return Native(pd.Series(pc.utf8_trim_whitespace(column).to_pandas(), dtype="str"))
    plain = (bool, str, type(None))
    return encoded(v if isinstance(v, plain) else str(v) for v in column.to_pylist())


def as_text(values: pa.Array | pa.ChunkedArray) -> Any:
    """Return texts that were written as bytes, without the mark of a text, or as views as texts."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_string_view(kind) or pa.types.is_binary_view(kind):  # which few steps can take
        return pa.array(values.to_pylist(), pa.large_string())
    is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return values.cast(pa.large_string()) if is_bytes else values


def coded_column(column: pa.ChunkedArray) -> Coded:
    """Return a dictionary column as its codes and distinct values."""
    return _coded(column.iterchunks(), len(column))


def _coded(parts: Iterable[pa.DictionaryArray], n: int) -> Coded:
    """Return the parts of a dictionary column, each with a dictionary of its own, as codes.

    Spaces around texts are left out, and blank texts are empty. The codes of a part are written
    into as few bytes as all values so far need; arrow makes the dictionaries one with four.
    """
    places: dict[Any, int] = {}
    codes = np.empty(n, dtype=np.int8)
    first, dictionary, own = 0, None, codes[:0]
    for part in parts:
        if dictionary is None or not part.dictionary.equals(dictionary):
            dictionary = part.dictionary
            found = [*_places(as_text(dictionary).to_pylist(), places), -1]
            codes = _widened(codes, first, code_dtype(len(places)))
            own = np.array(found, dtype=codes.dtype)
        indices = part.indices.fill_null(0) if part.null_count else part.indices
        some = codes[first : first + len(part)]
        some[:] = own.take(indices.to_numpy(zero_copy_only=False))
        if part.null_count:
            some[part.is_null().to_numpy(zero_copy_only=False)] = -1
        first += len(part)
    return Coded(codes, list(places))


def _widened(codes: NDArray[Any], n_known: int, dtype: type[np.integer[Any]]) -> NDArray[Any]:
    """Return codes of another type, of which the first ones are known and the others not yet."""
    if codes.dtype == dtype:
        return codes
    wider = np.empty(len(codes), dtype=dtype)
    wider[:n_known] = codes[:n_known]
    return wider


def _places(values: Iterable[Any], places: dict[Any, int]) -> Iterator[int]:
    """Yield the place of each value among all that there are, -1 for a blank one."""
    for value in values:
        stripped = value.strip() if isinstance(value, str) else value
        is_blank = stripped is None or stripped == ""
        yield -1 if is_blank else places.setdefault(stripped, len(places))
