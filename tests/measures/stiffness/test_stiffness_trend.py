"""Theil-Sen trend and lag-1 autocorrelation, by hand and against published figures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes
from stiffness_logs import on, rated

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import stiffness_change
from mobility_analysis.measures.stiffness.days import DayValues
from mobility_analysis.measures.stiffness.estimates import lag1_autocorrelation, theil_sen, trends

TREND = ["slope_per_week", "slope_low", "slope_high"]


def trend_of(scores: list[float | None]) -> pd.Series:
    return stiffness_change(rated(scores)).iloc[0][TREND]


def test_a_straight_fall_of_half_a_point_a_day() -> None:
    # 10 to 3 in steps of 0.5 over 15 days: -0.5 a day = -3.5 a week, whichever two days
    assert trend_of([10 - day / 2 for day in range(15)]).tolist() == [-3.5, -3.5, -3.5]


def test_gaps_keep_their_length() -> None:
    # 0.1 a day, with ten days left out: still 0.7 a week; by rows it would be steeper
    scores: list[float | None] = [day / 10 for day in range(30)]
    scores[5:15] = [None] * 10
    assert trend_of(scores).tolist() == pytest.approx([0.7, 0.7, 0.7])


def test_it_needs_eight_days_over_fourteen() -> None:
    assert trend_of([1, 2, 3, 4, 5, 6, *[None] * 7, 7]).isna().all()  # 7 days over 14
    assert trend_of([1, 2, 3, 4, 5, 6, 7, *[None] * 6, 8]).notna().all()  # 8 days over 14
    assert trend_of([1, 2, 3, 4, 5, 6, 7, *[None] * 5, 8]).isna().all()  # 8 days over 13


def test_too_many_equal_ratings_have_an_interval_of_no_width() -> None:
    assert trend_of([3] * 20).tolist() == [0.0, 0.0, 0.0]


def test_equal_days_are_ties_despite_the_last_bit() -> None:
    # Three ratings a day, the middle one their mean, so a day's value is a whole number of tenths;
    # the sums of floats are not: 0.8 + 0.9 + 1.0 and 0.4 + 0.9 + 1.4 are both 2.7 on paper.
    low = [10, 8, 4, 4, 9, 12, 9, 8, 2, 5, 7, 7, 6, 6]
    high = [14, 10, 14, 14, 9, 12, 15, 14, 16, 13, 13, 13, 16, 14]
    triples = [(a / 10, (a + b) / 20, b / 10) for a, b in zip(low, high, strict=True)]
    rows = [
        row
        for day, three in enumerate(triples, start=1)
        for row in on(*[(f"2026-01-{day:02}", "", score) for score in three])
    ]
    found = stiffness_change(log_from_tables(stiffness=rows)).iloc[0][TREND]
    clean = trend_of([middle for _, middle, _ in triples])
    assert found.tolist() == pytest.approx(clean.tolist(), abs=1e-12)


def test_published_series_of_sen_1968() -> None:
    # Sen 1968, example in section 6: slope 4, 93 % interval 26/7 to 35/8 (3.71 to 4.38), the
    # confidence that the ranks of seven points allow.
    x = np.array([1, 2, 3, 4, 10, 12, 18])
    y = np.array([9.0, 15, 19, 20, 45, 55, 78])
    days = DayValues(np.zeros(7, int), x, y, y, np.ones(7, int), 1)
    found = theilslopes(y, x, alpha=0.07)
    assert (found.slope, found.low_slope, found.high_slope) == pytest.approx((4, 26 / 7, 35 / 8))
    assert theil_sen(x, y)[0] == 4
    assert trends(days).isna().all(axis=None)  # seven days are too few for our floor


def test_interval_by_hand() -> None:
    # 0 1 2 6 2 on days 1 to 5. Slopes in order: -4, 0, 1/3, 1/2, 1, 1, 1, 2, 5/2, 4; median 1.
    # Variance of S: (5 x 4 x 15 - 2 x 1 x 9) / 18 = 15 2/3; 1.96 x 3.958 = 7.758;
    # (10 - 7.758) / 2 = 1.12: the 1st; (10 + 7.758) / 2 = 8.88: after 9 comes the 10th
    assert theil_sen(np.arange(1, 6), np.array([0.0, 1, 2, 6, 2])) == (1.0, -4.0, 4.0)
    # 0 to 5 and 12 on days 1 to 7, no ties: 6 slopes above 1, the rest 1. 7 x 6 x 19 / 18 = 44 1/3;
    # 1.96 x 6.658 = 13.05; (21 - 13.05) / 2 = 3.97: the 4th, 1; (21 + 13.05) / 2 = 17.03: the
    # 18th, the third of 12/6, 11/5, 10/4, 9/3, 8/2, 7
    assert theil_sen(np.arange(1, 8), np.array([0.0, 1, 2, 3, 4, 5, 12])) == (1.0, 1.0, 2.5)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 20)), min_size=2, max_size=60),
    st.sampled_from([1, 2, 3, 10]),
)
def test_slope_and_interval_are_those_of_scipy(steps: list[tuple[int, int]], parts: int) -> None:
    day = np.cumsum([gap for gap, _ in steps])
    value = np.array([score for _, score in steps]) / parts
    found = theilslopes(value, day, alpha=0.95)
    assert theil_sen(day, value) == (found.slope, found.low_slope, found.high_slope)


def test_lag_one_by_hand() -> None:
    # 14 days, 2 4 2 4 ...: m = 3, every (x - m) is -1 or 1: squares sum to 14; thirteen
    # neighbouring products of -1: -13 / 14
    found = stiffness_change(rated([2, 4] * 7)).iloc[0]["lag1_autocorrelation"]
    assert found == pytest.approx(-13 / 14)


def test_lag_one_looks_at_neighbouring_days_only() -> None:
    # 7 days at 2, a silent day, 7 days at 4: 14 rated days, m = 3; 6 + 6 products of 1; 12 / 14
    found = stiffness_change(rated([2] * 7 + [None] + [4] * 7)).iloc[0]["lag1_autocorrelation"]
    assert found == pytest.approx(12 / 14)


def test_lag_one_from_fourteen_days_on() -> None:
    assert math.isnan(stiffness_change(rated([2, 4] * 6 + [2])).iloc[0]["lag1_autocorrelation"])
    assert math.isnan(stiffness_change(rated([3] * 20)).iloc[0]["lag1_autocorrelation"])


def test_lag_one_without_neighbours_is_an_empty_sum() -> None:
    scores = [s for pair in zip([2.0, 4.0] * 7, [None] * 14, strict=True) for s in pair]
    assert stiffness_change(rated(scores)).iloc[0]["lag1_autocorrelation"] == 0.0


def test_clients_do_not_leak_into_one_another() -> None:
    day = np.r_[np.arange(14), np.arange(14, 28)]
    client = np.repeat([0, 1], 14)
    mean = np.r_[[2.0, 4.0] * 7, [2.0] * 7, [4.0] * 7]
    days = DayValues(client, day, mean, mean, np.ones(28, int), 3)
    # second: 12 products of 1 and one of -1 where 2 turns to 4: (12 - 1) / 14
    assert lag1_autocorrelation(days)[:2].tolist() == pytest.approx([-13 / 14, 11 / 14])
    assert math.isnan(lag1_autocorrelation(days)[2])
    assert trends(days)["slope_per_week"].notna().tolist() == [True, True, False]
