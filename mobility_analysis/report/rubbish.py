"""How often Python looks for rubbish in commands and notebooks; comes before all else."""

from __future__ import annotations

import atexit
import gc

MANY_OBJECTS = 200_000  # about as many as the libraries load, and as the charts of two clients


def collect_seldom() -> None:
    """Look for rubbish seldom in a process that loads the libraries and writes pages.

    What is loaded stays, and charts are many small objects that go together; Python looks through
    all of them at every few hundred new ones. A process that looks more seldom, or never, goes on
    so.
    """
    if 0 < gc.get_threshold()[0] < MANY_OBJECTS:
        gc.set_threshold(MANY_OBJECTS, 10, 10)


def leave_rubbish_at_end() -> None:
    """Let what is there when the process ends go with it, instead of taking it apart first.

    What is registered for an end, such as to remove a temporary folder, is done all the same.
    """
    atexit.register(gc.freeze)
