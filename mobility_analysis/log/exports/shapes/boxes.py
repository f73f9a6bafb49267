"""A column a check box: the header ends in the name of an exercise, the cell is a tick or the name.

Forms write the question before the option, as in "Which did you do? [Bear Rolls]".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import status_said
from mobility_analysis.log.check.units import has_bare_number, is_of_none, marked
from mobility_analysis.log.check.values import (
    TICK_MARKS,
    is_clock,
    means_no_tick,
    tick_status,
    word_key,
)
from mobility_analysis.log.exports.names import known_exercise, named
from mobility_analysis.log.exports.questions import Detected, Taken
from mobility_analysis.log.exports.shapes.days_across import numbers_question
from mobility_analysis.log.languages.answers import NO_WORDS
from mobility_analysis.log.read.cells import Coded, Sheet, cell_text, filled_values
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.schema import STATUS_SPELLINGS, STATUSES

MOST = 0.8
"""Share of a column's filled cells that must be ticks or amounts. *Our choice.*"""
SAID = "said"
"""Where a mark keeps what stands beside its status; no column of a table."""
FEWEST_BOXES = 2
"""Options of one question, so that the others of it are boxes, too. *Our choice.*"""
_OPTION = re.compile(
    r"(?P<question>.*?)\s*(?:\[(?P<square>[^\]]+)\]|(?::|/|–|—|\s-)\s+(?P<after>.+))"
)


def option_of(header: str) -> tuple[str, str]:
    """Return the question and the option of a header; it is its own option where it has none.

    >>> option_of("Which did you do? [Bear Rolls]"), option_of("Exercises: Down Dog")
    (('Which did you do?', 'Bear Rolls'), ('Exercises', 'Down Dog'))
    >>> option_of("90/90 Overhead Raises")
    ('', '90/90 Overhead Raises')
    """
    found = _OPTION.fullmatch(header.strip())
    if found is None:
        return "", header.strip()
    return found["question"], (found["square"] or found["after"]).strip()


def is_own_name(cell: Any, header: str) -> bool:
    """Tell whether a cell is the name of its box, as some forms write a tick.

    >>> is_own_name("Bear rolls", "Exercises [Bear Rolls]"), is_own_name("no", "Exercises [Dog]")
    (True, False)
    """
    return isinstance(cell, str) and exercise_key(cell) == exercise_key(option_of(header)[1])


def mark_of(
    cell: Any, numbers: str, crosses: Collection[str], header: str
) -> dict[str, Any] | None:
    """Return the status and the amounts that a box says; None for an empty one.

    ``numbers`` is what a plain number counts, ``crosses`` are marks of the column that may be
    either, ``header`` names the box.

    >>> [mark_of(c, "sets", (), "Down Dog") for c in ("x", 3, "down dog", "-")]
    [{'status': 'done'}, {'status': 'done', 'sets': 3.0}, {'status': 'done'}, None]
    >>> mark_of("skipped, too tired", "", (), "Down Dog")
    {'status': 'skipped', 'said': 'too tired'}
    >>> mark_of("0:10", "", (), "Down Dog")
    {'status': 'done', 'said': '0:10'}
    >>> mark_of("0x10", "", (), "Down Dog"), mark_of("0 min", "", (), "Down Dog")
    (None, None)
    """
    if cell is None or is_of_none(cell):
        return None
    if crosses and word_key(cell) in {*crosses, *TICK_MARKS}:
        return {"status": cell_text(cell)}
    amounts = marked(cell, numbers)
    if amounts is not None:
        return amounts
    if is_own_name(cell, header):
        return {"status": "done"}
    status = tick_status(cell)
    said = status_said("", cell) if status and status not in STATUSES else None
    if is_clock(cell):  # it was done, then or for so long
        said = ("done", cell_text(cell).strip())
    if said is not None and said[1]:
        return {"status": said[0], SAID: said[1]}
    return {"status": status} if status else None


def mark_as_stated(cell: Any, words: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what somebody said that the word in a box means, with it as the note; else None.

    >>> mark_as_stated("Home", {"home": "done"}), mark_as_stated("x", {"home": "done"})
    ({'status': 'done', 'said': 'Home'}, None)
    """
    status = words.get(word_key(cell))
    return {"status": status, SAID: cell_text(cell).strip()} if status else None


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See columns of boxes: with amounts in them, or with a question before the exercise.

    Options of a question of which two are exercises are boxes, too; those that the catalogue lacks
    are named. Plain ticks under the plain names of exercises are any sheet's, and left to it.
    """
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        return None
    own = [(h, c, *option_of(h)) for h, c in zip(raw.header, raw.columns, strict=True) if h.strip()]
    known = [(h, q) for h, _, q, o in own if known_exercise(o, catalogue)]
    asked = Counter(question for _, question in known if question)
    questions = {question for question, n in asked.items() if n >= FEWEST_BOXES}
    ticks: dict[str, str] = {}
    taken: list[Taken] = []
    unknown: dict[str, int] = {}
    numbers: list[Any] = []
    is_special = bool(questions)
    for header, column, question, option in own:
        exercise = known_exercise(option, catalogue)
        if not isinstance(column, Coded) or not (exercise or question in questions):
            continue
        values = filled_values(column)
        if not all_boxes(column, header):
            continue
        ticks[header] = exercise or option
        bare = [value for value in values if has_bare_number(value)]
        numbers += [] if named(option, catalogue).unit else bare
        is_special = is_special or bool(bare) or any(marked(value, "") for value in values)
        counts = zip(column.values, column.counts, strict=True)
        n = sum(int(k) for value, k in counts if not is_empty(value))
        if exercise is None:
            unknown[option] = n
        name = exercise or f"{option}, which the catalogue lacks"
        samples = tuple(cell_text(v) for v in values[:3])
        taken.append(Taken(header, f"{name}, {n:,} {'box' if n == 1 else 'boxes'} filled", samples))
    if not is_special or not ticks:
        return None
    open_ = (numbers_question(sheet, "boxes", numbers),) if numbers else ()
    return Detected({"sessions": [{"exercise": {"columns": ticks}}]}, tuple(taken), unknown, open_)


def all_boxes(column: Coded, header: str) -> bool:
    """Tell whether nearly all cells of a column are ticks, amounts, or the name of the box."""
    fits = sum(
        int(n)
        for value, n in zip(column.values, column.counts, strict=True)
        if is_empty(value) or is_mark(value) or is_own_name(value, header)
    )
    return fits >= MOST * int(column.counts.sum())


def is_mark(value: Any) -> bool:
    """Tell whether a cell is a tick, a status or an amount, whatever the header above it.

    >>> [is_mark(value) for value in ("x", "partly", 3, "2x10", "bear rolls")]
    [True, True, True, True, False]
    """
    return (
        word_key(value) in STATUS_SPELLINGS
        or is_of_none(value)
        or has_bare_number(value)
        or marked(value, "") is not None
    )


def is_empty(value: Any) -> bool:
    """Tell whether a cell says that nothing was done: no, a dash, a rest day, sick."""
    return word_key(value) in NO_WORDS or means_no_tick(value)
