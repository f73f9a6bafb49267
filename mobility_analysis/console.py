"""What the commands share: errors as sentences, questions, values that are typed."""

from __future__ import annotations

import math
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import DataError, MobilityLog

__all__ = [
    "Day", "Stop", "Target", "TimesPerWeek", "UnforeseenStop", "agreed", "counted",
    "nothing_logged", "plain_errors", "show_problems", "stop_if_problems", "stop_if_unlogged",
    "stop_if_unreadable",
]  # fmt: skip

PROBLEMS_SHOWN = 20
FILES_SHOWN = 6
MOST_TIMES_PER_WEEK = 70


class Stop(click.ClickException):
    """End the command with a sentence: the log has a problem."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence on standard error."""
        click.secho(self.message, fg="red", err=True, file=file)


class UnforeseenStop(Stop):
    """End the command with a sentence: an error that nobody foresaw."""

    exit_code = 3


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
        from mobility_analysis.log.dates import read_day

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
        exercise, sign, times = str(value).rpartition("=")
        number = number_in(times)
        if not sign or not exercise.strip() or not 0 < number <= MOST_TIMES_PER_WEEK:
            self.fail(
                f'{value!r} is not a target; write it as "down-dog=5": an exercise, =, and how '
                f"many times a week (above 0, at most {MOST_TIMES_PER_WEEK})."
            )
        return exercise.strip(), number


class TimesPerWeek(click.ParamType[float]):
    """How often a week an exercise is meant: a number, written as 3."""

    name = "times per week"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> float:
        """Return the number, or say which numbers there are."""
        number = number_in(value)
        if not 0 < number <= MOST_TIMES_PER_WEEK:
            what = "no number" if math.isnan(number) else "not in the range"
            self.fail(
                f"{str(value)!r} is {what}; write a number above 0, at most "
                f"{MOST_TIMES_PER_WEEK}, such as 3."
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
        click.echo(f"{question} Yes (--yes).")
        return True
    if not sys.stdin.isatty():
        click.echo(f"{question} No: there is no terminal to ask at.", err=True)
        return False
    return click.confirm(question)


def show_problems(error: DataError) -> None:
    """List the problems of a log, the first ones in full."""
    from mobility_analysis.log.messages import problem_sentence

    problems = error.problems
    for _, problem in problems.head(PROBLEMS_SHOWN).iterrows():
        click.echo(problem_sentence(problem), err=True)
    left = len(problems) - PROBLEMS_SHOWN
    if left > 0:
        click.echo(f"... and {left} more; 'mobility-analysis check' lists all.", err=True)


def stop_if_problems(problems: pd.DataFrame, path: Path) -> None:
    """List every problem of a log, and end with exit status 1; do nothing where there is none."""
    from mobility_analysis.log.messages import problem_sentence

    if not len(problems):
        return
    for _, problem in problems.iterrows():
        click.echo(problem_sentence(problem))
    raise Stop(f"{counted(len(problems), 'problem')} in {path.resolve().name}.")


def nothing_logged(log: MobilityLog, path: Path) -> str:
    """Say that a log holds no row of sessions and no rating; nothing where it holds one.

    Rows that were set aside count: their problems are said, and pages say how many they are.
    """
    dated = log.account[log.account["table"].isin(["sessions", "stiffness"])]
    if dated["rows_read"].any():
        return ""
    name, files = path.resolve().name, list(dict.fromkeys(dated["file"]))
    held = ", ".join(files[:FILES_SHOWN]) + (", ..." if len(files) > FILES_SHOWN else "")
    where = "it" if files == [name] else held
    return (
        f"{name}: no session and no rating in {where}: fill in at least one row, then run report "
        "again."
    )


def stop_if_unlogged(log: MobilityLog, path: Path) -> None:
    """End with exit status 1 where there is nothing to make a page of."""
    said = nothing_logged(log, path)
    if said:
        name_unreadable(log)
        raise Stop(said)


def name_unreadable(log: MobilityLog) -> None:
    """Name the logs of a folder of many that could not be read."""
    for _, row in log.unreadable.iterrows():
        click.echo(f"{row['client']} ({row['file']}) could not be read: {row['reason']}", err=True)


def stop_if_unreadable(log: MobilityLog) -> None:
    """Name the logs of a folder of many that could not be read, and end with exit status 1."""
    name_unreadable(log)
    if len(log.unreadable):
        raise Stop(f"{counted(len(log.unreadable), 'log')} could not be read.")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 row, 2 rows."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
