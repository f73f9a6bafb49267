"""What all cells of a column decide for each of them, found a block of rows at a time.

A part is then read as the whole is: the order of its dates, what a comma in a number and a cross in
a box mean are the whole column's. So is what a column beside those of its table is for: one that
may change what rows mean keeps its different cells, of any other only counts whether it holds
anything. The rules themselves are those of ``check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.bearing import (
    Tally,
    Told,
    are_units,
    bearing_of,
    is_named_as_status,
    may_bear,
)
from mobility_analysis.log.check.dates import (
    FEWEST_REAL_DATES,
    Open,
    OpenKinds,
    TurnedRound,
    may_be_turned_round,
    question_of_order,
    read_moment,
)
from mobility_analysis.log.check.units import is_other_unit, loads_in_kg
from mobility_analysis.log.check.values import is_clear_decimal_comma, mixed_crosses, word_key
from mobility_analysis.log.languages.headers import is_of_notes
from mobility_analysis.log.parts.books import TYPED, cell_of, text_of
from mobility_analysis.log.parts.cutting import cut_rows, pieces_of
from mobility_analysis.log.parts.texts import LINE, LINES_A_SHEET, of_rows
from mobility_analysis.log.read.cells import Coded, Decided, RawTable, is_blank
from mobility_analysis.log.read.headers import NO_COLUMN, MatchedHeader, kinds_of_header
from mobility_analysis.log.read.numbered_sets import Counting, may_number_sets
from mobility_analysis.log.read.parquet import as_text, columns_beside_ours
from mobility_analysis.log.schema import Column

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

MOST_TEXTS = 100_000
"""Different texts of a column that are looked at together."""
DRAWER, N_DRAWERS = "drawer", 64
"""Into so many parts are laid on the disk those of a column that has more."""
NO_TESTS: Mapping[str, Callable[[Any], bool]] = MappingProxyType({})
NOT_LOOKED_AT = "(not read)"
"""Stands for all cells of a column that is only named."""


def decided(
    opened: ParquetFile,
    header: str,
    column: Column,
    *,
    stated: str | None,
    pounds: bool = False,
    units: str | None = None,
) -> Decided | None:
    """Return what all cells of a column decide; None where each is read by itself.

    ``stated`` is the order of dates that was stated, by the user or in the header, ``pounds``
    whether the header says that its weights are in pounds, ``units`` the header of the column that
    says it of each.
    """
    if units is None and not is_text(opened.schema_arrow.field(header).type):
        return None
    if column.kind in ("date", "timestamp"):
        return _decided_order(opened, header, stated)
    cells: Iterator[Any] = (cell for cell, _ in counted_cells(opened, header))
    if column.kind in ("number", "count", "score"):
        if column.name == "load_kg":
            cells = _loads(opened, header, units, "lb" if pounds else "")
        return Decided(has_decimal_comma=any(map(is_clear_decimal_comma, cells)))
    if column.kind == "word" and column.default:
        return Decided(crosses=mixed_crosses(cells))
    return None


def _loads(opened: ParquetFile, header: str, units: str | None, stated: str) -> Iterator[Any]:
    """Yield the different weights of a column in kilograms, block by block."""
    if units is None:
        for block in blocks_of(opened, header):
            yield from loads_in_kg(block.cells, stated=stated)[0]
        return
    others = (cell for cell, _ in counted_cells(opened, units) if is_other_unit(cell))
    all_units = [*islice(others, 1)]
    names, typed = [header, units], is_typed(opened)
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
        (cells, codes), (named, own) = (values_and_codes(batch.column(name)) for name in names)
        pairs = np.unique(np.column_stack([codes, own]), axis=0).T.tolist()
        cells, named = ([*cells_of(found, typed=typed), None] for found in (cells, named))
        loads, its_units = ([c[n] for n in at] for c, at in zip((cells, named), pairs, strict=True))
        yield from loads_in_kg(loads, units=its_units, stated=stated, all_units=all_units)[0]


def _decided_order(opened: ParquetFile, header: str, stated: str | None) -> Decided:
    dates = OpenDates()
    for block in blocks_of(opened, header):
        dates.add(block)
    return dates.decided(stated)


def is_a_row_a_set(opened: ParquetFile, header: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether each row of a table is one set of a session, as a column of it counts them.

    ``names`` are those of the file that was opened, ``header`` those that were written.
    """
    numbering = [name for name, text in zip(names, header, strict=True) if may_number_sets(text)]
    return any(_numbers_sets(opened, name) for name in numbering)


