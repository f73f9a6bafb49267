"""Practice against stiffness for people who do not read correlations: two strips of dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import (
    Date,
    finish,
    heading,
    label_x,
    nothing_to_draw,
)
from mobility_analysis.charts.parts.rows import name_rows, span_pt
from mobility_analysis.charts.parts.theme import axes_size_pt, look, new_axes, styled
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import count_words, cut_percent
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.signals import NOT_CAUSE
from mobility_analysis.words.titles.stiffness import by_practice_title

SUBJECT = "Stiffness after weeks with more and with less practice"
DOT_PT, APART_PT = 5.5, 1.5
#: Where more dots than these would lie upon one another, weeks are counted in bars.
MAX_HEAP = 9
BIN_POINTS = 0.5
BARS_PT, LEAST_PT = 62.0, 30.0
ENDS = (-0.3, 10.3)
NO_WEEKS = "No week with sessions prescribed has a rated week to stand beside it."
DOTS = f"One dot: a week's mean stiffness, from {MIN_DAYS_A_WEEK} rated days."
BARS = (
    "Number: weeks whose mean stiffness lies in the half point of the scale under it, from "
    f"{MIN_DAYS_A_WEEK} rated days each."
)


FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@takes(paired="weekly_practice_and_stiffness")
@styled
def plot_stiffness_by_practice(
    paired: pd.DataFrame,
    *,
    threshold: float = MET_SHARE,
    lag_weeks: int = 1,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw weekly stiffness as two strips: after weeks of more practice, and of less.

    Every paired week is a dot; dots of about the same mean are heaped. Where the heaps would be
    too high, the weeks of each half point are counted in a bar. No mean is drawn.

    Parameters
    ----------
    paired : DataFrame
        Table of ``weekly_practice_and_stiffness``: client, score_mean, is_met are used.
    threshold : float, default 0.8
        The share of practice by which ``is_met`` was judged, for the labels.
    lag_weeks : int, default 1
        The lag of the table, for the labels.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default how many weeks stand against how many; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the table holds more than one client.

    Examples
    --------
    Seven weeks follow one in which 80 % or more was done, 17 do not:

    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> ax = ma.plot_stiffness_by_practice(ma.weekly_practice_and_stiffness(log))
    >>> [len(line.get_xdata()) for line in ax.lines]
    [7, 17]
    """
    is_alone = ax is None
    if paired.empty:
        ax = new_axes(2 * LEAST_PT * look().scale) if ax is None else ax
        none = with_not_read(NO_WEEKS, not_read)
        title = SUBJECT if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    title = by_practice_title(paired, threshold) if title is None else title
    strips = _strips(paired, threshold)
    span = span_pt(ax, [strip.name for strip in strips])
    near = (_dot_pt() + 1) / (span * 0.9) * (ENDS[1] - ENDS[0])
    heaps = [heaped(strip.means, near) for strip in strips]
    most = max(int(levels.max(initial=0)) + 1 for levels in heaps)
    are_dots = most <= MAX_HEAP
    strip = max(LEAST_PT * look().scale, (most + 1.5) * _step_pt())
    height = len(strips) * (strip if are_dots else BARS_PT * look().scale)
    ax = new_axes(height) if ax is None else ax
    _scale(ax, strips)
    if are_dots:
        _draw_dots(ax, strips, heaps, most)
    else:
        _draw_bars(ax, strips)
    label = label_x(ax, f"{_when(lag_weeks)}, 0 to 10 \N{EM DASH} lower is better")
    rise = heading(ax, title, room_pt=span)
    if is_alone:
        said = f"Self-reported. {DOTS if are_dots else BARS} {NOT_CAUSE}{as_of_words(as_of)}"
        finish(
            ax, height, rise_pt=rise, below_pt=label + 3 * look().small_pt,
            text=with_not_read(said, not_read),
        )  # fmt: skip
    return ax


class Strip(NamedTuple):
    """The weekly means of one strip, in order, and how it is called and drawn."""

    name: str
    means: FloatArray
    marker: str
    is_filled: bool
    gid: str


