"""One import into a folder at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from mobility_analysis.log.model import DataError

LOCK = ".import.lock"


@contextmanager
def only_import(folder: Path) -> Iterator[None]:
    """Refuse a second import into a folder while one is running.

    The system gives the lock back when the process ends, however that comes: a lock file that was
    left keeps nobody out.
    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK
    try:
        with path.open("a", encoding="utf-8") as file:
            if not _is_locked(file):
                raise DataError(
                    f"Another import into {folder.resolve().name} is running; nothing was "
                    "written. Wait until it has ended, then run this one again."
                )
            try:
                yield
            finally:
                with suppress(OSError):  # Windows keeps a file that is open
                    path.unlink()
    finally:
        if is_new:
            with suppress(OSError):  # only an empty folder is removed
                folder.rmdir()


def _is_locked(file: IO[str]) -> bool:
    """Take the lock, and tell whether that was possible."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    # the one that held it before may have removed the file between its opening and its locking
    return sys.platform == "win32" or os.fstat(file.fileno()).st_nlink > 0
