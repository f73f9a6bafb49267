"""The tables of a log of any size, of which each part can be read as the whole is.

What a check goes by is settled by one row or by one client, or by all cells of a column, which are
looked at before any part is. A log that is amiss as a whole is not opened here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.draft import Stated
from mobility_analysis.log.check.values import read_client
from mobility_analysis.log.model import DataError
from mobility_analysis.log.parts.by_recipe.drafted import AskedError, ByColumns
from mobility_analysis.log.parts.by_recipe.shaped import (
    Shaped,
    shaped_by_its_recipes,
    shaped_by_recipes,
)
from mobility_analysis.log.parts.decided import (
    as_decided,
    cells_of,
    columns_beside,
    decided,
    is_typed,
    may_be_asked_about,
    plain_rows,
    values_and_codes,
)
from mobility_analysis.log.parts.diary import are_filled, decided_of_diary, looked_through
from mobility_analysis.log.parts.listed import (
    Tables,
    catalogues_in,
    listed,
    open_table,
    take_by_name,
    take_only,
    take_shaped,
)
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import of_rows
from mobility_analysis.log.read.cells import RawTable, faulty_table
from mobility_analysis.log.read.files import LogFiles, entries_of, remark_unread
from mobility_analysis.log.read.headers import match_header
from mobility_analysis.log.read.parquet import columns_read, damaged
from mobility_analysis.log.read.sheets import NeedsAllRowsError
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES
from mobility_analysis.log.settings import Settings


def opened_tables(
    place: Place, settings: Settings, folder: Path, columns: ByColumns
) -> Tables | None:
    """Open the tables of a log that may be cut into parts as they are; None for any other log.

    What is made of text files goes into the folder. A log in other columns that nothing is stated
    of is cut as it is understood by its columns.

    Raises
    ------
    AskedError
        If something is to be said about it before it can be read.
    """
    ways: dict[str, Callable[[Tables, Settings, Path], bool]] = {
        "stated": _take_as_stated,
        "seen": partial(_take_as_understood, columns=columns),
    }
    for name, take in ways.items():
        own = folder / name
        own.mkdir()
        tables = listed(place, settings, are_seen=name == "seen")
        if tables is not None and _are_opened(tables, settings, own, take):
            return tables
    return None


def opened_beside_others(
    entry: Path, settings: Settings, folder: Path, for_all: Mapping[str, RawTable]
) -> Tables | None:
    """Open the tables of one of many logs, a file or a sub-folder; None where they cannot be cut.

    ``for_all`` are tables for everybody that lie beside the logs. A log that is not in our columns,
    or may be asked about, is not opened; nor is one person's, which is one part by nature.
    """
    prefix = f"{entry.name}/" if entry.is_dir() else ""
    tables = listed(Place(entry), Settings(), prefix=prefix)
    if tables is None or (tables.only and tables.files):  # which is none of many
        return None
    tables.for_all = dict(for_all)
    if tables.only:
        beside = LogFiles("")
        others = entries_of(entry) if entry.is_dir() else []
        remark_unread(beside, [o for o in others if o.name not in tables.only], prefix)
        tables.left = beside.remarks
    return _of_several(tables, settings, folder, _take_in_our_columns)


def opened_by_recipes(
    shaped: Shaped, settings: Settings, folder: Path, for_all: Mapping[str, RawTable]
) -> Tables | None:
    """Open the tables that recipes made of one of many logs; None where they cannot be cut."""
    tables = Tables(Place(folder), {}, for_all=dict(for_all))

    def take(tables: Tables, _: Settings, __: Path) -> bool:
        take_shaped(tables, shaped)
        return True

    return _of_several(tables, settings, folder, take)


def _of_several(
    tables: Tables,
    settings: Settings,
    folder: Path,
    take: Callable[[Tables, Settings, Path], bool],
) -> Tables | None:
    """Open the tables of a log; None where they are one person's, or cannot be cut."""
    if not _are_opened(tables, settings, folder, take):
        return None
    if not tables.is_one_persons:
        return tables
    tables.close()
    return None


