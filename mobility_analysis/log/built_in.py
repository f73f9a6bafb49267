"""The built-in exercises and movement tests, as rows, and the exercises that are known besides.

What is built in every client has; a further exercise is in a log only where its rows name it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

SEED = (
    "foam-roller-overpressure", "overhead-opener", "90-90-overhead-raises", "down-dog",
    "bench-thoracic-spine", "bear-rolls",
)  # fmt: skip
"""The exercises that a diary has columns for where no programme says which."""
NUMBERS_OF_TESTS = ("lowest", "highest", "detectable_change")


def built_in_rows() -> list[dict[str, str]]:
    """Return the rows of the built-in catalogue, sorted by id."""
    return sorted(_rows_of("catalogue.csv"), key=lambda row: row["exercise"])


@cache
def built_in_ids() -> frozenset[str]:
    """Return the ids of the built-in exercises."""
    return frozenset(row["exercise"] for row in built_in_rows())


def further_rows() -> list[dict[str, str]]:
    """Return the rows of further exercises, sorted by id: known, and in a log that names them."""
    return sorted(_rows_of("further_exercises.csv"), key=lambda row: row["exercise"])


@cache
def further_ids() -> frozenset[str]:
    """Return the ids of the further exercises."""
    return frozenset(row["exercise"] for row in further_rows())


def built_in_movement_tests() -> list[dict[str, Any]]:
    """Return the rows of the built-in movement tests, sorted by id; limits are numbers."""
    rows = sorted(_rows_of("movement_tests.csv"), key=lambda row: row["test"])
    return [row | {name: float(row[name]) for name in NUMBERS_OF_TESTS} for row in rows]


@cache
def built_in_movement_ids() -> frozenset[str]:
    """Return the ids of the built-in movement tests."""
    return frozenset(row["test"] for row in built_in_movement_tests())


def _rows_of(file: str) -> list[dict[str, str]]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
