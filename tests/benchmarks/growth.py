"""Time and memory of ten times the clients: every table of adherence, from process start.

Each side loads and checks a made caseload and makes the weekly table and that over all weeks by
exercise, by focus area and by client, all columns, one after the other.

Run: python -m tests.benchmarks.growth [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import sys

from tests.benchmarks.rounds import Bound, caseload, in_new_process, in_turn, show

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


def main(n_clients: int = 20_000, rounds: int = 3) -> None:
    """Print median seconds and highest memory of both sizes, in turn, and their ratios."""
    sizes = n_clients // TIMES, n_clients
    names = [f"{size:,} clients" for size in sizes]
    sides = {
        name: in_new_process("-c", TABLES, str(caseload(size)))
        for name, size in zip(names, sizes, strict=True)
    }
    found = in_turn(sides, rounds, do_agree=False)
    few, many = (found[name] for name in names)
    bounds = [
        Bound("time of ten times the clients", many.seconds / few.seconds, TIMES + 1),
        Bound("memory of ten times the clients", many.peak_mb / few.peak_mb, TIMES + 1),
        Bound("memory at its peak", many.peak_mb, MOST_MB, "MB"),
    ]
    show("All tables of adherence", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
