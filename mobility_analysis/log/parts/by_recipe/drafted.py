"""Sheets in other columns of which something is not remembered, understood by their columns.

They are looked at as any sheets are, by the same functions (``exports.road``), which see the first
rows of a long one and what stands in its columns. What is asked about them, and the recipe where
nothing is, are so those of the whole sheets; one of which more must be known is read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from shutil import copyfile
from typing import Any

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import Reshaped, raw_table, reshape
from mobility_analysis.log.exports.road import Looked, Reader, SeenFile, look, refused
from mobility_analysis.log.exports.shapes.across.turning import Rows, Turning
from mobility_analysis.log.exports.shapes.header_line import ROWS_OF_HEAD, header_place
from mobility_analysis.log.exports.source import refuse_faulty, rows_below
from mobility_analysis.log.model import DataError
from mobility_analysis.log.parts.books import spooled_sheet
from mobility_analysis.log.parts.by_recipe.foreign import (
    Foreign,
    OneLog,
    Refused,
    changed_rows,
    counted_cells_of,
    different_cells,
    first_rows,
    is_filled,
    of_several,
)
from mobility_analysis.log.parts.by_recipe.shaped import reshaped_parts
from mobility_analysis.log.parts.by_recipe.turned import (
    boxes_of,
    is_turned,
    spooled_boxes,
    spooled_turned,
)
from mobility_analysis.log.parts.decided import blocks_of
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import Spooled, head_of_text, rows_of_text, spooled
from mobility_analysis.log.read.cells import Cell, RawTable, Sheet, faulty_table, is_blank
from mobility_analysis.log.read.files import (
    TEXT_SUFFIXES,
    WORKBOOK_SUFFIXES,
    Found,
    LogFiles,
    cannot_read,
    log_of_table,
    logs_of_sheets,
)
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.read.many_sheets import hidden_words
from mobility_analysis.log.read.sheets import (
    Again,
    Change,
    Counted,
    Counts,
    FirstRows,
    NeedsAllRowsError,
    table_of_sheet,
)
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import DIARY, TABLES
from mobility_analysis.log.settings import Settings


class AskedError(Exception):
    """Something must be said about logs before they can be read, which their ``fault`` tells."""

    def __init__(self, logs: Sequence[LogFiles], *, are_many: bool = False) -> None:
        super().__init__("\n".join(log.fault for log in logs))
        self.logs, self.are_many = logs, are_many

    @classmethod
    def of(cls, file: SeenFile, fault: str) -> AskedError:
        """Return the error of the only file of a log."""
        return cls([replace(file.log, tables={}, fault=fault, foreign=file.log.foreign)])

    @classmethod
    def refused(cls, looked: Looked, error: DataError) -> AskedError:
        """Return the error of files that would be one log, which their recipes refuse."""
        can_read, unread = looked.told_apart(looked.files)
        return cls([*unread, refused(can_read, error)], are_many=len(looked.files) > 1)


Spool = Callable[..., Spooled | None]


@dataclass(frozen=True)
class _Spread:
    """A sheet on the disk: all its rows, and what stands in its columns."""

    made: Spooled
    first: int
    """The place of the first row that is filled."""
    place: int
    """That of the header."""
    whole: Mapping[int, Sequence[Any]]
    ticks: Mapping[int, Sequence[Any]]
    rows: Rows
    """Reads all rows anew."""
    spool: Spool
    """Writes them onto the disk once more, from another line on."""


@dataclass
class ByColumns:
    """The sheets of files as they are understood; who is there to ask is asked once.

    What is made of the files goes into a folder.
    """

    folder: Path
    ask: Callable[[Looked], Looked] | None = None
    looked: Looked | None = None
    """What was seen, and answered."""
    is_of_many: bool = False
    """Whether that is of many logs, which are read one after the other."""
    _sheets: dict[Path, tuple[list[Sheet], list[str]]] = field(default_factory=dict)
    _damaged: dict[Path, CannotReadError] = field(default_factory=dict)
    """What is wrong with text files of which no sheet can be read."""
    _spread: dict[int, _Spread] = field(default_factory=dict)
    """By the rows that are held of each sheet, whatever it is called."""
    _n_written: int = 0

    def understood(
        self, files: Sequence[Path], settings: Settings, beside: Mapping[str, RawTable]
    ) -> Looked | None:
        """Return what is seen of the files of a log; None where they are none in other columns.

        ``beside`` are tables for all that lie beside them. Several files are one log.

        Raises
        ------
        NeedsAllRowsError
            If only all rows together say how it is meant.
        AskedError
            If something is to be said about it before it can be read.
        """
        if self.is_of_many:
            return None
        if self.looked is None:
            if len(files) > 1 and not _may_say_clients(self._look(files[:1], settings, beside)):
                return None
            seen = self._look(files, settings, beside)
            if not any(own.is_understood for own in seen.files):
                logs = [log for log in seen.logs() if log.name]
                is_named = header_key(files[0].stem) in TABLES  # and then more is said of it
                if len(files) == 1 and seen.files and logs and not is_named:
                    raise AskedError(logs)
                return None
            if self.ask is not None:
                _ = seen.open_files  # whoever needs all rows for that says so before it is asked
                seen = self.ask(seen)
            self.looked = seen
        seen = self.looked
        if len(files) == 1:
            own = next((seen for seen in seen.files if seen.is_understood), seen.files[0])
            if fault := seen.fault_of(own):
                raise AskedError.of(own, fault)
            return seen
        if len(seen.files) == len(seen.found.logs) - bool(beside) and all(
            map(seen.fault_of, seen.files)
        ):
            raise AskedError(seen.logs(), are_many=True)
        return seen if seen.is_one_group else None

    def _look(
        self, files: Sequence[Path], settings: Settings, beside: Mapping[str, RawTable]
    ) -> Looked:
        logs = [LogFiles("", dict(beside))] if beside else []
        logs += [log for file in files for log in self.logs(file)]
        path = files[0] if len(files) == 1 else files[0].parent
        found = Found(logs, [], are_many=bool(beside) or len(files) > 1)
        return look(path, settings, found, reader=Reader(self.read, self.reshaped))

    def logs(self, file: Path) -> list[LogFiles]:
        """Return the logs that a file is by its first rows and its columns."""
        try:
            sheets, _ = self.read(file)
        except DataError:
            error = self._damaged[file]
            return [log_of_table(file, faulty_table(file.name, error.found, error.fault))]
        if file.suffix.lower() in WORKBOOK_SUFFIXES:
            return logs_of_sheets(file, sheets)
        return [log_of_table(file, table_of_sheet(sheet)) for sheet in sheets]

    def read(self, file: Path) -> tuple[list[Sheet], list[str]]:
        """Return the sheets of a file, the first rows of each; say which are left out.

        Raises
        ------
        DataError
            If it is a text file that is damaged, or no text.
        """
        if file not in self._sheets and file not in self._damaged:
            try:
                self._sheets[file] = self._sheets_of(file)
            except CannotReadError as error:
                if file.suffix.lower() in WORKBOOK_SUFFIXES:
                    raise
                self._damaged[file] = error
        if file in self._damaged:
            raise cannot_read(file.name, self._damaged[file])
        return self._sheets[file]

    def _sheets_of(self, file: Path) -> tuple[list[Sheet], list[str]]:
        """Read the sheets of a file that hold anything; say which are left out."""
        if file.suffix.lower() in TEXT_SUFFIXES and header_key(file.stem) != DIARY:
            place = Place(file.parent)
            head = head_of_text(place, file.name, ROWS_OF_HEAD)
            rows = partial(rows_of_text, place, file.name)
            spool = partial(spooled, place, file.name)
            return [self._long(head, spool, rows, spool)], []
        if file.suffix.lower() not in WORKBOOK_SUFFIXES:
            raise NeedsAllRowsError
        with workbook_in_rows(file, file.name) as opened:
            shown = [own for own in opened if not own.sheet.is_hidden]
            if any(header_key(own.sheet.name) in TABLES for own in shown):
                raise NeedsAllRowsError
            sheets = [
                self._long(
                    own.holding(first_rows(own.rows())),
                    partial(spooled_sheet, own),
                    partial(_rows_of_sheet, file, own.sheet.name),
                    partial(_spooled_anew, file, own.sheet.name),
                )
                for own in shown
                if is_filled(own)
            ]
            return sheets, hidden_words([own.sheet for own in opened])

    def _long(self, head: Sheet, spool: Spool, rows: Rows, anew: Spool) -> Sheet:
        """Return a sheet that is looked at by its first rows, and by its columns if it is long.

        ``rows`` reads all rows anew, ``anew`` spools them once more.
        """
        filled = [n for n, row in enumerate(head.rows) if not all(map(is_blank, row))]
        if not filled:
            raise NeedsAllRowsError
        under = header_place(head)
        place = filled[0] if under is None else under
        path = self._path("seen")
        made = spool(path, header_line=place + 1)
        if made is None:
            raise NeedsAllRowsError
        spread = _Spread(made, filled[0], place, *different_cells(made), rows, anew)
        if len(filled) < ROWS_OF_HEAD:
            self._spread[id(head.rows)] = spread
            return head  # these are all
        first = head.rows[: filled[ROWS_OF_HEAD - 1] + 1]
        again = Again(rows, self._turned)
        long = FirstRows(first, self._counts(head, made), place, again)
        self._spread[id(long)] = spread
        return replace(head, rows=long, unclosed=None)

    def _counts(self, head: Sheet, made: Spooled) -> Counts:
        """Return the table of a sheet by its columns, and how it is found once rows are changed."""
        columns = tuple(
            Counted([cell for _, cell in own], [*own.values()], partial(_in_order, made, n))
            for n, own in enumerate(counted_cells_of(made))
        )
        table = RawTable(
            head.file, head.name, made.written, columns, range(2, 2 + _n_rows(made)),
            is_1904=head.is_1904, is_text=head.is_text,
        )  # fmt: skip
        known: dict[Change, Counts] = {}

        def changed(change: Change) -> Counts:
            if change not in known:
                known[change] = self._counts(head, changed_rows(made, change, self._path("seen")))
            return known[change]

        return Counts(table, changed)

    def _turned(self, turning: Turning) -> Sheet:
        """Return the sheet that one is turned into, as one that is looked at."""
        boxes = boxes_of(turning, self.folder)
        held = [*islice(boxes, ROWS_OF_HEAD)]
        first = turning.sheet_of(held)
        if len(held) < ROWS_OF_HEAD:
            return first
        made = spooled_boxes(turning, chain(held, boxes), self._path("turned"))
        if made is None:
            raise NeedsAllRowsError
        return replace(first, rows=FirstRows(first.rows, self._counts(first, made), 0))

    def _path(self, name: str) -> Path:
        """Return where something else is written."""
        self._n_written += 1
        return self.folder / f"{name}-{self._n_written}.parquet"

    def reshaped(
        self, sheet: Sheet, recipe: Recipe, own_exercises: Sequence[Mapping[str, str]]
    ) -> Iterator[Reshaped]:
        """Yield what a recipe makes of some rows of a sheet at a time."""
        if not isinstance(sheet.rows, FirstRows):
            yield reshape(sheet, recipe, own_exercises=own_exercises)
            return
        for source, part in reshaped_parts(self._foreign(sheet, recipe), own_exercises):
            of_sets = {"sessions": raw_table(source.raw, "sessions", part.sets)}
            yield replace(part, tables={**part.tables, **of_sets}) if part.sets else part

    def _foreign(self, sheet: Sheet, recipe: Recipe) -> Foreign:
        """Return a sheet with its recipe, read from the line of the header that this states."""
        own = self._spread[id(sheet.rows)]
        held = replace(sheet, rows=[], unclosed=None)
        if is_turned(recipe):
            return self._turned_by(sheet, recipe, own.rows)
        place = own.first if recipe.header_line is None else recipe.header_line - 1
        if place == own.place:
            return Foreign(held, recipe, own.made, own.whole, own.ticks)
        below = first_rows(rows_below(own.rows(), recipe))
        refuse_faulty(table_of_sheet(replace(held, rows=below)))
        made = own.spool(self._path("seen"), header_line=place + 1)
        if made is None:
            raise NeedsAllRowsError
        return Foreign(held, recipe, made, *different_cells(made))

    def _turned_by(self, sheet: Sheet, recipe: Recipe, rows: Rows) -> Foreign:
        """Return a sheet that its recipe turns; one of notes is one client's, and is held."""
        made = spooled_turned(sheet, rows, recipe, self._path("turned"))
        if made is None:
            raise NeedsAllRowsError
        held = replace(sheet, rows=[], unclosed=None)
        return Foreign(held, recipe, made, *different_cells(made))

    def log(self, looked: Looked, folder: Path) -> OneLog:
        """Return the log of all files that can be read, its sheets to be cut in a folder.

        Each sheet is there once more after it was cut.
        """
        found: list[Foreign] = []
        left: dict[str, Refused] = {}
        named = []
        files, unread = looked.told_apart(looked.files)
        for file in files:
            for own in file.sheets:
                sheet = own.sheet if len(files) == 1 else of_several(own.sheet, file.path)
                named.append((sheet, own))
                if (data := own.settled({})) is None:
                    continue
                recipe = looked.recipe_of(own, data)
                try:
                    foreign = self._foreign(sheet, recipe)
                except DataError as error:
                    left[sheet.name] = Refused(recipe, str(error))
                    continue
                path = folder / f"sheet-{len(found)}.parquet"
                made = replace(foreign.made, path=copyfile(foreign.made.path, path))
                found.append(replace(foreign, made=made))
        return OneLog(
            [file.path for file in files],
            found,
            said=[said for file in files for said in file.said],
            remarks=looked.said_of(named),
            unread=unread,
            refused=left,
            names=[sheet.name for sheet, _ in named],
            scale=looked.settings.scale,
        )


