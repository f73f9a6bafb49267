"""Figures drawn for files and pages, once, as SVG: prints, PNGs and PDF are made from that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from mobility_analysis.charts.parts.dark import with_dark_mode
from mobility_analysis.charts.parts.frame import FOOT, HEADING, LEGEND
from mobility_analysis.charts.parts.layout import foot_pt
from mobility_analysis.charts.parts.palette import COLOUR
from mobility_analysis.charts.parts.text import POINTS
from mobility_analysis.charts.parts.theme import look
from mobility_analysis.log.write.names import PLOT_FORMATS, FigureFormat, figure_path
from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.report.png import dots_of, png_bytes
from mobility_analysis.report.samples import look_of, sample_svg
from mobility_analysis.report.svg import for_browser, page_part, svg_of
from mobility_analysis.report.typeset import typeset

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL import Image

    from mobility_analysis.charts.parts.theme import Surroundings


PRINT_DPI = 200
SCREEN_SHARE = 2  # so many dots for print, each way, become one for a screen
SCREEN_DPI = PRINT_DPI // SCREEN_SHARE

PAPER_WIDTH_IN = 7.0
PAPER_TEXT_PT = 9.0
PHONE_TEXT_PT = 18.0  # small print of 10 dots on a screen of 320
MAX_STATED = 300


def drawing(
    figure: Figure, *, title: str, alt: str, formats: Sequence[FigureFormat] = PLOT_FORMATS
) -> Drawing:
    """Draw a figure, with its alt text inside; it may go afterwards.

    "screen" is a smaller PNG, with ``-screen`` in its name. Title and alt text are ``title`` and
    ``desc`` in SVG, metadata elsewhere.
    """
    return Drawing(title, alt, tuple(formats), svg_of(figure, title=title, alt=alt))


class Drawing(NamedTuple):
    """A figure as drawn, and what files are wanted of it."""

    title: str
    alt: str
    formats: tuple[FigureFormat, ...]
    svg: bytes

    def png(self, dpi: int) -> bytes:
        """Return the figure as a PNG of so many dots an inch."""
        return png_bytes(self._dots(dpi), dpi=dpi, title=self.title, alt=self.alt)

    def write(self, path: Path) -> list[Path]:
        """Write the files, each whole or not at all; ``path`` is without its ending."""
        made = self._files()
        files = {figure_path(path, kind): made[kind] for kind in self.formats}
        write_whole(files)
        return list(files)

    def _files(self) -> dict[FigureFormat, bytes]:
        """Return what each file holds; both PNGs are made of the same dots."""
        made: dict[FigureFormat, bytes] = {"svg": self.svg}
        if "pdf" in self.formats:
            made["pdf"] = self._typeset("pdf")
        if {"png", "screen"} & set(self.formats):
            dots = self._dots(PRINT_DPI)
            small = dots.convert("RGBX").reduce(SCREEN_SHARE)  # nothing shines through a dot
            made["png"] = png_bytes(dots, dpi=PRINT_DPI, title=self.title, alt=self.alt)
            made["screen"] = png_bytes(small, dpi=SCREEN_DPI, title=self.title, alt=self.alt)
        return made

    def _dots(self, dpi: int) -> Image.Image:
        return dots_of(self._typeset("png", dpi=dpi))

    def _typeset(self, kind: Literal["pdf", "png"], *, dpi: int = PRINT_DPI) -> bytes:
        # In a PNG the words are metadata; typeset, they could ask for a font of this machine.
        is_pdf = kind == "pdf"
        words = {"title": self.title if is_pdf else "", "alt": self.alt if is_pdf else ""}
        pictures = {"picture.svg": self.svg}
        (made,) = typeset("picture.typ", words, kind, pictures=pictures, dpi=dpi)
        return made


class Entry(NamedTuple):
    """One entry of a legend: the address that holds its sample, and its words."""

    sample: str
    words: str


class Said(NamedTuple):
    """What a page says around a picture."""

    title: str = ""
    note: str = ""
    key: tuple[Entry, ...] = ()
    small_print: str = ""


class Picture(NamedTuple):
    """A figure on a page: addresses that hold the picture, and its words.

    Where a phone's picture shows other marks, or without room for numbers, other words are said.
    """

    alt: str
    wide: str
    narrow: str = ""
    said: Said = Said()
    said_narrow: Said = Said()


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
    height_in: float | None = None,
    around: Surroundings | None = None,
) -> Iterator[Figure]:
    """Draw a figure, to be saved within the context, and let it go afterwards."""
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.parts.theme import style

    with style(
        greyscale=greyscale, text_pt=text_pt, width_in=width_in, stated=figure.stated,
        height_in=height_in, around=around,
    ):  # fmt: skip
        sheet = figure.draw()
        try:
            yield sheet
        finally:
            plt.close(sheet)


def said_around(around: Surroundings) -> Said:
    """Return what a chart handed over, for a page to say."""
    entries, is_coloured = [], look().palette == COLOUR
    for handle in around.key:
        sample = look_of(handle)
        svg = sample_svg(sample) if sample else b""
        address = picture_address(svg, is_part=is_coloured) if svg else ""
        entries.append(Entry(address, str(handle.get_label())))
    return Said(around.title, around.note, tuple(entries), around.small_print)


def without_surroundings(svg: bytes, sheet: Figure, around: Surroundings) -> bytes:
    """Return a drawn figure without what it handed over to the page."""
    if around.ax is None:
        return svg
    high = sheet.get_figheight() * POINTS
    above = high * (1 - around.ax.get_position().y1) - around.rise_pt
    below = foot_pt(sheet)
    return page_part(svg, without=(HEADING, LEGEND, FOOT), above_pt=max(above, 0.0), below_pt=below)


AS_IT_IS = " !$()*+,-./:;=?@[]^_{|}~"
"""What needs no code in an address inside a page's attribute: a seventh less than in base64."""


@lru_cache(maxsize=512)
def picture_address(svg: bytes, *, is_part: bool = False) -> str:
    """Return a drawn figure, or a part of one, as an address for an ``img``, which holds it."""
    shown = with_dark_mode(for_browser(svg), is_part=is_part)
    return f"data:image/svg+xml;charset=utf-8,{quote(shown, safe=AS_IT_IS)}"
