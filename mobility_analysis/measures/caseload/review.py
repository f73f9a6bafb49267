"""Who to look at first, and why: one row a client, with named reasons in a fixed order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd

from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog, need_log
from mobility_analysis.log.not_read import PRACTICE_TABLES, RATING_TABLES, rows_not_read
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    ReportOptions,
    options_for,
)
from mobility_analysis.measures.caseload.reasons import (
    REASONS,
    practice_facts,
    reason_facts,
    reason_flags,
)
from mobility_analysis.measures.caseload.thresholds import (
    Comparison,
    Thresholds,
    changed_thresholds,
)
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.measures.days import ONE_DAY, ONE_WEEK, Days, codes_of, four_weeks_to
from mobility_analysis.measures.keys import BETWEEN, joined
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.notes import notes_in_order

NOTES_DAYS = 14

CASELOAD_COLUMNS = (
    "client",
    "reasons",
    "new_reasons",
    "gone_reasons",
    "last_entry",
    "days_since_entry",
    "done_last_28_days",
    "counted_last_28_days",
    "prescribed_last_28_days",
    "done_28_days_before",
    "prescribed_28_days_before",
    "adherence",
    "baseline_mean",
    "recent_mean",
    "change_points",
    "verdict",
    "newest_note",
    "notes_last_14_days",
    "days_logged",
    "days_eligible",
    "pause_reason",
    "is_usually_high",
    "first_rating",
    "adherence_last_28_days",
    "adherence_28_days_before",
    "compared_with",
    "thresholds",
    "benchmark",
    "up_from_best_points",
    "counted_28_days_before",
    "days_28_days_before",
    "practice_rows_not_read",
    "rating_rows_not_read",
    "own_variation_points",
    "best_mean",
    "last_heard_mean",
    "unreadable_file",
    "done_without_number_last_28_days",
    "done_without_number_28_days_before",
    "practice_rows_not_read_last_28_days",
    "practice_rows_not_read_28_days_before",
)


def caseload_review(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    baseline_start: str | pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    compared_with: Comparison | None = None,
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """List every client with the reasons to look at them first.

    The reasons are those of ``REASONS``, in that order. A client is sorted by the first of them,
    then by days since the newest entry, the longest first (*our choice*), then by name, capital
    and small letters alike; never by the number of reasons, since silence gives three. Clients
    without a reason follow by name.

    A week of ``few ratings`` is a block of 7 days ending at ``as_of`` (*our choice*: like the last
    28 days, and no running week is called thin for days that are still to come).

    ``new_reasons`` did not hold when the log was looked at 7 days earlier, or at the client's last
    appointment before ``as_of``; ``gone_reasons`` held then and do no more. Where there was no
    appointment, 7 days earlier is used.

    Parameters
    ----------
    log : MobilityLog
        The log of all clients. Each log that could not be read (``log.unreadable``) has a row
        too, with the reason ``log unreadable``.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own when not given.
    start : str or Timestamp, optional
        First day of adherence sums; days before it stand in none of them. Silence, pauses and
        the end of a programme do not go by it.
    baseline_start : str or Timestamp, optional
        First day of every client's stiffness baseline; each client's first day value unless stated.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark that the size of a change is held against; no reason goes by it.
    compared_with : {"a week ago", "the last appointment"}, optional
        What ``new_reasons`` and ``gone_reasons`` are compared with; as the log's settings state
        when not given, else a week ago.
    thresholds : Thresholds, optional
        From where on each reason holds; when not given, those of the log's settings, else the
        usual ones.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If there is no such comparison.

    Returns
    -------
    DataFrame
        One row a client, first the one to look at first:

        client : str
        reasons, new_reasons, gone_reasons : str
            "; " between; empty when there is none.
        last_entry : datetime64
            Newest day with a session or rating; days_since_entry : float64, days to ``as_of``.
        done_last_28_days, counted_last_28_days, prescribed_last_28_days : float64
            Sessions done, those that count, and times prescribed, in the 28 days to ``as_of``
            (from ``start``, where that is later); done and prescribed in the 28 days before as
            done_28_days_before and prescribed_28_days_before. Done and counted are missing where
            nothing was prescribed, and where the client never logged a session.
        done_without_number_last_28_days, done_without_number_28_days_before : float64
            Sessions done of a client without a programme, or of whom all is prescribed as needed;
            missing for others, and where a client never logged a session.
        days_28_days_before : float64
            Of those 28 days, the ones that the log has: from the client's first session, rating
            or prescription, or from ``start``.
        adherence : float64
            Of the whole log, or from ``start`` on, 0 to 1.
        baseline_mean, recent_mean, change_points : float64
            Points; verdict : str. As in ``stiffness_change``.
        newest_note : str
            As it was written; notes_last_14_days : float64, how many were written in those days.
        days_logged, days_eligible : float64
            Eligible days with an entry, and eligible days.
        pause_reason : str
            Why the client is paused now.
        is_usually_high : boolean
            Whether high scores were there in the 28 days before, too.
        first_rating : datetime64
            First day with a rating.
        adherence_last_28_days, adherence_28_days_before : float64
            0 to 1, in blocks of 7 days ending at ``as_of``, as in ``overall_adherence``: what
            ``low adherence`` is judged by.
        compared_with : str
            What new and gone reasons of this client are compared with.
        thresholds : str
            The thresholds that are not the usual ones, "; " between; empty where all are.
        benchmark : str
            The mark's name, empty for none.
        up_from_best_points : float64
            Points above the best weeks, as in ``stiffness_change``; so are own_variation_points,
            best_mean and last_heard_mean, by which it is decided with how many decimals the means
            of a client are written.
        unreadable_file : str
            The file or folder of a log that could not be read; empty for one that could.
        practice_rows_not_read, rating_rows_not_read : Int64
            Rows set aside that are missing in the figures of practice (sessions, programme,
            pauses) and of stiffness; missing for a log that could not be read at all.
        practice_rows_not_read_last_28_days, practice_rows_not_read_28_days_before : Int64
            Those of practice that may belong to these days: of one of them, or of no known day.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     stiffness=[{"client": "a", "date": f"2026-11-0{day}", "score": 9} for day in (1, 2)]
    ... )
    >>> caseload_review(log)["reasons"].tolist()
    ['high scores']
    """
    need_log(log, "caseload_review")
    return review_table(
        log,
        options_for(
            log,
            as_of=as_of,
            start=start,
            baseline_start=baseline_start,
            benchmark=benchmark,
            compared_with=compared_with,
            thresholds=thresholds,
        ),
    )


def review_table(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    """Return the table of ``caseload_review``."""
    day, limits, compared_with = options.as_of, options.thresholds, options.compared_with
    log = counted_log(log)
    facts = reason_facts(log, day, options).join(practice_facts(log, day, options))
    notes = _notes(log, day)
    now = reason_flags(log, day, facts, limits)
    before = _flags_before(log, options)
    table = facts.assign(
        reasons=_listed(now),
        new_reasons=_listed(now & ~before),
        gone_reasons=_listed(before & ~now),
        newest_note=_newest_notes(log, notes),
        notes_last_14_days=_notes_of_late(log, day, notes),
        practice_rows_not_read=rows_not_read(log, PRACTICE_TABLES).array,
        rating_rows_not_read=rows_not_read(log, RATING_TABLES).array,
        practice_rows_not_read_last_28_days=_practice_not_read(log, day),
        practice_rows_not_read_28_days_before=_practice_not_read(log, day - FOUR_WEEKS * ONE_DAY),
        compared_with=_compared_with(log, day, compared_with),
        unreadable_file=pd.Series("", range(len(log.clients)), dtype="str"),
        thresholds=pd.Series(changed_thresholds(limits), range(len(log.clients)), dtype="str"),
    )
    table = table[list(CASELOAD_COLUMNS)]
    first = np.concatenate([np.zeros(len(log.unreadable), dtype="int64"), _first_of(now)])
    return _sorted(pd.concat([_unreadable_rows(log, table), table], ignore_index=True), first)


def joined_reviews(parts: Sequence[pd.DataFrame], log: MobilityLog) -> pd.DataFrame:
    """Return the reviews of different clients as that of all of them.

    Each log that could not be read (``log.unreadable``) has a row, as in ``caseload_review``.
    """
    table = pd.concat(parts, ignore_index=True)
    table = pd.concat([_unreadable_rows(log, table), table], ignore_index=True)
    places = {reason: place for place, reason in enumerate(REASONS)}
    first = table["reasons"].str.split(BETWEEN, regex=False).str[0].map(places).fillna(len(REASONS))
    return _sorted(table, first.to_numpy("int64"))


def _practice_not_read(log: MobilityLog, day: pd.Timestamp) -> pd.api.extensions.ExtensionArray:
    """Count the rows set aside that the figures of practice of 28 days to a day may lack."""
    return rows_not_read(log, PRACTICE_TABLES, (four_weeks_to(day), day)).array


def _flags_before(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    """Say which reasons held on the day that each client is compared with."""
    day, compared_with = options.as_of, options.compared_with
    if compared_with not in get_args(Comparison):
        raise ValueError(
            f"compared_with is {compared_with!r}; choose 'a week ago' or 'the last appointment'"
        )
    then = pd.Series(day - ONE_WEEK, index=range(len(log.clients)))
    if compared_with == "the last appointment":
        then = _last_appointments(log, day).fillna(day - ONE_WEEK)
    parts = [pd.DataFrame(columns=list(REASONS), dtype="bool")]
    for earlier in sorted(then.dropna().unique()):
        places = then.index[then == earlier]
        some = _only(log, places)
        facts = reason_facts(some, earlier, options)
        flags = reason_flags(some, earlier, facts, options.thresholds)
        parts.append(flags.set_axis(places, axis="index"))
    return pd.concat(parts[-1:] if len(parts) < 3 else parts[1:]).sort_index()


def _compared_with(log: MobilityLog, day: pd.Timestamp, wanted: Comparison) -> pd.Series[str]:
    """Return what each client is compared with: a week ago, where there was no appointment."""
    words = pd.Series(wanted, range(len(log.clients)), dtype="str")
    if wanted == "a week ago":
        return words
    return words.where(_last_appointments(log, day).notna(), "a week ago")


def _last_appointments(log: MobilityLog, day: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Return the last appointment of each client before a day."""
    events = log.events
    past = events[(events["kind"] == "appointment") & (events["date"] < day)]
    newest = past.groupby("client", observed=False)["date"].max()
    return newest.reindex(log.clients).reset_index(drop=True)


