"""Sums over a window, worked by hand, for exercises, focus areas and clients."""

from __future__ import annotations

import pandas as pd
import pytest
from practice_logs import done, log_of, only, paused, prescribed, rated

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.adherence import BANDS, overall_adherence

COLUMNS = [
    "prescribed", "done", "days_done", "partial", "counted", "extra", "skipped", "adherence",
    "adherence_uncapped", "adherence_capped_overall", "adherence_weeks_logged", "weeks_met",
    "weeks_full", "repetitions_adherence", "interruptions", "longest_gap_days", "last_done",
    "adherence_last_7_days", "adherence_last_28_days", "band", "held_to",
]  # fmt: skip
RATIOS = [name for name in COLUMNS if name.startswith(("adherence", "repetitions"))]
BEAR = {"exercise": "bear-rolls"}


def test_the_worked_example() -> None:
    # 3 a week; done 6, 0, 3, 3: counted 3 + 0 + 3 + 3 = 9 of 12; done 12 of 12; met 3 of 4.
    sessions = done(
        "2026-11-02", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06",
        "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-23", "2026-11-25", "2026-11-27",
    )  # fmt: skip
    log = log_of("2026-11-29", prescribed("2026-11-02", "3"), sessions=sessions)
    table = overall_adherence(log)
    assert list(table.columns) == ["client", "exercise", *COLUMNS]
    row = only(table)
    assert (row["prescribed"], row["done"], row["days_done"]) == (12.0, 12, 11)
    assert (row["counted"], row["extra"]) == (9.0, 3.0)
    assert row["adherence"] == 0.75
    assert row["adherence_uncapped"] == row["adherence_capped_overall"] == 1.0
    assert (row["weeks_met"], row["weeks_full"]) == (3, 4)
    # Of the three weeks with anything logged, 9 of 9.
    assert row["adherence_weeks_logged"] == 1.0
    # Silent from Sat 7 to Sun 15: 9 days.
    assert (row["longest_gap_days"], row["interruptions"]) == (9, 0)
    assert row["last_done"] == pd.Timestamp("2026-11-27")
    assert (row["adherence_last_7_days"], row["adherence_last_28_days"]) == (1.0, 0.75)
    assert row["band"] == "some"


def test_uncapped_may_pass_one_and_capped_overall_may_not() -> None:
    log = log_of("2026-11-08", prescribed("2026-11-02", "2"), sessions=done(*["2026-11-03"] * 5))
    row = only(overall_adherence(log))
    assert (row["adherence_uncapped"], row["adherence_capped_overall"]) == (2.5, 1.0)
    assert (row["adherence"], row["band"]) == (1.0, "full")


def test_partial_sessions_as_one_half_enter_the_ratios_but_not_done() -> None:
    sessions = done("2026-11-02") + done("2026-11-03", status="partial")
    log = log_of("2026-11-08", prescribed("2026-11-02", "2"), sessions=sessions)
    assert only(overall_adherence(log))["adherence"] == 0.5
    row = only(overall_adherence(log, partial_counts=0.5))
    assert (row["done"], row["partial"], row["counted"]) == (1, 1, 1.5)
    assert row["adherence"] == row["adherence_uncapped"] == 0.75


@pytest.mark.parametrize(
    ("n_done", "band"), [(0, "none"), (1, "low"), (5, "some"), (8, "satisfactory"), (10, "full")]
)
def test_bands(n_done: int, band: str) -> None:
    # 10 a week; one skipped session, so that the client is not silent.
    sessions = done(*["2026-11-02"] * n_done) + done("2026-11-03", status="skipped")
    row = only(
        overall_adherence(log_of("2026-11-08", prescribed("2026-11-02", "10"), sessions=sessions))
    )
    assert row["adherence"] == n_done / 10
    assert row["band"] == band
    assert band in BANDS


