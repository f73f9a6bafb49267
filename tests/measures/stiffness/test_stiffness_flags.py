"""Sharp rise and high scores, worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from stiffness_logs import on, rated

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import high_scores, sharp_rise

SILENT: list[float | None] = [None]


def rise(scores: list[float | None], **options) -> pd.Series:
    return sharp_rise(rated(scores), **options).iloc[0]


def high(scores: list[float | None], **options) -> pd.Series:
    return high_scores(rated(scores), **options).iloc[0]


def test_a_jump_of_two_and_a_half_points_is_sharp() -> None:
    # 28 days at 3, four at 3, three at 5.5: 5.5 - 3 = 2.5
    row = rise([3] * 28 + [3] * 4 + [5.5] * 3)
    assert (row["rated_last_7_days"], row["rated_28_days_before"]) == (7, 28)
    assert (row["last_mean"], row["before_mean"], row["rise_points"]) == (5.5, 3.0, 2.5)
    assert row["is_sharp_rise"]
    assert not rise([3] * 32 + [5.4] * 3)["is_sharp_rise"]
    assert rise([3] * 32 + [5.4] * 3, rise_points=2.4)["is_sharp_rise"]


def test_the_last_three_rated_days_need_not_be_neighbours() -> None:
    # of the last seven days, 9, -, 6, -, 7, -, 5 (today): the last three are 6, 7, 5 = 18 / 3
    row = rise([2] * 28 + [9, None, 6, None, 7, None, 5])
    assert (row["last_mean"], row["rise_points"]) == (6.0, 4.0)
    assert row["rated_last_7_days"] == 4


def test_days_eight_and_thirty_six_back_stand_outside() -> None:
    # day 1 (36 days back) and the 28 before the last 7: a 10 on the first day counts nowhere
    row = rise([10] + [3] * 28 + [None] * 4 + [4, 4, 4])
    assert (row["before_mean"], row["rated_28_days_before"], row["last_mean"]) == (3.0, 28, 4.0)


def test_too_few_days_are_unknown_and_not_false() -> None:
    two = rise([3] * 28 + SILENT * 5 + [9, 9])
    assert math.isnan(two["last_mean"])
    assert two["is_sharp_rise"] is pd.NA
    four_before = rise([3] * 4 + SILENT * 24 + [9] * 7)
    assert math.isnan(four_before["before_mean"])
    assert four_before["is_sharp_rise"] is pd.NA
    assert rise([3] * 5 + SILENT * 23 + [9] * 7)["is_sharp_rise"]


def test_a_high_mean_of_the_recent_window() -> None:
    # 28 days: the recent window is the last 14, of which 5 are rated.
    row = high([3] * 14 + SILENT * 9 + [8] * 5)
    assert (row["recent_mean"], row["recent_days"], row["high_days_last_7_days"]) == (8.0, 5, 0)
    assert row["is_high_scores"]
    assert not high([3] * 14 + [7.9] * 14)["is_high_scores"]
    assert not high([3] * 14 + SILENT * 10 + [8.5] * 4)["is_high_scores"]  # four days: no mean
    assert high([3] * 14 + [7.9] * 14, high_mean=7.5)["is_high_scores"]


def test_the_recent_window_is_that_of_the_verdict() -> None:
    # 84 days: the last 28 hold 14 at 7 and 14 at 8.5, so 7.75; of 40 days the last 20: 8 x 7
    # and 12 x 8.5 = 158 / 20 = 7.9; of 27 days there is no window, whatever the scores.
    assert high([3] * 56 + [7] * 14 + [8.5] * 14)["recent_mean"] == 7.75
    row = high([3] * 20 + [7] * 8 + [8.5] * 12)
    assert (row["recent_days"], row["recent_mean"]) == (20, 7.9)
    row = high([8.5] * 27)
    assert (row["recent_days"], row["is_high_scores"]) == (0, False)
    assert math.isnan(row["recent_mean"])
    # From the 57th day on the diary has 28 days: the last 14, at 8.5.
    later = high([3] * 56 + [7] * 14 + [8.5] * 14, baseline_start="2026-03-02")
    assert (later["recent_days"], later["recent_mean"], later["is_high_scores"]) == (14, 8.5, True)


def test_two_days_with_a_worst_of_nine() -> None:
    assert high([1, 1, 1, 9, 1, 1, 10])["is_high_scores"]
    assert high([1, 1, 1, 9, 1, 1, 9.5])["high_days_last_7_days"] == 2
    assert not high([1, 1, 1, 8.9, 1, 1, 10])["is_high_scores"]
    assert not high([9, 9, 1, 1, 1, 1, 1, 1, 1])["is_high_scores"]  # eight and nine days ago
    # the worst of the day counts, not its mean; two nines on one day are one day
    rows = on(("2026-01-05", "waking", 9), ("2026-01-05", "evening", 0), ("2026-01-06", "", 9))
    assert high_scores(log_from_tables(stiffness=rows)).iloc[0]["is_high_scores"]
    one = on(("2026-01-05", "waking", 9), ("2026-01-05", "evening", 9), ("2026-01-06", "", 8))
    assert not high_scores(log_from_tables(stiffness=one)).iloc[0]["is_high_scores"]


def test_usual_for_this_client() -> None:
    # always 8.5: high now, and high in the 28 days before the last 7
    row = high([8.5] * 35)
    assert (row["before_mean"], row["rated_28_days_before"]) == (8.5, 28)
    assert (row["is_high_scores"], row["is_usual_for_client"]) == (True, True)
    new = high([3] * 28 + [9] * 7)
    assert (new["is_high_scores"], new["is_usual_for_client"]) == (True, False)
    twice = high([9, *[3] * 10, 9, *[3] * 16] + [9] * 7)
    assert (twice["high_days_28_days_before"], twice["is_usual_for_client"]) == (2, True)
    past = high([9] * 28 + [3] * 14)
    assert (past["is_high_scores"], past["is_usual_for_client"]) == (False, False)


def test_silence_is_unknown() -> None:
    row = high_scores(rated([9] * 10, as_of="2026-03-01")).iloc[0]
    assert row["is_high_scores"] is pd.NA
    assert row["is_usual_for_client"] is pd.NA


@pytest.mark.parametrize("measure", [sharp_rise, high_scores])
def test_every_client_has_a_row_and_no_client_has_the_same_columns(measure) -> None:
    log = log_from_tables(
        stiffness=on(("2026-01-05", "after", 9), client="ben"),
        sessions=[{"client": "ann", "date": "2026-01-06", "exercise": "down-dog"}],
    )
    table, empty = measure(log), measure(log_from_tables())
    assert table["client"].tolist() == ["ann", "ben"]
    assert table.iloc[:, -1].isna().all()
    assert list(empty.columns) == list(table.columns)
    assert empty.dtypes.drop("client").equals(table.dtypes.drop("client"))
