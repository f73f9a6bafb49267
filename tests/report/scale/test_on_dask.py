"""A report on Dask: the figures of memory, cell for cell; no fault loses or doubles anything."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from pyarrow import parquet

from mobility_analysis.log import DataError, MobilityLog, Scale, load_log, log_from_tables
from mobility_analysis.log.parts.manifest import LogInParts, read_manifest
from mobility_analysis.log.parts.partition import prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.contents import TABLE_FILES, Block
from mobility_analysis.report.folder.write import ReportError, write_report
from mobility_analysis.report.scale import work
from mobility_analysis.report.scale.cluster import workers
from mobility_analysis.report.scale.datasets import ABOUT, table_schemas
from mobility_analysis.report.scale.folder import place_digest
from mobility_analysis.report.scale.report import write_report_on_dask
from tests.damaged_logs import write_damaged_logs
from tests.strategies import Diary, build, diaries, part_of_the_examples

if TYPE_CHECKING:
    from distributed import Client

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
PATIENCE_S = 120


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Client]:
    """Two processes on this computer, for all tests of this file."""
    with workers(None, 2) as client:
        yield client


@pytest.fixture(scope="module")
def one_thread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A worker inside this process, which a test can change."""
    with inside(tmp_path_factory.mktemp("dask"), n_threads=1) as client:
        yield client


@contextmanager
def inside(folder: Path, *, n_threads: int) -> Iterator[Client]:
    """A worker of some threads inside this process, that listens to this computer only."""
    import dask
    from distributed import Client

    with (
        dask.config.set({"temporary-directory": str(folder)}),
        Client(
            processes=False,
            n_workers=1,
            threads_per_worker=n_threads,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            local_directory=str(folder),
        ) as client,
    ):
        yield client


def in_parts(log: MobilityLog, place: Path, n: int = 2) -> Path:
    with prepared_of_log(log, clients_a_part=n) as made:
        made.put(Place(place))
    return place


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose ids are texts, as in Parquet."""
    texts = dict.fromkeys(table.select_dtypes("category").columns, "str")
    return table.astype(texts).reset_index(drop=True)


@cache
def sample() -> MobilityLog:
    """The sample log, read once."""
    return load_log(SAMPLE)


@cache
def in_memory(log: MobilityLog, **options: Any) -> dict[str, pd.DataFrame]:
    """Every table that is a file, of each client's log alone, one client after the other."""
    contents = list(Block(log, log.clients, options_for(log, **options)).contents())
    return {
        name: pd.concat([plain(getattr(own, name)) for own in contents], ignore_index=True)
        for name in TABLE_FILES
    }


def some(*places: int) -> MobilityLog:
    """The log of some clients of the sample."""
    return sample()[[sample().clients[place] for place in places]]


def of_the_sample(log: MobilityLog) -> dict[str, pd.DataFrame]:
    """What memory makes of some clients of the sample: each is measured alone."""
    return {
        name: rows[rows["client"].isin(log.clients)].reset_index(drop=True)
        for name, rows in in_memory(sample()).items()
    }


def assert_same_tables(tables: dict[str, str], log: MobilityLog, **options: Any) -> None:
    """Compare all tables to the last digit, with their dtypes."""
    assert_are(tables, in_memory(log, **options))


def assert_are(tables: dict[str, str], wanted: dict[str, pd.DataFrame]) -> None:
    assert set(tables) == {"caseload", *wanted}
    for name, rows in wanted.items():
        found = pd.read_parquet(tables[name])
        pd.testing.assert_frame_equal(found, rows, check_exact=True, obj=name)


def assert_same_list(out: Path, log: MobilityLog, memory: Path, **options: Any) -> None:
    """Compare the list as it is written, byte for byte."""
    write_report(log, memory, only="caseload", **options)
    assert (out / "caseload.csv").read_bytes() == (memory / "caseload.csv").read_bytes()


@pytest.fixture(scope="module")
def parts_and_tables(
    tmp_path_factory: pytest.TempPathFactory, two_workers: Client
) -> tuple[Path, dict[str, str]]:
    """The sample in parts, and its tables made of them by two workers."""
    folder = tmp_path_factory.mktemp("sample")
    parts = in_parts(sample(), folder / "parts")
    return parts, write_report_on_dask(parts, folder / "out", only="tables", scheduler=two_workers)


