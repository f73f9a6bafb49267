"""Adherence, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from oracle.diary import (
    TOLERANCE,
    Diary,
    Row,
    at_least,
    days_between,
    in_force,
    is_paused,
    monday,
    prescriptions,
    repetitions,
    rounded_up,
    sessions_in_window,
)


def block(diary: Diary, client: str, exercise: str, days: list[date], half: Fraction) -> Row | None:
    """One exercise over some days (a week, or the last 7); nothing where it is not in force."""
    held = {day: in_force(diary, client, exercise, day) for day in days}
    inside = [day for day in days if held[day] is not None]
    if not inside:
        return None
    eligible = [day for day in inside if not is_paused(diary, client, day)]
    looked_at = eligible or inside
    row = counts(diary, client, exercise, eligible)
    row["client"], row["exercise"], row["week_start"] = client, exercise, days[0]
    row["eligible_days"] = len(eligible)
    row["is_partial"] = len(eligible) < 7
    row["kind"] = "as needed" if all(held[d]["as_needed"] for d in looked_at) else "scheduled"
    return row | sums(row, [(day, held[day]) for day in eligible], half)


def counts(diary: Diary, client: str, exercise: str | None, days: list[date]) -> Row:
    """Sessions on these days by status, of one exercise or of any."""
    rows = [s for s in sessions_in_window(diary, client, exercise) if s["date"] in days]
    done = [s for s in rows if s["status"] == "done"]
    return {
        "done": len(done),
        "days": {s["date"] for s in done},
        "days_done": len({s["date"] for s in done}),
        "partial": len([s for s in rows if s["status"] == "partial"]),
        "skipped": len([s for s in rows if s["status"] == "skipped"]),
        "done_repetitions": [repetitions(s) for s in done],
    }


def due(prescription: Row, day: date) -> Fraction:
    """How much of a session a prescription asks for on one eligible day."""
    if prescription["as_needed"]:
        return Fraction(0)
    if prescription["weekdays"]:
        return Fraction(1 if day.weekday() in prescription["weekdays"] else 0)
    return Fraction(prescription["per_week"]) / 7


def sums(row: Row, held: list[tuple[date, Row]], half: Fraction) -> Row:
    """Prescribed, counted and extra; empty for `as needed`."""
    if row["kind"] == "as needed":
        return {"prescribed": None, "credit": None, "counted": None, "extra": None, "reps": None}
    prescribed = sum((due(p, day) for day, p in held), Fraction(0))
    return whole_sessions(row, prescribed, half) | {"reps": repetitions_of(row, held)}


def whole_sessions(row: Row, prescribed: Fraction, half: Fraction) -> Row:
    """Counted: at most what was prescribed in the week, rounded up to a whole session."""
    credit = row["done"] + half * row["partial"]
    counted = min(credit, Fraction(rounded_up(prescribed)))
    return {
        "prescribed": prescribed,
        "credit": credit,
        "counted": counted,
        "extra": credit - counted,
    }


def repetitions_of(row: Row, held: list[tuple[date, Row]]) -> tuple[Fraction, Fraction] | None:
    """Repetitions done (capped) and prescribed in a week; nothing where one is not written down."""
    scheduled = [(day, p) for day, p in held if not p["as_needed"]]
    if any(p["repetitions"] is None for _, p in scheduled):
        return None
    if any(r is None for r in row["done_repetitions"]):
        return None
    prescribed = sum((due(p, day) * p["repetitions"] for day, p in scheduled), Fraction(0))
    done = sum(row["done_repetitions"], Fraction(0))
    return min(done, prescribed), prescribed


def state(diary: Diary, row: Row) -> str:
    """Return the state of one exercise-week."""
    week = days_between(row["week_start"], row["week_start"] + timedelta(days=6))
    sessions = [s for s in diary["sessions"] if s["client"] == row["client"]]
    ratings = [r for r in diary["ratings"] if r["client"] == row["client"]]
    if row["kind"] != "no programme" and row["eligible_days"] == 0:
        return "paused"
    if not row["prescribed"]:
        return "not prescribed"
    if not [s for s in sessions if s["date"] in week]:
        rated = [r for r in ratings if r["date"] in week]
        return "ratings only" if rated else "nothing logged"
    if row["counted"] <= TOLERANCE:
        return "none done"
    return "all done" if at_least(row["counted"], row["prescribed"]) else "some done"


def first_day(diary: Diary, client: str) -> date | None:
    """Return the first day of the window on which anything of this client could count."""
    starts = [p["start"] for p in prescriptions(diary, client)]
    starts += [s["date"] for s in sessions_in_window(diary, client)]
    if not starts:
        return None
    return min(starts) if diary["start"] is None else max(min(starts), diary["start"])


def exercises_of(diary: Diary, client: str) -> list[str]:
    """Exercises of the programme or, without any programme, those with a session."""
    rows = prescriptions(diary, client) or sessions_in_window(diary, client)
    return sorted({r["exercise"] for r in rows})


def weeks_of(diary: Diary, client: str) -> list[list[date]]:
    first = first_day(diary, client)
    if first is None:
        return []
    mondays = sorted({monday(d) for d in days_between(first, diary["as_of"])})
    return [days_between(m, m + timedelta(days=6)) for m in mondays]


def unplanned(diary: Diary, client: str, exercise: str, week: list[date]) -> Row | None:
    """One exercise-week of a client without any programme: only the sessions are counted."""
    if not [s for s in sessions_in_window(diary, client, exercise) if s["date"] in week]:
        return None
    empty: Row = dict.fromkeys(["prescribed", "credit", "counted", "extra", "reps"])
    row = counts(diary, client, exercise, week) | empty
    row |= {"client": client, "exercise": exercise, "week_start": week[0]}
    return row | {"eligible_days": 0, "is_partial": True, "kind": "no programme"}


def weekly(diary: Diary, *, partial_counts: float = 0.0) -> list[Row]:
    """One row for each client, exercise and week."""
    half = Fraction(repr(float(partial_counts)))
    rows = []
    for client in diary["clients"]:
        has_programme = bool(prescriptions(diary, client))
        for exercise in exercises_of(diary, client):
            for week in weeks_of(diary, client):
                if has_programme:
                    row = block(diary, client, exercise, week, half)
                else:
                    row = unplanned(diary, client, exercise, week)
                if row is not None:
                    rows.append(row | {"state": state(diary, row)})
    return rows


def groups(diary: Diary, client: str, by: str, rows: list[Row]) -> list[tuple[str | None, list]]:
    """Which exercises are added up in which row."""
    mine = sorted({r["exercise"] for r in rows if r["client"] == client})
    if by == "client":
        return [(None, mine)]
    if by == "exercise":
        return [(exercise, [exercise]) for exercise in mine]
    areas = diary["areas"]
    return [(area, [e for e in mine if area in areas[e]]) for area in diary["areas_of"][client]]


def overall(
    diary: Diary,
    *,
    by: str = "exercise",
    partial_counts: float = 0.0,
    threshold: float = 0.8,
    permissible_gap_days: int = 14,
) -> list[Row]:
    """One row for each exercise, focus area or client over the whole window."""
    rows = weekly(diary, partial_counts=partial_counts)
    mark = Fraction(repr(float(threshold)))
    half = Fraction(repr(float(partial_counts)))
    out = []
    for client in diary["clients"]:
        for key, exercises in groups(diary, client, by, rows):
            mine = [r for r in rows if r["client"] == client and r["exercise"] in exercises]
            if by == "client" and has_plan(diary, client):
                mine = plan_weeks(diary, client, half)
            row: Row = {"client": client}
            if key is not None:
                row[by] = key
            kind, pool = pooled(diary, client, mine)
            row |= totals(pool, kind) | {"last_done": last_done(mine)}
            if kind == "scheduled":
                scheduled = sorted({r["exercise"] for r in pool})
                row |= ratios(pool) | weeks_met(pool, mark)
                row |= gaps(diary, client, pool, permissible_gap_days)
                for days in (7, 28):
                    found = pooled_sums(blocks(diary, client, scheduled, days, half))
                    name = f"adherence_last_{days}_days"
                    row[name] = share(found["counted"], found["prescribed"])
            out.append(finish(diary, row, kind, is_trained=bool(exercises) or by != "focus_area"))
    return out


def pooled(diary: Diary, client: str, rows: list[Row]) -> tuple[str, list[Row]]:
    """Return the kind of a row and the exercise-weeks in its sums."""
    for kind in ("scheduled", "as needed", "no programme"):
        pool = [r for r in rows if r["kind"] == kind]
        if pool:
            return kind, pool
    return ("scheduled" if prescriptions(diary, client) else "no programme"), []


def totals(pool: list[Row], kind: str) -> Row:
    row: Row = {name: sum(r[name] for r in pool) for name in ("done", "partial", "skipped")}
    row["days_done"] = len({day for r in pool for day in r["days"]})
    if kind == "scheduled":
        return row | pooled_sums(pool)
    return row | dict.fromkeys(("prescribed", "counted", "extra"))


def pooled_sums(rows: list[Row]) -> Row:
    """Sums over the exercise-weeks of a window; an exercise counts at most what it asked for."""
    counted = Fraction(0)
    for exercise in {r["exercise"] for r in rows}:
        mine = [r for r in rows if r["exercise"] == exercise]
        asked = sum((r["prescribed"] for r in mine), Fraction(0))
        counted += min(sum((r["counted"] for r in mine), Fraction(0)), asked)
    return {
        "prescribed": sum((r["prescribed"] for r in rows), Fraction(0)),
        "counted": counted,
        "extra": sum((r["extra"] for r in rows), Fraction(0)),
    }


def last_done(rows: list[Row]) -> date | None:
    days = [day for r in rows for day in r["days"]]
    return max(days) if days else None


def share(part: Any, whole: Any) -> Any:
    return None if not whole else part / whole


def ratios(pool: list[Row]) -> Row:
    every = pooled_sums(pool)
    logged = pooled_sums([r for r in pool if r["state"] != "nothing logged"])
    reps = [r["reps"] for r in pool if r["reps"] is not None]
    uncapped = share(sum((r["credit"] for r in pool), Fraction(0)), every["prescribed"])
    return {
        "adherence": share(every["counted"], every["prescribed"]),
        "adherence_uncapped": uncapped,
        "adherence_capped_overall": None if uncapped is None else min(Fraction(1), uncapped),
        "adherence_weeks_logged": share(logged["counted"], logged["prescribed"]),
        "repetitions_adherence": share(
            sum((d for d, _ in reps), Fraction(0)), sum((p for _, p in reps), Fraction(0))
        ),
    }


def weeks_met(pool: list[Row], mark: Fraction) -> Row:
    full = met = 0
    for week in sorted({r["week_start"] for r in pool}):
        rows = [r for r in pool if r["week_start"] == week and r["prescribed"] > 0]
        if rows and not any(r["is_partial"] for r in rows):
            full += 1
            counted = sum((r["counted"] for r in rows), Fraction(0))
            met += at_least(counted, mark * sum((r["prescribed"] for r in rows), Fraction(0)))
    return {"weeks_met": met, "weeks_full": full}


def gaps(diary: Diary, client: str, pool: list[Row], permissible: int) -> Row:
    """Runs of consecutive eligible days, in the weeks added up, without a done session."""
    first = first_day(diary, client)
    window = days_between(first, diary["as_of"]) if first else []
    weeks = {(r["exercise"], r["week_start"]) for r in pool}
    exercises = {r["exercise"] for r in pool}
    runs, run = [], 0
    for day in window or plan_days(diary, client):
        if is_paused(diary, client, day):
            continue
        held = [e for e in exercises if is_asked_for(diary, client, e, day)]
        eligible = [e for e in held if (e, monday(day)) in weeks]
        done = [e for e in eligible if counts(diary, client, e, [day])["done"]]
        if eligible and not done:
            run += 1
        else:
            runs.append(run)
            run = 0
    runs.append(run)
    return {
        "longest_gap_days": max(runs),
        "interruptions": len([r for r in runs if r > permissible]),
    }


def is_asked_for(diary: Diary, client: str, exercise: str | None, day: date) -> bool:
    """Whether a prescription of the exercise, or the plan (no exercise), holds on a day."""
    if exercise is None:
        return day in plan_days(diary, client)
    return in_force(diary, client, exercise, day) is not None


def blocks(
    diary: Diary,
    client: str,
    exercises: list[str | None],
    days: int,
    half: Fraction,
    *,
    before: int = 0,
) -> list[Row]:
    """The blocks of 7 days that end at `as_of`, or so many days before it, for each exercise."""
    out = []
    for number in range(days // 7):
        last = diary["as_of"] - timedelta(days=before + 7 * number)
        week = days_between(last - timedelta(days=6), last)
        for exercise in exercises:
            if exercise is None:
                row = plan_block(diary, client, week, half)
            else:
                row = block(diary, client, exercise, week, half)
            if row is not None and row["kind"] == "scheduled":
                out.append(row)
    return out


def band(adherence: Fraction | None) -> str:
    if adherence is None:
        return "not prescribed"
    if adherence <= TOLERANCE:
        return "none"
    for name, mark in (("full", 1), ("satisfactory", Fraction(4, 5)), ("some", Fraction(1, 2))):
        if at_least(adherence, Fraction(mark)):
            return name
    return "low"


RATIOS = (
    "adherence", "adherence_uncapped", "adherence_capped_overall", "adherence_weeks_logged",
    "repetitions_adherence", "adherence_last_7_days", "adherence_last_28_days",
)  # fmt: skip
SCHEDULED_ONLY = (*RATIOS, "weeks_met", "weeks_full", "longest_gap_days", "interruptions")


def finish(diary: Diary, row: Row, kind: str, *, is_trained: bool) -> Row:
    """Give every column, and the band."""
    for name in SCHEDULED_ONLY:
        row.setdefault(name, None)
    if kind != "scheduled":
        return row | {"band": kind}
    if not is_trained:
        return row | {"band": "not prescribed"}
    if not [s for s in diary["sessions"] if s["client"] == row["client"]]:
        return row | dict.fromkeys(RATIOS) | {"band": "unknown"}
    return row | {"band": band(row["adherence"])}


def unprescribed(diary: Diary) -> list[Row]:
    """Sessions outside any prescription, with the reason."""
    out = []
    for client in diary["clients"]:
        if not prescriptions(diary, client):
            continue
        for s in sessions_in_window(diary, client):
            reason = why_unprescribed(diary, s)
            if reason:
                row = {name: s[name] for name in ("client", "exercise", "date", "status")}
                out.append(row | {"reason": reason})
    return out


def why_unprescribed(diary: Diary, s: Row) -> str:
    rows = prescriptions(diary, s["client"], s["exercise"])
    if not rows:
        return "never prescribed"
    if s["date"] < min(p["start"] for p in rows):
        return "before it starts"
    if in_force(diary, s["client"], s["exercise"], s["date"]) is None:
        return "after it ends"
    return "paused" if is_paused(diary, s["client"], s["date"]) else ""


def definitions(diary: Diary, **options: float) -> list[Row]:
    """The same log under each definition: one row a client and definition."""
    out = []
    for row in overall(diary, by="client", **options):
        met = share(row["weeks_met"], row["weeks_full"])
        figures = row | {"weeks_met": None if row["band"] == "unknown" else met}
        for name in (
            "adherence", "adherence_uncapped", "adherence_capped_overall", "weeks_met",
            "repetitions_adherence", "adherence_weeks_logged",
        ):  # fmt: skip
            found = figures[name]
            out.append({"client": row["client"], "definition": name, "adherence": found})
    return out


def coverage(diary: Diary) -> list[Row]:
    """Each focus area of each client: what of the programme trains it, and how much was done."""
    rows = weekly(diary)
    out = []
    for row in overall(diary, by="focus_area"):
        mine = [r for r in rows if r["client"] == row["client"] and r["kind"] != "no programme"]
        trained = sorted(
            {r["exercise"] for r in mine if row["focus_area"] in diary["areas"][r["exercise"]]}
        )
        kept = ("client", "focus_area", "prescribed", "done", "counted", "adherence")
        found = {name: row[name] for name in kept}
        found["n_exercises"], found["exercises"] = len(trained), "; ".join(trained)
        out.append(found)
    return out


def calendar(diary: Diary) -> list[Row]:
    """Each client, exercise and day from the first in the programme (or session) to `as_of`."""
    out = []
    for client in diary["clients"]:
        first = first_day(diary, client)
        window = days_between(first, diary["as_of"]) if first else []
        held = {
            e: [day for day in window if in_force(diary, client, e, day) is not None]
            for e in exercises_of(diary, client)
        }
        shown = [e for e in held if held[e] or not prescriptions(diary, client)]
        begins = min((days[0] for days in held.values() if days), default=first)
        for exercise in shown:
            for day in [day for day in window if day >= begins]:
                row = {"client": client, "exercise": exercise, "date": day}
                out.append(row | {"state": day_state(diary, client, exercise, day)})
    return out


def day_state(diary: Diary, client: str, exercise: str, day: date) -> str:
    held = in_force(diary, client, exercise, day)
    paused = is_paused(diary, client, day)
    if not prescriptions(diary, client) or (held is not None and not paused):
        logged = {
            s["status"] for s in sessions_in_window(diary, client, exercise) if s["date"] == day
        }
        for status in ("done", "partial", "skipped"):
            if status in logged:
                return status
    if held is None:
        return "not prescribed"
    if paused:
        return "paused"
    if not due(held, day):
        return "not prescribed"
    rows = [*diary["sessions"], *diary["ratings"]]
    was_there = any(r["client"] == client and r["date"] == day for r in rows)
    return "not done" if was_there else "nothing logged"


def with_targets(
    diary: Diary,
    *,
    per_exercise: Mapping[str, str] | None = None,
    per_week: str | None = None,
) -> Diary:
    """Targets that the user states: prescriptions of exercises, and a plan of practice days."""
    more = [
        target(diary, client, exercise, Fraction(often))
        for client in diary["clients"]
        for exercise, often in (per_exercise or {}).items()
        if not prescriptions(diary, client, exercise)
        and [s for s in diary["sessions"] if (s["client"], s["exercise"]) == (client, exercise)]
    ]
    plan = None if per_week is None else Fraction(per_week)
    return diary | {"programme": diary["programme"] + more, "plan": plan}


def target(diary: Diary, client: str, exercise: str, per_week: Fraction) -> Row:
    """From the first session of the exercise, of any status, to `as_of`."""
    mine = [
        s["date"] for s in diary["sessions"] if s["client"] == client and s["exercise"] == exercise
    ]
    return {
        "client": client,
        "exercise": exercise,
        "start": min(mine),
        "end": diary["as_of"],
        "per_week": per_week,
        "weekdays": [],
        "as_needed": False,
        "repetitions": None,
    }


def has_plan(diary: Diary, client: str) -> bool:
    """Whether a plan of practice days holds for the client: no programme, and sessions."""
    return bool(plan_days(diary, client))


def plan_days(diary: Diary, client: str) -> list[date]:
    """Days from the first logged session to `as_of` (not before ``start``), paused ones too."""
    mine = [s["date"] for s in diary["sessions"] if s["client"] == client]
    if diary["plan"] is None or prescriptions(diary, client) or not mine:
        return []
    first = min(mine) if diary["start"] is None else max(min(mine), diary["start"])
    return days_between(first, diary["as_of"])


def plan_block(diary: Diary, client: str, days: list[date], half: Fraction) -> Row | None:
    """Some days of a plan: done are the days with a done session of any exercise."""
    inside = [day for day in plan_days(diary, client) if day in days]
    if not inside:
        return None
    eligible = [day for day in inside if not is_paused(diary, client, day)]
    row = counts(diary, client, None, eligible)
    row["done"] = row["days_done"]
    row |= {"client": client, "exercise": None, "week_start": days[0], "kind": "scheduled"}
    row |= {"eligible_days": len(eligible), "is_partial": len(eligible) < 7, "reps": None}
    return row | whole_sessions(row, diary["plan"] * len(eligible) / 7, half)


def plan_weeks(diary: Diary, client: str, half: Fraction) -> list[Row]:
    """One row a week of the plan."""
    out = []
    for week_start in sorted({monday(day) for day in plan_days(diary, client)}):
        week = days_between(week_start, week_start + timedelta(days=6))
        row = plan_block(diary, client, week, half)
        if row is not None:
            out.append(row | {"state": state(diary, row)})
    return out
