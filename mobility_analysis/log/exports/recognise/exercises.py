"""Columns of exercises: ticks, lists in one cell, and whether it was done."""

from __future__ import annotations

import re
from collections import Counter

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import (
    is_named_as_status,
    is_of_scores,
    status_meanings,
    status_said,
)
from mobility_analysis.log.check.units import has_bare_number
from mobility_analysis.log.check.values import (
    NO_TICK,
    means_no_exercise,
    mixed_crosses,
    tick_status,
    word_key,
)
from mobility_analysis.log.exports.names import known_exercise, named
from mobility_analysis.log.exports.questions import number_of
from mobility_analysis.log.exports.recognise.draft import MOST, Column, Draft
from mobility_analysis.log.exports.recognise.scores import is_of_stiffness, moment_of
from mobility_analysis.log.exports.recognise.several import goes_on
from mobility_analysis.log.exports.shapes.boxes import is_empty, is_mark
from mobility_analysis.log.exports.shapes.days_across import numbers_question
from mobility_analysis.log.exports.shapes.every import SEPARATORS
from mobility_analysis.log.exports.shapes.free_text import LOOKED_AT, read_text_cell
from mobility_analysis.log.languages.done import is_share
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.cells import Sheet, cell_text
from mobility_analysis.log.read.headers import speaks_of_exercises
from mobility_analysis.log.schema import STATUS_SPELLINGS

_COUNTED = re.compile(r"\b(exercises?|stretch|stretches|drills?)\b", re.I)
"""What numbers under a header may count; those under Movement or Activity may as well rate it."""
_ALL_OF_THEM = re.compile(
    r"(?:(?:my|the|all|home|daily|did|done|i|completed)\W+)*exercises?"
    r"(?:\W+(?:done|completed|today))*\W*",
    re.I,
)


def take_ticks(draft: Draft, column: Column, catalogue: Catalogue) -> bool:
    """Take a column of ticks under the name of an exercise; another cell there is a problem."""
    found = named(column.header, catalogue)
    exercise = found.exercise
    if exercise is None:
        return False

    known = NO_TICK | STATUS_SPELLINGS.keys()
    if column.n_cells and not column.n(lambda cell: word_key(cell) in known):
        return False
    n_ticks = column.n(lambda cell: tick_status(cell) == "done")
    draft.ticks[column.header] = exercise
    side = found.side.get("side", "")
    name = " ".join(filter(None, (_name(catalogue, exercise), side)))
    said = f"{name}, {number_of(n_ticks, 'tick')}"
    draft.said[column.header] = said
    return True


def _name(catalogue: Catalogue, exercise: str) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def take_list(draft: Draft, column: Column, catalogue: Catalogue) -> bool:
    """Take a column whose cells name exercises; those that are not known are named, all of them."""
    if draft.known.get("sessions") or not column.n_cells:
        return False
    goes_on_with = draft.may_be_joined and any(goes_on(column.header, h) for h in draft.listed)
    if draft.listed and not goes_on_with:
        return False
    is_named = speaks_of_exercises(column.header)
    best = _best_list(column, catalogue)
    if best is None:
        return False
    fits, separator, parts, unknown = best
    n_marks = column.n(lambda cell: is_mark(cell) and not is_empty(cell))
    n_named = column.n(lambda cell: not (is_mark(cell) or is_empty(cell)))
    is_text = n_named > 0 and n_named >= MOST * (n_named + n_marks)
    if not (fits >= MOST or (is_named and is_text)):
        return False
    draft.listed[column.header] = separator
    said = f"the exercises done, {parts.total():,} named"
    n_none = column.n(means_no_exercise)
    said += f"; {number_of(n_none, 'cell')} without an exercise" if n_none else ""
    said += f"; not in the catalogue: {', '.join(unknown)}" if unknown else ""
    draft.said[column.header] = said
    return True