def test_the_sample_on_two_workers_is_the_sample_in_memory(
    tmp_path: Path, two_workers: Client, parts_and_tables: tuple[Path, dict[str, str]]
) -> None:
    log = sample()
    parts, tables = parts_and_tables
    assert_same_tables(tables, log)
    write_report_on_dask(parts, tmp_path / "list", scheduler=two_workers)
    assert_same_list(tmp_path / "list", log, tmp_path / "memory")
    made = {path.name for path in (tmp_path / "list").iterdir()}
    assert made == {"index.html", "caseload.csv", "caseload.pdf", "caseload.png",
                    "caseload.parquet", "report.json"}  # fmt: skip
    assert "9 clients" in (tmp_path / "list" / "index.html").read_text(encoding="utf-8")


def test_what_is_stated_holds_as_in_memory(tmp_path: Path, one_thread: Client) -> None:
    log = load_log(SAMPLE, as_of="2026-09-30")
    parts = in_parts(log, tmp_path / "parts", 4)
    stated: dict[str, Any] = {
        "start": pd.Timestamp("2026-06-15"),
        "baseline_start": pd.Timestamp("2026-06-08"),
        "thresholds": Thresholds(silent_days=5, low_adherence=0.9),
        "compared_with": "the last appointment",
    }
    planned = with_targets(log, per_week=3, per_exercise={"down-dog": 2})
    tables = write_report_on_dask(
        parts, tmp_path / "out", only="tables", scheduler=one_thread, as_of="2026-09-30",
        per_week=3, per_exercise={"down-dog": 2}, **stated,
    )  # fmt: skip
    assert_same_tables(tables, planned, **stated)
    assert_same_list(tmp_path / "out", planned, tmp_path / "memory", **stated)
    said = (tmp_path / "out" / "assumptions.csv").read_text(encoding="utf-8")
    assert said == (tmp_path / "memory" / "assumptions.csv").read_text(encoding="utf-8")
    settings = '[thresholds]\nsilent-days = 5\nlow-adherence = "90%"\n'
    (parts / "mobility.toml").write_text(settings)
    write_report_on_dask(parts, tmp_path / "own", scheduler=one_thread)
    assert_same_list(
        tmp_path / "own", sample(), tmp_path / "usual", thresholds=stated["thresholds"]
    )


@given(diaries())
@part_of_the_examples(0.1)
def test_small_logs_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, one_thread: Client, diary: Diary
) -> None:
    log = build(diary)
    folder = tmp_path_factory.mktemp("diary")
    parts = in_parts(log, folder / "parts", 1)
    tables = write_report_on_dask(
        parts, folder / "out", only="tables", scheduler=one_thread, as_of=log.as_of
    )
    assert_same_tables(tables, log)


@pytest.mark.parametrize("name", ["sessions_clients_in_many_spellings", "many_logs"])
def test_what_could_be_read_of_damaged_logs_is_the_same(
    tmp_path: Path, one_thread: Client, name: str
) -> None:
    write_damaged_logs(SAMPLE, tmp_path)
    aside = load_log(tmp_path / name, on_problem="set aside")
    parts = in_parts(aside, tmp_path / "parts", 5)
    whole = load_log(parts)  # what is read of the same files in memory
    tables = write_report_on_dask(parts, tmp_path / "out", only="tables", scheduler=one_thread)
    assert_same_tables(tables, whole)
    assert_same_list(tmp_path / "out", whole, tmp_path / "memory")


def test_an_own_exercise_and_a_scale_are_said_as_in_memory(
    tmp_path: Path, one_thread: Client
) -> None:
    log = log_from_tables(
        sessions=[{"client": "ana", "date": "2026-11-02", "exercise": "cat-cow"},
                  {"client": "ben", "date": "2026-11-03", "exercise": "down-dog"}],
        stiffness=[{"client": name, "date": "2026-11-02", "score": 3} for name in ("ana", "ben")],
        exercises=[{"exercise": "cat-cow", "name": "Cat Cow", "focus_areas": "lumbar"}],
        scale=Scale(1, 5),
    )  # fmt: skip
    parts = in_parts(log, tmp_path / "parts", 1)
    tables = write_report_on_dask(parts, tmp_path / "out", only="tables", scheduler=one_thread)
    assert_same_tables(tables, log)
    assert_same_list(tmp_path / "out", log, tmp_path / "memory")
    said = (tmp_path / "out" / "assumptions.csv").read_bytes()
    assert said == (tmp_path / "memory" / "assumptions.csv").read_bytes()
    assert b"2 stiffness scores" in said


