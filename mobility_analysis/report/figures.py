"""The figures of one client: which there are, how each is drawn, and what it says in words.

Each knows the tables with the numbers that it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import first_shown, monday_of
from mobility_analysis.measures.together import MIN_WEEKS
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import ClientFigure, stated_words
from mobility_analysis.report.summary import done_lately, is_one_window
from mobility_analysis.words.counted import held_of
from mobility_analysis.words.reasons import recent_name
from mobility_analysis.words.stiffness import is_mixed
from mobility_analysis.words.titles.matrix import matrix_title, shown_areas
from mobility_analysis.words.titles.parts import alt_text
from mobility_analysis.words.titles.practice import (
    areas_title,
    calendar_title,
    grid_title,
    practice_title,
)
from mobility_analysis.words.titles.stiffness import (
    before_after_title,
    by_practice_title,
    months_title,
    movement_title,
    over_time_title,
    stiffness_title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure


def client_figures(contents: ClientContents) -> tuple[ClientFigure, ...]:
    """Return the figures that this client's tables can fill, in the order of the page.

    None is drawn yet.
    """
    stated = stated_words(contents.facts.assumptions)
    return tuple(
        ClientFigure(
            entry.name,
            entry.title.format(counted=_counted(contents)),
            entry.alt(contents),
            _drawing_of(entry, contents),
            stated,
        )
        for entry in sorted(FIGURES, key=lambda entry: entry.name)
        if entry.is_wanted(contents)
    )


class Figure(NamedTuple):
    """One figure: all that a report knows of it.

    Attributes
    ----------
    name : str
        Name of its files.
    section : str
        The part of the page that it stands in.
    title : str
        One line; ``{counted}`` stands for what is counted of this client's sessions.
    plot, alt : callable
        What draws it from a client's tables, and what says the same in words.
    numbers : tuple of str
        The tables with the numbers that it shows, what is mainly drawn first.
    is_wanted : callable
        Whether a client's tables can fill it.
    """

    name: str
    section: str
    title: str
    plot: Callable[[ClientContents], Axes | tuple[Axes, Axes]]
    alt: Callable[[ClientContents], str]
    numbers: tuple[str, ...]
    is_wanted: Callable[[ClientContents], bool]


def _drawing_of(entry: Figure, contents: ClientContents) -> Callable[[], MplFigure]:
    """Return what draws the figure, for ``drawn`` to call."""

    def draw() -> MplFigure:
        from mobility_analysis.charts.parts.theme import root_figure

        made = entry.plot(contents)
        return root_figure(made[0] if isinstance(made, tuple) else made)

    return draw


def _plot_over_time(c: ClientContents) -> tuple[Axes, Axes]:
    from mobility_analysis.charts.practice_and_stiffness import plot_practice_and_stiffness

    return plot_practice_and_stiffness(
        c.practice_weekly,
        c.stiffness_daily,
        c.stiffness_weekly,
        c.stiffness_change,
        events=c.log.events,
        pauses=c.log.pauses,
        start=shown_from(c),
        as_of=c.as_of,
        not_read=c.not_read,
    )


def _say_over_time(c: ClientContents) -> str:
    return alt_text(
        "Bars a week, above dots and a line on the same dates",
        over_time_title(c.stiffness_change, not_read=c.not_read),
    )


def shown_from(c: ClientContents) -> pd.Timestamp | None:
    """Return the first day of charts over time: as stated, or of the last 26 weeks."""
    return c.start if c.start is not None else first_shown(c.first_day, c.as_of)


def _plot_stiffness(c: ClientContents) -> Axes:
    from mobility_analysis.charts.stiffness import plot_stiffness

    return plot_stiffness(
        c.stiffness_daily,
        c.stiffness_weekly,
        c.stiffness_change,
        events=c.log.events,
        pauses=c.log.pauses,
        start=shown_from(c),
        as_of=c.as_of,
        not_read=c.ratings_not_read,
    )


def _say_stiffness(c: ClientContents) -> str:
    finding = stiffness_title(c.stiffness_change, not_read=c.ratings_not_read)
    return alt_text("A dot a day, a line of weekly means", finding)


def is_cut(c: ClientContents) -> bool:
    """Whether charts over time leave out the earliest weeks, so that months are shown beside."""
    return c.start is None and shown_from(c) is not None


def _plot_months_rated(c: ClientContents) -> Axes:
    from mobility_analysis.charts.stiffness_by_month import plot_stiffness_history

    window = (shown_from(c) or c.first_day, c.as_of)
    return plot_stiffness_history(
        c.stiffness_monthly, window=window, as_of=c.as_of, not_read=c.ratings_not_read
    )


def _say_months_rated(c: ClientContents) -> str:
    return alt_text(
        "A point a month", months_title(c.stiffness_monthly, not_read=c.ratings_not_read)
    )


def _plot_calendar(c: ClientContents) -> Axes:
    from mobility_analysis.charts.calendar import plot_practice_calendar

    return plot_practice_calendar(
        c.practice_days,
        unprescribed=c.unprescribed,
        names=c.names,
        start=c.start,
        as_of=c.as_of,
        not_read=c.not_read,
    )


def in_shown_weeks(c: ClientContents, table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of the weeks that charts over time show."""
    first = shown_from(c)
    return table if first is None else table[table[column] >= monday_of(first)]


