"""The sheets of an export by its recipe, and the account of the rows of its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from mobility_analysis.log.check.values import read_client
from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import Reshaped, reshape
from mobility_analysis.log.load import file_remarks
from mobility_analysis.log.model import DataError, MobilityLog, no_account, no_client_account
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, distinct
from mobility_analysis.log.read.files import filled_sheets
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.many_sheets import are_parts, joined_tables, sheet_words

PARTLY_SET_ASIDE = "set aside, in whole or in part, with a problem"

Recipes = Recipe | Mapping[str, Recipe]
"""A recipe for all sheets of a file, or one for each sheet by its name."""


@dataclass(frozen=True)
class ShapedFile:
    """What a recipe made of the sheets of a file."""

    file: str
    sheets: Mapping[str, Reshaped]
    """Of each sheet that the recipe fits, by name; of a text file the only one."""
    tables: Mapping[str, RawTable]
    """The tables of all of them together."""
    remarks: tuple[str, ...]
    said_of_sheets: tuple[str, ...]
    """What its sheets were taken for, and which were left out."""

    @property
    def rows_read(self) -> int:
        """Data rows of all sheets."""
        return sum(shaped.rows_read for shaped in self.sheets.values())

    @property
    def left_out(self) -> dict[str, int]:
        """Rows that were left out, by reason."""
        counts: dict[str, int] = {}
        for shaped in self.sheets.values():
            for reason, n in shaped.left_out.items():
                counts[reason] = counts.get(reason, 0) + n
        return counts


@dataclass(frozen=True)
class _Wanted:
    """What holds for every sheet of one file."""

    recipes: Recipes
    include: Collection[str]
    client: str

    def recipe(self, sheet: Sheet) -> Recipe | None:
        """Return the recipe of a sheet; None where it has none."""
        if isinstance(self.recipes, Recipe):
            return self.recipes
        return self.recipes.get(sheet.name)


def shaped_file(
    path: Path,
    recipes: Recipes,
    *,
    include: Collection[str],
    client: str,
    own_exercises: Sequence[Mapping[str, str]],
) -> ShapedFile:
    """Make the raw tables of a log from all sheets of a file that a recipe fits, at least one.

    Several sheets are one person's where a column or the recipe says whose they are, or where
    their names say when; else each is one client's, named after the sheet. A sheet that the
    recipe does not fit is named in ``said_of_sheets``.
    """
    sheets, said = filled_sheets(path)
    wanted = _Wanted(recipes, include, client)
    shaped, left = _shaped(sheets, wanted, own_exercises, {})
    fitting = [sheet for sheet in sheets if sheet.name in shaped]
    if not fitting:
        raise DataError(" ".join(dict.fromkeys(left.values())))
    if len(fitting) > 1:
        is_one_person = _are_one_persons(fitting, shaped, wanted)
        said = [sheet_words([s.name for s in fitting], is_one_person=is_one_person), *said]
        if not is_one_person:
            names = {sheet.name: sheet.name for sheet in fitting}
            shaped, _ = _shaped(fitting, wanted, own_exercises, names)
    said += [f"The sheet {name!r} was left out: {why}" for name, why in left.items()]
    return ShapedFile(
        sheets[0].file,
        shaped,
        _joined(list(shaped.values())),
        remarks=tuple(_remarks(shaped)),
        said_of_sheets=tuple(said),
    )


def _shaped(
    sheets: Sequence[Sheet],
    wanted: _Wanted,
    own_exercises: Sequence[Mapping[str, str]],
    clients: Mapping[str, str],
) -> tuple[dict[str, Reshaped], dict[str, str]]:
    """Return what was made of each sheet, and why nothing was made of the others."""
    found: dict[str, Reshaped] = {}
    left: dict[str, str] = {}
    exercises = own_exercises
    for sheet in sheets:
        recipe = wanted.recipe(sheet)
        if recipe is None:
            left[sheet.name] = "it was not understood."
            continue
        try:
            found[sheet.name] = reshape(
                sheet,
                recipe,
                include=wanted.include,
                own_exercises=exercises,
                client=clients.get(sheet.name, wanted.client),
            )
        except DataError as error:
            left[sheet.name] = str(error)
            continue
        exercises = _rows(found[sheet.name].tables.get("exercises")) or exercises
    return found, left


def _rows(table: RawTable | None) -> list[dict[str, str]]:
    """Return the rows of a table exercises, so that the next sheet knows them."""
    if table is None:
        return []
    columns: list[Coded] = [distinct(column) for column in table.columns]
    texts = [["" if code < 0 else str(c.values[code]) for code in c.codes] for c in columns]
    return [dict(zip(table.header, row, strict=True)) for row in zip(*texts, strict=True)]


def _are_one_persons(
    sheets: Sequence[Sheet], shaped: Mapping[str, Reshaped], wanted: _Wanted
) -> bool:
    """Tell whether several sheets are one table, and not a client's each."""
    recipes = [recipe for sheet in sheets if (recipe := wanted.recipe(sheet)) is not None]
    stated = {recipe.sheets for recipe in recipes} - {""}
    if stated:
        return "one person" in stated
    if wanted.client or any(client for own in shaped.values() for client in own.clients):
        return True
    return are_parts([sheet.name for sheet in sheets])


