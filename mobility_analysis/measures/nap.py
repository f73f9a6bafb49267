"""NAP: how often a recent day was lower than a baseline day, with its interval."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mobility_analysis.measures.ratings import TOLERANCE

__all__ = ["nap", "nap_interval"]

STEPS = 60  # halvings of [0, 1]: 2 ** -60 is below the spacing of floats near one


def nap(baseline: ArrayLike, recent: ArrayLike) -> float:
    """Return the share of (baseline day, recent day) pairs in which the recent day is lower.

    A tie counts one half; day values within 1e-9 of each other are a tie. It is the
    Mann-Whitney statistic U over the number of pairs.

    Parameters
    ----------
    baseline, recent : array_like of float
        Day values of each window, in points; at least one each.

    Returns
    -------
    float
        From 0 (every recent day is higher) to 1 (every recent day is lower).

    References
    ----------
    Parker & Vannest 2009 (NAP, nonoverlap of all pairs).

    Examples
    --------
    Of the six pairs the recent day is lower in five and equal in one.

    >>> nap([5, 6, 4], [3, 4])
    0.9166666666666666
    """
    fall = np.subtract.outer(np.asarray(baseline, float), np.asarray(recent, float))
    lower = int(np.count_nonzero(fall > TOLERANCE))
    equal = int(np.count_nonzero(np.abs(fall) <= TOLERANCE))
    return (lower + equal / 2) / int(fall.size)


def nap_interval(
    nap: ArrayLike, n_baseline: ArrayLike, n_recent: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the interval of NAP by Newcombe's method 5.

    Its ends are the roots t of ``(NAP - t)^2 mn = z^2 t(1-t)[1 + ((m+n)/2 - 1)((1-t)/(2-t) +
    t/(1+t))]``. The left side less the right is a quartic with one root from 0 to NAP and one
    from NAP to 1. With complete separation (NAP 0 or 1) NAP itself solves the equation; that end
    stays there and the other end is the non-trivial root, so the interval does not collapse.

    Parameters
    ----------
    nap : array_like of float
        Shares of pairs, 0 to 1; NaN gives NaN.
    n_baseline, n_recent : array_like of int
        Days on each side, m and n.
    confidence : float, default 0.95
        Confidence of the interval.

    Returns
    -------
    tuple of arrays
        Lower and upper ends.

    References
    ----------
    Newcombe 2006 (interval for U/mn, method 5).

    Examples
    --------
    >>> low, high = nap_interval(1.0, 14, 14)
    >>> print(round(float(low), 3), float(high))
    0.855 1.0
    """
    share = np.asarray(nap, dtype=np.float64)
    m, n = np.asarray(n_baseline, np.float64), np.asarray(n_recent, np.float64)
    z = NormalDist().inv_cdf((1 + confidence) / 2)

    def excess(t: NDArray[np.float64]) -> NDArray[np.float64]:
        bracket = 1 + ((m + n) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))
        difference = (share - t) ** 2 * m * n - z**2 * t * (1 - t) * bracket
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
