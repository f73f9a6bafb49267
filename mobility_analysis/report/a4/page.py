"""The one-page summary of a client on A4 paper.

The parts of the page that can give way share the room that the others leave.
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure

from mobility_analysis.charts.parts.text import (
    UNPRINTABLE,
    UNPRINTABLE_NOTE,
    printable,
    wrapped,
)
from mobility_analysis.charts.parts.theme import style
from mobility_analysis.report import summary
from mobility_analysis.report.a4.areas import areas_trained
from mobility_analysis.report.a4.panels import Grid, Panels, history, shown_weeks
from mobility_analysis.report.a4.parts import (
    IN_FULL,
    Block,
    Note,
    get_help,
    key_figures,
    masthead,
    notes_in_their_words,
    place_to_write,
    small_print,
    statement,
    to_talk_about,
)
from mobility_analysis.report.a4.sheet import (
    BOTTOM,
    LEFT,
    QUIET,
    TOP,
    WIDTH,
    Sheet,
    blank_figure,
)
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.summary import topics_to_talk_about
from mobility_analysis.words.numbers import date_words

GAP = 3.2
AREAS_WIDTH, BETWEEN_LISTS = 97.0, 6.0
LISTS_MAX = 60.0
MAX_STATED_LINES = 2
MAX_NOTES = 12  # more than the page has room for

MIN_PITCH, MAX_PITCH = 3.4, 4.6  # of a row of the grid; letters of 8 points are 2.8 high
MIN_ROWS, WANTED_ROWS = 3, 7
MIN_PLOTS, FEWEST_PLOTS = 34.0, 28.0
MIN_LISTS, FEWEST_LISTS = 26.0, 17.2  # the fewest hold a note and how many more there are
MIN_WRITING = 11.0
LINE = 3.8
# What is left is given in this order, each part up to a height.
STEPS = (
    ("pitch", 3.75),
    ("lists", 40.0),
    ("plots", 46.0),
    ("pitch", MAX_PITCH),
    ("plots", 66.0),
    ("lists", 60.0),
    ("writing", 40.0),
)


def summary_page(contents: ClientContents, *, greyscale: bool = False) -> Figure:
    """Draw the page that a physio reads in a minute and hands over: one client on A4.

    It is to be saved within ``style``, for its fonts.
    """
    with style(greyscale=greyscale, text_pt=8.0):
        figure = blank_figure()
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
    """Return what a reader should see in the first ten seconds."""
    blocks = [
        masthead(summary.KIND_OF_PAGE, contents.client, summary.period_words(contents)),
        key_figures(summary.key_figures(contents)),
        statement(summary.lead_words(contents, caption="*")),
        to_talk_about(topics_to_talk_about(contents)),
        get_help(),
    ]
    return [block for block in blocks if block.height]


def _foot(contents: ClientContents) -> Block:
    """Return the words that a page must carry; the period stands under the name.

    What the user stated comes last, since it may be long: a target for each of many exercises.
    """
    stated = " ".join(contents.stated)
    said = list(summary.limits_and_definitions(contents))
    written = [contents.client, *contents.names.values(), *contents.notes["note"][:MAX_NOTES]]
    written += contents.movement_checks["activity"].tolist()
    if any(UNPRINTABLE in printable(words) for words in written):
        said.append(UNPRINTABLE_NOTE)
    said.append(f"{summary.account_words(contents)}.")
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


class Heights(NamedTuple):
    """Millimetres for both plots together, the lists, the place to write; and the grid's rows."""

    plots: float
    n_rows: int
    pitch: float
    lists: float
    writing: float


LEAST = Heights(FEWEST_PLOTS, 0, MIN_PITCH, FEWEST_LISTS, MIN_WRITING)


def share_out(room: float, *, n_exercises: int, lists: float, has_plots: bool) -> Heights | None:
    """Share ``room``, in millimetres, out among the parts of the page.

    ``lists`` is what the areas and notes would like to have. Of more exercises than fit, the rest
    is left out. Nothing where the room does not hold the least of each part.

    Examples
    --------
    >>> share_out(100, n_exercises=22, lists=60, has_plots=True)
    Heights(plots=34.0, n_rows=7, pitch=3.6, lists=26.0, writing=11.0)
    >>> share_out(150, n_exercises=6, lists=30, has_plots=True)
    Heights(plots=66.0, n_rows=6, pitch=4.6, lists=30.0, writing=26.4)
    """
    wanted = min(n_exercises, WANTED_ROWS)
    for plots, least in ((MIN_PLOTS, MIN_LISTS), (FEWEST_PLOTS, FEWEST_LISTS)):
        taken = {
            "plots": plots if has_plots else 0.0,
            "pitch": MIN_PITCH,
            "lists": min(lists, least),
            "writing": MIN_WRITING,
        }
        spare = room - taken["plots"] - taken["lists"] - taken["writing"]
        n_rows = _n_rows(spare, n_exercises)
        spare -= n_rows * MIN_PITCH + (LINE if n_rows < n_exercises else 0.0)
        is_least = plots == FEWEST_PLOTS
        if spare >= 0 and (is_least or n_rows >= wanted):
            return _grown(taken, spare, n_rows=n_rows, limits={"lists": lists})
    return None


def _n_rows(spare: float, n_exercises: int) -> int:
    """Return how many rows fit, with a line that says how many do not; never under the least."""
    if n_exercises * MIN_PITCH <= spare:
        return n_exercises
    return min(n_exercises, max(MIN_ROWS, int((spare - LINE) / MIN_PITCH)))


def _grown(
    taken: dict[str, float], spare: float, *, n_rows: int, limits: dict[str, float]
) -> Heights:
    """Give what is spare to the parts, step by step."""
    for part, most in STEPS:
        each = n_rows if part == "pitch" else 1
        if not each or not taken[part]:
            continue
        gain = min(spare / each, min(most, limits.get(part, most)) - taken[part])
        if gain > 0:
            taken[part] += gain
            spare -= gain * each
    shared = {part: round(height, 3) for part, height in taken.items()}
    return Heights(n_rows=n_rows, **shared)
