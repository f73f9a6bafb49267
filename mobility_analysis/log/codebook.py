"""The codebook: what each column holds, written out from the declarations of the schema."""

from __future__ import annotations

from mobility_analysis.log.schema import TABLES, Column, Table

__all__ = ["allowed_values", "codebook_markdown"]


def allowed_values(column: Column) -> str:
    """Say in words what a cell of a column may hold.

    Parameters
    ----------
    column : Column
        A column of ``TABLES``.

    Returns
    -------
    str
        The words, limits or form of its values, and what an empty cell means.

    Examples
    --------
    >>> from mobility_analysis.log.schema import TABLES
    >>> allowed_values(TABLES["stiffness"]["score"])
    'a number from 0 to 10'
    >>> allowed_values(TABLES["sessions"]["status"])
    'done, partial, skipped; empty means done'
    """
    if column.words:
        words = ", ".join(word for word in column.words if word)
        empty = f"empty means {column.default}" if column.default else "may be empty"
        return words if column.is_required else f"{words}; {empty}"
    if column.low is not None and column.high is not None:
        number = "a whole number" if column.kind == "count" else "a number"
        limits = f"{number} from {column.low:g} to {column.high:g}"
        return limits if column.kind != "frequency" else f"{limits}, a span (3-4), or 'as needed'"
    forms = {
        "client": "a name or number, the same in every table",
        "exercise": "an exercise of the catalogue: its id, name or an alias",
        "date": "a day: 2026-11-22" + (", or 2026-11-22 07:30" if column.has_time else ""),
        "timestamp": "a day and time: 2026-11-22 07:30",
        "weekdays": "names of days: Mon Wed Fri",
        "list": "one or more, with ; between",
        "text": "text",
        "scale": "as the program writes it: from 1 to 5, reversed, in form.csv; may be empty",
    }
    return forms[column.kind]


def codebook_markdown() -> str:
    """Return the codebook of all tables as Markdown, from the schema's declarations.

    Examples
    --------
    >>> codebook_markdown().splitlines()[0]
    '### `sessions`'
    """
    return "\n".join(_table_markdown(table) for table in TABLES.values())


def _table_markdown(table: Table) -> str:
    rows = [
        f"| `{c.name}` | {'yes' if c.is_required else ''} | {c.unit} | {allowed_values(c)} | "
        f"{c.meaning} |"
        for c in table.columns
    ]
    head = ["| column | required | unit | what a cell may hold | meaning |", "| --- " * 5 + "|"]
    return "\n".join([f"### `{table.name}`", "", table.meaning, "", *head, *rows, ""])
