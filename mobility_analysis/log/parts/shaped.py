"""A long text file in other columns, made the tables of a log by its recipe a few rows at a time.

What a recipe decides by all cells of a column it decides by the different ones, which are looked at
before any row is taken. A recipe by which rows are looked at together is for who reads them whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.catalogue import exercise_key
from mobility_analysis.log.check.bearing import is_named_as_status, is_of_sites
from mobility_analysis.log.check.values import means_no_exercise
from mobility_analysis.log.exports.accounts import clients_of_rows
from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import (
    Reshaped,
    added_exercises,
    catalogue_for,
    exercises_table,
    refuse_unused,
    remarks_of,
    reshaped,
)
from mobility_analysis.log.exports.road import (
    ROWS_OF_HEAD,
    exercises_kept,
    stated_by,
    stated_recipe,
)
from mobility_analysis.log.exports.sheets import ShapedFile
from mobility_analysis.log.exports.source import NAMES_OF, Source, source_of_rows
from mobility_analysis.log.model import MobilityLog, no_account, no_left_out
from mobility_analysis.log.parts.books import TYPED, typed_texts
from mobility_analysis.log.parts.decided import MOST_TEXTS, cells_of, values_and_codes
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.texts import LINE, TOO_LONG, Spooled, head_of_text, spooled
from mobility_analysis.log.read.cells import Coded, RawTable
from mobility_analysis.log.read.files import TEXT_SUFFIXES
from mobility_analysis.log.read.headers import header_key, speaks_of_stiffness, tables_of_header
from mobility_analysis.log.schema import TABLES
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile, ParquetWriter

ROWS_SHAPED = 10_000
"""Rows that become rows of tables together: each is a record of all its cells meanwhile."""
MADE = ("sessions", "stiffness")
"""The tables that a recipe makes of rows."""


@dataclass(frozen=True)
class Shaped:
    """What a recipe made of a text file, and what is to be said of its rows."""

    name: str
    """That of the log, which has it from its file."""
    tables: Mapping[str, Spooled]
    exercises: RawTable | None
    stated: Settings
    """What the recipe states of dates and scores."""
    remarks: Sequence[str]
    words: ShapedFile
    """The file without its rows: what it calls its columns."""
    rows: Counter[tuple[str, str]]
    """Rows of the file by why they were left out, empty for those taken, and client as written."""

    def accounted(self, log: MobilityLog, lines_aside: NDArray[np.int64]) -> MobilityLog:
        """Return a log whose account counts the rows of the file; some lines were set aside."""
        n_read, n_aside = self.rows.total(), len(np.unique(lines_aside))
        out = pd.DataFrame(
            [(self.words.file, "", reason, who, n) for (reason, who), n in self.rows.items()
             if reason],
            columns=["file", "sheet", "reason", "client", "rows"],
        )  # fmt: skip
        out["client"] = clients_of_rows(log, out["client"].tolist(), self.words.client)
        by = ["file", "sheet", "reason", "client"]
        left_out = out.groupby(by, sort=False, dropna=False)["rows"].sum().reset_index()
        n_out = int(left_out["rows"].sum())
        account = {
            "table": ", ".join(self.tables),
            "file": self.words.file,
            "sheet": "",
            "rows_read": n_read,
            "rows_used": n_read - n_aside - n_out,
            "rows_set_aside": n_aside,
            "rows_left_out": n_out,
        }
        whole, left = no_account(), no_left_out()
        return replace(
            log,
            account=pd.DataFrame([account])[list(whole.columns)].astype(whole.dtypes.to_dict()),
            left_out=left_out[list(left.columns)].astype(left.dtypes.to_dict()),
        )


def shaped_by_recipe(place: Place, file: str, settings: Settings, folder: Path) -> Shaped | None:
    """Make the tables of a text file for which a recipe is stated; None where that needs it whole.

    Raises
    ------
    ValueError
        If all rows together have to be looked at, to read them or to say what is wrong.
    """
    path = Path(place.path(file))
    is_foreign = path.suffix.lower() in TEXT_SUFFIXES and header_key(path.stem) not in TABLES
    if not settings.recipes or not is_foreign:
        return None
    made = spooled(place, file, folder / "rows.parquet")
    if made is None or tables_of_header(made.written):
        return None
    filled = [made.written[column] for column in made.filled]
    recipe = stated_recipe(path, settings, head_of_text(place, file, ROWS_OF_HEAD), filled)
    if recipe is None or not _is_row_by_row(recipe):
        return None
    return _shaped(made, recipe, file, folder)


def _is_row_by_row(recipe: Recipe) -> bool:
    """Tell whether each row stands by itself and says its client, whatever it holds."""
    scored = {bool(part.text) for part in recipe.ratings}
    return (
        bool(recipe.client_column)
        and not NAMES_OF.keys() & {*recipe.client_column}
        and recipe.header_line is None
        and not recipe.fill_down
        and recipe.days_across is None
        and recipe.dated_lines is None
        and not recipe.is_one_a_day
        and "week" not in recipe.date
        and set(recipe.date) != {"column", "year"}
        and len(scored) < 2
    )


@dataclass
class _Taken:
    """What is known of the rows so far."""

    exercises: dict[str, dict[str, None]] = field(default_factory=lambda: {n: {} for n in MADE})
    pounds: list[tuple[str, int]] = field(default_factory=list)
    no_exercise: Counter[str] = field(default_factory=Counter)
    too_long: list[int] = field(default_factory=list)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, source: Source, part: Reshaped) -> None:
        """Keep what is to be said of some rows."""
        for name, found in part.named.items():
            self.exercises[name] |= dict.fromkeys(found)
            if len(self.exercises[name]) > MOST_TEXTS:
                raise ValueError("too many names of exercises to look at together")
        before = [n for _, n in self.pounds] or [0] * len(source.pounds)
        self.pounds = [(h, n + b) for (h, n), b in zip(source.pounds, before, strict=True)]
        self.no_exercise.update(source.no_exercise)
        self.too_long += [int(source.raw.lines[row]) for row in source.raw.too_long]
        self.rows.update(zip(part.fates, part.clients, strict=True))

    def all_rows(self, source: Source) -> Source:
        """Return the last rows with what is said of all of them."""
        lines = np.array(self.too_long, dtype=np.int64)
        raw = replace(source.raw, lines=lines, too_long=dict.fromkeys(range(len(lines)), ""))
        return replace(source, raw=raw, pounds=self.pounds, no_exercise=self.no_exercise)


def _shaped(made: Spooled, recipe: Recipe, file: str, folder: Path) -> Shaped | None:
    from pyarrow.parquet import ParquetFile

    taken, first = _Taken(), None
    with ParquetFile(made.path) as opened, _Tables(folder, made.remarks) as tables:
        whole = _different_cells(opened, len(made.written))
        for raw in _blocks(opened, made.written, file):
            source = source_of_rows(raw, recipe, whole)
            part = reshaped(source, recipe)
            if first is None:
                first = part
                _refuse_unused(source, recipe)
            taken.add(source, part)
            for name in MADE:
                if name in part.tables:
                    tables.add(name, part.tables[name])
    made.path.unlink()
    if first is None or not tables.columns:
        return None
    catalogue, own = catalogue_for(recipe, ())
    named = {name: tuple(found) for name, found in taken.exercises.items()}
    added = added_exercises(named, catalogue, recipe)
    exercises = exercises_table(raw, [*own, *added]) if own or added else None
    if exercises is not None:
        used = {exercise_key(n) for n in named["sessions"] if not means_no_exercise(n)}
        exercises = exercises_kept(exercises, used)
    remarks = remarks_of(taken.all_rows(source), added)
    if len({*remarks}) < len(remarks):
        return None
    alone = Path(file).stem
    empty = replace(first, tables={}, lines={}, left_out={}, remarks=(), clients=(), fates=(),
                    row_lines=(), named={})  # fmt: skip
    return Shaped(
        name=alone,
        tables=tables.whole(),
        exercises=exercises,
        stated=stated_by([recipe]),
        remarks=remarks,
        words=ShapedFile(file, {"": empty}, {}, (), (), alone),
        rows=taken.rows,
    )


def _different_cells(opened: ParquetFile, n_columns: int) -> dict[int, list[Any]]:
    """Return the different cells of each column, by place; not of one that has too many."""
    found: dict[int, dict[str, None]] = {place: {} for place in range(n_columns)}
    for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
        for place in list(found):
            values, _ = values_and_codes(batch.column(place))
            cells = (cell for cell in cells_of(values, typed=False) if cell is not None)
            found[place] |= dict.fromkeys(cells)
            if len(found[place]) > MOST_TEXTS:
                del found[place]
    return {place: [*cells] for place, cells in found.items()}


def _blocks(opened: ParquetFile, header: tuple[str, ...], file: str) -> Iterator[RawTable]:
    """Yield some rows of the file at a time, as a sheet of all of them has them."""
    for batch in opened.iter_batches(ROWS_SHAPED, use_threads=False):
        texts = batch.column(TOO_LONG)
        too_long = {} if texts.null_count == len(texts) else {
            row: text for row, text in enumerate(texts.to_pylist()) if text
        }  # fmt: skip
        yield RawTable(
            file=file,
            sheet="",
            header=header,
            columns=tuple(_coded(batch.column(place)) for place in range(len(header))),
            lines=batch.column(LINE).to_numpy(),
            too_long=too_long,
        )


def _coded(column: pa.Array) -> Coded:
    values, codes = values_and_codes(column)
    cells = cells_of(values, typed=False)
    places = [-1 if cell is None else place for place, cell in enumerate(cells)]
    return Coded(np.array([*places, -1], dtype=np.int64)[codes], cells)


def _refuse_unused(source: Source, recipe: Recipe) -> None:
    """Refuse a column that no rule took by the different cells of all rows."""
    assert source.whole is not None  # noqa: S101 (these are some rows)
    columns = []
    for place, written in enumerate(source.raw.header):
        cells = source.whole.get(place)
        may_bear = recipe.is_built_in or _is_named_for_a_log(written)
        if cells is None and place not in source.used and may_bear:
            raise ValueError(f"not looked at in all rows: column {place + 1}")
        values = cells or []
        columns.append(Coded(np.arange(len(values)), values))
    refuse_unused(replace(source, raw=replace(source.raw, columns=tuple(columns))), recipe)


def _is_named_for_a_log(written: str) -> bool:
    """Tell whether a header is that of a site, of what was done, or of stiffness."""
    is_named = is_named_as_status(written) or speaks_of_stiffness(written)
    return is_named or is_of_sites(written, ["no site"])


class _Tables:
    """The tables in the making: with all columns that they may have, until all rows are there."""

    def __init__(self, folder: Path, remarks: Sequence[tuple[str, str, str]]) -> None:
        self.folder, self.remarks = folder, remarks
        self.columns: dict[str, dict[str, bool]] = {}
        """The columns that a table has, and whether anything stands in each."""
        self.writers: dict[str, ParquetWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self.writers.values():
            writer.close()

    def add(self, name: str, raw: RawTable) -> None:
        """Write some rows of a table."""
        import pyarrow as pa
        from pyarrow import parquet

        found = dict(zip(raw.header, map(typed_texts, raw.columns), strict=True))
        columns = self.columns.setdefault(name, {})
        for column, texts in found.items():
            columns[column] = columns.get(column, False) or texts.null_count < len(texts)
        nothing = pa.nulls(raw.n_rows, pa.string())
        names = TABLES[name].column_names
        rows = pa.record_batch(
            [*(found.get(column, nothing) for column in names), pa.array(raw.line(slice(None)))],
            names=[*names, LINE],
        ).replace_schema_metadata(TYPED)
        if name not in self.writers:
            self.writers[name] = parquet.ParquetWriter(self._path(name, "all"), rows.schema)
        self.writers[name].write_batch(rows)

    def whole(self) -> dict[str, Spooled]:
        """Return the tables, each with the columns that any of its rows has."""
        return {name: self._with_its_columns(name) for name in MADE if name in self.columns}

    def _with_its_columns(self, name: str) -> Spooled:
        from pyarrow import parquet

        own = self.columns[name]
        header = tuple(column for column in TABLES[name].column_names if column in own)
        made = Spooled(self._path(name, "made"), header, header, [*self.remarks])
        made.filled = {place for place, column in enumerate(header) if own[column]}
        names = [*header, LINE]
        with (
            parquet.ParquetFile(self._path(name, "all")) as opened,
            parquet.ParquetWriter(made.path, _some(opened.schema_arrow, names)) as writer,
        ):
            for rows in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
                writer.write_batch(rows)
        self._path(name, "all").unlink()
        return made

    def _path(self, name: str, what: str) -> Path:
        return self.folder / f"{name}-{what}.parquet"


def _some(schema: pa.Schema, names: Sequence[str]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([schema.field(name) for name in names], schema.metadata)
