"""Trend, run chart, before and after, charts of stiffness, practice with stiffness: in words."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import (
    daily_stiffness,
    stiffness_change,
    weekly_stiffness,
)
from mobility_analysis.measures.stiffness.before_after import before_after_sessions
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.measures.stiffness.run_chart import stiffness_run_chart
from mobility_analysis.measures.together import (
    TOGETHER_VERDICTS,
    practice_and_stiffness,
    weekly_practice_and_stiffness,
)
from mobility_analysis.words.signals import (
    NOT_CAUSE,
    describe_before_after,
    describe_practice_and_stiffness,
    describe_run_chart,
    describe_trend,
)
from mobility_analysis.words.stiffness import (
    NEIGHBOURS_ALIKE,
    describe_months,
    describe_stiffness,
)
from tests.diaries import has_no_forbidden, practised, prescribed, rated, run_of

MIXED = log_from_tables(
    stiffness=run_of("2026-07-06", [6] * 70, "waking") + run_of("2026-09-14", [3] * 70, "evening"),
    as_of="2026-11-22",
)


def trend(log: MobilityLog) -> str:
    text = describe_trend(stiffness_change(log))
    assert has_no_forbidden(text)
    return text


def test_a_fall_is_told_where_the_interval_leaves_out_0() -> None:
    # 20 days that fall by 0.1 each: 0.7 points a week, exactly.
    log = log_from_tables(stiffness=run_of("2026-11-01", [6 - 0.1 * i for i in range(20)]))
    change = stiffness_change(log).assign(slope_low=-0.8, slope_high=-0.6)
    text = describe_trend(change)
    assert text.startswith(
        "Over all 20 rated days self-rated stiffness fell by 0.70 points a week (anything "
        "from 0.60 to 0.80 fits these ratings)."
    )
    assert NEIGHBOURS_ALIKE not in text
    alike = describe_trend(change.assign(own_autocorrelation=0.6))
    assert alike == f"{text} {NEIGHBOURS_ALIKE}"
    rise = describe_trend(change.assign(slope_per_week=0.004, slope_low=0.002, slope_high=0.9))
    assert "rose by 0.004 points a week (anything from 0.002 to 0.90 fits these ratings)" in rise
    slow = describe_trend(
        change.assign(slope_per_week=-0.0005, slope_low=-0.001, slope_high=-0.0004)
    )
    words = "fell by less than 0.01 points a week, at the most that fits these ratings."
    assert words in slow


def test_no_direction_where_the_interval_takes_in_0() -> None:
    log = log_from_tables(stiffness=run_of("2026-11-01", [4, 5, 6, 5] * 5))
    change = stiffness_change(log).assign(slope_per_week=-0.02, slope_low=-0.06, slope_high=0.0)
    text = describe_trend(change)
    assert text == (
        "Over all 20 rated days no steady rise or fall of self-rated stiffness can be told (−0.02 "
        "points a week; anything from −0.06 to 0.00 fits these ratings)."
    )
    assert " fell " not in text


def test_a_zero_width_interval_is_too_many_equal_ratings() -> None:
    text = trend(log_from_tables(stiffness=run_of("2026-11-01", [4] * 20)))
    assert text == (
        "Over all 20 rated days no steady rise or fall of self-rated stiffness can be told: too "
        "many ratings are equal."
    )


def test_a_trend_needs_eight_days_over_fourteen() -> None:
    text = trend(log_from_tables(stiffness=run_of("2026-11-01", [4, 5, 4, 5, 4, 5, 4, 5])))
    assert text == (
        "Too early for a trend: 8 rated days within fewer than 14 days; it needs 14 days from the "
        "first rated day to the last (self-rated)."
    )
    text = trend(log_from_tables(stiffness=run_of("2026-11-01", [4, 5, 4, 5, 4, 5, 4])))
    assert text == (
        "Not enough ratings for a trend: 7 rated days; at least 8, over 14 days or more, are "
        "needed (self-rated)."
    )
    nobody = stiffness_change(log_from_tables())
    assert describe_trend(nobody) == "Stiffness was never rated in this log."


def test_moved_moments_have_no_trend_no_runs_no_comparison() -> None:
    change = stiffness_change(MIXED)
    assert trend(MIXED) == (
        "No trend is given: the moments of the day that were rated differ between the first days "
        "and the last."
    )
    assert describe_run_chart(stiffness_run_chart(MIXED), change).startswith(
        "The run chart is not read: the moments of the day"
    )
    together = describe_practice_and_stiffness(
        practice_and_stiffness(MIXED), weekly_practice_and_stiffness(MIXED), change
    )
    assert together.startswith("Practice and self-rated stiffness are not compared: the moments")
    chart = describe_stiffness(daily_stiffness(MIXED), weekly_stiffness(MIXED), change)
    assert "Weekly means" not in chart


def test_run_chart_signals_with_its_direction() -> None:
    # Six weeks at 6, six at 3: 12 points off the median 4.5; the longest run is 6 (limit
    # round(log2 12) + 3 = 7), one crossing; the 5 % point of Binomial(11, 1/2) is 3.
    rows = run_of("2026-09-07", [6] * 42 + [3] * 42)
    text = describe_run_chart(stiffness_run_chart(log_from_tables(stiffness=rows)))
    assert has_no_forbidden(text)
    assert (
        "12 weekly means of self-rated stiffness, median 4.5: the longest run on one side of it "
        "is 6 weeks (limit 7) and it is crossed 1 time (at least 3 expected)." in text
    )
    assert "That is a signal, towards lower scores" in text
    assert "it does not say when or why" in text


def test_run_chart_without_a_signal_never_says_that_nothing_moved() -> None:
    weeks = [5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3]
    rows = run_of("2026-08-31", [score for score in weeks for _ in range(7)])
    text = describe_run_chart(stiffness_run_chart(log_from_tables(stiffness=rows)))
    assert "Neither rule signals, which does not show that nothing moved." in text
    few = describe_run_chart(stiffness_run_chart(log_from_tables(stiffness=rows[:42])))
    assert few == (
        "Not enough weeks for a run chart: 6 weekly means off the median, at least 10 are needed."
    )
    none = describe_run_chart(stiffness_run_chart(log_from_tables(stiffness=rows[:3])))
    assert none.startswith("Not enough weeks for a run chart: no week has the 4 rated days")


def pairs(changes: list[float], **of_others: list[float]) -> MobilityLog:
    """Pairs of ratings around Down Dog, and a fortnight later around other exercises."""
    rows = []
    by_exercise = {"down-dog": changes, **of_others}
    for first, (exercise, its_changes) in zip((1, 15), by_exercise.items(), strict=False):
        for number, change in enumerate(its_changes, start=first):
            for moment, score in (("before", 5.0), ("after", 5.0 + change)):
                rows += rated([(f"2026-11-{number:02}", score, moment)])
                rows[-1]["exercise"] = exercise.replace("_", "-")
    return log_from_tables(stiffness=rows)


def test_before_and_after_are_counts_with_a_median_from_six_pairs() -> None:
    table = before_after_sessions(pairs([-1, -1, -2, 0, 1, -1]))
    text = describe_before_after(table, names={"down-dog": "Down Dog"})
    assert has_no_forbidden(text)
    # Lower after: 4 (-1, -1, -2, -1); the same: 1; higher: 1. Median of -2 -1 -1 -1 0 1 is -1.
    assert text == (
        "Self-rated straight before and after sessions of Down Dog: 6 pairs: 4 lower after, "
        "1 the same, 1 higher; median change −1.0 points (anything from −2.0 to +1.0 fits "
        "these pairs)."
    )
    few = describe_before_after(before_after_sessions(pairs([-1, 0])))
    assert "not enough pairs for a median (6 are needed)" in few
    assert describe_before_after(before_after_sessions(log_from_tables())) == (
        "No session was rated both before and after."
    )


def test_before_and_after_go_by_exercise_where_one_alone_is_not_all_pairs() -> None:
    names = {"down-dog": "Down Dog"}
    two = before_after_sessions(pairs([-1, -1], bear_rolls=[-1, 0, 1, 1, 1, 1]))
    said = describe_before_after(two, names=names)
    assert said.startswith("Self-rated straight before and after sessions: 8 pairs: 3 lower after")
    assert said.endswith(
        " By exercise: bear-rolls, 6 pairs: 1 lower after, 1 the same, 4 higher; "
        "Down Dog, 2 pairs: 2 lower after, 0 the same, 0 higher."
    )
    # One pair names no exercise: that of Down Dog is not all.
    of_one = before_after_sessions(pairs([-1, -1]))
    all_pairs = of_one["exercise"].isna()
    more = of_one.assign(n_pairs=of_one["n_pairs"] + all_pairs, n_same=1 * all_pairs)
    said = describe_before_after(more, names=names)
    assert said.startswith("Self-rated straight before and after sessions: 3 pairs: 2 lower after")
    assert said.endswith(" By exercise: Down Dog, 2 pairs: 2 lower after, 0 the same, 0 higher.")


def test_a_table_without_the_row_of_all_pairs_is_told_by_exercise() -> None:
    table = before_after_sessions(pairs([-1, 0]))
    own = table[table["exercise"] == "down-dog"]
    assert describe_before_after(own, names={"down-dog": "Down Dog"}) == (
        "By exercise: Down Dog, 2 pairs: 1 lower after, 1 the same, 0 higher."
    )


def test_the_chart_of_stiffness_is_told_with_its_range_and_weeks() -> None:
    log = log_from_tables(stiffness=run_of("2026-11-02", [6, 5, 5, 5, 5, None, None, 3, 4, 4, 5]))
    text = describe_stiffness(daily_stiffness(log), weekly_stiffness(log))
    assert has_no_forbidden(text)
    # Week of 2 Nov: (6 + 5 + 5 + 5 + 5) / 5 = 5.2; week of 9 Nov: (3 + 4 + 4 + 5) / 4 = 4.0.
    assert text == (
        "Self-rated stiffness, 0 to 10, lower is better: 9 rated days, 2 to 12 Nov 2026, day "
        "values between 3.0 and 6.0. Weekly means: 5.2 in the week of 2 Nov 2026, 4.0 in that of "
        "9 Nov 2026; all 2 rated weeks have the 4 rated days that a mean needs."
    )
    one = log_from_tables(stiffness=run_of("2026-11-02", [0.0]))
    assert "day values 0.0. Not enough rated days" in describe_stiffness(
        daily_stiffness(one), weekly_stiffness(one)
    )


def test_months_are_told_or_said_to_be_too_thin() -> None:
    log = log_from_tables(stiffness=run_of("2026-09-01", [5] * 30 + [3] * 31))
    assert "2 monthly means from Sep 2026 to Oct 2026, between 3.0 and 5.0." in describe_months(
        monthly_stiffness(log)
    )
    thin = log_from_tables(stiffness=run_of("2026-09-01", [5] * 3))
    assert "no month has enough rated days" in describe_months(monthly_stiffness(thin))


def together(**values: object) -> pd.DataFrame:
    row = {"client": "ana", "lag_weeks": 1, "n_weeks": 24, "spearman_rho": -0.5, "p_value": 1 / 24,
           "verdict": "lower with more practice"}  # fmt: skip
    return pd.DataFrame([row | values])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "weeks with more practice went with lower scores (−0.50 on a scale "
             "from −1 to 1, where 0 is no pattern; of all 24 "
             "ways to shift the weeks against each other, this one among them, 1 is as strong)"),
        ({"spearman_rho": 0.5, "verdict": "higher with more practice"},
         "weeks with more practice went with higher scores"),
        ({"p_value": 0.25, "verdict": "too few weeks to tell"},
         "the next): no pattern can be told from chance, which does not show that there is none "
         "(−0.50 on a scale from −1 to 1, where 0 is no pattern; of all 24 ways to shift the weeks "
         "against each other, this one among them, 6 are as strong, more than 1 in 20)."),
        ({"spearman_rho": -0.001, "p_value": 0.25, "verdict": "too few weeks to tell"},
         "(0.00 on a scale from −1 to 1, where 0 is no pattern;"),
        ({"n_weeks": 346, "p_value": 0.25, "verdict": "too few weeks to tell"},
         "346 pairs of weeks (practice in a week, stiffness in the next): no pattern can be told"),
        ({"n_weeks": 14, "p_value": float("nan"), "verdict": "too few weeks to tell"},
         "too few weeks to tell a pattern from chance, 21 are needed (−0.50 on a "),
        ({"n_weeks": 9, "spearman_rho": float("nan"), "p_value": float("nan"),
          "verdict": "not enough weeks"}, "9 pairs of weeks (practice in a week, stiffness in the "
         "next): not enough weeks, 10 are needed"),
        ({"verdict": "practice hardly varied"}, "practice hardly varied, so nothing can be told"),
        ({"spearman_rho": float("nan"), "p_value": float("nan"),
          "verdict": "stiffness hardly varied"}, "stiffness hardly varied, so nothing can be told"),
        ({"lag_weeks": 0}, "(practice and stiffness of the same week)"),
        ({"lag_weeks": 2}, "(practice in a week, stiffness 2 weeks later)"),
    ],
)  # fmt: skip
def test_practice_with_stiffness_never_says_more_than_the_weeks(
    values: dict[str, object], said: str
) -> None:
    text = describe_practice_and_stiffness(together(**values))
    assert said in text
    assert text.endswith(NOT_CAUSE)
    assert has_no_forbidden(text)
    is_sure = together(**values)["verdict"].iloc[0] in TOGETHER_VERDICTS[-2:]
    assert ("went with" in text) == is_sure


def test_the_two_groups_of_weeks_are_counted_from_ten_weeks_on() -> None:
    sessions = practised([str(d.date()) for d in pd.date_range("2026-08-03", periods=100)])
    ratings = run_of("2026-08-03", [4, 5, 3, 4] * 25)
    log = log_from_tables(
        sessions=sessions[:60], stiffness=ratings, programme=[prescribed(start="2026-08-03")]
    )
    weeks = weekly_practice_and_stiffness(log)
    text = describe_practice_and_stiffness(practice_and_stiffness(log), weeks)
    # Daily sessions to Thursday of the ninth week, 3 a week prescribed: 9 of the 13 weeks whose
    # next one has 4 rated days.
    assert "Of these 13 weeks, 9 had at least 80 % of their practice done." in text
    assert "Of these" not in describe_practice_and_stiffness(
        practice_and_stiffness(log), weeks.head(5)
    )
    assert describe_practice_and_stiffness(together().iloc[:0]).endswith(NOT_CAUSE)
