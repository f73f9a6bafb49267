"""What a sheet of unknown shape seems to hold: said column by column, and drafted as a recipe.

Nothing is taken on this ground alone: the user sees what was understood and agrees, or gets the
draft to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import tomli_w

from mobility_analysis.log.catalogue import Catalogue, merged_catalogue
from mobility_analysis.log.cells import Coded, RawTable, Sheet, cell_text
from mobility_analysis.log.dates import read_moment
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.model import DataError
from mobility_analysis.log.recipes import Recipe, load_recipe, recipe_from_text
from mobility_analysis.log.reshape import NO_TICK, TICKS, tick_status
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import STATUSES, TABLES
from mobility_analysis.log.sheets import table_of_sheet
from mobility_analysis.log.values import read_number

__all__ = ["Understanding", "understand"]

MOST = 0.8
"""Share of a column's cells that must fit what it is taken for. *Our choice.*"""

_APPS = {"hevy": {"exercise_title", "set_index", "set_type"},
         "strong": {"Workout Name", "Exercise Name", "Set Order"}}  # fmt: skip
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


@dataclass(frozen=True)
class Understanding:
    """What a sheet seems to hold.

    Attributes
    ----------
    recipe : Recipe
        The draft.
    text : str
        The draft as TOML, to keep and change.
    said : tuple of str
        One sentence a column, for the user to agree to or not.
    """

    recipe: Recipe
    text: str
    said: tuple[str, ...]


@dataclass
class _Draft:
    """A recipe in the making, as TOML would hold it."""

    scale: Scale
    given: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    listed: tuple[str, str] | None = None
    ratings: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def understand(sheet: Sheet, *, scale: Scale | None = None) -> Understanding:
    """Say what a sheet of unknown shape seems to hold, and draft a recipe for it.

    A column is taken for dates when four in five of its cells are dates; for an exercise, when
    its header is one of the catalogue and its cells are ticks; for the exercises done, when its
    cells name exercises; for scores, when its header speaks of stiffness or a time of day and its
    cells are numbers from 0 to 10, or of a stated scale. Anything else is named as not used.

    Parameters
    ----------
    sheet : Sheet
        All its cells.
    scale : Scale, optional
        The scale of its scores, as stated; the draft then states it too.

    Returns
    -------
    Understanding

    Raises
    ------
    DataError
        If there is no column of dates, or neither an exercise nor a score.
    """
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{sheet.file}: found {found}; expected {fault.expected}. {fault.repair}")
    for app, needed in _APPS.items():
        if needed <= set(raw.header):
            recipe = load_recipe(app)
            return Understanding(recipe, "", (f"This is an export of the {recipe.about}.",))
    draft = _drafted(raw, scale)
    if "date" not in draft.given or not (draft.ticks or draft.listed or draft.ratings):
        raise DataError(_not_understood(sheet, raw, draft))
    text = tomli_w.dumps(_toml(draft, sheet.file))
    return Understanding(recipe_from_text(text, "draft"), text, tuple(draft.said))


def _drafted(raw: RawTable, scale: Scale | None) -> _Draft:
    catalogue, _ = merged_catalogue([])
    draft = _Draft(scale=scale or Scale(0, 10))
    if scale is not None:
        draft.given |= {"scale": [scale.low, scale.high], "reversed": scale.reversed}
    for header, column in zip(raw.header, raw.columns, strict=True):
        assert isinstance(column, Coded)  # noqa: S101 (a sheet's columns are)
        cells = [column.values[code] for code in column.codes.tolist() if code >= 0]
        if not header:
            continue
        taken = any(take(draft, header, cells, catalogue) for take in _WAYS)
        if not taken:
            draft.said.append(f"{header!r} = not used")
    return draft


