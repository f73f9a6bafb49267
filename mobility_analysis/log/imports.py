"""An export of another program into a log: read by a recipe, checked, only what is new added."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mobility_analysis.log.cells import Coded
from mobility_analysis.log.columns import Stated
from mobility_analysis.log.files import read_sheet
from mobility_analysis.log.load import OnProblem, checked_log
from mobility_analysis.log.merging import (
    Key,
    Rows,
    exercise_key,
    is_read_on_another_scale,
    merged,
    rows_of,
    session_key,
)
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.recipes import Recipe
from mobility_analysis.log.reshape import Reshaped, reshape
from mobility_analysis.log.saving import text_table, write_whole
from mobility_analysis.log.scales import Scale

__all__ = [
    "Export", "ImportReport", "add_export", "import_export", "own_exercises", "read_export",
]  # fmt: skip

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
    is_one_a_day : bool
        Whether a session stands for a day and exercise, so that two of one day differ.
    """

    log: MobilityLog
    account: pd.DataFrame
    remarks: tuple[str, ...]
    added: pd.DataFrame
    is_one_a_day: bool

    @property
    def rows_set_aside(self) -> int:
        """Rows of the export with a problem."""
        is_bad = self.account["reason"] == PARTLY_SET_ASIDE
        return int(self.account.loc[is_bad, "rows"].sum())


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
    rescaled : tuple of str
        Days of scores that stand in the log already as the same figures, but read on another
        scale than is stated now. The log keeps its own; they count as differing.
    """

    export: Export
    tables: pd.DataFrame
    differing: tuple[str, ...]
    rescaled: tuple[str, ...] = ()


def read_export(
    path: Path | str,
    recipe: Recipe,
    *,
    include: Collection[str] = (),
    client: str = "",
    date_order: str | None = None,
    scale: Scale | None = None,
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
    date_order : {"dmy", "mdy", "ymd", "excel-1900", "excel-1904"}, optional
        As for ``load_log``; before the recipe's.
    scale : Scale, optional
        The scale of all scores, where it is not 0 to 10; before the recipe's.
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
        shaped.tables,
        as_of=None,
        on_problem=on_problem,
        stated=Stated(order, scale or recipe.scale),
    )
    built_in = "exercises" not in shaped.tables
    added = text_table(log, "exercises")
    named = set() if built_in else set(_column(shaped, "exercise"))
    return Export(
        log=log,
        account=_account(shaped, log),
        remarks=shaped.remarks,
        added=added[added["exercise"].isin(named)].reset_index(drop=True),
        is_one_a_day=recipe.is_one_a_day,
    )


def _column(shaped: Reshaped, name: str) -> list[str]:
    raw = shaped.tables["exercises"]
    column = raw.columns[raw.header.index(name)]
    assert isinstance(column, Coded)  # noqa: S101 (reshape makes no other)
    return [str(value) for value in column.values]


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
    scale: Scale | None = None,
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
    include, client, date_order, scale, on_problem
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
    export = read_export(
        path,
        recipe,
        include=include,
        client=client,
        date_order=date_order,
        scale=scale,
        on_problem=on_problem,
        own_exercises=own_exercises(into),
    )
    return add_export(export, into=into)


def own_exercises(folder: Path | str) -> Rows:
    """Return the rows of a log's own table exercises; none where there is no such file."""
    return rows_of(Path(folder) / "exercises.csv")


def add_export(export: Export, *, into: Path | str) -> ImportReport:
    """Add what is new in an export to a log of CSV files; all its files, or none.

    Parameters
    ----------
    export : Export
        What was read.
    into : path
        The folder of the log; made when it does not exist.

    Returns
    -------
    ImportReport

    Raises
    ------
    DataError
        If a file of the log cannot be added to. Nothing is then written.
    """
    folder = Path(into)
    keys: dict[str, Key] = {"exercises": exercise_key}
    if export.is_one_a_day:
        keys["sessions"] = session_key
    tables = {}
    for name in ("exercises", "sessions", "stiffness"):
        rows = export.added if name == "exercises" else text_table(export.log, name)
        if name == "stiffness":
            is_rescaled = is_read_on_another_scale(rows, rows_of(folder / "stiffness.csv"))
            rescaled, rows = rows[is_rescaled], rows[~is_rescaled]
        tables[name] = merged(folder / f"{name}.csv", name, rows, keys.get(name))
    write_whole(
        {
            folder / f"{name}.csv": table.text.encode("utf-8")
            for name, table in tables.items()
            if table.n_new
        }
    )
    n_differing = {name: len(m.differing) for name, m in tables.items()}
    n_differing["stiffness"] += len(rescaled)
    counts = [(name, m.n_new, m.n_there, n_differing[name]) for name, m in tables.items()]
    columns = ["table", "rows_new", "rows_already_there", "rows_differing"]
    differing = tuple(tables["sessions"].differing)
    counted = pd.DataFrame(counts, columns=columns)
    return ImportReport(export, counted, differing, tuple(rescaled["date"]))
