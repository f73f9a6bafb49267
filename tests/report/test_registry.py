"""Every table and every figure is one entry, and the page, the files and their names follow it."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd

from mobility_analysis.log import log_from_tables
from mobility_analysis.report.contents import (
    MADE_OF_THE_LOG,
    TABLE_FILES,
    TABLES,
    ClientContents,
)
from mobility_analysis.report.figures import FIGURES, figures_of
from mobility_analysis.report.page.describe import page_sections
from mobility_analysis.report.summary import key_figures
from tests.page_logs import contents_of_variant, log_of_variant
from tests.report.test_contents import client_contents


def test_each_table_is_declared_once_and_made_by_its_entry() -> None:
    log, client = log_of_variant("26 weeks")
    contents = client_contents(log, client)
    own = log.for_client(client)
    for name, table in TABLES.items():
        pd.testing.assert_frame_equal(getattr(contents, name), table.make(own, contents.options))
    assert [each.name for each in fields(ClientContents)] == ["client", "options", "block"]
    assert MADE_OF_THE_LOG == ("log", "stated", "facts", "names", "areas", "notes", "review")
    assert set(TABLE_FILES) - set(TABLES) == {"assumptions", "own_areas"}
    assert set(TABLES) - set(TABLE_FILES) == {
        "recent_overall", "before_overall", "beside_recent_sum", "practice_days", "window_days",
        "weeks_with_practice", "before_after_pairs", "sharp_rise", "high_scores",
    }  # fmt: skip


def checked_contents() -> ClientContents:
    """The tables of a client whose movement was checked."""
    log, client = log_of_variant("26 weeks")
    check = {"client": client, "date": log.as_of, "test": "seated-rotation", "side": "left"}
    checks = log_from_tables(checks=[check | {"value": 40}], as_of=log.as_of).checks
    checks["client"] = checks["client"].astype(log.sessions["client"].dtype)
    tests = log_from_tables().tests
    return client_contents(replace(log, checks=checks, tests=tests), client)


def test_a_part_without_a_check_is_no_part_of_the_page() -> None:
    contents = contents_of_variant("26 weeks")
    assert "movement" not in [section.id for section in page_sections(contents)]
    assert len(key_figures(contents)) == 3
    assert len(key_figures(checked_contents())) == 4


def test_each_figure_stands_in_a_part_of_the_page_and_shows_tables_that_there_are() -> None:
    contents = checked_contents()
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names) == 12
    for figure in FIGURES:
        assert len(set(figure.numbers)) == len(figure.numbers) > 0, figure.name
        for table in figure.numbers:
            assert isinstance(getattr(contents, table), pd.DataFrame)
    sections = page_sections(contents)
    shown = [chart.name for section in sections for chart in section.of("chart")]
    assert shown == [figure.name for figure in FIGURES if figure.is_wanted(contents)]
    assert len(shown) == 9
    assert {section.id for section in sections} == {figure.section for figure in FIGURES}


def test_the_figures_of_a_part_of_the_page_stand_in_its_order() -> None:
    assert figures_of("practice") == (
        "05-adherence-by-exercise", "06-weeks", "07-months", "04-practice-calendar",
    )  # fmt: skip
    assert figures_of("nowhere") == ()
