"""Text on charts: how large it is, and where a line breaks.

Each letter and each pair of letters is measured once, to the 64th of a point as matplotlib lays out
a line: to have it lay out every line takes thirty times as long. A name that must fit on one line
is cut in its middle, and never so that two look the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags

from mobility_analysis.charts.parts.letters import FONT, UNPRINTABLE, printable

# On a screen letters are fitted to pixels and become a little wider than their outlines.
HINTED = 1.03

MM_PER_POINT = 25.4 / 72
UNPRINTABLE_NOTE = f"{UNPRINTABLE}: a letter that this font lacks; the HTML page shows it."
LACKING_ON_PAGE = f"{UNPRINTABLE}: a letter that the chart's font lacks; a table here shows it."
ELLIPSIS = "…"

POINTS = 72  # to an inch: a figure is measured in points
_SIZE_PT = 100  # of the letters that are measured
_PARTS = 64  # of a point, in which a font says how large its letters are
_JOINED = re.compile("[\u0300-\u1fff]")  # marks and scripts whose letters depend on others
# Letters for which the font has one sign together.
_TWO_IN_ONE = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
_TWO = re.compile("|".join(_TWO_IN_ONE))


class Size(NamedTuple):
    """Of a line, in sizes of its letters."""

    width: float
    height: float
    descent: float  # how much of the height is below its foot


class _Glyph(NamedTuple):
    """A letter: how far the next one stands, its lowest and highest dot, in 64ths of a point."""

    advance: int
    lowest: int
    highest: int


@lru_cache(maxsize=16384)
def line_size(line: str, weight: str | int = "normal") -> Size:
    """Return how large a line is, with outlines as they are drawn.

    Examples
    --------
    >>> size = line_size("mm")
    >>> round(size.width, 2), round(size.height, 2), size.descent
    (1.95, 0.56, 0.0)
    """
    if not line or _is_joined(line):
        return laid_out_size(line, weight)
    glyphs = [_glyph(letter, weight) for letter in set(_as_drawn(line))]
    lowest, highest = min(glyph.lowest for glyph in glyphs), max(glyph.highest for glyph in glyphs)
    return Size(line_width(line, weight), _in_sizes(highest - lowest), _in_sizes(-lowest))


@lru_cache(maxsize=16384)
def line_width(line: str, weight: str | int = "normal") -> float:
    """Return how wide a line is, in sizes of its letters.

    Letters of scripts that join are laid out whole.

    Examples
    --------
    >>> round(line_width("mm"), 2), line_width("")
    (1.95, 0.0)
    """
    if _is_joined(line):
        return laid_out_size(line, weight).width
    letters = _as_drawn(line)
    return _in_sizes(sum(map(_step, letters, [*letters[1:], ""], [weight] * len(letters))))


def laid_out_size(line: str, weight: str | int = "normal") -> Size:
    """Return the same as ``line_size``, from the whole line as matplotlib lays it out."""
    font = _font(weight)
    font.set_text(line, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    return Size(*map(_in_sizes, (width, height, font.get_descent())))


def _is_joined(line: str) -> bool:
    return not line.isascii() and _JOINED.search(line) is not None


def _as_drawn(line: str) -> str:
    """Return a line with the letters for which the font has one sign together."""
    return _TWO.sub(lambda two: _TWO_IN_ONE[two[0]], line)


def _in_sizes(parts: int) -> float:
    return parts / _PARTS / _SIZE_PT


@cache
def _step(letter: str, after: str, weight: str | int) -> int:
    """Return how far the next letter stands from the start of this one."""
    advance = _glyph(letter, weight).advance
    if not after:
        return advance
    font = get_font(_font_file(weight))
    pair = (font.get_char_index(ord(letter)), font.get_char_index(ord(after)))
    kerning = font.get_kerning(*pair, Kerning.UNSCALED) * _SIZE_PT * _PARTS / font.units_per_EM
    return advance + math.floor(kerning + 0.5)


@cache
def _glyph(letter: str, weight: str | int) -> _Glyph:
    glyph = _font(weight).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    _, lowest, _, highest = glyph.bbox
    return _Glyph(glyph.horiAdvance, lowest, highest)


def _font(weight: str | int) -> FT2Font:
    """Return the font, its letters of 100 points: this thread's own, as others set other sizes."""
    font = get_font(_font_file(weight))
    font.set_size(_SIZE_PT, POINTS)
    return font


@cache
def _font_file(weight: str | int) -> str:
    return findfont(FontProperties(family=FONT, weight=weight))


@cache
def font_height(weight: str | int) -> tuple[float, float, float]:
    """Return how far letters reach up and down, and the gap of lines, as shares of their size."""
    font = _font(weight)
    head, table = font.get_sfnt_table("head"), font.get_sfnt_table("OS/2")
    if head is None or table is None:
        raise RuntimeError(f"{FONT} lacks its tables of sizes: install matplotlib anew")
    up, down, gap = table["sTypoAscender"], table["sTypoDescender"], table["sTypoLineGap"]
    per_em = head["unitsPerEm"]
    return up / per_em, -down / per_em, gap / per_em


@lru_cache(maxsize=16384)
def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return the width in points of the widest line of a text.

    Examples
    --------
    >>> width_pt("mm", 8) > width_pt("m", 8)
    True
    """
    weight = "bold" if bold else "normal"
    return HINTED * max(line_width(line, weight) for line in text.split("\n")) * size_pt


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
    return line_width(words, weight) * size * MM_PER_POINT


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
