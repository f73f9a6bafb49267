"""Tables of thousands of clients, made of some clients at a time.

The only place where a measure of practice knows that a log may be large. The arrays of a whole
caseload lie in memory that was not used before, which the system hands out page by page; those of
some clients use the memory of those before them again. With 20,000 clients and 9,000,000 sessions
all columns of ``overall_adherence`` take 1.1 instead of 2.0 s of a processor, and loading and both
tables 1.0 instead of 1.7 GB. Two blocks are made at a time, which takes a quarter off that time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.measures.categories import category_like, codes_of

__all__ = ["table_by_blocks", "tables_by_blocks"]

CLIENTS_A_BLOCK = 1000
N_THREADS = 2


def table_by_blocks(log: MobilityLog, make: Callable[[MobilityLog], pd.DataFrame]) -> pd.DataFrame:
    """Return the table of a log whose rows rest on one client each, sorted by client.

    Parameters
    ----------
    log : MobilityLog
        The log.
    make : callable
        What makes the table of a log.

    Returns
    -------
    DataFrame
        The same as ``make(log)``.
    """
    [table] = tables_by_blocks(log, lambda part: (make(part),))
    return table


def tables_by_blocks(
    log: MobilityLog, make: Callable[[MobilityLog], tuple[pd.DataFrame, ...]]
) -> list[pd.DataFrame]:
    """Return several tables of a log as ``table_by_blocks`` does one."""
    if len(log.clients) <= CLIENTS_A_BLOCK:
        return list(make(log))
    firsts, parts = zip(*_parts(log), strict=True)
    with ThreadPoolExecutor(max_workers=N_THREADS) as pool:
        made = list(pool.map(make, parts))
    return [_joined(log, firsts, tables) for tables in zip(*made, strict=True)]


def _joined(
    log: MobilityLog, firsts: Sequence[int], tables: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Return the tables of all blocks as one, with the clients of the whole log."""
    codes = [
        codes_of(table.pop("client")).astype("int64") + first
        for first, table in zip(firsts, tables, strict=True)
    ]
    whole: pd.DataFrame = pd.concat(tables, ignore_index=True)
    clients = category_like(log.programme["client"], np.concatenate(codes))
    whole.insert(0, "client", pd.Series(clients))
    return whole


def _parts(log: MobilityLog) -> Iterator[tuple[int, MobilityLog]]:
    """Yield the code of the first client, and the log, of each block of clients."""
    dtype = cast("pd.CategoricalDtype[Any]", log.programme["client"].dtype)
    firsts = range(0, len(dtype.categories), CLIENTS_A_BLOCK)
    edges = {name: _edges(codes_of(getattr(log, name)["client"]), firsts) for name in PEOPLE_TABLES}
    for place, first in enumerate(firsts):
        own = pd.CategoricalDtype(dtype.categories[first : first + CLIENTS_A_BLOCK])
        tables = {}
        for name in PEOPLE_TABLES:
            rows = getattr(log, name).iloc[edges[name][place] : edges[name][place + 1]]
            part = rows.reset_index(drop=True)
            part["client"] = pd.Categorical.from_codes(codes_of(rows["client"]) - first, dtype=own)
            tables[name] = part
        yield first, replace(log, **tables)


def _edges(codes: NDArray[Any], firsts: range) -> list[int]:
    """Return where each block begins in the codes of a table, and where the last one ends."""
    begins = np.searchsorted(codes, np.array(firsts, dtype=codes.dtype))
    return [*begins.tolist(), len(codes)]
