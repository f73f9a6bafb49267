"""Columns of exercises: ticks, lists in one cell, and whether it was done."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import is_named_as_status, status_meanings
from mobility_analysis.log.check.values import (
    NO_TICK,
    means_no_exercise,
    read_number,
    tick_status,
    word_key,
)
from mobility_analysis.log.exports.recognise.draft import MOST, Column, Draft, counted
from mobility_analysis.log.exports.shapes.every import SEPARATORS
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.cells import cell_text
from mobility_analysis.log.schema import STATUS_SPELLINGS, TABLES

_EXERCISES = re.compile(
    r"\b(exercises?|activity|activities|movements?|moves?|stretch|stretches|drills?|"
    r"what (?:did you|i|we) (?:do|did))\b",
    re.I,
)


def take_ticks(draft: Draft, column: Column, catalogue: Catalogue) -> bool:
    """Take a column of ticks under the name of an exercise."""
    exercise = catalogue.spellings.get(exercise_key(column.header))
    if exercise is None:
        return False

    def is_tick(cell: Any) -> bool:
        return word_key(cell) in NO_TICK or word_key(cell) in STATUS_SPELLINGS

    if column.n_cells and column.share(is_tick) < MOST:
        return False
    n_ticks = column.n(lambda cell: tick_status(cell) == "done")
    draft.ticks[column.header] = exercise
    said = f"{_name(catalogue, exercise)}, {counted(n_ticks, 'tick')}"
    draft.said[column.header] = said
    return True


def _name(catalogue: Catalogue, exercise: str) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def take_list(draft: Draft, column: Column, catalogue: Catalogue) -> bool:
    """Take a column whose cells name exercises; those that are not known are named, all of them."""
    if draft.listed is not None or draft.known.get("sessions") or not column.n_cells:
        return False
    is_named = bool(_EXERCISES.search(column.header)) or "exercise" in columns_named(column.header)
    best: tuple[float, str, Counter[str], list[str]] | None = None
    for separator in SEPARATORS:
        parts = parts_of(column, separator)
        unknown = [part for part in parts if exercise_key(part) not in catalogue.spellings]
        fits = 1 - sum(parts[part] for part in unknown) / (parts.total() or 1)
        if parts and (best is None or fits > best[0]):
            best = (fits, separator, parts, unknown)
    if best is None:
        return False
    fits, separator, parts, unknown = best
    is_text = column.share(lambda v: isinstance(read_number(v, TABLES["sessions"]["sets"]), Fault))
    if not (fits >= MOST or (is_named and is_text >= MOST)):
        return False
    draft.listed = (column.header, separator)
    said = f"the exercises done, {parts.total():,} named"
    n_none = column.n(means_no_exercise)
    said += f"; {counted(n_none, 'cell')} without an exercise" if n_none else ""
    said += f"; not in the catalogue: {', '.join(unknown)}" if unknown else ""
    draft.said[column.header] = said
    return True


def parts_of(column: Column, separator: str) -> Counter[str]:
    """Count the names in the cells of a column, without those that say there was no exercise."""
    found: Counter[str] = Counter()
    for value, n in zip(column.values, column.counts, strict=True):
        for part in map(str.strip, cell_text(value).split(separator)):
            if part and not means_no_exercise(part):
                found[part] += n
    return found


def take_status(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column that says of each row whether it was done."""
    meanings = status_meanings(column.header, column.values)
    if draft.has_status or not is_named_as_status(column.header) or meanings is None:
        return False
    draft.status = (column.header, meanings)
    words = column.n(lambda cell: meanings[word_key(cell)] == "done")
    draft.said[column.header] = f"whether it was done: {words:,} of {column.n_cells:,} done"
    return True
