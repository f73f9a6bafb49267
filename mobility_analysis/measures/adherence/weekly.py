"""Adherence week by week: what was prescribed, what was done of it, and the state of the week.

Also all exercises of a client together, and months for the charts of long histories.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.practised import (
    Practice,
    SessionDays,
    logged_weeks,
    place_sessions,
    practice,
    session_days,
)
from mobility_analysis.measures.adherence.prescribed import (
    ExerciseWeeks,
    Flags,
    Floats,
    exercise_weeks,
    sum_by,
)
from mobility_analysis.measures.adherence.targets import held_to, in_practice_days
from mobility_analysis.measures.blocks import Columns, table_by_blocks
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    TOLERANCE,
    Days,
    WeekGrid,
    Window,
    category_like,
    codes_of,
    day_dates,
    day_numbers,
    first_true,
    groups_of,
    months_of,
    n_categories,
    n_days,
    window_of,
    words_of,
)

STATES = (
    "not prescribed",
    "paused",
    "nothing logged",
    "ratings only",
    "none done",
    "some done",
    "all done",
)

_SUMS = ("prescribed", "done", "partial", "counted", "extra", "skipped")

_COUNTS = ("eligible_days", "done", "days_done", "partial", "skipped")
_MONTH_COLUMNS = (
    "eligible_days", "prescribed", "done", "days_done", "partial", "counted", "extra", "skipped",
)  # fmt: skip


class PractisedWeeks(NamedTuple):
    """What was prescribed and done, for each client, exercise and week.

    ``entry`` is the exercise-week of each session, -1 for one on no eligible day of its exercise;
    ``counted`` and ``extra`` are in sevenths, as ``weeks.due``, and 0 where nothing has a number;
    ``is_shown`` is False for weeks between two prescriptions.
    """

    weeks: ExerciseWeeks
    sessions: SessionDays
    entry: Days
    practice: Practice
    counted: Floats
    extra: Floats
    is_shown: Flags


@counted_once
def practised_weeks(
    log: MobilityLog, window: Window, grid: WeekGrid, *, partial_counts: float = 0.0
) -> PractisedWeeks:
    """Hold the sessions of a window against what was prescribed, week by week."""
    if not 0 <= partial_counts <= 1:
        raise ValueError(f"partial_counts is {partial_counts}; state a share from 0 to 1")
    weeks = exercise_weeks(log, window, grid)
    sessions = session_days(log, window.first, window.last, grid)
    entry = place_sessions(weeks, sessions)
    counts = practice(weeks, sessions, entry)
    credit = 7 * np.where(weeks.has_number, counts.done + partial_counts * counts.partial, 0.0)
    counted = np.minimum(credit, _rounded_up(weeks.due))
    return PractisedWeeks(
        weeks=weeks,
        sessions=sessions,
        entry=entry,
        practice=counts,
        counted=counted,
        extra=credit - counted,
        is_shown=_is_shown(weeks, counts),
    )


def _is_shown(weeks: ExerciseWeeks, counts: Practice) -> Flags:
    """Return which weeks are shown: of a client without a programme those with a session."""
    is_shown: Flags = weeks.in_force > 0
    if weeks.has_programme.all():
        return is_shown
    has_rows = counts.done + counts.partial + counts.skipped > 0
    return is_shown & (weeks.has_programme[weeks.client] | has_rows)


def _rounded_up(due: Floats) -> Floats:
    """Return sevenths of sessions as sevenths of whole sessions: 3.5 prescribed may be 4 done."""
    whole: Floats = 7 * np.ceil(due / 7 - TOLERANCE)
    return whole


@counted_once
def weekly_adherence(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
) -> pd.DataFrame:
    """Count what was done of what was prescribed, for each client, exercise and week.

    A week runs from Monday to Sunday. ``prescribed`` is the times per week, times the eligible
    days of the week, by 7; of a prescription by weekday, the number of its named days that are
    eligible; several prescriptions that share a week add up. A day is eligible from a
    prescription's first to its last day, not after ``as_of`` and not in a pause. Sessions beyond
    the number prescribed in a week, rounded up to a whole session, are ``extra`` and do not make
    up for another week; nobody is marked down for a fraction of a session.

    There is a row for each week with an eligible day, and for each week whose days of the
    prescription are all paused. "As needed" prescriptions have rows without a number prescribed.
    A client without any programme has a row for each week with a session of the exercise.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts; days and sessions before it are left out.
    partial_counts : float, default 0.0
        What a partial session counts towards ``counted`` and ``extra``, from 0 to 1; 0.5 lets it
        count as one half. ``done`` and ``partial`` stay counts of sessions.

    Returns
    -------
    DataFrame
        Sorted by client, exercise and week:

        client, exercise : category
        week_start : datetime64[us]
            The week's Monday.
        eligible_days : int64
            Days, 0 to 7; 0 for a client without a programme.
        prescribed : float64
            Times, fractions kept; missing for "as needed" and without a programme.
        done, days_done : int64
            Done sessions on eligible days, and the different days that they were on.
        partial : int64
            Partial sessions on eligible days.
        counted : float64
            The lesser of done and of prescribed rounded up; missing where ``prescribed`` is.
        extra : float64
            Done beyond counted; missing where ``prescribed`` is.
        skipped : int64
            Sessions logged as not done, on eligible days.
        is_partial : bool
            Whether the week has fewer than 7 eligible days.
        state : category
            "not prescribed", "paused", "nothing logged" (by this client, of anything, in that
            week), "ratings only", "none done", "some done" or "all done".

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If ``partial_counts`` does not lie between 0 and 1, or a date cannot be read.

    Notes
    -----
    Capping by week is our choice, after CMA3 and CMA4 of AdhereR, as is counting partial sessions
    apart. Our choice, too: a week of which no eligible day's prescription has a number is "not
    prescribed", since nothing is due, and so is a week of a client without a programme; where a
    prescription with a number and one "as needed" share a week, the eligible days of both count;
    a prescription that begins after ``as_of`` is not used; and a week was silent only if nothing
    was logged on any of its days to ``as_of``, those before ``start`` included.

    Examples
    --------
    Prescribed three times a week; done six times, in the first week, of two:

    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": f"2026-11-0{day}", "exercise": "down-dog"}
    ...               for day in (2, 3, 4, 5, 6, 7)],
    ... )
    >>> weekly = weekly_adherence(log, as_of="2026-11-15")
    >>> weekly[["week_start", "prescribed", "done", "counted", "extra", "state"]]
      week_start  prescribed  done  counted  extra           state
    0 2026-11-02         3.0     6      3.0    3.0        all done
    1 2026-11-09         3.0     0      0.0    0.0  nothing logged
    """
    need_log(log, "weekly_adherence")
    window = window_of(log, as_of, start)
    return table_by_blocks(log, lambda part: weekly_table(part, window, partial_counts))


def weekly_table(log: MobilityLog, window: Window, partial_counts: float) -> Columns:
    """Return the table of one block of clients, without the weeks between two prescriptions."""
    grid = WeekGrid()
    found = practised_weeks(log, window, grid, partial_counts=partial_counts)
    weeks, counts = found.weeks, found.practice
    logged = logged_weeks(log, window, grid)
    eligible_days = n_days(weeks.eligible)
    if not weeks.has_programme.all():
        eligible_days[~weeks.has_programme[weeks.client]] = 0
    columns: Columns = {
        "client": category_like(log.programme["client"], weeks.client),
        "exercise": category_like(log.programme["exercise"], weeks.exercise),
        "week_start": day_dates(grid.day(weeks.week)),
        "eligible_days": eligible_days,
        "prescribed": _times(weeks.due, weeks),
        "done": counts.done,
        "days_done": n_days(counts.done_days),
        "partial": counts.partial,
        "counted": _times(found.counted, weeks),
        "extra": _times(found.extra, weeks),
        "skipped": counts.skipped,
        "is_partial": eligible_days < 7,
        "state": words_of(STATES, _states(found, *logged)),
    }
    if found.is_shown.all():
        return columns
    return {name: values[found.is_shown] for name, values in columns.items()}


def _times(sevenths: Floats, weeks: ExerciseWeeks) -> Floats:
    """Return sevenths as times; missing in weeks without a number."""
    times = sevenths / 7
    if not weeks.has_number.all():
        times[~weeks.has_number] = np.nan
    return times


def _states(found: PractisedWeeks, has_session: Flags, has_rating: Flags) -> Days:
    """Return the place in ``STATES`` of each exercise-week, by the first that holds."""
    weeks, tolerance = found.weeks, 7 * TOLERANCE
    holds = {
        "paused": weeks.eligible == 0,
        "not prescribed": weeks.due <= tolerance,
        "nothing logged": ~(has_session | has_rating),
        "ratings only": ~has_session,
        "none done": found.counted <= tolerance,
        "some done": found.counted < weeks.due - tolerance,
    }
    places = np.array([STATES.index(state) for state in (*holds, "all done")], dtype="int8")
    return places[first_true([*holds.values()])]


@counted_once
def weekly_practice(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
) -> pd.DataFrame:
    """Add up each week over all exercises of a client.

    The sums of ``weekly_adherence``: an exercise counts no more than was prescribed of it, so a
    session over one exercise's share does not make up for another exercise. "As needed"
    prescriptions stand outside for a client who has a prescription with a number, as in the sums
    of ``overall_adherence``. Where the user planned practice days, days are counted.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts.
    partial_counts : float, default 0.0
        What a partial session counts towards ``counted``, from 0 to 1.

    Returns
    -------
    DataFrame
        One row for each client and week with a row of any exercise, sorted by both:

        client; week_start, its Monday; prescribed, done, partial, counted, extra, skipped: sums,
        with prescribed, counted and extra missing where nothing has a number; adherence: counted
        of prescribed, at most 1, missing where nothing was due; is_partial: whether a week of any
        exercise that is due has fewer than 7 eligible days; state: one of those of
        ``weekly_adherence``: "all done" when all that was due was counted, "some done", else the
        state that the exercises share; held_to: what is counted is held against, as in
        ``overall_adherence``.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If ``partial_counts`` does not lie between 0 and 1, or a date cannot be read.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[
    ...         {"client": "ana", "exercise": exercise, "start": "2026-11-02",
    ...          "times_per_week": "2"} for exercise in ("down-dog", "bear-rolls")],
    ...     sessions=[{"client": "ana", "date": f"2026-11-0{day}", "exercise": "down-dog"}
    ...               for day in (2, 3, 4)])
    >>> weekly_practice(log, as_of="2026-11-08")[["prescribed", "done", "counted", "state"]]
       prescribed  done  counted      state
    0         4.0     3      2.0  some done
    """
    need_log(log, "weekly_practice")
    last = window_of(log, as_of, start).as_of
    days = in_practice_days(log, last)
    weekly = weekly_adherence(days, as_of=as_of, start=start, partial_counts=partial_counts)
    client = codes_of(weekly["client"])
    has_number = ~np.isnan(weekly["prescribed"].to_numpy())
    client_has = np.bincount(client[has_number], minlength=n_categories(weekly["client"])) > 0
    is_used = has_number | ~client_has[client]
    used = weekly if is_used.all() else weekly[is_used]
    client, day = codes_of(used["client"]), day_numbers(used["week_start"])
    first, row = groups_of(client, day)
    sums = {name: _known_sums(row, used[name], len(first)) for name in _SUMS}
    due = _above_zero(sums["prescribed"])
    is_due = ~(used["prescribed"].to_numpy() <= TOLERANCE)
    is_partial = used["is_partial"].to_numpy() & is_due
    liveliest = _liveliest(used, row, len(first))
    table = pd.DataFrame(
        {
            "client": category_like(weekly["client"], client[first]),
            "week_start": day_dates(day[first]),
            **_counts_whole(sums),
            "adherence": np.minimum(sums["counted"] / due, 1.0),
            "is_partial": np.bincount(row[is_partial], minlength=len(first)) > 0,
            "state": _joint_states(sums["counted"], due, liveliest),
        },
        copy=False,
    )
    table["held_to"] = held_to(log, table, last)
    return table


def _known_sums(row: Days, values: pd.Series, n_rows: int) -> Floats:
    """Add up the known values of each row, in their order; missing where none is known.

    Our own sums: those of pandas may differ in the last digit with what else is in the table.
    """
    numbers = values.to_numpy("float64")
    is_known = ~np.isnan(numbers)
    sums = sum_by(row[is_known], numbers[is_known], n_rows)
    return np.where(np.bincount(row[is_known], minlength=n_rows) > 0, sums, np.nan)


def _counts_whole(sums: dict[str, Floats]) -> dict[str, Floats | Days]:
    """Return sums with counts as whole numbers."""
    return {name: s.astype("int64") if name in _COUNTS else s for name, s in sums.items()}


def _above_zero(prescribed: Floats) -> Floats:
    """Return what was due, to divide by: missing where nothing was."""
    return np.where(prescribed > TOLERANCE, prescribed, np.nan)


def _liveliest(weekly: pd.DataFrame, row: Days, n_rows: int) -> Days:
    """Return the liveliest state of the exercise-weeks of each row, by its place."""
    state = np.zeros(n_rows, dtype="int64")
    np.maximum.at(state, row, codes_of(weekly["state"]))
    return state


def _joint_states(counted: Floats, due: Floats, liveliest: Days) -> pd.Categorical:
    """Say "all done" where all that was due was counted, "some done", else the liveliest state."""
    state = np.where(counted > TOLERANCE, STATES.index("some done"), liveliest)
    state = np.where(counted >= due - TOLERANCE, STATES.index("all done"), state)
    return words_of(STATES, state)


def monthly_adherence(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Add up the weeks of each client and exercise that begin in each month.

    A week stands in the month of its Monday, whole (*our choice*). What counts in a month is at
    most what was prescribed in it, as over any window. ``is_partial`` holds where it does for any
    of the weeks; ``state`` is "all done" when all that was due was counted, "some done", else the
    liveliest of the weeks' states ("none done" before "ratings only", and so on).
    """
    weekly = weekly_adherence(log, as_of=as_of, start=start)
    month = months_of(weekly["week_start"])
    client, exercise = codes_of(weekly["client"]), codes_of(weekly["exercise"])
    first, row = groups_of(client, exercise, month.astype("int64"))
    is_partial = weekly["is_partial"].to_numpy()
    sums = {name: _known_sums(row, weekly[name], len(first)) for name in _MONTH_COLUMNS}
    sums["counted"] = np.minimum(sums["counted"], sums["prescribed"])
    due, liveliest = _above_zero(sums["prescribed"]), _liveliest(weekly, row, len(first))
    return pd.DataFrame(
        {
            "client": category_like(weekly["client"], client[first]),
            "exercise": category_like(weekly["exercise"], exercise[first]),
            "month_start": month[first].astype("datetime64[us]"),
            "n_weeks": np.bincount(row, minlength=len(first)),
            **_counts_whole(sums),
            "is_partial": np.bincount(row[is_partial], minlength=len(first)) > 0,
            "state": _joint_states(sums["counted"], due, liveliest),
        },
        copy=False,
    )
