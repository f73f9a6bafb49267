"""Time and memory of ten times the clients: tables of adherence, and the list, from process start.

Each side loads and checks a made caseload: sessions, ratings, programme, pauses and events. The
first ones make the weekly table and that over all weeks by exercise, by focus area and by client,
all columns, one after the other; the others write the list of all clients (``report --only
caseload``).

Run: python -m tests.benchmarks.growth [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks.rounds import Bound, Reading, caseload, in_new_process, in_turn, show

TABLES = """
import sys
from mobility_analysis.log import load_log
from mobility_analysis.measures.adherence import overall_adherence, weekly_adherence
log = load_log(sys.argv[1])
print(len(weekly_adherence(log)))
for by in ("exercise", "focus_area", "client"):
    print(len(overall_adherence(log, by=by)))
"""
TIMES = 10
MOST_MB = 2000


def main(n_clients: int = 20_000, rounds: int = 5) -> None:
    """Print median seconds and highest memory of both sizes, in turn, and their ratios."""
    folders = {n: str(caseload(n, "stiffness", "pauses", "events")) for n in sizes(n_clients)}
    tables = {n: in_new_process("-c", TABLES, folder) for n, folder in folders.items()}
    show_growth("All tables of adherence", tables, rounds)
    with tempfile.TemporaryDirectory() as out:
        lists = {
            n: in_new_process(
                "-m", "mobility_analysis.cli", "report", folder,
                "--only", "caseload", "--out", str(Path(out, str(n))),
            )
            for n, folder in folders.items()
        }  # fmt: skip
        show_growth("The list of all clients", lists, rounds)


def sizes(n_clients: int) -> tuple[int, int]:
    """Return both sizes, the small one first."""
    return n_clients // TIMES, n_clients


def show_growth(title: str, runs: Mapping[int, Callable[[], Reading]], rounds: int) -> None:
    """Run both sizes in turn, and print how time and memory grow."""
    sides = {f"{n:,} clients": run for n, run in runs.items()}
    found = in_turn(sides, rounds, do_agree=False)
    few, many = found.values()
    bounds = [
        Bound(
            "processor time of ten times the clients", many.processor_s / few.processor_s, TIMES + 1
        ),
        Bound("memory of ten times the clients", many.peak_mb / few.peak_mb, TIMES + 1),
        Bound("memory at its peak", many.peak_mb, MOST_MB, "MB"),
    ]
    show(title, found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
