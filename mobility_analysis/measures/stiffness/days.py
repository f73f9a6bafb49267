"""Ratings of a log as sorted arrays, and their values by day, week and month.

Every measure of stiffness rests on them. They are arrays rather than frames, so that thousands of
clients take no longer than the arithmetic itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import are_sorted
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    TOLERANCE,
    WeekGrid,
    category_like,
    codes_of,
    day_dates,
    days_of_ratings,
    months_of,
    runs,
    window_of,
)
from mobility_analysis.measures.keys import joined
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK

IntArray = NDArray[np.integer[Any]]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Day = str | pd.Timestamp | None

USUAL_MOMENTS = ("waking", "before", "evening", "")
"""Moments used unless stated: an after-session rating shows the session, not the day."""

UNSTATED_MOMENT = "unstated"
"""How the empty moment is written in the columns ``moments``."""

SHARE_MARGIN = 0.40
"""Share of the ratings by which mixes of moments may differ and count as alike: *our choice*."""

MIN_DAYS = 5
"""Rated days that a mean of a window needs."""


MIN_DAYS_A_MONTH = 14
"""Days of a month that its mean needs."""


@dataclass(frozen=True, eq=False, repr=False)
class Ratings:
    """Ratings as arrays of one length, sorted by client, day and score.

    ``client`` and ``moment`` are positions in the log's clients and in ``schema.MOMENTS``; ``day``
    counts days since 1970-01-01.
    """

    client: IntArray
    day: IntArray
    moment: IntArray
    score: FloatArray
    n_clients: int

    def take(self, rows: BoolArray | IntArray) -> Ratings:
        """Return the ratings for which ``rows`` is true, or at those places."""
        if rows.dtype == bool and rows.all():
            return self  # whose day values may be known
        return Ratings(
            self.client[rows],
            self.day[rows],
            self.moment[rows],
            self.score[rows],
            self.n_clients,
        )

    @cached_property
    def days(self) -> DayValues:
        """The mean, the worst and the number of each client's ratings on each rated day."""
        return _day_values(self)


@dataclass(frozen=True, eq=False, repr=False)
class DayValues:
    """One value a client and rated day, as arrays of one length sorted by client and day."""

    client: IntArray
    day: IntArray
    mean: FloatArray
    worst: FloatArray
    n_ratings: IntArray
    n_clients: int

    def take(self, rows: BoolArray | IntArray) -> DayValues:
        """Return the day values for which ``rows`` is true, or at those places."""
        if rows.dtype == bool and rows.all():
            return self
        return DayValues(
            self.client[rows],
            self.day[rows],
            self.mean[rows],
            self.worst[rows],
            self.n_ratings[rows],
            self.n_clients,
        )

    def between(
        self, first: FloatArray, last: FloatArray, client: IntArray | None = None
    ) -> tuple[IntArray, IntArray]:
        """Return where each client's rows from a first to a last day begin, and where they end.

        NaN stands for no day: such a client has no row between. ``client`` says whose days they
        are, where there is not one first and last day for each client in turn.
        """
        low, width, key = self._keys
        place = (np.arange(self.n_clients) if client is None else client) * width
        is_there = ~(np.isnan(first) | np.isnan(last))
        edges = [
            np.clip(np.where(is_there, day, low), low, low + width - 1).astype(np.int64) - low
            for day in (first, last)
        ]
        begin = np.searchsorted(key, place + edges[0], "left")
        end = np.searchsorted(key, place + edges[1], "right")
        return begin, np.where(is_there, np.maximum(end, begin), begin)

    @cached_property
    def _keys(self) -> tuple[int, int, IntArray]:
        """A day before all, how many there are with one after, and a number that sorts as rows do.

        By that number every window is found in a single search.
        """
        low, high = int(self.day.min(initial=0)) - 1, int(self.day.max(initial=0)) + 1
        width = high - low + 1
        return low, width, self.client * width + self.day - low


