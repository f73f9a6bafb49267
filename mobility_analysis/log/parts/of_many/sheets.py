"""The sheets of a workbook that are a client's each, as logs that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from mobility_analysis.log.parts.by_recipe.foreign import is_filled
from mobility_analysis.log.read.cells import RawTable
from mobility_analysis.log.read.files import (
    LogFiles,
    Many,
    are_somebodys_each,
    entries_of,
    names_clients,
    remark_unread,
    words_of_left_sheet,
)
from mobility_analysis.log.read.headers import header_key, nearest_table
from mobility_analysis.log.read.many_sheets import NOT_DATA, hidden_words, sheet_words
from mobility_analysis.log.read.numbered_sets import tables_of
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.read.workbooks import SheetInRows, workbook_in_rows
from mobility_analysis.log.schema import CATALOGUES, TABLES


def sheets_each(path: Path, book: Path, stack: ExitStack) -> Many | None:
    """Return the logs of a workbook with a sheet a client, which stays open as long as they do."""
    others = (
        [entry for entry in entries_of(path) if entry.name != book.name] if path.is_dir() else []
    )
    try:
        return _logs_of_sheets(book, stack.enter_context(workbook_in_rows(book, book.name)), others)
    except CannotReadError:  # which is said by who reads it whole
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
    return table_of_sheet(own.holding([*own.rows()]))


def _seen(own: SheetInRows, for_all: Mapping[str, object]) -> _Seen:
    table = _table(own)
    fitting = tables_of(table)
    is_one = len(fitting) == 1 and fitting[0] not in for_all and not nearest_table(own.sheet.name)
    return _Seen(own, fitting[0] if is_one else "", names_clients(table))
