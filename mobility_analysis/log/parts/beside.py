"""Columns beside a table's own, of which all cells together say what they are for.

One that may change what rows mean keeps its different cells, by which each part is read as the
whole is; of any other only counts whether it holds anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.bearing import (
    bearing_of,
    is_named_as_status,
    is_of_scores,
    is_of_sites,
    may_bear,
)
from mobility_analysis.log.check.units import is_column_of_units
from mobility_analysis.log.parts.decided import MOST_TEXTS, cells_of, is_typed, plain
from mobility_analysis.log.read.cells import Coded, RawTable
from mobility_analysis.log.read.headers import NO_COLUMN, MatchedHeader, kinds_of_header

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

NOT_LOOKED_AT = "(not read)"
"""Stands for all cells of a column that is only named."""


@dataclass
class Beside:
    """What is known of the columns beside a table's own, by their places."""

    values: dict[int, Sequence[Any]] = field(default_factory=dict)
    """The different cells of those that may change what rows mean."""
    others: set[int] = field(default_factory=set)
    units: int | None = None
    """The one that says in which unit each weight is written."""


class TooManyCellsError(ValueError):
    """A column that may change what rows mean has more different cells than are looked at."""


def columns_beside(
    opened: ParquetFile, header: Sequence[str], names: Sequence[str], matched: MatchedHeader,
    *, is_of_text: bool,
) -> Beside:  # fmt: skip
    """Look at all cells of the columns that are no part of a table.

    ``names`` are those of the file that was opened, ``header`` those that were written. Of Parquet
    only the columns that some table knows are read at all.

    Raises
    ------
    TooManyCellsError
        If one of them has too many for it to be told what it is for.
    """
    found, known = Beside(), kinds_of_header(names)
    own, unknown = {*matched.places.values()}, {place for place, _, _ in matched.unknown}
    for place, written in enumerate(header):
        is_status = is_named_as_status(written)
        is_no_column = not written.strip() or written.strip().startswith(NO_COLUMN)
        if place in own or is_no_column or not (place in unknown or is_status):
            continue
        if not (is_of_text or names[place] in known):
            continue
        values = _different(opened, names[place], written)
        is_unit = is_column_of_units(written, values)
        if is_unit and found.units is None and place in unknown:
            found.units = place
        if is_status or is_unit or bearing_of(written, values) is not None:
            found.values[place] = values
        else:
            found.others.add(place)
    return found


def may_be_asked_about(
    file: str, header: Sequence[str], values: Mapping[int, Sequence[Any]]
) -> bool:
    """Tell whether a file in our columns has others that somebody is to be asked about."""
    columns = (values.get(place, [NOT_LOOKED_AT]) for place in range(len(header)))
    coded = tuple(Coded(np.arange(len(own)), own) for own in columns)
    return may_bear(RawTable(file, "", tuple(header), coded, range(2, 2)))


def _different(opened: ParquetFile, name: str, written: str) -> list[Any]:
    """Return the different cells of a column, in the order of a whole read.

    Texts that are a great many stand for nothing, unless the header says that they do.
    """
    found: dict[tuple[type, Any], bool] = {}
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=[name], use_threads=False):
        values, used = _values_and_used(batch.column(0))
        for value, is_used in zip(cells_of(values, typed=is_typed(opened)), used, strict=True):
            if value is not None:
                key = (type(value), value)
                found[key] = found.get(key, False) or is_used
        if len(found) > MOST_TEXTS:
            may_decide = is_named_as_status(written) or is_of_scores(written)
            if may_decide or is_of_sites(written, [""]):
                raise TooManyCellsError(written)
            return [NOT_LOOKED_AT]
    return [value for (_, value), is_used in found.items() if is_used]


def _values_and_used(column: pa.Array) -> tuple[list[Any], list[bool]]:
    """Return the values of a column, those of a dictionary in its order, and which some row has."""
    import pyarrow as pa

    is_coded = pa.types.is_dictionary(column.type)
    coded = column if is_coded else plain(column).dictionary_encode()
    counts = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(coded.dictionary))
    return plain(coded.dictionary).to_pylist(), (counts > 0).tolist()
