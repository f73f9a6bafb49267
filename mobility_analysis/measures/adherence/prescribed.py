"""What was prescribed: row by row, and spread over weeks.

Spread over weeks there is one entry for each client, exercise and week. The entries of one client
and exercise (a *pair*) lie side by side, week after week from the first to the last that a
prescription touches, so that a session finds its entry by a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from mobility_analysis.log.arrays import are_sorted
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    ALL_DAYS,
    FOREVER,
    Days,
    Masks,
    WeekGrid,
    Window,
    codes_of,
    day_numbers,
    n_categories,
    n_days,
    paused_masks,
    runs,
    turned_masks,
    weekday_masks,
)

Value = TypeVar("Value", bound=np.generic)

_DENSE_CODES = 2**25
"""Most pairs of client and exercise for a table of all of them; more are searched for."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class _Places(NamedTuple):
    """Where the entries of each pair lie, or of each code of client and exercise."""

    origin: Days  # what a week is added to for its entry
    first: Days
    after: Days  # one after the last entry; the same as the first where there is none
    is_by_code: bool  # so that a code needs no search for its pair, which takes longer


@dataclass(frozen=True, eq=False, repr=False)
class ExerciseWeeks:
    """One entry for each client, exercise and week from a pair's first to its last week.

    Pairs are sorted by client and exercise, which are codes of the log's categories.
    """

    grid: WeekGrid
    weeks: range
    n_exercises: int  # categories, used or not
    pair_client: Days
    pair_exercise: Days
    pair_offset: Days
    """Place of each pair's first entry; one more at the end."""
    pair: Days
    week: Days
    in_force: Masks
    """Days of a prescription, paused or not; none between two prescriptions."""
    eligible: Masks
    """Those that are not paused (all of them in rows that stand in for a missing programme)."""
    has_number: Flags
    """Whether a prescription with a number holds on some eligible day of the week; where all its
    days are paused, on some day."""
    due: Floats
    """Prescribed times in *sevenths*, so that whole numbers of days are summed without rounding; 0
    where nothing has a number."""
    paused: Masks
    """Excused days, an array of shape (clients, weeks)."""
    has_programme: Flags
    """Whether each client has any prescription by ``as_of``."""
    prescribed: Prescriptions
    parts: Parts

    @cached_property
    def due_repetitions(self) -> Floats:
        """Prescribed times x sets x repetitions; only tables of one's practice ask for them.

        Missing where a prescription with a number and an eligible day lacks either.
        """
        due = _due_repetitions(self.prescribed, self.parts)
        return self.parts.sum_of(due, len(self.pair))

    def entry_of(self, client: Days, exercise: Days, week: Days) -> Days:
        """Return the entry of each client, exercise and week; -1 where there is none."""
        code = client.astype("int64")
        code *= self.n_exercises
        code += exercise
        places = self._places
        at = code if places.is_by_code else self._pair_of(code)
        entry: Days = places.origin.take(at) + week
        is_out = (entry < places.first.take(at)) | (entry >= places.after.take(at))
        entry[is_out] = -1
        return entry

    def _pair_of(self, code: Days) -> Days:
        """Return the pair of each code of client and exercise; one after the last for none."""
        codes = np.append(self.pair_client * self.n_exercises + self.pair_exercise, -1)
        pair = np.searchsorted(codes[:-1], code)
        return np.where(codes[pair] == code, pair, len(self.pair_client))

    @cached_property
    def _places(self) -> _Places:
        """The entries of each pair, and after the last of none; by code where these are few."""
        first, after = self.pair_offset[:-1], self.pair_offset[1:]
        origin, first, after = (np.append(a, 0) for a in (first - self.week[first], first, after))
        n_codes = len(self.paused) * self.n_exercises
        if n_codes > _DENSE_CODES:
            return _Places(origin, first, after, is_by_code=False)
        pair = self._pair_of(np.arange(n_codes))
        return _Places(origin[pair], first[pair], after[pair], is_by_code=True)

    @cached_property
    def client(self) -> Days:
        """Code of the client of each entry."""
        return self.pair_client[self.pair]

    @property
    def n_pairs(self) -> int:
        """Number of pairs of a client and an exercise."""
        return len(self.pair_client)

    @property
    def exercise(self) -> Days:
        """Code of the exercise of each entry."""
        return self.pair_exercise[self.pair]


