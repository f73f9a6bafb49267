"""Words on paper: nothing is wider than its room, and nothing goes in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.charts.parts.text import printable, shortened, width_mm, wrapped

FLEXED_BICEPS = "\N{FLEXED BICEPS}"


def test_a_picture_becomes_its_name_and_a_foreign_letter_a_box() -> None:
    assert printable(f"good day {FLEXED_BICEPS}!") == "good day [flexed biceps]!"
    assert printable("\u80a9\u3053\u308a 5/10") == "▯▯▯ 5/10"


def test_skin_tones_joiners_and_bells_leave_no_trace_but_letters_stay() -> None:
    assert printable(f"{FLEXED_BICEPS}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\ufe0f") == (
        "[flexed biceps]"
    )
    assert printable("a\x07b\x00c") == "abc"
    assert printable("u\u0308ber Zoë, Łukasz, Ελένη, Дарья") == "über Zoë, Łukasz, Ελένη, Дарья"


def test_line_breaks_and_tabs_become_one_space() -> None:
    assert printable(" first\r\n\r\nsecond\tthird ") == "first second third"


def test_dollars_are_dollars_and_no_formula() -> None:
    assert printable("$x_1$ costs 5 $") == "$x_1$ costs 5 $"


def test_a_word_of_sixty_letters_is_broken_after_its_hyphens_then_anywhere() -> None:
    lines = wrapped("client-with-a-long-name", width=23, size=9).lines
    assert lines == ("client-with-a-", "long-name")
    assert "".join(wrapped("W" * 60, width=20, size=9).lines) == "W" * 60


def test_what_does_not_fit_ends_in_an_ellipsis_and_says_so() -> None:
    fitted = wrapped("one two three four five six", width=12, size=9, max_lines=2)
    assert fitted.is_cut
    assert len(fitted.lines) == 2
    assert fitted.lines[-1].endswith("…")
    assert not wrapped("one", width=12, size=9, max_lines=2).is_cut
    assert wrapped("one", width=12, size=9, max_lines=0).lines == ()


def test_no_words_are_no_lines() -> None:
    assert wrapped("  ", width=12, size=9).lines == ()
    assert width_mm("", size=9) == 0.0


@pytest.mark.parametrize("weight", ["normal", "bold"])
@given(words=st.text(max_size=80), width=st.floats(5, 60))
def test_no_line_is_wider_than_its_room(weight: str, words: str, width: float) -> None:
    for line in wrapped(words, width=width, size=8, weight=weight).lines:
        assert width_mm(line, size=8, weight=weight) <= width or len(line) == 1
    assert width_mm(shortened(words, width=width, size=8, weight=weight), size=8,
                    weight=weight) <= width  # fmt: skip


@given(words=st.text(max_size=80), width=st.floats(10, 60))
def test_wrapping_loses_no_letter(words: str, width: float) -> None:
    lines = wrapped(words, width=width, size=8).lines
    assert "".join(lines).replace(" ", "") == printable(words).replace(" ", "")
