"""What a client's log holds, and whether it can be trusted, in words.

Rows used and set aside, days rated, written late. Counts of rows, not measures.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import n_different
from mobility_analysis.log.catalogue import exercise_names
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.not_read import (
    CHECK_TABLES,
    NOTE_TABLES,
    PRACTICE_TABLES,
    PROGRAMME_TABLES,
    RATING_TABLES,
    is_lost,
    is_unread,
    n_rows_not_read,
)
from mobility_analysis.log.schema import DATED_TABLES, DIARY
from mobility_analysis.log.settings import key_of
from mobility_analysis.measures.days import codes_of, day_numbers, days_in
from mobility_analysis.measures.notes import notes_in_order
from mobility_analysis.measures.stiffness.days import USUAL_MOMENTS
from mobility_analysis.words.numbers import (
    count_words,
    cut_percent,
    date_words,
    number_words,
    of_words,
    window_words,
)

NOTE_COLUMNS = ("client", "date", "about", "note")
NO_DAY: pd.Timestamp = pd.NaT  # type: ignore[assignment]

_FIGURES = {
    "practice": PRACTICE_TABLES,
    "stiffness": RATING_TABLES,
    "movement": CHECK_TABLES,
    "programme": PROGRAMME_TABLES,
    "notes": NOTE_TABLES,
    "both": (*PRACTICE_TABLES, *RATING_TABLES),
}
SILENCE_NOT_COUNTED = "silence after this day is not counted"


class RowFacts(NamedTuple):
    """What became of the rows of a log, in counts.

    Attributes
    ----------
    n_read, n_set_aside : int
        Of all tables together; of a client's log, the client's own rows.
    is_in_part : bool
        Whether a row may be set aside in part: one of a sheet, with several sessions and a score.
    left_out : tuple of (str, int)
        Reasons why a recipe left rows out, with their number.
    """

    n_read: int
    n_set_aside: int
    is_in_part: bool
    left_out: tuple[tuple[str, int], ...]


class LogFacts(NamedTuple):
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
    n_days_rated_after_only : int
        Days of which every rating was given straight after a session: they have no day value. Of
        one client; 0 for many, of whom it is not said.
    n_sessions, n_ratings : int
        Rows of sessions (of any status) and of ratings, to ``as_of``.
    n_later : int
        Rows of either after ``as_of``: used by nothing.
    n_stamped, n_stamped_within_a_day : int
        Rows that say when they were written, and those of them written on their own day or the
        day after.
    rows : RowFacts
        What became of the rows.
    is_practice_unread, is_rating_unread : bool
        Whether there were sessions, or ratings, and none could be read.
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
    n_days_rated_after_only: int
    n_days_entered: int
    n_sessions: int
    n_ratings: int
    n_later: int
    n_stamped: int
    n_stamped_within_a_day: int
    rows: RowFacts
    rows_of_unknown_client: int
    is_practice_unread: bool
    is_rating_unread: bool
    n_clients: int
    is_only_client: bool
    assumptions: tuple[str, ...]


def log_facts(
    log: MobilityLog, *, as_of: pd.Timestamp | None = None, whole: MobilityLog | None = None
) -> LogFacts:
    """Count what a log holds, to ``as_of``.

    ``whole`` is the log of all clients that ``log`` was taken from, if it was.
    """
    day = log.as_of if as_of is None else read_day(as_of, name="as_of")
    sessions, ratings = _until(log.sessions, day), _until(log.stiffness, day)
    entries = sessions["date"], ratings["date"]
    first = first_day_of(log, day)
    days_late = np.concatenate([_days_late(rows) for rows in (sessions, ratings)])
    n_unknown, is_only = whole_facts(log if whole is None else whole)
    n_rated, is_one = _n_days(ratings), len(log.clients) == 1
    usual = ratings[ratings["moment"].isin(USUAL_MOMENTS)] if is_one else ratings
    return LogFacts(
        as_of=day,
        first_day=first,
        last_entry=pd.Series(np.concatenate(entries)).max(),
        n_days=0 if pd.isna(first) else days_in(first, day),
        n_days_rated=n_rated,
        n_days_rated_after_only=n_rated - _n_days(usual) if is_one else 0,
        n_days_entered=_n_days(sessions, ratings),
        n_sessions=len(sessions),
        n_ratings=len(ratings),
        n_later=len(log.sessions)
        + len(log.stiffness)
        - len(sessions)
        - len(ratings)
        + len(log.checks)
        - len(_until(log.checks, day)),
        n_stamped=len(days_late),
        n_stamped_within_a_day=int(np.isin(days_late, (0, 1)).sum()),
        rows=row_facts(log),
        rows_of_unknown_client=n_unknown if whole is not None else 0,
        is_practice_unread=is_unread(log, "sessions"),
        is_rating_unread=is_unread(log, "stiffness"),
        n_clients=len(log.clients),
        is_only_client=is_only,
        assumptions=tuple(log.assumptions),
    )


def first_day_of(log: MobilityLog, day: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of a log: of an entry or a prescription, none of them after a day."""
    starts = np.concatenate((log.sessions["date"], log.stiffness["date"], log.programme["start"]))
    first: pd.Timestamp = pd.Series(starts[starts <= day.to_datetime64()]).min()
    return first


