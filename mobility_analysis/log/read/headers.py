"""Which column of a table a header means; a near miss is named, never taken."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial

from mobility_analysis.log.catalogue import exercise_key, merged_catalogue
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.answers import STIFFNESS_WORDS, UNIT_WORDS
from mobility_analysis.log.languages.counts import counts_stiffness
from mobility_analysis.log.languages.ends import high_is_best, is_in_percent, scales_by_best
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.apps import app_of
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import DIARY, LOG_TABLES, TABLES, Column, Table

_UNITS: Mapping[str, frozenset[str]] = {
    "s": frozenset({"s", "sec", "secs", "second", "seconds"}),
    "min": frozenset({"min", "mins", "minute", "minutes"}),
    "kg": frozenset({"kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"}),
    "points": frozenset({"0_10", "0_to_10", "points", "out_of_10", "10"}),
    "sets": frozenset({"sets", "number", "n"}),
    "repetitions": frozenset({"repetitions", "reps", "number", "n"}),
    "times per week": frozenset({"times_per_week", "per_week", "a_week", "week"}),
}
UNIT_SPELLINGS: Mapping[str, frozenset[str]] = {
    unit: known | {re.sub(r"\W+", "_", word) for word in UNIT_WORDS.get(unit, ())}
    for unit, known in _UNITS.items()
}
"""How each unit is written, in English and other languages."""
POUNDS = frozenset({"lb", "lbs", "pound", "pounds"})
DATE_FORMS = {
    "dd_mm_yyyy": "dmy", "dd_mm_yy": "dmy", "mm_dd_yyyy": "mdy", "mm_dd_yy": "mdy",
    "yyyy_mm_dd": "ymd", "yy_mm_dd": "ymd",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"(?P<name>[^(\[]+)[(\[](?P<unit>[^)\]]*)[)\]]\s*")
VAGUE = frozenset({"id", "name", "day", "when", "to", "from", "user"})
NO_COLUMN = "#"
"""A column whose header begins with this is the user's own, and is never read."""
# Compiled when first asked for: a log in our own columns asks for none.
_DAYS = r"(?i:\b(date|day|timestamp|when)\b)"
_EXERCISES = (
    r"(?i:\b(exercises?|activity|activities|movements?|moves?|stretch|stretches|drills?|"
    r"what (?:did you|i|we) (?:do|did))\b)"
)
_EXERCISES_ALONE = rf"(?i:(?:(?:my|the|name of)\W+)*(?:{_EXERCISES})(?:\W+(?:name|done|today))*\W*)"
_HARMLESS = frozenset({"text", "timestamp", "list"})


@dataclass(eq=False, repr=False)
class MatchedHeader:
    """Which place of a header holds which column, and what could not be matched."""

    places: dict[str, int] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    """The order of a date's numbers, where a header says it: ``Date (dd/mm/yyyy)``."""
    in_pounds: set[str] = field(default_factory=set)
    """The columns whose header says that their weights are in pounds."""
    faults: list[tuple[str, str, Fault]] = field(default_factory=list)
    """Column, header as written, fault."""
    unknown: list[tuple[int, str, str]] = field(default_factory=list)
    """Place, header as written, and the column it is near to, if any."""


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return a header without what does not matter: case, spaces, hyphens, underscores.

    >>> header_key(" Times per-week ")
    'times_per_week'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "_", folded).strip("_")


def match_header(
    header: Sequence[str], table: Table, *, scale: Scale | None = None
) -> MatchedHeader:
    """Find the columns of a table in a header; an empty cell names nothing.

    A header may name the stated scale of its scores in brackets: ``Score (1-5)``.

    >>> matched = match_header(["Date", "Exercise", "Hold (sec)", "Stauts"], TABLES["sessions"])
    >>> matched.places
    {'date': 0, 'exercise': 1, 'hold_s': 2}
    >>> matched.faults[0][2].repair
    "Rename the header 'Stauts' to 'status', or to something unlike it if it means another thing."
    """
    matched = _matched(header, table, scale)
    _match_near_misses(matched, table)
    for column in table.columns:
        is_named = any(name == column.name for name, _, _ in matched.faults)
        is_free = column.kind == "client" or column.name in matched.places or is_named
        if column.is_required and not is_free:
            fault = Fault(
                f"a column {column.name!r} ({column.meaning.rstrip('.')})",
                f"Add the column, or rename the one that holds it to {column.name!r}.",
            )
            matched.faults.append((column.name, "", fault))
    return matched


