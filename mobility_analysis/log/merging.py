"""What is new in a table, put behind the rows that a file of a log holds already."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.formulas import without_guard
from mobility_analysis.log.model import DataError
from mobility_analysis.log.saving import csv_text
from mobility_analysis.log.scales import Scale, stated_scale_from_text
from mobility_analysis.log.schema import SIDE_SPELLINGS, STATUS_SPELLINGS, TABLES
from mobility_analysis.log.values import word_key

__all__ = [
    "Merged", "Rows", "exercise_key", "is_read_on_another_scale", "merged", "rows_of",
    "session_key", "workout_key",
]  # fmt: skip

Rows = list[dict[str, str]]
Key = Callable[[Mapping[str, str]], object]
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
    there = rows_of(path)
    typed = [column.name for column in TABLES[name].columns_to_fill_in]
    header = [*(there[0] if there else _header_of(path) or typed)]
    needed = [c for c in columns if c not in header and (new[c] != "").any()]
    if "client" in needed and set(new["client"]) == {"me"}:
        needed.remove("client")
    held = Counter(_canonical(row, typed) for row in there)
    keys = {key(row) for row in there} if key else set()
    added: Rows = []
    differing = []
    n_there = 0
    for cells in new.itertuples(index=False):
        row = dict(zip(columns, map(str, cells), strict=True))
        canonical = _canonical(row, typed)
        if held[canonical] > 0:
            held[canonical] -= 1
            n_there += 1
        elif key and key(row) in keys:
            differing.append(f"{row.get('date', '')} {row['exercise']}".strip())
        else:
            added.append(row)
    whole = [[row.get(c, "") for c in [*header, *needed]] for row in [*there, *added]]
    return Merged(csv_text([*header, *needed], whole), len(added), n_there, differing)


def _canonical(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    cells = {column: _text(row, column) for column in columns}
    if not cells.get("client"):
        cells["client"] = "me"
    if "status" in cells:
        cells["status"] = STATUS_SPELLINGS.get(word_key(cells["status"] or "done"), cells["status"])
    if "side" in cells:
        cells["side"] = SIDE_SPELLINGS.get(word_key(cells["side"]), word_key(cells["side"]))
    return tuple(cells.get(column, "") for column in columns)


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
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [{k: v or "" for k, v in row.items() if k is not None} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name}: {_REPAIR}") from error
    known = TABLES[path.stem].column_names
    if not set(_header_of(path)) & set(known):
        raise DataError(f"{path.name}: {_REPAIR}")
    return rows


def _header_of(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


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
