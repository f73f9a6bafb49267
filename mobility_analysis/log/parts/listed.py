"""The files of a log of any size, each table made ready for reading a few rows at a time.

Tables in Parquet are read as they are, those in text or in a workbook as Parquet that was made of
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobility_analysis.log.check.dates import EXCHANGED
from mobility_analysis.log.exports.road import may_be_one_log
from mobility_analysis.log.exports.shapes.header_line import ROWS_OF_HEAD
from mobility_analysis.log.parts.books import joined_sheets, spooled_sheet
from mobility_analysis.log.parts.by_recipe.foreign import first_rows, is_filled, is_of_sets
from mobility_analysis.log.parts.by_recipe.shaped import Shaped
from mobility_analysis.log.parts.decided import is_a_row_a_set
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import Spooled, head_of_text, of_rows, spooled
from mobility_analysis.log.read.cells import Decided, RawTable, Sheet
from mobility_analysis.log.read.files import (
    SUFFIXES,
    TEXT_SUFFIXES,
    UNFINISHED_MARK,
    WORKBOOK_SUFFIXES,
    LogFiles,
    copies_of_others,
    entries_of,
    further_sheet,
    misnamed_sheet,
    other_logs,
    read_table,
    remark_unread,
    table_files,
    tables_beside,
    take_tables,
    words_of_left_sheet,
    words_of_taken,
    words_of_taken_sheets,
    words_of_unread,
)
from mobility_analysis.log.read.headers import (
    header_key,
    kinds_of_header,
    nearest_table,
    tables_of_header,
)
from mobility_analysis.log.read.many_sheets import NOT_DATA, are_parts, hidden_words
from mobility_analysis.log.read.parquet import damaged
from mobility_analysis.log.read.settings_file import is_settings_file
from mobility_analysis.log.read.sheets import header_of_sheet, table_of_sheet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile


@dataclass
class Tables:
    """The tables of a log, by name, opened for reading."""

    place: Place
    files: dict[str, str]
    prefix: str = ""
    """Stands before the names of its files in messages: the sub-folder of one of many logs."""
    only: tuple[str, ...] = ()
    """The file that is the whole log, where one is; or several in other columns that are."""
    is_file: bool = False
    """Whether that file was named, and not the folder in which it lies."""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    """Those that are sheets of a workbook, without their rows."""
    is_askable: bool = False
    """Whether it is asked about columns beside those of the only table, if they may bear on it."""
    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The sheets of a workbook or log, by number, of a table that has rows of several."""
    opened: dict[str, ParquetFile] = field(default_factory=dict)
    """Those whose rows are somebody's."""
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The headers of those that were made of a file, in which two may be alike."""
    remarks: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    """What is said of a text file as a whole."""
    unread: dict[str, frozenset[int]] = field(default_factory=dict)
    """Places of columns of which only counts whether they hold anything."""
    blank: dict[str, frozenset[int]] = field(default_factory=dict)
    """Places of a text file's columns that hold nothing."""
    for_all: dict[str, RawTable] = field(default_factory=dict)
    """Tables for everybody that lie beside files in other columns, which may bring their own."""
    shared: dict[str, RawTable] = field(default_factory=dict)
    """The tables that hold for everybody."""
    left: list[tuple[str, str]] = field(default_factory=list)
    """What was left unread beside the tables: file, sentence."""
    beside: list[tuple[str, str]] = field(default_factory=list)
    """The same of what lies beside files in other columns, which is nobody's."""
    whose: dict[str, str] = field(default_factory=dict)
    """The header of the column that says the client."""
    holding: dict[str, list[str]] = field(default_factory=dict)
    """The headers of a diary's columns that fill a row, which else only waits for its day."""
    clients: dict[str, dict[object, str]] = field(default_factory=dict)
    """The client that each value of that column means, of those that mean one."""
    decided: dict[str, dict[int, Decided]] = field(default_factory=dict)
    """What all cells of a column decide for each, by the place of the column."""
    shaped: Shaped | None = None
    """What recipes made of the only files, where they are in other columns."""
    n_rows: Counter[str] = field(default_factory=Counter)
    """Rows of each client in all tables, by each spelling."""

    @property
    def name(self) -> str:
        """What the log is called: after its folder, or after the file that it is."""
        return Path(self.only[0]).stem if self.is_file else self.place.name

    @property
    def paths(self) -> list[Path]:
        """The files that are the whole log."""
        return [Path(self.place.path(name)) for name in self.only]

    def shown(self, name: str) -> str:
        """Return the file of a table as messages name it."""
        return self.prefix + self.files[name]

    def header(self, name: str) -> tuple[str, ...]:
        """Return the header of a table as it was written."""
        return self.written.get(name) or self.columns(name)

    def columns(self, name: str) -> tuple[str, ...]:
        """Return what the columns of a table are called where it is opened."""
        schema = self.opened[name].schema_arrow
        known = of_rows(schema)
        return tuple(n for n in schema.names if n not in known)

    @property
    def is_one_persons(self) -> bool:
        """Whether it has rows, and no two clients are named in them."""
        n_clients = len({name.casefold() for name in self.n_rows})
        return n_clients < 2 and any(own.metadata.num_rows for own in self.opened.values())

    @property
    def asked(self) -> set[str]:
        """What the problems expect that hold for a column as a whole."""
        found = [own for columns in self.decided.values() for own in columns.values()]
        asked = {own.asked[1].expected for own in found if own.asked is not None}
        return asked | {EXCHANGED.expected for own in found if own.turned}

    def close(self) -> None:
        """Close every file."""
        for opened in self.opened.values():
            opened.close()


