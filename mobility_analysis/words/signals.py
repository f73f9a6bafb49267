"""Trend, run chart, and ratings straight before and after sessions, in words.

Practice and stiffness together, too, in guarded words: it never shows cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.stiffness.before_after import MIN_PAIRS
from mobility_analysis.measures.stiffness.estimates import MIN_TREND_DAYS, MIN_TREND_SPAN
from mobility_analysis.measures.stiffness.run_chart import MIN_POINTS
from mobility_analysis.measures.together import HARDLY_VARIED, MAX_P, MIN_WEEKS, MIN_WEEKS_FOR_P
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import (
    count_words,
    cut_percent,
    how_many_words,
    minus_sign,
    number_words,
    rows_in_order,
)
from mobility_analysis.words.practice import only_row, with_not_read
from mobility_analysis.words.stiffness import (
    DAYS_FOR_A_MEAN,
    MOMENTS_DIFFER,
    is_incomparable,
    is_rated,
    neighbours_caveat,
    unrated_words,
)

_TOWARDS = {
    "lower": ", towards lower scores",
    "higher": ", towards higher scores",
    "mixed": ", in both directions",
}
Row = pd.Series  # one row of a table

NOT_CAUSE = "This does not show cause; a good week can also lead to more practice."
#: Points a week: half a point a year.
SLOWEST_TO_SAY = 0.01
UNTOLD = "too few weeks to tell a pattern from chance"
#: The same of weeks that are enough to tell one.
NONE_TOLD = "no pattern can be told from chance, which does not show that there is none"
BOTH = f"Both are self-reported. {NOT_CAUSE}"


@takes(change="stiffness_change")
def describe_trend(change: pd.DataFrame, *, not_read: str = "") -> str:
    """Say which way all rated days run, where the interval leaves out 0.

    Parameters
    ----------
    change : DataFrame
        ``stiffness_change`` of one client.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> print(ma.describe_trend(ma.stiffness_change(log)))
    Over all 149 rated days self-rated stiffness fell by 0.14 points a week (anything from 0.12
    to 0.16 fits these ratings).
    """
    if not is_rated(change):
        return unrated_words(change, not_read)
    first, *rest = _trend(change)
    return " ".join([with_not_read(first, not_read), *rest])


def _trend(change: pd.DataFrame) -> list[str]:
    """Return what is said of a rated client: the trend, then what weakens it."""
    row = only_row(change)
    if is_incomparable(change):
        return [f"No trend is given: {MOMENTS_DIFFER}."]
    slope, low, high = row["slope_per_week"], row["slope_low"], row["slope_high"]
    if pd.isna(slope) or pd.isna(low) or pd.isna(high):
        return [_no_trend(row["rated_days"])]
    caveat = neighbours_caveat(row["own_autocorrelation"])
    if abs(low) <= TOLERANCE and abs(high) <= TOLERANCE:
        sentence = (
            f"Over all {count_words(row['rated_days'], 'rated day')} no steady rise or fall of "
            "self-rated stiffness can be told: too many ratings are equal."
        )
    elif low <= TOLERANCE and high >= -TOLERANCE:
        sentence = (
            f"Over all {count_words(row['rated_days'], 'rated day')} no steady rise or fall of "
            f"self-rated stiffness can be told ({_slope(slope)} points a week; "
            f"{_that_fit(_slope(low), _slope(high), 'ratings')})."
        )
    else:
        verb = "fell" if slope < 0 else "rose"
        sentence = (
            f"Over all {count_words(row['rated_days'], 'rated day')} self-rated stiffness {verb} "
            f"{_pace(slope, low, high)}."
        )
    return [sentence, *caveat]


def _no_trend(n_days: int) -> str:
    """Say what a trend lacks: rated days, or weeks over which they are spread."""
    rated = count_words(n_days, "rated day")
    if n_days < MIN_TREND_DAYS:
        return (
            f"Not enough ratings for a trend: {rated}; at least {MIN_TREND_DAYS}, over "
            f"{MIN_TREND_SPAN} days or more, are needed (self-rated)."
        )
    return (
        f"Too early for a trend: {rated} within fewer than {MIN_TREND_SPAN} days; it needs "
        f"{MIN_TREND_SPAN} days from the first rated day to the last (self-rated)."
    )


def _pace(slope: float, low: float, high: float) -> str:
    """Say how fast a rise or fall was; of one too slow to notice, no more than that it was."""
    near, far = sorted((abs(low), abs(high)))
    if far < SLOWEST_TO_SAY - TOLERANCE:
        return f"by less than {SLOWEST_TO_SAY} points a week, at the most that fits these ratings"
    fit = _that_fit(_slope(near), _slope(far), "ratings")
    return f"by {_slope(abs(slope))} points a week ({fit})"


def _that_fit(low: str, high: str, what: str) -> str:
    """Say both ends of a 95 % interval in words that are no statistician's."""
    if low == high:
        return f"{low} alone fits these {what}"
    return f"anything from {low} to {high} fits these {what}"


