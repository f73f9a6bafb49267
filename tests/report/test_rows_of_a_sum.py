"""The rows behind a sum: those without a mark add up to what is said."""

from __future__ import annotations

import pytest

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.page.tables import OUTSIDE_SUM, programme_ended, session_rows
from mobility_analysis.sample.bundled import bundled_sample
from tests.diaries import practised, prescribed

DAYS = ["2026-10-26", "2026-10-28", "2026-11-09", "2026-11-16", "2026-11-18"]
PAUSED = {"client": "ana", "start": "2026-11-10"}


def log_of(*programme: dict[str, str], **more: object) -> MobilityLog:
    sessions = practised(DAYS) + practised(DAYS[:2], exercise="bear-rolls")
    sessions += practised(DAYS[1:2], exercise="down-dog")  # again on one day
    return log_from_tables(programme=list(programme), sessions=sessions, as_of="2026-11-22", **more)


LOGS = {
    "all in the programme": log_of(prescribed(), prescribed(exercise="bear-rolls")),
    "never prescribed": log_of(prescribed()),
    "paused": log_of(prescribed(), pauses=[PAUSED]),
    "as needed": log_of(prescribed(), prescribed(exercise="bear-rolls", often="as needed")),
    "as needed, then a number": log_of(
        prescribed(often="as needed", end="2026-11-01"), prescribed(start="2026-11-02")
    ),
    "ended": log_of(prescribed(end="2026-11-10")),
    "begins": log_of(prescribed(start="2026-11-10")),
    "planned days": with_targets(log_of(pauses=[PAUSED]), per_week=3),
}


def done_without_mark(log: MobilityLog, client: str) -> tuple[int, set[str]]:
    """Return how many days and exercises done have no mark, and the marks."""
    table = session_rows(client_contents(log, client))
    place = table.columns.index(OUTSIDE_SUM) if OUTSIDE_SUM in table.columns else None
    done = [row for row in table.rows if row[2] == "done"]
    marks = ["" if place is None else row[place] for row in done]
    return marks.count(""), set(marks) - {""}


@pytest.mark.parametrize("name", LOGS)
def test_the_rows_without_a_mark_add_up_to_the_sessions_done_of_the_sum(name: str) -> None:
    row = client_contents(LOGS[name], "ana").recent_overall.iloc[0]
    n_done, _ = done_without_mark(LOGS[name], "ana")
    # Of the plan of days one session a day counts: 26, 28 October and 9 November are three days.
    assert n_done == {"planned days": 6}.get(name, row["done"])
    assert row["done"] == {"planned days": 3}.get(name, n_done)


def test_the_marks_say_why() -> None:
    marks = {
        name.replace("\u00a0", " "): {mark.replace("\u00a0", " ") for mark in found}
        for name, found in ((name, done_without_mark(log, "ana")[1]) for name, log in LOGS.items())
    }
    assert marks["all in the programme"] == set()
    assert marks["never prescribed"] == {"never prescribed"}
    assert marks["paused"] == {"paused", "never prescribed"}
    assert marks["as needed"] == {"as needed"}
    assert marks["as needed, then a number"] == {"as needed", "never prescribed"}
    assert marks["ended"] == {"after it ends", "never prescribed"}
    assert marks["begins"] == {"before it starts", "never prescribed"}
    assert marks["planned days"] == {"paused"}


def test_of_every_client_of_the_sample_the_rows_add_up() -> None:
    log = load_log(bundled_sample())
    for client in log.clients:
        row = client_contents(log, client).recent_overall.iloc[0]
        assert done_without_mark(log, client)[0] == row["done"], client


def test_several_sessions_of_a_planned_day_are_said_to_count_once() -> None:
    table = session_rows(client_contents(LOGS["planned days"], "ana"))
    assert table.caption.endswith("; of several done on one day, one counts")
    plain = session_rows(client_contents(LOGS["paused"], "ana"))
    assert plain.caption.endswith("newest first")


def test_a_programme_that_ended_is_said_to_have_ended() -> None:
    c = client_contents(LOGS["ended"], "ana")
    assert programme_ended(c) == (
        "No prescription runs on 22 Nov 2026: the last one ended on 10 Nov 2026."
    )
