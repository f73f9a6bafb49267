"""A folder, a file or frames in, a checked MobilityLog out. Nothing is ever written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from mobility_analysis.log.account import problems_of
from mobility_analysis.log.assemble import assembled, check_drafts
from mobility_analysis.log.cells import Native, RawColumn, RawTable, encoded
from mobility_analysis.log.checks import check_far_dates
from mobility_analysis.log.dates import DATE_ORDERS, read_day
from mobility_analysis.log.draft import Stated
from mobility_analysis.log.early_dates import with_early_dates_pointed_out
from mobility_analysis.log.files import find_logs
from mobility_analysis.log.many import check_logs, drafts_of, raise_problems
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.scales import Scale, checked_scale

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
        A folder with one file a table (CSV, TSV, Parquet), a workbook (``.xlsx``, ``.ods``) with
        one sheet a table, a file of one table, or a folder of such logs, one a client: the client
        is then the name of the folder or file where no column says it.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; by default the latest date of any session or
        rating. With a stated day, no date counts as too far from the others.
    on_problem : {"raise", "set aside"}, default "raise"
        Whether a row that breaks a rule stops the loading, or is set aside with its reason.
    date_order : {"dmy", "mdy", "ymd", "excel-1900", "excel-1904"}, optional
        How dates such as 3/4/2026 and 26-06-15, or a spreadsheet's plain counts of days, are
        meant. Needed only where a column can be read in more than one way.
    scale : Scale, optional
        The scale of all scores, where it is not 0 to 10; a score whose own row says that it was
        turned into 0 to 10 already stays as it is. ``assumptions`` then names it.

    Returns
    -------
    MobilityLog
        The checked tables and the account: rows read = rows used + rows set aside. Blank rows,
        repeated headers and example rows are no rows of a table. Of many logs, those that cannot
        be read are named in ``unreadable`` and stop none of the others; with
        ``on_problem="raise"`` these are all logs with a problem.

    Raises
    ------
    DataError
        If there is no log that can be read, or, with ``on_problem="raise"``, if any row has a
        problem; ``.problems`` then names every one of them with its repair.
    ValueError
        If an option is none of those above, or ``as_of`` is no day, or can be more than one.
    """
    _check_options(on_problem, date_order, scale)
    logs, left, are_many = find_logs(Path(path))
    stated, day = Stated(date_order, scale), _day(as_of)
    caseload = check_logs(logs, stated, has_names=are_many)
    if day is None:
        check_far_dates(caseload.drafts)
    caseload.leave_out_unreadable(on_problem)
    log = assembled(caseload.drafts, caseload.exercises, as_of=day)
    return with_early_dates_pointed_out(caseload.with_files(log, left))


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
        name: rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), dtype=object)
        for name, rows in given.items()
    }
    tables = {name: _raw_from_frame(name, frame) for name, frame in frames.items() if len(frame)}
    return checked_log(tables, as_of=as_of, on_problem=on_problem, stated=Stated(date_order, scale))


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
    if scale is not None and not isinstance(scale, Scale):
        raise TypeError(f"scale must be a Scale, such as Scale(1, 5), not {scale!r}")
    if scale is not None:
        checked_scale(scale)


def checked_log(
    tables: Mapping[str, RawTable],
    *,
    as_of: str | pd.Timestamp | None,
    on_problem: OnProblem,
    stated: Stated,
) -> MobilityLog:
    """Make a log of tables as read; the road that files, frames and imports all go.

    Parameters
    ----------
    tables : mapping
        From name of a table to its cells.
    as_of, on_problem
        As for ``load_log``.
    stated : Stated
        The date order and scale that the user stated.

    Raises
    ------
    DataError
        With ``on_problem="raise"``, if any row has a problem.
    """
    drafts = drafts_of(tables, stated)
    catalogue = check_drafts(drafts)
    day = _day(as_of)
    if day is None:
        check_far_dates(drafts)
    if on_problem == "raise":
        raise_problems(problems_of(drafts, only_unsettled=True))
    return with_early_dates_pointed_out(assembled(drafts, catalogue.rows, as_of=day))


def _day(as_of: str | pd.Timestamp | None) -> pd.Timestamp | None:
    return None if as_of is None else read_day(as_of, name="as_of")
