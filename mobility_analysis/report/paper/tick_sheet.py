"""A tick-sheet on A4 paper: one week of practice and stiffness, to be written into a log later."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.log.catalogue import exercise_names, load_catalogue
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import WEEKDAYS
from mobility_analysis.report.typeset import LACKING, page_colours, typeset
from mobility_analysis.words.dose import dose_words, often_words
from mobility_analysis.words.numbers import GET_HELP

TITLE = "Practice sheet"
ABOUT = "One week of practice at home"
MOMENTS = ("On waking", "In the evening")
HOW_TO_TICK = "✓ done · / in part · – skipped on purpose · empty: no session"
HOW_TO_KEEP = (
    "To keep it: one row of the table sessions for each mark (date, exercise, status: done, "
    "partial or skipped, sets, reps, hold_s, load_kg, note), one row of the table stiffness for "
    "each score (date, score, moment: waking or evening, note), one row of the table checks for "
    "each side of a movement check (date, test, side, value)."
)
CHECK = "Movement check, if one was done this week (degrees, or 0 to 10)"
CHECK_PARTS = ("Test", "Date", "Left", "Right")


class SheetRow(NamedTuple):
    """One exercise of a tick-sheet: its name, what to do, and how often and how much."""

    name: str
    key_action: str
    dose: str


def blank_rows() -> list[SheetRow]:
    """Return the exercises of the built-in catalogue, with no dose.

    Examples
    --------
    >>> len(blank_rows())
    6
    """
    catalogue = load_catalogue()
    return [
        SheetRow(str(name), str(action), "")
        for name, action in zip(catalogue["name"], catalogue["key_action"], strict=True)
    ]


def prescribed_rows(log: MobilityLog, client: str) -> list[SheetRow]:
    """Return what is prescribed to a client on the log's day, and from then on.

    In the order of the programme.
    """
    own = log.for_client(client)
    rows = own.programme
    runs = rows["end"].isna() | (rows["end"] >= log.as_of) | pd.isna(log.as_of)
    names = exercise_names(own)
    texts = own.exercises["key_action"] + " " + own.exercises["caution"]
    actions = dict(zip(own.exercises["exercise"], texts.str.strip(), strict=True))
    return [
        SheetRow(names[row["exercise"]], actions[row["exercise"]], _dose(row))
        for row in rows[runs].to_dict("records")
    ]


def _dose(row: Mapping[Hashable, Any]) -> str:
    """Write how often and how much: "3 times a week, 2 × 8, hold 5 s, 2 kg"."""
    return ", ".join(part for part in (often_words(row), dose_words(row)) if part)


def tick_sheet_pdf(rows: Sequence[SheetRow], client: str = "") -> bytes:
    """Return a tick-sheet for one week as a PDF: as many A4 pages as the exercises need.

    Without a client there is a line to write the name on. Stiffness and notes stand on the last
    page. The same rows give the same bytes.
    """
    data = {
        "palette": page_colours(greyscale=False),
        "title": f"{TITLE}: {client}" if client else TITLE,
        "about": ABOUT,
        "heading": client or TITLE,
        "has_name": bool(client),
        "rows": [row._asdict() for row in rows],
        "weekdays": WEEKDAYS,
        "moments": MOMENTS,
        "how_to_tick": HOW_TO_TICK,
        "how_to_keep": HOW_TO_KEEP,
        "check": CHECK,
        "check_parts": CHECK_PARTS,
        "lacking": f"{LACKING}.",
        "help": [tier.words for tier in GET_HELP],
    }
    (made,) = typeset("tick_sheet.typ", data, "pdf")
    return made