def _say_calendar(c: ClientContents) -> str:
    days = in_shown_weeks(c, c.practice_days, "date")
    title = calendar_title(days, "", unprescribed=c.unprescribed, not_read=c.not_read)
    return alt_text("Calendar of days, each by what was logged", title)


def _plot_exercises(c: ClientContents) -> Axes:
    from mobility_analysis.charts.adherence import plot_adherence_by_exercise

    return plot_adherence_by_exercise(
        c.adherence_by_exercise,
        None if is_one_window(c) else c.recent_by_exercise,
        names=c.names,
        recent_name=recent_name(c),
        as_of=c.as_of,
        not_read=c.practice_not_read,
        title=practice_title(c.recent_by_exercise, recent_name(c), not_read=c.practice_not_read),
    )


def _say_exercises(c: ClientContents) -> str:
    return alt_text(
        "Bars by exercise",
        practice_title(c.recent_by_exercise, recent_name(c), not_read=c.practice_not_read),
    )


def _counted(c: ClientContents) -> str:
    held = held_of(c.adherence_by_exercise["held_to"])
    return f"Counted of {held}" if c.has_number else "Sessions done"


def _plot_weeks(c: ClientContents) -> Axes:
    from mobility_analysis.charts.weeks_grid import plot_weekly_grid

    return plot_weekly_grid(
        c.adherence_weekly,
        names=c.names,
        start=c.start,
        as_of=c.as_of,
        beside=done_lately(c),
        not_read=c.not_read,
    )


def _say_weeks(c: ClientContents) -> str:
    weeks = in_shown_weeks(c, c.adherence_weekly, "week_start")
    first, shown = c.adherence_weekly["week_start"].min(), shown_from(c)
    if shown is not None:
        first = monday_of(shown) if c.start is not None else max(first, monday_of(shown))
    title = grid_title(weeks, "week_start", "week", days=(first, c.as_of), not_read=c.not_read)
    return alt_text("Grid of weeks by exercises", title)


def _plot_months(c: ClientContents) -> Axes:
    from mobility_analysis.charts.weeks_grid import plot_weekly_grid

    return plot_weekly_grid(c.adherence_monthly, names=c.names, as_of=c.as_of, not_read=c.not_read)


def _say_months(c: ClientContents) -> str:
    months = c.adherence_monthly
    days = months["month_start"].min(), c.as_of
    title = grid_title(months, "month_start", "month", days=days, not_read=c.not_read)
    return alt_text("Grid of months by exercises", title)


def _plot_areas(c: ClientContents) -> Axes:
    from mobility_analysis.charts.adherence import plot_adherence_by_focus_area

    return plot_adherence_by_focus_area(
        c.adherence_by_focus_area,
        None if is_one_window(c) else c.recent_by_focus_area,
        exercises=exercises_by_area(c),
        recent_name=recent_name(c),
        as_of=c.as_of,
        not_read=c.practice_not_read,
        title=areas_title(c.recent_by_focus_area, recent_name(c), not_read=c.practice_not_read),
    )


