"""Rounds of several sides in turn: seconds, memory and answers of each, and a table of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import sys
from pathlib import Path
from tests.made_caseload import make_caseload, make_interruptions
tables = make_caseload(int(sys.argv[1]), 26) | make_interruptions(int(sys.argv[1]), 26)
for table in sys.argv[3:]:
    tables[table].to_parquet(Path(sys.argv[2]) / f"{table}.parquet", index=False)
"""


class Reading(NamedTuple):
    """One run of one side."""

    seconds: float
    peak_mb: float
    answer: str
    processor_s: float = 0.0  # of all its threads: a second processor does not hide work


@dataclass
class Side:
    """All runs of one side."""

    readings: list[Reading] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(reading.seconds for reading in self.readings)

    @property
    def processor_s(self) -> float:
        return statistics.median(reading.processor_s for reading in self.readings)

    @property
    def peak_mb(self) -> float:
        return max(reading.peak_mb for reading in self.readings)


class Bound(NamedTuple):
    """A ratio that is asked for, and the most that it may be."""

    what: str
    ratio: float
    at_most: float
    unit: str = ""


def in_process(work: Callable[[], str]) -> Callable[[], Reading]:
    """Return a side that runs here; its memory is not looked at."""

    def run() -> Reading:
        start, begin = time.perf_counter(), time.process_time()
        answer = work()
        processor = time.process_time() - begin
        return Reading(time.perf_counter() - start, 0.0, answer, processor)

    return run


def in_new_process(*command: str) -> Callable[[], Reading]:
    """Return a side that is a command of Python's, from process start; its last line is its answer.

    The peak is that of the process itself; this one, from which it starts, must stay smaller.
    """

    def run() -> Reading:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as it is installed
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            lines = process.stdout.read().strip().splitlines()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            sys.exit(f"a side failed: {' '.join(command)[:300]}")
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        answer = lines[-1] if lines else ""
        return Reading(seconds, kilobytes / 1000, answer, usage.ru_utime + usage.ru_stime)

    return run


def in_turn(
    sides: Mapping[str, Callable[[], Reading]], rounds: int, *, do_agree: bool = True
) -> dict[str, Side]:
    """Run every side once to warm up, then all of them in turn, round after round.

    Every other round goes backwards, so that no side always runs after the same one: it makes a
    difference how much memory that one has just given back.

    Parameters
    ----------
    sides : mapping
        What runs each side, by its name.
    rounds : int
        How often each side is run after the first time.
    do_agree : bool
        Whether all answers must be the same; if they are not, the program ends with both.
    """
    found = {name: Side() for name in sides}
    answers: dict[str, str] = {}
    for turn in range(rounds + 1):
        for name in list(sides)[:: -1 if turn % 2 else 1]:
            reading = sides[name]()
            answers.setdefault(reading.answer, name)
            if turn or not rounds:
                found[name].readings.append(reading)
    if do_agree and len(answers) > 1:
        sys.exit("the sides disagree: " + "; ".join(f"{b}: {a}" for a, b in answers.items()))
    return found


def show(title: str, found: Mapping[str, Side], rounds: int, bounds: list[Bound]) -> None:
    """Print the medians and the ratios that are asked for, as one table."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{title}: medians of {rounds} rounds in turn, {os.cpu_count()} cores{load}")
    for name, side in found.items():
        each = " ".join(f"{reading.seconds:.3g}" for reading in side.readings)
        peak = f"{side.peak_mb:8,.0f} MB" if side.peak_mb else " " * 11
        peak += f" {side.processor_s:7.2f} s of processor" if side.processor_s else ""
        print(f"  {name:44} {side.seconds:9.3f} s {peak}   ({each})")
    for what, ratio, at_most, unit in bounds:
        word = "within" if ratio <= at_most else "ABOVE"
        print(f"  {what:44} {ratio:9.2f} {unit:2} {word} the bound of {at_most:g} {unit}".rstrip())


def caseload(n_clients: int, *tables: str) -> Path:
    """Return the folder of a made caseload in Parquet: made by another process, once.

    ``tables`` stand in it beside its sessions and its programme.
    """
    name = "-".join(("mobility-caseload", *tables, str(n_clients)))
    folder = Path(tempfile.gettempdir()) / name
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
            made = Path(unfinished) / "caseload"
            made.mkdir()
            in_new_process(
                "-c", MAKE, str(n_clients), str(made), "sessions", "programme", *tables
            )()
            made.rename(folder)
    return folder


def is_there(*modules: str) -> bool:
    """Tell whether modules can be imported; say so where one cannot."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        print(f"without {', '.join(missing)}: their side is left out")
    return not missing
