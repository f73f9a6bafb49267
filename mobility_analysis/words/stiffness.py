"""Self-rated stiffness in words: its change, numbers first, and what its charts show.

A sentence is never surer than its numbers; it says so where the first and the last days of a
comparison were rated at other moments of the day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.days import ONE_DAY, TOLERANCE
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.measures.stiffness import BENCHMARKS, UNSTATED_MOMENT, USUAL_MOMENTS
from mobility_analysis.measures.stiffness.change import WORSE_WHEN_LAST_HEARD_POINTS
from mobility_analysis.measures.stiffness.days import MIN_DAYS, MIN_DAYS_A_WEEK
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import (
    count_words,
    cut_percent,
    date_words,
    list_words,
    month_words,
    number_words,
    points_decimals,
    points_words,
    window_words,
)
from mobility_analysis.words.practice import only_row, with_not_read

NEIGHBOURS_ALIKE = (
    "Neighbouring days are alike (lag-1 autocorrelation {r}), so the evidence is weaker than it "
    "looks."
)
NEVER_RATED = "Stiffness was never rated in this log."
NOT_READ = "Stiffness scores of this log could not be read ({not_read})."
MOMENTS_DIFFER = "the moments of the day that were rated differ between the first days and the last"
ALIKE_ABOVE = 0.3
DAYS_FOR_A_MEAN = f"the {MIN_DAYS_A_WEEK} rated days that a mean needs"
MIN_BASELINE_TO_SAY_PERCENT = 3.0
Row = pd.Series  # one row of a table

Moments = tuple[Mapping[str, int], Mapping[str, int]]  # ratings by moment: first days, last days
NO_MOMENTS: Moments = (MappingProxyType({}), MappingProxyType({}))


def mark_caption(benchmark: str) -> str:
    """Return where the mark of a verdict comes from; empty where there is none.

    Examples
    --------
    >>> mark_caption("pain-nrs")
    'mark borrowed from pain ratings'
    """
    return BENCHMARKS[benchmark].caption if benchmark in BENCHMARKS else ""


@takes(change="stiffness_change")
def describe_stiffness_change(
    change: pd.DataFrame, *, moments: Moments = NO_MOMENTS, not_read: str = ""
) -> str:
    """Say how far self-rated stiffness lies from its baseline, and what that rests on.

    Parameters
    ----------
    change : DataFrame
        ``stiffness_change`` of one client.
    moments : tuple of two mappings of str to int, optional
        ``window_moments``: the ratings of each window by moment. They are named where the windows
        are not comparable; all together, as the table has them, when not given.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str
        The numbers first, then the verdict with its caption, the windows with their rated days,
        and in how many comparisons a recent day was better than a baseline day.

    Examples
    --------
    Five days at 6 from 1 January, five days at 3 to 31 January:

    >>> import mobility_analysis as ma
    >>> scores = {1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 27: 3, 28: 3, 29: 3, 30: 3, 31: 3}
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-01-{day:02}", "score": score}
    ...     for day, score in scores.items()])
    >>> print(ma.describe_stiffness_change(ma.stiffness_change(log)))
    Self-rated stiffness: 3.0 points lower, 6.0 to 3.0, past the 2-point mark (mark borrowed from
    pain ratings). Baseline: 5 of 14 days rated (1 to 14 Jan 2026); recent: 5 of 14 days rated (18
    to 31 Jan 2026); the moment of the day is not stated. In per cent of the baseline: 50 % lower. A
    recent day was better than a baseline day in 100 of 100 comparisons (95 % interval 64 to 100;
    equal days count half).
    """
    if not is_rated(change):
        return unrated_words(not_read)
    row = only_row(change)
    if row["verdict"] == "not enough ratings":
        return " ".join([with_not_read(_not_enough(row), not_read), *_last_heard(row)])
    if row["verdict"] == "not comparable":
        return with_not_read(_not_comparable(row, moments), not_read)
    caption = mark_caption(row["benchmark"])
    note = f" ({caption})" if caption else ""
    said = with_not_read(f"Self-rated stiffness: {change_words(change)}{note}.", not_read)
    return " ".join([said, *_windows(row), *_overlap(row)])


def unrated_words(not_read: str = "", *, otherwise: str = NEVER_RATED) -> str:
    """Say why there is no stiffness: never rated, or ``otherwise``, or rated and not read."""
    return NOT_READ.format(not_read=not_read) if not_read else otherwise


def brief_stiffness(
    change: pd.DataFrame,
    *,
    caption: str = "",
    moments: Moments = NO_MOMENTS,
    not_read: str = "",
) -> str:
    """Say the same in a line or two, without the windows.

    Parameters
    ----------
    change : DataFrame
        ``stiffness_change`` of one client.
    caption : str, optional
        What stands for the caption of the mark, such as "*" where it is printed below; the
        caption itself, in brackets, when not given.
    moments : tuple of two mappings of str to int, optional
        As for ``describe_stiffness_change``.
    not_read : str, optional
        As for ``describe_stiffness_change``.

    Returns
    -------
    str
    """
    if not is_rated(change) or pd.isna(only_row(change)["change_points"]):
        return describe_stiffness_change(change, moments=moments, not_read=not_read)
    row = only_row(change)
    full = mark_caption(row["benchmark"])
    note = (caption or f" ({full})") if full else ""
    said = [with_not_read(f"Self-rated stiffness: {change_words(change)}{note}.", not_read)]
    if _tells_anything(row):
        said.append(
            f"A recent day was better than a baseline day in {_of_100(row['nap'])} comparisons."
        )
        said += neighbours_caveat(row["lag1_autocorrelation"])
    return " ".join(said)


def describe_windows(change: pd.DataFrame) -> str:
    """Name the moments of the ratings used, and both windows of a change with their rated days.

    Parameters
    ----------
    change : DataFrame
        ``stiffness_change`` of one client.

    Returns
    -------
    str
        Where there are not enough ratings only the moments, since the sentence that says so names
        the windows; empty where that sentence names the moments, too.
    """
    if not is_rated(change):
        return ""
    row = only_row(change)
    if row["verdict"] == "not enough ratings":
        moments = _moments(row) if row["moments"] else ""
        return f"{moments[:1].upper()}{moments[1:]}." if moments else ""
    return "" if pd.isna(row["change_points"]) else _windows(row)[0]


def is_rated(change: pd.DataFrame) -> bool:
    """Whether the client of a ``stiffness_change`` table has any rated day."""
    return not change.empty and only_row(change)["rated_days"] > 0


def change_words(change: pd.DataFrame) -> str:
    """Say the verdict in a few words, the numbers first.

    Parameters
    ----------
    change : DataFrame
        ``stiffness_change`` of one client.

    Returns
    -------
    str
        Such as "1.6 points lower, 4.0 to 2.4, less than the 2-point mark".
    """
    if not is_rated(change):
        return "not rated"
    row = only_row(change)
    if pd.isna(row["change_points"]):
        return str(row["verdict"])
    mark = BENCHMARKS.get(row["benchmark"])
    distance = _distance(row["baseline_mean"], row["recent_mean"], mark.points if mark else None)
    return f"{distance}, {_verdict_words(row)}" if mark else distance


def means_words(change: pd.DataFrame) -> tuple[str, str]:
    """Return the baseline and the recent mean as the verdict's words write them."""
    row = only_row(change)
    mark = BENCHMARKS.get(row["benchmark"])
    first, last, _ = points_words(
        row["baseline_mean"], row["recent_mean"], marks=(mark.points,) if mark else ()
    )
    return first, last


