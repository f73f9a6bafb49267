"""The folder of a report: every client's files, and the caseload over several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Literal

import pandas as pd

from mobility_analysis.log.dates import read_day
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload import caseload_review
from mobility_analysis.measures.thresholds import Comparison, Thresholds
from mobility_analysis.report import written
from mobility_analysis.report.caseload_files import write_caseload
from mobility_analysis.report.client_files import FIGURE_SIZES, FigureSize, Only
from mobility_analysis.report.client_tasks import (
    ClientOptions,
    ClientTask,
    Outcome,
    done_tasks,
    failure_of,
)
from mobility_analysis.report.contents import Benchmark
from mobility_analysis.report.facts import log_facts, stated_days
from mobility_analysis.report.files import safe_names, write_table

__all__ = ["Became", "ReportError", "write_report"]

Became = Literal["written", "there already", "failed"]


class ReportError(Exception):
    """The pages of some clients could not be written; all others were.

    Attributes
    ----------
    failed : mapping of str to str
        Why, by client.
    folders : dict of str to Path
        The folder of each client whose files are there.
    """

    def __init__(self, outcomes: Mapping[str, Outcome], folders: dict[str, Path]) -> None:
        self.failed = {client: outcome.failure for client, outcome in outcomes.items()}
        self.folders = folders
        names = ", ".join(self.failed)
        super().__init__(f"The pages of {len(outcomes)} of the clients were not written: {names}.")
        for client, outcome in outcomes.items():
            self.add_note(f"{client}: {outcome.failure}\n{outcome.trace}")


def write_report(
    log: MobilityLog,
    out: str | Path,
    *,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    clients: Sequence[str] | None = None,
    baseline_start: pd.Timestamp | None = None,
    benchmark: Benchmark = "pain-nrs",
    greyscale: bool = False,
    figure_size: FigureSize = "letter",
    only: Only = None,
    thresholds: Thresholds | None = None,
    compared_with: Comparison = "a week ago",
    jobs: int = 1,
    resume: bool = False,
    progress: Callable[[str, Became], None] | None = None,
) -> dict[str, Path]:
    """Write a page, figures and tables for each client, and a caseload over several.

    Files that are there are replaced, each in one step; the same log and options give the same
    bytes, however many clients are written at once. A client whose files cannot be written does
    not stop the others.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    out : str or Path
        Folder to write into; made if it is not there. Nothing is written outside it.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.
    start : Timestamp, optional
        First day of adherence sums and charts.
    clients : sequence of str, optional
        Whose pages are written; all clients when not given.
    baseline_start : Timestamp, optional
        First day of the stiffness baseline.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the verdict on stiffness.
    greyscale : bool, default False
        Draw in greys.
    figure_size : {"letter", "slide"}, default "letter"
        Size of the figures by themselves: 7 inches wide with text of 9 points, or 12 with 14.
    only : {"tables", "pages"} or None
        Only the tables; or only pages and figures.
    thresholds : Thresholds, optional
        From where on a reason to look first holds; the usual ones when not given. Those that
        differ are named in each file over several clients.
    compared_with : {"a week ago", "the last appointment"}
        What the new reasons of the caseload are compared with.
    jobs : int, default 1
        How many clients are written at once, each in a process of its own. A script that asks
        for more than one must start its work under ``if __name__ == "__main__":``.
    resume : bool, default False
        Leave clients alone whose files are all there, written from the same rows with the same
        options by an earlier report, finished or broken off.
    progress : callable, optional
        Called after each client with the client and what became of it: "written",
        "there already" or "failed".

    Returns
    -------
    dict of str to Path
        The folder of each client.

    Raises
    ------
    ValueError
        If a client is not in the log, or ``jobs`` or ``figure_size`` is none that there is.
    ReportError
        If the files of some clients could not be written, or their folder would lie outside
        ``out``; raised when all others are written.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    if figure_size not in FIGURE_SIZES:
        raise ValueError(f"figure_size must be letter or slide, not {figure_size!r}")
    folder = Path(out)
    chosen = _chosen(log, clients)
    day = log.as_of if as_of is None else read_day(as_of, name="as_of")
    folder.mkdir(parents=True, exist_ok=True)
    names = safe_names(log.clients)
    folders = {client: folder / names[client] for client in chosen}
    is_caseload = len(chosen) + len(log.unreadable) > 1
    review = None
    if is_caseload:
        review = caseload_review(
            log,
            as_of=day,
            start=start,
            baseline_start=baseline_start,
            benchmark=benchmark,
            compared_with=compared_with,
            thresholds=thresholds,
        )
    options = ClientOptions(
        start=start,
        baseline_start=baseline_start,
        benchmark=benchmark,
        thresholds=thresholds,
        greyscale=greyscale,
        figure_size=figure_size,
        only=only,
    )
    outcomes = _write_clients(
        _tasks(log, folders, review, day, options),
        jobs=jobs,
        resume=resume,
        keeps_records=len(folders) > 1,
        progress=progress,
    )
    failed = dict(sorted(outcomes))
    folders = {client: path for client, path in folders.items() if client not in failed}
    _write_problems(log, folder, only)
    if review is not None:
        left_out = set(log.clients) - set(chosen)
        mine = review[~review["client"].isin(left_out)].reset_index(drop=True)
        links = {client: f"{path.name}/summary.html" for client, path in folders.items()}
        stated = (*log.assumptions, *stated_days(start, baseline_start))
        write_caseload(
            replace(log, assumptions=stated), mine, folder, links,
            as_of=day, greyscale=greyscale, only=only,
        )  # fmt: skip
    if failed:
        raise ReportError(failed, folders)
    return folders


