"""Samples of marks: what a legend shows beside its words, each a picture by itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.report.svg import svg_of

WIDE_PT, HIGH_PT = 18.0, 12.0


def put_sample(figure: Figure, sample: Artist | None, bottom: float, high: float) -> None:
    """Draw the sample of a mark again, in its place of a figure."""
    if isinstance(sample, Patch):
        figure.add_artist(
            Rectangle(
                (0.04, bottom + 0.17 * high), 0.92, 0.66 * high, facecolor=sample.get_facecolor(),
                edgecolor=sample.get_edgecolor(), linewidth=sample.get_linewidth(),
                linestyle=_edge_dash(sample), hatch=sample.get_hatch(),
                transform=figure.transFigure,
            )
        )  # fmt: skip
    elif isinstance(sample, Line2D):
        is_line = sample.get_linestyle() != "None"
        middle = bottom + high / 2
        ends = (0.0, 0.5, 1.0) if is_line else (0.5,)
        figure.add_artist(
            Line2D(
                ends, (middle,) * len(ends), color=sample.get_color(), marker=sample.get_marker(),
                markersize=sample.get_markersize(), markerfacecolor=sample.get_markerfacecolor(),
                fillstyle=sample.get_fillstyle(),
                markerfacecoloralt=sample.get_markerfacecoloralt(),
                markevery=[1] if is_line else None, linestyle=sample.get_linestyle(),
                linewidth=sample.get_linewidth(), solid_capstyle="butt",
                transform=figure.transFigure,
            )
        )  # fmt: skip


class Sample(NamedTuple):
    """All that a sample looks like."""

    face: str
    edge: str
    width: float
    hatch: str
    marker: str
    size: float
    dash: Any
    fill: Any
    other_face: str
    is_line: bool

    def artist(self) -> Artist:
        """Return a mark that looks like this."""
        if not self.is_line:
            return Patch(facecolor=self.face, edgecolor=self.edge, linewidth=self.width,
                         linestyle=self.dash, hatch=self.hatch or None)  # fmt: skip
        return Line2D([], [], color=self.edge, markerfacecolor=self.face, linewidth=self.width,
                      marker=self.marker, markersize=self.size, linestyle=self.dash,
                      fillstyle=self.fill, markerfacecoloralt=self.other_face)  # fmt: skip


def look_of(artist: Artist) -> Sample | None:
    """Return how a mark looks; None for one of another kind."""
    if isinstance(artist, Patch):
        face, edge = _hex(artist.get_facecolor()), _hex(artist.get_edgecolor())
        hatch = artist.get_hatch() or ""
        width = float(artist.get_linewidth())
        dash = _edge_dash(artist)
        return Sample(face, edge, width, hatch, "", 0.0, dash, "full", "none", False)
    if not isinstance(artist, Line2D):
        return None
    return Sample(
        _hex(artist.get_markerfacecolor()), _hex(artist.get_color()),
        float(artist.get_linewidth()), "", str(artist.get_marker()),
        float(artist.get_markersize()), _dash(artist), artist.get_fillstyle(),
        _hex(artist.get_markerfacecoloralt()), True,
    )  # fmt: skip


def _hex(colour: Any) -> str:
    return "none" if to_rgba(colour)[3] == 0 else to_hex(colour)


def _edge_dash(patch: Patch) -> Any:
    """Return the dashes of an edge as it was told them; it names them "solid" whatever they are."""
    offset, dashes = patch._unscaled_dash_pattern  # type: ignore[attr-defined]
    return "solid" if dashes is None else (offset, tuple(dashes))


def _dash(line: Line2D) -> Any:
    """Return the dashes of a line as it was told them."""
    if line.get_linestyle() != "--" or line._unscaled_dash_pattern[1] is None:  # type: ignore[attr-defined]
        return line.get_linestyle()
    offset, dashes = line._unscaled_dash_pattern  # type: ignore[attr-defined]
    return offset, tuple(dashes)


@lru_cache(maxsize=256)
def sample_svg(sample: Sample) -> bytes:
    """Return a sample on paper as a picture; each is drawn once for all legends of a process."""
    figure = Figure(figsize=(WIDE_PT / 72, HIGH_PT / 72))
    put_sample(figure, sample.artist(), 0.0, 1.0)
    return svg_of(figure, title="", alt="")