def possible_from(row: Row[Any]) -> pd.Timestamp:
    """Return the first day on which the two windows of a change no longer overlap."""
    day: pd.Timestamp = row["baseline_end"] + (row["recent_end"] - row["recent_start"]) + ONE_DAY
    return day


def _distance(baseline: float, later: float, mark: float | None) -> str:
    """Write how far two means lie apart, and both: "1.6 points lower, 4.0 to 2.4"."""
    marks = () if mark is None else (mark,)
    first, last, apart = points_words(baseline, later, marks=marks)
    if abs(later - baseline) <= TOLERANCE:
        return f"0 points apart, {first} to {last}"
    decimals = points_decimals(baseline, later, marks=marks)
    noun = "point" if round(float(abs(later - baseline)), decimals) == 1 else "points"
    return f"{apart} {noun} {'lower' if later < baseline else 'higher'}, {first} to {last}"


def _verdict_words(row: Row[Any]) -> str:
    """Say on which side of the mark the change lies."""
    mark = BENCHMARKS[row["benchmark"]]
    name = f"the {mark.points:g}-point mark"
    far = abs(row["change_points"])
    reached = f"{'at' if abs(far - mark.points) <= TOLERANCE else 'past'} {name}"
    if row["verdict"] in ("improved", "worse"):
        return reached
    if row["verdict"] == "low from the start":
        return f"low from the start (baseline under {mark.low_below:g})"
    if far < mark.points - TOLERANCE:
        return f"less than {name}"
    fallen = cut_percent(far / row["baseline_mean"])
    return f"{reached} but, at {fallen}, less than the {mark.percent:g} % mark"


