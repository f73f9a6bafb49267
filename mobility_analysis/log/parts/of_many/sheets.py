"""The sheets of a workbook that are a client's each, as logs that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mobility_analysis.log.parts.by_recipe.foreign import is_filled
from mobility_analysis.log.parts.listed import only_files
from mobility_analysis.log.read.cells import RawTable
from mobility_analysis.log.read.files import (
    WORKBOOK_SUFFIXES,
    LogFiles,
    Many,
    are_somebodys_each,
    entries_of,
    names_clients,
    remark_unread,
    table_files,
    words_of_left_sheet,
)
from mobility_analysis.log.read.headers import header_key, nearest_table
from mobility_analysis.log.read.many_sheets import (
    NOT_DATA,
    client_words,
    hidden_words,
)
from mobility_analysis.log.read.numbered_sets import tables_of
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import CATALOGUES, TABLES
from mobility_analysis.log.settings import Settings


def sheets_each(path: Path, book: Path, stack: ExitStack, *, prefix: str = "") -> Many | None:
    """Return the logs of a workbook with a sheet a client, which stays open as long as they do.

    ``prefix`` stands before the names of what lies beside it.
    """
    others = (
        [entry for entry in entries_of(path) if entry.name != book.name] if path.is_dir() else []
    )
    try:
        many = _logs_of_sheets(book, stack.enter_context(workbook_in_rows(book, book.name)))
    except CannotReadError:  # which is said by who reads it whole
        return None
    if many is not None:
        remark_unread(many.left, others, prefix)
    return many


def sheets_beside_others(entry: Path, stack: ExitStack) -> Iterator[list[LogFiles]] | None:
    """Return the logs of a workbook with a sheet a client that is one of many logs, as it is read.

    What holds for all of them comes with each, as a log without a name. None for any other log.
    """
    files = only_files(entry, Settings())
    is_book = len(files) == 1 and files[0].suffix.lower() in WORKBOOK_SUFFIXES
    if not is_book or table_files(entry, TABLES):
        return None
    prefix = f"{entry.name}/" if entry.is_dir() else ""
    many = sheets_each(entry, files[0], stack, prefix=prefix)
    return None if many is None else _with_what_holds_for_all(many, entry)


def _with_what_holds_for_all(many: Many, entry: Path) -> Iterator[list[LogFiles]]:
    folder = entry if entry.is_dir() else None
    shared = {name: raw for log in many.shared for name, raw in log.tables.items()}
    remarks = many.left.remarks
    for logs in many.each:
        yield [LogFiles("", shared, remarks), *(replace(log, folder=folder) for log in logs)]
        remarks = []


class _Seen(NamedTuple):
    """A sheet that is no table by its name, and the one that it is by its header, if any."""

    opened: SheetInRows
    table: str
    says_client: bool


def _logs_of_sheets(book: Path, opened: Sequence[SheetInRows]) -> Many | None:
    """Return the logs of a workbook that are a client's each; None where its sheets are not."""
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
        client_words({own.opened.sheet.name: own.opened.sheet.name for own in held}),
        *(words_of_left_sheet(own.opened.sheet.name) for own in seen if not own.table),
    ]
    left = LogFiles("", remarks=[(book.name, words) for words in said])
    shared = {name: _table(own) for name, own in for_all.items()}
    return Many([LogFiles("", shared)] if shared else [], _logs_each(held), left)


def _logs_each(held: Sequence[_Seen]) -> Iterator[list[LogFiles]]:
    for own in held:
        yield [LogFiles(own.opened.sheet.name, {own.table: _table(own.opened)})]


def _table(own: SheetInRows) -> RawTable:
    return table_of_sheet(own.holding([*own.rows()]))


def _seen(own: SheetInRows, for_all: Mapping[str, object]) -> _Seen:
    table = _table(own)
    fitting = tables_of(table)
    is_one = len(fitting) == 1 and fitting[0] not in for_all and not nearest_table(own.sheet.name)
    return _Seen(own, fitting[0] if is_one else "", names_clients(table))
