"""Self-rated stiffness in words: its change, numbers first, and what its charts show.

A sentence is never surer than its numbers; it says so where the first and the last days of a
comparison were rated at other moments of the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.days import TOLERANCE, days_in
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.measures.stiffness import UNSTATED_MOMENT, USUAL_MOMENTS
from mobility_analysis.measures.stiffness.days import MIN_DAYS
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import (
    count_words,
    cut_percent,
    date_words,
    list_words,
    month_words,
    number_words,
    of_words,
    window_words,
)
from mobility_analysis.words.practice import only_row, with_not_read
from mobility_analysis.words.verdict import (
    MOSTLY_BAD_DAYS,
    are_high_days_in_lead,
    best_words,
    distance_words,
    first_name,
    has_windows,
    high_days_words,
    is_uneven,
    last_heard_words,
    last_name,
    rated_words,
    verdict_words,
    written,
)

NEIGHBOURS_ALIKE = (
    "Neighbouring days of this diary are alike, so this looks surer than it is; the verdict has "
    "that counted in."
)
NO_RATINGS = "No ratings yet."
NEVER_RATED = "Stiffness was never rated in this log."
RATED_AFTER_ONLY = (
    "Stiffness was rated straight after sessions only, which shows the session and not the day."
)
NOT_READ = "Stiffness scores of this log could not be read ({not_read})."
MOMENTS_DIFFER = "the moments of the day that were rated differ between the first days and the last"
ALIKE_ABOVE = 0.5
DAYS_FOR_A_MEAN = f"the {MIN_DAYS_A_WEEK} rated days that a mean needs"
MIN_BASELINE_TO_SAY_PERCENT = 3.0
LEAST_SHARE_TO_SAY = 0.01
Row = pd.Series  # one row of a table

Moments = tuple[Mapping[str, int], Mapping[str, int]]  # ratings by moment: first days, last days
NO_MOMENTS: Moments = (MappingProxyType({}), MappingProxyType({}))


@takes(change="stiffness_change")
def describe_stiffness_change(
    change: pd.DataFrame,
    *,
    moments: Moments = NO_MOMENTS,
    not_read: str = "",
) -> str:
    """Say how far self-rated stiffness lies from its first weeks, and what that rests on.

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
        The numbers first, then the verdict and the size with its caption, the windows with their
        rated days, bad days and best weeks, and in how many comparisons a recent day was lower
        than a first one, the same, or higher.

    Examples
    --------
    Eight weeks, rated every day: 6 and 5 in turn in the first four, then 3 and 2.

    >>> import mobility_analysis as ma
    >>> days = pd.date_range("2026-01-05", periods=56)
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": str(day.date()), "score": 6 - row % 2 - 3 * (row >= 28)}
    ...     for row, day in enumerate(days)])
    >>> print(ma.describe_stiffness_change(ma.stiffness_change(log)))
    Self-rated stiffness: 3.0 points lower than in the first 4 weeks, 5.5 to 2.5: more than this
    diary's own ups and downs would usually give (0.4), and past the 2-point mark (mark borrowed
    from pain ratings). First 4 weeks: 28 of 28 days rated (5 Jan to 1 Feb 2026); last 4 weeks: 28
    of 28 days rated (2 Feb to 1 Mar 2026); the moment of the day is not stated. The best 4 weeks:
    2.5, 2 Feb to 1 Mar 2026. In per cent of the first mean: 54 % lower. A recent day was lower than
    a first one in 100 of 100 comparisons, the same in 0, higher in 0.
    """
    if not is_rated(change):
        return unrated_words(change, not_read)
    row = only_row(change)
    said = [brief_stiffness(change, moments=moments, not_read=not_read)]
    if row["verdict"] == "not comparable":
        return said[0]
    if has_windows(row):
        said += [_windows(row), *_high_days_beside(row)]
        said += [f"{best_words(row)}."] if best_words(row) else []
    return " ".join([*said, *_percent(row), *_comparisons(row)])


def unrated_words(
    change: pd.DataFrame | None, not_read: str = "", *, otherwise: str = NEVER_RATED
) -> str:
    """Say why no day has a value: not read, rated after sessions only, never, or ``otherwise``."""
    if not_read:
        return NOT_READ.format(not_read=not_read)
    return RATED_AFTER_ONLY if is_rated_after_only(change) else otherwise


def is_rated_after_only(change: pd.DataFrame | None) -> bool:
    """Whether all ratings are straight after sessions, so that no day has a value."""
    if change is None or change.empty:
        return False
    return bool(only_row(change)["is_rated_after_only"])


def brief_stiffness(
    change: pd.DataFrame,
    *,
    moments: Moments = NO_MOMENTS,
    not_read: str = "",
) -> str:
    """Say the verdict in a line or two, without windows and comparisons.

    Parameters are as for ``describe_stiffness_change``.
    """
    if not is_rated(change):
        return unrated_words(change, not_read)
    row = only_row(change)
    if row["verdict"] == "not comparable":
        return with_not_read(_not_comparable(row, moments), not_read)
    if row["verdict"] == "not enough ratings":
        return " ".join([with_not_read(_not_enough(row), not_read), *_so_far(row)])
    said = [with_not_read(f"Self-rated stiffness: {verdict_words(row)}.", not_read)]
    if is_one_moment(row):
        said.append(
            f"Compared by {_one_moment(row)} ratings alone, since the mix of moments differs."
        )
    if are_high_days_in_lead(row):
        said.append(f"{high_days_words(row)}.")
    if is_uneven(row):
        counts = rated_words(row)
        said.append(f"{counts[:1].upper()}{counts[1:]}. {MOSTLY_BAD_DAYS}")
    return " ".join(said)


def describe_windows(change: pd.DataFrame) -> str:
    """Name both windows with their rated days, the moments used, and the days of 7 or more.

    Those days are left out where the lead has them. Empty in a diary that is too short for windows,
    and where the moments cannot be compared: the sentence that says so names windows and moments.
    """
    if not is_rated(change):
        return ""
    row = only_row(change)
    if row["verdict"] == "not comparable" or not has_windows(row):
        return ""
    return " ".join([_windows(row), *_high_days_beside(row)])


def _high_days_beside(row: Row[Any]) -> list[str]:
    """Say on how many days a rating was 7 or more, where the lead does not."""
    words = high_days_words(row)
    return [f"{words}."] if words and not are_high_days_in_lead(row) else []


def is_rated(change: pd.DataFrame) -> bool:
    """Whether the client of a ``stiffness_change`` table has any rated day."""
    return not change.empty and only_row(change)["rated_days"] > 0


def change_words(change: pd.DataFrame) -> str:
    """Say how far the last days lie from the first in a few words, without a verdict.

    Such as "1.6 points lower than in the first 4 weeks, 4.0 to 2.4".
    """
    if not is_rated(change):
        return "not rated"
    row = only_row(change)
    return str(row["verdict"]) if pd.isna(row["change_points"]) else distance_words(row)


def means_words(change: pd.DataFrame) -> tuple[str, str]:
    """Return the means of the first and the last days as the verdict's words write them."""
    text = written(only_row(change))
    return text.baseline, text.recent


