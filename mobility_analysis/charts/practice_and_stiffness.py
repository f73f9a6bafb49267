"""Practice above stiffness on one date axis: two panels, never a second y axis.

A bar a week from 0, and in words why a week has none.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from mobility_analysis.charts.parts.dates import Span, date_axis, day_number, seen, shown_span
from mobility_analysis.charts.parts.frame import (
    LEAST_SHARE,
    Date,
    as_day,
    finish,
    heading,
    label_y,
    rows,
    say_empty,
)
from mobility_analysis.charts.parts.layout import Column
from mobility_analysis.charts.parts.marks import (
    PART_HATCH,
    PAUSE_HATCH,
    SILENT_HATCH,
    label_marks,
    mark_events,
    marks_key,
    shade_pauses,
)
from mobility_analysis.charts.parts.theme import axes_size_pt, look, styled
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.charts.stiffness import (
    DAYS,
    MARGIN_PT,
    WEEKLY_MEANS,
    band_definition,
    below_pt,
    draw_scores,
    scores_key,
    show_means,
)
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import TOLERANCE, sunday_of
from mobility_analysis.measures.limits import DAYS_A_WEEK, MIN_DAYS_A_WEEK
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import counted_noun, held_kind, held_of
from mobility_analysis.words.numbers import cut_percent
from mobility_analysis.words.practice import NEVER_LOGGED, NOTHING_READ, with_not_read
from mobility_analysis.words.signals import NOT_CAUSE
from mobility_analysis.words.stiffness import NO_RATINGS, unrated_words
from mobility_analysis.words.titles.stiffness import over_time_title

NO_PRACTICE = "No sessions yet."
NO_SESSION_READ = "No session could be read: practice is unknown."
NO_RATING_READ = "No rating could be read."
PANELS_PT = (80.0, 150.0)
GAP_PT = 14.0
DEFINITION = (
    "Self-reported. Practice: {}. Stiffness: a week has a mean from "
    f"{MIN_DAYS_A_WEEK} rated days. {NOT_CAUSE}"
)
OF_HELD = "{} counted of those {} in a week, all exercises together, extra ones left out"
WITHOUT_NUMBER = "sessions done in a week, all exercises together; no number was prescribed"

SHARE_LABEL = "Counted of {}"
COUNT_LABEL = "Sessions done a week"
UNKNOWN = f"{NEVER_LOGGED[0].upper()}{NEVER_LOGGED[1:]}."
NOTHING = "Nothing prescribed, and no session logged."
SILENT_STATES = frozenset({"ratings only", "nothing logged", "paused", "not prescribed"})
WEEK, PART_WEEK = "week", "part week"  # bars, by their gid
#: One legend explains both panels, so that what a mark is of must be said in it; by its gid.
SAID_FULLY = {
    WEEK: "practice in a week",
    PART_WEEK: "in part of a week",
    DAYS: "stiffness on a day",
    WEEKLY_MEANS: f"weekly mean ({MIN_DAYS_A_WEEK}+ days rated)",
}
GAP_DAYS = 0.5
BAR_DAYS = DAYS_A_WEEK - 2 * GAP_DAYS


@takes(
    practice="weekly_practice",
    daily="daily_stiffness",
    weekly="weekly_stiffness",
    change="stiffness_change",
    events="events of a log",
    pauses="pauses of a log",
)
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
    threshold: float = MET_SHARE,
    no_sessions: str = "",
    no_ratings: str = "",
    not_read: str = "",
    title: str | None = None,
    years: bool = True,
    axes: tuple[Axes, Axes] | None = None,
) -> tuple[Axes, Axes]:
    """Draw weekly practice above stiffness, both on the same dates.

    Two panels with an axis each: above, more is done; below, lower is better. Nothing is
    flipped, and no line joins the two.

    Parameters
    ----------
    practice : DataFrame
        Table of ``weekly_practice``: client, week_start, prescribed, done, counted, is_partial,
        state, held_to are used.
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
    no_sessions, no_ratings : str
        What is said where there is no session or no rating to draw, instead of the usual words.
    not_read : str, optional
        What of sessions and ratings could not be read, as ``not_read`` says it: an empty panel
        then does not say that there was nothing, and the small print carries it.
    title : str, optional
        By default the finding of the ratings: how the last days lie to the first; empty for none.
    years : bool, default True
        Whether the year stands at the dates.
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

    Examples
    --------
    A bar a week above, a dot a day rated below:

    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())["Amira K"]
    >>> practice, stiffness = ma.plot_practice_and_stiffness(
    ...     ma.weekly_practice(log), ma.daily_stiffness(log), ma.weekly_stiffness(log),
    ...     ma.stiffness_change(log))
    >>> len(practice.patches), stiffness.lines[0].get_gid()
    (26, 'days')
    """
    upper, lower = _two_axes() if axes is None else axes
    title = over_time_title(change, not_read=not_read) if title is None else title
    no_ratings = no_ratings or (
        NO_RATING_READ if not_read else unrated_words(change, otherwise=NO_RATINGS)
    )
    no_sessions = no_sessions or (NO_SESSION_READ if not_read else "")
    span = _span(practice, daily, start, end, as_of)
    has_means = span is not None and show_means(change, span)
    rises = (0.0, 0.0)
    if span is None:
        say_empty(upper, NO_SESSION_READ if not_read else NO_PRACTICE)
        say_empty(lower, no_ratings)
        rises = (heading(upper, title), 0.0)
    else:
        rises = _draw(
            (upper, lower), practice, daily, weekly, change=change if has_means else None,
            events=events, pauses=pauses, span=span, threshold=threshold, means=has_means,
            as_of=as_of, title=title, years=years, no_ratings=no_ratings, no_sessions=no_sessions,
            not_read=not_read, has_one_key=axes is None or look().around is not None,
        )  # fmt: skip
    if axes is None:
        counted = _held_words(practice) if has_number(practice) else WITHOUT_NUMBER
        band = band_definition(change if has_means else None)
        said = f"{DEFINITION.format(counted)} {band}"
        text = "" if span is None else f"{said}{seen(span, as_of)}"
        height = sum(PANELS_PT) * look().height_scale + rises[1] + GAP_PT
        finish(
            upper, height, rise_pt=rises[0], below_pt=below_pt(means=has_means),
            text=with_not_read(text, not_read) if text else "", least=LEAST_SHARE,
        )  # fmt: skip
    return upper, lower


def _held_words(practice: pd.DataFrame) -> str:
    """Say what the bars are shares of: sessions prescribed or planned, or practice days."""
    kind = held_of(practice["held_to"])
    return OF_HELD.format(counted_noun(kind), held_kind(kind))


def _two_axes() -> tuple[Axes, Axes]:
    """Return the two panels of a new figure."""
    most = look().most_height_in or math.inf
    height = min(4.5 * look().height_scale, most)
    figure = plt.figure(figsize=(look().width_in, height), layout=Column())
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
    title: str,
    years: bool,
    no_ratings: str,
    no_sessions: str,
    not_read: str,
    as_of: Date | None,
    has_one_key: bool,
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
        instead=no_sessions,
    )
    date_axis(upper, *span)
    upper.tick_params(axis="x", labelbottom=False, length=0)
    draw_scores(
        lower,
        daily,
        weekly,
        change,
        span=span,
        means=means and not daily.empty,
        as_of=as_day(as_of),
        years=years,
    )
    marks = [*shade_pauses(upper, pauses, span), *mark_events(upper, events, span)]
    shade_pauses(lower, pauses, span)
    mark_events(lower, events, span, markers=False)
    above = label_marks(upper, marks, margin_pt=MARGIN_PT * look().scale if means else 0)
    key = [*practice_key(weeks, not_read=not_read), *marks_key(events, pauses, span)]
    score_key = [] if daily.empty else scores_key(daily, weekly, change, span, means=means)
    if daily.empty:
        say_instead(lower, no_ratings)
    if has_one_key:
        key, score_key = [_said_fully(sample) for sample in [*key, *score_key]], []
    return (
        heading(upper, title, above_pt=above, handles=key),
        heading(lower, "", handles=score_key),
    )


def _said_fully(sample: Artist) -> Artist:
    """Say of which of both panels the marks of a sample are."""
    sample.set_label(SAID_FULLY.get(sample.get_gid() or "", str(sample.get_label())))
    return sample


class Week(NamedTuple):
    """One week's bar, a share or a count, or the reason why there is none."""

    at: float
    height: float
    state: str
    is_part: bool


