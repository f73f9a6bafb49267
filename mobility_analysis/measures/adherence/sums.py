"""Sums of exercise-weeks over the rows of a table, and the ratios that are taken of them.

Which exercise-weeks are added up into which row: by exercise, area or client; and the runs of
eligible days without a done session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from mobility_analysis.log.catalogue import exercise_areas
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.adherence.prescribed import ExerciseWeeks, Flags, Floats, sum_by
from mobility_analysis.measures.adherence.weekly import PractisedWeeks
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    ALL_DAYS,
    LONG_AGO,
    TOLERANCE,
    Days,
    Masks,
    category_like,
    codes_of,
    day_dates,
    n_categories,
    n_days,
    runs,
)

By = Literal["exercise", "focus_area", "client"]


Sums = dict[str, Floats]


@dataclass(frozen=True, eq=False, repr=False)
class Groups:
    """Rows of a table of sums, and the pairs of client and exercise that belong to each."""

    labels: dict[str, Any]
    """Leading columns of the table, one value a group."""
    client: Days
    key: Days
    """A number for each group, ascending: the same for the same group in another window."""
    pair: Days
    group: Days
    """The group that each pair belongs to; a pair may stand in several."""

    @property
    def is_area(self) -> bool:
        """Whether a row stands for a focus area, trained or not."""
        return "focus_area" in self.labels

    def __len__(self) -> int:
        return len(self.client)

    def by_pairs(self, values: Floats) -> Floats:
        """Add up a figure of each pair over the groups that it belongs to."""
        return sum_by(self.group, values[self.pair], len(self))


@dataclass(frozen=True, eq=False, repr=False)
class GroupWeeks:
    """Memberships of exercise-weeks in groups, and one *slot* for each group and week.

    A group's slots lie side by side, without a missing week.
    """

    n_groups: int
    entry: slice | Days  # of the exercise-weeks, one for each membership
    group: Days  # of each membership, as is the slot
    slot: Days
    slot_group: Days
    slot_week: Days
    is_one_to_one: bool = False  # whether each slot has one membership, in the same order

    def where(self, is_kept: Flags) -> GroupWeeks:
        """Return only the memberships that are kept; every slot stays."""
        entry = np.flatnonzero(is_kept) if isinstance(self.entry, slice) else self.entry[is_kept]
        return GroupWeeks(
            self.n_groups,
            entry,
            self.group[is_kept],
            self.slot[is_kept],
            self.slot_group,
            self.slot_week,
        )

    def by_group(self, values: Floats | Days | Flags) -> Floats:
        """Add up values of exercise-weeks over each group."""
        return self._sums(self.group, values[self.entry])

    def by_slot(self, values: Floats | Days | Flags) -> Floats:
        """Add up values of exercise-weeks over each group's week."""
        if self.is_one_to_one:
            return values[self.entry].astype("float64")
        return sum_by(self.slot, values[self.entry], len(self.slot_group))

    def any_of(self, masks: Masks) -> Masks:
        """Return the days that are in the mask of any exercise of the group's week."""
        if self.is_one_to_one:
            return masks[self.entry]
        union = np.zeros(len(self.slot_group), dtype="uint8")
        np.bitwise_or.at(union, self.slot, masks[self.entry])
        return union

    def slots_by_group(self, values: Floats | Days | Flags) -> Floats:
        """Add up values of slots over each group."""
        return self._sums(self.slot_group, values)

    @cached_property
    def edges(self) -> Days:
        """Where the slots of each group begin, and after the last where they end."""
        return np.searchsorted(self.slot_group, np.arange(self.n_groups + 1))

    def _sums(self, group: Days, values: Floats | Days | Flags) -> Floats:
        """Add up values over each group: whole numbers by where each ends, which is quicker."""
        if values.dtype.kind == "f" or not self.is_one_to_one:
            return sum_by(group, values, self.n_groups)
        reached = np.append(0, np.cumsum(values, dtype="int64"))
        return np.diff(reached[self.edges]).astype("float64")


def groups_by(log: MobilityLog, weeks: ExerciseWeeks, is_shown: Flags, by: By) -> Groups:
    """Return the groups of a table: pairs with a week to show, clients x areas, or clients."""
    if by not in get_args(By):
        raise ValueError(f"by is {by!r}; choose one of {', '.join(map(repr, get_args(By)))}")
    has_week = np.zeros(len(weeks.pair_client), dtype="bool")
    has_week[weeks.pair[is_shown]] = True
    shown = np.flatnonzero(has_week)
    clients = np.arange(n_categories(log.programme["client"]))
    if by == "focus_area":
        return _groups_by_area(log, weeks, shown, clients)
    if by == "client":
        return Groups(_labels(log, clients), clients, clients, shown, weeks.pair_client[shown])
    client, exercise = weeks.pair_client[shown], weeks.pair_exercise[shown]
    labels = _labels(log, client, exercise=category_like(log.programme["exercise"], exercise))
    key = client * weeks.n_exercises + exercise
    return Groups(labels, client, key, shown, np.arange(len(shown)))


