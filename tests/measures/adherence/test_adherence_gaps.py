"""Runs of eligible days without a done session, counted by hand."""

from __future__ import annotations

import pytest
from practice_logs import done, log_of, only, paused, prescribed

from mobility_analysis.measures.adherence import overall_adherence

BEAR = {"exercise": "bear-rolls"}


def gap(log, by="exercise", **options) -> tuple[float, float]:
    row = only(overall_adherence(log, by=by, **options))
    return row["longest_gap_days"], row["interruptions"]


def test_the_run_still_open_at_as_of_counts() -> None:
    # Done on Monday 2; silent from 3 to 20 November: 18 days.
    log = log_of("2026-11-20", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    assert gap(log) == (18, 1)


def test_a_run_of_14_days_is_permissible_and_one_of_15_is_not() -> None:
    sessions = done("2026-11-02", "2026-11-17", "2026-11-18")
    assert gap(log_of("2026-11-18", prescribed("2026-11-02", "3"), sessions=sessions)) == (14, 0)
    sessions = done("2026-11-02", "2026-11-18")
    assert gap(log_of("2026-11-18", prescribed("2026-11-02", "3"), sessions=sessions)) == (15, 1)
    log = log_of("2026-11-18", prescribed("2026-11-02", "3"), sessions=sessions)
    assert gap(log, permissible_gap_days=15) == (15, 0)
    assert gap(log, permissible_gap_days=3) == (15, 1)


def test_a_run_before_the_first_session_counts() -> None:
    log = log_of("2026-11-12", prescribed("2026-11-02", "3"), sessions=done("2026-11-11"))
    assert gap(log) == (9, 0)


def test_paused_days_neither_add_to_a_run_nor_break_it() -> None:
    # Done on 2; 3 to 5 open, 6 to 16 paused (a whole week among them), 17 to 20 open: 3 + 4 = 7.
    log = log_of(
        "2026-11-20",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02"),
        pauses=paused("2026-11-06", "2026-11-16"),
    )
    assert gap(log) == (7, 0)


def test_a_session_during_a_pause_ends_no_run() -> None:
    log = log_of(
        "2026-11-10",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02", "2026-11-06"),
        pauses=paused("2026-11-05", "2026-11-07"),
    )
    # 3 and 4, then 8, 9 and 10.
    assert gap(log) == (5, 0)


def test_days_outside_the_programme_end_a_run() -> None:
    # 3 to 6 (4 days), then a weekend without a prescription, then 9 to 12 (4 days).
    log = log_of(
        "2026-11-12",
        prescribed("2026-11-02", "3", end="2026-11-06"),
        prescribed("2026-11-09", "3"),
        sessions=done("2026-11-02"),
    )
    assert gap(log) == (4, 0)


def test_days_outside_the_programme_that_are_all_paused_do_not() -> None:
    # The same weekend, paused; and the same with two weeks between.
    log = log_of(
        "2026-11-12",
        prescribed("2026-11-02", "3", end="2026-11-06"),
        prescribed("2026-11-09", "3"),
        sessions=done("2026-11-02"),
        pauses=paused("2026-11-07", "2026-11-08"),
    )
    assert gap(log) == (8, 0)
    far = [prescribed("2026-11-02", "3", end="2026-11-06"), prescribed("2026-11-23", "3")]
    sessions = done("2026-11-02")
    between = paused("2026-11-07", "2026-11-22")
    assert gap(log_of("2026-11-26", *far, sessions=sessions, pauses=between)) == (8, 0)
    # One day of them not paused.
    between = paused("2026-11-07", "2026-11-14") + paused("2026-11-16", "2026-11-22")
    assert gap(log_of("2026-11-26", *far, sessions=sessions, pauses=between)) == (4, 0)


def test_partial_and_skipped_sessions_do_not_end_a_run() -> None:
    sessions = done("2026-11-02") + done("2026-11-05", status="partial")
    log = log_of("2026-11-10", prescribed("2026-11-02", "3"), sessions=sessions)
    assert gap(log) == (8, 0)
    assert gap(log, partial_counts=1.0) == (8, 0)


def test_all_days_done_leave_no_gap() -> None:
    log = log_of(
        "2026-11-04",
        prescribed("2026-11-02", "7"),
        sessions=done("2026-11-02", "2026-11-03", "2026-11-04"),
    )
    assert gap(log) == (0, 0)


def test_several_runs_too_long_are_several_interruptions() -> None:
    # 3-7 (5 days), 9-12 (4), 14-20 (7)
    log = log_of(
        "2026-11-20",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02", "2026-11-08", "2026-11-13"),
    )
    assert gap(log, permissible_gap_days=4) == (7, 2)
    assert gap(log, permissible_gap_days=3) == (7, 3)


@pytest.mark.parametrize("by", ["client"])
def test_a_client_has_a_gap_only_where_nothing_at_all_was_done(by: str) -> None:
    # Down Dog from 2, Bear Rolls from 9. Down Dog done on 2, Bear Rolls on 12 and, before its
    # prescription, on 5, which ends no run: 3 to 11 is 9 days, 13 to 15 is 3.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3"),
        prescribed("2026-11-09", "3", **BEAR),
        sessions=done("2026-11-02") + done("2026-11-05", "2026-11-12", **BEAR),
    )
    assert gap(log, by) == (9, 0)
    of_bear, of_dog = overall_adherence(log)["longest_gap_days"]
    # Bear Rolls 9 to 11 and 13 to 15; Down Dog 3 to 15.
    assert (of_bear, of_dog) == (3, 13)


def test_a_client_s_run_goes_on_from_one_exercise_to_the_next() -> None:
    # Down Dog to 8, Bear Rolls from 9: no day outside the programme. 3 to 15: 13 days.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "3", end="2026-11-08"),
        prescribed("2026-11-09", "3", **BEAR),
        sessions=done("2026-11-02"),
    )
    assert gap(log, "client") == (13, 0)
    assert overall_adherence(log)["longest_gap_days"].tolist() == [7, 6]