def has_number(weekly: pd.DataFrame) -> bool:
    """Return whether a number was prescribed in any week, so that shares can be shown."""
    return bool((weekly["prescribed"] > TOLERANCE).any())


def practice_weeks(
    weekly: pd.DataFrame, span: Span, *, are_shares: bool, last: pd.Timestamp
) -> list[Week]:
    """Return the weeks that reach into the days shown.

    The height is counted of prescribed, all exercises of the client together, as the row says;
    where nothing was prescribed with a number, the sessions done. The week that is not over on
    the ``last`` day is a part week in either case.
    """
    found = []
    names = ("week_start", "prescribed", "counted", "done", "is_partial", "state")
    for week, prescribed, counted, done, is_partial, state in rows(weekly, *names):
        if sunday_of(week) < span.start or week > span.end:
            continue
        height = float(done)
        is_part = sunday_of(week) > last
        if are_shares:
            is_part = is_partial is True
            is_due = not math.isnan(prescribed) and prescribed > TOLERANCE
            # Counted is in whole sessions: 4 of 3.5 are all that was due.
            height = min(counted / prescribed, 1.0) if is_due else math.nan
        found.append(Week(day_number(week), height, str(state), is_part))
    return found


def draw_practice(
    ax: Axes,
    weekly: pd.DataFrame,
    span: Span,
    *,
    threshold: float,
    pauses: pd.DataFrame | None,
    as_of: pd.Timestamp | None,
    instead: str,
) -> list[Week]:
    """Draw a bar a week, of the share done or, without a programme, of the sessions done.

    Return the weeks drawn; none where a sentence says why: ``instead``, or the usual one.
    """
    are_shares = has_number(weekly)
    is_silent = weekly["state"].isin(SILENT_STATES).all() and not (weekly["done"] > 0).any()
    last = span.end if as_of is None else as_of
    weeks = practice_weeks(weekly, span, are_shares=are_shares, last=last)
    weeks = [] if is_silent else weeks
    top = 1.0 if are_shares else max([1.0, *(week.height for week in weeks)])
    for week in weeks:
        if week.state == "paused":
            if pauses is None or pauses.empty:  # else their days are shaded
                _box(ax, week, top, look().palette.excused, PAUSE_HATCH)
        elif week.state == "nothing logged":
            _box(ax, week, top, look().palette.paper, SILENT_HATCH)
        elif not math.isnan(week.height):
            _bar(ax, week, top)
    if are_shares:
        _share_scale(ax, threshold, SHARE_LABEL.format(held_of(weekly["held_to"])))
    else:
        _count_scale(ax, top)
    if is_silent:
        say_instead(ax, instead or (UNKNOWN if are_shares else NOTHING))
    return weeks


