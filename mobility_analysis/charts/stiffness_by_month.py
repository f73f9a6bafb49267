"""The whole history of stiffness as a strip of monthly means, beside the large chart of weeks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from mobility_analysis.charts.parts.dates import (
    date_axis,
    day_number,
    day_numbers,
    seen,
    shown_span,
)
from mobility_analysis.charts.parts.frame import (
    Date,
    as_day,
    finish,
    heading,
    nothing_to_draw,
    within,
)
from mobility_analysis.charts.parts.theme import axes_size_pt, look, new_axes, styled
from mobility_analysis.charts.stiffness import days_bars, score_axis
from mobility_analysis.measures.days import ONE_DAY
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.stiffness import NO_RATINGS, unrated_words
from mobility_analysis.words.titles.stiffness import months_title

SUBJECT = "Self-rated stiffness by month"
HEIGHT_PT = 90.0
DEFINITION = (
    "Self-reported. Means of the day values of a month, where enough of its days are rated; bars "
    "below: days rated."
)


@takes(monthly="monthly_stiffness")
@styled
def plot_stiffness_history(
    monthly: pd.DataFrame,
    *,
    window: tuple[Date, Date] | None = None,
    window_name: str = "shown large",
    start: Date | None = None,
    end: Date | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one client's whole history: monthly means, the line broken at months without one.

    Parameters
    ----------
    monthly : DataFrame
        Table of ``monthly_stiffness``: client, month_start, n_days, score_mean.
    window : tuple of str or Timestamp, optional
        First and last day of another chart, marked here.
    window_name : str
        What stands at that mark.
    start, end : str or Timestamp, optional
        First and last day shown.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: between what the monthly means lie; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the table holds more than one client.

    Examples
    --------
    A point for each of seven months:

    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> from mobility_analysis.measures.stiffness.days import monthly_stiffness
    >>> ax = ma.plot_stiffness_history(monthly_stiffness(log))
    >>> len(ax.lines[0].get_xdata())
    7
    """
    is_alone = ax is None
    ax = new_axes(HEIGHT_PT * look().height_scale) if ax is None else ax
    span = shown_span(monthly["month_start"], start, end, as_of)
    if span is None:
        none = unrated_words(None, not_read, otherwise=NO_RATINGS)
        said = SUBJECT if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    title = months_title(monthly, not_read=not_read) if title is None else title
    size = look().small_pt
    score_axis(ax)
    date_axis(ax, *span, pad_pt=size + 6)
    _draw(ax, within(monthly, "month_start", span.start.replace(day=1), span.end))
    above = _mark_window(ax, window, window_name)
    rise = heading(ax, title, above_pt=above)
    if is_alone:
        finish(
            ax, HEIGHT_PT * look().height_scale, rise_pt=rise, below_pt=4.2 * size,
            text=with_not_read(f"{DEFINITION} {seen(span, as_of)}", not_read),
        )  # fmt: skip
    return ax


def _draw(ax: Axes, shown: pd.DataFrame) -> None:
    """Draw the means in the middle of their months, and the days rated below the axis."""
    if shown.empty:
        return
    months = pd.date_range(shown["month_start"].min(), shown["month_start"].max(), freq="MS")
    table = shown.set_index("month_start").reindex(months)
    middle = day_numbers(months) + months.days_in_month.to_numpy() / 2
    room = axes_size_pt(ax)[0] / len(months)
    size = min(3.0, max(1.2, 0.45 * room))  # a month between two without a mean is seen, too
    ax.plot(
        middle, table["score_mean"].to_numpy(), color=look().palette.ink, linewidth=1.2,
        marker="o", markersize=size, zorder=3, gid="monthly means",
    )  # fmt: skip
    share = table["n_days"].fillna(0).to_numpy() / months.days_in_month.to_numpy()
    days_bars(ax, middle, share, width=26)


def _mark_window(ax: Axes, window: tuple[Date, Date] | None, name: str) -> float:
    """Frame the days of another chart; return the room that its name takes above."""
    if window is None:
        return 0.0
    first, last = (as_day(date) for date in window)
    if first is None or last is None:
        return 0.0
    palette, size = look().palette, look().small_pt
    left, right = ax.get_xlim()
    begin, stop = max(left, day_number(first)), min(right, day_number(last + ONE_DAY))
    ax.add_patch(
        Rectangle((begin, 0), stop - begin, 1, transform=ax.get_xaxis_transform(), linewidth=1,
                  facecolor=palette.excused, edgecolor=palette.quiet, zorder=0.4, gid="window")
    )  # fmt: skip
    ax.annotate(
        name, (stop, 1), xycoords=("data", "axes fraction"), xytext=(0, 3),
        textcoords="offset points", ha="right", va="bottom", fontsize=size, color=palette.quiet,
    )  # fmt: skip
    return size * 1.3
