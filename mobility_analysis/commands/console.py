"""What the commands share: errors as sentences, questions, values that are typed."""

from __future__ import annotations

import itertools
import math
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from mobility_analysis.measures.limits import DAYS_A_WEEK

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import DataError, MobilityLog

PROBLEMS_SHOWN = 20
FILES_SHOWN = 6


# What a terminal obeys instead of showing: control characters, and marks that turn the direction.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return a text with the replacement mark in place of what a terminal would obey.

    Names of files, folders and clients are other people's words.

    >>> visible("a\x1b[31mb")
    'a\ufffd[31mb'
    """
    return _OBEYED.sub("\ufffd", text)


def say(message: str = "", *, err: bool = False, **style: Any) -> None:
    """Print a sentence; nothing in it is obeyed by the terminal."""
    click.secho(visible(message), err=err, **style)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is there and somebody sits at it; a closed one is None."""
    return stream is not None and not stream.closed and stream.isatty()


@contextmanager
def enough_read(status: int) -> Iterator[None]:
    """Print what is only to be read; a reader that has enough, such as head, is no error.

    The command then ends with the same status as if all had been read.
    """
    try:
        yield
    except BrokenPipeError:
        # What is still buffered would be written at the end, and break again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(status) from None


class Stop(click.ClickException):
    """End the command with a sentence: the log has a problem."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence on standard error."""
        click.secho(visible(self.message), fg="red", err=True, file=file)


class UnforeseenStop(Stop):
    """End the command with a sentence: an error that nobody foresaw."""

    exit_code = 3


_STOPPED = threading.Event()
"""Set once a stop came: C code that called back into Python may drop it or make an error of it."""


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    _STOPPED.set()
    raise KeyboardInterrupt


def raise_if_stopped() -> None:
    """Break off now where a stop came that the code running then has dropped."""
    if _STOPPED.is_set():
        raise KeyboardInterrupt


@contextmanager
def broken_off_in_order() -> Iterator[None]:
    """Treat a stop from outside like one by the user: half files go, processes end.

    A signal that was ignored (nohup) still is.
    """
    before = {}
    usual = (signal.SIG_DFL, signal.default_int_handler)
    is_main = threading.current_thread() is threading.main_thread()  # no other may set signals
    for name in ("SIGINT", "SIGTERM", "SIGHUP") if is_main else ():
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) in usual:
            before[number] = signal.signal(number, _stop)
    _STOPPED.clear()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def plain_errors(debug: bool) -> Iterator[None]:
    """Turn every error into a sentence; show the traceback only when it is asked for."""
    from mobility_analysis.log import DataError

    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # a pipe breaks where its reader has enough, such as head
    except DataError as error:
        show_problems(error)
        n = len(error.problems)  # the error's own words would only repeat the first of them
        raise Stop(f"{counted(n, 'problem')} found." if n else str(error)) from error
    except Exception as error:
        raise_if_stopped()
        if debug:
            traceback.print_exc()
        raise UnforeseenStop(unforeseen(error)) from error


def unforeseen(error: Exception) -> str:
    """Say what went wrong and what to do, for an error that nobody foresaw."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    said = str(error).strip() or "no more is known"
    return (
        f"Something went wrong that should not: {type(error).__name__}: {said}. Your files were "
        "not changed. Run the command again with --debug and send what it prints (it may hold "
        "values of your log)."
    )


class Day(click.ParamType["pd.Timestamp"]):
    """A day, written as 2026-11-22 or in another way that can mean no other day."""

    name = "date"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> pd.Timestamp:
        """Return the day, or say how a day is written."""
        from mobility_analysis.log.check.dates import read_day

        try:
            return read_day(value)
        except ValueError as error:
            self.fail(f"{error}")


class Target(click.ParamType[tuple[str, float]]):
    """An exercise and how often a week it is meant, written as down-dog=5."""

    name = "exercise=n"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, float]:
        """Return exercise and times per week, or say how a target is written."""
        from mobility_analysis.log.schema import MOST_TIMES_PER_WEEK

        exercise, sign, times = str(value).rpartition("=")
        number = number_in(times)
        if not sign or not exercise.strip() or not 0 < number <= MOST_TIMES_PER_WEEK:
            self.fail(
                f'{value!r} is not a target; write it as "down-dog=5": an exercise, =, and how '
                f"many times a week (above 0, at most {MOST_TIMES_PER_WEEK})."
            )
        return exercise.strip(), number


class DaysPerWeek(click.ParamType[float]):
    """On how many days a week somebody means to practise: a number, written as 3."""

    name = "days per week"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> float:
        """Return the number, or say which numbers there are."""
        number = number_in(value)
        if not 0 < number <= DAYS_A_WEEK:
            what = "no number" if math.isnan(number) else "not in the range"
            self.fail(
                f"{str(value)!r} is {what}; write a number of days above 0, at most "
                f"{DAYS_A_WEEK}, such as 3."
            )
        return number


def number_in(text: Any) -> float:
    """Return the number that was typed; NaN, which is in no range, where it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def agreed(question: str, *, yes: bool) -> bool:
    """Ask a question; where nobody can answer, take the safe answer, no, and say so."""
    if yes:
        say(f"{question} Yes (--yes).")
        return True
    if not is_terminal(sys.stdin):
        say(f"{question} No: there is no terminal to ask at.", err=True)
        return False
    return click.confirm(question)


def how_to_list(is_checkable: bool) -> str:
    """Say which command lists all problems of what the running command was given."""
    given = {} if (context := click.get_current_context(silent=True)) is None else context.params
    path = given.get("log") or given.get("file")
    if path is None or not is_checkable:
        return "put these right and run the command again to see the next."
    words = [f'mobility-analysis check "{path}"']
    words += [f"--{name.replace('_', '-')} {given[name]}" for name in ("recipe", "date_order")
              if given.get(name)]  # fmt: skip
    if given.get("scale") is not None:
        words.append(f"--scale {given['scale'].low:g}-{given['scale'].high:g}")
    if given.get("scale_reversed"):
        words.append("--scale-reversed")
    return f"this lists all: {' '.join(words)}"


