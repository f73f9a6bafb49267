"""What is new in a table, put behind the rows that a file of a log holds already."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.cells import Cell, Sheet
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.formulas import without_guard
from mobility_analysis.log.headers import header_key, match_header
from mobility_analysis.log.model import DataError
from mobility_analysis.log.saving import csv_text
from mobility_analysis.log.scales import Scale, stated_scale_from_text
from mobility_analysis.log.schema import SIDE_SPELLINGS, STATUS_SPELLINGS, TABLES
from mobility_analysis.log.sheets import table_of_sheet
from mobility_analysis.log.values import word_key

__all__ = [
    "Merged", "Rows", "exercise_key", "is_read_on_another_scale", "merged", "rows_of",
    "session_key", "workout_key",
]  # fmt: skip

Rows = list[dict[str, str]]
Key = Callable[[Mapping[str, str]], object]
_BOM = "\ufeff"
_MEANT = {"client": "me", "status": "done"}
"""What a column means that is not there."""
_REPAIR = (
    "rows can only be added to a table with commas, in UTF-8, with the codebook's column names. "
    "Import into a new folder, or run 'mobility-analysis convert' on this log first."
)


@dataclass(frozen=True)
class Merged:
    """A file of a log with new rows behind its own, and how many these are.

    Attributes
    ----------
    text : str
        What the file shall hold.
    n_new, n_there : int
        Rows that were added; rows that it held already.
    differing : list of str
        Rows that it holds with other figures, in words; it keeps its own.
    """

    text: str
    n_new: int
    n_there: int
    differing: list[str]


def merged(path: Path, name: str, new: pd.DataFrame, key: Key | None) -> Merged:
    """Put new rows behind those of a file, without the ones that it holds already.

    Parameters
    ----------
    path : Path
        The file; it need not be there.
    name : str
        The table it holds.
    new : DataFrame
        Rows as text.
    key : callable or None
        What a row stands for: of two with one key, the file keeps its own.

    Raises
    ------
    DataError
        If rows cannot be added to the file.
    """
    columns = list(TABLES[name].column_names)
    held = _held(path, name)
    there = held.rows
    typed = [column.name for column in TABLES[name].columns_to_fill_in]
    known = set(held.places) if held.cells else set(typed)
    needed = [c for c in columns if c not in known and not set(new[c]) <= {"", _MEANT.get(c, "")}]
    counts = Counter(_canonical(row, typed) for row in there)
    keys = {key(row) for row in there} if key else set()
    added: Rows = []
    differing = []
    n_there = 0
    for cells in new.itertuples(index=False):
        row = dict(zip(columns, map(str, cells), strict=True))
        canonical = _canonical(row, typed)
        if counts[canonical] > 0:
            counts[canonical] -= 1
            n_there += 1
        elif key and key(row) in keys:
            differing.append(f"{row.get('date', '')} {row['exercise']}".strip())
        else:
            added.append(row)
    text = held.text_with(added, needed if added else [], typed)
    return Merged(text, len(added), n_there, differing)


@dataclass(frozen=True)
class _Held:
    """A file of a log as it is, every cell of it, so that nothing in it is lost."""

    text: str = ""
    cells: Sequence[Sequence[str]] = ()
    first: int = 0
    """The place of the header among the rows."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Where each column of the table stands in it."""
    data: frozenset[int] = frozenset()
    """The places of the rows that are no header, no example and not blank."""

    @property
    def rows(self) -> Rows:
        """Return the rows by the names that the columns have in the table."""
        return [
            {name: row[place] if place < len(row) else "" for name, place in self.places.items()}
            for row in (self.cells[place] for place in sorted(self.data))
        ]

    def text_with(self, added: Rows, needed: Sequence[str], typed: Sequence[str]) -> str:
        """Return the text of the file with rows behind its own, under columns that it may lack."""
        names = {place: name for name, place in self.places.items()}
        width = len(self.cells[self.first]) if self.cells else 0
        order = [*(names.get(place, "") for place in range(width)), *needed]
        if not self.cells:
            order = [*typed, *needed]
        lines = [[row.get(name, "") for name in order] for row in added]
        if not self.cells:
            return csv_text(order, lines)
        if not needed:
            end = "" if not added or self.text.endswith(("\n", "\r")) else "\n"
            return self.text + end + "".join(csv_text(line, []) for line in lines)
        mark = self.text[: self.text.startswith(_BOM)]
        whole = [self._wider(place, needed, width) for place in range(len(self.cells))]
        return mark + csv_text(whole[0], [*whole[1:], *lines])

    def _wider(self, place: int, needed: Sequence[str], width: int) -> list[str]:
        """Return a row with cells under new columns; whose rows had no client were of one."""
        row = list(self.cells[place])
        if not any(cell.strip() for cell in row):
            return row
        filled = [*row[:width], *[""] * (width - len(row))]
        if place in self.data:
            return [*filled, *(_MEANT[name] if name == "client" else "" for name in needed)]
        is_header = [*map(header_key, filled)] == [*map(header_key, self.cells[self.first])]
        return [*filled, *(needed if is_header else [""] * len(needed))]


