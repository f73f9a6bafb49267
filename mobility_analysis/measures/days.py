"""Days, weeks and masks of days, and the window of days that a measure looks at.

Inside the measures of practice a day is a whole number (days since 1970-01-01), a week is seven
days from a Monday (or, for "the last 7 days", seven days that end at ``as_of``), and a choice of
days within a week is a *mask*: one byte in which bit 0 is the week's first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from mobility_analysis.log import arrays
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import WEEKDAYS
from mobility_analysis.measures.counted import counted_once
from mobility_analysis.measures.limits import DAYS_A_WEEK, FOUR_WEEKS

Days = npt.NDArray[np.integer[Any]]
Masks = npt.NDArray[np.uint8]

TOLERANCE = 1e-9
"""Slack of every comparison with a threshold: 0.1 + 0.2 must not decide a verdict."""

ONE_DAY = pd.Timedelta(days=1)
ONE_WEEK = DAYS_A_WEEK * ONE_DAY
SHOWN_WEEKS = 26
"""Weeks that charts and lists over time show, the last ones, where there are more."""

ALL_DAYS = 0b1111111
MONDAY = 4
"""Day number of Monday 1970-01-05."""
LONG_AGO = -(10**6)
"""A day before any date of a log (in the year -769): stands for "no first day"."""
FOREVER = 10**6
"""A day after any date of a log (in the year 4707): stands for "no last day"."""

Codes = npt.NDArray[np.integer[Any]]


def days_in(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Count the days from one to another, both included."""
    return (last - first).days + 1


