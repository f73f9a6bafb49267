"""The files of a report that name several clients: they stand beside the clients' folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.files import write_table, write_text
from mobility_analysis.report.page_index import index_html

__all__ = ["write_caseload"]


def write_caseload(
    log: MobilityLog,
    review: pd.DataFrame,
    folder: Path,
    links: Mapping[str, str],
    *,
    as_of: pd.Timestamp,
    only: Literal["tables", "pages"] | None = None,
) -> None:
    """Write the table and the page over several clients.

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
    only : {"tables", "pages"} or None
        Only the table; or only the page.
    """
    if only != "pages":
        write_table(review, folder / "caseload.csv")
    if only != "tables":
        html = index_html(log, review, links, as_of=as_of, has_tables=only is None)
        write_text(html, folder / "index.html")
