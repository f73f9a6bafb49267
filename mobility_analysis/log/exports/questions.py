"""What was understood of a sheet, what is asked about it, and what each answer adds to its recipe.

Nothing here reads or writes a file, or asks anybody: a terminal and a form put the same questions.
An understanding with all its questions answered is a recipe, as TOML would hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mobility_analysis.log.read.cells import Sheet

SAMPLES = 3
"""Values of a column that are shown beside what it was taken for."""
FIRST_ROWS = 5
"""Rows of a sheet that are shown before the first question."""

Answers = Mapping[str, str]
"""The value of the choice that was taken, by the key of its question."""


ROLES: Mapping[str, str] = {
    "date": "the day",
    "client": "whose row it is",
    "stiffness": "stiffness, self-rated",
    "moment": "when in the day stiffness was rated",
    "exercises": "the exercises done, by their names",
    "tick": "an exercise, with a tick where it was done",
    "status": "whether it was done",
    "sets": "sets",
    "reps": "repetitions",
    "hold_s": "seconds held",
    "duration_min": "minutes",
    "load_kg": "the load",
    "side": "the side",
    "note": "a note",
    "logged_at": "when the row was written",
    "leave out": "something else: it is left out",
}
"""What somebody may say that a column is, where it was taken for something else; with words."""


def number_of(number: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> number_of(1, "score"), number_of(2000, "row")
    ('1 score', '2,000 rows')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


@dataclass(frozen=True)
class Choice:
    """One answer to a question."""

    value: str
    """What stands for it in ``Answers``."""
    words: str
    adds: Mapping[str, Any] = field(default_factory=dict)
    """What it adds to the recipe, as TOML would hold it; see ``added``."""
    opens: tuple[Question, ...] = ()
    """What is asked next where it was taken."""


@dataclass(frozen=True)
class Question:
    """One thing that bears on the meaning of a sheet and is not certain.

    Questions with the same key are one question: of ten files that are alike it is asked once.
    """

    key: str
    """``site:Where``, ``status:Done?``: what is asked, and of which column."""
    words: str
    choices: tuple[Choice, ...]
    """The likely one first: it is what an empty answer means."""
    column: str = ""
    """The header; empty for a question about the sheet as a whole."""
    samples: tuple[str, ...] = ()
    """Up to three values."""
    file: str = ""
    sheet: str = ""

    def choice(self, value: str) -> Choice:
        """Return the choice of a value."""
        for choice in self.choices:
            if choice.value == value:
                return choice
        known = ", ".join(repr(choice.value) for choice in self.choices)
        raise ValueError(f"{self.key}: {value!r} is none of the answers {known}")


@dataclass(frozen=True)
class Taken:
    """What one column was taken for."""

    header: str
    meaning: str
    """``date``; ``Bear Rolls, 12 ticks``; ``not used``."""
    samples: tuple[str, ...] = ()
    """Up to three values."""
    is_used: bool = True


@dataclass(frozen=True)
class Detected:
    """What one shape makes of a sheet, where a sheet has that shape.

    ``sheet`` is what the shape turns the sheet into, if it turns it: a plain header over one row a
    day or exercise. All columns of it that are not in ``taken`` are understood as those of any
    sheet are.
    """

    adds: Mapping[str, Any] = field(default_factory=dict)
    """The keys of the recipe that name the shape, and what else is certain."""
    taken: tuple[Taken, ...] = ()
    """Columns that the shape settles."""
    unknown: Mapping[str, int] = field(default_factory=dict)
    """Names of exercises that the catalogue lacks, as written, with how often each occurs."""
    questions: tuple[Question, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Understanding:
    """What one sheet seems to hold."""

    file: str
    sheet: str
    """Empty but in a workbook of several sheets."""
    draft: Mapping[str, Any]
    """What is certain, as the TOML of a recipe."""
    columns: tuple[Taken, ...]
    questions: tuple[Question, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)
    """Exercises that the catalogue lacks: asked about together, over all files."""
    first_rows: tuple[tuple[str, ...], ...] = ()
    """The header and the first rows under it, as written."""
    span: tuple[float, float] | None = None
    """The lowest and the highest score; None where none is read yet."""


def alike(found: Iterable[Understanding]) -> list[list[Understanding]]:
    """Put the sheets together whose columns have the same headers and meanings."""
    groups: dict[object, list[Understanding]] = {}
    for own in found:
        key = (str(own.draft), tuple(taken.header for taken in own.columns))
        groups.setdefault(key, []).append(own)
    return list(groups.values())


def added(recipe: Mapping[str, Any], adds: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recipe with what an answer adds; neither of the two is changed.

    Tables are put together key by key, lists one after the other without repeats. A table that is
    added to a list of tables goes into each of these: ``{"sessions": {"status": ...}}`` says what
    holds for all ``[[sessions]]``.

    >>> draft = {"date": {"column": "When"}, "sessions": [{"exercise": {"value": "Bear Rolls"}}]}
    >>> whole = added(draft, {"ignore": ["Paid"], "sessions": {"columns": {"note": "Remark"}}})
    >>> whole["sessions"], whole["ignore"]
    ([{'exercise': {'value': 'Bear Rolls'}, 'columns': {'note': 'Remark'}}], ['Paid'])
    """
    whole = dict(recipe)
    for key, new in adds.items():
        old = whole.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            whole[key] = added(old, new)
        elif isinstance(old, list) and isinstance(new, Mapping):
            whole[key] = [added(part, new) for part in old]
        elif isinstance(old, list) and isinstance(new, list):
            whole[key] = [*old, *(part for part in new if part not in old)]
        else:
            whole[key] = new
    return whole


