"""The header and the data rows of a sheet; what is neither is named and left out.

Of a sheet of any size the first rows may be there alone and, of each column, what it holds. It is
looked at as any sheet is: what goes by more than that is refused, so that nothing is said of a
sheet that its other rows may belie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, Never, SupportsIndex, cast, overload

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.read.cells import (
    Cell,
    Coded,
    RawTable,
    Sheet,
    cell_text,
    encoded,
    faulty_table,
    is_blank,
)
from mobility_analysis.log.read.headers import (
    date_places,
    header_key,
    kinds_of_header,
    tables_of_header,
)
from mobility_analysis.log.schema import EXAMPLE_MARK, STATUS_SPELLINGS

MOST_TITLE_LINES = 10
_TABLE = "_table"
_PARTED = frozenset({"tick", "score", "count", "number"})
"""What columns hold that a header over two lines parts: morning and evening, left and right."""


def table_of_sheet(sheet: Sheet) -> RawTable:
    """Find the header, the first row that is not blank, and the data rows of a sheet.

    Blank rows, rows that repeat the header, and example rows are no data rows: they are not
    counted as read. The last two are pointed out.

    >>> table = table_of_sheet(Sheet("s.csv", "", [[], ["date"], ["2026-01-05"], [], ["Date"]]))
    >>> table.header, table.lines.tolist(), table.remarks
    (('date',), [3], (('line 5', '', 'This row repeats the header and is not counted as a row.'),))
    """
    held = vars(sheet)  # kept with the sheet, since each shape of a sheet looks at it
    if _TABLE not in held:
        rows = sheet.rows
        if isinstance(rows, FirstRows):
            held[_TABLE] = _table_of_long(sheet, rows)
        else:
            held[_TABLE] = _table_of(sheet)
    table: RawTable = held[_TABLE]
    return table


def _table_of_long(sheet: Sheet, rows: FirstRows) -> RawTable:
    """Return the table of a sheet of which only the first rows are in memory."""
    first = next(place for place, row in enumerate(rows) if not all(map(is_blank, row)))
    raw = rows.table_under(first, header_of_sheet(sheet))
    return replace(raw, file=sheet.file, sheet=sheet.name)


def table_of_piece(sheet: Sheet, n_before: int) -> RawTable:
    """Return the table of some rows of a sheet under its header, so many other rows below it.

    Those far below a header are not the headers under a title.
    """
    return table_of_sheet(sheet) if n_before < MOST_TITLE_LINES else _table_of(sheet, is_far=True)


def _table_of(sheet: Sheet, *, is_far: bool = False) -> RawTable:
    filled = [place for place, row in enumerate(sheet.rows) if not all(map(is_blank, row))]
    if not filled:
        fault = Fault("a header and rows", "Fill in the sheet, or take it out.")
        return faulty_table(sheet.file, "nothing in it", fault, sheet=sheet.name)
    first, *rest = filled
    below = None if is_far else _header_below_title(sheet, filled)
    if below is not None:
        title = " ".join(_joined(_trimmed(sheet.rows[first])).split(" | ")).strip()
        fault = Fault(
            "the headers in the first line that is filled",
            f"Delete what stands above the headers, which seem to stand in line {below + 1}.",
        )
        return faulty_table(sheet.file, shortened(title), fault, sheet=sheet.name)
    header = header_of_sheet(sheet)
    if rest and (two := _fault_of_two_lines(sheet, first, rest[0])) is not None:
        return faulty_table(sheet.file, *two, sheet=sheet.name)
    places, others = _data_rows(sheet, header, rest)
    n = len(header)
    rows = [_of_width(sheet.rows[place], n) for place in places]
    too_long = {
        row: _joined(sheet.rows[place])
        for row, place in enumerate(places)
        if len(sheet.rows[place]) > n and len(_trimmed(sheet.rows[place])) > n
    }
    return RawTable(
        file=sheet.file,
        sheet=sheet.name,
        header=tuple(header),
        columns=tuple(encoded([row[column] for row in rows]) for column in range(n)),
        lines=np.array([line_of(sheet, place) for place in places], dtype=np.int64),
        letters=_letters(sheet, places),
        is_1904=sheet.is_1904,
        is_text=sheet.is_text,
        too_long=too_long,
        swallowed=_swallowed(sheet, places, header),
        remarks=(*sheet.remarks, *words_of_others(others)),
    )


def header_of_sheet(sheet: Sheet) -> list[str]:
    """Return the texts of the first row that is filled; none where there is none."""
    first = next((row for row in sheet.rows if not all(map(is_blank, row))), [])
    return [cell_text(cell) if cell is not None else "" for cell in first]


def line_of(sheet: Sheet, place: int) -> int:
    """Return the line on which a row of a sheet, which may be turned, stands in its file."""
    return place + 1 if sheet.lines is None else sheet.lines[place]


def _letters(sheet: Sheet, places: Sequence[int]) -> NDArray[np.object_] | None:
    if sheet.letters is None:
        return None
    return np.array([sheet.letters[place] for place in places], dtype=object)


def _header_below_title(sheet: Sheet, filled: Sequence[int]) -> int | None:
    """Return the place of the headers where a title stands above them; None where none does.

    A title is one cell, and some lines below it several cells name columns, one of them of dates.
    """
    if len(_filled_cells(sheet.rows[filled[0]])) != 1:
        return None
    for place in filled[1:MOST_TITLE_LINES]:
        names = [cell for cell in _filled_cells(sheet.rows[place]) if isinstance(cell, str)]
        if len(names) > 1 and date_places(names):
            return place
    return None


def _filled_cells(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_blank(cell)]


def _fault_of_two_lines(sheet: Sheet, first: int, second: int) -> tuple[str, Fault] | None:
    """Return the fault of a header of ours over two lines, as merged cells make it.

    Its second line is of words alone, and does nothing but part the columns of names in the first:
    without it some have none. Beside a note and the like a text without a header is a note, too.
    """
    header = header_of_sheet(sheet)
    upper = {n for n, text in enumerate(header) if text.strip()}
    lower = {n: cell for n, cell in enumerate(sheet.rows[second]) if not is_blank(cell)}
    parted = lower.keys() - upper
    if not parted or not all(map(_is_word, lower.values())):
        return None
    starts = {max((n for n in upper if n < place), default=-1) for place in parted}
    if lower.keys() != starts | parted or not tables_of_header(header):
        return None
    kinds = kinds_of_header(header)
    is_of_amounts = all(kinds.get(header[n], {"tick"}) <= _PARTED for n in starts)
    return fault_of_two_lines(sheet, first, second) if is_of_amounts else None


def _is_word(cell: Cell) -> bool:
    """Tell whether a cell may be part of a header: a text without digits that is no tick."""
    if not isinstance(cell, str) or any(map(str.isdigit, cell)):
        return False
    key = header_key(cell).replace("_", " ")
    return bool(key) and key not in STATUS_SPELLINGS


def fault_of_two_lines(sheet: Sheet, first: int, second: int) -> tuple[str, Fault]:
    """Return what is found where a header goes over two lines, and the names to write in one.

    >>> rows = [["Date", "Stiffness", None], [None, "AM", "PM"]]
    >>> fault_of_two_lines(Sheet("s.csv", "", rows), 0, 1)[1].repair
    "Write 'Stiffness (AM)', 'Stiffness (PM)' in line 1, and take out line 2."
    """
    upper = {n: c for n, c in enumerate(sheet.rows[first]) if not is_blank(c)}
    lower = {n: c for n, c in enumerate(sheet.rows[second]) if not is_blank(c)}
    over = {n: upper.get(max((k for k in upper if k <= n), default=-1)) for n in lower}
    named = {n: cell_text(cell or "").strip() for n, cell in lower.items()}
    whole = [f"{cell_text(over[n] or '')} ({named[n]})" if over[n] else named[n] for n in lower]
    fault = Fault(
        "one, with a name for each column",
        f"Write {', '.join(map(repr, whole))} in line {first + 1}, and take out line {second + 1}.",
    )
    return "a header over two lines", fault


class Others(NamedTuple):
    """The places of filled rows below a header that are no data rows."""

    repeated: list[int]
    examples: list[int]


def other_rows(sheet: Sheet) -> Others:
    """Return which rows of a sheet repeat its header or are examples."""
    filled = [place for place, row in enumerate(sheet.rows) if not all(map(is_blank, row))]
    return _data_rows(sheet, header_of_sheet(sheet), filled[1:])[1]


def _data_rows(
    sheet: Sheet, header: Sequence[str], filled: Sequence[int]
) -> tuple[list[int], Others]:
    """Return the places of the data rows, and those of the others."""
    keys = [header_key(str(text)) for text in _trimmed(header)]
    places: list[int] = []
    repeated: list[int] = []
    examples: list[int] = []
    for place in filled:
        row = sheet.rows[place]
        begin = row[0][:1] if row and isinstance(row[0], str) else ""
        if begin.isalnum() and begin.casefold() != keys[0][:1]:
            places.append(place)  # nearly all: neither of the two below
        elif _is_example(row):
            examples.append(place)
        elif _repeats(row, keys):
            repeated.append(place)
        else:
            places.append(place)
    return places, Others(repeated, examples)


def words_of_others(others: Others) -> list[tuple[str, str, str]]:
    """Say which rows of a sheet are not counted as rows."""
    said = (
        (others.repeated, "repeats the header", "repeat the header"),
        (others.examples, "is the example", "are examples"),
    )
    return [
        (
            _lines(found),
            "",
            f"This row {one} and is not counted as a row."
            if len(found) == 1
            else f"These {len(found)} rows {many} and are not counted as rows.",
        )
        for found, one, many in said
        if found
    ]


def _repeats(row: Sequence[Cell], keys: Sequence[str]) -> bool:
    """Tell whether a row holds the headers again, if spelled another way."""
    first = row[0] if row else None
    if not isinstance(first, str) or first.strip()[:1].casefold() != keys[0][:1]:
        return False
    if header_key(first) != keys[0]:
        return False  # nearly always, so that the other cells need no look
    return [header_key(cell_text(cell)) for cell in _trimmed(row) if cell is not None] == keys


def _lines(places: Sequence[int]) -> str:
    shown = ", ".join(str(place + 1) for place in places[:5])
    return f"line{'s' if len(places) > 1 else ''} {shown}" + (", ..." if len(places) > 5 else "")


def _is_example(row: Sequence[Cell]) -> bool:
    for cell in row:
        if isinstance(cell, str):
            if words := cell.strip():
                return words.lower().startswith(EXAMPLE_MARK)
        elif not is_blank(cell):
            return False
    return False


def _trimmed(row: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row without the blank cells at its end, such as a trailing delimiter leaves."""
    n = len(row)
    while n and is_blank(row[n - 1]):
        n -= 1
    return row[:n]


