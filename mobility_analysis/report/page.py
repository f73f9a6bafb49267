"""The one-page summary of a client on A4 paper."""

from __future__ import annotations

from matplotlib.figure import Figure

from mobility_analysis.charts.theme import style
from mobility_analysis.report import summary_words
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.page_figures import Panels, history, shown_weeks
from mobility_analysis.report.page_grid import Grid
from mobility_analysis.report.page_layout import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    TOP,
    WIDTH,
    Sheet,
)
from mobility_analysis.report.page_practice import areas_trained
from mobility_analysis.report.page_sections import (
    IN_FULL,
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
from mobility_analysis.report.page_share import LEAST, Heights, share_out
from mobility_analysis.report.page_text import UNPRINTABLE, UNPRINTABLE_NOTE, printable, wrapped
from mobility_analysis.report.topics import topics_to_talk_about
from mobility_analysis.report.words import date_words

__all__ = ["summary_page"]

MM_PER_INCH = 25.4
GAP = 3.2
AREAS_WIDTH, BETWEEN_LISTS = 97.0, 6.0
LISTS_MAX = 60.0
MAX_STATED_LINES = 2
MAX_NOTES = 12  # more than the page has room for


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
        head, foot = _top(contents), _foot(contents)
        room = BOTTOM - TOP - sum(block.height + GAP for block in head) - foot.height - GAP
        y = TOP
        for block in [*head, *_middle(contents, room)]:
            block.put(sheet, y)
            y += block.height + GAP
        foot.put(sheet, BOTTOM - foot.height)
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


def _foot(contents: ClientContents) -> Block:
    """Return the words that a page must carry; the period stands under the name.

    What the user stated comes last, since it may be long: a target for each of many exercises.
    """
    stated = " ".join(contents.stated)
    said = [words for words in summary_words.small_print(contents)[:-1] if words != stated]
    written = [contents.client, *contents.names.values(), *contents.notes["note"][:MAX_NOTES]]
    if any(UNPRINTABLE in printable(words) for words in written):
        said.append(UNPRINTABLE_NOTE)
    said.append(f"{summary_words.account_words(contents)}.")
    cut = wrapped(stated, width=WIDTH, size=QUIET.size, max_lines=MAX_STATED_LINES)
    said += [*cut.lines, IN_FULL] if cut.is_cut else cut.lines
    return small_print(said)


def _middle(contents: ClientContents, room: float) -> list[Block]:
    """Return the charts, the lists and the place to write, at heights that fill the room.

    Where the room does not hold the least of all of them, the history gives way first, then the
    grid: both are on the HTML page.
    """
    weeks = shown_weeks(contents)
    lists = _lists(contents, LISTS_MAX).height
    if weeks is None:
        heights = share_out(room - GAP, n_exercises=0, lists=lists, has_plots=False)
        return _below(contents, heights or LEAST)
    panels, strip, grid = Panels(contents, weeks), history(contents, weeks), Grid(contents, weeks)
    for has_strip, has_grid in ((True, True), (False, True), (False, False)):
        blocks: list[Block] = [strip] if has_strip and strip else []
        rows = grid.exercises if has_grid else []
        fixed = [panels.around, *(b.height for b in blocks), *([grid.around] if rows else [])]
        heights = share_out(
            room - sum(fixed) - GAP * (len(fixed) + 1), n_exercises=len(rows), lists=lists,
            has_plots=True,
        )  # fmt: skip
        if heights is not None:
            break
    heights = heights or LEAST
    slack = heights.lists - _lists(contents, heights.lists).height  # less than a line of a list
    blocks.insert(0, panels.block(panels.around + heights.plots + max(0.0, slack)))
    if rows:
        blocks.append(grid.block(heights.n_rows, heights.pitch))
    return [*blocks, *_below(contents, heights)]


def _below(contents: ClientContents, heights: Heights) -> list[Block]:
    return [_lists(contents, heights.lists), place_to_write(heights.writing)]


def _lists(contents: ClientContents, height: float) -> Block:
    """Return the areas and, right of them, the notes."""
    areas = areas_trained(contents, width=AREAS_WIDTH, height=height)
    x = LEFT + AREAS_WIDTH + BETWEEN_LISTS
    columns = contents.notes[["date", "about", "note"]]
    notes = notes_in_their_words(
        [Note(f"{date_words(day)} · {about}", note) for day, about, note in
         columns.itertuples(index=False)],
        height, x=x, width=LEFT + WIDTH - x,
    )  # fmt: skip

    def put(sheet: Sheet, y: float) -> None:
        areas.put(sheet, y)
        notes.put(sheet, y)

    return Block(max(areas.height, notes.height), put)
