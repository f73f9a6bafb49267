"""Practice of all exercises together, week by week."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.adherence.overall import overall_adherence
from mobility_analysis.measures.adherence.weekly import weekly_practice
from mobility_analysis.sample.make import make_sample_log


def log_of(programme: list[dict[str, str]], sessions: list[tuple[str, str]], **more) -> MobilityLog:
    return log_from_tables(
        programme=[{"client": "ana", "start": "2026-11-02", **row} for row in programme],
        sessions=[{"client": "ana", "date": d, "exercise": e} for d, e in sessions],
        **more,
    )


def test_one_exercise_does_not_make_up_for_another() -> None:
    log = log_of(
        [{"exercise": "down-dog", "times_per_week": "2"},
         {"exercise": "bear-rolls", "times_per_week": "3"}],
        [("2026-11-02", "down-dog"), ("2026-11-03", "down-dog"), ("2026-11-04", "down-dog"),
         ("2026-11-05", "bear-rolls")],
        as_of="2026-11-15",
    )  # fmt: skip
    table = weekly_practice(log)
    # Week 1: due 2 + 3 = 5; counted min(3, 2) + min(1, 3) = 3; extra 1. Week 2: nothing logged.
    assert table["prescribed"].tolist() == [5.0, 5.0]
    assert table["done"].tolist() == [4, 0]
    assert table["counted"].tolist() == [3.0, 0.0]
    assert table["extra"].tolist() == [1.0, 0.0]
    assert table["adherence"].tolist() == [0.6, 0.0]
    assert table["state"].tolist() == ["some done", "nothing logged"]


def test_all_done_paused_and_rated_only_keep_apart() -> None:
    log = log_of(
        [{"exercise": "down-dog", "times_per_week": "1"}],
        [("2026-11-02", "down-dog")],
        stiffness=[{"client": "ana", "date": "2026-11-17", "score": 3}],
        pauses=[{"client": "ana", "start": "2026-11-09", "end": "2026-11-15"}],
        as_of="2026-11-22",
    )
    table = weekly_practice(log)
    assert table["state"].tolist() == ["all done", "paused", "ratings only"]
    assert pd.isna(table["adherence"].iloc[1])


def test_as_needed_stands_outside_where_anything_has_a_number() -> None:
    log = log_of(
        [{"exercise": "down-dog", "times_per_week": "2"},
         {"exercise": "bear-rolls", "times_per_week": "as needed"}],
        [("2026-11-02", "down-dog"), ("2026-11-03", "bear-rolls")],
        as_of="2026-11-08",
    )  # fmt: skip
    assert weekly_practice(log)["done"].tolist() == [1]
    alone = log_of(
        [{"exercise": "bear-rolls", "times_per_week": "as needed"}],
        [("2026-11-03", "bear-rolls")],
        as_of="2026-11-08",
    )
    table = weekly_practice(alone)
    assert table["done"].tolist() == [1]
    assert table[["prescribed", "counted", "adherence"]].isna().all(axis=None)


@pytest.mark.parametrize("column", ["prescribed", "done", "counted", "extra", "partial", "skipped"])
def test_weeks_add_up_to_the_whole(column: str) -> None:
    log = log_from_tables(**make_sample_log())
    whole = overall_adherence(log, by="client").set_index("client")[column]
    weeks = weekly_practice(log).groupby("client")[column].sum()
    assert (weeks - whole).abs().max() < 1e-9


def test_an_empty_log_gives_the_same_columns() -> None:
    full = weekly_practice(log_of([{"exercise": "down-dog", "times_per_week": "1"}], []))
    empty = weekly_practice(log_from_tables())
    assert list(empty.columns) == list(full.columns)
    assert len(empty) == 0
