"""Sheets in other columns for which a recipe is stated, as Parquet files of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.bearing import Told, may_bear, places_beside
from mobility_analysis.log.check.values import CROSSES, word_key
from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.road import StatedRecipe, stated_recipe
from mobility_analysis.log.exports.shapes.header_line import ROWS_OF_HEAD
from mobility_analysis.log.exports.sheets import whose_sheets
from mobility_analysis.log.exports.source import NAMES_OF
from mobility_analysis.log.parts.books import spooled_sheet
from mobility_analysis.log.parts.by_recipe.turned import Turned, is_turned
from mobility_analysis.log.parts.decided import (
    MOST_TEXTS,
    cells_of,
    coded_once,
    is_a_row_a_set,
    is_typed,
    told_on_disk,
    values_and_codes,
)
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import (
    LETTER,
    LINE,
    TOO_LONG,
    Spooled,
    head_of_text,
    rows_of_text,
    said_of_text,
    spooled,
)
from mobility_analysis.log.read.cells import (
    Cell,
    Coded,
    RawColumn,
    RawTable,
    Sheet,
    distinct,
    is_blank,
)
from mobility_analysis.log.read.files import (
    TEXT_SUFFIXES,
    WORKBOOK_SUFFIXES,
    LogFiles,
    has_others,
)
from mobility_analysis.log.read.headers import (
    header_key,
    match_header,
    nearest_table,
    tables_of_header,
)
from mobility_analysis.log.read.many_sheets import (
    EACH,
    ONE_PERSON,
    are_parts,
    clients_of_sheets,
    hidden_words,
)
from mobility_analysis.log.read.numbered_sets import may_number_sets
from mobility_analysis.log.read.sheets import Change, LeftOut, header_of_sheet
from mobility_analysis.log.read.text import read_delimited
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import DIARY, TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


@dataclass(frozen=True)
class Foreign:
    """A sheet in other columns, or a text file, and the recipe by which it is read."""

    sheet: Sheet
    """Without its rows, called as messages name it."""
    recipe: Recipe
    """How it is read."""
    made: Spooled
    whole: Mapping[int, Sequence[Any]]
    """The different cells of each column, by place; not of one that has too many."""
    ticks: Mapping[int, Sequence[Any]]
    """Of one that has too many, the marks by which a cross is told from a tick."""
    client: str = ""
    """Whose every row is, where each sheet is a client's."""
    has_clients: bool = False
    """Whether the recipe as it is stated names a column of clients."""

    @property
    def is_turned(self) -> bool:
        """Whether it was turned before it is read."""
        return is_turned(self.recipe)

    @property
    def deciding(self) -> dict[int, Sequence[Any]]:
        """The different cells of each column that decide how each of them is read."""
        return {**self.ticks, **self.whole}

    @property
    def filled(self) -> list[str]:
        """The headers of the columns that hold anything."""
        return [self.made.written[column] for column in self.made.filled]

    def different(self, looked_at: set[int]) -> RawTable:
        """Return a table of the different cells of each column, of no rows that belong together.

        Of one that has too many there is only what they tell, of those ``looked_at``.
        """
        from pyarrow.parquet import ParquetFile

        made, whole = self.made, dict[int, Told](self.whole)
        with ParquetFile(made.path) as opened:
            for place in looked_at - self.whole.keys():
                header, written = made.header[place], made.written[place]
                whole[place] = told_on_disk(opened, header, written)
        columns = tuple(coded_once(whole.get(place, ())) for place in range(len(made.written)))
        return RawTable(self.sheet.file, self.sheet.name, self.made.written, columns, range(2, 2))

    def blocks(self, opened: ParquetFile, n_rows: int) -> Iterator[RawTable]:
        """Yield some rows at a time, as a sheet of all of them has them; no row where it has none.

        What is to be filled from above is filled.
        """
        above: dict[int, Any] = {}
        for batch in opened.iter_batches(n_rows, use_threads=False):
            raw = self._raw(batch)
            columns = [
                _filled_down(column, above, place) if place in self.to_fill else column
                for place, column in enumerate(raw.columns)
            ]
            yield replace(raw, columns=tuple(columns))
        if not opened.metadata.num_rows:
            yield self._raw(_no_rows(opened))

    @cached_property
    def to_fill(self) -> frozenset[int]:
        """Places of the columns whose empty cells mean what stands above."""
        keys = {header_key(name) for name in self.recipe.fill_down}
        header = [header_key(text) for text in self.made.written]
        return frozenset(header.index(key) for key in keys if key in header)

    def _raw(self, batch: pa.RecordBatch) -> RawTable:
        header = self.made.written
        texts = batch.column(TOO_LONG)
        too_long = {} if texts.null_count == len(texts) else {
            row: text for row, text in enumerate(texts.to_pylist()) if text
        }  # fmt: skip
        return RawTable(
            file=self.sheet.file,
            sheet=self.sheet.name,
            header=header,
            columns=tuple(_coded(self.sheet, batch.column(n)) for n in range(len(header))),
            lines=batch.column(LINE).to_numpy(),
            letters=self._letters(batch),
            is_1904=self.sheet.is_1904,
            is_text=self.sheet.is_text,
            too_long=too_long,
        )

    @staticmethod
    def _letters(batch: pa.RecordBatch) -> NDArray[np.object_] | None:
        if LETTER not in batch.schema.names:
            return None
        letters: NDArray[np.object_] = batch.column(LETTER).to_numpy(zero_copy_only=False)
        return letters


