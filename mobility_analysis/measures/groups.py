"""Which exercise-weeks are added up into which row of a table: by exercise, area or client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.periods import Days, Masks
from mobility_analysis.measures.prescribed import ExerciseWeeks, Flags, Floats

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
    entry : array
        Entry of the exercise-weeks, one for each membership.
    group, slot : array
        The group, and the group's week, that each of these belongs to.
    slot_group, slot_week : array
        The group and week of each slot; a group's slots lie side by side, without a missing week.
    """

    entry: Days
    group: Days
    slot: Days
    slot_group: Days
    slot_week: Days

    def where(self, is_kept: Flags) -> GroupWeeks:
        """Return only the memberships that are kept; every slot stays."""
        kept = self.entry[is_kept], self.group[is_kept], self.slot[is_kept]
        return GroupWeeks(*kept, self.slot_group, self.slot_week)

    def by_group(self, values: Floats | Days | Flags, n_groups: int) -> Floats:
        """Add up values of exercise-weeks over each group."""
        return np.bincount(self.group, weights=values[self.entry], minlength=n_groups)

    def by_slot(self, values: Floats | Days | Flags) -> Floats:
        """Add up values of exercise-weeks over each group's week."""
        return np.bincount(self.slot, weights=values[self.entry], minlength=len(self.slot_group))

    def any_of(self, masks: Masks) -> Masks:
        """Return the days that are in the mask of any exercise of the group's week."""
        union = np.zeros(len(self.slot_group), dtype="uint8")
        np.bitwise_or.at(union, self.slot, masks[self.entry])
        return union


def groups_by(log: MobilityLog, weeks: ExerciseWeeks, is_shown: Flags, by: By) -> Groups:
    """Return the groups of a table: pairs with a week to show, clients x areas, or clients.

    Raises
    ------
    ValueError
        If ``by`` is none of the three.
    """
    if by not in get_args(By):
        raise ValueError(f"by is {by!r}; choose one of {', '.join(map(repr, get_args(By)))}")
    pairs = np.arange(len(weeks.pair_client))
    n_clients = len(log.clients)
    clients = np.arange(n_clients)
    if by == "client":
        return Groups(_labels(log, clients), clients, clients, pairs, weeks.pair_client)
    if by == "exercise":
        shown = np.unique(weeks.pair[is_shown])
        labels = _labels(log, weeks.pair_client[shown])
        labels["exercise"] = pd.Categorical.from_codes(
            weeks.pair_exercise[shown], dtype=log.programme["exercise"].dtype
        )
        key = weeks.pair_client[shown] * weeks.n_exercises + weeks.pair_exercise[shown]
        return Groups(labels, weeks.pair_client[shown], key, shown, np.arange(len(shown)))
    return _groups_by_area(log, weeks, clients)


def _groups_by_area(log: MobilityLog, weeks: ExerciseWeeks, clients: Days) -> Groups:
    """Return every focus area of the catalogue for every client; an exercise is in each of its."""
    from mobility_analysis.log.catalogue import exercise_areas

    table = exercise_areas(log)
    areas = sorted(set(table["focus_area"]))
    labels = _labels(log, np.repeat(clients, len(areas)))
    labels["focus_area"] = pd.Series(areas * len(clients), dtype="str")
    known = log.programme["exercise"].cat.categories
    trains = pd.DataFrame(
        {
            "exercise": known.get_indexer(table["exercise"].astype("str")),
            "area": pd.Index(areas, dtype="str").get_indexer(table["focus_area"]),
        }
    ).drop_duplicates()
    pairs = pd.DataFrame({"exercise": weeks.pair_exercise, "client": weeks.pair_client})
    members = pairs.reset_index(names="pair").merge(trains, on="exercise")
    members = members.sort_values(["pair", "area"])
    group = members["client"] * len(areas) + members["area"]
    return Groups(
        labels,
        np.repeat(clients, len(areas)),
        np.arange(len(labels)),
        members["pair"].to_numpy("int64"),
        group.to_numpy("int64"),
    )


def _labels(log: MobilityLog, client: Days) -> pd.DataFrame:
    return pd.DataFrame(
        {"client": pd.Categorical.from_codes(client, dtype=log.programme["client"].dtype)}
    )


def group_weeks(groups: Groups, weeks: ExerciseWeeks) -> GroupWeeks:
    """Spread the memberships of pairs over their weeks."""
    first_entry = weeks.pair_offset[:-1]
    width = np.diff(weeks.pair_offset)
    first_week = weeks.week[first_entry]
    low = np.full(len(groups), weeks.weeks.stop)
    high = np.full(len(groups), weeks.weeks.start - 1)
    np.minimum.at(low, groups.group, first_week[groups.pair])
    np.maximum.at(high, groups.group, (first_week + width)[groups.pair] - 1)
    slots = np.maximum(high - low + 1, 0)
    offset = np.cumsum(slots) - slots

    member = np.repeat(np.arange(len(groups.pair)), width[groups.pair])
    begins = np.cumsum(width[groups.pair]) - width[groups.pair]
    step = np.arange(len(member)) - begins[member]
    entry = first_entry[groups.pair][member] + step
    group = groups.group[member]
    slot_group = np.repeat(np.arange(len(groups)), slots)
    return GroupWeeks(
        entry=entry,
        group=group,
        slot=offset[group] + weeks.week[entry] - low[group],
        slot_group=slot_group,
        slot_week=np.arange(len(slot_group)) - (offset - low)[slot_group],
    )
