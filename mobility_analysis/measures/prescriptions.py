"""What was prescribed, row by row: from which day to which, how often, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from mobility_analysis.log.arrays import are_sorted
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.categories import codes_of, n_categories
from mobility_analysis.measures.periods import (
    Days,
    Masks,
    WeekGrid,
    Window,
    day_numbers,
    weekday_masks,
)

__all__ = ["Flags", "Floats", "Prescriptions", "has_programme", "is_known", "prescriptions"]

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
    names = [field.name for field in fields(Prescriptions)]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    keys = [columns[name] for name in ("client", "exercise", "first")]
    is_within = columns["first"] <= columns["last"]
    if are_sorted(keys) and is_within.all():
        return Prescriptions(**columns)
    order = np.lexsort(keys[::-1])
    order = order[is_within[order]]
    return Prescriptions(**{name: column[order] for name, column in columns.items()})


def _programme_rows(log: MobilityLog, window: Window, grid: WeekGrid) -> Prescriptions:
    rows = log.programme if window.has_as_of else log.programme.iloc[:0]
    first, end = day_numbers(rows["start"]), day_numbers(rows["end"])
    times, weekdays = rows["times_per_week"].to_numpy(), weekday_masks(rows["weekdays"], grid)
    has_number = ~rows["is_as_needed"].to_numpy() & (~np.isnan(times) | (weekdays != 0))
    return Prescriptions(
        client=codes_of(rows["client"]).astype("int64"),
        exercise=codes_of(rows["exercise"]).astype("int64"),
        first=np.maximum(first, window.first),
        last=np.minimum(np.where(rows["end"].isna(), window.last, end), window.last),
        times=np.where(has_number, np.nan_to_num(times), 0.0),
        weekdays=np.where(has_number, weekdays, 0).astype("uint8"),
        has_number=has_number,
        is_stand_in=np.zeros(len(rows), dtype="bool"),
        repetitions=rows["sets"].to_numpy() * rows["reps"].to_numpy(),
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
