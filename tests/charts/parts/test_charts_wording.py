"""Words on charts: nothing is lost when lines are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.charts.parts import letters
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.text import (
    fit,
    laid_out_size,
    line_size,
    line_width,
    width_pt,
    wrap,
)


def test_letters_that_are_known_without_the_font_are_in_it() -> None:
    assert set(map(ord, letters._KNOWN)) <= letters._letters()


NAMES = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=80)


@given(NAMES, st.floats(20, 200))
def test_breaking_into_lines_loses_no_letter_and_keeps_to_the_width(
    text: str, width: float
) -> None:
    lines = wrap(text, width, 9).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_pt(line, 9) <= width or len(line) <= 1 for line in lines)


@given(NAMES, st.integers(1, 3))
def test_lines_become_wider_rather_than_more(text: str, max_lines: int) -> None:
    assert fit(text, 60, 9, max_lines=max_lines).count("\n") < max_lines


LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FF) | st.sampled_from("–…→−’°ΩДАж")


@given(st.text(LETTERS, max_size=40).map(printable), st.sampled_from(["normal", "bold"]))
def test_a_line_is_as_large_by_its_letters_as_laid_out_whole(line: str, weight: str) -> None:
    assert line_size(line, weight) == pytest.approx(laid_out_size(line, weight), abs=1e-4)


@pytest.mark.parametrize(
    "line", ["", " ", "Foam Roller with Overpressure", "AVAVA To Te We", "stiff, fit, flat: offfi"]
)
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_kerned_pairs_stand_closer_and_some_letters_are_one_sign(line: str, weight: str) -> None:
    assert line_size(line, weight) == laid_out_size(line, weight)


def test_letters_that_join_are_laid_out_whole() -> None:
    joined = "سلام"
    assert line_size(joined) == laid_out_size(joined)
    assert line_width(joined) == laid_out_size(joined).width
