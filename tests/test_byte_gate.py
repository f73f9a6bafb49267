"""The gate sees a changed byte, a file too many or too few, and a changed answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.byte_gate import Case, compare_folders, first_difference, main, run_case, verdict
from tests.damaged_logs import damages, write_damaged_logs

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"


def pair(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> tuple[Path, Path]:
    for side, files in (("before", before), ("after", after)):
        for name, content in files.items():
            path = folder / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder / "before", folder / "after"


def test_the_same_bytes_are_the_same(tmp_path: Path) -> None:
    files = {"a/one.csv": b"1\n2\n", "b.png": b"\x89\xff"}
    found = compare_folders(*pair(tmp_path, files, files))
    assert verdict(found) == "same: 2 files, 6 bytes compared"


def test_a_changed_line_is_shown(tmp_path: Path) -> None:
    found = compare_folders(*pair(tmp_path, {"a.csv": b"1\n2\n"}, {"a.csv": b"1\n3\n"}))
    assert found.differences == ["differs: a.csv\n    @@ -2 +2 @@\n    -2\n    +3"]
    assert verdict(found).endswith("1 differ: 1 files, 4 bytes compared")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"\x89\xff\x00", b"\x89\xff\x01", "3 bytes before, 3 after; the first that differs: 2"),
        (b"\x89\xff", b"\x89\xff\x01", "2 bytes before, 3 after; the first that differs: 2"),
        (b"a\n", b"a\r\n", "2 bytes before, 3 after; the first that differs: 1"),
    ],
)
def test_a_change_that_is_no_line_is_placed(before: bytes, after: bytes, said: str) -> None:
    assert first_difference(before, after).strip() == said


def test_a_file_too_few_and_one_too_many_are_named(tmp_path: Path) -> None:
    found = compare_folders(*pair(tmp_path, {"a": b"", "b": b""}, {"a": b"", "c": b""}))
    assert found.differences == ["only before: b", "only after: c"]


def test_of_a_reports_own_note_only_the_fingerprint_may_differ(tmp_path: Path) -> None:
    names = ("out/.written/a.json", "out/a.json", "out/.written/b.json")
    before = dict.fromkeys(names, b'{"fingerprint": "0a1",\n"contents": 1}')
    after = dict.fromkeys(names, b'{"fingerprint": "0b2",\n"contents": 1}')
    after[names[2]] = b'{"fingerprint": "0b2",\n"contents": 2}'
    found = compare_folders(*pair(tmp_path, before, after)).differences
    assert [said.split("\n")[0] for said in found] == [
        "differs: out/.written/b.json", "differs: out/a.json",
    ]  # fmt: skip


def tree(folder: Path, program: str) -> Path:
    package = folder / "mobility_analysis"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "cli.py").write_text(program, encoding="utf-8")
    return folder


def test_a_changed_exit_status_and_a_changed_message_are_seen(tmp_path: Path) -> None:
    one = Case("check", ("check",))
    for side, program in (
        ("before", "raise SystemExit(0)"),
        ("after", "print('No.'); raise SystemExit(1)"),
    ):
        (tmp_path / side).mkdir()
        run_case(one, tmp_path / side, tree(tmp_path / f"{side}_tree", program))
    found = compare_folders(tmp_path / "before", tmp_path / "after")
    assert [line.split("\n")[0] for line in found.differences] == [
        "differs: out/check/exit_status.txt",
        "differs: out/check/stdout.txt",
    ]


def test_where_a_tree_and_its_folder_are_makes_no_difference(tmp_path: Path) -> None:
    program = "import os; print(os.getcwd(), __file__)"
    for side in ("before", "after"):
        (tmp_path / side).mkdir()
        run_case(Case("place", ()), tmp_path / side, tree(tmp_path / f"{side}_tree", program))
    assert compare_folders(tmp_path / "before", tmp_path / "after").differences == []
    said = (tmp_path / "before" / "out" / "place" / "stdout.txt").read_text(encoding="utf-8")
    assert said == "<FOLDER> <TREE>/mobility_analysis/cli.py\n"


def test_absent_real_files_are_said_and_other_trees_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = tmp_path / "absent"
    (tmp_path / "empty").mkdir()
    with pytest.raises((SystemExit, FileNotFoundError)):
        main([str(tmp_path / "empty"), str(ROOT), "--real", str(absent)])
    assert f"Skipped: the real files, as there is no folder {absent}." in capsys.readouterr().out


def test_damaged_logs_are_damaged_and_the_same_each_time(tmp_path: Path) -> None:
    names = write_damaged_logs(SAMPLE, tmp_path / "before")
    write_damaged_logs(SAMPLE, tmp_path / "after")
    assert compare_folders(tmp_path / "before", tmp_path / "after").differences == []
    assert names == [*damages(), "workbook.xlsx", "many_logs", "not_there"]
    for name, (table, damage) in damages().items():
        content = (SAMPLE / f"{table}.csv").read_bytes()
        assert damage(content) != content, name
