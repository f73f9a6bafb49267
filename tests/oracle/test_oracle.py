"""The oracle itself against figures worked by hand and figures from other software."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from oracle import adherence, diary, logs, stiffness, together


def test_the_worked_example_of_four_weeks() -> None:
    # 3 a week; 6, 0, 3, 3 done: counted 3 + 0 + 3 + 3 = 9 of 12; uncapped 12 of 12; extra 3
    done = [0] * 6 + [14, 16, 18] + [21, 23, 25]
    monday = date(2026, 1, 5)
    sessions = [
        {"date": (monday + timedelta(days=n)).isoformat(), "exercise": "down-dog"} for n in done
    ]
    programme = [{"exercise": "down-dog", "start": "2026-01-05", "times_per_week": "3"}]
    log = logs.build({"sessions": sessions, "programme": programme})
    (row,) = adherence.overall(diary.read(log, as_of=date(2026, 2, 1)), by="client")
    assert (row["adherence"], row["adherence_uncapped"]) == (Fraction(3, 4), 1)
    assert (row["weeks_met"], row["weeks_full"], row["extra"]) == (3, 4, 3)
    assert row["adherence_capped_overall"] == 1
    # from Tuesday of week 1 to Sunday of week 2: 13 days; then Tue, Thu, two days and Sat, Sun
    assert (row["longest_gap_days"], row["band"]) == (13, "some")


@pytest.mark.parametrize(
    ("old", "new", "share", "low", "high"),
    [
        # printed by the R package SingleCaseES for its example, where higher is better: both
        # phases are turned round here. Its root finder stops at about 1e-4.
        ((20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29), 0.9166667, 0.5973406, 0.9860176),
        ((20, 20, 26, 25, 22), (23, 28, 25, 24, 27), 0.78, 0.4115567, 0.9423658),
    ],
)
def test_nap_and_its_interval_as_published(
    old: tuple[int, ...], new: tuple[int, ...], share: float, low: float, high: float
) -> None:
    found = stiffness.nap([Fraction(-x) for x in old], [Fraction(-x) for x in new])
    assert float(found) == pytest.approx(share, abs=1e-7)
    interval = stiffness.nap_interval(float(found), len(old), len(new))
    assert interval == pytest.approx((low, high), abs=1e-4)


def test_the_interval_does_not_collapse_at_complete_separation() -> None:
    low, high = stiffness.nap_interval(1.0, 5, 5)
    assert (round(low, 4), high) == (0.6427, 1.0)
    assert stiffness.nap_interval(0.0, 5, 5) == pytest.approx((1 - high, 1 - low))


def test_limits_of_runs_and_crossings_as_published() -> None:
    # Anhoej & Olesen 2014: upper limit of the longest run, lower limit of the crossings
    published = {
        10: (6, 2), 12: (7, 3), 15: (7, 4), 20: (7, 6), 22: (7, 7), 23: (8, 7), 24: (8, 8),
        30: (8, 10), 40: (8, 14), 45: (8, 17), 46: (9, 17), 60: (9, 23), 90: (9, 37), 91: (10, 37),
    }  # fmt: skip
    found = {n: (round(math.log2(n)) + 3, stiffness.crossings_limit(n)) for n in published}
    assert found == published


def test_points_on_the_median_neither_break_nor_lengthen_a_run() -> None:
    points = [Fraction(x) for x in (5, 1, 3, 1, 5, 5)]  # median 4, none on it
    assert stiffness.runs(stiffness.sides(points)) == [1, 3, 2]
    points = [Fraction(x) for x in (5, 3, 5, 1, 1)]  # median 3: above, on it, above, below, below
    assert stiffness.runs(stiffness.sides(points)) == [2, 2]


def test_ranks_share_ties_and_every_shift_is_looked_at() -> None:
    assert together.ranks([Fraction(x) for x in (3, 1, 3, 2)]) == [
        Fraction(7, 2),
        1,
        Fraction(7, 2),
        2,
    ]
    xs = [Fraction(x) for x in range(21)]
    # a straight line: no other of its 21 shifts is as steep, so p is 1 in 21
    assert together.shifts(xs, xs, 1.0) == Fraction(1, 21)


def test_made_up_logs_are_rich() -> None:
    seen: dict[str, set] = {"state": set(), "band": set(), "verdict": set(), "reason": set()}
    for seed in range(40):
        r = Random(seed)
        tables = logs.random_tables(r)
        read = diary.read(logs.build(tables), **logs.options(r, tables))
        seen["state"] |= {row["state"] for row in adherence.weekly(read)}
        seen["band"] |= {row["band"] for row in adherence.overall(read)}
        seen["reason"] |= {row["reason"] for row in adherence.unprescribed(read)}
        seen["verdict"] |= {row["verdict"] for row in stiffness.change(read)}
    assert {k: len(v) for k, v in seen.items()} == {
        "state": 7,
        "band": 9,
        "verdict": 6,
        "reason": 4,
    }
