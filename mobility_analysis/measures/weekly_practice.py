"""Practice week by week, all exercises of a client together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.periods import TOLERANCE
from mobility_analysis.measures.weekly import STATES, weekly_adherence

__all__ = ["weekly_practice"]

_KEYS = ["client", "week_start"]
_SUMS = ("prescribed", "done", "partial", "counted", "extra", "skipped")


def weekly_practice(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
) -> pd.DataFrame:
    """Add up each week over all exercises of a client.

    The sums of ``weekly_adherence``: an exercise counts no more than was prescribed of it, so a
    session over one exercise's share does not make up for another exercise. "As needed"
    prescriptions stand outside for a client who has a prescription with a number, as in the sums
    of ``overall_adherence``, so that the weeks add up to the whole.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts.
    partial_counts : float, default 0.0
        What a partial session counts towards ``counted``, from 0 to 1.

    Returns
    -------
    DataFrame
        One row for each client and week with a row of any exercise, sorted by both:

        client; week_start, its Monday; prescribed, done, partial, counted, extra, skipped: sums,
        with prescribed, counted and extra missing where nothing has a number; adherence: counted
        of prescribed, missing where nothing was due; is_partial: whether a week of any exercise
        that is due has fewer than 7 eligible days; state: one of those of ``weekly_adherence``:
        "all done" when all that was due was counted, "some done", else the state that the
        exercises share.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[
    ...         {"client": "ana", "exercise": exercise, "start": "2026-11-02",
    ...          "times_per_week": "2"} for exercise in ("down-dog", "bear-rolls")],
    ...     sessions=[{"client": "ana", "date": f"2026-11-0{day}", "exercise": "down-dog"}
    ...               for day in (2, 3, 4)])
    >>> weekly_practice(log, as_of="2026-11-08")[["prescribed", "done", "counted", "state"]]
       prescribed  done  counted      state
    0         4.0     3      2.0  some done
    """
    weekly = weekly_adherence(log, as_of=as_of, start=start, partial_counts=partial_counts)
    has_number = weekly["prescribed"].notna()
    client_has = has_number.groupby(weekly["client"], observed=True).transform("any")
    used = weekly[has_number | ~client_has]
    is_due = used["prescribed"] > TOLERANCE
    used = used.assign(
        is_partial=used["is_partial"] & (is_due | used["prescribed"].isna()),
        state=used["state"].cat.codes,
    )
    grouped = used.groupby(_KEYS, observed=True, sort=True)
    table = grouped[list(_SUMS)].sum(min_count=1).reset_index()
    due = table["prescribed"].where(table["prescribed"] > TOLERANCE)
    table["adherence"] = table["counted"] / due
    table["is_partial"] = grouped["is_partial"].any().to_numpy(dtype=bool)
    shared = np.array(STATES)[grouped["state"].max().to_numpy(dtype=np.int64)]
    state = np.where(table["counted"] > TOLERANCE, "some done", shared)
    state = np.where(table["counted"] >= due - TOLERANCE, "all done", state)
    table["state"] = pd.Categorical(state, categories=STATES)
    return table.astype(dict.fromkeys(("done", "partial", "skipped"), "int64"))
