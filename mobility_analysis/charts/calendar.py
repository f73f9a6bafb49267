"""A calendar of practice: weeks across, weekdays down, each day by its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from mobility_analysis.charts.parts.cells import (
    Cell,
    cell_key,
    cells_size_pt,
    draw_cells,
    mid,
    write_counts,
)
from mobility_analysis.charts.parts.dates import LEAST_DAYS, Span, date_axis, day_number, seen
from mobility_analysis.charts.parts.frame import (
    Date,
    as_day,
    finish,
    heading,
    nothing_to_draw,
    rows,
    within,
)
from mobility_analysis.charts.parts.text import width_pt
from mobility_analysis.charts.parts.theme import axes_size_pt, look, new_axes, styled
from mobility_analysis.charts.parts.ticks import tick_at
from mobility_analysis.log.schema import WEEKDAYS
from mobility_analysis.measures.adherence.calendar import OF_A_PROGRAMME
from mobility_analysis.measures.days import ONE_DAY, ONE_WEEK, SHOWN_WEEKS, monday_of, sunday_of
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.practice import (
    done_outside,
    holds_no_session,
    unless_unread,
    with_not_read,
)
from mobility_analysis.words.titles.practice import calendar_title

ROW_PT = 15.0
#: The shade of a day with one exercise done, where others have more.
PALEST = 0.15
NOTHING = "Nothing prescribed and no sessions in these weeks."
ALL_TOGETHER = "The most that was logged of any exercise that day."
NOT_DONE = "Not done: something else was logged that day."
BLANK = "Blank: nothing was due."
SILENCE = "Nothing logged: no session and no rating."
SILENCE_NOT_READ = "Nothing read: no session and no rating that could be read."
WITHOUT_NUMBER = "Self-reported. Blank: no session logged."


@takes(daily="daily_practice", unprescribed="unprescribed_sessions")
@styled
def plot_practice_calendar(
    daily: pd.DataFrame,
    *,
    unprescribed: pd.DataFrame | None = None,
    exercise: str | None = None,
    names: Mapping[str, str] | None = None,
    start: Date | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a calendar of days: done, partial, skipped, not done, nothing logged, paused.

    Of all exercises together, a day on which more were done is darker. A day has one sign, by the
    most that was logged: what was done outside the programme goes before what was done in part or
    skipped in it.

    Parameters
    ----------
    daily : DataFrame
        Table of ``daily_practice``: client, exercise, date, state, is_unprescribed,
        is_as_needed are used.
    unprescribed : DataFrame, optional
        Table of ``unprescribed_sessions`` of the same client: a day on which something was done
        outside the programme alone has a mark and counts in the title. Unless it is given, days
        that ``daily`` marks have one, and the title is about sessions of the programme.
    exercise : str, optional
        Id of the exercise to show. Unless stated all are shown together: a day has the state
        that comes last in the order of the column's categories, and the number of exercises done.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    start : str or Timestamp, optional
        First day shown; unless stated, at most the last 26 weeks are.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What of sessions and ratings could not be read, as ``not_read`` says it. A day or week
        without an entry is then only one without any read, and the small print carries it.
    title : str, optional
        By default the finding: on how many of the days shown a session was done; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the table holds more than one client, or not the exercise.

    Examples
    --------
    The states that days have, each in its own look:

    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_practice_calendar(ma.daily_practice(log))
    >>> [cells.get_gid() for cells in ax.collections]
    ['done', 'nothing logged']
    """
    is_alone = ax is None
    chosen = daily if exercise is None else _of_exercise(daily, exercise)
    if unprescribed is not None and exercise is not None:
        unprescribed = unprescribed[unprescribed["exercise"].astype("str") == exercise]
    name = "" if exercise is None else (names or {}).get(exercise, exercise)
    subject = f"Practice by day: {name}" if name else "Practice by day"
    ax = new_axes(7 * ROW_PT * look().height_scale) if ax is None else ax
    if not_read and holds_no_session(daily, unprescribed):
        none = unless_unread(NOTHING, not_read)
        said = subject if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    span = _span(chosen, start=start, as_of=as_of)
    chosen = chosen if span is None else within(chosen, "date", *span)
    cells = [] if span is None else _cells(chosen)
    outside = done_outside(chosen, unprescribed)
    cells = _one_sign_a_day(cells, outside)
    if holds_no_session(daily, unprescribed):
        # Whether anything was done is unknown: such a day has its rating.
        cells = [
            cell._replace(state="ratings only") if cell.state == "not done" else cell
            for cell in cells
        ]
    if span is None or not (cells or outside):
        none = with_not_read(NOTHING, not_read)
        said = subject if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    if title is None:
        title = calendar_title(chosen, name, unprescribed=unprescribed, not_read=not_read)
    date_axis(ax, *span, least_days=LEAST_DAYS)
    has_words = _draw(ax, cells, span, counts=exercise is None)
    mark = _mark_outside(ax, outside)
    note = _how_to_read(is_pooled=exercise is None, has_words=has_words)
    rise = heading(ax, title, note=note, handles=[*cell_key(cells, not_read=not_read), *mark])
    if is_alone:
        said = _definition(chosen, cells, not_read, has_outside=bool(outside))
        shown = Span(max(span.start, chosen["date"].min()), min(span.end, chosen["date"].max()))
        finish(
            ax, 7 * ROW_PT * look().height_scale, rise_pt=rise, below_pt=3 * look().small_pt,
            text=with_not_read(f"{said} {seen(shown, as_of)}", not_read),
        )  # fmt: skip
    return ax


