"""Change from baseline, its verdict, same moments and last heard, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from stiffness_logs import on, plain, rated, ratings

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import BENCHMARKS, VERDICTS, stiffness_change

GAP: list[float | None] = [None] * 14


def row_of(log, **options) -> pd.Series:
    return stiffness_change(log, **options).iloc[0]


def two_windows(first: list[float | None], last: list[float | None], **options) -> pd.Series:
    """14 days from 5 January, 14 days' silence, 14 days to the last rating."""
    scores = [*first, *[None] * (14 - len(first)), *GAP, *[None] * (14 - len(last)), *last]
    return row_of(rated(scores), **options)


def test_windows_means_and_change() -> None:
    # baseline 5 to 18 Jan: 6, 6, 5, 5, 8 = 30 / 5 = 6; recent 2 to 15 Feb: 4, 3, 3, 2, 3 = 15 / 5
    row = two_windows([6, 6, 5, 5, 8], [4, 3, 3, 2, 3])
    assert [str(row[d].date()) for d in ("baseline_start", "baseline_end")] == [
        "2026-01-05",
        "2026-01-18",
    ]
    assert [str(row[d].date()) for d in ("recent_start", "recent_end")] == [
        "2026-02-02",
        "2026-02-15",
    ]
    assert (row["baseline_days"], row["recent_days"], row["rated_days"]) == (5, 5, 10)
    assert (row["baseline_mean"], row["recent_mean"]) == (6.0, 3.0)
    assert (row["change_points"], row["change_percent"]) == (-3.0, -50.0)
    assert (row["verdict"], row["benchmark"]) == ("improved", "pain-nrs")
    assert row["moments"] == "unstated"
    # every recent day is lower than every baseline day
    assert (row["nap"], row["nap_high"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (6.0, 4.0, "improved"),  # -2 points, -33 %
        (6.0, 4.1, "less than the mark"),  # -1.9 points
        (8.0, 6.0, "less than the mark"),  # -2 points, but -25 %
        (8.0, 5.6, "improved"),  # -2.4 points, -30 %
        (8.0, 5.7, "less than the mark"),  # -2.3 points, -28.75 %
        (5.0, 7.0, "worse"),  # +2 points
        (5.0, 6.9, "less than the mark"),
        (8.5, 10.0, "less than the mark"),  # the scale ends before the mark
        (1.9, 0.0, "low from the start"),
        (1.9, 3.9, "worse"),  # low from the start, and worse all the same
        (2.0, 0.0, "improved"),
        (2.0, 1.0, "less than the mark"),  # 2 is not below 2
        (0.0, 1.9, "low from the start"),
        (0.0, 0.0, "low from the start"),
        (10.0, 10.0, "less than the mark"),
    ],
)
def test_verdicts_of_the_pain_benchmark(first: float, last: float, verdict: str) -> None:
    assert two_windows([first] * 5, [last] * 5)["verdict"] == verdict
    assert verdict in VERDICTS


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (5.0, 4.0, "improved"),  # -1 point, -20 %
        (6.0, 5.0, "less than the mark"),  # -1 point, -17 %
        (5.0, 4.1, "less than the mark"),
        (5.0, 6.0, "worse"),
        (0.9, 0.0, "low from the start"),
        (1.0, 0.0, "improved"),
        (1.0, 0.5, "less than the mark"),
        (0.9, 1.9, "worse"),
    ],
)
def test_verdicts_of_the_asas_benchmark(first: float, last: float, verdict: str) -> None:
    row = two_windows([first] * 5, [last] * 5, benchmark="asas")
    assert (row["verdict"], row["benchmark"]) == (verdict, "asas")


def test_without_a_benchmark_there_are_numbers_and_no_verdict() -> None:
    row = two_windows([6] * 5, [3] * 5, benchmark=None)
    assert (row["benchmark"], row["verdict"], row["change_points"]) == ("", "", -3.0)
    assert row_of(rated([6] * 5), benchmark=None)["verdict"] == "not enough ratings"


def test_each_benchmark_has_its_caption() -> None:
    assert BENCHMARKS["pain-nrs"].caption == "mark borrowed from pain ratings"
    assert BENCHMARKS["asas"].caption


