"""How often and how much, in words."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import log_from_tables
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.summary import small_print
from mobility_analysis.words.dose import (
    brief_often,
    describe_readings,
    dose_words,
    often_words,
    reading_words,
)


def row(written: str, times: float = 3.0, **more: object) -> dict[str, object]:
    plain = {"is_as_needed": False, "weekdays": "", "exercise": "down-dog"}
    return {**plain, "times_per_week": times, "times_per_week_written": written, **more}


@pytest.mark.parametrize(
    ("prescribed", "often", "brief", "reading"),
    [
        (row("3"), "3 times a week", "3 a week", ""),
        (row("1", 1.0), "1 time a week", "1 a week", ""),
        (row("2.5", 2.5), "2.5 times a week", "2.5 a week", ""),
        (row("3-4"), "3-4 times a week", "3-4 a week", "3 a week"),
        (row("every other day", 3.5), "every other day", "every other day", "3.5 a week"),
        (row("every 3 days", 7 / 3), "every 3 days", "every 3 days", "2.3 a week"),
        (row("as needed", float("nan"), is_as_needed=True), "as needed", "as needed", ""),
        (row("", 2.0, weekdays="Mon Wed"), "Mon Wed", "on Mon and Wed", ""),
    ],
)
def test_how_often(prescribed: dict[str, object], often: str, brief: str, reading: str) -> None:
    assert often_words(prescribed) == often
    assert brief_often(prescribed) == brief
    assert reading_words(prescribed) == reading


def test_what_is_counted_is_said_once_each_and_the_rest_is_counted() -> None:
    rows = [row("3-4"), row("3-4"), *(row("every 3 days", 7 / 3, exercise=e) for e in "abcd")]
    assert describe_readings(rows, {"down-dog": "Down Dog"}) == (
        "Counted: Down Dog, 3-4 times a week, as 3 a week; a, every 3 days, as 2.3 a week; b, "
        "every 3 days, as 2.3 a week; 2 more."
    )
    assert describe_readings([row("3")], {}) == ""


def test_the_page_says_what_every_other_day_is() -> None:
    log = log_from_tables(
        programme=[{"exercise": "down-dog", "start": "2026-11-02",
                    "times_per_week": "Every other day"}],
        sessions=[{"date": "2026-11-02", "exercise": "down-dog"}],
        as_of="2026-11-15",
    )  # fmt: skip
    said = small_print(client_contents(log, log.clients[0]))
    assert "Counted: Down Dog, every other day, as 3.5 a week." in said


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ({"sets": 2, "reps": 8, "hold_s": 5.0, "load_kg": 2.5}, "2 × 8, hold 5 s, 2.5 kg"),
        ({"sets": 1, "reps": None}, "1 set"),
        ({"sets": None, "reps": 10}, "10 repetitions"),
        ({"sets": None, "reps": None, "duration_min": 40}, "40 min"),
        ({"sets": pd.NA, "reps": pd.NA}, ""),
    ],
)
def test_how_much(size: dict[str, object], words: str) -> None:
    assert dose_words(size) == words
