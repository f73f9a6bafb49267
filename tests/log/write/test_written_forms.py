"""Tables as CSV for Excel and as workbooks: read back cell for cell, and never run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.cli import main
from mobility_analysis.log import DataError, load_log, log_from_tables
from mobility_analysis.log.read.text import read_delimited
from mobility_analysis.log.write import forms
from mobility_analysis.log.write.forms import (
    DIALECTS,
    MOST_LETTERS,
    TableForm,
    decimal_text,
    sheet_names,
    workbook_bytes,
)
from mobility_analysis.log.write.saving import WORKBOOK, save_log
from mobility_analysis.report.contents import TABLE_FILES
from mobility_analysis.report.folder.files import table_bytes, table_text

TABLE = pd.DataFrame(
    {
        "client": pd.Categorical(["=1+1", "B; Ä"]),
        "date": pd.to_datetime(["2026-11-22", None]).astype("datetime64[us]"),
        "logged_at": pd.to_datetime(["2026-11-22 21:05", "2026-11-23 00:00"]).astype(
            "datetime64[us]"
        ),
        "score": [2.125, np.nan],
        "count": [-3, 1_234_567],
        "is_partial": pd.array([True, None], dtype="boolean"),
        "note": ["", "@x"],
    }
)


def cells(content: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True))


def test_csv_for_excel_in_german_by_hand() -> None:
    assert table_text(TABLE, DIALECTS["excel-de"]) == (
        "client;date;logged_at;score;count;is_partial;note\n"
        "'=1+1;2026-11-22;2026-11-22 21:05:00;2,1250;-3;True;\n"
        '"B; Ä";;2026-11-23;;1234567;;\'@x\n'
    )
    plain = table_text(pd.DataFrame({"a": [1.5]}), DIALECTS["excel"])
    assert table_bytes(plain, DIALECTS["excel"]) == b"\xef\xbb\xbfa\n1.5\n"
    assert table_bytes(plain) == b"a\n1.5\n"


NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=64)


@given(number=NUMBER)
def test_a_number_with_a_decimal_comma_is_the_same_number(number: float) -> None:
    written = decimal_text(number, DIALECTS["excel-de"])
    assert "." not in written
    assert float(written.replace(",", ".")) == number
    frame = pd.DataFrame({"a": [number], "b": [1]})
    text = table_text(frame, DIALECTS["excel-de"])
    read = pd.read_csv(io.StringIO(text), sep=";", decimal=",")
    assert read["a"].iloc[0] == pytest.approx(number, rel=1e-12)


def test_a_workbook_by_hand() -> None:
    content = workbook_bytes({"notes": TABLE}, title="t")
    head, first, second = cells(content, "notes")
    assert head == tuple(TABLE.columns)
    day, moment = pd.Timestamp("2026-11-22"), pd.Timestamp("2026-11-22 21:05")
    assert first == ("=1+1", day, moment, 2.125, -3, True, None)
    assert second == ("B; Ä", None, pd.Timestamp("2026-11-23"), None, 1_234_567, None, "@x")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["notes"]
    assert sheet.freeze_panes == "A2"
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "d", "n", "n", "b", "n"]
    assert [sheet["A2"].quotePrefix, sheet["A3"].quotePrefix] == [True, False]
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["C2"].number_format == "yyyy-mm-dd hh:mm"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_same_table_gives_the_same_workbook() -> None:
    assert workbook_bytes({"a": TABLE}, title="t") == workbook_bytes({"a": TABLE}, title="t")


def test_what_excel_has_no_cell_for_is_written_as_text() -> None:
    table = pd.DataFrame({
        "day": pd.to_datetime(["1899-12-31"]).astype("datetime64[us]"),
        "far": [np.inf],
        "note": ["a" * (MOST_LETTERS + 1)],
        "odd": pd.Series(["\ud800\x07x"], dtype="object"),
    })  # fmt: skip
    [_, (day, far, note, odd)] = cells(workbook_bytes({"a": table}, title="t"), "a")
    assert (day, far) == ("1899-12-31", "inf")
    assert isinstance(note, str)
    assert len(note) == MOST_LETTERS
    assert note.endswith(" ... (cut here: 32,768 characters)")
    assert str(odd).startswith("?")


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_ROWS", 3)
    with pytest.raises(DataError, match=r"The table a has 3 rows, and a sheet of Excel holds 2\."):
        workbook_bytes({"a": pd.DataFrame({"x": [1, 2, 3]})}, title="t")
    assert len(cells(workbook_bytes({"a": pd.DataFrame({"x": [1, 2]})}, title="t"), "a")) == 3


@given(names=st.lists(st.text(max_size=40), unique=True, max_size=30))
def test_names_of_sheets_are_such_as_excel_allows(names: list[str]) -> None:
    given_names = list(sheet_names(names).values())
    assert len(given_names) == len(names)
    assert len({name.casefold() for name in given_names}) == len(names)
    for name in given_names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name.casefold() != "history"


def test_the_tables_of_a_client_are_sheets_of_their_whole_names() -> None:
    assert list(sheet_names(TABLE_FILES).values()) == list(TABLE_FILES)


@pytest.mark.parametrize("stated", [{"tables": "ods"}, {"csv": "excel-fr"},
                                    {"tables": "xlsx", "csv": "excel"}])  # fmt: skip
def test_a_form_that_there_is_not_is_a_wrong_call(stated: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"must be|not both"):
        TableForm(**stated)  # type: ignore[arg-type]


LOG = log_from_tables(
    programme=[{"client": "ana", "exercise": "cat-cow", "start": "2026-11-02",
                "times_per_week": "2.5", "load_kg": 2.125}],
    sessions=[{"client": "ana", "date": "2026-11-02 07:30", "exercise": "cat-cow", "reps": 7.5,
               "load_kg": 1.125, "note": "=1; \"hard\", \u00e4"},
              {"client": "ana", "date": "2026-11-03", "exercise": "down-dog"},
              {"client": "ana", "date": "2026-11-04", "exercise": "down-dog", "note": "'=2"}],
    stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4.5, "moment": "waking"}],
)  # fmt: skip


@pytest.mark.parametrize(("form", "csv"), [("csv", "plain"), ("csv", "excel"),
                                           ("csv", "excel-de"), ("xlsx", "plain")])  # fmt: skip
def test_a_log_written_for_excel_reads_back_as_the_same_log(
    tmp_path: Path, form: str, csv: str
) -> None:
    written = save_log(LOG, tmp_path, form=form, csv=csv)  # type: ignore[arg-type]
    again = load_log(written[0] if form == "xlsx" else tmp_path)
    for name in ("sessions", "stiffness", "programme"):
        ours, theirs = (getattr(log, name) for log in (LOG, again))
        if csv == "excel-de" and name == "programme":  # where it is written as 2,5
            ours, theirs = (t.drop(columns="times_per_week_written") for t in (ours, theirs))
        pd.testing.assert_frame_equal(ours, theirs)
    assert again.exercises["exercise"].tolist() == LOG.exercises["exercise"].tolist()
    with pytest.raises(FileExistsError, match="already holds"):
        save_log(LOG, tmp_path, form=form, csv=csv)  # type: ignore[arg-type]


def test_a_log_as_a_workbook_has_days_and_numbers(tmp_path: Path) -> None:
    [path] = save_log(LOG, tmp_path, form="xlsx")
    assert path.name == WORKBOOK
    sheet = openpyxl.load_workbook(path)["sessions"]
    rows = [dict(zip((c.value for c in sheet[1]), row, strict=True))
            for row in sheet.iter_rows(min_row=2, values_only=True)]  # fmt: skip
    assert rows[0]["date"] == pd.Timestamp("2026-11-02 07:30")
    assert rows[1]["date"] == pd.Timestamp("2026-11-03")
    assert rows[0]["load_kg"] == 1.125


def test_german_csv_is_read_by_its_own_reader() -> None:
    text = table_text(pd.DataFrame({"date": ["2026-11-02"], "score": [4.5]}), DIALECTS["excel-de"])
    sheet = read_delimited(table_bytes(text, DIALECTS["excel-de"]), "s.csv")
    assert sheet.rows == [["date", "score"], ["2026-11-02", "4,5"]]


def test_the_command_converts_to_each_form(tmp_path: Path) -> None:
    source = tmp_path / "log"
    save_log(LOG, source, form="csv")
    for form, name in (("xlsx", "log.xlsx"), ("csv", "sessions.csv")):
        to = tmp_path / form
        words = ["convert", str(source), "--to", str(to), "--form", form]
        result = CliRunner().invoke(main, words + (["--csv", "excel-de"] if form == "csv" else []))
        assert result.exit_code == 0, result.output
        assert (to / name).exists()
    assert "1,1250" in (tmp_path / "csv" / "sessions.csv").read_text(encoding="utf-8-sig")
    wrong = CliRunner().invoke(
        main, ["convert", str(source), "--to", str(tmp_path / "p"), "--csv", "excel"]
    )
    assert wrong.exit_code == 2
    assert "--csv is for --form csv, not for parquet." in wrong.output
