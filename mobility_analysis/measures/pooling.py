"""Sums of exercise-weeks over the rows of a table, and the ratios that are taken of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mobility_analysis.measures.gaps import longest_gaps
from mobility_analysis.measures.groups import Groups, GroupWeeks
from mobility_analysis.measures.periods import LONG_AGO, TOLERANCE, day_dates, n_days
from mobility_analysis.measures.prescribed import Flags, Floats, sum_by
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


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole; missing where the whole is 0."""
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 7 * TOLERANCE)
    return share


def pooled_weeks(found: PractisedWeeks, members: GroupWeeks, n_groups: int) -> GroupWeeks:
    """Leave out weeks without a number where the group has weeks with one.

    "As needed" stands outside pooled sums: an exercise, area or client with nothing else keeps its
    weeks, so that what was done is still counted.
    """
    has_number = found.weeks.has_number[members.entry]
    group_has_number = sum_by(members.group, has_number, n_groups) > 0
    is_pooled = has_number | ~group_has_number[members.group]
    return members if is_pooled.all() else members.where(is_pooled)


def session_sums(
    found: PractisedWeeks, members: GroupWeeks, is_silent: Flags, n_groups: int
) -> pd.DataFrame:
    """Add up times and sessions over each group; times in sevenths."""
    values = {
        "due": found.weeks.due,
        "counted": found.counted,
        "extra": found.extra,
        "done": found.practice.done,
        "partial": found.practice.partial,
        "skipped": found.practice.skipped,
        "due_logged": np.where(is_silent, 0.0, found.weeks.due),
        "counted_logged": np.where(is_silent, 0.0, found.counted),
    }
    return pd.DataFrame({name: members.by_group(v, n_groups) for name, v in values.items()})


def repetition_sums(
    found: PractisedWeeks, members: GroupWeeks, done: Floats, n_groups: int
) -> tuple[Floats, Floats]:
    """Return repetitions done, capped by exercise-week, and repetitions prescribed.

    An exercise-week in which either is missing is left out on both sides.
    """
    due = found.weeks.due_repetitions
    is_known = ~np.isnan(due) & ~np.isnan(done)
    counted = np.where(is_known, np.minimum(done, due), 0.0)
    return (
        members.by_group(counted, n_groups),
        members.by_group(np.where(is_known, due, 0.0), n_groups),
    )


def week_counts(
    found: PractisedWeeks, members: GroupWeeks, threshold: float, n_groups: int
) -> pd.DataFrame:
    """Count full weeks, and the full weeks in which enough was done.

    Only exercise-weeks with something prescribed are looked at; a week is full when it has one and
    none of them has fewer than 7 eligible days.
    """
    is_due = found.weeks.due > 7 * TOLERANCE
    is_short = is_due & (n_days(found.weeks.eligible) < 7)
    is_full = (members.by_slot(is_due) > 0) & (members.by_slot(is_short) == 0)
    counted, due = members.by_slot(found.counted), members.by_slot(found.weeks.due)
    is_met = is_full & (counted >= threshold * due - 7 * TOLERANCE)
    return pd.DataFrame(
        {
            "weeks_met": sum_by(members.slot_group, is_met, n_groups),
            "weeks_full": sum_by(members.slot_group, is_full, n_groups),
        }
    )


def day_figures(
    found: PractisedWeeks, members: GroupWeeks, groups: Groups, permissible_gap_days: float
) -> pd.DataFrame:
    """Return each group's days with a done session, and its runs without one."""
    weeks, group = found.weeks, members.slot_group
    done = members.any_of(found.practice.done_days)
    longest, interruptions = longest_gaps(
        eligible=members.any_of(weeks.eligible),
        done=done,
        paused=weeks.paused[groups.client[group], members.slot_week - weeks.weeks.start],
        group=group,
        n_groups=len(groups),
        permissible_days=permissible_gap_days,
    )
    return pd.DataFrame(
        {
            "days_done": sum_by(group, n_days(done), len(groups)),
            "interruptions": interruptions,
            "longest_gap_days": longest,
        }
    )


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
