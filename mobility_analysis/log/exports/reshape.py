"""A sheet of another program becomes, by a recipe, the raw tables of a log; no row is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.amounts import COUNTED, marked, of_scale, with_unit
from mobility_analysis.log.check.bearing import (
    NOT_SAID,
    bearing_of,
    is_named_for,
    refusal,
    status_meanings,
)
from mobility_analysis.log.check.dates import Moment, Open, chosen_order, read_moment
from mobility_analysis.log.check.units import loads_in_kg, unit_of, unit_place
from mobility_analysis.log.check.values import (
    TICK_MARKS,
    means_no_exercise,
    mixed_crosses,
    word_key,
)
from mobility_analysis.log.exports.recipes import (
    Names,
    Ratings,
    Recipe,
    RowRule,
    SessionsFrom,
)
from mobility_analysis.log.exports.shapes import dated_lines, days_across
from mobility_analysis.log.exports.shapes.boxes import is_own_name, option_of
from mobility_analysis.log.exports.shapes.free_text import Read, read_text_cell
from mobility_analysis.log.exports.shapes.row_dates import row_dates
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.languages.answers import NO_WORDS
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, cell_text, encoded, is_blank
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.schema import STATUS_SPELLINGS, TABLES

NO_TICK = frozenset(["false", "no", "n", "0", "-", "–", "—", "☐", "none"]) | NO_WORDS
"""What an empty box looks like: nothing logged, which is not the same as skipped."""
NOTHING_IN_ROW = "nothing ticked and no score"

WORKOUT = "workout"
"""Where a record keeps what tells its workout from another one; no column of a table."""

Record = dict[str, Any]

MIDNIGHT = timedelta(0)

NAMES_OF = {"(sheet)": -1, "(file)": -2}
"""Stand in a recipe for a column that holds the name of the sheet, or of the file, in all rows."""


@dataclass(frozen=True)
class Reshaped:
    """What a recipe made of a sheet."""

    tables: Mapping[str, RawTable]
    """``sessions``, ``stiffness`` and ``exercises`` as read, each row with its first line."""
    lines: Mapping[str, list[list[int]]]
    """All lines of the sheet behind each row of ``sessions`` and ``stiffness``."""
    rows_read: int
    left_out: Mapping[str, int]
    """Rows that were left out, by reason."""
    remarks: tuple[str, ...]
    """Columns that were not there, or not used."""
    clients: tuple[str, ...]
    """Whose each row of the sheet is, as written; empty where it does not say."""
    fates: tuple[str, ...]
    """Why each row was left out; empty for a row that was taken."""
    row_lines: tuple[int, ...]
    """The line of each row."""
    headers: Mapping[tuple[str, str], str]
    """What the sheet calls each column that was read, by table and column of the log."""


@dataclass
class _Source:
    """The data rows of a sheet, by header, with what was used of them."""

    raw: RawTable
    header: Mapping[str, int]
    filled: frozenset[int]
    used: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def find(self, names: Names) -> int | None:
        """Return the place of the first of some headers that the sheet has."""
        for name in names:
            if name in NAMES_OF:
                return NAMES_OF[name]
            place = self.header.get(header_key(name))
            if place is not None:
                self.used.add(place)
                return place
        return None

    def require(self, names: Names) -> int | None:
        place = self.find(names)
        if place is None:
            written = " or ".join(repr(name) for name in names)
            self.missing += [] if written in self.missing else [written]
        return place

    def cells(self, place: int | None) -> list[Any]:
        """Return a column's cells; blank ones are None, or what stands above (fill down)."""
        if place is None:
            return [None] * self.raw.n_rows
        if place < 0:
            name = self.raw.sheet if place == NAMES_OF["(sheet)"] else self.raw.file
            return [name.rsplit(".", 1)[0]] * self.raw.n_rows
        column = self.raw.columns[place]
        assert isinstance(column, Coded)  # noqa: S101 (a sheet's columns are)
        cells = [None if code < 0 else column.values[code] for code in column.codes.tolist()]
        if place in self.filled:
            above: Any = None
            for row, cell in enumerate(cells):
                above = cells[row] = above if cell is None else cell
        return cells