def _windows(row: Row[Any]) -> str:
    parts = []
    for name, window in ((first_name(row), "baseline"), (last_name(row), "recent")):
        dates = window_words(row[f"{window}_start"], row[f"{window}_end"])
        n_days = days_in(row[f"{window}_start"], row[f"{window}_end"])
        rated = of_words(row[f"{window}_days"], n_days, "day")
        parts.append(f"{name[:1].upper()}{name[1:]}: {rated} rated ({dates})")
    first, last = parts
    return f"{first}; {last[:1].lower()}{last[1:]}; {_moments(row)}."


def _percent(row: Row[Any]) -> list[str]:
    """Say the change in per cent of the first mean, where that is high enough to mean something."""
    is_shown = row["baseline_mean"] >= MIN_BASELINE_TO_SAY_PERCENT - TOLERANCE
    if pd.isna(row["change_points"]) or not is_shown or abs(row["change_points"]) <= TOLERANCE:
        return []
    side = "lower" if row["change_points"] < 0 else "higher"
    share = abs(row["change_points"]) / row["baseline_mean"]
    if share < LEAST_SHARE_TO_SAY - TOLERANCE:
        return []
    return [f"In per cent of the first mean: {cut_percent(share)} {side}."]


def _moments(row: Row[Any]) -> str:
    """Name the moments whose ratings were used."""
    moments = keys_in(row["moments"])
    if moments in ([], [UNSTATED_MOMENT]):
        return "the moment of the day is not stated"
    named = [moment_name(moment) for moment in moments]
    only = " only" if is_one_moment(row) else ""
    why = ", since the mix of moments differs" if only else ""
    return f"ratings used: {list_words(named)}{only}{why}"


def _one_moment(row: Row[Any]) -> str:
    return list_words([moment_name(moment) for moment in keys_in(row["moments"])])


def is_one_moment(row: Row[Any]) -> bool:
    """Whether the comparison was held to one moment of the day, so that like meets like."""
    return bool(row["is_held_to_one_moment"])


def is_mixed(change: pd.DataFrame) -> bool:
    """Whether weeks of all moments, as drawn, cannot be set side by side."""
    if not is_rated(change):
        return False
    return is_incomparable(change) or is_one_moment(only_row(change))


