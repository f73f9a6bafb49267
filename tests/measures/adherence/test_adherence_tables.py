"""The other tables of practice: unprescribed sessions, definitions, coverage and the calendar."""

from __future__ import annotations

import pandas as pd
import pytest
from practice_logs import done, log_of, paused, prescribed, rated

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.adherence import (
    DAY_STATES,
    adherence_definitions,
    daily_practice,
    focus_area_coverage,
    unprescribed_sessions,
)

BEAR = {"exercise": "bear-rolls"}


def test_each_reason_of_an_unprescribed_session_and_their_order() -> None:
    # Down Dog from 9 to 15 and from 23 November; paused on 8, 10 and 17.
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-09", "3", end="2026-11-15"),
        prescribed("2026-11-23", "as needed"),
        sessions=done("2026-11-08", "2026-11-09", "2026-11-17", "2026-11-24")
        + done("2026-11-10", status="skipped")
        + done("2026-11-10", **BEAR),
        pauses=[p for d in ("08", "10", "17") for p in paused(f"2026-11-{d}", f"2026-11-{d}")],
    )
    table = unprescribed_sessions(log)
    assert list(table.columns) == ["client", "exercise", "date", "status", "reason"]
    rows = zip(
        table["exercise"], table["date"].dt.day, table["status"], table["reason"], strict=True
    )
    assert list(rows) == [
        ("bear-rolls", 10, "done", "never prescribed"),
        ("down-dog", 8, "done", "before it starts"),
        ("down-dog", 10, "skipped", "paused"),
        ("down-dog", 17, "done", "after it ends"),
    ]


def test_without_a_programme_nothing_is_unprescribed() -> None:
    log = log_from_tables(sessions=done("2026-11-02"), pauses=paused("2026-11-01"))
    table = unprescribed_sessions(log)
    assert table.empty
    assert table["date"].dtype == "datetime64[us]"
    assert table["reason"].dtype == "str"


def test_unprescribed_sessions_of_the_window_only() -> None:
    log = log_of(
        "2026-11-29",
        prescribed("2026-11-09", "3"),
        sessions=done("2026-11-02", "2026-11-05", "2026-11-07"),
    )
    table = unprescribed_sessions(log, start="2026-11-04", as_of="2026-11-10")
    assert table["date"].dt.day.tolist() == [5, 7]
    # As of 6 November the prescription of 9 November is not known: no programme, so no row.
    assert unprescribed_sessions(log, as_of="2026-11-06").empty


def test_the_worked_example_under_every_definition() -> None:
    # 3 a week of 1 x 10; done 6, 0, 3, 3 with 1 x 10 each.
    sessions = done(
        "2026-11-02", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06",
        "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-23", "2026-11-25", "2026-11-27",
        sets="1", reps="10",
    )  # fmt: skip
    programme = prescribed("2026-11-02", "3", sets="1", reps="10")
    table = adherence_definitions(log_of("2026-11-29", programme, sessions=sessions))
    assert list(table.columns) == ["client", "definition", "adherence", "meaning"]
    assert table.set_index("definition")["adherence"].to_dict() == {
        "adherence": 0.75,
        "adherence_uncapped": 1.0,
        "adherence_capped_overall": 1.0,
        "weeks_met": 0.75,
        "repetitions_adherence": 0.75,
        "adherence_weeks_logged": 1.0,
    }
    assert table["meaning"].str.endswith(".").all()
    assert "at least 80 %" in table["meaning"].iloc[3]


def test_definitions_say_nothing_where_sessions_were_never_logged() -> None:
    log = log_of("2026-11-15", prescribed("2026-11-02", "3"), stiffness=rated("2026-11-03"))
    assert adherence_definitions(log)["adherence"].isna().all()
    assert adherence_definitions(log_from_tables()).empty
    met = adherence_definitions(log, threshold=0.7).iloc[3]
    assert "at least 70 %" in met["meaning"]


