"""How numbers, dates and lists are written where people read, and the words every page carries."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.log.catalogue import NO_AREA
from mobility_analysis.log.check.dates import MONTHS as MONTH_NAMES
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.limits import DAYS_A_WEEK, FOUR_WEEKS

RECENT_NAME = f"last {FOUR_WEEKS // DAYS_A_WEEK} weeks"
#: What is said of sessions where none could be done: outside the programme, in a pause.
NONE_DUE = "none due"
_NUMBERS = re.compile(r"(\d+)")
MONTHS = tuple(name[:3].capitalize() for name in MONTH_NAMES)

CANNOT_TELL_WHY = (
    "Self-reported. This page cannot tell why stiffness changed, "
    "and does not check for illness or injury."
)
OFTEN_STARTS_BAD = "Diaries often start in a bad spell; some fall is usual without practice."
MUST_CARRY = (CANNOT_TELL_WHY, OFTEN_STARTS_BAD)
KIND_OF_PAGE = "Upper-back practice and self-rated stiffness"
STIFFNESS_DEFINITION = (
    "Stiffness: self-rated, 0 (none) to 10 (worst imaginable); a day is the mean of its ratings "
    "without those straight after a session."
)


def defined_words(what: str = "sessions", held: str = "prescribed") -> str:
    """Say what practice, held against something, and stiffness mean on a page."""
    return (
        f"Practice: {what} logged as done, in each week counted up to what was {held} (rounded "
        "up), so that a busy week does not make up for a missed one. Weeks are Monday to Sunday "
        "(the last 4 weeks: 7 days each, up to the last day); shares are cut, not rounded. "
        f"{STIFFNESS_DEFINITION}"
    )


DEFINED_OF_SEVERAL = defined_words(
    "sessions (of a plan of practice days, days with one)", "prescribed or planned"
)
"""Of several clients, some of whom may have a plan, in sessions or in days."""


class Help(NamedTuple):
    """When to get help that no diary gives: how soon, and for what."""

    how_soon: str
    signs: str

    @property
    def words(self) -> str:
        """Both as one sentence."""
        return f"{self.how_soon} {self.signs}"


GET_HELP = (
    Help(
        "Get emergency help now",
        "for changed bladder or bowel control, numbness between the legs, new weakness or numbness "
        "in both legs, chest pain, breathlessness.",
    ),
    Help(
        "See a doctor soon, do not wait for this diary",
        "for new or worsening night pain, pain after a fall or with a history of cancer, fever, "
        "unexplained weight loss.",
    ),
)
"""In two tiers, the more urgent first; every page carries both, apart from its small print."""

_AREA_WORDS = {
    "thoracic mobility": "general upper-back mobility",
    NO_AREA: "an unstated area",
}


def date_words(day: pd.Timestamp, *, with_year: bool = True) -> str:
    """Write a day as people read it, whatever the locale.

    ``NaT`` gives "no date".

    Examples
    --------
    >>> date_words(pd.Timestamp("2026-11-22"))
    '22 Nov 2026'
    """
    if pd.isna(day):
        return "no date"
    year = f" {day.year}" if with_year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def day_words(day: pd.Timestamp, as_of: pd.Timestamp) -> str:
    """Write a day, with its year only where that is not the year of ``as_of``.

    That year stands on every page. ``NaT`` gives "no date".

    Examples
    --------
    >>> day_words(pd.Timestamp("2026-06-16"), pd.Timestamp("2026-11-17"))
    '16 Jun'
    >>> day_words(pd.Timestamp("2025-06-16"), pd.Timestamp("2026-11-17"))
    '16 Jun 2025'
    """
    return date_words(day, with_year=day.year != as_of.year)


def month_words(day: pd.Timestamp) -> str:
    """Write the month of a day: "Nov 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def window_words(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write a window of days; the year once where both ends share it.

    Both ends are in it.

    Examples
    --------
    >>> window_words(pd.Timestamp("2026-05-25"), pd.Timestamp("2026-11-22"))
    '25 May to 22 Nov 2026'
    >>> window_words(pd.Timestamp("2026-11-09"), pd.Timestamp("2026-11-22"))
    '9 to 22 Nov 2026'
    """
    if pd.isna(first) or pd.isna(last):
        return "no dates"
    if first == last:
        return date_words(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {date_words(last)}"
    return f"{date_words(first, with_year=first.year != last.year)} to {date_words(last)}"


def cut_percent(ratio: float) -> str:
    """Write a ratio as a percentage that is cut, never rounded up: 0.796 is not "80 %".

    Missing gives an empty string.

    Examples
    --------
    >>> cut_percent(0.796), cut_percent(0.29), cut_percent(0.004)
    ('79 %', '29 %', 'under 1 %')
    """
    if pd.isna(ratio):
        return ""
    if TOLERANCE < ratio < 0.01 - TOLERANCE:
        return "under 1 %"
    return f"{math.floor(100 * (ratio + TOLERANCE)):,} %"


def is_missing(value: Any) -> bool:
    """Tell whether a single value is missing, in a fifth of the time of ``pandas.isna``.

    That function asks first whether it was handed a table; a long list asks 40,000 times.

    Examples
    --------
    >>> [is_missing(value) for value in (float("nan"), None, pd.NA, pd.NaT, 0.0, "", "NaN")]
    [True, True, True, True, False, False, False]
    """
    return value is None or value is pd.NA or bool(value != value)  # noqa: PLR0124


def number_words(value: float, *, decimals: int = 1) -> str:
    """Write a number: whole where it is whole, else with fixed decimals and thousands marked.

    Missing gives "unknown".

    Examples
    --------
    >>> number_words(48.0), number_words(47.14), number_words(1382.0)
    ('48', '47.1', '1,382')
    """
    if is_missing(value):
        return "unknown"
    if abs(value - round(value)) <= TOLERANCE:
        return f"{round(value):,}"
    return minus_sign(f"{value:,.{decimals}f}")


def numbers_alike(values: Iterable[float], *, decimals: int = 1) -> list[str]:
    """Write the numbers of one column with as many decimals each: those that any of them needs.

    Examples
    --------
    >>> numbers_alike([4, 4.5, 10 / 3], decimals=2), numbers_alike([4, 4.5], decimals=2)
    (['4.00', '4.50', '3.33'], ['4.0', '4.5'])
    >>> numbers_alike([4, 10])
    ['4', '10']
    """
    listed = [float(value) for value in values]
    there = [value for value in listed if not is_missing(value)]
    fits = (n for n in range(decimals) if all(abs(v - round(v, n)) <= TOLERANCE for v in there))
    needed = next(fits, decimals)
    return ["unknown" if is_missing(v) else minus_sign(f"{v:,.{needed}f}") for v in listed]


def count_words(number: float, noun: str, plural: str = "") -> str:
    """Write a number with its noun: 1 day, 2 days.

    Examples
    --------
    >>> count_words(1, "rated day"), count_words(2, "day")
    ('1 rated day', '2 days')
    """
    one = abs(number - 1) <= TOLERANCE
    return f"{number_words(number)} {noun if one else plural or noun + 's'}"


def of_words(part: float, whole: float, noun: str = "") -> str:
    """Write a count of a count: "31 of 48", or of something: "1 of 1 day".

    Examples
    --------
    >>> of_words(31, 48.0), of_words(6, 7.7142)
    ('31 of 48', '6 of 7.7')
    >>> of_words(1, 1, "day"), of_words(1, 2, "day")
    ('1 of 1 day', '1 of 2 days')
    """
    return f"{number_words(part)} of {count_words(whole, noun) if noun else number_words(whole)}"


def how_many_words(part: int, whole: int) -> str:
    """Write how many of several: "none", "all", or the number.

    Examples
    --------
    >>> how_many_words(0, 8), how_many_words(3, 8), how_many_words(8, 8)
    ('none', '3', 'all')
    """
    if part in (0, whole):
        return "all" if part else "none"
    return number_words(part)


def list_words(parts: Sequence[str], *, last: str = "and") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> list_words(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def in_order(exercises: Iterable[str]) -> list[str]:
    """Return ids of exercises, each once, in the order in which people count.

    Tables have them as a computer sorts them; another order is somebody's own, and kept.

    Examples
    --------
    >>> in_order(["plank", "stretch-1", "stretch-10", "stretch-2"])
    ['plank', 'stretch-1', 'stretch-2', 'stretch-10']
    >>> in_order(["stretch-10", "plank"])
    ['stretch-10', 'plank']
    """
    found = list(dict.fromkeys(str(exercise) for exercise in exercises))
    return sorted(found, key=_counting) if found == sorted(found) else found


def rows_in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table by exercise in that order; of all exercises together, first."""
    ids = table["exercise"].astype("str").where(table["exercise"].notna(), "")
    places = {exercise: place for place, exercise in enumerate(in_order(ids))}
    return table.iloc[[*ids.map(places).argsort(kind="stable")]]