def _matched(header: Sequence[str], table: Table, scale: Scale | None = None) -> MatchedHeader:
    """Match what is written as it should be: near misses and absent columns are not looked for."""
    matched = MatchedHeader()
    for place, written in enumerate(header):
        if header_key(written):
            _match_one(matched, table, place, written, scale)
        elif written.strip().strip(NO_COLUMN):
            matched.unknown.append((place, written, ""))  # a sign, such as a tick
    return matched


def _spellings_of_scale(scale: Scale | None) -> set[str]:
    if scale is None:
        return set()
    ends = f"{scale.low:g}", f"{scale.high:g}"
    return {header_key(between.join(ends)) for between in ("-", " to ")}


def _match_one(
    matched: MatchedHeader, table: Table, place: int, written: str, scale: Scale | None
) -> None:
    parts = _IN_BRACKETS.fullmatch(written.strip())
    key = header_key(parts["name"]) if parts else header_key(written)
    unit = header_key(parts["unit"]) if parts else ""
    known = partial(_spellings, has_unit=bool(unit))
    column = next((c for c in table.columns if key in known(c.name, c.unit)), None)
    if column is None:
        foreign = _in_other_languages(table, parts["name"] if parts else written, unit)
        if len(foreign) > 1:
            matched.faults.append(_several(foreign, written))
            return
        column = foreign[0] if foreign else None
    if column is not None and column.unit == "kg" and POUNDS & {unit, key.split("_")[-1]}:
        matched.in_pounds.add(column.name)
        unit = ""
    if column is None:
        matched.unknown.append((place, written, ""))
    elif not _fits(column, written, unit, scale):
        fault = Fault(
            f"{column.name} in {column.unit}" + _range_text(column),
            f"Convert the values, then rename the header to {column.name!r}"
            + (f", or state the scale ({_stating(written)})." if column.kind == "score" else "."),
        )
        matched.faults.append((column.name, written, fault))
    elif column.name in matched.places:
        fault = Fault(
            f"one column for {column.name!r}", "Keep one of the two columns, rename the other."
        )
        matched.faults.append((column.name, written, fault))
    else:
        matched.places[column.name] = place
        if column.kind in ("date", "timestamp") and unit in DATE_FORMS:
            matched.orders[column.name] = DATE_FORMS[unit]


def _in_other_languages(table: Table, written: str, unit: str) -> list[Column]:
    """Return the columns that a header in another language may mean in a table."""
    *words, last = header_key(written).split("_")
    named = columns_named(written)
    if words and not named and not unit:
        named, unit = columns_named(" ".join(words)), last
    by_unit = [c for c in table.columns if unit and _stem(c) in named and _unit_fits(c, unit)]
    return by_unit or [c for c in table.columns if c.name in named and _stem(c) == c.name]


def _several(columns: Sequence[Column], written: str) -> tuple[str, str, Fault]:
    """Return the fault of a header that may be one column or another."""
    name = next((c.name for c in columns if c.is_required), columns[0].name)
    names = " or ".join(repr(column.name) for column in columns)
    fault = Fault(
        "a header with one meaning",
        f"{written.strip()!r} may be the column {names}: rename it to one of these.",
    )
    return name, written, fault


@cache
def _spellings(name: str, unit: str, *, has_unit: bool) -> frozenset[str]:
    """Return the keys that mean a column: its name, singular or plural, unit spelled out."""
    stem = name.removesuffix(f"_{unit}") if unit else name
    if stem != name:
        known = UNIT_SPELLINGS[unit] | (POUNDS if unit == "kg" else frozenset())
        return frozenset(f"{stem}_{unit}" for unit in known) | ({stem} if has_unit else set())
    return frozenset({name, name.removesuffix("s"), name + "s"})


def _stem(column: Column) -> str:
    """Return a column's name without its unit: hold for hold_s."""
    return column.name.removesuffix(f"_{column.unit}") if column.unit else column.name


