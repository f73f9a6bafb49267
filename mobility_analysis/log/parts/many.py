"""Many logs, in a folder or a sheet each, made one log of Parquet tables, a few at a time.

Each log is read by itself, as a folder that is read whole reads it, by its own dates and settings.
The rows that can be used then stand as one log, which is cut like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import catalogue_frame
from mobility_analysis.log.check.account import OnProblem
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.rules import far_from_others
from mobility_analysis.log.exports.road import WHOLE, Looked, as_asked_about, look
from mobility_analysis.log.findings import file_remarks
from mobility_analysis.log.load import Caseload, Refused, Taken, log_of_some, raise_refused
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.log.movement_tests import movement_tests_frame
from mobility_analysis.log.parts.by_recipe.anew import Anew
from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
from mobility_analysis.log.parts.by_recipe.foreign import is_filled
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.cells import RawTable
from mobility_analysis.log.read.files import (
    Found,
    LogFiles,
    Many,
    are_somebodys_each,
    entries_of,
    many_logs,
    names_clients,
    remark_unread,
    words_of_left_sheet,
)
from mobility_analysis.log.read.headers import header_key, nearest_table
from mobility_analysis.log.read.many_sheets import NOT_DATA, are_parts, hidden_words, sheet_words
from mobility_analysis.log.read.numbered_sets import tables_of
from mobility_analysis.log.read.sheets import NeedsAllRowsError, table_of_sheet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import CATALOGUES, TABLES, empty_table
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import parquet_table, tables_as_parquet

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter

MOST_LOGS, MOST_ROWS = 200, 200_000
"""So many logs, or rows, are in memory together, but for a log that is larger by itself."""
BYTES_A_ROW = 20
"""At least so many has a row of a file in other columns, of which the rows are not there yet."""
SAID = ("account", "problems", "remarks", "unreadable", "account_by_client", "left_out")


@dataclass
class Gathered:
    """What is known of the logs so far."""

    said: dict[str, list[pd.DataFrame]] = field(default_factory=lambda: {n: [] for n in SAID})
    clients: list[str] = field(default_factory=list)
    days: list[NDArray[np.int64]] = field(default_factory=list)
    own_settings: list[Settings] = field(default_factory=list)
    exercises: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    tests: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    taken: Taken = field(default_factory=Taken)
    refused: list[Refused] | None = field(default_factory=list)
    """The logs that cannot be used, as long as there is no other."""

    def add(self, log: MobilityLog, caseload: Caseload, days: NDArray[np.int64]) -> None:
        """Keep what is to be said of some logs; of the tables for everybody, once."""
        is_first = not self.said["account"]
        shared = {(draft.raw.file, draft.raw.sheet) for draft in caseload.shared}
        for name, kept in self.said.items():
            rows = getattr(log, name)
            if not is_first and "sheet" in rows:
                places = zip(rows["file"], rows["sheet"], strict=True)
                rows = rows[[place not in shared for place in places]]
            kept.append(rows)
        self.clients += log.clients
        self.days.append(days)
        is_none = self.refused is not None and len(caseload.refused) == caseload.n_read
        self.refused = [*(self.refused or ()), *caseload.refused] if is_none else None
        self.own_settings += log.settings.of_logs
        self.exercises.update((row["exercise"], row) for row in caseload.exercises)
        self.tests.update((row["test"], row) for row in caseload.tests)

    def whole(self, many: Many, settings: Settings) -> MobilityLog:
        """Return a log without rows that holds what is to be said of all of them.

        An exercise is as a log has it whose rows name it.
        """
        said = {name: pd.concat(kept, ignore_index=True) for name, kept in self.said.items()}
        left = file_remarks([(file, text, None) for file, text in many.left.remarks])
        said["remarks"] = pd.concat([said["remarks"], left], ignore_index=True)
        exercises = {**self.exercises, **self.taken.exercises}
        tests = {**self.tests, **self.taken.tests}
        clients = pd.CategoricalDtype(pd.Index(sorted(self.clients), dtype="str"))
        log = MobilityLog(
            sessions=empty_table("sessions").astype({"client": clients}),
            exercises=catalogue_frame([exercises[name] for name in sorted(exercises)]),
            tests=movement_tests_frame([tests[name] for name in sorted(tests)]),
            settings=replace(settings, of_logs=tuple(self.own_settings)),
        )
        return with_like_clients_pointed_out(replace(log, **cast("Any", said)))


def gathered(
    place: Place,
    settings: Settings,
    folder: Path,
    *,
    on_problem: OnProblem,
    book: Path | None = None,
    columns: ByColumns | None = None,
) -> MobilityLog | None:
    """Write the rows of many logs into a folder as one log; return what is to be said of them.

    ``book`` is the workbook that a path is, or that lies alone in it: its sheets may be a log each.
    ``columns`` asks about logs in other columns of which something is not remembered.

    None where there are not many.

    Raises
    ------
    DataError
        If none of them can be read.
    """
    path = place.local
    if path is None:
        return None
    columns = columns or ByColumns(folder)
    if columns.looked is not None:  # and answers were given
        settings = columns.looked.settings
    some = _Some(path, settings, folder, book, on_problem, columns)
    found = some.read(latest=None)
    if found is None or not found[0].days:
        return None
    latest = far_from_others(np.unique(np.concatenate(found[0].days)))
    if latest is not None:
        found = some.read(latest=latest)
    if found is None:
        return None
    raise_refused(found[0].refused or ())
    if not found[0].clients:
        return None
    log = found[0].whole(found[1], some.settings)
    for name, content in tables_as_parquet(log).items():  # where nobody has any, sessions too
        if not (made := folder / f"{name}.parquet").exists():
            made.write_bytes(content)
    return log


def _sheets(path: Path, book: Path, stack: ExitStack) -> Many | None:
    """Return the logs of a workbook with a sheet a client, which stays open as long as they do."""
    others = (
        [entry for entry in entries_of(path) if entry.name != book.name] if path.is_dir() else []
    )
    try:
        return _logs_of_sheets(book, stack.enter_context(workbook_in_rows(book, book.name)), others)
    except (CannotReadError, NeedsAllRowsError):  # which is said by who reads it whole
        return None


class _Seen(NamedTuple):
    """A sheet that is no table by its name, and the one that it is by its header, if any."""

    opened: SheetInRows
    table: str
    says_client: bool


def _logs_of_sheets(
    book: Path, opened: Sequence[SheetInRows], unread: Sequence[Path]
) -> Many | None:
    """Return the logs of a workbook that are a client's each; None where its sheets are not.

    ``unread`` are what lies beside it in its folder.
    """
    shown = [own for own in opened if not own.sheet.is_hidden]
    for_all = {header_key(o.sheet.name): o for o in shown if header_key(o.sheet.name) in TABLES}
    others = [o for o in shown if header_key(o.sheet.name) not in (*TABLES, *NOT_DATA)]
    n_named = sum(header_key(own.sheet.name) in TABLES for own in shown)
    if not {*for_all} <= {*CATALOGUES} or len(for_all) < n_named or len(others) < 2:
        return None
    seen = [_seen(own, for_all) for own in others if is_filled(own)]
    held = [own for own in seen if own.table]
    tables = [*dict.fromkeys(own.table for own in held)]
    same = [[own for own in held if own.table == name] for name in tables]
    if not any(
        are_somebodys_each([o.opened.sheet.name for o in own], (o.says_client for o in own))
        for own in same
    ):
        return None
    held.sort(key=lambda own: tables.index(own.table))
    said = [
        *hidden_words([own.sheet for own in opened]),
        sheet_words([own.opened.sheet.name for own in held], is_one_person=False),
        *(words_of_left_sheet(own.opened.sheet.name) for own in seen if not own.table),
    ]
    left = LogFiles("", remarks=[(book.name, words) for words in said])
    remark_unread(left, unread)
    shared = {name: _table(own) for name, own in for_all.items()}
    return Many([LogFiles("", shared)] if shared else [], _logs_each(held), left)


def _logs_each(held: Sequence[_Seen]) -> Iterator[list[LogFiles]]:
    for own in held:
        yield [LogFiles(own.opened.sheet.name, {own.table: _table(own.opened)})]


def _table(own: SheetInRows) -> RawTable:
    return table_of_sheet(replace(own.sheet, rows=[*own.rows()]))


def _seen(own: SheetInRows, for_all: Mapping[str, object]) -> _Seen:
    table = _table(own)
    fitting = tables_of(table)
    is_one = len(fitting) == 1 and fitting[0] not in for_all and not nearest_table(own.sheet.name)
    return _Seen(own, fitting[0] if is_one else "", names_clients(table))


@dataclass
class _Some:
    """Many logs, which are read a few at a time as often as they are needed."""

    path: Path
    settings: Settings
    folder: Path
    book: Path | None
    on_problem: OnProblem
    columns: ByColumns
    looked: Looked | None = None
    """What was seen of those in other columns, where something of any is not remembered."""

    def read(self, latest: np.datetime64 | None) -> tuple[Gathered, Many] | None:
        """Write the rows of all logs into the folder; None where there are not many."""
        found = None if self.looked else self._once(self._by_what_is_remembered, latest)
        if found is not None or self.looked is None or self.looked.is_one_group:
            return found
        return self._once(self._as_looked_at, latest)

    def _once(
        self, each: Callable[[Many], Iterator[list[LogFiles] | None]], latest: np.datetime64 | None
    ) -> tuple[Gathered, Many] | None:
        """Read all logs in one way; None where it is not theirs."""
        with ExitStack() as stack:
            many = (
                many_logs(self.path) if self.book is None else _sheets(self.path, self.book, stack)
            )
            if many is None:
                return None
            for name in PEOPLE_TABLES:  # which may be there from another way
                (self.folder / f"{name}.parquet").unlink(missing_ok=True)
            found = Gathered()
            writers: dict[str, ParquetWriter] = {}
            try:
                for logs in each(many):
                    if logs is None:
                        return None
                    caseload, log, days = log_of_some(
                        [*many.shared, *logs], self.settings,
                        before=found.taken, latest=latest, on_problem=self.on_problem,
                    )  # fmt: skip
                    found.add(log, caseload, days)
                    _write(log, self.folder, writers)
            finally:
                for writer in writers.values():
                    writer.close()
            return found, many

    def _by_what_is_remembered(self, many: Many) -> Iterator[list[LogFiles] | None]:
        """Yield the logs in our columns, then all others by their recipes.

        None, once all are seen, where not all is remembered.
        """
        light: list[LogFiles] = []
        yield from _some_at_a_time(_in_our_columns(many.each, light))
        foreign = [log for log in light if log.foreign]
        names = [file.stem for log in foreign for file in log.foreign if log.folder is None]
        is_new = bool(foreign) and not self.settings.recipes
        if is_new or (len(names) > 1 and are_parts(names)):
            self._look(many, light)
            yield None
        for logs in _some_at_a_time([replace(log, askable=())] for log in foreign):
            found = Found([*many.shared, *logs], [], are_many=True)
            is_large = _n_rows(logs) >= MOST_ROWS and any(len(log.foreign) > 1 for log in logs)
            reader = Anew().reader if is_large else WHOLE
            looked = look(self.path, self.settings, found, reader=reader)
            if not looked.is_remembered or looked.may_go_together or looked.left:
                self._look(many, light)
                yield None
            yield [log for log in looked.logs() if log not in many.shared]

    def _look(self, many: Many, light: Sequence[LogFiles]) -> None:
        """Look at all logs in other columns together, and ask what is to be asked about them.

        ``light`` are all logs, in their order, without the rows of those in our columns.
        """
        columns, before = self.columns, self.columns.looked
        found = Found([*many.shared, *light], [], are_many=True)
        reader = Anew().reader
        if before is None:
            seen = look(self.path, self.settings, found, reader=reader)
            columns.looked = columns.ask(seen) if columns.ask else seen
        elif not columns.is_of_many:
            again = look(self.path, before.settings, found, roles=before.roles, reader=reader)
            columns.looked = replace(again, is_shown=before.is_shown)
        columns.is_of_many = True
        self.looked = columns.looked

    def _as_looked_at(self, many: Many) -> Iterator[list[LogFiles]]:
        """Yield all logs as they were seen, those in other columns after all others."""
        looked = self.looked
        assert looked is not None  # noqa: S101 (only then it is called)
        self.settings = looked.settings
        seen = iter(looked.found.logs[len(many.shared) :])
        yield from _some_at_a_time(_in_place(many.each, seen, looked))
        yield from _some_at_a_time([log] for log in looked.understood_logs())
        many.left.remarks += looked.left


def _in_our_columns(
    each: Iterable[list[LogFiles]], light: list[LogFiles]
) -> Iterator[list[LogFiles]]:
    """Yield the logs that are in our columns; keep all, without their rows, for later."""
    for logs in each:
        own: list[LogFiles] = []
        for log in logs:
            other = log if log.foreign else as_asked_about(log)
            if other is None:
                own.append(log)
                light.append(LogFiles(log.name, folder=log.folder))
            else:
                light.append(replace(other, askable=log.askable))
        yield own


def _in_place(
    each: Iterable[list[LogFiles]], seen: Iterator[LogFiles], looked: Looked
) -> Iterator[list[LogFiles]]:
    """Yield the logs in our columns, and what is wrong with others, each in its place."""
    for logs in each:
        pairs = [(log, next(seen)) for log in logs]
        own = (
            log if looked.is_in_our_columns(other) else looked.in_place(other)
            for log, other in pairs
        )
        yield [log for log in own if log is not None]


def _some_at_a_time(each: Iterable[list[LogFiles]]) -> Iterator[list[LogFiles]]:
    """Yield as many logs as may be in memory together."""
    waiting: list[LogFiles] = []
    n_rows = 0
    for logs in each:
        waiting += logs
        n_rows += _n_rows(logs)
        if len(waiting) >= MOST_LOGS or n_rows >= MOST_ROWS:
            yield waiting
            waiting, n_rows = [], 0
    if waiting:
        yield waiting


def _n_rows(logs: Sequence[LogFiles]) -> int:
    """Return how many rows logs have, or at most have."""
    held = sum(raw.n_rows for log in logs for raw in log.tables.values())
    return held + sum(f.stat().st_size // BYTES_A_ROW for log in logs for f in log.foreign)


def _write(log: MobilityLog, folder: Path, writers: dict[str, ParquetWriter]) -> None:
    from pyarrow.parquet import ParquetWriter

    for name in PEOPLE_TABLES:
        if len(getattr(log, name)):
            rows = parquet_table(log, name)
            if name not in writers:
                folder.mkdir(parents=True, exist_ok=True)
                writers[name] = ParquetWriter(folder / f"{name}.parquet", rows.schema)
            writers[name].write_table(rows)
