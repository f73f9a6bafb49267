"""The oracle itself against figures worked by hand and figures from other software."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from benchmarks import verdict_simulation as simulation
from oracle import adherence, caseload, diary, logs, stiffness, together

MONDAY = date(2026, 1, 5)
Rated = dict[int, Any]  # day (the first is 1): a score, or (score, moment), or a list of these


def on(day: int) -> str:
    """Return a day by its number; day 1 is a Monday."""
    return (MONDAY + timedelta(days=day - 1)).isoformat()


def rated(scores: Rated, *, client: str = "ann") -> list[dict[str, Any]]:
    rows = []
    for day, given in scores.items():
        for one in given if isinstance(given, list) else [given]:
            score, moment = one if isinstance(one, tuple) else (one, "waking")
            rows.append({"client": client, "date": on(day), "score": score, "moment": moment})
    return rows


def practised(*days: int, exercise: str = "down-dog", **more: Any) -> list[dict[str, Any]]:
    return [{"client": "ann", "date": on(d), "exercise": exercise} | more for d in days]


def prescribed(often: str, **more: Any) -> list[dict[str, Any]]:
    row = {"client": "ann", "exercise": "down-dog", "start": on(1), "times_per_week": often}
    return [row | more]


def read(last: int, *, start: int | None = None, **tables: Any) -> diary.Diary:
    """Return a log as the oracle reads it on a day."""
    first = None if start is None else date.fromisoformat(on(start))
    return diary.read(logs.build(tables), as_of=date.fromisoformat(on(last)), start=first)


def change(scores: Rated, last: int, **options: Any) -> diary.Row:
    (row,) = stiffness.change(read(last, stiffness=rated(scores)), **options)
    return row


def every(first: int, last: int, score: Any, *, step: int = 1) -> Rated:
    return dict.fromkeys(range(first, last + 1, step), score)


def test_the_worked_example_of_four_weeks() -> None:
    # 3 a week; 6, 0, 3, 3 done: counted 3 + 0 + 3 + 3 = 9 of 12; uncapped 12 of 12; extra 3
    done = practised(*range(1, 7), 15, 17, 19, 22, 24, 26)
    log = read(28, sessions=done, programme=prescribed("3"))
    (row,) = adherence.overall(log, by="client")
    assert (row["adherence"], row["adherence_uncapped"]) == (Fraction(3, 4), 1)
    assert (row["weeks_met"], row["weeks_full"], row["extra"]) == (3, 4, 3)
    assert row["adherence_capped_overall"] == 1
    # from Sunday of week 1 to Sunday of week 2: 8 days; then a day or two at a time
    assert (row["longest_gap_days"], row["band"]) == (8, "some")


def test_who_does_every_other_day_is_not_marked_down_for_half_a_session() -> None:
    # 3.5 a week, days 1, 3, 5 ... 27: 4 3 4 3 done, each at most 4, so 14 of 14
    log = read(28, sessions=practised(*range(1, 29, 2)), programme=prescribed("3.5"))
    assert [r["counted"] for r in adherence.weekly(log)] == [4, 3, 4, 3]
    assert [r["state"] for r in adherence.weekly(log)] == [
        "all done", "some done", "all done", "some done",
    ]  # fmt: skip
    (row,) = adherence.overall(log)
    assert (row["counted"], row["prescribed"], row["extra"]) == (14, 14, 0)
    assert (row["adherence"], row["band"], row["weeks_met"]) == (1, "full", 4)  # 3 of 3.5: 85.7 %


def test_over_a_window_an_exercise_counts_at_most_what_was_prescribed() -> None:
    # 3.5 a week, 4 done in each of 4 weeks: 16 counted by week, 14 over the window, none extra;
    # another of 2 a week, 1 done in each: 4 of 8. Together 14 + 4 = 18 of 22, not 20 of 22
    four = [7 * w + d for w in range(4) for d in (1, 2, 3, 4)]
    one = practised(1, 8, 15, 22, exercise="bear-rolls")
    programme = prescribed("3.5") + prescribed("2", exercise="bear-rolls")
    log = read(28, sessions=practised(*four) + one, programme=programme)
    rolls, dog = adherence.overall(log)
    assert (dog["counted"], dog["done"], dog["extra"]) == (14, 16, 0)
    assert dog["adherence_uncapped"] == Fraction(16, 14)
    assert (rolls["counted"], rolls["prescribed"]) == (4, 8)
    (both,) = adherence.overall(log, by="client")
    assert both["adherence"] == both["adherence_last_28_days"] == Fraction(18, 22)
    # the last 7 days: 3.5 (of 4 done) and 1, of 5.5
    assert both["adherence_last_7_days"] == Fraction(9, 11)
    # by week 4 + 1 = 5 of 5.5, met; with the window's cap it would be 4.5 of 5.5, met too
    assert (both["weeks_met"], both["weeks_full"]) == (4, 4)


def test_a_part_week_counts_whole_and_the_window_its_fraction() -> None:
    # 3 a week from a Sunday: 3/7 prescribed, rounded up to 1; 2 done: counted 1, extra 1
    log = read(7, sessions=practised(7, 7), programme=prescribed("3", start=on(7)))
    (week,) = adherence.weekly(log)
    assert (week["prescribed"], week["counted"], week["extra"]) == (Fraction(3, 7), 1, 1)
    assert week["state"] == "all done"
    (row,) = adherence.overall(log)
    assert (row["counted"], row["extra"], row["adherence"]) == (Fraction(3, 7), 1, 1)


def test_a_third_that_cannot_be_written_is_not_rounded_up_to_one_more() -> None:
    # every 3 days is 7/3, written 2.3333333333333335: on 3 days 1 is prescribed and no hair more
    programme = prescribed("2.3333333333333335", end=on(3))
    (week,) = adherence.weekly(read(7, sessions=practised(1, 2, 3), programme=programme))
    assert week["prescribed"] > 1
    assert (week["counted"], week["extra"]) == (1, 2)


def test_a_weekday_that_is_not_due_counts_nothing() -> None:
    # Sundays only, from Monday to Saturday: 0 prescribed, 1 done beyond it
    programme = prescribed("", weekdays="Sun", end=on(6))
    (week,) = adherence.weekly(read(7, sessions=practised(2), programme=programme))
    assert (week["prescribed"], week["counted"], week["extra"]) == (0, 0, 1)
    assert week["state"] == "not prescribed"


def side(name: str, status: str = "done", **more: Any) -> diary.Row:
    row: diary.Row = {"client": "ann", "exercise": "down-dog", "date": MONDAY, "note": ""}
    row |= {"sets": None, "reps": None, "hold_s": None, "load_kg": None, "seconds": None}
    return row | {"side": name, "status": status} | more


def test_left_and_right_are_one_session() -> None:
    left, right = side("left", sets=3, reps=8), side("right", sets=2, reps=10)
    (one,) = diary.both_sides([left, right])
    assert (one["status"], diary.repetitions(one)) == ("done", 16)  # 2 sets of 8: the smaller
    (one,) = diary.both_sides([left, side("right", "skipped")])
    assert (one["status"], one["sets"]) == ("partial", 3)
    (one,) = diary.both_sides([side("right", "skipped"), side("left", "skipped")])
    assert one["status"] == "skipped"


def test_one_side_alone_and_twice_the_same_side() -> None:
    assert len(diary.both_sides([side("left")])) == 1
    assert len(diary.both_sides([side("left"), side("left")])) == 2
    assert len(diary.both_sides([side(""), side("")])) == 2
    assert len(diary.both_sides([side("left"), side("")])) == 2
    # left and right are one, the second left is another
    assert len(diary.both_sides([side("left"), side("right"), side("left")])) == 2
    other = side("right", exercise="bear-rolls")
    assert len(diary.both_sides([side("left"), other])) == 2


def test_sides_at_two_times_are_two_sessions() -> None:
    morning, evening = side("left", seconds=25_200.0), side("right", seconds=68_400.0)
    assert len(diary.both_sides([morning, evening])) == 2
    assert len(diary.both_sides([morning, side("right", seconds=25_200.0)])) == 1
    assert len(diary.both_sides([morning, side("right")])) == 1  # only one has a time
    # the one of the same time is taken first, the other is left alone
    two = diary.both_sides([morning, side("right", "skipped"), side("right", seconds=25_200.0)])
    assert [s["status"] for s in two] == ["done", "skipped"]


def test_a_plan_counts_days_of_practice() -> None:
    # 3 days a week from the first session, Wednesday: 5 days, 15/7 = 2.14, rounded up 3
    # week 1: five sessions on 2 days: 2. Week 2: 4 days, 3 counted, 1 extra. Week 3, paused from
    # its Monday to Thursday: 3 days, 9/7; a session in the pause is not done; 1 day: 1
    sessions = practised(3, 3, 3, 5) + practised(5, exercise="bear-rolls")
    sessions += practised(8, 10, 12, 14) + practised(15, 20)
    pauses = [{"client": "ann", "start": on(15), "end": on(18)}]
    log = adherence.with_targets(read(21, sessions=sessions, pauses=pauses), per_week="3")
    weeks = adherence.plan_weeks(log, "ann", Fraction(0))
    assert [w["prescribed"] for w in weeks] == [Fraction(15, 7), 3, Fraction(9, 7)]
    assert [(w["done"], w["counted"], w["extra"]) for w in weeks] == [
        (2, 2, 0), (4, 3, 1), (1, 1, 0),
    ]  # fmt: skip
    (row,) = adherence.overall(log, by="client")
    assert (row["counted"], row["done"], row["prescribed"]) == (6, 7, Fraction(45, 7))
    assert (row["adherence"], row["band"]) == (Fraction(42, 45), "satisfactory")
    assert (row["weeks_met"], row["weeks_full"], row["longest_gap_days"]) == (1, 1, 2)
    # by exercise nothing is prescribed, sessions are counted (in a pause too, as ever)
    assert [(r["exercise"], r["done"], r["band"]) for r in adherence.overall(log)] == [
        ("bear-rolls", 1, "no programme"),
        ("down-dog", 10, "no programme"),
    ]


def test_a_plan_is_for_clients_without_any_programme() -> None:
    log = read(14, sessions=practised(1), programme=prescribed("2"))
    (row,) = adherence.overall(adherence.with_targets(log, per_week="7"), by="client")
    assert row["prescribed"] == 4


def test_a_target_of_an_exercise_runs_from_its_first_session_of_any_status() -> None:
    # skipped on day 8, so 7 days of 5 a week; the exercise with a prescription ignores its own
    sessions = practised(8, status="skipped", exercise="bear-rolls") + practised(9)
    log = read(14, sessions=sessions, programme=prescribed("2"))
    log = adherence.with_targets(log, per_exercise={"bear-rolls": "5", "down-dog": "7"})
    assert [r["prescribed"] for r in adherence.overall(log)] == [5, 4]


def test_windows_are_28_days_or_half_of_a_shorter_diary() -> None:
    found = {}
    for days in (27, 28, 29, 55, 56, 57):
        row = change(every(1, days, 5), days)
        found[days] = (row["baseline_days"], row["recent_days"], row["verdict"])
        if row["baseline_end"]:
            assert row["baseline_end"] < row["recent_start"]
    assert found[27] == (None, None, "not enough ratings")
    assert [found[d][0] for d in (28, 29, 55, 56, 57)] == [14, 14, 27, 28, 28]
    assert {found[d][2] for d in (28, 29, 55, 56, 57)} == {"within own variation"}


def test_a_mean_needs_five_days_and_a_verdict_a_third_of_the_window() -> None:
    # windows of 28 days: 9 1/3, so 10; with 9 there is a change and no verdict
    ten = every(1, 10, 6) | every(57, 66, 3)
    assert change(ten, 84)["verdict"] == "lower"
    nine = every(1, 10, 6) | every(57, 65, 3)
    row = change(nine, 84)
    assert (row["verdict"], row["change_points"]) == ("not enough ratings", -3)
    assert row["is_past_mark"] is None
    row = change(every(1, 10, 6) | every(57, 60, 3), 84)
    assert (row["baseline_mean"], row["recent_mean"], row["change_points"]) == (6, None, None)
    # 36 days: windows of 18, a third is 6; 34 days: of 17, 5.67, so 6 too
    for days in (36, 34):
        five = every(1, 6, 6) | every(days - 4, days, 3)
        assert change(five, days)["verdict"] == "not enough ratings"
        assert change(five | {days - 5: 3}, days)["verdict"] == "lower"


EVERY_THIRD_DAY = dict(zip((1, 4, 7, 10, 13), (7, 5, 6, 7, 5), strict=True))
AFTER_IT = (4, 4, 5, 3, 4)


def test_own_variation_without_neighbouring_days() -> None:
    # no pair: r0 0, r1 0, r = 20 x 0.5 / 20 = 0.5. Residuals 1 -1 0 1 -1 and 0 0 1 -1 0: 4 + 2 = 6
    # load = 5 + 2 (4/2^3 + 3/2^6 + 2/2^9 + 1/2^12) = 6.10205...; 5 - load/5 = 3.77959, twice
    # s2 = 6 / 7.55918 = 0.793737; SE2 = s2 x 2 x 6.10205 / 25 = 0.387474; 2.7 SE = 1.680680
    recent = dict(zip((15, 18, 21, 24, 27), AFTER_IT, strict=True))
    row = change(EVERY_THIRD_DAY | recent, 28)
    assert row["own_autocorrelation"] == 0.5
    assert row["own_variation_points"] == pytest.approx(1.6806797101)
    assert (row["change_points"], row["verdict"]) == (-2, "lower")
    assert row["is_past_mark"] is True  # 2 points, and 2 of 6 is 33 %


def test_own_variation_with_a_block_between_and_days_in_none() -> None:
    # 80 days: baseline 1-28, a block 29-42, recent 53-80; a block 43-56 would end in it, so
    # day 45 is in none. As above, and in the block 6 and 8, three days apart: residuals -1 1
    # (2), load 2 + 2/8 = 2.25, 2 - 1.125 = 0.875. s2 = 8 / 8.43418 = 0.948521;
    # SE2 = s2 x 2 x 6.10205 / 25 = 0.463034; 2.7 SE = 1.837258
    recent = dict(zip((53, 56, 59, 62, 65), AFTER_IT, strict=True))
    row = change(EVERY_THIRD_DAY | {29: 6, 32: 8, 45: 0} | recent, 80)
    assert row["own_variation_points"] == pytest.approx(1.837258, abs=1e-6)
    assert row["verdict"] == "not enough ratings"  # 5 of 28 days


def test_own_variation_with_neighbouring_days() -> None:
    # baseline 8 8 6 6 4 4: residuals 2 2 0 0 -2 -2 (16), products 4 0 0 0 4, pairs 5 of 6 days
    # recent 4 4 3 _ 2 2 without its day 19: 1 1 0 -1 -1 (4), products 1 0 0, pairs 3 of 5 days
    # r0 = (9/8) / (20/11) = 99/160; r1 = r0 + (1 + 297/160) (5/6 + 3/5) / 8 = 43411/38400
    # r = (8 r1 + 10) / 28 = 91411/134400 = 0.680141
    old = dict(enumerate((8, 8, 6, 6, 4, 4), start=1))
    new = dict(zip((15, 16, 17, 18, 20), (4, 4, 3, 2, 2), strict=True))
    row = change(old | new, 28)
    assert row["own_autocorrelation"] == pytest.approx(91411 / 134400)
    assert row["own_variation_points"] == pytest.approx(5.666423509)
    assert (row["change_points"], row["verdict"]) == (-3, "within own variation")


def test_the_likeness_of_neighbouring_days_is_kept_within_its_limits() -> None:
    # 7 5 7 5 7 5 and 5 3 5 3 5 3: every residual 1 or -1, r0 = (-10/10) / (12/12) = -1, so -0.5
    # r1 = -0.5 + (1 - 1.5) (5/6 + 5/6) / 10 = -7/12; r = (-70/12 + 10) / 30 = 5/36
    old = dict(enumerate((7, 5) * 3, start=1))
    row = change(old | dict(enumerate((5, 3) * 3, start=15)), 28)
    assert row["own_autocorrelation"] == pytest.approx(5 / 36)
    # 0.25 more every day, 28 days twice: S = 2 x 28 (28^2 - 1) / 12 = 3654 steps squared, and
    # P = 2 x (sum of k (k + 1) from -13.5 to 12.5) = 3262.5: r0 = (3262.5/54) / (3654/56) = 0.926
    # r1 = 0.926 + 3.778 x (27/28 x 2) / 54 = 1.061; r = (54 x 1.061 + 10) / 74 = 0.91, so 0.85
    ramp = {day: 0.25 * ((day - 1) % 28) for day in range(1, 57)}
    assert change(ramp, 56)["own_autocorrelation"] == 0.85


def test_a_diary_without_ups_and_downs_has_those_of_rounding() -> None:
    # no spread: r0 = 0, r1 = 0 + 1 x (4/5 + 4/5) / 8 = 0.2, r = (8 x 0.2 + 10) / 28 = 29/70
    # s2 = 1/12; load = 5 + 2 (4r + 3r2 + 2r3 + r4) = 9.68742
    # SE2 = 2 x 9.68742 / (12 x 25) = 0.0645828; 2.7 SE = 0.686155
    row = change(every(1, 5, 5) | every(15, 19, 4), 28)
    assert row["own_autocorrelation"] == pytest.approx(29 / 70)
    assert row["own_variation_points"] == pytest.approx(0.6861548410)
    assert row["verdict"] == "lower"  # 1 point is the least that is ever called a change
    assert row["is_past_mark"] is False
    nearly = change(every(1, 5, 5) | every(15, 19, 4.1), 28)
    assert (nearly["verdict"], nearly["is_past_mark"]) == ("within own variation", None)


def test_the_borrowed_mark_is_a_size_after_the_verdict() -> None:
    def past(old: float, new: float, benchmark: str) -> bool | None:
        row = change(every(1, 14, old) | every(15, 28, new), 28, benchmark=benchmark)
        return row["is_past_mark"]

    assert past(8, 6, "pain-nrs") is False  # 2 points, but 25 %
    assert past(6, 4, "pain-nrs") is True
    assert past(6, 4.1, "pain-nrs") is False
    assert past(6, 8, "pain-nrs") is True  # a rise has no percent
    assert past(6, 5, "asas") is False  # 16.7 %
    assert past(5, 4, "asas") is True
    assert past(6, 6, "asas") is None


def test_moments_that_change_leave_one_moment_for_every_figure() -> None:
    # 24 weeks of waking at 6, evenings at 2 from week 13: 100 against 50 %, so waking alone
    log = read(168, stiffness=rated(every(1, 168, 6)) + rated(every(85, 168, (2, "evening"))))
    (row,) = stiffness.change(log)
    assert row["used"] == ("waking",)
    assert (row["change_points"], row["verdict"]) == (0, "within own variation")
    assert (row["slope_per_week"], row["nap"], row["nap_equal"]) == (0, Fraction(1, 2), 1)
    assert {r["score_mean"] for r in stiffness.run_chart(log)} == {6}
    assert {r["score_mean"] for r in stiffness.weekly(log)} == {6, 4}  # the table keeps all
    assert row["best_mean"] == 6


def test_shares_are_of_ratings_and_differ_by_more_than_forty_points() -> None:
    # baseline all waking; of 10 recent ratings (8 days) 6 waking and 4 evening are 40 points
    # apart, which is alike; 5 and 5 are 50 apart
    old = every(1, 14, 6)
    alike = {15: [6, (2, "evening")], 16: [6, (2, "evening")]} | every(17, 20, 6)
    alike |= every(21, 22, (2, "evening"))
    assert change(old | alike, 28)["used"] == stiffness.DEFAULT_MOMENTS
    differ = alike | {20: (2, "evening")}  # 5 of 10
    assert change(old | differ, 28)["used"] == ("waking",)


def test_moments_without_one_in_common_compare_nothing() -> None:
    row = change(every(1, 14, 6) | every(15, 28, (2, "evening")), 28)
    assert (row["used"], row["verdict"]) == (None, "not comparable")
    for name in (
        "baseline_mean", "recent_mean", "change_points", "change_percent", "own_variation_points",
        "own_autocorrelation", "nap", "nap_lower", "slope_per_week", "lag1_autocorrelation",
        "up_from_best_points", "is_past_mark",
    ):  # fmt: skip
        assert row[name] is None, name
    assert (row["baseline_days"], row["recent_days"]) == (14, 14)
    assert (row["days_high_baseline"], row["best_mean"]) == (0, 4)  # the 28 days, all moments
    thin = change(every(1, 5, 6) | every(57, 61, (2, "evening")), 84)
    assert (thin["used"], thin["verdict"]) == (None, "not enough ratings")


def test_best_weeks_and_how_far_up_from_them() -> None:
    # 7 for 28 days, 2 for 28, 4.7 for 28: the best end the day before the recent window
    row = change(every(1, 28, 7) | every(29, 56, 2) | every(57, 84, 4.7), 84)
    assert (row["best_start"].isoformat(), row["best_end"].isoformat()) == (on(29), on(56))
    assert (row["best_mean"], row["up_from_best_points"]) == (2, Fraction(27, 10))
    assert row["verdict"] == "lower"
    # of equals the latest: it is the recent window itself, and nothing is "up"
    flat = change(every(1, 84, 5), 84)
    assert (flat["best_end"].isoformat(), flat["up_from_best_points"]) == (on(84), None)
    # nine rated days are too few to be the best, in every 28 days that hold one of them
    row = change(every(1, 10, 7) | every(38, 46, 0) | every(66, 84, 6), 84)
    assert row["best_mean"] == 6
    # whatever the windows hold: 5 recent days, 10 good ones before, days 29 to 56
    row = change(every(1, 28, 7) | every(29, 38, 1) | every(80, 84, 6), 84)
    assert (row["best_mean"], row["recent_mean"], row["up_from_best_points"]) == (1, 6, 5)
    # the latest 28 days that hold days 40 to 49 end on day 67, in the recent window, by their dates
    row = change(every(1, 28, 7) | every(40, 49, 1) | every(80, 84, 6), 84)
    assert (row["best_end"].isoformat(), row["up_from_best_points"]) == (on(67), None)
    assert change(every(1, 27, 5), 27)["best_mean"] is None


def test_days_at_seven_or_more_are_days_by_their_worst() -> None:
    # a day of 3 and 7 counts, one of 6.9 does not, an after-session 9 does not
    old = every(1, 14, 3) | {2: [3, 7], 3: 6.9, 4: [3, (9, "after")]}
    row = change(old | every(15, 28, 7) | {20: 6}, 28)
    assert (row["days_high_baseline"], row["days_high_recent"]) == (1, 13)
    row = change({1: 8}, 28)
    assert (row["days_high_baseline"], row["days_high_recent"]) == (1, 0)


def test_nap_in_three_parts() -> None:
    # first 0 0 1 2 3, recent 0 0 0 1 5: three 0 are lower than 1 2 3 (9), 1 than 2 3 (2), 5 than
    # none: 11 of 25. Equal: 3 x 2 with 0, 1 with 1: 7. Higher: 25 - 11 - 7 = 7
    parts = stiffness.nap_parts([Fraction(x) for x in (0, 0, 1, 2, 3)],
                                [Fraction(x) for x in (0, 0, 0, 1, 5)])  # fmt: skip
    assert parts["nap_lower"] == Fraction(11, 25)
    assert parts["nap_equal"] == parts["nap_higher"] == Fraction(7, 25)
    assert parts["nap"] == Fraction(29, 50)  # 11 and half of 7, of 25


def test_last_heard_is_not_the_baseline_heard_again() -> None:
    # windows of 28; nothing in days 57-84; the 28 days to day 45 begin on day 18
    row = change(every(1, 5, 3) | every(41, 45, 6), 84)
    assert (row["last_heard_start"].isoformat(), row["last_heard_mean"]) == (on(18), 6)
    assert caseload.is_worse_when_last_heard(row)
    assert change(every(1, 5, 3) | {20: 3} | every(41, 45, 6), 84)["last_heard_mean"] is None
    assert change(every(1, 5, 3) | every(42, 45, 6), 84)["last_heard_mean"] is None  # 4 days
    assert change(every(1, 84, 3), 84)["last_heard_end"] is None


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


def reasons(last: int, **tables: Any) -> list[str]:
    return caseload.reasons(read(last, **tables), "ann")


def test_two_points_up_are_worse_even_without_a_verdict() -> None:
    # 5 rated days of 28 give no verdict, and 3 points are looked at all the same
    assert "stiffness worse" in reasons(84, stiffness=rated(every(1, 5, 3) | every(57, 61, 6)))
    # within own variation, but 2 points: see the diary of neighbouring days, turned round
    up = dict(zip((15, 16, 17, 18, 20), (8, 8, 9, 10, 10), strict=True))
    old = dict(enumerate((8, 8, 6, 6, 4, 4), start=1))
    assert change(old | up, 28)["verdict"] == "within own variation"
    assert "stiffness worse" in reasons(28, stiffness=rated(old | up))


def test_up_from_best_weeks_is_a_reason_of_its_own() -> None:
    fell = every(1, 28, 7) | every(29, 56, 2)
    assert reasons(84, stiffness=rated(fell | every(57, 84, 4.7))) == ["up from best weeks"]
    assert reasons(84, stiffness=rated(fell | every(57, 84, 3.9))) == []


def test_weeks_before_the_first_rating_are_not_few_ratings() -> None:
    # rated from day 18 of 28: blocks 8-14 and 1-7 are before it, 15-21 and 22-28 are thin
    assert reasons(28, stiffness=rated({18: 5, 28: 5})) == []
    # rated from day 14: three blocks are thin, the one of the first rating among them
    assert reasons(28, stiffness=rated({14: 5, 28: 5})) == ["few ratings"]


def test_high_scores_look_at_the_recent_window() -> None:
    # 8 in the last 28 days; 14 days of 8 after 14 of 6 have the mean 7 in a window of 28
    assert "high scores" in reasons(56, stiffness=rated(every(1, 28, 7) | every(29, 56, 8)))
    rows = rated(every(1, 42, 6) | every(43, 56, 8))
    assert "high scores" not in reasons(56, stiffness=rows)
    row = stiffness.high_scores(read(56, stiffness=rated(every(1, 56, 8))), "ann")
    assert row["is_usual_for_client"]


def test_the_caseload_counts_as_the_adherence_beside_it() -> None:
    # 2 a week, 5 done in the last block of 7 days, none in the others: 2 of 8, 5 done
    log = read(28, sessions=practised(22, 23, 24, 25, 26), programme=prescribed("2"))
    found = caseload.practised(log, "ann")
    assert (found["done"], found["counted"], found["prescribed"]) == (5, 2, 8)
    (row,) = adherence.overall(log, by="client")
    assert row["adherence_last_28_days"] == Fraction(2, 8)


def test_notes_of_the_last_fourteen_days() -> None:
    # days 15 to 28; each row with a note counts, the newest is of day 27
    ratings = [r | {"note": f"day {n}"} for n, r in zip((14, 15, 27), rated({14: 5, 15: 5, 27: 5}),
                                                      strict=True)]  # fmt: skip
    sessions = practised(16, note="left") + practised(17, note="  ") + practised(28)
    log = read(28, stiffness=ratings, sessions=sessions)
    (row,) = caseload.review(log, read(21, stiffness=ratings, sessions=sessions))
    assert (row["notes_last_14_days"], row["newest_note"]) == (3, "day 27")


def test_practice_of_a_week_is_at_most_all_of_it() -> None:
    # 3.5 a week, 4 done: 4 of 3.5 is all of it
    log = read(14, sessions=practised(1, 2, 3, 4), programme=prescribed("3.5"))
    found = together.practice(log, "ann", adherence.weekly(log))
    assert list(found.values()) == [1, 0]


@pytest.mark.parametrize("weeks", [4, 5, 8, 10, 12, 15])
def test_the_simulation_judges_as_the_oracle_does(weeks: int) -> None:
    fall = simulation.lasting(5, 3.6)
    scores = simulation.diaries(12, fall(weeks * 7), 0.6, seed=[weeks])
    scores[0, 20:] = np.nan
    scores[1, :2], scores[1, 1] = np.nan, 5  # a day later: of 69 days, 13 between
    scores[2, -28:-7], scores[2, -7:] = np.nan, 3  # 7 rated days: a mean, and no verdict in 28
    ratings = []
    for n, row in enumerate(scores):
        given = {day + 1: score for day, score in enumerate(row) if not math.isnan(score)}
        ratings += rated(given, client=f"c{n:02}")
    expected = [r["verdict"] for r in stiffness.change(read(weeks * 7, stiffness=ratings))]
    assert simulation.package_verdicts(scores).tolist() == expected


def test_made_up_logs_are_rich() -> None:
    seen: dict[str, set] = {"state": set(), "band": set(), "reason": set(), "verdict": set()}
    for seed in range(16):
        r = Random(seed)
        tables = logs.random_tables(r)
        made = diary.read(logs.build(tables), **logs.options(r, tables))
        seen["state"] |= {row["state"] for row in adherence.weekly(made)}
        seen["band"] |= {row["band"] for row in adherence.overall(made)}
        seen["reason"] |= {row["reason"] for row in adherence.unprescribed(made)}
    for seed in range(50):
        tables = logs.ratings_near_the_floors(Random(f"floors {seed}"))
        made = diary.read(logs.build(tables))
        seen["verdict"] |= {row["verdict"] for row in stiffness.change(made)}
    assert {k: len(v) for k, v in seen.items()} == {
        "state": 7,
        "band": 9,
        "reason": 4,
        "verdict": 5,
    }
