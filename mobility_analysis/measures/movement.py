"""Movement checks: the movement itself, from the first check to the newest.

Also how load, hold and repetitions of each exercise went from its first to its last weeks.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.log.schema import empty_table
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import (
    TOLERANCE,
    Days,
    category_like,
    codes_of,
    day_numbers,
    days_of_sessions,
    n_categories,
    window_of,
)
from mobility_analysis.measures.stiffness.days import (
    BoolArray,
    Day,
    FloatArray,
    IntArray,
    date_column,
    flag_column,
    look_day,
)
from mobility_analysis.measures.stiffness.windows import FEWEST_DAYS, WINDOW_DAYS

BETTER, WORSE, WITHIN = "better", "worse", "within measurement error"
ONE_CHECK, NO_FIGURE = "one check", "no figure published"
SERIES = ["client", "test", "activity", "side"]
"""What tells one series of checks from another."""
_OF_TEST = (
    "name", "unit", "better", "lowest", "highest", "detectable_change", "change_means",
    "how", "source",
)  # fmt: skip

SIZES = ("sets", "reps", "hold_s", "load_kg")
MIN_SESSIONS = 3
"""Done sessions that name a size, in each window: fewer are a slip of the pen. *Our choice.*"""


@counted_once
def daily_movement(log: MobilityLog, *, as_of: Day = None) -> pd.DataFrame:
    """Return one value for each client, test, activity, side and day of a movement check.

    Several values of one test and side on one day are averaged. Activities that differ by case or
    spaces alone are one; it is called as it was first written.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later checks are left out.

    Returns
    -------
    DataFrame
        client; test; activity, empty where none was named; side, ``left`` or ``right``, empty
        where the test has none; date; value, in ``unit``; n_values, how many were averaged; name,
        of the test; unit; better, ``higher`` or ``lower``; lowest, highest, missing where there is
        no limit; detectable_change, missing where none is published; change_means; how; source.
        Sorted by the first five.

    Raises
    ------
    TypeError
        If it is given no log.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> check = {"client": "Ann", "date": "2026-11-02", "test": "seated-rotation", "side": "left"}
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}],
    ...     checks=[{**check, "value": 38}, {**check, "value": 40}],
    ... )
    >>> ma.daily_movement(log)[["test", "side", "value", "n_values"]]
                  test  side  value  n_values
    0  seated-rotation  left   39.0         2
    """
    need_log(log, "daily_movement")
    today = look_day(log, as_of)
    checks = log.checks[day_numbers(log.checks["date"]) <= today]
    if len(checks):
        return _days(checks, log.tests)
    return _no_days().astype({"client": log.checks["client"].dtype, "n_values": "int64"})


def _days(checks: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    rows = checks.assign(
        activity=_one_spelling(checks["client"], checks["activity"]),
        side=checks["side"].astype("str").fillna(""),
    )
    keys = [*SERIES, "date"]
    values = rows.groupby(keys, observed=True, sort=True)["value"]
    days = values.agg(value="mean", n_values="size").reset_index()
    known = tests.set_index("test")[list(_OF_TEST)].reindex(days["test"])
    known["better"] = known["better"].astype("str")
    return days.assign(**{name: known[name].array for name in _OF_TEST})


@cache
def _no_days() -> pd.DataFrame:
    """Return the table without rows, made once: most clients have no check."""
    return _days(empty_table("checks"), empty_table("tests"))


def _one_spelling(client: pd.Series, activity: pd.Series) -> pd.Series:
    """Return each activity as its client first wrote it, whatever its case and spaces."""
    key = activity.str.split().str.join(" ").str.casefold()
    return activity.groupby([client, key], observed=True).transform("first").astype("str")


@counted_once
def movement_checks(log: MobilityLog, *, as_of: Day = None) -> pd.DataFrame:
    """Hold the newest movement check of each test and side against the first.

    A change is ``better`` or ``worse`` where it reaches the published detectable change: what
    measuring alone, on another day, can give. It says nothing of why.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later checks are left out.

    Returns
    -------
    DataFrame
        client; test; activity, empty where none was named; side, empty where the test has none;
        unit; n_checks, days with a value; first_date; first_value; newest_date; newest_value;
        change_value, newest less first, missing with one check; detectable_change; better,
        ``higher`` or ``lower``; verdict: ``better``, ``worse``, ``within measurement error``,
        ``one check`` or ``no figure published``; side_difference, newest right less newest left;
        is_sides_differ, whether that reaches the detectable change; both missing where not both
        sides were measured, the second also without a published figure; name, of the test;
        change_means, what the detectable change is in words, empty for what measuring alone can
        give; how; source. One row for each client, test, activity and side, sorted by these.

    Raises
    ------
    TypeError
        If it is given no log.

    References
    ----------
    Johnson 2012, J Athl Train 47:52 (rotation); Abbott & Schmitt 2014, JOSPT 44:560 (activities).

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> check = {"client": "Ann", "test": "seated-rotation", "side": "left"}
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-20", "score": 4}],
    ...     checks=[{**check, "date": "2026-06-01", "value": 38},
    ...             {**check, "date": "2026-11-16", "value": 46}],
    ... )
    >>> ma.movement_checks(log)[["side", "first_value", "newest_value", "verdict"]]
       side  first_value  newest_value verdict
    0  left         38.0          46.0  better
    """
    need_log(log, "movement_checks")
    days = daily_movement(log, as_of=as_of)
    table = _series(days) if len(days) else _no_series().copy()
    return table.astype({"client": log.checks["client"].dtype})


def _series(days: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each series of days, which lie side by side, the oldest first."""
    begin = np.flatnonzero(~days.duplicated(SERIES).to_numpy())
    end = np.append(begin, len(days))[1:] - 1
    first = days.iloc[begin].reset_index(drop=True)
    date, value = days["date"].to_numpy(), days["value"].to_numpy()
    n_checks = end - begin + 1
    change = np.where(n_checks > 1, value[end] - value[begin], np.nan)
    mark = first["detectable_change"].to_numpy()
    difference = _side_differences(first, value[end])
    is_known = ~(np.isnan(difference) | np.isnan(mark))
    columns = {
        **dict(first.items()),
        "n_checks": n_checks,
        "first_date": date[begin],
        "first_value": value[begin],
        "newest_date": date[end],
        "newest_value": value[end],
        "change_value": change,
        "verdict": _verdicts(n_checks, change, mark, (first["better"] == "higher").to_numpy()),
        "side_difference": difference,
        "is_sides_differ": flag_column(np.abs(difference) >= mark - TOLERANCE, is_known),
    }
    return pd.DataFrame({name: columns[name] for name in MOVEMENT_COLUMNS})


