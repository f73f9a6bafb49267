"""Left and right of one exercise are one session; the same side twice, or no side, are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.write.saving import save_log, text_table
from mobility_analysis.measures.adherence.overall import overall_adherence

DAY = {"date": "2026-06-01", "exercise": "bear-rolls"}


def sessions(*rows: dict[str, object]) -> MobilityLog:
    return log_from_tables(sessions=[{**DAY, **row} for row in rows])


@pytest.mark.parametrize(
    ("left", "right", "status"),
    [
        ("done", "done", "done"),
        ("", "yes", "done"),
        ("skipped", "no", "skipped"),
        ("done", "skipped", "partial"),
        ("partial", "done", "partial"),
    ],
)
def test_the_status_of_both_sides(left: str, right: str, status: str) -> None:
    log = sessions({"side": "left", "status": left}, {"side": "right", "status": right})
    assert log.sessions[["status", "side"]].values.tolist() == [[status, ""]]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[2, 2, 0]]


def test_the_smaller_value_of_each_counts_and_nothing_else_is_lost() -> None:
    log = sessions(
        {"side": "L", "sets": 3, "reps": 8, "hold_s": 20, "load_kg": 4, "duration_min": 5,
         "note": "stiff"},
        {"side": "Right", "sets": 2, "reps": 10, "load_kg": 2, "duration_min": 6, "note": "easy"},
    )  # fmt: skip
    row = log.sessions.iloc[0]
    assert row[["sets", "reps", "hold_s", "load_kg", "duration_min"]].tolist() == [2, 8, 20, 2, 11]
    assert row["note"] == "stiff; easy"


@pytest.mark.parametrize(
    ("sides", "n"),
    [
        (["left"], 1),
        (["left", "left"], 2),
        (["", ""], 2),
        (["left", "right", "left", "right"], 2),
        (["left", "left", "right"], 2),
        (["left", "right", ""], 2),
    ],
)
def test_how_many_sessions_rows_are(sides: list[str], n: int) -> None:
    assert len(sessions(*({"side": side} for side in sides)).sessions) == n


@pytest.mark.parametrize(
    ("left", "right", "n"),
    [
        (["07:30"], ["07:30"], 1),
        (["07:30"], ["19:30"], 2),
        (["07:30"], [""], 1),
        (["", "07:30"], ["", "08:00"], 2),  # 07:30 with none, none with 08:00
        (["07:30", "19:30"], ["19:30", "07:30"], 2),
    ],
)
def test_sides_at_two_times_are_two_sessions(left: list[str], right: list[str], n: int) -> None:
    rows = [{"side": "left", "date": f"2026-06-01 {time}".strip()} for time in left]
    rows += [{"side": "right", "date": f"2026-06-01 {time}".strip()} for time in right]
    for order in (rows, rows[::-1]):
        log = sessions(*order)
        assert len(log.sessions) == n
        assert (log.sessions["time"].notna()).sum() == n


def test_clients_exercises_and_days_are_kept_apart() -> None:
    rows = [
        {**DAY, "client": client, "exercise": exercise, "date": date, "side": side}
        for client in "AB"
        for exercise in ("bear-rolls", "down-dog")
        for date in ("2026-06-01", "2026-06-02")
        for side in ("left", "right")
    ]
    log = log_from_tables(sessions=rows)
    assert (len(log.sessions), len(log.as_logged("sessions"))) == (8, 16)
    own = log.for_client("B")
    assert (len(own.sessions), len(own.as_logged("sessions"))) == (4, 8)
    assert set(text_table(own, "sessions")["client"]) == {"B"}


def test_adherence_counts_both_sides_once() -> None:
    rows = [
        {"date": f"2026-06-0{day}", "exercise": "bear-rolls", "side": side, "sets": 2, "reps": 10}
        for day in (1, 3)
        for side in ("left", "right")
    ]
    programme = [{"exercise": "bear-rolls", "start": "2026-06-01", "times_per_week": 4,
                  "sets": 2, "reps": 10}]  # fmt: skip
    log = log_from_tables(sessions=rows, programme=programme, as_of="2026-06-07")
    found = overall_adherence(log).iloc[0]
    # 2 sessions of 4; 2 x 20 repetitions of 4 x 20
    assert (found["done"], found["adherence"], found["repetitions_adherence"]) == (2, 0.5, 0.5)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_conversion_keeps_the_rows_of_both_sides(tmp_path: Path, form: str) -> None:
    log = sessions({"side": "left", "reps": 8}, {"side": "right", "reps": 10})
    save_log(log, tmp_path, form=form)  # type: ignore[arg-type]
    again = load_log(tmp_path)
    assert again.account.set_index("table").loc["sessions", "rows_read"] == 2
    assert again.sessions.equals(log.sessions)
    assert text_table(again, "sessions")["reps"].tolist() == ["8", "10"]


def test_a_side_that_is_none_is_a_problem() -> None:
    with pytest.raises(ValueError, match=r"column side: found 'top'; expected one of: left, right"):
        sessions({"side": "top"})


def test_the_same_exercise_twice_without_a_side_is_pointed_out() -> None:
    third, fourth = {"date": "2026-06-03"}, {"date": "2026-06-04", "side": "left"}
    log = sessions({}, {"sets": 3}, {"date": "2026-06-02"}, third, {**third, "sets": 2},
                   {**third, "sets": 4}, fourth, fourth)  # fmt: skip
    [said] = log.remarks.loc[log.remarks["column"] == "exercise", "value"]
    assert said == "same exercise twice on 2 days"
    assert len(log.sessions) == 8


@pytest.mark.parametrize("header", ["L/R", "Left / right"])
def test_a_column_of_both_sides_says_which(tmp_path: Path, header: str) -> None:
    rows = ["2026-06-01,L,10,6", "2026-06-01,R,8,", "2026-06-02,L+R,8,5", "2026-06-03,both,9,4"]
    path = tmp_path / "log.csv"
    text = "\n".join(row.replace(",", ",Bear Rolls,", 1) for row in rows)
    path.write_text(f"Date,Exercise,{header},Reps,Stiffness\n{text}\n", encoding="utf-8")
    assert load_log(path).sessions["reps"].tolist() == [8, 8, 9]


def test_amounts_of_both_sides_are_none(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    text = (
        "Date,Exercise,L/R,Stiffness\n2026-06-01,Bear Rolls,12/12,5\n2026-06-02,Bear Rolls,15/15,5"
    )
    path.write_text(text, encoding="utf-8")
    assert len(load_log(path).sessions) == 2
