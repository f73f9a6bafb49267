"""What boxes of one exercise say together: sets in one, minutes in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mobility_analysis.log.exports.source import UNIT, Record
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import cell_text


def join_boxes(sessions: Sequence[list[list[Record]]]) -> None:
    """Make one session of the boxes of a row that are of one exercise and side, in other units.

    ``sessions`` are those of each part of a recipe, row by row. Two boxes of one unit stay two.
    """
    for row in zip(*sessions, strict=True):
        if sum(map(len, row)) > 1:
            _join(row)
        for record in (record for records in row for record in records):
            record.pop(UNIT, None)


def _join(row: Sequence[list[Record]]) -> None:
    found: dict[tuple[str, str], Record] = {}
    for records in row:
        for record in [record for record in records if UNIT in record]:
            own = found.setdefault((record["exercise"], record.get("side", "")), record)
            if own[UNIT] != record[UNIT]:
                own.update({**_both(own, record), UNIT: own[UNIT]})
                records[:] = [other for other in records if other is not record]


def _both(one: Record, other: Record) -> Record:
    """Return what two boxes say together; two different values of one kind are a problem."""
    differing = {key for key in one.keys() & other.keys() if one[key] != other[key]}
    words = {key: f"{cell_text(one[key])} / {cell_text(other[key])}" for key in differing - {UNIT}}
    return {**other, **one, **words}


@dataclass
class Lines:
    """The lines of a sheet that are filled, of exercises that have several in other units.

    ``means`` is the exercise and the side by what is written, ``units`` what numbers beside that
    count.
    """

    means: Mapping[str, tuple[str, Mapping[str, str]]]
    units: Mapping[str, str]
    found: dict[tuple[Any, ...], str] = field(default_factory=dict)
    """What is written on the first line of a client, day, exercise and side."""

    @cached_property
    def several(self) -> frozenset[tuple[str, ...]]:
        """The exercises and sides of which lines count different things."""
        units: dict[tuple[str, ...], set[str]] = {}
        for written, unit in self.units.items():
            units.setdefault(self.key(written), set()).add(unit)
        return frozenset(key for key, own in units.items() if len(own) > 1)

    def key(self, written: str) -> tuple[str, ...]:
        """Return exercise and side of a line."""
        name, side = self.means[written]
        return (name, *side.values())


def refuse_two_lines(
    file: str,
    rows: Sequence[Record],
    exercises: Sequence[Sequence[tuple[str, Record]]],
    lines: Lines,
) -> None:
    """Refuse two lines of one exercise and side that are filled on one day, in other units.

    Each is a row of its own, and both are one session. ``lines`` are those of the rows before,
    where these are some.

    Raises
    ------
    DataError
        If there are such lines.
    """
    if not lines.several:
        return
    for row, own in zip(rows, exercises, strict=True):
        for written, _ in own:
            key = lines.key(written)
            if key not in lines.several:
                continue
            other = lines.found.setdefault((row["client"], row["date"], *key), written)
            if lines.units[other] != lines.units[written]:
                raise DataError(
                    f"{file}: found lines {other!r} and {written!r} filled on one day; expected "
                    "one line for one exercise, since both are one session. Write both amounts "
                    "into one box, such as 3x10, or leave out one of the lines."
                )
