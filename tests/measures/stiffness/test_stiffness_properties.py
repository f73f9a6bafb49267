"""Properties of all stiffness tables, by Hypothesis, and the real diary."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stiffness_logs import same_frames
from strategies import AS_OF, build, diaries, part_of_the_examples

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import (
    before_after_sessions,
    daily_stiffness,
    high_scores,
    sharp_rise,
    stiffness_change,
    stiffness_run_chart,
    weekly_stiffness,
)
from mobility_analysis.measures.together import (
    practice_and_stiffness,
    weekly_practice_and_stiffness,
)

MEASURES = [
    daily_stiffness,
    weekly_stiffness,
    stiffness_change,
    stiffness_run_chart,
    before_after_sessions,
    sharp_rise,
    high_scores,
    weekly_practice_and_stiffness,
    practice_and_stiffness,
]
# Two ratings of one moment on one date pair in the order of their rows, by definition.
REORDERED = [m for m in MEASURES if m is not before_after_sessions]
FEW = part_of_the_examples(0.25)  # each example is all nine tables, two or three times


def table_of(measure: Any, log: MobilityLog) -> pd.DataFrame:
    return measure(log)


@FEW
@given(diary=diaries(), r=st.randoms(use_true_random=False))
def test_row_order_changes_nothing(diary: Any, r: Any) -> None:
    other = {name: r.sample(rows, len(rows)) for name, rows in diary.items()}
    first, second = build(diary), build(other)
    for measure in REORDERED:
        same_frames(table_of(measure, first), table_of(measure, second))


@FEW
@given(diary=diaries())
def test_other_clients_change_nothing(diary: Any) -> None:
    log = build(diary)
    for measure, client in product(MEASURES, log.clients):
        whole, alone = (table_of(measure, part) for part in (log, log.for_client(client)))
        mine = whole[whole["client"] == client].reset_index(drop=True)
        mine["client"] = mine["client"].astype("str")
        same_frames(mine, alone.assign(client=alone["client"].astype("str")))


@FEW
@given(diary=diaries())
def test_names_of_clients_change_nothing_but_the_order(diary: Any) -> None:
    other_names = {"ana": "zoe", "ben": "yan", "cai": "xia"}
    other = {
        name: [row | {"client": other_names[row["client"]]} for row in rows]
        for name, rows in diary.items()
    }
    logs, back = (build(diary), build(other)), {new: old for old, new in other_names.items()}
    for measure in MEASURES:
        first, second = (table_of(measure, log) for log in logs)
        second["client"] = second["client"].astype("str").map(back)
        second = second.sort_values("client", kind="stable", ignore_index=True)
        same_frames(first.assign(client=first["client"].astype("str")), second)


def later(diary: Any, days: int) -> Any:
    """All dates of a diary, that many days later."""

    def shifted(row: dict[str, Any]) -> dict[str, Any]:
        moved = {
            name: (date.fromisoformat(row[name]) + timedelta(days=days)).isoformat()
            for name in ("date", "start", "end")
            if row.get(name)
        }
        return row | moved

    return {name: [shifted(row) for row in rows] for name, rows in diary.items()}


@FEW
@given(diary=diaries(), weeks=st.sampled_from([1, 11, 60]))
def test_a_shift_by_weeks_shifts_the_result(diary: Any, weeks: int) -> None:
    shift = timedelta(days=7 * weeks)
    logs = build(diary), build(later(diary, 7 * weeks), as_of=AS_OF + shift)
    for measure in MEASURES:
        here, there = (table_of(measure, log) for log in logs)
        dates = here.select_dtypes("datetime").columns
        here[dates] = here[dates] + pd.Timedelta(shift)
        same_frames(here, there)


@FEW
@given(
    scores=st.lists(st.integers(0, 10), min_size=30, max_size=90),
    weeks=st.sampled_from([1, 60]),
    r=st.randoms(use_true_random=False),
)
def test_own_variation_goes_by_no_order_of_rows_and_no_date(
    scores: list[int], weeks: int, r: Any
) -> None:
    rows = [
        {"client": "ann", "date": str((AS_OF + timedelta(days=n)).isoformat()), "score": score}
        for n, score in enumerate(scores)
    ]
    tables = ({"stiffness": r.sample(rows, len(rows))}, later({"stiffness": rows}, 7 * weeks))
    first, *others = (
        stiffness_change(log_from_tables(**table)).iloc[0]
        for table in ({"stiffness": rows}, *tables)
    )
    assert first["own_variation_points"] > 0
    for other in others:
        assert other["own_variation_points"] == first["own_variation_points"]
        assert other["verdict"] == first["verdict"]


@FEW
@given(diary=diaries())
def test_rows_after_as_of_change_nothing(diary: Any) -> None:
    after = (AS_OF + timedelta(days=1)).isoformat()
    client = next(row["client"] for rows in diary.values() for row in rows)
    extra = {"client": client, "date": after}
    more = diary | {
        "stiffness": [*diary["stiffness"], extra | {"score": "9", "moment": "before"}],
        "sessions": [*diary["sessions"], extra | {"exercise": "down-dog"}],
    }
    logs = build(diary), build(more)
    for measure in MEASURES:
        same_frames(*(table_of(measure, log) for log in logs))


@FEW
@given(diary=diaries())
def test_weeks_add_up_to_the_days(diary: Any) -> None:
    log = build(diary)
    daily, weekly = daily_stiffness(log), weekly_stiffness(log)
    assert weekly["n_days"].sum() == len(daily)
    worst = daily.groupby("client", observed=True)["score_worst"].max()
    assert weekly.groupby("client", observed=True)["score_worst"].max().equals(worst)
    assert stiffness_change(log)["rated_days"].sum() == len(daily)


@FEW
@given(diary=diaries())
def test_better_same_and_worse_are_all_pairs(diary: Any) -> None:
    table = before_after_sessions(build(diary))
    assert (table["n_better"] + table["n_same"] + table["n_worse"]).equals(table["n_pairs"])
    is_all = table["exercise"].isna()
    named = table[~is_all].groupby("client", observed=True)["n_pairs"].sum()
    whole = table[is_all].set_index("client")["n_pairs"]
    assert (whole.reindex(named.index) >= named).all()


@pytest.fixture(scope="module")
def knee(real_files: Path) -> MobilityLog:
    folder = real_files / "knee-diary"
    tables = {name: pd.read_csv(folder / f"{name}.csv") for name in ("sessions", "stiffness")}
    return log_from_tables(**tables, exercises=pd.read_csv(folder / "exercises.csv"))


def test_a_real_diary_of_eight_years(knee: MobilityLog) -> None:
    daily = daily_stiffness(knee)
    total = (daily["score_mean"] * daily["n_ratings"]).groupby(daily["date"].dt.year).sum()
    rows = daily["n_ratings"].groupby(daily["date"].dt.year).sum()
    assert (rows[2016], rows[2020], rows.sum()) == (366, 367, 2911)
    assert round(total[2016] / 366, 3) == 3.279
    assert round(total[2020] / 367, 3) == 2.924
    for measure in MEASURES:
        assert len(measure(knee)) >= (measure is not weekly_practice_and_stiffness)
    row = stiffness_change(knee).iloc[0]
    assert (row["rated_days"], row["baseline_days"], row["recent_days"]) == (2908, 28, 28)
    # 4.05 to 2.86: 1.19 points, past 1 point and past its own ups and downs (0.40)
    assert row["own_variation_points"] == pytest.approx(0.4009, abs=1e-4)
    assert row["verdict"] == "lower"
