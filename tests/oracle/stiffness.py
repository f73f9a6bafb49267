"""Self-rated stiffness, day by day."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from oracle.diary import Diary, Row, at_least, mean, median, monday, ratings_of
from scipy import stats

DEFAULT_MOMENTS = ("waking", "before", "evening", "")
Z = 1.959963984540054
MARKS = {  # benchmark: points, percent of a fall
    "pain-nrs": (Fraction(2), Fraction(30)),
    "asas": (Fraction(1), Fraction(20)),
}
MEAN_DAYS = 5
Windows = tuple[date, date, date, date]


def daily(diary: Diary, moments: tuple[str, ...] = DEFAULT_MOMENTS) -> list[Row]:
    out = []
    for client in diary["clients"]:
        ratings = ratings_of(diary, client, moments)
        for day in sorted({r["date"] for r in ratings}):
            scores = [r["score"] for r in ratings if r["date"] == day]
            out.append(
                {
                    "client": client,
                    "date": day,
                    "n_ratings": len(scores),
                    "score_mean": mean(scores),
                    "score_worst": max(scores),
                }
            )
    return out


def day_values(diary: Diary, client: str, moments: tuple[str, ...]) -> dict[date, Fraction]:
    return {r["date"]: r["score_mean"] for r in daily(diary, moments) if r["client"] == client}


def weekly(
    diary: Diary, moments: tuple[str, ...] = DEFAULT_MOMENTS, min_days: int = 4
) -> list[Row]:
    out = []
    rows = daily(diary, moments)
    for client in diary["clients"]:
        mine = [r for r in rows if r["client"] == client]
        for week in sorted({monday(r["date"]) for r in mine}):
            days = [r for r in mine if monday(r["date"]) == week]
            enough = len(days) >= min_days
            out.append(
                {
                    "client": client,
                    "week_start": week,
                    "n_days": len(days),
                    "score_mean": mean([r["score_mean"] for r in days]) if enough else None,
                    "score_worst": max(r["score_worst"] for r in days),
                }
            )
    return out


def within(values: dict[date, Any], first: date, last: date) -> list[Any]:
    return [values[day] for day in sorted(values) if first <= day <= last]


def windows(diary: Diary, first: date | None) -> Windows | None:
    """First and last day of the baseline and of the recent window; nothing before 28 days."""
    today = diary["as_of"]
    length = 0 if first is None or today is None else (today - first).days + 1
    if length < 28:
        return None
    size = 28 if length >= 56 else length // 2
    return (
        first,
        first + timedelta(days=size - 1),
        today - timedelta(days=size - 1),
        today,
    )


def verdict_days(spans: Windows) -> Fraction:
    """Rated days that a verdict needs in each window: a third of its days, 5 at least."""
    return max(Fraction((spans[1] - spans[0]).days + 1, 3), Fraction(MEAN_DAYS))


def in_windows(values: dict[date, Any], spans: Windows) -> tuple[list[Any], list[Any]]:
    return within(values, *spans[:2]), within(values, *spans[2:])


def same_moments(
    diary: Diary,
    client: str,
    moments: tuple[str, ...] = DEFAULT_MOMENTS,
    baseline_start: date | None = None,
) -> tuple[Windows | None, tuple[str, ...] | None]:
    """Return the windows and the moments that everything uses that compares days of both.

    No moments where the mix differs and no moment alone has the days for a verdict in each.
    """
    values = day_values(diary, client, moments)
    spans = windows(diary, baseline_start or (min(values) if values else None))
    if spans is None or min(len(days) for days in in_windows(values, spans)) < MEAN_DAYS:
        return spans, moments
    ratings = ratings_of(diary, client, moments)
    old = [r for r in ratings if spans[0] <= r["date"] <= spans[1]]
    new = [r for r in ratings if spans[2] <= r["date"] <= spans[3]]

    def count(rows: list[Row], moment: str) -> int:
        return len([r for r in rows if r["moment"] == moment])

    apart = [
        abs(Fraction(count(old, m), len(old)) - Fraction(count(new, m), len(new))) for m in moments
    ]
    if all(at_least(Fraction(2, 5), difference) for difference in apart):
        return spans, moments
    best, most = None, 0
    for m in ("waking", "before", "evening", "", "after"):
        days = [len({r["date"] for r in rows if r["moment"] == m}) for rows in (old, new)]
        total = count(old, m) + count(new, m)
        if m in moments and min(days) >= verdict_days(spans) and total > most:
            best, most = m, total
    return spans, None if best is None else (best,)


def change(
    diary: Diary,
    *,
    moments: tuple[str, ...] = DEFAULT_MOMENTS,
    baseline_start: date | None = None,
    benchmark: str = "pain-nrs",
) -> list[Row]:
    """One row a client."""
    out = []
    for client in diary["clients"]:
        spans, used = same_moments(diary, client, moments, baseline_start)
        every = day_values(diary, client, moments)
        values = every if used is None else day_values(diary, client, used)
        row: Row = {"client": client, "used": used, "benchmark": benchmark}
        row |= both_windows(values, spans, is_comparable=used is not None)
        row["verdict"] = verdict(row, every, spans, is_comparable=used is not None)
        row["is_past_mark"] = is_past_mark(row)
        row |= best_weeks(diary, values, min(every) if every else None, row)
        row |= days_high(diary, client, moments if used is None else used, spans)
        row |= trend(values if used else {}) | lag1(values if used else {})
        out.append(row | last_heard(row, every, spans))
    return out


def both_windows(
    values: dict[date, Fraction], spans: Windows | None, *, is_comparable: bool
) -> Row:
    """Dates, rated days and means of both windows, and what compares them."""
    names = (
        "baseline_start", "baseline_end", "recent_start", "recent_end", "baseline_days",
        "recent_days", "baseline_mean", "recent_mean", "change_points", "change_percent",
        "own_variation_points", "own_autocorrelation", "nap", "nap_low", "nap_high", "nap_lower",
        "nap_equal", "nap_higher",
    )  # fmt: skip
    row: Row = dict.fromkeys(names)
    if spans is None:
        return row
    row |= dict(zip(names[:4], spans, strict=True))
    old, new = in_windows(values, spans)
    row["baseline_days"], row["recent_days"] = len(old), len(new)
    if not is_comparable:
        return row
    row["baseline_mean"] = mean(old) if len(old) >= MEAN_DAYS else None
    row["recent_mean"] = mean(new) if len(new) >= MEAN_DAYS else None
    if row["baseline_mean"] is None or row["recent_mean"] is None:
        return row
    row["change_points"] = mean(new) - mean(old)
    if at_least(mean(old), Fraction(1)):
        row["change_percent"] = 100 * row["change_points"] / mean(old)
    row |= own_variation(values, spans) | nap_parts(old, new)
    row["nap_low"], row["nap_high"] = nap_interval(float(row["nap"]), len(old), len(new))
    return row


def blocks(values: dict[date, Fraction], spans: Windows) -> list[dict[date, Fraction]]:
    """Baseline, blocks of 14 days that end before the recent window, recent window."""
    ends = [(spans[0], spans[1])]
    first = spans[1] + timedelta(days=1)
    while first + timedelta(days=13) < spans[2]:
        ends.append((first, first + timedelta(days=13)))
        first += timedelta(days=14)
    ends.append((spans[2], spans[3]))
    cut = [{d: x for d, x in values.items() if a <= d <= b} for a, b in ends]
    return [block for block in cut if block]


def own_variation(values: dict[date, Fraction], spans: Windows) -> Row:
    """Return what this diary's own ups and downs would usually give between two windows."""
    all_blocks = blocks(values, spans)
    squares = products = Fraction(0)
    days = pairs = 0
    alike = Fraction(0)
    for block in all_blocks:
        middle = mean(list(block.values()))
        residuals = {day: x - middle for day, x in block.items()}
        neighbours = [d for d in residuals if d + timedelta(days=1) in residuals]
        squares += sum((e * e for e in residuals.values()), Fraction(0))
        products += sum(
            (residuals[d] * residuals[d + timedelta(days=1)] for d in neighbours), Fraction(0)
        )
        days += len(block)
        pairs += len(neighbours)
        alike += Fraction(len(neighbours), len(block))
    r0 = Fraction(0)
    if pairs and squares:
        r0 = clipped((products / pairs) / (squares / days), Fraction(-1, 2), Fraction(19, 20))
    r1 = r0 + (1 + 3 * r0) * alike / pairs if pairs else r0
    shrunk = (pairs * r1 + 20 * Fraction(1, 2)) / (pairs + 20)
    r = float(clipped(shrunk, Fraction(0), Fraction(17, 20)))
    free = sum(len(block) - load(block, r) / len(block) for block in all_blocks)
    variance = max(float(squares) / free, 1 / 12)
    first, last = all_blocks[0], all_blocks[-1]
    squared = variance * (load(first, r) / len(first) ** 2 + load(last, r) / len(last) ** 2)
    return {"own_variation_points": 2.7 * math.sqrt(squared), "own_autocorrelation": r}


