"""The tables of a log of any size, opened for reading a few rows at a time.

Tables in Parquet are read as they are, those in text as Parquet that was made of them. What a check
goes by is settled by one row or by one client, or by all cells of a column, which are then looked
at before any part is. A log that is amiss as a whole is not opened here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.account import catalogue_of, drafts_of
from mobility_analysis.log.check.bearing import (
    bearing_of,
    is_named_as_status,
    is_of_scores,
    is_of_sites,
)
from mobility_analysis.log.check.days import match_diary
from mobility_analysis.log.check.draft import Stated
from mobility_analysis.log.check.units import is_column_of_units
from mobility_analysis.log.check.values import read_client
from mobility_analysis.log.parts.books import spooled_sheet
from mobility_analysis.log.parts.decided import (
    cells_of,
    counted_cells,
    decided,
    is_typed,
    values_and_codes,
)
from mobility_analysis.log.parts.diary import are_filled, decided_of_diary, is_sound
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import OF_ROWS, Spooled, spooled
from mobility_analysis.log.read.cells import Decided, RawTable, Sheet, is_blank
from mobility_analysis.log.read.files import (
    SUFFIXES,
    TEXT_SUFFIXES,
    UNFINISHED_MARK,
    WORKBOOK_SUFFIXES,
    entries_of,
    has_others,
    other_logs,
    read_table,
    table_files,
    words_of_left_sheet,
    words_of_taken,
    words_of_unread,
)
from mobility_analysis.log.read.headers import (
    NO_COLUMN,
    MatchedHeader,
    header_key,
    kinds_of_header,
    match_header,
    nearest_table,
    tables_of_header,
)
from mobility_analysis.log.read.many_sheets import NOT_DATA, hidden_words
from mobility_analysis.log.read.numbered_sets import may_number_sets
from mobility_analysis.log.read.settings_file import is_settings_file
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

MOST_TEXTS = 100_000
"""Different texts of a column that are looked at together."""


@dataclass
class Tables:
    """The tables of a log, by name, opened for reading."""

    place: Place
    files: dict[str, str]
    only: str = ""
    """The file that is the whole log, where one is."""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    """Those that are sheets of a workbook, without their rows."""
    opened: dict[str, ParquetFile] = field(default_factory=dict)
    """Those whose rows are somebody's."""
    remarks: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    """What is said of a text file as a whole."""
    unread: dict[str, frozenset[int]] = field(default_factory=dict)
    """Places of columns of which only counts whether they hold anything."""
    blank: dict[str, frozenset[int]] = field(default_factory=dict)
    """Places of a text file's columns that hold nothing."""
    shared: dict[str, RawTable] = field(default_factory=dict)
    """The tables that hold for everybody."""
    left: list[tuple[str, str]] = field(default_factory=list)
    """What was left unread beside the tables: file, sentence."""
    whose: dict[str, str] = field(default_factory=dict)
    """The header of the column that says the client."""
    holding: dict[str, list[str]] = field(default_factory=dict)
    """The headers of a diary's columns that fill a row, which else only waits for its day."""
    clients: dict[str, dict[object, str]] = field(default_factory=dict)
    """The client that each value of that column means, of those that mean one."""
    decided: dict[str, dict[int, Decided]] = field(default_factory=dict)
    """What all cells of a column decide for each, by the place of the column."""
    n_rows: Counter[str] = field(default_factory=Counter)
    """Rows of each client in all tables, by each spelling."""

    def header(self, name: str) -> tuple[str, ...]:
        """Return the header of a table as it was written."""
        return tuple(n for n in self.opened[name].schema_arrow.names if n not in OF_ROWS)

    @property
    def asked(self) -> set[str]:
        """What the problems expect that hold for a column as a whole."""
        found = (own for columns in self.decided.values() for own in columns.values())
        return {own.asked[1].expected for own in found if own.asked is not None}

    def close(self) -> None:
        """Close every file."""
        for opened in self.opened.values():
            opened.close()


