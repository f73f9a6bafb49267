"""A large log that lies beside others, cut as if it lay alone: some clients are held at a time.

What it may not have otherwise than another log, or again, is looked at once all of it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import numpy as np
import pandas as pd

from mobility_analysis.log.check.account import OnProblem, summary
from mobility_analysis.log.exports.road import Looked, SeenFile
from mobility_analysis.log.findings import file_remarks
from mobility_analysis.log.load import (
    NO_ROW,
    NO_TABLE,
    Named,
    Refused,
    SomeRead,
    Taken,
    check_logs,
    log_of_some,
    own_settings,
    wrong_targets,
)
from mobility_analysis.log.model import MobilityLog, no_problems, no_unreadable
from mobility_analysis.log.parts.checked import Found, checked, cut, in_order
from mobility_analysis.log.parts.listed import Tables
from mobility_analysis.log.parts.of_many.foreign import InOtherColumns
from mobility_analysis.log.parts.of_many.rows import RowsOfLogs
from mobility_analysis.log.parts.pieces import cut_tables, raw_part
from mobility_analysis.log.parts.tables import opened_beside_others, opened_by_recipes
from mobility_analysis.log.read.cells import RawTable
from mobility_analysis.log.read.files import SUFFIXES, WORKBOOK_SUFFIXES, LogFiles, logs_of
from mobility_analysis.log.read.workbooks import DAMAGES, TooLargeError, check_packing, chunks
from mobility_analysis.log.schema import DATED_TABLES, rows_like
from mobility_analysis.log.settings import Settings

BYTES_A_ROW = 20
"""At least so many has a row of a text file of which the rows are not there yet."""
ROW_ENDS = (b"/row>", b":row>", b"-row>")
"""How a row of a sheet ends in a workbook (``</row>``, ``</x:row>``, ``</table:table-row>``)."""


def rows_at_most(entry: Path) -> int:
    """Return how many rows a file has, or the files of a folder, at most: of Parquet, how many."""
    try:
        files = [*entry.iterdir()] if entry.is_dir() else [entry]
    except OSError:
        return 0  # what is wrong is said by who reads it
    return sum(_rows_of(file) for file in files if file.suffix.lower() in SUFFIXES)


def _rows_of(file: Path) -> int:
    from pyarrow import ArrowException
    from pyarrow.parquet import read_metadata

    try:
        if file.suffix.lower() == ".parquet":
            return int(read_metadata(file).num_rows)
        if file.suffix.lower() in WORKBOOK_SUFFIXES:
            return _rows_of_book(file)
        return file.stat().st_size // BYTES_A_ROW
    except (ArrowException, TooLargeError, *DAMAGES):
        return 0  # what is wrong is said by who reads it


def _rows_of_book(file: Path) -> int:
    """Return how many rows stand in the sheets of a workbook, at most; rows written as one are one.

    Its size says nothing of that, since it is packed.
    """
    with ZipFile(file) as book:
        check_packing(book)
        return sum(_rows_of_part(book, part) for part in book.namelist() if part.endswith(".xml"))


def _rows_of_part(book: ZipFile, part: str) -> int:
    found, before = 0, b""
    for chunk in chunks(book, part):
        text = before + chunk
        found += sum(map(text.count, ROW_ENDS))
        before = text[-4:]  # in which an end may begin, and none is whole
    return found


@dataclass(eq=False, repr=False)
class LargeLog(LogFiles):
    """One of many logs, of which the tables are opened and none is held."""

    opened: Tables = field(kw_only=True)
    made: TemporaryDirectory[str] = field(kw_only=True)
    """Holds what is made of it."""
    own: Settings = field(kw_only=True)
    """What its own sub-folder states."""
    settings: Settings = field(kw_only=True)
    """By what it is read."""
    of_all: Settings = field(kw_only=True)
    """What holds for all logs."""
    whole: Callable[[], Iterable[LogFiles]] = field(kw_only=True)
    """Reads all of it."""

    def close(self) -> None:
        """Let go of it and of all that was made of it."""
        self.opened.close()
        self.made.cleanup()

    def read(
        self,
        shared: Sequence[LogFiles],
        rows: RowsOfLogs,
        *,
        before: Taken,
        latest: np.datetime64 | None,
        on_problem: OnProblem,
        clients_a_part: int,
    ) -> SomeRead:
        """Read it a part at a time, as ``log_of_some`` reads others, and add its rows.

        ``shared`` is what holds for all logs.

        Raises
        ------
        CannotReadError
            If it cannot be cut.
        """
        folder = Path(self.made.name)
        parts = cut(self.opened, folder, clients_a_part) or [[]]
        if self.opened.is_one_persons:  # since the others' rows turned out damaged
            some = log_of_some(
                [*shared, self._of_one_person()], self.of_all,
                before=before, latest=latest, on_problem=on_problem,
            )  # fmt: skip
            rows.add(some.log)
            return some
        self.opened.left += self.remarks
        fault = self.fault or self._wrong_targets(shared) or self._no_table()
        check = partial(checked, self.opened, self.settings, folder, parts, latest=latest)
        with closing(RowsOfLogs(folder / "rows")) as kept:
            found = check(on_problem="raise" if fault else on_problem, keep=kept.add)
        problems = no_problems()
        if found.unsettled:
            problems = found.told_once(found.unsettled)
        why = fault or summary(problems)
        unreadable = before.taking(self._named(found), why)
        if unreadable is None:
            rows.add_all(folder / "rows")
            return self._used(found)
        rest = log_of_some(
            shared, self.settings, before=Taken(), latest=latest, on_problem=on_problem
        )
        log = replace(rest.log, unreadable=rows_like(no_unreadable(), [unreadable]))
        refused = [Refused(self.file, why, problems)] if why else []
        return rest._replace(log=log, days=_days(found), n_read=1, refused=refused)

    def _of_one_person(self) -> LogFiles:
        """Return what can be read of it, of which all rows are one person's."""
        tables, folder = self.opened, Path(self.made.name)
        if not tables.n_rows:  # and no column says whose
            cut_tables(tables, {"": 0}, folder)
        held = {**raw_part(tables, folder, 0), **tables.shared}
        return LogFiles(self.name, held, [*tables.left], folder=self.folder)

    def _wrong_targets(self, shared: Sequence[LogFiles]) -> str:
        if not self.own.has_targets:
            return ""
        part = raw_part(self.opened, Path(self.made.name), 0)
        logs = [*shared, LogFiles(self.name, {**part, **self.opened.shared})]
        return wrong_targets(
            self.own, check_logs(logs, self.settings, has_names=True).logs[0].catalogue
        )

    def _no_table(self) -> str:
        own = {*self.opened.opened, *self.opened.shared}
        return "" if own & {*DATED_TABLES} else NO_TABLE

    def _named(self, found: Found) -> Named:
        tables = self.opened
        file = next(iter(map(tables.shown, tables.files))).split("/")[0]
        exercises, tests = found.rows_named.values(), found.tests_named.values()
        return Named(self.name, file, sorted(found.clients), [*exercises], [*tests])

    def _used(self, found: Found) -> SomeRead:
        log = found.whole(self.settings, self.opened)
        is_dated = log.account["table"].str.contains("|".join(DATED_TABLES))  # also with others
        if not log.account.loc[is_dated, "rows_read"].any():
            said = file_remarks([(self._named(found).file, NO_ROW, None)])
            log = replace(log, remarks=pd.concat([log.remarks, said], ignore_index=True))
        log = _nobodys(log, self.opened)
        own = (replace(self.own, clients=log.clients),) if self.own.place else ()
        log = replace(log, settings=replace(self.settings, of_logs=own))
        shared = {(raw.file, raw.sheet) for raw in self.opened.for_all.values()}
        exercises, tests = [*found.rows.values()], [*found.tests.values()]
        return SomeRead(log, _days(found), exercises, tests, shared, 1, (), found.unread)


