"""The verdict on stiffness in a few words: numbers first, then the diary's own ups and downs.

Every figure of one row of ``stiffness_change`` is written with the same decimals, so that no mean
reads 5.8 in one sentence and 5.75 in the next; in a list, those of one column are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.days import TOLERANCE, days_in
from mobility_analysis.measures.limits import DAYS_A_WEEK, HIGH_MEAN
from mobility_analysis.measures.stiffness import BENCHMARKS
from mobility_analysis.measures.stiffness.best_weeks import BEST_DAYS
from mobility_analysis.measures.stiffness.change import (
    HIGH_DAY,
    LEAST_CHANGE_POINTS,
    WORSE_WHEN_LAST_HEARD_POINTS,
)
from mobility_analysis.measures.stiffness.windows import WINDOW_DAYS
from mobility_analysis.words.numbers import (
    cut_percent,
    date_words,
    is_missing,
    keeps_side,
    number_words,
    of_words,
    points_decimals,
    rounded,
    window_words,
)

OWN_VARIATION = "this diary's own ups and downs"
TOO_VARIED = f"{OWN_VARIATION} are too large to tell a change"
#: Where one window has under this share of the other's rated days, the sentence says so.
UNEVEN_BELOW = 0.5
MOSTLY_BAD_DAYS = "If mostly bad days were rated, or mostly good ones, the means mislead."
JUDGED = ("lower", "higher", "within own variation")
DECIMALS = (1, 2, 3, 4)
#: What the distance from the best weeks is held against: to be said, and to be a reason.
UP_MARKS = (LEAST_CHANGE_POINTS, Thresholds.up_from_best_points)
_DECIMALS_WORDS = {
    1: "one decimal", 2: "two decimals", 3: "three decimals", 4: "four decimals",
}  # fmt: skip
MAX_SCORE = 10.0
#: From this difference between the shares of days at 7 or more on, the lead names them.
HIGH_DAYS_APART = 0.25
Row = pd.Series  # one row of a table
Figures = Mapping[Any, Any] | pd.Series  # the same, or that of a list


class Written(NamedTuple):
    """The figures of a row of ``stiffness_change`` as people read them; "" where missing."""

    decimals: int
    baseline: str
    recent: str
    apart: str
    own_variation: str
    best: str
    up_from_best: str
    last_heard: str
    apart_when_heard: str


def written(row: Figures) -> Written:
    """Write the figures of a row so that sums and comparisons are seen to be right."""
    decimals = _decimals_of_row(row)
    _, heard, apart_when_heard = rounded(row["baseline_mean"], row["last_heard_mean"], decimals)
    values = (
        row["baseline_mean"],
        row["recent_mean"],
        _apart(row, "baseline_mean", decimals),
        row["own_variation_points"],
        row["best_mean"],
        _apart(row, "best_mean", decimals),
        heard,
        apart_when_heard,
    )
    return Written(decimals, *(_words(value, decimals) for value in values))


def _words(value: float, decimals: int) -> str:
    return "" if is_missing(value) else f"{value:.{decimals}f}"


def _decimals_of_row(row: Figures) -> int:
    """Return the decimals of every figure of a row."""
    return max(_decimals(row), _decimals_when_heard(row))


def _decimals(row: Figures) -> int:
    """Return one decimal where that is true to the figures, else as many as it takes, up to 4."""
    fits = (decimals for decimals in DECIMALS if _is_true_to(row, decimals))
    return next(fits, DECIMALS[-1])


def _decimals_when_heard(row: Figures) -> int:
    """Return the decimals that the mean when last heard and its distance ask for."""
    if is_missing(row["last_heard_mean"]) or is_missing(row["baseline_mean"]):
        return DECIMALS[0]
    marks = (WORSE_WHEN_LAST_HEARD_POINTS,)
    return points_decimals(row["baseline_mean"], row["last_heard_mean"], marks=marks)


def _apart(row: Figures, mean: str, decimals: int) -> float:
    """Return how far the recent mean lies from another, as written.

    From two decimals on it is the distance of the written means, so that the sum is right.
    """
    if decimals == 1:
        return round(abs(float(row["recent_mean"]) - float(row[mean])), 1)
    return abs(round(float(row["recent_mean"]), decimals) - round(float(row[mean]), decimals))


def _is_true_to(row: Figures, decimals: int) -> bool:
    """Whether what is written adds up, and lies on the true side of all it is held against."""
    change, own = row["change_points"], row["own_variation_points"]
    if is_missing(change):
        return True
    far, recent, best = abs(change), float(row["recent_mean"]), row["best_mean"]
    shown = round(_apart(row, "baseline_mean", decimals), decimals)
    is_more = shown > round(float(own), decimals) + TOLERANCE
    return (
        is_more == (far > own + TOLERANCE)
        and keeps_side(shown, far, _marks(row["benchmark"]))
        and keeps_side(round(recent, decimals), recent, (HIGH_MEAN,))
        and (
            is_missing(row["up_from_best_points"])
            or keeps_side(_apart(row, "best_mean", decimals), abs(recent - best), UP_MARKS)
        )
        and _adds_up(row, decimals)
    )


@cache
def _marks(benchmark: str) -> tuple[float, ...]:
    """Return the sizes that every change is held against."""
    mark = BENCHMARKS.get(benchmark)
    points = (mark.points,) if mark else ()
    return (LEAST_CHANGE_POINTS, Thresholds.worse_points, *points)


def _adds_up(row: Figures, decimals: int) -> bool:
    """Whether the written means lie as far apart as is written: from two decimals on they do."""
    if decimals > 1:
        return True
    means = ("baseline_mean", "best_mean") if is_up_from_best(row) else ("baseline_mean",)
    recent = round(float(row["recent_mean"]), decimals)
    return all(
        abs(abs(recent - round(float(row[mean]), decimals)) - _apart(row, mean, decimals))
        < TOLERANCE
        for mean in means
    )


def means_arrow(row: Figures, least: int = DECIMALS[0]) -> str:
    """Write both means of a row: "5.6 → 3.4", with the decimals of every other place.

    In a list those have ``least`` decimals, as ``decimals_of_list`` has them, so that they are read
    down its column.
    """
    decimals = max(least, _decimals_of_row(row))
    return " → ".join(_words(row[mean], decimals) for mean in ("baseline_mean", "recent_mean"))


def decimals_of_list(rows: Iterable[Figures]) -> int:
    """Return the decimals of all means of a list: two where any row asks for more than one.

    A row that asks for three, which is rare, has them alone: they would hide the others.
    """
    is_more = any(_decimals_of_row(row) > DECIMALS[0] for row in rows)
    return DECIMALS[1] if is_more else DECIMALS[0]


def length_words(row: Row[Any]) -> str:
    """Return how long each window is: "4 weeks", or "15 days" in a short diary."""
    days = days_in(row["recent_start"], row["recent_end"])
    return f"{WINDOW_DAYS // DAYS_A_WEEK} weeks" if days == WINDOW_DAYS else f"{days} days"


def first_name(row: Row[Any]) -> str:
    """Return how the baseline is called: "first 4 weeks", or by its stated first day."""
    if row["is_baseline_stated"]:
        return f"{length_words(row)} from {date_words(row['baseline_start'])}"
    return f"first {length_words(row)}"


def last_name(row: Row[Any]) -> str:
    """Return how the recent window is called: "last 4 weeks"."""
    return f"last {length_words(row)}"


def is_judged(row: Row[Any]) -> bool:
    """Whether there is a verdict by the diary's own ups and downs."""
    return row["verdict"] in JUDGED


