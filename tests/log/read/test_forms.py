"""One log in every form that a file can have gives the same tables."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.read.cells import Cell
from mobility_analysis.log.read.fast_csv import read_plain_csv
from mobility_analysis.log.read.files import find_logs
from mobility_analysis.log.read.workbooks import read_workbook, workbook_in_rows
from tests.log.read.test_hostile import CONTENT, zipped

HEADER = ["date", "exercise", "duration_min", "note"]
ROWS = [
    ["2026-01-05", "Bear Rolls", "12.5", "naïve – “stiff”"],
    ["2026-01-06 07:30", "down-dog", "", "two\nlines, and a comma; here"],
    ["2026-01-07", "Foam roller", "8", ""],
]


def text_of(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def as_written(log: MobilityLog) -> list[list[object]]:
    table = log.sessions
    moment = table["date"] + table["time"].fillna(pd.Timedelta(0))
    return [
        list(row)
        for row in zip(
            moment.astype("str"),
            table["exercise"].astype("str"),
            table["duration_min"].fillna(-1),
            table["note"],
            strict=True,
        )
    ]


EXPECTED = [
    ["2026-01-05 00:00:00", "bear-rolls", 12.5, "naïve – “stiff”"],
    ["2026-01-06 07:30:00", "down-dog", -1, "two\nlines, and a comma; here"],
    ["2026-01-07 00:00:00", "foam-roller-overpressure", 8, ""],
]


def saved(folder: Path, data: bytes, name: str = "sessions.csv") -> Path:
    (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    data = text_of([HEADER, *ROWS], delimiter).encode(encoding)
    log = load_log(saved(tmp_path, data))
    assert as_written(log) == EXPECTED
    guessed = [r for r in log.remarks["repair"] if "Windows-1252" in r]
    assert len(guessed) == (encoding == "cp1252")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    log = load_log(saved(tmp_path, text_of([HEADER, *ROWS], end=end).encode()))
    assert as_written(log) == EXPECTED


def test_bytes_of_no_encoding_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="bytes that are no text"):
        load_log(saved(tmp_path, b"date,exercise\n2026-01-05,\x81\x8d\n"))


NOTE = "sore\nneck, shoulders, ribs, hips, and knees"


@pytest.mark.parametrize("large", [2_000_000, 0])
def test_a_note_of_many_lines_and_commas_is_one_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", large)
    rows = [["client", "date", "score", "moment", "note"], ["A", "2026-01-05", "4", "", NOTE]]
    data = text_of(rows).encode()
    assert read_plain_csv(data, "stiffness.csv") is not None
    log = load_log(saved(tmp_path, data, "stiffness.csv"))
    assert log.stiffness["note"].tolist() == [NOTE]


@pytest.mark.parametrize("large", [2_000_000, 0])
@pytest.mark.parametrize("header", ["set", "set_order", "Set number"])
def test_sets_in_rows_are_no_sessions_however_large_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, large: int
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", large)
    rows = [["client", "date", "exercise", header], ["A", "2026-01-05", "down-dog", "1"],
            ["A", "2026-01-05", "down-dog", "2"], ["B", "2026-01-05", "down-dog", "1"]]  # fmt: skip
    [log] = find_logs(saved(tmp_path, text_of(rows).encode(), "practice.csv")).logs
    assert log.foreign
    rows[2][3] = "3"  # which counts no sets, or counts them all
    [log] = find_logs(saved(tmp_path, text_of(rows).encode(), "practice.csv")).logs
    assert not log.foreign


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_inside_a_cell_is_found_whatever_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", 0)
    # a date of the row inside is enough: the end of a prescription is often empty
    data = (
        "client,exercise,start,end,times_per_week,note\n"
        f'A,down-dog,2026-01-05,,3,"gently{end}A,bear-rolls,2026-01-06,,3,"\n'
    )
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-01-05,4\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_log(saved(tmp_path, data.encode(), "programme.csv"))
    assert str(error.value) == (
        "1 problem: programme.csv, line 2: found 'gently A,bear-rolls,2026-01-06,,3,'; expected "
        "one row, not several in one cell. A quotation mark was opened and not closed: close it, "
        "or take it out."
    )


def test_without_a_column_of_dates_the_delimiters_alone_tell_a_row_in_a_cell(
    tmp_path: Path,
) -> None:
    data = 'exercise,focus_areas,key_action\nbridge,hips,"lift\nplank,trunk,hold"\n'
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-01-05,4\n", encoding="utf-8")
    with pytest.raises(DataError, match="found 'lift plank,trunk,hold'; expected one row, not sev"):
        load_log(saved(tmp_path, data.encode(), "exercises.csv"))


def workbook(kind: str) -> bytes:
    book = io.BytesIO()
    pd.DataFrame({"date": ["2026-01-05"], "score": [4]}).to_excel(book, index=False, engine=kind)
    return book.getvalue()


def packed() -> bytes:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as opened:
        opened.writestr("stiffness.csv", "date,score\n2026-01-05,4\n")
    return folder.getvalue()


@pytest.mark.parametrize(
    ("data", "found", "repair"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF, not a table",
         "Ask for the table that it was made from, or type its rows into a spreadsheet, and save "
         "that as CSV UTF-8."),
        (b"<HTML><table><tr><th>date</th></tr></table></HTML>", "a web page, not a table",
         "Open it in a spreadsheet program (there: File, Open), and save its table as CSV UTF-8."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture, not a table",
         "Type its rows into a spreadsheet and save that as CSV UTF-8."),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture, not a table",
         "Type its rows into a spreadsheet and save that as CSV UTF-8."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
         "an Excel workbook of an old kind or with a password, not text",
         "Open it in a spreadsheet program (there: File, Open), with its password where it has "
         "one, and save its table as CSV UTF-8."),
        (workbook("openpyxl"), "an Excel workbook, not text",
         "Rename it to end in .xlsx, or open it in a spreadsheet and save its table as CSV UTF-8."),
        (workbook("odf"), "an OpenDocument workbook, not text",
         "Rename it to end in .ods, or open it in a spreadsheet and save its table as CSV UTF-8."),
        (packed(), "a packed file (zip), not text",
         "Unpack it, or open it in the program that made it, and save its table as CSV UTF-8."),
    ],
    ids=["pdf", "html", "png", "jpeg", "xls", "xlsx", "ods", "zip"],
)  # fmt: skip
def test_another_kind_of_file_by_the_name_of_a_table_is_said_to_be_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, found: str, repair: str
) -> None:
    said = f"1 problem: stiffness.csv: found '{found}'; expected text with delimiters. {repair}"
    for large in (2_000_000, 0):
        monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", large)
        with pytest.raises(DataError) as error:
            load_log(saved(tmp_path, data, "stiffness.csv"))
        assert str(error.value) == said


def test_a_workbook_renamed_as_told_is_read(tmp_path: Path) -> None:
    log = load_log(saved(tmp_path, workbook("openpyxl"), "stiffness.xlsx"))
    assert log.stiffness["score"].tolist() == [4]


def test_a_first_line_that_states_the_delimiter_is_no_row(tmp_path: Path) -> None:
    log = load_log(saved(tmp_path, b"sep=;\ndate;score\n2026-01-05;4\n", "stiffness.csv"))
    assert log.account["rows_read"].tolist() == [1]


def test_decimal_commas_between_semicolons(tmp_path: Path) -> None:
    data = b"date;score\n2026-01-05;4,5\n2026-01-06;5\n"
    assert load_log(saved(tmp_path, data, "stiffness.csv")).stiffness["score"].tolist() == [4.5, 5]


def test_headers_in_other_spellings(tmp_path: Path) -> None:
    header = ["DATE", " Exercise ", "Duration (min)", "Hold [sec]", "Load_KG", "Logged at", "Notes"]
    row = ["2026-01-05", "bear rolls", "5", "30", "2", "2026-01-05 20:00", "x"]
    [session] = load_log(saved(tmp_path, text_of([header, row]).encode())).sessions.to_dict(
        "records"
    )
    assert [session[k] for k in ("duration_min", "hold_s", "load_kg", "note")] == [5, 30, 2, "x"]
    assert session["logged_at"] == pd.Timestamp("2026-01-05 20:00")


def test_a_score_header_may_name_its_scale(tmp_path: Path) -> None:
    data = b"Date,Score (0-10)\n2026-01-05,4\n"
    assert load_log(saved(tmp_path, data, "stiffness.csv")).stiffness["score"].tolist() == [4]


def test_lines_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    # line 1 blank, 2 header, 3 right, 4 blank, 5 a note of two lines, 6 header again, 7 example,
    # 8 delimiters only, 9 wrong
    data = (
        '\ndate,score,note\n2026-01-05,4.5,\n\n2026-01-06,5,"a\nb"\nDate,Score,Note\n'
        "# Example: 2026-01-06,5,\n,,\n2026-01-07,14,\n"
    )
    log = load_log(saved(tmp_path, data.encode(), "stiffness.csv"), on_problem="set aside")
    assert log.problems["line"].tolist() == [9]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[3, 2, 1]]
    assert log.remarks[["value", "repair"]].values.tolist() == [
        ["line 6", "This row repeats the header and is not counted as a row."],
        ["line 7", "This row is the example and is not counted as a row."],
    ]


def test_trailing_delimiters_and_blank_columns_are_nothing(tmp_path: Path) -> None:
    data = b"date,,score,,\n2026-01-05,,4,,\n"
    log = load_log(saved(tmp_path, data, "stiffness.csv"))
    assert log.stiffness["score"].tolist() == [4]
    assert log.remarks.empty


def test_columns_that_no_table_has_are_pointed_out(tmp_path: Path) -> None:
    data = b"date,score,mood,Remark,\n2026-01-05,4,good,b,c\n"
    log = load_log(saved(tmp_path, data, "stiffness.csv"))
    assert log.remarks[["column", "repair"]].values.tolist() == [
        ["mood", "This column is no part of the table and was left out."],
        ["Remark", "This column is no part of the table and was left out."],
        ["(column 5)", "This column has no header and was left out: give it one if it is needed."],
    ]


def test_a_near_header_of_a_text_is_pointed_out_and_stops_nothing(tmp_path: Path) -> None:
    data = b"date,score,my note\n2026-01-05,4,good\n"
    [remark] = load_log(saved(tmp_path, data, "stiffness.csv")).remarks.to_dict("records")
    assert remark["repair"].endswith("If it is meant for 'note', rename it.")


def book_of(sheets: dict[str, list[list[object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


SESSIONS = [
    HEADER,
    [date(2026, 1, 5), "Bear Rolls", 12.5, "naïve – “stiff”"],
    [],
    [datetime(2026, 1, 6, 7, 30), "down-dog", None, "two\nlines, and a comma; here"],
    [46029, "Foam roller", 8, None],
]


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book_of({"Sessions": SESSIONS, "codebook": [["x"]]}).save(path)
    log = load_log(path)
    assert as_written(log) == EXPECTED
    assert log.remarks.empty
    assert as_written(load_log(tmp_path)) == EXPECTED  # the only workbook of a folder


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = book_of({"sessions": SESSIONS})
    book["sessions"]["A5"] = 46029 - 1462
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    assert as_written(load_log(path)) == EXPECTED


def test_a_problem_of_a_workbook_names_the_sheet_and_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = book_of({"Sessions ": SESSIONS, "stiffness": [[], ["date", "score"], [46029, 14]]})
    book["Sessions "]["C4"] = "=1/0"
    book.save(path)
    with pytest.raises(DataError) as error:
        load_log(path)
    found = error.value.problems[["file", "sheet", "line", "column", "value"]].values.tolist()
    assert found == [
        ["log.xlsx", "Sessions ", 4, "duration_min", "(a formula without a result)"],
        ["log.xlsx", "stiffness", 3, "score", "14"],
    ]


def test_a_workbook_of_one_nameless_sheet_is_known_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book_of({"Sheet1": SESSIONS, "Sheet2": []}).save(path)
    log = load_log(path)
    assert as_written(log) == EXPECTED
    assert "that of the table sessions" in log.remarks["repair"][0]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"sesions": SESSIONS, "other": [["a"]]}, "expected the name of a table. Rename the sheet"),
        ({"A": [["a"]], "B": [["b"]]}, "found a header and no row; expected rows"),
        ({"sessions": SESSIONS, "SESSIONS ": SESSIONS}, "expected one sheet for the table sess"),
        ({"sessions": []}, "found 'nothing in it'; expected a header and rows"),
    ],
)
def test_sheets_that_are_no_tables(
    tmp_path: Path, sheets: dict[str, list[list[object]]], message: str
) -> None:
    path = tmp_path / "log.xlsx"
    book_of(sheets).save(path)
    with pytest.raises(DataError, match=message):
        load_log(path)


def test_an_open_document_workbook(tmp_path: Path) -> None:
    path = tmp_path / "log.ods"
    frame = pd.DataFrame({"date": pd.to_datetime(["2026-01-05", "2026-01-06"]), "score": [4, 5.5]})
    with pd.ExcelWriter(path, engine="odf") as book:
        frame.to_excel(book, sheet_name="stiffness", index=False)
    log = load_log(path)
    assert log.stiffness["score"].tolist() == [4, 5.5]
    assert log.as_of == pd.Timestamp("2026-01-06")


def test_a_workbook_as_one_table_of_a_folder(tmp_path: Path) -> None:
    book_of({"Tabelle1": SESSIONS}).save(tmp_path / "sessions.xlsx")
    saved(tmp_path, b"date,score\n2026-01-05,4\n", "stiffness.csv")
    log = load_log(tmp_path)
    assert as_written(log) == EXPECTED
    assert len(log.stiffness) == 1


def test_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "client": pd.Categorical(["b", "a", "b"]),
            "date": pd.to_datetime(
                ["2026-01-05", "2026-01-06T07:30", "2026-01-07"], format="ISO8601"
            ),
            "exercise": ["Bear Rolls", "down-dog", None],
            "score": [4.5, 0, 10],
            "moment": pd.Categorical(["waking", None, "evening"]),
            "note": [" x ", None, "y"],
            "mood": [1, 2, 3],
        }
    )
    frame.to_parquet(tmp_path / "stiffness.parquet")
    log = load_log(tmp_path)
    assert log.stiffness[["client", "score", "moment", "note"]].values.tolist() == [
        ["a", 0.0, "", ""],
        ["b", 4.5, "waking", "x"],
        ["b", 10.0, "evening", "y"],
    ]
    assert log.stiffness["time"].notna().tolist() == [True, False, False]
    assert log.stiffness["exercise"].cat.codes.tolist()[2] == -1
    assert log.remarks["column"].tolist() == ["mood"]
    assert log.account["file"].tolist() == ["stiffness.parquet"]


def test_a_problem_of_parquet_names_the_row_as_a_sheet_would(tmp_path: Path) -> None:
    frame = pd.DataFrame({"date": pd.to_datetime(["2026-01-05", None]), "score": [4, 14]})
    frame.to_parquet(tmp_path / "stiffness.parquet")
    with pytest.raises(DataError) as error:
        load_log(tmp_path)
    assert error.value.problems[["line", "column"]].values.tolist() == [[3, "date"], [3, "score"]]


def test_parquet_moments_with_a_zone_keep_their_local_day(tmp_path: Path) -> None:
    late = pd.to_datetime(["2026-01-05 23:30"]).tz_localize("America/New_York")
    pd.DataFrame({"date": late, "score": [4]}).to_parquet(tmp_path / "stiffness.parquet")
    assert load_log(tmp_path).as_of == pd.Timestamp("2026-01-05")


def test_one_file_is_known_by_its_name_or_its_header(tmp_path: Path) -> None:
    saved(tmp_path, b"Date,Score,Remark\n2026-01-05,4,\n", "my scores.txt")
    log = load_log(tmp_path / "my scores.txt")
    assert (log.clients, len(log.stiffness)) == (("my scores",), 1)
    saved(tmp_path, b"Date,Score\n2026-01-05,4\n", "Stiffness.TXT")
    bare = load_log(tmp_path / "Stiffness.TXT")
    assert (bare.remarks.empty, bare.clients) == (True, ("me",))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "sheet.csv",
            b"Day,Morning\n1,2\n",
            "found the columns 'Day', 'Morning'; expected a column",
        ),
        ("both.csv", b"date,exercise,status,score\n1,2,3,4\n", "expected a column of dates"),
        ("log.pdf", b"%PDF", r"log.pdf: found '.pdf'; expected a file of a log"),
        ("log.xlsx", b"PK\x03\x04 damaged", "found 'a damaged workbook'"),
        ("log.xlsx", b"\xd0\xcf\x11\xe0 old", "protected with a password, or of an old kind"),
        ("log.parquet", b"PAR1 damaged PAR1", "expected a Parquet file"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load_log(saved(tmp_path, data, name) / name)


def test_percent_is_no_number_from_0_to_10(tmp_path: Path) -> None:
    rows = [["Jo", f"2026-11-0{n}", score] for n, score in enumerate((0.6, 6, 0.5, 0.125), 2)]
    book = book_of({"stiffness": [["client", "date", "score"], *rows]})
    for row, form in enumerate(("0%", "General", '0.0" %"', "#,##0.00%"), 2):
        book["stiffness"].cell(row, 3).number_format = form
    book.save(tmp_path / "log.xlsx")
    found = both_ways(tmp_path / "log.xlsx")
    assert [row[2] for row in found[1:]] == ["60 %", 6, 0.5, "12.5 %"]
    with pytest.raises(DataError, match="found '60 %'; expected a number from 0 to 10"):
        load_log(tmp_path)


def test_percent_in_ods(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="{}"><table:table-cell office:value-type="{}" '
    )
    row += 'table:number-columns-repeated="2" office:value="{}"/></table:table-row>'
    rows = [row.format(*one) for one in ((2, "percentage", 0.25), (1, "float", 0.5))]
    parts = {"mimetype": ODS, "META-INF/manifest.xml": "<a/>"}
    parts["content.xml"] = CONTENT.format("".join((*rows, *rows)))
    found = both_ways(zipped(tmp_path, "log.ods", parts))
    assert found == [*[["25 %", "25 %"]] * 2, [0.5, 0.5]] * 2


ODS = "application/vnd.oasis.opendocument.spreadsheet"


def both_ways(path: Path) -> list[list[Cell]]:
    """Return the rows of the first sheet of a workbook, read at once and one by one."""
    found = read_workbook(path, path.name)[0].rows
    with workbook_in_rows(path, path.name) as sheets:
        assert [*sheets[0].rows()] == found
    return found
