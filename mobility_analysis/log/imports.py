"""An export of another program into a log: read by a recipe, checked, only what is new added."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mobility_analysis.log.cells import Coded, Sheet
from mobility_analysis.log.columns import Stated
from mobility_analysis.log.delimited import CannotReadError, read_delimited
from mobility_analysis.log.load import OnProblem, checked_log
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.recipes import Recipe
from mobility_analysis.log.reshape import Reshaped, reshape
from mobility_analysis.log.saving import csv_text, text_table, write_whole
from mobility_analysis.log.schema import TABLES

__all__ = ["Export", "ImportReport", "import_export", "read_export", "read_sheet"]

PARTLY_SET_ASIDE = "set aside, in whole or in part, with a problem"
TAKEN = "taken"


@dataclass(frozen=True, eq=False)
class Export:
    """An export as a log, and the account of its rows.

    Attributes
    ----------
    log : MobilityLog
        What was taken.
    account : DataFrame
        reason, rows: ``taken``, each reason for leaving rows out, and rows set aside with a
        problem. The rows add up to those of the file.
    remarks : tuple of str
        Columns that were not there or not used, exercises that were added.
    added : DataFrame
        Exercises that the built-in catalogue lacks, as text.
    """

    log: MobilityLog
    account: pd.DataFrame
    remarks: tuple[str, ...]
    added: pd.DataFrame


@dataclass(frozen=True, eq=False)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    export : Export
        What was read.
    tables : DataFrame
        table, rows_new, rows_already_there, rows_differing: of each table of the log. A row that
        differs is a session of an app whose day and exercise stand in the log with other figures;
        the log keeps its own.
    differing : tuple of str
        Those, in words.
    """

    export: Export
    tables: pd.DataFrame
    differing: tuple[str, ...]


def read_sheet(path: Path | str) -> Sheet:
    """Read all cells of a file, whatever it holds.

    Parameters
    ----------
    path : path
        A text file with delimiters.

    Returns
    -------
    Sheet

    Raises
    ------
    DataError
        If it cannot be read.
    """
    file = Path(path)
    if not file.is_file():
        raise DataError(f"{file.name}: no such file.")
    try:
        return read_delimited(file.read_bytes(), file.name)
    except CannotReadError as error:
        fault = error.fault
        raise DataError(
            f"{file.name}: found {error.found}; expected {fault.expected}. {fault.repair}"
        ) from error


def read_export(
    path: Path | str,
    recipe: Recipe,
    *,
    include: Collection[str] = (),
    client: str = "",
    date_order: str | None = None,
    on_problem: OnProblem = "raise",
    own_exercises: Sequence[Mapping[str, str]] = (),
) -> Export:
    """Read an export as a log, by a recipe.

    Parameters
    ----------
    path : path
        The file: text with delimiters, or a workbook (its first sheet).
    recipe : Recipe
        What its columns mean.
    include : collection of str
        Names of the recipe's rules for rows that are turned off, such as ``warm-ups``.
    client : str
        The client of every row.
    date_order : {"dmy", "mdy"}, optional
        As for ``load_log``; before the recipe's.
    on_problem : {"raise", "set aside"}
        As for ``load_log``.
    own_exercises : sequence of mapping
        Rows of the table ``exercises`` of the log that it is for.

    Returns
    -------
    Export

    Raises
    ------
    DataError
        If the file cannot be read, lacks a column, or has problems and they are to be raised.
    """
    order = date_order or recipe.date_order
    sheet = read_sheet(Path(path))
    shaped = reshape(sheet, recipe, include=include, own_exercises=own_exercises, client=client)
    if not shaped.tables:
        raise DataError(_nothing_taken(sheet.file, recipe, shaped))
    log = checked_log(
        shaped.tables, as_of=None, on_problem=on_problem, stated=Stated(order, recipe.scale)
    )
    built_in = "exercises" not in shaped.tables
    added = text_table(log, "exercises")
    named = set() if built_in else set(_column(shaped, "exercise"))
    return Export(
        log=log,
        account=_account(shaped, log),
        remarks=shaped.remarks,
        added=added[added["exercise"].isin(named)].reset_index(drop=True),
    )


def _column(shaped: Reshaped, name: str) -> list[str]:
    raw = shaped.tables["exercises"]
    column = raw.columns[raw.header.index(name)]
    assert isinstance(column, Coded)  # noqa: S101 (reshape makes no other)
    return [str(value) for value in column.values]  # noqa: PD011 (no frame)


def _nothing_taken(file: str, recipe: Recipe, shaped: Reshaped) -> str:
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in shaped.left_out.items())
    return (
        f"{file}: the recipe {recipe.name} took none of its {shaped.rows_read:,} rows "
        f"({reasons or 'there are none'}). Check that it is the right recipe."
    )


