"""A sheet's columns as they are looked at, and the recipe in the making that says what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mobility_analysis.log.check.units import POUND_KG, unit_of
from mobility_analysis.log.check.values import read_number
from mobility_analysis.log.exports.questions import SAMPLES, Question, added
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.languages.days import folded
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.languages.who import is_of_members
from mobility_analysis.log.read.cells import Coded, cell_text
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import TABLES

MOST = 0.8
"""Share of a column's cells that must fit what it is taken for. *Our choice.*"""
NOT_USED = "not used"
_CLIENT = re.compile(r"\b(name|client|patient|athlete|who)\b")
LOAD = re.compile(
    r"\b(weights?|load|gewicht|zusatzgewicht|peso|poids|carga|charge|carico|belasting)\b", re.I
)
MOST_USED_KG = 30
"""Up to which weights are surely no body's, but used in an exercise. *Our choice.*"""


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its header, and its distinct cells with how often each occurs."""

    header: str
    values: list[Any]
    counts: list[int]

    @classmethod
    def of(cls, header: str, coded: Coded) -> Column:
        """Return a column without the empty text that may stand among its values."""
        pairs = zip(coded.values, coded.counts.tolist(), strict=True)
        found = [(value, n) for value, n in pairs if n]
        return cls(header, [value for value, _ in found], [n for _, n in found])

    @property
    def n_cells(self) -> int:
        """How many cells are not empty."""
        return sum(self.counts)

    def n(self, fits: Callable[[Any], bool]) -> int:
        """Count the cells that fit, each different one looked at once."""
        return sum(n for value, n in zip(self.values, self.counts, strict=True) if fits(value))

    def share(self, fits: Callable[[Any], bool]) -> float:
        """Return the share of the cells that fit."""
        return self.n(fits) / self.n_cells if self.n_cells else 0.0


@dataclass
class Draft:
    """A recipe in the making, as TOML would hold it."""

    file: str
    sheet: str
    scale: Scale
    known: Mapping[str, Any]
    """What the shape of the sheet, or a recipe that is there already, says of it."""
    is_scale_stated: bool = False
    """Whether somebody stated the scale, whatever the headers say."""
    days_below_first: str = ""
    """The column of days of a short sheet, whose first row holds none."""
    has_units: bool = False
    has_sets: bool = False
    planned: set[str] = field(default_factory=set)
    """Columns of what was planned, beside others of what was done of it."""
    may_be_joined: bool = True
    """Whether several columns of exercises are each read as what was done."""
    given: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    """Columns whose cells name exercises, and what stands between several names."""
    status: tuple[str, dict[str, str]] | None = None
    ratings: list[dict[str, Any]] = field(default_factory=list)
    to_turn: list[str] = field(default_factory=list)
    """Columns of scores whose header says that the high end is the best: they are asked about."""
    to_scale: list[str] = field(default_factory=list)
    """Columns of scores whose header says that they go not from 0 to 10, and not from where."""
    notes: dict[str, str] = field(default_factory=dict)
    moment: str = ""
    """The column that says when in the day the scores of a row were given."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Columns of sessions alone: sets, repetitions, side."""
    in_words: list[str] = field(default_factory=list)
    """Columns of exercises in words that are not known: what they say is asked."""
    set_column: str = ""
    """The column that numbers the sets, where each row is one."""
    said: dict[str, str] = field(default_factory=dict)
    """What each column is read as, by its header."""
    unused: dict[str, str] = field(default_factory=dict)
    """What is said of each column that is not used, by its header."""
    dates: list[str] = field(default_factory=list)
    """Columns of dates."""
    other_days: list[str] = field(default_factory=list)
    """Columns of dates on which, by their headers, nothing was practised."""
    is_day_stated: bool = False
    questions: list[Question] = field(default_factory=list)

    @property
    def has_sessions(self) -> bool:
        """Whether some column gives sessions."""
        return bool(self.ticks or self.listed or self.known.get("sessions"))

    @property
    def has_status(self) -> bool:
        """Whether some column says if it was done."""
        return self.status is not None or any("status" in part for part in known_sessions(self))

    @property
    def has_ratings(self) -> bool:
        """Whether some column gives ratings."""
        return bool(self.ratings or self.known.get("ratings"))

    def leave(self, header: str, words: str) -> None:
        """Take a column for nothing, until something takes it."""
        self.said.pop(header, None)
        self.unused[header] = words

    def ask(self, question: Question | None) -> None:
        """Keep a question, where there is one, as one of this sheet."""
        if question is not None:
            self.questions.append(replace(question, file=self.file, sheet=self.sheet))


def names_the_client(header: str) -> bool:
    """Tell whether a column says by its header whose each row is.

    >>> [names_the_client(text) for text in ("Patient", "Kundin", "Name of client", "ID")]
    [True, True, True, False]
    """
    is_named = bool(_CLIENT.search(folded(header))) and not is_of_members(header)
    return is_named or "client" in columns_named(header)


def most_used(header: str) -> float:
    """Return up to which weight a column, by its unit, is of no body."""
    return MOST_USED_KG / (POUND_KG if unit_of(header) == "lb" else 1)


def is_of_light_weights(column: Column) -> bool:
    """Tell whether a column holds numbers of kilograms or pounds that are no body's weight."""
    most = most_used(column.header)
    numbers = [read_number(value, TABLES["checks"]["value"]) for value in column.values]
    return bool(numbers) and all(isinstance(n, float) and 0 <= n <= most for n in numbers)


def samples_of(values: Sequence[Any]) -> tuple[str, ...]:
    """Return the first values as they are shown."""
    return tuple(shortened(cell_text(value)) for value in values[:SAMPLES])


def may_rate(draft: Draft) -> bool:
    """Tell whether some answer to what is asked gives ratings."""
    return any("ratings" in choice.adds for q in draft.questions for choice in q.choices)


def beside_score(draft: Draft) -> dict[str, Any]:
    """Return the columns that go with a score, as a rating of the recipe has them."""
    columns = dict(draft.notes) | ({"moment": draft.moment} if draft.moment else {})
    return {"columns": columns} if columns else {}


def known_sessions(draft: Draft) -> Sequence[Mapping[str, Any]]:
    """Return what is known of the sessions already."""
    parts: Sequence[Mapping[str, Any]] = draft.known.get("sessions", ())
    return parts


def toml_of(draft: Draft) -> dict[str, Any]:
    """Return the draft as the tables of a recipe."""
    sessions: list[dict[str, Any]] = []
    if draft.ticks:
        sessions.append({"exercise": {"columns": draft.ticks}})
    for column, separator in draft.listed.items():
        sessions.append({"exercise": {"list": column, "separator": separator}})
    own = {"sessions": sessions, "ratings": draft.ratings}
    whole = added({"sessions": [], "ratings": [], **draft.known}, draft.given)
    whole = added(whole, {key: value for key, value in own.items() if value})
    if draft.status:
        header, meanings = draft.status
        whole = added(whole, {"sessions": {"status": {"column": header, "meanings": meanings}}})
    if draft.set_column and not draft.known.get("sessions"):
        whole = added(whole, {"sessions": {"one_a_day": True}})
    if draft.notes or draft.numbers:
        whole = added(whole, {"sessions": {"columns": {**draft.notes, **draft.numbers}}})
    if beside_score(draft):
        whole = added(whole, {"ratings": beside_score(draft)})
    return {key: value for key, value in whole.items() if value or value is False}