def listed(
    place: Place, settings: Settings, *, are_seen: bool = False, prefix: str = ""
) -> Tables | None:
    """Find the file of each table; None where it is no folder of tables.

    One file, or the only one in a folder, may hold the whole log; so may several in other columns,
    also such that have no recipe if they ``are_seen``.
    """
    local = place.local
    only = [] if local is None else only_files(local, settings, are_seen=are_seen)
    if local is not None and only:
        others = entries_of(local) if local.is_dir() else []
        catalogues = {} if local.is_file() else {
            header_key(Path(name).stem): name for name in table_files(local, CATALOGUES)
        }  # fmt: skip
        left = [
            (entry.name, words_of_unread(entry))
            for entry in others
            if entry not in only and header_key(entry.stem) not in (*NOT_DATA, *catalogues)
        ]
        if local.is_file():
            left += tables_beside(local)
        names = tuple(path.name for path in only)
        return Tables(
            Place(only[0].parent), catalogues,
            only=names, is_file=local.is_file(), left=left,
        )  # fmt: skip
    if local is not None:
        return _listed_here(local, prefix) if local.is_dir() else None
    tables = Tables(place, {})
    for path in sorted({Path(name.split("/")[0]) for name in place.sizes()}):
        table = header_key(path.stem)
        if path.name == UNFINISHED_MARK or table in tables.files:
            return None
        if path.name.startswith((".", "~$")) or is_settings_file(path):
            continue
        if path.suffix.lower() in SUFFIXES and table in TABLES:
            tables.files[table] = path.name
        elif table not in NOT_DATA:
            return None
    return tables if set(tables.files) - set(CATALOGUES) else None


def _listed_here(local: Path, prefix: str) -> Tables | None:
    """Find the file of each table in a folder as who reads it whole does; no table is read."""
    tables, log = Tables(Place(local), {}, prefix=prefix), LogFiles("")

    def found(file: Path, name: str, prefix: str) -> RawTable:
        if not _is_read_here(file) or not file.is_file():
            return read_table(file, name, prefix)  # which says what it is
        tables.files[name] = file.name
        return RawTable(prefix + file.name, "", (), (), range(2, 2))

    entries = entries_of(local)
    if any(entry.name == UNFINISHED_MARK for entry in entries):
        return None
    others = take_tables(log, entries, prefix, found)
    remark_unread(log, others, prefix)
    tables.left = log.remarks
    tables.shared = {name: raw for name, raw in log.tables.items() if name not in tables.files}
    return tables if set(tables.files) - set(CATALOGUES) else None


