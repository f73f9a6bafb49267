"""The grid of exercises by weeks, with what was done lately, and the loads, at its right."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.grid import plot_weekly_grid
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_practice import done_words
from mobility_analysis.report.page_figures import (
    PLOT_LEFT,
    PLOT_WIDTH,
    SIDE_LEFT,
    SIDE_WIDTH,
    Weeks,
    scratch_axes,
)
from mobility_analysis.report.page_key import KeyItem, key_lines, put_key, take_key
from mobility_analysis.report.page_layout import HEAD, LEFT, QUIET, RIGHT, SMALL, WIDTH, Sheet
from mobility_analysis.report.page_sections import MORE, Block
from mobility_analysis.report.page_text import printable, width_mm
from mobility_analysis.report.short_names import told_apart
from mobility_analysis.report.topics import recent_name
from mobility_analysis.report.words import TOLERANCE, number_words

__all__ = ["MAX_PITCH", "MIN_PITCH", "Grid", "load_words"]

MIN_PITCH, MAX_PITCH = 3.75, 4.6
BELOW = 0.5
Range = tuple[float, float]


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
    """Exercises by weeks. What it needs of the page is measured first.

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
        weekly = contents.adherence_weekly
        self.weekly = weekly[weekly["week_start"].between(weeks.start, weeks.end)]
        self.exercises = list(dict.fromkeys(self.weekly["exercise"].astype("str")))
        key = self._draw(scratch_axes(40)[0], self.exercises) if self.exercises else []
        self.key = key_lines(key, WIDTH)

    @property
    def around(self) -> float:
        """Millimetres that all but the rows take."""
        return HEAD.line + 0.6 + len(self.key) * QUIET.line + 1.2 + BELOW

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
            sheet.words(more, LEFT, y + len(exercises) * pitch + BELOW, WIDTH, QUIET)

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
            ax=ax,
        )  # fmt: skip
        ax.set_yticks([])
        ax.set_xticks(ax.get_xticks(), [""] * len(ax.get_xticks()))
        ax.tick_params(axis="x", length=0)
        return take_key(ax)