def row_facts(log: MobilityLog) -> RowFacts:
    """Count what became of the rows of a log; it takes no look at the rows themselves."""
    return RowFacts(
        n_read=int(log.account["rows_read"].sum()),
        n_set_aside=int(log.account["rows_set_aside"].sum()),
        is_in_part=_may_be_in_part(log),
        left_out=_left_out(log),
    )


def rows_not_read_words(n_rows: int, *, is_unread: bool = False, table: str = "") -> str:
    """Say how many rows of a figure were not read; nothing where all were.

    Examples
    --------
    >>> rows_not_read_words(32), rows_not_read_words(0), rows_not_read_words(0, is_unread=True)
    ('32 rows not read', '', 'not read')
    """
    if n_rows:
        of = f" of the {table}" if table else ""
        return f"{count_words(n_rows, 'row')}{of} not read"
    return "not read" if is_unread else ""


def not_read(
    log: MobilityLog,
    of: Literal["practice", "stiffness", "movement", "programme", "notes", "both"] = "both",
    *,
    days: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> str:
    """Say how many rows could not be read and so are missing in the figures of a log.

    Each ``describe_`` and ``plot_`` that rests on sessions or ratings takes these words as
    ``not_read`` and carries them; it then never says "never rated" of ratings that stand in the
    log and could not be read.

    Parameters
    ----------
    log : MobilityLog
        The log of one client, or of several.
    of : {"both", "practice", "stiffness", "movement", "programme", "notes"}
        Whose rows: those of sessions, programme and pauses, those of ratings, or both; those of
        movement checks; those of the programme alone; those that may hold a note.
    days : tuple of Timestamp, optional
        The first and the last day of a figure: only rows that may belong to these days, of one of
        them or of no known day.

    Returns
    -------
    str
        Such as "2 rows not read", or "pauses not read" where nothing of a table could be; empty
        where all were read.

    Raises
    ------
    ValueError
        If ``of`` is none of these.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": score}
    ...                for score in (14, "many")], on_problem="set aside")
    >>> ma.not_read(log, "stiffness"), ma.not_read(log, "practice")
    ('2 rows not read', '')
    >>> print(ma.describe_trend(
    ...     ma.stiffness_change(log), not_read=ma.not_read(log, "stiffness")))
    Stiffness scores of this log could not be read (2 rows not read).
    """
    if of not in _FIGURES:
        raise ValueError(f"of must be one of {', '.join(_FIGURES)}; found {of!r}")
    chosen = _FIGURES[of]
    has_none = any(is_unread(log, table) for table in ("sessions", "stiffness") if table in chosen)
    n_rows, table = n_rows_not_read(log, chosen, days), of if chosen == PROGRAMME_TABLES else ""
    said = [rows_not_read_words(n_rows, is_unread=has_none, table=table)]
    others = [name for name in chosen if name not in DATED_TABLES and is_lost(log, [name])]
    said += [f"{name} not read" for name in others]
    return "; ".join(filter(None, said))


def whole_facts(log: MobilityLog) -> tuple[int, bool]:
    """Return what a client's page says of the whole log.

    The rows set aside of which it is not known whose they are, and whether the log is of one
    client only.
    """
    return _rows_of_unknown_client(log), len(log.clients) == 1 and log.unreadable.empty


def _days_late(table: pd.DataFrame) -> NDArray[np.integer[Any]]:
    """Return how many days after its own each row was written, of those that say when."""
    is_stamped = table["logged_at"].notna().to_numpy()
    written, day = (day_numbers(table[name])[is_stamped] for name in ("logged_at", "date"))
    return written - day


def _left_out(log: MobilityLog) -> tuple[tuple[str, int], ...]:
    if log.left_out.empty:
        return ()
    counts = log.left_out.groupby("reason", sort=False)["rows"].sum()
    return tuple((str(reason), int(n)) for reason, n in counts.items())


def _rows_of_unknown_client(log: MobilityLog) -> int:
    known = log.account_by_client["rows_set_aside"].sum()
    return int(log.account["rows_set_aside"].sum() - known)


def _may_be_in_part(log: MobilityLog) -> bool:
    """Tell whether rows were set aside that may hold several sessions, or sessions and a score."""
    account = log.account[log.account["rows_set_aside"] > 0]
    is_of_sessions = account["table"] == "sessions"
    n_used = int(account.loc[is_of_sessions, "rows_used"].sum())
    is_of_both = (account["table"].str.contains(", ") | (account["table"] == DIARY)).any()
    return bool(is_of_both) or (bool(is_of_sessions.all()) and n_used < len(log.sessions) > 0)


def _until(table: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    is_past = table["date"] <= day
    return table if is_past.all() else table[is_past]


def _n_days(*tables: pd.DataFrame) -> int:
    """Count the different days of each client, and add them up over clients."""
    client = np.concatenate([codes_of(table["client"]) for table in tables])
    day = np.concatenate([day_numbers(table["date"]) for table in tables])
    return n_different([client, day]) if len(day) else 0


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
        client, date, about (what the note was written beside: an exercise after its status, a
        rating and its moment, or a movement check), note. Newest first; on one day the later row
        first.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog",
    ...                "note": "Easier than last week"}],
    ...     stiffness=[{"client": "Ann", "date": "2026-11-03", "score": 4, "moment": "waking",
    ...                 "note": "Slept badly"}],
    ... )
    >>> print(ma.client_notes(log).to_string(index=False))
    client       date                about                  note
       Ann 2026-11-03 self-rated 4, waking           Slept badly
       Ann 2026-11-02       done: Down Dog Easier than last week
    """
    day = log.as_of if as_of is None else read_day(as_of, name="as_of")
    sessions, ratings = _until(log.sessions, day), _until(log.stiffness, day)
    names = exercise_names(log)
    sessions = sessions.assign(about=_about_sessions(sessions, names))
    ratings = ratings.assign(about=_about_ratings(ratings))
    checks = _until(log.checks, day)
    checks = checks.assign(about=_about_checks(checks, log.tests))
    newest_first = notes_in_order(checks, ratings, sessions).iloc[::-1]
    return newest_first.sort_values("client", kind="stable", ignore_index=True)[list(NOTE_COLUMNS)]


def _about_sessions(sessions: pd.DataFrame, names: dict[str, str]) -> pd.Series[str]:
    name = sessions["exercise"].astype("str").map(lambda exercise: names.get(exercise, exercise))
    return (sessions["status"].astype("str") + ": " + name).astype("str")  # a long name may be cut


def _about_ratings(ratings: pd.DataFrame) -> pd.Series[str]:
    words = [
        f"self-rated {score:g}{f', {moment}' if moment else ''}"
        for score, moment in zip(ratings["score"], ratings["moment"].astype("str"), strict=True)
    ]
    return pd.Series(words, index=ratings.index, dtype="str")


def _about_checks(checks: pd.DataFrame, tests: pd.DataFrame) -> pd.Series[str]:
    name = checks["test"].map(dict(zip(tests["test"], tests["name"], strict=True)))
    side = checks["side"].astype("str")
    return (name + side.where(side == "", ", " + side) + ", checked").astype("str")


def no_notes_words(log: MobilityLog) -> str:
    """Say why there are no notes to be read: none was written, or none is shown on purpose.

    Examples
    --------
    >>> no_notes_words(MobilityLog()), no_notes_words(MobilityLog(is_anonymous=True))
    ('no notes were written', 'notes are left out here')
    """
    return "notes are left out here" if log.is_anonymous else "no notes were written"


def pause_words(name: str, reason: str) -> str:
    """Name a pause with its reason, where one was written down.

    Examples
    --------
    >>> pause_words("paused", "flu"), pause_words("paused", "")
    ('paused: flu', 'paused')
    """
    return f"{name}: {reason}" if reason else name


def stated_days(start: pd.Timestamp | None, baseline_start: pd.Timestamp | None) -> tuple[str, ...]:
    """Return a sentence for each first day that the user stated.

    Examples
    --------
    >>> stated_days(pd.Timestamp("2026-11-09"), None)
    ('First day of adherence sums, as stated: 9 Nov 2026.',)
    """
    days = {"adherence sums": start, "the stiffness baseline": baseline_start}
    return tuple(
        f"First day of {name}, as stated: {date_words(day)}."
        for name, day in days.items()
        if day is not None
    )


def describe_log(log: MobilityLog, *, as_of: pd.Timestamp | None = None) -> str:
    """Say whether a log can be trusted: what was read, used and set aside, and how full it is.

    Parameters
    ----------
    log : MobilityLog
        A log, of one client or of many.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.

    Returns
    -------
    str

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> print(describe_log(log_from_tables()))
    This log holds no dated row.
    """
    order = date_order_words(log)
    return " ".join([describe_facts(log_facts(log, as_of=as_of)), *([order] if order else [])])


def date_order_words(log: MobilityLog) -> str:
    """Say in which order dates were read, where the log's own settings state it; else nothing.

    Examples
    --------
    >>> from mobility_analysis.log.settings import Settings
    >>> date_order_words(MobilityLog(settings=Settings("ann/mobility.toml", date_order="dmy")))
    'Dates read in the order dmy, as stated in ann/mobility.toml.'
    """
    stated = [
        f"{own.date_order}, as stated in {own.place}"
        for own in (log.settings, *log.settings.of_logs)
        if own.place and own.date_order and key_of("date_order") not in own.typed
    ]
    return f"Dates read in the order {'; '.join(stated)}." if stated else ""


def describe_facts(facts: LogFacts) -> str:
    """Say in words what ``log_facts`` counted."""
    if pd.isna(facts.as_of) or pd.isna(facts.first_day):
        return " ".join(["This log holds no dated row.", *_rows(facts), *facts.assumptions])
    said = [_days(facts), f"{_entries(facts)}.", *_rows(facts), *_later(facts), *_late(facts)]
    if facts.is_only_client:
        said.append(
            f"Looked at as of {date_words(facts.as_of)}, and in a log of one client "
            f"{SILENCE_NOT_COUNTED}."
        )
    return " ".join([*said, *facts.assumptions])


def describe_rows(rows: RowFacts) -> str:
    """Say how many rows were read, used and set aside."""
    if not rows.n_read:
        return "no rows set aside"
    used = rows.n_read - rows.n_set_aside - sum(n for _, n in rows.left_out)
    aside = "none set aside"
    if rows.n_set_aside:
        aside = f"{number_words(rows.n_set_aside)} {set_aside_words(rows)}"
    left = "".join(f", {number_words(n)} left out ({reason})" for reason, n in rows.left_out)
    whole = " whole" if rows.n_set_aside and rows.is_in_part else ""
    said = f"{number_words(used)} used{whole}{left}, {aside}"
    return f"{count_words(rows.n_read, 'row')} read, {said}"


def set_aside_words(rows: RowFacts) -> str:
    """Say that rows were set aside; where some of what they hold may be used, that it may."""
    return "set aside in whole or in part" if rows.is_in_part else "set aside"


def _days(facts: LogFacts) -> str:
    window = window_words(facts.first_day, facts.as_of)
    people = "" if facts.n_clients == 1 else f" of {count_words(facts.n_clients, 'client')}"
    if facts.n_clients > 1:
        return f"{window}: entries{people}."
    entered = number_words(facts.n_days_entered)
    return f"{window}: {days_rated_words(facts)}, {entered} with any entry (self-reported)."


def days_rated_words(facts: LogFacts) -> str:
    """Say on how many days a client rated, and on how many of them straight after sessions alone.

    Those have no day value, so that a count of day values is smaller.
    """
    rated = f"{of_words(facts.n_days_rated, facts.n_days, 'day')} rated"
    n_after = facts.n_days_rated_after_only
    return f"{rated} ({number_words(n_after)} straight after sessions only)" if n_after else rated


def _entries(facts: LogFacts) -> str:
    sessions = count_words(facts.n_sessions, "session row")
    ratings = count_words(facts.n_ratings, "rating")
    last = f"; newest entry {date_words(facts.last_entry)}" if pd.notna(facts.last_entry) else ""
    return f"{sessions} and {ratings}{last}"


def _rows(facts: LogFacts) -> list[str]:
    said = []
    if facts.rows.n_read:
        whose = "Files" if facts.is_only_client or facts.n_clients > 1 else "This client's rows"
        said.append(f"{whose}: {describe_rows(facts.rows)}.")
    if facts.rows_of_unknown_client:
        said.append(
            f"{count_words(facts.rows_of_unknown_client, 'row')} of the whole log set aside, of "
            "which it is not known whose they are."
        )
    return said


def _later(facts: LogFacts) -> list[str]:
    if not facts.n_later:
        return []
    are = "is" if facts.n_later == 1 else "are"
    return [
        f"{count_words(facts.n_later, 'later row')}, after {date_words(facts.as_of)}, {are} used "
        "by nothing here."
    ]


def _late(facts: LogFacts) -> list[str]:
    """Say what share was written within a day, where the log tells."""
    if not facts.n_stamped:
        return []
    counts = of_words(facts.n_stamped_within_a_day, facts.n_stamped)
    share = cut_percent(facts.n_stamped_within_a_day / facts.n_stamped)
    return [
        f"Of the rows that say when they were written, {counts} ({share}) were written on the day "
        "or the day after; rows written later rest on memory."
    ]
