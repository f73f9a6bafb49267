"""The figures of one client: which there are, how each is drawn, and what it says in words."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_practice import describe_exercises, describe_focus_areas
from mobility_analysis.report.describe_stiffness import describe_stiffness
from mobility_analysis.report.files import figure_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PHONE_TEXT_PT", "ClientFigure", "client_figures", "drawn", "svg_address"]

PHONE_TEXT_PT = 15.0
SCREEN_TEXT_PT = 9.0


class ClientFigure(NamedTuple):
    """One figure of a client.

    Attributes
    ----------
    name : str
        Name of its files; names sort in the order of the page.
    title : str
        One line.
    alt : str
        What it shows, in words.
    draw : callable
        Makes the figure; to be called by ``drawn``.
    """

    name: str
    title: str
    alt: str
    draw: Callable[[], Figure]


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
    figures = []
    if contents.has_ratings:
        figures.append(_stiffness(contents))
    if not contents.adherence_by_exercise.empty:
        figures.append(_exercises(contents))
    if not contents.adherence_by_focus_area.empty and contents.has_programme:
        figures.append(_areas(contents))
    return tuple(figures)


def _stiffness(c: ClientContents) -> ClientFigure:
    def draw() -> Figure:
        from mobility_analysis.charts.stiffness import plot_stiffness
        from mobility_analysis.charts.theme import root_figure

        ax = plot_stiffness(
            c.stiffness_daily,
            c.stiffness_weekly,
            c.stiffness_change,
            events=c.log.events,
            pauses=c.log.pauses,
            start=c.start,
            as_of=c.as_of,
        )
        return root_figure(ax)

    alt = describe_stiffness(c.stiffness_daily, c.stiffness_weekly, c.stiffness_change)
    return ClientFigure("02-stiffness", "Self-rated stiffness", alt, draw)


def _exercises(c: ClientContents) -> ClientFigure:
    def draw() -> Figure:
        from mobility_analysis.charts.adherence import plot_adherence_by_exercise
        from mobility_analysis.charts.theme import root_figure

        ax = plot_adherence_by_exercise(
            c.adherence_by_exercise, c.recent_by_exercise, names=c.names, as_of=c.as_of
        )
        return root_figure(ax)

    alt = describe_exercises(
        c.adherence_by_exercise, as_of=c.as_of, start=c.first_day, names=c.names
    )
    return ClientFigure("04-adherence-by-exercise", "Done of prescribed, by exercise", alt, draw)


def _areas(c: ClientContents) -> ClientFigure:
    def draw() -> Figure:
        from mobility_analysis.charts.adherence import plot_adherence_by_focus_area
        from mobility_analysis.charts.theme import root_figure

        ax = plot_adherence_by_focus_area(
            c.adherence_by_focus_area,
            c.recent_by_focus_area,
            exercises=exercises_by_area(c),
            as_of=c.as_of,
        )
        return root_figure(ax)

    alt = describe_focus_areas(
        c.adherence_by_focus_area, c.focus_area_coverage, as_of=c.as_of, start=c.first_day
    )
    return ClientFigure(
        "06-adherence-by-focus-area", "Done of prescribed, by focus area", alt, draw
    )


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


@contextmanager
def drawn(
    figure: ClientFigure, *, greyscale: bool = False, text_pt: float = SCREEN_TEXT_PT
) -> Iterator[Figure]:
    """Draw a figure, to be saved within the context, and let it go afterwards.

    Parameters
    ----------
    figure : ClientFigure
        What to draw.
    greyscale : bool, default False
        Only greys.
    text_pt : float, default 9
        Size of text, in points.

    Yields
    ------
    Figure
    """
    from matplotlib import pyplot as plt

    from mobility_analysis.charts.theme import style

    with style(greyscale=greyscale, text_pt=text_pt):
        sheet = figure.draw()
        try:
            yield sheet
        finally:
            plt.close(sheet)


def svg_address(figure: ClientFigure, sheet: Figure) -> str:
    """Return a drawn figure as an address that holds the whole picture, for an ``img``."""
    svg = figure_bytes(sheet, "svg", title=figure.title, alt=figure.alt, text_as_paths=True)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