def clipped(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def load(block: dict[date, Fraction], r: float) -> float:
    """Sum over all pairs of its days of r to the power of the days between them."""
    return sum(r ** abs((a - b).days) for a in block for b in block)


def verdict(
    row: Row, every: dict[date, Fraction], spans: Windows | None, *, is_comparable: bool
) -> str:
    if spans is None:
        return "not enough ratings"
    if min(len(days) for days in in_windows(every, spans)) < verdict_days(spans):
        return "not enough ratings"
    if not is_comparable:
        return "not comparable"
    change_points = row["change_points"]
    if not at_least(abs(change_points), max(Fraction(1), Fraction(row["own_variation_points"]))):
        return "within own variation"
    return "lower" if change_points < 0 else "higher"


def is_past_mark(row: Row) -> bool | None:
    """Whether a change that is one reaches the borrowed mark; a fall, in per cent too."""
    if row["verdict"] not in ("lower", "higher"):
        return None
    points, percent = MARKS[row["benchmark"]]
    if row["verdict"] == "higher":
        return at_least(row["change_points"], points)
    fell = row["change_percent"]
    return at_least(-row["change_points"], points) and fell is not None and at_least(-fell, percent)


def best_weeks(
    diary: Diary, values: dict[date, Fraction], first: date | None, windows_row: Row
) -> Row:
    """The latest 28 days in a row with the lowest mean, of 10 rated days at least."""
    out: Row = dict.fromkeys(("best_start", "best_end", "best_mean", "up_from_best_points"))
    start = first
    while start is not None and start + timedelta(days=27) <= diary["as_of"]:
        end = start + timedelta(days=27)
        days = within(values, start, end)
        if len(days) >= 10 and (out["best_mean"] is None or at_least(out["best_mean"], mean(days))):
            out |= {"best_start": start, "best_end": end, "best_mean": mean(days)}
        start += timedelta(days=1)
    recent = windows_row["recent_mean"]
    if out["best_end"] and recent is not None and out["best_end"] < windows_row["recent_start"]:
        out["up_from_best_points"] = recent - out["best_mean"]
    return out


def days_high(diary: Diary, client: str, used: tuple[str, ...], spans: Windows | None) -> Row:
    """Rated days of each window whose worst rating is 7 or more."""
    if spans is None:
        return {"days_high_baseline": None, "days_high_recent": None}
    worst = {r["date"]: r["score_worst"] for r in daily(diary, used) if r["client"] == client}
    high = {day: score for day, score in worst.items() if at_least(score, Fraction(7))}
    old, new = in_windows(high, spans)
    return {"days_high_baseline": len(old), "days_high_recent": len(new)}


def nap_parts(old: list[Fraction], new: list[Fraction]) -> Row:
    """NAP, and the shares of pairs in which the recent day is lower, the same, higher."""
    pairs = [(a, b) for a in old for b in new]
    lower = Fraction(len([1 for a, b in pairs if b < a]), len(pairs))
    equal = Fraction(len([1 for a, b in pairs if b == a]), len(pairs))
    return {
        "nap": nap(old, new),
        "nap_lower": lower,
        "nap_equal": equal,
        "nap_higher": 1 - lower - equal,
    }


def nap(old: list[Fraction], new: list[Fraction]) -> Fraction:
    """Share of pairs in which the recent day is lower; ties one half."""
    total = Fraction(0)
    for a in old:
        for b in new:
            total += 1 if b < a else Fraction(1, 2) if b == a else 0
    return total / (len(old) * len(new))


def nap_interval(share: float, m: int, n: int) -> tuple[float, float]:
    """Newcombe's method 5 by plain bisection of its equation."""

    def gap(t: float) -> float:
        spread = 1 + ((m + n) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))
        return (share - t) ** 2 * m * n - Z**2 * t * (1 - t) * spread

    def root(outside: float, inside: float) -> float:
        for _ in range(200):
            middle = (outside + inside) / 2
            if gap(middle) > 0:
                outside = middle
            else:
                inside = middle
        return (outside + inside) / 2

    tiny = 1e-9
    low = 0.0 if share == 0 else root(0.0, min(share, 1 - tiny))
    high = 1.0 if share == 1 else root(1.0, max(share, tiny))
    return low, high


