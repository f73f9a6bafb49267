"""With which box each note under days across stands: one of its day and client in its block.

A note stands with the first score, or else with the first exercise, where no other note does; or
else alone. Whoever holds only some days at a time calls the same function for some after others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

Place = tuple[int, int]
"""Of a box: those of its line and of its column."""
OfDay = tuple[int, str, str]
"""A day of a client in a block."""


class Told(NamedTuple):
    """A filled box, as far as it matters for where notes stand."""

    day: OfDay
    at: Place
    own: str
    """The column that its line becomes; empty for an exercise."""
    cell: Any
    """Of a note."""
    taken: Sequence[str] | None
    """The columns of notes that its row has beside the days; None for a note."""

    @property
    def as_first(self) -> tuple[OfDay, bool]:
        """As which the first box counts that is no note: as a score, True, or an exercise."""
        return self.day, bool(self.own)


class Placed(NamedTuple):
    """A note where it stands: with another box, or at its own place."""

    at: Place
    own: str
    """Its column."""
    cell: Any


Boxes = Callable[[], Iterable[Told]]
"""Gives boxes in the order of their places, as often as it is called."""
Placing = Callable[[Boxes], Iterable[Placed]]
"""Says of all notes among some boxes where they stand, in the order of the places."""


def placed(boxes: Boxes) -> list[Placed]:
    """Return where the notes among all boxes of some days stand, in the order of the places.

    >>> day = (0, "ana", "2026-03-02")
    >>> boxes = [Told(day, (1, 2), "Stiffness", None, ()), Told(day, (2, 2), "Notes", "sore", None)]
    >>> placed(lambda: boxes)
    [Placed(at=(1, 2), own='Notes', cell='sore')]
    """
    waiting: dict[OfDay, list[Told]] = {}
    for box in boxes():
        if box.taken is None:
            waiting.setdefault(box.day, []).append(box)
    first: dict[tuple[OfDay, bool], tuple[Place, set[str]]] = {}
    for box in boxes() if waiting else ():
        if box.taken is not None and box.day in waiting and box.as_first not in first:
            first[box.as_first] = box.at, {*box.taken}
    return sorted(_with_first(waiting, first), key=lambda note: note.at)


def _with_first(
    waiting: dict[OfDay, list[Told]], first: dict[tuple[OfDay, bool], tuple[Place, set[str]]]
) -> Iterator[Placed]:
    for day, notes in waiting.items():
        to = first.get((day, True)) or first.get((day, False))
        for note in notes:
            if to is None or note.own in to[1]:
                yield Placed(note.at, note.own, note.cell)
            else:
                to[1].add(note.own)
                yield Placed(to[0], note.own, note.cell)
