"""Words on paper: what the page's font can print, how wide it is, where a line breaks.

One font only, DejaVu Sans, since matplotlib brings it: the same page on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from mobility_analysis.charts.wording import FONT, line_width

__all__ = [
    "ELLIPSIS",
    "FONT",
    "MM_PER_POINT",
    "UNPRINTABLE",
    "UNPRINTABLE_NOTE",
    "Lines",
    "printable",
    "shortened",
    "width_mm",
    "wrapped",
]

MM_PER_POINT = 25.4 / 72
UNPRINTABLE = "\N{WHITE VERTICAL RECTANGLE}"  # stands where a letter is that the font lacks
UNPRINTABLE_NOTE = f"{UNPRINTABLE}: a letter that this font lacks; the HTML page shows it."
ELLIPSIS = "…"
_NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
_VARIATION_MARKS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_BREAKS = re.compile(r"(?<=[-_/.,;:@])")


class Lines(NamedTuple):
    """Words broken into lines, and whether any were left out."""

    lines: tuple[str, ...]
    is_cut: bool


@cache
def _letters() -> frozenset[int]:
    """Return the code points that both weights of the font can print."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    maps = [set(FT2Font(str(folder / name)).get_charmap()) for name in _FONT_FILES]
    return frozenset(set.intersection(*maps))


def _stand_in(letter: str) -> str:
    """Return what is printed for a letter: itself, a picture's name in brackets, or a box."""
    category = unicodedata.category(letter)
    if letter in _VARIATION_MARKS or (category == "Cf" and letter != _NON_JOINER):
        return ""  # among them those that would turn the direction of all that follows
    if ord(letter) in _letters():
        return letter
    if category in ("Mn", "Me", "Sk", "Cc"):  # marks on a letter, skin tones
        return ""
    if category == "So" and (name := unicodedata.name(letter, "")):
        return f"[{name.lower()}]"
    return UNPRINTABLE


@lru_cache(maxsize=4096)
def printable(words: str) -> str:
    r"""Return words as the page can print them, on one line.

    Spaces and line breaks become single spaces. A picture that the font lacks becomes its name
    in brackets; any other letter that it lacks becomes a box, so that nothing goes in silence.

    Parameters
    ----------
    words : str
        Anything a person wrote.

    Returns
    -------
    str
        The same words; every letter of it is in the font.

    Examples
    --------
    >>> printable("slept  badly\n\N{SNOWFLAKE} \N{ROLLING ON THE FLOOR LAUGHING}")
    'slept badly ❄ [rolling on the floor laughing]'
    >>> printable("\u75db\u3044 stiff")
    '▯▯ stiff'
    """
    composed = " ".join(unicodedata.normalize("NFC", words).split())
    return " ".join("".join(map(_stand_in, composed)).split())


@lru_cache(maxsize=16384)
def width_mm(words: str, *, size: float, weight: str = "normal") -> float:
    """Return how wide words stand on paper, in millimetres.

    Parameters
    ----------
    words : str
        Printable words.
    size : float
        Size of the letters in points.
    weight : {"normal", "bold"}
        Weight of the letters.

    Returns
    -------
    float
        Millimetres, the same for the PDF, the PNG and the SVG.

    Examples
    --------
    >>> width_mm("mm", size=8) == 2 * width_mm("m", size=8)
    True
    """
    return line_width(words, bold=weight == "bold") * size * MM_PER_POINT


def _pieces(word: str, width: float, size: float, weight: str) -> list[str]:
    """Return a word cut into pieces that each fit the width; most words are one piece."""
    if width_mm(word, size=size, weight=weight) <= width:
        return [word]
    pieces: list[str] = []
    line = ""
    for part in _BREAKS.split(word):
        for bit in [part] if width_mm(part, size=size, weight=weight) <= width else part:
            if line and width_mm(line + bit, size=size, weight=weight) > width:
                pieces.append(line)
                line = ""
            line += bit
    return [*pieces, line]


def _all_lines(words: str, width: float, size: float, weight: str) -> list[str]:
    """Return printable words in lines that each fit the width."""
    lines: list[str] = []
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if width_mm(longer, size=size, weight=weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, size, weight)
        lines.extend(full)
    return [*lines, line] if line else lines


def shortened(words: str, *, width: float, size: float, weight: str = "normal") -> str:
    """Return words cut to one line of a width, ending in "…" when anything was left out.

    Parameters
    ----------
    words : str
        What to write.
    width : float
        Millimetres it may take.
    size : float
        Size of the letters in points.
    weight : {"normal", "bold"}
        Weight of the letters.

    Returns
    -------
    str
        Printable words no wider than ``width``.

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


def wrapped(
    words: str, *, width: float, size: float, weight: str = "normal", max_lines: int | None = None
) -> Lines:
    """Break words into lines of a width, at most so many of them.

    Parameters
    ----------
    words : str
        What to write.
    width : float
        Millimetres a line may take.
    size : float
        Size of the letters in points.
    weight : {"normal", "bold"}
        Weight of the letters.
    max_lines : int, optional
        How many lines there is room for; the last one then ends in "…".

    Returns
    -------
    Lines
        The lines, and whether words were left out.

    Examples
    --------
    >>> wrapped("the first week was stiff", width=20, size=8).lines
    ('the first week', 'was stiff')
    >>> wrapped("the first week was stiff", width=20, size=8, max_lines=1)
    Lines(lines=('the first…',), is_cut=True)
    """
    lines = _all_lines(printable(words), width, size, weight)
    if max_lines is None or len(lines) <= max_lines:
        return Lines(tuple(lines), is_cut=False)
    if max_lines < 1:
        return Lines((), is_cut=True)
    last = lines[max_lines - 1]
    while last and width_mm(last + ELLIPSIS, size=size, weight=weight) > width:
        head, space, _ = last.rpartition(" ")
        last = head if space else last[:-1]
    return Lines((*lines[: max_lines - 1], last.rstrip(" ,;:.-·") + ELLIPSIS), is_cut=True)
