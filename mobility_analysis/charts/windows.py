"""The two windows of a change in stiffness: bars over their days, means in the right margin."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.dates import ONE_DAY, day_number
from mobility_analysis.charts.theme import axes_size_pt, look
from mobility_analysis.charts.wording import day

__all__ = ["Window", "are_apart", "change_windows", "draw_windows"]

LOWER, HIGHER = "\N{BLACK DOWN-POINTING TRIANGLE}", "\N{BLACK UP-POINTING TRIANGLE}"
NOT_COMPARABLE = "not comparable"
VERDICT_CUES = {
    "improved": ("better", LOWER),
    "worse": ("worse", HIGHER),
}


class Window(NamedTuple):
    """Some days and the mean of their ratings, as it is drawn."""

    start: pd.Timestamp
    end: pd.Timestamp
    mean: float
    label: str
    colour: str
    is_compared: bool


def are_apart(change: pd.DataFrame | None) -> bool:
    """Return whether there is a first window that ends before the recent one starts."""
    if change is None or change.empty:
        return False
    row = change.iloc[0]
    return bool(row["baseline_end"] < row["recent_start"])


def _is_true(value: Any) -> bool:
    """Return whether a cell that may be missing holds True."""
    return bool(pd.notna(value) and value)


def _days_rated(n_days: float, row: pd.Series) -> str:
    """Return how many days stand behind a mean, and of which ratings where not of all."""
    if pd.isna(n_days):
        return ""
    days = "1 day" if n_days == 1 else f"{int(n_days)} days"
    is_held = _is_true(row.get("is_held_to_one_moment"))
    return f"{days}, {row['moments']} only" if is_held else f"{days} rated"


def change_windows(change: pd.DataFrame | None, first_day: pd.Timestamp) -> list[Window]:
    """Return what is drawn of one client's change: baseline, recent, and last heard if thin."""
    if change is None or not are_apart(change):
        return []
    row = change.iloc[0]
    is_compared = row["verdict"] != NOT_COMPARABLE
    windows = [_baseline(row, first_day, is_compared=is_compared), _recent(row)]
    if pd.notna(row.get("last_heard_mean")):
        windows.append(_last_heard(row))
    return [window for window in windows if window is not None]


def _length(start: pd.Timestamp, end: pd.Timestamp) -> str:
    days = (end - start).days + 1
    return f"{days} days" if days != 1 else "day"


def _baseline(row: pd.Series, first_day: pd.Timestamp, *, is_compared: bool) -> Window:
    start, end = row["baseline_start"], row["baseline_end"]
    length = _length(start, end)
    name = f"first {length}" if start == first_day else _from_day(start, length, row)
    return Window(
        start, end, row["baseline_mean"], f"{name}\n{_days_rated(row['baseline_days'], row)}",
        look().palette.quiet, is_compared,
    )  # fmt: skip


def _from_day(start: pd.Timestamp, length: str, row: pd.Series) -> str:
    """Name the days from a first day on; a year that is not the recent one needs the room."""
    if start.year != row["recent_end"].year:
        return f"from {day(start)}"
    return f"{length} from {day(start, year=False)}"


def _recent(row: pd.Series) -> Window:
    role, cue = VERDICT_CUES.get(str(row["verdict"]), ("unclear", ""))
    is_compared = row["verdict"] != NOT_COMPARABLE
    rated = _days_rated(row["recent_days"], row)
    second = rated if is_compared else NOT_COMPARABLE
    if math.isnan(row["recent_mean"]):
        second = f"{rated}: too few"
        role, cue = "unclear", ""
    name = f"last {_length(row['recent_start'], row['recent_end'])}"
    label = f"{name} {cue}".rstrip() + f"\n{second}"
    return Window(
        row["recent_start"], row["recent_end"], row["recent_mean"], label,
        getattr(look().palette, role), is_compared,
    )  # fmt: skip


def _last_heard(row: pd.Series) -> Window:
    is_worse = _is_true(row.get("is_worse_when_last_heard"))
    role, cue = ("worse", HIGHER) if is_worse else ("unclear", "")
    name = f"when last heard {cue}".rstrip()
    label = f"{name}\nto {day(row['last_heard_end'])}"
    return Window(
        row["last_heard_start"], row["last_heard_end"], row["last_heard_mean"], label,
        getattr(look().palette, role), True,
    )  # fmt: skip


def draw_windows(ax: Axes, windows: list[Window], *, labels: bool = True) -> None:
    """Draw each mean as a bar over its days, a dotted line on to the margin, and its label there.

    Parameters
    ----------
    ax : Axes
        A stiffness axis whose x limits are set.
    windows : list of Window
        What to draw; one without a mean is only said in the margin.
    labels : bool
        Whether the means are written right of the axes.
    """
    left, right = ax.get_xlim()
    for window in windows:
        if math.isnan(window.mean):
            continue
        first, last = day_number(window.start), day_number(window.end + ONE_DAY)
        if last > left and first < right:
            ax.plot(
                [max(first, left), min(last, right)], [window.mean] * 2, color=window.colour,
                linewidth=5, solid_capstyle="butt", zorder=1.8, gid="window",
            )  # fmt: skip
        if window.is_compared and last < right:
            ax.plot(
                [max(last, left), right], [window.mean] * 2, color=window.colour, linewidth=1,
                linestyle=(0, (1, 2)), zorder=1.5, gid="window on",
            )  # fmt: skip
    if labels:
        _label(ax, windows)


def _height_order(window: Window) -> tuple[bool, float, float]:
    """Lowest first, of equals the later; what has no mean comes last."""
    return math.isnan(window.mean), window.mean, -day_number(window.start)


def _label(ax: Axes, windows: list[Window]) -> None:
    """Write the means right of the axes, apart from one another."""
    if not windows:
        return
    size = look().small_pt
    per_point = (ax.get_ylim()[1] - ax.get_ylim()[0]) / (axes_size_pt(ax)[1] * 0.85)
    apart, half = 2.6 * size * per_point, 1.4 * size * per_point
    known = sorted(windows, key=_height_order)
    heights: list[float] = []
    floor, top = ax.get_ylim()[0] + half, ax.get_ylim()[1] - half
    for window in known:
        wanted = 5.0 if math.isnan(window.mean) else max(window.mean, floor)
        heights.append(max(wanted, heights[-1] + apart) if heights else wanted)
    for number, (window, height) in enumerate(zip(known, heights, strict=True)):
        y = min(height, top - (len(known) - 1 - number) * apart)
        mean = "" if math.isnan(window.mean) else f"{window.mean:.1f} "
        ax.annotate(
            mean + window.label, (1, y), xycoords=("axes fraction", "data"), xytext=(6, 0),
            textcoords="offset points", ha="left", va="center", fontsize=size,
            color=window.colour, linespacing=1.15, gid="window label", annotation_clip=False,
        )  # fmt: skip
