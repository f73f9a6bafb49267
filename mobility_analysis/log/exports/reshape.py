"""A sheet of another program becomes, by a recipe, the raw tables of a log; no row is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import (
    NOT_SAID,
    Told,
    bearing_of,
    is_named_for,
    refusal,
    status_said,
    told_by,
)
from mobility_analysis.log.check.columns import are_no_sets_none
from mobility_analysis.log.check.units import (
    COUNTED,
    amounts_in,
    are_none,
    loads_in_kg,
    of_scale,
    plans_of_amounts,
    read_amount,
    unit_of,
    unit_place,
    with_unit,
)
from mobility_analysis.log.check.values import means_no_exercise, mixed_crosses, read_number
from mobility_analysis.log.exports.names import named
from mobility_analysis.log.exports.one_session import Lines, join_boxes, refuse_two_lines
from mobility_analysis.log.exports.questions import number_of
from mobility_analysis.log.exports.recipes import (
    Names,
    Ratings,
    Recipe,
    RowRule,
    SessionsFrom,
)
from mobility_analysis.log.exports.sets import (
    Row,
    as_app_writes,
    combined_sets,
    is_by_set,
    is_no_set,
    named_first,
    parts_by_set,
)
from mobility_analysis.log.exports.shapes.across.sets import numbers_a_set
from mobility_analysis.log.exports.shapes.boxes import SAID
from mobility_analysis.log.exports.shapes.row_dates import row_dates
from mobility_analysis.log.exports.source import (
    Record,
    Source,
    columns_words,
    exercises_done,
    own_names,
    read_texts,
    source_of,
)
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.plans import says_done
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, cell_text, encoded, is_blank
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.numbered_sets import may_number_sets
from mobility_analysis.log.schema import TABLES

NOTHING_IN_ROW = "nothing ticked and no score"
NOTHING_AS_ANSWERED = "nothing but what was said to be no exercise"

WORKOUT = "workout"
"""Where a record keeps what tells its workout from another one; no column of a table."""
N_SETS = "number of sets"
"""Where a record keeps how many sets it is, if not one."""


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
    named: Mapping[str, tuple[str, ...]]
    """The exercises that ``sessions`` and ``stiffness`` name, each once, in their order."""
    headers: Mapping[tuple[str, str], str]
    """What the sheet calls each column that was read, by table and column of the log."""
    twice: tuple[int, ...] = ()
    """The lines with one score in a column and another in words."""
    sets: tuple[Row, ...] = ()
    """Where these are some rows of a sheet: the sessions, if those of all are to be combined."""


HEADERS_NAMED = 4
"""How many columns of ticks a problem in one of them names."""


class RefusedError(DataError):
    """A sheet is refused by its recipe for its columns, whatever its single rows hold."""


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
    source = source_of(sheet, recipe)
    return reshaped(source, recipe, include=include, own_exercises=own_exercises, client=client)


def reshaped(
    source: Source,
    recipe: Recipe,
    *,
    include: Collection[str] = (),
    own_exercises: Sequence[Mapping[str, str]] = (),
    client: str = "",
) -> Reshaped:
    """Make the raw tables of a log from the rows of a sheet, as ``reshape`` does.

    Of some of its rows, no column is refused for what all of them hold.
    """
    catalogue, own = catalogue_for(recipe, own_exercises)
    source.unnamed |= {
        place
        for place, column in enumerate(source.raw.columns)
        if not source.raw.header[place].strip() and isinstance(column, Coded) and _used(column)
    }
    fates = _fates(source, recipe.rows, include)
    base = _base_cells(source, recipe, client)
    sessions = [_sessions(source, part, recipe, catalogue, base) for part in recipe.sessions]
    ratings = [_ratings(source, part, recipe, catalogue, base) for part in recipe.ratings]
    if source.missing:
        raise RefusedError(
            f"{source.raw.file}: the recipe {recipe.name} expects {columns_words(source.missing)}, "
            f"and found only {', '.join(repr(h) for h in source.raw.header)}. Check that it is the "
            "right recipe, rename the column in the file, or name it in a recipe of your own."
        )
    if recipe.is_one_a_day:  # what numbers the sets was used: each row is one
        source.used |= {n for n, text in enumerate(source.raw.header) if may_number_sets(text)}
    is_whole = source.whole is None
    if is_whole:
        refuse_unused(source, recipe)
    twice = _said_twice(recipe, ratings)
    join_boxes(sessions)
    _keep_notes_once([*sessions, *ratings])
    _keep_what_marks_say(sessions)
    _keep_what_was_said(source, recipe, catalogue, [*sessions, *ratings])
    _skip_what_was_not_done(source, recipe, sessions)
    _keep_sessions_of_no_sets(source, recipe, sessions)
    kept = [row for row, fate in enumerate(fates) if not fate]
    made = {
        "sessions": _taken(sessions, kept, source.raw),
        "stiffness": _taken(ratings, kept, source.raw),
    }
    if recipe.is_one_a_day and is_whole and made["sessions"]:
        made["sessions"] = combined_sets(made["sessions"], recipe.date_order)
    _mark_empty_rows(source, fates, made)
    named = {name: _named(rows) for name, rows in made.items()}
    added = added_exercises(named, catalogue, recipe)
    lines_twice = tuple(int(source.raw.lines[row]) for row in sorted({*kept} & {*twice}))
    sets = () if is_whole or not recipe.is_one_a_day else tuple(made.pop("sessions"))
    tables = {name: raw_table(source.raw, name, rows) for name, rows in made.items() if rows}
    if tables and (own or added):
        tables["exercises"] = exercises_table(source.raw, [*own, *added])
    return Reshaped(
        tables=tables,
        lines={name: [row.lines for row in rows] for name, rows in made.items()},
        rows_read=source.raw.n_rows,
        left_out={fate: fates.count(fate) for fate in dict.fromkeys(fates) if fate},
        remarks=(*remarks_of(source, added), *of_two_scores(lines_twice)),
        clients=tuple("" if (c := row["client"]) is None else cell_text(c).strip() for row in base),
        fates=tuple(fates),
        row_lines=tuple(int(line) for line in source.raw.lines),
        named=named,
        headers=_headers_read(source, recipe),
        twice=lines_twice,
        sets=sets,
    )


def _headers_read(source: Source, recipe: Recipe) -> dict[tuple[str, str], str]:
    """Return what the sheet calls each column that was read; several headers stand in a row."""
    dates = [names for names in recipe.date.values() if isinstance(names, tuple)]
    whose = [recipe.client_column, recipe.client_surname]
    read: list[tuple[str, str, Names]] = [
        (table, column, names)
        for table in ("sessions", "stiffness")
        for column, all_names in (("date", dates), ("client", whose))
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
    ways = (part.exercise.columns for part in recipe.sessions)
    ticked = [shortened(header) for way in ways if isinstance(way, Mapping) for header in way]
    if ticked and ("sessions", "status") not in found:  # which of them, the found cell says
        *firsts, last = ticked if len(ticked) <= HEADERS_NAMED else [*ticked[:HEADERS_NAMED], "..."]
        found["sessions", "status"] = [f"{', '.join(firsts)} or {last}" if firsts else last]
    return {key: ", ".join(dict.fromkeys(headers)) for key, headers in found.items()}


def catalogue_for(
    recipe: Recipe, own: Sequence[Mapping[str, str]]
) -> tuple[Catalogue, list[Mapping[str, str]]]:
    """Return the exercises that are known, and those of a log's table or stated in the recipe."""
    stated = [
        {"exercise": exercise, "focus_areas": areas} for exercise, areas in recipe.exercises.items()
    ]
    known = {exercise_key(row["exercise"]) for row in own}
    rows = [*own, *(row for row in stated if exercise_key(row["exercise"]) not in known)]
    columns = TABLES["exercises"].column_names
    whole = [{column: str(row.get(column, "")) for column in columns} for row in rows]
    catalogue, _ = merged_catalogue(whole)
    return catalogue, list(whole)