def _counting(exercise: str) -> list[str | int]:
    """Split an id into words and numbers, in turn."""
    return [int(part) if part.isdecimal() else part for part in _NUMBERS.split(exercise)]


def area_words(focus_area: str) -> str:
    """Return the name of a focus area as people read it.

    Examples
    --------
    >>> area_words("thoracic mobility"), area_words("thoracic rotation")
    ('general upper-back mobility', 'thoracic rotation')
    """
    return _AREA_WORDS.get(focus_area, focus_area)


def areas_in_words(focus_areas: Iterable[str]) -> list[str]:
    """Return the names of focus areas that lack something; what nobody stated lacks nothing.

    Examples
    --------
    >>> areas_in_words(["overhead", "not stated"])
    ['overhead']
    """
    return [area_words(str(area)) for area in focus_areas if str(area) != NO_AREA]


def points_words(
    baseline: float, recent: float, *, marks: Sequence[float] = ()
) -> tuple[str, str, str]:
    """Write two means and the distance between them so that the sum is seen to be right.

    One decimal, where the written means differ by the written distance; else two. More, at most
    four, where the written distance would else seem to reach a mark that the true one misses. Such
    marks are ``marks``, in points. Return baseline, recent, and the distance without its sign.

    Examples
    --------
    >>> points_words(4.0, 2.4)
    ('4.0', '2.4', '1.6')
    >>> points_words(4.0, 2.04, marks=(2.0,))
    ('4.00', '2.04', '1.96')
    """
    decimals = points_decimals(baseline, recent, marks=marks)
    first, second, apart = rounded(baseline, recent, decimals)
    return f"{first:.{decimals}f}", f"{second:.{decimals}f}", f"{apart:.{decimals}f}"


