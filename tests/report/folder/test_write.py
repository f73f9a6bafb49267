"""Files: cells that cannot run, names that cannot lead outside, whole or not at all, same bytes."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, MobilityLog, log_from_tables
from mobility_analysis.log.model import StatedTargets
from mobility_analysis.log.read.cells import safe_text
from mobility_analysis.log.write.forms import DIALECTS
from mobility_analysis.log.write.names import safe_name, safe_names
from mobility_analysis.report.contents import TABLE_FILES
from mobility_analysis.report.folder.files import (
    folder_inside,
    table_text,
    write_bytes,
    write_files,
    write_table,
    write_text,
)
from mobility_analysis.report.folder.task import RECORDS
from mobility_analysis.report.folder.write import write_report
from tests.diaries import practised, prescribed, run_of
from tests.quick_pages import made_quickly

NASTY = "=cmd|'/c calc'!A1"


def test_each_kind_of_cell_is_written_in_its_way() -> None:
    table = pd.DataFrame(
        {
            "client": pd.Categorical(["=1+1", "b"], categories=["=1+1", "b"]),
            "date": pd.to_datetime(["2026-11-22", None]).astype("datetime64[us]"),
            "logged_at": pd.to_datetime(["2026-11-22 21:05", None]).astype("datetime64[us]"),
            "score": [-0.1 - 0.2, np.nan],
            "zero": [-0.0, 1e-7],
            "count": [-3, 4],
            "is_partial": pd.array([True, None], dtype="boolean"),
            "flag": [False, True],
            "note": ['a, "b"\r\nc', ""],
            "exercise": pd.Categorical([None, "x"], categories=["x"]),
        }
    )
    assert table_text(table) == (
        "client,date,logged_at,score,zero,count,is_partial,flag,note,exercise\n"
        "'=1+1,2026-11-22,2026-11-22T21:05:00,-0.30000000000000004,0.0,-3,True,False,"
        '"a, ""b""\nc",\n'
        "b,,,,1e-07,4,,True,,x\n"
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\u00a0@x"])
def test_no_text_cell_can_run_as_a_formula(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    written = table_text(pd.DataFrame({"note": [text]})).splitlines()[1]
    assert written.lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["", "a=b", "stiff - better", "'=1", "3 sets"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


# a count that may be missing is a float in memory; what may be a fraction keeps its point
def test_counts_are_written_as_whole_numbers() -> None:
    table = pd.DataFrame({"weeks_met": [4.0, np.nan], "counted": [36.0, 4.5]})
    assert table_text(table) == "weeks_met,counted\n4,36.0\n,4.5\n"
    assert table_text(table, DIALECTS["excel-de"]) == "weeks_met;counted\n4;36,0\n;4,5\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_numbers_read_back_exactly(numbers: list[float]) -> None:
    text = table_text(pd.DataFrame({"x": numbers}))
    assert [float(line) for line in text.split()[1:]] == [n + 0.0 for n in numbers]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_texts_read_back_but_for_the_apostrophe(texts: list[str]) -> None:
    plain = [t.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") for t in texts]
    text = table_text(pd.DataFrame({"a": 1, "note": pd.Series(plain, dtype="str")}))
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [row[1] for row in rows] == [safe_text(t) for t in plain]


def test_a_table_with_accents_opens_in_excel_and_a_plain_one_has_no_mark(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"client": ["José"]}), tmp_path / "a.csv")
    write_table(pd.DataFrame({"client": ["Jo"]}), tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfclient\nJos\xc3\xa9\n"
    assert (tmp_path / "b.csv").read_bytes() == b"client\nJo\n"
    assert pd.read_csv(tmp_path / "a.csv")["client"].tolist() == ["José"]


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    write_text("old", target)

    def full(*names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_bytes(b"new", target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_tables_that_say_the_same_are_left_as_they_are(tmp_path: Path) -> None:
    old = {"same.csv": b"a,b", "other.csv": b"a,b", "linked.csv": b"a,b"}
    away = tmp_path / "away.csv"
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in old.items():
        (away if name == "linked.csv" else folder / name).write_bytes(content)
    (folder / "linked.csv").symlink_to(away)
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    write_files(old | {"other.csv": b"a,c", "new.csv": b""}, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "same.csv": b"a,b", "other.csv": b"a,c", "linked.csv": b"a,b", "new.csv": b""
    }  # fmt: skip
    assert [path.name for path in folder.iterdir() if path.stat().st_mtime == 0] == ["same.csv"]
    assert not (folder / "linked.csv").is_symlink()


def test_a_blocked_file_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OSError) as error:  # noqa: PT011 - its words differ between systems
        write_text("new", tmp_path / "a.csv")
    assert error.value.filename == str(tmp_path / "a.csv")
    assert ".part" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("client", "name"),
    [("me", "me"), ("A. Example", "A.-Example"), ("../../etc/passwd", "etc-passwd"),
     ("..", "client"), ("", "client"), ("/", "client"), ("C:\\x", "C--x"), (".hidden", "hidden"),
     ("-rf", "rf"), ("a.", "a"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("COM1", "_COM1"),
     ("lpt9.log", "_lpt9.log"), ("index.html", "_index.html"), ("Caseload.CSV", "_Caseload.CSV"),
     ("caseload-screen.png", "_caseload-screen.png"), ("caseload.svg", "_caseload.svg"),
     ("caseload.pdf", "_caseload.pdf"),
     ("José", "José"), ("a\nb\0c", "a-b-c"), ("x" * 300, "x" * 60), ("日本", "日本"),
     ("a|b?c*<d>", "a-b-c--d")],
)  # fmt: skip
def test_a_name_is_safe_anywhere(client: str, name: str) -> None:
    assert safe_name(client) == name


def test_names_are_distinct_where_file_systems_are_not(tmp_path: Path) -> None:
    clients = ["Anna", "anna", "a/b", "a\\b", "a b", "A-B", "straße", "strasse", "Jo\u0065\u0301",
               "Jo\u00e9", "x" * 70, "x" * 71, "", "."]  # fmt: skip
    names = safe_names(clients)
    assert list(names) == clients
    assert len({name.casefold() for name in names.values()}) == len(clients)
    assert all(len(name.encode()) < 200 for name in names.values())
    assert safe_names(clients) == safe_names(clients)


@given(st.lists(st.text(max_size=20), unique=True, max_size=6))
def test_any_ids_have_distinct_names_without_a_path(clients: list[str]) -> None:
    names = list(safe_names(clients).values())
    assert len({name.casefold() for name in names}) == len(clients)
    for name in names:
        assert name
        assert name == Path(name).name
        assert name[0] not in ".-"


def test_a_folder_never_lies_outside_the_report(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (out / "jo").symlink_to(other)
    with pytest.raises(ValueError, match="would lie outside"):
        folder_inside(out, "jo")
    with pytest.raises(ValueError, match="would lie outside"):
        folder_inside(out, "../other")
    assert folder_inside(out, "kim") == out / "kim"
    assert (out / "kim").is_dir()


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    hostile = [
        {"client": NASTY, "date": "2026-11-20", "exercise": "down-dog",
         "note": "<script>alert(1)</script> =1+1"},
        {"client": "../up", "date": "2026-11-21", "exercise": "down-dog", "note": "@SUM(A1)"},
    ]  # fmt: skip
    return log_from_tables(
        sessions=practised(["2026-11-02", "2026-11-20"]) + hostile,
        stiffness=run_of("2026-11-01", [5, 4] * 10),
        programme=[prescribed()],
    )


@pytest.fixture(scope="module")
def report(log: MobilityLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "deep" / "out"
    ticks: list[tuple[str, str]] = []
    with made_quickly("ana", NASTY):
        folders = write_report(
            log, out, progress=lambda client, became: ticks.append((client, became))
        )
    assert ticks == [(client, "written") for client in log.clients]
    assert folders["ana"] == out / "ana"
    return out


def test_the_folder_is_laid_out_as_designed(report: Path) -> None:
    top = sorted(path.name for path in report.iterdir())
    assert {"ana", "caseload.csv", "index.html", "up"} < {name.split("-")[0] for name in top}
    assert "problems.csv" not in top
    names = {path.name for path in (report / "ana").iterdir()}
    assert names == {"figures", "tables", "summary.html", "summary.pdf", "summary.png",
                     "share.png", "share-phone.png"}  # fmt: skip
    tables = {path.stem for path in (report / "ana" / "tables").iterdir()}
    assert tables == set(TABLE_FILES)
    figures = sorted(path.name for path in (report / "ana" / "figures").iterdir())
    assert "02-stiffness.png" in figures
    assert "02-stiffness.svg" in figures
    assert not [path for path in report.rglob("*") if path.name.endswith(".part")]


def test_nothing_was_written_outside(report: Path) -> None:
    assert [path.name for path in report.parent.iterdir()] == ["out"]
    assert [path.name for path in report.parent.parent.iterdir()] == ["deep"]


def test_no_cell_of_any_table_can_run(report: Path) -> None:
    for path in report.rglob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for row in rows:
            risky = [cell for cell in row if cell[:1] in tuple("=+@\t")]
            assert not risky, path
            assert not [c for c in row if c[:1] == "-" and not c[1:2].isdigit()], path
    caseload = (report / "caseload.csv").read_text(encoding="utf-8")
    assert "'=cmd|'/c calc'!A1" in caseload


def test_the_tables_hold_what_the_measures_made(report: Path) -> None:
    daily = pd.read_csv(report / "ana" / "tables" / "stiffness_daily.csv")
    assert daily["score_mean"].tolist() == [5.0, 4.0] * 10
    assert daily["date"].iloc[0] == "2026-11-01"
    unsaid = pd.read_csv(report / "ana" / "tables" / "stiffness_change.csv", dtype="str")
    assert unsaid["change_points"].isna().all()  # missing is an empty cell


@pytest.mark.usefixtures("quick_pages")
def test_only_tables_or_only_pages(log: MobilityLog, tmp_path: Path) -> None:
    write_report(log, tmp_path / "t", clients=["ana"], only="tables")
    assert {p.name for p in (tmp_path / "t" / "ana").iterdir()} == {"tables"}
    assert {p.name for p in (tmp_path / "t").iterdir()} == {"ana", ".written"}
    write_report(log, tmp_path / "p", clients=["ana"], only="pages")
    assert "tables" not in {p.name for p in (tmp_path / "p" / "ana").iterdir()}
    page = (tmp_path / "p" / "ana" / "summary.html").read_text(encoding="utf-8")
    assert "tables/" not in page


def test_the_same_log_gives_the_same_bytes(log: MobilityLog, report: Path, tmp_path: Path) -> None:
    write_report(log, tmp_path, only="tables")
    write_report(log, tmp_path, clients=["ana"])
    again = {path.relative_to(tmp_path): path.read_bytes() for path in files_of(tmp_path)}
    first = {path.relative_to(report): path.read_bytes() for path in files_of(report)}
    assert {name for name in first if name.parts[0] == "ana"} <= again.keys()
    assert [str(name) for name in again if again[name] != first[name]] == []


def files_of(folder: Path) -> list[Path]:
    """All files but the notes of who was written from what."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if RECORDS not in path.parts)


