"""The contents of every story's page, and the words on it in their order.

All stories without options of their own are clients of one log, whose tables are measured once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from types import MappingProxyType

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.report.contents import Block, ClientContents, client_contents
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.page.describe import page_sections
from mobility_analysis.report.summary import (
    account_words,
    key_figures,
    lead_words,
    limits_and_definitions,
    period_words,
    topics_to_talk_about,
)
from mobility_analysis.words.caseload import new_notes_words, reasons_of
from mobility_analysis.words.numbers import GET_HELP, KIND_OF_PAGE, date_words
from tests.report.stories.all_stories import STORIES
from tests.report.stories.diary import CLIENT, LAST_DAY, Rows, Story


def client_of(story: Story) -> str:
    """Return the id of a story's client."""
    return CLIENT if story.options else f"Client {STORIES.index(story) + 1:02}"


@cache
def contents_of_stories() -> Mapping[str, ClientContents]:
    """Return the contents of every story's page, by its name."""
    found = dict(_of_one_log([story for story in STORIES if not story.options]))
    found |= {story.name: _alone(story) for story in STORIES if story.options}
    return MappingProxyType(found)


def alone(story: Story) -> ClientContents:
    """Return the contents of a story from a log that holds nobody else, looked at on the last "
    "day."""
    log = log_from_tables(**story.log, on_problem="set aside", as_of=LAST_DAY)
    return client_contents(log, CLIENT)


def _alone(story: Story) -> ClientContents:
    options = dict(story.options)
    targets = {name: options.pop(name) for name in ("per_week", "per_exercise") if name in options}
    log = log_from_tables(**story.log, on_problem="set aside", as_of=LAST_DAY)
    return client_contents(with_targets(log, **targets) if targets else log, CLIENT, **options)


@cache
def log_of_stories() -> MobilityLog:
    """Return the log in which each story without options is a client."""
    tables: dict[str, Rows] = {}
    for story in STORIES:
        for name, rows in ({} if story.options else story.log).items():
            own = [row | {"client": client_of(story)} for row in rows]
            tables.setdefault(name, []).extend(own)
    return log_from_tables(**tables, on_problem="set aside")


def _of_one_log(stories: list[Story]) -> Mapping[str, ClientContents]:
    log = log_of_stories()
    clients = [client_of(story) for story in stories]
    block = Block(log, clients, options_for(log), review_of_stories())
    return {story.name: made for story, made in zip(stories, block.contents(), strict=True)}


@cache
def paper_lines(contents: ClientContents) -> tuple[str, ...]:
    """Return the lines of the page on paper, without those in its charts."""
    return (
        f"{contents.client} · {KIND_OF_PAGE}",
        period_words(contents),
        *(f"{key.figure} | {key.label} | {key.detail}" for key in key_figures(contents)),
        lead_words(contents),
        *(f"To talk about: {topic}" for topic in topics_to_talk_about(contents)),
        *(part.words for part in GET_HELP),
        *(
            f"Note: {date_words(row['date'])} · {row['about']}: {row['note']}"
            for _, row in contents.notes.iterrows()
        ),
        *limits_and_definitions(contents),
        f"{account_words(contents)}.",
        *([" ".join(contents.stated)] if contents.stated else []),
    )


@cache
def review_of_stories() -> pd.DataFrame:
    """Return the list of all clients of the one log."""
    log = log_of_stories()
    return review_table(counted_log(log), options_for(log))


def caseload_line(contents: ClientContents) -> str:
    """Return what the list of all clients says of this one."""
    rows = contents.review[contents.review["client"] == contents.client]
    row = rows.iloc[0]
    reasons = "; ".join(reason.words for reason in reasons_of(row)) or "no reason to look first"
    notes = new_notes_words(row)
    return f"{reasons} · {notes}" if notes else reasons


@cache
def screen_text(contents: ClientContents) -> str:
    """Return the text of the page on the screen, each element a line."""
    html = summary_html(contents)
    body = html[html.index("<main") :]
    body = re.sub(r"<(?:td|th)[^>]*>", " | ", re.sub(r"\s*\n\s*", " ", body))
    body = re.sub(r"</(?:p|h1|h2|h3|li|tr|summary|caption|figcaption|strong)>", "\n", body)
    text = unescape(re.sub(r"<[^>]+>", "", body)).replace("\xa0", " ")
    lines = (re.sub(r" +", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@cache
def section_lines(contents: ClientContents) -> tuple[str, ...]:
    """Return the sentences that only the page on the screen has, without its tables."""
    return tuple(
        f"{section.heading}: {line.words}"
        for section in page_sections(contents)
        for line in section.of("words")
    )
