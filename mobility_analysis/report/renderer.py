"""Matplotlib's SVG, written short at once: numbers of two decimals, no names that nobody uses.

What it shows, and in which order, is what matplotlib's own renderer says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import _path
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.font_manager import weight_dict
from matplotlib.transforms import Affine2D

from mobility_analysis.charts.parts.frame import FOOT, HEADING, LEGEND
from mobility_analysis.charts.parts.layout import Measures, is_ours

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

DECIMALS = 2  # of a point: a print of 300 dots an inch has four to a point
_FIRST = 6  # as matplotlib writes: what processors tell apart is gone before a half is rounded
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
_COMMANDS = [b"M", b"L", b"Q", b"C", b"z"]
_NAMED = (HEADING, LEGEND, FOOT)  # the groups that a page may leave out
_NUMBERS = frozenset(("x", "y", "width", "height", "transform"))
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_HEAD = '<?xml version="1.0" encoding="utf-8" standalone="no"?>'
_WEIGHTS: Any = weight_dict
_convert: Any = _path.convert_to_string  # type: ignore[attr-defined]


class ShortSVG(Measures, RendererSVG):
    """Matplotlib's SVG, with text as large as the layout took it to be.

    Parameters
    ----------
    width, height : float
        Of the figure, in points.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height, io.StringIO(), metadata={"Date": None})  # type: ignore[no-untyped-call]
        self._flip = np.array([[1, 0, 0], [0, -1, height], [0, 0, 1]])
        self._names = count()
        self._styles: dict[object, str] = {}
        self._tags = _Tags()
        self.writer: Any = self._tags
        self._start_id = self._tags.start(
            "svg",
            {
                "stroke-linejoin": "round",  # as matplotlib says with a style sheet
                "xmlns:xlink": "http://www.w3.org/1999/xlink",
                "width": f"{short(width)}pt",
                "height": f"{short(height)}pt",
                "viewBox": f"0 0 {short(width)} {short(height)}",
                "xmlns": "http://www.w3.org/2000/svg",
                "version": "1.1",
            },
        )

    def svg(self) -> str:
        """Return what was drawn."""
        self.finalize()  # type: ignore[no-untyped-call]
        return f"{_HEAD}{self._tags.text()}\n"

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002
        """Begin a group, which only those that a page knows by their names need."""
        self._tags.start("g", {"id": gid} if gid in _NAMED else {})

    def draw_text(  # noqa: PLR0917
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties,
        angle: float, ismath: Any = False, mtext: Text | None = None,
    ) -> None:  # fmt: skip
        """Write words as words: from the place that they were given, if they are not turned."""
        self._tags.start("g", self._get_clip_attrs(gc))  # type: ignore[no-untyped-call]
        if ismath or not is_ours(prop):
            self._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
        elif angle or mtext is None:  # which one of several lines has not
            place = f"translate({short(x)} {short(y)})"
            turned = f"{place} rotate({short(-angle)})" if angle else place
            style = self._style_of_words(gc, prop)
            self._tags.element("text", s, {"style": style, "transform": turned})
        else:
            left, _ = mtext.get_transform().transform(mtext.get_unitless_position())
            style = self._style_of_words(gc, prop, _ANCHORS[mtext.get_horizontalalignment()])
            self._tags.element("text", s, {"style": style, "x": short(left), "y": short(y)})
        self._tags.end()

    def _style_of_words(
        self, gc: GraphicsContextBase, prop: FontProperties, anchor: str = ""
    ) -> str:
        weight, size = prop.get_weight(), prop.get_size_in_points()
        key = (anchor, weight, size, gc.get_rgb(), gc.get_alpha(), gc.get_forced_alpha())
        if key not in self._styles:
            alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
            self._styles[key] = _css(
                font_weight=_WEIGHTS.get(weight, weight),
                font_size=f"{short(size)}px",
                text_anchor=anchor,
                fill=to_hex(gc.get_rgb()),
                opacity=short(alpha),
            )
        return self._styles[key]

    def _get_style(self, gc: GraphicsContextBase, rgbFace: Any) -> str:  # noqa: N803
        """Return how a mark looks, as many others do."""
        face = None if rgbFace is None else tuple(rgbFace)
        dashed: Any = gc.get_dashes()
        offset, dashes = dashed
        key = (
            face, gc.get_rgb(), gc.get_alpha(), gc.get_forced_alpha(), gc.get_linewidth(), offset,
            None if dashes is None else tuple(dashes), gc.get_joinstyle(), gc.get_capstyle(),
            gc.get_hatch(), gc.get_hatch_color(), gc.get_hatch_linewidth(),
        )  # fmt: skip
        if key not in self._styles:
            self._styles[key] = _rounded(super()._get_style(gc, rgbFace))  # type: ignore[no-untyped-call]
        return self._styles[key]

    def _make_id(self, type: str, content: object) -> str:  # noqa: A002, ARG002
        """Return a name for what others refer to."""
        number = next(self._names)
        return f"{chr(ord('a') + number % 26)}{number // 26}"

    def _make_flip_transform(self, transform: Transform) -> Transform:
        """Return a transform, of which artists have done what is not affine, from the top down."""
        return Affine2D(self._flip @ transform.get_matrix())

    def _convert_path(
        self,
        path: Path,
        transform: Transform | None = None,
        clip: object = None,
        simplify: bool | None = None,
        sketch: object = None,
    ) -> str:
        within = (0.0, 0.0, self.width, self.height) if clip else None
        made: bytes = _convert(path, transform, within, simplify, sketch, _FIRST, _COMMANDS, False)
        return _rounded(" ".join(made.decode("ascii").split()))