def _chosen(log: MobilityLog, clients: Sequence[str] | None) -> tuple[str, ...]:
    chosen = log.clients if clients is None else tuple(dict.fromkeys(clients))
    for client in chosen:
        if client not in log.clients:
            raise ValueError(f"no client {client!r} in this log; it has {', '.join(log.clients)}")
    return chosen


def _tasks(
    log: MobilityLog,
    folders: Mapping[str, Path],
    review: pd.DataFrame | None,
    day: pd.Timestamp,
    options: ClientOptions,
) -> Iterator[ClientTask]:
    for client, own in log.by_client(tuple(folders)):
        mine = None if review is None else review[review["client"] == client]
        facts = log_facts(own, as_of=day, whole=log)
        yield ClientTask(own, facts, mine, folders[client].parent, folders[client].name, options)


def _write_clients(
    tasks: Iterator[ClientTask],
    *,
    jobs: int,
    resume: bool,
    keeps_records: bool,
    progress: Callable[[str, Became], None] | None,
) -> Iterator[tuple[str, Outcome]]:
    """Write each client that is not written yet; yield those that failed."""
    blocked: list[tuple[ClientTask, Outcome]] = []

    def say(client: str, became: Became) -> None:
        if progress is not None:
            progress(client, became)

    def left() -> Iterator[ClientTask]:
        for task in tasks:
            if resume and written.is_written(task):
                say(task.client, "there already")
                continue
            outcome = _noted(written.forget, task)
            if outcome.failure:
                blocked.append((task, outcome))
            else:
                yield task

    for task, outcome in chain(done_tasks(left(), jobs=jobs), blocked):
        is_noted = keeps_records and not outcome.failure
        became = _noted(written.remember, task, outcome.files) if is_noted else outcome
        if became.failure:
            yield task.client, became
        say(task.client, "failed" if became.failure else "written")


def _noted(note: Callable[..., None], task: ClientTask, *files: tuple[Path, ...]) -> Outcome:
    """Change the note of what was written for a client; where that fails, say why."""
    try:
        note(task, *files)
    except OSError as error:
        return failure_of(error)
    return Outcome()


def _write_problems(log: MobilityLog, folder: Path, only: Only) -> None:
    """Write the rows set aside; where there is none, no old file may say otherwise."""
    path = folder / "problems.csv"
    if log.problems.empty:
        path.unlink(missing_ok=True)
    elif only != "pages":
        write_table(log.problems, path)