def _is_read_here(path: Path) -> bool:
    return not path.is_symlink() and path.suffix.lower() in SUFFIXES


def _only_file(local: Path) -> Path | None:
    """Return the file that a path is, or that lies in a folder with nothing else of a log."""
    if not local.is_dir():
        return local if local.is_file() and _is_read_here(local) else None
    names = other_logs(local)
    is_one = len(names) == 1 and not table_files(local, TABLES) and not _has_near_table(local)
    return _only_file(local / names[0]) if is_one and (local / names[0]).is_file() else None


def _has_near_table(folder: Path) -> bool:
    """Tell whether a file's name is nearly that of a table, which is a slip of the pen."""
    return any(
        entry.suffix.lower() in SUFFIXES
        and header_key(entry.stem) not in TABLES
        and nearest_table(entry.stem)
        for entry in entries_of(folder)
    )


def only_files(local: Path, settings: Settings, *, are_seen: bool = False) -> list[Path]:
    """Return the file that a path is or that lies alone, or several that all have a recipe.

    Any several, if they ``are_seen`` by who looks at them together. Tables for everybody may lie
    beside them.
    """
    only = _only_file(local)
    if only is not None or not local.is_dir():
        return [] if only is None else [only]
    tables = table_files(local, TABLES)
    keys = [header_key(Path(name).stem) for name in tables]
    paths = [local / name for name in other_logs(local) if name not in tables]
    is_log = (
        {*keys} <= {*CATALOGUES}
        and len({*keys}) == len(keys)
        and not (local / UNFINISHED_MARK).exists()
        and all(map(_may_be_cut_here, (*paths, *(local / name for name in tables))))
        and not _has_near_table(local)
        and not copies_of_others(paths)
        and (len(paths) == 1 or are_seen or may_be_one_log(paths, settings))
    )
    return paths if is_log and paths else []


def _may_be_cut_here(path: Path) -> bool:
    return path.is_file() and _is_read_here(path)


def catalogues_in(tables: Tables, folder: Path) -> dict[str, RawTable]:
    """Read the tables that hold for everybody; ``folder`` is where they are copied to."""
    raws = {}
    for name in sorted(set(tables.files) & set(CATALOGUES) - tables.shared.keys()):
        copy = folder / tables.files[name]
        copy.write_bytes(tables.place.read(tables.files[name]))
        raws[name] = read_table(copy, name, tables.prefix)
    return raws


def open_table(tables: Tables, name: str, folder: Path) -> bool:
    """Open a table; one in text, or in a workbook of its own, is made Parquet first.

    Raises
    ------
    CannotReadError
        If it is no Parquet file, though its name says so, or a workbook or a text file that is
        damaged, or has no header in the first line that is filled.
    """
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    file = tables.files[name]
    if name in tables.opened:
        return True
    if Path(file).suffix.lower() in WORKBOOK_SUFFIXES:
        return _take_only_sheet(tables, name, folder)
    if Path(file).suffix.lower() == ".parquet":
        try:
            tables.opened[name] = ParquetFile(tables.place.open(file))
        except ArrowInvalid as error:
            raise damaged() from error
        return True
    made = spooled(tables.place, file, folder / f"{name}.parquet")
    if made is None:
        _refuse_faulty(head_of_text(tables.place, file, ROWS_OF_HEAD))
    return _take_spooled(tables, name, made)


def _refuse_faulty(head: Sheet) -> None:
    """Refuse a sheet that is no table by its first rows."""
    if (fault := table_of_sheet(head).fault) is not None:
        raise CannotReadError(*fault)


def _take_only_sheet(tables: Tables, name: str, folder: Path) -> bool:
    """Take the sheet of a workbook that is one table, as a whole read does."""
    book = folder / tables.files[name]
    book.write_bytes(tables.place.read(book.name))
    with workbook_in_rows(book, book.name) as opened:
        shown = [own for own in opened if not own.sheet.is_hidden]
        held = [own for own in shown if header_key(own.sheet.name) == name]
        held = held or [own for own in shown if is_filled(own)]
        if len(held) != 1:
            return False
        tables.sheets[name] = held[0].sheet
        made = spooled_sheet(held[0], folder / f"{name}.parquet")
        if made is None:
            _refuse_faulty(held[0].holding(first_rows(held[0].rows())))
        return _take_spooled(tables, name, made)


