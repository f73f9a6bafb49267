"""Each week worked by hand: what was prescribed, done, counted, and the week's state."""

from __future__ import annotations

import pandas as pd
import pytest
from practice_logs import done, log_of, only, paused, prescribed, rated

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.adherence import STATES, weekly_adherence

COLUMNS = [
    "client", "exercise", "week_start", "eligible_days", "prescribed", "done", "days_done",
    "partial", "counted", "extra", "skipped", "is_partial", "state",
]  # fmt: skip


def weeks(log, **options) -> pd.DataFrame:
    table = weekly_adherence(log, **options)
    return table.assign(state=table["state"].astype("str"))


def test_the_worked_example() -> None:
    # 3 a week; done 6, 0, 3, 3. Six sessions on five days: counted 3, extra 3.
    sessions = done(
        "2026-11-02", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06",
        "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-23", "2026-11-25", "2026-11-27",
    )  # fmt: skip
    table = weeks(log_of("2026-11-29", prescribed("2026-11-02", "3"), sessions=sessions))
    assert list(table.columns) == COLUMNS
    assert table["week_start"].tolist() == list(pd.date_range("2026-11-02", periods=4, freq="7D"))
    assert table["prescribed"].tolist() == [3.0] * 4
    assert table["done"].tolist() == [6, 0, 3, 3]
    assert table["days_done"].tolist() == [5, 0, 3, 3]
    assert table["counted"].tolist() == [3.0, 0.0, 3.0, 3.0]
    assert table["extra"].tolist() == [3.0, 0.0, 0.0, 0.0]
    assert table["state"].tolist() == ["all done", "nothing logged", "all done", "all done"]
    assert not table["is_partial"].any()


def test_part_weeks_keep_their_fractions() -> None:
    # From Thursday: 4 of 7 days, 3 x 4 / 7. To Tuesday: 2 of 7 days, 3 x 2 / 7.
    table = weeks(log_of("2026-11-10", prescribed("2026-11-05", "3"), sessions=done("2026-11-05")))
    assert table["eligible_days"].tolist() == [4, 2]
    assert table["prescribed"].tolist() == [12 / 7, 6 / 7]
    assert table["counted"].tolist() == [1.0, 0.0]
    assert table["is_partial"].tolist() == [True, True]
    assert table["state"].tolist() == ["some done", "nothing logged"]


def test_one_day_of_one_prescription() -> None:
    row = only(
        weeks(log_of("2026-11-05", prescribed("2026-11-05", "7"), sessions=done("2026-11-05")))
    )
    assert (row["eligible_days"], row["prescribed"], row["counted"]) == (1, 1.0, 1.0)
    assert (row["is_partial"], row["state"]) == (True, "all done")


def test_named_weekdays_count_only_where_eligible() -> None:
    # From Tuesday: of Mon Wed Fri, two are left. Paused on the Wednesday after: again two.
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-03", "Mon Wed Fri"),
        sessions=done("2026-11-03"),
        pauses=paused("2026-11-11", "2026-11-11"),
    )
    table = weeks(log)
    assert table["prescribed"].tolist() == [2.0, 2.0]
    assert table["eligible_days"].tolist() == [6, 6]
    assert table["is_partial"].tolist() == [True, True]
    # Done on a day that is not named is still done in that week.
    assert table["counted"].tolist() == [1.0, 0.0]


def test_a_week_in_which_no_named_day_is_left_is_not_prescribed() -> None:
    log = log_of("2026-11-08", prescribed("2026-11-03", "Mon"), sessions=done("2026-11-04"))
    row = only(weeks(log))
    assert (row["prescribed"], row["done"], row["counted"], row["extra"]) == (0.0, 1, 0.0, 1.0)
    assert row["state"] == "not prescribed"


def test_a_programme_changed_in_mid_week_adds_up() -> None:
    # 2 a week on Mon to Wed, 7 a week from Thu: 2 x 3/7 + 7 x 4/7 = 34/7.
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2", end="2026-11-04"),
        prescribed("2026-11-05", "7"),
        sessions=done("2026-11-02", "2026-11-05"),
    )
    row = only(weeks(log))
    assert row["prescribed"] == 34 / 7
    assert (row["eligible_days"], row["done"], row["is_partial"]) == (7, 2, False)


