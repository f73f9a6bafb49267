"""What all cells of a column decide for each of them, found a block of rows at a time.

A part is then read as the whole is: the order of its dates, what a comma in a number and a cross in
a box mean are the whole column's. The rules themselves are those of ``check``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.dates import (
    SETTLING,
    Open,
    chosen_order,
    question_of_order,
    read_moment,
)
from mobility_analysis.log.check.units import loads_in_kg
from mobility_analysis.log.check.values import is_clear_decimal_comma, mixed_crosses
from mobility_analysis.log.parts.texts import LINE
from mobility_analysis.log.read.cells import Decided, is_blank
from mobility_analysis.log.schema import Column

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_ISO = r"^\s*(\d{4}-\d{1,2}-\d{1,2}([T ].*)?\s*)?$"


def decided(
    opened: ParquetFile, header: str, column: Column, *, stated: str | None, pounds: bool
) -> Decided | None:
    """Return what all cells of a column decide; None where each is read by itself.

    ``stated`` is the order of dates that was stated, by the user or in the header, ``pounds``
    whether the header says that its weights are in pounds.
    """
    if not is_text(opened.schema_arrow.field(header).type):
        return None
    if column.kind in ("date", "timestamp"):
        return _decided_order(opened, header, stated)
    if column.kind in ("number", "count", "score"):
        texts = (blocks for blocks in texts_of(opened, header))
        if column.name == "load_kg":
            texts = (loads_in_kg(block, stated="lb" if pounds else "")[0] for block in texts)
        return Decided(has_decimal_comma=any(map(is_clear_decimal_comma, _chained(texts))))
    if column.kind == "word" and column.default:
        return Decided(crosses=mixed_crosses(_chained(texts_of(opened, header))))
    return None


_chained = chain.from_iterable


def _decided_order(opened: ParquetFile, header: str, stated: str | None) -> Decided:
    if stated in SETTLING:
        return Decided(stated)
    dates = OpenDates()
    line = 2
    names = [header, *(n for n in opened.schema_arrow.names if n == LINE)]
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
        here = np.arange(line, line + batch.num_rows)
        dates.add(plain(batch[header]), batch[LINE].to_numpy() if LINE in names else here)
        line += batch.num_rows
    return dates.decided(stated)


@dataclass
class OpenDates:
    """The dates of a column whose order only all of them can settle: the first two of each kind.

    Those of one kind can be read in the same orders, which is all that the rules go by.
    """

    counts: dict[object, int] = field(default_factory=dict)
    """How many rows are of each kind."""
    first: dict[object, dict[str, tuple[int, str, Open]]] = field(default_factory=dict)

    def add(self, texts: pa.Array, lines: Any) -> None:
        """Take in the dates of some rows, which stand after all before."""
        import pyarrow.compute as pc

        coded = texts.dictionary_encode()
        is_open = ~pc.match_substring_regex(coded.dictionary, _ISO).to_numpy(zero_copy_only=False)
        codes = coded.indices.fill_null(len(is_open)).to_numpy(zero_copy_only=False)
        counts = np.bincount(codes, minlength=len(is_open))
        used, rows = np.unique(codes, return_index=True)
        for code, row in zip(used.tolist(), rows.tolist(), strict=True):
            if code < len(is_open) and is_open[code]:
                text = str(coded.dictionary[code]).strip()
                self._add(text, int(lines[row]), int(counts[code]))

    def _add(self, text: str, line: int, n: int) -> None:
        read = read_moment(text)
        if not isinstance(read, Open):
            return
        moments = [*read.read.values()]
        kind = tuple((o, o in read.fits, moments.index(m)) for o, m in read.read.items())
        self.counts[kind] = self.counts.get(kind, 0) + n
        first = self.first.setdefault(kind, {})
        if len(first) < 2:
            first.setdefault(text, (line, text, read))

    def decided(self, stated: str | None) -> Decided:
        """Return their order, or what is asked where they settle none."""
        if not self.counts:
            return Decided()
        one_each = [next(iter(first.values()))[2] for first in self.first.values()]
        order = chosen_order(one_each, np.array([*self.counts.values()]), stated)
        if order is not None:
            return Decided(order)
        shown = sorted(_chained(first.values() for first in self.first.values()),
                       key=lambda date: date[0])  # fmt: skip
        return Decided(asked=question_of_order(shown))


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column holds texts, which may be written as bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary,
             pa.types.is_large_binary)  # fmt: skip
    return any(test(kind) for test in tests)


def texts_of(opened: ParquetFile, header: str) -> Iterator[list[str]]:
    """Yield the different texts of a column, block by block, without spaces around them."""
    import pyarrow.compute as pc

    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=[header], use_threads=False):
        found = pc.unique(plain(batch.column(0))).to_pylist()
        yield [str(text).strip() for text in found if text is not None]


def counted_values(opened: ParquetFile, header: str) -> Iterator[tuple[Any, int]]:
    """Yield the different values of a column as a table of a log has them, block by block.

    Each has the number of its rows in the block.
    """
    import pyarrow.compute as pc

    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=[header], use_threads=False):
        counts = pc.value_counts(plain(batch.column(0)))
        for value, n in zip(*(counts.field(k).to_pylist() for k in (0, 1)), strict=True):
            cell = value.strip() if isinstance(value, str) else value
            cell = float(cell) if isinstance(cell, Decimal) else cell
            if not is_blank(cell):
                yield cell, n


def plain(column: pa.Array) -> pa.Array:
    """Return a column without a dictionary, of which every part would hold all clients.

    Bytes without the mark of a text are texts.
    """
    import pyarrow as pa

    column = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    is_bytes = pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
    return column.cast(pa.large_string()) if is_bytes else column
