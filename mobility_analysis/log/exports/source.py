"""A sheet by its headers, turned where its shape says so, and what its rows say was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.values import (
    means_no_exercise,
    mixed_crosses,
)
from mobility_analysis.log.exports.names import named
from mobility_analysis.log.exports.recipes import (
    Names,
    Recipe,
    SessionsFrom,
)
from mobility_analysis.log.exports.shapes import dated_lines
from mobility_analysis.log.exports.shapes.across.turning import Rows, Turning
from mobility_analysis.log.exports.shapes.boxes import (
    mark_as_stated,
    mark_of,
    option_of,
)
from mobility_analysis.log.exports.shapes.days import Days
from mobility_analysis.log.exports.shapes.free_text import Read, read_text_cell
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Cell, Coded, RawTable, Sheet, cell_text
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.sheets import NeedsAllRowsError, table_of_sheet

Record = dict[str, Any]
_Done = tuple[str, Record]
"""An exercise that a row names, with the status and the amounts beside it."""

UNIT = "unit"
"""Where a record keeps what the header of its box counts; no column of a table."""
NAMES_OF = {"(sheet)": -1, "(file)": -2}
"""Stand in a recipe for a column that holds the name of the sheet, or of the file, in all rows."""


@dataclass
class Source:
    """The data rows of a sheet, by header, with what was used of them."""

    raw: RawTable
    header: Mapping[str, int]
    filled: frozenset[int]
    used: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    no_exercise: Counter[str] = field(default_factory=Counter)
    """How often each name was met of which somebody said that it is no exercise."""
    answered: set[int] = field(default_factory=set)
    """Rows with something of which somebody said that it is no exercise."""
    pounds: list[tuple[str, int]] = field(default_factory=list)
    """How many weights of each column of weights were turned into kilograms."""
    unnamed: set[int] = field(default_factory=set)
    """Columns without a header that hold something."""
    whole: Mapping[int, Sequence[Any]] | None = None
    """The different cells of all rows by which a column is read, by place; given for some rows."""
    days: Days | None = None
    """The days of all rows, where these are some, of rows that go by those before them."""
    lines: dict[object, Any] = field(default_factory=dict)
    """The lines that may be one session (``one_session.Lines``), those of the rows before too."""

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
        """Return the same place, and remember what is missing where there is none."""
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
        cells = [*column.in_order()]
        if place in self.filled:
            above: Any = None
            for row, cell in enumerate(cells):
                above = cells[row] = above if cell is None else cell
        return cells

    def deciding(self, place: int | None) -> list[Any]:
        """Return the filled cells of a column that decide how each of them is read.

        Where these are some rows of a sheet they are the different ones of all rows.
        """
        if self.whole is None or place is None:
            return [cell for cell in self.cells(place) if cell is not None]
        if place not in self.whole:
            raise NeedsAllRowsError(f"not looked at in all rows: column {place + 1}")
        return list(self.whole[place])


def source_of(sheet: Sheet, recipe: Recipe) -> Source:
    """Return the rows of a sheet, which is turned first where the recipe says that it has a shape.

    >>> from mobility_analysis.log.exports.recipes import load_recipe
    >>> rows = [["Date", "Down Dog"], ["2026-03-02", "x"]]
    >>> source_of(Sheet("a.csv", "", rows), load_recipe("wide-sheet")).find(("Day", "Date"))
    0
    """
    raw = table_of_sheet(sheet_by(sheet, recipe))
    refuse_faulty(raw)
    return source_of_rows(raw, recipe)


def refuse_faulty(raw: RawTable) -> None:
    """Refuse a sheet that is no table from the line of its header on."""
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{raw.file}: found {found}; expected {fault.expected}. {fault.repair}")


def sheet_by(sheet: Sheet, recipe: Recipe) -> Sheet:
    """Return a sheet from the line of its header on, turned where the recipe says so."""
    turning = turning_of(sheet, lambda: sheet.rows, recipe)
    if turning is not None:
        sheet = turning.whole()
    elif recipe.header_line is not None:
        sheet = replace(sheet, rows=[*rows_below(sheet.rows, recipe)])
    if recipe.dated_lines is not None:
        sheet = dated_lines.turned(sheet, recipe.dated_lines, order=recipe.date_order)
    return sheet


def turning_of(sheet: Sheet, rows: Rows, recipe: Recipe) -> Turning | None:
    """Look at the rows of a sheet that has a column a day; None where the recipe says no such."""
    if recipe.days_across is None:
        return None
    return Turning.of(
        sheet, lambda: rows_below(rows(), recipe), recipe.days_across,
        order=recipe.date_order, client=recipe.client_column, fill_down=recipe.fill_down,
    )  # fmt: skip


def rows_below(rows: Iterable[Sequence[Cell]], recipe: Recipe) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet, those above the line of the header empty."""
    first = recipe.header_line or 1
    return ([*row] if line >= first else [] for line, row in enumerate(rows, 1))