def _joined(parts: Sequence[Reshaped]) -> dict[str, RawTable]:
    """Put the tables of the sheets together; the last exercises hold those of all before."""
    tables = {
        name: joined_tables([part.tables[name] for part in parts if name in part.tables])
        for name in ("sessions", "stiffness")
        if any(name in part.tables for part in parts)
    }
    exercises = [part.tables["exercises"] for part in parts if "exercises" in part.tables]
    return tables | ({"exercises": exercises[-1]} if exercises else {})


def _remarks(shaped: Mapping[str, Reshaped]) -> list[str]:
    """Return the remarks of all sheets, each once, with the sheets that it does not hold for."""
    sheets: dict[str, list[str]] = {}
    for name, own in shaped.items():
        for said in own.remarks:
            sheets.setdefault(said, []).append(name)
    return [
        said if len(names) == len(shaped) else f"Sheet {', '.join(map(repr, names))}: {said}"
        for said, names in sheets.items()
    ]


def as_in_the_file(found: pd.DataFrame, shaped: ShapedFile) -> pd.DataFrame:
    """Return problems or remarks that name the columns of the file, and not only those of a log."""
    places = zip(found["sheet"], found["table"], found["column"], strict=True)
    columns = [
        _column_words(shaped.sheets.get(sheet), table, name) for sheet, table, name in places
    ]
    return found.assign(column=pd.Series(columns, index=found.index, dtype=found["column"].dtype))


def _column_words(sheet: Reshaped | None, table: str, column: str) -> str:
    header = sheet.headers.get((table, column), "") if sheet else ""
    is_same = not header or header_key(header) == column
    return column if is_same else f"{header} (read as {column})"


def with_account_of_file(log: MobilityLog, shaped: ShapedFile) -> MobilityLog:
    """Return a log whose account counts the rows of the file, and why some were left out.

    A row that gives several sessions and ratings is counted once; it is set aside where any of
    these is.
    """
    rows = _fates(log, shaped)
    counted = rows.assign(
        rows_read=1,
        rows_used=(rows["reason"] == "").astype("int64"),
        rows_set_aside=(rows["reason"] == PARTLY_SET_ASIDE).astype("int64"),
        rows_left_out=(~rows["reason"].isin(["", PARTLY_SET_ASIDE])).astype("int64"),
    )
    is_out = counted["rows_left_out"] > 0
    reasons = rows[is_out].groupby(["file", "sheet", "reason", "client"], sort=False, dropna=False)
    left_out = reasons.size().rename("rows").reset_index()
    whole, mine = no_account(), no_client_account()
    keys = ["table", "file", "sheet"]
    sums = list(whole.columns[2:6])
    account = counted.groupby(keys, sort=False)[sums].sum().reset_index()
    own = counted.groupby([*keys, "client"], sort=False)[sums].sum().reset_index()
    only = log.clients[0] if len(log.clients) == 1 else None
    said = file_remarks([(shaped.file, text, only) for text in shaped.said_of_sheets])
    return replace(
        log,
        remarks=pd.concat([log.remarks, said], ignore_index=True),
        account=account[list(whole.columns)].astype(whole.dtypes.to_dict()),
        account_by_client=own[list(mine.columns)].astype(mine.dtypes.to_dict()),
        left_out=left_out[list(log.left_out.columns)].astype(log.left_out.dtypes.to_dict()),
    )


def _fates(log: MobilityLog, shaped: ShapedFile) -> pd.DataFrame:
    """Return a row for each row of the file: where it stands, whose it is, what became of it."""
    parts = []
    for sheet, own in shaped.sheets.items():
        aside = _lines_set_aside(log, sheet, own)
        tables = ", ".join(name for name in ("sessions", "stiffness") if name in own.tables)
        reasons = [
            fate or (PARTLY_SET_ASIDE if line in aside else "")
            for fate, line in zip(own.fates, own.row_lines, strict=True)
        ]
        parts.append(
            pd.DataFrame(
                {
                    "table": tables or "nothing",
                    "file": shaped.file,
                    "sheet": sheet,
                    "reason": pd.Series(reasons, dtype="str"),
                    "client": _whose(log, own.clients),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _lines_set_aside(log: MobilityLog, sheet: str, shaped: Reshaped) -> set[int]:
    """Return all lines of a sheet behind the rows that were set aside."""
    problems = log.set_aside[log.set_aside["sheet"] == sheet]
    bad: set[int] = set()
    for name, groups in shaped.lines.items():
        lines = set(problems.loc[problems["table"] == name, "line"].astype("int64"))
        bad |= {line for group in groups if group[0] in lines for line in group}
    return bad


def _whose(log: MobilityLog, clients: Sequence[str]) -> pd.Series[str]:
    """Return the client of each row; missing where it is not known."""
    if len(log.clients) == 1:
        return pd.Series([log.clients[0]] * len(clients), dtype="str")
    known = {written: read_client(written) for written in set(clients)}
    found = [known[written] for written in clients]
    return pd.Series([name if name in log.clients else None for name in found], dtype="str")