def _take_in_our_columns(tables: Tables, _: Settings, folder: Path) -> bool:
    return not tables.only or take_only(tables, folder)


def _are_opened(
    tables: Tables,
    settings: Settings,
    folder: Path,
    take: Callable[[Tables, Settings, Path], bool],
) -> bool:
    """Open the tables of a log that are taken in one way; False where they cannot be."""
    from pyarrow import ArrowException

    try:
        tables.for_all |= catalogues_in(tables, folder) if tables.only else {}
        if take(tables, settings, folder):
            if (shaped := tables.shaped) is not None:
                settings = shaped.stated.over(settings)
            tables.shared |= catalogues_in(tables, folder)
            own = [name for name in tables.files if name not in CATALOGUES]
            is_log = bool({*own, *tables.shared} - {*CATALOGUES})
            if is_log and all(_may_be_cut(tables, name, settings, folder) for name in own):
                return True
    except (ArrowException, CannotReadError, NeedsAllRowsError, OSError, ValueError):
        pass  # what is wrong is said by who reads it whole
    tables.close()
    return False


def _take_as_stated(tables: Tables, settings: Settings, folder: Path) -> bool:
    """Take a log in our tables, or files for which recipes are stated."""
    if not tables.only:
        return True
    shaped = shaped_by_recipes(tables.paths, settings, folder, tables.for_all)
    if shaped:
        take_shaped(tables, shaped)
    is_alone = len(tables.only) == 1 and not tables.for_all
    return bool(shaped) or (is_alone and take_only(tables, folder))


def _take_as_understood(
    tables: Tables, settings: Settings, folder: Path, *, columns: ByColumns
) -> bool:
    """Take the only files of a log as they are understood by their columns.

    One of which nothing is understood is the table after which it is called, if it is.
    """
    if not tables.only:
        return False
    seen = columns.understood(tables.paths, settings, tables.for_all)
    if seen is None:
        return take_by_name(tables, folder)
    log = columns.log(seen, folder)
    try:
        shaped = shaped_by_its_recipes(log, folder, tables.for_all)
    except DataError as error:
        raise AskedError.refused(seen, error) from error
    if shaped:
        take_shaped(tables, shaped)
    return bool(shaped)


def _may_be_cut(tables: Tables, name: str, settings: Settings, folder: Path) -> bool:
    """Open a table and tell whether no rule on it looks at several clients; note who they are."""
    from pyarrow import ArrowException

    try:
        if not open_table(tables, name, folder):
            return False
        columns_read(tables.opened[name].schema_arrow, is_diary=name == DIARY)
    except CannotReadError as error:  # as a whole, which is said of each part
        if name in tables.opened:
            tables.opened.pop(name).close()
        sheet = tables.sheets[name].name if name in tables.sheets else ""
        shown = tables.shown(name)
        tables.shared[name] = faulty_table(shown, error.found, error.fault, sheet=sheet)
        return True
    try:
        return _is_known(tables, name, settings)
    except (ArrowException, OSError):
        if not leave_damaged(tables, name):
            raise
        return True


def leave_damaged(tables: Tables, name: str) -> bool:
    """Take a Parquet file for damaged, as who reads it whole does; False where it may not be.

    Whose rows the other tables have is counted anew.
    """
    from pyarrow import ArrowException

    opened = tables.opened[name]
    if tables.place.local is None or Path(tables.files[name]).suffix.lower() != ".parquet":
        return False
    columns = [*columns_read(opened.schema_arrow, is_diary=name == DIARY)]
    try:
        for _ in plain_rows(opened, columns):
            pass
    except (ArrowException, OSError):
        tables.opened.pop(name).close()
        for known in (tables.whose, tables.clients, tables.decided):
            known.pop(name, None)
        error = damaged()
        tables.shared[name] = faulty_table(tables.shown(name), error.found, error.fault)
        tables.n_rows.clear()
        for other in tables.clients:
            tables.clients[other], _ = _clients(tables, other)
        return True
    return False


