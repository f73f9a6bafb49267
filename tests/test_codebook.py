"""The codebook says what the schema declares, and names every column that comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from mobility_analysis.log.built_in import built_in_ids
from mobility_analysis.log.catalogue import load_catalogue
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.schema import TABLES, codebook_markdown
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.review import CASELOAD_COLUMNS
from mobility_analysis.measures.limits import FOUR_WEEKS, HIGH_MEAN, MIN_DAYS_A_WEEK, RISE_POINTS
from mobility_analysis.measures.stiffness.change import WORSE_WHEN_LAST_HEARD_POINTS
from mobility_analysis.measures.stiffness.days import MIN_DAYS
from mobility_analysis.measures.stiffness.estimates import MIN_TREND_DAYS, MIN_TREND_SPAN
from mobility_analysis.measures.stiffness.flags import BEFORE_DAYS, LAST_DAYS, RISE_RATED_DAYS
from mobility_analysis.measures.stiffness.windows import FEWEST_DAYS, WINDOW_DAYS
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.figures import FIGURES
from mobility_analysis.words.numbers import cut_percent

CODEBOOK = Path(__file__).resolve().parent.parent / "data" / "README.md"


@pytest.fixture(scope="module")
def text() -> str:
    return CODEBOOK.read_text(encoding="utf-8")


def test_the_tables_of_a_log_stand_as_the_schema_declares_them(text: str) -> None:
    assert codebook_markdown().strip() in text


def test_the_further_exercises_stand_as_their_file_has_them(text: str) -> None:
    rows = load_catalogue(further=True)
    rows = rows[~rows["exercise"].isin(built_in_ids())].to_dict("records")
    lines = [f"| `{r['exercise']}` | {r['focus_areas']} | {r['source']} |" for r in rows]
    assert "| exercise | focus areas | source |\n| --- | --- | --- |\n" + "\n".join(lines) in text


def test_every_column_that_comes_out_is_named(text: str) -> None:
    log = load_log(CODEBOOK.parent / "sample")
    written = set(CASELOAD_COLUMNS)
    for client in ("Elin S", "Isla B"):
        contents = client_contents(log, client)
        assert {table for figure in FIGURES for table in figure.numbers} <= set(contents.tables)
        tables = contents.tables.values()
        written |= {str(column) for table in tables for column in table.columns}
    assert len(written) > 80
    named = set(re.findall(r"`([a-z0-9_]+)`", text))
    assert sorted(written - named) == []


def test_every_reason_is_named_in_its_order(text: str) -> None:
    places = [text.index(f"`{reason}`") for reason in REASONS]
    assert places == sorted(places)


def test_the_recipe_in_the_codebook_breaks_no_rule(text: str) -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    recipe = recipe_from_text(toml, "codebook")
    assert recipe.rule_names == ("not-attended",)
    assert recipe.is_one_a_day
    assert set(TABLES) >= {"sessions", "stiffness"}


@pytest.mark.parametrize(
    "said",
    [
        f"A weekly mean needs {MIN_DAYS_A_WEEK} of 7 (Griffiths 2022)",
        f"the first {WINDOW_DAYS} days from the first day value (or a stated start), half the "
        f"diary where it has {FEWEST_DAYS} to {2 * WINDOW_DAYS - 1} days; a mean needs {MIN_DAYS} "
        f"rated days, a verdict a third of the window (at least {MIN_DAYS}",
        f"Under {FEWEST_DAYS} days of diary there are no windows yet",
        f"from {MIN_TREND_DAYS} rated days over {MIN_TREND_SPAN} days",
        "as many days as a window has, to the last rating, where the recent window is too thin; "
        f"whether they lie {WORSE_WHEN_LAST_HEARD_POINTS:g} points above the baseline",
        f"full weeks with at least {cut_percent(MET_SHARE)} done (Bailey 2018",
        f"sessions in the last {FOUR_WEEKS} days, and in the {FOUR_WEEKS} before",
        f"recent mean (of all moments used, also where the comparison is held to one) of "
        f"{HIGH_MEAN:g} or more",
        f"the last {RISE_RATED_DAYS} rated days of the last {LAST_DAYS} lie {RISE_POINTS:g} points "
        f"above the {BEFORE_DAYS} days before",
    ],
)
def test_the_codebook_says_the_numbers_of_the_rules(text: str, said: str) -> None:
    assert said in text
