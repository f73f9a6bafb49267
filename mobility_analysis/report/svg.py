"""A chart as SVG: drawn by matplotlib once, made small, with its title and its words inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from mobility_analysis.charts.parts.layout import in_points
from mobility_analysis.charts.parts.letters import FONT
from mobility_analysis.report.renderer import DECIMALS, ShortSVG

if TYPE_CHECKING:
    from matplotlib.figure import Figure


# A reader without the font sees the one whose letters are as wide.
FAMILY = f"{FONT}, Verdana, sans-serif"
_FONT_SIZE = re.compile(rb'style="font-size: [0-9.]+px; ')
_DEFS = re.compile(rb"<defs>.*?</defs>", re.DOTALL)
_SIZE = re.compile(rb'height="[0-9.]+pt" viewBox="0 0 (?P<width>[0-9.]+) (?P<height>[0-9.]+)"')
_GROUP_END = re.compile(rb"<g(?: [^>]*)?>|</g>")
_ALIKE = re.compile(
    rb'(?P<first><(?:path d|use xlink:href)="[^"]*"(?: x="[^"]*" y="[^"]*")?)'
    rb'(?P<look>(?: clip-path="[^"]*")? style="[^"]*")/>'
    rb'(?P<more>(?:<(?:path d|use xlink:href)="[^"]*"(?: x="[^"]*" y="[^"]*")?(?P=look)/>)+)'
)
_MARK = re.compile(rb'<path id="(?P<id>[^"]*)" d="(?P<path>[^"]*)" style="(?P<style>[^"]*)"/>')
_MARK_USED = re.compile(rb'(?P<use><use xlink:href="#(?P<id>[^"]*)"[^>]*) style="(?P<style>[^"]*)"')
_ONE_LINE = re.compile(rb"M \S+ \S+ L \S+ \S+ ?")
_WORDS_ALIKE = re.compile(
    rb'<text(?P<look> style="[^"]*")(?P<first>[^<]*</text>)'
    # The line and the mark of a tick between two words have their own looks.
    rb'(?P<more>(?:(?:<path d="[^"]*" clip-path="[^"]*" style="fill: none; [^"]*"/>)?'
    rb'(?:<use xlink:href="[^"]*" x="[^"]*" y="[^"]*"/>)*<text(?P=look)[^<]*</text>)+)'
)
_DOTTED = re.compile(
    rb' x="0" y="0" width="72" height="72">'
    rb"(?P<ground>\s*<rect [^>]*/>\s*)"
    rb'<path d="(?P<dots>M [^"LQ]+z)\s*"'
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
INCH_PT = 72


class _Tile(NamedTuple):
    """A part of a hatch, in points."""

    x: int
    y: int
    width: int
    height: int


# Whole dots in print and on screen, so that no hatch is blurred; from the midst of the inch, where
# what reaches into it from its neighbours is there, too.
TILE = _Tile(24, 24, 12, 24)
_WORDS = re.compile(rb'<title id="fig-title">.*?</desc>', re.DOTALL)
_NAMED = re.compile(rb' role="img" aria-labelledby="fig-title fig-desc"')
_STRAIGHT = re.compile(rb'(?<= d=")[-0-9. MLz]+(?=")')
_SQUARE = re.compile(rb"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 z")
_CURVE = re.compile(rb'(?<= d=")M[-0-9. MCz]+(?=")')
_LINE = re.compile(rb"M[-0-9.]+(?: [-0-9.]+){9,}")
_SLIM_SQUARE = re.compile(rb"M([-0-9.]+) ([-0-9.]+)H([-0-9.]+)V([-0-9.]+)H\1z")
_SQUARES = re.compile(
    rb'(?<=<path d=")%(one)s(?:"/><path d="%(one)s)+(?="/>)'
    % {b"one": rb"M[-0-9.]+ [-0-9.]+H[-0-9.]+V[-0-9.]+H[-0-9.]+z"}
)


def svg_of(figure: Figure, *, title: str, alt: str) -> bytes:
    """Return a figure as SVG: the same bytes each time, its words as ``title`` and ``desc``."""
    return with_words(drawn_svg(figure), title, alt)


def drawn_svg(figure: Figure) -> bytes:
    """Return a figure as SVG that has no words of its own yet: the costly part of ``svg_of``."""
    with _laid_out(figure), in_points(figure):
        renderer = ShortSVG(*figure.bbox.size)
        figure.draw(renderer)
    return slim_svg(renderer.svg().encode())


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay a figure out before it is saved, since saving would draw it once more for that."""
    engine = figure.get_layout_engine()
    if engine is None:
        yield
        return
    engine.execute(figure)
    figure.set_layout_engine(None)
    try:
        yield
    finally:
        figure.set_layout_engine(engine)


