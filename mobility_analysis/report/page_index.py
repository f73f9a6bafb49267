"""The page over several clients: who to look at first. It sorts with a little script of its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload_words import listed
from mobility_analysis.report.describe_caseload import (
    describe_caseload,
    describe_chance,
)
from mobility_analysis.report.describe_log import describe_rows
from mobility_analysis.report.facts import log_facts
from mobility_analysis.report.page_html import page_environment, template_text
from mobility_analysis.report.pictures import Picture
from mobility_analysis.report.summary_words import DEFINITION, KIND_OF_PAGE
from mobility_analysis.report.words import (
    MARK_CAPTION,
    MUST_CARRY,
    TOLERANCE,
    date_words,
    minus_sign,
    number_words,
    of_words,
)

__all__ = ["index_html"]

COLUMNS = (
    "Client",
    "Look first: reasons",
    "New",
    "Gone",
    "Newest entry",
    "Days since",
    "Done, last 28 days",
    "The 28 days before",
    "Stiffness, first → last 14 days",
    "Change, points",
    "Verdict*",
    "Days logged",
    "Newest note",
)
Row = pd.Series  # one row of a table


class Cell(NamedTuple):
    """What a cell says, and the text or number it is sorted by; empty goes last."""

    text: str
    sort: str
    is_short: bool = True


class Line(NamedTuple):
    """One client's row: where its page is, and whether there is a reason to look first."""

    link: str
    is_first: bool
    cells: tuple[Cell, ...]


def index_html(
    log: MobilityLog,
    review: pd.DataFrame,
    links: Mapping[str, str],
    *,
    as_of: pd.Timestamp,
    pictures: Sequence[Picture] = (),
    has_tables: bool = True,
) -> str:
    """Return the page over several clients as one HTML file.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    review : DataFrame
        ``caseload_review``, in the order to be shown.
    links : mapping of str to str
        Path of each client's page, from where this page stands.
    as_of : Timestamp
        The day on which the log is looked at.
    pictures : sequence of Picture, optional
        The caseload as a picture.
    has_tables : bool, default True
        Whether caseload.csv stands beside the page.

    Returns
    -------
    str
    """
    facts = log_facts(log, as_of=as_of)
    script = template_text("sort.js")
    digest = hashlib.sha256(str(script).encode()).digest()
    return (
        page_environment()
        .get_template("index.html.jinja")
        .render(
            css=template_text("style.css"),
            script=script,
            script_hash=f"sha256-{base64.b64encode(digest).decode('ascii')}",
            kind=KIND_OF_PAGE,
            period=f"as of {date_words(as_of)} · {describe_rows(facts)}",
            lead=(describe_caseload(review, as_of=as_of), describe_chance(review)),
            caption=(
                "Those to look at first on top, by their first reason; the others follow by name, "
                f"in grey. Self-reported. * {MARK_CAPTION}"
            ),
            columns=COLUMNS,
            rows=[_line(row, links) for _, row in review.iterrows()],
            figures=pictures,
            must_carry=MUST_CARRY,
            small_print=(
                DEFINITION,
                *facts.assumptions,
                f"mobility_analysis {version('mobility-analysis')}",
            ),
            has_tables=has_tables,
        )
    )


def _line(row: Row[Any], links: Mapping[str, str]) -> Line:
    client = str(row["client"])
    link = quote(links[client]) if client in links else ""
    cells = (
        Cell(client, client.casefold()),
        _words(row["reasons"]),
        _words(row["new_reasons"]),
        _words(row["gone_reasons"]),
        _day(row["last_entry"]),
        _number(row["days_since_entry"]),
        _practice(row, "done_last_28_days", "prescribed_last_28_days"),
        _practice(row, "done_28_days_before", "prescribed_28_days_before"),
        _means(row),
        _change(row["change_points"]),
        _words(row["verdict"]),
        _share(row["days_logged"], row["days_eligible"]),
        _words(row["newest_note"]),
    )
    return Line(link, bool(listed(row["reasons"])), cells)


def _words(text: object) -> Cell:
    words = text if isinstance(text, str) else ""
    return Cell(words or "–", words.casefold(), is_short=False)


def _day(day: pd.Timestamp) -> Cell:
    if pd.isna(day):
        return Cell("no entry", "")
    return Cell(date_words(day), day.date().isoformat())


def _number(value: float) -> Cell:
    if pd.isna(value):
        return Cell("–", "")
    return Cell(number_words(value), f"{value:g}")


def _share(part: float, whole: float) -> Cell:
    """Write a count of a count, sorted by its share."""
    if pd.isna(part) or pd.isna(whole):
        return Cell("–", "")
    if whole <= TOLERANCE:
        return Cell("none due", "")
    return Cell(of_words(part, whole), f"{part / whole:.9f}")


def _practice(row: Row[Any], done: str, prescribed: str) -> Cell:
    """Write done of prescribed; where sessions were never logged, practice is unknown."""
    if row[prescribed] > TOLERANCE and pd.isna(row["adherence"]):
        return Cell("never logged", "")
    return _share(row[done], row[prescribed])


def _means(row: Row[Any]) -> Cell:
    first, last = row["baseline_mean"], row["recent_mean"]
    if pd.isna(row["change_points"]) or pd.isna(first) or pd.isna(last):
        return Cell("–", "")
    return Cell(f"{first:.1f} → {last:.1f}", f"{last:.9f}")


def _change(points: float) -> Cell:
    if pd.isna(points):
        return Cell("–", "")
    return Cell(minus_sign(f"{points:+.1f}"), f"{points:.9f}")
