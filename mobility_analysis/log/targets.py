"""What the user plans, where nothing was prescribed: for an exercise, or in practice days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from mobility_analysis.log.catalogue import Catalogue, catalogue_of
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import DataError, MobilityLog, StatedTargets, need_log
from mobility_analysis.log.read.settings_file import wrong_setting
from mobility_analysis.log.schema import MOST_DAYS_PER_WEEK, MOST_TIMES_PER_WEEK
from mobility_analysis.log.settings import Settings


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
    exercise and focus area nothing is prescribed then. What was prescribed is never changed; a
    target that was stated before, here or in ``mobility.toml``, is replaced by a later one. Each
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
    Plan as stated: 3 practice days a week, for a client without a programme, from the
    first logged session.
    """
    need_log(log, "with_targets")
    targets = dict(per_exercise or {})
    _check_targets(log, per_week, targets)
    if per_week is None and not targets:
        return log
    last = read_day(log.as_of if as_of is None else as_of, name="as_of")
    stated = StatedTargets(per_week, targets)
    return _with_planned(_without(log, stated), stated, last)


def _without(log: MobilityLog, again: StatedTargets) -> MobilityLog:
    """Return a log without the targets that are stated again: the later ones hold."""
    table = log.programme
    is_again = table["is_planned"] & table["exercise"].isin(list(again.per_exercise))
    left = []
    for stated in log.targets:
        per_week = stated.per_week if again.per_week is None else None
        names = {n: t for n, t in stated.per_exercise.items() if n not in again.per_exercise}
        if per_week is not None or names:
            left.append(stated._replace(per_week=per_week, per_exercise=names))
    rows = table[~is_again].reset_index(drop=True) if is_again.any() else table
    return replace(log, programme=rows, targets=tuple(left))


def _with_planned(log: MobilityLog, stated: StatedTargets, last: pd.Timestamp) -> MobilityLog:
    if stated.per_week is None and not stated.per_exercise:
        return log  # none is stated for these clients
    rows = _target_rows(log, stated, last)
    table = pd.concat([log.programme, rows], ignore_index=True) if len(rows) else log.programme
    table = table.sort_values(["client", "exercise", "start"], kind="stable", ignore_index=True)
    return replace(log, programme=table, targets=(*log.targets, stated))


def planned_rows(
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
    if per_week is not None and not 0 < per_week <= MOST_DAYS_PER_WEEK:
        raise ValueError(
            f"planned: {per_week:g} practice days a week; state a number above 0, "
            f"at most {MOST_DAYS_PER_WEEK}"
        )


def _target_rows(log: MobilityLog, stated: StatedTargets, last: pd.Timestamp) -> pd.DataFrame:
    """Return one programme row for each client and exercise that a target stands for."""
    keys = ["client", "exercise"]
    sessions = log.sessions[log.sessions["date"] <= last]
    if stated.clients:
        sessions = sessions[sessions["client"].isin(list(stated.clients))]
    firsts = sessions.groupby(keys)["date"].min().rename("start").reset_index()
    is_known = log.programme["start"] <= last  # what starts later is used by nothing
    prescribed = pd.MultiIndex.from_frame(log.programme.loc[is_known, keys])
    rows = firsts[~pd.MultiIndex.from_frame(firsts[keys]).isin(prescribed)]
    times = rows["exercise"].astype("str").map(stated.per_exercise).astype("float64")
    return planned_rows(log, rows[times.notna()], times[times.notna()], last)


def with_stated_targets(
    log: MobilityLog,
    *,
    per_week: float | None = None,
    per_exercise: Mapping[str, float] | None = None,
) -> MobilityLog:
    """Let the targets of a log's settings stand where nothing was prescribed.

    ``per_week`` and ``per_exercise`` (by id) were typed and go before them. A client whose own
    settings state targets has these, and beside them those of the whole folder.
    """
    typed = dict(per_exercise or {})
    whole = log.settings.with_typed(target_per_week=per_week)
    own = [one for one in whole.of_logs if one.has_targets]
    if not (own or typed or whole.has_targets):
        return log
    catalogue = catalogue_of(log)
    named = named_targets(catalogue, whole)
    groups: dict[tuple[float | None, tuple[tuple[str, float], ...]], set[str]] = {}
    for one in own:
        targets = {**named, **named_targets(catalogue, one), **typed}
        key = (one.over(whole).target_per_week, tuple(sorted(targets.items())))
        groups.setdefault(key, set()).update(one.clients)
    theirs = set().union(*groups.values())
    others = set(log.clients) - theirs if own else set()
    if others or not own:
        key = (whole.target_per_week, tuple(sorted({**named, **typed}.items())))
        groups.setdefault(key, set()).update(others)
    written = {name for one in (whole, *own) for name in one.targets}
    again = [name for name in sorted(written) if catalogue.read(name) in typed] if typed else []
    planned = replace(log, settings=whole.marked(f"targets.{name}" for name in again))
    for (days, rows), clients in groups.items():
        whose = frozenset() if clients.issuperset(log.clients) else frozenset(clients)
        stated = StatedTargets(days, dict(rows), whose)
        planned = _with_planned(planned, stated, log.as_of)
    return planned


def named_targets(catalogue: Catalogue, settings: Settings) -> dict[str, float]:
    """Return the targets of settings by exercise id; all wrong names are told at once."""
    found: dict[str, float] = {}
    faults = []
    for written, times in settings.targets.items():
        exercise = catalogue.read(written)
        if not isinstance(exercise, str):
            wanted = f"{exercise.expected}. {exercise.repair}"
        elif exercise in found:
            wanted = f"each exercise once; this is {exercise} again. Take one of the lines out."
        else:
            found[exercise] = times
            continue
        key = f"targets.{written}"
        faults.append(wrong_setting(settings.place, key, lines=settings.lines, wanted=wanted))
    if faults:
        raise DataError("\n".join(faults))
    return found