def _definition(
    days: pd.DataFrame, cells: Sequence[Cell], not_read: str, *, has_outside: bool
) -> str:
    """Say what the days are, and what blank means where none is of a programme."""
    if not (has_outside or days["state"].isin(OF_A_PROGRAMME).any()):
        return WITHOUT_NUMBER
    states = {cell.state for cell in cells}
    said = ["Self-reported."]
    said += [NOT_DONE] if "not done" in states else []
    silence = SILENCE_NOT_READ if not_read else SILENCE
    said += [silence] if "nothing logged" in states else []
    return " ".join([*said, BLANK])


def _of_exercise(daily: pd.DataFrame, exercise: str) -> pd.DataFrame:
    chosen = daily[daily["exercise"].astype("str") == exercise]
    if chosen.empty and not daily.empty:
        known = sorted(set(daily["exercise"].astype("str")))
        raise ValueError(f"no exercise {exercise!r} in this table; it has {', '.join(known)}")
    return chosen


def _span(daily: pd.DataFrame, *, start: Date | None, as_of: Date | None) -> Span | None:
    """Return the days shown, from a Monday to a Sunday."""
    if daily.empty:
        return None
    last = as_day(as_of) or daily["date"].max()
    sunday = sunday_of(last)
    first = as_day(start) or daily["date"].min()
    if start is None:
        first = max(first, sunday - SHOWN_WEEKS * ONE_WEEK + ONE_DAY)
    monday = monday_of(first)
    return Span(monday, max(sunday, sunday_of(monday)))


def _cells(daily: pd.DataFrame) -> list[Cell]:
    """Return one cell a day; of several exercises, the last state in the order of the states."""
    order = {state: rank for rank, state in enumerate(daily["state"].cat.categories)}
    states: dict[pd.Timestamp, str] = {}
    n_done: dict[pd.Timestamp, int] = {}
    for date, state in rows(daily, "date", "state"):
        states[date] = max(states.get(date, state), state, key=lambda one: order[one])
        n_done[date] = n_done.get(date, 0) + (state == "done")
    most = max(n_done.values(), default=1)
    return [
        _cell(date, state, n_done[date], most=most)
        for date, state in states.items()
        if state != "not prescribed"
    ]


def _cell(date: pd.Timestamp, state: str, n_done: int, *, most: int = 1) -> Cell:
    """Return the cell of a day; the more of the most exercises of any day, the darker."""
    left = day_number(monday_of(date))
    words = str(n_done) if n_done else ""
    share = PALEST + (1 - PALEST) * (n_done - 1) / (most - 1) if most > 1 and n_done else 1.0
    return Cell(left, left + 7, date.weekday(), state, share, False, words)


def _one_sign_a_day(cells: list[Cell], outside: set[pd.Timestamp]) -> list[Cell]:
    """Leave out what was done in part or skipped on days with the mark of something done."""
    marked = {day_number(day) for day in outside}
    return [
        cell._replace(state="not done")
        if cell.state in ("partial", "skipped") and cell.left + cell.row in marked
        else cell
        for cell in cells
    ]


def _draw(ax: Axes, cells: list[Cell], span: Span, *, counts: bool) -> bool:
    """Draw the days; return whether the number of exercises done was written into them."""
    days = max(day_number(span.end) + 1 - day_number(span.start), LEAST_DAYS)
    wide, high = cells_size_pt(axes_size_pt(ax), days, 7, 7)
    draw_cells(ax, cells, width_pt=wide, height_pt=high)
    ax.set_ylim(6.5, -0.5)
    ax.tick_params(axis="y", length=0)
    tick_at(ax.yaxis, range(7), WEEKDAYS)
    for spine in ("left", "bottom"):
        ax.spines[spine].set_visible(False)
    size = look().small_pt
    has_words = counts and wide >= width_pt("0", size) + 3 and high >= size + 2
    if has_words:
        write_counts(ax, cells)
    return has_words


def _mark_outside(ax: Axes, days: set[pd.Timestamp]) -> list[Artist]:
    """Put a plus on days done outside the programme alone; return its legend."""
    if not days:
        return []
    spots = [mid(_cell(day, "", 0)) for day in sorted(days)]
    size = min(6.0, axes_size_pt(ax)[1] / 12)
    mark: dict[str, Any] = {
        "linestyle": "none",
        "marker": "P",
        "color": look().palette.quiet,
        "markersize": size,
    }
    ax.plot(*zip(*spots, strict=True), zorder=3, gid="outside", **mark)
    return [Line2D([], [], label="outside the programme", **mark)]


def _how_to_read(*, is_pooled: bool, has_words: bool) -> str:
    """Return what the legend cannot show, in a sentence."""
    if not is_pooled:
        return ""
    return f"{ALL_TOGETHER} Number: exercises done." if has_words else ALL_TOGETHER
