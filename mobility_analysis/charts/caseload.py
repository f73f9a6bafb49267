"""The caseload as a picture: who to look at first, one line a client. It names several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from mobility_analysis.charts.caseload_rows import (
    SCALE,
    Places,
    Row,
    draw_row,
    places_for,
    read_row,
    row_height_pt,
)
from mobility_analysis.charts.dates import as_of_words
from mobility_analysis.charts.layout import finish, heading, nothing_to_draw
from mobility_analysis.charts.tables import Date
from mobility_analysis.charts.theme import LINE, axes_size_pt, look, new_axes, root_figure, styled
from mobility_analysis.charts.wording import count, wrap
from mobility_analysis.measures.change import BENCHMARKS

__all__ = ["CLINIC_ONLY", "plot_caseload"]

CLINIC_ONLY = "Clinic only: names several clients"
#: The height of all rows together that one page has beside what stands around them.
PAGE_PT = 575.0
THRESHOLD = 0.8
FRAME_PT = 6.0  # room at the edge of the paper for the frame of the mark
SCORES = (0.0, SCALE / 2, SCALE)
DEFINITION = (
    "Bars: done of prescribed, at most what was prescribed in each 7 days. Clients are in order of "
    "their first reason, then of days since the newest entry. Nothing done may mean that nothing "
    "was written down."
)


class Group(NamedTuple):
    """Clients under one heading."""

    name: str
    rows: list[Row]


@styled
def plot_caseload(
    review: pd.DataFrame,
    *,
    as_of: Date | None = None,
    title: str | None = None,
    page_pt: float = PAGE_PT,
    legend: bool = True,
    footnote: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who to look at first: reasons, practice and stiffness of each client on one line.

    The only chart that takes several clients. They stand in the order of the review; those
    without a reason follow in grey. Where not all fit on one page the first that do are drawn,
    and how many there are is written under the title.

    Parameters
    ----------
    review : DataFrame
        Table of ``caseload_review``.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    title : str, optional
        Unless stated, how many there are to look at first; empty for none.
    page_pt : float
        Height that all rows together may have, in points of text of the usual size.
    legend : bool, default True
        Whether the marks are explained above the rows.
    footnote : str, optional
        The small print of a figure made here; unless stated, the definition.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes
        Its units are points, from the top left.
    """
    is_alone = ax is None
    rows = [read_row(row) for row in review.to_dict("records")]
    n_first = sum(row.is_first for row in rows)
    words = f"Look first: {count(n_first)} of {count(len(rows))} clients"
    title = words if title is None else title
    if not rows:
        ax = new_axes(60) if ax is None else ax
        return nothing_to_draw(ax, "No clients in this log.", is_alone=is_alone, title=title)
    total = look().width_in * 72 - 20 if ax is None else axes_size_pt(ax)[0]
    room = page_pt * look().scale if ax is None else axes_size_pt(ax)[1]
    places = places_for(rows[: int(room / look().small_pt)], total)
    shown = _that_fit(rows, places, room)
    groups = _groups(rows, shown)
    height = _height(groups, places)
    ax = new_axes(height) if ax is None else ax
    _prepare(ax, places, height if is_alone else max(room, height))
    _draw(ax, groups, places)
    rise = _column_names(ax, places)
    note = _left_out(shown, n_first, len(rows))
    rise = heading(
        ax, title, note=note, handles=_key(shown) if legend else (), above_pt=rise, room_pt=total
    )
    rise += _clinic_only(ax, rise)
    if is_alone:
        _keep_width(ax)
        root_figure(ax).set_layout_engine("constrained", h_pad=FRAME_PT / 72)
        text = f"{_mark_words(review)} {DEFINITION}{_changed(review)}{as_of_words(as_of)}"
        finish(
            ax,
            height,
            rise_pt=rise + 2 * FRAME_PT,
            below_pt=0,
            text=text if footnote is None else footnote,
        )
    return ax


def _that_fit(rows: Sequence[Row], places: Places, room: float) -> list[Row]:
    """Return the first rows that have room under one another, one of them at least."""
    heading_pt = _heading_pt()
    used, shown = heading_pt, list[Row]()
    for row in rows:
        if shown and not row.is_first and shown[-1].is_first:
            used += heading_pt
        used += row_height_pt(row, places)
        if shown and used > room:
            break
        shown.append(row)
    return shown