def all_asked(questions: Iterable[Question], answers: Answers) -> Iterator[Question]:
    """Yield questions, each followed by those that its answer opens."""
    for question in questions:
        yield question
        if question.key in answers:
            yield from all_asked(question.choice(answers[question.key]).opens, answers)


def still_open(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Return the questions that have no answer yet, each once, in the order to ask them.

    >>> paid = Question("status:Paid", "Was it done?", (Choice("no", "leave it out"),))
    >>> [q.key for q in still_open([paid, paid], {})], still_open([paid], {"status:Paid": "no"})
    (['status:Paid'], [])
    """
    found = {q.key: q for q in reversed([*all_asked(questions, answers)]) if q.key not in answers}
    return list(reversed(found.values()))


def recipe_with(
    draft: Mapping[str, Any], questions: Sequence[Question], answers: Answers
) -> dict[str, Any]:
    """Return a draft with what the answers to its questions add."""
    whole = dict(draft)
    for question in all_asked(questions, answers):
        if question.key in answers:
            whole = added(whole, question.choice(answers[question.key]).adds)
    if not isinstance(whole.get("sessions", []), list):
        del whole["sessions"]  # said of sessions of which there are none
    return whole


def likely(questions: Iterable[Question]) -> dict[str, str]:
    """Return the likely answer to each question and to those that these open."""
    answers: dict[str, str] = {}
    while left := still_open(questions := list(questions), answers):
        answers |= {question.key: question.choices[0].value for question in left}
    return answers


def settled(understanding: Understanding, answers: Answers) -> dict[str, Any] | list[Question]:
    """Return the recipe of a sheet, or the questions that are still open.

    >>> leave = Choice("leave", "it says nothing of the practice", {"ignore": ["Paid"]})
    >>> of = Question("status:Paid", "Was it done?", (leave,))
    >>> own = Understanding("a.csv", "", {"date": {"column": "Day"}}, (), (of,))
    >>> [question.key for question in settled(own, {})]
    ['status:Paid']
    >>> settled(own, {"status:Paid": "leave"})
    {'date': {'column': 'Day'}, 'ignore': ['Paid']}
    """
    left = still_open(understanding.questions, answers)
    return left or recipe_with(understanding.draft, understanding.questions, answers)