def _fates(source: Source, rules: Iterable[RowRule], include: Collection[str]) -> list[str]:
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


def _base_cells(source: Source, recipe: Recipe, client: str) -> list[Record]:
    """Return date and client of each row."""
    dates = row_dates(
        recipe.date,
        lambda names: source.cells(source.require(names)),
        source.raw.n_rows,
        order=recipe.date_order,
        file=source.raw.file,
        days=source.days,
    )
    constant = recipe.client or client
    clients: Sequence[Any] = [constant or None] * len(dates)
    if recipe.client_column and not client:
        # lines of notes have no columns: they are one person's, whatever stands beside them
        is_optional = recipe.is_client_optional or recipe.dated_lines is not None
        place = source.find if is_optional else source.require
        clients = source.cells(place(recipe.client_column))
        if recipe.client_surname:
            surnames = source.cells(place(recipe.client_surname))
            clients = [*map(_whole_name, clients, surnames)]
    return [{"client": c, "date": d} for c, d in zip(clients, dates, strict=True)]


def _whole_name(*names: Any) -> str | None:
    """Return the first and last name of two cells as one."""
    return " ".join(cell_text(name).strip() for name in names if name is not None) or None


def _sessions(
    source: Source,
    part: SessionsFrom,
    recipe: Recipe,
    catalogue: Catalogue,
    base: Sequence[Record],
) -> list[list[Record]]:
    """Return the sessions that each row of the sheet holds."""
    by_set = [
        _sessions_of_sets(source, one, recipe, catalogue, base)
        for one in parts_by_set(part, source.header)
    ]
    if not is_by_set(part):
        return by_set[0]
    return [_done_sets(row) for row in zip(*by_set, strict=True)]


