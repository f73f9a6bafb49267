"""Which files make a log, and their tables as read. Files are opened for reading only."""

from __future__ import annotations

import csv
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from filecmp import cmp
from pathlib import Path
from typing import Any, NamedTuple

from mobility_analysis.log.findings import Fault
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.apps import (
    NO_TICKS,
    OWN_FIGURES,
    are_own_figures,
    ticks_of_loop,
)
from mobility_analysis.log.read.cells import RawTable, Sheet, distinct, faulty_table, used_codes
from mobility_analysis.log.read.fast_csv import read_plain_csv
from mobility_analysis.log.read.headers import (
    header_key,
    match_header,
    nearest_table,
    table_of_records,
)
from mobility_analysis.log.read.many_sheets import (
    NOT_DATA,
    are_parts,
    client_words,
    filled,
    hidden_words,
    joined_tables,
    sheet_words,
)
from mobility_analysis.log.read.numbered_sets import tables_of
from mobility_analysis.log.read.parquet import names_in_parquet, read_parquet
from mobility_analysis.log.read.settings_file import is_settings_file
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.read.text import (
    SAMPLE_CHARACTERS,
    CannotReadError,
    delimiter_of,
    read_delimited,
)
from mobility_analysis.log.read.workbooks import read_workbook
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES
from mobility_analysis.log.settings import Settings

UNFINISHED_MARK = "UNFINISHED.txt"
"""Stands in a folder while tables are written into it, so that a few are not taken for all."""

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods")
SUFFIXES = (*TEXT_SUFFIXES, ".parquet", *WORKBOOK_SUFFIXES)
OLD_WORKBOOK = ".xls"
LARGE_BYTES = 2_000_000
"""A text file of this size or more is first tried by its columns, which is much faster."""
MAX_FILE_BYTES = 4_000_000_000
REPORT_FILES = frozenset({"index.html", "caseload.csv", "caseload.xlsx", "summary.html"})
TICK_SHEET = "tick-sheet"
"""How the names of the sheets on paper begin that ``new`` writes beside a log."""
EXPECTED_FILES = (
    "files named days, sessions, stiffness, programme, pauses, events, exercises, checks or tests "
    "(.csv, .tsv or .parquet), or one workbook (.xlsx, .ods) with sheets of these names"
)


@dataclass(eq=False, repr=False)
class LogFiles:
    """The tables of one log as read, and what was left unread."""

    name: str
    tables: dict[str, RawTable] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """File, and a sentence about it."""
    is_table: bool = False
    """Whether it is one file named after its table, so that its name is nobody's."""
    is_of_several: bool = False
    """Whether its tables hold the rows of some clients of several."""
    folder: Path | None = None
    """The sub-folder in which it lies, where it is one of many."""
    for_several: frozenset[str] = frozenset()
    """Its tables that hold for all clients of a workbook, each of whom has them."""
    foreign: tuple[Path, ...] = ()
    """Files without sessions or scores in our tables, which may be anybody's sheets.

    ``tables`` hold what is wrong with them as a log.
    """
    askable: tuple[Path, ...] = ()
    """A file in the columns of a table of ours, but not of its name, with other columns beside."""
    fault: str = ""
    """Why it cannot be read, where no table says it."""
    stated: Settings = field(default_factory=Settings)
    """What the recipes of its sheets state of dates and scores."""
    shaped: Any = None
    """What recipes made of its sheets (``exports.sheets.ShapedFile``); None for tables of ours."""

    @property
    def file(self) -> str:
        """The file as messages name it; the log's name where it is in several."""
        return self.foreign[0].name if len(self.foreign) == 1 else self.name


class Found(NamedTuple):
    """The logs at a path, as far as they are in the tables of a log."""

    logs: list[LogFiles]
    left: list[tuple[str, str]]
    """What was left unread beside them: file, sentence."""
    are_many: bool
    """Whether they are many: in a folder, or in a workbook with a sheet a client."""


