"""Sets as training apps write them, and put together into one session a workout and exercise."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from mobility_analysis.log.catalogue import exercise_key
from mobility_analysis.log.check.dates import Moment, Open, chosen_order, read_moment
from mobility_analysis.log.check.values import read_number
from mobility_analysis.log.exports.recipes import Names, SessionsFrom
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.cells import cell_text, is_blank
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.schema import LOAD

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
_PLAIN = re.compile(r"[\d.,]+")
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
    if "hold_s" in record:
        record["hold_s"] = _seconds(record["hold_s"])
    if header.get("reps") and header.get("reps") == header.get("hold_s"):
        record["reps"] = _times(record["reps"])
        is_time = not _is_number(record["reps"]) and _is_number(record["hold_s"])
        record["reps" if is_time else "hold_s"] = None
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


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and bool(_PLAIN.fullmatch(cell)))


def named_first(names: Names, header: Collection[str]) -> str:
    """Return the first of some headers that a sheet has; empty for none."""
    return next((name for name in names if header_key(name) in header), "")


MIDNIGHT = timedelta(0)
_ANY_NUMBER = LOAD.between(-np.inf, np.inf)


@dataclass
class Row:
    """One row of a table in the making, and the lines of the sheet that it comes from."""

    cells: dict[str, Any]
    lines: list[int]
    workout: str = ""
    """What tells its workout from another one on that day, if anything does."""
    letter: str = ""
    """The column of the spreadsheet that it comes from, where it is one cell of a turned sheet."""
    n_sets: int = 1
    """How many sets it is, of which an export has a row each; 0 where it does not say."""


def combined_sets(rows: Sequence[Row], date_order: str | None) -> list[Row]:
    """Combine the sets, a row each, of each client, day, workout, exercise and side into a session.

    ``sets`` counts the rows, but for skipped ones beside others. ``reps`` and ``hold_s`` are means
    over the sets, so that sets x reps keeps the total; each stays empty unless every set has it.
    ``load_kg`` is the heaviest. A 0 is how apps write "none". Different notes are joined. Of
    several times the earliest is kept. A workout's duration is no exercise's, so that nothing is
    summed. The sessions are in the order of their first sets, with the lines of all sets.
    """
    return combined(rows, _order_of([row.cells["date"] for row in rows], date_order))


def combined(rows: Sequence[Row], order: str | None) -> list[Row]:
    """Combine sets as ``combined_sets`` does, by the order in which all dates are read."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for place, row in enumerate(rows):
        moment = _moment(row.cells["date"], order)
        # a date that cannot be read stays a row of its own, and is named by the checks
        day: object = moment.day if moment else (place, str(row.cells["date"]))
        name = exercise_key(str(row.cells["exercise"]))
        who, side = str(row.cells["client"]), str(row.cells.get("side") or "")
        groups.setdefault((who, day, row.workout, name, side), []).append(row)
    return [_one_session(group, order) for group in groups.values()]


def _order_of(cells: Sequence[object], stated: str | None) -> str | None:
    """Return the order in which the column of dates will be read."""
    read = [r for r in (read_moment(cell, stated=stated) for cell in cells) if isinstance(r, Open)]
    return chosen_order(read, np.ones(len(read), dtype=np.int64), stated) if read else stated


def _moment(cell: object, date_order: str | None) -> Moment | None:
    found = read_moment(cell, stated=date_order)
    if not isinstance(found, Open):
        return found if isinstance(found, Moment) else None
    fits = [*found.fits.values()]
    return found.fits.get(date_order or "") or (fits[0] if len(fits) == 1 else None)


def _one_session(sets: Sequence[Row], date_order: str | None) -> Row:
    lines = list(dict.fromkeys(line for row in sets for line in row.lines))
    sets = [row for row in sets if row.cells.get("status") != "skipped"] or sets
    cells = dict(sets[0].cells)
    cells["date"] = min((row.cells["date"] for row in sets), key=_when(date_order))
    cells["sets"] = sum(row.n_sets for row in sets) or cells.get("sets")
    for column, whole in (("reps", _mean), ("hold_s", _mean), ("load_kg", max)):
        cells[column] = _summary([row.cells.get(column) for row in sets], whole)
    notes = [cell_text(row.cells["note"]) for row in sets if not is_blank(row.cells.get("note"))]
    cells["note"] = "; ".join(dict.fromkeys(notes))
    return Row(cells, lines, letter=sets[0].letter)


def _when(date_order: str | None) -> Callable[[object], tuple[date, timedelta]]:
    def key(cell: object) -> tuple[date, timedelta]:
        moment = _moment(cell, date_order)
        return (moment.day, moment.time or MIDNIGHT) if moment else (date.min, MIDNIGHT)

    return key


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _summary(cells: Sequence[object], whole: Callable[[Sequence[float]], float]) -> object:
    """Return one number for the sets; what is no number is returned, to be named by the checks."""
    numbers = []
    for cell in cells:
        if is_blank(cell):
            continue
        number = read_number(cell, _ANY_NUMBER)
        if isinstance(number, Fault):
            return cell
        numbers.append(number)
    numbers = [number for number in numbers if number != 0]
    if not numbers or (whole is _mean and len(numbers) < len(cells)):
        return None
    return whole(numbers)
