"""A story is a small diary and what a physio should conclude from its page in a minute.

Diaries are written from short descriptions and end on a Sunday, 22 November 2026, so that the last
28 days are four whole weeks: what a page must say can be worked by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

CLIENT = "Ana"
LAST_DAY = pd.Timestamp("2026-11-22")
#: On which day of the week the first, second ... session of a week falls.
PLACES = (0, 2, 4, 6, 1, 3, 5)

Rows = list[dict[str, Any]]
Spell = tuple[int, Sequence[float | None]]


@dataclass(frozen=True, eq=False)
class Story:
    """A diary, what its page must say, and what it must not.

    Attributes
    ----------
    name : str
        Of whom the story tells.
    concludes : str
        What a physio should conclude in a minute.
    by_hand : str
        How the figures of ``says`` follow from the definitions.
    log : mapping of str to rows
        The tables of the diary.
    says, never : tuple of str
        What stands on the page, and what must not.
    options : mapping
        Options of the page, and ``per_week`` or ``per_exercise``: targets that the user states. A
        story with options is a log of its own; the others are the clients of one log.
    """

    name: str
    concludes: str
    by_hand: str
    log: Mapping[str, Rows]
    says: tuple[str, ...]
    never: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def ago(days: int) -> str:
    """Return the date so many days before the last day."""
    return str((LAST_DAY - pd.Timedelta(days=days)).date())


def rated(*spells: Spell, moment: str = "waking", until: int = 0) -> Rows:
    """One rating a day: spells of days, each with scores that take turns; None leaves a day out.

    The last spell ends so many days before the last day.
    """
    scores = [pattern[day % len(pattern)] for n_days, pattern in spells for day in range(n_days)]
    return [
        {
            "client": CLIENT,
            "date": ago(until + len(scores) - 1 - place),
            "score": score,
            "moment": moment,
        }
        for place, score in enumerate(scores)
        if score is not None
    ]


def weeks(
    times: Iterable[int],
    *,
    exercise: str = "down-dog",
    status: str = "done",
    until: int = 0,
    **more: Any,
) -> Rows:
    """Sessions by week, Monday to Sunday: so many in each, the last week so many weeks ago."""
    counts = list(times)
    found = []
    for week, count in enumerate(counts):
        monday = 7 * (until + len(counts) - 1 - week) + 6
        days = sorted(PLACES[:count])
        found += [
            {
                "client": CLIENT,
                "date": ago(monday - day),
                "exercise": exercise,
                "status": status,
                **more,
            }
            for day in days
        ]
    return found


def prescribed(
    often: str, start: int, *, exercise: str = "down-dog", end: int | None = None
) -> Rows:
    """One prescription, from so many days before the last day, to so many, or still running."""
    name = (
        "weekdays"
        if often[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
        else "times_per_week"
    )
    row = {"client": CLIENT, "exercise": exercise, "start": ago(start), name: often}
    return [row | {"end": ago(end)} if end is not None else row]


def noted(days: int, note: str, *, score: float = 5, moment: str = "evening") -> Rows:
    """One rating with a note."""
    return [{"client": CLIENT, "date": ago(days), "score": score, "moment": moment, "note": note}]


def paused(start: int, end: int | None = None, reason: str = "") -> Rows:
    """One pause, from so many days before the last day, to so many, or still on."""
    row = {"client": CLIENT, "start": ago(start), "reason": reason}
    return [row | {"end": ago(end)} if end is not None else row]
