"""Workbooks (.xlsx, .ods): their sheets as cells, after a look at how large they would become."""

from __future__ import annotations

import contextlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from mobility_analysis.log.cells import Cell, Sheet
from mobility_analysis.log.delimited import CannotReadError
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.workbook_size import (
    MAX_CELLS,
    Extent,
    OdsMeter,
    TooLargeError,
    check_tags,
    parse,
    xlsx_extents,
)

__all__ = ["read_workbook"]

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
"""What the unpacking of a damaged workbook ends with, depending on the place of the damage."""


def read_workbook(path: Path, file: str) -> list[Sheet]:
    """Read all sheets of a workbook; of a hidden one only that it is there.

    Parameters
    ----------
    path : Path
        The workbook.
    file : str
        Its name, for messages.

    Returns
    -------
    list of Sheet
        All cells of each sheet, leading blank rows and columns included, so that row ``i`` is
        line ``i + 1``.

    Raises
    ------
    CannotReadError
        If it is no workbook, is protected, or would become too large.
    """
    try:
        with zipfile.ZipFile(path) as book:
            extents, is_1904 = _measured(book)
    except TooLargeError as error:
        raise CannotReadError(error.found, Fault(error.expected, SMALLER)) from error
    except DAMAGES as error:
        raise CannotReadError(*_no_workbook(path)) from error
    return _read_sheets(path, file, extents, is_1904)


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
    """Measure all sheets before any is read; a sheet that is too large ends it."""
    _check_packing(book)
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


def _check_packing(book: zipfile.ZipFile) -> None:
    """Refuse what would become too large, and what only a trap is packed as tightly as."""
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
    """Unpack a part to nowhere: one that is larger than it states, or damaged, is an error."""
    if part.lower().endswith((".xml", ".rels")):
        check_tags(book, part)


def _read_sheets(
    path: Path, file: str, extents: Mapping[str, Extent], is_1904: bool
) -> list[Sheet]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    sheets = []
    try:
        with contextlib.closing(load_workbook(str(path))) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                if meta.visible != SheetVisibleEnum.Visible:
                    sheets.append(Sheet(file, meta.name, [], is_text=False, is_hidden=True))
                else:
                    sheet = book.get_sheet_by_name(meta.name)
                    read = sheet.to_python(skip_empty_area=False)
                    cells = [list[Cell](row) for row in read]
                    _put_back(cells, extents.get(meta.name))
                    sheets.append(Sheet(file, meta.name, cells, is_1904=is_1904, is_text=False))
    except (CalamineError, OSError, ValueError) as error:
        raise CannotReadError(*_no_workbook(path)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader ends on some damaged files
            raise
        raise CannotReadError(*_no_workbook(path)) from error
    return sheets


def _put_back(cells: list[list[Cell]], extent: Extent | None) -> None:
    """Put a mark into each cell that the reader leaves empty though the spreadsheet does not."""
    for (row, column), mark in extent.lost.items() if extent else ():
        if row <= len(cells) and column <= len(cells[row - 1]) and cells[row - 1][column - 1] == "":
            cells[row - 1][column - 1] = mark
