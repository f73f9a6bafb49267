"""Movement checks one row after the other, from the definitions alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle.diary import TOLERANCE, Diary, at_least, day_of, number, word

from mobility_analysis.log import MobilityLog

Row = dict[str, Any]


def checks_of(log: MobilityLog, as_of: Any) -> list[Row]:
    """Return the checks as plain rows; those after ``as_of`` are used by nothing."""
    today = day_of(log.as_of if as_of is None else as_of)
    return [
        {
            "client": row["client"],
            "test": row["test"],
            "side": word(row["side"]),
            "activity": word(row["activity"]),
            "date": day_of(row["date"]),
            "value": number(row["value"]),
        }
        for row in log.checks.to_dict("records")
        if today is not None and day_of(row["date"]) <= today
    ]


def same_activity(one: str, other: str) -> bool:
    return one.lower().split() == other.lower().split()


def day_values(rows: list[Row]) -> dict[Any, Fraction]:
    """The mean of the values of each day."""
    values: dict[Any, list[Fraction]] = {}
    for row in rows:
        values.setdefault(row["date"], []).append(row["value"])
    return {day: sum(found, Fraction(0)) / len(found) for day, found in sorted(values.items())}


def series_of(rows: list[Row]) -> list[tuple[Row, list[Row]]]:
    """Rows of one client, test, side and activity together, each under its first row."""
    found: list[tuple[Row, list[Row]]] = []
    for row in rows:
        for first, own in found:
            if all(first[k] == row[k] for k in ("client", "test", "side")) and same_activity(
                first["activity"], row["activity"]
            ):
                own.append(row)
                break
        else:
            found.append((row, [row]))
    return found


def verdict(change: Fraction, test: Row) -> str:
    detectable = number(test["detectable_change"])
    if detectable is None:
        return "no figure published"
    if not at_least(abs(change), detectable):
        return "within measurement error"
    is_up = change > 0
    return "better" if is_up == (test["better"] == "higher") else "worse"


def newest_of(rows: list[Row], like: Row, side: str) -> Fraction | None:
    """The newest day value of a test on one side."""
    own = [
        row
        for row in rows
        if row["side"] == side
        and all(row[k] == like[k] for k in ("client", "test"))
        and same_activity(row["activity"], like["activity"])
    ]
    return list(day_values(own).values())[-1] if own else None


def named(rows: list[Row], like: Row) -> str:
    """How the client first wrote an activity, on whatever side and test."""
    return next(
        row["activity"]
        for row in rows
        if row["client"] == like["client"] and same_activity(row["activity"], like["activity"])
    )


def movement_checks(log: MobilityLog, *, as_of: Any = None) -> list[Row]:
    rows = checks_of(log, as_of)
    tests = {row["test"]: row for row in log.tests.to_dict("records")}
    result = []
    for first, own in series_of(rows):
        test, values = tests[first["test"]], day_values(own)
        days = list(values)
        change = values[days[-1]] - values[days[0]]
        left, right = (newest_of(rows, first, side) for side in ("left", "right"))
        apart = None if left is None or right is None else right - left
        detectable = number(test["detectable_change"])
        is_known = apart is not None and detectable is not None
        result.append(
            {
                **{k: first[k] for k in ("client", "test", "side")},
                "activity": named(rows, first),
                "unit": test["unit"],
                "n_checks": len(days),
                "first_date": days[0],
                "first_value": values[days[0]],
                "newest_date": days[-1],
                "newest_value": values[days[-1]],
                "change_value": change if len(days) > 1 else None,
                "detectable_change": detectable,
                "better": test["better"],
                "verdict": verdict(change, test) if len(days) > 1 else "one check",
                "side_difference": apart,
                "is_sides_differ": abs(apart) >= detectable - TOLERANCE if is_known else None,
            }
        )
    return sorted(result, key=lambda r: (r["client"], r["test"], r["activity"], r["side"]))


def is_worse(diary: Diary, client: str) -> bool:
    """Whether any check of a client is worse than the first by its detectable change."""
    rows = movement_checks(diary["log"], as_of=diary["as_of"]) if diary["as_of"] else []
    return any(row["client"] == client and row["verdict"] == "worse" for row in rows)
