"""The caseload as a picture: who to look at first, one line a client. It names several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from mobility_analysis.charts.caseload.drawn import ROLES, Drawn, drawn_as
from mobility_analysis.charts.parts.dates import as_of_words
from mobility_analysis.charts.parts.frame import (
    HEADING,
    Around,
    Date,
    finish,
    heading,
    heading_pt,
    legends_of,
    nothing_to_draw,
    room_for_rows_pt,
)
from mobility_analysis.charts.parts.layout import Column
from mobility_analysis.charts.parts.letters import printable
from mobility_analysis.charts.parts.text import width_pt, wrap
from mobility_analysis.charts.parts.theme import (
    LINE,
    axes_size_pt,
    look,
    new_axes,
    root_figure,
    styled,
)
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.change import LEAST_CHANGE_POINTS
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.caseload import (
    caseload_title,
    clinic_only_words,
    counted_words,
    new_notes_words,
    not_read_words,
    practice_words,
    reasons_of,
    stiffness_words,
    without_number_words,
)
from mobility_analysis.words.numbers import cut_percent, number_words, of_words
from mobility_analysis.words.reasons import short_reason
from mobility_analysis.words.verdict import decimals_of_list, means_arrow

#: The height of all rows together that one page has beside what stands around them.
PAGE_PT = 575.0
FRAME_PT = 6.0  # room at the edge of the paper for the frame of the mark
SCALE = 10.0
SCORES = (0.0, SCALE / 2, SCALE)
VERDICT = (
    "Self-reported; lower stiffness is better. Lower or higher: more than the diary's own ups and "
    f"downs would usually give, and {number_words(LEAST_CHANGE_POINTS)} point at least; a diary of "
    "under 8 weeks is compared by halves."
)
DEFINITION = (
    "Bars: counted of prescribed or planned, in each 7 days at most what was due, rounded up to a "
    "whole session. Clients are in order of their first reason, then of days since the newest "
    "entry. Nothing done may mean that nothing was written down."
)

GAP = 7.0
PAD = 2.5
NAME_PT, BAR_PT, STRIP_PT, LEAST_WHY_PT = 104.0, 44.0, 66.0, 96.0
BAR_HEIGHT = 5.5
BOLD = ("name to look at first", "first reason")
#: Marker of the last 14 days by verdict: it points to where the score went.
MARKERS = {"lower": "<", "higher": ">", "not enough ratings": "x"}


class Group(NamedTuple):
    """Clients under one heading."""

    name: str
    rows: list[Row]


@takes(several_clients=True, review="caseload_review")
@styled
def plot_caseload(
    review: pd.DataFrame,
    *,
    as_of: Date | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw who to look at first: reasons, practice and stiffness of each client on one line.

    The only chart that takes several clients. They stand in the order of the review; those
    without a reason follow in grey. Where not all fit on one page the first that do are drawn,
    and how many there are is written under the title.

    Parameters
    ----------
    review : DataFrame
        Table of ``caseload_review``.
    as_of : str or Timestamp, optional
        The day on which the log is looked at.
    title : str, optional
        Unless stated, how many there are to look at first; empty for none.
    ax : Axes, optional
        Where to draw; a new figure unless stated.

    Returns
    -------
    Axes
        Its units are points, from the top left.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> ax = ma.plot_caseload(ma.caseload_review(log))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "group"]
    ['Look first: 2', 'No reason to look first: 7, by name']
    """
    is_alone = ax is None
    records = review.to_dict("records")
    decimals = decimals_of_list(records)
    rows = [read_row(row, decimals) for row in records]
    n_first = sum(row.is_first for row in rows)
    title = caseload_title(n_first, len(rows)) if title is None else title
    if not rows:
        ax = new_axes(60) if ax is None else ax
        return nothing_to_draw(ax, "No clients in this log.", is_alone=is_alone, title=title)
    total = look().width_in * 72 - 20 if ax is None else axes_size_pt(ax)[0]
    room = PAGE_PT * look().scale if ax is None else axes_size_pt(ax)[1]
    places = places_for(rows[: int(room / look().small_pt)], total)
    text = f"{VERDICT} {DEFINITION}{_changed(review)}{as_of_words(as_of)}"
    if is_alone:
        above = _columns(places)[1] + _mark_pt() + 2 * FRAME_PT
        note = _left_out(rows[:1], n_first, len(rows))
        around = Around(title, note, _key(rows), total, above, text)
        most = room_for_rows_pt(around)
        if most is not None:
            room = min(room, most - heading_pt(around, note))
    shown = _that_fit(rows, places, room)
    groups = _groups(rows, shown)
    height = _height(groups, places)
    ax = new_axes(height) if ax is None else ax
    _prepare(ax, places, height if is_alone else max(room, height))
    _draw(ax, groups, places)
    rise = _column_names(ax, places)
    note = _left_out(shown, n_first, len(rows))
    rise = heading(ax, title, note=note, handles=_key(shown), above_pt=rise, room_pt=total)
    rise += _clinic_only(ax, rise, clinic_only_words(len(rows)))
    if is_alone:
        _keep_width(ax)
        root_figure(ax).set_layout_engine(Column(pad_pt=FRAME_PT))
        finish(
            ax,
            height,
            rise_pt=rise + 2 * FRAME_PT,
            below_pt=0,
            text=text,
        )
    return ax


