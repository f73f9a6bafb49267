"""The forms of a table as a file: CSV as one program or another opens it, or a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pandas as pd

from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import safe_text
from mobility_analysis.log.settings import CsvForm, TablesForm

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WORKBOOK_MADE = datetime(2020, 1, 1)  # a fixed day, so that the same tables have the same bytes
MOST_ROWS = 1_048_576
"""Rows of a sheet of Excel, the header among them."""
MOST_LETTERS = 32_767
"""Characters of a cell of Excel."""
LONGEST_SHEET = 31
FIRST_YEAR = 1900
_NOT_IN_SHEET = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_WIDTH_ROWS = 200
_NARROWEST, _WIDEST = 8, 60


class Dialect(NamedTuple):
    """How CSV is written: what stands between cells and in numbers, and what Excel needs."""

    separator: str = ","
    decimal: str = "."
    always_marked: bool = False
    """Whether a file always starts with a byte-order mark, and not only with other letters."""
    has_blank: bool = False
    """Whether a day and its time have a blank between them, without which Excel reads a text."""


DIALECTS: Mapping[CsvForm, Dialect] = {
    "plain": Dialect(),
    "excel": Dialect(always_marked=True, has_blank=True),
    "excel-de": Dialect(";", ",", always_marked=True, has_blank=True),
}
PLAIN = DIALECTS["plain"]


@dataclass(frozen=True)
class TableForm:
    """In which form tables are written as files.

    Attributes
    ----------
    tables : {"csv", "xlsx"}
        A file of CSV each, or workbooks.
    csv : {"plain", "excel", "excel-de"}
        With commas; the same as Excel opens it; or with semicolons and decimal commas, as Excel in
        German and its neighbours opens it.
    """

    tables: TablesForm = "csv"
    csv: CsvForm = "plain"

    def __post_init__(self) -> None:
        """Refuse forms that there are not, or that exclude each other."""
        if self.tables not in get_args(TablesForm):
            raise ValueError(f"tables must be csv or xlsx, not {self.tables!r}")
        if self.csv not in DIALECTS:
            raise ValueError(f"csv must be {', '.join(DIALECTS)}, not {self.csv!r}")
        if self.is_workbook and self.csv != "plain":
            raise ValueError(
                f"tables as xlsx are no CSV: state tables=xlsx or csv={self.csv}, not both"
            )

    @property
    def is_workbook(self) -> bool:
        """Whether tables are sheets of workbooks."""
        return self.tables == "xlsx"

    @property
    def ending(self) -> str:
        """How the name of a file of one table ends."""
        return f".{self.tables}"

    @property
    def other_ending(self) -> str:
        """How the name would end in the other form."""
        return ".csv" if self.is_workbook else ".xlsx"

    @property
    def dialect(self) -> Dialect:
        """How CSV is written."""
        return DIALECTS[self.csv]


AS_CSV = TableForm()


def decimal_text(number: float, dialect: Dialect = PLAIN) -> str:
    """Write a number in the shortest form that reads back exactly.

    With a decimal comma three decimals get a fourth: 2,125 could else be two thousand.

    >>> de = DIALECTS["excel-de"]
    >>> decimal_text(-0.0), decimal_text(0.5, de), decimal_text(2.125, de)
    ('0.0', '0,5', '2,1250')
    """
    text = repr(float(number) + 0.0)
    if dialect.decimal == ".":
        return text
    whole, point, decimals = text.partition(".")
    is_open = len(decimals) == 3 and decimals.isdigit()
    return f"{whole}{dialect.decimal if point else ''}{decimals}{'0' if is_open else ''}"


def count_text(number: float, dialect: Dialect = PLAIN) -> str:
    """Write a count as a whole number; one that is none keeps its decimals.

    >>> count_text(4.0), count_text(2.5)
    ('4', '2.5')
    """
    return str(int(number)) if number.is_integer() else decimal_text(number, dialect)


def day_text(day: pd.Timestamp, dialect: Dialect = PLAIN) -> str:
    """Write a day, with its time where it is not midnight.

    >>> moment = pd.Timestamp("2026-11-22 07:30")
    >>> day_text(moment), day_text(moment, DIALECTS["excel"]), day_text(moment.normalize())
    ('2026-11-22T07:30:00', '2026-11-22 07:30:00', '2026-11-22')
    """
    if day == day.normalize():
        return day.date().isoformat()
    return day.isoformat(sep=" " if dialect.has_blank else "T")


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Return a name that Excel allows for each sheet, no two alike but for case.

    >>> list(sheet_names(["a/b", "practice_and_stiffness_weeks_x1", "A-B"]).values())
    ['a-b', 'practice_and_stiffness_weeks_x1', 'A-B~2']
    >>> sheet_names(["x" * 40])["x" * 40] == "x" * 31
    True
    """
    given: dict[str, str] = {}
    taken = {"history"}  # a name that Excel keeps for itself
    for name in names:
        plain = name.translate(_NOT_IN_SHEET).strip("'") or "sheet"
        short, number = plain[:LONGEST_SHEET], 1
        while short.casefold() in taken:
            number += 1
            short = f"{plain[: LONGEST_SHEET - len(f'~{number}')]}~{number}"
        taken.add(short.casefold())
        given[name] = short
    return given


