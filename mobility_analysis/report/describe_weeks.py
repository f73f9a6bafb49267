"""Weeks and days of practice in words, sessions outside the programme, and every definition."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mobility_analysis.measures.daily import OF_A_PROGRAMME
from mobility_analysis.report.describe_practice import MAX_NAMED
from mobility_analysis.report.words import (
    count_words,
    cut_percent,
    list_words,
    number_words,
    window_words,
)

__all__ = [
    "describe_definitions",
    "describe_practice_calendar",
    "describe_unprescribed",
    "describe_weekly_grid",
]

_DAY_STATES = (
    ("done", "with a session done"),
    ("partial", "with one done in part"),
    ("skipped", "with one logged as skipped"),
    ("not done", "without a session"),
    ("nothing logged", "with nothing logged"),
    ("paused", "paused"),
    ("not prescribed", "not prescribed"),
)


def describe_definitions(definitions: pd.DataFrame) -> str:
    """Say the same log under every definition of adherence, one sentence each.

    Parameters
    ----------
    definitions : DataFrame
        ``adherence_definitions`` of one client.

    Returns
    -------
    str
    """
    if definitions.empty:
        return "No number was prescribed, so no definition of adherence gives a figure."
    if definitions["adherence"].isna().all():
        return "No definition of adherence gives a figure: nothing to count, or never logged."
    parts = []
    for _, row in definitions.iterrows():
        share = cut_percent(row["adherence"]) or "no figure"
        parts.append(f"{share}: {row['meaning']}")
    return "The same self-reported sessions under each definition. " + " ".join(parts)


def describe_unprescribed(
    unprescribed: pd.DataFrame, *, names: Mapping[str, str] | None = None
) -> str:
    """Say how many sessions stand outside the programme, and why.

    Parameters
    ----------
    unprescribed : DataFrame
        ``unprescribed_sessions`` of one client.
    names : mapping of str to str, optional
        Name that people read, by exercise id.

    Returns
    -------
    str
    """
    if unprescribed.empty:
        return "No session was logged outside the programme."
    known = dict(names or {})
    counts = unprescribed["reason"].astype("str").value_counts(sort=False).sort_index()
    reasons = [f"{reason} {number_words(n)}" for reason, n in counts.items()]
    ids = sorted(unprescribed["exercise"].astype("str").unique())
    which = [str(known.get(exercise, exercise)) for exercise in ids[:MAX_NAMED]]
    if len(ids) > MAX_NAMED:
        which.append(f"{number_words(len(ids) - MAX_NAMED)} more")
    stand = "stands" if len(unprescribed) == 1 else "stand"
    return (
        f"{count_words(len(unprescribed), 'logged session')} {stand} outside the programme and "
        f"in no other figure: {', '.join(reasons)} ({list_words(which)})."
    )


def describe_weekly_grid(weekly: pd.DataFrame) -> str:
    """Say how many exercise-weeks of one client were in which state.

    Parameters
    ----------
    weekly : DataFrame
        ``weekly_adherence`` of one client.

    Returns
    -------
    str
    """
    if weekly.empty:
        return "No week was prescribed or logged."
    first, last = weekly["week_start"].min(), weekly["week_start"].max()
    if weekly["prescribed"].isna().all():
        return _weeks_without_number(weekly)
    is_as_needed = weekly["prescribed"].isna() & (weekly["state"] == "not prescribed")
    counts = weekly.loc[~is_as_needed, "state"].value_counts(sort=False)
    states = [f"{state} {number_words(n)}" for state, n in counts.items() if n]
    states += [f"as needed {number_words(is_as_needed.sum())}"] if is_as_needed.any() else []
    n_exercises = weekly["exercise"].nunique()
    unstated = int(weekly["state"].isna().sum())
    if unstated:
        states.append(f"counted without a prescription {number_words(unstated)}")
    return (
        f"Weeks of {count_words(n_exercises, 'exercise')}, from the week of "
        f"{window_words(first, first)} to that of {window_words(last, last)}, self-reported: "
        f"{', '.join(states)}."
    )


def _weeks_without_number(weekly: pd.DataFrame) -> str:
    """Say how often something was done; a client without a programme has no eligible day."""
    first, last = weekly["week_start"].min(), weekly["week_start"].max()
    n_weeks = weekly.loc[weekly["done"] > 0, "week_start"].nunique()
    why = "No programme is written down to hold them against."
    if (weekly["eligible_days"] > 0).any():
        why = "All is prescribed as needed."
    return (
        f"{count_words(weekly['exercise'].nunique(), 'exercise')}, from the week of "
        f"{window_words(first, first)} to that of {window_words(last, last)}, self-reported: "
        f"{count_words(weekly['done'].sum(), 'session')} done, in "
        f"{count_words(n_weeks, 'week')}. {why}"
    )


def describe_practice_calendar(daily_practice: pd.DataFrame) -> str:
    """Say on how many days one client practised.

    Parameters
    ----------
    daily_practice : DataFrame
        ``daily_practice`` of one client.

    Returns
    -------
    str
    """
    if daily_practice.empty:
        return "No day was prescribed or logged."
    days = daily_practice.assign(state=daily_practice["state"].astype("str"))
    first, last = days["date"].min(), days["date"].max()
    n_days = (last - first).days + 1
    is_of_one = (days["state"].isin(OF_A_PROGRAMME) | days["is_unprescribed"]).any()
    left, parts = set(days["date"]), []
    for state, words in _DAY_STATES:
        if state == "not prescribed" and not is_of_one:
            words = "without a session"  # noqa: PLW2901
        found = left & set(days.loc[days["state"] == state, "date"])
        left -= found
        if found:
            parts.append(f"{words} {number_words(len(found))}")
    return (
        f"Days from {window_words(first, last)} ({count_words(n_days, 'day')}), each by the most "
        f"that was done, self-reported: {', '.join(parts)}."
    )
