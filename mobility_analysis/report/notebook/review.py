"""What a desk shows of one client: the finding and both charts, topics, rows, notes, checks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from mobility_analysis.charts.parts.theme import style
from mobility_analysis.log import MobilityLog
from mobility_analysis.measures.caseload.review import NOTES_DAYS
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import stated_words
from mobility_analysis.report.figures import FIGURES, Figure, in_shown_weeks
from mobility_analysis.report.notebook.cells import Shown, newest, say, show_table
from mobility_analysis.report.notebook.pictures import FIRST_SCREEN_IN, ShownFigure, show_figure
from mobility_analysis.report.summary import lead_words, topics_to_talk_about
from mobility_analysis.words.movement.checks import describe_movement_checks
from mobility_analysis.words.practice import (
    describe_unprescribed,
    describe_weekly_grid,
    with_not_read,
)

P = ParamSpec("P")
R = TypeVar("R")

#: The chart to see first: the first of these that the client's tables can fill.
FIRST = (
    "01-practice-and-stiffness",
    "02-stiffness",
    "05-adherence-by-exercise",
    "12-movement-checks",
)
#: Small, so that the finding and its chart stand on the first screen of a laptop.
TEXT_PT = 8.0
#: What the menus over it leave of the first screen.
OVERVIEW_IN = FIRST_SCREEN_IN - 0.2
WEEKS, MOVEMENT = "06-weeks", "12-movement-checks"


def of_client(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view say what it needs where it is given another thing, such as a log."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> R:
        given = args[0] if args else kwargs.get("contents")
        if isinstance(given, ClientContents):
            return view(*args, **kwargs)
        needs = f"{view.__name__} needs the tables of one client, as client_contents returns them"
        if isinstance(given, MobilityLog):
            whose = next(iter(given.clients), "")
            raise TypeError(f"{needs}; this is a log: pass client_contents(log, {whose!r})")
        raise TypeError(f"{needs}; this is a {type(given).__name__}")

    return shown


@of_client
def show_overview(contents: ClientContents, *, trust: str = "") -> Shown | ShownFigure:
    """Show practice and stiffness on one date axis, and the finding in words beside them.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.
    trust : str
        Whether they can be trusted, in one line.

    Returns
    -------
    ShownFigure, or Shown where the tables can fill no chart.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_overview(ma.client_contents(log, "Ann"))
    Ann. Stiffness was never rated in this log. 5 of 6 prescribed sessions counted from 2 to 15
    Nov 2026; self-reported.
    """
    said = f"{contents.client}. {lead_words(contents)}"
    first = next(filter(None, (_figure(contents, name) for name in FIRST)), None)
    if first is None:
        return say(said, small=trust)
    return _drawn(first, contents, said, trust=trust, most_height_in=OVERVIEW_IN)


def _figure(contents: ClientContents, name: str) -> Figure | None:
    """Return a figure of a report by its name; None where the client's tables cannot fill it."""
    [entry] = [figure for figure in FIGURES if figure.name == name]
    return entry if entry.is_wanted(contents) else None


def _drawn(
    figure: Figure,
    contents: ClientContents,
    *sentences: str,
    trust: str = "",
    most_height_in: float | None = None,
) -> ShownFigure:
    stated = stated_words(contents.facts.assumptions)
    with style(text_pt=TEXT_PT, stated=stated, most_height_in=most_height_in):
        return show_figure(figure.plot(contents), *sentences, trust=trust)


@of_client
def show_weeks(contents: ClientContents) -> Shown | ShownFigure:
    """Show in which weeks each exercise was done, and beside it how much of the last four weeks.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    ShownFigure, or Shown where there is no week to draw.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)], as_of="2026-11-15")
    >>> ma.show_weeks(ma.client_contents(log, "Ann"))
    1 exercise, from the week of 2 Nov 2026 to that of 9 Nov 2026, self-reported: 5 sessions done,
    in 2 of 2 weeks. No programme is written down to hold them against.
    """
    shown = in_shown_weeks(contents, contents.adherence_weekly, "week_start")
    said = describe_weekly_grid(shown, not_read=contents.not_read)
    figure = _figure(contents, WEEKS)
    return say(said) if figure is None else _drawn(figure, contents, said)


@of_client
def show_movement(contents: ClientContents) -> Shown | ShownFigure:
    """Show the movement checks of a client, or that none was written down.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    ShownFigure, or Shown where nothing was checked.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}])
    >>> ma.show_movement(ma.client_contents(log, "Ann"))
    No movement check was logged.
    """
    said = describe_movement_checks(contents.movement_checks, not_read=contents.checks_not_read)
    figure = _figure(contents, MOVEMENT)
    return say(said) if figure is None else _drawn(figure, contents, said)


@of_client
def show_topics(contents: ClientContents) -> Shown:
    """Show what there is to talk about with a client, a line a point.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_topics(ma.client_contents(log, "Ann"))
    Ann.
    No reason to look, and no note in the last 14 days.
    """
    none = f"No reason to look, and no note in the last {NOTES_DAYS} days."
    return say(f"{contents.client}.", *(topics_to_talk_about(contents) or (none,)))


@of_client
def show_recent(contents: ClientContents) -> Shown:
    """Show what was done and counted of each exercise in the last 28 days.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.show_recent(ma.client_contents(log, "Ann"))
    exercise prescribed counted done partial skipped   last done
    Down Dog          6       5    5       0       0 11 Nov 2026
    """
    columns = ["exercise", "prescribed", "counted", "done", "partial", "skipped", "last_done"]
    return show_table(
        contents.recent_by_exercise,
        *columns,
        names=contents.names,
        not_read=contents.practice_not_read,
        none="No exercise was logged or prescribed in the last 28 days.",
        below=_outside(contents),
    )


def _outside(contents: ClientContents) -> str:
    """Say what was logged outside the programme in all the days shown; nothing for none."""
    if contents.unprescribed.empty:
        return ""
    said = describe_unprescribed(
        contents.unprescribed, names=contents.names, not_read=contents.programme_not_read
    )
    return f"In all, {said}"


@of_client
def show_notes(contents: ClientContents) -> Shown:
    """Show the newest notes of a client as they were written.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog",
    ...                "note": "Easier than last week"}],
    ...     stiffness=[{"client": "Ann", "date": "2026-11-03", "score": 4, "moment": "waking",
    ...                 "note": "Slept badly"}],
    ... )
    >>> ma.show_notes(ma.client_contents(log, "Ann"))
          date                about                  note
    3 Nov 2026 self-rated 4, waking           Slept badly
    2 Nov 2026       done: Down Dog Easier than last week
    """
    if contents.notes.empty:
        return say(with_not_read("No note was written.", contents.notes_not_read))
    return show_table(newest(contents.notes), "date", "about", "note")
