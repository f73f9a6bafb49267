"""What all cells of a column decide holds in each part of a log as in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pyarrow import parquet

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log import load as loading
from mobility_analysis.log.parts import books, decided
from mobility_analysis.log.parts.partition import Prepared, prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import files
from mobility_analysis.log.settings import Settings
from tests.held_parts import (
    assert_asked_alike,
    assert_not_cut,
    assert_refused_alike,
    assert_said_alike,
    damaged_in,
    in_parts,
    pieces_of_a_few_rows,
)
from tests.log.check.test_dates import TURNED
from tests.strategies import part_of_the_examples


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    with pieces_of_a_few_rows():
        yield


def assert_same(source: Path, *, n: int = 1, **settings: Any) -> MobilityLog:
    """Hold the parts of a log to the log, byte for byte, and all that is said of it."""
    log = load_log(source, on_problem="set aside", **settings)
    assert_parts_of(log, source, n=n, **settings)
    return log


def assert_parts_of(log: MobilityLog, source: Path, *, n: int = 1, **settings: Any) -> None:
    made = in_parts(source, n=n, **settings)
    assert isinstance(made, Prepared)
    with made, prepared_of_log(log, clients_a_part=n) as whole:
        assert made.parts == whole.parts
        assert (made.stated, made.unread) == (whole.stated, whole.unread)
    assert_said_alike(made.log, log)


def assert_like_the_whole(source: Path, **settings: Any) -> None:
    """Hold the parts of a log to the log, or to what it is refused with if no row can be used."""
    try:
        log = load_log(source, on_problem="set aside", **settings)
    except DataError:
        assert_refused_alike(source, **settings)
    else:
        assert_parts_of(log, source, **settings)


def write(folder: Path, name: str, header: str, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join([header, *rows, ""]))
    return folder


def test_the_order_of_dates_is_that_of_the_whole_column(tmp_path: Path) -> None:
    # ana's day alone may be 3 April or 4 March; ben's can only be 25 April
    write(tmp_path, "stiffness", "client,date,score", "ana,03/04/2026,4", "ben,25/04/2026,5")
    log = assert_same(tmp_path)
    assert [str(day)[:10] for day in log.stiffness["date"]] == ["2026-04-03", "2026-04-25"]


def test_one_slip_does_not_turn_a_column_round(tmp_path: Path) -> None:
    # twelve days after the 12th against one month after it: day first, and the slip is a problem
    days = [f"ben,{day}/04/2026,5" for day in range(13, 25)]
    rows = ["ana,03/04/2026,4", *days, "cai,04/13/2026,5"]
    write(tmp_path, "stiffness", "client,date,score", *rows)
    log = assert_same(tmp_path)
    assert log.problems[["line", "value"]].values.tolist() == [[15, "04/13/2026"]]


def test_dates_that_settle_no_order_are_refused_with_the_same_sentence(tmp_path: Path) -> None:
    rows = ["ana,03/04/2026,4", "ben,2026-04-03,5", "ben,05/06/26,5", "ana,03/04/2026,11"]
    write(tmp_path, "stiffness", "client,date,score", *rows)
    problems = assert_refused_alike(tmp_path)
    assert len(problems) == 2
    assert problems["value"][0].startswith("line 2, 03/04/2026: 3 April 2026 (dmy) or 4 March")
    assert "line 4, 05/06/26" in problems["value"][0]
    assert problems["client"].tolist() == ["", "ana"]
    assert_same(tmp_path)


def test_dates_of_two_orders_are_refused_with_the_same_sentence(tmp_path: Path) -> None:
    rows = ["ana,25/04/2026,4", "ben,04/25/2026,5", ",04/04/2026,5"]
    write(tmp_path, "stiffness", "client,date,score", *rows)
    problems = assert_refused_alike(tmp_path)
    assert "some rows fit only dmy and others only mdy" in problems["expected"][0]


def test_a_stated_order_with_the_year_first_says_nothing_of_years_at_the_end(
    tmp_path: Path,
) -> None:
    write(tmp_path, "stiffness", "client,date,score", "ana,03/04/2026,4", "ben,25/04/2026,5")
    log = assert_same(tmp_path, date_order="ymd")
    assert len(log.stiffness) == 2


def test_a_comma_is_a_decimal_mark_where_any_cell_says_so(tmp_path: Path) -> None:
    # ana's 1,250 alone would be asked about; ben's 12,5 makes it one and a quarter
    rows = ['ana,2026-04-03,down-dog,"1,250"', 'ben,2026-04-03,down-dog,"12,5"']
    write(tmp_path, "sessions", "client,date,exercise,load_kg", *rows)
    assert assert_same(tmp_path).sessions["load_kg"].tolist() == [1.25, 12.5]
    rows[1] = rows[1].replace('"12,5"', '"12,5 kg"')
    write(tmp_path, "sessions", "client,date,exercise,load_kg", *rows)
    assert assert_same(tmp_path).sessions["load_kg"].tolist() == [1.25, 12.5]
    rows[1] = rows[1].replace('"12,5 kg"', '"12,5 lb"')  # turned into kilograms, it says nothing
    write(tmp_path, "sessions", "client,date,exercise,load_kg", *rows)
    assert assert_same(tmp_path).problems["value"].tolist() == ["1,250"]


def test_a_cross_beside_a_tick_of_another_part_is_asked_about(tmp_path: Path) -> None:
    rows = ["ana,2026-04-03,down-dog,x", "ben,2026-04-03,down-dog,✓"]
    write(tmp_path, "sessions", "client,date,exercise,status", *rows)
    assert assert_refused_alike(tmp_path)["value"].tolist() == ["x"]
    assert len(assert_same(tmp_path).sessions) == 1


DIARY = "client,date,stiffness,Bear Rolls,Down Dog,moment,note,mood"


def test_names_alike_are_pointed_out_in_the_file_in_which_they_stand_first(tmp_path: Path) -> None:
    write(tmp_path, "sessions", "client,date,exercise", *(
        f"{name},2026-04-03,down-dog" for name in ("b en", "ben")))  # fmt: skip
    write(tmp_path, "stiffness", "client,date,score", "b en,2026-04-03,4", "ben,2026-04-03,4")
    assert assert_same(tmp_path).remarks["file"].tolist() == ["sessions.csv"]


def test_a_diary_is_cut_by_client(tmp_path: Path) -> None:
    rows = [
        "ana,03/04/2026,4,x,2,waking,,good",
        'ben,04/04/2026,"2,5",,1,,first,yes',
        "cai,05/04/2026,,no,,,,",  # a day on which nothing was done
        "ana,06/04/2026,,,,,a note alone,",
        "ben,04/04/2026,3,x,x,,,no",  # down-dog twice on a day
        "dee,07/04/2026,,FALSE,,,,",  # waits for its day, and dee with it
        "ana,25/04/2026,,,,,,",  # says how the others are meant
        ",05/04/2026,3,,,,a note of nobody's,",
        "ana,05/04/2026,14,x,,,,",
    ]
    write(tmp_path, "days", DIARY, *rows)
    programme = ["ana,down-dog,2026-04-01,3", "eve,down-dog,2026-04-01,3"]
    write(tmp_path, "programme", "client,exercise,start,times_per_week", *programme)
    write(tmp_path, "sessions", "client,date,exercise", "ben,2026-04-04,down-dog")
    log = assert_same(tmp_path)
    assert log.account["rows_read"].tolist() == [7, 1, 2]
    assert log.clients == ("ana", "ben", "cai", "eve")
    assert len(log.left_out)


def test_rows_that_a_remark_counts_are_those_of_all_parts(tmp_path: Path) -> None:
    rows = ["ben,2026-04-03,down-dog,n/a", "ana,2026-04-03,down-dog,10 lb",
            "ben,2026-04-04,down-dog,NA", "ana,2026-04-04,down-dog,4 kg",
            "cai,2026-04-05,down-dog,12 lb", "ben,2026-04-06,down-dog,-"]  # fmt: skip
    write(tmp_path, "sessions", "client,date,exercise,load_kg", *rows)
    log = assert_same(tmp_path)
    said = log.remarks[["line", "value", "client"]].values.tolist()
    assert said == [[2, "n/a", "ben"], [3, "2 weights in pounds", ""]]
    assert log.remarks["repair"][0] == "Read as an empty cell, in 3 rows."
    tests = ["reach,Reach,cm,higher,n/a", "bend,Bend,cm,lower,n/a"]
    write(tmp_path, "tests", "test,name,unit,better,highest", *tests)
    assert_same(tmp_path)


def test_what_ticks_mean_is_that_of_the_whole_column(tmp_path: Path) -> None:
    rows = ["ana,2026-04-03,1,x", "ana,2026-04-04,1,", "ben,2026-04-03,2,✓", "cai,2026-04-03,1,-"]
    write(tmp_path, "days", "client,date,Bear Rolls,Down Dog", *rows)
    log = assert_same(tmp_path)
    assert not len(log.remarks)  # a 2 of ben's says that ana's ones are sets
    assert log.problems["value"].tolist() == ["x"]


def test_a_diary_of_exercises_of_its_own_and_in_parquet(tmp_path: Path) -> None:
    write(tmp_path, "exercises", "exercise,focus_areas", "cat-cow,lumbar")
    rows = {
        "client": ["ana", "ben", "ana"], "date": pd.to_datetime(["2026-04-03"] * 3),
        "Cat Cow": [2, None, 1], "Stiffness": [4.0, 5.0, None], "bear rolls": [True, False, None],
    }  # fmt: skip
    pd.DataFrame(rows).to_parquet(tmp_path / "days.parquet")
    assert set(assert_same(tmp_path).sessions["exercise"]) == {"cat-cow", "bear-rolls"}


@pytest.mark.parametrize(
    "header",
    ["Bear Rolls,Bear-Rolls,mood,steps", "Bear Rolls,Bear Rolls,mood,steps",
     "stiffness,stiffness,mood,steps", "stiffness,stifness,mood,steps", "stiffness,score,,steps"],
)  # fmt: skip
def test_columns_of_a_diary_that_are_amiss_are_told_as_of_the_whole(
    tmp_path: Path, header: str
) -> None:
    # of the steps ana's two are numbers, as sets are, and ben's are none
    rows = ["ana,2026-04-03,4,1,fine,40", "ana,2026-04-04,4,,,50", "ben,2026-04-03,1,,bad,many"]
    for own in (rows, rows[:2]):
        write(tmp_path, "days", f"client,date,{header}", *own)
        assert_like_the_whole(tmp_path)
        write(tmp_path, "sessions", "client,date,exercise", "ana,2026-04-03,down dog")
        assert_like_the_whole(tmp_path)
        (tmp_path / "sessions.csv").unlink()


def test_a_far_day_of_a_diary_on_which_nothing_was_done_is_found(tmp_path: Path) -> None:
    days = [f"{name},202{n}-04-03,4,," for n, name in enumerate("abcdef")]
    write(tmp_path, "days", "client,date,stiffness,Bear Rolls,note", *days, "b,2061-04-03,,no,")
    assert assert_same(tmp_path).problems["value"].tolist() == ["2061-04-03"]


OTHERS = ("ana,2026-04-03,4,{}", "ben,2026-04-03,4,{}", "ben,2026-04-04,,{}", "cai,2026-04-03,4,")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Dwon Dog", "x!"),  # nearly an exercise
        ("took pills", ("yes", "no")),  # ticks, but of no exercise
        ("pain", "03"),
        ("Towel slide", "x3"),  # an exercise of one's own, which dee's session names, too
        ("Towel slide", ("x", "much")),
        ("steps", ("40", "50")),
    ],
)
def test_what_a_column_of_a_diary_may_be_all_its_cells_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, cells: tuple[str, str]
) -> None:
    # ana and ben have another cell each, cai has none; beside a mood no row is filled but by ticks
    write(tmp_path, "sessions", "client,date,exercise", "dee,2026-04-03,Towel slide")
    rows = [row.format(cell) for row, cell in zip(OTHERS, (*cells, cells[0], ""), strict=True)]
    for most, beside in ((9, "stiffness"), (1, "stiffness"), (1, "mood")):
        monkeypatch.setattr(decided, "MOST_TEXTS", most)
        write(tmp_path, "days", f"client,date,{beside},{header}", *rows)
        assert_like_the_whole(tmp_path)
    (tmp_path / "sessions.csv").unlink()
    write(tmp_path, "days", f"client,date,stiffness,{header}", *rows)
    assert_like_the_whole(tmp_path)


def test_cells_are_shown_in_the_order_of_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worked by hand: ana's 6-7 stands first, though only cai's counts."""
    write(tmp_path, "sessions", "client,date,exercise", "ana,2026-04-03,down-dog")
    rows = ["ana,2026-04-03,,6-7", "ben,2026-04-03,4,3", "cai,2026-04-03,4,6-7"]
    write(tmp_path, "days", "client,date,stiffness,pain", *rows)
    for most in (9, 1):
        monkeypatch.setattr(decided, "MOST_TEXTS", most)
        assert assert_same(tmp_path).problems["value"].tolist() == ["6-7, 3"]


