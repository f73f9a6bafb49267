"""What the cells of a notebook call beside measures and charts: words and tables shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from mobility_analysis.measures.keys import joined, keys_in
from mobility_analysis.words.counted import held_kind, held_of
from mobility_analysis.words.numbers import (
    area_words,
    cut_percent,
    date_words,
    number_words,
    rows_in_order,
)
from mobility_analysis.words.practice import (
    DEFINITION_NAMES,
    NO_PROGRAMME,
    describe_definitions,
    with_not_read,
)

SHORT_CELL = 16
CLIENTS_SHOWN = 50
"""Of a longer list of clients, how many a cell shows: thousands would make it slow to open."""
FIRST_OF_LIST = (
    "The first {} of {:,} clients are shown, in the order of the list; the table that the last "
    "cell keeps holds all of them."
)
SMALL = "max-width: 46em; font-size: 85%; opacity: 0.75"

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

    is_blank = True
    """That there is no chart: all there is are the words."""

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


def together(parts: Sequence[Shown]) -> Shown:
    """Show several things one under the other.

    Examples
    --------
    >>> together([say("4 of 7 days rated."), say("2 notes.")])
    4 of 7 days rated.
    2 notes.
    """
    return Shown("\n".join(part.text for part in parts), "".join(part.html for part in parts))


def _safe(line: str) -> str:
    return escape(line).replace(" %", "\N{NO-BREAK SPACE}%")


def show_table(
    table: pd.DataFrame,
    *columns: str,
    names: Mapping[str, str] | None = None,
    not_read: str = "",
    none: str = "No row.",
    below: str = "",
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
    below : str, optional
        A sentence that belongs below the table, or below what is said instead of it.

    Returns
    -------
    Shown
        Every row, nothing cut; only of a long list of clients, with a row each, the first, and a
        line that says how many there are. Columns that no row fills are left out. A percentage is
        cut, not rounded: 79.6 % is never 80 %. What the user planned is headed "planned", never
        "prescribed", where the table has ``held_to``.

    Examples
    --------
    >>> show_table(pd.DataFrame({"done": [3], "adherence": [0.796]}))
    done share done
       3       79 %
    """
    chosen = table[list(columns)] if columns else table
    if "exercise" in chosen and chosen["exercise"].is_unique:
        chosen = rows_in_order(chosen)
    lines = [below] if below else []
    lines += [f"What could not be read is missing here: {not_read}."] if not_read else []
    if _is_long_list(chosen):
        lines.insert(0, FIRST_OF_LIST.format(CLIENTS_SHOWN, len(chosen)))
        chosen = chosen.head(CLIENTS_SHOWN)
    headings = HEADINGS | _held_heading(table)
    texts = {
        headings.get(name, name.replace("_", " ")): _cells(chosen[name], names or {})
        for name in chosen.columns
    }
    filled = {name: cells for name, cells in texts.items() if any(cells)}
    if not filled or len(filled) < min(2, len(texts)):
        return say(with_not_read(none, not_read), *([below] if below else []))
    shown, said = show_rows(pd.DataFrame(filled)), say(*lines)
    return Shown(f"{shown.text}\n{said.text}", f"{shown.html}{said.html}") if lines else shown


def _held_heading(table: pd.DataFrame) -> dict[str, str]:
    """Return how the number that is held against is called: planned is never prescribed."""
    if "held_to" not in table:
        return {}
    return {"prescribed": held_kind(held_of(table["held_to"]))}


def _is_long_list(table: pd.DataFrame) -> bool:
    """Tell whether a table has a row a client, of more clients than a screen can hold."""
    is_list = "client" in table and table["client"].is_unique
    return is_list and len(table) > CLIENTS_SHOWN


def show_coverage(
    coverage: pd.DataFrame, *, names: Mapping[str, str], not_read: str = "", below: str = ""
) -> Shown:
    """Show what a programme asks of each focus area, or say that there is none.

    Parameters
    ----------
    coverage : DataFrame
        ``focus_area_coverage`` of one client.
    names : mapping of str to str
        Name that people read, by exercise id.
    not_read : str, optional
        What could not be read, as ``not_read`` says it.
    below : str, optional
        A sentence that belongs below the table; without a programme there is no table.

    Returns
    -------
    Shown

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog"}])
    >>> ma.show_coverage(ma.focus_area_coverage(log), names=ma.exercise_names(log))
    No programme is written down for these days, so nothing is asked of a focus area.
    """
    if (coverage["state"] == "no programme").all():
        none = f"{NO_PROGRAMME}, so nothing is asked of a focus area."
        return say(with_not_read(none, not_read))
    columns = ["focus_area", "state", "exercises", "prescribed", "counted", "adherence"]
    kinds = coverage["held_to"].map(held_kind)
    state = coverage["state"].where(coverage["state"] != "prescribed", kinds)
    return show_table(
        coverage.assign(state=state), *columns, names=names, not_read=not_read, below=below
    )


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
