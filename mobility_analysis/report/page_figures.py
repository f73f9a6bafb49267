"""The drawn part of the page: practice above stiffness, on the same weeks as the grid."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.together import plot_practice_and_stiffness
from mobility_analysis.measures.weekly_practice import weekly_practice
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.page_key import KeyItem, key_lines, put_key, take_key, take_words
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
from mobility_analysis.report.words import window_words

__all__ = ["PLOT_LEFT", "PLOT_WIDTH", "SIDE_LEFT", "SIDE_WIDTH", "Panels", "Weeks", "shown_weeks"]

PLOT_LEFT, PLOT_WIDTH = LEFT + 48.0, 104.0
SIDE_LEFT = PLOT_LEFT + PLOT_WIDTH + 2.2
SIDE_WIDTH = RIGHT - SIDE_LEFT
MAX_WEEKS, MIN_WEEKS = 26, 8
ONE_DAY = pd.Timedelta(days=1)
WEEK = 7 * ONE_DAY
GAP = 3.0
BELOW = 8.4  # days rated, and dates
FLAG_MM, REASON_MM = 34.0, 22.0
SHARE_OF_PRACTICE = 0.36


class Weeks(NamedTuple):
    """Whole weeks that the page draws: a Monday and a Sunday, and whether earlier ones are not."""

    start: pd.Timestamp
    end: pd.Timestamp
    is_cut: bool


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
        self.practice = weekly_practice(contents.log, as_of=contents.as_of, start=contents.start)
        scratch = Sheet(Figure(figsize=(PAGE_WIDTH / 25.4, PAGE_HEIGHT / 25.4)))
        upper = scratch.axes(PLOT_LEFT, 60, PLOT_WIDTH, 20)
        lower = scratch.axes(PLOT_LEFT, 100, PLOT_WIDTH, 30)
        self.key = key_lines(self._draw(upper, lower), WIDTH)
        self.flags = _room_above(upper)

    @property
    def around(self) -> float:
        """Millimetres that all but the two plots take."""
        key = len(self.key) * QUIET.line
        return HEAD.line + 0.6 + key + 1.5 + self.flags + GAP + BELOW

    def block(self, height: float) -> Block:
        """Return the part at a height, shared out between the two plots."""
        plots = height - self.around
        tall = SHARE_OF_PRACTICE * plots

        def put(sheet: Sheet, y: float) -> None:
            shown = window_words(self.weeks.start, min(self.weeks.end, self.contents.as_of))
            y = heading_line(sheet, "Practice, and self-rated stiffness", y, aside=shown)
            y = put_key(sheet, self.key, LEFT, y) + 1.5 + self.flags
            below = y + tall + GAP
            self._say(sheet, y, "Practice", "done of prescribed, by week; 80 % dashed")
            upper = sheet.axes(PLOT_LEFT, y, PLOT_WIDTH, tall)
            self._say(sheet, below, "Stiffness", "self-rated, 0 to 10; lower is better")
            lower = sheet.axes(PLOT_LEFT, below, PLOT_WIDTH, plots - tall)
            self._draw(upper, lower)

        return Block(height, put)

    def _say(self, sheet: Sheet, y: float, title: str, words: str) -> None:
        sheet.put(title, LEFT, y, STRONG)
        sheet.words(words, LEFT, y + STRONG.line, PLOT_LEFT - LEFT - 13, QUIET)

    def _draw(self, upper: Axes, lower: Axes) -> list[KeyItem]:
        """Draw both plots and return their key."""
        c = self.contents
        plot_practice_and_stiffness(
            self.practice, c.stiffness_daily, c.stiffness_weekly, c.stiffness_change,
            events=_short(c.log.events, "label", FLAG_MM),
            pauses=_short(c.log.pauses, "reason", REASON_MM), start=self.weeks.start,
            end=self.weeks.end, as_of=c.as_of, title="", axes=(upper, lower),
        )  # fmt: skip
        for ax in (upper, lower):
            ax.set_ylabel("")
            take_words(ax)
        plain_dates(lower, self.weeks)
        _apart(upper)
        return [*take_key(upper), *take_key(lower)]


def _short(table: pd.DataFrame, column: str, width: float) -> pd.DataFrame:
    """Return the table with the words of a column short enough for a flag."""
    words = [shortened(text, width=width, size=QUIET.size) for text in table[column]]
    return table.assign(**{column: pd.Series(words, index=table.index, dtype="str")})


def plain_dates(ax: Axes, weeks: Weeks) -> None:
    """Leave the year out of the dates where the heading has it for all of them."""
    if weeks.start.year == weeks.end.year:
        words = [label.get_text().split("\n")[0] for label in ax.get_xticklabels()]
        ax.set_xticks(ax.get_xticks(), words)


def _apart(ax: Axes) -> None:
    """Leave out the top label of a plot so low that it would touch the one below."""
    figure = ax.get_figure(root=True)
    if figure is None:
        return
    low, high = ax.get_ylim()
    height = ax.get_position().height * PAGE_HEIGHT
    ticks = [float(tick) for tick in ax.get_yticks()]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    if len(ticks) > 2 and (ticks[-1] - ticks[-2]) / (high - low) * height < QUIET.line:
        ax.set_yticks(ticks, [*labels[:-1], ""])


def _room_above(ax: Axes) -> float:
    """Return the millimetres that flags take above a plot."""
    figure = ax.get_figure(root=True)
    if figure is None:
        return 0.0
    box = ax.get_window_extent()
    tops = [text.get_window_extent().y1 for text in ax.texts if text.get_gid() == "mark label"]
    if not tops:
        return 0.0
    return (max(tops) - box.y1) / figure.dpi * 72 * MM_PER_POINT
