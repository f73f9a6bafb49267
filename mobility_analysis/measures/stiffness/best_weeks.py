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
    n_rated, total = _sums_from_day(days, np.nan_to_num(first), begins, int(n_days.sum()), n_starts)
    # A diary's last days begin no 28 days: those would run into the next diary.
    days_of_each = np.stack([n_starts, n_days - n_starts], axis=1).ravel()
    is_start = np.repeat(np.tile([True, False], len(first)), days_of_each)
    mean = np.full(len(n_rated), np.inf)
    np.divide(total, n_rated, out=mean, where=is_start & (n_rated >= MIN_RATED_DAYS))
    has_any = n_starts > 0
    lowest = np.minimum.reduceat(mean, begins[has_any]) if has_any.any() else mean
    is_lowest = mean <= np.repeat(lowest + TOLERANCE, n_days[has_any])
    place = np.flatnonzero(is_lowest & (mean < np.inf))
    client = np.searchsorted(begins, place, "right") - 1
    best = np.full(len(first), np.nan)
    best[client] = place - begins[client]  # the last one written is the latest
    best += first
    return best, best + BEST_DAYS - 1


def _sums_from_day(
    days: DayValues, first: FloatArray, begins: IntArray, n_all: int, n_starts: IntArray
) -> tuple[IntArray, FloatArray]:
    """Return rated days, and their sum, of the 28 days from each day of all diaries, end to end."""
    days = days.take(n_starts[days.client] > 0)
    place = (begins - first.astype(np.int64) + 1)[days.client] + days.day
    n_rated, total = np.zeros(n_all + BEST_DAYS, dtype=np.int32), np.zeros(n_all + BEST_DAYS)
    n_rated[place], total[place] = 1, days.mean
    for each in (n_rated, total):
        np.cumsum(each, out=each)  # in the memory that it has
    return n_rated[BEST_DAYS:] - n_rated[:-BEST_DAYS], total[BEST_DAYS:] - total[:-BEST_DAYS]