def _say_areas(c: ClientContents) -> str:
    return alt_text(
        "Bars by focus area",
        areas_title(c.recent_by_focus_area, recent_name(c), not_read=c.practice_not_read),
    )


def _plot_matrix(c: ClientContents) -> Axes:
    from mobility_analysis.charts.focus_areas import plot_focus_area_matrix

    return plot_focus_area_matrix(
        c.areas,
        c.recent_by_exercise,
        c.recent_by_focus_area,
        unprescribed=c.recent_unprescribed,
        names=c.names,
        when=recent_name(c),
        as_of=c.as_of,
        not_read=c.practice_not_read,
    )


def _say_matrix(c: ClientContents) -> str:
    matrix = shown_areas(c.areas, c.recent_by_exercise, c.recent_by_focus_area)
    title = matrix_title(matrix, recent_name(c))
    return alt_text("Dots where an exercise trains a focus area", title)


def _plot_before_after(c: ClientContents) -> Axes:
    from mobility_analysis.charts.before_after import plot_before_after

    return plot_before_after(
        c.before_after, names=c.names, as_of=c.as_of, not_read=c.ratings_not_read
    )


def _say_before_after(c: ClientContents) -> str:
    return alt_text(
        "Bars of pairs of ratings",
        before_after_title(c.before_after, not_read=c.ratings_not_read),
    )


def _plot_by_practice(c: ClientContents) -> Axes:
    from mobility_analysis.charts.stiffness_by_practice import plot_stiffness_by_practice

    lag = int(c.practice_and_stiffness["lag_weeks"].iloc[0])
    return plot_stiffness_by_practice(
        c.practice_and_stiffness_weeks, lag_weeks=lag, as_of=c.as_of, not_read=c.not_read
    )


def _say_by_practice(c: ClientContents) -> str:
    finding = by_practice_title(c.practice_and_stiffness_weeks, MET_SHARE)
    return alt_text("Two strips of weekly means of stiffness", finding)


def _plot_movement(c: ClientContents) -> Axes:
    from mobility_analysis.charts.movement.checks import plot_movement_checks

    return plot_movement_checks(
        c.movement_days,
        c.movement_checks,
        events=c.log.events,
        pauses=c.log.pauses,
        start=shown_from(c) or _first_day(c),
        as_of=c.as_of,
        not_read=c.checks_not_read,
    )[0]


def _first_day(c: ClientContents) -> pd.Timestamp | None:
    """Return the first day of the log's own charts, or of the checks where that is earlier."""
    first = pd.Timestamp(c.movement_days["date"].min())
    return first if pd.isna(c.first_day) else min(first, c.first_day)


def _say_movement(c: ClientContents) -> str:
    return alt_text("Lines of checked values by test", movement_title(c.movement_checks))


def exercises_by_area(contents: ClientContents) -> dict[str, list[str]]:
    """Return, for each focus area, the names of the client's exercises that train it."""
    mine = set(contents.adherence_by_exercise["exercise"].astype("str"))
    found: dict[str, list[str]] = {}
    pairs = zip(
        contents.areas["focus_area"].astype("str"),
        contents.areas["exercise"].astype("str"),
        strict=True,
    )
    for area, exercise in pairs:
        if exercise in mine:
            found.setdefault(area, []).append(contents.names.get(exercise, exercise))
    return found


def _has_sessions_read(c: ClientContents) -> bool:
    """Whether sessions could be read; a chart of unread ones would be wrong."""
    return not c.facts.is_practice_unread


def _has_weeks(c: ClientContents) -> bool:
    return _has_sessions_read(c) and not c.adherence_weekly.empty


def _has_areas(c: ClientContents) -> bool:
    return _has_sessions_read(c) and c.has_programme and not c.adherence_by_focus_area.empty


def _has_pairs(c: ClientContents) -> bool:
    return bool(len(c.before_after) and c.before_after["n_pairs"].sum())


def _has_paired_weeks(c: ClientContents) -> bool:
    n_weeks = len(c.practice_and_stiffness_weeks)
    return n_weeks >= MIN_WEEKS and not is_mixed(c.stiffness_change)