def test_just_under_a_mark_is_under_it() -> None:
    # 4 of 4.9 is 81.6 %; 3.9 is not 80 % of 4.9: 31 of 39 is 79.5 %.
    sessions = done(*["2026-11-02"] * 31)
    row = only(
        overall_adherence(log_of("2026-11-08", prescribed("2026-11-02", "39"), sessions=sessions))
    )
    assert row["band"] == "some"
    assert row["weeks_met"] == 0


def test_rounding_does_not_decide_a_mark() -> None:
    # One day each at 1, 1 and five times 2.4 a week: 14 / 7 = 2, but the floats add up to
    # 14.000000000000002, and the 2 done are not quite all of it.
    often = ("1", "1", "2.4", "2.4", "2.4", "2.4", "2.4")
    rows = [
        prescribed(f"2026-11-0{day}", times, end=f"2026-11-0{day}")
        for day, times in enumerate(often, start=2)
    ]
    log = log_of("2026-11-08", *rows, sessions=done("2026-11-02", "2026-11-03"))
    row = only(overall_adherence(log, threshold=1.0))
    assert row["adherence"] < 1
    assert (row["weeks_met"], row["band"]) == (1, "full")


def test_never_logged_a_session_is_unknown_and_not_none() -> None:
    log = log_of("2026-11-15", prescribed("2026-11-02", "3"), stiffness=rated("2026-11-03"))
    for by in ("exercise", "client"):
        row = only(overall_adherence(log, by=by))
        assert row["band"] == "unknown"
        assert all(pd.isna(row[name]) for name in RATIOS)
        assert (row["prescribed"], row["done"], row["counted"]) == (6.0, 0, 0.0)
        assert (row["weeks_met"], row["weeks_full"], row["longest_gap_days"]) == (0, 2, 14)


def test_another_client_s_sessions_do_not_make_practice_known() -> None:
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        prescribed("2026-11-02", "3", client="ben"),
        sessions=done("2026-11-03", client="ben"),
    )
    assert overall_adherence(log)["band"].tolist() == ["unknown", "low"]


def test_one_skipped_session_of_another_exercise_makes_none_of_unknown() -> None:
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-10-01", status="skipped", **BEAR),
    )
    row = only(overall_adherence(log))
    assert (row["adherence"], row["band"]) == (0.0, "none")
    # Both weeks are silent: none of the weeks logged has anything prescribed.
    assert pd.isna(row["adherence_weeks_logged"])
    later = only(overall_adherence(log, as_of="2026-09-30", by="client"))
    assert later["band"] == "no programme", "a later prescription is not known yet"


def test_weeks_logged_leaves_out_silence_but_not_weeks_with_ratings() -> None:
    # 1 a week: done, silent, a rating only: 1 of 3 by default, 1 of 2 of the weeks logged.
    log = log_of(
        "2026-11-22",
        prescribed("2026-11-02", "1"),
        sessions=done("2026-11-02"),
        stiffness=rated("2026-11-18"),
    )
    row = only(overall_adherence(log))
    assert row["adherence"] == pytest.approx(1 / 3, abs=1e-15)
    assert row["adherence_weeks_logged"] == 0.5


def test_weeks_met_looks_at_full_weeks_only() -> None:
    # Part week from Thursday, two full weeks (one met: 2 of 2.5 is 80 %), a part week to Tuesday.
    log = log_of(
        "2026-11-24",
        prescribed("2026-11-05", "2.5"),
        sessions=done("2026-11-10", "2026-11-11", "2026-11-17", "2026-11-23"),
    )
    row = only(overall_adherence(log))
    assert (row["weeks_met"], row["weeks_full"]) == (1, 2)
    assert only(overall_adherence(log, threshold=0.85))["weeks_met"] == 0
    assert only(overall_adherence(log, threshold=0.4))["weeks_met"] == 2