def _days(found: Found) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(sorted(found.days), dtype=np.int64)


def _nobodys(log: MobilityLog, tables: Tables) -> MobilityLog:
    """Return a log of several people in which what concerns a whole table is nobody's."""
    files = {*map(tables.shown, tables.files)}
    found = {}
    for name in ("problems", "remarks", "account_by_client"):
        rows = getattr(log, name)
        is_of_all = (rows["client"] == "") & rows["file"].isin(files)
        found[name] = rows.assign(client=rows["client"].mask(is_of_all, None))
    ordered = {name: in_order(found[name]) for name in ("problems", "remarks")}
    return replace(log, **found | ordered)


def opened_by_recipe(
    looked: Looked,
    files: Sequence[SeenFile],
    reader: InOtherColumns,
    settings: Settings,
    shared: Sequence[LogFiles],
) -> LargeLog | None:
    """Open one of many logs in other columns, of some files; None where it cannot be cut.

    Raises
    ------
    DataError
        If their recipes refuse them.
    """
    first, made = files[0].log, TemporaryDirectory(prefix="mobility-large-")
    own, fault = own_settings(log := LogFiles(first.name, folder=first.folder), settings)
    whole, for_all = own.over(settings), _for_all(shared)
    shaped = tables = None
    try:
        shaped = reader.shaped(looked, files, Path(made.name), for_all)
        if shaped is not None:
            tables = opened_by_recipes(shaped, whole, Path(made.name), for_all)
    finally:
        if tables is None:
            made.cleanup()
    if shaped is None or tables is None:
        return None
    remarks = [*log.remarks, *files[0].left_beside]
    return LargeLog(
        shaped.name, remarks=remarks, folder=first.folder, foreign=first.foreign, fault=fault,
        opened=tables, made=made, own=own, settings=whole, of_all=settings,
        whole=partial(looked.read, files),
    )  # fmt: skip


def _for_all(shared: Sequence[LogFiles]) -> dict[str, RawTable]:
    return {name: raw for other in shared for name, raw in other.tables.items()}


def opened_large(entry: Path, settings: Settings, shared: Sequence[LogFiles]) -> LargeLog | None:
    """Open one of many logs, a file or a sub-folder; None where it cannot be cut."""
    made = TemporaryDirectory(prefix="mobility-large-")
    is_folder = entry.is_dir()
    log = LogFiles(entry.name if is_folder else entry.stem, folder=entry if is_folder else None)
    own, fault = own_settings(log, settings)
    whole = own.over(settings)
    tables = opened_beside_others(entry, whole, Path(made.name), _for_all(shared))
    if tables is None:
        made.cleanup()
        return None
    return LargeLog(
        log.name, remarks=log.remarks, folder=log.folder, fault=fault,
        opened=tables, made=made, own=own, settings=whole, of_all=settings,
        whole=partial(logs_of, entry),
    )  # fmt: skip
