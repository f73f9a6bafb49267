"""The reasons to look at a client first: the figures behind them, and where each holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.arrays import are_sorted, counts_of
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.adherence.overall import client_sums
from mobility_analysis.measures.adherence.prescribed import Flags, exercise_weeks, has_programme
from mobility_analysis.measures.adherence.targets import in_practice_days
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.days import (
    LONG_AGO,
    ONE_DAY,
    TOLERANCE,
    Days,
    WeekGrid,
    codes_of,
    day_dates,
    day_numbers,
    days_of_ratings,
    days_of_sessions,
    window_of,
)
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.movement import WORSE, movement_checks
from mobility_analysis.measures.stiffness.before_after import before_after_pairs
from mobility_analysis.measures.stiffness.change import compared_means
from mobility_analysis.measures.stiffness.days import (
    USUAL_MOMENTS,
    FloatArray,
    day_values,
    ratings_used,
)
from mobility_analysis.measures.stiffness.flags import high_scores, sharp_rise


class Looked(NamedTuple):
    """A log on the day of looking: the figures of its clients, and from where on reasons hold."""

    log: MobilityLog
    day: pd.Timestamp
    facts: pd.DataFrame
    limits: Thresholds


class Reason(NamedTuple):
    """A reason to look at a client first: its name, and for which clients it holds."""

    name: str
    holds: Callable[[Looked], Flags]


def reason_facts(log: MobilityLog, day: pd.Timestamp, options: ReportOptions) -> pd.DataFrame:
    """Return the figures that reasons go by on a day, one row a client."""
    limits = options.thresholds
    log = in_practice_days(log, day)
    recent = recent_sums(log, day, options)
    means = compared_means(
        log, as_of=day, baseline_start=options.baseline_start, benchmark=options.benchmark
    )
    change = means.columns | means.last_heard
    high = high_scores(
        log,
        as_of=day,
        high_mean=limits.high_mean,
        high_worst=limits.high_worst,
        high_days=limits.high_days,
        baseline_start=options.baseline_start,
    )
    last_entry = _last_entries(log, day)
    return pd.DataFrame(
        {
            "client": pd.Series(log.clients, dtype="str"),
            "last_entry": last_entry,
            "days_since_entry": (day - last_entry) / ONE_DAY,
            "adherence_last_28_days": recent["adherence"],
            "eligible_last_28_days": recent["days_eligible"],
            "baseline_mean": change["baseline_mean"],
            "recent_mean": change["recent_mean"],
            "change_points": change["change_points"],
            "verdict": change["verdict"],
            "up_from_best_points": change["up_from_best_points"],
            "own_variation_points": change["own_variation_points"],
            "best_mean": change["best_mean"],
            "last_heard_mean": change["last_heard_mean"],
            "benchmark": change["benchmark"],
            "is_worse_when_last_heard": change["is_worse_when_last_heard"],
            "is_high_scores": high["is_high_scores"],
            "is_usually_high": high["is_usual_for_client"],
            "pause_reason": _pause_reasons(log, day),
            "first_rating": _first_ratings(log, day),
        }
    )


def practice_facts(log: MobilityLog, day: pd.Timestamp, options: ReportOptions) -> pd.DataFrame:
    """Return the figures of practice beside the reasons on a day, one row a client."""
    log = in_practice_days(log, day)
    whole = whole_sums(log, day, options)
    recent = recent_sums(log, day, options)
    before = recent_sums(log, day - FOUR_WEEKS * ONE_DAY, options)
    is_logged = whole["band"] != "unknown"
    return pd.DataFrame(
        {
            "done_last_28_days": _done_of_prescribed(recent, is_logged),
            "done_without_number_last_28_days": _done_without_number(recent, log),
            "counted_last_28_days": recent["counted"].where(_is_known(recent, is_logged)),
            "prescribed_last_28_days": recent["prescribed"],
            "done_28_days_before": _done_of_prescribed(before, is_logged),
            "done_without_number_28_days_before": _done_without_number(before, log),
            "counted_28_days_before": before["counted"].where(_is_known(before, is_logged)),
            "prescribed_28_days_before": before["prescribed"],
            "adherence": whole["adherence"],
            "adherence_28_days_before": before["adherence"],
            "days_28_days_before": _days_before(log, day, options),
            "days_logged": whole["days_logged"].astype("float64"),
            "days_eligible": whole["days_eligible"].astype("float64"),
        }
    )


def whole_sums(log: MobilityLog, day: pd.Timestamp, options: ReportOptions) -> pd.DataFrame:
    """Return each client's sums of practice to a day."""
    return client_sums(log, as_of=day, start=options.start, is_recent=False)


