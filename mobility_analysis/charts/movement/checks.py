"""Movement checks over time: a panel a test, a line a side, each on the test's own scale.

A band around each side's first value shows what measuring alone can give. Tests with other units
never share an axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from mobility_analysis.charts.parts.dates import (
    Span,
    date_axis,
    day_number,
    day_numbers,
    seen,
    shown_span,
)
from mobility_analysis.charts.parts.frame import (
    LEAST_SHARE,
    Date,
    finish,
    heading,
    label_y,
    nothing_to_draw,
    panel_name,
)
from mobility_analysis.charts.parts.layout import Column
from mobility_analysis.charts.parts.marks import label_marks, mark_events, marks_key, shade_pauses
from mobility_analysis.charts.parts.theme import axes_size_pt, look, new_axes, styled
from mobility_analysis.measures.days import ONE_DAY
from mobility_analysis.measures.movement import BETTER, WORSE
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.movement.checks import (
    MOVEMENT_DEFINITION,
    NO_CHECKS,
    NOT_WHY,
    mark_words,
)
from mobility_analysis.words.numbers import number_words
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.titles.stiffness import movement_title

SUBJECT = "Movement checks"
PANEL_PT = 120.0
GAP_PT = 12.0
#: Room right of the axes for the newest values.
MARGIN_PT = 80.0
#: Scales at most so wide are drawn whole.
WHOLE_SCALE = 20.0
FIT_STEP = 10.0


class SideLook(NamedTuple):
    """How the line of a side is drawn: the two are told apart without colour."""

    marker: str
    dash: Any
    face: str


class Series(NamedTuple):
    """One line: its side, its days and values, and what is said of it."""

    side: str
    days: pd.DataFrame
    verdict: str


@takes(
    daily="daily_movement",
    checks="movement_checks",
    events="events of a log",
    pauses="pauses of a log",
)
@styled
def plot_movement_checks(
    daily: pd.DataFrame,
    checks: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    pauses: pd.DataFrame | None = None,
    start: Date | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
) -> tuple[Axes, ...]:
    """Draw one client's movement checks: a panel a test, all on the same dates.

    Left and right are two lines, told apart by marker and dash. A band around the first value of
    each shows what measuring alone can give; the newest value stands at the right.

    Parameters
    ----------
    daily : DataFrame
        Table of ``daily_movement``.
    checks : DataFrame
        Table of ``movement_checks`` of the same client.
    events, pauses : DataFrame, optional
        Those tables of the log.
    start : str or Timestamp, optional
        First day shown; that of the first check unless stated.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: which checks are worse or better; empty for none.

    Returns
    -------
    tuple of Axes
        One for each test and activity, in the order of the table; one where there is no check.

    Raises
    ------
    ValueError
        If the tables hold more than one client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> check = {"client": "Ann", "test": "seated-rotation"}
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-20", "score": 4}],
    ...     checks=[{**check, "date": day, "side": side, "value": value} for day, side, value in (
    ...         ("2026-05-04", "left", 38), ("2026-05-04", "right", 45),
    ...         ("2026-11-16", "left", 46), ("2026-11-16", "right", 47))],
    ... )
    >>> (ax,) = ma.plot_movement_checks(ma.daily_movement(log), ma.movement_checks(log))
    >>> [line.get_gid() for line in ax.lines if line.get_gid() in ("left", "right")]
    ['left', 'right']
    """
    span = shown_span(daily["date"], start, None, as_of)
    if span is None:
        ax = new_axes(PANEL_PT * look().height_scale)
        none = with_not_read(NO_CHECKS, not_read)
        said = SUBJECT if title is None else title
        return (nothing_to_draw(ax, none, is_alone=True, title=said),)
    title = movement_title(checks) if title is None else title
    groups = [own for _, own in daily.groupby(["test", "activity"], sort=False)]
    panels = _panels(len(groups))
    drawn = [_series(own, checks) for own in groups]
    names = [_panel_name(own.iloc[0], of) for own, of in zip(groups, drawn, strict=True)]
    rises = []
    for place, (ax, own, series) in enumerate(zip(panels, groups, drawn, strict=True)):
        _draw(ax, series, own.iloc[0], span, is_last=ax is panels[-1])
        marks = [*shade_pauses(ax, pauses, span), *mark_events(ax, events, span, markers=not place)]
        above = 0.0 if place else label_marks(ax, marks, margin_pt=MARGIN_PT * look().scale)
        rises.append(panel_name(ax, names[place], above_pt=above))
    key = [*_key(drawn, [own.iloc[0] for own in groups]), *marks_key(events, pauses, span)]
    rises[0] = heading(panels[0], title, handles=key, above_pt=rises[0])
    height = (
        len(panels) * PANEL_PT * look().height_scale + sum(rises[1:]) + GAP_PT * (len(panels) - 1)
    )
    definition = f"{MOVEMENT_DEFINITION} {NOT_WHY} {seen(span, as_of)}"
    finish(
        panels[0], height, rise_pt=rises[0], below_pt=look().small_pt * 2.9,
        text=with_not_read(definition, not_read), least=LEAST_SHARE,
    )  # fmt: skip
    return panels


def _panels(n: int) -> tuple[Axes, ...]:
    """Return the axes of a new figure, one above the other."""
    if n == 1:
        return (new_axes(PANEL_PT * look().height_scale),)
    height = n * PANEL_PT * look().height_scale / 72 / 0.77
    figure = plt.figure(figsize=(look().width_in, height), layout=Column())
    return tuple(figure.subplots(n, 1))


def _panel_name(row: pd.Series, series: Sequence[Series]) -> str:
    """Return the test, its activity, and what the bands of its panel mean."""
    activity = str(row["activity"])
    name = f"{row['name']}: {activity}" if activity else str(row["name"])
    n_bands = sum(_has_band(one, row) for one in series)
    if not n_bands:
        return name
    bands = "Band: around the" if n_bands == 1 else "Bands: around each"
    return f"{name}. {bands} first value, {mark_words(row)}"


def _has_band(one: Series, rule: pd.Series) -> bool:
    return bool(pd.notna(rule["detectable_change"])) and len(one.days) > 1


def _series(daily: pd.DataFrame, checks: pd.DataFrame) -> list[Series]:
    """Return the lines of one test, left before right."""
    keys = ["test", "activity", "side"]
    verdicts = checks.set_index(keys)["verdict"].to_dict()
    return [
        Series(str(key[2]), own, str(verdicts.get(key, "")))
        for key, own in daily.groupby(keys, sort=False)
    ]


def side_look(side: str) -> SideLook:
    """Return how the line of a side is drawn."""
    if side == "right":
        return SideLook(">", (0, (4, 2)), look().palette.paper)
    return SideLook("<" if side == "left" else "o", "solid", look().palette.ink)


def _draw(ax: Axes, series: list[Series], rule: pd.Series, span: Span, *, is_last: bool) -> None:
    """Draw bands and lines of one test on its own scale, and the newest values at the right."""
    low, high = scale_of(pd.concat([one.days for one in series]), rule)
    ax.set_ylim(low, high)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    unit = f"{rule['unit']}" if rule["unit"] else "value"
    limits = f", {low:g} to {high:g}" if high - low <= WHOLE_SCALE else ""
    arrow = "\N{UPWARDS ARROW}" if rule["better"] == "higher" else "\N{DOWNWARDS ARROW}"
    label_y(ax, f"{unit}{limits}\n{arrow} {rule['better']} is better")
    ax.grid(axis="y", color=look().palette.rule, linewidth=0.5, alpha=0.6)
    date_axis(ax, span.start, span.end, beside_pt=MARGIN_PT * look().scale)
    if not is_last:
        ax.tick_params(axis="x", labelbottom=False, length=0)
    for one in series:
        _band(ax, one, rule, span)
    for one in series:
        drawn = side_look(one.side)
        ax.plot(
            day_numbers(one.days["date"]) + 0.5, one.days["value"].to_numpy(),
            color=look().palette.ink, linewidth=1.2, linestyle=drawn.dash, marker=drawn.marker,
            markersize=6, markerfacecolor=drawn.face, zorder=3, gid=one.side or "value",
            clip_on=bool((one.days["date"] < span.start).any()),
        )  # fmt: skip
    _newest(ax, series)


def scale_of(days: pd.DataFrame, rule: pd.Series) -> tuple[float, float]:
    """Return the ends of the axis: a short scale whole, else what values and bands take up."""
    low, high = float(rule["lowest"]), float(rule["highest"])
    if high - low <= WHOLE_SCALE:
        return low, high
    mark = 0.0 if pd.isna(rule["detectable_change"]) else float(rule["detectable_change"])
    values = days["value"]
    step = FIT_STEP if values.abs().max() >= FIT_STEP else 1.0
    bottom = math.floor((values.min() - mark) / step) * step
    top = math.ceil((values.max() + mark) / step) * step
    bottom = bottom if math.isnan(low) else max(low, bottom)
    top = top if math.isnan(high) else min(high, top)
    return bottom, top if top > bottom else bottom + step


def _band(ax: Axes, one: Series, rule: pd.Series, span: Span) -> None:
    """Shade what measuring alone can give around a first value, its edges as the line is dashed."""
    mark = rule["detectable_change"]
    if not _has_band(one, rule):
        return
    first = one.days.iloc[0]
    left = day_number(max(first["date"], span.start))
    right = day_number(span.end + ONE_DAY)
    bottom, top = ax.get_ylim()
    low, high = max(first["value"] - mark, bottom), min(first["value"] + mark, top)
    ax.add_patch(
        Rectangle((left, low), right - left, high - low, facecolor=look().palette.band, alpha=0.6,
                  linewidth=0, zorder=0.3, gid=f"detectable change {one.side}".rstrip())
    )  # fmt: skip
    for edge in (low, high):
        ax.plot([left, right], [edge, edge], color=look().palette.unclear, linewidth=0.7,
                linestyle=side_look(one.side).dash, zorder=1.1,
                gid="detectable change edge")  # fmt: skip


def _newest(ax: Axes, series: list[Series]) -> None:
    """Write each newest value right of the axes, with its side and verdict, apart."""
    size = look().small_pt
    bottom, top = ax.get_ylim()
    apart = 1.35 * size * (top - bottom) / (axes_size_pt(ax)[1] * 0.85)
    ordered = sorted(series, key=lambda one: float(one.days["value"].iloc[-1]))
    heights: list[float] = []
    for one in ordered:
        wanted = float(one.days["value"].iloc[-1])
        heights.append(max(wanted, heights[-1] + apart) if heights else wanted)
    over = max(0.0, heights[-1] - top)
    for one, height in zip(ordered, np.array(heights) - over, strict=True):
        said = f": {one.verdict}" if one.verdict in _COLOURS else ""
        value = number_words(float(one.days["value"].iloc[-1]))
        colour = getattr(look().palette, _COLOURS.get(one.verdict, "ink"))
        ax.annotate(
            f"{value} {one.side}".rstrip() + said, (1, height),
            xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            ha="left", va="center", fontsize=size, color=colour,
            gid="newest", annotation_clip=False,
        )  # fmt: skip


_COLOURS = {BETTER: "better", WORSE: "worse"}


def _key(drawn: Sequence[list[Series]], rules: Sequence[pd.Series]) -> list[Artist]:
    """Return what a legend explains of all panels: the sides, and the edges of their bands.

    What a band means stands at its panel.
    """
    sides = dict.fromkeys(one.side for series in drawn for one in series)
    key: list[Artist] = []
    for side in sides:
        seen_as = side_look(side)
        key.append(
            Line2D([], [], color=look().palette.ink, linestyle=seen_as.dash,
                   marker=seen_as.marker, markersize=6, markerfacecolor=seen_as.face,
                   linewidth=1.2, label=side or "a check")
        )  # fmt: skip
    banded = {
        one.side
        for series, rule in zip(drawn, rules, strict=True)
        for one in series
        if _has_band(one, rule)
    }
    for is_right in (False, True):
        of = {side for side in banded if (side == "right") is is_right}
        if of:
            key.append(
                Patch(facecolor=look().palette.band, edgecolor=look().palette.unclear,
                      linewidth=0.9, linestyle=side_look(max(of)).dash,
                      label=_band_name(banded, is_right=is_right))
            )  # fmt: skip
    return key


def _band_name(banded: set[str], *, is_right: bool) -> str:
    """Say around which first values the bands with one kind of edge stand."""
    if banded == {""}:
        return "around the first value"
    if is_right:
        return "around the first value, right"
    return "around the first value, left" + (", or of no side" if "" in banded else "")
