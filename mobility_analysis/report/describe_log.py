"""Whether a log can be trusted, in words: rows used and set aside, days rated, written late."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.facts import LogFacts, log_facts
from mobility_analysis.report.words import (
    count_words,
    cut_percent,
    date_words,
    number_words,
    of_words,
    window_words,
)

__all__ = ["SILENCE_NOT_COUNTED", "describe_facts", "describe_log", "describe_rows"]

SILENCE_NOT_COUNTED = "silence after this day is not counted"


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
    return describe_facts(log_facts(log, as_of=as_of))


def describe_facts(facts: LogFacts) -> str:
    """Say in words what ``log_facts`` counted.

    Parameters
    ----------
    facts : LogFacts
        The counts.

    Returns
    -------
    str
    """
    if pd.isna(facts.as_of) or pd.isna(facts.first_day):
        return " ".join(["This log holds no dated row.", *_rows(facts), *facts.assumptions])
    said = [_days(facts), f"{_entries(facts)}.", *_rows(facts), *_later(facts), *_late(facts)]
    if facts.is_only_client:
        said.append(
            f"Looked at as of {date_words(facts.as_of)}, and in a log of one client "
            f"{SILENCE_NOT_COUNTED}."
        )
    return " ".join([*said, *facts.assumptions])


def describe_rows(facts: LogFacts) -> str:
    """Say how many rows were read, used and set aside.

    Parameters
    ----------
    facts : LogFacts
        The counts.

    Returns
    -------
    str
    """
    if not facts.rows_read:
        return "no rows set aside"
    used = facts.rows_read - facts.rows_set_aside - sum(n for _, n in facts.rows_left_out)
    aside = "none set aside"
    if facts.rows_set_aside:
        aside = f"{number_words(facts.rows_set_aside)} set aside"
    left = "".join(f", {number_words(n)} left out ({reason})" for reason, n in facts.rows_left_out)
    return f"{count_words(facts.rows_read, 'row')} read, {number_words(used)} used{left}, {aside}"


def _days(facts: LogFacts) -> str:
    window = window_words(facts.first_day, facts.as_of)
    people = "" if facts.n_clients == 1 else f" of {count_words(facts.n_clients, 'client')}"
    rated = of_words(facts.n_days_rated, facts.n_days)
    if facts.n_clients > 1:
        return f"{window}: entries{people}."
    entered = number_words(facts.n_days_entered)
    return f"{window}: {rated} days rated, {entered} with any entry (self-reported)."


def _entries(facts: LogFacts) -> str:
    sessions = count_words(facts.n_sessions, "session row")
    ratings = count_words(facts.n_ratings, "rating")
    last = f"; newest entry {date_words(facts.last_entry)}" if pd.notna(facts.last_entry) else ""
    return f"{sessions} and {ratings}{last}"


def _rows(facts: LogFacts) -> list[str]:
    said = []
    if facts.rows_read:
        whose = "Files" if facts.is_only_client or facts.n_clients > 1 else "This client's rows"
        said.append(f"{whose}: {describe_rows(facts)}.")
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
