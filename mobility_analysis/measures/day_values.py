"""Daily and weekly values of self-rated stiffness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.periods import WeekGrid, day_dates
from mobility_analysis.measures.ratings import (
    USUAL_MOMENTS,
    Day,
    client_column,
    day_values,
    group_starts,
    ratings_used,
)

__all__ = ["daily_stiffness", "weekly_stiffness"]

MIN_DAYS_A_WEEK = 4
"""Days of a week that its mean needs: Griffiths 2022."""


def daily_stiffness(
    log: MobilityLog, *, as_of: Day = None, moments: Sequence[str] = USUAL_MOMENTS
) -> pd.DataFrame:
    """Give each rated day one value: the mean of the ratings used, and the worst.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used. Unless stated, all but ``after``: an after-session rating
        shows the session, not the day.

    Returns
    -------
    DataFrame
        One row a client and rated day, sorted by both: client; date; n_ratings, the ratings used;
        score_mean, their mean (0 to 10, lower is better); score_worst, the highest of them.

    Raises
    ------
    ValueError
        If a moment is not one of the schema's.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": "2026-01-05", "score": 6, "moment": "waking"},
    ...     {"client": "ann", "date": "2026-01-05", "score": 3, "moment": "evening"},
    ...     {"client": "ann", "date": "2026-01-05", "score": 9, "moment": "after"}])
    >>> print(daily_stiffness(log).to_string(index=False))
    client       date  n_ratings  score_mean  score_worst
       ann 2026-01-05          2         4.5          6.0
    """
    days = day_values(ratings_used(log, as_of=as_of, moments=moments))
    return pd.DataFrame(
        {
            "client": client_column(log, days.client),
            "date": day_dates(days.day),
            "n_ratings": days.n_ratings,
            "score_mean": days.mean,
            "score_worst": days.worst,
        }
    )


def weekly_stiffness(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    min_days: int = MIN_DAYS_A_WEEK,
) -> pd.DataFrame:
    """Give each week (Monday to Sunday) the mean of its day values.

    The mean stands only where at least ``min_days`` of the seven days have a value (4 of 7 after
    Griffiths 2022). The week that ``as_of`` lies in is counted as far as it goes.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used, as in :func:`daily_stiffness`.
    min_days : int, default 4
        Rated days that a weekly mean needs.

    Returns
    -------
    DataFrame
        One row a client and week with at least one day value, sorted by both: client;
        week_start, its Monday; n_days, days with a value; score_mean, mean of the day values, or
        missing; score_worst, the week's highest rating, whatever ``n_days``.

    References
    ----------
    Griffiths 2022 (4 of 7 days).

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": f"2026-01-0{day}", "score": score}
    ...     for day, score in [(5, 6), (6, 5), (7, 5), (9, 4)]])
    >>> print(weekly_stiffness(log).to_string(index=False))
    client week_start  n_days  score_mean  score_worst
       ann 2026-01-05       4         5.0          6.0
    """
    days = day_values(ratings_used(log, as_of=as_of, moments=moments))
    grid = WeekGrid()
    week = grid.week(days.day)
    starts = group_starts(days.client, week)
    n_days = np.diff(np.append(starts, len(week)))
    row = np.repeat(np.arange(len(starts)), n_days)
    total = np.bincount(row, weights=days.mean, minlength=len(starts))
    worst = np.zeros(len(starts))
    np.maximum.at(worst, row, days.worst)
    return pd.DataFrame(
        {
            "client": client_column(log, days.client[starts]),
            "week_start": day_dates(grid.day(week[starts])),
            "n_days": n_days,
            "score_mean": np.where(n_days >= min_days, total / n_days, np.nan),
            "score_worst": worst,
        }
    )
