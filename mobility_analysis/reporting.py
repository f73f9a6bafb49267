"""How the ``report`` command writes many clients: its progress, its end, how many at once."""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mobility_analysis.console import Stop, counted

__all__ = ["usual_jobs", "writing_clients"]

CLIENTS_A_PROCESS = 3
MOST_PROCESSES = 8


@contextmanager
def writing_clients(n_clients: int, out: Path) -> Iterator[Callable[[str, str], None]]:
    """Show how far the writing of clients is; say who was there already and who failed.

    Gives what ``write_report`` is to call after each client. The progress bar is shown on
    standard error, on a terminal only.

    Raises
    ------
    Stop
        If the user breaks off, or some clients could not be written.
    """
    from mobility_analysis.report.write import ReportError

    became: Counter[str] = Counter()
    bar = click.progressbar(
        length=n_clients,
        label="Writing pages",
        show_pos=True,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )

    def say(_client: str, what: str) -> None:
        became[what] += 1
        bar.update(1)

    try:
        with bar:
            yield say
    except KeyboardInterrupt as broken_off:
        there = became["written"] + became["there already"]
        raise Stop(
            f"Broken off: {there:,} of {counted(n_clients, 'client')} are written, in {out}. The "
            "same command with --resume goes on from there."
        ) from broken_off
    except ReportError as error:
        for client, why in error.failed.items():
            click.echo(f"{client}: {why}", err=True)
        if click.get_current_context().params.get("debug"):
            traceback.print_exception(error)
        raise Stop(
            f"{len(error.failed):,} of {counted(n_clients, 'client')} could not be written: "
            f"{', '.join(error.failed)}. All others are, in {out}. Put right what is named above; "
            "then the same command with --resume writes what is missing."
        ) from error
    if became["there already"]:
        click.echo(f"{counted(became['there already'], 'client')} were there already (--resume).")


def usual_jobs(n_clients: int) -> int:
    """Return how many clients to write at once: one for each processor, few for few clients.

    A process of its own takes as long to start as a client takes to write.
    """
    n_processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return max(1, min(n_processors or 1, n_clients // CLIENTS_A_PROCESS, MOST_PROCESSES))
