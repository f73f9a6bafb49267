"""All sheets of a workbook are read, or named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from import_files import import_export
from openpyxl import Workbook

from mobility_analysis import cli
from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.read.many_sheets import are_parts

OWN = ("date", "exercise")
FOREIGN = ("When", "What I did")
RECIPE = """
{sheets}
date = {{ column = "When" }}
[[sessions]]
exercise = {{ column = "What I did" }}
"""


def recipe(sheets: str = "") -> object:
    return recipe_from_text(RECIPE.format(sheets=sheets), "mine")


def month(number: int, header: Sequence[str] = OWN, n: int = 28) -> list[list[object]]:
    days = range(1, n + 1)
    return [[*header], *([f"2026-{number:02d}-{day:02d}", "Down Dog"] for day in days)]


def book(
    path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()
) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    made.save(path)
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def said(log: object) -> str:
    return " ".join(log.remarks["repair"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["June", "July", "August"], True),
        (["Juni 2026", "Juli 2026"], True),
        (["Sheet1", "Sheet2"], True),
        (["week 1", "week 2"], True),
        (["Anna June", "Anna July"], True),
        (["2025", "2026"], True),
        (["Amira", "Ben"], False),
        (["June", "Ben"], False),
        (["Amira diary", "Ben diary"], False),
    ],
)
def test_a_sheet_name_says_when_or_who(names: list[str], expected: bool) -> None:
    assert are_parts(names) is expected


def test_a_sheet_a_month_is_one_table(tmp_path: Path) -> None:
    sheets = {"June": month(6), "July": month(7), "August": month(8)}
    log = load_log(book(tmp_path / "anna.xlsx", sheets))
    assert len(log.sessions) == 84  # 3 months of 28 days
    assert log.clients == ("anna",)
    assert log.account["rows_read"].tolist() == [84]
    assert "The sheets 'June', 'July' and 'August' are read one after the other" in said(log)


def test_columns_of_months_are_put_together_by_their_headers(tmp_path: Path) -> None:
    june = [["date", "exercise", "sets"], ["2026-06-01", "Down Dog", 2]]
    july = [["Exercise", "note", "Date"], ["Bear Rolls", "tired", "2026-07-01"]]
    log = load_log(book(tmp_path / "log.xlsx", {"June": june, "July": july}))
    found = log.sessions[["exercise", "sets", "note"]].fillna(-1).values.tolist()
    assert found == [["down-dog", 2, ""], ["bear-rolls", -1, "tired"]]


def test_a_problem_names_the_month_s_own_sheet_and_line(tmp_path: Path) -> None:
    july = [*month(7, n=2), ["2026-07-40", "Down Dog"]]
    path = book(tmp_path / "log.xlsx", {"June": month(6), "July": july})
    with pytest.raises(DataError) as error:
        load_log(path)
    assert error.value.problems[["sheet", "line"]].values.tolist() == [["July", 4]]
    log = load_log(path, on_problem="set aside")
    assert log.set_aside[["sheet", "line"]].values.tolist() == [["July", 4]]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [
        [31, 30, 1]
    ]


def test_months_with_dates_of_two_orders_are_read_by_one(tmp_path: Path) -> None:
    """3/6 fits both orders, 27/7 only one: it holds for the whole column."""
    june = [["date", "score"], ["03/06/2026", 4]]
    july = [["date", "score"], ["27/07/2026", 5]]
    log = load_log(book(tmp_path / "log.xlsx", {"June": june, "July": july}))
    assert log.stiffness["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-06-03", "2026-07-27"]


def test_a_sheet_a_client_is_never_one_person(tmp_path: Path) -> None:
    sheets = {"Amira": month(6), "Ben": month(7, n=9)}
    log = load_log(book(tmp_path / "clients.xlsx", sheets))
    assert log.clients == ("Amira", "Ben")
    assert log.sessions["client"].value_counts().to_dict() == {"Amira": 28, "Ben": 9}
    assert "Each of the sheets 'Amira' and 'Ben' is read as one client" in said(log)
    own = log.for_client("Ben")
    assert own.account[["rows_read", "sheet"]].values.tolist() == [[9, "Ben"]]
    assert "Amira" not in said(own)


def test_exercises_beside_a_sheet_a_client_hold_for_all(tmp_path: Path) -> None:
    exercises = [["exercise", "focus_areas"], ["wall-slide", "overhead"]]
    rows = [["date", "exercise"], ["2026-06-01", "wall slide"]]
    sheets = {"exercises": exercises, "Amira": rows, "Ben": rows}
    log = load_log(book(tmp_path / "clients.xlsx", sheets))
    assert log.sessions[["client", "exercise"]].astype("str").values.tolist() == [
        ["Amira", "wall-slide"], ["Ben", "wall-slide"],
    ]  # fmt: skip


def test_exercises_for_all_of_a_workbook_beside_others_are_told_of_once(tmp_path: Path) -> None:
    exercises = [["exercise", "focus_areas"], ["wall-slide", "overhead"], [None, "lumbar"]]
    rows = [["date", "exercise"], ["2026-06-01", "wall slide"]]
    book(tmp_path / "all.xlsx", {"exercises": exercises, "Amira": rows, "Ben": rows})
    book(tmp_path / "cleo.xlsx", {"sessions": [*rows, ["2026-06-01", "yoga"]]})
    log = load_log(tmp_path, on_problem="set aside")
    told = log.problems[["client", "sheet", "line"]].fillna("nobody").values.tolist()
    assert told == [["cleo", "sessions", 3], ["nobody", "exercises", 3]]
    counted = log.account[["sheet", "rows_read"]].values.tolist()
    assert counted == [["Amira", 1], ["Ben", 1], ["sessions", 2], ["exercises", 2]]
    assert log.for_client("Ben").account["sheet"].tolist() == ["Ben"]
    with pytest.raises(DataError) as refused:
        load_log(tmp_path)
    assert len(refused.value.problems) == 2


def test_a_faulty_sheet_of_one_client_stops_no_other(tmp_path: Path) -> None:
    sheets = {"Amira": month(6), "Ben": [["date", "exercise"], ["never", "Down Dog"]]}
    path = book(tmp_path / "clients.xlsx", sheets)
    log = load_log(path)
    assert log.clients == ("Amira",)
    assert log.unreadable["client"].tolist() == ["Ben"]


def test_a_column_client_makes_several_sheets_one_table(tmp_path: Path) -> None:
    rows = [["client", "date", "exercise"], ["Zoe", "2026-06-01", "Down Dog"]]
    more = [["client", "date", "exercise"], ["Zoe", "2026-06-02", "Down Dog"]]
    log = load_log(book(tmp_path / "log.xlsx", {"Left": rows, "Right": more}))
    assert log.clients == ("Zoe",)
    assert len(log.sessions) == 2


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    sheets = {"stiffness": [["date", "score"], ["2026-06-01", 4]], "sessions": month(6)}
    path = book(tmp_path / "log.xlsx", sheets, hidden=["sessions"])
    log = load_log(path)
    assert log.sessions.empty
    assert "The sheet 'sessions' is hidden and was left out" in said(log)
    done = run("report", path, "--only", "tables", "--out", tmp_path / "out")
    assert "The sheet 'sessions' is hidden and was left out" in done.output


def test_a_workbook_with_hidden_sheets_only_says_so(tmp_path: Path) -> None:
    sheets = {"sessions": month(6), "Sheet1": []}
    with pytest.raises(DataError, match=r"sessions \(hidden\)"):
        load_log(book(tmp_path / "log.xlsx", sheets, hidden=["sessions"]))


def test_a_sheet_that_is_no_table_is_named_beside_months(tmp_path: Path) -> None:
    sheets = {"June": month(6), "July": month(7), "Shopping": [["milk"], ["2 l"]]}
    log = load_log(book(tmp_path / "log.xlsx", sheets))
    assert len(log.sessions) == 56
    assert "The sheet 'Shopping' is no table of a log and was left out." in said(log)


def test_report_reads_every_sheet_of_an_unknown_workbook(tmp_path: Path) -> None:
    sheets = {
        "Cover": [],
        "June": month(6, FOREIGN),
        "July": month(7, FOREIGN),
        "August": month(8, FOREIGN),
        "Notes": [["shop"], ["milk"]],
    }
    path = book(tmp_path / "diary.xlsx", sheets)
    done = run("report", path, "--yes", "--only", "tables", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "The same columns: diary.xlsx: 'July', 'August'." in done.output
    assert "The sheets 'June', 'July' and 'August' are read one after the other" in done.output
    assert "The sheet 'Notes' was left out: found the columns 'shop'; expected" in done.output
    text = (tmp_path / "out/diary/tables/adherence_overall.csv").read_text(encoding="utf-8")
    header, row = (line.split(",") for line in text.splitlines())
    assert dict(zip(header, row, strict=True))["done"] == "84"  # 3 months of 28 days


def test_an_unknown_sheet_a_client_is_read_as_one_each(tmp_path: Path) -> None:
    sheets = {"Amira": month(6, FOREIGN), "Ben": month(7, FOREIGN)}
    path = book(tmp_path / "clients.xlsx", sheets)
    done = run("report", path, "--only", "tables", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "Each of the sheets 'Amira' and 'Ben' is read as one client" in done.output
    assert sorted(p.name for p in (tmp_path / "out").glob("[AB]*")) == ["Amira", "Ben"]


def test_a_recipe_says_whose_the_sheets_are(tmp_path: Path) -> None:
    sheets = {"Left": month(6, FOREIGN, n=3), "Right": month(7, FOREIGN, n=4)}
    path = book(tmp_path / "me.xlsx", sheets)
    assert read_export(path, recipe()).log.clients == ("Left", "Right")  # type: ignore[arg-type]
    one = read_export(path, recipe('sheets = "one person"'))  # type: ignore[arg-type]
    assert (one.log.clients, len(one.log.sessions)) == (("me",), 7)
    with pytest.raises(DataError, match='sheets: expected "one person" or "one client each"'):
        recipe('sheets = "both"')


def test_import_reads_every_sheet_and_names_the_one_it_cannot(tmp_path: Path) -> None:
    sheets = {
        "June": month(6, FOREIGN), "July": month(7, FOREIGN), "Lists": [["a"], ["b"]],
    }  # fmt: skip
    path = book(tmp_path / "diary.xlsx", sheets)
    report = import_export(path, recipe(), into=tmp_path / "log")  # type: ignore[arg-type]
    assert len(load_log(tmp_path / "log").sessions) == 56
    assert report.export.account["rows"].tolist() == [56]
    assert any("The sheet 'Lists' was left out" in text for text in report.export.remarks)
    again = import_export(path, recipe(), into=tmp_path / "log")  # type: ignore[arg-type]
    assert again.tables["rows_new"].sum() == 0


def test_an_empty_column_client_is_one_person(tmp_path: Path) -> None:
    rows = [["client", "date", "exercise"], *(["", day, name] for day, name in month(6)[1:])]
    log = load_log(book(tmp_path / "zoe.xlsx", {"sessions": rows}))
    assert (log.clients, len(log.sessions)) == (("zoe",), 28)
    folder = tmp_path / "Zoe B"
    folder.mkdir()
    (folder / "sessions.csv").write_text("client,date,exercise\n,2026-06-01,Down Dog\n")
    assert load_log(folder).clients == ("Zoe B",)
    assert load_log(folder / "sessions.csv").clients == ("me",)


ONE_SCORE = "date = { column = 'Day' }\n[[ratings]]\nscore = 'Score'\n"


def test_an_import_never_makes_it_unknown_whose_the_rows_are(tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("Day,Score\n2026-06-01,4\n", encoding="utf-8")
    (tmp_path / "log").mkdir()
    table = tmp_path / "log" / "stiffness.csv"
    made = recipe_from_text(ONE_SCORE, "mine")
    table.write_text("client,date,score\nAna,2026-05-01,5\n", encoding="utf-8")
    import_export(form, made, into=tmp_path / "log")
    assert load_log(tmp_path / "log").clients == ("Ana",)  # the only one whose they can be

    table.write_text(before := "client,date,score\nAna,2026-05-01,5\nBen,2026-05-01,6\n")
    with pytest.raises(DataError, match=r"has several clients \(Ana, Ben\).*with --client"):
        import_export(form, made, into=tmp_path / "log")
    assert table.read_text() == before

    table.write_text(before := "date,score\n2026-05-01,5\n")
    with pytest.raises(DataError, match=r"name no client, and the new ones do \(Ana\)"):
        import_export(form, made, into=tmp_path / "log", client="Ana")
    assert table.read_text() == before


def test_what_its_recipe_refuses_is_named_once(tmp_path: Path) -> None:
    kept = "[[recipe]]\nfile = '*'\n" + RECIPE.format(sheets="").replace("[[s", "[[recipe.s")
    logs = tmp_path / "logs"
    logs.mkdir()
    path = book(logs / "diary.xlsx", {"June": month(6, FOREIGN), "July": month(7, ("Dag", "Wat"))})
    (logs / "mobility.toml").write_text(kept, encoding="utf-8")
    left = "Note: diary.xlsx: The sheet 'July' was left out: the recipe for diary.xlsx in logs/"
    assert left in run("check", path).output
    path = book(path, {"July": month(7, ("Dag", "Wat")), "August": month(8, ("Dag", "Wie"))})
    for words in (
        ("check",),
        ("convert", "--to", tmp_path / "to"),
        ("import", "--into", tmp_path / "in"),
    ):
        done = run(words[0], path, *words[1:])
        assert "\ndiary.xlsx: the recipe for diary.xlsx in logs/mobility.toml" in done.output
    book(logs / "cleo.xlsx", {"All": month(7, FOREIGN)})
    assert "diary (diary.xlsx) could not be read: the recipe" in run("check", logs).output
    done = run("import", logs, "--into", tmp_path / "log")
    assert "diary.xlsx was not added: the recipe for diary.xlsx" in done.output