def _fits(column: Column, written: str, unit: str, scale: Scale | None) -> bool:
    """Tell whether a header names no other unit or scale than its column has.

    Nor may it say that high scores are good, unless the scale is stated so.
    """
    if written == column.name:
        return True
    if column.kind == "score" and counts_stiffness(written):
        return False
    if column.kind == "score" and is_in_percent(written) and not re.search(r"\d", written):
        return scale is not None and (scale.low, scale.high) == (0, 100)
    if column.kind == "score" and unit and high_is_best(written):
        return scale is not None and scale.reversed
    is_of_scale = column.kind == "score" and unit in _spellings_of_scale(scale)
    return is_of_scale or _unit_fits(column, unit)


def _stating(written: str) -> str:
    """Return how the scale of scores is stated that a header may mean."""
    best = scales_by_best(written)
    return f"--scale {best[0][0]}-{best[0][1]} --scale-reversed" if best else "--scale 1-5"


def _unit_fits(column: Column, unit: str) -> bool:
    """Tell whether what stands in brackets after a header is no other unit than the column's."""
    if not unit or not column.unit:
        return True
    if unit in UNIT_SPELLINGS[column.unit]:
        return True
    return column.unit == "points" and not re.search(r"\d", unit) and unit not in ("percent", "")


def _range_text(column: Column) -> str:
    return f", from {column.low:g} to {column.high:g}" if column.kind == "score" else ""


def _match_near_misses(matched: MatchedHeader, table: Table) -> None:
    """Name the absent column that an unknown header is near to."""
    named = {column for column, _, _ in matched.faults}
    absent = [c for c in table.columns if c.name not in matched.places and c.name not in named]
    left: list[tuple[int, str, str]] = []
    for place, written, _ in matched.unknown:
        near_by = partial(_nearness, header_key(written))
        near = max(absent, key=near_by, default=None)
        if near is None or not near_by(near):
            left.append((place, written, ""))
        elif near.kind in _HARMLESS and not near.is_required:
            left.append((place, written, near.name))
        else:
            fault = Fault(
                f"a column {near.name!r}"
                if near.is_required
                else f"{near.name!r}, or a header unlike it",
                f"Rename the header {written.strip()!r} to {near.name!r}, or to something unlike "
                "it if it means another thing.",
            )
            matched.faults.append((near.name, written, fault))
            absent.remove(near)
    matched.unknown = left


def _nearness(key: str, column: Column) -> float:
    """Return how likely a header is meant for a column: 0 where it is not."""
    words = {word.removesuffix("s") for word in key.split("_")}
    if _stem(column).removesuffix("s") in words:
        return 4
    if key in column.lookalikes:
        return 3
    alike = _likeness(key, column.name)
    if alike >= 0.8:
        return 1 + alike
    return 1 if words & {word for word in column.lookalikes if word not in VAGUE} else 0


@lru_cache(maxsize=4096)
def _likeness(key: str, name: str) -> float:
    return difflib.SequenceMatcher(None, key, name).ratio()


def speaks_of_stiffness(text: str) -> bool:
    """Tell whether a header is of stiffness, by another name than the table's."""
    return bool(STIFFNESS_WORDS & set(header_key(text).split("_")))


def rates_stiffness(text: str) -> bool:
    """Tell whether a header is of scores of stiffness, and not of how long or often it was there.

    >>> rates_stiffness("How stiff?"), rates_stiffness("Minutes of stiffness")
    (True, False)
    """
    return speaks_of_stiffness(text) and not counts_stiffness(text)


def speaks_of_days(text: str) -> bool:
    """Tell whether a header may be of dates.

    >>> [speaks_of_days(text) for text in ("When", "Datum", "Day of practice", "yesterday")]
    [True, True, True, False]
    """
    return bool(re.search(_DAYS, text)) or "date" in columns_named(text)


def speaks_of_exercises(text: str) -> bool:
    """Tell whether a header may be of names of exercises, or the name of one.

    >>> [speaks_of_exercises(text) for text in ("What I did", "Wall stretch", "Übung", "Mood")]
    [True, True, True, False]
    """
    return bool(re.search(_EXERCISES, text)) or "exercise" in columns_named(text)


