"""What a sheet of unknown shape seems to hold: said column by column, and drafted as a recipe.

Nothing is taken on this ground alone: the user sees what was understood and agrees, or gets the
draft to change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import tomli_w

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import (
    Bearing,
    bearing_of,
    is_named_as_status,
    status_meanings,
)
from mobility_analysis.log.check.dates import read_moment
from mobility_analysis.log.check.units import is_column_of_units, unit_of, unit_place
from mobility_analysis.log.check.values import means_no_exercise, read_number, word_key
from mobility_analysis.log.exports.apps import app_of
from mobility_analysis.log.exports.recipes import Recipe, load_recipe, recipe_from_text
from mobility_analysis.log.exports.reshape import NO_TICK, tick_status
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, cell_text, is_blank
from mobility_analysis.log.read.headers import match_header
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import STATUS_SPELLINGS, TABLES

MOST = 0.8
"""Share of a column's cells that must fit what it is taken for. *Our choice.*"""
HEAD_ROWS = 100
"""Rows under the header by which a sheet is refused, so that a long one is refused at once."""

_MOMENTS = (
    ("waking", re.compile(r"\b(morning|waking|wake|woke|am)\b", re.I), "on waking"),
    ("evening", re.compile(r"\b(evening|night|bed|bedtime|pm)\b", re.I), "in the evening"),
    ("before", re.compile(r"\bbefore\b", re.I), "before a session"),
    ("after", re.compile(r"\bafter\b", re.I), "after a session"),
)
_SCORE = re.compile(r"\b(stiff|stiffness|score|rating|tightness)\b", re.I)
_NOTE = re.compile(r"\b(notes?|comments?|remarks?)\b", re.I)
_CLIENT = re.compile(r"\b(name|client|patient|who)\b", re.I)
_DATE = re.compile(r"\b(date|day|timestamp|when)\b", re.I)
_EXERCISES = re.compile(
    r"\b(exercises?|activity|activities|movements?|stretch|stretches|drills?|what did you do)\b",
    re.I,
)
_LOAD = re.compile(r"\b(weight|load)\b", re.I)
_SESSION_NUMBERS = ("sets", "reps", "hold_s", "duration_min", "load_kg")


@dataclass(frozen=True)
class Understanding:
    """What a sheet seems to hold."""

    recipe: Recipe
    """The draft."""
    text: str
    """The draft as TOML, to keep and change."""
    said: tuple[str, ...]
    """One sentence a column, for the user to agree to or not."""
    open: tuple[Bearing, ...] = ()
    """Columns that may change what the log means: asked about, else the sheet is refused."""

    def without_open(self) -> Recipe:
        """Return the draft where the user said that these columns are to be left out."""
        return replace(self.recipe, ignore=tuple(bearing.header for bearing in self.open))


@dataclass(frozen=True)
class _Column:
    """A column of a sheet: its header, and its distinct cells with how often each occurs."""

    header: str
    coded: Coded

    @property
    def values(self) -> list[Any]:
        return list(self.coded.values)

    @cached_property
    def counts(self) -> list[int]:
        return [int(n) for n in self.coded.counts]

    @property
    def n_cells(self) -> int:
        """How many cells are not empty."""
        return sum(self.counts)

    def n(self, fits: Callable[[Any], bool]) -> int:
        """Count the cells that fit, each different one looked at once."""
        return sum(n for value, n in zip(self.values, self.counts, strict=True) if fits(value))

    def share(self, fits: Callable[[Any], bool]) -> float:
        return self.n(fits) / self.n_cells if self.n_cells else 0.0


