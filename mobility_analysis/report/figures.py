"""The figures of one client: which there are, how each is drawn, and what it says in words.

Beside each stand, as files, the tables with the numbers that it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import ClientFigure, stated_words
from mobility_analysis.report.summary import recent_name
from mobility_analysis.words.counted import done_words
from mobility_analysis.words.numbers import area_words, list_words
from mobility_analysis.words.practice import (
    describe_adherence,
    describe_exercises,
    describe_focus_areas,
    describe_practice_calendar,
    describe_weekly_grid,
)
from mobility_analysis.words.signals import describe_before_after, describe_practice_and_stiffness
from mobility_analysis.words.stiffness import describe_months, describe_stiffness, is_mixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


SHOWN_WEEKS = 26
MIN_PAIRED_WEEKS = 10

_NUMBERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "01-practice-and-stiffness": {
            "": "practice_weekly",
            "-days-rated": "stiffness_daily",
            "-weeks-rated": "stiffness_weekly",
            "-first-and-last-days": "stiffness_change",
        },
        "02-stiffness": {
            "": "stiffness_daily",
            "-weeks-rated": "stiffness_weekly",
            "-first-and-last-days": "stiffness_change",
        },
        "03-stiffness-by-month": {"": "stiffness_monthly"},
        "04-practice-calendar": {"": "practice_calendar"},
        "05-adherence-by-exercise": {
            "": "adherence_by_exercise",
            "-last-28-days": "recent_by_exercise",
        },
        "06-weeks": {"": "adherence_weekly", "-last-28-days": "recent_by_exercise"},
        "07-months": {"": "adherence_monthly"},
        "08-adherence-by-focus-area": {
            "": "adherence_by_focus_area",
            "-last-28-days": "recent_by_focus_area",
        },
        "09-exercises-by-area": {
            "": "own_areas",
            "-by-exercise": "recent_by_exercise",
            "-by-area": "recent_by_focus_area",
        },
        "10-before-after": {"": "before_after"},
        "11-stiffness-by-practice": {"": "practice_and_stiffness_weeks"},
    }
)
FIGURE_NAMES = tuple(_NUMBERS)


def client_figures(contents: ClientContents) -> tuple[ClientFigure, ...]:
    """Return the figures that this client's tables can fill, in the order of the page.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    tuple of ClientFigure
        None is drawn yet.
    """
    c = contents
    is_read = not c.facts.is_practice_unread  # of sessions that could not be read no chart is right
    has_weeks = is_read and not c.adherence_weekly.empty
    wanted = {
        _over_time: c.has_ratings and has_weeks,
        _stiffness: c.has_ratings,
        _months_rated: c.has_ratings and is_cut(c),
        _calendar: is_read and not c.practice_calendar.empty,
        _exercises: is_read and not c.adherence_by_exercise.empty,
        _weeks: has_weeks,
        _months: has_weeks and is_cut(c),
        _areas: is_read and c.has_programme and not c.adherence_by_focus_area.empty,
        _matrix: is_read and not c.recent_by_exercise.empty,
        _before_after: bool(len(c.before_after) and c.before_after["n_pairs"].sum()),
        _by_practice: len(c.practice_and_stiffness_weeks) >= MIN_PAIRED_WEEKS
        and not is_mixed(c.stiffness_change),
    }
    stated = stated_words(c.facts.assumptions)
    return tuple(make(c)._replace(stated=stated) for make, is_wanted in wanted.items() if is_wanted)


def _figure(
    name: str, title: str, alt: str, plot: Callable[[], Axes | tuple[Axes, Axes]]
) -> ClientFigure:
    """Return a figure whose axes a chart makes."""

    def draw() -> Figure:
        from mobility_analysis.charts.parts.theme import root_figure

        made = plot()
        return root_figure(made[0] if isinstance(made, tuple) else made)

    return ClientFigure(name, title, alt, draw)


def _over_time(c: ClientContents) -> ClientFigure:
    def plot() -> tuple[Axes, Axes]:
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
        )

    practice = describe_adherence(
        c.adherence_overall,
        as_of=c.as_of,
        start=c.first_day,
        has_sessions=c.has_sessions,
        not_read=c.practice_not_read,
    )
    stiffness = _described_stiffness(c)
    alt = f"Two panels on one date axis. Above, practice by week: {practice} Below: {stiffness}"
    return _figure("01-practice-and-stiffness", "Practice, and self-rated stiffness", alt, plot)


def _described_stiffness(c: ClientContents) -> str:
    return describe_stiffness(
        c.stiffness_daily, c.stiffness_weekly, c.stiffness_change, not_read=c.ratings_not_read
    )


def shown_from(c: ClientContents) -> pd.Timestamp | None:
    """Return the first day of charts over time: as stated, or of the last 26 weeks."""
    if c.start is not None or pd.isna(c.first_day):
        return c.start
    monday = c.as_of - pd.Timedelta(days=c.as_of.weekday() + 7 * (SHOWN_WEEKS - 1))
    return monday if c.first_day < monday else None


def _stiffness(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.stiffness import plot_stiffness

        return plot_stiffness(
            c.stiffness_daily,
            c.stiffness_weekly,
            c.stiffness_change,
            events=c.log.events,
            pauses=c.log.pauses,
            start=shown_from(c),
            as_of=c.as_of,
        )

    alt = _described_stiffness(c)
    return _figure("02-stiffness", "Self-rated stiffness", alt, plot)


def is_cut(c: ClientContents) -> bool:
    """Whether charts over time leave out the earliest weeks, so that months are shown beside."""
    return c.start is None and shown_from(c) is not None


def _months_rated(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.stiffness_by_month import plot_stiffness_history

        window = (shown_from(c) or c.first_day, c.as_of)
        return plot_stiffness_history(c.stiffness_monthly, window=window, as_of=c.as_of)

    alt = describe_months(c.stiffness_monthly)
    return _figure("03-stiffness-by-month", "Self-rated stiffness by month", alt, plot)


def _calendar(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.calendar import plot_practice_calendar

        return plot_practice_calendar(
            c.practice_calendar, names=c.names, start=c.start, as_of=c.as_of
        )

    alt = describe_practice_calendar(c.practice_calendar)
    return _figure("04-practice-calendar", "Practice calendar", alt, plot)


def _exercises(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.adherence import plot_adherence_by_exercise

        return plot_adherence_by_exercise(
            c.adherence_by_exercise,
            c.recent_by_exercise,
            names=c.names,
            recent_name=recent_name(c),
            as_of=c.as_of,
        )

    alt = describe_exercises(
        c.adherence_by_exercise, as_of=c.as_of, start=c.first_day, names=c.names
    )
    return _figure("05-adherence-by-exercise", f"{_counted(c)}, by exercise", alt, plot)


def _counted(c: ClientContents) -> str:
    return "Done of prescribed" if c.has_number else "Sessions done"


def _weeks(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.weeks_grid import plot_weekly_grid

        return plot_weekly_grid(
            c.adherence_weekly, names=c.names, start=c.start, as_of=c.as_of, beside=_beside(c)
        )

    alt = describe_weekly_grid(c.adherence_weekly)
    return _figure("06-weeks", "Practice by week and exercise", alt, plot)


def _months(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.weeks_grid import plot_weekly_grid

        return plot_weekly_grid(c.adherence_monthly, names=c.names, as_of=c.as_of)

    alt = describe_exercises(
        c.adherence_by_exercise, as_of=c.as_of, start=c.first_day, names=c.names
    )
    return _figure("07-months", "Practice by month and exercise", f"By month. {alt}", plot)


def _beside(c: ClientContents) -> dict[str, str]:
    """Return done of prescribed in the last 28 days, by exercise, for the right of the grid."""
    return {
        str(row["exercise"]): done_words(row, has_sessions=c.has_sessions)
        for _, row in c.recent_by_exercise.iterrows()
    }


def _areas(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.adherence import plot_adherence_by_focus_area

        return plot_adherence_by_focus_area(
            c.adherence_by_focus_area,
            c.recent_by_focus_area,
            exercises=exercises_by_area(c),
            recent_name=recent_name(c),
            as_of=c.as_of,
        )

    alt = describe_focus_areas(
        c.adherence_by_focus_area, c.focus_area_coverage, as_of=c.as_of, start=c.first_day
    )
    title = f"{_counted(c)}, by focus area"
    return _figure("08-adherence-by-focus-area", title, alt, plot)


def _matrix(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.focus_areas import plot_focus_area_matrix

        return plot_focus_area_matrix(
            c.areas,
            c.recent_by_exercise,
            c.recent_by_focus_area,
            names=c.names,
            when=recent_name(c),
            as_of=c.as_of,
        )

    trained = [
        f"{area_words(area)}: {list_words(names)}" for area, names in exercises_by_area(c).items()
    ]
    alt = f"What each exercise of this client trains. {'; '.join(trained)}."
    return _figure("09-exercises-by-area", "What each exercise trains", alt, plot)


def _before_after(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.before_after import plot_before_after

        return plot_before_after(c.before_after, names=c.names, as_of=c.as_of)

    alt = describe_before_after(c.before_after, names=c.names)
    return _figure("10-before-after", "Stiffness before and after a session", alt, plot)


def _by_practice(c: ClientContents) -> ClientFigure:
    def plot() -> Axes:
        from mobility_analysis.charts.stiffness_by_practice import plot_stiffness_by_practice

        lag = int(c.practice_and_stiffness["lag_weeks"].iloc[0])
        return plot_stiffness_by_practice(
            c.practice_and_stiffness_weeks, lag_weeks=lag, as_of=c.as_of
        )

    alt = describe_practice_and_stiffness(
        c.practice_and_stiffness, c.practice_and_stiffness_weeks, c.stiffness_change
    )
    title = "Stiffness after weeks with more and with less practice"
    return _figure("11-stiffness-by-practice", title, alt, plot)


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


def figure_numbers(contents: ClientContents, name: str) -> dict[str, pd.DataFrame]:
    """Return the tables that a figure is drawn from, by the name of each file.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.
    name : str
        Name of a figure.

    Returns
    -------
    dict of str to DataFrame
        The first has the name of the figure; further ones say what else is drawn.
    """
    tables = _NUMBERS[name].items()
    return {f"{name}{part}.csv": getattr(contents, table) for part, table in tables}
