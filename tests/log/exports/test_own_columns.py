"""Sheets in the columns of our tables with one more that may bear on the meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.load import read_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.settings import SETTINGS_FILE
from mobility_analysis.log.write.remember import remember
from tests.held_parts import assert_same, pieces_of_a_few_rows
from tests.lay_sheets import book, csv_file

Rows = Sequence[Sequence[object]]
DAYS = ("2026-06-01", "2026-06-02")
SITES: Rows = [
    ["Date", "Site", "Score"],
    [DAYS[0], "knee", 3],
    [DAYS[0], "upper back", 6],
    [DAYS[1], "knee", 3],
    [DAYS[1], "upper back", 5],
]
LOADS: Rows = [
    ["client", "date", "exercise", "reps", "Load"],
    ["ann", DAYS[0], "bear rolls", 10, 5],
    ["ann", DAYS[1], "down dog", 8, 7.5],
]
PAID: Rows = [
    ["date", "exercise", "status", "reps", "side", "duration_min", "note", "logged_at", "Paid"],
    [DAYS[0], "bear rolls", "partial", 10, "left", 4, "first", "2026-06-01 20:00", "yes"],
    [DAYS[1], "down dog", "skipped", 8, "right", 5, "second", "2026-06-03 21:00", "no"],
    [DAYS[1], "bear rolls", "", 9, "", 6, "", "", "no"],
]
SLEEP: Rows = [
    ["date", "score", "moment", "exercise", "note", "Sleep"],
    [DAYS[0], 6, "waking", "", "dull", 7],
    [DAYS[1], 4, "after", "bear rolls", "", 8],
]
PAIN: Rows = [
    ["date", "exercise", "Pain after"],
    [DAYS[0], "bear rolls", 3],
    [DAYS[1], "down dog", 5],
]
CASES: dict[str, Rows] = {
    "site:Site": SITES,
    "unit:Load": LOADS,
    "status:Paid": PAID,
    "score:Sleep": SLEEP,
    "score:Pain after": PAIN,
}


def seen(path: Path) -> Looked:
    return look(path, settings_at(path))


def kept(path: Path, answers: dict[str, str]) -> MobilityLog:
    """Return the log that was read once the answers were kept."""
    looked = seen(path)
    remember(looked.folder, looked.answered(answers))
    again = seen(path)
    assert again.questions({}) == []
    assert again.understandings == ()
    return load_log(path)


@pytest.mark.parametrize("key", CASES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_one_question_is_asked_and_none_the_second_time(
    tmp_path: Path, key: str, ending: str
) -> None:
    rows = CASES[key]
    path = tmp_path / f"my sheet.{ending}"
    _ = csv_file(path, rows) if ending == "csv" else book(path, {"Sheet1": rows})
    before = path.read_bytes()
    looked = seen(path)
    assert [question.key.split("|")[0] for question in looked.questions({})] == [key]
    log = kept(path, looked.likely_answers())
    whole = log.account[["rows_used", "rows_set_aside", "rows_left_out"]].sum(axis=1)
    assert log.account["rows_read"].tolist() == whole.tolist()
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", CASES)
def test_the_lines_of_the_refusal_work_when_copied(tmp_path: Path, key: str) -> None:
    path = csv_file(tmp_path / "my sheet.csv", CASES[key])
    with pytest.raises(DataError) as error:
        load_log(path)
    [lines] = re.findall(r"add these lines to [^\n]*\n\n(.*)", str(error.value), re.S)
    (tmp_path / SETTINGS_FILE).write_text(lines, encoding="utf-8")
    copied = load_log(path)
    (tmp_path / SETTINGS_FILE).unlink()
    asked = kept(path, seen(path).likely_answers())
    for name in ("sessions", "stiffness"):
        assert getattr(copied, name).equals(getattr(asked, name))
    n_rows = {"site:Site": 2}.get(key, len(CASES[key]) - 1)
    assert len(copied.sessions) + len(copied.stiffness) == n_rows


def test_pain_is_stiffness_where_somebody_says_so_and_not_by_enter(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "my sheet.csv", PAIN)
    [question] = seen(path).questions({})
    assert seen(path).likely_answers() == {question.key: "leave out"}
    assert kept(path, {question.key: "Pain after"}).stiffness["score"].tolist() == [3, 5]


def test_the_site_that_is_chosen_is_read_alone(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "my sheet.csv", SITES)
    assert kept(path, {"site:Site": "knee"}).stiffness["score"].tolist() == [3, 3]


def test_a_load_is_in_the_unit_that_was_said(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "my sheet.csv", LOADS)
    log = kept(path, {"unit:Load": "lb"})
    assert log.sessions["load_kg"].round(2).tolist() == [2.27, 3.4]  # 5 and 7.5 times 0.4536
    assert log.clients == ("ann",)


@pytest.mark.parametrize(
    ("rows", "key", "name"),
    [(PAID, "status:Paid", "sessions"), (SLEEP, "score:Sleep", "stiffness")],
)
def test_our_own_columns_stay_what_they_are(
    tmp_path: Path, rows: Rows, key: str, name: str
) -> None:
    path = csv_file(tmp_path / "my sheet.csv", rows)
    with_answer = getattr(kept(path, {key: "leave out"}), name)
    plain = csv_file(tmp_path / f"{name}.csv", [row[:-1] for row in rows])
    alone = getattr(load_log(plain), name)
    assert alone["client"].nunique() == with_answer["client"].nunique() == 1
    assert with_answer.drop(columns="client").equals(alone.drop(columns="client"))


def test_what_was_done_is_no_matter_of_who_paid(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "my sheet.csv", PAID)
    looked = seen(path)
    [question] = looked.questions({})
    assert [choice.value for choice in question.choices] == ["leave out", "exercise"]
    statuses = kept(path, looked.likely_answers()).sessions["status"].astype(str)
    assert sorted(statuses) == ["done", "partial", "skipped"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Done?", ("yes", "no")),
        ("Practised", ("x", "-")),
        ("Therapist", ("Jo", "Kim")),
        ("Shoe size", (38, 39)),
    ],
)
def test_where_nothing_is_open_a_sheet_is_read_as_the_table_it_is(
    tmp_path: Path, header: str, cells: tuple[object, object]
) -> None:
    own = [[day, "bear rolls", cell] for day, cell in zip(DAYS, cells, strict=True)]
    rows: Rows = [["date", "exercise", header], *own]
    path = csv_file(tmp_path / "my sheet.csv", rows)
    looked = seen(path)
    assert looked.files == ()
    log = read_log(path, settings_at(path), as_of=None, on_problem="raise", looked=looked)
    said = "Its header is that of the table sessions, so it was read as that."
    assert said in log.remarks["repair"].tolist()
    assert len(log.sessions) == 2


def test_a_slip_in_a_header_of_ours_is_refused_by_its_name(tmp_path: Path) -> None:
    rows: Rows = [["date", "exercise", "Stauts"], [DAYS[0], "bear rolls", "skipped"]]
    with pytest.raises(DataError, match="Rename the header 'Stauts' to 'status'"):
        load_log(csv_file(tmp_path / "my sheet.csv", rows))


def test_of_many_files_only_the_open_one_is_asked_about(tmp_path: Path) -> None:
    csv_file(tmp_path / "ann.csv", [row[:3] for row in PAID])
    csv_file(tmp_path / "bob.csv", PAID)
    looked = seen(tmp_path)
    assert [file.shown for file in looked.files] == ["bob.csv"]
    log = load_log(tmp_path, on_problem="set aside")
    assert log.clients == ("ann",)
    assert log.unreadable["client"].tolist() == ["bob"]
    both = kept(tmp_path, looked.likely_answers())
    assert both.clients == ("ann", "bob")
    assert both.sessions.groupby("client", observed=True).size().tolist() == [3, 3]


def test_a_file_that_is_named_as_a_table_is_read_as_that(tmp_path: Path) -> None:
    """It is one of several tables of a log, which are no sheets to be asked about."""
    path = csv_file(tmp_path / "sessions.csv", PAID)
    assert seen(path).files == ()
    assert seen(tmp_path).files == ()


def test_a_second_column_of_yes_and_no_may_be_what_was_done(tmp_path: Path) -> None:
    rows: Rows = [
        ["date", "exercise", "Paid"],
        [DAYS[0], "bear rolls", "yes"],
        [DAYS[1], "down dog", "no"],
    ]
    log = kept(csv_file(tmp_path / "my sheet.csv", rows), {"status:Paid": "status"})
    assert log.sessions["status"].tolist() == ["done", "skipped"]


def test_a_score_of_the_program_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """The scale beside it says what it was turned from, which no recipe reads."""
    rows: Rows = [["date", "score", "stated_scale", "Sleep"],
            [DAYS[0], 5, "scores from 1 to 5 in a.csv", 7],
            [DAYS[1], 2.5, "scores from 1 to 5 in a.csv", 8]]  # fmt: skip
    assert seen(csv_file(tmp_path / "my sheet.csv", rows)).files == ()


JULY: Rows = [["Date", "Site", "Score"], ["2026-07-01", "knee", 2], ["2026-07-01", "upper back", 4]]


def test_tabs_of_one_table_are_asked_about_once_and_stay_one_persons(tmp_path: Path) -> None:
    path = book(tmp_path / "my log.xlsx", {"June": SITES, "July": JULY})
    looked = seen(path)
    assert [question.key for question in looked.questions({})] == ["site:Site"]
    log = kept(path, looked.likely_answers())
    assert log.clients == ("my log",)
    assert sorted(log.stiffness["score"]) == [4, 5, 6]


@pytest.mark.parametrize(
    "beside",
    [
        {"How stiff": [["date", "score"], [DAYS[0], 4]]},
        {"Plan": [["exercise", "start", "times_per_week"], ["bear rolls", DAYS[0], 3]]},
    ],
)
def test_a_workbook_of_several_tables_stays_a_log(tmp_path: Path, beside: dict[str, Rows]) -> None:
    """Its other tables say things that no recipe reads, such as what is prescribed."""
    path = book(tmp_path / "my log.xlsx", {"What I did": [[*r[:2], r[-1]] for r in PAID], **beside})
    assert seen(path).files == ()
    with pytest.raises(DataError, match="column Paid: found 'yes, no'"):
        load_log(path)


def test_what_was_done_is_taken_and_who_paid_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["date", "exercise", "Done?", "Paid"],
        [DAYS[0], "bear rolls", "yes", "no"],
        [DAYS[1], "down dog", "no", "yes"],
    ]
    path = csv_file(tmp_path / "my sheet.csv", rows)
    looked = seen(path)
    assert [question.key for question in looked.questions({})] == ["status:Paid"]
    log = kept(path, looked.likely_answers())
    assert log.sessions["status"].tolist() == ["done", "skipped"]


# a session that was skipped by a note alone counts as done, and is pointed out; ill, but done: not
@pytest.mark.parametrize("header", ["note", "Comment"])
def test_notes_that_nothing_was_done_are_pointed_out(tmp_path: Path, header: str) -> None:
    notes = ["", "skipped - ill", "did not do", "no pain", "skipped the last set", "ill", ""]
    rows = [["ann", f"2026-10-{day:02}", "down-dog", "" if note else 2, note]
            for day, note in enumerate([*notes, *(f"day {n}" for n in range(9))], 1)]  # fmt: skip
    path = csv_file(
        tmp_path / "sessions.csv", [["client", "date", "exercise", "sets", header], *rows]
    )
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert log.sessions["status"].eq("done").all()
    [told] = log.remarks[log.remarks["repair"].str.contains("counts as done")].to_dict("records")
    assert (told["line"], told["value"]) == (3, "skipped - ill")
    assert told["repair"].startswith("2 rows say so")


def test_a_column_under_a_sign_is_asked_about(tmp_path: Path) -> None:
    rows = [["2026-10-01", "down-dog", 2, "✓"], ["2026-10-02", "down-dog", 2, ""]]
    path = csv_file(tmp_path / "mine.csv", [["Date", "Exercise", "Sets", "✓"], *rows])
    assert [q.key for q in look(path, settings_at(path)).questions({})] == ["status:✓"]
