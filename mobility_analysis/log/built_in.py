"""The built-in exercises, as rows: those that every client has."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


def built_in_rows() -> list[dict[str, str]]:
    """Return the rows of the built-in catalogue, sorted by id."""
    text = (resources.files("mobility_analysis.log") / "catalogue.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return sorted(rows, key=lambda row: row["exercise"])


@cache
def built_in_ids() -> frozenset[str]:
    """Return the ids of the built-in exercises."""
    return frozenset(row["exercise"] for row in built_in_rows())
