"""Movement checks in words.

A change is held against what measuring alone can give; what it comes from is never said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.movement import (
    BETTER,
    NO_FIGURE,
    ONE_CHECK,
    SERIES,
    WITHIN,
    WORSE,
)
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import (
    count_words,
    date_words,
    minus_sign,
    number_words,
    points_decimals,
    window_words,
)
from mobility_analysis.words.practice import with_not_read

Row = Mapping[Any, Any] | pd.Series
NO_CHECKS = "No movement check was logged."
BY_MEASURING = "that measuring alone can give"
NOT_WHY = "This does not show why a value changed."
MOVEMENT_DEFINITION = (
    "Movement checks: measured, not felt; the newest against the first. A change is called better "
    "or worse where it reaches the change that is published for its test."
)
FIRST_SEEN = (WORSE, BETTER, WITHIN, NO_FIGURE, ONE_CHECK)
"""The order in which series are looked at where there is room for one."""


@takes(checks="movement_checks")
def describe_movement_checks(checks: pd.DataFrame, *, not_read: str = "") -> str:
    """Say of each movement test what its first and its newest check were, and how far apart.

    Parameters
    ----------
    checks : DataFrame
        ``movement_checks`` of one client.
    not_read : str, optional
        What of the checks could not be read, such as "2 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> check = {"client": "Ann", "test": "seated-rotation"}
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-20", "score": 4}],
    ...     checks=[{**check, "date": day, "side": side, "value": value} for day, side, value in (
    ...         ("2026-05-04", "left", 38), ("2026-05-04", "right", 45),
    ...         ("2026-11-16", "left", 46), ("2026-11-16", "right", 47))],
    ... )
    >>> print(ma.describe_movement_checks(ma.movement_checks(log)))
    Seated rotation, 4 May to 16 Nov 2026: left 38 to 46 degrees, 8 more, better by more than the
    5.6 that measuring alone can give; right 45 to 47, 2 more, within it. This does not show why a
    value changed.
    """
    if checks.empty:
        return with_not_read(NO_CHECKS, not_read)
    groups = checks.groupby(["test", "activity"], sort=False, observed=True)
    said = [_test_words(own.to_dict("records")) for _, own in groups]
    return " ".join([*said[:-1], with_not_read(said[-1], not_read), NOT_WHY])


def _test_words(rows: Sequence[Row]) -> str:
    """Say what one test showed, side by side."""
    spans = [window_words(row["first_date"], row["newest_date"]) for row in rows]
    is_shared = len(set(spans)) == 1
    judged = [place for place, row in enumerate(rows) if row["verdict"] != ONE_CHECK]
    first_judged = judged[0] if judged else len(rows)
    parts = [
        series_words(row, is_first=place <= first_judged) + ("" if is_shared else f" ({span})")
        for place, (row, span) in enumerate(zip(rows, spans, strict=True))
    ]
    head = _name(rows[0]) + (f", {spans[0]}" if is_shared else "")
    apart = sides_words(rows)
    return f"{head}: {'; '.join(parts)}." + (f" {apart}." if apart else "")


def _name(row: Row) -> str:
    activity = " ".join(str(row["activity"]).split())
    return f"{row['name']} ({activity})" if activity else str(row["name"])


def series_name(row: Row) -> str:
    """Return what is measured, with its activity or side.

    Examples
    --------
    >>> series_name({"name": "Seated rotation", "activity": "", "side": "left"})
    'Seated rotation, left'
    """
    return f"{_name(row)}, {row['side']}" if row["side"] else _name(row)


def series_words(row: Row, *, is_first: bool = True) -> str:
    """Say what one side of a test showed; the unit and the mark unless they were named before.

    Examples
    --------
    >>> row = {"side": "left", "unit": "degrees", "verdict": "worse", "first_value": 46.0,
    ...        "newest_value": 38.0, "change_value": -8.0, "detectable_change": 5.6,
    ...        "change_means": ""}
    >>> series_words(row)
    'left 46 to 38 degrees, 8 less, worse by more than the 5.6 that measuring alone can give'
    >>> series_words({**row, "verdict": "within measurement error", "newest_value": 44.0},
    ...              is_first=False)
    'left 46 to 44, 2 less, within it'
    """
    side = f"{row['side']} " if row["side"] else ""
    unit = f" {row['unit']}" if is_first and row["unit"] else ""
    if row["verdict"] == ONE_CHECK:
        value = number_words(row["newest_value"])
        return f"{side}{value}{unit}, one check: nothing to hold it against yet"
    first, newest, apart = change_parts(row)
    return f"{side}{first} to {newest}{unit}, {apart}{_verdict_words(row, is_first=is_first)}"


def change_parts(row: Row) -> tuple[str, str, str]:
    """Write the first and the newest value and how far apart, with decimals that add up."""
    first, newest = float(row["first_value"]), float(row["newest_value"])
    mark = row["detectable_change"]
    is_whole = all(abs(value - round(value)) <= TOLERANCE for value in (first, newest))
    decimals = 0 if is_whole else points_decimals(first, newest, marks=_marks(mark))
    apart = abs(round(newest, decimals) - round(first, decimals))
    more = "more" if newest > first else "less"
    said = f"{apart:.{decimals}f} {more}" if abs(newest - first) > TOLERANCE else "the same"
    return _fixed(first, decimals), _fixed(newest, decimals), said


def _marks(mark: float) -> tuple[float, ...]:
    return () if pd.isna(mark) else (float(mark),)


def _fixed(value: float, decimals: int) -> str:
    return minus_sign(f"{value:.{decimals}f}")


def _verdict_words(row: Row, *, is_first: bool) -> str:
    """Say how a change stands to what measuring alone can give."""
    if row["verdict"] == NO_FIGURE:
        return "; no figure is published to hold that against"
    mark = mark_words(row) if is_first else "it"
    if row["verdict"] == WITHIN:
        return f", within {mark}"
    return f", {row['verdict']} by {_more_than(row['change_value'], row)} {mark}"


def mark_words(row: Row) -> str:
    """Name what measuring alone can give: "the 5.6 that measuring alone can give"."""
    return f"the {number_words(row['detectable_change'])} {row['change_means'] or BY_MEASURING}"


def _more_than(apart: float, row: Row) -> str:
    """Say "more than", or "as much as" where values are just as far apart as measuring can give."""
    return "as much as" if abs(apart) <= row["detectable_change"] + TOLERANCE else "more than"


def sides_words(rows: Sequence[Row]) -> str:
    """Say how far the newest checks of both sides are apart, beyond what measuring can give.

    Empty otherwise.
    """
    by_side = {str(row["side"]): row for row in rows}
    if not {"left", "right"} <= by_side.keys():
        return ""
    left, right = by_side["left"], by_side["right"]
    if pd.isna(right["is_sides_differ"]) or not right["is_sides_differ"]:
        return ""
    unit = f" {right['unit']}" if right["unit"] else ""
    days = ""
    if left["newest_date"] != right["newest_date"]:
        days = (
            f" (left on {date_words(left['newest_date'])}, right on "
            f"{date_words(right['newest_date'])})"
        )
    more, apart, less = _higher_side(right)
    return (
        f"Between the newest checks {more} is {apart}{unit} above {less}{days}, "
        f"{_more_than(right['side_difference'], right)} {mark_words(right)}"
    )


def _higher_side(row: Row) -> tuple[str, str, str]:
    """Return the side with the higher newest value, how much higher it is, and the other side."""
    more, less = ("right", "left") if row["side_difference"] > 0 else ("left", "right")
    return more, number_words(abs(row["side_difference"])), less


def worse_words(checks: pd.DataFrame) -> str:
    """Say which movement checks are worse than the first; empty where none is."""
    rows = checks[checks["verdict"] == WORSE].to_dict("records")
    said = []
    for row in rows:
        first, newest, _ = change_parts(row)
        unit = f" {row['unit']}" if row["unit"] else ""
        said.append(f"{series_name(row)}, {first} to {newest}{unit}")
    if not said:
        return ""
    marks = {mark_words(row) for row in rows}
    mark = marks.pop() if len(marks) == 1 else "the change published for each"
    size = _more_than(rows[0]["change_value"], rows[0]) if len(rows) == 1 else "at least"
    return f"Movement check worse: {'; '.join(said)}: {size} {mark}"


def first_seen(checks: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the test to see first: worse, then better, and so on.

    Of equals the newest, and what is measured to both sides before what is scored.
    """
    order = checks["verdict"].map({verdict: n for n, verdict in enumerate(FIRST_SEEN)})
    ranked = checks.assign(_order=order, _is_whole=checks["side"] == "").sort_values(
        ["_order", "newest_date", "_is_whole"], ascending=[True, False, True], kind="stable"
    )
    keys = [name for name in SERIES if name != "side"]
    first = ranked.iloc[0][keys]
    return checks[(checks[keys].astype("str") == first.astype("str")).all(axis="columns")]