def day_number(day: str | pd.Timestamp, *, name: str) -> int:
    """Count the days from 1970-01-01 to a day."""
    return int(np.datetime64(read_day(day, name=name).date(), "D").astype(np.int64))


def look_day(log: MobilityLog, as_of: Day) -> float:
    """Return the day number on which the log is looked at; NaN when the log holds no date."""
    window = window_of(log, as_of, None)
    return float(window.last) if window.has_as_of else float("nan")


def _moment_places(moments: Sequence[str]) -> list[int]:
    """Return the places of some moments in the schema's list."""
    if isinstance(moments, str):
        raise TypeError(f"moments is a list of words, such as ('waking',), not {moments!r}")
    for moment in moments:
        if moment not in MOMENTS:
            raise ValueError(f"moments: no moment {moment!r}; there are {', '.join(MOMENTS[:-1])}"
                             " and '' for ratings that name none")  # fmt: skip
    return [MOMENTS.index(moment) for moment in moments]


@counted_once
def _every_rating(log: MobilityLog) -> Ratings:
    """Return all ratings, in the order of the log."""
    table = log.stiffness
    return Ratings(
        codes(table["client"]),
        days_of_ratings(log),
        codes(table["moment"]),
        table["score"].to_numpy("float64"),
        len(log.clients),
    )


@counted_once
def ratings_used(log: MobilityLog, *, as_of: Day, moments: Sequence[str]) -> Ratings:
    """Return the ratings of some moments, up to a day."""
    places = _moment_places(moments)
    last, every = look_day(log, as_of), _every_rating(log)
    is_of_moment = np.isin(np.arange(len(MOMENTS)), places)
    used = every.take((every.day <= last) & is_of_moment[every.moment])
    # By score too: the sum of a day is then the same bytes in whatever order it was written.
    keys = used.client, used.day, used.score
    return used if are_sorted(keys) else used.take(np.lexsort(keys[::-1]))


def codes(words: pd.Series[str]) -> IntArray:
    """Return the codes of a category column, wide enough for products of them."""
    return codes_of(words).astype(np.int64)


def group_starts(client: IntArray, key: IntArray) -> IntArray:
    """Return where each group of equal client and key begins, in arrays sorted by both.

    Examples
    --------
    >>> print(group_starts(np.array([0, 0, 0, 1]), np.array([7, 7, 8, 8])))
    [0 2 3]
    """
    is_first = np.ones(len(key), dtype=bool)
    is_first[1:] = (client[1:] != client[:-1]) | (key[1:] != key[:-1])
    return np.flatnonzero(is_first)


def day_values(ratings: Ratings) -> DayValues:
    """Return the mean, the worst and the number of each client's ratings on each rated day."""
    return ratings.days


def _day_values(ratings: Ratings) -> DayValues:
    client, day, score = ratings.client, ratings.day, ratings.score
    starts = group_starts(client, day)
    if not len(starts):
        none = np.zeros(0, dtype=np.int64)
        return DayValues(none, none, none.astype(float), none.astype(float), none,
                         ratings.n_clients)  # fmt: skip
    if len(starts) == len(day):  # one rating a day, as in most diaries
        return DayValues(client, day, score, score, np.ones_like(starts), ratings.n_clients)
    n = np.diff(np.append(starts, len(day)))
    mean = np.add.reduceat(score, starts) / n
    worst = np.maximum.reduceat(score, starts)
    return DayValues(client[starts], day[starts], mean, worst, n, ratings.n_clients)


def spans(client: IntArray, n_clients: int) -> tuple[IntArray, IntArray]:
    """Return where each client's rows begin and end in an array sorted by client."""
    every = np.arange(n_clients)
    return np.searchsorted(client, every, "left"), np.searchsorted(client, every, "right")


def first_days(days: DayValues) -> FloatArray:
    """Return the day number of each client's first day value; NaN where there is none."""
    begin, end = spans(days.client, days.n_clients)
    first = np.full(days.n_clients, np.nan)
    first[end > begin] = days.day[begin[end > begin]]
    return first


