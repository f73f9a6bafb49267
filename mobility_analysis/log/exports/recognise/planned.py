"""Sessions of which a sheet says that they were planned, or not done: these are asked about.

The header over their names says so, or a line over the sheet, its name, or that of its file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

from mobility_analysis.log.check.units import COUNTED
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.questions import Question, Taken, Understanding
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.languages.plans import (
    says_a_plan,
    says_done,
    says_first_day,
    says_how_often,
    says_not_done,
    says_planned,
    says_some,
)
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Sheet, cell_text, is_blank

PLANNED, NOT_DONE, SOME = "planned", "not done", "something else than done"
MOST_WORDS = 5
"""Up to how many words a name of a sheet, or a line over it, says what all of it is. *Ours.*"""
_NOT_DONE_IN_A_NAME = (
    r"(?i:\b(?:skipped|missed|not done|ausgelassen\w*|versäumt\w*|nicht gemacht\w*|omitid[ao]s?|"
    r"no hech[ao]s?|não feit[ao]s?|pas faite?s?|manquée?s?|non fatt[aeio]|saltat[aeio]|"
    r"niet gedaan|overgeslagen)\b)"
)
_OF_A_LOG = (
    r"(?i:\b(?:never|do not|don t|log|logs|diary|journal|tracker|record|tagebuch|protokoll|diario|"
    r"diário|dagboek)\b)"
)


class _Said(NamedTuple):
    where: str
    what: str


def held_back(own: Understanding, sheet: Sheet, stated: Collection[str]) -> Understanding:
    """Ask about sessions of which the sheet says otherwise than that they were done.

    They are no part of the draft then. Nothing is asked where a column says what was done, or
    somebody says what the column is (``stated``).
    """
    parts: Sequence[Mapping[str, Any]] = own.draft.get("sessions", ())
    if not parts or any(q.choices[0].value == "status" for q in own.questions):
        return own
    _refuse_prescriptions(own)
    over = [*_over(sheet, own.draft)]
    found: dict[_Said, list[Mapping[str, Any]]] = {}
    kept: list[Mapping[str, Any]] = []
    for part in parts:
        said = _said_of(part, own, over, stated)
        (found.setdefault(said, []) if said else kept).append(part)
    if not found:
        return own
    draft = {**own.draft, "sessions": kept}
    draft = {key: value for key, value in draft.items() if value or value is False}
    if own.sheet and not {"sessions", "ratings"} & draft.keys():
        _refuse_plan(own, [*found])
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


def _refuse_plan(own: Understanding, found: Sequence[_Said]) -> None:
    """Refuse a sheet of a workbook that holds nothing but a plan: the others are read."""
    if all(said.what == PLANNED for said in found):
        raise DataError(
            f"{own.file}: found {found[0].where} and nothing else that was done or rated; expected "
            "what was done, since this seems to be a plan. If it was done, call it otherwise, or "
            "write beside each exercise, in a column Done, yes or no."
        )


def _said_of(
    part: Mapping[str, Any],
    own: Understanding,
    over: Sequence[_Said],
    stated: Collection[str],
) -> _Said | None:
    """Return what is said of the sessions of a part of a recipe; None where they were done."""
    amounts = part.get("columns", {})
    if "status" in part or any(says_done(str(header)) for header in amounts.values()):
        return None
    header = _named_in(part)
    if header in stated:
        return None
    is_named = header and "marks" not in part
    what = _what_of(header, is_alone=not {*COUNTED} & amounts.keys()) if is_named else ""
    if what:
        return _Said(repr(header), what)
    is_bare = is_named and not (amounts or own.draft.get("ratings"))
    return next((said for said in over if said.what == NOT_DONE or is_bare), None)


def _what_of(header: str, *, is_alone: bool) -> str:
    """Return what a header says of the exercises below it, where not that they were done.

    ``is_alone``: nothing beside them says how much was done, as it does in a plan filled in.
    """
    if says_not_done(header):
        return NOT_DONE
    if says_a_plan(header):
        return PLANNED if is_alone else ""
    return PLANNED if says_planned(header) else SOME if says_some(header) else ""


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


def _over(sheet: Sheet, draft: Mapping[str, Any]) -> Iterator[_Said]:
    """Yield what the lines over a sheet, its name and that of its file say of all its sessions."""
    lines = sheet.rows[: draft.get("header_line", 1) - 1]
    texts = [cell_text(cell) for row in lines for cell in row if not is_blank(cell)]
    names = [("", text) for text in texts]
    names += [("the sheet ", sheet.name), ("the file ", PurePath(sheet.file).stem)]
    for kind, text in names:
        words = re.sub(r"[\W_]+", " ", text).strip()
        if not words or len(words.split()) > MOST_WORDS or re.search(_OF_A_LOG, words):
            continue
        if re.search(_NOT_DONE_IN_A_NAME, words):
            yield _Said(f"{kind}{shortened(text)!r}", NOT_DONE)
        elif says_planned(words):
            yield _Said(f"{kind}{shortened(text)!r}", PLANNED)


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
