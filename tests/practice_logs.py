"""Short ways to write a log of one client in tests of practice."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables

Row = dict[str, Any]


def prescribed(start: str, often: str, **more: Any) -> Row:
    """Return a prescription of Down Dog for Ana; ``often`` may be weekdays."""
    is_weekdays = often[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    name = "weekdays" if is_weekdays else "times_per_week"
    return {"client": "ana", "exercise": "down-dog", "start": start, name: often} | more


def done(*dates: str, **more: Any) -> list[Row]:
    """Return one session of Down Dog by Ana on each date; done, unless a status is given."""
    return [{"client": "ana", "date": day, "exercise": "down-dog"} | more for day in dates]


def rated(*dates: str, **more: Any) -> list[Row]:
    """Return one rating by Ana on each date."""
    return [{"client": "ana", "date": day, "score": "4"} | more for day in dates]


def paused(start: str, end: str = "") -> list[Row]:
    """Return one pause of Ana."""
    return [{"client": "ana", "start": start, "end": end}]


def log_of(as_of: str, *programme: Row, **tables: Any) -> MobilityLog:
    """Return the log of these prescriptions and tables."""
    return log_from_tables(programme=list(programme), as_of=as_of, **tables)


def only(table: pd.DataFrame) -> Row:
    """Return the one row of a table."""
    assert len(table) == 1, table
    return table.iloc[0].to_dict()