class Refused(NamedTuple):
    """A sheet that its recipe refuses, and why."""

    recipe: Recipe
    why: str


class OneLog(NamedTuple):
    """Sheets in other columns of some files that are one log, each with its recipe."""

    files: Sequence[Path]
    sheets: Sequence[Foreign]
    said: Sequence[str] = ()
    """What is said of the sheets of these files that are left out."""
    remarks: Sequence[str] = ()
    """What is said of how the others were understood."""
    unread: Sequence[LogFiles] = ()
    """Files that lie beside them as logs of their own, since they cannot be read."""
    refused: Mapping[str, Refused] = MappingProxyType({})
    """Other sheets, by name, that their recipes refuse."""
    names: Sequence[str] = ()
    """The names of all sheets, in their order."""
    scale: Scale | None = None
    """That which is stated for all of them."""

    def without(self, own: Foreign, why: str) -> OneLog:
        """Return the same once a sheet is refused."""
        left = [other for other in self.sheets if other is not own]
        refused = {**self.refused, own.sheet.name: Refused(own.recipe, why)}
        return self._replace(sheets=left, refused=refused)

    @property
    def reasons(self) -> dict[str, str]:
        """Say of each sheet that is refused why, in their order."""
        return {name: self.refused[name].why for name in self.names if name in self.refused}


def _no_rows(opened: ParquetFile) -> pa.RecordBatch:
    import pyarrow as pa

    schema = opened.schema_arrow
    return pa.record_batch([pa.array([], kind) for kind in schema.types], schema=schema)


def _coded(sheet: Sheet, column: pa.Array) -> Coded:
    values, codes = values_and_codes(column)
    cells = cells_of(values, typed=not sheet.is_text)
    places = [-1 if cell is None else place for place, cell in enumerate(cells)]
    return Coded(np.array([*places, -1], dtype=np.int64)[codes], cells)


def _filled_down(column: RawColumn, above: dict[int, Any], place: int) -> Coded:
    """Return a column in which an empty cell holds what stands above it, in the block before, too.

    ``above`` keeps the last cell of each column.
    """
    coded = distinct(column)
    cells: list[Any] = [*coded.values, above.get(place)]
    codes = np.concatenate([[len(cells) - 1], coded.codes])
    rows = np.maximum.accumulate(np.where(codes >= 0, np.arange(len(codes)), 0))
    codes = codes[rows][1:]
    if len(codes):
        above[place] = cells[codes[-1]]
    if cells[-1] is None:
        cells, codes = cells[:-1], np.where(codes == len(cells) - 1, -1, codes)
    return Coded(codes, cells)


def foreign_sheets(files: Sequence[Path], settings: Settings, folder: Path) -> OneLog | None:
    """Return the sheets of some files that may be one log.

    None where a sheet has no recipe, or only who reads all of it can say how it is read. Several
    files, or several sheets, are called as the log of all of them calls them.
    """
    found: list[Foreign] = []
    said: list[str] = []
    for number, path in enumerate(files):
        own_folder = folder / f"file-{number}"
        own_folder.mkdir()
        if path.suffix.lower() in WORKBOOK_SUFFIXES:
            own = _sheets_of_workbook(path, settings, own_folder, said)
        else:
            text = _text_file(path, settings, own_folder)
            own = None if text is None else [text]
        if not own:
            return None
        if len(files) > 1:
            own = [replace(one, sheet=of_several(one.sheet, path)) for one in own]
        found += own
    names = [own.sheet.name for own in found]
    return OneLog(files, found, said, names=names, scale=settings.scale)


def of_several(sheet: Sheet, path: Path) -> Sheet:
    """Return a sheet called after its file, in the folder that is the log."""
    name = f"{path.name}: {sheet.name}" if sheet.name else path.name
    return replace(sheet, file=path.parent.resolve().name, name=name)


