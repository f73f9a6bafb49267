"""A check as a notebook shows it: accounts, problems, and one small log a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.write.templates import write_workbook_template
from mobility_analysis.report.notebook.check.opened import open_check
from mobility_analysis.report.notebook.check.view import show_account, show_fault, show_problems
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.sample.faults import FAULT_KINDS, faulty_files, mended_files


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", FAULT_KINDS)
def test_each_faulty_log_has_one_fault_and_its_mended_form_none(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        load_log(written(tmp_path, faulty_files(kind)))
    assert len(raised.value.problems) == 1
    assert load_log(written(tmp_path, mended_files(kind))).problems.empty


def test_a_fault_is_shown_with_its_rows_message_repair_and_account() -> None:
    shown = str(show_fault(faulty_files("exercise"), mended_files("exercise"))).splitlines()
    assert shown[0] == "sessions.csv, as written:"
    assert shown[3].split()[:3] == ["3", "Jo", "2026-11-03"]
    assert "Did you mean 'Overhead Opener'" in shown[4]
    assert shown[-1] == "Then: 2 rows read, 2 used, 0 set aside."


def test_headers_stand_as_in_the_file_and_only_changed_files_are_shown() -> None:
    shown = str(show_fault(faulty_files("programme"), mended_files("programme")))
    assert "times_per_week" in shown
    assert "sessions.csv" not in shown


def test_a_log_without_a_fault_is_no_lesson() -> None:
    with pytest.raises(ValueError, match="this one has none"):
        show_fault(mended_files("score"), mended_files("score"))


def test_an_unknown_kind_of_fault_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="no fault 'colour'; there are exercise, score, date"):
        faulty_files("colour")


def test_a_clean_log_says_so_and_what_was_pointed_out() -> None:
    log = load_log(bundled_sample())
    first, twice, repeats = str(show_problems(log)).splitlines()
    assert first == "No row has a problem."
    assert twice.startswith("Kept, and pointed out: sessions.csv, line ")
    assert "found 'same exercise twice on 26 days'" in twice
    assert "found '5 rows repeat earlier rows exactly'" in repeats
    n_rows = len(log.sessions)
    assert f"sessions.csv     {n_rows:,}     {n_rows:,}              0" in str(show_account(log))


def test_many_problems_are_cut_after_twenty_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"Jo,2026-11-{day:02d},{day + 10}\n" for day in range(1, 26))
    written(tmp_path, {"stiffness.csv": "client,date,score\nJo,2026-10-31,3\n" + rows})
    lines = str(show_problems(load_log(tmp_path, on_problem="set aside"))).splitlines()
    assert lines[0] == "25 problems. The first repair:"
    assert "found '11'" in lines[1]
    assert lines[21] == "... and 5 more, in the copy below."


def test_the_account_of_a_workbook_names_its_tables(tmp_path: Path) -> None:
    write_workbook_template(tmp_path)
    shown = str(show_account(load_log(tmp_path))).splitlines()
    assert shown[1].split() == ["log.xlsx,", "table", "sessions", "0", "0", "0"]
    assert shown[-3].split() == ["log.xlsx,", "table", "exercises", "6", "6", "0"]
    assert shown[-1].split() == ["log.xlsx,", "table", "tests", "4", "4", "0"]


def stiffness(score: int) -> str:
    return f"date,score\n2026-11-02,{score}\n2026-11-03,{score}\n"


def test_what_is_alike_in_a_fault_is_said_once(tmp_path: Path) -> None:
    shown = str(show_fault({"stiffness.csv": stiffness(99)}, {"stiffness.csv": stiffness(9)}))
    assert shown.count("Correct the score.") == 1
    assert "The same in 1 more line: 3." in shown


def test_logs_that_cannot_be_read_are_named_and_what_is_alike_in_many_once(tmp_path: Path) -> None:
    scores = {"ann.csv": stiffness(4), "ben.csv": "", "cid.csv": stiffness(6)}
    check = open_check(written(tmp_path, scores))
    unreadable, fine, *remarks = str(show_problems(check.log)).splitlines()
    assert unreadable == (
        "ben (ben.csv) could not be read: found an empty file; expected a header and rows. "
        "Fill in the file."
    )
    assert fine == "No row has a problem."
    [read_as] = [line for line in remarks if "it was read as that" in line]
    assert read_as.endswith("The same in cid.csv.")
    check.offer_copy(tmp_path / "out")
    written_there = check._copy(tmp_path / "out").write()
    assert "02_remarks.csv, 02_unreadable.csv" in str(written_there)
