"""Small made-up logs for property tests: one to three clients over six weeks around a year's end.

``diaries()`` draws the tables as lists of rows with ISO dates, so that a test can change a row
before ``build`` makes the log; every drawn diary can be built.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from mobility_analysis.log import MobilityLog, log_from_tables

Row = dict[str, Any]
Diary = dict[str, list[Row]]

FIRST = date(2025, 12, 8)
"""A Monday: nothing of a diary is earlier."""
AS_OF = date(2026, 1, 15)
"""The Thursday of the sixth week: nothing of a diary is later, but for ends of prescriptions."""
N_DAYS = (AS_OF - FIRST).days + 1
CLIENTS = ("ana", "ben", "cai")
EXERCISES = ("bear-rolls", "down-dog", "overhead-opener")
FREQUENCIES = (
    "1",
    "2.5",
    "3",
    "3",
    "3-4",
    "every other day",
    "7",
    "14",
    "Mon Wed Fri",
    "Tue",
    "Sat Sun",
    "as needed",
    "as needed",
)


def day(number: int) -> str:
    """Return the ISO date of a day of the diary, by its number from 0."""
    return (FIRST + timedelta(days=number)).isoformat()


def build(diary: Diary, *, as_of: date = AS_OF) -> MobilityLog:
    """Make the log of a diary."""
    return log_from_tables(**diary, as_of=as_of.isoformat())


def frequency(often: str) -> Row:
    """Return the two cells that say how often."""
    is_weekdays = often[:3] in {"Mon", "Tue", "Sat"}
    return {"times_per_week": "" if is_weekdays else often, "weekdays": often * is_weekdays}


@st.composite
def prescriptions(draw: st.DrawFn, client: str, exercise: str) -> list[Row]:
    """Return up to three prescriptions of one exercise, none of which overlap."""
    cuts = draw(st.lists(st.integers(0, N_DAYS + 9), min_size=2, max_size=6, unique=True))
    cuts = sorted(cuts)[: len(cuts) // 2 * 2]
    rows = []
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        row = {"client": client, "exercise": exercise, "start": day(first), "end": day(last)}
        row |= frequency(draw(st.sampled_from(FREQUENCIES)))
        row["sets"] = draw(st.sampled_from(["", "3"]))
        row["reps"] = draw(st.sampled_from(["10", "8"]))
        rows.append(row)
    if draw(st.booleans()):
        rows[-1]["end"] = ""
    return rows


@st.composite
def pauses(draw: st.DrawFn, client: str) -> list[Row]:
    """Return up to two pauses, apart from one another; the last may still run."""
    cuts = sorted(draw(st.lists(st.integers(0, N_DAYS - 1), max_size=4, unique=True)))
    rows = [
        {"client": client, "start": day(first), "end": day(last), "reason": "flare"}
        for first, last in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if rows and draw(st.booleans()):
        rows[-1]["end"] = ""
    return rows


@st.composite
def sessions(draw: st.DrawFn, client: str, *, max_size: int = 25) -> list[Row]:
    """Return sessions of any status on any day; several on one day, too."""
    one = st.tuples(
        st.integers(0, N_DAYS - 1),
        st.sampled_from(EXERCISES),
        st.sampled_from(["done", "done", "done", "partial", "skipped"]),
        st.sampled_from(["", "1", "3"]),
    )
    return [
        {
            "client": client,
            "date": day(number),
            "exercise": exercise,
            "status": status,
            "sets": sets,
            "reps": "10",
            "note": f"row {place}",
        }
        for place, (number, exercise, status, sets) in enumerate(
            draw(st.lists(one, max_size=max_size))
        )
    ]


@st.composite
def ratings(draw: st.DrawFn, client: str, *, max_size: int = 12) -> list[Row]:
    """Return stiffness ratings with one decimal, at any moment."""
    one = st.tuples(
        st.integers(0, N_DAYS - 1),
        st.integers(0, 100),
        st.sampled_from(["waking", "before", "after", "evening", ""]),
    )
    return [
        {
            "client": client,
            "date": day(number),
            "score": f"{score / 10:g}",
            "moment": moment,
            "note": f"row {place}",
        }
        for place, (number, score, moment) in enumerate(draw(st.lists(one, max_size=max_size)))
    ]


@st.composite
def diaries(
    draw: st.DrawFn, *, min_clients: int = 1, max_clients: int = 3, has_programme: bool = False
) -> Diary:
    """Return the tables of a small log.

    Parameters
    ----------
    min_clients : int, default 1
        At least one.
    max_clients : int, default 3
        At most three.
    has_programme : bool, default False
        Whether there is at least one prescription.
    """
    diary: Diary = {"sessions": [], "stiffness": [], "programme": [], "pauses": []}
    n_clients = draw(st.integers(min_clients, max_clients))
    for client in CLIENTS[:n_clients]:
        needs_one = has_programme and client == CLIENTS[0]
        known = st.lists(st.sampled_from(EXERCISES), min_size=needs_one, max_size=2, unique=True)
        for exercise in draw(known):
            diary["programme"] += draw(prescriptions(client, exercise))
        diary["pauses"] += draw(pauses(client))
        diary["sessions"] += draw(sessions(client))
        diary["stiffness"] += draw(ratings(client))
    if not any(diary.values()) or not (diary["sessions"] or diary["stiffness"]):
        diary["stiffness"].append({"client": CLIENTS[0], "date": day(0), "score": "4"})
    return diary


def part_of_the_examples(part: float) -> settings:
    """Settings for a test that makes many tables of each log (``part`` below 1).

    No test states a number of examples of its own, which a profile could not raise.
    """
    return settings(max_examples=max(3, round(settings().max_examples * part)))