def trend(values: dict[date, Fraction]) -> Row:
    """Theil-Sen in points per week: the median of all slopes between two days."""
    out: Row = {"slope_per_week": None, "slope_low": None, "slope_high": None}
    days = sorted(values)
    if len(days) < 8 or (days[-1] - days[0]).days + 1 < 14:
        return out
    slopes = [
        (values[b] - values[a]) / (b - a).days for i, a in enumerate(days) for b in days[i + 1 :]
    ]
    numbers = [day.toordinal() for day in days]
    found = stats.theilslopes([float(values[day]) for day in days], numbers, alpha=0.95)
    out["slope_per_week"] = 7 * median(slopes)
    out["slope_low"], out["slope_high"] = 7 * found.low_slope, 7 * found.high_slope
    return out


def lag1(values: dict[date, Fraction]) -> Row:
    if len(values) < 14:
        return {"lag1_autocorrelation": None}
    m = mean(list(values.values()))
    below = sum(((x - m) ** 2 for x in values.values()), Fraction(0))
    above = Fraction(0)
    for day, x in values.items():
        if day + timedelta(days=1) in values:
            above += (x - m) * (values[day + timedelta(days=1)] - m)
    return {"lag1_autocorrelation": above / below if below else None}


def last_heard(row: Row, values: dict[date, Fraction], spans: Windows | None) -> Row:
    """Return the mean of as many days to the last rating, where the recent window is too thin."""
    out: Row = {"last_heard_start": None, "last_heard_end": None, "last_heard_mean": None}
    if spans is None or row["recent_days"] >= MEAN_DAYS or not values:
        return out
    last = max(values)
    first = last - (spans[1] - spans[0])
    heard = [day for day in values if first <= day <= last]
    if len(heard) >= MEAN_DAYS and min(heard) > spans[1]:
        out["last_heard_mean"] = mean([values[day] for day in heard])
    return out | {"last_heard_start": first, "last_heard_end": last}