def opened_tables(place: Place, settings: Settings, folder: Path) -> Tables | None:
    """Open the tables of a log that may be cut into parts as they are; None for any other log.

    What is made of text files goes into the folder.
    """
    tables = _listed(place)
    if tables is None:
        return None
    from pyarrow import ArrowException

    try:
        if not tables.only or _take_only(tables, folder):
            tables.shared |= _catalogues(tables, folder)
            own = [name for name in tables.files if name not in CATALOGUES]
            if all(_may_be_cut(tables, name, settings, folder) for name in own):
                return tables
    except (ArrowException, CannotReadError, OSError, ValueError):
        pass  # what is wrong is said by who reads it whole
    tables.close()
    return None


def _listed(place: Place) -> Tables | None:
    """Find the file of each table; None where a table is there twice, or in a form not read here.

    One file, or the only one in a folder, may hold the whole log.
    """
    local = place.local
    only = None if local is None else _only_file(local)
    if local is not None and only is not None:
        others = entries_of(local) if local.is_dir() else []
        left = [
            (entry.name, words_of_unread(entry))
            for entry in others
            if entry != only and header_key(entry.stem) not in NOT_DATA
        ]
        return Tables(Place(only.parent), {}, only=only.name, left=left)
    if local is not None and not local.is_dir():
        return None
    tables = Tables(place, {})
    for path in sorted({Path(name.split("/")[0]) for name in place.sizes()}):
        table = header_key(path.stem)
        if path.name == UNFINISHED_MARK or table in tables.files:
            return None
        if path.name.startswith((".", "~$")) or is_settings_file(path):
            continue
        if path.suffix.lower() in SUFFIXES and table in TABLES:
            if not _is_read_here(path):
                return None
            tables.files[table] = path.name
        elif table not in NOT_DATA:
            is_workbook = path.suffix.lower() in WORKBOOK_SUFFIXES
            if local is None or nearest_table(path.stem) or is_workbook:
                return None
            tables.left.append((path.name, words_of_unread(local / path.name)))
    return tables if set(tables.files) - set(CATALOGUES) else None


def _catalogues(tables: Tables, folder: Path) -> dict[str, RawTable]:
    """Read the tables that hold for everybody; ``folder`` is where they are copied to."""
    raws = {}
    for name in sorted(set(tables.files) & set(CATALOGUES) - tables.shared.keys()):
        copy = folder / tables.files[name]
        copy.write_bytes(tables.place.read(tables.files[name]))
        raws[name] = read_table(copy, name)
    return raws


def _is_read_here(path: Path) -> bool:
    return not path.is_symlink() and path.suffix.lower() in SUFFIXES


def _only_file(local: Path) -> Path | None:
    """Return the file that a path is, or that lies in a folder with nothing else of a log."""
    if not local.is_dir():
        return local if local.is_file() and _is_read_here(local) else None
    names = other_logs(local)
    is_one = len(names) == 1 and not table_files(local, TABLES)
    only = _only_file(local / names[0]) if is_one and (local / names[0]).is_file() else None
    return only if only is not None and not nearest_table(only.stem) else None


def _take_only(tables: Tables, folder: Path) -> bool:
    """Take the tables of the only file of a log; False where it may hold anything else.

    A file that is not named after its table has a header that fits no other, and nothing beside.
    """
    path = Path(tables.place.path(tables.only))
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        return _take_sheets(tables, path, folder)
    own = header_key(path.stem)
    tables.files = {own: path.name}
    if not _open(tables, own, folder):
        return False
    header = tables.header(own)
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    fitting = [] if any(map(may_number_sets, header)) else tables_of_header(header)
    if own in TABLES:
        return not is_text or own == DIARY or bool(fitting)
    if len(fitting) != 1 or fitting[0] in CATALOGUES or has_others(header):
        return False
    for known in (tables.files, tables.opened, tables.remarks, tables.blank):
        _renamed(known, own, fitting[0])
    tables.left.append((path.name, words_of_taken(fitting[0])))
    return True


def _renamed(known: dict[str, Any], name: str, other: str) -> None:
    """Put what is known by one name under another."""
    if name in known:
        known[other] = known.pop(name)


