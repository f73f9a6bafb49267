"""Stiffness measures of a caseload against a bare loop of Theil-Sen slopes over the same series.

Both sides run in turn in one process, on ratings that are loaded already: one a day for 180 days.
This library makes daily values, weekly means and the change with all its columns; the other side
calls ``scipy.stats.theilslopes`` for each client and does nothing else.

Run: python -m tests.benchmarks.stiffness_speed [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from scipy.stats import theilslopes

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import daily_stiffness, stiffness_change, weekly_stiffness
from tests.benchmarks.rounds import Bound, in_process, in_turn, show

DAYS = 180
DAYS_A_WEEK = 7


def ratings(n_clients: int, seed: int = 20261122) -> np.ndarray:
    """Scores of half points, a row a client: each with a level and a trend of its own."""
    rng = np.random.default_rng([seed, n_clients])
    trend = rng.uniform(-3, 1, (n_clients, 1)) * np.linspace(0, 1, DAYS)
    scores = rng.uniform(3, 7, (n_clients, 1)) + trend + rng.normal(0, 1.3, (n_clients, DAYS))
    return np.clip(np.round(2 * scores) / 2, 0, 10)


def log_of(scores: np.ndarray) -> MobilityLog:
    n_clients = len(scores)
    days = pd.date_range("2026-05-27", periods=DAYS, unit="us")
    return log_from_tables(
        stiffness=pd.DataFrame(
            {
                "client": np.repeat(np.arange(n_clients), DAYS),
                "date": np.tile(days.to_numpy(), n_clients),
                "score": scores.ravel(),
            }
        )
    )


def main(n_clients: int = 20_000, rounds: int = 5) -> None:
    """Print the median seconds of both sides, in turn, and their ratio."""
    scores = ratings(n_clients)
    log, day = log_of(scores), np.arange(DAYS)

    def ours() -> str:
        daily_stiffness(log)
        weekly_stiffness(log)
        change = stiffness_change(log)
        return f"{change['slope_per_week'].sum():.6f} {change['slope_low'].sum():.6f}"

    def bare() -> str:
        slopes = [theilslopes(own, day, alpha=0.95) for own in scores]
        sums = (sum(found[place] for found in slopes) for place in (0, 2))
        return " ".join(f"{total * DAYS_A_WEEK:.6f}" for total in sums)

    names = "daily, weekly and change", "bare loop of theilslopes"
    sides = {names[0]: in_process(ours), names[1]: in_process(bare)}
    found = in_turn(sides, rounds)
    ratio = found[names[0]].seconds / found[names[1]].seconds
    title = f"Stiffness of {n_clients:,} clients x {DAYS} ratings"
    show(title, found, rounds, [Bound("stiffness measures of the bare loop", ratio, 3)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
