"""The estimates behind a change: trend of day values (Theil-Sen), and NAP with its interval.

NAP: how often a recent day was lower than a baseline day.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.limits import DAYS_A_WEEK
from mobility_analysis.measures.stiffness.days import DayValues, FloatArray, IntArray, spans

MIN_TREND_DAYS = 8
MIN_TREND_SPAN = 14
MIN_LAG1_DAYS = 14
DECIMALS = 12
Z = 1.9599639845400536  # of a 95 % interval: above it lies 2.5 % of the normal distribution

STEPS = 60  # halvings of [0, 1]: 2 ** -60 is below the spacing of floats near one


def trends(days: DayValues) -> pd.DataFrame:
    """Return each client's Theil-Sen slope of day values on day number, in points per week.

    Day numbers, so that gaps keep their length. It needs 8 rated days that span 14 days, first
    and last included (*our choice* of the words "over 14 days"); below that it is missing. A 95 %
    interval of no width says only that too many ratings are equal.
    """
    begin, end = spans(days.client, days.n_clients)
    # The interval counts ties exactly: 3.15 and 3.1500000000000004 are one value.
    mean = days.mean.round(DECIMALS)
    slopes = np.full((days.n_clients, 3), np.nan)
    for row, (i, j) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
        if j - i >= MIN_TREND_DAYS and days.day[j - 1] - days.day[i] + 1 >= MIN_TREND_SPAN:
            slopes[row] = theil_sen(days.day[i:j], mean[i:j])
    return pd.DataFrame(slopes * DAYS_A_WEEK, columns=["slope_per_week", "slope_low", "slope_high"])


def theil_sen(day: IntArray, value: FloatArray) -> tuple[float, float, float]:
    """Return the median slope between two days, in points a day, and its 95 % interval.

    The slopes of all pairs of days are put in order. The median is their middle; the ends of the
    interval lie half of 1.96 standard deviations of Kendall's S to either side of it (Sen 1968;
    formula 2.6 is the variance of S). The figures of ``scipy.stats.theilslopes`` to the last bit:
    our own, since it takes far less time and scipy need not be imported. Days rise, two at least.

    Slopes of the six pairs: 1, 1, 1, 2, 2.5 and 4.

    >>> theil_sen(np.array([1, 2, 3, 4]), np.array([0.0, 1.0, 2.0, 6.0]))
    (1.5, 1.0, 4.0)
    """
    is_later = np.tri(len(day), k=-1, dtype=bool)
    slopes = np.subtract.outer(value, value)[is_later] / np.subtract.outer(day, day)[is_later]
    n, spread = len(slopes), Z * math.sqrt(_variance_of_s(value))
    low, high = max(round((n - spread) / 2) - 1, 0), min(round((n + spread) / 2), n - 1)
    middle = (n - 1) // 2, n // 2
    slopes.partition(sorted({low, *middle, high}))
    slope = (slopes[middle[0]] + slopes[middle[1]]) / 2
    return float(slope), float(slopes[low]), float(slopes[high])


def _variance_of_s(value: FloatArray) -> float:
    """Return the variance of Kendall's S of a series without trend, less that of equal values."""
    ties = np.unique(value, return_counts=True)[1]
    k = np.append(ties, len(value))
    terms = k * (k - 1) * (2 * k + 5)
    return float(terms[-1] - terms[:-1].sum()) / 18


def lag1_autocorrelation(days: DayValues) -> NDArray[np.float64]:
    """Return how alike neighbouring days are, for each client; NaN where that cannot be said.

    With m the mean of the day values: the sum of (x_t - m)(x_t+1 - m) over neighbouring calendar
    days that are both rated, over the sum of (x_t - m)^2 over all rated days. From 14 rated days
    on; missing when all day values are equal. Without any neighbouring pair the sum above is
    empty and the figure 0, as the formula stands.
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


def nap_parts(baseline: ArrayLike, recent: ArrayLike) -> tuple[float, float, float]:
    """Return the shares of (baseline day, recent day) pairs: recent lower, equal, higher.

    Day values within 1e-9 of each other are equal. NAP is the first share and half of the second:
    the Mann-Whitney statistic U over the number of pairs.

    Examples
    --------
    Of the six pairs the recent day is lower in five and equal in one.

    >>> lower, equal, higher = nap_parts([5, 6, 4], [3, 4])
    >>> round(lower, 3), round(equal, 3), higher
    (0.833, 0.167, 0.0)
    """
    fall = np.subtract.outer(np.asarray(baseline, float), np.asarray(recent, float))
    lower = int(np.count_nonzero(fall > TOLERANCE))
    equal = int(np.count_nonzero(np.abs(fall) <= TOLERANCE))
    n = int(fall.size)
    return lower / n, equal / n, (n - lower - equal) / n


def nap_interval(
    nap: ArrayLike, n_baseline: ArrayLike, n_recent: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the 95 % interval of NAP by Newcombe's method 5 (Newcombe 2006, interval for U/mn).

    Its ends are the roots t of ``(NAP - t)^2 mn = z^2 t(1-t)[1 + ((m+n)/2 - 1)((1-t)/(2-t) +
    t/(1+t))]``, m and n the days on each side. The left side less the right is a quartic with one
    root from 0 to NAP and one from NAP to 1. With complete separation (NAP 0 or 1) NAP itself
    solves the equation; that end stays there and the other end is the non-trivial root, so the
    interval does not collapse. NaN gives NaN.

    >>> low, high = nap_interval(1.0, 14, 14)
    >>> print(round(float(low), 3), float(high))
    0.855 1.0
    """
    share = np.asarray(nap, dtype=np.float64)
    m, n = np.asarray(n_baseline, np.float64), np.asarray(n_recent, np.float64)

    def excess(t: NDArray[np.float64]) -> NDArray[np.float64]:
        bracket = 1 + ((m + n) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))
        difference = (share - t) ** 2 * m * n - Z**2 * t * (1 - t) * bracket
        return np.asarray(difference, dtype=np.float64)

    def root(outer: NDArray[np.float64]) -> NDArray[np.float64]:
        # Halving from both sides never asks at the ends, so it cannot stop at a trivial root.
        outside, inside = outer, share
        for _ in range(STEPS):
            middle = (outside + inside) / 2
            is_outside = excess(middle) > 0
            outside = np.where(is_outside, middle, outside)
            inside = np.where(is_outside, inside, middle)
        return np.where(np.isnan(share), np.nan, (outside + inside) / 2)

    return root(np.zeros_like(share)), root(np.ones_like(share))


def fair_coin_point(n: int, one_in: int) -> int:
    """Return the smallest k for which at most k heads of n come at least once in ``one_in`` times.

    Exact, since it compares whole numbers: of the 2^n rows of n coins, those with at most k heads.
    Our own, since importing a library for it takes longer than all measures of one client.

    Of the 1,024 rows of ten coins 11 have at most one head, and 56, over a twentieth, at most two.

    >>> fair_coin_point(10, 20)
    2
    """
    with_k_heads = rows = 1
    k = 0
    while one_in * rows < 2**n:
        with_k_heads = with_k_heads * (n - k) // (k + 1)
        rows += with_k_heads
        k += 1
    return k
