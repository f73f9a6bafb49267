"""The folder of a report: pages, figures and tables of each client, and the caseload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload import caseload_review
from mobility_analysis.measures.thresholds import Comparison, Thresholds
from mobility_analysis.report.caseload_files import write_caseload
from mobility_analysis.report.contents import Benchmark, ClientContents, client_contents
from mobility_analysis.report.figures import FIGURE_NAMES, client_figures
from mobility_analysis.report.files import (
    folder_inside,
    safe_name,
    safe_names,
    write_figure,
    write_table,
    write_text,
)
from mobility_analysis.report.page_html import summary_html
from mobility_analysis.report.pictures import PHONE_TEXT_PT, Picture, drawn, picture_address
from mobility_analysis.report.summary_words import KIND_OF_PAGE, lead_words

__all__ = ["Only", "safe_name", "safe_names", "write_client", "write_report"]

Only = Literal["tables", "pages"] | None


def write_report(
    log: MobilityLog,
    out: str | Path,
    *,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    clients: Sequence[str] | None = None,
    baseline_start: pd.Timestamp | None = None,
    benchmark: Benchmark = "pain-nrs",
    greyscale: bool = False,
    only: Only = None,
    thresholds: Thresholds | None = None,
    compared_with: Comparison = "a week ago",
    progress: Callable[[], None] | None = None,
) -> dict[str, Path]:
    """Write a page, figures and tables for each client, and a caseload over several.

    Files that are there are replaced, each in one step; the same log and options give the same
    bytes.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    out : str or Path
        Folder to write into; made if it is not there. Nothing is written outside it.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.
    start : Timestamp, optional
        First day of adherence sums and charts.
    clients : sequence of str, optional
        Whose pages are written; all clients when not given.
    baseline_start : Timestamp, optional
        First day of the stiffness baseline.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the verdict on stiffness.
    greyscale : bool, default False
        Draw in greys.
    only : {"tables", "pages"} or None
        Only the tables; or only pages and figures.
    thresholds : Thresholds, optional
        From where on a reason to look first holds; the usual ones when not given. Those that
        differ are named in each file over several clients.
    compared_with : {"a week ago", "the last appointment"}
        What the new reasons of the caseload are compared with.
    progress : callable, optional
        Called after each client.

    Returns
    -------
    dict of str to Path
        The folder of each client.

    Raises
    ------
    ValueError
        If a client is not in the log, or a folder would lie outside ``out``.
    """
    folder = Path(out)
    chosen = _chosen(log, clients)
    day = log.as_of if as_of is None else pd.Timestamp(as_of)
    folder.mkdir(parents=True, exist_ok=True)
    names = safe_names(log.clients)
    is_caseload = len(chosen) + len(log.unreadable) > 1
    review = None
    if is_caseload:
        review = caseload_review(log, as_of=day, compared_with=compared_with, thresholds=thresholds)
    folders = {}
    for client in chosen:
        contents = client_contents(
            log,
            client,
            as_of=day,
            start=start,
            baseline_start=baseline_start,
            benchmark=benchmark,
            review=review,
            thresholds=thresholds,
        )
        folders[client] = folder_inside(folder, names[client])
        write_client(contents, folders[client], greyscale=greyscale, only=only)
        if progress is not None:
            progress()
    _write_problems(log, folder, only)
    if review is not None:
        left_out = set(log.clients) - set(chosen)
        mine = review[~review["client"].isin(left_out)].reset_index(drop=True)
        links = {client: f"{path.name}/summary.html" for client, path in folders.items()}
        write_caseload(log, mine, folder, links, as_of=day, greyscale=greyscale, only=only)
    return folders


def _chosen(log: MobilityLog, clients: Sequence[str] | None) -> tuple[str, ...]:
    chosen = log.clients if clients is None else tuple(dict.fromkeys(clients))
    for client in chosen:
        if client not in log.clients:
            raise ValueError(f"no client {client!r} in this log; it has {', '.join(log.clients)}")
    return chosen


def write_client(
    contents: ClientContents, folder: Path, *, greyscale: bool = False, only: Only = None
) -> None:
    """Write the pages, figures and tables of one client.

    Parameters
    ----------
    contents : ClientContents
        The client's tables.
    folder : Path
        The client's own folder; it must be there.
    greyscale : bool, default False
        Draw in greys.
    only : {"tables", "pages"} or None
        Only the tables; or only pages and figures.
    """
    if only != "pages":
        tables = folder_inside(folder, "tables")
        for name, table in contents.tables.items():
            write_table(table, tables / f"{name}.csv")
    if only != "tables":
        _write_pages(contents, folder, greyscale=greyscale, has_tables=only is None)


def _write_pages(
    contents: ClientContents, folder: Path, *, greyscale: bool, has_tables: bool
) -> None:
    from mobility_analysis.charts.theme import style
    from mobility_analysis.report.page import summary_page

    pictures = _write_figures(contents, folder_inside(folder, "figures"), greyscale=greyscale)
    html = summary_html(contents, pictures, has_tables=has_tables)
    write_text(html, folder / "summary.html")
    page = summary_page(contents, greyscale=greyscale)
    with style(greyscale=greyscale):
        write_figure(
            page,
            folder / "summary",
            title=f"{contents.client}: {KIND_OF_PAGE[:1].lower()}{KIND_OF_PAGE[1:]}",
            alt=lead_words(contents),
            formats=("pdf", "png", "svg"),
        )


def _write_figures(
    contents: ClientContents, folder: Path, *, greyscale: bool
) -> dict[str, Picture]:
    """Write each figure by itself, and return all of them as pictures for the HTML page."""
    pictures = {}
    for figure in client_figures(contents):
        with drawn(figure, greyscale=greyscale) as sheet:
            write_figure(sheet, folder / figure.name, title=figure.title, alt=figure.alt)
            wide = picture_address(sheet)
        with drawn(figure, greyscale=greyscale, text_pt=PHONE_TEXT_PT) as sheet:
            narrow = picture_address(sheet)
        pictures[figure.name] = Picture(figure.alt, wide, narrow)
    for name in set(FIGURE_NAMES) - set(pictures):
        for kind in ("png", "svg"):
            (folder / f"{name}.{kind}").unlink(missing_ok=True)
    return pictures


def _write_problems(log: MobilityLog, folder: Path, only: Only) -> None:
    """Write the rows set aside; where there is none, no old file may say otherwise."""
    path = folder / "problems.csv"
    if log.problems.empty:
        path.unlink(missing_ok=True)
    elif only != "pages":
        write_table(log.problems, path)