def test_the_last_bit_of_a_sum_does_not_decide() -> None:
    # days of 0.1 + 0.2 as two ratings: mean 0.15000000000000002; a change of exactly 2 points
    rows = [
        *[r for d in range(5, 10) for r in on((f"2026-01-0{d}", "waking", 0.1),
                                              (f"2026-01-0{d}", "evening", 0.2))],
        *[r for d in range(5, 10) for r in on((f"2026-02-0{d}", "waking", 2.1),
                                              (f"2026-02-0{d}", "evening", 2.2))],
    ]  # fmt: skip
    row = row_of(log_from_tables(stiffness=rows))
    assert row["change_points"] != 2.0
    assert math.isclose(row["change_points"], 2.0)
    assert row["verdict"] == "worse"


def test_percent_is_missing_below_a_baseline_of_one() -> None:
    assert math.isnan(two_windows([0.9] * 5, [0.5] * 5)["change_percent"])
    assert two_windows([1.0] * 5, [0.5] * 5)["change_percent"] == -50.0
    # (0.3 + 0.3 + 2.4) / 3 is 1 on paper and a little less in floats, and counts as 1
    threes = [
        row
        for day in range(5, 10)
        for row in on(*[(f"2026-01-0{day}", "", score) for score in (0.3, 0.3, 2.4)])
    ]
    log = log_from_tables(stiffness=[*threes, *ratings([0.5] * 5, start="2026-02-05")])
    assert row_of(log)["baseline_mean"] < 1
    assert row_of(log)["change_percent"] == pytest.approx(-50.0)


@pytest.mark.parametrize(
    ("first", "last"), [([6] * 4, [3] * 5), ([6] * 5, [3] * 4)], ids=["baseline", "recent"]
)
def test_four_days_in_a_window_are_not_enough(first: list[float], last: list[float]) -> None:
    row = two_windows(first, last)
    assert (row["baseline_days"], row["recent_days"]) == (len(first), len(last))
    assert row["verdict"] == "not enough ratings"
    missing = ["change_points", "change_percent", "nap", "nap_low", "nap_high"]
    assert row[missing].isna().all()
    assert math.isnan(row["baseline_mean"]) == (len(first) < 5)
    assert math.isnan(row["recent_mean"]) == (len(last) < 5)


def test_overlapping_windows_give_no_change_and_keep_their_days_and_means() -> None:
    # 27 days: baseline 5 to 18 Jan, recent 18 to 31 Jan share the 18th
    row = row_of(rated([6] * 14 + [3] * 13))
    assert (row["baseline_days"], row["recent_days"]) == (14, 14)
    assert row["verdict"] == "not enough ratings"
    assert math.isnan(row["change_points"])
    # recent: 6 once, 3 thirteen times: 45 / 14
    assert (row["baseline_mean"], row["recent_mean"]) == (6.0, 45 / 14)
    # 28 days: they touch and do not overlap
    assert row_of(rated([6] * 14 + [3] * 14))["change_points"] == -3.0


def test_nine_days_are_a_beginner() -> None:
    row = row_of(rated([5] * 9))
    assert (row["verdict"], row["baseline_days"], row["recent_days"]) == (
        "not enough ratings",
        9,
        9,
    )
    assert pd.isna(row["last_heard_start"])  # the recent window is not too thin


def test_windows_are_arguments() -> None:
    log = rated([8, 8, 4, 4, 4, 4, 4, 2, 2])
    row = row_of(log, baseline_days=2, recent_days=3, min_days=2)
    # baseline 5 and 6 Jan: 8; recent 11 to 13 Jan: (4 + 2 + 2) / 3
    assert (row["baseline_mean"], row["recent_mean"]) == (8.0, 8 / 3)
    stated = row_of(log, baseline_start="2026-01-06", baseline_days=2, recent_days=3, min_days=2)
    assert stated["baseline_mean"] == 6.0  # 6 and 7 Jan: (8 + 4) / 2
    assert str(stated["baseline_start"].date()) == "2026-01-06"


def test_a_stated_baseline_start_may_lie_before_the_first_rating() -> None:
    log = rated([6] * 5 + [None] * 30 + [3] * 5)
    row = row_of(log, baseline_start="2026-01-01")
    assert str(row["baseline_end"].date()) == "2026-01-14"
    assert (row["baseline_days"], row["change_points"]) == (5, -3.0)


