"""The verdict on stiffness in words: numbers first, for every verdict and every thin case."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import VERDICTS, stiffness_change
from mobility_analysis.words.signals import describe_trend
from mobility_analysis.words.stiffness import (
    NEIGHBOURS_ALIKE,
    NEVER_RATED,
    RATED_AFTER_ONLY,
    brief_stiffness,
    change_words,
    describe_stiffness_change,
    describe_windows,
    means_words,
    neighbours_caveat,
    window_moments,
)
from mobility_analysis.words.verdict import (
    MOSTLY_BAD_DAYS,
    best_words,
    high_days_words,
    means_arrow,
    verdict_words,
    written,
)
from tests.diaries import has_no_forbidden, rated, run_of, two_windows

NEVER = ("no verdict", "improved", "worse", "low from the start", "autocorrelation", "interval")


def change_of(log: MobilityLog, **options: object) -> pd.DataFrame:
    return stiffness_change(log, **options)  # type: ignore[arg-type]


def said(log: MobilityLog, **options: object) -> str:
    change = change_of(log, **options)
    text = describe_stiffness_change(change)
    assert has_no_forbidden(text + brief_stiffness(change))
    assert not [word for word in NEVER if word in text + brief_stiffness(change)]
    return text


def steady(first: float, last: float, **options: object) -> str:
    """The words on 14 equal days in each window."""
    return said(two_windows([first] * 14, [last] * 14), **options)


# From 1 Sep to 22 Nov 2026 are 83 days: windows of 28, 1 to 28 Sep and 26 Oct to 22 Nov.
# Of days all equal within their window: s2 = 1/12; 26 pairs of 28 days give r1 = 2 (13/14) / 26 =
# 0.0714, r = (26 x 0.0714 + 10) / 46 = 0.258; load = 14 + 2 (14 x 0.347 - 0.468) = 22.8;
# SE2 = 1/12 x 2 x 22.8 / 196 = 0.0194; own variation 2.7 x 0.139 = 0.376.


def test_a_fall_past_the_mark_gives_numbers_then_verdict_then_size() -> None:
    text = steady(6, 3)
    assert text.startswith(
        "Self-rated stiffness: 3.0 points lower than in the first 4 weeks, 6.0 to 3.0: more than "
        "this diary's own ups and downs would usually give (0.4), and past the 2-point mark "
        "(mark borrowed from pain ratings)."
    )
    assert (
        "First 4 weeks: 14 of 28 days rated (1 to 28 Sep 2026); last 4 weeks: 14 of 28 days rated "
        "(26 Oct to 22 Nov 2026); ratings used: waking." in text
    )
    assert "In per cent of the first mean: 50 % lower." in text


def test_the_short_form_has_the_verdict_alone_and_keeps_the_caption() -> None:
    change = change_of(two_windows([6] * 14, [4.5] * 14))
    own = "more than this diary's own ups and downs would usually give (0.4)"
    lead = "Self-rated stiffness: 1.5 points lower than in the first 4 weeks, 6.0 to 4.5: "
    assert brief_stiffness(change) == (
        f"{lead}{own}, but less than the 2-point mark (mark borrowed from pain ratings)."
    )
    assert means_words(change) == ("6.0", "4.5")


def test_exactly_two_points_is_at_the_mark() -> None:
    assert ", and at the 2-point mark (mark" in steady(6, 4)


def test_just_under_two_points_is_never_written_as_two() -> None:
    # First mean 6; last (4 x 13 + 4.5) / 14 = 4.0357: 1.9643 lower.
    text = said(two_windows([6] * 14, [4] * 13 + [4.5]))
    assert "1.96 points lower than in the first 4 weeks, 6.00 to 4.04: more" in text
    assert "but less than the 2-point mark" in text


def test_two_points_from_high_up_may_miss_the_thirty_per_cent() -> None:
    # 9 to 6.9 is 2.1 points but 23 %.
    assert (
        ", and past the 2-point mark (mark borrowed from pain ratings), but at 23 % short of the "
        "30 % that goes with it." in steady(9, 6.9)
    )


def test_a_rise_needs_no_per_cent() -> None:
    text = steady(3, 5.5)
    assert "2.5 points higher than in the first 4 weeks, 3.0 to 5.5: more than this" in text
    assert ", and past the 2-point mark" in text
    assert "lower than a first one in 0 of 100 comparisons, the same in 0, higher in 100." in text


def test_within_the_diarys_own_ups_and_downs_no_mark_is_named() -> None:
    # Means 5 and 4: all first days 3.4 and 6.6 in turn, all last days 2.4 and 5.6. The spread of
    # 1.6 points gives far more than the 1 point between them.
    change = change_of(two_windows([3.4, 6.6] * 7, [2.4, 5.6] * 7))
    assert change["own_variation_points"].iloc[0] > 1
    own = f"{change['own_variation_points'].iloc[0]:.1f}"
    assert brief_stiffness(change) == (
        "Self-rated stiffness: 1.0 point lower than in the first 4 weeks, 5.0 to 4.0: within this "
        f"diary's own ups and downs ({own})."
    )


def test_less_than_a_point_is_not_called_within_what_it_exceeds() -> None:
    # 0.8 is more than the 0.4 of the diary's own, and still less than the least change of 1 point.
    text = steady(4, 3.2)
    assert "0.8 points lower than in the first 4 weeks, 4.0 to 3.2: under the 1 point" in text
    assert "under the 1 point from which a change is told." in text
    assert "within" not in text


def test_no_distance_is_never_called_no_change() -> None:
    words = "0 points different from the first 4 weeks, 4.0 to 4.0: within this diary's own"
    assert words in steady(4, 4)
    tiny = said(two_windows([4] * 14, [4] * 13 + [4.4]))  # 0.4 / 14 = 0.029 higher
    assert "no different to one decimal from the first 4 weeks, 4.0 to 4.0: within" in tiny


def test_what_is_written_adds_up_and_lies_on_its_true_side() -> None:
    row = change_of(two_windows([6] * 14, [4.5] * 14)).iloc[0]
    # 5.75 and 4.04: one decimal would read 1.7 from 5.8 to 4.0.
    odd = row.copy()
    odd[["baseline_mean", "recent_mean", "change_points"]] = [5.75, 4.04, -1.71]
    assert verdict_words(odd).startswith(
        "1.71 points lower than in the first 4 weeks, 5.75 to 4.04"
    )
    # 1.04 against 0.98 would read "1.0: more than (1.0)".
    near = row.copy()
    near[["baseline_mean", "recent_mean", "change_points"]] = [5.0, 3.96, -1.04]
    near["own_variation_points"] = 0.98
    near["is_past_mark"] = False
    assert "1.04 points lower than in the first 4 weeks, 5.00 to 3.96: more" in verdict_words(near)
    assert "(0.98)" in verdict_words(near)


@pytest.mark.parametrize(
    ("recent", "best", "up"), [(4.56, 2.58, "1.98"), (4.5, 2.5, "2.0"), (4.46, 3.48, "0.98")]
)
def test_the_distance_from_the_best_weeks_is_not_written_as_a_limit_it_misses(
    recent: float, best: float, up: str
) -> None:
    row = change_of(two_windows([4.5] * 14, [4.5] * 14)).iloc[0].copy()
    row[["recent_mean", "best_mean", "up_from_best_points"]] = [recent, best, recent - best]
    row["change_points"] = recent - row["baseline_mean"]
    assert written(row).up_from_best == up


@pytest.mark.parametrize(("recent", "shown"), [(7.96, "7.96"), (8.0, "8.0"), (7.94, "7.9")])
def test_a_mean_is_not_written_as_a_high_one_that_it_is_not(recent: float, shown: str) -> None:
    row = change_of(two_windows([7.9] * 14, [7.9] * 14)).iloc[0].copy()
    row[["baseline_mean", "recent_mean", "change_points"]] = [7.4, recent, recent - 7.4]
    row["best_mean"] = row["up_from_best_points"] = float("nan")
    assert written(row).recent == shown


def test_an_arrow_has_the_decimals_of_the_sentences() -> None:
    row = change_of(two_windows([6] * 14, [4.5] * 14)).iloc[0]
    odd, own = row.copy(), row.copy()
    odd[["baseline_mean", "recent_mean", "change_points"]] = [5.75, 4.04, -1.71]
    own[["baseline_mean", "recent_mean", "change_points"]] = [5.0, 3.96, -1.04]
    own["own_variation_points"] = 0.98  # 1.0 of 1.0 is not more
    best = row.copy()  # 4.5 less 3.25 is 1.25: 1.2 from 3.2 to 4.5 does not add up
    best[["best_mean", "up_from_best_points"]] = [3.25, 1.25]
    arrows = ("6.0 → 4.5", "5.75 → 4.04", "5.00 → 3.96", "6.00 → 4.50")
    for each, arrow in zip((row, odd, own, best), arrows, strict=True):
        assert means_arrow(each) == arrow
        assert means_arrow(each) == f"{written(each).baseline} → {written(each).recent}"


def test_no_percentage_below_a_baseline_of_three() -> None:
    assert "In per cent" not in steady(2.9, 1.5)
    assert "In per cent of the first mean: 33 % lower." in steady(3, 2)


def test_the_other_mark_and_no_mark() -> None:
    text = steady(4, 3, benchmark="asas")
    assert ", and at the 1-point mark (mark borrowed from ASAS" in text
    none = steady(4, 3, benchmark=None)
    assert "would usually give (0.4). First 4 weeks:" in none
    assert "mark" not in none


def test_comparisons_are_said_in_three_parts_that_add_up_to_100() -> None:
    # 14 x 14 = 196 pairs. First days 5 (13 of them) and 4; last days 4 (10) and 5 (4):
    # lower 13 x 10 = 130 (66.3), the same 13 x 4 + 1 x 10 = 62 (31.6), higher 1 x 4 = 4 (2.0).
    log = two_windows([5] * 13 + [4], [4] * 10 + [5] * 4)
    assert (
        "A recent day was lower than a first one in 66 of 100 comparisons, the same in 32, higher "
        "in 2." in said(log)
    )
    assert "comparisons" not in brief_stiffness(change_of(log))
    # In 1 of the 196 the recent day is higher, 0.5 of 100: it is never written as 0.
    one = said(two_windows([5] * 13 + [4.5], [4] * 13 + [4.8]))
    assert "in 99 of 100 comparisons, the same in 0, higher in 1." in one
    assert "in 0 of 100 comparisons, the same in 100, higher in 0." in steady(4, 4)


@pytest.mark.parametrize(
    ("own", "is_said"),
    [(0.6, True), (0.5, False), (0.49, False), (float("nan"), False)],
)
def test_alike_days_weaken_comparisons_from_the_verdicts_own_figure_on(
    own: float, is_said: bool
) -> None:
    assert neighbours_caveat(own) == ([NEIGHBOURS_ALIKE] if is_said else [])
    change = change_of(two_windows([6] * 14, [3] * 14)).assign(own_autocorrelation=own)
    assert (NEIGHBOURS_ALIKE in describe_stiffness_change(change)) == is_said
    assert NEIGHBOURS_ALIKE not in brief_stiffness(change)


def test_best_weeks_and_days_of_seven_or_more_are_in_the_details() -> None:
    # First 14 days at 7, 28 days at 2 from 1 Oct, 14 at 5 from 9 Nov: 3 points above the best.
    # Of the 28 days that hold ratings of 2 alone the latest end on 8 Nov.
    rows = run_of("2026-09-01", [7] * 14) + run_of("2026-10-01", [2] * 28)
    rows += run_of("2026-11-09", [5] * 14)
    change = change_of(log_from_tables(stiffness=rows, as_of="2026-12-06"))
    row = change.iloc[0]
    assert best_words(row) == (
        "5.0 now, 3.0 points above the best 4 weeks (2.0, 12 Oct to 8 Nov 2026)"
    )
    assert high_days_words(row) == (
        "Days with a rating of 7 or more: 14 of 14 rated days in the first 4 weeks, 0 of 14 rated "
        "days in the last 4 weeks"
    )
    text = describe_stiffness_change(change)
    assert f"{best_words(row)}." in text
    alone = row.copy()
    alone[["days_high_baseline", "baseline_days"]] = 1
    assert ": 1 of 1 rated day in the first 4 weeks" in high_days_words(alone)
    # The lead has the days of 7 or more, so that the details do not say them again.
    assert text.count(high_days_words(row)) == 1
    assert best_words(row) not in brief_stiffness(change)
    # 14 of 14 against 0 of 14 days: the lead says so, and the small print does not again.
    assert high_days_words(row) in brief_stiffness(change)
    assert high_days_words(row) not in describe_windows(change)
    assert high_days_words(change_of(two_windows([6] * 14, [4] * 14)).iloc[0]) == ""


def test_windows_of_a_short_diary_are_named_by_their_days() -> None:
    # 31 days: half of them, rounded down, are 15.
    log = log_from_tables(stiffness=run_of("2026-10-23", [6] * 15 + [5] + [3] * 15))
    text = said(log)
    assert "3.0 points lower than in the first 15 days, 6.0 to 3.0: more" in text
    assert "First 15 days: 15 of 15 days rated (23 Oct to 6 Nov 2026); last 15 days: 15 of" in text


def test_a_stated_baseline_is_not_called_the_first_weeks() -> None:
    log = two_windows([6] * 27, [3] * 14)
    text = said(log, baseline_start="2026-09-10")
    assert "3.0 points lower than in the 4 weeks from 10 Sep 2026, 6.0 to 3.0: more" in text
    assert "4 weeks from 10 Sep 2026: 18 of 28 days rated" in text
    assert "first 4 weeks" not in text
    assert "the first 4 weeks" in said(log, baseline_start="2026-09-01")


def test_too_few_ratings_say_how_many_and_how_many_are_needed() -> None:
    # Windows of 28 days need 28 / 3, so 10, rated days each; a mean needs 5.
    text = brief_stiffness(change_of(two_windows([4, 4, 4], [3] * 12)))
    assert text == (
        "Not enough ratings of stiffness for a verdict: rated on 12 of the last 28 days, 3 of the "
        "first 28; at least 10 of each are needed (self-rated)."
    )


def test_bad_days_alone_are_not_taken_for_the_whole() -> None:
    # 14 days of the first 28 against 6 of the last: no verdict, the numbers, and what they may be.
    log = two_windows([3] * 14, [6] * 6)
    text = brief_stiffness(change_of(log))
    assert text == (
        "Not enough ratings of stiffness for a verdict: rated on 6 of the last 28 days, 14 of the "
        "first 28; at least 10 of each are needed (self-rated). On the days rated: 3.0 points "
        f"higher than in the first 4 weeks, 3.0 to 6.0. {MOSTLY_BAD_DAYS}"
    )
    assert "mark" not in said(log)
    # With 10 days there is a verdict, and of 24 against 10 it is said all the same.
    many = brief_stiffness(change_of(two_windows([3] * 24, [6] * 10)))
    assert many.endswith(f" Rated on 10 of the last 28 days, 24 of the first 28. {MOSTLY_BAD_DAYS}")
    assert MOSTLY_BAD_DAYS not in brief_stiffness(change_of(two_windows([3] * 20, [6] * 10)))


def test_a_young_diary_says_before_when_no_comparison_is_possible() -> None:
    # First rated 14 Nov: its 28th day is 11 Dec.
    log = log_from_tables(stiffness=run_of("2026-11-14", [5] * 9), as_of="2026-11-22")
    assert said(log) == (
        "Not enough days of stiffness to compare yet: 9 days rated. No comparison before 11 Dec "
        "2026; it needs at least 5 rated days in each half of the diary (self-rated)."
    )
    full = log_from_tables(stiffness=run_of("2026-11-14", [5] * 28))
    assert "First 14 days: 14 of 14 days rated (14 to 27 Nov 2026)" in said(full)


def test_last_heard_is_said_with_its_days() -> None:
    rows = run_of("2026-06-01", [4] * 10) + run_of("2026-09-01", [6.5] * 6)
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert (
        "When last heard (10 Aug to 6 Sep 2026, 6 rated days): 2.5 points higher than in the first "
        "4 weeks, 4.0 to 6.5." in text
    )
    assert "rated on none of the last 28 days, 10 of the first 28" in text
    assert "mark" not in text


def test_a_small_distance_when_last_heard_is_said_as_that_of_the_last_weeks_is() -> None:
    # Ten days at 4, then 4, 4, 4, 4, 4 and 4.2: 0.2 / 6 = 0.033 higher.
    rows = run_of("2026-06-01", [4] * 10) + run_of("2026-09-01", [4] * 5 + [4.2])
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert "6 rated days): no different to one decimal from the first 4 weeks, 4.0 to 4.0." in text


def test_other_moments_of_the_day_are_not_compared() -> None:
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-11-09", [3] * 10, "evening")
    log = log_from_tables(stiffness=rows, as_of="2026-11-22")
    text = said(log)
    assert text.startswith(
        "Self-rated stiffness is not comparable: the moments of the day that were rated (waking "
        "and evening) differ between the first 4 weeks"
    )
    assert "6.0" not in text
    assert "3.0" not in text


def test_the_moments_of_each_window_are_named_where_they_are_known() -> None:
    # First weeks: 10 waking, and 1 of an unstated moment; last weeks: 10 evening ratings, and one
    # straight after a session, which is not used.
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-09-12", [6], "")
    rows += run_of("2026-11-09", [3] * 10, "evening") + run_of("2026-11-20", [1], "after")
    log = log_from_tables(stiffness=rows, as_of="2026-11-22")
    change = stiffness_change(log)
    text = describe_stiffness_change(change, moments=window_moments(log, change))
    assert text == (
        "Self-rated stiffness is not comparable: the moments of the day that were rated differ "
        "between the first 4 weeks (1 to 28 Sep 2026, 11 rated days: 10 ratings waking and 1 "
        "unstated moment) and the last 4 weeks (26 Oct to 22 Nov 2026, 10: all evening), and no "
        "one moment has 10 rated days in both."
    )
    assert describe_windows(change) == ""  # the sentence names windows and moments


def test_where_there_are_no_windows_the_moments_are_named_all_the_same() -> None:
    unstated = stiffness_change(log_from_tables(stiffness=run_of("2026-11-14", [5], "")))
    assert describe_windows(unstated) == ""
    assert describe_windows(stiffness_change(log_from_tables())) == ""


def test_a_comparison_held_to_one_moment_says_so_in_the_lead_too() -> None:
    # 24 weeks of waking scores at 6; evening scores at 2 join in the last 12.
    rows = run_of("2026-06-08", [6] * 168, "waking") + run_of("2026-08-31", [2] * 84, "evening")
    change = stiffness_change(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    lead = brief_stiffness(change)
    assert "0 points different from the first 4 weeks, 6.0 to 6.0: within this diary's own" in lead
    assert lead.endswith("Compared by waking ratings alone, since the mix of moments differs.")
    assert "ratings used: waking only, since the mix of moments differs." in (
        describe_stiffness_change(change)
    )


def test_an_unstated_moment_is_called_unstated() -> None:
    rows = rated({f"2026-09-0{i}": 4.0 for i in range(1, 7)})
    rows += rated({f"2026-11-1{i}": 4.0 for i in range(1, 7)})
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert "the moment of the day is not stated" in text


def test_never_rated() -> None:
    log = log_from_tables(
        sessions=[{"client": "ana", "date": "2026-11-20", "exercise": "down-dog"}]
    )
    assert said(log) == "Stiffness was never rated in this log."
    assert change_words(stiffness_change(log)) == "not rated"
    assert describe_stiffness_change(stiffness_change(log).iloc[:0]).startswith("Stiffness was")


def test_a_table_of_two_clients_is_refused_by_name() -> None:
    rows = run_of("2026-11-01", [4] * 9)
    rows += [{**row, "client": "ben"} for row in rows]
    change = stiffness_change(log_from_tables(stiffness=rows))
    with pytest.raises(ValueError, match="is about one client, but these tables hold ana and ben"):
        describe_stiffness_change(change)


def test_every_verdict_there_is_was_tried() -> None:
    tried = {
        "lower": two_windows([6] * 14, [3] * 14),
        "higher": two_windows([3] * 14, [5.5] * 14),
        "within own variation": two_windows([4] * 14, [3.5] * 14),
        "not enough ratings": two_windows([4], [3]),
        "not comparable": log_from_tables(
            stiffness=run_of("2026-09-01", [6] * 10) + run_of("2026-11-09", [3] * 10, "evening"),
            as_of="2026-11-22",
        ),
    }
    assert set(tried) == set(VERDICTS)
    for verdict, log in tried.items():
        assert stiffness_change(log)["verdict"].tolist() == [verdict]
        assert "self-rated" in said(log).lower()


def test_ratings_straight_after_sessions_alone_are_told_from_none_by_the_table() -> None:
    after = run_of("2026-11-02", [4] * 5, moment="after")
    # A row that is looked at later does not count: to 1 Nov there is none.
    for as_of, said in (("2026-11-22", RATED_AFTER_ONLY), ("2026-11-01", NEVER_RATED)):
        change = change_of(log_from_tables(stiffness=after, as_of=as_of))
        assert describe_stiffness_change(change) == brief_stiffness(change) == said
        assert describe_trend(change) == said
    mixed = change_of(log_from_tables(stiffness=after + run_of("2026-11-10", [4])))
    assert not mixed["is_rated_after_only"].iloc[0]
    assert NEVER_RATED not in describe_stiffness_change(mixed)
    # Where ratings after sessions are used, the days have values.
    log = log_from_tables(stiffness=after)
    assert not stiffness_change(log, moments=["after"])["is_rated_after_only"].iloc[0]
