"""What was done, as a sentence in one cell: split into pieces, each an exercise or a score.

A piece is read only where all of it is understood: "no bear rolls" and "bear rolls felt bad" are no
bear rolls. What is left is named, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import share_in
from mobility_analysis.log.check.units import amounts_in, are_none, may_be_meant_as_score
from mobility_analysis.log.check.values import means_no_exercise, read_number, tick_status
from mobility_analysis.log.exports.asked import LEAVE_OUT, weight_question
from mobility_analysis.log.exports.names import MAY_BE_SCORE, NO_EXERCISE
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken, number_of
from mobility_analysis.log.exports.recognise.several import goes_on, may_be_joined, only_done
from mobility_analysis.log.exports.shapes.across.turning import EXERCISE, MARK
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.answers import AND_WORDS, STIFFNESS_WORDS, moment_pattern
from mobility_analysis.log.read.cells import Coded, Sheet, cell_text, filled_values
from mobility_analysis.log.read.headers import match_header
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.schema import TABLES

FEWEST_KNOWN = 0.5
"""Share of a column's different cells in which some exercise is understood. *Our choice.*"""
LOOKED_AT = 200
"""Different cells by which a column is judged."""

_SPLIT = re.compile(r"[;|\n\r•·]+|,(?!\d)|(?<!\d),")
_AND = re.compile(rf"\s+(?:{'|'.join(AND_WORDS)})\s+|\s*[&+]\s*|(?<=\w\w\w)\.\s+", re.I)
_STATUS = (
    ("skipped", re.compile(r"(?:skipped|missed|did not do|didn[’']?t do|not done|no)\b", re.I)),
    ("partial", re.compile(r"(?:partly|partially|half of|some of|part of)\b", re.I)),
)
_STATUS_AFTER = (
    ("skipped", re.compile(r"\W*\b(?:skipped|missed|not done)\W*$", re.I)),
    (
        "partial",
        re.compile(
            r"\W*\b(?:(?:only|just|done)\s+)?(?:partly|partially|in part|half)"
            r"(?:\s+done)?\W*$",
            re.I,
        ),
    ),
    ("done", re.compile(r"\W*(?:\bdone\b|✓|✔|✅)\W*$", re.I)),
)
_BOX = re.compile(r"\[(?P<within>[xX✓✔✗-])\]|(?P<mark>[☐□⬜☑✓✔✅✗✘❌])\ufe0f?(?:(?P=mark)\ufe0f?)*")
_EMPTY = re.compile(r"\[\s*\]")
"""A box that must not be lost where brackets with nothing between them are."""
_LOOSE = " .!\t-–—*"
"""What may stand at the ends of a piece."""
_FILLER = re.compile(r"^(?:(?:i|did|then|also|my|the|today|again|only|just)\s+)+", re.I)
_STIFF = rf"(?:{'|'.join(sorted(STIFFNESS_WORDS, key=len, reverse=True))})"
_SCORE = r"(?P<score>\d+(?:[.,]\d+)?)"
_OF = r"\s*(?:/|out of|von|de|sur|su|van)\s*(?P<of>\d+)"
_WHEN = {
    "waking": r"(?:on |at |this |in the |am |al |au |beim )?"
    + moment_pattern("waking", r"waking(?: up)?|morning|am|a\.m"),
    "evening": r"(?:in the |this |at |before |am |por la |le |di )?"
    + moment_pattern("evening", r"evening|night|bedtime|bed|pm|p\.m"),
    "before": moment_pattern("before", "before(?:hand)?"),
    "after": moment_pattern("after", "after(?:wards?)?"),
}
_MOMENT = "|".join(f"(?P<{moment}{{0}}>{words})" for moment, words in _WHEN.items())
_RATING = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?:(?:{_MOMENT.format('1')})\s+)?{_STIFF}(?:\s+(?:is|was|score|today))?"
        rf"(?:\s+(?:{_MOMENT.format('2')}))?\s*[:=]?\s*{_SCORE}(?:{_OF})?"
        rf"(?:\s+(?:{_MOMENT.format('3')}))?",
        rf"{_SCORE}{_OF}\s+{_STIFF}(?:\s+(?:{_MOMENT.format('1')}))?",
        rf"(?:{_MOMENT.format('1')})\s*[:=]?\s*{_SCORE}{_OF}\s+{_STIFF}",
    )
)  # fmt: skip


