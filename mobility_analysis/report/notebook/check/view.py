"""What a check of a log found, as a notebook shows it: the rows, the message, the repair."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.findings import (
    account_places,
    problem_sentences,
    remark_sentences,
    unreadable_sentences,
)
from mobility_analysis.report.notebook.cells import Shown, say, show_rows, show_table, together
from mobility_analysis.words.numbers import count_words, number_words

MOST_SHOWN = 20


def show_account(log: MobilityLog) -> Shown:
    """Show for each file, or table of a workbook, how many rows were read, used and set aside.

    Parameters
    ----------
    log : MobilityLog
        A log.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_account(log)
         file rows read rows used rows set aside
     sessions         5         5              0
    programme         1         1              0
    """
    account = log.account.assign(file=account_places(log.account))
    columns = ["file", "rows_read", "rows_used", "rows_set_aside"]
    if account["rows_left_out"].any():  # by a recipe, such as the warm-up sets of an app
        columns.append("rows_left_out")
    return show_table(account, *columns)


def show_problems(log: MobilityLog) -> Shown:
    """Show which logs could not be read, then every row that was set aside with its repair.

    What was only pointed out comes last; what is alike is said once, with all its places.

    Parameters
    ----------
    log : MobilityLog
        A log that was loaded with its bad rows set aside.

    Returns
    -------
    Shown
        The first repair first; after twenty, how many more there are.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 14}],
    ...     on_problem="set aside",
    ... )
    >>> ma.show_problems(log)
    1 problem. The first repair:
    stiffness, line 1, column score: found '14'; expected a number from 0 to 10. Correct the score.
    If all scores are on another scale, state that scale (--scale 1-5); none is changed unasked.
    """
    unreadable = _first(unreadable_sentences(log.unreadable))
    problems = _first(problem_sentences(log.problems))
    remarks = _first(remark_sentences(log.remarks))
    pointed_out = [f"Kept, and pointed out: {line}" for line in remarks]
    head = "No row has a problem."
    if problems:
        head = f"{count_words(len(log.problems), 'problem')}. The first repair:"
    return say(*unreadable, head, *problems, *pointed_out)


def _first(whole: list[str]) -> list[str]:
    said, left = whole[:MOST_SHOWN], len(whole) - MOST_SHOWN
    return [*said, f"... and {left} more, in the copy below."] if left > 0 else said


def show_fault(faulty: Mapping[str, str], mended: Mapping[str, str]) -> Shown:
    """Show a fault of a small log: its rows, the message, the rows mended, and the account then.

    Parameters
    ----------
    faulty, mended : mapping of str to str
        Text of each file by its name, with the fault and without.

    Returns
    -------
    Shown

    Raises
    ------
    ValueError
        If the first log has no fault.

    Examples
    --------
    >>> from mobility_analysis.sample.faults import faulty_files, mended_files
    >>> print(show_fault(faulty_files("score"), mended_files("score")))  # doctest: +ELLIPSIS
    stiffness.csv, as written:
    line client       date score moment
       2     Jo 2026-11-03     4 waking
       3     Jo 2026-11-04    14 waking
    The message: stiffness.csv, line 3, column score: found '14'; expected a number from 0 to 10...
    Mended:
    line client       date score moment
       3     Jo 2026-11-04   1.4 waking
    Then: 2 rows read, 2 used, 0 set aside.
    """
    message = _message(faulty)
    account = _loaded(mended).account[["rows_read", "rows_used", "rows_set_aside"]].sum()
    parts = []
    for name in faulty:
        before, after = _lines(faulty[name]), _lines(mended[name])
        is_changed = (before != after).any(axis="columns")
        if is_changed.any():
            parts += [
                say(f"{name}, as written:"),
                show_rows(before),
                say(f"The message: {message}"),
            ]
            parts += [say("Mended:"), show_rows(after[is_changed])]
    read, used, aside = account
    rows = count_words(read, "row")
    said = f"Then: {rows} read, {number_words(used)} used, {number_words(aside)} set aside."
    parts.append(say(said))
    return together(parts)


def _lines(text: str) -> pd.DataFrame:
    """Return the rows of a file as they were typed, with their line numbers."""
    head, *rows = csv.reader(io.StringIO(text))
    frame = pd.DataFrame(rows, columns=pd.Index(head), dtype="str")
    frame.insert(0, "line", [str(number) for number in range(2, len(rows) + 2)])
    return frame


def _message(files: Mapping[str, str]) -> str:
    try:
        _loaded(files)
    except DataError as error:
        return " ".join(problem_sentences(error.problems)) or str(error)
    raise ValueError("a log with a fault is needed; this one has none")


def _loaded(files: Mapping[str, str]) -> MobilityLog:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load_log(folder)
