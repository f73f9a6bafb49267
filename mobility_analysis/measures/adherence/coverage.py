"""What the programme trains, what nothing in it trains, and sessions outside any prescription."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.overall import last_four_weeks, overall_adherence
from mobility_analysis.measures.adherence.practised import days_of, place_sessions, session_days
from mobility_analysis.measures.adherence.prescribed import Flags, exercise_weeks, is_known
from mobility_analysis.measures.adherence.sums import areas_trained
from mobility_analysis.measures.adherence.targets import in_practice_days
from mobility_analysis.measures.adherence.weekly import practised_weeks
from mobility_analysis.measures.days import (
    Days,
    WeekGrid,
    Window,
    category_like,
    codes_of,
    day_dates,
    day_numbers,
    n_categories,
    window_of,
)
from mobility_analysis.measures.keys import joined

REASONS = ("never prescribed", "before it starts", "after it ends", "paused")


def focus_area_coverage(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List every focus area: the exercises that train it, and how much was prescribed and done.

    An exercise trains each of its areas, so that areas do not add up to the whole.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts.

    Returns
    -------
    DataFrame
        Every focus area of the catalogue for every client, sorted by client and area:

        client : category
        focus_area : str
        state : str
            "prescribed", "as needed" (by such prescriptions only), "not prescribed" (nothing in
            the programme trains it) or "no programme".
        n_exercises : int64
            Exercises of the programme in the window that train the area.
        exercises : str
            Their ids, ``; `` between.
        prescribed : float64
            Times; missing for "as needed" and without a programme.
        done : int64
            Done sessions on eligible days.
        counted, adherence : float64
            As in ``overall_adherence``; so is held_to : str.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If a date cannot be read.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "bear-rolls", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": "2026-11-08", "exercise": "bear-rolls"}],
    ... )
    >>> coverage = focus_area_coverage(log)
    >>> coverage[coverage["state"] == "prescribed"][["focus_area", "prescribed", "done"]]
                focus_area  prescribed  done
    1  spinal articulation         3.0     1
    6    thoracic rotation         3.0     1
    """
    need_log(log, "focus_area_coverage")
    areas = overall_adherence(log, by="focus_area", as_of=as_of, start=start)
    exercises = overall_adherence(log, by="exercise", as_of=as_of, start=start)
    ids_by_area = _ids_by_area(log, exercises[exercises["band"] != "no programme"])
    rows = zip(codes_of(areas["client"]).tolist(), areas["focus_area"].tolist(), strict=True)
    ids = [ids_by_area.get(row, []) for row in rows]
    n_exercises = np.array([len(of_row) for of_row in ids], dtype="int64")
    is_named = areas["band"].isin(["as needed", "no programme"]).to_numpy()
    trained_or_not = np.where(n_exercises > 0, "prescribed", "not prescribed")
    state = np.where(is_named, areas["band"].to_numpy(object), trained_or_not)
    same = ("prescribed", "done", "counted", "adherence", "held_to")
    return pd.DataFrame(
        {
            "client": areas["client"],
            "focus_area": areas["focus_area"],
            "state": pd.array(state, dtype="str"),
            "n_exercises": n_exercises,
            "exercises": pd.array([joined(of_row) for of_row in ids], dtype="str"),
            **{name: areas[name] for name in same},
        }
    )


def _ids_by_area(log: MobilityLog, exercises: pd.DataFrame) -> dict[tuple[int, str], list[str]]:
    """Return the ids of the exercises that train each area, by code of the client and area."""
    trained = areas_trained(log)
    row, area = trained.of(codes_of(exercises["exercise"]))
    client = codes_of(exercises["client"])[row].tolist()
    ids = exercises["exercise"].to_numpy(object)[row].tolist()
    found: dict[tuple[int, str], list[str]] = {}
    for of, place, exercise in zip(client, area.tolist(), ids, strict=True):
        found.setdefault((of, trained.names[place]), []).append(exercise)
    return found


