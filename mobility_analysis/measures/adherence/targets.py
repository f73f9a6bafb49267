"""Targets that the user states, for exercises without a prescription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog, StatedTargets, need_log


def with_targets(
    log: MobilityLog,
    *,
    per_week: float | None = None,
    per_exercise: Mapping[str, float] | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> MobilityLog:
    """Let stated targets stand for prescriptions that the log does not hold.

    A target stands from the client's first session of the exercise, whatever its status, to
    ``as_of``, for every client and exercise without any prescription that began by then. What was
    prescribed is never changed. Each target is kept in the log's ``targets`` and said in its
    ``assumptions``, for every output to say.

    Parameters
    ----------
    log : MobilityLog
        The log.
    per_week : float, optional
        Times per week, for every exercise that ``per_exercise`` does not name.
    per_exercise : mapping of str to float, optional
        Times per week by exercise id.
    as_of : str or Timestamp, optional
        Last day of the targets; the log's own ``as_of`` when not given.

    Returns
    -------
    MobilityLog
        A new log with more rows in ``programme`` and more sentences in ``assumptions``; the same
        log when no target is given.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If a target is not a number above 0, or names an exercise that the log does not know.

    Notes
    -----
    That a skipped or partial session starts a target, too, is our choice: the client then knew of
    the exercise.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     sessions=[{"client": "ana", "date": "2026-11-02", "exercise": "down-dog"}]
    ... )
    >>> stated = with_targets(log, per_week=3)
    >>> stated.programme["times_per_week"].tolist()
    [3.0]
    >>> print(*stated.assumptions)
    Target stated by the user: 3 times a week for each exercise without a prescription, from the
    client's first session of it.
    """
    need_log(log, "with_targets")
    targets = dict(per_exercise or {})
    _check_targets(log, per_week, targets)
    if per_week is None and not targets:
        return log
    last = read_day(log.as_of if as_of is None else as_of, name="as_of")
    rows = _target_rows(log, per_week, targets, last)
    table = pd.concat([log.programme, rows], ignore_index=True) if len(rows) else log.programme
    table = table.sort_values(["client", "exercise", "start"], kind="stable", ignore_index=True)
    return replace(log, programme=table, targets=(*log.targets, StatedTargets(per_week, targets)))


def _check_targets(log: MobilityLog, per_week: float | None, targets: dict[str, float]) -> None:
    known = log.sessions["exercise"].cat.categories
    for name in sorted(set(targets) - set(known)):
        raise ValueError(
            f"target for {name!r}: this log has no such exercise; it has {', '.join(known)}"
        )
    stated = {"every exercise": per_week} if per_week is not None else {}
    for name, times in (stated | targets).items():
        if not 0 < times <= 70:
            raise ValueError(
                f"target for {name}: {times:g} times per week; state a number above 0, at most 70"
            )


def _target_rows(
    log: MobilityLog, per_week: float | None, targets: dict[str, float], last: pd.Timestamp
) -> pd.DataFrame:
    """Return one programme row for each client and exercise that a target stands for."""
    keys = ["client", "exercise"]
    sessions = log.sessions[log.sessions["date"] <= last]
    firsts = sessions.groupby(keys)["date"].min().rename("start").reset_index()
    is_known = log.programme["start"] <= last  # what starts later is used by nothing
    prescribed = pd.MultiIndex.from_frame(log.programme.loc[is_known, keys])
    rows = firsts[~pd.MultiIndex.from_frame(firsts[keys]).isin(prescribed)]
    times = rows["exercise"].astype("str").map(targets).astype("float64")
    if per_week is not None:
        times = times.fillna(per_week)
    rows = rows.assign(
        end=last,
        times_per_week=times,
        weekdays="",
        is_as_needed=False,
        times_per_week_written=[f"{value:g}" for value in times],
    )
    rows = rows[times.notna()].reindex(columns=log.programme.columns)
    return rows.astype(log.programme.dtypes.to_dict())