def find_logs(path: Path) -> Found:
    """Read the log at a path, or the many logs in a folder.

    A table ``exercises`` or ``tests`` beside many holds for all and comes first, as a log without a
    name. Files that hold no table of a log are named in ``foreign`` and left to be understood.
    """
    name = path.name or path.resolve().name
    try:
        if not path.exists():
            whole = path.absolute()
            raise DataError(f"{whole}: there is no file or folder of this name. Check its path.")
        if not path.is_dir():
            named = path.resolve() if path.is_symlink() else path  # links only inside a log stop
            if holds_own_figures(named):
                raise DataError(f"{name}: {OWN_FIGURES} Name the log that it was made of.")
            first, *more = logs_of_file(named)
            first.remarks += tables_beside(named)
            return _one_or_many([first, *more])
        entries = entries_of(path)
    except OSError as error:
        raise DataError(_cannot_open(name, error)) from error
    if (path / UNFINISHED_MARK).exists() and any(entry.is_dir() for entry in entries):
        raise DataError(
            f"{name}: found {UNFINISHED_MARK}, so not all parts of this log are there. Delete the "
            "folder and convert the log again."
        )
    log = LogFiles(name)
    others = take_tables(log, entries, "")
    logs = [entry for entry in others if _may_be_log(entry)]
    if set(log.tables) - set(CATALOGUES) or not logs:
        remark_unread(log, others)
        if not log.tables:
            raise DataError(_no_table(name, entries))
        return Found([log], [], are_many=False)
    if len(logs) == 1 and logs[0].is_file() and not log.tables:
        only = logs_of_file(logs[0])
        if not only[0].foreign:  # next week another sheet may lie beside it
            _named_as(name, only)
        remark_unread(only[0], [entry for entry in others if entry not in logs])
        return _one_or_many(only)
    many = _many(log, others, logs, lambda entry: [logs_of(entry)])
    each = [own for logs_of_entry in many.each for own in logs_of_entry]
    return Found([*many.shared, *each], many.left.remarks, are_many=True)


class Many(NamedTuple):
    """The many logs of a folder, to be read one after the other."""

    shared: list[LogFiles]
    """Exercises and tests that hold for all, as a log without a name."""
    each: Iterator[list[LogFiles]]
    left: LogFiles
    """What was left unread beside the logs, in its remarks."""


def many_logs(path: Path, read: Callable[[Path], Iterable[list[LogFiles]]]) -> Many | None:
    """Find the many logs of a folder as ``find_logs`` does; None for anything else.

    ``read`` reads an entry of the folder (``logs_of`` the whole of it), which may be many logs, all
    together or some at a time.
    """
    entries = entries_of(path) if path.is_dir() else []
    tables = {header_key(e.stem) for e in entries if e.suffix.lower() in SUFFIXES} & set(TABLES)
    if tables - set(CATALOGUES) or (path / UNFINISHED_MARK).exists():
        return None
    log = LogFiles("")
    others = take_tables(log, entries, "")
    logs = [entry for entry in others if _may_be_log(entry)]
    if set(log.tables) - set(CATALOGUES) or len(logs) < 2:
        return None
    return _many(log, others, logs, read)


def _many(
    shared: LogFiles,
    others: Sequence[Path],
    logs: Sequence[Path],
    read: Callable[[Path], Iterable[list[LogFiles]]],
) -> Many:
    """Return the logs of a folder's entries; each is read when its turn comes."""
    left = LogFiles("")
    remark_unread(left, [entry for entry in others if entry not in logs])
    copies = copies_of_others(logs)
    each = (
        _with_their_own(own, left)
        for entry in logs
        for own in ([[_copy(entry, copies[entry])]] if entry in copies else read(entry))
    )
    return Many([LogFiles("", shared.tables)] if shared.tables else [], each, left)


def diary_header(path: Path) -> tuple[str, ...]:
    """Return the header of a log's diary; nothing where it has none, or where there are many."""
    found = find_logs(path)
    if found.are_many or DIARY not in found.logs[0].tables:
        return ()
    return found.logs[0].tables[DIARY].header


def _one_or_many(logs: list[LogFiles]) -> Found:
    """Return the logs of one file, what is said of it as a whole, and whether they are many."""
    if len(logs) == 1:
        return Found(logs, [], are_many=False)
    left = [said for log in logs if not log.name for said in log.remarks]
    return Found(logs, left, are_many=True)