def reshape(
    sheet: Sheet,
    recipe: Recipe,
    *,
    include: Collection[str] = (),
    own_exercises: Sequence[Mapping[str, str]] = (),
    client: str = "",
) -> Reshaped:
    """Make the raw tables of a log from a sheet; one that lacks rows or a needed column is refused.

    ``include`` names rules for rows that are turned off, such as ``warm-ups``; ``own_exercises``
    are rows of the table ``exercises`` of the log that the sheet is for; ``client`` is whose every
    row is, where the recipe names none.
    """
    source = _source(sheet, recipe)
    catalogue, own = _catalogue(recipe, own_exercises)
    fates = _fates(source, recipe.rows, include)
    base = _base_cells(source, recipe, client)
    sessions = [_sessions(source, part, recipe, catalogue, base) for part in recipe.sessions]
    ratings = [_ratings(source, part, recipe, catalogue, base) for part in recipe.ratings]
    if source.missing:
        raise DataError(
            f"{sheet.file}: the recipe {recipe.name} expects {_columns(source.missing)}, and found "
            f"only {', '.join(repr(h) for h in source.raw.header)}. Check that it is the right "
            "recipe, rename the column in the file, or name it in a recipe of your own."
        )
    _refuse_unused(source, recipe, sheet.file)
    _keep_notes_once([*sessions, *ratings])
    _keep_what_was_said(source, recipe, catalogue, [*sessions, *ratings])
    kept = [row for row, fate in enumerate(fates) if not fate]
    made = {
        "sessions": _taken(sessions, kept, recipe, source.raw),
        "stiffness": _taken(ratings, kept, recipe, source.raw),
    }
    _mark_empty_rows(source, fates, made)
    added = _added_exercises(made, catalogue, recipe)
    own_rows = [Row(dict(row), [0]) for row in [*own, *added]]
    tables = {name: _raw_table(source.raw, name, rows) for name, rows in made.items() if rows}
    if own_rows and tables:
        tables["exercises"] = _raw_table(source.raw, "exercises", own_rows)
    return Reshaped(
        tables=tables,
        lines={name: [row.lines for row in rows] for name, rows in made.items()},
        rows_read=source.raw.n_rows,
        left_out={fate: fates.count(fate) for fate in dict.fromkeys(fates) if fate},
        remarks=_remarks(source, added),
        clients=tuple("" if (c := row["client"]) is None else cell_text(c).strip() for row in base),
        fates=tuple(fates),
        row_lines=tuple(int(line) for line in source.raw.lines),
        headers=_headers_read(source, recipe),
    )


def _headers_read(source: _Source, recipe: Recipe) -> dict[tuple[str, str], str]:
    """Return what the sheet calls each column that was read; several headers stand in a row."""
    dates = [names for names in recipe.date.values() if isinstance(names, tuple)]
    read: list[tuple[str, str, Names]] = [
        (table, column, names)
        for table in ("sessions", "stiffness")
        for column, all_names in (("date", dates), ("client", [recipe.client_column]))
        for names in all_names
    ]
    for part in recipe.sessions:
        way = part.exercise
        own = [("status", part.status_column), ("exercise", way.column), ("exercise", way.listed),
               ("exercise", way.text), ("status", part.marks)]  # fmt: skip
        read += [("sessions", column, names) for column, names in [*own, *part.columns.items()]]
    for rating in recipe.ratings:
        read += [("stiffness", "score", rating.score or rating.text)]
        read += [("stiffness", column, names) for column, names in rating.columns.items()]
    found: dict[tuple[str, str], list[str]] = {}
    for table, column, names in read:
        keys = (header_key(name) for name in names)
        place = next((source.header[key] for key in keys if key in source.header), None)
        if place is not None:
            found.setdefault((table, column), []).append(shortened(source.raw.header[place]))
    return {key: ", ".join(dict.fromkeys(headers)) for key, headers in found.items()}


