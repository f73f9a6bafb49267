"""The caseload on paper: who to look at first, a row for each client, on as many sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mobility_analysis.charts.caseload.drawn import drawn_as
from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.report.page.caseload import FIGURES, ORDER, CaseloadPage, Line
from mobility_analysis.report.png import with_words
from mobility_analysis.report.typeset import LACKING, PAGE_DPI, page_colours, said_by, typeset
from mobility_analysis.words.numbers import cut_percent, list_words, number_words

TEMPLATE = "caseload.typ"
MAX_LINES = 400  # of longer lists only those to look at first are printed
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
    png = with_words(_first_sheet(data), dpi=PAGE_DPI, title=data["title"], alt=about)
    files = {path.with_suffix(".pdf"): pdf, path.with_suffix(".png"): png}
    write_whole(files)
    return list(files)


def _first_sheet(data: dict[str, Any]) -> bytes:
    """Return the first sheet as a picture; of more than one no more is set again than it holds.

    The PDF goes before: what Typst has laid out of the same data it knows.
    """
    sheets = said_by(TEMPLATE, "sheets", data)
    n_left = sheets["rows"].count("line")
    if n_left < sum(len(group["lines"]) for group in data["groups"]):
        groups = []
        for group in data["groups"][: sheets["rows"].count("group")]:
            groups.append({**group, "lines": group["lines"][:n_left]})
            n_left -= len(groups[-1]["lines"])
        data = {**data, "groups": groups, "n_sheets": sheets["n_sheets"]}
    first, *_ = typeset(TEMPLATE, data, "png", dpi=PAGE_DPI)
    return first


def _data(page: CaseloadPage, about: str, *, greyscale: bool, table: str) -> dict[str, Any]:
    first = [line for line in page.lines if line.reasons]
    others = [line for line in page.lines if not line.reasons]
    shown = _on_paper(first, others)
    n_shown = sum(map(len, shown.values()))
    has_others = n_shown > len(first) or not others
    caption = page.caption if has_others else f"{ORDER}. {FIGURES}"
    return {
        "palette": page_colours(greyscale=greyscale),
        "title": f"Caseload: who to look at first ({page.where[:1].lower()}{page.where[1:]})",
        "about": about,
        "kind": page.kind,
        "where": page.where,
        "heading": page.title,
        "period": page.period,
        "lead": page.lead,
        "caption": f"{caption} {KEY}",
        "columns": page.columns,
        "groups": [
            {"name": name, "lines": list(map(_line, lines))}
            for name, lines in shown.items()
            if lines
        ],
        "more": _left_words(first, others, n_shown=n_shown, table=table),
        "help": [tier._asdict() for tier in page.help],
        "must_carry": " ".join(page.must_carry),
        "small_print": page.small_print,
        "n_sheets": None,  # of the whole list, where no more than its first sheet is set
        "lacking": f"{LACKING}; index.html shows it.",
        "threshold": MET_SHARE,
    }


def _on_paper(first: Sequence[Line], others: Sequence[Line]) -> dict[str, Sequence[Line]]:
    """Return the clients who are printed: all, or of very many only those to look at first.

    Of the others the first by name would be printed, which helps nobody.
    """
    are_many = len(first) + len(others) > MAX_LINES
    return {
        f"Look first: {number_words(len(first))}": first[:MAX_LINES],
        f"No reason to look first: {number_words(len(others))}": [] if are_many else others,
    }


def _left_words(first: Sequence[Line], others: Sequence[Line], *, n_shown: int, table: str) -> str:
    """Say how many clients are not printed, and where they are; empty where all are."""
    if n_shown == len(first) + len(others):
        return ""
    kinds = ((len(first) - n_shown, "more to look at first"),
             (len(others), "with no reason to look first"))  # fmt: skip
    left = list_words([f"{number_words(n)} {words}" for n, words in kinds if n])
    return f"Not printed: {left}. index.html and {table} list all."


def _line(line: Line) -> dict[str, Any]:
    practice, before, stiffness, days = (cell for _, cell in line.figures)
    drawn = drawn_as(line.shares, stiffness.look, is_first=bool(line.reasons))
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
        "drawn": drawn._asdict(),
        "stiffness": stiffness.text,
        "mark": stiffness.mark,
        "means": line.means,
        "days": days.text,
    }