def window_means(
    days: DayValues, first: FloatArray, last: FloatArray, *, min_days: int = MIN_DAYS
) -> tuple[IntArray, FloatArray]:
    """Return rated days, and mean day value, of each client from a first to a last day.

    Both days belong to the window, NaN stands for none; the mean of fewer than ``min_days`` rated
    days is missing.
    """
    begin, end = days.between(first, last)
    n = end - begin
    client, step = runs(n)
    total = np.bincount(client, weights=days.mean[begin[client] + step], minlength=days.n_clients)
    enough = n >= max(min_days, 1)
    return n, np.divide(total, n, out=np.full(days.n_clients, np.nan), where=enough)


def client_column(log: MobilityLog, codes: IntArray | None = None) -> pd.Categorical:
    """Return clients as a category of the log: one row a client, or those at ``codes``."""
    places = np.arange(len(log.clients)) if codes is None else codes
    return category_like(log.stiffness["client"], places)


def flag_column(holds: BoolArray, is_known: BoolArray) -> pd.arrays.BooleanArray:
    """Return flags, missing where they are not known."""
    return pd.arrays.BooleanArray(holds, ~is_known)


def count_column(counts: IntArray, is_known: BoolArray) -> pd.arrays.IntegerArray:
    """Return counts, missing where they are not known."""
    return pd.arrays.IntegerArray(counts, ~is_known)


def date_column(days: NDArray[Any]) -> NDArray[np.datetime64]:
    """Return day numbers as dates; NaN becomes ``NaT``."""
    numbers = np.asarray(days, dtype=np.float64)
    missing = np.isnan(numbers)
    dates = day_dates(np.where(missing, 0, numbers).astype(np.int64))
    dates[missing] = np.datetime64("NaT")
    return dates


@counted_once
def daily_stiffness(
    log: MobilityLog, *, as_of: Day = None, moments: Sequence[str] = USUAL_MOMENTS
) -> pd.DataFrame:
    """Give each rated day one value: the mean of the ratings used, and the worst.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used. Unless stated, all but ``after``: an after-session rating
        shows the session, not the day.

    Returns
    -------
    DataFrame
        One row a client and rated day, sorted by both: client; date; n_ratings, the ratings used;
        score_mean, their mean (0 to 10, lower is better); score_worst, the highest of them.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If a moment is not one of the schema's.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": "2026-01-05", "score": 6, "moment": "waking"},
    ...     {"client": "ann", "date": "2026-01-05", "score": 3, "moment": "evening"},
    ...     {"client": "ann", "date": "2026-01-05", "score": 9, "moment": "after"}])
    >>> print(daily_stiffness(log).to_string(index=False))
    client       date  n_ratings  score_mean  score_worst
       ann 2026-01-05          2         4.5          6.0
    """
    need_log(log, "daily_stiffness")
    days = day_values(ratings_used(log, as_of=as_of, moments=moments))
    return pd.DataFrame(
        {
            "client": client_column(log, days.client),
            "date": day_dates(days.day),
            "n_ratings": days.n_ratings,
            "score_mean": days.mean,
            "score_worst": days.worst,
        }
    )


@counted_once
def weekly_stiffness(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    min_days: int = MIN_DAYS_A_WEEK,
) -> pd.DataFrame:
    """Give each week (Monday to Sunday) the mean of its day values.

    The mean stands only where at least ``min_days`` of the seven days have a value (4 of 7 after
    Griffiths 2022). The week that ``as_of`` lies in is counted as far as it goes.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used, as in :func:`daily_stiffness`.
    min_days : int, default 4
        Rated days that a weekly mean needs.

    Returns
    -------
    DataFrame
        One row a client and week with at least one day value, sorted by both: client;
        week_start, its Monday; n_days, days with a value; score_mean, mean of the day values, or
        missing; score_worst, the week's highest rating, whatever ``n_days``; moments, those that
        most of the week's ratings are of: the commonest, and any whose share is at most 40
        percentage points smaller, "; " between, the empty one written ``unstated``.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If a moment is unknown, or a date cannot be read.

    References
    ----------
    Griffiths 2022 (4 of 7 days).

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": f"2026-01-0{day}", "score": score}
    ...     for day, score in [(5, 6), (6, 5), (7, 5), (9, 4)]])
    >>> print(weekly_stiffness(log).to_string(index=False))
    client week_start  n_days  score_mean  score_worst  moments
       ann 2026-01-05       4         5.0          6.0 unstated
    """
    need_log(log, "weekly_stiffness")
    ratings = ratings_used(log, as_of=as_of, moments=moments)
    table = weekly_means(log, ratings, min_days=min_days)
    table["moments"] = pd.array(_week_moments(ratings), dtype="str")
    return table


