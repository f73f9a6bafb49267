"""What stands around an axes: title, note and legend above it, small print at the figure's foot.

Here, too, is what every chart asks of its tables: one client, and only the days that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.transforms import ScaledTranslation

from mobility_analysis.charts.parts.layout import Column
from mobility_analysis.charts.parts.letters import UNPRINTABLE, printable
from mobility_analysis.charts.parts.text import (
    LACKING_ON_PAGE,
    UNPRINTABLE_NOTE,
    width_pt,
    wrap,
)
from mobility_analysis.charts.parts.theme import LINE, axes_size_pt, cell_pt, look, root_figure
from mobility_analysis.words.titles.parts import SESSIONS_DONE, SESSIONS_DUE, left_out_words

HEADING, PANEL, LEGEND, FOOT = "heading", "panel", "key", "small-print"  # by their gid
EMPTY_PT = 60.0
#: Of the usual height, how much a chart over time keeps on a screen that is low.
LEAST_SHARE = 2 / 3
LONG_SHARE = 0.5  # of the width: longer entries of a legend have a line each
EDGE_PT = 8.0
ABOVE_PT = 5.0

#: A day as a caller states it.
Date = str | pd.Timestamp


def heading(
    ax: Axes,
    title: str,
    *,
    note: str = "",
    handles: Sequence[Artist] = (),
    above_pt: float = 0.0,
    room_pt: float | None = None,
) -> float:
    """Put title, note and legend above an axes, one above the other, never on the data.

    ``above_pt`` is room already taken above the axes. On a page that has it itself, all is handed
    over: a figure of several axes has one heading, above the first, since what a page says is cut
    off its picture there. Return all that is then taken, in points.
    """
    around, rise = look().around, above_pt + ABOVE_PT
    if around is not None:
        if around.ax is None:
            around.ax, around.rise_pt, around.title, around.note = ax, rise, title, note
        parts = _parts(handles, axes_size_pt(ax)[0] if room_pt is None else room_pt)
        around.key = [*around.key, *(handle for part in parts for handle in part)]
        if not around.is_drawn:
            return rise
    return _heading(ax, title, note, handles, rise=rise, room_pt=room_pt)


def panel_name(ax: Axes, name: str, *, above_pt: float = 0.0) -> float:
    """Write above one axes of several what tells it from the others; return all that is taken.

    It stays in the picture on a page, too: as an axis is named, so is a panel, where it is read.
    """
    size = look().small_pt
    words = wrap(printable(name), axes_size_pt(ax)[0], size)
    rise = above_pt + ABOVE_PT
    return rise + _line_above(ax, words, rise, size, look().palette.quiet, gid=PANEL)


def _heading(
    ax: Axes,
    title: str,
    note: str,
    handles: Sequence[Artist],
    *,
    rise: float,
    room_pt: float | None,
) -> float:
    """Write title, note and legend from so many points above an axes on."""
    width = axes_size_pt(ax)[0] if room_pt is None else room_pt
    small, palette = look().small_pt, look().palette
    title, note = printable(title), printable(note)
    for part in reversed(_parts(handles, width)):
        legend = _legend(part, width)
        _legend_above(ax, part, rise, legend)
        rise += legend.height_pt
    if note:
        rise += _line_above(ax, wrap(note, width, small), rise, small, palette.quiet)
    if title:
        size = look().title_pt
        text = wrap(title, width, size, bold=True)
        rise += _line_above(ax, text, rise, size, palette.ink, weight="bold")
    return rise


def heading_pt(around: Around, note: str) -> float:
    """Return how much room ``heading`` will take, in points."""
    width, small, size = around.room_pt, look().small_pt, look().title_pt
    parts = _parts(around.handles, width)
    rise = ABOVE_PT + sum(_legend(part, width).height_pt for part in parts)
    title, note = printable(around.title), printable(note)
    rise += _lines_pt(wrap(note, width, small), small) if note else 0.0
    return rise + (_lines_pt(wrap(title, width, size, bold=True), size) if title else 0.0)


def _lines_pt(text: str, size: float) -> float:
    return size * LINE * (text.count("\n") + 1) + 3


def _line_above(
    ax: Axes,
    text: str,
    rise_pt: float,
    size: float,
    colour: str,
    *,
    weight: str = "normal",
    gid: str = HEADING,
) -> float:
    """Write a text above the axes from its left end; return its height in points."""
    ax.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(0, rise_pt), textcoords="offset points",
        ha="left", va="bottom", fontsize=size, fontweight=weight, color=colour, linespacing=1.15,
        gid=gid,
    )  # fmt: skip
    return _lines_pt(text, size)


class _Legend(NamedTuple):
    """How the entries of a legend stand: their words, in how many columns, how high together."""

    labels: list[str]
    columns: int
    height_pt: float


def _parts(handles: Sequence[Artist], width: float) -> list[list[Artist]]:
    """Return the entries that share lines, and below them those that are too long for that."""
    size = look().small_pt
    labels = [printable(str(handle.get_label())) for handle in handles]
    is_long = [width_pt(label, size) > width * LONG_SHARE for label in labels]
    parts = (
        [handle for handle, long in zip(handles, is_long, strict=True) if long == wanted]
        for wanted in (False, True)
    )
    return [part for part in parts if part]


def _legend(handles: Sequence[Artist], width: float) -> _Legend:
    """Return how the entries of a legend stand within a width."""
    size = look().small_pt
    beside = 3.4 * size  # the handle and the gaps around it
    labels = [wrap(printable(str(h.get_label())), width - beside, size) for h in handles]
    widths = [width_pt(label, size) + beside for label in labels]
    fitting = (n for n in range(len(widths), 1, -1) if _columns_pt(widths, n) <= width)
    columns = next(fitting, 1)
    more_lines = sum(label.count("\n") for label in labels)
    rows = -(-len(widths) // columns) + more_lines
    return _Legend(labels, columns, rows * size * 1.5 + 4)


def _legend_above(ax: Axes, handles: Sequence[Artist], rise_pt: float, legend: _Legend) -> None:
    """Draw the legend, or a part of it; what is drawn of it stays."""
    if drawn_before := ax.get_legend():
        ax.add_artist(drawn_before)
    offset = ScaledTranslation(0, rise_pt / 72, root_figure(ax).dpi_scale_trans)
    drawn = ax.legend(
        handles=list(handles), labels=legend.labels, loc="lower left", bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + offset, ncols=legend.columns, borderaxespad=0, borderpad=0,
        handlelength=1.6, handletextpad=0.5, columnspacing=1.2, labelspacing=0.35,
        handleheight=1.0,
    )  # fmt: skip
    drawn.set_gid(LEGEND)


def legends_of(ax: Axes) -> list[Legend]:
    """Return the parts of a legend, the upper one first."""
    parts = (ax.get_legend(), *reversed(ax.artists))
    return [part for part in parts if isinstance(part, Legend)]


def _columns_pt(widths: Sequence[float], columns: int) -> float:
    """Return how wide a legend of so many columns is, in points; the first are the fuller ones."""
    rows, fuller = divmod(len(widths), columns)
    starts = [column * rows + min(column, fuller) for column in range(columns + 1)]
    return sum(max(widths[at:to]) for at, to in pairwise(starts))


def label_y(ax: Axes, text: str) -> None:
    """Write what the y axis shows along it, in as many lines as its height asks for."""
    room = axes_size_pt(ax)[1] * 0.95
    ax.set_ylabel(wrap(text, room, look().small_pt), linespacing=1.15)


def label_x(ax: Axes, text: str) -> float:
    """Write what the x axis shows under it; return the height of the words in points."""
    size, cell = look().small_pt, cell_pt(ax)
    broken = wrap(text, axes_size_pt(ax)[0] * 0.85 if cell is None else cell * 0.5, size)
    ax.set_xlabel(broken, linespacing=1.15)
    return (broken.count("\n") + 1) * size * LINE


def footer(figure: Figure, text: str) -> float:
    """Write definition, window and day of looking in small print at the foot of a figure.

    What the user stated, as ``style`` was told, comes last. Return the height of the small print
    in points.
    """
    if not text:
        return 0.0
    around = look().around
    if around is not None:
        lacking = f" {LACKING_ON_PAGE}" if _lacks_letters(figure, is_on_page=True) else ""
        around.small_print = f"{text}{lacking} {look().stated}".strip()
        if not around.is_drawn:
            return 0.0
    lacking = f" {UNPRINTABLE_NOTE}" if _lacks_letters(figure, is_on_page=False) else ""
    broken = _foot(f"{text}{lacking}", figure.get_figwidth())
    figure.supxlabel(
        broken, x=6 / (figure.get_figwidth() * 72), ha="left", fontsize=look().small_pt,
        color=look().palette.quiet, linespacing=1.15, gid=FOOT,
    )  # fmt: skip
    return _foot_pt(broken)


def _foot(text: str, width_in: float) -> str:
    """Return the small print in lines."""
    return wrap(printable(f"{text} {look().stated}"), width_in * 72 - 14, look().small_pt)


def _foot_pt(broken: str) -> float:
    return look().small_pt * LINE * (broken.count("\n") + 1) + 8


class Around(NamedTuple):
    """What will stand around the rows of a figure, with the room that its labels take."""

    title: str
    note: str
    handles: Sequence[Artist]
    room_pt: float
    below_pt: float
    text: str


def rows_that_fit(
    weights: Sequence[tuple[float, float]],
    height_pt: float,
    around: Around,
    *,
    noun: str,
    fewest: str = "",
) -> tuple[list[int], str]:
    """Return which rows a figure of a stated height has room for, in order, and its note.

    ``weights`` are the sessions prescribed and done of each row, or what ``fewest`` names: the
    fewest are left out, which the note then says. A figure that may be as high as it needs has
    room for all.
    """
    n_rows, room = len(weights), room_for_rows_pt(around)
    if room is None:
        return list(range(n_rows)), around.note
    if n_rows * height_pt <= room - heading_pt(around, around.note):
        return list(range(n_rows)), around.note
    fewest = fewest or (SESSIONS_DUE if any(due > 0 for due, _ in weights) else SESSIONS_DONE)
    rise = heading_pt(around, f"{around.note} {left_out_words(n_rows, noun, fewest)}")
    n_kept = max(1, int((room - rise) / height_pt))
    ranked = sorted(range(n_rows), key=lambda place: weights[place], reverse=True)
    left_out = left_out_words(n_rows - n_kept, noun, fewest)
    return sorted(ranked[:n_kept]), f"{around.note} {left_out}".strip()


def room_for_rows_pt(around: Around) -> float | None:
    """Return what a figure of a stated height has for rows and heading; None where none is."""
    fixed, most = look().height_in, look().most_height_in
    if fixed is not None:
        foot = _foot_pt(_foot(around.text, look().width_in))
        return fixed * 72 - around.below_pt - foot - EDGE_PT
    return None if most is None else most * 72 - around.below_pt - EDGE_PT


def finish(
    ax: Axes,
    height_pt: float,
    *,
    rise_pt: float,
    below_pt: float,
    text: str,
    least: float = 1.0,
) -> None:
    """Give a figure of one axes its footer, and the height at which the axes has its own.

    ``rise_pt`` and ``below_pt`` is the room taken above it and, by its labels, below it. Where
    figures may not pass a height the axes becomes lower, to the share ``least`` of its own. Where
    the height of figures is stated it becomes up to twice as high, and what is left stays blank; a
    figure that needs more is larger, of the same shape.
    """
    figure = root_figure(ax)
    foot = footer(figure, text)
    fixed, most = look().height_in, look().most_height_in
    if fixed is None and most is not None:
        room_pt = most * 72 - rise_pt - below_pt - EDGE_PT
        height_pt = min(height_pt, max(room_pt, height_pt * least))
    needed = (height_pt + rise_pt + below_pt + foot + EDGE_PT) / 72
    if fixed is None:
        figure.set_figheight(needed)
        return
    larger = max(1.0, needed / fixed)
    figure.set_size_inches(look().width_in * larger, fixed * larger)
    spare = fixed - needed - height_pt / 72
    engine = figure.get_layout_engine()
    if spare > 0 and isinstance(engine, Column):
        engine.blank = spare / fixed


def _lacks_letters(figure: Figure, *, is_on_page: bool) -> bool:
    """Whether words on a figure, such as the label of an event, hold a stand-in for a letter.

    Those that a page says itself are of the page's own fonts.
    """
    said = [text for ax in figure.axes for text in ax.texts]
    words = [text.get_text() for text in said if not (is_on_page and text.get_gid() == HEADING)]
    for ax in figure.axes:
        words += [tick.label1.get_text() for tick in ax.yaxis.get_major_ticks()]
        if not is_on_page:
            words += [text.get_text() for legend in legends_of(ax) for text in legend.get_texts()]
    return any(UNPRINTABLE in text for text in words)


def say_empty(ax: Axes, sentence: str) -> Axes:
    """Say in the middle of an axes why it is empty."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlim(0, 1)
    for spine in ax.spines.values():
        spine.set_visible(False)
    width = axes_size_pt(ax)[0]
    ax.text(
        0.5, 0.5, wrap(sentence, width * 0.9, look().text_pt), transform=ax.transAxes,
        ha="center", va="center", color=look().palette.quiet,
    )  # fmt: skip
    return ax


