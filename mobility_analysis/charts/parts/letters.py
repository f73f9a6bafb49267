"""Letters that charts and pages can print, and what stands in for those that they cannot.

One font only, DejaVu Sans, since matplotlib brings it: the same page on every machine. Matplotlib
itself is not loaded: a page that draws no chart does without.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

FONT = "DejaVu Sans"
UNPRINTABLE = "\N{WHITE VERTICAL RECTANGLE}"  # stands where a letter is that the font lacks
_JOINERS = ("\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}")
# Letters of Latin, and marks of our own words: which of all others the font has is read from it.
_LATIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180))))
_KNOWN = _LATIN | frozenset(f"–—‘’“”…≤≥→▲▼−{UNPRINTABLE}")
_VARIATION_MARKS = frozenset(map(chr, range(0xFE00, 0xFE10)))
# Joiners join letters; beside a picture's name, or alone, they would be stray signs.
_LONE_JOINER = re.compile(r"(?:^|(?<=[\]\s]))\u200d|\u200d(?=[\[\s]|$)")


def _font_folder() -> Path:
    """Return the folder of the fonts that matplotlib brings."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            "matplotlib, which brings the font of all pages, is not installed"
        )
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


FONT_FILES = tuple(_font_folder() / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))


@cache
def _letters() -> frozenset[int]:
    """Return the code points that both weights of the font can print."""
    from fontTools.ttLib import TTFont

    maps = []
    for path in FONT_FILES:
        with TTFont(path, lazy=True) as font:
            # Its letters' own names are not needed, and to read them takes most of the time.
            font.setGlyphOrder([str(n) for n in range(font["maxp"].numGlyphs)])
            maps.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*maps))


def _is_in_font(letter: str) -> bool:
    return letter in _KNOWN or ord(letter) in _letters()


def needs_other_font(letter: str) -> bool:
    """Whether the font lacks a letter, a mark on one or a sign of some script.

    Examples
    --------
    >>> [needs_other_font(letter) for letter in ("a", "\u75db", "\u0e35", "\N{FLEXED BICEPS}")]
    [False, True, True, False]
    """
    if _is_in_font(letter) or letter in _VARIATION_MARKS:
        return False
    return unicodedata.category(letter) in ("Mn", "Me") or _stand_in(letter) == UNPRINTABLE


def _stand_in(letter: str, more: frozenset[str] = frozenset()) -> str:
    """Return what is printed for a letter: itself, a picture's name in brackets, or a box."""
    category = unicodedata.category(letter)
    if letter in _VARIATION_MARKS or (category == "Cf" and letter not in _JOINERS):
        return ""  # among them those that would turn the direction of all that follows
    if _is_in_font(letter) or letter in more:
        return letter
    if category in ("Mn", "Me", "Sk", "Cc"):  # marks on a letter, skin tones
        return ""
    if category == "So" and (name := unicodedata.name(letter, "")):
        return f"[{name.lower()}]"
    return UNPRINTABLE


@lru_cache(maxsize=4096)
def printable(words: str, more: frozenset[str] = frozenset()) -> str:
    r"""Return words as charts and pages can print them, on one line.

    Spaces and line breaks become single spaces. A picture that the font lacks becomes its name
    in brackets; any other letter that it lacks becomes a box, so that nothing goes in silence,
    but for those of ``more``, for which there is another font.

    Examples
    --------
    >>> printable("slept  badly\n\N{SNOWFLAKE} \N{ROLLING ON THE FLOOR LAUGHING}")
    'slept badly ❄ [rolling on the floor laughing]'
    >>> printable("\u75db\u3044 stiff")
    '▯▯ stiff'
    """
    composed = " ".join(unicodedata.normalize("NFC", words).split())
    if _KNOWN.issuperset(composed):  # as nearly all words are; letter by letter takes ten times
        return composed
    kept = "".join(_stand_in(letter, more) for letter in composed)
    return " ".join(_LONE_JOINER.sub("", kept).split())