def _groups_by_area(log: MobilityLog, weeks: ExerciseWeeks, shown: Days, clients: Days) -> Groups:
    """Return every focus area of the catalogue for every client; an exercise is in each of its."""
    trained = areas_trained(log)
    member, area = trained.of(weeks.pair_exercise[shown])
    pair, n_areas = shown[member], len(trained.names)
    client = np.repeat(clients, n_areas)
    names = np.array(trained.names, dtype=object)[np.tile(np.arange(n_areas), len(clients))]
    labels = _labels(log, client, focus_area=pd.array(names, dtype="str"))
    group = weeks.pair_client[pair] * n_areas + area
    return Groups(labels, client, np.arange(len(client)), pair, group)


class AreasTrained(NamedTuple):
    """The focus areas of the catalogue, sorted, and which of them each exercise trains."""

    names: list[str]
    exercise: Days  # by code; sorted by exercise and area, as is the next
    area: Days  # by place in ``names``

    def of(self, exercise: Days) -> tuple[Days, Days]:
        """Return each area that each exercise trains, with the place of the exercise given."""
        begin = np.searchsorted(self.exercise, exercise, "left")
        place, step = runs(np.searchsorted(self.exercise, exercise, "right") - begin)
        return place, self.area[begin[place] + step]


@counted_once
def areas_trained(log: MobilityLog) -> AreasTrained:
    """Return the focus areas of the catalogue, and which of them each exercise trains."""
    table = exercise_areas(log)
    names, area = np.unique(table["focus_area"].to_numpy(object), return_inverse=True)
    pairs = np.stack([codes_of(table["exercise"]), area], axis=1).astype("int64")
    exercise, area = np.unique(pairs, axis=0).T
    return AreasTrained(names.tolist(), exercise, area)


def group_weeks(groups: Groups, weeks: ExerciseWeeks) -> GroupWeeks:
    """Spread the memberships of pairs over their weeks."""
    first_entry = weeks.pair_offset[:-1]
    width = np.diff(weeks.pair_offset)
    if len(groups.pair) == len(width) and np.array_equal(groups.group, groups.pair):
        slots = weeks.pair
        every = np.arange(len(slots))
        return GroupWeeks(len(groups), slice(None), slots, every, slots, weeks.week, True)
    first_week = weeks.week[first_entry]
    low = np.full(len(groups), weeks.weeks.stop)
    high = np.full(len(groups), weeks.weeks.start - 1)
    np.minimum.at(low, groups.group, first_week[groups.pair])
    np.maximum.at(high, groups.group, (first_week + width)[groups.pair] - 1)
    n_slots = np.maximum(high - low + 1, 0)
    offset = np.cumsum(n_slots) - n_slots

    member, step = runs(width[groups.pair])
    slot_group, slot_step = runs(n_slots)
    first_slot = (offset - low)[groups.group] + first_week[groups.pair]
    are_all = np.array_equal(groups.pair, np.arange(len(width)))
    return GroupWeeks(
        n_groups=len(groups),
        entry=slice(None) if are_all else first_entry[groups.pair][member] + step,
        group=groups.group[member],
        slot=first_slot[member] + step,
        slot_group=slot_group,
        slot_week=low[slot_group] + slot_step,
    )


def _labels(log: MobilityLog, client: Days, **others: Any) -> dict[str, Any]:
    return {"client": category_like(log.programme["client"], client), **others}


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


def counted_sums(found: PractisedWeeks, groups: Groups, is_in: Flags | None = None) -> Floats:
    """Add up what counts, of each exercise at most what was prescribed over the weeks looked at.

    ``is_in`` says of each exercise-week whether it is looked at; all are when not given.
    """
    weeks = found.weeks
    due, counted = (
        sum_by(weeks.pair, values if is_in is None else np.where(is_in, values, 0.0), weeks.n_pairs)
        for values in (weeks.due, found.counted)
    )
    return groups.by_pairs(np.minimum(counted, due))


def session_sums(found: PractisedWeeks, groups: Groups, members: GroupWeeks) -> Sums:
    """Add up what was prescribed, what counts of it and what was done; times in sevenths."""
    return {
        "due": members.by_group(found.weeks.due),
        "counted": counted_sums(found, groups),
        "done": members.by_group(found.practice.done),
    }


def further_sums(
    found: PractisedWeeks, groups: Groups, members: GroupWeeks, is_silent: Flags
) -> Sums:
    """Add up sessions that count not or in part, and the weeks that were not silent."""
    due, practice = found.weeks.due, found.practice
    return {
        "extra": members.by_group(found.extra),
        "partial": members.by_group(practice.partial),
        "skipped": members.by_group(practice.skipped),
        "due_logged": members.by_group(np.where(is_silent, 0.0, due)),
        "counted_logged": counted_sums(found, groups, ~is_silent),
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
        paused=_paused(weeks, client[group], members.slot_week),
        group=group,
        n_groups=members.n_groups,
        permissible_days=permissible_gap_days,
    )
    return {
        "days_done": members.slots_by_group(n_days(done)),
        "interruptions": interruptions.astype("float64"),
        "longest_gap_days": longest.astype("float64"),
    }


