"""Cells as they were read, before any rule: columns of distinct values, and their lines.

Texts that a spreadsheet would run as a formula are guarded when written, as they were when read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import code_dtype, counts_of, taken
from mobility_analysis.log.findings import Fault

Cell = str | float | int | bool | date | datetime | time | timedelta | None

IN_LETTER = " in column "
"""Between the name of a column and the letter of the spreadsheet's column that a row came from."""
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Z", "+00:00", "UTC+00:00"})
FORMULA_FIRST = frozenset("=+-@\t\r\n＝＋－＠")
GUARDED = r"'('*[=+\-@＝＋－＠])"
"""An apostrophe, or the first of several, before what starts a formula; the rest is a group."""
_GUARDED = re.compile(GUARDED)


@dataclass(frozen=True)
class Sheet:
    """All cells of a text file or of one sheet, nothing left out and nothing interpreted."""

    file: str
    name: str
    """Empty but in a workbook."""
    rows: list[list[Cell]]
    """Row ``i`` stands on line ``i + 1`` as a spreadsheet shows it, blank rows included."""
    is_1904: bool = False
    """Whether the workbook counts its days from 1904."""
    is_text: bool = True
    """Whether the cells come from a text file, all as text."""
    delimiter: str = ""
    has_breaks: bool = True
    """Whether any cell may hold a line break."""
    unclosed: int | None = None
    """The row in which a quotation mark is opened and never closed."""
    remarks: tuple[tuple[str, str, str], ...] = ()
    """What had to be worked out about the file, such as its encoding: found, expected, repair."""
    is_hidden: bool = False
    """Whether the workbook hides it; its cells are then not read."""
    lines: tuple[int, ...] | None = None
    """The line of each row where a shape turned the sheet, so that row ``i`` stands elsewhere."""
    letters: tuple[str, ...] | None = None
    """The column of the spreadsheet from which each row comes, where a row is one cell."""
    saved_in: int | None = None
    """The year in which its file was last saved, where that is known."""

    @property
    def epoch(self) -> str | None:
        """The year from which its plain numbers count days, where they do."""
        return None if self.is_text else ("excel-1904" if self.is_1904 else "excel-1900")


class Decided(NamedTuple):
    """How each cell of a column is read, as all cells of it decide."""

    order: str | None = None
    """The order of day, month and year in dates that have several."""
    order_of_waiting: str | None = None
    """The same order by all rows of a diary, those too that only wait for their day."""
    asked: tuple[str, Fault] | None = None
    """What is asked where they decide none: the dates that show it, and the fault."""
    mixture: str | None = None
    """The text that shows that a spreadsheet may have turned dates beside it round; empty where
    none does, None where there are no dates beside texts."""
    turned: str = ""
    """The text that shows that day and month of the dates beside it were exchanged for certain."""
    has_decimal_comma: bool = False
    crosses: frozenset[str] = frozenset()
    """The marks that may be a tick or a cross."""
    is_of_ones: bool = False
    """Whether ticks are ones, several of them and no other number."""
    values: Sequence[Any] | None = None
    """The different cells, where what all of them are says what the column is for."""
    told: object = None
    """In their place what the rules need to know of them, where they are a great many."""
    are_ticks: bool | None = None
    """Whether all cells are ticks, those too of rows of a diary that only wait for their day."""


