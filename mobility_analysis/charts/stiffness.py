"""Self-rated stiffness over time: days as dots, weekly means as a line broken at missing weeks.

The two windows of a change are bars over their days, with their means in the right margin. A band
shows what the diary's own ups and downs would usually give; the line of weeks is broken, too,
where the weeks were rated at other moments of the day.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import (
    Affine2D,
    BboxTransformTo,
    ScaledTranslation,
    blended_transform_factory,
)
from numpy.typing import NDArray

from mobility_analysis.charts.parts.dates import (
    Span,
    date_axis,
    day_number,
    day_numbers,
    seen,
    shown_span,
)
from mobility_analysis.charts.parts.frame import (
    LEAST_SHARE,
    Date,
    as_day,
    finish,
    heading,
    label_y,
    nothing_to_draw,
    within,
)
from mobility_analysis.charts.parts.marks import label_marks, mark_events, marks_key, shade_pauses
from mobility_analysis.charts.parts.text import width_pt
from mobility_analysis.charts.parts.theme import (
    axes_size_pt,
    left_pt,
    look,
    new_axes,
    root_figure,
    styled,
)
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.days import ONE_DAY, monday_of
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.measures.stiffness.change import LEAST_CHANGE_POINTS
from mobility_analysis.measures.stiffness.windows import FEWEST_DAYS
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.moments import main_stretches, moments_words, when_words
from mobility_analysis.words.numbers import count_words, date_words, number_words, window_words
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.stiffness import NO_RATINGS, is_mixed, is_one_moment, unrated_words
from mobility_analysis.words.titles.stiffness import STIFFNESS, stiffness_title
from mobility_analysis.words.verdict import (
    OWN_VARIATION,
    first_name,
    is_judged,
    last_name,
    length_words,
    written,
)

#: Room right of the axes for the means of the two windows.
MARGIN_PT = 80.0
#: Height of the axes of a figure by itself, in points.
HEIGHT_PT = 190.0
MEAN = "window label"  # the words of a mean, by their gid
DAYS, WEEKLY_MEANS = "days", "weekly means"  # marks, by their gid
WEEKLY_MEAN = f"mean of a week, from {MIN_DAYS_A_WEEK} days rated"

AXIS_LABEL = "Self-rated stiffness, 0 to 10\n\N{DOWNWARDS ARROW} lower is better"

LOWER, HIGHER = "\N{BLACK DOWN-POINTING TRIANGLE}", "\N{BLACK UP-POINTING TRIANGLE}"
NOT_COMPARABLE = "not comparable"
VERDICT_CUES = {
    "lower": ("better", LOWER),
    "higher": ("worse", HIGHER),
}
MOMENTS_DASH = (0, (1, 2))
OTHER_MOMENTS_DASH = (0, (3, 2))
#: Verdicts by the diary's own ups and downs, so that the band can be drawn.
BAND_DEFINITION = (
    "The shaded band is for the mean of the last window: single days and weeks lie outside it more "
    f"often. A change under {number_words(LEAST_CHANGE_POINTS)} point is never called lower or "
    "higher. "
)


@takes(
    daily="daily_stiffness",
    weekly="weekly_stiffness",
    change="stiffness_change",
    events="events of a log",
    pauses="pauses of a log",
)
@styled
def plot_stiffness(
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None = None,
    *,
    events: pd.DataFrame | None = None,
    pauses: pd.DataFrame | None = None,
    start: Date | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one client's ratings: a dot a day, weekly means, and the two windows compared.

    The axis is always the whole scale. The line of weekly means is broken at every week without
    one; the number of days rated stands under each week. Where there is a verdict a band stands
    about the first mean: what this diary's own ups and downs would usually give. Where the mix of
    moments differs the line is also broken between weeks of different moments; weeks of others
    than the one compared are dashed.

    Parameters
    ----------
    daily : DataFrame
        Table of ``daily_stiffness``: client, date, score_mean are used.
    weekly : DataFrame
        Table of ``weekly_stiffness``: client, week_start, n_days, score_mean, moments are used.
    change : DataFrame, optional
        Table of ``stiffness_change``; its windows are drawn as bars, their means at the right.
    events, pauses : DataFrame, optional
        Those tables of the log.
    start : str or Timestamp, optional
        First day shown; that of the first rating unless stated.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: how the last days lie to the first; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the tables hold more than one client.

    Examples
    --------
    A dot for each of ten days; too few for weekly means:

    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-11-{day:02}", "score": score}
    ...     for day, score in enumerate([6, 6, 5, 6, 5, 4, 4, 3, 4, 3], start=2)])
    >>> ax = ma.plot_stiffness(ma.daily_stiffness(log), ma.weekly_stiffness(log))
    >>> len(ax.lines[0].get_xdata()), ax.get_ylabel().splitlines()
    (10, ['Self-rated stiffness, 0 to 10', '↓ lower is better'])
    """
    is_alone = ax is None
    ax = new_axes(HEIGHT_PT * look().height_scale) if ax is None else ax
    span = shown_span(daily["date"], start, None, as_of)
    if span is None:
        none = unrated_words(change, not_read, otherwise=NO_RATINGS)
        said = STIFFNESS if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    title = stiffness_title(change, not_read=not_read) if title is None else title
    has_means = show_means(change, span)
    compared = change if has_means else None
    draw_scores(ax, daily, weekly, compared, span=span, means=has_means, as_of=as_day(as_of))
    marks = [*shade_pauses(ax, pauses, span), *mark_events(ax, events, span)]
    above = label_marks(ax, marks, margin_pt=MARGIN_PT * look().scale if has_means else 0)
    key = scores_key(daily, weekly, compared, span, means=has_means)
    key += marks_key(events, pauses, span)
    rise = heading(ax, title, above_pt=above, handles=key)
    if is_alone:
        finish(
            ax,
            HEIGHT_PT * look().height_scale,
            rise_pt=rise,
            below_pt=below_pt(means=has_means),
            text=with_not_read(_definition(span, as_of, compared), not_read),
            least=LEAST_SHARE,
        )
    return ax


