"""Pages of one log are never replaced by those of another without being told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobility_analysis import cli
from mobility_analysis.log import load_log
from mobility_analysis.report.folder.write import write_report

HEADER = "client,date,exercise\n"


def run(*words: str | Path) -> Result:
    options = ("--only", "tables") if words[0] == "report" else ()
    return CliRunner().invoke(cli.main, [str(word) for word in (*words, *options)])


def log_of(folder: Path, *clients: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{client},2026-06-01,Down Dog\n" for client in clients)
    (folder / "sessions.csv").write_text(HEADER + rows, encoding="utf-8")
    return folder


def test_a_second_client_does_not_replace_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name, day in (("first client", "2026-06-01"), ("second client", "2026-06-02")):
        (tmp_path / f"{name}.csv").write_text(f"date,exercise\n{day},Down Dog\n", encoding="utf-8")
    assert run("report", tmp_path / "first client.csv", "--out", out).exit_code == 0
    table = out / "first-client" / "tables" / "adherence_overall.csv"
    before = table.read_bytes()

    refused = run("report", tmp_path / "second client.csv", "--out", out)
    assert refused.exit_code == 1
    assert "holds the report on another log, 'first client.csv'" in refused.output
    assert "--out" in refused.output
    assert "--replace" in refused.output
    assert not (out / "second-client").exists()

    told = run("report", tmp_path / "second client.csv", "--out", out, "--replace")
    assert told.exit_code == 0, told.output
    assert (out / "second-client").is_dir()
    assert table.read_bytes() == before
    assert "'first client' is not in this log any more" in told.output


def test_two_logs_of_one_name_in_two_places_are_two(tmp_path: Path) -> None:
    one, two = (log_of(tmp_path / place / "log", "Zoe") for place in ("a", "b"))
    assert run("report", one, "--out", tmp_path / "out").exit_code == 0
    assert run("report", one, "--out", tmp_path / "out").exit_code == 0
    assert run("report", two, "--out", tmp_path / "out").exit_code == 1
    assert run("report", two, "--out", tmp_path / "out", "--resume").exit_code == 1


def test_pages_of_which_nothing_is_known_stay(tmp_path: Path) -> None:
    mine = tmp_path / "out" / "Zoe" / "summary.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    refused = run("report", log_of(tmp_path / "log", "Zoe"), "--out", tmp_path / "out")
    assert refused.exit_code == 1
    assert "holds pages already (Zoe), and nothing says from which log" in refused.output
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_folder_with_a_user_s_own_files_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine", encoding="utf-8")
    done = run("report", log_of(tmp_path / "log", "Zoe"), "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_the_overview_is_always_of_this_log(tmp_path: Path) -> None:
    log, out = log_of(tmp_path / "log", "Ana", "Ben", "Zoe"), tmp_path / "out"
    run("report", log, "--out", out)
    log_of(log, "Ana", "Zoe")
    fewer = run("report", log, "--out", out)
    assert "Ben" not in (out / "caseload.csv").read_text(encoding="utf-8")
    assert f"'Ben' is not in this log any more; the pages in {out / 'Ben'} are of" in fewer.output
    log_of(log, "Ana")
    alone = run("report", log, "--out", out)
    assert alone.exit_code == 0, alone.output
    assert not (out / "caseload.csv").exists()
    assert (out / "Ben").is_dir()


def test_one_client_of_several_leaves_the_overview_of_all(tmp_path: Path) -> None:
    log, out = log_of(tmp_path / "log", "Ana", "Ben"), tmp_path / "out"
    run("report", log, "--out", out)
    before = (out / "caseload.csv").read_bytes()
    assert run("report", log, "--client", "Ana", "--out", out).exit_code == 0
    assert (out / "caseload.csv").read_bytes() == before


def test_a_client_gets_no_folder_of_one_who_is_gone(tmp_path: Path) -> None:
    log, out = log_of(tmp_path / "log", "a b"), tmp_path / "out"
    run("report", log, "--out", out)
    before = (out / "a-b" / "tables" / "adherence_overall.csv").read_bytes()
    log_of(log, "a/b")
    done = run("report", log, "--out", out)
    assert done.exit_code == 0, done.output
    assert (out / "a-b" / "tables" / "adherence_overall.csv").read_bytes() == before
    assert len([path for path in out.iterdir() if path.name.startswith("a-b")]) == 2


def test_write_report_says_the_same(tmp_path: Path) -> None:
    one = load_log(log_of(tmp_path / "one", "Zoe"))
    two = load_log(log_of(tmp_path / "two", "Zoe"))
    write_report(one, tmp_path / "out", only="tables")
    with pytest.raises(FileExistsError, match="the report on another log, 'one'"):
        write_report(two, tmp_path / "out", only="tables")
    write_report(two, tmp_path / "out", only="tables", replace=True)