def _take_spooled(tables: Tables, name: str, made: Spooled | None) -> bool:
    """Open what was made of a table, and keep what is said of its file."""
    from pyarrow.parquet import ParquetFile

    if made is None:
        return False
    tables.opened[name] = ParquetFile(made.path)
    tables.written[name] = made.written
    tables.remarks[name] = tuple(made.remarks)
    tables.blank[name] = frozenset(range(len(made.header))) - made.filled
    return True


def take_only(tables: Tables, folder: Path) -> bool:
    """Take the tables of the only file of a log; False where it may hold anything else.

    A file that is not named after its table has a header that fits no other. What stands beside its
    columns is looked at later: what may bear on their meaning is for who can ask about it.
    """
    path = Path(tables.place.path(tables.only[0]))
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        return _take_sheets(tables, path, folder)
    try:
        return _take_file(tables, path, folder)
    except CannotReadError:
        return header_key(path.stem) in TABLES  # and is then said of the table


def take_by_name(tables: Tables, folder: Path) -> bool:
    """Take the only file of a log, a text, as the table after which it is called, if it is."""
    name, *others = tables.only
    own = header_key(Path(name).stem)
    if others or own not in TABLES or Path(name).suffix.lower() not in TEXT_SUFFIXES:
        return False
    tables.files = {own: name}
    try:
        return open_table(tables, own, folder)
    except CannotReadError:
        return True  # and is then said of the table


def _take_file(tables: Tables, path: Path, folder: Path) -> bool:
    """Take the table that is all of the only file."""
    own = header_key(path.stem)
    tables.files = {own: path.name}
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    if is_text and own != DIARY and not _has_our_header(tables.place, path.name):
        return False
    if not open_table(tables, own, folder):
        return False
    header = tables.header(own)
    read = header if is_text else kinds_of_header(header)  # of Parquet no others are
    looked_at = [text if text in read else "" for text in header]
    are_sets = is_a_row_a_set(tables.opened[own], looked_at, tables.columns(own))
    fitting = [] if are_sets else tables_of_header(header)
    if own in TABLES:
        return not is_text or own == DIARY or bool(fitting)
    if len(fitting) != 1 or fitting[0] in CATALOGUES:
        return False
    tables.is_askable = is_text
    for known in (tables.files, tables.opened, tables.written, tables.remarks, tables.blank):
        _renamed(known, own, fitting[0])
    tables.left.append((path.name, words_of_taken(fitting[0])))
    return True


def _has_our_header(place: Place, file: str) -> bool:
    """Tell whether the first line of a text file is the header of a table, before it is read."""
    return bool(tables_of_header(header_of_sheet(head_of_text(place, file, n_filled=1))))


