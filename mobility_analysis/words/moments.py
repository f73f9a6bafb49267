"""When in the day stiffness was rated: where the weeks change, said in a few words."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from mobility_analysis.measures.days import ONE_DAY, sunday_of
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.words.numbers import date_words, list_words

NOT_JOINED = "weeks rated at different moments of the day are not joined"
_WHEN = {
    "waking": "on waking",
    "before": "before sessions",
    "after": "after sessions",
    "evening": "in the evening",
    "unstated": "at no stated moment",
}


class Stretch(NamedTuple):
    """Weeks in a row that were rated at the same moments."""

    moments: str
    start: pd.Timestamp
    end: pd.Timestamp
    n_weeks: int


def stretches(weekly: pd.DataFrame) -> list[Stretch]:
    """Return the stretches of one client's weeks of the same moments, of weeks with a mean."""
    found: list[Stretch] = []
    shown = weekly.dropna(subset=["score_mean"]).sort_values("week_start")
    for week, moments in zip(shown["week_start"], shown["moments"], strict=True):
        start, n_weeks = week, 1
        if found and found[-1].moments == moments:
            before = found.pop()
            start, n_weeks = before.start, before.n_weeks + 1
        found.append(Stretch(str(moments), start, sunday_of(week), n_weeks))
    return found


def main_stretches(weekly: pd.DataFrame) -> list[Stretch]:
    """Return the stretches without single weeks between them, in which one moment gives way.

    All of them where fewer than two would be left.
    """
    every = stretches(weekly)
    longer = [stretch for stretch in every if stretch.n_weeks > 1]
    merged: list[Stretch] = []
    for stretch in longer if len(every) > 2 else every:
        if merged and merged[-1].moments == stretch.moments:
            before = merged.pop()
            n_weeks = before.n_weeks + stretch.n_weeks
            stretch = stretch._replace(start=before.start, n_weeks=n_weeks)  # noqa: PLW2901
        merged.append(stretch)
    return merged if len(merged) > 1 else every


def moments_words(weekly: pd.DataFrame) -> str:
    """Say where one client's weeks, as drawn, change from some moments of the day to others.

    Such as "rated on waking until 9 Aug 2026, in the evening since: not joined"; empty where all
    weeks are of the same moments.
    """
    if len(stretches(weekly)) < 2:
        return ""
    parts = main_stretches(weekly)
    if len(parts) != 2:
        return NOT_JOINED
    first, last = parts
    is_next = last.start == first.end + ONE_DAY
    since = "since" if is_next else f"from {date_words(last.start)}"
    until = date_words(first.end)
    return (
        f"rated {when_words(first.moments)} until {until}, {when_words(last.moments)} {since}: "
        "not joined"
    )


def when_words(moments: str) -> str:
    """Return some moments as a sentence has them: "on waking and in the evening"."""
    return list_words([_WHEN[moment] for moment in keys_in(moments)])
