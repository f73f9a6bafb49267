"""Sets, a row each, put together into one session a day or workout and exercise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from mobility_analysis.log.catalogue import exercise_key
from mobility_analysis.log.check.dates import Moment, Open, chosen_order, read_moment
from mobility_analysis.log.read.cells import cell_text, is_blank

MIDNIGHT = timedelta(0)


@dataclass
class Row:
    """One row of a table in the making, and the lines of the sheet that it comes from."""

    cells: dict[str, Any]
    lines: list[int]
    workout: str = ""
    """What tells its workout from another one on that day, if anything does."""
    letter: str = ""
    """The column of the spreadsheet that it comes from, where it is one cell of a turned sheet."""


def combined_sets(rows: Sequence[Row], date_order: str | None) -> list[Row]:
    """Combine the sets, a row each, of each client, day, workout and exercise into one session.

    ``sets`` counts the rows. ``reps`` and ``hold_s`` are means over the sets, so that sets x reps
    keeps the total; each stays empty unless every set has it. ``load_kg`` is the heaviest. A 0 is
    how apps write "none". Different notes are joined. Of several times the earliest is kept. A
    workout's duration is no exercise's, so that nothing is summed. The sessions are in the order of
    their first sets, with the lines of all sets.
    """
    order = _order_of([row.cells["date"] for row in rows], date_order)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for place, row in enumerate(rows):
        moment = _moment(row.cells["date"], order)
        # a date that cannot be read stays a row of its own, and is named by the checks
        day: object = moment.day if moment else (place, str(row.cells["date"]))
        name = exercise_key(str(row.cells["exercise"]))
        groups.setdefault((str(row.cells["client"]), day, row.workout, name), []).append(row)
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
    cells = dict(sets[0].cells)
    cells["date"] = min((row.cells["date"] for row in sets), key=_when(date_order))
    cells["sets"] = len(sets)
    for column, whole in (("reps", _mean), ("hold_s", _mean), ("load_kg", max)):
        cells[column] = _summary([row.cells.get(column) for row in sets], whole)
    notes = [cell_text(row.cells["note"]) for row in sets if not is_blank(row.cells.get("note"))]
    cells["note"] = "; ".join(dict.fromkeys(notes))
    return Row(cells, [line for row in sets for line in row.lines], letter=sets[0].letter)


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
        try:
            numbers.append(float(cell_text(cell)))
        except ValueError:
            return cell
    numbers = [number for number in numbers if number != 0]
    if not numbers or (whole is _mean and len(numbers) < len(cells)):
        return None
    return whole(numbers)
