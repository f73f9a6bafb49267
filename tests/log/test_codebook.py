"""The codebook says what the schema says."""

from __future__ import annotations

from pathlib import Path

from mobility_analysis.log.codebook import codebook_markdown

CODEBOOK = Path(__file__).resolve().parents[2] / "data" / "README.md"


def test_the_tables_of_the_codebook_are_those_of_the_schema() -> None:
    written = CODEBOOK.read_text(encoding="utf-8")
    for block in codebook_markdown().split("\n### "):
        assert block.removeprefix("### ").strip() in written
