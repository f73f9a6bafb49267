"""Which files make a log, and their tables as read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mobility_analysis.log.cells import RawTable, faulty_table
from mobility_analysis.log.delimited import CannotReadError, read_delimited
from mobility_analysis.log.headers import header_key
from mobility_analysis.log.model import DataError
from mobility_analysis.log.schema import TABLES
from mobility_analysis.log.sheets import table_of_sheet

__all__ = ["read_log_files"]


def read_log_files(path: Path) -> Mapping[str, RawTable]:
    """Read the tables of a log, each from its own file."""
    if not path.is_dir():
        raise DataError(f"{path.name}: expected a folder that holds a log.")
    tables = {}
    for file in sorted(path.iterdir()):
        name = header_key(file.stem)
        if file.suffix.lower() == ".csv" and name in TABLES:
            tables[name] = _read_table(file)
    if not tables:
        raise DataError(
            f"{path.name}: found no table; expected files such as sessions.csv or stiffness.csv."
        )
    return tables


def _read_table(file: Path) -> RawTable:
    try:
        return table_of_sheet(read_delimited(file.read_bytes(), file.name))
    except CannotReadError as error:
        return faulty_table(file.name, error.found, error.fault)
