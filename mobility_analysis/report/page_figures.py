"""The drawn part of the page: practice above stiffness, and the whole history as a strip."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.history import plot_stiffness_history
from mobility_analysis.charts.practice import UNKNOWN
from mobility_analysis.charts.stiffness import NO_RATINGS
from mobility_analysis.charts.together import plot_practice_and_stiffness
from mobility_analysis.measures.monthly import monthly_stiffness
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.page_key import KeyItem, key_lines, put_key, take_key
from mobility_analysis.report.page_layout import (
    HEAD,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RIGHT,
    STRONG,
    WIDTH,
    Sheet,
)
from mobility_analysis.report.page_sections import Block, heading_line
from mobility_analysis.report.page_text import MM_PER_POINT, shortened
from mobility_analysis.report.short_names import shortened_in_middle
from mobility_analysis.report.words import TOLERANCE, window_words

__all__ = [
    "PLOT_LEFT",
    "PLOT_WIDTH",
    "SIDE_LEFT",
    "SIDE_WIDTH",
    "Panels",
    "Weeks",
    "history",
    "scratch_axes",
    "shown_weeks",
]

NO_RATING_READ = "No rating could be read."
NO_SESSION_READ = "No session could be read: practice is unknown."
PLOT_LEFT, PLOT_WIDTH = LEFT + 48.0, 101.0
SIDE_LEFT = PLOT_LEFT + PLOT_WIDTH + 2.2
SIDE_WIDTH = RIGHT - SIDE_LEFT
TICK_LABELS = 12.0  # room left of a plot
MAX_WEEKS, MIN_WEEKS = 26, 8
ONE_DAY = pd.Timedelta(days=1)
WEEK = 7 * ONE_DAY
GAP = 3.0
BELOW = 8.2  # days rated, and dates on one line
SHARE_OF_PRACTICE = 0.36
HISTORY_PLOT, HISTORY_BELOW = 10.0, 8.4


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
    running = as_of - as_of.weekday() * ONE_DAY
    began = min(first - first.weekday() * ONE_DAY, running)
    start = max(began, running - (MAX_WEEKS - 1) * WEEK)
    end = max(running, start + (MIN_WEEKS - 1) * WEEK) + WEEK - ONE_DAY
    return Weeks(start, end, is_cut=start > began)


def scratch_axes(*heights: float) -> list[Axes]:
    """Return axes as wide as those of the page, to measure what will stand around them."""
    sheet = Sheet(Figure(figsize=(PAGE_WIDTH / 25.4, PAGE_HEIGHT / 25.4)))
    return [sheet.axes(PLOT_LEFT, 60 + 60 * n, PLOT_WIDTH, h) for n, h in enumerate(heights)]


class Panels:
    """Practice above stiffness on one date axis; what they need of the page is measured first.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.
    weeks : Weeks
        What is drawn.
    """

    def __init__(self, contents: ClientContents, weeks: Weeks) -> None:
        self.contents = contents
        self.weeks = weeks
        upper, lower = scratch_axes(20, 30)
        self.key = key_lines(self._draw(upper, lower), WIDTH)
        self.flags = _room_above(upper)
        self.below = BELOW + (QUIET.line if weeks.has_year else 0.0)

    @property
    def around(self) -> float:
        """Millimetres that all but the two plots take."""
        key = len(self.key) * QUIET.line
        return HEAD.line + 0.6 + key + 1.8 + self.flags + GAP + self.below

    def block(self, height: float) -> Block:
        """Return the part at a height, shared out between the two plots."""
        plots = height - self.around
        tall = SHARE_OF_PRACTICE * plots

        def put(sheet: Sheet, y: float) -> None:
            y = heading_line(sheet, "Practice, and self-rated stiffness", y, aside=self._window())
            y = put_key(sheet, self.key, LEFT, y) + 1.8 + self.flags
            below = y + tall + GAP
            _say(sheet, y, "Practice", self._practice_words())
            upper = sheet.axes(PLOT_LEFT, y, PLOT_WIDTH, tall)
            _say(sheet, below, "Stiffness", "self-rated, 0 to 10; lower is better")
            lower = sheet.axes(PLOT_LEFT, below, PLOT_WIDTH, plots - tall)
            self._draw(upper, lower)

        return Block(height, put)

    def _window(self) -> str:
        shown = window_words(self.weeks.start, min(self.weeks.end, self.contents.as_of))
        return f"{shown}, the last {MAX_WEEKS} weeks" if self.weeks.is_cut else shown

    def _practice_words(self) -> str:
        if (self.contents.practice_weekly["prescribed"] > TOLERANCE).any():
            return "done of prescribed, by week; 80 % dashed"
        return "sessions done, by week"

    def _draw(self, upper: Axes, lower: Axes) -> list[KeyItem]:
        """Draw both plots and return their key."""
        c = self.contents
        no_ratings = NO_RATING_READ if c.facts.is_rating_unread else NO_RATINGS
        no_sessions = NO_SESSION_READ if c.facts.is_practice_unread else UNKNOWN
        plot_practice_and_stiffness(
            c.practice_weekly, c.stiffness_daily, c.stiffness_weekly, c.stiffness_change,
            events=_short_labels(c.log.events, self.weeks),
            pauses=_short_reasons(c.log.pauses), start=self.weeks.start,
            end=self.weeks.end, as_of=c.as_of, title="", axes=(upper, lower),
            no_ratings=no_ratings, no_sessions=no_sessions,
        )  # fmt: skip
        for ax in (upper, lower):
            ax.set_ylabel("")
        _plain_dates(lower, self.weeks)
        _apart(upper)
        return [*take_key(upper), *take_key(lower)]


def _say(sheet: Sheet, y: float, title: str, words: str) -> None:
    """Put what a plot shows left of it."""
    sheet.put(title, LEFT, y, STRONG)
    sheet.words(words, LEFT, y + STRONG.line, PLOT_LEFT - LEFT - TICK_LABELS, QUIET, max_lines=3)


def _short_labels(events: pd.DataFrame, weeks: Weeks) -> pd.DataFrame:
    """Return the events with labels that fit one line right of their day."""
    days = (weeks.end - weeks.start).days + 1
    room = [
        min(34.0, (1 - (date - weeks.start).days / days) * PLOT_WIDTH * 0.85 + 18.0)
        for date in events["date"]
    ]
    words = [
        shortened_in_middle(text, width=max(19.0, width), size=QUIET.size)
        for text, width in zip(events["label"], room, strict=True)
    ]
    return events.assign(label=pd.Series(words, index=events.index, dtype="str"))


def _short_reasons(pauses: pd.DataFrame) -> pd.DataFrame:
    words = [shortened(text, width=19.0, size=QUIET.size) for text in pauses["reason"]]
    return pauses.assign(reason=pd.Series(words, index=pauses.index, dtype="str"))


def _plain_dates(ax: Axes, weeks: Weeks) -> None:
    """Leave the year out of the dates where the heading has it for all of them."""
    if not weeks.has_year:
        words = [label.get_text().split("\n")[0] for label in ax.get_xticklabels()]
        ax.set_xticks(ax.get_xticks(), words)


def _apart(ax: Axes) -> None:
    """Leave out the top label of a plot so low that it would touch the one below."""
    low, high = ax.get_ylim()
    height = ax.get_position().height * PAGE_HEIGHT
    ticks = [float(tick) for tick in ax.get_yticks()]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    if labels[-1:] == ["100 %"] and (ticks[-1] - ticks[-2]) / (high - low) * height < QUIET.line:
        ax.set_yticks(ticks, [*labels[:-1], ""])


def _room_above(ax: Axes) -> float:
    """Return the millimetres that flags take above a plot."""
    figure = ax.get_figure(root=True)
    flags = [text for text in ax.texts if text.get_gid() != "instead"]
    if figure is None or not flags:
        return 0.0
    top = max(float(text.get_window_extent().y1) for text in flags)
    return max(0.0, (top - float(ax.get_window_extent().y1)) / figure.dpi * 72 * MM_PER_POINT)


def history(contents: ClientContents, weeks: Weeks) -> Block | None:
    """Return the whole history as a strip of monthly means, where the panels show less."""
    if not weeks.is_cut or not contents.has_ratings:
        return None
    monthly = monthly_stiffness(contents.log, as_of=contents.as_of)

    def put(sheet: Sheet, y: float) -> None:
        first = window_words(contents.first_day, contents.as_of)
        _say(sheet, y, "Since the start", f"stiffness by month, {first}; shaded: as above")
        ax = sheet.axes(PLOT_LEFT, y, PLOT_WIDTH, HISTORY_PLOT)
        plot_stiffness_history(
            monthly, window=(weeks.start, contents.as_of), window_name="", title="",
            start=contents.first_day, end=contents.as_of, as_of=contents.as_of, ax=ax,
        )  # fmt: skip
        ax.set_ylabel("")
        take_key(ax)

    return Block(HISTORY_PLOT + HISTORY_BELOW, put)