def show_means(change: pd.DataFrame | None, span: Span) -> bool:
    """Return whether means are drawn: not before two windows stand apart."""
    if change is not None and not change.empty:
        return are_apart(change)
    return span.n_days >= FEWEST_DAYS


def _definition(span: Span, as_of: Date | None, change: pd.DataFrame | None) -> str:
    return (
        "Self-reported. A day's value is the mean of its ratings, 'after' ratings left out unless "
        f"chosen; a week has a mean from {MIN_DAYS_A_WEEK} rated days. {band_definition(change)}"
        f"{seen(span, as_of)}"
    )


def band_definition(change: pd.DataFrame | None) -> str:
    """Return what the small print says of the band; nothing where there is none."""
    return BAND_DEFINITION if band_edges(change) else ""


def draw_scores(
    ax: Axes,
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None,
    *,
    span: Span,
    means: bool,
    as_of: pd.Timestamp | None,
    years: bool = True,
) -> None:
    """Draw the ratings on an axes: the part that the two-panel chart shares."""
    size = look().small_pt
    shown = within(daily, "date", span.start, span.end)
    width = axes_size_pt(ax)[0]
    ax.plot(
        day_numbers(shown["date"]) + 0.5, shown["score_mean"].to_numpy(), linestyle="none",
        marker="o", markersize=_dot_size(width, span), markeredgewidth=0,
        color=look().palette.day_dot, zorder=2, gid=DAYS,
    )  # fmt: skip
    score_axis(ax)
    pad = size + 6 if means else 3
    beside = MARGIN_PT * look().scale if means else 0.0
    date_axis(ax, span.start, span.end, pad_pt=pad, years=years, beside_pt=beside)
    _draw_band(ax, change, span)
    if means:
        _weekly_lines(ax, weekly, change, span)
        _days_rated(ax, weekly, span, as_of)
    draw_windows(ax, change_windows(change, daily["date"].min()))