def test_a_gap_between_two_prescriptions_has_no_rows() -> None:
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-02", "3", end="2026-11-08"),
        prescribed("2026-11-23", "3"),
        sessions=done("2026-11-03", "2026-11-11", "2026-11-24"),
    )
    table = weeks(log)
    assert table["week_start"].dt.day.tolist() == [2, 23]
    assert table["done"].tolist() == [1, 1]


def test_a_pause_over_a_week_has_its_row_and_one_over_part_of_it_shortens_it() -> None:
    # Paused from Wed 4 to Sun 15: first week 2 days, second week none, third whole.
    log = log_of(
        "2026-11-22",
        prescribed("2026-11-02", "7"),
        sessions=done("2026-11-02", "2026-11-05", "2026-11-10"),
        pauses=paused("2026-11-04", "2026-11-15"),
    )
    table = weeks(log)
    assert table["eligible_days"].tolist() == [2, 0, 7]
    assert table["prescribed"].tolist() == [2.0, 0.0, 7.0]
    assert table["done"].tolist() == [1, 0, 0]
    assert table["state"].tolist() == ["some done", "paused", "nothing logged"]


def test_partial_and_skipped_sessions_are_counted_apart() -> None:
    sessions = (
        done("2026-11-02")
        + done("2026-11-03", "2026-11-04", status="partial")
        + done("2026-11-05", status="skipped")
    )
    log = log_of("2026-11-08", prescribed("2026-11-02", "2"), sessions=sessions)
    row = only(weeks(log))
    assert (row["done"], row["partial"], row["skipped"], row["days_done"]) == (1, 2, 1, 1)
    assert (row["counted"], row["extra"], row["state"]) == (1.0, 0.0, "some done")
    # Counted as one half each: 1 + 2 x 0.5 = 2 of 2; counted whole: 3 of 2.
    half = only(weeks(log, partial_counts=0.5))
    assert (half["done"], half["counted"], half["extra"]) == (1, 2.0, 0.0)
    assert half["state"] == "all done"
    whole = only(weeks(log, partial_counts=1))
    assert (whole["counted"], whole["extra"]) == (2.0, 1.0)


def test_every_state_of_a_week() -> None:
    # 1 a week. Week 1 all done, 2 only skipped, 3 a rating only, 4 silent, 5 paused;
    # another exercise in week 6.
    sessions = (
        done("2026-10-05")
        + done("2026-10-12", status="skipped")
        + done("2026-11-09", exercise="bear-rolls")
    )
    log = log_of(
        "2026-11-15",
        prescribed("2026-10-05", "1"),
        sessions=sessions,
        stiffness=rated("2026-10-19", moment="after"),
        pauses=paused("2026-11-02", "2026-11-08"),
    )
    assert weeks(log)["state"].tolist() == [
        "all done", "none done", "ratings only", "nothing logged", "paused", "none done",
    ]  # fmt: skip
    assert set(weeks(log)["state"]) < set(STATES)


def test_silence_is_asked_of_the_whole_log_of_that_client_only() -> None:
    sessions = done("2026-11-02") + done("2026-11-10", client="ben")
    log = log_of("2026-11-15", prescribed("2026-11-02", "1"), sessions=sessions)
    table = weeks(log)
    of_ana = table[table["client"] == "ana"]
    assert of_ana["state"].tolist() == ["all done", "nothing logged"]


def test_rounding_does_not_decide_whether_all_was_done() -> None:
    # One day each at 1, 1 and five times 2.4 a week: 14 / 7 = 2, but the floats add up to
    # 14.000000000000002.
    often = ("1", "1", "2.4", "2.4", "2.4", "2.4", "2.4")
    rows = [
        prescribed(f"2026-11-0{day}", times, end=f"2026-11-0{day}")
        for day, times in enumerate(often, start=2)
    ]
    row = only(weeks(log_of("2026-11-08", *rows, sessions=done("2026-11-02", "2026-11-03"))))
    assert row["counted"] < row["prescribed"] < 2 + 1e-9
    assert row["state"] == "all done"


