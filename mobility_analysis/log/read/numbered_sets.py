"""A column that numbers the sets of an exercise, a row each, where another counts them."""

from __future__ import annotations

from mobility_analysis.log.read.cells import Coded, RawTable, cell_text
from mobility_analysis.log.read.headers import header_key, tables_of_header

_HEADERS = frozenset(["set", "set_number", "set_no", "set_nr", "set_num", "set_order", "satz"])


def numbers_sets(header: str, column: Coded) -> bool:
    """Tell whether a column counts up 1, 2, 3 from row to row, and begins again.

    >>> import numpy as np
    >>> sets = Coded(np.array([0, 1, 0, 1, 2]), ["1", "2", "3"])
    >>> numbers_sets("Set", sets), numbers_sets("Sets", sets)
    (True, False)
    >>> numbers_sets("Set", Coded(np.array([0, 0, 1]), ["3", "2"]))
    False
    """
    if not may_number_sets(header):
        return False
    texts = [cell_text(value).strip() for value in column.values]
    numbers = [int(text) if text.isdecimal() else 0 for text in texts]
    before = highest = 0
    for code in column.codes.tolist():
        number = numbers[code] if code >= 0 else 0
        if number not in (1, before + 1) or number < 1:
            return False
        before, highest = number, max(highest, number)
    return highest > 1


def may_number_sets(header: str) -> bool:
    """Tell whether a header is that of a column which may number sets."""
    return header_key(header) in _HEADERS


def is_a_row_a_set(raw: RawTable) -> bool:
    """Tell whether each row of a table is one set of a session."""
    return any(
        isinstance(coded, Coded) and numbers_sets(header, coded)
        for header, coded in zip(raw.header, raw.columns, strict=True)
    )


def tables_of(raw: RawTable) -> list[str]:
    """Return which tables the header fits; none where each row is one set of a session."""
    return [] if is_a_row_a_set(raw) else tables_of_header(raw.header)
