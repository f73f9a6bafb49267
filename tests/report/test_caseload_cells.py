"""What stands in a cell of the list of clients: of which days it is, and what it lacks."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.report.summary import key_figures, lead_words, practice_words
from mobility_analysis.words.numbers import count_words
from tests.diaries import practised, prescribed


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


def test_a_figure_of_four_weeks_names_the_rows_not_read_that_may_belong_to_it() -> None:
    good = practised(days_to("2026-11-29", 60))

    def practice(*dates: str, status: str = "doen") -> list[str]:
        bad = practised(dates, status=status)
        log = log_from_tables(
            sessions=[*good, *bad],
            programme=[prescribed(start="2026-10-05", often="7")],
            on_problem="set aside",
        )
        assert caseload_review(log)["practice_rows_not_read"].tolist() == [len(dates)]
        found = cells(log)
        contents = client_contents(log, "ana")
        names = [lead_words(contents), key_figures(contents)[0].label]
        n_lately = len([date for date in dates if date != "2026-10-04"])
        said = count_words(n_lately, "row") + " not read"
        assert [said in name for name in names] == [n_lately > 0] * 2
        assert practice_words(contents).count("not read") == 1  # of the whole time
        return [found["practice"], found["before"]]

    assert practice("2026-10-04") == ["28 of 28", "28 of 28"]
    assert practice("2026-11-02") == ["28 of 28; 1 row not read", "28 of 28"]
    assert practice("2026-11-01") == ["28 of 28", "28 of 28; 1 row not read"]
    # a slip of the pen in the year: of which day it is nobody knows
    slip = practice("2062-11-02", status="done")
    assert slip == ["28 of 28; 1 row not read", "28 of 28; 1 row not read"]
    lost = practice("2026-11-29", "32 Nov 2026")
    assert lost == ["28 of 28; 2 rows not read", "28 of 28; 1 row not read"]
