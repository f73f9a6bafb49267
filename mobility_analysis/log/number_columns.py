"""Columns of numbers: held to their limits, scores turned into 0 to 10 where a scale was stated."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import blocks, lie_within, taken
from mobility_analysis.log.cells import Native, RawColumn, cell_text, distinct
from mobility_analysis.log.draft import Draft, parse_distinct, require
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.scales import Scale, StatedScale
from mobility_analysis.log.schema import Column
from mobility_analysis.log.values import expected_number, is_clear_decimal_comma, read_number

__all__ = ["name_scale", "read_numbers", "read_scores"]


def read_numbers(draft: Draft, column: Column, cells: RawColumn) -> NDArray[np.float64]:
    """Read a column of numbers; each that is none, or beyond its limits, is a problem."""
    if isinstance(cells, Native) and cells.values.dtype.kind in "fiu":
        own = cells.values
        is_plain = isinstance(own.dtype, np.dtype)
        numbers = (
            own.to_numpy("float64") if is_plain else own.to_numpy("float64", na_value=math.nan)
        )
        if column.is_required:
            require(draft, column, np.isnan(numbers))
        _hold_to_limits(draft, column, numbers)
        return numbers
    comma = any(is_clear_decimal_comma(v) for v in distinct(cells).values)
    codes, parsed = parse_distinct(
        draft, column, lambda v: read_number(v, column, has_decimal_comma=comma)
    )
    values = np.array([math.nan if v is None else v for v in [*parsed, None]], dtype="float64")
    return taken(values, codes)


def _hold_to_limits(
    draft: Draft,
    column: Column,
    numbers: NDArray[np.float64],
    among: NDArray[np.bool_] | None = None,
) -> None:
    """Check numbers that are numbers already, without looking at each one by itself."""
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    is_whole = column.kind != "count" or _are_whole(numbers)
    if is_whole and lie_within(numbers, low, high):
        return
    is_bad = (numbers < low) | (numbers > high)
    if not is_whole:
        is_bad |= numbers > np.floor(numbers)
    for row in np.flatnonzero(is_bad if among is None else is_bad & among):
        value = float(numbers[row])
        fault = read_number(value, column)
        draft.findings.rows(
            column.name, np.array([row]), cell_text(value),
            fault if isinstance(fault, Fault) else Fault(expected_number(column), ""),
        )  # fmt: skip


def _are_whole(numbers: NDArray[np.float64]) -> bool:
    """Tell whether no number has a fraction."""
    return not any(
        (numbers[block] > np.floor(numbers[block])).any() for block in blocks(len(numbers))
    )


def read_scores(
    draft: Draft, column: Column, cells: RawColumn, scale: Scale | None
) -> NDArray[np.float64]:
    """Read scores; those on a stated scale are turned into 0 to 10.

    A row that names its scale was turned when it was imported: it is held to 0 to 10, and stays.
    """
    is_turned = _is_turned(draft)
    if scale is None:
        numbers = read_numbers(draft, column, cells)
        _point_out_scale(draft, np.where(is_turned, math.nan, numbers))
        return numbers
    own = column.between(scale.low, scale.high)
    if not is_turned.any():
        return np.asarray(scale.on_ten(read_numbers(draft, own, cells)))
    either = column.between(min(scale.low, 0), max(scale.high, 10))
    numbers = read_numbers(draft, either, cells)
    is_told = draft.findings.is_set_aside.copy()
    _hold_to_limits(draft, column, numbers, is_turned & ~is_told)
    _hold_to_limits(draft, own, numbers, ~is_turned & ~is_told)
    return np.where(is_turned, numbers, scale.on_ten(numbers))


def name_scale(draft: Draft, scale: Scale) -> None:
    """Write the stated scale, and the file, beside each score that was turned into 0 to 10."""
    stated = StatedScale(scale, shortened(draft.raw.file)).text()
    there = draft.typed.get("stated_scale", np.full(draft.n_rows, "", dtype=object))
    texts = np.where(_is_turned(draft), np.asarray(there, dtype=object), stated)
    draft.typed["stated_scale"] = pd.array(texts, dtype="str")


def _is_turned(draft: Draft) -> NDArray[np.bool_]:
    """Tell of each score whether its row says that it was turned into 0 to 10 already."""
    stated = draft.typed.get("stated_scale")
    return np.zeros(draft.n_rows, dtype=bool) if stated is None else np.asarray(stated != "")


def _point_out_scale(draft: Draft, scores: NDArray[np.float64]) -> None:
    """Point out a column of scores that looks like another scale than 0 to 10."""
    found = np.unique(scores[~np.isnan(scores) & ~draft.findings.is_set_aside])
    if len(found) < 2:
        return
    looks = ""
    if set(found) == {0.0, 1.0}:
        looks = "only 0 and 1"
    elif found.min() >= 1 and found.max() <= 5 and (found == np.floor(found)).all():
        looks = "only whole numbers from 1 to 5"
    if looks:
        draft.findings.remark(
            "score", looks, "a number from 0 to 10",
            "Read as scores from 0 to 10. If they were given on another scale, state that scale "
            "(--scale 1-5).",
        )  # fmt: skip
