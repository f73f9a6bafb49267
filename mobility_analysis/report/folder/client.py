"""The files of one client: page, figures with their numbers, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from mobility_analysis.log.write.forms import AS_CSV, TableForm, workbook_bytes
from mobility_analysis.log.write.saving import UNFINISHED, write_whole
from mobility_analysis.report.contents import TABLE_FILES, TABLES, Block, ClientContents
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
)
from mobility_analysis.report.figures import FIGURES, client_figures, figure_numbers
from mobility_analysis.report.folder.files import (
    file_of_table,
    folder_inside,
    header_line,
    table_bytes,
    table_lines,
    table_text,
    write_text,
)
from mobility_analysis.report.html.client import summary_html
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.report.share import share_drawings, write_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure


Only = Literal["caseload", "tables", "pages"] | None
FigureSize = Literal["letter", "slide"]


class Size(NamedTuple):
    """Width of a figure in inches, size of its text in points, and a height it should keep to.

    ``fixed_in`` is the height that every figure has, such as a slide.
    """

    width_in: float
    text_pt: float
    height_in: float = 9.0
    fixed_in: float | None = None


LEAST_SHARE = 0.8
WORKBOOK = "tables.xlsx"
"""All tables of a client, a sheet each, where they are asked for as a workbook."""
FIGURE_SIZES: dict[FigureSize, Size] = {
    "letter": Size(PAPER_WIDTH_IN, PAPER_TEXT_PT),
    "slide": Size(12.0, 14.0, fixed_in=6.75),
}


@dataclass(frozen=True)
class WriteOptions:
    """How the files of a report are written, the same for every client of it.

    Attributes
    ----------
    greyscale : bool
        Draw in greys.
    figure_size : {"letter", "slide"}
        Size of each figure by itself: as wide as the text of a letter, or as a slide.
    only : {"caseload", "tables", "pages"} or None
        Only the list of all clients; only the tables; or only pages and figures.
    form : TableForm
        In which form tables are written.
    """

    greyscale: bool = False
    figure_size: FigureSize = "letter"
    only: Only = None
    form: TableForm = AS_CSV

    def __post_init__(self) -> None:
        """Refuse a size that does not exist."""
        if self.figure_size not in FIGURE_SIZES:
            raise ValueError(f"figure_size must be letter or slide, not {self.figure_size!r}")

    @property
    def has_tables(self) -> bool:
        """Whether tables are written."""
        return self.only != "pages"

    @property
    def has_pages(self) -> bool:
        """Whether pages and figures are written."""
        return self.only != "tables"


AS_USUAL = WriteOptions()


def write_client(
    contents: ClientContents,
    folder: Path,
    writing: WriteOptions = AS_USUAL,
    *,
    tables: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Write the pages, figures and tables of one client into its own folder, which must be there.

    ``tables`` are the files of the tables, where they were made before. Returns the files written.
    """
    written = []
    _remove_unfinished(folder)
    if writing.has_tables:
        files = _files_of(contents, writing.form) if tables is None else tables
        place = folder_inside(folder, "tables")
        written += _write_files(files, place)
        _remove_other_form(place, writing.form)
    if writing.has_pages:
        written += _write_pages(contents, folder, writing)
    return written


def _files_of(contents: ClientContents, form: TableForm) -> dict[str, bytes]:
    if form.is_workbook:
        return _workbook(contents)
    return {f"{n}.csv": file_of_table(n, table, form) for n, table in contents.tables.items()}


def _workbook(contents: ClientContents) -> dict[str, bytes]:
    """Return all tables of a client in one workbook."""
    return {WORKBOOK: workbook_bytes(contents.tables, title=f"{contents.client}: tables")}


def table_files(block: Block, form: TableForm = AS_CSV) -> dict[str, dict[str, bytes]]:
    """Return the files of the tables of each client of a block, by name; written together."""
    if form.is_workbook:
        return {contents.client: _workbook(contents) for contents in block.contents()}
    files: dict[str, dict[str, bytes]] = {client: {} for client in block.logs}
    dialect = form.dialect
    for name in (name for name, table in TABLES.items() if table.is_file):
        cut = block.cut(name)
        header, lines = header_line(cut.table, dialect), table_lines(cut.table, dialect)
        for client, (begin, end) in zip(files, pairwise(cut.begins.tolist()), strict=True):
            text = header + "".join(lines[begin:end])
            files[client][f"{name}.csv"] = table_bytes(text, dialect)
    for contents in block.contents():
        text = table_text(contents.assumptions, dialect)
        files[contents.client]["assumptions.csv"] = table_bytes(text, dialect)
    return files


