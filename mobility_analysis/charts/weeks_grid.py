"""Weeks, or months, by exercises: what was done of what was prescribed, and where nothing was."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from mobility_analysis.charts.parts.cells import (
    Cell,
    cell_key,
    cells_size_pt,
    draw_cells,
    how_to_read,
    write_counts,
)
from mobility_analysis.charts.parts.dates import LEAST_DAYS, Span, date_axis, day_number, seen
from mobility_analysis.charts.parts.frame import (
    Around,
    Date,
    as_day,
    finish,
    heading,
    nothing_to_draw,
    rows,
    rows_that_fit,
)
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.rows import name_rows, readable, row_axes, row_pt, span_pt
from mobility_analysis.charts.parts.text import width_pt
from mobility_analysis.charts.parts.theme import axes_size_pt, look, styled
from mobility_analysis.measures.days import (
    ONE_DAY,
    ONE_WEEK,
    SHOWN_WEEKS,
    TOLERANCE,
    monday_of,
    sunday_of,
)
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import in_order, number_words
from mobility_analysis.words.practice import holds_no_session, unless_unread, with_not_read
from mobility_analysis.words.titles.practice import grid_title

ROW_PT = 17.0
NOTHING = "Nothing prescribed in these weeks."
SHADE = "Shade: sessions counted of those due in {when}, extra ones left out."
WHEN = {"week": "that week", "month": "the weeks of that month"}
WEEKS_OF_A_MONTH = (
    "A week, Monday to Sunday, stands whole in the month of its Monday, so that a month may hold "
    "days of the next."
)
SILENCE = "Nothing logged means no session and no rating, of anything."
SILENCE_NOT_READ = "Nothing read means no session and no rating, of anything, that could be read."
UNITS = {"week_start": "week", "month_start": "month"}


@takes(weekly=("weekly_adherence", "monthly_adherence"))
@styled
def plot_weekly_grid(
    weekly: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    order: Sequence[str] | None = None,
    beside: Mapping[str, str] | None = None,
    start: Date | None = None,
    end: Date | None = None,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    legend: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw a grid of weeks by exercises, each cell by its state.

    The shade is the share done of what was prescribed. Nothing logged, paused, ratings only, none
    done and not prescribed look different, in grey too; part weeks have a corner cut off.

    Parameters
    ----------
    weekly : DataFrame
        Table of ``weekly_adherence``: client, exercise, week_start, eligible_days, prescribed,
        done, counted, is_partial, state are used. With ``month_start`` instead, a grid of months.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    order : sequence of str, optional
        Exercise ids from top to bottom; as in the table unless stated.
    beside : mapping of str to str, optional
        A few words at the right of a row, by exercise id ("10 of 12").
    start, end : str or Timestamp, optional
        First and last day shown; where no ``start`` is stated, at most the last 26 weeks, or all
        months.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What of sessions and ratings could not be read, as ``not_read`` says it. A week without an
        entry is then only one without any read, and the small print carries it.
    title : str, optional
        By default the finding: in how many weeks, or months, all was done; empty for none.
    legend : bool, default True
        Whether the cells are explained above the grid; ``grid_key`` says it elsewhere.
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
    The states that weeks have, each in its own look:

    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_weekly_grid(ma.weekly_adherence(log), names=ma.exercise_names(log))
    >>> [cells.get_gid() for cells in ax.collections]
    ['all done', 'some done']
    """
    is_alone = ax is None
    column = "month_start" if "month_start" in weekly.columns else "week_start"
    unit = UNITS[column]
    span = _span(weekly, column, start=start, end=end, as_of=as_of)
    shown = weekly if span is None else _shown(weekly, column, span)
    exercises = _order(shown, order)
    is_unread = bool(not_read) and holds_no_session(weekly)
    if span is None or not exercises or is_unread:
        ax = row_axes(ax, 1, 60.0)
        none = (unless_unread if is_unread else with_not_read)(NOTHING, not_read)
        said = f"Practice by {unit} and exercise" if title is None else title
        return nothing_to_draw(ax, none, is_alone=is_alone, title=said)
    days = span.start, min(span.end, as_day(as_of) or span.end)
    title = (
        grid_title(shown, column, unit, days=days, not_read=not_read) if title is None else title
    )
    labels = readable(exercises, names)
    room = span_pt(ax, labels)
    height = row_pt(labels, least_pt=ROW_PT * look().scale)
    cells = _cells(shown, column, exercises)
    text, below = _small_print(cells, span, unit, as_of=as_of, not_read=not_read), 3.0
    key = cell_key(cells, not_read=not_read) if legend else ()
    left_out = ""
    if is_alone:
        longest = _note(cells, unit, has_words=True)
        around = Around(title, longest, key, room, below * look().small_pt, text)
        kept, noted = rows_that_fit(_weights(shown, exercises), height, around, noun="exercise")
        left_out = noted.removeprefix(longest)
        exercises, labels = [exercises[n] for n in kept], [labels[n] for n in kept]
        cells = _cells(shown, column, exercises)
    ax = row_axes(ax, len(exercises), height)
    date_axis(ax, *span, least_days=LEAST_DAYS)
    name_rows(ax, labels, height if is_alone else None)
    has_words = _has_room(ax, cells, span, len(exercises))
    _draw(ax, cells, span, len(exercises), counts=has_words)
    _write_beside(ax, exercises, beside)
    note = f"{_note(cells, unit, has_words=has_words)}{left_out}" if legend else left_out
    rise = heading(ax, title, note=note, handles=key, room_pt=room)
    if is_alone:
        finish(
            ax, len(exercises) * height, rise_pt=rise, below_pt=below * look().small_pt, text=text
        )
    return ax


