"""Adherence over the whole window, and over the last four weeks.

By exercise, by focus area, or for the client. The last four weeks are blocks of 7 days that end on
the day of looking.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.practised import (
    Entries,
    entry_masks,
    logged_weeks,
    repetitions_done,
)
from mobility_analysis.measures.adherence.prescribed import Flags, Floats
from mobility_analysis.measures.adherence.sums import (
    By,
    Groups,
    GroupWeeks,
    Sums,
    counted_sums,
    day_figures,
    further_sums,
    group_weeks,
    groups_by,
    last_done,
    pooled_weeks,
    ratio,
    repetition_sums,
    session_sums,
    week_counts,
)
from mobility_analysis.measures.adherence.targets import held_to, in_practice_days
from mobility_analysis.measures.adherence.weekly import PractisedWeeks, practised_weeks
from mobility_analysis.measures.blocks import Columns, table_by_blocks
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    TOLERANCE,
    Days,
    WeekGrid,
    Window,
    first_true,
    n_days,
    window_of,
)
from mobility_analysis.measures.limits import FOUR_WEEKS, LOW_SHARE
from mobility_analysis.measures.own_areas import of_own_areas

MET_SHARE = 0.8
"""Share of what was prescribed from which on a week is met: Bailey 2018, "satisfactory"."""

BANDS = (
    "none",
    "low",
    "some",
    "satisfactory",
    "full",
    "not prescribed",
    "unknown",
    "as needed",
    "no programme",
)

_COLUMNS = (
    "prescribed",
    "done",
    "days_done",
    "partial",
    "counted",
    "extra",
    "skipped",
    "adherence",
    "adherence_uncapped",
    "adherence_capped_overall",
    "adherence_weeks_logged",
    "weeks_met",
    "weeks_full",
    "repetitions_adherence",
    "interruptions",
    "longest_gap_days",
    "last_done",
    "adherence_last_7_days",
    "adherence_last_28_days",
    "band",
)
_RATIOS = (
    "adherence",
    "adherence_uncapped",
    "adherence_capped_overall",
    "adherence_weeks_logged",
    "repetitions_adherence",
    "adherence_last_7_days",
    "adherence_last_28_days",
)
_NEED_A_NUMBER = (
    "prescribed",
    "counted",
    "extra",
    "weeks_met",
    "weeks_full",
    "interruptions",
    "longest_gap_days",
    *_RATIOS,
)
_WHOLE_NUMBERS = ("done", "days_done", "partial", "skipped", "days_logged", "days_eligible")


@counted_once
def overall_adherence(
    log: MobilityLog,
    *,
    by: By = "exercise",
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
    threshold: float = MET_SHARE,
    permissible_gap_days: float = 14,
) -> pd.DataFrame:
    """Add up the weeks of each exercise, focus area or client, under every definition.

    Each exercise-week counts no more than was prescribed in it, rounded up to a whole session, and
    each exercise no more than was prescribed over the window (``counted``); ``adherence`` is the
    sum of that by the sum of what was prescribed. Missing, not 0, where nothing was
    prescribed; every ratio is missing, too, for a client who never logged a session of any kind
    by ``as_of``, since practice is then unknown. "As needed" prescriptions stand outside all sums
    of an exercise, area or client that has a prescription with a number.

    An exercise counts in each of its focus areas, so that areas do not add up to the whole. Areas
    that nothing in the programme trains have a row, "not prescribed"; in a log of several clients,
    an area that only exercises of others train has none.

    Parameters
    ----------
    log : MobilityLog
        The log.
    by : {"exercise", "focus_area", "client"}, default "exercise"
        What a row stands for.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts; days and sessions before it are left out. Whether a week was
        silent, and whether sessions were ever logged, is still judged by the whole log.
    partial_counts : float, default 0.0
        What a partial session counts towards the ratios of sessions, from 0 to 1.
    threshold : float, default 0.8
        Share of what was prescribed that makes a full week one that was met.
    permissible_gap_days : float, default 14
        Eligible days in a row without a done session that are no interruption yet.

    Returns
    -------
    DataFrame
        One row for each exercise with a week to show, each client and focus area of the
        catalogue, or each client; sorted. Columns:

        client : category
        exercise : category, or focus_area : str
            Neither for ``by="client"``.
        prescribed : float64
            Times.
        done : int64
            Done sessions on eligible days.
        days_done : int64
            Different days with a done session (of any of the exercises).
        partial : int64
            Partial sessions.
        counted : float64
            Times done, in each week at most what was prescribed, rounded up to a whole session, and
            over the window at most what was prescribed of each exercise.
        extra : float64
            Times done beyond a week's share, added up over the weeks.
        skipped : int64
            Sessions logged as not done.
        adherence : float64
            counted / prescribed, 0 to 1.
        adherence_uncapped : float64
            done / prescribed; may pass 1.
        adherence_capped_overall : float64
            The lesser of 1 and ``adherence_uncapped``.
        adherence_weeks_logged : float64
            ``adherence`` over the weeks in which the client logged anything.
        weeks_met, weeks_full : float64
            Full weeks in which ``threshold`` was reached, and full weeks: 7 eligible days for
            each exercise that has something prescribed.
        repetitions_adherence : float64
            Sets x repetitions done by those prescribed, capped by exercise-week; weeks in which a
            done session or the prescription lacks either are left out.
        interruptions, longest_gap_days : float64
            Runs of more than ``permissible_gap_days`` eligible days without a done session, and
            the days of the longest run.
        last_done : datetime64[us]
            Day of the last session done on an eligible day.
        adherence_last_7_days, adherence_last_28_days : float64
            ``adherence`` over the last 7 and 28 days to ``as_of``, in blocks of 7 days.
        band : str
            "none" (0), "low" (under 50 %), "some" (under 80 %), "satisfactory" (under 100 %),
            "full", "not prescribed", "unknown" (sessions were never logged), "as needed",
            "no programme".
        days_logged, days_eligible : int64
            Only for ``by="client"``: eligible days with any entry (session, skip or rating), of
            the eligible days of any exercise.
        held_to : str
            What ``done`` is held against: "prescribed", "planned" (targets that the user stated),
            "prescribed or planned", "planned days" (a plan of practice days, of a client without
            any programme: ``done`` counts days then), or "" where there is no number.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If ``by`` is none of those above, ``partial_counts`` or ``threshold`` does not lie between
        0 and 1, or ``permissible_gap_days`` is negative.

    Notes
    -----
    Our choice: whatever compares with a prescription is missing for "as needed" and without a
    programme, counts of weeks and gaps included; where sessions were never logged, bands other
    than "as needed" and "no programme" are "unknown", except for areas that nothing trains; the
    ratio of repetitions does not change with ``partial_counts``.

    References
    ----------
    Bailey 2018, Br J Sports Med 54:326 (frequency from a log; 80 to 99 % is "satisfactory").
    AdhereR (R package): CMA1/2 uncapped, CMA3/4 capped.

    Examples
    --------
    Prescribed three times a week; done 6, 0, 3 and 3 times in four weeks. The three extra sessions
    of the first week do not make up for the second: 3 + 0 + 3 + 3 of 12.

    >>> from mobility_analysis.log import log_from_tables
    >>> days = [2, 3, 4, 5, 6, 7, 16, 18, 20, 23, 25, 27]
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in days],
    ... )
    >>> overall = overall_adherence(log, as_of="2026-11-29")
    >>> overall[["prescribed", "done", "counted", "extra", "adherence", "adherence_uncapped"]]
       prescribed  done  counted  extra  adherence  adherence_uncapped
    0        12.0    12      9.0    3.0       0.75                 1.0
    >>> overall[["weeks_met", "weeks_full", "longest_gap_days", "band"]]
       weeks_met  weeks_full  longest_gap_days  band
    0        3.0         4.0               8.0  some
    """
    need_log(log, "overall_adherence")
    check_options(threshold, permissible_gap_days)
    window = window_of(log, as_of, start)
    counted_log = in_practice_days(log, window.as_of) if by == "client" else log

    def make(part: MobilityLog) -> Columns:
        return overall_table(
            part,
            window,
            WeekGrid(),
            by=by,
            partial_counts=partial_counts,
            threshold=threshold,
            permissible_gap_days=permissible_gap_days,
        )

    table = table_by_blocks(counted_log, make)
    table["held_to"] = held_to(log, table, window.as_of)
    return of_own_areas(log, table) if by == "focus_area" else table


def check_options(threshold: float, permissible_gap_days: float) -> None:
    """Refuse a threshold that is no share, and a gap of fewer than no days."""
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold is {threshold}; state a share from 0 to 1, such as 0.8")
    if not permissible_gap_days >= 0:
        raise ValueError(f"permissible_gap_days is {permissible_gap_days}; state 0 or more days")


def overall_table(
    log: MobilityLog,
    window: Window,
    grid: WeekGrid,
    *,
    by: By,
    partial_counts: float = 0.0,
    threshold: float = MET_SHARE,
    permissible_gap_days: float = 14,
    is_whole: bool = True,
) -> Columns:
    """Return the table of one block of clients, by whatever weeks.

    The first sums, their ratio and the band alone, where the others are left out to save time.
    """
    found = practised_weeks(log, window, grid, partial_counts=partial_counts)
    groups = groups_by(log, found.weeks, found.is_shown, by)
    members = group_weeks(groups, found.weeks)
    pooled = pooled_weeks(found, members)
    entries = entry_masks(log, window, found.weeks.weeks, grid)
    sums = session_sums(found, groups, pooled)
    figures = _ratios(sums)
    if is_whole:
        has_session, has_rating = logged_weeks(log, window, grid)
        sums |= further_sums(found, groups, pooled, ~has_session & ~has_rating)
        figures |= _further_ratios(sums, partial_counts)
        figures |= week_counts(found, pooled, threshold)
        figures |= day_figures(found, pooled, groups.client, permissible_gap_days)
        done = repetitions_done(log, found.weeks, found.sessions, found.entry)
        figures["repetitions_adherence"] = ratio(*repetition_sums(found, pooled, done))
        figures |= _recent(log, window, groups, by, partial_counts)
    band = _bands(figures["adherence"], found, entries, groups, members)
    _empty_the_unsayable(figures, band, entries.has_sessions[groups.client])
    if by == "client":
        figures |= _days_logged(found, entries, members)
    if not is_whole:
        return _table(groups.labels, figures, {}, band)
    return _table(groups.labels, figures, {"last_done": last_done(found, groups)}, band)


def _ratios(sums: Sums) -> Sums:
    """Turn sums in sevenths into times, and take their ratio."""
    return {
        "prescribed": sums["due"] / 7,
        "done": sums["done"],
        "counted": sums["counted"] / 7,
        "adherence": ratio(sums["counted"], sums["due"]),
    }


def _further_ratios(sums: Sums, partial_counts: float) -> Sums:
    """Do the same with the further sums."""
    uncapped = ratio(7 * (sums["done"] + partial_counts * sums["partial"]), sums["due"])
    return {
        "partial": sums["partial"],
        "extra": sums["extra"] / 7,
        "skipped": sums["skipped"],
        "adherence_uncapped": uncapped,
        "adherence_capped_overall": np.minimum(uncapped, 1.0),
        "adherence_weeks_logged": ratio(sums["counted_logged"], sums["due_logged"]),
    }


def _recent(
    log: MobilityLog, window: Window, groups: Groups, by: By, partial_counts: float
) -> Sums:
    """Return adherence over the last 7 and 28 days, in blocks of 7 days that end at ``as_of``."""
    blocks = last_four_weeks(window)
    grid = WeekGrid.ending_at(window.last)
    found = practised_weeks(log, blocks, grid, partial_counts=partial_counts)
    own = groups_by(log, found.weeks, found.is_shown, by)
    members = group_weeks(own, found.weeks)
    place = np.searchsorted(groups.key, own.key)
    is_last = found.weeks.week == grid.week(np.array([window.last]))
    figures = {}
    for name, is_in in (("7", is_last), ("28", np.ones(len(is_last), dtype="bool"))):
        values = np.full(len(groups), np.nan)
        values[place] = ratio(
            counted_sums(found, own, is_in),
            members.by_group(np.where(is_in, found.weeks.due, 0.0)),
        )
        figures[f"adherence_last_{name}_days"] = values
    return figures


def last_four_weeks(window: Window) -> Window:
    """Return the last 28 days of a window, or all of one that is shorter."""
    return Window(max(window.first, window.last - FOUR_WEEKS + 1), window.last, window.has_as_of)


def _bands(
    adherence: Floats,
    found: PractisedWeeks,
    entries: Entries,
    groups: Groups,
    members: GroupWeeks,
) -> Days:
    """Return the place in ``BANDS`` of each row: what it cannot say, then how much was done."""
    in_force = members.by_group(found.weeks.in_force > 0) > 0
    never_logged = ~entries.has_sessions[groups.client]
    choices = {
        "no programme": ~found.weeks.has_programme[groups.client],
        "as needed": _is_as_needed(found, members),
        "unknown": never_logged & (in_force | (not groups.is_area)),
        "not prescribed": np.isnan(adherence),
        "none": adherence <= TOLERANCE,
        "low": adherence < LOW_SHARE - TOLERANCE,
        "some": adherence < MET_SHARE - TOLERANCE,
        "satisfactory": adherence < 1 - TOLERANCE,
    }
    places = np.array([BANDS.index(band) for band in (*choices, "full")])
    return places[first_true([*choices.values()])]


def _is_as_needed(found: PractisedWeeks, members: GroupWeeks) -> Flags:
    """Return which groups have weeks of a prescription, and none of them a number."""
    if found.weeks.has_number.all():
        return np.zeros(members.n_groups, dtype="bool")
    in_force = members.by_group(found.weeks.in_force > 0) > 0
    is_as_needed: Flags = in_force & (members.by_group(found.weeks.has_number) == 0)
    return is_as_needed


def _empty_the_unsayable(figures: Sums, band: Days, has_sessions: Flags) -> None:
    """Empty what needs a number prescribed, and the ratios where no session was ever logged."""
    has_no_number = np.isin(band, [BANDS.index(name) for name in ("as needed", "no programme")])
    for names, is_unsayable in ((_NEED_A_NUMBER, has_no_number), (_RATIOS, ~has_sessions)):
        for name in figures.keys() & set(names):
            figures[name][is_unsayable] = np.nan


def _days_logged(found: PractisedWeeks, entries: Entries, members: GroupWeeks) -> Sums:
    """Count each client's eligible days, and those with any entry."""
    eligible = members.any_of(found.weeks.eligible)
    if not found.weeks.has_programme.all():
        is_prescribed = found.weeks.has_programme[members.slot_group]
        eligible = np.where(is_prescribed, eligible, 0).astype("uint8")
    at = members.slot_group, members.slot_week - found.weeks.weeks.start
    logged = eligible & (entries.session_days[at] | entries.rating_days[at])
    return {
        "days_logged": members.slots_by_group(n_days(logged)),
        "days_eligible": members.slots_by_group(n_days(eligible)),
    }