def _of_width(row: Sequence[Cell], n: int) -> Sequence[Cell]:
    """Return a row with at least n cells, those that it lacks empty."""
    return row if len(row) >= n else [*row, *[None] * (n - len(row))]


def _joined(row: Sequence[Cell]) -> str:
    return " | ".join("" if is_blank(cell) else cell_text(cell) for cell in row)


def _swallowed(sheet: Sheet, places: Sequence[int], header: Sequence[str]) -> dict[int, str]:
    """Find cells that hold whole rows, since a quotation mark was opened and not closed."""
    found = {row: _joined(sheet.rows[place])
             for row, place in enumerate(places) if place == sheet.unclosed}  # fmt: skip
    if not sheet.delimiter or not sheet.has_breaks or len(header) < 3:
        return found
    shape = row_shape(header, sheet.delimiter)
    for row, place in enumerate(places):
        for cell in sheet.rows[place]:
            if isinstance(cell, str) and ("\n" in cell or "\r" in cell) and shape.is_in(cell):
                found[row] = cell
    return found


class RowShape(NamedTuple):
    """What a line of a table looks like: by it, rows inside a cell are told from text."""

    delimiter: str
    n_columns: int
    dates: tuple[int, ...]

    def is_in(self, cell: str) -> bool:
        """Tell whether a cell holds, after a line break, what looks like a row."""
        return any(map(self.fits, cell.splitlines()[1:]))

    def fits(self, line: str) -> bool:
        """Tell whether a line looks like a row of the table.

        As many delimiters as in the header are not enough, since a note may well hold as many
        commas; but a row has a date, and a date has a digit.
        """
        if line.count(self.delimiter) < self.n_columns - 1:
            return False
        cells = line.split(self.delimiter)
        # any of the dates, since that of an end may be empty
        return not self.dates or any(map(_has_digit, (cells[place] for place in self.dates)))


