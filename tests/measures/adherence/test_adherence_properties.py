"""What must hold for the tables of practice of any log."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    AS_OF,
    CLIENTS,
    EXERCISES,
    FIRST,
    N_DAYS,
    Diary,
    build,
    day,
    diaries,
    part_of_the_examples,
)

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures import blocks
from mobility_analysis.measures.adherence import (
    daily_practice,
    overall_adherence,
    prescribed,
    recent_adherence,
    sums,
    unprescribed_sessions,
    weekly_adherence,
    weekly_and_overall_adherence,
)

TABLES: dict[str, Callable[..., pd.DataFrame]] = {
    "weekly": weekly_adherence,
    "exercise": overall_adherence,
    "focus_area": lambda log, **more: overall_adherence(log, by="focus_area", **more),
    "client": lambda log, **more: overall_adherence(log, by="client", **more),
    "unprescribed": unprescribed_sessions,
    "daily": daily_practice,
}
"""Definitions and coverage are made of these."""
AREAS = {
    "bear-rolls": {"spinal articulation", "thoracic rotation"},
    "down-dog": {"spinal length", "thoracic flexion"},
    "overhead-opener": {"overhead", "thoracic extension"},
}
FEW = part_of_the_examples(0.5)
"""For tests that make many tables of each log; the day-by-day program tries many logs."""
SUMS = ["prescribed", "counted", "extra", "done", "partial", "skipped"]


def tables_of(log: MobilityLog, **options: object) -> dict[str, pd.DataFrame]:
    return {name: make(log, **options) for name, make in TABLES.items()}


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Hold two tables against each other, sums within rounding."""
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-9, check_categorical=False)


@FEW
@given(diary=diaries(), start=st.none() | st.integers(0, N_DAYS - 1).map(day))
def test_weeks_add_up_to_the_whole(diary: Diary, start: str | None) -> None:
    """Of what counts, a whole window has at most what was prescribed in it."""
    log = build(diary)
    weekly = weekly_adherence(log, start=start)
    by_exercise = overall_adherence(log, start=start)
    for row in by_exercise.to_dict("records"):
        mine = weekly[(weekly["client"] == row["client"]) & (weekly["exercise"] == row["exercise"])]
        with_number = mine[mine["prescribed"].notna()]
        pool = with_number if len(with_number) else mine
        total = pool[SUMS].sum(min_count=1)
        total["counted"] = total[["counted", "prescribed"]].min(skipna=False)
        for name in SUMS:
            assert total[name] == pytest.approx(row[name], abs=1e-9, nan_ok=True), name


@FEW
@given(diary=diaries())
def test_exercises_add_up_to_areas_and_to_the_client(diary: Diary) -> None:
    log = build(diary)
    by_exercise = overall_adherence(log)
    for by in ("client", "focus_area"):
        for row in overall_adherence(log, by=by).to_dict("records"):
            mine = by_exercise[by_exercise["client"] == row["client"]]
            if by == "focus_area":
                training = [name for name in EXERCISES if row["focus_area"] in AREAS[name]]
                mine = mine[mine["exercise"].isin(training)]
            with_number = mine[mine["prescribed"].notna()]
            pool = with_number if len(with_number) else mine
            for name in SUMS:
                expected = row[name] if len(pool) else np.nan
                total = pool[name].sum(min_count=1)
                assert total == pytest.approx(expected, abs=1e-9, nan_ok=True), name


@FEW
@given(
    often=st.sampled_from([(5, 2), (7, 2), (7, 3), (7, 4)]),
    weeks=st.integers(1, 12),
    offset=st.integers(0, 6),
)
def test_nobody_is_marked_down_for_a_fraction_of_a_session(
    often: tuple[int, int], weeks: int, offset: int
) -> None:
    """Who never falls behind what was prescribed, counted from the first day, has done it all.

    Of ``times`` in ``of`` weeks the sessions are spread evenly; in no week more than the share
    rounded up, as every other day is done 4, 3, 4, 3 times of 3.5.
    """
    times, of = often
    first = FIRST + timedelta(days=offset)  # the first and the last week may be parts
    n_days = 7 * weeks
    numbers = [n for n in range(n_days) if n * times // (7 * of) != (n - 1) * times // (7 * of)]
    log = log_from_tables(
        programme=[{"client": "ana", "exercise": "down-dog", "start": first.isoformat(),
                    "times_per_week": str(times / of)}],
        sessions=[{"client": "ana", "exercise": "down-dog",
                   "date": (first + timedelta(days=n)).isoformat()} for n in numbers],
        as_of=(first + timedelta(days=n_days - 1)).isoformat(),
    )  # fmt: skip
    for table in (overall_adherence(log), overall_adherence(log, by="client")):
        row = table.iloc[0]
        assert row["done"] >= row["prescribed"] - 1e-9
        assert row["adherence"] == pytest.approx(1, abs=1e-9)
        assert (row["band"], row["extra"]) == ("full", 0)


@FEW
@given(diary=diaries(has_programme=True), data=st.data())
def test_splitting_a_prescription_at_any_day_changes_nothing(
    diary: Diary, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(diary["programme"]) - 1))
    row = diary["programme"][place]
    first = date.fromisoformat(row["start"])
    last = date.fromisoformat(row["end"]) if row["end"] else AS_OF + timedelta(days=9)
    assume(first < last)
    cut = first + timedelta(days=data.draw(st.integers(0, (last - first).days - 1)))
    split = deepcopy(diary)
    split["programme"][place]["end"] = cut.isoformat()
    split["programme"].append(row | {"start": (cut + timedelta(days=1)).isoformat()})
    whole, parts = tables_of(build(diary)), tables_of(build(split))
    for name, table in whole.items():
        assert_same(parts[name], table)


