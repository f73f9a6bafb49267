"""What to talk about: at most three points, each a fact with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_change import change_words
from mobility_analysis.report.describe_practice import done_words
from mobility_analysis.report.words import (
    TOLERANCE,
    count_words,
    date_words,
    day_words,
    list_words,
    of_words,
    points_words,
)

__all__ = ["MAX_TOPICS", "reason_words", "recent_name", "topics_to_talk_about"]

MAX_TOPICS = 3
MAX_NOTE = 120
HALF = 0.5
USUAL_WORST = 9.0
LAST_HEARD_POINTS = 2.0
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
    """Say a reason of the caseload as a fact with its numbers.

    Parameters
    ----------
    reason : str
        A reason, as the caseload review names it.
    contents : ClientContents
        One client's tables.

    Returns
    -------
    str
        The reason's name where no more is known.
    """
    say = _REASONS.get(reason)
    return (say(contents) if say else "") or f"{reason[:1].upper()}{reason[1:]}"


def _high(contents: ClientContents) -> str:
    row = contents.high_scores.iloc[0]
    is_usual = pd.notna(row["is_usual_for_client"]) and bool(row["is_usual_for_client"])
    usual = ", usual for this client" if is_usual else ""
    if (
        pd.notna(row["recent_mean"])
        and row["recent_mean"] >= contents.thresholds.high_mean - TOLERANCE
    ):
        return f"High self-rated stiffness: a recent mean of {row['recent_mean']:.1f}{usual}"
    days = count_words(row["high_days_last_7_days"], "day")
    worst = contents.thresholds.high_worst
    high_words = "9 or 10" if worst == USUAL_WORST else f"{worst:g} or more"
    return f"High self-rated stiffness: {high_words} on {days} of the last 7{usual}"


def _rise(contents: ClientContents) -> str:
    row = contents.sharp_rise.iloc[0]
    marks = (contents.thresholds.rise_points,)
    before, last, apart = points_words(row["before_mean"], row["last_mean"], marks=marks)
    return (
        f"Self-rated stiffness {apart} points higher on the last 3 rated days than in the 4 weeks "
        f"before, {before} to {last}"
    )


def _worse(contents: ClientContents) -> str:
    return f"Self-rated stiffness {change_words(contents.stiffness_change)}"


def _last_heard(contents: ClientContents) -> str:
    row = contents.stiffness_change.iloc[0]
    first, last, apart = points_words(
        row["baseline_mean"], row["last_heard_mean"], marks=(LAST_HEARD_POINTS,)
    )
    return (
        f"Self-rated stiffness when last heard ({date_words(row['last_heard_end'])}): {apart} "
        f"points higher, {first} to {last}"
    )


def _straight_after(contents: ClientContents) -> str:
    """Name the exercises after which the last pairs of ratings rose."""
    limits, found = contents.thresholds, []
    pairs = contents.before_after_pairs
    for exercise, own in pairs.groupby("exercise", observed=True):
        last = own.tail(limits.straight_after_of)
        n_up = int((last["change"] >= limits.straight_after_points - TOLERANCE).sum())
        if n_up >= limits.straight_after_pairs:
            name = contents.names.get(str(exercise), str(exercise))
            found.append(f"{name}, {n_up} of the last {len(last)} times")
    up = f"{count_words(limits.straight_after_points, 'point')} or more"
    return f"Self-rated {up} stiffer straight after {list_words(found)}" if found else ""


def _pauses(contents: ClientContents) -> str:
    pauses, day = contents.log.pauses, contents.as_of
    is_now = (pauses["start"] <= day) & (pauses["end"].isna() | (pauses["end"] >= day))
    now = pauses[is_now]
    if now.empty:
        return ""
    reason, since = now.iloc[-1]["reason"], date_words(now.iloc[-1]["start"])
    return f"Paused since {since}{': ' if reason else ''}{reason}"


def _silence(contents: ClientContents) -> str:
    last, today = contents.facts.last_entry, date_words(contents.as_of)
    if pd.isna(last):
        return f"No entry to {today}"
    days = count_words((contents.as_of - last).days, "day")
    return f"Newest entry {date_words(last)}, {days} before {today}"


def _low(contents: ClientContents) -> str:
    return f"{done_words(contents.recent_overall.iloc[0])} sessions, {recent_name(contents)}"


def _few(contents: ClientContents) -> str:
    rated = contents.stiffness_daily["date"]
    first = max(contents.recent_start, rated.min())
    days = of_words(int((rated >= first).sum()), (contents.as_of - first).days + 1)
    if first == contents.recent_start:
        return f"Stiffness rated on {days} days, {recent_name(contents)}"
    return f"Stiffness rated on {days} days, the first of them {date_words(first)}"


def _ended(contents: ClientContents) -> str:
    ends = contents.log.programme["end"].dropna()
    ends = ends[ends <= contents.as_of]
    return f"The programme ended on {date_words(ends.max())}" if len(ends) else ""


def recent_name(contents: ClientContents) -> str:
    """Return how the last 28 days are called, or the day from which fewer are looked at."""
    if contents.recent_start > contents.as_of - 27 * DAY:
        return f"since {day_words(contents.recent_start, contents.as_of)}"
    return "last 4 weeks"


_REASONS: Mapping[str, Callable[[ClientContents], str]] = MappingProxyType(
    {
        "high scores": _high,
        "sharp rise": _rise,
        "stiffness worse": _worse,
        "worse when last heard": _last_heard,
        "worse straight after": _straight_after,
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
    return [f"{name}: {done_words(row)}, {recent_name(contents)}"]


def newest_note(contents: ClientContents) -> list[str]:
    """Quote the newest note, shortened to a line or two."""
    if contents.notes.empty:
        return []
    row = contents.notes.iloc[0]
    text = " ".join(row["note"].split())
    if len(text) > MAX_NOTE:
        text = text[: MAX_NOTE - 1].rsplit(" ", 1)[0] + " …"
    return [f"Note of {day_words(row['date'], contents.as_of)}: “{text}”"]