def _only(log: MobilityLog, places: pd.Index[int]) -> MobilityLog:
    """Return the log of some clients, by their places among the clients."""
    if len(places) == len(log.clients):
        return log
    kept = pd.CategoricalDtype([log.clients[place] for place in places])
    tables = {
        name: table[np.isin(codes_of(table["client"]), places)].astype({"client": kept})
        for name in PEOPLE_TABLES
        for table in [getattr(log, name)]
    }
    return replace(log, **tables)


def _notes(log: MobilityLog, day: pd.Timestamp) -> pd.DataFrame:
    """Return client, date, time and note of every note to a day, the oldest first."""
    columns = ["client", "date", "note"]
    timed = [*columns, "time"]
    notes = notes_in_order(log.checks[columns], log.stiffness[timed], log.sessions[timed])
    return notes[notes["date"] <= day]


def _newest_notes(log: MobilityLog, notes: pd.DataFrame) -> pd.Series[str]:
    """Return each client's newest note as it was written; of one day, the later row's."""
    newest = notes.groupby("client", observed=False)["note"].last()
    return newest.reindex(log.clients).fillna("").astype("str").reset_index(drop=True)


def _notes_of_late(log: MobilityLog, day: pd.Timestamp, notes: pd.DataFrame) -> pd.Series[float]:
    """Count the notes of the last 14 days; missing where a log has none on purpose."""
    late = notes[notes["date"] > day - NOTES_DAYS * ONE_DAY]
    counts = late.groupby("client", observed=False).size().astype("float64").reset_index(drop=True)
    return counts * np.nan if log.is_anonymous else counts


