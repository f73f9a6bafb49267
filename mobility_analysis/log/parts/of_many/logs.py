"""Many logs, in a folder or a sheet each, made one log of Parquet tables, a few at a time.

Each log is read by itself, as a folder that is read whole reads it, by its own dates and settings.
The rows that can be used then stand as one log, which is cut like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, compress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from mobility_analysis.log.check.account import OnProblem
from mobility_analysis.log.check.rules import far_from_others
from mobility_analysis.log.exports.road import Looked, as_asked_about, look, refused
from mobility_analysis.log.load import SomeRead, log_of_some, raise_refused
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
from mobility_analysis.log.parts.of_many.foreign import InOtherColumns
from mobility_analysis.log.parts.of_many.gathered import Gathered
from mobility_analysis.log.parts.of_many.large import (
    LargeLog,
    opened_by_recipe,
    opened_large,
    rows_at_most,
)
from mobility_analysis.log.parts.of_many.rows import RowsOfLogs
from mobility_analysis.log.parts.of_many.sheets import sheets_beside_others, sheets_each
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.files import Found, LogFiles, Many, logs_of, many_logs
from mobility_analysis.log.read.many_sheets import are_parts
from mobility_analysis.log.read.sheets import NeedsAllRowsError
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import tables_as_parquet

MOST_LOGS, MOST_ROWS = 200, 200_000
"""So many logs, or rows, are in memory together, but for a log that is larger by itself."""


def gathered(
    place: Place,
    settings: Settings,
    folder: Path,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    book: Path | None = None,
    columns: ByColumns | None = None,
) -> tuple[MobilityLog, Mapping[str, Sequence[str]]] | None:
    """Write the rows of many logs into a folder as one log; return what is to be said of them.

    With it go, by client, the tables of which all rows were set aside.

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
    some = _Some(path, settings, folder, book, on_problem, clients_a_part, columns)
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
    return log, found[0].unread