def test_nothing_is_said_of_an_empty_column_of_parquet(tmp_path: Path) -> None:
    empty = pa.array([None, None], pa.string())
    rows = {"client": ["ana", "ben"], "date": ["2026-04-03"] * 2, "exercise": ["down-dog"] * 2,
            "Site": empty, "Room": [None, "2"],
            " ": empty, "  ": ["", "x"]}  # fmt: skip
    parquet.write_table(pa.table(rows), tmp_path / "sessions.parquet")
    assert {*assert_same(tmp_path).remarks["column"]} == {"Room", "(column 7)"}


OF_A_DIARY = {
    "Towel slide": ("x", "3", "2", "skipped", "much", ""),
    "Meds": ("x", "yes", "no", ""),
    "steps": ("40", "5", "many", ""),
    "Dwon Dog": ("x", "done", ""),
    "pain": ("3", "6-7", "none", "✓", "x", ""),
    "Bear Rolls": ("x", "1", "FALSE", "✓", "1,5", ""),
    "stiffness": ("4", "11", "2,5", ""),
    "note": ("fine", "", "", ""),
}


@given(
    st.lists(st.sampled_from([*OF_A_DIARY]), min_size=1, max_size=4, unique=True),
    st.lists(st.tuples(st.sampled_from(["ana", "ben", "cai", ""]), st.data()), min_size=1,
             max_size=8),
    st.sampled_from([9, 1]),
)  # fmt: skip
@part_of_the_examples(0.7)
def test_whatever_stands_beside_the_columns_of_a_diary(
    tmp_path_factory: pytest.TempPathFactory,
    headers: list[str],
    rows: list[tuple[str, Any]],
    most: int,
) -> None:
    own = [
        ",".join([client, "2026-04-03",
                  *(f'"{data.draw(st.sampled_from(OF_A_DIARY[name]))}"' for name in headers)])
        for client, data in rows
    ]  # fmt: skip
    source = tmp_path_factory.mktemp("log")
    write(source, "days", ",".join(["client", "date", *headers]), *own)
    of_dee = [f"dee,2026-04-0{n},{name}" for n, name in ((3, "Towel slide"), (4, "down dog"))]
    write(source, "sessions", "client,date,exercise", *of_dee)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decided, "MOST_TEXTS", most)
        assert_like_the_whole(source)


