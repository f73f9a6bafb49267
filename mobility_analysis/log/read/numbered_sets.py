"""A column that numbers the sets of an exercise, a row each, where another counts them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mobility_analysis.log.read.cells import Coded, RawColumn, RawTable, cell_text, distinct
from mobility_analysis.log.read.headers import header_key, tables_of_header

_HEADERS = frozenset(["set", "set_number", "set_no", "set_nr", "set_num", "set_order", "satz"])

NUMBERS_SETS = "the number of a set: the sets of a day are one session"


def numbers_sets(header: str, column: Coded) -> bool:
    """Tell whether a column counts up 1, 2, 3 from row to row, and begins again.

    >>> import numpy as np
    >>> sets = Coded(np.array([0, 1, 0, 1, 2]), ["1", "2", "3"])
    >>> numbers_sets("Set", sets), numbers_sets("Sets", sets)
    (True, False)
    >>> numbers_sets("Set", Coded(np.array([0, 0, 1]), ["3", "2"]))
    False
    """
    counting = Counting()
    return may_number_sets(header) and counting.goes_on(column) and counting.highest > 1


@dataclass(eq=False, repr=False)
class Counting:
    """How far a column has counted up, of which some rows after the other are looked at."""

    before: int = 0
    highest: int = 0

    def goes_on(self, column: Coded) -> bool:
        """Tell whether the next rows count on from those before them, or begin again."""
        for cell in column.in_order():
            text = "" if cell is None else cell_text(cell).strip()
            number = int(text) if text.isdecimal() else 0
            if number not in (1, self.before + 1) or number < 1:
                return False
            self.before, self.highest = number, max(self.highest, number)
        return True


def may_number_sets(header: str) -> bool:
    """Tell whether a header is that of a column which may number sets."""
    return header_key(header) in _HEADERS


def is_a_row_a_set(raw: RawTable) -> bool:
    """Tell whether each row of a table is one set of a session."""
    return any(
        may_number_sets(header) and _is_of_texts(column) and numbers_sets(header, distinct(column))
        for header, column in zip(raw.header, raw.columns, strict=True)
    )


def _is_of_texts(column: RawColumn) -> bool:
    """Tell whether a column came as cells, and not with a type of its own, as from Parquet."""
    return isinstance(column, Coded) or isinstance(column.values.dtype, pd.StringDtype)


def tables_of(raw: RawTable) -> list[str]:
    """Return which tables the header fits; none where each row is one set of a session."""
    return [] if is_a_row_a_set(raw) else tables_of_header(raw.header)
