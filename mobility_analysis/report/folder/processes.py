"""Clients written in several processes at once; one that ends before its time stops no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from threading import Thread

from mobility_analysis.report.folder.stops import held_back
from mobility_analysis.report.folder.task import LOST, ClientTask, Outcome, done
from mobility_analysis.report.rubbish import collect_seldom


def several_at_once(
    tasks: Iterable[ClientTask], jobs: int
) -> Generator[tuple[ClientTask, Outcome]]:
    """Write in processes; where one ends, those it took along once more, one at a time."""
    left = iter(tasks)
    lost: list[ClientTask] = []
    yield from _in_one_pool(left, jobs, lost)
    while lost:
        if jobs > 1:
            yield from several_at_once(tuple(lost), jobs=1)
        else:
            yield from ((task, Outcome(failure=LOST)) for task in lost)
        lost.clear()
        yield from _in_one_pool(left, jobs, lost)


def _in_one_pool(
    tasks: Iterator[ClientTask], jobs: int, lost: list[ClientTask]
) -> Iterator[tuple[ClientTask, Outcome]]:
    """Write until no task is left or a process ends before its time; ``lost`` are then its tasks.

    The processes are fresh: a forked one may hang on the threads of the one it came from. They
    hear of a stop from a pipe that is closed: a process that ends while it holds the lock of an
    event would leave this one waiting for ever.
    """
    waiting: dict[Future[Outcome], ClientTask] = {}
    fresh = get_context("spawn")
    stopped, stop = fresh.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, fresh, _prepare, (stopped,))
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
        with held_back():
            stop.close()  # what the processes hold already is not begun any more
            pool.shutdown(cancel_futures=True)
            stopped.close()


def _submit(
    pool: ProcessPoolExecutor,
    task: ClientTask,
    waiting: dict[Future[Outcome], ClientTask],
    lost: list[ClientTask],
) -> None:
    try:
        with held_back():
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


def _prepare(stopped: Connection) -> None:
    """Leave a keyboard interrupt to the first process; draw without a window."""
    collect_seldom()
    global _stopped  # noqa: PLW0603 (a process of a pool has no other place for it)
    _stopped = stopped
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import matplotlib as mpl

    mpl.use("agg")


def _done_unless_stopped(task: ClientTask) -> Outcome:
    is_stopped = _stopped is not None and _stopped.poll()
    return Outcome(failure="broken off") if is_stopped else done(task)


_stopped: Connection | None = None
"""In a process of a pool: at its end when the user breaks off."""


def _end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, however that came."""
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
