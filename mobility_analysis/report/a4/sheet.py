"""An A4 sheet in millimetres: words, bands and charts are put on it from the top down."""

from __future__ import annotations

from typing import Literal, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from mobility_analysis.charts.parts.text import (
    FONT,
    MM_PER_POINT,
    printable,
    shortened,
    shortened_in_middle,
    wrapped,
)
from mobility_analysis.charts.parts.theme import look

MM_PER_INCH = 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 12.0, 198.0, 11.0, 286.0  # printers need 10 mm
WIDTH = RIGHT - LEFT
RULE_PT = 0.6
ASCENT = 0.93  # of the size: from the top of a line to where its letters stand
LEADING = 1.29  # of the size: from one line to the next


class Letters(NamedTuple):
    """How words look: size in points, weight, and whether they are quiet."""

    size: float
    weight: Literal["normal", "bold"] = "normal"
    is_quiet: bool = False

    @property
    def line(self) -> float:
        """Height of one line in millimetres."""
        return self.size * LEADING * MM_PER_POINT


FIGURE = Letters(17, "bold")
LEAD = Letters(9.5)
HEAD = Letters(9.5, "bold")
BODY = Letters(9)
SMALL = Letters(8)
STRONG = Letters(8, "bold")
QUIET = Letters(8, is_quiet=True)


def n_lines(words: str, width: float, letters: Letters) -> int:
    """Return how many lines of a width words take."""
    return len(wrapped(words, width=width, size=letters.size, weight=letters.weight).lines)


def blank_figure() -> Figure:
    """Return a figure as large as the paper."""
    return Figure(figsize=(PAGE_WIDTH / MM_PER_INCH, PAGE_HEIGHT / MM_PER_INCH))


class Sheet:
    """One A4 page. Places are millimetres from the left and the top edge of the paper.

    What is put later is read later, so that the page also reads well to those who listen to it.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self._order = 2.0

    def _next(self) -> float:
        self._order += 0.001
        return self._order

    def add(self, artist: Artist) -> None:
        """Put anything that knows its own place."""
        artist.set_zorder(self._next())
        self.figure.add_artist(artist)

    def _corner(self, x: float, y: float) -> tuple[float, float]:
        return x / PAGE_WIDTH, 1 - y / PAGE_HEIGHT

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Add Axes whose plot area has these bounds."""
        left, bottom = self._corner(x, y + height)
        bounds = (left, bottom, width / PAGE_WIDTH, height / PAGE_HEIGHT)
        axes: Axes = self.figure.add_axes(bounds, zorder=self._next())
        return axes

    def put(
        self, words: str, x: float, y: float, letters: Letters = BODY, *, align: str = "left"
    ) -> None:
        """Put one line of words with its top at ``y``; the caller has seen that it fits."""
        base = y + letters.size * (ASCENT + (LEADING - 1.164) / 2) * MM_PER_POINT
        palette = look().palette
        left, height = self._corner(x, base)
        self.figure.text(
            left, height, printable(words), ha=align, va="baseline", family=FONT,
            fontsize=letters.size, fontweight=letters.weight, parse_math=False,
            color=palette.quiet if letters.is_quiet else palette.ink, zorder=self._next(),
        )  # fmt: skip

    def short(
        self, words: str, x: float, y: float, width: float, letters: Letters = BODY,
        *, keeps_end: bool = False,
    ) -> None:  # fmt: skip
        """Put words on one line of a width; "…" stands at the end for what does not fit.

        With ``keeps_end`` it stands in the middle.
        """
        cut = shortened_in_middle if keeps_end else shortened
        text = cut(words, width=width, size=letters.size, weight=letters.weight)
        self.put(text, x, y, letters)

    def words(
        self, words: str, x: float, y: float, width: float, letters: Letters = BODY,
        *, max_lines: int | None = None,
    ) -> float:  # fmt: skip
        """Put words in lines of a width, and return where the next line would start."""
        fitted = wrapped(
            words, width=width, size=letters.size, weight=letters.weight, max_lines=max_lines
        )
        for text in fitted.lines:
            self.put(text, x, y, letters)
            y += letters.line
        return y

    def box(
        self, x: float, y: float, width: float, height: float, *, colour: str | None = None
    ) -> None:
        """Put a plain band."""
        self.add(
            Rectangle(
                self._corner(x, y + height), width / PAGE_WIDTH, height / PAGE_HEIGHT,
                facecolor=colour or look().palette.excused, edgecolor="none",
                transform=self.figure.transFigure,
            )
        )  # fmt: skip

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Put a frame around what follows."""
        self.add(
            Rectangle(
                self._corner(x, y + height), width / PAGE_WIDTH, height / PAGE_HEIGHT,
                facecolor="none", edgecolor=look().palette.ink, linewidth=RULE_PT,
                transform=self.figure.transFigure,
            )
        )  # fmt: skip

    def rule(self, x: float, y: float, width: float) -> None:
        """Put a thin line across."""
        (left, height), (right, _) = self._corner(x, y), self._corner(x + width, y)
        self.add(
            Line2D(
                (left, right), (height, height), color=look().palette.rule, linewidth=RULE_PT,
                transform=self.figure.transFigure,
            )
        )  # fmt: skip
