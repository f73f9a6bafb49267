"""Typst called: what comes out is tagged, the same each time, and what users wrote is no markup."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from mobility_analysis.report.typeset import PageFormat, typeset

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="144pt" height="72pt">
<text x="9" y="36" font-family="DejaVu Sans" font-size="12">3 of 4</text></svg>"""
WORDS = {"title": "A #strong[B] $x$", "alt": '@ "C" \\ </p> #panic()'}


def page(kind: PageFormat, *, dpi: int = 300) -> bytes:
    (made,) = typeset("picture.typ", WORDS, kind, pictures={"picture.svg": SVG}, dpi=dpi)
    return made


def test_a_pdf_is_tagged_and_has_its_words_as_they_were_written() -> None:
    pdf = PdfReader(io.BytesIO(page("pdf")))
    assert pdf.metadata is not None
    assert pdf.metadata.title == WORDS["title"]
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert WORDS["alt"].encode("utf-16-be") in _alt_texts(root["/StructTreeRoot"])
    assert pdf.pages[0].mediabox.width == pytest.approx(144)
    assert "3 of 4" in pdf.pages[0].extract_text()


def _alt_texts(node: object) -> bytes:
    """Return all alt texts below a node of the tags, as UTF-16."""
    if isinstance(node, list):
        return b"".join(_alt_texts(child.get_object()) for child in node)
    if not isinstance(node, dict):
        return b""
    below = _alt_texts(node["/K"].get_object()) if "/K" in node else b""
    return str(node.get("/Alt", "")).encode("utf-16-be") + below


@pytest.mark.parametrize("kind", ["pdf", "svg", "png"])
def test_the_same_page_has_the_same_bytes(kind: PageFormat) -> None:
    assert page(kind) == page(kind)


def test_a_png_has_as_many_dots_as_asked_for() -> None:
    assert Image.open(io.BytesIO(page("png", dpi=150))).size == (300, 150)
