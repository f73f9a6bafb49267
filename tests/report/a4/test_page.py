"""The page on paper: nothing cut, nothing over something else, all that it must say."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any, NamedTuple

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from mobility_analysis.charts.parts.theme import style
from mobility_analysis.report.a4.page import summary_page
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY
from tests.page_logs import VARIANTS, contents_of_variant

DPI = 100
MARGIN_MM = 10.0
PAGE_MM = (210.0, 297.0)
TOUCHING_MM = 0.15


class Drawn(NamedTuple):
    """One line of words as it was drawn: its ink in millimetres from the top left."""

    words: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


class Recorder(RendererAgg):
    """A renderer that keeps what is written, and where, and draws nothing."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)
        self.drawn: list[Drawn] = []

    def draw_text(self, *given: Any, **more: Any) -> None:
        _, x, y, s, prop, angle = given[:6]
        width, height, descent = self.get_text_width_height_descent(s, prop, False)
        assert angle == 0, s
        mm = 25.4 / self.dpi
        box = (x * mm, (y - height + descent) * mm, (x + width) * mm, (y + descent) * mm)
        self.drawn.append(Drawn(s, prop.get_size_in_points(), *box))

    def draw_path(self, *given: Any, **more: Any) -> None:
        """Lines and areas are looked at elsewhere."""

    draw_markers = draw_path_collection = draw_image = draw_path


def words_on(figure: Figure) -> list[Drawn]:
    figure.set_dpi(DPI)
    recorder = Recorder(*FigureCanvasAgg(figure).get_width_height(), DPI)
    with style():
        figure.draw(recorder)
    return recorder.drawn


@pytest.fixture(scope="module")
def contents() -> dict[str, ClientContents]:
    return {name: contents_of_variant(name) for name in VARIANTS}


@pytest.fixture(scope="module")
def pages(contents: dict[str, ClientContents]) -> dict[str, list[Drawn]]:
    return {name: words_on(summary_page(found)) for name, found in contents.items()}


def overlap(one: Drawn, other: Drawn) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOUCHING_MM
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCHING_MM
    )


@pytest.mark.parametrize("name", VARIANTS)
def test_all_words_stand_within_the_margins(pages: dict[str, list[Drawn]], name: str) -> None:
    outside = [
        line for line in pages[name]
        if line.left < MARGIN_MM or line.right > PAGE_MM[0] - MARGIN_MM
        or line.top < MARGIN_MM or line.bottom > PAGE_MM[1] - MARGIN_MM
    ]  # fmt: skip
    assert outside == []


@pytest.mark.parametrize("name", VARIANTS)
def test_no_words_stand_on_others(pages: dict[str, list[Drawn]], name: str) -> None:
    pairs = [
        (one.words, other.words)
        for one, other in itertools.combinations(pages[name], 2)
        if overlap(one, other)
    ]
    assert pairs == []


@pytest.mark.parametrize("name", VARIANTS)
def test_no_letter_is_smaller_than_8_points(pages: dict[str, list[Drawn]], name: str) -> None:
    assert [line for line in pages[name] if line.size < 8] == []


@pytest.mark.parametrize("name", VARIANTS)
def test_the_words_that_a_page_must_carry_stand_in_one_piece(
    pages: dict[str, list[Drawn]], name: str
) -> None:
    said = " ".join(line.words for line in pages[name])
    for words in (*MUST_CARRY, *(part for tier in GET_HELP for part in tier)):
        assert words in said
    # Without a programme there are no shares to be defined.
    has_none = name in ("no programme", "only ratings", "no data")
    defined = "; nothing was prescribed." if has_none else "does not make up for a missed one"
    for part in (defined, "days rated", "set aside", "mobility_analysis"):
        assert part in said
    if name != "no data":
        assert "as of 22 Nov 2026" in said or "as of 21 Nov 2026" in said


@pytest.mark.parametrize("name", ["26 weeks", "all at once"])
def test_when_to_get_help_stands_above_the_charts(pages: dict[str, list[Drawn]], name: str) -> None:
    places = {line.words: line.top for line in pages[name]}
    charts = places["Practice, and self-rated stiffness"]
    assert all(places[tier.how_soon] < charts for tier in GET_HELP)


def test_blank_is_told_as_it_is_without_a_programme(pages: dict[str, list[Drawn]]) -> None:
    said = [line.words for line in pages["no programme"]]
    assert "blank: none logged as done" in said
    assert not [words for words in said if "not prescribed" in words]
    assert "blank: not prescribed" in [line.words for line in pages["26 weeks"]]


def test_who_never_logged_a_session_has_no_0_on_paper(pages: dict[str, list[Drawn]]) -> None:
    said = " ".join(line.words for line in pages["only ratings"])
    assert said.lower().count("sessions were never logged: practice is unknown") == 3
    assert "sessions done" not in said.replace("sessions done, by week", "")
    assert "Nothing prescribed, and no session logged." in said


def test_many_stated_targets_leave_room_for_the_rest(contents: dict[str, ClientContents]) -> None:
    found = contents["all at once"]
    stated = tuple(f"Plan stated by the user: {n} times a week of exercise {n}." for n in range(9))
    facts = dataclasses.replace(found.facts, assumptions=stated)
    lines = words_on(summary_page(dataclasses.replace(found, facts=facts)))
    assert max(line.bottom for line in lines) <= PAGE_MM[1] - MARGIN_MM
    assert not [pair for pair in itertools.combinations(lines, 2) if overlap(*pair)]
    said = " ".join(line.words for line in lines)
    assert "Plan stated by the user: 0 times" in said
    assert "In full on the HTML page." in said
