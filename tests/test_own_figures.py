"""What this program writes as figures is known by its header, and never read as a log."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.model import PROBLEM_COLUMNS
from mobility_analysis.log.read.apps import OWN_FIGURES, are_own_figures
from mobility_analysis.log.schema import TABLES
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.report.audit import COLUMNS
from mobility_analysis.report.contents import TABLE_FILES
from mobility_analysis.report.folder.anonymise import KEY_COLUMNS
from mobility_analysis.report.scale.datasets import table_schemas

DIARY = "Who,Day,What,Done?\nAnn,2026-11-20,Down Dog,yes\nBen,2026-11-22,Bear Rolls,yes\n"
FIGURES = {
    "caseload.csv": "\ufeffclient,reasons,new_reasons,gone_reasons,last_entry\nAnn,,,,2026-11-20\n",
    "weeks.csv": "client;week_start;n_days;score_mean\nAnn;2026-11-16;4;3,5\n",
    "extra.csv": "client,exercise,date,status,reason\nAnn,down-dog,2026-11-20,done,paused\n",
}


def test_every_table_of_a_report_is_known_and_none_of_a_log() -> None:
    schemas = table_schemas(ReportOptions(as_of=pd.Timestamp("2026-11-22")))
    assert {*schemas} == {*TABLE_FILES}
    assert [name for name, own in schemas.items() if not are_own_figures(own.names)] == []
    for header in (COLUMNS, (*PROBLEM_COLUMNS, "client"), KEY_COLUMNS, ("assumption",)):
        assert are_own_figures(header)
    for table in TABLES.values():
        assert not are_own_figures(table.column_names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log" / "tables").mkdir(parents=True)
    (tmp_path / "log" / "diary.csv").write_text(DIARY, encoding="utf-8")
    return tmp_path / "log"


def with_figures(folder: Path) -> None:
    for name, text in FIGURES.items():
        (folder / name).write_text(text, encoding="utf-8")
    pd.DataFrame({"client": ["Ann"], "lag_weeks": [0], "n_weeks": [9]}).to_parquet(
        folder / "tables" / "lags.parquet"
    )


@pytest.mark.parametrize("others", [(), ("cleo.csv",)])
def test_figures_beside_a_log_change_nothing_and_are_named(
    folder: Path, others: tuple[str, ...]
) -> None:
    for name in others:
        (folder / name).write_text("date,score\n2026-11-20,4\n", encoding="utf-8")
    before = load_log(folder)
    with_figures(folder)
    log = load_log(folder)
    assert log.clients == before.clients
    assert len(log.unreadable) == 0
    said = log.remarks.set_index("file")["repair"]
    assert {*said[said == OWN_FIGURES].index} == {*FIGURES}
    assert said["tables"] == "This folder is no table of the log and was left out."
    pd.testing.assert_frame_equal(log.account, before.account)


def test_a_report_into_the_folder_of_its_log_reads_the_same_log_again(folder: Path) -> None:
    words = ["report", str(folder), "--out", str(folder), "--only", "tables", "--yes"]
    first = CliRunner().invoke(main, words)
    assert first.exit_code == 0, first.output
    assert (folder / "caseload.csv").exists()
    before = (folder / "caseload.csv").read_bytes()
    again = CliRunner().invoke(main, words)
    assert again.exit_code == 0, again.output
    assert "caseload.csv: This is a table of figures" in again.output
    assert (folder / "caseload.csv").read_bytes() == before


def test_in_parts_they_are_left_out_too(folder: Path, tmp_path: Path) -> None:
    with_figures(folder)
    out = tmp_path / "parts"
    words = ["convert", str(folder), "--partition-by", "client", "--to", str(out)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "caseload.csv: This is a table of figures" in done.output


def test_named_as_the_log_they_are_refused(folder: Path) -> None:
    with_figures(folder)
    with pytest.raises(DataError, match=r"caseload\.csv: This is a table of figures"):
        load_log(folder / "caseload.csv")


def test_a_workbook_of_figures_is_left_out(folder: Path) -> None:
    unprescribed = {"client": "Ann", "exercise": "down-dog", "date": "2026-11-20"}
    weeks = {"client": "Ann", "week_start": "2026-11-16", "n_days": 4, "score_mean": 3.5}
    with pd.ExcelWriter(folder / "tables.xlsx") as book:
        pd.DataFrame([weeks]).to_excel(book, sheet_name="weeks", index=False)
        pd.DataFrame([{**unprescribed, "status": "done", "reason": "paused"}]).to_excel(
            book, sheet_name="extra", index=False
        )
    log = load_log(folder)
    assert (log.clients, len(log.unreadable)) == (("Ann", "Ben"), 0)
    said = log.remarks.set_index("file")["repair"]
    assert said["tables.xlsx"] == f"This file was left out: {OWN_FIGURES}"
