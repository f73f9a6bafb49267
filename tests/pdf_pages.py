"""What stands on the pages of a PDF: its words with their places, and its tags in reading order."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf import PdfReader

from mobility_analysis.charts.parts.letters import needs_other_font
from mobility_analysis.charts.parts.text import line_width

MM_PER_POINT = 25.4 / 72
MARGIN_MM = 10.0
PAGE_MM = (210.0, 297.0)
TOUCHING_MM = 0.2
CAPITAL, BELOW = 0.73, 0.15  # of the size: above the line, and below it


class Drawn(NamedTuple):
    """Words that stand on one line: their ink in millimetres from the top left."""

    words: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    is_turned: bool = False
    """Whether they run upwards."""


def words_on(page: Any) -> list[Drawn]:
    """Return all words of a page with their places."""
    found: list[Drawn] = []
    height = float(page.mediabox.height)

    def see(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        words = text.replace("\u200b", "").strip()
        if not words:
            return
        is_bold = font is not None and "Bold" in str(font.get("/BaseFont", ""))
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = height - (tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
        known = "".join("n" if needs_other_font(letter) else letter for letter in words)
        wide = line_width(known, "bold" if is_bold else "normal") * size
        is_turned = abs(tm[0] * cm[0] + tm[1] * cm[2]) < abs(tm[0] * cm[1] + tm[1] * cm[3])
        box = (x, y - CAPITAL * size, x + wide, y + BELOW * size)
        if is_turned:  # it runs upwards
            box = (x - CAPITAL * size, y - wide, x + BELOW * size, y)
        edges = (edge * MM_PER_POINT for edge in box)
        found.append(Drawn(words, size, *edges, is_turned))

    page.extract_text(visitor_text=see)
    return found


def outside(lines: list[Drawn]) -> list[Drawn]:
    """Return the words that stand beyond the margins."""
    wide, high = PAGE_MM
    return [
        line
        for line in lines
        if line.left < MARGIN_MM
        or line.right > wide - MARGIN_MM
        or line.top < MARGIN_MM
        or line.bottom > high - MARGIN_MM
    ]


def overlaps(lines: list[Drawn]) -> list[tuple[str, str]]:
    """Return the words that stand on one another."""
    return [
        (one.words, other.words)
        for one, other in itertools.combinations(lines, 2)
        if min(one.right, other.right) - max(one.left, other.left) > TOUCHING_MM
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCHING_MM
    ]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def said_on(lines: list[Drawn]) -> str:
    """Return the words in reading order."""
    return " ".join(" ".join(line.words for line in lines).split())


def tags_of(reader: PdfReader) -> list[tuple[str, str]]:
    """Return the kind of each tag and its alt text, in reading order."""
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    return list(_tags_below(root.get("/K")))


def _tags_below(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _tags_below(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _tags_below(node["/K"])
