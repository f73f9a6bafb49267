"""A sheet of which nothing is remembered is understood by its columns as by all of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from openpyxl import Workbook

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log import load as loading
from mobility_analysis.log.exports import reshape, road
from mobility_analysis.log.exports.recognise import sheet as recognised
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.exports.shapes import days_across, header_line
from mobility_analysis.log.parts.by_recipe import drafted, foreign
from mobility_analysis.log.parts.by_recipe.drafted import AskedError, ByColumns
from mobility_analysis.log.parts.partition import prepared
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import files
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.read.sheets import FirstRows, NeedsAllRowsError
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.remember import remember
from tests.held_parts import (
    assert_asked_alike,
    assert_refused_alike,
    assert_same,
    in_parts,
    pieces_of_a_few_rows,
)
from tests.strategies import part_of_the_examples


@pytest.fixture(autouse=True, scope="module")
def long_sheets() -> Iterator[None]:
    """Let sheets of a few rows be as long as those of millions."""
    with pieces_of_a_few_rows() as patch:
        for module in (header_line, drafted, foreign):
            patch.setattr(module, "ROWS_OF_HEAD", 5)
        patch.setattr(recognised, "HEAD_ROWS", 4)
        patch.setattr(recognised, "FIRST_ROWS", 3)
        patch.setattr(days_across, "MOST_LINES", 4)
        yield


HEADER = "Patient;Day of visit;Moves;Done?;Stiffness;Notes"
ROWS = [
    f"{who};2026-04-{n:02};Bear Rolls;{'no' if n == 5 else 'yes'};{n};{'' if n % 3 else 'easy'}"
    for n, who in enumerate("abcabcabca", 1)
]


def write(
    folder: Path, rows: Sequence[str], header: str = HEADER, name: str = "visits.csv"
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows, ""]))
    return folder / name


def by_columns(path: Path, folder: Path) -> Looked | None:
    """What is understood of a sheet by its columns; None where all rows are needed."""
    columns = ByColumns(folder)
    try:
        columns.understood([path], settings_at(path), {})
    except AskedError:
        pass
    except NeedsAllRowsError:
        return None
    return columns.looked


def assert_understood_alike(path: Path, folder: Path) -> Looked | None:
    """Hold what is understood of a sheet by its columns to what is by all of its rows."""
    found = by_columns(path, folder)
    if found is None:
        return None
    assert all(isinstance(own.sheet.rows, FirstRows) for own in found.sheets)
    whole = look(path, settings_at(path))
    for one, other in zip(found.sheets, whole.sheets, strict=True):
        assert one.understanding == other.understanding
        assert (one.recipe, one.header, one.why) == (other.recipe, other.header, other.why)
    assert found.questions({}) == whole.questions({})
    assert found.lines() == whole.lines()
    assert found.answered(found.likely_answers()) == whole.answered(whole.likely_answers())
    return found


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a file is read whole."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("read whole")

    monkeypatch.setattr(loading, "find_logs", never)
    monkeypatch.setattr(road, "find_logs", never)
    monkeypatch.setattr(road, "reshape", never)
    monkeypatch.setattr(reshape, "source_of", never)
    monkeypatch.setattr(files, "read_delimited", never)
    monkeypatch.setattr(files, "read_workbook", never)


def test_where_nothing_is_to_be_asked_a_sheet_is_cut_as_it_is_understood(tmp_path: Path) -> None:
    log = assert_same(write(tmp_path / "log", ROWS), n=2)
    assert log.clients == ("a", "b", "c")
    assert (log.sessions["status"] == "skipped").sum() == 1
    assert any("'Patient' = client, 3 different" in said for said in log.remarks["repair"])
    assert_same(tmp_path / "log")
    (tmp_path / "log" / "scan.pdf").write_text("a page")
    assert_same(tmp_path / "log")


@pytest.mark.usefixtures("never_whole")
def test_it_is_not_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "log", ROWS)
    with pytest.raises(AssertionError, match="read whole"):
        load_log(path)
    made = in_parts(path)
    assert made is not None
    with made:
        assert len(made.parts) == 3


PAID = HEADER.replace("Done?", "Paid")


def test_what_must_be_asked_is_said_with_the_same_lines(tmp_path: Path) -> None:
    rows = [row.replace("Bear", "Bare") if "b;" in row[:2] else row for row in ROWS]
    path = write(tmp_path / "log", [*rows, "c;2026-04-11;Turtle roll;no;4;"], PAID)
    said = assert_asked_alike(path)
    assert "'Paid' holds yes and no" in said
    assert '"Bare Rolls" = "bear-rolls"' in said
    assert '"Turtle roll" = "not stated"' in said
    assert_asked_alike(tmp_path / "log")
    lines = said.split("mobility.toml:\n\n")[1]
    (tmp_path / "log" / "mobility.toml").write_text(lines)
    assert_same(path)  # as it is answered in these lines


def test_which_end_is_the_best_is_asked_and_answered_alike(tmp_path: Path) -> None:
    # of the first five days, on which the scores are 1 to 5, of which 1 is the worst
    header = HEADER.replace("Stiffness", "Stiffness 1-5 (5 = best)")
    path = write(tmp_path / "log", ROWS[:5], header)
    lines = assert_asked_alike(path).split("mobility.toml:\n\n")[1]
    (tmp_path / "log" / "mobility.toml").write_text(lines)
    log = assert_same(path)
    found = log.stiffness.sort_values("date")["score"].tolist()
    assert found == [10, 7.5, 5, 2.5, 0]


@pytest.mark.usefixtures("never_whole")
def test_it_is_not_read_whole_to_be_asked_about(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'Paid' holds yes and no"):
        in_parts(write(tmp_path / "log", ROWS, PAID))


def test_what_nothing_is_understood_of_once_it_was_asked_about_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "log", ROWS)
    refused = {"Day of visit": "note"}
    columns = ByColumns(tmp_path, ask=lambda seen: seen.again(seen.settings, refused))
    for _ in range(2):
        with pytest.raises(DataError, match=r"visits\.csv: found .* expected a column of dates"):
            prepared(Place(path), Settings(), on_problem="raise", columns=columns)


def test_dates_that_can_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    rows = [row.replace("2026-04-", "").replace(";Bear", "/04/2026;Bear") for row in ROWS]
    assert "can be read in more than one way" in assert_asked_alike(write(tmp_path, rows))
    assert_same(tmp_path, date_order="dmy")
    assert_same(write(tmp_path, [*rows, "b;25/04/2026;Down Dog;yes;4;"]))


def test_a_column_that_came_since_is_looked_at_by_itself(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS)
    kept = by_columns(path, tmp_path)
    assert kept is not None
    remember(tmp_path, kept.answered({}))
    assert_same(path)
    rows = [f"{row};room {n}" for n, row in enumerate(ROWS)]
    assert_same(write(tmp_path, rows, f"{HEADER};Room"))
    rows = [f"{row};{'yes' if n % 2 else 'no'}" for n, row in enumerate(ROWS)]
    assert "'Paid'" in assert_asked_alike(write(tmp_path, rows, f"{HEADER};Paid"))


def test_a_header_under_a_title(tmp_path: Path) -> None:
    path = write(tmp_path, [HEADER, *ROWS], "Clinic;;;;;\n\nVisits;of 2026;;;;")
    log = assert_same(path)
    assert log.sessions["date"].min() == pd.Timestamp(2026, 4, 1)
    assert len(log.sessions) == 10
    assert_asked_alike(write(tmp_path, [PAID, *ROWS], "Clinic;of;;;;"))


def test_a_first_row_whose_date_cannot_be_read(tmp_path: Path) -> None:
    first = ROWS[0].replace("2026-04-01", "last week")
    log = assert_same(write(tmp_path / "log", [first, *ROWS[1:]]))
    assert set(log.problems["line"]) == {2}
    assert set(log.clients) == {"a", "b", "c"}


def test_our_own_columns_with_one_that_bears_on_them(tmp_path: Path) -> None:
    rows = [f"{who};2026-04-{n:02};{n};{'yes' if n % 2 else 'no'}"
            for n, who in enumerate("abcabcabc", 1)]  # fmt: skip
    assert_asked_alike(write(tmp_path, rows, "client;date;score;Paid"))
    rows = [f"{row.rsplit(';', 1)[0]};{n + 20}" for n, row in enumerate(rows)]
    assert_same(write(tmp_path, rows, "client;date;score;Room"))


def test_beside_exercises_for_all(tmp_path: Path) -> None:
    path = write(tmp_path, [*ROWS, "b;2026-04-25;Sauna;yes;4;"])
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    assert "sauna" in {e.lower() for e in assert_same(tmp_path).sessions["exercise"]}
    write(tmp_path, [*ROWS, "b;2026-04-25;Sauna;yes;4;"], PAID)
    assert "Sauna" not in assert_asked_alike(tmp_path)
    assert path.exists()


def in_book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    first = date(2026, 4, 1)
    rows: list[list[Any]] = [HEADER.split(";")]
    rows += [
        [who, first + timedelta(days=n), "Bear Rolls" if n % 2 else "Down Dog", True, 4.0, None]
        for n, who in enumerate("abcabcabc")
    ]
    log = assert_same(in_book(tmp_path / "visits.xlsx", {"All": rows}))
    assert len(log.sessions) == 9
    other = [rows[0], *[["d", *row[1:]] for row in rows[1:]]]
    assert_same(in_book(tmp_path / "visits.xlsx", {"May": rows, "June": other}))
    nobody = [row[1:] for row in rows]
    log = assert_same(in_book(tmp_path / "visits.xlsx", {"Ana": nobody, "Ben": nobody}))
    assert log.clients == ("Ana", "Ben")
    assert_same(in_book(tmp_path / "visits.xlsx", {"All": rows, "Bills": [["Sum"], *[[1]] * 9]}))
    paid = [PAID.split(";"), *rows[1:]]
    assert_asked_alike(in_book(tmp_path / "visits.xlsx", {"All": paid}))
    assert_asked_alike(in_book(tmp_path / "visits.xlsx", {"May": paid, "June": other}))


def test_cells_that_are_filled_from_above(tmp_path: Path) -> None:
    rows = [row if n % 3 == 0 else row[1:] for n, row in enumerate(ROWS)]
    rows = [rows[0], HEADER, "# example;2020-01-01;;;;", *rows[1:3], "", *rows[3:]]
    path = write(tmp_path, rows)
    assert assert_understood_alike(path, tmp_path) is not None
    log = assert_same(path)
    assert log.sessions["client"].value_counts().to_dict() == {"a": 10}
    rows = [";".join(["", *row.split(";")[1:]]) if n % 2 else row for n, row in enumerate(ROWS)]
    dates = [row.replace(f"2026-04-{n:02}", "" if n % 3 else f"2026-04-{n:02}", 1)
             for n, row in enumerate(rows, 1)]  # fmt: skip
    dates[0] = rows[0]
    log = assert_same(write(tmp_path, dates))
    assert log.sessions["date"].nunique() == 4
    paid = assert_asked_alike(write(tmp_path, dates, PAID))
    assert 'fill_down = ["Patient", "Day of visit"]' in paid
    (tmp_path / "mobility.toml").write_text(paid.split("mobility.toml:\n\n")[1])
    assert_same(path)
    most = [row[1:] if n == 4 else row for n, row in enumerate(ROWS)]  # may be forgotten
    (tmp_path / "mobility.toml").unlink()
    dated = [row.replace("2026-04-03", "").replace("2026-04-06", "") for row in ROWS]
    assert "cells under 'Day of visit' are empty" in assert_asked_alike(write(tmp_path, dated))
    assert "cells under 'Patient' are empty" in assert_asked_alike(write(tmp_path, most))


def test_lines_of_sums_among_the_rows(tmp_path: Path) -> None:
    rows = [*ROWS[:3], ";Weekly total;;;9;", *ROWS[3:6], ";Total ;;;12;", *ROWS[6:], ";Total;;;;"]
    path = write(tmp_path, rows)
    assert assert_understood_alike(path, tmp_path) is not None
    log = assert_same(path)
    assert log.left_out["rows"].sum() == 3
    assert len(log.sessions) == 10
    paid = assert_asked_alike(write(tmp_path, rows, PAID))
    assert 'leave_out = ["Total", "Weekly total"]' in paid
    filled = [row if n in (0, 5, 8) else ";".join(["", *row.split(";")[1:]])
              for n, row in enumerate(rows)]  # fmt: skip
    log = assert_same(write(tmp_path, filled))
    assert log.clients == ("a", "b")
    assert log.left_out["rows"].sum() == 3


def test_sums_and_cells_filled_from_above_in_a_workbook(tmp_path: Path) -> None:
    first = date(2026, 4, 1)
    rows: list[list[Any]] = [["Name", "Date", "Bear Rolls", "Stiffness"]]
    rows += [
        ["ab"[n // 4] if n % 4 == 0 else None, first + timedelta(days=n // 2), "x", 4.0]
        for n in range(8)
    ]
    rows[5:5] = [[None, "Total", None, 16.0], []]
    log = assert_same(in_book(tmp_path / "visits.xlsx", {"All": rows}))
    assert log.clients == ("a", "b")
    assert log.left_out["rows"].tolist() == [1]


@pytest.mark.usefixtures("never_whole")
def test_changed_rows_are_not_read_whole(tmp_path: Path) -> None:
    rows = [row if n % 3 == 0 else row[1:] for n, row in enumerate(ROWS)]
    made = in_parts(write(tmp_path, [*rows, ";Total;;;;"]))
    assert made is not None
    with made:
        assert made.log.account["rows_left_out"].tolist() == [1]


@pytest.mark.usefixtures("never_whole")
def test_what_nothing_is_understood_of_is_refused_without_its_rows(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"found the columns 'A', 'B'; expected"):
        in_parts(write(tmp_path, ["1;2"] * 9, "A;B"))


def test_what_nothing_is_understood_of_is_refused_in_the_same_words(tmp_path: Path) -> None:
    assert "found the columns 'A', 'B'" in assert_asked_alike(write(tmp_path, ["1;2"] * 9, "A;B"))
    assert_asked_alike(tmp_path)
    for header, rows in (
        ("Patient;Moves;A;B", ["a;Bear Rolls;2;3"] * 9),
        ("Patient;Date;A", ["a;2026-04-01;x"] * 9),
        (ROWS[0], ROWS),
        ("Patient;Date;;\n;;Bear Rolls;Stiffness", ["a;2026-04-01;x;4"] * 9),
        ("Clinic;;;", ["we are closed;;;"] * 9),
    ):
        assert_asked_alike(write(tmp_path, rows, header))
    path = in_book(tmp_path / "book.xlsx", {"All": [["A", "B"], *[[1, 2]] * 9], "No": [["?"]]})
    assert_asked_alike(path)
    (tmp_path / "visits.csv").unlink()
    assert_asked_alike(in_book(path, {"All": [["A", "B"], *[[1, 2]] * 9]}))
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    assert_asked_alike(tmp_path)


HAND_WRITTEN = """[[recipe]]
file = "visits.csv"
client = {column = "Patient"}
date = {column = "Day of visit"}
[[recipe.sessions]]
exercise = {column = "Moves"}
"""


def test_what_its_recipe_refuses_is_refused_in_the_same_words(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    (tmp_path / "mobility.toml").write_text(HAND_WRITTEN)
    assert "Done?" in assert_asked_alike(tmp_path)
    (tmp_path / "mobility.toml").write_text(HAND_WRITTEN.replace("Moves", "Did"))
    assert "expects the column 'Did'" in assert_asked_alike(tmp_path / "visits.csv")
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    assert "expects the column 'Did'" in assert_asked_alike(tmp_path)


@pytest.mark.usefixtures("never_whole")
def test_what_its_recipe_refuses_is_not_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS)
    (tmp_path / "mobility.toml").write_text(HAND_WRITTEN)
    with pytest.raises(DataError, match="Done"):
        in_parts(path)
    known = HAND_WRITTEN.replace("[[recipe.s", 'ignore = ["Done?", "Stiffness"]\n[[recipe.s')
    (tmp_path / "mobility.toml").write_text(known)
    with pytest.raises(DataError, match="none of its 9 rows holds a session"):
        in_parts(write(tmp_path, [f"{who};2026-04-01;;;4;" for who in "abcabcabc"]))
    write(tmp_path, ROWS, name="visits 2.csv")
    (tmp_path / "mobility.toml").write_text(known.replace("visits", "visits*"))
    write(tmp_path, ROWS, HEADER.replace("Moves", "Did"))
    made = in_parts(tmp_path)
    assert made is not None
    with made:
        assert made.log.account["sheet"].tolist() == ["visits 2.csv"]


def test_a_header_line_that_a_recipe_states_elsewhere(tmp_path: Path) -> None:
    known = HAND_WRITTEN.replace("[[recipe.s", 'ignore = ["Done?", "Stiffness"]\n[[recipe.s')
    rows = ["Our visits", "", HEADER, *ROWS]
    text = write(tmp_path / "text", rows[1:], rows[0])
    book = in_book(text.with_suffix(".xlsx"), {"All": [row.split(";") for row in rows]})
    toml, named = text.parent / "mobility.toml", known.replace("visits.csv", "visits.*")
    for line, found, path in (
        (1, "only 'Our visits'", book),
        (99, "nothing in it", text),
        (99, "nothing in it", text.parent),
    ):
        toml.write_text(named.replace("client", f"header_line = {line}\nclient", 1))
        assert found in assert_asked_alike(path)
    for line in (2, 99):  # of which the second is understood anew
        seen = f"header_line = {line}\nheader = {HEADER.split(';')}\n"
        toml.write_text(known.replace("client", f"{seen}client", 1))
        assert len(assert_same(text).sessions) == len(ROWS)


def test_a_file_called_after_a_table_of_which_it_lacks_columns(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS, name="sessions.csv")
    assert len(assert_same(path).stiffness) == len(ROWS)
    rows = ["a;Down Dog;x", "b;Dog;2", "c;;"] * 3
    lacks = write(tmp_path, rows, "client;exercise;sets", "sessions.csv")
    assert {*assert_refused_alike(lacks)["column"]} == {"date", "exercise"}
    sets = [f"{who};2026-04-01;Down Dog;{n}" for who in "abc" for n in (1, 2, 3)]
    log = assert_same(write(tmp_path, sets, "client;date;exercise;set", "sessions.csv"))
    assert log.sessions["sets"].tolist() == [3, 3, 3]
    (tmp_path / "mobility.toml").write_text(HAND_WRITTEN.replace("visits", "*"))
    assert "'Done?'" in assert_asked_alike(write(tmp_path, ROWS, name="sessions.csv"))
    path.write_text(f"{HEADER}\nx\0y\n")
    assert len(assert_refused_alike(path)) == 1
    own = "client;date;exercise;Site"
    rows = [f"{who};2026-04-01;Down Dog;{site}" for who in "abc" for site in ("knee", "neck", "")]
    of_sites = assert_refused_alike(write(tmp_path, rows, own, "sessions.csv"))
    assert of_sites["column"].tolist() == ["Site"]  # since it is ours, whatever stands beside


def test_rows_without_a_date_under_a_header(tmp_path: Path) -> None:
    rows = [["Name", "Day", "Bear Rolls", "Stiffness"]]
    rows += [["ab"[n % 2], n, "x", 4.0] for n in range(1, 12)]  # type: ignore[list-item]
    path = in_book(tmp_path / "visits.xlsx", {"April 2026": rows})
    assert assert_understood_alike(path, tmp_path) is not None
    log = assert_same(path)
    assert log.sessions["date"].max() == pd.Timestamp(2026, 4, 11)
    weeks = [f"{row[0]};Week {n // 4 + 1};{'MTWF'[n % 4]}{'ouer'[n % 4]}{'nedi'[n % 4]};Bear Rolls"
             for n, row in enumerate(ROWS)]  # fmt: skip
    said = assert_asked_alike(write(tmp_path / "weeks", weeks, "Patient;Week;Day;Moves"))
    assert "On which day did week 1 begin?" in said


ACROSS = "Patient;Moves;2026-04-01;2026-04-02;2026-04-03"
LINES = [
    f"{who};{name};{boxes}"
    for who in "abc"
    for name, boxes in (("Bear Rolls", "x;;x"), ("Down Dog", ";3;no"), ("Stiffness", "4;5; 6"))
]


def test_days_that_stand_side_by_side(tmp_path: Path) -> None:
    one = [line.replace("3;no", "x;no") for line in LINES]
    path = write(tmp_path, one, ACROSS)
    assert assert_understood_alike(path, tmp_path) is not None
    log = assert_same(path)
    assert log.clients == ("a", "b", "c")
    assert log.stiffness["score"].tolist() == [4, 5, 6] * 3
    said = assert_asked_alike(write(tmp_path, LINES, ACROSS))
    assert "What do the numbers in the boxes of the exercises count (3)?" in said
    (tmp_path / "mobility.toml").write_text(said.split("mobility.toml:\n\n")[1])
    assert_same(path)
    assert_same(write(tmp_path, [*LINES, "c;Notes;good;;"], ACROSS))  # a line that came since
    write(tmp_path, [f"{n};{line}" for n, line in enumerate(LINES)], f"Room;{ACROSS}")
    assert "Is it stiffness?" in assert_asked_alike(path)
    assert_same(write(tmp_path, [f"{n + 20};{r}" for n, r in enumerate(LINES)], f"Room;{ACROSS}"))
    (tmp_path / "mobility.toml").unlink()
    sums = [*one, "c;Total;2;1;3", "c;Bird Dag;x;;", "a;Comment;sore;;"]
    assert assert_understood_alike(write(tmp_path, sums, ACROSS), tmp_path) is not None
    left_out = assert_same(path).left_out
    assert left_out.loc[left_out["reason"] == "a sum or a mean, no day", "rows"].tolist() == [3]
    weeks = [*one[:3], ACROSS.replace("-04-", "-05-"), *one[3:]]
    assert_same(write(tmp_path, weeks, f"Clinic\n\n{ACROSS}"))
    weeks = [f"{row[2:]}" for row in one]  # of one person
    assert in_parts(write(tmp_path, weeks, ACROSS[8:])) is None
    zoe = "\n".join([ACROSS, *one]).replace("b;", "Zoé;")
    path.write_text(zoe, encoding="cp1252")
    assert (assert_same(path).remarks["value"] == "letters that are not UTF-8").any()
    lone = [f"{row};2026-04-01;2026-04-02" for row in ROWS]
    assert "Which one is the day" in assert_asked_alike(
        write(tmp_path, lone, f"{HEADER};Made;Seen")
    )


@pytest.mark.usefixtures("never_whole")
def test_days_side_by_side_are_not_read_whole(tmp_path: Path) -> None:
    made = in_parts(write(tmp_path, [line.replace("3", "x") for line in LINES], ACROSS))
    assert made is not None
    with made:
        assert len(made.parts) == 3
    with pytest.raises(DataError, match="What do the numbers"):
        in_parts(write(tmp_path, LINES, ACROSS))


def test_days_side_by_side_in_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Patient", "Moves", *(date(2026, 4, n) for n in (1, 2, 3))]]
    for who in "ab":
        rows += [[who, "Stiffness", 2.0, None, 3.0], [who, "Bear Rolls", "x", None, True]]
        rows += [[who, name, "x", "x", None] for name in ("Down Dog", "Cat Cow")]
    path = in_book(tmp_path / "visits.xlsx", {"All": rows})
    assert assert_understood_alike(path, tmp_path) is not None
    log = assert_same(path)
    assert log.clients == ("a", "b")


def test_a_column_that_is_meant_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path, [*ROWS, ";Total;;;;"])
    assert_meant_alike(path, {"Stiffness": "note"})
    path = in_book(tmp_path / "seen.xlsx", {"April 2026": seen_on(["5 January", "6 January"])})
    assert_meant_alike(path, {"Stiffness": "note"})
    days = [f"{n};{line.replace('3', 'x')}" for n, line in enumerate(LINES)]
    assert_meant_alike(write(tmp_path, days, f"Room;{ACROSS}"), {"Room": "note"})


def assert_meant_alike(path: Path, roles: dict[str, str]) -> None:
    """Hold the parts, and what is kept of a sheet of which somebody said what columns are."""
    columns = ByColumns(path.parent, ask=lambda seen: seen.again(seen.settings, roles))
    made = prepared(Place(path), Settings(), on_problem="raise", columns=columns)
    assert made is not None
    with made:
        assert columns.looked is not None
        whole = look(path, Settings(), roles=roles)
        assert columns.looked.understandings == whole.understandings
        assert columns.looked.answered({}) == whole.answered({})


NOTES = [[t] for t in (
    "2 March 2026", "bear rolls x10", "3 March 2026", "down dog", "stiff 4/10",
    "5 March 2026: bear rolls", "- down dog",
)]  # fmt: skip


def test_notes_under_dates_are_held_a_sheet_at_a_time(tmp_path: Path) -> None:
    path = in_book(tmp_path / "notes.xlsx", {"Ana": NOTES, "Ben": NOTES[:4]})
    assert by_columns(path, tmp_path) is not None
    log = assert_same(path)
    assert log.sessions.groupby("client", observed=True).size().to_dict() == {"Ana": 4, "Ben": 2}
    assert log.stiffness["score"].tolist() == [4]
    score = [["3/10"] if n == 3 else row for n, row in enumerate(NOTES)]
    said = assert_asked_alike(in_book(path, {"Ana": score, "Ben": NOTES}))
    assert "Line 4 holds '3/10' and nothing else" in said
    bare = [[row[0].replace(" 2026", "")] for row in NOTES]
    assert "The dates have no year" in assert_asked_alike(in_book(path, {"A": bare, "B": bare}))
    typo = [[row[0].replace("down dog", "dawn dog")] for row in NOTES]
    assert len(assert_refused_alike(in_book(path, {"Ana": typo, "Ben": NOTES}))) == 2
    chat = [["12/11/2026, 08:15 - Jo: bear rolls"], ["13/11/2026, 08:15 - Jo: down dog"]] * 4
    assert len(assert_same(in_book(path, {"Ana": chat, "Ben": NOTES}))["Ana"].sessions) == 8
    several = [*chat, ["14/11/2026, 08:15 - Di: down dog"]]  # of nobody knows whom
    log = assert_same(in_book(path, {"Ana": several, "Ben": NOTES, "Cai": NOTES}))
    assert log.clients == ("Ben", "Cai")
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    in_book(path, {"Ana": NOTES, "Ben": [*NOTES, ["6 March 2026: Sauna"]]})
    assert "Sauna" in {*assert_same(tmp_path)["Ben"].sessions["exercise"]}


def seen_on(dates: Sequence[Any]) -> list[list[Any]]:
    """A tab a month, of two people, some lines of which begin with a date."""
    seen = [*["new"] * 7, *dates]
    rows = [[day, "ab"[n % 2], n, "x", 4.0] for n, day in enumerate(seen, 1)]
    return [["Seen", "Patient", "Day", "Bear Rolls", "Stiffness"], *rows]


def test_a_table_of_which_lines_begin_with_dates_far_below(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    for dates in (
        [date(2026, 1, n) for n in (1, 2, 3)],
        ["3/4/2026", "25/4/2026", "4/5/2026"],
        ["5 January", "6 January"],
    ):
        in_book(path, {"April 2026": seen_on(dates)})
        assert assert_understood_alike(path, tmp_path) is not None
        log = assert_same(path)
        assert log.clients == ("a", "b")
        assert log.sessions["date"].max() == pd.Timestamp(2026, 4, 7 + len(dates))
    seen = ["4/25/2026", "25/4/2026", "5/25/2026", "25/5/2026"]
    said = assert_asked_alike(in_book(path, {"April 2026": seen_on(seen)}))
    assert "line 10: found '25/4/2026'" in said
    assert "(1 more lines like it.)" in said


@pytest.mark.usefixtures("never_whole")
def test_lines_that_begin_with_dates_are_not_read_whole(tmp_path: Path) -> None:
    for sheets in ({"Ana": NOTES, "Ben": NOTES}, {"April 2026": seen_on(["5 Jan", "6 Jan"])}):
        made = in_parts(in_book(tmp_path / "notes.xlsx", sheets))
        assert made is not None
        with made:
            assert len(made.parts) == 2


MAY = [row.replace("-04-", "-05-").replace("c;", "d;") for row in ROWS]


def test_several_files_that_are_one_log(tmp_path: Path) -> None:
    write(tmp_path, ROWS, name="front desk.csv")
    write(tmp_path, MAY, name="room two.csv")
    log = assert_same(tmp_path)
    assert log.clients == ("a", "b", "c", "d")
    assert {*log.account["sheet"]} == {"front desk.csv", "room two.csv"}
    (tmp_path / "scan.pdf").write_text("a page")
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    write(tmp_path, [*MAY, "b;2026-05-25;Sauna;yes;4;"], name="room two.csv")
    assert "sauna" in {e.lower() for e in assert_same(tmp_path).sessions["exercise"]}
    write(tmp_path, MAY, "Who;Day of visit;Moves;Done?;Stiffness;Room", name="room two.csv")
    assert_same(tmp_path)
    in_book(
        tmp_path / "third.xlsx", {"All": [r.split(";") for r in (HEADER, *ROWS)], "Old": [["?"]]}
    )
    assert_same(tmp_path)


@pytest.mark.usefixtures("never_whole")
def test_what_may_be_ticks_of_loop_is_not_read_whole(tmp_path: Path) -> None:
    rows = [f"2026-04-{n:02};{'abc'[n % 3]};{n % 4}" for n in range(1, 20)]
    made = in_parts(write(tmp_path / "log", rows, "Date;Patient;Bear Rolls", "Checkmarks.csv"))
    sheet = [["Date", "Patient", "Bear Rolls"], *(row.split(";") for row in rows)]
    of_book = in_parts(in_book(tmp_path / "book.xlsx", {"Checkmarks": sheet}))
    assert made is not None
    assert of_book is not None
    with made, of_book:
        assert len(made.parts) == len(of_book.parts) == 3


@pytest.mark.usefixtures("never_whole")
def test_several_files_are_not_read_whole(tmp_path: Path) -> None:
    write(tmp_path, ROWS, name="april.csv")
    write(tmp_path, MAY, name="may.csv")
    made = in_parts(tmp_path)
    assert made is not None
    with made:
        assert len(made.parts) == 4
    write(tmp_path, ROWS, PAID, name="april.csv")
    made = in_parts(tmp_path)
    assert made is not None
    with made:
        assert [*made.log.unreadable["file"]] == ["april.csv"]
        assert len(made.parts) == 3
    write(tmp_path, MAY, PAID, name="may.csv")
    with pytest.raises(DataError, match="'Paid' holds yes and no"):
        in_parts(tmp_path)


def test_several_files_are_asked_about_together(tmp_path: Path) -> None:
    write(tmp_path, ROWS, PAID, name="april.csv")
    write(tmp_path, MAY, PAID, name="may.csv")
    assert "'Paid' holds yes and no" in assert_asked_alike(tmp_path)
    seen: list[Looked] = []

    def ask(looked: Looked) -> Looked:
        seen.append(looked)
        answers = looked.answered(looked.likely_answers())
        return looked.again(looked.settings.with_answers(answers))

    columns = ByColumns(tmp_path / "made", ask=ask)
    columns.folder.mkdir()
    made = prepared(Place(tmp_path), Settings(), on_problem="raise", columns=columns)
    assert made is not None
    with made:
        assert made.log.clients == ("a", "b", "c", "d")
    [looked] = seen
    whole = look(tmp_path, Settings())
    assert looked.questions({}) == whole.questions({})
    assert looked.lines() == whole.lines()
    remember(tmp_path, whole.answered(whole.likely_answers()))
    (tmp_path / "made").rename(tmp_path.parent / "made")
    assert_same(tmp_path)


def test_several_files_of_which_one_is_open_or_another_log(tmp_path: Path) -> None:
    write(tmp_path, ROWS, name="front desk.csv")
    write(tmp_path, MAY, PAID, name="room two.csv")
    for on_problem in ("raise", "set aside"):
        log, made = (
            load_log(tmp_path, on_problem=on_problem),
            in_parts(tmp_path, on_problem=on_problem),
        )  # type: ignore[arg-type]
        assert made is not None
        with made:
            assert made.log.unreadable.equals(log.unreadable)
            assert made.log.clients == log.clients == ("a", "b", "c")
    nobody = [row[2:] for row in MAY]
    write(tmp_path, nobody, HEADER.split(";", 1)[1], name="room two.csv")
    log, made = load_log(tmp_path), in_parts(tmp_path)
    assert made is not None
    with made:
        assert made.log.clients == log.clients == ("a", "b", "c", "room two")


def test_the_other_parts_of_a_log_are_cut_where_one_is_open(tmp_path: Path) -> None:
    """Worked by hand: of April all ten rows are read, and May is named as unreadable."""
    write(tmp_path, ROWS, name="april.csv")
    write(tmp_path, MAY, PAID, name="may.csv")
    log = assert_same(tmp_path)
    assert log.clients == ("a", "b", "c")
    assert log.account["rows_read"].sum() == len(ROWS)
    assert [*log.unreadable["file"]] == ["may.csv"]
    assert "'Paid' holds yes and no" in log.unreadable["reason"][0]
    write(tmp_path, [*ROWS, "b;2026-04-25;Down Dog;yes;14;"], name="june.csv")
    assert len(assert_same(tmp_path, n=2).problems) == 1
    assert len(assert_refused_alike(tmp_path)) == 1
    write(tmp_path, [*ROWS, "b;2026-04-25;Sauna;yes;4;"], name="june.csv")
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    (tmp_path / "scan.pdf").write_text("a page")
    log = assert_same(tmp_path, n=2)
    assert {*log.account["sheet"]} == {"", "april.csv", "june.csv"}
    in_book(
        tmp_path / "july.xlsx", {"All": [r.split(";") for r in (HEADER, *ROWS)], "Old": [["?"]]}
    )
    write(tmp_path, MAY, PAID, name="august.csv")
    assert [*assert_same(tmp_path).unreadable["file"]] == ["august.csv", "may.csv"]


def test_one_clients_rows_beside_a_part_that_is_open(tmp_path: Path) -> None:
    own = [f"a{row[1:]}" for row in ROWS]
    sums = [*own[:5], ";Total;;;12;"]  # of which the scores look like those from 1 to 5
    write(tmp_path, sums, name="april.csv")
    write(tmp_path, MAY, PAID, name="may.csv")
    assert assert_same(tmp_path).left_out["rows"].tolist() == [1]
    write(tmp_path, sums, name="june.csv")
    assert assert_same(tmp_path).clients == ("a",)
    rows = [r.split(";") for r in (HEADER, *own)]
    in_book(tmp_path / "july.xlsx", {"All": rows, "Old": [["A"], *[["?"]] * 9]})
    assert any("'july.xlsx: Old'" in said for said in assert_same(tmp_path).remarks["repair"])


def test_sets_that_are_numbered_and_days_without_their_year_go_by_the_row_before(
    tmp_path: Path,
) -> None:
    rows = [f"{row.rsplit(';', 1)[0]};{1 + n % 2}" for n, row in enumerate(ROWS)]
    log = assert_same(write(tmp_path, rows, HEADER.replace("Notes", "Set")))
    assert any("the number of a set" in said for said in log.remarks["repair"])
    assert_same(write(tmp_path, rows[::-1], HEADER.replace("Notes", "Set")))
    rows = [row.replace("2026-04-", "April ") for row in ROWS]
    assert "The dates have no year" in assert_asked_alike(write(tmp_path, rows))


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Clinic", ["2026-04-01", "bear rolls x10", "2026-04-02", "down dog"] * 3),
        (HEADER.replace("Patient", "Place"), ROWS),  # of one person
    ],
)
def test_what_goes_by_rows_is_for_who_reads_it_whole(
    tmp_path: Path, header: str, rows: list[str]
) -> None:
    assert in_parts(write(tmp_path, rows, header)) is None


@pytest.mark.usefixtures("never_whole")
def test_first_and_last_names_are_whole_names(tmp_path: Path) -> None:
    rows = [row.replace(";", f";{'xy'[n % 2]};", 1) for n, row in enumerate(ROWS)]
    header = HEADER.replace("Patient", "First name;Last name")
    made = in_parts(write(tmp_path, rows, header))
    assert made is not None
    with made:
        assert made.log.clients == ("a x", "a y", "b x", "b y", "c x", "c y")


def test_what_says_who_it_is_is_asked_about_and_read_in_parts_alike(tmp_path: Path) -> None:
    ours = ["a;2026-04-01;Bear Rolls", "b;2026-04-02;Bear Rolls"] * 2
    header = "{};date;exercise"
    for n, own in enumerate((HEADER.replace("Patient", "E-Mail"), header.format("Kürzel"))):
        rows = ours if n else ROWS
        assert "may say who it is" in assert_asked_alike(write(tmp_path / str(n), rows, own))
    full = [row.replace(";", ";x;", 1) for row in ours]
    path = write(tmp_path / "d", full, header.format("Vorname;Nachname"))
    assert assert_same(path).clients == ("a x", "b x")


def test_lines_over_the_headers_say_whose_sheets_are_alike(tmp_path: Path) -> None:
    made = Workbook()
    made.remove(made.active)
    for name, who in (("May", "Ann"), ("June", "Ben")):
        sheet = made.create_sheet(name)
        rows = [[f"2026-04-{n:02}", "Bear Rolls", n] for n in range(1, 7)]
        for row in [["Patient:", who], ["Day", "Moves", "Stiffness"], *rows]:
            sheet.append(row)
    made.save(tmp_path / "praxis.xlsx")
    assert assert_same(tmp_path / "praxis.xlsx").clients == ("Ann", "Ben")


def test_people_one_under_the_other_are_asked_about_alike(tmp_path: Path) -> None:
    days = (f"2026-04-{n:02};Bear Rolls;{n}" for n in range(1, 8))
    rows = ["Day of visit;Moves;Stiffness", *days]
    path = write(tmp_path, [*rows, "", "Ben Tal", *rows], "Anna Kern")
    assert "'Anna Kern', 'Ben Tal' each stand over the same header" in assert_asked_alike(path)


CELLS: dict[str, tuple[str, ...]] = {
    "Patient": ("ana", "ben", "Cai", "", "ana "),
    "Name of client": ("ana", "ben", "12"),
    "Day of visit": ("2026-04-03", "2026-04-05", "2026-04-25", "", "n/a"),
    "Date": ("03/04/2026", "25/04/2026", "04/05/26", "3 April 2026", ""),
    "Day": ("5 April", "30/12", "2026-01-05", "Mon", "3"),
    "Timestamp": ("2026/04/03 7:30:00", "2026/04/04 8:00:00 PM"),
    "Moves": ("Bear Rolls", "down dog", "Turtle roll", "", "-", "Bear Rolls, Down Dog"),
    "Exercises done": ("Bear Rolls; down dog", "bear rolls x10", "none", "stiff 4/10"),
    "Bear Rolls": ("x", "", "yes", "3", "no"),
    "Down Dog": ("✓", "", "x", "-"),
    "Wall stretch": ("x", "", "2", "✓"),
    "Did you? [Bear Rolls]": ("x", "", "2x10"),
    "Did you? [Down Dog]": ("x", "", "Down Dog"),
    "Done?": ("yes", "no", "", "partly", "no - ill"),
    "Paid": ("yes", "no", ""),
    "Site": ("knee", "upper back", "", "neck"),
    "Stiffness": ("4", "7", "", "11", "4/10", "-"),
    "Stiffness (0-20)": ("4", "17", ""),
    "Pain": ("4", "2", ""),
    "Morning": ("4", "6", ""),
    "When": ("morning", "evening", ""),
    "Sets": ("3", "2", ""),
    "Weight": ("12", "4 kg", "70", ""),
    "Load (lb)": ("12", ""),
    "Set": ("1", "2"),
    "Week": ("Week 1", "2 March 2026", ""),
    "Notes": ("easy", "", "two  words"),
    "Room": ("1", "2", "yes", "a"),
    "client": ("ana", "ben"),
    "exercise": ("Bear Rolls", "Sauna"),
    "score": ("4", "5", ""),
    "": ("", "x"),
}


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, list[str]]:
    names = draw(st.lists(st.sampled_from([*CELLS]), min_size=1, max_size=6, unique=True))
    base = draw(st.sampled_from([
        [], ["Patient", "Day of visit", "Moves"], ["Name of client", "Date", "Bear Rolls"],
        ["Patient", "Day of visit", "Stiffness"], ["Patient", "Date", "Exercises done"],
    ]))  # fmt: skip
    header = draw(st.permutations([*dict.fromkeys([*base, *names])]))
    few = {name: draw(st.lists(st.sampled_from(CELLS[name]), min_size=1, max_size=3))
           for name in header}  # fmt: skip
    rows = draw(
        st.lists(st.tuples(*(st.sampled_from(few[n]) for n in header)), min_size=6, max_size=14)
    )
    return ";".join(header), [";".join(row) for row in rows]


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw rows of which some cells may stand in the first of several, with sums among them."""
    header, rows = draw(sheets())
    found = []
    for row in rows:
        cells = row.split(";")
        is_empty = draw(st.sampled_from([(), (0,), (0, 1)])) if found else ()
        found.append(";".join("" if n in is_empty else cell for n, cell in enumerate(cells)))
        if draw(st.integers(0, 4)) == 0:
            place = draw(st.integers(0, len(cells) - 1))
            found.append(";".join("Total" if n == place else "" for n in range(len(cells))))
    return header, found


