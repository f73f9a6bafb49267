"""Every repair that a message names is tried on the case that brought the message."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner

from mobility_analysis import cli
from mobility_analysis.log import DataError, Scale, load_log, problem_sentence

Options = dict[str, Any]
SESSIONS, STIFFNESS, PROGRAMME = "sessions.csv", "stiffness.csv", "programme.csv"


class Case(NamedTuple):
    """Files, a part of the message, and what it says to do: text to exchange, options, or both."""

    said: str
    files: dict[str, str]
    exchange: tuple[str, str, str] | None = None
    stated: Options | None = None


def scores(*rows: str, header: str = "date,score") -> dict[str, str]:
    return {STIFFNESS: "\n".join([header, *rows]) + "\n"}


def sessions(*rows: str, header: str = "date,exercise") -> dict[str, str]:
    return {SESSIONS: "\n".join([header, *rows]) + "\n"}


def programme(*rows: str, header: str = "exercise,start,times_per_week") -> dict[str, str]:
    lines = "\n".join([header, *rows]) + "\n"
    return {PROGRAMME: lines, **sessions("2026-01-05,down-dog")}


CASES = [
    # dates
    Case("State the order with --date-order dmy or --date-order ymd.", scores("26-06-15,3"),
         stated={"date_order": "dmy"}),
    Case("State the order with --date-order dmy or --date-order ymd.", scores("26-06-15,3"),
         stated={"date_order": "ymd"}),
    Case("--date-order dmy, --date-order mdy or --date-order ymd.", scores("03/04/26,3"),
         stated={"date_order": "mdy"}),
    Case("or state --date-order excel-1900 or --date-order excel-1904.", scores("46029,3"),
         stated={"date_order": "excel-1900"}),
    Case("or state --date-order excel-1900 or --date-order excel-1904.", scores("46029,3"),
         stated={"date_order": "excel-1904"}),
    Case("Correct the year.", scores("0026-06-15,3"), (STIFFNESS, "0026", "2026")),
    Case("Correct the day or the month.", scores("2026-02-30,3"), (STIFFNESS, "30", "28")),
    Case("Correct the date or the name of the day.", scores("Sun 5 Jan 2026,3"),
         (STIFFNESS, "Sun", "Mon")),
    Case("year-month-day, such as 2026-11-22, is always clear.",
         scores(*(f"{day}/04/2026,3" for day in range(13, 23)), "04/23/2026,3"),
         (STIFFNESS, "04/23/2026", "2026-04-23")),
    Case("Write the date as year-month-day, such as 2026-11-22.", scores("5th of Jan,3"),
         (STIFFNESS, "5th of Jan", "2026-01-05")),
    Case("Correct the time, such as 07:30.", scores("2026-01-05 25:00,3"),
         (STIFFNESS, "25:00", "07:30")),
    Case("save the file with local times.", scores("2026-06-01T23:30:00Z,3"),
         (STIFFNESS, "2026-06-01T23:30:00Z", "2026-06-02T00:30:00")),
    # numbers and words
    Case("This can be read as 1500 or as 1.500: write one of these.",
         sessions('2026-01-05,down-dog,"1,500"', header="date,exercise,hold_s"),
         (SESSIONS, '"1,500"', "1500")),
    Case("Write only the number, without words or a unit.",
         sessions("2026-01-05,down-dog,30 reps", header="date,exercise,hold_s"),
         (SESSIONS, "30 reps", "30 s")),
    Case("Percent is on another scale: write each score as a number on this one.",
         scores("2026-01-05,5%"), (STIFFNESS, "5%", "0.5")),
    Case("state that scale (--scale 1-5)", scores("2026-01-05,14"),
         stated={"scale": Scale(0, 20)}),
    Case("Correct the score.", scores("2026-01-05,14"), (STIFFNESS, "14", "4")),
    Case("the nearest is 'done'",
         sessions("2026-01-05,down-dog,doen", header="date,exercise,status"),
         (SESSIONS, "doen", "done")),
    Case("Fill in the cell, or delete the row.", scores("2026-01-05,4", "2026-01-06,"),
         (STIFFNESS, "2026-01-06,\n", "2026-01-06,5\n")),
    Case("Fill in the cell, or delete the row.", scores("2026-01-05,4", "2026-01-06,"),
         (STIFFNESS, "2026-01-06,\n", "")),
    # headers
    Case("Rename the header 'Scroe' to 'score'",
         scores("2026-01-05,4", header="date,Scroe"), (STIFFNESS, "Scroe", "score")),
    Case("rename the one that holds it to 'exercise'",
         sessions("2026-01-05,down-dog", header="date,what"), (SESSIONS, "what", "exercise")),
    Case("Convert the values, then rename the header to 'hold_s'.",
         sessions("2026-01-05,down-dog,1", header="date,exercise,Hold (min)"),
         (SESSIONS, "Hold (min)\n2026-01-05,down-dog,1", "hold_s\n2026-01-05,down-dog,60")),
    Case("Keep one of the two columns, rename the other.",
         scores("2026-01-05,4,5", header="date,score,Score"), (STIFFNESS, "Score", "other")),
    Case("Delete what stands above the headers, which seem to stand in line 3.",
         {STIFFNESS: "My diary\n\ndate,score\n2026-01-05,4\n"}, (STIFFNESS, "My diary\n\n", "")),
    Case("Put quotation marks around a text that holds the delimiter",
         scores("2026-01-05,4,sore, neck", header="date,score,note"),
         (STIFFNESS, "sore, neck", '"sore, neck"')),
    Case("A quotation mark was opened and not closed: close it, or take it out.",
         scores('2026-01-05,4,"sore', "2026-01-06,5,", header="date,score,note"),
         (STIFFNESS, '"sore', '"sore"')),
    # exercises
    Case("Did you mean 'Bear Rolls' (bear-rolls)?", sessions("2026-01-05,Bear Roles"),
         (SESSIONS, "Bear Roles", "Bear Rolls")),
    # the programme
    Case("Fill in times_per_week, or weekdays.", programme("down-dog,2026-01-01,"),
         (PROGRAMME, "2026-01-01,", "2026-01-01,3")),
    Case("Empty one of the two cells.",
         programme("down-dog,2026-01-01,3,Mon", header="exercise,start,times_per_week,weekdays"),
         (PROGRAMME, "3,Mon", "3,")),
    Case("the nearest is Wed",
         programme("down-dog,2026-01-01,Mon Wendesday", header="exercise,start,weekdays"),
         (PROGRAMME, "Wendesday", "Wed")),
    Case("Write the number of times a week; twice a day is 14.",
         programme("down-dog,2026-01-01,twice a day"), (PROGRAMME, "twice a day", "14")),
    Case("Write the lower end of the span first.", programme("down-dog,2026-01-01,4-3"),
         (PROGRAMME, "4-3", "3-4")),
    Case("leave the end empty while it runs.",
         programme("down-dog,2026-02-01,2026-01-01,3",
                   header="exercise,start,end,times_per_week"),
         (PROGRAMME, "2026-02-01,2026-01-01", "2026-02-01,")),
    # clients
    Case("Write 'Ana' if that is the same person",
         scores("Ana,2026-01-05,4", "Ana,2026-01-06,4", "ana,2026-01-07,4",
                header="client,date,score"),
         (STIFFNESS, "ana", "Ana")),
    Case("If they are one person, write the name alike in all rows.",
         scores("Amira K,2026-01-05,4", "Amria K,2026-01-06,4", header="client,date,score"),
         (STIFFNESS, "Amria", "Amira")),
    Case("Add the column 'client' and say whose each row is.",
         {**scores("A,2026-01-05,4", "B,2026-01-05,4", header="client,date,score"),
          **sessions("2026-01-05,down-dog")},
         (SESSIONS, "date,exercise\n", "client,date,exercise\nA,")),
]  # fmt: skip


def written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def said_of(path: Path, **options: Any) -> list[str]:
    """Return every problem and remark of a log as a sentence."""
    try:
        log = load_log(path, on_problem="set aside", **options)
    except DataError as error:
        found = error.problems
        return [str(error)] if found.empty else [problem_sentence(p) for _, p in found.iterrows()]
    return [problem_sentence(p) for part in (log.problems, log.remarks) for _, p in part.iterrows()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.said[:40])
def test_the_repair_makes_the_message_go_away(case: Case, tmp_path: Path) -> None:
    folder = written(tmp_path / "log", case.files)
    assert any(case.said in sentence for sentence in said_of(folder))
    if case.exchange is not None:
        name, old, new = case.exchange
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert not any(case.said in sentence for sentence in said_of(folder, **(case.stated or {})))
    # and nothing else is the matter then: the repair is whole
    assert load_log(folder, **(case.stated or {})).problems.empty


OWN_EXERCISE = "exercise,name,focus_areas\nfrog,Frog Stretch,hips\n"


def test_an_exercise_of_a_single_file_is_added_in_a_folder(tmp_path: Path) -> None:
    only = tmp_path / "my diary.csv"
    only.write_text("date,exercise\n2026-01-05,Frog Stretch\n", encoding="utf-8")
    [problem, _] = said_of(only)
    assert problem.endswith(
        "Or add a row for it to the table exercises (exercises.csv in one folder with "
        "sessions.csv, or a sheet of that name)."
    )
    folder = written(tmp_path / "log", {"exercises.csv": OWN_EXERCISE})
    shutil.move(only, folder / "sessions.csv")
    assert said_of(folder) == []


def test_an_exercise_of_a_workbook_is_added_in_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "sessions"
    for row in (["date", "exercise"], ["2026-01-05", "Frog Stretch"]):
        sheet.append(row)
    book.save(tmp_path / "log.xlsx")
    assert "or a sheet of that name" in said_of(tmp_path / "log.xlsx")[0]
    own = book.create_sheet("exercises")
    for line in OWN_EXERCISE.splitlines():
        own.append(line.split(","))
    book.save(tmp_path / "log.xlsx")
    assert said_of(tmp_path / "log.xlsx") == []


def test_a_workbook_that_ends_in_csv_is_renamed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "stiffness"
    book.active.append(["date", "score"])
    book.active.append(["2026-01-05", 4])
    book.save(tmp_path / "log.xlsx")
    (tmp_path / "log.xlsx").rename(tmp_path / "log.csv")
    assert "Rename it to end in .xlsx" in said_of(tmp_path / "log.csv")[0]
    (tmp_path / "log.csv").rename(tmp_path / "log.xlsx")
    assert said_of(tmp_path / "log.xlsx") == []


@pytest.mark.parametrize("name", ["log.xls", "log.csv"])
def test_an_old_workbook_is_never_told_to_be_renamed(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    done = run("report", tmp_path / name, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "Rename" not in done.output
    assert "Open it in a spreadsheet program (there: File, Open)" in done.output


def run(*words: str | Path) -> Any:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def test_a_path_is_named_whole(tmp_path: Path) -> None:
    for words in (["check", tmp_path / "a" / "gone"], ["report", tmp_path / "a" / "gone"]):
        assert f"{tmp_path / 'a' / 'gone'}: there is no file" in run(*words).output
    form = written(tmp_path / "b", scores("2026-01-05,4")) / STIFFNESS
    done = run("report", form, "--recipe", tmp_path / "gone.toml")
    assert f"{tmp_path / 'gone.toml'}: no such recipe." in done.output


@pytest.mark.parametrize(
    "listing", [lambda folder: folder, lambda folder: folder / "form.csv"], ids=["log", "recipe"]
)
def test_the_command_that_lists_all_problems_does(
    listing: Callable[[Path], Path], tmp_path: Path
) -> None:
    rows = [f"{year}-{month}-31,4" for year in range(18, 27) for month in ("04", "06", "09")]
    folder = written(tmp_path / "my log", scores("26-06-15,4", *rows))
    path = listing(folder)
    extra = ["--date-order", "ymd", "--scale", "0-20"]
    if path != folder:
        (folder / STIFFNESS).rename(path)
        extra += ["--recipe", "google-form"]
        headers = "Date,Stiffness,Exercises"
        path.write_text(path.read_text("utf-8").replace("date,score", headers), "utf-8")
    done = run("report", path, "--out", tmp_path / "out", *extra)
    assert done.exit_code == 1
    [line] = [line for line in done.output.splitlines() if "this lists all: " in line]
    assert line.startswith("... and 7 more; this lists all: mobility-analysis check ")
    words = shlex.split(line.partition("this lists all: mobility-analysis ")[2])
    listed = run(*words)
    assert listed.output.count("a date that exists") == 27
    assert "--scale 0-20" in line


def test_a_column_that_a_recipe_lacks_is_renamed_in_the_file(tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("Date,Stretches\n2026-01-05,Bear Rolls\n", encoding="utf-8")
    words = ["check", form, "--recipe", "google-form"]
    said = "rename the column in the file, or name it in a recipe of your own."
    assert said in run(*words).output
    form.write_text("Date,Exercises\n2026-01-05,Bear Rolls\n", encoding="utf-8")
    assert run(*words).exit_code == 0
    own = tmp_path / "own.toml"
    own.write_text(
        '[date]\ncolumn = "Date"\n[[sessions]]\nexercise = { list = "Stretches" }\n', "utf-8"
    )
    form.write_text("Date,Stretches\n2026-01-05,Bear Rolls\n", encoding="utf-8")
    assert run("check", form, "--recipe", own).exit_code == 0


def test_what_was_only_understood_is_sent_to_check_too(tmp_path: Path) -> None:
    rows = [f"2026-0{month}-{day},4,x" for month in range(1, 10) for day in range(10, 29)]
    rows += [f"20{year:02d}-02-30,4,x" for year in range(5, 27)]
    file = tmp_path / "sheet.csv"
    file.write_text("\n".join(["Date,Morning,Down dog", *rows]), encoding="utf-8")
    done = run("report", file, "--out", tmp_path / "out", "--yes", "--only", "tables")
    assert f'more; this lists all: mobility-analysis check "{file}"' in done.output
    assert run("check", file).output.count("a date that exists") == 22  # once a line


def test_the_codebook_that_names_the_columns_is_where_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "junk.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("report", file, "--out", tmp_path / "out")
    assert "mobility-analysis new FOLDER writes it, with empty tables" in done.output
    assert run("new", tmp_path / "folder").exit_code == 0
    text = (tmp_path / "folder" / "codebook.md").read_text("utf-8")
    assert "`date`" in text
    file.write_text("date,score\n2026-01-05,2\n", encoding="utf-8")
    assert run("check", file).exit_code == 0