def test_every_part_has_the_same_columns_and_says_whose_it_is(
    parts_and_tables: tuple[Path, dict[str, str]],
) -> None:
    parts, tables = parts_and_tables
    held = {part.name: part for part in read_manifest(Place(parts)).parts}
    run = json.loads((parts.parent / "out" / "report.json").read_text())["run"]
    for folder in map(Path, tables.values()):
        files = sorted(folder.glob("*.parquet"))
        assert [file.stem for file in files] == list(held)
        schemas = [parquet.read_schema(file) for file in files]
        assert all(schema.equals(schemas[0]) for schema in schemas), folder.name
        for file, schema in zip(files, schemas, strict=True):
            said = json.loads(schema.metadata[ABOUT])
            assert said == {"run": run, "part": file.stem, "input": held[file.stem].fingerprint}
    log = sample()
    wanted = {**table_schemas(options_for(log))}
    assert {n: parquet.read_schema(next(Path(tables[n]).glob("*"))).types for n in wanted} == {
        n: schema.types for n, schema in wanted.items()
    }


def test_the_day_comes_from_statistics_alone(
    tmp_path: Path, one_thread: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = in_parts(sample(), tmp_path / "parts")
    held = read_manifest(Place(parts))
    with monkeypatch.context() as nothing_read:
        nothing_read.setattr(parquet, "read_table", None)
        nothing_read.setattr(parquet.ParquetFile, "read", None)
        days = [work.newest_day(held.place, part) for part in held.parts]
    assert max(day for day in days if day is not None) == sample().as_of
    table = parquet.read_table(parts / "part-00000" / "stiffness.parquet")
    parquet.write_table(table, parts / "part-00000" / "stiffness.parquet", write_statistics=False)
    with pytest.raises(DataError, match="has no statistics of its dates"):
        work.newest_day(held.place, held.parts[0])


@pytest.mark.parametrize("damaged", ["first byte", "name of a column", "last byte"])
def test_damage_in_the_foot_of_a_file_is_told_with_the_file(tmp_path: Path, damaged: str) -> None:
    (part,) = read_manifest(Place(in_parts(sample(), tmp_path, 9))).parts
    file = tmp_path / part.name / "stiffness.parquet"
    content = bytearray(file.read_bytes())
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    places = {"first byte": start, "name of a column": content.index(b"date", start)}
    content[places.get(damaged, -1)] ^= 1
    file.write_bytes(content)
    with pytest.raises(DataError) as error:
        work.newest_day(Place(tmp_path), part)
    assert str(error.value) == (
        f"{part.name}/stiffness.parquet is not as it was written: it is damaged, or was changed. "
        "Convert the log again, or put the file back."
    )


def test_workers_listen_to_this_computer_only(two_workers: Client) -> None:
    import psutil

    processes = [os.getpid(), *two_workers.run(os.getpid).values()]
    listening = {
        each.laddr.ip
        for process in processes
        for each in psutil.Process(process).net_connections()
        if each.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def kill_one(client: Client, when: Callable[[], bool]) -> threading.Thread:
    """End a worker by a signal it cannot hear, as soon as something is so."""
    process = next(iter(client.run(os.getpid).values()))

    def kill() -> None:
        end = time.monotonic() + PATIENCE_S
        while not when() and time.monotonic() < end:
            time.sleep(0.005)
        os.kill(process, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    tmp_path: Path, two_workers: Client
) -> None:
    log = some(*range(6))
    parts = in_parts(log, tmp_path / "parts", 1)
    out = tmp_path / "out"
    before = set(two_workers.run(os.getpid).values())
    first = kill_one(two_workers, (out / "caseload.parquet").is_dir)
    tables = write_report_on_dask(parts, out, only="tables", scheduler=two_workers)
    first.join()
    two_workers.wait_for_workers(2, timeout=PATIENCE_S)
    assert len(before & set(two_workers.run(os.getpid).values())) == 1
    assert_are(tables, of_the_sample(log))
    assert_same_list(out, log, tmp_path / "memory")


def end_once_after_writing(flag: str) -> None:
    """Let the next part that is written be the last deed of its worker."""
    from mobility_analysis.report.scale import work as there

    real = there.publish

    def publish(files: Any, of: Any) -> None:
        real(files, of)
        try:
            os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    there.publish = publish  # type: ignore[assignment]


def test_a_worker_that_ends_after_writing_a_part_counts_it_once(
    tmp_path: Path, two_workers: Client
) -> None:
    log = some(0, 1, 2)
    parts = in_parts(log, tmp_path / "parts", 1)
    two_workers.wait_for_workers(2, timeout=PATIENCE_S)
    two_workers.run(end_once_after_writing, str(tmp_path / "flag"))
    tables = write_report_on_dask(parts, tmp_path / "out", only="tables", scheduler=two_workers)
    assert (tmp_path / "flag").exists()
    assert_are(tables, of_the_sample(log))


@pytest.mark.parametrize("damage", ["cut short", "gone", "other rows"])
def test_a_part_that_cannot_be_read_is_named_with_its_rows_and_the_others_go_on(
    tmp_path: Path, one_thread: Client, damage: str
) -> None:
    parts = in_parts(some(*range(5)), tmp_path / "parts", 2)
    file = parts / "part-00001" / "sessions.parquet"
    if damage == "gone":
        file.unlink()
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:-100])
    else:
        parquet.write_table(parquet.read_table(file)[1:], file)
    out = tmp_path / "out"
    with pytest.raises(ReportError) as error:
        write_report_on_dask(parts, out, only="tables", scheduler=one_thread)
    held = read_manifest(Place(parts)).parts[1]
    assert list(error.value.failed) == ["part-00001"]
    said = error.value.failed["part-00001"]
    assert said.startswith(f"part-00001 (2 clients, {held.first!r} to {held.last!r}: sessions ")
    assert f"sessions {held.rows['sessions']:,} rows" in said
    found = "is not there" if damage == "gone" else "is not as it was written: it is damaged, or"
    assert f": part-00001/sessions.parquet {found}" in said
    assert said.endswith(" Convert the log again, or put the file back.")
    assert str(error.value) == "Of 1 part nothing was written: part-00001."
    mark = (out / "UNFINISHED.txt").read_text()
    assert "not complete" in mark
    assert "part-00001" in mark
    assert not (out / "report.json").exists()
    others = some(0, 1, 4)
    table = pd.read_parquet(out / "tables" / "adherence_overall.parquet")
    pd.testing.assert_frame_equal(table, of_the_sample(others)["adherence_overall"])
    listed = pd.read_csv(out / "caseload.csv")
    assert listed.loc[0, ["client", "reasons"]].tolist() == ["part-00001", "log unreadable"]
    assert set(listed["client"][1:]) == set(others.clients)


