"""The codebook says what the schema declares, and names every column that comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.schema import TABLES, codebook_markdown
from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.review import CASELOAD_COLUMNS
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.figures import FIGURES, figure_numbers

CODEBOOK = Path(__file__).resolve().parent.parent / "data" / "README.md"


@pytest.fixture(scope="module")
def text() -> str:
    return CODEBOOK.read_text(encoding="utf-8")


def test_the_tables_of_a_log_stand_as_the_schema_declares_them(text: str) -> None:
    assert codebook_markdown().strip() in text


def test_every_column_that_comes_out_is_named(text: str) -> None:
    log = load_log(CODEBOOK.parent / "sample")
    written = set(CASELOAD_COLUMNS)
    for client in ("Elin S", "Isla B"):
        contents = client_contents(log, client)
        files = [*contents.tables.values()]
        for figure in FIGURES:
            files += figure_numbers(contents, figure.name).values()
        written |= {str(column) for file in files for column in file.columns}
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
