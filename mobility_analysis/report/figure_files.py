"""Figures drawn for files and pages, with their words inside, and let go again."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mobility_analysis.log.write.saving import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL import Image


FigureFormat = Literal["png", "screen", "svg", "pdf"]

PRINT_DPI = 300
SCREEN_SHARE = 2  # so many dots for print, each way, become one for a screen
SCREEN_DPI = PRINT_DPI // SCREEN_SHARE
PLOT_FORMATS: tuple[FigureFormat, ...] = ("png", "screen", "svg")
# A reader without the font sees the one whose letters are as wide.
SVG_FONTS = (b"font-family: 'DejaVu Sans'", b"font-family: 'DejaVu Sans', Verdana, sans-serif")

PAPER_WIDTH_IN = 7.0
PAPER_TEXT_PT = 9.0
PHONE_TEXT_PT = 18.0  # small print of 10 dots on a screen of 320
MAX_STATED = 300
_PATH = re.compile(rb'(?<= d=")[^"]+')
_LONG_NUMBER = re.compile(rb"\d+\.\d{3,}")


def drawing(
    figure: Figure, *, title: str, alt: str, formats: Sequence[FigureFormat] = PLOT_FORMATS
) -> Drawing:
    """Draw a figure for each format, with its alt text inside; the figure may go afterwards.

    "screen" is a smaller PNG, with ``-screen`` in its name. Title and alt text become ``title``
    and ``desc`` in SVG, metadata elsewhere.
    """
    with _laid_out(figure):
        vectors = {
            kind: figure_bytes(figure, kind, title=title, alt=alt)
            for kind in formats
            if kind == "svg" or kind == "pdf"  # noqa: PLR1714 (so that the type is known)
        }
        image = _dots(figure, PRINT_DPI) if {"png", "screen"} & set(formats) else None
    return Drawing(title, alt, tuple(formats), vectors, image)


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay a figure out once for all its files, since each layout costs another drawing."""
    engine = figure.get_layout_engine()
    if engine is None:
        yield
        return
    engine.execute(figure)
    figure.set_layout_engine(None)
    try:
        yield
    finally:
        figure.set_layout_engine(engine)


@dataclass(frozen=True)
class Drawing:
    """A figure as drawn: its vector files, and the dots that both PNGs are made from."""

    title: str
    alt: str
    formats: tuple[FigureFormat, ...]
    vectors: Mapping[Literal["svg", "pdf"], bytes]
    image: Image.Image | None

    def content(self, kind: FigureFormat) -> bytes:
        """Return what the file in one of the formats holds."""
        if kind == "svg" or kind == "pdf":  # noqa: PLR1714 (so that the type is known)
            return self.vectors[kind]
        if self.image is None:
            raise ValueError(f"nothing was drawn for {kind}")
        if kind == "png":
            return _png(self.image, PRINT_DPI, self.title, self.alt)
        return _png(self.image.reduce(SCREEN_SHARE), SCREEN_DPI, self.title, self.alt)

    def write(self, path: Path) -> list[Path]:
        """Write the files, each whole or not at all; ``path`` is without its ending."""
        files = {figure_path(path, kind): self.content(kind) for kind in self.formats}
        write_whole(files)
        return list(files)


def figure_path(path: Path, kind: FigureFormat) -> Path:
    """Return the file of a figure in one format.

    Examples
    --------
    >>> figure_path(Path("02-stiffness"), "screen").name
    '02-stiffness-screen.png'
    """
    ending = "-screen.png" if kind == "screen" else f".{kind}"
    return path.with_name(f"{path.name}{ending}")


def figure_bytes(
    figure: Figure,
    kind: Literal["png", "svg", "pdf"],
    *,
    title: str,
    alt: str,
    dpi: int = PRINT_DPI,
) -> bytes:
    """Return a figure as bytes that are the same on each run."""
    if kind == "png":
        return _png(_dots(figure, dpi), dpi, title, alt)
    content = _saved(figure, kind, _metadata(kind, title, alt))
    if kind == "pdf":
        return content
    return _with_title_and_desc(content.replace(*SVG_FONTS), title, alt)


def _saved(figure: Figure, kind: str, metadata: dict[str, str | None]) -> bytes:
    import matplotlib as mpl

    settings: dict[Any, Any] = {
        "svg.hashsalt": "mobility_analysis",
        "svg.fonttype": "none",
        "svg.id": None,
        "pdf.fonttype": 42,
    }
    buffer = io.BytesIO()
    with mpl.rc_context(settings):
        figure.savefig(buffer, format=kind, dpi=72, metadata=metadata)
    return buffer.getvalue()


def _dots(figure: Figure, dpi: int) -> Image.Image:
    """Return a figure as a picture of dots, without the transparency that no page needs."""
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, format="rgba", dpi=dpi)
    size = (int(figure.get_figwidth() * dpi), int(figure.get_figheight() * dpi))
    dots = Image.frombuffer("RGBA", size, buffer.getvalue(), "raw", "RGBA", 0, 1)
    return dots.convert("RGB")


def _png(image: Image.Image, dpi: int, title: str, alt: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    for name, text in (("Title", title), ("Description", alt), ("Software", "mobility_analysis")):
        words.add_text(name, text)
    buffer = io.BytesIO()
    image.save(buffer, format="png", dpi=(dpi, dpi), pnginfo=words)
    return buffer.getvalue()


def _metadata(kind: Literal["svg", "pdf"], title: str, alt: str) -> dict[str, str | None]:
    """Return metadata without a clock or a version number."""
    if kind == "pdf":
        return {
            "Title": title,
            "Subject": alt,
            "Author": "mobility_analysis",
            "Creator": "mobility_analysis",
            "CreationDate": None,
        }
    return {"Date": None, "Creator": None, "Format": None, "Type": None}


def _with_title_and_desc(svg: bytes, title: str, alt: str) -> bytes:
    """Put title and description first in an SVG and name it as one picture."""
    text = svg.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    head = f'{text[start:end]} role="img" aria-labelledby="fig-title fig-desc">'
    words = (
        f'\n <title id="fig-title">{escape(_xml_text(title))}</title>'
        f'\n <desc id="fig-desc">{escape(_xml_text(alt))}</desc>'
    )
    return (text[:start] + head + words + text[end + 1 :]).encode("utf-8")


def _xml_text(text: str) -> str:
    """Drop the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


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
    height_in: float | None = None,
) -> Iterator[Figure]:
    """Draw a figure, to be saved within the context, and let it go afterwards."""
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.parts.theme import style

    with style(
        greyscale=greyscale, text_pt=text_pt, width_in=width_in, stated=figure.stated,
        height_in=height_in,
    ):  # fmt: skip
        sheet = figure.draw()
        try:
            yield sheet
        finally:
            plt.close(sheet)


def picture_address(svg: bytes) -> str:
    """Return a saved figure as an address that holds the whole picture, for an ``img``."""
    from mobility_analysis.charts.parts.dark import with_dark_mode

    content = base64.b64encode(with_dark_mode(slim_svg(svg)))
    return f"data:image/svg+xml;base64,{content.decode('ascii')}"


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
