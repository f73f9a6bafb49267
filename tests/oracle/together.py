"""Practice and stiffness together, week by week."""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction

from oracle import adherence, stiffness
from oracle.diary import TOLERANCE, Diary, Row, mean


def practice(diary: Diary, client: str, weekly: list[Row]) -> dict:
    """Adherence of each week, all scheduled exercises pooled; none where none was ever logged."""
    if not [s for s in diary["sessions"] if s["client"] == client]:
        return {}
    weekly = [*weekly, *adherence.plan_weeks(diary, client, Fraction(0))]
    rows = [r for r in weekly if r["client"] == client and r["kind"] == "scheduled"]
    out = {}
    for week in sorted({r["week_start"] for r in rows}):
        here = [r for r in rows if r["week_start"] == week]
        prescribed = sum((r["prescribed"] for r in here), Fraction(0))
        if prescribed:
            counted = sum((r["counted"] for r in here), Fraction(0))
            out[week] = min(counted / prescribed, Fraction(1))
    return out


def pairs(
    diary: Diary,
    lag_weeks: int = 1,
    moments: tuple[str, ...] = stiffness.DEFAULT_MOMENTS,
) -> list[Row]:
    """Weeks with adherence whose later week (by the lag) has a stiffness mean."""
    out = []
    weekly = adherence.weekly(diary)
    for client in diary["clients"]:
        _, used = stiffness.same_moments(diary, client, moments)
        scores = [] if used is None else stiffness.weekly(diary, used)
        mine = {r["week_start"]: r["score_mean"] for r in scores if r["client"] == client}
        for week, share in practice(diary, client, weekly).items():
            later = week + timedelta(days=7 * lag_weeks)
            if mine.get(later) is not None:
                row = {"client": client, "week_start": week, "adherence": share}
                out.append(row | {"score_mean": mine[later]})
    return out


def ranks(values: list[Fraction]) -> list[Fraction]:
    """Rank of each value, ties sharing the mean of their ranks."""
    return [
        Fraction(len([v for v in values if v < x])) + Fraction(1 + values.count(x), 2)
        for x in values
    ]


def correlation(xs: list[Fraction], ys: list[Fraction]) -> float | None:
    mx, my = mean(xs), mean(ys)
    above = sum(((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)), Fraction(0))
    below = sum(((x - mx) ** 2 for x in xs), Fraction(0)) * sum(
        ((y - my) ** 2 for y in ys), Fraction(0)
    )
    return float(above) / math.sqrt(below) if below else None


def summary(
    diary: Diary,
    lag_weeks: int = 1,
    moments: tuple[str, ...] = stiffness.DEFAULT_MOMENTS,
) -> list[Row]:
    """One row a client."""
    out = []
    rows = pairs(diary, lag_weeks, moments)
    for client in diary["clients"]:
        mine = [r for r in rows if r["client"] == client]
        xs = ranks([r["adherence"] for r in mine])
        ys = ranks([r["score_mean"] for r in mine])
        rho = correlation(xs, ys) if len(mine) >= 10 else None
        p_value = shifts(xs, ys, rho) if rho is not None and len(mine) >= 21 else None
        row = {"client": client, "lag_weeks": lag_weeks, "n_weeks": len(mine)}
        out.append(row | {"spearman_rho": rho, "p_value": p_value})
    return out


def shifts(xs: list[Fraction], ys: list[Fraction], rho: float) -> Fraction:
    """Share of all circular shifts with a correlation at least as large, itself included."""
    as_large = 0
    for k in range(len(ys)):
        turned = correlation(xs, ys[k:] + ys[:k])
        as_large += turned is not None and abs(turned) >= abs(rho) - TOLERANCE
    return Fraction(as_large, len(ys))
