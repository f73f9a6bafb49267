"""From a path to a log: load it, or say what is wrong and ask how to go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mobility_analysis.commands.console import (
    Stop,
    agreed,
    counted,
    is_terminal,
    say,
    show_problems,
    stop_if_nothing_used,
)

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import MobilityLog, Scale
    from mobility_analysis.log.exports.recognise import Understanding
    from mobility_analysis.log.exports.sheets import Recipes
    from mobility_analysis.log.load import OnProblem
    from mobility_analysis.log.read.cells import Sheet
    from mobility_analysis.log.settings import Settings

T = TypeVar("T")


SHEET_FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


def open_log(
    path: Path,
    *,
    settings: Settings,
    as_of: pd.Timestamp | None,
    recipe: str | None,
    yes: bool,
) -> MobilityLog:
    """Load a log, an export by its recipe, or a sheet of unknown shape as it was understood.

    The targets of its settings are left to be stated.

    Where rows have problems they are shown, and the user is asked whether to go on without them.
    """
    from mobility_analysis.log.exports.recipes import load_recipe
    from mobility_analysis.log.load import read_log

    chosen = load_recipe(recipe) if recipe else understood(path, scale=settings.scale, yes=yes)

    def load(on_problem: OnProblem) -> MobilityLog:
        if chosen is None:
            return read_log(path, settings, as_of=as_of, on_problem=on_problem)
        log = _exported(path, chosen, settings, on_problem)
        return log if as_of is None else replace(log, as_of=as_of)

    opened = settled(
        load, path, yes=yes, rows_aside=_rows_aside, is_checkable=bool(recipe) or chosen is None
    )
    stop_if_nothing_used(opened, path)
    return opened


def _exported(
    path: Path, recipe: Recipes, settings: Settings, on_problem: OnProblem
) -> MobilityLog:
    from mobility_analysis.log.exports.imports import read_export

    export = read_export(
        path,
        recipe,
        date_order=settings.date_order,
        scale=settings.scale,
        on_problem=on_problem,
    )
    return replace(export.log, settings=settings)


def checked(path: Path, *, settings: Settings, recipe: str | None) -> MobilityLog:
    """Load a log, or an export by its recipe; every row with a problem is set aside.

    A target for an exercise that is none is an error, though nothing is measured here.
    """
    from mobility_analysis.log.exports.recipes import load_recipe
    from mobility_analysis.log.load import read_log
    from mobility_analysis.log.targets import with_stated_targets

    if recipe is None:
        log = read_log(path, settings, as_of=None, on_problem="set aside")
    else:
        log = _exported(path, load_recipe(recipe), settings, "set aside")
    with_stated_targets(log)
    return log


def _rows_aside(log: MobilityLog) -> int:
    return int(log.account["rows_set_aside"].sum())


def settled(
    load: Callable[[OnProblem], T],
    path: Path,
    *,
    yes: bool,
    rows_aside: Callable[[T], int],
    is_checkable: bool = True,
) -> T:
    """Load something; where rows have problems, show them and ask whether to go on without.

    ``check`` cannot read what was read as it was understood, without a recipe.
    """
    from mobility_analysis.log import DataError

    try:
        return load("raise")
    except DataError as error:
        try:
            partial = load("set aside")
        except DataError:
            raise error from None
        show_problems(error, is_checkable=is_checkable)
        aside = counted(rows_aside(partial), "row")
        if not agreed(f"Go on without these ({aside} set aside)?", yes=yes):
            raise Stop(
                f"{path.resolve().name} was not used. Repair the rows above, or run the command "
                "again with --yes to go on without them."
            ) from error
        return partial


def understood(path: Path, *, scale: Scale | None, yes: bool) -> Recipes | None:
    """Return how to read the sheets of an unknown file, once the user agreed; None for a log."""
    from mobility_analysis.log.read.files import filled_sheets

    if not path.is_file() or path.suffix.lower() not in SHEET_FILES:
        return None
    sheets, hidden = filled_sheets(path)
    if any(map(_is_of_a_log, sheets)):
        return None
    found, left = _each_understood(sheets, scale)
    say(f"{path.name} is no table of a log. This is how it was understood:")
    for sentence in (*_said(found), *_said_of_others(left), *hidden):
        say(f"  {sentence}")
    if any(own.open for own in found.values()):
        return _with_open_columns(path, found, yes=yes)
    if agreed("Is that right?", yes=yes):
        return {name: own.recipe for name, own in found.items()}
    raise Stop(_drafts_kept(path, found))


def _is_of_a_log(sheet: Sheet) -> bool:
    from mobility_analysis.log.exports.apps import app_of
    from mobility_analysis.log.exports.recognise import head_of
    from mobility_analysis.log.read.headers import header_key, tables_of_header
    from mobility_analysis.log.read.sheets import table_of_sheet
    from mobility_analysis.log.schema import TABLES

    header = table_of_sheet(head_of(sheet)).header
    is_named = header_key(sheet.name) in TABLES
    return is_named or (not app_of(header) and bool(tables_of_header(header)))


def _each_understood(
    sheets: Sequence[Sheet], scale: Scale | None
) -> tuple[dict[str, Understanding], dict[str, str]]:
    """Understand each sheet by itself, at least one; return also why some were not."""
    from mobility_analysis.log import DataError
    from mobility_analysis.log.exports.recognise import understand

    found: dict[str, Understanding] = {}
    left: dict[str, str] = {}
    for sheet in sheets:
        try:
            found[sheet.name] = understand(sheet, scale=scale)
        except DataError as error:
            left[sheet.name] = str(error)
    if not found:
        raise DataError(" ".join(dict.fromkeys(left.values())))
    return found, left


def _said(found: Mapping[str, Understanding]) -> list[str]:
    """Say what each sheet seems to hold; of sheets with the same recipe, once for all."""
    from mobility_analysis.log.read.many_sheets import quoted, sheet_words

    said: list[str] = []
    for alike in _alike(found):
        if len(found) > 1:
            said.append(f"In the sheet{'s' if len(alike) > 1 else ''} {quoted(alike)}:")
        for sentences in zip(*(found[name].said for name in alike), strict=False):
            said += dict.fromkeys(sentences)
    names = list(found)
    if len(names) > 1:
        said.append(sheet_words(names, is_one_person=_are_one_persons(found)))
    return said


def _are_one_persons(found: Mapping[str, Understanding]) -> bool:
    from mobility_analysis.log.read.many_sheets import are_parts

    return any(own.recipe.client_column for own in found.values()) or are_parts(list(found))


def _whose_words(found: Mapping[str, Understanding]) -> str:
    """Write down in a draft whose several sheets are, so that it can be changed."""
    if len(found) < 2:
        return ""
    whose = "one person" if _are_one_persons(found) else "one client each"
    return f'sheets = "{whose}"\n'


def _alike(found: Mapping[str, Understanding]) -> list[list[str]]:
    """Group the names of sheets whose recipes are the same."""
    groups: list[list[str]] = []
    for name, own in found.items():
        for group in groups:
            if found[group[0]].recipe == own.recipe:
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


def _said_of_others(left: Mapping[str, str]) -> list[str]:
    return [f"The sheet {name!r} is left out: {why}" for name, why in left.items()]


def _with_open_columns(path: Path, found: Mapping[str, Understanding], *, yes: bool) -> Recipes:
    """Ask about columns that may change what the log means; refuse it where nobody can answer."""
    bearings = dict.fromkeys(bearing for own in found.values() for bearing in own.open)
    for bearing in bearings:
        say(f"  {bearing.said()}: this may change what the log means.")
    can_ask = is_terminal(sys.stdin) and not yes
    if can_ask and agreed("Is the rest right, and are these to be left out?", yes=False):
        return {name: own.without_open() for name, own in found.items()}
    added = " ".join(f"{bearing.repair()} to leave the column out." for bearing in bearings)
    raise Stop(f"{_drafts_kept(path, found)}\n{added}")


def _drafts_kept(path: Path, found: Mapping[str, Understanding]) -> str:
    """Write the draft of each recipe beside the file, and say how to go on."""
    from mobility_analysis.log.write.saving import write_whole

    again = f'mobility-analysis report "{path}"'
    whose = _whose_words(found)
    drafts = {group[0]: found[group[0]].text for group in _alike(found)}
    drafts = {name: text for name, text in drafts.items() if text}
    if not drafts:
        return f"Nothing was made. If it is right after all: {again} --yes"
    first, *more = (
        draft_path(path) if len(drafts) == 1 else draft_path(path, sheet=name) for name in drafts
    )
    kept = []
    for draft, text in zip([first, *more], drafts.values(), strict=True):
        if draft.exists():
            kept.append(f"{draft.name} is already there and was left as it is.")
        else:
            write_whole({draft: (whose + text).encode("utf-8")})
            kept.append(f"A draft of how to read it was written to {draft.name}.")
    go_on = f'Change it and run: {again} --recipe "{first}"'
    if more:
        go_on = (
            "The sheets differ: change the drafts and import one after the other into one log: "
            f'mobility-analysis import "{path}" --recipe "{first}" --into "{path.stem} log"'
        )
    said = f"Nothing was made. {' '.join(kept)} {go_on}"
    if any(own.open for own in found.values()):
        return said
    return f"{said}\nIf it is right as it was understood: {again} --yes"


def draft_path(path: Path, *, sheet: str = "") -> Path:
    """Return where the draft of a recipe for a sheet is kept: beside its file.

    >>> draft_path(Path("My sheet.csv")).name, draft_path(Path("Book.xlsx"), sheet="June").name
    ('My sheet.recipe.toml', 'Book.June.recipe.toml')
    """
    safe = "".join(c if c.isalnum() or c in "._- " else "-" for c in sheet)
    return path.with_name(f"{path.stem}{'.' if safe else ''}{safe}.recipe.toml")
