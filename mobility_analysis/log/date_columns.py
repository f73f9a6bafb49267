"""Columns of days and times: read value by value, their order decided once a column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import are_whole_days, lie_within, taken
from mobility_analysis.log.cells import Coded, Native, RawColumn, RawTable, cell_text
from mobility_analysis.log.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    ORDER_WORDS,
    Moment,
    Open,
    chosen_order,
    fitting_orders,
    listed,
    moment_words,
    read_moment,
)
from mobility_analysis.log.draft import Draft, Texts, require, without_no_values
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.schema import Column

__all__ = ["type_dates"]

FEWEST_REAL_DATES = 4
NO_DAY = np.datetime64("NaT", "us")
NO_TIME = np.timedelta64("NaT", "us")
FIRST_MOMENT = np.datetime64(f"{FIRST_YEAR}-01-01", "us")
LAST_MOMENT = np.datetime64(f"{LAST_YEAR + 1}-01-01", "us") - np.timedelta64(1, "us")
ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"


def type_dates(draft: Draft, column: Column, cells: RawColumn, order: str | None) -> None:
    """Read a column of dates into the draft; each that cannot be read is a problem.

    Parameters
    ----------
    draft : Draft
        The table.
    column : Column
        The declaration of the column.
    cells : RawColumn
        Its cells.
    order : str or None
        The order of day and month that was stated, by the user or in the header.
    """
    if isinstance(cells, Native) and cells.values.dtype.kind == "M":
        _native_dates(draft, column, cells)
        return
    coded = without_no_values(draft, column, draft.coded(column.name))
    moments, read = _read_moments(coded, order, draft.raw)
    faults = {code: r for code, r in read.items() if isinstance(r, Fault)}
    draft.findings.cells(column.name, coded.codes, Texts(coded.values), faults)
    open_ = {code: r for code, r in read.items() if isinstance(r, Open)}
    if open_:
        _point_out_mixture(draft, column, coded, open_)
        _settle_order(draft, column, coded, open_, stated=order, moments=moments)
    if coded.has_empty:
        require(draft, column, coded.codes == -1)
    _keep_moments(draft, column, taken(np.append(moments, NO_DAY), coded.codes))


def _native_dates(draft: Draft, column: Column, cells: Native) -> None:
    """Check dates that came as dates, without looking at each one by itself."""
    moments = cells.values.astype("datetime64[us]").to_numpy()
    # As a whole number a missing moment lies before all others.
    first, last = FIRST_MOMENT.view(np.int64), LAST_MOMENT.view(np.int64)
    if not lie_within(moments.view(np.int64), first, last):
        if column.is_required:
            require(draft, column, np.isnat(moments))
        for row in np.flatnonzero((moments < FIRST_MOMENT) | (moments > LAST_MOMENT)):
            fault = Fault(f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
            draft.findings.rows(column.name, np.array([row]), str(moments[row])[:10], fault)
    if cells.is_whole_days and column.kind == "date":
        draft.typed[column.name] = moments
    else:
        _keep_moments(draft, column, moments)


def _keep_moments(draft: Draft, column: Column, moments: NDArray[np.datetime64]) -> None:
    """Keep a column of moments as days, and as times where a row has one."""
    draft.typed[column.name] = moments
    if column.kind == "timestamp" or are_whole_days(moments):
        return
    days = moments.astype("datetime64[D]").astype("datetime64[us]")
    draft.typed[column.name] = days
    if column.has_time:
        times = moments - days
        times[times == np.timedelta64(0, "us")] = NO_TIME
        draft.typed["time"] = times


def _read_moments(
    coded: Coded, order: str | None, raw: RawTable
) -> tuple[NDArray[np.datetime64], dict[int, Any]]:
    """Read each distinct date once: ISO ones all together, the others one by one."""
    moments = np.full(len(coded.values), NO_DAY)
    texts = pd.Series([v if isinstance(v, str) else "" for v in coded.values], dtype="str")
    is_iso = texts.str.fullmatch(ISO).to_numpy(dtype=bool)
    parsed = pd.to_datetime(texts[is_iso], format="ISO8601", errors="coerce")
    moments[is_iso] = parsed.astype("datetime64[us]").to_numpy()
    moments[(moments < FIRST_MOMENT) | (moments > LAST_MOMENT)] = NO_DAY
    epoch = None if raw.is_text else ("excel-1904" if raw.is_1904 else "excel-1900")
    read: dict[int, Any] = {}
    for code in np.flatnonzero(np.isnat(moments)).tolist():
        result = read_moment(coded.values[code], stated=order, epoch=epoch)
        read[code] = result
        if isinstance(result, Moment):
            moments[code] = _as_datetime64(result)
    return moments, read


def _as_datetime64(moment: Moment) -> np.datetime64:
    day = np.datetime64(moment.day, "us")
    return day if moment.time is None else day + np.timedelta64(moment.time, "us")


def _settle_order(
    draft: Draft,
    column: Column,
    coded: Coded,
    open_: dict[int, Open],
    *,
    stated: str | None,
    moments: NDArray[np.datetime64],
) -> None:
    """Decide the order of a date's numbers once for the column; rows against it are problems."""
    counts = np.bincount(coded.codes[coded.codes >= 0], minlength=len(coded.values))
    order = chosen_order([*open_.values()], counts[[*open_]], stated)
    if order is None:
        _ask_for_order(draft, column, coded, open_)
        return
    why = "as stated" if order == stated else "like the rest of the column"
    out_of_range = Fault(
        f"a date as {ORDER_WORDS[order]}, {why}",
        "Correct the date; year-month-day, such as 2026-11-22, is always clear.",
    )
    found = {code: read.read.get(order, out_of_range) for code, read in open_.items()}
    for code, moment in found.items():
        if isinstance(moment, Moment):
            moments[code] = _as_datetime64(moment)
    faults = {code: fault for code, fault in found.items() if isinstance(fault, Fault)}
    draft.findings.cells(column.name, coded.codes, Texts(coded.values), faults)