@cache
def _no_series() -> pd.DataFrame:
    """Return the table without rows, made once."""
    return _series(_no_days())


MOVEMENT_COLUMNS = (
    "client", "test", "activity", "side", "unit", "n_checks", "first_date", "first_value",
    "newest_date", "newest_value", "change_value", "detectable_change", "better", "verdict",
    "side_difference", "is_sides_differ", "name", "change_means", "how", "source",
)  # fmt: skip


def _verdicts(
    n_checks: IntArray, change: FloatArray, mark: FloatArray, is_higher_better: BoolArray
) -> pd.Series:
    """Say of each series whether its change reaches what measuring alone can give."""
    gain = np.where(is_higher_better, change, -change)
    found = np.select(
        [n_checks == 1, np.isnan(mark), gain >= mark - TOLERANCE, gain <= -mark + TOLERANCE],
        [ONE_CHECK, NO_FIGURE, BETTER, WORSE],
        WITHIN,
    )
    return pd.Series(found, dtype="str")


def _side_differences(first: pd.DataFrame, newest: FloatArray) -> FloatArray:
    """Return newest right less newest left of each test; missing where one side is."""
    test = np.cumsum(~first.duplicated(SERIES[:-1]).to_numpy()) - 1
    left, right = np.full((2, len(first)), np.nan)
    for values, side in ((left, "left"), (right, "right")):
        is_side = (first["side"] == side).to_numpy()
        values[test[is_side]] = newest[is_side]
    difference: FloatArray = (right - left)[test]
    return difference


class Spans(NamedTuple):
    """First and last weeks of each client and exercise, as day numbers; NaN where too short."""

    first_start: FloatArray
    first_end: FloatArray
    last_start: FloatArray
    last_end: FloatArray


