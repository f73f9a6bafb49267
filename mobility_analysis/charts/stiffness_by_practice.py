"""Practice against stiffness for people who do not read correlations: two strips of dots."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import (
    Date,
    finish,
    heading,
    label_x,
    nothing_to_draw,
)
from mobility_analysis.charts.parts.rows import name_rows
from mobility_analysis.charts.parts.theme import axes_size_pt, look, new_axes, styled
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import count_words, cut_percent
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.signals import NOT_CAUSE

DOT_PT = 5.5
STRIP_PT = 62.0
NO_WEEKS = "No week with sessions prescribed has a rated week to stand beside it."
DEFINITION = (
    f"Self-reported. One dot: a week's mean stiffness, from {MIN_DAYS_A_WEEK} rated days. "
    f"{NOT_CAUSE}"
)


@takes(paired="weekly_practice_and_stiffness")
@styled
def plot_stiffness_by_practice(
    paired: pd.DataFrame,
    *,
    threshold: float = MET_SHARE,
    lag_weeks: int = 1,
    as_of: Date | None = None,
    not_read: str = "",
    title: str = "Stiffness after weeks with more and with less practice",
    ax: Axes | None = None,
) -> Axes:
    """Draw weekly stiffness as two strips of dots: after weeks of more practice, and of less.

    Every paired week is a dot; dots of about the same mean are heaped. No mean is drawn.

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
    title : str
        Empty for none.
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
    ax = new_axes(2 * STRIP_PT * look().scale) if ax is None else ax
    if paired.empty:
        none = with_not_read(NO_WEEKS, not_read)
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    _draw_strips(ax, paired, threshold)
    label = label_x(ax, f"{_when(lag_weeks)}, 0 to 10 \N{EM DASH} lower is better")
    rise = heading(ax, title)
    if is_alone:
        finish(
            ax, 2 * STRIP_PT * look().scale, rise_pt=rise, below_pt=label + 3 * look().small_pt,
            text=with_not_read(f"{DEFINITION}{as_of_words(as_of)}", not_read),
        )  # fmt: skip
    return ax


def _draw_strips(ax: Axes, paired: pd.DataFrame, threshold: float) -> None:
    """Draw both strips, each with its number of weeks, on the whole scale of stiffness."""
    share = cut_percent(threshold)
    is_met = paired["is_met"].to_numpy(dtype=bool)
    strips = [paired.loc[is_met, "score_mean"], paired.loc[~is_met, "score_mean"]]
    names = [
        f"{words} done\n{count_words(len(scores), 'week')}"
        for words, scores in zip((f"{share} or more", f"under {share}"), strips, strict=True)
    ]
    name_rows(ax, names, None)
    ax.set_xlim(-0.3, 10.3)
    ax.set_xticks(range(0, 11, 2))
    ax.spines["bottom"].set_bounds(0, 10)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=look().palette.rule, linewidth=0.5, alpha=0.6)
    palette = look().palette
    for y, scores in enumerate(strips):
        if scores.empty:
            ax.text(5, y, "no such week", ha="center", va="center", color=palette.quiet)
        values = np.sort(scores.to_numpy(dtype=np.float64))
        ax.plot(
            values, y + heaped(values, ax), linestyle="none", marker="o" if y == 0 else "s",
            markersize=DOT_PT, markeredgewidth=1.1, color=palette.ink, zorder=3,
            markerfacecolor=palette.ink if y == 0 else palette.paper,
            gid="met" if y == 0 else "not met",
        )  # fmt: skip


def _when(lag_weeks: int) -> str:
    if lag_weeks == 0:
        return "Mean self-rated stiffness of the same week"
    after = "the week after" if lag_weeks == 1 else f"{lag_weeks} weeks later"
    return f"Mean self-rated stiffness of {after}"


def heaped(values: NDArray[np.float64], ax: Axes) -> NDArray[np.float64]:
    """Return how far each of some sorted values is moved off its row so that dots do not touch."""
    width, height = axes_size_pt(ax)
    near = (DOT_PT + 1) / (width * 0.75) * (ax.get_xlim()[1] - ax.get_xlim()[0])
    lasts: list[float] = []
    levels = np.zeros(len(values), dtype=np.int64)
    for place, value in enumerate(values):
        level = next((n for n, last in enumerate(lasts) if value - last >= near), len(lasts))
        lasts[level : level + 1] = [value]
        levels[place] = level
    step = min((DOT_PT + 1.5) / (height * 0.85 / 2), 0.84 / max(len(lasts), 1))
    return np.asarray(step * ((levels + 1) // 2) * np.where(levels % 2, -1, 1))