def take_shaped(tables: Tables, shaped: Shaped) -> None:
    """Take the tables that recipes made of the only files."""
    tables.shaped, tables.sheets, tables.joined = shaped, dict(shaped.sheets), shaped.joined
    tables.files = dict.fromkeys(shaped.tables, shaped.words.file)
    for name, made in shaped.tables.items():
        _take_spooled(tables, name, made)
    if shaped.exercises is not None:
        tables.shared["exercises"] = shaped.exercises
    beside = tables.left
    tables.beside = beside if shaped.are_of_many else []
    tables.left = [(shaped.words.file, said) for said in shaped.remarks]
    tables.left += [] if shaped.are_of_many else beside
    of_sheets = [(shaped.words.file, said) for said in shaped.said_of_sheets]
    if shaped.unread:  # beside other logs what is said of sheets is nobody's alone
        tables.beside += of_sheets
    else:
        tables.left += of_sheets


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
        others = [o for o in others if header_key(o.sheet.name) not in NOT_DATA and is_filled(o)]
        tables.files = {header_key(own.sheet.name): book.name for own in named}
        is_only = len(others) == 1 and not named  # and whatever it is called, is a table
        near = [] if is_only else [own for own in others if nearest_table(own.sheet.name)]
        others = [own for own in others if own not in near]
        _leave_further_sheets(tables, named)
        said = hidden_words([own.sheet for own in opened])
        if not {*tables.files, *tables.shared} - {*CATALOGUES}:
            is_alone = not named and not near
            taken = _take_by_headers(tables, others, folder, is_only=is_alone)
            others = [own for own in others if own.sheet.name not in taken]
            if not taken:
                return False
        for own in near:
            if (table := nearest_table(own.sheet.name)) in (*tables.files, *tables.shared):
                others.append(own)
            else:
                tables.shared[table] = misnamed_sheet(own.sheet, table)
        said += [words_of_left_sheet(own.sheet.name) for own in others]
        tables.left += [(book.name, sentence) for sentence in said]
        single = [own for own in named if header_key(own.sheet.name) in tables.files]
        return all(_take_sheet(tables, own, folder) for own in single)


def _leave_further_sheets(tables: Tables, named: Sequence[SheetInRows]) -> None:
    """Leave out each table that several sheets of a workbook are called after."""
    seen = set[str]()
    for own in named:
        if (name := header_key(own.sheet.name)) in seen:
            tables.shared[name] = further_sheet(own.sheet, name)
            tables.files.pop(name, None)
        seen.add(name)


def _take_by_headers(
    tables: Tables, sheets: Sequence[SheetInRows], folder: Path, *, is_only: bool
) -> set[str]:
    """Take the sheets whose header is that of one table, several of one table as one.

    Return their names: none where it is not sure that they are tables, or whose each is.
    """
    found: dict[str, dict[str, Spooled]] = {}
    for number, own in enumerate(sheets):
        made = spooled_sheet(own, folder / f"sheet-{number}.parquet")
        if made is None:
            return set()
        fitting = [] if is_of_sets(made) else tables_of_header(made.written)
        if len(fitting) == 1 and fitting[0] in CATALOGUES:
            return set()
        if len(fitting) == 1:
            found.setdefault(fitting[0], {})[own.sheet.name] = made
    if any(len(held) > 1 and not _are_together(held) for held in found.values()):
        return set()
    for name, held in found.items():
        first = next(own.sheet for own in sheets if own.sheet.name in held)
        tables.files[name], tables.sheets[name] = first.file, replace(first, name=", ".join(held))
        whole = next(iter(held.values()))
        if len(held) > 1:
            tables.joined[name] = (*held,)
            whole = joined_sheets(held, folder / f"{name}.parquet")
        _take_spooled(tables, name, whole)
        is_alone = is_only and len(sheets) == 1
        words = words_of_taken(name) if is_alone else words_of_taken_sheets(name, [*held])
        tables.left.append((first.file, words))
    taken = {sheet for held in found.values() for sheet in held}
    tables.is_askable = is_only and len(found) == 1 and len(taken) == len(sheets)
    return taken


def _are_together(sheets: Mapping[str, Spooled]) -> bool:
    """Tell whether sheets of one table are not a client's each."""
    says_client = any(
        header_key(made.written[place]) == "client" for made in sheets.values()
        for place in made.filled
    )  # fmt: skip
    return says_client or are_parts([*sheets])


def _take_sheet(tables: Tables, own: SheetInRows, folder: Path) -> bool:
    """Make Parquet of a sheet; one of exercises or tests is read."""
    name = header_key(own.sheet.name)
    if name in CATALOGUES:
        tables.shared[name] = table_of_sheet(own.holding([*own.rows()]))
        return True
    made = spooled_sheet(own, folder / f"{name}.parquet")
    if made is None:
        tables.shared[name] = table_of_sheet(own.holding(first_rows(own.rows())))
        return tables.shared[name].fault is not None and bool(tables.files.pop(name))
    tables.sheets[name] = own.sheet
    return _take_spooled(tables, name, made)
