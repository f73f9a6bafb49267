"""The page as files: real text, embedded fonts, grey where grey is asked for, the same bytes."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pypdf import PdfReader

from mobility_analysis.charts.parts.theme import style
from mobility_analysis.report.a4.page import summary_page
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import drawing
from mobility_analysis.words.numbers import MUST_CARRY
from tests.page_logs import CLIENT, contents_of_variant

POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def contents() -> ClientContents:
    return contents_of_variant("26 weeks")


@pytest.fixture(scope="module")
def pdf(contents: ClientContents) -> PdfReader:
    """The page as a PDF, made once for the tests that only read it."""
    return PdfReader(io.BytesIO(saved(summary_page(contents), "pdf")))


def saved(figure: Figure, kind: Literal["png", "svg", "pdf"], *, greyscale: bool = False) -> bytes:
    with style(greyscale=greyscale):
        made = drawing(figure, title=f"{CLIENT}: a page", alt="What it says.", formats=(kind,))
    with TemporaryDirectory() as folder:
        (path,) = made.write(Path(folder) / "page")
        return path.read_bytes()


def test_the_pdf_is_one_a4_page_of_real_text(pdf: PdfReader) -> None:
    (page,) = pdf.pages
    assert float(page.mediabox.width) == pytest.approx(210 * POINTS_PER_MM, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(297 * POINTS_PER_MM, abs=0.1)
    said = " ".join(page.extract_text().split())
    for words in MUST_CARRY:
        assert words in said
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{CLIENT}: a page"
    assert pdf.metadata.author == "mobility_analysis"
    assert "/CreationDate" not in pdf.metadata


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]


def test_all_fonts_of_the_pdf_are_embedded_as_truetype(pdf: PdfReader) -> None:
    (page,) = pdf.pages
    fonts = fonts_of(page)
    assert fonts
    for font in fonts:
        assert font["/Subtype"] == "/Type0"
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()


def test_the_page_is_read_from_the_top_down(pdf: PdfReader) -> None:
    (page,) = pdf.pages
    said = " ".join(page.extract_text().split())
    parts = (
        CLIENT, "as of 22 Nov 2026", "prescribed sessions counted", "To talk about",
        "Get emergency help now", "See a doctor soon",
        "Practice, and self-rated stiffness", "Each exercise, week by week",
        "Trained, by focus area", "In their words", "Agreed today", "Self-reported. This page",
    )  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_the_svg_names_its_font_and_keeps_its_text(contents: ClientContents) -> None:
    svg = saved(summary_page(contents), "svg").decode("utf-8")
    assert CLIENT in re.findall(r">([^<>]+)</text>", svg)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)]
    assert sizes
    assert min(sizes) >= 8
    assert 'font-family="DejaVu Sans, Verdana, sans-serif"' in svg


@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_the_same_contents_give_the_same_bytes(
    contents: ClientContents, kind: Literal["png", "svg", "pdf"]
) -> None:
    assert saved(summary_page(contents), kind) == saved(summary_page(contents), kind)


def colours_of(figure: Figure) -> set[tuple[int, int, int]]:
    figure.set_dpi(60)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = canvas.buffer_rgba()
    flat = bytes(pixels)
    return {(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat), 4)}


def test_a_grey_page_has_no_colour_and_the_other_has(contents: ClientContents) -> None:
    with style(greyscale=True):
        grey = colours_of(summary_page(contents, greyscale=True))
    with style():
        coloured = colours_of(summary_page(contents))
    assert {max(colour) - min(colour) for colour in grey} == {0}
    assert max(max(colour) - min(colour) for colour in coloured) > 60


def test_the_contents_are_left_as_they_were(contents: ClientContents) -> None:
    tables = {**contents.tables, "events": contents.log.events, "notes": contents.notes}
    before = {name: table.copy() for name, table in tables.items()}
    summary_page(contents)
    for name, table in tables.items():
        assert table.equals(before[name]), name