def box_words(checks: pd.DataFrame) -> tuple[str, str, str]:
    """Return the figure of the test to see first, what it is, and what it is held against."""
    rows = first_seen(checks).to_dict("records")
    order = [FIRST_SEEN.index(row["verdict"]) for row in rows]
    row = rows[order.index(min(order))]
    others = [other for other in rows if other is not row]
    is_degrees = row["unit"] == "degrees"
    unit = "" if is_degrees or not row["unit"] else f", {row['unit']}"
    beside = [_beside_words(other) for other in others]
    if row["verdict"] == ONE_CHECK:
        day = date_words(row["newest_date"])
        figure, said = number_words(row["newest_value"]), f"one check, {day}"
    else:
        first, newest, _ = change_parts(row)
        figure = f"{first} \N{RIGHTWARDS ARROW} {newest}"
        said = _verdict_words(row, is_first=True).lstrip(",; ")
    figure += "\N{DEGREE SIGN}" if is_degrees else ""
    n_more = checks.groupby(["test", "activity"], observed=True).ngroups - 1
    more = [f"{count_words(n_more, 'other test')} checked"] if n_more else []
    apart = [_apart_words(rows[0])] if rows[0]["is_sides_differ"] is True else []
    return figure, f"{series_name(row)}{unit}", "; ".join([said, *beside, *apart, *more])


