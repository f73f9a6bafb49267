"""Titles, cells that stand once, dates in parts, tabs, boxes, several sites: seen, and read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import tomlkit
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError
from mobility_analysis.log.catalogue import merged_catalogue
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.questions import Detected, added
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.exports.reshape import reshape
from mobility_analysis.log.exports.shapes import (
    boxes,
    header_line,
    kinds_of_rows,
    split_dates,
)
from mobility_analysis.log.exports.shapes.every import DETECTORS
from mobility_analysis.log.read.cells import Sheet
from mobility_analysis.log.read.files import filled_sheets

CATALOGUE, _ = merged_catalogue([])
TICKS = {"sessions": [{"exercise": {"columns": "catalogue"}}]}


def sheet(*rows: Sequence[Any], file: str = "sheet.csv", name: str = "") -> Sheet:
    return Sheet(file, name, [list(row) for row in rows])


def seen(detect: Any, own: Sheet) -> Detected:
    found = detect(own, CATALOGUE)
    assert found is not None
    return found  # type: ignore[no-any-return]


def sessions(own: Sheet, adds: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Date, exercise and line of each session that a recipe makes of a sheet."""
    raw = reshape(own, recipe_from_text(tomlkit.dumps(dict(adds)), "r")).tables["sessions"]
    cells = [raw.columns[raw.header.index(name)] for name in ("date", "exercise")]
    return [
        (*(c.values[c.codes[row]] for c in cells), int(raw.lines[row]))  # type: ignore[union-attr]
        for row in range(raw.n_rows)
    ]


# a title above the header


