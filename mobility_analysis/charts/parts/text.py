"""Text on charts: how wide it is, and where a line breaks.

A name that must fit on one line is cut in its middle, and never so that two look the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.textpath import text_to_path

from mobility_analysis.charts.parts.letters import FONT, UNPRINTABLE, printable

# On a screen letters are fitted to pixels and become a little wider than their outlines.
HINTED = 1.03
FIRST_JOINED, FIRST_SIGN = 0x0300, 0x2000  # marks and scripts whose letters depend on others

MM_PER_POINT = 25.4 / 72
UNPRINTABLE_NOTE = f"{UNPRINTABLE}: a letter that this font lacks; the HTML page shows it."
LACKING_ON_PAGE = f"{UNPRINTABLE}: a letter that the chart's font lacks; a table here shows it."
ELLIPSIS = "…"


@lru_cache(maxsize=16384)
def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return the width in points of the widest line of a text.

    Examples
    --------
    >>> width_pt("mm", 8) > width_pt("m", 8)
    True
    """
    return HINTED * max(line_width(line, bold=bold) for line in text.split("\n")) * size_pt


@lru_cache(maxsize=16384)
def line_width(line: str, *, bold: bool = False) -> float:
    """Return the width of a line of text, in sizes of its letters, as outlines are drawn.

    The steps from letter to letter are added up, each measured once, since laying out a whole
    line for every word that might still fit is slow. Letters of scripts that join are laid out
    whole all the same.

    Examples
    --------
    >>> round(line_width("mm"), 2), line_width("")
    (1.95, 0.0)
    """
    if all(ord(letter) < FIRST_JOINED or ord(letter) >= FIRST_SIGN for letter in line):
        return math.fsum(map(_step, line, [*line[1:], ""], [bold] * len(line)))
    return laid_out_width(line, bold=bold)


def laid_out_width(line: str, *, bold: bool = False) -> float:
    """Return the same as ``line_width``, from the whole line as matplotlib lays it out."""
    font = FontProperties(family=FONT, size=100, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(line, font, False)[0]) / 100


@cache
def _step(letter: str, after: str, bold: bool) -> float:
    """Return how far the next letter stands from the start of this one."""
    step = _advance(letter, bold)
    if after:
        font = _font(bold)
        pair = (font.get_char_index(ord(letter)), font.get_char_index(ord(after)))
        step += font.get_kerning(*pair, Kerning.UNFITTED) / 64
    return step / 100


@cache
def _advance(letter: str, bold: bool) -> float:
    """Return how far the end of a letter of 100 points stands from its start."""
    glyph = _font(bold).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536


def _font(bold: bool) -> FT2Font:
    """Return the font, its letters of 100 points: this thread's own, as others set other sizes."""
    font = get_font(_font_file(bold))
    font.set_size(100, 72)
    return font


@cache
def _font_file(bold: bool) -> str:
    return findfont(FontProperties(family=FONT, weight="bold" if bold else "normal"))


def wrap(text: str, max_width_pt: float, size_pt: float, *, bold: bool = False) -> str:
    r"""Break a text into lines no wider than a width in points; a longer word is broken too.

    Line breaks that are there stay.

    Examples
    --------
    >>> wrap("Foam Roller with Overpressure", 90, 9)
    'Foam Roller with\nOverpressure'
    """
    return "\n".join(
        "\n".join(_lines(part, max_width_pt, size_pt, bold=bold)) for part in text.split("\n")
    )


