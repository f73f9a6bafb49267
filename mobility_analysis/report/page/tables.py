"""The small tables of a page: the rows and the sum behind each figure, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.adherence.targets import PLANNED_DAYS
from mobility_analysis.measures.caseload.reasons import next_programme
from mobility_analysis.measures.days import SHOWN_WEEKS, TOLERANCE
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.summary import done_lately, is_one_window
from mobility_analysis.words.counted import done_words, held_of
from mobility_analysis.words.dose import dose_words, often_words, reading_words
from mobility_analysis.words.numbers import (
    area_words,
    count_words,
    cut_percent,
    date_words,
    number_words,
    numbers_alike,
    rows_in_order,
    window_words,
)
from mobility_analysis.words.reasons import recent_name
from mobility_analysis.words.verdict import has_windows

MAX_ROWS = 400
NOTHING = "–"
WHOLE = "Whole time"
OUTSIDE_SUM = "Outside the sum"
Row = pd.Series  # one row of a table


class SmallTable(NamedTuple):
    """A table as people read it: the first cell of each row names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str = ""


MAX_TIGHT = 16


def small_table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], file: str = ""
) -> SmallTable:
    """Return a table without the columns that hold nothing in any row; the first one always stands.

    Dates and counts are kept on one line.
    """
    is_used = [
        not place or not rows or any(row[place] not in ("", NOTHING) for row in rows)
        for place in range(len(columns))
    ]
    return SmallTable(
        caption,
        tuple(compress(columns, is_used)),
        tuple(_tight(tuple(compress(row, is_used))) for row in rows),
        file,
    )


def _tight(row: tuple[str, ...]) -> tuple[str, ...]:
    """Keep dates and counts on one line."""
    return tuple(cell.replace(" ", "\u00a0") if len(cell) < MAX_TIGHT else cell for cell in row)


def _rows(table: pd.DataFrame) -> list[Row[Any]]:
    return [row for _, row in table.iterrows()]


def _recent(contents: ClientContents) -> str:
    name = recent_name(contents)
    return f"{name[:1].upper()}{name[1:]}"


def _windows(contents: ClientContents) -> str:
    recent = window_words(contents.recent_start, contents.as_of)
    if is_one_window(contents):
        return f"{recent[:1].upper()}{recent[1:]}"
    whole = window_words(contents.first_day, contents.as_of)
    return f"{_recent(contents)}: {recent}; whole time: {whole}"


def _window_columns(contents: ClientContents) -> tuple[str, ...]:
    """Name the columns of both windows; where one says both, that."""
    recent = _recent(contents)
    return (recent,) if is_one_window(contents) else (recent, WHOLE)


def _done(row: Row[Any], contents: ClientContents) -> str:
    return done_words(row, has_sessions=contents.has_sessions)


def _what_is_counted(contents: ClientContents) -> str:
    if not contents.has_number:
        return "Sessions done"
    return f"Sessions counted of {held_of(contents.adherence_by_exercise['held_to'])}"


def exercise_table(contents: ClientContents) -> SmallTable:
    """Return what was counted of each exercise: the last 4 weeks beside the whole window."""
    recent = done_lately(contents)
    never = "never" if contents.has_sessions else "unknown"
    windows = _window_columns(contents)
    rows = []
    for row in _rows(rows_in_order(contents.adherence_by_exercise)):
        exercise = str(row["exercise"])
        share = (cut_percent(row["adherence"]) or NOTHING,) if contents.has_number else ()
        rows.append(
            (
                contents.names.get(exercise, exercise),
                *(recent[exercise], _done(row, contents))[: len(windows)],
                *share,
                date_words(row["last_done"]) if pd.notna(row["last_done"]) else never,
            )
        )
    of_all = "Share" if len(windows) == 1 else "Share of the whole time"
    share = (of_all,) if contents.has_number else ()
    last_done = "Last done" if contents.unprescribed.empty else "Last done in the programme"
    return small_table(
        f"{_what_is_counted(contents)}, by exercise (self-reported). {_windows(contents)}",
        ("Exercise", *windows, *share, last_done),
        rows,
        "adherence_by_exercise",
    )


