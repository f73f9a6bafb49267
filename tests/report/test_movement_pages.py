"""Movement checks on the pages of a client: there for whoever was checked, nowhere for others."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

import pytest

import mobility_analysis as ma
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import Picture
from mobility_analysis.report.figures import client_figures
from mobility_analysis.report.folder.options import FigureSize
from mobility_analysis.report.folder.pages import FIGURE_SIZES, figure_drawn
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.report.summary import key_figures, reason_words, small_print
from mobility_analysis.sample.bundled import bundled_sample
from tests.pdf_pages import read, said_on, words_on

CHECKED, UNCHECKED = ("Amira K", "Dev P", "Farid M"), "Ben T"


@cache
def sample() -> MobilityLog:
    return ma.load_log(bundled_sample())


@cache
def contents_of(client: str) -> ClientContents:
    return ma.client_contents(sample(), client)


def test_whoever_was_checked_has_a_box_with_the_test_to_see_first() -> None:
    assert [key_figures(contents_of(client))[3][:3] for client in CHECKED] == [
        (
            "38 → 47°", "Seated rotation, left",
            "better by more than the 5.6 that measuring alone can give; right 46 → 48, within it; "
            "1 other test checked",
        ),
        (
            "36 → 37°", "Seated rotation, left",
            "within the 5.6 that measuring alone can give; right 44 → 44, within it; right 7 above "
            "left, beyond it",
        ),
        (
            "44 → 46°", "Seated rotation, left",
            "within the 5.6 that measuring alone can give; right 44 → 44, within it",
        ),
    ]  # fmt: skip


def test_whoever_was_not_checked_has_neither_box_nor_part_nor_figure() -> None:
    contents = contents_of(UNCHECKED)
    assert len(key_figures(contents)) == 3
    html = summary_html(contents)
    assert 'id="movement"' not in html
    assert "Range of motion and function are not measured." in html
    assert "Movement checks:" not in html


@pytest.mark.parametrize("client", CHECKED)
def test_the_page_has_a_part_with_sentence_table_and_how_it_is_done(client: str) -> None:
    contents = contents_of(client)
    html = summary_html(contents)
    assert 'id="movement"' in html
    assert ma.describe_movement_checks(contents.movement_checks) in html
    assert "46 healthy adults" in html
    assert "Every movement check" in html
    assert "Range of motion and function are not measured." not in html
    assert "mobility improved" not in html.casefold()
    assert any("Movement checks: measured, not felt" in part for part in small_print(contents))


@pytest.mark.parametrize("client", CHECKED)
def test_no_word_of_four_boxes_is_cut_on_paper(client: str) -> None:
    contents = contents_of(client)
    (page,) = read(PaperPage(contents).pdf()).pages
    said = said_on(words_on(page))
    assert "…" not in said
    words = " ".join(said.split())
    for key in key_figures(contents):
        assert key.figure in words
        for part in key.detail.split():
            assert part in words


def test_a_dose_that_grew_is_a_sentence_and_a_table() -> None:
    html = summary_html(contents_of("Amira K"))
    assert "Overhead Opener 2 to 4 kg; the same in 2 others." in html
    assert "2 × 10, 2 kg (to " in html
    assert "2 × 10, 4 kg (from " in html


def test_a_check_that_is_worse_is_talked_about() -> None:
    check = {"client": "ann", "test": "seated-rotation", "side": "left"}
    log = ma.log_from_tables(
        stiffness=[{"client": "ann", "date": "2026-11-20", "score": 4}],
        checks=[
            check | {"date": "2026-05-04", "value": 46},
            check | {"date": "2026-11-16", "value": 38},
        ],
    )
    contents = ma.client_contents(log, "ann")
    assert reason_words("movement worse", contents) == (
        "Movement check worse: Seated rotation, left, 46 to 38 degrees: more than the 5.6 that "
        "measuring alone can give"
    )
    assert any("Movement check worse" in topic for topic in ma.topics_to_talk_about(contents))


def test_a_check_that_could_not_be_read_or_is_later_is_counted() -> None:
    check = {"client": "ann", "test": "seated-rotation", "side": "left", "date": "2026-05-04"}
    log = ma.log_from_tables(
        stiffness=[{"client": "ann", "date": "2026-11-20", "score": 4}],
        checks=[
            check | {"value": 46}, check | {"value": 460},
            check | {"value": 47, "date": "2026-11-24"},
        ],
        on_problem="set aside",
    )  # fmt: skip
    contents = ma.client_contents(log, "ann")
    box = key_figures(contents)[3]
    assert (box.figure, box.label, box.detail) == (
        "46°", "Seated rotation, left; 1 row not read", "one check, 4 May 2026"
    )  # fmt: skip
    assert "1 later row" in ma.describe_log(log)


@cache
def pictures(size: FigureSize) -> dict[str, Picture]:
    """The figures of a client with events, windows and two tests, as its HTML page has them."""
    figures = client_figures(contents_of("Amira K"))
    return {
        figure.name: figure_drawn(figure, greyscale=False, size=FIGURE_SIZES[size])[1]
        for figure in figures
    }


def words_in(address: str) -> str:
    """What a picture says, lines that were broken joined again."""
    svg = unquote(address.partition(",")[2])
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def test_no_picture_of_a_page_holds_its_title_legend_or_small_print() -> None:
    for name, picture in pictures("letter").items():
        for said, address in ((picture.said, picture.wide), (picture.said_narrow, picture.narrow)):
            inside = words_in(address)
            assert inside, name
            for words in (said.title, said.note, said.small_print):
                assert not words or words[:40] not in inside, name
            long = [entry.words for entry in said.key if len(entry.words) > 16]
            assert not [words for words in long if words[-16:] in inside], name


def test_what_a_band_means_and_every_side_is_text_of_the_page() -> None:
    for said in pictures("letter")["12-movement-checks"][3:]:
        # In the order of the room: an entry as wide as the legend stands after the others.
        assert sorted(entry.words for entry in said.key) == [
            "a check", "appointment", "around the first value, left, or of no side",
            "around the first value, right", "left", "right",
        ]  # fmt: skip
        assert all(entry.sample for entry in said.key)
    for name in ("01-practice-and-stiffness", "02-stiffness"):
        for said in pictures("letter")[name][3:]:
            words = [entry.words for entry in said.key]
            assert words[-1].startswith("mean of the first 4 weeks, and around it"), name


def test_the_names_that_tell_panels_apart_stay_at_their_panels() -> None:
    picture = pictures("letter")["12-movement-checks"]
    for address in (picture.wide, picture.narrow):
        assert "Named activity: look over" in words_in(address)
        assert "Seated rotation" in words_in(address)
        assert "the 2.3 that patients call a medium change" in words_in(address)