def _listed(flags: pd.DataFrame) -> pd.Series[str]:
    """Write the reasons that hold, in order, "; " between."""
    holds = flags[list(REASONS)].to_numpy("bool")
    kind = holds @ (1 << np.arange(len(REASONS)))
    _, first, place = np.unique(kind, return_index=True, return_inverse=True)
    words = [joined(itertools.compress(REASONS, holds[row])) for row in first]
    return pd.Series(np.array(words, dtype=object)[place], dtype="str")


def _first_of(flags: pd.DataFrame) -> Days:
    """Return the place of each client's first reason among all; after the last for none."""
    holds = flags[list(REASONS)].to_numpy("bool")
    return np.where(holds.any(axis=1), holds.argmax(axis=1), len(REASONS))


def _unreadable_rows(log: MobilityLog, table: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each log that could not be read, with the columns of the table."""
    if log.unreadable.empty:
        return table.iloc[:0]
    rows = table.iloc[:0].reindex(range(len(log.unreadable)))
    texts = dict.fromkeys(
        (
            "new_reasons", "gone_reasons", "verdict", "newest_note", "compared_with", "thresholds",
            "benchmark",
        ), "",
    )  # fmt: skip
    return rows.assign(
        client=log.unreadable["client"].to_numpy(),
        reasons=REASONS[0],
        unreadable_file=log.unreadable["file"].to_numpy(),
        **texts,
    ).astype(table.dtypes)


def _sorted(table: pd.DataFrame, first: Days) -> pd.DataFrame:
    """Sort by the first reason, then by days since the entry, longest first, then by name.

    A small letter counts like a capital one, as on the page that sorts by name.
    """
    silence = table["days_since_entry"].fillna(np.inf).where(first < len(REASONS), 0.0)
    names = (table["client"], table["client"].str.casefold())
    order = np.lexsort((*names, -silence, first))
    return table.iloc[order].reset_index(drop=True)
