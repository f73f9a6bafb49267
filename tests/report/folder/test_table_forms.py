"""Tables of a report as workbooks and as CSV for Excel: the same cells, links that lead there."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.write import forms
from mobility_analysis.report.contents import TABLE_FILES, client_contents
from mobility_analysis.report.folder.write import ReportError, write_report
from tests.diaries import practised, prescribed, run_of

NOTE = "=1+1; stiff"


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    rows = [
        row | {"client": who}
        for who in ("ana", "bo")
        for row in run_of("2026-10-01", [5, 4.5] * 24)
    ]
    rows[-1]["note"] = NOTE
    return log_from_tables(
        stiffness=rows,
        programme=[prescribed(start="2026-10-01") | {"client": "ana"}],
        sessions=[row | {"client": "ana"} for row in practised(["2026-10-02", "2026-10-05"])],
        as_of="2026-11-20",
    )


def in_cells(table: pd.DataFrame) -> list[list[object]]:
    """Return what the cells of a sheet should hold: None where there is nothing."""
    found = []
    for row in table.astype("object").itertuples(index=False):
        cells = [None if pd.isna(value) or value == "" else value for value in row]
        found.append([str(c) if isinstance(c, str) else c for c in cells])
    return found


def assert_sheet(sheet: object, table: pd.DataFrame) -> None:
    head, *rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    assert list(head) == list(table.columns)
    expected = in_cells(table)
    assert len(rows) == len(expected)
    for row, cells in zip(rows, expected, strict=True):
        for cell, value in zip(row, cells, strict=True):
            if isinstance(value, float):
                assert cell == pytest.approx(value, rel=1e-14, abs=1e-300)
            else:
                assert cell == value


@pytest.mark.usefixtures("quick_pages")
def test_a_workbook_a_client_holds_every_table_cell_for_cell(
    log: MobilityLog, tmp_path: Path
) -> None:
    folders = write_report(log, tmp_path, tables="xlsx")
    assert not list(tmp_path.rglob("*.csv"))
    for client, folder in folders.items():
        book = openpyxl.load_workbook(folder / "tables" / "tables.xlsx")
        assert book.sheetnames == list(TABLE_FILES)
        contents = client_contents(log, client)
        for name, table in contents.tables.items():
            assert_sheet(book[name], table)
            assert book[name].freeze_panes == "A2"
    _head, *rows = openpyxl.load_workbook(tmp_path / "caseload.xlsx").active.values
    assert [row[0] for row in rows] == ["ana", "bo"]
    assert NOTE in rows[1]
    for path in tmp_path.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as parts:
            sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
            assert not any(b"<f>" in parts.read(name) for name in sheets)


@pytest.mark.usefixtures("quick_pages")
@pytest.mark.parametrize("stated", [{"tables": "xlsx"}, {"csv": "excel-de"}, {}])
def test_each_link_of_a_page_leads_to_a_file(
    log: MobilityLog, tmp_path: Path, stated: dict[str, str]
) -> None:
    write_report(log, tmp_path, **stated)  # type: ignore[arg-type]
    pages = [*tmp_path.rglob("*.html")]
    links = {
        (page.parent / target)
        for page in pages
        for target in re.findall(r'href="([^"#:]+)"', page.read_text(encoding="utf-8"))
    }
    ending = ".xlsx" if "tables" in stated else ".csv"
    assert {path.suffix for path in links if path.parent.name == "tables"} == {ending}
    assert tmp_path / f"caseload{ending}" in links
    assert not [path for path in links if not path.is_file()]


def test_csv_for_excel_in_german_reads_back_cell_for_cell(log: MobilityLog, tmp_path: Path) -> None:
    folders = write_report(log, tmp_path, only="tables", csv="excel-de")
    for client, folder in folders.items():
        for name, table in client_contents(log, client).tables.items():
            path = folder / "tables" / f"{name}.csv"
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
            read = pd.read_csv(path, sep=";", decimal=",")
            assert list(read.columns) == list(table.columns)
            assert len(read) == len(table)
            for column in table:
                if pd.api.types.is_float_dtype(table[column].dtype):
                    left, right = (t[column].astype("float64") for t in (read, table))
                    pd.testing.assert_series_equal(left, right, rtol=1e-12)
                elif pd.api.types.is_datetime64_any_dtype(table[column].dtype):
                    days = pd.to_datetime(read[column]).astype(table[column].dtype)
                    pd.testing.assert_series_equal(days, table[column])
    listed = pd.read_csv(tmp_path / "caseload.csv", sep=";", decimal=",")
    assert listed["newest_note"].tolist()[-1] == f"'{NOTE}"


def test_the_other_form_leaves_nothing_old_and_the_users_files_stay(
    log: MobilityLog, tmp_path: Path
) -> None:
    from dataclasses import replace

    row = dict.fromkeys(log.problems.columns, "x") | {"line": 3}
    faulty = replace(log, problems=pd.DataFrame([row]))
    write_report(faulty, tmp_path, only="tables")
    write_report(faulty, tmp_path, only="tables", tables="xlsx")
    assert not list(tmp_path.rglob("*.csv"))
    assert (tmp_path / "problems.xlsx").exists()
    (tmp_path / "problems.csv").write_text("mine\n", encoding="utf-8")
    (tmp_path / "ana" / "tables" / "mine.csv").write_text("mine\n", encoding="utf-8")
    write_report(log, tmp_path, only="tables", tables="xlsx")
    assert {path.name for path in tmp_path.rglob("*.csv")} == {"problems.csv", "mine.csv"}
    assert not (tmp_path / "problems.xlsx").exists()
    write_report(log, tmp_path, only="tables")
    assert not list(tmp_path.rglob("*.xlsx"))


def test_the_same_log_gives_the_same_workbooks(log: MobilityLog, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report(log, tmp_path / name, only="tables", tables="xlsx")
    books = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.xlsx"))
    assert len(books) == 3
    for book in books:
        assert (tmp_path / "a" / book).read_bytes() == (tmp_path / "b" / book).read_bytes()


def test_a_report_is_taken_up_only_in_the_same_form(log: MobilityLog, tmp_path: Path) -> None:
    became: list[str] = []

    def say(_: str, what: str) -> None:
        became.append(what)

    write_report(log, tmp_path, only="tables", tables="xlsx")
    write_report(log, tmp_path, only="tables", tables="xlsx", resume=True, progress=say)
    assert became == ["there already"] * 2
    write_report(log, tmp_path, only="tables", csv="excel", resume=True, progress=say)
    assert became[2:] == ["written"] * 2


def test_numbered_clients_have_workbooks_without_names(log: MobilityLog, tmp_path: Path) -> None:
    out = tmp_path / "audit"
    write_report(log, out, only="tables", tables="xlsx", anonymise=True)
    assert (out / "audit.xlsx").exists()
    assert not (out / "audit.csv").exists()
    names = (b">ana<", b">bo<", NOTE.encode(), b"ana:")
    assert not any(word in parts_of(path) for path in out.rglob("*.xlsx") for word in names)
    assert b"client 001" in parts_of(out / "caseload.xlsx")
    write_report(log, tmp_path / "named", only="tables", tables="xlsx")
    named = b" ".join(map(parts_of, (tmp_path / "named").rglob("*.xlsx")))
    assert all(word in named for word in names)
    write_report(log, out, only="tables", anonymise=True)  # its key, as CSV, is read again
    assert not list(out.rglob("*.xlsx"))


def parts_of(path: Path) -> bytes:
    """Return all that stands in a workbook."""
    with zipfile.ZipFile(path) as parts:
        return b" ".join(parts.read(name) for name in parts.namelist())


def test_a_table_too_long_for_a_sheet_fails_with_a_sentence(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_ROWS", 20)
    with pytest.raises(ReportError) as failed:
        write_report(log, tmp_path, only="tables", tables="xlsx")
    assert failed.value.failed["bo"].startswith(
        "The table stiffness_daily has 48 rows, and a sheet"
    )


@pytest.mark.parametrize("stated", [{"tables": "ods"}, {"csv": "x"},
                                    {"tables": "xlsx", "csv": "excel"}])  # fmt: skip
def test_a_form_that_there_is_not_writes_nothing(
    log: MobilityLog, tmp_path: Path, stated: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"must be|not both"):
        write_report(log, tmp_path / "out", **stated)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, words), "--only", "tables", "--yes"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for client in ("ana", "ben"):
        (tmp_path / "logs" / client).mkdir(parents=True)
        rows = "".join(f"2026-11-{day:02},4.5\n" for day in range(1, 12))
        (tmp_path / "logs" / client / "stiffness.csv").write_text(f"date,score\n{rows}")
    return tmp_path / "logs"


def test_what_the_settings_state_holds_until_it_is_typed(folder: Path, tmp_path: Path) -> None:
    (folder / "mobility.toml").write_text('tables = "xlsx"\n')
    out = tmp_path / "out"
    result = run(folder, "--out", out)
    assert result.exit_code == 0, result.output
    assert "Settings from logs/mobility.toml: tables as xlsx." in result.output
    assert (out / "ana" / "tables" / "tables.xlsx").exists()
    assert "Nothing new since the last report" in run(folder, "--out", out).output
    typed = run(folder, "--out", out, "--csv", "excel-de")
    assert "Nothing new" not in typed.output
    first = (out / "ana" / "tables" / "stiffness_daily.csv").read_text(encoding="utf-8-sig")
    assert first.startswith("client;date;")
    (folder / "mobility.toml").write_text('csv = "excel-de"\n')
    assert run(folder, "--out", out, "--tables", "xlsx").exit_code == 0
    assert not list(out.rglob("*.csv"))


def test_workbooks_and_csv_exclude_each_other(folder: Path, tmp_path: Path) -> None:
    both = run(folder, "--out", tmp_path / "out", "--tables", "xlsx", "--csv", "excel")
    assert both.exit_code == 2
    assert "--tables xlsx writes no CSV" in both.output
    (folder / "mobility.toml").write_text('tables = "xlsx"\ncsv = "excel"\n')
    stated = run(folder, "--out", tmp_path / "out")
    assert stated.exit_code == 1
    assert "logs/mobility.toml, line 2, csv: found 'excel'; expected one of the lines" in (
        stated.output
    )
    (folder / "mobility.toml").write_text('tables = "xls"\n')
    assert "expected one of csv, xlsx. Did you mean xlsx?" in run(folder).output
    assert not (tmp_path / "out").exists()


def test_what_a_sub_folder_states_for_all_is_pointed_out(folder: Path, tmp_path: Path) -> None:
    (folder / "ana" / "mobility.toml").write_text('tables = "xlsx"\n')
    result = run(folder, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "tables" in result.output
    assert not list((tmp_path / "out").rglob("*.xlsx"))


def test_a_report_among_the_logs_is_not_read_as_a_log(folder: Path) -> None:
    assert run(folder, "--out", folder / "mobility-report", "--tables", "xlsx").exit_code == 0
    log = load_log(folder)
    assert log.clients == ("ana", "ben")
    assert log.unreadable.empty
