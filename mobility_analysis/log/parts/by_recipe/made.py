"""The tables that recipes make of long sheets, in Parquet until all of their rows are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.check.dates import Open, OpenKinds, read_moment
from mobility_analysis.log.exports.reshape import Reshaped, raw_table
from mobility_analysis.log.exports.sets import Row, combined
from mobility_analysis.log.parts.books import TYPED, cell_of, typed_texts
from mobility_analysis.log.parts.by_recipe.foreign import Foreign
from mobility_analysis.log.parts.cutting import cut_rows, pieces_of
from mobility_analysis.log.parts.decided import counted_cells, values_and_codes
from mobility_analysis.log.parts.texts import LETTER, LINE, LINES_A_SHEET, Spooled
from mobility_analysis.log.read.cells import RawTable, Sheet
from mobility_analysis.log.read.many_sheets import remarks_of_joined
from mobility_analysis.log.schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile, ParquetWriter

MADE = ("sessions", "stiffness")
"""The tables that a recipe makes of rows."""
ROWS_COMBINED = 20_000
"""Sets that are combined together, but for those of a client who has more."""
WORKOUT, N_SETS = "#workout", "#sets"
"""Columns of sets that are still to be combined."""
OF_SESSIONS = "lines-of-sessions"
BOXES, N_BOXES = "boxes", "#boxes"


@dataclass
class TablesMade:
    """The tables in the making: with all columns that they may have, until all rows are there."""

    folder: Path
    columns: dict[str, dict[str, bool]] = field(default_factory=dict)
    """The columns that a table has, and whether anything stands in each."""
    sheets: dict[str, dict[str, Foreign]] = field(default_factory=lambda: {n: {} for n in MADE})
    """The sheets of which each table has rows."""
    writers: dict[str, ParquetWriter] = field(default_factory=dict)
    of_sets: set[str] = field(default_factory=set)
    """The columns of the sets of a sheet."""

    def __enter__(self) -> Self:
        self.folder.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self.writers.values():
            writer.close()

    def add(self, part: Reshaped, number: int, own: Foreign) -> None:
        """Write what was made of some rows of a sheet, which has a number."""
        for name in MADE:
            if name in part.tables:
                self._add(name, part.tables[name], number, own)
        if part.sets:
            self._add_sets(part.sets, own)
        if own.is_turned:
            self._count_boxes(part, number)

    def close_sheet(self, own: Foreign, number: int) -> None:
        """Take in the rows of a sheet that wait until all of them are there."""
        writer = self.writers.pop("sets", None)
        if writer is None:
            return
        writer.close()
        cut = self.folder / f"sets-{number}"
        for rows in _combined(self._path("sets", "all"), cut, self.of_sets, own.recipe.date_order):
            lines = [[_numbered(number, line) for line in row.lines] for row in rows]
            self._write(OF_SESSIONS, _lines_as_rows(lines))
            self._add(
                "sessions", raw_table(_without_rows(own.sheet), "sessions", rows), number, own
            )
        self.of_sets.clear()

    def leave_sheet(self) -> None:
        """Let go of the rows of a sheet that wait until all of them are there: it is refused."""
        if (writer := self.writers.pop("sets", None)) is not None:
            writer.close()
        self.of_sets.clear()

    def _add(self, name: str, raw: RawTable, number: int, own: Foreign) -> None:
        import pyarrow as pa

        found = dict(zip(raw.header, map(typed_texts, raw.columns), strict=True))
        columns = self.columns.setdefault(name, {})
        for column, texts in found.items():
            columns[column] = columns.get(column, False) or texts.null_count < len(texts)
        self.sheets[name][own.sheet.name] = own
        names = TABLES[name].column_names
        lines = pa.array(_numbered(number, np.asarray(raw.lines)))
        self._write(name, _rows_of(found, names, {LINE: lines, LETTER: _letters(raw)}))

    def _add_sets(self, rows: Sequence[Row], own: Foreign) -> None:
        import pyarrow as pa

        raw = raw_table(_without_rows(own.sheet), "sessions", rows)
        found = dict(zip(raw.header, map(typed_texts, raw.columns), strict=True))
        self.of_sets |= found.keys()
        more = {
            LINE: pa.array(raw.lines),
            LETTER: _letters(raw),
            WORKOUT: pa.array([row.workout for row in rows]),
            N_SETS: pa.array([row.n_sets for row in rows]),
        }
        self._write("sets", _rows_of(found, TABLES["sessions"].column_names, more))

    def _write(self, name: str, rows: pa.RecordBatch) -> None:
        from pyarrow.parquet import ParquetWriter

        if name not in self.writers:
            self.writers[name] = ParquetWriter(self._path(name, "all"), rows.schema)
        self.writers[name].write_batch(rows)

    def whole(self) -> dict[str, Spooled]:
        """Return the tables, each with the columns that any of its rows has."""
        return {name: self._with_its_columns(name) for name in MADE if name in self.columns}

    def called(self) -> dict[str, Sheet]:
        """Return what each table is called after in messages, and how its cells are to be read."""
        return {
            name: replace(next(iter(own.values())).sheet, name=", ".join(own))
            for name, own in self.sheets.items()
            if own
        }

    def _with_its_columns(self, name: str) -> Spooled:
        from pyarrow.parquet import ParquetFile, ParquetWriter

        own = self.columns[name]
        header = tuple(column for column in TABLES[name].column_names if column in own)
        found = {sheet: foreign.made.remarks for sheet, foreign in self.sheets[name].items()}
        made = Spooled(self._path(name, "made"), header, header, remarks_of_joined(found))
        made.filled = {place for place, column in enumerate(header) if own[column]}
        names = [*header, LINE]
        names += [LETTER] if any(own.is_turned for own in self.sheets[name].values()) else []
        with (
            ParquetFile(self._path(name, "all")) as opened,
            ParquetWriter(made.path, _some(opened.schema_arrow, names)) as writer,
        ):
            for rows in opened.iter_batches(ROWS_A_BLOCK, columns=names, use_threads=False):
                writer.write_batch(rows)
        self._path(name, "all").unlink()
        return made

    def rows_aside(self, aside: pd.DataFrame, sheets: Sequence[str]) -> dict[str, int]:
        """Count the rows of each sheet of which anything was set aside.

        ``aside`` holds table, sheet and line of what was; of a session of several sets the first.
        """
        numbers = {sheet: number for number, sheet in enumerate(sheets)}
        first = _numbered(aside["sheet"].map(numbers).to_numpy(), aside["line"].to_numpy())
        is_session = (aside["table"] == "sessions").to_numpy()
        bad, left = (Counter(first[which].tolist()) for which in (~is_session, is_session))
        if (path := self._path(OF_SESSIONS, "all")).exists():
            bad += _lines_of_sessions(path, left)
        bad += left  # those that are no session of several sets
        n_boxes = self._boxes_of_lines({line for line, n in bad.items() if n > 1})
        counts = Counter[int]()
        for line, n in bad.items():
            counts[line // LINES_A_SHEET] += min(n, n_boxes.get(line, 1))
        return {sheet: counts[number] for sheet, number in numbers.items()}

    def _count_boxes(self, part: Reshaped, number: int) -> None:
        """Keep how many boxes were taken of each line, of which each is a row."""
        import pyarrow as pa

        taken = [n for n, fate in zip(part.row_lines, part.fates, strict=True) if not fate]
        lines, counts = np.unique(np.array(taken, dtype=np.int64), return_counts=True)
        rows = {LINE: _numbered(number, lines), N_BOXES: counts}
        self._write(BOXES, pa.record_batch({name: pa.array(own) for name, own in rows.items()}))

    def _boxes_of_lines(self, lines: Collection[int]) -> Counter[int]:
        """Return how many boxes some lines have; none of those of which each is a row."""
        import pyarrow as pa
        import pyarrow.compute as pc
        from pyarrow.parquet import ParquetFile

        found = Counter[int]()
        path = self._path(BOXES, "all")
        if lines and path.exists():
            with ParquetFile(path) as opened:
                for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
                    own = batch.filter(pc.is_in(batch.column(LINE), pa.array([*lines])))
                    for line, n in zip(*(column.to_pylist() for column in own), strict=True):
                        found[line] += n
        return found

    def _path(self, name: str, what: str) -> Path:
        return self.folder / f"{name}-{what}.parquet"


def _numbered(number: Any, line: Any) -> Any:
    """Return a line of a sheet, or several, as no other sheet has it."""
    return number * LINES_A_SHEET + line


def _without_rows(sheet: Sheet) -> RawTable:
    return RawTable(
        sheet.file, sheet.name, (), (), range(2, 2), is_1904=sheet.is_1904, is_text=sheet.is_text
    )


def _rows_of(
    found: Mapping[str, pa.Array], names: Sequence[str], more: Mapping[str, pa.Array]
) -> pa.RecordBatch:
    """Return rows with all columns that a table may have, and some more."""
    import pyarrow as pa

    nothing = pa.nulls(len(next(iter(more.values()))), pa.string())
    columns = [*(found.get(name, nothing) for name in names), *more.values()]
    return pa.record_batch(columns, names=[*names, *more]).replace_schema_metadata(TYPED)


def _combined(
    path: Path, folder: Path, columns: Collection[str], stated: str | None
) -> Iterator[list[Row]]:
    """Yield the sessions that sets make together, those of some clients at a time.

    ``stated`` is the order of dates that was stated; else all of them settle it.
    """
    from pyarrow.parquet import ParquetFile, read_table

    with ParquetFile(path) as opened:
        order = _order_of(opened, stated)
        places = _some_a_number(opened)
        blocks = opened.iter_batches(ROWS_A_BLOCK, use_threads=False)
        cut_rows(blocks, "client", places, folder)
    for number in range(max(places.values()) + 1):
        sets = [row for piece in pieces_of(folder, number)
                for row in _sets_of(read_table(piece), columns)]  # fmt: skip
        yield combined(sets, order)
    rmtree(folder)
    path.unlink()


def _order_of(opened: ParquetFile, stated: str | None) -> str | None:
    """Return the order in which a column of dates is read."""
    kinds = OpenKinds()
    for cell, n in counted_cells(opened, "date"):
        read = read_moment(cell, stated=stated)
        if isinstance(read, Open):
            kinds.add(read, n)
    return kinds.order(stated) if kinds.counts else stated


def _some_a_number(opened: ParquetFile) -> dict[object, int]:
    """Give each client, as written, a number, and several the same as long as they are few."""
    n_rows: Counter[object] = Counter()
    for batch in opened.iter_batches(ROWS_A_BLOCK, columns=["client"], use_threads=False):
        values, codes = values_and_codes(batch.column(0))
        counts = np.bincount(codes, minlength=len(values) + 1).tolist()
        n_rows.update({v: n for v, n in zip([*values, None], counts, strict=True) if n})
    places: dict[object, int] = {}
    number = n_there = 0
    for client, n in n_rows.items():
        if n_there and n_there + n > ROWS_COMBINED:
            number, n_there = number + 1, 0
        places[client], n_there = number, n_there + n
    return places


def _sets_of(table: pa.Table, columns: Collection[str]) -> Iterator[Row]:
    of_rows = (LINE, LETTER, WORKOUT, N_SETS)
    cells = {name: table[name].to_pylist() for name in (*columns, *of_rows)}
    for row in range(len(table)):
        found = {name: cells[name][row] for name in columns}
        typed = {name: None if text is None else cell_of(text) for name, text in found.items()}
        line, letter, workout, n_sets = (cells[name][row] for name in of_rows)
        yield Row(typed, [line], workout, letter or "", n_sets)


def _letters(raw: RawTable) -> pa.Array:
    import pyarrow as pa

    if raw.letters is None:
        return pa.nulls(raw.n_rows, pa.string())
    return pa.array(raw.letters, pa.string())


def _lines_as_rows(lines: list[list[int]]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.record_batch({LINE: [own[0] for own in lines], OF_SESSIONS: lines})


def _lines_of_sessions(path: Path, left: Counter[int]) -> Counter[int]:
    """Count all lines of the sessions of which the first was set aside, so often as it was."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow.parquet import ParquetFile

    bad = Counter[int]()
    firsts = pa.array([*left], pa.int64())
    with ParquetFile(path) as opened:
        for batch in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
            for row in batch.filter(pc.is_in(batch.column(LINE), firsts)).to_pylist():
                if left[row[LINE]] > 0:
                    left[row[LINE]] -= 1
                    bad.update({*row[OF_SESSIONS]})
    return bad


def _some(schema: pa.Schema, names: Sequence[str]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([schema.field(name) for name in names], schema.metadata)