def _is_known(tables: Tables, name: str, settings: Settings) -> bool:
    """Tell whether no rule on an open table looks at several clients; note who they are."""
    is_settled = _is_settled_diary if name == DIARY else _is_settled
    if not is_settled(tables, name, settings):
        return False
    if tables.opened[name].metadata.num_rows and name in tables.whose:
        tables.clients[name], is_filled = _clients(tables, name)
        if is_filled:
            return bool(tables.clients[name])
        del tables.clients[name], tables.whose[name]  # an empty column is a column left out
    return name in tables.whose or tables.shaped is None


def _is_settled_diary(tables: Tables, name: str, settings: Settings) -> bool:
    """Note what all cells of a diary decide; tell whether a part of it can be read by that."""
    opened, header, names = tables.opened[name], tables.header(name), tables.columns(name)
    stated = Stated(settings.date_order, settings.scale)
    for_all = (tables.for_all, tables.shared)
    diary, found, unread = looked_through(opened, header, names, for_all, stated)
    for place, own in decided_of_diary(opened, names, diary, settings).items():
        is_own = place in found  # an exercise that only the diary names
        found[place] = own._replace(are_ticks=found[place].are_ticks) if is_own else own
    tables.decided[name], tables.unread[name] = found, unread
    tables.holding[name] = [names[place] for place in diary.holding]
    if "client" in diary.own.places:
        tables.whose[name] = names[diary.own.places["client"]]
    return True


def _is_settled(tables: Tables, name: str, settings: Settings) -> bool:
    """Note what all cells of a table decide; tell whether a part of it can be read by that."""
    opened, header, names = tables.opened[name], tables.header(name), tables.columns(name)
    matched = match_header(header, TABLES[name], scale=settings.scale)
    beside = columns_beside(opened, header, names, matched, is_of_text=name in tables.blank)
    if tables.is_askable and may_be_asked_about(tables.files[name], header, beside.values):
        return False
    found = {place: as_decided(own) for place, own in beside.values.items()}
    found |= {place: found[place]._replace(values=own) for place, own in beside.some.items()}
    for column, place in matched.places.items():
        stated = settings.date_order or matched.orders.get(column)
        units = None if beside.units is None else names[beside.units]
        own = decided(
            opened, names[place], TABLES[name][column], stated=stated,
            pounds=column in matched.in_pounds, units=units if column == "load_kg" else None,
        )  # fmt: skip
        found |= {} if own is None else {place: own}
    tables.decided[name], tables.unread[name] = found, frozenset(beside.others)
    tables.blank[name] = tables.blank.get(name, frozenset()) | beside.blank
    if "client" in matched.places:
        tables.whose[name] = names[matched.places["client"]]
    return True


def _clients(tables: Tables, name: str) -> tuple[dict[object, str], bool]:
    """Return the client that each value means, and whether any cell is filled.

    The rows of each client are counted.
    """
    found: dict[object, str] = {}
    is_filled = False
    opened, n_rows, holding = tables.opened[name], tables.n_rows, tables.holding.get(name)
    typed = is_typed(opened)
    columns = [tables.whose[name]]
    columns += [] if holding is None else [*holding, *of_rows(opened.schema_arrow)]
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=columns, use_threads=False):
        values, codes = values_and_codes(batch.column(tables.whose[name]))
        if holding is not None:
            codes = codes[are_filled(batch, holding, typed=typed)]
        numbers = np.bincount(codes, minlength=len(values) + 1).tolist()
        for value, cell, number in zip(
            values, cells_of(values, typed=typed), numbers, strict=False
        ):
            is_filled |= cell is not None and bool(number)
            client = found.get(value) or (None if cell is None else read_client(cell))
            if isinstance(client, str) and number:
                found[value] = client
                n_rows[client] += number
    return found, is_filled