def _take_sheets(tables: Tables, book: Path, folder: Path) -> bool:
    """Take the tables that are sheets of one workbook; False where their names do not say all."""
    with workbook_in_rows(book, book.name) as opened:
        shown = [own for own in opened if not own.sheet.is_hidden]
        named = [own for own in shown if header_key(own.sheet.name) in TABLES]
        others = [own for own in shown if own not in named]
        others = [o for o in others if header_key(o.sheet.name) not in NOT_DATA and _is_filled(o)]
        tables.files = {header_key(own.sheet.name): book.name for own in named}
        is_near = any(nearest_table(own.sheet.name) for own in others)
        if len(tables.files) < len(named) or not set(tables.files) - set(CATALOGUES) or is_near:
            return False
        said = [*hidden_words([own.sheet for own in opened]),
                *(words_of_left_sheet(own.sheet.name) for own in others)]  # fmt: skip
        tables.left += [(book.name, sentence) for sentence in said]
        return all(_take_sheet(tables, own, folder) for own in named)


def _is_filled(own: SheetInRows) -> bool:
    return any(not is_blank(cell) for row in own.rows() for cell in row)


def _take_sheet(tables: Tables, own: SheetInRows, folder: Path) -> bool:
    """Make Parquet of a sheet; one of exercises or tests is read."""
    name = header_key(own.sheet.name)
    if name in CATALOGUES:
        tables.shared[name] = table_of_sheet(replace(own.sheet, rows=[*own.rows()]))
        return True
    tables.sheets[name] = own.sheet
    return _take_spooled(tables, name, spooled_sheet(own, folder / f"{name}.parquet"))


def _may_be_cut(tables: Tables, name: str, settings: Settings, folder: Path) -> bool:
    """Open a table and tell whether no rule on it looks at several clients; note who they are."""
    if not _open(tables, name, folder) or len({*tables.header(name)}) < len(tables.header(name)):
        return False
    is_settled = _is_settled_diary if name == DIARY else _is_settled
    if not is_settled(tables, name, settings):
        return False
    has_rows = bool(tables.opened[name].metadata.num_rows)
    if has_rows and name in tables.whose:
        tables.clients[name] = _clients(tables, name)
    return not has_rows or bool(tables.clients.get(name))


def _is_settled_diary(tables: Tables, name: str, settings: Settings) -> bool:
    """Note what all cells of a diary decide; tell whether a part of it can be read by that."""
    opened, header = tables.opened[name], tables.header(name)
    catalogue = catalogue_of(drafts_of(tables.shared, Stated(settings.date_order, settings.scale)))
    diary = match_diary(header, catalogue, settings.scale)
    if not is_sound(opened, header, diary, catalogue):
        return False
    found = decided_of_diary(opened, header, diary, settings)
    if found is None:
        return False
    tables.decided[name] = found
    tables.unread[name] = frozenset(place for place, _, _ in diary.own.unknown)
    tables.holding[name] = [header[place] for place in diary.holding]
    if "client" in diary.own.places:
        tables.whose[name] = header[diary.own.places["client"]]
    return True


def _is_settled(tables: Tables, name: str, settings: Settings) -> bool:
    """Note what all cells of a table decide; tell whether a part of it can be read by that."""
    opened, header = tables.opened[name], tables.header(name)
    matched = match_header(header, TABLES[name], scale=settings.scale)
    if not _is_plain(opened, header, matched, is_of_text=name in tables.blank):
        return False
    for column, place in matched.places.items():
        found = decided(
            opened, header[place], TABLES[name][column],
            stated=settings.date_order or matched.orders.get(column),
            pounds=column in matched.in_pounds,
        )  # fmt: skip
        if found is not None:
            tables.decided.setdefault(name, {})[place] = found
    if "client" in matched.places:
        tables.whose[name] = header[matched.places["client"]]
    return True