def sides(points: list[Fraction]) -> list[int]:
    """Above (1) or below (-1) the median, points on it left out."""
    middle = median(points)
    return [1 if p > middle else -1 for p in points if p != middle]


def runs(signs: list[int]) -> list[int]:
    """Lengths of the runs of one side."""
    out: list[int] = []
    for i, sign in enumerate(signs):
        if i and sign == signs[i - 1]:
            out[-1] += 1
        else:
            out.append(1)
    return out


def crossings_limit(n: int) -> int:
    """Smallest number of crossings that is not below the 5 % point of Binomial(n - 1, 1/2)."""
    below = 0
    for k in range(n):
        below += math.comb(n - 1, k)
        if Fraction(below, 2 ** (n - 1)) >= Fraction(1, 20):
            return k
    raise AssertionError(n)


def run_chart(
    diary: Diary, moments: tuple[str, ...] = DEFAULT_MOMENTS, min_days: int = 4
) -> list[Row]:
    """One row a weekly mean."""
    out = []
    for client in diary["clients"]:
        _, used = same_moments(diary, client, moments)
        rows = weekly(diary, moments if used is None else used, min_days)
        mine = [r for r in rows if r["client"] == client and r["score_mean"] is not None]
        figures = run_figures([r["score_mean"] for r in mine]) if mine else {}
        if used is None:
            figures = dict.fromkeys(figures)
        out += [{k: r[k] for k in ("client", "week_start", "score_mean")} | figures for r in mine]
    return out


def run_figures(points: list[Fraction]) -> Row:
    names = ("longest_run", "longest_run_limit", "crossings", "crossings_limit", "signal")
    out: Row = dict.fromkeys(names) | {"median": median(points)}
    signs = sides(points)
    n = len(signs)
    if n < 10:
        return out
    lengths = runs(signs)
    out["longest_run"], out["crossings"] = max(lengths), len(lengths) - 1
    out["longest_run_limit"] = round(math.log2(n)) + 3
    out["crossings_limit"] = crossings_limit(n)
    out["signal"] = bool(
        out["longest_run"] > out["longest_run_limit"] or out["crossings"] < out["crossings_limit"]
    )
    return out


