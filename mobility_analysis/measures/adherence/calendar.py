"""The state of each exercise on each day, for a calendar of practice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.practised import (
    SKIPPED,
    entry_masks,
    place_sessions,
    session_days,
)
from mobility_analysis.measures.adherence.prescribed import (
    Flags,
    Prescriptions,
    exercise_weeks,
    has_programme,
    prescriptions,
)
from mobility_analysis.measures.days import (
    Days,
    Masks,
    WeekGrid,
    Window,
    category_like,
    codes_of,
    day_dates,
    groups_of,
    n_categories,
    paused_masks,
    runs,
    window_of,
    words_of,
)

DAY_STATES = (
    "not prescribed",
    "paused",
    "nothing logged",
    "not done",
    "skipped",
    "partial",
    "done",
)
#: What a day of a programme may be, besides done; without a number prescribed there are none.
OF_A_PROGRAMME = ("not done", "nothing logged", "paused")
_NOT_PRESCRIBED, _PAUSED, _SILENT, _NOT_DONE, _SKIPPED, _PARTIAL, _DONE = range(len(DAY_STATES))
_STATE_OF_STATUS = np.array([_DONE, _PARTIAL, _SKIPPED])


def daily_practice(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Say for each client, exercise and day what was logged of what could be done.

    All exercises of a client run from the client's first day of any prescription (without a
    programme, of any session) to ``as_of``, so that they make a calendar without holes.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day of the calendar; days before it are left out.

    Returns
    -------
    DataFrame
        Sorted by client, exercise and date:

        client, exercise : category
            Exercises of the programme; without one, those practised.
        date : datetime64[us]
        state : category
            "done", "partial" or "skipped": the most that was logged of the exercise on an
            eligible day. Else "paused"; "not prescribed" (outside the programme, a weekday that
            a prescription does not name, "as needed"); "not done" where the client logged
            something else that day, a rating included; "nothing logged".
        is_unprescribed : bool
            Whether a session of the exercise, of any status, was logged on a day that is paused
            or outside the programme.
        is_as_needed : bool
            Whether the exercise is prescribed as needed on that day, with no number.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If a date cannot be read.

    Notes
    -----
    That "nothing logged" is said of a day here, and of a week in the weekly table, is our choice,
    as is which of two sessions on one day is shown. With 3 times a week prescribed, four days of
    a week are "not done" and nothing is amiss: a day is not a week.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": "2026-11-02", "exercise": "down-dog"},
    ...               {"client": "ana", "date": "2026-11-04", "exercise": "down-dog",
    ...                "status": "skipped"}],
    ... )
    >>> daily_practice(log)["state"].tolist()
    ['done', 'nothing logged', 'skipped']
    """
    need_log(log, "daily_practice")
    window, grid = window_of(log, as_of, start), WeekGrid()
    spans = prescriptions(log, window, grid, has_programme(log, window))
    calendar = _Calendar.of(spans, window, n_categories(log.programme["exercise"]))
    state = np.full(len(calendar.day), _NOT_PRESCRIBED)
    row, step = runs(spans.last - spans.first + 1)
    place = calendar.place(spans.client[row], spans.exercise[row], spans.first[row] + step)
    state[place] = _states_without_sessions(log, window, spans, grid)
    is_unprescribed = _mark_sessions(state, calendar, log, window, grid)
    is_as_needed = np.zeros(len(state), dtype="bool")
    is_as_needed[place[~(spans.has_number | spans.is_stand_in)[row]]] = True
    return pd.DataFrame(
        {
            "client": category_like(log.programme["client"], calendar.client[calendar.pair]),
            "exercise": category_like(log.programme["exercise"], calendar.exercise[calendar.pair]),
            "date": day_dates(calendar.day),
            "state": words_of(DAY_STATES, state),
            "is_unprescribed": is_unprescribed,
            "is_as_needed": is_as_needed,
        }
    )


