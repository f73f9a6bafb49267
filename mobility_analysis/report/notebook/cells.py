"""What the cells of a notebook call beside measures and charts: show, say, keep."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.definitions import NAMES as DEFINITION_NAMES
from mobility_analysis.charts.parts.theme import style
from mobility_analysis.log import MobilityLog
from mobility_analysis.measures.keys import joined, keys_in
from mobility_analysis.report.figure_files import drawing
from mobility_analysis.report.folder.files import safe_names, write_table
from mobility_analysis.words.numbers import area_words, cut_percent, date_words, number_words
from mobility_analysis.words.practice import describe_definitions, with_not_read

UNEDITED_KEEP = "../mobility-report"
SHORT_CELL = 16
CLIENTS_SHOWN = 50
"""Of a longer list of clients, how many a cell shows: thousands would make it slow to open."""
FIRST_OF_LIST = (
    "The first {} of {:,} clients are shown, in the order of the list; the table that the last "
    "cell keeps holds all of them."
)
#: Dots an inch of a chart on a screen: two fifths more than it is wide there.
SCREEN_DPI = 120
BESIDE = "display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: flex-start"
PICTURE = "width: 610px; max-width: 100%; margin: 0"
WORDS = "flex: 1 1 16em; max-width: 46em"
SMALL = "max-width: 46em; font-size: 85%; opacity: 0.75"
CHART_ALT = "Chart of what the words beside it say."
Drawn = Axes | Figure | Sequence[Axes] | np.ndarray

HEADINGS = {
    "adherence": "share done",
    "adherence_capped_overall": "share, capped overall",
    "adherence_last_28_days": "share, last 28 days",
    "adherence_last_7_days": "share, last 7 days",
    "adherence_uncapped": "share, uncapped",
    "adherence_weeks_logged": "share, weeks with entries",
    "change_points": "change",
    "days_since_entry": "days since entry",
    "done_last_28_days": "done, last 28 days",
    "hold_s_first": "hold, first weeks (s)",
    "hold_s_last": "hold, last weeks (s)",
    "is_met": "week met",
    "load_kg_first": "load, first weeks (kg)",
    "load_kg_last": "load, last weeks (kg)",
    "n_days": "days rated",
    "n_ratings": "ratings",
    "n_values": "values averaged",
    "prescribed_last_28_days": "of prescribed",
    "reps_first": "repetitions in a set, first weeks",
    "reps_last": "repetitions in a set, last weeks",
    "score_mean": "mean",
    "score_worst": "worst",
    "sets_first": "sets, first weeks",
    "sets_last": "sets, last weeks",
    "stiffness_week_start": "stiffness of",
    "week_start": "week of",
}
WRITERS: Mapping[str, Callable[[Any], str]] = {
    "definition": lambda value: DEFINITION_NAMES.get(value, str(value)),
    "focus_area": area_words,
    "repetitions_adherence": cut_percent,
}
KINDS: tuple[tuple[Callable[[Any], bool], Callable[[Any], str]], ...] = (
    (pd.api.types.is_datetime64_any_dtype, date_words),
    (pd.api.types.is_bool_dtype, lambda value: "yes" if value else "no"),
    (pd.api.types.is_numeric_dtype, lambda value: number_words(float(value))),
)


class Shown:
    """Words or a table as a notebook shows them: HTML on a page, plain text elsewhere."""

    def __init__(self, text: str, html: str) -> None:
        self.text = text
        self.html = html

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def say(*sentences: str, small: str = "") -> Shown:
    """Show sentences as a paragraph each.

    Parameters
    ----------
    *sentences : str
        What is said, in this order; an empty one is left out.
    small : str
        What stands under them in smaller letters.

    Returns
    -------
    Shown

    Examples
    --------
    >>> say("4 of 7 days rated.")
    4 of 7 days rated.
    """
    sentences = tuple(filter(None, sentences))
    html = "".join(f'<p style="max-width: 46em">{_safe(line)}</p>' for line in sentences)
    if small:
        html += f'<p style="{SMALL}">{_safe(small)}</p>'
    return Shown("\n".join([*sentences, *([small] if small else [])]), html)


def _safe(line: str) -> str:
    return escape(line).replace(" %", "\N{NO-BREAK SPACE}%")


class ShownFigure:
    """A chart with its words beside it: side by side on a page, the words alone elsewhere.

    Attributes
    ----------
    figure : Figure
        The chart, to keep a copy of.
    words : Shown
        What stands beside it.
    """

    def __init__(self, figure: Figure, words: Shown) -> None:
        self.figure = figure
        self.words = words

    @property
    def is_blank(self) -> bool:
        """Whether the chart has nothing to draw, so that its words say all there is."""
        return not any(map(_has_marks, self.figure.axes))

    def __repr__(self) -> str:
        return self.words.text

    def _repr_html_(self) -> str:
        if self.is_blank:
            return self.words.html
        address = f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"
        return (
            f'<div style="{BESIDE}"><img style="{PICTURE}" alt="{CHART_ALT}" src="{address}">'
            f'<div style="{WORDS}">{self.words.html}</div></div>'
        )

    @cached_property
    def png(self) -> bytes:
        """The chart as a picture for a screen, made once."""
        buffer, engine = io.BytesIO(), self.figure.get_layout_engine()
        with style():
            if engine is not None:  # laid out once: else it would be drawn twice
                engine.execute(self.figure)
                self.figure.set_layout_engine(None)
            self.figure.savefig(buffer, format="png", dpi=SCREEN_DPI)
        return buffer.getvalue()


def _has_marks(ax: Axes) -> bool:
    """Whether an axes holds any dot, line, bar or picture."""
    lines = any(np.size(line.get_xdata()) for line in ax.lines)
    dots = any(np.size(marks.get_offsets()) for marks in ax.collections)
    return lines or dots or bool(ax.patches) or bool(ax.images)


def show_figure(drawn: Drawn, *sentences: str, trust: str = "") -> ShownFigure:
    """Show a chart with the sentences that say the same beside it.

    Parameters
    ----------
    drawn : Axes or Figure
        The chart; a new figure of its own, which is shown here and by nothing else.
    *sentences : str
        What it says, in this order.
    trust : str
        Whether the log can be trusted, in one line, smaller, under them.

    Returns
    -------
    ShownFigure

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-11-{day:02}", "score": score}
    ...     for day, score in enumerate([6, 6, 5, 6, 5, 4, 4, 3, 4, 3], start=2)])
    >>> ax = ma.plot_stiffness(ma.daily_stiffness(log), ma.weekly_stiffness(log))
    >>> ma.show_figure(ax, "10 of 10 days rated.", trust="All rows were read.")
    10 of 10 days rated.
    All rows were read.
    """
    from matplotlib import pyplot as plt

    figure = _figure_of(drawn)
    plt.close(figure)  # else the notebook would show it a second time, by itself
    return ShownFigure(figure, say(*sentences, small=trust))


def show_table(
    table: pd.DataFrame,
    *columns: str,
    names: Mapping[str, str] | None = None,
    not_read: str = "",
    none: str = "No row.",
) -> Shown:
    """Show a table as people read it: names, days and percentages in words, empty for missing.

    Parameters
    ----------
    table : DataFrame
        A table of measures.
    *columns : str
        Which columns, in which order; all when none is given.
    names : mapping of str to str, optional
        Name that people read, by exercise id.
    not_read : str, optional
        What could not be read, as ``not_read`` says it; it stands below the table.
    none : str, optional
        What is said where the table has no row, or nothing beside its names.

    Returns
    -------
    Shown
        Every row, nothing cut; only of a long list of clients, with a row each, the first, and a
        line that says how many there are. Columns that no row fills are left out. A percentage is
        cut, not rounded: 79.6 % is never 80 %.

    Examples
    --------
    >>> show_table(pd.DataFrame({"done": [3], "adherence": [0.796]}))
    done share done
       3       79 %
    """
    chosen = table[list(columns)] if columns else table
    below = [f"What could not be read is missing here: {not_read}."] if not_read else []
    if _is_long_list(chosen):
        below.insert(0, FIRST_OF_LIST.format(CLIENTS_SHOWN, len(chosen)))
        chosen = chosen.head(CLIENTS_SHOWN)
    texts = {
        HEADINGS.get(name, name.replace("_", " ")): _cells(chosen[name], names or {})
        for name in chosen.columns
    }
    filled = {name: cells for name, cells in texts.items() if any(cells)}
    if not filled or len(filled) < min(2, len(texts)):
        return say(with_not_read(none, not_read))
    shown = show_rows(pd.DataFrame(filled))
    lines = say(*below)
    return Shown(f"{shown.text}\n{lines.text}", f"{shown.html}{lines.html}") if below else shown


def _is_long_list(table: pd.DataFrame) -> bool:
    """Tell whether a table has a row a client, of more clients than a screen can hold."""
    is_list = "client" in table and table["client"].is_unique
    return is_list and len(table) > CLIENTS_SHOWN


def show_coverage(coverage: pd.DataFrame, *, names: Mapping[str, str], not_read: str = "") -> Shown:
    """Show what a programme asks of each focus area, or say that there is none.

    Parameters
    ----------
    coverage : DataFrame
        ``focus_area_coverage`` of one client.
    names : mapping of str to str
        Name that people read, by exercise id.
    not_read : str, optional
        What could not be read, as ``not_read`` says it.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog"}])
    >>> ma.show_coverage(ma.focus_area_coverage(log), names=ma.exercise_names(log))
    No programme is written down, so nothing is asked of a focus area.
    """
    if (coverage["state"] == "no programme").all():
        none = "No programme is written down, so nothing is asked of a focus area."
        return say(with_not_read(none, not_read))
    columns = ["focus_area", "state", "exercises", "prescribed", "counted", "adherence"]
    return show_table(coverage, *columns, names=names, not_read=not_read)


def show_definitions(definitions: pd.DataFrame, *, not_read: str = "") -> Shown:
    """Show the share done by each definition, or say that none has one.

    Parameters
    ----------
    definitions : DataFrame
        ``adherence_definitions`` of one client.
    not_read : str, optional
        What could not be read, as ``not_read`` says it.

    Returns
    -------
    Shown

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
    >>> ma.show_definitions(ma.adherence_definitions(log))
                         definition share done
                    Counted by week       83 %
       All sessions, extra ones too       83 %
        All sessions, at most 100 %       83 %
                          Weeks met       50 %
                        Repetitions
    Only weeks with anything logged       83 %
    """
    if definitions["adherence"].isna().all():
        return say(describe_definitions(definitions, not_read=not_read))
    return show_table(definitions, "definition", "adherence", not_read=not_read)


def show_rows(rows: pd.DataFrame) -> Shown:
    """Show rows as they are, every one and nothing cut.

    Parameters
    ----------
    rows : DataFrame
        Rows of any table.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show_rows(pd.DataFrame({"hold_s": ["20"]}))
    hold_s
        20
    """
    if rows.empty:
        return say("No row.")
    return Shown(rows.to_string(index=False), _html(rows))


def _html(rows: pd.DataFrame) -> str:
    """Write a table whose words start at the left; short cells, such as days, do not break."""
    texts = {str(name): [str(cell) for cell in rows[name]] for name in rows.columns}
    styles = []
    for cells in texts.values():
        is_short = max(map(len, cells)) <= SHORT_CELL
        styles.append("text-align: left" + ("; white-space: nowrap" if is_short else ""))
    head = "".join(
        f'<th scope="col" style="text-align: left">{escape(name)}</th>' for name in texts
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{css}">{escape(cell)}</td>' for css, cell in zip(styles, row, strict=True)
        )
        + "</tr>"
        for row in zip(*texts.values(), strict=True)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(column: pd.Series[Any], names: Mapping[str, str]) -> list[str]:
    write = _writer(column, names)
    return ["" if pd.isna(value) else write(value) for value in column.tolist()]


def _writer(column: pd.Series[Any], names: Mapping[str, str]) -> Callable[[Any], str]:
    """Choose how a cell is written, by the column's name and kind."""
    name = str(column.name)
    if name in WRITERS:
        return WRITERS[name]
    if name in ("exercise", "exercises"):
        return lambda value: joined(str(names.get(key, key)) for key in keys_in(value))
    if name.startswith("adherence"):
        return cut_percent
    kinds = (write for is_kind, write in KINDS if is_kind(column))
    return next(kinds, str)


