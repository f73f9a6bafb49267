"""What was counted of what was prescribed, in words: the one place that every reader's count is of.

The same figure as the adherence beside it; what stands outside it is named in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from mobility_analysis.log.catalogue import NO_AREA
from mobility_analysis.measures.adherence.targets import PLANNED_DAYS
from mobility_analysis.measures.days import ONE_DAY, TOLERANCE
from mobility_analysis.words.dose import brief_often
from mobility_analysis.words.numbers import (
    area_words,
    count_words,
    day_words,
    list_words,
    number_words,
    of_words,
)

#: What is counted, and what it is held against, by ``held_to`` of a table of sums.
_NOUNS = {
    "prescribed": "prescribed session",
    "planned": "planned session",
    "prescribed or planned": "prescribed or planned session",
    PLANNED_DAYS: "planned practice day",
}
#: What is counted of a plan of practice days, and what of all else; what those were: planned.
_COUNTED = {PLANNED_DAYS: "practice days"}
_WERE = {PLANNED_DAYS: "planned"}
MAX_CHANGES = 3
MAX_AREAS = 2
Row = Mapping[Any, Any] | pd.Series  # one row of a table of sums


@lru_cache(maxsize=4096)  # a long list says the same of many clients
def counted_of(counted: float, prescribed: float) -> str:
    """Write sessions counted of those prescribed; a part of a week's is read as a whole number.

    Examples
    --------
    >>> counted_of(36, 68), counted_of(9, 14.57), counted_of(27 / 7, 27 / 7)
    ('36 of 68', '9 of about 15', '4 of about 4')
    """
    if _is_whole(prescribed):
        is_half = _is_whole(2 * counted)  # sessions done in part
        return of_words(counted if is_half else _whole(counted), prescribed)
    whole = min(_whole(counted), _about(prescribed))
    return f"{number_words(whole)} of {prescribed_words(prescribed)}"


def prescribed_words(prescribed: float) -> str:
    """Write how many are prescribed; a part of a week's is read as a whole number.

    Examples
    --------
    >>> prescribed_words(68.0), prescribed_words(14.57)
    ('68', 'about 15')
    """
    return f"{'' if _is_whole(prescribed) else 'about '}{number_words(_about(prescribed))}"


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) <= TOLERANCE


def _about(prescribed: float) -> int:
    """Return as a whole number what is prescribed; a part of a week's share is at least one."""
    return round(prescribed) if _is_whole(prescribed) else max(1, round(prescribed))


def _whole(counted: float) -> int:
    """Return as a whole number a count that only a part of a week's share gives a fraction."""
    return round(counted) if counted < TOLERANCE else max(1, round(counted))


def is_left_out(row: Row) -> bool:
    """Whether any whole session of what was prescribed is not counted."""
    left = float(row["prescribed"]) - float(row["counted"])
    return left > TOLERANCE if _is_whole(row["prescribed"]) else left >= 1 - TOLERANCE


