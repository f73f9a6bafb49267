"""The parts of the page one by one: the weeks shown, the rows chosen, areas, loads, the legend."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Patch

from mobility_analysis.charts.parts.theme import Surroundings, style
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.page.describe import areas_in_use, describe_page
from mobility_analysis.report.paper.charts import (
    Entry,
    Grid,
    Weeks,
    handed_over,
    history,
    key_data,
    load_words,
    loads,
    panels,
    shown_weeks,
)
from tests.page_logs import contents_of_variant


def contents_of(**tables: Any) -> ClientContents:
    log = log_from_tables(**tables)
    return client_contents(log, log.clients[0])


def sessions(exercise: str, *days: str, **more: Any) -> list[dict[str, Any]]:
    return [{"client": "ana", "date": day, "exercise": exercise} | more for day in days]


def prescribed(exercise: str, start: str, often: str) -> dict[str, str]:
    return {"client": "ana", "exercise": exercise, "start": start, "times_per_week": often}


# --- the description


def test_paper_names_the_parts_that_it_leaves_out() -> None:
    page = describe_page(contents_of_variant("26 weeks"))
    assert page.left_out == ("Self-rated stiffness", "Practice and stiffness together")
    assert page.title == "A. EXAMPLE: upper-back practice and self-rated stiffness"


# --- the weeks that are drawn


def test_eight_weeks_are_drawn_at_least_from_the_monday_of_the_first_entry() -> None:
    found = contents_of(sessions=sessions("down-dog", "2026-11-14", "2026-11-22"))
    # 14 November 2026 is a Saturday: its Monday is the 9th; eight weeks end on 3 January.
    assert shown_weeks(found) == Weeks(
        pd.Timestamp("2026-11-09"), pd.Timestamp("2027-01-03"), is_cut=False
    )


def test_of_a_long_log_the_last_26_weeks_are_drawn_and_the_history_as_a_strip() -> None:
    found = contents_of(
        sessions=sessions("down-dog", "2026-01-05", "2026-11-22"),
        stiffness=[{"client": "ana", "date": "2026-11-22", "score": 4}],
    )
    # The week of 22 November starts on the 16th; 25 weeks before is 25 May.
    weeks = shown_weeks(found)
    assert weeks == Weeks(pd.Timestamp("2026-05-25"), pd.Timestamp("2026-11-22"), is_cut=True)
    with style(text_pt=8):
        assert history(found, weeks, "alt") is not None


def test_no_strip_where_all_is_drawn_large_or_nothing_was_rated() -> None:
    short = contents_of(stiffness=[{"client": "ana", "date": "2026-11-22", "score": 4}])
    weeks = shown_weeks(short)
    assert weeks is not None
    assert history(short, weeks, "alt") is None
    unrated = contents_of(sessions=sessions("down-dog", "2026-01-05", "2026-11-22"))
    weeks = shown_weeks(unrated)
    assert weeks is not None
    assert history(unrated, weeks, "alt") is None


def test_without_a_date_there_are_no_weeks() -> None:
    assert shown_weeks(contents_of(pauses=[{"client": "ana", "start": "2026-11-01"}])) is None


# --- the legend


def test_the_legend_of_both_panels_says_of_each_mark_what_it_is_of_whatever_charts_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mobility_analysis.charts.stiffness.WEEKLY_MEAN", "mean of seven days")
    found = contents_of(
        programme=[prescribed("down-dog", "2026-09-01", "3")],
        sessions=sessions("down-dog", "2026-09-02", "2026-11-11", "2026-11-17"),
        stiffness=[{"client": "ana", "date": day, "score": 5}
                   for day in pd.date_range("2026-09-01", "2026-11-17").strftime("%Y-%m-%d")],
    )  # fmt: skip
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8, around=Surroundings(is_drawn=False)):
        drawn = panels(found, weeks, ("", ""))
        words = [entry.words for entry in handed_over()]
    said = ["practice in a week", "in part of a week", "stiffness on a day",
            "weekly mean (4+ days rated)"]  # fmt: skip
    assert [name for name in words if name in said] == said
    assert "mean of seven days" not in words
    assert [panel.ax.get_legend() for panel in drawn] == [None, None]
    assert [panel.ax.get_title() for panel in drawn] == ["", ""]


def test_an_entry_without_a_mark_has_no_sample() -> None:
    entries = [Entry(Patch(), "a week"), Entry(None, "blank: none"), Entry(Patch(), "part")]
    assert key_data(entries, 4) == [
        {"words": "a week", "sample": 4},
        {"words": "blank: none", "sample": None},
        {"words": "part", "sample": 6},
    ]


def test_a_panel_is_as_high_as_asked_for_with_its_labels_around() -> None:
    found = contents_of_variant("26 weeks")
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8):
        practice, _ = panels(found, weeks, ("alt", ""))
        svg = practice.svg(20.0).decode()
        figure = practice.ax.figure
        height = figure.get_figheight() * 25.4
        assert height == pytest.approx(20 + practice.around)
        assert practice.ax.get_position().height * height == pytest.approx(20)
        assert practice.above > 3 * 2.8  # three lanes of flags
        top = max(text.get_window_extent().y1 for text in practice.ax.texts)
        assert top <= figure.bbox.y1
    assert 'width="419.' in svg  # 148 mm


# --- rows


def test_loads_are_the_first_and_the_newest_that_were_used() -> None:
    found = contents_of(
        sessions=[
            *sessions("down-dog", "2026-11-02", load_kg=2),
            *sessions("down-dog", "2026-11-03", load_kg=9, status="skipped"),
            *sessions("down-dog", "2026-11-09", load_kg=4),
            *sessions("down-dog", "2026-11-10"),
            *sessions("bear-rolls", "2026-11-10", load_kg=7.5),
        ]
    )
    assert loads(found) == {"down-dog": (2.0, 4.0), "bear-rolls": (7.5, 7.5)}
    assert load_words(7.5, 7.5) == "7.5 kg"
    assert load_words(12.5, 17.5) == "12.5 → 17.5 kg"


def grid_of(found: ClientContents) -> Grid:
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8):
        return Grid(found, weeks)


def test_of_too_many_exercises_those_with_the_lowest_share_lately_are_shown() -> None:
    found = contents_of(
        sessions=[*sessions("down-dog", "2026-11-20"), *sessions("bear-rolls", "2026-11-22")],
        programme=[
            prescribed("down-dog", "2026-11-16", "1"),
            prescribed("bear-rolls", "2026-11-16", "2"),
            prescribed("overhead-opener", "2026-11-16", "1"),
        ],
    )
    grid = grid_of(found)
    # Shares: down-dog 1 of 1, bear-rolls 1 of 2, overhead-opener 0 of 1.
    assert grid.chosen(2) == (["bear-rolls", "overhead-opener"], "lowest shares lately")
    assert [tuple(row) for row in grid.rows(["bear-rolls", "overhead-opener"])] == [
        ("Bear Rolls", "1 of 2", ""), ("Overhead Opener", "0 of 1", ""),
    ]  # fmt: skip


def test_what_was_done_in_part_alone_has_room_in_its_column() -> None:
    found = contents_of(
        sessions=sessions("down-dog", "2026-11-20", "2026-11-22", status="partial"),
        programme=[prescribed("down-dog", "2026-11-16", "2")],
    )
    [row] = grid_of(found).rows(["down-dog"])
    assert row.done == "2 in part"  # of "0 in full, 2 in part, of 2" a narrow column cut the end


def test_without_a_programme_those_done_most_are_shown() -> None:
    found = contents_of(
        sessions=[
            *sessions("down-dog", "2026-11-16", "2026-11-17"),
            *sessions("bear-rolls", "2026-11-18"),
        ]
    )
    assert grid_of(found).chosen(1) == (["down-dog"], "most done")


def test_the_weeks_of_the_grid_stand_under_those_of_the_panels() -> None:
    found = contents_of_variant("nine days")
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8):
        upper, _ = panels(found, weeks, ("", ""))
        grid = Grid(found, weeks)
        cells = grid._axes(grid.exercises)
    assert cells.get_xlim() == upper.ax.get_xlim()


def test_areas_stand_with_the_lowest_share_first_and_name_their_only_exercise() -> None:
    found = contents_of(
        sessions=sessions("down-dog", "2026-11-22"),
        programme=[
            prescribed("down-dog", "2026-11-16", "1"),
            prescribed("bear-rolls", "2026-11-16", "1"),
            prescribed("foam-roller-overpressure", "2026-11-16", "1"),
        ],
    )
    rows = [(row.name, row.done, row.only) for row in areas_in_use(found).rows]
    # Down Dog: spinal length, thoracic flexion; the roller: extension and flexion; Bear Rolls:
    # articulation and rotation. Flexion has two exercises, 1 of 2 done.
    assert rows == [
        ("spinal articulation", "0 of 1", "Bear Rolls"),
        ("thoracic extension", "0 of 1", "Foam Roller with Overpressure"),
        ("thoracic rotation", "0 of 1", "Bear Rolls"),
        ("thoracic flexion", "1 of 2", ""),
        ("spinal length", "1 of 1", "Down Dog"),
    ]
