"""A stop from outside, held back while processes start or end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from threading import current_thread, main_thread
from types import FrameType

_STOPS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
"""What a stop comes by; Windows has no SIGHUP."""


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back a stop while processes start or end; it is heard afterwards.

    Broken off there, some would be left to wait for ever: a thread that is waited for counts as
    ended once the wait is broken off, and the one of a pool is what ends its processes. Any thread
    can get a signal and the first one hears it, so that its mask alone holds nothing back; a new
    process takes the mask over, and never hears that the user breaks off.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    def hear() -> None:
        if came:
            signal.raise_signal(came[0])

    with ExitStack() as after:
        if current_thread() is main_thread():  # no other may set signals
            after.callback(hear)
            for number in _STOPS:
                heard_by = signal.getsignal(number)
                if callable(heard_by):
                    after.callback(signal.signal, number, heard_by)
                    signal.signal(number, note)
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # when it starts, it lets through what is held back
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            after.callback(signal.pthread_sigmask, signal.SIG_SETMASK, before)
        yield
