"""An export of another program into a log: read by a recipe, checked, only what is new added."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import catalogue_of
from mobility_analysis.log.catalogue import exercise_key as spelling_key
from mobility_analysis.log.check.account import ALONE, OnProblem, checked_log, raise_problems
from mobility_analysis.log.check.draft import Stated
from mobility_analysis.log.check.values import word_key
from mobility_analysis.log.exports.accounts import (
    PARTLY_SET_ASIDE,
    with_accounts_of_files,
)
from mobility_analysis.log.exports.questions import number_of
from mobility_analysis.log.exports.recipes import Recipe, scale_of_all
from mobility_analysis.log.exports.sheets import Recipes, ShapedFile, shaped_file
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.read.cells import Coded, Sheet, without_guard
from mobility_analysis.log.read.files import other_logs, table_files
from mobility_analysis.log.read.headers import header_key, match_header
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.scales import Scale, stated_scale_from_text
from mobility_analysis.log.schema import SIDE_SPELLINGS, STATUS_SPELLINGS, TABLES
from mobility_analysis.log.write.locking import only_import
from mobility_analysis.log.write.saving import csv_text, text_table, write_whole

TAKEN = "taken"

Rows = list[dict[str, str]]
Key = Callable[[Mapping[str, str]], object]
_BOM = "\ufeff"
_MEANT = {"client": "me", "status": "done"}
"""What a column means that is not there."""
_REPAIR = (
    "rows can only be added to a table with commas, in UTF-8, with the codebook's column names. "
    "Import into a new folder, or run 'mobility-analysis convert' on this log first."
)


@dataclass(frozen=True, eq=False)
class Export:
    """An export as a log, and the account of its rows."""

    log: MobilityLog
    account: pd.DataFrame
    """reason, rows: ``taken``, each reason for leaving rows out, rows set aside; they add up."""
    remarks: tuple[str, ...]
    """Columns that were not there or not used, exercises that were added."""
    added: pd.DataFrame
    """Exercises that the built-in catalogue lacks, as text."""
    is_one_a_day: bool
    """Whether a session stands for a day and exercise, so that two of one day differ."""
    has_workouts: bool = False
    """Whether it stands for a workout of that day, so that only two at one time differ."""

    @property
    def rows_set_aside(self) -> int:
        """Rows of the export with a problem."""
        is_bad = self.account["reason"] == PARTLY_SET_ASIDE
        return int(self.account.loc[is_bad, "rows"].sum())


@dataclass(frozen=True, eq=False)
class ImportReport:
    """What an import did.

    A row that differs is a session of an app whose day and exercise stand in the log with other
    figures; the log keeps its own.
    """

    export: Export
    tables: pd.DataFrame
    """table, rows_new, rows_already_there, rows_differing: of each table of the log."""
    differing: tuple[str, ...]
    """The sessions that differ, in words."""
    rescaled: tuple[str, ...] = ()
    """Days of scores there with the same figures on another scale; they count as differing."""


def read_export(
    path: Path | str,
    recipe: Recipes,
    *,
    include: Collection[str] = (),
    client: str = "",
    alone: str = "",
    date_order: str | None = None,
    scale: Scale | None = None,
    on_problem: OnProblem = "raise",
    own_exercises: Sequence[Mapping[str, str]] = (),
) -> Export:
    """Read an export, text or a workbook with all its sheets, as a log by a recipe.

    ``recipe`` may be one for each sheet, by name. ``include`` names rules of the recipe for rows
    that are turned off, such as ``warm-ups``. ``client`` is whose every row is, ``alone`` whose the
    rows are where nothing says it (by default the name of the file). A stated date order and scale
    go before the recipe's. ``own_exercises`` are rows of the table ``exercises`` of the log that
    the export is for.
    """
    source = Path(path)
    recipes = [recipe] if isinstance(recipe, Recipe) else list(recipe.values())
    order = date_order or _stated("date_order", recipes)
    shaped = shaped_file(
        source,
        _in_order(recipe, order),
        include=include,
        own_exercises=own_exercises,
        client=client,
        alone=alone or name_of_file(source),
    )
    if not shaped.tables:
        raise DataError(_nothing_taken(recipes[0], shaped))
    try:
        log = checked_log(
            shaped.tables,
            as_of=None,
            on_problem=on_problem,
            stated=Stated(order, scale or scale_of_all(recipes)),
            alone=shaped.client,
        )
    except DataError as error:
        raise_problems(shaped.in_its_words(error.problems))
        raise
    log = replace(with_accounts_of_files(log, [shaped]), source=str(source.resolve()))
    built_in = "exercises" not in shaped.tables
    added = text_table(log, "exercises")
    named = set() if built_in else set(_column(shaped, "exercise"))
    return Export(
        log=log,
        account=_account(shaped, log),
        remarks=(*shaped.remarks, *shaped.said_of_sheets),
        added=added[added["exercise"].isin(named)].reset_index(drop=True),
        is_one_a_day=any(recipe.is_one_a_day for recipe in recipes),
        has_workouts=any(recipe.has_workouts for recipe in recipes),
    )


def _column(shaped: ShapedFile, name: str) -> list[str]:
    raw = shaped.tables["exercises"]
    column = raw.columns[raw.header.index(name)]
    assert isinstance(column, Coded)  # noqa: S101 (reshape makes no other)
    return [str(value) for value in column.values]


def name_of_file(path: Path) -> str:
    """Return the name of a client whom only the file names: that of the file, or ``me``."""
    return ALONE if header_key(path.stem) in TABLES else path.stem


def _stated(name: str, recipes: Sequence[Recipe]) -> Any:
    """Return what the recipes of a file state; one thing, since it holds for all its sheets."""
    stated = list(dict.fromkeys(v for r in recipes if (v := getattr(r, name)) is not None))
    if len(stated) > 1:
        raise DataError(
            f"The recipes of the sheets state different things as {name}: "
            f"{', '.join(map(str, stated))}. Import the sheets one by one."
        )
    return stated[0] if stated else None


def _in_order(recipe: Recipes, order: str | None) -> Recipes:
    """Return what reads the sheets, with the order of dates that holds for all of them."""
    if isinstance(recipe, Recipe):
        return replace(recipe, date_order=order)
    return {name: replace(own, date_order=order) for name, own in recipe.items()}


def _nothing_taken(recipe: Recipe, shaped: ShapedFile) -> str:
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in shaped.left_out.items())
    rows = number_of(shaped.rows_read, "row")
    return (
        f"{shaped.file}: the recipe {recipe.name} took none of its {rows} "
        f"({reasons or 'there are none'}). Check that it is the right recipe."
    )


def _account(shaped: ShapedFile, log: MobilityLog) -> pd.DataFrame:
    """Count the rows of the export by what became of them."""
    used, bad = (int(log.account[name].sum()) for name in ("rows_used", "rows_set_aside"))
    counts = {TAKEN: used, **shaped.left_out}
    if bad:
        counts[PARTLY_SET_ASIDE] = bad
    return pd.DataFrame(
        {
            "reason": pd.Series(list(counts), dtype="str"),
            "rows": pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def own_exercises(folder: Path | str) -> Rows:
    """Return the rows of a log's own table exercises; none where there is no such file."""
    return rows_of(_paths_in(Path(folder))["exercises"])


