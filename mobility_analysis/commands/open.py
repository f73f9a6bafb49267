"""From a path to a log: load it, or say what is wrong and ask how to go on.

Sheets that are no log in our tables are looked at, understood as far as is certain, and asked
about; what was answered is kept in ``mobility.toml`` beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mobility_analysis.commands.console import (
    Stop,
    agreed,
    counted,
    is_terminal,
    say,
    show_problems,
    stop_if_nothing_used,
)
from mobility_analysis.commands.screens import (
    OTHERWISE,
    answer_to,
    headers_of,
    role_asked,
    show_understandings,
)

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import MobilityLog
    from mobility_analysis.log.check.account import OnProblem
    from mobility_analysis.log.exports.road import Looked
    from mobility_analysis.log.read.files import Found
    from mobility_analysis.log.settings import Settings

T = TypeVar("T")

FILES_NAMED = 4


def open_log(
    path: Path,
    *,
    settings: Settings,
    as_of: pd.Timestamp | None,
    recipe: str | None,
    yes: bool,
    seen: Looked | None = None,
) -> MobilityLog:
    """Load a log, an export by its recipe, or sheets in other columns as they were understood.

    The targets of its settings are left to be stated. ``seen`` is what was asked about already.

    Where rows have problems they are shown, and the user is asked whether to go on without them.
    """
    load = _loading(path, settings, as_of, recipe, yes=yes, seen=seen)
    opened = settled(load, path, yes=yes, left_out=left_out_words)
    if yes and len(opened.unreadable):
        partial = load("set aside")
        if say_what_can_be_read(opened, partial):
            opened = partial
    stop_if_nothing_used(opened, path)
    return opened


def say_what_can_be_read(opened: MobilityLog, partial: MobilityLog) -> bool:
    """Name the rows that have a problem where other of many logs can be read without them.

    Another may then be refused that has the same clients: that is why they cannot both be read.
    """
    from mobility_analysis.log import DataError

    is_more = bool({*opened.unreadable["file"]} - {*partial.unreadable["file"]})
    if is_more:
        show_problems(DataError("", partial.problems))
        say(f"Going on without these: {counted(_rows_aside(partial), 'row')} set aside.")
    return is_more


def checked(path: Path, *, settings: Settings, recipe: str | None) -> MobilityLog:
    """Load a log, an export or other sheets; every row with a problem is set aside.

    A target for an exercise that is none is an error, though nothing is measured here.
    """
    from mobility_analysis.log.targets import with_stated_targets

    log = _loading(path, settings, None, recipe, yes=False)("set aside")
    with_stated_targets(log)
    return log


def _loading(
    path: Path,
    settings: Settings,
    as_of: pd.Timestamp | None,
    recipe: str | None,
    *,
    yes: bool,
    seen: Looked | None = None,
) -> Callable[[OnProblem], MobilityLog]:
    """Return what loads the path, once all is asked that is to be asked about it."""
    from mobility_analysis.log.load import read_log
    from mobility_analysis.log.read.files import find_logs

    if recipe and not path.is_dir():
        return lambda on_problem: _exported(path, recipe, settings, as_of, on_problem)
    if recipe:
        from mobility_analysis.log.exports.recipes import recipe_data

        of_all = {"recipe": [{"file": "*", **recipe_data(recipe)}]}
        settings = settings.with_answers(of_all)
    found = find_logs(path)
    if not any(log.foreign or log.askable for log in found.logs):
        return lambda on_problem: read_log(
            path, settings, as_of=as_of, on_problem=on_problem, found=found
        )
    looked = _seen_whole(path, seen, found) if seen else asked(path, settings, found, yes=yes)
    return lambda on_problem: read_log(
        path, looked.settings, as_of=as_of, on_problem=on_problem, looked=looked
    )


def _seen_whole(path: Path, seen: Looked, found: Found) -> Looked:
    """Look at all rows of what was asked about by its columns."""
    from mobility_analysis.log.exports.road import look

    return replace(look(path, seen.settings, found), is_shown=seen.is_shown)


def _exported(
    path: Path,
    recipe: str,
    settings: Settings,
    as_of: pd.Timestamp | None,
    on_problem: OnProblem,
) -> MobilityLog:
    from mobility_analysis.log.exports.imports import read_export
    from mobility_analysis.log.exports.recipes import load_recipe

    export = read_export(
        path,
        load_recipe(recipe),
        date_order=settings.date_order,
        scale=settings.scale,
        on_problem=on_problem,
    )
    log = replace(export.log, settings=settings)
    return log if as_of is None else replace(log, as_of=as_of)


def _rows_aside(log: MobilityLog) -> int:
    return int(log.account["rows_set_aside"].sum())


def settled(
    load: Callable[[OnProblem], T], path: Path, *, yes: bool, left_out: Callable[[T], str]
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
        if partial is None:  # who reads it whole shows and asks
            return partial
        show_problems(error)
        without = left_out(partial)
        if not agreed(f"Go on without {without}?", yes=yes):
            raise Stop(
                f"{path.resolve().name} was not used. Repair what is named above, or run the "
                f"command again with --yes to go on without {without}."
            ) from error
        return partial


def left_out_words(log: MobilityLog) -> str:
    """Say what is lost by going on: rows, and files of which a fault loses every row."""
    from mobility_analysis.log.not_read import tables_lost

    lost, n_aside = tables_lost(log), _rows_aside(log)
    if lost.empty:
        return rows_left_out_words(n_aside)
    names = [
        f"sheet {sheet!r} of {file}" if sheet else str(file)
        for file, sheet in zip(lost["file"], lost["sheet"], strict=True)
    ]
    n_more = len(names) - FILES_NAMED
    more = [counted(n_more, "more table")] if n_more > 0 else []
    others = " and other rows" if n_aside > lost["rows_set_aside"].sum() else ""
    aside = f" ({counted(n_aside, 'row')} set aside)" if n_aside else ""
    return f"all of {', '.join([*names[:FILES_NAMED], *more])}{others}{aside}"


def rows_left_out_words(n_rows: int) -> str:
    """Say how many rows are lost by going on."""
    return f"these ({counted(n_rows, 'row')} set aside)"


def asked(path: Path, settings: Settings, found: Found | None = None, *, yes: bool) -> Looked:
    """Look at a path, show sheets in other columns that are new, ask, and keep the answers.

    Where nobody can be asked, or with ``--yes``, what is certain is read. What else there is stays
    open: reading it says which lines of ``mobility.toml`` would answer.
    """
    from mobility_analysis.log.exports.road import look

    return asked_about(look(path, settings, found), yes=yes)


def asked_about(looked: Looked, *, yes: bool) -> Looked:
    """Show sheets that were looked at and are new, ask, and keep the answers, as ``asked`` does."""
    if looked.remembered:
        say(f"How to read {_named(looked.remembered)} is taken from {looked.place}.")
    show_understandings(looked.understandings)
    if yes or not is_terminal(sys.stdin):
        _say_lines(looked)
        return replace(looked, is_shown=True)
    if not looked.understandings and not looked.questions({}):
        return looked
    looked, answers = _settled_with(looked)
    answered = looked.answered(answers)
    _keep(looked, answered)
    settings = looked.settings.with_answers(answered)
    return looked.again(replace(settings, place=settings.place or looked.place))


def _settled_with(looked: Looked) -> tuple[Looked, dict[str, str]]:
    """Ask until all is answered, and nothing that was shown is meant otherwise."""
    headers = headers_of(looked.understandings)
    if headers:
        say(f"\nEnter takes the likely answer; {OTHERWISE} says that a column is meant otherwise.")
    while (answers := _answers(looked, or_else=OTHERWISE if headers else "")) is None:
        looked = _meant_otherwise(looked, headers)
        show_understandings(looked.understandings)
    return looked, answers


def _meant_otherwise(looked: Looked, headers: Sequence[str]) -> Looked:
    """Ask which column is meant otherwise, until every sheet is understood by what is said."""
    roles = looked.roles
    while chosen := role_asked(headers) if headers else None:
        roles = {**roles, chosen[0]: chosen[1]}
        again = looked.again(looked.settings, roles)
        pairs = zip(looked.files, again.files, strict=True)
        lost = [own for before, own in pairs if own.n_understood < before.n_understood]
        if not lost:
            return again
        say()
        for file in lost:
            say(f"{file.shown} cannot be read so: {file.reason}", err=True)
    raise Stop(
        "Nothing was made. Change these lines to how it is meant, and put them into "
        f"{looked.place}:\n\n{looked.lines()}"
    )


def _answers(looked: Looked, *, or_else: str) -> dict[str, str] | None:
    """Ask one question after the other; None where a column is meant otherwise.

    Where no question is open, it is asked whether all was understood.
    """
    answers: dict[str, str] = {}
    while left := looked.questions(answers):
        answer = answer_to(left[0], or_else=or_else)
        if answer == or_else:
            return None
        answers[left[0].key] = answer
    if not answers and not click.confirm("\nIs that right?", default=True):
        return None
    return answers


def asked_of_sheets(path: Path, settings: Settings) -> None:
    """Ask about sheets in other columns before the notebooks read them; they say what is wrong.

    Tables of a log are not read here, since there may be many rows of them.
    """
    from mobility_analysis.log import DataError
    from mobility_analysis.log.read.files import table_files
    from mobility_analysis.log.schema import TABLES

    if path.is_dir() and table_files(path, TABLES):
        return
    try:
        asked(path, settings, yes=False)
    except DataError as error:
        say(f"Note: {error}", err=True)


def _keep(looked: Looked, answered: dict[str, Any]) -> None:
    """Write the answers into the settings file of the folder, and say where they are."""
    from mobility_analysis.log import DataError
    from mobility_analysis.log.write.remember import remember

    try:
        path = remember(looked.folder, answered)
    except (OSError, DataError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        say(f"\nNote: your answers could not be kept in {looked.place} ({why}).", err=True)
    else:
        say(f"\nKept in {path}: nothing of this is asked again.")


def _say_lines(looked: Looked) -> None:
    """Say which lines would answer what is open; of one file, reading it says so."""
    files = looked.open_files
    if not files or (len(looked.files) == 1 and any(o.questions for o in looked.understandings)):
        return
    words = " ".join(question.words for question in looked.questions({}))
    say(
        f"\n{words} Nobody can be asked here. Look through these lines, change them where it is "
        f"meant otherwise, and add them to {looked.place}:\n\n{looked.lines(files)}",
        err=True,
    )


def _named(files: tuple[str, ...]) -> str:
    more = len(files) - FILES_NAMED
    return ", ".join(files[:FILES_NAMED]) + (f" and {more:,} more" if more > 0 else "")
