"""Tables and texts as files: whole or not at all, stable bytes, names that are safe anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.log.formulas import safe_text
from mobility_analysis.log.saving import csv_text, write_whole
from mobility_analysis.report.folder_names import folder_inside, safe_name, safe_names

__all__ = [
    "folder_inside",
    "safe_name",
    "safe_names",
    "safe_text",
    "table_text",
    "write_bytes",
    "write_table",
    "write_text",
]


def table_text(table: pd.DataFrame) -> str:
    """Write a table as CSV text.

    Numbers stay numbers, in the shortest form that reads back exactly; a missing cell is empty;
    truth is ``True`` or ``False``; a date is ISO; a text that a spreadsheet would run as a formula
    cannot run.

    Parameters
    ----------
    table : DataFrame
        The table; its index is not written.

    Returns
    -------
    str
        Lines end in a line feed.

    Examples
    --------
    >>> print(table_text(pd.DataFrame({"client": ["@me"], "score_mean": [3.5]})), end="")
    client,score_mean
    '@me,3.5
    """
    columns = [_cells(table[name]) for name in table.columns]
    header = [safe_text(str(name)) for name in table.columns]
    return csv_text(header, zip(*columns, strict=True))


def _cells(column: pd.Series[Any]) -> list[str]:
    write = _writer_for(column)
    missing = column.isna().to_numpy()
    return [
        "" if is_missing else write(value)
        for value, is_missing in zip(column.tolist(), missing, strict=True)
    ]


def _writer_for(column: pd.Series[Any]) -> Callable[[object], str]:
    """Choose how a cell is written, by the kind of its column and never by its value."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_integer_dtype(kind):
        return str
    if pd.api.types.is_float_dtype(kind):
        return _float_text
    if pd.api.types.is_datetime64_any_dtype(kind):
        return _date_text
    return lambda value: safe_text(_line_feeds(str(value)))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _float_text(value: object) -> str:
    return repr(float(value) + 0.0)  # type: ignore[arg-type]


def _date_text(value: object) -> str:
    day = pd.Timestamp(value)  # type: ignore[arg-type]
    return day.date().isoformat() if day == day.normalize() else day.isoformat()


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as a CSV file, whole or not at all.

    UTF-8; a table with other letters than plain English ones starts with a byte-order mark, since
    Excel garbles them without it.

    Parameters
    ----------
    table : DataFrame
        The table; its index is not written.
    path : Path
        The file.
    """
    text = table_text(table)
    write_text(text, path, encoding="utf-8" if text.isascii() else "utf-8-sig")


def write_text(text: str, path: Path, *, encoding: str = "utf-8") -> None:
    """Write a text file, whole or not at all; lone surrogates become question marks."""
    write_bytes(text.encode(encoding, "replace"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, whole or not at all.

    Parameters
    ----------
    content : bytes
        What the file shall hold.
    path : Path
        The file; replaced if it is there.
    """
    write_whole({path: content})
