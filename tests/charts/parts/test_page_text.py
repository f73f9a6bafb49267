"""Words on paper: nothing is wider than its room, and nothing goes in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.charts.parts.letters import needs_other_font, printable
from mobility_analysis.charts.parts.text import shortened, width_mm

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


@pytest.mark.parametrize("weight", ["normal", "bold"])
@given(words=st.text(max_size=80), width=st.floats(5, 60))
def test_no_line_is_wider_than_its_room(weight: str, words: str, width: float) -> None:
    short = shortened(words, width=width, size=8, weight=weight)
    assert width_mm(short, size=8, weight=weight) <= width


def test_a_joiner_stays_between_letters_and_goes_beside_a_picture() -> None:
    virama, joiner = "\N{SINHALA SIGN AL-LAKUNA}", "\N{ZERO WIDTH JOINER}"
    word = f"\N{SINHALA LETTER ALPAPRAANA KAYANNA}{virama}{joiner}\N{SINHALA LETTER RAYANNA}"
    assert printable(word, frozenset(word)) == word
    assert printable(f"{FLEXED_BICEPS}{joiner}{FLEXED_BICEPS}") == "[flexed biceps][flexed biceps]"


def test_letters_of_another_font_stay_where_there_is_one() -> None:
    thai = "\u0e14\u0e35"  # a letter with a vowel above it
    assert [needs_other_font(letter) for letter in thai] == [True, True]
    assert printable(thai) == "▯"
    assert printable(thai, frozenset(thai)) == thai
    assert not needs_other_font("▯")
