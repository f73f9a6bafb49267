"""The parts of a practice axis: one bar a week from 0, and why a week has none."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from mobility_analysis.charts.cells import SILENT_HATCH
from mobility_analysis.charts.dates import Span, day_number
from mobility_analysis.charts.layout import label_y
from mobility_analysis.charts.marks import PAUSE_HATCH
from mobility_analysis.charts.tables import rows
from mobility_analysis.charts.theme import axes_size_pt, look
from mobility_analysis.charts.wording import TOLERANCE

__all__ = ["draw_practice", "has_number", "practice_key", "say_instead"]

SHARE_LABEL = "Done of prescribed"
COUNT_LABEL = "Sessions done a week"
UNKNOWN = "Sessions were never logged: practice is unknown."
NOTHING = "Nothing prescribed, and no session logged."
SILENT_STATES = frozenset({"ratings only", "nothing logged", "paused", "not prescribed"})
PART_HATCH = "\\\\\\\\"
GAP_DAYS = 0.5


class Week(NamedTuple):
    """One week's bar, a share or a count, or the reason why there is none."""

    at: float
    height: float
    state: str
    is_part: bool


def has_number(weekly: pd.DataFrame) -> bool:
    """Return whether a number was prescribed in any week, so that shares can be shown."""
    return bool((weekly["prescribed"] > TOLERANCE).any())


def practice_weeks(
    weekly: pd.DataFrame, span: Span, *, are_shares: bool, last: pd.Timestamp
) -> list[Week]:
    """Return the weeks that reach into the days shown.

    The height is counted of prescribed, all exercises of the client together, as the row says;
    where nothing was prescribed with a number, the sessions done. The week that is not over on
    the ``last`` day is a part week in either case.
    """
    found = []
    names = ("week_start", "prescribed", "counted", "done", "is_partial", "state")
    for week, prescribed, counted, done, is_partial, state in rows(weekly, *names):
        if week + pd.Timedelta(days=6) < span.start or week > span.end:
            continue
        height = float(done)
        is_part = week + pd.Timedelta(days=6) > last
        if are_shares:
            is_part = is_partial is True
            is_due = not math.isnan(prescribed) and prescribed > TOLERANCE
            height = counted / prescribed if is_due else math.nan
        found.append(Week(day_number(week), height, str(state), is_part))
    return found


def draw_practice(
    ax: Axes,
    weekly: pd.DataFrame,
    span: Span,
    *,
    threshold: float = 0.8,
    pauses: pd.DataFrame | None = None,
    as_of: pd.Timestamp | None = None,
    unknown: str = UNKNOWN,
) -> list[Week]:
    """Draw a bar a week, of the share done or, without a programme, of the sessions done.

    Returns
    -------
    list of Week
        The weeks drawn; none where a sentence says why.
    """
    are_shares = has_number(weekly)
    is_silent = weekly["state"].isin(SILENT_STATES).all() and not (weekly["done"] > 0).any()
    last = span.end if as_of is None else as_of
    weeks = practice_weeks(weekly, span, are_shares=are_shares, last=last)
    weeks = [] if is_silent else weeks
    top = 1.0 if are_shares else max([1.0, *(week.height for week in weeks)])
    for week in weeks:
        if week.state == "paused":
            if pauses is None or pauses.empty:  # else their days are shaded
                _box(ax, week, top, look().palette.excused, PAUSE_HATCH)
        elif week.state == "nothing logged":
            _box(ax, week, top, look().palette.paper, SILENT_HATCH)
        elif not math.isnan(week.height):
            _bar(ax, week, top)
    if are_shares:
        _share_scale(ax, threshold)
    else:
        _count_scale(ax, top)
    if is_silent:
        say_instead(ax, unknown if are_shares or unknown != UNKNOWN else NOTHING)
    return weeks


