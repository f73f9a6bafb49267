"""What was trained: a row for each focus area, with its count, and a thin bar or its exercise."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.charts.theme import look
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_practice import done_words
from mobility_analysis.report.page_layout import HEAD, LEFT, QUIET, SMALL, Sheet, n_lines
from mobility_analysis.report.page_sections import MORE, Block, heading_line
from mobility_analysis.report.words import TOLERANCE, area_words

__all__ = ["AreaRow", "area_rows", "areas_trained"]

MAX_AREAS = 9
BAR = 1.1


class AreaRow(NamedTuple):
    """One focus area: its name, what was done of it, the share, its exercise if it has one only."""

    name: str
    count: str
    share: float
    only: str


def area_rows(contents: ClientContents) -> list[AreaRow]:
    """Return the focus areas of the last 28 days: those with a share first, in table order."""
    table = contents.recent_by_focus_area
    rows = [_area_row(row, contents) for _, row in table.iterrows()]
    return sorted(rows, key=lambda row: pd.isna(row.share))


def _area_row(row: pd.Series[Any], contents: ClientContents) -> AreaRow:
    area = str(row["focus_area"])
    is_due = pd.notna(row["prescribed"]) and row["prescribed"] > TOLERANCE
    share = float(row["adherence"]) if is_due and pd.notna(row["adherence"]) else float("nan")
    return AreaRow(area_words(area), done_words(row), share, _only_exercise(area, contents))


def _only_exercise(area: str, contents: ClientContents) -> str:
    """Name the one exercise that trains an area lately; empty where there are more, or none."""
    recent = contents.recent_by_exercise
    is_in_use = (recent["prescribed"] > TOLERANCE) | (recent["done"] > 0)
    used = set(recent.loc[is_in_use, "exercise"].astype("str"))
    trains = contents.areas.loc[contents.areas["focus_area"] == area, "exercise"].astype("str")
    found = [exercise for exercise in trains if exercise in used]
    return contents.names.get(found[0], found[0]) if len(found) == 1 else ""


def areas_trained(
    rows: list[AreaRow], *, width: float, aside: str, note: str, none: str,
    title: str = "Trained, by focus area",
) -> Block:  # fmt: skip
    """Put the areas under one another: name, bar of the share done, count.

    Parameters
    ----------
    rows : list of AreaRow
        In the order to be shown.
    width : float
        Millimetres the part may take, from the left margin.
    aside : str
        Which days the counts are about.
    note : str
        What is said under the rows.
    none : str
        What is said where there is no row.
    title : str
        Heading of the part.
    """
    shown, n_left = rows[:MAX_AREAS], max(0, len(rows) - MAX_AREAS)
    pitch = SMALL.line + 0.25
    after = (f"{n_left} {MORE}. " if n_left else "") + (note if rows else none)
    height = HEAD.line + 0.6 + len(shown) * pitch + n_lines(after, width, QUIET) * QUIET.line

    def put(sheet: Sheet, y: float) -> None:
        y = heading_line(sheet, title, y, width=width, aside=aside)
        for row in shown:
            _put_row(sheet, y, row, width)
            y += pitch
        sheet.words(after, LEFT, y, width, QUIET)

    return Block(height, put)


def _put_row(sheet: Sheet, y: float, row: AreaRow, width: float) -> None:
    """Put one row; an area of a single exercise names it instead of repeating its bar."""
    name, count = 0.5 * width, 0.2 * width
    sheet.short(row.name, LEFT, y, name - 1.5, SMALL)
    sheet.short(row.count, LEFT + name, y, count - 1.5, SMALL)
    x, bar = LEFT + name + count, width - name - count
    if row.only:
        sheet.short(f"only {row.only}", x, y, bar, QUIET)
    elif pd.notna(row.share):
        top = y + (SMALL.line - BAR) / 2 + 0.2
        sheet.box(x, top, bar, BAR)
        if row.share > TOLERANCE:
            filled = bar * min(row.share, 1.0)
            sheet.box(x, top, filled, BAR, colour=look().palette.practice)