def is_of_exercises_alone(text: str) -> bool:
    """Tell whether a header speaks of exercises, and of nothing else about them.

    >>> [is_of_exercises_alone(text) for text in ("Exercise", "Übung", "Planned exercise", "Day")]
    [True, True, False, False]
    """
    named = columns_named(text)
    return bool(re.fullmatch(_EXERCISES_ALONE, text.strip())) or bool(
        {"exercise", "activity"} & named
    )


def tables_of_header(header: Sequence[str]) -> list[str]:
    """Return which tables a header fits: all required columns there, none foreign to it.

    >>> tables_of_header(["Date", "Score", "Remark"]), tables_of_header(["a", "b"])
    (['stiffness'], [])
    >>> tables_of_header(["Date", "Bear Rolls", "Stiffness"])
    ['days']
    """
    if app_of(header):
        return []  # the export of an app, whose columns mean what its recipe says
    if is_of_diary(header):
        return [DIARY]
    known = {name for t in _likely_tables(header) for name in _matched(header, t).places}
    if "score" not in known and any(map(speaks_of_stiffness, header)):
        return []  # scores beside sessions are two tables in one
    fitting = []
    for table in (TABLES[name] for name in LOG_TABLES):
        places = set(_matched(header, table).places)
        if _needed(table) <= places and known <= places:
            fitting.append(table.name)
    return fitting


def table_of_records(header: Sequence[str]) -> str:
    """Return which table of sessions or scores a header fits, if it fits no other.

    >>> table_of_records(["Date", "Site", "Score"]), table_of_records(["Date", "Site"])
    ('stiffness', '')
    """
    fitting = tables_of_header(header)
    return fitting[0] if fitting in (["sessions"], ["stiffness"]) else ""


def is_of_diary(header: Sequence[str]) -> bool:
    """Tell whether a header is that of our diary: its own columns, and built-in exercises alone.

    >>> is_of_diary(["Day", "Bear Rolls"]), is_of_diary(["Date", "Bear Rolls", "Sleep"])
    (False, False)
    """
    named = [text for text in header if text.strip() and not text.strip().startswith(NO_COLUMN)]
    exercises = [text for text in named if exercise_key(text) in _built_in_spellings()]
    others = [text for text in named if text not in exercises]
    places = match_header(others, TABLES[DIARY]).places
    return bool(exercises) and "date" in places and len(places) == len(others)


@cache
def _built_in_spellings() -> frozenset[str]:
    return frozenset(merged_catalogue([])[0].spellings)


def _likely_tables(header: Sequence[str]) -> list[Table]:
    """Return the tables that a header may be of: one of movement tests names a test.

    Words such as value, unit and activity stand above many columns that are none of a log.
    """
    is_of_tests = bool({"test", "tests"} & set(map(header_key, header)))
    return [t for t in TABLES.values() if is_of_tests or t.name not in ("checks", "tests")]


def _needed(table: Table) -> set[str]:
    return {c.name for c in table.columns if c.is_required and c.kind != "client"}


def kinds_of_header(header: Sequence[str]) -> dict[str, set[str]]:
    """Return, for each header that some table knows, the kinds of column it may mean.

    >>> kinds_of_header(["Date", "Shoe size"])
    {'Date': {'date'}}
    """
    kinds: dict[str, set[str]] = {}
    for table in _likely_tables(header):
        for column, place in _matched(header, table).places.items():
            kinds.setdefault(header[place], set()).add(table[column].kind)
    return kinds


def date_places(header: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the columns of dates in a header, in order.

    >>> date_places(["Exercise", "Start", "End", "Reps"])
    (1, 2)
    """
    kinds = kinds_of_header(header)
    return tuple(place for place, text in enumerate(header) if "date" in kinds.get(text, ()))


def nearest_table(name: str) -> str:
    """Return the table whose name is nearest to a file's or sheet's name, or an empty text.

    >>> nearest_table("sesions"), nearest_table("holiday")
    ('sessions', '')
    """
    # a client may be called Tess, or Mays
    names = [table for table in TABLES if table not in ("tests", DIARY)]
    near = difflib.get_close_matches(header_key(name), names, n=1, cutoff=0.75)
    return near[0] if near else ""