def tick_status(cell: object) -> str:
    """Return the status that a tick means; empty for none, the text itself for anything else.

    >>> [tick_status(cell) for cell in (True, "x", "FALSE", None, "partial", 12)]
    ['done', 'done', '', '', 'partial', '12']
    """
    if is_blank(cell):
        return ""
    key = word_key(cell)
    if key in NO_TICK or means_no_exercise(cell):
        return ""
    return STATUS_SPELLINGS.get(key, cell_text(cell).strip())


def _source(sheet: Sheet, recipe: Recipe) -> _Source:
    if recipe.header_line is not None:
        above = recipe.header_line - 1
        sheet = replace(sheet, rows=[[] for _ in sheet.rows[:above]] + sheet.rows[above:])
    if recipe.days_across is not None:
        sheet = days_across.turned(sheet, recipe.days_across, order=recipe.date_order)
    if recipe.dated_lines is not None:
        sheet = dated_lines.turned(sheet, recipe.dated_lines, order=recipe.date_order)
    raw = table_of_sheet(sheet)
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{sheet.file}: found {found}; expected {fault.expected}. {fault.repair}")
    header: dict[str, int] = {}
    for place, text in enumerate(raw.header):
        header.setdefault(header_key(text), place)
    source = _Source(raw, header, frozenset())
    filled = [source.require((name,)) for name in recipe.fill_down]
    return replace(source, filled=frozenset(place for place in filled if place is not None))


def _catalogue(
    recipe: Recipe, own: Sequence[Mapping[str, str]]
) -> tuple[Catalogue, list[Mapping[str, str]]]:
    stated = [
        {"exercise": exercise, "focus_areas": areas} for exercise, areas in recipe.exercises.items()
    ]
    known = {exercise_key(row["exercise"]) for row in own}
    rows = [*own, *(row for row in stated if exercise_key(row["exercise"]) not in known)]
    columns = TABLES["exercises"].column_names
    whole = [{column: str(row.get(column, "")) for column in columns} for row in rows]
    catalogue, _ = merged_catalogue(whole)
    return catalogue, list(whole)


def _fates(source: _Source, rules: Iterable[RowRule], include: Collection[str]) -> list[str]:
    """Say why each row is left out; empty for a row that is kept."""
    fates = ["more cells than the header has columns" if row in source.raw.too_long else ""
             for row in range(source.raw.n_rows)]  # fmt: skip
    for rule in rules:
        place = source.require(rule.column)
        if rule.name and rule.name in include:
            continue
        for row, cell in enumerate(source.cells(place)):
            written = "" if cell is None else cell_text(cell).strip()
            if not fates[row] and (written.casefold() in rule.values) is not rule.keeps:
                fates[row] = rule.reason or f"{rule.column[0]} is {written or 'empty'}"
    return fates


def _base_cells(source: _Source, recipe: Recipe, client: str) -> list[Record]:
    """Return date and client of each row."""
    dates = row_dates(
        recipe.date,
        lambda names: source.cells(source.require(names)),
        source.raw.n_rows,
        order=recipe.date_order,
        file=source.raw.file,
    )
    constant = recipe.client or client
    clients: Sequence[Any] = [constant or None] * len(dates)
    if recipe.client_column and not client:
        clients = source.cells(source.find(recipe.client_column))
    return [{"client": c, "date": d} for c, d in zip(clients, dates, strict=True)]


def _sessions(
    source: _Source,
    part: SessionsFrom,
    recipe: Recipe,
    catalogue: Catalogue,
    base: Sequence[Record],
) -> list[list[Record]]:
    """Return the sessions that each row of the sheet holds."""
    common = _common_cells(source, part.columns, part.values, base)
    _turn_pounds(source, part, common)
    if part.status_column:
        place = source.require(part.status_column)
        meanings = part.statuses or _own_meanings(source, place)
        empty = "" if header_key(part.status_column[0]) == "status" else NOT_SAID
        for record, cell in zip(common, source.cells(place), strict=True):
            written = "" if cell is None else cell_text(cell).strip()
            record["status"] = meanings.get(written.casefold(), written or empty)
    if part.workout:
        place = source.require(part.workout)
        for record, cell in zip(common, source.cells(place), strict=True):
            record[WORKOUT] = "" if cell is None else cell_text(cell)
    exercises = _exercise_cells(source, part, recipe, catalogue)
    names = _own_names(recipe)
    return [
        [
            {**record, "exercise": name, **more}
            for exercise, more in found
            if not means_no_exercise(name := names.get(exercise_key(exercise), exercise))
        ]
        for record, found in zip(common, exercises, strict=True)
    ]


