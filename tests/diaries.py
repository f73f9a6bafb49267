"""Small made-up logs for the tests of this room, and the words they may not use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables

FORBIDDEN = (
    "no red flags", "on track", "safe to progress", "caused", " worked", "non-compliant",
    "mobility improved", "alert", "detects", "diagnoses", "monitors", "streak", "no change",
    "no link", "well done", "95 % interval", "spearman", "autocorrelation",
)  # fmt: skip


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def rated(scores: Mapping[str, float] | Sequence[tuple[str, float, str]], client: str = "ana"):
    """Rows of ratings: by date, or (date, score, moment)."""
    rows = [(d, s, "") for d, s in scores.items()] if isinstance(scores, Mapping) else scores
    return [{"client": client, "date": d, "score": s, "moment": m} for d, s, m in rows]


def run_of(first: str, scores: Sequence[float], moment: str = "waking") -> list[dict[str, object]]:
    """One rating a day from a first day on; None leaves a day out."""
    days = pd.date_range(first, periods=len(scores))
    return [
        {"client": "ana", "date": str(d.date()), "score": s, "moment": moment}
        for d, s in zip(days, scores, strict=True)
        if s is not None
    ]


def two_windows(first: Sequence[float], last: Sequence[float], **more: object) -> MobilityLog:
    """Ratings in the first days from 1 Sep 2026 and in the last 14 days to 22 Nov 2026."""
    rows = run_of("2026-09-01", first) + run_of("2026-11-09", last)
    return log_from_tables(stiffness=rows, as_of="2026-11-22", **more)  # type: ignore[arg-type]


def practised(days: Sequence[str], *, exercise: str = "down-dog", status: str = "done"):
    return [{"client": "ana", "date": d, "exercise": exercise, "status": status} for d in days]


def prescribed(exercise: str = "down-dog", start: str = "2026-10-26", often: str = "3", **more):
    row = {"client": "ana", "exercise": exercise, "start": start, "times_per_week": often}
    return row | more


def has_no_forbidden(text: str) -> bool:
    lowered = text.lower()
    found = [word for word in FORBIDDEN if word in lowered]
    assert not found, f"{found} in: {text}"
    return True
