"""Exercises whose names end in numbers, in the order in which people count."""

from __future__ import annotations

import pytest

from mobility_analysis.charts import plot_adherence_by_exercise, plot_weekly_grid
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.notebook.cells import show_table
from mobility_analysis.report.notebook.week_menu import week_menu
from mobility_analysis.report.page.tables import exercise_table, programme_table
from mobility_analysis.report.paper.charts import Grid, shown_weeks
from mobility_analysis.words.numbers import in_order, rows_in_order
from mobility_analysis.words.practice import describe_exercises
from mobility_analysis.words.titles.matrix import shown_areas
from tests.diaries import practised, prescribed

COUNTED = ["s1", "s2", "s10"]
LOG = log_from_tables(
    exercises=[{"exercise": name, "name": name, "focus_areas": "overhead"} for name in COUNTED],
    programme=[prescribed(exercise=name) for name in COUNTED],
    sessions=practised(["2026-10-26"], exercise="s2"),
    as_of="2026-11-22",
)
C = client_contents(LOG, "ana")


def test_tables_keep_their_order_and_people_read_another() -> None:
    table = C.adherence_by_exercise
    assert table["exercise"].tolist() == ["s1", "s10", "s2"]
    assert rows_in_order(table)["exercise"].tolist() == COUNTED
    assert rows_in_order(table.head(0)).empty
    assert in_order(["s2", "s10", "s1"]) == ["s2", "s10", "s1"]  # somebody's own


def test_page_paper_and_charts_count_alike() -> None:
    assert [row[0] for row in exercise_table(C).rows] == COUNTED
    assert [row[0] for row in programme_table(C).rows] == COUNTED
    weeks = shown_weeks(C)
    assert weeks is not None
    assert Grid(C, weeks).exercises == COUNTED
    for ax in (plot_adherence_by_exercise(C.adherence_by_exercise),
               plot_weekly_grid(C.adherence_weekly)):  # fmt: skip
        assert [label.get_text() for label in ax.get_yticklabels()] == COUNTED
    areas = shown_areas(C.areas, C.recent_by_exercise, C.recent_by_focus_area)
    assert areas.exercises == COUNTED


def test_sentences_and_notebooks_count_alike() -> None:
    said = describe_exercises(C.adherence_by_exercise)
    assert said.index("s1, ") < said.index("s2, ") < said.index("s10, ")
    shown = str(show_table(C.adherence_by_exercise, "exercise", "prescribed", "done"))
    assert [line.split()[0] for line in shown.splitlines()[1:4]] == COUNTED
    assert week_menu(LOG).exercises == COUNTED


@pytest.mark.parametrize("own", [["b", "a"], ["s10", "s1"]])
def test_a_table_in_an_order_of_its_own_is_drawn_so(own: list[str]) -> None:
    assert in_order(own) == own
