"""Commands where a stream is closed or a name is odd: a sentence and the right status, always."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis import cli
from mobility_analysis.commands.console import is_terminal, visible
from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.log.write.names import safe_name, safe_names
from mobility_analysis.report.folder import write
from mobility_analysis.report.folder.write import OVERVIEW, ReportError, write_report

SESSIONS = "client,date,exercise\nAna,2026-11-02,down-dog\nBen,2026-11-03,bear-rolls\n"
FAULTY = SESSIONS + "Ben,2026-11-04,down-dgo\n"


def log_in(folder: Path, sessions: str = SESSIONS, **tables: str) -> Path:
    folder.mkdir()
    for name, text in ({"sessions": sessions} | tables).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def in_shell(
    line: str, *words: str | Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which "$@" is the command."""
    command = [sys.executable, "-m", "mobility_analysis.cli", *map(str, words)]
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}", "bash", *command],
        capture_output=True, text=True, check=False, encoding="utf-8", env=env,
    )  # fmt: skip


@pytest.mark.parametrize(("sessions", "status"), [(SESSIONS, 0), (FAULTY, 1)])
def test_a_reader_that_has_enough_does_not_change_the_status(
    tmp_path: Path, sessions: str, status: int
) -> None:
    # "read" takes one line and ends, so that the next line meets a broken pipe.
    log = log_in(tmp_path / "log", sessions, stiffness="client,date,score\nAna,2026-11-02,4\n")
    for _ in range(3):
        found = in_shell('"$@" | (read -r line; exec 0<&-; sleep 0.1; echo "$line")', "check", log)
        assert found.returncode == status
        assert "sessions.csv" in found.stdout
        assert "Broken" not in found.stderr


def test_with_closed_input_nothing_is_asked_and_the_safe_answer_is_said(tmp_path: Path) -> None:
    log = log_in(tmp_path / "log", FAULTY)
    found = in_shell('"$@" <&-', "report", log, "--out", tmp_path / "out")
    assert found.returncode == 1
    assert "No: there is no terminal to ask at." in found.stderr
    assert not (tmp_path / "out").exists()


def test_with_closed_standard_error_the_tables_are_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    log = log_in(tmp_path / "log")
    found = in_shell('"$@" 2>&-', "report", log, "--out", out, "--only", "tables")
    assert found.returncode == 0
    assert (out / "Ben" / "tables" / "adherence_overall.csv").is_file()
    assert not is_terminal(None)


def test_a_letter_that_the_language_setting_cannot_write_is_named_with_its_repair(
    tmp_path: Path,
) -> None:
    log = log_in(tmp_path / "log", SESSIONS + "Zoë,2026-11-02,down-dog\n")
    out = tmp_path / "out"
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = ("report", log, "--out", out, "--only", "tables", "--jobs", "1")
    found = in_shell('"$@"', *words, env=plain)
    assert found.returncode == 1
    assert "(ascii) cannot write in the name of a folder: set PYTHONUTF8=1" in found.stderr
    assert (out / "Ana" / "tables").is_dir()
    repaired = in_shell('"$@"', *words, env=plain | {"PYTHONUTF8": "1"})
    assert repaired.returncode == 0
    assert (out / "Zoë" / "tables").is_dir()


@pytest.mark.parametrize("only", ["caseload", "tables"])
@pytest.mark.parametrize("where", ["", ".written"])
def test_where_nothing_may_be_written_it_is_said_once_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only: str, where: str
) -> None:
    out = tmp_path / "out"
    real = Path.mkdir

    def refuse(self: Path, *args: Any, **words: Any) -> None:
        if self == out / where:
            raise PermissionError(13, "Permission denied", str(self))
        real(self, *args, **words)

    log = log_in(tmp_path / "log")
    monkeypatch.setattr(Path, "mkdir", refuse)
    found = run("report", log, "--out", out, "--only", only, "--jobs", "1")
    assert found.exit_code == 1
    assert found.output.strip() == (
        f"{out / where}: Permission denied; allow writing there, or choose another folder with "
        "--out. Nothing was written."
    )


def test_where_the_disk_is_full_the_overview_is_no_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "index.html")

    log = log_in(tmp_path / "log")
    monkeypatch.setattr(write, "write_caseload", refuse)
    found = run("report", log, "--out", tmp_path / "out", "--only", "caseload")
    assert found.exit_code == 1
    assert "The overview of all clients could not be written. Put right what" in found.output
    assert "of 0" not in found.output


def test_an_overview_that_cannot_be_written_is_named_beside_the_clients(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "caseload.csv").mkdir(parents=True)
    with pytest.raises(ReportError) as raised:
        write_report(load_log(log_in(tmp_path / "log")), out, only="tables")
    assert [*raised.value.failed] == [OVERVIEW]
    assert "caseload.csv" in raised.value.failed[OVERVIEW]
    assert {*raised.value.folders} == {"Ana", "Ben"}


