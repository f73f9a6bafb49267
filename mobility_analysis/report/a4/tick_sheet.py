"""A tick-sheet on A4 paper: one week of practice and stiffness, to be written into a log later."""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mobility_analysis.charts.parts.text import MM_PER_POINT, told_apart
from mobility_analysis.charts.parts.theme import look, style
from mobility_analysis.log.catalogue import exercise_names, load_catalogue
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import WEEKDAYS
from mobility_analysis.report.a4.sheet import (
    BODY,
    BOTTOM,
    FIGURE,
    HEAD,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RIGHT,
    SMALL,
    STRONG,
    TOP,
    WIDTH,
    Sheet,
    blank_figure,
)
from mobility_analysis.words.dose import dose_words, often_words
from mobility_analysis.words.numbers import GET_HELP

NAME_WIDTH = 80.0
BOX = 11.0
ROW = 17.0
NOTE_X = LEFT + NAME_WIDTH + 7 * BOX + 3
ROWS_A_PAGE = 8
MOMENTS = (("On waking", "waking"), ("In the evening", "evening"))
HOW_TO_TICK = "✓ done · / in part · – skipped on purpose · empty: no session"
HOW_TO_KEEP = (
    "To keep it: one row of the table sessions for each mark (date, exercise, status: done, "
    "partial or skipped, sets, reps, hold_s, load_kg, note), one row of the table stiffness for "
    "each score (date, score, moment: waking or evening, note), one row of the table checks for "
    "each side of a movement check (date, test, side, value)."
)
CHECK = "Movement check, if one was done this week (degrees, or 0 to 10)"
CHECK_PARTS = (("Test", 58.0), ("Date", 38.0), ("Left", 38.0), ("Right", 42.0))


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


def tick_sheets(rows: Sequence[SheetRow], client: str = "") -> list[Figure]:
    """Draw a tick-sheet for one week, as many A4 pages as the exercises need.

    Without a client there is a line to write the name on. Stiffness and notes stand on the last
    page.
    """
    names = told_apart(
        [row.name for row in rows], width=NAME_WIDTH - 4, size=HEAD.size, weight=HEAD.weight
    )
    rows = [row._replace(name=names[row.name]) for row in rows]
    parts = [rows[i : i + ROWS_A_PAGE] for i in range(0, len(rows), ROWS_A_PAGE)] or [[]]
    with style():
        return [
            _page(part, client, f"page {n} of {len(parts)}" if len(parts) > 1 else "",
                  is_last=n == len(parts))
            for n, part in enumerate(parts, start=1)
        ]  # fmt: skip


def tick_sheet_pdf(rows: Sequence[SheetRow], client: str = "") -> bytes:
    """Return a tick-sheet as a PDF; the same rows give the same bytes."""
    import matplotlib as mpl

    memory = io.BytesIO()
    about = {"Title": "Practice sheet", "Author": "mobility_analysis", "CreationDate": None}
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(memory, metadata=about) as pdf:
        for page in tick_sheets(rows, client):
            pdf.savefig(page)
    return memory.getvalue()


def _page(rows: Sequence[SheetRow], client: str, number: str, *, is_last: bool) -> Figure:
    figure = blank_figure()
    sheet = Sheet(figure)
    y = _head(sheet, client, number)
    _day_names(sheet, y)
    y += SMALL.line + 1.5
    for row in rows:
        y = _exercise(sheet, row, y)
    if is_last:
        y = _stiffness(sheet, y + 4)
        y = _check(sheet, y + 4)
        _notes(sheet, y + 4)
    _foot(sheet)
    return figure


def _head(sheet: Sheet, client: str, number: str) -> float:
    y = TOP
    sheet.short(client or "Practice sheet", LEFT, y, WIDTH - 60, FIGURE)
    sheet.put(number or "One week of practice at home", RIGHT, y + 3, QUIET, align="right")
    y += FIGURE.line + 3
    if not client:
        _line(sheet, "Name", LEFT, y, 80)
    _line(sheet, "Week from Monday", LEFT + (95 if not client else 0), y, 60)
    y += BODY.line + 5
    sheet.put(HOW_TO_TICK, LEFT, y, BODY)
    return y + BODY.line + 3


def _line(sheet: Sheet, words: str, x: float, y: float, width: float) -> None:
    """Put a word and a line to write on behind it."""
    sheet.put(words, x, y, BODY)
    start = x + 1.9 * len(words) + 3
    sheet.rule(start, y + BODY.line, width - (start - x))


def _day_names(sheet: Sheet, y: float) -> None:
    for place, day in enumerate(WEEKDAYS):
        sheet.put(day, _box_x(place) + BOX / 2, y, STRONG, align="center")
    sheet.put("sets, kg", NOTE_X, y, QUIET)


def _box_x(place: int) -> float:
    return LEFT + NAME_WIDTH + place * BOX


def _boxes(sheet: Sheet, y: float, height: float) -> None:
    palette = look().palette
    for place in range(7):
        corner = (_box_x(place) / PAGE_WIDTH, 1 - (y + height) / PAGE_HEIGHT)
        sheet.add(
            Rectangle(
                corner, (BOX - 1) / PAGE_WIDTH, height / PAGE_HEIGHT, facecolor="none",
                edgecolor=palette.quiet, linewidth=0.25 / MM_PER_POINT,
                transform=sheet.figure.transFigure,
            )
        )  # fmt: skip


def _exercise(sheet: Sheet, row: SheetRow, y: float) -> float:
    width = NAME_WIDTH - 4
    sheet.put(row.name, LEFT, y, HEAD)
    below = sheet.words(row.dose, LEFT, y + HEAD.line, width, SMALL, max_lines=1)
    room = int((y + ROW - 1 - below) / QUIET.line)
    sheet.words(row.key_action, LEFT, below, width, QUIET, max_lines=max(room, 1))
    _boxes(sheet, y, BOX - 1)
    sheet.rule(NOTE_X, y + BOX - 1, RIGHT - NOTE_X)
    return y + ROW


def _stiffness(sheet: Sheet, y: float) -> float:
    sheet.put("Stiffness of the upper back, self-rated", LEFT, y, HEAD)
    y += HEAD.line
    sheet.put("0 = none", LEFT, y, SMALL)
    sheet.put("10 = worst imaginable", LEFT + 20, y, SMALL)
    y += SMALL.line + 1.5
    for words, _ in MOMENTS:
        sheet.put(words, LEFT, y + 2.5, BODY)
        _boxes(sheet, y, BOX - 2)
        y += BOX - 0.5
    return y


def _check(sheet: Sheet, y: float) -> float:
    """Put lines to write one movement check on."""
    sheet.put(CHECK, LEFT, y, HEAD)
    y += HEAD.line + 2
    x = LEFT
    for words, width in CHECK_PARTS:
        _line(sheet, words, x, y, width - 4)
        x += width
    return y + BODY.line + 2


def _notes(sheet: Sheet, y: float) -> None:
    sheet.put("Notes", LEFT, y, HEAD)
    y += HEAD.line + 5
    while y < BOTTOM - 28 and y < TOP + 250:
        sheet.rule(LEFT, y, WIDTH)
        y += 8


def _foot(sheet: Sheet) -> None:
    y = BOTTOM - 8 * SMALL.line
    y = sheet.words(HOW_TO_KEEP, LEFT, y, WIDTH, QUIET) + 1
    for tier in GET_HELP:
        y = sheet.words(tier.words, LEFT, y, WIDTH, STRONG)
