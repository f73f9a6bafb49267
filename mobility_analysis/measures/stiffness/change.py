"""How stiffness moved from the first days to the last ones, and what verdict that allows.

Both windows of the comparison rest on ratings of the same moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.keys import joined, keys_in
from mobility_analysis.measures.stiffness.days import (
    MIN_DAYS,
    USUAL_MOMENTS,
    BoolArray,
    Day,
    DayValues,
    FloatArray,
    IntArray,
    Ratings,
    client_column,
    date_column,
    day_number,
    day_values,
    flag_column,
    look_day,
    ratings_used,
    spans,
    window_means,
)
from mobility_analysis.measures.stiffness.estimates import (
    lag1_autocorrelation,
    nap,
    nap_interval,
    trends,
)

WINDOW_DAYS = 14
MIN_BASELINE_FOR_PERCENT = 1.0
WORSE_WHEN_LAST_HEARD_POINTS = 2.0

VERDICTS = (
    "worse",
    "improved",
    "low from the start",
    "less than the mark",
    "not enough ratings",
    "not comparable",
)
"""Every verdict there is; without a benchmark a known change has the verdict "" (none)."""

SHARE_MARGIN = 0.40  # our choice

UNSTATED_MOMENT = "unstated"
"""How the empty moment is written in the column ``moments``."""


@dataclass(frozen=True)
class Benchmark:
    """A mark that a change is held against.

    ``points`` and ``percent`` must both be reached to be ``improved``; ``points`` alone is enough
    to be ``worse``; a baseline below ``low_below`` is low from the start. ``caption`` must stand
    wherever the verdict does.
    """

    name: str
    points: float
    percent: float
    low_below: float
    origin: str

    @property
    def caption(self) -> str:
        """Where the mark comes from."""
        return f"mark {self.origin}"


BENCHMARKS: Mapping[str, Benchmark] = MappingProxyType(
    {
        # Dworkin 2008 (two criteria together); Farrar 2001, Ostelo 2008 (2 points, 30 %).
        "pain-nrs": Benchmark("pain-nrs", 2.0, 30.0, 2.0, "borrowed from pain ratings"),
        # ASAS, includes morning stiffness; Angst 2002 (0.8 to 1.0 points).
        "asas": Benchmark("asas", 1.0, 20.0, 1.0, "borrowed from ASAS: 1 point and 20 %"),
    }
)


@counted_once
def stiffness_change(
    log: MobilityLog,
    *,
    as_of: Day = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
    baseline_days: int = WINDOW_DAYS,
    recent_days: int = WINDOW_DAYS,
    min_days: int = MIN_DAYS,
    benchmark: Literal["pain-nrs", "asas"] | None = "pain-nrs",
) -> pd.DataFrame:
    """Compare each client's first rated days with the last ones.

    The baseline is the mean of the day values in the first 14 days from the client's first day
    value, or from a stated day; recent is that of the last 14 days to ``as_of``. Each needs 5
    rated days. Where the windows overlap, or either has fewer, change and NAP are missing and the
    verdict is ``not enough ratings``; the day counts stay.

    The mix of moments must be alike (*our choice*): where any moment's share of the ratings
    differs by more than 40 percentage points between the windows, both use only the commonest
    moment of both together, among those with 5 days in each; of equals the first in the order of
    ``schema.MOMENTS``. Day counts and means are then those of that moment. If there is none, the
    verdict is ``not comparable`` and change and NAP are missing.

    With the benchmark ``pain-nrs`` a change is ``worse`` from +2 points on; ``improved`` from -2
    points and -30 % on, both together; else ``low from the start`` with a baseline below 2; else
    ``less than the mark``. ``asas`` does the same with 1 point, 20 % and 1. The marks were
    published for pain and not for stiffness: show the caption in ``BENCHMARKS`` beside a verdict.

    Trend and lag-1 autocorrelation rest on all day values up to ``as_of`` and on no window: the
    same-moments rule does not reach them, so no words on a trend belong beside a change that was
    held to one moment or is not comparable.

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
    baseline_days, recent_days : int, default 14
        Length of the windows, in days.
    min_days : int, default 5
        Rated days that each window needs.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the verdict; ``None`` gives none: the verdict of a known change is then "".

    Returns
    -------
    DataFrame
        One row a client, sorted, also where the client has no rating:

        client;
        baseline_start, baseline_end: first and last day of the baseline;
        baseline_days: rated days in it; baseline_mean: points, missing below ``min_days``;
        recent_start, recent_end, recent_days, recent_mean: the same of the recent window;
        change_points: recent less baseline mean; change_percent: that in percent of the baseline,
        missing where the baseline is below 1;
        benchmark: the mark's name, "" for none; verdict: one of ``VERDICTS``;
        nap: share of (baseline day, recent day) pairs in which the recent day is lower, with
        nap_low and nap_high, its 95 % interval (see ``nap_interval``);
        slope_per_week, slope_low, slope_high: Theil-Sen trend (see ``trends``);
        lag1_autocorrelation: from 14 rated days on;
        moments: those of the ratings in the two windows that were used, "; " between, the empty
        one written ``unstated``; "" where there is no rating;
        last_heard_start, last_heard_end, last_heard_mean: only where the recent window has under
        ``min_days`` rated days: first and last of the days to the client's last rating, as long
        as the recent window, and the mean in them, which needs ``min_days`` rated days too;
        last_heard_days: rated days in those days, 0 where they are not given;
        is_worse_when_last_heard: whether that mean is 2 points or more above the baseline mean
        (by any benchmark, also where the two windows share days); missing where either is;
        rated_days: all rated days to ``as_of``, which trend and autocorrelation rest on;
        is_held_to_one_moment: whether the windows were held to one moment, since the mix differs.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If a moment or the benchmark is unknown, or a length is below 1.

    References
    ----------
    Dworkin 2008, J Pain 9:105; Farrar 2001, Pain 94:149; Ostelo 2008, Spine 33:90; Angst 2002,
    J Rheumatol 29:131; Parker & Vannest 2009; Newcombe 2006; Sen 1968.

    Examples
    --------
    Five days at 6 from 1 January, five days at 3 to 31 January: 3 points lower, 50 %.

    >>> from mobility_analysis.log import log_from_tables
    >>> scores = {1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 27: 3, 28: 3, 29: 3, 30: 3, 31: 3}
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": f"2026-01-{day:02}", "score": score}
    ...     for day, score in scores.items()])
    >>> row = stiffness_change(log).iloc[0]
    >>> print(row["change_points"], row["change_percent"], row["verdict"], row["nap"])
    -3.0 -50.0 improved 1.0
    """
    need_log(log, "stiffness_change")
    mark = _mark(benchmark)
    _check_lengths(baseline_days=baseline_days, recent_days=recent_days, min_days=min_days)
    ratings = ratings_used(log, as_of=as_of, moments=moments)
    days = day_values(ratings)
    today = look_day(log, as_of)
    windows = windows_of(days, today, baseline_start, baseline_days, recent_days)
    n_days = [window_means(days, *window)[0] for window in windows.pairs]
    is_enough = ~windows.do_overlap & (np.minimum(*n_days) >= min_days)
    only, is_comparable = same_moments(ratings, windows, is_enough, min_days)
    alike = ratings.take((only[ratings.client] < 0) | (ratings.moment == only[ratings.client]))
    alike_days = day_values(alike)
    is_known = is_enough & is_comparable
    table = _compared(alike_days, windows, is_known, min_days)
    table["benchmark"] = "" if mark is None else mark.name
    table["verdict"] = _verdicts(table, mark, is_enough, is_comparable)
    table = table.join(_naps(alike_days, windows, is_known)).join(trends(days))
    table["lag1_autocorrelation"] = lag1_autocorrelation(days)
    table["moments"] = moment_words(alike, windows)
    table = table.join(_last_heard(days, table, recent_days, min_days))
    table["rated_days"] = np.bincount(days.client, minlength=days.n_clients).astype(np.int64)
    table["is_held_to_one_moment"] = only >= 0
    table.insert(0, "client", client_column(log))
    return table.astype(dict.fromkeys(("benchmark", "verdict", "moments"), "str"))


def _mark(benchmark: str | None) -> Benchmark | None:
    if benchmark is not None and benchmark not in BENCHMARKS:
        raise ValueError(f"benchmark: no {benchmark!r}; there are {', '.join(BENCHMARKS)} and None")
    return None if benchmark is None else BENCHMARKS[benchmark]


def _check_lengths(**lengths: int) -> None:
    for name, days in lengths.items():
        if days < 1:
            raise ValueError(f"{name}: at least 1 day, not {days}")


def _compared(
    days: DayValues, windows: Windows, is_known: BoolArray, min_days: int
) -> pd.DataFrame:
    """Windows, day counts, means and change of each client."""
    n_base, base = window_means(days, *windows.pairs[0], min_days=min_days)
    n_recent, recent = window_means(days, *windows.pairs[1], min_days=min_days)
    change = np.where(is_known, recent - base, np.nan)
    has_percent = base >= MIN_BASELINE_FOR_PERCENT - TOLERANCE
    percent = np.divide(100 * change, base, out=np.full_like(base, np.nan), where=has_percent)
    return pd.DataFrame(
        {
            "baseline_start": date_column(windows.baseline_first),
            "baseline_end": date_column(windows.baseline_last),
            "baseline_days": n_base,
            "baseline_mean": base,
            "recent_start": date_column(windows.recent_first),
            "recent_end": date_column(windows.recent_last),
            "recent_days": n_recent,
            "recent_mean": recent,
            "change_points": change,
            "change_percent": percent,
        }
    )


def _verdicts(
    table: pd.DataFrame, mark: Benchmark | None, is_enough: BoolArray, is_comparable: BoolArray
) -> list[str]:
    change = table["change_points"].to_numpy()
    words = {"not enough ratings": ~is_enough, "not comparable": ~is_comparable}
    if mark is not None:
        fell = (change <= -mark.points + TOLERANCE) & (
            table["change_percent"].to_numpy() <= -mark.percent + TOLERANCE
        )
        words["worse"] = change >= mark.points - TOLERANCE
        words["improved"] = fell
        words["low from the start"] = table["baseline_mean"].to_numpy() < mark.low_below - TOLERANCE
        words["less than the mark"] = np.ones(len(table), dtype=bool)
    return [str(word) for word in np.select(list(words.values()), list(words), default="")]


def _naps(days: DayValues, windows: Windows, is_known: BoolArray) -> pd.DataFrame:
    """NAP of each client whose windows can be compared, with its interval."""
    found = np.full((3, len(is_known)), np.nan)
    rows = np.flatnonzero(is_known)
    baseline, recent = (_places(days, rows, *window) for window in windows.pairs)
    for row, (i, j), (k, m) in zip(rows.tolist(), baseline, recent, strict=True):
        found[:, row] = nap(days.mean[i:j], days.mean[k:m]), j - i, m - k
    low, high = nap_interval(*found)
    return pd.DataFrame({"nap": found[0], "nap_low": low, "nap_high": high})


def _places(
    days: DayValues, rows: IntArray, first: FloatArray, last: FloatArray
) -> list[tuple[int, int]]:
    """Where the day values of each window of some clients begin and end."""
    # One number that sorts by client, then day, finds every window by a single search.
    low, high = int(days.day.min(initial=0)) - 1, int(days.day.max(initial=0)) + 1
    width = high - low + 1
    key = days.client * width + days.day - low
    edges = [np.clip(day[rows], low, high).astype(np.int64) - low for day in (first, last)]
    begin = np.searchsorted(key, rows * width + edges[0], "left")
    end = np.searchsorted(key, rows * width + edges[1], "right")
    return list(zip(begin.tolist(), end.tolist(), strict=True))


def _last_heard(
    days: DayValues, table: pd.DataFrame, recent_days: int, min_days: int
) -> pd.DataFrame:
    """Mean of the days to the last rating, where the recent window is too thin."""
    begin, end = spans(days.client, days.n_clients)
    is_thin = (table["recent_days"].to_numpy() < min_days) & (end > begin)
    last = np.full(days.n_clients, np.nan)
    last[is_thin] = days.day[end[is_thin] - 1]
    first = last - recent_days + 1
    n_days, mean = window_means(days, first, last, min_days=min_days)
    rise = mean - table["baseline_mean"].to_numpy()
    is_worse = rise >= WORSE_WHEN_LAST_HEARD_POINTS - TOLERANCE
    return pd.DataFrame(
        {
            "last_heard_start": date_column(first),
            "last_heard_end": date_column(last),
            "last_heard_mean": mean,
            "last_heard_days": n_days,
            "is_worse_when_last_heard": flag_column(is_worse, ~np.isnan(rise)),
        }
    )


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
        joined(name for name, is_used in zip(names, row, strict=True) if is_used)
        for row in ((counts[0] + counts[1]) > 0).tolist()
    ]


def moments_used(row: pd.Series) -> list[str]:
    """Return the moments that a change rests on as the log has them: empty for the unstated one."""
    return ["" if name == UNSTATED_MOMENT else name for name in keys_in(row["moments"])]


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
