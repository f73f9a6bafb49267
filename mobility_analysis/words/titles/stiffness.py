"""The finding of a chart of stiffness, or of movement checks, as its title.

Each is made from the facts of the tables that the chart is drawn from. Where these are too thin
to say more, that is what it says.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from mobility_analysis.measures.movement import BETTER, ONE_CHECK, WITHIN, WORSE
from mobility_analysis.measures.stiffness.before_after import MIN_PAIRS
from mobility_analysis.words.movement.checks import series_name
from mobility_analysis.words.numbers import (
    count_words,
    cut_percent,
    month_words,
    number_words,
    of_words,
)
from mobility_analysis.words.titles.parts import MOST_NAMED, capital, with_unread
from mobility_analysis.words.verdict import (
    TOO_VARIED,
    far_words,
    first_name,
    has_windows,
    is_judged,
    is_too_varied,
    last_name,
)

STIFFNESS = "Self-rated stiffness"
BOTH = "Practice, and self-rated stiffness"
Row = pd.Series  # one row of a table


def stiffness_title(change: pd.DataFrame | None, *, not_read: str = "") -> str:
    """Say in a line what the ratings of one client show."""
    said = stiffness_finding(change)
    return with_unread(f"{STIFFNESS}: {said}" if said else STIFFNESS, not_read)


def over_time_title(change: pd.DataFrame | None, *, not_read: str = "") -> str:
    """Say in a line what practice above stiffness shows; it joins the two by nothing."""
    said = stiffness_finding(change)
    both = f"Practice by week; self-rated stiffness: {said}" if said else BOTH
    return with_unread(both, not_read)


def stiffness_finding(change: pd.DataFrame | None) -> str:
    """Say how the last ratings lie to the first; empty where no two windows were asked for."""
    if change is None or change.empty:
        return ""
    row = change.iloc[0]
    if is_judged(row):
        return _judged(row)
    if row["verdict"] == "not comparable":
        return "not comparable, rated at other moments of the day"
    if not has_windows(row):
        return f"{count_words(row['rated_days'], 'day')} rated, too early to compare"
    return f"too few ratings to compare the {first_name(row)} with the {last_name(row)}"


def _judged(row: Row[Any]) -> str:
    if row["verdict"] in ("lower", "higher"):
        return far_words(row)
    return TOO_VARIED if is_too_varied(row) else f"no clear change, {far_words(row)}"


def months_title(monthly: pd.DataFrame, *, not_read: str = "") -> str:
    """Say between what the monthly means of one client lie."""
    means = monthly.dropna(subset=["score_mean"])
    if means.empty:
        return with_unread(f"{STIFFNESS} by month", not_read)
    low, high = means["score_mean"].min(), means["score_mean"].max()
    last = means.iloc[-1]
    said = (
        f"{STIFFNESS} by month: means from {low:.1f} to {high:.1f}, "
        f"{last['score_mean']:.1f} in {month_words(last['month_start'])}"
    )
    return with_unread(said, not_read)


def before_after_title(before_after: pd.DataFrame, *, not_read: str = "") -> str:
    """Say of how many pairs of ratings the one straight after a session was lower, or higher."""
    row = before_after.iloc[0]
    pairs = count_words(row["n_pairs"], "pair")
    said = f"lower in {number_words(row['n_better'])} of {pairs} of ratings, higher in "
    said += number_words(row["n_worse"])
    few = ": too few to go by" if row["n_pairs"] < MIN_PAIRS else ""
    return with_unread(f"Straight after a session: {said}{few}", not_read)


def by_practice_title(paired: pd.DataFrame, threshold: float) -> str:
    """Say how many weeks with much and with little practice stand against each other."""
    n_met, share = int(paired["is_met"].sum()), cut_percent(threshold)
    n_rest = len(paired) - n_met
    if not n_met or not n_rest:
        missing = f"{share} or more" if not n_met else f"under {share}"
        return f"Nothing to compare: no week with {missing} done"
    weeks = count_words(n_met, "week")
    return f"Stiffness after {weeks} with {share} or more done, and {n_rest} with less"


def movement_title(checks: pd.DataFrame) -> str:
    """Say which movement checks are worse or better than the first by more than measuring gives."""
    counts = {
        verdict: [
            series_name(row) for row in checks[checks["verdict"] == verdict].to_dict("records")
        ]
        for verdict in (WORSE, BETTER)
    }
    said = [
        f"{capital(verdict)}: {_named(names, len(checks))}"
        for verdict, names in counts.items()
        if names
    ]
    if said:
        return f"Movement checks. {'. '.join(said)}"
    if (checks["verdict"] == ONE_CHECK).all():
        return "Movement checks: one of each so far, nothing to compare"
    if checks["verdict"].isin([ONE_CHECK, WITHIN]).all():
        return "Movement checks: all within what measuring alone can give"
    return "Movement checks"


def _named(names: list[str], n_all: int) -> str:
    """Name some series, whose names hold commas; of many, count them."""
    return "; ".join(names) if len(names) <= MOST_NAMED else of_words(len(names), n_all)


def run_chart_title(run_chart: pd.DataFrame) -> str:
    """Say whether the weekly means run or cross their median as chance would seldom give."""
    row = run_chart.iloc[0]
    if pd.isna(row["signal"]):
        return "Stiffness by week: too few weeks for a run chart"
    return f"Stiffness by week: {'a signal' if row['signal'] else 'no signal'} about its median"
