"""The drawn parts of the page: practice above stiffness, the whole history, the grid of weeks.

What their marks mean stands in lines of the page instead of a legend above each chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.charts.parts.frame import key_of
from mobility_analysis.charts.parts.text import (
    MM_PER_POINT,
    printable,
    shortened,
    shortened_in_middle,
    told_apart,
    width_mm,
)
from mobility_analysis.charts.practice_and_stiffness import (
    NO_RATING_READ,
    NO_SESSION_READ,
    PART_WEEK,
    WEEK,
    has_number,
    plot_practice_and_stiffness,
)
from mobility_analysis.charts.stiffness import DAYS, WEEKLY_MEANS
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
from mobility_analysis.measures.limits import MIN_DAYS_A_WEEK
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.report.a4.parts import MORE, Block, heading_line
from mobility_analysis.report.a4.sheet import (
    HEAD,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RIGHT,
    SMALL,
    STRONG,
    WIDTH,
    Sheet,
    blank_figure,
)
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.words.counted import done_words, held_of
from mobility_analysis.words.numbers import cut_percent, number_words, window_words
from mobility_analysis.words.reasons import recent_name

PLOT_LEFT, PLOT_WIDTH = LEFT + 48.0, 101.0
SIDE_LEFT = PLOT_LEFT + PLOT_WIDTH + 2.2
SIDE_WIDTH = RIGHT - SIDE_LEFT
TICK_LABELS = 12.0  # room left of a plot
MIN_WEEKS = 8
GAP = 3.0
BELOW = 8.2  # days rated, and dates on one line
SHARE_OF_PRACTICE = 0.36
HISTORY_PLOT, HISTORY_BELOW = 10.0, 8.4

SWATCH_WIDTH, SWATCH_HEIGHT = 4.2, 2.2
AFTER_SWATCH, BETWEEN = 1.3, 3.8
# One key explains both panels, so that what a mark is of must be said in it; by the mark's gid.
_SAID_FULLY = {
    WEEK: "practice in a week",
    PART_WEEK: "in part of a week",
    DAYS: "stiffness on a day",
    WEEKLY_MEANS: f"weekly mean ({MIN_DAYS_A_WEEK}+ days rated)",
}

MIN_PITCH, MAX_PITCH = 3.75, 4.6
BELOW_GRID = 0.5
Range = tuple[float, float]


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


def scratch_axes(*heights: float) -> list[Axes]:
    """Return axes as wide as those of the page, to measure what will stand around them."""
    sheet = Sheet(blank_figure())
    return [sheet.axes(PLOT_LEFT, 60 + 60 * n, PLOT_WIDTH, h) for n, h in enumerate(heights)]


class Panels:
    """Practice above stiffness on one date axis; what they need of the page is measured first."""

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
        return f"{shown}, the last {SHOWN_WEEKS} weeks" if self.weeks.is_cut else shown

    def _practice_words(self) -> str:
        if has_number(self.contents.practice_weekly):
            held = held_of(self.contents.practice_weekly["held_to"])
            return f"counted of {held}, by week; {cut_percent(MET_SHARE)} dashed"
        return "sessions done, by week"

    def _draw(self, upper: Axes, lower: Axes) -> list[KeyItem]:
        """Draw both plots and return their key."""
        c = self.contents
        no_ratings = NO_RATING_READ if c.facts.is_rating_unread else ""
        no_sessions = NO_SESSION_READ if c.facts.is_practice_unread else ""
        plot_practice_and_stiffness(
            c.practice_weekly, c.stiffness_daily, c.stiffness_weekly, c.stiffness_change,
            events=_short_labels(c.log.events, self.weeks),
            pauses=_short_reasons(c.log.pauses), start=self.weeks.start,
            end=self.weeks.end, as_of=c.as_of, title="", axes=(upper, lower),
            years=self.weeks.has_year, no_ratings=no_ratings, no_sessions=no_sessions,
        )  # fmt: skip
        for ax in (upper, lower):
            ax.set_ylabel("")
        if has_number(c.practice_weekly):
            _apart(upper)
        return [*take_key(upper), *take_key(lower)]


def _say(sheet: Sheet, y: float, title: str, words: str) -> None:
    """Put what a plot shows left of it."""
    sheet.put(title, LEFT, y, STRONG)
    sheet.words(words, LEFT, y + STRONG.line, PLOT_LEFT - LEFT - TICK_LABELS, QUIET, max_lines=3)


def _short_labels(events: pd.DataFrame, weeks: Weeks) -> pd.DataFrame:
    """Return the events with labels that fit one line right of their day."""
    days = days_in(weeks.start, weeks.end)
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


def _apart(ax: Axes) -> None:
    """Leave out the top label of shares in a plot so low that it would touch the one below."""
    low, high = ax.get_ylim()
    height = ax.get_position().height * PAGE_HEIGHT
    ticks = [float(tick) for tick in ax.get_yticks()]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    if (ticks[-1] - ticks[-2]) / (high - low) * height < QUIET.line:
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

    return Block(HISTORY_PLOT + HISTORY_BELOW, put)


class KeyItem(NamedTuple):
    """One mark and its meaning; some meanings have no mark."""

    mark: Artist | None
    words: str

    @property
    def width(self) -> float:
        """Millimetres that mark and words take."""
        mark = 0.0 if self.mark is None else SWATCH_WIDTH + AFTER_SWATCH
        return mark + width_mm(printable(self.words), size=QUIET.size)


def take_key(ax: Axes) -> list[KeyItem]:
    """Take the legend off a chart and return what it explained."""
    items = [KeyItem(mark, _SAID_FULLY.get(gid, words)) for gid, mark, words in key_of(ax)]
    if legend := ax.get_legend():
        legend.remove()
    return items


def key_lines(items: Sequence[KeyItem], width: float) -> list[list[KeyItem]]:
    """Return the items in lines of a width."""
    lines: list[list[KeyItem]] = []
    taken = width + 1.0
    for item in items:
        if taken + item.width > width:
            lines.append([])
            taken = 0.0
        lines[-1].append(item)
        taken += item.width + BETWEEN
    return lines


def put_key(sheet: Sheet, lines: Sequence[Sequence[KeyItem]], x: float, y: float) -> float:
    """Put the lines of a key on the page; return where the next line would start."""
    for line in lines:
        at = x
        for item in line:
            if item.mark is not None:
                _put_mark(sheet, item.mark, at, y + (QUIET.line - SWATCH_HEIGHT) / 2)
                at += SWATCH_WIDTH + AFTER_SWATCH
            sheet.put(item.words, at, y, QUIET)
            at += width_mm(printable(item.words), size=QUIET.size) + BETWEEN
        y += QUIET.line
    return y


def _put_mark(sheet: Sheet, mark: Artist, x: float, y: float) -> None:
    """Draw a mark again, at a place of the page."""
    left, bottom = x / PAGE_WIDTH, 1 - (y + SWATCH_HEIGHT) / PAGE_HEIGHT
    wide, high = SWATCH_WIDTH / PAGE_WIDTH, SWATCH_HEIGHT / PAGE_HEIGHT
    if isinstance(mark, Patch):
        sheet.add(
            Rectangle(
                (left, bottom), wide, high, facecolor=mark.get_facecolor(),
                edgecolor=mark.get_edgecolor(), linewidth=mark.get_linewidth(),
                hatch=mark.get_hatch(), transform=sheet.figure.transFigure,
            )
        )  # fmt: skip
    elif isinstance(mark, Line2D):
        is_line = mark.get_linestyle() != "None"
        middle = bottom + high / 2
        ends = (left, left + wide / 2, left + wide) if is_line else (left + wide / 2,)
        sheet.add(
            Line2D(
                ends, (middle,) * len(ends), color=mark.get_color(), marker=mark.get_marker(),
                markersize=mark.get_markersize(), markerfacecolor=mark.get_markerfacecolor(),
                markevery=[1] if is_line else None, linestyle=mark.get_linestyle(),
                linewidth=mark.get_linewidth(), solid_capstyle="butt",
                transform=sheet.figure.transFigure,
            )
        )  # fmt: skip


def load_words(first: float, last: float) -> tuple[str, ...]:
    """Write the first and the newest load, the longest form first.

    Examples
    --------
    >>> load_words(2, 4)
    ('2 → 4 kg', 'now 4 kg')
    >>> load_words(4, 4)
    ('4 kg',)
    """
    if abs(first - last) <= TOLERANCE:
        return (f"{number_words(last)} kg",)
    return (f"{number_words(first)} → {number_words(last)} kg", f"now {number_words(last)} kg")


def loads(contents: ClientContents) -> dict[str, Range]:
    """Return the first and the newest load logged of each exercise, in the days of the page."""
    sessions = contents.log.sessions
    is_used = (
        sessions["load_kg"].notna()
        & (sessions["status"] != "skipped")
        & sessions["date"].between(contents.first_day, contents.as_of)
    )
    found: dict[str, Range] = {}
    used = sessions[is_used]
    for exercise, load in zip(used["exercise"].astype("str"), used["load_kg"], strict=True):
        found[exercise] = (found.get(exercise, (load, load))[0], load)
    return found


class Grid:
    """Exercises by weeks. What it needs of the page is measured first."""

    def __init__(self, contents: ClientContents, weeks: Weeks) -> None:
        self.contents = contents
        self.weeks = weeks
        weekly = contents.adherence_weekly
        self.weekly = weekly[weekly["week_start"].between(weeks.start, weeks.end)]
        self.exercises = list(dict.fromkeys(self.weekly["exercise"].astype("str")))
        key = self._draw(scratch_axes(40)[0], self.exercises) if self.exercises else []
        self.key = key_lines(key, WIDTH)

    @property
    def around(self) -> float:
        """Millimetres that all but the rows take."""
        return HEAD.line + 0.6 + len(self.key) * QUIET.line + 1.2 + BELOW_GRID

    def block(self, n_rows: int, pitch: float) -> Block:
        """Return the part with so many rows, each of a height."""
        exercises, more = self._chosen(n_rows)

        def put(sheet: Sheet, y: float) -> None:
            sheet.put("Each exercise, week by week", LEFT, y, HEAD)
            self._put_side_heads(sheet, y + HEAD.line - QUIET.line)
            y = put_key(sheet, self.key, LEFT, y + HEAD.line + 0.6) + 1.2
            self._put_rows(sheet, y, exercises, pitch)
            ax = sheet.axes(PLOT_LEFT, y, PLOT_WIDTH, len(exercises) * pitch)
            self._draw(ax, exercises)
            sheet.words(more, LEFT, y + len(exercises) * pitch + BELOW_GRID, WIDTH, QUIET)

        height = self.around + len(exercises) * pitch + (QUIET.line if more else 0.0)
        return Block(height, put)

    def _chosen(self, n_rows: int) -> tuple[list[str], str]:
        """Return the exercises to show, and what is said of those left out.

        Where there are too many, those with the lowest share lately; of those without a share,
        those done most.
        """
        n_left = len(self.exercises) - n_rows
        if n_left <= 0:
            return self.exercises, ""
        recent = self.contents.recent_by_exercise.set_index("exercise")
        shares = {str(e): v for e, v in recent["adherence"].items() if pd.notna(v)}
        done = {str(e): int(v) for e, v in self._done_in_view().items()}
        ranked = sorted(
            self.exercises, key=lambda e: (e not in shares, shares.get(e, 0.0), -done.get(e, 0))
        )
        kept = set(ranked[:n_rows])
        what = "lowest shares lately" if shares else "most done"
        return (
            [exercise for exercise in self.exercises if exercise in kept],
            f"Shown: {what}. {number_words(n_left)} {MORE}.",
        )

    def _done_in_view(self) -> pd.Series[int]:
        return self.weekly.groupby(self.weekly["exercise"].astype("str"))["done"].sum()

    def _put_side_heads(self, sheet: Sheet, y: float) -> None:
        sheet.put(recent_name(self.contents), SIDE_LEFT, y, QUIET)
        if loads(self.contents):
            sheet.put("load", RIGHT, y, QUIET, align="right")

    def _put_rows(self, sheet: Sheet, y: float, exercises: list[str], pitch: float) -> None:
        """Write each row's name at its left, what was done lately and the loads at its right."""
        recent = self.contents.recent_by_exercise
        is_logged = self.contents.has_sessions
        done = {
            str(row["exercise"]): done_words(row, has_sessions=is_logged)
            for _, row in recent.iterrows()
        }
        found = loads(self.contents)
        names = self._short_names()
        for number, exercise in enumerate(exercises):
            top = y + number * pitch + (pitch - SMALL.line) / 2
            sheet.put(names[exercise], LEFT, top, SMALL)
            count = printable(done.get(exercise, "none"))
            sheet.short(count, SIDE_LEFT, top, SIDE_WIDTH, SMALL)
            room = SIDE_WIDTH - width_mm(count, size=SMALL.size) - 2
            forms = load_words(*found[exercise]) if exercise in found else ()
            fitting = [words for words in forms if width_mm(words, size=SMALL.size) <= room]
            if fitting:
                sheet.put(fitting[0], RIGHT, top, QUIET, align="right")

    def _short_names(self) -> dict[str, str]:
        """Return the name that fits left of a row, by exercise; no two are the same."""
        names = {e: self.contents.names.get(e, e) for e in self.exercises}
        room = PLOT_LEFT - LEFT - 2
        short = told_apart(list(names.values()), width=room, size=SMALL.size)
        return {exercise: short[name] for exercise, name in names.items()}

    def _draw(self, ax: Axes, exercises: list[str]) -> list[KeyItem]:
        plot_weekly_grid(
            self.weekly, order=exercises, names=dict.fromkeys(exercises, "–"),
            start=self.weeks.start, end=self.weeks.end, as_of=self.contents.as_of, title="",
            legend=False, ax=ax,
        )  # fmt: skip
        ax.set_yticks([])
        ax.set_xticks(ax.get_xticks(), [""] * len(ax.get_xticks()))
        ax.tick_params(axis="x", length=0)
        weeks = self.weeks
        marks, words = grid_key(ax, self.weekly, exercises, start=weeks.start, end=weeks.end)
        return [
            *(KeyItem(mark, str(mark.get_label())) for mark in marks),
            *(KeyItem(None, meaning) for meaning in words),
        ]