def _is_plain(
    opened: ParquetFile, header: Sequence[str], matched: MatchedHeader, *, is_of_text: bool
) -> bool:
    """Tell whether nothing is amiss with the columns of a table, whatever its rows hold."""
    import pyarrow as pa

    known = kinds_of_header(header)
    return (
        not any(is_named_as_status(written) for _, written, _ in matched.faults)
        and not any(pa.types.is_nested(kind) for kind in opened.schema_arrow.types)
        and all(
            _is_no_matter(opened, header[place])
            for place, written, _ in matched.unknown
            if is_of_text or written in known  # others of Parquet are not read
        )
    )


def _open(tables: Tables, name: str, folder: Path) -> bool:
    """Open a table; one in text, or in a workbook of its own, is made Parquet first."""
    from pyarrow.parquet import ParquetFile

    file = tables.files[name]
    if name in tables.opened:
        return True
    if Path(file).suffix.lower() in WORKBOOK_SUFFIXES:
        return _take_only_sheet(tables, name, folder)
    if Path(file).suffix.lower() == ".parquet":
        tables.opened[name] = ParquetFile(tables.place.files.open(tables.place.path(file), "rb"))
        return not set(OF_ROWS) & set(tables.opened[name].schema_arrow.names)
    return _take_spooled(tables, name, spooled(tables.place, file, folder / f"{name}.parquet"))


def _take_only_sheet(tables: Tables, name: str, folder: Path) -> bool:
    """Take the sheet of a workbook that is one table, as a whole read does."""
    book = folder / tables.files[name]
    book.write_bytes(tables.place.read(book.name))
    with workbook_in_rows(book, book.name) as opened:
        shown = [own for own in opened if not own.sheet.is_hidden]
        held = [own for own in shown if header_key(own.sheet.name) == name]
        held = held or [own for own in shown if _is_filled(own)]
        if len(held) != 1:
            return False
        tables.sheets[name] = held[0].sheet
        return _take_spooled(tables, name, spooled_sheet(held[0], folder / f"{name}.parquet"))


def _take_spooled(tables: Tables, name: str, made: Spooled | None) -> bool:
    """Open what was made of a table, and keep what is said of its file."""
    from pyarrow.parquet import ParquetFile

    if made is None:
        return False
    tables.opened[name] = ParquetFile(made.path)
    tables.remarks[name] = tuple(made.remarks)
    tables.blank[name] = frozenset(range(len(made.header))) - made.filled
    return True


def _is_no_matter(opened: ParquetFile, written: str) -> bool:
    """Tell whether a column that is no part of a table is only to be named, whatever it holds."""
    if not written.strip() or written.strip().startswith(NO_COLUMN):
        return True
    if is_named_as_status(written) or is_of_scores(written) or is_of_sites(written, [""]):
        return False
    values = _values(opened, written) or ["a great many"]
    return not is_column_of_units(written, values) and bearing_of(written, values) is None


def _values(opened: ParquetFile, header: str) -> list[object]:
    """Return the different values of a column; nothing where they are too many."""
    found: dict[tuple[type, object], None] = {}
    for value, _ in counted_cells(opened, header):
        found[type(value), value] = None
        if len(found) > MOST_TEXTS:
            return []
    return [value for _, value in found]


def _clients(tables: Tables, name: str) -> dict[object, str]:
    """Return the client that each value means, and count the rows of each."""
    found: dict[object, str] = {}
    opened, n_rows, holding = tables.opened[name], tables.n_rows, tables.holding.get(name)
    typed = is_typed(opened)
    of_rows = [n for n in opened.schema_arrow.names if n in OF_ROWS]
    columns = [tables.whose[name], *([] if holding is None else [*holding, *of_rows])]
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=columns, use_threads=False):
        values, codes = values_and_codes(batch.column(tables.whose[name]))
        if holding is not None:
            codes = codes[are_filled(batch, holding, typed=typed)]
        numbers = np.bincount(codes, minlength=len(values) + 1).tolist()
        for value, cell, number in zip(
            values, cells_of(values, typed=typed), numbers, strict=False
        ):
            client = found.get(value) or (None if cell is None else read_client(cell))
            if isinstance(client, str) and number:
                found[value] = client
                n_rows[client] += number
    return found