@dataclass(frozen=True)
class Coded:
    """A column as a code a row into its distinct values; code -1 is an empty cell."""

    codes: NDArray[np.integer[Any]]
    values: Sequence[Any]
    decided: Decided | None = field(default=None, repr=False)
    """What the whole column decides, where these are some of its rows; None where these are all."""

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many rows have each value."""
        return counts_of(self.codes, len(self.values))

    def in_order(self) -> Iterator[Any]:
        """Yield the cell of each row, None for an empty one."""
        values = [*self.values, None]
        yield from (values[code] for code in self.codes.tolist())

    @cached_property
    def is_first_filled(self) -> bool:
        """Whether the first row has a cell."""
        return bool(len(self.codes) and self.codes[0] >= 0)

    @property
    def has_empty(self) -> bool:
        """Whether any cell is empty."""
        return bool(len(self.codes) and self.codes.min() < 0)


class Native(NamedTuple):
    """A column that came with a type: numbers, days, or plain text without surrounding spaces."""

    values: pd.Series
    is_whole_days: bool = False
    is_utc: bool = False
    """Whether its moments were kept in UTC, so that their days are those of UTC."""


RawColumn = Coded | Native


@dataclass(frozen=True, eq=False, repr=False)
class RawTable:
    """The data rows of one table: each column as read, and the line of each row.

    ``too_long`` are rows with more cells than the header, ``swallowed`` those with whole rows
    inside one cell, each with its text.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    lines: NDArray[np.int64] | range
    is_1904: bool = False
    is_text: bool = True
    too_long: dict[int, str] = field(default_factory=dict)
    swallowed: dict[int, str] = field(default_factory=dict)
    remarks: tuple[tuple[str, str, str], ...] = ()
    fault: tuple[str, Fault] | None = None
    """What was found, and why the file as a whole cannot be used."""
    is_of_several: bool = False
    """Whether these are the rows of some clients of several."""
    sheets: NDArray[np.object_] | None = None
    """The sheet of each row, where the table was put together from several."""
    letters: NDArray[np.object_] | None = None
    """The column of the spreadsheet from which each row comes, where a row is one cell."""

    @property
    def n_rows(self) -> int:
        """Number of data rows."""
        return len(self.lines)

    def line(self, rows: Any) -> Any:
        """Return the line of a row, or of several."""
        if isinstance(self.lines, range):  # the rows stand one under the other
            return np.asarray(rows, dtype=np.int64) + self.lines.start
        return self.lines[rows]

    def sheet_of(self, rows: Any) -> Any:
        """Return the sheet of several rows."""
        return self.sheet if self.sheets is None else self.sheets[rows]

    def column_of(self, name: str, rows: Any) -> Any:
        """Return what a problem in a column of several rows names as its column."""
        if self.letters is None or not name:
            return name
        return np.array([f"{name}{IN_LETTER}{at}" if at else name for at in self.letters[rows]],
                        dtype=object)  # fmt: skip


def is_blank(cell: object) -> bool:
    """Tell whether a cell holds nothing."""
    if isinstance(cell, str):
        return not cell.strip()
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return True
    return isinstance(cell, float) and cell != cell  # noqa: PLR0124 - only NaN differs from itself


def encoded(cells: Iterable[object]) -> Coded:
    """Return a column of cells as codes into its distinct values.

    >>> encoded(["a ", None, "a"])
    Coded(codes=array([ 0, -1,  0], dtype=int32), values=['a'])
    >>> encoded(["b", " ", "a"])
    Coded(codes=array([ 0, -1,  1], dtype=int32), values=['b', 'a'])
    >>> encoded(["a", "b", "a "]).values
    ['a', 'b']
    """
    listed = list(cells)
    if {*map(type, listed)} <= {str}:
        codes_of_texts, texts = pd.factorize(np.array(listed, dtype=object))
        return _without_empty(codes_of_texts.astype(np.int32), list(texts))
    places: dict[tuple[type, object], int] = {}
    codes: list[int] = []
    for cell in listed:
        if is_blank(cell):
            codes.append(-1)
            continue
        value = cell.strip() if isinstance(cell, str) else cell
        codes.append(places.setdefault((type(value), value), len(places)))
    return Coded(np.array(codes, dtype=np.int32), [value for _, value in places])


def distinct(column: RawColumn) -> Coded:
    """Return any column as codes into its distinct values.

    >>> distinct(Native(pd.Series([2.0, None, 2.0]))).codes.tolist()
    [0, -1, 0]
    """
    if isinstance(column, Coded):
        return column
    codes, values = pd.factorize(column.values)
    if isinstance(column.values.dtype, pd.StringDtype):
        return _without_empty(codes.astype(np.int32), [str(value) for value in values])
    is_moment = column.values.dtype.kind == "M"
    plain = [v.to_pydatetime() for v in values] if is_moment else np.asarray(values).tolist()
    return Coded(codes.astype(np.int32), plain)


