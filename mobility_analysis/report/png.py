"""Pictures of dots as PNG files: few colours and so few bytes, with their words inside."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image


HEADER_BYTES = 33  # of a PNG: its mark, and the size of the picture
METRES_AN_INCH = 0.0254
COUNTED_COLOURS = 1 << 13  # a chart has hundreds, nearly all of them edges of letters
FOUR_BYTES = ("RGBA", "RGBX")  # a dot: one number for numpy
MOST_COLOURS = 256  # of a palette
AREA_IN2 = 1 / 320  # a colour whose insides cover more square inches is an area's, else an edge's
LINES_IN2 = 1 / 10  # nor is one of which there is so much: long lines have no insides
# Steps of 255 between colours that are kept apart: of areas those that look the same side by side,
# of edges so few that a letter's have a dozen between its own colour and the paper's.
AREAS_APART, EDGES_APART = 4, 32


def dots_of(png: bytes) -> Image.Image:
    """Return the dots of a picture that Typst set: none of them lets the paper show through."""
    from PIL import Image

    return Image.open(io.BytesIO(png))


def with_words(png: bytes, *, dpi: int, title: str, alt: str) -> bytes:
    """Return a PNG with title and alt text inside, each dot as it was: for one picture alone.

    To have fewer colours takes as long as to set a page, and each byte counts of many pictures.
    """
    per_metre = round(dpi / METRES_AN_INCH)
    chunks = [
        _chunk(b"pHYs", struct.pack(">2IB", per_metre, per_metre, 1)),
        *(_text(name, text) for name, text in _words(title, alt)),
    ]
    return b"".join((png[:HEADER_BYTES], *chunks, png[HEADER_BYTES:]))


def _words(title: str, alt: str) -> tuple[tuple[str, str], ...]:
    return ("Title", title), ("Description", alt), ("Software", "mobility_analysis")


def _text(name: str, text: str) -> bytes:
    """Return words as a part of a PNG: in Latin letters where these do, as Pillow writes them."""
    try:
        return _chunk(b"tEXt", name.encode() + b"\0" + text.encode("latin-1"))
    except UnicodeEncodeError:
        plain, no_language = b"\0\0\0", b"\0\0"
        return _chunk(
            b"iTXt", name.encode() + plain + no_language + text.encode("utf-8", "replace")
        )


def _chunk(kind: bytes, content: bytes) -> bytes:
    length, check = len(content), zlib.crc32(kind + content)
    return struct.pack(">I", length) + kind + content + struct.pack(">I", check)


def png_bytes(dots: Image.Image, *, dpi: int, title: str, alt: str) -> bytes:
    """Return dots as a PNG with title and alt text inside: the same bytes each time."""
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    for name, text in _words(title, alt):
        words.add_text(name, text)
    buffer = io.BytesIO()
    few = _few_colours(dots, dpi)
    few.save(buffer, format="png", compress_level=7, dpi=(dpi, dpi), pnginfo=words)
    return buffer.getvalue()


def _few_colours(dots: Image.Image, dpi: int) -> Image.Image:
    """Give each dot the nearest of a picture's main colours; areas of one colour keep theirs.

    Dots are looked at by runs of one colour, of which a chart has far fewer.
    """
    from PIL import Image

    all_dots = _numbers(dots)
    starts = np.flatnonzero(np.append(True, all_dots[1:] != all_dots[:-1]))
    colour_of_run, known = pd.factorize(all_dots[starts])  # numpy would sort them
    if len(known) > COUNTED_COLOURS:
        return dots.convert("RGB")
    colours = known.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int64)
    run_dots = np.diff(starts, append=len(all_dots))
    run_inside = np.add.reduceat(_is_inside(all_dots, dots.width), starts, dtype=np.int32)
    n_dots = np.bincount(colour_of_run, run_dots, len(known))
    n_inside = np.bincount(colour_of_run, run_inside, len(known))
    # Areas first, the largest before the others; then the edges, those of most dots first.
    is_area = (n_inside > AREA_IN2 * dpi**2) | (n_dots > LINES_IN2 * dpi**2)
    order = np.lexsort((*-colours.T[::-1], -n_dots, -np.where(is_area, n_inside, 0), ~is_area))
    main = _main_colours(colours[order], int(is_area.sum()))
    nearest = ((colours[:, None] - main) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    few = Image.frombytes("P", dots.size, nearest[colour_of_run].repeat(run_dots).tobytes())
    few.putpalette(main.ravel().tolist())
    return few


def _numbers(dots: Image.Image) -> NDArray[np.uint32]:
    """Return each dot as one number: where they lie in one piece, as they lie there."""
    import pyarrow as pa

    dots = dots if dots.mode in FOUR_BYTES else dots.convert("RGBX")
    dots.load()
    try:
        _, numbers = pa.array(dots).flatten().buffers()
    except ValueError:  # a large picture lies in several
        return np.asarray(dots).view(np.uint32).ravel()
    return np.frombuffer(numbers, np.uint32)


def _is_inside(all_dots: NDArray[np.uint32], width: int) -> NDArray[np.bool_]:
    """Tell of each dot whether those beside, below and between equal it: no edge's do."""
    is_inside = np.zeros(len(all_dots), np.bool_)
    first = all_dots[: -width - 1]
    alike = is_inside[: -width - 1]
    np.equal(first, all_dots[1:-width], out=alike)
    alike &= first == all_dots[width:-1]
    alike &= first == all_dots[width + 1 :]
    return is_inside


def _main_colours(colours: NDArray[np.int64], n_areas: int) -> NDArray[np.int64]:
    """Return the colours, areas first, that are not nearly one of those before them."""
    main: list[NDArray[np.int64]] = []
    left = np.arange(len(colours))
    while len(left) and len(main) < MOST_COLOURS:
        main.append(colours[left[0]])
        apart = ((colours[left] - main[-1]) ** 2).sum(axis=1)
        left = left[apart >= np.where(left < n_areas, AREAS_APART, EDGES_APART) ** 2]
    return np.array(main)
