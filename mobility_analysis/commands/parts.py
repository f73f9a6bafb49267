"""Logs in parts: ``convert --partition-by client``, and ``report --engine dask``."""

from __future__ import annotations

import sys
import traceback
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import click

from mobility_analysis.commands.console import (
    Stop,
    counted,
    enough_read,
    is_terminal,
    say,
    say_remarks,
    stop_if_dated_rows,
    stop_if_tables_unread,
    stop_if_unreadable,
)
from mobility_analysis.commands.options import is_typed
from mobility_analysis.commands.report import say_rows
from mobility_analysis.commands.settings import say_not_copied, say_settings, settings_for

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import Scale
    from mobility_analysis.log.check.account import OnProblem
    from mobility_analysis.log.parts.partition import Prepared
    from mobility_analysis.log.parts.places import Place
    from mobility_analysis.log.settings import Settings
    from mobility_analysis.measures.caseload.thresholds import Comparison

NOT_ON_DASK = (
    "clients", "recipe", "look_first", "figure_size", "resume", "anonymise", "date_order", "scale",
)  # fmt: skip
"""Options of ``report`` that a report on Dask does not know; all others hold there, too."""


class PathHere(click.Path):
    """A path on this computer; an address is a wrong call."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True) -> None:
        super().__init__(path_type=Path, exists=exists, file_okay=file_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path."""
        if "://" in str(value):
            path_here(str(value), where="report --engine dask and convert --partition-by client")
        return super().convert(value, param, ctx)


