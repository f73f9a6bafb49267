"""From a path to a log: load it, or say what is wrong and ask how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mobility_analysis.console import Stop, agreed, counted, say, show_problems

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import MobilityLog, Scale
    from mobility_analysis.log.load import OnProblem
    from mobility_analysis.log.recipes import Recipe
    from mobility_analysis.log.recognise import Understanding

T = TypeVar("T")

__all__ = ["draft_path", "open_log", "settled"]

SHEET_FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


def open_log(
    path: Path,
    *,
    as_of: pd.Timestamp | None,
    date_order: str | None,
    scale: Scale | None = None,
    recipe: str | None,
    yes: bool,
) -> MobilityLog:
    """Load a log, an export by its recipe, or a sheet of unknown shape as it was understood.

    Where rows have problems they are shown, and the user is asked whether to go on without them.
    """
    from mobility_analysis.log import load_log
    from mobility_analysis.log.imports import read_export
    from mobility_analysis.log.recipes import load_recipe

    chosen = load_recipe(recipe) if recipe else understood(path, scale=scale, yes=yes)

    def load(on_problem: OnProblem) -> MobilityLog:
        if chosen is None:
            return load_log(
                path, as_of=as_of, date_order=date_order, scale=scale, on_problem=on_problem
            )
        log = read_export(
            path, chosen, date_order=date_order, scale=scale, on_problem=on_problem
        ).log
        return log if as_of is None else replace(log, as_of=as_of)

    return settled(load, path, yes=yes, rows_aside=_rows_aside)


def _rows_aside(log: MobilityLog) -> int:
    return int(log.account["rows_set_aside"].sum())


def settled(
    load: Callable[[OnProblem], T], path: Path, *, yes: bool, rows_aside: Callable[[T], int]
) -> T:
    """Load something; where rows have problems, show them and ask whether to go on without."""
    from mobility_analysis.log import DataError

    try:
        return load("raise")
    except DataError as error:
        try:
            partial = load("set aside")
        except DataError:
            raise error from None
        show_problems(error)
        aside = counted(rows_aside(partial), "row")
        if not agreed(f"Go on without these ({aside} set aside)?", yes=yes):
            raise Stop(
                f"{path.resolve().name} was not used. Repair the rows above, or run the command "
                "again with --yes to go on without them."
            ) from error
        return partial


def understood(path: Path, *, scale: Scale | None = None, yes: bool) -> Recipe | None:
    """Return how to read a sheet of unknown shape, once the user agreed; None for a log."""
    from mobility_analysis.log.files import read_sheets
    from mobility_analysis.log.headers import header_key, tables_of_header
    from mobility_analysis.log.recognise import understand
    from mobility_analysis.log.schema import TABLES
    from mobility_analysis.log.sheets import table_of_sheet

    if not path.is_file() or path.suffix.lower() not in SHEET_FILES:
        return None
    sheets = read_sheets(path)
    if any(
        header_key(sheet.name) in TABLES or tables_of_header(table_of_sheet(sheet).header)
        for sheet in sheets
    ):
        return None
    found = understand(sheets[0], scale=scale)
    say(f"{path.name} is no table of a log. This is how it was understood:")
    for sentence in found.said:
        say(f"  {sentence}")
    if agreed("Is that right?", yes=yes):
        return found.recipe
    raise Stop(_draft_kept(path, found))


def _draft_kept(path: Path, found: Understanding) -> str:
    """Write the draft recipe beside the sheet, and say how to go on."""
    from mobility_analysis.log.saving import write_whole

    again = f'mobility-analysis report "{path}"'
    if not found.text:
        return f"Nothing was made. If it is right after all: {again} --yes"
    draft = draft_path(path)
    if draft.exists():
        kept = f"{draft.name} is already there and was left as it is."
    else:
        write_whole({draft: found.text.encode("utf-8")})
        kept = f"A draft of how to read it was written to {draft.name}."
    return (
        f'Nothing was made. {kept} Change it and run: {again} --recipe "{draft}"\n'
        f"If it is right as it was understood: {again} --yes"
    )


def draft_path(path: Path) -> Path:
    """Return where the draft of a recipe for a sheet is kept: beside it.

    Examples
    --------
    >>> draft_path(Path("My sheet.csv")).name
    'My sheet.recipe.toml'
    """
    return path.with_name(f"{path.stem}.recipe.toml")
