"""What the marks of a chart mean, in lines of the page instead of a legend above each chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.report.page_layout import PAGE_HEIGHT, PAGE_WIDTH, QUIET, Sheet
from mobility_analysis.report.page_text import printable, width_mm

__all__ = ["KeyItem", "key_lines", "put_key", "take_key", "take_words"]

SWATCH_WIDTH, SWATCH_HEIGHT = 4.2, 2.2
AFTER_SWATCH, BETWEEN = 1.3, 4.0
# One key explains both panels, so that what a mark is of must be said in it.
_SAID_FULLY = {
    "a week": "practice in a week",
    "part of a week": "in part of a week",
    "a day": "stiffness on a day",
    "mean of a week, from 4 days rated": "weekly mean, from 4 days",
}


class KeyItem(NamedTuple):
    """One mark and its meaning; some meanings have no mark."""

    handle: Artist
    words: str

    @property
    def has_mark(self) -> bool:
        """Whether anything is drawn before the words."""
        handle = self.handle
        is_bare = isinstance(handle, Line2D) and handle.get_linestyle() == "None"
        return not (is_bare and handle.get_marker() in ("", "None", None))

    @property
    def width(self) -> float:
        """Millimetres that mark and words take."""
        mark = SWATCH_WIDTH + AFTER_SWATCH if self.has_mark else 0.0
        return mark + width_mm(printable(self.words), size=QUIET.size)


def take_key(ax: Axes) -> list[KeyItem]:
    """Take the legend off a chart and return what it explained."""
    legend = ax.get_legend()
    if legend is None:
        return []
    words = [_SAID_FULLY.get(t.get_text(), t.get_text()) for t in legend.get_texts()]
    items = [KeyItem(h, w) for h, w in zip(legend.legend_handles, words, strict=True)]
    legend.remove()
    return items


def take_words(ax: Axes) -> str:
    """Take the words above a chart off it and return them."""
    found = [text for text in ax.texts if text.get_gid() == "heading"]
    words = " ".join(" ".join(text.get_text().split()) for text in found)
    for text in found:
        text.remove()
    return words


def key_lines(items: Sequence[KeyItem], width: float) -> list[list[KeyItem]]:
    """Return the items in lines of a width; a meaning that was there before is not repeated."""
    lines: list[list[KeyItem]] = []
    taken = width + 1.0
    seen: set[str] = set()
    for item in items:
        if item.words in seen:
            continue
        seen.add(item.words)
        if taken + item.width > width:
            lines.append([])
            taken = 0.0
        lines[-1].append(item)
        taken += item.width + BETWEEN
    return lines


def put_key(sheet: Sheet, lines: Sequence[Sequence[KeyItem]], x: float, y: float) -> float:
    """Put the lines of a key on the page; return where the next line would start."""
    for line in lines:
        at = x
        for item in line:
            if item.has_mark:
                _put_mark(sheet, item.handle, at, y + (QUIET.line - SWATCH_HEIGHT) / 2)
                at += SWATCH_WIDTH + AFTER_SWATCH
            sheet.put(item.words, at, y, QUIET)
            at += width_mm(printable(item.words), size=QUIET.size) + BETWEEN
        y += QUIET.line
    return y


def _put_mark(sheet: Sheet, handle: Artist, x: float, y: float) -> None:
    """Draw a mark again, at a place of the page."""
    left, bottom = x / PAGE_WIDTH, 1 - (y + SWATCH_HEIGHT) / PAGE_HEIGHT
    wide, high = SWATCH_WIDTH / PAGE_WIDTH, SWATCH_HEIGHT / PAGE_HEIGHT
    figure = sheet.figure
    if isinstance(handle, Patch):
        mark: Artist = Rectangle(
            (left, bottom), wide, high, facecolor=handle.get_facecolor(),
            edgecolor=handle.get_edgecolor(), linewidth=handle.get_linewidth(),
            hatch=handle.get_hatch(), transform=figure.transFigure,
        )  # fmt: skip
    elif isinstance(handle, Line2D):
        is_line = handle.get_linestyle() != "None"
        middle = bottom + high / 2
        ends = (left, left + wide / 2, left + wide) if is_line else (left + wide / 2,)
        mark = Line2D(
            ends, (middle,) * len(ends), color=handle.get_color(), marker=handle.get_marker(),
            markersize=handle.get_markersize(), markerfacecolor=handle.get_markerfacecolor(),
            markevery=[1] if is_line else None, linestyle=handle.get_linestyle(),
            linewidth=handle.get_linewidth(), solid_capstyle="butt",
            transform=figure.transFigure,
        )  # fmt: skip
    else:
        return
    sheet.add(mark)
