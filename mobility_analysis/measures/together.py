"""Weekly practice against weekly self-rated stiffness, at one lag named beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.adherence.practised import has_sessions
from mobility_analysis.measures.adherence.targets import in_practice_days, numbers_in_force
from mobility_analysis.measures.adherence.weekly import weekly_practice
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.days import TOLERANCE, WeekGrid, day_numbers, window_of
from mobility_analysis.measures.stiffness.days import (
    USUAL_MOMENTS,
    Day,
    FloatArray,
    IntArray,
    client_column,
    codes,
    spans,
    weekly_means,
)
from mobility_analysis.measures.stiffness.windows import compared_of

MIN_WEEKS = 10
MIN_WEEKS_FOR_P = 21
MAX_P = 0.05
VARIED_BY = 0.10  # our choice
VARIED_SHARE = 0.2  # our choice
NAN = float("nan")

HARDLY_VARIED = ("practice hardly varied", "stiffness hardly varied")
"""The verdicts on weeks in which one side stayed the same, so that nothing can be told."""

TOGETHER_VERDICTS = (
    "nothing prescribed",
    "not enough weeks",
    *HARDLY_VARIED,
    "too few weeks to tell",
    "lower with more practice",
    "higher with more practice",
)
"""Every verdict there is. None says that there is no link: a diary cannot show that."""


@counted_once
def weekly_practice_and_stiffness(
    log: MobilityLog,
    *,
    as_of: Day = None,
    start: Day = None,
    lag_weeks: int = 1,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
    threshold: float = MET_SHARE,
) -> pd.DataFrame:
    """Pair each week's practice with the stiffness of the week ``lag_weeks`` later.

    Practice is the week's ``counted`` over ``prescribed``, all exercises pooled. Weeks in which
    nothing was prescribed have none; nor has a client who never logged a session. A week in which
    the client logged nothing, or only ratings, counts as none done, as it does in the default
    ``adherence``. The week that ``as_of`` lies in is counted as far as it goes. Stiffness is the
    weekly mean, where 4 of 7 days are rated.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later rows are left out.
    start : str or Timestamp, optional
        First day of practice that is looked at.
    lag_weeks : int, default 1
        Weeks from practice to stiffness; 0 is the same week.
    moments : sequence of str
        Moments of the ratings used, as in ``daily_stiffness``.
    baseline_start : str or Timestamp, optional
        First day of the baseline, as stated for the verdict.
    threshold : float, default 0.8
        Share of practice from which on a week stands in the first of two groups (80 %: Bailey
        2018).

    Returns
    -------
    DataFrame
        One row a client and paired week, sorted by both: client; week_start, Monday of the week
        of practice; prescribed, counted, adherence: of that week, all exercises pooled;
        stiffness_week_start, n_days, score_mean: of the week ``lag_weeks`` later;
        is_met: whether adherence is ``threshold`` or more; n_weeks_in_group: paired weeks of this
        client with the same ``is_met``; held_to: as in ``overall_adherence``.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If ``lag_weeks`` is negative or not whole, or a moment is unknown.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ann", "exercise": "down-dog", "start": "2026-01-05",
    ...                 "times_per_week": "2"}],
    ...     sessions=[{"client": "ann", "date": "2026-01-06", "exercise": "down-dog"}],
    ...     stiffness=[{"client": "ann", "date": f"2026-01-{day}", "score": 4}
    ...                for day in range(12, 16)])
    >>> paired = weekly_practice_and_stiffness(log)
    >>> print(paired[["week_start", "adherence", "stiffness_week_start", "score_mean"]])
      week_start  adherence stiffness_week_start  score_mean
    0 2026-01-05        0.5           2026-01-12         4.0
    """
    need_log(log, "weekly_practice_and_stiffness")
    _check_lag(lag_weeks)
    practice = _known_practice(log, as_of, start)
    compared = compared_of(log, as_of=as_of, moments=moments, baseline_start=baseline_start)
    ratings = weekly_means(log, compared.ratings)
    ratings = ratings[ratings["score_mean"].notna().to_numpy()]
    pairs = np.intersect1d(
        _week_keys(practice), _week_keys(ratings) - lag_weeks,
        assume_unique=True, return_indices=True,
    )  # fmt: skip
    practice, ratings = (
        table.take(rows).reset_index(drop=True)
        for table, rows in zip((practice, ratings), pairs[1:], strict=True)
    )
    is_met = practice["adherence"].to_numpy() >= threshold - TOLERANCE
    group = 2 * codes(practice["client"]) + is_met
    return pd.DataFrame(
        {
            **practice[["client", "week_start", "prescribed", "counted", "adherence"]],
            "stiffness_week_start": ratings["week_start"],
            **ratings[["n_days", "score_mean"]],
            "is_met": is_met,
            "n_weeks_in_group": np.bincount(group)[group],
            "held_to": practice["held_to"],
        }
    )


_WEEKS = 10**6
"""More weeks than any log spans."""


def _week_keys(weekly: pd.DataFrame) -> IntArray:
    """Return a number for each client and week that sorts as they do; the next week's is next."""
    week = WeekGrid().week(day_numbers(weekly["week_start"]))
    return codes(weekly["client"]) * _WEEKS + week