def _canonical(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    cells = {column: _text(row, column) for column in columns}
    cells = {column: cell or _MEANT.get(column, "") for column, cell in cells.items()}
    for name, spellings in (("status", STATUS_SPELLINGS), ("side", SIDE_SPELLINGS)):
        if name in cells:
            cells[name] = spellings.get(word_key(cells[name]), cells[name])
    return tuple(cells.values())


def _text(row: Mapping[str, str], column: str) -> str:
    return without_guard((row.get(column) or "").strip())


def session_key(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a session of an app stands for: client, day, exercise and side."""
    side = SIDE_SPELLINGS.get(word_key(_text(row, "side")), word_key(_text(row, "side")))
    day, exercise = row["date"][:10], _text(row, "exercise")
    return (_text(row, "client") or "me", day, exercise, side)


def workout_key(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the same where an app tells the workouts of one day apart: by their times."""
    return (*session_key(row), _text(row, "date")[10:])


def exercise_key(row: Mapping[str, str]) -> str:
    """Return what a row of the table exercises stands for."""
    return _text(row, "exercise")


def rows_of(path: Path) -> Rows:
    """Return the rows of a CSV file of a log; none where there is no such file.

    Raises
    ------
    DataError
        If it is no such file as rows can be added to.
    """
    return _held(path, path.stem.lower()).rows


def _held(path: Path, name: str) -> _Held:
    """Read a file of a log whole; refuse one that could not be kept as it is."""
    if not path.is_file():
        return _Held()
    try:
        text = path.read_bytes().decode("utf-8")
        lines = io.StringIO(text.removeprefix(_BOM), newline="")
        cells = list(csv.reader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name}: {_REPAIR}") from error
    first = next((n for n, row in enumerate(cells) if any(map(str.strip, row))), None)
    if first is None:
        return _Held()
    matched = match_header(cells[first], TABLES[name])
    if not matched.places:
        raise DataError(f"{path.name}: {_REPAIR}")
    for column, written, fault in matched.faults:
        found = f"the header {written!r}" if written else f"no column {column!r}"
        raise DataError(
            f"{path.name}: found {found}; expected {fault.expected}. No row can be added to it as "
            "it is. Rename or add the column, or import into a new folder."
        )
    table = table_of_sheet(Sheet(path.name, "", [list[Cell](row) for row in cells]))
    for row, whole in table.too_long.items():
        raise DataError(
            f"{path.name}, line {table.lines[row]}: found {shortened(whole)!r}; expected at most "
            f"{len(cells[first])} cells, as in the header. No row can be added to it as it is. "
            "Put quotation marks around a text that holds a comma, or give each cell a header."
        )
    data = frozenset(int(line) - 1 for line in table.lines)
    return _Held(text, cells, first, matched.places, data)


def is_read_on_another_scale(new: pd.DataFrame, there: Rows) -> NDArray[np.bool_]:
    """Tell which scores the log holds already as the same figures, read on another scale."""
    scales: dict[object, set[Scale]] = {}
    for row in there:
        scale, written = _as_written(row)
        scales.setdefault(written, set()).add(scale)
    found = [_as_written(dict(zip(new.columns, cells, strict=True))) for cells in new.to_numpy()]
    return np.array(
        [scale not in scales.get(written, {scale}) for scale, written in found], dtype=bool
    )


def _as_written(row: Mapping[str, str]) -> tuple[Scale, tuple[object, ...]]:
    """Return the scale of a rating, and the rating with its score as it was on that scale."""
    stated = stated_scale_from_text(row.get("stated_scale", ""))
    scale = Scale(0, 10) if stated is None else stated.scale
    try:
        score: object = scale.as_written(float(row.get("score", "")))
    except ValueError:
        score = row.get("score")
    whose = (_text(row, "client") or "me", row.get("date"))
    return scale, (*whose, *(_text(row, name) for name in ("moment", "exercise", "note")), score)
