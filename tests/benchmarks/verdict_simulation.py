"""How sure a verdict on stiffness is: simulated diaries, each with a known truth, are judged.

Prints how often unchanged diaries are called lower or higher, how often a lasting change is found,
how often a bad start or one good last week is called lower, each at 8, 12 and 24 weeks and for
diaries of 8 to 24 weeks together, beside the figure that the definitions state; then the same for
the rule of the first version (two points between windows of 14 days), the unchanged diaries that
are looked at every week, and the sharp rises.

What the definitions state of the diaries: scores rounded to 0-10, SD 1.0 to 1.6, a quarter of the
days missing, 8 to 24 weeks, lag-1 autocorrelation 0, 0.3 and 0.6. What they leave open is chosen
here: diaries of 8, 12, 16 and 24 weeks and SDs of 1.0, 1.3 and 1.6 (before rounding) in equal
numbers, a level of 6 and a change at once half-way, a level of 4 after ten days at 6, a level of 6
with a last week at 3; for sharp rises an SD of 1.3, a level of 4, six weeks, a rise at the first of
the last 7 days.

``package_verdicts`` asks the package, a log of all diaries at a time, as a clinic would; the rule
of the first version is the few lines of ``first_version_verdicts``.

Run: python -m tests.benchmarks.verdict_simulation [DIARIES OF EACH LENGTH]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from mobility_analysis import log_from_tables, stiffness_change

DIARIES = 12_000
WEEKS = (8, 12, 16, 24)
SHOWN_WEEKS = (8, 12, 24)
AUTOCORRELATIONS = (0.0, 0.3, 0.6)
SDS = (1.0, 1.3, 1.6)
SHARE_RATED = 0.75
FIRST_DAY = "2026-01-05"
CLINIC = 40
CLOSE = 1e-9

Scores = np.ndarray  # a row a diary, a column a day, NaN where the day is not rated
Judge = Callable[[Scores], np.ndarray]
Level = Callable[[int], np.ndarray]


def lasting(old: float, new: float) -> Level:
    """Level of each day: a change at once, half-way."""
    return lambda days: np.where(np.arange(days) < days // 2, old, new)


def bad_start(days: int) -> np.ndarray:
    return np.where(np.arange(days) < 10, 6.0, 4.0)


def good_end(days: int) -> np.ndarray:
    return np.where(np.arange(days) >= days - 7, 3.0, 6.0)


CASES: dict[str, tuple[Level, tuple[str, ...], tuple[float, ...], tuple[float, ...]]] = {
    # what: level, verdicts counted, stated of the rule, stated of the first version
    "unchanged, lower or higher": (
        lasting(6, 6), ("lower", "higher"), (0.3, 0.8, 1.8), (0.3, 1.2, 4.5),
    ),
    "6 to 4, found": (lasting(6, 4), ("lower",), (92, 78, 58), (50, 50, 50)),
    "6 to 3, found": (lasting(6, 3), ("lower",), (100, 98, 88), (95, 92, 86)),
    "4 to 2.4, found": (lasting(4, 2.4), ("lower",), (77, 59, 41), (24, 28, 33)),
    "bad first ten days, lower": (bad_start, ("lower",), (6, 4, 4), (14, 19, 25)),
    "one good last week, lower": (good_end, ("lower",), (3, 3, 3), (21, 25, 30)),
}  # fmt: skip
STATED_LOOKS = (4.0, 7.0, 14.0)
STATED_FALSE_RISES = (0.05, 0.2, 0.6)
STATED_FOUND_RISES = (70.0, 70.0, 70.0)


def diaries(
    n: int,
    level: np.ndarray,
    autocorrelation: float,
    *,
    seed: list[int],
    sds: tuple[float, ...] = SDS,
) -> Scores:
    """Return n diaries whose scores scatter about a level of each day."""
    r = np.random.default_rng(seed)
    noise = r.normal(size=(n, len(level)))
    for day in range(1, len(level)):
        kept = autocorrelation * noise[:, day - 1]
        noise[:, day] = kept + np.sqrt(1 - autocorrelation**2) * noise[:, day]
    sd = np.resize(sds, n)[:, None]
    scores = np.clip(np.round(level + sd * noise), 0, 10)
    return np.where(r.random(scores.shape) < SHARE_RATED, scores, np.nan)


def by_first_day(scores: Scores, judge: Judge) -> np.ndarray:
    """Judge the diaries from their first rated day on, those of one length together."""
    rated = ~np.isnan(scores)
    first = np.where(rated.any(axis=1), rated.argmax(axis=1), scores.shape[1])
    out = np.full(len(scores), "not enough ratings", dtype=object)
    for day in np.unique(first):
        out[first == day] = judge(scores[first == day, day:])
    return out


def rated_days(scores: Scores) -> np.ndarray:
    return (~np.isnan(scores)).sum(axis=1)


def means(scores: Scores) -> np.ndarray:
    """Mean of each diary's rated days, 0 where there are none."""
    return np.nansum(scores, axis=1) / np.maximum(rated_days(scores), 1)


def first_version_verdicts(scores: Scores) -> np.ndarray:
    """Return the verdicts of the first version: 2 points (and 30 % of a fall) on 14 days."""
    return by_first_day(scores, first_version_of_one_length)