def _dot_size(width_pt: float, span: Span) -> float:
    """Return the size of a day's dot: as large as days have room, 2 to 5 points."""
    return min(5.0, max(2.0, width_pt / span.n_days * 1.4))


def score_axis(ax: Axes) -> None:
    """Scale the y axis from 0 to 10, always whole, with the direction written at it."""
    ax.set_ylim(-0.35, 10.35)
    is_low = axes_size_pt(ax)[1] * 0.75 < 90
    ax.grid(axis="y", color=look().palette.rule, linewidth=0.5, alpha=0.6)
    tick_at(ax.yaxis, [0, 5, 10] if is_low else list(range(0, 11, 2)))
    ax.spines["left"].set_bounds(0, 10)
    label_y(ax, AXIS_LABEL)


def band_edges(change: pd.DataFrame | None) -> tuple[float, float] | None:
    """Return the ends of what own ups and downs would usually give, within the scale.

    Nothing where there is no verdict by them.
    """
    if change is None or not are_apart(change):
        return None
    row = change.iloc[0]
    if not is_judged(row):
        return None
    mean, own = row["baseline_mean"], row["own_variation_points"]
    return max(mean - own, 0.0), min(mean + own, 10.0)


def _draw_band(ax: Axes, change: pd.DataFrame | None, span: Span) -> None:
    """Shade the band from the first day of the baseline to the last of the recent window."""
    edges = band_edges(change)
    if change is None or edges is None:
        return
    row, (low, high) = change.iloc[0], edges
    left = day_number(max(row["baseline_start"], span.start))
    right = day_number(min(row["recent_end"], span.end) + ONE_DAY)
    if right <= left:
        return
    ax.add_patch(
        Rectangle((left, low), right - left, high - low, facecolor=look().palette.band,
                  linewidth=0, zorder=0.3, gid="own variation")
    )  # fmt: skip
    for edge in edges:
        ax.plot([left, right], [edge, edge], color=look().palette.unclear, linewidth=0.7,
                linestyle=(0, (5, 2)), zorder=1.1, gid="own variation edge")  # fmt: skip