def before_after(diary: Diary) -> list[Row]:
    out = []
    for client in diary["clients"]:
        ratings = ratings_of(diary, client)
        pairs = all_pairs([r for r in ratings if r["moment"] in ("before", "after")])
        out.append({"client": client, "exercise": ""} | pair_figures([d for _, d in pairs]))
        for exercise in sorted({r["exercise"] for r in ratings if r["exercise"]}):
            figures = pair_figures([d for e, d in pairs if e == exercise])
            out.append({"client": client, "exercise": exercise} | figures)
    return out


def all_pairs(ratings: list[Row]) -> list[tuple[str, Fraction]]:
    """Each before with the after of the same turn on its day, and its exercise."""
    pairs = []
    for day, exercise in sorted({(r["date"], r["exercise"]) for r in ratings}):
        here = [r for r in ratings if (r["date"], r["exercise"]) == (day, exercise)]
        before = [r for r in here if r["moment"] == "before"]
        after = [r for r in here if r["moment"] == "after"]
        if all(r["seconds"] is not None for r in here):
            before.sort(key=lambda r: r["seconds"])
            after.sort(key=lambda r: r["seconds"])
            # one given earlier than all that is left of before is after none of it
            for r in list(after):
                known = len([b for b in before if b["seconds"] <= r["seconds"]])
                if known <= after.index(r):
                    after.remove(r)
        pairs += [(exercise, b["score"] - a["score"]) for a, b in zip(before, after, strict=False)]
    return pairs


def pair_figures(changes: list[Fraction]) -> Row:
    out: Row = {
        "n_pairs": len(changes),
        "n_better": len([c for c in changes if c < 0]),
        "n_same": len([c for c in changes if c == 0]),
        "n_worse": len([c for c in changes if c > 0]),
        "median_change": None,
        "change_low": None,
        "change_high": None,
    }
    if len(changes) >= 6:
        found = stats.quantile_test([float(c) for c in changes], q=0, p=0.5)
        interval = found.confidence_interval(confidence_level=0.95)
        out["median_change"] = median(changes)
        out["change_low"], out["change_high"] = float(interval.low), float(interval.high)
    return out


def sharp_rise(diary: Diary, client: str, moments: tuple[str, ...] = DEFAULT_MOMENTS) -> Row:
    """Return both means and whether it is a sharp rise; nothing where days are too few."""
    values = day_values(diary, client, moments)
    today = diary["as_of"]
    new = within(values, today - timedelta(days=6), today)
    old = within(values, today - timedelta(days=34), today - timedelta(days=7))
    row: Row = {
        "client": client,
        "last_mean": mean(new[-3:]) if len(new) >= 3 else None,
        "before_mean": mean(old) if len(old) >= 5 else None,
        "is_sharp_rise": None,
    }
    if row["last_mean"] is not None and row["before_mean"] is not None:
        row["is_sharp_rise"] = at_least(row["last_mean"] - row["before_mean"], Fraction(5, 2))
    return row


def high_scores(diary: Diary, client: str, moments: tuple[str, ...] = DEFAULT_MOMENTS) -> Row:
    """Return whether the scores are high now, and whether they were in the 28 days before."""
    rows = {r["date"]: r for r in daily(diary, moments) if r["client"] == client}
    today = diary["as_of"]
    spans = windows(diary, min(rows) if rows else None)
    week = within(rows, today - timedelta(days=6), today)
    before = within(rows, today - timedelta(days=34), today - timedelta(days=7))
    recent = within(rows, *spans[2:]) if spans else []
    is_now = is_high(recent, week)
    return {
        "client": client,
        "is_high_scores": is_now,
        "is_usual_for_client": is_now and is_high(before, before),
    }


def is_high(rows: list[Row], last: list[Row]) -> bool:
    """A mean of 8 or more over 5 days at least, or a worst of 9 or 10 on two days."""
    days = [r["score_mean"] for r in rows]
    worst = len([r for r in last if at_least(r["score_worst"], Fraction(9))])
    return worst >= 2 or (len(days) >= MEAN_DAYS and at_least(mean(days), Fraction(8)))
