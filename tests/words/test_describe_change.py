"""The verdict on stiffness in words: numbers first, for every verdict and every thin case."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import VERDICTS, stiffness_change
from mobility_analysis.words.stiffness import (
    brief_stiffness,
    change_words,
    describe_stiffness_change,
    describe_windows,
    means_words,
    neighbours_caveat,
    window_moments,
)
from tests.diaries import has_no_forbidden, rated, run_of, two_windows

SEVEN = [4, 4, 4, 4, 4, 4, 4]


def said(log: MobilityLog, **options: object) -> str:
    change = stiffness_change(log, **options)  # type: ignore[arg-type]
    text = describe_stiffness_change(change)
    assert has_no_forbidden(text + brief_stiffness(change))
    return text


def test_less_than_the_mark_gives_the_numbers_first() -> None:
    # Baseline mean 4.0, recent mean (2 + 2 + 2 + 3 + 3) / 5 = 2.4: 1.6 lower, 40 %.
    # NAP: every recent day (2, 2, 2, 3, 3) is below every baseline day (4).
    text = said(two_windows(SEVEN, [2, 2, 2, 3, 3]))
    assert text.startswith(
        "Self-rated stiffness: 1.6 points lower, 4.0 to 2.4, less than the 2-point mark "
        "(mark borrowed from pain ratings)."
    )
    assert (
        "Baseline: 7 of 14 days rated (1 to 14 Sep 2026); recent: 5 of 14 days rated "
        "(9 to 22 Nov 2026); ratings used: waking." in text
    )
    assert "In per cent of the baseline: 40 % lower." in text
    assert "A recent day was better than a baseline day in 100 of 100 comparisons" in text


def test_improved_is_past_the_mark() -> None:
    text = said(two_windows([6] * 7, [3] * 5))
    assert "3.0 points lower, 6.0 to 3.0, past the 2-point mark" in text


def test_exactly_two_points_is_at_the_mark() -> None:
    assert "2.0 points lower, 6.0 to 4.0, at the 2-point mark" in said(
        two_windows([6] * 7, [4] * 5)
    )


def test_just_under_two_points_is_never_written_as_two() -> None:
    # Baseline 6; recent (4 * 13 + 4.5) / 14 = 4.0357: 1.9643 lower.
    text = said(two_windows([6] * 14, [4] * 13 + [4.5]))
    assert "1.96 points lower, 6.00 to 4.04, less than the 2-point mark" in text


def test_two_points_from_high_up_may_miss_the_thirty_per_cent() -> None:
    # 9 to 6.9 is 2.1 points but 23 %.
    text = said(two_windows([9] * 7, [6.9] * 5))
    assert "2.1 points lower, 9.0 to 6.9, past the 2-point mark but, at 23 %, less than the" in text
    assert "30 % mark" in text


def test_worse_is_past_the_mark_upwards() -> None:
    text = said(two_windows([3] * 7, [5.5] * 5))
    assert "2.5 points higher, 3.0 to 5.5, past the 2-point mark" in text
    assert "in 0 of 100 comparisons" in text


def test_low_from_the_start_says_so_and_shows_no_percentage() -> None:
    text = said(two_windows([1.5] * 7, [0.5] * 5))
    assert "1.0 point lower, 1.5 to 0.5, low from the start (baseline under 2)" in text
    assert "In per cent" not in text


def test_no_percentage_below_a_baseline_of_three() -> None:
    assert "In per cent" not in said(two_windows([2.9] * 7, [2] * 5))
    assert "In per cent of the baseline: 33 % lower." in said(two_windows([3] * 7, [2] * 5))


def test_no_distance_is_never_called_no_change() -> None:
    text = said(two_windows(SEVEN, [4] * 5))
    assert "0 points apart, 4.0 to 4.0, less than the 2-point mark" in text


@pytest.mark.parametrize("score", [0, 4, 10])
def test_where_all_days_are_equal_none_is_said_to_be_better(score: int) -> None:
    log = two_windows([score] * 14, [score] * 14)
    change = stiffness_change(log)
    assert change["nap"].tolist() == [0.5]  # every pair a tie, each counted as one half
    assert "comparisons" not in said(log)
    assert brief_stiffness(change).endswith("(mark borrowed from pain ratings).")


def test_an_even_count_of_days_that_differ_is_said() -> None:
    # Baseline mean 4, recent (1 + 3 + 3 + 5 + 7) / 5 = 3.8: of the 5 recent days three are lower
    # and two higher than the 4 of each baseline day: 60 of 100.
    assert "in 60 of 100 comparisons" in said(two_windows(SEVEN, [1, 3, 3, 5, 7]))
    # Two lower, one equal, two higher: 50 of 100, though the means are 0.2 apart.
    assert "in 50 of 100 comparisons" in said(two_windows(SEVEN, [1, 3, 4, 5, 6]))


def test_the_other_mark_and_no_mark() -> None:
    log = two_windows(SEVEN, [3] * 5)
    text = said(log, benchmark="asas")
    assert "1.0 point lower, 4.0 to 3.0, at the 1-point mark (mark borrowed from ASAS" in text
    none = said(log, benchmark=None)
    assert none.startswith("Self-rated stiffness: 1.0 point lower, 4.0 to 3.0. Baseline:")
    assert "mark" not in none


def test_comparisons_are_cut_so_that_only_all_is_100() -> None:
    # 14 x 14 = 196 pairs, in one of which the recent day is higher: 195 / 196 = 0.9949.
    text = said(two_windows([5] * 13 + [4.5], [4] * 13 + [4.8]))
    assert "in 99 of 100 comparisons" in text


def test_alike_neighbouring_days_weaken_what_is_said() -> None:
    drift = [6, 6, 6, 6, 5.5, 5.5, 5, 5, 5, 5, 4.5, 4.5, 4, 4]
    text = said(two_windows(drift, [3, 3, 3, 3, 2.5, 2.5, 2.5]))
    assert "Neighbouring days are alike (lag-1 autocorrelation 0." in text
    assert "so the evidence is weaker than it looks." in text
    assert "weaker" not in said(two_windows([4, 6, 4, 6, 4, 6, 4], [4, 6, 4, 6, 4, 6, 4]))


@pytest.mark.parametrize(
    ("lag1", "shown"),
    [(0.5999, "0.60"), (0.594, "0.59"), (0.306, "0.31"), (0.304, "0.304"), (0.30041, "0.3004"),
     (0.300001, "just over 0.3"), (0.30, ""), (0.2999, ""), (float("nan"), "")],
)  # fmt: skip
def test_how_alike_days_are_is_rounded_and_never_seems_under_the_mark(
    lag1: float, shown: str
) -> None:
    said_of = " ".join(neighbours_caveat(lag1))
    assert said_of == (
        f"Neighbouring days are alike (lag-1 autocorrelation {shown}), so the evidence is weaker "
        "than it looks."
        if shown
        else ""
    )


def test_too_few_ratings_say_how_many_and_how_many_are_needed() -> None:
    text = said(two_windows([4, 4, 4], [3] * 6))
    assert text == (
        "Not enough ratings of stiffness to compare: 3 rated days in the baseline "
        "(1 to 14 Sep 2026), 6 in the recent window (9 to 22 Nov 2026); at least 5 are needed in "
        "each (self-rated)."
    )


def test_overlapping_windows_say_from_when_a_verdict_is_possible() -> None:
    # First rated 14 Nov: baseline 14 to 27 Nov; a window of 14 days after it ends on 11 Dec.
    log = log_from_tables(stiffness=run_of("2026-11-14", [5] * 9), as_of="2026-11-22")
    text = said(log)
    assert text.startswith("Not enough ratings of stiffness to compare yet: 9 rated days in the")
    assert "A verdict is possible from 11 Dec 2026, with at least 5 rated days in each" in text


def test_last_heard_is_said_with_its_days() -> None:
    rows = run_of("2026-06-01", [4] * 10) + run_of("2026-09-01", [6.5] * 6)
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert (
        "When last heard (24 Aug to 6 Sep 2026, 6 rated days): 2.5 points higher, 4.0 to 6.5, "
        "past the 2-point mark (mark borrowed from pain ratings)." in text
    )


def test_last_heard_below_the_mark_names_no_mark() -> None:
    rows = run_of("2026-06-01", [4] * 10) + run_of("2026-09-01", [5] * 6)
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert "1.0 point higher, 4.0 to 5.0." in text


def test_other_moments_of_the_day_are_not_compared() -> None:
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-11-09", [3] * 10, "evening")
    log = log_from_tables(stiffness=rows, as_of="2026-11-22")
    text = said(log)
    assert text.startswith(
        "Self-rated stiffness is not comparable: the moments of the day that were rated (waking "
        "and evening) differ between the baseline"
    )
    assert "6.0" not in text
    assert "3.0" not in text


def test_the_moments_of_each_window_are_named_where_they_are_known() -> None:
    # Baseline 1 to 14 Sep: 10 waking, and 1 of an unstated moment; recent: 10 evening ratings,
    # and one straight after a session, which is not used.
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-09-12", [6], "")
    rows += run_of("2026-11-09", [3] * 10, "evening") + run_of("2026-11-20", [1], "after")
    log = log_from_tables(stiffness=rows, as_of="2026-11-22")
    change = stiffness_change(log)
    text = describe_stiffness_change(change, moments=window_moments(log, change))
    assert text == (
        "Self-rated stiffness is not comparable: the moments of the day that were rated differ "
        "between the baseline (1 to 14 Sep 2026, 11 rated days: 10 ratings waking and 1 unstated "
        "moment) and the recent window (9 to 22 Nov 2026, 10: all evening), and no one moment "
        "has 5 rated days in both."
    )
    assert describe_windows(change) == ""  # the sentence names windows and moments


def test_where_there_is_no_verdict_yet_the_moments_are_named_all_the_same() -> None:
    rows = run_of("2026-11-14", [5] * 5, "waking") + run_of("2026-11-19", [5] * 4, "evening")
    change = stiffness_change(log_from_tables(stiffness=rows))
    assert describe_windows(change) == "Ratings used: waking and evening."
    unstated = stiffness_change(log_from_tables(stiffness=run_of("2026-11-14", [5], "")))
    assert describe_windows(unstated) == "The moment of the day is not stated."
    assert describe_windows(stiffness_change(log_from_tables())) == ""


def test_a_comparison_held_to_one_moment_says_so() -> None:
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-11-09", [4] * 6, "waking")
    rows += run_of("2026-11-09", [2] * 14, "evening")
    text = said(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert "ratings used: waking only, since the mix of moments differs." in text
    assert "2.0 points lower, 6.0 to 4.0" in text


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


def test_the_short_form_keeps_the_caption_or_a_star() -> None:
    change = stiffness_change(two_windows(SEVEN, [2.4] * 5))
    assert "mark (mark borrowed from pain ratings). A recent day" in brief_stiffness(change)
    assert "less than the 2-point mark*. A recent day" in brief_stiffness(change, caption="*")
    assert means_words(change) == ("4.0", "2.4")


def test_every_verdict_there_is_was_tried() -> None:
    tried = {
        "improved": two_windows([6] * 7, [3] * 5),
        "worse": two_windows([3] * 7, [5.5] * 5),
        "low from the start": two_windows([1.5] * 7, [0.5] * 5),
        "less than the mark": two_windows(SEVEN, [3] * 5),
        "not enough ratings": two_windows([4], [3]),
        "not comparable": log_from_tables(
            stiffness=run_of("2026-09-01", [6] * 9) + run_of("2026-11-09", [3] * 9, "evening"),
            as_of="2026-11-22",
        ),
    }
    assert set(tried) == set(VERDICTS)
    for verdict, log in tried.items():
        assert stiffness_change(log)["verdict"].tolist() == [verdict]
        assert "self-rated" in said(log).lower()
    assert isinstance(stiffness_change(tried["worse"]), pd.DataFrame)