def _own_names(recipe: Recipe) -> dict[str, str]:
    """Return exercises by the keys of the names that the sheet uses for them."""
    return {exercise_key(written): exercise for written, exercise in recipe.names.items()}


def _own_meanings(source: _Source, place: int | None) -> Mapping[str, str]:
    """Return what yes and no mean by the header of their column: under Missed, yes is skipped."""
    if place is None:
        return {}
    cells = [cell for cell in source.cells(place) if cell is not None]
    return status_meanings(source.raw.header[place], cells) or {}


def _exercise_cells(
    source: _Source, part: SessionsFrom, recipe: Recipe, catalogue: Catalogue
) -> list[list[tuple[str, Record]]]:
    """Return the exercises that each row names, with the status of a tick and its amounts."""
    way = part.exercise
    if way.value:
        return [[(way.value, {})]] * source.raw.n_rows
    if way.text:
        return [
            [(str(s["exercise"]), {k: v for k, v in s.items() if k != "exercise"})
             for s in (*read.sessions, *({"exercise": piece} for piece in read.unknown))]
            for read in _read_texts(source, way.text, recipe, catalogue)
        ]  # fmt: skip
    if way.column:
        names = source.cells(source.require(way.column))
        marks = _marks(source, source.require(part.marks), part.numbers) if part.marks else None
        return [
            []
            if cell is None or means_no_exercise(cell) or (marks and marks[row] is None)
            else [(cell_text(cell).strip(), (marks[row] or {}) if marks else {})]
            for row, cell in enumerate(names)
        ]
    if way.listed:
        cells = source.cells(source.require(way.listed))
        return [[(name, {}) for name in _listed(cell, way.separator)] for cell in cells]
    ticked: list[list[tuple[str, Record]]] = [[] for _ in range(source.raw.n_rows)]
    for place, exercise in _ticked_columns(source, way.columns, catalogue):
        for row, mark in enumerate(_marks(source, place, part.numbers)):
            if mark is not None:
                ticked[row].append((exercise, mark))
    return ticked


def _marks(source: _Source, place: int | None, numbers: str) -> list[Record | None]:
    """Return the status and the amounts that each cell of a column says; None for an empty box."""
    cells = source.cells(place)
    crosses = mixed_crosses(cell for cell in cells if cell is not None)
    header = source.raw.header[place] if place is not None else ""
    return [_mark(cell, numbers, crosses, header) for cell in cells]


def _mark(cell: Any, numbers: str, crosses: Collection[str], header: str) -> Record | None:
    if cell is None:
        return None
    if crosses and word_key(cell) in {*crosses, *TICK_MARKS}:
        return {"status": cell_text(cell)}
    amounts = marked(cell, numbers)
    if amounts is not None:
        return amounts
    if is_own_name(cell, header):
        return {"status": "done"}
    status = tick_status(cell)
    return {"status": status} if status else None


def _read_texts(source: _Source, names: Names, recipe: Recipe, catalogue: Catalogue) -> list[Read]:
    """Read what each cell of a column says in words, each different one once."""
    cells = source.cells(source.require(names))
    high = 10 if recipe.scale is None else recipe.scale.high
    own = _own_names(recipe)
    known: dict[str, Read] = {}
    for cell in cells:
        text = "" if cell is None else cell_text(cell)
        if text not in known:
            known[text] = read_text_cell(cell, catalogue, own, high=high)
    return [known["" if cell is None else cell_text(cell)] for cell in cells]


def _listed(cell: object, separator: str) -> list[str]:
    parts = [] if cell is None else cell_text(cell).split(separator)
    return [part.strip() for part in parts if part.strip() and not means_no_exercise(part)]


