"""What the ``report`` command does around writing: whom it takes, how far it is, what it says."""

from __future__ import annotations

import itertools
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_analysis.commands.console import (
    Stop,
    counted,
    is_terminal,
    raise_if_stopped,
    say,
)

if TYPE_CHECKING:
    from mobility_analysis.log import MobilityLog
    from mobility_analysis.report.folder.write import ReportError


CLIENTS_A_PROCESS = 3
MOST_PROCESSES = 8
CLIENTS_NAMED = 10


class LookFirst(click.ParamType[int | str]):
    """How many clients of the list have pages, 1 or more; or those with a reason."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str:
        """Return the number, or the word that stands for no number."""
        if value == "reasons":
            return "reasons"
        try:
            number = int(str(value))
        except ValueError:
            number = 0
        if number < 1:
            self.fail(
                f"{value!r} is no number of clients. Write 1 or more, or --look-first alone, after "
                "LOG, for those who have a reason.",
                param,
                ctx,
            )
        return number


WRITING = "Writing pages"


@contextmanager
def writing_clients(n_clients: int | None, out: Path) -> Iterator[Callable[[str, str], None]]:
    """Show how far the writing of clients is; say who was there already and who failed.

    Gives what ``write_report`` is to call after each client. How many there are is not
    known (None) of those of a list who have a reason. The progress bar is shown on standard
    error, on a terminal only. A client that could not be written ends the command, and so does the
    user who breaks off.
    """
    from mobility_analysis.report.folder.write import NoFolderError, ReportError

    became: Counter[str] = Counter()
    of_all = "those who have a reason" if n_clients is None else counted(n_clients, "client")
    bar = click.progressbar(
        length=n_clients or 1,
        label=WRITING,
        bar_template="%(label)s  [%(bar)s]  %(info)s" if n_clients else "%(label)s",
        show_pos=True,
        file=sys.stderr,
        hidden=n_clients == 0 or not is_terminal(sys.stderr),
    )

    def count(_client: str, what: str) -> None:
        became[what] += 1
        if n_clients is None:
            bar.label = f"{WRITING}, {counted(became.total(), 'client')}"
        bar.update(1)
        raise_if_stopped()

    try:
        with bar:
            yield count
    except KeyboardInterrupt as broken_off:
        there = became["written"] + became["there already"]
        raise Stop(
            f"Broken off: {there:,} of {of_all} are written, in {out}. The "
            "same command with --resume goes on from there."
        ) from broken_off
    except (FileExistsError, NoFolderError) as error:
        raise Stop(str(error)) from error
    except ReportError as error:
        for client, why in error.failed.items():
            say(f"{client}: {why}", err=True)
        if click.get_current_context().params.get("debug"):
            traceback.print_exception(error)
        said = _not_written(error, of_all, out)
        raise Stop(
            f"{said} Put right what is named above; then the same command with --resume writes "
            "what is missing."
        ) from error
    n_there = became["there already"]
    if n_there:
        were = "was" if n_there == 1 else "were"
        say(f"{counted(n_there, 'client')} {were} there already (--resume).")


def _not_written(error: ReportError, of_all: str, out: Path) -> str:
    """Say which clients could not be written, apart from what is over all of them."""
    from mobility_analysis.report.folder.write import OVERVIEW

    clients = [client for client in error.failed if client != OVERVIEW]
    others = "All others are" if clients else "The clients are"
    said = {
        f"{len(clients):,} of {of_all} could not be written: {', '.join(clients)}.": clients,
        f"T{OVERVIEW[1:]} could not be written.": OVERVIEW in error.failed,
        f"{others}, in {out}.": error.folders,
        f"Nothing is, in {out}.": clients and not error.folders,
    }
    return " ".join(words for words, holds in said.items() if holds)


def n_clients_with_pages(
    n_chosen: int, only: str | None, look_first: int | str | None
) -> int | None:
    """Return how many clients are to have pages; None where the list is to say it."""
    if only == "caseload":
        return 0
    if look_first == "reasons":
        return None
    return min(n_chosen, look_first) if isinstance(look_first, int) else n_chosen


def usual_jobs(n_clients: int) -> int:
    """Return how many clients to write at once: one for each processor, few for few clients.

    Starting a process takes as long as writing a client.
    """
    n_processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return max(1, min(n_processors or 1, n_clients // CLIENTS_A_PROCESS, MOST_PROCESSES))


def chosen_clients(log: MobilityLog, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the clients to report on, or say which there are."""
    import difflib

    unknown = [client for client in asked if client not in log.clients]
    if unknown:
        near = difflib.get_close_matches(unknown[0], log.clients, n=3, cutoff=0.5)
        hint = f"Did you mean: {', '.join(near)}?" if near else _clients_there(log.clients)
        raise click.BadParameter(
            f"{unknown[0]!r} is no client of this log. {hint}", param_hint="--client"
        )
    return asked or log.clients


