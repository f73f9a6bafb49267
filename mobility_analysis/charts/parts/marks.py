"""What is marked along a date axis: events as lines with flags, pauses as shaded days."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.charts.parts.dates import Span, day_number
from mobility_analysis.charts.parts.frame import rows
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.text import width_pt, wrap
from mobility_analysis.charts.parts.theme import LINE, axes_size_pt, look
from mobility_analysis.measures.days import ONE_DAY
from mobility_analysis.words.log import pause_words

EVENT_MARKERS = {"appointment": "v", "flare": "X", "other": "D"}
#: Hatches, each with one meaning wherever it stands.
PAUSE_HATCH = "////"
SILENT_HATCH = "..."
PART_HATCH = "\\\\\\\\"
HIGHER_HATCH = "xxx"
NOT_TRAINED_HATCH = "|||"
#: Labels of marks stand in at most so many lanes above an axes.
MAX_LANES = 3
LABEL_WIDTH_PT = 110.0
MIN_LABEL_PT = 60.0


class Mark(NamedTuple):
    """A labelled place on a date axis."""

    at: float
    label: str


def shade_pauses(ax: Axes, pauses: pd.DataFrame | None, span: Span) -> list[Mark]:
    """Shade the paused days over the whole height, hatched; return their labels."""
    marks = []
    for began, ended, why in rows(pauses, "start", "end", "reason"):
        first = max(began, span.start)
        last = span.end if pd.isna(ended) else min(ended, span.end)
        if first > last:
            continue
        left, right = day_number(first), day_number(last + ONE_DAY)
        ax.add_patch(
            Rectangle(
                (left, 0), right - left, 1, transform=ax.get_xaxis_transform(), linewidth=0,
                facecolor=look().palette.excused, edgecolor=look().palette.rule,
                hatch=PAUSE_HATCH, zorder=0.5, gid="pause",
            )
        )  # fmt: skip
        marks.append(Mark(left, pause_words("paused", printable(why))))
    return marks


def mark_events(
    ax: Axes, events: pd.DataFrame | None, span: Span, *, markers: bool = True
) -> list[Mark]:
    """Draw a line for each event, its marker at the top by kind; return the labels."""
    marks = []
    for date, kind, label in rows(events, "date", "kind", "label"):
        if not span.start <= date <= span.end:
            continue
        at = day_number(date) + 0.5
        ax.axvline(at, color=look().palette.unclear, linewidth=0.7, zorder=1.2, gid="event")
        if markers:
            ax.plot(
                [at], [1], marker=EVENT_MARKERS[kind], transform=ax.get_xaxis_transform(),
                color=look().palette.quiet, markersize=5, linestyle="none", clip_on=False,
                zorder=5, gid=f"event {kind}",
            )  # fmt: skip
        marks.append(Mark(at, printable(label) or kind))
    return marks


def label_marks(ax: Axes, marks: list[Mark], *, margin_pt: float) -> float:
    """Write the labels of marks above an axes, each as a flag on its own line.

    Where a flag would run over the line of a later mark it is hoisted above that one's, so that no
    line crosses a label. Marks beyond the highest lane keep their line and are counted. A flag may
    fly ``margin_pt`` to the right of the axes. Return the height in points that the flags take
    above them.
    """
    if not marks:
        return 0.0
    size, width = look().small_pt, axes_size_pt(ax)[0] * 0.88
    left, right = ax.get_xlim()
    flags: list[_Flag] = []
    for mark in sorted(marks, reverse=True):
        at = (mark.at - left) / (right - left) * width
        beyond = width + margin_pt - at - 6
        room = look().scale * max(MIN_LABEL_PT, min(LABEL_WIDTH_PT, beyond / look().scale))
        text = wrap(mark.label, room, size)
        end = at + width_pt(text, size) + 8
        lane = 1 + max((flag.lane for flag in flags if flag.at < end), default=-1)
        flags.append(_Flag(at, mark.at, text, lane))
    shown = [flag for flag in flags if flag.lane < MAX_LANES]
    line = size * LINE
    lines = [
        max((flag.text.count("\n") + 1 for flag in shown if flag.lane == lane), default=0)
        for lane in range(MAX_LANES)
    ]
    for flag in shown:
        _fly(ax, flag, 4 + sum(lines[: flag.lane]) * line, line)
    top = 4 + sum(lines) * line
    if len(shown) < len(flags):
        ax.annotate(
            f"{len(flags) - len(shown)} more marked without a label", (1, 1),
            xycoords="axes fraction", xytext=(0, top), textcoords="offset points",
            ha="right", va="bottom", fontsize=size, color=look().palette.quiet,
        )  # fmt: skip
        top += line
    return top


class _Flag(NamedTuple):
    at: float
    day: float
    text: str
    lane: int


def _fly(ax: Axes, flag: _Flag, floor_pt: float, line_pt: float) -> None:
    """Draw one flag: its line up from the axes, its words at the right of the line."""
    palette = look().palette
    transform = ax.get_xaxis_transform()
    top = floor_pt + line_pt * (flag.text.count("\n") + 1) - 2
    ax.annotate(
        "", (flag.day, 1), xycoords=transform, xytext=(0, top), textcoords="offset points",
        arrowprops={"arrowstyle": "-", "color": palette.quiet, "linewidth": 0.8, "shrinkA": 0,
                    "shrinkB": 0},
    )  # fmt: skip
    ax.annotate(
        flag.text, (flag.day, 1), xycoords=transform, xytext=(4, floor_pt),
        textcoords="offset points", ha="left", va="bottom", fontsize=look().small_pt,
        color=palette.quiet, linespacing=1.1, gid="mark label",
    )  # fmt: skip


def marks_key(events: pd.DataFrame | None, pauses: pd.DataFrame | None, span: Span) -> list[Artist]:
    """Return what a legend explains of the events and pauses that are shown."""
    palette = look().palette
    kinds = {kind for date, kind in rows(events, "date", "kind") if span.start <= date <= span.end}
    key: list[Artist] = [
        Line2D([], [], color=palette.quiet, linestyle="none", marker=marker, markersize=5,
               label=kind)
        for kind, marker in EVENT_MARKERS.items()
        if kind in kinds
    ]  # fmt: skip
    spans = rows(pauses, "start", "end")
    if any(began <= span.end and not ended < span.start for began, ended in spans):
        key.append(Patch(facecolor=palette.excused, edgecolor=palette.quiet, linewidth=0,
                         hatch=PAUSE_HATCH, label="paused"))  # fmt: skip
    return key
