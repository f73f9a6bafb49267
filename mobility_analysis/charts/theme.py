"""One look for every chart: colours that colour-blind readers and a grey printer keep apart.

Blue is better, orange is worse, grey is unclear; practice is green-blue and stands in no
contrast with red. Each colour has a second cue (a marker, a hatch, a word) beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from itertools import pairwise
from typing import ParamSpec, TypeVar

import matplotlib as mpl
import matplotlib.style
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from mobility_analysis.charts.wording import FONT, width_pt, wrap

__all__ = [
    "MIN_TEXT_PT",
    "WIDTH_IN",
    "Look",
    "Palette",
    "axes_size_pt",
    "finish",
    "footer",
    "heading",
    "look",
    "new_axes",
    "root_figure",
    "say_empty",
    "shade",
    "style",
    "styled",
    "words_on",
]

P = ParamSpec("P")
R = TypeVar("R")

#: Width of a figure by itself: a letter or A4 page less its margins.
WIDTH_IN = 7.0
#: No text on paper is smaller.
MIN_TEXT_PT = 8.0
LINE = 1.25


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean."""

    ink: str = "#1f2328"
    quiet: str = "#57606a"
    rule: str = "#c4cad0"
    paper: str = "#ffffff"
    excused: str = "#eceef0"
    practice: str = "#12676b"
    practice_pale: str = "#c3dcdc"
    day_dot: str = "#8fa3b5"
    better: str = "#0b5fa5"
    worse: str = "#d9630b"
    unclear: str = "#6e7781"


COLOUR = Palette()
GREY = Palette(
    ink="#000000",
    quiet="#4a4a4a",
    rule="#bdbdbd",
    excused="#eeeeee",
    practice="#3a3a3a",
    practice_pale="#d2d2d2",
    day_dot="#9a9a9a",
    better="#1c1c1c",
    worse="#8a8a8a",
    unclear="#5e5e5e",
)


@dataclass(frozen=True)
class Look:
    """The palette and text size in use."""

    palette: Palette = COLOUR
    text_pt: float = 9.0

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
def style(*, greyscale: bool = False, text_pt: float = 9.0) -> Iterator[Look]:
    """Draw and save in this project's look; what was set before comes back afterwards.

    Figures must be saved within the context too, since fonts in files are chosen on saving.

    Parameters
    ----------
    greyscale : bool, default False
        Only greys, for a printer without colour.
    text_pt : float, default 9
        Size of text in points; smaller text is one point less but at least 8. A slide wants 14.

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
    chosen = Look(GREY if greyscale else COLOUR, text_pt)
    token = _ACTIVE.set(chosen)
    try:
        with mpl.style.context(_settings(chosen), after_reset=True):
            yield chosen
    finally:
        _ACTIVE.reset(token)


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the look in use, or in the default one where ``style`` was not entered."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        if _ACTIVE.get() is not None:
            return draw(*args, **kwargs)
        with style():
            return draw(*args, **kwargs)

    return drawn


def new_axes(height_in: float, *, width_in: float = WIDTH_IN) -> Axes:
    """Return the axes of a new figure whose layout leaves room for all text."""
    figure = plt.figure(figsize=(width_in, height_in), layout="constrained")
    return figure.add_subplot()


def root_figure(ax: Axes) -> Figure:
    """Return the figure that an axes stands in.

    Raises
    ------
    ValueError
        If it was taken out of its figure.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes must stand in a figure")
    return figure


def axes_size_pt(ax: Axes) -> tuple[float, float]:
    """Return the width and height of an axes in points, as it stands before layout."""
    figure = root_figure(ax)
    box = ax.get_position(original=True)
    return box.width * figure.get_figwidth() * 72, box.height * figure.get_figheight() * 72


def shade(share: float) -> str:
    """Return the colour of a share done between none and all: the darker, the more.

    Examples
    --------
    >>> shade(1.0) == look().palette.practice
    True
    """
    pale, full = to_rgb(look().palette.practice_pale), to_rgb(look().palette.practice)
    red, green, blue = (p + (f - p) * share for p, f in zip(pale, full, strict=True))
    return to_hex((red, green, blue))


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


