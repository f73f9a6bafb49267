"""A title, or several lines, above the header: the header is the last line of names over the dates.

A row whose date cannot be read is no such line: the header above it stays the header.

Client, week and date that stand only in the first of several rows are seen here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice, starmap

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import is_of_scores
from mobility_analysis.log.check.dates import read_moment
from mobility_analysis.log.check.values import tick_status
from mobility_analysis.log.exports.questions import Choice, Detected, Question
from mobility_analysis.log.exports.shapes.days import day_number, lacks_year
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.days import months_named
from mobility_analysis.log.languages.ends import scale_named, scales_by_best
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Cell, Coded, Sheet, cell_text, filled_values, is_blank
from mobility_analysis.log.read.headers import (
    header_key,
    kinds_of_header,
    speaks_of_days,
    speaks_of_exercises,
    speaks_of_stiffness,
)
from mobility_analysis.log.read.many_sheets import ONE_PERSON, are_parts, may_be_a_name
from mobility_analysis.log.read.sheets import (
    FilledDown,
    changed,
    each_row,
    fault_of_two_lines,
    table_of_sheet,
)
from mobility_analysis.log.schema import STATUSES

FEWEST_DATES = 2
ROWS_OF_HEAD = 200
"""Filled rows by which a header is found: what stands below them says nothing of it."""
MOST_LINES = 20
"""Lines above the header that are looked at."""
LONGEST_DATE = 40
SURELY_HEADER = 3
"""Signs by which a line is surely the header of another that holds no date. *Our choice.*"""
PEOPLE = "people"
"""What a question is about, by its key, on titles that may be people."""
MOST_FILLED = 0.9
SURELY_ONCE = 0.5
"""Share of the rows in which a cell that is only written once stands: in up to half of them it is
sure, else it is asked about, since a date may have been forgotten. *Our choice.*"""


_NUMBER = re.compile(r"\d+(?:[.,]\d*)?")


@lru_cache(maxsize=4096)
def is_day_text(text: str) -> bool:
    """Tell whether a text is a day, with its year or without; a plain number is none.

    >>> is_day_text("5 March"), is_day_text("2026-03-05"), is_day_text("5"), is_day_text("20260305")
    (True, True, False, True)
    >>> is_day_text("05.03.2026"), is_day_text("05.03."), is_day_text("5.3"), is_day_text("3,5")
    (True, True, False, False)
    """
    if len(text) > LONGEST_DATE or day_number(text) is not None or not any(map(str.isdigit, text)):
        return False
    if _NUMBER.fullmatch(text) and len(text) != len("20260305"):
        return False
    return not isinstance(read_moment(text), Fault) or lacks_year(text)


def is_day(cell: Cell) -> bool:
    """Tell whether a cell is a day: a date of a spreadsheet, or a text that is one."""
    return isinstance(cell, date) or (isinstance(cell, str) and is_day_text(cell.strip()))


def header_place(sheet: Sheet) -> int | None:
    """Return the place of the header among the rows; None where no dates stand under one.

    >>> rows = [["My diary"], ["Year", "2026"], ["Date", "Down dog"], ["5 Jan", "x"], ["6 Jan", ""]]
    >>> header_place(Sheet("s.csv", "", rows))
    2
    >>> rows = [["Day", "Exercise"], ["last week", "Down dog"], ["5 Jan", "Cobra"], ["6 Jan", ""]]
    >>> header_place(Sheet("s.csv", "", rows))
    0
    """
    filled = _head(sheet)
    column = _column_of_dates(sheet, filled)
    if column is None:
        return _of_parts(sheet, filled)
    dated = [n for n in filled if column < len(sheet.rows[n]) and is_day(sheet.rows[n][column])]
    above = [n for n in filled if n < dated[0]][-MOST_LINES:]
    names = [n for n in above if _is_of_names(sheet.rows[n], column)]
    rows_of_dates = [sheet.rows[n] for n in dated]
    for n, place in enumerate(names[:-1]):
        if all(_is_row_under(sheet, place, m, column, rows_of_dates) for m in names[n + 1 :]):
            return place
    return names[-1] if names else None


def _head(sheet: Sheet) -> list[int]:
    """Return the places of the first rows that are filled."""
    filled = (n for n, row in enumerate(sheet.rows) if not all(map(is_blank, row)))
    return [*islice(filled, ROWS_OF_HEAD)]


def _column_of_dates(sheet: Sheet, filled: Sequence[int]) -> int | None:
    """Return the first column in which most dates stand, at least two."""
    counts: dict[int, int] = {}
    for n in filled:
        for column, cell in enumerate(sheet.rows[n]):
            if not is_blank(cell) and is_day(cell):
                counts[column] = counts.get(column, 0) + 1
    best = max(counts, key=lambda column: (counts[column], -column), default=None)
    return best if best is not None and counts[best] >= FEWEST_DATES else None


def _of_parts(sheet: Sheet, filled: Sequence[int]) -> int | None:
    """Return the place of a header that names year, month and day, each in its own column."""
    for n in filled[:MOST_LINES]:
        keys = {header_key(cell_text(cell)) for cell in sheet.rows[n] if not is_blank(cell)}
        if all(any(part in key for key in keys) for part in ("year", "month", "day")):
            return n
    return None


def _is_of_names(row: Sequence[Cell], column: int) -> bool:
    """Tell whether a line names columns: two or more texts, one of them over the dates."""
    cells = [cell for cell in row if not is_blank(cell)]
    over = row[column] if column < len(row) else None
    return len(cells) > 1 and isinstance(over, str) and bool(over.strip()) and not is_day(over)


def _is_row_under(
    sheet: Sheet, place: int, below: int, dates: int, rows: Sequence[Sequence[Cell]]
) -> bool:
    """Tell whether a line names the columns, and one below it is surely a row with an odd date.

    Each text of the row then stands under a name of its own. That the line names columns is shown
    by words known above columns, twice by one over the dates; that the other is a row, by what is
    no name in it, such as a number, or by an exercise that others stand under. Where the row holds
    a known word, too, it may still explain the names right above it, three for each such word. A
    scale under stiffness belongs to the header.
    """
    upper = {n: cell_text(cell).strip() for n, cell in _cells(sheet.rows[place])}
    lower = dict(_cells(sheet.rows[below]))
    named = {n for n, cell in lower.items() if _is_name(cell)} | {dates}
    if not upper.keys() >= named or len({*map(header_key, upper.values())}) < len(upper):
        return False
    spellings = merged_catalogue([])[0].spellings
    exercises = {n for n, cell in lower.items() if exercise_key(cell_text(cell)) in spellings}
    over_marks = {n for n in named - {dates} if _is_over_marks(n, rows)}
    if exercises & over_marks or {*over_marks, dates} >= lower.keys():
        return False  # it names the columns of a group
    of_scores = [cell_text(cell) for n, cell in lower.items() if is_of_scores(upper.get(n, ""))]
    if any(scale_named(text) or scales_by_best(text) for text in of_scores):
        return False
    n_known = sum(map(_is_known, upper.values()))
    n_below = sum(bool(kinds_of_header([cell_text(cell)])) for cell in lower.values())
    if n_below and (below != place + 1 or n_known < 3 * n_below):
        return False
    is_row = bool(exercises) or not named >= lower.keys()
    return n_known + speaks_of_days(upper[dates]) + is_row >= SURELY_HEADER


def _cells(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    return [(n, cell) for n, cell in enumerate(row) if not is_blank(cell)]


def _is_known(header: str) -> bool:
    speaks = speaks_of_days, speaks_of_exercises, speaks_of_stiffness
    return any(of(header) for of in speaks) or bool(kinds_of_header([header]))


def _is_over_marks(column: int, rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether ticks and numbers alone stand below in a column."""
    cells = [row[column] for row in rows if column < len(row) and not is_blank(row[column])]
    return bool(cells) and not any(map(_is_name, cells))