def least_done(due: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the lowest share, in their order: one, or all of the same share.

    ``due`` are rows with a number prescribed, one at least.

    Examples
    --------
    >>> due = pd.DataFrame({"focus_area": ["a", "b", "c"], "counted": [2.0, 1.0, 1.0],
    ...                     "prescribed": 4.0, "partial": 0, "adherence": [0.5, 0.25, 0.25]})
    >>> list(least_done(due)["focus_area"])
    ['b', 'c']
    """
    least = due.sort_values("adherence", kind="stable").iloc[0]
    return due[_is_like(due, least, ("adherence",))]


def are_alike(rows: pd.DataFrame, *columns: str) -> bool:
    """Say whether all rows of a table have the same numbers in some columns."""
    return bool(_is_like(rows, rows.iloc[0], columns).all())


def share_words(rows: pd.DataFrame) -> str:
    """Write the counts of rows of one share; where they differ, from the fewest to the most.

    Examples
    --------
    >>> rows = pd.DataFrame({"counted": [0.0, 0.0], "prescribed": [8.0, 24.0]})
    >>> share_words(rows[:1]), share_words(rows)
    ('0 of 8', '0 of 8 to 24')
    >>> share_words(rows.assign(counted=[2.0, 6.0]))
    '2 of 8 to 6 of 24'
    """
    by_size = rows.sort_values("prescribed", kind="stable")
    fewest, most = (by_size.iloc[place] for place in (0, -1))
    first, last = (counted_of(row["counted"], row["prescribed"]) for row in (fewest, most))
    if first == last:
        return first
    # Of nothing the 0 once: "0 of 8 to 24".
    return f"{first} to {last if most['counted'] > TOLERANCE else last.removeprefix('0 of ')}"


def most_done(done: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the most sessions, of some with a session: one, or all of as many.

    Of focus areas those that somebody stated, if any was trained.
    """
    if "focus_area" in done and (is_stated := done["focus_area"].astype("str") != NO_AREA).any():
        done = done[is_stated]
    most = done.sort_values("done", ascending=False, kind="stable").iloc[0]
    return done[_is_like(done, most, ("done",))]


def _is_like(table: pd.DataFrame, row: pd.Series[Any], columns: Sequence[str]) -> pd.Series[bool]:
    """Say which rows of a table have the same numbers as one of them."""
    names = list(columns)
    return ((table[names] - row[names].astype("float64")).abs() <= TOLERANCE).all(axis="columns")


def areas_named(areas: Iterable[str]) -> str:
    """Name focus areas of the same numbers; where they are many, count them.

    >>> areas_named(["overhead", "not stated"])
    'overhead and exercises of no stated area'
    """
    names = [
        "exercises of no stated area" if str(area) == NO_AREA else area_words(str(area))
        for area in areas
    ]
    return list_words(names) if len(names) <= MAX_AREAS else count_words(len(names), "focus area")


def done_words(row: Row, *, has_sessions: bool = True) -> str:
    """Write counted of prescribed for one row, or how often where there is no number.

    Such as "31 of 48", "0 in full, 9 in part, of 11", "5 times", "not prescribed" or "unknown".
    Where no number is prescribed the table does not tell whether any session was logged at all
    (``has_sessions``); without one the practice is unknown, not 0. Of a plan of practice days no
    session in part stands here: sessions are no days.
    """
    if row["band"] == "unknown":
        return "unknown"
    if pd.isna(row["prescribed"]):
        return count_words(row["done"], "time") if has_sessions else "unknown"
    if row["prescribed"] <= TOLERANCE:
        return "not prescribed"
    if not is_in_part_only(row):
        return counted_of(row["counted"], row["prescribed"])
    in_part = f"{number_words(row['partial'])} in part"
    return f"0 in full, {in_part}, of {prescribed_words(row['prescribed'])}"


def beyond(row: Row) -> int:
    """Return how many whole sessions were done beyond what is counted."""
    return max(0, int(row["done"] - _whole(row["counted"]) + TOLERANCE))


def is_in_part_only(row: Row) -> bool:
    """Whether sessions were done in part and none in full, so that their number is the count's."""
    return bool(row["partial"] and not row["done"] and row["held_to"] != PLANNED_DAYS)


def beside_words(row: Row) -> list[str]:
    """Name what stands outside the count: extra sessions, part-done ones, skipped ones.

    Such as "7 more beyond a week's share", "12 in part" and "3 logged as skipped"; what is none is
    not named, nor are part-done ones where ``done_words`` has them. Beside a plan of practice days
    each has its unit, since only days are counted there: "7 more days beyond a week's share" and
    "12 sessions in part".

    Examples
    --------
    >>> row = {"done": 9, "counted": 6.0, "partial": 0, "skipped": 28, "held_to": "prescribed"}
    >>> beside_words(row)
    ["3 more beyond a week's share", '28 logged as skipped']
    >>> beside_words({**row, "held_to": "planned days"})
    ["3 more days beyond a week's share", '28 sessions logged as skipped']
    """
    of_days = row["held_to"] == PLANNED_DAYS
    counts = (
        (beyond(row), "more day", "more", "beyond a week's share"),
        (0 if is_in_part_only(row) else row["partial"], "session", "", "in part"),
        (row["skipped"], "session", "", "logged as skipped"),
    )
    parts = []
    for count, unit, without, words in counts:
        number = count_words(count, unit) if of_days else f"{number_words(count)} {without}".strip()
        parts += [f"{number} {words}"] if count else []
    return parts


def held_words(row: Row) -> str:
    """Return what the sessions of a row are held against: "prescribed sessions"."""
    noun = _NOUNS.get(str(row["held_to"]), _NOUNS["prescribed"])
    return noun if _about(row["prescribed"]) == 1 else f"{noun}s"


def counted_noun(held_to: str) -> str:
    """Return what is counted: "sessions", or the "practice days" of a plan of days.

    Examples
    --------
    >>> counted_noun("prescribed"), counted_noun("planned days")
    ('sessions', 'practice days')
    """
    return _COUNTED.get(held_to, "sessions")


def held_kind(held_to: str) -> str:
    """Return what was said of what is counted: that it was prescribed, or planned.

    Examples
    --------
    >>> held_kind("prescribed or planned"), held_kind("planned days")
    ('prescribed or planned', 'planned')
    """
    return _WERE.get(held_to, held_to)


def held_of(kinds: Iterable[str]) -> str:
    """Return what the rows of a table are held against together, as ``held_to`` has it.

    Examples
    --------
    >>> held_of(["planned", ""]), held_of(["planned", "prescribed"]), held_of([])
    ('planned', 'prescribed or planned', 'prescribed')
    """
    named = {kind for kind in kinds if kind}
    if len(named) > 1:
        return "prescribed or planned"
    return named.pop() if named else "prescribed"


def counted_words(row: Row) -> str:
    """Write counted of prescribed with what is counted: "31 of 48 prescribed sessions counted".

    Of what was done in part alone nothing is counted: "0 in full, 9 in part, of 11 prescribed
    sessions".
    """
    return f"{done_words(row)} {held_words(row)}{'' if is_in_part_only(row) else ' counted'}"


def days_words(row: Row) -> str:
    """Say on how many days the sessions were done, where that is fewer days: "on 4 days"."""
    if row["held_to"] == PLANNED_DAYS or row["days_done"] >= row["done"]:
        return ""
    return f"on {count_words(row['days_done'], 'day')}"


def describe_changed_programme(
    programme: pd.DataFrame, *, as_of: pd.Timestamp, names: Mapping[str, str]
) -> str:
    """Say which of one client's prescriptions changed to ``as_of``; empty for none.

    Such as "Down Dog 5 a week until 2 Aug, then 2".
    """
    rows = programme[programme["start"] <= as_of].sort_values("start", kind="stable")
    changes = []
    for exercise, own in rows.groupby("exercise", observed=True, sort=False):
        words = _changes(own.to_dict("records"), as_of)
        changes += [f"{names.get(str(exercise), str(exercise))} {words}"] if words else []
    more = len(changes) - MAX_CHANGES
    said = changes[:MAX_CHANGES] + ([f"{number_words(more)} more"] if more > 0 else [])
    return f"What was prescribed changed: {'; '.join(said)}." if said else ""


def _changes(rows: list[dict[Any, Any]], as_of: pd.Timestamp) -> str:
    """Write one exercise's prescriptions in order, where one was followed by a different one."""
    often = [brief_often(row) for row in rows]
    if len(set(often)) < 2:
        return ""
    parts = [f"{often[0]} until {day_words(rows[0]['end'], as_of)}"]
    for before, row, words in zip(rows, rows[1:], often[1:], strict=False):
        is_gap = row["start"] > before["end"] + ONE_DAY
        start = f"from {day_words(row['start'], as_of)} " if is_gap else "then "
        until = f" until {day_words(row['end'], as_of)}" if row is not rows[-1] else ""
        parts.append(f"{start}{words}{until}")
    return ", ".join(parts)
