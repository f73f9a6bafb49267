"""The picture that people send: its finding and what that rests on, for somebody who was not told.

It says no more than the page does: where days are too few, or cannot be compared, that is the
finding.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE, days_in
from mobility_analysis.words.numbers import (
    OFTEN_STARTS_BAD,
    count_words,
    date_words,
    of_words,
    window_words,
)
from mobility_analysis.words.practice import only_row, with_not_read
from mobility_analysis.words.stiffness import is_one_moment, is_rated, unrated_words
from mobility_analysis.words.verdict import (
    MOSTLY_BAD_DAYS,
    far_words,
    first_name,
    has_windows,
    is_judged,
    is_too_varied,
    is_uneven,
    last_name,
    rated_words,
    written,
)

SHOWS_NO_CAUSE = "Self-rated, self-reported. It does not show why stiffness changed."
AT_THE_AXIS = "self-rated stiffness, 0 to 10; \N{DOWNWARDS ARROW} lower is better"
WEEKLY_MEAN, RATED_DAY = "mean of a week", "a day"
PRACTISED, NOT_PRACTISED = "week with practice", "week without"
NOTHING_RATED = "no stiffness rated"
Row = pd.Series  # one row of a table


class Finding(NamedTuple):
    """What a picture says: in a few words, what they rest on, and what it cannot say."""

    title: str
    note: str
    small_print: str = SHOWS_NO_CAUSE


def share_finding(
    change: pd.DataFrame, *, start: pd.Timestamp, as_of: pd.Timestamp, not_read: str = ""
) -> Finding:
    """Return the finding of one client's ratings, from ``stiffness_change``; the days shown last.

    Examples
    --------
    Eight weeks, rated every day: 6 and 5 in turn in the first four, then 3 and 2.

    >>> import mobility_analysis as ma
    >>> days = pd.date_range("2026-01-05", periods=56)
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": str(day.date()), "score": 6 - row % 2 - 3 * (row >= 28)}
    ...     for row, day in enumerate(days)])
    >>> found = share_finding(ma.stiffness_change(log), start=days[0], as_of=days[-1])
    >>> print("; ".join(found[:2]))
    3.0 points lower than in the first 4 weeks; Self-rated stiffness went from 5.5 in the first 4
    weeks to 2.5 in the last 4 weeks: more than its usual ups and downs.
    """
    shown = f"{window_words(start, as_of)}. {SHOWS_NO_CAUSE}"
    if not is_rated(change):
        return Finding("Practice, week by week", unrated_words(change, not_read), shown)
    row = only_row(change)
    title, note = _finding(row)
    said = [with_not_read(note, not_read)]
    if is_judged(row) and is_uneven(row):
        counts = rated_words(row)
        said.append(f"{counts[:1].upper()}{counts[1:]}. {MOSTLY_BAD_DAYS}")
    if row["verdict"] == "lower":
        shown = f"{shown} {OFTEN_STARTS_BAD}"
    return Finding(title, " ".join(said), shown)


def _finding(row: Row[Any]) -> tuple[str, str]:
    if row["verdict"] == "not comparable":
        return (
            "First and last days cannot be compared",
            "Stiffness was rated at other moments of the day in the "
            f"{first_name(row)} than in the {last_name(row)}.",
        )
    if not has_windows(row):
        return (
            f"{count_words(row['rated_days'], 'day')} rated so far",
            f"Too early to compare; not before {date_words(row['windows_from'])}.",
        )
    if not is_judged(row):
        return ("Too few days rated to compare", _rated(row))
    return _judged(row)


def _rated(row: Row[Any]) -> str:
    """Say how many days each window has, and how many it needs."""
    parts = []
    for window, name in (("baseline", first_name(row)), ("recent", last_name(row))):
        n_days = days_in(row[f"{window}_start"], row[f"{window}_end"])
        parts.append(f"{of_words(row[f'{window}_days'], n_days, 'day')} in the {name}")
    needed = count_words(row["days_for_verdict"], "day")
    return f"Stiffness was rated on {parts[0]} and {parts[1]}; each needs {needed}."


def _judged(row: Row[Any]) -> tuple[str, str]:
    text, alone = written(row), ", by ratings at one moment of the day alone"
    means = (
        f"Self-rated stiffness went from {text.baseline} in the {first_name(row)} to {text.recent} "
        f"in the {last_name(row)}{alone if is_one_moment(row) else ''}"
    )
    if is_too_varied(row):
        return ("Too many ups and downs to tell a change", f"{means}.")
    if row["verdict"] not in ("lower", "higher"):
        return (f"No clear change from the {first_name(row)}", f"{means}: {_why_unclear(row)}.")
    far, own = abs(row["change_points"]), row["own_variation_points"]
    more = "more than" if far > own + TOLERANCE else "as much as"
    return (far_words(row), f"{means}: {more} its usual ups and downs.")


def _why_unclear(row: Row[Any]) -> str:
    is_within = abs(row["change_points"]) <= row["own_variation_points"] + TOLERANCE
    return "within its usual ups and downs" if is_within else "too little to tell"


def usual_range(row: Row[Any]) -> str:
    """Name the band about the first mean."""
    return f"usual ups and downs around the {first_name(row)}"


def describe_share(finding: Finding) -> str:
    """Say what a picture to send shows: its alt text."""
    return f"Self-rated stiffness, 0 to 10: {finding.title}. {finding.note} {finding.small_print}"