def test_weeks_of_a_client_are_met_on_pooled_sums() -> None:
    # Week 1: 3 of 3 and 1 of 2: 4 of 5 is 80 %, met though Bear Rolls alone is not.
    # Week 2: Bear Rolls paused by its end on Wednesday: a part week, so the week is not full.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        prescribed("2026-11-02", "2", end="2026-11-11", **BEAR),
        sessions=done("2026-11-02", "2026-11-03", "2026-11-04") + done("2026-11-05", **BEAR),
    )
    row = only(overall_adherence(log, by="client"))
    assert (row["weeks_met"], row["weeks_full"]) == (1, 1)
    by_exercise = overall_adherence(log)
    assert by_exercise["exercise"].tolist() == ["bear-rolls", "down-dog"]
    assert by_exercise["weeks_met"].tolist() == [0, 1]
    assert by_exercise["weeks_full"].tolist() == [1, 2]


def test_a_client_does_not_make_up_for_one_exercise_with_another() -> None:
    # 2 a week of each; 4 of Down Dog, none of Bear Rolls: counted 2 of 4.
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2"),
        prescribed("2026-11-02", "2", **BEAR),
        sessions=done("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-04"),
    )
    row = only(overall_adherence(log, by="client"))
    assert (row["prescribed"], row["done"], row["counted"], row["extra"]) == (4.0, 4, 2.0, 2.0)
    assert (row["adherence"], row["adherence_uncapped"]) == (0.5, 1.0)


def test_days_done_of_a_client_are_different_days() -> None:
    sessions = done("2026-11-02", "2026-11-03") + done("2026-11-03", "2026-11-04", **BEAR)
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2"),
        prescribed("2026-11-02", "2", **BEAR),
        sessions=sessions,
    )
    assert only(overall_adherence(log, by="client"))["days_done"] == 3
    assert overall_adherence(log)["days_done"].tolist() == [2, 2]


def test_an_exercise_counts_in_each_of_its_areas_and_untrained_areas_are_listed() -> None:
    # Down Dog trains spinal length and thoracic flexion, Bear Rolls articulation and rotation.
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2"),
        prescribed("2026-11-02", "3", **BEAR),
        sessions=done("2026-11-02") + done("2026-11-02", "2026-11-03", **BEAR),
    )
    table = overall_adherence(log, by="focus_area").set_index("focus_area")
    assert table["prescribed"].to_dict() == {
        "overhead": 0.0,
        "spinal articulation": 3.0,
        "spinal length": 2.0,
        "thoracic extension": 0.0,
        "thoracic flexion": 2.0,
        "thoracic mobility": 0.0,
        "thoracic rotation": 3.0,
    }
    assert table.loc["thoracic rotation", ["done", "counted"]].tolist() == [2, 2.0]
    assert table.loc["overhead", "band"] == "not prescribed"
    assert pd.isna(table.loc["overhead", "adherence"])
    assert table.loc["spinal length", "adherence"] == 0.5


def test_an_untrained_area_is_not_prescribed_even_where_practice_is_unknown() -> None:
    log = log_of("2026-11-15", prescribed("2026-11-02", "3"), stiffness=rated("2026-11-03"))
    table = overall_adherence(log, by="focus_area").set_index("focus_area")
    assert table.loc["spinal length", "band"] == "unknown"
    assert table.loc["overhead", "band"] == "not prescribed"


def test_as_needed_stands_outside_the_sums_of_a_client_with_a_number() -> None:
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2"),
        prescribed("2026-11-02", "as needed", **BEAR),
        sessions=done("2026-11-02") + done("2026-11-03", "2026-11-04", **BEAR),
    )
    bear, dog = overall_adherence(log).to_dict("records")
    assert (bear["done"], bear["band"]) == (2, "as needed")
    empty = ["prescribed", "counted", "extra", "weeks_met", "longest_gap_days", *RATIOS]
    assert all(pd.isna(bear[name]) for name in empty)
    assert (dog["done"], dog["adherence"]) == (1, 0.5)
    whole = only(overall_adherence(log, by="client"))
    assert (whole["done"], whole["days_done"], whole["counted"]) == (1, 1, 1.0)
    assert whole["last_done"] == pd.Timestamp("2026-11-04"), "as needed days are eligible days"


