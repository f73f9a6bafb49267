"""Runs of eligible days without a done session: the longest, and how many are too long."""

from __future__ import annotations

import numpy as np

from mobility_analysis.measures.periods import ALL_DAYS, Days, Masks, n_days
from mobility_analysis.measures.prescriptions import Flags

__all__ = ["longest_gaps"]


_FROM_DAY = np.array([ALL_DAYS, *(ALL_DAYS << day & ALL_DAYS for day in range(7))], dtype="uint8")
"""By bit of a mark: the days of its week that are not before it."""


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
    is_outside = ~(eligible | paused) & ALL_DAYS
    is_first = np.diff(group, prepend=-1) != 0
    # One byte a week: bit 0 for "a group begins", bits 1 to 7 for the days that end a run.
    marks: Masks = is_first.astype("uint8") | ((done | is_outside) << 1)
    mark = np.flatnonzero(_bits(marks))
    week, bit = mark >> 3, mark & 7
    n_eligible = np.cumsum(n_days(eligible))
    later = _FROM_DAY[bit] & eligible[week]
    reached = n_eligible[week] - np.bitwise_count(later)
    run = np.diff(reached, append=n_eligible[-1]) - _bits((done << 1).astype("uint8"))[mark]

    owner = group[week]
    begins = np.flatnonzero(bit == 0)
    longest = np.zeros(n_groups, dtype="int64")
    longest[owner[begins]] = np.maximum.reduceat(run, begins)
    too_long = owner[run > permissible_days]
    return longest, np.bincount(too_long, minlength=n_groups)


def _bits(masks: Masks) -> Flags:
    """Return the eight bits of each byte, side by side."""
    return np.unpackbits(masks, bitorder="little").view("bool")