def way_of_names(
    column: Column, catalogue: Catalogue, *, at_a_glance: bool = False
) -> dict[str, str]:
    """Return how the names of a column are read of which most are exercises; else nothing.

    ``at_a_glance``: its first cells tell whether the others are looked at.
    """
    some = Column(column.header, column.values[:LOOKED_AT], column.counts[:LOOKED_AT])
    if at_a_glance and len(column.values) > LOOKED_AT and not way_of_names(some, catalogue):
        return {}
    best = _best_list(column, catalogue)
    if best is not None and best[0] >= MOST:
        return {"list": column.header, "separator": best[1]}
    is_in_words = column.share(lambda v: bool(read_text_cell(v, catalogue, {}).sessions)) >= MOST
    return {"text": column.header} if is_in_words else {}


def _best_list(
    column: Column, catalogue: Catalogue
) -> tuple[float, str, Counter[str], list[str]] | None:
    """Return how many of the names are known, what stands between, all names, and the unknown."""
    best: tuple[float, str, Counter[str], list[str]] | None = None
    for separator in SEPARATORS:
        parts = parts_of(column, separator)
        unknown = [part for part in parts if known_exercise(part, catalogue) is None]
        fits = 1 - sum(parts[part] for part in unknown) / (parts.total() or 1)
        if parts and (best is None or fits > best[0]):
            best = (fits, separator, parts, unknown)
    return best


def parts_of(column: Column, separator: str) -> Counter[str]:
    """Count the names in the cells of a column, without those that say there was no exercise."""
    found: Counter[str] = Counter()
    for value, n in zip(column.values, column.counts, strict=True):
        for part in map(str.strip, cell_text(value).split(separator)):
            if part and not means_no_exercise(part):
                found[part] += n
    return found


def take_boxes(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column of ticks, statuses or counts whose header names an exercise: Wall stretch."""
    header = column.header
    if not (_names_an_exercise(header) and column.n_cells) or mixed_crosses(column.values):
        return False
    if column.share(lambda cell: is_empty(cell) or is_mark(cell)) < MOST:
        return False
    numbers = [value for value in column.values if has_bare_number(value)]
    if numbers and not _COUNTED.search(header):
        return False
    draft.ticks[header] = header
    n_ticks = column.n(lambda cell: not is_empty(cell))
    draft.said[header] = f"an exercise that is not known, {number_of(n_ticks, 'tick')}"
    if numbers:
        draft.ask(numbers_question(Sheet(draft.file, draft.sheet, []), "boxes", numbers))
    return True


def _names_an_exercise(header: str) -> bool:
    """Tell whether a header is the name of one exercise, and no question, score or heading."""
    return not (
        not speaks_of_exercises(header)
        or header.rstrip().endswith("?")
        or is_of_all_exercises(header)
        or is_named_as_status(header)
        or is_of_scores(header)
        or is_of_stiffness(header)
        or moment_of(header).get("moment") in ("before", "after")
    )


def is_of_all_exercises(header: str) -> bool:
    """Tell whether a header names exercises as a whole, so that a tick says they were done.

    >>> [is_of_all_exercises(text) for text in ("My exercises", "Übungen", "Wall stretch")]
    [True, True, False]
    """
    return bool(_ALL_OF_THEM.fullmatch(header.strip())) or columns_named(header) == {"exercise"}


def take_status(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column that says of each row whether it was done; a cell that does not is a problem.

    Where most do not, or some say how much was done, it is asked about.
    """
    header = column.header
    meanings = status_meanings(header, column.values)
    is_named = is_named_as_status(header) or is_of_all_exercises(header)
    if draft.has_status or not is_named or meanings is None:
        return False
    n_unread = column.n(lambda cell: status_said(header, cell) is None)
    if 2 * n_unread > column.n_cells or (n_unread and _says_how_much(column)):
        return False
    draft.status = (header, meanings)
    n_done = column.n(lambda cell: (status_said(header, cell) or ("",))[0] == "done")
    said = f"whether it was done: {n_done:,} of {column.n_cells:,} done"
    draft.said[header] = f"{said}, {n_unread:,} neither done nor skipped" if n_unread else said
    return True


def _says_how_much(column: Column) -> bool:
    """Tell whether some cell that is no status says how much was done: 50 %."""
    return any(
        is_share(column.header, word_key(cell)) and status_said(column.header, cell) is None
        for cell in column.values
    )
