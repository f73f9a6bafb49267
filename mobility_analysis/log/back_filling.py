"""How soon after the day itself rows were written down, where the log says so."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog

__all__ = ["rows_logged_soon"]

ONE_DAY = pd.Timedelta(days=1)


def rows_logged_soon(log: MobilityLog) -> pd.DataFrame:
    """Count the rows of each client that were written down within a day.

    A row with a time of day counts when ``logged_at`` is at most 24 hours after it; a row with
    only a date, when ``logged_at`` falls on that day or the next. Diaries are often filled in
    afterwards (Stone 2003), and such rows say less about their day.

    Parameters
    ----------
    log : MobilityLog
        A checked log.

    Returns
    -------
    DataFrame
        One row a client and table in which any row has ``logged_at``, sorted: client, table,
        rows_with_logged_at, rows_within_a_day, share_within_a_day (0 to 1).

    References
    ----------
    Stone 2003, Controlled Clinical Trials 24:182.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"date": "2026-01-05", "score": 4, "logged_at": "2026-01-06 23:00"},
    ...     {"date": "2026-01-06", "score": 4, "logged_at": "2026-01-08 00:10"},
    ... ])
    >>> rows_logged_soon(log)[["client", "rows_within_a_day", "share_within_a_day"]].values.tolist()
    [['me', 1, 0.5]]
    """
    parts = []
    for name in ("sessions", "stiffness"):
        table = getattr(log, name)
        rows = table[table["logged_at"].notna()]
        has_time = rows["time"].notna()
        latest = rows["date"] + rows["time"].fillna(pd.Timedelta(0)) + ONE_DAY
        is_soon = np.where(
            has_time, rows["logged_at"] <= latest, rows["logged_at"] < latest + ONE_DAY
        )
        groups = pd.Series(is_soon, index=rows.index, dtype=bool).groupby(rows["client"])
        counts = groups.agg(["size", "sum"]).reset_index()
        parts.append(counts[counts["size"] > 0].assign(table=name))
    found = pd.concat(parts, ignore_index=True)
    result = pd.DataFrame(
        {
            "client": found["client"],
            "table": found["table"].astype("str"),
            "rows_with_logged_at": found["size"].astype("int64"),
            "rows_within_a_day": found["sum"].astype("int64"),
            "share_within_a_day": (found["sum"] / found["size"]).astype("float64"),
        }
    )
    return result.sort_values(["client", "table"], ignore_index=True)
