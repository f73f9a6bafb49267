"""Every fault of a log has its message: where, what was found, what was expected, the repair."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, load_log, log_from_tables, problem_sentence
from mobility_analysis.log.findings import problem_sentences, remark_sentences

SESSION = {"client": "A", "date": "2026-01-05", "exercise": "bear-rolls"}
RATING = {"client": "A", "date": "2026-01-05", "score": 4}
ROW = {"client": "A", "exercise": "bear-rolls", "start": "2026-01-01", "times_per_week": 3}
PAUSE = {"client": "A", "start": "2026-01-01"}
EVENT = {"client": "A", "date": "2026-01-05", "kind": "flare"}
NUMBER = "Write only the number, without words or a unit."
NOT_BEFORE = "a day not before the start, 2026-01-01"
A_DAY = "a day, such as 2026-11-22"


def problems_of(**tables: object) -> list[str]:
    with pytest.raises(DataError) as error:
        log_from_tables(**tables)
    return [problem_sentence(row) for _, row in error.value.problems.iterrows()]


def folder_with(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return folder


def problems_in(folder: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        load_log(folder)
    return [problem_sentence(row) for _, row in error.value.problems.iterrows()]


ONE_CELL = [
    ("stiffness", RATING, "score", 14, "'14'", "a number from 0 to 10",
     "Correct the score. If all scores are on another scale, state that scale "
     "(--scale 1-5); none is changed unasked."),
    ("stiffness", RATING, "score", "seven", "'seven'", "a number from 0 to 10", NUMBER),
    ("stiffness", RATING, "score", "nan", "'nan'", "a number from 0 to 10", NUMBER),
    ("stiffness", RATING, "score", "", "nothing", "a number from 0 to 10",
     "Fill in the cell, or delete the row."),
    ("stiffness", RATING, "moment", "after lunch", "'after lunch'",
     "one of: waking, before, after, evening, or leave the cell empty",
     "Write one of these words."),
    ("stiffness", RATING, "moment", "wakin", "'wakin'",
     "one of: waking, before, after, evening, or leave the cell empty",
     "Write one of these words; the nearest is 'waking'."),
    ("sessions", SESSION, "date", "2026-02-30", "'2026-02-30'", "a date that exists",
     "Correct the day or the month."),
    ("sessions", SESSION, "date", "30/02/2026", "'30/02/2026'", "a date that exists",
     "Correct the day or the month."),
    ("sessions", SESSION, "date", "yesterday", "'yesterday'", A_DAY,
     "Write the date as year-month-day, such as 2026-11-22."),
    ("sessions", SESSION, "date", "1026-01-05", "'1026-01-05'", "a year from 1900 to 2100",
     "Correct the year."),
    ("sessions", SESSION, "date", "2026-01-05 25:00", "'2026-01-05 25:00'", "a time that exists",
     "Correct the time, such as 07:30."),
    ("sessions", SESSION, "date", "Tue 2026", "'Tue 2026'", A_DAY,
     "Write the date as year-month-day, such as 2026-11-22."),
    ("sessions", SESSION, "date", "Monday 6 January 2026", "'Monday 6 January 2026'",
     "a date that falls on a Monday", "Correct the date or the name of the day."),
    ("sessions", SESSION, "date", "46029", "'46029'",
     "a day; as a spreadsheet's count this is 2026-01-07 (from 1900) or 2030-01-08 (from 1904)",
     "Show the column as dates in the spreadsheet and save it again, or state --date-order "
     "excel-1900 or --date-order excel-1904."),
    ("sessions", SESSION, "sets", -1, "'-1'", "a whole number from 0 to 1000",
     "Correct sets (sets)."),
    ("sessions", SESSION, "sets", 2.5, "'2.5'", "a whole number from 0 to 1000",
     "Write sets as a whole number."),
    ("sessions", SESSION, "hold_s", "30 reps", "'30 reps'", "a number from 0 to 86400", NUMBER),
    ("sessions", SESSION, "duration_min", "1,500", "'1,500'", "a number from 0 to 1440",
     "This can be read as 1500 or as 1.500: write one of these."),
    ("sessions", SESSION, "load_kg", "inf", "'inf'", "a number from 0 to 1000", NUMBER),
    ("sessions", SESSION, "status", "doen", "'doen'", "one of: done, partial, skipped",
     "Write one of these words; the nearest is 'done'."),
    ("sessions", SESSION, "exercise", "bear roles", "'bear roles'", "an exercise of the catalogue",
     "Did you mean 'Bear Rolls' (bear-rolls)? Or add a row for it to the table exercises "
     "(exercises.csv in one folder with sessions.csv, or a sheet of that name)."),
    ("sessions", SESSION, "exercise", "", "nothing",
     "an exercise of the catalogue: its id, name or an alias",
     "Fill in the cell, or delete the row."),
    ("sessions", SESSION, "client", "x" * 101, f"'{'x' * 101}'",
     "a name or number of at most 100 characters",
     "Shorten the id of the client to 100 characters."),
    ("programme", ROW, "times_per_week", "often", "'often'",
     "a number from 0 to 70, a span such as 3-4, 'every other day', or 'as needed'",
     "Write the number of times a week; twice a day is 14."),
    ("programme", ROW, "times_per_week", "4-3", "'4-3'",
     "a number from 0 to 70, a span such as 3-4, 'every other day', or 'as needed'",
     "Write the lower end of the span first."),
    ("programme", ROW, "times_per_week", "", "nothing",
     "exactly one of times_per_week and weekdays", "Fill in times_per_week, or weekdays."),
    ("programme", ROW, "weekdays", "Mon", "'both'",
     "exactly one of times_per_week and weekdays", "Empty one of the two cells."),
    ("programme", ROW | {"times_per_week": ""}, "weekdays", "Mon Wen", "'Mon Wen'",
     "names of weekdays with spaces between, such as Mon Wed Fri",
     "'Wen' is no weekday; the nearest is Wed."),
    ("programme", ROW | {"times_per_week": ""}, "weekdays", "Mon-Fri", "'Mon-Fri'",
     "names of weekdays with spaces between, such as Mon Wed Fri", "Name each weekday by itself."),
    ("programme", ROW, "end", "2025-12-31", "'2025-12-31'", NOT_BEFORE,
     "Correct the start or the end; leave the end empty while it runs."),
    ("pauses", PAUSE, "end", "2025-12-31", "'2025-12-31'", NOT_BEFORE,
     "Correct the start or the end; leave the end empty while it runs."),
    ("events", EVENT, "kind", "party", "'party'", "one of: appointment, flare, other",
     "Write one of these words."),
    ("exercises", {"exercise": "bridge", "focus_areas": "back"}, "focus_areas", "", "nothing",
     "one or more, with ; between", "Fill in the cell, or delete the row."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "found", "expected", "repair"),
    ONE_CELL,
    ids=[f"{case[0]}-{case[2]}-{str(case[3])[:12]}" for case in ONE_CELL],
)
def test_each_fault_of_a_cell_is_named(  # noqa: PLR0917 - one argument a part of the case
    table: str, row: dict, column: str, value: object, found: str, expected: str, repair: str
) -> None:
    # the second row is right, so the fault names the first and only that
    other = {**row, "date": "2026-01-09"} if "date" in row else {**row, "start": "2027-01-09"}
    if table == "exercises":
        other = {"exercise": "plank", "focus_areas": "core"}
    told = "times_per_week" if column == "weekdays" and found == "'both'" else column
    [problem] = problems_of(
        **{
            table: [
                {**other, column: row.get(column, "")}
                | {column: value}
                | {k: v for k, v in row.items() if k != column}
            ]
        }
    )
    assert (
        problem == f"{table}, line 1, column {told}: found {found}; expected {expected}. {repair}"
    )


def test_all_problems_of_a_log_come_at_once_and_in_order() -> None:
    found = problems_of(
        sessions=[SESSION, {**SESSION, "sets": -1, "status": "perhaps"}],
        stiffness=[{**RATING, "score": 11}],
    )
    assert [text.split(":")[0] for text in found] == [
        "sessions, line 2, column status",
        "sessions, line 2, column sets",
        "stiffness, line 1, column score",
    ]


def test_the_error_counts_them_and_says_the_first() -> None:
    with pytest.raises(DataError, match=r"^2 problems, the first of them: stiffness, line 1, col"):
        log_from_tables(stiffness=[{**RATING, "score": 11}, {**RATING, "score": 12}])


def test_overlapping_prescriptions_name_each_other() -> None:
    rows = [
        {**ROW, "start": "2026-03-01"},
        {**ROW, "start": "2026-01-01", "end": "2026-03-01"},
        {**ROW, "exercise": "down-dog"},
    ]
    assert problems_of(programme=rows) == [
        "programme, line 1, column start: found 'from 2026-03-01 on'; expected no day in two "
        "prescriptions of one exercise; line 2 has it from 2026-01-01 to 2026-03-01. End the "
        "earlier prescription on the day before this one starts, or correct the dates."
    ]


def test_prescriptions_that_touch_do_not_overlap() -> None:
    rows = [
        {**ROW, "end": "2026-02-28"},
        {**ROW, "start": "2026-03-01", "times_per_week": "", "weekdays": "Mon"},
    ]
    assert len(log_from_tables(programme=rows).programme) == 2


def test_of_overlapping_prescriptions_the_later_start_is_set_aside() -> None:
    rows = [{**ROW, "start": day} for day in ("2026-01-01", "2026-02-01", "2026-03-01")]
    log = log_from_tables(programme=rows, on_problem="set aside")
    assert [str(day)[:10] for day in log.programme["start"]] == ["2026-01-01"]
    assert log.problems["line"].tolist() == [2, 3]


def test_a_prescription_inside_a_longer_one_overlaps_though_one_between_does_not() -> None:
    rows = [
        {**ROW, "start": "2026-01-01", "end": "2026-12-31"},
        {**ROW, "start": "2026-02-01", "end": "2026-02-10"},
        {**ROW, "start": "2026-03-01", "end": "2026-03-10"},
    ]
    found = problems_of(programme=rows)
    assert ["line 1 has it" in text for text in found] == [True, True]


SPANS = st.tuples(
    st.sampled_from(["ann", "ben"]),
    st.sampled_from(["down-dog", "bear-rolls"]),
    st.integers(1, 20),
    st.none() | st.integers(0, 5),
)


@given(st.lists(SPANS, min_size=1, max_size=8))
def test_prescriptions_overlap_where_an_earlier_one_still_holds(
    spans: list[tuple[str, str, int, int | None]],
) -> None:
    rows = [
        {"client": client, "exercise": exercise, "start": f"2026-01-{first:02}",
         "end": None if n is None else f"2026-01-{first + n:02}", "times_per_week": "3"}
        for client, exercise, first, n in spans
    ]  # fmt: skip
    found = log_from_tables(
        programme=rows, stiffness=[{"client": "ann", "date": "2026-01-05", "score": 4}],
        on_problem="set aside",
    ).problems  # fmt: skip
    order = sorted(range(len(spans)), key=lambda place: spans[place][:3])
    plain = {
        row + 1
        for at, row in enumerate(order)
        for other in order[:at]
        if spans[other][:2] == spans[row][:2]
        and spans[row][2] <= spans[other][2] + (99 if spans[other][3] is None else spans[other][3])
    }
    assert {*found["line"]} == plain


def test_two_spellings_of_a_client_are_not_two_clients() -> None:
    rows = [RATING, {**RATING, "date": "2026-01-06"}, {**RATING, "client": "a"}]
    assert problems_of(stiffness=rows) == [
        "stiffness, line 3, column client: found 'a'; expected one spelling of each client. Write "
        "'A' if that is the same person, else give one of them another id."
    ]


def test_a_table_without_clients_beside_one_with_several() -> None:
    rows = [RATING, {**RATING, "client": "B"}]
    session = {"date": "2026-01-05", "exercise": "bear-rolls"}
    assert problems_of(stiffness=rows, sessions=[session]) == [
        "sessions, column client: found nothing; expected a column 'client', as in the other "
        "tables. Add the column 'client' and say whose each row is."
    ]


def test_a_table_without_clients_beside_one_with_one() -> None:
    log = log_from_tables(
        stiffness=[RATING], sessions=[{"date": "2026-01-05", "exercise": "bear-rolls"}]
    )
    assert log.clients == ("A",)


def test_dates_that_can_be_read_both_ways_are_asked_about() -> None:
    rows = [{**RATING, "date": day} for day in ("03/04/2026", "05/05/2026", "06/04/2026")]
    assert problems_of(stiffness=rows) == [
        "stiffness, line 1, column date: found 'line 1, 03/04/2026: 3 April 2026 (dmy) or 4 March "
        "2026 (mdy); line 3, 06/04/2026: 6 April 2026 (dmy) or 4 June 2026 (mdy)'; expected one "
        "order of day, month and year; every row fits dmy and mdy. State the order with "
        "--date-order dmy or --date-order mdy."
    ]
    log = log_from_tables(stiffness=rows, on_problem="set aside")
    # 5 May is the same day in both orders
    assert [str(day)[:10] for day in log.stiffness["date"]] == ["2026-05-05"]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[3, 1, 2]]


def test_a_date_against_the_order_of_its_column() -> None:
    days = [f"{day}/04/2026" for day in range(13, 23)] + ["04/23/2026"]
    assert problems_of(stiffness=[{**RATING, "date": day} for day in days]) == [
        "stiffness, line 11, column date: found '04/23/2026'; expected a date as day/month/year, "
        "like the rest of the column. Correct the date; year-month-day, such as 2026-11-22, is "
        "always clear."
    ]


def test_dates_of_both_orders_settle_nothing() -> None:
    days = ["13/04/2026", "04/23/2026", "03/04/2026"]
    [problem] = problems_of(stiffness=[{**RATING, "date": day} for day in days])
    assert "some rows fit only dmy and others only mdy" in problem


def test_a_date_far_after_the_others_is_a_slip() -> None:
    rows = [{**RATING, "date": day} for day in ("2026-01-05", "2026-01-06", "2027-01-08")]
    # 6 January 2026 to 8 January 2027 is 367 days
    assert problems_of(stiffness=rows) == [
        "stiffness, line 3, column date: found '2027-01-08'; expected a date at most 366 days "
        "after the next-latest one, 2026-01-06. Correct the year. If the date is right, state the "
        "day on which the log is looked at (--as-of)."
    ]
    assert log_from_tables(stiffness=rows, as_of="2027-01-08").as_of == pd.Timestamp("2027-01-08")
    rows[2]["date"] = "2027-01-07"
    assert log_from_tables(stiffness=rows).as_of == pd.Timestamp("2027-01-07")


def test_two_far_dates_are_both_slips_and_leave_as_of_alone() -> None:
    days = ("2026-01-05", "2029-01-08", "2062-01-06")
    log = log_from_tables(
        stiffness=[{**RATING, "date": day} for day in days], on_problem="set aside"
    )
    assert log.as_of == pd.Timestamp("2026-01-05")
    assert log.problems["line"].tolist() == [2, 3]


def test_a_first_date_far_before_the_others_is_pointed_out() -> None:
    days = ("2006-01-05", "2026-01-05", "2026-01-06")
    log = log_from_tables(stiffness=[{**RATING, "date": day} for day in days])
    [remark] = log.remarks.to_dict("records")
    # 20 years with 5 leap days: 20 x 365 + 5 = 7,305
    assert "7,305 days later" in remark["repair"]
    assert (remark["value"], remark["client"]) == ("2006-01-05", "A")


@pytest.mark.parametrize(
    ("files", "sentences"),
    [
        (
            {"sessions.csv": "date,note\n2026-01-05,x\n"},
            ["sessions.csv, column exercise: found nothing; expected a column 'exercise' (What was "
             "practised: an id, name or alias). Add the column, or rename the one that holds it to "
             "'exercise'."],
        ),
        (
            {"sessions.csv": "date,activity\n2026-01-05,walk\n"},
            ["sessions.csv, column exercise: found 'activity'; expected a column 'exercise'. "
             "Rename the header 'activity' to 'exercise', or to something unlike it if it means "
             "another thing."],
        ),
        (
            {"sessions.csv": "date,exercise,stauts\n2026-01-05,bear rolls,skipped\n"},
            ["sessions.csv, column status: found 'stauts'; expected 'status', or a header "
             "unlike it. Rename the header 'stauts' to 'status', or to something unlike it if it "
             "means another thing."],
        ),
        (
            {"sessions.csv": "person,date,exercise\n1,2026-01-05,bear rolls\n"},
            ["sessions.csv, column client: found 'person'; expected a column 'client'. Rename the "
             "header 'person' to 'client', or to something unlike it if it means another thing."],
        ),
        (
            {"sessions.csv": "date,exercise,Load (stone)\n2026-01-05,bear rolls,5\n"},
            ["sessions.csv, column load_kg: found 'Load (stone)'; expected load_kg in kg. Convert "
             "the values, then rename the header to 'load_kg'."],
        ),
        (
            {"stiffness.csv": "date,Score (0-100)\n2026-01-05,40\n"},
            ["stiffness.csv, column score: found 'Score (0-100)'; expected score in points, from 0 "
             "to 10. Convert the values, then rename the header to 'score', or state the scale "
             "(--scale 1-5)."],
        ),
        (
            {"stiffness.csv": "date,score,Score\n2026-01-05,4,5\n"},
            ["stiffness.csv, column score: found 'Score'; expected one column for 'score'. Keep "
             "one of the two columns, rename the other."],
        ),
        (
            {"stiffness.csv": ""},
            ["stiffness.csv: found 'an empty file'; expected a header and rows. Fill in the file."],
        ),
        (
            {"stiffness.csv": "\n \n"},
            ["stiffness.csv: found 'an empty file'; expected a header and rows. Fill in the file."],
        ),
        (
            {"stifness.csv": "date,score\n2026-01-05,4\n"},
            ["stifness.csv: found 'stifness'; expected the name of a table. Rename it to "
             "stiffness.csv, or take it out of the folder."],
        ),
        (
            {"stiffness.csv": "date,score\n2026-01-05,4\n", "Stiffness.tsv": "date\tscore\n"},
            ["Stiffness.tsv: found 'Stiffness.tsv and stiffness.csv'; expected one file for the "
             "table stiffness. Keep one of them in the folder."],
        ),
        (
            {"stiffness.csv": "date,score,note\n2026-01-05,4,stiff, sore\n2026-01-06,3,,,\n"},
            ["stiffness.csv, line 2: found '2026-01-05 | 4 | stiff | sore'; expected at most 3 "
             "cells, as in the header. Put quotation marks around a text that holds the delimiter, "
             "or take out the extra cell."],
        ),
        (
            {"stiffness.csv": 'date,score,note\n2026-01-05,4,"stiff\n2026-01-06,3,sore\n'},
            ["stiffness.csv, line 2: found 'stiff 2026-01-06,3,sore'; expected one row, not "
             "several in one cell. A quotation mark was opened and not closed: close it, or take "
             "it out."],
        ),
        (
            {"stiffness.csv": 'date,score,note\n2026-01-05,4,"a\n2026-01-06,3,"b"\n2026-01-07,3,'},
            ["stiffness.csv, line 2: found 'a 2026-01-06,3,b\"'; expected one row, not several in "
             "one cell. A quotation mark was opened and not closed: close it, or take it out."],
        ),
        (
            {"stiffness.csv": "date,score\n2026-01-05,4\0\n"},
            ["stiffness.csv: found 'bytes that are no text'; expected text with delimiters. Open "
             "it in a spreadsheet and save it as CSV UTF-8."],
        ),
        (
            {"stiffness.csv": "date,score" + "," * 1_000_000 + "\n2026-01-05,4\n"},
            ["stiffness.csv: found 'a first line of more than 1000 columns'; expected at most "
             "1000 columns. Keep only the columns of the table."],
        ),
        (
            {"exercises.csv": "exercise,focus_areas,aliases\nbridge,back,b\nbanana,back,B\n",
             "stiffness.csv": "date,score\n2026-01-05,4\n"},
            ["exercises.csv, line 3, column exercise: found 'banana'; expected a spelling that "
             "means one exercise. 'B' also means 'bridge': take it out of one of the two rows."],
        ),
        (
            {"exercises.csv": "exercise,focus_areas\nbridge,back\nBridge,back\n",
             "stiffness.csv": "date,score\n2026-01-05,4\n"},
            ["exercises.csv, line 3, column exercise: found 'Bridge'; expected one row for each "
             "exercise. Keep one of the rows of 'bridge'."],
        ),
    ],
)  # fmt: skip
def test_each_fault_of_a_file_is_named(
    tmp_path: Path, files: dict[str, str], sentences: list[str]
) -> None:
    assert problems_in(folder_with(tmp_path, files)) == sentences


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"notes.md": "x"},
            "my log: found only notes.md; expected files named days, sessions, stiffness",
        ),
        (
            {},
            "my log: the folder is empty; expected files named days, sessions, stiffness, ",
        ),
        (
            {"programme.csv": "exercise,start,times_per_week\nbear rolls,2026-01-05,3\n"},
            "my log: There is no table days, sessions or stiffness; one of them is needed.",
        ),
    ],
)
def test_a_folder_without_a_log_is_said_to_be_none(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    folder = tmp_path / "my log"
    folder.mkdir()
    with pytest.raises(DataError) as error:
        load_log(folder_with(folder, files))
    assert str(error.value).startswith(sentence)


def test_a_path_that_is_not_there_is_named_with_the_whole_way_to_it(tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        load_log(tmp_path / "nothing")
    assert str(error.value) == (
        f"{tmp_path / 'nothing'}: there is no file or folder of this name. Check its path."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"on_problem": "ignore"}, "on_problem must be 'raise' or 'set aside', not 'ignore'"),
        (
            {"date_order": "ydm"},
            "date_order must be one of dmy, mdy, ymd, excel-1900, excel-1904, not 'ydm'",
        ),
        ({"scale": (5, 1)}, "scale must be a Scale"),
    ],
)
def test_a_wrong_call_is_no_problem_of_the_data(options: dict, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message) as error:
        log_from_tables(stiffness=[RATING], **options)
    assert not isinstance(error.value, DataError)


def test_two_faults_of_one_row_are_told_at_once() -> None:
    rows = [{"exercise": "down-dog", "start": "2026-02-01", "end": "2026-01-01",
             "times_per_week": "-2"}]  # fmt: skip
    with pytest.raises(DataError) as error:
        log_from_tables(programme=rows, sessions=[{"date": "2026-02-01", "exercise": "down-dog"}])
    assert sorted(error.value.problems["column"]) == ["end", "times_per_week"]


def test_one_message_of_one_value_is_said_once_with_its_lines(tmp_path: Path) -> None:
    rows = [f"2026-01-{day:02d},Bare Rols" for day in range(1, 14)] + ["2026-01-14,Downdog 2"]
    folder = folder_with(tmp_path, {"sessions.csv": "\n".join(["date,exercise", *rows])})
    with pytest.raises(DataError) as error:
        load_log(folder)
    first, second = problem_sentences(error.value.problems)
    assert first.startswith("sessions.csv, line 2, column exercise: found 'Bare Rols'; expected an")
    assert first.endswith("The same in 12 more lines: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more.")
    assert (second.count("found"), "The same" in second) == (1, False)
    assert len(error.value.problems) == 14


def remarks_at(*places: tuple[str, str, int | None]) -> list[str]:
    said = {"table": "days", "column": "note", "value": "", "expected": "", "repair": "So it is."}
    rows = [{**said, "file": file, "sheet": name, "line": line, "client": ""}
            for file, name, line in places]  # fmt: skip
    return remark_sentences(pd.DataFrame(rows).astype({"line": "Int64"}))


def test_each_column_that_is_left_out_is_named() -> None:
    rows = [{"date": "2026-11-02", "score": 4, "Foo": "a", "Bar": "b"}]
    log = log_from_tables(stiffness=rows)
    said = remark_sentences(log.remarks)
    assert [name for name in ("Foo", "Bar") if any(name in text for text in said)] == ["Foo", "Bar"]


# the same file is not named again as another place
@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([("a.csv", "", 2)], "a.csv, line 2, column note: So it is."),
        ([("a.csv", "", 2), ("a.csv", "", 2)], "a.csv, line 2, column note: So it is."),
        ([("a.csv", "", 2), ("a.csv", "", 5), ("a.csv", "", 9)],
         "a.csv, line 2, column note: So it is. The same in 2 more lines: 5, 9."),
        ([("a.csv", "", None), ("a.csv", "", None)], "a.csv, column note: So it is."),
        ([("a.xlsx", "Oct", 2), ("a.xlsx", "Nov", 2)],
         "a.xlsx, sheet Oct, line 2, column note: So it is. The same in the sheet Nov."),
        ([("a.csv", "", 2), ("a.csv", "", 5), ("b.csv", "", 2), ("c.csv", "", 2)],
         "a.csv, line 2, column note: So it is. The same in b.csv, c.csv."),
    ],
)  # fmt: skip
def test_a_remark_in_several_places_says_in_which(
    places: list[tuple[str, str, int | None]], said: str
) -> None:
    assert remarks_at(*places) == [said]


def test_what_is_listed_of_the_catalogue_says_how_many_are_left() -> None:
    [said] = problems_of(sessions=[{**SESSION, "exercise": "§§§"}])
    assert "doorway-stretch, open-book and 14 more. Or add a row for it" in said
