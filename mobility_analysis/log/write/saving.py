"""Logs written to files: each file whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.cells import guarded_text
from mobility_analysis.log.read.files import UNFINISHED_MARK, table_files
from mobility_analysis.log.schema import LOG_TABLES, TABLES, Column
from mobility_analysis.log.settings import CsvForm
from mobility_analysis.log.write.forms import (
    DIALECTS,
    PLAIN,
    Dialect,
    decimal_text,
    workbook_bytes,
)

if TYPE_CHECKING:
    import pyarrow as pa

MARK_TEXT = (
    b"A log is being written into this folder. If no program is at it any more, it was broken "
    b"off:\ndelete this file and the tables beside it, and write the log again.\n"
)
WORKBOOK = "log.xlsx"
"""All tables of a log, where they are asked for as a workbook."""
_ARROW = {
    "date": "timestamp[us]", "timestamp": "timestamp[us]",
    "number": "float64", "score": "float64", "count": "float64",
}  # fmt: skip
"""How each kind of column stands in Parquet; any other as text."""
UNFINISHED = ".part"
"""How the name of a file ends while it is being written; it is renamed once it is whole."""


def refuse_if_there(folder: Path, names: Sequence[str]) -> None:
    """Refuse to write into a folder that holds files of these names."""
    if names:
        raise FileExistsError(
            f"{folder.name} already holds {', '.join(names)}; nothing was written. "
            "Name a new folder, or move those files away."
        )


def write_whole(
    files: Mapping[Path, bytes] | Mapping[str, bytes], *, is_tidy: bool = False
) -> None:
    """Write files, each whole or not at all; none is replaced before all are on the disk.

    Their folders are made. An ``OSError`` names the file that could not be written. What a process
    that was ended left half-written of them is removed, unless the folders are said to be tidy.
    """
    # Of tens of thousands of files the paths as objects would take longer than the writing.
    contents = {os.fspath(path): content for path, content in files.items()}
    places = {path: os.path.split(path) for path in contents}
    end = f".{os.getpid()}{UNFINISHED}"
    waiting: dict[str, str] = {}
    try:
        names = {name for _, name in places.values()}
        for folder in map(Path, {folder for folder, _ in places.values()}):
            folder.mkdir(parents=True, exist_ok=True)
            if not is_tidy:
                remove_left_over(folder, names)
        for path, content in contents.items():
            name = places[path][1]
            temporary = f"{path.removesuffix(name)}.{name}{end}"
            waiting[temporary] = path
            _naming(path, _write, temporary, content)
        for temporary, path in list(waiting.items()):
            _naming(path, os.replace, temporary, path)
            del waiting[temporary]
    finally:
        for temporary in waiting:
            Path(temporary).unlink(missing_ok=True)


def _write(path: str, content: bytes) -> None:
    """Write a file without the layers that a file opened in Python has around it."""
    file = os.open(path, _NEW_FILE, 0o666)
    try:
        left = memoryview(content)
        while left:  # a disk that is nearly full takes a part before it refuses
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _naming(path: str, write: Callable[..., None], *what: Any) -> None:
    """Write something; an error names the file that is meant, not the one written in its place."""
    try:
        write(*what)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def remove_left_over(folder: Path, names: Collection[str]) -> None:
    """Remove half-written files of these names, left by processes that were ended as they wrote."""
    for left in unfinished_in(folder):
        name, _, process = left.name.removesuffix(UNFINISHED)[1:].rpartition(".")
        if name in names and process.isdigit() and not _is_running(int(process)):
            with suppress(OSError):  # on Windows one that is being written cannot be removed
                left.unlink()


def unfinished_in(folder: Path) -> list[Path]:
    """Return the half-written files of a folder; none where there is no such folder."""
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in names if name[0] == "." and name.endswith(UNFINISHED)]


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return False  # there, asking would end the process
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def text_table(log: MobilityLog, name: str, dialect: Dialect = PLAIN) -> pd.DataFrame:
    """Return a table of a log as text, as its file would hold it; read again it is the same table.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> log = log_from_tables(stiffness=[{"date": "2026-11-05 07:30", "score": 4.50}])
    >>> text_table(log, "stiffness")[["client", "date", "score"]].values.tolist()
    [['me', '2026-11-05 07:30', '4.5']]
    """
    table = log.as_logged(name)
    columns = {column.name: _texts(table, column, dialect) for column in TABLES[name].columns}
    return pd.DataFrame(columns, dtype="str")


def _texts(table: pd.DataFrame, column: Column, dialect: Dialect) -> list[str]:
    values = table[column.name]
    if column.kind == "frequency":
        written = table["times_per_week_written"]
        return [guarded_text(_with_decimal(text, dialect)) for text in written]
    if column.kind == "date" and column.has_time:
        values = values + table["time"].fillna(pd.Timedelta(0))
        return [_day(v, has_time=t) for v, t in zip(values, table["time"].notna(), strict=True)]
    if column.kind in ("date", "timestamp"):
        return [_day(value, has_time=column.kind == "timestamp") for value in values]
    if column.kind in ("number", "score", "count"):
        return ["" if pd.isna(value) else _number(value, dialect) for value in values]
    return ["" if pd.isna(value) else guarded_text(str(value)) for value in values]


def _day(value: pd.Timestamp, *, has_time: bool) -> str:
    if pd.isna(value):
        return ""
    text = value.isoformat(sep=" ")
    return text.removesuffix(":00") if has_time else text[:10]


def _number(value: float, dialect: Dialect) -> str:
    return str(int(value)) if value.is_integer() else decimal_text(value, dialect)


def _with_decimal(text: str, dialect: Dialect) -> str:
    """Write a number in a text as the rest of the file has it: 2.5 is a day in some languages."""
    is_number = text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
    return decimal_text(float(text), dialect) if is_number and "." in text else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ",") -> str:
    r"""Return rows as the text of a CSV file, lines ending in a line feed.

    A cell with the separator, a quotation mark or a line break of any kind is quoted.

    >>> print(csv_text(["note"], [["easy, short"]]), end="")
    note
    "easy, short"
    >>> csv_text(["note"], [["one\rtwo"]])
    'note\n"one\rtwo"\n'
    """
    return "".join(csv_lines(chain([header], rows), separator=separator))


def csv_lines(rows: Iterable[Sequence[str]], *, separator: str = ",") -> list[str]:
    """Return each row as the text of a line; see ``csv_text``."""
    lines = _Lines()
    csv.writer(lines, delimiter=separator, lineterminator=_Lines.END).writerows(rows)
    return lines


class _Lines(list[str]):
    """Lines as csv writes them; it quotes a carriage return only where one ends the lines."""

    END = "\r\n"

    def write(self, line: str) -> None:
        self.append(f"{line.removesuffix(self.END)}\n")


def save_log(
    log: MobilityLog,
    folder: Path | str,
    *,
    form: Literal["csv", "parquet", "xlsx"] = "parquet",
    csv: CsvForm = "plain",
) -> list[Path]:
    """Write the tables of a log to a folder, one file a table; read again they give the same log.

    With ``form="xlsx"`` it is one workbook, log.xlsx, with a sheet a table; ``csv`` says for what
    program CSV is written.

    A table without rows is left out, and so is a column that is empty in every row; rows that were
    set aside are not written. Parquet keeps clients, exercises and other words as dictionaries, and
    the rows sorted by client. No file in the folder is replaced, and none is put beside another one
    of the same table, which would be a log that cannot be read: then nothing is written. A folder
    whose writing was broken off holds a file ``UNFINISHED.txt`` and is not read as a log.
    """
    names = [name for name in LOG_TABLES if len(getattr(log, name))]
    is_book = form == "xlsx"
    book = Path(folder) / WORKBOOK
    paths = {name: Path(folder) / f"{name}.{form}" for name in names}
    there = table_files(Path(folder), names) + ([WORKBOOK] if is_book and book.exists() else [])
    refuse_if_there(Path(folder), there)
    mark = Path(folder) / UNFINISHED_MARK
    if mark.exists():
        raise FileExistsError(
            f"{Path(folder).name} holds a log whose writing was broken off; nothing was written. "
            f"Delete {UNFINISHED_MARK} in it, or name a new folder."
        )
    contents = (
        {book: workbook_bytes({n: _typed(log, n) for n in names}, title="Mobility log")}
        if is_book
        else {path: _table_bytes(log, name, form, csv) for name, path in paths.items()}
    )
    write_whole({mark: MARK_TEXT})
    try:
        write_whole(contents)
    except BaseException:
        for path in contents:
            path.unlink(missing_ok=True)
        mark.unlink()
        raise
    mark.unlink()
    return list(contents)


def _table_bytes(log: MobilityLog, name: str, form: str, csv: CsvForm) -> bytes:
    return _csv_bytes(log, name, DIALECTS[csv]) if form == "csv" else _parquet_bytes(log, name)


def tables_as_parquet(
    log: MobilityLog, made: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Return the files of a log as ``save_log`` writes them, by the names of their tables.

    ``made`` are those of its tables that are there already, of another log that has the same.
    Of clients without any session or rating there is a table of sessions without rows, so that
    what else they have is still a log.
    """
    names = [name for name in LOG_TABLES if len(getattr(log, name))]
    made = made or {}
    files = {name: made.get(name) or _parquet_bytes(log, name) for name in names}
    if "sessions" in files or "stiffness" in files:
        return files
    memory = io.BytesIO()
    columns = [column.name for column in TABLES["sessions"].columns if column.is_required]
    pd.DataFrame({name: pd.Series([], dtype="str") for name in columns}).to_parquet(memory)
    return {"sessions": memory.getvalue(), **files}


