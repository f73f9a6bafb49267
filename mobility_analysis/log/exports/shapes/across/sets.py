"""Lines under days across that are sets of one exercise: a column or their names number them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.exports.names import named
from mobility_analysis.log.exports.shapes.across.blocks import Block, lines_under, text_of
from mobility_analysis.log.exports.shapes.across.dates import DaysAcross
from mobility_analysis.log.exports.shapes.across.turning import beside, label_place
from mobility_analysis.log.read.cells import Cell
from mobility_analysis.log.read.numbered_sets import may_number_sets

_NUMBERED = re.compile(r"(?P<name>.*\w)\W+(?:set|satz|serie|série)\W*(?P<number>\d{1,2})\W*", re.I)


class LinesOfSets(NamedTuple):
    """Lines that are sets, a line each."""

    column: str = ""
    """The header of the column that numbers them; empty where their names do."""
    has_names_once: bool = False
    """Whether some exercise is named on the line of its first set alone."""


def lines_of_sets(
    rows: Iterable[Sequence[Cell]], blocks: Sequence[Block], sums: Collection[str]
) -> LinesOfSets | None:
    """See a column beside the days that counts up the lines of each exercise; None for no such."""
    found: dict[str, list[tuple[str, str]]] = {}
    now, label, columns = None, 0, {}
    for block, _, row in lines_under(rows, blocks):
        if block is not now:
            now, label = block, label_place(block, DaysAcross())
            others = beside(block, label).items()
            columns = {n: text for n, text in others if may_number_sets(text)}
            if not columns:
                return None
        name = _cell(row, label)
        for n, text in columns.items() if name not in sums else ():
            found.setdefault(text, []).append((name, _cell(row, n)))
    for text, lines in found.items():
        if _count_up(lines):
            return LinesOfSets(text, any(not name for name, number in lines if number))
    return None


def numbers_a_set(name: str) -> bool:
    """Tell whether the name of a line numbers it as a set.

    >>> numbers_a_set("Down dog, set 2"), numbers_a_set("Down dog")
    (True, False)
    """
    return _NUMBERED.fullmatch(name.strip()) is not None


def names_number_sets(names: Sequence[str], catalogue: Catalogue) -> bool:
    """Tell whether lines are called as sets of known exercises, and no other two as one exercise.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> known = merged_catalogue([])[0]
    >>> names_number_sets(["Down dog set 1", "Down dog set 2", "Bear rolls"], known)
    True
    >>> names_number_sets(["Down dog set 1", "Down dog AM", "Down dog PM"], known)
    False
    """
    numbered: dict[tuple[str, ...], list[int]] = {}
    others: list[tuple[str, ...]] = []
    for name in names:
        found = _NUMBERED.fullmatch(name)
        exercise, side, _ = named(found["name"] if found else name, catalogue)
        if found and exercise:
            numbered.setdefault((exercise, *side.values()), []).append(int(found["number"]))
        elif exercise:
            others.append((exercise, *side.values()))
    are_sets = any(len(own) > 1 for own in numbered.values()) and all(
        own == [*range(1, len(own) + 1)] for own in numbered.values()
    )
    return are_sets and len({*others}) == len(others) and not {*others} & {*numbered}


def _cell(row: Sequence[Cell], n: int) -> str:
    return text_of(row[n]) if n < len(row) else ""


def _count_up(lines: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the lines of each exercise are numbered 1, 2, 3, and some are several."""
    before, last, highest = "", 0, 0
    for name, text in lines:
        if not text:  # a line by itself
            before, last = name or before, 0
            continue
        number = int(text) if text.isdecimal() else 0
        goes_on = number == last + 1 and name in ("", before)
        if not (goes_on if number > 1 else number == 1 and name):
            return False
        before, last, highest = name or before, number, max(highest, number)
    return highest > 1
