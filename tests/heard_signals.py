"""Processes that hear what a test sends them, in whatever way the tests themselves were started."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heard() -> Iterator[None]:
    """Start a process that hears Ctrl+C and a closed terminal.

    What runs in the background of a shell, or under ``nohup``, ignores them, and hands that on.
    """
    names = ("SIGINT", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(each, signal.SIG_DFL) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