def _windows(row: Row[Any]) -> list[str]:
    baseline = window_words(row["baseline_start"], row["baseline_end"])
    recent = window_words(row["recent_start"], row["recent_end"])
    n_baseline = (row["baseline_end"] - row["baseline_start"]).days + 1
    n_recent = (row["recent_end"] - row["recent_start"]).days + 1
    said = [
        f"Baseline: {number_words(row['baseline_days'])} of {n_baseline} days rated ({baseline}); "
        f"recent: {number_words(row['recent_days'])} of {n_recent} days rated ({recent}); "
        f"{_moments(row)}."
    ]
    is_shown = row["baseline_mean"] >= MIN_BASELINE_TO_SAY_PERCENT - TOLERANCE
    if is_shown and abs(row["change_points"]) > TOLERANCE:
        side = "lower" if row["change_points"] < 0 else "higher"
        share = cut_percent(abs(row["change_points"]) / row["baseline_mean"])
        said.append(f"In per cent of the baseline: {share} {side}.")
    return said


def _moments(row: Row[Any]) -> str:
    """Name the moments whose ratings were used."""
    moments = keys_in(row["moments"])
    if moments in ([], [UNSTATED_MOMENT]):
        return "the moment of the day is not stated"
    named = [moment_name(moment) for moment in moments]
    only = " only" if is_one_moment(row) else ""
    why = ", since the mix of moments differs" if only else ""
    return f"ratings used: {list_words(named)}{only}{why}"


def is_one_moment(row: Row[Any]) -> bool:
    """Whether the comparison was held to one moment of the day, so that like meets like."""
    return bool(row["is_held_to_one_moment"])


def is_mixed(change: pd.DataFrame) -> bool:
    """Whether the rated moments differ so much that days or weeks cannot be set side by side."""
    if not is_rated(change):
        return False
    row = only_row(change)
    return row["verdict"] == "not comparable" or is_one_moment(row)


def _not_enough(row: Row[Any]) -> str:
    baseline = window_words(row["baseline_start"], row["baseline_end"])
    recent = window_words(row["recent_start"], row["recent_end"])
    counts = (
        f"{count_words(row['baseline_days'], 'rated day')} in the baseline ({baseline}), "
        f"{number_words(row['recent_days'])} in the recent window ({recent})"
    )
    lead = "Not enough ratings of stiffness to compare"
    if row["recent_start"] > row["baseline_end"]:
        return f"{lead}: {counts}; at least {MIN_DAYS} are needed in each (self-rated)."
    return (
        f"{lead} yet: {counts}, and the two overlap. A verdict is possible from "
        f"{date_words(possible_from(row))}, with at least {MIN_DAYS} rated days in each "
        "(self-rated)."
    )


def _not_comparable(row: Row[Any], moments: Moments) -> str:
    baseline = window_words(row["baseline_start"], row["baseline_end"])
    recent = window_words(row["recent_start"], row["recent_end"])
    first, last = (f": {counts_words(window)}" if window else "" for window in moments)
    together = [moment_name(moment) for moment in keys_in(row["moments"])]
    named = "" if first and last else f" ({list_words(together)})"
    return (
        f"Self-rated stiffness is not comparable: the moments of the day that were rated{named} "
        f"differ between the baseline ({baseline}, "
        f"{count_words(row['baseline_days'], 'rated day')}{first}) and the recent window "
        f"({recent}, {number_words(row['recent_days'])}{last}), and no one moment has "
        f"{MIN_DAYS} rated days in both."
    )


