"""The ``import`` command: sheets by a recipe, or as they were understood, into a log."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from mobility_analysis.commands.console import Stop, counted, enough_read, say, say_remarks

if TYPE_CHECKING:
    from mobility_analysis.log import Scale
    from mobility_analysis.log.check.account import OnProblem
    from mobility_analysis.log.exports.imports import Export, ImportReport
    from mobility_analysis.log.exports.road import Looked, SeenFile
    from mobility_analysis.log.exports.sheets import Recipes


class Typed(NamedTuple):
    """What was typed of how the files are to be read."""

    client: str
    date_order: str | None
    scale: Scale | None
    yes: bool


def import_by_recipe(
    file: Path,
    recipe: str,
    into: Path,
    *,
    include: Collection[str],
    typed: Typed,
) -> None:
    """Add what is new in a file, read by a recipe that is named."""
    from mobility_analysis.log.exports.imports import client_of_log
    from mobility_analysis.log.exports.recipes import load_recipe

    chosen = load_recipe(recipe)
    for name in include:
        if name not in chosen.rule_names:
            known = ", ".join(chosen.rule_names)
            raise click.BadParameter(
                f"{name!r} is no rule of the recipe {recipe}. It has: {known or 'none'}.",
                param_hint="--include",
            )
    _import(
        file, chosen, into,
        include=include, alone=client_of_log(into), typed=typed,
    )  # fmt: skip


def import_all(path: Path, into: Path, *, typed: Typed) -> None:
    """Add what is new in a file, or in each file of a folder, read as it was understood.

    A file that cannot be read stops none of the others.
    """
    from mobility_analysis.commands.open import asked
    from mobility_analysis.commands.settings import settings_for
    from mobility_analysis.log import DataError
    from mobility_analysis.log.exports.imports import client_of_log
    from mobility_analysis.log.exports.sheets import without_file

    settings = settings_for(path, date_order=typed.date_order, scale=typed.scale)
    looked = asked(path, settings, yes=typed.yes)
    if not looked.files:
        raise Stop(
            f"{path.resolve().name} is a log in our tables: report reads it as it is, and convert "
            "writes it anew. Nothing was added."
        )
    is_one = len(looked.files) == 1
    failed: dict[str, str] = {}
    for file in looked.files:
        try:
            _import(
                file.path, _recipes_of(looked, file), into,
                include=(), alone=client_of_log(into) if is_one else file.log.name, typed=typed,
            )  # fmt: skip
        except (DataError, Stop) as error:
            if is_one:
                raise
            why = error.message if isinstance(error, Stop) else str(error)
            failed[file.shown] = without_file(why, file.path.name)
    for name, why in failed.items():
        say(f"{name} was not added: {why}", err=True)
    if failed:
        raise Stop(f"{counted(len(failed), 'file')} could not be added.")


def _recipes_of(looked: Looked, file: SeenFile) -> Recipes:
    """Return the recipe of each sheet of a file; refused where a question is open."""
    from mobility_analysis.log import DataError

    if fault := looked.fault_of(file):
        raise DataError(f"{file.path.name}: {fault}")
    return {
        seen.sheet.name: looked.recipe_of(seen, data)
        for seen in file.sheets
        if (data := seen.settled({})) is not None
    }


def _import(
    file: Path,
    recipes: Recipes,
    into: Path,
    *,
    include: Collection[str],
    alone: str,
    typed: Typed,
) -> None:
    from mobility_analysis.commands.open import rows_left_out_words, settled
    from mobility_analysis.log.exports.imports import add_export, own_exercises, read_export

    def load(on_problem: OnProblem) -> Export:
        return read_export(
            file,
            recipes,
            include=include,
            client=typed.client,
            date_order=typed.date_order,
            scale=typed.scale,
            on_problem=on_problem,
            own_exercises=own_exercises(into),
            alone=alone,
        )

    export = settled(
        load,
        file,
        yes=typed.yes,
        left_out=lambda export: rows_left_out_words(export.rows_set_aside),
    )
    stop_if_nothing_taken(export, file)
    report = add_export(export, into=into)
    with enough_read(0):
        say_import(report, file, into)


def stop_if_nothing_taken(export: Export, file: Path) -> None:
    """End with exit status 1 where no row of a file could be read; nothing is then added."""
    if len(export.log.sessions) or len(export.log.stiffness):
        return
    n = int(export.account["rows"].sum())
    raise Stop(
        f"{file.name} could not be read: none of its {counted(n, 'row')} could be used, and "
        "nothing was added. Correct what is named above, in the file or in the recipe, and import "
        "it again."
    )


def say_import(report: ImportReport, file: Path, into: Path) -> None:
    """Say what an import took, left out and why, and what it added."""
    account = report.export.account
    say(f"{file.name}: {counted(int(account['rows'].sum()), 'row')} read")
    for reason, n in zip(account["reason"], account["rows"], strict=True):
        say(f"  {n:,} {reason}")
    for remark in report.export.remarks:
        say(f"Note: {remark}")
    say_remarks(report.export.log)
    for table, n_new, n_there, _ in report.tables.itertuples(index=False):
        if n_new or n_there:
            added = counted(int(n_new), "row")
            say(f"{table}.csv: {added} added, {n_there:,} already there")
    for sentence in report.export.log.assumptions:
        say(f"Note: {sentence}")
    if report.rescaled:
        say(
            f"Note: {counted(len(report.rescaled), 'score')} stand in the log as the same figures "
            "read on another scale; the log keeps its own, the first of them on "
            f"{report.rescaled[0]}. If the scale stated now is the right one, delete these rows "
            "from stiffness.csv and import again."
        )
    if report.differing:
        shown = "; ".join(report.differing[:5]) + ("; ..." if len(report.differing) > 5 else "")
        say(
            f"Note: {counted(len(report.differing), 'session')} differ from what the log holds "
            f"for the same day and exercise; the log keeps its own: {shown}"
        )
    say(f'Then: mobility-analysis report "{into}"', bold=True)