@given(sheets() | blocks())
@part_of_the_examples(1)
def test_whatever_stands_in_a_sheet(
    tmp_path_factory: pytest.TempPathFactory, sheet: tuple[str, list[str]]
) -> None:
    header, rows = sheet
    folder = tmp_path_factory.mktemp("log")
    path = write(folder / "log", rows, header)
    looked = assert_understood_alike(path, folder)
    if looked is None:
        return
    event("understood")
    if (
        looked.questions({})
        and looked.open_files
        and any(o.questions for o in looked.understandings)
    ):
        event("asked about")
        assert_asked_alike(path)
    elif (made := in_parts(path)) is not None:
        event("cut")
        with made:
            assert_same(path)


@st.composite
def parts_of_a_log(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Draw two or three sheets, of which some are as the first, but for a column to be asked of."""
    header, rows = draw(sheets())
    asked = f"{header};Paid{'' if 'Paid' in header else '?'}"
    answers = ("yes", "no", "no", "yes")
    paid = [f"{row};{answers[n % 4]}" for n, row in enumerate(rows)]
    alike = st.sampled_from([(header, rows[::-1]), (asked, paid)])
    return [(header, rows), *draw(st.lists(alike | sheets(), min_size=1, max_size=2))]


@given(parts_of_a_log())
@part_of_the_examples(0.5)
def test_whatever_stands_in_parts_of_a_log(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, list[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    for month, (header, rows) in enumerate(files, 1):
        write(folder, rows, header, name=f"2026-0{month}.csv")
    try:
        made = in_parts(folder)
    except DataError:
        event("refused")
        assert_asked_alike(folder)
        return
    if made is None:
        return
    with made:
        event(f"cut, {len(made.log.unreadable)} unreadable")
        assert_same(folder)


@pytest.mark.parametrize("name", [
    "strong_en_rpe", "strong_de_user_en_header", "hevy_export", "mindbody_yoga_attendance",
    "myaiguide_pain", "myaiguide_person8_pain",
])  # fmt: skip
def test_real_exports(real_files: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "log").mkdir()
    path = Path(copy(real_files / "exports" / f"{name}.csv", tmp_path / "log"))
    assert assert_understood_alike(path, tmp_path) is not None


def test_an_empty_file_is_named_in_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("")
    assert "found an empty file" in assert_asked_alike(tmp_path)
