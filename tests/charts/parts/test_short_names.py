"""Short forms of names: cut in the middle, never wider than their room, never two the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.charts.parts.text import shortened_in_middle, told_apart, width_mm

ROLLER = "Foam Roller with Overpressure"


def test_a_name_is_cut_in_its_middle_by_whole_words() -> None:
    assert shortened_in_middle(ROLLER, width=44, size=8) == ROLLER
    assert shortened_in_middle(ROLLER, width=42, size=8) == "Foam Roller … Overpressure"
    assert shortened_in_middle(ROLLER, width=32, size=8) == "Foam … Overpressure"


def test_a_name_of_too_few_or_too_long_words_ends_in_an_ellipsis() -> None:
    assert shortened_in_middle("W" * 60, width=20, size=8).endswith("W…")
    assert shortened_in_middle("Overpressure Overpressure", width=30, size=8).endswith("…")
    assert shortened_in_middle("", width=30, size=8) == ""


def test_names_that_differ_at_their_ends_are_told_apart_by_them() -> None:
    names = [f"Seated Thoracic Rotation with {what}" for what in ("Dowel", "Band", "arms crossed")]
    assert list(told_apart(names, width=40, size=8).values()) == [
        "Seated Thoracic … Dowel", "Seated Thoracic … Band", "Seated Thoracic … crossed",
    ]  # fmt: skip


def test_what_is_left_of_a_name_could_be_of_no_other() -> None:
    what = ("dowel, left", "dowel, right", "band, left", "band, right")
    short = told_apart([f"Seated Thoracic Rotation with {w}" for w in what], width=40, size=8)
    assert list(short.values()) == [f"Seated … with {w}" for w in what]


def test_names_that_differ_in_their_middle_are_cut_from_there() -> None:
    names = [f"Seated Thoracic Rotation with {n} kg held at the chest" for n in range(2, 14)]
    short = told_apart(names, width=40, size=8)
    assert len(set(short.values())) == 12
    assert short[names[0]] == "Seated … 2 kg held at the…"
    assert short[names[9]] == "Seated … 11 kg held at th…"


def test_names_that_are_alike_as_far_as_there_is_room_are_numbered() -> None:
    names = ["W" * 60 + end for end in ("x", "y")]
    short = list(told_apart(names, width=30, size=8).values())
    assert [text[:3] for text in short] == ["1: ", "2: "]
    assert list(told_apart(["\u5bd2", "\u80a9"], width=30, size=8).values()) == ["1: ▯", "2: ▯"]


def test_a_name_that_stands_twice_has_one_short_form() -> None:
    assert told_apart([ROLLER, ROLLER], width=32, size=8) == {ROLLER: "Foam … Overpressure"}


WORDS = st.sampled_from(["Seated", "Thoracic", "Rotation", "with", "band", "left", "right", "2"])


@given(
    names=st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=12),
    width=st.floats(25, 50),
)
def test_no_two_names_of_a_list_have_the_same_short_form(names: list[str], width: float) -> None:
    short = told_apart(names, width=width, size=8)
    assert set(short) == set(names)
    assert len(set(short.values())) == len(short)
    assert all(width_mm(text, size=8) <= width for text in short.values())