def nothing_to_draw(ax: Axes, sentence: str, *, is_alone: bool, title: str) -> Axes:
    """Draw a chart that has nothing to show: its title, and why."""
    say_empty(ax, sentence)
    rise = heading(ax, title)
    if is_alone:
        finish(ax, EMPTY_PT * look().scale, rise_pt=rise, below_pt=0, text="")
    return ax


def as_day(date: Date | None) -> pd.Timestamp | None:
    """Return a stated day as a Timestamp; nothing for nothing.

    Examples
    --------
    >>> as_day("2026-11-22")
    Timestamp('2026-11-22 00:00:00')
    """
    if date is None or pd.isna(date):
        return None
    return pd.Timestamp(date).normalize()


def within(
    table: pd.DataFrame,
    column: str,
    start: pd.Timestamp | None,
    end: pd.Timestamp | None,
) -> pd.DataFrame:
    """Return the rows whose date is not before ``start`` and not after ``end``."""
    kept = table[column].notna()
    if start is not None:
        kept &= table[column] >= start
    if end is not None:
        kept &= table[column] <= end
    return table[kept]


def rows(table: pd.DataFrame | None, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the named cells of each row; nothing where there is no table."""
    if table is not None:
        yield from zip(*(table[column].tolist() for column in columns), strict=True)