def area_table(contents: ClientContents) -> SmallTable:
    """Return what was counted of each focus area, and the exercises that train it."""
    recent = {str(row["focus_area"]): row for row in _rows(contents.recent_by_focus_area)}
    in_programme = set(contents.adherence_by_exercise["exercise"].astype("str"))
    table = contents.adherence_by_focus_area
    if contents.has_sessions and not contents.has_programme:
        table = table[table["done"] > 0]
    none = "nothing in the programme" if contents.has_programme else NOTHING
    windows = _window_columns(contents)
    rows = []
    for row in _rows(table):
        area = str(row["focus_area"])
        by = contents.areas.loc[contents.areas["focus_area"] == area, "exercise"].astype("str")
        names = [contents.names.get(e, e) for e in by if e in in_programme]
        lately = recent.get(area)
        rows.append(
            (
                area_words(area),
                *(NOTHING if lately is None else _done(lately, contents), _done(row, contents))[
                    : len(windows)
                ],
                "; ".join(names) or none,
            )
        )
    return small_table(
        f"{_what_is_counted(contents)}, by focus area (self-reported). An exercise counts in each "
        f"of its areas, so the areas do not add up to the whole. {_windows(contents)}",
        ("Focus area", *windows, "Trained by"),
        rows,
        "adherence_by_focus_area",
    )


def programme_table(contents: ClientContents) -> SmallTable:
    """Return what is prescribed as of the day of looking, with key actions and cautions."""
    programme, day = contents.log.programme, contents.as_of
    is_running = (programme["start"] <= day) & (programme["end"].isna() | (programme["end"] >= day))
    catalogue = contents.log.exercises.set_index("exercise")
    rows = []
    for row in _rows(rows_in_order(programme[is_running])):
        exercise = str(row["exercise"])
        known = catalogue.reindex([exercise]).iloc[0].fillna("")
        rows.append(
            (
                contents.names.get(exercise, exercise),
                _how_often(row),
                dose_words(row) or NOTHING,
                date_words(row["start"]),
                str(known["key_action"]) or NOTHING,
                str(known["caution"]) or NOTHING,
            )
        )
    begins = next_programme(contents.log, day)
    later = "" if pd.isna(begins) else f"; what is prescribed next begins on {date_words(begins)}"
    return small_table(
        f"The programme as of {date_words(day)}{later}",
        ("Exercise", "How often", "Size", "Since", "Key action", "Caution"),
        rows,
    )


def programme_ended(contents: ClientContents) -> str:
    """Say why nothing of a programme is running on the day of looking."""
    programme, day = contents.log.programme, contents.as_of
    begun = programme[programme["start"] <= day]
    begins = next_programme(contents.log, day)
    said = []
    if len(begun):
        said.append(f"the last one ended on {date_words(begun['end'].max())}")
    if pd.notna(begins):
        said.append(f"the next begins on {date_words(begins)}")
    return f"No prescription runs on {date_words(day)}: {', '.join(said)}."


def _how_often(row: Row[Any]) -> str:
    counts = reading_words(row)
    return f"{often_words(row)} (counted as {counts})" if counts else often_words(row)


def marked_days_table(contents: ClientContents) -> SmallTable:
    """Every event and pause that began by ``as_of``, in full, the newest first."""
    events = [
        (row["date"], "", str(row["kind"]), str(row["label"])) for row in _rows(contents.log.events)
    ]
    pauses = [
        (row["start"], _last_day(row["end"], contents.as_of), "pause", str(row["reason"]))
        for row in _rows(contents.log.pauses)
    ]
    marked = sorted((row for row in (*events, *pauses) if row[0] <= contents.as_of), reverse=True)
    rows = [(date_words(day), *words) for day, *words in marked[:MAX_ROWS]]
    return small_table("Marked days, newest first", ("From", "To", "What", "As written"), rows)


def _last_day(end: pd.Timestamp, as_of: pd.Timestamp) -> str:
    return "still paused" if pd.isna(end) or end > as_of else date_words(end)


def session_rows(contents: ClientContents) -> SmallTable:
    """Every session row of the last 4 weeks, as logged, the newest first."""
    sessions = contents.log.sessions
    is_shown = (sessions["date"] >= contents.recent_start) & (sessions["date"] <= contents.as_of)
    beside = contents.beside_recent_sum
    why = dict(
        zip(zip(beside["exercise"], beside["date"], strict=True), beside["reason"], strict=True)
    )
    rows = [
        (
            date_words(row["date"]),
            contents.names.get(str(row["exercise"]), str(row["exercise"])),
            str(row["status"]),
            why.get((row["exercise"], row["date"]), ""),
            dose_words(row) or NOTHING,
        )
        for row in _rows(sessions[is_shown].iloc[::-1].head(MAX_ROWS))
    ]
    is_by_day = (contents.recent_overall["held_to"] == PLANNED_DAYS).any()
    once = "; of several done on one day, one counts" if is_by_day else ""
    return small_table(
        f"Session rows, {window_words(contents.recent_start, contents.as_of)}, newest first{once}",
        ("Date", "Exercise", "Status", OUTSIDE_SUM, "Sets, repetitions, hold, weight"),
        rows,
    )


