"""Logs with one kind of damage each, made of the sample log; the same bytes at every run."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

TABLES = ("sessions", "stiffness", "programme", "pauses", "events")
WRITTEN = datetime(2026, 11, 22)  # a workbook holds when it was made, and here never the clock
Damage = Callable[[bytes], bytes]


def text(change: Callable[[str], str]) -> Damage:
    """Damage to the text of a file."""
    return lambda content: change(content.decode("utf-8")).encode("utf-8")


def cell(column: str, *values: str) -> Damage:
    """Put values into the first rows of a column; an empty value leaves the row as it is."""

    def change(content: str) -> str:
        header, *rows = csv.reader(io.StringIO(content))
        place = header.index(column)
        for row, value in zip(rows, values, strict=False):
            row[place] = value or row[place]
        return as_csv([header, *rows])

    return text(change)


def as_csv(rows: list[list[str]]) -> str:
    """Write rows as a comma-separated file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def without(column: str) -> Damage:
    """Leave a column out."""

    def change(content: str) -> str:
        rows = list(csv.reader(io.StringIO(content)))
        place = rows[0].index(column)
        return as_csv([row[:place] + row[place + 1 :] for row in rows])

    return text(change)


def with_column(column: str, value: str) -> Damage:
    """Add a column that no table has."""

    def change(content: str) -> str:
        header, *rows = csv.reader(io.StringIO(content))
        return as_csv([[*header, column], *([*row, value] for row in rows)])

    return text(change)


def semicolons(content: str) -> str:
    """Separate by semicolons and write decimal commas, as a European spreadsheet does."""
    rows = list(csv.reader(io.StringIO(content)))
    return "\n".join(";".join(c.replace(".", ",") for c in row) for row in rows) + "\n"


def lines(change: Callable[[list[str]], list[str]]) -> Damage:
    """Damage to the lines of a file."""
    return text(lambda content: "\n".join(change(content.splitlines())) + "\n")


DAYS_FIRST = ("25/05/2026", "26/05/2026", "05.06.2026", "13/14/2026", "31/02/2026")
DAYS_ANGLED = ("03/04/2026", "04/05/2026", "06/07/2026")
DAYS_ODD = ("1926-05-25", "2062-01-01", "46167", "May 25, 2026", "yesterday", "2026-05-25T25:61")
SCORES = ("11", "-1", "5,5", "6/10", "a lot", "NaN", "1e3", "=2+3", "5-6", "٥")
NUMBERS = ("-2", "two", "2-3", "1h 8m", "0", "1,000", "99999", "inf", "2x10")
STATUSES = ("Done", "DONE ", "skipped", "maybe", "nein", "✓")

