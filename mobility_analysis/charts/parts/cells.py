"""Cells of a grid by their state: shade, hatch and mark, told apart without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import TransformedPatchPath

from mobility_analysis.charts.parts.marks import PAUSE_HATCH, SILENT_HATCH
from mobility_analysis.charts.parts.theme import look, shade, words_on
from mobility_analysis.words.practice import NOTHING_READ

#: What a state of a cell is called in the legend, in the order it stands there.
STATE_NAMES = {
    "done": "done",
    "partial": "partial",
    "skipped": "skipped",
    "not done": "not done",
    "all done": "all done",
    "some done": "some done: the stronger, the more",
    "none done": "none done",
    "as needed": "done, as needed",
    "no programme": "done; nothing prescribed",
    "ratings only": "ratings only",
    "nothing logged": "nothing logged",
    "paused": "paused",
}
QUIET_STATES = frozenset(
    {
        "paused", "nothing logged", "as needed", "no programme", "ratings only", "not done",
        "skipped",
    }
)  # fmt: skip
#: States of what has no number prescribed: only the sessions done are known.
NO_NUMBER = frozenset({"as needed", "no programme"})


class Cell(NamedTuple):
    """One cell: where it is, in days and rows, and how it is drawn."""

    left: float
    right: float
    row: float
    state: str
    share: float
    is_part: bool
    words: str


def ink_on(cell: Cell) -> str:
    """Return the colour of words on a cell."""
    return words_on(_face(cell))


def _face(cell: Cell) -> str:
    palette = look().palette
    if cell.state == "done":
        return shade(cell.share)
    if cell.state == "all done":
        return shade(1.0)
    if cell.state == "some done":
        return shade(0.85 * cell.share)
    if cell.state in NO_NUMBER and cell.words:
        return palette.rule
    return palette.excused if cell.state == "paused" else palette.paper


def _hatch(state: str) -> str | None:
    return {"paused": PAUSE_HATCH, "nothing logged": SILENT_HATCH}.get(state)


def _edge(state: str) -> str:
    palette = look().palette
    return palette.rule if state in QUIET_STATES else palette.practice


def _corners(cell: Cell, per_x: float, per_y: float, gap: float) -> list[tuple[float, float]]:
    """Return the outline of a cell; a part week has its upper right corner cut off."""
    left, right = cell.left + gap * per_x, cell.right - gap * per_x
    top, bottom = cell.row - 0.5 + gap * per_y, cell.row + 0.5 - gap * per_y
    if not cell.is_part:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    cut = 0.45 * min((right - left) / per_x, (bottom - top) / per_y)
    return [
        (left, top), (right - cut * per_x, top), (right, top + cut * per_y), (right, bottom),
        (left, bottom),
    ]  # fmt: skip


def draw_cells(ax: Axes, cells: Sequence[Cell], *, width_pt: float, height_pt: float) -> None:
    """Draw cells, one collection for each state, whole and part weeks apart.

    "Not prescribed" is left blank. Gaps and marks follow ``width_pt`` and ``height_pt``, about how
    large a cell is.
    """
    for state, is_part in product(STATE_NAMES, (False, True)):
        some = [cell for cell in cells if cell.state == state and cell.is_part == is_part]
        some.sort(key=_face)  # drawn one after the other, a colour is written once in a file
        if not some:
            continue
        per_x, per_y = (some[0].right - some[0].left) / width_pt, 1 / height_pt
        gap = min(0.75, width_pt * 0.08)
        ax.add_collection(
            PolyCollection(
                [_corners(cell, per_x, per_y, gap) for cell in some],
                facecolors=[_face(cell) for cell in some],
                edgecolors=_edge(state) if width_pt > 6 else look().palette.rule,
                linewidths=0.8 if width_pt > 6 else 0.3, hatch=_hatch(state), zorder=2,
                gid=f"{state}, part" if is_part else state,
            )
        )  # fmt: skip
    _mark_ratings(ax, cells, min(width_pt, height_pt))
    _mark_partial(ax, cells, width_pt)
    _mark_skipped(ax, cells, min(width_pt, height_pt))


def write_counts(ax: Axes, cells: Iterable[Cell]) -> None:
    """Write into each cell the number that it has."""
    size, clip = look().small_pt, TransformedPatchPath(ax.patch)  # one for all takes less time
    for cell in cells:
        if cell.words:
            ax.text(
                *mid(cell), cell.words, ha="center", va="center_baseline", fontsize=size,
                color=ink_on(cell), zorder=4, in_layout=False, gid="count", clip_path=clip,
            )  # fmt: skip


def _mark_ratings(ax: Axes, cells: Iterable[Cell], size_pt: float) -> None:
    """Put a ring, as of a rating, on the cells with ratings and no session row."""
    rated = [cell for cell in cells if cell.state == "ratings only"]
    if rated:
        ax.plot(
            [(cell.left + cell.right) / 2 for cell in rated], [cell.row for cell in rated],
            linestyle="none", marker="o", markersize=max(1.5, min(5.0, size_pt * 0.35)),
            markerfacecolor="none", color=look().palette.quiet, markeredgewidth=1, zorder=3,
            gid="ring",
        )  # fmt: skip


def _mark_partial(ax: Axes, cells: Iterable[Cell], width_pt: float) -> None:
    """Fill the lower half of partial days."""
    partial = [cell for cell in cells if cell.state == "partial"]
    if partial:
        gap = 0.75 * (partial[0].right - partial[0].left) / width_pt
        halves = [
            [(cell.left + gap, cell.row), (cell.right - gap, cell.row),
             (cell.right - gap, cell.row + 0.45), (cell.left + gap, cell.row + 0.45)]
            for cell in partial
        ]  # fmt: skip
        ax.add_collection(
            PolyCollection(halves, facecolors=look().palette.practice, zorder=2.5, gid="half")
        )


def _mark_skipped(ax: Axes, cells: Iterable[Cell], size_pt: float) -> None:
    """Put a cross on the days that were logged as skipped."""
    skipped = [mid(cell) for cell in cells if cell.state == "skipped"]
    if skipped:
        ax.plot(
            [x for x, _ in skipped], [y for _, y in skipped], linestyle="none", marker="x",
            markersize=max(2.0, min(5.0, size_pt * 0.4)), color=look().palette.ink,
            markeredgewidth=1.1, zorder=3, gid="cross",
        )  # fmt: skip


def cell_key(cells: Sequence[Cell], *, not_read: str = "") -> list[Artist]:
    """Return what the legend explains of the states that are drawn.

    Where some rows were not read, a day or week without an entry is only one without any read.
    """
    states = {cell.state for cell in cells}
    key: list[Artist] = []
    names = STATE_NAMES | ({"nothing logged": NOTHING_READ} if not_read else {})
    for state, name in names.items():
        if state not in states:
            continue
        sample = Cell(0, 1, 0, state, 0.5, False, "1")
        if state == "done":
            key += _done_key(cells)
            continue
        if state in ("ratings only", "skipped"):
            marker = "o" if state == "ratings only" else "x"
            key.append(
                Line2D([], [], linestyle="none", marker=marker, markerfacecolor="none",
                       color=look().palette.quiet, markersize=5, label=name)
            )  # fmt: skip
            continue
        if state == "partial":
            key.append(
                Line2D([], [], linestyle="none", marker="s", fillstyle="bottom", markersize=8,
                       color=look().palette.practice, markeredgewidth=0.8, label=name,
                       markerfacecoloralt=look().palette.paper)
            )  # fmt: skip
            continue
        key.append(
            Patch(facecolor=_face(sample), edgecolor=_edge(state), hatch=_hatch(state),
                  linewidth=0.8, label=name)
        )  # fmt: skip
    return key


def _done_key(cells: Sequence[Cell]) -> list[Artist]:
    """Return the entry for days done; where some are darker, one for the fewest and the most."""
    by_number = {cell.words: cell for cell in cells if cell.state == "done"}
    few, *more = sorted(by_number.values(), key=lambda cell: cell.share)
    ends = [few, *more[-1:]]
    names = [f"{cell.words} done" for cell in ends] if more else [STATE_NAMES["done"]]
    return [
        Patch(facecolor=_face(cell), edgecolor=_edge("done"), linewidth=0.8, label=name)
        for cell, name in zip(ends, names, strict=True)
    ]


def how_to_read(cells: Sequence[Cell], *, unit: str, has_words: bool) -> list[str]:
    """Return what a legend cannot show of the cells, a few words for each."""
    parts = [_blank(cells)]
    if has_words:
        parts.insert(0, "number: sessions done")
    if any(cell.is_part for cell in cells):
        parts.append(f"corner cut off: part of a {unit}")
    return parts


def _blank(cells: Sequence[Cell]) -> str:
    """Say what blank means: without a number prescribed, that nothing was logged as done."""
    has_no_number = {cell.state in NO_NUMBER for cell in cells}
    if has_no_number == {True}:
        return "blank: none logged as done"
    as_needed = "; as needed: none logged as done" if True in has_no_number else ""
    return f"blank: not prescribed{as_needed}"


def cells_size_pt(
    axes_pt: tuple[float, float], n_days: float, n_rows: int, cell_days: float
) -> tuple[float, float]:
    """Return about how wide and high a cell is, in points."""
    return axes_pt[0] * 0.9 * cell_days / n_days, axes_pt[1] * 0.9 / max(n_rows, 1)


def mid(cell: Cell) -> tuple[float, float]:
    """Return the middle of a cell."""
    return float(np.mean([cell.left, cell.right])), cell.row