def _slope(value: float) -> str:
    """Write a slope with as many decimals as it takes not to look like 0."""
    for decimals in (2, 3, 4):
        if round(float(value), decimals) != 0 or abs(value) <= TOLERANCE:
            break
    return minus_sign(f"{value:.{decimals}f}")


@takes(run_chart="stiffness_run_chart", change="stiffness_change")
def describe_run_chart(
    run_chart: pd.DataFrame, change: pd.DataFrame | None = None, *, not_read: str = ""
) -> str:
    """Say what the two signals of a run chart of weekly means show.

    Parameters
    ----------
    run_chart : DataFrame
        ``stiffness_run_chart`` of one client.
    change : DataFrame, optional
        ``stiffness_change``: its autocorrelation decides whether a caveat is said.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> print(ma.describe_run_chart(ma.stiffness_run_chart(log)))
    25 weekly means of self-rated stiffness, median 3.8: the longest run on one side of it is 12
    weeks (limit 8) and it is crossed 1 time (at least 8 expected). That is a signal, towards lower
    scores: runs this long, or crossings this few, are rare by chance. A steady drift gives one too;
    it does not say when or why.
    """
    means = run_chart.dropna(subset=["score_mean"])
    if means.empty:
        none = f"Not enough weeks for a run chart: no week has {DAYS_FOR_A_MEAN}."
        return with_not_read(none, not_read)
    row = means.iloc[-1]
    if change is not None and is_incomparable(change):
        return with_not_read(f"The run chart is not read: {MOMENTS_DIFFER}.", not_read)
    if pd.isna(row["signal"]):
        return with_not_read(run_words(row), not_read)
    alike = math.nan
    if change is not None and len(change):
        alike = only_row(change)["own_autocorrelation"]
    counts = (
        f"{count_words(len(means), 'weekly mean')} of self-rated stiffness, median "
        f"{row['median']:.1f}: {_runs(row)}."
    )
    counts = with_not_read(counts, not_read)
    meaning = (
        "runs this long, or crossings this few, are rare by chance. A steady drift gives one too; "
        "it does not say when or why."
    )
    said = f"{_signal(row)}: {meaning}" if row["signal"] else f"{_signal(row)}."
    return " ".join([counts, said, *neighbours_caveat(alike)])


def run_words(row: Row[Any]) -> str:
    """Say both signals with their limits, of a row with a mean, or that there are too few weeks."""
    if pd.isna(row["signal"]):
        off = count_words(row["points_off_median"], "weekly mean")
        return (
            f"Not enough weeks for a run chart: {off} off the median, at least {MIN_POINTS} are "
            "needed."
        )
    return f"Median {row['median']:.1f}: {_runs(row)}. {_signal(row)}."


def _runs(row: Row[Any]) -> str:
    """Say the longest run about the median and how often it is crossed, each with its limit."""
    longest = count_words(row["longest_run"], "week")
    crossed = count_words(row["crossings"], "time")
    return (
        f"the longest run on one side of it is {longest} (limit "
        f"{number_words(row['longest_run_limit'])}) and it is crossed {crossed} (at least "
        f"{number_words(row['crossings_limit'])} expected)"
    )


