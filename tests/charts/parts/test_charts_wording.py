"""Words on charts: nothing is rounded up, nothing is lost when lines are broken."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.charts.parts.text import (
    area_name,
    fit,
    laid_out_width,
    line_width,
    printable,
    width_pt,
    wrap,
)
from mobility_analysis.words import numbers
from mobility_analysis.words.numbers import count, day_span, done_of_prescribed, percent

NAMES = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=80)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(0.796, "79 %"), (0.8, "80 %"), (0.1 + 0.7, "80 %"), (1.0, "100 %"), (0.0, "0 %"),
     (0.004, "under 1 %"), (1.333, "133 %")],
)  # fmt: skip
def test_a_percentage_is_cut_and_never_rounded_up(ratio: float, words: str) -> None:
    assert percent(ratio) == words


@pytest.mark.parametrize(
    ("done", "counted", "prescribed", "words"),
    [
        (31, 31, 48, "31 of 48"),
        (12, 9, 12, "12 of 12, 9 counted"),  # 6, 0, 3, 3 of 3 a week: the worked example
        (15, 12, 12, "15 of 12"),  # all that was prescribed is counted: the numbers say it
        (4, 27 / 7, 27 / 7, "4 of 3.9"),
        (29, 28.4, 60, "29 of 60"),  # a part week passed by a fraction
        (0, 0, 7.5, "0 of 7.5"),
    ],
)
def test_extra_sessions_are_said_where_they_make_a_difference(
    done: float, counted: float, prescribed: float, words: str
) -> None:
    assert done_of_prescribed(done, counted, prescribed) == words


def test_a_count_that_is_not_whole_is_never_shown_as_whole() -> None:
    assert [count(48.0), count(47.96), count(1382)] == ["48", "48.0", "1,382"]


def test_the_year_of_a_span_stands_once_where_it_is_the_same() -> None:
    first, last = pd.Timestamp("2025-12-29"), pd.Timestamp("2026-01-04")
    assert day_span(first, last) == "29 Dec 2025 to 4 Jan 2026"
    assert day_span(last, last) == "4 Jan 2026"


def test_a_letter_that_the_font_lacks_leaves_a_box_and_no_warning() -> None:
    assert printable("roll \U0001f43b\u75db ok") == "roll ▯▯ ok"


def test_the_area_that_says_nothing_is_named_in_plain_words() -> None:
    assert area_name("thoracic mobility") == "general upper-back mobility"


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


def test_months_do_not_follow_the_locale() -> None:
    assert numbers.MONTHS[4] == "May"


LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FF) | st.sampled_from("–…→−’°ΩДАж")


@given(st.text(LETTERS, max_size=40).map(printable), st.booleans())
def test_steps_from_letter_to_letter_add_up_to_the_line_laid_out_whole(
    line: str, bold: bool
) -> None:
    # The last letter counts with the room after it, and two letters in one (fi) count as two.
    off = line_width(line, bold=bold) - laid_out_width(line, bold=bold)
    assert abs(off) < 0.2 + 0.04 * sum(line.count(two) for two in ("ff", "fi", "fl"))


@pytest.mark.parametrize("line", ["", " ", "Foam Roller with Overpressure", "AVAVA To Te We"])
@pytest.mark.parametrize("bold", [False, True])
def test_kerned_pairs_stand_closer(line: str, bold: bool) -> None:
    assert line_width(line, bold=bold) == pytest.approx(laid_out_width(line, bold=bold), abs=0.01)


def test_letters_that_join_are_laid_out_whole() -> None:
    joined = "سلام"
    assert line_width(joined) == laid_out_width(joined)
