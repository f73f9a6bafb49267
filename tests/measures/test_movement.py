"""Movement checks: worked by hand, then against the second program on made-up logs."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from oracle import caseload, diary
from oracle import movement as oracle
from oracle.compare import differences

import mobility_analysis as ma
from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.movement import DOSE_COLUMNS, MOVEMENT_COLUMNS

Check = tuple[str, float]
OWN = [
    {"test": "wall-angel", "name": "Wall angel", "unit": "cm", "better": "lower",
     "has_sides": "no", "detectable_change": 1.5},
    {"test": "reach", "better": "higher", "has_sides": "yes"},
]  # fmt: skip


def log_of(checks: list[dict[str, Any]], **more: Any) -> MobilityLog:
    rated = [{"client": "ann", "date": "2026-12-01", "score": 4}]
    return log_from_tables(stiffness=rated, checks=checks, tests=OWN, **more)


def series(*values: Check, **more: Any) -> list[dict[str, Any]]:
    usual = {"client": "ann", "test": "seated-rotation", "side": "left"}
    return [usual | {"date": day, "value": value} | more for day, value in values]


def only(*values: Check, **more: Any) -> pd.Series:
    ((_, row),) = ma.movement_checks(log_of(series(*values, **more))).iterrows()
    return row


@pytest.mark.parametrize(
    ("first", "newest", "verdict"),
    [
        (38, 46, "better"),  # 8 of 5.6
        (45, 47, "within measurement error"),
        (40, 45.6, "better"),  # 45.6 - 40 is a little under 5.6 in floating point
        (40, 45.5, "within measurement error"),
        (45.6, 40, "worse"),
        (40, 40, "within measurement error"),
    ],
)
def test_a_change_is_held_against_what_measuring_alone_can_give(
    first: float, newest: float, verdict: str
) -> None:
    row = only(("2026-05-04", first), ("2026-11-16", newest))
    assert row["verdict"] == verdict
    assert row["change_value"] == pytest.approx(newest - first)
    assert row["detectable_change"] == 5.6
    assert (row["unit"], row["better"], row["n_checks"]) == ("degrees", "higher", 2)
    assert (row["first_value"], row["newest_value"]) == (first, newest)
    assert row["newest_date"] == pd.Timestamp("2026-11-16")


def test_where_lower_is_better_a_fall_is_better() -> None:
    own = {"test": "wall-angel", "side": ""}
    assert only(("2026-05-04", 12), ("2026-11-16", 10.5), **own)["verdict"] == "better"
    assert only(("2026-05-04", 12), ("2026-11-16", 13.5), **own)["verdict"] == "worse"


def test_a_test_without_a_published_figure_has_no_verdict() -> None:
    row = only(("2026-05-04", 12), ("2026-11-16", 40), test="reach")
    assert (row["verdict"], row["change_value"]) == ("no figure published", 28)
    assert pd.isna(row["detectable_change"])
    assert pd.isna(row["is_sides_differ"])


def test_one_check_has_no_change() -> None:
    row = only(("2026-05-04", 38))
    assert (row["verdict"], row["n_checks"]) == ("one check", 1)
    assert pd.isna(row["change_value"])
    assert only(("2026-05-04", 12), test="reach")["verdict"] == "one check"


def test_several_values_of_one_day_are_averaged() -> None:
    # (36 + 40) / 2 = 38 first; newest 46: 8 more
    row = only(("2026-05-04", 36), ("2026-05-04", 40), ("2026-11-16", 46))
    assert (row["n_checks"], row["first_value"], row["change_value"]) == (2, 38, 8)
    row = only(("2026-05-04", 36), ("2026-05-04", 46))
    assert (row["verdict"], row["newest_value"]) == ("one check", 41)
    log = log_of(series(("2026-05-04", 36), ("2026-05-04", 46)))
    assert ma.daily_movement(log)["n_values"].tolist() == [2]


def test_the_sides_are_apart_only_beyond_the_detectable_change() -> None:
    left = series(("2026-05-04", 38), ("2026-11-16", 40))
    for newest, differs in ((45.5, False), (45.6, True), (34.4, True)):
        right = series(("2026-05-04", 38), ("2026-11-16", newest), side="right")
        table = ma.movement_checks(log_of(left + right))
        assert table["side"].tolist() == ["left", "right"]
        assert table["side_difference"].tolist() == pytest.approx([newest - 40] * 2)
        assert table["is_sides_differ"].tolist() == [differs] * 2
    assert pd.isna(ma.movement_checks(log_of(left))["side_difference"].iloc[0])


def test_each_activity_has_a_row_whatever_its_case_and_spaces() -> None:
    own = {"test": "named-activity", "side": ""}
    rows = [
        *series(("2026-05-04", 3), activity="Look over my shoulder", **own),
        *series(("2026-11-16", 6), activity="look over  my SHOULDER", **own),
        *series(("2026-11-16", 8), activity="reach a high shelf", **own),
    ]
    table = ma.movement_checks(log_of(rows))
    assert table["activity"].tolist() == ["Look over my shoulder", "reach a high shelf"]
    assert table["verdict"].tolist() == ["better", "one check"]  # 3 of 2.3


def test_checks_after_the_day_of_looking_are_used_by_nothing() -> None:
    log = log_of(series(("2026-05-04", 38), ("2026-11-16", 46), ("2026-12-02", 60)))
    assert ma.movement_checks(log)["newest_value"].tolist() == [46]
    assert ma.movement_checks(log, as_of="2026-11-15")["verdict"].tolist() == ["one check"]
    assert ma.movement_checks(log, as_of="2026-12-31")["newest_value"].tolist() == [60]


@pytest.mark.parametrize("checks", [[], series(("2026-12-24", 40))])
def test_without_a_check_there_are_columns_and_no_row(checks: list[dict[str, Any]]) -> None:
    full = ma.movement_checks(log_of(series(("2026-05-04", 36), ("2026-11-16", 46))))
    table = ma.movement_checks(log_of(checks))
    assert tuple(table.columns) == MOVEMENT_COLUMNS
    assert table.empty
    assert table.dtypes.to_dict() == full.dtypes.to_dict()
    assert ma.movement_checks(log_from_tables()).empty


def random_checks(r: Random, n: int) -> list[dict[str, Any]]:
    tests = ("seated-rotation", "half-kneeling-rotation", "named-activity", "wall-angel", "reach")
    rows = []
    for _ in range(n):
        test = r.choice(tests)
        day = date(2026, 1, 1) + timedelta(days=r.randint(0, 340))
        row = {"client": r.choice("abc"), "date": day.isoformat(), "test": test}
        row["side"] = r.choice(["left", "right"]) if test.endswith(("rotation", "reach")) else ""
        row["value"] = round(r.uniform(0, 10), 1) + r.choice([0, 0, 30]) * (test != tests[2]) / 2
        row["value"] = min(row["value"], 10) if test == tests[2] else row["value"]
        activity = r.choice(["look back", "Look  back", "lift a case"])
        row["activity"] = activity if test == tests[2] else ""
        rows.append(row)
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_checks_against_the_second_program(seed: int) -> None:
    r = Random(seed)
    log = log_of(random_checks(r, 200))
    columns = [c for c in MOVEMENT_COLUMNS if c not in ("name", "change_means", "how", "source")]
    for as_of in (None, "2026-03-01", "2026-07-15"):
        found = ma.movement_checks(log, as_of=as_of)
        expected = oracle.movement_checks(log, as_of=as_of and date.fromisoformat(as_of))
        assert len(expected) > 10
        keys = ("client", "test", "activity", "side")
        assert differences(found, expected, keys=keys, columns=columns) == []
    verdicts = set(ma.movement_checks(log)["verdict"])
    assert {"better", "worse", "within measurement error", "no figure published"} <= verdicts


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [row for row in random_checks(Random(1), 200) if row["activity"] != "Look  back"]
    table = ma.movement_checks(log_of(rows))
    mixed = ma.movement_checks(log_of(Random(2).sample(rows, len(rows))))
    pd.testing.assert_frame_equal(table, mixed)


def sessions(days: list[date], **sizes: Any) -> list[dict[str, Any]]:
    usual = {"client": "ann", "exercise": "foam-roller-overpressure"}
    return [usual | {"date": day.isoformat()} | sizes for day in days]


MAY = [date(2026, 5, 4) + timedelta(days=3 * n) for n in range(8)]
JULY = [date(2026, 7, 6) + timedelta(days=3 * n) for n in range(8)]


def test_the_dose_of_the_first_and_the_last_four_weeks() -> None:
    # 4 May to 27 July are 85 days: 28 each, 4 to 31 May and 30 June to 27 July
    log = log_from_tables(
        sessions=sessions(MAY, load_kg=2, reps=8) + sessions(JULY, load_kg=4, reps=8)
    )
    (row,) = ma.dose_changes(log).to_dict("records")
    assert (row["load_kg_first"], row["load_kg_last"]) == (2, 4)
    assert (row["reps_first"], row["reps_last"]) == (8, 8)
    assert pd.isna(row["hold_s_first"])
    assert (row["sessions_first"], row["sessions_last"]) == (8, 8)
    days = [row[name] for name in ("first_start", "first_end", "last_start", "last_end")]
    assert days == [pd.Timestamp(f"2026-{day}") for day in ("05-04", "05-31", "06-30", "07-27")]


def test_short_spans_have_half_of_their_days_or_no_windows() -> None:
    first = date(2026, 5, 4)
    for n_days, end in ((28, "2026-05-17"), (41, "2026-05-23"), (56, "2026-05-31")):
        days = [first, first + timedelta(days=n_days - 1)]
        row = ma.dose_changes(log_from_tables(sessions=sessions(days))).iloc[0]
        assert row["first_end"] == pd.Timestamp(end)
    days = [first, first + timedelta(days=26)]
    row = ma.dose_changes(log_from_tables(sessions=sessions(days, load_kg=2))).iloc[0]
    assert pd.isna(row["first_end"])
    assert row["sessions_first"] == 0


def test_a_size_needs_three_done_sessions_that_say_it() -> None:
    few = sessions(MAY[:2], load_kg=2) + sessions(MAY[2:]) + sessions(JULY, load_kg=4)
    row = ma.dose_changes(log_from_tables(sessions=few)).iloc[0]
    assert pd.isna(row["load_kg_first"])
    assert row["load_kg_last"] == 4
    skipped = sessions(MAY[:2], load_kg=2) + sessions(MAY[2:], load_kg=2, status="skipped")
    row = ma.dose_changes(log_from_tables(sessions=skipped + few[2:])).iloc[0]
    assert pd.isna(row["load_kg_first"])


def test_the_dose_of_no_sessions_has_columns_and_no_row() -> None:
    empty, full = log_from_tables(), log_from_tables(sessions=sessions(MAY))
    assert tuple(ma.dose_changes(empty).columns) == DOSE_COLUMNS
    assert ma.dose_changes(empty).empty
    own = ma.dose_changes(full, as_of="2026-05-03")
    assert own.dtypes.to_dict() == ma.dose_changes(full).dtypes.to_dict()
    assert ma.dose_changes(full, start="2026-05-10")["first_start"].isna().all()


@pytest.mark.parametrize("measure", [ma.movement_checks, ma.daily_movement, ma.dose_changes])
def test_a_measure_of_no_log_says_so(measure: Any) -> None:
    with pytest.raises(TypeError, match="needs a log"):
        measure(pd.DataFrame())


@pytest.mark.parametrize("seed", range(4))
def test_the_reason_of_the_caseload_against_the_second_program(seed: int) -> None:
    log = log_of(random_checks(Random(seed), 40))
    for day in ("2026-07-15", "2026-12-01"):
        review = ma.caseload_review(log, as_of=day).set_index("client")["reasons"]
        read = diary.read(log, as_of=date.fromisoformat(day))
        for client in log.clients:
            worse = oracle.is_worse(read, client)
            assert ("movement worse" in review[client].split("; ")) is worse
            assert ("movement worse" in caseload.reasons(read, client)) is worse
