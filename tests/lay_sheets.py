"""Sheets as lay people keep them, small: each written by code, with what is in it known by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MONDAY = date(2026, 8, 31)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def csv_file(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def book(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook with its sheets."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def free_text(folder: Path) -> Path:
    """Write what was done in words: 6 sessions of 4 exercises, one of them misspelt; 4 scores."""
    done = ["bear rolls x10, down dog", "rest day", "foam roler 2 min", "sun salute and bear rolls",
            "down dog 3 x 30s"]  # fmt: skip
    scores = [6, 5, None, 5, 4]
    rows: list[list[Any]] = [["Date", "What I did", "Stiff (0-10)", "Comments"]]
    rows += [
        [MONDAY + timedelta(days=day), text, score, "slept badly" if day == 2 else None]
        for day, (text, score) in enumerate(zip(done, scores, strict=True))
    ]
    return book(folder / "Ann.xlsx", {"Sheet1": rows})


def weekday_tabs(folder: Path) -> Path:
    """Write a tab a weekday over two weeks: 14 sessions of bear rolls, 14 scores."""
    header = ["Week of", "Bear rolls", "Down dog", "Stiffness"]
    return book(
        folder / "Ben.xlsx",
        {
            day: [header, *([MONDAY + timedelta(days=7 * w), "x", None, 5 - w] for w in range(2))]
            for day in WEEKDAYS
        },
    )


def form(folder: Path) -> Path:
    """Write a form's sheet of check boxes, four exercises unknown: 9 sessions, 3 scores."""
    boxes = ["Bear Rolls, Wall Sit, Dead Bug", "Down Dog, Couch Stretch, Bird Dog",
             "Wall Sit, Bear Rolls, Couch Stretch"]  # fmt: skip
    asked = "Which exercises did you do today?", "How stiff was your upper back today? (0-10)"
    rows: list[list[object]] = [["Timestamp", *asked, "Anything to add?"]]
    rows += [
        [f"9/{day + 12}/2026 19:45:04", text, 6 - day, "busy" if day else ""]
        for day, text in enumerate(boxes, start=1)
    ]
    return csv_file(folder / "Cleo.csv", rows)


def tick_sheet(folder: Path) -> Path:
    """Write a paper sheet as typed, week under week: 10 sessions on 10 days, 14 scores."""
    rows: list[list[object]] = [["Dora - upper back exercises"], []]
    for week in range(2):
        first = MONDAY + timedelta(days=7 * week)
        rows += [
            [f"Week of {first.day} {('August', 'September')[week]} 2026"],
            ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            ["Bear rolls", "x", "", "x", "", "x", "", ""],
            ["Down dog", "", "x", "", "x", "", "", ""],
            ["Stiffness 0-10", *range(7)],
            [],
        ]
    return book(folder / "Dora.xlsx", {"Tick sheet": rows})


def phone_notes(folder: Path) -> Path:
    """Write notes as typed on a phone: 4 sessions, 3 scores on 3 days."""
    text = (
        "Wed 2 Sep\nbear rolls x10, down dog\nstiff 7/10\n\n"
        "Thu 3 Sep\nfoam roller 2 min\nstiff 6/10\nslept ok\n\n"
        "Fri 4 Sep\nbear rolls\nstiff 6/10\n"
    )
    path = folder / "Emil.txt"
    path.write_text(text, encoding="utf-8")
    return path


FIVE = {
    free_text: (6, 4), weekday_tabs: (14, 14), form: (9, 3), tick_sheet: (10, 14),
    phone_notes: (4, 3),
}  # fmt: skip
"""Each of the five with its sessions and scores, when every question is answered as is likely."""
