"""Columns of scores of stiffness: by their headers, the moment of the day and the scale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.units import may_be_meant_as_score, read_amount
from mobility_analysis.log.check.values import read_number, word_key
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.questions import ROLES, number_of
from mobility_analysis.log.exports.recognise.draft import (
    MOST,
    NOT_USED,
    Column,
    Draft,
    beside_score,
    may_rate,
    samples_of,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.answers import moment_pattern
from mobility_analysis.log.languages.ends import scale_named, scales_by_best, scales_said
from mobility_analysis.log.read.cells import Coded, RawTable, cell_text
from mobility_analysis.log.read.headers import rates_stiffness
from mobility_analysis.log.scales import Scale, checked_scale
from mobility_analysis.log.schema import MOMENT_SPELLINGS, MOMENTS, TABLES

_MOMENTS = (
    # am is German, too: am Abend is in the evening
    (
        "waking",
        re.compile(
            moment_pattern("waking", r"morning|waking|wake|woke|am(?! +(?:\w*abend|\w*tag|ende))"),
            re.I,
        ),
        "on waking",
    ),
    (
        "evening",
        re.compile(moment_pattern("evening", "evening|night|bed|bedtime|pm"), re.I),
        "in the evening",
    ),
    ("before", re.compile(moment_pattern("before", "before"), re.I), "before a session"),
    ("after", re.compile(moment_pattern("after", "after"), re.I), "after a session"),
)
_SCORE = re.compile(r"\b(score|rating)\b", re.I)
_WHEN_WORDS = frozenset({
    "morning", "waking", "wake", "woke", "up", "am", "evening", "night", "bed", "bedtime", "pm",
    "before", "after", "on", "in", "at", "the", "a", "my", "of", "to", "this", "today", "session",
    "sessions", "exercise", "exercises", "practice", "practising", "score", "rating", "level",
    "out", "self", "rated", "how", "was", "it",
})  # fmt: skip
"""Words of a header that names no other thing that might be scored."""


HALF = 0.5
"""The cells on a scale that their header names: the others are problems of their rows."""
FIT_WORDS = 0.9
"""The same of a scale that their header only says in words: with more, it is asked about."""


def scale_of(header: Sequence[str]) -> Scale | None:
    """Return the scale that headers of stiffness name, where they name one that is not 0 to 10."""
    headers = [text for text in header if is_of_stiffness(text)]
    said = {scales_said(text) for text in headers} - {()}
    sure = {ends for text in headers if (ends := scale_named(text))}
    sure = sure or {ends[0] for ends in said if len(ends) == 1}  # words add none to numbers
    if len(sure) != 1 or sure == {(0, 10)}:
        return None
    try:
        return checked_scale(Scale(*sure.pop()))
    except ValueError:
        return None


def turned_scales(draft: Draft, header: str) -> list[Scale]:
    """Return the scales that a column may have whose header says that the high end is the best.

    The likely one stands first. There are none where somebody stated so for the sheet. One that is
    stated, or that the sheet's headers name, is the column's too: a recipe has one.
    """
    if draft.scale.reversed:
        return []
    ends = scales_by_best(header)
    if ends and "scale" in {**draft.known, **draft.given}:
        return [draft.scale._replace(reversed=True)]
    return [Scale(low, high, reversed=True) for low, high in ends]


def name_legend(draft: Draft, columns: Mapping[str, Column]) -> None:
    """Say of the scores what a line among the dates says of 0, as in 0 = not rated."""
    cells = (cell_text(v).strip() for header in draft.dates for v in columns[header].values)
    said = [text for text in cells if re.match(r"0\s*[=:]\s*[^\W\d]", text)]
    for rating in draft.ratings if said else ():
        draft.said[str(rating["score"])] += f"; a line says {said[0]!r}"


def open_scales(draft: Draft, header: str) -> list[Scale]:
    """Return the scales that a column may have whose header does not say for sure which.

    The likely one stands first. There are none where the scale of the sheet is known.
    """
    found = scales_said(header)
    is_known = "scale" in {**draft.known, **draft.given}
    return [] if is_known or len(found) < 2 else [Scale(low, high) for low, high in found]


def scale_in(draft: Draft, header: str) -> Scale:
    """Return the scale of a column: the one that its header is sure of, else that of the sheet."""
    found = scales_said(header)
    if draft.is_scale_stated or len(found) != 1:
        return draft.scale
    try:
        return checked_scale(Scale(*found[0]))
    except ValueError:
        return draft.scale


def is_of_stiffness(header: str) -> bool:
    """Tell whether a header speaks of stiffness, or of a score and of nothing else.

    >>> [is_of_stiffness(text) for text in ("How stiff?", "Score (0-10)", "Pain score", "Sleep")]
    [True, True, False, False]
    >>> is_of_stiffness("Stiffness (min)")
    False
    """
    is_score = bool(_SCORE.search(header)) and _words_of(header) <= _WHEN_WORDS
    return is_score or rates_stiffness(header)


def span_of(ratings: Sequence[Mapping[str, Any]], raw: RawTable) -> tuple[float, float] | None:
    """Return the lowest and the highest number in the columns of some ratings."""
    scored = {rating["score"] for rating in ratings}
    cells = [
        read_number(value, TABLES["checks"]["value"])
        for header, coded in zip(raw.header, raw.columns, strict=True)
        if header in scored and isinstance(coded, Coded)
        for value in Column.of(header, coded).values
    ]
    numbers = [number for number in cells if not isinstance(number, Fault)]
    return (min(numbers), max(numbers)) if numbers else None


def _words_of(header: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", header.lower()))


_UP_TO_TEN = {Scale(0, 10), Scale(1, 10)}
"""Scales that are taken for one, from 0 to 10, where columns beside each other name both."""


def settle_ratings(draft: Draft, columns: Mapping[str, Column]) -> None:
    """Ask which scores are charted where several columns are of different parts of the body."""
    moments = [rating.get("moment", "") for rating in draft.ratings]
    if any(moments) or any("moment" in rating for rating in draft.known.get("ratings", ())):
        _leave_moment(draft)  # the header of a score says it
    scales = [scale_in(draft, str(rating["score"])) for rating in draft.ratings]
    if {*scales} == _UP_TO_TEN:
        for rating, scale in zip(draft.ratings, scales, strict=True):
            said = draft.said[rating["score"]]
            draft.said[rating["score"]] = said.replace(scale.text(), draft.scale.text())
        scales = [draft.scale] * len(scales)
    if len(moments) == len(set(moments)) and len(set(scales)) < 2:
        return
    shown = [
        ({**rating, **beside_score(draft)}, samples_of(columns[str(rating["score"])].values))
        for rating in draft.ratings
    ]
    draft.ask(asked.sites_question(shown, scales))
    draft.ratings = []


def settle_moment(draft: Draft) -> None:
    """Leave out a column of moments where no score stands beside it, or may stand there."""
    if not (draft.has_ratings or may_rate(draft)):
        _leave_moment(draft)


def _leave_moment(draft: Draft) -> None:
    if draft.moment:
        draft.leave(draft.moment, NOT_USED)
    draft.moment = ""


def moment_of(header: str) -> dict[str, str]:
    """Return the moment of the day that a header names, as a rating has it."""
    found = [moment for moment, pattern, _ in _MOMENTS if pattern.search(header)]
    return {"moment": found[0]} if found else {}


def only_says_when(header: str) -> bool:
    """Tell whether a header names a moment, and nothing else that might be scored.

    >>> [only_says_when(text) for text in ("Morning", "On waking (0-10)", "Pain after", "Sleep")]
    [True, True, False, False]
    """
    return bool(moment_of(header)) and _words_of(header) <= _WHEN_WORDS


def take_moment(draft: Draft, column: Column, catalogue: Catalogue) -> bool:
    """Take a column of moments of the day for that of the scores beside it.

    Every cell must be one; a column that bears the name of an exercise says when that was done.
    """
    is_exercise = exercise_key(column.header) in catalogue.spellings
    known = MOMENT_SPELLINGS.keys() | {*MOMENTS}
    if draft.moment or is_exercise or column.share(lambda cell: word_key(cell) in known) < 1:
        return False
    draft.moment = column.header
    draft.said[column.header] = ROLES["moment"]
    return True


def take_as_score(draft: Draft, header: str) -> None:
    """Take a column for scores, as somebody says; what its header leaves open is asked about."""
    if turned_scales(draft, header):
        draft.to_turn.append(header)
    elif open_scales(draft, header):
        draft.to_scale.append(header)
    else:
        draft.ratings.append({"score": header, **moment_of(header)})


def take_score(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column of scores of stiffness, by its header and its cells.

    Under a header of stiffness one score is enough where no number is beyond the scale: a cell that
    is none is a problem of its row.
    """
    header = column.header
    found = [(m, words) for m, pattern, words in _MOMENTS if pattern.search(header)]
    if draft.known.get("ratings"):
        return False
    turned, open_ = turned_scales(draft, header), open_scales(draft, header)
    own = scale_in(draft, header)
    scale = Scale(min(s.low for s in open_), max(s.high for s in open_)) if open_ else own
    scale = turned[0] if turned else scale
    score = TABLES["stiffness"]["score"].between(scale.low, scale.high)

    def is_meant(cell: Any) -> bool:
        return may_be_meant_as_score(cell, score)

    is_named = is_of_stiffness(header)
    if not (is_named or only_says_when(header)) or not column.n(is_meant):
        return False
    n_fit = column.n(lambda cell: is_meant(cell) or (is_named and not _is_number(cell)))
    if n_fit < (_least_fit(header) if is_named else MOST) * column.n_cells:
        return False
    if turned or open_:
        (draft.to_turn if turned else draft.to_scale).append(header)
        return False  # it is asked about
    n_scores = column.n(lambda cell: not isinstance(read_amount(cell, score), Fault))
    n_unread = column.n_cells - n_scores
    moment, words = found[0] if found else ("", "")
    draft.ratings.append({"score": header} | ({"moment": moment} if moment else {}))
    said = f"stiffness {words}".strip()
    scores = number_of(n_scores, "score") + (f", {n_unread:,} unreadable" if n_unread else "")
    draft.said[header] = f"{said}, self-rated from {own.text()}, {scores}"
    return True


def _least_fit(header: str) -> float:
    """Return how large a share of the cells under a header of stiffness is on its scale."""
    if len(scales_said(header)) != 1:
        return MOST
    return HALF if scale_named(header) else FIT_WORDS


def _is_number(cell: Any) -> bool:
    return not isinstance(read_amount(cell, TABLES["checks"]["value"]), Fault)
