"""One look for every chart: colours that colour-blind readers and a grey printer keep apart.

Blue is better, orange is worse, grey is unclear; practice is green-blue and stands in no
contrast with red. Each colour has a second cue (a marker, a hatch, a word) beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar

import matplotlib as mpl
import matplotlib.style
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotParams
from matplotlib.layout_engine import ConstrainedLayoutEngine

from mobility_analysis.charts.parts.layout import Column
from mobility_analysis.charts.parts.letters import FONT
from mobility_analysis.charts.parts.palette import COLOUR, GREY, Palette

P = ParamSpec("P")
R = TypeVar("R")

#: Width of a figure by itself: a letter or A4 page less its margins.
WIDTH_IN = 7.0
#: No text on paper is smaller.
MIN_TEXT_PT = 8.0
USUAL_TEXT_PT = 9.0
LINE = 1.25
#: A layout gives neighbours the same axes, so that one of long names has less than its share.
BESIDE_OTHERS = 0.85


@dataclass(eq=False, repr=False)
class Surroundings:
    """What stands around a chart and a page says itself: a chart fills it in.

    Attributes
    ----------
    is_drawn : bool
        Whether the chart has it all the same, since it is also a file by itself.
    title, note, small_print : str
        As they stand above and below the chart.
    key : sequence of Artist
        What the legend explains: samples with their words as labels.
    ax, rise_pt
        Above which axes it stands, and from how many points above its upper end on.
    """

    is_drawn: bool
    title: str = ""
    note: str = ""
    key: Sequence[Artist] = ()
    small_print: str = ""
    ax: Axes | None = None
    rise_pt: float = 0.0


class Look(NamedTuple):
    """The palette and text size in use."""

    palette: Palette = COLOUR
    text_pt: float = USUAL_TEXT_PT
    width_in: float = WIDTH_IN
    stated: str = ""
    """What the user stated: the small print of every figure ends with it."""
    height_in: float | None = None
    """The height of every figure, as of a slide; where None, each is as high as it needs."""
    around: Surroundings | None = None
    """Takes what a page says around a chart; None for charts by themselves."""
    most_height_in: float | None = None
    """What figures may not pass above their small print, as a laptop's screen; None for nothing."""

    @property
    def scale(self) -> float:
        """How much larger than usual the text is: heights of figures follow it."""
        return self.text_pt / USUAL_TEXT_PT

    @property
    def height_scale(self) -> float:
        """How much higher than usual a chart over time is; on a slide text needs the room."""
        return self.scale if self.height_in is None else math.sqrt(self.scale)

    @property
    def small_pt(self) -> float:
        """Size of tick labels, notes and the footer."""
        return max(MIN_TEXT_PT, self.text_pt - 1)

    @property
    def title_pt(self) -> float:
        """Size of a chart's title."""
        return self.text_pt + 1.5


_ACTIVE: ContextVar[Look | None] = ContextVar("look", default=None)


def look() -> Look:
    """Return the look in use: the innermost ``style``, or the default."""
    return _ACTIVE.get() or Look()


def _settings(chosen: Look) -> dict[str, object]:
    palette = chosen.palette
    return {
        "font.family": FONT,
        "font.size": chosen.text_pt,
        "axes.titlesize": chosen.title_pt,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": chosen.small_pt,
        "axes.labelcolor": palette.quiet,
        "axes.edgecolor": palette.rule,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.labelsize": chosen.small_pt,
        "ytick.labelsize": chosen.small_pt,
        "xtick.color": palette.rule,
        "ytick.color": palette.rule,
        "xtick.labelcolor": palette.quiet,
        "ytick.labelcolor": palette.quiet,
        "text.color": palette.ink,
        "text.parse_math": False,
        "text.hinting": "none",  # letters as wide in a PNG as measured, at any resolution
        "legend.fontsize": chosen.small_pt,
        "legend.frameon": False,
        "hatch.linewidth": 0.7,
        "figure.facecolor": palette.paper,
        "axes.facecolor": palette.paper,
        "savefig.facecolor": palette.paper,
        "savefig.dpi": 300,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "mobility_analysis",
    }


