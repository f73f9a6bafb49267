"""An export of another program into a log: read by a recipe, checked, only what is new added."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.log.assemble import ALONE
from mobility_analysis.log.cells import Coded
from mobility_analysis.log.columns import Stated
from mobility_analysis.log.export_sheets import (
    PARTLY_SET_ASIDE,
    Recipes,
    ShapedFile,
    shaped_file,
    with_account_of_file,
)
from mobility_analysis.log.files import other_logs, table_files
from mobility_analysis.log.formulas import without_guard
from mobility_analysis.log.headers import header_key
from mobility_analysis.log.load import OnProblem, checked_log
from mobility_analysis.log.locking import only_import
from mobility_analysis.log.merging import (
    Key,
    Rows,
    exercise_key,
    is_read_on_another_scale,
    merged,
    rows_of,
    session_key,
    workout_key,
)
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.recipes import Recipe
from mobility_analysis.log.saving import text_table, write_whole
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import TABLES

__all__ = [
    "Export", "ImportReport", "add_export", "client_of_log", "import_export", "own_exercises",
    "read_export",
]  # fmt: skip

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
    has_workouts : bool
        Whether it stands for a workout of that day, so that only two at one time differ.
    """

    log: MobilityLog
    account: pd.DataFrame
    remarks: tuple[str, ...]
    added: pd.DataFrame
    is_one_a_day: bool
    has_workouts: bool = False

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
    recipe: Recipes,
    *,
    include: Collection[str] = (),
    client: str = "",
    alone: str = "",
    date_order: str | None = None,
    scale: Scale | None = None,
    on_problem: OnProblem = "raise",
    own_exercises: Sequence[Mapping[str, str]] = (),
) -> Export:
    """Read an export as a log, by a recipe.

    Parameters
    ----------
    path : path
        The file: text with delimiters, or a workbook, of which all sheets are read.
    recipe : Recipe, or mapping of str to Recipe
        What its columns mean; where the sheets differ, by their names.
    include : collection of str
        Names of the recipe's rules for rows that are turned off, such as ``warm-ups``.
    client : str
        The client of every row.
    alone : str
        The client where nothing names one; by default the name of the file.
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
    source = Path(path)
    recipes = [recipe] if isinstance(recipe, Recipe) else list(recipe.values())
    order = date_order or _stated("date_order", recipes)
    shaped = shaped_file(
        source,
        _in_order(recipe, order),
        include=include,
        own_exercises=own_exercises,
        client=client,
    )
    if not shaped.tables:
        raise DataError(_nothing_taken(recipes[0], shaped))
    log = checked_log(
        shaped.tables,
        as_of=None,
        on_problem=on_problem,
        stated=Stated(order, scale or _stated("scale", recipes)),
        alone=alone or name_of_file(source),
    )
    log = replace(with_account_of_file(log, shaped), source=str(source.resolve()))
    built_in = "exercises" not in shaped.tables
    added = text_table(log, "exercises")
    named = set() if built_in else set(_column(shaped, "exercise"))
    return Export(
        log=log,
        account=_account(shaped, log),
        remarks=(*shaped.remarks, *shaped.said_of_sheets),
        added=added[added["exercise"].isin(named)].reset_index(drop=True),
        is_one_a_day=any(recipe.is_one_a_day for recipe in recipes),
        has_workouts=any(recipe.has_workouts for recipe in recipes),
    )


def _column(shaped: ShapedFile, name: str) -> list[str]:
    raw = shaped.tables["exercises"]
    column = raw.columns[raw.header.index(name)]
    assert isinstance(column, Coded)  # noqa: S101 (reshape makes no other)
    return [str(value) for value in column.values]


def name_of_file(path: Path) -> str:
    """Return what a client is called whom only the file names: as it is, or ``me``."""
    return ALONE if header_key(path.stem) in TABLES else path.stem


def _stated(name: str, recipes: Sequence[Recipe]) -> Any:
    """Return what the recipes of a file state; one thing, since it holds for all its sheets."""
    stated = list(dict.fromkeys(v for r in recipes if (v := getattr(r, name)) is not None))
    if len(stated) > 1:
        raise DataError(
            f"The recipes of the sheets state different things as {name}: "
            f"{', '.join(map(str, stated))}. Import the sheets one by one."
        )
    return stated[0] if stated else None


def _in_order(recipe: Recipes, order: str | None) -> Recipes:
    """Return what reads the sheets, with the order of dates that holds for all of them."""
    if isinstance(recipe, Recipe):
        return replace(recipe, date_order=order)
    return {name: replace(own, date_order=order) for name, own in recipe.items()}


def _nothing_taken(recipe: Recipe, shaped: ShapedFile) -> str:
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in shaped.left_out.items())
    return (
        f"{shaped.file}: the recipe {recipe.name} took none of its {shaped.rows_read:,} rows "
        f"({reasons or 'there are none'}). Check that it is the right recipe."
    )


def _account(shaped: ShapedFile, log: MobilityLog) -> pd.DataFrame:
    """Count the rows of the export by what became of them."""
    used, bad = (int(log.account[name].sum()) for name in ("rows_used", "rows_set_aside"))
    counts = {TAKEN: used, **shaped.left_out}
    if bad:
        counts[PARTLY_SET_ASIDE] = bad
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
        alone=client_of_log(into),
    )
    return add_export(export, into=into)


def own_exercises(folder: Path | str) -> Rows:
    """Return the rows of a log's own table exercises; none where there is no such file."""
    return rows_of(_paths_in(Path(folder))["exercises"])


