"""Movement checks as they are read: each is held to its test, and says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mobility_analysis.log import DataError, MobilityLog, load_log, log_from_tables
from mobility_analysis.log.findings import problem_sentence

SESSION = {"client": "ann", "date": "2026-03-02", "exercise": "down-dog"}
CHECK = {
    "client": "ann", "date": "2026-03-02", "test": "seated-rotation", "side": "left", "value": 42,
}  # fmt: skip
WALL_ANGEL = {
    "test": "wall-angel", "name": "Wall angel", "unit": "cm", "better": "lower", "lowest": 0,
    "highest": 60, "has_sides": "no",
}  # fmt: skip


def log_of(*checks: dict[str, Any], **tables: Any) -> MobilityLog:
    return log_from_tables(sessions=[SESSION], checks=list(checks), **tables)


def problem_of(*checks: dict[str, Any], **tables: Any) -> str:
    with pytest.raises(DataError) as error:
        log_of(*checks, **tables)
    assert len(error.value.problems) == 1
    return problem_sentence(error.value.problems.iloc[0])


def test_a_check_is_read_by_the_id_or_the_name_of_its_test() -> None:
    log = log_of(
        CHECK,
        CHECK | {"test": "Half-kneeling Rotation", "side": "R", "value": "45,5"},
        CHECK | {"test": "Named activity", "side": "", "value": 4, "activity": "look back"},
    )
    assert log.checks["test"].tolist() == [
        "seated-rotation", "half-kneeling-rotation", "named-activity",
    ]  # fmt: skip
    assert log.checks["side"].tolist() == ["left", "right", ""]
    assert log.checks["value"].tolist() == [42, 45.5, 4]
    assert log.checks["activity"].tolist() == ["", "", "look back"]


def test_a_log_without_checks_has_the_built_in_tests() -> None:
    log = log_from_tables(sessions=[SESSION])
    assert log.checks.empty
    assert log.tests["test"].tolist() == [
        "half-kneeling-rotation", "lumbar-locked-rotation", "named-activity", "seated-rotation",
    ]  # fmt: skip
    assert log.tests["detectable_change"].tolist() == [5.6, 5.6, 2.3, 5.6]
    assert log.tests["has_sides"].tolist() == ["yes", "yes", "no", "yes"]
    assert log.tests["better"].tolist() == ["higher"] * 4
    assert (log.tests["how"] != "").all()
    assert (log.tests["source"] != "").all()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            CHECK | {"value": 460},
            "found '460'; expected a number from 0 to 120 (degrees) for Seated rotation. Correct "
            "the value.",
        ),
        (
            CHECK | {"value": -1},
            "found '-1'; expected a number from 0 to 120 (degrees) for Seated rotation. Correct "
            "the value.",
        ),
        (
            CHECK | {"test": "named-activity", "activity": "look back", "value": 5},
            "found 'left'; expected an empty cell, since Named activity has no sides. Empty the "
            "cell, or name another test.",
        ),
        (
            CHECK | {"side": ""},
            "expected left or right, since Seated rotation has sides. Write left or right; each "
            "side has a row of its own.",
        ),
        (
            CHECK | {"test": "seated rotatoin"},
            "found 'seated rotatoin'; expected a movement test of the catalogue. Did you mean "
            "'Seated rotation' (seated-rotation)",
        ),
        (
            CHECK | {"test": "rotation"},
            "expected a movement test of the catalogue. Did you mean 'Seated rotation' "
            "(seated-rotation)",
        ),
        (
            CHECK | {"test": "zzz"},
            "Write one of: half-kneeling-rotation, lumbar-locked-rotation, named-activity, "
            "seated-rotation. Or add a row for it to the table tests (tests.csv in one folder with "
            "checks.csv, or a sheet of that name).",
        ),
        (
            CHECK | {"test": "named-activity", "side": "", "value": 3},
            "expected the activity that the client named. Write it in the column activity, alike "
            "each time",
        ),
        (CHECK | {"value": ""}, "expected a number. Fill in the cell, or delete the row."),
        (CHECK | {"test": ""}, "expected a movement test of the table tests"),
        (CHECK | {"side": "up"}, "found 'up'; expected one of: left, right"),
    ],
)  # fmt: skip
def test_a_row_that_no_test_allows_says_what_to_do(check: dict[str, Any], said: str) -> None:
    assert said in problem_of(check)


def test_all_faults_of_a_row_are_told_at_once_and_the_row_is_set_aside() -> None:
    bad = CHECK | {"test": "named-activity", "value": 11}
    log = log_of(CHECK, bad, on_problem="set aside")
    assert log.problems["column"].tolist() == ["side", "value", "activity"]
    assert len(log.checks) == 1
    account = log.account.set_index("table").loc["checks"]
    assert account[["rows_read", "rows_used", "rows_set_aside"]].tolist() == [2, 1, 1]


def test_a_test_of_ones_own_needs_no_code() -> None:
    check = CHECK | {"test": "wall angel", "side": "", "value": 12}
    log = log_of(check, tests=[WALL_ANGEL])
    assert log.checks["test"].tolist() == ["wall-angel"]
    own = log.tests.set_index("test").loc["wall-angel"]
    assert own[["name", "unit", "better", "has_sides"]].tolist() == [
        "Wall angel", "cm", "lower", "no",
    ]  # fmt: skip
    assert own["detectable_change"] != own["detectable_change"]  # none is published
    assert "from 0 to 60 (cm) for Wall angel" in problem_of(
        check | {"value": 61}, tests=[WALL_ANGEL]
    )


def test_a_row_of_ones_own_overrides_a_built_in_test_and_keeps_what_it_leaves_empty() -> None:
    own = {"test": "Seated rotation", "better": "higher", "highest": 90, "has_sides": ""}
    log = log_of(CHECK, tests=[own])
    row = log.tests.set_index("test").loc["seated-rotation"]
    assert (row["highest"], row["lowest"], row["detectable_change"]) == (90, 0, 5.6)
    assert row["has_sides"] == "yes"
    assert "from 0 to 90" in problem_of(CHECK | {"value": 95}, tests=[own])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([WALL_ANGEL, WALL_ANGEL], "expected one row for each test. Keep one of the rows of"),
        ([WALL_ANGEL | {"lowest": 70}], "expected a lowest value below the highest, 60"),
        ([WALL_ANGEL | {"detectable_change": 0}], "expected a detectable_change above 0"),
        ([WALL_ANGEL | {"better": ""}], "expected higher, lower"),
        ([WALL_ANGEL | {"better": "more"}], "expected one of: higher, lower"),
    ],
)
def test_a_faulty_test_of_ones_own_is_a_problem(rows: list[dict[str, Any]], said: str) -> None:
    assert said in problem_of(tests=rows)


def test_a_client_sees_no_test_that_only_another_uses() -> None:
    ben = SESSION | {"client": "ben"}
    check = CHECK | {"test": "wall-angel", "side": "", "value": 12}
    tables = {"sessions": [SESSION, ben], "checks": [check], "tests": [WALL_ANGEL]}
    log = log_from_tables(**tables)
    assert "wall-angel" in set(log["ann"].tests["test"])
    assert "wall-angel" not in set(log["ben"].tests["test"])
    assert len(log["ann"].checks) == 1
    assert log["ben"].checks.empty
    slip = check | {"client": "ben", "test": "wall angle"}
    with pytest.raises(DataError) as error:
        log_from_tables(**(tables | {"checks": [check, slip]}))
    assert "angel" not in str(error.value.problems["repair"].iloc[0])


def test_checks_and_tests_are_read_from_files_and_written_again(tmp_path: Path) -> None:
    from mobility_analysis.log.write.saving import save_log

    check = CHECK | {"test": "wall-angel", "side": "", "value": 12.5, "note": "by Jo"}
    log = log_of(CHECK, check, tests=[WALL_ANGEL])
    for form in ("csv", "parquet"):
        save_log(log, tmp_path / form, form=form)  # type: ignore[arg-type]
        again = load_log(tmp_path / form)
        assert again.checks.equals(log.checks)
        assert again.tests.equals(log.tests)


def test_a_table_of_tests_beside_many_logs_holds_for_all(tmp_path: Path) -> None:
    for client in ("ann", "ben"):
        (tmp_path / client).mkdir()
        (tmp_path / client / "stiffness.csv").write_text("date,score\n2026-03-02,4\n")
        (tmp_path / client / "checks.csv").write_text("date,test,value\n2026-03-02,wall angel,9\n")
    (tmp_path / "tests.csv").write_text("test,better\nwall-angel,lower\n")
    log = load_log(tmp_path)
    assert log.checks["client"].tolist() == ["ann", "ben"]
    (tmp_path / "tests.csv").unlink()
    for client, better in (("ann", "lower"), ("ben", "higher")):
        (tmp_path / client / "tests.csv").write_text(f"test,better\nwall-angel,{better}\n")
    log = load_log(tmp_path)
    assert log.clients == ("ann",)
    assert "'wall-angel' is defined in another way" in log.unreadable["reason"].iloc[0]


@pytest.mark.parametrize("name", ["tess", "test"])
def test_a_client_whose_name_is_like_the_table_of_tests_is_a_client(
    tmp_path: Path, name: str
) -> None:
    for client in (name, "ann"):
        book = openpyxl.Workbook()
        book.active.title = "stiffness"
        for row in (["date", "score"], ["2026-03-02", 4]):
            book.active.append(row)
        book.save(tmp_path / f"{client}.xlsx")
    assert load_log(tmp_path).clients == ("ann", name)


def test_a_header_that_speaks_of_a_value_or_an_activity_is_read_as_before(tmp_path: Path) -> None:
    (tmp_path / "march.csv").write_text(
        "date,exercise,activity,how\n2026-03-02,down-dog,gardening,at home\n"
    )
    log = load_log(tmp_path / "march.csv")
    assert log.sessions["exercise"].tolist() == ["down-dog"]
    assert {"activity", "how"} <= set(log.remarks["column"])


def test_a_bare_file_of_checks_alone_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "checks.csv").write_text(
        "date,test,side,value\n2026-03-02,seated-rotation,left,4\n"
    )
    with pytest.raises(DataError, match="There is no table days, sessions or stiffness"):
        load_log(tmp_path / "checks.csv")
