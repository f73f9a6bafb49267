"""Many clients: several at once, past one that fails, broken off and taken up again."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.log.write import saving
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.report.contents import Block
from mobility_analysis.report.folder import client as client_tasks
from mobility_analysis.report.folder import many, write
from mobility_analysis.report.folder import task as one_task
from mobility_analysis.report.folder.many import done_tasks
from mobility_analysis.report.folder.options import WriteOptions
from mobility_analysis.report.folder.task import LOST, RECORDS, ClientTask, Note
from mobility_analysis.report.folder.write import ReportError, write_report
from tests.diaries import prescribed
from tests.quick_pages import made_quickly

PEOPLE = ("ana", "bo", "cy", "di")
LAST_DAY = pd.Timestamp("2026-11-20")
OPTIONS = ReportOptions(as_of=LAST_DAY)
TABLES_ONLY = WriteOptions(only="tables")


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    days = pd.date_range("2026-11-01", periods=20).strftime("%Y-%m-%d")
    return log_from_tables(
        sessions=[
            {"client": who, "date": day, "exercise": "down-dog"}
            for n, who in enumerate(PEOPLE)
            for day in days[:: n + 1]
        ],
        stiffness=[{"client": who, "date": day, "score": 4} for who in PEOPLE for day in days],
        programme=[prescribed() | {"client": who} for who in PEOPLE],
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def written(log: MobilityLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole report of two clients, for the tests that only look at it."""
    out = tmp_path_factory.mktemp("written")
    assert list(write_report(log, out, clients=PEOPLE[:2])) == list(PEOPLE[:2])
    return out


