"""A log as plain Python: one dict a row, real dates, exact fractions, and nothing after `as_of`."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from mobility_analysis.log import MobilityLog

TOLERANCE = Fraction(1, 10**9)
SIZES = ("sets", "reps", "hold_s", "load_kg")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Row = dict[str, Any]
Diary = dict[str, Any]


def at_least(value: Fraction, mark: Fraction) -> bool:
    """``value >= mark``, with the tolerance of the definitions."""
    return value >= mark - TOLERANCE


def rounded_up(value: Fraction) -> int:
    """Round up to a whole session; 7/3 a week over three weeks is 7, however it is written."""
    return math.ceil(value - TOLERANCE)


def number(value: Any) -> Fraction | None:
    """Return the number as it was written (0.1 is a tenth), or nothing."""
    return None if value is None or value != value else Fraction(repr(float(value)))  # noqa: PLR0124


def day_of(value: Any) -> date | None:
    """Return the calendar day, or nothing."""
    return None if value is None or value != value else date(value.year, value.month, value.day)  # noqa: PLR0124


def word(value: Any) -> str:
    """Return a word, "" where there is none."""
    return value if isinstance(value, str) else ""


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def monday(day: date) -> date:
    """Return the Monday that names the week of a day."""
    return day - timedelta(days=day.weekday())


def read(log: MobilityLog, *, as_of: Any = None, start: Any = None) -> Diary:
    """Take a log apart into lists of dicts; rows after ``as_of`` are used by nothing."""
    today = day_of(log.as_of if as_of is None else as_of)
    diary: Diary = {
        "as_of": today,
        "start": day_of(start),
        "clients": list(log.clients),
        "areas": exercise_areas(log),
        "sessions": [session(r) for r in log.sessions.to_dict("records")],
        "ratings": [rating(r) for r in log.stiffness.to_dict("records")],
        "programme": [prescription(r) for r in log.programme.to_dict("records")],
        "plan": None,
        "log": log,
        "pauses": [span(r) for r in log.pauses.to_dict("records")],
    }
    for table, column in (
        ("sessions", "date"), ("ratings", "date"), ("programme", "start"), ("pauses", "start"),
    ):  # fmt: skip
        rows = diary[table]
        diary[table] = [r for r in rows if today is not None and r[column] <= today]
    diary["areas_of"] = {client: own_areas(log, client) for client in log.clients}
    checks = [
        {"client": word(row["client"]), "date": row["date"].date(), "note": word(row["note"])}
        for row in log.checks.to_dict("records")
        if today is not None and row["date"].date() <= today
    ]
    written = [*diary["sessions"], *diary["ratings"], *checks]
    diary["notes"] = [r for r in written if r["note"].strip()]
    diary["sessions"] = both_sides(diary["sessions"])
    return diary


def own_areas(log: MobilityLog, client: str) -> list[str]:
    """The focus areas of a client's own exercises: the built-in ones, and those of own rows."""
    areas = exercise_areas(log)
    if len(log.clients) > 1:
        tables = (log.sessions, log.stiffness, log.programme)
        rows = [row for table in tables for row in table.to_dict("records")]
        named = {str(row["exercise"]) for row in rows if row["client"] == client}
        areas = {e: own for e, own in areas.items() if e in BUILT_IN or e in named}
    return sorted({area for own in areas.values() for area in own})


BUILT_IN = (
    "foam-roller-overpressure", "overhead-opener", "90-90-overhead-raises", "down-dog",
    "bench-thoracic-spine", "bear-rolls",
)  # fmt: skip


def exercise_areas(log: MobilityLog) -> dict[str, list[str]]:
    """Which focus areas each exercise trains."""
    areas: dict[str, list[str]] = {}
    for row in log.exercises.to_dict("records"):
        parts = [part.strip() for part in row["focus_areas"].split(";")]
        areas[str(row["exercise"])] = [part for part in parts if part]
    return areas


def session(row: Row) -> Row:
    return {
        "client": row["client"],
        "exercise": row["exercise"],
        "date": day_of(row["date"]),
        "status": row["status"],
        "side": word(row.get("side")),
        "seconds": seconds(row["time"]),
        "note": word(row["note"]),
    } | {name: number(row[name]) for name in SIZES}