def _week_moments(ratings: Ratings) -> list[str]:
    """Name the moments that most ratings of each client and week are of."""
    week = WeekGrid().week(ratings.day)
    starts = group_starts(ratings.client, week)
    size, n = len(MOMENTS), np.diff(np.append(starts, len(week)))
    row = np.repeat(np.arange(len(starts)), n)
    counts = np.bincount(row * size + ratings.moment, minlength=len(starts) * size)
    shares = counts.reshape(-1, size) / n[:, None]
    most = shares.max(axis=1, initial=0)[:, None]
    is_main = (shares > 0) & (shares >= most - SHARE_MARGIN - TOLERANCE)
    return moments_joined(is_main)


def moments_joined(is_used: BoolArray) -> list[str]:
    """Write the moments of each row, of columns in the order of ``schema.MOMENTS``."""
    names = [moment or UNSTATED_MOMENT for moment in MOMENTS]
    patterns, places = np.unique(is_used, axis=0, return_inverse=True)
    words = [
        joined(name for name, holds in zip(names, pattern, strict=True) if holds)
        for pattern in patterns.tolist()
    ]
    return [words[place] for place in places.tolist()]


def weekly_means(
    log: MobilityLog, ratings: Ratings, *, min_days: int = MIN_DAYS_A_WEEK
) -> pd.DataFrame:
    """Return the table of ``weekly_stiffness`` from the ratings of a log that are given."""
    days = day_values(ratings)
    grid = WeekGrid()
    week = grid.week(days.day)
    starts = group_starts(days.client, week)
    n_days = np.diff(np.append(starts, len(week)))
    row = np.repeat(np.arange(len(starts)), n_days)
    total = np.bincount(row, weights=days.mean, minlength=len(starts))
    worst = np.zeros(len(starts))
    np.maximum.at(worst, row, days.worst)
    return pd.DataFrame(
        {
            "client": client_column(log, days.client[starts]),
            "week_start": day_dates(grid.day(week[starts])),
            "n_days": n_days,
            "score_mean": np.where(n_days >= min_days, total / n_days, np.nan),
            "score_worst": worst,
        }
    )


def monthly_stiffness(log: MobilityLog, *, as_of: Day = None) -> pd.DataFrame:
    """Average the day values of each calendar month in which 14 days or more are rated.

    14 is about half of a month (*our choice*). ``score_worst`` is there for every month with a
    rated day.
    """
    daily = daily_stiffness(log, as_of=as_of)
    month = months_of(daily["date"])
    client = codes(daily["client"])
    starts = group_starts(client, month.astype(np.int64))
    n_days = np.diff(np.append(starts, len(daily)))
    row = np.repeat(np.arange(len(starts)), n_days)
    total = np.bincount(row, weights=daily["score_mean"], minlength=len(starts))
    worst = np.zeros(len(starts))
    np.maximum.at(worst, row, daily["score_worst"])
    return pd.DataFrame(
        {
            "client": client_column(log, client[starts]),
            "month_start": month[starts].astype("datetime64[us]"),
            "n_days": n_days,
            "score_mean": np.where(n_days >= MIN_DAYS_A_MONTH, total / n_days, np.nan),
            "score_worst": worst,
        }
    )
