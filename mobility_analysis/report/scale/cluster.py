"""The workers: those of a cluster that is there, or two or more on this computer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import PackageNotFoundError, version
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from mobility_analysis.log.parts.places import ScaleMissingError
from mobility_analysis.report.folder.stops import held_back
from mobility_analysis.report.folder.task import LOST

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")

PACKAGE = "mobility-analysis"
HERE = "127.0.0.1"
NO_PAGES: dict[str, Any] = {
    f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker", "nanny")
}
SPAWNED = "distributed.nanny.pre-spawn-environ"
TRIMMED = "MALLOC_TRIM_THRESHOLD_"
"""With this a worker gives memory back after each step and takes it again for the next, which takes
as long as all measures; what it holds is bounded by one part anyway."""


@contextmanager
def workers(scheduler: str | Client | None, n_workers: int | None) -> Iterator[Client]:
    """Give the client of a cluster; one that is started here ends with all its processes.

    It listens to this computer only, has no dashboard, and leaves no file behind.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ScaleMissingError from error
    if isinstance(scheduler, Client):
        _hold_to_this_version(scheduler)
        yield scheduler
        return
    with ExitStack() as stack:
        if scheduler is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="mobility-dask-"))
            environment = dict(dask.config.get(SPAWNED))
            environment.pop(TRIMMED, None)
            settings = {"temporary-directory": folder, SPAWNED: environment, **NO_PAGES}
            stack.enter_context(dask.config.set(settings))
            with held_back():
                cluster = LocalCluster(
                    n_workers=n_workers or n_processors(),
                    threads_per_worker=1,
                    processes=True,
                    host=HERE,
                    dashboard_address=f"{HERE}:0",
                    worker_dashboard_address=f"{HERE}:0",
                    local_directory=folder,
                    silence_logs="CRITICAL",
                )
                client = stack.enter_context(Client(stack.enter_context(cluster)))
            try:
                yield client
            finally:
                with held_back():
                    stack.close()
        else:
            client = stack.enter_context(_connected(scheduler))
            _wait_for_one(client, scheduler)
            _hold_to_this_version(client)
            yield client


def _connected(scheduler: str) -> Client:
    from distributed import Client

    try:
        return Client(scheduler)
    except (OSError, ValueError, TypeError) as error:  # the last: no certificate is configured
        raise ConnectionError(
            f"no Dask scheduler answers at {scheduler}: {error}. Check its address, such as "
            "tcp://10.0.0.1:8786, and that it runs."
        ) from error


def _wait_for_one(client: Client, scheduler: str) -> None:
    """Wait for a worker as long as Dask waits for a scheduler; without one nothing ever ends."""
    import dask

    try:
        client.wait_for_workers(1, timeout=dask.config.get("distributed.comm.timeouts.connect"))
    except TimeoutError as error:
        raise ConnectionError(
            f"no worker has joined the Dask scheduler at {scheduler}. Start one: "
            f"dask worker {scheduler} --nthreads 1"
        ) from error


def _hold_to_this_version(client: Client) -> None:
    """Refuse workers that do not have this package, or have another version of it."""
    own = version(PACKAGE)
    try:
        found = {client.run_on_scheduler(package_version), *client.run(package_version).values()}
    except Exception as error:  # of which kind, depends on who could not read what was sent
        if "mobility_analysis" not in str(error):
            raise
        found = {"none"}
    others = sorted(found - {own})
    if others:
        raise ConnectionError(
            f"the Dask scheduler and each of its workers need {PACKAGE} {own}, found "
            f"{', '.join(others)}: install {PACKAGE}[scale] there in the same version."
        )


def package_version() -> str:
    """Return the version of this package where it is asked for."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "a copy that lies on the path and is not installed"


def n_processors() -> int:
    """Return how many processors this process may use."""
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return found or 1


def done_by(
    client: Client, make: Callable[..., Any], items: Sequence[Item], **same: Any
) -> Iterator[tuple[Item, Any]]:
    """Yield each item with what came of it, or with its error, as soon as that is known.

    What a worker had that ended is given to another one by Dask, which gives up on an item that
    ended several; one that was not sent back is forgotten, so that nothing counts twice.
    """
    from distributed import KilledWorker, as_completed

    futures = client.map(make, items, pure=False, retries=1, **same)
    of = dict(zip(futures, items, strict=True))
    try:
        for future in as_completed(futures):
            if future.status == "finished":
                yield of[future], future.result()
            else:
                error = future.exception() if future.status == "error" else None
                is_lost = error is None or isinstance(error, KilledWorker)
                yield of[future], RuntimeError(LOST) if is_lost else error
            future.release()
    finally:
        client.cancel(futures)