def monday_of(day: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of the week that a day lies in."""
    return day - day.weekday() * ONE_DAY


def sunday_of(day: pd.Timestamp) -> pd.Timestamp:
    """Return the last day of the week that a day lies in."""
    return monday_of(day) + ONE_WEEK - ONE_DAY


def four_weeks_to(day: pd.Timestamp) -> pd.Timestamp:
    """Return the first of the four weeks that end with a day."""
    return day - (FOUR_WEEKS - 1) * ONE_DAY


class Window(NamedTuple):
    """The days that are looked at, as day numbers, both ends included."""

    first: int
    """``LONG_AGO`` when none was stated."""
    last: int
    """``as_of``; a day before ``first`` when the log holds no date, so that no day is looked at."""
    has_as_of: bool

    @property
    def as_of(self) -> pd.Timestamp:
        """The last day as a date; ``NaT`` where there is none."""
        last = day_dates(np.array([self.last]))[0] if self.has_as_of else np.datetime64("NaT")
        return pd.Timestamp(last)


def window_of(
    log: MobilityLog, as_of: str | pd.Timestamp | None, start: str | pd.Timestamp | None
) -> Window:
    """Return the days from ``start`` to ``as_of``; the time of day is left out.

    None stands for all days, and for the log's own ``as_of``. Empty where ``start`` lies after
    ``as_of``, or where there is no ``as_of``.
    """
    first = None if start is None else _one_day(start, "start")
    last = _one_day(log.as_of if as_of is None else as_of, "as_of")
    low = LONG_AGO if first is None else first
    return Window(low, low - 1 if last is None else last, last is not None)


def _one_day(value: str | pd.Timestamp, name: str) -> int | None:
    day = read_day(value, name=name)
    return (
        None if pd.isna(day) else int(day.to_datetime64().astype("datetime64[D]").astype("int64"))
    )


class WeekGrid(NamedTuple):
    """Weeks of seven days that begin on ``first_day`` and every seventh day from it."""

    first_day: int = MONDAY

    @classmethod
    def ending_at(cls, day: int) -> WeekGrid:
        """Return the weeks of which one ends on this day."""
        return cls(day + 1)

    def week(self, day: Days) -> Days:
        """Return the number of the week of each day."""
        return (day - self.first_day) // 7

    def bit(self, day: Days) -> Days:
        """Return the place of each day in its week: 0 for the week's first day."""
        return (day - self.first_day) % 7

    def day(self, week: Days) -> Days:
        """Return the first day of each week."""
        return self.first_day + 7 * week


def day_numbers(dates: pd.Series) -> Days:
    """Return days since 1970-01-01; a missing date is a day before ``LONG_AGO``."""
    return arrays.day_numbers(dates.to_numpy("datetime64[us]"))


@counted_once
def days_of_sessions(log: MobilityLog) -> Days:
    """Return the day of each session."""
    return day_numbers(log.sessions["date"])


@counted_once
def days_of_ratings(log: MobilityLog) -> Days:
    """Return the day of each rating."""
    return day_numbers(log.stiffness["date"])


def day_dates(days: Days) -> npt.NDArray[np.datetime64]:
    """Return the dates of day numbers, as tables hold them."""
    return (days.astype("int64") * arrays.MICROSECONDS_A_DAY).view("datetime64[us]")


def n_days(masks: Masks) -> Days:
    """Return how many days are in each mask."""
    return np.bitwise_count(masks).astype("int64")


def span_masks(first: Days, last: Days, week_start: Days) -> Masks:
    """Return the days from ``first`` to ``last`` within the week from ``week_start`` on.

    Examples
    --------
    >>> wednesday, next_monday = np.array([6]), np.array([11])
    >>> bin(span_masks(wednesday, next_monday, np.array([4]))[0])
    '0b1111100'
    """
    low = np.clip(first - week_start, 0, 7)
    high = np.clip(last - week_start, -1, 6)
    spans = (2 << high) - (1 << low)
    masks: Masks = np.maximum(spans, 0).astype("uint8")
    return masks


def weekday_masks(weekdays: pd.Series, grid: WeekGrid) -> Masks:
    """Return the days of the grid's weeks that texts such as ``"Mon Wed Fri"`` name.

    Examples
    --------
    >>> [bin(mask) for mask in weekday_masks(pd.Series(["Mon Wed", ""]), WeekGrid())]
    ['0b101', '0b0']
    """
    place = {name: (MONDAY + i - grid.first_day) % 7 for i, name in enumerate(WEEKDAYS)}
    codes, texts = pd.factorize(weekdays)
    masks = [sum(1 << place[name] for name in text.split()) for text in texts]
    return np.array([*masks, 0], dtype="uint8")[codes]


def turned_masks(masks: Masks, grid: WeekGrid) -> Masks:
    """Return masks of the days of weeks from Monday as those of the grid's weeks.

    Examples
    --------
    >>> from_wednesday = WeekGrid(MONDAY + 2)
    >>> [bin(mask) for mask in turned_masks(weekday_masks(pd.Series(["Wed Sun"]), WeekGrid()),
    ...                                     from_wednesday)]
    ['0b10001']
    """
    n = np.uint8((MONDAY - grid.first_day) % 7)
    return (masks << n | masks >> np.uint8(7 - n)) & np.uint8(ALL_DAYS)


def mask_array(client: Days, week: Days, bit: Days, n_clients: int, weeks: range) -> Masks:
    """Return, per client and week, the mask of the days on which a client has a row.

    Rows of other weeks than ``weeks`` are left out.
    """
    has_row = np.zeros(n_clients * len(weeks) * 8, dtype="bool")
    place = client.astype("int64")
    place *= len(weeks)
    place += week
    place -= weeks.start
    place *= 8
    place += bit
    if not arrays.lie_within(week, weeks.start, weeks.stop - 1):
        place = place[(week >= weeks.start) & (week < weeks.stop)]
    has_row[place] = True
    masks: Masks = packed_days(has_row).reshape(n_clients, len(weeks))
    return masks


def first_true(conditions: Sequence[npt.NDArray[np.bool_]]) -> npt.NDArray[np.uint8]:
    """Return, for each row, the place of the first of up to 15 conditions that holds there.

    Where none does it is their number. Each is a bit, of which the lowest one that is set counts.

    Examples
    --------
    >>> first_true([np.array([False, True, False]), np.array([True, True, False])]).tolist()
    [1, 0, 2]
    """
    bits = np.full(len(conditions[0]), 1 << len(conditions), dtype="uint16")
    for place, holds in enumerate(conditions):
        bits |= holds.astype("uint16") << np.uint16(place)
    places: npt.NDArray[np.uint8] = np.bitwise_count(~bits & bits - 1)
    return places


def packed_days(has_day: npt.NDArray[np.bool_]) -> Masks:
    """Return the mask of each eight flags in turn, of which the eighth is never set."""
    masks: Masks = np.packbits(has_day, bitorder="little")
    return masks


def paused_masks(log: MobilityLog, last: int, weeks: range, grid: WeekGrid) -> Masks:
    """Return, per client and week, the mask of excused days.

    A pause without an end still runs on ``last``, the day on which the log is looked at.
    """
    pauses = log.pauses
    masks = np.zeros((n_categories(log.programme["client"]), len(weeks)), dtype="uint8")
    if not len(pauses):
        return masks
    first, end = day_numbers(pauses["start"]), day_numbers(pauses["end"])
    end = np.where(pauses["end"].isna(), last, np.minimum(end, last))
    first_week = np.maximum(grid.week(first), weeks.start)
    n_weeks = np.maximum(np.minimum(grid.week(end), weeks.stop - 1) - first_week + 1, 0)
    row, step = runs(n_weeks)
    week = first_week[row] + step
    client = codes_of(pauses["client"])
    spans = span_masks(first[row], end[row], grid.day(week))
    np.bitwise_or.at(masks, (client[row], week - weeks.start), spans)
    return masks


def runs(lengths: Days) -> tuple[Days, Days]:
    """Return, for runs of these lengths side by side, the run of each place and its step in it.

    Examples
    --------
    >>> run, step = runs(np.array([2, 0, 3]))
    >>> run.tolist(), step.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    run = np.repeat(np.arange(len(lengths)), lengths)
    step = np.arange(len(run))
    step -= np.repeat(np.cumsum(lengths) - lengths, lengths)
    return run, step


def codes_of(column: pd.Series) -> Codes:
    """Return the codes of a category column; -1 for a missing value. They must not be changed."""
    return cast("pd.Categorical", column.array).codes  # those of ``column.cat`` are a copy


def n_categories(column: pd.Series) -> int:
    """Return how many categories a column has, used or not."""
    return len(column.cat.categories)


def category_like(column: pd.Series, codes: Codes) -> pd.Categorical:
    """Return the categories of a column, by code."""
    dtype = cast("pd.CategoricalDtype[Any]", column.dtype)
    return pd.Categorical.from_codes(codes, dtype=dtype)


def words_of(words: Sequence[str], codes: Codes) -> pd.Categorical:
    """Return words of a fixed list, by code."""
    dtype: pd.CategoricalDtype[Any] = pd.CategoricalDtype(list(words))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def first_shown(first_day: pd.Timestamp, as_of: pd.Timestamp) -> pd.Timestamp | None:
    """Return the Monday of the last 26 weeks, where a log began before; else None."""
    if pd.isna(first_day):
        return None
    monday = monday_of(as_of) - (SHOWN_WEEKS - 1) * ONE_WEEK
    return monday if first_day < monday else None


def months_of(dates: pd.Series) -> npt.NDArray[np.datetime64]:
    """Return the month of each date; as a date it is the first day of the month."""
    return dates.to_numpy("datetime64[us]").astype("datetime64[M]")


def groups_of(*keys: Days) -> tuple[Days, Days]:
    """Return a row of each group of equal keys, in their order, and the group of each row.

    Examples
    --------
    >>> first, group = groups_of(np.array([2, 1, 2]), np.array([5, 5, 5]))
    >>> first.tolist(), group.tolist()
    ([1, 0], [1, 0, 1])
    """
    n_rows = len(keys[0])
    order = np.lexsort(keys[::-1])
    is_first = np.ones(n_rows, dtype="bool")
    is_first[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    group = np.empty(n_rows, dtype="int64")
    group[order] = np.cumsum(is_first) - 1
    return order[is_first], group
