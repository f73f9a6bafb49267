"""Room for what stands around axes: measured once, by letters that are measured once.

A layout of matplotlib's own solves for grids of any kind, and measures all text anew for each
figure. Charts by themselves are a column of axes, of one font.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import LayoutEngine
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox

from mobility_analysis.charts.parts.letters import FONT
from mobility_analysis.charts.parts.text import POINTS, font_height, line_size

#: Labels move as axes become as large as they will be: by less than 2 points in all charts.
PAD_PT = 3.0


class Column(LayoutEngine):
    """Axes one above the other, as large as what stands around them leaves room for.

    Their heights keep their ratios; they begin and end below one another.

    Parameters
    ----------
    pad_pt : float
        How far from the edges of the figure, and from one another, they stand.
    blank : float
        The share of the figure's height, above the small print, that stays empty.
    """

    _adjust_compatible = True
    _colorbar_gridspec = False

    def __init__(self, *, pad_pt: float = PAD_PT, blank: float = 0.0) -> None:
        super().__init__()
        self.pad_pt = pad_pt
        self.blank = blank

    def execute(self, fig: Figure) -> None:
        """Place the axes of a figure."""
        column = [ax for ax in fig.axes if ax.get_subplotspec() is not None and ax.get_in_layout()]
        if column:
            with in_points(fig):
                _place(fig, column, pad_pt=self.pad_pt, blank=self.blank)


@contextmanager
def in_points(figure: Figure) -> Iterator[None]:
    """Measure a figure in points; where an axis has no label, no place for one is looked for."""
    before = figure.dpi
    figure.dpi = POINTS
    unlabelled: list[Any] = [
        axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) if _is_unlabelled(axis)
    ]
    for axis in unlabelled:
        axis._autolabelpos = False
    try:
        yield
    finally:
        figure.dpi = before
        for axis in unlabelled:
            axis._autolabelpos = True


def _is_unlabelled(axis: Any) -> bool:
    return axis._autolabelpos and not axis.get_label_text()


def _place(figure: Figure, column: list[Axes], *, pad_pt: float, blank: float) -> None:
    """Place axes by the room that their labels take where they stand now."""
    across, up = figure.bbox.size
    foot = foot_pt(figure)
    if foot:
        figure._supxlabel.set(y=PAD_PT / up, verticalalignment="bottom")  # type: ignore[attr-defined]
    inner = [ax.get_window_extent() for ax in column]
    outer = [_whole(ax) or box for ax, box in zip(column, inner, strict=True)]
    boxes = list(zip(inner, outer, strict=True))
    left = PAD_PT + max(box.x0 - whole.x0 for box, whole in boxes)
    right = PAD_PT + max(whole.x1 - box.x1 for box, whole in boxes)
    above = [pad_pt + whole.y1 - box.y1 for box, whole in boxes]
    below = [pad_pt + box.y0 - whole.y0 for box, whole in boxes]
    wide = max(across - left - right, 1.0)
    high = max(up * (1 - blank) - foot - sum(above) - sum(below), 1.0)
    top = up
    for ax, share, over, under in zip(column, _shares(column), above, below, strict=True):
        tall = high * share
        top -= over + tall
        ax.set_position((left / across, top / up, wide / across, tall / up))
        ax.set_in_layout(True)
        top -= under


def _whole(ax: Axes) -> Bbox | None:
    """Return the room of an axes with its labels; marks are within it, but for their edges."""
    legend = ax.get_legend()
    around: list[Artist] = [*ax.texts, *ax.artists, *([legend] if legend else [])]
    extra = [artist for artist in around if artist.get_in_layout()]
    return ax.get_tightbbox(RULER, bbox_extra_artists=extra, for_layout_only=True)


def foot_pt(figure: Figure) -> float:
    """Return the height of the small print at the foot, with its margins, in points."""
    words = figure._supxlabel  # type: ignore[attr-defined]
    if words is None:
        return 0.0
    with in_points(figure):
        return float(words.get_window_extent(RULER).height) + 2 * PAD_PT


def _shares(column: list[Axes]) -> list[float]:
    """Return the share of the height of all axes that each has."""
    spec = column[0].get_subplotspec()
    ratios = None if spec is None else spec.get_gridspec().get_height_ratios()
    parts = np.ones(len(column)) * np.asarray(ratios or 1, dtype=np.float64)
    return [float(share) for share in parts / parts.sum()]


class Measures(RendererBase):
    """How large text is in points: each line is measured once, for all figures and sizes."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return the width and height of a line, and how much of that is below its foot."""
        if ismath or not is_ours(prop):
            return text_to_path.get_text_width_height_descent(s, prop, ismath)
        size = prop.get_size_in_points()
        width, height, descent = line_size(s, prop.get_weight())
        return width * size, height * size, descent * size

    def _get_font_height_metrics(
        self, prop: FontProperties
    ) -> tuple[float | None, float | None, float | None]:
        # Matplotlib before 3.11, and any other that does not ask, measures the font itself.
        if not is_ours(prop):
            return None, None, None
        size = prop.get_size_in_points()
        ascent, descent, gap = font_height(prop.get_weight())
        return ascent * size, descent * size, gap * size


RULER = Measures()


def is_ours(prop: FontProperties) -> bool:
    """Whether letters are of the one font, which is measured here."""
    return prop.get_family() == [FONT] and prop.get_style() == "normal"
