"""Sessions of which a sheet says that they were planned, or not done: these are asked about.

The header over their names says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mobility_analysis.log.check.units import COUNTED
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.questions import Question, Taken, Understanding
from mobility_analysis.log.languages.plans import (
    names_a_plan,
    says_done,
    says_first_day,
    says_how_often,
    says_not_done,
    says_planned,
    says_some,
)
from mobility_analysis.log.model import DataError

PLANNED, NOT_DONE, SOME = "planned", "not done", "something else than done"
MOST_WORDS = {PLANNED: 3, NOT_DONE: 5, SOME: 2}
"""Up to how many words a header only names exercises, as these. *Our choice.*"""


class _Said(NamedTuple):
    where: str
    what: str


def held_back(own: Understanding, stated: Collection[str]) -> Understanding:
    """Ask about sessions of which the sheet says otherwise than that they were done.

    They are no part of the draft then. Nothing is asked where a column says what was done, or
    somebody says what the column is (``stated``).
    """
    parts: Sequence[Mapping[str, Any]] = own.draft.get("sessions", ())
    if not parts or any(q.choices[0].value == "status" for q in own.questions):
        return own
    _refuse_prescriptions(own)
    found: dict[_Said, list[Mapping[str, Any]]] = {}
    kept: list[Mapping[str, Any]] = []
    for part in parts:
        said = _said_of(part, stated)
        (found.setdefault(said, []) if said else kept).append(part)
    if not found:
        return own
    draft = {**own.draft, "sessions": kept}
    draft = {key: value for key, value in draft.items() if value or value is False}
    questions = [_question(own, said, its) for said, its in found.items()]
    names = {name: said for said, its in found.items() for p in its for name in _headers(p)[:1]}
    columns = tuple(_taken(column, names.get(column.header)) for column in own.columns)
    return replace(own, draft=draft, columns=columns, questions=(*questions, *own.questions))


def _refuse_prescriptions(own: Understanding) -> None:
    """Refuse a sheet that says from which day, and how often, exercises are to be done.

    Its only days are those on which something begins, ends or is to be reached.
    """
    dates = [c.header for c in own.columns if c.meaning in ("date", "a date")]
    first = [header for header in dates if says_first_day(header)]
    ends = [header for header in dates if says_planned(header)]
    often = [c.header for c in own.columns if says_how_often(c.header)]
    is_more = own.draft.get("ratings") or any("status" in p for p in own.draft["sessions"])
    if is_more or len(first) != 1 or not (often or ends) or len(dates) > 2:
        return
    named = ", ".join(repr(header) for header in dict.fromkeys((*first, *ends, *often)))
    raise DataError(
        f"{own.file}: found {named} beside exercises; expected the days on which they were done, "
        "since this seems to say what was prescribed. Write that in a table programme, with the "
        "columns client, exercise, start, end and times_per_week (mobility-analysis new FOLDER "
        "writes it empty). If they were done on these days, call their column Date."
    )


def _said_of(part: Mapping[str, Any], stated: Collection[str]) -> _Said | None:
    """Return what is said of the sessions of a part of a recipe; None where they were done."""
    amounts = part.get("columns", {})
    if "status" in part or any(says_done(str(header)) for header in amounts.values()):
        return None
    header = _named_in(part)
    if header in stated or not header or "marks" in part:
        return None
    what = _what_of(header)
    return _Said(repr(header), what) if what else None


def _what_of(header: str) -> str:
    """Return what a header says of the exercises below it, where not that they were done.

    It names them, and says no more: a header may also ask for them, or tell how to do them.

    >>> headers = ("Planned exercise", "To do", "Skipped exercises", "Hardest exercise")
    >>> [_what_of(header) for header in headers]
    ['planned', 'planned', 'not done', 'something else than done']
    >>> headers = ("Exercise (skip if sore)", "Exercises for problem areas", "Homework", "Goal")
    >>> [_what_of(header) for header in headers]
    ['', '', '', '']
    """
    if re.search(r"[^\w\s’'-]", header):
        return ""
    says = {NOT_DONE: says_not_done, PLANNED: names_a_plan, SOME: says_some}
    n = len(header.split())
    return next((what for what, of in says.items() if n <= MOST_WORDS[what] and of(header)), "")


def _named_in(part: Mapping[str, Any]) -> str:
    """Return the column that names the exercises of a part of a recipe, if one does."""
    way = part["exercise"]
    found = next((way[key] for key in ("list", "text", "column") if key in way), "")
    return found if isinstance(found, str) else ""


def _headers(part: Mapping[str, Any]) -> list[str]:
    """Return the columns of a part: of the names of exercises, and of amounts."""
    amounts = [h for column, h in part.get("columns", {}).items() if column in COUNTED]
    ticks = part["exercise"].get("columns", ())
    return [*([name] if (name := _named_in(part)) else ticks), *amounts]


def _question(own: Understanding, said: _Said, parts: Sequence[Mapping[str, Any]]) -> Question:
    headers = list(dict.fromkeys(header for part in parts for header in _headers(part)))
    samples = next((c.samples for c in own.columns if c.header == headers[0]), ())
    is_named = bool(_named_in(parts[0]))
    question = asked.planned_question(
        said.where,
        parts,
        headers,
        samples if is_named else (),
        is_skipped=said.what == NOT_DONE,
        meaning=said.what,
    )
    return replace(question, file=own.file, sheet=own.sheet)


def _taken(column: Taken, said: _Said | None) -> Taken:
    return column if said is None else replace(column, meaning=f"exercises, maybe {said.what}")