def say_instead(ax: Axes, sentence: str) -> None:
    """Say in the middle of the panel why it has no bars."""
    ax.text(
        0.5, 0.45, sentence, transform=ax.transAxes, ha="center", va="center",
        color=look().palette.quiet, fontsize=look().text_pt, zorder=6, gid="instead",
        bbox={"facecolor": look().palette.paper, "edgecolor": "none", "pad": 3},
    )  # fmt: skip


def _box(ax: Axes, week: Week, top: float, face: str, hatch: str) -> None:
    """Fill a week's whole height with the hatch that says why it has no bar."""
    _add(
        ax,
        Rectangle((week.at + GAP_DAYS, 0), BAR_DAYS, top, facecolor=face, linewidth=0,
                  edgecolor=look().palette.rule, hatch=hatch, zorder=1, gid=week.state),
    )  # fmt: skip


def _bar(ax: Axes, week: Week, top: float) -> None:
    palette = look().palette
    left, wide = week.at + GAP_DAYS, BAR_DAYS
    if week.height <= TOLERANCE:
        ax.plot(
            [left, left + wide], [0, 0], color=palette.practice, linewidth=4, zorder=4,
            solid_capstyle="butt", clip_on=False, gid=week.state,
        )  # fmt: skip
        if week.state == "ratings only":
            ax.plot(
                [week.at + 3.5], [0.09 * top], marker="o", markerfacecolor="none", markersize=4.5,
                color=palette.quiet, linestyle="none", zorder=4, gid="ring",
            )  # fmt: skip
        return
    is_part = week.is_part
    _add(
        ax,
        Rectangle((left, 0), wide, week.height, linewidth=0.9, edgecolor=palette.practice,
                  facecolor=palette.practice_pale if is_part else palette.practice,
                  hatch=PART_HATCH if is_part else None, zorder=2,
                  gid=PART_WEEK if is_part else WEEK),
    )  # fmt: skip


