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
from mobility_analysis.measures.periods import (
    Days,
    Masks,
    WeekGrid,
    Window,
    day_numbers,
    n_days,
    paused_masks,
    span_masks,
    weekday_masks,
)

__all__ = ["ExerciseWeeks", "exercise_weeks", "has_programme", "is_known"]

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
        Whether a prescription with a number is in force on some day of the week.
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


def is_known(log: MobilityLog, window: Window) -> Flags:
    """Return which rows of the programme began by ``as_of``: later ones are used by nothing."""
    if not window.has_as_of:
        return np.ones(len(log.programme), dtype="bool")
    return day_numbers(log.programme["start"]) <= window.last


def has_programme(log: MobilityLog, window: Window) -> Flags:
    """Return, per client, whether any prescription, as needed or not, began by ``as_of``."""
    flags = np.zeros(len(log.clients), dtype="bool")
    flags[log.programme["client"].cat.codes.to_numpy()[is_known(log, window)]] = True
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
    p = _prescriptions(log, window, grid)
    n_exercises = len(log.programme["exercise"].cat.categories)
    first_week, last_week = grid.week(p.first), grid.week(p.last)
    pair_code = p.client * n_exercises + p.exercise
    starts = np.flatnonzero(np.diff(pair_code, prepend=-1))
    pair_first = _by_pair(np.minimum, first_week, starts)
    width = _by_pair(np.maximum, last_week, starts) - pair_first + 1
    offset = np.concatenate([[0], np.cumsum(width)])
    pair = np.repeat(np.arange(len(starts)), width)
    week = np.arange(offset[-1]) - (offset[:-1] - pair_first)[pair]
    low, high = (int(pair_first.min()), int(last_week.max())) if len(starts) else (0, -1)
    weeks = range(low, high + 1)
    paused = paused_masks(log, window.last, weeks, grid)

    n_weeks = last_week - first_week + 1
    pair_of_row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(p.client))))
    base = offset[:-1][pair_of_row] + first_week - pair_first[pair_of_row]
    return ExerciseWeeks(
        grid=grid,
        weeks=weeks,
        n_exercises=n_exercises,
        pair_client=p.client[starts],
        pair_exercise=p.exercise[starts],
        pair_offset=offset,
        pair=pair,
        week=week,
        paused=paused,
        **_summed_parts(p, grid, first_week, n_weeks, base, paused, low, int(offset[-1])),
    )


def _by_pair(ufunc: np.ufunc, values: Days, starts: Days) -> Days:
    return ufunc.reduceat(values, starts) if len(starts) else values[:0]


def _summed_parts(
    p: Prescriptions,
    grid: WeekGrid,
    first_week: Days,
    n_weeks: Days,
    base: Days,
    paused: Masks,
    low: int,
    n: int,
) -> dict[str, npt.NDArray[np.generic]]:
    """Work out each prescription's part of each week, and sum the parts that share an entry."""
    row = np.repeat(np.arange(len(n_weeks)), n_weeks)
    step = np.arange(len(row)) - np.repeat(np.cumsum(n_weeks) - n_weeks, n_weeks)
    week, entry = first_week[row] + step, base[row] + step
    span = span_masks(p.first[row], p.last[row], grid.day(week))
    is_excused = ~p.is_stand_in[row]
    free = span & ~np.where(is_excused, paused[p.client[row], week - low], 0).astype("uint8")
    due = p.times[row] * n_days(free) + 7.0 * n_days(free & p.weekdays[row])
    counts = p.has_number[row] & (free > 0)
    repetitions = np.where(counts, due * p.repetitions[row] / 7, 0.0)

    in_force, eligible = np.zeros(n, dtype="uint8"), np.zeros(n, dtype="uint8")
    np.bitwise_or.at(in_force, entry, span)
    np.bitwise_or.at(eligible, entry, free)
    return {
        "in_force": in_force,
        "eligible": eligible,
        "has_number": np.bincount(entry, weights=p.has_number[row], minlength=n) > 0,
        "due": np.bincount(entry, weights=due, minlength=n),
        "due_repetitions": np.bincount(entry, weights=repetitions, minlength=n),
    }


def _prescriptions(log: MobilityLog, window: Window, grid: WeekGrid) -> Prescriptions:
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
            "client": rows["client"].cat.codes.astype("int64"),
            "exercise": rows["exercise"].cat.codes.astype("int64"),
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
    client = log.sessions["client"].cat.codes.to_numpy()
    rows = log.sessions.loc[~has_programme(log, window)[client], ["client", "exercise", "date"]]
    day = day_numbers(rows["date"])
    frame = pd.DataFrame(
        {
            "client": rows["client"].cat.codes.to_numpy("int64"),
            "exercise": rows["exercise"].cat.codes.to_numpy("int64"),
            "day": day,
        }
    )[(window.first <= day) & (day <= window.last)]
    spans = frame.groupby(["client", "exercise"])["day"].agg(first="min", last="max")
    return spans.reset_index().assign(
        times=0.0, weekdays="", has_number=False, is_stand_in=True, repetitions=np.nan
    )
