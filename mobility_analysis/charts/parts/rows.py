"""Charts of one row a name: rows of one height that long names fit, bars from 0 to 100 %."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.text import MM_PER_POINT, fit, told_apart, width_pt, wrap
from mobility_analysis.charts.parts.theme import (
    LINE,
    axes_size_pt,
    cell_pt,
    left_pt,
    look,
    new_axes,
)
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.words.counted import beyond, done_words
from mobility_analysis.words.numbers import cut_percent, number_words
from mobility_analysis.words.practice import unknown_words

NAME_PT = 130.0
WIDEST = 1.3
NAME_SHARE = 0.3
ROW_HEIGHT = 0.36
#: Bands of what has no number prescribed: only how often it was done can be shown.
NO_NUMBER = ("as needed", "no programme")


class Share(NamedTuple):
    """What one bar shows: its share of what was prescribed, and the words beside it.

    ``brief`` says the same where a column has no room for a sentence.
    """

    ratio: float
    words: str
    done: float = 0.0
    band: str = ""
    brief: str = ""
    held_to: str = ""
    prescribed: float = 0.0


def readable(exercises: Sequence[str], names: Mapping[str, str] | None) -> list[str]:
    """Return the names people read: those given, else the ids."""
    known = {} if names is None else names
    return [printable(known.get(exercise) or exercise) for exercise in exercises]


def name_pt(ax: Axes | None = None) -> float:
    """Return the width that a line of a name may take, in points; less beside another chart."""
    cell = None if ax is None else cell_pt(ax)
    usual = NAME_PT * math.sqrt(look().scale)
    return usual if cell is None else min(usual, cell * NAME_SHARE)


def broken(name: str, ax: Axes | None = None) -> str:
    """Return a name in two lines where they need not be very wide, else in three or four."""
    size, wide = look().text_pt, name_pt(ax)
    for lines in (2, 3, 4):
        text = fit(name, wide, size, max_lines=lines)
        if width_pt(text, size) <= wide * WIDEST:
            return text
    return wrap(name, wide * WIDEST, size)


def span_pt(ax: Axes | None, names: Sequence[str]) -> float:
    """Return about how much width is left at the right of the names, in points.

    ``ax`` is None for a figure that is still to be made.
    """
    cell = look().width_in * 72 if ax is None else cell_pt(ax)
    if ax is not None and cell is None:
        return axes_size_pt(ax)[0] * 0.9
    size = look().text_pt
    left = max((width_pt(broken(name, ax), size) for name in names), default=0.0)
    return max(60.0, (cell or 0.0) - left - 28)


def room_pt(ax: Axes | None, names: Sequence[str], beside: Sequence[str]) -> float:
    """Return about how much of it is left for bars, with words at their right."""
    small = look().small_pt
    right = max((width_pt(words, small, bold=True) for words in beside if words), default=0.0)
    hangs_out = ax is not None and cell_pt(ax) is None
    return max(60.0, span_pt(ax, names) - (0.0 if hangs_out else right + 8))


def row_pt(names: Sequence[str], *, least_pt: float) -> float:
    """Return the height of a row, in points, that fits the longest name."""
    size = look().text_pt
    lines = max((broken(name).count("\n") + 1 for name in names), default=1)
    return max(least_pt, lines * size * LINE + 5)


def row_axes(ax: Axes | None, n_rows: int, height_pt: float) -> Axes:
    """Return the axes passed in, or those of a new figure about as high as its rows."""
    return new_axes(max(n_rows, 1) * height_pt) if ax is None else ax


def name_rows(ax: Axes, names: Sequence[str], height_pt: float | None) -> None:
    """Write the names at the left, first at the top, wrapped to the height that a row has.

    ``height_pt`` is that of a row made to fit the names; without it the names become as wide as
    the height of the axes asks for.
    """
    size = look().text_pt
    room = left_pt(ax) / max(len(names), 1) if height_pt is None else height_pt
    lines = int(room // (size * LINE * 0.95))
    if cell_pt(ax) is None:
        labels = [fit(name, name_pt(ax), size, max_lines=lines) for name in names]
    else:
        labels = _beside_others(ax, names, max(lines, 1))
    ax.tick_params(axis="y", length=0, labelsize=size, labelcolor=look().palette.ink, pad=6)
    tick_at(ax.yaxis, range(len(names)), labels)
    ax.set_ylim(len(names) - 0.5, -0.5)


def _beside_others(ax: Axes, names: Sequence[str], lines: int) -> list[str]:
    """Return names in so many lines at most: longer ones are cut, where they still differ."""
    size, wide = look().text_pt, name_pt(ax) * WIDEST
    labels = [broken(name, ax) for name in names]
    if all(label.count("\n") < lines for label in labels):
        return labels
    short = told_apart(names, width=wide * lines * 0.9 * MM_PER_POINT, size=size)
    return [fit(short[name], wide, size, max_lines=lines) for name in names]


def percent_axis(ax: Axes, room: float, *, threshold: float) -> None:
    """Scale the x axis from 0 to 100 %, the threshold dashed.

    Only percentages that have room beside that of the threshold are written.
    """
    ax.set_xlim(0, 1)
    apart = width_pt("100 %", look().small_pt) + 4
    others = [tick for tick in (0.0, 0.5, 1.0) if abs(tick - threshold) * room >= apart]
    ticks = sorted({*others, threshold})
    ax.tick_params(axis="x", length=3)
    tick_at(ax.xaxis, ticks, [cut_percent(tick) for tick in ticks])
    ax.axvline(
        threshold, color=look().palette.quiet, linewidth=0.9, linestyle=(0, (4, 3)), zorder=3,
        gid="threshold",
    )  # fmt: skip
    ax.spines["left"].set_color(look().palette.quiet)


def shares(table: pd.DataFrame | None, key: str, *, not_read: str = "") -> dict[str, Share]:
    """Return the share of each row with its words, by exercise or focus area."""
    found: dict[str, Share] = {}
    if table is None:
        return found
    if not_read and (table["band"] == "unknown").any():  # so is what has no number prescribed
        bands = table["band"].astype("str")
        table = table.assign(band=bands.where(~bands.isin(NO_NUMBER), "unknown"))
    for row in table.to_dict("records"):
        found[str(row[key])] = Share(
            row["adherence"],
            _words(row, not_read),
            float(row["done"]),
            str(row["band"]),
            _brief(row),
            str(row["held_to"]),
            0.0 if pd.isna(row["prescribed"]) else float(row["prescribed"]),
        )
    return found


def _brief(row: Mapping[Any, Any]) -> str:
    """Return what stands beside a bar in as few words as there are."""
    band, done = str(row["band"]), number_words(float(row["done"]))
    if band in ("unknown", "not prescribed"):
        return band
    return f"{done} done" if band in NO_NUMBER else done_words(row)


def _words(row: Mapping[Any, Any], not_read: str) -> str:
    """Return what stands beside a bar, or instead of one that cannot be drawn."""
    band = str(row["band"])
    done = number_words(float(row["done"]))
    if band == "unknown":
        return unknown_words(not_read)
    if band == "not prescribed":
        return "not prescribed"
    if band in NO_NUMBER:
        return f"{done} done, {'as needed' if band == 'as needed' else 'nothing prescribed'}"
    more = beyond(row)
    return f"{done_words(row)}, {number_words(more)} more" if more else done_words(row)


def draw_share(
    ax: Axes, y: float, share: Share, *, is_recent: bool, at_right: bool = False
) -> None:
    """Draw one bar with its words at the right; a share of 0 is a mark on the axis, not nothing.

    Words without a bar stand in its place, or, where that is too narrow, ``at_right`` too.
    Where bars are sessions, 0 of them has no bar: its mark would look like more than 1.
    """
    palette = look().palette
    height = ROW_HEIGHT
    words: dict[str, Any] = {"fontsize": look().small_pt, "va": "center", "linespacing": 1.1}
    if pd.isna(share.ratio):
        across, gap = ("axes fraction", 7) if at_right else ("data", 5)
        ax.annotate(
            share.words, (float(at_right), y), xycoords=(across, "data"), xytext=(gap, 0),
            textcoords="offset points", ha="left", color=palette.quiet,
            gid="words instead of a bar", zorder=4,
            bbox={"facecolor": palette.paper, "edgecolor": "none", "pad": 1.5}, **words,
        )  # fmt: skip
        return
    if share.ratio <= TOLERANCE and share.band not in NO_NUMBER:
        ax.plot(
            [0, 0], [y - height / 2, y + height / 2], color=palette.practice, linewidth=4,
            solid_capstyle="butt", clip_on=False, zorder=4, gid="none done",
        )  # fmt: skip
    if share.ratio > TOLERANCE or share.band not in NO_NUMBER:
        ax.barh(
            y, share.ratio, height=height, color=palette.practice if is_recent else palette.paper,
            edgecolor=palette.practice, linewidth=1, zorder=2,
            gid="recent" if is_recent else "whole",
        )  # fmt: skip
    ax.annotate(
        share.words, (1, y), xycoords=("axes fraction", "data"), xytext=(7, 0),
        textcoords="offset points", ha="left", fontweight="bold" if is_recent else "normal",
        color=palette.ink, gid="words", **words,
    )  # fmt: skip


def share_key(recent_name: str, whole_name: str) -> list[Artist]:
    """Return what the legend explains of the two bars of a row."""
    palette = look().palette
    return [
        Patch(facecolor=palette.practice, edgecolor=palette.practice, label=recent_name),
        Patch(facecolor=palette.paper, edgecolor=palette.practice, label=whole_name),
    ]
