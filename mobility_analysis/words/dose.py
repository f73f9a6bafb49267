"""How often an exercise is prescribed, and how much: of a programme and of a session alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from mobility_analysis.log.check.values import is_in_days, is_span
from mobility_analysis.words.numbers import count_words, list_words, number_words

AS_NEEDED = "as needed"
MAX_READINGS = 3
Row = Mapping[Any, Any] | pd.Series  # one row of the programme, or of the sessions


def often_words(row: Row) -> str:
    """Return how often an exercise is prescribed, as it was written.

    Examples
    --------
    >>> row = {"is_as_needed": False, "weekdays": "", "times_per_week": 3.0,
    ...        "times_per_week_written": "3-4"}
    >>> often_words(row), often_words({**row, "times_per_week_written": "every 3 days"})
    ('3-4 times a week', 'every 3 days')
    """
    if row["is_as_needed"]:
        return AS_NEEDED
    if row["weekdays"]:
        return str(row["weekdays"])
    written = str(row["times_per_week_written"])
    if is_in_days(written):
        return written
    times = f"{written} times" if is_span(written) else count_words(row["times_per_week"], "time")
    return f"{times} a week"


def brief_often(row: Row) -> str:
    """Return the same within a sentence: "5 a week", "on Mon and Wed"."""
    if row["weekdays"]:
        return f"on {list_words(str(row['weekdays']).split())}"
    written = str(row["times_per_week_written"])
    if row["is_as_needed"] or is_in_days(written):
        return often_words(row)
    return f"{written if is_span(written) else number_words(row['times_per_week'])} a week"


def reading_words(row: Row) -> str:
    """Return what a frequency is counted as, where that is not what was written; else empty.

    Examples
    --------
    >>> row = {"is_as_needed": False, "weekdays": "", "times_per_week": 3.5,
    ...        "times_per_week_written": "every other day"}
    >>> reading_words(row)
    '3.5 a week'
    """
    written = str(row["times_per_week_written"])
    is_read = is_span(written) or is_in_days(written)
    if row["is_as_needed"] or row["weekdays"] or not is_read:
        return ""
    return f"{number_words(row['times_per_week'])} a week"


def describe_readings(rows: Iterable[Row], names: Mapping[str, str]) -> str:
    """Say which frequencies of a programme are counted as what; empty where all are plain."""
    said = [
        f"{names.get(str(row['exercise']), str(row['exercise']))}, {often_words(row)}, as {counts}"
        for row in rows
        if (counts := reading_words(row))
    ]
    said = list(dict.fromkeys(said))
    more = len(said) - MAX_READINGS
    shown = said[:MAX_READINGS] + ([f"{number_words(more)} more"] if more > 0 else [])
    return f"Counted: {'; '.join(shown)}." if shown else ""


def dose_words(row: Row) -> str:
    """Return sets, repetitions, hold, load and minutes, those that are known; empty for none.

    Examples
    --------
    >>> dose_words({"sets": 2, "reps": 8, "hold_s": 5.0, "load_kg": None})
    '2 × 8, hold 5 s'
    """
    known = {
        name: number_words(row[name])
        for name in ("sets", "reps", "hold_s", "load_kg", "duration_min")
        if name in row and pd.notna(row[name])
    }
    parts = [_amount(row, known)]
    parts += [f"hold {known['hold_s']} s"] if "hold_s" in known else []
    parts += [f"{known['load_kg']} kg"] if "load_kg" in known else []
    parts += [f"{known['duration_min']} min"] if "duration_min" in known else []
    return ", ".join(part for part in parts if part)


def _amount(row: Row, known: Mapping[str, str]) -> str:
    if "sets" in known and "reps" in known:
        return f"{known['sets']} × {known['reps']}"
    if "sets" in known:
        return count_words(row["sets"], "set")
    return count_words(row["reps"], "repetition") if "reps" in known else ""
