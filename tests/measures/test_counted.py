"""A log of which nothing is counted twice gives the same tables as any other, cell for cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

import mobility_analysis as ma
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures import counted
from mobility_analysis.measures.adherence.weekly import monthly_adherence, practised_weeks
from mobility_analysis.measures.counted import CountedLog, counted_log, counted_once
from mobility_analysis.measures.days import WeekGrid, window_of
from mobility_analysis.report.contents import TABLES, client_contents

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
MEASURES: tuple[Callable[[MobilityLog], pd.DataFrame], ...] = (
    monthly_adherence,
    ma.weekly_practice,
    ma.weekly_adherence,
    partial(ma.overall_adherence, by="client"),
    partial(ma.daily_stiffness, moments=["waking", "evening"]),
    partial(ma.overall_adherence, by="focus_area", start="2026-09-01"),
    ma.overall_adherence,
    ma.recent_adherence,
    ma.adherence_definitions,
    ma.focus_area_coverage,
    ma.daily_practice,
    ma.unprescribed_sessions,
    ma.caseload_review,
    ma.weekly_practice_and_stiffness,
    ma.practice_and_stiffness,
    ma.daily_stiffness,
    ma.stiffness_change,
)


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    return ma.load_log(SAMPLE)


@pytest.mark.parametrize("order", [1, -1])
def test_tables_are_the_same_in_any_order_and_the_second_time(log: MobilityLog, order: int) -> None:
    once = counted_log(log)
    for make in (*MEASURES[::order], *MEASURES):
        pd.testing.assert_frame_equal(make(once), make(log))


def test_what_is_done_to_a_table_changes_no_other(log: MobilityLog) -> None:
    once = counted_log(log)
    weekly = ma.weekly_adherence(once)
    weekly["month"] = 1
    weekly.loc[0, "done"] = 99
    pd.testing.assert_frame_equal(ma.weekly_adherence(once), ma.weekly_adherence(log))


def test_other_options_are_counted_anew_and_named_ones_are_not(log: MobilityLog) -> None:
    calls: list[float] = []

    @counted_once
    def measure(log: MobilityLog, *, partial_counts: float = 0.0) -> float:
        calls.append(partial_counts)
        return partial_counts

    once = counted_log(log)
    assert [measure(once), measure(once, partial_counts=0.0), measure(log=once)] == [0.0] * 3
    assert measure(once, partial_counts=0.5) == 0.5
    assert calls == [0.0, 0.5]
    assert [measure(log), measure(log)] == [0.0, 0.0]
    assert calls == [0.0, 0.5, 0.0, 0.0]  # of any other log each time


def test_a_log_made_of_it_begins_with_nothing_kept(log: MobilityLog) -> None:
    once = counted_log(log)
    ma.overall_adherence(once)
    assert once.kept
    others: Iterator[MobilityLog] = iter((once.for_client("Ben T"), replace(once, as_of=log.as_of)))
    for other in others:
        assert isinstance(other, CountedLog)
        assert other.kept == {}
    ben = once.for_client("Ben T")
    wanted = ma.overall_adherence(log.for_client("Ben T"))
    pd.testing.assert_frame_equal(ma.overall_adherence(ben), wanted)
    assert fields(CountedLog) == fields(MobilityLog)  # what is kept goes to no other log
    assert repr(once).startswith("MobilityLog\n") == repr(log).startswith("MobilityLog\n")


def test_the_sessions_of_a_client_are_counted_once_for_each_window(
    log: MobilityLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[CountedLog] = []

    def noted(log: MobilityLog) -> CountedLog:
        kept.append(counted.counted_log(log))
        return kept[-1]

    monkeypatch.setattr("mobility_analysis.report.contents.counted_log", noted)
    contents = client_contents(log, "Amira K")
    assert kept == []  # nothing is measured before it is asked for
    for name in ("review", *TABLES):
        getattr(contents, name)
    [once] = kept
    windows = {
        (dict(asked)["window"], dict(asked)["grid"])
        for measure, *asked in once.kept  # type: ignore[misc]
        if measure is practised_weeks.__wrapped__  # type: ignore[attr-defined]
    }
    # By the calendar's weeks, by the last 4 blocks of 7 days and by the 4 before; and what the
    # reasons of a week ago go by, the last 4 blocks of then.
    assert len(windows) == 4
    assert (window_of(log, None, None), WeekGrid()) in windows