def test_all_problems_of_a_log_of_which_no_row_can_be_used_are_told(tmp_path: Path) -> None:
    rows = ["ana,soon,4,knee", "ben,later,5,neck"]
    write(tmp_path, "stiffness", "client,date,score,Site", *rows)
    write(tmp_path, "programme", "client,exercise,start,times_per_week", "cai,down-dog,soon,3")
    assert len(assert_refused_alike(tmp_path)) == 4
    with pytest.raises(DataError, match="body site") as parts:
        prepared(Place(tmp_path), Settings(), on_problem="set aside", clients_a_part=1)
    assert len(parts.value.problems) == 4


@pytest.mark.parametrize(
    "text", ["date,stiffness\n2026-04-03,4\n", "client,date,stiffness\nana,2026-04-03,\n"]
)
def test_a_diary_of_nobody_is_left_to_a_whole_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "days.csv").write_text(text)
    assert prepared(Place(tmp_path), Settings(), on_problem="raise", clients_a_part=1) is None


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """Write a workbook; a sheet whose name ends in ``_hidden`` is hidden."""
    whole = Workbook()
    whole.remove(whole.worksheets[0])
    for name, rows in sheets.items():
        sheet = whole.create_sheet(name.removesuffix("_hidden"))
        sheet.sheet_state = "hidden" if name.endswith("_hidden") else "visible"
        for row in rows:
            sheet.append(row)
    whole.save(path)
    return path


OF_LOOP = [["Date", "Bear Rolls", "Down Dog"], ["2026-04-05", 2, 3], ["2026-04-04", -1, 2]]


def test_ticks_of_loop_are_told_by_all_rows(tmp_path: Path) -> None:
    """Worked by hand: of each client two ticks, and one that was skipped."""
    by_form = book(tmp_path / "a.xlsx", Ana=OF_LOOP, Ben=OF_LOOP)
    sets = [OF_LOOP[0], *([day, 2, 3] for day, _, _ in OF_LOOP[1:])]
    by_name = book(tmp_path / "b.xlsx", **dict.fromkeys(["Checkmarks Ana", "Checkmarks Ben"], sets))
    (tmp_path / "Checkmarks.csv").write_text(
        "Date,Patient,Bear Rolls,Down Dog\n2026-04-05,ana,2,3\n2026-04-05,ben,0,2\n"
    )
    for path, done, skipped in (
        (by_form, 4, 2),
        (by_name, 4, 4),
        (tmp_path / "Checkmarks.csv", 2, 1),
    ):
        log = assert_same(path)
        counts = log.sessions["status"].value_counts()
        assert (counts["done"], counts["skipped"]) == (done, skipped)
        assert (log.remarks["value"] == "numbers of Loop Habit Tracker").any()
    four = [*sets[:2], ["2026-04-04", 2, 4]]  # of which no tick of Loop has the number
    assert len(assert_same(book(tmp_path / "c.xlsx", Ana=four, Ben=four)).sessions) == 8
    week = [OF_LOOP[0], *([f"2026-04-{n:02}", n % 3, 2] for n in range(9, 1, -1))]
    log = assert_same(book(tmp_path / "d.xlsx", Ana=week, Ben=week))
    assert log.remarks["repair"].str.contains("not read as check-marks of Loop").sum() == 2
    one = [["Date", "Patient", "Bear Rolls"], ["2026-04-05", "ana", 2], ["2026-04-05", "ben", 3]]
    assert len(assert_same(book(tmp_path / "e.xlsx", Checkmarks=one)).sessions) == 2
    ours = [["Date", "client", "Bear Rolls"], *one[1:]]
    assert len(assert_same(book(tmp_path / "f.xlsx", Checkmarks=ours)).sessions) == 2
    (tmp_path / "Checkmarks.csv").write_text("\n".join(",".join(map(str, row)) for row in week))
    assert_not_cut(tmp_path / "Checkmarks.csv")  # one person's


