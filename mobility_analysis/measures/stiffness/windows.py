"""The two windows of a comparison, and the rule that both rest on the same moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.days import TOLERANCE, codes_of
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.days import (
    MIN_DAYS,
    SHARE_MARGIN,
    UNSTATED_MOMENT,
    USUAL_MOMENTS,
    BoolArray,
    Day,
    DayValues,
    FloatArray,
    IntArray,
    Ratings,
    daily_stiffness,
    day_number,
    day_values,
    first_days,
    look_day,
    ratings_used,
)

WINDOW_DAYS = FOUR_WEEKS
"""Days of each window, in a diary of twice as many days or more; a shorter one is halved."""

FEWEST_DAYS = FOUR_WEEKS
"""Days of a diary below which there are no windows yet."""

RATED_ONE_IN = 3
"""One day in so many of a window must be rated for a verdict, and never under ``MIN_DAYS``."""


class Windows(NamedTuple):
    """First and last day number of the two windows of each client; NaN where there is none.

    ``start`` is the day that a diary is counted from, also where it has no windows yet.
    """

    start: FloatArray
    baseline_first: FloatArray
    baseline_last: FloatArray
    recent_first: FloatArray
    recent_last: FloatArray

    @property
    def pairs(self) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        """First and last day of the baseline, then of the recent window."""
        return (
            (self.baseline_first, self.baseline_last),
            (self.recent_first, self.recent_last),
        )

    @property
    def length(self) -> FloatArray:
        """Days of either window."""
        return self.recent_last - self.recent_first + 1

    @property
    def are_there(self) -> BoolArray:
        """Whether the diary is long enough for windows."""
        return ~np.isnan(self.baseline_first)

    @property
    def earliest(self) -> FloatArray:
        """The first day on which there are windows: before it a diary is too short."""
        return self.start + FEWEST_DAYS - 1

    @property
    def days_for_verdict(self) -> FloatArray:
        """Rated days that each window needs for a verdict."""
        return np.maximum(self.length / RATED_ONE_IN, MIN_DAYS)


class Compared(NamedTuple):
    """What the figures that compare days of both windows rest on, for each client.

    Attributes
    ----------
    ratings : Ratings
        The ratings that such figures use: of all moments, or of one where the mix differs; none
        of a client whose moments cannot be compared.
    counted : Ratings
        The same, but all ratings where the moments cannot be compared: what days are counted of.
    windows : Windows
        Baseline and recent window.
    is_enough : array of bool
        Whether both windows have the days for a verdict, all moments together.
    is_alike : array of bool
        Whether the mix of moments is alike, or was made so.
    only : array of int
        The place in ``schema.MOMENTS`` of the one moment used; -1 for all.
    moments : array of bool
        Of each client (row) and moment, whether ratings of it in either window are counted.
    """

    ratings: Ratings
    counted: Ratings
    windows: Windows
    is_enough: BoolArray
    is_alike: BoolArray
    only: IntArray
    moments: BoolArray


def windows_of(days: DayValues, today: float, baseline_start: Day) -> Windows:
    """Return the two windows of each client: 28 days each, or half of a shorter diary."""
    if baseline_start is None:
        first = first_days(days)
    else:
        first = np.full(days.n_clients, float(day_number(baseline_start, name="baseline_start")))
    n_days = today - first + 1
    length = np.minimum(np.floor(n_days / 2), WINDOW_DAYS)
    length[~(n_days >= FEWEST_DAYS)] = np.nan
    start, first, last = first, first + 0 * length, today + 0 * length
    return Windows(start, first, first + length - 1, last - length + 1, last)


def compared_of(
    log: MobilityLog, *, as_of: Day, moments: Sequence[str], baseline_start: Day
) -> Compared:
    """Return the ratings of a log that figures on both windows rest on."""
    ratings = ratings_used(log, as_of=as_of, moments=moments)
    return compared_ratings(ratings, look_day(log, as_of), baseline_start)


def compared_ratings(ratings: Ratings, today: float, baseline_start: Day) -> Compared:
    """Return the ratings that figures on both windows rest on: of moments that are alike.

    The mix of moments must be alike (*our choice*): where any moment's share of the ratings
    differs by more than 40 percentage points between the windows, only the commonest moment of
    both together is used, among those with the days for a verdict in each; of equals the first in
    the order of ``schema.MOMENTS``. Judged where both windows have the rated days of a mean. A
    diary that moves from mornings to evenings has not changed.
    """
    windows = windows_of(day_values(ratings), today, baseline_start)
    inside = [_inside(ratings, window) for window in windows.pairs]
    n_days = np.minimum(*(_days_of(part) for part in inside))
    is_enough = n_days >= windows.days_for_verdict - TOLERANCE
    counts = [_moment_counts(part) for part in inside]
    only, is_alike = _same_moments(inside, counts, windows, n_days >= MIN_DAYS)
    is_used = (only[ratings.client] < 0) | (ratings.moment == only[ratings.client])
    return Compared(
        ratings=ratings.take(is_used & is_alike[ratings.client]),
        counted=ratings.take(is_used),
        windows=windows,
        is_enough=is_enough,
        is_alike=is_alike,
        only=only,
        moments=(counts[0] + counts[1] > 0) & _is_held_to(only),
    )


def _same_moments(
    inside: Sequence[Ratings], counts: Sequence[IntArray], windows: Windows, has_means: BoolArray
) -> tuple[IntArray, BoolArray]:
    """Return the one moment each client is held to (-1: all), and whether moments are alike."""
    totals = [np.maximum(count.sum(axis=1, keepdims=True), 1) for count in counts]
    shares = [count / total for count, total in zip(counts, totals, strict=True)]
    margin = np.abs(shares[0] - shares[1]).max(axis=1, initial=0)
    is_unlike = has_means & (margin > SHARE_MARGIN + TOLERANCE)
    parts = [part.take(is_unlike[part.client]) for part in inside]
    days = np.minimum(*(_moment_counts(_one_a_day(part)) for part in parts))
    has_days = days >= windows.days_for_verdict[:, None] - TOLERANCE
    common = np.where(has_days, counts[0] + counts[1], -1)
    has_moment = has_days.any(axis=1)
    only = np.where(is_unlike & has_moment, common.argmax(axis=1), -1)
    return only, ~is_unlike | has_moment


def _is_held_to(only: IntArray) -> BoolArray:
    """Say of each client and moment whether the client is held to it, or to all."""
    held_to = only[:, None]
    is_held: BoolArray = (held_to < 0) | (held_to == np.arange(len(MOMENTS)))
    return is_held


def _days_of(ratings: Ratings) -> IntArray:
    """Count the rated days of each client."""
    days = day_values(ratings)
    return np.bincount(days.client, minlength=days.n_clients)


def moments_used(cell: str) -> list[str]:
    """Return the moments that a change rests on as the log has them: empty for the unstated one."""
    return ["" if name == UNSTATED_MOMENT else name for name in keys_in(cell)]


def days_of_windows(log: MobilityLog, change: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the day values of both windows, of the moments that each client's change rests on."""
    moments = change["moments"].to_numpy(object)
    parts = [
        _days_of_moments(log, change[moments == cell], moments_used(cell), as_of=as_of)
        for cell in dict.fromkeys(moments)
    ]
    days = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    order = np.argsort(codes_of(days["client"]), kind="stable")
    return days.take(order).reset_index(drop=True)


