"""Every cell of a table against the rows of the oracle, and the smallest log that differs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from oracle.logs import Tables

CLOSE = 1e-9


def plain(value: Any) -> Any:
    """Return a cell as plain Python; everything that means "missing" is ``None``."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, Fraction):
        return float(value)
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, list):  # any of these, where the definitions leave it open
        return any(same(found, one) for one in expected)
    found, expected = plain(found), plain(expected)
    if found is None or expected is None or isinstance(expected, (str, date, bool)):
        return found == expected
    return math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE)


def said_of(expected: Any) -> str:
    ones = expected if isinstance(expected, list) else [expected]
    return " or ".join(repr(plain(one)) for one in ones)


def differences(
    found: pd.DataFrame,
    expected: Sequence[dict[str, Any]],
    *,
    keys: Sequence[str],
    columns: Sequence[str],
) -> list[str]:
    """Say in one line each what differs: columns, rows, their order, cells."""
    missing = [c for c in columns if c not in found.columns]
    if missing:
        return [f"columns missing: {missing}"]
    rows = found.to_dict("records")
    here = [tuple(plain(row[k]) for k in keys) for row in rows]
    there = [tuple(plain(row[k]) for k in keys) for row in expected]
    said = [f"row not expected: {k}" for k in here if k not in there]
    said += [f"row missing: {k}" for k in there if k not in here]
    if said:
        return said
    if here != there:
        return [f"order of rows: {here} instead of {there}"]
    return [
        f"{key} {column}: {plain(row[column])!r} instead of {said_of(other[column])}"
        for key, row, other in zip(here, rows, expected, strict=True)
        for column in columns
        if not same(row[column], other[column])
    ]


def smallest(tables: Tables, differs: Callable[[Tables], bool]) -> Tables:
    """Leave out rows as long as the tables still differ: halves first, then one by one."""
    tables = {name: list(rows) for name, rows in tables.items()}
    for name in tables:
        size = max(len(tables[name]) // 2, 1)
        while True:
            at = 0
            while at < len(tables[name]):
                fewer = tables | {name: tables[name][:at] + tables[name][at + size :]}
                if differs(fewer):
                    tables = fewer
                else:
                    at += size
            if size == 1:
                break
            size //= 2
    return tables
