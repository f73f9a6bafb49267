"""Weekly means against their median: the run chart, for notebooks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.parts.dates import date_axis, day_numbers, seen, shown_span
from mobility_analysis.charts.parts.frame import (
    Date,
    finish,
    heading,
    nothing_to_draw,
    within,
)
from mobility_analysis.charts.parts.theme import look, new_axes, styled
from mobility_analysis.charts.stiffness import score_axis
from mobility_analysis.measures.days import sunday_of
from mobility_analysis.measures.limits import DAYS_A_WEEK, MIN_DAYS_A_WEEK
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.signals import run_words
from mobility_analysis.words.titles.stiffness import run_chart_title

SUBJECT = "Weekly stiffness about its median"
HEIGHT_PT = 170.0
NO_WEEKS = f"No week has {MIN_DAYS_A_WEEK} rated days yet."
DEFINITION = (
    f"Self-reported. Weekly means, where {MIN_DAYS_A_WEEK} of {DAYS_A_WEEK} days are rated, "
    "against their median. A signal says that the weeks did not scatter evenly about it, not why; "
    "a steady improver has one too."
)


@takes(run_chart="stiffness_run_chart")
@styled
def plot_run_chart(
    run_chart: pd.DataFrame,
    *,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one client's weekly means and their median, with the two signals in words.

    Parameters
    ----------
    run_chart : DataFrame
        Table of ``stiffness_run_chart``: client, week_start, score_mean, median, longest_run,
        longest_run_limit, crossings, crossings_limit, signal, signal_direction.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: whether there is a signal; empty for none.
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
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> ax = ma.plot_run_chart(ma.stiffness_run_chart(log))
    >>> [line.get_gid() for line in ax.lines]
    ['weekly means', 'median']
    """
    is_alone = ax is None
    ax = new_axes(HEIGHT_PT * look().height_scale) if ax is None else ax
    last = sunday_of(run_chart["week_start"].max())
    span = shown_span(run_chart["week_start"], None, None, last if as_of is None else as_of)
    if span is None:
        none = with_not_read(NO_WEEKS, not_read)
        said = SUBJECT if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    title = run_chart_title(run_chart) if title is None else title
    score_axis(ax)
    date_axis(ax, *span)
    _draw(ax, within(run_chart, "week_start", span.start - pd.Timedelta(days=6), span.end))
    rise = heading(ax, title, note=run_words(run_chart.iloc[0]))
    if is_alone:
        finish(
            ax, HEIGHT_PT * look().height_scale, rise_pt=rise, below_pt=3 * look().small_pt,
            text=with_not_read(f"{DEFINITION} {seen(span, as_of)}", not_read),
        )  # fmt: skip
    return ax


def _draw(ax: Axes, shown: pd.DataFrame) -> None:
    """Draw the points, the line broken at missing weeks, and the median."""
    palette = look().palette
    weeks = pd.date_range(shown["week_start"].min(), shown["week_start"].max(), freq="7D")
    means = shown.set_index("week_start")["score_mean"].reindex(weeks)
    ax.plot(
        day_numbers(weeks) + 3.5, means.to_numpy(), color=palette.ink, linewidth=1.2, marker="o",
        markersize=4.2, zorder=3, gid="weekly means",
    )  # fmt: skip
    median = float(shown["median"].iloc[0])
    ax.axhline(median, color=palette.quiet, linewidth=1, linestyle=(0, (6, 3)), gid="median")
    ax.annotate(
        f"{median:.1f} median", (1, median), xycoords=("axes fraction", "data"), xytext=(6, 0),
        textcoords="offset points", ha="left", va="center", fontsize=look().small_pt,
        color=palette.quiet, gid="median label",
    )  # fmt: skip
