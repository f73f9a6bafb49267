"""Many logs in parts, read a few at a time: the same rows and findings as when read together."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.check.account import OnProblem
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.parts.by_recipe import anew
from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
from mobility_analysis.log.parts.of_many import logs as many
from mobility_analysis.log.parts.partition import Prepared, prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import workbooks
from mobility_analysis.log.read.cells import Cell, Sheet
from mobility_analysis.log.read.files import LogFiles, filled_sheets
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from mobility_analysis.log.write.saving import save_log
from tests.damaged_logs import write_damaged_logs

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
SAID = ("account", "problems", "remarks", "unreadable", "account_by_client", "left_out")


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few logs be read in as many steps as thousands."""
    monkeypatch.setattr(many, "MOST_LOGS", 2)


def in_steps(source: Path, on_problem: OnProblem = "set aside", n: int = 3) -> Prepared | None:
    settings = settings_at(source)
    return prepared(Place(source), settings, on_problem=on_problem, clients_a_part=n)


def assert_same(made: Prepared | None, log: MobilityLog, n: int = 3) -> None:
    """Hold the parts to those of the log in memory, byte for byte, and all that is said of it."""
    assert made is not None
    with made, prepared_of_log(log, clients_a_part=n) as whole:
        assert made.parts == whole.parts
        assert (made.stated, made.unread) == (whole.stated, whole.unread)
    assert made.log.clients == log.clients
    assert made.log.settings == log.settings
    for name in SAID:
        found, wanted = getattr(made.log, name), getattr(log, name)
        by = list(wanted.columns)
        pd.testing.assert_frame_equal(
            found.sort_values(by, ignore_index=True), wanted.sort_values(by, ignore_index=True)
        )


def write(folder: Path, *rows: str, header: str = "date,exercise") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sessions.csv").write_text("\n".join([header, *rows, ""]))


@pytest.mark.parametrize("on_problem", ["raise", "set aside"])
def test_logs_of_which_some_are_damaged(tmp_path: Path, on_problem: OnProblem) -> None:
    write_damaged_logs(SAMPLE, tmp_path)
    source = tmp_path / "many_logs"
    assert_same(in_steps(source, on_problem), load_log(source, on_problem=on_problem))


def test_what_logs_may_not_have_alike_or_otherwise_is_seen_across_steps(tmp_path: Path) -> None:
    source = tmp_path / "clinic"
    for name in ("ana", "ben", "cai", "dee", "eve"):
        write(source / name, "2026-11-02,down-dog", "2026-11-03,cat-cow")
        (source / name / "exercises.csv").write_text(
            f"exercise,name,focus_areas\ncat-cow,{'Cow' if name == 'dee' else 'Cat Cow'},lumbar\n"
        )
    write(source / "fay", "Ana,2026-11-04,down-dog", header="client,date,exercise")
    write(source / "gil", "2026-02-03,down-dog", "2026-02-04,yoga")
    (source / "holiday.pdf").write_bytes(b"%PDF")
    log = load_log(source)
    assert list(log.unreadable["client"]) == ["dee", "fay", "gil"]
    assert_same(in_steps(source, "raise"), log)


def test_tables_for_all_and_settings_of_one(tmp_path: Path) -> None:
    source = tmp_path / "clinic"
    for name in ("ana", "ben", "cai", "ana b", "bea"):
        write(source / name, "2026-11-02,down-dog", "2026-11-03,cat-cow")
    (source / "exercises.csv").write_text("exercise,focus_areas\ncat-cow,lumbar\n")
    (source / "ben" / "mobility.toml").write_text('date-order = "dmy"\n')
    (source / "ben" / "stiffness.csv").write_text("date,score\n03/04/2026,4\n")
    (source / "cai" / "stiffness.csv").write_text("date,score\n2026-04-03,4\n")
    (source / "cai" / "mobility.toml").write_text('scale = "1-5"\n')
    assert_same(in_steps(source), load_log(source))