@dataclass
class _Some:
    """Many logs, which are read a few at a time as often as they are needed."""

    path: Path
    settings: Settings
    folder: Path
    book: Path | None
    on_problem: OnProblem
    clients_a_part: int
    columns: ByColumns
    shared: list[LogFiles] = field(default_factory=list)
    """What holds for all logs."""
    stack: ExitStack = field(default_factory=ExitStack)
    """What is to be closed once all of them were read."""
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
                many_logs(self.path, self._read)
                if self.book is None
                else sheets_each(self.path, self.book, stack)
            )
            if many is None:
                return None
            self.shared, self.stack = many.shared, stack
            found = Gathered()
            rows = stack.enter_context(closing(RowsOfLogs(self.folder)))
            for logs in each(many):
                if logs is None:
                    return None
                found.add(self._read_some(logs, found, rows, latest))
            return found, many

    def _read(self, entry: Path) -> Iterator[list[LogFiles]]:
        """Read an entry of a folder of many logs; of a large one a sheet at a time, or no row."""
        if _is_large(entry):
            with ExitStack() as opened:
                sheets = sheets_beside_others(entry, opened)
                if sheets is not None:
                    yield from sheets
                    return
            large = opened_large(entry, self.settings, self.shared)
            if large is not None:
                self.stack.callback(large.close)
                yield [large]
                return
        yield logs_of(entry, self._in_other_columns.logs)

    def _read_some(
        self,
        logs: Sequence[LogFiles],
        found: Gathered,
        rows: RowsOfLogs,
        latest: np.datetime64 | None,
    ) -> SomeRead:
        """Make a log of some logs, or of a large one, and add its rows."""
        how: Any = {"before": found.taken, "latest": latest, "on_problem": self.on_problem}
        if len(logs) == 1 and isinstance(large := logs[0], LargeLog):
            try:
                with closing(large):
                    return large.read(self.shared, rows, clients_a_part=self.clients_a_part, **how)
            except CannotReadError:  # which is a fault of a table, for who reads it whole
                logs = [*large.whole()]
        some = log_of_some([*self.shared, *logs], self.settings, **how)
        rows.add(some.log)
        return some

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
            looked = (
                self._look_at(found, self.settings)
                if _are_large(logs)
                else look(self.path, self.settings, found)
            )
            if not looked.is_remembered or looked.may_go_together or looked.left:
                self._look(many, light)
                yield None
            own = (looked.in_place(log) for log in looked.found.logs if log.name)
            yield from _some_at_a_time(
                chain([[log for log in own if log is not None]], self._understood(looked))
            )

    def _look(self, many: Many, light: Sequence[LogFiles]) -> None:
        """Look at all logs in other columns together, and ask what is to be asked about them.

        ``light`` are all logs, in their order, without the rows of those in our columns.
        """
        columns, before = self.columns, self.columns.looked
        found = Found([*many.shared, *light], [], are_many=True)
        if before is None:
            columns.looked = self._look_at(found, self.settings, ask=columns.ask)
        elif not columns.is_of_many:
            again = self._look_at(found, before.settings, roles=before.roles)
            columns.looked = replace(again, is_shown=before.is_shown)
        columns.is_of_many = True
        self.looked = columns.looked

    @cached_property
    def _in_other_columns(self) -> InOtherColumns:
        return InOtherColumns(self.columns, _is_large)

    def _look_at(
        self,
        found: Found,
        settings: Settings,
        *,
        roles: Mapping[str, str] = MappingProxyType({}),
        ask: Callable[[Looked], Looked] | None = None,
    ) -> Looked:
        """Look at logs in other columns, at a large one by its columns as far as these say enough.

        Whoever needs all rows of one says so before anything is asked.
        """
        own = self._in_other_columns
        while True:
            try:
                looked = look(self.path, settings, found, roles=roles, reader=own.reader)
                _ = looked.open_files if own.has_large else ()
                if ask is not None:
                    looked = ask(looked)
                    _ = looked.open_files if own.has_large else ()
            except NeedsAllRowsError:
                own.read_last_whole()
            else:
                return looked

    def _understood(self, looked: Looked) -> Iterator[list[LogFiles]]:
        """Yield the logs in other columns of which anything is understood; a large one alone."""
        for group in looked.groups:
            files = group
            if sum(rows_at_most(file.path) for file in group) >= MOST_ROWS:
                is_open = [bool(looked.fault_of(file)) for file in group]
                files = [file for file, own in zip(group, is_open, strict=True) if not own]
                yield [*looked.read([*compress(group, is_open)])]
                try:
                    large = files and opened_by_recipe(
                        looked, files, self._in_other_columns, self.settings, self.shared
                    )
                except DataError as error:
                    yield [refused(files, error)]
                    continue
                if large:
                    self.stack.callback(large.close)
                    yield [large]
                    continue
            yield from ([log] for log in looked.read(files))

    def _as_looked_at(self, many: Many) -> Iterator[list[LogFiles]]:
        """Yield all logs as they were seen, those in other columns after all others."""
        looked = self.looked
        assert looked is not None  # noqa: S101 (only then it is called)
        self.settings = looked.settings
        seen = iter(looked.found.logs[len(many.shared) :])
        yield from _some_at_a_time(_in_place(many.each, seen, looked))
        yield from _some_at_a_time(self._understood(looked))
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
        own: list[LogFiles] = []
        for log, other in [(log, next(seen)) for log in logs]:
            if looked.is_in_our_columns(other):
                own += _with_all_rows(log)
            elif (placed := looked.in_place(other)) is not None:
                own.append(placed)
        yield own


def _with_all_rows(log: LogFiles) -> list[LogFiles]:
    """Return a log in our columns; a large one that might be asked about is read anew, whole."""
    if not (log.askable and _is_large(log.askable[0])):
        return [log]
    return logs_of(log.folder or log.askable[0])


def _some_at_a_time(each: Iterable[list[LogFiles]]) -> Iterator[list[LogFiles]]:
    """Yield as many logs as may be in memory together."""
    waiting: list[LogFiles] = []
    n_rows = 0
    for logs in each:
        if _are_large(logs):
            if waiting:
                yield waiting
            yield logs
            waiting, n_rows = [], 0
            continue
        waiting += logs
        n_rows += _n_rows(logs)
        if len(waiting) >= MOST_LOGS or n_rows >= MOST_ROWS:
            yield waiting
            waiting, n_rows = [], 0
    if waiting:
        yield waiting


def _is_large(entry: Path) -> bool:
    return rows_at_most(entry) >= MOST_ROWS


def _are_large(logs: Sequence[LogFiles]) -> bool:
    """Tell whether logs hold none of their rows, as they are too many."""
    is_cut = any(isinstance(log, LargeLog) for log in logs)
    return is_cut or any(sum(map(rows_at_most, log.foreign)) >= MOST_ROWS for log in logs)


def _n_rows(logs: Sequence[LogFiles]) -> int:
    """Return how many rows logs have, or at most have."""
    held = sum(raw.n_rows for log in logs for raw in log.tables.values())
    return held + sum(rows_at_most(file) for log in logs for file in log.foreign)
