"""A date axis drawn to scale, and the days it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from mobility_analysis.charts.parts.frame import Date, as_day
from mobility_analysis.charts.parts.text import width_pt
from mobility_analysis.charts.parts.theme import axes_size_pt, cell_pt, look, root_figure
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.days import ONE_DAY, days_in
from mobility_analysis.words.numbers import MONTHS, date_words, window_words

LEAST_DAYS = 84
"""Days that a calendar or a grid is long at least; what is beyond the last day stays blank."""


class Span(NamedTuple):
    """First and last day shown."""

    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def n_days(self) -> int:
        """How many days are shown."""
        return days_in(self.start, self.end)


def shown_span(
    dates: pd.Series, start: Date | None, end: Date | None, as_of: Date | None
) -> Span | None:
    """Return the days to show: what is stated, else from the first date to ``as_of``."""
    if dates.empty:
        return None
    first = as_day(start) or dates.min()
    last = as_day(end) or as_day(as_of) or dates.max()
    return Span(first, max(first, last))


def as_of_words(as_of: Date | None) -> str:
    """Return the day of looking, for the end of the small print; nothing for none."""
    looked = as_day(as_of)
    return "" if looked is None else f" As of {date_words(looked)}."


def seen(span: Span, as_of: Date | None) -> str:
    """Return the window and the day of looking, for the small print."""
    return f"{window_words(*span)}.{as_of_words(as_of)}"


def day_number(date: pd.Timestamp) -> float:
    """Return where the start of a date stands on a date axis: days from 1 January 1970."""
    return float((date - pd.Timestamp(1970, 1, 1)).days)


def day_numbers(dates: pd.Series | pd.DatetimeIndex) -> NDArray[np.float64]:
    """Return where the starts of dates stand on a date axis."""
    return dates.to_numpy(dtype="datetime64[D]").astype(np.float64)


def _firsts(start: pd.Timestamp, end: pd.Timestamp, step: int) -> Iterator[pd.Timestamp]:
    """Yield first days of every ``step``-th month, counted from January."""
    date = start.normalize().replace(day=1)
    while date <= end:
        if date >= start and (date.month - 1) % step == 0:
            yield date
        date = (date + pd.Timedelta(days=32)).replace(day=1)


def _mondays(start: pd.Timestamp, end: pd.Timestamp, step: int) -> Iterator[pd.Timestamp]:
    date = start.normalize() + pd.Timedelta(days=-start.weekday() % 7)
    while date <= end:
        yield date
        date += 7 * step * ONE_DAY


def _candidates(start: pd.Timestamp, end: pd.Timestamp) -> Iterator[list[pd.Timestamp]]:
    """Yield ticks from the closest to the widest."""
    days = (end - start).days
    if days <= 31:
        yield from ([*pd.date_range(start.normalize(), end, freq=f"{n}D")] for n in (1, 2))
    if days <= 200:
        yield from ([*_mondays(start, end, step)] for step in (1, 2))
    yield from ([*_firsts(start, end, step)] for step in (1, 2, 3, 6, 12))
    years = range(start.year, end.year + 1)
    for step in (2, 5, 10, 20):
        ticks = [pd.Timestamp(year, 1, 1) for year in years if year % step == 0]
        yield [tick for tick in ticks if start <= tick <= end]


#: Room left of an axes for its scale and what that shows, in two lines.
SCALE_PT = 52.0


class _Label(NamedTuple):
    """What stands at a tick; and below, where it changes, the year."""

    words: str
    year: str

    def text(self, *, years: bool = True) -> str:
        return f"{self.words}\n{self.year}" if self.year and years else self.words


def _labels(ticks: list[pd.Timestamp]) -> list[_Label]:
    """Label ticks by day and month, month or year; the year stands where it changes."""
    is_yearly = all(tick.day_of_year == 1 for tick in ticks) and len(ticks) > 1
    is_monthly = all(tick.day == 1 for tick in ticks) and len(ticks) > 1
    labels = []
    before = None
    for tick in ticks:
        month = MONTHS[tick.month - 1]
        words = str(tick.year) if is_yearly else month if is_monthly else f"{tick.day} {month}"
        is_other_year = not is_yearly and tick.year != before
        before = tick.year
        labels.append(_Label(words, str(tick.year) if is_other_year else ""))
    return labels


def _width_pt(ax: Axes, beside_pt: float) -> float:
    """Return about the width that an axes keeps between its scale and the words at its right."""
    usual = axes_size_pt(ax)[0] * 0.9
    if not beside_pt or cell_pt(ax) is not None:
        return usual
    whole = root_figure(ax).get_figwidth() * 72
    return min(usual, whole - SCALE_PT * look().scale - beside_pt)


def date_axis(
    ax: Axes,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    pad_pt: float = 3.0,
    least_days: int = 1,
    years: bool = True,
    beside_pt: float = 0.0,
) -> None:
    """Scale the x axis from the first to the end of the last day, with ticks that have room.

    The axis is at least ``least_days`` long; what is beyond ``end`` stays blank. ``years`` is
    False where a heading has the year for all dates. Words right of the axes take ``beside_pt``.
    """
    size = look().small_pt
    ticks, labels = [start], _labels([start])
    left, right = day_number(start), day_number(end + ONE_DAY)
    right = max(right, left + least_days)
    per_day = _width_pt(ax, beside_pt) / (right - left)
    for candidate in _candidates(start, end):
        if len(candidate) < 2:
            continue
        own = _labels(candidate)
        gaps = [(b - a).days * per_day for a, b in pairwise(candidate)]
        if min(gaps) >= max(width_pt(label.text(), size) for label in own) + 5:
            ticks, labels = candidate, own
            break
    is_daily = len(ticks) > 1 and (ticks[1] - ticks[0]).days < 7
    shift = 0.5 if is_daily else 0.0  # under the day's dot; else where the week or month begins
    ax.set_xlim(left, right)
    places = [day_number(tick) + shift for tick in ticks]
    ax.tick_params(axis="x", pad=pad_pt, length=3)
    tick_at(ax.xaxis, places, [label.text(years=years) for label in labels])
