"""Charts on a dark page: one drawing, whose colours a reader's dark mode replaces.

The rules stand inside the SVG, so that a page needs no second picture and no script.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from mobility_analysis.charts.parts.palette import COLOUR, GREY, Palette
from mobility_analysis.charts.parts.theme import shade, style, words_on

DARK = Palette(
    ink="#e8ebee",
    quiet="#b3bcc6",
    rule="#56616d",
    paper="#14181d",
    excused="#2a323b",
    practice="#7fd0d0",
    practice_pale="#1d4245",
    day_dot="#7d93a8",
    better="#6db6f2",
    worse="#f0a05a",
    unclear="#939da8",
    band="#22303f",
)
OWN = frozenset(COLOUR) - frozenset(GREY)
"""Colours that no picture in greys has."""
#: Shades on both sides of where words on them change from ink to paper: each is read on its own.
BELOW, ABOVE = "#2f696c", "#58a9ab"
_COLOUR = re.compile(rb"#[0-9a-f]{6}\b")
_NEAR = 0.012  # of 1: a shade as it is rounded to a colour


def with_dark_mode(svg: bytes, *, is_part: bool = False) -> bytes:
    """Return an SVG that shows itself in dark colours where its reader prefers them.

    Colours that are none of the charts' own stay, such as those of a picture in greys. A picture in
    colours is known by any that greys have not; ``is_part`` says that this is a part of one.

    Examples
    --------
    >>> b"prefers-color-scheme" in with_dark_mode(b'<svg><path style="fill: #12676b"/></svg>')
    True
    >>> with_dark_mode(b'<svg><path style="fill: #3a3a3a"/></svg>')
    b'<svg><path style="fill: #3a3a3a"/></svg>'
    """
    found = sorted({colour.decode() for colour in _COLOUR.findall(svg)})
    pairs = [(colour, in_the_dark(colour)) for colour in found]
    if not is_part and OWN.isdisjoint(found):
        return svg
    rules = "".join(_rules(light, dark, svg) for light, dark in pairs if dark)
    dark_style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    head, end, foot = svg.rpartition(b"</svg>")
    return head + dark_style.encode() + end + foot


def _rules(light: str, dark: str, svg: bytes) -> str:
    """Return what replaces a colour wherever an SVG has it."""
    places = [
        (kind, place)
        for kind in ("fill", "stroke")
        for place in (f'[style*="{kind}: {light}"]', f'[{kind}="{light}"]')
    ]
    return "".join(
        f"{place}{{{kind}:{dark}!important}}"
        for kind, place in places
        if place.removeprefix("[style*=").strip('[]"').encode() in svg
    )


def in_the_dark(colour: str) -> str:
    """Return what stands for a colour of the charts on a dark page; empty for any other.

    Examples
    --------
    >>> in_the_dark("#ffffff"), in_the_dark("#123456")
    ('#14181d', '')
    """
    named = dict(zip(COLOUR, DARK, strict=True))
    return named.get(colour) or _shade_in_the_dark(colour)


def _shade_in_the_dark(colour: str) -> str:
    """Return the same share done, as ``shade`` draws it, from dark to light."""
    pale, full, own = (np.array(to_rgb(c)) for c in (COLOUR.practice_pale, COLOUR.practice, colour))
    share = float(np.dot(own - pale, full - pale) / np.dot(full - pale, full - pale))
    if np.abs(own - (pale + share * (full - pale))).max() > _NEAR or not 0 <= share <= 1:
        return ""
    turn = _turn()
    if share < turn:
        return _mixed(DARK.practice_pale, BELOW, share / turn)
    return _mixed(ABOVE, DARK.practice, (share - turn) / (1 - turn))


@cache
def _turn() -> float:
    """Return from which share on words on a shade are written in the colour of paper."""
    with style():
        return next(n / 100 for n in range(101) if words_on(shade(n / 100)) == COLOUR.paper)


def _mixed(first: str, second: str, share: float) -> str:
    one, other = np.array(to_rgb(first)), np.array(to_rgb(second))
    red, green, blue = (one + (other - one) * share).tolist()
    return to_hex((red, green, blue))
