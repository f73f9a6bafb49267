"""What the programme trains, and what nothing in it trains."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import exercise_areas
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.overall import overall_adherence

__all__ = ["focus_area_coverage"]


def focus_area_coverage(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List every focus area: the exercises that train it, and how much was prescribed and done.

    An exercise trains each of its areas, so that areas do not add up to the whole.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts.

    Returns
    -------
    DataFrame
        Every focus area of the catalogue for every client, sorted by client and area:

        client : category
        focus_area : str
        state : str
            "prescribed", "as needed" (by such prescriptions only), "not prescribed" (nothing in
            the programme trains it) or "no programme".
        n_exercises : int64
            Exercises of the programme in the window that train the area.
        exercises : str
            Their ids, ``; `` between.
        prescribed : float64
            Times; missing for "as needed" and without a programme.
        done : int64
            Done sessions on eligible days.
        counted, adherence : float64
            As in ``overall_adherence``.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "bear-rolls", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "ana", "date": "2026-11-08", "exercise": "bear-rolls"}],
    ... )
    >>> coverage = focus_area_coverage(log)
    >>> coverage[coverage["state"] == "prescribed"][["focus_area", "prescribed", "done"]]
                focus_area  prescribed  done
    1  spinal articulation         3.0     1
    6    thoracic rotation         3.0     1
    """
    areas = overall_adherence(log, by="focus_area", as_of=as_of, start=start)
    exercises = overall_adherence(log, by="exercise", as_of=as_of, start=start)
    pairs = exercises.loc[exercises["band"] != "no programme", ["client", "exercise"]]
    trained = pairs.merge(exercise_areas(log).drop_duplicates(), on="exercise")
    places = areas[["client", "focus_area"]].reset_index(names="row")
    trained = trained.merge(places, on=["client", "focus_area"]).sort_values(["row", "exercise"])
    ids = trained["exercise"].astype("str").groupby(trained["row"])
    table = areas.assign(
        n_exercises=ids.size().reindex(areas.index, fill_value=0),
        exercises=ids.agg("; ".join).reindex(areas.index, fill_value="").astype("str"),
    )
    is_named = table["band"].isin(["as needed", "no programme"])
    trained_or_not = np.where(table["n_exercises"] > 0, "prescribed", "not prescribed")
    table["state"] = table["band"].where(is_named, trained_or_not).astype("str")
    columns = ["client", "focus_area", "state", "n_exercises", "exercises", "prescribed", "done"]
    return table[[*columns, "counted", "adherence"]]
