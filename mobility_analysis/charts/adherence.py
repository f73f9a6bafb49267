"""What was counted of what was prescribed, by exercise and by focus area."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

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
from mobility_analysis.charts.parts.rows import (
    NO_NUMBER,
    Share,
    draw_share,
    name_rows,
    percent_axis,
    readable,
    room_pt,
    row_axes,
    row_pt,
    share_key,
    shares,
    span_pt,
)
from mobility_analysis.charts.parts.text import width_pt, wrap
from mobility_analysis.charts.parts.theme import LINE, look, styled
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import held_of
from mobility_analysis.words.numbers import RECENT_NAME, area_words, in_order, number_words
from mobility_analysis.words.practice import unless_unread, with_not_read
from mobility_analysis.words.titles.parts import SESSIONS_DONE
from mobility_analysis.words.titles.practice import WHOLE_NAME, areas_title, practice_title

NOTHING_PRACTISED = "Nothing prescribed and no sessions yet."
OVERLAP = "Areas overlap: an exercise counts in each of its areas, so they do not add up."
DEFINITION = (
    "Self-reported. Sessions counted of those {}; in each week no more are counted than were {}, "
    "rounded up to a whole session, so extra ones do not make up for a missed week."
)
COUNTED = {
    "no programme": "Self-reported. Sessions done; nothing was prescribed to hold them against.",
    "as needed": "Self-reported. Sessions done; all are prescribed as needed, without a number.",
}
IN_ALL = "{} in all"
NOT_SHOWN = "nothing logged or prescribed"
TWO_LINES_EM = 9.0  # room in which "15 done, as needed" stands on two lines, not on three


@takes(overall="overall_adherence by exercise", recent="overall_adherence by exercise")
@styled
def plot_adherence_by_exercise(
    overall: pd.DataFrame,
    recent: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] | None = None,
    threshold: float = MET_SHARE,
    recent_name: str = RECENT_NAME,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw for each exercise what was counted of what was prescribed: lately, the whole time.

    The counts stand beside the bars ("31 of 48"). An exercise without a share has words in
    place of a bar: not prescribed, as needed, or sessions never logged. None done is a mark on
    the axis.

    Parameters
    ----------
    overall : DataFrame
        Table of ``overall_adherence`` by exercise: client, exercise, prescribed, done, partial,
        counted, adherence, band, held_to are used.
    recent : DataFrame, optional
        The same over the last weeks; drawn as the filled bar above the whole time's.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    threshold : float, default 0.8
        Where the dashed line stands, as a ratio.
    recent_name : str
        What the recent bar is called.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: what was counted of all that was prescribed; empty for none.
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
    Three sessions a week are prescribed; in two weeks five are done:

    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_adherence_by_exercise(ma.overall_adherence(log), names=ma.exercise_names(log))
    >>> len(ax.patches), ax.texts[0].get_text()
    (1, '5 of 6')
    """
    exercises = in_order(overall["exercise"])
    whole = shares(overall, "exercise", not_read=not_read)
    lately = shares(recent, "exercise", not_read=not_read)
    drawn = [
        _row(exercise, name, lately, whole, has_recent=recent is not None)
        for exercise, name in zip(exercises, readable(exercises, names), strict=True)
    ]
    if title is None:
        title = _title(practice_title, overall, recent, recent_name, not_read)
    return _draw_rows(
        ax, drawn, has_recent=recent is not None, threshold=threshold, recent_name=recent_name,
        note="", title=title, footnote=_definition(drawn) + as_of_words(as_of), not_read=not_read,
        noun="exercise",
    )  # fmt: skip


