"""What was prescribed, spread over weeks: one entry for each client, exercise and week.

The entries of one client and exercise (a *pair*) lie side by side, week after week from the first
to the last that a prescription touches, so that a session finds its entry by a sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.categories import codes_of
from mobility_analysis.measures.periods import (
    Days,
    Masks,
    WeekGrid,
    Window,
    day_numbers,
    n_days,
    paused_masks,
    runs,
    span_masks,
    weekday_masks,
)

__all__ = [
    "ExerciseWeeks",
    "Prescriptions",
    "exercise_weeks",
    "has_programme",
    "is_known",
    "prescriptions",
    "sum_by",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Prescriptions:
    """Rows of the programme within a window, as arrays, sorted by client, exercise and day.

    Attributes
    ----------
    client, exercise : array
        Codes of the log's categories.
    first, last : array
        First and last day within the window.
    times : array
        Times per week; 0 where it goes by weekday or has no number.
    weekdays : array
        Masks of the named weekdays.
    has_number : array
        False for "as needed", and for the stand-in rows of clients without a programme.
    is_stand_in : array
        True for rows that only hold the sessions of a client without a programme.
    repetitions : array
        Sets x repetitions of one time; missing where the prescription lacks either.
    """

    client: Days
    exercise: Days
    first: Days
    last: Days
    times: Floats
    weekdays: Masks
    has_number: Flags
    is_stand_in: Flags
    repetitions: Floats


@dataclass(frozen=True)
class ExerciseWeeks:
    """One entry for each client, exercise and week from a pair's first to its last week.

    Attributes
    ----------
    grid : WeekGrid
        Where weeks begin.
    weeks : range
        All weeks of all entries.
    n_exercises : int
        Number of exercise categories.
    pair_client, pair_exercise : array
        Codes of the client and exercise of each pair, sorted.
    pair_offset : array
        Place of each pair's first entry; one more at the end.
    pair, week : array
        Pair and week of each entry.
    in_force : array
        Mask of the days of a prescription, paused or not; 0 between two prescriptions.
    eligible : array
        Mask of the days of a prescription that are not paused (all its days, for the stand-in
        rows of clients without a programme).
    has_number : array
        Whether a prescription with a number holds on some eligible day of the week; where all its
        days are paused, on some day.
    due : array
        Prescribed times in *sevenths*, so that whole numbers of days are summed without rounding;
        0 where ``has_number`` is False.
    due_repetitions : array
        Prescribed times x sets x repetitions; missing where a prescription with a number and an
        eligible day lacks either.
    paused : array of shape (clients, weeks)
        Masks of the excused days of each client.
    """

    grid: WeekGrid
    weeks: range
    n_exercises: int
    pair_client: Days
    pair_exercise: Days
    pair_offset: Days
    pair: Days
    week: Days
    in_force: Masks
    eligible: Masks
    has_number: Flags
    due: Floats
    due_repetitions: Floats
    paused: Masks

    @property
    def client(self) -> Days:
        """Code of the client of each entry."""
        return self.pair_client[self.pair]

    @property
    def exercise(self) -> Days:
        """Code of the exercise of each entry."""
        return self.pair_exercise[self.pair]


def sum_by(place: Days, values: Floats | Days | Flags, n_places: int) -> Floats:
    """Return the sum of the values at each place, added in the order of the rows."""
    return np.bincount(place, weights=values, minlength=n_places).astype("float64", copy=False)


def is_known(log: MobilityLog, window: Window) -> Flags:
    """Return which rows of the programme began by ``as_of``: later ones are used by nothing."""
    if not window.has_as_of:
        return np.ones(len(log.programme), dtype="bool")
    return day_numbers(log.programme["start"]) <= window.last


def has_programme(log: MobilityLog, window: Window) -> Flags:
    """Return, per client, whether any prescription, as needed or not, began by ``as_of``."""
    flags = np.zeros(len(log.clients), dtype="bool")
    flags[codes_of(log.programme["client"])[is_known(log, window)]] = True
    return flags


def exercise_weeks(log: MobilityLog, window: Window, grid: WeekGrid) -> ExerciseWeeks:
    """Spread the programme over weeks, pauses left out.

    Parameters
    ----------
    log : MobilityLog
        The log.
    window : Window
        The days that are looked at.
    grid : WeekGrid
        Where weeks begin.

    Returns
    -------
    ExerciseWeeks
        Without entries where nothing was prescribed on a day of the window.
    """
    p = prescriptions(log, window, grid)
    n_exercises = len(log.programme["exercise"].cat.categories)
    first_week, last_week = grid.week(p.first), grid.week(p.last)
    begins = np.flatnonzero(np.diff(p.client * n_exercises + p.exercise, prepend=-1))
    pair_first = _by_pair(np.minimum, first_week, begins)
    width = _by_pair(np.maximum, last_week, begins) - pair_first + 1
    offset = np.concatenate([[0], np.cumsum(width)])
    weeks = range(int(pair_first.min()), int(last_week.max()) + 1) if len(begins) else range(0)
    paused = paused_masks(log, window.last, weeks, grid)

    row, step = runs(last_week - first_week + 1)
    week = first_week[row] + step
    pair_of_row = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(p.client))))
    entry = (offset[:-1] - pair_first)[pair_of_row][row] + week
    in_force = span_masks(p.first[row], p.last[row], grid.day(week))
    is_off = np.where(p.is_stand_in[row], 0, paused[p.client[row], week - weeks.start])
    parts = _Parts(row, entry, in_force, in_force & ~is_off.astype("uint8"))
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
        in_force=parts.any_of(parts.in_force, len(pair)),
        eligible=parts.any_of(parts.eligible, len(pair)),
        has_number=_has_number(p, parts, len(pair)),
        due=sum_by(entry, _due(p, parts), len(pair)),
        due_repetitions=sum_by(entry, _due_repetitions(p, parts), len(pair)),
    )


def _by_pair(ufunc: np.ufunc, values: Days, begins: Days) -> Days:
    found: Days = ufunc.reduceat(values, begins) if len(begins) else values[:0]
    return found


@dataclass(frozen=True)
class _Parts:
    """The part of each prescription in each of its weeks.

    Attributes
    ----------
    row, entry : array
        The prescription, and the entry of the exercise-weeks that it adds to.
    in_force, eligible : array
        Masks of its days in that week, and of those that are not paused.
    """

    row: Days
    entry: Days
    in_force: Masks
    eligible: Masks

    def any_of(self, masks: Masks, n_entries: int) -> Masks:
        """Return the days that are in the mask of any part of an entry."""
        union = np.zeros(n_entries, dtype="uint8")
        np.bitwise_or.at(union, self.entry, masks)
        return union


def _due(p: Prescriptions, parts: _Parts) -> Floats:
    """Return the times prescribed by each part, in sevenths."""
    by_day = p.times[parts.row] * n_days(parts.eligible)
    return by_day + 7.0 * n_days(parts.eligible & p.weekdays[parts.row])


def _due_repetitions(p: Prescriptions, parts: _Parts) -> Floats:
    """Return the repetitions prescribed by each part; 0 for parts without a number or a day."""
    counts = p.has_number[parts.row] & (parts.eligible > 0)
    return np.where(counts, _due(p, parts) * p.repetitions[parts.row] / 7, 0.0)


def _has_number(p: Prescriptions, parts: _Parts, n_entries: int) -> Flags:
    """Return whether an entry has a number: of its eligible days, or of all days if it has none."""
    has_number = p.has_number[parts.row]
    is_eligible = parts.eligible > 0
    of_all = sum_by(parts.entry, has_number, n_entries) > 0
    of_eligible = sum_by(parts.entry, has_number & is_eligible, n_entries) > 0
    has_eligible = sum_by(parts.entry, is_eligible, n_entries) > 0
    return np.where(has_eligible, of_eligible, of_all)


def prescriptions(log: MobilityLog, window: Window, grid: WeekGrid) -> Prescriptions:
    """Return the programme within the window, with stand-ins for clients without one."""
    table = pd.concat(
        [_programme_rows(log, window), _stand_in_rows(log, window)], ignore_index=True
    )
    table = table[table["first"] <= table["last"]]
    table = table.sort_values(["client", "exercise", "first"], kind="stable")
    return Prescriptions(
        client=table["client"].to_numpy("int64"),
        exercise=table["exercise"].to_numpy("int64"),
        first=table["first"].to_numpy("int64"),
        last=table["last"].to_numpy("int64"),
        times=table["times"].to_numpy("float64"),
        weekdays=weekday_masks(table["weekdays"], grid),
        has_number=table["has_number"].to_numpy("bool"),
        is_stand_in=table["is_stand_in"].to_numpy("bool"),
        repetitions=table["repetitions"].to_numpy("float64"),
    )


def _programme_rows(log: MobilityLog, window: Window) -> pd.DataFrame:
    rows = log.programme
    end = np.where(rows["end"].isna(), window.last, day_numbers(rows["end"]))
    has_number = ~rows["is_as_needed"] & (rows["times_per_week"].notna() | (rows["weekdays"] != ""))
    frame = pd.DataFrame(
        {
            "client": codes_of(rows["client"]),
            "exercise": codes_of(rows["exercise"]),
            "first": np.maximum(day_numbers(rows["start"]), window.first),
            "last": np.minimum(end, window.last),
            "times": rows["times_per_week"].where(has_number).fillna(0.0),
            "weekdays": rows["weekdays"].where(has_number, ""),
            "has_number": has_number,
            "is_stand_in": False,
            "repetitions": rows["sets"] * rows["reps"],
        }
    )
    return frame[is_known(log, window)]


def _stand_in_rows(log: MobilityLog, window: Window) -> pd.DataFrame:
    """Return a row from first to last session, for each exercise of clients without programme."""
    is_theirs = ~has_programme(log, window)[codes_of(log.sessions["client"])]
    rows = log.sessions.loc[is_theirs, ["client", "exercise", "date"]]
    day = day_numbers(rows["date"])
    frame = pd.DataFrame(
        {
            "client": codes_of(rows["client"]),
            "exercise": codes_of(rows["exercise"]),
            "day": day,
        }
    )[(window.first <= day) & (day <= window.last)]
    spans = frame.groupby(["client", "exercise"])["day"].agg(first="min", last="max")
    return spans.reset_index().assign(
        times=0.0, weekdays="", has_number=False, is_stand_in=True, repetitions=np.nan
    )
