"""Self-rated stiffness over time: days as dots, weekly means as a line broken where weeks miss."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.dates import Span, seen, shown_span
from mobility_analysis.charts.layout import finish, heading, nothing_to_draw
from mobility_analysis.charts.marks import label_marks, mark_events, marks_key, shade_pauses
from mobility_analysis.charts.scores import below_pt, draw_scores, scores_key
from mobility_analysis.charts.tables import Date, one_client
from mobility_analysis.charts.theme import look, new_axes, styled
from mobility_analysis.charts.windows import are_apart

__all__ = ["plot_stiffness"]

NO_RATINGS = "No ratings yet."
#: Room right of the axes for the means of the two windows.
MARGIN_PT = 80.0
#: Height of the axes of a figure by itself, in points.
HEIGHT_PT = 190.0


@styled
def plot_stiffness(
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None = None,
    *,
    events: pd.DataFrame | None = None,
    pauses: pd.DataFrame | None = None,
    start: Date | None = None,
    end: Date | None = None,
    as_of: Date | None = None,
    means: bool | None = None,
    note: str = "",
    title: str = "Self-rated stiffness",
    legend: bool = True,
    footnote: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one client's ratings: a dot a day, weekly means, and the two windows compared.

    The axis is always the whole scale. The line of weekly means is broken at every week without
    one; the number of days rated stands under each week.

    Parameters
    ----------
    daily : DataFrame
        Table of ``daily_stiffness``: client, date, score_mean are used.
    weekly : DataFrame
        Table of ``weekly_stiffness``: client, week_start, n_days, score_mean are used.
    change : DataFrame, optional
        Table of ``stiffness_change``; its windows are drawn as bars, their means at the right.
    events, pauses : DataFrame, optional
        Those tables of the log.
    start, end : str or Timestamp, optional
        First and last day shown; from the first day rated to ``as_of`` unless stated.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    means : bool, optional
        Whether weekly means and windows are drawn; unless stated, only where the first window
        ends before the recent one starts, or without ``change`` where four weeks are shown.
    note : str
        A sentence under the title, such as the date from which a verdict is possible.
    title : str
        Empty for none.
    legend : bool, default True
        Whether the marks are explained above the axes.
    footnote : str, optional
        The small print of a figure made here; unless stated, definition and window. A figure
        that is passed in gets none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the tables hold more than one client.
    """
    one_client(daily, weekly, change, events, pauses)
    is_alone = ax is None
    ax = new_axes(HEIGHT_PT * look().scale) if ax is None else ax
    span = shown_span(daily["date"], start, end, as_of)
    if span is None:
        return nothing_to_draw(ax, NO_RATINGS, is_alone=is_alone, title=title, note=note)
    has_means = show_means(change, span) if means is None else means
    compared = change if has_means else None
    draw_scores(ax, daily, weekly, compared, span=span, means=has_means)
    marks = [*shade_pauses(ax, pauses, span), *mark_events(ax, events, span)]
    above = label_marks(ax, marks, margin_pt=MARGIN_PT * look().scale if has_means else 0)
    key = [*scores_key(means=has_means), *marks_key(events, pauses, span)]
    rise = heading(ax, title, note=note, above_pt=above, handles=key if legend else ())
    if is_alone:
        text = _definition(span, as_of) if footnote is None else footnote
        finish(
            ax,
            HEIGHT_PT * look().scale,
            rise_pt=rise,
            below_pt=below_pt(means=has_means),
            text=text,
        )
    return ax


def show_means(change: pd.DataFrame | None, span: Span) -> bool:
    """Return whether means are drawn: not before two windows stand apart."""
    if change is not None and not change.empty:
        return are_apart(change)
    return (span.end - span.start).days + 1 >= 28


def _definition(span: Span, as_of: Date | None) -> str:
    return (
        "Self-reported. A day's value is the mean of its ratings, 'after' ratings left out unless "
        f"chosen; a week has a mean from 4 rated days. {seen(span, as_of)}"
    )