def has_both_windows(contents: ClientContents) -> bool:
    """Whether there are two windows of ratings, to be compared or not."""
    change = contents.stiffness_change
    return len(change) > 0 and has_windows(change.iloc[0])


def window_days_table(contents: ClientContents) -> SmallTable:
    """List every rated day of the two windows, with its day value; before there are any, each."""
    has_both = has_both_windows(contents)
    days = contents.window_days if has_both else contents.stiffness_daily
    rows = [
        (
            date_words(row["date"]),
            *([str(row["window"])] if has_both else []),
            value,
            number_words(row["n_ratings"]),
        )
        for row, value in zip(
            _rows(days), numbers_alike(days["score_mean"], decimals=2), strict=True
        )
    ]
    return small_table(
        f"Rated days {'of both windows' if has_both else 'so far'} (self-rated, 0 to 10)",
        ("Date", *(["Window"] if has_both else []), "Day value", "Ratings"),
        rows,
        "stiffness_daily",
    )


def window_sums(contents: ClientContents) -> tuple[str, ...]:
    """Return the sum behind the mean of each window; nothing where they are not compared."""
    days = contents.window_days
    said: list[str] = []
    if contents.stiffness_change["change_points"].isna().all():
        return ()
    for window in ("baseline", "recent"):
        values = days.loc[days["window"] == window, "score_mean"]
        total = number_words(float(values.sum()), decimals=2)
        said.append(
            f"{window.capitalize()}: the sum of {count_words(len(values), 'day value')} is "
            f"{total}; divided by {len(values)} that is {values.mean():.2f}."
        )
    return tuple(said)


def stiffness_weeks_table(contents: ClientContents) -> SmallTable:
    """Weekly means of the last 26 rated weeks, the newest first."""
    too_few = f"under {MIN_DAYS_A_WEEK} rated days"
    weeks = contents.stiffness_weekly.iloc[::-1].head(SHOWN_WEEKS)
    rows = [
        (
            date_words(row["week_start"]),
            number_words(row["n_days"]),
            f"{row['score_mean']:.1f}" if pd.notna(row["score_mean"]) else too_few,
            worst,
        )
        for row, worst in zip(_rows(weeks), numbers_alike(weeks["score_worst"]), strict=True)
    ]
    return small_table(
        "Self-rated stiffness by week, newest first",
        ("Week of", "Days rated", "Mean of day values", "Highest rating"),
        rows,
        "stiffness_weekly",
    )


def before_after_table(contents: ClientContents) -> SmallTable:
    """Count ratings straight before and after a session, all and by exercise.

    Where one exercise has them all, its row says what that of all would.
    """
    rows = []
    own = contents.before_after
    is_all = own["exercise"].isna()
    has_all = (
        len(own) == 2 and own.loc[is_all, "n_pairs"].sum() == own.loc[~is_all, "n_pairs"].sum()
    )
    for row in _rows(rows_in_order(own[~is_all] if has_all else own)):
        exercise = "" if pd.isna(row["exercise"]) else str(row["exercise"])
        rows.append(
            (
                contents.names.get(exercise, exercise) or "all pairs",
                *(number_words(row[c]) for c in ("n_pairs", "n_better", "n_same", "n_worse")),
            )
        )
    return small_table(
        "Self-rated straight before and after sessions",
        ("Exercise", "Pairs", "Lower after", "The same", "Higher after"),
        rows,
        "before_after",
    )


def account_table(contents: ClientContents) -> SmallTable:
    """Return the rows read, used and set aside, for each table of the log."""
    account = contents.log.account
    sums = account.groupby("table", sort=False)[["rows_read", "rows_used", "rows_set_aside"]].sum()
    rows = [
        (str(name), *(number_words(row[column]) for column in sums.columns))
        for name, row in sums.iterrows()
        if row["rows_read"] > TOLERANCE
    ]
    return small_table(
        "Rows of this client's tables",
        ("Table", "Read", "Used", "Set aside"),
        rows,
    )


def problems_table(contents: ClientContents) -> SmallTable:
    """Return the rows set aside, each with its reason and repair."""
    problems = contents.log.problems
    rows = [
        (
            str(row["file"]),
            "" if pd.isna(row["line"]) else str(row["line"]),
            *(str(row[column]) for column in ("column", "value", "expected", "repair")),
        )
        for row in _rows(problems.head(MAX_ROWS))
    ]
    return small_table(
        f"Why rows were set aside ({count_words(len(problems), 'problem')})",
        ("File", "Line", "Column", "Found", "Expected", "Repair"),
        rows,
    )
