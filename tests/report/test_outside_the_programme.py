"""What was done outside the programme, and after it, on a client's page."""

from __future__ import annotations

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.figures import figure_alt
from mobility_analysis.report.page.describe import areas_in_use
from mobility_analysis.report.page.tables import exercise_table
from tests.diaries import practised, prescribed

MORE = ["2026-10-27", "2026-10-28", "2026-11-09", "2026-11-16"]


def log_of(**end: str) -> MobilityLog:
    """Down dog on 3 days of a week; bear rolls, never prescribed, on 4 days beside."""
    sessions = practised(["2026-10-26", "2026-10-28", "2026-10-30"])
    sessions += practised(MORE, exercise="bear-rolls")
    return log_from_tables(programme=[prescribed(**end)], sessions=sessions, as_of="2026-11-22")


def contents_of(**end: str) -> ClientContents:
    return client_contents(log_of(**end), "ana")


def test_the_calendar_counts_every_day_on_which_something_was_done() -> None:
    alt = figure_alt(contents_of(), "04-practice-calendar")
    # 26, 28 and 30 Oct in the programme; 27 Oct, 9 and 16 Nov outside it only.
    assert alt.endswith("done on 6 of 28 days, 3 of them outside the programme only.")


def test_paper_names_what_was_trained_outside_the_programme_and_of_when_it_speaks() -> None:
    assert areas_in_use(contents_of()).said == (
        "Outside the programme, last 4 weeks: 4 sessions (Bear Rolls) for spinal articulation and "
        "thoracic rotation. Not prescribed, none done, last 4 weeks: overhead, thoracic extension "
        "and general upper-back mobility."
    )
    ended = log_from_tables(
        programme=[prescribed(start="2026-09-07", end="2026-09-20")],
        sessions=practised(["2026-09-08", "2026-09-15"]),
        as_of="2026-11-22",
    )
    said = areas_in_use(client_contents(ended, "ana")).said
    assert said == "No focus area was prescribed or practised, last 4 weeks."


def test_the_last_day_done_is_said_to_be_of_the_programme_where_there_is_more() -> None:
    assert exercise_table(contents_of()).columns[-1] == "Last done in the programme"
    plain = log_from_tables(
        programme=[prescribed()], sessions=practised(["2026-10-26"]), as_of="2026-11-22"
    )
    assert exercise_table(client_contents(plain, "ana")).columns[-1] == "Last done"