def show_problems(error: DataError, *, is_checkable: bool = True) -> None:
    """List the problems of a log, the first ones in full."""
    from mobility_analysis.log.findings import problem_sentences

    sentences = problem_sentences(error.problems)
    for sentence in sentences[:PROBLEMS_SHOWN]:
        say(sentence, err=True)
    left = len(sentences) - PROBLEMS_SHOWN
    if left > 0:
        say(f"... and {left:,} more; {how_to_list(is_checkable)}", err=True)


def say_remarks(log: MobilityLog) -> None:
    """Say what was pointed out while a log was read, each thing once with all its places.

    As ``check`` does; of very many, the first.
    """
    from mobility_analysis.log.findings import remark_sentences

    said = remark_sentences(log.remarks)
    for sentence in said[:PROBLEMS_SHOWN]:
        say(f"Note: {sentence}")
    left = len(said) - PROBLEMS_SHOWN
    if left > 0:
        say(f"Note: {left:,} more such remarks are not shown.")


def say_problems(problems: pd.DataFrame) -> None:
    """List every problem of a log, with its line and its repair."""
    from mobility_analysis.log.findings import problem_sentences

    for sentence in problem_sentences(problems):
        say(sentence)


def stop_if_problems(problems: pd.DataFrame, path: Path) -> None:
    """List every problem of a log, and end with exit status 1; do nothing where there is none."""
    if not len(problems):
        return
    say_problems(problems)
    raise Stop(f"{counted(len(problems), 'problem')} in {path.resolve().name}.")


def nothing_logged(log: MobilityLog, path: Path) -> str:
    """Say that a log holds no row of sessions and no rating; nothing where it holds one.

    Rows that were set aside count: their problems are said, and pages say how many they are.
    """
    dated = log.account[_is_dated(log)]
    if dated["rows_read"].any():
        return ""
    name, files = path.resolve().name, list(dict.fromkeys(dated["file"]))
    held = ", ".join(files[:FILES_SHOWN]) + (", ..." if len(files) > FILES_SHOWN else "")
    where = "it" if files == [name] else held
    return (
        f"{name}: no session and no rating in {where}: fill in at least one row, then run report "
        "again."
    )


def _is_dated(log: MobilityLog) -> pd.Series[bool]:
    """Tell which rows of the account are of what a client logs, several tables in one, too."""
    from mobility_analysis.log.schema import DATED_TABLES

    return log.account["table"].str.contains("|".join(DATED_TABLES))


def stop_if_nothing_used(log: MobilityLog, path: Path) -> None:
    """End with exit status 1 where a log has rows, but none of a session or rating can be used."""
    if not (len(log.sessions) or len(log.stiffness)):
        stop_if_dated_rows(log, path.resolve().name)


def stop_if_dated_rows(log: MobilityLog, name: str) -> None:
    """End with exit status 1 where a log, none of whose rows can be used, has any of a client's."""
    from mobility_analysis.log.schema import CATALOGUES

    n = int(log.account.loc[~log.account["table"].isin(CATALOGUES), "rows_read"].sum())
    lost = log.account.loc[_is_dated(log), "rows_read"]
    if lost.any():
        name_unreadable(log)
        raise Stop(
            f"{name} could not be read: none of its {counted(n, 'row')} holds a "
            "session or a rating that can be used. Repair what is named above; nothing was written."
        )


def stop_if_tables_unread(
    log: MobilityLog, whose: Mapping[str, Sequence[str]] | None = None
) -> None:
    """End with exit status 1 where nothing of a table, or of somebody's, could be read.

    ``whose`` are the tables that are somebody's, where the rows of the log are not there.
    """
    from mobility_analysis.log.not_read import tables_unread

    whose = tables_unread(log) if whose is None else whose
    said = "; ".join(
        f"{client}: {' and '.join(map(_LOGGED.__getitem__, tables))}"
        for client, tables in sorted(whose.items())
    )
    rows = f"Could not be read at all, since every row was set aside: {said}." if whose else ""
    if sentences := [words for words in (_files_unread(log), rows) if words]:
        raise Stop(" ".join(sentences))


def _files_unread(log: MobilityLog) -> str:
    from mobility_analysis.log.findings import account_places
    from mobility_analysis.log.not_read import tables_lost

    is_lost = log.account.index.isin(tables_lost(log).index)
    places = ", ".join(itertools.compress(account_places(log.account), is_lost))
    return f"Could not be read at all: {places}." if places else ""


_LOGGED = {"sessions": "sessions", "stiffness": "stiffness scores"}


def stop_if_unlogged(log: MobilityLog, path: Path) -> None:
    """End with exit status 1 where there is nothing to make a page of."""
    said = nothing_logged(log, path)
    if said:
        name_unreadable(log)
        raise Stop(said)


def name_unreadable(log: MobilityLog) -> None:
    """Name the logs of a folder of many that could not be read."""
    from mobility_analysis.log.findings import unreadable_sentences

    for sentence in unreadable_sentences(log.unreadable):
        say(sentence, err=True)


def stop_if_unreadable(log: MobilityLog) -> None:
    """Name the logs of a folder of many that could not be read, and end with exit status 1."""
    name_unreadable(log)
    if len(log.unreadable):
        raise Stop(f"{counted(len(log.unreadable), 'log')} could not be read.")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 row, 2 rows.

    As ``count_words`` of the sentences, which would load pandas before a command's help is shown.
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
