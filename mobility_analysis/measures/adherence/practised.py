"""What was practised: the sessions of each client, exercise and week, and days with any entry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mobility_analysis.log.arrays import blocks, counts_of, lie_within
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import STATUSES
from mobility_analysis.measures.adherence.prescribed import (
    ExerciseWeeks,
    Flags,
    Floats,
    exercise_weeks,
    sum_by,
)
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    LONG_AGO,
    Days,
    Masks,
    WeekGrid,
    Window,
    codes_of,
    days_of_ratings,
    days_of_sessions,
    mask_array,
    n_categories,
    packed_days,
)

DONE, PARTIAL, SKIPPED = range(len(STATUSES))


class SessionDays(NamedTuple):
    """Sessions of a span of days, as arrays; by code of the log's categories."""

    row: slice | Days  # the sessions' places in ``log.sessions``
    client: Days
    exercise: Days
    status: Days
    day: Days
    week: Days
    bit: Masks  # the day's place in its week


@dataclass(frozen=True, eq=False, repr=False)
class Practice:
    """Sessions on eligible days, counted for each entry of the exercise-weeks."""

    done: Days
    partial: Days
    skipped: Days
    entry: Days  # of each session, -1 for none
    sessions: SessionDays

    @cached_property
    def done_days(self) -> Masks:
        """Mask of the eligible days with a done session, of each entry."""
        has_done = np.zeros((len(self.done) + 1) * 8, dtype="bool")
        place = self.entry + 1
        place *= 8
        place += self.sessions.bit
        place *= self.sessions.status == DONE  # others fall into the place that is cut off
        has_done[place] = True
        return packed_days(has_done)[1:]


class Entries(NamedTuple):
    """Days with anything logged, over the whole log to ``as_of``.

    Masks of the days with a session of any status and exercise, and with any rating, in arrays
    of shape (clients, weeks); and whether each client ever logged a session row.
    """

    session_days: Masks
    rating_days: Masks
    has_sessions: Flags


@counted_once
def session_days(log: MobilityLog, first: int, last: int, grid: WeekGrid) -> SessionDays:
    """Return the sessions from one day to another."""
    day = days_of_sessions(log)
    are_in = lie_within(day, first, last)
    row = slice(None) if are_in else np.flatnonzero((first <= day) & (day <= last))
    day = day[row]
    week = grid.week(day)
    return SessionDays(
        row=row,
        client=codes_of(log.sessions["client"])[row],
        exercise=codes_of(log.sessions["exercise"])[row],
        status=codes_of(log.sessions["status"])[row],
        day=day,
        week=week,
        bit=(day - grid.day(week)).astype("uint8"),
    )


def place_sessions(weeks: ExerciseWeeks, sessions: SessionDays) -> Days:
    """Return the exercise-week of each session; -1 where it stands on no eligible day.

    The entry is the first one of the client and exercise plus the weeks since: no join.
    """
    entry = np.empty(len(sessions.day), dtype="int64")
    for block in blocks(len(entry)):
        keys = (sessions.client, sessions.exercise, sessions.week)
        own = weeks.entry_of(*(key[block] for key in keys))
        own[~days_of(weeks.eligible, own, sessions.bit[block])] = -1
        entry[block] = own
    return entry


def days_of(masks: Masks, entry: Days, bit: Masks) -> Flags:
    """Return whether a day is in the mask of an entry; False where the entry is -1."""
    days: Masks = np.append(masks, np.uint8(0))[entry]  # of which -1 is the last place
    days >>= bit
    days &= 1
    return days.view("bool")


def practice(weeks: ExerciseWeeks, sessions: SessionDays, entry: Days) -> Practice:
    """Count the sessions of each exercise-week by status."""
    # Sessions on no eligible day, of entry -1, fall into a place before the first, cut off after.
    n_places, n_words = len(weeks.pair) + 1, len(STATUSES)
    place = sessions.status.astype("int64")
    place *= n_places
    place += entry
    place += 1
    counts = np.bincount(place, minlength=n_places * n_words).reshape(n_words, n_places)
    done, partial, skipped = (counts[word, 1:] for word in (DONE, PARTIAL, SKIPPED))
    return Practice(done, partial, skipped, entry, sessions)


def repetitions_done(
    log: MobilityLog, weeks: ExerciseWeeks, sessions: SessionDays, entry: Days
) -> Floats:
    """Return sets x repetitions of each exercise-week's done sessions; missing if one lacks it."""
    sets, reps = (log.sessions[name].to_numpy()[sessions.row] for name in ("sets", "reps"))
    repetitions = np.where(sessions.status == DONE, sets * reps, 0.0)
    return sum_by(entry + 1, repetitions, len(weeks.pair) + 1)[1:]


@counted_once
def has_sessions(log: MobilityLog, last: int) -> Flags:
    """Return whether each client ever logged a session row of any status to a day."""
    client = codes_of(log.sessions["client"])
    day = days_of_sessions(log)
    past = client if lie_within(day, LONG_AGO, last) else client[day <= last]
    return counts_of(past, n_categories(log.programme["client"])) > 0


@counted_once
def entry_masks(log: MobilityLog, window: Window, weeks: range, grid: WeekGrid) -> Entries:
    """Mark the days with anything logged; ``start`` of the window does not matter here.

    Whether a week was silent is asked of the whole log to ``as_of``: a client who logged on the
    days of that week before ``start`` was not silent in it (our choice).
    """
    first = grid.first_day + 7 * weeks.start
    sessions = session_days(log, min(window.first, first), window.last, grid)
    n_clients = n_categories(log.programme["client"])
    day = days_of_ratings(log)
    is_known = (day >= first) & (day <= window.last)
    day, client = day[is_known], codes_of(log.stiffness["client"])[is_known]
    return Entries(
        mask_array(sessions.client, sessions.week, sessions.bit, n_clients, weeks),
        mask_array(client, grid.week(day), grid.bit(day), n_clients, weeks),
        has_sessions(log, window.last),
    )


@counted_once
def logged_weeks(log: MobilityLog, window: Window, grid: WeekGrid) -> tuple[Flags, Flags]:
    """Return whether the client has a session, and a rating, in the week of each exercise-week."""
    weeks = exercise_weeks(log, window, grid)
    entries = entry_masks(log, window, weeks.weeks, grid)
    at = weeks.client * len(weeks.weeks)
    at += weeks.week
    at -= weeks.weeks.start
    has_session, has_rating = (
        (days != 0).ravel().take(at) for days in (entries.session_days, entries.rating_days)
    )
    return has_session, has_rating
