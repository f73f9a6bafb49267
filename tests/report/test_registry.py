"""Every table and every figure is one entry, and the page, the files and their names follow it."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd

from mobility_analysis.report.contents import TABLE_FILES, TABLES, ClientContents
from mobility_analysis.report.figure_files import Picture
from mobility_analysis.report.figures import FIGURES, figures_of
from mobility_analysis.report.html.client import _sections
from tests.page_logs import contents_of_variant, log_of_variant
from tests.report.test_contents import client_contents


def test_each_table_is_declared_once_and_made_by_its_entry() -> None:
    log, client = log_of_variant("26 weeks")
    contents = client_contents(log, client)
    own = log.for_client(client)
    for name, table in TABLES.items():
        pd.testing.assert_frame_equal(getattr(contents, name), table.make(own, contents.options))
    not_measured = {
        "client", "log", "facts", "options", "names", "areas", "notes", "review",
    }  # fmt: skip
    assert {each.name for each in fields(ClientContents)} - set(TABLES) == not_measured
    assert set(TABLE_FILES) - set(TABLES) == {"assumptions"}
    assert set(TABLES) - set(TABLE_FILES) == {
        "recent_by_exercise", "recent_by_focus_area", "recent_overall", "before_overall",
        "window_days", "before_after_pairs", "sharp_rise", "high_scores",
    }  # fmt: skip


def test_each_figure_stands_in_a_part_of_the_page_and_shows_tables_that_there_are() -> None:
    contents = contents_of_variant("26 weeks")
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names) == 11
    for figure in FIGURES:
        assert next(iter(figure.numbers)) == "", figure.name
        for table in figure.numbers.values():
            assert isinstance(getattr(contents, table), pd.DataFrame)
    pictures = {name: Picture(name, "") for name in names}
    sections = _sections(contents, pictures)
    assert [picture.alt for section in sections for picture in section.figures] == names
    assert {section.id for section in sections} == {figure.section for figure in FIGURES}


def test_the_figures_of_a_part_of_the_page_stand_in_its_order() -> None:
    assert figures_of("practice") == (
        "05-adherence-by-exercise", "06-weeks", "07-months", "04-practice-calendar",
    )  # fmt: skip
    assert figures_of("nowhere") == ()
