"""The one-page summary of a client on A4 paper."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure

from mobility_analysis.charts.theme import style
from mobility_analysis.report import summary_words
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.page_figures import Panels, shown_weeks
from mobility_analysis.report.page_grid import MAX_PITCH, MIN_PITCH, Grid
from mobility_analysis.report.page_layout import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
    WIDTH,
    Sheet,
)
from mobility_analysis.report.page_practice import area_rows, areas_trained
from mobility_analysis.report.page_sections import (
    Block,
    Note,
    key_figures,
    masthead,
    notes_in_their_words,
    place_to_write,
    small_print,
    statement,
    to_talk_about,
)
from mobility_analysis.report.topics import topics_to_talk_about
from mobility_analysis.report.words import date_words

__all__ = ["summary_page"]

MM_PER_INCH = 25.4
GAP = 3.2
AREAS_WIDTH = 88.0
MORE_LINE = 4.0
LOWER_MIN, LOWER_MAX = 32.0, 62.0
PLOTS_MIN, PLOTS_MAX = 40.0, 74.0


def summary_page(contents: ClientContents, *, greyscale: bool = False) -> Figure:
    """Draw the page that a physio reads in a minute and hands over: one client on A4.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.
    greyscale : bool, default False
        Only greys, for a printer without colour.

    Returns
    -------
    Figure
        A4, portrait; to be saved within ``charts.theme.style`` for its fonts.
    """
    with style(greyscale=greyscale, text_pt=8.0):
        figure = Figure(figsize=(PAGE_WIDTH / MM_PER_INCH, PAGE_HEIGHT / MM_PER_INCH))
        sheet = Sheet(figure)
        head, middle, foot = _top(contents), _middle(contents), _bottom(contents)
        used = sum(block.height + GAP for block in [*head, *foot])
        y = TOP
        for block in [*head, *middle.blocks(BOTTOM - TOP - used)]:
            block.put(sheet, y)
            y += block.height + GAP
        y = BOTTOM - sum(block.height + GAP for block in foot) + GAP
        for block in foot:
            block.put(sheet, y)
            y += block.height + GAP
        figure.draw_without_rendering()
    return figure


def _top(contents: ClientContents) -> list[Block]:
    """Return what is to be seen in the first ten seconds."""
    blocks = [
        masthead(summary_words.KIND_OF_PAGE, contents.client, summary_words.period_words(contents)),
        key_figures(summary_words.key_figures(contents)),
        statement(summary_words.lead_words(contents, caption="*")),
        to_talk_about(topics_to_talk_about(contents)),
    ]
    return [block for block in blocks if block.height]


def _bottom(contents: ClientContents) -> list[Block]:
    said = summary_words.small_print(contents)[:-1]  # the period stands under the name
    return [place_to_write(), small_print([*said, f"{summary_words.account_words(contents)}."])]


class _Middle(NamedTuple):
    """The drawn parts and the lists, which share the room that is left."""

    contents: ClientContents
    panels: Panels | None
    grid: Grid | None

    def blocks(self, room: float) -> list[Block]:
        """Return the parts at heights that fill no more than the room."""
        parts = 1 + (self.panels is not None) + bool(self.grid and self.grid.exercises)
        room -= parts * GAP
        lower = self._lower(LOWER_MAX).height
        panel_least = self.panels.around + PLOTS_MIN if self.panels else 0.0
        blocks: list[Block] = []
        grid = None
        if self.grid and self.grid.exercises:
            grid = self._rows(room - panel_least - min(lower, LOWER_MIN))
            room -= grid.height
        if self.panels:
            spare = max(0.0, room - panel_least - lower)
            blocks.append(self.panels.block(panel_least + min(spare, PLOTS_MAX - PLOTS_MIN)))
            room -= blocks[0].height
        if grid:
            blocks.append(grid)
        return [*blocks, self._lower(room)]

    def _rows(self, room: float) -> Block:
        """Return the grid with as many rows as there is room for."""
        if self.grid is None:
            raise ValueError("there is no grid without a week")
        n, rows = len(self.grid.exercises), room - self.grid.around
        n_rows = n if n * MIN_PITCH <= rows else max(1, int((rows - MORE_LINE) / MIN_PITCH))
        return self.grid.block(n_rows, min(MAX_PITCH, max(MIN_PITCH, 0.7 * rows / n_rows)))

    def _lower(self, height: float) -> Block:
        areas = areas_trained(
            area_rows(self.contents), width=AREAS_WIDTH,
            aside="last 4 weeks; areas overlap", note="",
            none="No focus area was prescribed or practised.",
        )  # fmt: skip
        x = LEFT + AREAS_WIDTH + 6
        notes = notes_in_their_words(
            [Note(f"{date_words(d)} · {a}", n) for d, a, n in
             self.contents.notes[["date", "about", "note"]].itertuples(index=False)],
            height, x=x, width=LEFT + WIDTH - x, n_notes=len(self.contents.notes),
            none="no notes in this log",
        )  # fmt: skip

        def put(sheet: Sheet, y: float) -> None:
            areas.put(sheet, y)
            notes.put(sheet, y)

        return Block(max(areas.height, notes.height), put)


def _middle(contents: ClientContents) -> _Middle:
    weeks = shown_weeks(contents)
    if weeks is None:
        return _Middle(contents, None, None)
    return _Middle(contents, Panels(contents, weeks), Grid(contents, weeks))