def used_codes(column: Coded) -> list[int]:
    """Return the codes that any row of a column has, sorted.

    >>> used_codes(Coded(np.array([2, -1, 2, 0]), ["a", "b", "c"]))
    [0, 2]
    """
    return np.flatnonzero(column.counts).tolist()


def filled_values(column: Coded) -> list[Any]:
    """Return the different values that any row of a column has; of all its rows where they count.

    >>> filled_values(encoded(["a", "", "b", "a"]))
    ['a', 'b']
    """
    if column.decided is not None and column.decided.values is not None:
        return [*column.decided.values]
    return [column.values[code] for code in used_codes(column)]


def moved(
    codes: NDArray[Any], places: Sequence[int], n: int, *, empty: int = -1
) -> NDArray[np.signedinteger[Any]]:
    """Return codes into n other values: a place for each code that there was, and for -1.

    >>> moved(np.array([0, 1, -1, 0]), [2, 0], 3).tolist()
    [2, 0, -1, 2]
    """
    dtype = code_dtype(n)
    stays = empty == -1 or not len(codes) or codes.min() >= 0
    if stays and list(places) == list(range(len(places))):
        return codes.astype(dtype, copy=False)
    return taken(np.array([*places, empty], dtype=dtype), codes)


def _without_empty(codes: NDArray[np.int32], values: list[str]) -> Coded:
    """Return texts without the spaces around them, each once; an empty one is an empty cell."""
    stripped = [value.strip() for value in values]
    different = {text: n for n, text in enumerate(dict.fromkeys(filter(None, stripped)))}
    if len(different) == len(stripped):
        return Coded(codes, stripped)
    places = np.array([*(different.get(text, -1) for text in stripped), -1], dtype=np.int32)
    return Coded(places[codes], [*different])  # the last place is that of code -1


def cell_text(value: object) -> str:
    """Return a cell as a person would write it.

    >>> [cell_text(v) for v in (3.0, 2.5, True, datetime(2026, 1, 5), datetime(2026, 1, 5, 7, 30))]
    ['3', '2.5', 'TRUE', '2026-01-05', '2026-01-05 07:30:00']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.strftime("%Y-%m-%d") if is_day else str(value)
    return str(value)


def plain_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9, and its decimal mark as a point.

    >>> plain_digits("٢٠٢٦-٠٦-١٥"), plain_digits("５．５"), plain_digits("2²")
    ('2026-06-15', '5．5', '2²')
    """
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return "".join(digits).replace("\u066b", ".")


def faulty_table(file: str, found: str, fault: Fault, *, sheet: str = "") -> RawTable:
    """Return a table without rows, since its file cannot be used."""
    return RawTable(file, sheet, (), (), np.empty(0, dtype=np.int64), fault=(found, fault))


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: such a cell gets an apostrophe first.

    >>> safe_text("=1+1"), safe_text("stiff - better")
    ("'=1+1", 'stiff - better')
    """
    first = text.lstrip(" \u00a0")[:1]
    return f"'{text}" if first in FORMULA_FIRST and first else text


def guarded_text(text: str) -> str:
    """Return a text so that no spreadsheet runs it, and so that ``without_guard`` gives it back.

    >>> guarded_text("=1+1"), guarded_text("'=1+1"), guarded_text("'quoted'")
    ("'=1+1", "''=1+1", "'quoted'")
    """
    return f"'{text}" if _GUARDED.match(text) else safe_text(text)


def without_guard(text: str) -> str:
    """Return a text without the apostrophe that kept a spreadsheet from running it.

    >>> without_guard("'=1+1"), without_guard("''=1+1"), without_guard("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    rest = text.lstrip()
    return rest[1:] if _GUARDED.match(rest) else text
