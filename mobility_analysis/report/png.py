"""Pictures of dots as PNG files: few colours and so few bytes, with their words inside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image


COUNTED_COLOURS = 1 << 13  # a chart has hundreds, nearly all of them edges of letters
MOST_COLOURS = 256  # of a palette
AREA_IN2 = 1 / 320  # a colour whose insides cover more square inches is an area's, else an edge's
LINES_IN2 = 1 / 10  # nor is one of which there is so much: long lines have no insides
# Steps of 255 between colours that are kept apart: of areas those that look the same side by side,
# of edges so few that a letter's have a dozen between its own colour and the paper's.
AREAS_APART, EDGES_APART = 4, 32


def dots_of(png: bytes) -> Image.Image:
    """Return the dots of a picture, without the transparency that no page needs."""
    from PIL import Image

    return Image.open(io.BytesIO(png)).convert("RGB")


def png_bytes(dots: Image.Image, *, dpi: int, title: str, alt: str) -> bytes:
    """Return dots as a PNG with title and alt text inside: the same bytes each time."""
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    for name, text in (("Title", title), ("Description", alt), ("Software", "mobility_analysis")):
        words.add_text(name, text)
    buffer = io.BytesIO()
    _few_colours(dots, dpi).save(
        buffer, format="png", compress_level=7, dpi=(dpi, dpi), pnginfo=words
    )
    return buffer.getvalue()


def _few_colours(dots: Image.Image, dpi: int) -> Image.Image:
    """Give each dot the nearest of a picture's main colours; areas of one colour keep theirs."""
    from PIL import Image

    counted = dots.getcolors(COUNTED_COLOURS)
    if counted is None:
        return dots
    counted.sort(reverse=True)
    colours = np.array([colour for _, colour in counted])
    number = np.empty(1 << 24, np.uint16)  # only those of colours that are there are looked up
    number[colours @ [1, 1 << 8, 1 << 16]] = np.arange(len(colours), dtype=np.uint16)
    numbers = number[np.frombuffer(dots.convert("RGBX").tobytes(), "<u4") & 0xFFFFFF]
    inside = _inside(numbers, dots.width, len(colours))
    # Areas first, the largest before the others; then the edges, those of most dots first.
    dots_of_each = np.array([n for n, _ in counted])
    is_area = (inside > AREA_IN2 * dpi**2) | (dots_of_each > LINES_IN2 * dpi**2)
    order = np.lexsort((-np.where(is_area, inside, 0), ~is_area))
    main = _main_colours(colours[order], int(is_area.sum()))
    apart = ((colours[:, None] - main) ** 2).sum(axis=2)
    few = Image.frombytes("P", dots.size, apart.argmin(axis=1).astype(np.uint8)[numbers].tobytes())
    few.putpalette(main.ravel().tolist())
    return few


def _inside(numbers: NDArray[np.uint16], width: int, n_colours: int) -> NDArray[np.int64]:
    """Return of each colour how many dots equal those beside, below and between: no edge's do."""
    first = numbers[: -width - 1]
    alike = first == numbers[1:-width]
    alike &= first == numbers[width:-1]
    alike &= first == numbers[width + 1 :]
    return np.bincount(first[alike], minlength=n_colours)


def _main_colours(colours: NDArray[np.int64], n_areas: int) -> NDArray[np.int64]:
    """Return the colours, areas first, that are not nearly one of those before them."""
    main: list[NDArray[np.int64]] = []
    left = np.arange(len(colours))
    while len(left) and len(main) < MOST_COLOURS:
        main.append(colours[left[0]])
        apart = ((colours[left] - main[-1]) ** 2).sum(axis=1)
        left = left[apart >= np.where(left < n_areas, AREAS_APART, EDGES_APART) ** 2]
    return np.array(main)
