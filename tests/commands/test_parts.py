"""``convert --partition-by client`` and ``report --engine dask``, as they are typed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.commands import open as opening
from mobility_analysis.log.parts.partition import CLIENTS_A_PART
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import files
from tests.test_killed import is_alive, until, workers_of

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
RUN = "from mobility_analysis.cli import main; main()"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample log in parts of three clients."""
    folder = tmp_path_factory.mktemp("log") / "parts"
    done = run("convert", SAMPLE, "--to", folder, "--partition-by", "client",
               "--clients-per-part", 3)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert f"Done: 9 clients in 3 parts, in {folder}" in done.output
    assert f'mobility-analysis report "{folder}" --engine dask --only caseload' in done.output
    return folder


def test_the_command_cuts_as_many_clients_a_part_as_the_library() -> None:
    option = next(p for p in main.commands["convert"].params if p.name == "clients_per_part")
    assert option.default == CLIENTS_A_PART


def test_a_header_that_loses_a_table_says_so_before_it_is_left_out(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    (log / "sessions.csv").write_text("client,date,exercise\nana,2026-11-02,down-dog\n")
    rows = "client,date,score,when\n" + "ana,2026-11-02,4,\n" * 3
    for text, aside in ((rows, " (3 rows set aside)"), (rows[:23], "")):
        (log / "stiffness.csv").write_text(text)
        asked = run("convert", log, "--to", tmp_path / "whole")
        assert "found 'when'; expected 'moment', or a header unlike it. Rename" in asked.output
        assert f"Go on without all of stiffness.csv{aside}? No" in asked.output
        assert f"with --yes to go on without all of stiffness.csv{aside}." in asked.output


def test_rows_with_problems_are_asked_about_and_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    rows = "client,date,score,\nana,2026-11-02,4,sore\nana,2026-11-03,14,\nben,2026-11-03,5,\n"
    (log / "stiffness.csv").write_text(rows)
    whole = tmp_path / "whole"
    of_whole = run("convert", log, "--to", whole, "--yes")
    assert of_whole.exit_code == 0
    asked = run("convert", log, "--to", tmp_path / "parts", "--partition-by", "client")
    assert asked.exit_code == 1
    assert "Go on without these (1 row set aside)? No" in asked.output
    assert not (tmp_path / "parts").exists()
    done = run("convert", log, "--to", tmp_path / "parts", "--partition-by", "client", "--yes")
    assert done.exit_code == 0
    for said in (
        "  stiffness.csv: 3 rows read = 2 used + 1 set aside",
        "Note: stiffness.csv, column (column 4): This column has no header and was left out",
    ):
        assert f"\n{said}" in done.output
        assert f"\n{said}" in of_whole.output
    again = run("convert", whole, "--to", tmp_path / "parts", "--partition-by", "client")
    assert again.exit_code == 1
    assert "nothing was written. Name a new folder" in again.output


def test_a_client_of_whom_no_row_can_be_used_is_said_to_be_missing(tmp_path: Path) -> None:
    log = tmp_path / "stiffness.csv"
    log.write_text("client,date,score\nana,2026-11-02,4.5\nben,2026-11-03,14\n")
    words = ("convert", log, "--to", tmp_path / "parts", "--partition-by", "client", "--yes")
    done = run(*words)
    assert done.exit_code == 1, done.output
    assert "Done: 1 client in 1 part" in done.output
    assert "Note: 1 client of whom no row can be used: counted in no part." in done.output


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ({"sessions": "client,date,exercise\n"}, "0 clients in 0 parts"),
        ({"sessions": "client,date,exercise\n",
          "programme": "client,exercise,start,times_per_week\nana,down-dog,2026-11-02,3\n"},
         "1 client in 1 part"),
    ],
)  # fmt: skip
def test_a_log_in_which_nothing_is_logged_is_told_as_when_it_is_read_whole(
    tmp_path: Path, rows: dict[str, str], n: str
) -> None:
    log, parts = tmp_path / "log", tmp_path / "parts"
    log.mkdir()
    for name, text in rows.items():
        (log / f"{name}.csv").write_text(text)
    assert run("convert", log, "--to", tmp_path / "whole").exit_code == 0
    made = run("convert", log, "--to", parts, "--partition-by", "client")
    assert made.exit_code == 0, made.output
    assert f"Done: {n}, in {parts}" in made.output
    assert ("there is no client in it, so there is no part" in made.output) == (n[0] == "0")
    for words in (["report", log], ["report", parts, "--engine", "dask", "--only", "caseload"]):
        done = run(*words, "--out", tmp_path / "out")
        assert done.exit_code == 1, done.output
        assert "no session and no rating in" in done.output
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--only", "pages"], "--engine dask makes --only caseload or --only tables"),
        ([], "--engine dask makes --only caseload or --only tables"),
        (["--only", "tables", "--client", "Ben T"], "--client does not go with --engine dask"),
        (["--only", "tables", "--resume"], "--resume does not go with --engine dask"),
        (["--only", "caseload", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"], "state one"),
    ],
)
def test_what_dask_does_not_do_is_a_wrong_call(parts: Path, more: list[str], said: str) -> None:
    done = run("report", parts, "--engine", "dask", *more)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_wrong_calls_around_it_are_told(parts: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (["report", "--engine", "dask", "--only", "tables"], "needs a LOG in parts"),
        (["report", parts, "--scheduler", "tcp://127.0.0.1:1"], "add --engine dask"),
        (["report", "s3://bucket/log"], "an address is known only to --engine dask"),
        (["convert", "s3://bucket/log", "--to", "x"], "known only to --partition-by client"),
        (["convert", parts, "--to", tmp_path / "x", "--partition-by", "client", "--form", "csv"],
         "leave out --form csv"),
    ):  # fmt: skip
        done = run(*arguments)
        assert done.exit_code == 2, done.output
        assert said in " ".join(done.output.split())


