"""What training apps write for sets: several side by side, times, and units in the cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from mobility_analysis.log.exports.recipes import Names, SessionsFrom
from mobility_analysis.log.read.cells import cell_text
from mobility_analysis.log.read.headers import header_key

NUMBER = "{n}"
"""In the name of a column: one column a set, numbered from 1."""
MOST_SETS = 100
DISTANCES = frozenset(["distance", "strecke"])

_CLOCK = re.compile(r"(?P<h>\d{1,2}):(?P<min>[0-5]\d):(?P<s>[0-5]\d)")
_TIMED = re.compile(
    r"(?P<number>[\d.,]+)\s*(?:s|sec|secs|seconds?|sek\.?|sekunden?)", re.IGNORECASE
)
_REPEATED = re.compile(
    r"(?P<number>\d+)\s*(?:x|reps?|repetitions?|wdh\.?|wiederholung(?:en)?)?", re.IGNORECASE
)
_FAR = re.compile(r"[\d.,]+\s*(?:km|m|mi|miles?|ft|yd)", re.IGNORECASE)


def parts_by_set(part: SessionsFrom, header: Collection[str]) -> list[SessionsFrom]:
    """Return a part of a recipe once for each set that a sheet has columns for; else as it is.

    ``header`` are the keys of the sheet's headers.

    >>> part = SessionsFrom(exercise=None, columns={"reps": ("Set {n} (Reps)",)})
    >>> [p.columns["reps"] for p in parts_by_set(part, {"set_1_reps", "set_2_reps"})]
    [('Set 1 (Reps)',), ('Set 2 (Reps)',)]
    """
    numbered = [name for names in part.columns.values() for name in names if NUMBER in name]
    if not numbered:
        return [part]
    parts = []
    for number in range(1, MOST_SETS + 1):
        if not any(header_key(_numbered(name, number)) in header for name in numbered):
            break
        columns = {
            column: tuple(_numbered(name, number) for name in names)
            for column, names in part.columns.items()
        }
        parts.append(replace(part, columns=columns))
    return parts or [part]


def _numbered(name: str, number: int) -> str:
    return name.replace(NUMBER, str(number))


def is_by_set(part: SessionsFrom) -> bool:
    """Tell whether a part of a recipe names a column a set."""
    return any(NUMBER in name for names in part.columns.values() for name in names)


def is_no_set(record: Mapping[str, Any]) -> bool:
    """Tell whether a record of one of several sets side by side holds none: 0 times, or nothing.

    >>> [is_no_set({"reps": reps, "load_kg": 55}) for reps in ("5", "0", None)]
    [False, True, True]
    """
    reps = record.get("reps")
    return reps is None or cell_text(reps).strip() in ("0", "0.0")


def as_app_writes(record: dict[str, Any], *, header: Mapping[str, str]) -> None:
    """Read what an app writes with more than a number: a time, a unit, a distance for a weight.

    ``header`` is what the sheet calls each column of the record. A cell that is read in no such way
    stays as it is.

    >>> both = {"reps": "Reps / Time", "hold_s": "Reps / Time", "load_kg": "Weight / Distance"}
    >>> for reps, load in (("12 reps", "2,5 kg"), ("30 s", "1.2 km")):
    ...     record = {"reps": reps, "hold_s": reps, "load_kg": load}
    ...     as_app_writes(record, header=both)
    ...     print(record)
    {'reps': '12', 'hold_s': None, 'load_kg': '2,5 kg'}
    {'reps': None, 'hold_s': '30', 'load_kg': None}
    """
    hold = _seconds(record.get("hold_s"))
    if "hold_s" in record:
        record["hold_s"] = hold
    if header.get("reps") and header.get("reps") == header.get("hold_s"):
        is_time = hold is not record["reps"]
        record["reps" if is_time else "hold_s"] = None
        if not is_time:
            record["reps"] = _times(record["reps"])
    words = set(header_key(header.get("load_kg", "")).split("_"))
    if words & DISTANCES and isinstance(record["load_kg"], str):
        record["load_kg"] = None if _FAR.fullmatch(record["load_kg"].strip()) else record["load_kg"]


def _seconds(cell: Any) -> Any:
    """Return a time as seconds; a cell that is none as it is."""
    text = cell.strip() if isinstance(cell, str) else ""
    clock, timed = _CLOCK.fullmatch(text), _TIMED.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(clock[part]) for part in ("h", "min", "s"))
        return hours * 3600 + minutes * 60 + seconds
    return timed["number"] if timed else cell


def _times(cell: Any) -> Any:
    found = _REPEATED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found["number"] if found else cell


def named_first(names: Names, header: Collection[str]) -> str:
    """Return the first of some headers that a sheet has; empty for none."""
    return next((name for name in names if header_key(name) in header), "")
