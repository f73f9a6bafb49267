"""Single cells of every other kind: numbers, how often, weekdays, words, ids."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mobility_analysis.log.findings import Fault, printable
from mobility_analysis.log.languages.answers import (
    AWAY_WORDS,
    BESIDE_NOTHING,
    NO_WORDS,
    NOTHING_WORDS,
)
from mobility_analysis.log.languages.days import weekdays_named
from mobility_analysis.log.read.cells import (
    Coded,
    cell_text,
    filled_values,
    is_blank,
    plain_digits,
)
from mobility_analysis.log.scales import stated_scale_from_text
from mobility_analysis.log.schema import DAYS, STATUS_SPELLINGS, WEEKDAYS, Column

LONGEST_ID = 100
_NO_VALUE = frozenset({"na", "n/a", "#n/a", "nan", "null", "-", "–", "—"})
_NO_EXERCISE = _NO_VALUE | {"0", "false"}
_NOTHING = NOTHING_WORDS | {
    "nothing", "none", "nil", "nope", "no", "not", "didn", "didnt", "rest", "rested", "resting",
    "off",
}  # fmt: skip
_BESIDE_NOTHING = BESIDE_NOTHING | {
    "a", "again", "all", "any", "at", "day", "did", "do", "done", "exercise", "exercised",
    "exercises", "had", "i", "much", "of", "practice", "really", "session", "stretches",
    "stretching", "t", "the", "today", "tonight", "took", "training",
}  # fmt: skip
_AWAY = AWAY_WORDS | {"sick", "ill", "unwell", "holiday", "holidays", "vacation"}
_BESIDE_AWAY = {"a", "again", "am", "day", "i", "off", "on", "still", "tag", "the", "today", "was"}
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d*,\d+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_SPAN = re.compile(r"(?P<low>[\d.,]+)\s*(?:-|–|—|to)\s*(?P<high>[\d.,]+)")
_EVERY = re.compile(r"(?:every|each) (?:(?P<days>[a-z]+|\d{1,3})(?:nd|rd|th)? )?days?")
_EVERY_WORDS = {
    "": 1, "other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "fourth": 4, "four": 4,
    "fifth": 5, "five": 5, "sixth": 6, "six": 6, "seventh": 7, "seven": 7,
}  # fmt: skip
_EVERY_DAYS = {"daily": 1, "alternate days": 2, "on alternate days": 2}
_DAY_KEYS = {"weds": "Wed"} | {
    key: full[:3].capitalize()
    for full in DAYS
    for key in (*(full[:n] for n in range(3, len(full) + 1)), full + "s")
}


class Frequency(NamedTuple):
    """How often an exercise is prescribed; the lower end of a span counts."""

    times_per_week: float
    is_as_needed: bool
    written: str


def means_no_exercise(value: object) -> bool:
    """Tell whether a cell for an exercise says that there was none that day.

    >>> means_no_exercise("Rest day"), means_no_exercise("did nothing today")
    (True, True)
    >>> means_no_exercise("Bear Rolls"), means_no_exercise("Rest pose")
    (False, False)
    """
    return _says_nothing(word_key(value).rstrip(".!"))


@lru_cache(maxsize=2**12)
def _says_nothing(key: str) -> bool:
    """Tell whether all words of a text say nothing; one that is a status says that it was not."""
    words = _WORDS.findall(key)
    is_status = len(words) > 1 and key in STATUS_SPELLINGS
    is_nothing = _NOTHING & {*words} and {*words} <= _NOTHING | _BESIDE_NOTHING
    return key in _NO_EXERCISE or (bool(is_nothing) and not is_status)


def means_no_tick(value: object) -> bool:
    """Tell whether a box for an exercise says that there was none: that nobody was there to do it.

    >>> [means_no_tick(value) for value in ("Rest day", "sick", "on holiday", "no (ill)", "x")]
    [True, True, True, False, False]
    """
    words = {*_WORDS.findall(word_key(value))}
    is_away = bool(words & _AWAY) and words <= _AWAY | _BESIDE_AWAY
    return is_away or means_no_exercise(value)


_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|h|uhr)?", re.I)


def is_clock(value: object) -> bool:
    """Tell whether a cell is a time: of the day, or so many minutes or seconds, nobody knows.

    >>> is_clock(time(0, 10)), is_clock("7:30 am"), is_clock("0:00"), is_clock("10 min")
    (True, True, False, False)
    """
    is_time = isinstance(value, time | timedelta) or (
        isinstance(value, str) and _CLOCK.fullmatch(value.strip()) is not None
    )
    return is_time and any(digit in cell_text(value) for digit in "123456789")


def is_no_value(value: object) -> bool:
    """Tell whether a cell only says that there is no value: NA, n/a, null, a dash.

    >>> is_no_value("N/A"), is_no_value("0")
    (True, False)
    """
    return isinstance(value, str) and value.lower() in _NO_VALUE


def expected_number(column: Column) -> str:
    """Say which numbers a column may hold."""
    kind = "a whole number" if column.kind == "count" else "a number"
    if column.low is None or column.high is None:
        return kind
    return f"{kind} from {column.low:g} to {column.high:g}"


def read_number(value: object, column: Column, *, has_decimal_comma: bool = False) -> float | Fault:
    """Read one number within the limits of its column.

    ``has_decimal_comma`` says that other rows of the column can only be read with a decimal comma.

    >>> from mobility_analysis.log.schema import TABLES
    >>> score = TABLES["stiffness"]["score"]
    >>> read_number("5,5", score), read_number("14", score).expected
    (5.5, 'a number from 0 to 10')
    """
    expected = expected_number(column)
    number = _plain_number(value, has_decimal_comma=has_decimal_comma)
    if isinstance(number, str):
        is_percent = column.kind == "score" and is_in_percent(value)
        return Fault(expected, _PERCENT_REPAIR if is_percent else number)
    is_within = (column.low is None or number >= column.low) and (
        column.high is None or number <= column.high
    )
    if not math.isfinite(number) or not is_within:
        return Fault(expected, _repair_limits(column))
    if column.kind == "count" and not number.is_integer():
        return Fault(expected, f"Write {column.name} as a whole number.")
    return number + 0.0  # no negative zero


_PERCENT_REPAIR = (
    "Percent is on another scale: write each score as a number on this one. If all scores are in "
    "percent, write them without the sign, and state their scale (--scale 0-100)."
)


def is_in_percent(value: object) -> bool:
    """Tell whether a cell is a number of percent.

    >>> is_in_percent("60 %"), is_in_percent("60 % of the day"), is_in_percent(60)
    (True, False, False)
    """
    return isinstance(value, str) and bool(re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*%\s*", value))


def _plain_number(value: object, *, has_decimal_comma: bool) -> float | str:
    """Return a number, or the repair where it is none."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_):
        return float(value)
    if isinstance(value, datetime | date | time | timedelta):
        return (
            "The spreadsheet turned this cell into a date or a time: format it as a number and "
            "type it again."
        )
    if not isinstance(value, str):
        return "Write a number."
    return _number_of_text(number_text(value), has_decimal_comma=has_decimal_comma)