def test_a_folder_is_whole_again_after_the_part_is_put_right(
    tmp_path: Path, one_thread: Client
) -> None:
    log = some(0, 1)
    parts = in_parts(log, tmp_path / "parts", 1)
    file, out = parts / "part-00001" / "sessions.parquet", tmp_path / "out"
    content = file.read_bytes()
    file.write_bytes(b"")
    with pytest.raises(ReportError):
        write_report_on_dask(parts, out, only="tables", scheduler=one_thread)
    file.write_bytes(content)
    tables = write_report_on_dask(parts, out, only="tables", scheduler=one_thread)
    assert_are(tables, of_the_sample(log))
    assert not (out / "UNFINISHED.txt").exists()


def test_what_an_earlier_run_left_is_never_taken_for_a_result(
    tmp_path: Path, one_thread: Client
) -> None:
    out = tmp_path / "out"
    many = in_parts(some(0, 1, 2), tmp_path / "parts", 1)
    write_report_on_dask(many, out, only="tables", scheduler=one_thread)
    for path in sorted(many.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    fewer = some(0, 1)
    in_parts(fewer, many, 2)
    tables = write_report_on_dask(many, out, only="tables", scheduler=one_thread)
    assert len(list(Path(tables["run_chart"]).iterdir())) == 1
    assert_are(tables, of_the_sample(fewer))
    write_report_on_dask(many, out, scheduler=one_thread)
    assert not (out / "tables").exists()


def test_a_late_part_of_another_run_is_refused(tmp_path: Path, one_thread: Client) -> None:
    parts = in_parts(sample(), tmp_path / "parts", 5)
    out = tmp_path / "out"
    real = work.publish

    def late(files: Any, of: Any) -> None:
        Place(out).write(b"run: another", "UNFINISHED.txt")
        real(files, of)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "publish", late)
        with pytest.raises(ReportError) as error:
            write_report_on_dask(parts, out, scheduler=one_thread)
    assert set(error.value.failed) == {"part-00000", "part-00001"}
    assert "is written by another run by now" in error.value.failed["part-00000"]
    assert not list(out.rglob("*.parquet"))


