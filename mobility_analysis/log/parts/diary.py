"""A diary of many clients, of which the exercises of its log tell the columns apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.days import (
    MatchedDiary,
    are_numbers,
    are_ticks,
    decided_of_ticks,
    fills_row,
    may_be_an_exercise,
)
from mobility_analysis.log.parts.decided import (
    NOT_LOOKED_AT,
    OpenDates,
    blocks_beside,
    cells_of,
    cells_that_may_bear,
    counted_cells,
    decided,
    is_text,
    is_typed,
    values_and_codes,
)
from mobility_analysis.log.parts.texts import SWALLOWED, TOO_LONG
from mobility_analysis.log.read.cells import Decided
from mobility_analysis.log.schema import DIARY, TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile


def cells_beside(
    opened: ParquetFile, names: Sequence[str], diary: MatchedDiary, catalogue: Catalogue
) -> dict[int, Sequence[Any]] | None:
    """Return the different cells of the columns that are none of a diary's, by place.

    None where one may be an exercise, since only the whole diary tells what exercises there are.
    """
    found: dict[int, Sequence[Any]] = {}
    for place, written, _ in diary.own.unknown:
        values = cells_that_may_bear(opened, names[place], written)
        cells = (cell for cell, _ in counted_cells(opened, names[place]))
        if values == [NOT_LOOKED_AT] and are_numbers(cells):
            return None  # a great many of them
        if are_ticks(values) or may_be_an_exercise(written, values, catalogue):
            return None
        found[place] = values
    return found


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
    beside = [*holding, *(n for n in (TOO_LONG, SWALLOWED) if n in opened.schema_arrow.names)]
    for block, rows in blocks_beside(opened, header, beside):
        of_all.add(block)
        own = are_filled(rows, holding, typed=typed)
        filled.add(block._replace(codes=block.codes[own], lines=block.lines[own]))
    order = of_all.kinds.order(None) if of_all.kinds.counts else None
    return replace(filled.decided(stated or order), order_of_waiting=order)


def are_filled(batch: pa.RecordBatch, holding: Sequence[str], *, typed: bool) -> NDArray[np.bool_]:
    """Tell which rows hold more than a day that is still to come."""
    is_filled = np.zeros(batch.num_rows, dtype=bool)
    for name in {TOO_LONG, SWALLOWED} & {*batch.schema.names}:
        is_filled |= batch.column(name).is_valid().to_numpy(zero_copy_only=False)
    for name in holding:
        values, codes = values_and_codes(batch.column(name))
        says = [c is not None and fills_row(c) for c in cells_of(values, typed=typed)]
        is_filled |= np.array([*says, False])[codes]
    return is_filled