def detect(sheet: Sheet, _: Catalogue) -> Detected | None:
    """See lines above the header, which is then stated, and left out of what is read."""
    _refuse_without_header(sheet)
    place = header_place(sheet)
    _refuse_two_lines(sheet, place)
    first = next((n for n, row in enumerate(sheet.rows) if not all(map(is_blank, row))), None)
    if place is None or place == first:
        return None
    below = replace(sheet, rows=[[] for _ in sheet.rows[:place]] + sheet.rows[place:])
    return Detected({"header_line": place + 1}, sheet=below)


def _refuse_without_header(sheet: Sheet) -> None:
    """Refuse a sheet whose first line is a row already: as a header it would be lost."""
    filled = _head(sheet)
    column = _column_of_dates(sheet, filled)
    if column is None or column >= len(sheet.rows[filled[0]]):
        return
    cell = sheet.rows[filled[0]][column]
    if not is_blank(cell) and is_day(cell):
        raise DataError(
            f"{sheet.file}, line {filled[0] + 1}: found {shortened(cell_text(cell))!r}; expected a "
            "header, since this line seems to be a row already. Write the names of the columns in "
            "a line over it."
        )


def _refuse_two_lines(sheet: Sheet, place: int | None) -> None:
    """Refuse a header over two lines, as merged cells make it: half of its columns have no name.

    Its second line is of texts alone, none of them over the dates, some of them below no name.
    """
    filled = _head(sheet)
    dates, below = _column_of_dates(sheet, filled), [n for n in filled if n > (place or 0)][:1]
    if place is None or dates is None or not below:
        return
    lower = dict(enumerate(sheet.rows[below[0]]))
    names = [n for n, cell in lower.items() if not is_blank(cell)]
    upper = {n: c for n, c in enumerate(sheet.rows[place]) if not is_blank(c)}
    is_of_names = (
        len(names) > 1 and dates not in names and all(map(_is_name, map(lower.get, names)))
    )
    if not is_of_names or upper.keys() >= {*names}:
        return
    found, fault = fault_of_two_lines(sheet, place, below[0])
    raise DataError(
        f"{sheet.file}, lines {place + 1} and {below[0] + 1}: found {found}; expected "
        f"{fault.expected}. {fault.repair}"
    )


