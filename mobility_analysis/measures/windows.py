"""The two windows of a comparison, and the rule that both rest on the same moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.ratings import (
    TOLERANCE,
    BoolArray,
    Day,
    DayValues,
    FloatArray,
    IntArray,
    Ratings,
    day_number,
    spans,
)

__all__ = ["UNSTATED_MOMENT", "Windows", "moment_words", "same_moments", "windows_of"]

SHARE_MARGIN = 0.40  # our choice

UNSTATED_MOMENT = "unstated"
"""How the empty moment is written in the column ``moments``."""


@dataclass(frozen=True, eq=False)
class Windows:
    """First and last day number of the two windows of each client; NaN where there is none."""

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
    def do_overlap(self) -> BoolArray:
        """Whether any day belongs to both windows."""
        return (self.baseline_last >= self.recent_first) & (self.baseline_first <= self.recent_last)


def windows_of(
    days: DayValues, today: float, baseline_start: Day, baseline_days: int, recent_days: int
) -> Windows:
    """Return the two windows of each client."""
    if baseline_start is None:
        begin, end = spans(days.client, days.n_clients)
        first = np.full(days.n_clients, np.nan)
        first[end > begin] = days.day[begin[end > begin]]
    else:
        first = np.full(days.n_clients, float(day_number(baseline_start, name="baseline_start")))
    last = np.full(days.n_clients, today)
    return Windows(first, first + baseline_days - 1, last - recent_days + 1, last)


def same_moments(
    ratings: Ratings, windows: Windows, is_enough: BoolArray, min_days: int
) -> tuple[IntArray, BoolArray]:
    """Return the one moment each client is held to (-1: all), and whether there is one."""
    inside = [_inside(ratings, window) for window in windows.pairs]
    counts = [_moment_counts(part) for part in inside]
    shares = [count / np.maximum(count.sum(axis=1, keepdims=True), 1) for count in counts]
    margin = np.abs(shares[0] - shares[1]).max(axis=1, initial=0)
    is_unlike = is_enough & (margin > SHARE_MARGIN + TOLERANCE)
    parts = [part.take(is_unlike[part.client]) for part in inside]
    days = [_moment_counts(_one_a_day(part)) for part in parts]
    has_days = np.minimum(*days) >= min_days
    common = np.where(has_days, counts[0] + counts[1], -1)
    is_comparable = ~is_unlike | has_days.any(axis=1)
    only = np.where(is_unlike & is_comparable, common.argmax(axis=1), -1)
    return only, is_comparable


def moment_words(ratings: Ratings, windows: Windows) -> list[str]:
    """Names of the moments of the ratings in both windows, for each client."""
    counts = [_moment_counts(_inside(ratings, window)) for window in windows.pairs]
    names = [moment or UNSTATED_MOMENT for moment in MOMENTS]
    return [
        "; ".join(name for name, is_used in zip(names, row, strict=True) if is_used)
        for row in ((counts[0] + counts[1]) > 0).tolist()
    ]


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
