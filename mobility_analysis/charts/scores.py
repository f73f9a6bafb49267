"""The parts of a stiffness axis: scale, days as dots, weekly means, how many days were rated."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from mobility_analysis.charts.dates import Span, date_axis, day_number, day_numbers
from mobility_analysis.charts.layout import label_y
from mobility_analysis.charts.tables import within
from mobility_analysis.charts.theme import axes_size_pt, look
from mobility_analysis.charts.windows import change_windows, draw_windows
from mobility_analysis.charts.wording import width_pt

__all__ = ["below_pt", "days_bars", "draw_scores", "score_axis", "scores_key"]

AXIS_LABEL = "Self-rated stiffness, 0 to 10\n\N{DOWNWARDS ARROW} lower is better"


def draw_scores(
    ax: Axes,
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None,
    *,
    span: Span,
    means: bool,
    labels: bool = True,
) -> None:
    """Draw the ratings on an axes: the part that the two-panel chart shares."""
    size = look().small_pt
    shown = within(daily, "date", span.start, span.end)
    width = axes_size_pt(ax)[0]
    ax.plot(
        day_numbers(shown["date"]) + 0.5, shown["score_mean"].to_numpy(), linestyle="none",
        marker="o", markersize=_dot_size(width, span), markeredgewidth=0,
        color=look().palette.day_dot, zorder=2, gid="days",
    )  # fmt: skip
    score_axis(ax)
    pad = size + 6 if means else 3
    date_axis(ax, span.start, span.end, pad_pt=pad)
    if means:
        _weekly_line(ax, weekly, span)
        _days_rated(ax, weekly, span)
    draw_windows(ax, change_windows(change, daily["date"].min()), labels=labels)


def _dot_size(width_pt: float, span: Span) -> float:
    """Return the size of a day's dot: as large as days have room, 2 to 5 points."""
    return min(5.0, max(2.0, width_pt / ((span.end - span.start).days + 1) * 1.4))


def score_axis(ax: Axes) -> None:
    """Scale the y axis from 0 to 10, always whole, with the direction written at it."""
    ax.set_ylim(-0.35, 10.35)
    is_low = axes_size_pt(ax)[1] * 0.75 < 90
    ax.set_yticks([0, 5, 10] if is_low else list(range(0, 11, 2)))
    ax.spines["left"].set_bounds(0, 10)
    label_y(ax, AXIS_LABEL)
    ax.grid(axis="y", color=look().palette.rule, linewidth=0.5, alpha=0.6)


def _weekly_line(ax: Axes, weekly: pd.DataFrame, span: Span) -> None:
    """Draw weekly means as a line; a week without a mean, or without a row, breaks it."""
    shown = within(weekly, "week_start", span.start - pd.Timedelta(days=6), span.end)
    if shown.empty:
        return
    weeks = pd.date_range(shown["week_start"].min(), shown["week_start"].max(), freq="7D")
    values = shown.set_index("week_start")["score_mean"].reindex(weeks)
    is_close = axes_size_pt(ax)[0] * 7 / ((span.end - span.start).days + 1) < 6
    ax.plot(
        day_numbers(weeks) + 3.5, values.to_numpy(), color=look().palette.ink,
        linewidth=0.9 if is_close else 1.4, marker="o",
        markersize=0 if is_close else 4.2, zorder=3, gid="weekly means",
    )  # fmt: skip


def _days_rated(ax: Axes, weekly: pd.DataFrame, span: Span) -> None:
    """Write under each week how many of its days were rated; little bars where weeks are close."""
    size = look().small_pt
    width = axes_size_pt(ax)[0]
    counts = weekly.set_index("week_start")["n_days"]
    weeks = pd.date_range(
        span.start - pd.Timedelta(days=span.start.weekday()), span.end, freq="7D"
    )  # fmt: skip
    rated = counts.reindex(weeks).fillna(0)
    room = width * 0.88 * 7 / ((span.end - span.start).days + 1)
    if room >= width_pt("0", size) + 3:
        for middle, n_days in zip(day_numbers(weeks) + 3.5, rated, strict=True):
            at = min(max(middle, day_number(span.start)), day_number(span.end) + 1)
            ax.annotate(
                f"{int(n_days)}", (at, 0), xycoords=ax.get_xaxis_transform(), xytext=(0, -4),
                textcoords="offset points", ha="center", va="top", fontsize=size,
                color=look().palette.quiet, gid="days rated",
            )  # fmt: skip
    else:
        days_bars(ax, day_numbers(weeks) + 3.5, rated.to_numpy() / 7, width=6)
        return
    _say_days_rated(ax)


def days_bars(
    ax: Axes, middles: NDArray[np.float64], share: NDArray[np.float64], *, width: float
) -> None:
    """Draw the share of days rated as little bars below the axis, where numbers have no room."""
    size, height = look().small_pt, axes_size_pt(ax)[1]
    tall = (size - 1) / (height * 0.8)
    bottom = -3 / height - tall
    ax.bar(
        middles, share * tall, width=width, bottom=bottom, transform=ax.get_xaxis_transform(),
        clip_on=False, color=look().palette.unclear, gid="days rated",
    )  # fmt: skip
    _say_days_rated(ax)


def _say_days_rated(ax: Axes) -> None:
    """Name the numbers, or bars, below the axis at its right end."""
    ax.annotate(
        "days rated", (1, 0), xycoords="axes fraction", xytext=(6, -4),
        textcoords="offset points", ha="left", va="top", fontsize=look().small_pt,
        color=look().palette.quiet,
    )  # fmt: skip


def scores_key(*, means: bool) -> list[Artist]:
    """Return what a legend explains of the marks that ``draw_scores`` draws."""
    palette = look().palette
    key: list[Artist] = [
        Line2D([], [], color=palette.day_dot, linestyle="none", marker="o", markersize=4,
               label="a day"),
    ]  # fmt: skip
    if means:
        key.append(
            Line2D([], [], color=palette.ink, marker="o", markersize=4.2, linewidth=1.4,
                   label="mean of a week, from 4 days rated")
        )  # fmt: skip
    return key


def below_pt(*, means: bool) -> float:
    """Return the room that dates and days rated take below the axes, in points."""
    return look().small_pt * (4.2 if means else 2.9)