def test_every_client_has_a_row() -> None:
    log = log_from_tables(
        stiffness=ratings([5] * 3, client="ben"),
        sessions=[{"client": "ann", "date": "2026-01-06", "exercise": "down-dog"}],
    )
    table = stiffness_change(log)
    assert table["client"].tolist() == ["ann", "ben"]
    ann = table.iloc[0]
    assert (ann["baseline_days"], ann["recent_days"], ann["rated_days"]) == (0, 0, 0)
    assert (ann["verdict"], ann["moments"]) == ("not enough ratings", "")
    assert str(ann["recent_end"].date()) == "2026-01-07"
    dates = ["baseline_start", "baseline_end", "last_heard_start", "last_heard_end"]
    assert ann[dates].isna().all()
    assert ann["is_worse_when_last_heard"] is pd.NA


def test_columns_are_those_of_the_table_file_and_the_same_without_rows() -> None:
    wanted = [
        "client", "baseline_start", "baseline_end", "baseline_days", "baseline_mean",
        "recent_start", "recent_end", "recent_days", "recent_mean", "change_points",
        "change_percent", "benchmark", "verdict", "nap", "nap_low", "nap_high", "slope_per_week",
        "slope_low", "slope_high", "lag1_autocorrelation", "moments", "last_heard_start",
        "last_heard_end", "last_heard_mean",
    ]  # fmt: skip
    some, empty = stiffness_change(rated([5])), stiffness_change(log_from_tables())
    assert list(some.columns[: len(wanted)]) == wanted
    assert list(empty.columns) == list(some.columns)
    assert empty.dtypes.drop("client").equals(some.dtypes.drop("client"))


# --- same moments -------------------------------------------------------------------------------


def mixed(first: dict[str, int], last: dict[str, int], scores: dict[str, float]) -> pd.Series:
    """Baseline in January, recent in March; each moment on that many days, on days of its own."""
    rows = []
    for month, days in (("01", first), ("03", last)):
        day = 1
        for moment, n in days.items():
            for _ in range(n):
                rows += on((f"2026-{month}-{day:02}", moment, scores[moment]))
                day += 1
    return row_of(log_from_tables(stiffness=rows, as_of="2026-03-14"))


def test_a_diary_that_moves_from_mornings_to_evenings_is_not_comparable() -> None:
    row = mixed({"waking": 7}, {"evening": 7}, {"waking": 7, "evening": 3})
    assert row["verdict"] == "not comparable"
    assert row[["change_points", "change_percent", "nap", "nap_low", "nap_high"]].isna().all()
    assert (row["baseline_mean"], row["recent_mean"]) == (7.0, 3.0)
    assert row["moments"] == "waking; evening"


def test_a_share_of_exactly_forty_points_more_is_alike() -> None:
    # waking 10 of 10 against 6 of 10: 40 points; evening 0 against 4
    scores = {"waking": 7.0, "evening": 2.0}
    row = mixed({"waking": 10}, {"waking": 6, "evening": 4}, scores)
    assert row["moments"] == "waking; evening"
    assert row["recent_mean"] == 5.0  # (6 x 7 + 4 x 2) / 10
    # 7 of 7 against 5 of 9: 44 points; held to waking, which has 5 days in each
    held = mixed({"waking": 7}, {"waking": 5, "evening": 4}, scores)
    assert (held["moments"], held["baseline_days"], held["recent_days"]) == ("waking", 7, 5)
    assert (held["recent_mean"], held["change_points"], held["verdict"]) == (
        7.0,
        0.0,
        "less than the mark",
    )
    assert held["nap"] == 0.5  # all days equal: every pair a tie
    # 4 waking days only in the recent window: no moment has 5 days in each
    none = mixed({"waking": 7}, {"waking": 4, "evening": 6}, scores)
    assert none["verdict"] == "not comparable"


def test_of_the_moments_with_five_days_in_each_the_commonest_is_used() -> None:
    # shares of waking 14/19 and 5/19 differ by 47 points; waking 14 + 5 = evening 5 + 14 ratings:
    # of equals the first, waking. Several ratings a day: moments on the same days.
    def both(month: str, waking: int, evening: int) -> list[dict]:
        return [
            *[r for d in range(1, waking + 1) for r in on((f"2026-{month}-{d:02}", "waking", 6))],
            *[r for d in range(1, evening + 1) for r in on((f"2026-{month}-{d:02}", "evening", 1))],
        ]

    rows = [*both("01", 14, 5), *both("03", 5, 14)]
    assert row_of(log_from_tables(stiffness=rows))["moments"] == "waking"
    # one more evening rating, on a day that has one: evening is the commonest now
    rows += on(("2026-03-02", "evening", 1))
    row = row_of(log_from_tables(stiffness=rows))
    assert (row["moments"], row["baseline_days"], row["recent_days"]) == ("evening", 5, 14)
    assert row["change_points"] == 0.0