def _lines(text: str, max_width_pt: float, size_pt: float, *, bold: bool) -> list[str]:
    """Break a text without line breaks of its own."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text.split(), max_width_pt, size_pt, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and width_pt(longer, size_pt, bold=bold) > max_width_pt:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _pieces(words: list[str], max_width_pt: float, size_pt: float, *, bold: bool) -> list[str]:
    """Break the words that alone are too wide."""
    pieces = []
    for word in words:
        rest = word
        while width_pt(rest, size_pt, bold=bold) > max_width_pt and len(rest) > 1:
            cut = len(rest) - 1
            while cut > 1 and width_pt(rest[:cut], size_pt, bold=bold) > max_width_pt:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def fit(text: str, max_width_pt: float, size_pt: float, *, max_lines: int) -> str:
    """Break a text into at most so many lines, widening them as far as that needs.

    Nothing is ever cut: where the lines run out they become wider instead.

    Examples
    --------
    >>> fit("Foam Roller with Overpressure", 90, 9, max_lines=1)
    'Foam Roller with Overpressure'
    """
    width = max_width_pt
    broken = wrap(text, width, size_pt)
    while broken.count("\n") + 1 > max(1, max_lines, text.count("\n") + 1):
        width *= 1.1
        broken = wrap(text, width, size_pt)
    return broken


@lru_cache(maxsize=16384)
def width_mm(words: str, *, size: float, weight: str = "normal") -> float:
    """Return how wide words stand on paper, in millimetres.

    It is the same in the PDF, the PNG and the SVG.

    Examples
    --------
    >>> width_mm("mm", size=8) == 2 * width_mm("m", size=8)
    True
    """
    return line_width(words, bold=weight == "bold") * size * MM_PER_POINT


def shortened(words: str, *, width: float, size: float, weight: str = "normal") -> str:
    """Return words cut to one line of a width, ending in "…" when anything was left out.

    Examples
    --------
    >>> shortened("Foam Roller with Overpressure", width=32, size=8)
    'Foam Roller with Ov…'
    >>> shortened("Down Dog", width=32, size=8)
    'Down Dog'
    """
    words = printable(words)
    if width_mm(words, size=size, weight=weight) <= width:
        return words
    while words and width_mm(words + ELLIPSIS, size=size, weight=weight) > width:
        words = words[:-1]
    return words.rstrip(" ,;:.-·") + ELLIPSIS


def shortened_in_middle(words: str, *, width: float, size: float, weight: str = "normal") -> str:
    """Return words cut to one line of a width, their first and last ones kept where they fit.

    Exercise names that begin alike mostly differ at their ends.

    Examples
    --------
    >>> shortened_in_middle("Foam Roller with Overpressure", width=42, size=8)
    'Foam Roller … Overpressure'
    >>> shortened_in_middle("Down Dog", width=40, size=8)
    'Down Dog'
    """
    in_middle = _cut_in_middle(words, [], width=width, size=size, weight=weight)
    return in_middle or shortened(words, width=width, size=size, weight=weight)


class _Cut(NamedTuple):
    """What is kept of a name at its start and at its end."""

    first: str
    last: str

    @property
    def words(self) -> str:
        return f"{self.first} {ELLIPSIS} {self.last}"

    def is_of(self, name: str) -> bool:
        """Whether a reader could take it for that name."""
        return name.startswith(self.first) and name.endswith(self.last)


def _cuts(words: str) -> list[_Cut]:
    """Return the ways to leave whole words out of the middle, the most of the start first.

    Of cuts with the same start, the one that keeps more of the end comes first.
    """
    parts = words.split(" ")
    return [
        _Cut(" ".join(parts[:n_first]), " ".join(parts[-n_last:]))
        for n_first in range(len(parts) - 2, 0, -1)
        for n_last in range(len(parts) - n_first - 1, 0, -1)
    ]


def _cut_in_middle(
    name: str, others: Sequence[str], *, width: float, size: float, weight: str
) -> str:
    """Return the first cut that fits and could be of no other name; empty where there is none."""
    words = printable(name)
    if width_mm(words, size=size, weight=weight) <= width:
        return words
    fitting = (c for c in _cuts(words) if width_mm(c.words, size=size, weight=weight) <= width)
    return next((c.words for c in fitting if not any(c.is_of(other) for other in others)), "")


def told_apart(
    names: Sequence[str], *, width: float, size: float, weight: str = "normal"
) -> dict[str, str]:
    """Return the short form of each name of a list; no two different ones have the same.

    A name is cut in the middle, so that what is left could be of no other one; where there is no
    such cut, from where it differs from the others; where that is no help, with a number before
    it.

    Examples
    --------
    >>> names = ["Seated Thoracic Rotation with a band, left", "Seated Thoracic Rotation"]
    >>> list(told_apart(names, width=40, size=8).values())
    ['Seated Thoracic … left', 'Seated Thoracic Rotation']
    """
    in_middle = partial(_cut_in_middle, width=width, size=size, weight=weight)
    at_end = partial(shortened, width=width, size=size, weight=weight)
    found: dict[str, str] = {}
    for name in names:
        others = [printable(other) for other in names if other != name]
        short = in_middle(name, others)
        found[name] = short or at_end(_from_where_it_differs(printable(name), others))
    for number, name in enumerate(_alike(found), start=1):
        found[name] = at_end(f"{number}: {name}")
    return found


def _alike(found: dict[str, str]) -> list[str]:
    """Return the names whose short form another one has, too."""
    counts = Counter(found.values())
    return [name for name, short in found.items() if counts[short] > 1]


def _n_shared(name: str, other: str) -> int:
    """Return how many letters two names share from their start on."""
    same = (one == two for one, two in zip(name, other, strict=False))
    return next((n for n, is_same in enumerate(same) if not is_same), min(len(name), len(other)))


def _from_where_it_differs(name: str, others: Sequence[str]) -> str:
    """Return the first word of a name, and what follows the longest start it shares."""
    shared = max((_n_shared(name, other) for other in others), default=0)
    start = name.rfind(" ", 0, shared) + 1
    first = name.split(" ", 1)[0]
    return name if start <= len(first) + 1 else f"{first} {ELLIPSIS} {name[start:]}"
