"""Rules of movement checks: each row is held to the test that it names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mobility_analysis.log.check.draft import Draft
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.movement_tests import (
    NAMED_ACTIVITY,
    MovementTests,
    merged_movement_tests,
)
from mobility_analysis.log.read.cells import cell_text


def check_movement(drafts: Sequence[Draft]) -> MovementTests:
    """Read the tests that checks name, and hold each check to its test.

    Returns the movement tests of the log. The clients of the drafts are known by now.
    """
    tests = _movement_tests_of(drafts)
    for draft in drafts:
        if draft.is_of_checks:
            _read_tests(draft, tests)
            _check_rows(draft, tests)
    return tests


def _movement_tests_of(drafts: Sequence[Draft]) -> MovementTests:
    """Merge the tests of a log into the built-in ones; rows that clash are set aside."""
    rows: list[tuple[Draft, int, dict[str, Any]]] = []
    for draft in drafts:
        if draft.table.name == "tests":
            columns = {name: list(values) for name, values in draft.typed.items()}
            rows += [
                (draft, int(row), {name: columns[name][row] for name in columns})
                for row in np.flatnonzero(~draft.findings.is_set_aside)
            ]
    tests, faults = merged_movement_tests([own for _, _, own in rows])
    for place, fault in faults.items():
        draft, row, own = rows[place]
        draft.findings.rows("test", np.array([row]), str(own["test"]), fault)
    return tests


def _read_tests(draft: Draft, tests: MovementTests) -> None:
    """Read the test of each check; a spelling that means none is a problem.

    In a log of several people no repair names an own test that only others of them have.
    """
    if "test" not in draft.cells:
        return
    coded = draft.coded("test")
    texts = [*map(cell_text, coded.values), ""]
    found = [tests.read(text) if text else "" for text in texts]
    ids = np.array(["" if isinstance(f, Fault) else f for f in found], dtype=object)[coded.codes]
    draft.typed["test"] = pd.array(ids, dtype="str")
    is_empty = coded.codes == -1
    empty = Fault("a movement test of the table tests", "Fill in the cell, or delete the row.")
    draft.findings.rows("test", np.flatnonzero(is_empty), "", empty)
    owners = draft.clients.codes if draft.clients is not None else np.zeros(draft.n_rows, int)
    is_shared = draft.clients is not None and (
        draft.raw.is_of_several or len(draft.clients.values) > 1
    )
    for row in np.flatnonzero((ids == "") & ~is_empty):
        mine = set(ids[owners == owners[row]]) if is_shared else None
        text = texts[coded.codes[row]]
        fault = tests.read(text, among=mine)
        if isinstance(fault, Fault):
            draft.findings.rows("test", np.array([row]), shortened(text), fault)


def _check_rows(draft: Draft, tests: MovementTests) -> None:
    """Hold side, value and activity of each check to its test, all faults of a row at once."""
    if "test" not in draft.typed:
        return
    sides = np.asarray(draft.typed.get("side", np.full(draft.n_rows, "")), dtype=object)
    values = draft.typed.get("value", np.full(draft.n_rows, math.nan))
    activities = draft.typed.get("activity", np.full(draft.n_rows, "", dtype=object))
    rules = {row["test"]: row for row in tests.rows}
    for row, test in enumerate(draft.typed["test"]):
        if not test:
            continue
        rule = rules[test]
        side = sides[row] if isinstance(sides[row], str) else ""
        for column, value, fault in (
            ("side", side, _side_fault(draft, row, side, rule)),
            ("value", values[row], _value_fault(float(values[row]), rule)),
            ("activity", "", _activity_fault(str(activities[row]), rule)),
        ):
            if fault is not None:
                draft.findings.rows(column, np.array([row]), cell_text(value), fault)


def _side_fault(draft: Draft, row: int, side: str, rule: Mapping[str, Any]) -> Fault | None:
    """Return what is wrong with a side; one that could not be read is told already."""
    is_written = "side" in draft.cells and draft.coded("side").codes[row] >= 0
    if rule["has_sides"] == "yes" and not side:
        if is_written and draft.findings.is_set_aside[row]:
            return None
        return Fault(
            f"left or right, since {rule['name']} has sides",
            "Write left or right; each side has a row of its own.",
        )
    if rule["has_sides"] == "no" and side:
        return Fault(
            f"an empty cell, since {rule['name']} has no sides",
            "Empty the cell, or name another test. Whether a test has sides is said in the table "
            "tests.",
        )
    return None


def _value_fault(value: float, rule: Mapping[str, Any]) -> Fault | None:
    low, high = rule["lowest"], rule["highest"]
    if not (value < low or value > high):
        return None
    unit = f" ({rule['unit']})" if rule["unit"] else ""
    if pd.isna(low) or pd.isna(high):
        limits = f"{low:g} or more" if pd.isna(high) else f"{high:g} or less"
    else:
        limits = f"from {low:g} to {high:g}"
    return Fault(f"a number {limits}{unit} for {rule['name']}", "Correct the value.")


def _activity_fault(activity: str, rule: Mapping[str, Any]) -> Fault | None:
    if rule["test"] != NAMED_ACTIVITY or activity:
        return None
    return Fault(
        "the activity that the client named",
        "Write it in the column activity, alike each time: look over my shoulder in the car.",
    )