def _ticked_columns(
    source: _Source, columns: Mapping[str, str] | str, catalogue: Catalogue
) -> list[tuple[int, str]]:
    if isinstance(columns, str):
        keys = [exercise_key(option_of(text)[1]) for text in source.raw.header]
        found = [(place, catalogue.spellings.get(key)) for place, key in enumerate(keys)]
        known = [(place, exercise) for place, exercise in found if exercise is not None]
        source.used |= {place for place, _ in known}
        if not known:
            source.missing.append("a column whose header is an exercise of the catalogue")
        return known
    places = [(source.require((written,)), exercise) for written, exercise in columns.items()]
    return [(place, exercise) for place, exercise in places if place is not None]


def _common_cells(
    source: _Source,
    columns: Mapping[str, Names],
    values: Mapping[str, str],
    base: Sequence[Record],
) -> list[Record]:
    records: list[Record] = [{**record, **values} for record in base]
    for column, names in columns.items():
        place = source.find(names)
        if place is not None:
            for record, cell in zip(records, source.cells(place), strict=True):
                record[column] = with_unit(cell, column) if column in COUNTED else cell
    return records


def _turn_pounds(source: _Source, part: SessionsFrom, records: Sequence[Record]) -> None:
    """Turn weights in pounds into kilograms: by cell, column of units, header, or as stated."""
    place = source.find(part.columns.get("load_kg", ()))
    if place is None:
        return
    header = source.raw.header
    named = unit_place(header)
    if named is not None:
        source.used.add(named)
    loads, pounds = loads_in_kg(
        [record["load_kg"] for record in records],
        units=None if named is None else source.cells(named),
        stated=unit_of(header[place]) or part.load_unit,
    )
    for record, load in zip(records, loads, strict=True):
        record["load_kg"] = load
    if pounds:
        source.said.append(
            f"{len(pounds):,} weights in pounds in the column {header[place]!r} were turned into "
            "kilograms (1 lb is 0.454 kg)."
        )


def _refuse_unused(source: _Source, recipe: Recipe, file: str) -> None:
    """Refuse a sheet with a column that no rule took though it may change what the log means.

    Who wrote the recipe knows the sheet: of its own columns only sites, and those named for what
    was done, are asked about. A built-in recipe knows nothing of columns of other kinds.
    """
    ignored = {header_key(text) for text in recipe.ignore}
    found = []
    for place, text in enumerate(source.raw.header):
        if place in source.used or not text.strip() or header_key(text) in ignored:
            continue
        column = source.raw.columns[place]
        bearing = bearing_of(text, _used(column)) if isinstance(column, Coded) else None
        if bearing and (recipe.is_built_in or is_named_for(bearing)):
            found.append(bearing)
    if found:
        raise DataError(refusal(file, found, recipe.name if recipe.is_built_in else ""))


def _used(column: Coded) -> list[Any]:
    """Return the values that some row has; an empty text may stand among the others."""
    return [value for value, n in zip(column.values, column.counts.tolist(), strict=True) if n]


def _ratings(
    source: _Source,
    part: Ratings,
    recipe: Recipe,
    catalogue: Catalogue,
    base: Sequence[Record],
) -> list[list[Record]]:
    """Return the ratings that each row of the sheet holds; none for an empty cell."""
    common = _common_cells(source, part.columns, part.values, base)
    if part.text:
        texts = _read_texts(source, part.text, recipe, catalogue)
        return [[{**record, **rating} for rating in read.ratings]
                for record, read in zip(common, texts, strict=True)]  # fmt: skip
    place = source.find(part.score) if part.is_optional else source.require(part.score)
    high = 10 if recipe.scale is None else recipe.scale.high
    return [
        [] if cell is None else [{**record, "score": of_scale(cell, high)}]
        for record, cell in zip(common, source.cells(place), strict=True)
    ]


def _letter(raw: RawTable, row: int) -> str:
    return "" if raw.letters is None else str(raw.letters[row])