def number_text(text: str) -> str:
    """Return the text of a number with plain digits and a plain minus."""
    return plain_digits(text).replace("−", "-")


def _number_of_text(text: str, *, has_decimal_comma: bool) -> float | str:
    """Return the number that a text is, or the repair where it is none or may be two."""
    if _EITHER.fullmatch(text) and not has_decimal_comma:
        whole, part = text.split(",")
        return f"This can be read as {whole}{part} or as {whole}.{part}: write one of these."
    if _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if has_decimal_comma and _EITHER.fullmatch(text.replace(".", ",")):
        whole, part = text.split(".")
        return f"This can be read as {whole}{part} or as {whole},{part}: write one of these."
    if text.isascii() and _NUMBER.fullmatch(text):
        return float(text)
    if _SPAN.fullmatch(text):
        return "Write one number."
    return "Write only the number, without words or a unit."


def is_clear_decimal_comma(value: object) -> bool:
    """Tell whether a cell can only be a number with a decimal comma."""
    text = number_text(value) if isinstance(value, str) else ""
    return _COMMA.fullmatch(text) is not None and _EITHER.fullmatch(text) is None


def has_decimal_comma(cells: Coded) -> bool:
    """Tell whether any cell of a column can only be a number with a decimal comma."""
    if cells.decided is not None:
        return cells.decided.has_decimal_comma
    return any(map(is_clear_decimal_comma, cells.values))


def _repair_limits(column: Column) -> str:
    if column.kind == "score":
        if (column.low, column.high) != (0, 10):
            return "Correct the score, or the scale that is stated, here or in the header."
        return (
            "Correct the score. If all scores are on another scale, state that scale "
            "(--scale 1-5); none is changed unasked."
        )
    unit = f" ({column.unit})" if column.unit else ""
    return f"Correct {column.name}{unit}."