def _that_fit(rows: Sequence[Row], places: Places, room: float) -> list[Row]:
    """Return the first rows that have room under one another, one of them at least."""
    heading_pt = _heading_pt()
    used, shown = heading_pt, list[Row]()
    for row in rows:
        if shown and not row.is_first and shown[-1].is_first:
            used += heading_pt
        used += row_height_pt(row, places)
        if shown and used > room:
            break
        shown.append(row)
    return shown


def _heading_pt() -> float:
    return look().small_pt * LINE + 7.0


def _groups(rows: Sequence[Row], shown: Sequence[Row]) -> list[Group]:
    """Return the rows that are shown under their headings; a heading without rows is left out."""
    n_first = sum(row.is_first for row in rows)
    first = Group(f"Look first: {number_words(n_first)}", [row for row in shown if row.is_first])
    n_rest = len(rows) - n_first
    rest = Group(
        f"No reason to look first: {number_words(n_rest)}{', by name' if n_rest > 1 else ''}",
        [row for row in shown if not row.is_first],
    )
    return [group for group in (first, rest) if group.rows]


def _height(groups: Sequence[Group], places: Places) -> float:
    rows = sum(row_height_pt(row, places) for group in groups for row in group.rows)
    return rows + len(groups) * _heading_pt()


def _prepare(ax: Axes, places: Places, height: float) -> None:
    """Measure an axes in points from its top left, and take its frame away."""
    ax.set_xlim(0, places.end)
    ax.set_ylim(height, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw(ax: Axes, groups: Sequence[Group], places: Places) -> None:
    palette = look().palette
    top = 0.0
    _ticks(ax, places, _heading_pt() / 2)
    for group in groups:
        ax.text(
            places.name, top + _heading_pt() / 2, group.name, color=palette.quiet,
            fontsize=look().small_pt, va="center", gid="group",
        )  # fmt: skip
        top += _heading_pt()
        _line(ax, [0, places.end], [top, top], palette.rule, "rule")
        _guides(ax, places, top, top + sum(row_height_pt(row, places) for row in group.rows))
        for row in group.rows:
            tall = row_height_pt(row, places)
            draw_row(ax, row, places, top, tall)
            top += tall
            _line(ax, [0, places.end], [top, top], palette.excused, "rule")


def _line(ax: Axes, x: Sequence[float], y: Sequence[float], colour: str, gid: str) -> None:
    ax.plot(x, y, color=colour, linewidth=0.7, gid=gid, zorder=1)


def _guides(ax: Axes, places: Places, top: float, bottom: float) -> None:
    """Draw where a bar starts, its threshold and its end, and the ends and middle of the scale."""
    palette = look().palette
    for share in (0.0, 1.0):
        x = places.bar + share * places.bar_pt
        _line(ax, [x, x], [top, bottom], palette.rule, "bar end")
    x = places.bar + MET_SHARE * places.bar_pt
    ax.plot(
        [x, x], [top, bottom], color=palette.quiet, linewidth=0.8, linestyle=(0, (4, 3)),
        gid="threshold", zorder=3,
    )  # fmt: skip
    for score in SCORES:
        x = places.strip + score / SCALE * places.strip_pt
        _line(ax, [x, x], [top, bottom], palette.rule, "score")


def _ticks(ax: Axes, places: Places, y: float) -> None:
    """Write the numbers of both scales above their guides."""
    scores = {score: places.strip + score / SCALE * places.strip_pt for score in SCORES}
    marks = {cut_percent(MET_SHARE): places.bar + MET_SHARE * places.bar_pt}
    marks |= {f"{score:.0f}": x for score, x in scores.items()}
    for words, x in marks.items():
        ax.text(
            x, y, words, color=look().palette.quiet, fontsize=look().small_pt, ha="center",
            va="center", gid="tick",
        )  # fmt: skip


def _columns(places: Places) -> tuple[list[tuple[float, str]], float]:
    """Return what stands above each column and where, and the room that it takes, in points."""
    size = look().small_pt
    columns = [
        (places.why, "why: first reason, + others in short; new notes", places.why_pt),
        (
            places.bar,
            f"0 to 100 %, counted of prescribed, last {FOUR_WEEKS} days",
            places.before - places.bar - 4,
        ),
        (places.before, f"{FOUR_WEEKS} before", places.strip - places.before - 6),
        (
            places.strip,
            "stiffness 0 to 10, first → last 4 weeks, lower is better",
            places.days - places.strip - 6,
        ),
        (places.days, "days since entry", places.end - places.days + 2),
    ]
    texts = [(x, wrap(words, room, size)) for x, words, room in columns]
    return texts, max(words.count("\n") + 1 for _, words in texts) * size * LINE + 4


def _column_names(ax: Axes, places: Places) -> float:
    """Write what stands in each column above it; return the room taken, in points."""
    texts, taken = _columns(places)
    for x, words in texts:
        ax.annotate(
            words, (x, 0), xytext=(0, 2), textcoords="offset points", ha="left", va="bottom",
            fontsize=look().small_pt, color=look().palette.quiet, linespacing=1.15, gid="column",
            annotation_clip=False,
        )  # fmt: skip
    return taken


def _clinic_only(ax: Axes, rise: float, words: str) -> float:
    """Mark the chart as one that leaves the clinic with nobody; return the room taken."""
    palette, size = look().palette, look().small_pt
    ax.annotate(
        words, (0, 1), xycoords="axes fraction", xytext=(4, rise + 6),
        textcoords="offset points", ha="left", va="bottom", fontsize=size, fontweight="bold",
        color=palette.ink, gid="clinic only",
        bbox={"facecolor": palette.paper, "edgecolor": palette.ink, "pad": 3},
    )  # fmt: skip
    return _mark_pt()


def _mark_pt() -> float:
    return look().small_pt * LINE + 16


def _keep_width(ax: Axes) -> None:
    """Leave out of the layout what stands under the mark: it is as wide as the rows at most.

    The layout starts from a narrower axes, and would keep room at the right for a wide legend.
    """
    titles = (text for text in ax.texts if text.get_gid() == HEADING)
    for artist in (*legends_of(ax), *titles):
        artist.set_in_layout(False)


def _left_out(shown: Sequence[Row], n_first: int, n_all: int) -> str:
    """Say what is not drawn, and where it stands; nothing where all are."""
    if len(shown) == n_all:
        return ""
    n_shown = sum(row.is_first for row in shown)
    if n_shown < n_first:
        return (
            f"The first {of_words(n_shown, n_first)} to look at; all "
            f"{number_words(n_all)} clients stand in the list as a table (CSV)"
        )
    rest = len(shown) - n_shown
    return (
        f"All {number_words(n_first)} to look at, and {number_words(rest)} of the "
        f"{number_words(n_all - n_first)} others; all stand in the list as a table (CSV)"
    )


def _changed(review: pd.DataFrame) -> str:
    """Name the thresholds that are not the usual ones, and what is new against what."""
    is_new = review["new_reasons"].map(bool).any()
    words = f" New: since {_against(review)}." if is_new else ""
    changed = next((text for text in review["thresholds"] if text), "")
    return f"{words} Not the usual thresholds: {changed}." if changed else words


def _against(review: pd.DataFrame) -> str:
    return " or ".join(sorted({text for text in review["compared_with"] if text}, reverse=True))


def _key(rows: Sequence[Row]) -> list[Artist]:
    """Return what the legend explains: only marks that are drawn."""
    palette = look().palette
    key: list[Artist] = []
    if any(not row.no_practice for row in rows):
        key += [
            Patch(facecolor=palette.practice, label=f"counted, last {FOUR_WEEKS} days"),
            _mark("|", palette.ink, f"the {FOUR_WEEKS} before"),
            Line2D(
                [],
                [],
                color=palette.quiet,
                linestyle=(0, (4, 3)),
                linewidth=0.8,
                label=cut_percent(MET_SHARE),
            ),
        ]
    if any(row.means_words for row in rows):
        key.append(_mark("o", palette.unclear, "first 4 weeks", face=palette.paper))
    verdicts = {row.verdict for row in rows if row.means_words}
    looks = (
        ("lower", palette.better, "lower"),
        ("higher", palette.worse, "higher"),
        ("within own variation", palette.unclear, "within own ups and downs"),
        ("not enough ratings", palette.unclear, "too few ratings to say"),
    )
    return key + [
        _mark(MARKERS.get(verdict, "o"), colour, f"last 4: {words}")
        for verdict, colour, words in looks
        if verdict in verdicts
    ]


def _mark(marker: str, colour: str, label: str, *, face: str = "") -> Line2D:
    return Line2D(
        [], [], marker=marker, color=face or colour, markeredgecolor=colour, markersize=6,
        markeredgewidth=1.2, linestyle="none", label=label,
    )  # fmt: skip


class Row(NamedTuple):
    """One client, as it will be drawn."""

    name: str
    first: str
    others: str
    shares: tuple[float, float]
    counts: tuple[str, str]
    no_practice: str
    means: tuple[float, float]
    means_words: str
    no_means: str
    verdict: str
    days: str

    @property
    def is_first(self) -> bool:
        """Whether there is a reason to look first."""
        return bool(self.first)

    @property
    def drawn(self) -> Drawn:
        """How its figures are drawn."""
        return drawn_as(self.shares, ROLES.get(self.verdict, ""), is_first=self.is_first)


class Places(NamedTuple):
    """Where the columns stand, in points from the left; a bar and a strip have a width."""

    name: float
    why: float
    bar: float
    now: float
    before: float
    strip: float
    means: float
    days: float
    end: float
    bar_pt: float
    strip_pt: float

    @property
    def name_pt(self) -> float:
        """Width of a name."""
        return self.why - self.name - GAP

    @property
    def why_pt(self) -> float:
        """Width of the reasons."""
        return self.bar - self.why - GAP


def read_row(row: Mapping[Any, Any], decimals: int = 1) -> Row:
    """Return a row of ``caseload_review`` as it will be drawn, its means with some decimals."""
    reasons = reasons_of(row)
    others = [reason._replace(name=short_reason(reason.name)) for reason in reasons[1:]]
    no_means = stiffness_words(row)
    means = (float(row["baseline_mean"]), float(row["recent_mean"]))
    days = row["days_since_entry"]
    return Row(
        name=printable(str(row["client"])),
        first=printable(reasons[0].words) if reasons else "",
        others=printable(", ".join([*(reason.words for reason in others), *_beside(row)])),
        shares=(row["adherence_last_28_days"], row["adherence_28_days_before"]),
        counts=(
            counted_words(row, "last_28_days"),
            counted_words(row, "28_days_before"),
        ),
        no_practice=without_number_words(row, "last_28_days")
        or practice_words(row, "counted_last_28_days", "prescribed_last_28_days"),
        means=means,
        means_words="" if no_means else means_arrow(row, decimals),
        no_means=no_means,
        verdict=str(row["verdict"]),
        days="–" if pd.isna(days) else number_words(days),
    )


def _beside(row: Mapping[Any, Any]) -> list[str]:
    """Say how many rows of each figure were not read, and how many notes are new."""
    columns = {
        "practice": "practice_rows_not_read_last_28_days",
        "stiffness": "rating_rows_not_read",
    }
    words = {figure: not_read_words(row, column) for figure, column in columns.items()}
    not_read = [f"{figure}: {said}" for figure, said in words.items() if said]
    notes = new_notes_words(row)
    return [*not_read, notes] if notes else not_read


def places_for(rows: Sequence[Row], total_pt: float) -> Places:
    """Return where the columns stand: the reasons take what the others leave."""
    size, scale = look().small_pt, look().scale

    def widest(words: Sequence[str], least: str) -> float:
        return max(width_pt(text, size) for text in (*words, least)) + 1

    names = max((width_pt(row.name, size, bold=row.is_first) for row in rows), default=0.0) + 2
    name = min(max(names, 40 * scale), NAME_PT * scale)
    bar, strip = BAR_PT * scale, STRIP_PT * scale
    now = widest([row.counts[0] for row in rows if not row.no_practice], f"{FOUR_WEEKS} days")
    before = widest([row.counts[1] for row in rows], "before")
    means = widest([row.means_words for row in rows], "0.0 → 0.0")
    days = widest([row.days for row in rows], "entry")
    taken = name + bar + now + before + strip + means + days + 7.4 * GAP
    why = max(total_pt - taken, LEAST_WHY_PT * scale)
    starts = [0.0]
    for width in (name, why, bar - 0.3 * GAP, now, before + 0.7 * GAP, strip, means, days - GAP):
        starts.append(starts[-1] + width + GAP)
    return Places._make([*starts, bar, strip])


def reason_lines(row: Row, places: Places) -> tuple[list[str], list[str], bool]:
    """Return the lines of the first reason and of the others; whether they share one line."""
    size = look().small_pt
    first = row.first
    others = f"+ {row.others}" if row.first and row.others else row.others
    room = places.why_pt
    beside = width_pt(first, size, bold=True) + 4
    if first and others and beside + width_pt(others, size) <= room:
        return [first], [others], True
    lines = wrap(first, room, size, bold=True).split("\n") if first else []
    return lines, wrap(others, room, size).split("\n") if others else [], False


def row_height_pt(row: Row, places: Places) -> float:
    """Return the height of a row: a line, or as many as its name or its reasons need."""
    size = look().small_pt
    first, others, is_one = reason_lines(row, places)
    n_why = 1 if is_one else len(first) + len(others)
    n_name = _name(row, places).count("\n") + 1
    return max(1, n_why, n_name) * size * LINE + PAD


def _name(row: Row, places: Places) -> str:
    return wrap(row.name, places.name_pt, look().small_pt, bold=row.is_first)


def draw_row(ax: Axes, row: Row, places: Places, top: float, height: float) -> None:
    """Draw one client between ``top`` and ``top + height`` points from the top."""
    palette, size = look().palette, look().small_pt
    ink = palette.ink if row.is_first else palette.quiet
    y = top + height / 2
    gid = "name to look at first" if row.is_first else "name"
    _say(ax, (places.name, y), _name(row, places), ink, gid=gid)
    _draw_reasons(ax, row, places, y, size)
    _draw_practice(ax, row, places, y, ink)
    _draw_stiffness(ax, row, places, y, ink)
    _say(ax, (places.days, y), row.days, ink, gid="days")


def _say(ax: Axes, at: tuple[float, float], words: str, colour: str, *, gid: str) -> None:
    """Write words whose left end is at a place; no line behind runs through them."""
    if words:
        ax.text(
            *at, words, color=colour, fontsize=look().small_pt, va="center", ha="left",
            linespacing=1.15, fontweight="bold" if gid in BOLD else "normal", gid=gid, zorder=6,
            bbox={"facecolor": look().palette.paper, "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def _draw_reasons(ax: Axes, row: Row, places: Places, y: float, size: float) -> None:
    palette = look().palette
    first, others, is_one = reason_lines(row, places)
    if is_one:
        _say(ax, (places.why, y), first[0], palette.ink, gid="first reason")
        x = places.why + width_pt(first[0], size, bold=True) + 4
        _say(ax, (x, y), others[0], palette.quiet, gid="other reasons")
        return
    pitch = size * LINE
    middle = (len(first) + len(others)) / 2
    up, down = (len(first) / 2 - middle) * pitch, (middle - len(others) / 2) * pitch
    _say(ax, (places.why, y + up), "\n".join(first), palette.ink, gid="first reason")
    _say(ax, (places.why, y + down), "\n".join(others), palette.quiet, gid="other reasons")


def _draw_practice(ax: Axes, row: Row, places: Places, y: float, ink: str) -> None:
    palette = look().palette
    _say(ax, (places.before, y), row.counts[1], palette.quiet, gid="before words")
    if row.no_practice:
        _say(ax, (places.bar, y), row.no_practice, palette.quiet, gid="no practice")
        return
    drawn, left = row.drawn, places.bar
    if drawn.bar is not None:
        colour = getattr(palette, drawn.practice)
        ax.add_artist(  # not add_patch, which looks for limits: they are said
            _box(left, y - BAR_HEIGHT / 2, drawn.bar * places.bar_pt, BAR_HEIGHT,
                 facecolor=palette.paper if drawn.is_open else colour, edgecolor=colour, gid="bar")
        )  # fmt: skip
    if drawn.before is not None:
        x, reach = left + drawn.before * places.bar_pt, BAR_HEIGHT * 0.85
        ax.plot(
            [x, x], [y - reach, y + reach], color=palette.ink, linewidth=1.4,
            solid_capstyle="butt", gid="before", zorder=4,
        )  # fmt: skip
    _say(ax, (places.now, y), row.counts[0], ink, gid="now words")


def _box(x: float, y: float, width: float, height: float, **looks: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, linewidth=0.6, zorder=2, **looks)


def _draw_stiffness(ax: Axes, row: Row, places: Places, y: float, ink: str) -> None:
    palette = look().palette
    if row.no_means:
        _say(ax, (places.strip, y), row.no_means, palette.quiet, gid="no stiffness")
        return
    first, last = (places.strip + mean / SCALE * places.strip_pt for mean in row.means)
    colour = getattr(palette, row.drawn.change)
    ax.plot([first, last], [y, y], color=colour, linewidth=1.6, gid="change", zorder=3)
    ax.plot(
        first, y, marker="o", markersize=4.2, color=palette.paper, markeredgecolor=colour,
        markeredgewidth=1.1, linestyle="none", gid="first window", zorder=4,
    )  # fmt: skip
    ax.plot(
        last, y, marker=MARKERS.get(row.verdict, "o"), markersize=5.2, color=colour,
        linestyle="none", gid="last window", zorder=5,
    )  # fmt: skip
    _say(ax, (places.means, y), row.means_words, ink, gid="means")