def test_counts_from_0_to_3_of_numbered_clients_are_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worked by hand: three cells of each column are counts of sets; a -1 says they are ticks."""
    path = tmp_path / "days.csv"
    rows = ["Date,client,Bear Rolls,Down Dog", "2026-04-05,1,2,3", "2026-04-05,2,0,2",
            "2026-04-06,2,1,0", "2026-04-07,3,2,1"]  # fmt: skip
    path.write_text("\n".join(rows))
    log = assert_same(path)
    assert log.clients == ("1", "2", "3")
    assert sorted(log.sessions["sets"]) == [1, 1, 2, 2, 2, 3]
    path.write_text("\n".join([*rows, "2026-04-08,3,-1,1"]))
    for large in (10**9, 0):  # quickly read or not
        monkeypatch.setattr(files, "LARGE_BYTES", large)
        assert (assert_same(path).remarks["value"] == "numbers of Loop Habit Tracker").any()


def test_a_table_that_is_refused_for_its_columns_beside_others(tmp_path: Path) -> None:
    columns = [["ana", "ben"], ["2026-11-02"] * 2, ["down-dog"] * 2, ["2026-11-02"] * 2]
    twice = pa.table([*map(pa.array, columns)], names=["client", "date", "exercise", "date"])
    parquet.write_table(twice, tmp_path / "sessions.parquet")
    assert len(assert_refused_alike(tmp_path)) == 1
    rows = "client,date,score\nana,2026-11-02,4\nben,2026-11-02,5\ncai,2026-11-02,14\n"
    (tmp_path / "stiffness.csv").write_text(rows)
    (tmp_path / "pauses.csv").write_text("client,start,end\nana,2026-11-04,2026-11-05\n")
    for n in (1, 2):
        assert [*assert_same(tmp_path, n=n).problems["value"]] == ["two columns named 'date'", "14"]
    assert len(assert_refused_alike(tmp_path)) == 2
    for name in ("sessions.parquet", "programme.xlsx"):
        (tmp_path / name).write_text("this is no table")
    assert len(assert_same(tmp_path).problems) == 3
    for name in ("pauses.csv", "stiffness.csv", "programme.xlsx"):
        (tmp_path / name).unlink()
    (tmp_path / "days.csv").write_text("client,date,Bear Rolls\nana,2026-11-02,x\n")
    assert_same(tmp_path)


@pytest.mark.parametrize("column", ["client", "date", "note"])
def test_a_file_that_is_damaged_in_its_rows_is_named(tmp_path: Path, column: str) -> None:
    rows = {"client": ["ana", "cai"], "date": ["2026-11-02"] * 2, "exercise": ["down-dog"] * 2}
    table = pa.table({**rows, "note": ["first", "second"]})
    parquet.write_table(table, tmp_path / "sessions.parquet", use_dictionary=False)
    damaged_in(tmp_path / "sessions.parquet", column)
    assert "a damaged file" in assert_refused_alike(tmp_path)["value"][0]
    scores = "client,date,score\nana,2026-11-02,4\nben,2026-11-02,5\n"
    (tmp_path / "stiffness.csv").write_text(scores)
    (tmp_path / "pauses.csv").write_text("client,start,end\ndee,2026-11-04,2026-11-05\n")
    assert len(assert_refused_alike(tmp_path)) == 1
    assert assert_same(tmp_path).clients == ("ana", "ben", "dee")


def test_what_is_damaged_in_a_column_that_is_not_read_is_cut(tmp_path: Path) -> None:
    rows = {"client": ["ana", "ben"], "date": ["2026-11-02"] * 2, "exercise": ["down-dog"] * 2}
    table = pa.table({**rows, "# mine": ["first", "second"], "note": ["third", "fourth"]})
    parquet.write_table(table, tmp_path / "sessions.parquet", use_dictionary=False)
    damaged_in(tmp_path / "sessions.parquet", "# mine")
    assert assert_same(tmp_path).sessions["note"].tolist() == ["third", "fourth"]


MOMENT = datetime(2026, 4, 4, 7, 30)
SHEETS: dict[str, list[list[Any]]] = {
    "Sessions": [
        [], [],
        ["client", "Date", "exercise", "load_kg", "status", "", "note"],
        ["ana", date(2026, 4, 3), "Down Dog", 1250, "x", "", "=1+1"],
        [12, MOMENT, "Bear Rolls", "12,5", True, 7, "two\nlines"],
        [12, MOMENT, "Bear Rolls", "12,5", True, "", "two\nlines"],
        [],
        ["Client", "date", "Exercise", "Load_kg", "Status", "", "Note"],
        ["12", 46118, "down dog", "1,250", "✓", "", time(7, 30)],
        ["ana", "yesterday", "yoga", timedelta(hours=3), False, "", 4.5],
        [None, date(2026, 4, 5), "down dog", 2, None, "", None],
        ["# example", date(2026, 4, 5), "down dog", 2, None, "", None],
    ],
    "stiffness": [["client", "date", "score"], ["ben", date(2026, 4, 3), 4], ["ana", MOMENT, "5"]],
    "exercises": [["exercise", "focus_areas"], ["bear-rolls", "lumbar"]],
    "codebook": [["whatever"]], "Holiday": [["closed in August"]], "empty": [],
    "pauses_hidden": [["client", "start"], ["ana", date(2026, 4, 3)]],
}  # fmt: skip


def test_the_sheets_of_a_workbook_are_cut_as_the_tables_that_they_are(tmp_path: Path) -> None:
    log = assert_same(book(tmp_path / "clinic.xlsx", **SHEETS))
    assert set(log.account["sheet"]) == {"Sessions", "stiffness", "exercises"}
    assert len(log.sessions) == 2
    (tmp_path / "clinic").mkdir()
    book(tmp_path / "clinic" / "2026.xlsx", **SHEETS)
    (tmp_path / "clinic" / "scan.pdf").write_text("a page")
    assert_same(tmp_path / "clinic")


MONTHS = {
    "April": [["client", "date", "score", "note"], ["ana", date(2026, 4, 3), 4, "a"],
              ["ben", MOMENT, 14, None], ["example", date(2026, 4, 3), 4]],
    "May": [[], ["Client", "date", "note", "Score", "moment"], ["ana", date(2026, 5, 3), "b", 3],
            ["cai", date(2026, 5, 3), None, 2, "before"], ["Client", "date", "note", "Score"],
            ["ana", date(2026, 5, 3), "b", 3, None, "x"], [None, date(2026, 5, 4), None, 2]],
}  # fmt: skip


def test_sheets_of_other_names_are_taken_by_their_headers(tmp_path: Path) -> None:
    log = assert_same(book(tmp_path / "clinic.xlsx", **MONTHS))
    assert log.account["sheet"].tolist() == ["April, May"]
    assert {*log.problems["sheet"]} == {"April", "May"}
    assert_same(book(tmp_path / "clinic.xlsx", Sheet1=MONTHS["April"]))
    others = {"done": SHEETS["Sessions"], "exercises": SHEETS["exercises"],
              "Plan": [["some", "words"]], "old_hidden": [["client"]]}  # fmt: skip
    assert_same(book(tmp_path / "clinic.xlsx", **MONTHS, **others))


def test_sheets_that_may_mean_more_are_left_to_a_whole_read(
    tmp_path: Path,
) -> None:
    sites: dict[str, list[list[Any]]] = {
        "Sheet1": [[*row, ("neck", "knee")[n % 2]] for n, row in enumerate(MONTHS["April"])]
    }
    sites["Sheet1"][0][-1] = "Site"
    assert_asked_alike(book(tmp_path / "clinic.xlsx", **sites))


def test_a_sheet_of_nearly_the_name_of_a_table_is_named(tmp_path: Path) -> None:
    path, scores = tmp_path / "clinic.xlsx", SHEETS["stiffness"]
    near = {"Stifness": scores, "Plan": [["some", "words"]], "stiffnes": scores}
    problems = assert_refused_alike(book(path, **near, sessions=SHEETS["Sessions"]))
    assert "Stifness" in problems["value"].tolist()
    log = assert_same(path)
    assert any("sheet 'stiffnes' is no table" in said for said in log.remarks["repair"])
    assert_same(book(path, **near, **MONTHS))  # of which the table is there
    assert_same(book(path, stiffness=scores, Stifness=scores))
    programme = [["client", "exercise", "start", "times_per_week"]]
    programme += [[who, "Down Dog", "2026-04-01", "3"] for who in ("ana", "ben")]
    assert len(assert_refused_alike(book(path, Stifness=scores, programme=programme))) == 1


def test_files_that_are_no_table_by_their_names_are_named(tmp_path: Path) -> None:
    scores = ["ana,2026-04-03,4", "ben,2026-04-03,5"]
    write(tmp_path, "stiffness", "client,date,score", *scores)
    write(tmp_path, "sesions", "client,date,exercise", "ana,2026-04-03,Down Dog")
    book(tmp_path / "notes.xlsx", Plan=[["some", "words"]])
    (tmp_path / "empty").mkdir()
    assert len(assert_refused_alike(tmp_path)) == 1
    assert {*assert_same(tmp_path).remarks["file"]} >= {"notes.xlsx", "empty"}
    (tmp_path / "checks.csv").mkdir()
    (tmp_path / "pauses.csv").symlink_to(tmp_path / "stiffness.csv")
    for name in ("programme.csv", "programme.tsv"):
        (tmp_path / name).write_text("client,exercise,start,times_per_week\n")
    assert len(assert_refused_alike(tmp_path)) == 4
    assert_same(tmp_path)


def test_a_workbook_may_be_one_table_beside_others(tmp_path: Path) -> None:
    book(tmp_path / "sessions.xlsx", Sheet1=SHEETS["Sessions"], old_hidden=[["client"]])
    write(tmp_path, "stiffness", "client,date,score", "ana,2026-04-03,4")
    assert_same(tmp_path)


def test_a_diary_in_a_workbook_of_another_first_day(tmp_path: Path) -> None:
    whole = book(tmp_path / "log.xlsx", days=[
        ["client", "date", "Bear Rolls", "stiffness", "note"],
        ["ana", 44000, "x", 4, None], ["ben", 44001, 1, None, "x"],
        ["ben", 44002, False, None, None], ["ben", 44003, "1", "2,5", None],
        ["cai", 44003, None, None, None], ["ana", 1, "x", 3, None],
    ])  # fmt: skip
    opened = load_workbook(whole)
    opened.epoch = CALENDAR_MAC_1904
    opened.save(whole)
    log = assert_same(whole)
    assert str(log.as_of.date()) == "2024-06-22"


def test_an_open_document_workbook(tmp_path: Path) -> None:
    rows = {"client": ["ana", "ben", "ana"], "date": [date(2026, 4, 3), MOMENT, "2026-04-05"],
            "score": [4, "2,5", 1]}  # fmt: skip
    with pd.ExcelWriter(tmp_path / "log.ods", engine="odf") as whole:
        pd.DataFrame(rows).to_excel(whole, sheet_name="stiffness", index=False, startrow=2)
        pd.DataFrame(SHEETS["exercises"]).to_excel(
            whole, sheet_name="exercises", index=False, header=False
        )
    assert assert_same(tmp_path / "log.ods").stiffness["score"].tolist() == [4, 1, 2.5]


@pytest.mark.parametrize("texts_of", [["24/04/2026"] * 2, ["23/04/2026", "3/4/2026"]])
@pytest.mark.parametrize("days", [[3, 3, 3, 3], [3, 3, 3, 13], [3, 3, 3]])
def test_dates_that_a_spreadsheet_may_have_turned_round_are_told_of_all(
    tmp_path: Path, texts_of: list[str], days: list[int]
) -> None:
    rows = [["ana", date(2026, month, day), 4] for month, day in enumerate(days, 1)]
    rows += [[who, text, 4] for who, text in zip(("ben", "cai"), texts_of, strict=True)]
    whole = book(tmp_path / "log.xlsx", stiffness=[["client", "date", "score"], *rows])
    is_told = days == [3, 3, 3, 3] and "24/04/2026" in texts_of
    assert assert_same(whole).remarks["value"].str.contains("dates beside text").sum() == is_told
    diary = book(tmp_path / "diary.xlsx", days=[["client", "date", "stiffness"], *rows])
    assert assert_same(diary).remarks["value"].str.contains("dates beside text").sum() == is_told


@pytest.mark.parametrize(
    ("filled", "waiting", "order"),
    [
        (["26-04-03", "26-05-04"], ["25-04-26"], None),  # which says ymd and dmy, but waits
        (["26-04-03", "26-05-04"], ["99-04-26"], None),  # all are years first
        (["03/04/2026", "04/05/2026"], ["25/04/2026", "04/25/2026"], None),
        (["03/04/2026", "26/05/2026"], ["04/25/2026"] * 9, None),
        (["2026-04-03", "2026-05-04"], ["03/04/2026"], None),
        (["03/04/2026", "26/05/2026"], ["04/25/2026"], "ymd"),
        (["03/04/2026", "04/25/2026"], ["26/05/2026"] * 9, "ymd"),
        (["26-04-13", "03/04/2026"], ["04/25/2026"], "ymd"),
    ],
)
def test_days_that_wait_may_say_another_order_than_those_that_are_filled(
    tmp_path: Path, filled: list[str], waiting: list[str], order: str | None
) -> None:
    rows = [f"{who},{day},8" for who, day in zip("ab", filled, strict=True)]
    rows += [f"{'ab'[n % 2]},{day}," for n, day in enumerate(waiting)]
    write(tmp_path, "days", "client,date,stiffness", *rows)
    assert_like_the_whole(tmp_path, date_order=order)
    cells = [row.split(",") for row in rows]
    table = [["client", "date", "stiffness"], *([c, d, s or None] for c, d, s in cells)]
    real = [["c", date(2026, n, 3), 8] for n in (1, 2, 3, 4)]
    assert_like_the_whole(book(tmp_path / "log.xlsx", days=[*table, *real]), date_order=order)
    late = [["c", date(2026, 1, 30), None], ["c", "31/12/2026", None]]
    assert_like_the_whole(book(tmp_path / "log.xlsx", days=[*table, *real, *late]))


def test_a_workbook_is_read_some_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"c{n % 7}", date(2026, 4, 1 + n % 28), n % 9] for n in range(100)]
    whole = book(tmp_path / "log.xlsx", stiffness=[["client", "date", "score"], *rows])
    seen: list[int] = []
    real = books.table_of_piece

    def counted(sheet: Any, n_before: int) -> Any:
        seen.append(len(sheet.rows))
        return real(sheet, n_before)

    monkeypatch.setattr(books, "table_of_piece", counted)
    assert_same(whole)
    assert max(seen) == 6


def test_a_log_that_is_cut_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ['ana,03/04/2026,x,"4,5"', "ben,25/04/2026,-,4"]
    write(tmp_path, "stiffness", "client,date,moment,score", *rows)

    def never(*_: object) -> None:
        raise AssertionError("the log was read whole")

    monkeypatch.setattr(loading, "find_logs", never)
    with pytest.raises(AssertionError):
        load_log(tmp_path)
    made = prepared(Place(tmp_path), Settings(), on_problem="set aside", clients_a_part=1)
    assert made is not None
    with made:
        assert len(made.parts) == 2


def test_one_file_of_any_name_is_cut_as_the_table_that_its_header_fits(tmp_path: Path) -> None:
    rows = ["ana,03/04/2026,4", "ben,25/04/2026,5"]
    write(tmp_path, "scores of April", "client,date,score", *rows)
    (tmp_path / "scan.pdf").write_text("a page")
    log = assert_same(tmp_path)
    assert len(log.remarks) == 3
    assert_same(tmp_path / "scores of April.csv")
    pd.read_csv(tmp_path / "scores of April.csv").to_parquet(tmp_path / "april.parquet")
    assert_same(tmp_path / "april.parquet")
    (tmp_path / "log").mkdir()
    days = ["ana,03/04/2026,x", "ben,25/04/2026,"]
    write(tmp_path / "log", "clinic", "client,date,Bear Rolls", *days)
    assert_same(tmp_path / "log")


def test_a_table_under_a_title_is_named_and_the_others_are_cut(tmp_path: Path) -> None:
    scores = [[client, "2026-04-03", 4] for client in ("ana", "ben") * 4]
    titled = [["Scores of our clients"], [], ["client", "date", "score"], *scores]
    rows = ["client,date,exercise", "ana,2026-04-03,down-dog", "ben,2026-04-25,down-dog"]
    text = write(tmp_path / "text", "sessions", *rows)
    write(text, "stiffness", *(",".join(map(str, row)) for row in titled))
    beside = write(tmp_path / "beside", "sessions", *rows)
    book(beside / "stiffness.xlsx", Ours=titled)
    whole = book(tmp_path / "all.xlsx", sessions=[row.split(",") for row in rows], stiffness=titled)
    for source in (text, beside, whole):
        problems = assert_same(source).problems
        assert problems["repair"].str.contains("seem to stand in line 3").tolist() == [True]
    (text / "sessions.csv").unlink()
    assert len(assert_refused_alike(text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own", "exercise,focus_areas\ncat-cow,lumbar\n"),
        ("stifness", "client,date,score\nana,2026-04-03,4\n"),
    ],
)
def test_one_file_that_may_hold_anything_else_is_left_to_a_whole_read(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / f"{name}.csv").write_text(text)
    source = tmp_path if name == "stifness" else tmp_path / f"{name}.csv"
    assert_not_cut(source)


@pytest.mark.parametrize(
    "text",
    [
        "client,date,score,site\nana,2026-04-03,4,knee\nana,2026-04-04,4,hip\n",
        "client,date,score,helped\nana,2026-04-03,4,yes\nana,2026-04-04,4,no\n",
    ],
)
def test_one_file_with_a_column_that_may_bear_on_it_is_asked_about(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "scores.csv").write_text(text)
    assert_asked_alike(tmp_path / "scores.csv")


@pytest.mark.parametrize("header", ["set", "set order"])
@pytest.mark.parametrize("numbers", ["1111111", "1231243", "123123 ", "2312345", "x231234"])
def test_a_column_that_may_number_sets_and_does_not_is_one_like_others(
    tmp_path: Path, header: str, numbers: str
) -> None:
    # the fifth row stands in a block of its own, and only there it is seen that it counts no sets
    rows = [f"{'ab'[n % 2]},2026-04-03,down dog,{number}" for n, number in enumerate(numbers)]
    for name in ("practice", "sessions"):
        write(tmp_path, name, f"client,date,exercise,{header}", *rows)
        assert_like_the_whole(tmp_path / f"{name}.csv")
    table = [["client", "date", "exercise", header]]
    table += [[*row.split(",")[:3], int(n) if n.isdigit() else n] for row, n in
              zip(rows, numbers, strict=True)]  # fmt: skip
    assert_like_the_whole(book(tmp_path / "all.xlsx", Sheet1=table))
    pd.DataFrame(table[1:], columns=table[0]).astype("str").to_parquet(tmp_path / "all.parquet")
    assert_like_the_whole(tmp_path / "all.parquet")


def test_a_table_whose_columns_are_amiss_is_refused_with_the_same_sentence(tmp_path: Path) -> None:
    scores = ["ana,03/04/2026,4", "ben,25/04/2026,x"]
    write(tmp_path, "stiffness", "client,date,scroe", *scores)
    write(tmp_path, "sessions", "client,date,exercise", "ana,2026-04-03,dog", "ben,,dog")
    problems = assert_refused_alike(tmp_path)
    assert problems["column"].tolist() == ["exercise", "date", "exercise", "score"]
    assert_same(tmp_path)


def test_a_header_over_two_lines_is_refused_with_the_names_to_write(tmp_path: Path) -> None:
    rows = ["client,date,Down dog,Stiffness,,", ",,,AM,PM,", "ana,2026-03-02,x,5,4,",
            "ben,2026-03-02,x,5,4,"]  # fmt: skip
    [problem] = assert_refused_alike(write(tmp_path, "days", *rows)).to_dict("records")
    assert problem["value"] == "a header over two lines"
    assert problem["repair"].startswith("Write 'Stiffness (AM)', 'Stiffness (PM)' in line 1, and")
    (tmp_path / "days.csv").rename(tmp_path / "clinic.csv")
    sheet = [row.split(",") for row in rows]
    for source in (tmp_path / "clinic.csv", book(tmp_path / "clinic.xlsx", Sheet1=sheet)):
        assert_not_cut(source)
        with pytest.raises(DataError, match="lines 1 and 2: found a header over two lines"):
            load_log(source)


def test_ticks_and_scores_without_a_header_are_refused(tmp_path: Path) -> None:
    rows = ["1,ana,2026-03-02,x,x,5,,", "2,ana,2026-03-03,x,,5,5,", "3,ben,2026-03-02,,x,4,4,ill"]
    header = ",client,date,Down dog,,Stiffness,,"
    problems = assert_refused_alike(write(tmp_path, "days", header, *rows))
    assert problems["column"].tolist() == ["(column 5)", "(column 7)"]
    assert problems["value"].tolist() == ["x", "5, 4"]
    log = assert_same(write(tmp_path, "days", header, "1,ana,2026-03-02,x,,5,,", rows[2][:16]))
    assert log.remarks["column"].tolist() == ["(column 1)"]  # which numbers the rows


# a text beside it, below no header, makes no second line of a header of it
@pytest.mark.parametrize(
    ("name", "header", "first", "other"),
    [
        (
            "sessions",
            "client,date,exercise,note,",
            "bo,,bear rolls,day unknown,asked",
            "bear rolls",
        ),
        ("days", "client,date,Bear rolls,note,", "bo,,,first day,new sheet", "x"),
        ("days", "client,date,Bear rolls,note,", ",,,first day,new sheet", "x"),
    ],
)
def test_a_first_row_of_ours_without_its_day_costs_no_other(
    tmp_path: Path, name: str, header: str, first: str, other: str
) -> None:
    rows = [f"{who},2026-03-02,{other},," for who in ("ana", "bo")]
    log = assert_same(write(tmp_path, name, header, first, *rows))
    assert len(log.sessions) == 2
    assert set(log.problems["line"]) == {2}


def test_two_headers_alike_are_named_as_of_the_whole(tmp_path: Path) -> None:
    # of three rooms, which are no columns of ours, the first may be the only one that is filled
    rows = ["ana,2026-04-03,8,a,1,,", "ben,2026-04-04,5,b,,2,", "ben,,5,,,,"]
    write(tmp_path, "stiffness", "client,date,score,note,room,room,room", *rows)
    log = assert_same(tmp_path)
    assert log.remarks["column"].tolist() == ["room", "room"]
    # two columns of ours: none of the rows can be used
    write(tmp_path, "stiffness", "client,date,score,score,score,,", *rows)
    write(tmp_path, "sessions", "client,date,exercise", "ana,2026-04-03,down dog")
    problems = assert_refused_alike(tmp_path)
    assert problems["expected"].tolist() == ["one column for 'score'"] * 2
    assert assert_same(tmp_path).account["rows_set_aside"].tolist() == [0, 3]


DONE = "client,date,exercise,completed,load_kg,unit,site"


def test_a_column_of_yes_and_no_is_the_status_of_each_row_as_in_the_whole(tmp_path: Path) -> None:
    # of ana nothing says what no means, of cai nothing at all is said: an empty cell says neither
    rows = ["ana,2026-04-03,down dog,yes,5,,", "ben,2026-04-03,down dog,no (ill),5,,",
            "cai,2026-04-03,down dog,,5,,", "ben,2026-04-04,down dog,Yes,5,,"]  # fmt: skip
    log = assert_same(write(tmp_path, "sessions", DONE, *rows))
    assert log.sessions["status"].tolist() == ["done", "skipped", "done"]
    said = "Read as the status of each session: yes is done, no is skipped. What stands beside it"
    assert any(said in repair for repair in log.remarks["repair"])
    assert log.problems["line"].tolist() == [4]
    rows[0] = rows[0].replace("yes", "✓").replace("down", "✓ down")
    rows[3] = rows[3].replace("Yes", "x")  # a cross or a tick: no status at all
    problems = assert_refused_alike(write(tmp_path, "sessions", DONE, *rows))
    assert "completed" in problems["value"].tolist()


def test_a_unit_of_any_row_holds_for_weights_without_one(tmp_path: Path) -> None:
    # ana's 5 alone would be kilograms; beside ben's pounds nobody knows what it is
    header = "client,date,exercise,load_kg,unit"
    rows = ["ana,2026-04-03,down dog,5,", "ben,2026-04-03,down dog,10,lb",
            'ana,2026-04-04,down dog,"2,5",kg', 'cai,2026-04-04,down dog,"1,250",kg']  # fmt: skip
    log = assert_same(write(tmp_path, "sessions", header, *rows))
    assert log.problems["value"].tolist() == ["5 (no unit)"]
    assert sorted(log.sessions["load_kg"]) == [1.25, 2.5, 4.54]
    assert_same(write(tmp_path, "sessions", header, *(row.replace("lb", "kg") for row in rows)))
    rows[2] = rows[2].replace("kg", "lb")  # and then 1,250 may be a thousand
    assert "1,250" in set(assert_same(write(tmp_path, "sessions", header, *rows)).problems["value"])
    plan = ["ana,down dog,2026-04-01,3,5,", "ben,down dog,2026-04-01,3,5,lb"]
    write(tmp_path, "programme", "client,exercise,start,times_per_week,load_kg,unit", *plan)
    assert_same(tmp_path)


@pytest.mark.parametrize(
    ("header", "cells", "shown"),
    [
        ("site", ["", "knee", "knee", "neck", "hip", "hip", "jaw", "foot"], "knee, neck, hip, jaw"),
        ("Where", ["knee", "Knee", "neck", ""], ""),
        ("pain", ["", "3", "4", "11"], "3, 4, 11"),
        ("sleep", ["", "3", "4", "8"], ""),
        ("helped", ["yes", "a bit", "no", "NO"], ""),
        ("helped", ["yes", "yes", "yes", "yes"], ""),
        ("note to self", ["yes", "rain", "late", "tired"], ""),
        ("#site", ["knee", "neck", "hip", ""], ""),
    ],
)
def test_a_column_that_may_change_what_rows_mean_is_judged_by_all_of_its_cells(
    tmp_path: Path, header: str, cells: list[str], shown: str
) -> None:
    # each row is another client's: of its own cells alone none would be judged as all are
    rows = [f"c{n},2026-04-0{n + 1},{n + 2},{cell}" for n, cell in enumerate(cells)]
    write(tmp_path, "stiffness", f"client,date,score,{header}", *rows)
    write(tmp_path, "sessions", "client,date,exercise", "ana,2026-04-03,down dog")
    log = assert_same(tmp_path)
    assert [v for v in log.problems["value"] if shown and v.startswith(shown)] or not shown
    rows = [f"c{n},2026-04-0{n + 1},down dog,{cell}" for n, cell in enumerate(cells)]
    write(tmp_path, "sessions", f"client,date,exercise,{header}", *rows)
    (tmp_path / "stiffness.csv").unlink()
    write(tmp_path, "stiffness", "client,date,score", "ana,2026-04-03,8")
    assert_same(tmp_path)
    write(tmp_path, "stiffness", f"client,date,score,{header},{header}", "ana,2026-04-03,8,x,y",
          "ben,2026-04-03,8,knee,knee", "cai,2026-04-03,8,hip,4")  # fmt: skip
    assert_like_the_whole(tmp_path)


def test_two_headers_alike_in_sheets_and_over_clients(tmp_path: Path) -> None:
    april = [["client", "client", "date", "score", "note", "note"],
             ["ana", "ben", MOMENT, 4, "a", "b"], ["ben", "cai", MOMENT, 3, None, "c"]]  # fmt: skip
    may = [["date", "room", "score", "client", "room"], [MOMENT, 1, 5, "dee", 2]]
    problems = assert_refused_alike(book(tmp_path / "clinic.xlsx", stiffness=april))
    assert problems["column"].tolist() == ["client", "note"]
    assert_same(book(tmp_path / "clinic.xlsx", stiffness=april, sessions=SHEETS["Sessions"]))
    april = [row[:1] + row[2:5] for row in april]
    assert_same(book(tmp_path / "clinic.xlsx", April=april, May=may))


@pytest.mark.parametrize(
    "column",
    [
        {"Bear Rolls": pa.array([["x"]])},
        {"date": pa.array([0], pa.int64()).cast(pa.timestamp("us", tz="Mars/Olympus"))},
    ],
)
def test_a_parquet_column_that_no_table_can_have_is_named(
    tmp_path: Path, column: dict[str, Any]
) -> None:
    rows = {"client": ["ana"], "date": [MOMENT], "Down Dog": ["x"], **column}
    parquet.write_table(pa.table(rows), tmp_path / "days.parquet")
    assert "the column" in assert_refused_alike(tmp_path)["value"][0]


def test_two_sheets_of_one_table_are_refused_and_the_others_cut(tmp_path: Path) -> None:
    scores = [["client", "date", "score"], ["ana", MOMENT, 4], ["ben", MOMENT, 3]]
    sheets = {"stiffness": scores, "Stiffness ": scores}
    for more in ({}, {"Sessions": SHEETS["Sessions"]}):
        problems = assert_refused_alike(book(tmp_path / "log.xlsx", **sheets, **more))
        assert problems["repair"].str.contains("Keep one of the sheets").any()
    assert_same(tmp_path / "log.xlsx")


def test_a_damaged_workbook_is_left_to_who_reads_it_whole(tmp_path: Path) -> None:
    (tmp_path / "log.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    for place in (tmp_path, tmp_path / "log.xlsx"):
        assert prepared(Place(place), Settings(), on_problem="raise", clients_a_part=1) is None


def test_no_repair_in_a_part_of_one_names_what_only_others_have(tmp_path: Path) -> None:
    write(tmp_path, "exercises", "exercise,focus_areas", "cat-cow,lumbar")
    rows = ["ana,2026-04-03,cat-cow", "ben,2026-04-03,cat-cows", "ben,2026-04-03,cat-cow"]
    assert "cat-cow" in assert_repairs(tmp_path, "sessions", "client,date,exercise", rows)
    assert "cat-cow" not in assert_repairs(tmp_path, "sessions", "client,date,exercise", rows[:2])
    write(tmp_path, "tests", "test,name,unit,better", "cat-reach,Reach,cm,higher")
    header, end = "client,date,test,value", "2026-04-03"
    checks = [f"ana,{end},cat-reach,4", f"ben,{end},cat-reachs,4", f"cai,{end},cat-reach,4"]
    assert "cat-reach" not in assert_repairs(tmp_path, "checks", header, checks)
    assert "cat-reach" in assert_repairs(tmp_path, "checks", header, checks[1:2])


def test_each_part_has_the_exercises_that_any_part_names(tmp_path: Path) -> None:
    rows = ["ana,2026-04-03,bear rolls", "ben,2026-04-04,wall slides", "cai,2026-04-04,cat cow"]
    write(tmp_path, "sessions", "client,date,exercise", *rows)
    assert "wall-slides" in set(assert_same(tmp_path).exercises["exercise"])


def assert_repairs(folder: Path, name: str, header: str, rows: list[str]) -> str:
    """Hold the parts of a log with some rows to the log; return the last repair."""
    return str(assert_same(write(folder, name, header, *rows)).problems["repair"].iloc[-1])


BOXES = ("x", "✓", "1", "1", "2", "no", "FALSE", "partly", "5 x", "", "", "")


@given(
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben", "Cai", "cai", ""]),
                  st.sampled_from(["03/04/2026", "25/04/2026", "2026-04-03", "04/05/26", "",
                                   "04/25/2026", "26-04-13"]),
                  st.sampled_from(BOXES), st.sampled_from(BOXES),
                  st.sampled_from(["", "", "4", "2,5", "14", "5"]), st.sampled_from(["", "sore"]),
                  st.sampled_from(["", "yes", "fine"])),
        min_size=1, max_size=10,
    ),
    st.sampled_from([None, "dmy", "mdy", "ymd"]),
)  # fmt: skip
@part_of_the_examples(0.5)
def test_whatever_stands_in_a_diary(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], order: str | None
) -> None:
    source = tmp_path_factory.mktemp("log")
    own = [",".join(f'"{cell}"' for cell in row) for row in rows]
    header = "client,date,Bear Rolls,Down Dog,stiffness,note,#mine"
    write(source, "days", header, "ana,2026-04-01,x,x,4,,", "ben,13/04/2026,x,2,4,,", *own)
    write(source, "sessions", "client,date,exercise", "ben,2026-04-03,down-dog")
    assert_same(source, date_order=order)


DATES = ("03/04/2026", "25/04/2026", "04/25/2026", "26-04-13", "13-04-26", "2026-04-03", "n/a",
         "Fri 3/4/26", "31/06/2026", "yesterday", "05/05/2026", "1/2/26 7:30")  # fmt: skip
NUMBERS = ("1", "1.5", "1,5", "1,250", "1.250", "2,5 kg", "4 lb", "N/A", "-", "12,5", "ten", "")
TICKS = ("x", "✓", "yes", "-", "", "skipped", "X")


@given(
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben", "Cai", "cai", ""]), st.sampled_from(DATES),
                  st.sampled_from(NUMBERS), st.sampled_from(TICKS)),
        min_size=1, max_size=12,
    ),
    st.sampled_from([None, "dmy", "ymd", "excel-1900"]),
)  # fmt: skip
@part_of_the_examples(0.5)
def test_whatever_stands_in_a_column(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], order: str | None
) -> None:
    if not any(row[0] for row in rows):
        return
    source = tmp_path_factory.mktemp("log")
    own = [f'{client},{date},down-dog,"{n}",{tick}' for client, date, n, tick in rows]
    write(source, "sessions", "client,date,exercise,load_kg,status", *own)
    write(source, "stiffness", "client,date,score", "ana,2026-04-03,4")
    assert_same(source, date_order=order)


BEARING = {
    "completed": ("yes", "no", "x", "✓", "no (ill)", "yes - but only half", "", "all"),
    "unit": ("kg", "lb", "lbs", "stone", "", ""),
    "site": ("knee", "upper back", "neck", "", "Knee"),
    "pain": ("3", "4", "6-7", "11", "none", ""),
    "Helped": ("yes", "no", "a bit", ""),
    "room": ("1", "2", "12", ""),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben", "Cai", "cai", ""]),
                  st.sampled_from(("5", "2,5", "1,250", "4 lb", "")), st.data()),
        min_size=1, max_size=8,
    ),
    st.lists(st.sampled_from([*BEARING]), min_size=1, max_size=3),
    st.sampled_from(["sessions", "stiffness"]),
)  # fmt: skip
@part_of_the_examples(0.5)
def test_whatever_stands_beside_the_columns_of_a_table(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, Any]],
    beside: list[str],
    name: str,
) -> None:
    source = tmp_path_factory.mktemp("log")
    own = [
        ",".join([f'{client},2026-04-03,{"down-dog" if name == "sessions" else n},"{load}"',
                  *(data.draw(st.sampled_from(BEARING[header])) for header in beside)])
        for n, (client, load, data) in enumerate(rows)
    ]  # fmt: skip
    header = "client,date,exercise,load_kg" if name == "sessions" else "client,date,score,note"
    write(source, name, ",".join([header, *beside]), *own)
    other = "stiffness" if name == "sessions" else "sessions"
    needed = "score" if name == "sessions" else "exercise"
    write(
        source,
        other,
        f"client,date,{needed}",
        f"ana,2026-04-03,{'8' if needed == 'score' else 'down dog'}",
    )
    for most in (9, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(decided, "MOST_TEXTS", most)
            assert_like_the_whole(source)


REAL = (date(2026, 4, 3), MOMENT, 46115, 46115.5, "2026-04-03", "yesterday", None)


@given(
    st.lists(
        st.tuples(st.sampled_from(["ana", "ben", "Ana", 12, "12", None]), st.sampled_from(REAL),
                  st.sampled_from([1, 2.5, "1,5", "1,250", True, time(7, 30), None]),
                  st.sampled_from(["x", "✓", True, False, 1, 0, None]),
                  st.sampled_from(["", "#N/A", 4.0, date(2026, 4, 3), " two  words "])),
        min_size=1, max_size=10,
    )
)  # fmt: skip
@part_of_the_examples(0.3)
def test_whatever_stands_in_a_sheet(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]]
) -> None:
    own = [[client, day, "Down Dog", *cells] for client, day, *cells in rows]
    header = ["client", "date", "exercise", "sets", "status", "note"]
    ana = ["ana", date(2026, 4, 1), "down-dog", 1, None, None]
    whole = book(tmp_path_factory.mktemp("log") / "log.xlsx", sessions=[header, ana, *own])
    assert_same(whole)


@pytest.mark.parametrize("days", [TURNED, TURNED[1:]])
def test_dates_that_were_turned_round_are_refused_of_all(tmp_path: Path, days: list[str]) -> None:
    rows = [f"{client},{day},4" for client, day in zip("abac", days, strict=False)]
    log = assert_same(write(tmp_path, "stiffness", "client,date,score", *rows))
    assert len(log.stiffness) == (2 if days == TURNED else 3)
    assert_same(tmp_path, date_order="dmy")
    book = Workbook()
    book.active.title = "stiffness"
    cells = [date.fromisoformat(day) if "-" in day else day for day in days]
    for row in (["client", "date", "score"], *zip("abac", cells, [4] * 4, strict=False)):
        book.active.append(row)
    (tmp_path / "book").mkdir()
    book.save(tmp_path / "book" / "log.xlsx")
    assert_same(tmp_path / "book")