def _shown_weeks(weekly: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Return the weeks that reach into the days shown."""
    return within(weekly, "week_start", span.start - pd.Timedelta(days=6), span.end)


def _only_moment(change: pd.DataFrame | None) -> str:
    """Return the one moment that the change is held to; empty where it is not."""
    if change is None or change.empty or not is_one_moment(change.iloc[0]):
        return ""
    return str(change.iloc[0]["moments"])


def _weekly_lines(ax: Axes, weekly: pd.DataFrame, change: pd.DataFrame | None, span: Span) -> None:
    """Draw weekly means as lines; a week without a mean, or without a row, breaks them.

    So does a change of moments, where the mix differs. Weeks of others than the one moment that
    is compared are dashed.
    """
    shown, only = _shown_weeks(weekly, span), _only_moment(change)
    if shown.empty:
        return
    breaks = change is not None and is_mixed(change)
    is_main = (shown["moments"] == only) if only else pd.Series(data=True, index=shown.index)
    _weekly_line(ax, shown.assign(score_mean=shown["score_mean"].where(is_main)), span,
                 breaks=breaks, is_main=True)  # fmt: skip
    if not is_main.all():
        _weekly_line(ax, shown.assign(score_mean=shown["score_mean"].where(~is_main)), span,
                     breaks=breaks, is_main=False)  # fmt: skip
    parts = main_stretches(shown) if breaks else []
    for stretch in parts[1:]:
        ax.axvline(
            day_number(stretch.start), color=look().palette.quiet, linewidth=1,
            linestyle=MOMENTS_DASH, zorder=1.2, gid="moments change",
        )  # fmt: skip


def _weekly_line(ax: Axes, shown: pd.DataFrame, span: Span, *, breaks: bool, is_main: bool) -> None:
    weeks = pd.date_range(shown["week_start"].min(), shown["week_start"].max(), freq="7D")
    table = shown.set_index("week_start").reindex(weeks)
    x, y = day_numbers(weeks) + 3.5, table["score_mean"].to_numpy(dtype=np.float64)
    if breaks:
        moments = table["moments"].ffill().astype("str").to_numpy()
        at = np.flatnonzero(moments[1:] != moments[:-1]) + 1
        x, y = np.insert(x, at, x[at] - 3.5), np.insert(y, at, np.nan)
    is_close = axes_size_pt(ax)[0] * 7 / span.n_days < 6
    palette = look().palette
    looks: dict[str, Any] = {"color": palette.ink, "gid": WEEKLY_MEANS}
    if not is_main:
        looks = {
            "color": palette.quiet, "markerfacecolor": palette.paper,
            "linestyle": OTHER_MOMENTS_DASH, "gid": "weekly means, other moments",
        }  # fmt: skip
    ax.plot(
        x, y, linewidth=0.9 if is_close else 1.4, marker="o",
        markersize=0 if is_close else 4.2, zorder=3, **looks,
    )  # fmt: skip


def _days_rated(ax: Axes, weekly: pd.DataFrame, span: Span, as_of: pd.Timestamp | None) -> None:
    """Write under each week how many of its days were rated; little bars where weeks are close.

    A week that has not come yet has no number.
    """
    size = look().small_pt
    width = axes_size_pt(ax)[0]
    counts = weekly.set_index("week_start")["n_days"]
    last = span.end if as_of is None else min(span.end, as_of)
    weeks = pd.date_range(monday_of(span.start), last, freq="7D")
    rated = counts.reindex(weeks).fillna(0)
    room = width * 0.88 * 7 / span.n_days
    if room >= width_pt("0", size) + 3:
        for middle, n_days in zip(day_numbers(weeks) + 3.5, rated, strict=True):
            at = min(max(middle, day_number(span.start)), day_number(span.end) + 1)
            ax.annotate(
                f"{int(n_days)}", (at, 0), xycoords=ax.get_xaxis_transform(), xytext=(0, -4),
                textcoords="offset points", ha="center", va="top", fontsize=size,
                color=look().palette.quiet, gid="days rated",
            )  # fmt: skip
    else:
        days_bars(ax, day_numbers(weeks) + 3.5, rated.to_numpy() / 7, width=6)
        return
    _say_days_rated(ax)


def days_bars(
    ax: Axes, middles: NDArray[np.float64], share: NDArray[np.float64], *, width: float
) -> None:
    """Draw the share of days rated as little bars below the axis, where numbers have no room."""
    tall = look().small_pt - 1
    points = Affine2D().scale(1 / 72) + root_figure(ax).dpi_scale_trans
    below = points + ScaledTranslation(0, 0, BboxTransformTo(ax.bbox))  # points from the axis up
    ax.bar(
        middles, share * tall, width=width, bottom=-3 - tall, clip_on=False,
        transform=blended_transform_factory(ax.transData, below),
        color=look().palette.unclear, gid="days rated",
    )  # fmt: skip
    _say_days_rated(ax)


def _say_days_rated(ax: Axes) -> None:
    """Name the numbers, or bars, below the axis at its right end."""
    ax.annotate(
        "days rated", (1, 0), xycoords="axes fraction", xytext=(6, -4),
        textcoords="offset points", ha="left", va="top", fontsize=look().small_pt,
        color=look().palette.quiet,
    )  # fmt: skip


def scores_key(
    daily: pd.DataFrame,
    weekly: pd.DataFrame,
    change: pd.DataFrame | None,
    span: Span,
    *,
    means: bool,
) -> list[Artist]:
    """Return what a legend explains of the marks that ``draw_scores`` draws."""
    palette = look().palette
    key: list[Artist] = []
    if not within(daily, "date", span.start, span.end).empty:
        key.append(
            Line2D([], [], color=palette.day_dot, linestyle="none", marker="o", markersize=4,
                   label="a day", gid=DAYS)
        )  # fmt: skip
    shown = _shown_weeks(weekly, span)
    if means and _has_main(shown, change):
        key.append(
            Line2D([], [], color=palette.ink, marker="o", markersize=4.2, linewidth=1.4,
                   label=WEEKLY_MEAN, gid=WEEKLY_MEANS)
        )  # fmt: skip
    if means:
        key += _moments_key(shown, change)
    if change is not None and band_edges(change):
        key.append(
            Patch(facecolor=palette.band, edgecolor=palette.unclear, linewidth=0.7,
                  label=f"{_mean_of_first(change.iloc[0], span)}, and around it {OWN_VARIATION}")
        )  # fmt: skip
    return key


def _mean_of_first(row: pd.Series, span: Span) -> str:
    """Name the mean that the band lies around, with its days where none of them is shown."""
    said = f"mean of the {first_name(row)}"
    if row["baseline_end"] >= span.start:
        return said
    return f"{said} ({window_words(row['baseline_start'], row['baseline_end'])})"


def _has_main(shown: pd.DataFrame, change: pd.DataFrame | None) -> bool:
    """Whether any week has a mean that the main line goes through."""
    only = _only_moment(change)
    is_main = shown["score_mean"].notna()
    return bool((is_main & (shown["moments"] == only)).any() if only else is_main.any())


def _moments_key(shown: pd.DataFrame, change: pd.DataFrame | None) -> list[Artist]:
    """Return what the legend explains where the weeks change from some moments to others."""
    if change is None or not is_mixed(change):
        return []
    palette, only = look().palette, _only_moment(change)
    key: list[Artist] = []
    drawn = shown.dropna(subset=["score_mean"])
    if only and (drawn["moments"] != only).any():
        key.append(
            Line2D([], [], color=palette.quiet, linestyle=OTHER_MOMENTS_DASH, marker="o",
                   markersize=4.2, linewidth=1.4, markerfacecolor=palette.paper,
                   label=f"a week not rated {when_words(only)} alone")
        )  # fmt: skip
    words = moments_words(shown)
    if words:
        key.append(Line2D([], [], color=palette.quiet, linestyle=MOMENTS_DASH, linewidth=1,
                          label=words))  # fmt: skip
    return key


def below_pt(*, means: bool) -> float:
    """Return the room that dates and days rated take below the axes, in points."""
    return look().small_pt * (4.2 if means else 2.9)


class Window(NamedTuple):
    """Some days and the mean of their ratings, as it is drawn."""

    start: pd.Timestamp
    end: pd.Timestamp
    mean: float
    label: str
    colour: str


def are_apart(change: pd.DataFrame | None) -> bool:
    """Return whether there is a first window that ends before the recent one starts."""
    if change is None or change.empty:
        return False
    row = change.iloc[0]
    return bool(row["baseline_end"] < row["recent_start"])


def _is_true(value: Any) -> bool:
    """Return whether a cell that may be missing holds True."""
    return bool(pd.notna(value) and value)


def _rated(row: pd.Series, window: str) -> str:
    """Return how many days stand behind a mean, and of which ratings where not of all."""
    n_days = row[f"{window}_days"]
    days = count_words(n_days, "day")
    rated = f"{days}, {row['moments']} only" if is_one_moment(row) else f"{days} rated"
    is_thin = row["verdict"] == "not enough ratings" and n_days < row["days_for_verdict"]
    return f"{rated}: too few" if is_thin else rated


def change_windows(change: pd.DataFrame | None, first_day: pd.Timestamp) -> list[Window]:
    """Return what is drawn of one client's change: baseline, recent, and last heard if thin.

    Last days that nobody rated are not named beside a mean when last heard.
    """
    if change is None or not are_apart(change):
        return []
    row = change.iloc[0]
    has_recent = row["recent_days"] > 0 or pd.isna(row["last_heard_mean"])
    windows = [_baseline(row, first_day), *([_recent(row)] if has_recent else [])]
    if pd.notna(row["last_heard_mean"]):
        windows.append(_last_heard(row))
    return windows


def _baseline(row: pd.Series, first_day: pd.Timestamp) -> Window:
    start = row["baseline_start"]
    name = first_name(row) if start == first_day else _from_day(start, row)
    label = f"{written(row).baseline} {name}\n{_rated(row, 'baseline')}".lstrip()
    return Window(start, row["baseline_end"], row["baseline_mean"], label, look().palette.quiet)


def _from_day(start: pd.Timestamp, row: pd.Series) -> str:
    """Name the days from a first day on; a year that is not the recent one needs the room."""
    if start.year != row["recent_end"].year:
        return f"from {date_words(start)}"
    return f"{length_words(row)} from {date_words(start, with_year=False)}"


def _recent(row: pd.Series) -> Window:
    role, cue = VERDICT_CUES.get(str(row["verdict"]), ("unclear", ""))
    is_compared = row["verdict"] != NOT_COMPARABLE
    second = _rated(row, "recent") if is_compared else NOT_COMPARABLE
    first = f"{written(row).recent} {last_name(row)} {cue}".strip()
    return Window(
        row["recent_start"], row["recent_end"], row["recent_mean"], f"{first}\n{second}",
        getattr(look().palette, role),
    )  # fmt: skip


def _last_heard(row: pd.Series) -> Window:
    is_worse = _is_true(row["is_worse_when_last_heard"])
    role, cue = ("worse", HIGHER) if is_worse else ("unclear", "")
    name = f"{written(row).last_heard} when last heard {cue}".rstrip()
    label = f"{name}\nto {date_words(row['last_heard_end'])}"
    return Window(
        row["last_heard_start"], row["last_heard_end"], row["last_heard_mean"], label,
        getattr(look().palette, role),
    )  # fmt: skip


def draw_windows(ax: Axes, windows: list[Window]) -> None:
    """Draw each mean as a bar over its days, a dotted line on to the margin, and its label there.

    A window without a mean is only named in the margin.
    """
    left, right = ax.get_xlim()
    for window in windows:
        if math.isnan(window.mean):
            continue
        first, last = day_number(window.start), day_number(window.end + ONE_DAY)
        if last > left and first < right:
            ax.plot(
                [max(first, left), min(last, right)], [window.mean] * 2, color=window.colour,
                linewidth=5, solid_capstyle="butt", zorder=1.8, gid="window",
            )  # fmt: skip
        if last < right:
            ax.plot(
                [max(last, left), right], [window.mean] * 2, color=window.colour, linewidth=1,
                linestyle=(0, (1, 2)), zorder=1.5, gid="window on",
            )  # fmt: skip
    _label(ax, windows)


def _height_order(window: Window) -> tuple[bool, float, float]:
    """Lowest first, of equals the later; what has no mean comes last."""
    is_missing = math.isnan(window.mean)
    return is_missing, 0.0 if is_missing else window.mean, -day_number(window.start)


def _label(ax: Axes, windows: list[Window]) -> None:
    """Write the means right of the axes, apart from one another."""
    if not windows:
        return
    for window in sorted(windows, key=_height_order):
        y = 5.0 if math.isnan(window.mean) else window.mean
        ax.annotate(
            window.label, (1, y), xycoords=("axes fraction", "data"), xytext=(6, 0),
            textcoords="offset points", ha="left", va="center", fontsize=look().small_pt,
            color=window.colour, linespacing=1.15, gid=MEAN, annotation_clip=False,
        )  # fmt: skip
    set_means_apart(ax, left_pt(ax, is_under_legend=True))


def set_means_apart(ax: Axes, height_pt: float) -> None:
    """Move the words of means up or down, so that in axes of this height none lies on another.

    Each stands at its mean where it can.
    """
    labels = [text for text in ax.texts if isinstance(text, Annotation) and text.get_gid() == MEAN]
    low, high = ax.get_ylim()
    per_point = (high - low) / height_pt
    apart, half = (lines * look().small_pt * per_point for lines in (2.6, 1.4))
    heights: list[float] = []
    for label in labels:
        wanted = max(label.xy[1], low + half)
        heights.append(max(wanted, heights[-1] + apart) if heights else wanted)
    for number, (label, height) in enumerate(zip(labels, heights, strict=True)):
        y = min(height, high - half - (len(labels) - 1 - number) * apart)
        label.xyann = (label.xyann[0], (y - label.xy[1]) / per_point)