def _point_out_mixture(draft: Draft, column: Column, coded: Coded, open_: dict[int, Open]) -> None:
    """Point out dates that a spreadsheet has probably turned round when it opened the file.

    One that expects month/day makes a date of 5/3 (of 3 May, then) and leaves 23/3 as text.
    """
    real = [value for value in coded.values if isinstance(value, date)]
    is_suspicious = (
        len(real) >= FEWEST_REAL_DATES
        and all(value.day <= 12 for value in real)
        and all(len(read.fits) == 1 for read in open_.values())
    )
    if is_suspicious:
        draft.findings.remark(
            column.name,
            "dates beside text such as " + cell_text(coded.values[next(iter(open_))]),
            "",
            "No date is after the 12th of its month, all of the text is: the spreadsheet may have "
            "exchanged day and month when it opened the file. Compare with the source.",
        )


def _ask_for_order(draft: Draft, column: Column, coded: Coded, open_: dict[int, Open]) -> None:
    """Set aside all rows that wait for the order, with one problem that shows two of them."""
    rows = np.flatnonzero(np.isin(coded.codes, list(open_)))
    orders = fitting_orders([*open_.values()])
    shown: list[str] = []
    for code in list(dict.fromkeys(coded.codes[rows].tolist())):
        fits = {order: m for order, m in open_[code].fits.items() if order in orders}
        if len(fits) > 1 and len(shown) < 2:
            line = draft.raw.line(rows[coded.codes[rows] == code][0])
            days = listed([f"{moment_words(m)} ({order})" for order, m in fits.items()])
            shown.append(f"line {line}, {cell_text(coded.values[code])}: {days}")
    fault = Fault(
        f"one order of day, month and year; {_why_open([*open_.values()], orders)}",
        f"State the order with {listed([f'--date-order {order}' for order in orders])}.",
    )
    draft.findings.once(column.name, rows, "; ".join(shown), fault)


def _why_open(read: Sequence[Open], orders: Sequence[str]) -> str:
    if all(order in r.read for r in read for order in orders):
        return f"every row fits {listed(orders, 'and')}"
    only = [order for order in orders if any(set(r.read) == {order} for r in read)]
    if len(only) > 1:
        return f"some rows fit only {' and others only '.join(only)}"
    return f"no one of {listed(orders)} fits every row"
