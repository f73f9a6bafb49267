"""The fast road for large clean CSV files: pyarrow reads the columns, typed where it can.

The slow road, ``text`` and ``sheets``, stays the rule. Whatever is not plain (blank or repeated
rows, rows of another width, an encoding other than UTF-8, rows inside a cell) is left to it, and a
test holds that both roads give the same log.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from mobility_analysis.log.read.cells import (
    GUARDED,
    Coded,
    Native,
    RawColumn,
    RawTable,
    moved,
    without_guard,
)
from mobility_analysis.log.read.headers import header_key, kinds_of_header
from mobility_analysis.log.read.parquet import FREE_TEXT, coded_column
from mobility_analysis.log.read.sheets import RowShape, row_shape
from mobility_analysis.log.read.text import MAX_COLUMNS, SAMPLE_CHARACTERS, delimiter_of
from mobility_analysis.log.schema import EXAMPLE_MARK

if TYPE_CHECKING:
    import pyarrow as pa


SAMPLE_BYTES = 4 * SAMPLE_CHARACTERS  # a character has at most four
TAIL_BYTES = 4096
BLOCK_BYTES = 1 << 20
"""How much is read at once; tests read less, so that small files have the seams of large ones."""
QUOTE = ord('"')
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LF, _CR = b"\n\r"
_BREAKS = frozenset((_LF, _CR))
_UNSAFE_BYTES = frozenset([*range(32), 127]) - frozenset(b"\t\n\r")


def read_plain_csv(source: Path | bytes, file: str, *, delimiter: str = "") -> RawTable | None:
    r"""Read a clean CSV file, or its content, by columns; None where it is not plain.

    Of a piece of a file the ``delimiter`` is known.

    >>> table = read_plain_csv(b"date,score\n2026-01-05,4\n2026-01-06,5\n", "stiffness.csv")
    >>> table.header, table.lines
    (('date', 'score'), range(2, 4))
    >>> read_plain_csv(b"date,score\n\n2026-01-06,5\n", "stiffness.csv") is None
    True
    """
    import pyarrow as pa

    reader = pa.BufferReader(source) if isinstance(source, bytes) else pa.OSFile(str(source))
    with reader:
        head = reader.read(SAMPLE_BYTES).removeprefix(b"\xef\xbb\xbf")
        size = reader.size()
        reader.seek(max(0, size - TAIL_BYTES))
        tail = reader.read(TAIL_BYTES)
        end = size - len(tail) + len(tail.rstrip(b"\r\n"))
        found = _header_and_first(head, delimiter)
        if found is None:
            return None
        delimiter, header, first = found
        quoted = _quoted(source, delimiter)
        if quoted == "unsure":
            return None
        has_breaks = quoted == "lines"
        kinds = kinds_of_header(header)
        for is_typed in (True, False):
            types = {
                name: _type(kinds.get(name, {"text"}), cell, is_typed=is_typed)
                for name, cell in zip(header, [*first, *([""] * len(header))], strict=False)
            }
            stream = reader.get_stream(0, end)
            table = _read(stream, header, types, delimiter, has_breaks=has_breaks)
            if table is not None:
                return _as_raw(table, header, delimiter, file, _control_bytes(table))
    return None


def _quoted(source: Path | bytes, delimiter: str) -> Literal["no lines", "lines", "unsure"]:
    """Tell whether quoted cells hold line breaks, or that it is not sure which cells are quoted.

    Quotation marks, taken in turn, open and close a cell: one that opens stands at its beginning,
    one that closes at its end, but for two side by side, which stand for one. Only then does every
    reader find the same cells; of a file with one mark too few, arrow leaves out rows in silence.
    """
    if isinstance(source, bytes):
        data = np.frombuffer(source, np.uint8)
    else:
        data = np.memmap(source, np.uint8, "r")
    starts = range(0, len(data), BLOCK_BYTES)
    blocks = ((start, data[start : start + BLOCK_BYTES]) for start in starts)
    marks = np.concatenate([start + np.flatnonzero(block == QUOTE) for start, block in blocks])
    if not len(marks):
        return "no lines"
    ends = np.array([ord(delimiter), QUOTE, *_BREAKS], dtype=np.uint8)
    opening, closing = marks[0::2], marks[1::2]
    after = data[closing[closing + 1 < len(data)] + 1]
    is_sure = len(marks) % 2 == 0 and np.isin(data[opening - 1], ends).all()
    if not (is_sure and np.isin(after, ends).all()):
        return "unsure"
    found: Literal["no lines", "lines"] = "no lines"
    for start in starts:
        block = data[start : start + BLOCK_BYTES]
        breaks = np.flatnonzero((block == _LF) | (block == _CR))
        inside = block[breaks[np.searchsorted(marks, start + breaks) % 2 == 1]]
        if (inside == _CR).any():  # arrow loses a line feed after it where its blocks meet
            return "unsure"
        found = "lines" if len(inside) else found
    return found


def _header_and_first(head: bytes, delimiter: str) -> tuple[str, list[str], list[str]] | None:
    """Return delimiter, header and first row; None for what only the slow road reads."""
    line = head.split(b"\n", 1)[0]
    if b'"' in line or not line.strip() or line.lower().startswith(b"sep=") or b"\0" in head:
        return None
    try:
        sample = head.decode("utf-8", errors="ignore")[:SAMPLE_CHARACTERS]
        delimiter = delimiter or delimiter_of(sample)
        lines = sample.splitlines()
        rows = (next(csv.reader([text], delimiter=delimiter)) for text in lines[:2])
        header, first = ([without_guard(cell) for cell in row] for row in rows)
    except (csv.Error, ValueError, StopIteration):
        return None
    # of one column only the slow road can tell a blank row from an empty cell
    is_plain = (
        1 < len(header) <= MAX_COLUMNS
        and all(map(header_key, header))
        and len({*header}) == len(header)
    )
    return (delimiter, header, first) if is_plain else None


def _type(kinds: set[str], first: str, *, is_typed: bool) -> Any:
    """Return the type to read a column in: a day if its first cell looks so.

    Numbers and times stay texts, since a problem shows them as they were written.
    """
    import pyarrow as pa

    if kinds <= FREE_TEXT:
        return pa.string()
    if is_typed and kinds == {"date"} and _ISO_DAY.fullmatch(first):
        return pa.date32()
    return pa.dictionary(pa.int32(), pa.string())


def _read(
    stream: pa.NativeFile,
    header: list[str],
    types: dict[str, Any],
    delimiter: str,
    *,
    has_breaks: bool,
) -> pa.Table | None:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    try:
        return arrow_csv.read_csv(
            stream,
            read_options=arrow_csv.ReadOptions(
                column_names=header, skip_rows=1, block_size=BLOCK_BYTES
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=has_breaks, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, OSError):
        return None


def _as_raw(
    table: pa.Table, header: list[str], delimiter: str, file: str, found_bytes: set[int]
) -> RawTable | None:
    """Return the columns of a file that turned out to be plain, else None."""
    if found_bytes & _UNSAFE_BYTES or _has_long_cell(table):
        return None
    found = _columns(table)
    if _has_blank_row(found) or _has_other_rows(table, found, header):
        return None
    if found_bytes & _BREAKS and _has_rows_in_cells(table, row_shape(header, delimiter)):
        return None
    return RawTable(
        file=file,
        sheet="",
        header=tuple(header),
        columns=tuple(found),
        lines=range(2, table.num_rows + 2),
    )


def _control_bytes(table: pa.Table) -> set[int]:
    """Return which control characters, line breaks among them, stand in the texts of a table."""
    found: set[int] = set()
    for texts in _texts(table):
        if texts.buffers()[2] is not None:
            held = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
            found |= set(np.unique(held[(held < 32) | (held == 127)]).tolist())
    return found


def _has_long_cell(table: pa.Table) -> bool:
    """Tell whether a cell may be longer than the slow road reads."""
    import pyarrow.compute as pc

    lengths = (pc.max(pc.binary_length(texts)).as_py() or 0 for texts in _texts(table))
    return any(length > csv.field_size_limit() for length in lengths)


def _texts(table: pa.Table) -> Iterator[pa.Array]:
    """Yield the texts of each part of each column, distinct ones where they are a dictionary."""
    import pyarrow as pa

    for column in table.columns:
        for chunk in column.chunks:
            texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
            if pa.types.is_string(texts.type):
                yield texts


def _columns(table: pa.Table) -> list[RawColumn]:
    """Return the columns as read; dates are converted all at once, which is faster."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[int, RawColumn] = {}
    native = {}
    for place, column in enumerate(table.columns):
        if pa.types.is_dictionary(column.type):
            columns[place] = _without_guards(coded_column(column))
        elif pa.types.is_string(column.type):
            texts = pc.utf8_trim_whitespace(column)
            if pc.any(pc.starts_with(texts, "'")).as_py():
                texts = pc.replace_substring_regex(texts, f"^{GUARDED}", r"\1")
            columns[place] = Native(pd.Series(texts.to_pandas(), dtype="str"))
        else:
            native[str(place)] = column.cast(pa.timestamp("us"))
    frame = pa.table(native).to_pandas()
    for name, values in frame.items():
        columns[int(str(name))] = Native(values, is_whole_days=True)
    return [columns[place] for place in range(table.num_columns)]