def test_a_place_that_does_not_answer_is_not_taken_for_another_run(
    tmp_path: Path, one_thread: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = in_parts(sample(), tmp_path / "parts", 5)
    real = Place.read

    def read(place: Place, *names: str) -> bytes:
        if names == ("UNFINISHED.txt",):
            raise TimeoutError("no answer from ftp://ana:x/secret@clinic.example/log")
        return real(place, *names)

    monkeypatch.setattr(Place, "read", read)
    with pytest.raises(ReportError) as error:
        write_report_on_dask(parts, tmp_path / "out", scheduler=one_thread)
    said = error.value.failed["part-00000"]
    assert said.endswith("no answer from ftp://ana:***@clinic.example/log")


def test_a_file_that_nobody_wrote_leaves_the_folder_marked(
    tmp_path: Path, one_thread: Client
) -> None:
    parts = in_parts(sample(), tmp_path / "parts", 5)
    out = tmp_path / "out"

    def stray(n: int, _all: int) -> None:
        Place(out).write(b"", "caseload.parquet", f"part-{n + 900:05}.parquet")

    with pytest.raises(OSError, match=r"part-00901\.parquet is not as it was written"):
        write_report_on_dask(parts, out, scheduler=one_thread, progress=stray)
    assert (out / "UNFINISHED.txt").exists()
    assert not (out / "caseload.csv").exists()


def test_a_folder_is_told_from_others_and_not_by_its_password() -> None:
    addresses = ("ftp://ana:1@clinic/a@b/log", "ftp://ana:1@clinic/c@b/log",
                 "ftp://ana:2@clinic/a@b/log")  # fmt: skip
    digests = []
    for address in addresses:
        place = Place(address)
        vars(place)["_found"] = (None, address.split("clinic")[1])  # no server is asked
        digests.append(place_digest(LogInParts(place, ())))
    assert digests[0] == digests[2] != digests[1]


def test_nothing_else_is_replaced(tmp_path: Path, one_thread: Client) -> None:
    parts = in_parts(sample(), tmp_path / "parts", 5)
    out = tmp_path / "out"
    write_report(sample(), out, only="caseload")
    with pytest.raises(FileExistsError, match="and not as a report on this log"):
        write_report_on_dask(parts, out, scheduler=one_thread)
    assert not (out / "UNFINISHED.txt").exists()
    write_report_on_dask(parts, out, scheduler=one_thread, replace=True)
    assert (out / "report.json").exists()


def test_from_and_to_object_storage(tmp_path: Path, one_thread: Client) -> None:
    log = sample()
    with prepared_of_log(log, clients_a_part=4) as made:
        source = made.put(Place("memory://clinic/log")).place
    source.write(b'compared-with = "the last appointment"\n', "mobility.toml")
    write_report_on_dask("memory://clinic/log", "memory://clinic/out", scheduler=one_thread)
    out = Place("memory://clinic/out")
    out.copy_to(tmp_path / "copy")
    assert_same_list(tmp_path / "copy", log, tmp_path / "memory",
                     compared_with="the last appointment")  # fmt: skip
    assert {"index.html", "caseload.pdf"} <= set(out.sizes())
    Place("memory://clinic").remove()


def test_one_part_a_worker_whatever_its_threads(tmp_path: Path) -> None:
    at_once, most = [0], [0]
    real = work._done

    def counted(part: Any, of: Any) -> Any:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.05)
        made = real(part, of)
        at_once[0] -= 1
        return made

    parts = in_parts(sample(), tmp_path / "parts", 3)
    with (
        inside(tmp_path / "dask", n_threads=3) as client,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(work, "_done", counted)
        write_report_on_dask(parts, tmp_path / "out", scheduler=client)
    assert most == [1]


@pytest.mark.parametrize("only", ["pages", None])
def test_pages_are_not_made_on_dask(tmp_path: Path, only: Any) -> None:
    with pytest.raises(ValueError, match='only must be "caseload" or "tables"'):
        write_report_on_dask(tmp_path, tmp_path, only=only)