def test_a_target_for_a_log_whose_dated_rows_were_all_set_aside_is_no_error(tmp_path: Path) -> None:
    log = log_in(tmp_path / "log", "client,date,exercise\nAna,2026-13-40,down-dog\n")
    loaded = load_log(log, on_problem="set aside")
    assert with_targets(loaded, per_week=3).programme.empty
    found = run("report", log, "--yes", "--target-per-week", "3", "--out", tmp_path / "out")
    assert found.exit_code in (0, 1)
    assert "AttributeError" not in found.output


@pytest.mark.parametrize("client", ["\U00020000" * 60, "\U00020000" * 200, "ë" * 60, "a" * 300])
def test_a_long_name_fits_the_bytes_of_a_file_system(client: str, tmp_path: Path) -> None:
    [name] = safe_names([client]).values()
    for file in (name, f"tick-sheet-{name}.pdf", f".{name}.unfinished-file"):
        assert len(file.encode()) <= 255
        (tmp_path / file).touch()


def test_another_log_with_an_id_of_the_same_form_gets_another_folder() -> None:
    names = [safe_names([client])[client] for client in ("a b", "a/b", "a:b", "a\\b")]
    assert names[0] == "a-b"  # a blank is common: its folder keeps a plain name
    assert len(set(names)) == 4
    assert all(name.startswith("a-b-") for name in names[1:])


@given(st.text(min_size=1, max_size=80))
def test_a_name_without_a_code_shows_the_whole_id(client: str) -> None:
    [name] = safe_names([client]).values()
    assert len(name.encode()) <= 200
    if name == safe_name(client):
        assert len(name) == len(unicodedata.normalize("NFC", client))


def test_nothing_in_a_name_is_obeyed_by_the_terminal(tmp_path: Path) -> None:
    odd = "log\x1b[2J\x9b31m\u202e"
    log = log_in(tmp_path / odd, FAULTY)
    for words in (["check", log], ["report", log, "--yes", "--only", "tables"]):
        found = run(*words, *(["--out", tmp_path / f"{odd}-out"] if "report" in words else []))
        assert not set("\x1b\x9b\u202e\r") & set(found.output)
    assert visible("a\tb\nc\r\x07") == "a\tb\nc\ufffd\ufffd"


OWN = (
    "exercise,name,focus_areas\npelvic-tilt,Pelvic Tilt,pelvic floor\nslides,Scapular Slides,hips\n"
)


def test_a_clients_tables_have_no_area_that_only_others_train(tmp_path: Path) -> None:
    sessions = SESSIONS + "Ana,2026-11-04,pelvic-tilt\nCy,2026-11-04,slides\n"
    programme = "client,exercise,start,times_per_week\n" + "".join(
        f"{client},bear-rolls,2026-11-01,3\n" for client in ("Ana", "Ben", "Cy")
    )
    log = log_in(tmp_path / "log", sessions, exercises=OWN, programme=programme)
    out = tmp_path / "out"
    assert run("report", log, "--out", out, "--only", "tables", "--jobs", "1").exit_code == 0
    texts = {
        client: "".join(p.read_text(encoding="utf-8") for p in (out / client).rglob("*.csv"))
        for client in ("Ana", "Ben", "Cy")
    }
    has = {client: ("pelvic" in text, "hips" in text) for client, text in texts.items()}
    assert has == {"Ana": (True, False), "Ben": (False, False), "Cy": (False, True)}
    assert all("thoracic rotation" in text for text in texts.values())


def test_an_area_of_an_own_exercise_stays_in_the_log_of_one_person() -> None:
    log = log_from_tables(
        sessions=[{"date": "2026-11-02", "exercise": "down-dog"}],
        exercises=[{"exercise": "slides", "name": "Slides", "focus_areas": "hips"}],
    )
    assert "slides" in set(log.for_client("me").exercises["exercise"])


@pytest.mark.parametrize(("client", "is_named"), [("Ana", True), ("Ben", False)])
def test_a_repair_names_only_exercises_of_the_same_client(
    tmp_path: Path, client: str, is_named: bool
) -> None:
    sessions = f"{SESSIONS}Ana,2026-11-04,pelvic-tilt\n{client},2026-11-05,pelvic tiltt\n"
    found = run("check", log_in(tmp_path / "log", sessions, exercises=OWN))
    assert found.exit_code == 1
    assert ("Did you mean 'Pelvic Tilt' (pelvic-tilt)?" in found.output) is is_named
    assert "Or write it as the table exercises has it, or add a row there." in found.output


def test_a_target_names_no_exercise_of_clients_who_are_not_asked_for(tmp_path: Path) -> None:
    log = log_in(tmp_path / "log", SESSIONS + "Ana,2026-11-04,pelvic-tilt\n", exercises=OWN)
    words = ("report", log, "--target", "pelvic tit=3", "--out", tmp_path / "out")
    assert "Pelvic Tilt" in run(*words, "--client", "Ana").output
    assert "elvic-tilt" not in run(*words, "--client", "Ben").output
