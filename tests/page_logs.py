"""Logs that are hard on a page: nine days and eight years, 22 exercises, long names, nothing."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.report.contents import ClientContents, client_contents

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

CLIENT = "A. EXAMPLE"
LAST_DAY = pd.Timestamp("2026-11-22")
CATALOGUE = (
    "foam-roller-overpressure", "overhead-opener", "90-90-overhead-raises", "down-dog",
    "bench-thoracic-spine", "bear-rolls",
)  # fmt: skip
NOTES = (
    (11, "slept badly after the long drive, upper back like a board"),
    (20, "felt easier on the left; the roller is still the one I put off"),
    (35, "flu, in bed"),
    (60, "new desk at work"),
)
LONG_NOTE = "a note of two thousand letters " * 65
FOREIGN_NOTE = "\u5bd2\u3044\u65e5\u306f\u80a9\u3053\u308a \N{FLEXED BICEPS} " * 20
LONG_NAME = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of Oxon"[:60]
UNBROKEN = "W" * 60


def _ago(days: int) -> str:
    return str((LAST_DAY - pd.Timedelta(days=days)).date())


def diary(
    n_days: int,
    *,
    exercises: tuple[str, ...] = CATALOGUE,
    times_per_week: int = 3,
    score: int | None = None,
    is_done: bool = True,
    notes: tuple[tuple[int, str], ...] = NOTES,
    client: str = CLIENT,
) -> Tables:
    """Return the tables of a client who keeps a pattern: some days of each week, fewer lately."""
    sessions: Rows = []
    ratings: Rows = []
    for back in range(n_days - 1, -1, -1):
        for number, exercise in enumerate(exercises):
            if is_done and (back + number) % 7 < times_per_week - number % 3:
                load = 2.0 + 2.0 * (back < n_days / 2) if number < 2 else None
                sessions.append({"date": _ago(back), "exercise": exercise, "load_kg": load})
        if back % 5:
            value = 3 + 4 * back // n_days + back % 2 if score is None else score
            ratings.append({"date": _ago(back), "score": value, "moment": "waking"})
    for back, words in notes:
        if back < n_days:
            sessions.append({"date": _ago(back), "exercise": exercises[0], "note": words})
    first = _ago(n_days - 1)
    programme = [
        {"exercise": exercise, "start": first, "times_per_week": str(times_per_week)}
        for exercise in exercises
    ]
    tables = {"sessions": sessions, "stiffness": ratings, "programme": programme}
    return {name: [{"client": client, **row} for row in rows] for name, rows in tables.items()}


def own_exercises(names: tuple[str, ...], *, focus_areas: str = "scapula; rib mobility") -> Rows:
    """Return rows of the table of exercises."""
    return [{"exercise": name, "name": "", "focus_areas": focus_areas} for name in names]


def many() -> Tables:
    """Return the log of 22 exercises."""
    own = tuple(f"home exercise {number} of the physio" for number in range(1, 17))
    return diary(182, exercises=CATALOGUE + own, times_per_week=2) | {
        "exercises": own_exercises(own)
    }


def marked(tables: Tables) -> Tables:
    """Return tables with events and pauses, some of them close together, with long labels."""
    client = tables["programme"][0]["client"]
    events = [
        (3, "appointment", "review in clinic with the shoulder consultant, and more words"),
        (5, "flare", "flare after gardening"), (8, "other", "new mattress"), (60, "flare", ""),
        (62, "appointment", "second appointment"), (100, "other", "holiday"),
    ]  # fmt: skip
    pauses = [(140, "travel"), (120, "influenza and a chest infection, in bed"), (30, "")]
    return tables | {
        "events": [
            {"client": client, "date": _ago(back), "kind": kind, "label": label}
            for back, kind, label in events
        ],
        "pauses": [
            {"client": client, "start": _ago(back), "end": _ago(back - 6), "reason": reason}
            for back, reason in pauses
        ],
    }


def long_names() -> Tables:
    """Return the log of a client, exercises and areas of 60 letters, and notes of 2,000."""
    own = (UNBROKEN, "an exercise whose name has sixty letters, which is a lot more"[:60])
    notes = ((1, LONG_NOTE), (2, FOREIGN_NOTE), (3, UNBROKEN * 5))
    areas = "an area of the body whose name has sixty letters or a few more; thoracic extension"
    return diary(120, exercises=own, notes=notes, client=LONG_NAME) | {
        "exercises": own_exercises(own, focus_areas=areas)
    }


def hardest() -> Tables:
    """Return all of it at once: long names, 22 exercises, marks, years of history."""
    names, all_of_them = long_names(), marked(many())
    for name, rows in all_of_them.items():
        if name != "exercises":
            all_of_them[name] = [row | {"client": LONG_NAME} for row in rows]
    all_of_them["exercises"] = [*all_of_them["exercises"], *names["exercises"]]
    all_of_them["sessions"] = [*all_of_them["sessions"], *names["sessions"]]
    old = [{"client": LONG_NAME, "date": f"2020-01-0{day}", "score": 9} for day in range(1, 9)]
    all_of_them["stiffness"] = [*all_of_them["stiffness"], *old]
    return all_of_them


def without(tables: Tables, *names: str) -> Tables:
    """Return the tables but for some of them."""
    return {name: rows for name, rows in tables.items() if name not in names}


def stopped() -> Tables:
    """Return the log of a client who stopped nine weeks ago, beside one who did not."""
    tables = diary(182)
    for name in ("sessions", "stiffness"):
        tables[name] = [row for row in tables[name] if row["date"] < _ago(63)]
    today = {"client": "Z. OTHER", "date": _ago(0), "exercise": "down-dog"}
    return tables | {"sessions": [*tables["sessions"], today]}


VARIANTS: dict[str, Tables] = {
    "nine days": diary(9, exercises=CATALOGUE[:3]),
    "26 weeks": marked(diary(182)),
    "8 years": diary(8 * 365),
    "22 exercises": many(),
    "long names": long_names(),
    "all at once": hardest(),
    "no programme": without(diary(100), "programme"),
    "no ratings": without(diary(100), "stiffness"),
    "no sessions": without(diary(100), "sessions"),
    "only ratings": without(diary(100), "sessions", "programme"),
    "all zeros": diary(182, score=0, is_done=False, notes=()),
    "all tens": diary(182, score=10),
    "stopped": stopped(),
    "no data": {"pauses": [{"client": CLIENT, "start": "2026-08-10", "reason": "travel"}]},
}


def log_of_variant(name: str) -> tuple[MobilityLog, str]:
    """Return a log by its name, and the client whose page it is."""
    log = log_from_tables(**VARIANTS[name])  # type: ignore[arg-type]
    return log, log.clients[0]


@cache
def contents_of_variant(name: str) -> ClientContents:
    """Return all that the page of a log says, made once for the tests that read it."""
    return client_contents(*log_of_variant(name))


def with_tables(contents: ClientContents, **tables: object) -> ClientContents:
    """Return the same contents with other tables, notes or facts than were measured."""
    assert contents.log  # is that of the client who may be given another name
    changed = copy(contents)
    vars(changed).update(tables)
    return changed
