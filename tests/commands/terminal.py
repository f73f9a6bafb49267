"""A command at a pseudo-terminal: what it prints, how often it asks, with answers to give."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ASKED = re.compile(r"Answer \[1\]: |\[Y/n\]: |\[y/N\]: ")
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PROGRAM = "from mobility_analysis.cli import main; main()"


class Talk(NamedTuple):
    """What was said at a terminal."""

    output: str
    n_questions: int
    exit_code: int


def talk(*words: str | Path, answers: Sequence[str] = ()) -> Talk:
    """Run a command at a terminal; each question takes the next answer, or Enter."""
    import pty  # no such thing on Windows

    process, terminal = pty.fork()
    if process == 0:
        os.environ["COLUMNS"] = "100"
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background ignores it
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM, *map(str, words)])  # noqa: S606
    given = iter(answers)
    output = b""
    n_questions = 0
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        output += more
        while len(ASKED.findall(output.decode("utf-8", "replace"))) > n_questions:
            n_questions += 1
            os.write(terminal, f"{next(given, '')}\n".encode())
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    said = _STYLE.sub("", output.decode("utf-8", "replace")).replace("\r\n", "\n")
    return Talk(said, n_questions, os.waitstatus_to_exitcode(status))