def _named_as(name: str, logs: list[LogFiles]) -> list[LogFiles]:
    """Name the only log of a file after the folder in which it lies alone."""
    if len(logs) == 1:
        logs[0].name = name
    return logs


def _with_their_own(logs: list[LogFiles], left: LogFiles) -> list[LogFiles]:
    """Give what a workbook holds for all its clients to each of them, and to no other log."""
    whole = [log for log in logs if not log.name]
    named = [log for log in logs if log.name]
    for log in whole:
        left.remarks += log.remarks
        for own in named:
            own.tables = {**log.tables, **own.tables}
            own.for_several = frozenset(log.tables)
    return named


def read_sheets(path: Path) -> list[Sheet]:
    """Return all cells of a text file, or of each sheet of a workbook."""
    try:
        _check_file(path)
        if path.suffix.lower() in WORKBOOK_SUFFIXES:
            return read_workbook(path, path.name)
        return [read_delimited(path.read_bytes(), path.name)]
    except CannotReadError as error:
        raise cannot_read(path.name, error) from error
    except OSError as error:
        raise DataError(_cannot_open(path.name, error)) from error


def cannot_read(file: str, error: CannotReadError) -> DataError:
    """Return what is said of a file of sheets that cannot be read."""
    return DataError(
        f"{file}: found {error.found}; expected {error.fault.expected}. {error.fault.repair}"
    )


def filled_sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """Return the sheets of a file that are shown and hold any cell, and name the hidden ones."""
    sheets = read_sheets(path)
    found = filled(sheets)
    if found:
        return found, hidden_words(sheets)
    said = " ".join(["There is nothing in it.", *hidden_words(sheets), "Fill in the file."])
    raise DataError(f"{path.name}: {said[:1].lower()}{said[1:]}")


def entries_of(folder: Path) -> list[Path]:
    """Return what is in a folder, in order of names, without settings and programs' leavings."""
    passed_over = ("thumbs.db", "desktop.ini", "icon\r")
    return sorted(
        entry
        for entry in folder.iterdir()
        if not entry.name.startswith((".", "~$"))
        and entry.name.lower() not in passed_over
        and not is_settings_file(entry)
    )


def table_files(folder: Path, names: Collection[str]) -> list[str]:
    """Return the names of the files in a folder that are read as one of some tables."""
    entries = entries_of(folder) if folder.is_dir() else []
    return [
        entry.name
        for entry in entries
        if entry.suffix.lower() in SUFFIXES and header_key(entry.stem) in names
    ]


def tables_beside(file: Path) -> list[tuple[str, str]]:
    """Say that only one table of a log was named, where others of it lie in the same folder."""
    if header_key(file.stem) not in TABLES:
        return []
    others = [name for name in table_files(file.parent, TABLES) if name != file.name]
    if not others:
        return []
    words = f"Only this file was read. Beside it lie more tables of a log ({', '.join(others)})"
    return [(file.name, f"{words}: name the folder to read them all.")]


def other_logs(folder: Path) -> list[str]:
    """Return the names of what is read as a log in a folder as long as it holds no table."""
    entries = entries_of(folder) if folder.is_dir() else []
    return [entry.name for entry in entries if _may_be_log(entry)]


TICKS_OF_LOOP = "checkmarks"
"""What Loop Habit Tracker calls its own file, which is nearly the name of a table."""


ReadTable = Callable[[Path, str, str], RawTable]
"""Reads the table of a name from a file, before which a text stands in messages."""