FIGURES = (
    Figure(
        "01-practice-and-stiffness",
        "over-time",
        "Practice, and self-rated stiffness",
        _plot_over_time,
        _say_over_time,
        ("practice_weekly", "stiffness_daily", "stiffness_weekly", "stiffness_change"),
        lambda c: c.has_ratings and _has_weeks(c),
    ),
    Figure(
        "05-adherence-by-exercise",
        "practice",
        "{counted}, by exercise",
        _plot_exercises,
        _say_exercises,
        ("adherence_by_exercise", "recent_by_exercise"),
        lambda c: _has_sessions_read(c) and not c.adherence_by_exercise.empty,
    ),
    Figure(
        "06-weeks",
        "practice",
        "Practice by week and exercise",
        _plot_weeks,
        _say_weeks,
        ("adherence_weekly", "recent_by_exercise"),
        _has_weeks,
    ),
    Figure(
        "07-months",
        "practice",
        "Practice by month and exercise",
        _plot_months,
        _say_months,
        ("adherence_monthly",),
        lambda c: _has_weeks(c) and is_cut(c),
    ),
    Figure(
        "04-practice-calendar",
        "practice",
        "Practice calendar",
        _plot_calendar,
        _say_calendar,
        ("practice_calendar", "unprescribed"),
        lambda c: _has_sessions_read(c) and not c.practice_days.empty,
    ),
    Figure(
        "08-adherence-by-focus-area",
        "trained",
        "{counted}, by focus area",
        _plot_areas,
        _say_areas,
        ("adherence_by_focus_area", "recent_by_focus_area"),
        _has_areas,
    ),
    Figure(
        "09-exercises-by-area",
        "trained",
        "What each exercise trains",
        _plot_matrix,
        _say_matrix,
        ("own_areas", "recent_by_exercise", "recent_by_focus_area", "unprescribed"),
        lambda c: _has_sessions_read(c) and not c.recent_by_exercise.empty,
    ),
    Figure(
        "02-stiffness",
        "stiffness",
        "Self-rated stiffness",
        _plot_stiffness,
        _say_stiffness,
        ("stiffness_daily", "stiffness_weekly", "stiffness_change"),
        lambda c: c.has_ratings,
    ),
    Figure(
        "03-stiffness-by-month",
        "stiffness",
        "Self-rated stiffness by month",
        _plot_months_rated,
        _say_months_rated,
        ("stiffness_monthly",),
        lambda c: c.has_ratings and is_cut(c),
    ),
    Figure(
        "10-before-after",
        "stiffness",
        "Stiffness before and after a session",
        _plot_before_after,
        _say_before_after,
        ("before_after",),
        _has_pairs,
    ),
    Figure(
        "12-movement-checks",
        "movement",
        "Movement checks",
        _plot_movement,
        _say_movement,
        ("movement_days", "movement_checks"),
        lambda c: c.has_checks,
    ),
    Figure(
        "11-stiffness-by-practice",
        "together",
        "Stiffness after weeks with more and with less practice",
        _plot_by_practice,
        _say_by_practice,
        ("practice_and_stiffness_weeks",),
        _has_paired_weeks,
    ),
)
"""Every figure, in the order of the page; the files are numbered in an order of their own."""


def figures_of(section: str) -> tuple[str, ...]:
    """Return the names of the figures of a part of the page, in order."""
    return tuple(entry.name for entry in FIGURES if entry.section == section)


def figure_alts(contents: ClientContents) -> dict[str, str]:
    """Return what each figure that this client's tables can fill shows in words, by its name."""
    return {entry.name: entry.alt(contents) for entry in FIGURES if entry.is_wanted(contents)}


def figure_alt(contents: ClientContents, name: str) -> str:
    """Return what a figure shows in words, or that there is nothing to show."""
    [entry] = (each for each in FIGURES if each.name == name)
    return entry.alt(contents)


def figure_tables(name: str) -> tuple[str, ...]:
    """Return the names of the tables that a figure is drawn from; what is mainly drawn first."""
    [entry] = (each for each in FIGURES if each.name == name)
    return entry.numbers
