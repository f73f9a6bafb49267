"""The caseload on paper: who to look at first, a row for each client, on as many sheets."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from mobility_analysis.charts.parts.theme import style
from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.report.page.caseload import CaseloadPage, Line
from mobility_analysis.report.paper.charts import palette_data
from mobility_analysis.report.paper.client import PAGE_DPI
from mobility_analysis.report.png import dots_of, png_bytes
from mobility_analysis.report.typeset import LACKING, typeset
from mobility_analysis.words.numbers import cut_percent, number_words

TEMPLATE = "caseload.typ"
MAX_LINES = 400
KEY = (
    f"Bar: counted, last {FOUR_WEEKS} days, from 0 to 100 %; upright line: the {FOUR_WEEKS} "
    f"before; dashed: {cut_percent(MET_SHARE)}. Stiffness from 0 to 10: ring, the first weeks; "
    "dot, the last."
)


def write_caseload_sheet(
    page: CaseloadPage,
    path: Path,
    *,
    about: str,
    greyscale: bool = False,
    table: str = "caseload.csv",
) -> list[Path]:
    """Write the sheet as PDF, and its first page as PNG; ``path`` is without its ending.

    ``about`` says the same in words, for those who see neither; ``table`` is the file that holds
    all clients.
    """
    data = _data(page, about, greyscale=greyscale, table=table)
    (pdf,) = typeset(TEMPLATE, data, "pdf")
    first, *_ = typeset(TEMPLATE, data, "png", dpi=PAGE_DPI)
    png = png_bytes(dots_of(first), dpi=PAGE_DPI, title=data["title"], alt=about)
    files = {path.with_suffix(".pdf"): pdf, path.with_suffix(".png"): png}
    write_whole(files)
    return list(files)


def _data(page: CaseloadPage, about: str, *, greyscale: bool, table: str) -> dict[str, Any]:
    with style(greyscale=greyscale):
        palette = palette_data()
    shown = page.lines[:MAX_LINES]
    n_first = sum(bool(line.reasons) for line in page.lines)
    n_left = len(page.lines) - len(shown)
    return {
        "palette": palette,
        "title": f"Caseload: who to look at first ({page.where[:1].lower()}{page.where[1:]})",
        "about": about,
        "kind": page.kind,
        "where": page.where,
        "heading": page.title,
        "period": page.period,
        "lead": page.lead,
        "caption": f"{page.caption} {KEY}",
        "columns": page.columns,
        "groups": [
            {
                "name": f"Look first: {number_words(n_first)}",
                "lines": [_line(line) for line in shown if line.reasons],
            },
            {
                "name": f"No reason to look first: {number_words(len(page.lines) - n_first)}",
                "lines": [_line(line) for line in shown if not line.reasons],
            },
        ],
        "more": f"{number_words(n_left)} more in {table}." if n_left else "",
        "help": [tier._asdict() for tier in page.help],
        "must_carry": " ".join(page.must_carry),
        "small_print": page.small_print,
        "lacking": f"{LACKING}; index.html shows it.",
        "threshold": MET_SHARE,
    }


def _line(line: Line) -> dict[str, Any]:
    practice, before, stiffness, days = (cell for _, cell in line.figures)
    now, then = (None if math.isnan(share) else min(share, 1.0) for share in line.shares)
    return {
        "name": line.name.text,
        "link": line.link.replace("summary.html", "summary.pdf"),
        "reasons": [
            {"words": f"{reason.name}{reason.note}", "is_new": reason.is_new}
            for reason in line.reasons
        ],
        "notes": line.notes,
        "practice": practice.text,
        "before": before.text,
        "share": now,
        "is_none": now is not None and now <= TOLERANCE,
        "share_before": then,
        "stiffness": stiffness.text,
        "mark": stiffness.mark,
        "look": stiffness.look or "unclear",
        "means": line.means,
        "days": days.text,
    }