def _numbers_sets(opened: ParquetFile, name: str) -> bool:
    counting = Counting()
    if not is_text(opened.schema_arrow.field(name).type):
        return False
    for block in blocks_of(opened, name):
        is_empty = np.array([cell is None for cell in [*block.cells, None]])
        codes = np.where(is_empty[block.codes], -1, block.codes)
        if not counting.goes_on(Coded(codes, block.cells)):
            return False
    return counting.highest > 1


@dataclass
class OpenDates:
    """The dates of a column whose order only all of them can settle: the first two of each kind.

    Those of one kind can be read in the same orders, which is all that the rules go by.
    """

    kinds: OpenKinds = field(default_factory=OpenKinds)
    first: dict[object, dict[str, tuple[int, str, Open]]] = field(default_factory=dict)
    real: set[date] = field(default_factory=set)
    """Some of the dates that are no texts, as far as they have to be known."""
    turned: TurnedRound = field(default_factory=TurnedRound)

    def add(self, block: Block) -> None:
        """Take in the dates of some rows."""
        counts = np.bincount(block.codes, minlength=len(block.cells) + 1)
        order = np.argsort(block.lines, kind="stable")
        used, rows = np.unique(block.codes[order], return_index=True)
        for code, row in zip(used.tolist(), order[rows].tolist(), strict=True):
            cell = block.cells[code] if code < len(block.cells) else None
            if isinstance(cell, date):
                self._add_real(cell)
            if not isinstance(cell, str) or (cell[:4].isdigit() and cell[4:5] == "-"):
                self.turned.add(cell)
            else:
                self._add(cell, int(block.lines[row]), int(counts[code]))

    def _add(self, text: str, line: int, n: int) -> None:
        read = read_moment(text)
        if not isinstance(read, Open):
            return
        self.turned.add(text, read)
        first = self.first.setdefault(self.kinds.add(read, n), {})
        if text not in first or line < first[text][0]:
            first[text] = (line, text, read)
        if len(first) > 2:
            del first[max(first.values(), key=_line)[1]]

    def decided(self, stated: str | None) -> Decided:
        """Return their order, or what is asked where they settle none."""
        if not self.kinds.counts:
            return Decided()
        order, mixture = self.kinds.order(stated), self._mixture()
        turned = self._first_text() if self.turned else ""
        if order is not None:
            return Decided(order, mixture=mixture, turned=turned)
        shown = chain.from_iterable(first.values() for first in self.first.values())
        dates = [(n % LINES_A_SHEET, text, own) for n, text, own in sorted(shown, key=_line)]
        return Decided(asked=question_of_order(dates), mixture=mixture, turned=turned)

    def _add_real(self, cell: date) -> None:
        """Keep so many dates as have to be known, one that is not turned round among them."""
        n_kept = len(self.real)
        if n_kept < FEWEST_REAL_DATES or (cell.day > 12 and n_kept == FEWEST_REAL_DATES):
            self.real.add(cell)

    def _mixture(self) -> str | None:
        """Return what shows that dates may have been turned round; None without dates."""
        if not self.real:
            return None
        if not may_be_turned_round(self.real, self.kinds.one_each):
            return ""
        return self._first_text()

    def _first_text(self) -> str:
        return min((own for first in self.first.values() for own in first.values()), key=_line)[1]


def _line(found: tuple[int, str, Open]) -> int:
    return found[0]


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column holds texts, which may be written as bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
             pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)  # fmt: skip
    return any(test(kind) for test in tests)


def is_typed(opened: ParquetFile) -> bool:
    """Tell whether the texts of a file say their types, as those of a sheet do."""
    marks = opened.schema_arrow.metadata or {}
    return all(marks.get(key.encode()) == mark.encode() for key, mark in TYPED.items())


class Block(NamedTuple):
    """One column of some rows: its different cells, None for a blank one, and their codes."""

    cells: list[Any]
    codes: NDArray[np.int64]
    """The last one stands for a cell that is missing."""
    lines: NDArray[np.int64]


def blocks_of(opened: ParquetFile, header: str) -> Iterator[Block]:
    """Yield a column as a table of a log has it, block by block."""
    return (block for block, _ in blocks_beside(opened, header))


def blocks_beside(
    opened: ParquetFile, header: str, others: Sequence[str] = ()
) -> Iterator[tuple[Block, pa.RecordBatch]]:
    """Yield a column block by block, and the rows of each with some other columns."""
    line, typed = 2, is_typed(opened)
    has_lines = LINE in of_rows(opened.schema_arrow)
    names = [header, *others, *([LINE] if has_lines else [])]
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
        here = np.arange(line, line + batch.num_rows)
        lines = batch[LINE].to_numpy() if has_lines else here
        values, codes = values_and_codes(batch[header])
        yield Block(cells_of(values, typed=typed), codes, lines), batch
        line += batch.num_rows