def has_windows(row: Row[Any]) -> bool:
    """Whether the diary is long enough for two windows."""
    return bool(pd.notna(row["baseline_start"]))


def distance_words(row: Row[Any]) -> str:
    """Write how far the last days lie from the first, and both means; no verdict.

    Such as "1.5 points lower than in the first 4 weeks, 6.0 to 4.5".
    """
    text = written(row)
    return f"{far_words(row)}, {text.baseline} to {text.recent}"


def far_words(row: Row[Any]) -> str:
    """Write how far the last days lie from the first: "1.5 points lower than in the ..."."""
    text = written(row)
    return f"{_far_words(row['change_points'], text.apart, text.decimals)} the {first_name(row)}"


def last_heard_words(row: Row[Any]) -> str:
    """Write how far the mean when last heard lies from the first weeks, and both means."""
    text = written(row)
    change = row["last_heard_mean"] - row["baseline_mean"]
    far = _far_words(change, text.apart_when_heard, text.decimals)
    return f"{far} the {first_name(row)}, {text.baseline} to {text.last_heard}"


def _far_words(change: float, apart: str, decimals: int) -> str:
    """Say a distance, as written, and its side: "1.5 points lower than in"."""
    if abs(change) <= TOLERANCE:
        return "0 points different from"
    side = "lower" if change < 0 else "higher"
    if float(apart) == 0:
        return f"no different to {_DECIMALS_WORDS[decimals]} from"
    return f"{apart} {'point' if float(apart) == 1 else 'points'} {side} than in"


def verdict_words(row: Row[Any]) -> str:
    """Say the change, what the diary's own ups and downs allow to say of it, then its size."""
    return f"{distance_words(row)}: {_weighed(row)}{_size(row)}"


def is_too_varied(row: Row[Any]) -> bool:
    """Whether the scale has no room for a change beyond the diary's own ups and downs."""
    room = max(row["baseline_mean"], MAX_SCORE - row["baseline_mean"])
    return bool(row["own_variation_points"] >= room - TOLERANCE)


