"""The finding of a chart in a few words: its title, and with what it is the alt text.

Each is made from the facts of the tables that the chart is drawn from. Where these are too thin
to say more, that is what it says.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE, days_in
from mobility_analysis.measures.movement import BETTER, ONE_CHECK, WITHIN, WORSE
from mobility_analysis.measures.stiffness.before_after import MIN_PAIRS
from mobility_analysis.words.counted import counted_words, done_words, held_of, is_left_out
from mobility_analysis.words.movement.checks import series_name
from mobility_analysis.words.numbers import (
    area_words,
    count_words,
    cut_percent,
    list_words,
    month_words,
    number_words,
)
from mobility_analysis.words.practice import NEVER_LOGGED, NOT_READ
from mobility_analysis.words.verdict import (
    TOO_VARIED,
    far_words,
    first_name,
    has_windows,
    is_judged,
    is_too_varied,
    last_name,
)

WHOLE_NAME = "whole time"
STIFFNESS = "Self-rated stiffness"
BOTH = "Practice, and self-rated stiffness"
MOST_NAMED = 2
SESSIONS_DONE = "sessions done"
SESSIONS_DUE = "sessions prescribed or, of as many, done"
ALT_LETTERS = 250
"""No alt text is longer: the numbers stand in the file beside the picture."""
Row = pd.Series  # one row of a table


class Matrix(NamedTuple):
    """The exercises and focus areas of a matrix, and the areas that none of them trains."""

    exercises: list[str]
    areas: list[str]
    untrained: list[str]


def alt_text(picture: str, finding: str) -> str:
    """Return what a picture is and what it shows, as one sentence that is read aloud.

    Examples
    --------
    >>> alt_text("Bars by exercise", "Last 4 weeks: 9 of 12 prescribed sessions counted")
    'Bars by exercise. Last 4 weeks: 9 of 12 prescribed sessions counted.'
    """
    whole = f"{picture}. {finding}."
    return whole if len(whole) <= ALT_LETTERS else f"{whole[: ALT_LETTERS - 2].rstrip()}…."


def stiffness_title(change: pd.DataFrame | None, *, not_read: str = "") -> str:
    """Say in a line what the ratings of one client show."""
    said = stiffness_finding(change)
    return _with_unread(f"{STIFFNESS}: {said}" if said else STIFFNESS, not_read)


def over_time_title(change: pd.DataFrame | None, *, not_read: str = "") -> str:
    """Say in a line what practice above stiffness shows; it joins the two by nothing."""
    said = stiffness_finding(change)
    return _with_unread(f"Practice, and stiffness: {said}" if said else BOTH, not_read)


def stiffness_finding(change: pd.DataFrame | None) -> str:
    """Say how the last ratings lie to the first; empty where no two windows were asked for."""
    if change is None or change.empty:
        return ""
    row = change.iloc[0]
    if is_judged(row):
        return _judged(row)
    if row["verdict"] == "not comparable":
        return "not comparable, rated at other moments of the day"
    if not has_windows(row):
        return f"{count_words(row['rated_days'], 'day')} rated, too early to compare"
    return f"too few ratings to compare the {first_name(row)} with the {last_name(row)}"


def _judged(row: Row[Any]) -> str:
    if row["verdict"] in ("lower", "higher"):
        return far_words(row)
    return TOO_VARIED if is_too_varied(row) else f"no clear change, {far_words(row)}"


def months_title(monthly: pd.DataFrame, *, not_read: str = "") -> str:
    """Say between what the monthly means of one client lie."""
    means = monthly.dropna(subset=["score_mean"])
    if means.empty:
        return _with_unread(f"{STIFFNESS} by month", not_read)
    low, high = means["score_mean"].min(), means["score_mean"].max()
    last = means.iloc[-1]
    said = (
        f"{STIFFNESS} by month: means from {low:.1f} to {high:.1f}, "
        f"{last['score_mean']:.1f} in {month_words(last['month_start'])}"
    )
    return _with_unread(said, not_read)


def practice_title(table: pd.DataFrame, when: str, *, not_read: str = "") -> str:
    """Say what one client did of what was prescribed, all exercises together.

    ``table`` is that of ``overall_adherence`` by exercise, of the days that ``when`` names.
    """
    return _with_unread(f"{_capital(when)}: {_practice(table, not_read)}", not_read)


def _practice(table: pd.DataFrame, not_read: str) -> str:
    if table.empty:
        return "nothing prescribed and no sessions"
    if (table["band"] == "unknown").any():
        return NOT_READ.format(not_read=not_read) if not_read else NEVER_LOGGED
    due = table[table["prescribed"] > TOLERANCE]
    if not due.empty:
        return counted_words(_together(due))
    return f"{count_words(table['done'].sum(), 'session')} done"


def _together(due: pd.DataFrame) -> dict[str, Any]:
    """Return the sum of some rows, as a row of all exercises together has it."""
    names = ("prescribed", "done", "partial", "counted")
    sums = {name: float(due[name].sum()) for name in names}
    return {**sums, "band": "", "held_to": held_of(due["held_to"])}


def areas_title(table: pd.DataFrame, when: str, *, not_read: str = "") -> str:
    """Say which focus area got the least of what was prescribed for it.

    Where no number is prescribed, which got the most sessions.
    """
    return _with_unread(f"{_capital(when)}: {_area(table, not_read)}", not_read)


def _area(table: pd.DataFrame, not_read: str) -> str:
    if (table["band"] == "unknown").any():
        return NOT_READ.format(not_read=not_read) if not_read else NEVER_LOGGED
    due = table[table["prescribed"] > TOLERANCE]
    if due.empty:
        done = table[table["done"] > 0]
        if done.empty:
            return "no session in any focus area"
        most = done.sort_values("done", ascending=False, kind="stable").iloc[0]
        same = done[done["done"] == most["done"]]
        return f"most done in {_areas(same)}, {count_words(most['done'], 'time')}"
    least = due.sort_values("adherence", kind="stable").iloc[0]
    if not is_left_out(least):
        return "all counted in every focus area"
    numbers = ["counted", "prescribed", "partial"]
    same = due[((due[numbers] - least[numbers].astype("float64")).abs() <= TOLERANCE).all(axis=1)]
    if len(same) == len(due) and len(due) > 1:
        return f"{done_words(least)} in every focus area"
    return f"least done in {_areas(same)}, {done_words(least)}"


def _areas(table: pd.DataFrame) -> str:
    """Name focus areas; where they are many, count them."""
    if len(table) > MOST_NAMED:
        return count_words(len(table), "focus area")
    return list_words([area_words(str(area)) for area in table["focus_area"]])


def grid_title(periods: pd.DataFrame, column: str, unit: str, *, not_read: str = "") -> str:
    """Say in how many weeks, or months, all that was prescribed was done, and in how many nothing.

    Of what no number is prescribed for, in how many a session was done.
    """
    due = periods[periods["prescribed"] > TOLERANCE]
    if due.empty:
        done = periods[periods["done"] > 0]
        of = count_words(periods[column].nunique(), unit)
        said = f"Sessions done in {number_words(done[column].nunique())} of {of}"
        return _with_unread(said, not_read)
    by = due.assign(is_all=due["state"] == "all done").groupby(column)
    n_all, n_none = int(by["is_all"].all().sum()), int((by["counted"].sum() <= TOLERANCE).sum())
    n = by.ngroups
    said = f"All that was prescribed done in {number_words(n_all)} of {count_words(n, unit)}"
    rest = f"nothing counted in {number_words(n_none)}" if n_none else f"something in every {unit}"
    return _with_unread(said if n_all == n else f"{said}, {rest}", not_read)


def calendar_title(days: pd.DataFrame, name: str, *, not_read: str = "") -> str:
    """Say on how many of the days shown a session was done; ``name`` is that of one exercise."""
    done = days.loc[days["state"] == "done", "date"].nunique()
    n = days_in(days["date"].min(), days["date"].max())
    said = f"done on {number_words(done)} of {count_words(n, 'day')}"
    return _with_unread(f"{name}: {said}" if name else f"A session was {said}", not_read)


def shown_areas(
    areas: pd.DataFrame, overall: pd.DataFrame | None, overall_area: pd.DataFrame | None
) -> Matrix:
    """Return what a matrix of exercises and focus areas shows, and which areas nothing trains.

    ``areas`` are the pairs, the others tables of ``overall_adherence``. Without a programme only
    the areas that are practised are shown.
    """
    source = areas if overall is None else overall
    exercises = list(dict.fromkeys(source["exercise"].astype("str")))
    mine = areas[areas["exercise"].astype("str").isin(exercises)]
    bands = set() if overall_area is None else set(overall_area["band"].astype("str"))
    chosen = mine if bands == {"no programme"} else areas
    columns = sorted(set(chosen["focus_area"].astype("str")))
    trained = set(mine["focus_area"].astype("str"))
    return Matrix(exercises, columns, [area for area in columns if area not in trained])


def matrix_title(matrix: Matrix) -> str:
    """Say which focus areas no exercise of a programme trains."""
    n_areas, n_exercises = len(matrix.areas), len(matrix.exercises)
    untrained = matrix.untrained
    if not untrained:
        all_of_them = "both" if n_areas == 2 else f"all {n_areas}"
        areas = "one focus area" if n_areas == 1 else f"{all_of_them} focus areas"
        train = "trains" if n_exercises == 1 else "train"
        return f"{count_words(n_exercises, 'exercise')} {train} {areas}"
    if len(untrained) <= MOST_NAMED:
        return f"Nothing here trains {list_words([*map(area_words, untrained)], last='or')}"
    return f"Nothing here trains {len(untrained)} of {count_words(n_areas, 'focus area')}"


def before_after_title(before_after: pd.DataFrame, *, not_read: str = "") -> str:
    """Say of how many pairs of ratings the one straight after a session was lower, or higher."""
    row = before_after.iloc[0]
    pairs = count_words(row["n_pairs"], "pair")
    said = f"lower in {number_words(row['n_better'])} of {pairs} of ratings, higher in "
    said += number_words(row["n_worse"])
    few = ": too few to go by" if row["n_pairs"] < MIN_PAIRS else ""
    return _with_unread(f"Straight after a session: {said}{few}", not_read)


def by_practice_title(paired: pd.DataFrame, threshold: float) -> str:
    """Say how many weeks with much and with little practice stand against each other."""
    n_met, share = int(paired["is_met"].sum()), cut_percent(threshold)
    n_rest = len(paired) - n_met
    if not n_met or not n_rest:
        missing = f"{share} or more" if not n_met else f"under {share}"
        return f"Nothing to compare: no week with {missing} done"
    weeks = count_words(n_met, "week")
    return f"Stiffness after {weeks} with {share} or more done, and {n_rest} with less"


def movement_title(checks: pd.DataFrame) -> str:
    """Say which movement checks are worse or better than the first by more than measuring gives."""
    counts = {
        verdict: [
            series_name(row) for row in checks[checks["verdict"] == verdict].to_dict("records")
        ]
        for verdict in (WORSE, BETTER)
    }
    said = [
        f"{list_words(names) if len(names) <= MOST_NAMED else number_words(len(names))} {verdict}"
        for verdict, names in counts.items()
        if names
    ]
    if said:
        return f"Movement checks: {'; '.join(said)}"
    if (checks["verdict"] == ONE_CHECK).all():
        return "Movement checks: one of each so far, nothing to compare"
    if checks["verdict"].isin([ONE_CHECK, WITHIN]).all():
        return "Movement checks: no change beyond what measuring can give"
    return "Movement checks"


def run_chart_title(run_chart: pd.DataFrame) -> str:
    """Say whether the weekly means run or cross their median as chance would seldom give."""
    row = run_chart.iloc[0]
    if pd.isna(row["signal"]):
        return "Stiffness by week: too few weeks for a run chart"
    return f"Stiffness by week: {'a signal' if row['signal'] else 'no signal'} about its median"


def definitions_title(definitions: pd.DataFrame) -> str:
    """Say between what adherence lies by the ways in which it can be counted."""
    known = definitions["adherence"].dropna()
    low, high = cut_percent(known.min()), cut_percent(known.max())
    if low == high:
        return f"Adherence: {low} by every definition"
    return f"Adherence: {low} to {high}, by how it is counted"


def left_out_words(n_left: int, noun: str, fewest: str) -> str:
    """Say how many rows have no room on a figure, which those are, and where to find them.

    Examples
    --------
    >>> left_out_words(12, "exercise", SESSIONS_DONE)
    'And 12 more exercises, those with the fewest sessions done: see the table.'
    """
    which = "the one" if n_left == 1 else "those"
    left = count_words(n_left, f"more {noun}")
    return f"And {left}, {which} with the fewest {fewest}: see the table."


def _with_unread(said: str, not_read: str) -> str:
    """Say in a title, too, that some rows could not be read."""
    return f"{said} ({not_read})" if not_read and not_read not in said else said


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
