"""The same log under every definition of adherence, side by side."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import Date, finish, heading, nothing_to_draw
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.rows import name_rows, room_pt, row_axes, row_pt, span_pt
from mobility_analysis.charts.parts.text import wrap
from mobility_analysis.charts.parts.theme import LINE, look, styled
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import cut_percent
from mobility_analysis.words.practice import DEFINITION_NAMES, with_not_read
from mobility_analysis.words.titles.practice import definitions_title

SUBJECT = "Adherence by definition"
NOTHING = "No adherence to compare: no number was prescribed, or no session was ever logged."
NOTHING_TO_READ = "No adherence to compare: no number was prescribed, or no session could be read."
NOT_KNOWN = "cannot be told from this log"
NOTE = "One log, counted in different ways; the first row is used everywhere else."
DEFINITION = "Self-reported. No definition is agreed on; the same log is counted in each row."


@takes(definitions="adherence_definitions")
@styled
def plot_adherence_definitions(
    definitions: pd.DataFrame,
    *,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one client's adherence under each definition, with its meaning under the bar.

    Parameters
    ----------
    definitions : DataFrame
        Table of ``adherence_definitions``: client, definition, adherence, meaning.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: between what the definitions lie; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the table holds more than one client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_adherence_definitions(ma.adherence_definitions(log))
    >>> len(ax.patches), ax.texts[0].get_text()
    (5, '83 %')
    """
    is_alone = ax is None
    names = [printable(DEFINITION_NAMES.get(name, name)) for name in definitions["definition"]]
    size = look().small_pt
    span = span_pt(ax, names)
    width = room_pt(ax, names, ["100 %"]) - 10
    meanings = [wrap(printable(meaning), width, size) for meaning in definitions["meaning"]]
    lines = max((meaning.count("\n") + 1 for meaning in meanings), default=1)
    height = row_pt(names, least_pt=(lines * LINE + 2.2) * size + 8)
    ax = row_axes(ax, len(names), height)
    if definitions["adherence"].isna().all():
        none = with_not_read(NOTHING_TO_READ if not_read else NOTHING, not_read)
        said = SUBJECT if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    title = definitions_title(definitions) if title is None else title
    name_rows(ax, names, height if is_alone else None)
    top = max(1.0, definitions["adherence"].max(skipna=True))
    ax.set_xlim(0, top)
    ticks = [0.0, 0.5, 1.0]
    tick_at(ax.xaxis, ticks, [cut_percent(tick) for tick in ticks])
    ax.spines["left"].set_color(look().palette.quiet)
    if top > 1:
        ax.axvline(1, color=look().palette.rule, linewidth=0.9, zorder=1, gid="all prescribed")
    bar = 1.3 * size / height
    for y, (ratio, meaning) in enumerate(zip(definitions["adherence"], meanings, strict=True)):
        _draw_row(ax, y, ratio, meaning, bar)
    rise = heading(ax, title, note=NOTE, room_pt=span)
    if is_alone:
        finish(
            ax, len(names) * height, rise_pt=rise, below_pt=2 * size,
            text=with_not_read(f"{DEFINITION}{as_of_words(as_of)}", not_read),
        )  # fmt: skip
    return ax


def _draw_row(ax: Axes, y: int, ratio: float, meaning: str, bar: float) -> None:
    """Draw a bar, the first filled, with its percentage at the right and meaning below."""
    palette, size = look().palette, look().small_pt
    is_known = not pd.isna(ratio)
    middle = y - 0.46 + bar / 2
    if is_known and ratio <= TOLERANCE:
        ax.plot(
            [0, 0], [middle - bar / 2, middle + bar / 2], color=palette.practice, linewidth=4,
            solid_capstyle="butt", clip_on=False, gid="nothing",
        )  # fmt: skip
    elif is_known:
        ax.barh(
            middle, ratio, height=bar, color=palette.practice if y == 0 else palette.paper,
            edgecolor=palette.practice, linewidth=1, gid="definition",
        )  # fmt: skip
    ax.annotate(
        cut_percent(ratio) if is_known else NOT_KNOWN, (1 if is_known else 0, middle),
        xycoords=("axes fraction", "data"), xytext=(7, 0), textcoords="offset points",
        ha="left", va="center", fontsize=size, color=palette.ink if is_known else palette.quiet,
        fontweight="bold" if is_known and y == 0 else "normal", gid="percent",
    )  # fmt: skip
    ax.annotate(
        meaning, (0, middle + 0.75 * bar), xytext=(5, 0), textcoords="offset points", ha="left",
        va="top", fontsize=size, color=palette.quiet, linespacing=1.15, gid="meaning",
    )  # fmt: skip
