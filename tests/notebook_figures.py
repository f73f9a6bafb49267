"""What the figures of the notebooks draw, kept beside them in ``notebook_figures.json``.

nbval does not compare pictures, and one of another machine may differ in the last decimal. So two
marks of each stored picture are kept: of its bytes, so that nobody changes a picture by hand, and
of the data that its artists drew, so that the same is drawn wherever the notebooks run again.
The kernels of a test run write the second mark into each picture that they draw.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from IPython.core.formatters import HTMLFormatter
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Text
from notebook_cells import run_cells
from notebook_checks import PICTURE, Notebook, code_cells, embedded, pictures, source

RECORD = Path(__file__).resolve().with_suffix(".json")
DRAWN = "drawn"  # the name of the mark of the artists inside a picture
SAME_PT = 0.5  # of a point: processors may round a place differently, and a font its width
TAG, NUMBER = re.compile(rb"<[^>]+>"), re.compile(rb"(?<![0-9A-Za-z#])-?\d+(?:\.\d+)?")
MARKED = re.compile(rb' data-drawn="[^"]*"')
STALE = "is not what is drawn now: run python tests/refresh_notebooks.py and look at it"
Marks = list[dict[str, str]]


class Picture(NamedTuple):
    """A picture as a cell draws it now: its bytes, and what its artists hold."""

    svg: bytes
    drawn: str


def mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def artists_mark(figure: Figure) -> str:
    """Return a mark of all numbers and words that a figure draws, wherever they stand on it."""
    lines = [line for axes in figure.axes for line in axes_lines(axes)]
    words = [" ".join(text.get_text().split()) for text in figure.texts]
    return mark("\n".join([*lines, *words]).encode())


def axes_lines(axes: plt.Axes) -> Iterator[str]:
    yield f"{axes.get_xlim()} {axes.get_ylim()}" if axes.axison else "no axes"
    for artist in axes.get_children():
        said = artist_line(artist)
        if said and artist is not axes.patch:
            yield f"{type(artist).__name__} {said}"


def artist_line(artist: Artist) -> str:
    if isinstance(artist, Spine):  # placed only when drawn, by the limits that are marked already
        return f"{artist.get_visible()} {artist.get_edgecolor()}"
    if isinstance(artist, Text):
        return " ".join(artist.get_text().split())
    if isinstance(artist, Line2D):
        return f"{numbers(artist.get_xydata())} {artist.get_color()} {artist.get_marker()}"
    if isinstance(artist, Collection):
        parts = [artist.get_offsets(), artist.get_facecolors(), artist.get_edgecolors()]
        return " ".join(map(numbers, parts + [path.vertices for path in artist.get_paths()]))
    if isinstance(artist, Patch):
        path = artist.get_patch_transform().transform_path(artist.get_path())
        return f"{numbers(path.vertices)} {artist.get_facecolor()} {artist.get_hatch()}"
    return ""


def numbers(values: Any) -> str:
    return " ".join(f"{value:.5g}" for value in np.ravel(np.ma.filled(values, np.nan)))


def drawn_by_cells(notebook: Notebook) -> Iterator[tuple[str, list[bytes], list[Picture]]]:
    """Run the cells in this process and give each one's stored and newly drawn pictures."""
    plt.close("all")  # what somebody else left open
    for cell, ran in zip(code_cells(notebook), run_cells(notebook, leave_out=""), strict=True):
        drawn = [thing for thing in ran.shown if getattr(thing, "figure", None) is not None]
        made = [Picture(svg, artists_mark(thing.figure)) for thing in drawn
                for svg in embedded(thing._repr_html_())]  # fmt: skip
        assert not plt.get_fignums(), "a figure is shown by itself, without its words"
        yield source(cell), pictures(cell), made


def marks_of(notebook: Notebook) -> Marks:
    """Return both marks of each picture that a notebook stores, its cells run anew."""
    return [
        {"picture": mark(stored), "drawn": picture.drawn}
        for _, kept, drawn in drawn_by_cells(notebook)
        for stored, picture in zip(kept, drawn, strict=True)
    ]