def _strips(paired: pd.DataFrame, threshold: float) -> list[Strip]:
    share, is_met = cut_percent(threshold), paired["is_met"].to_numpy(dtype=bool)
    means = paired["score_mean"].to_numpy(dtype=np.float64)
    met, rest = np.sort(means[is_met]), np.sort(means[~is_met])
    return [
        Strip(f"{share} or more done\n{count_words(len(met), 'week')}", met, "o", True, "met"),
        Strip(f"under {share} done\n{count_words(len(rest), 'week')}", rest, "s", False, "not met"),
    ]


def _dot_pt() -> float:
    return DOT_PT * look().scale


def _step_pt() -> float:
    return _dot_pt() + APART_PT


def _scale(ax: Axes, strips: Sequence[Strip]) -> None:
    """Show the whole scale of stiffness, a row a strip."""
    name_rows(ax, [strip.name for strip in strips], None)
    ax.set_xlim(*ENDS)
    tick_at(ax.xaxis, range(0, 11, 2))
    ax.spines["bottom"].set_bounds(0, 10)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=look().palette.rule, linewidth=0.5, alpha=0.6)
    for y, strip in enumerate(strips):
        if not len(strip.means):
            ax.text(5, y, "no such week", ha="center", va="center", color=look().palette.quiet)


def _draw_dots(ax: Axes, strips: Sequence[Strip], heaps: Sequence[IntArray], most: int) -> None:
    """Draw a dot a week, those of about the same mean heaped about the middle of the row."""
    palette = look().palette
    for y, (strip, levels) in enumerate(zip(strips, heaps, strict=True)):
        step = min(_step_pt() / (axes_size_pt(ax)[1] * 0.85 / 2), 0.84 / most)
        aside = step * ((levels + 1) // 2) * np.where(levels % 2, -1, 1)
        ax.plot(
            strip.means, y + aside, linestyle="none", marker=strip.marker, markersize=_dot_pt(),
            markeredgewidth=1.1, color=palette.ink, zorder=3, gid=strip.gid,
            markerfacecolor=palette.ink if strip.is_filled else palette.paper,
        )  # fmt: skip


def _draw_bars(ax: Axes, strips: Sequence[Strip]) -> None:
    """Draw how many weeks lie in each half point of the scale, on one scale of counts."""
    palette, size = look().palette, look().small_pt
    edges = np.arange(0, 10 + BIN_POINTS, BIN_POINTS)
    counts = [np.histogram(strip.means, bins=edges)[0] for strip in strips]
    tallest = max(int(count.max()) for count in counts)
    for y, (strip, weeks) in enumerate(zip(strips, counts, strict=True)):
        floor = y + 0.42
        for left, n_weeks in zip(edges[:-1], weeks.tolist(), strict=True):
            if not n_weeks:
                continue
            high = 0.62 * n_weeks / tallest
            ax.add_patch(
                Rectangle((left + 0.03, floor - high), BIN_POINTS - 0.06, high, linewidth=1,
                          facecolor=palette.unclear if strip.is_filled else palette.paper,
                          edgecolor=palette.ink, zorder=2, gid=strip.gid)
            )  # fmt: skip
            ax.annotate(
                f"{n_weeks}", (left + BIN_POINTS / 2, floor - high), xytext=(0, 2),
                textcoords="offset points", ha="center", va="bottom", fontsize=size, gid="weeks",
            )  # fmt: skip


def _when(lag_weeks: int) -> str:
    if lag_weeks == 0:
        return "Mean self-rated stiffness of the same week"
    after = "the week after" if lag_weeks == 1 else f"{lag_weeks} weeks later"
    return f"Mean self-rated stiffness of {after}"


def heaped(values: FloatArray, near: float) -> IntArray:
    """Return on which level of a heap each of some sorted values lies, so that none touch.

    Examples
    --------
    >>> heaped(np.array([1.0, 1.1, 1.2, 3.0]), 0.15).tolist()
    [0, 1, 0, 0]
    """
    lasts: list[float] = []
    levels = np.zeros(len(values), dtype=np.int64)
    for place, value in enumerate(values):
        level = next((n for n, last in enumerate(lasts) if value - last >= near), len(lasts))
        lasts[level : level + 1] = [value]
        levels[place] = level
    return levels
