"""The codebook says what the schema declares, and names every column that comes out."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.schema import TABLES, codebook_markdown
from mobility_analysis.measures.caseload.reasons import REASONS

CODEBOOK = Path(__file__).resolve().parent.parent / "data" / "README.md"


@pytest.fixture(scope="module")
def text() -> str:
    return CODEBOOK.read_text(encoding="utf-8")


def test_the_tables_of_a_log_stand_as_the_schema_declares_them(text: str) -> None:
    assert codebook_markdown().strip() in text


def test_every_column_that_comes_out_is_named(text: str, tmp_path: Path) -> None:
    wanted = ["--client", "Elin S", "--client", "Isla B"]
    done = CliRunner().invoke(main, ["report", *wanted, "--only", "tables", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    written: set[str] = set()
    for path in tmp_path.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            written |= set(next(csv.reader(file)))
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