@counted_once
def exercise_weeks(log: MobilityLog, window: Window, grid: WeekGrid) -> ExerciseWeeks:
    """Spread the programme of a window over weeks, pauses left out."""
    with_programme = has_programme(log, window)
    p = prescriptions(log, window, grid, with_programme)
    n_exercises = n_categories(log.programme["exercise"])
    first_week, last_week = grid.week(p.first), grid.week(p.last)
    begins = np.flatnonzero(np.diff(p.client * n_exercises + p.exercise, prepend=-1))
    pair_first = _by_pair(np.minimum, first_week, begins)
    width = _by_pair(np.maximum, last_week, begins) - pair_first + 1
    offset = np.concatenate([[0], np.cumsum(width)])
    weeks = range(int(pair_first.min()), int(last_week.max()) + 1) if len(begins) else range(0)
    paused = paused_masks(log, window.last, weeks, grid)

    pair_of_row = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(p.client))))
    first_entry = (offset[:-1] - pair_first)[pair_of_row] + first_week
    row, step = runs(last_week - first_week + 1)
    entry = first_entry[row] + step
    in_force = _days_in_force(p, grid, last_week - first_week + 1)
    eligible = in_force
    if paused.any():
        is_paused = paused.ravel()[(p.client * len(weeks) + first_week - weeks.start)[row] + step]
        is_paused[p.is_stand_in[row]] = 0
        eligible = in_force & ~is_paused
    parts = Parts(row, entry, in_force, eligible)
    pair, step = runs(width)
    return ExerciseWeeks(
        grid=grid,
        weeks=weeks,
        n_exercises=n_exercises,
        pair_client=p.client[begins],
        pair_exercise=p.exercise[begins],
        pair_offset=offset,
        pair=pair,
        week=pair_first[pair] + step,
        paused=paused,
        has_programme=with_programme,
        in_force=parts.any_of(parts.in_force, len(pair)),
        eligible=parts.any_of(parts.eligible, len(pair)),
        has_number=_has_number(p, parts, len(pair)),
        due=parts.sum_of(_due(p, parts), len(pair)),
        prescribed=p,
        parts=parts,
    )


def _by_pair(ufunc: np.ufunc, values: Days, begins: Days) -> Days:
    found: Days = ufunc.reduceat(values, begins) if len(begins) else values[:0]
    return found


def _days_in_force(p: Prescriptions, grid: WeekGrid, n_weeks: Days) -> Masks:
    """Return the mask of each prescription's days in each of its weeks, side by side."""
    last_place = np.cumsum(n_weeks) - 1
    masks = np.full(int(n_weeks.sum()), ALL_DAYS, dtype="uint8")
    masks[last_place] = (2 << grid.bit(p.last)) - 1
    masks[last_place - n_weeks + 1] &= (ALL_DAYS << grid.bit(p.first) & ALL_DAYS).astype("uint8")
    return masks


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """The part of each prescription in each of its weeks, and the entry that it adds to."""

    row: Days
    entry: Days
    in_force: Masks
    eligible: Masks

    @cached_property
    def is_first(self) -> Flags:
        """Whether no part before it stands in the same entry; a few others may be False, too."""
        is_first = np.ones(len(self.entry), dtype="bool")
        np.greater(self.entry[1:], self.entry[:-1], out=is_first[1:])
        if not is_first.all():
            highest = np.maximum.accumulate(self.entry)
            np.greater(highest[1:], highest[:-1], out=is_first[1:])
        return is_first

    def any_of(self, masks: Masks, n_entries: int) -> Masks:
        """Return the days that are in the mask of any part of an entry."""
        return self._joined(np.bitwise_or, masks, n_entries)

    def sum_of(self, values: Floats, n_entries: int) -> Floats:
        """Return the sum over the parts of each entry, added in their order."""
        return self._joined(np.add, values, n_entries)

    def _joined(
        self, ufunc: np.ufunc, values: npt.NDArray[Value], n_entries: int
    ) -> npt.NDArray[Value]:
        """Join the parts of each entry; most have one only, which is quick to put in its place."""
        if self.is_first.all() and len(values) == n_entries:
            return values  # a part for each entry, in their order
        found = np.zeros(n_entries, dtype=values.dtype)
        if self.is_first.all():
            found[self.entry] = values
            return found
        rest = ~self.is_first
        found[self.entry[self.is_first]] = values[self.is_first]
        ufunc.at(found, self.entry[rest], values[rest])
        return found


def _due(p: Prescriptions, parts: Parts) -> Floats:
    """Return the times prescribed by each part, in sevenths."""
    by_day = p.times[parts.row] * n_days(parts.eligible)
    if not p.weekdays.any():
        return by_day
    return by_day + 7.0 * n_days(parts.eligible & p.weekdays[parts.row])


def _due_repetitions(p: Prescriptions, parts: Parts) -> Floats:
    """Return the repetitions prescribed by each part; 0 for parts without a number or a day."""
    counts = p.has_number[parts.row] & (parts.eligible > 0)
    return np.where(counts, _due(p, parts) * p.repetitions[parts.row] / 7, 0.0)


def _has_number(p: Prescriptions, parts: Parts, n_entries: int) -> Flags:
    """Return whether an entry has a number: of its eligible days, or of all days if it has none."""
    if p.has_number.all():
        return np.ones(n_entries, dtype="bool")
    has_number = p.has_number[parts.row]
    is_eligible = parts.eligible > 0
    of_all = sum_by(parts.entry, has_number, n_entries) > 0
    of_eligible = sum_by(parts.entry, has_number & is_eligible, n_entries) > 0
    has_eligible = sum_by(parts.entry, is_eligible, n_entries) > 0
    return np.where(has_eligible, of_eligible, of_all)