def _check_lag(lag_weeks: int) -> None:
    if lag_weeks != int(lag_weeks) or lag_weeks < 0:
        raise ValueError(f"lag_weeks: a whole number of weeks from 0 on, not {lag_weeks}")


def _known_practice(log: MobilityLog, as_of: Day, start: Day) -> pd.DataFrame:
    """Return prescribed, counted and adherence of each week in which practice is known."""
    weekly = weekly_practice(log, as_of=as_of, start=start)
    is_logger = has_sessions(log, window_of(log, as_of, None).last)
    is_known = ~np.isnan(weekly["adherence"].to_numpy()) & is_logger[codes(weekly["client"])]
    known: pd.DataFrame = weekly[is_known]
    return known


def practice_and_stiffness(
    log: MobilityLog,
    *,
    as_of: Day = None,
    start: Day = None,
    lag_weeks: int = 1,
    moments: Sequence[str] = USUAL_MOMENTS,
    baseline_start: Day = None,
) -> pd.DataFrame:
    """Say whether weeks with more practice went with lower stiffness, as far as can be told.

    Spearman's rho over the paired weeks of :func:`weekly_practice_and_stiffness`, from 10 weeks
    on. From 21 weeks on a p-value by enumeration: the weeks' stiffness is shifted against their
    practice, in date order and round in a circle, by every number of weeks; p is the share of
    all n shifts, none included, whose rho is at least as far from 0. With fewer than 21 weeks it
    could not pass 0.05. It does not show cause, and a good week can also lead to more practice.

    The verdict is the first that holds (the closed list is *our choice*):

    - ``nothing prescribed``: no number of sessions by the day of looking, so that there is no
      share of it to compare;
    - ``not enough weeks``: under 10 paired weeks;
    - ``practice hardly varied``: in fewer than one fifth of the weeks did adherence lie more than
      10 percentage points from its median;
    - ``stiffness hardly varied``: all weekly means are equal, so that there is no rho;
    - ``too few weeks to tell``: under 21 paired weeks, or p above 0.05;
    - ``lower with more practice`` or ``higher with more practice``: p of 0.05 or less.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; later rows are left out.
    start : str or Timestamp, optional
        First day of practice that is looked at.
    lag_weeks : int, default 1
        Weeks from practice to stiffness, named beforehand; there is no search over lags.
    moments : sequence of str
        Moments of the ratings used, as in ``daily_stiffness``.
    baseline_start : str or Timestamp, optional
        First day of the baseline, as stated for the verdict.

    Returns
    -------
    DataFrame
        One row a client, sorted: client; lag_weeks; n_weeks, paired weeks; spearman_rho, missing
        below 10 weeks or where either side is constant, negative where more practice went with
        lower scores; p_value, missing below 21 weeks; verdict, one of ``TOGETHER_VERDICTS``.

    Raises
    ------
    TypeError
        If ``log`` is no log, or ``moments`` is a single text.
    ValueError
        If ``lag_weeks`` is negative or not whole, or a moment is unknown.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[{"client": "ann", "date": "2026-01-05", "score": 4}])
    >>> print(practice_and_stiffness(log)[["client", "n_weeks", "verdict"]])
      client  n_weeks             verdict
    0    ann        0  nothing prescribed
    """
    need_log(log, "practice_and_stiffness")
    paired = weekly_practice_and_stiffness(
        log,
        as_of=as_of,
        start=start,
        lag_weeks=lag_weeks,
        moments=moments,
        baseline_start=baseline_start,
    )
    adherence, score = paired["adherence"].to_numpy(), paired["score_mean"].to_numpy()
    begin, end = spans(codes(paired["client"]), len(log.clients))
    found = [
        compared_weeks(adherence[i:j], score[i:j])
        for i, j in zip(begin.tolist(), end.tolist(), strict=True)
    ]
    found = [
        row if is_set else NOTHING_PRESCRIBED
        for row, is_set in zip(found, _has_number(log, as_of), strict=True)
    ]
    dtypes = {"n_weeks": "int64", "spearman_rho": "float64", "p_value": "float64", "verdict": "str"}
    return pd.DataFrame(
        {
            "client": client_column(log),
            "lag_weeks": np.full(len(found), int(lag_weeks), dtype=np.int64),
            **{
                name: pd.Series([getattr(row, name) for row in found], dtype=dtype)
                for name, dtype in dtypes.items()
            },
        }
    )


