"""Empty logs to fill in: a folder of CSV files, or one workbook with drop-downs."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobility_analysis.log.built_in import built_in_movement_tests
from mobility_analysis.log.catalogue import load_catalogue
from mobility_analysis.log.read.settings_file import TEMPLATE, is_settings_file
from mobility_analysis.log.schema import (
    EXAMPLE_MARK,
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


def write_csv_template(folder: Path | str) -> list[Path]:
    """Write an empty log as new CSV files: headers, the catalogues, the codebook."""
    texts = {f"{name}.csv": _csv_text(table) for name, table in TABLES.items()}
    texts["codebook.md"] = "# What each column holds\n\n" + codebook_markdown()
    contents = {name: text.encode("utf-8") for name, text in texts.items()}
    return write_new(Path(folder), {**contents, **_settings_for(Path(folder))})


def write_workbook_template(folder: Path | str) -> list[Path]:
    """Write an empty log as a new workbook: drop-downs, score limits, dates, an example row."""
    return write_new(Path(folder), {"log.xlsx": _workbook_bytes(), **_settings_for(Path(folder))})


def _settings_for(folder: Path) -> dict[str, bytes]:
    """Return a settings file in which nothing holds yet; none where the folder has one."""
    has_one = folder.is_dir() and any(map(is_settings_file, folder.iterdir()))
    return {} if has_one else {SETTINGS_FILE: TEMPLATE.encode("utf-8")}


def write_new(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files by name that must not exist yet, all of them or none, and return their paths."""
    refuse_if_there(folder, [name for name in contents if (folder / name).exists()])
    paths = {folder / name: content for name, content in contents.items()}
    write_whole(paths)
    return list(paths)


def _csv_text(table: Table) -> str:
    rows = [[_cell(value) for value in row] for row in _rows(table)]
    return csv_text([column.name for column in table.columns_to_fill_in], rows)


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _rows(table: Table) -> list[tuple[str | float, ...]]:
    """Return the rows that a template starts with: the catalogues, and nothing else."""
    if table.name == "tests":
        rows = built_in_movement_tests()
        return [tuple(row[name] for name in table.column_names) for row in rows]
    if table.name != "exercises":
        return []
    return list(load_catalogue()[list(table.column_names)].itertuples(index=False, name=None))


def _workbook_bytes() -> bytes:
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"title": "Mobility log", "created": WORKBOOK_MADE})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#DCE6F0", "bottom": 1}),
            "needed": book.add_format({"bold": True, "bg_color": "#A9C6E3", "bottom": 1}),
            "example": book.add_format({"italic": True, "font_color": "#767676"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for table in TABLES.values():
            _fill_sheet(book.add_worksheet(table.name), table, formats)
        _fill_codebook(book, formats)
    return memory.getvalue()


def _fill_sheet(sheet: Worksheet, table: Table, formats: Mapping[str, Any]) -> None:
    """Write one table: header, example row or catalogue, limits of each column."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns_to_fill_in):
        is_day = column.kind == "date"
        sheet.set_column(place, place, _width(column), formats["date"] if is_day else None)
        sheet.write_string(
            0, place, column.name, formats["needed" if column.is_required else "head"]
        )
        sheet.write_comment(0, place, f"{column.meaning} May hold: {allowed_values(column)}.")
        rule = _validation(column)
        if rule:
            sheet.data_validation(1, place, VALIDATED_ROWS, place, rule)
    for line, row in enumerate(_rows(table), start=1):
        sheet.write_row(line, 0, row)
    if table.name in _EXAMPLES:
        _write_example(sheet, table, formats["example"])


def _write_example(sheet: Worksheet, table: Table, form: Any) -> None:
    """Write the example row; its first cell says that it is one."""
    sheet.write_string(1, 0, f"{EXAMPLE_MARK}: anna", form)
    for place, column in enumerate(table.columns_to_fill_in[1:], start=1):
        value = _EXAMPLES[table.name].get(column.name)
        if value is not None:
            sheet.write(1, place, value, form)


def _width(column: Column) -> int:
    return {"text": 34, "list": 34, "exercise": 28, "client": 18}.get(column.kind, 15)


def _validation(column: Column) -> dict[str, Any] | None:
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
    elif column.kind in ("number", "count") and column.low is not None:
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


def _fill_codebook(book: Workbook, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("codebook")
    sheet.freeze_panes(1, 0)
    sheet.write_row(
        0, 0, ["table", "column", "required", "unit", "may hold", "meaning"], formats["head"]
    )
    sheet.set_column(0, 3, 15)
    sheet.set_column(4, 5, 70)
    rows = [(table, column) for table in TABLES.values() for column in table.columns]
    for line, (table, c) in enumerate(rows, start=1):
        needed = "yes" if c.is_required else ""
        sheet.write_row(line, 0, [table.name, c.name, needed, c.unit, allowed_values(c), c.meaning])
