"""One picture to send: the finding as its title, the line of stiffness, dots for weeks practised.

It has the size of a screen, or of a phone held upright, and shows the whole span, be it nine days
or eight years. It names nobody.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import ScaledTranslation

from mobility_analysis.charts.parts.dates import Span, date_axis, day_number, day_numbers
from mobility_analysis.charts.parts.frame import heading, within
from mobility_analysis.charts.parts.letters import UNPRINTABLE, printable
from mobility_analysis.charts.parts.text import UNPRINTABLE_NOTE, width_pt, wrap
from mobility_analysis.charts.parts.theme import LINE, axes_size_pt, look, root_figure
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.charts.stiffness import band_edges, change_windows, show_means
from mobility_analysis.measures.days import ONE_DAY, TOLERANCE
from mobility_analysis.words.stiffness import is_mixed
from mobility_analysis.words.titles.share import (
    AT_THE_AXIS,
    NOT_PRACTISED,
    NOTHING_RATED,
    PRACTISED,
    RATED_DAY,
    WEEKLY_MEAN,
    Finding,
    usual_range,
)
from mobility_analysis.words.verdict import written

ShareShape = Literal["wide", "phone"]


class Shape(NamedTuple):
    """Size of a picture in inches, of its words and of its title in points."""

    width_in: float
    height_in: float
    text_pt: float
    title_pt: float


SHARE_DPI = 150
SHAPES: dict[ShareShape, Shape] = {
    "wide": Shape(8.0, 4.5, 11.0, 20.0),  # 1200 x 675
    "phone": Shape(7.2, 9.0, 16.0, 28.0),  # 1080 x 1350
}
EDGE_PT = 22.0
LEAST_BAR_PT = 10.0  # of four weeks among years, too
RING_PT = 4.5  # a week with less room has no ring, and those with practice are a strip


class Diary(NamedTuple):
    """One client's tables that the picture shows; ``practice`` None where sessions are unknown.

    ``practice`` are the weeks of the programme by their state, ``practised`` the Mondays of those
    in which something was done, in the programme or outside it.
    """

    daily: pd.DataFrame
    weekly: pd.DataFrame
    change: pd.DataFrame
    practice: pd.DataFrame | None
    practised: pd.Series[pd.Timestamp]


def plot_share(
    diary: Diary,
    finding: Finding,
    *,
    start: pd.Timestamp,
    as_of: pd.Timestamp,
    shape: ShareShape = "wide",
) -> Axes:
    """Draw the picture on a figure of its own, in the ``style`` of its shape; return its axes."""
    size, span, small = SHAPES[shape], Span(start, as_of), look().small_pt
    figure = plt.figure(figsize=(size.width_in, size.height_in))
    left = width_pt("10", small) + EDGE_PT / 2
    width = size.width_in * 72 - left - EDGE_PT
    ax = figure.add_axes((0, 0.3, width / (72 * size.width_in), 0.4))
    foot = _small_print(ax, finding.small_print, left, width)
    rise = heading(
        ax, "", note=finding.note, handles=_key(ax, diary, span), above_pt=small * LINE + 4,
        room_pt=width,
    )  # fmt: skip
    rise += _title(ax, finding.title, rise, width, size.title_pt)
    has_dots = diary.practice is not None
    below = small * (4.6 if has_dots else 3.2)
    _place(ax, left=left, bottom=foot + below, right=EDGE_PT, top=rise + EDGE_PT * 0.6)
    _scale(ax, span, pad_pt=small * 1.5 if has_dots else 4)
    _draw_scores(ax, diary, span)
    if diary.practice is not None:
        _draw_practice(ax, _practised(diary.practice, diary.practised, span), span)
    return ax


def _title(ax: Axes, title: str, rise_pt: float, width: float, size: float) -> float:
    """Write the finding above all else; return its height in points."""
    text = wrap(title, width, size, bold=True)
    ax.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(0, rise_pt), textcoords="offset points",
        ha="left", va="bottom", fontsize=size, fontweight="bold", color=look().palette.ink,
        linespacing=1.1, gid="finding",
    )  # fmt: skip
    return size * LINE * (text.count("\n") + 1)


def _small_print(ax: Axes, words: str, left: float, width: float) -> float:
    """Write the small print at the foot, and what the user stated; return its height in points."""
    figure, size = root_figure(ax), look().small_pt
    said = printable(f"{words} {look().stated}")
    lacking = f" {UNPRINTABLE_NOTE}" if UNPRINTABLE in said else ""
    text = wrap(f"{said}{lacking}", width, size)
    across, up = figure.get_figwidth() * 72, figure.get_figheight() * 72
    figure.text(
        left / across, EDGE_PT * 0.6 / up, text, ha="left", va="bottom", fontsize=size,
        color=look().palette.quiet, linespacing=1.15, gid="small print",
    )  # fmt: skip
    return size * LINE * (text.count("\n") + 1) + EDGE_PT * 0.6


def _place(ax: Axes, *, left: float, bottom: float, right: float, top: float) -> None:
    """Stand an axes so many points from the sides of its figure."""
    figure = root_figure(ax)
    across, up = figure.get_figwidth() * 72, figure.get_figheight() * 72
    ax.set_position(
        (left / across, bottom / up, (across - left - right) / across, (up - bottom - top) / up)
    )


def _scale(ax: Axes, span: Span, *, pad_pt: float) -> None:
    """Scale both axes; what the upright one shows stands above it, its numbers within."""
    small, palette = look().small_pt, look().palette
    ax.set_ylim(-0.35, 10.35)
    ax.tick_params(axis="y", length=0, pad=2)
    tick_at(ax.yaxis, [0, 5, 10])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="y", color=palette.rule, linewidth=0.8)
    date_axis(ax, span.start, span.end, pad_pt=pad_pt)
    ax.annotate(
        AT_THE_AXIS, (0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points",
        ha="left", va="bottom", fontsize=small, color=palette.quiet, gid="axis",
    )  # fmt: skip


def _has_means(diary: Diary, span: Span) -> bool:
    """Whether weeks are drawn; days are where no week has a mean, or the diary is too young."""
    shown = within(diary.weekly, "week_start", span.start - 6 * ONE_DAY, span.end)
    return show_means(diary.change, span) and bool(shown["score_mean"].notna().any())


def _key(ax: Axes, diary: Diary, span: Span) -> list[Artist]:
    """Return what the legend explains."""
    palette, key = look().palette, list[Artist]()
    if len(diary.daily) and _has_means(diary, span):
        key.append(
            Line2D([], [], color=palette.ink, marker="o", markersize=5, linewidth=2,
                   linestyle="none" if is_mixed(diary.change) else "-", label=WEEKLY_MEAN)
        )  # fmt: skip
    elif len(diary.daily):
        key.append(_dot(palette.ink, palette.ink, RATED_DAY))
    if band_edges(diary.change):
        around = usual_range(diary.change.iloc[0])
        key.append(Patch(facecolor=palette.band, edgecolor=palette.unclear, label=around))
    if diary.practice is None:
        return key
    weeks = _practised(diary.practice, diary.practised, span)
    if not _has_rings(ax, span):
        return [*key, Patch(facecolor=palette.practice, label=PRACTISED)]
    faces = {PRACTISED: palette.practice, NOT_PRACTISED: palette.paper}
    return key + [
        _dot(palette.practice, face, name)
        for name, face in faces.items()
        if (weeks["name"] == name).any()
    ]


def _dot(edge: str, face: str, label: str) -> Line2D:
    return Line2D([], [], color=edge, markerfacecolor=face, marker="o", markersize=6,
                  linestyle="none", label=label)  # fmt: skip


def _draw_scores(ax: Axes, diary: Diary, span: Span) -> None:
    """Draw the weekly means, or the days, and what they are held against where that is judged."""
    palette = look().palette
    if diary.daily.empty:
        ax.text(0.5, 0.72, NOTHING_RATED, transform=ax.transAxes, ha="center", va="center",
                color=palette.quiet)  # fmt: skip
    elif _has_means(diary, span):
        _draw_weeks(ax, diary, span)
    else:
        days = within(diary.daily, "date", span.start, span.end)
        ax.plot(day_numbers(days["date"]) + 0.5, days["score_mean"].to_numpy(), "o",
                color=palette.ink, markersize=6, clip_on=False, gid="days")  # fmt: skip
    edges = band_edges(diary.change)
    if edges:
        ax.add_patch(
            Rectangle((0, edges[0]), 1, edges[1] - edges[0], transform=ax.get_yaxis_transform(),
                      facecolor=palette.band, linewidth=0, zorder=0.3, gid="own variation")
        )  # fmt: skip
        _draw_windows(ax, diary, span)


def _draw_weeks(ax: Axes, diary: Diary, span: Span) -> None:
    """Draw a point a week; a week without a mean, or rated at other moments, breaks the line."""
    shown = within(diary.weekly, "week_start", span.start - 6 * ONE_DAY, span.end)
    weeks = pd.date_range(shown["week_start"].min(), shown["week_start"].max(), freq="7D")
    means = shown.set_index("week_start")["score_mean"].reindex(weeks).to_numpy(dtype=np.float64)
    is_roomy = _has_rings(ax, span)
    ax.plot(
        day_numbers(weeks) + 3.5, means, linestyle="none" if is_mixed(diary.change) else "-",
        linewidth=2.2 if is_roomy else 1.2, marker="o",
        markersize=min(6.0, _room_of_week(ax, span) * 0.6) if is_roomy else 1.2,
        color=look().palette.ink, zorder=3, gid="weeks",
    )  # fmt: skip


def _draw_windows(ax: Axes, diary: Diary, span: Span) -> None:
    """Draw the two means that the finding is about as bars over their days, with their numbers."""
    row = diary.change.iloc[0]
    numbers = (written(row).baseline, written(row).recent)
    windows = change_windows(diary.change, diary.daily["date"].min())
    for window, number in zip(windows, numbers, strict=False):
        left = max(day_number(window.start), day_number(span.start))
        right = day_number(window.end + ONE_DAY)
        if right <= left:
            continue
        left, right = _seen(ax, left, right)
        ax.plot([left, right], [window.mean] * 2, color=window.colour, linewidth=6,
                solid_capstyle="butt", zorder=2, gid="window")  # fmt: skip
        x, y, is_above = _free_place(ax, number, left, window.mean)
        ax.annotate(
            number, (x, y), xytext=(3, 6 if is_above else -6), textcoords="offset points",
            va="bottom" if is_above else "top", fontsize=_mean_pt(), fontweight="bold",
            color=window.colour, zorder=6, gid="window mean",
        )  # fmt: skip
        if abs(y - window.mean) > TOLERANCE:
            at = min((left + right) / 2, x + _number_days(ax, number) / 2)
            ax.annotate(
                "", (at, window.mean), xytext=(at, y),
                zorder=5.5, gid="window leader",
                arrowprops={"arrowstyle": "-", "color": window.colour, "linewidth": 1.5,
                            "shrinkA": 0, "shrinkB": 0},
            )  # fmt: skip


def _seen(ax: Axes, left: float, right: float) -> tuple[float, float]:
    """Return the ends of a bar that is wide enough to be seen, within the axes."""
    first, last = ax.get_xlim()
    least = LEAST_BAR_PT * (last - first) / axes_size_pt(ax)[0]
    if right - left >= least:
        return left, right
    middle = min(max((left + right) / 2, first + least / 2), last - least / 2)
    return middle - least / 2, middle + least / 2


def _mean_pt() -> float:
    return look().text_pt * 1.3


def _number_days(ax: Axes, number: str) -> float:
    """Return over how many days a number reaches."""
    first, last = ax.get_xlim()
    return width_pt(number, _mean_pt(), bold=True) * (last - first) / axes_size_pt(ax)[0]


def _free_place(ax: Axes, number: str, left: float, mean: float) -> tuple[float, float, bool]:
    """Return where a number stands clear of what is drawn, and whether above it or below.

    It stands as near as it can to its bar, from whose start it begins.
    """
    (_, last), (foot, top) = ax.get_xlim(), ax.get_ylim()
    up = axes_size_pt(ax)[1]
    wide = _number_days(ax, number)
    high = (_mean_pt() * LINE + 6) * (top - foot) / up
    x = min(left, last - wide)
    drawn = np.concatenate([np.column_stack(line.get_data()) for line in ax.lines]).astype(float)
    near = drawn[(drawn[:, 0] >= x - 4) & (drawn[:, 0] <= x + wide + 4), 1]
    highest, lowest = np.nanmax([mean, *near]), np.nanmin([mean, *near])
    is_above = highest - mean <= mean - lowest or lowest - high < foot
    return x, float(highest if is_above else lowest), bool(is_above)


def _room_of_week(ax: Axes, span: Span) -> float:
    return axes_size_pt(ax)[0] * 7 / max(span.n_days, 7)


def _has_rings(ax: Axes, span: Span) -> bool:
    return _room_of_week(ax, span) >= RING_PT


def _practised(
    practice: pd.DataFrame, practised: pd.Series[pd.Timestamp], span: Span
) -> pd.DataFrame:
    """Return of each week shown the middle of its days and what it is.

    A pause in which nothing was done is nothing.
    """
    states = practice.set_index("week_start")["state"].astype("str")
    weeks = pd.DataFrame({"week_start": sorted({*states.index, *practised})})
    shown = within(weeks, "week_start", span.start - 6 * ONE_DAY, span.end)
    first = np.maximum(day_numbers(shown["week_start"]), day_number(span.start))
    last = np.minimum(day_numbers(shown["week_start"]) + 7, day_number(span.end) + 1)
    is_paused = shown["week_start"].map(states) == "paused"
    is_done = shown["week_start"].isin(practised)
    name = np.where(is_done, PRACTISED, np.where(is_paused, "", NOT_PRACTISED))
    return pd.DataFrame({"middle": (first + last) / 2, "name": name})


def _draw_practice(ax: Axes, weeks: pd.DataFrame, span: Span) -> None:
    """Draw below the axis a dot for each week with practice, a ring for one without.

    Where weeks have no room for rings, those with practice are a strip.
    """
    palette, small = look().palette, look().small_pt
    down = ScaledTranslation(0, -small * 0.9 / 72, root_figure(ax).dpi_scale_trans)
    below = ax.get_xaxis_transform() + down
    if not _has_rings(ax, span):
        tall = small * 0.6 / axes_size_pt(ax)[1]
        ax.bar(
            weeks.loc[weeks["name"] == PRACTISED, "middle"], tall, width=7, bottom=-tall / 2,
            transform=below, color=palette.practice, linewidth=0, clip_on=False, gid=PRACTISED,
        )  # fmt: skip
        return
    for name, face in ((PRACTISED, palette.practice), (NOT_PRACTISED, palette.paper)):
        middles = weeks.loc[weeks["name"] == name, "middle"]
        ax.plot(
            middles, np.zeros(len(middles)), "o", transform=below, clip_on=False,
            markersize=min(small * 0.8, _room_of_week(ax, span) * 0.7), markerfacecolor=face,
            markeredgecolor=palette.practice, markeredgewidth=1, gid=name, zorder=4,
        )  # fmt: skip
