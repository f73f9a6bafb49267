"""What was trained: a row for each focus area, with its count, and a thin bar or its exercise."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.charts.parts.text import printable, told_apart, width_mm
from mobility_analysis.charts.parts.theme import look
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.report.a4.parts import MORE, Block, heading_line
from mobility_analysis.report.a4.sheet import HEAD, LEFT, QUIET, SMALL, Sheet, n_lines
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.words.counted import done_words
from mobility_analysis.words.numbers import area_words, list_words, number_words
from mobility_analysis.words.practice import NO_AREA, unknown_words
from mobility_analysis.words.reasons import recent_name

BAR = 1.1
NAME, COUNT = 42.0, 17.0  # at most
BETWEEN = 2.5
ONLY = "only "
PITCH = SMALL.line + 0.25


class AreaRow(NamedTuple):
    """One focus area: its name, what was done of it, the share, its exercise if it has one only."""

    name: str
    done: str
    share: float
    only: str


def area_rows(contents: ClientContents) -> list[AreaRow]:
    """Return the areas in use in the last 28 days, the lowest share first.

    Where there are no shares, what was done most stands first.
    """
    table = contents.recent_by_focus_area
    in_use = table[(table["prescribed"] > TOLERANCE) | (table["done"] > 0)]
    keys = pd.DataFrame({"share": in_use["adherence"], "done": -in_use["done"]})
    ordered = in_use.loc[keys.sort_values(["share", "done"], kind="stable").index]
    return [_area_row(row, contents) for _, row in ordered.iterrows()]


def _area_row(row: pd.Series[Any], contents: ClientContents) -> AreaRow:
    area = str(row["focus_area"])
    share = float(row["adherence"]) if pd.notna(row["adherence"]) else float("nan")
    return AreaRow(area_words(area), done_words(row), share, _only_exercise(area, contents))


def _only_exercise(area: str, contents: ClientContents) -> str:
    """Name the one exercise that trains an area lately; empty where there are more, or none."""
    recent = contents.recent_by_exercise
    is_in_use = (recent["prescribed"] > TOLERANCE) | (recent["done"] > 0)
    used = set(recent.loc[is_in_use, "exercise"].astype("str"))
    trains = contents.areas.loc[contents.areas["focus_area"] == area, "exercise"].astype("str")
    found = [exercise for exercise in trains if exercise in used]
    return contents.names.get(found[0], found[0]) if len(found) == 1 else ""


def _what_is_not_trained(contents: ClientContents) -> str:
    """Name the areas that nothing was prescribed or done for; without a programme, none."""
    if not contents.has_programme:
        return ""
    table = contents.recent_by_focus_area
    is_idle = ~(table["prescribed"] > TOLERANCE) & ~(table["done"] > 0)
    idle = [area_words(str(area)) for area in table.loc[is_idle, "focus_area"]]
    return f"Not prescribed, none done: {list_words(idle)}." if idle else ""


def areas_trained(contents: ClientContents, *, width: float, height: float) -> Block:
    """Put the areas under one another: name, count, and a bar of the share or the one exercise.

    Rows that do not fit ``height`` are counted.
    """
    rows, idle = area_rows(contents), _what_is_not_trained(contents)
    if not contents.has_sessions:
        why = unknown_words(contents.practice_not_read)
        rows, idle = [], f"{why[:1].upper()}{why[1:]}."
    elif not rows:
        idle = idle if contents.has_programme else NO_AREA
    shown, after, said = _what_fits(rows, idle, width, height - HEAD.line - 0.6 + 0.01)
    used = HEAD.line + 0.6 + len(shown) * PITCH + said * QUIET.line

    def put(sheet: Sheet, y: float) -> None:
        aside = f"{recent_name(contents)}; areas overlap" if rows else ""
        y = heading_line(sheet, "Trained, by focus area", y, width=width, aside=aside)
        places = _places(rows, width)
        names = _short_names(rows, places)
        for row in shown:
            _put_row(sheet, y, row._replace(only=names.get(row.only, "")), places)
            y += PITCH
        sheet.words(after, LEFT, y, width, QUIET, max_lines=said)

    return Block(used, put)


def _what_fits(
    rows: list[AreaRow], idle: str, width: float, room: float
) -> tuple[list[AreaRow], str, int]:
    """Return the rows that fit, what is said under them, and in how many lines."""
    for said in range(min(3, n_lines(idle, width, QUIET)), 0, -1):
        if len(rows) * PITCH + said * QUIET.line <= room:
            return rows, idle, said
    if len(rows) * PITCH <= room and not idle:
        return rows, "", 0
    n_rows = max(0, min(len(rows), int((room - QUIET.line) / PITCH)))
    return rows[:n_rows], f"{number_words(len(rows) - n_rows)} {MORE}", 1


class _Places(NamedTuple):
    """Where the columns start and end, in millimetres from the left margin."""

    done: float
    bar: float
    end: float


def _places(rows: list[AreaRow], width: float) -> _Places:
    """Return columns as wide as their words, so that names of exercises have the room left."""
    name, count = (
        max((width_mm(printable(words), size=SMALL.size) for words in column), default=0.0)
        for column in ([row.name for row in rows], [row.done for row in rows])
    )
    left = min(NAME, name + BETWEEN)
    return _Places(left, left + min(COUNT, count + BETWEEN), width)


def _short_names(rows: list[AreaRow], places: _Places) -> dict[str, str]:
    """Return the name that fits behind "only", by exercise; no two are the same."""
    names = [row.only for row in rows if row.only]
    room = places.end - places.bar - width_mm(ONLY, size=QUIET.size)
    return told_apart(names, width=room, size=QUIET.size)


def _put_row(sheet: Sheet, y: float, row: AreaRow, places: _Places) -> None:
    """Put one row; an area of a single exercise names it instead of repeating its bar."""
    sheet.short(row.name, LEFT, y, places.done - 1.5, SMALL, keeps_end=True)
    sheet.short(row.done, LEFT + places.done, y, places.bar - places.done - 1.5, SMALL)
    x, room = LEFT + places.bar, places.end - places.bar
    if row.only:
        sheet.put(f"{ONLY}{row.only}", x, y, QUIET)
    elif pd.notna(row.share):
        top = y + (SMALL.line - BAR) / 2 + 0.2
        sheet.box(x, top, room, BAR)
        if row.share > TOLERANCE:
            filled = room * min(row.share, 1.0)
            sheet.box(x, top, filled, BAR, colour=look().palette.practice)
