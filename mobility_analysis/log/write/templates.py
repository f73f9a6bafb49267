"""Empty logs to fill in, in their long form: a folder of CSV files, or one workbook.

What the diary as people keep it is made of stands here, too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mobility_analysis.log.built_in import built_in_movement_tests
from mobility_analysis.log.catalogue import load_catalogue
from mobility_analysis.log.read.settings_file import TEMPLATE, is_settings_file
from mobility_analysis.log.schema import (
    A_COLUMN_AN_EXERCISE,
    A_TICK,
    DIARY,
    EXAMPLE_MARK,
    LOG_TABLES,
    TABLES,
    Column,
    Table,
    allowed_values,
    codebook_markdown,
)
from mobility_analysis.log.settings import SETTINGS_FILE
from mobility_analysis.log.write.forms import WORKBOOK_MADE
from mobility_analysis.log.write.saving import csv_text, refuse_if_there, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


HEAD = {"bold": True, "bg_color": "#DCE6F0", "bottom": 1}
NEEDED = {"bg_color": "#A9C6E3"}
EXAMPLE = {"italic": True, "font_color": "#767676"}
VALIDATED_ROWS = 2000
FIRST_YEAR = 1990

_EXAMPLES: Mapping[str, Mapping[str, str | float]] = {
    "sessions": {
        "date": "2026-11-22",
        "exercise": "bear-rolls",
        "status": "done",
        "sets": 2,
        "reps": 8,
        "note": "easier than last week",
    },
    "stiffness": {"date": "2026-11-22", "score": 4.5, "moment": "waking"},
    "programme": {"exercise": "bear-rolls", "start": "2026-11-01", "times_per_week": 3},
    "pauses": {"start": "2026-11-10", "end": "2026-11-14", "reason": "illness"},
    "events": {"date": "2026-11-20", "kind": "appointment", "label": "review"},
    "checks": {"date": "2026-11-20", "test": "seated-rotation", "value": 42, "side": "left"},
}


class Part(NamedTuple):
    """One table of an empty log: the columns it has, and the rows it begins with."""

    table: Table
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str | float | datetime]] = ()

    @property
    def header(self) -> list[str]:
        """Return the names of its columns."""
        return [column.name for column in self.columns]

    @property
    def has_example(self) -> bool:
        """Whether its workbook shows how a row is written: where it begins with none."""
        return self.table.name in _EXAMPLES and not self.rows


def part_of(
    name: str, *, rows: Sequence[Sequence[str | float | datetime]] = (), without: str = ""
) -> Part:
    """Return a table with all columns that people fill in, but for one that is left out."""
    table = TABLES[name]
    return Part(table, tuple(c for c in table.columns_to_fill_in if c.name != without), rows)


def _long_form() -> list[Part]:
    """Return the tables with a row a session and a row a rating, and the catalogues filled in."""
    return [part_of(name, rows=_rows(TABLES[name])) for name in LOG_TABLES]


def write_csv_template(folder: Path | str) -> list[Path]:
    """Write an empty log in its long form as new CSV files: headers, catalogues, the codebook."""
    return write_new(Path(folder), csv_files(_long_form()) | settings_for(Path(folder)))


def write_workbook_template(folder: Path | str) -> list[Path]:
    """Write the same as a new workbook: drop-downs, score limits, dates, an example row."""
    with new_workbook() as (book, memory):
        for part in _long_form():
            fill_sheet(book, part)
        fill_codebook(book)
    return write_new(Path(folder), {"log.xlsx": memory.getvalue(), **settings_for(Path(folder))})


def csv_files(parts: Iterable[Part]) -> dict[str, bytes]:
    """Return the files of an empty log by name: a table each, and the codebook."""
    texts = {f"{part.table.name}.csv": _csv_text(part) for part in parts}
    texts["codebook.md"] = "# What each column holds\n\n" + codebook_markdown()
    return {name: text.encode("utf-8") for name, text in texts.items()}


def settings_for(folder: Path) -> dict[str, bytes]:
    """Return a settings file in which nothing holds yet; none where the folder has one."""
    has_one = folder.is_dir() and any(map(is_settings_file, folder.iterdir()))
    return {} if has_one else {SETTINGS_FILE: TEMPLATE.encode("utf-8")}


def write_new(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files by name that must not exist yet, all of them or none, and return their paths."""
    refuse_if_there(folder, [name for name in contents if (folder / name).exists()])
    paths = {folder / name: content for name, content in contents.items()}
    write_whole(paths)
    return list(paths)


