"""An A4 sheet in millimetres: words, bands and charts are put on it from the top down."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from mobility_analysis.report.page_text import (
    FONT,
    MM_PER_POINT,
    printable,
    shortened,
    width_mm,
    wrapped,
)

__all__ = [
    "BOTTOM", "HEIGHT", "INK", "LEFT", "MIN_SIZE", "PAPER", "RIGHT", "SOFT", "TINT", "TOP",
    "WIDTH", "Sheet", "line_mm",
]  # fmt: skip

PAGE_WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 13.0, 197.0, 12.0, 286.0  # every margin that printers need: 10 mm
WIDTH = RIGHT - LEFT
MIN_SIZE = 8.0  # points

PAPER, INK, SOFT, TINT, RULE = "white", "#1d232b", "#555e69", "#f1f3f5", "#b9c0c8"
ASCENT = 0.80  # of the size: from the top of a line to where its letters stand
LEADING = 1.36  # of the size: from one line to the next


def line_mm(size: float) -> float:
    """Return the height of one line of letters of a size in points, in millimetres."""
    return size * LEADING * MM_PER_POINT


class Sheet:
    """One A4 page. Places are millimetres from the left and the top edge of the paper.

    Whatever is put later is read later: the order is kept for those who listen to the page.

    Parameters
    ----------
    figure : Figure
        A figure of A4 size.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self._order = 2.0

    def _next(self) -> float:
        self._order += 0.001
        return self._order

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Add Axes whose plot area has these bounds."""
        bounds = (
            x / PAGE_WIDTH, 1 - (y + height) / HEIGHT, width / PAGE_WIDTH, height / HEIGHT,
        )  # fmt: skip
        axes: Axes = self.figure.add_axes(bounds, zorder=self._next())
        return axes

    def line(self, words: str, x: float, y: float, *, size: float = 9, weight: str = "normal",
             colour: str = INK, align: str = "left") -> None:  # fmt: skip
        """Put one line of words with its top at ``y``; the caller has seen that it fits."""
        base = y + size * ASCENT * MM_PER_POINT + size * (LEADING - 1.1) / 2 * MM_PER_POINT
        self.figure.text(
            x / PAGE_WIDTH, 1 - base / HEIGHT, printable(words), ha=align, va="baseline",
            family=FONT, fontsize=max(size, MIN_SIZE), fontweight=weight, color=colour,
            parse_math=False, zorder=self._next(),
        )  # fmt: skip

    def short(self, words: str, x: float, y: float, *, width: float, size: float = 9,
              weight: str = "normal", colour: str = INK, align: str = "left") -> None:  # fmt: skip
        """Put words on one line of a width; what does not fit ends in "…"."""
        text = shortened(words, width=width, size=size, weight=weight)
        self.line(text, x, y, size=size, weight=weight, colour=colour, align=align)

    def words(self, words: str, x: float, y: float, *, width: float, size: float = 9,
              weight: str = "normal", colour: str = INK,
              max_lines: int | None = None) -> float:  # fmt: skip
        """Put words in lines of a width, and return where the next line would start."""
        fitted = wrapped(words, width=width, size=size, weight=weight, max_lines=max_lines)
        for number, text in enumerate(fitted.lines):
            self.line(text, x, y + number * line_mm(size), size=size, weight=weight, colour=colour)
        return y + len(fitted.lines) * line_mm(size)

    def runs(self, runs: Sequence[tuple[str, str]], x: float, y: float, *, size: float) -> float:
        """Put (words, weight) one after another on one line; return where they end."""
        for words, weight in runs:
            self.line(words, x, y, size=size, weight=weight)
            x += width_mm(printable(words), size=size, weight=weight)
            x += width_mm(" ", size=size)
        return x

    def box(self, x: float, y: float, width: float, height: float, *, colour: str = TINT) -> None:
        """Put a band of a plain colour."""
        self.figure.add_artist(
            Rectangle(
                (x / PAGE_WIDTH, 1 - (y + height) / HEIGHT), width / PAGE_WIDTH, height / HEIGHT,
                facecolor=colour, edgecolor="none", transform=self.figure.transFigure,
                zorder=self._next(),
            )
        )  # fmt: skip

    def rule(self, x: float, y: float, width: float, *, colour: str = RULE,
             points: float = 0.6) -> None:  # fmt: skip
        """Put a thin line across."""
        self.figure.add_artist(
            Line2D(
                (x / PAGE_WIDTH, (x + width) / PAGE_WIDTH), (1 - y / HEIGHT,) * 2,
                color=colour, linewidth=points, transform=self.figure.transFigure,
                zorder=self._next(),
            )
        )  # fmt: skip
