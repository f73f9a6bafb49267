"""What a review says of one client below its page: the lead, what to talk about, rows, notes."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log.model import MobilityLog
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
    """
    if contents is None:
        return say(NOBODY)
    topics = topics_to_talk_about(contents) or ("No reason to look, and no note.",)
    return say(f"{contents.client}.", *topics)


def show_recent(contents: ClientContents | None) -> Shown:
    """Show what was done of each exercise in the last 28 days.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown
    """
    if contents is None:
        return say(NOBODY)
    columns = ["exercise", "prescribed", "done", "partial", "skipped", "last_done"]
    return show_table(contents.recent_by_exercise, *columns, names=contents.names)


def show_notes(contents: ClientContents | None) -> Shown:
    """Show the newest notes of a client as they were written.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    Shown
    """
    if contents is None:
        return say(NOBODY)
    if contents.notes.empty:
        return say("No note was written.")
    return show_table(newest(contents.notes), "date", "about", "note")
