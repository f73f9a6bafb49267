"""The four weeks of a diary with the lowest mean."""

from __future__ import annotations

import numpy as np

from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.days import DayValues, FloatArray, IntArray

BEST_DAYS = FOUR_WEEKS
MIN_RATED_DAYS = 10


def best_weeks(days: DayValues, first: FloatArray, today: float) -> tuple[FloatArray, FloatArray]:
    """Return first and last day of each client's 28 days in a row with the lowest mean.

    Of those wholly between the first day value and ``today`` that hold 10 rated days or more; of
    equals the latest. NaN where there are none.

    Parameters
    ----------
    days : DayValues
        Day values of all clients.
    first : array of float
        Day number of each client's first day value; NaN where there is none.
    today : float
        The day on which the log is looked at.
    """
    starts = np.nan_to_num(today - first + 2 - BEST_DAYS, nan=0.0)
    n_starts = np.maximum(starts, 0).astype(np.int64)
    n_days = np.where(n_starts > 0, n_starts + BEST_DAYS - 1, 0)
    begins = np.cumsum(n_days) - n_days
    rated, total = _sums_to_day(days, np.nan_to_num(first), begins, int(n_days.sum()), n_starts)
    client = np.repeat(np.arange(len(first)), n_starts)
    step = np.arange(len(client)) - np.repeat(np.cumsum(n_starts) - n_starts, n_starts)
    at = begins[client] + step
    n_rated = rated[at + BEST_DAYS] - rated[at]
    is_full = n_rated >= MIN_RATED_DAYS
    client, step, at, n_rated = client[is_full], step[is_full], at[is_full], n_rated[is_full]
    mean = (total[at + BEST_DAYS] - total[at]) / n_rated
    lowest = np.full(len(first), np.inf)
    np.minimum.at(lowest, client, mean)
    is_lowest = mean <= lowest[client] + TOLERANCE
    best = np.full(len(first), np.nan)
    best[client[is_lowest]] = step[is_lowest]  # the last one written is the latest
    best += first
    return best, best + BEST_DAYS - 1


def _sums_to_day(
    days: DayValues, first: FloatArray, begins: IntArray, n_all: int, n_starts: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return rated days, and their sum, before each day of all diaries laid end to end."""
    has_any = n_starts[days.client] > 0
    client = days.client[has_any]
    place = (begins[client] + days.day[has_any] - first[client]).astype(np.int64)
    rated, value = np.zeros(n_all + 1), np.zeros(n_all + 1)
    rated[place + 1], value[place + 1] = 1, days.mean[has_any]
    return np.cumsum(rated), np.cumsum(value)