def test_rows_set_aside_are_listed_and_an_old_list_goes(tmp_path: Path) -> None:
    from dataclasses import replace

    log = log_from_tables(stiffness=run_of("2026-11-01", [4]))
    row = dict.fromkeys(log.problems.columns, "x") | {"line": 3, "value": "=9"}
    faulty = replace(log, problems=pd.DataFrame([row]))
    write_report(faulty, tmp_path, only="tables")
    text = (tmp_path / "problems.csv").read_text(encoding="utf-8")
    assert "'=9" in text
    write_report(log, tmp_path, only="tables")
    assert not (tmp_path / "problems.csv").exists()


@pytest.mark.parametrize("name", ["problems.csv", "assumptions.csv"])
def test_a_list_that_no_report_wrote_is_left_alone(tmp_path: Path, name: str) -> None:
    from dataclasses import replace

    rows = [row | {"client": who} for who in ("ana", "bo") for row in run_of("2026-11-01", [4])]
    log = log_from_tables(stiffness=rows)
    problem = dict.fromkeys(log.problems.columns, "x") | {"line": 3}
    faulty = replace(log, problems=pd.DataFrame([problem]), targets=(StatedTargets(3, {}),))
    own = tmp_path / name
    own.write_text("mine\n", encoding="utf-8")
    write_report(log, tmp_path, only="tables")
    assert own.read_text(encoding="utf-8") == "mine\n"
    clients = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(DataError, match=f"{name} is not as a report wrote it, so it may be yours"):
        write_report(faulty, tmp_path, only="tables")
    assert own.read_text(encoding="utf-8") == "mine\n"
    assert {path.name for path in tmp_path.iterdir()} == clients
    own.unlink()  # as the sentence says
    write_report(faulty, tmp_path, only="tables")
    write_report(faulty, tmp_path, only="tables")  # its own it replaces
    own.write_text(own.read_text(encoding="utf-8") + "mine\n", encoding="utf-8")
    write_report(log, tmp_path, only="tables")
    assert own.read_text(encoding="utf-8").endswith("mine\n")


@pytest.mark.usefixtures("quick_pages")
def test_a_figure_without_data_leaves_no_old_file(tmp_path: Path) -> None:
    log = log_from_tables(stiffness=run_of("2026-11-01", [4]))
    old = tmp_path / "ana" / "figures" / "05-adherence-by-exercise.png"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    write_report(log, tmp_path, only="pages", replace=True)
    assert not old.exists()


def test_an_unknown_client_writes_nothing(log: MobilityLog, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no client 'zoe' in this log"):
        write_report(log, tmp_path / "out", clients=["ana", "zoe"])
    assert not (tmp_path / "out").exists()
