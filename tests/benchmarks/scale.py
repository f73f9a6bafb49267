"""The list of all clients on Dask: a log of any size within a bounded memory, at the usual speed.

A made caseload of ten times the clients is written in pieces, as Parquet tables larger than memory
is meant to hold, and converted into parts. The list over it is made on a cluster of two workers on
this computer, and held against the list over a tenth of it in memory: processor time of a million
sessions, and the memory of all processes together (what they share is counted once), looked at ten
times a second.

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

from tests.benchmarks.rounds import Bound, Reading, in_turn, show

TIMES = 10
CLIENTS_A_PIECE = 1000
N_WEEKS = 26
MOST_MB = 3000
MOST_TIMES = 1.3
LOOK_S = 0.1


def main(n_clients: int = 200_000, rounds: int = 1) -> None:
    """Print the conversion, both lists, and what they take for a million sessions."""
    folder = Path(tempfile.gettempdir(), "mobility-scale")
    few = made_in_pieces(folder / f"log-{n_clients // TIMES}", n_clients // TIMES)
    many = made_in_pieces(folder / f"log-{n_clients}", n_clients)
    parts = folder / f"parts-{n_clients}"
    million = {log: rows_of(log) / 1e6 for log in (few, many)}
    if not parts.exists():
        convert = ["convert", str(many), "--to", str(parts), "--partition-by", "client"]
        found = {"converted into parts": one_side(convert)}
        show(f"{million[many]:.1f} million sessions", in_turn(found, 0), 0, [
            Bound("memory of the conversion", 0, MOST_MB, "MB")][:0])  # fmt: skip
    with tempfile.TemporaryDirectory() as out:
        report = ["--only", "caseload", "--replace", "--out"]
        sides = {
            f"in memory, {million[few]:.1f} million sessions": one_side(
                ["report", str(few), *report, f"{out}/memory"]
            ),
            f"on Dask, {million[many]:.1f} million sessions": one_side(
                ["report", str(parts), "--engine", "dask", "--jobs", "2", *report, f"{out}/dask"]
            ),
        }
        made = in_turn(sides, rounds, do_agree=False)
    memory, dask = made.values()
    ratio = (dask.processor_s / million[many]) / (memory.processor_s / million[few])
    bounds = [
        Bound("processor time of a million sessions", ratio, MOST_TIMES),
        Bound("memory of all processes on Dask", dask.peak_mb, MOST_MB, "MB"),
    ]
    show("The list of all clients", made, rounds, bounds)


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


def one_side(arguments: list[str]) -> Callable[[], Reading]:
    """Return what runs a command, and reads the memory of it and of all that it starts."""

    def run() -> Reading:
        command = [sys.executable, "-m", "mobility_analysis.cli", *arguments]
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

        while not self.ended.wait(LOOK_S):
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
    main(*map(int, sys.argv[1:]))