def _without_guards(column: Coded) -> Coded:
    """Return a column whose texts are as they were before they were guarded as formulas."""
    texts = [without_guard(text) for text in column.values]
    if texts == list(column.values):
        return column
    known: dict[str, int] = {}
    places = [known.setdefault(text, len(known)) for text in texts]
    return Coded(moved(column.codes, places, len(known)), list(known))


def _has_blank_row(columns: list[RawColumn]) -> bool:
    is_blank: Any = True
    for column in columns:
        is_blank = is_blank & _is_empty(column)
        if not is_blank.any():
            return False
    return True


def _is_empty(column: RawColumn) -> Any:
    if isinstance(column, Coded):
        return column.codes == -1
    return ((column.values == "") if _is_text(column) else column.values.isna()).to_numpy()


def _has_other_rows(table: pa.Table, columns: list[RawColumn], header: list[str]) -> bool:
    """Tell whether a row may repeat the header or be an example; only text can."""
    import pyarrow.compute as pc

    if _may_repeat_header(columns, header):
        return True
    for place, column in enumerate(columns):
        if isinstance(column, Coded):
            texts = [value.lower() for value in column.values]
            if any(text.startswith(EXAMPLE_MARK) for text in texts):
                return True
        elif _is_text(column) and pc.any(pc.starts_with(table.column(place), "#")).as_py():
            return True
    return False


def _may_repeat_header(columns: list[RawColumn], header: list[str]) -> bool:
    """Tell whether each column that is no free text holds its own header as a value."""
    if not all(isinstance(column, Coded) or _is_text(column) for column in columns):
        return False
    coded = [(c.values, header_key(h)) for c, h in zip(columns, header, strict=True)
             if isinstance(c, Coded)]  # fmt: skip
    coded.sort(key=lambda column: len(column[0]))  # those of few values say no at little cost
    return all(key in map(header_key, values) for values, key in coded)


def _is_text(column: RawColumn) -> bool:
    return isinstance(column, Native) and isinstance(column.values.dtype, pd.StringDtype)


def _has_rows_in_cells(table: pa.Table, shape: RowShape) -> bool:
    """Tell whether a cell holds a line break and after it what looks like a row."""
    import pyarrow.compute as pc

    for texts in _texts(table):
        breaks = (pc.match_substring(texts, mark) for mark in "\n\r")
        if any(map(shape.is_in, texts.filter(pc.or_(*breaks)).to_pylist())):
            return True
    return False
