"""A date axis drawn to scale, and what is marked along it: events, pauses, days rated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from mobility_analysis.charts.tables import Date, as_day, rows
from mobility_analysis.charts.theme import LINE, axes_size_pt, look
from mobility_analysis.charts.wording import MONTHS, day, day_span, printable, width_pt, wrap

__all__ = [
    "EVENT_MARKERS",
    "Mark",
    "Span",
    "as_of_words",
    "date_axis",
    "day_number",
    "day_numbers",
    "label_marks",
    "mark_events",
    "marks_key",
    "seen",
    "shade_pauses",
    "shown_span",
]

ONE_DAY = pd.Timedelta(days=1)
EVENT_MARKERS = {"appointment": "v", "flare": "X", "other": "D"}
PAUSE_HATCH = "////"
#: Labels of marks stand in at most so many lanes above an axes.
MAX_LANES = 3
LABEL_WIDTH_PT = 110.0
MIN_LABEL_PT = 60.0


class Span(NamedTuple):
    """First and last day shown."""

    start: pd.Timestamp
    end: pd.Timestamp


class Mark(NamedTuple):
    """A labelled place on a date axis."""

    at: float
    label: str


def shown_span(
    dates: pd.Series, start: Date | None, end: Date | None, as_of: Date | None
) -> Span | None:
    """Return the days to show: what is stated, else from the first date to ``as_of``."""
    if dates.empty:
        return None
    first = as_day(start) or dates.min()
    last = as_day(end) or as_day(as_of) or dates.max()
    return Span(first, max(first, last))


def as_of_words(as_of: Date | None) -> str:
    """Return the day of looking, for the end of the small print; nothing for none."""
    looked = as_day(as_of)
    return "" if looked is None else f" As of {day(looked)}."


def seen(span: Span, as_of: Date | None) -> str:
    """Return the window and the day of looking, for the small print."""
    return f"{day_span(*span)}.{as_of_words(as_of)}"


def day_number(date: pd.Timestamp) -> float:
    """Return where the start of a date stands on a date axis: days from 1 January 1970."""
    return float((date - pd.Timestamp(1970, 1, 1)).days)


def day_numbers(dates: pd.Series | pd.DatetimeIndex) -> NDArray[np.float64]:
    """Return where the starts of dates stand on a date axis."""
    return dates.to_numpy(dtype="datetime64[D]").astype(np.float64)


def _firsts(start: pd.Timestamp, end: pd.Timestamp, step: int) -> Iterator[pd.Timestamp]:
    """Yield first days of every ``step``-th month, counted from January."""
    date = start.normalize().replace(day=1)
    while date <= end:
        if date >= start and (date.month - 1) % step == 0:
            yield date
        date = (date + pd.Timedelta(days=32)).replace(day=1)


def _mondays(start: pd.Timestamp, end: pd.Timestamp, step: int) -> Iterator[pd.Timestamp]:
    date = start.normalize() + pd.Timedelta(days=-start.weekday() % 7)
    while date <= end:
        yield date
        date += 7 * step * ONE_DAY


def _candidates(start: pd.Timestamp, end: pd.Timestamp) -> Iterator[list[pd.Timestamp]]:
    """Yield ticks from the closest to the widest."""
    days = (end - start).days
    if days <= 31:
        yield from ([*pd.date_range(start.normalize(), end, freq=f"{n}D")] for n in (1, 2))
    if days <= 200:
        yield from ([*_mondays(start, end, step)] for step in (1, 2))
    yield from ([*_firsts(start, end, step)] for step in (1, 2, 3, 6, 12))
    years = range(start.year, end.year + 1)
    for step in (2, 5, 10, 20):
        ticks = [pd.Timestamp(year, 1, 1) for year in years if year % step == 0]
        yield [tick for tick in ticks if start <= tick <= end]


def _labels(ticks: list[pd.Timestamp]) -> list[str]:
    """Label ticks by day and month, month or year; the year stands where it changes."""
    is_yearly = all(tick.day_of_year == 1 for tick in ticks) and len(ticks) > 1
    is_monthly = all(tick.day == 1 for tick in ticks) and len(ticks) > 1
    labels = []
    before = None
    for tick in ticks:
        month = MONTHS[tick.month - 1]
        words = str(tick.year) if is_yearly else month if is_monthly else f"{tick.day} {month}"
        if not is_yearly and tick.year != before:
            words = f"{words}\n{tick.year}"
        before = tick.year
        labels.append(words)
    return labels


def date_axis(
    ax: Axes,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    pad_pt: float = 3.0,
    least_days: int = 1,
) -> None:
    """Scale the x axis from the first to the end of the last day, with ticks that have room.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    start, end : Timestamp
        First and last day shown.
    pad_pt : float
        Points between the axis and its labels.
    least_days : int
        How many days the axis is long at least; what is beyond ``end`` stays blank.
    """
    size = look().small_pt
    ticks, words = [start], _labels([start])
    left, right = day_number(start), day_number(end + ONE_DAY)
    right = max(right, left + least_days)
    per_day = axes_size_pt(ax)[0] * 0.9 / (right - left)
    for candidate in _candidates(start, end):
        if len(candidate) < 2:
            continue
        names = _labels(candidate)
        gaps = [(b - a).days * per_day for a, b in pairwise(candidate)]
        if min(gaps) >= max(width_pt(name, size) for name in names) + 5:
            ticks, words = candidate, names
            break
    is_daily = len(ticks) > 1 and (ticks[1] - ticks[0]).days < 7
    shift = 0.5 if is_daily else 0.0  # under the day's dot; else where the week or month begins
    ax.set_xlim(left, right)
    places = [day_number(tick) + shift for tick in ticks]
    ax.set_xticks(places, words)
    ax.tick_params(axis="x", pad=pad_pt, length=3)


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
        reason = printable(why)
        marks.append(Mark(left, f"paused: {reason}" if reason else "paused"))
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
        ax.axvline(at, color=look().palette.quiet, linewidth=0.8, zorder=1.2, gid="event")
        if markers:
            ax.plot(
                [at], [1], marker=EVENT_MARKERS[kind], transform=ax.get_xaxis_transform(),
                color=look().palette.quiet, markersize=5, linestyle="none", clip_on=False,
                zorder=5, gid=f"event {kind}",
            )  # fmt: skip
        marks.append(Mark(at, printable(label) or kind))
    return marks


def label_marks(ax: Axes, marks: list[Mark], *, margin_pt: float = 0.0) -> float:
    """Write the labels of marks above an axes, each as a flag on its own line.

    Where a flag would run over the line of a later mark it is hoisted above that one's, so that
    no line crosses a label. Marks beyond the highest lane keep their line and are counted.

    Parameters
    ----------
    ax : Axes
        Where the marks stand.
    marks : list of Mark
        Places and labels.
    margin_pt : float
        Room right of the axes that a flag may fly into, in points.

    Returns
    -------
    float
        The height in points that the flags take above the axes.
    """
    if not marks:
        return 0.0
    size, width = look().small_pt, axes_size_pt(ax)[0] * 0.88
    left, right = ax.get_xlim()
    flags: list[_Flag] = []
    for mark in sorted(marks, reverse=True):
        at = (mark.at - left) / (right - left) * width
        room = max(MIN_LABEL_PT, min(LABEL_WIDTH_PT, width + margin_pt - at - 6))
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