def say_instead(ax: Axes, sentence: str) -> None:
    """Say in the middle of the panel why it has no bars."""
    ax.text(
        0.5, 0.45, sentence, transform=ax.transAxes, ha="center", va="center",
        color=look().palette.quiet, fontsize=look().text_pt, zorder=6, gid="instead",
        bbox={"facecolor": look().palette.paper, "edgecolor": "none", "pad": 3},
    )  # fmt: skip


def _box(ax: Axes, week: Week, top: float, face: str, hatch: str) -> None:
    """Fill a week's whole height with the hatch that says why it has no bar."""
    ax.add_patch(
        Rectangle((week.at + GAP_DAYS, 0), 7 - 2 * GAP_DAYS, top, facecolor=face, linewidth=0,
                  edgecolor=look().palette.rule, hatch=hatch, zorder=1, gid=week.state)
    )  # fmt: skip


def _bar(ax: Axes, week: Week, top: float) -> None:
    palette = look().palette
    left, wide = week.at + GAP_DAYS, 7 - 2 * GAP_DAYS
    if week.height <= TOLERANCE:
        ax.plot(
            [left, left + wide], [0, 0], color=palette.practice, linewidth=4, zorder=4,
            solid_capstyle="butt", clip_on=False, gid=week.state,
        )  # fmt: skip
        if week.state == "ratings only":
            ax.plot(
                [week.at + 3.5], [0.09 * top], marker="o", markerfacecolor="none", markersize=4.5,
                color=palette.quiet, linestyle="none", zorder=4, gid="ring",
            )  # fmt: skip
        return
    is_part = week.is_part
    ax.add_patch(
        Rectangle((left, 0), wide, week.height, linewidth=0.9, edgecolor=palette.practice,
                  facecolor=palette.practice_pale if is_part else palette.practice,
                  hatch=PART_HATCH if is_part else None, zorder=2,
                  gid="part week" if is_part else "week")
    )  # fmt: skip


def _share_scale(ax: Axes, threshold: float) -> None:
    """Scale the y axis from 0 to 100 %, the threshold dashed."""
    ax.set_ylim(0, 1.05)
    is_high = axes_size_pt(ax)[1] * 0.8 > 60 and abs(threshold - 0.5) > 0.2
    ticks = [0.0, 0.5, threshold, 1.0] if is_high else [0.0, threshold, 1.0]
    ax.set_yticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    label_y(ax, SHARE_LABEL)
    ax.axhline(
        threshold, color=look().palette.quiet, linewidth=0.9, linestyle=(0, (4, 3)), zorder=3,
        gid="threshold",
    )  # fmt: skip


def _count_scale(ax: Axes, top: float) -> None:
    """Scale the y axis from 0 to the busiest week."""
    ax.set_ylim(0, top * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    label_y(ax, COUNT_LABEL)


def practice_key(weeks: list[Week]) -> list[Artist]:
    """Return what the legend explains of the weeks that are drawn."""
    palette = look().palette
    states = {week.state for week in weeks}
    key: list[Artist] = []
    if any(week.height > 0 and not week.is_part for week in weeks):
        key.append(Patch(facecolor=palette.practice, label="a week"))
    if any(week.is_part and week.height > 0 for week in weeks):
        key.append(
            Patch(facecolor=palette.practice_pale, edgecolor=palette.practice, hatch=PART_HATCH,
                  linewidth=0.9, label="part of a week")
        )  # fmt: skip
    if any(week.height <= TOLERANCE and week.state == "none done" for week in weeks):
        key.append(Line2D([], [], color=palette.practice, linewidth=4, label="none done"))
    if "ratings only" in states:
        key.append(Line2D([], [], color=palette.quiet, marker="o", markerfacecolor="none",
                          markersize=4.5, linestyle="none", label="ratings only"))  # fmt: skip
    if "nothing logged" in states:
        key.append(Patch(facecolor=palette.paper, edgecolor=palette.rule, linewidth=0,
                         hatch=SILENT_HATCH, label="nothing logged"))  # fmt: skip
    return key