def first_version_of_one_length(scores: Scores) -> np.ndarray:
    old, new = scores[:, :14], scores[:, -14:]
    change = means(new) - means(old)
    is_fall = (change <= -2 + CLOSE) & (means(old) >= 1) & (-change >= 0.3 * means(old) - CLOSE)
    words = np.where(is_fall, "lower", np.where(change >= 2 - CLOSE, "higher", "less than 2"))
    enough = np.minimum(rated_days(old), rated_days(new)) >= 5
    return np.where(enough & (scores.shape[1] >= 28), words, "not enough ratings")


def package_verdicts(scores: Scores) -> np.ndarray:
    """Return the package's own verdicts, from a log with a client a diary."""
    client, day = np.nonzero(~np.isnan(scores))
    dates = np.asarray(pd.date_range(FIRST_DAY, periods=scores.shape[1]).strftime("%Y-%m-%d"))
    names = np.array([f"c{number:06}" for number in range(len(scores))])
    rows = pd.DataFrame({"client": names[client], "date": dates[day], "score": scores[client, day]})
    log = log_from_tables(stiffness=rows, as_of=dates[-1])
    found = stiffness_change(log).set_index("client")["verdict"]
    return found.reindex(names, fill_value="not enough ratings").to_numpy(dtype=object)


def share_called(judge: Judge, case: str, weeks: int, place: int, n: int) -> float:
    """Return the share of n diaries that a judge calls what is counted, of those with a verdict."""
    level, counted, _, _ = CASES[case]
    seed = [weeks, place, list(CASES).index(case)]
    found = judge(diaries(n, level(weeks * 7), AUTOCORRELATIONS[place], seed=seed))
    return float(np.isin(found[found != "not enough ratings"], counted).mean())


def share_changed_once(judge: Judge, place: int, n: int) -> float:
    """Return the share of unchanged diaries of 24 weeks called changed in a weekly look."""
    scores = diaries(n, np.full(168, 6.0), AUTOCORRELATIONS[place], seed=[24, place, 99])
    called = np.zeros(n, dtype=bool)
    for weeks in range(8, 25):
        called |= np.isin(judge(scores[:, : weeks * 7]), ("lower", "higher"))
    return float(called.mean())


def share_of_sharp_rises(n: int, rise: float, place: int) -> float:
    """Return the share of diaries of six weeks with a sharp rise, looked at once."""
    level = np.where(np.arange(42) < 35, 4.0, 4.0 + rise)
    seed = [6, place, int(rise)]
    scores = diaries(n, level, AUTOCORRELATIONS[place], seed=seed, sds=(1.3,))
    week, before = scores[:, -7:], scores[:, -35:-7]
    rated = ~np.isnan(week)
    is_last_three = rated & (rated[:, ::-1].cumsum(axis=1)[:, ::-1] <= 3)
    enough = (rated.sum(axis=1) >= 3) & (rated_days(before) >= 5)
    rose = means(np.where(is_last_three, week, np.nan)) - means(before) >= 2.5 - CLOSE
    return float(rose[enough].mean())


def line(what: str, found: list[float], stated: tuple[float, ...] | None, digits: int = 1) -> str:
    """Return one row of a table: found, and what is stated, for each autocorrelation."""
    cells = [f"{here:.{digits}f}" for here in found]
    beside = "" if stated is None else " / ".join(f"{there:g}" for there in stated)
    return f"{what:<42}" + "".join(f"{cell:>8}" for cell in cells) + f"   {beside}"


def print_judge(judge: Judge, n: int, stated_at: int) -> None:
    """Print the table of one judge, each case at the lengths shown and at all together."""
    places = range(len(AUTOCORRELATIONS))
    for case in CASES:
        found = {
            weeks: [100 * share_called(judge, case, weeks, place, n) for place in places]
            for weeks in WEEKS
        }
        together = [float(np.mean([found[weeks][place] for weeks in WEEKS])) for place in places]
        print(line(f"{case}, 8 to 24 weeks", together, CASES[case][stated_at]))
        for weeks in SHOWN_WEEKS:
            print(line(f"    {weeks} weeks", found[weeks], None))


def main(n: int) -> None:
    """Print the tables."""
    places = range(len(AUTOCORRELATIONS))
    print(f"{n} diaries of each of {len(WEEKS)} lengths; per cent of those with a verdict")
    head = "".join(f"lag {a:g}".rjust(8) for a in AUTOCORRELATIONS)
    print(f"{'the verdict: own ups and downs':<42}{head}   stated")
    print_judge(package_verdicts, n, 2)
    found = [100 * share_changed_once(package_verdicts, place, n) for place in places]
    print(line("unchanged, 17 weekly looks, changed once", found, STATED_LOOKS))
    print(f"\n{'the first version: 2 points, 14 days':<42}{head}   stated")
    print_judge(first_version_verdicts, n, 3)
    found = [100 * share_changed_once(first_version_verdicts, place, n) for place in places]
    print(line("unchanged, 17 weekly looks, changed once", found, None))
    print(f"\n{'sharp rise':<42}{head}   stated")
    found = [CLINIC * share_of_sharp_rises(10 * n, 0, place) for place in places]
    print(line(f"false, of {CLINIC} clients a week", found, STATED_FALSE_RISES, 2))
    found = [100 * share_of_sharp_rises(10 * n, 3, place) for place in places]
    print(line("3-point rise found, per cent", found, STATED_FOUND_RISES))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DIARIES)