def row_shape(header: Sequence[str], delimiter: str) -> RowShape:
    r"""Return what a row under a header looks like.

    >>> shape = row_shape(["date", "score", "note"], ",")
    >>> shape.is_in("stiff\n2026-01-06,3,sore"), shape.is_in("sore\nneck, ribs, and hips")
    (True, False)
    """
    return RowShape(delimiter, len(header), date_places(header))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


class LeftOut(NamedTuple):
    """Rows that count for none: those with one of some texts in a column."""

    place: int
    texts: frozenset[str]

    def has(self, cell: object) -> bool:
        """Tell whether a row with this cell is one of them."""
        cell = cell.strip() if isinstance(cell, str) else cell
        return not is_blank(cell) and cell_text(cell) in self.texts


class FilledDown(NamedTuple):
    """Columns whose empty cells mean what stands above."""

    places: tuple[int, ...]


Change = LeftOut | FilledDown


def changed(sheet: Sheet, change: Change) -> Sheet:
    """Return a sheet whose data rows are changed; what else stands in it stays.

    >>> rows = [["day", "n"], ["1", "x"], [None, "y"], ["sum", "2"]]
    >>> changed(Sheet("s.csv", "", rows), LeftOut(0, frozenset({"sum"}))).rows
    [['day', 'n'], ['1', 'x'], [None, 'y'], []]
    >>> changed(Sheet("s.csv", "", rows), FilledDown((0,))).rows
    [['day', 'n'], ['1', 'x'], ['1', 'y'], ['sum', '2']]
    """
    rows = sheet.rows
    held = rows.held if isinstance(rows, FirstRows) else rows
    new = [[*row] for row in held]
    filled = [place for place, row in enumerate(held) if not all(map(is_blank, row))]
    data, _ = _data_rows(replace(sheet, rows=held), header_of_sheet(sheet), filled[1:])
    if isinstance(change, LeftOut):
        for n in data:
            if change.place < len(new[n]) and change.has(new[n][change.place]):
                new[n] = []
    else:
        for place in change.places:
            above: Cell = None
            for row in map(new.__getitem__, data):
                row.extend([None] * (place + 1 - len(row)))
                above = row[place] = above if is_blank(row[place]) else row[place]
    own = rows.with_change(new, change) if isinstance(rows, FirstRows) else new
    return replace(sheet, rows=own)


