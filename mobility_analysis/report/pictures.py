"""Figures drawn for files and pages, and let go again."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "PHONE_TEXT_PT", "ClientFigure", "Picture", "drawn", "picture_address", "slim_svg",
    "stated_words",
]  # fmt: skip

PAPER_WIDTH_IN = 7.0
PAPER_TEXT_PT = 9.0
PHONE_TEXT_PT = 15.0
MAX_STATED = 300
_PATH = re.compile(rb'(?<= d=")[^"]+')
_LONG_NUMBER = re.compile(rb"\d+\.\d{3,}")


class Picture(NamedTuple):
    """A figure on a page: addresses that hold the picture, and its words."""

    alt: str
    wide: str
    narrow: str = ""


class ClientFigure(NamedTuple):
    """One figure of a client.

    Attributes
    ----------
    name : str
        Name of its files; names sort in the order of the page.
    title : str
        One line.
    alt : str
        What it shows, in words.
    draw : callable
        Makes the figure; to be called by ``drawn``.
    stated : str
        What the user stated, for its small print.
    """

    name: str
    title: str
    alt: str
    draw: Callable[[], Figure]
    stated: str = ""


def stated_words(assumptions: Sequence[str]) -> str:
    """Return what the user stated, for the small print of a figure.

    Examples
    --------
    >>> stated_words(["A scale.", "A target."]), stated_words(["A scale.", "x" * 300])
    ('A scale. A target.', 'A scale. More was stated: see the page.')
    """
    said = ""
    for sentence in assumptions:
        if said and len(said) + len(sentence) > MAX_STATED:
            return f"{said} More was stated: see the page."
        said = f"{said} {sentence}".strip()
    return said


@contextmanager
def drawn(
    figure: ClientFigure,
    *,
    greyscale: bool = False,
    text_pt: float = PAPER_TEXT_PT,
    width_in: float = PAPER_WIDTH_IN,
) -> Iterator[Figure]:
    """Draw a figure, to be saved within the context, and let it go afterwards.

    Parameters
    ----------
    figure : ClientFigure
        What to draw.
    greyscale : bool, default False
        Only greys.
    text_pt : float, default 9
        Size of text, in points.
    width_in : float, default 7
        Width, in inches.

    Yields
    ------
    Figure
    """
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.theme import style

    with style(greyscale=greyscale, text_pt=text_pt, width_in=width_in, stated=figure.stated):
        sheet = figure.draw()
        try:
            yield sheet
        finally:
            plt.close(sheet)


def picture_address(svg: bytes) -> str:
    """Return a saved figure as an address that holds the whole picture, for an ``img``."""
    return f"data:image/svg+xml;base64,{base64.b64encode(slim_svg(svg)).decode('ascii')}"


def slim_svg(svg: bytes) -> bytes:
    r"""Return an SVG with paths to a hundredth of a point and without line breaks in them.

    Examples
    --------
    >>> slim_svg(b'<path d="M 1.23456 2\nL 3 4.0001"/>')
    b'<path d="M 1.23 2 L 3 4"/>'
    """
    return _PATH.sub(lambda found: _slim_path(found.group()), svg)


def _slim_path(path: bytes) -> bytes:
    shorter = _LONG_NUMBER.sub(lambda found: b"%g" % round(float(found.group()), 2), path)
    return b" ".join(shorter.split())
