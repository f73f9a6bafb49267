"""A list says of each log that could not be read which file it is, and why."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import load_log
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.words.caseload import describe_unreadable

WHY = (
    "Its client 'anna' is also in 'Anna.csv'. If that is one person, put all tables into one log; "
    "if not, rename 'anna.tsv'."
)


def folder_of(path: Path) -> Path:
    """Two rows of Anna, two of another Anna, two of Bob, none of Cai, and two other files."""
    path.mkdir()
    for name, tab in (("Anna.csv", ","), ("anna.tsv", "\t"), ("Bob.csv", ",")):
        rows = ["date,score", "2026-11-21,3", "2026-11-22,4"]
        (path / name).write_text("\n".join(rows).replace(",", tab), encoding="utf-8")
    (path / "Cai.csv").write_text("date,score\n", encoding="utf-8")
    for name in ("letter.docx", "photo.jpg"):
        (path / name).write_bytes(b"no table")
    return path


def test_the_list_names_the_file_and_why(tmp_path: Path) -> None:
    log = load_log(folder_of(tmp_path / "logs"))
    page = caseload_page(log, caseload_review(log), {}, as_of=log.as_of, thresholds=Thresholds())
    assert page.title == "Look first: 1 of 3 clients"
    assert page.period.endswith("4 rows read, 4 used, none set aside; 1 log could not be read")
    assert f"anna.tsv could not be read and is in no figure: {WHY}" in page.lead
    assert [r.words for r in page.lines[0].reasons] == ["log unreadable: anna.tsv"]
    assert [line.name.text for line in page.lines] == ["anna", "Anna", "Bob"]


def test_of_many_logs_the_first_are_named_and_the_others_counted() -> None:
    rows = [{"client": n, "file": f"{n}.csv", "reason": "1 problem."} for n in "abcdef"]
    said = describe_unreadable(pd.DataFrame(rows))
    assert said[0] == "a.csv could not be read and is in no figure: 1 problem."
    assert said[-1] == "2 more logs could not be read."
    assert describe_unreadable(pd.DataFrame(rows).assign(file="")) == ()


def test_report_counts_as_its_page_and_names_every_file(tmp_path: Path) -> None:
    logs, out = folder_of(tmp_path / "logs"), tmp_path / "out"
    asked = ["report", str(logs), "--yes", "--only", "caseload", "--out", str(out)]
    made = CliRunner().invoke(main, asked)
    assert made.exit_code == 1
    n_read = "the list of 2 clients, and 1 log that could not be read"
    assert f"Done: {n_read}, in {out}" in made.output
    said = (
        "Cai.csv: It holds no row",
        "photo.jpg",
        "letter.docx",
        f"(anna.tsv) could not be read: {WHY}",
    )
    assert [words for words in said if words not in made.output] == []


def test_with_yes_the_same_people_in_two_files_are_the_reason_and_no_bad_cell(
    tmp_path: Path,
) -> None:
    logs, out = tmp_path / "logs", tmp_path / "out"
    for name, first in (("a", "score\nAnn,2026-11-21,99"), ("b", "score\nAnn,2026-11-20,3")):
        log = logs / name
        log.mkdir(parents=True)
        rows = f"client,date,{first}\nBen,2026-11-22,4\nCai,2026-11-22,4\nAnn,2026-11-22,4\n"
        (log / "stiffness.csv").write_text(rows, encoding="utf-8")
    asked = ["report", str(logs), "--yes", "--only", "caseload", "--out", str(out)]
    made = CliRunner().invoke(main, asked)
    assert made.exit_code == 1
    assert "Going on without these: 1 row set aside." in made.output
    assert f"Done: the list of 3 clients, and 1 log that could not be read, in {out}" in made.output
    assert "b (b) could not be read: 3 of its clients are also in other logs, 'Ann'" in made.output