def with_row(sheet: Sheet, place: int, row: list[Cell]) -> Sheet:
    """Return a sheet with another row at a place."""
    rows = sheet.rows
    if isinstance(rows, FirstRows):
        return replace(sheet, rows=rows.with_row(place, row))
    return replace(sheet, rows=[*rows[:place], row, *rows[place + 1 :]])


def each_row(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    """Yield the rows of a sheet, which need not be in memory: whoever does this keeps none."""
    rows = sheet.rows
    if not isinstance(rows, FirstRows):
        yield from rows
    elif rows.again is None:
        raise NeedsAllRowsError
    else:
        yield from rows.again.read()


class NeedsAllRowsError(Exception):
    """Something goes by rows of a sheet that are not in memory."""


class Counted(Coded):
    """A column by its different cells, in the order of the rows, and how many rows have each."""

    def __init__(
        self,
        values: Sequence[Any],
        counts: Sequence[int],
        cells: Callable[[], Iterator[Any]],
    ) -> None:
        own = {"values": values, "counts": np.array(counts, dtype=np.int64), "in_order": cells}
        vars(self).update(own)

    @property
    def codes(self) -> Never:
        """Nothing: the rows are not in memory."""
        raise NeedsAllRowsError

    @cached_property
    def is_first_filled(self) -> bool:
        """Whether the first row has a cell."""
        return next(self.in_order(), None) is not None


class _Unknown(Coded):
    """A column under a line that is not the header."""

    def __init__(self) -> None:
        """Know nothing."""

    def __getattribute__(self, name: str) -> Never:
        raise NeedsAllRowsError


class _UnknownLines:
    def __len__(self) -> int:
        raise NeedsAllRowsError


class Counts(NamedTuple):
    """The table of a sheet by what its columns hold, and that of the sheet once it is changed."""

    table: RawTable
    changed: Callable[[Change], Counts]


class Again(NamedTuple):
    """How all rows of a sheet are read anew."""

    read: Callable[[], Iterable[Sequence[Cell]]]
    turned: Callable[[Any], Sheet]
    """Returns the first rows of a sheet that all of them are turned into, in a way."""

    def with_row(self, place: int, row: Sequence[Cell]) -> Again:
        """Return how they are read with another row at a place."""
        return self._replace(
            read=lambda: (row if n == place else own for n, own in enumerate(self.read()))
        )


class FirstRows(list[list[Cell]]):
    """The first rows of a sheet, and its table by what the columns of all rows hold.

    Rows after the first ones are refused, also where there is none.
    """

    def __init__(
        self,
        rows: Sequence[list[Cell]],
        counts: Counts,
        place: int,
        again: Again | None = None,
    ) -> None:
        super().__init__(rows)
        self._counts, self._place = counts, place
        self.again = again
        """Where all rows stand in a file as they are."""

    @property
    def held(self) -> list[list[Cell]]:
        """The first rows."""
        return [*super().__iter__()]

    def with_row(self, place: int, row: list[Cell]) -> FirstRows:
        """Return the same with another row at a place among the first."""
        rows = self.held
        rows[place] = row
        again = self.again and self.again.with_row(place, row)
        return FirstRows(rows, self._counts, self._place, again)

    def with_change(self, rows: Sequence[list[Cell]], change: Change) -> FirstRows:
        """Return the same once all rows are changed, of which the first are given."""
        return FirstRows(rows, self._counts.changed(change), self._place)

    def table_under(self, place: int, header: Sequence[str]) -> RawTable:
        """Return the table whose header stands at a place; nothing is known of any but one."""
        table = self._counts.table
        if place == self._place and len(header) == len(table.header):
            return replace(table, header=tuple(header))
        columns, lines = (_Unknown(),) * len(header), cast("range", _UnknownLines())
        return replace(table, header=tuple(header), columns=columns, lines=lines)

    def __iter__(self) -> Iterator[list[Cell]]:
        """Yield the first rows; whoever goes on is refused."""
        yield from self.held
        raise NeedsAllRowsError

    def __len__(self) -> int:
        """Return nothing: how many rows there are is not known."""
        raise NeedsAllRowsError

    @overload
    def __getitem__(self, at: SupportsIndex) -> list[Cell]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[Cell]]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> list[Cell] | list[list[Cell]]:
        """Return a row, or several; all from one on are the first rows of what follows it."""
        own = self.held
        if not isinstance(at, slice):
            if not 0 <= at.__index__() < len(own):
                raise NeedsAllRowsError
            return own[at]
        if at.stop is None and (at.start or 0) <= self._place:
            return FirstRows(own[at], self._counts, self._place - (at.start or 0))
        if at.stop is None or not 0 <= at.stop <= len(own):
            raise NeedsAllRowsError
        return own[at]

    def __radd__(self, above: list[list[Cell]]) -> FirstRows:
        """Return these rows under others."""
        return FirstRows([*above, *self.held], self._counts, self._place + len(above))