def test_an_exercise_that_became_as_needed_keeps_its_sums_to_the_weeks_with_a_number() -> None:
    # One week of 2, one of them done; then as needed, done twice.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "2", end="2026-11-08"),
        prescribed("2026-11-09", "as needed"),
        sessions=done("2026-11-02", "2026-11-10", "2026-11-11"),
    )
    row = only(overall_adherence(log))
    assert (row["prescribed"], row["done"], row["adherence"]) == (2.0, 1, 0.5)
    # 3 to 8 November; a day "as needed" ends the run.
    assert row["longest_gap_days"] == 6
    assert row["last_done"] == pd.Timestamp("2026-11-11")


def test_a_client_with_as_needed_only_is_as_needed() -> None:
    log = log_of("2026-11-08", prescribed("2026-11-02", "as needed"), sessions=done("2026-11-03"))
    row = only(overall_adherence(log, by="client"))
    assert (row["done"], row["band"], row["days_eligible"]) == (1, "as needed", 7)
    assert pd.isna(row["prescribed"])


def test_a_client_without_programme_has_what_was_done() -> None:
    log = log_from_tables(sessions=done("2026-11-03", "2026-11-03", "2026-11-10"))
    for by in ("exercise", "client"):
        row = only(overall_adherence(log, by=by))
        assert (row["done"], row["days_done"], row["band"]) == (3, 2, "no programme")
        assert row["last_done"] == pd.Timestamp("2026-11-10")
        assert pd.isna(row["prescribed"])
        assert pd.isna(row["adherence"])
        assert pd.isna(row["longest_gap_days"])
    row = only(overall_adherence(log, by="client"))
    assert (row["days_logged"], row["days_eligible"]) == (0, 0)
    only_rated = log_from_tables(stiffness=rated("2026-11-03"))
    assert only(overall_adherence(only_rated, by="client"))["band"] == "no programme"
    assert overall_adherence(only_rated).empty


def test_paused_throughout_is_not_prescribed() -> None:
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-03"),
        pauses=paused("2026-11-01"),
    )
    row = only(overall_adherence(log))
    assert (row["prescribed"], row["done"], row["band"]) == (0.0, 0, "not prescribed")
    assert pd.isna(row["adherence"])
    assert (row["longest_gap_days"], row["weeks_full"]) == (0, 0)


def test_repetitions_are_capped_by_week_and_left_out_where_not_written_down() -> None:
    # 2 a week of 3 x 10: 60 a week. Week 1: 3 x 10 + 2 x 10 = 50. Week 2: 3 times 30 = 90, capped
    # at 60. Week 3: one session without reps: left out. Week 4: none done: 0 of 60.
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-02", "2", sets="3", reps="10"),
        sessions=done("2026-11-02", sets="3", reps="10")
        + done("2026-11-04", sets="2", reps="10")
        + done("2026-11-09", "2026-11-10", "2026-11-11", sets="3", reps="10")
        + done("2026-11-16", sets="3", reps="10")
        + done("2026-11-17", sets="3")
        + done("2026-11-23", status="partial", sets="1", reps="10"),
    )
    row = only(overall_adherence(log))
    assert row["repetitions_adherence"] == pytest.approx((50 + 60 + 0) / 180, abs=1e-12)


def test_repetitions_of_a_prescription_without_them_are_left_out() -> None:
    # Week 1 prescribed without reps; week 2 with 2 x 5 once a week: 8 of 10.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "1", end="2026-11-08", sets="2"),
        prescribed("2026-11-09", "1", sets="2", reps="5"),
        sessions=done("2026-11-02", "2026-11-09", sets="1", reps="8"),
    )
    assert only(overall_adherence(log))["repetitions_adherence"] == pytest.approx(0.8)
    first = log_of(
        "2026-11-08", prescribed("2026-11-02", "1"), sessions=done("2026-11-02", sets="1", reps="8")
    )
    assert pd.isna(only(overall_adherence(first))["repetitions_adherence"])


