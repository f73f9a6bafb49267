"""What the charts of self-rated stiffness show, in words."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.report.describe_change import (
    describe_stiffness_change,
    is_mixed,
    unrated_words,
)
from mobility_analysis.report.words import (
    TOLERANCE,
    count_words,
    date_words,
    month_words,
    window_words,
)

__all__ = ["describe_months", "describe_stiffness"]


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
    if change is not None:
        said.append(describe_stiffness_change(change, not_read=not_read))
    return " ".join(said)


def _of_weeks(with_mean: int, rated: int) -> str:
    if with_mean == rated:
        return f"all {rated} rated weeks have the 4 rated days that a mean needs"
    return f"{with_mean} of {rated} rated weeks have the 4 rated days that a mean needs"


def describe_months(monthly: pd.DataFrame) -> str:
    """Say what a chart of monthly means shows.

    Parameters
    ----------
    monthly : DataFrame
        ``monthly_stiffness`` of one client.

    Returns
    -------
    str
    """
    means = monthly.dropna(subset=["score_mean"])
    if means.empty:
        return "Self-rated stiffness by month: no month has enough rated days for a mean."
    low, high = means["score_mean"].min(), means["score_mean"].max()
    first, last = means["month_start"].iloc[0], means["month_start"].iloc[-1]
    return (
        f"Self-rated stiffness by month, 0 to 10, lower is better: "
        f"{count_words(len(means), 'monthly mean')} from {month_words(first)} to "
        f"{month_words(last)}, between {low:.1f} and {high:.1f}."
    )
