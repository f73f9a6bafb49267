"""The list of all clients on Dask: a log of any size within a bounded memory, at the usual speed.

A made caseload of ten times the clients is written in pieces, as Parquet tables, and converted into
parts. The list over it is made by two workers on this computer, and held against the list over a
tenth of it in memory: processor time of a million sessions, and the memory of all processes
together at its peak (what they share is counted once). Of the tenth, list and tables are made on
Dask as well, and must be those of memory: the list to the last byte, each table to the last cell.

``python -m tests.benchmarks.scale text [CLIENTS]`` converts a log in CSV, a third of it and all of
it: its memory may not grow with its rows.

Run: python -m tests.benchmarks.scale [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from tests.benchmarks.rounds import Bound, Reading, Side, in_turn, show

TIMES = 10
CLIENTS_A_PIECE = 1000
N_WEEKS = 26
MOST_MB = 3000
MOST_TIMES = 1.3
MOST_GROWTH = 1.2
FIRST_LOOK_S = 0.05  # of a process that ends soon, too
LOOK_S = 0.5
LIST = ("report", "--only", "caseload", "--replace")
ON_DASK = ("--engine", "dask", "--jobs", "2")


def main(n_clients: int = 200_000, rounds: int = 1) -> None:
    """Print the conversion, both lists, and what they take for a million sessions."""
    folder = Path(tempfile.gettempdir(), "mobility-scale")
    few = made_in_pieces(folder / f"log-{n_clients // TIMES}", n_clients // TIMES)
    many = made_in_pieces(folder / f"log-{n_clients}", n_clients)
    few_parts, many_parts = (log.with_name(log.name.replace("log", "parts")) for log in (few, many))
    million = {log: rows_of(log) / 1e6 for log in (few, many)}
    converted: dict[str, Side] = {}
    for log, parts in ((few, few_parts), (many, many_parts)):
        shutil.rmtree(parts, ignore_errors=True)
        made = one_side("convert", str(log), "--to", str(parts), "--partition-by", "client")
        converted |= in_turn({f"converted, {million[log]:.1f} million sessions": made}, 0)
    largest = max(side.peak_mb for side in converted.values())
    bounds = [Bound("memory of the conversion", largest, MOST_MB, "MB")]
    show("A log into parts", converted, 0, bounds)
    with tempfile.TemporaryDirectory() as out:
        memory, dask = Path(out, "memory"), Path(out, "dask")
        sides = {
            f"in memory, {million[few]:.1f} million sessions": one_side(
                *LIST, few, "--out", memory
            ),
            f"on Dask, {million[many]:.1f} million sessions": one_side(
                *LIST, many_parts, "--out", dask, *ON_DASK
            ),
        }
        lists = in_turn(sides, rounds, do_agree=False)
        one_side(*LIST, few_parts, "--out", dask, *ON_DASK)()
        if (memory / "caseload.csv").read_bytes() != (dask / "caseload.csv").read_bytes():
            sys.exit("the list on Dask is not that of memory")
    in_memory, on_dask = lists.values()
    ratio = (on_dask.processor_s / million[many]) / (in_memory.processor_s / million[few])
    bounds = [
        Bound("processor time of a million sessions", ratio, MOST_TIMES),
        Bound("memory of all processes on Dask", on_dask.peak_mb, MOST_MB, "MB"),
    ]
    show("The list of all clients", lists, rounds, bounds)
    with tempfile.TemporaryDirectory() as out:
        one_side("report", few_parts, "--only", "tables", "--out", out, *ON_DASK)()
        hold_tables(few, Path(out, "tables"))


def text(n_clients: int = 12_000) -> None:
    """Print the conversion of a log in CSV, and of one of three times the rows."""
    sides: dict[str, Side] = {}
    with tempfile.TemporaryDirectory() as folder:
        for n in (n_clients // 3, n_clients):
            log, n_rows = made_as_text(Path(folder, f"log-{n}"), n)
            made = one_side("convert", log, "--to", f"{log}-parts", "--partition-by", "client")
            sides |= in_turn({f"converted, {n_rows:,} rows of CSV": made}, 0)
    few, many = (side.peak_mb for side in sides.values())
    show("A log in CSV into parts", sides, 0, [Bound("memory by rows", many / few, MOST_GROWTH)])


def made_as_text(folder: Path, n_clients: int) -> tuple[Path, int]:
    """Make a caseload as CSV, and return its folder and how many rows it has."""
    from tests.made_caseload import make_caseload

    folder.mkdir()
    n_rows = 0
    for first in range(1, n_clients + 1, CLIENTS_A_PIECE):
        n = min(CLIENTS_A_PIECE, n_clients + 1 - first)
        made = make_caseload(n, N_WEEKS, first=first)
        for name in ("sessions", "stiffness", "programme"):
            path = folder / f"{name}.csv"
            made[name].to_csv(path, index=False, header=not path.exists(), mode="a")
            n_rows += len(made[name])
    return folder, n_rows


def hold_tables(log: Path, tables: Path) -> None:
    """Hold every table of every client to that of memory; the program ends where one differs."""
    import pandas as pd

    from mobility_analysis.log import load_log
    from mobility_analysis.measures.caseload.options import options_for
    from mobility_analysis.report.contents import TABLE_FILES, TABLES

    whole = load_log(log)
    options = options_for(whole)
    for name in (name for name in TABLE_FILES if name in TABLES):
        rows = TABLES[name].make(whole, options)
        texts = dict.fromkeys(rows.select_dtypes("category").columns, "str")
        found = pd.read_parquet(tables / f"{name}.parquet")
        pd.testing.assert_frame_equal(
            found, rows.astype(texts).reset_index(drop=True), check_exact=True, obj=name
        )
    print(f"Every table of {len(whole.clients):,} clients is that of memory, to the last cell.")


def made_in_pieces(folder: Path, n_clients: int) -> Path:
    """Return the folder of a made caseload, of which a thousand clients at a time were made."""
    import pyarrow as pa
    from pyarrow import parquet

    from tests.made_caseload import make_caseload

    if folder.is_dir():
        return folder
    unfinished = folder.with_name(f".{folder.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    writers: dict[str, parquet.ParquetWriter] = {}
    for first in range(1, n_clients + 1, CLIENTS_A_PIECE):
        n = min(CLIENTS_A_PIECE, n_clients + 1 - first)
        made = make_caseload(n, N_WEEKS, first=first)
        for name in ("sessions", "stiffness", "programme"):
            texts = made[name].select_dtypes("category").columns
            rows = pa.Table.from_pandas(made[name].astype(dict.fromkeys(texts, "str")))
            rows = rows.replace_schema_metadata(None)
            if name not in writers:
                path = unfinished / f"{name}.parquet"
                writers[name] = parquet.ParquetWriter(path, rows.schema, compression="zstd")
            writers[name].write_table(rows)
    for writer in writers.values():
        writer.close()
    unfinished.rename(folder)
    return folder


def rows_of(log: Path) -> int:
    """Return how many sessions a log has."""
    from pyarrow import parquet

    return int(parquet.read_metadata(log / "sessions.parquet").num_rows)


def one_side(*arguments: object) -> Callable[[], Reading]:
    """Return what runs a command, and reads the memory of it and of all that it starts."""

    def run() -> Reading:
        command = [sys.executable, "-m", "mobility_analysis.cli", *map(str, arguments)]
        start, before = time.perf_counter(), os.times()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with process, memory_of(process.pid) as peak:
            said, _ = process.communicate()
        after = os.times()
        if process.returncode:
            sys.exit(f"a side failed: {' '.join(command)[:300]}")
        processor = (after.children_user + after.children_system) - (
            before.children_user + before.children_system
        )
        seconds = time.perf_counter() - start
        return Reading(seconds, peak[0], said.splitlines()[-1], processor)

    return run


class memory_of:  # noqa: N801
    """Look again and again at the memory of a process and all that it started: the most, in MB."""

    def __init__(self, process: int) -> None:
        self.process, self.ended, self.most = process, Event(), [0.0]
        self.looking = Thread(target=self._look)

    def __enter__(self) -> list[float]:
        self.looking.start()
        return self.most

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.looking.join()

    def _look(self) -> None:
        import psutil

        pause = FIRST_LOOK_S
        while not self.ended.wait(pause):
            pause = min(2 * pause, LOOK_S)
            try:
                root = psutil.Process(self.process)
                family = [root, *root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            total = 0
            for each in family:
                try:
                    total += each.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied, AttributeError):
                    continue
            self.most[0] = max(self.most[0], total / 1e6)


if __name__ == "__main__":
    if sys.argv[1:2] == ["text"]:
        text(*map(int, sys.argv[2:]))
    else:
        main(*map(int, sys.argv[1:]))