class Location(click.Path):
    """A path on this computer, or an address such as ``s3://bucket/log``, which stays a text."""

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(path_type=Path, file_okay=file_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path, or the address as it is."""
        if "://" in str(value):
            return str(value)
        return super().convert(value, param, ctx)


def path_here(location: Path | str, *, where: str) -> Path:
    """Return a path; an address is a wrong call, but for ``where``."""
    if isinstance(location, str):
        from mobility_analysis.log.parts.places import address_words

        raise click.UsageError(f"{address_words(location)}: an address is known only to {where}.")
    return location


def convert_in_parts(
    log: Path | str,
    to: Path | str,
    *,
    date_order: str | None,
    scale: Scale | None,
    yes: bool,
    clients_per_part: int,
) -> None:
    """Write a log in parts of some clients each, and say what became of its rows."""
    from mobility_analysis.log.parts.manifest import settings_of
    from mobility_analysis.log.parts.partition import refuse_what_is_there
    from mobility_analysis.log.parts.places import Place, ScaleMissingError

    try:
        source, target = Place(log), Place(to)
        target.refuse_if_of_one_process()
        refuse_what_is_there(target)
        typed = {"date_order": date_order, "scale": scale}
        if isinstance(log, Path):
            settings = settings_for(log, **typed)
        else:
            settings = settings_of(source).with_typed(**typed)
        with ExitStack() as stack:
            found = _prepared(source, settings, stack, yes=yes, n=clients_per_part)
            say_settings(found.log.settings)
            if not any(part.is_dated for part in found.parts):
                stop_if_dated_rows(found.log, source.name)
            written = found.put(target)
    except FileExistsError as error:
        raise Stop(str(error)) from error
    except ScaleMissingError as error:
        raise Stop(str(error)) from error
    with enough_read(1 if len(found.log.unreadable) else 0):
        n_clients = sum(part.n_clients for part in written.parts)
        parts = counted(len(written.parts), "part")
        say(f"Done: {counted(n_clients, 'client')} in {parts}, in {target}", bold=True)
        say_rows(found.log)
        if n_lost := len(found.log.clients) - n_clients:
            say(
                f"Note: {counted(n_lost, 'client')} of whom no row can be used: counted in no part."
            )
        say_remarks(found.log)
        for sentence in found.stated:
            say(f"Note: {sentence}")
        say_not_copied(found.log, str(target))
        if found.parts:
            say(f'  mobility-analysis report "{target}" --engine dask --only caseload')
        else:
            say(f"Note: {source.name}: there is no client in it, so there is no part.")
        if target.is_masked:
            say("  In place of *** put in again what you typed there: no secret is printed.")
    stop_if_unreadable(found.log)
    stop_if_tables_unread(found.log, found.unread)


def _prepared(
    source: Place, settings: Settings, stack: ExitStack, *, yes: bool, n: int
) -> Prepared:
    """Make the parts, and ask how to go on where rows have problems.

    Of what lies elsewhere and is no log in our tables a copy is cut.
    """
    from mobility_analysis.commands.open import (
        asked_about,
        open_log,
        say_what_can_be_read,
        settled,
    )
    from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
    from mobility_analysis.log.parts.partition import prepared, prepared_of_log
    from mobility_analysis.log.parts.places import Place

    folder = stack.enter_context(TemporaryDirectory(prefix="mobility-seen-"))
    columns = ByColumns(Path(folder), ask=lambda looked: asked_about(looked, yes=yes))

    def load(on_problem: OnProblem) -> Prepared | None:
        made = prepared(source, settings, on_problem=on_problem, clients_a_part=n, columns=columns)
        return None if made is None else stack.enter_context(made)

    made = settled(load, Path(source.name), yes=yes, left_out=_left_out)
    if made is not None and yes and len(made.log.unreadable):
        partial = load("set aside")
        if partial is not None and say_what_can_be_read(made.log, partial.log):
            return partial
    if made is not None:
        return made
    path = source.local
    if path is None:
        path = Path(stack.enter_context(TemporaryDirectory()), source.name)
        path.mkdir()
        source.copy_to(path)
        return _prepared(Place(path), settings, stack, yes=yes, n=n)
    log = open_log(path, settings=settings, as_of=None, recipe=None, yes=yes, seen=columns.looked)
    return stack.enter_context(prepared_of_log(log, clients_a_part=n))


def _left_out(made: Prepared | None) -> str:
    from mobility_analysis.commands.open import left_out_words

    return "" if made is None else left_out_words(made.log)


def stop_if_not_on_dask(log: Path | str | None, only: str | None, scheduler: str | None) -> None:
    """End with a wrong call where something is asked for that a report on Dask does not do."""
    if log is None:
        raise click.UsageError(
            "--engine dask needs a LOG in parts (convert --partition-by client)."
        )
    if only not in ("caseload", "tables"):
        raise click.UsageError("--engine dask makes --only caseload or --only tables: state one.")
    for name in NOT_ON_DASK:
        if is_typed(name):
            flag = {"clients": "client"}.get(name, name).replace("_", "-")
            raise click.UsageError(f"--{flag} does not go with --engine dask.")
    if scheduler is not None and is_typed("jobs"):
        raise click.UsageError(
            "--jobs says how many workers are started here, --scheduler that they are elsewhere: "
            "state one of them."
        )


def report_on_dask(
    log: Path | str,
    out: Path | str,
    *,
    only: str,
    scheduler: str | None,
    jobs: int | None,
    targets: tuple[tuple[str, float], ...],
    thresholds: dict[str, float],
    **options: pd.Timestamp | Comparison | float | bool | None,
) -> None:
    """Write the list, or the tables, of a log in parts, and say which parts are missing."""
    from mobility_analysis.commands.options import chosen_thresholds
    from mobility_analysis.commands.report import exercises_named
    from mobility_analysis.log.parts.manifest import read_manifest, settings_of, without_rows
    from mobility_analysis.log.parts.places import Place, ScaleMissingError
    from mobility_analysis.log.read.files import UNFINISHED_MARK
    from mobility_analysis.report.folder.write import ReportError
    from mobility_analysis.report.scale.report import write_report_on_dask

    try:
        source = read_manifest(Place(log))
        settings = settings_of(source.place)
        say_settings(settings)
        if not any(part.is_dated for part in source.parts):
            raise Stop(
                f"{source.place.name}: no session and no rating in it: fill in at least one row of "
                "the log that it was made of, convert that again, then run report again."
            )
        named = (
            exercises_named(without_rows(source, settings), targets, clients=()) if targets else {}
        )
        bar = click.progressbar(
            length=len(source.parts),
            label="Parts",
            show_pos=True,
            file=sys.stderr,
            hidden=not is_terminal(sys.stderr),
        )
        try:
            with bar:
                write_report_on_dask(
                    log,
                    out,
                    only="tables" if only == "tables" else "caseload",
                    scheduler=scheduler,
                    n_workers=jobs,
                    per_exercise=named,
                    thresholds=chosen_thresholds(settings, thresholds),
                    progress=lambda _done, _all: bar.update(1),
                    **cast("Any", options),
                )
        except KeyboardInterrupt as broken_off:
            became = (
                f"{Place(out)} is marked as not complete ({UNFINISHED_MARK})"
                if Place(out).exists(UNFINISHED_MARK)
                else f"Nothing was written to {Place(out)}"
            )
            raise Stop(
                f"Broken off: {bar.pos:,} of {counted(len(source.parts), 'part')} done. "
                f"{became}; run the same command again."
            ) from broken_off
    except (FileExistsError, ScaleMissingError) as error:
        raise Stop(str(error)) from error
    except ConnectionError as error:
        raise click.BadParameter(str(error), param_hint="--scheduler") from error
    except ReportError as error:
        for said in error.failed.values():
            say(said, err=True)
        if click.get_current_context().params.get("debug"):
            traceback.print_exception(error)
        n = counted(len(error.failed), "part")
        of = counted(len(source.parts), "part")
        raise Stop(
            f"{n} of {of} could not be done. The others are, in {Place(out)}, where "
            "UNFINISHED.txt says what is missing. Put right what is named above and run the "
            "command again."
        ) from error
    with enough_read(0):
        n_clients = sum(part.n_clients for part in source.parts)
        what = "the list" if only == "caseload" else "tables"
        say(f"Done: {what} of {counted(n_clients, 'client')}, in {Place(out)}", bold=True)
        if only == "caseload":
            say(f"  open first: {Place(out)}/index.html")
        else:
            say(f"  tables: {Place(out)}/tables/<table>.parquet")
