"""A folder, a file or frames in, a checked MobilityLog out. Nothing is ever written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from mobility_analysis.log.assemble import assembled, check_drafts, raised_problems
from mobility_analysis.log.cells import Native, RawColumn, RawTable, encoded
from mobility_analysis.log.checks import check_far_dates
from mobility_analysis.log.columns import Draft, Stated, draft_table
from mobility_analysis.log.dates import DATE_ORDERS
from mobility_analysis.log.files import read_log_files
from mobility_analysis.log.messages import problem_sentence
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.schema import TABLES
from mobility_analysis.log.values import Scale

__all__ = ["checked_log", "load_log", "log_from_tables"]

Rows = pd.DataFrame | Sequence[Mapping[str, Any]]
OnProblem = Literal["raise", "set aside"]


def load_log(
    path: Path | str,
    *,
    as_of: str | pd.Timestamp | None = None,
    on_problem: OnProblem = "raise",
    date_order: str | None = None,
    scale: Scale | None = None,
) -> MobilityLog:
    """Read a log and hold it to every rule of its tables.

    Parameters
    ----------
    path : path
        A folder with one file a table.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; by default the latest date of any session or
        rating. With a stated day, no date counts as too far from the others.
    on_problem : {"raise", "set aside"}, default "raise"
        Whether a row that breaks a rule stops the loading, or is set aside with its reason.
    date_order : {"dmy", "mdy", "excel-1900", "excel-1904"}, optional
        How dates such as 3/4/2026, or a spreadsheet's plain counts of days, are meant. Needed
        only where a column can be read both ways.
    scale : Scale, optional
        The scale of all scores, where it is not 0 to 10.

    Returns
    -------
    MobilityLog
        The checked tables and the account: rows read = rows used + rows set aside.

    Raises
    ------
    DataError
        If there is nothing to read, or, with ``on_problem="raise"``, if any row has a problem;
        ``.problems`` then names every one of them with its repair.
    ValueError
        If an option is none of those above.
    """
    _check_options(on_problem, date_order, scale)
    tables = read_log_files(Path(path))
    return checked_log(
        tables, as_of=as_of, on_problem=on_problem, stated=Stated(date_order, scale)
    )


def log_from_tables(
    *,
    sessions: Rows = (),
    stiffness: Rows = (),
    programme: Rows = (),
    pauses: Rows = (),
    events: Rows = (),
    exercises: Rows = (),
    as_of: str | pd.Timestamp | None = None,
    on_problem: OnProblem = "raise",
    date_order: str | None = None,
    scale: Scale | None = None,
) -> MobilityLog:
    """Make a checked log of frames, or of lists of rows, by the rules that hold for files.

    Parameters
    ----------
    sessions, stiffness, programme, pauses, events, exercises : DataFrame or list of dict
        The tables; dates may be text. ``client`` may be left out for one person.
    as_of, on_problem, date_order, scale
        As for ``load_log``. Problems name the row by its number, from 1.

    Returns
    -------
    MobilityLog
        The checked tables.

    Raises
    ------
    DataError
        As for ``load_log``.

    Examples
    --------
    >>> log = log_from_tables(sessions=[{"date": "2026-11-20", "exercise": "Downward dog"}])
    >>> log.clients, log.as_of
    (('me',), Timestamp('2026-11-20 00:00:00'))
    """
    _check_options(on_problem, date_order, scale)
    given = {
        "sessions": sessions, "stiffness": stiffness, "programme": programme,
        "pauses": pauses, "events": events, "exercises": exercises,
    }  # fmt: skip
    frames = {
        name: rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
        for name, rows in given.items()
    }
    tables = {
        name: _raw_from_frame(name, frame) for name, frame in frames.items() if len(frame)
    }
    return checked_log(
        tables, as_of=as_of, on_problem=on_problem, stated=Stated(date_order, scale)
    )


def _raw_from_frame(name: str, frame: pd.DataFrame) -> RawTable:
    return RawTable(
        file=name,
        sheet="",
        header=tuple(str(column) for column in frame.columns),
        columns=tuple(_raw_column(frame.iloc[:, place]) for place in range(frame.shape[1])),
        lines=np.arange(1, len(frame) + 1),
    )


def _raw_column(column: pd.Series) -> RawColumn:
    if column.dtype.kind in "fiuM" and not isinstance(column.dtype, pd.CategoricalDtype):
        return Native(column.reset_index(drop=True))
    return encoded(column)


def _check_options(on_problem: str, date_order: str | None, scale: Scale | None) -> None:
    if on_problem not in ("raise", "set aside"):
        raise ValueError(f"on_problem must be 'raise' or 'set aside', not {on_problem!r}")
    if date_order is not None and date_order not in DATE_ORDERS:
        raise ValueError(f"date_order must be one of {', '.join(DATE_ORDERS)}, not {date_order!r}")
    if scale is not None and not scale.low < scale.high:
        raise ValueError(f"the low end of a scale must be below its high end, not {scale}")


def checked_log(
    tables: Mapping[str, RawTable],
    *,
    as_of: str | pd.Timestamp | None,
    on_problem: OnProblem,
    stated: Stated,
) -> MobilityLog:
    day = None if as_of is None else pd.Timestamp(as_of).normalize()
    drafts = {name: draft_table(raw, TABLES[name], stated) for name, raw in tables.items()}
    catalogue = check_drafts(drafts)
    if day is None:
        check_far_dates(drafts.values())
    if on_problem == "raise":
        _raise_problems(drafts)
    assumptions = [stated.scale.sentence()] if stated.scale and "stiffness" in drafts else []
    return assembled(drafts, catalogue, as_of=day, assumptions=assumptions)


def _raise_problems(drafts: Mapping[str, Draft]) -> None:
    problems = raised_problems(drafts)
    if len(problems):
        n = len(problems)
        count = "1 problem" if n == 1 else f"{n:,} problems, the first of them"
        raise DataError(f"{count}: {problem_sentence(problems.iloc[0])}", problems)
