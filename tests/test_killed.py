"""Whatever ends a run, and whenever: no half log, no half file for good, no process left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log, log_from_tables
from mobility_analysis.log.write.saving import save_log, write_whole
from tests.heard_signals import heard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
PATIENCE_S = 120
RUN = "from mobility_analysis.cli import main; main()"
KILLED_BETWEEN = """
import os, signal, sys
real = os.replace
def replace(source, target):
    real(source, target)
    if os.fspath(target).endswith("." + sys.argv[-1]):
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
"""


def until(is_so: object) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def workers_of(process: int) -> list[int]:
    """Processes that write for another; not the one that keeps its accounts."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process and b"spawn_main" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_the_one_that_started_it(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-c", RUN, "report", "--jobs", "2", "--out", str(tmp_path / "out")]
    with heard():
        started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with started as run:
        until(lambda: len(workers_of(run.pid)) == 2)
        workers = workers_of(run.pid)
        if number == signal.SIGKILL:  # while they write, too
            until(lambda: list((tmp_path / "out").glob("*/*")))
        run.send_signal(number)
        said = run.communicate(timeout=PATIENCE_S)[1] if number != signal.SIGKILL else ""
    until(lambda: not any(map(is_alive, workers)))
    if number == signal.SIGKILL:
        assert run.returncode == -signal.SIGKILL
    else:
        assert run.returncode == 1
        assert "Broken off: " in said
        assert "with --resume goes on from there" in said
        assert "Traceback" not in said
        assert not list(tmp_path.rglob("*.part"))


def example(folder: Path) -> Path:
    log = log_from_tables(
        sessions=[{"client": "ana", "date": "2026-11-02", "exercise": "down-dog"}],
        stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4}],
    )
    save_log(log, folder, form="csv")
    return folder


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_log_that_was_half_written_is_not_taken_for_whole(tmp_path: Path, form: str) -> None:
    log, half = example(tmp_path / "log"), tmp_path / "many" / "ben"
    command = [sys.executable, "-c", KILLED_BETWEEN + RUN, "convert", str(log), "--to", str(half)]
    run = subprocess.run([*command, "--form", form], check=False)
    assert run.returncode == -signal.SIGKILL
    assert (half / f"sessions.{form}").exists()
    assert not (half / f"stiffness.{form}").exists()
    with pytest.raises(DataError, match="found 'a part of a log'; expected all tables of a log"):
        load_log(half)
    example(tmp_path / "many" / "ana")
    many = load_log(tmp_path / "many", on_problem="set aside")
    assert many.clients == ("ana",)
    assert "delete UNFINISHED.txt and the tables beside it" in many.unreadable["reason"].item()
    for path in half.glob(f"*.{form}"):
        path.unlink()
    with pytest.raises(FileExistsError, match=r"broken off; nothing was written. Delete UNFIN"):
        save_log(load_log(log), half, form="csv" if form == "csv" else "parquet")
    (half / "UNFINISHED.txt").unlink()  # the repair that the sentence names
    save_log(load_log(log), half, form="csv" if form == "csv" else "parquet")
    assert load_log(half).clients == ("ana",)
    names = {f"{name}.{form}" for name in ("sessions", "stiffness", "exercises", "tests")}
    assert {path.name for path in half.iterdir()} == names


def test_a_log_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = load_log(example(tmp_path / "log"))
    real = os.replace

    def full(path: str, target: str) -> None:
        if Path(target).name == "stiffness.csv":
            raise OSError(28, "No space left on device")
        real(path, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        save_log(log, tmp_path / "out", form="csv")
    assert list((tmp_path / "out").iterdir()) == []


def test_half_files_of_ended_processes_go_and_those_of_others_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".index.html.{ended.pid}.part"
    kept = [tmp_path / f".index.html.{os.getppid()}.part", tmp_path / ".index.html.mine.part"]
    for path in (left, *kept):
        path.write_bytes(b"half")
    write_whole({tmp_path / "index.html": b"whole"})
    assert {path.name for path in tmp_path.iterdir()} == {"index.html", *(p.name for p in kept)}
