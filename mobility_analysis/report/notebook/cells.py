"""What the cells of a notebook call beside measures and charts: open, choose, show, keep."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts.definitions import NAMES as DEFINITION_NAMES
from mobility_analysis.charts.parts.theme import style
from mobility_analysis.log import DataError, MobilityLog, load_log, problem_sentence
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.scales import scale_from_text
from mobility_analysis.measures.keys import joined, keys_in
from mobility_analysis.report.figure_files import drawing
from mobility_analysis.report.folder.files import safe_names, write_table
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.words.log import describe_facts, log_facts
from mobility_analysis.words.numbers import area_words, cut_percent, date_words, number_words
from mobility_analysis.words.practice import describe_definitions

LOG_VARIABLE = "MOBILITY_LOG"
SCALE_VARIABLE = "MOBILITY_SCALE"
UNEDITED_LOG = "../data/sample"
NOTHING_USED = "this log holds no row of a client that can be used"
NO_FIGURE = (
    f"No figure stands below, since {NOTHING_USED}: fill in sessions or stiffness, or mend what "
    "02_check_your_log shows, then run all again."
)
SHORT_CELL = 16
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


def open_log(path: str | Path, *, as_of: str = "", scale: str = "") -> MobilityLog:
    """Open the log that a notebook's cell names.

    What stands in the cell wins. The environment variable ``MOBILITY_LOG`` is the default of a
    cell that nobody edited, and ``MOBILITY_SCALE`` the scale of that log where the cell states
    none. Rows with a problem are set aside and counted, so that a notebook goes on without them.

    Parameters
    ----------
    path : str or Path
        A log: a folder, a workbook or one file; ``~`` is the user's own folder.
    as_of : str
        The day on which the log is looked at, as 2026-11-22; empty for its newest entry.
    scale : str
        The scale of all scores where it is not 0 to 10: ``1-5``, or ``1-5 reversed`` where the
        high score is the best one.

    Returns
    -------
    MobilityLog

    Raises
    ------
    DataError
        If there is no log at that place, or none that can be read.
    ValueError
        If the day can be read as none or as two, or the scale is none.

    Examples
    --------
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> open_log(bundled_sample()).clients[0]
    'Amira K'
    """
    day = read_day(as_of, name="AS_OF") if as_of else None
    chosen = _chosen_log(path)
    stated = scale or _default_scale(chosen)
    return load_log(
        chosen,
        as_of=day,
        on_problem="set aside",
        scale=scale_from_text(stated) if stated else None,
    )


def which_log(path: str | Path) -> str:
    """Say which log is looked at.

    Parameters
    ----------
    path : str or Path
        What stands in the notebook's cell.

    Returns
    -------
    str

    Examples
    --------
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> which_log(bundled_sample()).endswith("(the sample log: made-up people).")
    True
    """
    chosen = _chosen_log(path)
    if chosen.resolve() == bundled_sample():
        return f"Log: {chosen.as_posix()} (the sample log: made-up people)."
    if str(path) == UNEDITED_LOG and os.environ.get(LOG_VARIABLE):
        return f"Log: {chosen} (named by {LOG_VARIABLE}, since LOG was not changed)."
    return f"Log: {chosen}."


def _chosen_log(path: str | Path) -> Path:
    """Return the log that the cell names, or of a cell nobody edited that of the environment."""
    text = str(path)
    if not text.strip():
        raise DataError("LOG is empty: write the path of a log between its quotation marks")
    is_default = text == UNEDITED_LOG and bool(os.environ.get(LOG_VARIABLE))
    chosen = Path(os.environ[LOG_VARIABLE] if is_default else text).expanduser()
    if chosen.exists():
        return chosen
    named = LOG_VARIABLE if is_default else "LOG"
    message = f"{chosen.resolve()}: found no file or folder there; {named} is {str(chosen)!r}. "
    if not text.isprintable():
        message += "Write each \\ of the path as /: Python reads some letters after \\ otherwise."
    elif not chosen.is_absolute():
        message += f"Write the whole path, or one that starts at the folder {Path.cwd()}."
    else:
        message += "Correct the path: each folder, and the name with its ending."
    raise DataError(message)


def _default_scale(chosen: Path) -> str:
    """Return the scale of the environment, which is that of the log of the environment alone."""
    named = os.environ.get(LOG_VARIABLE)
    is_of_this = not named or Path(named).resolve() == chosen.resolve()
    return os.environ.get(SCALE_VARIABLE, "") if is_of_this else ""


def client_log(log: MobilityLog, client: str = "") -> MobilityLog:
    """Return the log of one client: the one named, or the first; a log without any is itself.

    Parameters
    ----------
    log : MobilityLog
        A log of one or more clients.
    client : str
        The id of a client; empty for the first.

    Returns
    -------
    MobilityLog

    Raises
    ------
    ValueError
        If the log has no such client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> ma.client_log(log).clients, ma.client_log(log, "Ben T").clients
    (('Amira K',), ('Ben T',))
    """
    if not client and not log.clients:
        return log
    if not log.clients:
        raise ValueError(f"no client {client!r}: {NOTHING_USED}")
    return log.for_client(client or log.clients[0])


def describe_trust(log: MobilityLog, mine: MobilityLog, *, path: str | Path = "") -> Shown:
    """Show whose log it is, whether it can be trusted, and what was pointed out in reading it.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    mine : MobilityLog
        The log of one client of it.
    path : str or Path
        What stands in the notebook's cell: which log it is.

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
    >>> ma.describe_trust(log, log["Ann"])
    Ann. 2 to 15 Nov 2026: 0 of 14 days rated, 5 with any entry (self-reported). 5 session rows and
    0 ratings; newest entry 11 Nov 2026. Files: 6 rows read, 6 used, none set aside. Looked at as of
    15 Nov 2026, and in a log of one client silence after this day is not counted.
    """
    facts = log_facts(mine, whole=log)
    place = [which_log(path)] if path else []
    remarks = [problem_sentence(remark) for _, remark in mine.remarks.iterrows()]
    if not mine.clients:
        return say(*place, describe_facts(facts), NO_FIGURE, *remarks)
    return say(*place, f"{mine.clients[0]}. {describe_facts(facts)}", *remarks)


def first_client(review: pd.DataFrame, client: str = "") -> str:
    """Return the client that was asked for, or else the first of a review.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.
    client : str
        The id of a client; empty for the first.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the review has no such client, or none at all.

    Examples
    --------
    >>> first_client(pd.DataFrame({"client": ["Jo", "Ann"]}))
    'Jo'
    """
    known = [str(name) for name in review["client"]]
    if not known:
        raise ValueError("this caseload has no client")
    if client and client not in known:
        raise ValueError(f"no client {client!r} in this caseload; it has {', '.join(known)}")
    return client or known[0]


def say(*sentences: str) -> Shown:
    """Show sentences as a paragraph each.

    Parameters
    ----------
    *sentences : str
        What is said, in this order.

    Returns
    -------
    Shown

    Examples
    --------
    >>> say("4 of 7 days rated.")
    4 of 7 days rated.
    """
    lines = [escape(line).replace(" %", "\N{NO-BREAK SPACE}%") for line in sentences]
    html = "".join(f'<p style="max-width: 46em">{line}</p>' for line in lines)
    return Shown("\n".join(sentences), html)


def show_table(
    table: pd.DataFrame,
    *columns: str,
    names: Mapping[str, str] | None = None,
    not_read: str = "",
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

    Returns
    -------
    Shown
        Every row, nothing cut. A percentage is cut, not rounded: 79.6 % is never 80 %.

    Examples
    --------
    >>> show_table(pd.DataFrame({"done": [3], "adherence": [0.796]}))
    done share done
       3       79 %
    """
    chosen = table[list(columns)] if columns else table
    texts = {
        HEADINGS.get(name, name.replace("_", " ")): _cells(chosen[name], names or {})
        for name in chosen.columns
    }
    shown = show_rows(pd.DataFrame(texts))
    if not not_read:
        return shown
    below = say(f"What could not be read is missing here: {not_read}.")
    return Shown(f"{shown.text}\n{below.text}", f"{shown.html}{below.html}")


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
        return say("No rows.")
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
    figures: Mapping[str, tuple[Drawn, str]] | None = None,
    pages: Mapping[str, PaperPage] | None = None,
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
    figures : mapping of str to (Axes or Figure, str)
        By name of the file, the figure and the sentence that says the same: its alt text.
    pages : mapping of str to PaperPage
        By name of the file, a page as it stands on paper: kept as PDF and PNG.
    tables : mapping of str to DataFrame
        By name of the file.

    Returns
    -------
    Shown
        The files written, below ``folder``.

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
                  file
    Ann/kept/weeks.csv
    """
    if not log.clients and (figures or pages):
        return say(f"Nothing was kept: {NOTHING_USED}.")
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
        for name, (drawn, words) in (figures or {}).items():
            title = f"{name.replace('_', ' ')}, {owner}"
            made = drawing(_figure_of(drawn), title=title, alt=words)
            saved.append(beside.submit(made.write, target / name))
        saved += [beside.submit(page.write, target / name) for name, page in (pages or {}).items()]
        for name, table in kept.items():
            write_table(table, target / f"{name}.csv")
    written = [path for files in saved for path in files.result()]
    written += [target / f"{name}.csv" for name in kept]
    files = [path.relative_to(folder).as_posix() for path in written]
    return show_table(pd.DataFrame({"file": files}))


def _figure_of(drawn: Drawn) -> Figure:
    if isinstance(drawn, Figure):
        return drawn
    ax = drawn if isinstance(drawn, Axes) else np.ravel(np.asarray(drawn, dtype=object))[0]
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise TypeError("a figure is needed; these axes stand in none")
    return figure