def _paused(weeks: ExerciseWeeks, client: Days, week: Days) -> Masks:
    """Return the excused days of each client and week."""
    if not weeks.paused.any():
        return np.zeros(len(week), dtype="uint8")
    return weeks.paused[client, week - weeks.weeks.start]


def last_done(found: PractisedWeeks, groups: Groups) -> npt.NDArray[np.datetime64]:
    """Return the day of each group's last session done on an eligible day, "as needed" or not."""
    weeks, done = found.weeks, found.practice.done_days
    entry = np.flatnonzero(done)
    pair = weeks.pair[entry]
    entry = entry[_are_last(pair)]
    last_bit = np.frexp(done[entry].astype("float64"))[1] - 1
    of_pair = np.full(len(weeks.pair_client), LONG_AGO)
    of_pair[weeks.pair[entry]] = weeks.grid.day(weeks.week[entry]) + last_bit
    of_group = np.full(len(groups), LONG_AGO)
    np.maximum.at(of_group, groups.group, of_pair[groups.pair])
    days = day_dates(of_group)
    days[of_group == LONG_AGO] = np.datetime64("NaT")
    return days


def longest_gaps(
    *,
    eligible: Masks,
    done: Masks,
    paused: Masks,
    group: Days,
    n_groups: int,
    permissible_days: float,
) -> tuple[Days, Days]:
    """Return each group's longest run of eligible days without one done, and how many are too long.

    Paused days neither add to a run nor break it. A done day ends a run, and so does a day that
    is neither eligible nor paused; the run still open at the end counts. Both are 0 for a group
    without weeks. A group's weeks lie side by side, none missing.

    Only weeks with a day that ends a run (a *mark*) are looked at. The run before a week's first
    mark began after the last mark of an earlier week, or with the group; what lies between two
    marks of a week is known by the pattern of its days.
    """
    ends: Masks = (done | ~(eligible | paused) & ALL_DAYS).astype("uint8", copy=False)
    counts: Masks = eligible & ~done
    reached = np.cumsum(np.bitwise_count(counts), dtype="int64")
    edges = np.append(0, reached)[np.searchsorted(group, np.arange(n_groups + 1))]
    week = np.flatnonzero(ends != 0)
    owner, reached, marks, idle = group[week], reached[week], ends[week], counts[week]
    places = np.searchsorted(owner, np.arange(n_groups + 1))
    has_mark = places[:-1] < places[1:]
    first, last = places[:-1][has_mark], places[1:][has_mark] - 1

    after_last = reached - np.bitwise_count(idle & _after(marks))
    run = reached - np.bitwise_count(idle & _from(marks))
    run -= _put(np.append(0, after_last)[:-1], first, edges[:-1][has_mark])
    still_open = edges[1:] - _put(edges[:-1], has_mark, after_last[last])

    inner, n_inner = _runs_between(permissible_days)
    pattern = marks.astype("int64") << 7 | idle
    longest = still_open.copy()
    if len(first):
        of_weeks = np.maximum.reduceat(np.maximum(run, inner[pattern]), first)
        longest[has_mark] = np.maximum(longest[has_mark], of_weeks)
    n_too_long = np.bincount(owner[run > permissible_days], minlength=n_groups)
    if n_inner.any():
        n_too_long += np.bincount(owner, n_inner[pattern], n_groups).astype("int64")
    return longest, n_too_long + (still_open > permissible_days)


def _put(values: Days, place: Days | Flags, others: Days) -> Days:
    """Return the values with others in some places."""
    values = values.copy()
    values[place] = others
    return values


def _are_last(group: Days) -> Flags:
    """Return whether each row is the last of its group, where those of a group lie side by side."""
    is_last = np.ones(len(group), dtype="bool")
    np.not_equal(group[1:], group[:-1], out=is_last[:-1])
    return is_last


def _from(marks: Masks) -> Masks:
    """Return the days of each week that are not before the first in its mask."""
    for n_days_on in (1, 2, 4):
        marks = marks | marks << np.uint8(n_days_on)
    return marks


def _after(marks: Masks) -> Masks:
    """Return the days of each week after the last in its mask."""
    for n_days_back in (1, 2, 4):
        marks = marks | marks >> np.uint8(n_days_back)
    return ~marks


@lru_cache(maxsize=8)
def _runs_between(permissible_days: float) -> tuple[Days, Days]:
    """Return the longest run between two marks of a week, and how many are too long.

    For every pattern of a week: its mask of marks, times 128, and that of the days of runs.
    """
    pattern = np.arange(2**14)
    run, longest, n_too_long = np.zeros((3, len(pattern)), dtype="int8")
    has_mark = np.zeros(len(pattern), dtype="bool")
    for day in range(7):
        is_mark = (pattern >> 7 + day & 1) == 1
        n_too_long += is_mark & (run > permissible_days)
        longest = np.where(is_mark, np.maximum(longest, run), longest)
        has_mark |= is_mark
        run = np.where(is_mark, 0, run + (has_mark & (pattern >> day & 1 == 1)))
    return longest, n_too_long