def values_and_codes(column: pa.Array) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the different values of a column and the code of each row, the last for none."""
    coded = plain(column).dictionary_encode()
    values = coded.dictionary.to_pylist()
    return values, coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)


def cells_of(values: Iterable[Any], *, typed: bool) -> list[Any]:
    """Return values as the cells of a table of a log, None for a blank one."""
    return [_cell(value, typed=typed) for value in values]


def _cell(value: Any, *, typed: bool) -> Any:
    cell = cell_of(value) if typed else value
    cell = cell.strip() if isinstance(cell, str) else cell
    cell = float(cell) if isinstance(cell, Decimal) else cell
    return None if is_blank(cell) else cell


def counted_cells(opened: ParquetFile, header: str) -> Iterator[tuple[Any, int]]:
    """Yield the different cells of a column with the number of their rows, block by block."""
    for block in blocks_of(opened, header):
        counts = np.bincount(block.codes, minlength=len(block.cells) + 1).tolist()
        for cell, n in zip(block.cells, counts, strict=False):
            if cell is not None:
                yield cell, n


def plain(column: pa.Array) -> pa.Array:
    """Return a column without a dictionary, of which every part would hold all clients."""
    import pyarrow as pa

    is_coded = pa.types.is_dictionary(column.type)
    return as_text(column.dictionary_decode() if is_coded else column)


def plain_rows(
    opened: ParquetFile, names: Sequence[str]
) -> Iterator[tuple[dict[str, pa.Array], int]]:
    """Yield some columns of a table block by block, as ``plain`` makes them, and how many rows."""
    for rows in opened.iter_batches(ROWS_A_BLOCK, columns=[*names], use_threads=False):
        columns = zip(rows.schema.names, rows.columns, strict=True)
        yield {name: plain(column) for name, column in columns}, len(rows)


@dataclass
class Beside:
    """What is known of the columns beside a table's own, by their places."""

    values: dict[int, Told] = field(default_factory=dict)
    """The different cells of those that may change what rows mean, or what they tell."""
    some: dict[int, Sequence[Any]] = field(default_factory=dict)
    """Of too many units one that is not of kilograms."""
    others: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    units: int | None = None
    """The one that says in which unit each weight is written."""


def columns_beside(
    opened: ParquetFile, header: Sequence[str], names: Sequence[str], matched: MatchedHeader,
    *, is_of_text: bool,
) -> Beside:  # fmt: skip
    """Look at all cells of the columns that are no part of a table.

    ``names`` are those of the file that was opened, ``header`` those that were written. Some
    columns of Parquet are not read at all.
    """
    found = Beside()
    read = {*kinds_of_header(names), *columns_beside_ours(opened.schema_arrow)}
    own, unknown = {*matched.places.values()}, {place for place, _, _ in matched.unknown}
    for place, written in enumerate(header):
        is_status = is_named_as_status(written)
        if not written.strip() and names[place] in read and not is_of_text:
            found.blank |= {place} if _is_blank_column(opened, names[place]) else set()
        is_no_column = not written.strip() or written.strip().startswith(NO_COLUMN)
        if place in own or is_no_column or not (place in unknown or is_status):
            continue
        if not (is_of_text or names[place] in read):
            continue
        values = cells_that_may_bear(opened, names[place], written)
        is_unit = are_units(written, values)
        if is_unit and found.units is None and place in unknown:
            found.units = place
        if is_unit and isinstance(values, Tally):
            cells = (cell for cell, _ in counted_cells(opened, names[place]))
            found.some[place] = [*islice(filter(is_other_unit, cells), 1)]
        is_noted = is_of_notes(written) and (isinstance(values, Tally) or bool(values))
        if is_status or is_unit or is_noted or bearing_of(written, values) is not None:
            found.values[place] = values
        else:
            (found.others if isinstance(values, Tally) or values else found.blank).add(place)
    return found


def _is_blank_column(opened: ParquetFile, name: str) -> bool:
    return next(counted_cells(opened, name), None) is None


def may_be_asked_about(file: str, header: Sequence[str], values: Mapping[int, Told]) -> bool:
    """Tell whether a file in our columns has others that somebody is to be asked about."""
    columns = (values.get(place, [NOT_LOOKED_AT]) for place in range(len(header)))
    coded = tuple(map(coded_once, columns))
    return may_bear(RawTable(file, "", tuple(header), coded, range(2, 2)))


def as_decided(told: Told, more: Decided | None = None) -> Decided:
    """Return what a part knows of a column: its different cells, or what they tell."""
    if isinstance(told, Tally):
        return (more or Decided())._replace(told=told)
    return (more or Decided())._replace(values=told)