def sum_by(place: Days, values: Floats | Days | Flags, n_places: int) -> Floats:
    """Return the sum of the values at each place, added in the order of the rows."""
    return np.bincount(place, weights=values, minlength=n_places).astype("float64", copy=False)


class Prescriptions(NamedTuple):
    """Rows of the programme within a window, as arrays, sorted by client, exercise and day."""

    client: Days
    exercise: Days
    first: Days
    last: Days
    times: Floats
    """Times per week; 0 where it goes by weekday or has no number."""
    weekdays: Masks
    has_number: Flags
    """False for "as needed", and for stand-ins."""
    is_stand_in: Flags
    """True for rows that only hold the sessions of a client without a programme."""
    repetitions: Floats
    """Sets x repetitions of one time; missing where the prescription lacks either."""


def is_known(log: MobilityLog, window: Window) -> Flags:
    """Return which rows of the programme began by ``as_of``: later ones are used by nothing."""
    if not window.has_as_of:
        return np.ones(len(log.programme), dtype="bool")
    return day_numbers(log.programme["start"]) <= window.last


def has_programme(log: MobilityLog, window: Window) -> Flags:
    """Return, per client, whether any prescription, as needed or not, began by ``as_of``."""
    flags = np.zeros(n_categories(log.programme["client"]), dtype="bool")
    flags[codes_of(log.programme["client"])[is_known(log, window)]] = True
    return flags


def prescriptions(
    log: MobilityLog, window: Window, grid: WeekGrid, with_programme: Flags
) -> Prescriptions:
    """Return the programme within the window, with stand-ins for clients without one."""
    parts = [_programme_rows(log, window, grid)]
    if not with_programme.all():
        parts.append(_stand_ins(log, window, ~with_programme))
    found = Prescriptions(*map(np.concatenate, zip(*parts, strict=True)))
    keys = [found.client, found.exercise, found.first]
    is_within = found.first <= found.last
    if are_sorted(keys) and is_within.all():
        return found
    order = np.lexsort(keys[::-1])
    order = order[is_within[order]]
    return Prescriptions(**{name: column[order] for name, column in found._asdict().items()})


@counted_once
def _whole_programme(log: MobilityLog) -> Prescriptions:
    """Return all rows of the programme, as long as each was written to hold.

    Weekdays are those of weeks from Monday; a row without an end lasts for ever.
    """
    rows = log.programme
    times, weekdays = rows["times_per_week"].to_numpy(), weekday_masks(rows["weekdays"], WeekGrid())
    has_number = ~rows["is_as_needed"].to_numpy() & (~np.isnan(times) | (weekdays != 0))
    return Prescriptions(
        client=codes_of(rows["client"]).astype("int64"),
        exercise=codes_of(rows["exercise"]).astype("int64"),
        first=day_numbers(rows["start"]),
        last=np.where(rows["end"].isna(), FOREVER, day_numbers(rows["end"])),
        times=np.where(has_number, np.nan_to_num(times), 0.0),
        weekdays=np.where(has_number, weekdays, 0).astype("uint8"),
        has_number=has_number,
        is_stand_in=np.zeros(len(rows), dtype="bool"),
        repetitions=rows["sets"].to_numpy() * rows["reps"].to_numpy(),
    )


def _programme_rows(log: MobilityLog, window: Window, grid: WeekGrid) -> Prescriptions:
    whole = _whole_programme(log)
    if not window.has_as_of:
        whole = whole._replace(**{name: rows[:0] for name, rows in whole._asdict().items()})
    return whole._replace(
        first=np.maximum(whole.first, window.first),
        last=np.minimum(whole.last, window.last),
        weekdays=turned_masks(whole.weekdays, grid),
    )


def _stand_ins(log: MobilityLog, window: Window, is_without: Flags) -> Prescriptions:
    """Return a row from first to last session, for each exercise of clients without programme."""
    day = day_numbers(log.sessions["date"])
    client = codes_of(log.sessions["client"])
    is_theirs = is_without[client] & (window.first <= day) & (day <= window.last)
    n_exercises = max(n_categories(log.programme["exercise"]), 1)
    exercise = codes_of(log.sessions["exercise"])[is_theirs]
    code = client[is_theirs].astype("int64") * n_exercises + exercise
    codes, pair = np.unique(code, return_inverse=True)
    first = np.full(len(codes), window.last)
    last = np.full(len(codes), window.first)
    np.minimum.at(first, pair, day[is_theirs])
    np.maximum.at(last, pair, day[is_theirs])
    nothing = np.zeros(len(codes))
    return Prescriptions(
        client=codes // n_exercises,
        exercise=codes % n_exercises,
        first=first,
        last=last,
        times=nothing,
        weekdays=nothing.astype("uint8"),
        has_number=nothing != 0,
        is_stand_in=nothing == 0,
        repetitions=nothing + np.nan,
    )
