"""What a terminal shows of a sheet before it asks: its first rows, and what its columns mean."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from mobility_analysis.commands.console import is_terminal, say
from mobility_analysis.log.exports.questions import alike

if TYPE_CHECKING:
    from mobility_analysis.log.exports.questions import Question, Taken, Understanding

WIDEST_CELL = 22
WIDEST_SAMPLE = 28
WIDEST_MEANING = 72
WIDEST_LINE = 110
WIDEST_IN_FILE = 200
LEAST_COLUMNS = 2


def terminal_width() -> int:
    """Return how many letters a line has; more where the words go into a file."""
    if not is_terminal(sys.stdout):
        return WIDEST_IN_FILE
    return min(shutil.get_terminal_size().columns, WIDEST_LINE)


def rows_as_table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the header and first rows of a sheet as lines of a table, as wide as there is room.

    What does not fit is counted at the end of the header.

    >>> for line in rows_as_table([["Date", "Down dog"], ["2026-11-02", "x"]], 40):
    ...     print(line)
      Date        Down dog
      ----------  --------
      2026-11-02  x
    """
    n = max(map(len, rows), default=0)
    whole = [[" ".join(cell.split()) for cell in [*row, *[""] * (n - len(row))]] for row in rows]
    widths = [min(max(len(row[i]) for row in whole), WIDEST_CELL) for i in range(n)]
    shown = n
    while shown > LEAST_COLUMNS and 2 + sum(widths[:shown]) + 2 * shown > width - 10:
        shown -= 1
    left = f"  + {n - shown} more" if shown < n else ""
    lines = [
        ("  " + "  ".join(_cut(row[i], widths[i]) for i in range(shown))).rstrip() for row in whole
    ]
    rule = "  " + "  ".join("-" * widths[i] for i in range(shown))
    return [lines[0] + left, rule, *lines[1:]] if lines else []


def _cut(text: str, width: int) -> str:
    return _short(text, width).ljust(width)


def _short_line(line: str) -> str:
    width = terminal_width()
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _short(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def columns_as_lines(columns: Sequence[Taken]) -> list[str]:
    """Return what each column was taken for, with some values, a line each."""
    heads = [f"{taken.header!r}" for taken in columns]
    width = min(max(map(len, heads), default=0), WIDEST_CELL)
    lines = []
    for head, taken in zip(heads, columns, strict=True):
        shown = [_short(sample, WIDEST_SAMPLE) for sample in taken.samples if sample.strip()]
        values = f"   ({'; '.join(shown)})" if shown else ""
        name = _short(head, WIDEST_CELL).ljust(width)
        lines.append(_short_line(f"  {name} = {_short(taken.meaning, WIDEST_MEANING)}{values}"))
    return lines


def show_understandings(found: Iterable[Understanding]) -> None:
    """Show each sheet that is new: its first rows, what its columns were taken for.

    Of sheets that were taken alike the first is shown.
    """
    from mobility_analysis.log.exports.road import app_words

    for first, *others in alike(found):
        say()
        say(_called(first), bold=True)
        for line in rows_as_table(first.first_rows, terminal_width()):
            say(line)
        if others:
            say(_short_line(f"  The same columns: {_all_called(others)}."))
        say("It is no table of a log. This is how it was understood:")
        for line in columns_as_lines(first.columns) or [f"  {app_words(first)}"]:
            say(line)


def _called(own: Understanding) -> str:
    return f"{own.file}, sheet {own.sheet!r}" if own.sheet else own.file


def _all_called(found: Iterable[Understanding]) -> str:
    """Name several sheets, those of one workbook together."""
    sheets: dict[str, list[str]] = {}
    for own in found:
        sheets.setdefault(own.file, []).append(own.sheet)
    return ", ".join(
        file if names == [""] else f"{file}: {', '.join(map(repr, names))}"
        for file, names in sheets.items()
    )


OTHERWISE = "c"
"""What is typed where a column was taken for something that it is not."""


def answer_to(question: Question, *, or_else: str = "") -> str:
    """Ask a question at the terminal; Enter takes the likely answer.

    Returns the value of a choice, or ``or_else``, which may be typed instead.
    """
    say()
    say(question.words, bold=True)
    for number, choice in enumerate(question.choices, start=1):
        say(f"  {number}  {choice.words}{'   (Enter)' if number == 1 else ''}")
    typed = _number(len(question.choices), or_else=or_else)
    return question.choices[int(typed) - 1].value if typed.isdigit() else typed


def headers_of(found: Iterable[Understanding]) -> list[str]:
    """Return the headers of all columns that were shown, each once."""
    return list(dict.fromkeys(taken.header for own in found for taken in own.columns))


def role_asked(headers: Sequence[str]) -> tuple[str, str] | None:
    """Ask which column is meant otherwise, and what it is: its header and its role.

    None where it is none of them.
    """
    from mobility_analysis.log.exports.questions import ROLES

    say()
    say("Which column is meant otherwise?", bold=True)
    for number, header in enumerate(headers, start=1):
        say(f"  {number}  {_short(header, WIDEST_MEANING)}")
    say(f"  {len(headers) + 1}  none of these: stop, and make nothing")
    place = int(_number(len(headers) + 1)) - 1
    if place == len(headers):
        return None
    header = headers[place]
    say()
    say(f"What is {header!r}?", bold=True)
    roles = list(ROLES)
    for number, role in enumerate(roles, start=1):
        say(f"  {number}  {ROLES[role]}")
    return header, roles[int(_number(len(roles))) - 1]


def _number(most: int, or_else: str = "") -> str:
    """Return the number that was typed, or what may be typed in its place."""
    while True:
        typed = str(click.prompt("Answer", default="1")).strip().lower()
        if (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= most) or (
            or_else and typed == or_else
        ):
            return typed
        say(f"{typed!r} is no number from 1 to {most}.", err=True)
