"""Sums over an anonymised list, for an audit: as a table, and as a small page.

Sums over few people say something of each of them, so small numbers are not shown.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis import __version__
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.write.forms import AS_CSV, TableForm
from mobility_analysis.measures.adherence.overall import recent_adherence
from mobility_analysis.measures.adherence.sums import By
from mobility_analysis.measures.adherence.targets import PLANNED_DAYS
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.days import ONE_DAY
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.change import VERDICTS
from mobility_analysis.report.html.templates import page_environment, template_text
from mobility_analysis.words.counted import counted_of
from mobility_analysis.words.numbers import (
    DEFINED_OF_SEVERAL,
    MUST_CARRY,
    area_words,
    count_words,
    cut_percent,
    date_words,
)

FEWEST = 5
"""A number of clients under this is not shown. *Our choice*, as is usual for small numbers."""

COLUMNS = ("measure", "group", "clients", "counted", "prescribed", "adherence", "is_shown")
CLIENTS, RATED = "clients", f"rated in the last {FOUR_WEEKS} days"
PRACTICE, VERDICT = f"practice, last {FOUR_WEEKS} days", "verdict on stiffness"
ALL, DAYS = "all exercises", "practice days, of a plan of days"
NO_RATINGS = "no ratings"
TITLE = "Sums for an audit"


def audit_table(log: MobilityLog, review: pd.DataFrame, options: ReportOptions) -> pd.DataFrame:
    """Return the sums over all clients of an anonymised log.

    ``review`` is the caseload review of these clients. A number of clients from 1 to 4 is empty
    with their sums, and so is what all but so few have, from which theirs could be worked out.
    Practice is of those who logged it: of a client without any session it is unknown, not 0.

    Returns
    -------
    DataFrame
        measure, group; clients : Int64; counted, prescribed : float64, sessions of the last 28
        days, and of plans of practice days the days, added up over these clients; adherence :
        float64, the one as a share of the other, 0 to 1; is_shown : bool, False where all numbers
        are left out.
    """
    clients = set(review["client"])
    n = len(clients)
    verdicts = _verdicts(log, review)
    hidden = _hidden(verdicts)
    rows = [_row(CLIENTS, "", n, is_shown=n >= FEWEST)]
    rated = _n_rated(log, clients, options)
    rows += [_row(RATED, "", rated, is_shown=_may_show(rated, n))]
    rows += _practice_rows(log, clients, options)
    rows += [
        _row(VERDICT, group, number, is_shown=group not in hidden)
        for group, number in verdicts.items()
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"clients": "Int64"})
    return table.astype(dict.fromkeys(("counted", "prescribed", "adherence"), "float64"))


def _row(
    measure: str,
    group: str,
    clients: int,
    *,
    is_shown: bool,
    has_number: bool = True,
    counted: float | None = None,
    prescribed: float | None = None,
) -> dict[str, Any]:
    share = counted / prescribed if counted is not None and prescribed else None
    numbers = {
        "clients": clients if has_number else None,
        "counted": counted,
        "prescribed": prescribed,
        "adherence": share,
    }
    if not is_shown:
        numbers = dict.fromkeys(numbers)
    return {"measure": measure, "group": group, **numbers, "is_shown": is_shown}


def _may_show(number: int, of: int) -> bool:
    """Whether a number of clients, of so many, tells of no few: neither it nor those left."""
    return of >= FEWEST and all(part == 0 or part >= FEWEST for part in (number, of - number))


def _n_rated(log: MobilityLog, clients: set[str], options: ReportOptions) -> int:
    late = log.stiffness["date"] > options.as_of - FOUR_WEEKS * ONE_DAY
    rows = log.stiffness[late & (log.stiffness["date"] <= options.as_of)]
    return len(clients & set(rows["client"].astype("str").unique()))


def _practice_rows(
    log: MobilityLog, clients: set[str], options: ReportOptions
) -> list[dict[str, Any]]:
    """Return practice of the last 28 days, over all exercises and by focus area.

    Days of a plan of practice days are no sessions: they are added up apart.
    """

    def known(by: By) -> pd.DataFrame:
        table = recent_adherence(log, by=by, as_of=options.as_of, start=options.start)
        is_known = (table["prescribed"] > 0) & table["adherence"].notna()
        return table[table["client"].astype("str").isin(clients) & is_known]

    everybody = known("client")
    is_by_day = everybody["held_to"] == PLANNED_DAYS
    kinds = {ALL: everybody[~is_by_day], DAYS: everybody[is_by_day]}
    whole = {what: own for what, own in kinds.items() if len(own)} or {ALL: everybody}
    n, n_all = len(clients), len(everybody)
    rows = [
        # the numbers of both would tell how few logged nothing
        _sums(what, own, is_shown=len(own) >= FEWEST, of=n, may_count=_may_show(n_all, n))
        for what, own in whole.items()
    ]
    areas = known("focus_area").groupby("focus_area", sort=True)
    n_with_sessions = len(everybody[~is_by_day])
    return rows + [
        _sums(str(area), own, is_shown=_may_show(len(own), n_with_sessions), of=n)
        for area, own in areas
    ]


def _sums(
    group: str, own: pd.DataFrame, *, is_shown: bool, of: int, may_count: bool = True
) -> dict[str, Any]:
    """Return the practice of some clients, with a row each, of so many."""
    return _row(
        PRACTICE,
        group,
        len(own),
        is_shown=is_shown,
        has_number=_may_show(len(own), of) and may_count,
        counted=float(own["counted"].sum()),
        prescribed=float(own["prescribed"].sum()),
    )


def _verdicts(log: MobilityLog, review: pd.DataFrame) -> dict[str, int]:
    """Count each verdict; who never rated has none."""
    never = ~review["client"].isin(set(log.stiffness["client"].astype("str").unique()))
    found = review["verdict"].where(~never, NO_RATINGS).value_counts()
    return {group: int(found.get(group, 0)) for group in (*VERDICTS, NO_RATINGS)}


def _hidden(parts: dict[str, int]) -> set[str]:
    """Return the parts of a known whole that are not to be shown.

    All small ones and, until what is missing is no small number of one part alone, the next.
    """
    if sum(parts.values()) < FEWEST:
        return set(parts)
    small = {group for group, number in parts.items() if 0 < number < FEWEST}
    larger = sorted((n, group) for group, n in parts.items() if n >= FEWEST)
    while small and larger and (len(small) < 2 or sum(parts[g] for g in small) < FEWEST):
        small.add(larger.pop(0)[1])
    return small


class AuditLine(NamedTuple):
    """A row of the page."""

    what: str
    clients: str
    counted: str
    share: str


def audit_html(
    table: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    stated: tuple[str, ...] = (),
    has_tables: bool = True,
    form: TableForm = AS_CSV,
) -> str:
    """Return the sums as one small page; the table stands beside it where ``has_tables``."""
    n = table.loc[table["measure"] == CLIENTS, "clients"].iloc[0]
    about = (
        f"Sums over {count_words(int(n), 'client')}, as of {date_words(as_of)}. Nobody is named."
        if pd.notna(n)
        else f"As of {date_words(as_of)}. There are fewer than {FEWEST} clients, whose sums would "
        "say something of each of them: nothing is shown."
    )
    return (
        page_environment()
        .get_template("audit.html.jinja")
        .render(
            css=template_text("style.css"),
            title=TITLE,
            about=about,
            has_tables=has_tables,
            form=form,
            has_sums=bool(table["is_shown"].any()),
            parts=[
                (str(measure), [_line(row) for row in own.to_dict("records")])
                for measure, own in table.groupby("measure", sort=False)
                if measure in (PRACTICE, VERDICT)
            ],
            first=[_line(row) for row in table[table["group"] == ""].to_dict("records")],
            small_print=(
                f'"Not shown": a number of clients from 1 to {FEWEST - 1}, or one from which such '
                "a number could be told from the others, as of all but so few. "
                "Practice is of clients who logged a session; of the others it is unknown. A "
                "client may train several areas, so areas do not add up to all exercises.",
                DEFINED_OF_SEVERAL,
                *stated,
                *MUST_CARRY,
                f"mobility_analysis {__version__}",
            ),
        )
    )


def _line(row: dict[Any, Any]) -> AuditLine:
    group = str(row["group"] or row["measure"])
    what = area_words(group) if row["measure"] == PRACTICE else group
    what = what[:1].upper() + what[1:]
    if not row["is_shown"]:
        return AuditLine(what, "not shown", "", "")
    counted = (
        ""
        if pd.isna(row["counted"]) or not row["prescribed"]
        else counted_of(row["counted"], row["prescribed"])
    )
    clients = "not shown" if pd.isna(row["clients"]) else f"{int(row['clients']):,}"
    return AuditLine(what, clients, counted, cut_percent(row["adherence"]))