def practice_stretches(
    log: MobilityLog, *, as_of: pd.Timestamp | None = None, start: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return ``daily_practice`` with days in a row that are alike as one row.

    A row has ``first_date`` and ``last_date`` in place of ``date``, and leaves out what is as
    needed, which the programme says.
    """
    daily = daily_practice(log, as_of=as_of, start=start)
    codes = [codes_of(daily[name]) for name in ("client", "exercise", "state")]
    codes.append(daily["is_unprescribed"].to_numpy())
    is_first = np.ones(len(daily), dtype="bool")
    is_first[1:] = np.any([code[1:] != code[:-1] for code in codes], axis=0)
    begins = np.flatnonzero(is_first)
    ends = np.append(begins[1:], len(daily))[: len(begins)] - 1
    found = daily.take(begins).reset_index(drop=True)
    last_date = daily["date"].to_numpy()[ends]
    return pd.DataFrame(
        {
            "client": found["client"],
            "exercise": found["exercise"],
            "first_date": found["date"],
            "last_date": last_date,
            "state": found["state"],
            "is_unprescribed": found["is_unprescribed"],
        }
    )


def weeks_with_practice(
    log: MobilityLog, *, as_of: pd.Timestamp | None = None, start: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return the weeks with a session done, in full or in part, in the programme or outside it.

    One row for each client and week: client, week_start.
    """
    window, grid = window_of(log, as_of, start), WeekGrid()
    sessions = session_days(log, window.first, window.last, grid)
    is_done = sessions.status != SKIPPED
    first, _ = groups_of(sessions.client[is_done], sessions.week[is_done])
    return pd.DataFrame(
        {
            "client": category_like(log.sessions["client"], sessions.client[is_done][first]),
            "week_start": day_dates(grid.day(sessions.week[is_done][first])),
        }
    )


class _Calendar(NamedTuple):
    """One place for each client, exercise and day; a pair's days lie side by side."""

    n_exercises: int  # categories, used or not
    client: Days  # of each pair, as are the next three
    exercise: Days
    first_day: Days
    offset: Days  # the place of that day
    pair: Days  # of each place, as is the day
    day: Days

    @classmethod
    def of(cls, spans: Prescriptions, window: Window, n_exercises: int) -> _Calendar:
        """Return the places from each client's first day to the last of the window."""
        keys = np.unique(spans.client * n_exercises + spans.exercise)
        client, exercise = keys // max(n_exercises, 1), keys % max(n_exercises, 1)
        first_of_client = np.full(int(client.max(initial=-1)) + 1, window.last)
        np.minimum.at(first_of_client, spans.client, spans.first)
        first = first_of_client[client]
        lengths = window.last - first + 1
        pair, step = runs(lengths)
        offset = np.cumsum(lengths) - lengths
        return cls(n_exercises, client, exercise, first, offset, pair, first[pair] + step)

    def place(self, client: Days, exercise: Days, day: Days) -> Days:
        """Return the place of each client, exercise and day; -1 where there is none."""
        if not len(self.client):
            return np.full(len(day), -1)
        keys = self.client * self.n_exercises + self.exercise
        wanted = client.astype("int64") * self.n_exercises + exercise
        pair = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        step = day - self.first_day[pair]
        return np.where((keys[pair] == wanted) & (step >= 0), self.offset[pair] + step, -1)


def _states_without_sessions(
    log: MobilityLog, window: Window, spans: Prescriptions, grid: WeekGrid
) -> Days:
    """Return the state of each day of each prescription, its sessions not looked at yet."""
    row, step = runs(spans.last - spans.first + 1)
    day, client = spans.first[row] + step, spans.client[row]
    week, bit = grid.week(day), grid.bit(day).astype("uint8")
    weeks = range(int(week.min()), int(week.max()) + 1) if len(week) else range(0)
    entries = entry_masks(log, window, weeks, grid)
    at = client, week - weeks.start

    def is_set(masks: Masks) -> Flags:
        found: Flags = (masks >> bit) & 1 == 1
        return found

    is_due = spans.has_number[row] & ((spans.times[row] > 0) | is_set(spans.weekdays[row]))
    is_paused = is_set(paused_masks(log, window.last, weeks, grid)[at]) & ~spans.is_stand_in[row]
    has_entry = is_set(entries.session_days[at] | entries.rating_days[at])
    return np.select(
        [is_paused, ~is_due, has_entry], [_PAUSED, _NOT_PRESCRIBED, _NOT_DONE], _SILENT
    )


def _mark_sessions(
    state: Days, calendar: _Calendar, log: MobilityLog, window: Window, grid: WeekGrid
) -> Flags:
    """Mark the most that was done on each eligible day; return where sessions stand outside."""
    sessions = session_days(log, window.first, window.last, grid)
    is_outside = place_sessions(exercise_weeks(log, window, grid), sessions) < 0
    place = calendar.place(sessions.client, sessions.exercise, sessions.day)
    np.maximum.at(state, place[~is_outside], _STATE_OF_STATUS[sessions.status[~is_outside]])
    is_unprescribed = np.zeros(len(state), dtype="bool")
    is_unprescribed[place[is_outside & (place >= 0)]] = True
    return is_unprescribed
