"""A figure's files: drawn once as SVG, prints made from it, the same bytes, its words inside."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from mobility_analysis.charts.parts.frame import finish, heading
from mobility_analysis.charts.parts.theme import (
    Surroundings,
    look,
    new_axes,
    root_figure,
    style,
)
from mobility_analysis.log.write.names import FigureFormat
from mobility_analysis.report import png, svg
from mobility_analysis.report.figure_files import (
    Drawing,
    drawing,
    picture_address,
    said_around,
    without_surroundings,
)
from mobility_analysis.report.png import png_bytes, with_words
from mobility_analysis.report.samples import look_of, sample_svg
from mobility_analysis.report.svg import slim_svg, svg_of

EVERY_KIND: tuple[FigureFormat, ...] = ("png", "screen", "svg", "pdf")
WORDS = {"title": "A <b> title", "alt": "3 of 12 & more\x00"}


def labelled(*lines: str) -> Figure:
    sheet = Figure(figsize=(2, 1))
    for number, line in enumerate(lines or ("stiffness <&>",)):
        sheet.text(0.1, 0.1 + 0.15 * number, line, fontfamily="DejaVu Sans", parse_math=False)
    return sheet


def everything() -> Figure:
    """What charts draw: hatches, clipped marks, dashes, words at each side, other scripts."""
    with style():
        sheet = plt.figure(figsize=(4, 3))
        plt.close(sheet)
        ax = sheet.add_axes((0.2, 0.2, 0.6, 0.6))
        ax.set_xlim(-1, 1)
        ax.plot([-1, 0.5, 1], [-5, 5, -2], "o--", color="#12676b", markersize=9)
        for x, hatch in ((-0.9, "...."), (-0.3, "////"), (0.3, "xx")):
            ax.add_patch(
                Rectangle((x, -4), 0.4, 9, hatch=hatch, facecolor="#eceef0", edgecolor="#57606a")
            )
        ax.set_title("Praxis: −3 → 2.5² ↓ 80 %", loc="left")
        ax.set_ylabel("lower is better ↓\ntwo lines of it")
        ax.annotate(
            "Ωμέγα Жанна Łódź", (1, 0), xytext=(-4, 0), textcoords="offset points", ha="right"
        )
    return sheet


def dots(made: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(made)).convert("RGB")).astype(np.int64)


def svg_by_matplotlib(sheet: Figure) -> bytes:
    made = io.BytesIO()
    sheet.savefig(made, format="svg")
    return made.getvalue()


def blurred(made: NDArray[np.int64], share: int = 5) -> NDArray[np.float64]:
    """Return means over small squares: how much ink is where, but not how edges are smoothed."""
    rows, columns = (side // share * share for side in made.shape[:2])
    squares = made[:rows, :columns].reshape(rows // share, share, columns // share, share, 3)
    return squares.mean(axis=(1, 3))


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_figure_has_the_same_bytes_each_time(kind: FigureFormat, tmp_path: Path) -> None:
    made = [drawing(labelled(), **WORDS, formats=(kind,)).write(tmp_path / n) for n in "ab"]
    first, second = (path.read_bytes() for (path,) in made)
    assert first == second
    assert b"2026" not in first
    assert mpl.__version__.encode() not in first


def test_a_figure_carries_its_words(tmp_path: Path) -> None:
    files = drawing(labelled(), **WORDS, formats=EVERY_KIND).write(tmp_path / "1-x")
    assert [path.name for path in files] == ["1-x.png", "1-x-screen.png", "1-x.svg", "1-x.pdf"]
    for path, size, dpi in ((files[0], (400, 200), 200), (files[1], (200, 100), 100)):
        with Image.open(path) as picture:
            assert picture.info["Title"] == WORDS["title"]
            assert picture.info["Description"].startswith("3 of 12 & more")
            assert picture.size == size
            assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    text = files[2].read_text(encoding="utf-8")
    assert '<title id="fig-title">A &lt;b&gt; title</title>' in text
    assert '<desc id="fig-desc">3 of 12 &amp; more</desc>' in text
    assert 'role="img" aria-labelledby="fig-title fig-desc"' in text
    assert "stiffness &lt;&amp;&gt;" in text  # letters stay letters
    pdf = PdfReader(files[3])
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == (WORDS["title"], "mobility_analysis")
    assert pdf.metadata.subject is not None
    assert pdf.metadata.subject.startswith("3 of 12 & more")
    assert "/CreationDate" not in pdf.metadata
    assert (pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height) == (144, 72)
    assert "stiffness <&>" in pdf.pages[0].extract_text()


def test_a_figure_is_drawn_once_for_all_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, drawn = labelled(), []
    sheet.set_layout_engine("constrained")
    sheet.add_subplot()
    real = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda *given: (drawn.append(1), real(*given))[1])
    drawing(sheet, **WORDS, formats=EVERY_KIND).write(tmp_path / "x")
    assert len(drawn) == 1


def test_a_layout_is_made_before_and_the_figure_keeps_its_engine() -> None:
    with style():
        sheet = plt.figure(figsize=(3, 2), layout="constrained")
        plt.close(sheet)
        ax = sheet.add_subplot()
        ax.set_ylabel("stiffness")
        engine, before = sheet.get_layout_engine(), ax.get_position().x0
        svg_of(sheet, **WORDS)
    assert sheet.get_layout_engine() is engine
    assert ax.get_position().x0 != before


def test_a_print_shows_what_matplotlib_would_draw() -> None:
    sheet = everything()
    with style():
        made = dots(drawing(sheet, **WORDS).png(150))
        buffer = io.BytesIO()
        sheet.savefig(buffer, format="png", dpi=150)
    theirs = dots(buffer.getvalue())
    assert made.shape == theirs.shape == (450, 600, 3)
    apart = np.abs(blurred(made) - blurred(theirs))
    assert apart.mean() < 2
    assert apart.max() < 80  # a letter moved by its own width is 130 or more away


def test_the_fonts_of_other_machines_do_not_change_a_print() -> None:
    sheet = everything()
    with style():
        made = drawing(sheet, **WORDS)
    assert f'font-family="{svg.FAMILY}"'.encode() in made.svg
    alone = made.svg.replace(svg.FAMILY.encode(), b"DejaVu Sans")
    assert alone != made.svg
    assert Drawing(**WORDS, formats=("png",), svg=alone).png(150) == made.png(150)


def test_a_slim_svg_shows_what_matplotlibs_does_in_far_fewer_bytes() -> None:
    sheet = everything()
    with style():
        slim = svg_of(sheet, **WORDS)
        whole = svg_by_matplotlib(sheet)
    assert len(slim) < len(whole) / 4
    shown, meant = (
        dots(Drawing(**WORDS, formats=("png",), svg=each).png(150)) for each in (slim, whole)
    )
    # An edge moved by a hundredth of a point may be the next of the few colours that edges have.
    assert np.abs(shown - meant).max() < 2 * png.EDGES_APART
    assert np.abs(shown - meant).mean() < 0.3
    assert re.findall(b">([^<>]+)</text>", slim) == re.findall(b">([^<>]+)</text>", whole)


def test_what_no_chart_draws_yet_is_in_a_slim_svg_as_matplotlib_has_it() -> None:
    with style(), mpl.rc_context({"text.parse_math": True}):
        sheet = Figure(figsize=(4, 3))
        ax = sheet.add_subplot()
        ax.scatter(range(12), range(12), c=range(12), s=60, alpha=0.6, urls=["https://a.org/?b&c"])
        ax.text(6, 2, r"$\frac{a}{b}$", fontsize=14)
        ax.text(2, 1, "set & <turned>", rotation=30, rotation_mode="anchor", alpha=0.5)
        ax.text(9, 9, "cut where the axes end, far to the right of it", clip_on=True)
        ax.text(0, 4, "another font", fontfamily="DejaVu Serif", weight="bold", style="italic")
        ax.plot([0, 11], [11, 0], dashes=(2.5, 1), linewidth=1.2, solid_capstyle="round")
        for width in (1, 5):
            ax.plot([5, 11], [width, width], color="#57606a", linewidth=width)
        slim, whole = svg_of(sheet, **WORDS), svg_by_matplotlib(sheet)
    ElementTree.fromstring(slim)  # noqa: S314 (our own)
    shown, meant = (
        dots(Drawing(**WORDS, formats=("png",), svg=each).png(150)) for each in (slim, whole)
    )
    assert np.abs(blurred(shown) - blurred(meant)).max() < 16  # ink apart is 60 or more
    assert b'xlink:href="https://a.org/?b&amp;c"' in slim
    assert b"set &amp; &lt;turned&gt;" in slim


def test_of_groups_only_those_are_in_an_svg_that_say_something() -> None:
    sheet = Figure(figsize=(2, 1))
    sheet.text(0.1, 0.5, "kept", gid="heading")
    sheet.text(0.1, 0.2, "kept", gid="another")
    sheet.text(0.1, 0.2, "", gid="key")
    svg = svg_of(sheet, **WORDS)
    assert svg.count(b"<g ") == svg.count(b"<g") == svg.count(b"</g>")
    assert re.findall(b'<g id="([^"]*)"', svg) == [b"heading"]
    assert not re.search(rb"\d\.\d{3}", svg)


def test_words_stay_as_they_are_in_a_slim_svg() -> None:
    said = ('1.23456 to 7.000001 "a1234567890)"', "font-size: 10px; x", "a  b", "font-family: 'x';")
    made = svg_of(labelled(*said), **WORDS).decode()
    assert re.findall(r">([^<>]+)</text>", made) == list(said)


@pytest.mark.parametrize("hatch", ["....", "...", "oo", "."])
def test_a_dotted_hatch_looks_the_same_from_one_tile(hatch: str) -> None:
    sheet = Figure(figsize=(2, 2))
    sheet.add_artist(Rectangle((0, 0), 1, 1, hatch=hatch, facecolor="#ffffff", edgecolor="#57606a"))
    whole = io.BytesIO()
    sheet.savefig(whole, format="svg")
    slim = slim_svg(whole.getvalue())
    assert len(slim) < len(whole.getvalue()) / 4
    shown, meant = (
        dots(Drawing(**WORDS, formats=("png",), svg=each).png(300))
        for each in (slim, whole.getvalue())
    )
    assert np.abs(shown - meant).max() < 60


def test_areas_keep_their_colours_and_edges_have_few() -> None:
    sheet = Figure(figsize=(2, 1), facecolor="#ffffff")
    for number, colour in enumerate(("#dfe9f3", "#e4edf5", "#12676b", "#c3dcdc")):
        sheet.add_artist(Rectangle((number / 4, 0), 0.2, 0.5, facecolor=colour, linewidth=0))
    sheet.text(0.1, 0.7, "stiffness", color="#b85000", fontsize=20)
    made = drawing(sheet, **WORDS).png(300)
    picture = Image.open(io.BytesIO(made))
    assert picture.mode == "P"
    shown = dots(made)
    areas = [tuple(shown[225, 30 + 150 * number].tolist()) for number in range(4)]
    assert areas == [(223, 233, 243), (228, 237, 245), (18, 103, 107), (195, 220, 220)]
    assert tuple(shown[0, 0].tolist()) == (255, 255, 255)
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) < 40
    plain = io.BytesIO()
    picture.convert("RGB").save(plain, format="png")
    assert len(made) < len(plain.getvalue()) * 0.7


def test_a_picture_of_very_many_colours_keeps_them() -> None:
    ramp = np.arange(128 * 128, dtype=np.uint32).view(np.uint8).reshape(128, 128, 4)
    picture = Image.fromarray(np.ascontiguousarray(ramp[:, :, :3]))
    made = png_bytes(picture, dpi=150, **WORDS)
    assert len(picture.getcolors(1 << 20)) > png.COUNTED_COLOURS
    assert (dots(made) == np.asarray(picture)).all()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "RGBX"])
def test_a_picture_keeps_its_dots_however_they_lie(mode: str) -> None:
    small = np.kron(np.array([[[196, 202, 208], [18, 103, 107]]], np.uint8), np.ones((90, 90, 1)))
    # Pillow holds a picture of over 16 MB in several pieces.
    for times in (1, 25):
        shown = np.tile(small.astype(np.uint8), (times, times, 1))
        picture = Image.fromarray(shown).convert(mode)
        made = png_bytes(picture, dpi=150, **WORDS)
        assert (dots(made) == shown).all()
        assert Image.open(io.BytesIO(made)).mode == "P"


@pytest.mark.parametrize("title", ["Léa · a list", "list of \u75db", "", "bad \ud800"])
def test_a_picture_is_given_words_as_pillow_would_and_keeps_each_dot(title: str) -> None:
    picture = Image.fromarray(np.arange(48, dtype=np.uint8).reshape(4, 3, 4))
    plain, pillow = io.BytesIO(), io.BytesIO()
    picture.save(plain, format="png")
    made = with_words(plain.getvalue(), dpi=150, title=title, alt="2 < 3")
    printed = title.encode("utf-8", "replace").decode()
    info = PngImagePlugin.PngInfo()
    for name, text in (
        ("Title", printed),
        ("Description", "2 < 3"),
        ("Software", "mobility_analysis"),
    ):
        info.add_text(name, text)
    picture.save(pillow, format="png", dpi=(150, 150), pnginfo=info)
    shown, meant = (Image.open(io.BytesIO(each)) for each in (made, pillow.getvalue()))
    for each in (shown, meant):
        each.load()
    assert shown.info == meant.info
    assert (np.asarray(shown) == np.asarray(picture)).all()
    assert with_words(plain.getvalue(), dpi=150, title=title, alt="2 < 3") == made


def test_a_page_holds_the_picture_without_the_words_that_stand_beside_it() -> None:
    with style():
        made = drawing(everything(), **WORDS)
    address = picture_address(made.svg)
    kind, _, content = address.partition(",")
    assert kind == "data:image/svg+xml;charset=utf-8"
    plain = unquote_to_bytes(content)
    assert plain.startswith(b"<svg ")
    assert b"3 of 12" not in plain
    assert b"fig-title" not in plain
    assert b"xlink:href" not in plain
    assert Drawing(**WORDS, formats=("png",), svg=plain).png(150) == made.png(150)


def on_a_page(text_pt: float, *, is_drawn: bool) -> tuple[bytes, bytes, Surroundings]:
    """A chart drawn for a page, as its file and as the page has it."""
    around = Surroundings(is_drawn=is_drawn)
    with style(text_pt=text_pt, around=around):
        ax = new_axes(120)
        ax.plot([0, 1], [0, 1], "o-", label="a week")
        key = [Patch(facecolor=look().palette.practice, label="practice"), ax.lines[0]]
        rise = heading(ax, "A finding", note="Areas overlap.", handles=key)
        finish(ax, 120, rise_pt=rise, below_pt=20, text="Self-reported.")
        sheet = root_figure(ax)
        plt.close(sheet)
        svg = svg_of(sheet, **WORDS)
        return svg, without_surroundings(svg, sheet, around), around


def height_of(svg: bytes) -> float:
    found = re.search(rb'height="([0-9.]+)pt" viewBox="0 [0-9.]+ [0-9.]+ ([0-9.]+)"', svg)
    assert found is not None
    assert found[1] == found[2]
    return float(found[1])


def test_a_page_has_the_same_drawing_without_what_it_says_itself() -> None:
    alone, part, around = on_a_page(9, is_drawn=True)
    for words in (b"A finding", b"Areas overlap.", b"practice", b"Self-reported."):
        assert words in alone
        assert words not in part
    assert (around.title, around.note, around.small_print) == (
        "A finding", "Areas overlap.", "Self-reported.",
    )  # fmt: skip
    said = said_around(around)
    assert [entry.words for entry in said.key] == ["practice", "a week"]
    assert all(entry.sample.startswith("data:image/svg+xml") for entry in said.key)
    assert 50 < height_of(alone) - height_of(part) < 90  # three lines, a title and the margins
    ElementTree.fromstring(part)  # noqa: S314 (our own)
    used = set(re.findall(rb'href="#(\w+)"', part))
    assert used
    assert used <= set(re.findall(rb'id="(\w+)"', part))  # what marks use stays defined


def test_a_phones_drawing_spends_no_room_on_what_its_page_says() -> None:
    alone, part, around = on_a_page(18, is_drawn=False)
    assert b"A finding" not in alone
    assert b"Self-reported." not in alone
    assert around.title == "A finding"
    assert height_of(alone) - height_of(part) < 8


def test_the_sample_of_a_mark_that_is_half_full_is_half_full() -> None:
    half, full = (
        Line2D([], [], linestyle="none", marker="s", markersize=8, color="#004d40",
               fillstyle=fill, markerfacecoloralt="#fffffe")
        for fill in ("bottom", "full")
    )  # fmt: skip
    looks = [look_of(mark) for mark in (half, full)]
    svgs = [sample_svg(found) for found in looks if found is not None]
    assert [b"#fffffe" in svg for svg in svgs] == [True, False]


def test_a_sample_looks_like_its_mark_and_follows_dark_mode() -> None:
    with style():
        hatched = Patch(facecolor="#ffffff", edgecolor=look().palette.rule, hatch="..", linewidth=0)
        svg = sample_svg(found) if (found := look_of(hatched)) else b""
        none = look_of(Patch(facecolor=look().palette.practice))
        around = Surroundings(is_drawn=True, key=[Patch(facecolor="#ffffff", label="none")])
        (entry,) = said_around(around).key
    assert b"pattern" in svg
    assert none is not None
    assert none.edge == "none"
    assert b"prefers-color-scheme" in unquote_to_bytes(entry.sample.partition(",")[2])
    with style(greyscale=True):
        (entry,) = said_around(around).key
    assert b"prefers-color-scheme" not in unquote_to_bytes(entry.sample.partition(",")[2])


def test_squares_of_one_look_are_one_path_and_lines_go_by_steps() -> None:
    look = b'" style="fill: #12676b"/>'
    squares = [b"M 10 20 L 13.5 20 L 13.5 8 L 10 8 z", b"M 15 20 L 18 20 L 18 8.25 L 15 8.25 z"]
    slim = slim_svg(b"".join(b'<path d="' + square + look for square in squares))
    assert slim == (
        b'<g style="fill: #12676b"><path d="M10 20h3.5v-12h-3.5zm5 0h3v-11.75h-3z"/></g>'
    )
    turned = b"M 15 8 L 18 8 L 18 20 L 15 20 z"  # the other way round
    apart = slim_svg(b'<path d="' + squares[0] + look + b'<path d="' + turned + look)
    assert apart.count(b"<path") == 2
    line = b"M 1 2 L 3 2.5 L 4.1 2.5 L 5 1 L 6 1 L 7 1"
    assert (
        slim_svg(b'<path d="' + line + b'"/>') == b'<path d="M1 2l2 0.5 1.1 0 0.9 -1.5 1 0 1 0"/>'
    )


def test_a_mark_says_its_look_once_and_words_of_one_look_share_it() -> None:
    tick = b'<path id="t" d="M 0 0 L 0 3" style="stroke: #c4cad0; stroke-width: 0.8"/>'
    dot = b'<path id="o" d="M 0 2 C 1 2 2 1 2 0 z" style="stroke: #57606a"/>'
    uses = [
        b'<use xlink:href="#%b" x="%d" y="9" style="fill: #c4cad0; stroke: #000000"/>' % (mark, x)
        for mark, x in ((b"t", 1), (b"o", 2))
    ]
    words = [b'<text style="fill: #57606a" x="%d" y="2">%d</text>' % (x, x) for x in (1, 2)]
    slim = slim_svg(tick + dot + uses[1] + words[0] + uses[0] + words[1])
    assert slim.endswith(
        b'<use xlink:href="#o" x="2" y="9" style="fill: #c4cad0"/><g style="fill: #57606a">'
        b'<text x="1" y="2">1</text><use xlink:href="#t" x="1" y="9"/><text x="2" y="2">2</text>'
        b"</g>"
    )


def test_a_long_hairline_keeps_its_colour() -> None:
    sheet = Figure(figsize=(6, 4), facecolor="#ffffff")
    sheet.add_artist(Rectangle((0.2, 0.2), 0.3, 0.3, facecolor="#c4d2dc", linewidth=0))
    lines = dots(drawing(sheet, **WORDS).png(200)).astype(np.uint8)
    for row in range(20, 140, 15):
        lines[row] = (196, 202, 208)  # 14 steps from the area's colour
    shown = dots(png_bytes(Image.fromarray(lines), dpi=200, **WORDS))
    assert (shown[20] == (196, 202, 208)).all()
