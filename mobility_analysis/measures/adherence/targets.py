"""What done sessions are held against: what was prescribed, or what the user plans in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.targets import planned_rows
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import Codes, category_like, codes_of, n_categories


def in_practice_days(log: MobilityLog, as_of: pd.Timestamp) -> MobilityLog:
    """Return a log in which clients with a plan of practice days have one done session a day.

    They are given a single exercise with that many times a week, from their first session to
    ``as_of``; sessions done in part and skipped stay as they are. Everything that adds up all
    exercises of a client counts days in it.
    """
    days_by_client = log.planned_days_per_week
    if not days_by_client:
        return log
    is_known = log.programme["start"] <= as_of
    planned = log.sessions["client"].isin(list(days_by_client)) & ~log.sessions["client"].isin(
        log.programme.loc[is_known, "client"].unique()
    )
    if not planned.any():
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
    times = plan["client"].astype("str").map(days_by_client).astype("float64")
    table = pd.concat([log.programme, planned_rows(log, plan, times, as_of)], ignore_index=True)
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
    numbers = numbers_in_force(log, as_of)
    key, own = codes_of(table["client"]).astype("int64"), numbers.client
    if "exercise" in table:
        n_exercises = n_categories(log.programme["exercise"])
        key = key * n_exercises + codes_of(table["exercise"])
        own = own * n_exercises + numbers.exercise
    kinds = numbers.is_planned, ~numbers.is_planned
    planned, prescribed = (np.isin(key, own[kind]) for kind in kinds)
    is_of_all = not {"exercise", "focus_area"} & set(table.columns)
    kind = np.select(
        [table["prescribed"].isna().to_numpy(), planned & prescribed, planned, prescribed],
        [HELD_TO.index(word) for word in ("", "prescribed or planned", "planned", "prescribed")],
        HELD_TO.index(PLANNED_DAYS if is_of_all else ""),
    )
    return pd.Series(np.array(HELD_TO, dtype=object)[kind], index=table.index, dtype="str")


class Numbers(NamedTuple):
    """Rows of the programme with a number: by code, and whether the user planned it."""

    client: Codes
    exercise: Codes
    is_planned: NDArray[np.bool_]


@counted_once
def numbers_in_force(log: MobilityLog, as_of: pd.Timestamp) -> Numbers:
    """Return the rows of the programme with a number that began by a day."""
    programme = log.programme
    has_begun = programme["start"].to_numpy() <= as_of.to_datetime64()
    is_used = has_begun & ~programme["is_as_needed"].to_numpy()
    client, exercise = (codes_of(programme[name])[is_used] for name in ("client", "exercise"))
    return Numbers(client.astype("int64"), exercise, programme["is_planned"].to_numpy()[is_used])
