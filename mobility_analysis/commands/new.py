"""What ``new`` makes: an empty diary or log, for nobody yet or for the clients of a log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_analysis.commands.console import Stop

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import MobilityLog
    from mobility_analysis.log.write.diary import Diary


@dataclass(frozen=True)
class Wanted:
    """What is to be made."""

    is_workbook: bool
    is_paper: bool
    is_long: bool
    start: pd.Timestamp | None
    source: Path | None
    """The log whose clients it is for."""

    @property
    def has_tables(self) -> bool:
        """Whether there are files to fill in, and not only paper."""
        return self.is_workbook or not self.is_paper

    @property
    def how_to_fill_in(self) -> str:
        """Say where to begin."""
        if self.is_long:
            return "Fill in sessions or stiffness; the other tables may stay empty. Then:"
        dated = "" if self.start is not None else " with its date"
        return f"Fill in days, a row a day{dated}; the other tables may stay empty. Then:"


def write_empty_log(folder: Path, wanted: Wanted) -> list[Path]:
    """Write what is wanted as new files, all of them or none."""
    from mobility_analysis.log.write.templates import (
        settings_for,
        write_csv_template,
        write_new,
        write_workbook_template,
    )

    if wanted.is_long:
        if wanted.is_paper or wanted.source or wanted.start is not None:
            raise click.UsageError("--long goes with --excel alone: it has a row a session.")
        return (write_workbook_template if wanted.is_workbook else write_csv_template)(folder)
    contents: dict[str, bytes] = {}
    if wanted.has_tables:
        contents |= _tables(folder, wanted)
        contents |= settings_for(folder)
    if wanted.is_paper:
        contents |= _sheets(folder, wanted)
    return write_new(folder, contents)


def _tables(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """Return the files of the diaries by name: one client's, or each client's own."""
    from mobility_analysis.log.write.diary import WORKBOOK, diary_csv, diary_workbook, seed_diary

    if wanted.source is None:
        beside = _beside_tables(folder, wanted)
        if beside:
            return beside
        diaries = {"": seed_diary(start=wanted.start)}
    else:
        diaries = _diaries(wanted.source, wanted.start)
    only = len(diaries) == 1
    contents: dict[str, bytes] = {}
    for name, diary in diaries.items():
        if wanted.is_workbook:
            contents[WORKBOOK if only else f"{name}.xlsx"] = diary_workbook(diary)
        else:
            files = diary_csv(diary)
            contents |= files if only else {f"{name}/{file}": text for file, text in files.items()}
    return contents


def _beside_tables(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """Return the diary to add to one person's log of files; nothing where there is no log."""
    from mobility_analysis.log.load import load_programmes
    from mobility_analysis.log.read.files import other_logs, table_files
    from mobility_analysis.log.schema import DIARY, TABLES
    from mobility_analysis.log.write.diary import days_csv

    there = table_files(folder, TABLES)
    if not there and not other_logs(folder):
        return {}
    log = load_programmes(folder)
    is_free = there and not wanted.is_workbook and not table_files(folder, [DIARY])
    if not is_free or len(log.clients) != 1:
        held = ", ".join(there or other_logs(folder))
        raise Stop(
            f"{folder.name} already holds a log ({held}); nothing was written. For diaries of its "
            f'clients: mobility-analysis new OTHER-FOLDER --for "{folder}"'
        )
    return {f"{DIARY}.csv": days_csv(_of_one(log, log.clients[0], wanted.start))}


def _of_one(log: MobilityLog, client: str, start: pd.Timestamp | None) -> Diary:
    """Return a client's diary; of the first exercises of the catalogue where none is prescribed."""
    from mobility_analysis.log.write.diary import diary_of, seed_diary

    diary = diary_of(log, client, start=start)
    return diary if diary.exercises else seed_diary(start=start)


def _diaries(source: Path, start: pd.Timestamp | None) -> dict[str, Diary]:
    """Return the diary of each client of a log with a programme, by a safe name."""
    from mobility_analysis.log.load import load_programmes
    from mobility_analysis.log.write.diary import diary_of
    from mobility_analysis.log.write.names import safe_names

    log = load_programmes(source)
    names = safe_names(log.clients)
    found = {name: diary_of(log, client, start=start) for client, name in names.items()}
    found = {name: diary for name, diary in found.items() if diary.exercises}
    if not found:
        raise Stop(
            f"{source.resolve().name}: no client has a programme that still runs, so that nothing "
            "says which exercises a diary is to have. Fill in the table programme."
        )
    return found


def _sheets(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """Return a tick-sheet for each client with a programme, or one of an empty diary.

    Where the log has a diary, its columns are the sheet's, in their order.
    """
    from mobility_analysis.log.load import load_programmes
    from mobility_analysis.log.read.files import TICK_SHEET, diary_header
    from mobility_analysis.log.write.names import safe_names
    from mobility_analysis.report.paper.tick_sheet import (
        blank_columns,
        columns_of_header,
        prescribed_columns,
        tick_sheet_pdf,
    )

    source = wanted.source or folder
    is_log = source.is_file() or (source.is_dir() and any(source.iterdir()))
    if not is_log:
        return {f"{TICK_SHEET}.pdf": tick_sheet_pdf(blank_columns(), start=wanted.start)}
    log, header = load_programmes(source), diary_header(source)
    sheets = {}
    for client, name in safe_names(log.clients).items():
        columns = prescribed_columns(log, client)
        columns = columns_of_header(log, client, header) or columns
        if columns:
            sheets[f"{TICK_SHEET}-{name}.pdf"] = tick_sheet_pdf(columns, client, start=wanted.start)
    columns = columns_of_header(log, "", header) or blank_columns()
    return sheets or {f"{TICK_SHEET}.pdf": tick_sheet_pdf(columns, start=wanted.start)}
