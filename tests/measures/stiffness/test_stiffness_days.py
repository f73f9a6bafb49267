"""Daily and weekly values of stiffness, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from stiffness_logs import on, plain, rated, ratings

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import daily_stiffness, weekly_stiffness

DAILY = ["client", "date", "n_ratings", "score_mean", "score_worst"]
WEEKLY = ["client", "week_start", "n_days", "score_mean", "score_worst"]


def test_a_day_has_the_mean_and_the_worst_of_its_ratings_without_after() -> None:
    rows = on(
        ("2026-01-05", "waking", 7),
        ("2026-01-05", "before", 4),
        ("2026-01-05", "after", 10),
        ("2026-01-05", "evening", 2.5),
        ("2026-01-05", "", 0),
    )
    # (7 + 4 + 2.5 + 0) / 4 = 13.5 / 4 = 3.375; the 10 after a session is not used
    found = plain(daily_stiffness(log_from_tables(stiffness=rows)), DAILY)
    assert found == [("ann", "2026-01-05", 4, 3.375, 7.0)]


def test_moments_are_an_argument() -> None:
    log = log_from_tables(
        stiffness=on(("2026-01-05", "waking", 7), ("2026-01-05", "after", 9), ("2026-01-06", "", 1))
    )
    assert plain(daily_stiffness(log, moments=("after",)), DAILY) == [
        ("ann", "2026-01-05", 1, 9.0, 9.0)
    ]
    assert plain(daily_stiffness(log, moments=("waking", "after")), DAILY) == [
        ("ann", "2026-01-05", 2, 8.0, 9.0)
    ]
    assert plain(daily_stiffness(log, moments=()), DAILY) == []


def test_zero_is_a_score() -> None:
    assert plain(daily_stiffness(rated([0, 0])), DAILY) == [
        ("ann", "2026-01-05", 1, 0.0, 0.0),
        ("ann", "2026-01-06", 1, 0.0, 0.0),
    ]


def test_a_client_with_after_ratings_only_has_no_day() -> None:
    log = log_from_tables(stiffness=on(("2026-01-05", "after", 3)))
    assert plain(daily_stiffness(log), DAILY) == []
    assert plain(weekly_stiffness(log), WEEKLY) == []


def test_clients_and_days_are_sorted() -> None:
    rows = [*ratings([1, 2], client="zoe"), *reversed(ratings([3, 4], client="ann"))]
    found = daily_stiffness(log_from_tables(stiffness=rows))
    assert found["client"].tolist() == ["ann", "ann", "zoe", "zoe"]
    assert found["score_mean"].tolist() == [3.0, 4.0, 1.0, 2.0]


def test_ratings_after_as_of_are_used_by_nothing() -> None:
    log = rated([1, 2, 3, 4, 5])
    assert daily_stiffness(log, as_of="2026-01-07")["score_mean"].tolist() == [1.0, 2.0, 3.0]
    assert weekly_stiffness(log, as_of="2026-01-07")["n_days"].tolist() == [3]
    assert len(daily_stiffness(rated([1, 2, 3], as_of="2026-01-05"))) == 1


def test_a_weekly_mean_needs_four_days_and_the_worst_needs_none() -> None:
    # 5 January 2026 is a Monday. Week 1: Mon, Wed, Fri rated: 3 days, no mean, worst 9.
    # Week 2: Mon 2, Tue 4, Sat 6, Sun 6: (2 + 4 + 6 + 6) / 4 = 4.5
    scores = [9, None, 1, None, 1, None, None, 2, 4, None, None, None, 6, 6]
    assert plain(weekly_stiffness(rated(scores)), WEEKLY) == [
        ("ann", "2026-01-05", 3, None, 9.0),
        ("ann", "2026-01-12", 4, 4.5, 6.0),
    ]


def test_a_week_weighs_its_days_and_not_its_ratings() -> None:
    rows = [
        *on(("2026-01-05", "waking", 0), ("2026-01-05", "evening", 8)),
        *on(("2026-01-06", "", 1), ("2026-01-07", "", 1), ("2026-01-08", "", 1)),
    ]
    # day values 4, 1, 1, 1: 7 / 4 = 1.75 (of the five ratings it would be 11 / 5 = 2.2)
    found = plain(weekly_stiffness(log_from_tables(stiffness=rows)), WEEKLY)
    assert found == [("ann", "2026-01-05", 4, 1.75, 8.0)]


def test_days_a_week_needs_are_an_argument() -> None:
    assert weekly_stiffness(rated([1, 2]), min_days=2)["score_mean"].tolist() == [1.5]
    assert weekly_stiffness(rated([1, 2]), min_days=3)["score_mean"].isna().all()


def test_a_week_over_the_end_of_the_year_is_one_week() -> None:
    # Monday 29 December 2025 to Sunday 4 January 2026
    log = rated([1, 1, 1, 5, 5, 5, 5], start="2025-12-29")
    assert plain(weekly_stiffness(log), WEEKLY) == [("ann", "2025-12-29", 7, 23 / 7, 5.0)]


@pytest.mark.parametrize("measure", [daily_stiffness, weekly_stiffness])
def test_no_rating_gives_the_same_columns_and_dtypes(measure) -> None:
    empty, some = measure(log_from_tables()), measure(rated([1]))
    assert len(empty) == 0
    assert list(empty.columns) == list(some.columns)
    pd.testing.assert_series_equal(
        empty.dtypes.drop("client"), some.dtypes.drop("client"), check_names=False
    )
    assert isinstance(empty["client"].dtype, pd.CategoricalDtype)


def test_an_unknown_moment_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no moment 'noon'; there are waking, before, after, even"):
        daily_stiffness(rated([1]), moments=("noon",))
    with pytest.raises(TypeError, match="moments is a list of words"):
        weekly_stiffness(rated([1]), moments="waking")


def test_the_log_is_left_as_it_was() -> None:
    log = rated([1, 2, 3])
    before = log.stiffness.copy()
    weekly_stiffness(log)
    pd.testing.assert_frame_equal(log.stiffness, before)


def test_a_week_names_the_moments_that_most_of_its_ratings_are_of() -> None:
    rows = [
        *on(*[(f"2026-01-{day:02}", "waking", 5) for day in range(5, 10)]),
        *on(*[(f"2026-01-{day:02}", "evening", 5) for day in (10, 11)]),  # 5 and 2 of 7: 43 apart
        *on(*[(f"2026-01-{day:02}", "waking", 5) for day in range(12, 16)]),
        *on(*[(f"2026-01-{day:02}", "evening", 5) for day in range(16, 19)]),  # 4 and 3: 14 apart
        *on(*[(f"2026-01-{day:02}", "waking", 5) for day in range(19, 26)]),
        *on(*[(f"2026-01-{day:02}", "", 5) for day in (19, 20, 21)]),  # 7 and 3 of 10: 40 apart
        *on(*[(f"2026-01-{day:02}", "after", 5) for day in range(19, 26)]),  # not used
        *on(("2026-01-26", "before", 5)),
    ]
    found = weekly_stiffness(log_from_tables(stiffness=rows))
    assert found["moments"].tolist() == ["waking", "waking; evening", "waking; unstated", "before"]


def test_the_moments_of_a_week_are_those_of_its_own_client() -> None:
    rows = [
        *ratings([5], client="zoe", moment="evening"), *ratings([5], client="ann", moment="waking")
    ]  # fmt: skip
    found = weekly_stiffness(log_from_tables(stiffness=rows))
    assert found["moments"].tolist() == ["waking", "evening"]
    assert weekly_stiffness(log_from_tables(stiffness=rows[:1]))["moments"].tolist() == ["evening"]