def seconds(time: Any) -> float | None:
    """Return the time of day in seconds, or nothing."""
    return None if time is None or time != time else time.total_seconds()  # noqa: PLR0124


def repetitions(row: Row) -> Fraction | None:
    """Sets times reps, nothing where either is not written down."""
    return None if row["sets"] is None or row["reps"] is None else row["sets"] * row["reps"]


def both_sides(rows: list[Row]) -> list[Row]:
    """Make one session of a left and a right row; one side alone, or no side, is a session."""
    out = list(rows)
    for left in [r for r in rows if r["side"] == "left"]:
        rights = [r for r in out if r["side"] == "right" and is_other_side(left, r)]
        same_time = [r for r in rights if r["seconds"] == left["seconds"]]
        for right in (same_time or rights)[:1]:
            at = next(n for n, r in enumerate(out) if r is left)
            out[at] = one_of_two(left, right)
            out = [r for r in out if r is not right]
    return out


def is_other_side(a: Row, b: Row) -> bool:
    """Whether client, exercise and date are the same, and the time where both have one."""
    times = [a["seconds"], b["seconds"]]
    is_same_time = None in times or times[0] == times[1]
    return is_same_time and all(a[name] == b[name] for name in ("client", "exercise", "date"))


def one_of_two(a: Row, b: Row) -> Row:
    status = a["status"] if a["status"] == b["status"] else "partial"
    out = a | {"status": status, "side": "both"}
    for name in SIZES:
        out[name] = min([v for v in (a[name], b[name]) if v is not None], default=None)
    return out


def rating(row: Row) -> Row:
    return {
        "client": row["client"],
        "exercise": word(row["exercise"]),
        "date": day_of(row["date"]),
        "moment": word(row["moment"]),
        "score": number(row["score"]),
        "seconds": seconds(row["time"]),
        "note": word(row["note"]),
    }


def prescription(row: Row) -> Row:
    size = {name: number(row[name]) for name in ("sets", "reps")}
    named = word(row["weekdays"]).split()
    return {
        "client": row["client"],
        "exercise": row["exercise"],
        "start": day_of(row["start"]),
        "end": day_of(row["end"]),
        "per_week": number(row["times_per_week"]),
        "weekdays": [WEEKDAYS.index(name) for name in named],
        "as_needed": bool(row["is_as_needed"]),
        "repetitions": repetitions(size),
    }


def span(row: Row) -> Row:
    return {
        "client": row["client"],
        "start": day_of(row["start"]),
        "end": day_of(row["end"]),
        "reason": word(row["reason"]),
    }


def covers(row: Row, day: date) -> bool:
    """Whether a prescription or pause holds on a day; an empty end means it still runs."""
    return row["start"] <= day and (row["end"] is None or day <= row["end"])


def is_paused(diary: Diary, client: str, day: date) -> bool:
    return any(p["client"] == client and covers(p, day) for p in diary["pauses"])


def prescriptions(diary: Diary, client: str, exercise: str | None = None) -> list[Row]:
    return [
        p for p in diary["programme"] if p["client"] == client and exercise in (None, p["exercise"])
    ]


def in_force(diary: Diary, client: str, exercise: str, day: date) -> Row | None:
    """Return the one prescription that holds on a day of the window, if any."""
    if day > diary["as_of"] or (diary["start"] is not None and day < diary["start"]):
        return None
    for p in prescriptions(diary, client, exercise):
        if covers(p, day):
            return p
    return None


def sessions_in_window(diary: Diary, client: str, exercise: str | None = None) -> list[Row]:
    """Sessions of a client that are not before ``start``."""
    return [
        s
        for s in diary["sessions"]
        if s["client"] == client
        and exercise in (None, s["exercise"])
        and (diary["start"] is None or s["date"] >= diary["start"])
    ]


def ratings_of(diary: Diary, client: str, moments: tuple[str, ...] | None = None) -> list[Row]:
    return [
        r
        for r in diary["ratings"]
        if r["client"] == client and (moments is None or r["moment"] in moments)
    ]


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