def test_the_last_7_and_28_days_are_blocks_that_end_at_as_of() -> None:
    # As of Thursday 26 November; 2 a week from 2 November. Blocks: 20-26 (2 of 2), 13-19 (capped
    # 2 of 2 with 3 done), 6-12 (0 of 2), 30 October to 5 (4 of 7 days: 2 x 4/7; 1 done).
    log = log_of(
        "2026-11-26",
        prescribed("2026-11-02", "2"),
        sessions=done(
            "2026-11-20", "2026-11-26", "2026-11-13", "2026-11-14", "2026-11-19", "2026-11-05"
        ),
    )
    row = only(overall_adherence(log))
    assert row["adherence_last_7_days"] == 1.0
    assert row["adherence_last_28_days"] == pytest.approx((2 + 2 + 0 + 1) / (6 + 8 / 7), abs=1e-12)


def test_what_ended_over_28_days_ago_has_no_recent_figure() -> None:
    log = log_of(
        "2026-12-31",
        prescribed("2026-11-02", "2", end="2026-11-29"),
        sessions=done("2026-11-05"),
    )
    row = only(overall_adherence(log))
    assert row["adherence"] == 1 / 8
    assert pd.isna(row["adherence_last_28_days"])


def test_days_logged_of_days_eligible() -> None:
    # Eligible: 2 to 15 November without 9 and 10, 12 days. Entries on 2 (session), 3 (skip of
    # another exercise), 4 (rating, twice), 9 (paused): 3 of 12.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02", "2026-11-09")
        + done("2026-11-03", status="skipped", **BEAR)
        + done("2026-10-30"),
        stiffness=rated("2026-11-04") + rated("2026-11-04", moment="after"),
        pauses=paused("2026-11-09", "2026-11-10"),
    )
    row = only(overall_adherence(log, by="client"))
    assert (row["days_logged"], row["days_eligible"]) == (3, 12)


def test_every_client_of_the_log_has_a_row() -> None:
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02"),
        stiffness=[{"client": "ben", "date": "2026-11-02", "score": "3"}],
        events=[{"client": "cai", "date": "2026-11-02", "kind": "other"}],
    )
    table = overall_adherence(log, by="client")
    assert table["client"].tolist() == ["ana", "ben", "cai"]
    assert table["band"].tolist() == ["low", "no programme", "no programme"]


def test_a_programme_before_start_is_no_missing_programme() -> None:
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-02", "3", end="2026-11-08"),
        sessions=done("2026-11-03"),
    )
    assert overall_adherence(log, start="2026-11-16").empty
    row = only(overall_adherence(log, by="client", start="2026-11-16"))
    assert (row["prescribed"], row["done"], row["band"]) == (0.0, 0, "not prescribed")


@pytest.mark.parametrize("by", ["exercise", "focus_area", "client"])
def test_an_empty_log_has_the_same_columns_and_dtypes(by: str) -> None:
    log = log_of("2026-11-08", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    full, empty = overall_adherence(log, by=by), overall_adherence(log_from_tables(), by=by)
    assert empty.empty
    assert list(empty.columns) == list(full.columns)
    words = [name for name in ("client", "exercise") if name in full]
    assert empty.dtypes.drop(words).equals(full.dtypes.drop(words))


def test_a_log_without_any_dated_row_knows_no_practice() -> None:
    log = log_from_tables(programme=[prescribed("2026-11-02", "3")])
    row = only(overall_adherence(log, by="client"))
    assert row["band"] == "unknown"
    assert overall_adherence(log).empty


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"by": "week"}, "by is 'week'; choose one of 'exercise', 'focus_area', 'client'"),
        ({"threshold": 80}, "threshold is 80; state a share from 0 to 1, such as 0.8"),
        ({"permissible_gap_days": -1}, "permissible_gap_days is -1; state 0 or more days"),
        ({"partial_counts": 2}, "partial_counts is 2; state a share from 0 to 1"),
    ],
)
def test_a_wrong_option_is_named(option: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        overall_adherence(log_from_tables(), **option)
