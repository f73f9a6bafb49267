"""Empty logs: what they hold, that they load, and that nothing is ever replaced."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.log.schema import CATALOGUES, LOG_TABLES, TABLES
from mobility_analysis.log.write.templates import write_csv_template, write_workbook_template


def test_csv_files_hold_headers_the_catalogue_and_the_codebook(tmp_path: Path) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in write_csv_template(tmp_path)}
    for name, table in ((name, TABLES[name]) for name in LOG_TABLES):
        header = [column.name for column in table.columns_to_fill_in]
        assert written[f"{name}.csv"].splitlines()[0] == ",".join(header)
    assert "stated_scale" not in written["stiffness.csv"]  # the program writes it
    assert len(written["exercises.csv"].splitlines()) == 7
    assert len(written["tests.csv"].splitlines()) == 5
    for column in (c for table in TABLES.values() for c in table.columns):
        assert f"`{column.name}`" in written["codebook.md"]


@pytest.mark.parametrize("write", [write_csv_template, write_workbook_template])
def test_a_template_that_is_filled_in_is_a_log(tmp_path: Path, write: object) -> None:
    write(tmp_path)  # type: ignore[operator]
    if write is write_csv_template:
        with (tmp_path / "sessions.csv").open("a", encoding="utf-8") as file:
            file.write("ann,2026-11-20,Bear Rolls,,,2,8,,,,fine,\n")
        log = load_log(tmp_path)
    else:
        book = openpyxl.load_workbook(tmp_path / "log.xlsx")
        for place, value in enumerate(
            ["ann", "2026-11-20", "Bear Rolls", None, None, 2, 8], start=1
        ):
            book["sessions"].cell(3, place, value)
        book.save(tmp_path / "log.xlsx")
        log = load_log(tmp_path / "log.xlsx")
    assert log.clients == ("ann",)
    assert log.sessions["exercise"].tolist() == ["bear-rolls"]
    assert log.sessions["sets"].tolist() == [2]
    assert log.stiffness.empty
    assert log.problems.empty


def test_the_example_rows_of_a_workbook_are_not_read_as_data(tmp_path: Path) -> None:
    write_workbook_template(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "log.xlsx")
    for name in ("sessions", "stiffness", "programme", "pauses", "events", "checks"):
        assert str(book[name]["A2"].value).startswith("# example")
    log = load_log(tmp_path / "log.xlsx")
    assert all(getattr(log, name).empty for name in LOG_TABLES if name not in CATALOGUES)
    assert log.clients == ()
    assert log.tests.equals(log_from_tables().tests)


def test_a_workbook_offers_what_a_cell_may_hold(tmp_path: Path) -> None:
    write_workbook_template(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "log.xlsx")
    rules = {
        (sheet.title, sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value): rule
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["sessions", "status"].formula1 == '"done,partial,skipped"'
    assert rules["stiffness", "moment"].formula1 == '"waking,before,after,evening"'
    score = rules["stiffness", "score"]
    assert (score.type, float(score.formula1), float(score.formula2)) == ("decimal", 0, 10)
    assert rules["sessions", "sets"].type == "whole"
    assert rules["sessions", "date"].type == "date"
    assert rules["sessions", "exercise"].formula1 == "exercises!$A$2:$A$200"
    assert rules["checks", "test"].formula1 == "tests!$A$2:$A$200"
    assert rules["checks", "side"].formula1 == '"left,right"'
    assert rules["tests", "better"].formula1 == '"higher,lower"'
    assert ("checks", "value") not in rules  # its limits are those of the test
    assert book["sessions"].freeze_panes == "A2"


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    one, two = write_workbook_template(tmp_path / "a"), write_workbook_template(tmp_path / "b")
    assert one[0].read_bytes() == two[0].read_bytes()


@pytest.mark.parametrize("write", [write_csv_template, write_workbook_template])
def test_a_file_that_is_there_is_never_replaced(tmp_path: Path, write: object) -> None:
    (tmp_path / "log.xlsx").write_bytes(b"mine")
    (tmp_path / "events.csv").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match=r"already holds .*; nothing was written"):
        write(tmp_path)  # type: ignore[operator]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["events.csv", "log.xlsx"]