def take_tables(
    log: LogFiles, entries: Sequence[Path], prefix: str, read: ReadTable | None = None
) -> list[Path]:
    """Read the files that are named as tables (``read_table``); return the other entries."""
    read = read or read_table
    named: dict[str, list[Path]] = {}
    others = []
    for entry in entries:
        key = header_key(entry.stem)
        if entry.suffix.lower() in SUFFIXES and key in TABLES:
            named.setdefault(key, []).append(entry)
        else:
            others.append(entry)
    is_unfinished = any(entry.name == UNFINISHED_MARK for entry in entries)
    is_only = not named and sum(map(_may_be_log, entries)) == 1
    for name, files in named.items():
        whole = None if is_unfinished else _one_of(files, name, prefix, read)
        log.tables[name] = whole or _unfinished(prefix + files[0].name)
    for entry in list(others):
        near, is_ticks = nearest_table(entry.stem), header_key(entry.stem) == TICKS_OF_LOOP
        if is_ticks and is_only:
            continue  # which is read by its header
        if entry.suffix.lower() in SUFFIXES and near and near not in log.tables:
            repair = (
                "Ticks of Loop Habit Tracker are read alone: put it into a folder of its own. "
                f"If it is the table {near}, call it {near}{entry.suffix}."
                if is_ticks
                else f"Rename it to {near}{entry.suffix}, or take it out of the folder."
            )
            fault = Fault("the name of a table", repair)
            log.tables[near] = faulty_table(prefix + entry.name, entry.stem, fault)
            others.remove(entry)
    return others


def _unfinished(shown: str) -> RawTable:
    fault = Fault(
        "all tables of a log",
        f"The log was being written here and the writing was broken off: delete {UNFINISHED_MARK} "
        "and the tables beside it, then write the log again.",
    )
    return faulty_table(shown, "a part of a log", fault)


def _one_of(files: Sequence[Path], name: str, prefix: str, read: ReadTable) -> RawTable:
    if len(files) == 1:
        return read(files[0], name, prefix)
    names = " and ".join(file.name for file in files)
    fault = Fault(f"one file for the table {name}", "Keep one of them in the folder.")
    return faulty_table(prefix + files[0].name, names, fault)


def read_table(file: Path, name: str, prefix: str = "") -> RawTable:
    """Read the one table that a file holds."""
    shown = prefix + file.name
    try:
        _check_file(file)
        suffix = file.suffix.lower()
        if suffix == ".parquet":
            return read_parquet(file, shown, is_diary=name == DIARY)
        if suffix in TEXT_SUFFIXES:
            return _table_of_text(file, shown)
        sheets = read_workbook(file, shown)
        named = [s for s in sheets if header_key(s.name) == name and not s.is_hidden]
        held = named or filled(sheets)
        if len(held) != 1:
            found = f"{len(held)} sheets: {', '.join(sheet.name for sheet in held)}"
            raise CannotReadError(
                found, Fault(f"one sheet, named {name}", "Name the sheet of the table so.")
            )
        return table_of_sheet(held[0])
    except CannotReadError as error:
        return faulty_table(shown, error.found, error.fault)
    except OSError as error:
        return faulty_table(
            shown, "a file that cannot be opened", Fault("a file", _cannot_open(file.name, error))
        )


def _table_of_text(file: Path, shown: str) -> RawTable:
    is_large = file.stat().st_size > LARGE_BYTES
    plain = read_plain_csv(file, shown) if is_large else None
    if plain is None or _has_ticks_of_loop(file, shown):
        return table_of_sheet(read_delimited(file.read_bytes(), shown))
    return plain


