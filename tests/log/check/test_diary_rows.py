"""The diary, a row a day with a column an exercise: what it becomes, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, MobilityLog, Scale, load_log, log_from_tables
from mobility_analysis.log.findings import account_sentences
from mobility_analysis.log.not_read import (
    PRACTICE_TABLES,
    RATING_TABLES,
    is_unread,
    rows_not_read,
)
from mobility_analysis.measures.adherence.overall import overall_adherence
from mobility_analysis.words.log import describe_log
from tests.strategies import AS_OF, CLIENTS, EXERCISES, day, diaries

DIARY = """date,Foam roller,Down Dog,bear-rolls,Stiffness (0-10),Moment,Notes
2026-11-02,x,3,partly,5,waking,sore
2026-11-03,,skipped,yes,,,fine
2026-11-04,no,-,0,,,
2026-11-05,,,,4.5,,
2026-11-06,,,,,,stayed in bed
2026-11-07,,,,,,
"""


def written(folder: Path, text: str, name: str = "days.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def sessions_of(log: MobilityLog) -> list[tuple[Any, ...]]:
    rows = log.sessions[["date", "exercise", "status", "sets", "note"]]
    return [
        (str(date)[:10], exercise, status, None if pd.isna(sets) else sets, note)
        for date, exercise, status, sets, note in rows.itertuples(index=False)
    ]


def faults_of(text: str, tmp_path: Path, **options: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(DataError) as error:
        load_log(written(tmp_path, text), **options)
    found = error.value.problems
    return list(found[["line", "column", "value", "expected"]].itertuples(index=False, name=None))


def test_a_row_of_the_diary_is_sessions_and_a_rating(tmp_path: Path) -> None:
    log = load_log(written(tmp_path, DIARY))
    assert sessions_of(log) == [
        ("2026-11-02", "foam-roller-overpressure", "done", None, ""),
        ("2026-11-02", "down-dog", "done", 3, ""),
        ("2026-11-02", "bear-rolls", "partial", None, ""),
        ("2026-11-03", "down-dog", "skipped", None, "fine"),  # no rating: with the first exercise
        ("2026-11-03", "bear-rolls", "done", None, ""),
    ]
    ratings = log.stiffness[["score", "moment", "note"]]
    assert ratings.to_numpy().tolist() == [[5, "waking", "sore"], [4.5, "", ""]]
    assert log.clients == ("me",)
    assert str(log.as_of.date()) == "2026-11-05"


def test_the_account_counts_days_and_names_lone_notes(tmp_path: Path) -> None:
    log = load_log(written(tmp_path, DIARY))
    # five of the six lines hold more than a date; one of them a note alone
    (account,) = log.account.to_dict("records")
    assert (account["table"], account["file"]) == ("days", "days.csv")
    counts = ["rows_read", "rows_used", "rows_set_aside", "rows_left_out"]
    assert [account[name] for name in counts] == [5, 4, 0, 1]
    assert log.account_by_client[counts].to_numpy().tolist() == [[5, 4, 0, 1]]
    assert log.left_out.to_dict("records") == [
        {"file": "days.csv", "sheet": "", "reason": "a note alone", "rows": 1, "client": "me"}
    ]
    (remark,) = log.remarks.to_dict("records")
    assert (remark["line"], remark["column"], remark["value"]) == (6, "note", "stayed in bed")
    assert remark["repair"].startswith("1 note stands alone in a row and is on no page: tick an")
    assert log.problems.empty


def test_a_lone_note_is_told_of_its_own_client_alone(tmp_path: Path) -> None:
    text = "client,date,Down Dog,note\nann,2026-11-02,x,\nbob,2026-11-02,x,\n"
    log = load_log(written(tmp_path, text + "ann,2026-11-03,,hers\nbob,2026-11-03,,his\n"))
    assert log["ann"].remarks["value"].tolist() == ["hers"]
    assert log["bob"].remarks["value"].tolist() == ["his"]
    assert log["bob"].left_out["rows"].tolist() == [1]


@pytest.mark.parametrize(
    ("cell", "status", "sets"),
    [("✓", "done", None), ("x", "done", None), ("TRUE", "done", None), ("Done", "done", None),
     ("1", "done", 1), ("9", "done", 9), ("3 sets", "done", 3), ("3x", "done", 3),
     ("x2", "done", 2), ("P", "partial", None), ("half", "partial", None),
     ("s", "skipped", None), ("skip", "skipped", None), ("✗", "skipped", None)],
)  # fmt: skip
def test_what_a_cell_under_an_exercise_may_say(cell: str, status: str, sets: float | None) -> None:
    log = log_from_tables(days=[{"date": "2026-11-02", "down dog": cell}])
    assert [row[2:4] for row in sessions_of(log)] == [(status, sets)]


@pytest.mark.parametrize("cell", ["10", "2.5", "-1", "30 s", "maybe", "2026-03-02"])
def test_what_is_no_tick_is_a_problem_with_its_line_and_column(tmp_path: Path, cell: str) -> None:
    ((line, column, value, expected),) = faults_of(f"date,Down Dog\n2026-11-02,{cell}\n", tmp_path)
    assert (line, column, value) == (2, "Down Dog", cell)
    assert expected.startswith("a tick (✓, x, yes, done), a number of sets from 1 to 9, partly")


def test_an_x_beside_a_tick_is_not_guessed_at(tmp_path: Path) -> None:
    faults = faults_of("date,Down Dog\n2026-11-02,x\n2026-11-03,✓\n", tmp_path)
    assert [fault[:3] for fault in faults] == [(2, "Down Dog", "x")]


def test_a_column_of_ones_is_pointed_out(tmp_path: Path) -> None:
    log = load_log(written(tmp_path, "date,Down Dog\n2026-11-02,1\n2026-11-03,1\n"))
    assert log.sessions["sets"].tolist() == [1, 1]
    assert "If 1 means done, write a tick." in log.remarks["repair"].iloc[0]
    log = load_log(written(tmp_path, "date,Down Dog\n2026-11-02,1\n2026-11-03,2\n"))
    assert log.remarks.empty


def test_a_header_that_is_nearly_an_exercise_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"found 'Bear Roles'.*Did you mean 'Bear Rolls'"):
        load_log(written(tmp_path, "date,Bear Roles\n2026-11-02,\n2026-11-03,\n2026-11-04,x\n"))
    with pytest.raises(DataError, match=r"Did you mean 'Bear Rolls'"):
        load_log(written(tmp_path, "date,Bear Roles,Down Dog\n2026-11-02,,x\n"))  # not ticked yet


@pytest.mark.parametrize("cells", [("x", ""), ("3", "2"), ("yes", "no"), ("6.5", "7")])
def test_ticks_and_numbers_under_an_unknown_header_are_refused(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    text = f"date,Down Dog,Sleep\n2026-11-02,x,{cells[0]}\n2026-11-03,x,{cells[1]}\n"
    ((line, column, _, expected),) = faults_of(text, tmp_path)
    assert (pd.isna(line), column) == (True, "Sleep")
    assert expected == "the name of an exercise above a column of ticks or numbers"
    log = load_log(written(tmp_path, text.replace("Sleep", "# Sleep")))
    assert len(log.sessions) == 2
    assert log.remarks.empty


@pytest.mark.parametrize("cells", [("yes", "no"), ("x", ""), ("3", "partly"), ("x", "skipped")])
def test_a_new_column_of_ticks_is_an_exercise_of_ones_own(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    text = f"date,Down Dog,Towel Slide 2\n2026-11-02,x,{cells[0]}\n2026-11-03,x,{cells[1]}\n"
    log = load_log(written(tmp_path, text))
    own = log.sessions[log.sessions["exercise"] == "Towel Slide 2"]
    assert len(own) == 1 + (cells[1] in ("partly", "skipped"))
    areas = log.exercises.set_index("exercise")["focus_areas"]
    assert areas["Towel Slide 2"] == "not stated"
    [remark] = log.remarks.to_dict("records")
    assert remark["column"] == "Towel Slide 2"
    assert remark["repair"].startswith("Read as an exercise of your own. What it trains is not")
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nTowel Slide 2,overhead\n")
    log = load_log(tmp_path)
    assert log.exercises.set_index("exercise")["focus_areas"]["Towel Slide 2"] == "overhead"
    assert log.remarks.empty


@pytest.mark.parametrize("header", ["Meds", "Did it help?", "Done", "Felt good"])
def test_a_column_of_ticks_of_something_else_is_still_refused(tmp_path: Path, header: str) -> None:
    text = f"date,Down Dog,{header}\n2026-11-02,x,yes\n2026-11-03,x,no\n"
    assert [fault[1] for fault in faults_of(text, tmp_path)] == [header]


def test_a_score_of_a_day_may_have_its_scale_beside_it(tmp_path: Path) -> None:
    text = 'date,Down Dog,stiffness\n2026-11-02,x,6/10\n2026-11-03,x,"4,5"\n2026-11-04,x,3\n'
    log = load_log(written(tmp_path, text))
    assert log.stiffness["score"].tolist() == [6, 4.5, 3]
    assert len(faults_of(text.replace("6/10", "3/5"), tmp_path)) == 1
    stated = load_log(written(tmp_path, text.replace("6/10", "3/5")), scale=Scale(1, 5))
    assert stated.stiffness["score"].tolist()[0] == 5


def test_a_new_column_of_numbers_alone_is_asked_for_its_row(tmp_path: Path) -> None:
    text = "date,Down Dog,Towel Slide 2\n2026-11-02,x,3\n2026-11-03,x,2\n"
    assert [fault[1] for fault in faults_of(text, tmp_path)] == ["Towel Slide 2"]
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nTowel Slide 2,overhead\n")
    assert len(load_log(tmp_path).sessions) == 4


def test_words_under_another_header_are_named_and_left_out(tmp_path: Path) -> None:
    text = "date,Down Dog,Weather\n2026-11-02,x,rain, \n2026-11-03,x,no\n2026-11-04,x,yes\n"
    log = load_log(written(tmp_path, text))
    assert log.remarks[["column", "repair"]].to_numpy().tolist() == [
        ["Weather", "This column is no part of the table and was left out."]
    ]


def test_a_new_column_of_ones_says_what_to_do(tmp_path: Path) -> None:
    text = "date,Down Dog,Wall stretch\n2026-11-02,x,1\n2026-11-03,x,1\n"
    log = load_log(written(tmp_path, text))
    assert log.remarks[["column", "repair"]].to_numpy().tolist() == [
        ["Wall stretch", "This column is no part of the table and was left out. If it is an "
         "exercise, write x where it was done, or add a row for it to the table exercises; if not, "
         "put # before its header."]
    ]  # fmt: skip
    assert len(load_log(written(tmp_path, text.replace(",1\n", ",x\n"))).sessions) == 4


# two columns of numbers, one that may be scores, and a bad score in line 3
def test_columns_to_mend_and_bad_cells_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "date,stiffness,Down Dog,Wall stretch,Sleep (h)\n2026-11-02,5,x,1,6\n"
        "2026-11-03,about 5,x,1,7\n"
    )
    assert [fault[1:3] for fault in faults_of(text, tmp_path)] == [
        ("Sleep (h)", "6, 7"), ("Wall stretch", "1"), ("stiffness", "about 5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "said"),
    [("Down Dog,downward dog", "one column for 'down-dog'"),
     ("stiffness,Down Dog,Stiffness", "one column for 'stiffness'"),
     ("Stiffness (1-5),Down Dog", "stiffness in points, from 0 to 10"),
     ("Down Dog,Score", "'stiffness', or a header unlike it"),
     ("Weather", "a column an exercise, or a column 'stiffness'")],
)  # fmt: skip
def test_a_header_with_two_meanings_is_refused(tmp_path: Path, header: str, said: str) -> None:
    n = header.count(",") + 1
    text = f"date,{header}\n2026-11-02{',x' * n}\n"
    assert said in [fault[3] for fault in faults_of(text, tmp_path)]


def test_a_bad_cell_costs_no_other_of_its_day(tmp_path: Path) -> None:
    text = (
        "date,Down Dog,Bear Rolls,stiffness,moment,note\n2026-11-02,x,12,14,,sore\n"
        "2026-11-03,x,,4,waking,\n2026-11-04,x,2,5,noonish,late\n2026-11-05,x,99,6,,\n"
        "2026-13-06,x,,3,,\n2026-11-07,,,about 5,,alone\n"
    )
    log = load_log(written(tmp_path, text), on_problem="set aside")
    assert log.problems[["line", "column", "value"]].to_numpy().tolist() == [
        [2, "stiffness", "14"], [2, "Bear Rolls", "12"], [4, "moment", "noonish"],
        [5, "Bear Rolls", "99"], [6, "date", "2026-13-06"], [7, "stiffness", "about 5"],
    ]  # fmt: skip
    # 2 November: the tick; 3: all; 4: both ticks; 5: the tick and the rating; 6 and 7: nothing
    assert [(day, exercise, note) for day, exercise, _, _, note in sessions_of(log)] == [
        ("2026-11-02", "down-dog", "sore"), ("2026-11-03", "down-dog", ""),
        ("2026-11-04", "down-dog", "late"), ("2026-11-04", "bear-rolls", ""),
        ("2026-11-05", "down-dog", ""),
    ]  # fmt: skip
    assert log.stiffness["score"].tolist() == [4, 6]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [
        [6, 1, 5]
    ]
    assert log.set_aside["table"].tolist() == ["days", "stiffness", "sessions", "days", "stiffness"]
    assert not is_unread(log, "sessions")
    assert rows_not_read(log, PRACTICE_TABLES).tolist() == [3]
    assert rows_not_read(log, RATING_TABLES).tolist() == [4]
    assert account_sentences(log.account, log.left_out) == [
        "days.csv: 6 rows read = 1 used + 5 set aside in whole or in part"
    ]
    assert "1 used whole, 5 set aside in whole or in part" in describe_log(log)
    all_bad = load_log(written(tmp_path, text.replace("2026-1", "?")), on_problem="set aside")
    assert is_unread(all_bad, "sessions")
    assert is_unread(all_bad, "stiffness")


def test_a_diary_without_scores_and_with_a_bad_row_lost_no_scores(tmp_path: Path) -> None:
    text = "date,Down Dog\n2026-11-02,12\n2026-11-03,x\n"
    log = load_log(written(tmp_path, text), on_problem="set aside")
    assert not is_unread(log, "stiffness")


def test_a_log_s_own_exercise_may_head_a_column(tmp_path: Path) -> None:
    written(tmp_path, "exercise,name,focus_areas,aliases\nwall-slide,Wall Slide,overhead,angels\n",
            "exercises.csv")  # fmt: skip
    written(tmp_path, "date,Angels,Down Dog\n2026-11-02,2,x\n")
    log = load_log(tmp_path)
    assert log.sessions["exercise"].tolist() == ["wall-slide", "down-dog"]


def test_sessions_and_ratings_beside_a_diary_are_added_up(tmp_path: Path) -> None:
    written(tmp_path, "date,Down Dog,stiffness\n2026-11-02,x,6.5\n2026-11-03,x,4\n")
    written(tmp_path, "date,exercise\n2026-11-02,Bear Rolls\n2026-11-03,down dog\n", "sessions.csv")
    written(tmp_path, "date,score\n2026-11-02,7\n", "stiffness.csv")
    log = load_log(tmp_path)
    assert [(date, exercise) for date, exercise, *_ in sessions_of(log)] == [
        ("2026-11-02", "down-dog"), ("2026-11-02", "bear-rolls"),
        ("2026-11-03", "down-dog"), ("2026-11-03", "down-dog"),
    ]  # fmt: skip
    assert sorted(log.stiffness["score"]) == [4, 6.5, 7]
    assert log.account[["table", "rows_used"]].to_numpy().tolist() == [
        ["days", 2], ["sessions", 2], ["stiffness", 1],
    ]  # fmt: skip
    (remark,) = log.remarks.to_dict("records")
    assert (remark["value"], remark["client"]) == ("same exercise twice on 1 day", tmp_path.name)
    assert "The first of them is days.csv, line 3 and sessions.csv, line 3." in remark["repair"]


def test_two_rows_of_one_day_are_two_sessions_and_are_pointed_out(tmp_path: Path) -> None:
    text = "date,Down Dog,stiffness,moment\n2026-11-02,x,6,waking\n2026-11-02,x,3,evening\n"
    log = load_log(written(tmp_path, text))
    assert len(log.sessions) == 2
    assert log.stiffness["moment"].tolist() == ["waking", "evening"]
    assert log.remarks["value"].tolist() == ["same exercise twice on 1 day"]
    same = load_log(written(tmp_path, "date,Down Dog\n2026-11-02 07:30,x\n2026-11-02 07:30,x\n"))
    assert len(same.sessions) == 1  # an exact repeat with a time of day is one row
    assert same.account["rows_set_aside"].tolist() == [1]


def test_dates_and_scores_are_read_by_the_rules_of_every_table(tmp_path: Path) -> None:
    text = "date;Down Dog;stiffness\n03.04.2026;x;5,5\n"
    with pytest.raises(DataError, match="--date-order"):
        load_log(written(tmp_path, text))
    log = load_log(written(tmp_path, text), date_order="dmy", scale=Scale(1, 10))
    assert str(log.sessions["date"].iloc[0].date()) == "2026-04-03"
    assert log.stiffness["score"].tolist() == [5]  # 5.5 of 1 to 10 is the middle
    assert log.stiffness["stated_scale"].iloc[0] == "from 1 to 10, in days.csv"
    slip = "date,Down Dog\n2026-11-02,x\n2028-11-03,x\n2036-11-03,\n"
    assert [fault[:3] for fault in faults_of(slip, tmp_path)] == [(3, "date", "2028-11-03")]


def test_a_day_that_waits_and_may_be_two_days_costs_no_other(tmp_path: Path) -> None:
    # 3 April or 4 March: nothing was done there yet, and the other days are clear
    log = load_log(written(tmp_path, "date,stiffness\n2026-04-05,8\n03/04/2026,\n"))
    assert log.account[["rows_read", "rows_used"]].values.tolist() == [[1, 1]]
    assert len(log.problems) == 0


def test_days_that_wait_tell_how_the_dates_before_them_are_meant(tmp_path: Path) -> None:
    filled = "date;Down Dog\n03.11.2026;x\n04.11.2026;x\n"
    with pytest.raises(DataError, match="--date-order"):
        load_log(written(tmp_path, filled))
    waiting = "".join(f"{day:02}.11.2026;\n" for day in range(5, 31))
    log = load_log(written(tmp_path, filled + waiting))
    assert [str(day.date()) for day in log.sessions["date"]] == ["2026-11-03", "2026-11-04"]
    stated = load_log(tmp_path / "days.csv", date_order="dmy")
    assert stated.sessions.equals(log.sessions)


def test_clients_are_told_apart_by_column_by_file_and_by_workbook(tmp_path: Path) -> None:
    rows = ("ann,2026-11-02,x", "bob,2026-11-02,2", "Ann,2026-11-03,x", "ann,2026-11-04,x")
    text = "\n".join(("client,date,Down Dog", *rows))
    log = load_log(written(tmp_path / "one", text), on_problem="set aside")
    assert log.clients == ("ann", "bob")
    assert log.account["rows_set_aside"].tolist() == [1]  # another spelling of ann
    many = tmp_path / "many"
    many.mkdir()
    for name in ("Ann", "Bob"):
        book = openpyxl.Workbook()
        book.active.title = "days"
        for row in (["Date", "Down Dog"], [pd.Timestamp("2026-11-02").to_pydatetime(), True]):
            book.active.append(row)
        book.save(many / f"{name}.xlsx")
    log = load_log(many)
    assert log.clients == ("Ann", "Bob")
    assert log.sessions["status"].tolist() == ["done", "done"]


def test_a_diary_is_known_by_its_header(tmp_path: Path) -> None:
    log = load_log(written(tmp_path, DIARY, "Anna.csv"))
    assert log.clients == ("Anna",)
    assert len(log.sessions) == 5


def as_parquet(frame: pd.DataFrame, folder: Path) -> Path:
    typed = frame.assign(
        date=pd.to_datetime(frame["date"]),
        stiffness=pd.to_numeric(frame["stiffness"]),
        **{"Down Dog": frame["Down Dog"] == "x", "Bear Rolls": pd.to_numeric(frame["Bear Rolls"])},
    )
    typed.to_parquet(folder / "days.parquet")
    return folder / "days.parquet"


def as_workbook(frame: pd.DataFrame, folder: Path) -> Path:
    with pd.ExcelWriter(folder / "Book.xlsx") as book:
        frame.to_excel(book, sheet_name="days", index=False)
        pd.DataFrame({"exercise": ["down dog"], "start": ["2026-11-01"], "times_per_week": [3]}
                     ).to_excel(book, sheet_name="programme", index=False)  # fmt: skip
    return folder / "Book.xlsx"


def as_tsv(frame: pd.DataFrame, folder: Path) -> Path:
    frame.to_csv(folder / "days.tsv", sep="\t", index=False)
    return folder / "days.tsv"


@pytest.mark.parametrize("write", [as_parquet, as_workbook, as_tsv])
def test_every_form_of_file_reads_alike(
    tmp_path: Path, write: Callable[[pd.DataFrame, Path], Path]
) -> None:
    rows = {"date": ["2026-11-02", "2026-11-03", "2026-11-04"], "Down Dog": ["x", None, "x"],
            "Bear Rolls": [None, 2, None], "stiffness": [5, None, 4.5]}  # fmt: skip
    log = load_log(write(pd.DataFrame(rows), tmp_path))
    assert [(row[1], row[3]) for row in sessions_of(log)] == [
        ("down-dog", None), ("bear-rolls", 2), ("down-dog", None),
    ]  # fmt: skip
    assert log.stiffness["score"].tolist() == [5, 4.5]


def test_a_large_diary_reads_as_a_small_one(tmp_path: Path) -> None:
    n = 120_000
    days = pd.Series(pd.date_range("2020-01-01", periods=300).repeat(n // 300).strftime("%Y-%m-%d"))
    clients = [f"client {number % (n // 300):04}" for number in range(n)]
    frame = pd.DataFrame({"client": clients, "date": days, "Down Dog": "x", "Bear Rolls": 2,
                          "stiffness": 4})  # fmt: skip
    frame.to_csv(tmp_path / "days.csv", index=False)
    assert (tmp_path / "days.csv").stat().st_size > 2_000_000  # read by its columns
    log = load_log(tmp_path)
    assert len(log.sessions) == 2 * n
    assert log.account["rows_used"].tolist() == [n]
    assert log.remarks.empty


def test_a_programme_beside_the_diary_gives_adherence(tmp_path: Path) -> None:
    written(tmp_path, "date,Down Dog\n2026-11-02,x\n2026-11-04,3\n2026-11-05,skipped\n")
    written(tmp_path, "exercise,start,times_per_week\ndown dog,2026-11-02,3\n", "programme.csv")
    counts = overall_adherence(load_log(tmp_path, as_of="2026-11-08"), by="client").iloc[0]
    assert (counts["prescribed"], counts["done"], counts["skipped"]) == (3, 2, 1)


def in_days_layout(diary: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Lay sessions and ratings out as rows of days: as many a day as its busiest exercise has."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}

    def row(client: str, date: str, number: int) -> dict[str, Any]:
        return rows.setdefault((client, date, number), {"client": client, "date": date})

    seen: dict[tuple[Any, ...], int] = {}
    for session in diary["sessions"]:
        key = (session["client"], session["date"], session["exercise"])
        seen[key] = seen.get(key, -1) + 1
        words = {"done": session["sets"] or "x", "partial": "partly", "skipped": "skipped"}
        row(*key[:2], seen[key])[session["exercise"]] = words[session["status"]]
    for rating in diary["stiffness"]:
        key = (rating["client"], rating["date"])
        seen[key] = seen.get(key, -1) + 1
        row(*key, seen[key]).update(stiffness=rating["score"], moment=rating.get("moment", ""))
    return [{**dict.fromkeys(EXERCISES, ""), **found} for found in rows.values()]


@given(diary=diaries(), order=st.randoms(use_true_random=False))
def test_a_log_in_the_layout_of_days_reads_as_the_same_log(
    diary: dict[str, list[dict[str, Any]]], order: Any
) -> None:
    for name in ("sessions", "stiffness"):
        for found in diary[name]:
            found.pop("note", None)
    for session in diary["sessions"]:
        session.pop("reps", None)
        session["sets"] *= session["status"] == "done"  # no cell says both
    rest = {name: rows for name, rows in diary.items() if name not in ("sessions", "stiffness")}
    days = in_days_layout(diary)
    order.shuffle(days)
    log = log_from_tables(days=days, **rest, as_of=AS_OF.isoformat())
    plain = log_from_tables(**diary, as_of=AS_OF.isoformat())
    assert set(log.clients) == set(plain.clients) <= set(CLIENTS)
    for name in ("sessions", "stiffness", "programme", "pauses"):
        one, other = (
            sorted(map(str, getattr(each, name).drop(columns="time", errors="ignore")
                       .itertuples(index=False)))
            for each in (log, plain)
        )  # fmt: skip
        assert one == other
    read = log.account.set_index("table").loc[["days"] if days else []]
    assert (read["rows_read"] == read["rows_used"] + read["rows_set_aside"]).all()


@given(diary=diaries(), cells=st.lists(st.sampled_from(["12", "??", "x", "", "no"]), max_size=9))
def test_rows_read_are_rows_used_and_rows_set_aside_whatever_stands_in_cells(
    diary: dict[str, list[dict[str, Any]]], cells: list[str]
) -> None:
    bad = [{"client": "ana", "date": day(place), "down-dog": c} for place, c in enumerate(cells)]
    days = in_days_layout(diary) + bad
    log = log_from_tables(days=days, on_problem="set aside", as_of=AS_OF.isoformat())
    if not days:
        return
    (account,) = log.account.to_dict("records")
    waiting = {"client", "date", "moment"}
    assert account["rows_read"] == sum(any(row[k] for k in row.keys() - waiting) for row in days)
    assert account["rows_read"] == account["rows_used"] + account["rows_set_aside"]
    assert account["rows_set_aside"] == sum(cell in ("12", "??") for cell in cells)
    assert len(log.set_aside) == account["rows_set_aside"]
