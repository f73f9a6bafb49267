"""Two facts about a client's latest ratings that are worth seeing first; neither is a test."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import TOLERANCE, runs
from mobility_analysis.measures.limits import (
    DAYS_A_WEEK,
    FOUR_WEEKS,
    HIGH_DAYS,
    HIGH_MEAN,
    HIGH_WORST,
    RISE_POINTS,
)
from mobility_analysis.measures.stiffness.days import (
    USUAL_MOMENTS,
    Day,
    DayValues,
    client_column,
    day_values,
    flag_column,
    look_day,
    ratings_used,
    spans,
    window_means,
)
from mobility_analysis.measures.stiffness.windows import windows_of

LAST_DAYS = DAYS_A_WEEK
BEFORE_DAYS = FOUR_WEEKS
RISE_RATED_DAYS = 3


@counted_once
def sharp_rise(
    log: MobilityLog, *, as_of: Day = None, rise_points: float = RISE_POINTS
) -> pd.DataFrame:
    """Say whose last three rated days lie well above the four weeks before.

    The mean of the last 3 rated days within the last 7 days to ``as_of`` is held against the mean
    of the day values in the 28 days before those 7, which need 5 rated days (*our choice*). In
    simulated diaries it is false for 0.05 / 0.2 / 0.6 of 40 unchanged clients a week (lag-1
    autocorrelation 0 / 0.3 / 0.6).
    """
    days = day_values(ratings_used(log, as_of=as_of, moments=USUAL_MOMENTS))
    today = np.full(days.n_clients, look_day(log, as_of))
    before = (today - LAST_DAYS - BEFORE_DAYS + 1, today - LAST_DAYS)
    n_before, before_mean = window_means(days, *before)
    n_last, _ = window_means(days, today - LAST_DAYS + 1, today)
    latest = _latest(days, RISE_RATED_DAYS)
    _, last_mean = window_means(latest, today - LAST_DAYS + 1, today, min_days=RISE_RATED_DAYS)
    rise = last_mean - before_mean
    return pd.DataFrame(
        {
            "client": client_column(log),
            "rated_last_7_days": n_last,
            "last_mean": last_mean,
            "rated_28_days_before": n_before,
            "before_mean": before_mean,
            "rise_points": rise,
            "is_sharp_rise": flag_column(rise >= rise_points - TOLERANCE, ~np.isnan(rise)),
        }
    )


@counted_once
def high_scores(
    log: MobilityLog,
    *,
    as_of: Day = None,
    baseline_start: Day = None,
    high_mean: float = HIGH_MEAN,
    high_worst: float = HIGH_WORST,
    high_days: int = HIGH_DAYS,
) -> pd.DataFrame:
    """Say whose latest scores are high, and whether that is usual for this client.

    High is a mean of the recent window (see ``stiffness_change``) of 8 or more, or a worst rating
    of 9 or 10 on 2 of the last 7 days (of decimals, from 9 on). A fact to see first, not a test.
    *Our choice*; as is that it is usual when the same holds in the 28 days before those 7: a mean
    of 8 or more, or a worst of 9 or 10 on 2 of those days. The mean is of all moments used, also
    where ``stiffness_change`` holds its windows to one moment: high scores are no comparison.

    ``recent_mean`` is missing below 5 rated days and without windows; ``is_high_scores`` where no
    day of the last 28 is rated, and with it ``is_usual_for_client``, which is False where the
    scores are not high.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": "2026-01-20", "score": 9},
    ...     {"client": "ann", "date": "2026-01-22", "score": 9.5}])
    >>> row = high_scores(log).iloc[0]
    >>> print(row["high_days_last_7_days"], row["is_high_scores"], row["is_usual_for_client"])
    2 True False
    """
    days = day_values(ratings_used(log, as_of=as_of, moments=USUAL_MOMENTS))
    today = np.full(days.n_clients, look_day(log, as_of))
    before = (today - LAST_DAYS - BEFORE_DAYS + 1, today - LAST_DAYS)
    recent = windows_of(days, look_day(log, as_of), baseline_start).pairs[1]
    n_recent, recent_mean = window_means(days, *recent)
    n_before, before_mean = window_means(days, *before)
    worst = days.take(days.worst >= high_worst - TOLERANCE)
    n_high, _ = window_means(worst, today - LAST_DAYS + 1, today)
    n_high_before, _ = window_means(worst, *before)
    is_high = (recent_mean >= high_mean - TOLERANCE) | (n_high >= high_days)
    was_high = (before_mean >= high_mean - TOLERANCE) | (n_high_before >= high_days)
    is_known = (window_means(days, today - BEFORE_DAYS + 1, today)[0] > 0) | is_high
    return pd.DataFrame(
        {
            "client": client_column(log),
            "recent_days": n_recent,
            "recent_mean": recent_mean,
            "high_days_last_7_days": n_high,
            "rated_28_days_before": n_before,
            "before_mean": before_mean,
            "high_days_28_days_before": n_high_before,
            "is_high_scores": flag_column(is_high, is_known),
            "is_usual_for_client": flag_column(is_high & was_high, is_known),
        }
    )


def _latest(days: DayValues, n_days: int) -> DayValues:
    """Keep the last few rated days of each client."""
    begin, end = spans(days.client, days.n_clients)
    client, step = runs(np.minimum(end - begin, n_days))
    return days.take(np.maximum(begin, end - n_days)[client] + step)
