"""Sums of exercise-weeks over the rows of a table, and the ratios that are taken of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mobility_analysis.measures.gaps import longest_gaps
from mobility_analysis.measures.groups import Groups, GroupWeeks
from mobility_analysis.measures.periods import (
    ALL_DAYS,
    LONG_AGO,
    TOLERANCE,
    Days,
    day_dates,
    n_days,
)
from mobility_analysis.measures.prescribed import Flags, Floats
from mobility_analysis.measures.weekly import PractisedWeeks

__all__ = [
    "day_figures",
    "last_done",
    "pooled_weeks",
    "ratio",
    "repetition_sums",
    "session_sums",
    "week_counts",
]


Sums = dict[str, Floats]


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole; missing where the whole is 0."""
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 7 * TOLERANCE)
    return share


def pooled_weeks(found: PractisedWeeks, members: GroupWeeks) -> GroupWeeks:
    """Leave out weeks without a number where the group has weeks with one.

    "As needed" stands outside pooled sums: an exercise, area or client with nothing else keeps its
    weeks, so that what was done is still counted.
    """
    if found.weeks.has_number.all():
        return members
    has_number = found.weeks.has_number[members.entry]
    group_has_number = members.by_group(found.weeks.has_number) > 0
    return members.where(has_number | ~group_has_number[members.group])


def session_sums(found: PractisedWeeks, members: GroupWeeks, is_silent: Flags) -> Sums:
    """Add up times and sessions over each group; times in sevenths."""
    due, counted, practice = found.weeks.due, found.counted, found.practice
    return {
        "due": members.by_group(due),
        "counted": members.by_group(counted),
        "extra": members.by_group(found.extra),
        "done": members.by_group(practice.done),
        "partial": members.by_group(practice.partial),
        "skipped": members.by_group(practice.skipped),
        "due_logged": members.by_group(np.where(is_silent, 0.0, due)),
        "counted_logged": members.by_group(np.where(is_silent, 0.0, counted)),
    }


def repetition_sums(
    found: PractisedWeeks, members: GroupWeeks, done: Floats
) -> tuple[Floats, Floats]:
    """Return repetitions done, capped by exercise-week, and repetitions prescribed.

    An exercise-week in which either is missing is left out on both sides.
    """
    due = found.weeks.due_repetitions
    is_known = ~np.isnan(due) & ~np.isnan(done)
    counted = np.where(is_known, np.minimum(done, due), 0.0)
    return members.by_group(counted), members.by_group(np.where(is_known, due, 0.0))


def week_counts(found: PractisedWeeks, members: GroupWeeks, threshold: float) -> Sums:
    """Count full weeks, and the full weeks in which enough was done.

    Only exercise-weeks with something prescribed are looked at; a week is full when it has one and
    none of them has fewer than 7 eligible days.
    """
    is_due = found.weeks.due > 7 * TOLERANCE
    is_short = is_due & (found.weeks.eligible != ALL_DAYS)
    is_full = (members.by_slot(is_due) > 0) & (members.by_slot(is_short) == 0)
    counted, due = members.by_slot(found.counted), members.by_slot(found.weeks.due)
    is_met = is_full & (counted >= threshold * due - 7 * TOLERANCE)
    return {
        "weeks_met": members.slots_by_group(is_met),
        "weeks_full": members.slots_by_group(is_full),
    }


def day_figures(
    found: PractisedWeeks, members: GroupWeeks, client: Days, permissible_gap_days: float
) -> Sums:
    """Return each group's days with a done session, and its runs without one.

    ``client`` is the code of the client of each group.
    """
    weeks, group = found.weeks, members.slot_group
    done = members.any_of(found.practice.done_days)
    longest, interruptions = longest_gaps(
        eligible=members.any_of(weeks.eligible),
        done=done,
        paused=weeks.paused[client[group], members.slot_week - weeks.weeks.start],
        group=group,
        n_groups=members.n_groups,
        permissible_days=permissible_gap_days,
    )
    return {
        "days_done": members.slots_by_group(n_days(done)),
        "interruptions": interruptions.astype("float64"),
        "longest_gap_days": longest.astype("float64"),
    }


def last_done(found: PractisedWeeks, groups: Groups) -> npt.NDArray[np.datetime64]:
    """Return the day of each group's last session done on an eligible day, "as needed" or not."""
    weeks, done = found.weeks, found.practice.done_days
    entry = np.flatnonzero(done)
    last_bit = np.frexp(done[entry].astype("float64"))[1] - 1
    of_pair = np.full(len(weeks.pair_client), LONG_AGO)
    # Entries ascend: of several weeks of a pair the last is written last, and stays.
    of_pair[weeks.pair[entry]] = weeks.grid.day(weeks.week[entry]) + last_bit
    of_group = np.full(len(groups), LONG_AGO)
    np.maximum.at(of_group, groups.group, of_pair[groups.pair])
    days = day_dates(of_group)
    days[of_group == LONG_AGO] = np.datetime64("NaT")
    return days
