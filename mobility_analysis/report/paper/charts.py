"""The charts of a client's page, as wide as they stand on paper, without title and legend.

Both belong to the page: the title is a line of it, and the legend is handed over as data, each
entry with its words and its sample. A chart says how high it is at least; it is drawn once and
made as high as the page has room for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.parts.dates import day_number
from mobility_analysis.charts.parts.text import (
    MM_PER_POINT,
    shortened,
    shortened_in_middle,
    told_apart,
)
from mobility_analysis.charts.parts.theme import look
from mobility_analysis.charts.practice_and_stiffness import (
    NO_RATING_READ,
    NO_SESSION_READ,
    has_number,
    plot_practice_and_stiffness,
)
from mobility_analysis.charts.stiffness import set_means_apart
from mobility_analysis.charts.stiffness_by_month import plot_stiffness_history
from mobility_analysis.charts.weeks_grid import grid_key, plot_weekly_grid
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import (
    ONE_DAY,
    ONE_WEEK,
    SHOWN_WEEKS,
    TOLERANCE,
    days_in,
    monday_of,
)
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.samples import put_sample
from mobility_analysis.report.summary import done_lately
from mobility_analysis.report.svg import svg_of
from mobility_analysis.words.counted import held_of
from mobility_analysis.words.numbers import cut_percent, in_order, number_words, window_words

MM_PER_INCH = 25.4
TEXT_PT = 8.0
# Charts over time stand under one another: their weeks do, too.
TICKS_MM, PLOT_MM, SIDE_MM = 10.0, 101.0, 37.0
WIDTH_MM = TICKS_MM + PLOT_MM + SIDE_MM
NAMES_MM = 46.0
EDGE_MM = 0.4  # of a line along the end of a plot
MIN_WEEKS = 8
HISTORY_MM = 7.0
ROW_MM = 3.7
SAMPLE_MM = (4.2, 3.0)
LABEL_MM = (19.0, 34.0)


class Weeks(NamedTuple):
    """Whole weeks that the page draws: a Monday and a Sunday, and whether earlier ones are not."""

    start: pd.Timestamp
    end: pd.Timestamp
    is_cut: bool

    @property
    def has_year(self) -> bool:
        """Whether a year must stand at the dates: they are of more than one."""
        return self.start.year != self.end.year


def shown_weeks(contents: ClientContents) -> Weeks | None:
    """Return the weeks to draw: the last 26 to ``as_of``, at least 8; none without a date."""
    first, as_of = contents.first_day, contents.as_of
    if pd.isna(first) or pd.isna(as_of):
        return None
    running = monday_of(as_of)
    began = min(monday_of(first), running)
    start = max(began, running - (SHOWN_WEEKS - 1) * ONE_WEEK)
    end = max(running, start + (MIN_WEEKS - 1) * ONE_WEEK) + ONE_WEEK - ONE_DAY
    return Weeks(start, end, is_cut=start > began)


class Entry(NamedTuple):
    """One entry of a legend: its sample, if it has one, and its meaning."""

    sample: Artist | None
    words: str


class Panel:
    """A drawn chart over time: what stands around its plot is measured, its height is open."""

    def __init__(self, ax: Axes, title: str, words: str, alt: str) -> None:
        self.ax = ax
        self.title = title
        self.words = words
        self.alt = alt
        ax.set_ylabel("")
        self.above, self.below = _room_around(ax)

    @property
    def around(self) -> float:
        """Millimetres above and below the plot."""
        return self.above + self.below

    def svg(self, plot_mm: float) -> bytes:
        """Return the chart with a plot of a height."""
        figure, height = self.ax.get_figure(root=True), plot_mm + self.around
        if not isinstance(figure, Figure):
            raise TypeError("a panel stands in a figure of its own")
        figure.set_figheight(height / MM_PER_INCH)
        left, width = TICKS_MM / WIDTH_MM, PLOT_MM / WIDTH_MM
        self.ax.set_position((left, self.below / height, width, plot_mm / height))
        set_means_apart(self.ax, plot_mm / MM_PER_POINT)
        return _svg(figure, self.title, self.alt)


def _svg(figure: Figure, title: str, alt: str) -> bytes:
    return svg_of(figure, title=title, alt=alt)


def _panel_axes(height_mm: float) -> Axes:
    """Return the axes of a new figure: as wide as on the page, about as high."""
    whole = height_mm + 24.0
    figure = Figure(figsize=(WIDTH_MM / MM_PER_INCH, whole / MM_PER_INCH))
    bounds = (TICKS_MM / WIDTH_MM, 12.0 / whole, PLOT_MM / WIDTH_MM, height_mm / whole)
    ax: Axes = figure.add_axes(bounds)
    return ax


def _room_around(ax: Axes) -> tuple[float, float]:
    """Return the millimetres that labels take above a plot, and below it."""
    figure = ax.get_figure(root=True)
    if figure is None:
        return 0.0, 0.0
    plot, whole = ax.get_window_extent(), ax.get_tightbbox()
    mm = 72 * MM_PER_POINT / figure.dpi
    if whole is None:
        return EDGE_MM, EDGE_MM
    return (
        max(0.0, float(whole.y1 - plot.y1)) * mm + EDGE_MM,
        max(0.0, float(plot.y0 - whole.y0)) * mm + EDGE_MM,
    )


def handed_over() -> list[Entry]:
    """Return what the charts drawn so far explained in a legend, for the page to say."""
    around = look().around
    key = around.key if around else ()
    return [Entry(mark, str(mark.get_label())) for mark in key]


def panels(contents: ClientContents, weeks: Weeks, alt: tuple[str, str]) -> tuple[Panel, Panel]:
    """Draw practice, and stiffness on the same dates, a panel each."""
    c = contents
    upper, lower = _panel_axes(14.0), _panel_axes(24.0)
    plot_practice_and_stiffness(
        c.practice_weekly, c.stiffness_daily, c.stiffness_weekly, c.stiffness_change,
        events=_short_labels(c.log.events, weeks),
        pauses=_short_reasons(c.log.pauses), start=weeks.start,
        end=weeks.end, as_of=c.as_of, title="", axes=(upper, lower), years=weeks.has_year,
        no_ratings=NO_RATING_READ if c.facts.is_rating_unread else "",
        no_sessions=NO_SESSION_READ if c.facts.is_practice_unread else "",
    )  # fmt: skip
    said = "sessions done, by week"
    if has_number(c.practice_weekly):
        held = held_of(c.practice_weekly["held_to"])
        said = f"counted of {held}, by week; {cut_percent(MET_SHARE)} dashed"
        _apart(upper)
    return (
        Panel(upper, "Practice", said, alt[0]),
        Panel(lower, "Stiffness", "self-rated, 0 to 10; lower is better", alt[1]),
    )


def _apart(ax: Axes) -> None:
    """Leave out the top label of shares, which in a low plot would touch the one below."""
    ticks = [float(tick) for tick in ax.get_yticks()]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    ax.set_yticks(ticks, [*labels[:-1], ""])


def _short_labels(events: pd.DataFrame, weeks: Weeks) -> pd.DataFrame:
    """Return the events with labels that fit one line right of their day."""
    days = days_in(weeks.start, weeks.end)
    least, most = LABEL_MM
    room = [
        min(most, (1 - (date - weeks.start).days / days) * PLOT_MM * 0.85 + least)
        for date in events["date"]
    ]
    words = [
        shortened_in_middle(text, width=max(least, width), size=TEXT_PT)
        for text, width in zip(events["label"], room, strict=True)
    ]
    return events.assign(label=pd.Series(words, index=events.index, dtype="str"))


def _short_reasons(pauses: pd.DataFrame) -> pd.DataFrame:
    words = [shortened(text, width=LABEL_MM[0], size=TEXT_PT) for text in pauses["reason"]]
    return pauses.assign(reason=pd.Series(words, index=pauses.index, dtype="str"))


def history(contents: ClientContents, weeks: Weeks, alt: str) -> Panel | None:
    """Draw the whole history as a strip of monthly means, where the panels show less."""
    if not weeks.is_cut or not contents.has_ratings:
        return None
    ax = _panel_axes(HISTORY_MM)
    plot_stiffness_history(
        contents.stiffness_monthly, window=(weeks.start, contents.as_of), window_name="", title="",
        start=contents.first_day, end=contents.as_of, as_of=contents.as_of, ax=ax,
    )  # fmt: skip
    first = window_words(contents.first_day, contents.as_of)
    return Panel(ax, "Since the start", f"stiffness by month, {first}; shaded: as above", alt)


class WeekRow(NamedTuple):
    """What stands beside the weeks of an exercise: its name, what was done lately, its load."""

    name: str
    done: str
    load: str


def _in_part_only(recent: pd.DataFrame) -> dict[str, str]:
    """Say of exercises done in part alone what a narrow column has room for, by their ids."""
    is_only = (recent["partial"] > 0) & (recent["done"] == 0) & (recent["prescribed"] > TOLERANCE)
    return {
        str(row["exercise"]): f"{number_words(row['partial'])} in part"
        for _, row in recent[is_only].iterrows()
    }


class Grid:
    """Exercises by weeks."""

    def __init__(self, contents: ClientContents, weeks: Weeks) -> None:
        self.contents = contents
        self.weeks = weeks
        weekly = contents.adherence_weekly
        self.weekly = weekly[weekly["week_start"].between(weeks.start, weeks.end)]
        self.exercises = in_order(self.weekly["exercise"].unique())
        self.whole = self._axes(self.exercises) if self.exercises else None
        self.key = self._key(self.whole) if self.whole else []

    def _key(self, ax: Axes) -> list[Entry]:
        weeks = self.weeks
        marks, words = grid_key(ax, self.weekly, self.exercises, start=weeks.start, end=weeks.end)
        return [
            *(Entry(mark, str(mark.get_label())) for mark in marks),
            *(Entry(None, meaning) for meaning in words),
        ]

    def chosen(self, n_rows: int) -> tuple[list[str], str]:
        """Return the exercises to show, and what is said of which they are.

        Where there are too many, those with the lowest share lately; of those without a share,
        those done most.
        """
        if len(self.exercises) <= n_rows:
            return self.exercises, ""
        recent = self.contents.recent_by_exercise.set_index("exercise")
        shares = {str(e): v for e, v in recent["adherence"].items() if pd.notna(v)}
        done = {str(e): int(v) for e, v in self._done_in_view().items()}
        ranked = sorted(
            self.exercises, key=lambda e: (e not in shares, shares.get(e, 0.0), -done.get(e, 0))
        )
        kept = set(ranked[:n_rows])
        what = "lowest shares lately" if shares else "most done"
        return [exercise for exercise in self.exercises if exercise in kept], what

    def _done_in_view(self) -> pd.Series[int]:
        return self.weekly.groupby(self.weekly["exercise"].astype("str"))["done"].sum()

    def rows(self, exercises: Sequence[str]) -> list[WeekRow]:
        """Return what stands beside each row of weeks; no two names are the same."""
        c = self.contents
        done = done_lately(c) | _in_part_only(c.recent_by_exercise)
        names = {e: c.names.get(e, e) for e in self.exercises}
        short = told_apart(list(names.values()), width=NAMES_MM, size=TEXT_PT)
        found = loads(c)
        return [
            WeekRow(short[names[e]], done[e], load_words(*found[e]) if e in found else "")
            for e in exercises
        ]

    def svg(self, exercises: Sequence[str], alt: str) -> bytes:
        """Return the weeks of some exercises, a row each."""
        is_whole = self.whole is not None and list(exercises) == self.exercises
        ax = self.whole if is_whole and self.whole else self._axes(exercises)
        figure = ax.get_figure(root=True)
        if not isinstance(figure, Figure):
            raise TypeError("a grid stands in a figure of its own")
        return _svg(figure, "Each exercise, week by week", alt)

    def _axes(self, exercises: Sequence[str]) -> Axes:
        width, height = PLOT_MM + 2 * EDGE_MM, ROW_MM * len(exercises)
        figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
        ax: Axes = figure.add_axes((EDGE_MM / width, 0.0, PLOT_MM / width, 1.0))
        plot_weekly_grid(
            self.weekly, order=exercises, names=dict.fromkeys(exercises, "–"),
            start=self.weeks.start, end=self.weeks.end, as_of=self.contents.as_of, title="",
            legend=False, ax=ax,
        )  # fmt: skip
        first, last = day_number(self.weeks.start), day_number(self.weeks.end + ONE_DAY)
        ax.set_xlim(first, last)  # as in the panels above
        ax.set_axis_off()
        return ax


def load_words(first: float, last: float) -> str:
    """Write the first and the newest load.

    Examples
    --------
    >>> load_words(2, 4), load_words(4, 4)
    ('2 → 4 kg', '4 kg')
    """
    if abs(first - last) <= TOLERANCE:
        return f"{number_words(last)} kg"
    return f"{number_words(first)} → {number_words(last)} kg"


def loads(contents: ClientContents) -> dict[str, tuple[float, float]]:
    """Return the first and the newest load logged of each exercise, in the days of the page."""
    sessions = contents.log.sessions
    is_used = (
        sessions["load_kg"].notna()
        & (sessions["status"] != "skipped")
        & sessions["date"].between(contents.first_day, contents.as_of)
    )
    found: dict[str, tuple[float, float]] = {}
    used = sessions[is_used]
    for exercise, load in zip(used["exercise"].astype("str"), used["load_kg"], strict=True):
        found[exercise] = (found.get(exercise, (load, load))[0], load)
    return found


def samples_svg(entries: Sequence[Entry]) -> bytes:
    """Return the samples of legends, one above the other."""
    wide, high = SAMPLE_MM
    whole = high * len(entries)
    figure = Figure(figsize=(wide / MM_PER_INCH, whole / MM_PER_INCH))
    for number, entry in enumerate(entries):
        put_sample(figure, entry.sample, 1 - (number + 1) / len(entries), 1 / len(entries))
    return _svg(figure, "Legend", "Samples of marks.")


def key_data(entries: Sequence[Entry], first: int) -> list[dict[str, Any]]:
    """Return the entries of a legend as data: words, and which of the samples is its own."""
    return [
        {"words": entry.words, "sample": None if entry.sample is None else first + number}
        for number, entry in enumerate(entries)
    ]