def _weighed(row: Row[Any]) -> str:
    """Hold the change against the diary's own ups and downs."""
    far, own = abs(row["change_points"]), row["own_variation_points"]
    usual = written(row).own_variation
    if row["verdict"] in ("lower", "higher"):
        more = "more than" if far > own + TOLERANCE else "as much as"
        return f"{more} {OWN_VARIATION} would usually give ({usual})"
    if is_too_varied(row):
        return f"{TOO_VARIED} ({usual})"
    if far <= own + TOLERANCE:
        return f"within {OWN_VARIATION} ({usual})"
    return f"under the {LEAST_CHANGE_POINTS:g} point from which a change is told"


def _size(row: Row[Any]) -> str:
    """Say on which side of the borrowed mark a change lies; nothing where there is no change."""
    mark = BENCHMARKS.get(row["benchmark"])
    if mark is None or pd.isna(row["is_past_mark"]):
        return ""
    name = f"the {mark.points:g}-point mark ({mark.caption})"
    far = abs(row["change_points"])
    if far < mark.points - TOLERANCE:
        return f", but less than {name}"
    reached = "at" if abs(far - mark.points) <= TOLERANCE else "past"
    if row["is_past_mark"]:
        return f", and {reached} {name}"
    share = cut_percent(far / row["baseline_mean"])
    return (
        f", and {reached} {name}, but at {share} short of the {mark.percent:g} % that goes with it"
    )


def rated_words(row: Row[Any]) -> str:
    """Say on how many days of each window stiffness was rated: the last days first."""
    days = days_in(row["recent_start"], row["recent_end"])
    last = number_words(row["recent_days"]) if row["recent_days"] else "none"
    first = number_words(row["baseline_days"]) if row["baseline_days"] else "none"
    where = f"the first {days}"
    if row["is_baseline_stated"]:
        where = f"the {days} from {date_words(row['baseline_start'])}"
    return f"rated on {last} of the last {days} days, {first} of {where}"


def is_uneven(row: Row[Any]) -> bool:
    """Whether one window has so few rated days that its mean may rest on the bad ones alone."""
    if not has_windows(row):
        return False
    few, many = sorted((int(row["baseline_days"]), int(row["recent_days"])))
    return 0 < few < UNEVEN_BELOW * many - TOLERANCE


def is_up_from_best(row: Figures) -> bool:
    """Whether the last days lie so far above the best weeks that the distance is said."""
    up = row["up_from_best_points"]
    return not is_missing(up) and bool(up >= LEAST_CHANGE_POINTS - TOLERANCE)


def _stands_out(row: Row[Any]) -> bool:
    """Whether the best weeks lie so far below another mean that they are worth naming."""
    means = row[["baseline_mean", "recent_mean", "last_heard_mean"]].astype("float64")
    return bool(means.max() - row["best_mean"] >= LEAST_CHANGE_POINTS - TOLERANCE)


def best_words(row: Row[Any]) -> str:
    """Name the best weeks, and how far the last days lie above them; empty where none stand out.

    Such as "4.7 now, 2.7 points above the best 4 weeks (2.0, 3 to 30 Aug 2026)".
    """
    if pd.isna(row["best_mean"]):
        return ""
    if not _stands_out(row):
        return ""
    text, weeks = written(row), f"{BEST_DAYS // DAYS_A_WEEK} weeks"
    dates = window_words(row["best_start"], row["best_end"])
    if not is_up_from_best(row):
        return f"The best {weeks}: {text.best}, {dates}"
    noun = "point" if float(text.up_from_best) == 1 else "points"
    return (
        f"{text.recent} now, {text.up_from_best} {noun} above the best {weeks} "
        f"({text.best}, {dates})"
    )


def high_days_words(row: Row[Any]) -> str:
    """Say on how many rated days of each window a rating was 7 or more; empty where on none."""
    if not has_windows(row) or not (row["days_high_baseline"] or row["days_high_recent"]):
        return ""
    parts = [
        f"{_high_of_rated(row, window)} in the {name}"
        for window, name in (("baseline", first_name(row)), ("recent", last_name(row)))
    ]
    return f"Days with a rating of {HIGH_DAY:g} or more: {', '.join(parts)}"


def are_high_days_in_lead(row: Row[Any]) -> bool:
    """Whether days of 7 or more are so many more of one window that the lead says so."""
    if not is_judged(row) or not (row["baseline_days"] and row["recent_days"]):
        return False
    first, last = (
        row[f"days_high_{name}"] / row[f"{name}_days"] for name in ("baseline", "recent")
    )
    return bool(abs(first - last) >= HIGH_DAYS_APART - TOLERANCE)


def _high_of_rated(row: Row[Any], window: str) -> str:
    if not row[f"{window}_days"]:
        return "none rated"
    high, rated = row[f"days_high_{window}"], row[f"{window}_days"]
    return of_words(high, rated, "rated day")