def test_coverage_names_what_trains_each_area_and_what_nothing_trains() -> None:
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "2"),
        prescribed("2026-11-02", "3", exercise="foam-roller-overpressure"),
        prescribed("2026-11-02", "as needed", **BEAR),
        sessions=done("2026-11-02") + done("2026-11-02", "2026-11-03", **BEAR),
    )
    table = focus_area_coverage(log).set_index("focus_area")
    # Thoracic flexion: Down Dog 2 a week and the roller 3 a week; one done.
    row = table.loc["thoracic flexion"]
    assert (row["state"], row["n_exercises"]) == ("prescribed", 2)
    assert row["exercises"] == "down-dog; foam-roller-overpressure"
    assert (row["prescribed"], row["done"], row["counted"], row["adherence"]) == (5.0, 1, 1.0, 0.2)
    row = table.loc["thoracic rotation"]
    assert (row["state"], row["exercises"], row["done"]) == ("as needed", "bear-rolls", 2)
    row = table.loc["overhead"]
    assert (row["state"], row["n_exercises"], row["exercises"]) == ("not prescribed", 0, "")
    assert len(table) == 7


def test_coverage_without_a_programme() -> None:
    table = focus_area_coverage(log_from_tables(sessions=done("2026-11-02")))
    assert set(table["state"]) == {"no programme"}
    assert (table["n_exercises"] == 0).all()
    assert focus_area_coverage(log_from_tables()).empty


def days(log, **options) -> list[str]:
    table = daily_practice(log, **options)
    return table.loc[table["exercise"] == "down-dog", "state"].tolist()


def test_each_state_of_a_day() -> None:
    # 2 done (and skipped), 3 partial, 4 skipped, 5 a rating only, 6 silent, 7 paused, 8 outside.
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "3", end="2026-11-07"),
        sessions=done("2026-11-02", status="skipped")
        + done("2026-11-02", "2026-11-07", "2026-11-08")
        + done("2026-11-03", status="partial")
        + done("2026-11-04", status="skipped"),
        stiffness=rated("2026-11-05"),
        pauses=paused("2026-11-07", "2026-11-07"),
    )
    assert days(log) == [
        "done", "partial", "skipped", "not done", "nothing logged", "paused", "not prescribed",
    ]  # fmt: skip
    assert set(days(log)) == set(DAY_STATES)
    outside = daily_practice(log)
    assert outside.loc[outside["is_unprescribed"], "date"].dt.day.tolist() == [7, 8]


def test_a_weekday_that_is_not_named_is_not_due() -> None:
    log = log_of("2026-11-05", prescribed("2026-11-02", "Mon Wed"), sessions=done("2026-11-03"))
    assert days(log) == ["nothing logged", "done", "nothing logged", "not prescribed"]


def test_as_needed_is_never_missed() -> None:
    log = log_of("2026-11-04", prescribed("2026-11-02", "as needed"), sessions=done("2026-11-03"))
    assert days(log) == ["not prescribed", "done", "not prescribed"]


def test_all_exercises_of_a_client_have_the_same_days() -> None:
    log = log_of(
        "2026-11-05",
        prescribed("2026-11-02", "3"),
        prescribed("2026-11-04", "3", **BEAR),
        sessions=done("2026-11-02"),
    )
    table = daily_practice(log)
    assert table.groupby("exercise", observed=True)["date"].agg(["min", "max", "size"]).to_dict(
        "list"
    ) == {"min": [pd.Timestamp("2026-11-02")] * 2, "max": [pd.Timestamp("2026-11-05")] * 2,
          "size": [4, 4]}  # fmt: skip
    of_bear = table.loc[table["exercise"] == "bear-rolls", "state"].tolist()
    assert of_bear == ["not prescribed", "not prescribed", "nothing logged", "nothing logged"]


def test_a_calendar_without_a_programme_begins_with_the_first_session() -> None:
    log = log_from_tables(sessions=done("2026-11-02", "2026-11-04"), pauses=paused("2026-11-01"))
    assert days(log) == ["done", "not prescribed", "done"]


def test_a_calendar_from_start() -> None:
    log = log_of("2026-11-05", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    assert days(log, start="2026-11-04") == ["nothing logged", "nothing logged"]


@pytest.mark.parametrize("start", [None, "2026-12-24"])
def test_an_empty_calendar_has_its_columns(start: str | None) -> None:
    log = log_from_tables(stiffness=rated("2026-11-02"))
    table = daily_practice(log, start=start)
    assert table.empty
    assert list(table.columns) == [
        "client",
        "exercise",
        "date",
        "state",
        "is_unprescribed",
        "is_as_needed",
    ]
    assert table["state"].cat.categories.tolist() == list(DAY_STATES)