@contextmanager
def style(
    *,
    greyscale: bool = False,
    text_pt: float = USUAL_TEXT_PT,
    width_in: float = WIDTH_IN,
    stated: str = "",
    height_in: float | None = None,
    around: Surroundings | None = None,
    most_height_in: float | None = None,
) -> Iterator[Look]:
    """Draw and save in this project's look; what was set before comes back afterwards.

    Figures must be saved within the context too, since fonts in files are chosen on saving.

    Parameters
    ----------
    greyscale : bool, default False
        Only greys, for a printer without colour.
    text_pt : float, default 9
        Size of text in points; smaller text is one point less but at least 8.
    width_in : float, default 7
        Width in inches of figures that are made within; a slide wants 12, with text of 14.
    stated : str
        What the user stated, such as a scale of scores: the small print of figures ends with it.
    height_in : float, optional
        Height in inches of figures that are made within; a slide wants 6.75. Rows that have no
        room are left out, and the figure says how many and which. What cannot be left out makes
        the figure larger, of the same shape. Unless stated, each is as high as it needs.
    around : Surroundings, optional
        Takes title, legend and small print of a figure for the page that it stands on.
    most_height_in : float, optional
        Height in inches, without the small print, that figures do not pass. Of rows, one for each
        exercise or client, those that have no room are left out as for ``height_in``; charts over
        time become lower, but keep two thirds of their usual height. What needs less stays low.

    Yields
    ------
    Look
        Colours and sizes, to draw more in the same look.

    Raises
    ------
    ValueError
        If the text would be smaller than 8 points.

    Examples
    --------
    >>> with style(greyscale=True) as chosen:
    ...     chosen.palette.ink
    '#000000'
    """
    if text_pt < MIN_TEXT_PT:
        raise ValueError(f"text_pt must be at least {MIN_TEXT_PT:g} to be read, not {text_pt:g}")
    chosen = Look(
        GREY if greyscale else COLOUR, text_pt, width_in, stated, height_in, around, most_height_in
    )
    is_first = _ACTIVE.get() is None  # within another, all else is reset already
    token = _ACTIVE.set(chosen)
    is_interactive = mpl.is_interactive()
    try:
        with mpl.style.context(_settings(chosen), after_reset=is_first):
            yield chosen
            # The first figure of a notebook loads its backend, which turns this on for good.
            is_interactive = mpl.is_interactive()
    finally:
        mpl.interactive(is_interactive)
        _ACTIVE.reset(token)


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the look in use, or in the default one where ``style`` was not entered."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        for ax in _axes_given(kwargs):
            leave_room(ax)
            _dress(ax)
        if _ACTIVE.get() is not None:
            return draw(*args, **kwargs)
        with style():
            there = set(plt.get_fignums())
            made = draw(*args, **kwargs)
            for number in sorted(set(plt.get_fignums()) - there):
                _lay_out(plt.figure(number))
            return made

    return drawn


def _axes_given(named: Mapping[str, object]) -> Iterator[Axes]:
    """Yield the axes that a chart is told to draw in."""
    pair = named.get("axes")
    for ax in (named.get("ax"), *(pair if isinstance(pair, tuple) else ())):
        if isinstance(ax, Axes):
            yield ax


def _dress(ax: Axes) -> None:
    """Give a user's axes, made in another look, the frame and small text of this one."""
    palette, size = look().palette, look().small_pt
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set(color=palette.rule, linewidth=0.8)
    ax.tick_params(labelsize=size, color=palette.rule, labelcolor=palette.quiet)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set(fontsize=size, color=palette.quiet)


def _lay_out(figure: Figure) -> None:
    """Lay a new figure out for good: a notebook draws it six times, to show it and to save it."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)


def new_axes(height_pt: float) -> Axes:
    """Return the axes, about so high, of a new figure whose layout leaves room for all text."""
    size = (look().width_in, height_pt / 72 / 0.77)
    return plt.figure(figsize=size, layout=Column()).add_subplot()


def root_figure(ax: Axes) -> Figure:
    """Return the figure that an axes stands in."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes must stand in a figure")
    return figure


def cell_pt(ax: Axes) -> float | None:
    """Return about the width that an axes beside others has with all that stands around it.

    Nothing for an axes that has no neighbour, or was placed by hand: what stands around that one
    hangs out.
    """
    spec = ax.get_subplotspec()
    figure = root_figure(ax)
    if spec is None or not isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine):
        return None
    grid = spec.get_gridspec()
    if grid.ncols == 1:
        return None
    ratios = np.ones(grid.ncols) * np.asarray(grid.get_width_ratios() or 1, dtype=np.float64)
    share = BESIDE_OTHERS * ratios[spec.colspan.start : spec.colspan.stop].sum() / ratios.sum()
    return figure.get_figwidth() * 72 * float(share)


def leave_room(ax: Axes) -> None:
    """Lay a user's subplots out so that what stands around charts does not run into a neighbour.

    A layout that was chosen, or margins that were set by hand, stay; so does an axes that was
    placed by hand.
    """
    figure = root_figure(ax)
    is_as_made = vars(figure.subplotpars) == vars(SubplotParams())
    if ax.get_subplotspec() is not None and figure.get_layout_engine() is None and is_as_made:
        figure.set_layout_engine("constrained")


def axes_size_pt(ax: Axes) -> tuple[float, float]:
    """Return the width and height of an axes in points, as it stands before layout."""
    figure = root_figure(ax)
    box = ax.get_position(original=True)
    return box.width * figure.get_figwidth() * 72, box.height * figure.get_figheight() * 72


def left_pt(ax: Axes, *, is_under_legend: bool = False) -> float:
    """Return about the height that is left to an axes once its heading and dates stand, in points.

    Beside others a heading has more lines, and a legend more rows.
    """
    beside = 0.5 if is_under_legend else 0.65
    return axes_size_pt(ax)[1] * (0.85 if cell_pt(ax) is None else beside)


def shade(share: float) -> str:
    """Return the colour of a share done between none and all: the darker, the more.

    Examples
    --------
    >>> shade(1.0) == look().palette.practice
    True
    """
    return _between(look().palette.practice_pale, look().palette.practice, share)


@lru_cache(maxsize=1024)
def _between(pale: str, full: str, share: float) -> str:
    red, green, blue = (
        p + (f - p) * share for p, f in zip(to_rgb(pale), to_rgb(full), strict=True)
    )
    return to_hex((red, green, blue))


@lru_cache(maxsize=1024)
def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def words_on(colour: str) -> str:
    """Return the colour, ink or paper, in which words on a colour are read best.

    Examples
    --------
    >>> words_on("#000000") == look().palette.paper
    True
    """
    ink, paper, ground = (
        _luminance(c) + 0.05 for c in (look().palette.ink, look().palette.paper, colour)
    )
    return look().palette.ink if ground / ink >= paper / ground else look().palette.paper
