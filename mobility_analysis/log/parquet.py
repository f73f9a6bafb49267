"""Parquet files: their columns as they are typed, dictionaries kept as dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK, code_dtype
from mobility_analysis.log.cells import Coded, Native, RawColumn, RawTable, encoded, moved
from mobility_analysis.log.delimited import MAX_COLUMNS, CannotReadError
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.headers import kinds_of_header

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FREE_TEXT", "coded_column", "read_parquet"]

MAX_ROWS = 100_000_000
FREE_TEXT = frozenset({"text", "list"})


def read_parquet(path: Path, file: str) -> RawTable:
    """Read the columns of a Parquet file that a table of a log may have.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name, for messages.

    Returns
    -------
    RawTable
        Every column of the file; those that no table has are named but not read.

    Raises
    ------
    CannotReadError
        If it is no Parquet file, is damaged, or is too large.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as opened:
            schema, n_rows = opened.schema_arrow, opened.metadata.num_rows
        names = list(schema.names)
        _check_size(n_rows, len(names))
        kinds = kinds_of_header(names)
        text = pa.string(), pa.large_string()
        dictionaries = [
            name for name in kinds
            if schema.field(name).type in text and not kinds[name] <= FREE_TEXT
        ]  # fmt: skip
        with ThreadPoolExecutor(max_workers=2) as pool:
            read = pool.map(lambda name: _read(path, name, dictionaries), kinds)
            found = dict(zip(kinds, read, strict=True))
        columns = tuple(found.get(name, _unread(n_rows)) for name in names)
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError) as error:
        raise CannotReadError(
            "a damaged file, or no Parquet file",
            Fault("a Parquet file", "Write the file again with the program that made it."),
        ) from error
    return RawTable(
        file=file,
        sheet="",
        header=tuple(names),
        columns=columns,
        lines=range(2, n_rows + 2),
        is_text=True,
    )


def _check_size(n_rows: int, n_columns: int) -> None:
    if n_columns > MAX_COLUMNS or n_rows > MAX_ROWS:
        raise CannotReadError(
            f"{n_rows:,} rows and {n_columns:,} columns",
            Fault(f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns", "Split the file."),
        )


def _unread(n: int) -> Coded:
    """Return a column that says only that it is there, without its cells."""
    return Coded(np.broadcast_to(np.int32(0), n), ["(not read)"])


def _read(path: Path, name: str, dictionaries: list[str]) -> RawColumn:
    """Read one column as it is typed, block by block.

    What a block was read into is free again for the next: six columns of 9,000,000 rows take 0.3 s
    and 300 MB so, 0.7 s and 600 MB all together in threads.
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
            return Native(_filled(moments, n, "datetime64[us]"))
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            numbers = (part.cast(pa.float64(), safe=False) for part in parts)
            return Native(_filled(numbers, n, "float64"))
        return _other_column(list(parts))


def _filled(parts: Iterable[pa.Array], n: int, dtype: str) -> pd.Series:
    """Return the parts of a column one behind the other."""
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
    column = pa.chunked_array(parts)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return coded_column(column)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return Native(pd.Series(pc.utf8_trim_whitespace(column).to_pandas(), dtype="str"))
    plain = (bool, str, type(None))
    return encoded(v if isinstance(v, plain) else str(v) for v in column.to_pylist())


def coded_column(column: pa.ChunkedArray) -> RawColumn:
    """Return a dictionary column as its codes and distinct values."""
    array = column.unify_dictionaries().combine_chunks()
    if not len(array):
        return Coded(np.empty(0, dtype=np.int32), [])
    chunk = array.chunk(0) if hasattr(array, "chunk") else array
    values, dtype = chunk.dictionary.to_pylist(), code_dtype(len(chunk.dictionary))
    indices = chunk.indices.fill_null(0) if chunk.null_count else chunk.indices
    codes = indices.to_numpy(zero_copy_only=False).astype(dtype, copy=False)
    if chunk.null_count:
        codes = np.where(chunk.is_null().to_numpy(zero_copy_only=False), dtype(-1), codes)
    return _coded_texts(codes, values)


def _coded_texts(codes: NDArray[np.signedinteger[Any]], values: list[Any]) -> Coded:
    """Return codes into values with spaces around texts left out, and blank texts as empty."""
    stripped = [value.strip() if isinstance(value, str) else value for value in values]
    is_blank = [value is None or value == "" for value in stripped]
    places = [-1 if blank else place for place, blank in enumerate(is_blank)]
    return Coded(moved(codes, places, len(values)), stripped)