def _paths_in(folder: Path) -> dict[str, Path]:
    """Return the file of each table that an import adds to; it need not be there.

    A table in another form, or a log of another kind, is refused: a file beside it would keep it
    from being read.
    """
    there = table_files(folder, TABLES)
    others = [] if there else other_logs(folder)
    paths = {}
    for name in ("exercises", "sessions", "stiffness"):
        own = [file for file in there if header_key(Path(file).stem) == name]
        others += own if [file.lower() for file in own] != [f"{name}.csv"] else []
        paths[name] = folder / (own[0] if own else f"{name}.csv")
    if others:
        raise DataError(
            f"{folder.resolve().name} holds {', '.join(others)}, beside which a table would not be "
            "read. Import into a new folder, or run 'mobility-analysis convert' on this log first, "
            "with --form csv, and import into what it wrote."
        )
    return paths


def _clients_there(folder: Path) -> list[str]:
    """Return the client of each row of a log of CSV files; empty where a row names nobody."""
    paths = _paths_in(folder)
    tables = [rows_of(paths[name]) for name in ("sessions", "stiffness")]
    return [without_guard((row.get("client") or "").strip()) for rows in tables for row in rows]


def client_of_log(folder: Path | str) -> str:
    """Return whose a log of CSV files is; ``me`` where its rows name nobody, or several people."""
    named = set(_clients_there(Path(folder))) - {""}
    return next(iter(named)) if len(named) == 1 else ALONE


def _rows_to_add(export: Export, name: str, folder: Path) -> pd.DataFrame:
    """Return the rows of an export as text; without a client where the log itself has none.

    Refused where it would no longer be known whose the rows are, the new ones or the old.
    """
    rows = text_table(export.log, name)
    there = set(_clients_there(folder))
    named = there - {""}
    log = folder.resolve().name
    if export.log.clients != (ALONE,):
        if "" in there:
            raise DataError(
                f"The rows of the log {log} name no client, and the new ones do "
                f"({', '.join(export.log.clients)}). Write into the column client whose the rows "
                "there are, or import into another folder."
            )
        return rows
    if len(named) > 1:
        raise DataError(
            f"The log {log} has several clients ({', '.join(sorted(named))}), and nothing says "
            "whose the new rows are. State it with --client."
        )
    return rows if named else rows.assign(client="")