def _done_sets(row: Sequence[list[Record]]) -> list[Record]:
    """Return the sets of a row that were done; a row that says nothing of sets is a session."""
    sets = [record for records in row for record in records]
    done = [record for record in sets if not is_no_set(record)]
    is_silent = all(record.get("reps") is None for record in sets)
    return done or ([{**record, N_SETS: 0} for record in row[0]] if is_silent else [])


def _sessions_of_sets(
    source: Source,
    part: SessionsFrom,
    recipe: Recipe,
    catalogue: Catalogue,
    base: Sequence[Record],
) -> list[list[Record]]:
    """Return the sessions of one part of a recipe; its columns are those of one set, or of all."""
    common = _common_cells(source, part.columns, part.values, base)
    called = {column: named_first(names, source.header) for column, names in part.columns.items()}
    for record in common:
        as_app_writes(record, header=called)
    _turn_pounds(source, part, common)
    _add_amounts(source, recipe.amounts, common)
    if part.status_column and "status" not in part.values:
        place = source.require(part.status_column)
        empty = "" if header_key(part.status_column[0]) == "status" else NOT_SAID
        said = _statuses(source, part, place)
        for record, cell, (status, _) in zip(common, source.cells(place), said, strict=True):
            record["status"] = status or ("" if cell is None else cell_text(cell)) or empty
    if part.workout:
        place = source.require(part.workout)
        for record, cell in zip(common, source.cells(place), strict=True):
            record[WORKOUT] = "" if cell is None else cell_text(cell)
    exercises = exercises_done(source, part, recipe, catalogue)
    names = own_names(recipe)
    none = {key for key, name in names.items() if means_no_exercise(name)}
    for row, found in enumerate(exercises if none else ()):
        no_names = [name for name, _ in found if exercise_key(name) in none]
        source.no_exercise.update(no_names)
        source.answered |= {row} if no_names else set()
    written = {exercise for found in exercises for exercise, _ in found}
    means = {exercise: _called(exercise, names, catalogue) for exercise in written}
    if part.marks:
        if (marked := (part.exercise.column, part.marks)) not in source.lines:
            source.lines[marked] = _lines(source, part, names, catalogue)
        refuse_two_lines(source.raw.file, common, exercises, source.lines[marked])
        if part.is_one_a_day:
            _keep_lines_of_no_set(source, common, exercises)
    stated = {"status": part.values["status"]} if "status" in part.values else {}
    return [
        [
            {**record, "exercise": name, **side, **more, **stated}
            for exercise, more in found
            for name, side in [means[exercise]]
            if not means_no_exercise(name)
        ]
        for record, found in zip(common, exercises, strict=True)
    ]


