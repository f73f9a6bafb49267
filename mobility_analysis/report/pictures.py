"""Figures drawn for files and pages, and let go again."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mobility_analysis.report.files import figure_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "PHONE_TEXT_PT", "ClientFigure", "Picture", "drawn", "picture_address", "slim_svg",
    "stated_words",
]  # fmt: skip

PHONE_TEXT_PT = 15.0
SCREEN_TEXT_PT = 9.0
SCREEN_DPI = 180
MAX_STATED = 300
MAX_SVG_BYTES = 250_000
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
    figure: ClientFigure, *, greyscale: bool = False, text_pt: float = SCREEN_TEXT_PT
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

    Yields
    ------
    Figure
    """
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.theme import style

    with style(greyscale=greyscale, text_pt=text_pt, stated=figure.stated):
        sheet = figure.draw()
        try:
            # Laid out once, not again for each file it is saved in.
            sheet.draw_without_rendering()
            sheet.set_layout_engine("none")
            yield sheet
        finally:
            plt.close(sheet)


def picture_address(sheet: Figure) -> str:
    """Return a drawn figure as an address that holds the whole picture, for an ``img``.

    An SVG with drawn letters, sharp at any size; a PNG where the SVG would be very large.
    """
    svg = slim_svg(figure_bytes(sheet, "svg", title="", alt="", text_as_paths=True))
    if len(svg) <= MAX_SVG_BYTES:
        return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
    png = figure_bytes(sheet, "png", title="", alt="", dpi=SCREEN_DPI)
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


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
