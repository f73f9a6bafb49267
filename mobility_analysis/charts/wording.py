"""Text on charts: numbers and dates without a locale, and lines that fit a measured width."""

from __future__ import annotations

import math
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.textpath import text_to_path

__all__ = [
    "area_name",
    "count",
    "day",
    "day_span",
    "done_of_prescribed",
    "fit",
    "laid_out_width",
    "line_width",
    "percent",
    "printable",
    "width_pt",
    "wrap",
]

FONT = "DejaVu Sans"
_FILES = ("DejaVuSans", "DejaVuSans-Bold")
_UNSEEN = ("Mn", "Me", "Cf", "Sk", "Cc")  # joiners, variation marks, skin tones
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Every comparison that decides something has this tolerance: 0.1 + 0.2 is 0.3.
TOLERANCE = 1e-9
# On a screen letters are fitted to pixels and become a little wider than their outlines.
HINTED = 1.03
FIRST_JOINED, FIRST_SIGN = 0x0300, 0x2000  # marks and scripts whose letters depend on others
MISSING_LETTER = "\N{WHITE VERTICAL RECTANGLE}"
AREA_NAMES = {"thoracic mobility": "general upper-back mobility"}


@cache
def _letters() -> frozenset[int]:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    maps = [set(FT2Font(str(folder / f"{name}.ttf")).get_charmap()) for name in _FILES]
    return frozenset(set.intersection(*maps))


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Return a text on one line, a box standing for each letter that the font lacks.

    Examples
    --------
    >>> printable("Down  Dog \N{DOG FACE}")
    'Down Dog ▯'
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = (letter for letter in composed if unicodedata.category(letter) not in _UNSEEN)
    return "".join(letter if ord(letter) in _letters() else MISSING_LETTER for letter in kept)


def area_name(focus_area: str) -> str:
    """Return the name of a focus area as people read it.

    Examples
    --------
    >>> area_name("thoracic mobility"), area_name("overhead")
    ('general upper-back mobility', 'overhead')
    """
    return printable(AREA_NAMES.get(focus_area, focus_area))


def count(number: float) -> str:
    """Return a count as people write it: whole where it is whole, else with one decimal.

    Examples
    --------
    >>> count(48.0), count(47.57)
    ('48', '47.6')
    """
    if abs(number - round(number)) < TOLERANCE:
        return f"{round(number):,}"
    return f"{number:,.1f}"


def percent(ratio: float) -> str:
    """Return a ratio as a whole percentage, cut and not rounded.

    Examples
    --------
    >>> percent(0.796), percent(0.8), percent(0.004)
    ('79 %', '80 %', 'under 1 %')
    """
    if TOLERANCE < ratio < 0.01 - TOLERANCE:
        return "under 1 %"
    return f"{math.floor((ratio + TOLERANCE) * 100)} %"


def done_of_prescribed(done: float, counted: float, prescribed: float) -> str:
    """Return sessions done of those prescribed, saying so where not all of them are counted.

    Sessions beyond all that was prescribed need no remark, since the two numbers show them; nor
    does the fraction of a session by which a part week may be passed.

    Parameters
    ----------
    done : float
        Sessions done.
    counted : float
        Sessions done, week by week no more than prescribed.
    prescribed : float
        Sessions prescribed.

    Examples
    --------
    >>> done_of_prescribed(31, 31, 48)
    '31 of 48'
    >>> done_of_prescribed(12, 9, 12)
    '12 of 12, 9 counted'
    >>> done_of_prescribed(4, 27 / 7, 27 / 7), done_of_prescribed(29, 28.4, 60)
    ('4 of 3.9', '29 of 60')
    """
    words = f"{count(done)} of {count(prescribed)}"
    if min(done, prescribed) - counted < 1 - TOLERANCE:
        return words
    return f"{words}, {count(counted)} counted"


def day(date: pd.Timestamp, *, year: bool = True) -> str:
    """Return a date as ``22 Nov 2026``, whatever the locale.

    Examples
    --------
    >>> day(pd.Timestamp("2026-11-22"))
    '22 Nov 2026'
    """
    words = f"{date.day} {MONTHS[date.month - 1]}"
    return f"{words} {date.year}" if year else words


def day_span(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return two dates as a span, the year once where it is the same.

    Examples
    --------
    >>> day_span(pd.Timestamp("2026-05-25"), pd.Timestamp("2026-11-22"))
    '25 May to 22 Nov 2026'
    """
    if start == end:
        return day(start)
    return f"{day(start, year=start.year != end.year)} to {day(end)}"


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

    The steps from letter to letter are added up, each measured once: a line laid out whole for
    every word that might still fit took 0.4 of the 7 seconds of one client's report. Letters of
    scripts that join are laid out whole all the same.

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
    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    step = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
    if after:
        pair = (font.get_char_index(ord(letter)), font.get_char_index(ord(after)))
        step += font.get_kerning(*pair, Kerning.UNFITTED) / 64
    return float(step) / 100


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
