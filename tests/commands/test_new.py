"""The command new: what it makes, for whom, and the whole path from it to a page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.log import load_log
from tests.pdf_pages import read, said_on, words_on


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def names_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def two_clients(folder: Path) -> Path:
    folder.mkdir()
    (folder / "sessions.csv").write_text("client,date,exercise\nAnn B,2026-11-20,down dog\n")
    (folder / "programme.csv").write_text(
        "client,exercise,start,times_per_week\nAnn B,down dog,2026-11-01,3\n"
        "Ann B,bear rolls,2026-11-01,as needed\nbob,down dog,2026-11-01,3-4\n"
    )
    return folder


def test_from_an_empty_workbook_to_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "anna"
    made = run("new", folder, "--excel", "--start", "2026-10-26")
    assert made.exit_code == 0, made.output
    assert "Fill in days, a row a day" in made.output
    assert names_in(folder) == ["diary.xlsx", "mobility.toml"]
    empty = run("report", folder, "--out", tmp_path / "none")
    assert empty.exit_code == 1
    assert "no session and no rating in diary.xlsx: fill in at least one row" in empty.output
    book = openpyxl.load_workbook(folder / "diary.xlsx")
    for line in range(2, 30):
        book["days"].cell(line, 5, "✓" if line % 2 else None)
        book["days"].cell(line, 8, 7 - line / 10)
        book["days"].cell(line, 10, "stiff after the desk" if line == 9 else None)
    for place, value in enumerate(["down dog", dt.datetime(2026, 10, 26), None, 3], start=1):
        book["programme"].cell(3, place, value)
    book.save(folder / "diary.xlsx")
    checked = run("check", folder)
    assert checked.exit_code == 0, checked.output
    assert "table days: 28 rows read = 28 used + 0 set aside" in checked.output
    reported = run("report", folder, "--out", tmp_path / "pages", "--only", "pages")
    assert reported.exit_code == 0, reported.output
    page = (tmp_path / "pages" / "anna" / "summary.html").read_text("utf-8")
    assert "stiff after the desk" in page
    assert "28 of 28 days rated" in page
    converted = run("convert", folder, "--to", tmp_path / "tables", "--form", "csv")
    assert converted.exit_code == 0, converted.output
    assert len(load_log(tmp_path / "tables").sessions) == 14


def test_a_csv_that_is_filled_in_with_semicolons_and_german_dates_is_read(tmp_path: Path) -> None:
    assert run("new", tmp_path / "log").exit_code == 0
    days = tmp_path / "log" / "days.csv"
    header = days.read_text("utf-8").splitlines()[0].replace(",", ";")
    rows = ["13.11.2026;x;;;3;;;5,5;waking;steif", '14.11.2026;;;;p;;;4;;"gut; besser"']
    days.write_text("\r\n".join([header, *rows, ""]), encoding="utf-16")
    checked = run("check", tmp_path / "log")
    assert checked.exit_code == 0, checked.output
    log = load_log(tmp_path / "log")
    assert [str(day.date()) for day in log.stiffness["date"]] == ["2026-11-13", "2026-11-14"]
    assert log.stiffness["score"].tolist() == [5.5, 4]
    assert log.stiffness["note"].tolist() == ["steif", "gut; besser"]
    assert log.sessions["status"].tolist() == ["done", "done", "partial"]


@pytest.mark.parametrize("form", ["--excel", "--paper"])
def test_each_client_of_a_log_gets_a_diary_with_the_programme(tmp_path: Path, form: str) -> None:
    source, out = two_clients(tmp_path / "clinic"), tmp_path / "out"
    done = run("new", out, "--for", source, form, "--start", "2026-12-01")
    assert done.exit_code == 0, done.output
    if form == "--paper":
        assert names_in(out) == ["tick-sheet-Ann-B.pdf", "tick-sheet-bob.pdf"]
        (sheet,) = read((out / "tick-sheet-Ann-B.pdf").read_bytes()).pages
        assert "Tue 1 Dec" in said_on(words_on(sheet))
        return
    assert names_in(out) == ["Ann-B.xlsx", "bob.xlsx", "mobility.toml"]
    log = load_log(out)
    assert log.clients == ("Ann B", "bob")  # as the programme in each of them says
    header = [cell.value for cell in openpyxl.load_workbook(out / "Ann-B.xlsx")["days"][1]]
    assert header == ["Date", "Bear Rolls", "Down Dog", "Stiffness (0-10)", "Moment", "Note"]


def test_a_check_of_new_diaries_says_once_what_is_alike(tmp_path: Path) -> None:
    source, out = tmp_path / "clinic", tmp_path / "out"
    source.mkdir()
    rows = "".join(f"{name},down dog,2026-11-01,3\n" for name in ("Ann", "Ben", "Cleo"))
    text = f"client,exercise,start,times_per_week\n{rows}"
    (source / "programme.csv").write_text(text, encoding="utf-8")
    done = run("new", out, "--for", source, "--excel", "--paper", "--start", "2026-12-01")
    assert (done.exit_code, len(names_in(out))) == (0, 7)
    checked = run("check", out).output.splitlines()
    assert "tick-sheet" not in " ".join(checked)
    assert checked[0] == (
        "Ann.xlsx and 2 more files, table days, each: 0 rows read = 0 used + 0 set aside"
    )
    assert sum("this row is the example" in line.lower() for line in checked) == 1
    assert sum("rows read" in line for line in checked) <= 5


def test_a_programme_alone_is_enough_to_make_a_diary(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "programme.csv").write_text(
        "client,exercise,start,weekdays\nAnn,down dog,2026-11-01,Mon Wed\n"
    )
    for form in ("--excel", "--paper"):
        done = run("new", tmp_path / form, "--for", tmp_path / "plan", form)
        assert done.exit_code == 0, done.output
    assert names_in(tmp_path / "--excel") == ["diary.xlsx", "mobility.toml"]
    assert load_log(tmp_path / "--excel").programme["weekdays"].tolist() == ["Mon Wed"]
    assert names_in(tmp_path / "--paper") == ["tick-sheet-Ann.pdf"]


def test_diaries_of_several_clients_as_csv_are_a_folder_each(tmp_path: Path) -> None:
    done = run("new", tmp_path / "out", "--for", two_clients(tmp_path / "clinic"))
    assert done.exit_code == 0, done.output
    assert {name.split("/")[0] for name in names_in(tmp_path / "out")} == {
        "Ann-B", "bob", "mobility.toml",
    }  # fmt: skip
    assert load_log(tmp_path / "out").clients == ("Ann B", "bob")


def test_a_log_of_one_person_gets_the_diary_beside_its_tables(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    programme = "exercise,start,times_per_week\nbear rolls,2026-11-01,3\n"
    (folder / "programme.csv").write_text(programme)
    done = run("new", folder)
    assert done.exit_code == 0, done.output
    assert names_in(folder) == ["days.csv", "mobility.toml", "programme.csv"]
    assert (folder / "days.csv").read_text().startswith("Date,Bear Rolls,Stiffness (0-10)")
    assert (folder / "programme.csv").read_text() == programme
    again = run("new", folder)
    assert again.exit_code == 1
    assert "already holds a log (days.csv, programme.csv); nothing was written" in again.output
    assert "--for" in again.output


def test_a_log_that_holds_several_clients_or_a_workbook_is_left_alone(tmp_path: Path) -> None:
    source = two_clients(tmp_path / "clinic")
    before = names_in(source)
    for words in ([], ["--excel"]):
        done = run("new", source, *words)
        assert done.exit_code == 1
        assert "nothing was written" in done.output
        assert names_in(source) == before


def test_without_a_running_programme_nobody_gets_a_diary(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "sessions.csv").write_text("date,exercise\n2026-11-20,down dog\n")
    done = run("new", tmp_path / "out", "--for", tmp_path / "log")
    assert done.exit_code == 1
    assert "no client has a programme that still runs" in done.output
    assert not (tmp_path / "out").exists()


def test_paper_has_the_columns_of_the_sheet_as_it_is(tmp_path: Path) -> None:
    assert run("new", tmp_path / "log").exit_code == 0
    days = tmp_path / "log" / "days.csv"
    days.write_text("Date,Bear Rolls,downward dog,Stiffness (0-10),Moment,Note\n")
    assert run("new", tmp_path / "log", "--paper").exit_code == 0
    (sheet,) = read((tmp_path / "log" / "tick-sheet.pdf").read_bytes()).pages
    heads = sorted((line for line in words_on(sheet) if line.is_turned), key=lambda one: one.left)
    assert [line.words for line in heads] == ["Bear Rolls", "Down Dog", "Stiffness (0-10)"]


def test_excel_and_paper_go_together(tmp_path: Path) -> None:
    assert run("new", tmp_path / "log", "--excel", "--paper").exit_code == 0
    assert names_in(tmp_path / "log") == ["diary.xlsx", "mobility.toml", "tick-sheet.pdf"]


def test_the_long_form_is_as_it_was(tmp_path: Path) -> None:
    done = run("new", tmp_path / "log", "--long")
    assert done.exit_code == 0
    assert "Fill in sessions or stiffness" in done.output
    assert {"sessions.csv", "stiffness.csv", "checks.csv"} < set(names_in(tmp_path / "log"))
    assert "days.csv" not in names_in(tmp_path / "log")
    for more in (["--paper"], ["--start", "2026-11-01"], ["--for", tmp_path / "log"]):
        refused = run("new", tmp_path / "other", "--long", *more)
        assert refused.exit_code == 2
        assert "--long goes with --excel alone" in refused.output


def test_a_first_day_is_never_guessed(tmp_path: Path) -> None:
    done = run("new", tmp_path / "log", "--start", "03/04/2026")
    assert done.exit_code == 2
    assert not (tmp_path / "log").exists()
