"""Run chart of weekly stiffness means with Anhoej's two signals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.stiffness.days import (
    USUAL_MOMENTS,
    Day,
    FloatArray,
    codes,
    spans,
    weekly_means,
)
from mobility_analysis.measures.stiffness.estimates import fair_coin_point
from mobility_analysis.measures.stiffness.windows import compared_of

MIN_POINTS = 10
CROSSINGS_ONE_IN = 20  # the 5 % point
ONE_SIDED = 2 / 3  # our choice
NAN = float("nan")
_DTYPES = {
    "median": "float64", "longest_run": "float64", "longest_run_limit": "float64",
    "crossings": "float64", "crossings_limit": "float64", "signal": "boolean",
    "signal_direction": "str", "points_off_median": "int64",
}  # fmt: skip


class RunSignals(NamedTuple):
    """What a run chart of one series says.

    ``points_off_median`` is n, the points that do not lie on the median. With n below 10 the other
    figures but the median are NaN, ``signal`` is None and ``signal_direction`` is "".
    """

    median: float
    longest_run: float
    longest_run_limit: float
    crossings: float
    crossings_limit: float
    signal: bool | None
    signal_direction: str
    points_off_median: int


def run_signals(values: FloatArray) -> RunSignals:
    """Return Anhoej's two signals of a series, and the direction in which it moved.

    With n the points that do not lie on the median (within 1e-9; those that do are passed over):
    the series signals when the longest run on one side of the median is longer than
    round(log2 n) + 3, or when it crosses the median less often than the 5 % point of
    Binomial(n - 1, 1/2). From n = 10 on (Anhoej & Olesen 2014, doi 10.1371/journal.pone.0113825;
    Anhoej & Wentzel-Larsen 2018, doi 10.1186/s12874-018-0564-0).

    The direction of a signal (*our choice*) looks at the later half of the n points, the middle one
    left out where n is odd: ``lower`` when at least two thirds of them lie below the median,
    ``higher`` when at least two thirds lie above it, else ``mixed`` (a dip or a bulge that came
    back). As the median halves the points, the earlier half then lies as far on the other side.

    >>> signals = run_signals(np.array([7, 6, 7, 6, 7, 7, 4, 3, 4, 3, 4, 3.0]))
    >>> signals.longest_run, signals.crossings, signals.crossings_limit
    (6, 1, 3)
    >>> signals.signal, signals.signal_direction
    (True, 'lower')
    """
    median = float(np.median(values))
    side = np.sign(values - median)[np.abs(values - median) > TOLERANCE]
    n = len(side)
    if n < MIN_POINTS:
        return RunSignals(median, NAN, NAN, NAN, NAN, None, "", n)
    turns = np.flatnonzero(side[1:] != side[:-1]) + 1
    longest = int(np.diff(turns, prepend=0, append=n).max())
    run_limit, crossings_limit = signal_limits(n)
    is_signal = longest > run_limit or len(turns) < crossings_limit
    direction = _direction(side) if is_signal else ""
    return RunSignals(
        median, longest, run_limit, len(turns), crossings_limit, is_signal, direction, n
    )


@lru_cache(maxsize=1024)
def signal_limits(n: int) -> tuple[int, int]:
    """Return the longest run and the fewest crossings that n points may have without a signal."""
    return round(math.log2(n)) + 3, fair_coin_point(n - 1, CROSSINGS_ONE_IN)


def _direction(side: FloatArray) -> str:
    later = side[-(len(side) // 2) :]
    for direction, sign in (("lower", -1), ("higher", 1)):
        if np.count_nonzero(later == sign) >= ONE_SIDED * len(later) - TOLERANCE:
            return direction
    return "mixed"


def stiffness_run_chart(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
) -> pd.DataFrame:
    """Hold each client's weekly means against their median, with Anhoej's two signals.

    The weeks rest on the same ratings as the verdict of :func:`stiffness_change`: where the mix of
    moments differs between its windows, on those of one moment; where there is none, the chart
    says nothing of them. A diary that moves from mornings to evenings does not signal.

    Only weeks with a mean are points; a week without one is passed over, and a run goes on across
    it (*our choice*). No trend rule and no control limits: they cry wolf on diaries. A signal says
    that the weeks did not scatter evenly about their median; a steady improver has one too.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used, as in ``daily_stiffness``.
    baseline_start : str or Timestamp, optional
        First day of the baseline, as stated for the verdict.

    Returns
    -------
    DataFrame
        One row a client and week with a mean, sorted by both; all but the first three columns are
        those of the whole series, repeated:

        client; week_start; score_mean, the week's mean; median of the weekly means;
        longest_run: the most weeks in a row on one side of the median;
        longest_run_limit: a longer run is a signal;
        crossings: how often the line crosses the median; crossings_limit: fewer are a signal;
        signal: whether either is one; signal_direction: "lower", "higher" or "mixed" (see
        ``run_signals``), "" without a signal;
        points_off_median: weeks that do not lie on the median.

        With under 10 such weeks run, crossings, limits and signal are missing; these and the median
    where the moments of the two windows cannot be compared.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If a moment is unknown, or a date cannot be read.

    References
    ----------
    Anhoej & Olesen 2014, doi 10.1371/journal.pone.0113825.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> days = pd.date_range("2026-01-05", periods=28)
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": str(day.date()), "score": 8 - row // 7}
    ...     for row, day in enumerate(days)])
    >>> print(stiffness_run_chart(log)[["week_start", "score_mean", "median", "signal"]])
      week_start  score_mean  median signal
    0 2026-01-05         8.0     6.5   <NA>
    1 2026-01-12         7.0     6.5   <NA>
    2 2026-01-19         6.0     6.5   <NA>
    3 2026-01-26         5.0     6.5   <NA>
    """
    need_log(log, "stiffness_run_chart")
    compared = compared_of(log, as_of=as_of, moments=moments, baseline_start=baseline_start)
    weekly = weekly_means(log, compared.counted)
    points = weekly[weekly["score_mean"].notna().to_numpy()].reset_index(drop=True)
    means = points["score_mean"].to_numpy()
    begin, end = spans(codes(points["client"]), len(log.clients))
    places = zip(begin.tolist(), end.tolist(), compared.is_alike.tolist(), strict=True)
    found = [_of_series(means[i:j], is_alike=is_alike) for i, j, is_alike in places if j > i]
    n_points = (end - begin)[end > begin]
    signals = {
        name: pd.Series([getattr(row, name) for row in found], dtype=dtype)
        .repeat(n_points.tolist())
        .array
        for name, dtype in _DTYPES.items()
    }
    return pd.DataFrame({**points[["client", "week_start", "score_mean"]], **signals})


def _of_series(means: FloatArray, *, is_alike: bool) -> RunSignals:
    """Return the signals of a client's weeks; of weeks that are not alike only how many."""
    signals = run_signals(means)
    if is_alike:
        return signals
    return RunSignals(NAN, NAN, NAN, NAN, NAN, None, "", signals.points_off_median)
