"""The tables of movement checks and of doses on a client's page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mobility_analysis.measures.movement import ONE_CHECK, SIZES
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.page.tables import SmallTable, small_table
from mobility_analysis.words.dose import dose_words
from mobility_analysis.words.movement.checks import change_parts, series_name
from mobility_analysis.words.numbers import date_words, number_words, numbers_alike, rows_in_order

Row = dict[Any, Any]


def movement_table(contents: ClientContents) -> SmallTable:
    """Return the first and the newest check of each test and side, with their verdict."""
    rows = [_movement_row(row) for row in contents.movement_checks.to_dict("records")]
    return small_table(
        "Movement checks: the newest against the first",
        ("Test", "First", "Newest", "Checks", "Published change", "Verdict"),
        rows,
        "movement_checks",
    )


def _movement_row(row: Row) -> tuple[str, ...]:
    unit = f" {row['unit']}" if row["unit"] else ""
    first, newest = number_words(row["first_value"]), number_words(row["newest_value"])
    if row["verdict"] != ONE_CHECK:
        first, newest, _ = change_parts(row)
    mark = row["detectable_change"]
    return (
        series_name(row),
        f"{first}{unit}, {date_words(row['first_date'])}",
        f"{newest}{unit}, {date_words(row['newest_date'])}",
        number_words(row["n_checks"]),
        "none" if pd.isna(mark) else f"{number_words(mark)}{unit}",
        str(row["verdict"]),
    )


def every_check_table(contents: ClientContents) -> SmallTable:
    """Return every check as it was logged, the newest first."""
    checks = contents.log.checks
    checks = checks[checks["date"] <= contents.as_of].iloc[::-1].reset_index(drop=True)
    tests = contents.log.tests.set_index("test")
    rows = []
    alike = {
        place: text
        for _, own in checks.groupby("test", observed=True)["value"]
        for place, text in zip(own.index, numbers_alike(own), strict=True)
    }
    for place, row in checks.astype({"side": "str"}).to_dict("index").items():
        test = tests.loc[row["test"]]
        unit = f" {test['unit']}" if test["unit"] else ""
        rows.append(
            (
                date_words(row["date"]),
                series_name(row | {"name": test["name"]}),
                f"{alike[place]}{unit}",
                row["note"],
            )
        )
    return small_table(
        "Every movement check (several of one day are averaged)",
        ("Day", "Test", "Value", "Note"),
        rows,
    )


def dose_table(contents: ClientContents) -> SmallTable:
    """Return what was done of each exercise at a time, in its first and in its last weeks.

    No row where no session says it.
    """
    rows = []
    for row in rows_in_order(contents.dose_changes).to_dict("records"):
        first, last = (_dose(row, window) for window in ("first", "last"))
        if first or last:
            exercise = str(row["exercise"])
            days = [date_words(row[name]) for name in ("first_end", "last_start")]
            rows.append(
                (
                    contents.names.get(exercise, exercise),
                    f"{first or 'not logged'} (to {days[0]})",
                    f"{last or 'not logged'} (from {days[1]})",
                )
            )
    return small_table(
        "Sets, repetitions, hold and load as logged (the middle one of the sessions), first and "
        "last weeks of each exercise",
        ("Exercise", "First weeks", "Last weeks"),
        rows,
        "dose_changes",
    )


def _dose(row: Row, window: str) -> str:
    return dose_words({size: row[f"{size}_{window}"] for size in SIZES})
