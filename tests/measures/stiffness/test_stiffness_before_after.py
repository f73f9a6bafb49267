"""Pairs of ratings before and after a session."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import quantile_test
from stiffness_logs import plain

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import before_after_pairs, before_after_sessions
from mobility_analysis.measures.stiffness.before_after import median_interval

COUNTS = ["client", "exercise", "n_pairs", "n_better", "n_same", "n_worse"]
ALL = [*COUNTS, "median_change", "change_low", "change_high"]


def log_of(*rows: tuple[str, str, float, str], client: str = "ann"):
    """Ratings as (date or date and time, moment, score, exercise)."""
    return log_from_tables(
        stiffness=[
            {"client": client, "date": date, "moment": moment, "score": score, "exercise": exercise}
            for date, moment, score, exercise in rows
        ]
    )


def changes(log) -> list[float]:
    return before_after_pairs(log)["change"].tolist()


def test_counts_and_median_by_hand() -> None:
    rows = []
    for day, (before, after) in enumerate([(6, 4), (5, 5), (4, 7), (6, 5), (8, 5), (3, 3), (7, 6)]):
        rows += [(f"2026-01-0{day + 1}", "before", before, "down-dog")]
        rows += [(f"2026-01-0{day + 1}", "after", after, "down-dog")]
    # changes -2 0 3 -1 -3 0 -1, in order -3 -2 -1 -1 0 0 3: median -1; better 4, same 2, worse 1.
    # Of 7 values the whole range is the interval: 1 - 2 / 2^7 = 98 %; without the ends
    # 1 - 2 (1 + 7) / 2^7 = 87.5 %, under 95 %
    table = before_after_sessions(log_of(*rows))
    assert plain(table, ALL) == [
        ("ann", None, 7, 4, 2, 1, -1.0, -3.0, 3.0),
        ("ann", "down-dog", 7, 4, 2, 1, -1.0, -3.0, 3.0),
    ]


def test_a_pair_is_of_one_client_date_and_exercise() -> None:
    log = log_of(
        ("2026-01-05", "before", 6, "down-dog"),
        ("2026-01-05", "after", 4, "bear-rolls"),  # another exercise
        ("2026-01-06", "before", 6, "down-dog"),
        ("2026-01-07", "after", 5, "down-dog"),  # another day
        ("2026-01-08", "before", 6, ""),
        ("2026-01-08", "after", 7, ""),
        ("2026-01-09", "before", 3, ""),
        ("2026-01-09", "after", 2, "down-dog"),  # one names an exercise, the other none
    )
    assert plain(before_after_sessions(log), COUNTS) == [
        ("ann", None, 1, 0, 0, 1),
        ("ann", "bear-rolls", 0, 0, 0, 0),
        ("ann", "down-dog", 0, 0, 0, 0),
    ]


def test_two_sessions_of_a_day_pair_in_order_of_rows() -> None:
    log = log_of(
        ("2026-01-05", "before", 6, ""),
        ("2026-01-05", "before", 9, ""),
        ("2026-01-05", "after", 5, ""),
        ("2026-01-05", "after", 5, ""),
        ("2026-01-05", "after", 0, ""),  # a third one stays alone
    )
    assert changes(log) == [-1.0, -4.0]


def test_the_after_row_may_stand_first_where_no_time_is_known() -> None:
    assert changes(log_of(("2026-01-05", "after", 3, ""), ("2026-01-05", "before", 5, ""))) == [-2]


def test_with_times_pairs_follow_the_day() -> None:
    log = log_of(
        ("2026-01-05 18:00", "before", 9, ""),
        ("2026-01-05 08:30", "after", 5, ""),
        ("2026-01-05 08:00", "before", 6, ""),
        ("2026-01-05 18:30", "after", 8, ""),
    )
    assert changes(log) == [-1.0, -1.0]  # 6 to 5 in the morning, 9 to 8 in the evening


def test_with_times_an_after_rating_before_every_before_rating_stays_alone() -> None:
    log = log_of(
        ("2026-01-05 08:30", "after", 5, ""),
        ("2026-01-05 18:00", "before", 9, ""),
        ("2026-01-05 18:30", "after", 8, ""),
    )
    assert changes(log) == [-1.0]
    assert changes(log_of(("2026-01-05 08:00", "after", 5, ""),
                          ("2026-01-05 18:00", "before", 9, ""))) == []  # fmt: skip


def test_at_one_time_before_comes_first() -> None:
    log = log_of(("2026-01-05 08:00", "after", 5, ""), ("2026-01-05 08:00", "before", 6, ""))
    assert changes(log) == [-1.0]


def test_where_one_time_is_missing_the_rows_decide() -> None:
    log = log_of(
        ("2026-01-05 18:00", "before", 9, ""),
        ("2026-01-05", "before", 6, ""),
        ("2026-01-05 08:30", "after", 5, ""),
        ("2026-01-05 18:30", "after", 8, ""),
    )
    assert changes(log) == [-4.0, 2.0]


def test_a_change_of_a_last_bit_is_the_same() -> None:
    log = log_of(
        ("2026-01-05", "before", 0.3, ""),
        ("2026-01-05", "after", 0.1 + 0.2, ""),
        ("2026-01-06", "before", 0.1 + 0.2, ""),
        ("2026-01-06", "after", 0.3, ""),
    )
    assert plain(before_after_sessions(log), COUNTS) == [("ann", None, 2, 0, 2, 0)]


def test_median_and_interval_from_six_pairs_on() -> None:
    def after(*scores: float) -> pd.Series:
        rows = []
        for day, score in enumerate(scores, start=1):
            rows += [(f"2026-01-0{day}", "before", 5, ""), (f"2026-01-0{day}", "after", score, "")]
        return before_after_sessions(log_of(*rows)).iloc[0]

    five = after(4, 4, 4, 4, 4)
    assert five["n_better"] == 5
    assert five[["median_change", "change_low", "change_high"]].isna().all()
    six = after(1, 2, 3, 5, 5, 7)  # changes -4 -3 -2 0 0 2: median -1
    assert six[["median_change", "change_low", "change_high"]].tolist() == [-1.0, -4.0, 2.0]


@given(st.lists(st.integers(-10, 10), min_size=1, max_size=40))
def test_the_interval_is_that_of_scipy(values: list[int]) -> None:
    found = quantile_test(values, q=0, p=0.5).confidence_interval(0.95)
    here = median_interval(np.sort(np.array(values, dtype=float)))
    assert np.array_equal(here, np.array([found[0], found[1]], dtype=float), equal_nan=True)


@pytest.mark.parametrize("n", [6, 8, 9, 41, 100, 365, 1000])
def test_the_ends_of_many_pairs_are_those_of_scipy(n: int) -> None:
    ends = quantile_test(np.arange(n), q=0, p=0.5).confidence_interval(0.95)
    assert median_interval(np.arange(float(n))) == tuple(ends)


def test_every_client_has_its_row_over_all_pairs() -> None:
    log = log_from_tables(
        stiffness=[
            {"client": "ben", "date": "2026-01-05", "score": 3, "exercise": "down-dog"},
            {"client": "ben", "date": "2026-01-09", "score": 3, "exercise": "bear-rolls"},
        ],
        sessions=[{"client": "ann", "date": "2026-01-06", "exercise": "down-dog"}],
    )
    table = before_after_sessions(log, as_of="2026-01-06")
    # of any moment; the rating of 9 January is later
    assert plain(table, COUNTS) == [
        ("ann", None, 0, 0, 0, 0),
        ("ben", None, 0, 0, 0, 0),
        ("ben", "down-dog", 0, 0, 0, 0),
    ]


def test_no_rating_gives_the_same_columns_and_dtypes() -> None:
    some = log_of(("2026-01-05", "before", 6, "down-dog"), ("2026-01-05", "after", 4, "down-dog"))
    for measure in (before_after_sessions, before_after_pairs):
        table, empty = measure(some), measure(log_from_tables())
        assert len(empty) == 0
        assert list(empty.columns) == list(table.columns)
        rest = ["client", "exercise"]
        assert empty.dtypes.drop(rest).equals(table.dtypes.drop(rest))
    assert list(before_after_sessions(some).columns) == ALL


@pytest.mark.parametrize("n", [1, 2, 7])
def test_each_rating_stands_in_one_pair_at_most(n: int) -> None:
    rows = [("2026-01-05", "before", 5, "")] * n + [("2026-01-05", "after", 5, "")] * 3
    assert len(changes(log_of(*rows))) == min(n, 3)