def test_a_date_far_from_those_of_all_logs_is_one_of_its_log(tmp_path: Path) -> None:
    days: Sequence[str] = ("2021-01-04", "2022-01-03", "2023-01-02", "2024-01-01", "2062-01-01")
    for name, day in zip("abcde", days, strict=True):
        write(tmp_path / name, f"{day},down-dog", "2021-01-04,bear-rolls")
    log = load_log(tmp_path, on_problem="set aside")
    assert list(log.problems["value"]) == ["2062-01-01"]
    assert_same(in_steps(tmp_path), log)


def test_a_date_close_to_those_of_a_log_that_is_left_out_is_not_far(tmp_path: Path) -> None:
    days = ("2021-01-04", "2022-01-03", "2023-01-02", "2062-01-01")
    for name, day in zip("abcd", days, strict=True):
        write(tmp_path / name, f"{day},down-dog")
    write(tmp_path / "e", "2061-06-01,down-dog", "2061-06-02,yoga")
    log = load_log(tmp_path)
    assert (log.clients, list(log.unreadable["client"])) == (("a", "b", "c", "d"), ["e"])
    assert_same(in_steps(tmp_path, "raise"), log)


def test_what_is_said_is_the_same_where_targets_are_stated_and_nothing_of_one_can_be_used(
    tmp_path: Path,
) -> None:
    for name, date in (("ana", "2026-11-02"), ("ben", "yesterday"), ("cai", "2026-11-03")):
        write(tmp_path / name, f"{date},down-dog")
        score = 15 if name == "ben" else 4
        (tmp_path / name / "stiffness.csv").write_text(f"date,score\n2026-11-02,{score}\n")
    (tmp_path / "mobility.toml").write_text('scale = "1-5"\ntarget-per-week = 3\n')
    log = load_log(tmp_path, on_problem="set aside")
    assert len(log.assumptions) > 1
    made = in_steps(tmp_path)
    assert made is not None
    with made, prepared_of_log(log, clients_a_part=3) as whole:
        for prepared_so in (made, whole):
            assert [part.n_clients for part in prepared_so.parts] == [2]
            [said] = prepared_so.stated
            assert "on a scale from 1 to 5" in said


def test_a_folder_names_its_client_as_a_cell_would(tmp_path: Path) -> None:
    for name in ("ana b", "ana  b", "cai ", "Ju\u0308rg"):
        write(tmp_path / name, "2026-11-02,down-dog")
    log = load_log(tmp_path)
    assert log.clients == ("J\u00fcrg", "ana b", "cai")
    [why] = log.unreadable["reason"]
    assert why.startswith("Its client 'ana b' is also in 'ana  b'.")
    assert_same(in_steps(tmp_path, "raise"), log)


def test_clients_of_whom_only_checks_can_be_used(tmp_path: Path) -> None:
    for name in ("ana", "ben", "cai"):
        write(tmp_path / name, "2026-11-02,yoga")
        (tmp_path / name / "checks.csv").write_text(
            "date,test,value,side\n2026-11-02,seated-rotation,40,left\n"
        )
    assert_same(in_steps(tmp_path), load_log(tmp_path, on_problem="set aside"))


def test_clients_of_whom_no_row_can_be_used_have_their_place_in_a_part(tmp_path: Path) -> None:
    sheets = {
        "Ana": [HEAD[:2], ["2026-04-03", "yoga"]],
        "Eve": [HEAD[:2], ["2026-04-03", "down dog"]],
    }
    book(tmp_path / "all.xlsx", sheets)
    write(tmp_path / "bo", "2026-11-02,yoga")
    rows = ("cai,2026-11-02,down-dog", "dee,2026-11-02,yoga", "fay,2026-11-03,down-dog")
    write(tmp_path / "more", *rows, header="client,date,exercise")
    log = load_log(tmp_path, on_problem="set aside")
    assert {"Ana", "bo", "dee"} <= {*log.clients}
    assert_same(in_steps(tmp_path, n=1), log, n=1)


def test_workbooks_are_read_one_by_one(tmp_path: Path) -> None:
    log = load_log(SAMPLE)
    for client in log.clients[:4]:
        [path] = save_log(log[client], tmp_path / "made" / client, form="xlsx")
        (tmp_path / "books").mkdir(exist_ok=True)
        path.rename(tmp_path / "books" / f"{client}.xlsx")
    assert_same(in_steps(tmp_path / "books"), load_log(tmp_path / "books"))


