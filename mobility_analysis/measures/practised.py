"""What was practised: the sessions of each client, exercise and week, and days with any entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import STATUSES
from mobility_analysis.measures.categories import codes_of
from mobility_analysis.measures.periods import (
    LONG_AGO,
    Days,
    Masks,
    WeekGrid,
    Window,
    day_numbers,
    mask_array,
    packed_days,
)
from mobility_analysis.measures.prescribed import ExerciseWeeks, Flags, Floats, sum_by

__all__ = ["Entries", "PlacedSessions", "Practice", "entry_masks", "place_sessions", "practice"]

DONE, PARTIAL, SKIPPED = range(len(STATUSES))


@dataclass(frozen=True)
class PlacedSessions:
    """Sessions of a window, each with the exercise-week that it stands in.

    Attributes
    ----------
    row : array
        Places of the sessions in ``log.sessions``.
    day : array
        Their day numbers.
    entry : array
        Their entries in the exercise-weeks; -1 for a session on no eligible day of its exercise.
    """

    row: Days
    day: Days
    entry: Days


@dataclass(frozen=True)
class Practice:
    """Sessions counted for each entry of the exercise-weeks.

    Attributes
    ----------
    done, partial, skipped : array
        Number of sessions of each status on eligible days.
    done_days : array
        Mask of the eligible days with a done session.
    """

    done: Days
    partial: Days
    skipped: Days
    done_days: Masks


@dataclass(frozen=True)
class Entries:
    """Days with anything logged, per client and week, over the whole log to ``as_of``.

    Attributes
    ----------
    session_days, rating_days : array of shape (clients, weeks)
        Masks of the days with a session of any status and exercise, and with any rating.
    has_sessions : array
        Whether each client ever logged a session row by ``as_of``.
    """

    session_days: Masks
    rating_days: Masks
    has_sessions: Flags

    def in_week(self, weeks: ExerciseWeeks) -> tuple[Flags, Flags]:
        """Return whether the client has a session, and a rating, in the week of each entry."""
        at = weeks.client, weeks.week - weeks.weeks.start
        return self.session_days[at] != 0, self.rating_days[at] != 0


def place_sessions(log: MobilityLog, weeks: ExerciseWeeks, window: Window) -> PlacedSessions:
    """Find the exercise-week of each session of the window.

    A session's entry is the first entry of its client and exercise plus the weeks since: no
    search, no join.
    """
    day = day_numbers(log.sessions["date"])
    row = np.flatnonzero((window.first <= day) & (day <= window.last))
    if len(row) < len(day):
        day = day[row]
    client = codes_of(log.sessions["client"])[row]
    exercise = codes_of(log.sessions["exercise"])[row]
    entry = entry_of_week(weeks, client, exercise, weeks.grid.week(day))
    is_eligible = days_of(weeks.eligible, entry, weeks.grid.bit(day))
    return PlacedSessions(row, day, np.where(is_eligible, entry, -1))


def entry_of_week(weeks: ExerciseWeeks, client: Days, exercise: Days, week: Days) -> Days:
    """Return the entry of each client, exercise and week; -1 where there is none."""
    if not len(weeks.pair):
        return np.full(len(week), -1)
    pair_at = np.full((len(weeks.paused), weeks.n_exercises), -1)
    pair_at[weeks.pair_client, weeks.pair_exercise] = np.arange(len(weeks.pair_client))
    pair = pair_at[client, exercise]
    first = weeks.pair_offset[:-1]
    entry = first[pair] + week - weeks.week[first][pair]
    is_inside = (pair >= 0) & (first[pair] <= entry) & (entry < weeks.pair_offset[1:][pair])
    return np.where(is_inside, entry, -1)


def days_of(masks: Masks, entry: Days, bit: Days) -> Flags:
    """Return whether a day is in the mask of an entry; False where the entry is -1."""
    if not len(masks):
        return np.zeros(len(entry), dtype="bool")
    is_set: Flags = (masks[entry] >> bit.astype("uint8")) & 1 == 1
    return is_set & (entry >= 0)


def practice(log: MobilityLog, weeks: ExerciseWeeks, placed: PlacedSessions) -> Practice:
    """Count the sessions of each exercise-week by status, and mark its days with one done."""
    n = len(weeks.pair)
    counted = placed.entry >= 0
    entry, day = placed.entry[counted], placed.day[counted]
    status = codes_of(log.sessions["status"])[placed.row[counted]]
    counts = np.bincount(entry * len(STATUSES) + status, minlength=n * len(STATUSES))
    by_status = counts.reshape(n, len(STATUSES))
    has_done = np.zeros((n, 8), dtype="bool")
    is_done = status == DONE
    has_done[entry[is_done], weeks.grid.bit(day[is_done])] = True
    return Practice(
        done=by_status[:, DONE],
        partial=by_status[:, PARTIAL],
        skipped=by_status[:, SKIPPED],
        done_days=packed_days(has_done),
    )


def repetitions_done(log: MobilityLog, weeks: ExerciseWeeks, placed: PlacedSessions) -> Floats:
    """Return sets x repetitions of each exercise-week's done sessions; missing if one lacks it."""
    counted = placed.entry >= 0
    rows, entry = placed.row[counted], placed.entry[counted]
    is_done = codes_of(log.sessions["status"])[rows] == DONE
    rows, entry = rows[is_done], entry[is_done]
    sets, reps = (log.sessions[name].to_numpy()[rows] for name in ("sets", "reps"))
    return sum_by(entry, sets * reps, len(weeks.pair))


def entry_masks(log: MobilityLog, window: Window, weeks: range, grid: WeekGrid) -> Entries:
    """Mark the days with anything logged; ``start`` of the window does not matter here.

    Whether a week was silent is asked of the whole log to ``as_of``: a client who logged on the
    days of that week before ``start`` was not silent in it (our choice).
    """
    n_clients = len(log.clients)
    masks = []
    for table in (log.sessions, log.stiffness):
        client, day = codes_of(table["client"]), day_numbers(table["date"])
        known = (day > LONG_AGO) & (day <= window.last)
        masks.append(mask_array(client[known], day[known], n_clients, weeks, grid))
        if table is log.sessions:
            has_sessions = np.bincount(client[known], minlength=n_clients) > 0
    return Entries(masks[0], masks[1], has_sessions)