def slim_svg(svg: bytes) -> bytes:
    """Return a drawn figure in fewer bytes: what neighbours share stands once around them.

    Examples
    --------
    >>> slim_svg(b'<path d="M 1.23 2 L 3 4" style="fill: none"/>'
    ...          b'<path d="M 1.23 4 L 3 9" style="fill: none"/>')
    b'<g style="fill: none"><path d="M1.23 2 3 4"/><path d="M1.23 4 3 9"/></g>'
    """
    svg = _DOTTED.sub(_one_tile, svg)
    svg = _ALIKE.sub(_look_once, _own_look_once(_usual_size_once(svg)))
    svg = _STRAIGHT.sub(_slim_path, _WORDS_ALIKE.sub(_words_look_once, svg))
    return _CURVE.sub(_slim_curve, _SQUARES.sub(_one_path, svg))


def _look_once(found: re.Match[bytes]) -> bytes:
    """Write the look of marks that follow one another once, at a group of them."""
    first, look, more = found.group("first", "look", "more")
    marks = first + b"/>" + more.replace(look + b"/>", b"/>")
    return b"<g" + look + b">" + marks + b"</g>"


def _words_look_once(found: re.Match[bytes]) -> bytes:
    """Write the look of words that follow one another once, at a group of them."""
    first, look, more = found.group("first", "look", "more")
    return b"<g" + look + b"><text" + first + more.replace(b"<text" + look, b"<text") + b"</g>"


def _own_look_once(svg: bytes) -> bytes:
    """Leave out, where a mark is used, the look that it has itself, which is the one that holds."""
    own: dict[bytes, set[bytes]] = {}
    for mark in _MARK.finditer(svg):
        own[mark["id"]] = {said.partition(b":")[0] for said in mark["style"].split(b"; ")}
        if _ONE_LINE.fullmatch(mark["path"]):
            own[mark["id"]].add(b"fill")  # which a line has none of

    def used(found: re.Match[bytes]) -> bytes:
        of_mark = own.get(found["id"], set())
        said = found["style"].split(b"; ")
        left = b"; ".join(one for one in said if one.partition(b":")[0] not in of_mark)
        return found["use"] + (b' style="' + left + b'"' if left else b"")

    return _MARK_USED.sub(used, svg)


def _one_path(found: re.Match[bytes]) -> bytes:
    """Write upright squares of one look as one path, each by its way from the one before.

    Squares that go round the other way stay apart: where two overlap, one path would have a hole.
    """
    squares = [_sides(one) for one in _SLIM_SQUARE.finditer(found.group())]
    if len({wide * high > 0 for _, _, wide, high in squares}) > 1:
        apart = (b"M%g %gh%gv%gh%gz" % (x, y, w, h, -w) for x, y, w, h in squares)
        return b'"/><path d="'.join(apart)
    path, x, y = b"", 0.0, 0.0
    for left, top, wide, high in squares:
        right, down = round(left - x, DECIMALS), round(top - y, DECIMALS)
        path += b"%b%g %gh%gv%gh%gz" % (b"m" if path else b"M", right, down, wide, high, -wide)
        x, y = left, top
    return path


