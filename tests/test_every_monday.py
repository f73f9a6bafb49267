"""A report that a scheduler runs: what it says, its bytes and its exit status, in a process."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.report.folder import news, write
from mobility_analysis.report.folder.news import digest_of_log

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
RATINGS = "client,date,score\nAnn,2026-11-20,4\nBen,2026-11-22,5\n"
NOTHING_NEW = "Nothing new since the last report: newest entry 22 Nov 2026."


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "stiffness.csv").write_text(RATINGS, encoding="utf-8")
    return tmp_path / "log"


def run(log: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a scheduler does: a process of its own, and nobody to ask."""
    command = [sys.executable, "-m", "mobility_analysis.cli", "report", str(log)]
    return subprocess.run(
        [*command, "--out", str(log.parent / "out"), "--only", "tables", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_nothing_new_is_said_with_the_same_bytes_and_status_0(log: Path) -> None:
    first = run(log)
    assert first.returncode == 0, first.stderr
    assert "Nothing new" not in first.stdout
    before = bytes_of(log.parent / "out")
    again = run(log)
    assert again.returncode == 0, again.stderr
    assert NOTHING_NEW in again.stdout
    assert bytes_of(log.parent / "out") == before


def test_a_wrong_call_is_2_and_a_problem_1(log: Path) -> None:
    assert run(log, "--silent-days", "no").returncode == 2
    (log / "stiffness.csv").write_text(RATINGS + "Ann,2026-11-21,14\n", encoding="utf-8")
    refused = run(log)
    assert refused.returncode == 1
    assert "found '14'" in refused.stderr
    assert not (log.parent / "out").exists()
    assert run(log, "--yes").returncode == 0


def in_process(log: Path, *words: str) -> str:
    out = str(log.parent / "out")
    done = CliRunner().invoke(main, ["report", str(log), "--out", out, "--only=tables", *words])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stiffness", RATINGS + "Ann,2026-11-21,3\n"),
        ("stiffness", RATINGS.replace("Ann,2026-11-20,4", "Ann,2026-11-20,5")),
        ("stiffness", RATINGS.replace("Ann", "Anna")),
        ("events", "client,date,kind,label\nAnn,2026-11-20,flare,fell\n"),
        ("pauses", "client,start,reason\nAnn,2026-11-20,ill\n"),
    ],
)
def test_whatever_changed_in_the_log_is_new(log: Path, name: str, text: str) -> None:
    before = digest_of_log(load_log(log))
    (log / f"{name}.csv").write_text(text, encoding="utf-8")
    assert digest_of_log(load_log(log)) != before


@pytest.mark.parametrize("n_days", [3, news.FEW_CELLS + 1])
def test_a_text_of_few_rows_or_many_that_changed_is_new(n_days: int) -> None:
    days = pd.date_range("2022-01-03", periods=n_days).strftime("%Y-%m-%d")
    rows = [{"date": day, "score": 4, "note": ""} for day in days]
    digests = []
    for note in ("", "slept badly", "slept well", ""):
        rows[1]["note"] = note
        digests.append(digest_of_log(log_from_tables(stiffness=rows)))
    assert digests[0] == digests[-1]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("--silent-days", "10"),
        ("--as-of", "2026-11-21"),
        ("--client", "Ann"),
        ("--from", "2026-11-20"),
        ("--compared-with", "the last appointment"),
        ("--target-per-week", "3"),
        ("--greyscale",),
    ],
)
def test_other_options_are_new(log: Path, words: tuple[str, ...]) -> None:
    out = log.parent / "out"
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(news, "is_known", lambda digest, _: bool(asked.append(digest)))
        patch.setattr(write, "write_report", lambda *_, **__: {"Ann": out / "Ann"})
        in_process(log)
        in_process(log, *words)
        in_process(log, *words)
    first, other, again = asked
    assert first != other == again


def test_settings_that_changed_are_new(log: Path) -> None:
    in_process(log)
    (log / "mobility.toml").write_text("[thresholds]\nsilent-days = 10\n", encoding="utf-8")
    assert "Nothing new" not in in_process(log)


def test_rows_in_another_order_are_nothing_new(log: Path) -> None:
    before = digest_of_log(load_log(log))
    head, *rows = RATINGS.splitlines()
    (log / "stiffness.csv").write_text("\n".join([head, *rows[::-1], ""]), encoding="utf-8")
    assert digest_of_log(load_log(log)) == before


def test_a_report_that_failed_is_not_taken_for_the_last(log: Path) -> None:
    (log.parent / "out").mkdir()
    (log.parent / "out" / "Ann").write_text("in the way", encoding="utf-8")
    failed = run(log, "--replace")
    assert failed.returncode == 1
    assert "1 of 2 clients could not be written: Ann." in failed.stderr
    (log.parent / "out" / "Ann").unlink()
    assert "Nothing new" not in in_process(log)


def test_the_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "stiffness.csv").write_text(RATINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"mobility-analysis (report \S*logs .*?--resume)", README)
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line.replace("C:\\clinic\\", ""))
        done = CliRunner().invoke(main, [*words, "--only", "tables"])
        assert done.exit_code == 0, done.output
    assert NOTHING_NEW in done.output
    assert "2 clients were there already (--resume)." in done.output
    (task,) = re.findall(r'/TR "(.*?)"', README)
    assert len(task) <= 261  # more is refused


def test_the_help_names_the_statuses() -> None:
    said = " ".join(CliRunner().invoke(main, ["report", "--help"]).output.split())
    assert "0 when all is written, or nothing was new; 1 when the log has a problem" in said
