"""What the user plans, where nothing was prescribed: for an exercise, or in practice days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog, StatedTargets, need_log
from mobility_analysis.log.schema import MOST_TIMES_PER_WEEK
from mobility_analysis.measures.days import category_like, codes_of, n_categories
from mobility_analysis.measures.limits import DAYS_A_WEEK


def with_targets(
    log: MobilityLog,
    *,
    per_week: float | None = None,
    per_exercise: Mapping[str, float] | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> MobilityLog:
    """Let what the user plans stand where nothing was prescribed.

    The target of an exercise stands from the client's first session of it, whatever its status, to
    ``as_of``, for every client without any prescription of it that began by then. Practice days a
    week are planned for clients without any programme, from the first logged session on; a day
    with a done session of any exercise is one done day. They stand in the sums over all exercises
    (``overall_adherence(by="client")``, ``weekly_practice``, ``practice_and_stiffness``); by
    exercise and focus area nothing is prescribed then. What was prescribed is never changed. Each
    target is kept in the log's ``targets``; its ``assumptions`` say it, for every output.

    Parameters
    ----------
    log : MobilityLog
        The log.
    per_week : float, optional
        Practice days per week, for clients without any programme; at most 7.
    per_exercise : mapping of str to float, optional
        Times per week by exercise id.
    as_of : str or Timestamp, optional
        Last day of the targets; the log's own ``as_of`` when not given.

    Returns
    -------
    MobilityLog
        A new log with more rows in ``programme``, marked ``is_planned``, with
        ``planned_days_per_week``, and with more sentences in ``assumptions``; the same log when no
        target is given.

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
    >>> stated = with_targets(log, per_exercise={"down-dog": 3})
    >>> stated.programme["times_per_week"].tolist()
    [3.0]
    >>> print(*with_targets(log, per_week=3).assumptions)
    Plan stated by the user: 3 practice days a week, for a client without a programme, from the
    first logged session.
    """
    need_log(log, "with_targets")
    targets = dict(per_exercise or {})
    _check_targets(log, per_week, targets)
    if per_week is None and not targets:
        return log
    last = read_day(log.as_of if as_of is None else as_of, name="as_of")
    rows = _target_rows(log, targets, last)
    table = pd.concat([log.programme, rows], ignore_index=True) if len(rows) else log.programme
    table = table.sort_values(["client", "exercise", "start"], kind="stable", ignore_index=True)
    return replace(log, programme=table, targets=(*log.targets, StatedTargets(per_week, targets)))


def in_practice_days(log: MobilityLog, as_of: pd.Timestamp) -> MobilityLog:
    """Return a log in which clients with a plan of practice days have one done session a day.

    They are given a single exercise with that many times a week, from their first session to
    ``as_of``; sessions done in part and skipped stay as they are. Everything that adds up all
    exercises of a client counts days in it.
    """
    is_known = log.programme["start"] <= as_of
    planned = ~log.sessions["client"].isin(log.programme.loc[is_known, "client"].unique())
    if log.planned_days_per_week is None or not planned.any():
        return log
    theirs = log.sessions[planned]
    is_again = theirs.assign(is_done=theirs["status"] == "done").duplicated(
        ["client", "date", "is_done"]
    )
    days = theirs[~is_again | (theirs["status"] != "done")]
    one = log.sessions["exercise"].cat.categories[0]
    exercise = category_like(theirs["exercise"], np.zeros(len(days), dtype="int8"))
    days = days.assign(exercise=exercise)
    sessions = pd.concat([log.sessions[~planned], days], ignore_index=True)
    sessions = sessions.sort_values(["client", "date"], kind="stable", ignore_index=True)
    rows = days[days["date"] <= as_of].groupby("client", observed=True, sort=False)["date"].min()
    plan = pd.DataFrame({"client": rows.index, "start": rows.to_numpy(), "exercise": one})
    times = log.planned_days_per_week
    table = pd.concat([log.programme, _planned_rows(log, plan, times, as_of)], ignore_index=True)
    table = table.sort_values(["client", "exercise", "start"], kind="stable", ignore_index=True)
    return replace(log, sessions=sessions, programme=table)


#: What done sessions are held against: in the column ``held_to``; "" for nothing.
PLANNED_DAYS = "planned days"
HELD_TO = ("", "prescribed", "planned", "prescribed or planned", PLANNED_DAYS)


def held_to(log: MobilityLog, table: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series[str]:
    """Say of each row of a table of sums what its sessions are held against.

    Parameters
    ----------
    log : MobilityLog
        The log, before practice days were planned in it.
    table : DataFrame
        client, prescribed, and exercise where a row stands for one; a row of a focus area goes by
        all that its client has.
    as_of : Timestamp
        The last day; what starts later is used by nothing.

    Returns
    -------
    Series of str
        One of ``HELD_TO``.
    """
    rows = log.programme[(log.programme["start"] <= as_of) & ~log.programme["is_as_needed"]]
    key, own = codes_of(table["client"]), codes_of(rows["client"])
    if "exercise" in table:
        n_exercises = n_categories(log.programme["exercise"])
        key = key * n_exercises + codes_of(table["exercise"])
        own = own * n_exercises + codes_of(rows["exercise"])
    is_planned = rows["is_planned"].to_numpy()
    planned, prescribed = (np.isin(key, np.unique(own[kind])) for kind in (is_planned, ~is_planned))
    kind = np.select(
        [planned & prescribed, planned, prescribed],
        ["prescribed or planned", "planned", "prescribed"],
        PLANNED_DAYS if not {"exercise", "focus_area"} & set(table.columns) else "",
    )
    has_number = table["prescribed"].notna().to_numpy()
    return pd.Series(np.where(has_number, kind, ""), index=table.index, dtype="str")


def _planned_rows(
    log: MobilityLog, rows: pd.DataFrame, times: float | pd.Series[float], last: pd.Timestamp
) -> pd.DataFrame:
    """Return rows of a programme from client, exercise and start."""
    rows = rows.assign(
        end=last, times_per_week=times, weekdays="", is_as_needed=False, is_planned=True
    )
    rows["times_per_week_written"] = [f"{value:g}" for value in rows["times_per_week"]]
    rows = rows.reindex(columns=log.programme.columns)
    return rows.astype(log.programme.dtypes.to_dict())


def _check_targets(log: MobilityLog, per_week: float | None, targets: dict[str, float]) -> None:
    known = log.sessions["exercise"].cat.categories
    for name in sorted(set(targets) - set(known)):
        raise ValueError(
            f"target for {name!r}: this log has no such exercise; it has {', '.join(known)}"
        )
    for name, times in targets.items():
        if not 0 < times <= MOST_TIMES_PER_WEEK:
            raise ValueError(
                f"target for {name}: {times:g} times per week; state a number above 0, at most "
                f"{MOST_TIMES_PER_WEEK}"
            )
    if per_week is not None and not 0 < per_week <= DAYS_A_WEEK:
        raise ValueError(
            f"planned: {per_week:g} practice days a week; state a number above 0, "
            f"at most {DAYS_A_WEEK}"
        )


def _target_rows(log: MobilityLog, targets: dict[str, float], last: pd.Timestamp) -> pd.DataFrame:
    """Return one programme row for each client and exercise that a target stands for."""
    keys = ["client", "exercise"]
    sessions = log.sessions[log.sessions["date"] <= last]
    firsts = sessions.groupby(keys)["date"].min().rename("start").reset_index()
    is_known = log.programme["start"] <= last  # what starts later is used by nothing
    prescribed = pd.MultiIndex.from_frame(log.programme.loc[is_known, keys])
    rows = firsts[~pd.MultiIndex.from_frame(firsts[keys]).isin(prescribed)]
    times = rows["exercise"].astype("str").map(targets).astype("float64")
    return _planned_rows(log, rows[times.notna()], times[times.notna()], last)