def read_frequency(value: object, column: Column) -> Frequency | Fault:
    """Read how often: ``3``, ``3-4`` (the lower end counts), ``every 3 days`` or ``as needed``.

    >>> from mobility_analysis.log.schema import TABLES
    >>> read_frequency("3-4", TABLES["programme"]["times_per_week"])
    Frequency(times_per_week=3.0, is_as_needed=False, written='3-4')
    """
    expected = f"{expected_number(column)}, a span such as 3-4, 'every other day', or 'as needed'"
    if isinstance(value, datetime | date):
        return Fault(
            expected,
            "The spreadsheet turned this cell into a date: format it as text and type it again.",
        )
    text = " ".join(cell_text(value).split())
    words = re.sub(r"[\s_-]+", " ", text).lower()
    if words == "as needed":
        return Frequency(math.nan, True, "as needed")
    if n_days := _days_between(words):
        return Frequency(7 / n_days, False, words)
    span = _SPAN.fullmatch(text)
    ends = [read_number(end, column) for end in (span["low"], span["high"])] if span else []
    if not ends:
        ends = [read_number(value, column)]
    numbers = [end for end in ends if isinstance(end, float)]
    if len(numbers) < len(ends):
        return Fault(expected, "Write the number of times a week; twice a day is 14.")
    if numbers[0] > numbers[-1]:
        return Fault(expected, "Write the lower end of the span first.")
    return Frequency(numbers[0], False, text)


def _days_between(words: str) -> int:
    """Return from how many days to the next a frequency in words is; 0 where it is none."""
    if found := _EVERY.fullmatch(words):
        days = found["days"] or ""
        return int(days) if days.isdigit() else _EVERY_WORDS.get(days, 0)
    return _EVERY_DAYS.get(words, 0)


def is_in_days(written: str) -> bool:
    """Whether a frequency was written in days, so that times a week follow from it.

    Examples
    --------
    >>> is_in_days("every other day"), is_in_days("every 3 days"), is_in_days("3")
    (True, True, False)
    """
    return _days_between(written) > 0


def is_span(written: str) -> bool:
    """Whether a frequency was written as a span, of which the lower end counts.

    Examples
    --------
    >>> is_span("3-4"), is_span("3 to 4"), is_span("3"), is_span("as needed")
    (True, True, False, False)
    """
    return _SPAN.fullmatch(written) is not None


def read_weekdays(value: object) -> str | Fault:
    """Read names of weekdays; they come back short and in order.

    >>> read_weekdays("friday, Mon"), read_weekdays("Mon Wendesday").repair
    ('Mon Fri', "'Wendesday' is no weekday; the nearest is Wed.")
    """
    expected = "names of weekdays with spaces between, such as Mon Wed Fri"
    text = cell_text(value)
    if not isinstance(value, str) or re.search(r"[a-z]\s*[-–—]\s*[a-z]", text, re.IGNORECASE):
        return Fault(expected, "Name each weekday by itself.")
    found = set()
    for name in re.split(r"(?:[\s,;/&+.]|\band\b)+", text):
        if not name:
            continue
        day = _DAY_KEYS.get(name.lower()) or _foreign_day(name)
        if day is None:
            near = difflib.get_close_matches(name.lower(), list(_DAY_KEYS), n=1)
            hint = f"; the nearest is {_DAY_KEYS[near[0]]}" if near else ""
            return Fault(expected, f"{name!r} is no weekday{hint}.")
        found.add(day)
    if not found:
        return Fault(expected, "Name each weekday by itself.")
    return " ".join(day for day in WEEKDAYS if day in found)


def _foreign_day(name: str) -> str | None:
    """Return the day that a name in another language can only mean."""
    days = weekdays_named(name)
    return WEEKDAYS[next(iter(days))] if len(days) == 1 else None


def word_key(value: object) -> str:
    """Return a word without what does not matter: case, spaces around it, an emoji's colour."""
    return " ".join(cell_text(value).replace("\ufe0f", "").split()).casefold()


TICK_MARKS = frozenset("✓✔☑✅")
CROSSES = TICK_MARKS | {"x"}
"""The words by which a cross is told from a tick."""


def mixed_crosses(values: Iterable[object]) -> frozenset[str]:
    """Return the marks of a column of ticks that may mean either: an x beside another tick.

    An x alone, or beside an empty cell, a dash or a yes, is a tick; beside ✓ it is as likely a
    cross.

    >>> mixed_crosses(["x", "-"]), mixed_crosses(["x", "✓"])
    (frozenset(), frozenset({'x'}))
    """
    return crosses_among(marks_of(values))


def marks_of(values: Iterable[object]) -> frozenset[str]:
    """Return the marks by which a cross is told from a tick."""
    return frozenset(key for value in values if (key := word_key(value)) in CROSSES)


def crosses_among(marks: frozenset[str]) -> frozenset[str]:
    """Return those of the marks of a column that may mean either."""
    return frozenset({"x"}) if "x" in marks and marks & TICK_MARKS else frozenset()


NO_TICK = (
    frozenset(
        ["false", "no", "n", "0", "-", "–", "—", "☐", "□", "⬜", "none", "unknown", "yes_auto"]
    )
    | NO_WORDS
)
"""What an empty box looks like: nothing logged, which is not the same as skipped."""


