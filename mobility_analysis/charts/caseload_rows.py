"""The rows of the caseload chart: what each says, where it stands, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.theme import LINE, look
from mobility_analysis.charts.wording import TOLERANCE, count, printable, width_pt, wrap
from mobility_analysis.measures.caseload_words import (
    not_read_words,
    practice_words,
    reasons_of,
    stiffness_words,
)

__all__ = ["Places", "Row", "draw_row", "places_for", "read_row", "row_height_pt"]

GAP = 7.0
PAD = 2.5
NAME_PT, BAR_PT, STRIP_PT, LEAST_WHY_PT = 104.0, 44.0, 66.0, 96.0
BAR_HEIGHT = 5.5
SCALE = 10.0
BOLD = ("name to look at first", "first reason")
#: Marker of the last 14 days by verdict: it points to where the score went.
MARKERS = {"improved": "<", "worse": ">"}
#: Reasons after the first, short, so that a client has one line.
SHORT = {
    "sharp rise": "rise",
    "stiffness worse": "worse",
    "worse when last heard": "worse last heard",
    "worse straight after": "worse after",
    "paused now": "paused",
    "stopped logging": "silent",
    "low adherence": "low",
    "programme ended": "ended",
}


class Row(NamedTuple):
    """One client, as it will be drawn."""

    name: str
    first: str
    others: str
    shares: tuple[float, float]
    counts: tuple[str, str]
    no_practice: str
    means: tuple[float, float]
    means_words: str
    no_means: str
    verdict: str
    days: str

    @property
    def is_first(self) -> bool:
        """Whether there is a reason to look first."""
        return bool(self.first)


class Places(NamedTuple):
    """Where the columns stand, in points from the left; a bar and a strip have a width."""

    name: float
    why: float
    bar: float
    now: float
    before: float
    strip: float
    means: float
    days: float
    end: float
    bar_pt: float
    strip_pt: float

    @property
    def name_pt(self) -> float:
        """Width of a name."""
        return self.why - self.name - GAP

    @property
    def why_pt(self) -> float:
        """Width of the reasons."""
        return self.bar - self.why - GAP


def read_row(row: Mapping[Any, Any]) -> Row:
    """Return a row of ``caseload_review`` as it will be drawn."""
    reasons = reasons_of(row)
    others = [reason._replace(name=SHORT.get(reason.name, reason.name)) for reason in reasons[1:]]
    no_means = stiffness_words(row)
    means = (float(row["baseline_mean"]), float(row["recent_mean"]))
    days = row["days_since_entry"]
    return Row(
        name=printable(str(row["client"])),
        first=printable(reasons[0].words) if reasons else "",
        others=printable(", ".join([*(reason.words for reason in others), *_not_read(row)])),
        shares=(row["adherence_last_28_days"], row["adherence_28_days_before"]),
        counts=(
            _of(row["done_last_28_days"], row["prescribed_last_28_days"]),
            _of(row["done_28_days_before"], row["prescribed_28_days_before"]),
        ),
        no_practice=practice_words(row, "done_last_28_days", "prescribed_last_28_days"),
        means=means,
        means_words="" if no_means else f"{means[0]:.1f} → {means[1]:.1f}",
        no_means=no_means,
        verdict=str(row["verdict"]),
        days="–" if pd.isna(days) else count(days),
    )


def _not_read(row: Mapping[Any, Any]) -> list[str]:
    """Say how many rows of each figure were not read."""
    columns = {"practice": "practice_rows_not_read", "stiffness": "rating_rows_not_read"}
    words = {figure: not_read_words(row, column) for figure, column in columns.items()}
    return [f"{figure}: {said}" for figure, said in words.items() if said]


def _of(done: float, prescribed: float) -> str:
    """Return done of prescribed; a dash where one is missing or nothing was due."""
    if pd.isna(done) or pd.isna(prescribed) or prescribed <= TOLERANCE:
        return "–"
    return f"{count(done)} of {count(prescribed)}"


def places_for(rows: Sequence[Row], total_pt: float) -> Places:
    """Return where the columns stand: the reasons take what the others leave."""
    size, scale = look().small_pt, look().scale

    def widest(words: Sequence[str], least: str) -> float:
        return max(width_pt(text, size) for text in (*words, least)) + 1

    names = max((width_pt(row.name, size, bold=row.is_first) for row in rows), default=0.0) + 2
    name = min(max(names, 40 * scale), NAME_PT * scale)
    bar, strip = BAR_PT * scale, STRIP_PT * scale
    now = widest([row.counts[0] for row in rows if not row.no_practice], "28 days")
    before = widest([row.counts[1] for row in rows], "before")
    means = widest([row.means_words for row in rows], "0.0 → 0.0")
    days = widest([row.days for row in rows], "entry")
    taken = name + bar + now + before + strip + means + days + 7.4 * GAP
    why = max(total_pt - taken, LEAST_WHY_PT * scale)
    starts = [0.0]
    for width in (name, why, bar - 0.3 * GAP, now, before + 0.7 * GAP, strip, means, days - GAP):
        starts.append(starts[-1] + width + GAP)
    return Places._make([*starts, bar, strip])


def reason_lines(row: Row, places: Places) -> tuple[list[str], list[str], bool]:
    """Return the lines of the first reason and of the others; whether they share one line."""
    size = look().small_pt
    first = row.first
    others = f"+ {row.others}" if row.others else ""
    room = places.why_pt
    beside = width_pt(first, size, bold=True) + 4
    if others and beside + width_pt(others, size) <= room:
        return [first], [others], True
    lines = wrap(first, room, size, bold=True).split("\n") if first else []
    return lines, wrap(others, room, size).split("\n") if others else [], False


def row_height_pt(row: Row, places: Places) -> float:
    """Return the height of a row: a line, or as many as its name or its reasons need."""
    size = look().small_pt
    first, others, is_one = reason_lines(row, places)
    n_why = 1 if is_one else len(first) + len(others)
    n_name = _name(row, places).count("\n") + 1
    return max(1, n_why, n_name) * size * LINE + PAD


def _name(row: Row, places: Places) -> str:
    return wrap(row.name, places.name_pt, look().small_pt, bold=row.is_first)


def draw_row(ax: Axes, row: Row, places: Places, top: float, height: float) -> None:
    """Draw one client between ``top`` and ``top + height`` points from the top."""
    palette, size = look().palette, look().small_pt
    ink = palette.ink if row.is_first else palette.quiet
    y = top + height / 2
    gid = "name to look at first" if row.is_first else "name"
    _say(ax, (places.name, y), _name(row, places), ink, gid=gid)
    _draw_reasons(ax, row, places, y, size)
    _draw_practice(ax, row, places, y, ink)
    _draw_stiffness(ax, row, places, y, ink)
    _say(ax, (places.days, y), row.days, ink, gid="days")


def _say(ax: Axes, at: tuple[float, float], words: str, colour: str, *, gid: str) -> None:
    """Write words whose left end is at a place; no line behind runs through them."""
    if words:
        ax.text(
            *at, words, color=colour, fontsize=look().small_pt, va="center", ha="left",
            linespacing=1.15, fontweight="bold" if gid in BOLD else "normal", gid=gid, zorder=6,
            bbox={"facecolor": look().palette.paper, "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def _draw_reasons(ax: Axes, row: Row, places: Places, y: float, size: float) -> None:
    palette = look().palette
    first, others, is_one = reason_lines(row, places)
    if is_one:
        _say(ax, (places.why, y), first[0], palette.ink, gid="first reason")
        x = places.why + width_pt(first[0], size, bold=True) + 4
        _say(ax, (x, y), others[0], palette.quiet, gid="other reasons")
        return
    pitch = size * LINE
    middle = (len(first) + len(others)) / 2
    up, down = (len(first) / 2 - middle) * pitch, (middle - len(others) / 2) * pitch
    _say(ax, (places.why, y + up), "\n".join(first), palette.ink, gid="first reason")
    _say(ax, (places.why, y + down), "\n".join(others), palette.quiet, gid="other reasons")


def _draw_practice(ax: Axes, row: Row, places: Places, y: float, ink: str) -> None:
    palette = look().palette
    _say(ax, (places.before, y), row.counts[1], palette.quiet, gid="before words")
    if row.no_practice:
        _say(ax, (places.bar, y), row.no_practice, palette.quiet, gid="no practice")
        return
    colour = palette.practice if row.is_first else palette.unclear
    now, before = row.shares
    left, top = places.bar, y - BAR_HEIGHT / 2
    if pd.notna(now):
        width = max(now * places.bar_pt, 1.2)  # none done is an open mark at the start
        face = colour if now > TOLERANCE else palette.paper
        ax.add_patch(
            _box(left, top, width, BAR_HEIGHT, facecolor=face, edgecolor=colour, gid="bar")
        )
    if pd.notna(before):
        x = left + before * places.bar_pt
        reach = BAR_HEIGHT * 0.85
        ax.plot(
            [x, x], [y - reach, y + reach], color=palette.ink if row.is_first else palette.unclear,
            linewidth=1.4, solid_capstyle="butt", gid="before", zorder=4,
        )  # fmt: skip
    _say(ax, (places.now, y), row.counts[0], ink, gid="now words")


def _box(x: float, y: float, width: float, height: float, **looks: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, linewidth=0.6, zorder=2, **looks)


def _draw_stiffness(ax: Axes, row: Row, places: Places, y: float, ink: str) -> None:
    palette = look().palette
    if row.no_means:
        _say(ax, (places.strip, y), row.no_means, palette.quiet, gid="no stiffness")
        return
    first, last = (places.strip + mean / SCALE * places.strip_pt for mean in row.means)
    colours = {"improved": palette.better, "worse": palette.worse}
    colour = colours.get(row.verdict, palette.unclear) if row.is_first else palette.unclear
    ax.plot([first, last], [y, y], color=colour, linewidth=1.6, gid="change", zorder=3)
    ax.plot(
        first, y, marker="o", markersize=4.2, color=palette.paper, markeredgecolor=colour,
        markeredgewidth=1.1, linestyle="none", gid="first window", zorder=4,
    )  # fmt: skip
    ax.plot(
        last, y, marker=MARKERS.get(row.verdict, "o"), markersize=5.2, color=colour,
        linestyle="none", gid="last window", zorder=5,
    )  # fmt: skip
    _say(ax, (places.means, y), row.means_words, ink, gid="means")
