"""Weekly practice against weekly stiffness."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr
from stiffness_logs import plain

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.together import (
    TOGETHER_VERDICTS,
    compared_weeks,
    mean_ranks,
    practice_and_stiffness,
    shifted_rhos,
    weekly_practice_and_stiffness,
)

MONDAY = pd.Timestamp("2026-01-05")
PAIRED = ["week_start", "adherence", "stiffness_week_start", "score_mean", "is_met"]


def log_of(practice: list[int | None], stiffness: list[float | None], **more) -> MobilityLog:
    """Log of five times a week prescribed: times done, and score of four days, a week.

    ``None`` times is a week without a session row; ``None`` as a score one without a rating.
    """
    weeks = max(len(practice), len(stiffness))
    sessions, ratings = [], []
    for week, times in enumerate(practice):
        for day in range(times or 0):
            date = MONDAY + pd.Timedelta(days=7 * week + day)
            sessions.append({"client": "ann", "date": str(date.date()), "exercise": "down-dog"})
        if times == 0:
            date = MONDAY + pd.Timedelta(days=7 * week)
            row = {"client": "ann", "date": str(date.date()), "exercise": "down-dog"}
            sessions.append(row | {"status": "skipped"})
    for week, score in enumerate(stiffness):
        for day in range(4 * (score is not None)):
            date = MONDAY + pd.Timedelta(days=7 * week + day)
            ratings.append({"client": "ann", "date": str(date.date()), "score": score})
    programme = [
        {"client": "ann", "exercise": "down-dog", "start": "2026-01-05", "times_per_week": "5"}
    ]
    last = MONDAY + pd.Timedelta(days=7 * weeks - 1)
    return log_from_tables(
        sessions=sessions,
        stiffness=ratings,
        programme=more.pop("programme", programme),
        as_of=str(last.date()),
        **more,
    )


def verdict_of(practice: list[int | None], stiffness: list[float | None]) -> str:
    return practice_and_stiffness(log_of(practice, stiffness), lag_weeks=0).iloc[0]["verdict"]


def test_practice_is_paired_with_the_week_after() -> None:
    # weeks of 5, 12, 19, 26 Jan: practice 5, 4, 0, 3 of 5; stiffness 7, 6, 5, 4
    paired = weekly_practice_and_stiffness(log_of([5, 4, 0, 3], [7, 6, 5, 4]))
    assert plain(paired, PAIRED) == [
        ("2026-01-05", 1.0, "2026-01-12", 6.0, True),
        ("2026-01-12", 0.8, "2026-01-19", 5.0, True),
        ("2026-01-19", 0.0, "2026-01-26", 4.0, False),
    ]
    assert paired["n_weeks_in_group"].tolist() == [2, 2, 1]
    assert paired["n_days"].tolist() == [4, 4, 4]


def test_the_lag_is_an_argument() -> None:
    log = log_of([5, 4, 0, 3], [7, 6, 5, 4])
    same = weekly_practice_and_stiffness(log, lag_weeks=0)
    assert same["score_mean"].tolist() == [7.0, 6.0, 5.0, 4.0]
    assert weekly_practice_and_stiffness(log, lag_weeks=3)["score_mean"].tolist() == [4.0]
    for lag in (-1, 0.5):
        with pytest.raises(ValueError, match="lag_weeks: a whole number of weeks from 0 on"):
            weekly_practice_and_stiffness(log, lag_weeks=lag)


def test_a_week_without_a_mean_or_without_practice_is_no_pair() -> None:
    log = log_of([5, None, 3, 2], [7, None, 5, 4])
    # week 2: nothing logged, so none done and no mean for week 1 to meet
    literal = weekly_practice_and_stiffness(log)
    assert plain(literal, ["week_start", "adherence"]) == [("2026-01-12", 0.0), ("2026-01-19", 0.6)]


def test_a_week_with_ratings_only_is_none_done() -> None:
    log = log_of([5, None, 3], [7, 6, 5])
    assert weekly_practice_and_stiffness(log)["adherence"].tolist() == [1.0, 0.0]


def test_who_never_logged_a_session_has_no_pair() -> None:
    log = log_of([None] * 12, [5] * 12)
    assert len(weekly_practice_and_stiffness(log)) == 0
    row = practice_and_stiffness(log).iloc[0]
    assert (row["n_weeks"], row["verdict"]) == (0, "not enough weeks")


def test_exercises_are_pooled_and_capped_one_by_one() -> None:
    programme = [
        {"client": "ann", "exercise": e, "start": "2026-01-05", "times_per_week": n}
        for e, n in (("down-dog", "2"), ("bear-rolls", "3"))
    ]
    # down-dog five times of 2, bear-rolls 0 of 3: counted 2 of 5
    paired = weekly_practice_and_stiffness(log_of([5], [None, 4], programme=programme))
    assert paired[["prescribed", "counted", "adherence"]].iloc[0].tolist() == [5.0, 2.0, 0.4]


def test_start_leaves_out_earlier_practice() -> None:
    log = log_of([5, 4, 3, 2], [7, 6, 5, 4])
    paired = weekly_practice_and_stiffness(log, start="2026-01-19")
    assert paired["adherence"].tolist() == [0.6]


def test_threshold_of_the_two_groups() -> None:
    log = log_of([5, 4, 3, 2], [7, 6, 5, 4])
    assert weekly_practice_and_stiffness(log)["is_met"].tolist() == [True, True, False]
    half = weekly_practice_and_stiffness(log, threshold=0.6)
    assert half["is_met"].tolist() == [True, True, True]


def test_practice_is_held_against_the_moments_of_the_verdict() -> None:
    # 24 weeks of mornings at 6 and 7 by turns, evenings near 2 from the 13th week on, and practice
    # that begins with them: all moments together would fall with more practice.
    practice: list[int | None] = [1] * 12 + [5] * 12
    log = log_of(practice, [])
    days = pd.date_range(MONDAY, periods=168)
    rows = [
        {"client": "ann", "date": f"{day:%Y-%m-%d}", "score": 6 + n // 7 % 2, "moment": "waking"}
        for n, day in enumerate(days)
    ]
    evenings = [{**row, "score": 2, "moment": "evening"} for row in rows[84:]]
    mixed = replace(log, stiffness=log_from_tables(stiffness=rows + evenings).stiffness)
    mixed = replace(mixed, stiffness=mixed.stiffness.astype(log.stiffness.dtypes.to_dict()))
    paired = weekly_practice_and_stiffness(mixed)
    assert paired["score_mean"].tolist() == ([7.0, 6.0] * 12)[:23]
    row = practice_and_stiffness(mixed).iloc[0]
    # Practice 1 of 5 is followed by 7 six times, by 6 six times; 5 of 5 by 7 six times and by 6
    # five times: hardly any rho, where all moments would have one near -0.9.
    assert abs(row["spearman_rho"]) < 0.1
    assert row["verdict"] == "too few weeks to tell"


# --- rho, p and verdict -------------------------------------------------------------------------


def test_nine_weeks_are_not_enough() -> None:
    scores = [1.0, 5, 2, 4, 3, 6, 8, 7, 9]
    row = practice_and_stiffness(log_of([1, 2, 3, 4, 5, 0, 1, 2, 3], scores), lag_weeks=0).iloc[0]
    assert (row["n_weeks"], row["verdict"]) == (9, "not enough weeks")
    assert math.isnan(row["spearman_rho"])


def test_ten_weeks_have_a_rho_and_no_p() -> None:
    practice = [5, 4, 3, 2, 1, 5, 4, 3, 2, 1]
    scores = [float(9 - times) for times in practice]
    row = practice_and_stiffness(log_of(practice, scores), lag_weeks=0).iloc[0]
    assert row["n_weeks"] == 10
    assert row["spearman_rho"] == pytest.approx(-1.0)
    assert math.isnan(row["p_value"])
    assert row["verdict"] == "too few weeks to tell"


def test_rho_by_hand() -> None:
    # ranks 1 to 10 against 2 1 4 3 6 5 8 7 10 9: d = 1 ten times; 1 - 6 x 10 / (10 x 99) = 31 / 33
    first = np.arange(10.0)
    second = np.array([1, 0, 3, 2, 5, 4, 7, 6, 9, 8.0])
    assert shifted_rhos(first, second)[0] == pytest.approx(31 / 33)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), min_size=10, max_size=40).filter(
        lambda pairs: len({a for a, _ in pairs}) > 1 and len({b for _, b in pairs}) > 1
    )
)
def test_rho_of_every_shift_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(side, dtype=float) / 7 for side in zip(*pairs, strict=True))
    expected = [spearmanr(first, np.roll(second, -k)).statistic for k in range(len(pairs))]
    assert shifted_rhos(first, second) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.integers(0, 9), max_size=30))
def test_ranks_are_those_of_scipy(numbers: list[int]) -> None:
    values = np.array(numbers, dtype=float) / 3
    assert np.array_equal(mean_ranks(values), rankdata(values))


def test_twenty_one_weeks_have_a_p_by_enumeration() -> None:
    # practice falls week by week and stiffness rises: rho -1. Of 21 shifts, only the identity has
    # |rho| 1: p = 1 / 21 = 0.0476
    adherence, score = np.linspace(1, 0, 21), np.linspace(2, 8, 21)
    found = compared_weeks(adherence, score)
    assert found.spearman_rho == pytest.approx(-1)
    assert found.p_value == pytest.approx(1 / 21)
    assert found.verdict == "lower with more practice"
    assert compared_weeks(adherence, score[::-1]).verdict == "higher with more practice"
    assert math.isnan(compared_weeks(adherence[:20], score[:20]).p_value)
    assert compared_weeks(adherence[:20], score[:20]).verdict == "too few weeks to tell"


def test_a_series_that_repeats_has_many_shifts_as_strong() -> None:
    # practice 1 0 1 0 ... and stiffness 2 8 2 8 ... over 22 weeks: every even shift has rho -1 and
    # every odd one +1: p = 22 / 22
    found = compared_weeks(np.array([1.0, 0.0] * 11), np.array([2.0, 8.0] * 11))
    assert (found.p_value, found.verdict) == (1.0, "too few weeks to tell")


def test_practice_that_hardly_varies() -> None:
    # 4 of 21 weeks differ by more than 10 points from the median: under a fifth (4.2)
    score = np.linspace(2, 8, 21)
    few = compared_weeks(np.r_[np.full(17, 1.0), np.zeros(4)], score)
    assert few.verdict == "practice hardly varied"
    assert not math.isnan(few.spearman_rho)
    five = compared_weeks(np.r_[np.full(16, 1.0), np.zeros(5)], score)
    assert five.verdict != "practice hardly varied"
    # ten points exactly, though 0.4 - 0.3 is 0.10000000000000003
    close = compared_weeks(np.tile([0.3, 0.3, 0.4], 7), score)
    assert close.verdict == "practice hardly varied"
    constant = compared_weeks(np.full(21, 0.5), score)
    assert math.isnan(constant.spearman_rho)
    assert math.isnan(constant.p_value)


def test_stiffness_that_does_not_vary_has_no_rho() -> None:
    found = compared_weeks(np.linspace(0, 1, 21), np.full(21, 4.0))
    assert math.isnan(found.spearman_rho)
    assert found.verdict == "stiffness hardly varied"


def test_verdicts_are_a_closed_list_and_none_says_that_there_is_no_link() -> None:
    assert not [v for v in TOGETHER_VERDICTS if "no link" in v or "no clear" in v]
    found = {
        verdict_of([5, 4, 3], [5, 5, 5]),
        verdict_of([5] * 12, [5, 6] * 6),
        verdict_of([5, 1] * 6, [5] * 12),
        verdict_of([5, 1] * 6, [5, 6] * 6),
        practice_and_stiffness(without_programme(60))["verdict"].iloc[0],
    }
    assert found == set(TOGETHER_VERDICTS[:5])


def without_programme(n_weeks: int) -> MobilityLog:
    """A session and seven ratings in each week, and nothing prescribed."""
    mondays = pd.date_range("2025-01-06", periods=n_weeks, freq="7D")
    days = pd.date_range("2025-01-06", periods=7 * n_weeks)
    return log_from_tables(
        sessions=[{"date": f"{day:%Y-%m-%d}", "exercise": "down-dog"} for day in mondays],
        stiffness=[{"date": f"{day:%Y-%m-%d}", "score": 4} for day in days],
    )


def test_years_of_weeks_without_a_programme_are_not_called_too_few() -> None:
    row = practice_and_stiffness(without_programme(60)).iloc[0]
    assert (row["n_weeks"], row["verdict"]) == (0, "nothing prescribed")


def test_every_client_has_a_row_and_no_client_has_the_same_columns() -> None:
    columns = ["client", "lag_weeks", "n_weeks", "spearman_rho", "p_value", "verdict"]
    some, empty = (
        practice_and_stiffness(log_of([5], [5])),
        practice_and_stiffness(log_from_tables()),
    )
    assert list(some.columns) == list(empty.columns) == columns
    assert empty.dtypes.drop("client").equals(some.dtypes.drop("client"))
    assert len(some) == 1
    assert len(empty) == 0
    paired = weekly_practice_and_stiffness(log_of([5, 5], [5, 5]))
    none = weekly_practice_and_stiffness(log_from_tables())
    assert list(paired.columns) == list(none.columns)
    assert none.dtypes.drop("client").equals(paired.dtypes.drop("client"))
