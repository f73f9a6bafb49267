"""The files of a report that name several clients: they stand beside the clients' folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report import written
from mobility_analysis.report.describe_caseload import describe_caseload
from mobility_analysis.report.figure_files import write_figure
from mobility_analysis.report.files import write_table, write_text
from mobility_analysis.report.page_index import index_html
from mobility_analysis.report.pictures import stated_words

__all__ = ["write_caseload"]

WIDTH_IN = 7.5  # with a page's height of lines, and margins of 10 mm, an A4 sheet
TITLE = "Caseload: who to look at first (clinic only: names several clients)"


def write_caseload(
    log: MobilityLog,
    review: pd.DataFrame,
    folder: Path,
    links: Mapping[str, str],
    *,
    as_of: pd.Timestamp,
    greyscale: bool = False,
    only: Literal["tables", "pages"] | None = None,
) -> None:
    """Write the table, the page and the picture over several clients, and what the user stated.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    review : DataFrame
        ``caseload_review``: a row for each client that is written about, and for each log that
        could not be read.
    folder : Path
        The folder of the report; it must be there.
    links : mapping of str to str
        Path of each client's page, from that folder.
    as_of : Timestamp
        The day on which the log is looked at.
    greyscale : bool, default False
        Draw in greys.
    only : {"tables", "pages"} or None
        Only the table; or only the page and the picture.
    """
    if only != "pages":
        write_table(review, folder / "caseload.csv")
        _write_stated(log, folder / "assumptions.csv")
    if only != "tables":
        html = index_html(log, review, links, as_of=as_of, has_tables=only is None)
        write_text(html, folder / "index.html")
        stated = stated_words(log.assumptions)
        _write_picture(review, folder / "caseload", stated, as_of=as_of, greyscale=greyscale)


def _write_stated(log: MobilityLog, path: Path) -> None:
    """Write what the user stated; where nothing was, no old list may say otherwise."""
    if log.assumptions:
        write_table(pd.DataFrame({"assumption": log.assumptions}), path)
        written.own(path)
    elif written.is_own(path):
        path.unlink()


def _write_picture(
    review: pd.DataFrame, path: Path, stated: str, *, as_of: pd.Timestamp, greyscale: bool
) -> None:
    """Write the caseload as a picture, PNG and SVG, with the same in words inside."""
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.caseload import plot_caseload
    from mobility_analysis.charts.theme import root_figure, style

    with style(greyscale=greyscale, width_in=WIDTH_IN, stated=stated):
        figure = root_figure(plot_caseload(review, as_of=as_of))
        try:
            write_figure(figure, path, title=TITLE, alt=describe_caseload(review, as_of=as_of))
        finally:
            plt.close(figure)
