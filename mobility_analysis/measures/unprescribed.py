"""Sessions outside any prescription, each with its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.categories import category_like, codes_of, n_categories
from mobility_analysis.measures.periods import (
    Days,
    WeekGrid,
    day_dates,
    day_numbers,
    window_of,
)
from mobility_analysis.measures.practised import days_of, place_sessions, session_days
from mobility_analysis.measures.prescribed import exercise_weeks
from mobility_analysis.measures.prescriptions import Flags, is_known

__all__ = ["REASONS", "unprescribed_sessions"]

REASONS = ("never prescribed", "before it starts", "after it ends", "paused")


def unprescribed_sessions(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List the sessions, of any status, that stand outside any prescription, with the reason.

    They are shown and stand in no other table of practice. Sessions under an "as needed"
    prescription, and those of a client without any programme, are not among them.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts; sessions before it are not listed.

    Returns
    -------
    DataFrame
        Sorted by client, exercise, date and status:

        client, exercise : category
        date : datetime64[us]
            Day of the session.
        status : category
            "done", "partial" or "skipped".
        reason : str
            The first that holds: "never prescribed" (not to ``as_of``), "before it starts" (the
            first prescription of the exercise), "after it ends" (or between two), "paused".

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-09",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": "2026-11-08", "exercise": "down-dog"},
    ...               {"client": "ana", "date": "2026-11-09", "exercise": "bear-rolls"}],
    ... )
    >>> unprescribed_sessions(log)[["exercise", "date", "reason"]]
         exercise       date            reason
    0  bear-rolls 2026-11-09  never prescribed
    1    down-dog 2026-11-08  before it starts
    """
    window, grid = window_of(log, as_of, start), WeekGrid()
    weeks = exercise_weeks(log, window, grid)
    sessions = session_days(log, window.first, window.last, grid)
    outside = np.flatnonzero(place_sessions(weeks, sessions) < 0)
    client, exercise, day = (a[outside] for a in (sessions.client, sessions.exercise, sessions.day))
    first = _first_days(log, is_known(log, window), client, exercise)
    entry = weeks.entry_of(client, exercise, sessions.week[outside])
    is_in_force = days_of(weeks.in_force, entry, sessions.bit[outside])
    reason = np.select([first == _NEVER, day < first, ~is_in_force], REASONS[:3], REASONS[3])
    table = pd.DataFrame(
        {
            "client": category_like(log.sessions["client"], client),
            "exercise": category_like(log.sessions["exercise"], exercise),
            "date": day_dates(day),
            "status": category_like(log.sessions["status"], sessions.status[outside]),
            "reason": pd.Series(reason, dtype="str"),
        }
    )
    order = ["client", "exercise", "date", "status"]
    return table.sort_values(order, kind="stable", ignore_index=True)


_NEVER = 10**6
"""A day after any date of a log."""


def _first_days(log: MobilityLog, is_used: Flags, client: Days, exercise: Days) -> Days:
    """Return the first day on which each client's exercise was prescribed, or ``_NEVER``."""
    n_exercises = n_categories(log.programme["exercise"])
    rows = log.programme[is_used]
    keys = codes_of(rows["client"]).astype("int64") * n_exercises + codes_of(rows["exercise"])
    starts = pd.Series(day_numbers(rows["start"])).groupby(keys).min()
    wanted = client.astype("int64") * n_exercises + exercise
    return starts.reindex(wanted).fillna(_NEVER).to_numpy("int64")
