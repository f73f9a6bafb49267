"""The movement tests that are known: the built-in ones, and those that a log brings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.log.built_in import (
    NUMBERS_OF_TESTS,
    built_in_movement_ids,
    built_in_movement_tests,
)
from mobility_analysis.log.catalogue import NearNames, exercise_key
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.schema import TABLES, columns_like, empty_table

NAMED_ACTIVITY = "named-activity"
"""The test of which each row says what the client named."""
COLUMNS = TABLES["tests"].column_names
_ADD_A_ROW = (
    "Or add a row for it to the table tests (tests.csv in one folder with checks.csv, or a sheet "
    "of that name)."
)
Row = Mapping[str, Any]


class MovementTests(NamedTuple):
    """The movement tests of one log."""

    rows: tuple[Row, ...]

    def read(self, written: str, *, among: AbstractSet[str] | None = None) -> str | Fault:
        """Return the id that a spelling means; a near miss is a fault that names the nearest.

        ``among`` are own tests that may be named beside the built-in ones; all when not given.

        >>> tests, _ = merged_movement_tests([])
        >>> tests.read("Seated Rotation")
        'seated-rotation'
        >>> tests.read("seated rotatoin").repair
        "Did you mean 'Seated rotation' (seated-rotation)? Or add a row for it to the table tests
        (tests.csv in one folder with checks.csv, or a sheet of that name)."
        """
        spellings = _spellings(self.rows)
        key = exercise_key(written)
        if key in spellings:
            return str(spellings[key]["test"])
        own = built_in_movement_ids() | (among or set())
        named = [row for row in self.rows if among is None or row["test"] in own]
        return Fault("a movement test of the catalogue", f"{_near_words(key, named)} {_ADD_A_ROW}")


def _near_words(key: str, rows: Sequence[Row]) -> str:
    """Offer the tests nearest to a spelling; all of them where none is near."""
    spellings = _spellings(rows)
    near = [spellings[found] for found in NearNames(list(spellings)).nearest(key, n=4)]
    offered = dict.fromkeys(f"{row['name']!r} ({row['test']})" for row in near)
    if offered:
        return f"Did you mean {' or '.join(list(offered)[:2])}?"
    return f"Write one of: {', '.join(str(row['test']) for row in rows)}."


def _spellings(rows: Iterable[Row]) -> dict[str, Row]:
    return {exercise_key(str(row[name])): row for row in rows for name in ("name", "test")}


def merged_movement_tests(own: Sequence[Row]) -> tuple[MovementTests, dict[int, Fault]]:
    """Return the built-in tests with a log's own, and the faults of own rows, by their place.

    An own row with the id or name of a built-in test overrides it; a cell left empty keeps the
    built-in value.
    """
    rows = {str(row["test"]): dict(row) for row in built_in_movement_tests()}
    known = {key: str(row["test"]) for key, row in _spellings(rows.values()).items()}
    faults: dict[int, Fault] = {}
    seen: set[str] = set()
    for place, row in enumerate(own):
        test = known.get(exercise_key(str(row["test"])), str(row["test"]))
        if test in seen:
            faults[place] = Fault("one row for each test", f"Keep one of the rows of {test!r}.")
            continue
        merged = _over(rows.get(test, {}), row, test)
        fault = _fault_of(merged)
        if fault is not None:
            faults[place] = fault
            continue
        rows[test] = merged
        known |= dict.fromkeys(_spellings([merged]), test)
        seen.add(test)
    return MovementTests(tuple(rows[test] for test in sorted(rows))), faults


def _fault_of(row: Row) -> Fault | None:
    if row["lowest"] >= row["highest"]:
        return Fault(
            f"a lowest value below the highest, {row['highest']:g}",
            "Correct lowest or highest of this test.",
        )
    if row["detectable_change"] <= 0:
        return Fault(
            "a detectable_change above 0, or an empty cell",
            "Empty the cell where none is published.",
        )
    return None


def _over(base: Row, own: Row, test: str) -> dict[str, Any]:
    """Return a row over another one: what it leaves empty stays."""
    merged = {name: base.get(name, "") for name in COLUMNS} | {"test": test}
    merged |= {name: base.get(name, math.nan) for name in NUMBERS_OF_TESTS}
    merged |= {name: own[name] for name in COLUMNS if name != "test" and not _is_empty(own, name)}
    merged["has_sides"] = merged["has_sides"] or "no"
    return merged | {"name": merged["name"] or test}


def _is_empty(row: Row, name: str) -> bool:
    value = row.get(name, "")
    return value == "" or bool(pd.isna(value))


def movement_tests_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Return movement tests as the table of a log, in the order given."""
    records = list(rows)
    columns = {name: [row[name] for row in records] for name in COLUMNS}
    return columns_like(empty_table("tests"), columns)