def tick_status(cell: object) -> str:
    """Return the status that a tick means; empty for none, the text itself for anything else.

    >>> [tick_status(cell) for cell in (True, "x", "FALSE", None, "partial", 12)]
    ['done', 'done', '', '', 'partial', '12']
    """
    if is_blank(cell):
        return ""
    key = word_key(cell)
    if key in NO_TICK or means_no_tick(cell):
        return ""
    return STATUS_SPELLINGS.get(key, cell_text(cell).strip())


def crosses_in(cells: Coded) -> frozenset[str]:
    """Return the marks of a column of ticks that may be a tick or a cross."""
    if cells.decided is not None:
        return cells.decided.crosses
    # what no value of the column is, none of those is that a row has, which takes longer to tell
    return mixed_crosses(filled_values(cells)) if mixed_crosses(cells.values) else frozenset()


CROSS = Fault(
    "one way of ticking: x beside ✓ may be a tick or a cross",
    "Write done where it was done, and skipped where it was not.",
)


def read_word(
    value: object, words: Sequence[str], spellings: Mapping[str, str] | None = None
) -> str | Fault:
    """Read one of a fixed list of words, whatever its case, or another spelling of one.

    >>> read_word("Done", ("done", "partial")), read_word("doen", ("done", "partial")).repair
    ('done', "Write one of these words; the nearest is 'done'.")
    >>> read_word("Yes", ("done", "skipped"), {"yes": "done"})
    'done'
    >>> read_word("50%", ("done", "skipped"), {"0%": "skipped"}).repair
    'Write one of these words.'
    """
    text = word_key(value)
    if text in words:
        return text
    if spellings and text in spellings:
        return spellings[text]
    known = {word: word for word in words if word} | dict(spellings or {})
    is_word = any(map(str.isalpha, text))  # a number is near to no word: 50% to 0%
    near = difflib.get_close_matches(text, list(known), n=1) if is_word else []
    hint = f"; the nearest is {known[near[0]]!r}" if near and known[near[0]] else ""
    empty = ", or leave the cell empty" if "" in words else ""
    listed = ", ".join(word for word in words if word)
    return Fault(f"one of: {listed}{empty}", f"Write one of these words{hint}.")


def read_stated_scale(value: object) -> str | Fault:
    """Read the scale that stands beside a score which was turned into 0 to 10.

    >>> read_stated_scale("from 1 to 5, in form.csv")
    'from 1 to 5, in form.csv'
    >>> read_stated_scale("1-5").expected
    "empty, or what the program wrote, such as 'from 1 to 5, in form.csv'"
    """
    stated = stated_scale_from_text(" ".join(cell_text(value).split()))
    if stated is not None:
        return stated.text()
    return Fault(
        "empty, or what the program wrote, such as 'from 1 to 5, in form.csv'",
        "Empty the cell. If the score is on another scale, state that scale when the log is read "
        "(--scale 1-5).",
    )


NO_IDS = (bool, np.bool_, datetime, date, time, timedelta)


@lru_cache(maxsize=2**16, typed=True)
def read_client(value: Hashable) -> str | Fault:
    """Read the id of a client: text without line breaks, not endless.

    >>> read_client(12.0), read_client(" A.  Example ")
    ('12', 'A. Example')
    """
    expected = f"a name or number of at most {LONGEST_ID} characters"
    if isinstance(value, NO_IDS):
        return Fault(expected, "Write the id of the client as text.")
    text = " ".join(cell_text(value).split())
    is_plain = text.isascii() and text.isprintable()
    if not is_plain:
        text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST_ID:
        return Fault(expected, f"Shorten the id of the client to {LONGEST_ID} characters.")
    if not text or not (is_plain or printable(text) == text):
        return Fault(expected, "Write the id of the client as plain text.")
    return text


def are_tidy_ids(values: Sequence[object]) -> bool:
    """Tell whether ids of clients are all as ``read_client`` would return them: plain and tidy.

    Of all of them at once, which takes a twentieth of the time where nothing needs tidying.

    >>> are_tidy_ids(["ana", "A. Example"]), are_tidy_ids(["ana", "A.  Example"]), are_tidy_ids([7])
    (True, False, False)
    """
    texts = [value for value in values if type(value) is str]
    if len(texts) < len(values) or "" in texts:
        return False
    joined = "\n".join(texts)
    is_plain = joined.isascii() and joined.replace("\n", "").isprintable()
    is_spaced = any(amiss in f"\n{joined}\n" for amiss in ("  ", "\n ", " \n"))
    is_one_line = joined.count("\n") == len(texts) - 1
    return is_plain and is_one_line and not is_spaced and max(map(len, texts)) <= LONGEST_ID


def read_text(value: object) -> str:
    r"""Return a cell as text; characters that no page can show become the replacement mark.

    >>> read_text("fine\x00 today")
    'fine� today'
    """
    return printable(cell_text(value)).strip()
