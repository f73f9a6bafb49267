"""What stands in a cell of the list of clients: of which days it is, and what it lacks."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.page.caseload import caseload_page
from tests.diaries import practised


def cells(log: MobilityLog) -> dict[str, str]:
    """The cells of the first client of a list, by their headings."""
    review = caseload_review(log)
    page = caseload_page(log, review, {}, as_of=log.as_of, thresholds=Thresholds())
    return {name: cell.text for name, cell in page.lines[0].figures}


def days_to(last: str, number: int) -> list[str]:
    return [str(day.date()) for day in pd.date_range(end=last, periods=number)]


def test_without_a_programme_the_list_says_how_many_sessions_were_done() -> None:
    def practice(*days: str) -> list[str]:
        found = cells(log_from_tables(sessions=practised(days), as_of="2026-11-29"))
        return [found["practice"], found["before"]]

    both = days_to("2026-11-29", 50)
    assert practice(*both) == ["28 sessions, no set number", "22 sessions (22 days)"]
    assert practice(*days_to("2026-10-25", 30)) == ["0 sessions, no set number", "21 sessions"]
    assert practice("2026-11-29") == ["1 session, no set number", "–"]
