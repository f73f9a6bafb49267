"""What a review says of one client below its page: the lead, what to talk about, rows, notes."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload.review import NOTES_DAYS
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.notebook.cells import (
    NOTHING_USED,
    Shown,
    first_client,
    newest,
    say,
    show_table,
)
from mobility_analysis.report.summary import lead_words, topics_to_talk_about
from mobility_analysis.words.practice import with_not_read

NOBODY = f"Nothing to show: {NOTHING_USED}."


def client_to_open(
    log: MobilityLog, review: pd.DataFrame, client: str = ""
) -> ClientContents | None:
    """Return the tables of the client that was asked for, or else of the first of a review.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    review : DataFrame
        ``caseload_review`` of it.
    client : str
        The id of a client; empty for the first.

    Returns
    -------
    ClientContents or None
        None where the log has no client and none was asked for.

    Raises
    ------
    ValueError
        If the review has no such client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.client_to_open(log, ma.caseload_review(log)).client
    'Ann'
    """
    if review.empty and not client:
        return None
    return client_contents(log, first_client(review, client), review=review)


def show_lead(contents: ClientContents | None) -> Shown:
    """Show the finding of a client's page in words.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_lead(ma.client_contents(log, "Ann"))
    Ann. Stiffness was never rated in this log. 5 of 6 prescribed sessions counted from 2 to 15
    Nov 2026; self-reported.
    """
    if contents is None:
        return say(NOBODY)
    return say(f"{contents.client}. {lead_words(contents)}")


def show_topics(contents: ClientContents | None) -> Shown:
    """Show what there is to talk about with a client, a line a point.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_topics(ma.client_contents(log, "Ann"))
    Ann.
    No reason to look, and no note in the last 14 days.
    """
    if contents is None:
        return say(NOBODY)
    none = f"No reason to look, and no note in the last {NOTES_DAYS} days."
    return say(f"{contents.client}.", *(topics_to_talk_about(contents) or (none,)))


def show_recent(contents: ClientContents | None) -> Shown:
    """Show what was done and counted of each exercise in the last 28 days.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_recent(ma.client_contents(log, "Ann"))
    exercise prescribed counted done partial skipped   last done
    Down Dog          6       5    5       0       0 11 Nov 2026
    """
    if contents is None:
        return say(NOBODY)
    columns = ["exercise", "prescribed", "counted", "done", "partial", "skipped", "last_done"]
    return show_table(
        contents.recent_by_exercise,
        *columns,
        names=contents.names,
        not_read=contents.practice_not_read,
    )


def show_notes(contents: ClientContents | None) -> Shown:
    """Show the newest notes of a client as they were written.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog",
    ...                "note": "Easier than last week"}],
    ...     stiffness=[{"client": "Ann", "date": "2026-11-03", "score": 4, "moment": "waking",
    ...                 "note": "Slept badly"}],
    ... )
    >>> ma.show_notes(ma.client_contents(log, "Ann"))
          date                about                  note
    3 Nov 2026 self-rated 4, waking           Slept badly
    2 Nov 2026       Down Dog, done Easier than last week
    """
    if contents is None:
        return say(NOBODY)
    if contents.notes.empty:
        return say(with_not_read("No note was written.", contents.not_read))
    return show_table(newest(contents.notes), "date", "about", "note")