@pytest.mark.parametrize(
    "words",
    [
        ["report"],
        ["report", SAMPLE, "--out"],
        ["convert", SAMPLE, "--to"],
        ["check"],
        ["import", "--into", "x"],
        ["import", SAMPLE / "days.csv", "--into"],
        ["lab"],
        ["lab", "no-log", "--notebooks"],
        ["new"],
        ["new", "x", "--for"],
    ],
)
def test_an_address_where_none_is_known_is_told_without_its_password(
    words: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words, "sftp://ana@clinic.example:sec/ret@127.0.0.1/log")
    assert done.exit_code == 2, done.output
    said = "sftp://ana@clinic.example:***@127.0.0.1/log: an address is known only to"
    assert said in " ".join(done.output.split())
    assert not [*tmp_path.iterdir()]


def test_a_log_that_is_not_in_parts_says_how_it_becomes_one(tmp_path: Path) -> None:
    done = run("report", SAMPLE, "--engine", "dask", "--only", "tables", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "convert LOG --to FOLDER --partition-by client" in done.output


def test_the_extra_that_is_missing_is_named(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("report", parts, "--engine", "dask", "--only", "caseload", "--out", tmp_path / "o")
    assert done.exit_code == 1
    assert 'pip install "mobility-analysis[scale]"' in done.output
    assert not (tmp_path / "o").exists()


def test_a_part_that_cannot_be_read_ends_with_status_1_and_no_trace_is_left(
    parts: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "temporary").mkdir()
    file = parts / "part-00002" / "stiffness.parquet"
    content, out = file.read_bytes(), tmp_path / "out"
    file.write_bytes(content[:100])
    command = [sys.executable, "-c", RUN, "report", str(parts), "--engine", "dask", "--only",
               "caseload", "--jobs", "2", "--out", str(out)]  # fmt: skip
    own = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    done = subprocess.run(
        command, cwd=tmp_path / "here", env=own, capture_output=True, text=True, check=False
    )
    file.write_bytes(content)
    assert done.returncode == 1
    assert "part-00002 (3 clients, " in done.stderr
    assert "1 part of 3 parts could not be done" in done.stderr
    assert "Traceback" not in done.stderr
    assert (out / "UNFINISHED.txt").exists()
    assert (out / "index.html").exists()
    assert not list((tmp_path / "here").iterdir())
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_a_report_that_is_stopped(
    parts: Path, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", RUN, "report", str(parts), "--engine", "dask", "--only",
               "tables", "--jobs", "2", "--out", str(out)]  # fmt: skip
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=own) as process:
        until((out / "UNFINISHED.txt").exists)
        started = workers_of(process.pid)
        process.send_signal(number)
        said = process.communicate(timeout=120)[1]
    assert started
    until(lambda: not any(map(is_alive, started)))
    assert (out / "UNFINISHED.txt").exists()
    if number == signal.SIGTERM:
        assert process.returncode == 1
        assert re.search(r"Broken off: \d of 3 parts done. .* is marked as not complete", said)
        assert "Traceback" not in said


def test_a_stop_before_anything_is_begun_is_no_error(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mobility_analysis.commands.parts.say_settings", break_off)
    words = ("report", parts, "--engine", "dask", "--only", "tables", "--out", tmp_path / "out")
    done = run(*words)
    assert (done.exit_code, done.output.strip()) == (1, "Aborted!")


@pytest.mark.parametrize("step", ["start", "end"])
def test_a_stop_while_the_workers_start_or_end_leaves_none(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Broken off there, Dask would say so in traces, and leave processes that nobody ends."""
    from distributed import LocalCluster

    name = {"start": "__init__", "end": "close"}[step]
    real, passed = getattr(LocalCluster, name), []

    def with_a_stop(*args: Any, **options: Any) -> Any:
        signal.raise_signal(signal.SIGTERM)
        became = real(*args, **options)
        passed.append(name)
        return became

    monkeypatch.setattr(LocalCluster, name, with_a_stop)
    out = tmp_path / "out"
    done = run("report", parts, "--engine", "dask", "--only", "tables", "--jobs", "1", "--out", out)
    assert done.exit_code == 1
    assert passed[:1] == [name], done.output
    if step == "start":
        assert "Broken off: 0 of 3 parts done. Nothing was written to " in done.output
        assert not out.exists()
    else:
        assert "Broken off: 3 of 3 parts done. " in done.output
    assert not workers_of(os.getpid())


VISITS = "Patient,Day of visit,Moves,Paid,Stiffness"


def visits(folder: Path, header: str = VISITS) -> Path:
    """A sheet in other columns, long enough to be looked at by its columns."""
    folder.mkdir()
    days = [f"2026-0{1 + n // 28}-{1 + n % 28:02}" for n in range(240)]
    rows = [f"{'abc'[n % 3]},{day},Bear Rolls,{'yes' if n % 4 else 'no'},{n % 11}"
            for n, day in enumerate(days)]  # fmt: skip
    (folder / "visits.csv").write_text("\n".join([header, *rows, ""]))
    return folder


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("read whole")

    monkeypatch.setattr(files, "find_logs", never)


@pytest.mark.usefixtures("never_whole")
def test_a_long_sheet_in_other_columns_is_asked_about_by_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = visits(tmp_path / "log")
    words = ["convert", str(log), "--to", str(tmp_path / "parts"), "--partition-by", "client"]
    refused = run(*words)
    assert refused.exit_code == 1
    assert "'Paid' holds yes and no (no, yes). What does it say?" in refused.output
    assert 'ignore = ["Paid"]' in refused.output
    assert refused.output.count("This is how it was understood") == 1
    monkeypatch.setattr(opening, "is_terminal", lambda _: True)
    done = CliRunner().invoke(main, words, input="\n")
    assert done.exit_code == 0, done.output
    assert "Done: 3 clients in 1 part" in done.output
    assert 'ignore = ["Paid"]' in (log / "mobility.toml").read_text()
    again = run(*words[:3], tmp_path / "again", *words[4:])
    assert again.exit_code == 0
    assert "understood" not in again.output


def test_what_is_said_of_a_long_sheet_is_said_of_it_whole(tmp_path: Path) -> None:
    for name, header in (("paid", VISITS), ("done", VISITS.replace("Paid", "Done?"))):
        log = visits(tmp_path / name, header)
        whole = run("convert", log, "--to", tmp_path / f"{name}-whole")
        parts = run("convert", log, "--to", tmp_path / f"{name}-parts", "--partition-by", "client")
        assert parts.exit_code == whole.exit_code
        said = parts.output.partition("\nDone:")[0]
        assert whole.output.startswith(said)
        assert said == whole.output or whole.exit_code == 0


@pytest.mark.usefixtures("never_whole")
def test_of_a_sheet_at_an_address_a_copy_is_cut(tmp_path: Path) -> None:
    there = Place("memory://clinic")
    log = visits(tmp_path / "log", VISITS.replace("Paid", "Done?"))
    there.write((log / "visits.csv").read_bytes(), "visits.csv")
    done = run("convert", there.address, "--to", tmp_path / "parts", "--partition-by", "client",
               "--clients-per-part", 1)  # fmt: skip
    there.remove()
    assert done.exit_code == 0, done.output
    assert "Done: 3 clients in 3 parts" in done.output


def test_a_long_sheet_of_one_person_is_shown_once(tmp_path: Path) -> None:
    log = visits(tmp_path / "log", VISITS.replace("Patient", "Place").replace("Paid", "Done?"))
    done = run("convert", log, "--to", tmp_path / "parts", "--partition-by", "client")
    assert "Done: 1 client in 1 part" in done.output
    assert done.output.count("This is how it was understood") == 1


@pytest.mark.parametrize("more", [["--partition-by", "client"], []])
def test_a_sheet_is_not_read_as_it_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    log = visits(tmp_path / "log", VISITS.replace("Paid", "Done?"))
    words = ["convert", str(log), "--to", str(tmp_path / "to"), *more]
    monkeypatch.setattr(opening, "is_terminal", lambda _: True)
    asked = ["n", "2", "14"]  # 'Day of visit' is a note, so that no column is a date
    done = CliRunner().invoke(main, words, input="\n".join([*asked, "6", ""]))
    assert done.exit_code == 1
    assert "visits.csv cannot be read so: found the columns 'Patient'" in done.output
    assert "expected a column of dates" in done.output
    assert "Nothing was made" in done.output
    assert not (tmp_path / "to").exists()
    assert not (log / "mobility.toml").exists()
    asked += ["2", "1", "n", "5", "14"]  # it is the date; 'Stiffness' is a note
    done = CliRunner().invoke(main, words, input="\n".join([*asked, "y", ""]))
    assert done.exit_code == 0, done.output
    assert "'Stiffness'    = a note" in done.output
    kept = (log / "mobility.toml").read_text()
    assert '{column = "Day of visit"' in kept
    assert 'columns = {note = "Stiffness"}' in kept
    assert "ratings" not in kept