@pytest.mark.parametrize(
    "above", [[["My diary"]], [["Ann", "2026"], [], ["Printed", "2026-04-01"]]]
)
def test_the_header_is_the_line_of_names_over_the_dates(above: list[list[str]]) -> None:
    own = sheet(*above, ["Date", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-03", "x"])
    found = seen(header_line.detect, own)
    assert found.adds == {"header_line": len(above) + 1}
    adds = {**found.adds, **TICKS, "date": {"column": "Date"}}
    assert sessions(own, adds) == [
        ("2026-03-02", "bear-rolls", len(above) + 2), ("2026-03-03", "bear-rolls", len(above) + 3),
    ]  # fmt: skip


def test_dates_with_dots_are_under_the_header_and_scores_such_as_4_5_are_not() -> None:
    rows = [[f"{day:02d}.09.2026", "x", score] for day, score in enumerate(["3", "4-5", "4-5"], 7)]
    own = sheet(["Mein Tagebuch"], ["Name: Petra"], ["Datum", "Katze-Kuh", "Steifigkeit"], *rows)
    assert header_line.header_place(own) == 2
    assert seen(header_line.detect, own).adds == {"header_line": 3}


def test_a_header_over_two_lines_is_refused_with_the_names_to_write() -> None:
    own = sheet(
        ["Client: Joe"], ["Date", "Foam roller", None, "Stiffness", None, "Notes"],
        [None, "sets", "mins", "am", "pm"], ["2026-03-02", 1, 5, 4, 3], ["2026-03-03", 2, 5, 4, 3],
    )  # fmt: skip
    with pytest.raises(DataError, match="lines 2 and 3: found a header over two lines") as refused:
        header_line.detect(own, CATALOGUE)
    assert "'Foam roller (sets)', 'Foam roller (mins)', 'Stiffness (am)', 'Stiffness (pm)'" in str(
        refused.value
    )


@pytest.mark.parametrize(
    "first",
    [
        ["2026-03-01", "x", "was ill"],  # a day
        [None, "x", None],  # a row that lacks its date
        [None, "2", "ill"],  # another, with a number
        [None, "x", "was ill"],  # another, with a tick
        [None, "partly", "was ill"],
        [None, "-", "was ill"],
    ],
)
def test_a_row_below_a_header_with_a_gap_is_no_second_header(first: list[Any]) -> None:
    own = sheet(["Date", "Bear rolls", None], first, ["2026-03-02", "x"], ["2026-03-03", "x"])
    assert header_line.detect(own, CATALOGUE) is None


@pytest.mark.parametrize(
    ("header", "first", "row"),
    [
        ("Client,Day,Exercise,Stiffness", "Anna,yesterday,Foam roller,6", "Ben,{},Bear rolls,5"),
        ("Patient,Day,Exercise,Remark", "Anna,last week,Own one,a", "Ben,{},Own one,b"),
        ("Exercise,Day,Stiffness", "Foam roller,2 to 4 Nov 2026,6", "Bear rolls,{},5"),
        ("Exercise,Date,Sets", "Foam roller,2026-09-31,2", "Bear rolls,{},2"),
        ("Date,Down dog,,Stiffness", "1.11,x,x,4", "{},x,,5"),
        ("When,Own one,Other one", "3.Nov?,x,x", "{},x,"),
        ("When,What,Remarks", "first try,Foam roller,nice", "{},Bear rolls,ok"),
        ("When,Exercise,How stiff", "(example),Foam roller,5", "{},Bear rolls,6"),
        ("When,Exercise,How stiff", "date,what you did,0 none - 10 worst", "{},Bear rolls,6"),
        ("Tag,Übung,Steifigkeit", "gestern,Down Dog,4", "{},Down Dog,5"),
    ],
)
def test_a_row_whose_date_cannot_be_read_is_no_header(header: str, first: str, row: str) -> None:
    lines = [header, first, row.format("2026-11-03"), row.format("2026-11-04")]
    for above in ([], ["My log"]):
        own = sheet(*(line.split(",") for line in [*above, *lines]))
        assert header_line.header_place(own) == len(above)


@pytest.mark.parametrize(
    ("above", "header", "row"),
    [
        ("Client,Anna,Start date,soon", "Date,Down dog,Cobra,Score", "{},x,,4"),
        ("Date,Practice,,Stiffness", "(dd.mm.),Own one,Other one,am", "{},x,,4"),
        ("Date,Practice,Stiffness", "(dd.mm.),Foam roller,am", "{},x,4"),
        ("Date,Exercise,Stiffness", "Date,Own one,am", "{},x,4"),
        ("Date,Stiffness,Stiffness", "(dd.mm.),am,pm", "{},3,4"),
        ("Date,Exercise,Stiffness", "Datum,Übung,Steifigkeit", "{},Down dog,4"),
        ("My diary,2026", "Dzień,Ból", "{},4"),
    ],
)
def test_a_line_of_names_below_another_is_the_header(above: str, header: str, row: str) -> None:
    lines = [above, header, row.format("2026-11-03"), row.format("2026-11-04")]
    assert header_line.header_place(sheet(*(line.split(",") for line in lines))) == 1


def test_a_header_in_the_first_line_needs_no_word() -> None:
    own = sheet(["Date", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-03", "x"])
    assert header_line.detect(own, CATALOGUE) is None
    assert header_line.detect(sheet(), CATALOGUE) is None
    assert header_line.detect(sheet(["a", "b"], ["c", "d"]), CATALOGUE) is None


def test_a_sheet_without_a_header_is_refused_since_its_first_row_would_be_lost() -> None:
    own = sheet(["2026-03-02", "Bear rolls", "3"], ["2026-03-03", "Down dog", "4"])
    with pytest.raises(DataError, match=r"sheet\.csv, line 1: found '2026-03-02'; expected a head"):
        header_line.detect(own, CATALOGUE)


# names only in the first row


def test_a_client_and_a_date_that_stand_once_hold_for_the_rows_under_them() -> None:
    own = sheet(
        ["Name", "Date", "Exercise"], ["Ann", "2026-03-02", "Bear rolls"], ["", "", "Down dog"],
        ["", "", "Overhead opener"], ["Ben", "2026-03-03", "Down dog"], ["", "", "Bear rolls"],
    )  # fmt: skip
    found = seen(header_line.detect_fill_down, own)
    assert found.adds == {"fill_down": ["Name", "Date"]}
    assert found.sheet is not None
    assert found.sheet.rows[2][:2] == ["Ann", "2026-03-02"]
    adds = {**found.adds, "date": {"column": "Date"}, "client": {"column": "Name"},
            "sessions": [{"exercise": {"column": "Exercise"}}]}  # fmt: skip
    made = reshape(own, recipe_from_text(tomlkit.dumps(adds), "r"))
    assert made.clients == ("Ann", "Ann", "Ann", "Ben", "Ben")


def test_a_few_missing_dates_may_be_forgotten_and_are_asked_about() -> None:
    days = [[f"2026-03-{n:02}" if n != 5 else "", "x"] for n in range(1, 8)]
    own = sheet(["Date", "Bear rolls"], *days)
    found = seen(header_line.detect_fill_down, own)
    assert found.adds == {}
    # likely first: what was forgotten is named and not used
    assert [choice.value for choice in found.questions[0].choices] == ["missing", "above"]
    assert found.questions[0].choices[1].adds == {"fill_down": ["Date"]}


# dates in parts


def test_year_month_and_day_in_three_columns() -> None:
    own = sheet(
        ["Jahr", "Monat", "Tag", "Bear rolls"], [2026, "März", "2.", "x"], [2026, 3, 3, "x"]
    )
    found = seen(split_dates.detect, own)
    assert found.adds == {"date": {"year": "Jahr", "month": "Monat", "day": "Tag"}}
    days = [day for day, *_ in sessions(own, {**found.adds, **TICKS})]
    assert days == ["2026-03-02", "2026-03-03"]


def test_a_week_and_a_weekday() -> None:
    own = sheet(
        ["Week of", "Day", "Bear rolls"], ["2 March 2026", "Mon", "x"],
        ["2 March 2026", "Fri", "x"], ["", "", ""], ["9 March 2026", "Sun", "x"],
    )  # fmt: skip
    found = seen(split_dates.detect, own)
    assert found.adds == {"date": {"week": "Week of", "weekday": "Day"}}
    days = [day for day, *_ in sessions(own, {**found.adds, **TICKS})]
    assert days == ["2026-03-02", "2026-03-06", "2026-03-15"]


def test_a_week_that_is_named_by_a_day_in_its_middle_is_a_problem() -> None:
    own = sheet(["Week of", "Day", "Bear rolls"], ["4 March 2026", "Mon", "x"])
    adds = {"date": {"week": "Week of", "weekday": "Day"}, **TICKS}
    assert sessions(own, adds) == [("Mon of 4 March 2026", "bear-rolls", 2)]


def test_counted_weeks_wait_for_the_day_on_which_the_first_began() -> None:
    own = sheet(["Week", "Day", "Bear rolls"], ["Week 1", "Mon", "x"], ["Week 3", "Tue", "x"])
    found = seen(split_dates.detect, own)
    assert [question.key for question in found.questions] == ["first_week:Week"]
    recipe = (
        'date = { week = "Week", weekday = "Day", first_week = 2026-03-02 }\n'
        '[[sessions]]\nexercise = { columns = "catalogue" }\n'
    )
    made = reshape(own, recipe_from_text(recipe, "r")).tables["sessions"]
    column = made.columns[made.header.index("date")]
    assert list(column.values) == ["2026-03-02", "2026-03-17"]  # type: ignore[union-attr]


def test_weeks_whose_order_is_open_are_refused() -> None:
    own = sheet(
        ["Week of", "Day", "Bear rolls"], ["2/3/2026", "Mon", "x"], ["9/3/2026", "Tue", "x"]
    )
    found = seen(split_dates.detect, own)
    assert [question.key for question in found.questions] == ["date_order"]
    adds = {**found.adds, **TICKS}
    with pytest.raises(DataError, match=r"one order of day and month.*date_order"):
        sessions(own, adds)
    chosen = added(adds, found.questions[0].choices[0].adds)
    assert [day for day, *_ in sessions(own, chosen)] == ["2026-03-02", "2026-03-10"]


def test_days_without_a_year_take_the_stated_one_and_go_on_over_new_year() -> None:
    own = sheet(["Datum", "Bear rolls"], ["29. Dez", "x"], ["Fr 2. Jan", "x"], ["5.1.", "x"])
    found = seen(split_dates.detect, own)
    # 5.1. may be 5 January or 1 May
    assert [question.key for question in found.questions] == ["year:date", "date_order"]
    adds = {"date": {"column": "Datum", "year": 2025}, "date_order": "dmy", **TICKS}
    assert [day for day, *_ in sessions(own, adds)] == ["2025-12-29", "2026-01-02", "2026-01-05"]


def test_scores_such_as_3_of_10_are_no_days() -> None:
    own = sheet(["Day", "Stiffness"], ["2026-03-02", "3/10"], ["2026-03-03", "4/10"])
    assert split_dates.detect(own, CATALOGUE) is None
    assert split_dates.detect(sheet(["When", "Stiffness"], ["a", "3/10"]), CATALOGUE) is None


# tabs


def test_a_tab_a_weekday_whose_dates_are_those_of_the_week() -> None:
    rows = (["Week of", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-09", "x"])
    own = sheet(*rows, name="Wednesday")
    found = seen(split_dates.detect, own)
    assert found.adds == {"date": {"week": "Week of", "weekday": "(sheet)"}}
    days = [day for day, *_ in sessions(own, {**found.adds, **TICKS})]
    assert days == ["2026-03-04", "2026-03-11"]
    # the dates of a tab that fall on its day are its own; so are those of a tab called otherwise
    assert split_dates.detect(sheet(*rows, name="Monday"), CATALOGUE) is None
    assert split_dates.detect(sheet(*rows, name="Anna"), CATALOGUE) is None


def test_a_tab_a_weekday_with_counted_weeks() -> None:
    own = sheet(["Week", "Bear rolls"], [1, "x"], [2, "x"], name="Wednesday")
    found = seen(split_dates.detect, own)
    assert found.adds == {"date": {"week": "Week", "weekday": "(sheet)"}}
    assert [question.key for question in found.questions] == ["first_week:Week"]


def test_a_tab_a_month_with_the_numbers_of_its_days() -> None:
    rows = (["Day", "Bear rolls"], [1, "x"], [31, "x"])
    own = sheet(*rows, name="March 2026")
    found = seen(split_dates.detect, own)
    assert found.adds == {"date": {"day": "Day", "month": "(sheet)"}}
    days = [day for day, *_ in sessions(own, {**found.adds, **TICKS})]
    assert days == ["2026-03-01", "2026-03-31"]
    # the year may stand in the name of the file; else it is asked for
    found = seen(split_dates.detect, sheet(*rows, file="2026.xlsx", name="März"))
    assert found.adds == {"date": {"day": "Day", "month": "(sheet)", "year": 2026}}
    found = seen(split_dates.detect, sheet(*rows, file="a.xlsx", name="März"))
    assert [question.key for question in found.questions] == ["year:date"]


def test_a_day_that_its_month_has_not_is_a_problem_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "diary.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name in ("February 2026", "March 2026"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ["Day", "Bear rolls"])
        page.write_row(1, 0, [30, "x"])
    book.close()
    adds = {"date": {"day": "Day", "month": "(sheet)"}, **TICKS}
    recipe = recipe_from_text(tomlkit.dumps(adds), "r")
    with pytest.raises(DataError) as error:
        read_export(path, recipe)
    found = error.value.problems[["sheet", "line", "value"]].to_numpy().tolist()
    assert found == [["February 2026", 2, "2026-02-30"]]


# boxes


def test_a_column_a_box_with_the_question_before_it() -> None:
    q = "Which did you do?"
    own = sheet(
        ["Timestamp", f"{q} [Bear Rolls]", f"{q} [Down Dog]", f"{q} [Sun salute]"],
        ["2026-03-02", "Yes", "", ""], ["2026-03-03", "No", "Down Dog", "Sun salute"],
    )  # fmt: skip
    found = seen(boxes.detect, own)
    assert found.unknown == {"Sun salute": 1}
    adds = {**found.adds, "date": {"column": "Timestamp"}}
    assert [(day, name) for day, name, _ in sessions(own, adds)] == [
        ("2026-03-02", "bear-rolls"), ("2026-03-03", "down-dog"), ("2026-03-03", "Sun salute"),
    ]  # fmt: skip


def test_numbers_in_boxes_are_asked_about_and_plain_ticks_are_not() -> None:
    own = sheet(["Date", "Bear rolls"], ["2026-03-02", 12], ["2026-03-03", "x"])
    found = seen(boxes.detect, own)
    assert [question.key for question in found.questions] == ["numbers:boxes"]
    recipe = added({**found.adds, "date": {"column": "Date"}}, {"sessions": {"numbers": "reps"}})
    made = reshape(own, recipe_from_text(tomlkit.dumps(recipe), "r")).tables["sessions"]
    reps = made.columns[made.header.index("reps")]
    assert list(reps.codes) == [0, -1]  # type: ignore[union-attr]
    assert list(reps.values) == [12]  # type: ignore[union-attr]
    plain = sheet(["Date", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-03", "1"])
    assert boxes.detect(plain, CATALOGUE) is None


# rows of several kinds


def test_several_body_sites_are_asked_about_and_the_others_are_named(tmp_path: Path) -> None:
    text = "Date,Region,Score\n2026-03-02,Knees,5\n2026-03-02,Upper back,3\n2026-03-03,Knees,4\n"
    path = tmp_path / "sites.csv"
    path.write_text(text, encoding="utf-8")
    found = seen(kinds_of_rows.detect, filled_sheets(path)[0][0])
    (question,) = found.questions
    assert question.key == "site:Region"
    assert [choice.value for choice in question.choices] == ["upper back", "knees", "all"]
    adds = added({"date": {"column": "Date"}, "ratings": [{"score": "Score"}]},
                 question.choices[0].adds)  # fmt: skip
    export = read_export(path, recipe_from_text(tomlkit.dumps(adds), "r"))
    assert export.log.stiffness["score"].tolist() == [3]
    account = dict(zip(export.account["reason"], export.account["rows"], strict=True))
    assert account == {"taken": 1, "another body site, left out by choice": 2}


def test_rows_of_another_measure_between_the_scores_are_asked_about() -> None:
    own = sheet(["name", "date", "intensity"], ["Stiffness", "2026-03-02", 4],
                ["happiness", "2026-03-02", 8], ["Sleep", "2026-03-02", 7])  # fmt: skip
    (question,) = seen(kinds_of_rows.detect, own).questions
    assert (question.key, question.choices[0].value) == ("measure:name", "stiffness")
    people = sheet(
        ["name", "date", "intensity"], ["Ann", "2026-03-02", 4], ["Ben", "2026-03-02", 8]
    )
    assert kinds_of_rows.detect(people, CATALOGUE) is None


# a tracker of everything: rows of mood and of sleep are no stiffness, nor is an amount a score
def test_rows_of_a_tracker_are_asked_about_by_what_names_stiffness() -> None:
    own = sheet(["date", "category", "rating/amount", "detail"],
                ["2026-03-02", "Mood", 3, "Calm"], ["2026-03-02", "Symptom", 2, "Stiff back"],
                ["2026-03-03", "Exercise", 1, "Bear rolls"],
                ["2026-03-03", "Sleep", "7:30", ""])  # fmt: skip
    (question,) = seen(kinds_of_rows.detect, own).questions
    assert (question.key, question.choices[0].value) == ("measure:detail", "stiff back")


# beside scores of stiffness they are remarks
@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Details", ["ok", "a bit stiff"]),
        ("Symptoms", ["none", "stiffness"]),
        ("Factor", ["Sleep", "Stress"]),
        ("Category", ["Mood", "Stress"]),
    ],
)
def test_remarks_beside_scores_tell_no_rows_apart(header: str, texts: list[str]) -> None:
    rows = [["2026-03-02", 4, texts[0]], ["2026-03-03", 3, texts[1]]]
    assert kinds_of_rows.detect(sheet(["Date", "Stiffness", header], *rows), CATALOGUE) is None
    tracker = sheet(["Date", "Stiffness", "Detail", "Category", "Rating/amount"],
                    *([*row, row[2], 1] for row in rows))  # fmt: skip
    assert kinds_of_rows.detect(tracker, CATALOGUE) is None


def test_sums_under_the_days_are_left_out_by_name() -> None:
    own = sheet(["Date", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-03", "x"], ["Total", 2],
                ["Average:", 1])  # fmt: skip
    found = seen(kinds_of_rows.detect_sums, own)
    assert found.sheet is not None
    assert found.sheet.rows[3:] == [[], []]
    adds = {**found.adds, "date": {"column": "Date"}, **TICKS}
    made = reshape(own, recipe_from_text(tomlkit.dumps(adds), "r"))
    assert made.left_out == {"a sum or a mean, no day": 2}
    assert made.tables["sessions"].n_rows == 2
    # anything else that is no day stays to be named as a problem
    odd = sheet(["Date", "Bear rolls"], ["2026-03-02", "x"], ["2026-03-03", "x"], ["holiday", "x"])
    assert kinds_of_rows.detect_sums(odd, CATALOGUE) is None


def test_clients_with_near_names_are_pointed_out_whatever_the_shape(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    text = (
        "Name,Date,What I did\nJon Smith,2026-03-02,bear rolls x10\n,2026-03-03,down dog\n"
        "John Smith,2026-03-02,down dog x3\n,2026-03-04,down dog\n"
    )
    path.write_text(text, encoding="utf-8")
    adds = {
        "date": {"column": "Date"}, "client": {"column": "Name"}, "fill_down": ["Name"],
        "sessions": [{"exercise": {"text": "What I did"}}],
    }  # fmt: skip
    log = read_export(path, recipe_from_text(tomlkit.dumps(adds), "r")).log
    assert log.clients == ("John Smith", "Jon Smith")
    assert "John Smith, Jon Smith" in log.remarks["value"].tolist()


# recipes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[days_across]\nyear = 26", "days_across.year: expected a whole number from 1900 to 2100"),
        ('[days_across]\nfirst_day = "2026-03-02"', "expected a day without quotation marks"),
        ("[days_across]\ncolumn = 3", "days_across.column: expected one of exercise, columns"),
        ("[dated_lines]\nyear = true", "dated_lines.year: expected a whole number"),
        ('[[sessions]]\nexercise = { text = "a" }\nmarks = "b"', "sessions.marks: expected"),
        ('[[sessions]]\nexercise = { value = "a" }\nnumbers = "x"', "sessions.numbers: expected"),
        ('[[ratings]]\nscore = "a"\ntext = "b"', "exactly one of score and text"),
        ('date = { week = "a" }', "date: expected"),
        ('date = { week = "a", weekday = "b", first_week = 3 }', "date.first_week: expected a day"),
    ],
)  # fmt: skip
def test_faults_of_the_keys_of_shapes_are_named(text: str, fault: str) -> None:
    with pytest.raises(DataError) as error:
        recipe_from_text(text, "mine.toml")
    assert fault in str(error.value)


# real files


def test_the_raw_sheets_of_a_real_diary(real_files: Path) -> None:
    path = real_files / "exports" / "myaiguide_pain.csv"
    adds: dict[str, Any] = {}
    (own,) = filled_sheets(path)[0]
    found, looked = [], own
    for detect in DETECTORS:
        shape = detect(looked, CATALOGUE)
        if shape is not None:
            found.append(shape)
            adds = added(adds, shape.adds)
            looked = shape.sheet or looked
    assert adds == {
        "header_line": 2, "fill_down": ["year", "month", "day"],
        "date": {"year": "year", "month": "month", "day": "day"},
    }  # fmt: skip
    (question,) = [question for shape in found for question in shape.questions]
    assert question.key == "site:region"
    knees = question.choice("knees").adds
    recipe = added({**adds, "ratings": [{"score": "intensity"}]}, knees)
    made = reshape(own, recipe_from_text(tomlkit.dumps(recipe), "r"))
    assert made.rows_read == sum(made.left_out.values()) + made.tables["stiffness"].n_rows
    # the published mean of 366 scores in 2016 is 3.279
    log = read_export(
        path, recipe_from_text(tomlkit.dumps(recipe), "r"), on_problem="set aside"
    ).log
    scores = log.stiffness.loc[log.stiffness["date"].dt.year == 2016, "score"]
    assert (len(scores), round(float(scores.mean()), 3)) == (366, 3.279)


@pytest.mark.parametrize("name", ["strong_en_rpe", "hevy_export", "mindbody_yoga_attendance"])
def test_no_shape_is_seen_in_the_export_of_an_app(real_files: Path, name: str) -> None:
    (own,) = filled_sheets(real_files / "exports" / f"{name}.csv")[0]
    assert [d for d in DETECTORS if d(own, CATALOGUE) is not None] == []


CELLS = st.sampled_from(
    [None, "x", "Mon", "Tue", "Wed", "2 March", "2/3", "3/10", "2026-03-02", "Week of 2 March 2026",
     "March 2026", "Week 1", 1, 2, 3, 4, 5, "Bear rolls", "down dog x10; 3/10 stiff", "Date", "Day",
     "Week", "Year", "Month", "Stiffness", "Notes", "Name", "Total", datetime(2026, 3, 2), True,
     5.5, "100 kg", "w/c 2 Mar", "31 Feb", "Ann", "knee", "upper back", "Site", math.nan]
)  # fmt: skip


@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=8),
    st.sampled_from(["", "Mon", "March 2026", "Sheet1"]),
)
def test_whatever_the_cells_a_sheet_is_read_or_refused_in_a_sentence(
    rows: list[list[Any]], name: str
) -> None:
    own = looked = sheet(*rows, name=name)
    adds: dict[str, Any] = {}
    try:
        for detect in DETECTORS:
            shape = detect(looked, CATALOGUE)
            if shape is not None:
                adds = added(adds, shape.adds)
                looked = shape.sheet or looked
        if not {"sessions", "ratings"} & adds.keys() or "date" not in adds:
            return
        made = reshape(own, recipe_from_text(tomlkit.dumps(adds), "r"))
    except DataError as error:
        assert str(error)  # noqa: PT017 (which of the two happens depends on the cells)
        return
    taken = {line for groups in made.lines.values() for group in groups for line in group}
    left = [fate for fate in made.fates if fate]
    assert made.rows_read == len(made.fates)
    assert len(left) == sum(made.left_out.values())
    assert taken <= set(made.row_lines)