def newest(table: pd.DataFrame, *, by: str = "date", n: int = 5) -> pd.DataFrame:
    """Return the newest rows of a table, the newest first.

    Parameters
    ----------
    table : DataFrame
        A table with a column of days.
    by : str
        That column.
    n : int
        How many rows at most.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> days = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-08"])})
    >>> newest(days, n=1)["date"].dt.day.tolist()
    [8]
    """
    return table.sort_values(by, ascending=False, kind="stable").head(n).reset_index(drop=True)


def keep_copy(
    log: MobilityLog,
    folder: str | Path,
    *,
    figures: Mapping[str, Shown | ShownFigure] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Shown:
    """Write figures (PNG and SVG) and the numbers behind them (CSV) into a client's folder.

    What the user stated, such as a scale of scores, is kept beside them in ``assumptions.csv``.

    Parameters
    ----------
    log : MobilityLog
        The log of one client, or of several.
    folder : str or Path
        Where the folder ``kept`` of that client, or of the caseload, is made.
    figures : mapping of str to ShownFigure
        By name of the file, what ``show_figure`` showed; its words become the alt text. A chart
        that had nothing to draw is left out.
    tables : mapping of str to DataFrame
        By name of the file.

    Returns
    -------
    Shown
        The whole path of the folder, and the files in it.

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
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     print(ma.keep_copy(log, folder, tables={"weeks": ma.weekly_adherence(log)}))
    ... # doctest: +ELLIPSIS
    Kept in .../Ann/kept: weeks.csv.
    """
    is_one = len(log.clients) == 1
    owner = safe_names(log.clients)[log.clients[0]] if is_one else "caseload"
    target = Path(folder) / owner / "kept"
    target.mkdir(parents=True, exist_ok=True)
    kept = dict(tables or {})
    if log.assumptions:
        kept["assumptions"] = pd.DataFrame({"assumption": log.assumptions})
    saved = []
    # PNGs are compressed while the next figure is drawn.
    with style(), ThreadPoolExecutor(1) as beside:
        for name, shown in (figures or {}).items():
            if not isinstance(shown, ShownFigure) or shown.is_blank:
                continue
            title = f"{name.replace('_', ' ')}, {owner}"
            made = drawing(shown.figure, title=title, alt=shown.words.text)
            saved.append(beside.submit(made.write, target / name))
        for name, table in kept.items():
            write_table(table, target / f"{name}.csv")
    written = [path.name for files in saved for path in files.result()]
    written += [f"{name}.csv" for name in kept]
    return say(f"Kept in {place_words(target)}: {', '.join(written)}.")


def place_words(folder: Path) -> str:
    """Write the whole path of a folder; of the one that a notebook nobody edited names, as there.

    So that what such a notebook shows is the same on every computer.
    """
    is_unedited = folder.as_posix().startswith(f"{UNEDITED_KEEP}/")
    return folder.as_posix() if is_unedited else str(folder.resolve())


def _figure_of(drawn: Drawn) -> Figure:
    if isinstance(drawn, Figure):
        return drawn
    ax = drawn if isinstance(drawn, Axes) else np.ravel(np.asarray(drawn, dtype=object))[0]
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise TypeError("a figure is needed; these axes stand in none")
    return figure