def _last_heard(row: Row[Any]) -> list[str]:
    """Say the mean when the client was last heard, where the recent window is too thin."""
    heard, baseline = row["last_heard_mean"], row["baseline_mean"]
    if pd.isna(heard):
        return []
    window = window_words(row["last_heard_start"], row["last_heard_end"])
    lead = f"When last heard ({window}, {count_words(row['last_heard_days'], 'rated day')})"
    if pd.isna(baseline):
        return [f"{lead} the mean was {heard:.1f}."]
    rise = heard - baseline
    past = ""
    if rise >= WORSE_WHEN_LAST_HEARD_POINTS - TOLERANCE:
        reached = "at" if abs(rise - WORSE_WHEN_LAST_HEARD_POINTS) <= TOLERANCE else "past"
        caption = mark_caption(row["benchmark"] or "pain-nrs")
        past = f", {reached} the {WORSE_WHEN_LAST_HEARD_POINTS:g}-point mark ({caption})"
    return [f"{lead}: {_distance(baseline, heard, WORSE_WHEN_LAST_HEARD_POINTS)}{past}."]


def _overlap(row: Row[Any]) -> list[str]:
    """Say in how many comparisons a recent day was better, and what weakens that."""
    if not _tells_anything(row):
        return []
    sentence = f"A recent day was better than a baseline day in {_of_100(row['nap'])} comparisons"
    if pd.notna(row["nap_low"]) and pd.notna(row["nap_high"]):
        low = math.floor(100 * (row["nap_low"] + TOLERANCE))
        high = math.ceil(100 * (row["nap_high"] - TOLERANCE))
        sentence += f" (95 % interval {low} to {high}; equal days count half)"
    return [f"{sentence}.", *neighbours_caveat(row["lag1_autocorrelation"])]


def _tells_anything(row: Row[Any]) -> bool:
    """Whether it says more than the means do in how many comparisons a recent day was better.

    Where every pair is a tie, no day was better or worse and "50 of 100" would be untrue. The row
    does not hold the days: equal means with an even count stand for it, and both are said by
    "0 points apart".
    """
    is_even = abs(row["change_points"]) <= TOLERANCE and abs(row["nap"] - 0.5) <= TOLERANCE
    return bool(pd.notna(row["nap"])) and not is_even


def _of_100(share: float) -> str:
    """Write a share as comparisons of 100, cut, so that only all is ever 100."""
    if TOLERANCE < share < 0.01 - TOLERANCE:
        return "fewer than 1 of 100"
    return f"{math.floor(100 * (share + TOLERANCE))} of 100"


def neighbours_caveat(lag1: float) -> list[str]:
    """Return the sentence that weakens NAP, trend and runs, where neighbouring days are alike."""
    if pd.isna(lag1) or lag1 <= ALIKE_ABOVE + TOLERANCE:
        return []
    return [NEIGHBOURS_ALIKE.format(r=_above(lag1, ALIKE_ABOVE))]


def _above(value: float, mark: float) -> str:
    """Write a number rounded to two decimals, or to those that show it above a mark, at most 4."""
    for decimals in (2, 3, 4):
        if round(float(value), decimals) > mark + TOLERANCE:
            return f"{value:.{decimals}f}"
    return f"just over {mark:g}"


@takes(daily="daily_stiffness", weekly="weekly_stiffness", change="stiffness_change")
def describe_stiffness(
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None = None,
    *,
    not_read: str = "",
) -> str:
    """Say what a chart of one client's self-rated stiffness shows.

    Parameters
    ----------
    daily, weekly : DataFrame
        ``daily_stiffness`` and ``weekly_stiffness`` of one client.
    change : DataFrame, optional
        ``stiffness_change``: its verdict is said after the range.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-11-{day:02}", "score": score}
    ...     for day, score in enumerate([6, 6, 5, 6, 5, 4, 4, 3, 4, 3], start=2)])
    >>> print(ma.describe_stiffness(ma.daily_stiffness(log), ma.weekly_stiffness(log)))
    Self-rated stiffness, 0 to 10, lower is better: 10 rated days, 2 to 11 Nov 2026, day values
    between 3.0 and 6.0. Not enough rated days for weekly means to be compared.
    """
    if daily.empty:
        return unrated_words(not_read)
    days = count_words(len(daily), "rated day")
    low, high = daily["score_mean"].min(), daily["score_mean"].max()
    span = f"{low:.1f}" if abs(high - low) <= TOLERANCE else f"between {low:.1f} and {high:.1f}"
    said = [
        f"Self-rated stiffness, 0 to 10, lower is better: {days}, "
        f"{window_words(daily['date'].min(), daily['date'].max())}, day values {span}."
    ]
    means = weekly.dropna(subset=["score_mean"])
    if change is not None and is_mixed(change):
        pass  # weekly means of other moments of the day would look like a change
    elif len(means) > 1:
        first, last = means.iloc[0], means.iloc[-1]
        said.append(
            f"Weekly means: {first['score_mean']:.1f} in the week of "
            f"{date_words(first['week_start'])}, {last['score_mean']:.1f} in that of "
            f"{date_words(last['week_start'])}; {_of_weeks(len(means), len(weekly))}."
        )
    else:
        said.append("Not enough rated days for weekly means to be compared.")
    if change is None:
        said[0] = with_not_read(said[0], not_read)
    else:
        said.append(describe_stiffness_change(change, not_read=not_read))
    return " ".join(said)