def short(number: float) -> str:
    """Return a number of two decimals, as short as it can be written.

    Examples
    --------
    >>> short(336.7249), short(8.0)
    ('336.72', '8')
    """
    return f"{round(round(float(number), _FIRST), DECIMALS):g}"


def _rounded(words: str) -> str:
    """Shorten the numbers in words that matplotlib wrote."""
    return _LONG_NUMBER.sub(lambda found: _shortened(found[0]), words)


@lru_cache(maxsize=4096)
def _shortened(number: str) -> str:
    """Shorten a number as it is written: hatches hold the same ones by the thousand."""
    return short(float(number))


def _css(**said: object) -> str:
    """Return what is said of words, without what is so unless said."""
    unsaid = {"font_weight": 400, "text_anchor": "", "fill": "#000000", "opacity": "1"}
    return "; ".join(
        f"{name.replace('_', '-')}: {how}" for name, how in said.items() if how != unsaid.get(name)
    )


class _Tags:
    """Writes tags as matplotlib's own writer does, without line breaks and what says nothing."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[tuple[str, int]] = []

    def start(self, tag: str, attrib: Mapping[str, str] | None = None, **extra: str) -> int:
        """Open a tag; return how many are open around it."""
        said = _attributes(attrib, extra)
        is_bare = tag == "g" and not said
        self._open.append(("" if is_bare else tag, len(self._parts)))
        if not is_bare:
            self._parts.append(f"<{tag}{said}>")
        return len(self._open) - 1

    def data(self, text: str) -> None:
        """Write words."""
        self._parts.append(escape(text, quote=False))

    def comment(self, comment: str) -> None:
        """Leave it out."""

    def end(self, tag: str | None = None, indent: bool = True) -> None:  # noqa: ARG002
        """Close the newest tag; a group of nothing was none."""
        tag, start = self._open.pop()
        is_empty = len(self._parts) == start + 1
        if tag == "g" and is_empty:
            self._parts.pop()
        elif tag and is_empty:
            self._parts[-1] = f"{self._parts[-1][:-1]}/>"
        elif tag:
            self._parts.append(f"</{tag}>")

    def close(self, number: int) -> None:
        """Close all tags but so many."""
        while len(self._open) > number:
            self.end()

    def element(
        self, tag: str, text: str = "", attrib: Mapping[str, str] | None = None, **extra: str
    ) -> None:
        """Write a tag that holds no other."""
        start = f"<{tag}{_attributes(attrib, extra)}"
        self._parts.append(f"{start}>{escape(text, quote=False)}</{tag}>" if text else f"{start}/>")

    def flush(self) -> None:
        """Keep all until it is asked for."""

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)


def _attributes(attrib: Mapping[str, str] | None, more: Mapping[str, str]) -> str:
    """Return the attributes that say something, with a space before each."""
    said = ""
    for name, value in {**(attrib or {}), **more}.items():
        if value:
            words = _rounded(value) if name in _NUMBERS else value
            said += f' {name}="{_escaped(words)}"'
    return said


def _escaped(words: str) -> str:
    return escape(words) if "&" in words or "<" in words or '"' in words else words