def workbook_bytes(tables: Mapping[str, pd.DataFrame], *, title: str) -> bytes:
    """Return a workbook of Excel with a sheet for each table; the same tables, the same bytes.

    Dates are dates and numbers numbers; a text is never run as a formula, also when somebody edits
    its cell. The header stays in sight. A text that is longer than a cell holds is cut, and says
    so; a table of more rows than a sheet holds is refused.
    """
    import xlsxwriter

    for name, table in tables.items():
        if len(table) >= MOST_ROWS:
            raise DataError(
                f"The table {name} has {len(table):,} rows, and a sheet of Excel holds "
                f"{MOST_ROWS - 1:,}. Write it as CSV (without --tables xlsx), or of fewer clients "
                "(--client)."
            )
    memory = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"title": title, "created": WORKBOOK_MADE})
        forms = {
            "head": book.add_format({"bold": True, "bg_color": "#DCE6F0", "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "guarded": book.add_format({"quote_prefix": True}),
        }
        names = sheet_names(tables)
        for name, table in tables.items():
            _fill(book.add_worksheet(names[name]), table, forms)
    return memory.getvalue()


def _fill(sheet: Worksheet, table: pd.DataFrame, forms: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(map(str, table.columns)):
        column = table.iloc[:, place]
        _write_text(sheet, 0, place, name, forms["head"])
        write = _writer(column, forms)
        width = len(name)
        for row, (value, is_missing) in enumerate(
            zip(column.tolist(), column.isna().tolist(), strict=True), start=1
        ):
            if is_missing or value == "":  # a cell with an empty text would count as filled
                continue
            letters = write(sheet, row, place, value)
            if row <= _WIDTH_ROWS:
                width = max(width, letters)
        sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST))


def _writer(column: pd.Series[Any], forms: Mapping[str, Any]) -> Callable[..., int]:
    """Choose how a cell is written, by the kind of its column; it returns how wide it is."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind):
        return _write_truth
    if pd.api.types.is_numeric_dtype(kind):
        return lambda sheet, row, place, value: _write_number(sheet, row, place, value, forms)
    if pd.api.types.is_datetime64_any_dtype(kind):
        days = column.dropna()
        form = forms["day" if (days == days.dt.normalize()).all() else "moment"]
        return lambda sheet, row, place, value: _write_day(sheet, row, place, value, form)
    return lambda sheet, row, place, value: _write_guarded(
        sheet, row, place, str(value), forms["guarded"]
    )


def _write_guarded(sheet: Worksheet, row: int, place: int, text: str, form: Any) -> int:
    """Write a text so that it is not run either when somebody edits its cell."""
    return _write_text(sheet, row, place, text, form if safe_text(text) != text else None)


def _write_truth(sheet: Worksheet, row: int, place: int, value: object) -> int:
    sheet.write_boolean(row, place, bool(value))
    return 6


def _write_number(
    sheet: Worksheet, row: int, place: int, value: Any, forms: Mapping[str, Any]
) -> int:
    text = repr(value)
    if float(value) in (float("inf"), float("-inf")):
        return _write_text(sheet, row, place, text, forms["guarded"])
    sheet.write_number(row, place, value + 0)
    return min(len(text), 12)


def _write_day(sheet: Worksheet, row: int, place: int, value: pd.Timestamp, form: Any) -> int:
    text = day_text(value, DIALECTS["excel"])
    if value.year < FIRST_YEAR:  # before the first day that Excel counts
        return _write_text(sheet, row, place, text, None)
    sheet.write_datetime(row, place, value.to_pydatetime(), form)
    return len(text)


def _write_text(sheet: Worksheet, row: int, place: int, text: str, form: Any) -> int:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    if len(plain) > MOST_LETTERS:
        said = f" ... (cut here: {len(plain):,} characters)"
        plain = plain[: MOST_LETTERS - len(said)] + said
    sheet.write_string(row, place, plain, form)
    return max(map(len, plain.splitlines()), default=0)