def source_of_rows(
    raw: RawTable,
    recipe: Recipe,
    whole: Mapping[int, Sequence[Any]] | None = None,
    days: Days | None = None,
    lines: dict[object, Any] | None = None,
) -> Source:
    """Return the rows of a sheet that has no shape; the rest where they are some of its rows."""
    header: dict[str, int] = {}
    for place, text in enumerate(raw.header):
        header.setdefault(header_key(text), place)
    own = {} if lines is None else lines
    source = Source(raw, header, frozenset(), whole=whole, days=days, lines=own)
    filled = [source.require((name,)) for name in recipe.fill_down]
    return replace(source, filled=frozenset(place for place in filled if place is not None))


def columns_words(names: Sequence[str]) -> str:
    """Say which columns: the column 'a', or the columns 'a', 'b'."""
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names)}"


def own_names(recipe: Recipe) -> dict[str, str]:
    """Return exercises by the keys of the names that the sheet uses for them."""
    return {exercise_key(written): exercise for written, exercise in recipe.names.items()}


def exercises_done(
    source: Source, part: SessionsFrom, recipe: Recipe, catalogue: Catalogue
) -> list[list[tuple[str, Record]]]:
    """Return the exercises that each row names, with the status of a tick and its amounts."""
    way = part.exercise
    if way.value:
        return [[(way.value, {})]] * source.raw.n_rows
    if way.text:
        return [
            [(str(s["exercise"]), {k: v for k, v in s.items() if k != "exercise"})
             for s in (*read.sessions, *({"exercise": piece} for piece in read.unknown))]
            for read in read_texts(source, way.text, recipe, catalogue)
        ]  # fmt: skip
    if way.column:
        names = source.cells(source.require(way.column))
        counts = {n: named(cell_text(n), catalogue).unit or part.numbers for n in {*names} if n}
        units = [counts.get(n, "") for n in names]
        marks = (
            _marks(source, source.require(part.marks), units, part.words) if part.marks else None
        )
        return [
            []
            if cell is None or means_no_exercise(cell) or (marks and marks[row] is None)
            else [(cell_text(cell).strip(), (marks[row] or {}) if marks else {})]
            for row, cell in enumerate(names)
        ]
    if way.listed:
        cells = source.cells(source.require(way.listed))
        return [[(name, {}) for name in _listed(cell, way.separator)] for cell in cells]
    return _ticked(source, part, catalogue)


def _ticked(source: Source, part: SessionsFrom, catalogue: Catalogue) -> list[list[_Done]]:
    """Return the exercises that are ticked in each row, a column an exercise."""
    ticked: list[list[_Done]] = [[] for _ in range(source.raw.n_rows)]
    for place, exercise in _ticked_columns(source, part.exercise.columns, catalogue):
        option = option_of(source.raw.header[place])[1]
        side = _side_of(option, exercise, catalogue)
        unit = named(option, catalogue).unit
        units = [unit or part.numbers] * source.raw.n_rows
        for row, mark in enumerate(_marks(source, place, units, part.words)):
            if mark is not None:
                ticked[row].append((exercise, {**side, UNIT: unit, **mark}))
    return ticked


def _side_of(header: str, exercise: str, catalogue: Catalogue) -> dict[str, str]:
    """Return the side that a header of ticks names beside the name of an exercise."""
    is_its_own = exercise_key(header) == exercise_key(exercise)
    return {} if is_its_own else dict(named(header, catalogue).side)


def _marks(
    source: Source, place: int | None, numbers: Sequence[str], words: Mapping[str, str]
) -> list[Record | None]:
    """Return the status and the amounts that each cell of a column says; None for an empty box.

    ``numbers`` says of each row what a plain number counts, ``words`` what words mean.
    """
    cells = source.cells(place)
    crosses = mixed_crosses(source.deciding(place))
    header = source.raw.header[place] if place is not None else ""
    known: dict[tuple[type, Any, str], Record | None] = {}
    for cell, counts in zip(cells, numbers, strict=True):
        key = (type(cell), cell, counts)
        if key not in known:
            known[key] = mark_as_stated(cell, words) if words else None
            known[key] = known[key] or mark_of(cell, counts, crosses, header)
    return [known[type(cell), cell, n] for cell, n in zip(cells, numbers, strict=True)]


def read_texts(source: Source, names: Names, recipe: Recipe, catalogue: Catalogue) -> list[Read]:
    """Read what each cell of a column says in words, each different one once."""
    cells = source.cells(source.require(names))
    high = 10 if recipe.scale is None else recipe.scale.high
    own = own_names(recipe)
    is_bare = any(part.has_bare_scores and {*part.text} & {*names} for part in recipe.ratings)
    known: dict[str, Read] = {}
    for cell in cells:
        text = "" if cell is None else cell_text(cell)
        if text not in known:
            known[text] = read_text_cell(cell, catalogue, own, high=high, has_bare_scores=is_bare)
    return [known["" if cell is None else cell_text(cell)] for cell in cells]


def _listed(cell: object, separator: str) -> list[str]:
    parts = [] if cell is None else cell_text(cell).split(separator)
    return [part.strip() for part in parts if part.strip() and not means_no_exercise(part)]


def _ticked_columns(
    source: Source, columns: Mapping[str, str] | str, catalogue: Catalogue
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