def _has_ticks_of_loop(file: Path, shown: str) -> bool:
    """Tell whether a plain CSV file, of which nearly always a row says it, is Loop's, or may be."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        delimiter = delimiter_of(opened.read(SAMPLE_CHARACTERS))
        opened.seek(0)
        return ticks_of_loop(shown, "", csv.reader(opened, delimiter=delimiter)) is not NO_TICKS


def _check_file(file: Path) -> None:
    """Refuse what is no ordinary file (a link, a folder, a device), or is too large."""
    if file.is_symlink():
        raise CannotReadError(
            "a link to another place", Fault("the file itself", "Put the file itself there.")
        )
    status = file.stat()
    if stat.S_ISDIR(status.st_mode):
        raise CannotReadError("a folder", Fault("a file", "Put a file of this name there."))
    if not stat.S_ISREG(status.st_mode):
        raise CannotReadError("no ordinary file", Fault("a file", "Put a file there."))
    if status.st_size > MAX_FILE_BYTES:
        raise CannotReadError(
            f"a file of {status.st_size / 1e9:,.1f} GB",
            Fault(f"at most {MAX_FILE_BYTES / 1e9:g} GB", "Split the file, or save it as Parquet."),
        )


def _cannot_open(name: str, error: OSError) -> str:
    why = error.strerror or type(error).__name__
    return f"{name} cannot be opened ({why}). Check its permissions, or close it elsewhere."


def logs_of_file(path: Path) -> list[LogFiles]:
    """Read a workbook with a sheet a table or a client, or a file of one table."""
    log = _log_of(path)
    if path.suffix.lower() == OLD_WORKBOOK:
        log.foreign = (path,)  # what opens it says how it is saved in a form that can be read
    elif path.suffix.lower() not in SUFFIXES:
        fault = Fault(f"a file of a log ({', '.join(SUFFIXES)})", "Save it in one of these forms.")
        log.tables["sessions"] = faulty_table(path.name, path.suffix or "no file ending", fault)
    elif path.suffix.lower() in WORKBOOK_SUFFIXES:
        return _logs_of_workbook(log, path)
    else:
        return [log_of_table(path, read_table(path, header_key(path.stem)))]
    return [log]


def _log_of(path: Path) -> LogFiles:
    return LogFiles(path.stem, is_table=header_key(path.stem) in TABLES)


def log_of_table(path: Path, raw: RawTable) -> LogFiles:
    """Return the log that a file is which holds one table."""
    log, key = _log_of(path), header_key(path.stem)
    _take_one(log, raw, key if key in TABLES else "")
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    if is_text and key != DIARY and not tables_of(raw):
        log.foreign = (path,)
    elif key not in TABLES and _has_others(raw):
        log.askable = (path,)
    return log


def _logs_of_workbook(log: LogFiles, path: Path) -> list[LogFiles]:
    try:
        _check_file(path)
        sheets = read_workbook(path, path.name)
    except CannotReadError as error:
        log.tables["sessions"] = faulty_table(path.name, error.found, error.fault)
        return [log]
    except OSError as error:
        fault = Fault("a file", _cannot_open(path.name, error))
        log.tables["sessions"] = faulty_table(path.name, "a file that cannot be opened", fault)
        return [log]
    return logs_of_sheets(path, sheets)


def logs_of_sheets(path: Path, sheets: Sequence[Sheet]) -> list[LogFiles]:
    """Take the sheets of a workbook by their names or, where none is a table's, by their headers.

    Each sheet is read, or named as left out.
    """
    log = _log_of(path)
    log.remarks += [(path.name, said) for said in hidden_words(sheets)]
    named = [s for s in sheets if not s.is_hidden and header_key(s.name) in TABLES]
    others = [s for s in filled(sheets) if s not in named and header_key(s.name) not in NOT_DATA]
    _take_named(log, named)
    if set(log.tables) <= set(CATALOGUES):
        if len(others) == 1 and not log.tables:
            raw = table_of_sheet(others[0])
            _take_one(log, raw, "")
            log.foreign = () if tables_of(raw) else (path,)
            log.askable = (path,) if not log.foreign and _has_others(raw) else ()
            return [log]
        logs, others = _by_their_headers(log, others)
        if len(logs) == len(log.tables) == 1 and not (named or others):  # a tab a month
            log.askable = (path,) if any(map(_has_others, log.tables.values())) else ()
    else:
        logs = [log]
    if not any(set(each.tables) - set(CATALOGUES) for each in logs):
        log.foreign = (path,)
    _remark_sheets(logs[0], others)
    if not any(each.tables for each in logs):
        log.tables["sessions"] = _no_named_sheet(path, sheets)
    return logs


def _take_named(log: LogFiles, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        name = header_key(sheet.name)
        if name in log.tables:
            log.tables[name] = further_sheet(sheet, name)
        else:
            log.tables[name] = table_of_sheet(sheet)


def _by_their_headers(log: LogFiles, sheets: Sequence[Sheet]) -> tuple[list[LogFiles], list[Sheet]]:
    """Read the sheets whose header is that of one table; return the logs, and the other sheets.

    Several sheets of one table are parts of it, or a client's each; see ``are_parts``.
    """
    found: dict[str, list[Sheet]] = {}
    others = []
    for sheet in sheets:
        raw = table_of_sheet(sheet)
        fitting = [] if are_own_figures(raw.header) else tables_of(raw)
        is_near = bool(nearest_table(sheet.name))  # a slip of the pen is not guessed at
        if len(fitting) == 1 and fitting[0] not in log.tables and not is_near:
            found.setdefault(fitting[0], []).append(sheet)
        else:
            others.append(sheet)
    if any(are_somebodys_each([s.name for s in own], map(names_clients, map(table_of_sheet, own)))
           for own in found.values()):  # fmt: skip
        names = [sheet.name for own in found.values() for sheet in own]
        log.remarks.append((sheets[0].file, client_words({name: name for name in names})))
        return _a_log_each(log, found), others
    for name, own in found.items():
        log.tables[name] = joined_tables([table_of_sheet(sheet) for sheet in own])
        log.remarks.append((own[0].file, words_of_taken_sheets(name, [s.name for s in own])))
    return [log], others


def are_somebodys_each(names: Sequence[str], say_clients: Iterable[bool]) -> bool:
    """Tell whether sheets of one table are a client's each: no column says whose, nor a name when.

    A column that is there but empty says nothing.
    """
    return len(names) > 1 and not any(say_clients) and not are_parts(names)


def names_clients(table: RawTable) -> bool:
    """Tell whether a column of a table says whose its rows are."""
    return any(
        header_key(text) == "client" and bool(used_codes(distinct(column)))
        for text, column in zip(table.header, table.columns, strict=True)
    )


def _a_log_each(log: LogFiles, found: Mapping[str, Sequence[Sheet]]) -> list[LogFiles]:
    """Return a log without a name, of what holds for all, and one for each sheet."""
    each = [(name, sheet) for name, sheets in found.items() for sheet in sheets]
    logs = [LogFiles(sheet.name, {name: table_of_sheet(sheet)}) for name, sheet in each]
    return [LogFiles("", log.tables, log.remarks), *logs]


def words_of_taken_sheets(name: str, sheets: Sequence[str]) -> str:
    """Say by what sheets were taken for a table, or for one table together."""
    if len(sheets) > 1:
        return sheet_words(sheets)
    return (
        f"The header of the sheet {sheets[0]!r} is that of the table {name}, so it was read as "
        "that."
    )


def _remark_sheets(log: LogFiles, sheets: Sequence[Sheet]) -> None:
    """Name the sheets that are no table; one whose name is nearly a table's is a problem."""
    for sheet in sheets:
        near = nearest_table(sheet.name)
        if near and near not in log.tables and log.name:
            log.tables[near] = misnamed_sheet(sheet, near)
        else:
            log.remarks.append((sheet.file, words_of_left_sheet(sheet.name)))


