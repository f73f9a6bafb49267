"""What every chart asks of its tables: one client, and only the days that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

__all__ = ["Date", "as_day", "one_client", "rows", "within"]

#: A day as a caller states it.
Date = str | pd.Timestamp


def as_day(date: Date | None) -> pd.Timestamp | None:
    """Return a stated day as a Timestamp; nothing for nothing.

    Examples
    --------
    >>> as_day("2026-11-22")
    Timestamp('2026-11-22 00:00:00')
    """
    if date is None or pd.isna(date):
        return None
    return pd.Timestamp(date).normalize()


def one_client(*tables: pd.DataFrame | None) -> str:
    """Return the one client that the tables are about; empty when none has a row.

    Raises
    ------
    ValueError
        If they are about more than one client; the message names them.

    Examples
    --------
    >>> one_client(pd.DataFrame({"client": ["A. EXAMPLE", "A. EXAMPLE"]}), None)
    'A. EXAMPLE'
    """
    found = {str(name) for table in tables if table is not None for name in set(table["client"])}
    if len(found) > 1:
        raise ValueError(
            "a chart shows one client, but these tables hold "
            f"{', '.join(sorted(found))}: pass the rows of one of them"
        )
    return next(iter(found), "")


def within(
    table: pd.DataFrame,
    column: str,
    start: pd.Timestamp | None,
    end: pd.Timestamp | None,
) -> pd.DataFrame:
    """Return the rows whose date is not before ``start`` and not after ``end``."""
    kept = table[column].notna()
    if start is not None:
        kept &= table[column] >= start
    if end is not None:
        kept &= table[column] <= end
    return table[kept]


def rows(table: pd.DataFrame | None, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the named cells of each row; nothing where there is no table."""
    if table is not None:
        yield from zip(*(table[column].tolist() for column in columns), strict=True)