def test_a_moment_needs_five_days_and_not_five_ratings() -> None:
    # seven mornings at first; then two mornings, rated three times each, and five evenings
    rows = [row for day in range(1, 8) for row in on((f"2026-01-{day:02}", "waking", 6))]
    rows += [row for day in (1, 2) for row in on(*[(f"2026-03-{day:02}", "waking", 6)] * 3)]
    rows += [row for day in range(3, 8) for row in on((f"2026-03-{day:02}", "evening", 2))]
    assert row_of(log_from_tables(stiffness=rows))["verdict"] == "not comparable"


def test_shares_are_of_ratings_and_not_of_days() -> None:
    # 7 days each; waking and evening every day, but in January waking is rated nine times a day:
    # waking 63 of 70 = 90 % against 7 of 14 = 50 %: 40 points, alike. Once more: over.
    def month(name: str, waking: int) -> list[dict]:
        return [
            r
            for d in range(1, 8)
            for r in on(
                *[(f"2026-{name}-{d:02}", "waking", 6)] * waking,
                (f"2026-{name}-{d:02}", "evening", 2),
            )
        ]

    alike = log_from_tables(stiffness=[*month("01", 9), *month("03", 1)])
    assert row_of(alike)["moments"] == "waking; evening"
    unlike = log_from_tables(stiffness=[*month("01", 10), *month("03", 1)])
    assert row_of(unlike)["moments"] == "waking"


def test_a_moment_that_is_not_used_does_not_make_windows_unlike() -> None:
    row = mixed({"waking": 7}, {"waking": 7, "after": 7}, {"waking": 5, "after": 1})
    assert (row["moments"], row["change_points"]) == ("waking", 0.0)


# --- last heard ---------------------------------------------------------------------------------


def test_last_heard_where_the_recent_window_is_too_thin() -> None:
    # 20 days at 4, ten at 7, then silence to 1 April: the 14 days to 3 Feb are 21 Jan to 3 Feb:
    # 4 at 4 and 10 at 7 = 86 / 14 = 6.142857
    row = row_of(rated([4] * 20 + [7] * 10, as_of="2026-04-01"))
    assert row["verdict"] == "not enough ratings"
    assert plain(row.to_frame().T, ["last_heard_start", "last_heard_end", "last_heard_days"]) == [
        ("2026-01-21", "2026-02-03", 14)
    ]
    assert row["last_heard_mean"] == pytest.approx(86 / 14)
    assert row["is_worse_when_last_heard"] is np.True_ or row["is_worse_when_last_heard"] is True


def test_last_heard_needs_five_days_and_two_points() -> None:
    thin = row_of(rated([4] * 20 + [None] * 20 + [9] * 4, as_of="2026-04-01"))
    assert thin["last_heard_days"] == 4
    assert math.isnan(thin["last_heard_mean"])
    assert thin["is_worse_when_last_heard"] is pd.NA
    exact = row_of(rated([4] * 14 + [6] * 14, as_of="2026-04-01"))
    assert exact["last_heard_mean"] == 6.0
    assert exact["is_worse_when_last_heard"]
    less = row_of(rated([4] * 14 + [5.9] * 14, as_of="2026-04-01"))
    assert not less["is_worse_when_last_heard"]


def test_last_heard_is_empty_where_the_recent_window_has_five_days() -> None:
    row = row_of(rated([4] * 35 + [6] * 5, as_of="2026-02-22"))
    assert row["recent_days"] == 5
    assert row[["last_heard_start", "last_heard_end", "last_heard_mean"]].isna().all()
    assert row["last_heard_days"] == 0
    assert row_of(rated([4] * 35 + [6] * 5, as_of="2026-02-23"))["last_heard_days"] == 14


# --- wrong calls --------------------------------------------------------------------------------


def test_wrong_calls_are_named() -> None:
    log = rated([5])
    with pytest.raises(ValueError, match="benchmark: no 'vas'; there are pain-nrs, asas and None"):
        stiffness_change(log, benchmark="vas")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="min_days: at least 1 day, not 0"):
        stiffness_change(log, min_days=0)
    with pytest.raises(ValueError, match="recent_days: at least 1 day, not -3"):
        stiffness_change(log, recent_days=-3)