def _is_name(cell: Cell) -> bool:
    """Tell whether a cell may be part of a header: a text, and no day, number, tick or dash."""
    if not isinstance(cell, str) or is_day(cell) or _NUMBER.fullmatch(cell.strip()):
        return False
    return tick_status(cell) not in ("", *STATUSES)


def detect_people(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See several titles that may be people, each over the same header, and ask whose it all is.

    Titles that say when, such as months, or are exercises, are one person's; a sheet with a column
    for the client says whose they are. Months that are names, too, say when if the days below are
    in them.
    """
    filled = _head(sheet)
    place = header_place(sheet)
    if place is None:
        place = next((n for n in filled if len(_filled(sheet.rows[n])) > 1), 0)
    above = [n for n in filled if n < place][-1:]
    title = _title_in(sheet.rows[above[0]]) if above else ""
    header = [header_key(cell_text(cell)) for cell in _filled(sheet.rows[place])] if title else []
    if not header or any(key in _WRITTEN_ONCE - _WEEKS for key in header):
        return None
    found = [*dict.fromkeys(title for title, _ in _under_titles(sheet, header))]
    if any(exercise_key(name) in catalogue.spellings for name in (title, *found)):
        return None
    names = [title, *(other for other in found if not are_parts([title, other]))]
    if all(map(may_be_a_name, found)) and not all(
        starmap(_may_be_in, _under_titles(sheet, header))
    ):
        names = found
    names = [*{name.casefold(): name for name in reversed(names)}.values()][::-1]
    return Detected(questions=(_people_question(sheet, names),)) if len(names) > 1 else None


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_blank(cell)]


def _title_in(row: Sequence[Cell]) -> str:
    """Return the only cell of a row, if it is a name."""
    cells = _filled(row)
    return cell_text(cells[0]).strip() if len(cells) == 1 and _is_name(cells[0]) else ""


def _under_titles(sheet: Sheet, header: Sequence[str]) -> Iterator[tuple[str, Sequence[Cell]]]:
    """Yield each line from one on that is the header, with the title over that."""
    title = over = ""
    for row in each_row(sheet):
        if cells := _filled(row):
            if title and [header_key(cell_text(cell)) for cell in cells] == header:
                over = title
            if over:
                yield over, cells
            title = _title_in(row)


def _may_be_in(month: str, cells: Sequence[Cell]) -> bool:
    """Tell whether the days in a line may be in a month, in whatever order they are written."""
    numbers = {place + 1 for place in months_named(month)}
    texts = [cell_text(cell).split("T")[0] for cell in cells if is_day(cell)]
    words = [re.findall(r"[^\W\d_]+|\d+", text) for text in texts]
    return all(
        any(
            int(w) in numbers if w.isdigit() else months_named(w) & months_named(month) for w in own
        )
        for own in words
    )


def _people_question(sheet: Sheet, names: Sequence[str]) -> Question:
    shown = ", ".join(map(repr, names[:3])) + (", ..." if len(names) > 3 else "")
    return Question(
        f"{PEOPLE}:{'|'.join(names)}",
        f"{shown} each stand over the same header. Whose are the rows below? If of one person "
        "each, write whose each row is into a column 'client', in place of these lines.",
        (
            Choice(
                "each",
                "of one person each, as a column 'client' says",
                {"client": {"column": "client"}},
            ),
            Choice("one", "all of one person", {"sheets": ONE_PERSON}),
        ),
        samples=(*names[:3],),
        file=sheet.file,
        sheet=sheet.name,
    )


def detect_fill_down(sheet: Sheet, _: Catalogue) -> Detected | None:
    """See a client, week or date that stands only in the first of several rows.

    Such a column has its first cell filled and others empty in rows that are filled elsewhere; it
    holds days, parts of a day, or names under a header for them.
    """
    raw = table_of_sheet(sheet)
    if raw.fault is not None or raw.n_rows < FEWEST_DATES:
        return None
    most_days = max((_n_days(c) for c in raw.columns if isinstance(c, Coded)), default=0)
    found: list[str] = []
    asked: list[Question] = []
    for header, column in zip(raw.header, raw.columns, strict=True):
        if not isinstance(column, Coded) or not (header.strip() and column.is_first_filled):
            continue
        share = int(column.counts.sum()) / raw.n_rows
        if share > MOST_FILLED or not _is_written_once(header, column, most_days):
            continue
        if share <= SURELY_ONCE or header_key(header) in _WEEKS:
            found.append(header)
        else:
            asked.append(_fill_down_question(sheet, header, column, raw.n_rows))
    if not found:
        return Detected(questions=tuple(asked)) if asked else None
    adds = {"fill_down": found}
    filled = FilledDown(tuple(map(raw.header.index, found)))
    return Detected(adds, questions=tuple(asked), sheet=changed(sheet, filled))


def _fill_down_question(sheet: Sheet, header: str, column: Coded, n_rows: int) -> Question:
    n_empty = n_rows - int(column.counts.sum())
    return Question(
        f"fill_down:{header}",
        f"{n_empty:,} of {n_rows:,} cells under {header!r} are empty. What do they mean?",
        (
            Choice("missing", "it was forgotten there: such rows are named, and not used"),
            Choice("above", f"the {header} that stands above them", {"fill_down": [header]}),
        ),
        column=header,
        samples=tuple(cell_text(value) for value in filled_values(column)[:3]),
        file=sheet.file,
        sheet=sheet.name,
    )


def _n_days(column: Coded) -> int:
    """Count the cells of a column of days; 0 for any other."""
    return int(column.counts.sum()) if all(map(is_day, filled_values(column))) else 0


def _is_written_once(header: str, column: Coded, most_days: int) -> bool:
    key = header_key(header)
    values = filled_values(column)
    is_of_days = 0 < _n_days(column) == most_days and not is_of_scores(header)
    is_of_parts = key in {"year", "month", "day"} and all(
        day_number(v) is not None or str(v).removesuffix(".0").isdigit() for v in values
    )
    return is_of_days or is_of_parts or key in _WRITTEN_ONCE


_WEEKS = frozenset({"week", "week_of", "wk", "woche", "semana", "semaine", "settimana"})
_WRITTEN_ONCE = frozenset({"client", "name", "patient", "who", "person"}) | _WEEKS
