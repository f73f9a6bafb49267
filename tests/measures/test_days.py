"""Days, weeks, masks and windows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_logs import done, log_of, paused, prescribed

from mobility_analysis.log import MobilityLog
from mobility_analysis.log.schema import WEEKDAYS
from mobility_analysis.measures.days import (
    WeekGrid,
    day_dates,
    day_numbers,
    days_in,
    first_true,
    four_weeks_to,
    mask_array,
    monday_of,
    n_days,
    paused_masks,
    runs,
    span_masks,
    sunday_of,
    turned_masks,
    weekday_masks,
    window_of,
)

MONDAY = day_numbers(pd.Series(pd.to_datetime(["2026-11-02"])))


def test_a_day_number_is_a_date_and_back_whatever_the_time_of_day() -> None:
    dates = pd.Series(pd.to_datetime(["2026-11-02 00:00", "2026-11-02 23:59", "1969-12-31 12:00"]))
    assert day_numbers(dates).tolist() == [20759, 20759, -1]
    assert [str(day) for day in day_dates(day_numbers(dates))] == [
        "2026-11-02T00:00:00.000000",
        "2026-11-02T00:00:00.000000",
        "1969-12-31T00:00:00.000000",
    ]


def test_weeks_run_from_monday_to_sunday_across_a_year_end() -> None:
    # 2025-12-29 is a Monday; 2026-01-04 the Sunday of its week (ISO week 1 of 2026).
    days = day_numbers(pd.Series(pd.date_range("2025-12-28", "2026-01-05")))
    grid = WeekGrid()
    weeks = grid.week(days)
    assert (weeks - weeks[0]).tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 2]
    assert grid.bit(days).tolist() == [6, 0, 1, 2, 3, 4, 5, 6, 0]
    assert day_dates(grid.day(weeks))[1] == np.datetime64("2025-12-29")


def test_blocks_of_seven_days_may_end_on_any_day() -> None:
    days = day_numbers(pd.Series(pd.date_range("2026-11-06", "2026-11-19")))
    grid = WeekGrid.ending_at(int(days[-1]))
    assert grid.bit(days).tolist() == [0, 1, 2, 3, 4, 5, 6] * 2
    assert np.unique(grid.week(days)).size == 2


@pytest.mark.parametrize(
    ("first", "last", "mask"),
    [
        (0, 6, 0b1111111),
        (-3, 9, 0b1111111),
        (3, 3, 0b0001000),
        (5, 20, 0b1100000),
        (-4, 1, 0b0000011),
        (7, 9, 0),
        (-4, -1, 0),
    ],
)
def test_a_span_within_a_week(first: int, last: int, mask: int) -> None:
    assert span_masks(MONDAY + first, MONDAY + last, MONDAY).tolist() == [mask]


def test_named_weekdays_in_weeks_and_in_blocks() -> None:
    assert weekday_masks(pd.Series(["Mon Wed Fri", "", "Sun"]), WeekGrid()).tolist() == [
        0b0010101,
        0,
        0b1000000,
    ]
    # A block that ends on Thursday begins on Friday: Monday is its fourth day.
    from_friday = WeekGrid.ending_at(int(MONDAY[0]) + 3)
    assert weekday_masks(pd.Series(["Mon", "Fri", "Thu"]), from_friday).tolist() == [
        0b1000,
        0b1,
        0b1000000,
    ]


@given(days=st.lists(st.sampled_from(WEEKDAYS), unique=True), first=st.integers(0, 20))
def test_weeks_from_monday_are_turned_into_others(days: list[str], first: int) -> None:
    named, grid = pd.Series([" ".join(days)]), WeekGrid(first)
    turned = turned_masks(weekday_masks(named, WeekGrid()), grid)
    assert turned.tolist() == weekday_masks(named, grid).tolist()


@given(rows=st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1))
def test_the_first_condition_that_holds_is_told(rows: list[list[bool]]) -> None:
    places = [row.index(True) if True in row else 3 for row in rows]
    assert first_true([*np.array(rows).T]).tolist() == places


def test_fifteen_conditions_are_told_apart() -> None:
    assert first_true([*np.eye(16, dtype=bool)[:15]]).tolist() == [*range(16)]


def test_days_with_a_row_and_days_in_masks() -> None:
    week = int(WeekGrid().week(MONDAY)[0])
    client = np.array([0, 0, 1, 1], dtype="int16")
    masks = mask_array(
        client, week + np.array([0, 0, 0, 3]), np.array([0, 0, 2, 0]), 2, range(week, week + 2)
    )
    assert masks.tolist() == [[0b1, 0], [0b100, 0]]
    assert n_days(masks).sum() == 2


def test_many_clients_do_not_overflow_their_codes() -> None:
    week = int(WeekGrid().week(MONDAY)[0])
    client = np.array([30_000], dtype="int16")
    last = np.array([week + 5])
    masks = mask_array(client, last, np.array([0]), 30_001, range(week, week + 6))
    assert masks[30_000].tolist() == [0, 0, 0, 0, 0, 1]
    assert n_days(masks).sum() == 1


def test_pauses_that_meet_or_run_on() -> None:
    pauses = paused("2026-11-04", "2026-11-10") + paused("2026-11-19")
    log = log_of("2026-11-22", prescribed("2026-11-02", "3"), pauses=pauses)
    week = int(WeekGrid().week(MONDAY)[0])
    masks = paused_masks(log, int(MONDAY[0]) + 20, range(week, week + 3), WeekGrid())
    # Wed to Sun; Mon and Tue; Thu to Sun (a Sunday is as_of).
    assert masks.tolist() == [[0b1111100, 0b0000011, 0b1111000]]


def test_runs_side_by_side() -> None:
    run, step = runs(np.array([3, 0, 1]))
    assert run.tolist() == [0, 0, 0, 2]
    assert step.tolist() == [0, 1, 2, 0]
    assert [len(part) for part in runs(np.array([], dtype="int64"))] == [0, 0]


def test_a_window_ends_at_as_of_and_may_be_empty() -> None:
    log = log_of("2026-11-22", prescribed("2026-11-02", "3"), sessions=done("2026-11-02"))
    assert window_of(log, None, None).last == int(MONDAY[0]) + 20
    assert window_of(log, "2026-11-03 18:00", "2026-11-02") == window_of(
        log, pd.Timestamp("2026-11-03"), pd.Timestamp("2026-11-02 23:00")
    )
    empty = window_of(log, "2026-11-01", "2026-11-02")
    assert empty.first > empty.last


def test_a_log_without_dates_has_an_empty_window() -> None:
    window = window_of(MobilityLog(), None, None)
    assert window.first > window.last
    assert not window.has_as_of


@pytest.mark.parametrize("name", ["as_of", "start"])
def test_what_is_no_date_is_said_so(name: str) -> None:
    given = {"as_of": None, "start": None} | {name: "next week"}
    with pytest.raises(
        ValueError, match=f"{name}: 'next week' is not a day; write it as 2026-11-22"
    ):
        window_of(MobilityLog(), **given)


@pytest.mark.parametrize("name", ["as_of", "start"])
def test_a_day_that_can_be_two_is_never_guessed(name: str) -> None:
    given = {"as_of": None, "start": None} | {name: "03/11/2026"}
    with pytest.raises(ValueError, match=f"{name}: '03/11/2026' can be 3 November 2026"):
        window_of(MobilityLog(), **given)


@pytest.mark.parametrize("day", ["2026-11-16", "2026-11-19", "2026-11-22"])
def test_a_week_is_from_monday_to_sunday(day: str) -> None:
    found = pd.Timestamp(day)
    assert (monday_of(found), sunday_of(found)) == (
        pd.Timestamp("2026-11-16"),
        pd.Timestamp("2026-11-22"),
    )


def test_four_weeks_are_twenty_eight_days_both_ends_counted() -> None:
    last = pd.Timestamp("2027-01-10")  # 10 days of January and the last 18 of December
    assert four_weeks_to(last) == pd.Timestamp("2026-12-14")
    assert days_in(four_weeks_to(last), last) == 28
    assert days_in(last, last) == 1
