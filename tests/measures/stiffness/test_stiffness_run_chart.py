"""Run chart of weekly means: runs, crossings, limits and the direction of a signal."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from stiffness_logs import rated, ratings

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import stiffness_change, stiffness_run_chart
from mobility_analysis.measures.stiffness.estimates import fair_coin_point
from mobility_analysis.measures.stiffness.run_chart import run_signals, signal_limits

COLUMNS = [
    "client", "week_start", "score_mean", "median", "longest_run", "longest_run_limit",
    "crossings", "crossings_limit", "signal", "signal_direction",
]  # fmt: skip


def chart(weeks: list[float | None]) -> pd.DataFrame:
    """Seven equal days a week; ``None`` is a week without a rating."""
    return stiffness_run_chart(rated([score for score in weeks for _ in range(7)]))


def test_critical_values_of_anhoej() -> None:
    # n, longest run, crossings: table in the vignette of the R package qicharts2, for n 10 to 30
    published = """10 6 2; 11 6 2; 12 7 3; 13 7 3; 14 7 4; 15 7 4; 16 7 4; 17 7 5; 18 7 5; 19 7 6;
        20 7 6; 21 7 6; 22 7 7; 23 8 7; 24 8 8; 25 8 8; 26 8 8; 27 8 9; 28 8 9; 29 8 10; 30 8 10;
        45 8 17; 46 9 17; 60 9 23; 65 9 25"""
    for row in published.split(";"):
        n, longest, fewest = map(int, row.split())
        assert signal_limits(n) == (longest, fewest), n


@pytest.mark.parametrize("one_in", [20, 40])
def test_points_of_fair_coins_are_those_of_scipy(one_in: int) -> None:
    # Whole numbers here, floats there: for n to 1,000 they say the same.
    n = np.arange(1, 1001)
    found = [fair_coin_point(coins, one_in) for coins in n.tolist()]
    assert found == binom.ppf(1 / one_in, n, 0.5).astype(int).tolist()


def test_a_chart_by_hand() -> None:
    # 12 weeks 6 4 6 4 6 6 4 4 6 4 5 4: in order 4 x 6, 5, 6 x 5; median (4 + 5) / 2... sorted:
    # 4 4 4 4 4 4 5 6 6 6 6 6: sixth 4, seventh 5: median 4.5, nothing on it, n = 12.
    # sides + - + - + + - - + - + -: runs 1 1 1 1 2 2 1 1 1 1, so 9 crossings, longest run 2
    table = chart([6, 4, 6, 4, 6, 6, 4, 4, 6, 4, 5, 4])
    assert list(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table["week_start"].dt.strftime("%d %b").tolist()[:2] == ["05 Jan", "12 Jan"]
    row = table.iloc[-1]
    assert (row["median"], row["longest_run"], row["crossings"]) == (4.5, 2, 9)
    assert (row["longest_run_limit"], row["crossings_limit"]) == (7, 3)
    assert not row["signal"]
    assert row["signal_direction"] == ""
    constants = table[COLUMNS[3:]].drop_duplicates()
    assert len(table) == 12
    assert len(constants) == 1


def test_a_steady_improver_signals_lower() -> None:
    row = chart([9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5]).iloc[0]
    # median 6.75: five above, then five below: one crossing, under the limit of 2
    assert (row["longest_run"], row["crossings"], row["crossings_limit"]) == (5, 1, 2)
    assert row["signal"]
    assert row["signal_direction"] == "lower"
    assert chart([4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9]).iloc[0]["signal_direction"] == "higher"


def test_a_dip_that_came_back_is_mixed() -> None:
    # 4 high, 8 low, 4 high: median between; 2 crossings, limit for 16 points 4
    row = chart([8] * 4 + [3] * 8 + [8.5] * 4).iloc[0]
    assert (row["longest_run"], row["crossings"]) == (8, 2)
    assert (row["signal"], row["signal_direction"]) == (True, "mixed")


def test_a_long_run_alone_is_a_signal() -> None:
    # n = 20, limit 7 in a row: 8 below, then 3 crossings a week apart. Sides:
    # ++++ - + - + - ++ (11 points: 8 above) then - x 8, + , : count 10 above, 10 below
    sides = [1, 1, 1, 1, -1, 1, -1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1]
    assert sum(sides) == 0
    found = run_signals(np.array([5.0 + side for side in sides]))
    # runs: 4, 1, 1, 1, 3, 8, 2: crossings 6, limit 6 (not fewer); longest 8 > 7
    assert (found.longest_run, found.longest_run_limit) == (8, 7)
    assert (found.crossings, found.crossings_limit) == (6, 6)
    # later half: 8 of 10 below
    assert (found.signal, found.signal_direction) == (True, "lower")


def test_a_figure_on_its_limit_is_no_signal() -> None:
    # n = 20: 7 in a row and 6 crossings are allowed. Runs 4, 1, 2, 7, 2, 2, 2: 6 crossings;
    # above 4 + 2 + 2 + 2 = 10, below 1 + 7 + 2 = 10
    sides = [1] * 4 + [-1] * 1 + [1] * 2 + [-1] * 7 + [1] * 2 + [-1] * 2 + [1] * 2
    assert (len(sides), sum(sides)) == (20, 0)
    found = run_signals(np.array([5.0 + side for side in sides]))
    assert (found.longest_run, found.longest_run_limit) == (7, 7)
    assert (found.crossings, found.crossings_limit) == (6, 6)
    assert (found.signal, found.signal_direction) == (False, "")


def test_points_on_the_median_are_passed_over() -> None:
    # 13 weeks, three of them on the median: n = 10
    values = np.array([6, 4, 5, 6, 4, 6, 5, 4, 6, 4, 5, 6, 4.0])
    found = run_signals(values)
    assert (found.median, found.points_off_median) == (5.0, 10)
    # sides without them: + - + - + - + - + -: 9 crossings
    assert (found.longest_run, found.crossings) == (1, 9)
    almost = values.copy()
    almost[2] += 1e-12
    assert run_signals(almost).points_off_median == 10


@pytest.mark.parametrize("weeks", [[5.0], [5.0] * 30, [6, 4] * 4 + [6]])
def test_under_ten_points_off_the_median_nothing_is_said(weeks: list[float]) -> None:
    row = chart(weeks).iloc[0]
    assert not math.isnan(row["median"])
    missing = ["longest_run", "longest_run_limit", "crossings", "crossings_limit", "signal"]
    assert row[missing].isna().all()
    assert row["signal_direction"] == ""


def test_weeks_without_a_mean_are_passed_over() -> None:
    weeks: list[float | None] = [9, 8.5, None, 8, 7.5, 7, None, None, 6.5, 6, 5.5, 5, 4.5]
    table = chart(weeks)
    assert len(table) == 10
    assert (table["crossings"] == 1).all()
    thin = stiffness_run_chart(rated([5, 5, 5]))
    assert len(thin) == 0  # three days of the week: no mean


def test_weeks_of_other_moments_are_no_fall() -> None:
    """24 weeks of mornings near 6, with evenings near 2 from the 13th week on."""
    mornings = ratings([6, 5, 7, 6, 6, 5, 7] * 24, moment="waking")
    evenings = ratings([2, 1, 3, 2, 2, 1, 3] * 12, start="2026-03-30", moment="evening")
    log = log_from_tables(stiffness=mornings + evenings)
    # All moments: 6 in 12 weeks, then 4. In the windows mornings are 28 of 28 and 28 of 56
    # ratings: 50 points apart, so mornings alone are used: 42 / 7 = 6 in each of the 24 weeks.
    table = stiffness_run_chart(log)
    assert table["score_mean"].tolist() == [6.0] * 24
    assert table["signal"].isna().all()  # all on the median
    row = stiffness_change(log).iloc[0]
    assert (row["moments"], row["change_points"]) == ("waking", 0)
    assert row["verdict"] == "within own variation"
    # Evenings alone, from the 13th week on: no moment in both windows, and nothing is said.
    moved = stiffness_run_chart(log_from_tables(stiffness=mornings[:84] + evenings))
    assert moved["score_mean"].tolist() == [6.0] * 12 + [2.0] * 12
    assert moved[["median", "longest_run", "crossings", "signal"]].isna().all(axis=None)
    assert set(moved["signal_direction"]) == {""}


def test_no_rating_gives_the_same_columns_and_dtypes() -> None:
    empty, some = stiffness_run_chart(log_from_tables()), chart([5.0] * 3)
    assert list(empty.columns) == list(some.columns)
    assert empty.dtypes.drop("client").equals(some.dtypes.drop("client"))