def _note(cells: Sequence[Cell], unit: str, *, has_words: bool) -> str:
    """Return what the legend cannot show, in sentences."""
    parts = how_to_read(cells, unit=unit, has_words=has_words)
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def _small_print(
    cells: Sequence[Cell], span: Span, unit: str, *, as_of: Date | None, not_read: str
) -> str:
    """Return what shades and silence mean, where there are any, and the days shown."""
    states = {cell.state for cell in cells}
    said = ["Self-reported."]
    if states & {"some done", "all done"}:
        said.append(SHADE.format(when=WHEN[unit]))
    if unit == "month":
        said.append(WEEKS_OF_A_MONTH)
    if "nothing logged" in states:
        said.append(SILENCE_NOT_READ if not_read else SILENCE)
    shown = Span(span.start, min(span.end, as_day(as_of) or span.end))
    return with_not_read(" ".join([*said, seen(shown, as_of)]), not_read)


def _weights(shown: pd.DataFrame, exercises: Sequence[str]) -> list[tuple[float, float]]:
    """Return the sessions prescribed and done of each exercise, in the weeks shown."""
    sums = shown.groupby(shown["exercise"].astype("str"))[["prescribed", "done"]].sum()
    return [(float(sums["prescribed"][e]), float(sums["done"][e])) for e in exercises]


def _next(period: pd.Timestamp, column: str) -> pd.Timestamp:
    """Return where the next week or month begins."""
    if column == "week_start":
        return period + ONE_WEEK
    return (period + pd.Timedelta(days=32)).replace(day=1)


def _span(
    table: pd.DataFrame,
    column: str,
    *,
    start: Date | None,
    end: Date | None,
    as_of: Date | None,
) -> Span | None:
    """Return the days shown: whole weeks or months, the last one that of the last day."""
    last = as_day(end) or as_day(as_of)
    if table.empty:
        return None
    last = table[column].max() if last is None else last
    first = as_day(start) or table[column].min()
    if column == "week_start":
        sunday = sunday_of(last)
        if start is None:
            first = max(first, sunday - SHOWN_WEEKS * ONE_WEEK + ONE_DAY)
        monday = monday_of(first)
        return Span(monday, max(monday, sunday))
    first = first.replace(day=1)
    return Span(first, max(first, _next(last.replace(day=1), column) - ONE_DAY))