def _keep_lines_of_no_set(
    source: Source, records: Sequence[Record], exercises: Sequence[Sequence[tuple[str, Record]]]
) -> None:
    """Mark the rows of lines that no column, nor their names, number as sets: each is a session."""
    places = [n for n, text in enumerate(source.raw.header) if may_number_sets(text)]
    numbers = [source.cells(place) for place in places]
    for row, (record, found) in enumerate(zip(records, exercises, strict=True)):
        told = [cells[row] is not None for cells in numbers]
        if not any(told or [numbers_a_set(name) for name, _ in found]):
            record[N_SETS] = 0


def _lines(
    source: Source, part: SessionsFrom, names: Mapping[str, str], catalogue: Catalogue
) -> Lines:
    """Return which lines a sheet may have, none of which was found yet."""
    cells = source.deciding(source.find(part.exercise.column))
    written = {cell_text(cell).strip() for cell in cells}
    return Lines(
        {name: _called(name, names, catalogue) for name in written},
        {name: named(name, catalogue).unit for name in written},
    )


def _called(
    exercise: str, names: Mapping[str, str], catalogue: Catalogue
) -> tuple[str, dict[str, str]]:
    """Return what an exercise is called here, and the side that stands beside a known name."""
    key = exercise_key(exercise)
    name = names.get(key, exercise)
    if key in catalogue.spellings or means_no_exercise(name):
        return name, {}
    found = named(exercise, catalogue)
    known = name if key in names else found.exercise
    return (exercise, {}) if known is None else (known, dict(found.side))


def _statuses(source: Source, part: SessionsFrom, place: int | None) -> list[tuple[str, str]]:
    """Return what each row says of whether it was done, and what it says beside that.

    Under a header such as Missed, yes is skipped, unless the recipe says what words mean.
    """
    header = source.raw.header[place] if place is not None and place >= 0 else ""
    is_stated, nothing = bool(part.statuses), ("", "")
    if not is_stated and (place is None or mixed_crosses(source.deciding(place))):
        return [nothing] * source.raw.n_rows
    cells = source.cells(place)
    known = {
        key: nothing if key[1] is None else status_said(header, key[1], part.statuses) or nothing
        for key in {(type(cell), cell) for cell in cells}
    }
    return [known[type(cell), cell] for cell in cells]


