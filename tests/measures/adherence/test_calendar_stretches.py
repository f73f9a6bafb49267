"""Days of the calendar that are alike, side by side, as one row."""

from __future__ import annotations

import pandas as pd
from hypothesis import given

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.adherence.calendar import daily_practice, practice_stretches
from tests.strategies import Diary, build, diaries, part_of_the_examples


def test_a_row_is_days_in_a_row_that_are_alike() -> None:
    log = log_from_tables(
        programme=[
            {"client": "ana", "exercise": exercise, "start": "2026-11-02", "times_per_week": "3"}
            for exercise in ("bear-rolls", "down-dog")
        ],
        sessions=[
            {"client": "ana", "date": day, "exercise": "down-dog"}
            for day in ("2026-11-02", "2026-11-03", "2026-11-06")
        ],
        as_of="2026-11-07",
    )
    # down-dog: done on 2 and 3, nothing on 4 and 5, done on 6, nothing on 7
    found = practice_stretches(log)
    rows = [
        (row.exercise, row.first_date.day, row.last_date.day, row.state)
        for row in found.itertuples()
    ]
    assert rows == [
        ("bear-rolls", 2, 3, "not done"),
        ("bear-rolls", 4, 5, "nothing logged"),
        ("bear-rolls", 6, 6, "not done"),
        ("bear-rolls", 7, 7, "nothing logged"),
        ("down-dog", 2, 3, "done"),
        ("down-dog", 4, 5, "nothing logged"),
        ("down-dog", 6, 6, "done"),
        ("down-dog", 7, 7, "nothing logged"),
    ]
    assert list(found.columns) == [
        "client", "exercise", "first_date", "last_date", "state", "is_unprescribed",
    ]  # fmt: skip


def test_an_empty_calendar_has_the_same_columns() -> None:
    log = log_from_tables(stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4}])
    found = practice_stretches(log)
    assert found.empty
    assert list(found.columns)[2:4] == ["first_date", "last_date"]


@part_of_the_examples(0.3)
@given(diary=diaries())
def test_the_days_of_all_rows_are_the_calendar(diary: Diary) -> None:
    log = build(diary)
    daily, found = daily_practice(log).drop(columns="is_as_needed"), practice_stretches(log)
    days = [pd.date_range(row.first_date, row.last_date) for row in found.itertuples()]
    again = found.assign(date=days).explode("date", ignore_index=True)
    again = again.astype({"date": daily["date"].dtype})[list(daily.columns)]
    pd.testing.assert_frame_equal(again, daily, check_categorical=False)
    beside = found.iloc[1:].reset_index(drop=True)
    same = (found.iloc[:-1].reset_index(drop=True)[["client", "exercise", "state",
            "is_unprescribed"]] == beside[["client", "exercise", "state",
            "is_unprescribed"]]).all(axis=1)  # fmt: skip
    assert not same.any()  # no two rows that could be one