def _taken(
    parts: Iterable[list[list[Record]]], kept: list[int], recipe: Recipe, raw: RawTable
) -> list[Row]:
    """Return the records of the rows that are kept, in the order of the sheet."""
    by_row = list(parts)
    rows = [
        Row(record, [row], record.pop(WORKOUT, ""), _letter(raw, row))
        for row in kept for part in by_row for record in part[row]
    ]  # fmt: skip
    if recipe.is_one_a_day and rows and "exercise" in rows[0].cells:
        return combined_sets(rows, recipe.date_order)
    return rows


def _keep_notes_once(parts: Sequence[list[list[Record]]]) -> None:
    """Leave a row's note with the first of its sessions and ratings, and not with each of them."""
    for records in zip(*parts, strict=True):
        seen: set[object] = set()
        for record in (record for found in records for record in found):
            if record.get("note") in seen:
                record["note"] = None
            seen.add(record.get("note"))


def _keep_what_was_said(
    source: _Source,
    recipe: Recipe,
    catalogue: Catalogue,
    parts: Sequence[list[list[Record]]],
) -> None:
    """Put into the note of a row what its text says beside exercises and scores.

    That is what was said to be no exercise, and scores that no rule takes.
    """
    scored = {name for part in recipe.ratings for name in part.text}
    for part in recipe.sessions:
        way = part.exercise.text
        for row, read in enumerate(_read_texts(source, way, recipe, catalogue) if way else ()):
            said = [*read.said, *(() if scored & {*way} else read.scored)]
            first = next((record for p in parts for record in p[row]), None)
            if said and first is not None:
                own = [] if is_blank(first.get("note")) else [cell_text(first["note"])]
                first["note"] = "; ".join(dict.fromkeys([*own, *said]))


def _mark_empty_rows(source: _Source, fates: list[str], made: Mapping[str, list[Row]]) -> None:
    """Give the rows of which nothing was taken their reason, and every made row its lines."""
    taken = {place for rows in made.values() for row in rows for place in row.lines}
    for row, fate in enumerate(fates):
        if not fate and row not in taken:
            fates[row] = NOTHING_IN_ROW
    lines = source.raw.lines
    for rows in made.values():
        for made_row in rows:
            made_row.lines = [int(lines[place]) for place in made_row.lines]


def _added_exercises(
    made: Mapping[str, list[Row]], catalogue: Catalogue, recipe: Recipe
) -> list[Mapping[str, str]]:
    """Return a row of the table exercises for each name that the catalogue lacks."""
    if not recipe.adds_exercises:
        return []
    names = [str(row.cells["exercise"]) for rows in made.values() for row in rows
             if row.cells.get("exercise")]  # fmt: skip
    by_key = {exercise_key(name): name for name in reversed(names)}
    new = sorted(name for key, name in by_key.items() if key not in catalogue.spellings)
    return [{"exercise": name, "focus_areas": recipe.focus_areas} for name in new]


def _letters(rows: Sequence[Row]) -> NDArray[np.object_] | None:
    letters = [row.letter for row in rows]
    return np.array(letters, dtype=object) if any(letters) else None


def _raw_table(raw: RawTable, name: str, rows: Sequence[Row]) -> RawTable:
    header = [c for c in TABLES[name].column_names if any(c in row.cells for row in rows)]
    return RawTable(
        file=raw.file,
        sheet=raw.sheet,
        header=tuple(header),
        columns=tuple(encoded(row.cells.get(column) for row in rows) for column in header),
        lines=np.array([row.lines[0] for row in rows], dtype=np.int64),
        is_1904=raw.is_1904,
        is_text=raw.is_text,
        letters=_letters(rows),
        remarks=raw.remarks if name != "exercises" else (),
    )