class ComparedWeeks(NamedTuple):
    """Practice against stiffness over one client's paired weeks."""

    n_weeks: int
    spearman_rho: float
    p_value: float
    verdict: str


NOTHING_PRESCRIBED = ComparedWeeks(0, NAN, NAN, "nothing prescribed")


def _has_number(log: MobilityLog, as_of: str | pd.Timestamp | None) -> list[bool]:
    """Return for each client whether any number was prescribed, or planned, by the day."""
    day = window_of(log, as_of, None).as_of
    has_number = np.zeros(len(log.clients), dtype=bool)
    has_number[numbers_in_force(in_practice_days(log, day), day).client] = True
    return has_number.tolist()


def compared_weeks(adherence: FloatArray, score: FloatArray) -> ComparedWeeks:
    """Return rho, p and verdict of paired weeks in date order (see ``practice_and_stiffness``)."""
    n = len(adherence)
    if n < MIN_WEEKS:
        return ComparedWeeks(n, NAN, NAN, "not enough weeks")
    rhos = shifted_rhos(adherence, score)
    rho = float(rhos[0])
    has_p = n >= MIN_WEEKS_FOR_P and not np.isnan(rho)
    p_value = float(np.mean(np.abs(rhos) >= abs(rho) - TOLERANCE)) if has_p else NAN
    return ComparedWeeks(n, rho, p_value, _verdict(adherence, rho, p_value))


def shifted_rhos(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return Spearman's rho at every circular shift of the second series; the first is no shift.

    Values within 1e-9 are ties. All are NaN where either series is constant.

    >>> print(shifted_rhos(np.array([1.0, 2, 3]), np.array([3.0, 2, 1])))
    [-1.   0.5  0.5]
    """
    n = len(first)
    ranks = [mean_ranks(np.round(values, 9)) - (n + 1) / 2 for values in (first, second)]
    norm = np.sqrt((ranks[0] ** 2).sum() * (ranks[1] ** 2).sum())
    if norm == 0:
        return np.full(n, np.nan)
    shifts = (np.arange(n)[:, None] + np.arange(n)) % n
    return np.asarray(ranks[1][shifts] @ ranks[0] / norm, dtype=np.float64)


def mean_ranks(values: FloatArray) -> FloatArray:
    """Return ranks from 1 on; equal values share the mean of their ranks."""
    _, place, n_equal = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(n_equal) - (n_equal - 1) / 2)[place]


def _verdict(adherence: FloatArray, rho: float, p_value: float) -> str:
    is_off = np.abs(adherence - np.median(adherence)) > VARIED_BY + TOLERANCE
    if is_off.sum() < VARIED_SHARE * len(adherence) - TOLERANCE:
        return HARDLY_VARIED[0]
    if np.isnan(rho):
        return HARDLY_VARIED[1]
    if np.isnan(p_value) or p_value > MAX_P + TOLERANCE:
        return "too few weeks to tell"
    return "lower with more practice" if rho < 0 else "higher with more practice"
