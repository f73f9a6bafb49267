"""Made-up logs for the comparison: rich in what real diaries do, the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from mobility_analysis.log import MobilityLog, log_from_tables

Tables = dict[str, list[dict[str, Any]]]
OWN = "my-twist"
CATALOGUE = (
    "foam-roller-overpressure", "overhead-opener", "90-90-overhead-raises", "down-dog",
    "bench-thoracic-spine", "bear-rolls", OWN,
)  # fmt: skip
OWN_EXERCISES = [
    {"exercise": OWN, "name": "My Twist", "focus_areas": "thoracic rotation; breathing"}
]
MIXED = ["waking", "waking", "evening"]
SIDES = ("left", "right", "left right", "left right right", "")
FREQUENCIES = (
    "1", "2", "2.5", "2.3333333333333335", "3", "3", "3.5", "5", "7", "14", "3-4",
    "every other day", "every 3 days",
    "Mon Wed Fri", "Tue", "Sat Sun", "as needed", "as needed", "0",
)  # fmt: skip


def build(tables: Tables, as_of: date | None = None) -> MobilityLog:
    """Make a log of the tables, with one exercise of its own."""
    given = {"exercises": OWN_EXERCISES} | tables
    return log_from_tables(**given, as_of=None if as_of is None else as_of.isoformat())


def random_tables(r: Random, *, weeks: int = 8, clients: int = 2) -> Tables:
    """Return the tables of a log: sessions, stiffness, programme, pauses."""
    first = date(2025, 12, 1) + timedelta(days=r.randint(0, 40))
    last = first + timedelta(days=7 * weeks - r.randint(0, 6))
    tables: Tables = {"sessions": [], "stiffness": [], "programme": [], "pauses": []}
    for client in ("ann", "bob", "cem")[:clients]:
        for name, rows in one_client(r, client, first, last).items():
            tables[name] += rows
    return tables


def one_client(r: Random, client: str, first: date, last: date) -> Tables:
    known = r.sample(CATALOGUE, r.randint(1, 4))
    prescribed = known[: r.randint(1, len(known))] if r.random() < 0.85 else []
    silent = {r.randint(0, 60) for _ in range(r.randint(0, 3))}
    days = [
        first + timedelta(days=n) for n in range((last - first).days + 1) if n // 7 not in silent
    ]
    programme = [row for e in prescribed for row in prescriptions(r, client, e, first, last)]
    logs_sessions, logs_ratings = r.random() < 0.9, r.random() < 0.85
    return {
        "programme": programme,
        "pauses": pauses(r, client, first, last),
        "sessions": sessions(r, client, known, days) if logs_sessions else [],
        "stiffness": ratings(r, client, known, days) if logs_ratings else [],
    }


def prescriptions(r: Random, client: str, exercise: str, first: date, last: date) -> list[dict]:
    """One to four rows of one exercise: back to back, with gaps, the last one perhaps open."""
    rows, start = [], first + timedelta(days=r.randint(-9, 12))
    for _ in range(r.randint(1, 4)):
        end = start + timedelta(days=r.choice([0, 2, 6, 9, 13, 20, 34]))
        is_open = r.random() < 0.3 or end > last + timedelta(days=20)
        row = {"client": client, "exercise": exercise, "start": start.isoformat()}
        row["end"] = "" if is_open else end.isoformat()
        often = r.choice(FREQUENCIES)
        row["times_per_week"] = "" if often[0] in "MTS" else often
        row["weekdays"] = often if often[0] in "MTS" else ""
        row |= {"sets": r.choice(["", 1, 2, 3, 3]), "reps": r.choice(["", 8, 10, 10])}
        rows.append(row)
        if is_open:
            break
        start = end + timedelta(days=r.choice([1, 1, 1, 3, 10]))
    return rows


def pauses(r: Random, client: str, first: date, last: date) -> list[dict]:
    rows = []
    for _ in range(r.choice([0, 0, 1, 1, 2, 3])):
        start = first + timedelta(days=r.randint(-3, (last - first).days))
        end = start + timedelta(days=r.choice([0, 1, 3, 6, 13, 16]))
        is_open = r.random() < 0.1
        rows.append(
            {
                "client": client,
                "start": start.isoformat(),
                "end": "" if is_open else end.isoformat(),
                "reason": r.choice(["", "flare", "travel"]),
            }
        )
    return rows


def sessions(r: Random, client: str, known: list[str], days: list[date]) -> list[dict]:
    often = r.choice([0.15, 0.4, 0.7, 0.95])
    writes_reps, names_sides = r.random() < 0.7, r.random() < 0.3
    rows = []
    for day in days:
        for exercise in known:
            if r.random() > often:
                continue
            for side in day_sides(r, names_sides=names_sides):
                row = {"client": client, "date": day.isoformat(), "exercise": exercise}
                row["status"] = r.choice(["done", "done", "done", "", "partial", "skipped"])
                row["sets"] = r.choice([1, 2, 3, 4]) if writes_reps or r.random() < 0.5 else ""
                row["reps"] = r.choice([5, 8, 10, 12]) if writes_reps or r.random() < 0.5 else ""
                row |= {"side": side, "note": note(r, len(rows))}
                if names_sides and r.random() < 0.2:
                    row["date"] += r.choice([" 07:30", " 19:00"])
                rows.append(row)
    return rows


def day_sides(r: Random, *, names_sides: bool) -> list[str]:
    """One row of a day for each side that is named; without sides, one to three rows."""
    if names_sides:
        return r.choice(SIDES).split() or [""]
    return [""] * r.choice([1, 1, 1, 2, 3])


def note(r: Random, number: int) -> str:
    """Return a note now and then, each one another."""
    return f"note {number}, {r.randint(0, 999)}" if r.random() < 0.06 else ""


def ratings(r: Random, client: str, known: list[str], days: list[date]) -> list[dict]:
    """Return ratings around a level that drifts; the usual moment may change half-way."""
    often, level = r.choice([0.3, 0.6, 0.9]), r.uniform(0.5, 9)
    drift = r.choice([-0.05, 0, 0, 0.04]) * 60 / max(len(days), 1)
    is_decimal, names_exercise = r.random() < 0.5, r.random() < 0.5
    early = r.choice(["waking", "before", "evening", "", "mixed", "mixed", "pairs"])
    late = r.choice([early, early, "waking", "evening", "mixed"])
    rows = []
    for n, day in enumerate(days):
        if r.random() > often:
            continue
        for moment in day_moments(r, early if n < len(days) / 2 else late):
            score = min(10.0, max(0.0, level + drift * n + r.uniform(-1.5, 1.5)))
            row = {"client": client, "moment": moment}
            row["date"] = day.isoformat()
            if r.random() < 0.4:
                row["date"] += f" {r.randint(5, 21):02d}:{r.choice(['00', '30'])}"
            row["score"] = round(score, 1) if is_decimal else round(score)
            is_named = names_exercise and (moment in ("before", "after") or r.random() < 0.05)
            row["exercise"] = r.choice(known) if is_named else ""
            row["note"] = note(r, len(rows))
            rows.append(row)
    return rows


def ratings_near_the_floors(r: Random) -> Tables:
    """Return two windows of ratings: lengths, days, moments and scores close to the marks."""
    first = date(2026, 1, 1)
    length = r.choice([27, 28, 28, 29, 30, 36, 52, 55, 56, 56, 57, 69, 70, 71, 84, 85])
    size = 28 if length >= 56 else length // 2
    low = r.choice([0.9, 1, 1, 1.1, 2, 3, 4, 6.5, 7, 8])
    change = r.choice([-3, -2, -2, -1.2, -1, -1, -0.9, 0, 0.9, 1, 1, 1.2, 2, 2, 2.5])
    spread = r.choice([0, 0.1, 0.3, 1, 2])
    few, many = [0, 3, 4, 5, 6], [5, 7, 9, 9, 10, 10, 10, 11, 12, 14, 20]
    habit = r.choice([["waking"], ["waking"], ["waking", "evening"], MIXED, [""]])
    rows = []
    for begins, ends, level in (
        (0, size, low),
        (size, length - size, low + r.choice([0, change / 2, change, -1])),
        (length - size, length, low + change),
    ):
        usual = r.choice([habit, habit, habit, ["evening"], ["waking", "evening"], MIXED])
        wanted = r.choice(r.choice([few, many, many, many]))
        days = list(range(begins, ends))
        numbers = set(r.sample(days, min(wanted, len(days)))) | ({0} if begins == 0 else set())
        for n in sorted(numbers):
            for _ in range(r.choice([1, 1, 1, 2])):
                score = min(10.0, max(0.0, level + r.choice([0, 0, spread, -spread])))
                day = (first + timedelta(days=n)).isoformat()
                row = {"client": "ann", "date": day, "score": round(score, 1)}
                rows.append(row | {"moment": r.choice(usual)})
    last = (first + timedelta(days=length - 1)).isoformat()  # `as_of`, rated or not
    session = {"client": "ann", "date": last, "exercise": "down-dog"}
    return {"stiffness": rows, "sessions": [session], "programme": [], "pauses": []}


def day_moments(r: Random, habit: str) -> list[str]:
    if habit == "pairs":
        return ["before", "after"] * r.choice([1, 1, 2]) + ["after"] * r.choice([0, 0, 1])
    if habit == "mixed":
        return r.sample(["waking", "before", "after", "evening", ""], r.randint(1, 3))
    return [habit] * r.choice([1, 1, 1, 2])


def options(r: Random, tables: Tables) -> dict[str, Any]:
    """Return an `as_of` and a `start`: often none, at times in the middle of the log."""
    days = sorted(str(row["date"])[:10] for t in ("sessions", "stiffness") for row in tables[t])
    out: dict[str, Any] = {"as_of": None, "start": None}
    if not days:
        return {"as_of": date(2026, 2, 1), "start": None}
    if r.random() < 0.4:
        out["as_of"] = date.fromisoformat(days[-1]) + timedelta(days=r.randint(-20, 9))
    if r.random() < 0.3:
        out["start"] = date.fromisoformat(days[0]) + timedelta(days=r.randint(-5, 25))
    return out