def _share(cells: Sequence[Any], fits: Callable[[Any], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _take_date(draft: _Draft, header: str, cells: Sequence[Any], _: Catalogue) -> bool:
    def is_day(cell: Any) -> bool:
        is_number = isinstance(cell, int | float) or cell_text(cell).isdigit()
        return not is_number and not isinstance(read_moment(cell), Fault)

    if "date" in draft.given or _share(cells, is_day) < MOST:
        return False
    is_named = bool(_DATE.search(header))
    draft.given["date"] = {"column": header}
    draft.said.append(f"{header!r} = date" + ("" if is_named else " (by what its cells hold)"))
    return True


def _take_ticks(draft: _Draft, header: str, cells: Sequence[Any], catalogue: Catalogue) -> bool:
    exercise = catalogue.read(header)
    known = TICKS | NO_TICK | set(STATUSES)
    if isinstance(exercise, Fault):
        return False
    if cells and _share(cells, lambda cell: cell_text(cell).strip().casefold() in known) < MOST:
        return False
    n_ticks = sum(tick_status(cell) == "done" for cell in cells)
    draft.ticks[header] = exercise
    draft.said.append(f"{header!r} = {_name(catalogue, exercise)}, {_counted(n_ticks, 'tick')}")
    return True


def _name(catalogue: Catalogue, exercise: str) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _take_list(draft: _Draft, header: str, cells: Sequence[Any], catalogue: Catalogue) -> bool:
    for separator in (",", ";"):
        parts = [part for cell in cells for part in cell_text(cell).split(separator)]
        parts = [part.strip() for part in parts if part.strip()]
        fits = _share(parts, lambda part: not isinstance(catalogue.read(part), Fault))
        if draft.listed is None and fits >= MOST:
            draft.listed = (header, separator)
            draft.said.append(f"{header!r} = the exercises done, {len(parts)} named")
            return True
    return False


def _take_score(draft: _Draft, header: str, cells: Sequence[Any], _: Catalogue) -> bool:
    found = [(m, words) for m, pattern, words in _MOMENTS if pattern.search(header)]
    score = TABLES["stiffness"]["score"].between(draft.scale.low, draft.scale.high)
    fits = _share(cells, lambda cell: not isinstance(read_number(cell, score), Fault))
    if not (found or _SCORE.search(header)) or fits < MOST:
        return False
    moment, words = found[0] if found else ("", "")
    draft.ratings.append({"score": header} | ({"moment": moment} if moment else {}))
    said = f"stiffness {words}".strip()
    draft.said.append(
        f"{header!r} = {said}, self-rated from {draft.scale.text()}, "
        f"{_counted(len(cells), 'score')}"
    )
    return True


def _take_named(draft: _Draft, header: str, cells: Sequence[Any], _: Catalogue) -> bool:
    if _NOTE.search(header) and "note" not in draft.columns:
        draft.columns["note"] = header
        draft.said.append(f"{header!r} = notes")
        return True
    if _CLIENT.search(header) and "client" not in draft.given and cells:
        draft.given["client"] = {"column": header}
        draft.said.append(f"{header!r} = client, {len(set(map(cell_text, cells)))} different")
        return True
    return False


_WAYS = (_take_date, _take_ticks, _take_list, _take_score, _take_named)


def _toml(draft: _Draft, file: str) -> dict[str, Any]:
    """Return the draft as the tables of a recipe."""
    sessions: list[dict[str, Any]] = []
    more = {"columns": draft.columns} if draft.columns else {}
    if draft.ticks:
        sessions.append({"exercise": {"columns": draft.ticks}, **more})
    if draft.listed:
        column, separator = draft.listed
        sessions.append({"exercise": {"list": column, "separator": separator}, **more})
    ratings = [{**rating, **more} for rating in draft.ratings]
    parts = {"about": f"Draft for {file}", **draft.given, "sessions": sessions, "ratings": ratings}
    return {key: value for key, value in parts.items() if value}


def _not_understood(sheet: Sheet, raw: RawTable, draft: _Draft) -> str:
    lacks = []
    if "date" not in draft.given:
        lacks.append("a column of dates")
    if not (draft.ticks or draft.listed or draft.ratings):
        lacks.append("a column of an exercise, or of scores from 0 to 10")
    columns = ", ".join(repr(text) for text in raw.header if text)
    return (
        f"{sheet.file}: expected {' and '.join(lacks)}, and found the columns {columns}. Name the "
        "columns as the codebook does (mobility-analysis new FOLDER writes it, with empty tables), "
        "or write a recipe and give it with --recipe."
    )
