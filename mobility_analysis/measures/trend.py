"""Trend of day values (Theil-Sen) and how alike neighbouring days are."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.measures.ratings import TOLERANCE, DayValues, spans

__all__ = ["lag1_autocorrelation", "trends"]

MIN_TREND_DAYS = 8
MIN_TREND_SPAN = 14
MIN_LAG1_DAYS = 14
DAYS_A_WEEK = 7
DECIMALS = 12


def trends(days: DayValues) -> pd.DataFrame:
    """Return each client's Theil-Sen slope of day values on day number.

    Day numbers, so that gaps keep their length. It needs 8 rated days that span 14 days, first
    and last included (*our choice* of the words "over 14 days"); below that it is missing.

    Parameters
    ----------
    days : DayValues
        Day values of all clients.

    Returns
    -------
    DataFrame
        One row a client, in points per week: slope_per_week; slope_low and slope_high, its 95 %
        interval. An interval of no width says only that too many ratings are equal.

    References
    ----------
    Sen 1968; ``scipy.stats.theilslopes``.
    """
    from scipy.stats import theilslopes

    begin, end = spans(days.client, days.n_clients)
    # The interval counts ties exactly: 3.15 and 3.1500000000000004 are one value.
    mean = days.mean.round(DECIMALS)
    slopes = np.full((days.n_clients, 3), np.nan)
    for row, (i, j) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
        if j - i >= MIN_TREND_DAYS and days.day[j - 1] - days.day[i] + 1 >= MIN_TREND_SPAN:
            found = theilslopes(mean[i:j], days.day[i:j], alpha=0.95)
            slopes[row] = found.slope, found.low_slope, found.high_slope
    return pd.DataFrame(slopes * DAYS_A_WEEK, columns=["slope_per_week", "slope_low", "slope_high"])


def lag1_autocorrelation(days: DayValues) -> NDArray[np.float64]:
    """Return how alike neighbouring days are, for each client.

    With m the mean of the day values: the sum of (x_t - m)(x_t+1 - m) over neighbouring calendar
    days that are both rated, over the sum of (x_t - m)^2 over all rated days. From 14 rated days
    on; missing when all day values are equal. Without any neighbouring pair the sum above is
    empty and the figure 0, as the formula stands.

    Parameters
    ----------
    days : DayValues
        Day values of all clients.

    Returns
    -------
    array of float
        One figure a client, NaN where missing.
    """
    n = np.bincount(days.client, minlength=days.n_clients)
    total = np.bincount(days.client, weights=days.mean, minlength=days.n_clients)
    mean = np.divide(total, n, out=np.zeros(days.n_clients), where=n > 0)
    off = days.mean - mean[days.client]
    squares = np.bincount(days.client, weights=off**2, minlength=days.n_clients)
    is_pair = (days.client[1:] == days.client[:-1]) & (days.day[1:] == days.day[:-1] + 1)
    products = np.bincount(
        days.client[1:][is_pair], weights=(off[1:] * off[:-1])[is_pair], minlength=days.n_clients
    )
    spread = np.zeros(days.n_clients)
    np.maximum.at(spread, days.client, np.abs(off))
    is_known = (n >= MIN_LAG1_DAYS) & (spread > TOLERANCE)
    figures = np.full(days.n_clients, np.nan)
    figures[is_known] = products[is_known] / squares[is_known]
    return figures
