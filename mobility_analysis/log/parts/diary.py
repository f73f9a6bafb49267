"""A diary of many clients, of which the exercises of its log tell the columns apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.account import catalogue_of, drafts_of
from mobility_analysis.log.check.days import (
    IN_A_DIARY,
    MatchedDiary,
    are_numbers,
    are_ticks,
    decided_of_ticks,
    fills_row,
    match_diary,
    may_be_an_exercise,
    untyped_diary,
)
from mobility_analysis.log.check.draft import Draft, Stated
from mobility_analysis.log.parts.decided import (
    OnlyRows,
    OpenDates,
    as_decided,
    blocks_beside,
    cells_of,
    cells_that_may_bear,
    coded_once,
    counted_cells,
    decided,
    is_text,
    is_typed,
    values_and_codes,
)
from mobility_analysis.log.parts.texts import SWALLOWED, TOO_LONG, of_rows
from mobility_analysis.log.read.cells import Decided, RawTable
from mobility_analysis.log.schema import DIARY, TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


class DiaryLooked(NamedTuple):
    """A diary by all cells of the columns that no header says to be its own."""

    matched: MatchedDiary
    """With the exercises that only it names."""
    decided: dict[int, Decided]
    """What all cells of these columns say, by place."""
    unread: frozenset[int]
    """Places of the columns of which else only counts whether they hold anything."""


def looked_through(
    opened: ParquetFile,
    header: Sequence[str],
    names: Sequence[str],
    for_all: Sequence[Mapping[str, RawTable]],
    stated: Stated,
) -> DiaryLooked:
    """Look at all cells of the columns of a diary that may be an exercise, or none of a diary's.

    ``names`` are those of the file that was opened, ``header`` those that were written,
    ``for_all`` the tables that hold for everybody, of many logs and of this one.
    """

    def drafts() -> list[Draft]:
        return [draft for shared in for_all for draft in drafts_of(shared, stated)]

    known, _ = catalogue_of(drafts())
    unknown = match_diary(header, known, stated.scale).own.unknown
    cells = {
        place: cells_that_may_bear(opened, names[place], written, IN_A_DIARY)
        for place, written, _ in unknown
    }
    columns = tuple(coded_once(cells.get(place, ())) for place in range(len(header)))
    raw = RawTable("", "", (*header,), columns, range(2, 2))
    catalogue, _ = catalogue_of([*drafts(), untyped_diary(raw, stated)])
    diary = match_diary(header, catalogue, stated.scale)
    found = {place: Decided(are_ticks=are_ticks(own)) for place, own in cells.items()}
    return DiaryLooked(diary, *_left(opened, names, diary, catalogue, found))


def _left(
    opened: ParquetFile,
    names: Sequence[str],
    diary: MatchedDiary,
    catalogue: Catalogue,
    found: dict[int, Decided],
) -> tuple[dict[int, Decided], frozenset[int]]:
    """Add what is to be told of the columns that are none of a diary's, by its filled rows.

    With it come those of which nothing is.
    """
    holding = [names[place] for place in diary.holding]
    wrong = _wrong_as_rows(opened.schema_arrow)
    is_filled = partial(are_filled, holding=holding, typed=is_typed(opened))
    only = OnlyRows([*holding, *wrong], is_filled)
    cells = {
        place: cells_that_may_bear(opened, names[place], written, IN_A_DIARY, only)
        for place, written, _ in diary.own.unknown
    }
    may_be = [may_be_an_exercise(w, cells[n], catalogue) for n, w, _ in diary.own.unknown]
    # of one that is amiss more is told of its other columns, too
    is_amiss = bool(diary.twice or diary.own.faults) or any(may_be)
    is_amiss |= not (diary.exercises or "stiffness" in diary.own.places)
    told = {n: own for n, own in cells.items() if is_amiss or are_numbers(own)}
    found |= {n: as_decided(own, found[n]) for n, own in told.items()}
    return found, frozenset(cells.keys() - told.keys())


def decided_of_diary(
    opened: ParquetFile, names: tuple[str, ...], diary: MatchedDiary, settings: Settings
) -> dict[int, Decided]:
    """Return what all cells of its columns decide, by place."""
    found = {
        place: decided_of_ticks(counted_cells(opened, names[place])) for place in diary.exercises
    }
    for name, place in diary.own.places.items():
        stated = settings.date_order or diary.own.orders.get(name)
        if name == "date":
            holding = [names[place] for place in diary.holding]
            own = _decided_days(opened, names[place], holding, stated)
        else:
            own = decided(opened, names[place], TABLES[DIARY][name], stated=stated)
        found |= {} if own is None else {place: own}
    return found


def _decided_days(
    opened: ParquetFile, header: str, holding: Sequence[str], stated: str | None
) -> Decided | None:
    """Return what the dates of filled rows decide, and with those that wait the order of all."""
    if not is_text(opened.schema_arrow.field(header).type):
        return None
    filled, of_all = OpenDates(), OpenDates()
    typed = is_typed(opened)
    beside = [*holding, *_wrong_as_rows(opened.schema_arrow)]
    for block, rows in blocks_beside(opened, header, beside):
        of_all.add(block)
        own = are_filled(rows, holding, typed=typed)
        filled.add(block._replace(codes=block.codes[own], lines=block.lines[own]))
    order = of_all.kinds.order(None) if of_all.kinds.counts else None
    return filled.decided(stated or order)._replace(order_of_waiting=order)


def are_filled(batch: pa.RecordBatch, holding: Sequence[str], *, typed: bool) -> NDArray[np.bool_]:
    """Tell which rows hold more than a day that is still to come."""
    is_filled = np.zeros(batch.num_rows, dtype=bool)
    for name in _wrong_as_rows(batch.schema):
        is_filled |= batch.column(name).is_valid().to_numpy(zero_copy_only=False)
    for name in holding:
        values, codes = values_and_codes(batch.column(name))
        says = [c is not None and fills_row(c) for c in cells_of(values, typed=typed)]
        is_filled |= np.array([*says, False])[codes]
    return is_filled


def _wrong_as_rows(schema: pa.Schema) -> list[str]:
    """Return the columns that say what is wrong with a row as one."""
    return [name for name in of_rows(schema) if name in (TOO_LONG, SWALLOWED)]