def _shown(table: pd.DataFrame, column: str, span: Span) -> pd.DataFrame:
    return table[table[column].between(span.start, span.end)]


def _order(table: pd.DataFrame, order: Sequence[str] | None) -> list[str]:
    """Return the exercises from top to bottom; those without a row here are left out."""
    present = in_order(table["exercise"].unique())
    if order is None:
        return present
    return [exercise for exercise in order if exercise in present]


def _cells(table: pd.DataFrame, column: str, exercises: Sequence[str]) -> list[Cell]:
    """Return the cells to draw; what was not prescribed is left blank.

    A client without a programme has no eligible day; with one, what has no number is as needed.
    """
    row_of = {exercise: row for row, exercise in enumerate(exercises)}
    names = ("exercise", column, "prescribed", "done", "counted", "is_partial", "state")
    cells = []
    without = "as needed" if (table["eligible_days"] > 0).any() else "no programme"
    for exercise, period, prescribed, done, counted, is_partial, state in rows(table, *names):
        has_number = not math.isnan(prescribed)
        is_drawn = state != "not prescribed" or not has_number
        if exercise not in row_of or not is_drawn:
            continue
        is_silent = state in ("paused", "nothing logged", "ratings only")
        drawn = state if has_number or is_silent else without
        is_due = has_number and prescribed > TOLERANCE
        share = min(counted / prescribed, 1.0) if is_due else 0.0  # counted is in whole sessions
        words = "" if is_silent or (done == 0 and not has_number) else number_words(done)
        cells.append(
            Cell(day_number(period), day_number(_next(period, column)), row_of[exercise], drawn,
                 share, is_partial is True and has_number and state != "paused", words)
        )  # fmt: skip
    return cells


@styled
def grid_key(
    ax: Axes, weekly: pd.DataFrame, exercises: Sequence[str], *, start: Date, end: Date
) -> tuple[list[Artist], list[str]]:
    """Return what explains a grid of weeks on an axes: marks, and words for what has no mark."""
    span = _span(weekly, "week_start", start=start, end=end, as_of=None)
    if span is None or not exercises:
        return [], []
    cells = _cells(_shown(weekly, "week_start", span), "week_start", exercises)
    has_words = _has_room(ax, cells, span, len(exercises))
    return cell_key(cells), how_to_read(cells, unit=UNITS["week_start"], has_words=has_words)


def _size_pt(ax: Axes, cells: Sequence[Cell], span: Span, n_rows: int) -> tuple[float, float]:
    """Return about how wide and high a cell is, in points."""
    days = max(day_number(span.end) + 1 - day_number(span.start), LEAST_DAYS)
    cell_days = max((cell.right - cell.left for cell in cells), default=7.0)
    return cells_size_pt(axes_size_pt(ax), days, n_rows, cell_days)


def _has_room(ax: Axes, cells: Sequence[Cell], span: Span, n_rows: int) -> bool:
    """Whether two digits fit into a cell."""
    wide, high = _size_pt(ax, cells, span, n_rows)
    size = look().small_pt
    return wide >= width_pt("00", size) + 2 and high >= size + 2


def _draw(ax: Axes, cells: Sequence[Cell], span: Span, n_rows: int, *, counts: bool) -> None:
    """Draw the cells, with the sessions done in them where that is wanted."""
    wide, high = _size_pt(ax, cells, span, n_rows)
    draw_cells(ax, cells, width_pt=wide, height_pt=high)
    if counts:
        write_counts(ax, cells)
    for spine in ("left", "bottom"):
        ax.spines[spine].set_visible(False)


def _write_beside(ax: Axes, exercises: Sequence[str], beside: Mapping[str, str] | None) -> None:
    """Write a few words at the right of each row."""
    for row, exercise in enumerate(exercises):
        words = printable((beside or {}).get(exercise, ""))
        if words:
            ax.annotate(
                words, (1, row), xycoords=("axes fraction", "data"), xytext=(6, 0),
                textcoords="offset points", ha="left", va="center",
                fontsize=look().small_pt, color=look().palette.ink, gid="beside",
            )  # fmt: skip