def coded_once(told: Told) -> Coded:
    """Return a column of some different cells, or one that only tells of them."""
    if isinstance(told, Tally):
        return Coded(np.empty(0, dtype=np.int64), [], as_decided(told))
    return Coded(np.arange(len(told)), told)


class OnlyRows(NamedTuple):
    """Some rows of a table, as some of its columns tell."""

    names: Sequence[str]
    are: Callable[[pa.RecordBatch], NDArray[np.bool_]]


def _values_and_used(
    opened: ParquetFile, name: str, only: OnlyRows | None
) -> Iterator[tuple[list[Any], list[bool]]]:
    """Yield the values of a column block by block, and which some row has, of all or of ``only``.

    They stand in the order of all rows, those of a dictionary in its own.
    """
    import pyarrow as pa

    names = [name] if only is None else [name, *only.names]
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
        column = batch.column(name)
        is_coded = pa.types.is_dictionary(column.type)
        coded = column if is_coded else plain(column).dictionary_encode()
        codes = coded.indices
        if only is not None:
            codes = codes.filter(pa.array(only.are(batch)))
        counts = np.bincount(codes.drop_null().to_numpy(), minlength=len(coded.dictionary))
        yield plain(coded.dictionary).to_pylist(), (counts > 0).tolist()


def cells_that_may_bear(
    opened: ParquetFile,
    name: str,
    written: str,
    tests: Mapping[str, Callable[[Any], bool]] = NO_TESTS,
    only: OnlyRows | None = None,
) -> Told:
    """Return the different cells of a column, in the order of a whole read.

    Where they are a great many, what they tell.
    """
    found: dict[tuple[type, Any], bool] = {}
    for values, used in _values_and_used(opened, name, only):
        for value, is_used in zip(cells_of(values, typed=is_typed(opened)), used, strict=True):
            if value is not None:
                key = (type(value), value)
                found[key] = found.get(key, False) or is_used
        if len(found) > MOST_TEXTS:
            told = told_on_disk(opened, name, written, tests, only)
            return told if told.n_values else []
    return [value for (_, value), is_used in found.items() if is_used]


def told_on_disk(
    opened: ParquetFile,
    name: str,
    written: str,
    tests: Mapping[str, Callable[[Any], bool]] = NO_TESTS,
    only: OnlyRows | None = None,
) -> Tally:
    """Return what the different cells of a column tell, some words at a time, from the disk."""
    with TemporaryDirectory(prefix="mobility-cells-") as made:
        folder = Path(made)
        numbers: dict[object, int] = {n: n for n in range(N_DRAWERS)}
        cut_rows(_in_drawers(opened, name, only), DRAWER, numbers, folder)
        told = Tally.of(written, [], tests=tests)
        for number in range(N_DRAWERS):
            told += Tally.of(written, *_drawer(folder, number), tests=tests)
        return told


def _in_drawers(opened: ParquetFile, name: str, only: OnlyRows | None) -> Iterator[pa.RecordBatch]:
    """Yield the different cells of each block of a column, those of one word in one drawer."""
    import pyarrow as pa

    place, typed = 0, is_typed(opened)
    for values, used in _values_and_used(opened, name, only):
        found = enumerate(zip(cells_of(values, typed=typed), used, strict=True), place)
        kept = [(n, cell, is_used) for n, (cell, is_used) in found if cell is not None]
        drawers = [hash(word_key(cell)) % N_DRAWERS for _, cell, _ in kept]
        columns = {
            "cell": pa.array([_text_of(cell) for _, cell, _ in kept], type=pa.string()),
            "place": pa.array([n for n, _, _ in kept], type=pa.int64()),
            "is used": pa.array([is_used for _, _, is_used in kept], type=pa.bool_()),
            DRAWER: pa.array(drawers, type=pa.int64()),
        }
        if kept:
            yield pa.record_batch(columns)
        place += len(values)


def _text_of(cell: Any) -> str:
    return text_of(cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell)


def _drawer(folder: Path, number: int) -> tuple[list[Any], list[int]]:
    """Return the different cells of a drawer that any row has, in order, and their places."""
    from pyarrow import parquet

    found: dict[tuple[type, Any], tuple[int, bool]] = {}
    for path in pieces_of(folder, number):
        rows = parquet.read_table(path)
        columns = (rows[name].to_pylist() for name in ("cell", "place", "is used"))
        for text, place, is_used in zip(*columns, strict=True):
            cell = cell_of(text)
            first, was_used = found.get((type(cell), cell), (place, False))
            found[type(cell), cell] = (first, was_used or is_used)
    used = sorted((place, n) for n, (place, is_used) in enumerate(found.values()) if is_used)
    cells = [cell for _, cell in found]
    return [cells[n] for _, n in used], [place for place, _ in used]
