"""The benchmarks, at tiny sizes: that they run and that their sides agree, never their times."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_analysis import cli
from mobility_analysis.log import load_log
from mobility_analysis.log.write.saving import save_log
from tests.benchmarks import (
    caseload_speed,
    clinic_speed,
    contents_speed,
    desk_speed,
    growth,
    loading,
    notebook_speed,
    report_speed,
    rounds,
    scale,
    start_speed,
    stiffness_speed,
)


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_every_side_makes_the_same_adherence(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb", reason="the sides to compare with are not installed")
    pytest.importorskip("polars", reason="the sides to compare with are not installed")
    caseload_speed.main(n_clients=4, rounds=0)
    said = capsys.readouterr().out
    for name in ("this library", "DuckDB", "Polars"):
        assert f"\n  {name} " in said


def test_sides_that_disagree_end_the_program() -> None:
    sides = {"one": rounds.in_process(lambda: "1"), "other": rounds.in_process(lambda: "2")}
    with pytest.raises(SystemExit, match="the sides disagree: one: 1; other: 2"):
        rounds.in_turn(sides, 1)


def test_a_side_that_fails_ends_the_program() -> None:
    with pytest.raises(SystemExit, match=r"a side failed: -c import sys; sys\.exit"):
        rounds.in_new_process("-c", "import sys; sys.exit(3)")()


def test_a_side_in_a_new_process_answers_with_its_last_line() -> None:
    reading = rounds.in_new_process("-c", "print('first'); print('last')")()
    assert reading.answer == "last"
    assert 0 < reading.peak_mb < 10_000


def test_a_ratio_stands_beside_its_bound(capsys: pytest.CaptureFixture[str]) -> None:
    found = rounds.in_turn({"work": rounds.in_process(str)}, 3)
    bounds = [rounds.Bound("a", 0.5, 1), rounds.Bound("b", 41, 40, "ms")]
    rounds.show("Work", found, 3, bounds)
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert said[0][:7] == ["Work:", "medians", "of", "3", "rounds", "in", "turn,"]
    assert said[2] == ["a", "0.50", "within", "the", "bound", "of", "1"]
    assert said[3] == ["b", "41.00", "ms", "ABOVE", "the", "bound", "of", "40", "ms"]


def test_stiffness_slopes_agree_with_a_bare_loop(capsys: pytest.CaptureFixture[str]) -> None:
    stiffness_speed.main(n_clients=3, rounds=1)
    assert "bare loop of theilslopes" in capsys.readouterr().out


def test_the_other_benchmarks_run(capsys: pytest.CaptureFixture[str]) -> None:
    growth.main(n_clients=20, rounds=0)
    clinic_speed.main(n_clients=2, rounds=0)  # the smaller of both caseloads, made already
    loading.main(n_rows=50, rounds=1)
    start_speed.main(rounds=0)
    said = capsys.readouterr().out
    for bound in (
        "the list of check",
        "tables of 3 bare loops",
        "a client's tables together",
        "memory at its peak",
        "load_log of pyarrow",
        "--help of import click",
    ):
        assert bound in said


def test_tables_are_timed_against_an_older_commit(capsys: pytest.CaptureFixture[str]) -> None:
    if not (rounds.ROOT / ".git").exists():
        pytest.skip("there is no older commit here")
    contents_speed.main(rounds=0, n_clients=1, commit="HEAD")
    said = capsys.readouterr().out
    assert said.count("s of processor") == 2
    assert "of HEAD" in said


def test_as_many_blank_figures_are_saved_as_a_report_has_pictures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "one-rating.csv"
    log.write_text("date,score\n2026-11-02,4\n", encoding="utf-8")
    report_speed.main(rounds=0, log=log)
    said = capsys.readouterr().out
    # the page in two formats, one figure, of stiffness, in three, and two pictures to send
    assert said.startswith("Report, 7 pictures: medians of 0 rounds in turn")
    assert said.count("s of processor") == 3
    assert "one client's report: as many blank A4 figures" in said
    assert "one client's report: the same, with the dots of before" in said
    assert "all its files" in said


def test_bare_notebooks_pass_as_the_notebooks_do(capsys: pytest.CaptureFixture[str]) -> None:
    notebook_speed.main(rounds=0, only="02")
    assert "processor time of bare notebooks" in capsys.readouterr().out


def test_every_client_of_a_log_is_chosen_on_a_desk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = load_log(desk_speed.bundled_sample())
    save_log(log[["Amira K", "Ben T"]], tmp_path / "two")
    monkeypatch.setattr(desk_speed, "bundled_sample", lambda: tmp_path / "two")
    desk_speed.main(rounds=1)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["Amira", "Ben"]
    assert len(lines) == 3
    assert "the bound of 2 s" in lines[-1]


def test_the_list_and_the_tables_on_dask_are_those_of_memory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(*arguments: object) -> Callable[[], rounds.Reading]:
        def run() -> rounds.Reading:
            done = CliRunner().invoke(cli.main, [*map(str, arguments)], catch_exceptions=False)
            assert done.exit_code == 0, done.output
            return rounds.Reading(1.0, 1.0, "", 1.0)

        return run

    monkeypatch.setattr(scale, "one_side", here)
    # So few clients are one part: a second worker would have nothing to do.
    monkeypatch.setattr(scale, "ON_DASK", ("--engine", "dask", "--jobs", "1"))
    scale.main(n_clients=30, rounds=0)
    said = capsys.readouterr().out
    assert "processor time of a million sessions" in said
    assert "Every table of 3 clients is that of memory, to the last cell." in said
    scale.text(n_clients=6)
    assert "memory by rows" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="shared memory is counted once on Linux only")
def test_the_memory_of_all_processes_is_read() -> None:
    sample = Path(__file__).resolve().parents[1] / "data" / "sample"
    reading = scale.one_side("check", sample)()
    assert 0 < reading.processor_s < 60
    assert reading.peak_mb > 20
    assert reading.answer == "No problems found."
