"""Writing many clients: one after the other or several at once, past any that fails."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import wait as wait_for
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.thresholds import Thresholds
from mobility_analysis.report.client_files import FigureSize, Only, write_client
from mobility_analysis.report.contents import Benchmark, client_contents
from mobility_analysis.report.facts import LogFacts
from mobility_analysis.report.folder_names import folder_inside

__all__ = ["ClientOptions", "ClientTask", "Outcome", "done_tasks", "failure_of"]

LOST = "the process that wrote it ended, perhaps for want of memory"


@dataclass(frozen=True)
class ClientOptions:
    """What is the same for every client of a report; see ``write_report``."""

    start: pd.Timestamp | None = None
    baseline_start: pd.Timestamp | None = None
    benchmark: Benchmark = "pain-nrs"
    thresholds: Thresholds | None = None
    greyscale: bool = False
    figure_size: FigureSize = "letter"
    only: Only = None


class ClientTask(NamedTuple):
    """One client to write; it holds nothing of any other, so that it can go to a process."""

    own: MobilityLog
    facts: LogFacts
    review: pd.DataFrame | None
    out: Path
    name: str
    options: ClientOptions

    @property
    def client(self) -> str:
        """Id of the client."""
        return self.own.clients[0]

    @property
    def folder(self) -> Path:
        """The client's own folder."""
        return self.out / self.name


class Outcome(NamedTuple):
    """What became of a task: the files written, or why they were not, in words and as a trace."""

    files: tuple[Path, ...] = ()
    failure: str = ""
    trace: str = ""


def done_tasks(tasks: Iterable[ClientTask], *, jobs: int) -> Iterator[tuple[ClientTask, Outcome]]:
    """Write each client, and yield what became of it as soon as it is known.

    Where a process ends before its time, the clients that were with it are tried once more, one
    at a time; only one whose process ends again has failed.

    Parameters
    ----------
    tasks : iterable of ClientTask
        Taken as they are needed, so that few are in memory at once.
    jobs : int
        How many are written at once, each in a process of its own; with 1 all in this one.

    Yields
    ------
    tuple of ClientTask and Outcome
        With several at once, in the order in which they end.
    """
    if jobs == 1:
        yield from ((task, _done(task)) for task in tasks)
    else:
        yield from _several_at_once(tasks, jobs)


def _done(task: ClientTask) -> Outcome:
    """Write one client; an error is an outcome, so that the others are written."""
    options = task.options
    try:
        contents = client_contents(
            task.own,
            task.client,
            facts=task.facts,
            start=options.start,
            baseline_start=options.baseline_start,
            benchmark=options.benchmark,
            review=task.review,
            thresholds=options.thresholds,
        )
        files = write_client(
            contents,
            folder_inside(task.out, task.name),
            greyscale=options.greyscale,
            figure_size=options.figure_size,
            only=options.only,
        )
    except Exception as error:
        return failure_of(error)
    return Outcome(files=tuple(files))


def failure_of(error: Exception) -> Outcome:
    """Return an error as an outcome; to be called where it was caught."""
    return Outcome(failure=_in_words(error), trace=traceback.format_exc())


_NOT_ALLOWED = "; allow writing there, or choose another folder with --out"
_REPAIRS = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: "; make room, or choose another folder with --out",
    errno.ENOTDIR: "; choose another folder with --out",
}


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'}: {error.strerror}{_REPAIRS.get(error.errno or 0, '')}"
    if isinstance(error, UnicodeEncodeError):
        return (
            f"its name holds {error.object[error.start]!r}, which this computer's language setting "
            f"({error.encoding}) cannot write in the name of a folder: set PYTHONUTF8=1 and run "
            "the command again"
        )
    return f"{type(error).__name__}: {error}"


def _several_at_once(
    tasks: Iterable[ClientTask], jobs: int
) -> Iterator[tuple[ClientTask, Outcome]]:
    """Write in processes; where one ends, those it took along once more, one at a time."""
    left = iter(tasks)
    lost: list[ClientTask] = []
    yield from _in_one_pool(left, jobs, lost)
    while lost:
        if jobs > 1:
            yield from _several_at_once(tuple(lost), jobs=1)
        else:
            yield from ((task, Outcome(failure=LOST)) for task in lost)
        lost.clear()
        yield from _in_one_pool(left, jobs, lost)


def _in_one_pool(
    tasks: Iterator[ClientTask], jobs: int, lost: list[ClientTask]
) -> Iterator[tuple[ClientTask, Outcome]]:
    """Write until no task is left or a process ends before its time; ``lost`` are then its tasks.

    The processes are fresh: a forked one may hang on the threads of the one it came from.
    """
    waiting: dict[Future[Outcome], ClientTask] = {}
    fresh = get_context("spawn")
    stop = fresh.Event()
    pool = ProcessPoolExecutor(jobs, fresh, _prepare, (stop,))
    most = 2 * jobs if jobs > 1 else 1
    try:
        while not lost:
            for task in islice(tasks, most - len(waiting)):
                _submit(pool, task, waiting, lost)
            if not waiting:
                return
            yield from _ended(waiting, lost)
        while waiting:
            yield from _ended(waiting, lost)
    finally:
        stop.set()  # what the processes hold already is not begun any more
        pool.shutdown(cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor,
    task: ClientTask,
    waiting: dict[Future[Outcome], ClientTask],
    lost: list[ClientTask],
) -> None:
    try:
        with _held_back():
            waiting[pool.submit(_done_unless_stopped, task)] = task
    except BrokenProcessPool:
        lost.append(task)


def _ended(
    waiting: dict[Future[Outcome], ClientTask], lost: list[ClientTask]
) -> Iterator[tuple[ClientTask, Outcome]]:
    """Wait for the next ones to end, and take them out; those whose process ended are lost."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        task = waiting.pop(future)
        try:
            outcome = future.result()
        except BrokenProcessPool:
            lost.append(task)
        else:
            yield task, outcome


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold back that the user breaks off while a process starts, which would say so at length.

    The new process never hears it; this one does afterwards.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # when it starts, it lets through what is held back
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(stop: Event) -> None:
    """Let the first process alone hear that the user breaks off; draw without a window."""
    global _stop  # noqa: PLW0603 (a process of a pool has no other place for it)
    _stop = stop
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import matplotlib as mpl

    mpl.use("agg")


def _done_unless_stopped(task: ClientTask) -> Outcome:
    is_stopped = _stop is not None and _stop.is_set()
    return Outcome(failure="broken off") if is_stopped else _done(task)


_stop: Event | None = None
"""In a process of a pool: set when the user breaks off."""


def _end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, however that came."""
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
