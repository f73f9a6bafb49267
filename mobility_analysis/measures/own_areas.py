"""Whose focus areas are shown: a client's page names none that only others train."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log.built_in import built_in_ids
from mobility_analysis.log.catalogue import exercise_areas
from mobility_analysis.log.model import MobilityLog


def of_own_areas(log: MobilityLog, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table by client and focus area without the areas that are only other clients'.

    In a log of several clients, an area is a client's own where a built-in exercise trains it, or
    an exercise that any row of the client names: the same that the client's log alone would have.
    """
    if len(log.clients) < 2:
        return table
    areas = exercise_areas(log).astype({"exercise": "str"})
    is_common = areas["exercise"].isin(built_in_ids())
    common = set(areas.loc[is_common, "focus_area"])
    if common.issuperset(areas["focus_area"]):
        return table
    rows = [own[["client", "exercise"]] for own in (log.sessions, log.stiffness, log.programme)]
    used = pd.concat([own.drop_duplicates().astype("str") for own in rows]).drop_duplicates()
    mine = used.merge(areas[~is_common], on="exercise")
    own_pairs = pd.MultiIndex.from_frame(mine[["client", "focus_area"]])
    pairs = pd.MultiIndex.from_frame(table[["client", "focus_area"]].astype("str"))
    is_kept = table["focus_area"].isin(common) | pairs.isin(own_pairs)
    return table[is_kept].reset_index(drop=True)