def points_decimals(baseline: float, recent: float, *, marks: Sequence[float] = ()) -> int:
    """Return how many decimals ``points_words`` gives two means and their distance."""
    apart = abs(recent - baseline)
    on_side = [
        decimals
        for decimals in (1, 2, 3, 4)
        if keeps_side(rounded(baseline, recent, decimals)[2], apart, marks)
    ] or [4]
    is_first_off = on_side[0] == 1 and not _adds_up(*rounded(baseline, recent, 1))
    return on_side[1] if is_first_off and len(on_side) > 1 else on_side[0]


def rounded(baseline: float, recent: float, decimals: int) -> tuple[float, float, float]:
    """Return two means and their distance as they will be written."""
    first, second, apart = (
        round(float(value), decimals) for value in (baseline, recent, abs(recent - baseline))
    )
    return first, second, apart


def keeps_side(written: float, true: float, marks: Sequence[float]) -> bool:
    """Whether a written number lies on the same side of each mark as the true one."""
    return all((written >= m - TOLERANCE) == (true >= m - TOLERANCE) for m in marks)


def _adds_up(first: float, second: float, apart: float) -> bool:
    return abs(abs(second - first) - apart) < TOLERANCE


def minus_sign(text: str) -> str:
    """Return a written number with a true minus sign, and no minus before a written zero."""
    is_zero = not any(digit in text for digit in "123456789")
    return text.replace("-", "" if is_zero else "−")
