"""Which exercise trains which focus area, with what was counted of each: one matrix."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import (
    Around,
    Date,
    finish,
    heading,
    nothing_to_draw,
    rows_that_fit,
)
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.marks import NOT_TRAINED_HATCH
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
from mobility_analysis.charts.parts.text import HINTED, MM_PER_POINT, shortened, width_pt, wrap
from mobility_analysis.charts.parts.theme import LINE, look, styled
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import held_of
from mobility_analysis.words.numbers import area_words
from mobility_analysis.words.practice import with_not_read
from mobility_analysis.words.titles.matrix import matrix_title, shown_areas
from mobility_analysis.words.titles.outside import outside_areas_words

NOTHING = "No exercises and focus areas to show."
SUBJECT = "What each exercise trains"
UNKNOWN = "unknown"
#: A label above or below a column has at most so many lines; beyond it is cut.
MAX_LINES = 3
#: Columns that two together are narrower than this, in letters, are numbered.
LEAST_EM = 5.0
PAD_PT = 2.0
OVERLAP = "An exercise counts in each of its areas, so areas do not add up."
DEFINITION = (
    "Self-reported. Numbers: sessions counted of those {}; in each week no more are counted than "
    "were {}, rounded up to a whole session."
)
NO_ROOM = "Counts by area have no room here: see the table."
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
    unprescribed="unprescribed_sessions",
)
@styled
def plot_focus_area_matrix(
    areas: pd.DataFrame,
    overall: pd.DataFrame | None = None,
    overall_area: pd.DataFrame | None = None,
    *,
    unprescribed: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    when: str = "",
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
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
    unprescribed : DataFrame, optional
        Table of ``unprescribed_sessions`` of the same client and days: the areas of what was done
        outside the programme are then named under the title.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    when : str
        What days the counts are about ("last 4 weeks"), said under the title.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: the areas that nothing trains, without a programme those
        practised; empty for none.
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
    matrix = shown_areas(areas, overall, overall_area)
    exercises, columns, untrained = matrix.exercises, matrix.areas, matrix.untrained
    labels = readable(exercises, names)
    height = row_pt(labels, least_pt=20.0 * look().scale)
    done = shares(overall, "exercise", not_read=not_read)
    done_area = shares(overall_area, "focus_area", not_read=not_read)
    beside = [_beside(done[exercise]) for exercise in exercises if exercise in done]
    span = span_pt(ax, labels)
    pitch = room_pt(ax, labels, beside) / max(len(columns), 1)
    if not exercises or not columns:
        ax = row_axes(ax, 0, height)
        none = with_not_read(NOTHING, not_read)
        title = SUBJECT if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    title = matrix_title(matrix, when) if title is None else title
    above = _names_above([area_words(area) for area in columns], pitch)
    under = _counts_under([_under(area, done_area, untrained) for area in columns], pitch)
    note = " ".join(
        filter(
            None,
            [
                f"Counts: {when}." if when else "", OVERLAP,
                outside_areas_words(unprescribed, areas, names=names, when=when),
                above.note, under.note,
            ],
        )
    )  # fmt: skip
    key = _key(exercises, done, untrained=f"{matrix.nothing} trains it" if untrained else "")
    text = with_not_read(_definition(done, not_read) + as_of_words(as_of), not_read)
    if is_alone:
        around = Around(title, note, key, span, above.height_pt + under.height_pt, text)
        weights = [_weight(done.get(exercise)) for exercise in exercises]
        kept, note = rows_that_fit(weights, height, around, noun="exercise")
        exercises, labels = [exercises[n] for n in kept], [labels[n] for n in kept]
    ax = row_axes(ax, len(exercises), height)
    name_rows(ax, labels, height if is_alone else None)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    _draw_dots(ax, areas, exercises, columns, done, untrained=untrained)
    _write_beside(ax, exercises, done)
    _write_under(ax, under)
    _write_above(ax, above)
    rise = heading(ax, title, note=note, handles=key, above_pt=above.height_pt, room_pt=span)
    if is_alone:
        finish(
            ax, len(exercises) * height, rise_pt=rise, below_pt=under.height_pt, text=text,
        )  # fmt: skip
    return ax


def _weight(share: Share | None) -> tuple[float, float]:
    return (0.0, 0.0) if share is None else (share.prescribed, share.done)


def _definition(done: Mapping[str, Share], not_read: str) -> str:
    bands = {share.band for share in done.values()}
    held = held_of(share.held_to for share in done.values())
    usual = DEFINITION.format(held, held)
    if UNKNOWN in bands:
        return f"{usual} {UNREAD if not_read else NEVER_LOGGED}"
    return WITHOUT_NUMBER.get(bands.pop(), usual) if len(bands) == 1 else usual


def _is_undone(share: Share | None) -> bool:
    return share is not None and share.band != UNKNOWN and share.done <= TOLERANCE


def _draw_dots(
    ax: Axes,
    areas: pd.DataFrame,
    exercises: Sequence[str],
    columns: Sequence[str],
    done: Mapping[str, Share],
    *,
    untrained: Sequence[str],
) -> None:
    """Draw the dots and the grid behind them."""
    palette = look().palette
    pairs = set(
        zip(areas["exercise"].astype("str"), areas["focus_area"].astype("str"), strict=True)
    )
    for x, area in enumerate(columns):
        if area in untrained:
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
                markersize=9 * math.sqrt(look().scale), markeredgewidth=1.3,
                color=palette.practice, zorder=2,
                markerfacecolor=palette.paper if is_undone else palette.practice,
                gid="none done" if is_undone else "trains",
            )  # fmt: skip
    for spine in ax.spines.values():
        spine.set_visible(False)


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


def _under(area: str, done: Mapping[str, Share], untrained: Sequence[str]) -> str:
    """Return the counts of an area; one that nothing trains has its hatch to say so."""
    return done[area].brief if area in done and area not in untrained else ""


class Columns(NamedTuple):
    """What stands above or below the columns, on one level or by turns on two, and a note on it."""

    texts: list[str]
    levels: int
    note: str = ""

    def lines(self, level: int) -> int:
        """Return how many lines the texts of a level have at most."""
        return max((text.count("\n") + 1 for text in self.texts[level :: self.levels]), default=0)

    @property
    def height_pt(self) -> float:
        """Return the height of all levels together, in points."""
        lines = sum(self.lines(level) for level in range(self.levels))
        return lines * look().small_pt * LINE + 3 * (self.levels + 1)


def _names_above(names: Sequence[str], pitch: float) -> Columns:
    """Break the names of areas to the width of columns, never turning them.

    Where one has no room they stand by turns on two levels, twice as wide. What is too long there
    is cut, and columns too narrow for that are numbered; the note then has the whole names.
    """
    printed = [printable(name) for name in names]
    found = _side_by_side(printed, pitch)
    if found is not None:
        return found
    wide = _two_wide(pitch)
    cut = [_narrow(name, wide) or _cut(name, wide) for name in printed]
    if wide >= LEAST_EM * look().small_pt and len(set(cut)) == len(set(names)):
        whole = [f"{_one_line(short)} is {name}" for short, name in zip(cut, names, strict=True)
                 if _one_line(short) != printable(name)]  # fmt: skip
        return Columns(cut, 2, f"{'; '.join(whole)}." if whole else "")
    numbers = [f"{n}" for n in range(1, len(names) + 1)]
    named = ", ".join(f"{n} {name}" for n, name in zip(numbers, names, strict=True))
    return Columns(numbers, 1, f"Areas: {named}.")


def _counts_under(counts: Sequence[str], pitch: float) -> Columns:
    """Break the counts of areas to the width of columns; leave them out where they have no room."""
    none = Columns([""] * len(counts), 1, NO_ROOM)
    return _side_by_side(counts, pitch) or none


def _side_by_side(texts: Sequence[str], pitch: float) -> Columns | None:
    """Return texts that have room beside one another, on one level or on two; else nothing."""
    for levels, wide in ((1, pitch - 4), (2, _two_wide(pitch))):
        found = [text and _narrow(text, wide) for text in texts]
        if None not in found:
            return Columns([text or "" for text in found], levels)
    return None


def _two_wide(pitch: float) -> float:
    """Return the width of a text between the middles of its neighbours' neighbours."""
    return 2 * pitch - 6


