"""Workbooks (.xlsx, .ods): their sheets as cells, after a look at how large they would become.

A workbook of a few kilobytes can stand for gigabytes: one cell in the last corner of a sheet, a
long text in a million cells. The reader of workbooks ends the whole program on those, so how far
the sheets reach is measured first, on their XML and without reading it into memory.
"""

from __future__ import annotations

import contextlib
import lzma
import math
import posixpath
import re
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers import expat

from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.apps import TicksOfLoop, ticks_of_loop, with_ticks_of_loop
from mobility_analysis.log.read.cells import Cell, Sheet
from mobility_analysis.log.read.text import CannotReadError

MAX_UNPACKED_BYTES = 600_000_000
MAX_CHARACTERS = 500_000_000
LARGE_PART_BYTES = 16_000_000
MAX_RATIO = 400
"""How many times its packed size a large part may have; a sheet of real cells has 5 to 40."""
SMALLER = "Delete what lies outside the table, or save each table as a CSV file."
DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError, EOFError,
    LookupError, ValueError, OverflowError, RuntimeError, NotImplementedError, OSError,
)  # fmt: skip
"""What unpacking a damaged workbook may raise, depending on where the damage is."""

CHUNK = 1 << 20
MAX_CELLS = 13_000_000  # a full sheet of 1,048,576 rows with 12 columns
MAX_ROWS = 1_048_576
MAX_TAGS = 5 * MAX_CELLS
"""A filled cell has two tags, and its value two; the fifth is for rows and formulas."""
MAX_TAG_BYTES = 8_000_000
MAX_CELL_CHARACTERS = 131_072
"""As in a file of text; a spreadsheet allows 32,767."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
"""What stands in the form of a number as it is."""
NOT_COMPUTED = "(a formula without a result)"
ERROR_CELL = "(an error of the spreadsheet)"
MANY_CHARACTERS = 200_000_000


def read_workbook(path: Path, file: str) -> list[Sheet]:
    """Read all sheets of a workbook; of a hidden one only that it is there.

    Leading blank rows and columns are included, so that row ``i`` is line ``i + 1``.
    """
    extents, is_1904 = _checked_extents(path)
    return [*map(with_ticks_of_loop, _read_sheets(path, file, extents, is_1904))]


def _checked_extents(path: Path) -> tuple[Mapping[str, Extent], bool]:
    """Return how far each sheet reaches, and whether days are counted from 1904."""
    try:
        with zipfile.ZipFile(path) as book:
            return _measured(book)
    except TooLargeError as error:
        raise CannotReadError(error.found, Fault(error.expected, SMALLER)) from error
    except DAMAGES as error:
        raise CannotReadError(*_no_workbook(path)) from error


def _no_workbook(path: Path) -> tuple[str, Fault]:
    with path.open("rb") as opened:
        is_old = opened.read(4) == b"\xd0\xcf\x11\xe0"
    if is_old:
        return "a workbook that is protected with a password, or of an old kind", Fault(
            "an .xlsx or .ods workbook without a password",
            "Open it in a spreadsheet and save it as .xlsx without a password.",
        )
    return "a damaged workbook", Fault(
        "an .xlsx or .ods workbook", "Open it in a spreadsheet and save it again."
    )


def _measured(book: zipfile.ZipFile) -> tuple[Mapping[str, Extent], bool]:
    """Measure all sheets before any is read; one that is too large stops the reading."""
    check_packing(book)
    parts = {entry.filename.lower(): entry.filename for entry in book.infolist()}
    for entry in book.infolist():
        _unpack_once(book, entry.filename)
    if "content.xml" in parts:
        ods = OdsMeter()
        parse(book, parts["content.xml"], ods.start, ods.end, ods.text)
        extents: Mapping[str, Extent] = ods.extents
        is_1904 = ods.is_1904
    else:
        extents, is_1904 = xlsx_extents(book, parts)
    for extent in extents.values():
        _check_extent(extent)
    return extents, is_1904


def check_packing(book: zipfile.ZipFile) -> None:
    """Refuse what would become too large, or is packed more tightly than any honest workbook."""
    n_bytes = sum(entry.file_size for entry in book.infolist())
    if n_bytes > MAX_UNPACKED_BYTES:
        raise TooLargeError(
            f"{n_bytes / 1e6:,.0f} MB when unpacked",
            f"at most {MAX_UNPACKED_BYTES / 1e6:,.0f} MB",
        )
    for entry in book.infolist():
        if entry.file_size > max(LARGE_PART_BYTES, MAX_RATIO * entry.compress_size):
            raise TooLargeError(
                f"{entry.file_size / 1e6:,.0f} MB packed into {entry.compress_size / 1e6:.1f} MB",
                f"a sheet that becomes at most {MAX_RATIO} times as large when it is unpacked",
            )


def _check_extent(extent: Extent) -> None:
    n_cells = extent.n_rows * extent.n_columns
    if n_cells > MAX_CELLS:
        raise TooLargeError(
            f"a sheet of {extent.n_rows:,} rows and {extent.n_columns:,} columns",
            f"at most {MAX_CELLS:,} cells",
        )
    if extent.n_characters > MAX_CHARACTERS:
        raise TooLargeError(
            "cells with more text than a computer holds",
            f"at most {MAX_CHARACTERS:,} characters",
        )


def _unpack_once(book: zipfile.ZipFile, part: str) -> None:
    """Unpack a part and keep nothing: one larger than it states, or damaged, is an error."""
    if part.lower().endswith((".xml", ".rels")):
        check_tags(book, part)


@dataclass(eq=False, repr=False)
class SheetInRows:
    """A sheet of which a row at a time is read; ``sheet`` is the same without its rows."""

    sheet: Sheet
    _get: Callable[[], Any] | None
    """What reads it; None for a hidden one."""
    _extent: Extent | None
    _ticks: TicksOfLoop | None = None

    def rows(self) -> Iterator[list[Cell]]:
        """Yield its rows as they stand in it, blank ones and columns before it included."""
        if self._get is None:
            return
        opened = self._get()
        if self._ticks is None:
            rows = _rows(opened, self._extent)
            self._ticks = ticks_of_loop(self.sheet.file, self.sheet.name, rows)
        yield from map(self._ticks.worded, _rows(opened, self._extent))

    def holding(self, rows: list[list[Cell]]) -> Sheet:
        """Return the sheet with some of its rows, once any were read, and what is said of it."""
        said = () if self._ticks is None else self._ticks.remarks
        return replace(self.sheet, rows=rows, remarks=said)


@contextlib.contextmanager
def workbook_in_rows(path: Path, file: str) -> Iterator[list[SheetInRows]]:
    """Open a workbook for reading its sheets row by row, each with the cells of a whole read."""
    extents, is_1904 = _checked_extents(path)
    with _opened(path) as sheets:
        yield [
            SheetInRows(
                Sheet(file, meta.name, [], is_1904=is_1904, is_text=False, is_hidden=get is None),
                get,
                extents.get(meta.name),
            )
            for meta, get in sheets
        ]


def _rows(opened: Any, extent: Extent | None) -> Iterator[list[Cell]]:
    before: list[Cell] = [""] * (opened.start[1] if opened.start else 0)
    lost: dict[int, Extent] = {}
    for (row, column), mark in extent.lost.items() if extent else ():
        lost.setdefault(row, Extent()).lost[1, column] = mark
    for number, row in enumerate(opened.iter_rows(), 1):
        cells = [*before, *row]
        _put_back([cells], lost.get(number))
        if extent:
            extent.percents.put_into(number, cells)
        yield cells


def _read_sheets(
    path: Path, file: str, extents: Mapping[str, Extent], is_1904: bool
) -> list[Sheet]:
    found = []
    with _opened(path) as sheets:
        for meta, get in sheets:
            if get is None:
                found.append(Sheet(file, meta.name, [], is_text=False, is_hidden=True))
            else:
                read = get().to_python(skip_empty_area=False)
                cells = [[*row] for row in read]
                extent = extents.get(meta.name, Extent())
                _put_back(cells, extent)
                for number, row in enumerate(cells, 1):
                    extent.percents.put_into(number, row)
                found.append(Sheet(file, meta.name, cells, is_1904=is_1904, is_text=False))
    return found


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Iterator[tuple[Any, Callable[[], Any] | None]]]:
    """Open a workbook: what is stated of each sheet, and what reads it; None for a hidden one."""
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        with contextlib.closing(load_workbook(str(path))) as book:
            yield (
                (
                    meta,
                    partial(book.get_sheet_by_name, meta.name)
                    if meta.visible == SheetVisibleEnum.Visible
                    else None,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except (CalamineError, OSError, ValueError) as error:
        raise CannotReadError(*_no_workbook(path)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader ends on some damaged files
            raise
        raise CannotReadError(*_no_workbook(path)) from error


def _put_back(cells: list[list[Cell]], extent: Extent | None) -> None:
    """Put a mark into each cell that the reader leaves empty though the spreadsheet does not."""
    for (row, column), mark in extent.lost.items() if extent else ():
        if row <= len(cells) and column <= len(cells[row - 1]) and cells[row - 1][column - 1] == "":
            cells[row - 1][column - 1] = mark


class TooLargeError(Exception):
    """A workbook that would become too large: what was found, and what is allowed."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