def _signal(row: Row[Any]) -> str:
    if not row["signal"]:
        return "Neither rule signals, which does not show that nothing moved"
    return f"That is a signal{_TOWARDS.get(str(row['signal_direction']), '')}"


@takes(before_after="before_after_sessions")
def describe_before_after(
    before_after: pd.DataFrame, *, names: Mapping[str, str] | None = None, not_read: str = ""
) -> str:
    """Say how ratings straight after a session compare with those before it.

    Parameters
    ----------
    before_after : DataFrame
        ``before_after_sessions`` of one client: all pairs first, then one row an exercise.
    names : mapping of str to str, optional
        Name that people read, by exercise id.
    not_read : str, optional
        What of the ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02} 08:00", "exercise": "down-dog"}
    ...               for day in range(2, 8)],
    ...     stiffness=[{"client": "Ann", "date": f"2026-11-{day:02} {time}", "score": score,
    ...                 "moment": moment, "exercise": "down-dog"}
    ...                for day in range(2, 8)
    ...                for time, moment, score in (("07:50", "before", 6), ("08:20", "after", 4))],
    ... )
    >>> print(ma.describe_before_after(ma.before_after_sessions(log), names=ma.exercise_names(log)))
    Self-rated straight before and after sessions of Down Dog: 6 pairs: 6 lower after, 0 the same,
    0 higher; median change −2.0 points (−2.0 alone fits these pairs).
    """
    if before_after.empty or not before_after["n_pairs"].sum():
        return with_not_read("No session was rated both before and after.", not_read)
    known = dict(names or {})
    is_all = before_after["exercise"].isna() | (before_after["exercise"].astype("str") == "")
    together = next((row for _, row in before_after[is_all].iterrows()), None)
    by_exercise = [
        (known.get(row["exercise"], row["exercise"]), row)
        for _, row in rows_in_order(before_after[~is_all]).iterrows()
        if row["n_pairs"]
    ]
    parts = [f"{name}, {_counts(row)}" for name, row in by_exercise]
    whose = ""
    said = []
    if together is not None:
        if [row["n_pairs"] for _, row in by_exercise] == [together["n_pairs"]]:
            whose, parts = f" of {by_exercise[0][0]}", []  # its own would say the same again
        said.append(f"Self-rated straight before and after sessions{whose}: {_pairs(together)}.")
    if parts:
        said.append(f"By exercise: {'; '.join(parts)}.")
    return with_not_read(" ".join(said), not_read)


def _counts(row: Row[Any]) -> str:
    return (
        f"{count_words(row['n_pairs'], 'pair')}: {number_words(row['n_better'])} lower after, "
        f"{number_words(row['n_same'])} the same, {number_words(row['n_worse'])} higher"
    )


def _pairs(row: Row[Any]) -> str:
    if pd.isna(row["median_change"]):
        return f"{_counts(row)}; not enough pairs for a median ({MIN_PAIRS} are needed)"
    median = _signed(row["median_change"])
    fit = ""
    if pd.notna(row["change_low"]) and pd.notna(row["change_high"]):
        ends = _signed(row["change_low"]), _signed(row["change_high"])
        fit = f" ({_that_fit(*ends, 'pairs')})"
    return f"{_counts(row)}; median change {median} points{fit}"


def _signed(value: float) -> str:
    return minus_sign(f"{value:+.1f}") if abs(value) > TOLERANCE else "0"