@pytest.fixture(scope="module")
def tables_of_all(log: MobilityLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of everybody, for the tests that look at them or take a copy."""
    out = tmp_path_factory.mktemp("tables")
    write_report(log, out, only="tables")
    return out


@pytest.fixture
def tables(tables_of_all: Path, tmp_path: Path) -> Path:
    """A copy of the tables of everybody, to be changed."""
    return Path(shutil.copytree(tables_of_all, tmp_path / "tables"))


def test_several_at_once_write_the_same_bytes(
    log: MobilityLog, written: Path, tmp_path: Path
) -> None:
    ticks: list[tuple[str, str]] = []
    again = write_report(
        log, tmp_path, clients=PEOPLE[:2], jobs=2, progress=lambda *became: ticks.append(became)
    )
    assert sorted(ticks) == [(who, "written") for who in PEOPLE[:2]]
    assert list(again) == list(PEOPLE[:2])
    assert bytes_of(written) == bytes_of(tmp_path)
    assert "ana/figures/02-stiffness-screen.png" in bytes_of(written)


def fail_for(monkeypatch: pytest.MonkeyPatch, client: str, error: Exception) -> None:
    real = client_tasks.write_client

    def write_client(contents: Any, *where: Any, tables: Any) -> list[Path]:
        if contents.client == client:
            raise error
        return real(contents, *where, tables=tables)

    monkeypatch.setattr(one_task, "write_client", write_client)


def test_a_client_that_fails_is_named_and_stops_no_other(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_for(monkeypatch, "bo", OSError(28, "No space left on device", "x.csv"))
    ticks: list[tuple[str, str]] = []
    with pytest.raises(
        ReportError, match="The pages of 1 of the clients were not written: bo"
    ) as e:
        write_report(log, tmp_path, only="tables", progress=lambda *became: ticks.append(became))
    said = "x.csv: No space left on device; make room, or choose another folder with --out"
    assert e.value.failed == {"bo": said}
    assert "Traceback" in e.value.__notes__[0]
    assert set(e.value.folders) == {"ana", "cy", "di"}
    assert ticks == [(who, "failed" if who == "bo" else "written") for who in PEOPLE]
    assert (tmp_path / "caseload.csv").exists()
    assert (tmp_path / "di" / "tables" / "stiffness_daily.csv").exists()
    assert not (tmp_path / RECORDS / "bo.json").exists()
    monkeypatch.undo()
    ticks.clear()
    write_report(
        log, tmp_path, only="tables", resume=True, progress=lambda *became: ticks.append(became)
    )
    assert dict(ticks) == dict.fromkeys(PEOPLE, "there already") | {"bo": "written"}


def test_a_folder_that_cannot_be_made_fails_for_its_client_alone(
    log: MobilityLog, tmp_path: Path
) -> None:
    (tmp_path / "bo").write_text("a file", encoding="utf-8")
    with pytest.raises(ReportError) as e:
        write_report(log, tmp_path, only="tables", replace=True)
    assert set(e.value.failed) == {"bo"}
    assert (tmp_path / "bo").read_text(encoding="utf-8") == "a file"
    assert (tmp_path / "cy" / "tables").is_dir()


def test_a_note_that_cannot_be_taken_back_fails_for_its_client_alone(
    log: MobilityLog, tmp_path: Path
) -> None:
    blocked = tmp_path / RECORDS / "bo.json"
    blocked.mkdir(parents=True)
    ticks: list[tuple[str, str]] = []
    with pytest.raises(ReportError) as e:
        write_report(log, tmp_path, only="tables", progress=lambda *became: ticks.append(became))
    assert set(e.value.failed) == {"bo"}
    assert e.value.failed["bo"].startswith(f"{blocked}: ")
    assert dict(ticks) == dict.fromkeys(PEOPLE, "written") | {"bo": "failed"}
    assert (tmp_path / "di" / "tables").is_dir()


def test_a_note_that_cannot_be_written_fails_for_its_client_alone(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = saving.write_whole

    def write_whole(contents: Mapping[Path, bytes], *, is_tidy: bool) -> None:
        for path in contents:
            if path.name == "bo.json":
                path.mkdir(parents=True)
        real(contents, is_tidy=is_tidy)

    monkeypatch.setattr(many, "write_whole", write_whole)
    with pytest.raises(ReportError) as e:
        write_report(log, tmp_path, only="tables")
    assert e.value.failed == {"bo": f"{tmp_path / RECORDS / 'bo.json'}: Is a directory"}
    assert (tmp_path / RECORDS / "di.json").is_file()


def test_a_report_broken_off_is_taken_up_without_redoing(
    log: MobilityLog, tables_of_all: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tables_of_all, tmp_path / "parts"

    def break_off(client: str, became: str) -> None:
        if client == "bo":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(log, parts, only="tables", progress=break_off)
    there = bytes_of(parts)
    assert {name.split("/")[0] for name in there} == {"ana", "bo", RECORDS}
    assert {name: whole.joinpath(name).read_bytes() for name in there} == there  # none is half
    fail_for(monkeypatch, "ana", AssertionError("done already"))
    ticks: list[tuple[str, str]] = []
    write_report(
        log, parts, only="tables", resume=True, progress=lambda *became: ticks.append(became)
    )
    assert dict(ticks) == {
        "ana": "there already", "bo": "there already", "cy": "written", "di": "written",
    }  # fmt: skip
    assert bytes_of(parts) == bytes_of(whole)


def resumed(log: MobilityLog, out: Path, **options: Any) -> dict[str, str]:
    ticks: list[tuple[str, str]] = []
    write_report(
        log, out, only="tables", resume=True, progress=lambda *b: ticks.append(b), **options
    )
    return {client: became for client, became in ticks if became == "written"}


def test_what_changed_is_written_again(log: MobilityLog, tables: Path) -> None:
    assert resumed(log, tables) == {}
    scores = log.stiffness.copy()
    scores.loc[scores["client"] == "cy", "score"] += 1
    changed = replace(log, stiffness=scores)
    assert list(resumed(changed, tables)) == ["cy"]
    (tables / "di" / "tables" / "unprescribed.csv").unlink()
    assert list(resumed(changed, tables)) == ["di"]
    (tables / RECORDS / "ana.json").write_text("{", encoding="utf-8")
    assert list(resumed(changed, tables)) == ["ana"]
    assert list(resumed(changed, tables, start=pd.Timestamp("2026-11-10"))) == list(PEOPLE)
    assert list(resumed(changed, tables, as_of=pd.Timestamp("2026-11-30"))) == list(PEOPLE)


@pytest.mark.parametrize("content", [b"", b"date", None], ids=["emptied", "cut", "other"])
def test_a_file_that_is_not_as_it_was_written_is_written_again(
    log: MobilityLog, tables: Path, content: bytes | None
) -> None:
    path = tables / "di" / "tables" / "unprescribed.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[::-1] if content is None else content)
    assert list(resumed(log, tables)) == ["di"]
    assert path.read_bytes() == whole
    assert resumed(log, tables) == {}


def test_without_resume_all_is_written(log: MobilityLog, tables: Path) -> None:
    ticks: list[tuple[str, str]] = []
    write_report(log, tables, only="tables", progress=lambda *became: ticks.append(became))
    assert ticks == [(who, "written") for who in PEOPLE]


def test_of_one_client_only_the_log_is_noted(log: MobilityLog, tmp_path: Path) -> None:
    write_report(log, tmp_path, clients=["ana"], only="tables")
    assert {path.name for path in tmp_path.iterdir()} == {"ana", RECORDS}
    assert [path.name for path in (tmp_path / RECORDS).iterdir()] == [".log.json"]


class Deadly:
    """What ends the process that unpacks it."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (1,)


def task_for(log: MobilityLog, out: Path, held: Any, *, name: str = "ana") -> ClientTask:
    """The tables of a client as a task; what stands for its fingerprint goes to the process."""
    [contents] = Block(log, ["ana"], OPTIONS).contents()
    tables = {"tiny.csv": b"client\n"}
    return ClientTask(contents, tables, Note(out, name, held), TABLES_ONLY)


def test_a_process_that_dies_is_an_outcome(log: MobilityLog, tmp_path: Path) -> None:
    task = task_for(log, tmp_path, Deadly())
    outcomes = list(done_tasks([task, task, task], jobs=2))
    assert [(done.client, o.failure) for done, o in outcomes] == [("ana", LOST)] * 3


class DeadlyOnce:
    """What ends the first process that unpacks it, and no other."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return end_once, (self.mark,)


def end_once(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        os._exit(1)


def test_a_process_that_dies_takes_no_other_client_along(log: MobilityLog, tmp_path: Path) -> None:
    held = ["", "", Deadly(), *[""] * 4, DeadlyOnce(tmp_path / "mark"), *[""] * 4]
    tasks = [task_for(log, tmp_path, what, name=f"c{n}") for n, what in enumerate(held)]
    outcomes = {task.note.name: outcome for task, outcome in done_tasks(iter(tasks), jobs=2)}
    names = {task.note.name for task in tasks}
    assert set(outcomes) == names
    assert {name: o.failure for name, o in outcomes.items() if o.failure} == {"c2": LOST}
    assert all((tmp_path / name / "tables").is_dir() for name in names - {"c2"})
    assert (tmp_path / "mark").exists()


class DeadlyWithLocks:
    """What ends the process that unpacks it while that looks at an event it shares with others."""

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        return end_with_locks, ()


def end_with_locks() -> None:
    for shared in [found for found in gc.get_objects() if isinstance(found, Event)]:
        shared._cond.acquire(timeout=5)  # type: ignore[attr-defined]
    os._exit(1)


def test_a_process_that_dies_with_a_lock_keeps_nobody_waiting(
    log: MobilityLog, tmp_path: Path
) -> None:
    task = task_for(log, tmp_path, DeadlyWithLocks())
    failures: list[str] = []
    run = Thread(
        target=lambda: failures.extend(o.failure for _, o in done_tasks([task], jobs=2)),
        daemon=True,
    )
    run.start()
    run.join(120)
    assert failures == [LOST]


class WhatIsHeld:
    """What notes the signals that never reach the process that unpacks it."""

    def __init__(self, note: Path) -> None:
        self.note = note

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return note_signals, (self.note,)


def note_signals(note: Path) -> None:
    note.write_text(repr(signal.pthread_sigmask(signal.SIG_BLOCK, ())), encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mask")
def test_no_process_hears_from_its_start_that_the_user_breaks_off(
    log: MobilityLog, tmp_path: Path
) -> None:
    task = task_for(log, tmp_path, WhatIsHeld(tmp_path / "note"))
    assert [outcome.failure for _, outcome in done_tasks([task], jobs=2)] == [""]
    assert "SIGINT" in (tmp_path / "note").read_text(encoding="utf-8")
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())  # this one does


class StoppedError(Exception):
    """What a stop becomes here."""


@pytest.fixture
def stops() -> Iterator[None]:
    """A stop is heard as an exception, however the tests themselves were started."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError

    before = [signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("stops")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("step", ["submit", "shutdown"])
def test_a_stop_while_processes_start_or_end_waits_for_that(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    real, passed = getattr(ProcessPoolExecutor, step), []

    def with_a_stop(*args: Any, **options: Any) -> Any:
        os.kill(os.getpid(), number)  # to the process: any of its threads may get it
        time.sleep(0.1)
        became = real(*args, **options)
        passed.append(step)
        return became

    monkeypatch.setattr(ProcessPoolExecutor, step, with_a_stop)
    busy = threading.Event()
    other = Thread(target=busy.wait)
    other.start()
    with pytest.raises(StoppedError):
        list(done_tasks([task_for(log, tmp_path, None)], jobs=2))
    busy.set()
    other.join()
    assert passed == [step]
    with pytest.raises(StoppedError):  # the next is heard as it was before
        signal.raise_signal(number)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"jobs": 0}, "jobs must be 1 or more, not 0"),
     ({"figure_size": "poster"}, "figure_size must be letter or slide, not 'poster'")],
)  # fmt: skip
def test_a_wrong_call_writes_nothing(
    log: MobilityLog, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write.write_report(log, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_figures_for_a_slide_are_as_wide_as_a_slide_and_have_its_shape(
    log: MobilityLog, tmp_path: Path
) -> None:
    from PIL import Image

    write_report(log, tmp_path, clients=["ana"], only="pages", figure_size="slide")
    sizes = {}
    for path in (tmp_path / "ana" / "figures").glob("*-screen.png"):
        with Image.open(path) as picture:
            sizes[path.name] = (picture.width / 100, picture.height / 100)
    assert "01-practice-and-stiffness-screen.png" in sizes
    # One that must hold more is drawn larger, in the same shape: it fills a slide all the same.
    assert min(width for width, _ in sizes.values()) == 12.0
    for width, height in sizes.values():
        assert width / height == pytest.approx(16 / 9, abs=0.01)


def test_the_numbers_of_each_plot_stand_in_the_tables_once(written: Path) -> None:
    figures = written / "ana" / "figures"
    assert [path.name for path in figures.glob("*.csv")] == ["numbers.csv"]
    numbers = pd.read_csv(figures / "numbers.csv")
    assert set(numbers["figure"]) == {path.stem for path in figures.glob("*.svg")}
    for name, place in zip(numbers["figure"], numbers["numbers"], strict=True):
        assert (figures / f"{name}.png").is_file()
        assert (figures / place).resolve().parent == (written / "ana" / "tables").resolve()
        assert (figures / place).is_file(), place
    of_stiffness = numbers.loc[numbers["figure"] == "02-stiffness", "numbers"].tolist()
    names = ("stiffness_daily", "stiffness_weekly", "stiffness_change")
    assert of_stiffness == [f"../tables/{name}.csv" for name in names]


def test_copies_of_tables_from_an_earlier_report_do_not_stay(
    log: MobilityLog, tmp_path: Path
) -> None:
    with made_quickly():
        write_report(log, tmp_path, clients=["ana"])
        old = tmp_path / "ana" / "figures" / "02-stiffness-weeks-rated.csv"
        old.write_text("client\nana\n", encoding="utf-8")
        write_report(log, tmp_path, clients=["ana"])
    assert not old.exists()


def test_what_was_stated_stands_beside_the_caseload(log: MobilityLog, tmp_path: Path) -> None:
    said = tmp_path / "assumptions.csv"
    stated = with_targets(log, per_week=3)
    write_report(stated, tmp_path, only="tables")
    [sentence] = stated.assumptions
    assert sentence.startswith("Plan as stated: 3 practice days a week")
    assert said.read_text(encoding="utf-8") == f'assumption\n"{sentence}"\n'
    write_report(log, tmp_path, only="tables")
    assert not said.exists()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"start": pd.Timestamp("2026-11-10"), "baseline_start": pd.Timestamp("2026-09-03")},
        {"benchmark": "asas"},
    ],
)
def test_the_caseload_has_the_figures_of_each_clients_own_tables(
    options: dict[str, Any], tmp_path: Path
) -> None:
    early = [
        {"client": "ana", "date": f"2026-09-{day:02}", "score": day % 5} for day in range(1, 29)
    ]
    late = [{"client": "ana", "date": f"2026-11-{day:02}", "score": 3.5} for day in range(1, 20)]
    done = ["2026-11-02", "2026-11-03", "2026-11-12", "2026-11-13"]
    log = log_from_tables(
        stiffness=[*early, *late, {**late[0], "client": "bo"}],
        sessions=[{"client": "ana", "date": day, "exercise": "down-dog"} for day in done],
        programme=[prescribed()],
    )
    write_report(log, tmp_path, only="tables", **options)
    row = pd.read_csv(tmp_path / "caseload.csv").set_index("client").loc["ana"]
    change = pd.read_csv(tmp_path / "ana/tables/stiffness_change.csv").iloc[0]
    names = ["baseline_mean", "recent_mean", "change_points", "verdict", "benchmark"]
    assert row[names].tolist() == change[names].tolist()
    overall = pd.read_csv(tmp_path / "ana/tables/adherence_overall.csv").iloc[0]
    names = ["adherence", "days_logged", "days_eligible"]
    assert row[names].tolist() == overall[names].tolist()
    said = [
        f"First day of {name}, as stated: {day}."
        for name, day in (
            ("adherence sums", "10 Nov 2026"), ("the stiffness baseline", "3 Sep 2026"),
        )
        if "start" in options
    ]  # fmt: skip
    for path in (tmp_path / "assumptions.csv", tmp_path / "ana/tables/assumptions.csv"):
        found = pd.read_csv(path)["assumption"].tolist() if path.exists() else []
        assert found == said


def test_half_files_of_a_report_that_was_killed_do_not_stay(
    log: MobilityLog, tmp_path: Path
) -> None:
    left = [tmp_path / "ana" / name for name in (".summary.pdf.7.part", "tables/.x.csv.7.part")]
    other = tmp_path / "ana" / "notes.part"
    for path in (*left, other):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half a", encoding="utf-8")
    write_report(log, tmp_path, clients=["ana"], only="tables", replace=True)
    assert not [path for path in left if path.exists()]
    assert other.exists()
