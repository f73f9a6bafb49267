"""Windows, change, verdict, size, same moments, best weeks and last heard, worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from stiffness_logs import on, plain, rated, ratings

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.stiffness import BENCHMARKS, VERDICTS, stiffness_change

DATES = ["baseline_start", "baseline_end", "recent_start", "recent_end"]
FIGURES = [
    "baseline_mean", "recent_mean", "change_points", "change_percent", "own_variation_points",
    "own_autocorrelation", "nap", "nap_low", "nap_high", "nap_lower", "nap_equal", "nap_higher",
]  # fmt: skip
FIRST = pd.Timestamp("2026-01-05")


def row_of(log, **options) -> pd.Series:
    return stiffness_change(log, **options).iloc[0]


def day(number: int) -> str:
    """Day of a diary that begins on 5 January, from 1."""
    return str((FIRST + pd.Timedelta(days=number - 1)).date())


def diary(n_days: int, scores: dict[int, float], **options) -> pd.Series:
    """A diary of so many days, rated on some of them; silent on its last day, unless rated."""
    return row_of(
        rated([scores.get(number) for number in range(1, n_days + 1)], as_of=day(n_days)), **options
    )


def two_windows(first: float, last: float, *, n_days: int = 10, **options) -> pd.Series:
    """84 days: so many of the first 28 and of the last 28 rated, each score the same."""
    scores = dict.fromkeys(range(1, n_days + 1), first)
    scores |= dict.fromkeys(range(57, 57 + n_days), last)
    return diary(84, scores, **options)


# --- windows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n_days", "length"), [(28, 14), (29, 14), (40, 20), (55, 27), (56, 28), (57, 28), (400, 28)]
)
def test_windows_are_28_days_or_half_of_a_shorter_diary(n_days: int, length: int) -> None:
    row = diary(n_days, {1: 5})
    assert [str(row[name].date()) for name in DATES] == [
        day(1),
        day(length),
        day(n_days - length + 1),
        day(n_days),
    ]
    assert (row["baseline_days"], row["recent_days"]) == (1, 0)


def test_a_diary_of_27_days_has_no_windows_and_no_figure_of_them() -> None:
    row = diary(27, dict.fromkeys(range(1, 28), 5))
    counts = ["baseline_days", "recent_days", "days_high_baseline", "days_high_recent"]
    assert row[[*DATES, *counts, *FIGURES]].isna().all()
    assert (row["verdict"], row["rated_days"], row["moments"]) == ("not enough ratings", 27, "")
    assert row[["best_mean", "last_heard_mean"]].isna().all()


def test_means_change_and_percent() -> None:
    # first 28 days: 6, 6, 5, 5, 8 = 30 / 5 = 6; last 28: 4, 3, 3, 2, 3 = 15 / 5 = 3
    scores = dict(enumerate([6, 6, 5, 5, 8], start=1)) | dict(enumerate([4, 3, 3, 2, 3], start=57))
    row = diary(84, scores)
    assert (row["baseline_days"], row["recent_days"], row["rated_days"]) == (5, 5, 10)
    assert (row["baseline_mean"], row["recent_mean"]) == (6.0, 3.0)
    assert (row["change_points"], row["change_percent"]) == (-3.0, -50.0)
    # every recent day is lower than every baseline day
    assert (row["nap"], row["nap_high"]) == (1.0, 1.0)
    assert (row["nap_lower"], row["nap_equal"], row["nap_higher"]) == (1.0, 0.0, 0.0)
    # 5 of 28 days are enough for figures, not for a verdict: that needs 28 / 3, so 10
    assert row["verdict"] == "not enough ratings"
    assert row["is_past_mark"] is pd.NA


def test_nap_has_three_parts() -> None:
    # 25 pairs of 5, 5, 4, 4, 4 with 4, 4, 4, 4, 5: lower 2 x 4, higher 3 x 1, equal the other 14
    scores = dict(enumerate([5, 5, 4, 4, 4], start=1)) | dict(enumerate([4, 4, 4, 4, 5], start=57))
    row = diary(84, scores)
    assert (row["nap_lower"], row["nap_equal"], row["nap_higher"]) == (8 / 25, 14 / 25, 3 / 25)
    assert row["nap"] == pytest.approx((8 + 7) / 25)


@pytest.mark.parametrize("n_days", [4, 5, 9, 10])
def test_a_mean_needs_five_days_and_a_verdict_a_third_of_the_window(n_days: int) -> None:
    row = two_windows(6, 3, n_days=n_days)
    assert math.isnan(row["change_points"]) == (n_days < 5)
    assert row["verdict"] == ("lower" if n_days >= 10 else "not enough ratings")


@pytest.mark.parametrize(("n_days", "needed"), [(28, 5), (30, 5), (34, 6), (36, 6), (38, 7)])
def test_in_shorter_windows_a_third_is_less(n_days: int, needed: int) -> None:
    # windows of 14, 15, 17, 18 and 19 days: a third is 4.7 (at least 5), 5, 5.7, 6 and 6.3
    for n_rated, verdict in ((needed, "lower"), (needed - 1, "not enough ratings")):
        scores = dict.fromkeys(range(1, n_rated + 1), 6.0)
        scores |= dict.fromkeys(range(n_days - n_rated + 1, n_days + 1), 3.0)
        assert diary(n_days, scores)["verdict"] == verdict


def test_a_stated_baseline_start_is_the_first_day_of_the_diary() -> None:
    scores = dict.fromkeys(range(1, 29), 8) | dict.fromkeys(range(29, 85), 6)
    row = diary(84, scores, baseline_start=day(29))
    # 56 days from day 29 on
    assert [str(row[name].date()) for name in DATES] == [day(29), day(56), day(57), day(84)]
    assert (row["baseline_mean"], row["change_points"]) == (6.0, 0.0)


def test_percent_is_missing_below_a_baseline_of_one() -> None:
    assert math.isnan(two_windows(0.9, 0.5)["change_percent"])
    assert two_windows(1.0, 0.5)["change_percent"] == -50.0


# --- the diary's own ups and downs ----------------------------------------------------------------


def test_own_variation_without_neighbouring_days() -> None:
    # 28 days, windows of 14. Residuals 1 -1 0 1 -1 and 0 0 1 -1 0: sum of squares 6. No pair of
    # neighbouring days: r = 20 x 0.5 / 20 = 0.5. Days three apart:
    # load = 5 + 2 (4/8 + 3/64 + 2/512 + 1/4096) = 6.10205078125 in both windows;
    # s2 = 6 / (2 (5 - load/5)) = 0.79373692; SE2 = s2 x 2 load / 25 = 0.38747384; 2.7 SE = 1.68068
    first = dict(zip((1, 4, 7, 10, 13), (7, 5, 6, 7, 5), strict=True))
    last = dict(zip((15, 18, 21, 24, 27), (4, 4, 5, 3, 4), strict=True))
    row = diary(28, first | last)
    assert row["own_autocorrelation"] == 0.5
    assert row["own_variation_points"] == pytest.approx(1.6806797101)
    assert (row["change_points"], row["verdict"], row["is_past_mark"]) == (-2.0, "lower", True)


def test_own_variation_with_neighbouring_days() -> None:
    # Residuals 2 2 0 0 -2 -2 and 1 1 0 -1 | -1: squares 20 of 11 days, 8 pairs, their products 9,
    # pairs by days 5/6 + 3/5 = 43/30. r0 = (9/8) / (20/11) = 0.61875;
    # r1 = 0.61875 + 2.85625 x 43/30 / 8 = 1.13049; r = (8 r1 + 10) / 28 = 0.68014.
    # Loads 19.53698 and 13.83399; s2 = 20 / (6 - 3.25616 + 5 - 2.76680) = 4.01845;
    # SE2 = s2 (19.53698/36 + 13.83399/25) = 4.40444; 2.7 SE = 5.66642
    first = dict(zip(range(1, 7), (8, 8, 6, 6, 4, 4), strict=True))
    last = dict(zip((15, 16, 17, 18, 20), (4, 4, 3, 2, 2), strict=True))
    row = diary(28, first | last)
    assert row["own_autocorrelation"] == pytest.approx(91411 / 134400)
    assert row["own_variation_points"] == pytest.approx(5.6664235093)
    assert (row["change_points"], row["verdict"]) == (-3.0, "within own variation")
    assert row["is_past_mark"] is pd.NA


def test_ratings_that_never_vary_vary_by_their_rounding() -> None:
    # Days 1-5 and 15-19: r0 = 0, 8 pairs, r1 = (4/5 + 4/5) / 8 = 0.2, r = 11.6 / 28 = 29/70.
    # s2 = 1/12; SE2 = 1/12 x 2 x 9.687417 / 25 = 0.06458278; 2.7 SE = 0.68615
    scores = dict.fromkeys(range(1, 6), 5.0) | dict.fromkeys(range(15, 20), 4.0)
    row = diary(28, scores)
    assert row["own_autocorrelation"] == pytest.approx(29 / 70)
    assert row["own_variation_points"] == pytest.approx(0.6861548410)
    assert (row["verdict"], row["is_past_mark"]) == ("lower", False)
    less = diary(28, scores | dict.fromkeys(range(15, 20), 4.1))
    assert (less["change_points"], less["verdict"]) == (
        pytest.approx(-0.9),
        "within own variation",
    )


def test_days_between_the_windows_count_in_whole_blocks_of_14() -> None:
    # 80 days: baseline 1-28, a block 29-42; 43-56 would reach into the recent window, 53-80.
    # A block of 6 and 8 three days apart adds 2 to the squares and 2 - 2.25/2 to their divisor:
    # s2 = 8 / 8.4341796875; day 45 is in no block, whatever it is.
    first = dict(zip((1, 4, 7, 10, 13), (7, 5, 6, 7, 5), strict=True))
    last = dict(zip((53, 56, 59, 62, 65), (4, 4, 5, 3, 4), strict=True))
    expected = 2.7 * math.sqrt(8 / 8.4341796875 * 2 * 6.10205078125 / 25)
    for odd in (0.0, 10.0):
        row = diary(80, first | last | {29: 6, 32: 8, 45: odd})
        assert row["own_variation_points"] == pytest.approx(expected)


def test_the_least_change_is_one_point_and_the_last_bit_does_not_decide() -> None:
    # ratings that never vary: their own variation is under 1 point
    assert two_windows(5, 4, n_days=28)["verdict"] == "lower"
    assert two_windows(5, 4.1, n_days=28)["verdict"] == "within own variation"
    assert two_windows(4, 5, n_days=28)["verdict"] == "higher"
    up = two_windows(0.3, 0.1 + 0.2 + 1, n_days=28)
    assert up["change_points"] == pytest.approx(1.0)
    assert up["verdict"] == "higher"


def test_every_verdict_is_a_known_one() -> None:
    assert set(VERDICTS) == {
        "higher", "lower", "within own variation", "not enough ratings", "not comparable",
    }  # fmt: skip


# --- the borrowed mark, as a size -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "benchmark", "is_past"),
    [
        (6.0, 4.0, "pain-nrs", True),  # -2 points, -33 %
        (6.0, 4.1, "pain-nrs", False),  # -1.9 points
        (8.0, 6.0, "pain-nrs", False),  # -2 points, but -25 %
        (8.0, 5.6, "pain-nrs", True),  # -2.4 points, -30 %
        (8.0, 6.0, "asas", True),  # -25 %
        (6.0, 5.0, "asas", False),  # -1 point, -17 %
        (5.0, 4.0, "asas", True),  # -1 point, -20 %
        (5.0, 7.0, "pain-nrs", True),  # a rise needs the points alone
        (5.0, 6.9, "pain-nrs", False),
        (8.0, 9.0, "asas", True),
        (5.0, 4.5, "asas", None),  # within own variation: no size
    ],
)
def test_the_mark_says_how_large_a_change_is(
    first: float, last: float, benchmark: str, is_past: bool | None
) -> None:
    row = two_windows(first, last, n_days=28, benchmark=benchmark)
    assert row["benchmark"] == benchmark
    found = row["is_past_mark"]
    assert (None if found is pd.NA else bool(found)) == is_past


def test_without_a_benchmark_there_is_a_verdict_and_no_size() -> None:
    row = two_windows(6, 3, benchmark=None)
    assert (row["benchmark"], row["verdict"]) == ("", "lower")
    assert row["is_past_mark"] is pd.NA


def test_each_benchmark_has_its_caption() -> None:
    assert BENCHMARKS["pain-nrs"].caption == "mark borrowed from pain ratings"
    assert BENCHMARKS["asas"].caption


# --- best weeks and bad days ----------------------------------------------------------------------


def test_best_weeks_are_the_28_days_with_the_lowest_mean_of_ten_days() -> None:
    # 120 days at 6, but days 41 to 60 at 3: of the windows that hold all twenty, 33-60 is the
    # first and 41-68 the last, and those with more days at 6 are higher:
    # every one has 20 at 3 and 8 at 6 = 108 / 28, so the latest, 41-68
    scores = dict.fromkeys(range(1, 121), 6.0) | dict.fromkeys(range(41, 61), 3.0)
    row = diary(120, scores)
    assert (str(row["best_start"].date()), str(row["best_end"].date())) == (day(41), day(68))
    assert row["best_mean"] == pytest.approx(108 / 28)
    assert row["up_from_best_points"] == pytest.approx(6 - 108 / 28)


def test_best_weeks_need_ten_rated_days_and_28_days() -> None:
    # nine days at 1 are not ten
    scores = dict.fromkeys(range(1, 11), 6.0) | dict.fromkeys(range(60, 69), 1.0)
    row = diary(100, scores)
    assert (row["best_mean"], str(row["best_start"].date())) == (6.0, day(1))
    assert pd.isna(diary(27, dict.fromkeys(range(1, 28), 5))["best_mean"])


def test_nothing_is_up_where_the_best_weeks_reach_into_the_recent_window() -> None:
    row = diary(84, dict.fromkeys(range(1, 57), 6.0) | dict.fromkeys(range(57, 85), 3.0))
    assert row["best_end"] == row["recent_end"]
    assert math.isnan(row["up_from_best_points"])


def test_days_at_7_or_more_are_counted_by_their_worst_rating() -> None:
    rows = on(
        (day(1), "waking", 3), (day(1), "evening", 7), (day(2), "waking", 6.9),
        (day(3), "after", 9), (day(84), "waking", 10),
    )  # fmt: skip
    row = row_of(log_from_tables(stiffness=rows))
    assert (row["days_high_baseline"], row["days_high_recent"]) == (1, 1)
    assert (row["baseline_days"], row["recent_days"]) == (2, 1)


# --- same moments ---------------------------------------------------------------------------------


def mixed(first: dict[str, int], last: dict[str, int], scores: dict[str, float]) -> pd.Series:
    """84 days; each moment on so many days of its own in the first 28 and in the last 28."""
    rows = []
    for begin, days in ((1, first), (57, last)):
        number = begin
        for moment, n in days.items():
            for _ in range(n):
                rows += on((day(number), moment, scores[moment]))
                number += 1
    return row_of(log_from_tables(stiffness=rows, as_of=day(84)))


def test_a_diary_that_moves_from_mornings_to_evenings_is_not_comparable() -> None:
    row = mixed({"waking": 12}, {"evening": 12}, {"waking": 7, "evening": 3})
    assert row["verdict"] == "not comparable"
    assert row[[*FIGURES, "slope_per_week", "lag1_autocorrelation"]].isna().all()
    assert math.isnan(row["up_from_best_points"])
    # days are counted of all moments
    assert (row["baseline_days"], row["recent_days"], row["moments"]) == (12, 12, "waking; evening")
    assert (row["days_high_baseline"], row["days_high_recent"], row["best_mean"]) == (12, 0, 3.0)


def test_a_share_of_exactly_forty_points_more_is_alike() -> None:
    # waking 10 of 10 against 6 of 10: 40 points; evening 0 against 4
    scores = {"waking": 7.0, "evening": 2.0}
    row = mixed({"waking": 10}, {"waking": 6, "evening": 4}, scores)
    assert (row["moments"], row["recent_mean"]) == ("waking; evening", 5.0)
    assert not row["is_held_to_one_moment"]
    # 12 of 12 against 10 of 18: 44 points; held to waking, which has 10 days in each
    held = mixed({"waking": 12}, {"waking": 10, "evening": 8}, scores)
    assert (held["moments"], held["baseline_days"], held["recent_days"]) == ("waking", 12, 10)
    assert (held["recent_mean"], held["change_points"], held["verdict"]) == (
        7.0,
        0.0,
        "within own variation",
    )
    assert held["nap_equal"] == 1.0
    # 9 waking days only in the recent window: no moment has the days for a verdict in each
    assert mixed({"waking": 12}, {"waking": 9, "evening": 9}, scores)["verdict"] == "not comparable"


def test_a_window_too_thin_for_a_verdict_has_none_whatever_the_moments() -> None:
    scores = {"waking": 7.0, "evening": 2.0}
    thin = mixed({"waking": 9}, {"evening": 12}, scores)
    assert thin["verdict"] == "not enough ratings"
    assert thin[FIGURES].isna().all()
    # one odd evening in an empty window does not take the baseline's mean away
    assert mixed({"waking": 12}, {"evening": 1}, scores)["baseline_mean"] == 7.0


def test_of_the_moments_with_the_days_the_commonest_is_used() -> None:
    # waking 28 + 10 = evening 10 + 28 ratings, shares 28/38 and 10/38: of equals the first, waking
    def both(begin: int, waking: int, evening: int) -> list[dict]:
        return [
            *[r for n in range(waking) for r in on((day(begin + n), "waking", 6))],
            *[r for n in range(evening) for r in on((day(begin + n), "evening", 1))],
        ]

    rows = [*both(1, 28, 10), *both(57, 10, 28)]
    assert row_of(log_from_tables(stiffness=rows))["moments"] == "waking"
    rows += on((day(58), "evening", 1))  # on a day that has one: evening is the commonest now
    row = row_of(log_from_tables(stiffness=rows))
    assert (row["moments"], row["baseline_days"], row["recent_days"]) == ("evening", 10, 28)


def test_shares_are_of_ratings_and_not_of_days() -> None:
    # waking and evening on 12 days each; at first waking nine times a day: 90 % against 50 %:
    # 40 points, alike. Ten times: over.
    def window(begin: int, waking: int) -> list[dict]:
        return [
            r
            for n in range(begin, begin + 12)
            for r in on(*[(day(n), "waking", 6)] * waking, (day(n), "evening", 2))
        ]

    for often, moments in ((9, "waking; evening"), (10, "waking")):
        rows = [*window(1, often), *window(57, 1)]
        assert row_of(log_from_tables(stiffness=rows, as_of=day(84)))["moments"] == moments


def test_a_moment_that_is_not_used_does_not_make_windows_unlike() -> None:
    row = mixed({"waking": 12}, {"waking": 12, "after": 12}, {"waking": 5, "after": 1})
    assert (row["moments"], row["change_points"]) == ("waking", 0.0)


# --- last heard -----------------------------------------------------------------------------------


def test_last_heard_where_the_recent_window_has_no_mean() -> None:
    # 120 days, silent from day 71 on: the 28 days to day 70, of which 20 at 4 and 8 at 7:
    # (20 x 4 + 8 x 7) / 28 = 136 / 28
    row = diary(120, dict.fromkeys(range(1, 63), 4.0) | dict.fromkeys(range(63, 71), 7.0))
    assert row["verdict"] == "not enough ratings"
    assert plain(row.to_frame().T, ["last_heard_start", "last_heard_end", "last_heard_days"]) == [
        (day(43), day(70), 28)
    ]
    assert row["last_heard_mean"] == pytest.approx(136 / 28)
    assert not row["is_worse_when_last_heard"]


def test_last_heard_needs_five_days_of_its_own_and_two_points() -> None:
    base = dict.fromkeys(range(1, 11), 4.0)
    exact = diary(120, base | dict.fromkeys(range(60, 65), 6.0))
    assert (exact["last_heard_mean"], exact["is_worse_when_last_heard"]) == (6.0, True)
    assert not diary(120, base | dict.fromkeys(range(60, 65), 5.9))["is_worse_when_last_heard"]
    thin = diary(120, base | dict.fromkeys(range(60, 64), 9.0))
    assert (thin["last_heard_days"], thin["is_worse_when_last_heard"]) == (4, pd.NA)
    # the 28 days to day 36 hold days 9 and 10 of the baseline
    shared = diary(120, base | dict.fromkeys(range(29, 37), 9.0))
    assert str(shared["last_heard_start"].date()) == day(9)
    assert math.isnan(shared["last_heard_mean"])


def test_last_heard_is_empty_where_the_recent_window_has_five_days() -> None:
    row = diary(84, dict.fromkeys(range(1, 62), 4.0))
    assert row["recent_days"] == 5
    assert row[["last_heard_start", "last_heard_end", "last_heard_mean"]].isna().all()
    assert row["last_heard_days"] == 0


# --- the table ------------------------------------------------------------------------------------


def test_every_client_has_a_row() -> None:
    log = log_from_tables(
        stiffness=ratings([5] * 3, client="ben"),
        sessions=[{"client": "ann", "date": "2026-01-06", "exercise": "down-dog"}],
    )
    table = stiffness_change(log)
    assert table["client"].tolist() == ["ann", "ben"]
    ann = table.iloc[0]
    assert ann[[*DATES, "baseline_days", "recent_days"]].isna().all()
    assert (ann["verdict"], ann["moments"], ann["rated_days"]) == ("not enough ratings", "", 0)
    assert ann["is_worse_when_last_heard"] is pd.NA


def test_columns_are_those_of_the_table_file_and_the_same_without_rows() -> None:
    wanted = [
        "client", "baseline_start", "baseline_end", "baseline_days", "baseline_mean",
        "recent_start", "recent_end", "recent_days", "recent_mean", "change_points",
        "change_percent", "own_variation_points", "own_autocorrelation", "verdict", "benchmark",
        "is_past_mark", "best_start", "best_end", "best_mean", "up_from_best_points",
        "days_high_baseline", "days_high_recent", "nap", "nap_low", "nap_high", "nap_lower",
        "nap_equal", "nap_higher", "slope_per_week", "slope_low", "slope_high",
        "lag1_autocorrelation", "moments", "last_heard_start", "last_heard_end", "last_heard_mean",
    ]  # fmt: skip
    some, empty = stiffness_change(rated([5])), stiffness_change(log_from_tables())
    assert list(some.columns[: len(wanted)]) == wanted
    assert list(empty.columns) == list(some.columns)
    assert empty.dtypes.drop("client").equals(some.dtypes.drop("client"))


def test_a_wrong_benchmark_is_named() -> None:
    with pytest.raises(ValueError, match="benchmark: no 'vas'; there are pain-nrs, asas and None"):
        stiffness_change(rated([5]), benchmark="vas")  # type: ignore[arg-type]