def _days_of_moments(
    log: MobilityLog, change: pd.DataFrame, moments: Sequence[str], *, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Return the same of clients whose changes all rest on the same moments."""
    daily = daily_stiffness(log, as_of=as_of, moments=moments or USUAL_MOMENTS)
    whose, client, day = codes_of(change["client"]), codes_of(daily["client"]), daily["date"]
    rows = {}
    for window in ("baseline", "recent"):
        ends = np.full((2, len(log.clients)), np.datetime64("NaT"), dtype="datetime64[us]")
        ends[:, whose] = change[f"{window}_start"], change[f"{window}_end"]
        first, last = ends[:, client]
        rows[window] = np.flatnonzero((first <= day) & (day <= last))
    days = daily.take(np.concatenate(list(rows.values())))
    names = np.repeat(np.array(list(rows), dtype=object), [len(part) for part in rows.values()])
    return days.assign(window=pd.array(names, dtype="str"))


def _inside(ratings: Ratings, window: tuple[FloatArray, FloatArray]) -> Ratings:
    first, last = window
    return ratings.take(
        (ratings.day >= first[ratings.client]) & (ratings.day <= last[ratings.client])
    )


def _moment_counts(ratings: Ratings) -> IntArray:
    """Count ratings by client (rows) and moment (columns)."""
    size = len(MOMENTS)
    key = ratings.client * size + ratings.moment
    return np.bincount(key, minlength=ratings.n_clients * size).reshape(-1, size).astype(np.int64)


def _one_a_day(ratings: Ratings) -> Ratings:
    """Keep one rating of each client, day and moment, to count days by moment."""
    order = np.lexsort((ratings.moment, ratings.day, ratings.client))
    by_moment = ratings.take(order)
    keys = np.stack([by_moment.client, by_moment.day, by_moment.moment])
    is_first = np.ones(keys.shape[1], dtype=bool)
    is_first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    return by_moment.take(is_first)
