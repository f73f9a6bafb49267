"""The sheets of a file become, each by its recipe, the raw tables of a log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import Reshaped, reshape
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import IN_LETTER, Coded, RawTable, Sheet, distinct
from mobility_analysis.log.read.files import filled_sheets
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.many_sheets import (
    ONE_PERSON,
    WHOSE_SHEETS,
    are_parts,
    client_words,
    clients_of_sheets,
    joined_tables,
    sheet_words,
)

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
    client: str = ""
    """Whose a row is that does not say it."""

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

    def in_its_words(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return problems or remarks of a log that name the columns of this file."""
        return as_in_the_files(found, [self])


@dataclass(frozen=True)
class Wanted:
    """What holds for every sheet of one file."""

    recipes: Recipes
    include: Collection[str] = ()
    client: str = ""
    is_one_person: bool | None = None
    """Whether all sheets are one person's, where that is known."""
    whole: Callable[[Sheet], Sheet] = lambda sheet: sheet
    """All of a sheet of which only something is held."""

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
    alone: str,
    own_exercises: Sequence[Mapping[str, str]],
) -> ShapedFile:
    """Make the raw tables of a log from all sheets of a file; see ``shaped_sheets``.

    ``client`` is whose every row is, ``alone`` whose a row is that does not say it.
    """
    sheets, said = filled_sheets(path)
    wanted = Wanted(recipes, include, client)
    return shaped_sheets(sheets, said, wanted, alone=alone, own_exercises=own_exercises)


def shaped_sheets(
    sheets: Sequence[Sheet],
    said: Sequence[str],
    wanted: Wanted,
    *,
    alone: str,
    own_exercises: Sequence[Mapping[str, str]],
) -> ShapedFile:
    """Make the raw tables of a log from all sheets that a recipe fits, at least one.

    Several sheets are one person's where a column or the recipe says whose they are, or where
    their names say when; else each is one client's, named after the sheet (``clients_of_sheets``).
    A sheet that the recipe does not fit is named in ``said_of_sheets``.
    """
    shaped, left = _shaped(sheets, wanted, own_exercises, {})
    fitting = [sheet for sheet in sheets if sheet.name in shaped]
    if not fitting:
        raise DataError(" ".join(dict.fromkeys(left.values())))
    if len(fitting) > 1:
        names = [sheet.name for sheet in fitting]
        if _are_one_persons(fitting, shaped, wanted):
            said = [sheet_words(names), *said]
        else:
            clients = clients_of_sheets(names, whose_sheets(map(wanted.recipe, fitting)))
            said = [client_words(clients), *said]
            shaped, _ = _shaped(fitting, wanted, own_exercises, clients)
    said = [*said, *words_of_refused(left, sheets[0].file)]
    return ShapedFile(
        sheets[0].file,
        shaped,
        _joined(list(shaped.values())),
        remarks=tuple(remarks_of_sheets(shaped)),
        said_of_sheets=tuple(said),
        client=alone,
    )


def _shaped(
    sheets: Sequence[Sheet],
    wanted: Wanted,
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
                wanted.whole(sheet),
                recipe,
                include=wanted.include,
                own_exercises=exercises,
                client=clients.get(sheet.name, wanted.client),
            )
        except DataError as error:
            left[sheet.name] = str(error)
            continue
        exercises = rows_of_table(found[sheet.name].tables.get("exercises")) or exercises
    return found, left


def words_of_refused(left: Mapping[str, str], file: str) -> list[str]:
    """Say of each sheet of a file why it was left out, by name."""
    return [
        f"The sheet {name!r} was left out: {without_file(why, file)}" for name, why in left.items()
    ]


def without_file(why: str, file: str) -> str:
    """Return why a sheet cannot be read without its file, which is said before it."""
    return why.removeprefix(f"{file}: ").removeprefix(f"{file}, ")


def rows_of_table(table: RawTable | None) -> list[dict[str, str]]:
    """Return the rows of a table as text; none where there is no table."""
    if table is None:
        return []
    columns: list[Coded] = [distinct(column) for column in table.columns]
    texts = [["" if code < 0 else str(c.values[code]) for code in c.codes] for c in columns]
    return [dict(zip(table.header, row, strict=True)) for row in zip(*texts, strict=True)]


def _are_one_persons(
    sheets: Sequence[Sheet], shaped: Mapping[str, Reshaped], wanted: Wanted
) -> bool:
    """Tell whether several sheets are one table, and not a client's each."""
    if wanted.is_one_person is not None:
        return wanted.is_one_person
    if stated := whose_sheets(map(wanted.recipe, sheets)):
        return stated == ONE_PERSON
    if wanted.client or any(client for own in shaped.values() for client in own.clients):
        return True
    return are_parts([sheet.name for sheet in sheets])


def whose_sheets(recipes: Iterable[Recipe | None]) -> str:
    """Return what recipes state of whose the sheets of a file are; nothing where none does.

    Where they state different things, the first of ``WHOSE_SHEETS`` holds.
    """
    stated = {recipe.sheets for recipe in recipes if recipe is not None}
    return next((whose for whose in WHOSE_SHEETS if whose in stated), "")


def _joined(parts: Sequence[Reshaped]) -> dict[str, RawTable]:
    """Put the tables of the sheets together; the last exercises hold those of all before."""
    tables = {
        name: joined_tables([part.tables[name] for part in parts if name in part.tables])
        for name in ("sessions", "stiffness")
        if any(name in part.tables for part in parts)
    }
    exercises = [part.tables["exercises"] for part in parts if "exercises" in part.tables]
    return tables | ({"exercises": exercises[-1]} if exercises else {})


def remarks_of_sheets(shaped: Mapping[str, Reshaped]) -> list[str]:
    """Return the remarks of all sheets, each once, with the sheets that it does not hold for."""
    sheets: dict[str, list[str]] = {}
    for name, own in shaped.items():
        for said in own.remarks:
            sheets.setdefault(said, []).append(name)
    return [
        said if len(names) == len(shaped) else f"Sheet {', '.join(map(repr, names))}: {said}"
        for said, names in sheets.items()
    ]


def as_in_the_files(found: pd.DataFrame, shaped: Sequence[ShapedFile]) -> pd.DataFrame:
    """Return problems or remarks that name the columns of the files, not only those of a log."""
    sheets = {(own.file, name): sheet for own in shaped for name, sheet in own.sheets.items()}
    places = zip(found["file"], found["sheet"], found["table"], found["column"], strict=True)
    columns = [
        _column_words(sheets.get((file, sheet)), table, name) for file, sheet, table, name in places
    ]
    return found.assign(column=pd.Series(columns, index=found.index, dtype=found["column"].dtype))


def _column_words(sheet: Reshaped | None, table: str, written: str) -> str:
    column, _, letter = written.partition(IN_LETTER)
    if letter and column not in ("exercise", "client"):  # these stand at the side of a turned sheet
        return f"{letter} (read as {column})"
    header = sheet.headers.get((table, column), "") if sheet else ""
    is_same = not header or header_key(header) == column
    return column if is_same else f"{header} (read as {column})"
