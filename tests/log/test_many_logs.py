"""A folder of many logs, one a client: one that cannot be read stops none of the others."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.catalogue import exercise_areas
from mobility_analysis.measures.adherence import focus_area_coverage

RATINGS = "date,score\n2026-01-05,{}\n2026-01-06,5.5\n"
SESSIONS = "date,exercise\n2026-01-05,bridge\n"
BRIDGE = "exercise,focus_areas\nbridge,{}\n"


def caseload(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    caseload(
        tmp_path,
        {
            "anna/stiffness.csv": RATINGS.format(4),
            "bob/stiffness.csv": RATINGS.format(14),
            "carl/stiffness.csv": "client,date,score\nC. Example,2026-01-09,3\n",
            "carl/photo.jpg": "x",
            "eve.xlsx": "no workbook",
            "mobility-report/caseload.csv": "client\n",
            "notes about bob.pdf": "x",
        },
    )
    book = openpyxl.Workbook()
    book.active.title = "stiffness"
    for row in (["date", "score"], ["2026-01-07", 2]):
        book.active.append(row)
    book.save(tmp_path / "dora.xlsx")
    return tmp_path


def test_the_clients_are_the_names_of_the_logs_where_no_column_says_it(folder: Path) -> None:
    log = load_log(folder)
    assert log.clients == ("C. Example", "anna", "dora")
    assert log.as_of == pd.Timestamp("2026-01-09")
    assert log.account["file"].tolist() == [
        "anna/stiffness.csv", "carl/stiffness.csv", "dora.xlsx",
    ]  # fmt: skip


def test_logs_with_problems_are_named_with_their_reason(folder: Path) -> None:
    unreadable = load_log(folder).unreadable
    assert unreadable["client"].tolist() == ["bob", "eve"]
    assert unreadable["file"].tolist() == ["bob", "eve.xlsx"]
    assert unreadable["reason"].tolist() == [
        "1 problem: bob/stiffness.csv, line 2, column score: found '14'; expected a number from 0 "
        "to 10. Correct the score. If all scores are on another scale, state that scale "
        "(--scale 1-5); none is changed unasked.",
        "1 problem: eve.xlsx: found 'a damaged workbook'; expected an .xlsx or .ods workbook. Open "
        "it in a spreadsheet and save it again.",
    ]


def test_set_aside_reads_a_log_without_its_bad_rows(folder: Path) -> None:
    log = load_log(folder, on_problem="set aside")
    assert log.clients == ("C. Example", "anna", "bob", "dora")
    assert log.unreadable["client"].tolist() == ["eve"]
    bob = log.for_client("bob")
    assert bob.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[2, 1, 1]]
    assert bob.problems["client"].tolist() == ["bob"]


def test_nothing_of_another_log_is_left_in_a_clients_own(folder: Path) -> None:
    log = load_log(folder, on_problem="set aside")
    for client, own in log.by_client():
        said = " ".join(
            frame.to_string()
            for frame in (own.account, own.problems, own.remarks, own.set_aside, own.unreadable)
        )
        others = {"anna", "bob", "carl", "dora", "eve", "C. Example"} - {client}
        others -= {"carl"} if client == "C. Example" else set()
        assert not [other for other in others if other in said], client


def test_what_was_left_unread_is_said(folder: Path) -> None:
    remarks = load_log(folder).remarks
    assert dict(zip(remarks["file"], remarks["client"].fillna("nobody's"), strict=True)) == {
        "mobility-report": "nobody's",
        "notes about bob.pdf": "nobody's",
        "carl/photo.jpg": "C. Example",
    }


def test_where_no_log_can_be_read_all_problems_are_raised(tmp_path: Path) -> None:
    caseload(tmp_path, {f"{n}/stiffness.csv": RATINGS.format(14) for n in ("anna", "bob")})
    with pytest.raises(DataError, match=r"^2 problems") as error:
        load_log(tmp_path)
    assert error.value.problems["file"].tolist() == ["anna/stiffness.csv", "bob/stiffness.csv"]


def test_a_client_in_two_logs_is_not_added_up(tmp_path: Path) -> None:
    both = {"a/stiffness.csv": "client,date,score\nAnna,2026-01-05,1\n",
            "anna/stiffness.csv": RATINGS.format(1)}  # fmt: skip
    log = load_log(caseload(tmp_path, both))
    assert log.clients == ("Anna",)
    assert log.unreadable["reason"].tolist() == [
        "Its client 'anna' is also in 'a'. If that is one person, put all tables into one log; if "
        "not, rename 'anna'."
    ]
    by_column = {"a/stiffness.csv": "client,date,score\nAnna,2026-01-05,1\n",
                 "b.csv": "client,date,score\nanna,2026-01-05,1\n"}  # fmt: skip
    log = load_log(caseload(tmp_path / "columns", by_column))
    assert log.unreadable["reason"].tolist() == [
        "Its client 'anna' is also in 'a'. If that is one person, put all tables into one log; if "
        "not, write another id for one of them."
    ]


def test_a_log_without_a_row_is_named(tmp_path: Path) -> None:
    files = {"anna/stiffness.csv": RATINGS.format(1), "bob.csv": "date,score\n",
             "carl/stiffness.csv": RATINGS.format(1),
             "carl/sessions.csv": "date,exercise\n"}  # fmt: skip
    log = load_log(caseload(tmp_path, files))
    assert log.clients == ("anna", "carl")
    said = dict(zip(log.remarks["file"], log.remarks["repair"], strict=True))
    assert said["bob.csv"] == (
        "It holds no row of a session and no rating: nobody of it is in a list or has a page."
    )
    assert "carl" not in said


def test_a_client_whose_log_cannot_be_read_is_spelt_as_one_whose_can(tmp_path: Path) -> None:
    decomposed = "Zoe\u0301"  # as some systems name a folder "Zoé"
    files = {
        "bob/stiffness.csv": RATINGS.format(1),
        f"{decomposed}/stiffness.csv": RATINGS.format(1),
    }
    assert load_log(caseload(tmp_path / "good", files)).clients == ("Zoé", "bob")
    files[f"{decomposed}/stiffness.csv"] = RATINGS.format(14)
    log = load_log(caseload(tmp_path / "bad", files))
    assert (log.clients, log.unreadable["client"].tolist()) == (("bob",), ["Zoé"])


def test_one_exercise_may_not_mean_two_things(tmp_path: Path) -> None:
    files = {f"{n}/sessions.csv": SESSIONS for n in ("anna", "bob", "carl")}
    files |= {f"{n}/exercises.csv": BRIDGE.format("back") for n in ("anna", "carl")}
    files["bob/exercises.csv"] = BRIDGE.format("hips")
    log = load_log(caseload(tmp_path, files))
    assert log.clients == ("anna", "carl")
    assert log.unreadable["reason"].tolist() == [
        "Its exercise 'bridge' is defined in another way than in another log. Define it alike, or "
        "put one table exercises beside the logs for all of them."
    ]


def test_exercises_beside_the_logs_hold_for_all(tmp_path: Path) -> None:
    files = {f"{n}/sessions.csv": SESSIONS for n in ("anna", "bob")}
    log = load_log(caseload(tmp_path, files | {"exercises.csv": BRIDGE.format("back")}))
    assert log.clients == ("anna", "bob")
    assert log.sessions["exercise"].astype("str").tolist() == ["bridge", "bridge"]
    assert log.account["file"].tolist() == [
        "anna/sessions.csv", "bob/sessions.csv", "exercises.csv",
    ]  # fmt: skip


def test_a_far_date_is_judged_over_all_logs(tmp_path: Path) -> None:
    # Anna comes back after two years: nothing odd, since Bob wrote in between
    files = {
        "anna/stiffness.csv": "date,score\n2024-01-05,1\n2026-01-05,1\n",
        "bob/stiffness.csv": "date,score\n2025-12-05,1\n",
        "carl/stiffness.csv": "date,score\n2062-01-05,1\n2026-01-05,1\n",
    }
    log = load_log(caseload(tmp_path, files))
    assert log.clients == ("anna", "bob")
    assert log.as_of == pd.Timestamp("2026-01-05")
    assert "2062-01-05" in log.unreadable["reason"][0]


def test_a_misspelt_table_makes_one_log_unreadable(tmp_path: Path) -> None:
    files = {"anna/stifness.csv": RATINGS.format(1), "bob/stiffness.csv": RATINGS.format(1)}
    log = load_log(caseload(tmp_path, files))
    assert log.clients == ("bob",)
    assert "Rename it to stiffness.csv" in log.unreadable["reason"][0]


def test_a_log_without_sessions_and_ratings_is_unreadable(tmp_path: Path) -> None:
    files = {
        "anna/programme.csv": "exercise,start,times_per_week\nbear rolls,2026-01-05,3\n",
        "bob/stiffness.csv": RATINGS.format(1),
    }
    log = load_log(caseload(tmp_path, files))
    assert log.unreadable["reason"].tolist() == [
        "There is no table days, sessions or stiffness; one of them is needed. Name the file "
        "or sheet so."
    ]


def test_exercises_of_one_log_are_not_those_of_another_client(tmp_path: Path) -> None:
    moved = "exercise,focus_areas\nbridge,hips\ndown-dog,bobs own area\n"
    files = {
        "anna/sessions.csv": "date,exercise\n2026-01-05,down-dog\n",
        "bob/sessions.csv": SESSIONS,
        "bob/exercises.csv": moved,
    }
    log = load_log(caseload(tmp_path, files))
    anna, bob = log.for_client("anna"), log.for_client("bob")
    assert "bridge" not in anna.exercises["exercise"].tolist()
    assert "bridge" not in anna.sessions["exercise"].cat.categories
    assert anna.sessions["exercise"].tolist() == ["down-dog"]
    assert bob.sessions["exercise"].tolist() == ["bridge"]
    areas = {
        client: exercise_areas(own).query("exercise == 'down-dog'")["focus_area"].tolist()
        for client, own in (("anna", anna), ("bob", bob), ("all", log))
    }
    built_in = ["spinal length", "thoracic flexion"]
    assert areas == {"anna": built_in, "bob": ["bobs own area"], "all": built_in}
    assert [len(focus_area_coverage(own)) for own in (anna, bob)] == [7, 8]
    assert not anna.exercises_by_client


def test_exercises_beside_the_logs_are_everybodys_to_use(tmp_path: Path) -> None:
    files = {
        "anna/sessions.csv": "date,exercise\n2026-01-05,down-dog\n",
        "bob/sessions.csv": SESSIONS,
        "carl/sessions.csv": SESSIONS,
        "exercises.csv": BRIDGE.format("hips"),
    }
    log = load_log(caseload(tmp_path, files))
    assert not log.exercises_by_client
    own = {client: set(part.exercises["exercise"]) for client, part in log.by_client()}
    assert "bridge" in own["bob"] & own["carl"]
    assert "bridge" not in own["anna"]  # her pages name no exercise that only others do
