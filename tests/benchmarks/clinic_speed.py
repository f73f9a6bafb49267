"""A clinic's Monday: the list of all clients, and everybody's tables, against reading the log.

Sides are whole commands, from process start, and a bare loop that writes as many files of the same
bytes as the tables are. What one client's tables cost alone is held against what they cost when
100 clients are measured together. All ratios are of processor time.

Run: python -m tests.benchmarks.clinic_speed [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from mobility_analysis.log import load_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.report.contents import TABLES, Block, ClientContents, client_contents
from tests.benchmarks.rounds import (
    Bound,
    Reading,
    caseload,
    in_new_process,
    in_process,
    in_turn,
    show,
)

CHECK, LIST, ALL_TABLES, LOOP = (
    "check",
    "report --only caseload",
    "report --only tables",
    "bare loop",
)
ALONE, TOGETHER = "one client's tables", "100 clients' tables together"
N_TOGETHER = 100


def command(*words: str) -> Callable[[], Reading]:
    """Return a side that is a command, from process start."""
    return in_new_process("-m", "mobility_analysis.cli", *words)


def into_new_folder(side: Callable[[], Reading], out: Path) -> Callable[[], Reading]:
    """Return a side that finds nothing of what it wrote before; to remove that is not counted."""

    def run() -> Reading:
        shutil.rmtree(out, ignore_errors=True)
        return side()

    return run


def bare_loop(wanted: Path, out: Path) -> Callable[[], Reading]:
    """Return a side that writes as many files of the same bytes as lie in a folder."""
    files = {path.relative_to(wanted): path.read_bytes() for path in wanted.rglob("tables/*.csv")}
    folders = {path.parent for path in files}

    def write() -> str:
        for folder in folders:
            (out / folder).mkdir(parents=True)
        for path, content in files.items():
            (out / path).write_bytes(content)
        return str(len(files))

    return in_process(write)


def all_tables(contents: Iterable[ClientContents]) -> str:
    """Ask for every table of some clients."""
    return str(sum(len(getattr(each, name)) > 0 for each in contents for name in TABLES))


def of_one(log: MobilityLog) -> str:
    """Make every table of the first client alone."""
    return all_tables([client_contents(log, log.clients[0])])


def of_many(log: MobilityLog) -> str:
    """Make every table of the first clients together, and hand them out."""
    return all_tables(Block(log, log.clients[:N_TOGETHER], options_for(log)).contents())


def main(n_clients: int = 2000, rounds: int = 5) -> None:
    """Print the medians of each side, in turn, and the ratios that are bound."""
    folder = caseload(n_clients, "stiffness", "pauses", "events")
    with tempfile.TemporaryDirectory() as name:
        wanted, again, bare = (Path(name, each) for each in ("wanted", "tables", "bare"))
        command("report", str(folder), "--only", "tables", "--out", str(wanted))()
        tables = command("report", str(folder), "--only", "tables", "--out", str(again))
        sides = {
            CHECK: command("check", str(folder)),
            LIST: command(
                "report", str(folder), "--only", "caseload", "--out", str(Path(name, "list"))
            ),
            LOOP: into_new_folder(bare_loop(wanted, bare), bare),
            ALL_TABLES: into_new_folder(tables, again),
        }
        found = in_turn(sides, rounds, do_agree=False)
    check, listed, loop, all_of_them = (side.processor_s for side in found.values())
    bounds = [
        Bound("the list of check", listed / check, 2.5),
        Bound("tables of 3 bare loops and check", all_of_them / (3 * loop + check), 1),
    ]
    show(f"A clinic of {n_clients:,} clients", found, rounds, bounds)
    log = load_log(folder)
    sides = {ALONE: in_process(lambda: of_one(log)), TOGETHER: in_process(lambda: of_many(log))}
    found = in_turn(sides, rounds, do_agree=False)
    alone, together = (side.processor_s for side in found.values())
    share = together / min(N_TOGETHER, n_clients) / alone
    bounds = [Bound("a client's tables together of alone", share, 1 / 3)]
    show("Tables in a notebook", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