def _remove_other_form(folder: Path, form: TableForm) -> None:
    """Remove the tables that an earlier report wrote in the other form: they would be old."""
    stems = [WORKBOOK.removesuffix(".xlsx")] if not form.is_workbook else TABLE_FILES
    for stem in stems:
        (folder / f"{stem}{form.other_ending}").unlink(missing_ok=True)


def _remove_unfinished(folder: Path) -> None:
    """Remove what an earlier report left: half-written files, and a page that is not made now."""
    for place in (folder, folder / "tables", folder / "figures"):
        for path in place.glob(f".*{UNFINISHED}"):
            path.unlink()
    (folder / "summary.svg").unlink(missing_ok=True)  # of a report that still wrote one


def _write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, all of them or none."""
    paths = {folder / name: content for name, content in files.items()}
    write_whole(paths)
    return list(paths)


def _write_pages(contents: ClientContents, folder: Path, writing: WriteOptions) -> list[Path]:
    """Write the pages, and each figure with the numbers beside it."""
    figures = folder_inside(folder, "figures")
    greyscale, size = writing.greyscale, FIGURE_SIZES[writing.figure_size]
    pictures = {}
    numbers: dict[str, pd.DataFrame] = {}
    # PNGs are compressed while the next figure is drawn, which saves time.
    with ThreadPoolExecutor(1) as beside:
        page = PaperPage(contents, greyscale=greyscale)
        saved = [beside.submit(page.write, folder / "summary")]
        saved.append(
            beside.submit(write_share, share_drawings(contents, greyscale=greyscale), folder)
        )
        for figure in client_figures(contents):
            made, pictures[figure.name] = _draw(figure, greyscale=greyscale, size=size)
            saved.append(beside.submit(made.write, figures / figure.name))
            numbers |= figure_numbers(contents, figure.name)
        html = folder / "summary.html"
        form = writing.form
        page_html = summary_html(contents, pictures, has_tables=writing.has_tables, form=form)
        write_text(page_html, html)
        files = {f"{n}{form.ending}": file_of_table(n, t, form) for n, t in numbers.items()}
        tables = _write_files(files, figures)
    for name in numbers:
        (figures / f"{name}{form.other_ending}").unlink(missing_ok=True)
    _remove_old(figures, {figure.name for figure in FIGURES} - set(pictures))
    return [html, *tables, *(path for files in saved for path in files.result())]


def _draw(figure: ClientFigure, *, greyscale: bool, size: Size) -> tuple[Drawing, Picture]:
    """Draw a figure by itself, and as a picture for the HTML page, wide and for a phone."""
    title, alt = figure.title, figure.alt
    with drawn(
        figure, greyscale=greyscale, text_pt=size.text_pt, width_in=size.width_in,
        height_in=size.fixed_in,
    ) as sheet:  # fmt: skip
        _keep_to(sheet, size.height_in)
        made = drawing(sheet, title=title, alt=alt)
    with drawn(figure, greyscale=greyscale, text_pt=PHONE_TEXT_PT) as sheet:
        small = drawing(sheet, title=title, alt=alt, formats=("svg",))
    wide, narrow = (picture_address(each.svg) for each in (made, small))
    return made, Picture(alt, wide, narrow)


def _keep_to(sheet: Figure, height_in: float) -> None:
    """Make a figure lower that is a little too high; one of many rows needs its height."""
    if height_in < sheet.get_figheight() <= height_in / LEAST_SHARE:
        sheet.set_figheight(height_in)


def _remove_old(folder: Path, names: set[str]) -> None:
    """Remove what an earlier report left of figures that this one does not have."""
    for name in sorted(names):
        for path in folder.glob(f"{name}*"):
            path.unlink()
