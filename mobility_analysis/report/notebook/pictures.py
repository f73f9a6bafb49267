"""A chart under a cell and its words beside it: drawn once, as SVG, for page and files."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from typing import ParamSpec, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.parts.theme import style
from mobility_analysis.report.notebook.cells import Shown, say
from mobility_analysis.report.svg import drawn_svg, for_browser, with_words

P = ParamSpec("P")
R = TypeVar("R")

#: A drawing of more bytes, one of tens of thousands of marks, is shown as dots: it opens faster.
MOST_BYTES = 1_000_000
#: Dots an inch of such a one: two fifths more than it is wide on a screen.
SCREEN_DPI = 120
BESIDE = "display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: flex-start"
PICTURE = "width: 610px; max-width: 100%; margin: 0"
WORDS = "flex: 1 1 16em; max-width: 46em; line-height: 1.4"
#: Of a screen of 1366 x 768 dots JupyterLab leaves 393 below the cells: so many inches of a PICTURE
#: that is 7 wide. Its small print may stand below the screen.
FIRST_SCREEN_IN = 4.5
CHART_ALT = "Chart of what the words beside it say."
Drawn = Axes | Figure | Sequence[Axes] | np.ndarray


class ShownFigure:
    """A chart with its words beside it: side by side on a page, the words alone elsewhere.

    Attributes
    ----------
    figure : Figure
        The chart, to keep a copy of.
    words : Shown
        What stands beside it.
    """

    def __init__(self, figure: Figure, words: Shown) -> None:
        self.figure = figure
        self.words = words

    @property
    def is_blank(self) -> bool:
        """Whether the chart has nothing to draw, so that its words say all there is."""
        return not any(map(_has_marks, self.figure.axes))

    def __repr__(self) -> str:
        return self.words.text

    def _repr_html_(self) -> str:
        if self.is_blank:
            return self.words.html
        return (
            f'<div style="{BESIDE}"><img style="{PICTURE}" alt="{CHART_ALT}" src="{self._address}">'
            f'<div style="{WORDS}">{self.words.html}</div></div>'
        )

    @cached_property
    def svg(self) -> bytes:
        """The chart as drawn, without words of its own; copies are made from it, too."""
        with style():
            return drawn_svg(self.figure)

    @property
    def _address(self) -> str:
        """The whole picture as an address; its fonts are those of the pages of a report."""
        content, kind = for_browser(with_words(self.svg, "", "")), "svg+xml"
        if len(content) > MOST_BYTES:
            content, kind = self._dots(), "png"
        return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"

    def _dots(self) -> bytes:
        buffer = io.BytesIO()
        with style():
            self.figure.savefig(buffer, format="png", dpi=SCREEN_DPI)
        return buffer.getvalue()


def _has_marks(ax: Axes) -> bool:
    """Whether an axes holds any dot, line, bar or picture."""
    lines = any(np.size(line.get_xdata()) for line in ax.lines)
    dots = any(np.size(marks.get_offsets()) for marks in ax.collections)
    return lines or dots or bool(ax.patches) or bool(ax.images)


def show_figure(drawn: Drawn, *sentences: str, trust: str = "") -> ShownFigure:
    """Show a chart with the sentences that say the same beside it.

    Parameters
    ----------
    drawn : Axes or Figure
        The chart; a new figure of its own, which is shown here and by nothing else.
    *sentences : str
        What it says, in this order.
    trust : str
        Whether the log can be trusted, in one line, smaller, under them.

    Returns
    -------
    ShownFigure

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-11-{day:02}", "score": score}
    ...     for day, score in enumerate([6, 6, 5, 6, 5, 4, 4, 3, 4, 3], start=2)])
    >>> ax = ma.plot_stiffness(ma.daily_stiffness(log), ma.weekly_stiffness(log))
    >>> ma.show_figure(ax, "10 of 10 days rated.", trust="All rows were read.")
    10 of 10 days rated.
    All rows were read.
    """
    from matplotlib import pyplot as plt

    figure = _figure_of(drawn)
    plt.close(figure)  # else the notebook would show it a second time, by itself
    return ShownFigure(figure, say(*sentences, small=trust))


def for_first_screen(plot: Callable[P, R]) -> Callable[P, R]:
    """Let a chart be no higher than what is left of a laptop's first screen, but for small print.

    Parameters
    ----------
    plot : function
        A ``plot_*`` that draws a row for each exercise, area or client, or ratings over time.

    Returns
    -------
    function
        Draws the same, in the usual look. Rows that have no room are left out, and the chart says
        how many; what is drawn over time becomes lower.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog"}])
    >>> ax = ma.for_first_screen(ma.plot_adherence_by_exercise)(ma.overall_adherence(log))
    >>> bool(ax.figure.get_figheight() < FIRST_SCREEN_IN)
    True
    """

    @wraps(plot)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with style(most_height_in=FIRST_SCREEN_IN):
            return plot(*args, **kwargs)

    return drawn


def _figure_of(drawn: Drawn) -> Figure:
    if isinstance(drawn, Figure):
        return drawn
    ax = drawn if isinstance(drawn, Axes) else np.ravel(np.asarray(drawn, dtype=object))[0]
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise TypeError("a figure is needed; these axes stand in none")
    return figure