def recent_sums(log: MobilityLog, day: pd.Timestamp, options: ReportOptions) -> pd.DataFrame:
    """Return each client's sums of practice of the 28 days to a day."""
    return client_sums(log, as_of=day, start=options.start, is_recent=True)


def _done_of_prescribed(table: pd.DataFrame, is_logged: pd.Series[bool]) -> pd.Series[float]:
    """Return done sessions, missing where nothing was prescribed in the window, or no number.

    In a pause nothing is. Missing too where sessions were never logged: practice is then unknown,
    and not 0.
    """
    return table["done"].astype("float64").where(_is_known(table, is_logged))


def _done_without_number(table: pd.DataFrame, log: MobilityLog) -> pd.Series[float]:
    """Return sessions done of clients without a number to hold them against; missing for others.

    Missing too where sessions were never logged.
    """
    is_logged = counts_of(codes_of(log.sessions["client"]), len(log.clients)) > 0
    is_without = table["band"].isin(["no programme", "as needed"])
    return table["done"].astype("float64").where(is_without & is_logged)


def _is_known(table: pd.DataFrame, is_logged: pd.Series[bool]) -> Flags:
    """Say of whom sessions can be counted against what was prescribed."""
    known: Flags = is_logged.to_numpy() & (table["prescribed"] > TOLERANCE).to_numpy()
    return known


def reason_flags(
    log: MobilityLog, day: pd.Timestamp, facts: pd.DataFrame, limits: Thresholds
) -> pd.DataFrame:
    """Say which reasons hold on a day: one row a client, one column a reason."""
    looked = Looked(in_practice_days(log, day), day, facts, limits)
    return pd.DataFrame({name: np.asarray(holds(looked), "bool") for name, holds in _REASONS})