def kept_marks() -> dict[str, Marks]:
    marks: dict[str, Marks] = json.loads(RECORD.read_text(encoding="utf-8"))
    return marks


def keep_marks(marks: dict[str, Marks]) -> None:
    text = json.dumps(dict(sorted(marks.items())), indent=1)
    RECORD.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def picture_faults(notebook: Notebook, marks: Marks) -> Iterator[str]:
    """Name each stored picture that is not the one which was kept when the cells were run."""
    stored = [mark(picture) for cell in code_cells(notebook) for picture in pictures(cell)]
    kept = [one["picture"] for one in marks]
    if len(stored) != len(kept):
        yield f"it stores {len(stored)} pictures, and {len(kept)} were kept"
    for place, (one, other) in enumerate(zip(stored, kept, strict=False), start=1):
        if one != other:
            yield f"picture {place} is not the one that its cell drew when the notebook was run"


def with_word(picture: bytes, name: str, word: str) -> bytes:
    """Give a picture a word of its own, in its first tag; what it shows stays as it is."""
    return picture.replace(b"<svg ", b'<svg data-%s="%s" ' % (name.encode(), word.encode()), 1)


def mark_pictures() -> None:
    """Let this kernel write into each picture that it shows what the artists of it hold."""
    plain = HTMLFormatter.__call__

    def call(self: HTMLFormatter, obj: Any) -> Any:
        figure = getattr(obj, "figure", None)
        # Drawing changes what some artists hold: marked in the order of drawn_by_cells.
        drawn = artists_mark(figure) if isinstance(figure, Figure) else ""
        shown = plain(self, obj)
        if not drawn or not isinstance(shown, str):
            return shown
        return PICTURE.sub(lambda found: marked_address(found, drawn), shown)

    HTMLFormatter.__call__ = call


def marked_address(found: re.Match[str], drawn: str) -> str:
    """Return the address of a picture with the mark of its artists inside the picture."""
    picture = with_word(base64.b64decode(found[1]), DRAWN, drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode('ascii')}"


def word_in(picture: bytes, name: str) -> str:
    """Return the word that ``with_word`` gave a picture; empty where it has none."""
    found = re.search(rb'^<svg [^>]*data-%s="([^"]*)"' % name.encode(), picture)
    return found[1].decode() if found else ""


def looks_alike(stored: bytes, drawn: bytes) -> bool:
    """Whether two pictures show the same: every word, and every line and mark in its place."""
    stored, drawn = (MARKED.sub(b"", svg) for svg in (stored, drawn))
    if stored == drawn:
        return True
    (one, places), (other, now) = (parts_of(svg) for svg in (stored, drawn))
    return one == other and np.allclose(places, now, rtol=0, atol=SAME_PT)


def parts_of(svg: bytes) -> tuple[bytes, list[float]]:
    """Return what a picture draws and says, and apart from it the numbers of all places."""
    places: list[float] = []

    def taken(tag: re.Match[bytes]) -> bytes:
        places.extend(map(float, NUMBER.findall(tag[0])))
        return NUMBER.sub(b"#", tag[0])

    return TAG.sub(taken, svg), places


def stale_pictures(stored: list[bytes], drawn: list[bytes], marks: Marks | None) -> Iterator[str]:
    """Name what a cell stores and does not draw now; of a notebook without marks by sight alone."""
    if len(stored) != len(drawn):
        yield f"{len(stored)} pictures are stored and {len(drawn)} drawn: that {STALE}"
        return
    for place, (one, other) in enumerate(zip(stored, drawn, strict=True)):
        if marks is not None and [word_in(other, DRAWN)] != [
            kept["drawn"] for kept in marks[place : place + 1]
        ]:
            yield f"what picture {place + 1} of the cell shows {STALE}"
        elif not looks_alike(one, other):
            yield f"picture {place + 1} of the cell {STALE}"