@dataclass
class _Draft:
    """A recipe in the making, as TOML would hold it."""

    scale: Scale
    has_units: bool = False
    has_sets: bool = False
    given: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    listed: tuple[str, str] | None = None
    status: tuple[str, dict[str, str]] | None = None
    ratings: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Columns of sessions alone: sets, repetitions, side."""
    said: list[tuple[str, str]] = field(default_factory=list)
    """The header of each column, and what it is read as."""
    open: list[Bearing] = field(default_factory=list)
    unknown: tuple[str, list[str]] | None = None
    """A column headed as one of exercises, and its names, of which none is known."""


def head_of(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet: the header and some rows under it that are not blank.

    >>> rows = [["date"], [], *[["2026-01-05"]] * 200]
    >>> len(head_of(Sheet("s.csv", "", rows)).rows) - HEAD_ROWS
    2
    """
    n_filled = 0
    for place, row in enumerate(sheet.rows):
        n_filled += not all(map(is_blank, row))
        if n_filled > HEAD_ROWS:
            return replace(sheet, rows=sheet.rows[: place + 1])
    return sheet


def understand(sheet: Sheet, *, scale: Scale | None = None) -> Understanding:
    """Say what a sheet of unknown shape seems to hold, and draft a recipe for it.

    A column is taken for dates when four in five of its cells are dates; for an exercise, when
    its header is one of the catalogue and its cells are ticks; for the exercises done, when its
    cells name exercises; for what was done, when its header says so and its cells are yes and no;
    for scores, when its header speaks of stiffness or a time of day and its cells are numbers from
    0 to 10, or of a stated scale, which the draft then states too. Anything else is named as not
    used; what may change the meaning all the same is in ``open``. A sheet without a column of
    dates, or with neither an exercise nor a score, is refused by its first rows.
    """
    head = head_of(sheet)
    raw = table_of_sheet(head)
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{sheet.file}: found {found}; expected {fault.expected}. {fault.repair}")
    app = app_of(raw.header)
    if app:
        recipe = load_recipe(app)
        return Understanding(recipe, "", (f"This is an export of the {recipe.about}.",))
    draft = _understood(raw, scale)
    if head is not sheet:
        draft = _understood(table_of_sheet(sheet), scale)
    text = _open_lines(draft) + tomli_w.dumps(_toml(draft, sheet.file))
    recipe = recipe_from_text(text, "draft")
    said = tuple(f"{header!r} = {meaning}" for header, meaning in draft.said)
    return Understanding(recipe, text, said, tuple(draft.open))


def _understood(raw: RawTable, scale: Scale | None) -> _Draft:
    draft = _drafted(raw, scale)
    if "date" not in draft.given or not (draft.ticks or draft.listed or draft.ratings):
        raise DataError(_not_understood(raw, draft))
    return draft


def _drafted(raw: RawTable, scale: Scale | None) -> _Draft:
    catalogue, _ = merged_catalogue([])
    draft = _Draft(scale=scale or Scale(0, 10), has_units=unit_place(raw.header) is not None)
    draft.has_sets = bool(
        {"sets", "reps"} & match_header(raw.header, TABLES["sessions"]).places.keys()
    )
    if scale is not None:
        draft.given |= {"scale": [scale.low, scale.high], "reversed": scale.reversed}
    left = []
    for header, coded in zip(raw.header, raw.columns, strict=True):
        assert isinstance(coded, Coded)  # noqa: S101 (a sheet's columns are)
        column = _Column(header, coded)
        if header.strip() and not any(take(draft, column, catalogue) for take in _WAYS):
            left.append(column)
            draft.said.append((header, "not used"))
    _name_left(draft, left)
    return draft


def _name_left(draft: _Draft, left: list[_Column]) -> None:
    """Name, of the columns that nothing took, those that may change what the log means."""
    if draft.status is not None and draft.listed is None:
        header, _ = draft.status  # ticks say it themselves, and without exercises nothing was done
        draft.status = None
        draft.said = [(of, meaning) for of, meaning in draft.said if of != header]
        draft.said.append((header, "not used"))
    draft.open = [
        bearing
        for column in left
        if (bearing := bearing_of(column.header, column.values)) is not None
        and not is_column_of_units(column.header, column.values)
    ]