def _table(
    labels: dict[str, Any],
    figures: Sums,
    dates: dict[str, npt.NDArray[np.datetime64]],
    band: Days,
) -> Columns:
    """Put the columns together, whole numbers as such."""
    whole = {name: figures[name].astype("int64") for name in _WHOLE_NUMBERS if name in figures}
    others = {**dates, "band": pd.array(list(BANDS), dtype="str").take(band)}
    there = figures | others
    columns = {name: there[name] for name in _COLUMNS if name in there} | figures
    return {**labels, **columns, **whole, **others}


@counted_once
def recent_adherence(
    log: MobilityLog,
    *,
    by: By = "exercise",
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Add up the last 28 days of each exercise, focus area or client.

    As ``overall_adherence``, but over the 28 days to ``as_of`` in four blocks of 7 days that end
    there: where ``as_of`` is no Sunday, weeks from Monday would cut the window into five, of which
    two are parts, and cap what was done in each of them by a part of what was prescribed.

    Parameters
    ----------
    log : MobilityLog
        The log.
    by : {"exercise", "focus_area", "client"}, default "exercise"
        What a row stands for.
    as_of : str or Timestamp, optional
        The last day; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts, where it is later than the first of the 28.

    Returns
    -------
    DataFrame
        The columns of ``overall_adherence``. ``adherence`` is the ``adherence_last_28_days`` of
        that table; ``weeks_met`` and ``weeks_full`` are blocks of 7 days.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If ``by`` is none of those above, or a date cannot be read.

    Examples
    --------
    Prescribed once a week; done twice within 7 days to Wednesday 25 November, of which one Sunday
    and one Wednesday: one of them is extra.

    >>> from mobility_analysis.log import log_from_tables
    >>> days = ["2026-11-22", "2026-11-25"]
    >>> log = log_from_tables(
    ...     programme=[{"exercise": "down-dog", "start": "2026-09-01", "times_per_week": "1"}],
    ...     sessions=[{"date": day, "exercise": "down-dog"} for day in days],
    ... )
    >>> recent_adherence(log)[["prescribed", "done", "counted", "adherence"]]
       prescribed  done  counted  adherence
    0         4.0     2      1.0       0.25
    """
    need_log(log, "recent_adherence")
    window = last_four_weeks(window_of(log, as_of, start))
    grid = WeekGrid.ending_at(window.last)
    counted_log = in_practice_days(log, window.as_of) if by == "client" else log
    table = table_by_blocks(counted_log, lambda part: overall_table(part, window, grid, by=by))
    table["held_to"] = held_to(log, table, window.as_of)
    return of_own_areas(log, table) if by == "focus_area" else table


@counted_once
def client_sums(
    log: MobilityLog, *, as_of: pd.Timestamp, start: pd.Timestamp | None, is_recent: bool
) -> pd.DataFrame:
    """Return of ``overall_adherence`` or ``recent_adherence`` by client what a list of all needs.

    What was prescribed, counted and done, the band and the days: half the whole's time.
    """
    window, grid = window_of(log, as_of, start), WeekGrid()
    if is_recent:
        window = last_four_weeks(window)
        grid = WeekGrid.ending_at(window.last)
    days = in_practice_days(log, window.as_of)
    return table_by_blocks(
        days, lambda part: overall_table(part, window, grid, by="client", is_whole=False)
    )
