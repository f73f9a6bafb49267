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

__all__ = ["KeyItem", "key_lines", "put_key", "take_key"]

SWATCH_WIDTH, SWATCH_HEIGHT = 4.2, 2.2
AFTER_SWATCH, BETWEEN = 1.3, 3.8
# One key explains both panels, so that what a mark is of must be said in it.
_SAID_FULLY = {
    "a week": "practice in a week",
    "part of a week": "in part of a week",
    "a day": "stiffness on a day",
    "mean of a week, from 4 days rated": "weekly mean (4+ days rated)",
}


class KeyItem(NamedTuple):
    """One mark and its meaning; some meanings have no mark."""

    mark: Artist | None
    words: str

    @property
    def width(self) -> float:
        """Millimetres that mark and words take."""
        mark = 0.0 if self.mark is None else SWATCH_WIDTH + AFTER_SWATCH
        return mark + width_mm(printable(self.words), size=QUIET.size)


def take_key(ax: Axes) -> list[KeyItem]:
    """Take the legend, and the words above it, off a chart and return what they explained."""
    items: list[KeyItem] = []
    legend = ax.get_legend()
    if legend is not None:
        for mark, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
            words = text.get_text()
            items.append(KeyItem(mark, _SAID_FULLY.get(words, words)))
        legend.remove()
    for text in [text for text in ax.texts if text.get_gid() == "heading"]:
        sentences = " ".join(text.get_text().split()).split(". ")
        items += [KeyItem(None, _as_item(sentence)) for sentence in sentences]
        text.remove()
    return items


def _as_item(sentence: str) -> str:
    """Return a sentence as an item of a list: no full stop, no capital."""
    words = sentence.rstrip(".")
    return words[:1].lower() + words[1:]


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
            if item.mark is not None:
                _put_mark(sheet, item.mark, at, y + (QUIET.line - SWATCH_HEIGHT) / 2)
                at += SWATCH_WIDTH + AFTER_SWATCH
            sheet.put(item.words, at, y, QUIET)
            at += width_mm(printable(item.words), size=QUIET.size) + BETWEEN
        y += QUIET.line
    return y


def _put_mark(sheet: Sheet, mark: Artist, x: float, y: float) -> None:
    """Draw a mark again, at a place of the page."""
    left, bottom = x / PAGE_WIDTH, 1 - (y + SWATCH_HEIGHT) / PAGE_HEIGHT
    wide, high = SWATCH_WIDTH / PAGE_WIDTH, SWATCH_HEIGHT / PAGE_HEIGHT
    if isinstance(mark, Patch):
        sheet.add(
            Rectangle(
                (left, bottom), wide, high, facecolor=mark.get_facecolor(),
                edgecolor=mark.get_edgecolor(), linewidth=mark.get_linewidth(),
                hatch=mark.get_hatch(), transform=sheet.figure.transFigure,
            )
        )  # fmt: skip
    elif isinstance(mark, Line2D):
        is_line = mark.get_linestyle() != "None"
        middle = bottom + high / 2
        ends = (left, left + wide / 2, left + wide) if is_line else (left + wide / 2,)
        sheet.add(
            Line2D(
                ends, (middle,) * len(ends), color=mark.get_color(), marker=mark.get_marker(),
                markersize=mark.get_markersize(), markerfacecolor=mark.get_markerfacecolor(),
                markevery=[1] if is_line else None, linestyle=mark.get_linestyle(),
                linewidth=mark.get_linewidth(), solid_capstyle="butt",
                transform=sheet.figure.transFigure,
            )
        )  # fmt: skip
