"""The reasons to look at a client first, and the figures of the caseload."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from oracle import adherence, movement, stiffness
from oracle.diary import (
    Diary,
    Row,
    at_least,
    covers,
    days_between,
    in_force,
    is_paused,
    prescriptions,
    ratings_of,
)


def entries(diary: Diary, client: str) -> set[date]:
    """Days with any session, skip or rating."""
    rows = [*diary["sessions"], *diary["ratings"]]
    return {r["date"] for r in rows if r["client"] == client}


def eligible_days(diary: Diary, client: str) -> list[date]:
    """Days on which any exercise of the client is eligible, or a plan of practice days holds."""
    first = adherence.first_day(diary, client)
    exercises = sorted({p["exercise"] for p in prescriptions(diary, client)})
    held = [
        day
        for day in (days_between(first, diary["as_of"]) if first else [])
        if any(in_force(diary, client, e, day) is not None for e in exercises)
    ]
    days = held or adherence.plan_days(diary, client)
    return [day for day in days if not is_paused(diary, client, day)]


def last_days(diary: Diary, number: int, *, before: int = 0) -> tuple[date, date]:
    """First and last of so many days to `as_of`, or to so many days before it."""
    last = diary["as_of"] - timedelta(days=before)
    return last - timedelta(days=number - 1), last


def practised(diary: Diary, client: str, *, before: int = 0) -> Row:
    """Done, counted and prescribed in 28 days, by blocks of 7; empty where nothing was due."""
    exercises: list = sorted({p["exercise"] for p in prescriptions(diary, client)}) or [None]
    rows = adherence.blocks(diary, client, exercises, 28, Fraction(0), before=before)
    if not any(r["prescribed"] for r in rows):
        return {"done": None, "counted": None, "prescribed": None}
    return adherence.pooled_sums(rows) | {"done": sum(r["done"] for r in rows)}


def reasons(diary: Diary, client: str) -> list[str]:
    """Return the reasons that hold, in the order of the definitions."""
    change = next(r for r in stiffness.change(diary) if r["client"] == client)
    held = {
        "high scores": stiffness.high_scores(diary, client)["is_high_scores"],
        "sharp rise": stiffness.sharp_rise(diary, client)["is_sharp_rise"],
        "stiffness worse": change["verdict"] == "higher" or is_up(change["change_points"]),
        "up from best weeks": is_up(change["up_from_best_points"]),
        "worse when last heard": is_worse_when_last_heard(change),
        "worse straight after": is_worse_straight_after(diary, client),
        "movement worse": movement.is_worse(diary, client),
        "paused now": is_paused(diary, client, diary["as_of"]),
        "stopped logging": has_stopped_logging(diary, client),
        "low adherence": has_low_adherence(diary, client),
        "few ratings": has_few_ratings(diary, client),
        "programme ended": has_ended(diary, client),
    }
    return [name for name, holds in held.items() if holds]


def is_up(points: Fraction | None) -> bool:
    """Whether 2 points or more."""
    return points is not None and at_least(points, Fraction(2))


def is_worse_when_last_heard(change: Row) -> bool:
    heard, baseline = change["last_heard_mean"], change["baseline_mean"]
    return heard is not None and baseline is not None and is_up(heard - baseline)


def is_worse_straight_after(diary: Diary, client: str) -> bool:
    """Three of the last five pairs of an exercise up by 2 or more."""
    ratings = [r for r in ratings_of(diary, client) if r["moment"] in ("before", "after")]
    pairs = stiffness.all_pairs(ratings)
    for exercise in {e for e, _ in pairs if e}:
        last = [change for e, change in pairs if e == exercise][-5:]
        if len([c for c in last if at_least(c, Fraction(2))]) >= 3:
            return True
    return False


def has_stopped_logging(diary: Diary, client: str) -> bool:
    """Fourteen eligible days without any entry, to `as_of`."""
    logged = entries(diary, client)
    last = max(logged) if logged else None
    silent = [d for d in eligible_days(diary, client) if last is None or d > last]
    return len(silent) >= 14


def has_low_adherence(diary: Diary, client: str) -> bool:
    """Less than half of the last 28 days, where 14 of them were eligible."""
    first, _ = last_days(diary, 28)
    if len([d for d in eligible_days(diary, client) if d >= first]) < 14:
        return False
    if not [s for s in diary["sessions"] if s["client"] == client]:
        return False
    sums = adherence.overall(diary, by="client")
    share = next(r["adherence_last_28_days"] for r in sums if r["client"] == client)
    return share is not None and not at_least(share, Fraction(1, 2))


def has_few_ratings(diary: Diary, client: str) -> bool:
    """Under 4 rated days in 3 of the last 4 blocks of 7 days, none before the first rating."""
    values = stiffness.day_values(diary, client, stiffness.DEFAULT_MOMENTS)
    thin = 0
    for number in range(4):
        first, last = last_days(diary, 7, before=7 * number)
        if values and last >= min(values):
            thin += len(stiffness.within(values, first, last)) < 4
    return thin >= 3


def notes_of(diary: Diary, client: str) -> list[Row]:
    """Rows of a client with a note, the newest day first."""
    mine = [r for r in diary["notes"] if r["client"] == client]
    return sorted(mine, key=lambda r: r["date"], reverse=True)


def has_ended(diary: Diary, client: str) -> bool:
    rows = prescriptions(diary, client)
    return bool(rows) and not any(covers(p, diary["as_of"]) for p in rows)


def review(diary: Diary, earlier: Diary) -> list[Row]:
    """One row a client; ``earlier`` is the same log as of 7 days before."""
    out = []
    changes = {r["client"]: r for r in stiffness.change(diary)}
    sums = {r["client"]: r for r in adherence.overall(diary, by="client")}
    for client in diary["clients"]:
        now, then = reasons(diary, client), reasons(earlier, client)
        logged, eligible = entries(diary, client), eligible_days(diary, client)
        row: Row = {"client": client, "reasons": "; ".join(now)}
        row["new_reasons"] = "; ".join(r for r in now if r not in then)
        row["gone_reasons"] = "; ".join(r for r in then if r not in now)
        row["last_entry"] = max(logged) if logged else None
        row["days_since_entry"] = (diary["as_of"] - max(logged)).days if logged else None
        for name, before in (("last_28_days", 0), ("28_days_before", 28)):
            found = practised(diary, client, before=before)
            if not [s for s in diary["sessions"] if s["client"] == client]:
                found |= {"done": None, "counted": None}  # never logged: unknown, not 0
            for figure in ("done", "counted", "prescribed"):
                row[f"{figure}_{name}"] = found[figure]
        row["adherence"] = sums[client]["adherence"]
        for name in ("baseline_mean", "recent_mean", "change_points", "verdict"):
            row[name] = changes[client][name]
        notes = notes_of(diary, client)
        newest = [r["note"] for r in notes if r["date"] == notes[0]["date"]]
        row["newest_note"] = newest[0] if len(newest) == 1 else newest or None
        row["notes_last_14_days"] = len([r for r in notes if r["date"] >= last_days(diary, 14)[0]])
        row["days_eligible"] = len(eligible)
        row["days_logged"] = len([d for d in eligible if d in logged])
        out.append(row)
    return sorted(out, key=sort_key)


def sort_key(row: Row) -> tuple:
    """By the first reason, then the longest silence, then the name; the rest by name."""
    order = (
        "high scores", "sharp rise", "stiffness worse", "up from best weeks",
        "worse when last heard", "worse straight after", "movement worse", "paused now",
        "stopped logging", "low adherence", "few ratings", "programme ended",
    )  # fmt: skip
    name = (row["client"].casefold(), row["client"])
    if not row["reasons"]:
        return (len(order), 0, name)
    silence = row["days_since_entry"]
    longest = -float("inf") if silence is None else -silence
    return (order.index(row["reasons"].split("; ")[0]), longest, name)
