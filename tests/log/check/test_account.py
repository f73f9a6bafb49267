"""Nothing is lost in silence: rows read = rows used + rows set aside, and each client their own."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import log_from_tables
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.log.schema import TABLES, empty_table

COUNTS = ["rows_read", "rows_used", "rows_set_aside"]


def session(client: str, date: str, **more: object) -> dict:
    return {"client": client, "date": date, "exercise": "bear-rolls", **more}


def rating(client: str, date: str, score: object) -> dict:
    return {"client": client, "date": date, "score": score}


@pytest.fixture
def log() -> MobilityLog:
    return log_from_tables(
        sessions=[
            session("B", "2026-01-07", note="b's own"),
            session("A", "2026-01-06"),
            session("", "2026-01-06"),
            session("A", "2026-01-05", sets=-1),
            session("A", "2026-01-05", status="skipped"),
        ],
        stiffness=[rating("A", "2026-01-05", 14), rating("B", "2026-01-09", 6)],
        on_problem="set aside",
    )


def test_the_account_adds_up(log: MobilityLog) -> None:
    assert log.account[["table", *COUNTS]].values.tolist() == [
        ["sessions", 5, 3, 2],
        ["stiffness", 2, 1, 1],
    ]
    for name, used in zip(log.account["table"], log.account["rows_used"], strict=True):
        assert len(getattr(log, name)) == used


def test_the_rows_set_aside_are_kept_as_written(log: MobilityLog) -> None:
    assert log.set_aside[["table", "line", "row"]].values.tolist() == [
        ["sessions", 3, "date=2026-01-06; exercise=bear-rolls"],
        ["sessions", 4, "client=A; date=2026-01-05; exercise=bear-rolls; sets=-1"],
        ["stiffness", 1, "client=A; date=2026-01-05; score=14"],
    ]


def test_tables_are_sorted_and_share_their_categories(log: MobilityLog) -> None:
    assert log.sessions[["client", "date"]].astype("str").values.tolist() == [
        ["A", "2026-01-05"], ["A", "2026-01-06"], ["B", "2026-01-07"],
    ]  # fmt: skip
    for name in PEOPLE_TABLES:
        table = getattr(log, name)
        assert table["client"].cat.categories.tolist() == ["A", "B"]
        assert list(table.index) == list(range(len(table)))
        if "exercise" in table:
            assert table["exercise"].dtype == log.sessions["exercise"].dtype


def test_a_client_whose_rows_were_all_set_aside_is_still_one() -> None:
    log = log_from_tables(
        stiffness=[rating("A", "2026-01-05", 14), rating("B", "2026-01-05", 1)],
        on_problem="set aside",
    )
    assert log.clients == ("A", "B")
    assert log.for_client("A").account[COUNTS].values.tolist() == [[1, 0, 1]]


def test_a_clients_own_log_holds_no_trace_of_another(log: MobilityLog) -> None:
    own = log.for_client("A")
    assert own.clients == ("A",)
    assert own.as_of == log.as_of == pd.Timestamp("2026-01-09")
    assert own.account[["table", *COUNTS]].values.tolist() == [
        ["sessions", 3, 2, 1],
        ["stiffness", 1, 0, 1],
    ]
    assert own.problems[["table", "line", "client"]].values.tolist() == [
        ["sessions", 4, "A"], ["stiffness", 1, "A"],
    ]  # fmt: skip
    # the row without a client is nobody's, and is in no client's log
    assert own.set_aside["line"].tolist() == [4, 1]
    assert log.for_client("B").problems.empty
    assert log.problems["client"].isna().tolist() == [True, False, False]


def test_the_clients_accounts_add_up_to_the_whole_but_for_rows_of_nobody(log: MobilityLog) -> None:
    total = sum(own.account[COUNTS].sum() for _, own in log.by_client())
    assert (log.account[COUNTS].sum() - total).tolist() == [1, 0, 1]


def test_by_client_and_for_client_agree(log: MobilityLog) -> None:
    for client, own in log.by_client():
        other = log.for_client(client)
        for name in (*PEOPLE_TABLES, "account", "problems", "remarks", "set_aside"):
            pd.testing.assert_frame_equal(getattr(own, name), getattr(other, name))


def test_a_fault_of_a_whole_column_is_everybodys_but_without_its_values() -> None:
    rows = [rating("A", "03/04/2026", 1.5), rating("B", "04/05/2026", 2)]
    rows += [rating(client, "2026-06-01", 1) for client in "AB"]
    log = log_from_tables(stiffness=rows, on_problem="set aside")
    own = log.for_client("B")
    assert own.problems[["value", "client"]].values.tolist() == [["", ""]]
    assert own.account[COUNTS].values.tolist() == [[2, 1, 1]]
    assert "04/05/2026" in log.problems["value"][0]


def test_an_unknown_client_is_a_wrong_call(log: MobilityLog) -> None:
    with pytest.raises(ValueError, match="no client 'C' in this log; it has A, B"):
        log.for_client("C")


def test_exact_repeats_with_a_time_are_set_aside_and_raise_nothing() -> None:
    rows = [
        session("A", "2026-01-05 07:30", sets=2),
        session("A", "2026-01-05 07:30", sets=3),
        session("A", "2026-01-05 07:30", sets=2),
        session("A", "2026-01-05 07:30", sets=2),
        session("B", "2026-01-05 07:30", sets=2),
    ]
    log = log_from_tables(sessions=rows)
    assert log.account[COUNTS].values.tolist() == [[5, 3, 2]]
    assert log.problems[["line", "column", "value", "expected", "repair"]].values.tolist() == [
        [line, "date", "2026-01-05 07:30", "a row that does not repeat line 1",
         "Nothing needs doing: it was counted once. If it was another one, correct its time."]
        for line in (3, 4)
    ]  # fmt: skip


def test_exact_repeats_without_a_time_are_kept_and_pointed_out() -> None:
    rows = [session("A", "2026-01-05")] * 3 + [session("B", "2026-01-05")]
    rows += [session("B", "2026-01-05", note="again")]
    log = log_from_tables(sessions=rows)
    assert log.account[COUNTS].values.tolist() == [[5, 5, 0]]
    is_repeat = log.remarks["column"] == "date"
    assert log.remarks.loc[~is_repeat, "value"].tolist() == 2 * ["same exercise twice on 1 day"]
    assert log.remarks.loc[is_repeat, ["line", "value", "client", "repair"]].values.tolist() == [
        [2, "2 rows repeat earlier rows exactly", "A",
         "The first of them repeats line 1. Without a time of day they may be separate, so all "
         "were kept: delete what was entered twice."]
    ]  # fmt: skip


def test_later_rows_stay_in_the_tables() -> None:
    log = log_from_tables(
        stiffness=[rating("A", f"2026-01-0{day}", 1) for day in (5, 6, 7)],
        pauses=[{"client": "A", "start": "2026-01-07"}],
        as_of="2026-01-05",
    )
    assert (len(log.stiffness), len(log.pauses)) == (3, 1)


def test_as_of_is_the_latest_date_of_sessions_and_ratings_only() -> None:
    log = log_from_tables(
        stiffness=[rating("A", "2026-01-05", 1)],
        sessions=[session("B", "2026-01-06")],
        events=[{"client": "A", "date": "2026-03-01", "kind": "other"}],
    )
    assert log.as_of == pd.Timestamp("2026-01-06")
    assert pd.isna(log_from_tables().as_of)


def test_an_empty_log_has_every_column() -> None:
    log = log_from_tables()
    for name in PEOPLE_TABLES:
        table = getattr(log, name)
        assert list(table.columns) == list(empty_table(name).columns)
        plain = [c.name for c in TABLES[name].columns if c.kind not in ("client", "exercise")]
        assert table[plain].dtypes.equals(empty_table(name)[plain].dtypes)
    assert log.clients == ()
    assert len(log.exercises) == 6


def test_every_column_has_its_dtype_whatever_the_file_holds() -> None:
    log = log_from_tables(
        sessions=[session("A", "2026-01-05")],
        stiffness=[rating("A", "2026-01-05", "4")],
        programme=[{"client": "A", "exercise": "down-dog", "start": "2026-01-05",
                    "weekdays": "Fri Mon"}],
    )  # fmt: skip
    for name in ("sessions", "stiffness", "programme"):
        found, declared = getattr(log, name).dtypes, empty_table(name).dtypes
        for column in declared.index:
            if column in ("client", "exercise"):
                assert found[column] == "category"
            else:
                assert found[column] == declared[column], (name, column)
    [row] = log.programme.to_dict("records")
    assert (row["weekdays"], row["is_as_needed"], row["times_per_week_written"]) == (
        "Mon Fri", False, "",
    )  # fmt: skip


def test_frames_given_are_not_changed() -> None:
    frame = pd.DataFrame([session("B", "2026-01-07"), session("A", "2026-01-06")])
    before = frame.copy(deep=True)
    log_from_tables(sessions=frame)
    pd.testing.assert_frame_equal(frame, before)


def test_typed_frames_and_text_give_the_same_log() -> None:
    text = pd.DataFrame([session("B", "2026-01-07 07:30", sets="2"), session("A", "2026-01-06")])
    typed = text.assign(
        client=pd.Categorical(text["client"]),
        date=pd.to_datetime(text["date"], format="ISO8601"),
        sets=[2.0, None],
    )
    one, other = (log_from_tables(sessions=frame).sessions for frame in (text, typed))
    pd.testing.assert_frame_equal(one, other)


def test_typed_columns_are_held_to_the_same_rules() -> None:
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-01-05", None, "1800-01-05", "2026-01-06"]),
            "score": [4.5, 4, 4, 14],
        }
    )
    log = log_from_tables(stiffness=frame, on_problem="set aside")
    assert log.problems[["line", "column", "value", "expected"]].values.tolist() == [
        [2, "date", "", "a day: 2026-11-22, or 2026-11-22 07:30"],
        [3, "date", "1800-01-05", "a year from 1900 to 2100"],
        [4, "score", "14", "a number from 0 to 10"],
    ]


def test_a_clients_part_knows_that_client_only() -> None:
    log = log_from_tables(stiffness=[rating(f"c{i}", "2026-01-05", 6) for i in range(5)])
    for client, own in log.by_client():
        for name in PEOPLE_TABLES:
            assert getattr(own, name)["client"].cat.categories.tolist() == [client]
        assert own.stiffness["client"].cat.codes.tolist() == [0]


def of_days(first: str, n: int, **others: str) -> list[dict]:
    """Return a rating a day, with other dates in the places that are named."""
    days = pd.date_range(first, periods=n).strftime("%Y-%m-%d").tolist()
    for place, day in others.items():
        days[int(place.removeprefix("at_"))] = day
    return [rating("A", day, 5) for day in days]


@pytest.mark.parametrize(
    ("rows", "slip"),
    [
        (of_days("2026-11-20", 9, at_4="2026-12-24"), [5, "2026-12-24"]),
        (of_days("2026-11-20", 9, at_4="2027-11-24")[::-1], [5, "2027-11-24"]),
        (of_days("2025-12-28", 8, at_4="2025-01-01"), [5, "2025-01-01"]),
        (of_days("2025-12-28", 5, at_4="2025-01-01"), [5, "2025-01-01"]),
        (of_days("2025-12-28", 5, at_4="2027-01-01"), [5, "2027-01-01"]),
        (of_days("2025-12-28", 9, at_4="2025-01-01", at_5="2025-01-01"),
         [5, "2025-01-01 and 1 more row"]),
    ],
)  # fmt: skip
def test_a_date_far_from_the_rows_around_it_is_pointed_out(
    rows: list[dict], slip: list[object]
) -> None:
    log = log_from_tables(stiffness=rows)
    remarks = log.remarks[log.remarks["expected"].str.contains("around")]
    assert remarks[["line", "value"]].values.tolist() == [slip]
    assert remarks["client"].tolist() == ["A"]
    assert log.account[COUNTS].values.tolist() == [[len(rows), len(rows), 0]]


VISITS = ["2026-01-05", "2026-03-05", "2026-02-04", "2026-04-06", "2026-03-06", "2026-05-05"]


@pytest.mark.parametrize(
    "rows",
    [
        of_days("2026-01-01", 9) + of_days("2026-03-20", 9),  # a break
        of_days("2026-03-01", 9) + of_days("2026-01-01", 9),  # two blocks
        of_days("2026-11-20", 9, at_8="2027-01-05"),  # back after a break, or a slip
        of_days("2026-11-20", 9, at_4="2026-11-02"),  # no month off
        of_days("2026-11-20", 9, at_4="2026-09-02"),  # on no day of its in another month
        of_days("2025-12-28", 9, at_4="2025-01-01", at_5="2025-01-02"),  # no single day
        of_days("2026-11-20", 9, at_4="2026-10-24") + of_days("2026-06-01", 9),  # two blocks
        [rating("A", f"{year}-03-01", 5) for year in range(2017, 2026)],
        of_days("2024-11-20", 9, at_8="2025-11-27"),  # a year to the day
        [rating("A", day, 5) for day in VISITS],
        of_days("2026-01-01", 40)[::13] + of_days("2026-01-01", 40)[::17],
    ],
)
def test_dates_in_other_orders_are_not_pointed_out(rows: list[dict]) -> None:
    assert not log_from_tables(stiffness=rows).remarks["expected"].str.contains("around").any()


def test_rows_by_exercise_begin_anew() -> None:
    days = ["2026-01-01", "2026-01-20", "2026-02-05", "2026-02-28"]
    rows = [session("A", day) for day in days] + [session("A", "2026-01-02", exercise="down-dog")]
    rows += [session("A", "2026-03-01", exercise="overhead-opener")]
    assert log_from_tables(sessions=rows).remarks.empty