def _of_weeks(with_mean: int, rated: int) -> str:
    if with_mean == rated:
        return f"all {rated} rated weeks have {DAYS_FOR_A_MEAN}"
    return f"{with_mean} of {rated} rated weeks have {DAYS_FOR_A_MEAN}"


def describe_months(monthly: pd.DataFrame, *, not_read: str = "") -> str:
    """Say what a chart of monthly means shows.

    Parameters
    ----------
    monthly : DataFrame
        ``monthly_stiffness`` of one client.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str
    """
    means = monthly.dropna(subset=["score_mean"])
    if means.empty:
        none = "Self-rated stiffness by month: no month has enough rated days for a mean."
        return with_not_read(none, not_read)
    low, high = means["score_mean"].min(), means["score_mean"].max()
    first, last = means["month_start"].iloc[0], means["month_start"].iloc[-1]
    said = (
        f"Self-rated stiffness by month, 0 to 10, lower is better: "
        f"{count_words(len(means), 'monthly mean')} from {month_words(first)} to "
        f"{month_words(last)}, between {low:.1f} and {high:.1f}."
    )
    return with_not_read(said, not_read)


def window_moments(log: MobilityLog, change: pd.DataFrame) -> Moments:
    """Count the ratings of each window of a change by their moment.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    change : DataFrame
        ``stiffness_change`` of that client, of the usual moments.

    Returns
    -------
    tuple of two mappings of str to int
        Of the baseline, then of the recent window: ratings by moment, in the order of the day;
        the empty moment is called ``unstated``. Both empty where there is no change to look at.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> from mobility_analysis.measures.stiffness import stiffness_change
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": "2026-10-01", "score": 5, "moment": "waking"},
    ...     {"client": "ann", "date": "2026-11-22", "score": 3, "moment": "evening"}])
    >>> window_moments(log, stiffness_change(log))
    ({'waking': 1}, {'evening': 1})
    """
    if change.empty:
        return {}, {}
    row = change.iloc[0]
    ratings = log.stiffness[log.stiffness["moment"].isin(USUAL_MOMENTS)]
    first, last = (
        ratings.loc[
            ratings["date"].between(row[f"{window}_start"], row[f"{window}_end"]), "moment"
        ].astype("str")
        for window in ("baseline", "recent")
    )
    return _counts(first), _counts(last)


def _counts(moments: pd.Series[str]) -> dict[str, int]:
    counts = {moment or UNSTATED_MOMENT: int((moments == moment).sum()) for moment in MOMENTS}
    return {moment: n for moment, n in counts.items() if n}


def moment_name(moment: str) -> str:
    """Return the name of a moment within a sentence.

    Examples
    --------
    >>> moment_name("waking"), moment_name("unstated")
    ('waking', 'unstated moment')
    """
    return f"{moment} moment" if moment == UNSTATED_MOMENT else moment


def counts_words(window: Mapping[str, int]) -> str:
    """Write the ratings of a window by moment; of one moment only, that it is all of them.

    Examples
    --------
    >>> counts_words({"waking": 12}), counts_words({"waking": 10, "evening": 4})
    ('all waking', '10 ratings waking and 4 evening')
    """
    if len(window) == 1:
        return f"all {moment_name(next(iter(window)))}"
    (first, n), *others = window.items()
    rest = [f"{number_words(count)} {moment_name(moment)}" for moment, count in others]
    return list_words([f"{count_words(n, 'rating')} {moment_name(first)}", *rest])
