"""One export into a log, as the command import does it."""

from __future__ import annotations

from pathlib import Path

from mobility_analysis.log.exports.imports import (
    ImportReport,
    add_export,
    client_of_log,
    own_exercises,
    read_export,
)
from mobility_analysis.log.exports.recipes import Recipe


def import_export(path: Path, recipe: Recipe, *, into: Path, client: str = "") -> ImportReport:
    """Add what is new in an export to a log of CSV files."""
    export = read_export(
        path,
        recipe,
        client=client,
        own_exercises=own_exercises(into),
        alone=client_of_log(into),
    )
    return add_export(export, into=into)