def _clients_there(clients: Sequence[str]) -> str:
    """Name the first clients of a log, each in quotation marks: a name may end in a full stop."""
    shown = ", ".join(map(repr, clients[:CLIENTS_NAMED]))
    left = len(clients) - CLIENTS_NAMED
    return f"It has: {shown}" + (f" and {left:,} more." if left > 0 else ".")


def exercises_named(
    log: MobilityLog, targets: tuple[tuple[str, float], ...], *, clients: Sequence[str]
) -> dict[str, float]:
    """Return targets by exercise id; an unknown name is a wrong call that names the nearest.

    A report on some clients names no exercise that only others have.
    """
    from mobility_analysis.log.catalogue import catalogue_of_rows

    parts = [log.for_client(client).exercises for client in clients] or [log.exercises]
    found = {
        row["exercise"]: row for part in parts for row in part.astype("str").to_dict("records")
    }
    rows = [found[exercise] for exercise in sorted(found)]
    catalogue = catalogue_of_rows(rows)
    named = {}
    for written, times in targets:
        exercise = catalogue.read(written)
        if not isinstance(exercise, str):
            raise click.BadParameter(
                f"{written!r} is no exercise of this log. {exercise.repair}", param_hint="--target"
            )
        named[exercise] = times
    return named


def say_rows(log: MobilityLog) -> None:
    """Say what became of the rows, where not all were used."""
    from mobility_analysis.log.findings import account_sentences

    is_short = log.account["rows_used"] < log.account["rows_read"]
    if not is_short.any():
        return
    sentences = account_sentences(log.account, log.left_out)  # places are told apart among all
    for sentence in itertools.compress(sentences, is_short):
        say(f"  {sentence}")


def say_who_is_gone(log: MobilityLog, out: Path) -> None:
    """Name the folders of clients who are no longer in the log: they were not written anew."""
    from mobility_analysis.report.folder.many import gone_clients

    for client, folder in gone_clients(log, out).items():
        say(
            f"Note: {client!r} is not in this log any more; the pages in {folder} are of an "
            "earlier report. Delete that folder if nobody needs it."
        )


def say_key(out: Path) -> None:
    """Say where the key to the numbers of an anonymised report is."""
    from mobility_analysis.report.folder.anonymise import key_path

    say(f"  key:        {key_path(out)} (says who is who: keep it, and never hand it on)")


def say_where(
    out: Path,
    folders: Sequence[Path],
    only: str | None,
    *,
    n_listed: int = 0,
    n_unread: int = 0,
) -> None:
    """Say which files to open first.

    ``n_listed``: how many clients are in a list that was asked for by itself; ``n_unread``: how
    many logs beside theirs could not be read, each of which may be several people's.
    """
    if n_listed:
        pages = f", pages of {len(folders):,} of them" if folders else ""
        unread = f", and {counted(n_unread, 'log')} that could not be read" if n_unread else ""
        clients = counted(n_listed, "client")
        say(f"Done: the list of {clients}{pages}{unread}, in {out.resolve()}", bold=True)
    else:
        say(f"Done: {counted(len(folders), 'client')}, in {out.resolve()}", bold=True)
    if only == "tables":
        whose = folders[0] if len(folders) == 1 else out / "<client>"
        say(f"  tables: {whose / 'tables'}")
    elif n_listed or len(folders) > 1:
        say(f"  open first: {out / 'index.html'}")
    else:
        for folder in folders:
            say(f"  open first: {folder / 'summary.html'}")
            say(f"  to print:   {folder / 'summary.pdf'}")
    if n_listed == 1 and not n_unread and only == "caseload":
        say("  The list has one client; without --only caseload that client's page is made.")


def stop_if_list_and_pages(
    only: str | None, look_first: int | str | None, clients: Sequence[str]
) -> None:
    """Stop where it is asked for what cannot be meant together."""
    if look_first is None:
        return
    if clients:
        raise click.UsageError(
            "--look-first takes the clients from the list, --client by their names: state one of "
            "them."
        )
    if only == "caseload":
        raise click.UsageError(
            "--only caseload writes the list and no pages; --look-first writes both: state one of "
            "them."
        )
