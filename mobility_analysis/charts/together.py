"""Practice above stiffness on one date axis: two panels, never a second y axis."""

from __future__ import annotations

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from mobility_analysis.charts.dates import Span, date_axis, seen, shown_span
from mobility_analysis.charts.layout import finish, heading, say_empty
from mobility_analysis.charts.marks import label_marks, mark_events, marks_key, shade_pauses
from mobility_analysis.charts.practice import (
    UNKNOWN,
    draw_practice,
    has_number,
    practice_key,
    say_instead,
)
from mobility_analysis.charts.scores import below_pt, draw_scores, scores_key
from mobility_analysis.charts.stiffness import MARGIN_PT, NO_RATINGS, show_means
from mobility_analysis.charts.tables import Date, as_day, one_client
from mobility_analysis.charts.theme import look, styled

__all__ = ["plot_practice_and_stiffness"]

NO_PRACTICE = "No sessions yet."
PANELS_PT = (80.0, 150.0)
GAP_PT = 14.0
DEFINITION = (
    "Self-reported. Practice: {}. Stiffness: a week has a mean from 4 rated days. This does not "
    "show cause: a good week can also lead to more practice."
)
OF_PRESCRIBED = (
    "sessions done of those prescribed in a week, all exercises together, extra ones not counted"
)
WITHOUT_NUMBER = "sessions done in a week, all exercises together; no number was prescribed"


@styled
def plot_practice_and_stiffness(
    practice: pd.DataFrame,
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None = None,
    *,
    events: pd.DataFrame | None = None,
    pauses: pd.DataFrame | None = None,
    start: Date | None = None,
    end: Date | None = None,
    as_of: Date | None = None,
    threshold: float = 0.8,
    means: bool | None = None,
    no_sessions: str = UNKNOWN,
    no_ratings: str = NO_RATINGS,
    note: str = "",
    title: str = "Practice, and self-rated stiffness",
    legend: bool = True,
    footnote: str | None = None,
    axes: tuple[Axes, Axes] | None = None,
) -> tuple[Axes, Axes]:
    """Draw weekly practice above stiffness, both on the same dates.

    Two panels with an axis each: above, more is done; below, lower is better. Nothing is
    flipped, and no line joins the two.

    Parameters
    ----------
    practice : DataFrame
        One row a week, all exercises of the client together: client, week_start, prescribed,
        counted, is_partial, state.
    daily, weekly, change : DataFrame
        As for ``plot_stiffness``.
    events, pauses : DataFrame, optional
        Those tables of the log.
    start, end : str or Timestamp, optional
        First and last day shown; unless stated, from the first week or day to ``as_of``.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    threshold : float, default 0.8
        Where the dashed line stands, as a ratio.
    means : bool, optional
        Whether weekly means and windows are drawn, as for ``plot_stiffness``.
    no_sessions, no_ratings : str
        What is said where there is no session or no rating to draw, such as that none could be
        read.
    note : str
        A sentence under the title.
    title : str
        Empty for none.
    legend : bool, default True
        Whether the marks are explained above each panel.
    footnote : str, optional
        The small print of a figure made here; unless stated, definition and window.
    axes : tuple of Axes, optional
        Two axes, one above the other, of the same width; a new figure unless stated.

    Returns
    -------
    tuple of Axes
        The practice axes and the stiffness axes.

    Raises
    ------
    ValueError
        If the tables hold more than one client.
    """
    one_client(practice, daily, weekly, change, events, pauses)
    upper, lower = _two_axes() if axes is None else axes
    span = _span(practice, daily, start, end, as_of)
    has_means = span is not None and (show_means(change, span) if means is None else means)
    rises = (0.0, 0.0)
    if span is None:
        say_empty(upper, NO_PRACTICE)
        say_empty(lower, no_ratings)
        rises = (heading(upper, title, note=note), 0.0)
    else:
        rises = _draw(
            (upper, lower), practice, daily, weekly, change=change if has_means else None,
            events=events, pauses=pauses, span=span, threshold=threshold, means=has_means,
            as_of=as_of, note=note, title=title, legend=legend, no_ratings=no_ratings,
            no_sessions=no_sessions,
        )  # fmt: skip
    if axes is None:
        counted = OF_PRESCRIBED if has_number(practice) else WITHOUT_NUMBER
        text = "" if span is None else f"{DEFINITION.format(counted)} {seen(span, as_of)}"
        height = sum(PANELS_PT) * look().scale + rises[1] + GAP_PT
        finish(
            upper, height, rise_pt=rises[0], below_pt=below_pt(means=has_means),
            text=text if footnote is None else footnote,
        )  # fmt: skip
    return upper, lower


def _two_axes() -> tuple[Axes, Axes]:
    """Return the two panels of a new figure."""
    figure = plt.figure(figsize=(look().width_in, 4.5 * look().scale), layout="constrained")
    upper, lower = figure.subplots(2, 1, height_ratios=PANELS_PT)
    return upper, lower


def _span(
    practice: pd.DataFrame,
    daily: pd.DataFrame,
    start: Date | None,
    end: Date | None,
    as_of: Date | None,
) -> Span | None:
    """Return the days shown by both panels."""
    dates = pd.concat([practice["week_start"], daily["date"]])
    return shown_span(dates, start, end, as_of)


def _draw(
    axes: tuple[Axes, Axes],
    practice: pd.DataFrame,
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    *,
    change: pd.DataFrame | None,
    events: pd.DataFrame | None,
    pauses: pd.DataFrame | None,
    span: Span,
    threshold: float,
    means: bool,
    note: str,
    title: str,
    legend: bool,
    no_ratings: str,
    no_sessions: str,
    as_of: Date | None,
) -> tuple[float, float]:
    """Draw both panels; return the room that each takes above it, in points."""
    upper, lower = axes
    weeks = draw_practice(
        upper,
        practice,
        span,
        threshold=threshold,
        pauses=pauses,
        as_of=as_day(as_of),
        unknown=no_sessions,
    )
    date_axis(upper, *span)
    upper.tick_params(axis="x", labelbottom=False, length=0)
    draw_scores(lower, daily, weekly, change, span=span, means=means and not daily.empty)
    marks = [*shade_pauses(upper, pauses, span), *mark_events(upper, events, span)]
    shade_pauses(lower, pauses, span)
    mark_events(lower, events, span, markers=False)
    above = label_marks(upper, marks, margin_pt=MARGIN_PT * look().scale if means else 0)
    key = [*practice_key(weeks), *marks_key(events, pauses, span)] if legend else []
    score_key = scores_key(means=means) if legend and not daily.empty else []
    if daily.empty:
        say_instead(lower, no_ratings)
    return (
        heading(upper, title, note=note, above_pt=above, handles=key),
        heading(lower, "", handles=score_key),
    )
