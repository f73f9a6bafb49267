"""The list alone, and the list with pages for those to look at first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.report.folder import write
from mobility_analysis.report.folder.many import OLD_PICTURES
from mobility_analysis.report.folder.task import RECORDS
from mobility_analysis.report.folder.write import ReportError, write_report

LIST = {"index.html", "caseload.csv", "caseload.png", "caseload.pdf"}
HIGH, CALM = ("ana", "bo"), ("cy", "di")


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    days = pd.date_range("2026-11-01", periods=20).strftime("%Y-%m-%d")
    return log_from_tables(
        stiffness=[
            {"client": who, "date": day, "score": 9 if who in HIGH else 3}
            for who in (*HIGH, *CALM)
            for day in days
        ],
    )


def top(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {RECORDS}


def links(folder: Path) -> list[str]:
    html = (folder / "index.html").read_text(encoding="utf-8")
    return re.findall(r'href="([^"]+/summary\.html)"', html)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_list_alone_is_four_files(log: MobilityLog, tmp_path: Path) -> None:
    assert write_report(log, tmp_path, only="caseload") == {}
    assert top(tmp_path) == LIST
    assert links(tmp_path) == []
    listed = pd.read_csv(tmp_path / "caseload.csv")["client"].tolist()
    assert listed == caseload_review(log)["client"].tolist() == [*HIGH, *CALM]
    assert (tmp_path / "caseload.pdf").read_bytes().startswith(b"%PDF")


def test_the_list_is_that_of_a_whole_report(log: MobilityLog, tmp_path: Path) -> None:
    write_report(log, tmp_path / "list", only="caseload")
    write_report(log, tmp_path / "all", only="tables")
    alone, beside = ((tmp_path / name / "caseload.csv").read_bytes() for name in ("list", "all"))
    assert alone == beside


def test_what_was_set_aside_and_stated_stands_beside_the_list(tmp_path: Path) -> None:
    rows = [{"client": who, "date": "2026-11-02", "score": score}
            for who, score in (("ana", 14), ("ana", 4), ("bo", 3))]  # fmt: skip
    faulty = log_from_tables(stiffness=rows, on_problem="set aside")
    write_report(faulty, tmp_path, only="caseload", start=pd.Timestamp("2026-11-01"))
    assert top(tmp_path) == LIST | {"problems.csv", "assumptions.csv"}


def test_a_list_replaces_that_of_an_earlier_report_and_its_old_pictures(
    log: MobilityLog, tmp_path: Path
) -> None:
    write_report(log, tmp_path, only="tables")
    for name in OLD_PICTURES:
        (tmp_path / name).write_text("old", encoding="utf-8")
    write_report(log, tmp_path, only="caseload", resume=True, jobs=2)
    assert top(tmp_path) == LIST | {*HIGH, *CALM}
    assert links(tmp_path) == []


def test_the_folder_of_another_log_is_refused(log: MobilityLog, tmp_path: Path) -> None:
    (tmp_path / "caseload.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="holds pages already"):
        write_report(log, tmp_path, only="caseload")
    assert top(tmp_path) == {"caseload.csv"}
    assert (tmp_path / "caseload.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("look_first", "names"), [(1, HIGH[:1]), (3, (*HIGH, "cy")), (9, (*HIGH, *CALM))]
)
def test_pages_are_of_the_first_of_the_list(
    log: MobilityLog, tmp_path: Path, look_first: int, names: tuple[str, ...]
) -> None:
    folders = write_report(log, tmp_path, look_first=look_first, only="tables")
    assert tuple(folders) == names
    assert top(tmp_path) == {"caseload.csv", *names}
    assert len(pd.read_csv(tmp_path / "caseload.csv")) == 4


def test_without_a_number_pages_are_of_those_with_a_reason(
    log: MobilityLog, tmp_path: Path
) -> None:
    folders = write_report(log, tmp_path, look_first="reasons", only="tables")
    assert tuple(folders) == HIGH


def test_links_lead_only_to_pages_that_were_written(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = write.done_tasks

    def first_fails(tasks: Any, *, jobs: int) -> Any:
        for task, outcome in real(tasks, jobs=jobs):
            yield task, outcome._replace(failure="full" if task.client == "ana" else "")

    monkeypatch.setattr(write, "done_tasks", first_fails)
    with pytest.raises(ReportError, match="were not written: ana"):
        write_report(log, tmp_path, look_first=2, only="pages")
    assert links(tmp_path) == ["bo/summary.html"]
    assert (tmp_path / "bo" / "summary.html").is_file()


def test_looking_first_can_be_resumed(log: MobilityLog, tmp_path: Path) -> None:
    became: list[tuple[str, str]] = []
    for resume in (False, True):
        write_report(
            log, tmp_path, look_first=2, only="tables", resume=resume,
            progress=lambda *what: became.append(what),
        )  # fmt: skip
    assert [what for _, what in became] == ["written"] * 2 + ["there already"] * 2


@pytest.mark.parametrize(
    ("options", "message"),
    [({"look_first": 0}, 'look_first must be 1 or more, or "reasons", not 0'),
     ({"look_first": 2, "clients": ["ana"]}, "state it or clients, not both"),
     ({"look_first": 2, "only": "caseload"}, "state it or look_first, not both")],
)  # fmt: skip
def test_what_cannot_be_meant_together_writes_nothing(
    log: MobilityLog, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write_report(log, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_list_of_one_client_says_what_it_is(tmp_path: Path) -> None:
    file, out = tmp_path / "scores.csv", tmp_path / "out"
    file.write_text("client,date,score\nana,2026-11-02,4\n", encoding="utf-8")
    done = run("report", file, "--only", "caseload", "--out", out, "--yes")
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Done: the list of 1 client, in {out}\n")
    assert "without --only caseload that client's page is made" in done.output
    assert top(out) == LIST


def test_the_command_says_whom_it_wrote_pages_of(tmp_path: Path) -> None:
    file, out = tmp_path / "scores.csv", tmp_path / "out"
    rows = [f"{who},2026-11-{day:02},{score}"
            for who, score in (("ana", 9), ("bo", 3)) for day in range(1, 15)]  # fmt: skip
    file.write_text("\n".join(["client,date,score", *rows]), encoding="utf-8")
    done = run("report", file, "--look-first", "--only", "tables", "--out", out, "--yes")
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Done: the list of 2 clients, pages of 1 of them, in {out}\n")
    assert top(out) == {"ana", "caseload.csv"}


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--look-first", "0"), "'0' is no number of clients. Write 1 or more"),
     (("--look-first", "--client", "ana"), "--client by their names: state one of them"),
     (("--look-first", "2", "--only", "caseload"), "--look-first writes both: state one of them")],
)  # fmt: skip
def test_the_command_refuses_what_cannot_be_meant(words: tuple[str, ...], said: str) -> None:
    done = run("report", *words)
    assert done.exit_code == 2
    assert said in done.output