def _last_entries(log: MobilityLog, day: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Return the newest day with a session or rating of each client."""
    today = _number_of(day)
    both = ((log.sessions, days_of_sessions(log)), (log.stiffness, days_of_ratings(log)))
    newest = [
        _of_each(np.maximum, log, table, np.where(days <= today, days, LONG_AGO), LONG_AGO)
        for table, days in both
    ]
    return _dates_of(np.maximum(*newest), np.maximum(*newest) > LONG_AGO)


def _first_ratings(log: MobilityLog, day: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Return the first day with a rating of each client."""
    today = _number_of(day)
    first = _of_each(np.minimum, log, log.stiffness, days_of_ratings(log), today + 1)
    return _dates_of(first, first <= today)


def _days_before(log: MobilityLog, day: pd.Timestamp, options: ReportOptions) -> FloatArray:
    """Return how many of the 28 days before the last 28 the log has of each client.

    It has them from the first session, rating or prescription on, as the client's page.
    """
    today = _number_of(day)
    tables = (
        (log.sessions, days_of_sessions(log)),
        (log.stiffness, days_of_ratings(log)),
        (log.programme, day_numbers(log.programme["start"])),
    )
    found = [_of_each(np.minimum, log, table, days, today + 1) for table, days in tables]
    first = np.minimum.reduce(found)
    if options.start is not None:
        first = np.maximum(first, _number_of(options.start))
    n_days: FloatArray = np.clip(today - FOUR_WEEKS + 1 - first, 0, FOUR_WEEKS).astype("float64")
    return n_days


def _of_each(
    ufunc: np.ufunc, log: MobilityLog, table: pd.DataFrame, days: Days, nothing: int
) -> Days:
    """Return the first or last day of each client in a table."""
    codes = codes_of(table["client"])
    if not are_sorted([codes]):  # of a log that somebody made by hand
        days = days[np.argsort(codes, kind="stable")]
    n_rows = counts_of(codes, len(log.clients))
    found = np.full(len(log.clients), nothing, dtype=np.int64)
    begins = np.cumsum(n_rows) - n_rows
    if len(days):
        found[n_rows > 0] = ufunc.reduceat(days, begins[n_rows > 0])
    return found


def _number_of(day: pd.Timestamp) -> int:
    return int(day_numbers(pd.Series([day]))[0])


def _dates_of(days: Days, is_known: Flags) -> pd.Series[pd.Timestamp]:
    return pd.Series(day_dates(days)).where(is_known)


def pauses_on(log: MobilityLog, day: pd.Timestamp) -> pd.DataFrame:
    """Return the pauses that a day lies in; of several of one client the last row counts."""
    pauses = log.pauses
    return pauses[(pauses["start"] <= day) & (pauses["end"].isna() | (pauses["end"] >= day))]


def next_programme(log: MobilityLog, day: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of what one client is prescribed for after a day; ``NaT`` for none."""
    starts = log.programme["start"]
    return pd.Timestamp(starts[starts > day].min())


def _pause_reasons(log: MobilityLog, day: pd.Timestamp) -> pd.Series[str]:
    """Return why each client is paused on a day; missing for a client who is not."""
    pauses = pauses_on(log, day)
    reasons = np.full(len(log.clients), None, dtype=object)
    reasons[codes_of(pauses["client"])] = pauses["reason"].to_numpy(object)
    return pd.Series(reasons, dtype="str")


def _is_log_unreadable(looked: Looked) -> Flags:
    """Say it of nobody: a log that could not be read has no client here, and its own row."""
    return np.zeros(len(looked.facts), dtype="bool")


def _has_high_scores(looked: Looked) -> Flags:
    return looked.facts["is_high_scores"].fillna(value=False).to_numpy("bool")


def _is_sharp_rise(looked: Looked) -> Flags:
    found = sharp_rise(looked.log, as_of=looked.day, rise_points=looked.limits.rise_points)
    return found["is_sharp_rise"].fillna(value=False).to_numpy("bool")


def _is_stiffness_worse(looked: Looked) -> Flags:
    is_up = looked.facts["change_points"] >= looked.limits.worse_points - TOLERANCE
    return ((looked.facts["verdict"] == "higher") | is_up).to_numpy("bool")


def _is_up_from_best(looked: Looked) -> Flags:
    up, limit = looked.facts["up_from_best_points"], looked.limits.up_from_best_points
    return (up >= limit - TOLERANCE).to_numpy("bool")


def _is_worse_when_last_heard(looked: Looked) -> Flags:
    return looked.facts["is_worse_when_last_heard"].fillna(value=False).to_numpy("bool")


def _is_paused(looked: Looked) -> Flags:
    return looked.facts["pause_reason"].notna().to_numpy("bool")


def _has_stopped_logging(looked: Looked) -> Flags:
    facts, least = looked.facts, looked.limits.silent_days
    # Of other days than eligible ones there are more: most clients have entries of late.
    may_be = ~(facts["days_since_entry"] < least).to_numpy()
    found = np.zeros(len(facts), dtype="bool")
    if may_be.any():
        n_silent = _silent_eligible_days(looked.log, looked.day, facts)
        found[may_be] = n_silent[may_be] >= least
    return found


def _is_low_adherence(looked: Looked) -> Flags:
    facts, limits = looked.facts, looked.limits
    is_low = facts["adherence_last_28_days"] < limits.low_adherence - TOLERANCE
    is_judged = facts["eligible_last_28_days"] >= limits.low_adherence_days
    return (is_low & is_judged).to_numpy("bool")


def _silent_eligible_days(log: MobilityLog, day: pd.Timestamp, facts: pd.DataFrame) -> Days:
    """Count each client's eligible days after the newest entry (all, where there is none)."""
    window, grid = window_of(log, day, None), WeekGrid()
    weeks = exercise_weeks(log, window, grid)
    masks = np.zeros((len(log.clients), len(weeks.weeks)), dtype="uint8")
    np.bitwise_or.at(masks, (weeks.client, weeks.week - weeks.weeks.start), weeks.eligible)
    masks[~has_programme(log, window)] = 0
    bits = np.unpackbits(masks, bitorder="little").reshape(*masks.shape, 8)
    client, week, bit = np.nonzero(bits)
    is_silent = grid.day(week + weeks.weeks.start) + bit > day_numbers(facts["last_entry"])[client]
    return np.bincount(client[is_silent], minlength=len(log.clients))


def up_straight_after(pairs: pd.DataFrame, limits: Thresholds) -> pd.DataFrame:
    """Return the exercises that were often followed by a worse rating, of their last few pairs.

    ``pairs`` are ``before_after_pairs``. A row is a client's exercise, with how many of its last
    pairs rose (``n_up``), and of how many (``n_last``).
    """
    keys = [codes_of(pairs["client"]), codes_of(pairs["exercise"])]
    place = pairs.groupby(keys).cumcount(ascending=False).to_numpy()
    last = pairs[(place < limits.straight_after_of) & (keys[1] >= 0)]
    is_up = last["change"] >= limits.straight_after_points - TOLERANCE
    groups = is_up.groupby([last["client"], last["exercise"]], observed=True)
    counts = groups.agg(n_up="sum", n_last="size").reset_index()
    return counts[counts["n_up"] >= limits.straight_after_pairs]


def _is_worse_straight_after(looked: Looked) -> Flags:
    found = np.zeros(len(looked.log.clients), dtype="bool")
    pairs = before_after_pairs(looked.log, as_of=looked.day)
    if len(pairs):
        found[codes_of(up_straight_after(pairs, looked.limits)["client"])] = True
    return found


def _is_movement_worse(looked: Looked) -> Flags:
    """Say for whom a movement check is worse than the first by its detectable change."""
    found = np.zeros(len(looked.log.clients), dtype="bool")
    if len(looked.log.checks):
        checks = movement_checks(looked.log, as_of=looked.day)
        found[codes_of(checks["client"])[(checks["verdict"] == WORSE).to_numpy()]] = True
    return found


def _has_few_ratings(looked: Looked) -> Flags:
    """Say who rates, but on few days in most of the last 4 weeks that they have rated in."""
    log, day, limits = looked.log, looked.day, looked.limits
    first_rating = looked.facts["first_rating"]
    days = day_values(ratings_used(log, as_of=day, moments=USUAL_MOMENTS))
    today = _number_of(day)
    is_recent = days.day > today - FOUR_WEEKS
    place = days.client[is_recent] * 4 + (today - days.day[is_recent]) // 7
    rated = np.bincount(place, minlength=len(log.clients) * 4).reshape(-1, 4)
    first_week = (today - day_numbers(first_rating)) // 7
    is_judged = first_rating.notna().to_numpy()[:, None] & (np.arange(4) <= first_week[:, None])
    n_thin = ((rated < limits.rated_days) & is_judged).sum(axis=1)
    return np.asarray(n_thin >= limits.thin_weeks, dtype="bool")


def _is_programme_ended(looked: Looked) -> Flags:
    """Say whose last prescription ended before a day, with none running."""
    log, day = looked.log, looked.day
    rows = log.programme
    client = codes_of(rows["client"])
    is_open = ((rows["start"] <= day) & (rows["end"].isna() | (rows["end"] >= day))).to_numpy()
    runs = np.bincount(client[is_open], minlength=len(log.clients)) > 0
    return has_programme(log, window_of(log, day, None)) & ~runs


#: In the order in which they are looked at; what each says stands in ``words.reasons``.
_REASONS = (
    Reason("log unreadable", _is_log_unreadable),
    Reason("high scores", _has_high_scores),
    Reason("sharp rise", _is_sharp_rise),
    Reason("stiffness worse", _is_stiffness_worse),
    Reason("up from best weeks", _is_up_from_best),
    Reason("worse when last heard", _is_worse_when_last_heard),
    Reason("worse straight after", _is_worse_straight_after),
    Reason("movement worse", _is_movement_worse),
    Reason("paused now", _is_paused),
    Reason("stopped logging", _has_stopped_logging),
    Reason("low adherence", _is_low_adherence),
    Reason("few ratings", _has_few_ratings),
    Reason("programme ended", _is_programme_ended),
)
REASONS = tuple(reason.name for reason in _REASONS)
"""Every reason to look at a client first, in the order in which they are looked at."""