SESSIONS: dict[str, Damage] = {
    "dates_day_first": cell("date", *DAYS_FIRST),
    "dates_of_two_meanings": cell("date", *DAYS_ANGLED),
    "dates_that_are_none": cell("date", *DAYS_ODD),
    "numbers_that_are_none": cell("sets", *NUMBERS),
    "holds_that_are_none": cell("hold_s", *NUMBERS),
    "statuses_unknown": cell("status", *STATUSES),
    "exercises_unknown": cell("exercise", "Bear rolls", "bear-rols", "yoga", " down dog ", "#REF!"),
    "clients_in_many_spellings": cell("client", "amira k", " Amira  K", "AMIRA K", "Amíra K", "-"),
    "no_dates": without("date"),
    "no_clients": without("client"),
    "no_exercises": without("exercise"),
    "a_column_of_its_own": with_column("mood", "fine"),
    "the_same_column_twice": with_column("date", "2026-06-01"),
    "rows_twice": lines(lambda all_lines: [*all_lines[:30], *all_lines[1:]]),
    "empty_lines": lines(lambda all_lines: [x for one in all_lines for x in (one, "", ",,,,,,")]),
    "two_header_rows": lines(lambda all_lines: [all_lines[0], *all_lines]),
    "a_title_above": lines(lambda all_lines: ["My practice,,,", "", *all_lines]),
    "rows_too_long": lines(lambda all_lines: [all_lines[0], *(x + ",,1,2" for x in all_lines[1:])]),
    "rows_too_short": lines(lambda all_lines: [x[:20] for x in all_lines]),
    "a_quote_left_open": lines(
        lambda all_lines: [*all_lines[:9], all_lines[9] + '"x', *all_lines[10:]]
    ),
    "semicolons": text(semicolons),
    "tabs": text(lambda content: content.replace(",", "\t")),
    "windows_line_ends": text(lambda content: content.replace("\n", "\r\n")),
    "utf_16": lambda content: content.decode("utf-8").encode("utf-16"),
    "latin_1": lambda content: content.replace(b"Amira", "Amíra".encode("latin-1")),
    "null_bytes": lambda content: content[:500] + b"\0\0" + content[500:],
    "cut_in_a_row": lambda content: content[: len(content) // 2],
    "only_a_header": lambda content: content.splitlines(keepends=True)[0],
    "nothing_in_it": lambda _: b"",
    "a_workbook_by_name_only": lambda _: b"PK\x03\x04 no workbook",
}
STIFFNESS: dict[str, Damage] = {
    "scores_that_are_none": cell("score", *SCORES),
    "scores_of_another_scale": text(lambda content: content.replace(",5,", ",50,")),
    "moments_unknown": cell("moment", "Waking", "morning", "after lunch", "before", "AFTER"),
    "logged_before_they_were": cell("logged_at", "2026-05-01 10:00", "2027-01-01", "later"),
}
OTHERS: dict[tuple[str, str], Damage] = {
    ("programme", "ends_before_it_starts"): cell("end", "2026-01-01", "2026-05-26", "soon"),
    ("programme", "twice_at_once"): lines(lambda all_lines: [*all_lines, *all_lines[1:4]]),
    ("programme", "times_that_are_none"): cell("times_per_week", "0", "-1", "daily", "22", "3.5"),
    ("programme", "weekdays_unknown"): cell("weekdays", "Mon Wed", "Mo,Mi", "every day", "8"),
    ("pauses", "ends_before_it_starts"): cell("end", "2026-09-01"),
    ("events", "kinds_unknown"): cell("kind", "party", "", "appointment "),
}


def damages() -> dict[str, tuple[str, Damage]]:
    """Name each damaged log, and the table that is damaged with what is done to it."""
    named = {f"sessions_{name}": ("sessions", damage) for name, damage in SESSIONS.items()}
    named |= {f"stiffness_{name}": ("stiffness", damage) for name, damage in STIFFNESS.items()}
    return named | {f"{table}_{name}": (table, damage) for (table, name), damage in OTHERS.items()}


def write_workbook(sample: Path, path: Path) -> None:
    """Write the sample as a workbook with dates as text, a formula and an empty sheet."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": WRITTEN})
        for table in TABLES:
            sheet = workbook.add_worksheet(table.title())
            rows = csv.reader(io.StringIO((sample / f"{table}.csv").read_text(encoding="utf-8")))
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        sheet = workbook.get_worksheet_by_name("Stiffness")
        sheet.write_formula(3, 2, "=2+4", value=6)
        sheet.write_formula(4, 2, "=1/0", value="#DIV/0!")
        workbook.add_worksheet("Notes")


def write_damaged_logs(sample: Path, folder: Path) -> list[str]:
    """Write a log a damage into a folder, and return their names in order."""
    for name, (table, damage) in damages().items():
        log = folder / name
        log.mkdir(parents=True)
        for other in TABLES:
            content = (sample / f"{other}.csv").read_bytes()
            damaged = damage(content) if other == table else content
            suffix = ".xlsx" if name == "sessions_a_workbook_by_name_only" else ".csv"
            (log / f"{other}{suffix if other == table else '.csv'}").write_bytes(damaged)
    write_workbook(sample, folder / "workbook.xlsx")
    many = folder / "many_logs"
    for name in ("sessions_tabs", "sessions_null_bytes", "stiffness_moments_unknown"):
        shutil.copytree(folder / name, many / name)
    return [*damages(), "workbook.xlsx", "many_logs", "not_there"]
