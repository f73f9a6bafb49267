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
MARKS = {  # benchmark: points, percent, "low from the start" below
    "pain-nrs": (Fraction(2), Fraction(30), Fraction(2)),
    "asas": (Fraction(1), Fraction(20), Fraction(1)),
}


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


def change(
    diary: Diary,
    *,
    moments: tuple[str, ...] = DEFAULT_MOMENTS,
    baseline_start: date | None = None,
    baseline_days: int = 14,
    recent_days: int = 14,
    min_days: int = 5,
    benchmark: str | None = "pain-nrs",
) -> list[Row]:
    """One row a client."""
    out = []
    for client in diary["clients"]:
        values = day_values(diary, client, moments)
        first = baseline_start or (min(values) if values else None)
        row = windows(diary, first, baseline_days, recent_days)
        used, comparable = moments, True
        if enough(row, values, min_days):
            used, comparable = same_moments(diary, client, row, moments, min_days)
            values = day_values(diary, client, used)
        row |= means(row, values, min_days) | {"client": client, "used": used}
        row |= differences(row, values, min_days, comparable)
        row["verdict"] = verdict(row, benchmark, comparable)
        row["benchmark"] = benchmark or ""
        every = day_values(diary, client, moments)
        out.append(row | trend(every) | lag1(every) | last_heard(row, every, recent_days, min_days))
    return out


def windows(diary: Diary, first: date | None, baseline: int, recent: int) -> Row:
    today = diary["as_of"]
    return {
        "baseline_start": first,
        "baseline_end": None if first is None else first + timedelta(days=baseline - 1),
        "recent_start": None if today is None else today - timedelta(days=recent - 1),
        "recent_end": today,
    }


def two_windows(row: Row, values: dict[date, Any]) -> tuple[list[Any], list[Any]]:
    if row["baseline_start"] is None:
        return [], within(values, row["recent_start"], row["recent_end"])
    return (
        within(values, row["baseline_start"], row["baseline_end"]),
        within(values, row["recent_start"], row["recent_end"]),
    )


def enough(row: Row, values: dict[date, Any], min_days: int) -> bool:
    """Two windows that do not overlap, with enough rated days in each."""
    old, new = two_windows(row, values)
    if len(old) < min_days or len(new) < min_days:
        return False
    return bool(row["baseline_end"] < row["recent_start"])


def same_moments(
    diary: Diary, client: str, row: Row, moments: tuple[str, ...], min_days: int
) -> tuple[tuple[str, ...], bool]:
    """The moments that both windows use, and whether there are any."""
    ratings = ratings_of(diary, client, moments)
    old = [r for r in ratings if row["baseline_start"] <= r["date"] <= row["baseline_end"]]
    new = [r for r in ratings if row["recent_start"] <= r["date"] <= row["recent_end"]]

    def count(rows: list[Row], moment: str) -> int:
        return len([r for r in rows if r["moment"] == moment])

    apart = [
        abs(Fraction(count(old, m), len(old)) - Fraction(count(new, m), len(new))) for m in moments
    ]
    if all(at_least(Fraction(2, 5), difference) for difference in apart):
        return moments, True
    best, most = None, 0
    for m in ("waking", "before", "evening", "", "after"):
        days = [len({r["date"] for r in rows if r["moment"] == m}) for rows in (old, new)]
        total = count(old, m) + count(new, m)
        if m in moments and min(days) >= min_days and total > most:
            best, most = m, total
    return (moments, False) if best is None else ((best,), True)


def means(row: Row, values: dict[date, Fraction], min_days: int) -> Row:
    old, new = two_windows(row, values)
    return {
        "baseline_days": len(old),
        "baseline_mean": mean(old) if len(old) >= min_days else None,
        "recent_days": len(new),
        "recent_mean": mean(new) if len(new) >= min_days else None,
    }


def differences(row: Row, values: dict[date, Fraction], min_days: int, comparable: bool) -> Row:
    """Change and NAP."""
    names = ("change_points", "change_percent", "nap", "nap_low", "nap_high")
    out: Row = dict.fromkeys(names)
    if not comparable or not enough(row, values, min_days):
        return out
    old, new = two_windows(row, values)
    points = mean(new) - mean(old)
    out["change_points"] = points
    if at_least(mean(old), Fraction(1)):
        out["change_percent"] = 100 * points / mean(old)
    out["nap"] = nap(old, new)
    out["nap_low"], out["nap_high"] = nap_interval(float(out["nap"]), len(old), len(new))
    return out


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


def verdict(row: Row, benchmark: str | None, comparable: bool) -> str:
    if not comparable:
        return "not comparable"
    if row["change_points"] is None:
        return "not enough ratings"
    if benchmark is None:
        return ""
    points, percent, low = MARKS[benchmark]
    if at_least(row["change_points"], points):
        return "worse"
    fell = row["change_percent"]
    if at_least(-row["change_points"], points) and fell is not None and at_least(-fell, percent):
        return "improved"
    return "less than the mark" if at_least(row["baseline_mean"], low) else "low from the start"


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


def last_heard(row: Row, values: dict[date, Fraction], length: int, min_days: int) -> Row:
    """Return the mean of the 14 days to the last rating, where the recent window is too thin."""
    out: Row = {"last_heard_start": None, "last_heard_end": None, "last_heard_mean": None}
    if row["recent_days"] >= min_days or not values:
        return out
    last = max(values)
    out["last_heard_start"], out["last_heard_end"] = last - timedelta(days=length - 1), last
    heard = within(values, out["last_heard_start"], last)
    out["last_heard_mean"] = mean(heard) if len(heard) >= min_days else None
    return out


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
    rows = [r for r in weekly(diary, moments, min_days) if r["score_mean"] is not None]
    for client in diary["clients"]:
        mine = [r for r in rows if r["client"] == client]
        figures = run_figures([r["score_mean"] for r in mine]) if mine else {}
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
    week = within(rows, today - timedelta(days=6), today)
    recent = within(rows, today - timedelta(days=13), today)
    before = within(rows, today - timedelta(days=34), today - timedelta(days=7))
    row: Row = {"client": client, "is_high_scores": None, "is_usual_for_client": None}
    if recent:
        row["is_high_scores"] = is_high(recent, week)
        row["is_usual_for_client"] = row["is_high_scores"] and is_high(before, before)
    return row


def is_high(rows: list[Row], last: list[Row]) -> bool:
    """A mean of 8 or more over 5 days at least, or a worst of 9 or 10 on two days."""
    days = [r["score_mean"] for r in rows]
    worst = len([r for r in last if at_least(r["score_worst"], Fraction(9))])
    return worst >= 2 or (len(days) >= 5 and at_least(mean(days), Fraction(8)))