def parquet_table(log: MobilityLog, name: str) -> pa.Table:
    """Return a table of a log with all columns that its file may hold, and texts as texts."""
    import pyarrow as pa

    fields = [(column.name, _ARROW.get(column.kind, "string")) for column in TABLES[name].columns]
    schema = pa.schema([(own, pa.type_for_alias(kind)) for own, kind in fields])
    columns = _parquet_columns(log, name)
    texts = [n for n, kind in fields if kind == "string"]
    frame = pd.DataFrame(columns).astype(dict.fromkeys(texts, "str"))
    return pa.Table.from_pandas(frame, schema, preserve_index=False)


def _csv_bytes(log: MobilityLog, name: str, dialect: Dialect) -> bytes:
    table = text_table(log, name, dialect)
    unused = [c.name for c in TABLES[name].columns if not c.is_filled_in]
    table = table.drop(columns=[column for column in unused if (table[column] == "").all()])
    rows = table.itertuples(index=False)
    text = csv_text(list(table.columns), rows, separator=dialect.separator)
    return text.encode("utf-8-sig" if dialect.always_marked else "utf-8")


def _typed(log: MobilityLog, name: str) -> pd.DataFrame:
    """Return a table of a log with its days as days and its numbers as numbers, else as text.

    Texts stand as they are: a workbook needs no apostrophe, and none is taken away when it is read.
    """
    texts, logged = text_table(log, name), log.as_logged(name)
    columns: dict[str, Any] = {}
    for column in TABLES[name].columns:
        written = texts[column.name]
        if not column.is_filled_in and (written == "").all():
            continue
        if column.kind in ("number", "count"):
            columns[column.name] = logged[column.name]
        elif column.kind in ("date", "timestamp"):
            columns[column.name] = pd.to_datetime(written.where(written != ""), format="ISO8601")
        elif column.kind == "frequency":
            columns[column.name] = logged["times_per_week_written"]
        else:
            columns[column.name] = logged[column.name].astype("str").where(written != "")
    return pd.DataFrame(columns)


def _parquet_bytes(log: MobilityLog, name: str) -> bytes:
    written = _parquet_columns(log, name)
    columns = {column: values for column, values in written.items() if not _is_empty(values)}
    memory = io.BytesIO()
    pd.DataFrame(columns).to_parquet(memory, index=False, compression="zstd")
    return memory.getvalue()


def _parquet_columns(log: MobilityLog, name: str) -> dict[str, pd.Series]:
    table = log.as_logged(name)
    columns = {}
    for column in TABLES[name].columns:
        values = table[column.name]
        if column.kind == "frequency":
            values = table["times_per_week_written"]
        elif column.has_time:
            values = values + table["time"].fillna(pd.Timedelta(0))
        columns[column.name] = values
    return columns


def _is_empty(values: pd.Series) -> bool:
    """Tell whether no row of a column holds anything; of most columns the first does."""
    first = values.array[0]
    if not pd.isna(first) and first != "":
        return False
    is_empty = values.isna() | (values.astype("str") == "" if _is_text(values) else False)
    return bool(is_empty.all())


def _is_text(values: pd.Series) -> bool:
    return isinstance(values.dtype, pd.StringDtype | pd.CategoricalDtype)
