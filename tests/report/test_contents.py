"""All tables of one client, computed once, and each by its measure."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.adherence import recent_adherence
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.stiffness import stiffness_change
from mobility_analysis.report.contents import TABLE_FILES, ClientContents, client_contents
from tests.diaries import day, practised, prescribed, run_of

# The columns of the design, in its order; more may follow.
ADHERENCE = (
    "prescribed done days_done partial counted extra skipped adherence adherence_uncapped "
    "adherence_capped_overall adherence_weeks_logged weeks_met weeks_full repetitions_adherence "
    "interruptions longest_gap_days last_done adherence_last_7_days adherence_last_28_days band"
)
COLUMNS = {
    "adherence_by_exercise": f"client exercise {ADHERENCE}",
    "adherence_by_focus_area": f"client focus_area {ADHERENCE}",
    "adherence_overall": f"client {ADHERENCE}",
    "adherence_weekly": "client exercise week_start eligible_days prescribed done days_done "
    "partial counted extra skipped is_partial state",
    "adherence_definitions": "client definition adherence meaning",
    "unprescribed": "client exercise date status reason",
    "stiffness_daily": "client date n_ratings score_mean score_worst",
    "stiffness_weekly": "client week_start n_days score_mean score_worst",
    "stiffness_change": "client baseline_start baseline_end baseline_days baseline_mean "
    "recent_start recent_end recent_days recent_mean change_points change_percent "
    "own_variation_points own_autocorrelation verdict benchmark is_past_mark best_start best_end "
    "best_mean up_from_best_points days_high_baseline days_high_recent nap nap_low nap_high "
    "nap_lower nap_equal nap_higher slope_per_week slope_low slope_high lag1_autocorrelation "
    "moments last_heard_start last_heard_end last_heard_mean",
    "run_chart": "client week_start score_mean median longest_run longest_run_limit crossings "
    "crossings_limit signal signal_direction",
    "before_after": "client exercise n_pairs n_better n_same n_worse median_change change_low "
    "change_high",
    "practice_and_stiffness": "client lag_weeks n_weeks spearman_rho p_value verdict",
}
EVENINGS = day("2026-08-24")


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    ben = [{"client": "ben", "date": "2026-11-25", "score": 9}]
    return log_from_tables(
        programme=[prescribed(start="2026-09-01")],
        sessions=practised(["2026-10-20", "2026-11-02", "2026-11-20"]),
        stiffness=run_of("2026-10-01", [5, 4] * 26) + ben,
    )


@pytest.fixture(scope="module")
def contents(log: MobilityLog) -> ClientContents:
    return client_contents(log, "ana")


@pytest.fixture(scope="module")
def empty() -> ClientContents:
    """The contents of a client with a single rating."""
    return client_contents(log_from_tables(stiffness=run_of("2026-11-01", [4])), "ana")


@pytest.mark.parametrize("name", COLUMNS)
def test_each_table_has_the_columns_of_the_design_first(
    contents: ClientContents, empty: ClientContents, name: str
) -> None:
    wanted = COLUMNS[name].split()
    assert list(contents.tables[name].columns[: len(wanted)]) == wanted
    assert list(empty.tables[name].columns) == list(contents.tables[name].columns)


def test_the_tables_are_those_of_one_client(contents: ClientContents) -> None:
    assert tuple(contents.tables) == TABLE_FILES
    for table in contents.tables.values():
        assert set(table["client"].astype("str")) <= {"ana"}
    assert contents.log.clients == ("ana",)


def test_the_day_of_looking_is_that_of_the_whole_log(contents: ClientContents) -> None:
    assert contents.as_of == day("2026-11-25")
    assert contents.facts.last_entry == day("2026-11-21")
    assert not contents.facts.is_only_client


def test_windows_of_28_days_are_those_of_the_measure(
    log: MobilityLog, contents: ClientContents
) -> None:
    own = log.for_client("ana")
    recent = recent_adherence(own, by="client")
    before = recent_adherence(own, by="client", as_of=day("2026-10-28"))
    pd.testing.assert_frame_equal(contents.recent_overall, recent)
    pd.testing.assert_frame_equal(contents.before_overall, before)
    assert contents.recent_start == day("2026-10-29")
    # 3 a week over 28 days is 12; done on 2 and 20 Nov; 1 in the 28 days before.
    assert contents.recent_overall["prescribed"].tolist() == [12.0]
    assert contents.recent_overall["done"].tolist() == [2]
    assert contents.before_overall["done"].tolist() == [1]


def test_the_last_four_weeks_are_blocks_of_7_days_that_end_on_the_day_of_looking() -> None:
    # Once a week; done on Sunday 22 and Wednesday 25 November, the last day: both lie in the block
    # of 19 to 25 November, so that one counts, of 4. Weeks from Monday would count 1 + 3/7.
    log = log_from_tables(
        programme=[prescribed(start="2026-09-01", often="1")],
        sessions=practised(["2026-11-22", "2026-11-25"]),
    )
    contents = client_contents(log, "ana")
    for table in (contents.recent_by_exercise, contents.recent_overall):
        assert table[["prescribed", "done", "counted"]].values.tolist() == [[4, 2, 1]]
        assert table["adherence"].tolist() == [0.25]
    assert contents.adherence_overall["adherence_last_28_days"].tolist() == [0.25]


def test_the_days_behind_the_two_means_give_them(contents: ClientContents) -> None:
    days = contents.window_days
    row = contents.stiffness_change.iloc[0]
    for window in ("baseline", "recent"):
        values = days.loc[days["window"] == window, "score_mean"]
        assert len(values) == row[f"{window}_days"]
        assert values.mean() == pytest.approx(row[f"{window}_mean"], abs=1e-12)


def test_days_of_a_comparison_held_to_one_moment_are_of_that_moment() -> None:
    # Mornings only at first; 10 mornings and 14 evenings in the last 28 days: 42 % are mornings.
    rows = run_of("2026-09-01", [6] * 10) + run_of("2026-11-09", [4] * 10)
    rows += run_of("2026-11-09", [2] * 14, "evening")
    contents = client_contents(log_from_tables(stiffness=rows, as_of="2026-11-22"), "ana")
    recent = contents.window_days[contents.window_days["window"] == "recent"]
    assert recent["score_mean"].tolist() == [4.0] * 10


def test_a_stated_start_cuts_practice_but_not_stiffness(log: MobilityLog) -> None:
    cut = client_contents(log, "ana", start=day("2026-11-10"))
    assert cut.adherence_overall["done"].tolist() == [1]
    assert len(cut.stiffness_daily) == 52
    assert cut.first_day == cut.recent_start == day("2026-11-10")
    assert len(cut.notes) == 0


def test_a_stated_baseline_and_benchmark_are_used(log: MobilityLog) -> None:
    mine = client_contents(
        log, "ana", baseline_start=day("2026-10-15"), benchmark="asas", as_of=day("2026-11-20")
    )
    wanted = stiffness_change(
        log.for_client("ana"),
        as_of=day("2026-11-20"),
        baseline_start=day("2026-10-15"),
        benchmark="asas",
    )
    pd.testing.assert_frame_equal(mine.stiffness_change, wanted)


def test_every_figure_on_both_windows_rests_on_the_stated_baseline() -> None:
    # Mornings near 6 for 12 weeks, then evenings near 2 for 12: from the first day on the windows
    # have no moment in common; from the first evening on (24 August) both are evenings.
    rows = run_of("2026-06-01", [6, 5, 7] * 28) + run_of("2026-08-24", [2, 1, 3] * 28, "evening")
    log = log_from_tables(
        stiffness=rows,
        programme=[prescribed(start="2026-06-01")],
        sessions=practised(["2026-06-02", "2026-11-02"]),
    )
    whole, later = client_contents(log, "ana"), client_contents(log, "ana", baseline_start=EVENINGS)
    assert whole.stiffness_change["verdict"].tolist() == ["not comparable"]
    assert whole.run_chart["signal"].isna().all()
    assert whole.practice_and_stiffness["n_weeks"].tolist() == [0]
    assert len(whole.practice_and_stiffness_weeks) == 0
    assert later.stiffness_change["moments"].tolist() == ["evening"]
    # 12 weeks of evenings; 24 weeks less the first one, as practice goes with the week after.
    assert later.run_chart["signal"].notna().all()
    assert later.practice_and_stiffness["n_weeks"].tolist() == [23]
    assert len(later.practice_and_stiffness_weeks) == 23


def test_high_scores_go_by_the_recent_window_of_the_stated_baseline() -> None:
    # 84 days: the last 28 are at 7.75 (14 at 7, 14 at 8.5); from the 57th day on the diary has 28
    # days, so that its recent window is the last 14.
    log = log_from_tables(stiffness=run_of("2026-06-01", [5] * 56 + [7] * 14 + [8.5] * 14))
    whole = client_contents(log, "ana").high_scores
    later = client_contents(log, "ana", baseline_start=day("2026-07-27")).high_scores
    assert whole[["recent_days", "recent_mean"]].to_numpy().tolist() == [[28, 7.75]]
    assert later[["recent_days", "recent_mean"]].to_numpy().tolist() == [[14, 8.5]]
    assert (whole["is_high_scores"].tolist(), later["is_high_scores"].tolist()) == ([False], [True])


def test_a_review_made_before_is_taken(log: MobilityLog) -> None:
    review = caseload_review(log).assign(reasons="paused now")
    assert client_contents(log, "ana", review=review).review["reasons"].tolist() == ["paused now"]
    assert client_contents(log, "ana").review["client"].tolist() == ["ana"]


def test_contents_are_frozen_and_leave_the_log_alone(
    log: MobilityLog, contents: ClientContents
) -> None:
    before = log.sessions.copy()
    client_contents(log, "ana")
    pd.testing.assert_frame_equal(log.sessions, before)
    with pytest.raises(FrozenInstanceError):
        contents.client = "x"  # type: ignore[misc]
    assert replace(contents, client="x").client == "x"


def test_an_unknown_client_is_named_with_those_there_are(log: MobilityLog) -> None:
    with pytest.raises(ValueError, match=r"no client 'zoe' in this log; it has ana, ben"):
        client_contents(log, "zoe")


def test_what_there_is_is_asked_to_the_day_of_looking(log: MobilityLog) -> None:
    early = client_contents(log, "ana", as_of=day("2026-09-15"))
    assert early.has_programme
    assert not early.has_sessions
    assert not early.has_ratings
    ben = client_contents(log, "ben")
    assert (ben.has_programme, ben.has_sessions, ben.has_ratings) == (False, False, True)
