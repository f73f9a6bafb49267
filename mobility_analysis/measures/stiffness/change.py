"""How stiffness moved from the first days to the last ones, and what verdict that allows.

Both windows of the comparison rest on ratings of the same moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import TOLERANCE, codes_of, days_of_ratings
from mobility_analysis.measures.stiffness.best_weeks import best_weeks
from mobility_analysis.measures.stiffness.days import (
    MIN_DAYS,
    USUAL_MOMENTS,
    BoolArray,
    Day,
    DayValues,
    FloatArray,
    IntArray,
    client_column,
    count_column,
    date_column,
    day_values,
    first_days,
    flag_column,
    look_day,
    moments_joined,
    ratings_used,
    spans,
    window_means,
)
from mobility_analysis.measures.stiffness.estimates import (
    lag1_autocorrelation,
    nap_interval,
    nap_parts,
    trends,
)
from mobility_analysis.measures.stiffness.own_variation import own_variation
from mobility_analysis.measures.stiffness.windows import (
    Compared,
    Windows,
    compared_ratings,
)

LEAST_CHANGE_POINTS = 1.0
MIN_BASELINE_FOR_PERCENT = 1.0
WORSE_WHEN_LAST_HEARD_POINTS = 2.0
HIGH_DAY = 7.0
"""A worst rating from which on a day is counted as one of the bad days."""

Columns = dict[str, Any]
"""Columns of the table, one value a client in each."""

VERDICTS = ("higher", "lower", "within own variation", "not enough ratings", "not comparable")


class Benchmark(NamedTuple):
    """A borrowed mark: how large a change is, once it is more than the diary's own variation.

    ``points`` must be reached, and for a fall ``percent`` too. ``caption`` must stand wherever the
    size is spoken of.
    """

    name: str
    points: float
    percent: float
    origin: str

    @property
    def caption(self) -> str:
        """Where the mark comes from."""
        return f"mark {self.origin}"


BENCHMARKS: Mapping[str, Benchmark] = MappingProxyType(
    {
        # Dworkin 2008 (two criteria together); Farrar 2001, Ostelo 2008 (2 points, 30 %).
        "pain-nrs": Benchmark("pain-nrs", 2.0, 30.0, "borrowed from pain ratings"),
        # ASAS, includes morning stiffness; Angst 2002 (0.8 to 1.0 points).
        "asas": Benchmark("asas", 1.0, 20.0, "borrowed from ASAS: 1 point and 20 %"),
    }
)


@counted_once
def stiffness_change(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
    benchmark: Literal["pain-nrs", "asas"] | None = "pain-nrs",
) -> pd.DataFrame:
    """Compare each client's first rated weeks with the last ones.

    A diary of D days, from the client's first day value (or a stated day) to ``as_of``, has two
    windows of 28 days where D is 56 or more, of half of D (rounded down) from 28 days on, and none
    below. The baseline is the first window, recent the last one to ``as_of``. The mean of a window
    needs 5 rated days in it; change, own variation and NAP need them in both; the verdict needs a
    third of each window's days, and at least 5.

    The verdict is ``lower`` or ``higher`` where the change is at least 1 point and at least
    ``own_variation_points``: 2.7 standard errors of the difference of the two means, from the
    diary's own ups and downs (see ``measures.own_variation``); else ``within own variation``. Of
    1,000 simulated diaries without a change 3 to 18 are called lower or higher; a lasting change of
    2 points is found in 58 to 92 of 100.

    The mix of moments must be alike (*our choice*): where any moment's share of the ratings
    differs by more than 40 percentage points between the windows, every figure that compares days
    of both uses only the commonest moment with the days for a verdict in each, and days are counted
    of that moment. If there is none, those figures are missing and the verdict is ``not
    comparable`` (``not enough ratings`` where a window is too thin anyway); days are then counted
    of all moments.

    How large a change is, is said by a borrowed mark: ``pain-nrs`` 2 points, and for a fall 30 %
    too; ``asas`` 1 point and 20 %. The marks were published for pain and not for stiffness: show
    the caption in ``BENCHMARKS`` beside them.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used, as in ``daily_stiffness``.
    baseline_start : str or Timestamp, optional
        First day of every client's baseline; each client's first day value unless stated.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the size of a change; ``None`` gives none.

    Returns
    -------
    DataFrame
        One row a client, sorted, also where the client has no rating. All figures and counts of
        windows are missing in a diary of under 28 days:

        client;
        baseline_start, baseline_end: first and last day of the baseline;
        baseline_days: rated days in it; baseline_mean: points, missing below 5 rated days;
        recent_start, recent_end, recent_days, recent_mean: the same of the recent window;
        change_points: recent less baseline mean; change_percent: that in percent of the baseline,
        missing where the baseline is below 1;
        own_variation_points: how far the two means would usually differ by the diary's own ups and
        downs; own_autocorrelation: how alike neighbouring days are, 0 to 0.85, as it enters there;
        verdict: one of ``VERDICTS``; benchmark: the mark's name, "" for none;
        is_past_mark: whether the change reaches the mark; missing unless the verdict is lower or
        higher;
        best_start, best_end, best_mean: the 28 days in a row with the lowest mean of at least 10
        rated days, of equals the latest; up_from_best_points: recent less best mean, where those
        end before the recent window begins;
        days_high_baseline, days_high_recent: rated days whose worst rating is 7 or more;
        nap: share of (baseline day, recent day) pairs in which the recent day is lower, ties one
        half, with nap_low and nap_high, its 95 % interval (see ``nap_interval``), and its parts
        nap_lower, nap_equal, nap_higher;
        slope_per_week, slope_low, slope_high: Theil-Sen trend (see ``trends``);
        lag1_autocorrelation: from 14 rated days on;
        moments: those of the ratings counted in the two windows, "; " between, the empty one
        written ``unstated``; "" where there is no rating;
        last_heard_start, last_heard_end, last_heard_mean: only where the recent window has under
        5 rated days: first and last of the days to the client's last rating, as long as the recent
        window, and the mean in them, which needs 5 rated days too, none of them of the baseline;
        last_heard_days: rated days in those days, 0 where they are not given;
        is_worse_when_last_heard: whether that mean is 2 points or more above the baseline mean;
        missing where either is;
        rated_days: all rated days to ``as_of``;
        is_held_to_one_moment: whether one moment is used, since the mix differs;
        is_rated_after_only: whether there are ratings, all of them straight after sessions, so
        that no day has a value;
        days_for_verdict: rated days that each window needs for a verdict;
        windows_from: the first day on which there are windows, 28 days into the diary;
        is_baseline_stated: whether the baseline begins on a stated day that is not the client's
        first day value.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If a moment or the benchmark is unknown.

    References
    ----------
    Dworkin 2008, J Pain 9:105; Farrar 2001, Pain 94:149; Ostelo 2008, Spine 33:90; Angst 2002,
    J Rheumatol 29:131; Stone 2021, PMC7956922 (the worst is looked at first); Parker & Vannest
    2009; Newcombe 2006; Sen 1968.

    Examples
    --------
    Eight weeks, rated every day: 6 and 5 in turn in the first four, then 3 and 2.

    >>> from mobility_analysis.log import log_from_tables
    >>> days = pd.date_range("2026-01-05", periods=56)
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": str(day.date()), "score": 6 - row % 2 - 3 * (row >= 28)}
    ...     for row, day in enumerate(days)])
    >>> row = stiffness_change(log).iloc[0]
    >>> print(row["change_points"], row["verdict"], row["is_past_mark"], row["nap_lower"])
    -3.0 lower True 1.0
    """
    need_log(log, "stiffness_change")
    means = compared_means(
        log, as_of=as_of, moments=moments, baseline_start=baseline_start, benchmark=benchmark
    )
    compared, every_day = means.compared, means.every_day
    windows = compared.windows
    columns = {
        "client": client_column(log),
        **means.columns,
        **_high_days(means.counted, windows),
        **_naps(means.alike, windows, means.is_known),
        **trends(means.alike),
        "lag1_autocorrelation": lag1_autocorrelation(means.alike),
        "moments": pd.array(moments_joined(compared.moments), dtype="str"),
        **means.last_heard,
        "rated_days": np.bincount(every_day.client, minlength=every_day.n_clients),
        "is_held_to_one_moment": compared.only >= 0,
        "is_rated_after_only": _is_after_only(log, as_of, every_day),
        **_needed(every_day, windows),
    }
    return pd.DataFrame(columns, copy=False)


class ComparedMeans(NamedTuple):
    """Some columns of ``stiffness_change``, and what the others are made from.

    Attributes
    ----------
    columns : dict
        The windows to the best weeks, in their order.
    last_heard : dict
        The weeks to the last rating.
    every_day, counted, alike : DayValues
        Of all ratings used; of those that days are counted of; of those that are compared.
    compared : Compared
        What the figures rest on.
    is_known : array of bool
        Whose windows can be compared.
    """

    columns: Columns
    last_heard: Columns
    every_day: DayValues
    counted: DayValues
    alike: DayValues
    compared: Compared
    is_known: BoolArray


@counted_once
def compared_means(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
    benchmark: Literal["pain-nrs", "asas"] | None = "pain-nrs",
) -> ComparedMeans:
    """Compare the means of both windows; the list of all clients needs no more than that."""
    mark = _mark(benchmark)
    today = look_day(log, as_of)
    ratings = ratings_used(log, as_of=as_of, moments=moments)
    every_day = day_values(ratings)
    compared = compared_ratings(ratings, today, baseline_start)
    windows, counted = compared.windows, day_values(compared.counted)
    alike = day_values(compared.ratings)
    found = _windows(counted, alike, windows)
    is_known = ~np.isnan(found["change_points"])
    own = own_variation(alike, windows, is_known)
    verdict = _verdicts(found["change_points"], own.points, compared)
    columns = {
        **found,
        "own_variation_points": own.points,
        "own_autocorrelation": own.autocorrelation,
        "verdict": pd.array(verdict, dtype="str"),
        "benchmark": pd.array([mark.name if mark else ""] * len(verdict), dtype="str"),
        "is_past_mark": _past_mark(verdict, found, mark),
        **_best(every_day, counted, found["recent_mean"], compared, today),
    }
    last_heard = _last_heard(every_day, found, windows)
    return ComparedMeans(columns, last_heard, every_day, counted, alike, compared, is_known)


def _is_after_only(log: MobilityLog, as_of: Day, every_day: DayValues) -> BoolArray:
    """Say whose ratings are all straight after sessions, and not used: no day has a value."""
    n_clients = len(log.clients)
    is_past = days_of_ratings(log) <= look_day(log, as_of)
    is_after = (codes_of(log.stiffness["moment"]) == MOMENTS.index("after")) & is_past
    client = codes_of(log.stiffness["client"])
    n_ratings, n_after = (
        np.bincount(client[rows], minlength=n_clients) for rows in (is_past, is_after)
    )
    n_days = np.bincount(every_day.client, minlength=n_clients)
    found: BoolArray = (n_after > 0) & (n_after == n_ratings) & (n_days == 0)
    return found


def _mark(benchmark: str | None) -> Benchmark | None:
    if benchmark is not None and benchmark not in BENCHMARKS:
        raise ValueError(f"benchmark: no {benchmark!r}; there are {', '.join(BENCHMARKS)} and None")
    return None if benchmark is None else BENCHMARKS[benchmark]


def _windows(counted: DayValues, alike: DayValues, windows: Windows) -> Columns:
    """Windows, day counts, means and change of each client."""
    columns: Columns = {}
    means = []
    for name, window in zip(("baseline", "recent"), windows.pairs, strict=True):
        n_days, _ = window_means(counted, *window)
        mean = window_means(alike, *window)[1]
        means.append(mean)
        columns |= {
            f"{name}_start": date_column(window[0]),
            f"{name}_end": date_column(window[1]),
            f"{name}_days": count_column(n_days, windows.are_there),
            f"{name}_mean": mean,
        }
    base, recent = means
    change = recent - base
    has_percent = base >= MIN_BASELINE_FOR_PERCENT - TOLERANCE
    percent = np.divide(100 * change, base, out=np.full_like(base, np.nan), where=has_percent)
    return {**columns, "change_points": change, "change_percent": percent}


def _verdicts(change: FloatArray, own: FloatArray, compared: Compared) -> NDArray[np.object_]:
    is_more = np.abs(change) >= np.maximum(own, LEAST_CHANGE_POINTS) - TOLERANCE
    words = {
        "not enough ratings": ~compared.is_enough,
        "not comparable": ~compared.is_alike,
        "lower": is_more & (change < 0),
        "higher": is_more,
    }
    found = np.select(list(words.values()), list(words), default="within own variation")
    return found.astype(object)


def _past_mark(
    verdict: NDArray[np.object_], found: Columns, mark: Benchmark | None
) -> pd.arrays.BooleanArray:
    """Say whether a change reaches the mark: its points, and for a fall its percent too."""
    is_asked = np.isin(verdict, ["lower", "higher"])
    if mark is None:
        return flag_column(is_asked, np.zeros_like(is_asked))
    change, percent = found["change_points"], found["change_percent"]
    is_past = np.abs(change) >= mark.points - TOLERANCE
    is_past &= (change > 0) | (percent <= -mark.percent + TOLERANCE)
    return flag_column(is_past, is_asked)


def _needed(every_day: DayValues, windows: Windows) -> Columns:
    """Return what a verdict needs, and whether the baseline begins elsewhere than the diary."""
    n_days = np.ceil(windows.days_for_verdict - TOLERANCE)
    is_known, first = ~np.isnan(n_days), first_days(every_day)
    return {
        "days_for_verdict": count_column(np.where(is_known, n_days, 1).astype(np.int64), is_known),
        "windows_from": date_column(windows.earliest),
        "is_baseline_stated": (windows.start != first) & ~np.isnan(first),
    }


def _best(
    every_day: DayValues,
    counted: DayValues,
    recent_mean: FloatArray,
    compared: Compared,
    today: float,
) -> Columns:
    """Return the best weeks, and how far the recent mean lies above them."""
    best_first, best_last = best_weeks(counted, first_days(every_day), today)
    mean = window_means(counted, best_first, best_last)[1]
    is_before = (best_last < compared.windows.recent_first) & compared.is_alike
    up = np.where(is_before, recent_mean - mean, np.nan)
    return {
        "best_start": date_column(best_first),
        "best_end": date_column(best_last),
        "best_mean": mean,
        "up_from_best_points": up,
    }


def _high_days(counted: DayValues, windows: Windows) -> Columns:
    high = counted.take(counted.worst >= HIGH_DAY - TOLERANCE)
    return {
        f"days_high_{name}": count_column(window_means(high, *window)[0], windows.are_there)
        for name, window in zip(("baseline", "recent"), windows.pairs, strict=True)
    }


def _naps(days: DayValues, windows: Windows, is_known: BoolArray) -> Columns:
    """NAP of each client whose windows can be compared, with its interval and its parts."""
    found = np.full((5, len(is_known)), np.nan)
    rows = np.flatnonzero(is_known)
    baseline, recent = (_places(days, rows, *window) for window in windows.pairs)
    for row, (i, j), (k, m) in zip(rows.tolist(), baseline, recent, strict=True):
        found[:, row] = *nap_parts(days.mean[i:j], days.mean[k:m]), j - i, m - k
    lower, equal, higher, *sizes = found
    nap = lower + equal / 2
    low, high = nap_interval(nap, *sizes)
    parts = {"nap_lower": lower, "nap_equal": equal, "nap_higher": higher}
    return {"nap": nap, "nap_low": low, "nap_high": high, **parts}


def _places(
    days: DayValues, rows: IntArray, first: FloatArray, last: FloatArray
) -> list[tuple[int, int]]:
    """Where the day values of each window of some clients begin and end."""
    begin, end = days.between(first, last)
    return list(zip(begin[rows].tolist(), end[rows].tolist(), strict=True))


def _last_heard(days: DayValues, found: Columns, windows: Windows) -> Columns:
    """Mean of the days to the last rating, where the recent window is too thin."""
    begin, end = spans(days.client, days.n_clients)
    is_thin = (found["recent_days"] < MIN_DAYS).to_numpy(dtype=bool, na_value=False)
    is_thin &= end > begin
    last = np.full(days.n_clients, np.nan)
    last[is_thin] = days.day[end[is_thin] - 1]
    first = last - windows.length + 1
    n_days, mean = window_means(days, first, last)
    mean[window_means(days, first, windows.baseline_last)[0] > 0] = np.nan
    rise = mean - found["baseline_mean"]
    is_worse = rise >= WORSE_WHEN_LAST_HEARD_POINTS - TOLERANCE
    return {
        "last_heard_start": date_column(first),
        "last_heard_end": date_column(last),
        "last_heard_mean": mean,
        "last_heard_days": n_days,
        "is_worse_when_last_heard": flag_column(is_worse, ~np.isnan(rise)),
    }