def _common_cells(
    source: Source,
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


def _add_amounts(source: Source, columns: Names, records: Sequence[Record]) -> None:
    """Add what columns of amounts say; a cell that is none is a problem, under repetitions."""
    for name in columns:
        for record, cell in zip(records, source.cells(source.require((name,))), strict=True):
            found = None if cell is None else amounts_in(cell_text(cell))
            if found is not None and found[1] and not found[0]:
                # 0x10 is of none at all, and no contradiction
                none = dict.fromkeys(("sets", *found[1]), 0.0)
                record.update(none if are_none(found[1]) else found[1])
            elif cell is not None and (cell_text(cell) == "0" or not means_no_exercise(cell)):
                record["sets" if cell_text(cell) == "0" else "reps"] = cell


def _turn_pounds(source: Source, part: SessionsFrom, records: Sequence[Record]) -> None:
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
    source.pounds.append((header[place], len(pounds)))


def refuse_unused(source: Source, recipe: Recipe) -> None:
    """Refuse a sheet with a column that no rule took though it may change what the log means.

    Who wrote the recipe knows the sheet: of its own columns only sites, and those named for what
    was done, are asked about. A built-in recipe knows nothing of columns of other kinds; one that
    takes no scores leaves the body parts that an app names for its exercises.
    """
    ignored = {header_key(text) for text in recipe.ignore}
    found = []
    for place, text in enumerate(source.raw.header):
        if place in source.used or not text.strip() or header_key(text) in ignored:
            continue
        column = source.raw.columns[place]
        bearing = bearing_of(text, _used(column)) if isinstance(column, Coded) else None
        is_harmless = recipe.is_built_in and not recipe.ratings
        if bearing and bearing.kind == "site" and is_harmless:
            continue
        if bearing and (recipe.is_built_in or is_named_for(bearing)):
            found.append(bearing)
    if found:
        raise RefusedError(
            refusal(source.raw.file, found, recipe.name if recipe.is_built_in else "")
        )


def _used(column: Coded) -> Told:
    """Return the values that some row has; an empty text may stand among the others."""
    if column.decided is not None:
        return told_by(column)
    return [value for value, n in zip(column.values, column.counts.tolist(), strict=True) if n]


def _ratings(
    source: Source,
    part: Ratings,
    recipe: Recipe,
    catalogue: Catalogue,
    base: Sequence[Record],
) -> list[list[Record]]:
    """Return the ratings that each row of the sheet holds; none for an empty cell."""
    common = _common_cells(source, part.columns, part.values, base)
    if part.text:
        texts = read_texts(source, part.text, recipe, catalogue)
        return [[{**record, **rating} for rating in read.ratings]
                for record, read in zip(common, texts, strict=True)]  # fmt: skip
    place = source.find(part.score) if part.is_optional else source.require(part.score)
    high = 10 if recipe.scale is None else recipe.scale.high
    return [
        [] if cell is None else [{**record, "score": of_scale(cell, high)}]
        for record, cell in zip(common, source.cells(place), strict=True)
    ]


def _said_twice(recipe: Recipe, ratings: Sequence[list[list[Record]]]) -> list[int]:
    """Return the rows with one score in a column and another in words, of the same moment.

    Of the same score, said in both ways, only that of the column is left.
    """
    columns, texts = ([own for part, own in zip(recipe.ratings, ratings, strict=True)
                       if bool(part.text) == is_text] for is_text in (False, True))  # fmt: skip
    rows = []
    for row in range(len(ratings[0]) if columns and texts else 0):
        scored: dict[Any, list[float]] = {}
        for record in (record for own in columns for record in own[row]):
            scored.setdefault(record.get("moment"), []).append(_number_of(record["score"]))
        for own in texts:
            also = [(r, scored[r.get("moment")]) for r in own[row] if r.get("moment") in scored]
            again = [r for r, there in also if _number_of(r["score"]) in there]
            own[row] = [record for record in own[row] if record not in again]
            rows += [row] if len(again) < len(also) else []
    return rows


def _number_of(score: Any) -> float:
    found = read_number(score, TABLES["stiffness"]["score"])
    return np.nan if isinstance(found, Fault) else found


def _letter(raw: RawTable, row: int) -> str:
    return "" if raw.letters is None else str(raw.letters[row])


def _taken(parts: Iterable[list[list[Record]]], kept: list[int], raw: RawTable) -> list[Row]:
    """Return the records of the rows that are kept, in the order of the sheet."""
    by_row = list(parts)
    return [
        Row(record, [row], record.pop(WORKOUT, ""), _letter(raw, row), record.pop(N_SETS, 1))
        for row in kept for part in by_row for record in part[row]
    ]  # fmt: skip


def _keep_notes_once(parts: Sequence[list[list[Record]]]) -> None:
    """Leave a row's note with the first of its sessions and ratings, and not with each of them."""
    for records in zip(*parts, strict=True):
        seen: set[object] = set()
        for record in (record for found in records for record in found):
            if record.get("note") in seen:
                record["note"] = None
            seen.add(record.get("note"))


def _keep_what_marks_say(sessions: Sequence[list[list[Record]]]) -> None:
    """Put what stands beside a status in a box into the note of its session."""
    for record in (record for part in sessions for row in part for record in row):
        if said := record.pop(SAID, None):
            _add_to_note(record, [said])


def _keep_what_was_said(
    source: Source,
    recipe: Recipe,
    catalogue: Catalogue,
    parts: Sequence[list[list[Record]]],
) -> None:
    """Put into the note of a row what its text says beside exercises and scores.

    That is what was said to be no exercise, scores that no rule takes, and what stands beside a
    word such as skipped.
    """
    scored = {name for part in recipe.ratings for name in part.text}
    for part in recipe.sessions:
        way = part.exercise.text
        for row, read in enumerate(read_texts(source, way, recipe, catalogue) if way else ()):
            source.answered |= {row} if read.said else set()
            _note(parts, row, [*read.said, *(() if scored & {*way} else read.scored)])
        place = source.find(part.status_column)
        for row, (_, more) in enumerate(
            _statuses(source, part, place) if place is not None else ()
        ):
            _note(parts, row, [more] if more else [])


def _note(parts: Sequence[list[list[Record]]], row: int, said: Sequence[str]) -> None:
    """Put words into the note of the first record of a row."""
    first = next((record for part in parts for record in part[row]), None)
    if said and first is not None:
        _add_to_note(first, said)


def _add_to_note(record: Record, said: Sequence[str]) -> None:
    own = [] if is_blank(record.get("note")) else [cell_text(record["note"])]
    record["note"] = "; ".join(dict.fromkeys([*own, *said]))


def _mark_empty_rows(source: Source, fates: list[str], made: Mapping[str, list[Row]]) -> None:
    """Give the rows of which nothing was taken their reason, and every made row its lines."""
    taken = {place for rows in made.values() for row in rows for place in row.lines}
    for row, fate in enumerate(fates):
        if not fate and row not in taken:
            fates[row] = NOTHING_AS_ANSWERED if row in source.answered else NOTHING_IN_ROW
    lines = source.raw.lines
    for rows in made.values():
        for made_row in rows:
            made_row.lines = [int(lines[place]) for place in made_row.lines]


def _named(rows: Sequence[Row]) -> tuple[str, ...]:
    names = (row.cells["exercise"] for row in rows if row.cells.get("exercise"))
    return tuple(dict.fromkeys(map(str, names)))


def added_exercises(
    named: Mapping[str, Sequence[str]], catalogue: Catalogue, recipe: Recipe
) -> list[Mapping[str, str]]:
    """Return a row of the table exercises for each name that the catalogue lacks."""
    if not recipe.adds_exercises:
        return []
    by_key = {exercise_key(name): name for name in reversed([*chain(*named.values())])}
    new = sorted(name for key, name in by_key.items() if key not in catalogue.spellings)
    return [{"exercise": name, "focus_areas": recipe.focus_areas} for name in new]


def exercises_table(raw: RawTable, rows: Sequence[Mapping[str, str]]) -> RawTable:
    """Return the table exercises that comes with the rows of a sheet."""
    return raw_table(raw, "exercises", [Row(dict(row), [0]) for row in rows])


def _letters(rows: Sequence[Row]) -> NDArray[np.object_] | None:
    letters = [row.letter for row in rows]
    return np.array(letters, dtype=object) if any(letters) else None


def raw_table(raw: RawTable, name: str, rows: Sequence[Row]) -> RawTable:
    """Return a table of the log made of the rows of a sheet."""
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


def of_two_scores(lines: Sequence[int]) -> Iterator[str]:
    """Say which rows have two scores, so that somebody can take out the one that is not meant."""
    if lines:
        more = f" and {len(lines) - 10} more" if len(lines) > 10 else ""
        yield (
            f"A score in a column and another in words: line {', '.join(map(str, lines[:10]))}"
            f"{more}. Both count, and the day is their mean: where only one is meant, take the "
            "other out."
        )


def _skip_what_was_not_done(
    source: Source, recipe: Recipe, parts: Sequence[Sequence[Sequence[Record]]]
) -> None:
    """Say that a session was skipped of which 0 was done, by the very header of the amount."""
    for part, rows in zip(recipe.sessions, parts, strict=True):
        places = {column: source.find(part.columns.get(column, ())) for column in COUNTED}
        done = [
            TABLES["sessions"][column]
            for column, place in places.items()
            if place is not None and says_done(source.raw.header[place])
        ]
        for record in chain.from_iterable(rows if done and not recipe.is_one_a_day else ()):
            amounts = [read_amount(record.get(own.name), own) for own in done]
            said = [amount for amount in amounts if isinstance(amount, float) and amount >= 0]
            if said and not any(said) and not record.get("status"):
                record["status"] = "skipped"


def _keep_sessions_of_no_sets(
    source: Source, recipe: Recipe, parts: Sequence[Sequence[Sequence[Record]]]
) -> None:
    """Say that sessions of 0 sets were done, where a cell that is not used may say how much.

    That is one with a number, of a column that nobody said is something else.
    """
    of_none = [
        (row, record)
        for records in parts
        for row, own in enumerate(records)
        for record in own
        if not record.get("status") and _is_of_none(record)
    ]
    if not of_none:
        return
    plans, ignored = plans_of_amounts(source.raw.header), {*map(header_key, recipe.ignore)}
    others = [
        source.cells(place)
        for place, text in enumerate(source.raw.header)
        if place not in source.used
        and header_key(text) not in ignored
        and not (text in plans or are_no_sets_none([text]))
    ]
    for row, record in of_none:
        if any(any(map(str.isdigit, cell_text(cells[row] or ""))) for cells in others):
            record["status"] = "done"


def _is_of_none(record: Record) -> bool:
    """Tell whether a record counts 0 sets."""
    return read_amount(record.get("sets"), TABLES["sessions"]["sets"]) == 0


def _unused(source: Source) -> list[str]:
    """Return the headers of the columns that are not used."""
    return [
        text for place, text in enumerate(source.raw.header) if place not in source.used and text
    ]


def remarks_of(source: Source, added: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Say which columns were turned or not used, which rows are too long, and what was added."""
    too_long = [str(source.raw.lines[row]) for row in source.raw.too_long]
    unused = [*map(repr, _unused(source))]
    said = [
        f"{number_of(n, 'weight')} in pounds in the column {header!r} "
        f"{'was' if n == 1 else 'were'} turned into kilograms (1 lb is 0.454 kg)."
        for header, n in source.pounds
        if n
    ]
    said += [f"Not used: {columns_words(unused)}."] if unused else []
    if source.unnamed:
        unnamed = columns_words([str(place + 1) for place in sorted(source.unnamed)])
        said.append(f"Left out, without a header: {unnamed}. Give each a name if it is needed.")
    if source.no_exercise:
        times = [f"{name!r} ({n:,})" for name, n in source.no_exercise.items()]
        more = f" and {len(times) - 10:,} more" if len(times) > 10 else ""
        said.append(f"Counted as no exercise, as answered: {', '.join(times[:10])}{more}.")
    if too_long:
        more = f" and {len(too_long) - 10} more" if len(too_long) > 10 else ""
        said.append(
            "Left out, with more cells than the header has columns: line "
            f"{', '.join(too_long[:10])}{more}. Give each column a name, or put texts with "
            "commas in quotation marks."
        )
    if added:
        names = ", ".join(repr(row["exercise"]) for row in added[:5])
        more = f" and {len(added) - 5} more" if len(added) > 5 else ""
        have = "exercise that the catalogue lacks has" if len(added) == 1 else (
            "exercises that the catalogue lacks have")  # fmt: skip
        area = added[0]["focus_areas"]
        said.append(
            f"{len(added)} {have} the focus area {area!r}: {names}{more}. Write what each trains "
            "under [exercises] in mobility.toml beside the file, or after an import into "
            "exercises.csv."
        )
    return tuple(said)