HEAD = ["date", "exercise", "client", "note"]
SHEETS: dict[str, list[list[Any]]] = {
    "Ana": [[], HEAD, ["2026-04-03", "Bear Rolls", None, "=1+1"], ["03/04/2026", "down dog"]],
    "Bo": [HEAD[:2], [dt.date(2026, 4, 3), "bare rolls"], ["25/04/2026", "own one"], HEAD[:2]],
    "exercises": [["exercise", "focus_areas"], ["own-one", "lumbar"], [None, "overhead"]],
    "Cai": [HEAD[:2]],
    "Eve": [["date", "client", "exercise"], ["2026-04-05", None, "own one"]],
    "bo ": [["Exercise", "Date"], ["down dog", dt.date(2026, 4, 3)]],
    "codebook": [["whatever"]],
    "Dee": [["date", "score"], [dt.date(2026, 4, 3), 12], [dt.datetime(2026, 4, 3, 7, 30), "4,5"]],
    "Words": [["closed in August"]],
    "pauses_hidden": [["client", "start"]],
    "empty": [],
}  # fmt: skip


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook; a sheet whose name ends in ``_hidden`` is hidden."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = Workbook()
    whole.remove(whole.worksheets[0])
    for name, rows in sheets.items():
        sheet = whole.create_sheet(name.removesuffix("_hidden"))
        sheet.sheet_state = "hidden" if name.endswith("_hidden") else "visible"
        for row in rows:
            sheet.append([*row])
    whole.save(path)
    return path


@pytest.mark.parametrize("on_problem", ["raise", "set aside"])
def test_a_workbook_with_a_sheet_a_client(tmp_path: Path, on_problem: OnProblem) -> None:
    path = book(tmp_path / "clinic" / "all.xlsx", SHEETS)
    log = load_log(path, on_problem=on_problem)
    assert_same(in_steps(path, on_problem), log)
    assert {"Ana", "Dee"} & {*log.clients} or on_problem == "raise"
    (path.parent / "scan.pdf").write_text("a page")
    assert_same(in_steps(path.parent, on_problem), load_log(path.parent, on_problem=on_problem))


def test_what_is_wrong_with_exercises_for_all_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "MOST_LOGS", 1)
    path = book(tmp_path / "all.xlsx", SHEETS)
    log = load_log(path, on_problem="set aside")
    [whose] = log.problems.loc[log.problems["sheet"] == "exercises", "client"]
    assert whose == ""
    assert_same(in_steps(path), log)


def test_a_sheet_a_client_with_a_day_far_from_those_of_all(tmp_path: Path) -> None:
    sheets = {n: [HEAD[:2], [f"202{y}-04-03", "down dog"]] for y, n in enumerate(("Ana", "Bo"), 5)}
    sheets["Cai"] = [HEAD[:2], ["2061-04-03", "down dog"], ["2026-04-03", "down dog"]]
    path = book(tmp_path / "all.xlsx", sheets)
    log = load_log(path, on_problem="set aside")
    assert log.problems["value"].tolist() == ["2061-04-03"]
    assert_same(in_steps(path), log)


def test_sheets_of_clients_are_not_read_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = {f"Ana {'x' * n}": [HEAD[:2], ["2026-04-03", "down dog"]] for n in range(1, 6)}
    path = book(tmp_path / "all.xlsx", sheets)

    def never(*_: object) -> None:
        raise AssertionError("the log was read whole")

    monkeypatch.setattr(workbooks, "_read_sheets", never)
    with pytest.raises(AssertionError):
        load_log(path)
    seen: list[int] = []
    real = many.log_of_some

    def counted(logs: Sequence[LogFiles], *args: Any, **more: Any) -> Any:
        seen.append(len(logs))
        return real(logs, *args, **more)

    monkeypatch.setattr(many, "log_of_some", counted)
    made = in_steps(path)
    assert made is not None
    with made:
        assert sum(part.n_clients for part in made.parts) == 5
    assert seen == [2, 2, 1]