def further_sheet(sheet: Sheet, name: str) -> RawTable:
    """Return what stands for a table that has another sheet already."""
    fault = Fault(f"one sheet for the table {name}", "Keep one of the sheets.")
    return faulty_table(sheet.file, sheet.name, fault, sheet=sheet.name)


def misnamed_sheet(sheet: Sheet, near: str) -> RawTable:
    """Return what stands for a table where a sheet has nearly its name."""
    fault = Fault("the name of a table", f"Rename the sheet to {near}, or take it out.")
    return faulty_table(sheet.file, sheet.name, fault, sheet=sheet.name)


def words_of_left_sheet(name: str) -> str:
    """Say that a sheet was left out, since it is no table."""
    return f"The sheet {name!r} is no table of a log and was left out."


def _no_named_sheet(path: Path, sheets: Sequence[Sheet]) -> RawTable:
    fault = Fault(
        "sheets named days, sessions, stiffness, programme, pauses, events, exercises, checks or "
        "tests",
        "Name each sheet by its table.",
    )
    shown = [sheet.name for sheet in sheets if not sheet.is_hidden]
    hidden = [f"{sheet.name} (hidden)" for sheet in sheets if sheet.is_hidden]
    found = ", ".join([*shown, *hidden]) or "no sheet that is shown"
    return faulty_table(path.name, found, fault)


