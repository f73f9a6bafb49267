"""The pages of one client, and its figures with where their numbers are."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from mobility_analysis.charts.parts.theme import Surroundings, style
from mobility_analysis.log.write.forms import TableForm
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import (
    PAPER_TEXT_PT,
    PAPER_WIDTH_IN,
    PHONE_TEXT_PT,
    ClientFigure,
    Drawing,
    Picture,
    drawing,
    drawn,
    picture_address,
    said_around,
    without_surroundings,
)
from mobility_analysis.report.figures import FIGURES, client_figures, figure_tables
from mobility_analysis.report.folder.files import (
    file_of_table,
    folder_inside,
    write_files,
    write_text,
)
from mobility_analysis.report.folder.options import FigureSize, WriteOptions
from mobility_analysis.report.folder.tables import WORKBOOK
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.report.share import share_drawings, write_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Size(NamedTuple):
    """Width of a figure in inches, size of its text in points, and a height it should keep to.

    ``fixed_in`` is the height that every figure has, such as a slide.
    """

    width_in: float
    text_pt: float
    height_in: float = 9.0
    fixed_in: float | None = None


LEAST_SHARE = 0.8
FIGURE_SIZES: dict[FigureSize, Size] = {
    "letter": Size(PAPER_WIDTH_IN, PAPER_TEXT_PT),
    "slide": Size(12.0, 14.0, fixed_in=6.75),
}
NUMBERS = "numbers"
"""The file that names for each figure the tables with its numbers."""


def write_pages(contents: ClientContents, folder: Path, writing: WriteOptions) -> list[Path]:
    """Write the pages and each figure; and, with the tables, in which of them its numbers are."""
    figures = folder_inside(folder, "figures")
    greyscale, size = writing.greyscale, FIGURE_SIZES[writing.figure_size]
    pictures = {}
    # PNGs are compressed while the next figure is drawn, which saves time.
    with ThreadPoolExecutor(1) as beside, style(greyscale=greyscale):
        page = PaperPage(contents, greyscale=greyscale)
        saved = [beside.submit(page.write, folder / "summary")]
        saved.append(
            beside.submit(write_share, share_drawings(contents, greyscale=greyscale), folder)
        )
        for figure in client_figures(contents):
            made, pictures[figure.name] = figure_drawn(figure, greyscale=greyscale, size=size)
            saved.append(beside.submit(made.write, figures / figure.name))
        html = folder / "summary.html"
        form = writing.form
        page_html = summary_html(contents, pictures, has_tables=writing.has_tables, form=form)
        write_text(page_html, html)
        name = f"{NUMBERS}{form.ending}"
        numbers = {name: _where_numbers_are(pictures, form)} if writing.has_tables else {}
        write_files(numbers, figures)
    (figures / f"{NUMBERS}{form.other_ending}").unlink(missing_ok=True)
    _remove_old(figures, set(pictures))
    return [
        html,
        *(figures / name for name in numbers),
        *(path for files in saved for path in files.result()),
    ]


def _where_numbers_are(names: Iterable[str], form: TableForm) -> bytes:
    """Return of each figure in which tables its numbers stand, as a file."""
    place = f"{WORKBOOK}, {{}}" if form.is_workbook else "{}.csv"
    shown = [
        (name, f"../tables/{place.format(table)}")
        for name in names
        for table in figure_tables(name)
    ]
    table = pd.DataFrame(shown, columns=["figure", "numbers"], dtype="str")
    return file_of_table(NUMBERS, table, form)


def figure_drawn(figure: ClientFigure, *, greyscale: bool, size: Size) -> tuple[Drawing, Picture]:
    """Draw a figure by itself, and as a picture for the HTML page, wide and for a phone."""
    title, alt = figure.title, figure.alt
    around, on_phone = Surroundings(is_drawn=True), Surroundings(is_drawn=False)
    with drawn(
        figure, greyscale=greyscale, text_pt=size.text_pt, width_in=size.width_in,
        height_in=size.fixed_in, around=around,
    ) as sheet:  # fmt: skip
        _keep_to(sheet, size.height_in)
        made = drawing(sheet, title=title, alt=alt)
        wide = without_surroundings(made.svg, sheet, around)
    with drawn(figure, greyscale=greyscale, text_pt=PHONE_TEXT_PT, around=on_phone) as sheet:
        narrow = drawing(sheet, title=title, alt=alt, formats=("svg",)).svg
    addresses = picture_address(wide), picture_address(narrow)
    return made, Picture(alt, *addresses, said_around(around), said_around(on_phone))


def _keep_to(sheet: Figure, height_in: float) -> None:
    """Make a figure lower that is a little too high; one of many rows needs its height."""
    if height_in < sheet.get_figheight() <= height_in / LEAST_SHARE:
        sheet.set_figheight(height_in)


def _remove_old(folder: Path, drawn_: set[str]) -> None:
    """Remove what an earlier report left: figures that are not drawn now, and copies of tables."""
    for name in (figure.name for figure in FIGURES):
        for path in sorted(folder.glob(f"{name}*{'.csv' if name in drawn_ else ''}")):
            path.unlink()