def _text_file(path: Path, settings: Settings, folder: Path) -> Foreign | None:
    key = header_key(path.stem)
    if path.suffix.lower() not in TEXT_SUFFIXES or key == DIARY:
        return None
    stated = stated_recipe(path, settings, path.name, "")
    if stated is None:
        return None
    place, line, rows = Place(path.parent), stated.recipe.header_line, folder / "rows.parquet"
    if is_turned(stated.recipe):
        made = _turned_text(place, path, stated).spooled(rows)
    else:
        made = spooled(place, path.name, rows, header_line=line or 1)
    if made is None:
        return None
    head = head_of_text(place, path.name, ROWS_OF_HEAD)
    own = _foreign(replace(head, rows=[], unclosed=None), stated, made)
    is_foreign = _is_foreign(own, head, is_only=True, is_table=key in TABLES)
    return own if is_foreign and _fits(own, stated, head) else None


def _foreign(sheet: Sheet, stated: StatedRecipe, made: Spooled) -> Foreign:
    cells = different_cells(made)
    return Foreign(sheet, stated.recipe, made, *cells, has_clients=stated.has_clients)


def _turned_text(place: Place, path: Path, stated: StatedRecipe) -> Turned:
    """Return a text file that is turned; one of notes, which is one client's, with its rows."""
    if stated.recipe.dated_lines is None:
        sheet = Sheet(path.name, "", [], remarks=said_of_text(place, path.name))
        return Turned(sheet, lambda: rows_of_text(place, path.name), stated)
    whole = read_delimited(path.read_bytes(), path.name)
    return Turned(replace(whole, rows=[]), lambda: whole.rows, stated)


def _sheets_of_workbook(
    path: Path, settings: Settings, folder: Path, said: list[str]
) -> list[Foreign] | None:
    found = []
    with workbook_in_rows(path, path.name) as opened:
        said += hidden_words([own.sheet for own in opened])
        shown = [own for own in opened if not own.sheet.is_hidden]
        if any(header_key(own.sheet.name) in TABLES for own in shown):
            return None
        held = [own for own in shown if is_filled(own)]
        for number, own in enumerate(held):
            stated = stated_recipe(path, settings, path.name, own.sheet.name)
            if stated is None or nearest_table(own.sheet.name):
                return None
            rows, line = folder / f"{number}.parquet", stated.recipe.header_line
            if is_turned(stated.recipe):
                made = Turned(own.holding([]), own.rows, stated).spooled(rows)
            else:
                made = spooled_sheet(own, rows, header_line=line or 1)
            if made is None:
                return None
            head = own.holding(first_rows(own.rows()))
            foreign = _foreign(own.sheet, stated, made)
            is_only = len(held) == 1
            if not (_is_foreign(foreign, head, is_only=is_only) and _fits(foreign, stated, head)):
                return None
            found.append(foreign)
    return found


def is_filled(own: SheetInRows) -> bool:
    """Tell whether a sheet holds any cell."""
    return any(not is_blank(cell) for row in own.rows() for cell in row)


def first_rows(of: Iterable[list[Cell]]) -> list[list[Cell]]:
    """Return the first rows of a sheet, so many that are filled as a shape is seen by."""
    rows: list[list[Cell]] = []
    n_filled = 0
    for row in of:
        rows.append(row)
        n_filled += not all(map(is_blank, row))
        if n_filled >= ROWS_OF_HEAD:
            break
    return rows


def _fits(own: Foreign, stated: StatedRecipe, head: Sheet) -> bool:
    """Tell whether a sheet is read by its recipe; of one that was turned it is known already."""
    return own.is_turned or stated.fits(head, own.filled)


def _is_foreign(own: Foreign, head: Sheet, *, is_only: bool, is_table: bool = False) -> bool:
    """Tell whether a sheet is read by its recipe, and not as a table of a log.

    So it is where its header is none of ours, or has a column beside that may bear on its rows and
    its file is not called after a table.
    """
    header = header_of_sheet(head)
    fitting = tables_of_header(header)
    is_sure = own.recipe.header_line is None and not own.is_turned
    if any(map(may_number_sets, header)):
        fitting = [] if is_sure and is_of_sets(own.made) else fitting
    if not fitting or not is_only:
        return len(fitting) != 1
    if is_table or not is_sure or len(fitting) > 1 or not has_others(header):
        return False
    matched = match_header(header, TABLES[fitting[0]])
    return may_bear(own.different(places_beside(header, matched)))