def heading(
    ax: Axes,
    title: str,
    *,
    note: str = "",
    handles: Sequence[Artist] = (),
    above_pt: float = 0.0,
) -> float:
    """Put title, note and legend above an axes, one above the other, never on the data.

    Parameters
    ----------
    ax : Axes
        Where to write.
    title : str
        The idea of the chart; nothing is written when empty.
    note : str
        A sentence under the title.
    handles : sequence of Artist
        What the legend explains, by their labels; no legend when empty.
    above_pt : float
        Room already taken above the axes, in points.

    Returns
    -------
    float
        The room taken above the axes, in points.
    """
    width = axes_size_pt(ax)[0]
    small, palette = look().small_pt, look().palette
    rise = above_pt + 5
    if handles:
        rise += _legend_above(ax, handles, rise, width)
    if note:
        rise += _line_above(ax, wrap(note, width, small), rise, small, palette.quiet)
    if title:
        size = look().title_pt
        text = wrap(title, width, size, bold=True)
        rise += _line_above(ax, text, rise, size, palette.ink, weight="bold")
    return rise


def _line_above(
    ax: Axes, text: str, rise_pt: float, size: float, colour: str, *, weight: str = "normal"
) -> float:
    """Write a text above the axes from its left end; return its height in points."""
    ax.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(0, rise_pt), textcoords="offset points",
        ha="left", va="bottom", fontsize=size, fontweight=weight, color=colour, linespacing=1.15,
        gid="heading",
    )  # fmt: skip
    return size * LINE * (text.count("\n") + 1) + 3


def _legend_above(ax: Axes, handles: Sequence[Artist], rise_pt: float, width: float) -> float:
    """Draw the legend and return its height in points."""
    size = look().small_pt
    widths = [width_pt(str(handle.get_label()), size) + 3.4 * size for handle in handles]
    fitting = (n for n in range(len(widths), 1, -1) if _columns_pt(widths, n) <= width)
    columns = next(fitting, 1)
    rows = -(-len(widths) // columns)
    offset = ScaledTranslation(0, rise_pt / 72, root_figure(ax).dpi_scale_trans)
    ax.legend(
        handles=list(handles), loc="lower left", bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + offset, ncols=columns, borderaxespad=0, borderpad=0,
        handlelength=1.6, handletextpad=0.5, columnspacing=1.2, labelspacing=0.35,
        handleheight=1.0,
    )  # fmt: skip
    return rows * size * 1.5 + 4


def _columns_pt(widths: Sequence[float], columns: int) -> float:
    """Return how wide a legend of so many columns is, in points; the first are the fuller ones."""
    rows, fuller = divmod(len(widths), columns)
    starts = [column * rows + min(column, fuller) for column in range(columns + 1)]
    return sum(max(widths[at:to]) for at, to in pairwise(starts))


def footer(figure: Figure, text: str) -> float:
    """Write definition, window and day of looking in small print at the foot of a figure.

    Returns
    -------
    float
        The height of the small print in points.
    """
    if not text:
        return 0.0
    size = look().small_pt
    broken = wrap(text, figure.get_figwidth() * 72 - 14, size)
    figure.supxlabel(
        broken, x=6 / (figure.get_figwidth() * 72), ha="left", fontsize=size,
        color=look().palette.quiet, linespacing=1.15,
    )  # fmt: skip
    return size * LINE * (broken.count("\n") + 1) + 8


def finish(ax: Axes, height_pt: float, *, rise_pt: float, below_pt: float, text: str) -> None:
    """Give a figure of one axes its footer, and the height at which the axes has its own.

    Parameters
    ----------
    ax : Axes
        The only axes of the figure.
    height_pt : float
        Height that the axes shall have.
    rise_pt, below_pt : float
        Room that is taken above it and, by its labels, below it.
    text : str
        The small print.
    """
    figure = root_figure(ax)
    foot = footer(figure, text)
    figure.set_figheight((height_pt + rise_pt + below_pt + foot + 8) / 72)


def say_empty(ax: Axes, sentence: str) -> Axes:
    """Say in the middle of an axes why it is empty."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlim(0, 1)
    for spine in ax.spines.values():
        spine.set_visible(False)
    width = axes_size_pt(ax)[0]
    ax.text(
        0.5, 0.5, wrap(sentence, width * 0.9, look().text_pt), transform=ax.transAxes,
        ha="center", va="center", color=look().palette.quiet,
    )  # fmt: skip
    return ax