def beside_others(folder: Path, name: str, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook beside two small logs, before and after it by their names."""
    for other in ("aa", "zz"):
        write(folder / other, "2026-04-02,down-dog")
    return book(folder / name, sheets)


@pytest.mark.parametrize(
    ("name", "on_problem"), [("all.xlsx", "raise"), ("sub/all.xlsx", "set aside")]
)
def test_a_large_workbook_with_a_sheet_a_client_beside_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, on_problem: OnProblem
) -> None:
    source = tmp_path / "clinic"
    path = beside_others(source, name, SHEETS)
    (source / "diary.csv").write_text("When,Moves\n2026-11-02,Bear Rolls\n2026-11-03,Down Dog\n")
    if path.parent != source:
        (path.parent / "scan.pdf").write_text("a page")
        (path.parent / "mobility.toml").write_text('date-order = "dmy"\ntables = "csv"\n')
    log = load_log(source, on_problem=on_problem)
    assert {"Ana", "Dee"} & {*log.clients} or on_problem == "raise"
    monkeypatch.setattr(many, "MOST_ROWS", 2)
    monkeypatch.setattr(many, "logs_of", partial(not_of, path, many.logs_of))
    assert_same(in_steps(source, on_problem), log)


def not_of(path: Path, read: Any, entry: Path, *args: Any) -> list[LogFiles]:
    assert entry not in (path, path.parent), "it was read whole"
    return read(entry, *args)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("beside", "sheets"),
    [
        ("exercises.csv", {"Ana": SHEETS["Cai"], "Bo": SHEETS["Bo"]}),
        ("stifness.parquet", {"Ana": SHEETS["Cai"], "Bo": SHEETS["Bo"]}),
        ("", {"sessions": SHEETS["Bo"], "Ana": SHEETS["Bo"]}),
        ("", {"Ana": SHEETS["Words"], "Bo": SHEETS["Words"]}),
    ],
)
def test_one_that_is_no_log_of_clients_is_left_to_who_reads_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    beside: str, sheets: Mapping[str, Sequence[Sequence[Any]]],
) -> None:  # fmt: skip
    source = tmp_path / "clinic"
    path = beside_others(source, "sub/all.xlsx", sheets)
    if beside:
        (path.parent / beside).write_text("exercise,focus_areas\nown-one,lumbar\n")
    log = load_log(source, on_problem="set aside")
    monkeypatch.setattr(many, "MOST_ROWS", 2)
    assert_same(in_steps(source), log)


def test_a_large_sheet_of_one_client_is_read_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [HEAD[:2], *(["2026-04-03", "down dog"], ["2026-04-04", "bear rolls"]) * 3]
    sheets = {name: rows[: 3 if name != "Bo" else None] for name in ("Ana", "Bo", "Cai", "Dee")}
    beside_others(tmp_path, "all.xlsx", sheets)
    log = load_log(tmp_path)
    monkeypatch.setattr(many, "MOST_ROWS", 4)
    seen: list[list[str]] = []
    real = many.log_of_some

    def noted(logs: Sequence[LogFiles], *args: Any, **more: Any) -> Any:
        seen.append([log.name for log in logs])
        return real(logs, *args, **more)

    monkeypatch.setattr(many, "log_of_some", noted)
    assert_same(in_steps(tmp_path), log)
    assert seen == [["aa", "Ana"], ["Bo"], ["Cai", "Dee"], ["zz"]]


WIDE = """
[[recipe]]
file = ["*wide*", "*diary.csv"]
date = { column = "When" }
[[recipe.sessions]]
exercise = { columns = "catalogue" }
numbers = "sets"
[[recipe.ratings]]
score = "Stiff"
[recipe.ratings.columns]
note = "Words"
"""
SITES = """
[[recipe]]
file = "*sites*"
date = { column = "date" }
[[recipe.rows]]
column = "Site"
keep = ["back"]
[[recipe.ratings]]
score = "score"
"""


def of_people(folder: Path) -> Path:
    """Write the logs of some people, most of them in other columns."""
    header = "When,Bear Rolls,Down Dog,Stiff,Words\n"
    folder.mkdir()
    (folder / "mobility.toml").write_text(WIDE + SITES)
    for n, name in enumerate(("zoe wide", "ana wide", "wide ben")):
        rows = f"2026-11-0{n + 1},x,,{n},good\n2026-11-09,,,,\n2026-11-10,,2,1{n},\n"
        (folder / f"{name}.csv").write_text(header + rows)
    for name in ("kim", "ana wide ", "lea"):
        write(folder / name, "2026-11-02,down-dog", "2026-11-03,bear-rolls")
    for name in ("dora", "eve"):
        (folder / name).mkdir()
        (folder / name / "diary.csv").write_text(f"{header}2026-11-05,x,x,4,\n")
    sites = "date,score,Site\n2026-11-02,4,back\n2026-11-02,5,knee\n"
    (folder / "sites of fay.csv").write_text(sites)
    (folder / "gil.csv").write_text("date,score,Room\n2026-11-02,4,21\n2026-11-02,5,22\n")
    return folder


@pytest.mark.parametrize("on_problem", ["raise", "set aside"])
def test_logs_in_other_columns_are_read_a_few_at_a_time_by_their_recipes(
    tmp_path: Path, on_problem: OnProblem
) -> None:
    source = of_people(tmp_path / "clinic")
    log = load_log(source, on_problem=on_problem)
    assert {"kim", "ana wide", "zoe wide", "sites of fay", "eve"} <= {*log.clients}
    assert "ana wide" in set(log.unreadable["client"])
    assert_same(in_steps(source, on_problem), log)


def test_logs_in_other_columns_beside_exercises_for_all(tmp_path: Path) -> None:
    source = of_people(tmp_path / "clinic")
    (source / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    sauna = (source / "zoe wide.csv").read_text().replace("Down Dog", "Sauna")
    (source / "zoe wide.csv").write_text(sauna)
    log = load_log(source, on_problem="set aside")
    assert "Sauna" in set(log.exercises["exercise"])
    assert_same(in_steps(source, n=20), log, n=20)


def test_no_more_than_a_few_logs_in_other_columns_are_read_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = of_people(tmp_path / "clinic")
    seen: list[int] = []
    real = many.log_of_some

    def counted(logs: Sequence[LogFiles], *args: Any, **more: Any) -> Any:
        seen.append(len(logs))
        return real(logs, *args, **more)

    monkeypatch.setattr(many, "log_of_some", counted)
    made = in_steps(source)
    assert made is not None
    with made:
        assert seen == [2, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "mobility.toml",
            'date = { column = "When" }',
            'client = "me"\ndate = { column = "When" }',
        ),
        ("mobility.toml", '"*wide*", ', '"ana*", '),  # of the others nothing is remembered
        ("gil.csv", "Room", "Site"),
        ("gil.csv", "21", "yes"),
        ("zoe wide.csv", "When", "Day of it"),
        ("zoe wide.csv", "Down Dog", "Dawn Dog"),
    ],
)
def test_logs_of_which_something_is_not_remembered_are_looked_at_one_by_one(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    source = of_people(tmp_path / "clinic")
    text = (source / file).read_text()
    assert old in text
    (source / file).write_text(text.replace(old, new, 1))
    assert_same(in_steps(source), load_log(source, on_problem="set aside"))


NEW = {
    "ana.csv": "When,Bear Rolls,Stiff\n2026-11-02,x,4\n2026-11-03,,5\n",
    "ben.csv": "When,Bear Rolls,Stiff\n2026-11-02,x,4\n2026-11-04,yes,3\n",
    "cai.txt": "2 March 2026\nbear rolls x10\n3 March 2026\ndown dog\n",
    "dee/april.csv": "Day,Moves\n2026-04-02,Bear Rolls\n2026-04-03,Down Dog\n",
    "dee/may.csv": "Day,Moves\n2026-05-02,Bear Rolls\n2026-05-03,Bare Rolls\n",
    "eve/sessions.csv": "date,exercise\n2026-11-02,down-dog\n",
    "letter.txt": "Dear all\nwe are closed in August\n",
    "bills.csv": "Sum,Of\n12,3\n13,4\n",
}  # fmt: skip


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("on_problem", ["raise", "set aside"])
def test_logs_of_which_nothing_is_remembered(tmp_path: Path, on_problem: OnProblem) -> None:
    source = written(tmp_path / "clinic", NEW)
    log = load_log(source, on_problem=on_problem)
    assert {"ana", "ben", "eve"} <= {*log.clients}
    assert {"bills"} <= {*log.unreadable["client"]}
    assert "letter.txt" in {*log.remarks["file"]}
    assert_same(in_steps(source, on_problem), log)
    more = {"fay.csv": "When,Moves,Paid\n2026-11-02,Bear Rolls,yes\n2026-11-03,Down Dog,no\n"}
    log = load_log(written(source, more), on_problem=on_problem)
    [why] = log.unreadable.loc[log.unreadable["client"] == "fay", "reason"]
    assert "'Paid' holds yes and no" in why
    assert_same(in_steps(source, on_problem), log)


def test_they_are_asked_about_once_in_the_same_words_and_then_read_as_answered(
    tmp_path: Path,
) -> None:
    more = {"fay.csv": "When,Moves,Paid\n2026-11-02,Bear Rolls,yes\n2026-11-03,Dawn Dog,no\n"}
    source = written(tmp_path / "clinic", NEW | more)
    whole = look(source, settings_at(source))
    seen: list[Looked] = []

    def ask(looked: Looked) -> Looked:
        seen.append(looked)
        assert all(len(sheet.sheet.rows) == 1 for sheet in looked.sheets)
        answers = looked.answered(looked.likely_answers())
        return replace(looked.again(looked.settings.with_answers(answers)), is_shown=True)

    columns = ByColumns(tmp_path, ask=ask)
    for on_problem in ("raise", "set aside"):
        made = prepared(Place(source), settings_at(source), on_problem=on_problem, columns=columns)  # type: ignore[call-overload]
        assert made is not None
        with made:
            assert {"fay", "dee"} <= {*made.log.clients}
    [looked] = seen
    assert looked.questions({}) == whole.questions({})
    assert looked.lines() == whole.lines()
    assert looked.open_files == whole.open_files
    remember(source, whole.answered(whole.likely_answers()))
    assert_same(in_steps(source), load_log(source, on_problem="set aside"))


class Rows(list[list[Cell]]):
    """Rows of which it is known whether anybody still holds them."""


@pytest.mark.parametrize("is_remembered", [False, True])
def test_of_several_files_that_are_one_log_the_rows_of_one_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_remembered: bool
) -> None:
    days = {m: f"Day,Moves\n2026-0{m}-02,Bear Rolls\n2026-0{m}-03,Down Dog\n" for m in (4, 5, 6)}
    texts = {f"dee/{name}.csv": days[m] for m, name in enumerate(("april", "may", "june"), 4)}
    source = written(tmp_path, texts | {"eve/sessions.csv": NEW["eve/sessions.csv"]})
    if is_remembered:
        seen = look(source, settings_at(source))
        remember(source, seen.answered(seen.likely_answers()))
    log = load_log(source)
    assert len(log["dee"].sessions) == 6
    monkeypatch.setattr(many, "MOST_ROWS", 4)  # so that it is a large one, of small files
    held: list[weakref.ref[Rows]] = []

    def one_by_one(path: Path) -> tuple[list[Sheet], list[str]]:
        assert all(rows() is None for rows in held), f"held while {path.name} is read"
        sheets, said = filled_sheets(path)
        own = [replace(sheet, rows=Rows(sheet.rows)) for sheet in sheets]
        held.extend(weakref.ref(sheet.rows) for sheet in own)  # type: ignore[arg-type]
        return own, said

    monkeypatch.setattr(anew, "filled_sheets", one_by_one)
    assert_same(in_steps(source), log)
    assert len(held) >= 6  # three files, to look at and to read


def test_where_none_can_be_read_it_is_said_as_by_who_reads_all(tmp_path: Path) -> None:
    for name in ("ana", "ben"):
        write(tmp_path / "bad" / name, "2026-11-02,yoga")
        text = "When,Bear Rolls,Paid\n2026-11-02,x,yes\n2026-11-03,x,no\n"
        written(tmp_path / "asked", {f"{name}.csv": text})
    for folder, said in (("bad", "yoga"), ("asked", "Paid")):
        with pytest.raises(DataError, match=said) as whole:
            load_log(tmp_path / folder)
        with pytest.raises(DataError) as parts:
            in_steps(tmp_path / folder, "raise")
        assert str(parts.value) == str(whole.value)
        pd.testing.assert_frame_equal(parts.value.problems, whole.value.problems)