@dataclass
class Read:
    """What was read in one cell."""

    sessions: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Pieces that were not understood, without their amounts."""
    said: list[str] = field(default_factory=list)
    """Pieces that were said to be no exercise: they stay as a note."""
    scored: list[str] = field(default_factory=list)
    """Pieces that say a score."""


class _Known(NamedTuple):
    """By what a text is read."""

    catalogue: Catalogue
    names: Mapping[str, str]
    high: float
    has_bare_scores: bool


def read_text_cell(
    cell: Any,
    catalogue: Catalogue,
    names: Mapping[str, str],
    *,
    high: float = 10,
    has_bare_scores: bool = False,
) -> Read:
    """Read the pieces of a cell; ``names`` are exercises by the keys of what the sheet calls them.

    ``has_bare_scores`` says that 3/10 is a score of stiffness without a word, too.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> read = read_text_cell("bear rolls x10, down dog; 3/10 stiff", merged_catalogue([])[0], {})
    >>> [s["exercise"] for s in read.sessions], read.sessions[0]["reps"], read.ratings[0]["score"]
    (['bear-rolls', 'down-dog'], 10.0, '3')
    """
    read = Read()
    if cell is None or means_no_exercise(cell):
        return read
    known = _Known(catalogue, names, high, has_bare_scores)
    before = ""
    for part in _SPLIT.split(cell_text(cell)):
        piece = part.strip(_LOOSE)
        if piece.isdigit() and read.scored and before.endswith(read.scored[-1]):
            read.ratings[-1]["score"] += f", {piece}"  # 4, 5 may be 4.5: the checks name it
            continue
        _read_boxed(piece, read, known)
        before = piece
    return read


def _read_boxed(part: str, read: Read, known: _Known) -> None:
    """Read a part by its check boxes: one at its begin or end, or one before or after each name.

    What is not ticked was not done, whatever it is called; a score beside it was given.
    """
    part = _EMPTY.sub("☐", part)
    boxes = [*_BOX.finditer(part)]
    is_before = bool(boxes) and boxes[0].start() == 0
    is_after = bool(boxes) and boxes[-1].end() == len(part)
    if not is_before and not is_after:
        return _read_part(part, read, known)
    pieces = _between(part, boxes, is_before=is_before)
    if len(boxes) > 1 and ((is_before and is_after) or not all(pieces)):
        return read.unknown.append(part)  # which box is whose?
    for box, piece in zip(boxes, pieces, strict=True):
        own = Read()
        _read_part(f" {piece} ", own, known)
        status = tick_status(box["mark"] or box["within"])
        read.ratings += own.ratings
        read.scored += own.scored
        read.said += own.said
        read.sessions += [{"status": status, **session} for session in own.sessions if status]
        read.unknown += [p for p in own.unknown if status or MAY_BE_SCORE.fullmatch(p)]
    return None


def _between(part: str, boxes: Sequence[re.Match[str]], *, is_before: bool) -> list[str]:
    """Return the piece of each box: what stands up to the next one, or from the one before."""
    begins, ends = [box.end() for box in boxes], [box.start() for box in boxes]
    begins, ends = (begins, [*ends[1:], len(part)]) if is_before else ([0, *begins[:-1]], ends)
    return [part[a:b].strip(_LOOSE) for a, b in zip(begins, ends, strict=True)]


def _read_part(part: str, read: Read, known: _Known) -> None:
    """Read a part whole or, at "and", in pieces as large as mean something.

    A name may hold such a word: the Y of Prone Y Raise is Spanish for and.
    """
    joints = [*_AND.finditer(part)]
    begins, ends = [0, *(j.end() for j in joints)], [*(j.start() for j in joints), len(part)]
    first = 0
    while first < len(begins):
        for last in range(len(ends) - 1, first - 1, -1):
            piece = part[begins[first] : ends[last]].strip(" .!\t")
            if not piece or _take(piece, read, known):
                break
            if last == first:
                read.unknown.append(_named(piece))
        first = last + 1


def _take(piece: str, read: Read, known: _Known) -> bool:
    """Add what a whole piece means to what was read; tell whether it means anything."""
    is_bare = known.has_bare_scores and MAY_BE_SCORE.fullmatch(piece)
    rating = _rating(f"{piece} stiff" if is_bare else piece, known.high)
    if rating is not None and not has_number(rating) and exercise_key(piece) in known.names:
        rating = None  # somebody said already what it is
    if rating is not None:
        read.ratings.append(rating)
        read.scored.append(piece)
        return True
    if means_no_exercise(piece):
        return True
    for session in _sessions(piece):
        key = exercise_key(session["exercise"])
        name = known.names.get(key) or known.catalogue.spellings.get(key)
        is_none = are_none(session) and "status" not in session
        if name is not None and (is_none or means_no_exercise(name)):
            read.said.append(piece)
            return True
        if name is not None:
            read.sessions.append({**session, "exercise": name})
            return True
    return False


def _sessions(piece: str) -> Iterator[dict[str, Any]]:
    """Yield the ways to read a piece: as a name, and as a name beside amounts and a status."""
    yield {"exercise": piece}
    found = amounts_in(piece)
    if found is None:
        return
    left, amounts = found
    yield {"exercise": left, **amounts}
    left = _FILLER.sub("", left)
    yield {"exercise": left, **amounts}
    for status, form in _STATUS:
        match = form.match(left)
        if match:
            name = _FILLER.sub("", left[match.end() :].strip(" :-"))
            yield {"exercise": name, "status": status, **amounts}
    for status, form in _STATUS_AFTER:
        match = form.search(left)
        if match:
            yield {"exercise": left[: match.start()].strip(), "status": status, **amounts}


def _rating(piece: str, high: float) -> dict[str, Any] | None:
    """Return the score of a piece that says it is one of stiffness, on the scale that counts.

    One that is no single number, as in stiff 5-6, is returned as written, and the checks name it.
    """
    for form in _RATING:
        match = form.fullmatch(piece.strip())
        if match is None:
            continue
        parts = match.groupdict()
        if parts.get("of") and float(parts["of"] or 0) != high:
            return None
        moments = {m for m in _WHEN for name, text in parts.items() if name[:-1] == m and text}
        if len(moments) > 1:
            return None
        return {"score": parts["score"], **({"moment": moments.pop()} if moments else {})}
    left, n_stiff = re.subn(rf"\b{_STIFF}\b", " ", piece, flags=re.I)
    left = " ".join(re.sub(r"\b(?:is|was|score|today)\b|[:=]", " ", left, flags=re.I).split())
    is_unsure = n_stiff == 1 and may_be_meant_as_score(left, TABLES["stiffness"]["score"])
    return {"score": left} if is_unsure else None


def has_number(rating: Mapping[str, Any]) -> bool:
    """Tell whether the score of a text is a single number."""
    return not isinstance(read_number(rating["score"], TABLES["stiffness"]["score"]), Fault)


def bare_scores_question(
    sheet: Sheet, column: str, unknown: Counter[str], *, has_scores: bool
) -> Question | None:
    """Ask what 7/10 without a word is; likely a score where others say that they are.

    Such pieces are taken out of what is not known, to be asked about once.
    """
    pieces = {piece: unknown.pop(piece) for piece in [*unknown] if MAY_BE_SCORE.fullmatch(piece)}
    if not pieces:
        return None
    bare = {"bare": True}
    score = Choice(
        "stiffness", "stiffness", {"ratings": bare if has_scores else [{"text": column} | bare]}
    )
    none = Choice(LEAVE_OUT, "something else: it is left out",
                  {"names": dict.fromkeys(pieces, NO_EXERCISE)})  # fmt: skip
    samples = tuple([*pieces][:3])
    stands = "stands" if len(pieces) == 1 else "stand"
    said = f"{', '.join(map(repr, samples))} {stands} there without a word that says of what."
    return Question(
        f"bare:{column}",
        f"{said} What is it?",
        (score, none) if has_scores else (none, score),
        column=column,
        samples=samples,
        file=sheet.file,
        sheet=sheet.name,
    )


def _named(piece: str) -> str:
    """Return a piece that was not understood, without the amounts that would make it many."""
    share = share_in(piece)
    found = None if share and share.is_of_sets else amounts_in(piece)
    return (found[0] if found else "") or piece


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """Find columns whose cells say in words what was done; None where there is none.

    In each half of the cells name an exercise that is understood, and some cell of the first holds
    more than names with commas between; the others go on with it, as PM does with AM.
    """
    raw = table_of_sheet(sheet)
    if raw.fault is not None or (sheet.lines is not None and sheet.letters is None):
        return None  # notes under dates say what their text is
    found: dict[str, _InWords] = {}
    for header, column in zip(raw.header, raw.columns, strict=True):
        is_name = sheet.letters is not None and header in (EXERCISE, MARK)
        if header.strip() and isinstance(column, Coded) and not is_name:
            # of days across the name of a line is no second session of its box
            found |= _in_words(header, column, catalogue)
    found = {header: found[header] for header in found if header in only_done(found)}
    first = next((header for header, own in found.items() if own.is_more), None)
    if first is None:
        return None  # lists of names, or one name, which other rules read
    is_joined = may_be_joined(raw)
    found = {h: o for h, o in found.items() if h == first or (is_joined and goes_on(h, first))}
    unknown = sum((own.unknown for own in found.values()), Counter[str]())
    adds: dict[str, Any] = {"sessions": [{"exercise": {"text": header}} for header in found]}
    rated = [header for header, own in found.items() if own.is_rated]
    if rated:
        adds["ratings"] = [{"text": header} for header in rated]
    bare = [
        bare_scores_question(sheet, header, unknown, has_scores=header in rated) for header in found
    ]
    taken = tuple(own.taken for own in found.values())
    return Detected(adds, taken, dict(unknown), tuple(filter(None, bare)))


class _InWords(NamedTuple):
    """What a column says in words."""

    taken: Taken
    unknown: Counter[str]
    is_rated: bool
    is_more: bool
    """Whether some cell says more than names with commas between."""


def _in_words(header: str, column: Coded, catalogue: Catalogue) -> dict[str, _InWords]:
    """Return what a column says, if half of its cells name an exercise that is understood."""
    some = [v for v in filled_values(column)[:LOOKED_AT] if not means_no_exercise(v)]
    n_known = sum(bool(read_text_cell(value, catalogue, {}).sessions) for value in some)
    if not n_known or n_known < FEWEST_KNOWN * len(some):
        return {}
    read = [read_text_cell(value, catalogue, {}) for value in column.values]
    counts = [int(n) for n in column.counts]
    unknown: Counter[str] = Counter()
    for r, n in zip(read, counts, strict=True):
        for piece in r.unknown:
            unknown[piece] += n
    n_rated = sum(n * len(r.ratings) for r, n in zip(read, counts, strict=True))
    n_scores = sum(n * sum(map(has_number, r.ratings)) for r, n in zip(read, counts, strict=True))
    n_sessions = sum(n * len(r.sessions) for r, n in zip(read, counts, strict=True))
    scores = f", {number_of(n_scores, 'score')} of stiffness" if n_scores else ""
    meaning = f"what was done, in words: {number_of(n_sessions, 'exercise')}{scores}"
    samples = tuple(cell_text(value) for value in filled_values(column)[:3])
    is_more = any(_is_more(v, r, catalogue) for v, r in zip(column.values, read, strict=True))
    return {header: _InWords(Taken(header, meaning, samples), unknown, n_rated > 0, is_more)}


def detect_amounts(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See columns of amounts with their units, where each row names one exercise.

    A weight in kilograms or pounds may be the body's, and is asked about.
    """
    raw = table_of_sheet(sheet)
    columns = [(h, c) for h, c in zip(raw.header, raw.columns, strict=True)
               if h.strip() and isinstance(c, Coded) and filled_values(c)]  # fmt: skip
    if not any(_names_one_exercise(column, catalogue) for _, column in columns):
        return None
    taken, names, questions = [], [], []
    for header, column in columns:
        values = filled_values(column)
        found = [amounts_in(v) if isinstance(v, str) else None for v in values]
        kinds = {kind for each in found if each and not each[0] for kind in each[1]}
        n_read = sum(each is not None and bool(each[1]) and not each[0] for each in found)
        if n_read < MOST_AMOUNTS * len(values) or match_header([header], _SESSIONS).places:
            continue
        samples = tuple(cell_text(value) for value in values[:3])
        if kinds == {"load_kg"}:
            own = weight_question(header, samples, {"amounts": [header]})
            questions.append(replace(own, file=sheet.file, sheet=sheet.name))
            continue
        names.append(header)
        words = ", ".join(_WORDS_OF[kind] for kind in _WORDS_OF if kind in kinds)
        taken.append(Taken(header, f"amounts: {words}", samples))
    if not names and not questions:
        return None
    adds = {"amounts": names} if names else {}
    return Detected(adds, tuple(taken), questions=tuple(questions))


_SESSIONS = TABLES["sessions"]
_WORDS_OF = {
    "sets": "sets", "reps": "repetitions", "hold_s": "seconds of a hold", "duration_min": "minutes",
    "load_kg": "weight", "side": "side",
}  # fmt: skip
MOST_AMOUNTS = 0.8
"""Share of a column's different cells that must be amounts. *Our choice.*"""


def _names_one_exercise(column: Coded, catalogue: Catalogue) -> bool:
    """Tell whether the cells of a column mostly name one exercise each."""
    values = filled_values(column)
    read = (read_text_cell(value, catalogue, {}) for value in values[:LOOKED_AT])
    known = sum(len(each.sessions) == 1 and not each.unknown for each in read)
    return known > len(values[:LOOKED_AT]) / 2


def _is_more(value: Any, read: Read, catalogue: Catalogue) -> bool:
    """Tell whether a cell says more than names with commas or semicolons between."""
    if read.ratings or any(len(session) > 1 for session in read.sessions):
        return True
    lists = [cell_text(value).split(separator) for separator in ",;"]
    named = [sum(exercise_key(name) in catalogue.spellings for name in names) for names in lists]
    return len(read.sessions) > max(named)
