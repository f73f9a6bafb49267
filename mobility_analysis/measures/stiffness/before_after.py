"""Ratings straight before and straight after a session, in pairs."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    TOLERANCE,
    category_like,
    day_dates,
    days_of_ratings,
    groups_of,
)
from mobility_analysis.measures.stiffness.days import (
    Day,
    FloatArray,
    IntArray,
    client_column,
    codes,
    look_day,
)
from mobility_analysis.measures.stiffness.estimates import fair_coin_point

MIN_PAIRS = 6
ALL = -1
_BEFORE, _AFTER = MOMENTS.index("before"), MOMENTS.index("after")
NAN = float("nan")


class _Rows(NamedTuple):
    """Before and after ratings as arrays, in the order in which they are paired."""

    client: IntArray
    day: IntArray
    exercise: IntArray
    is_after: IntArray
    score: FloatArray


@counted_once
def before_after_pairs(log: MobilityLog, *, as_of: Day = None) -> pd.DataFrame:
    """Pair each ``before`` rating with an ``after`` rating of the same session.

    Both are of one client, on one date, and of one exercise; ratings that name no exercise pair
    among themselves. Several on one date pair first with first, second with second: in order of
    time where each of them has a time, else in order of rows. With times, an ``after`` rating
    that was given before any unpaired ``before`` rating stays alone (*our choice*). Each rating
    stands in one pair at most. ``change`` is after less before, in points.
    """
    rows = _rows(log, as_of)
    first, second = _paired_places(rows)
    return pd.DataFrame(
        {
            "client": client_column(log, rows.client[first]),
            "date": day_dates(rows.day[first]),
            "exercise": category_like(log.stiffness["exercise"], rows.exercise[first]),
            "score_before": rows.score[first],
            "score_after": rows.score[second],
            "change": rows.score[second] - rows.score[first],
        }
    )


def _rows(log: MobilityLog, as_of: Day) -> _Rows:
    """Return the before and after ratings in the order in which they are paired."""
    table = log.stiffness
    day, moment = days_of_ratings(log), codes(table["moment"])
    is_used = np.isin(moment, [_BEFORE, _AFTER]) & (day <= look_day(log, as_of))
    client, exercise = (codes(table[name])[is_used] for name in ("client", "exercise"))
    day, is_after = day[is_used], (moment[is_used] == _AFTER).astype(np.int64)
    time = table["time"].to_numpy("timedelta64[us]")[is_used]
    _, group = groups_of(client, day, exercise)
    is_timed = np.bincount(group, weights=np.isnat(time))[group] == 0
    order = np.lexsort(
        (is_after, np.where(is_timed, time.view(np.int64), 0), exercise, day, client)
    )
    score = table["score"].to_numpy("float64")[is_used]
    return _Rows(client[order], day[order], exercise[order], is_after[order], score[order])


def _paired_places(rows: _Rows) -> tuple[IntArray, IntArray]:
    """Return the places of the before and of the after rating of each pair."""
    pairs: list[tuple[int, int]] = []
    waiting: deque[int] = deque()
    session = None
    keys = zip(rows.client.tolist(), rows.day.tolist(), rows.exercise.tolist(), strict=True)
    for place, (key, is_after) in enumerate(zip(keys, rows.is_after.tolist(), strict=True)):
        if key != session:
            session = key
            waiting.clear()
        if not is_after:
            waiting.append(place)
        elif waiting:
            pairs.append((waiting.popleft(), place))
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def before_after_sessions(log: MobilityLog, *, as_of: Day = None) -> pd.DataFrame:
    """Count how ratings straight after a session compare with those straight before it.

    Pairs are those of :func:`before_after_pairs`. A change of 0 is kept, in ``n_same`` and in the
    median. The median and its interval, one of order statistics, need 6 pairs: with fewer no such
    interval reaches 95 %, and a median without one would say too much.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.

    Returns
    -------
    DataFrame
        For each client a row over all pairs, whose exercise is missing, then one row for each
        exercise that the client's ratings of any moment name, by id: client; exercise; n_pairs;
        n_better, pairs whose after rating is lower; n_same; n_worse; median_change, after less
        before in points; change_low, change_high, its 95 % interval; all three missing below 6
        pairs.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If a date cannot be read.

    References
    ----------
    ``scipy.stats.quantile_test`` (interval of a quantile by order statistics).

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": f"2026-01-0{day}", "score": score, "moment": moment}
    ...     for day, scores in {5: (6, 4), 6: (5, 5), 7: (4, 3)}.items()
    ...     for moment, score in zip(("before", "after"), scores)])
    >>> print(before_after_sessions(log)[["n_pairs", "n_better", "n_same", "n_worse"]])
       n_pairs  n_better  n_same  n_worse
    0        3         2       1        0
    """
    need_log(log, "before_after_sessions")
    pairs = before_after_pairs(log, as_of=as_of)
    client, exercise = codes(pairs["client"]), codes(pairs["exercise"])
    change = pairs["change"].to_numpy()
    row_client, row_exercise = _named_exercises(log, as_of)
    n_keys = len(log.stiffness["exercise"].cat.categories) + 1
    is_named = exercise != ALL
    # Every pair stands in its client's first row, and again in the row of its exercise.
    key = np.concatenate([client * n_keys, (client * n_keys + exercise + 1)[is_named]])
    changes = np.concatenate([change, change[is_named]])
    order = np.lexsort((changes, key))
    key, changes = key[order], changes[order]
    wanted = row_client * n_keys + row_exercise + 1
    begin = np.searchsorted(key, wanted, "left").tolist()
    end = np.searchsorted(key, wanted, "right").tolist()
    parts = [changes[i:j] for i, j in zip(begin, end, strict=True)]
    return pd.DataFrame(
        {
            "client": client_column(log, row_client),
            "exercise": category_like(log.stiffness["exercise"], row_exercise),
            **_counted(parts),
        }
    )


def _named_exercises(log: MobilityLog, as_of: Day) -> tuple[IntArray, IntArray]:
    """Return client and exercise of each row of the table; ``ALL`` stands for all pairs."""
    table = log.stiffness
    day = days_of_ratings(log)
    is_named = (codes(table["exercise"]) != ALL) & (day <= look_day(log, as_of))
    clients = np.arange(len(log.clients))
    every = np.stack([clients, np.full_like(clients, ALL)], axis=1)
    named = np.stack([codes(table["client"]), codes(table["exercise"])], axis=1)[is_named]
    rows = np.unique(np.concatenate([every, named]), axis=0)
    return rows[:, 0], rows[:, 1]


def _counted(parts: list[FloatArray]) -> dict[str, IntArray | FloatArray]:
    """Count the sorted changes of each row of the table."""
    counts = [(len(part), (part < -TOLERANCE).sum(), (part > TOLERANCE).sum()) for part in parts]
    n = np.array(counts, dtype=np.int64).reshape(-1, 3)
    medians = [np.median(part) if len(part) >= MIN_PAIRS else NAN for part in parts]
    intervals = np.array([median_interval(part) for part in parts]).reshape(-1, 2)
    return {
        "n_pairs": n[:, 0],
        "n_better": n[:, 1],
        "n_same": n[:, 0] - n[:, 1] - n[:, 2],
        "n_worse": n[:, 2],
        "median_change": np.array(medians, dtype=np.float64),
        "change_low": intervals[:, 0],
        "change_high": intervals[:, 1],
    }


def median_interval(changes: FloatArray) -> tuple[float, float]:
    """Return the 95 % interval of the median of changes in rising order; NaN with fewer than 6.

    Each change lies above the true median as often as a fair coin falls heads, so that coins give
    the places of the ends, as in ``scipy.stats.quantile_test(changes).confidence_interval()``.

    >>> median_interval(np.array([-3.0, -2.0, -1.0, 0.0, 0.0, 1.0]))
    (-3.0, 1.0)
    """
    if len(changes) < MIN_PAIRS:
        return NAN, NAN
    low, high = _interval_places(len(changes))
    return float(changes[low]), float(changes[high])


@lru_cache(maxsize=1024)
def _interval_places(n: int) -> tuple[int, int]:
    """Return which two of n values in rising order are the ends: the same for any n values.

    Each end leaves out as many values as can be without passing a chance of 2.5 % that the median
    lies among them.
    """
    low = fair_coin_point(n, 40) - 1
    return low, n - 1 - low
