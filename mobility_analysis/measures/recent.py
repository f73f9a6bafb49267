"""Adherence over the last four weeks, in blocks of 7 days that end on the day of looking."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.client_blocks import table_by_blocks
from mobility_analysis.measures.groups import By
from mobility_analysis.measures.overall import overall_table
from mobility_analysis.measures.own_areas import of_own_areas
from mobility_analysis.measures.periods import WeekGrid, Window, window_of

__all__ = ["recent_adherence"]

N_DAYS = 28


def recent_adherence(
    log: MobilityLog,
    *,
    by: By = "exercise",
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Add up the last 28 days of each exercise, focus area or client.

    As ``overall_adherence``, but over the 28 days to ``as_of`` in four blocks of 7 days that end
    there: where ``as_of`` is no Sunday, weeks from Monday would cut the window into five, of which
    two are parts, and cap what was done in each of them by a part of what was prescribed.

    Parameters
    ----------
    log : MobilityLog
        The log.
    by : {"exercise", "focus_area", "client"}, default "exercise"
        What a row stands for.
    as_of : str or Timestamp, optional
        The last day; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts, where it is later than the first of the 28.

    Returns
    -------
    DataFrame
        The columns of ``overall_adherence``. ``adherence`` is the ``adherence_last_28_days`` of
        that table; ``weeks_met`` and ``weeks_full`` are blocks of 7 days.

    Raises
    ------
    ValueError
        If ``by`` is none of those above, or a date cannot be read.

    Examples
    --------
    Prescribed once a week; done twice within 7 days to Wednesday 25 November, of which one Sunday
    and one Wednesday: one of them is extra.

    >>> from mobility_analysis.log import log_from_tables
    >>> days = ["2026-11-22", "2026-11-25"]
    >>> log = log_from_tables(
    ...     programme=[{"exercise": "down-dog", "start": "2026-09-01", "times_per_week": "1"}],
    ...     sessions=[{"date": day, "exercise": "down-dog"} for day in days],
    ... )
    >>> recent_adherence(log)[["prescribed", "done", "counted", "adherence"]]
       prescribed  done  counted  adherence
    0         4.0     2      1.0       0.25
    """
    whole = window_of(log, as_of, start)
    first = max(whole.first, whole.last - N_DAYS + 1)
    window = Window(first, whole.last, whole.has_as_of)
    grid = WeekGrid.ending_at(window.last)
    table = table_by_blocks(log, lambda part: overall_table(part, window, grid, by=by))
    return of_own_areas(log, table) if by == "focus_area" else table