@FEW
@given(diary=diaries(), r=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(diary: Diary, r) -> None:
    shuffled = {name: r.sample(rows, len(rows)) for name, rows in diary.items()}
    expected = tables_of(build(diary))
    for name, table in tables_of(build(shuffled)).items():
        pd.testing.assert_frame_equal(table, expected[name])


@FEW
@given(diary=diaries())
def test_the_order_of_clients_changes_nothing(diary: Diary) -> None:
    other = dict(zip(CLIENTS, ("zoe", "mia", "eli"), strict=True))
    renamed = {
        name: [row | {"client": other[row["client"]]} for row in rows]
        for name, rows in diary.items()
    }
    found = tables_of(build(renamed))
    for name, table in tables_of(build(diary)).items():
        for client in table["client"].cat.categories:
            assert_same(
                _of(found[name], other[client]).drop(columns="client"),
                _of(table, client).drop(columns="client"),
            )


def _of(table: pd.DataFrame, client: str) -> pd.DataFrame:
    return table[table["client"] == client].reset_index(drop=True)


@FEW
@given(diary=diaries())
def test_other_clients_change_nothing(diary: Diary) -> None:
    log = build(diary)
    whole = tables_of(log)
    for client in log.clients:
        for name, table in tables_of(log.for_client(client)).items():
            found = table.astype({"client": "str"})
            expected = _of(whole[name], client).astype({"client": "str"})
            pd.testing.assert_frame_equal(found, expected)


@FEW
@given(
    diary=diaries(),
    number=st.integers(0, N_DAYS - 1),
    exercise=st.sampled_from(EXERCISES),
    status=st.sampled_from(["done", "partial", "skipped"]),
)
def test_a_session_more_never_lowers_what_was_done(
    diary: Diary, number: int, exercise: str, status: str
) -> None:
    more = deepcopy(diary)
    row = {"client": "ana", "date": day(number), "exercise": exercise, "status": status}
    more["sessions"].append(row | {"note": "one more"})
    log, longer = build(diary), build(more)
    for name in ("weekly", "exercise", "focus_area", "client"):
        before, after = TABLES[name](log), TABLES[name](longer)
        keys = [k for k in ("client", "exercise", "focus_area", "week_start") if k in before]
        both = before.merge(after, on=keys, suffixes=("", "_after"))
        assert len(both) == len(before)
        for column in ("done", "counted", "adherence"):
            if column in before:
                had = both[both[column].notna()]
                assert (had[f"{column}_after"] >= had[column] - 1e-9).all(), column


@FEW
@given(diary=diaries(), weeks=st.integers(-60, 60))
def test_shifting_all_dates_by_weeks_shifts_the_result(diary: Diary, weeks: int) -> None:
    shift = timedelta(weeks=weeks)
    moved = deepcopy(diary)
    for rows in moved.values():
        for row in rows:
            for name in ("date", "start", "end"):
                if row.get(name):
                    row[name] = (date.fromisoformat(row[name]) + shift).isoformat()
    found = tables_of(build(moved, as_of=AS_OF + shift))
    for name, table in tables_of(build(diary)).items():
        for column in ("date", "week_start", "last_done"):
            if column in table:
                table[column] += pd.Timedelta(shift)
        pd.testing.assert_frame_equal(found[name], table)


@FEW
@given(diary=diaries(), first=st.integers(0, N_DAYS - 1), length=st.integers(0, 20))
def test_a_pause_leaves_other_weeks_alone_and_never_raises_what_was_prescribed(
    diary: Diary, first: int, length: int
) -> None:
    last = min(first + length, N_DAYS - 1)
    excused = deepcopy(diary)
    excused["pauses"] = [row for row in diary["pauses"] if row["client"] != "ana"]
    before = weekly_adherence(build(excused))
    excused["pauses"].append({"client": "ana", "start": day(first), "end": day(last)})
    after = weekly_adherence(build(excused))
    pd.testing.assert_frame_equal(after[["client", "exercise", "week_start"]],
                                  before[["client", "exercise", "week_start"]])  # fmt: skip
    assert (after["prescribed"].fillna(0) <= before["prescribed"].fillna(0) + 1e-9).all()
    assert (after["eligible_days"] <= before["eligible_days"]).all()
    monday = before["week_start"]
    is_touched = (
        (before["client"] == "ana")
        & (monday <= pd.Timestamp(day(last)))
        & (monday + pd.Timedelta(days=6) >= pd.Timestamp(day(first)))
    )
    pd.testing.assert_frame_equal(after[~is_touched], before[~is_touched])


@FEW
@given(diary=diaries(), number=st.integers(0, N_DAYS - 1))
def test_what_is_after_as_of_is_used_by_nothing(diary: Diary, number: int) -> None:
    known = {
        name: [dict(row) for row in rows if row.get("date", row.get("start")) <= day(number)]
        for name, rows in diary.items()
    }
    for rows in (known["programme"], known["pauses"]):
        for row in rows:
            if row["end"] > day(number):
                row["end"] = ""
    assume(known["sessions"] or known["stiffness"])
    clients = {row["client"] for rows in known.values() for row in rows}
    found = tables_of(build(diary), as_of=day(number))
    for name, table in tables_of(build(known), as_of=day(number)).items():
        kept = found[name][found[name]["client"].isin(clients)].reset_index(drop=True)
        assert_same(kept.astype({"client": "str"}), table.astype({"client": "str"}))


@given(diary=diaries(), number=st.integers(0, N_DAYS - 1))
def test_whole_weeks_before_start_change_nothing_after_it(diary: Diary, number: int) -> None:
    monday = pd.Timestamp(FIRST + timedelta(days=number // 7 * 7))
    log = build(diary)
    all_weeks = weekly_adherence(log)
    later = all_weeks[all_weeks["week_start"] >= monday].reset_index(drop=True)
    assert_same(weekly_adherence(log, start=monday), later)


@given(diary=diaries())
def test_each_session_stands_in_one_place(diary: Diary) -> None:
    log = build(diary)
    weekly = weekly_adherence(log)
    n_placed = weekly[["done", "partial", "skipped"]].to_numpy().sum()
    assert n_placed + len(unprescribed_sessions(log)) == len(diary["sessions"])


@FEW
@given(diary=diaries())
def test_figures_keep_within_their_bounds(diary: Diary) -> None:
    log = build(diary)
    weekly = weekly_adherence(log).dropna(subset="prescribed")
    assert (weekly["counted"] <= np.ceil(weekly["prescribed"] - 1e-9)).all()
    assert (weekly["counted"] + weekly["extra"]).to_numpy() == pytest.approx(
        weekly["done"].to_numpy(), abs=1e-9
    )
    assert (weekly["days_done"] <= weekly["done"]).all()
    for by in ("exercise", "focus_area", "client"):
        table = overall_adherence(log, by=by)
        for name in [c for c in table if c.startswith(("adherence", "repetitions"))]:
            limit = np.inf if name == "adherence_uncapped" else 1 + 1e-9
            assert table[name].dropna().between(0, limit).all(), name
        assert (table["weeks_met"].fillna(0) <= table["weeks_full"].fillna(0)).all()
        due = table["prescribed"].notna()
        assert (table["counted"] <= table["prescribed"] + 1e-9)[due].all()
        assert (table["counted"] + table["extra"] <= table["done"] + 1e-9)[due].all()
    clients = overall_adherence(log, by="client")
    assert (clients["days_logged"] <= clients["days_eligible"]).all()


@FEW
@given(diary=diaries())
def test_days_of_the_calendar_agree_with_the_weeks(diary: Diary) -> None:
    log = build(diary)
    daily, weekly = daily_practice(log), weekly_adherence(log)
    keys = ["client", "exercise"]
    n_done = daily[daily["state"] == "done"].groupby(keys).size()
    days_done = weekly.groupby(keys)["days_done"].sum()
    assert n_done.reindex(days_done.index).fillna(0).tolist() == days_done.tolist()
    assert not daily.duplicated([*keys, "date"]).any()
    outside = unprescribed_sessions(log)[[*keys, "date"]].drop_duplicates()
    shown = daily[daily["is_unprescribed"]][[*keys, "date"]].merge(outside, on=[*keys, "date"])
    assert len(shown) == daily["is_unprescribed"].sum()


@FEW
@given(diary=diaries())
def test_many_pairs_of_client_and_exercise_are_found_as_few_are(diary: Diary) -> None:
    log = build(diary)
    expected = tables_of(log)
    with patch.object(prescribed, "_DENSE_CODES", 0):
        for name, table in tables_of(log).items():
            pd.testing.assert_frame_equal(table, expected[name])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 127)), max_size=12))
