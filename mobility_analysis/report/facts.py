"""What a client's log holds: its days, its rows, its notes. Counts of rows, not measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import exercise_names
from mobility_analysis.log.dates import read_day
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.words import date_words

__all__ = ["NOTE_COLUMNS", "LogFacts", "client_notes", "log_facts", "stated_days"]

NOTE_COLUMNS = ("client", "date", "about", "note")
DAY = pd.Timedelta(days=1)
NO_DAY: pd.Timestamp = pd.NaT  # type: ignore[assignment]


@dataclass(frozen=True)
class LogFacts:
    """How complete a log is, in counts.

    Attributes
    ----------
    as_of : Timestamp
        The day on which the log is looked at.
    first_day : Timestamp
        Earliest day of any session, rating or prescription; ``NaT`` when there is none.
    last_entry : Timestamp
        Latest day of any session or rating to ``as_of``; ``NaT`` when there is none.
    n_days : int
        Days from ``first_day`` to ``as_of``, both counted.
    n_days_rated, n_days_entered : int
        Days with a rating; with any session (of any status) or rating.
    n_sessions, n_ratings : int
        Rows of sessions (of any status) and of ratings, to ``as_of``.
    n_later : int
        Rows of either after ``as_of``: used by nothing.
    n_stamped, n_stamped_within_a_day : int
        Rows that say when they were written, and those of them written on their own day or the
        day after.
    rows_read, rows_set_aside : int
        Of all tables together; of a client's log, the client's own rows.
    n_clients : int
        Clients counted here.
    is_only_client : bool
        Whether the whole log holds one client only.
    assumptions : tuple of str
        What the user stated.
    """

    as_of: pd.Timestamp
    first_day: pd.Timestamp
    last_entry: pd.Timestamp
    n_days: int
    n_days_rated: int
    n_days_entered: int
    n_sessions: int
    n_ratings: int
    n_later: int
    n_stamped: int
    n_stamped_within_a_day: int
    rows_read: int
    rows_set_aside: int
    rows_of_unknown_client: int
    n_clients: int
    is_only_client: bool
    assumptions: tuple[str, ...]


def log_facts(
    log: MobilityLog, *, as_of: pd.Timestamp | None = None, whole: MobilityLog | None = None
) -> LogFacts:
    """Count what a log holds, to ``as_of``.

    Parameters
    ----------
    log : MobilityLog
        A log, of one client or of many.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.
    whole : MobilityLog, optional
        The log of all clients that ``log`` was taken from; ``log`` itself when not given.

    Returns
    -------
    LogFacts
    """
    day = log.as_of if as_of is None else read_day(as_of, name="as_of")
    sessions, ratings = _until(log.sessions, day), _until(log.stiffness, day)
    starts = log.programme.loc[log.programme["start"] <= day, "start"]
    entries = pd.concat([sessions["date"], ratings["date"]])
    first = pd.concat([entries, starts]).min()
    stamped = pd.concat([sessions, ratings])[["date", "logged_at"]].dropna()
    days_late = (stamped["logged_at"].dt.normalize() - stamped["date"]) // DAY
    return LogFacts(
        as_of=day,
        first_day=first,
        last_entry=entries.max(),
        n_days=0 if pd.isna(first) else (day - first).days + 1,
        n_days_rated=_n_days(ratings),
        n_days_entered=_n_days(sessions, ratings),
        n_sessions=len(sessions),
        n_ratings=len(ratings),
        n_later=len(log.sessions) + len(log.stiffness) - len(sessions) - len(ratings),
        n_stamped=len(stamped),
        n_stamped_within_a_day=int(days_late.isin((0, 1)).sum()),
        rows_read=int(log.account["rows_read"].sum()),
        rows_set_aside=int(log.account["rows_set_aside"].sum()),
        rows_of_unknown_client=0 if whole is None else _rows_of_unknown_client(whole),
        n_clients=len(log.clients),
        is_only_client=_has_one_client(log if whole is None else whole),
        assumptions=tuple(log.assumptions),
    )


def _has_one_client(log: MobilityLog) -> bool:
    return len(log.clients) == 1 and log.unreadable.empty


def _rows_of_unknown_client(log: MobilityLog) -> int:
    known = log.account_by_client["rows_set_aside"].sum()
    return int(log.account["rows_set_aside"].sum() - known)


def _until(table: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return table[table["date"] <= day]


def _n_days(*tables: pd.DataFrame) -> int:
    """Count the different days of each client, and add them up over clients."""
    both = pd.concat([table[["client", "date"]] for table in tables])
    return len(both.drop_duplicates())


def client_notes(log: MobilityLog, *, as_of: pd.Timestamp | None = None) -> pd.DataFrame:
    """List every note as it was written, the newest first.

    Notes are not searched for words: a miss would reassure.

    Parameters
    ----------
    log : MobilityLog
        A log.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.

    Returns
    -------
    DataFrame
        client, date, about (what the note was written beside: an exercise and its status, or
        a rating and its moment), note. Newest first; on one day the later row first.
    """
    day = log.as_of if as_of is None else read_day(as_of, name="as_of")
    sessions, ratings = _until(log.sessions, day), _until(log.stiffness, day)
    names = exercise_names(log)
    sessions = sessions.assign(about=_about_sessions(sessions, names))
    ratings = ratings.assign(about=_about_ratings(ratings))
    rows = pd.concat([ratings, sessions])[[*NOTE_COLUMNS, "time"]]
    rows = rows[rows["note"].str.strip() != ""]
    rows = rows.assign(order=np.arange(len(rows)))
    rows = rows.sort_values(["client", "date", "time", "order"], na_position="first")
    return rows.iloc[::-1].sort_values("client", kind="stable", ignore_index=True)[
        list(NOTE_COLUMNS)
    ]


def _about_sessions(sessions: pd.DataFrame, names: dict[str, str]) -> pd.Series[str]:
    name = sessions["exercise"].astype("str").map(lambda exercise: names.get(exercise, exercise))
    return (name + ", " + sessions["status"].astype("str")).astype("str")


def _about_ratings(ratings: pd.DataFrame) -> pd.Series[str]:
    words = [
        f"self-rated {score:g}{f', {moment}' if moment else ''}"
        for score, moment in zip(ratings["score"], ratings["moment"].astype("str"), strict=True)
    ]
    return pd.Series(words, index=ratings.index, dtype="str")


def stated_days(start: pd.Timestamp | None, baseline_start: pd.Timestamp | None) -> tuple[str, ...]:
    """Return a sentence for each first day that the user stated.

    Examples
    --------
    >>> stated_days(pd.Timestamp("2026-11-09"), None)
    ('First day of adherence sums stated by the user: 9 Nov 2026.',)
    """
    days = {"adherence sums": start, "the stiffness baseline": baseline_start}
    return tuple(
        f"First day of {name} stated by the user: {date_words(day)}."
        for name, day in days.items()
        if day is not None
    )
