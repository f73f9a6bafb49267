"""Which exercise-weeks are added up into which row of a table: by exercise, area or client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import exercise_areas
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.categories import category_like, codes_of, n_categories
from mobility_analysis.measures.periods import Days, Masks, runs
from mobility_analysis.measures.prescribed import ExerciseWeeks, Flags, Floats, sum_by

__all__ = ["By", "GroupWeeks", "Groups", "group_weeks", "groups_by"]

By = Literal["exercise", "focus_area", "client"]


@dataclass(frozen=True)
class Groups:
    """Rows of a table of sums, and the pairs of client and exercise that belong to each.

    Attributes
    ----------
    labels : DataFrame
        Leading columns of the table, one row a group.
    client : array
        Code of the client of each group.
    key : array
        A number for each group, ascending: the same for the same group in another window.
    pair, group : array
        The memberships: a pair of the exercise-weeks, and the group that it belongs to.
    """

    labels: pd.DataFrame
    client: Days
    key: Days
    pair: Days
    group: Days

    @property
    def is_area(self) -> bool:
        """Whether a row stands for a focus area, trained or not."""
        return "focus_area" in self.labels

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class GroupWeeks:
    """Memberships of exercise-weeks in groups, and one *slot* for each group and week.

    Attributes
    ----------
    n_groups : int
        Number of groups.
    entry : slice or array
        Entry of the exercise-weeks, one for each membership.
    group, slot : array
        The group, and the group's week, that each of these belongs to.
    slot_group, slot_week : array
        The group and week of each slot; a group's slots lie side by side, without a missing week.
    is_one_to_one : bool
        Whether each slot has exactly one membership, in the same order.
    """

    n_groups: int
    entry: slice | Days
    group: Days
    slot: Days
    slot_group: Days
    slot_week: Days
    is_one_to_one: bool = False

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
        return sum_by(self.group, values[self.entry], self.n_groups)

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
        return sum_by(self.slot_group, values, self.n_groups)


def groups_by(log: MobilityLog, weeks: ExerciseWeeks, is_shown: Flags, by: By) -> Groups:
    """Return the groups of a table: pairs with a week to show, clients x areas, or clients.

    Raises
    ------
    ValueError
        If ``by`` is none of the three.
    """
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
    table = exercise_areas(log)
    areas = pd.Index(sorted(set(table["focus_area"])), dtype="str")
    trains = pd.DataFrame(
        {"exercise": codes_of(table["exercise"]), "area": areas.get_indexer(table["focus_area"])}
    ).drop_duplicates()
    pairs = pd.DataFrame({"pair": shown, "exercise": weeks.pair_exercise[shown]})
    members = pairs.merge(trains, on="exercise").sort_values(["pair", "area"])
    pair = members["pair"].to_numpy()
    group = weeks.pair_client[pair] * len(areas) + members["area"].to_numpy()
    client = np.repeat(clients, len(areas))
    labels = _labels(log, client, focus_area=pd.array(np.tile(areas, len(clients)), dtype="str"))
    return Groups(labels, client, np.arange(len(client)), pair, group)


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
    return GroupWeeks(
        n_groups=len(groups),
        entry=first_entry[groups.pair][member] + step,
        group=groups.group[member],
        slot=first_slot[member] + step,
        slot_group=slot_group,
        slot_week=low[slot_group] + slot_step,
    )


def _labels(log: MobilityLog, client: Days, **others: Any) -> pd.DataFrame:
    columns = {"client": category_like(log.programme["client"], client), **others}
    return pd.DataFrame(columns, copy=False)