def _take_one(log: LogFiles, raw: RawTable, name: str) -> None:
    """Take the only table of a file by its name, or by its header where that fits one table."""
    fitting = [name] if name else tables_of(raw)
    if len(fitting) == 1 or raw.fault is not None:
        log.tables[fitting[0] if fitting else "sessions"] = raw
        if not name and raw.fault is None:
            log.remarks.append((raw.file, words_of_taken(fitting[0])))
        return
    found = ", ".join(text for text in raw.header if text.strip()) or "no header"
    fault = Fault(
        "the columns of one table: sessions needs date and exercise, stiffness date and score",
        "Rename the headers or the file, or import it by a recipe (mobility-analysis import).",
    )
    log.tables["sessions"] = faulty_table(raw.file, found, fault, sheet=raw.sheet)


def words_of_taken(name: str) -> str:
    """Say by what a file was taken for a table."""
    return f"Its header is that of the table {name}, so it was read as that."


def _has_others(raw: RawTable) -> bool:
    return raw.fault is None and has_others(raw.header)


def has_others(header: Sequence[str]) -> bool:
    """Tell whether a table of sessions or scores has columns that are none of its own."""
    name = table_of_records(header)
    if not name:
        return False
    matched = match_header(header, TABLES[name])
    return bool(matched.unknown or matched.faults)


def _may_be_log(entry: Path) -> bool:
    """Tell whether an entry of a folder looks like the log of one client."""
    if entry.is_symlink() or _is_same_file(entry):
        return False
    if not entry.is_dir():
        is_sheet = entry.suffix.lower() in (*WORKBOOK_SUFFIXES, *TEXT_SUFFIXES, OLD_WORKBOOK)
        is_data = is_sheet and header_key(entry.stem) not in NOT_DATA
        return is_data and not holds_own_figures(entry)
    try:
        names = entries_of(entry)
    except OSError:
        return True  # a folder that cannot be opened is a log that cannot be read
    return not REPORT_FILES & {file.name for file in names} and any(
        file.suffix.lower() in SUFFIXES and not holds_own_figures(file) for file in names
    )


_COPY = (
    re.compile(
        r"(?P<of>.*?[^\s_-])(?:[\s_-]+(?:copy|kopie|copia|cópia|copie))?\s*\(\d{1,2}\)", re.I
    ),
    re.compile(r"(?P<of>.*?[^\s_-])[\s_-]+(?:copy|kopie|copia|cópia|copie)(?:\s+\d{1,2})?", re.I),
    re.compile(
        r"(?:copy of|kopie von|kopie van|copia de|cópia de|copie de|copia di) (?P<of>.+)", re.I
    ),
)
"""What browsers and systems call a second download, or a copy, of a file."""
COMPARED_BYTES = 1_000_000
"""Of the beginnings of two files that are looked at for lines that stand in both."""
_A_DATE = re.compile(rb"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")


def _copied(entry: Path) -> str:
    """Return the name of the file beside another whose copy that is by its name; else nothing."""
    if entry.suffix.lower() not in (*WORKBOOK_SUFFIXES, *TEXT_SUFFIXES):
        return ""
    names = (found["of"] for of in _COPY if (found := of.fullmatch(entry.stem)))
    files = (entry.with_name(f"{name.strip()}{entry.suffix}") for name in names)
    return next((file.name for file in files if file.is_file()), "")


def _is_same_file(entry: Path) -> bool:
    """Tell whether a file is, by its name and byte for byte, the copy of another beside it."""
    name = _copied(entry)
    try:
        return bool(name) and cmp(entry, entry.with_name(name), shallow=False)
    except OSError:
        return False  # what reads it says it


def copies_of_others(files: Sequence[Path]) -> dict[Path, str]:
    """Return the files that are surely copies of others with other rows, with the names of these.

    They are called so, and most lines with a date stand in both; of workbooks nobody can tell.
    """
    found = {file: name for file in files if file.is_file() and (name := _copied(file))}
    return {
        file: name
        for file, name in found.items()
        if file.suffix.lower() in TEXT_SUFFIXES and _have_the_same_days(file, name)
    }


def _have_the_same_days(file: Path, name: str) -> bool:
    """Tell whether two text files have most lines with a date in common, and more than one."""
    try:
        mine, theirs = (
            {line for line in _beginning(path).splitlines()[1:] if _A_DATE.search(line)}
            for path in (file, file.with_name(name))
        )
    except OSError:
        return False
    n_same = len(mine & theirs)
    return n_same > 1 and 2 * n_same > min(len(mine), len(theirs))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(COMPARED_BYTES)