@dataclass(eq=False, repr=False)
class Percents:
    """The cells of a sheet that are shown as percent: 60 % is 0.6 there, and no score of 0.6."""

    runs: dict[tuple[int, int], list[list[int]]] = field(default_factory=dict)
    """The first and last row of each run, by the first and last column."""

    def take_in(self, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Add cells, of which the rows come in order."""
        runs = self.runs.setdefault(columns, [])
        if runs and runs[-1][1] == rows[0] - 1:
            runs[-1][1] = rows[1]
        else:
            runs.append([*rows])

    def put_into(self, row: int, cells: list[Cell]) -> None:
        """Write the numbers of a row that are shown as percent so, as text."""
        for (first, last), runs in self.runs.items():
            place = bisect_right(runs, [row, math.inf]) - 1
            if place < 0 or runs[place][1] < row:
                continue
            for column in range(first - 1, min(last, len(cells))):
                cell = cells[column]
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    cells[column] = f"{100 * cell:.10g} %"


@dataclass(eq=False, repr=False)
class Extent:
    """How far the filled cells of a sheet reach, and what its reader would leave out."""

    n_rows: int = 0
    n_columns: int = 0
    n_characters: int = 0
    lost: dict[tuple[int, int], str] = field(default_factory=dict)
    """What to put into cells that the reader leaves empty."""
    percents: Percents = field(default_factory=Percents)

    def take_in(self, row: int, column: int) -> None:
        """Make room for a filled cell."""
        self.n_rows = max(self.n_rows, row)
        self.n_columns = max(self.n_columns, column)


def chunks(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Unpack a part piece by piece; its stated size and its checksum are held to."""
    with book.open(part) as entry:
        while chunk := entry.read(CHUNK):
            yield chunk


def check_tags(book: zipfile.ZipFile, part: str) -> None:
    """Hold the number of a part's tags to the limit, before the slow walk through them."""
    n_tags = 0
    for chunk in chunks(book, part):
        n_tags += chunk.count(b"<")
        _hold_to("elements", n_tags, MAX_TAGS)


def _hold_to(what: str, n: int, most: int) -> None:
    if n > most:
        raise TooLargeError(f"more than {most:,} {what}", f"at most {most:,} {what}")


def parse(
    book: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through the elements of an XML part.

    One that declares entities, or has a tag so long that no spreadsheet wrote it, is refused.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    n_fed = 0
    for chunk in chunks(book, part):
        parser.Parse(chunk, False)
        n_fed += len(chunk)
        # a tag is held until its end comes, and looked through from its start each time
        _hold_to("characters in one element", n_fed - parser.CurrentByteIndex, MAX_TAG_BYTES)
    parser.Parse(b"", True)


def _refuse_doctype(*_: Any) -> None:
    raise ValueError("a document type declaration")


def _tag(name: str) -> str:
    return name.rpartition(":")[2]


def xlsx_extents(book: zipfile.ZipFile, parts: Mapping[str, str]) -> tuple[dict[str, Extent], bool]:
    """Measure the sheets of an .xlsx workbook by their cells, not by what they state.

    Returns the extent of each sheet by its name, and whether the workbook counts its days from
    1904. ``parts`` leads from the lower-case name of each part to its name.
    """
    names, is_1904 = _sheet_parts(book, parts)
    lengths = _shared_lengths(book, parts)
    percents = _styles_of_percent(book, parts)
    extents = {}
    for name, part in names.items():
        if part.lower() in parts:
            extents[name] = _extent(book, parts[part.lower()], lengths, percents)
    return extents, is_1904


def _sheet_parts(book: zipfile.ZipFile, parts: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Return the part that holds each sheet, and whether days are counted from 1904."""
    targets: dict[str, str] = {}
    ids: dict[str, str] = {}
    counted: list[str] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _tag(name) == "Relationship":
            target = posixpath.join("/xl", attributes["Target"])
            targets[attributes["Id"]] = posixpath.normpath(target).lstrip("/")

    def element(name: str, attributes: dict[str, str]) -> None:
        if _tag(name) == "workbookPr":
            counted.append(attributes.get("date1904", "0"))
        elif _tag(name) == "sheet":
            [key] = [value for key, value in attributes.items() if key.endswith(":id")]
            ids[attributes["name"]] = key

    parse(book, parts["xl/_rels/workbook.xml.rels"], relation)
    parse(book, parts["xl/workbook.xml"], element)
    found = {name: targets[key] for name, key in ids.items() if key in targets}
    return found, any(value in ("1", "true") for value in counted)


def _shared_lengths(book: zipfile.ZipFile, parts: Mapping[str, str]) -> list[int]:
    """Return the length of each shared text of a workbook."""
    lengths: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if _tag(name) == "si":
            lengths.append(0)
            _hold_to("texts", len(lengths), MAX_CELLS)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    if "xl/sharedstrings.xml" in parts:
        parse(book, parts["xl/sharedstrings.xml"], start, None, text)
    return lengths


def _styles_of_percent(book: zipfile.ZipFile, parts: Mapping[str, str]) -> frozenset[str]:
    """Return the numbers of the styles by which a cell is shown as percent."""
    forms = {"9", "10"}
    styles: list[str] = []
    is_of_cells = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_of_cells
        tag = _tag(name)
        if tag == "numFmt" and "%" in _QUOTED.sub("", attributes.get("formatCode", "")):
            forms.add(attributes.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyleXfs"):
            is_of_cells = tag == "cellXfs"
        elif tag == "xf" and is_of_cells:
            styles.append(attributes.get("numFmtId", ""))

    if "xl/styles.xml" in parts:
        parse(book, parts["xl/styles.xml"], start)
    return frozenset(str(place) for place, form in enumerate(styles) if form in forms)


def _extent(
    book: zipfile.ZipFile, part: str, lengths: list[int], percents: Collection[str]
) -> Extent:
    meter = _XlsxMeter(percents)
    parse(book, part, meter.start, meter.end)
    extent = meter.extent
    extent.n_characters = meter.n_shared * max(lengths, default=0)
    if extent.n_characters > MANY_CHARACTERS:  # only then is the exact sum worth its time
        counter = _SharedCounter(lengths)
        parse(book, part, counter.start, counter.end, counter.text)
        extent.n_characters = counter.total
    return extent


class _XlsxMeter:
    """Follows the rows and cells of one sheet of an .xlsx workbook."""

    def __init__(self, percents: Collection[str]) -> None:
        self.extent = Extent()
        self.percents = percents
        self.is_percent = False
        self.n_shared = self.n_rows = self.n_cells = 0
        self.row = self.column = 0
        self.inside: set[str] = set()
        self.kind = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            self.n_rows += 1
            _hold_to("rows", self.n_rows, MAX_ROWS)
        elif tag == "c":
            self.n_cells += 1
            _hold_to("cells", self.n_cells, MAX_CELLS)
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "")
            self.is_percent = attributes.get("s") in self.percents and self.kind in ("", "n")
            self.inside = set()
        elif tag in ("v", "f", "is"):
            self.inside.add(tag)

    def _place(self, reference: str) -> None:
        """Go to a cell such as ``XFD12``, or to the next one where none is named."""
        if not reference:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        self.column = 0
        for letter in letters.upper():
            self.column = self.column * 26 + ord(letter) - 64
        self.row = int(reference[len(letters) :])

    def end(self, name: str) -> None:
        if _tag(name) != "c" or not self.inside:
            return
        self.extent.take_in(self.row, self.column)
        self.n_shared += self.kind == "s"
        if self.is_percent:
            at = self.row, self.column
            self.extent.percents.take_in((at[0], at[0]), (at[1], at[1]))
        if self.kind == "e":
            self.extent.lost[self.row, self.column] = ERROR_CELL
        elif "f" in self.inside and self.kind != "str":  # a formula may well give an empty text
            self.extent.lost[self.row, self.column] = NOT_COMPUTED


class _SharedCounter:
    """Adds up the characters of all cells that hold a shared text."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths = lengths
        self.total = 0
        self.is_shared = self.is_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _tag(name) == "c":
            self.is_shared = attributes.get("t") == "s"
        self.is_value = self.is_shared and _tag(name) == "v"

    def end(self, _: str) -> None:
        self.is_value = False

    def text(self, data: str) -> None:
        if self.is_value and data.strip().isdigit() and int(data) < len(self.lengths):
            self.total += self.lengths[int(data)]


class OdsMeter:
    """Follows the tables of an .ods workbook, whose rows and cells may stand for many."""

    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self.is_1904 = False
        self._extent = Extent()
        self._row = self._column = self._n_rows = self._n_columns = 0
        self._reach = self._n_characters = self._in_row = 0
        self._is_filled = self._is_in_cell = self._is_percent = False
        self._found_rows = self._found_cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        tag = _tag(name)
        if tag == "table":
            self._extent = self.extents.setdefault(attributes.get("table:name", ""), Extent())
            self._row = 0
        elif tag == "null-date":
            self.is_1904 = attributes.get("table:date-value", "").startswith("1904")
        elif tag == "table-row":
            self._n_rows = _count(attributes, "table:number-rows-repeated")
            self._column = self._reach = self._in_row = 0
            self._found_rows += 1
            _hold_to("rows", self._found_rows, MAX_CELLS)
        elif tag in ("table-cell", "covered-table-cell"):
            self._n_columns = _count(attributes, "table:number-columns-repeated")
            self._is_filled = any(key.endswith(":value-type") for key in attributes)
            self._is_percent = attributes.get("office:value-type") == "percentage"
            self._n_characters = len(attributes.get("office:string-value", ""))
            self._is_in_cell = True
            self._found_cells += 1
            _hold_to("cells", self._found_cells, MAX_CELLS)
        elif tag == "p":
            self._is_filled = True
        elif tag == "s":  # stands for so many blanks
            self._add_characters(_count(attributes, "text:c"))

    def text(self, data: str) -> None:
        """Take in the text of a cell."""
        self._add_characters(len(data))

    def _add_characters(self, n: int) -> None:
        if not self._is_in_cell:
            return
        self._n_characters += n
        _hold_to("characters in one cell", self._n_characters, MAX_CELL_CHARACTERS)

    def end(self, name: str) -> None:
        """Leave an element."""
        tag = _tag(name)
        if tag in ("table-cell", "covered-table-cell"):
            if self._is_percent:
                rows = self._row + 1, self._row + self._n_rows
                self._extent.percents.take_in(
                    rows, (self._column + 1, self._column + self._n_columns)
                )
            self._column += self._n_columns
            if self._is_filled:
                self._reach = self._column
                self._in_row += self._n_columns * self._n_characters
            self._is_in_cell = False
        elif tag == "table-row":
            self._row += self._n_rows
            self._extent.n_characters += self._n_rows * self._in_row
            if self._reach:
                self._extent.take_in(self._row, self._reach)


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