def _account(shaped: Reshaped, log: MobilityLog) -> pd.DataFrame:
    """Count the rows of the export by what became of them."""
    problems = log.set_aside
    bad: set[int] = set()
    for name, groups in shaped.lines.items():
        lines = set(problems.loc[problems["table"] == name, "line"].astype("int64"))
        bad |= {line for group in groups if group[0] in lines for line in group}
    n_bad, n_left_out = len(bad), sum(shaped.left_out.values())
    counts = {TAKEN: shaped.rows_read - n_left_out - n_bad, **shaped.left_out}
    if n_bad:
        counts[PARTLY_SET_ASIDE] = n_bad
    return pd.DataFrame(
        {
            "reason": pd.Series(list(counts), dtype="str"),
            "rows": pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def import_export(
    path: Path | str,
    recipe: Recipe,
    *,
    into: Path | str,
    include: Collection[str] = (),
    client: str = "",
    date_order: str | None = None,
    on_problem: OnProblem = "raise",
) -> ImportReport:
    """Add what is new in an export to a log of CSV files.

    A row that the log holds already is not added again, so that a later export that overlaps an
    earlier one adds only what came since. Two rows alike in the export are two rows in the log.

    Parameters
    ----------
    path : path
        The export. It is never changed.
    recipe : Recipe
        What its columns mean.
    into : path
        The folder of the log; made when it does not exist.
    include, client, date_order, on_problem
        As for ``read_export``.

    Returns
    -------
    ImportReport

    Raises
    ------
    DataError
        As for ``read_export``, and if a file of the log cannot be added to. Nothing is then
        written.
    """
    folder = Path(into)
    own = _rows_of(folder / "exercises.csv")
    export = read_export(
        path,
        recipe,
        include=include,
        client=client,
        date_order=date_order,
        on_problem=on_problem,
        own_exercises=own,
    )
    files: dict[Path, bytes] = {}
    counts, differing = [], []
    is_one_a_day = any(part.is_one_a_day for part in recipe.sessions)
    for name in ("exercises", "sessions", "stiffness"):
        rows = export.added if name == "exercises" else text_table(export.log, name)
        key = {"exercises": _exercise_key, "sessions": _session_key if is_one_a_day else None}
        merged = _merged(folder / f"{name}.csv", name, rows, key.get(name))
        counts.append((name, merged.n_new, merged.n_there, len(merged.differing)))
        differing += merged.differing if name == "sessions" else []
        if merged.n_new:
            files[folder / f"{name}.csv"] = merged.text.encode("utf-8")
    write_whole(files)
    columns = ["table", "rows_new", "rows_already_there", "rows_differing"]
    return ImportReport(export, pd.DataFrame(counts, columns=columns), tuple(differing))


@dataclass(frozen=True)
class _Merged:
    text: str
    n_new: int
    n_there: int
    differing: list[str]


Rows = list[dict[str, str]]


def _merged(path: Path, name: str, new: pd.DataFrame, key: object) -> _Merged:
    """Put new rows behind those of a file, without the ones that it holds already."""
    columns = list(TABLES[name].column_names)
    there = _rows_of(path)
    header = [*(there[0] if there else _header_of(path) or columns)]
    needed = [c for c in columns if c not in header and (new[c] != "").any()]
    if needed == ["client"] and set(new["client"]) == {"me"}:
        needed = []
    held = Counter(_canonical(row, columns) for row in there)
    keys = {key(row) for row in there} if callable(key) else set()
    added: Rows = []
    differing = []
    n_there = 0
    for cells in new.itertuples(index=False):
        row = dict(zip(columns, map(str, cells), strict=True))
        canonical = _canonical(row, columns)
        if held[canonical] > 0:
            held[canonical] -= 1
            n_there += 1
        elif callable(key) and key(row) in keys:
            differing.append(f"{row.get('date', '')} {row['exercise']}".strip())
        else:
            added.append(row)
    whole = [[row.get(c, "") for c in [*header, *needed]] for row in [*there, *added]]
    return _Merged(csv_text([*header, *needed], whole), len(added), n_there, differing)


def _canonical(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    cells = {column: (row.get(column) or "").strip() for column in columns}
    if not cells.get("client"):
        cells["client"] = "me"
    if cells.get("status") == "":
        cells["status"] = "done"
    return tuple(cells.get(column, "") for column in columns)


def _session_key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return (row.get("client") or "me", row["date"][:10], row["exercise"])


def _exercise_key(row: Mapping[str, str]) -> str:
    return row["exercise"]


def _rows_of(path: Path) -> Rows:
    """Return the rows of a CSV file of the log; none where there is no such file."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [{k: v or "" for k, v in row.items() if k is not None} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name}: {_REPAIR}") from error
    known = TABLES[path.stem].column_names
    if not set(_header_of(path)) & set(known):
        raise DataError(f"{path.name}: {_REPAIR}")
    return rows


def _header_of(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


_REPAIR = (
    "rows can only be added to a table with commas, in UTF-8, with the codebook's column names. "
    "Import into a new folder, or run 'mobility-analysis convert' on this log first."
)