def _sides(found: re.Match[bytes]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a square; less than nothing if drawn backwards."""
    left, top, right, bottom = map(float, found.groups())
    return left, top, round(right - left, DECIMALS), round(bottom - top, DECIMALS)


def _usual_size_once(svg: bytes) -> bytes:
    """Write the size that most words have once, at the whole picture."""
    sizes = Counter(_FONT_SIZE.findall(svg))
    if not sizes:
        return svg
    ((usual, _),) = sizes.most_common(1)
    rest = svg.replace(usual, b'style="')
    return rest.replace(b"<svg ", b"<svg " + usual.removesuffix(b"; ") + b'" ', 1)


def _one_tile(found: re.Match[bytes]) -> bytes:
    """Write of a dotted hatch, a square inch of hundreds of dots, what is repeated."""
    tile = _tile_of(found["dots"])
    if not tile:
        return found.group()
    size = b' x="0" y="0" width="%d" height="%d">' % (TILE.width, TILE.height)
    return size + found["ground"] + b'<path d="' + tile + b'"'


@lru_cache(maxsize=16)
def _tile_of(dots: bytes) -> bytes:
    """Return those of some dots that are repeated; none if not all of them are."""
    starts = [(_start_of(dot), dot) for dot in dots.split(b"z") if dot.strip()]
    there = {start for start, _ in starts}
    again = {(round(x + TILE.width, DECIMALS), y) for x, y in there if x + TILE.width <= INCH_PT}
    again |= {(x, round(y + TILE.height, DECIMALS)) for x, y in there if y + TILE.height <= INCH_PT}
    if not again <= there:
        return b""
    near = (_Dot(_numbers(dot)) for (x, y), dot in starts if _is_near(x, y))
    return b"".join(dot.moved() for dot in near if dot.is_in_tile())


def _start_of(dot: bytes) -> tuple[float, float]:
    _, x, y, _ = dot.split(maxsplit=3)
    return round(float(x), DECIMALS), round(float(y), DECIMALS)


def _is_near(x: float, y: float) -> bool:
    """Whether a dot that starts there may reach into the tile: none is wider than that is."""
    reach = TILE.width
    return (
        TILE.x - reach <= x <= TILE.x + TILE.width + reach
        and TILE.y - reach <= y <= TILE.y + TILE.height + reach
    )


def _numbers(path: bytes) -> list[float]:
    return [round(float(number), DECIMALS) for number in _NUMBER.findall(path)]


class _Dot(NamedTuple):
    """The x and y, in turn, of a dot as it is drawn: its start at one end, then curves."""

    numbers: list[float]

    def is_in_tile(self) -> bool:
        """Whether any of it lies in the tile."""
        x, y = self.numbers[::2], self.numbers[1::2]
        return (
            min(x) <= TILE.x + TILE.width
            and max(x) >= TILE.x
            and min(y) <= TILE.y + TILE.height
            and max(y) >= TILE.y
        )

    def moved(self) -> bytes:
        """Return the dot as the tile has it when that is moved to the start of the hatch."""
        shifts = cycle((TILE.x, TILE.y))
        moved = [
            b"%g" % round(n - by, DECIMALS) for n, by in zip(self.numbers, shifts, strict=False)
        ]
        return b"M" + b" ".join(moved[:2]) + b"C" + b" ".join(moved[2:]) + b"z"


def _slim_path(found: re.Match[bytes]) -> bytes:
    """Write straight lines and upright squares as short as SVG can."""
    path = _SQUARE.sub(rb"M\1 \2H\3V\4H\1z", found.group())
    path = path.replace(b" L ", b" ").replace(b"M ", b"M").replace(b" z", b"z").rstrip(b" ")
    return _by_steps(path) if _LINE.fullmatch(path) else path


def _slim_curve(found: re.Match[bytes]) -> bytes:
    first, *more = found.group().split(b" C ")
    curve = first + (b"C" + b" ".join(more) if more else b"")
    return curve.replace(b"M ", b"M").replace(b" z", b"z").strip()


def _by_steps(line: bytes) -> bytes:
    """Write a line of many points by the way from each to the next."""
    numbers = [float(number) for number in line[1:].split()]
    ways = (round(now - last, DECIMALS) for last, now in zip(numbers, numbers[2:], strict=False))
    return b"M%g %gl%b" % (numbers[0], numbers[1], b" ".join(b"%g" % way for way in ways))


def with_words(svg: bytes, title: str, alt: str) -> bytes:
    """Put title and description first in a drawn SVG, and name it as one picture."""
    text = svg.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    head = (
        f'{text[start:end]} font-family="{FAMILY}" role="img" aria-labelledby="fig-title fig-desc">'
    )
    words = (
        f'<title id="fig-title">{escape(_xml_text(title))}</title>'
        f'<desc id="fig-desc">{escape(_xml_text(alt))}</desc>'
    )
    return (text[:start] + head + words + text[end + 1 :]).encode("utf-8")


def page_part(svg: bytes, *, without: Sequence[str], above_pt: float, below_pt: float) -> bytes:
    """Return a drawn SVG without groups of some ids, and without so much of its ends.

    What such a group defines stays, since marks elsewhere may use it.

    Examples
    --------
    >>> page_part(b'<svg width="9pt" height="30pt" viewBox="0 0 9 30"><g id="heading"><g>A</g></g>'
    ...           b'<path/></svg>', without=["heading"], above_pt=10, below_pt=5)
    b'<svg width="9pt" height="15pt" viewBox="0 10 9 15"><path/></svg>'
    """
    for name in without:
        while (start := svg.find(b'<g id="%s"' % name.encode())) >= 0:
            end = _end_of_group(svg, start)
            svg = svg[:start] + b"".join(_DEFS.findall(svg, start, end)) + svg[end:]

    def cut(size: re.Match[bytes]) -> bytes:
        left = b"%g" % round(float(size["height"]) - above_pt - below_pt, DECIMALS)
        top = b"%g" % round(above_pt, DECIMALS)
        return b'height="%spt" viewBox="0 %s %s %s"' % (left, top, size["width"], left)

    return _SIZE.sub(cut, svg, count=1)


def _end_of_group(svg: bytes, start: int) -> int:
    """Return where the group that starts there ends."""
    depth = 0
    for end in _GROUP_END.finditer(svg, start):
        if not end.group().endswith(b"/>"):
            depth += -1 if end.group() == b"</g>" else 1
        if depth == 0:
            return end.end()
    return len(svg)


def for_browser(svg: bytes) -> bytes:
    """Return a drawn SVG without what a page has beside it, and with what browsers need of links.

    Examples
    --------
    >>> for_browser(b'<?xml?><svg role="img" aria-labelledby="fig-title fig-desc">'
    ...             b'<title id="fig-title">A</title><desc id="fig-desc">B</desc>'
    ...             b'<use xlink:href="#a0"/></svg>')
    b'<svg><use href="#a0"/></svg>'
    """
    plain = _NAMED.sub(b"", _WORDS.sub(b"", svg[svg.index(b"<svg") :], count=1), count=1)
    for said in (b' xmlns:xlink="http://www.w3.org/1999/xlink"', b' version="1.1"'):
        plain = plain.replace(said, b"", 1)
    return plain.replace(b"<use xlink:href=", b"<use href=")


def _xml_text(text: str) -> str:
    """Drop the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