def test_parts_of_a_week_join_in_whatever_order_they_stand(parts: list[tuple[int, int]]) -> None:
    entry = np.array([entry for entry, _ in parts], dtype="int64")
    masks = np.array([mask for _, mask in parts], dtype="uint8")
    joined = prescribed.Parts(row=entry, entry=entry, in_force=masks, eligible=masks)
    union, total = np.zeros(5, dtype="uint8"), np.zeros(5)
    np.bitwise_or.at(union, entry, masks)
    np.add.at(total, entry, masks.astype("float64"))
    assert joined.any_of(masks, 5).tolist() == union.tolist()
    assert joined.sum_of(masks.astype("float64"), 5).tolist() == total.tolist()


@given(diary=diaries(), start=st.none() | st.integers(0, N_DAYS - 1).map(day))
@pytest.mark.parametrize("by", ["exercise", "focus_area", "client"])
def test_the_last_four_weeks_have_the_share_of_the_column_beside_the_whole(
    by: Any, diary: Diary, start: str | None
) -> None:
    log = build(diary)
    whole = overall_adherence(log, by=by, start=start)
    recent = recent_adherence(log, by=by, start=start)
    keys = [name for name in ("client", "exercise", "focus_area") if name in whole]
    both = recent.merge(whole, on=keys, suffixes=("", "_whole"))
    assert len(both) == len(recent)
    expected = both["adherence_last_28_days_whole"].where(both["band"] != "as needed")
    pd.testing.assert_series_equal(both["adherence"], expected, check_names=False)
    first = max(filter(None, (start, str(AS_OF - timedelta(days=27)))))
    plain = overall_adherence(log, by=by, start=first)
    columns = [*keys, "prescribed", "done", "partial", "skipped", "days_done"]
    pd.testing.assert_frame_equal(recent[columns], plain[columns])


