"""Which exercise trains which focus area, with what was counted of each: one matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import Date, finish, heading, nothing_to_draw
from mobility_analysis.charts.parts.rows import (
    NO_NUMBER,
    Share,
    name_rows,
    readable,
    room_pt,
    row_axes,
    row_pt,
    shares,
    span_pt,
)
from mobility_analysis.charts.parts.text import printable, width_pt, wrap
from mobility_analysis.charts.parts.theme import look, styled
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import held_of
from mobility_analysis.words.numbers import area_words
from mobility_analysis.words.practice import with_not_read

NOTHING = "No exercises and focus areas to show."
NOT_TRAINED_HATCH = "..."
UNKNOWN = "unknown"
OVERLAP = "An exercise counts in each of its areas, so areas do not add up."
DEFINITION = (
    "Self-reported. Numbers: sessions counted of those {}; in each week no more are counted than "
    "were {}, rounded up to a whole session. {}"
)
NEVER_LOGGED = "Unknown: sessions were never logged."
UNREAD = "Unknown: sessions could not be read."
WITHOUT_NUMBER = {
    "no programme": "Self-reported. Numbers: sessions done; nothing was prescribed.",
    "as needed": "Self-reported. Numbers: sessions done; all are prescribed as needed.",
}


@takes(
    areas="exercise_areas",
    overall="overall_adherence by exercise",
    overall_area="overall_adherence by focus area",
)
@styled
def plot_focus_area_matrix(
    areas: pd.DataFrame,
    overall: pd.DataFrame | None = None,
    overall_area: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] | None = None,
    when: str = "",
    as_of: Date | None = None,
    not_read: str = "",
    title: str = "What each exercise trains",
    ax: Axes | None = None,
) -> Axes:
    """Draw exercises against focus areas, a dot where one trains the other.

    Filled dots stand in rows of which something was done; rows of which nothing was done have
    rings. What was counted of what was prescribed stands at the right of each exercise and under
    each area. An area that nothing in the programme trains is hatched.

    Parameters
    ----------
    areas : DataFrame
        exercise, focus_area: one row a pair.
    overall : DataFrame, optional
        Table of ``overall_adherence`` by exercise; only its exercises are shown.
    overall_area : DataFrame, optional
        The same by focus area, for the counts under the columns.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    when : str
        What days the counts are about ("last 4 weeks"), for the title.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str
        Empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the tables hold more than one client.

    Examples
    --------
    Of seven areas, five are trained by nothing in this programme:

    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_focus_area_matrix(ma.exercise_areas(log), ma.overall_adherence(log))
    >>> [patch.get_gid() for patch in ax.patches]
    ['not trained', 'not trained', 'not trained', 'not trained', 'not trained']
    """
    is_alone = ax is None
    exercises = _exercises(areas, overall)
    columns = _areas(areas, overall_area, exercises)
    labels = readable(exercises, names)
    height = row_pt(labels, least_pt=20.0 * look().scale)
    done = shares(overall, "exercise", not_read=not_read)
    done_area = shares(overall_area, "focus_area", not_read=not_read)
    beside = [_beside(done[exercise]) for exercise in exercises if exercise in done]
    span = span_pt(ax, labels)
    pitch = room_pt(ax, labels, beside) / max(len(columns), 1)
    ax = row_axes(ax, len(exercises), height)
    if not exercises or not columns:
        none = with_not_read(NOTHING, not_read)
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    name_rows(ax, labels, height if is_alone else None)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    trained = _draw_dots(ax, areas, exercises, columns, done)
    _write_beside(ax, exercises, done)
    below = _write_under(ax, columns, done_area, pitch)
    above = _write_areas(ax, columns, pitch)
    full = f"{title}, {when}" if title and when else title
    rise = heading(
        ax, full, note=OVERLAP, handles=_key(done, columns, trained), above_pt=above, room_pt=span
    )
    if is_alone:
        finish(
            ax, len(exercises) * height, rise_pt=rise, below_pt=below,
            text=with_not_read(_definition(done, not_read) + as_of_words(as_of), not_read),
        )  # fmt: skip
    return ax


def _exercises(areas: pd.DataFrame, overall: pd.DataFrame | None) -> list[str]:
    source = areas if overall is None else overall
    return list(dict.fromkeys(source["exercise"].astype("str")))


def _areas(
    areas: pd.DataFrame,
    overall_area: pd.DataFrame | None,
    exercises: Sequence[str],
) -> list[str]:
    """Return the areas from left to right; without a programme, those that are practised."""
    if overall_area is not None:
        is_free = bool((overall_area["band"].astype("str") == "no programme").all())
        mine = areas["exercise"].astype("str").isin(exercises)
        areas = areas[mine] if is_free else areas
    return sorted(set(areas["focus_area"].astype("str")))


def _definition(done: Mapping[str, Share], not_read: str) -> str:
    bands = {share.band for share in done.values()}
    held = held_of(share.held_to for share in done.values())
    usual = DEFINITION.format(held, held, UNREAD if not_read else NEVER_LOGGED)
    return WITHOUT_NUMBER.get(bands.pop(), usual) if len(bands) == 1 else usual


def _is_undone(share: Share | None) -> bool:
    return share is not None and share.band != UNKNOWN and share.done <= TOLERANCE


def _draw_dots(
    ax: Axes,
    areas: pd.DataFrame,
    exercises: Sequence[str],
    columns: Sequence[str],
    done: Mapping[str, Share],
) -> set[str]:
    """Draw the dots and the grid behind them; return the areas that are trained."""
    palette = look().palette
    pairs = set(
        zip(areas["exercise"].astype("str"), areas["focus_area"].astype("str"), strict=True)
    )
    trained = {area for exercise, area in pairs if exercise in exercises and area in columns}
    for x, area in enumerate(columns):
        if area not in trained:
            ax.add_patch(
                Rectangle((x - 0.45, -0.45), 0.9, len(exercises) - 0.1, facecolor=palette.paper,
                          edgecolor=palette.rule, hatch=NOT_TRAINED_HATCH, linewidth=0,
                          gid="not trained")
            )  # fmt: skip
    for y in range(len(exercises)):
        ax.axhline(y, color=palette.rule, linewidth=0.5, zorder=0.5)
    for is_undone in (False, True):
        spots = [
            (x, y)
            for y, exercise in enumerate(exercises)
            for x, area in enumerate(columns)
            if (exercise, area) in pairs and _is_undone(done.get(exercise)) is is_undone
        ]
        if spots:
            ax.plot(
                [x for x, _ in spots], [y for _, y in spots], linestyle="none", marker="o",
                markersize=9, markeredgewidth=1.3, color=palette.practice, zorder=2,
                markerfacecolor=palette.paper if is_undone else palette.practice,
                gid="none done" if is_undone else "trains",
            )  # fmt: skip
    for spine in ax.spines.values():
        spine.set_visible(False)
    return trained


def _beside(share: Share) -> str:
    """Return the words of a share; a column has no room for a sentence."""
    return share.brief if share.band in (UNKNOWN, *NO_NUMBER) else share.words


def _write_beside(ax: Axes, exercises: Sequence[str], done: Mapping[str, Share]) -> None:
    for y, exercise in enumerate(exercises):
        if exercise in done:
            ax.annotate(
                _beside(done[exercise]), (1, y), xycoords=("axes fraction", "data"), xytext=(6, 0),
                textcoords="offset points", ha="left", va="center", fontsize=look().small_pt,
                gid="words",
            )  # fmt: skip


def _are_apart(texts: Sequence[str], pitch_pt: float) -> bool:
    """Return whether texts in the middle of neighbouring columns leave a gap."""
    widths = [width_pt(text, look().small_pt) for text in texts]
    return all((one + other) / 2 + 4 <= pitch_pt for one, other in pairwise([0.0, *widths, 0.0]))


def _write_under(
    ax: Axes, columns: Sequence[str], done: Mapping[str, Share], pitch: float
) -> float:
    """Write the counts under the columns; return their height in points."""
    size = look().small_pt
    whole = [done[area].brief if area in done else "" for area in columns]
    words = [_narrow(text, pitch) for text in whole]
    is_upright = not _are_apart(words, pitch)
    words = whole if is_upright else words
    ax.set_xticks(range(len(columns)), words, rotation=90 if is_upright else 0)
    ax.tick_params(axis="x", length=0, labelcolor=look().palette.ink, pad=2)
    if is_upright:
        return max(width_pt(text, size) for text in words) + 4
    return (max(text.count("\n") for text in words) + 1) * size * 1.25 + 4


def _narrow(text: str, room_pt: float) -> str:
    """Break a text between words only, to about a width."""
    size = look().small_pt
    widest = max((width_pt(word, size) for word in text.split()), default=0.0)
    return wrap(text, max(room_pt - 4, widest), size)


def _write_areas(ax: Axes, columns: Sequence[str], pitch: float) -> float:
    """Write the names of the areas above the columns; return their height in points."""
    size = look().small_pt
    names = [printable(area_words(area)) for area in columns]
    texts = [_narrow(name, pitch) for name in names]
    is_upright = not _are_apart(texts, pitch)
    for x, text in enumerate(names if is_upright else texts):
        ax.annotate(
            text, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=size,
            color=look().palette.quiet, rotation=90 if is_upright else 0, linespacing=1.1,
            gid="area",
        )  # fmt: skip
    if is_upright:
        return max(width_pt(text, size) for text in names) + 6
    return (max(text.count("\n") for text in texts) + 1) * size * 1.2 + 6


def _key(done: Mapping[str, Share], columns: Sequence[str], trained: set[str]) -> list[Artist]:
    """Return what the legend explains of the marks that are drawn."""
    palette = look().palette
    dot = Line2D([], [], linestyle="none", marker="o", markersize=8, color=palette.practice,
                 label="trains it")  # fmt: skip
    key: list[Artist] = [dot]
    if any(_is_undone(share) for share in done.values()):
        key.append(Line2D([], [], linestyle="none", marker="o", markersize=8, markeredgewidth=1.3,
                          color=palette.practice, markerfacecolor=palette.paper,
                          label="trains it, none done"))  # fmt: skip
    if set(columns) - trained:
        key.append(Patch(facecolor=palette.paper, edgecolor=palette.rule, linewidth=0,
                         hatch=NOT_TRAINED_HATCH, label="nothing here trains it"))  # fmt: skip
    return key