def _csv_text(part: Part) -> str:
    return csv_text(part.header, [[_cell(value) for value in row] for row in part.rows])


def _cell(value: str | float | datetime) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value if isinstance(value, str) else f"{value:g}"


def _rows(table: Table) -> list[tuple[str | float, ...]]:
    """Return the rows that a table starts with: the catalogues, and nothing else."""
    if table.name == "tests":
        rows = built_in_movement_tests()
        return [tuple(row[name] for name in table.column_names) for row in rows]
    if table.name != "exercises":
        return []
    return list(load_catalogue()[list(table.column_names)].itertuples(index=False, name=None))


@contextmanager
def new_workbook() -> Iterator[tuple[Workbook, io.BytesIO]]:
    """Open a workbook that is written into memory when it is closed: the same bytes each time."""
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"title": "Mobility log", "created": WORKBOOK_MADE})
        yield book, memory


def fill_sheet(book: Workbook, part: Part) -> None:
    """Write one table: header, example row or first rows, limits of each column."""
    sheet = book.add_worksheet(part.table.name)
    sheet.freeze_panes(1, 0)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(part.columns):
        is_day = column.kind == "date"
        sheet.set_column(place, place, _width(column), day if is_day else None)
        head = book.add_format(HEAD | (NEEDED if column.is_required else {}))
        sheet.write_string(0, place, column.name, head)
        sheet.write_comment(0, place, f"{column.meaning} May hold: {allowed_values(column)}.")
        rule = validation(column)
        if rule:
            sheet.data_validation(1, place, VALIDATED_ROWS, place, rule)
    for line, row in enumerate(part.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, str):  # a text that begins with = is no formula
                sheet.write_string(line, place, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(line, place, value, day)
            else:
                sheet.write(line, place, value)
    if part.has_example:
        _write_example(sheet, part, book.add_format(EXAMPLE))


def _write_example(sheet: Worksheet, part: Part, form: Any) -> None:
    """Write the example row; its first cell says that it is one."""
    example = {"client": "anna", **_EXAMPLES[part.table.name]}
    first, *others = part.header
    sheet.write_string(1, 0, f"{EXAMPLE_MARK}: {example[first]}", form)
    for place, name in enumerate(others, start=1):
        if name in example:
            sheet.write(1, place, example[name], form)


def _width(column: Column) -> int:
    return {"text": 34, "list": 34, "exercise": 28, "client": 18}.get(column.kind, 15)


def validation(column: Column) -> dict[str, Any] | None:
    """Return the rule a spreadsheet holds a column to, with its message, or None."""
    allowed = allowed_values(column)
    message = {"error_title": "Not a value of this column", "error_message": allowed}
    if column.kind == "exercise":
        limits: dict[str, Any] = {"validate": "list", "source": "=exercises!$A$2:$A$200"}
        # a name or an alias is read too, so the drop-down helps and does not refuse
        message |= {"error_type": "information"}
    elif column.kind == "test":
        limits = {"validate": "list", "source": "=tests!$A$2:$A$200"}
        message |= {"error_type": "information"}
    elif column.words:
        limits = {"validate": "list", "source": [word for word in column.words if word]}
    elif column.kind in ("number", "score", "count") and column.low is not None:
        kind = "integer" if column.kind == "count" else "decimal"
        limits = {
            "validate": kind, "criteria": "between", "minimum": column.low, "maximum": column.high
        }  # fmt: skip
    elif column.kind == "date":
        limits = {"validate": "date", "criteria": ">=", "value": datetime(FIRST_YEAR, 1, 1)}
        message["error_message"] = "a day, as 2026-11-22"
    else:
        return None
    return {**limits, **message, "ignore_blank": True}


def fill_codebook(book: Workbook) -> None:
    """Write what each column of every table holds."""
    sheet = book.add_worksheet("codebook")
    sheet.freeze_panes(1, 0)
    head = ["table", "column", "required", "unit", "may hold", "meaning"]
    sheet.write_row(0, 0, head, book.add_format(HEAD))
    sheet.set_column(0, 3, 15)
    sheet.set_column(4, 5, 70)
    rows = [
        [table.name, c.name, "yes" if c.is_required else "", c.unit, allowed_values(c), c.meaning]
        for table in TABLES.values()
        for c in table.columns
    ]
    rows.append([DIARY, "an exercise", "", "", A_TICK, A_COLUMN_AN_EXERCISE.replace("`", "")])
    for line, row in enumerate(rows, start=1):
        sheet.write_row(line, 0, row)
