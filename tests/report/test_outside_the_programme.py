"""What was done outside the programme, and after it, on a client's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.text import Text

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.adherence import (
    focus_area_coverage,
    overall_adherence,
    unprescribed_sessions,
)
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.figure_files import drawn
from mobility_analysis.report.figures import client_figures, figure_alt
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.notebook.cells import show_coverage, show_table
from mobility_analysis.report.notebook.review import show_notes, show_recent
from mobility_analysis.report.page.describe import areas_in_use, describe_page, page_sections
from mobility_analysis.report.page.tables import exercise_table, programme_table
from mobility_analysis.report.paper.charts import Grid, shown_weeks
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.report.summary import (
    done_lately,
    key_figures,
    practice_words,
    topics_to_talk_about,
)
from mobility_analysis.words.log import not_read
from mobility_analysis.words.practice import describe_unprescribed
from tests.diaries import practised, prescribed
from tests.pdf_pages import read, said_on, words_on

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MORE = ["2026-10-27", "2026-10-28", "2026-11-09", "2026-11-16"]


def log_of(**end: str) -> MobilityLog:
    """Down dog on 3 days of a week; bear rolls, never prescribed, on 4 days beside."""
    sessions = practised(["2026-10-26", "2026-10-28", "2026-10-30"])
    sessions += practised(MORE, exercise="bear-rolls")
    return log_from_tables(programme=[prescribed(**end)], sessions=sessions, as_of="2026-11-22")


def contents_of(**end: str) -> ClientContents:
    return client_contents(log_of(**end), "ana")


def ended(**more: object) -> ClientContents:
    """Return a programme that ended 9 weeks before the day of looking."""
    log = log_from_tables(
        programme=[prescribed(start="2026-09-07", end="2026-09-20")],
        sessions=practised(["2026-09-08", "2026-09-15"]),
        as_of="2026-11-22",
        **more,
    )
    return client_contents(log, "ana")


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
    figure = next(f for f in client_figures(contents_of()) if f.name == "09-exercises-by-area")
    with drawn(figure) as sheet:
        words = " ".join(" ".join(text.get_text() for text in sheet.findobj(Text)).split())
    assert (
        "Outside the programme, last 4 weeks: 4 sessions (Bear Rolls) for spinal articulation and "
        "thoracic rotation."
    ) in words
    assert "nothing in the programme trains it" in words
    alt = figure_alt(contents_of(), "09-exercises-by-area")
    assert alt.endswith("Nothing in the programme trains 5 of 7 focus areas.")
    said = areas_in_use(ended()).said
    assert said == "No focus area was prescribed or practised, last 4 weeks."


def test_paper_and_screen_say_how_many_sessions_stand_outside() -> None:
    said = "Outside the programme and in no other figure: 4 sessions done, never prescribed."
    c = contents_of()
    assert describe_page(c).outside == said
    (page,) = read(PaperPage(c).pdf()).pages
    assert said in said_on(words_on(page))
    assert f"{said}</p>" in summary_html(c)
    late = ended(pauses=[])
    assert describe_page(late).outside == ""
    before = log_from_tables(
        programme=[prescribed(end="2026-10-01", start="2026-09-07")],
        sessions=practised(["2026-09-08", "2026-10-06", "2026-11-20"]),
        as_of="2026-11-22",
    )
    assert describe_page(client_contents(before, "ana")).outside.endswith(
        "2 sessions done, after it ends; 1 of them in the last 4 weeks."
    )


def test_the_last_day_done_is_said_to_be_of_the_programme_where_there_is_more() -> None:
    assert exercise_table(contents_of()).columns[-1] == "Last done in the programme"
    plain = log_from_tables(
        programme=[prescribed()], sessions=practised(["2026-10-26"]), as_of="2026-11-22"
    )
    assert exercise_table(client_contents(plain, "ana")).columns[-1] == "Last done"


def test_what_was_not_due_is_called_so_in_every_place() -> None:
    c = ended()
    (weeks,) = [Grid(c, weeks) for weeks in [shown_weeks(c)] if weeks]
    assert [row.done for row in weeks.rows(["down-dog"])] == ["none due"]  # on paper
    assert exercise_table(c).rows[0][1].replace("\u00a0", " ") == "none due"
    assert done_lately(c) == {"down-dog": "none due"}
    assert [key.figure for key in key_figures(c)] == ["none due", "not rated", "none due"]
    assert "Last 4 weeks: none due in any focus area." in figure_alt(
        c, "08-adherence-by-focus-area"
    )


def test_a_paused_exercise_was_not_due_and_one_without_a_programme_was_not_done() -> None:
    paused = ended(pauses=[{"client": "ana", "start": "2026-10-01"}])
    assert set(done_lately(paused).values()) == {"none due"}
    free = log_from_tables(sessions=practised(["2026-09-08"]), as_of="2026-11-22")
    assert done_lately(client_contents(free, "ana")) == {"down-dog": "none"}


def test_a_programme_that_begins_later_is_named_and_no_words_say_that_there_is_none() -> None:
    later = prescribed(exercise="bear-rolls", start="2026-12-07")
    sessions = practised(["2026-09-08", "2026-11-20"])
    log = log_from_tables(programme=[later], sessions=sessions, as_of="2026-11-22")
    c = client_contents(log, "ana")
    assert key_figures(c)[0].detail == "no programme yet: it begins on 7 Dec 2026"
    assert practice_words(c).startswith("No programme is written down for these days, so no share")
    assert "prescribed next begins on 7 Dec 2026" in programme_table(c).caption
    between = [prescribed(start="2026-09-07", end="2026-09-20"), later]
    log = log_from_tables(programme=between, sessions=sessions, as_of="2026-11-22")
    topics = topics_to_talk_about(client_contents(log, "ana"))
    assert topics[-1] == "The programme ended on 20 Sep 2026; the next begins on 7 Dec 2026"


def test_a_row_of_the_programme_that_was_not_read_is_said_where_it_may_explain_a_session() -> None:
    log = log_from_tables(
        programme=[prescribed(), prescribed(exercise="bear-rolls", often="", weekdays="often")],
        sessions=practised(["2026-10-26"]) + practised(MORE, exercise="bear-rolls"),
        as_of="2026-11-22",
        on_problem="set aside",
    )
    c = client_contents(log, "ana")
    (said,) = [
        block.words
        for part in page_sections(c)
        for block in part.of("words")
        if "outside the programme" in block.words
    ]
    assert said.endswith("never prescribed 4 (Bear Rolls); 1 row of the programme not read.")
    assert not_read(log, "practice") == "1 row not read"
    assert not_read(log, "notes") == ""  # such a row holds no note
    assert "not read" not in str(show_notes(c))


def test_notebooks_name_what_was_done_outside_the_programme() -> None:
    said = "4 logged sessions stand outside the programme and in no other figure"
    assert f"In all, {said}" in str(show_recent(contents_of()))
    assert "outside the programme" not in str(show_recent(ended()))
    below = describe_unprescribed(unprescribed_sessions(log_of()))
    frame = overall_adherence(log_of())
    assert str(show_table(frame, "exercise", "done", below=below)).count(said) == 1
    assert str(show_table(frame.head(0), "exercise", "done", below=below)).count(said) == 1
    coverage = focus_area_coverage(log_of())
    assert said in str(show_coverage(coverage, names={}, below=below))


@pytest.mark.parametrize("name", ["03_adherence_by_exercise", "04_adherence_by_focus_area"])
def test_the_notebooks_of_practice_ask_for_it(name: str) -> None:
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "below=beside" in text
    assert "No session was logged outside the programme." in text
