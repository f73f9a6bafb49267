"""Months, for the charts of long histories: stiffness by calendar month, practice by its weeks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.day_values import daily_stiffness
from mobility_analysis.measures.periods import TOLERANCE
from mobility_analysis.measures.ratings import USUAL_MOMENTS
from mobility_analysis.measures.weekly import STATES, weekly_adherence

__all__ = ["monthly_adherence", "monthly_stiffness"]

_SUMS = ("prescribed", "counted", "extra")
_COUNTS = ("eligible_days", "done", "days_done", "partial", "skipped")


def _month_start(dates: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return dates.astype("datetime64[us]").dt.to_period("M").dt.start_time.astype("datetime64[us]")


def monthly_stiffness(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    moments: Sequence[str] = USUAL_MOMENTS,
    min_days: int = 14,
) -> pd.DataFrame:
    """Average the day values of each calendar month, where enough of its days are rated.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later ratings are left out.
    moments : sequence of str
        Moments of the ratings used, as in ``daily_stiffness``.
    min_days : int, default 14
        Rated days that a monthly mean needs (*our choice*: about half of them).

    Returns
    -------
    DataFrame
        One row a client and month with a rated day, sorted by both: client; month_start, the
        first of the month; n_days rated; score_mean, missing below ``min_days``; score_worst,
        the highest score of the month.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": str(day.date()), "score": 4}
    ...     for day in pd.date_range("2026-01-18", periods=20)])
    >>> print(monthly_stiffness(log)[["month_start", "n_days", "score_mean"]])
      month_start  n_days  score_mean
    0  2026-01-01      14         4.0
    1  2026-02-01       6         NaN
    """
    daily = daily_stiffness(log, as_of=as_of, moments=moments)
    daily["month_start"] = _month_start(daily["date"])
    grouped = daily.groupby(["client", "month_start"], observed=True, sort=True)
    table = grouped.agg(
        n_days=("date", "size"),
        score_mean=("score_mean", "mean"),
        score_worst=("score_worst", "max"),
    ).reset_index()
    table["score_mean"] = table["score_mean"].where(table["n_days"] >= min_days)
    return table.astype({"n_days": "int64", "score_mean": "float64", "score_worst": "float64"})


def monthly_adherence(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
) -> pd.DataFrame:
    """Add up the weeks of each client and exercise that begin in each month.

    A week stands in the month of its Monday, whole, so that the months add up to the whole and no
    week is capped twice (*our choice*).

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
        One row for each client, exercise and month with a week, sorted by all three: client;
        exercise; month_start; n_weeks; eligible_days, prescribed, done, days_done, partial,
        counted, extra, skipped: sums of the weeks of ``weekly_adherence``, prescribed, counted
        and extra missing where no week has a number; is_partial: whether any week is;
        state: "all done" when all that was due was counted, "some done", else the liveliest of
        the weeks' states ("none done" before "ratings only", and so on).

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-09-28",
    ...                 "times_per_week": "2"}],
    ...     sessions=[{"client": "ana", "date": date, "exercise": "down-dog"}
    ...               for date in ("2026-10-01", "2026-10-06", "2026-10-07")])
    >>> monthly_adherence(log, as_of="2026-10-11")[
    ...     ["month_start", "n_weeks", "prescribed", "done", "state"]]
      month_start  n_weeks  prescribed  done      state
    0  2026-09-01        1         2.0     1  some done
    1  2026-10-01        1         2.0     2   all done
    """
    weekly = weekly_adherence(log, as_of=as_of, start=start, partial_counts=partial_counts)
    weekly["month_start"] = _month_start(weekly["week_start"])
    weekly["state"] = weekly["state"].cat.codes
    keys = ["client", "exercise", "month_start"]
    grouped = weekly.groupby(keys, observed=True, sort=True)
    table = grouped.agg(n_weeks=("week_start", "size")).join(
        grouped[[*_COUNTS, *_SUMS]].sum(min_count=1)
    )
    table["is_partial"] = grouped["is_partial"].any()
    table["state"] = grouped["state"].max()
    table = table.reset_index()
    due = table["prescribed"].where(table["prescribed"] > TOLERANCE)
    state = np.array([*STATES, ""])[table["state"].to_numpy(dtype=np.int64)]
    state = np.where(table["counted"] > TOLERANCE, "some done", state)
    state = np.where(table["counted"] >= due - TOLERANCE, "all done", state)
    table["state"] = pd.Categorical(state, categories=STATES)
    order = [
        *keys, "n_weeks", "eligible_days", "prescribed", "done", "days_done", "partial", "counted",
        "extra", "skipped", "is_partial", "state",
    ]  # fmt: skip
    whole = dict.fromkeys(("n_weeks", *_COUNTS), "int64") | {"is_partial": "bool"}
    return table[order].astype(whole)
