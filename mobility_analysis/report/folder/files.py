"""Tables and texts as files: whole or not at all, stable bytes."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.read.cells import safe_text
from mobility_analysis.log.write.forms import (
    AS_CSV,
    PLAIN,
    Dialect,
    TableForm,
    count_text,
    day_text,
    decimal_text,
    workbook_bytes,
)
from mobility_analysis.log.write.saving import csv_lines, csv_text, write_whole

EMPTY = '""'
COUNTS = frozenset(
    (
        "weeks_met",
        "weeks_full",
        "interruptions",
        "longest_gap_days",
        "longest_run",
        "longest_run_limit",
        "crossings",
        "crossings_limit",
        "days_since_entry",
        "done_last_28_days",
        "done_28_days_before",
        "done_without_number_last_28_days",
        "done_without_number_28_days_before",
        "days_28_days_before",
        "notes_last_14_days",
        "days_logged",
        "days_eligible",
    )
)
"""Columns of counts, which are floats in memory where one may be missing, and written as 4."""


def table_text(table: pd.DataFrame, dialect: Dialect = PLAIN) -> str:
    """Write a table as CSV text.

    Numbers stay numbers, in the shortest form that reads back exactly; a missing cell is empty;
    truth is ``True`` or ``False``; a date is ISO; a text that a spreadsheet would run as a formula
    cannot run. Lines end in a line feed.

    Examples
    --------
    >>> table = pd.DataFrame({"client": ["@me"], "score_mean": [3.5], "weeks_met": [4.0]})
    >>> print(table_text(table), end="")
    client,score_mean,weeks_met
    '@me,3.5,4
    """
    content = header_line(table, dialect) + table_lines(table, dialect).content()
    return content.decode("utf-8")


class Lines(NamedTuple):
    """Lines of CSV in one piece, and where each begins; one more at the end."""

    data: memoryview
    begins: NDArray[np.int64]

    def content(self, first: int = 0, end: int = -1) -> bytes:
        """Return the lines from one to before another."""
        return bytes(self.data[self.begins[first] : self.begins[end]])


def header_line(table: pd.DataFrame, dialect: Dialect = PLAIN) -> bytes:
    """Write the names of the columns as a line of CSV."""
    names = [safe_text(str(name)) for name in table.columns]
    return csv_text(names, [], separator=dialect.separator).encode("utf-8", "replace")


def table_lines(table: pd.DataFrame, dialect: Dialect = PLAIN) -> Lines:
    """Write each row of a table as a line of CSV; a line may hold quoted line breaks.

    All rows are put together at once, without an object for any of them.
    """
    import pyarrow as pa
    from pyarrow import compute

    *others, last = (_texts(table[name], dialect) for name in table.columns)
    if not others:  # where an empty cell would be an empty line, which nobody reads
        last = last._replace(values=[text or EMPTY for text in last.values])
    ended = last._replace(values=[f"{text}\n" for text in last.values])
    cells = [
        pa.array([text.encode("utf-8", "replace") for text in column.values], pa.large_binary())
        .take(pa.array(column.places))
        for column in (*others, ended)
    ]  # fmt: skip
    between = pa.scalar(dialect.separator.encode(), pa.large_binary())
    _, begins, data = compute.binary_join_element_wise(*cells, between).buffers()
    return Lines(memoryview(data), np.frombuffer(begins, np.int64)[: len(table) + 1])


class _Texts(NamedTuple):
    """Cells of a column: what each says, by its place among the texts that there are."""

    places: NDArray[np.intp]
    values: list[str]


def _texts(column: pd.Series[Any], dialect: Dialect) -> _Texts:
    """Write each value once, however many cells hold it; the last is that of a missing one."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places, values = column.cat.codes.to_numpy(), column.cat.categories
    else:
        places, values = pd.factorize(column)
    write = _writer_for(column, dialect)
    texts = [*map(write, values.tolist()), ""]
    if not _is_plain(column):
        texts = _quoted(texts, dialect.separator)
    return _Texts(np.where(places < 0, len(texts) - 1, places), texts)


def _is_plain(column: pd.Series[Any]) -> bool:
    """Whether no cell of a column needs quotation marks: numbers, days and truth never do."""
    kind = column.dtype
    return pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)


def _quoted(texts: list[str], separator: str) -> list[str]:
    """Quote each text that needs it beside other cells."""
    lines = csv_lines(((text, "") for text in texts), separator=separator)
    return [line.removesuffix(f"{separator}\n") for line in lines]


def _writer_for(column: pd.Series[Any], dialect: Dialect) -> Callable[[Any], str]:
    """Choose how a cell is written, by the kind of its column and never by its value."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_integer_dtype(kind):
        return str
    if pd.api.types.is_float_dtype(kind):
        write = count_text if column.name in COUNTS else decimal_text
        return lambda value: write(value, dialect)
    if pd.api.types.is_datetime64_any_dtype(kind):
        return lambda value: day_text(pd.Timestamp(value), dialect)
    return lambda value: safe_text(_line_feeds(str(value)))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_table(table: pd.DataFrame, path: Path, form: TableForm = AS_CSV) -> None:
    """Write a table as a file of its own, whole or not at all; ``path`` ends as the form says.

    CSV is UTF-8; where it need not always have one, a byte-order mark stands first only before
    other letters than plain English ones.
    """
    write_bytes(file_of_table(path.stem, table, form), path)


def file_of_table(name: str, table: pd.DataFrame, form: TableForm = AS_CSV) -> bytes:
    """Return the content of the file of one table."""
    if form.is_workbook:
        return workbook_bytes({name: table}, title=name)
    return table_bytes(table_text(table, form.dialect), form.dialect)


def table_bytes(text: str, dialect: Dialect = PLAIN) -> bytes:
    """Return the content of a CSV file; Excel garbles other letters without a byte-order mark."""
    return marked(text.encode("utf-8", "replace"), dialect)


def marked(content: bytes, dialect: Dialect = PLAIN) -> bytes:
    """Return the content of a CSV file with a byte-order mark, where it needs one."""
    is_plain = content.isascii() and not dialect.always_marked
    return content if is_plain else codecs.BOM_UTF8 + content


def write_text(text: str, path: Path, *, encoding: str = "utf-8") -> None:
    """Write a text file, whole or not at all; lone surrogates become question marks."""
    write_bytes(text.encode(encoding, "replace"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, whole or not at all."""
    write_whole({path: content})


def folder_inside(out: Path, name: str) -> Path:
    """Make a folder of this name inside ``out`` and return it.

    A folder that would lie outside ``out``, through its name or a link, is refused.
    """
    folder = out / name
    root = os.path.realpath(out)
    if os.path.dirname(os.path.realpath(folder)) != root:  # noqa: PTH120 (sooner, as a text)
        raise ValueError(
            f"{folder} would lie outside {root}: nothing was written there. "
            "Remove the link of that name, or choose another folder with --out."
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder in which no half-written ones are left: all of them or none.

    One that holds just these bytes stays as it is, so that a program which copies the folder to
    elsewhere copies what is new.
    """
    place = str(folder)
    paths = {f"{place}{os.sep}{name}": content for name, content in files.items()}
    write_whole({p: c for p, c in paths.items() if not _holds(p, c)}, is_tidy=True)


def _holds(path: str, content: bytes) -> bool:
    """Tell whether a file, and no link to one, holds just these bytes."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
            return False
        return Path(path).read_bytes() == content
    except OSError:  # there is none, or none that can be read: it is written
        return False
