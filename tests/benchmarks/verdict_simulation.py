"""How sure a verdict on stiffness is: simulated diaries, judged by the library's own functions.

Prints how often unchanged diaries are called improved or worse, how often a true fall is called
improved, and how often a sharp rise is false or found, each beside the figure that the definitions
state. What they state of the diaries: scores rounded to 0-10, SD 1.3, a quarter of the days
missing, 8 to 24 weeks, lag-1 autocorrelation 0, 0.3 and 0.6. What they leave open is chosen here:
diaries of 8, 12, 16 and 24 weeks in equal numbers, a level of 6 (4 before a rise), a fall at once
half-way, a rise at the first of the last 7 days, SD before rounding; shares are of the diaries
that get a verdict on their change.

Run: python -m tests.benchmarks.verdict_simulation [DIARIES OF EACH LENGTH]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import sharp_rise, stiffness_change

DIARIES = 300
WEEKS = (8, 12, 16, 24)
AUTOCORRELATIONS = (0.0, 0.3, 0.6)
SD = 1.3
SHARE_RATED = 0.75
LEVEL = 6.0
LEVEL_BEFORE_A_RISE = 4.0
FIRST_DAY = "2026-01-05"
CLINIC = 40

Shape = Callable[[int], np.ndarray]
STATED = {
    ("pain-nrs", "false verdict", 0.0): (0.0, 0.6, 3.0),
    ("pain-nrs", "2-point fall found", 2.0): (50.0, 50.0, 50.0),
    ("pain-nrs", "3-point fall found", 3.0): (96.0, 92.0, 86.0),
    ("asas", "false verdict", 0.0): (5.0, 10.0, 21.0),
    ("asas", "2-point fall found", 2.0): (93.0, 89.0, 82.0),
}
STATED_FALSE_RISES = (0.05, 0.2, 0.6)
STATED_FOUND_RISES = (70.0, 70.0, 70.0)


def diaries(
    n: int, weeks: int, autocorrelation: float, level: np.ndarray, *, seed: list[int]
) -> MobilityLog:
    """Return a log of n clients whose scores scatter about a level of each day."""
    r = np.random.default_rng(seed)
    days = weeks * 7
    noise = r.normal(size=(n, days))
    for day in range(1, days):
        kept = autocorrelation * noise[:, day - 1]
        noise[:, day] = kept + np.sqrt(1 - autocorrelation**2) * noise[:, day]
    score = np.clip(np.round(level + SD * noise), 0, 10)
    client, day = np.nonzero(r.random((n, days)) < SHARE_RATED)
    dates = np.asarray(pd.date_range(FIRST_DAY, periods=days).strftime("%Y-%m-%d"))
    names = np.array([f"c{number:05}" for number in range(n)])
    rows = pd.DataFrame({"client": names[client], "date": dates[day], "score": score[client, day]})
    return log_from_tables(stiffness=rows, as_of=dates[-1])


def falling(fall: float, days: int) -> np.ndarray:
    """Level of each day: a fall at once, half-way."""
    return LEVEL - fall * (np.arange(days) >= days // 2)


def verdicts(n: int, fall: float, place: int, benchmark: str) -> pd.Series:
    """Return the verdicts on n diaries of each length; ``place`` names the autocorrelation."""
    found = []
    for weeks in WEEKS:
        seed = [weeks, place, int(fall)]
        log = diaries(n, weeks, AUTOCORRELATIONS[place], falling(fall, weeks * 7), seed=seed)
        found.append(stiffness_change(log, benchmark=benchmark)["verdict"])  # type: ignore[arg-type]
    whole = pd.concat(found)
    return whole[whole != "not enough ratings"]


def sharp_rises(n: int, rise: float, place: int) -> float:
    """Return the share of diaries with a sharp rise, looked at once, after six weeks."""
    days = 42
    level = LEVEL_BEFORE_A_RISE + rise * (np.arange(days) >= days - 7)
    log = diaries(n, 6, AUTOCORRELATIONS[place], level, seed=[6, place, int(rise), 1])
    flags = sharp_rise(log)["is_sharp_rise"].dropna()
    return float(flags.mean())


def line(what: str, found: list[float], stated: tuple[float, ...], digits: int = 1) -> str:
    """Return one row of the table: found beside stated, for each autocorrelation."""
    cells = [
        f"{here:7.{digits}f} ({there:g})".ljust(16)
        for here, there in zip(found, stated, strict=True)
    ]
    return f"{what:<32}" + "".join(cells)


def main(n: int) -> None:
    """Print the table: found, and in brackets what the definitions state."""
    print(f"{n} diaries of each of {len(WEEKS)} lengths; found (stated)")
    print(" " * 32 + "".join(f"lag-1 {a:g}".ljust(16) for a in AUTOCORRELATIONS))
    for (benchmark, what, fall), stated in STATED.items():
        wanted = ["improved"] if fall else ["improved", "worse"]
        found = [
            100 * float(verdicts(n, fall, place, benchmark).isin(wanted).mean())
            for place in range(len(AUTOCORRELATIONS))
        ]
        print(line(f"{benchmark}: {what}, %", found, stated))
    places = range(len(AUTOCORRELATIONS))
    many = 10 * n
    found = [CLINIC * sharp_rises(many, 0, place) for place in places]
    print(line(f"false sharp rises, {CLINIC} a week", found, STATED_FALSE_RISES, 2))
    found = [100 * sharp_rises(many, 3, place) for place in places]
    print(line("3-point rise found, %", found, STATED_FOUND_RISES))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DIARIES)