def _heading_pt() -> float:
    return look().small_pt * LINE + 7.0


def _groups(rows: Sequence[Row], shown: Sequence[Row]) -> list[Group]:
    """Return the rows that are shown under their headings; a heading without rows is left out."""
    n_first = sum(row.is_first for row in rows)
    first = Group(f"Look first: {count(n_first)}", [row for row in shown if row.is_first])
    n_rest = len(rows) - n_first
    rest = Group(
        f"No reason to look first: {count(n_rest)}, by name",
        [row for row in shown if not row.is_first],
    )
    return [group for group in (first, rest) if group.rows]


def _height(groups: Sequence[Group], places: Places) -> float:
    rows = sum(row_height_pt(row, places) for group in groups for row in group.rows)
    return rows + len(groups) * _heading_pt()


def _prepare(ax: Axes, places: Places, height: float) -> None:
    """Measure an axes in points from its top left, and take its frame away."""
    ax.set_xlim(0, places.end)
    ax.set_ylim(height, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw(ax: Axes, groups: Sequence[Group], places: Places) -> None:
    palette = look().palette
    top = 0.0
    _ticks(ax, places, _heading_pt() / 2)
    for group in groups:
        ax.text(
            places.name, top + _heading_pt() / 2, group.name, color=palette.quiet,
            fontsize=look().small_pt, va="center", gid="group",
        )  # fmt: skip
        top += _heading_pt()
        _line(ax, [0, places.end], [top, top], palette.rule, "rule")
        _guides(ax, places, top, top + sum(row_height_pt(row, places) for row in group.rows))
        for row in group.rows:
            tall = row_height_pt(row, places)
            draw_row(ax, row, places, top, tall)
            top += tall
            _line(ax, [0, places.end], [top, top], palette.excused, "rule")


def _line(ax: Axes, x: Sequence[float], y: Sequence[float], colour: str, gid: str) -> None:
    ax.plot(x, y, color=colour, linewidth=0.7, gid=gid, zorder=1)


def _guides(ax: Axes, places: Places, top: float, bottom: float) -> None:
    """Draw where a bar starts, its threshold and its end, and the ends and middle of the scale."""
    palette = look().palette
    for share in (0.0, 1.0):
        x = places.bar + share * places.bar_pt
        _line(ax, [x, x], [top, bottom], palette.rule, "bar end")
    x = places.bar + THRESHOLD * places.bar_pt
    ax.plot(
        [x, x], [top, bottom], color=palette.quiet, linewidth=0.8, linestyle=(0, (4, 3)),
        gid="threshold", zorder=3,
    )  # fmt: skip
    for score in SCORES:
        x = places.strip + score / SCALE * places.strip_pt
        _line(ax, [x, x], [top, bottom], palette.rule, "score")


def _ticks(ax: Axes, places: Places, y: float) -> None:
    """Write the numbers of both scales above their guides."""
    scores = {score: places.strip + score / SCALE * places.strip_pt for score in SCORES}
    marks = {f"{100 * THRESHOLD:.0f} %": places.bar + THRESHOLD * places.bar_pt}
    marks |= {f"{score:.0f}": x for score, x in scores.items()}
    for words, x in marks.items():
        ax.text(
            x, y, words, color=look().palette.quiet, fontsize=look().small_pt, ha="center",
            va="center", gid="tick",
        )  # fmt: skip


def _column_names(ax: Axes, places: Places) -> float:
    """Write what stands in each column above it; return the room taken, in points."""
    size = look().small_pt
    columns = [
        (places.why, "why: first reason, + others in short", places.why_pt),
        (
            places.bar,
            "0 to 100 %, done of prescribed, last 28 days",
            places.before - places.bar - 4,
        ),
        (places.before, "28 before", places.strip - places.before - 6),
        (
            places.strip,
            "stiffness 0 to 10, first → last 14 days, lower is better",
            places.days - places.strip - 6,
        ),
        (places.days, "days since entry", places.end - places.days + 2),
    ]
    texts = [(x, wrap(words, room, size)) for x, words, room in columns]
    for x, words in texts:
        ax.annotate(
            words, (x, 0), xytext=(0, 2), textcoords="offset points", ha="left", va="bottom",
            fontsize=size, color=look().palette.quiet, linespacing=1.15, gid="column",
            annotation_clip=False,
        )  # fmt: skip
    return max(words.count("\n") + 1 for _, words in texts) * size * LINE + 4


def _clinic_only(ax: Axes, rise: float) -> float:
    """Mark the chart as one that leaves the clinic with nobody; return the room taken."""
    palette, size = look().palette, look().small_pt
    ax.annotate(
        CLINIC_ONLY, (0, 1), xycoords="axes fraction", xytext=(4, rise + 6),
        textcoords="offset points", ha="left", va="bottom", fontsize=size, fontweight="bold",
        color=palette.ink, gid="clinic only",
        bbox={"facecolor": palette.paper, "edgecolor": palette.ink, "pad": 3},
    )  # fmt: skip
    return size * LINE + 16


def _keep_width(ax: Axes) -> None:
    """Leave out of the layout what stands under the mark: it is as wide as the rows at most.

    The layout starts from a narrower axes, and would keep room at the right for a wide legend.
    """
    legend = ax.get_legend()
    for artist in (legend, *(text for text in ax.texts if text.get_gid() == "heading")):
        if artist is not None:
            artist.set_in_layout(False)


def _left_out(shown: Sequence[Row], n_first: int, n_all: int) -> str:
    """Say what is not drawn, and where it stands; nothing where all are."""
    if len(shown) == n_all:
        return ""
    n_shown = sum(row.is_first for row in shown)
    if n_shown < n_first:
        return (
            f"The first {count(n_shown)} of {count(n_first)} to look at; all "
            f"{count(n_all)} clients stand in caseload.csv"
        )
    rest = len(shown) - n_shown
    return (
        f"All {count(n_first)} to look at, and {count(rest)} of the {count(n_all - n_first)} "
        "others; all stand in caseload.csv"
    )


def _mark_words(review: pd.DataFrame) -> str:
    """Say by whom scores are given, and where the mark comes from, if there is one."""
    mark = BENCHMARKS.get(next((name for name in review["benchmark"] if name), ""))
    caption = f"; the {mark.caption.replace('mark', 'mark is', 1)}" if mark else ""
    return f"Self-reported; lower stiffness is better{caption}."


def _changed(review: pd.DataFrame) -> str:
    """Name the thresholds that are not the usual ones, and what is new against what."""
    is_new = review["new_reasons"].map(bool).any()
    words = f" New: since {_against(review)}." if is_new else ""
    changed = next((text for text in review["thresholds"] if text), "")
    return f"{words} Not the usual thresholds: {changed}." if changed else words


def _against(review: pd.DataFrame) -> str:
    return " or ".join(sorted({text for text in review["compared_with"] if text}, reverse=True))


def _key(rows: Sequence[Row]) -> list[Artist]:
    """Return what the legend explains: only marks that are drawn."""
    palette = look().palette
    key: list[Artist] = []
    if any(not row.no_practice for row in rows):
        key += [
            Patch(facecolor=palette.practice, label="done, last 28 days"),
            _mark("|", palette.ink, "the 28 before"),
            Line2D([], [], color=palette.quiet, linestyle=(0, (4, 3)), linewidth=0.8, label="80 %"),
        ]
    if any(row.means_words for row in rows):
        key.append(_mark("o", palette.unclear, "first 14 days", face=palette.paper))
    verdicts = {row.verdict for row in rows if row.means_words}
    if "improved" in verdicts:
        key.append(_mark("<", palette.better, "last 14: lower, past the mark"))
    if "worse" in verdicts:
        key.append(_mark(">", palette.worse, "last 14: higher, past the mark"))
    if verdicts - {"improved", "worse"}:
        key.append(_mark("o", palette.unclear, "last 14: less than the mark"))
    return key


def _mark(marker: str, colour: str, label: str, *, face: str = "") -> Line2D:
    return Line2D(
        [], [], marker=marker, color=face or colour, markeredgecolor=colour, markersize=6,
        markeredgewidth=1.2, linestyle="none", label=label,
    )  # fmt: skip
