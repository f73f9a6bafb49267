"""What a column is taken for: by its header and its cells, or as somebody says."""

from __future__ import annotations

import re

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import status_meanings
from mobility_analysis.log.check.units import amount_named, read_amount, unit_of, unit_place
from mobility_analysis.log.check.values import word_key
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.names import known_exercise
from mobility_analysis.log.exports.questions import ROLES
from mobility_analysis.log.exports.recognise.dates import take_date
from mobility_analysis.log.exports.recognise.draft import (
    LOAD,
    MOST,
    Column,
    Draft,
    is_of_light_weights,
    names_the_client,
    samples_of,
)
from mobility_analysis.log.exports.recognise.exercises import (
    parts_of,
    take_boxes,
    take_list,
    take_status,
    take_ticks,
)
from mobility_analysis.log.exports.recognise.scores import (
    take_as_score,
    take_moment,
    take_score,
)
from mobility_analysis.log.exports.shapes.every import SEPARATORS
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.headers import columns_named, header_word
from mobility_analysis.log.languages.plans import says_planned
from mobility_analysis.log.read.cells import cell_text, is_blank
from mobility_analysis.log.read.headers import match_header
from mobility_analysis.log.schema import SIDE_SPELLINGS, TABLES
from mobility_analysis.log.schema import Column as OwnColumn

_NOTE = re.compile(
    r"\b(notes?|comments?|remarks?|feedback|thoughts|observations|anything (?:else|to add)|"
    r"how (?:did it feel|it felt))\b",
    re.I,
)
_SESSION_NUMBERS = ("sets", "reps", "hold_s", "duration_min", "load_kg")


def take_as(draft: Draft, column: Column, role: str, catalogue: Catalogue) -> None:
    """Take a column for what somebody says that it is."""
    header = column.header
    draft.said[header] = ROLES[role]
    if role == "date":
        draft.dates, draft.is_day_stated = [header], True
    elif role == "client":
        draft.given["client"] = {"column": header}
    elif role == "stiffness":
        take_as_score(draft, header)
    elif role == "moment":
        draft.moment = header
    elif role == "exercises":
        separators = [s for s in SEPARATORS if len(parts_of(column, s)) > len(column.values)]
        draft.listed[header] = separators[0] if separators else SEPARATORS[0]
    elif role == "tick":
        draft.ticks[header] = known_exercise(header, catalogue) or header
    elif role == "status":
        draft.status = (header, status_meanings(header, column.values) or {})
    elif role in ("note", "logged_at"):
        draft.notes[role] = header
    elif role == "load_kg" and not (draft.has_units or unit_of(header)):
        draft.ask(asked.unit_question(header, samples_of(column.values)))
    elif role == "leave out":
        draft.given.setdefault("ignore", []).append(header)
    else:
        draft.numbers[role] = header


def _take_number(draft: Draft, column: Column, _: Catalogue) -> bool:
    """Take a column of sets, repetitions, hold, minutes, load or side, by its header."""
    header = column.header
    found = list(match_header([header], TABLES["sessions"]).places)
    has_unit = draft.has_units or (
        bool(unit_of(header)) and (draft.has_sets or is_of_light_weights(column))
    )
    if not found and LOAD.search(header) and has_unit:
        found = ["load_kg"]
    if not found and not says_planned(header) and (amount := amount_named(header)):
        found = [amount]
    if not found and _is_of_both_sides(column):
        found = ["side"]
    name = found[0] if found else ""
    if name == "side" and name not in draft.numbers:
        draft.numbers[name] = header
        draft.said[header] = "side"
        return True
    if name not in _SESSION_NUMBERS or name in draft.numbers or is_blank(header):
        return False
    own = TABLES["sessions"][name]
    is_load = name == "load_kg"
    if not is_load and _share_of_amounts(column, own) < MOST:
        return False
    draft.numbers[name] = header
    pounds = " in pounds" if is_load and unit_of(header) == "lb" else ""
    meaning = own.meaning.rstrip(".").split(";")[0].lower()
    draft.said[header] = f"{meaning}{pounds}"
    return True


def _is_of_both_sides(column: Column) -> bool:
    """Tell whether a header such as L/R stands over sides, and not over amounts of each."""
    is_named = header_word(column.header) in ("l r", "r l", "left right", "right left")
    return is_named and column.share(lambda cell: word_key(cell) in SIDE_SPELLINGS) >= MOST


def _share_of_amounts(column: Column, own: OwnColumn) -> float:
    """Return the share of the cells that are an amount; a dash is as good as an empty one."""
    n = column.n(lambda value: not isinstance(read_amount(value, own), Fault))
    n_dashes = column.n(lambda value: cell_text(value).strip() in ("-", "–", "—"))
    return n / (column.n_cells - n_dashes) if n else 0.0


def _take_named(draft: Draft, column: Column, _: Catalogue) -> bool:
    header = column.header
    if (_NOTE.search(header) or "note" in columns_named(header)) and "note" not in draft.notes:
        draft.notes["note"] = header
        draft.said[header] = "notes"
        return True
    if (
        names_the_client(header)
        and not {"client"} & {*draft.given, *draft.known}
        and column.n_cells
    ):
        draft.given["client"] = {"column": header}
        draft.said[header] = f"client, {len(column.values)} different"
        return True
    return False


def _take_units(draft: Draft, column: Column, _: Catalogue) -> bool:
    if not draft.has_units or unit_place([column.header]) is None:
        return False
    draft.said[column.header] = "unit of the weights"
    return True


WAYS = (
    take_date, take_ticks, take_list, take_status, take_boxes, _take_units, _take_number,
    take_score, _take_named, take_moment,
)  # fmt: skip
