"""What to talk about: at most three points, each a fact with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_practice import done_words
from mobility_analysis.report.describe_stiffness import change_words
from mobility_analysis.report.words import (
    TOLERANCE,
    count_words,
    date_words,
    of_words,
)

__all__ = ["MAX_TOPICS", "reason_words", "topics_to_talk_about"]

MAX_TOPICS = 3
MAX_NOTE = 120
HALF = 0.5
DAY = pd.Timedelta(days=1)


def topics_to_talk_about(contents: ClientContents) -> tuple[str, ...]:
    """Return at most three points to talk about.

    The client's reasons of the caseload in their order; then the exercise with the lowest share
    done in the last 28 days, if under half; then the newest note.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    tuple of str
        Facts with their numbers, in that order; never advice.
    """
    points = [reason_words(reason, contents) for reason in reasons(contents)]
    points += lowest_exercise(contents) + newest_note(contents)
    return tuple(points[:MAX_TOPICS])


def reasons(contents: ClientContents) -> list[str]:
    """Return the client's reasons to be looked at first, in their order."""
    if contents.review.empty or pd.isna(contents.review["reasons"].iloc[0]):
        return []
    text = str(contents.review["reasons"].iloc[0])
    return [reason.strip() for reason in text.split(";") if reason.strip()]


def reason_words(reason: str, contents: ClientContents) -> str:
    """Say a reason of the caseload with the numbers behind it.

    Parameters
    ----------
    reason : str
        A reason, as the caseload review names it.
    contents : ClientContents
        One client's tables.

    Returns
    -------
    str
        The reason as it stands where no numbers are known.
    """
    say = _REASONS.get(reason)
    numbers = say(contents) if say else ""
    return f"{reason[:1].upper()}{reason[1:]}{': ' if numbers else ''}{numbers}"


def _recent_mean(contents: ClientContents) -> str:
    row = contents.stiffness_change.iloc[0]
    if pd.isna(row["recent_mean"]):
        return ""
    return f"a mean of {row['recent_mean']:.1f} over the recent days, self-rated"


def _worse(contents: ClientContents) -> str:
    return f"{change_words(contents.stiffness_change)}, self-rated"


def _last_heard(contents: ClientContents) -> str:
    row = contents.stiffness_change.iloc[0]
    if pd.isna(row["last_heard_mean"]) or pd.isna(row["baseline_mean"]):
        return ""
    return (
        f"a mean of {row['last_heard_mean']:.1f} to {date_words(row['last_heard_end'])}, "
        f"{row['baseline_mean']:.1f} at first, self-rated"
    )


def _pauses(contents: ClientContents) -> str:
    pauses, day = contents.log.pauses, contents.as_of
    is_now = (pauses["start"] <= day) & (pauses["end"].isna() | (pauses["end"] >= day))
    now = pauses[is_now]
    if now.empty:
        return ""
    reason, since = now.iloc[-1]["reason"], date_words(now.iloc[-1]["start"])
    return f"{reason}, since {since}" if reason else f"since {since}"


def _silence(contents: ClientContents) -> str:
    last = contents.facts.last_entry
    if pd.isna(last):
        return "no entry at all"
    days = count_words((contents.as_of - last).days, "day")
    return f"newest entry {date_words(last)}, {days} before {date_words(contents.as_of)}"


def _low(contents: ClientContents) -> str:
    return f"{done_words(contents.recent_overall.iloc[0])} sessions in the last 4 weeks"


def _few(contents: ClientContents) -> str:
    daily = contents.stiffness_daily
    n_days = int((daily["date"] > contents.as_of - 28 * DAY).sum())
    return f"{of_words(n_days, 28)} days rated in the last 4 weeks"


def _ended(contents: ClientContents) -> str:
    ends = contents.log.programme["end"].dropna()
    ends = ends[ends <= contents.as_of]
    return f"last day {date_words(ends.max())}" if len(ends) else ""


_REASONS: Mapping[str, Callable[[ClientContents], str]] = MappingProxyType(
    {
        "high scores": _recent_mean,
        "stiffness worse": _worse,
        "worse when last heard": _last_heard,
        "paused now": _pauses,
        "stopped logging": _silence,
        "low adherence": _low,
        "few ratings": _few,
        "programme ended": _ended,
    }
)


def lowest_exercise(contents: ClientContents) -> list[str]:
    """Name the exercise with the lowest share done in the last 28 days, if under half."""
    table = contents.recent_by_exercise
    table = table[(table["prescribed"] > TOLERANCE) & (table["adherence"] < HALF - TOLERANCE)]
    if table.empty:
        return []
    row = table.sort_values("adherence", kind="stable").iloc[0]
    name = contents.names.get(str(row["exercise"]), str(row["exercise"]))
    return [f"{name}: {done_words(row)} in the last 4 weeks"]


def newest_note(contents: ClientContents) -> list[str]:
    """Quote the newest note, shortened to a line or two."""
    if contents.notes.empty:
        return []
    row = contents.notes.iloc[0]
    text = " ".join(row["note"].split())
    if len(text) > MAX_NOTE:
        text = text[: MAX_NOTE - 1].rsplit(" ", 1)[0] + " …"
    return [f"Note of {date_words(row['date'], with_year=False)}: “{text}”"]