def add_export(export: Export, *, into: Path | str) -> ImportReport:
    """Add what is new in an export to a log of CSV files; all its files, or none.

    A row that the log holds already is not added again, so that a later export that overlaps an
    earlier one adds only what came since. Two rows alike in the export are two rows in the log.
    """
    folder = Path(into)
    with only_import(folder):
        return _added(export, folder)


def _added(export: Export, folder: Path) -> ImportReport:
    paths = _paths_in(folder)
    keys: dict[str, Key] = {"exercises": exercise_key}
    if export.is_one_a_day:
        keys["sessions"] = workout_key if export.has_workouts else session_key
    spellings = catalogue_of(export.log).spellings
    tables = {}
    for name in paths:
        rows = export.added if name == "exercises" else _rows_to_add(export, name, folder)
        if name == "stiffness":
            typed = _with_ids(rows_of(paths["stiffness"]), spellings)
            is_rescaled = is_read_on_another_scale(rows, typed)
            rescaled, rows = rows[is_rescaled], rows[~is_rescaled]
        tables[name] = merged(paths[name], name, rows, keys.get(name), spellings)
    write_whole(
        {paths[name]: table.text.encode("utf-8") for name, table in tables.items() if table.n_new}
    )
    n_differing = {name: len(m.differing) for name, m in tables.items()}
    n_differing["stiffness"] += len(rescaled)
    counts = [(name, m.n_new, m.n_there, n_differing[name]) for name, m in tables.items()]
    columns = ["table", "rows_new", "rows_already_there", "rows_differing"]
    differing = tuple(tables["sessions"].differing)
    counted = pd.DataFrame(counts, columns=columns)
    return ImportReport(export, counted, differing, tuple(rescaled["date"]))


@dataclass(frozen=True)
class Merged:
    """A file of a log with new rows after its own, and how many these are."""

    text: str
    n_new: int
    n_there: int
    """Rows that it held already."""
    differing: list[str]
    """Rows that it holds with other figures, in words; it keeps its own."""


def merged(
    path: Path, name: str, new: pd.DataFrame, key: Key | None, spellings: Mapping[str, str]
) -> Merged:
    """Put new rows after those of a file that may be there, without the ones that it holds already.

    Of two rows with one key the file keeps its own. ``spellings`` has the id of an exercise for
    each spelling of it, since a row typed by hand may have another one.
    """
    columns = list(TABLES[name].column_names)
    held = _held(path, name)
    there = held.rows if name == "exercises" else _with_ids(held.rows, spellings)
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
        """Return the text of the file with rows after its own, under columns that it may lack."""
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
        """Return a row with cells under new columns; rows without a client were all of one."""
        row = list(self.cells[place])
        if not any(cell.strip() for cell in row):
            return row
        filled = [*row[:width], *[""] * (width - len(row))]
        if place in self.data:
            return [*filled, *(_MEANT[name] if name == "client" else "" for name in needed)]
        is_header = [*map(header_key, filled)] == [*map(header_key, self.cells[self.first])]
        return [*filled, *(needed if is_header else [""] * len(needed))]


def _with_ids(rows: Rows, spellings: Mapping[str, str]) -> Rows:
    """Return rows with the id of each exercise in place of another spelling of it."""
    return [
        {**row, "exercise": spellings.get(spelling_key(written), written)}
        if (written := _text(row, "exercise"))
        else row
        for row in rows
    ]


def _canonical(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    cells = {column: _text(row, column) for column in columns}
    cells = {column: cell or _MEANT.get(column, "") for column, cell in cells.items()}
    for name, spellings in (("status", STATUS_SPELLINGS), ("side", SIDE_SPELLINGS)):
        if name in cells:
            cells[name] = spellings.get(word_key(cells[name]), cells[name])
    if _text(row, "stated_scale"):  # scores that were turned have been written in more ways
        cells["score"] = _to_nine_decimals(cells["score"])
    return tuple(cells.values())


def _to_nine_decimals(text: str) -> str:
    try:
        return f"{float(text):.9f}"
    except ValueError:
        return text


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
    """Return the rows of a CSV file that rows can be added to; none where there is no such file."""
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
    table = table_of_sheet(Sheet(path.name, "", [[*row] for row in cells]))
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
