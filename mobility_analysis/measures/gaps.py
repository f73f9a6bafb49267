"""Runs of eligible days without a done session: the longest, and how many are too long."""

from __future__ import annotations

import numpy as np

from mobility_analysis.measures.periods import ALL_DAYS, Days, Masks, n_days

__all__ = ["longest_gaps"]


def longest_gaps(
    *,
    eligible: Masks,
    done: Masks,
    paused: Masks,
    group: Days,
    n_groups: int,
    permissible_days: float,
) -> tuple[Days, Days]:
    """Return each group's longest run of eligible days without one done, and the runs too long.

    Paused days neither add to a run nor break it. A done day ends a run, and so does a day that
    is neither eligible nor paused; the run still open at the end counts.

    Only the days that end a run (*marks*) are looked at: the run before a mark is the number of
    eligible days since the mark before it.

    Parameters
    ----------
    eligible, done, paused : array
        Masks of days, one for each group and week; a group's weeks lie side by side, none missing.
    group : array
        Group of each week, ascending.
    n_groups : int
        Number of groups.
    permissible_days : float
        Longest run that is no interruption.

    Returns
    -------
    longest, interruptions : array
        Days, and number of runs longer than ``permissible_days``; both 0 for a group without weeks.
    """
    if not len(group):
        return np.zeros(n_groups, dtype="int64"), np.zeros(n_groups, dtype="int64")
    outside = ~(eligible | paused) & ALL_DAYS
    is_first = np.diff(group, prepend=-1) != 0
    # One byte a week: bit 0 for "a group begins", bits 1 to 7 for the days that end a run.
    marks = is_first | ((done | outside) << 1)
    place = np.flatnonzero(np.unpackbits(marks.astype("uint8"), bitorder="little"))
    week, bit = place >> 3, place & 7
    before = np.cumsum(n_days(eligible)) - n_days(eligible)
    earlier_days = ((1 << np.maximum(bit - 1, 0)) - 1).astype("uint8")
    reached = before[week] + n_days(eligible[week] & earlier_days)
    is_done = (bit > 0) & ((done[week] << 1 >> bit) & 1 == 1)
    end = np.append(reached[1:], n_days(eligible).sum())
    run = end - reached - is_done

    owner = group[week]
    begins = np.flatnonzero(bit == 0)
    longest = np.zeros(n_groups, dtype="int64")
    longest[owner[begins]] = np.maximum.reduceat(run, begins)
    too_long = owner[run > permissible_days]
    return longest, np.bincount(too_long, minlength=n_groups)