@takes(overall="overall_adherence by focus area", recent="overall_adherence by focus area")
@styled
def plot_adherence_by_focus_area(
    overall: pd.DataFrame,
    recent: pd.DataFrame | None = None,
    *,
    exercises: Mapping[str, Sequence[str]] | None = None,
    threshold: float = MET_SHARE,
    recent_name: str = RECENT_NAME,
    as_of: Date | None = None,
    not_read: str = "",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw for each focus area what was counted of what was prescribed in it.

    Areas overlap, which the chart says. Under the name of an area that a single exercise trains
    stands which one.

    Parameters
    ----------
    overall : DataFrame
        Table of ``overall_adherence`` by focus area: client, focus_area, prescribed, done,
        partial, counted, adherence, band, held_to are used.
    recent : DataFrame, optional
        The same over the last weeks.
    exercises : mapping of str to sequence of str, optional
        For each area the names of the client's exercises that train it.
    threshold : float, default 0.8
        Where the dashed line stands, as a ratio.
    recent_name : str
        What the recent bar is called.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; the small print carries it.
    title : str, optional
        By default the finding: the area of which the least was done; empty for none.
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
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ax = ma.plot_adherence_by_focus_area(ma.overall_adherence(log, by="focus_area"))
    >>> [text.get_text() for text in ax.texts][:3]
    ['5 of 6', '5 of 6', 'not prescribed']
    """
    whole = shares(overall, "focus_area", not_read=not_read)
    lately = shares(recent, "focus_area", not_read=not_read)
    trained_by = {} if exercises is None else exercises
    drawn = [
        _row(area, _area_name(area, trained_by.get(area, ())), lately, whole,
             has_recent=recent is not None)
        for area in map(str, overall["focus_area"])
    ]  # fmt: skip
    if _are_counts(drawn):
        drawn = [row for row in drawn if row.whole is not None and row.whole.done > 0]
    if title is None:
        title = _title(areas_title, overall, recent, recent_name, not_read)
    drawn.sort(key=_has_words_only)  # stable: bars first, then the areas that have none
    return _draw_rows(
        ax, drawn, has_recent=recent is not None, threshold=threshold, recent_name=recent_name,
        note=OVERLAP, title=title, footnote=_definition(drawn) + as_of_words(as_of),
        not_read=not_read, noun="focus area",
    )  # fmt: skip


def _title(
    words: Callable[..., str],
    overall: pd.DataFrame,
    recent: pd.DataFrame | None,
    recent_name: str,
    not_read: str,
) -> str:
    """Return the finding of the last weeks; without them, of the whole time."""
    if recent is None or recent.empty:
        return words(overall, WHOLE_NAME, not_read=not_read)
    return words(recent, recent_name, not_read=not_read)


def _area_name(area: str, trained_by: Sequence[str]) -> str:
    """Return the name of an area, and under it the exercise that alone trains it."""
    name = printable(area_words(area))
    return f"{name}\nonly {printable(trained_by[0])}" if len(trained_by) == 1 else name


class Row(NamedTuple):
    """One row of the chart; an unknown share is None."""

    name: str
    recent: Share | None
    whole: Share | None


def _are_counts(drawn: Sequence[Row]) -> bool:
    """Return whether no number was ever prescribed, so that only sessions can be shown.

    Areas of which nothing was prescribed at all do not count where something was, as needed.
    """
    whole = [row.whole for row in drawn if row.whole is not None]
    known = [share for share in whole if share.band != "not prescribed"]
    return bool(known) and all(share.band in NO_NUMBER for share in known)


def _definition(drawn: Sequence[Row]) -> str:
    bands = {row.whole.band for row in drawn if row.whole is not None}
    if not _are_counts(drawn):
        held = _held(drawn)
        return DEFINITION.format(held, held)
    return COUNTED["as needed" if "as needed" in bands else "no programme"]


def _held(drawn: Sequence[Row]) -> str:
    """Return what the sessions are held against: prescribed, or planned by the user."""
    return held_of(share.held_to for row in drawn for share in _both(row))


def _counted(drawn: Sequence[Row]) -> list[Row]:
    """Return rows whose bars are sessions, the most first: of the last weeks where they are asked.

    Beside those of years, bars of the last weeks could not be seen: years are only said.
    """
    has_recent = any(row.recent is not None for row in drawn)
    drawn = sorted(drawn, key=lambda row: [-share.done for share in _both(row)])
    bars = [row.recent if has_recent else row.whole for row in drawn]
    most = max([1.0, *(share.done for share in bars if share is not None)])
    return [
        Row(
            row.name,
            _sessions(row.recent, most),
            _sessions(row.whole, math.inf, IN_ALL) if has_recent else _sessions(row.whole, most),
        )
        for row in drawn
    ]


def _sessions(share: Share | None, most: float, words: str = "{}") -> Share | None:
    """Return sessions as a bar, as long as they are many of the most that any row has."""
    if share is None:
        return None
    return share._replace(ratio=share.done / most, words=words.format(number_words(share.done)))


def _row(
    key: str, name: str, lately: dict[str, Share], whole: dict[str, Share], *, has_recent: bool
) -> Row:
    """Return one row; what the recent table does not name was not prescribed lately."""
    own = whole.get(key)
    band = own.band if own is not None and own.band in NO_NUMBER else "not prescribed"
    none = Share(math.nan, "not prescribed", 0.0, band, "none" if band in NO_NUMBER else band)
    return Row(name, lately.get(key, none) if has_recent else None, own)


def _has_words_only(row: Row) -> int:
    """Return 0 for a row with a bar, 1 for one that is said in words, 2 for not prescribed."""
    if any(not math.isnan(share.ratio) for share in _both(row)):
        return 0
    return 2 if row.whole is not None and row.whole.band == "not prescribed" else 1


def _both(row: Row) -> list[Share]:
    """Return the known shares of a row."""
    return [share for share in (row.recent, row.whole) if share is not None]


def _draw_rows(
    ax: Axes | None,
    drawn: Sequence[Row],
    *,
    has_recent: bool,
    threshold: float,
    recent_name: str,
    note: str,
    title: str,
    footnote: str,
    not_read: str,
    noun: str,
) -> Axes:
    """Draw the rows of either chart, with all that stands around them."""
    is_alone = ax is None
    names = [row.name for row in drawn]
    are_counts = _are_counts(drawn)
    if are_counts:
        drawn = _counted(drawn)
    has_bars = any(not pd.isna(share.ratio) for row in drawn for share in _both(row))
    right = [share.words for row in drawn for share in _beside(row)]
    room = room_pt(ax, names, right)
    span = span_pt(ax, names)
    has_line = has_bars and not are_counts
    place = room * threshold - 12 if has_line else span - 12
    is_narrow = any(width_pt(words, look().small_pt) > place for words in _instead(drawn))
    if is_narrow and right:  # no sentence beside bars in a column of single words
        size = look().small_pt
        widest = max(width_pt(words, size, bold=True) for words in right)
        in_two = (
            min(0.6 * width_pt(words, size), TWO_LINES_EM * size) for words in _instead(drawn)
        )
        place = max(widest, *in_two)
    drawn = [_wrapped(row, place) for row in drawn]
    if is_narrow and right:
        room = room_pt(ax, names, [*right, *_instead(drawn)])
    lines = 2 if has_recent else 1
    words = max((share.words.count("\n") + 1 for row in drawn for share in _both(row)), default=1)
    height = row_pt(names, least_pt=max(lines * 1.35, words * LINE) * look().small_pt + 6)
    key = share_key(recent_name, WHOLE_NAME) if has_recent and has_bars else []
    key = key[:1] if are_counts else key
    below, text = look().small_pt * 2, with_not_read(footnote, not_read)
    if is_alone:
        around = Around(title, note, key, span, below, text)
        weights = [_weight(row, are_counts=are_counts) for row in drawn]
        fewest = f"{SESSIONS_DONE} in the {recent_name}" if are_counts and has_recent else ""
        kept, note = rows_that_fit(weights, height, around, noun=noun, fewest=fewest)
        drawn = [drawn[place] for place in kept]
    ax = row_axes(ax, len(drawn), height)
    if not drawn:
        none = unless_unread(NOTHING_PRACTISED, not_read)
        return nothing_to_draw(ax, none, is_alone=is_alone, title=title)
    percent_axis(ax, room, threshold=threshold)
    if not has_line:
        _without_axis(ax)
    name_rows(ax, [row.name for row in drawn], height if is_alone else None)
    for y, row in enumerate(drawn):
        _draw_row(ax, y, row, has_recent=has_recent, at_right=is_narrow and bool(right))
    rise = heading(ax, title, note=note, handles=key, room_pt=span)
    if is_alone:
        finish(ax, len(drawn) * height, rise_pt=rise, below_pt=below, text=text)
    return ax


def _weight(row: Row, *, are_counts: bool) -> tuple[float, float]:
    """Return what a row is kept for: sessions prescribed, then done, over the whole time.

    Of counts, sessions of the last weeks go first, since they are what has a bar.
    """
    if row.whole is None:
        return (0.0, 0.0)
    if are_counts and row.recent is not None:
        return (row.recent.done, row.whole.done)
    return (row.whole.prescribed, row.whole.done)


def _beside(row: Row) -> list[Share]:
    """Return the shares of a row whose words stand at the right of a bar."""
    return [share for share in _both(row) if not math.isnan(share.ratio)]


def _instead(drawn: Sequence[Row]) -> list[str]:
    """Return the lines of words in place of a bar."""
    words = [row.whole.words for row in drawn if row.whole and math.isnan(row.whole.ratio)]
    return [line for each in words for line in each.split("\n")]


def _wrapped(row: Row, room: float) -> Row:
    """Return a row whose words in place of a bar are broken to the room there is."""
    if row.whole is None or not math.isnan(row.whole.ratio):
        return row
    size = look().small_pt
    widest = max(width_pt(word, size) for word in row.whole.words.split())
    words = wrap(row.whole.words, max(room, widest), size)
    return row._replace(whole=row.whole._replace(words=words))


def _without_axis(ax: Axes) -> None:
    """Take away the percentages where no row has one."""
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    for line in [line for line in ax.lines if line.get_gid() == "threshold"]:
        line.remove()


def _draw_row(ax: Axes, y: int, row: Row, *, has_recent: bool, at_right: bool) -> None:
    """Draw the one or two bars of a row; one sentence where neither has a share."""
    both = [(row.recent, True), (row.whole, False)]
    known = [(share, is_recent) for share, is_recent in both if share is not None]
    if all(pd.isna(share.ratio) for share, _ in known):
        words = next((share.words for share, is_recent in known if not is_recent), NOT_SHOWN)
        draw_share(ax, y, Share(math.nan, words), is_recent=False, at_right=at_right)
        return
    for share, is_recent in known:
        at = y + (-0.21 if is_recent else 0.21) if has_recent else y
        draw_share(ax, at, share, is_recent=is_recent)