def _open_lines(draft: _Draft) -> str:
    """Return as comments how each open column is used, and the line that leaves them out."""
    if not draft.open:
        return ""
    said = [f"# {' '.join(b.said().split())}: used by {' or '.join(b.lines)}\n" for b in draft.open]
    names = tomli_w.dumps({"ignore": [bearing.header for bearing in draft.open]})
    lines = " ".join(names.split("\n")).strip()
    return (
        "".join(said)
        + f"# To leave out what is not used, take away the # of this line:\n# {lines}\n\n"
    )


def _take_date(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    def is_day(cell: Any) -> bool:
        is_number = isinstance(cell, int | float) or cell_text(cell).isdigit()
        return not is_number and not isinstance(read_moment(cell), Fault)

    if "date" in draft.given or column.share(is_day) < MOST:
        return False
    is_named = bool(_DATE.search(column.header))
    draft.given["date"] = {"column": column.header}
    by_cells = "" if is_named else " (by what its cells hold)"
    draft.said.append((column.header, f"date{by_cells}"))
    return True


def _take_ticks(draft: _Draft, column: _Column, catalogue: Catalogue) -> bool:
    exercise = catalogue.spellings.get(exercise_key(column.header))
    if exercise is None:
        return False

    def is_tick(cell: Any) -> bool:
        return word_key(cell) in NO_TICK or word_key(cell) in STATUS_SPELLINGS

    if column.n_cells and column.share(is_tick) < MOST:
        return False
    n_ticks = column.n(lambda cell: tick_status(cell) == "done")
    draft.ticks[column.header] = exercise
    said = f"{_name(catalogue, exercise)}, {_counted(n_ticks, 'tick')}"
    draft.said.append((column.header, said))
    return True


def _name(catalogue: Catalogue, exercise: str) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _take_list(draft: _Draft, column: _Column, catalogue: Catalogue) -> bool:
    """Take a column whose cells name exercises; those that are not known are named, all of them."""
    if draft.listed is not None or not column.n_cells:
        return False
    is_named = bool(_EXERCISES.search(column.header))
    best: tuple[float, str, Counter[str], list[str]] | None = None
    for separator in (",", ";"):
        parts = _parts(column, separator)
        unknown = [part for part in parts if exercise_key(part) not in catalogue.spellings]
        fits = 1 - sum(parts[part] for part in unknown) / (parts.total() or 1)
        if parts and (best is None or fits > best[0]):
            best = (fits, separator, parts, unknown)
    if best is None:
        return False
    fits, separator, parts, unknown = best
    if is_named and fits == 0:
        draft.unknown = (column.header, unknown)
    if not (fits >= MOST or (is_named and fits > 0)):
        return False
    draft.listed = (column.header, separator)
    said = f"the exercises done, {parts.total():,} named"
    n_none = column.n(means_no_exercise)
    said += f"; {_counted(n_none, 'cell')} without an exercise" if n_none else ""
    said += f"; not in the catalogue: {', '.join(unknown)}" if unknown else ""
    draft.said.append((column.header, said))
    return True


def _parts(column: _Column, separator: str) -> Counter[str]:
    """Count the names in the cells of a column, without those that say there was no exercise."""
    found: Counter[str] = Counter()
    for value, n in zip(column.values, column.counts, strict=True):
        for part in map(str.strip, cell_text(value).split(separator)):
            if part and not means_no_exercise(part):
                found[part] += n
    return found


def _take_status(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    meanings = status_meanings(column.header, column.values)
    if draft.status is not None or not is_named_as_status(column.header) or meanings is None:
        return False
    draft.status = (column.header, meanings)
    words = column.n(lambda cell: meanings[word_key(cell)] == "done")
    draft.said.append((column.header, f"whether it was done: {words:,} of {column.n_cells:,} done"))
    return True


def _take_number(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    """Take a column of sets, repetitions, hold, minutes, load or side, by its header."""
    header = column.header
    found = list(match_header([header], TABLES["sessions"]).places)
    has_unit = draft.has_units or (draft.has_sets and bool(unit_of(header)))
    if not found and _LOAD.search(header) and has_unit:
        found = ["load_kg"]
    name = found[0] if found else ""
    if name == "side" and name not in draft.numbers:
        draft.numbers[name] = header
        draft.said.append((header, "side"))
        return True
    if name not in _SESSION_NUMBERS or name in draft.numbers or is_blank(header):
        return False
    own = TABLES["sessions"][name]
    is_load = name == "load_kg"
    if not is_load and column.share(lambda v: not isinstance(read_number(v, own), Fault)) < MOST:
        return False
    draft.numbers[name] = header
    pounds = " in pounds" if is_load and unit_of(header) == "lb" else ""
    meaning = own.meaning.rstrip(".").split(";")[0].lower()
    draft.said.append((header, f"{meaning}{pounds}"))
    return True


def _take_score(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    header = column.header
    found = [(m, words) for m, pattern, words in _MOMENTS if pattern.search(header)]
    score = TABLES["stiffness"]["score"].between(draft.scale.low, draft.scale.high)
    fits = column.share(lambda cell: not isinstance(read_number(cell, score), Fault))
    if not (found or _SCORE.search(header)) or fits < MOST:
        return False
    moment, words = found[0] if found else ("", "")
    draft.ratings.append({"score": header} | ({"moment": moment} if moment else {}))
    said = f"stiffness {words}".strip()
    scores = _counted(column.n_cells, "score")
    draft.said.append((header, f"{said}, self-rated from {draft.scale.text()}, {scores}"))
    return True


def _take_named(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    header = column.header
    if _NOTE.search(header) and "note" not in draft.notes:
        draft.notes["note"] = header
        draft.said.append((header, "notes"))
        return True
    if _CLIENT.search(header) and "client" not in draft.given and column.n_cells:
        draft.given["client"] = {"column": header}
        draft.said.append((header, f"client, {len(column.values)} different"))
        return True
    return False


def _take_units(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    if not draft.has_units or unit_place([column.header]) is None:
        return False
    draft.said.append((column.header, "unit of the weights"))
    return True


_WAYS = (
    _take_date, _take_ticks, _take_list, _take_status, _take_units, _take_number, _take_score,
    _take_named,
)  # fmt: skip


def _toml(draft: _Draft, file: str) -> dict[str, Any]:
    """Return the draft as the tables of a recipe."""
    sessions: list[dict[str, Any]] = []
    own = draft.notes | draft.numbers
    more: dict[str, Any] = {"columns": own} if own else {}
    if draft.ticks:
        sessions.append({"exercise": {"columns": draft.ticks}, **more})
    if draft.listed:
        column, separator = draft.listed
        listed = {"exercise": {"list": column, "separator": separator}, **more}
        if draft.status:
            header, meanings = draft.status
            listed["status"] = {"column": header, "meanings": meanings}
        sessions.append(listed)
    notes = {"columns": draft.notes} if draft.notes else {}
    ratings = [{**rating, **notes} for rating in draft.ratings]
    parts = {"about": f"Draft for {file}", **draft.given, "sessions": sessions, "ratings": ratings}
    return {key: value for key, value in parts.items() if value}


def _not_understood(raw: RawTable, draft: _Draft) -> str:
    lacks = []
    if "date" not in draft.given:
        lacks.append("a column of dates")
    if not (draft.ticks or draft.listed or draft.ratings):
        lacks.append("a column of an exercise, or of scores from 0 to 10")
    columns = ", ".join(repr(text) for text in raw.header if text)
    said = (
        f"{raw.file}: expected {' and '.join(lacks)}, and found the columns {columns}. Name the "
        "columns as the codebook does (mobility-analysis new FOLDER writes it, with empty tables), "
        "or write a recipe and give it with --recipe."
    )
    if draft.unknown is None:
        return said
    header, names = draft.unknown
    return (
        f"{said} {header!r} names exercises that the catalogue lacks: {', '.join(names)}. A recipe "
        'with unknown_exercises = "add" takes them as they are.'
    )
