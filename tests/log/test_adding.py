"""Rows added to a log: nothing that stands in it is lost, or nothing is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from import_files import import_export

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.imports import ImportReport
from mobility_analysis.log.exports.recipes import load_recipe
from mobility_analysis.log.write.locking import LOCK, only_import

FORM = "Date,Exercises,Stiffness\n2026-11-02,Down Dog,4\n2026-11-03,Bear Rolls,3\n"


def added_to(folder: Path, client: str = "", form: str = FORM, **files: str) -> ImportReport:
    log = folder / "log"
    log.mkdir(exist_ok=True)
    for name, text in files.items():
        (log / f"{name}.csv").write_bytes(text.encode())
    (folder / "form.csv").write_text(form, encoding="utf-8")
    return import_export(folder / "form.csv", load_recipe("google-form"), into=log, client=client)


def sessions(folder: Path) -> str:
    return (folder / "log" / "sessions.csv").read_bytes().decode()


def test_other_spellings_of_a_header_are_known_and_no_column_comes_twice(tmp_path: Path) -> None:
    typed = "Client,Date,Exercise,note\nme,2026-11-02,down-dog,\n"
    report = added_to(tmp_path, sessions=typed)
    counts = report.tables.set_index("table").loc["sessions"]
    assert (counts["rows_new"], counts["rows_already_there"]) == (1, 1)
    assert sessions(tmp_path) == f"{typed}me,2026-11-03,bear-rolls,\n"
    assert len(load_log(tmp_path / "log").sessions) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "date,exercise,,\n2026-10-01,down-dog,MY OWN,WORDS\n",
        "date,exercise,mine,mine\n2026-10-01,down-dog,MY OWN,WORDS\n",
        '\ufeffdate,"exercise",mine\r\n\r\n2026-10-01, down-dog,"MY, OWN"\r\n# example,x,y\r\n',
        "date,exercise,mine\n2026-10-01,down-dog,last line without an end",
    ],
)
def test_what_stands_in_the_file_stays_to_the_byte(tmp_path: Path, typed: str) -> None:
    added_to(tmp_path, sessions=typed)
    text = sessions(tmp_path)
    assert text.startswith(typed)
    assert [line.split(",")[:2] for line in text[len(typed) :].split()] == [
        ["2026-11-02", "down-dog"], ["2026-11-03", "bear-rolls"],
    ]  # fmt: skip
    log = load_log(tmp_path / "log")
    assert len(log.sessions) == 3
    again = added_to(tmp_path)
    assert again.tables["rows_new"].sum() == 0
    assert sessions(tmp_path) == text


def test_a_column_that_the_file_lacks_comes_behind_all_that_it_holds(tmp_path: Path) -> None:
    typed = "date,exercise,,\n2026-10-01,down-dog,MY OWN,WORDS\n\nDate,Exercise\n# example\n"
    form = "Date,Exercises,Stiffness,Notes\n2026-11-02,Down Dog,4,\n2026-11-03,Bear Rolls,3,stiff\n"
    added_to(tmp_path, form=form, sessions=typed)
    assert sessions(tmp_path).splitlines() == [
        "date,exercise,,,note",
        "2026-10-01,down-dog,MY OWN,WORDS,",
        "",
        "Date,Exercise,,,note",
        "# example,,,,",
        "2026-11-02,down-dog,,,",
        "2026-11-03,bear-rolls,,,stiff",
    ]


def test_rows_of_a_client_are_not_put_beside_rows_of_nobody(tmp_path: Path) -> None:
    typed = "date,exercise\n2026-10-01,down-dog\n"
    with pytest.raises(DataError, match="The rows of the log log name no client, and the new ones"):
        added_to(tmp_path, client="zoe", sessions=typed)
    assert sessions(tmp_path) == typed


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("date,exercise,note\n2026-10-01,down-dog,a,MY OWN WORDS\n",
         "line 2: found '2026-10-01 | down-dog | a | MY OWN WORDS'; expected at most 3 cells"),
        ("date,exercise,note,Note\n2026-10-01,down-dog,a,b\n",
         "found the header 'Note'; expected one column for 'note'"),
        ("date,exercise,Hold (min)\n2026-10-01,down-dog,1\n",
         r"found the header 'Hold \(min\)'; expected hold_s in s"),
        ("date,note\n2026-10-01,a\n", "found no column 'exercise'"),
        ('date,exercise\n2026-10-01,"down-dog\n', "only be added to a table with commas"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_before_anything_is_written(
    tmp_path: Path, typed: str, message: str
) -> None:
    stiffness = "date,score\n2026-10-01,4\n"
    with pytest.raises(DataError, match=rf"^sessions\.csv.*{message}"):
        added_to(tmp_path, sessions=typed, stiffness=stiffness)
    assert sessions(tmp_path) == typed
    assert (tmp_path / "log" / "stiffness.csv").read_text() == stiffness
    assert sorted(p.name for p in (tmp_path / "log").iterdir()) == ["sessions.csv", "stiffness.csv"]


def test_scores_are_not_added_under_a_header_of_another_scale(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"stiffness.csv: found the header 'Score \(1-5\)'"):
        added_to(tmp_path, stiffness="Date,Score (1-5)\n2026-10-01,4\n")


@pytest.mark.parametrize("name", ["sessions.tsv", "stiffness.parquet", "my log.xlsx"])
def test_no_table_is_put_beside_a_log_of_another_form(tmp_path: Path, name: str) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / name).write_bytes(b"kept")
    with pytest.raises(DataError, match=f"^log holds {name}, beside which a table would not be"):
        added_to(tmp_path)
    assert [path.name for path in (tmp_path / "log").iterdir()] == [name]


def test_one_import_at_a_time(tmp_path: Path) -> None:
    with (
        only_import(tmp_path / "log"),
        pytest.raises(
            DataError, match=r"^Another import into log is running; nothing was written\. Wait"
        ),
    ):
        added_to(tmp_path)
    assert list(tmp_path.glob("log/*")) == []
    assert added_to(tmp_path)
    assert not (tmp_path / "log" / LOCK).exists()


def test_a_lock_that_a_killed_import_left_keeps_nobody_out(tmp_path: Path) -> None:
    killed = (
        "import os, sys\nfrom pathlib import Path\n"
        "from mobility_analysis.log.write.locking import only_import\n"
        "with only_import(Path(sys.argv[1])):\n    os._exit(9)\n"
    )
    run = subprocess.run([sys.executable, "-c", killed, str(tmp_path / "log")], check=False)
    assert run.returncode == 9
    assert (tmp_path / "log" / LOCK).exists()
    assert added_to(tmp_path).tables["rows_new"].sum() == 4
    assert not (tmp_path / "log" / LOCK).exists()


@pytest.mark.parametrize("written", ["Bear Rolls", "BEAR  ROLLS", "bear_rolls", "bear-rolls"])
def test_an_exercise_typed_by_hand_is_known_again_in_any_spelling(
    tmp_path: Path, written: str
) -> None:
    typed = f"date,exercise\n2026-11-03,{written}\n"
    rated = "date,score\n2026-11-02,4\n"
    report = added_to(tmp_path, sessions=typed, stiffness=rated)
    counts = report.tables.set_index("table").loc[["sessions", "stiffness"]]
    assert counts["rows_new"].tolist() == [1, 1]
    assert counts["rows_already_there"].tolist() == [1, 1]
    assert sessions(tmp_path) == f"{typed}2026-11-02,down-dog\n"
    again = added_to(tmp_path)
    assert again.tables["rows_new"].sum() == 0
    assert again.tables["rows_differing"].sum() == 0


def test_an_exercise_of_the_log_s_own_is_known_again_by_its_name(tmp_path: Path) -> None:
    own = "exercise,name,focus_areas\nmy-stretch,Sofa Stretch,thoracic extension\n"
    typed = "date,exercise\n2026-11-03,sofa stretch\n"
    form = "Date,Exercises,Stiffness\n2026-11-03,Sofa Stretch,4\n"
    report = added_to(tmp_path, form=form, sessions=typed, exercises=own)
    counts = report.tables.set_index("table").loc["sessions"]
    assert (counts["rows_new"], counts["rows_already_there"]) == (0, 1)
    assert sessions(tmp_path) == typed