def _copy(file: Path, name: str) -> LogFiles:
    """Return the log of a copy, which is not read."""
    return LogFiles(
        file.stem,
        fault=f"{file.name}: found what is by its name a copy of {name!r}, or a later download of "
        "it, with the same days and other rows; expected each row in one file. Keep the newer one "
        "alone; or, if its rows are others, rename it.",
    )


HEAD_BYTES = 400
"""In these the header of a table of figures begins, also in two bytes a letter."""


def holds_own_figures(file: Path) -> bool:
    """Tell whether a file in text or Parquet is a table that this program wrote, by its header."""
    try:
        if file.suffix.lower() == ".parquet" and stat.S_ISREG(file.stat().st_mode):
            return are_own_figures(names_in_parquet(file))
        if file.suffix.lower() not in TEXT_SUFFIXES or not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
        code = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        line = (head.decode(code, "replace").splitlines() or [""])[0]
    except OSError:
        return False  # what reads it says so
    return are_own_figures(text.strip(' "') for text in re.split("[,;\t]", line))


def logs_of(entry: Path, read: Callable[[Path], list[LogFiles]] = logs_of_file) -> list[LogFiles]:
    """Read what lies in a folder of many logs: one of them, or a workbook that may hold more.

    ``read`` reads a file that is no table by its name.
    """
    if not entry.is_dir():
        return read(entry)
    logs = _logs_in_folder(entry, read)
    for log in logs:
        log.folder = entry
    return logs


def _logs_in_folder(folder: Path, read: Callable[[Path], list[LogFiles]]) -> list[LogFiles]:
    """Read one of many logs: a folder of tables, or of one workbook."""
    log = LogFiles(folder.name)
    prefix = f"{folder.name}/"
    try:
        entries = entries_of(folder)
    except OSError as error:
        fault = Fault("a folder", _cannot_open(folder.name, error))
        log.tables["sessions"] = faulty_table(prefix, "a folder that cannot be opened", fault)
        return [log]
    others = take_tables(log, entries, prefix)
    books = [entry for entry in others if _may_be_log(entry) and entry.is_file()]
    if not log.tables and (copies := copies_of_others(books)):
        return [replace(_copy(*own), name=folder.name) for own in copies.items()][:1]
    if books and not log.tables and len(books) > 1:
        log.foreign = tuple(books)
        others = [entry for entry in others if entry not in books]
    if not log.tables and len(books) == 1:
        logs = _named_as(folder.name, read(books[0]))
        log = logs[0]
        others.remove(books[0])
    else:
        logs = [log]
    if not log.tables and log.name:
        fault = Fault(EXPECTED_FILES, "Name each file by its table.")
        found = ", ".join(entry.name for entry in entries[:10])
        log.tables["sessions"] = faulty_table(prefix, found, fault)
    remark_unread(log, others, prefix)
    return logs


def remark_unread(log: LogFiles, entries: Sequence[Path], prefix: str = "") -> None:
    """Name what lies beside a log and is no part of it."""
    for entry in entries:
        is_own_paper = entry.suffix == ".pdf" and entry.stem.startswith(TICK_SHEET)
        if header_key(entry.stem) not in NOT_DATA and not is_own_paper:
            log.remarks.append((prefix + entry.name, words_of_unread(entry)))


def words_of_unread(entry: Path) -> str:
    """Say that something in the folder of a log was left out, since it is no table."""
    if entry.is_symlink():
        return "This is a link to another place and was left out: put the file itself there."
    if _is_same_file(entry):
        return f"This file was left out: it holds the same as {_copied(entry)!r}, byte for byte."

    if holds_own_figures(entry):
        return OWN_FIGURES
    kind = "folder" if entry.is_dir() else "file"
    return f"This {kind} is no table of the log and was left out."


def _no_table(name: str, entries: Sequence[Path]) -> str:
    held = ", ".join(entry.name for entry in entries[:8]) + (", ..." if len(entries) > 8 else "")
    found = f"found only {held}" if entries else "the folder is empty"
    return f"{name}: {found}; expected {EXPECTED_FILES}. Name each file by its table."