def _apart_words(row: Row) -> str:
    """Return how far the sides are apart, where that is more than measuring can give."""
    more, apart, less = _higher_side(row)
    return f"{more} {apart} above {less}, beyond it"


def _beside_words(row: Row) -> str:
    """Return the other side in a few words: "right 45 to 47, within it"."""
    side = f"{row['side']} "
    if row["verdict"] == ONE_CHECK:
        return f"{side}{number_words(row['newest_value'])}, one check"
    first, newest, _ = change_parts(row)
    said = {NO_FIGURE: "", WITHIN: ", within it"}.get(row["verdict"], f", {row['verdict']}")
    return f"{side}{first} \N{RIGHTWARDS ARROW} {newest}{said}"


@takes(checks="movement_checks")
def describe_movement_tests(checks: pd.DataFrame) -> str:
    """Say how each test of some movement checks is done, and what its mark was measured on.

    Parameters
    ----------
    checks : DataFrame
        ``movement_checks`` of one client.

    Returns
    -------
    str
        One sentence or two for each test; empty where there is no check.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-20", "score": 4}],
    ...     checks=[{"client": "Ann", "date": "2026-11-16", "test": "seated-rotation",
    ...              "side": "left", "value": 38}],
    ... )
    >>> print(ma.describe_movement_tests(ma.movement_checks(log)))
    Seated rotation: Sit with the arms crossed or a bar in front, hips still; turn as far as you
    can; the mean of 3 tries. A change is held against the 5.6 degrees that measuring alone can give
    (Johnson 2012, J Athl Train 47:52, on 46 healthy adults of about 24 years, one examiner,
    between days: 3.9 to 5.6).
    """
    rows = checks.drop_duplicates("test").to_dict("records")
    return " ".join(f"{row['name']}: {_how(row)}" for row in rows)


def _how(row: Row) -> str:
    how = f"{row['how'].rstrip('.')}. " if row["how"] else ""
    if pd.isna(row["detectable_change"]):
        return f"{how}No figure is published to hold a change against."
    unit = f" {row['unit']}" if row["unit"] else ""
    number, means = number_words(row["detectable_change"]), row["change_means"] or BY_MEASURING
    source = str(row["source"]).rstrip(".") or "no source is named"
    return f"{how}A change is held against the {number}{unit} {means} ({source})."
