"""Loading a clean sessions.csv with all checks, against pyarrow reading the same file.

Both sides run in turn in one process; the medians and their ratio are printed. The log that is
loaded is checked row by row; the other side only reads the file and makes a frame of it.

Run: python -m tests.benchmarks.loading [ROWS] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import csv as arrow_csv

from mobility_analysis.log import load_log
from mobility_analysis.log.catalogue import load_catalogue
from tests.benchmarks.rounds import Bound, in_process, in_turn, show

BOUND = 2.0


def clean_sessions(n_rows: int, seed: int = 20261122) -> pd.DataFrame:
    """Every column filled as people fill it, sorted as an app writes it."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("2025-11-22") + rng.integers(0, 366, n_rows)
    written = days.astype("datetime64[s]") + rng.integers(0, 172_800, n_rows)
    frame = pd.DataFrame(
        {
            "client": np.char.add("c", rng.integers(1000, 3000, n_rows).astype("U4")),
            "date": np.datetime_as_string(days, "D"),
            "exercise": rng.choice(load_catalogue()["exercise"].to_numpy(dtype=str), n_rows),
            "status": rng.choice(["done", "done", "done", "partial", "skipped", ""], n_rows),
            "sets": rng.integers(1, 4, n_rows),
            "reps": rng.integers(5, 15, n_rows),
            "hold_s": rng.choice([10, 20, 30], n_rows),
            "duration_min": rng.integers(20, 200, n_rows) / 10,
            "load_kg": rng.choice([0, 2, 2.5, 5], n_rows),
            "note": np.where(rng.random(n_rows) < 0.1, "easier today, a bit stiff after", ""),
            "logged_at": np.datetime_as_string(written, "s"),
        }
    )
    return frame.sort_values(["client", "date"], ignore_index=True)


def main(n_rows: int = 1_000_000, rounds: int = 7) -> None:
    """Print the median seconds of both sides, in turn, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.csv"
        clean_sessions(n_rows).to_csv(path, index=False)
        size = path.stat().st_size / 1e6
        sides = {
            "pyarrow.csv.read_csv + to_pandas": in_process(
                lambda: str(len(arrow_csv.read_csv(path).to_pandas()))
            ),
            "load_log": in_process(lambda: str(len(load_log(folder).sessions))),
        }
        found = in_turn(sides, rounds)
    theirs, ours = (side.seconds for side in found.values())
    bounds = [Bound("load_log of pyarrow", ours / theirs, BOUND)]
    show(f"Loading {n_rows:,} rows, {size:.0f} MB", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
