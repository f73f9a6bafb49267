"""Tables of thousands of clients, made of some clients at a time.

The only place where a measure of practice knows that a log may be large. The arrays of a whole
caseload lie in memory that was not used before, which the system hands out page by page; those of
some clients use the memory of those before them again, which takes less of both time and memory.
Two blocks are made at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import code_dtype, two_at_a_time
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.measures.days import codes_of, n_categories

CLIENTS_A_BLOCK = 1000
Columns = dict[str, Any]
"""A table, as arrays by the names of its columns: of some clients no frame is made."""


def table_by_blocks(log: MobilityLog, make: Callable[[MobilityLog], Columns]) -> pd.DataFrame:
    """Return the table that ``make`` makes of a log whose rows rest on one client each, sorted."""
    return tables_by_blocks(log, make)[0]


def tables_by_blocks(
    log: MobilityLog, *makes: Callable[[MobilityLog], Columns]
) -> list[pd.DataFrame]:
    """Return what each of ``makes`` makes of such a log; what they share is counted once."""

    def make_all(part: MobilityLog) -> list[Columns]:
        counted = counted_log(part)
        return [make(counted) for make in makes]

    n_clients = n_categories(log.programme["client"])
    if n_clients <= CLIENTS_A_BLOCK:
        return [pd.DataFrame(columns, copy=False) for columns in make_all(log)]
    firsts = range(0, n_clients, CLIENTS_A_BLOCK)
    wholes = [_Whole(log, len(firsts)) for _ in makes]
    for first, tables in zip(firsts, two_at_a_time(make_all, _parts(log, firsts)), strict=True):
        for whole, table in zip(wholes, tables, strict=True):
            whole.add(table, first)
    return [whole.table() for whole in wholes]


class _Whole:
    """A table that grows by the rows of one block after another, each of them free again then.

    The first block tells how much room all will need; more is made where it was too little. Joined
    at the end instead, all blocks would lie in memory twice.
    """

    def __init__(self, log: MobilityLog, n_blocks: int) -> None:
        self.clients = log.programme["client"].dtype
        self.n_clients = n_categories(log.programme["client"])
        self.n_blocks, self.n_added, self.n_rows = n_blocks, 0, 0
        self.dtypes: dict[str, Any] = {}
        self.room: dict[str, NDArray[Any]] = {}
        self.texts: dict[str, list[pd.Series]] = {}

    def add(self, columns: Columns, first: int) -> None:
        """Add the rows of a block, whose first client has this code in the whole log."""
        self.n_added += 1
        for name, column in columns.items():
            self.dtypes[name] = column.dtype
            if name == "client":
                self._write(name, column.codes.astype(code_dtype(self.n_clients)) + first)
            elif isinstance(column, pd.Categorical):
                self._write(name, column.codes)
            elif isinstance(column, np.ndarray):
                self._write(name, column)
            else:
                self.texts.setdefault(name, []).append(pd.Series(column))
        self.n_rows += len(columns["client"])

    def _write(self, name: str, values: NDArray[Any]) -> None:
        room = self.room.get(name, values[:0])
        end = self.n_rows + len(values)
        if end > len(room) or name not in self.room:
            n_in_all = end * self.n_blocks // self.n_added
            self.room[name] = np.empty(n_in_all + n_in_all // 8, dtype=values.dtype)
            self.room[name][: self.n_rows] = room[: self.n_rows]
        self.room[name][self.n_rows : end] = values

    def table(self) -> pd.DataFrame:
        """Return all rows, with the clients of the whole log."""
        self.dtypes["client"] = self.clients
        return pd.DataFrame({name: self._column(name) for name in self.dtypes}, copy=False)

    def _column(self, name: str) -> Any:
        if name in self.texts:
            return pd.concat(self.texts[name], ignore_index=True)
        values, dtype = self.room[name][: self.n_rows], self.dtypes[name]
        if isinstance(dtype, pd.CategoricalDtype):
            return pd.Categorical.from_codes(values, dtype=dtype)
        return values


def _parts(log: MobilityLog, firsts: range) -> Iterator[MobilityLog]:
    """Yield the log of each block of clients."""
    dtype = cast("pd.CategoricalDtype[Any]", log.programme["client"].dtype)
    edges = {name: _edges(codes_of(getattr(log, name)["client"]), firsts) for name in PEOPLE_TABLES}
    for place, first in enumerate(firsts):
        own = pd.CategoricalDtype(dtype.categories[first : first + firsts.step])
        tables = {}
        for name in PEOPLE_TABLES:
            rows = getattr(log, name).iloc[edges[name][place] : edges[name][place + 1]]
            part = rows.reset_index(drop=True)
            part["client"] = pd.Categorical.from_codes(codes_of(rows["client"]) - first, dtype=own)
            tables[name] = part
        yield replace(log, **tables)


def _edges(codes: NDArray[Any], firsts: range) -> list[int]:
    """Return where each block begins in the codes of a table, and where the last one ends."""
    begins = np.searchsorted(codes, np.array(firsts, dtype=codes.dtype))
    return [*begins.tolist(), len(codes)]