def _paths_in(folder: Path) -> dict[str, Path]:
    """Return the file of each table that an import adds to; it need not be there.

    Raises
    ------
    DataError
        If one of the tables is there in another form, or the folder is a log of another kind: a
        file beside it would keep it from being read.
    """
    there = table_files(folder, TABLES)
    others = [] if there else other_logs(folder)
    paths = {}
    for name in ("exercises", "sessions", "stiffness"):
        own = [file for file in there if header_key(Path(file).stem) == name]
        others += own if [file.lower() for file in own] != [f"{name}.csv"] else []
        paths[name] = folder / (own[0] if own else f"{name}.csv")
    if others:
        raise DataError(
            f"{folder.resolve().name} holds {', '.join(others)}, beside which a table would not be "
            "read. Import into a new folder, or run 'mobility-analysis convert' on this log first, "
            "with --form csv, and import into what it wrote."
        )
    return paths


def _clients_there(folder: Path) -> list[str]:
    """Return the client of each row of a log of CSV files; empty where a row names nobody."""
    paths = _paths_in(folder)
    tables = [rows_of(paths[name]) for name in ("sessions", "stiffness")]
    return [without_guard((row.get("client") or "").strip()) for rows in tables for row in rows]


def client_of_log(folder: Path | str) -> str:
    """Return whom a log of CSV files is of; ``me`` where its rows name nobody, or several."""
    named = set(_clients_there(Path(folder))) - {""}
    return next(iter(named)) if len(named) == 1 else ALONE


def _rows_to_add(export: Export, name: str, folder: Path) -> pd.DataFrame:
    """Return the rows of an export as text; of nobody, as the log itself then is.

    Raises
    ------
    DataError
        If it would not be known any more whose the rows are, the new ones or those of the log.
    """
    rows = text_table(export.log, name)
    there = set(_clients_there(folder))
    named = there - {""}
    log = folder.resolve().name
    if export.log.clients != (ALONE,):
        if "" in there:
            raise DataError(
                f"The rows of the log {log} name no client, and the new ones do "
                f"({', '.join(export.log.clients)}). Write into the column client whose the rows "
                "there are, or import into another folder."
            )
        return rows
    if len(named) > 1:
        raise DataError(
            f"The log {log} has several clients ({', '.join(sorted(named))}), and nothing says "
            "whose the new rows are. State it with --client."
        )
    return rows if named else rows.assign(client="")


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
        If a file of the log cannot be added to, or another import into it is running. Nothing is
        then written.
    """
    folder = Path(into)
    with only_import(folder):
        return _added(export, folder)


def _added(export: Export, folder: Path) -> ImportReport:
    paths = _paths_in(folder)
    keys: dict[str, Key] = {"exercises": exercise_key}
    if export.is_one_a_day:
        keys["sessions"] = workout_key if export.has_workouts else session_key
    tables = {}
    for name in paths:
        rows = export.added if name == "exercises" else _rows_to_add(export, name, folder)
        if name == "stiffness":
            is_rescaled = is_read_on_another_scale(rows, rows_of(paths["stiffness"]))
            rescaled, rows = rows[is_rescaled], rows[~is_rescaled]
        tables[name] = merged(paths[name], name, rows, keys.get(name))
    write_whole(
        {paths[name]: table.text.encode("utf-8") for name, table in tables.items() if table.n_new}
    )
    n_differing = {name: len(m.differing) for name, m in tables.items()}
    n_differing["stiffness"] += len(rescaled)
    counts = [(name, m.n_new, m.n_there, n_differing[name]) for name, m in tables.items()]
    columns = ["table", "rows_new", "rows_already_there", "rows_differing"]
    differing = tuple(tables["sessions"].differing)
    counted = pd.DataFrame(counts, columns=columns)
    return ImportReport(export, counted, differing, tuple(rescaled["date"]))
