"""The finding of a chart of practice as its title.

Each is made from the facts of the tables that the chart is drawn from. Where these are too thin
to say more, that is what it says.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE, days_in
from mobility_analysis.words.counted import (
    are_alike,
    areas_named,
    counted_words,
    done_words,
    held_of,
    is_left_out,
    least_done,
    most_done,
    share_words,
)
from mobility_analysis.words.numbers import (
    NONE_DUE,
    count_words,
    cut_percent,
    list_words,
    number_words,
)
from mobility_analysis.words.practice import (
    NEVER_LOGGED,
    NOT_READ,
    done_outside,
    holds_no_session,
)
from mobility_analysis.words.titles.parts import capital, with_unread

WHOLE_NAME = "whole time"
#: How weeks (Monday to Sunday) and months are counted.
_FREQUENCIES = {"week": "W-SUN", "month": "M"}


def practice_title(table: pd.DataFrame, when: str, *, not_read: str = "") -> str:
    """Say what one client did of what was prescribed, all exercises together.

    ``table`` is that of ``overall_adherence`` by exercise, of the days that ``when`` names.
    """
    return with_unread(f"{capital(when)}: {_practice(table, not_read)}", not_read)


def _practice(table: pd.DataFrame, not_read: str) -> str:
    if table.empty:
        return "nothing prescribed and no sessions"
    if (table["band"] == "unknown").any():
        return NOT_READ.format(not_read=not_read) if not_read else NEVER_LOGGED
    due = table[table["prescribed"] > TOLERANCE]
    if not due.empty:
        return counted_words(_together(due))
    return f"{count_words(table['done'].sum(), 'session')} done"


def _together(due: pd.DataFrame) -> dict[str, Any]:
    """Return the sum of some rows, as a row of all exercises together has it."""
    names = ("prescribed", "done", "partial", "counted")
    sums = {name: float(due[name].sum()) for name in names}
    return {**sums, "band": "", "held_to": held_of(due["held_to"])}


def areas_title(table: pd.DataFrame, when: str, *, not_read: str = "") -> str:
    """Say which focus area got the least of what was prescribed for it.

    Where no number is prescribed, which got the most sessions.
    """
    return with_unread(f"{capital(when)}: {_area(table, not_read)}", not_read)


def _area(table: pd.DataFrame, not_read: str) -> str:
    if (table["band"] == "unknown").any():
        return NOT_READ.format(not_read=not_read) if not_read else NEVER_LOGGED
    due = table[table["prescribed"] > TOLERANCE]
    if due.empty:
        done = table[table["done"] > 0]
        if done.empty:
            none = "no session" if table["prescribed"].isna().any() else NONE_DUE
            return f"{none} in any focus area"
        most = most_done(done)
        times = count_words(most["done"].iloc[0], "time")
        return f"most done in {areas_named(most['focus_area'])}, {times}"
    least = least_done(due)
    if not is_left_out(least.iloc[0]):
        return "all counted in every focus area"
    is_one = are_alike(least, "counted", "prescribed", "partial")
    said = done_words(least.iloc[0]) if is_one else share_words(least)
    if len(least) == len(due) and len(due) > 1:
        return f"{said} in every focus area"
    return f"least done in {areas_named(least['focus_area'])}, {said}"


def grid_title(
    periods: pd.DataFrame,
    column: str,
    unit: str,
    *,
    days: tuple[pd.Timestamp, pd.Timestamp] | None = None,
    not_read: str = "",
) -> str:
    """Say in how many weeks, or months, all that was due was done, and in how many nothing.

    Of what no number is prescribed for, in how many a session was done, of those from the first
    to the last of ``days``; unless stated, of those from the first to the last row.
    """
    due = periods[periods["prescribed"] > TOLERANCE]
    if due.empty:
        n_done = periods.loc[periods["done"] > 0, column].nunique()
        first, last = days or (periods[column].min(), periods[column].max())
        n = len(pd.period_range(first, last, freq=_FREQUENCIES[unit]))
        said = f"A session was done in {number_words(n_done)} of {count_words(n, unit)}"
        return with_unread(said, not_read)
    if holds_no_session(due):
        n = due[column].nunique()
        return with_unread(f"No session logged in {count_words(n, unit)}", not_read)
    by = due.assign(is_all=due["state"] == "all done").groupby(column)
    n_all, n_none = int(by["is_all"].all().sum()), int((by["counted"].sum() <= TOLERANCE).sum())
    n = by.ngroups
    said = f"All that was due was done in {number_words(n_all)} of {count_words(n, unit)}"
    rest = f"nothing counted in {number_words(n_none)}" if n_none else f"something in every {unit}"
    return with_unread(said if n_all == n else f"{said}, {rest}", not_read)


def calendar_title(
    days: pd.DataFrame, name: str, *, unprescribed: pd.DataFrame | None = None, not_read: str = ""
) -> str:
    """Say on how many of the days shown a session was done; ``name`` is that of one exercise.

    Those outside the programme count where their table is given: the calendar does not tell
    whether they were done.
    """
    done = days.loc[days["state"] == "done", "date"].nunique()
    n_outside = 0 if unprescribed is None else len(done_outside(days, unprescribed))
    n = days_in(days["date"].min(), days["date"].max())
    is_of_programme = unprescribed is None and days["is_unprescribed"].any()
    subject = f"{name}:" if name else "A session was"
    if is_of_programme:
        subject = f"{name}, in the programme:" if name else "A session of the programme was"
    said = f"done on {number_words(done + n_outside)} of {count_words(n, 'day')}"
    if holds_no_session(days, unprescribed):
        said = f"logged on none of {count_words(n, 'day')}"
    else:
        said += _of_them(_as_needed_alone(days), n_outside)
    return with_unread(f"{subject} {said}", not_read)


def _as_needed_alone(days: pd.DataFrame) -> int:
    """Count the days on which only what is prescribed as needed was done.

    They stand in no count of days done of what has a number; where nothing has one, there is none.
    """
    if not ((days["state"] != "not prescribed") & ~days["is_as_needed"]).any():
        return 0
    done = days[days["state"] == "done"]
    return int(done.groupby("date")["is_as_needed"].all().sum())


def _of_them(n_as_needed: int, n_outside: int) -> str:
    """Say how many of the days done are of what the sums of practice leave out."""
    kinds = {"as needed alone": n_as_needed, "outside the programme only": n_outside}
    there = [(n, words) for words, n in kinds.items() if n]
    said = [
        f"{number_words(n)}{'' if place else ' of them'} {words}"
        for place, (n, words) in enumerate(there)
    ]
    return f", {list_words(said)}" if said else ""


def definitions_title(definitions: pd.DataFrame) -> str:
    """Say between what adherence lies by the ways in which it can be counted."""
    known = definitions["adherence"].dropna()
    low, high = cut_percent(known.min()), cut_percent(known.max())
    if low == high:
        return f"Adherence: {low} by every definition"
    return f"Adherence: {low} to {high}, by how it is counted"