def test_a_week_partly_as_needed_counts_the_eligible_days_of_both() -> None:
    # 7 a week to Wednesday, as needed from Thursday: 3 are due; 2 and 1 done.
    programme = [
        prescribed("2026-11-02", "7", end="2026-11-04"),
        prescribed("2026-11-05", "as needed"),
    ]
    sessions = done("2026-11-02", "2026-11-03", "2026-11-06")
    row = only(weeks(log_of("2026-11-08", *programme, sessions=sessions)))
    assert (row["prescribed"], row["done"], row["counted"]) == (3.0, 3, 3.0)
    assert (row["eligible_days"], row["is_partial"]) == (7, False)
    # Its days with a number all paused: only "as needed" is left.
    excused = log_of(
        "2026-11-08", *programme, sessions=sessions, pauses=paused("2026-11-02", "2026-11-04")
    )
    row = only(weeks(excused))
    assert pd.isna(row["prescribed"])
    assert (row["eligible_days"], row["done"], row["state"]) == (4, 1, "not prescribed")


def test_as_needed_has_rows_without_a_number() -> None:
    log = log_of(
        "2026-11-15",
        prescribed("2026-11-02", "as needed"),
        sessions=done("2026-11-03", "2026-11-10"),
        pauses=paused("2026-11-09"),
    )
    table = weeks(log)
    assert table["done"].tolist() == [1, 0]
    assert table[["prescribed", "counted", "extra"]].isna().all(axis=None)
    assert table["state"].tolist() == ["not prescribed", "paused"]


def test_without_a_programme_there_is_a_row_for_each_week_practised() -> None:
    log = log_from_tables(
        sessions=done("2026-11-03", "2026-11-04") + done("2026-11-17", status="skipped"),
        pauses=paused("2026-11-01"),
        as_of="2026-11-22",
    )
    table = weeks(log)
    assert table["week_start"].dt.day.tolist() == [2, 16]
    assert (table["done"].tolist(), table["skipped"].tolist()) == ([2, 0], [0, 1])
    assert table["prescribed"].isna().all()
    assert table["state"].tolist() == ["not prescribed", "not prescribed"]
    assert table["eligible_days"].tolist() == [0, 0]


def test_nothing_after_as_of_and_nothing_before_start() -> None:
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-02", "7"),
        sessions=done("2026-11-02", "2026-11-11", "2026-11-12", "2026-11-20"),
    )
    table = weeks(log, as_of="2026-11-18", start="2026-11-12")
    assert table["eligible_days"].tolist() == [4, 3]
    assert table["done"].tolist() == [1, 0]
    assert weeks(log, as_of="2026-11-01").empty
    assert weeks(log, start="2026-12-01").empty


def test_a_prescription_after_as_of_is_not_used() -> None:
    log = log_of("2026-11-08", prescribed("2026-11-16", "3"), sessions=done("2026-11-03"))
    row = only(weeks(log))
    assert (row["done"], row["state"]) == (1, "not prescribed")


def test_a_year_end_is_a_week_like_any_other() -> None:
    log = log_of(
        "2027-01-03", prescribed("2026-12-28", "3"), sessions=done("2026-12-31", "2027-01-01")
    )
    row = only(weeks(log))
    assert (row["week_start"], row["prescribed"]) == (pd.Timestamp("2026-12-28"), 3.0)
    assert (row["done"], row["eligible_days"]) == (2, 7)


def test_the_time_of_day_does_not_matter() -> None:
    sessions = done("2026-11-08 23:59", "2026-11-09 00:01")
    log = log_of("2026-11-15", prescribed("2026-11-02", "3"), sessions=sessions)
    assert weeks(log)["done"].tolist() == [1, 1]


def test_an_empty_log_has_the_same_columns_and_dtypes() -> None:
    full = weekly_adherence(
        log_of("2026-11-08", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    )
    empty = weekly_adherence(log_from_tables())
    assert empty.empty
    assert list(empty.columns) == COLUMNS
    words = ["client", "exercise"]
    assert empty.dtypes.drop(words).equals(full.dtypes.drop(words))
    assert [isinstance(empty[name].dtype, pd.CategoricalDtype) for name in words] == [True, True]


def test_the_tables_given_are_not_changed() -> None:
    log = log_of("2026-11-08", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    before = {name: getattr(log, name).copy() for name in ("sessions", "programme", "pauses")}
    weekly_adherence(log)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(log, name), table)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_partial_session_counts_from_nothing_to_one(share: float) -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(ValueError, match=r"partial_counts is .*; state a share from 0 to 1"):
        weekly_adherence(log, partial_counts=share)
