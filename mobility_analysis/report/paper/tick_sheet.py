"""A tick-sheet on A4 paper: a month with the columns of the diary, so that typing it is copying."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.log.catalogue import catalogue_of, exercise_key
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import MOMENTS, TICK
from mobility_analysis.log.write.diary import (
    DATE,
    MOMENT,
    NOTE,
    ROWS_A_MONTH,
    STIFFNESS,
    diary_of,
    prescribed_now,
    seed_diary,
)
from mobility_analysis.report.typeset import LACKING, page_colours, typeset
from mobility_analysis.words.dose import dose_words, often_words
from mobility_analysis.words.numbers import GET_HELP

TITLE = "Practice sheet"
ABOUT = "One month of practice at home"
COLUMNS_A_SHEET = 8
"""Exercises beside which the other columns have room; more go on further sheets."""
HOW_TO_TICK = (
    f"{TICK} or the number of sets: done · p: partly · s: skipped on purpose · empty: no session"
)
HOW_TO_RATE = (
    "Stiffness of the upper back, self-rated: 0 = none, 10 = worst imaginable. "
    f"Moment: {', '.join(filter(None, MOMENTS))}."
)
HOW_TO_KEEP = (
    "To keep it: type each row into the sheet days of the diary. The columns are the same, in the "
    "same order, and each mark is typed as it stands here."
)
WHAT_TO_DO = "What to do"
CHECK = "Movement check, if one was done (degrees, or 0 to 10)"
CHECK_PARTS = ("Test", "Date", "Left", "Right")


class SheetColumn(NamedTuple):
    """One exercise of a tick-sheet: its name, what to do, and how often and how much."""

    name: str
    key_action: str
    dose: str


def blank_columns() -> list[SheetColumn]:
    """Return the exercises of an empty diary, with no dose.

    Examples
    --------
    >>> len(blank_columns())
    6
    """
    return [_column(row, "") for row in seed_diary().exercises]


def prescribed_columns(log: MobilityLog, client: str) -> list[SheetColumn]:
    """Return what is prescribed to a client on the log's day, and from then on.

    In the order of the diary's columns; an exercise that is prescribed twice has both doses.
    """
    doses = _doses(log, client)
    return [_column(row, doses[row["exercise"]]) for row in diary_of(log, client).exercises]


def columns_of_header(log: MobilityLog, client: str, header: Sequence[str]) -> list[SheetColumn]:
    """Return the exercises that the header of a diary names, in its order.

    >>> from mobility_analysis.log import log_from_tables
    >>> header = ["Date", "Bear rolls", "Downward Dog", "Note"]
    >>> [column.name for column in columns_of_header(log_from_tables(), "", header)]
    ['Bear Rolls', 'Down Dog']
    """
    doses = _doses(log, client) if client else {}
    rows = {str(row["exercise"]): row for row in log.exercises.to_dict("records")}
    spellings = catalogue_of(log).spellings
    named = [spellings[key] for text in header if (key := exercise_key(text)) in spellings]
    return [_column(rows[exercise], doses.get(exercise, "")) for exercise in dict.fromkeys(named)]


def _doses(log: MobilityLog, client: str) -> dict[str, str]:
    doses: dict[str, list[str]] = {}
    for row in prescribed_now(log, client).to_dict("records"):
        doses.setdefault(str(row["exercise"]), []).append(_dose(row))
    return {exercise: "; then ".join(own) for exercise, own in doses.items()}


def _column(row: Mapping[Any, Any], dose: str) -> SheetColumn:
    said = " ".join(filter(None, (row["key_action"], row["caution"])))
    return SheetColumn(str(row["name"]), said, dose)


def _dose(row: Mapping[Hashable, Any]) -> str:
    """Write how often and how much: "3 times a week, 2 × 8, hold 5 s, 2 kg"."""
    return ", ".join(part for part in (often_words(row), dose_words(row)) if part)


def tick_sheet_pdf(
    columns: Sequence[SheetColumn], client: str = "", *, start: pd.Timestamp | None = None
) -> bytes:
    """Return a tick-sheet for one month as a PDF: as many A4 pages as the exercises need.

    Without a client there is a line to write the name on; without a first day, one for the month.
    Stiffness, moment and note stand on the last sheet with ticks. The same columns give the same
    bytes.
    """
    places = range(0, max(len(columns), 1), COLUMNS_A_SHEET)
    sheets = [columns[place : place + COLUMNS_A_SHEET] for place in places]
    data = {
        "palette": page_colours(greyscale=False),
        "title": f"{TITLE}: {client}" if client else TITLE,
        "about": ABOUT,
        "heading": client or TITLE,
        "has_name": bool(client),
        "month": "" if start is None else f"{start:%B} {start.year}",
        "days": _days(start),
        "sheets": [[column._asdict() for column in sheet] for sheet in sheets],
        "heads": {"date": DATE, "stiffness": STIFFNESS, "moment": MOMENT, "note": NOTE},
        "how_to_tick": HOW_TO_TICK,
        "how_to_rate": HOW_TO_RATE,
        "how_to_keep": HOW_TO_KEEP,
        "what_to_do": WHAT_TO_DO,
        "check": CHECK,
        "check_parts": CHECK_PARTS,
        "lacking": f"{LACKING}.",
        "help": [tier.words for tier in GET_HELP],
    }
    (made,) = typeset("tick_sheet.typ", data, "pdf")
    return made


def _days(start: pd.Timestamp | None) -> list[dict[str, Any]]:
    """Return the days of a month from the first one on, and after which a week ends."""
    if start is None:
        return [{"said": str(day), "ends_week": False} for day in range(1, ROWS_A_MONTH + 1)]
    days = pd.date_range(start, start + pd.offsets.MonthEnd(0))
    return [{"said": f"{d:%a} {d.day} {d:%b}", "ends_week": d.weekday() == 6} for d in days]
