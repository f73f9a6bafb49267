"""Logs of ratings for the tests of stiffness, written as a row of scores a client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables

Row = dict[str, Any]


def ratings(
    scores: Sequence[float | None], *, client: str = "ann", start: str = "2026-01-05", **same: Any
) -> list[Row]:
    """One rating a day from a Monday on; ``None`` is a day without one."""
    days = pd.date_range(start, periods=len(scores))
    return [
        {"client": client, "date": str(day.date()), "score": score, **same}
        for day, score in zip(days, scores, strict=True)
        if score is not None
    ]


def rated(scores: Sequence[float | None], *, as_of: str | None = None, **same: Any) -> MobilityLog:
    """Log of one client with one rating a day."""
    return log_from_tables(stiffness=ratings(scores, **same), as_of=as_of)


def on(*rows: tuple[str, str, float], client: str = "ann") -> list[Row]:
    """Ratings as (date, moment, score)."""
    return [
        {"client": client, "date": day, "moment": moment, "score": score}
        for day, moment, score in rows
    ]


def same_frames(first: pd.DataFrame, second: pd.DataFrame) -> None:
    """Two tables are the same to the last byte."""
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def plain(frame: pd.DataFrame, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """Rows as tuples; missing as None, dates as ISO text."""

    def cell(value: Any) -> Any:
        if pd.isna(value):
            return None
        return str(value.date()) if isinstance(value, pd.Timestamp) else value

    return [tuple(map(cell, row)) for row in frame[list(columns)].itertuples(index=False)]
