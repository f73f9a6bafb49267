"""Ratings before and after a session, as counts: better, the same, worse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import (
    Around,
    Date,
    finish,
    heading,
    label_x,
    nothing_to_draw,
    rows,
    rows_that_fit,
)
from mobility_analysis.charts.parts.marks import HIGHER_HATCH
from mobility_analysis.charts.parts.palette import Palette
from mobility_analysis.charts.parts.rows import (
    name_rows,
    readable,
    room_pt,
    row_axes,
    row_pt,
    span_pt,
)
from mobility_analysis.charts.parts.text import width_pt
from mobility_analysis.charts.parts.theme import look, styled
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import number_words, rows_in_order
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.titles.stiffness import before_after_title

SUBJECT = "Stiffness before and after a session"
ALL_PAIRS = "All pairs"
NO_PAIRS = "No ratings before and after a session yet."
BAR = 0.55
DEFINITION = (
    "Self-reported. One pair: a rating before and one after, of the same day and exercise. Lower "
    "is better. It shows the time just after a session, not the days after."
)


class Part(NamedTuple):
    """One part of a bar: its column, what it is called, how it is drawn."""

    column: str
    name: str
    face: str
    edge: str
    hatch: str | None


def _parts(palette: Palette) -> tuple[Part, ...]:
    return (
        Part("n_better", "lower after", palette.better, palette.better, None),
        Part("n_same", "the same", palette.paper, palette.unclear, None),
        Part("n_worse", "higher after", palette.paper, palette.worse, HIGHER_HATCH),
    )


@takes(before_after="before_after_sessions")
@styled
def plot_before_after(
    before_after: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many pairs of ratings were lower, the same or higher after the session.

    A row for all pairs, then one an exercise; all pairs of a single exercise are drawn once, by
    its name.

    Parameters
    ----------
    before_after : DataFrame
        Table of ``before_after_sessions``: client, exercise (missing for all pairs), n_pairs,
        n_better, n_same, n_worse.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: how many were lower, how many higher; empty for none.
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
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02} 08:00", "exercise": "down-dog"}
    ...               for day in range(2, 8)],
    ...     stiffness=[{"client": "Ann", "date": f"2026-11-{day:02} {time}", "score": score,
    ...                 "moment": moment, "exercise": "down-dog"}
    ...                for day in range(2, 8)
    ...                for time, moment, score in (("07:50", "before", 6), ("08:20", "after", 4))],
    ... )
    >>> ax = ma.plot_before_after(ma.before_after_sessions(log), names=ma.exercise_names(log))
    >>> ax.texts[0].get_text()
    '6 lower, 0 same, 0 higher'
    """
    is_alone = ax is None
    shown = rows_in_order(_once(before_after[before_after["n_pairs"] > 0]))
    if title is None:
        title = SUBJECT if shown.empty else before_after_title(shown, not_read=not_read)
    labels = [
        ALL_PAIRS if pd.isna(exercise) else readable([str(exercise)], names)[0]
        for exercise in shown["exercise"]
    ]
    room = span_pt(ax, labels)
    beside = [_counts_words(counts) for counts in rows(shown, "n_better", "n_same", "n_worse")]
    bars = room_pt(ax, labels, beside)
    height = row_pt(labels, least_pt=26.0 * look().scale)
    key, note = _key(shown), ""
    text = with_not_read(f"{DEFINITION}{as_of_words(as_of)}", not_read)
    below = 5 * look().small_pt
    if is_alone:
        pairs = [(float("inf") if not place else float(n), 0.0) for place, (n,) in
                 enumerate(rows(shown, "n_pairs"))]  # fmt: skip
        around = Around(title, "", key, room, below, text)
        kept, note = rows_that_fit(pairs, height, around, noun="exercise", fewest="pairs")
        shown, labels = shown.iloc[kept], [labels[place] for place in kept]
    ax = row_axes(ax, len(labels), height)
    if shown.empty:
        none = with_not_read(NO_PAIRS, not_read)
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    name_rows(ax, labels, height if is_alone else None)
    for y, counts in enumerate(rows(shown, "n_better", "n_same", "n_worse")):
        _draw_row(ax, y, counts)
    ax.set_xlim(0, max(1, shown["n_pairs"].max()))
    places = int(bars // (width_pt(f"{shown['n_pairs'].max()}", look().small_pt) + 12))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=min(6, max(1, places)), integer=True))
    label = label_x(ax, "pairs of ratings")
    rise = heading(ax, title, note=note, handles=key, room_pt=room)
    if is_alone:
        finish(
            ax, len(labels) * height, rise_pt=rise, below_pt=label + 3 * look().small_pt, text=text,
        )  # fmt: skip
    return ax


def _once(shown: pd.DataFrame) -> pd.DataFrame:
    """Leave out the row of all pairs where one exercise has them all."""
    is_all = shown["exercise"].isna()
    by_exercise, together = shown[~is_all], shown.loc[is_all, "n_pairs"]
    if len(by_exercise) == 1 and (by_exercise["n_pairs"].iloc[0] == together).all():
        return by_exercise
    return shown


def _draw_row(ax: Axes, y: int, counts: tuple[float, ...]) -> None:
    """Draw the three parts of a bar end to end, their counts at the right."""
    palette = look().palette
    left = 0.0
    for part, number in zip(_parts(palette), counts, strict=True):
        if number:
            ax.barh(
                y, number, left=left, height=BAR, color=part.face, edgecolor=part.edge,
                hatch=part.hatch, linewidth=1, gid=part.column,
            )  # fmt: skip
        left += number
    ax.annotate(
        _counts_words(counts), (1, y),
        xycoords=("axes fraction", "data"), xytext=(7, 0), textcoords="offset points", ha="left",
        va="center", fontsize=look().small_pt, color=palette.ink,
        fontweight="bold" if y == 0 else "normal", gid="counts",
    )  # fmt: skip


def _counts_words(counts: tuple[float, ...]) -> str:
    better, same, worse = (number_words(number) for number in counts)
    return f"{better} lower, {same} same, {worse} higher"


def _key(shown: pd.DataFrame) -> list[Artist]:
    """Return what the legend explains: only parts that a bar has."""
    return [
        Patch(facecolor=part.face, edgecolor=part.edge, hatch=part.hatch, label=part.name)
        for part in _parts(look().palette)
        if shown[part.column].any()
    ]