def _add(ax: Axes, bar: Rectangle) -> None:
    """Add a bar to axes whose limits are said: ``add_patch`` would look for them at each."""
    ax.add_artist(bar)


def _share_scale(ax: Axes, threshold: float, label: str) -> None:
    """Scale the y axis from 0 to 100 %, the threshold dashed."""
    ax.set_ylim(0, 1.05)
    is_high = axes_size_pt(ax)[1] * 0.8 > 60 and abs(threshold - 0.5) > 0.2
    ticks = [0.0, 0.5, threshold, 1.0] if is_high else [0.0, threshold, 1.0]
    tick_at(ax.yaxis, ticks, [cut_percent(tick) for tick in ticks])
    label_y(ax, label)
    ax.axhline(
        threshold, color=look().palette.quiet, linewidth=0.9, linestyle=(0, (4, 3)), zorder=3,
        gid="threshold",
    )  # fmt: skip


def _count_scale(ax: Axes, top: float) -> None:
    """Scale the y axis from 0 to the busiest week."""
    ax.set_ylim(0, top * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    label_y(ax, COUNT_LABEL)


def practice_key(weeks: list[Week], *, not_read: str = "") -> list[Artist]:
    """Return what the legend explains of the weeks that are drawn."""
    palette = look().palette
    states = {week.state for week in weeks}
    key: list[Artist] = []
    if any(week.height > 0 and not week.is_part for week in weeks):
        key.append(Patch(facecolor=palette.practice, label="a week", gid=WEEK))
    if any(week.is_part and week.height > 0 for week in weeks):
        key.append(
            Patch(facecolor=palette.practice_pale, edgecolor=palette.practice, hatch=PART_HATCH,
                  linewidth=0.9, label="part of a week", gid=PART_WEEK)
        )  # fmt: skip
    if any(week.height <= TOLERANCE and week.state == "none done" for week in weeks):
        key.append(Line2D([], [], color=palette.practice, linewidth=4, label="none done"))
    if "ratings only" in states:
        key.append(Line2D([], [], color=palette.quiet, marker="o", markerfacecolor="none",
                          markersize=4.5, linestyle="none", label="ratings only"))  # fmt: skip
    if "nothing logged" in states:
        key.append(Patch(facecolor=palette.paper, edgecolor=palette.rule, linewidth=0,
                         hatch=SILENT_HATCH,
                         label=NOTHING_READ if not_read else "nothing logged"))  # fmt: skip
    return key
