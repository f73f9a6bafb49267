"""Parquet files: their columns as they are typed, dictionaries kept as dictionaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mobility_analysis.log.cells import Coded, Native, RawColumn, RawTable, encoded
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
            names = list(opened.schema_arrow.names)
            _check_size(opened.metadata.num_rows, len(names))
        kinds = kinds_of_header(names)
        text = pa.string(), pa.large_string()
        schema = opened.schema_arrow
        dictionaries = [
            name for name in kinds
            if schema.field(name).type in text and not kinds[name] <= FREE_TEXT
        ]  # fmt: skip
        table = parquet.read_table(
            path, columns=list(kinds), read_dictionary=dictionaries, use_threads=True
        )
        columns = tuple(
            _column(table.column(name)) if name in kinds else _unread(table.num_rows)
            for name in names
        )
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
        lines=range(2, table.num_rows + 2),
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


def _column(column: pa.ChunkedArray) -> RawColumn:
    """Return a column of a Parquet file as it is typed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        return coded_column(column)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return Native(pd.Series(pc.utf8_trim_whitespace(column).to_pandas(), dtype="str"))
    if pa.types.is_date(kind):
        return Native(column.cast(pa.timestamp("us")).to_pandas(), is_whole_days=True)
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(column) if kind.tz else column
        return Native(local.cast(pa.timestamp("us"), safe=False).to_pandas())
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return Native(pd.Series(column.cast(pa.float64(), safe=False).to_numpy()))
    plain = (bool, str, type(None))
    return encoded(v if isinstance(v, plain) else str(v) for v in column.to_pylist())


def coded_column(column: pa.ChunkedArray) -> RawColumn:
    """Return a dictionary column as its codes and distinct values."""
    array = column.unify_dictionaries().combine_chunks()
    if not len(array):
        return Coded(np.empty(0, dtype=np.int32), [])
    chunk = array.chunk(0) if hasattr(array, "chunk") else array
    indices = chunk.indices if not chunk.null_count else chunk.indices.fill_null(-1)
    codes = indices.to_numpy(zero_copy_only=False)
    return _coded_texts(codes, chunk.dictionary.to_pylist())


def _coded_texts(codes: np.ndarray[Any, Any], values: list[Any]) -> Coded:
    """Return codes into values with spaces around texts left out, and blank texts as empty."""
    stripped = [value.strip() if isinstance(value, str) else value for value in values]
    blank = [code for code, value in enumerate(stripped) if value is None or value == ""]
    kept = codes.astype(np.int32, copy=False)
    if blank:
        moved = np.arange(len(values) + 1, dtype=np.int32)
        moved[[*blank, -1]] = -1
        kept = moved[kept]
    return Coded(kept, stripped)