def unprescribed_sessions(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List the sessions, of any status, that stand outside any prescription, with the reason.

    They are listed here and count in no other table of practice. Sessions under an "as needed"
    prescription, and those of a client without any programme, are not among them.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts; sessions before it are not listed.

    Returns
    -------
    DataFrame
        Sorted by client, exercise, date and status:

        client, exercise : category
        date : datetime64[us]
            Day of the session.
        status : category
            "done", "partial" or "skipped".
        reason : str
            The first that holds: "never prescribed" (not to ``as_of``), "before it starts" (the
            first prescription of the exercise), "after it ends" (or between two), "paused".

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If a date cannot be read.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-09",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": "2026-11-08", "exercise": "down-dog"},
    ...               {"client": "ana", "date": "2026-11-09", "exercise": "bear-rolls"}],
    ... )
    >>> unprescribed_sessions(log)[["exercise", "date", "reason"]]
         exercise       date            reason
    0  bear-rolls 2026-11-09  never prescribed
    1    down-dog 2026-11-08  before it starts
    """
    need_log(log, "unprescribed_sessions")
    window, grid = window_of(log, as_of, start), WeekGrid()
    weeks = exercise_weeks(log, window, grid)
    sessions = session_days(log, window.first, window.last, grid)
    outside = np.flatnonzero(place_sessions(weeks, sessions) < 0)
    client, exercise, day = (a[outside] for a in (sessions.client, sessions.exercise, sessions.day))
    first = _first_days(log, is_known(log, window), client, exercise)
    entry = weeks.entry_of(client, exercise, sessions.week[outside])
    is_in_force = days_of(weeks.in_force, entry, sessions.bit[outside])
    reason = np.select([first == _NEVER, day < first, ~is_in_force], REASONS[:3], REASONS[3])
    table = pd.DataFrame(
        {
            "client": category_like(log.sessions["client"], client),
            "exercise": category_like(log.sessions["exercise"], exercise),
            "date": day_dates(day),
            "status": category_like(log.sessions["status"], sessions.status[outside]),
            "reason": pd.Series(reason, dtype="str"),
        }
    )
    order = ["client", "exercise", "date", "status"]
    return table.sort_values(order, kind="stable", ignore_index=True)


def beside_recent_sum(
    log: MobilityLog, *, as_of: pd.Timestamp | None = None, start: pd.Timestamp | None = None
) -> pd.DataFrame:
    """List the sessions of the last 28 days that stand in no sum of ``recent_adherence`` by client.

    One row for each client, exercise and date: ``reason`` is that of ``unprescribed_sessions``, or
    "as needed" beside exercises with a number. Of planned practice days, those in a pause.
    """
    window = last_four_weeks(window_of(log, as_of, start))
    names = ["client", "exercise", "date", "reason"]
    if not window.has_as_of:  # a log without a date
        return unprescribed_sessions(log)[names]
    options = {"as_of": window.as_of, "start": day_dates(np.array([window.first]))[0]}
    parts = [unprescribed_sessions(log, **options)[names], _as_needed(log, window)[names]]
    days = in_practice_days(log, window.as_of)
    if days is not log:
        outside = unprescribed_sessions(days, **options)
        outside = outside[outside["client"].isin(list(log.planned_days_per_week))]
        found = log.sessions[["client", "exercise", "date"]].merge(
            outside[["client", "date", "reason"]], on=["client", "date"]
        )
        parts.append(found[names])
    table = pd.concat([part for part in parts if len(part)] or parts[:1])
    return table.drop_duplicates(names[:3]).sort_values(names[:3], ignore_index=True)


def _as_needed(log: MobilityLog, window: Window) -> pd.DataFrame:
    """Return the sessions of weeks without a number, of clients who have one in others."""
    found = practised_weeks(log, window, WeekGrid.ending_at(window.last))
    weeks, sessions = found.weeks, found.sessions
    has_one = np.zeros(n_categories(log.programme["client"]), dtype="bool")
    has_one[weeks.client[weeks.has_number]] = True
    is_beside = (found.entry >= 0) & has_one[sessions.client]
    is_beside[is_beside] = ~weeks.has_number[found.entry[is_beside]]
    return pd.DataFrame(
        {
            "client": category_like(log.sessions["client"], sessions.client[is_beside]),
            "exercise": category_like(log.sessions["exercise"], sessions.exercise[is_beside]),
            "date": day_dates(sessions.day[is_beside]),
            "reason": pd.Series(["as needed"] * int(is_beside.sum()), dtype="str"),
        }
    )


_NEVER = 10**6
"""A day after any date of a log."""


def _first_days(log: MobilityLog, is_used: Flags, client: Days, exercise: Days) -> Days:
    """Return the first day on which each client's exercise was prescribed, or ``_NEVER``."""
    programme = log.programme
    n_exercises = n_categories(programme["exercise"])
    key = codes_of(programme["client"]).astype("int64") * n_exercises
    key = (key + codes_of(programme["exercise"]))[is_used]
    start = day_numbers(programme["start"])[is_used]
    order = np.lexsort((start, key))
    key, start = np.append(key[order], -1), np.append(start[order], _NEVER)
    wanted = client.astype("int64") * n_exercises + exercise
    place = np.searchsorted(key[:-1], wanted)
    return np.where(key[place] == wanted, start[place], _NEVER)
