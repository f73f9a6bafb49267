"""Weights in pounds: told by the header, a column of units or the cell, and turned into kilograms.

A pound is 0.45359237 kg by definition. Nothing is ever taken for kilograms that says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.check.values import read_number, word_key
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.cells import Coded, cell_text
from mobility_analysis.log.read.headers import POUNDS, UNIT_SPELLINGS, header_key
from mobility_analysis.log.schema import LOAD

POUND_KG = 0.45359237
DECIMALS = 2
"""10 g: finer than any weight that is lifted. *Our choice.*"""

_UNIT_HEADERS = frozenset(
    {"unit", "units", "load_unit", "weight_unit", "weight_units", "weightunit", "load_units"}
)
_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,]+)\s*(?P<unit>[^\d\s.,].*)")


def unit_of(text: str) -> str:
    """Return the unit of weight that a text names, kg or lb; empty for none, or for both.

    >>> unit_of("Set 1 (LB)"), unit_of("Weight_kg"), unit_of("Weight"), unit_of("kg/lb")
    ('lb', 'kg', '', '')
    """
    words = set(header_key(text).split("_"))
    found = [
        unit for unit, known in (("kg", UNIT_SPELLINGS["kg"]), ("lb", POUNDS)) if words & known
    ]
    return found[0] if len(found) == 1 else ""


def unit_place(header: Sequence[str]) -> int | None:
    """Return the place of the column that says in which unit each weight is written.

    >>> unit_place(["Date", "Weight", "Weight Unit"]), unit_place(["Date", "Weight"])
    (2, None)
    """
    keys = [header_key(text) for text in header]
    return next((place for place, key in enumerate(keys) if key in _UNIT_HEADERS), None)


def is_column_of_units(header: str, values: Collection[Any]) -> bool:
    """Tell whether a column says in which unit weights are written."""
    is_weight = [word_key(value) in UNIT_SPELLINGS["kg"] | POUNDS for value in values]
    return bool(is_weight) and (unit_place([header]) is not None or all(is_weight))


def loads_in_kg(
    cells: Sequence[Any], *, units: Sequence[Any] | None = None, stated: str = ""
) -> tuple[list[Any], list[int]]:
    """Return weights in kilograms, and the places of those that were written in pounds.

    A cell may hold its own unit; else that of its row in ``units`` counts, else the ``stated`` one.
    A cell that is not in pounds stays as it is, without its kg. A weight whose unit is not known
    stays with it as text, which is no number, and is named by the checks.

    >>> loads_in_kg([100, "20 kg", 5], units=["lbs", None, "stone"])
    ([45.36, '20', '5 stone'], [0])
    """
    names = [""] * len(cells) if units is None else [_unit_name(unit) for unit in units]
    if any(name not in ("", "kg") for name in names):
        names = [name or "(no unit)" for name in names]
    in_kg: list[Any] = []
    pounds = []
    for place, (cell, name) in enumerate(zip(cells, names, strict=True)):
        number, unit = _parts(cell, name or stated)
        converted = _converted(number) if unit == "lb" else None
        if converted is not None:
            pounds.append(place)
        in_kg.append(_as_read(number, unit) if converted is None else converted)
    return in_kg, pounds


def _unit_name(unit: Any) -> str:
    return "" if unit is None else unit_of(cell_text(unit)) or cell_text(unit).strip()


def _parts(cell: Any, unit: str) -> tuple[Any, str]:
    """Return a weight and its unit; the cell's own comes first."""
    found = _WITH_UNIT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    own = unit_of(found["unit"]) if found else ""
    return (found["number"], own) if found and own else (cell, unit)


def _converted(number: Any) -> float | None:
    if number is None:
        return None
    pounds = read_number(number, LOAD.between(-np.inf, np.inf))
    return None if isinstance(pounds, Fault) else round(pounds * POUND_KG, DECIMALS)


def _as_read(number: Any, unit: str) -> Any:
    return number if number is None or unit in ("", "kg", "lb") else f"{cell_text(number)} {unit}"


def coded_in_kg(cells: Coded, units: Coded | None, stated: str) -> tuple[Coded, NDArray[np.intp]]:
    """Return a column of weights in kilograms, and the rows written in pounds."""
    values = [*cells.values, None]
    names = None if units is None else [*units.values, None]
    pairs = np.column_stack(
        [cells.codes, np.zeros_like(cells.codes) if units is None else units.codes]
    )
    different, codes = np.unique(pairs, axis=0, return_inverse=True)
    found, pounds = loads_in_kg(
        [values[code] for code, _ in different.tolist()],
        units=None if names is None else [names[code] for _, code in different.tolist()],
        stated=stated,
    )
    is_empty = np.array([value is None for value in found], dtype=bool)
    codes = codes.reshape(-1)
    rows = np.flatnonzero(np.isin(codes, pounds))
    return Coded(np.where(is_empty[codes], -1, codes).astype(np.int32), found), rows
