"""The grid of exercises by weeks, with what was done lately, and the loads, at its right."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.grid import plot_weekly_grid
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.describe_practice import done_words
from mobility_analysis.report.page_figures import (
    PLOT_LEFT,
    PLOT_WIDTH,
    SIDE_LEFT,
    SIDE_WIDTH,
    Weeks,
)
from mobility_analysis.report.page_key import KeyItem, key_lines, put_key, take_key, take_words
from mobility_analysis.report.page_layout import (
    HEAD,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    SMALL,
    WIDTH,
    Sheet,
)
from mobility_analysis.report.page_sections import MORE, Block, heading_line
from mobility_analysis.report.words import number_words

__all__ = ["MAX_PITCH", "MIN_PITCH", "Grid", "load_words"]

MIN_PITCH, MAX_PITCH = 3.75, 4.8
BELOW = 0.6
COUNT_SHARE = 0.47


def load_words(contents: ClientContents) -> dict[str, str]:
    """Return the first and the newest load logged of each exercise, in the days shown.

    Returns
    -------
    dict of str to str
        Such as "2 → 4 kg", or "4 kg" where both are the same, by exercise id; only exercises
        with a load.
    """
    sessions = contents.log.sessions
    is_used = (
        sessions["load_kg"].notna()
        & (sessions["status"] != "skipped")
        & sessions["date"].between(contents.first_day, contents.as_of)
    )
    loads = sessions[is_used].groupby("exercise", observed=True)["load_kg"]
    return {
        str(exercise): _from_to(first, last)
        for (exercise, first), last in zip(loads.first().items(), loads.last(), strict=True)
    }


def _from_to(first: float, last: float) -> str:
    if first == last:
        return f"{number_words(last)} kg"
    return f"{number_words(first)} → {number_words(last)} kg"


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
        self.exercises = self._order()
        scratch = Sheet(Figure(figsize=(PAGE_WIDTH / 25.4, PAGE_HEIGHT / 25.4)))
        ax = scratch.axes(PLOT_LEFT, 60, PLOT_WIDTH, 40)
        key, self.words = self._draw(ax, self.exercises) if self.exercises else ([], "")
        self.key = key_lines(key, WIDTH)

    def _order(self) -> list[str]:
        """Return the exercises: those prescribed or done lately first, else as in the table."""
        recent = self.contents.recent_by_exercise
        lately = set(
            recent.loc[(recent["prescribed"] > 0) | (recent["done"] > 0), "exercise"].astype("str")
        )
        found = list(dict.fromkeys(self.weekly["exercise"].astype("str")))
        return sorted(found, key=lambda exercise: exercise not in lately)

    @property
    def around(self) -> float:
        """Millimetres that all but the rows take."""
        return HEAD.line + 0.6 + len(self.key) * QUIET.line + 1.2 + BELOW

    def block(self, n_rows: int, pitch: float) -> Block:
        """Return the part with so many rows, each of a height."""
        n_rows = min(n_rows, len(self.exercises))
        n_left = len(self.exercises) - n_rows
        more = QUIET.line if n_left else 0.0
        aside = f"at the right: last 4 weeks, first and newest load. {self.words}"

        def put(sheet: Sheet, y: float) -> None:
            heading_line(sheet, "Each exercise, week by week", y, aside=aside)
            y = put_key(sheet, self.key, LEFT, y + HEAD.line + 0.6) + 1.2
            self._put_names(sheet, y, self.exercises[:n_rows], pitch)
            ax = sheet.axes(PLOT_LEFT, y, PLOT_WIDTH, n_rows * pitch)
            self._draw(ax, self.exercises[:n_rows])
            if n_left:
                sheet.put(f"{n_left} {MORE}", LEFT, y + n_rows * pitch + 0.4, QUIET)

        return Block(self.around + n_rows * pitch + more, put)

    def _put_names(self, sheet: Sheet, y: float, exercises: list[str], pitch: float) -> None:
        """Write each row's name at its left, what was done lately and the loads at its right."""
        recent = self.contents.recent_by_exercise
        done = {str(row["exercise"]): done_words(row) for _, row in recent.iterrows()}
        loads = load_words(self.contents)
        split = COUNT_SHARE * SIDE_WIDTH
        for number, exercise in enumerate(exercises):
            top = y + number * pitch + (pitch - SMALL.line) / 2
            name = self.contents.names.get(exercise, exercise)
            sheet.short(name, LEFT, top, PLOT_LEFT - LEFT - 2, SMALL)
            sheet.short(done.get(exercise, "–"), SIDE_LEFT, top, split - 1, SMALL)
            if exercise in loads:
                x, width = SIDE_LEFT + split, SIDE_WIDTH - split
                sheet.short(loads[exercise], x, top, width, QUIET)

    def _draw(self, ax: Axes, exercises: list[str]) -> tuple[list[KeyItem], str]:
        plot_weekly_grid(
            self.weekly, order=exercises, names=dict.fromkeys(exercises, ""),
            start=self.weeks.start, end=self.weeks.end, as_of=self.contents.as_of, title="",
            ax=ax,
        )  # fmt: skip
        ax.set_yticks([])
        ax.set_xticks(ax.get_xticks(), [""] * len(ax.get_xticks()))
        ax.tick_params(axis="x", length=0)
        return take_key(ax), take_words(ax)