def _remarks(source: _Source, added: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    too_long = [str(source.raw.lines[row]) for row in source.raw.too_long]
    unused = [
        repr(text) for place, text in enumerate(source.raw.header)
        if place not in source.used and text
    ]  # fmt: skip
    said = [*source.said, *([f"Not used: {_columns(unused)}."] if unused else [])]
    if too_long:
        more = f" and {len(too_long) - 10} more" if len(too_long) > 10 else ""
        said.append(
            "Left out, with more cells than the header has columns: line "
            f"{', '.join(too_long[:10])}{more}. Give each column a name, or put texts with "
            "commas in quotation marks."
        )
    if added:
        names = ", ".join(row["exercise"] for row in added[:5])
        more = f" and {len(added) - 5} more" if len(added) > 5 else ""
        said.append(
            f"{len(added)} exercises that the catalogue lacks were added to exercises.csv with the "
            f"focus area {added[0]['focus_areas']!r}: {names}{more}. Write there what each trains."
        )
    return tuple(said)


def _columns(names: Sequence[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names)}"


@dataclass
class Row:
    """One row of a table in the making, and the lines of the sheet that it comes from."""

    cells: dict[str, Any]
    lines: list[int]
    workout: str = ""
    """What tells its workout from another one on that day, if anything does."""
    letter: str = ""
    """The column of the spreadsheet that it comes from, where it is one cell of a turned sheet."""


def combined_sets(rows: Sequence[Row], date_order: str | None) -> list[Row]:
    """Combine the sets, a row each, of each client, day, workout and exercise into one session.

    ``sets`` counts the rows. ``reps`` and ``hold_s`` are means over the sets, so that sets x reps
    keeps the total; each stays empty unless every set has it. ``load_kg`` is the heaviest. A 0 is
    how apps write "none". Different notes are joined. Of several times the earliest is kept. A
    workout's duration is no exercise's, so that nothing is summed. The sessions are in the order of
    their first sets, with the lines of all sets.
    """
    order = _order_of([row.cells["date"] for row in rows], date_order)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for place, row in enumerate(rows):
        moment = _moment(row.cells["date"], order)
        # a date that cannot be read stays a row of its own, and is named by the checks
        day: object = moment.day if moment else (place, str(row.cells["date"]))
        name = exercise_key(str(row.cells["exercise"]))
        groups.setdefault((str(row.cells["client"]), day, row.workout, name), []).append(row)
    return [_one_session(group, order) for group in groups.values()]


def _order_of(cells: Sequence[object], stated: str | None) -> str | None:
    """Return the order in which the column of dates will be read."""
    read = [r for r in (read_moment(cell, stated=stated) for cell in cells) if isinstance(r, Open)]
    return chosen_order(read, np.ones(len(read), dtype=np.int64), stated) if read else stated


def _moment(cell: object, date_order: str | None) -> Moment | None:
    found = read_moment(cell, stated=date_order)
    if not isinstance(found, Open):
        return found if isinstance(found, Moment) else None
    fits = [*found.fits.values()]
    return found.fits.get(date_order or "") or (fits[0] if len(fits) == 1 else None)


def _one_session(sets: Sequence[Row], date_order: str | None) -> Row:
    cells = dict(sets[0].cells)
    cells["date"] = min((row.cells["date"] for row in sets), key=_when(date_order))
    cells["sets"] = len(sets)
    for column, whole in (("reps", _mean), ("hold_s", _mean), ("load_kg", max)):
        cells[column] = _summary([row.cells.get(column) for row in sets], whole)
    notes = [cell_text(row.cells["note"]) for row in sets if not is_blank(row.cells.get("note"))]
    cells["note"] = "; ".join(dict.fromkeys(notes))
    return Row(cells, [line for row in sets for line in row.lines], letter=sets[0].letter)


def _when(date_order: str | None) -> Callable[[object], tuple[date, timedelta]]:
    def key(cell: object) -> tuple[date, timedelta]:
        moment = _moment(cell, date_order)
        return (moment.day, moment.time or MIDNIGHT) if moment else (date.min, MIDNIGHT)

    return key


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _summary(cells: Sequence[object], whole: Callable[[Sequence[float]], float]) -> object:
    """Return one number for the sets; what is no number is returned, to be named by the checks."""
    numbers = []
    for cell in cells:
        if is_blank(cell):
            continue
        try:
            numbers.append(float(cell_text(cell)))
        except ValueError:
            return cell
    numbers = [number for number in numbers if number != 0]
    if not numbers or (whole is _mean and len(numbers) < len(cells)):
        return None
    return whole(numbers)