@takes(
    table="practice_and_stiffness", weeks="weekly_practice_and_stiffness", change="stiffness_change"
)
def describe_practice_and_stiffness(
    table: pd.DataFrame,
    weeks: pd.DataFrame | None = None,
    change: pd.DataFrame | None = None,
    *,
    not_read: str = "",
) -> str:
    """Say whether weeks with more practice went with lower stiffness, as far as can be told.

    Parameters
    ----------
    table : DataFrame
        ``practice_and_stiffness`` of one client.
    weeks : DataFrame, optional
        ``weekly_practice_and_stiffness``: how many weeks stand in each of its two groups.
    change : DataFrame, optional
        ``stiffness_change``: where the rated moments differ too much, nothing is compared.
    not_read : str, optional
        What of sessions and ratings could not be read, such as "32 rows not read".

    Returns
    -------
    str
        Always with the words that this does not show cause.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> print(ma.describe_practice_and_stiffness(ma.practice_and_stiffness(log)))
    Practice and self-rated stiffness, 24 pairs of weeks (practice in a week, stiffness in the
    next): no pattern can be told from chance, which does not show that there is none (0.18 on a
    scale from −1 to 1, where 0 is no pattern; of all 24 ways to shift the weeks against each other,
    this one among them, 11 are as strong, more than 1 in 20). Both are self-reported. This does not
    show cause; a good week can also lead to more practice.
    """
    if table.empty:
        few = "Practice and self-rated stiffness: not enough weeks to compare."
        return f"{with_not_read(few, not_read)} {BOTH}"
    if change is not None and is_incomparable(change):
        other = f"Practice and self-rated stiffness are not compared: {MOMENTS_DIFFER}."
        return f"{with_not_read(other, not_read)} {BOTH}"
    row = only_row(table)
    if row["verdict"] == "nothing prescribed":
        none = (
            "Practice and self-rated stiffness are not compared: no number of sessions was "
            "prescribed, so there is no share of it to set beside the ratings."
        )
        return with_not_read(none, not_read)
    pairs = f"{count_words(row['n_weeks'], 'pair')} of weeks ({_lag_words(int(row['lag_weeks']))})"
    said = [
        with_not_read(f"Practice and self-rated stiffness, {pairs}: {_finding(row)}.", not_read)
    ]
    if weeks is not None and len(weeks) >= MIN_WEEKS:
        met = how_many_words(int(weeks["is_met"].sum()), len(weeks))
        said.append(
            f"Of these {number_words(len(weeks))} weeks, {met} had at least "
            f"{cut_percent(MET_SHARE)} of their practice done."
        )
    return " ".join([*said, BOTH])


def _finding(row: Row[Any]) -> str:
    """Say what the verdict allows to be said, and no more."""
    verdict = str(row["verdict"])
    if verdict == "not enough weeks" or row["n_weeks"] < MIN_WEEKS:
        return f"not enough weeks, {MIN_WEEKS} are needed"
    if verdict in HARDLY_VARIED or pd.isna(row["spearman_rho"]):
        return f"{verdict}, so nothing can be told"
    return _rho_words(row)


def _lag_words(lag_weeks: int) -> str:
    if lag_weeks == 0:
        return "practice and stiffness of the same week"
    if lag_weeks == 1:
        return "practice in a week, stiffness in the next"
    return f"practice in a week, stiffness {lag_weeks} weeks later"


def _rho_words(row: Row[Any]) -> str:
    """Name a direction only where chance alone would seldom give as strong a figure."""
    value = round(float(row["spearman_rho"]), 2) + 0.0  # not −0.00
    rho = minus_sign(f"{value:.2f} on a scale from -1 to 1, where 0 is no pattern")
    if pd.isna(row["p_value"]):
        return f"{UNTOLD}, {MIN_WEEKS_FOR_P} are needed ({rho})"
    n_weeks = int(row["n_weeks"])
    n_strong = round(row["p_value"] * n_weeks)
    counts = (
        f"of all {n_weeks} ways to shift the weeks against each other, this one among them, "
        f"{n_strong} {'is' if n_strong == 1 else 'are'} as strong"
    )
    if row["p_value"] <= MAX_P + TOLERANCE:
        side = "lower" if row["spearman_rho"] < 0 else "higher"
        return f"weeks with more practice went with {side} scores ({rho}; {counts})"
    return f"{NONE_TOLD} ({rho}; {counts}, more than 1 in {1 / MAX_P:.0f})"