def _may_say_clients(looked: Looked) -> bool:
    """Tell whether a column of a file may say the client, so that it may be one log with others."""
    recipes = [seen.recipe for seen in looked.sheets if seen.recipe is not None]
    drafts = [own.draft for own in looked.understandings]
    answers = [
        choice.adds for own in looked.understandings for q in own.questions for choice in q.choices
    ]
    is_damaged = any(file.why for file in looked.files)  # then others may say it
    return is_damaged or any("client" in one for one in (*recipes, *drafts, *answers))


@contextmanager
def _opened_anew(file: Path, name: str) -> Iterator[SheetInRows]:
    """Open a sheet of a workbook once more."""
    with workbook_in_rows(file, file.name) as opened:
        yield next(own for own in opened if own.sheet.name == name)


def _rows_of_sheet(file: Path, name: str) -> Iterator[list[Cell]]:
    with _opened_anew(file, name) as own:
        yield from own.rows()


def _spooled_anew(file: Path, name: str, path: Path, *, header_line: int) -> Spooled | None:
    with _opened_anew(file, name) as own:
        return spooled_sheet(own, path, header_line=header_line)


def _n_rows(made: Spooled) -> int:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(made.path) as opened:
        return int(opened.metadata.num_rows)


def _in_order(made: Spooled, place: int) -> Iterator[Any]:
    """Yield the cells of a column row by row, as they stand on the disk."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(made.path) as opened:
        for block in blocks_of(opened, made.header[place]):
            cells = [*block.cells, None]
            yield from (cells[code] for code in block.codes.tolist())