def _narrow(text: str, room_pt: float) -> str | None:
    """Break a text between words only; nothing where it is too wide or too long for that."""
    size = look().small_pt
    if max((width_pt(word, size) for word in text.split()), default=0.0) > room_pt:
        return None
    broken = wrap(text, room_pt, size)
    return broken if broken.count("\n") < MAX_LINES else None


def _cut(text: str, room_pt: float) -> str:
    """Break a text anywhere, and leave out what is beyond the last line."""
    size = look().small_pt
    lines = wrap(text, room_pt, size).split("\n")
    if len(lines) > MAX_LINES:
        rest = " ".join(lines[MAX_LINES - 1 :])
        last = shortened(rest, width=room_pt / HINTED * MM_PER_POINT, size=size)
        lines = [*lines[: MAX_LINES - 1], last]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _write_under(ax: Axes, columns: Columns) -> None:
    """Write the counts under the columns, those of the second level lower."""
    ax.tick_params(axis="x", length=0, labelcolor=look().palette.ink, pad=PAD_PT)
    tick_at(ax.xaxis, range(len(columns.texts)), columns.texts)
    if columns.levels == 2:
        lower = columns.lines(0) * look().small_pt * LINE + 2 * PAD_PT
        for tick in ax.xaxis.get_major_ticks()[1::2]:
            tick.set_pad(lower)


def _write_above(ax: Axes, columns: Columns) -> None:
    """Write the names of the areas above the columns; a line leads up to the second level."""
    size, palette = look().small_pt, look().palette
    second = 3 + columns.lines(columns.levels - 1) * size * LINE + 3
    for x, text in enumerate(columns.texts):
        rise = second if columns.levels == 2 and x % 2 == 0 else 3
        if rise > 3:
            ax.annotate(
                "", (x, 1), xycoords=("data", "axes fraction"), xytext=(0, rise),
                textcoords="offset points",
                arrowprops={"arrowstyle": "-", "color": palette.rule, "linewidth": 0.7,
                            "shrinkA": 0, "shrinkB": 0},
            )  # fmt: skip
        ax.annotate(
            text, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, rise),
            textcoords="offset points", ha="center", va="bottom", fontsize=size,
            color=palette.quiet, linespacing=1.1, gid="area",
        )  # fmt: skip


def _key(exercises: Sequence[str], done: Mapping[str, Share], *, untrained: str) -> list[Artist]:
    """Return what the legend explains of the marks that are drawn."""
    palette = look().palette
    are_undone = {_is_undone(done.get(exercise)) for exercise in exercises}
    dot: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 8}
    dot |= {"color": palette.practice, "markeredgewidth": 1.3}
    key: list[Artist] = []
    if False in are_undone:
        key.append(Line2D([], [], **dot, label="trains it"))
    if True in are_undone:
        key.append(
            Line2D([], [], **dot, markerfacecolor=palette.paper, label="trains it, none done")
        )
    if untrained:
        key.append(Patch(facecolor=palette.paper, edgecolor=palette.rule, linewidth=0,
                         hatch=NOT_TRAINED_HATCH, label=untrained))  # fmt: skip
    return key