@FEW
@given(diary=diaries())
def test_blocks_of_clients_have_the_tables_of_all_together(diary: Diary) -> None:
    log = build(diary)
    expected = tables_of(log)
    with patch.object(blocks, "CLIENTS_A_BLOCK", 1):
        for name, table in tables_of(log).items():
            pd.testing.assert_frame_equal(table, expected[name])


@FEW
@given(
    diary=diaries(),
    start=st.none() | st.integers(0, N_DAYS - 1).map(day),
    partial=st.sampled_from([0, 0.5]),
)
def test_both_tables_in_one_go_are_the_two(diary: Diary, start: str | None, partial: float) -> None:
    log = build(diary)
    window = {"start": start, "partial_counts": partial}
    further = {"threshold": 0.5, "permissible_gap_days": 3}
    weekly = weekly_adherence(log, **window)
    overall = overall_adherence(log, **window, **further)
    for clients_a_block in (2000, 1):
        with patch.object(blocks, "CLIENTS_A_BLOCK", clients_a_block):
            both = weekly_and_overall_adherence(log, **window, **further)
        pd.testing.assert_frame_equal(both[0], weekly)
        pd.testing.assert_frame_equal(both[1], overall)


def runs_by_days(weeks: list[tuple[int, int, int]]) -> list[int]:
    """Return the runs of one group, day by day: eligible, done and paused days of each week."""
    runs, run = [], 0
    for eligible, done, paused in weeks:
        for bit in (1 << place for place in range(7)):
            if eligible & bit and not done & bit:
                run += 1
            elif done & bit or not paused & bit:
                runs.append(run)
                run = 0
    return [*runs, run]


DAYS = st.sampled_from([0, 127, *(1 << day for day in range(7))]) | st.integers(0, 127)
WEEK = st.tuples(DAYS, DAYS, DAYS).map(
    lambda days: (days[0] & ~days[2], days[0] & ~days[2] & days[1], days[2])
)


@given(
    groups=st.lists(st.lists(WEEK, max_size=5), max_size=4),
    permissible=st.sampled_from([0, 0.5, 1, 3, 4, 5, 14]),
)
def test_runs_of_days_are_those_of_a_count_day_by_day(
    groups: list[list[tuple[int, int, int]]], permissible: float
) -> None:
    weeks = np.array([week for group in groups for week in group], dtype="uint8").reshape(-1, 3)
    longest, n_too_long = sums.longest_gaps(
        eligible=weeks[:, 0],
        done=weeks[:, 1],
        paused=weeks[:, 2],
        group=np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
        n_groups=len(groups),
        permissible_days=permissible,
    )
    expected = [runs_by_days(group) for group in groups]
    assert longest.tolist() == [max(runs) for runs in expected]
    assert n_too_long.tolist() == [sum(run > permissible for run in runs) for runs in expected]
