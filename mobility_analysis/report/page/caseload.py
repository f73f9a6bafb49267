"""The page over several clients, described: who to look at first; each template says all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from mobility_analysis import __version__
from mobility_analysis.charts.caseload.drawn import ROLES
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.not_read import tables_lost
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.limits import DAYS_A_WEEK, FOUR_WEEKS
from mobility_analysis.measures.stiffness.windows import WINDOW_DAYS
from mobility_analysis.words.caseload import (
    Reason,
    caseload_title,
    clinic_only_words,
    counted_words,
    describe_chance,
    describe_comparison,
    describe_reasons,
    describe_thresholds,
    describe_unreadable,
    is_practice_unread,
    is_stiffness_unread,
    new_notes_words,
    not_read_words,
    practice_words,
    reasons_of,
    stiffness_words,
    without_number_words,
)
from mobility_analysis.words.log import describe_rows, row_facts
from mobility_analysis.words.numbers import (
    DEFINED_OF_SEVERAL,
    GET_HELP,
    KIND_OF_PAGE,
    MUST_CARRY,
    Help,
    count_words,
    date_words,
    is_missing,
    number_words,
)
from mobility_analysis.words.verdict import decimals_of_list, means_arrow

WHERE_NUMBERED = "Anonymised: clients are numbered"
COLUMNS = (
    "Client",
    "Why",
    f"Practice, last {FOUR_WEEKS} days",
    f"The {FOUR_WEEKS} before",
    "Stiffness, first → last weeks",
    "Days since entry",
)
#: What stands before a figure on a phone, where the rows are blocks.
PHONE_LABELS = ("practice", "before", "stiffness", "days since entry")
TOO_FEW = "not enough ratings"
#: Class of a verdict, its mark, and the same for who does not see either.
MARKS = {
    "lower": (ROLES["lower"], "▼", "lower, more than own ups and downs"),
    "higher": (ROLES["higher"], "▲", "higher, more than own ups and downs"),
    TOO_FEW: ("", "✕", "too few ratings to say"),
}
ORDER = "Those to look at first on top, by their first reason, then by days since the newest entry"
OTHERS = "the others follow by name, in grey"
FIGURES = (
    "Practice: sessions counted, of those prescribed or planned. Stiffness: self-rated, lower is "
    f"better; means of the first and the last {WINDOW_DAYS // DAYS_A_WEEK} weeks (of half the "
    "days of a shorter diary); ▼ lower and ▲ higher by more than the diary's own ups and downs "
    "would usually give."
)
Row = Mapping[Any, Any]  # one row of the review


class Cell(NamedTuple):
    """What a cell says, and the text or number it is sorted by; empty goes last."""

    text: str
    sort: str
    look: str = ""
    mark: str = ""
    said: str = ""


class Line(NamedTuple):
    """One client's row: where its page is, the reasons to look first, new notes, the figures.

    ``shares`` and ``means`` are what those figures are drawn from, where they are drawn: counted
    of prescribed lately and before; the first and the last mean of stiffness, if both are known.
    """

    name: Cell
    link: str
    place: str
    reasons: tuple[Reason, ...]
    notes: str
    figures: tuple[tuple[str, Cell], ...]
    shares: tuple[float, float]
    means: tuple[float, float] | None


class CaseloadPage(NamedTuple):
    """All that is said over several clients, on a screen and on paper."""

    kind: str
    where: str
    title: str
    period: str
    lead: tuple[str, ...]
    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    help: tuple[Help, ...]
    must_carry: tuple[str, ...]
    small_print: tuple[str, ...]
    has_notes: bool


def caseload_page(
    log: MobilityLog,
    review: pd.DataFrame,
    links: Mapping[str, str],
    *,
    as_of: pd.Timestamp,
    thresholds: Thresholds,
    stated: Sequence[str] = (),
) -> CaseloadPage:
    """Describe the page over several clients.

    ``links`` are the paths of the clients' pages from where this one stands, ``stated`` what the
    user stated, a sentence each.
    """
    # As lists: to go through columns of texts of thousands of clients takes 20 times as long.
    names, columns = list(review), [review[name].tolist() for name in review]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    decimals = decimals_of_list(rows)
    lines = tuple(_line(row, links, n, decimals) for n, row in enumerate(rows))
    n_first = sum(bool(line.reasons) for line in lines)
    return CaseloadPage(
        kind=KIND_OF_PAGE,
        where=WHERE_NUMBERED if log.is_anonymous else clinic_only_words(len(lines)),
        title=caseload_title(n_first, len(lines)),
        period=f"As of {date_words(as_of)} · {describe_rows(row_facts(log))}{_not_read(log)}",
        lead=(
            *filter(None, (describe_comparison(review), describe_thresholds(review))),
            *describe_unreadable(log.unreadable),
        ),
        caption=_caption(lines),
        columns=COLUMNS,
        lines=lines,
        help=GET_HELP,
        must_carry=MUST_CARRY,
        small_print=tuple(
            filter(
                None,
                (
                    describe_reasons(review, thresholds),
                    describe_chance(review, thresholds=thresholds),
                    DEFINED_OF_SEVERAL,
                    *stated,
                    f"mobility_analysis {__version__}.",
                ),
            )
        ),
        has_notes=not log.is_anonymous,
    )


def _not_read(log: MobilityLog) -> str:
    """Say of how many logs, and of which tables, no row is counted among those read."""
    n, lost = len(log.unreadable), tables_lost(log)["table"]
    said = f"; {count_words(n, 'log')} could not be read" if n else ""
    if not len(lost):
        return said
    tables = count_words(len(lost), "table")
    return f"{said}; {tables} could not be read ({', '.join(dict.fromkeys(lost))})"


def _caption(lines: tuple[Line, ...]) -> str:
    """Say in which order clients stand, and what the figures and marks mean that there are."""
    _, too_few, words = MARKS[TOO_FEW]
    marks = {cell.mark for line in lines for _, cell in line.figures}
    figures = f"{FIGURES} {too_few} {words}." if too_few in marks else FIGURES
    return figures if len(lines) == 1 else f"{ORDER}; {OTHERS}. {figures}"


def _line(row: Row, links: Mapping[str, str], place: int, decimals: int) -> Line:
    client = str(row["client"])
    reasons = tuple(reasons_of(row))
    cells = (
        _practice(row),
        _practice_before(row),
        _means(row, decimals),
        _number(row["days_since_entry"]),
    )
    return Line(
        name=Cell(client, client.casefold()),
        link=quote(links[client]) if client in links else "",
        place=str(place) if reasons else "",
        reasons=reasons,
        notes=new_notes_words(row),
        figures=tuple(zip(PHONE_LABELS, cells, strict=True)),
        shares=(row["adherence_last_28_days"], row["adherence_28_days_before"]),
        means=None if stiffness_words(row) else (row["baseline_mean"], row["recent_mean"]),
    )


def _number(value: float) -> Cell:
    if is_missing(value):
        return Cell("–", "")
    return Cell(number_words(value), f"{value:g}")


def _practice(row: Row) -> Cell:
    """Write counted of prescribed, sorted by its share; or why there is none."""
    words = practice_words(row, "done_last_28_days", "prescribed_last_28_days")
    done = without_number_words(row, "last_28_days")
    said = ", ".join(filter(None, (done, words)))
    cell = Cell(said, "") if words else _share(row, "last_28_days")
    if is_practice_unread(row, "done_last_28_days", "prescribed_last_28_days"):
        not_read = not_read_words(row, "practice_rows_not_read")
        return cell._replace(text=not_read) if not_read else cell
    return _with_not_read(cell, not_read_words(row, "practice_rows_not_read_last_28_days"))


def _with_not_read(cell: Cell, not_read: str) -> Cell:
    """Say beside a figure how many rows of it were not read."""
    return cell._replace(text=f"{cell.text}; {not_read}") if not_read else cell


def _practice_before(row: Row) -> Cell:
    """Write the same of the 28 days before; a dash where there is none."""
    if practice_words(row, "done_28_days_before", "prescribed_28_days_before"):
        cell = Cell(without_number_words(row, "28_days_before") or "–", "")
    else:
        cell = _share(row, "28_days_before")
    if cell.text == "–":
        return cell
    return _with_not_read(cell, not_read_words(row, "practice_rows_not_read_28_days_before"))


def _share(row: Row, window: str) -> Cell:
    share = row[f"counted_{window}"] / row[f"prescribed_{window}"]
    return Cell(counted_words(row, window), f"{share:.9f}")


def _means(row: Row, decimals: int) -> Cell:
    """Write both means, sorted by the change between them; or why there are none."""
    words = stiffness_words(row)
    not_read = not_read_words(row, "rating_rows_not_read")
    if words and not_read and is_stiffness_unread(row):
        return Cell(not_read, "")
    if words:
        return _with_not_read(Cell(words, ""), not_read)
    look, mark, said = MARKS.get(str(row["verdict"]), ("", "", ""))
    cell = Cell(means_arrow(row, decimals), f"{row['change_points']:.9f}", look, mark, said)
    return _with_not_read(cell, not_read)