def is_incomparable(change: pd.DataFrame) -> bool:
    """Whether no one moment was rated often enough at both ends to compare anything."""
    return is_rated(change) and only_row(change)["verdict"] == "not comparable"


def _not_enough(row: Row[Any]) -> str:
    if not has_windows(row):
        return (
            f"Not enough days of stiffness to compare yet: {count_words(row['rated_days'], 'day')} "
            f"rated. No comparison before {date_words(row['windows_from'])}; it needs at least "
            f"{MIN_DAYS} rated days in each half of the diary (self-rated)."
        )
    return (
        f"Not enough ratings of stiffness for a verdict: {rated_words(row)}; at least "
        f"{number_words(row['days_for_verdict'])} of each are needed (self-rated)."
    )


def _so_far(row: Row[Any]) -> list[str]:
    """Say what there is where the days do not do for a verdict."""
    said = []
    if pd.notna(row["change_points"]):
        said.append(f"On the days rated: {distance_words(row)}.")
        said += [MOSTLY_BAD_DAYS] if is_uneven(row) else []
    return [*said, *_last_heard(row)]


def _not_comparable(row: Row[Any], moments: Moments) -> str:
    baseline = window_words(row["baseline_start"], row["baseline_end"])
    recent = window_words(row["recent_start"], row["recent_end"])
    first, last = (f": {counts_words(window)}" if window else "" for window in moments)
    together = [moment_name(moment) for moment in keys_in(row["moments"])]
    named = "" if first and last else f" ({list_words(together)})"
    return (
        f"Self-rated stiffness is not comparable: the moments of the day that were rated{named} "
        f"differ between the {first_name(row)} ({baseline}, "
        f"{count_words(row['baseline_days'], 'rated day')}{first}) and the {last_name(row)} "
        f"({recent}, {number_words(row['recent_days'])}{last}), and no one moment has "
        f"{number_words(row['days_for_verdict'])} rated days in both."
    )


def _last_heard(row: Row[Any]) -> list[str]:
    """Say the mean when the client was last heard, where the recent window is too thin."""
    if pd.isna(row["last_heard_mean"]):
        return []
    window = window_words(row["last_heard_start"], row["last_heard_end"])
    lead = f"When last heard ({window}, {count_words(row['last_heard_days'], 'rated day')})"
    if pd.isna(row["baseline_mean"]):
        return [f"{lead} the mean was {written(row).last_heard}."]
    return [f"{lead}: {last_heard_words(row)}."]


def _comparisons(row: Row[Any]) -> list[str]:
    """Say in how many comparisons a recent day was lower than a first one, and what weakens it."""
    if pd.isna(row["nap_lower"]):
        return []
    lower, equal, higher = _of_100(row["nap_lower"], row["nap_equal"], row["nap_higher"])
    said = (
        f"A recent day was lower than a first one in {lower} of 100 comparisons, the same in "
        f"{equal}, higher in {higher}."
    )
    return [said, *neighbours_caveat(row["own_autocorrelation"])]


def _of_100(*shares: float) -> list[int]:
    """Write shares as whole numbers that add up to 100; one that is not 0 is never written 0."""
    whole = [max(round(100 * share), int(share > TOLERANCE)) for share in shares]
    largest = whole.index(max(whole))
    whole[largest] += 100 - sum(whole)
    return whole


def neighbours_caveat(own_autocorrelation: float) -> list[str]:
    """Return the sentence that weakens NAP, trend and runs, where neighbouring days are alike."""
    is_alike = pd.notna(own_autocorrelation) and own_autocorrelation > ALIKE_ABOVE + TOLERANCE
    return [NEIGHBOURS_ALIKE] if is_alike else []


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
        As for ``describe_stiffness_change``.

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
        return unrated_words(change, not_read)
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
        said.append(brief_stiffness(change, not_read=not_read))
        said += [words for words in (describe_windows(change),) if words]
    return " ".join(said)


def _of_weeks(with_mean: int, rated: int) -> str:
    if with_mean == rated:
        return f"all {rated} rated weeks have {DAYS_FOR_A_MEAN}"
    return f"{with_mean} of {rated} rated weeks have {DAYS_FOR_A_MEAN}"


def describe_months(monthly: pd.DataFrame, *, not_read: str = "") -> str:
    """Say what a chart of one client's monthly means shows."""
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
    """Count the ratings of the baseline and of the recent window by moment.

    In the order of the day; the empty moment is called ``unstated``. Both are empty where there
    is no change to look at.

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
    counts = Counter(moments.tolist())
    return {moment or UNSTATED_MOMENT: counts[moment] for moment in MOMENTS if counts[moment]}


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