@counted_once
def dose_changes(
    log: MobilityLog, *, as_of: Day = None, start: str | pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return how sets, repetitions, hold and load of each exercise went, first to last weeks.

    Of the done sessions of an exercise, from its first to its newest: the first and the last 28
    days, half of the days where there are 28 to 55, none below that. The median of what was logged
    stands for a window, from 3 sessions on that say it (*our choice*).

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later sessions are left out.
    start : str or Timestamp, optional
        First day that is looked at; all when not given.

    Returns
    -------
    DataFrame
        client; exercise; first_start, first_end, last_start, last_end; sessions_first,
        sessions_last, done sessions of each window; sets_first, sets_last; reps_first, reps_last,
        repetitions in a set; hold_s_first, hold_s_last, in seconds; load_kg_first, load_kg_last. A
        row for each client and exercise with a done session, sorted; what is not known is missing.

    Raises
    ------
    TypeError
        If it is given no log.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(sessions=[
    ...     {"client": "Ann", "date": f"2026-{month:02}-{day:02}", "exercise": "down-dog",
    ...      "hold_s": 20 + 5 * month}
    ...     for month in (5, 6, 7) for day in (4, 11, 18)
    ... ])
    >>> ma.dose_changes(log)[["exercise", "hold_s_first", "hold_s_last"]]
       exercise  hold_s_first  hold_s_last
    0  down-dog          45.0         55.0
    """
    need_log(log, "dose_changes")
    sessions = log.sessions
    day = days_of_sessions(log)
    is_used = (sessions["status"] == "done").to_numpy() & (day <= look_day(log, as_of))
    if start is not None:
        is_used &= day >= window_of(log, as_of, start).first
    used, day = sessions[is_used], day[is_used]
    n_exercises = n_categories(used["exercise"])
    key = codes_of(used["client"]).astype("int64") * n_exercises + codes_of(used["exercise"])
    pairs, pair = np.unique(key, return_inverse=True)
    spans = _spans(pair, day, len(pairs))
    windows = {"first": day <= spans.first_end[pair], "last": day >= spans.last_start[pair]}
    columns: dict[str, Any] = {
        "client": category_like(used["client"], pairs // n_exercises),
        "exercise": category_like(used["exercise"], pairs % n_exercises),
        **{name: date_column(days) for name, days in spans._asdict().items()},
    }
    for window, is_in in windows.items():
        columns[f"sessions_{window}"] = np.bincount(pair[is_in], minlength=len(pairs))
        for size in SIZES:
            values = used[size].to_numpy("float64")[is_in]
            columns[f"{size}_{window}"] = _medians(pair[is_in], values, len(pairs))
    return pd.DataFrame(columns)[list(DOSE_COLUMNS)]


DOSE_COLUMNS = (
    "client", "exercise", "first_start", "first_end", "last_start", "last_end", "sessions_first",
    "sessions_last", *(f"{size}_{window}" for size in SIZES for window in ("first", "last")),
)  # fmt: skip


def _spans(pair: IntArray, day: Days, n_pairs: int) -> Spans:
    """Return the first and the last weeks of each client and exercise."""
    begin, end = np.full(n_pairs, np.inf), np.full(n_pairs, -np.inf)
    np.minimum.at(begin, pair, day)
    np.maximum.at(end, pair, day)
    n_days = end - begin + 1
    length = np.where(n_days < FEWEST_DAYS, np.nan, np.minimum(n_days // 2, WINDOW_DAYS))
    return Spans(
        np.where(np.isnan(length), np.nan, begin),
        begin + length - 1,
        end - length + 1,
        np.where(np.isnan(length), np.nan, end),
    )


def _medians(group: IntArray, values: FloatArray, n_groups: int) -> FloatArray:
    """Return the median of each group's known values; missing where too few are known."""
    is_known = ~np.isnan(values)
    group, values = group[is_known], values[is_known]
    values = values[np.lexsort((values, group))]
    n = np.bincount(group, minlength=n_groups)
    begin = np.cumsum(n) - n
    medians = np.full(n_groups, np.nan)
    enough = n >= MIN_SESSIONS
    low, high = ((begin + (n - less) // 2)[enough] for less in (1, 0))
    medians[enough] = (values[low] + values[high]) / 2
    return medians