def is_of_sets(made: Spooled) -> bool:
    """Tell whether each row of what was made of a sheet is one set of a session."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(made.path) as opened:
        return is_a_row_a_set(opened, made.written, made.header)


def are_one_log(found: OneLog) -> bool:
    """Tell whether several files are one log: parts of one, or a column of each says the client."""
    is_part = are_parts([path.stem for path in found.files])
    says = {own.sheet.name.split(": ")[0] for own in found.sheets if own.has_clients}
    is_part &= not any(own.recipe.sheets == EACH for own in found.sheets)
    return is_part or says == {path.name for path in found.files}


def with_clients(found: Sequence[Foreign], *, are_files: bool) -> list[Foreign] | None:
    """Return sheets with the client of each where they are a client's each.

    None where all rows are one person's, or no more is known of whose they are.
    """
    recipes = [own.recipe for own in found]
    if len(found) == 1:
        named = recipes[0].client_column
        return [*found] if named and not NAMES_OF.keys() & {*named} else None
    says = [bool(recipe.client_column or recipe.client) for recipe in recipes]
    stated = whose_sheets(recipes)
    names = [own.sheet.name for own in found]
    is_one = stated == ONE_PERSON if stated else any(says) or are_parts(names)
    if not (is_one or are_files):
        clients = clients_of_sheets(names, stated)
        return [replace(own, client=clients[own.sheet.name]) for own in found]
    return [*found] if all(says) else None


def different_cells(made: Spooled) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    """Return the different cells of each column, by place; of one that has too many its ticks."""
    from pyarrow.parquet import ParquetFile

    found: list[dict[tuple[type, Any], None]] = [{} for _ in made.written]
    of_many: set[int] = set()
    with ParquetFile(made.path) as opened:
        typed = is_typed(opened)
        for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
            for place in range(len(found)):
                values, _ = values_and_codes(batch.column(place))
                cells = (cell for cell in cells_of(values, typed=typed) if cell is not None)
                own = found[place]
                own.update(dict.fromkeys((type(cell), cell) for cell in cells))
                if len(own) > MOST_TEXTS or place in of_many:
                    of_many.add(place)
                    found[place] = {key: None for key in own if word_key(key[1]) in CROSSES}
    whole = {place: [cell for _, cell in own] for place, own in enumerate(found)}
    ticks = {place: whole.pop(place) for place in of_many}
    return whole, ticks


def counted_cells_of(made: Spooled) -> list[dict[tuple[type, Any], int]]:
    """Return the different cells of each column, with how many rows have each."""
    from pyarrow.parquet import ParquetFile

    found: list[dict[tuple[type, Any], int]] = [{} for _ in made.written]
    with ParquetFile(made.path) as opened:
        typed = is_typed(opened)
        for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
            for place, own in enumerate(found):
                values, codes = values_and_codes(batch.column(place))
                counts = np.bincount(codes, minlength=len(values) + 1).tolist()
                for cell, n in zip(cells_of(values, typed=typed), counts, strict=False):
                    if cell is not None:
                        own[type(cell), cell] = own.get((type(cell), cell), 0) + n
    return found


def changed_rows(made: Spooled, change: Change, path: Path) -> Spooled:
    """Write the rows of a sheet once more, changed as ``read.sheets.changed`` does it."""
    from pyarrow.parquet import ParquetFile, ParquetWriter

    above: dict[int, Any] = {}
    with ParquetFile(made.path) as opened, ParquetWriter(path, opened.schema_arrow) as writer:
        typed = is_typed(opened)
        for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
            writer.write_batch(_changed(batch, change, above, typed=typed))
    return replace(made, path=path)


def _changed(
    batch: pa.RecordBatch, change: Change, above: dict[int, Any], *, typed: bool
) -> pa.RecordBatch:
    """Return some rows changed; ``above`` keeps the last cell of each column that is filled."""
    import pyarrow as pa

    if isinstance(change, LeftOut):
        values, codes = values_and_codes(batch.column(change.place))
        is_left = np.array([*map(change.has, cells_of(values, typed=typed)), False])
        return batch.filter(pa.array(~is_left[codes]))
    columns = [*batch.columns]
    for place in change.places:
        values, codes = values_and_codes(columns[place])
        cells = cells_of(values, typed=typed)
        is_empty = np.array([*(cell is None for cell in cells), True])
        column = Coded(np.where(is_empty[codes], -1, codes), values)
        filled = _filled_down(column, above, place)
        kind = columns[place].type
        codes_of = pa.array(filled.codes, mask=np.asarray(filled.codes) < 0)
        columns[place] = pa.array(filled.values, type=kind).take(codes_of)
    return pa.record_batch(columns, schema=batch.schema)
