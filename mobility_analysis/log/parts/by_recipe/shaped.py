"""Long sheets in other columns, made the tables of a log by their recipes a few rows at a time.

What a recipe decides by all cells of a column it decides by the different ones, which are looked at
before any row is taken; so are days that go by those before them. Sets that are one session
together are combined when all rows are there, some clients at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import exercise_key
from mobility_analysis.log.check.bearing import is_named_as_status, is_named_for_sites
from mobility_analysis.log.check.values import means_no_exercise
from mobility_analysis.log.exports.accounts import clients_of_rows
from mobility_analysis.log.exports.reshape import (
    Reshaped,
    added_exercises,
    catalogue_for,
    exercises_table,
    of_two_scores,
    refuse_unused,
    remarks_of,
    reshaped,
)
from mobility_analysis.log.exports.road import (
    exercise_rows,
    exercises_kept,
    nothing_in,
    stated_by,
)
from mobility_analysis.log.exports.shapes.days import Days
from mobility_analysis.log.exports.shapes.row_dates import days_in_order, days_of_rows
from mobility_analysis.log.exports.sheets import (
    ShapedFile,
    remarks_of_sheets,
    rows_of_table,
    words_of_refused,
)
from mobility_analysis.log.exports.source import Source, source_of_rows
from mobility_analysis.log.model import DataError, MobilityLog, no_account, no_left_out
from mobility_analysis.log.parts.by_recipe.foreign import (
    Foreign,
    OneLog,
    are_one_log,
    foreign_sheets,
    with_clients,
)
from mobility_analysis.log.parts.by_recipe.made import MADE, TablesMade
from mobility_analysis.log.parts.texts import Spooled
from mobility_analysis.log.read.cells import RawTable, Sheet
from mobility_analysis.log.read.files import LogFiles
from mobility_analysis.log.read.headers import speaks_of_stiffness
from mobility_analysis.log.read.many_sheets import client_words, sheet_words
from mobility_analysis.log.read.sheets import NeedsAllRowsError
from mobility_analysis.log.settings import Settings

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

ROWS_SHAPED = 10_000
"""Rows that become rows of tables together: each is a record of all its cells meanwhile."""


@dataclass(frozen=True)
class Shaped:
    """What recipes made of sheets in other columns, and what is to be said of their rows."""

    name: str
    """That of the log, which has it from its file or folder."""
    tables: Mapping[str, Spooled]
    sheets: Mapping[str, Sheet]
    """What each table is called after, in messages, and how its cells are to be read."""
    exercises: RawTable | None
    stated: Settings
    """What the recipes state of dates and scores."""
    remarks: Sequence[str]
    said_of_sheets: Sequence[str]
    """What its sheets were taken for, and which were left out."""
    words: ShapedFile
    """The sheets without their rows: what each calls its columns."""
    rows: Counter[tuple[str, str, str]]
    """Rows by sheet, why they were left out, empty for those taken, and client as written."""
    made: TablesMade
    unread: Sequence[LogFiles] = ()
    """The files beside them, as logs of their own, that cannot be read."""
    are_of_many: bool = False
    """Whether they are several files of a folder, or lie beside such, or beside tables for all."""

    @property
    def joined(self) -> dict[str, tuple[str, ...]]:
        """The sheets, by number, of each table that has rows of several."""
        return {n: (*self.words.sheets,) for n, own in self.made.sheets.items() if len(own) > 1}

    def accounted(self, log: MobilityLog, aside: pd.DataFrame) -> MobilityLog:
        """Return a log whose account counts the rows of the sheets, of which some were set aside.

        ``aside`` holds table, sheet and line of each row that was set aside.
        """
        n_aside = self.made.rows_aside(aside, [*self.words.sheets])
        out = pd.DataFrame(
            [(self.words.file, sheet, reason, who, n)
             for (sheet, reason, who), n in self.rows.items() if reason],
            columns=["file", "sheet", "reason", "client", "rows"],
        )  # fmt: skip
        out["client"] = clients_of_rows(
            log, out["client"].tolist(), self.words.client, is_alone=not self.unread
        )
        by = ["file", "sheet", "reason", "client"]
        left_out = out.groupby(by, sort=False, dropna=False)["rows"].sum().reset_index()
        rows = []
        for sheet in self.words.sheets:
            own = {key: n for key, n in self.rows.items() if key[0] == sheet}
            n_read, n_out = sum(own.values()), sum(n for key, n in own.items() if key[1])
            tables = ", ".join(name for name in MADE if sheet in self.made.sheets[name])
            n_used = n_read - n_aside[sheet] - n_out
            counts = (n_read, n_used, n_aside[sheet], n_out)
            rows += [(tables or "nothing", self.words.file, sheet, *counts)] if n_read else []
        names = ["table", "file", "sheet", "rows_read", "rows_used", "rows_set_aside",
                 "rows_left_out"]  # fmt: skip
        account = pd.DataFrame(rows, columns=names)
        whole, left = no_account(), no_left_out()
        others = log.account[log.account["file"] != self.words.file]
        return replace(
            log,
            account=pd.concat([others, account[list(whole.columns)].astype(whole.dtypes.to_dict())],
                              ignore_index=True),
            left_out=left_out[list(left.columns)].astype(left.dtypes.to_dict()),
        )  # fmt: skip

    def told_apart(self, log: MobilityLog) -> MobilityLog:
        """Return a log in which what concerns all rows of files is their only client's.

        So it is said of one of many logs, of which other files may be somebody else's.
        """
        if not self.are_of_many:
            return log
        only = log.clients[0] if len(log.clients) == 1 else None
        found = {name: getattr(log, name) for name in ("problems", "remarks")}
        own = {}
        for name, rows in found.items():
            is_of_all = (rows["client"] == "") & (rows["file"] == self.words.file)
            own[name] = rows.assign(client=rows["client"].mask(is_of_all, only))
        return replace(log, **own)


def shaped_by_recipes(
    files: Sequence[Path], settings: Settings, folder: Path, beside: Mapping[str, RawTable]
) -> Shaped | None:
    """Make the tables of files for which recipes are stated; None where they are needed whole.

    ``beside`` are tables that lie there for all.

    Raises
    ------
    NeedsAllRowsError
        If all rows together have to be looked at, to read them or to say what is wrong.
    """
    found = foreign_sheets(files, settings, folder) if settings.recipes else None
    if found is None or (len(files) > 1 and not are_one_log(found)):
        return None
    return shaped_by_its_recipes(found, folder, beside)


def shaped_by_its_recipes(
    found: OneLog, folder: Path, beside: Mapping[str, RawTable]
) -> Shaped | None:
    """Make the tables of sheets with recipes; None where they are needed whole.

    A sheet that its recipe refuses is left out as long as there is another. Whose the others are is
    then seen anew.

    Raises
    ------
    DataError
        If all of them are refused, or none of their rows holds a session or a score.
    """
    own = exercise_rows(beside["exercises"]) if "exercises" in beside else []
    are_of_many = len(found.files) > 1 or bool(beside) or bool(found.unread)
    while True:
        if not found.sheets:
            raise DataError(" ".join(dict.fromkeys(found.reasons.values())))
        sheets = with_clients(found.sheets, are_files=len(found.files) > 1)
        is_each_said = sheets is not None
        if sheets is None:  # unless the one that says it of nobody is refused
            sheets = [*found.sheets]
            if len(sheets) == 1 or not any(own.recipe.client_column for own in sheets):
                return None
        made = TablesMade(folder / f"made-{len(found.refused)}")
        taken = _all_taken(found._replace(sheets=sheets), made, own)
        if len(taken.log.refused) == len(found.refused):
            break
        found = taken.log
    if not is_each_said:
        return None
    shaped = _shaped(taken, own)
    for sheet in sheets:
        sheet.made.path.unlink()
    return shaped and replace(shaped, are_of_many=are_of_many)


class _AllTaken(NamedTuple):
    """The rows of all sheets of a log, and what is to be said of each."""

    log: OneLog
    made: TablesMade
    parts: Mapping[str, Reshaped]
    rows: Counter[tuple[str, str, str]]
    named: Sequence[Mapping[str, Sequence[str]]]
    exercises: RawTable | None


def _all_taken(
    found: OneLog, made: TablesMade, own_exercises: Sequence[Mapping[str, str]]
) -> _AllTaken:
    """Take the rows of sheets; where any is refused, only which these are is sure."""
    rows = Counter[tuple[str, str, str]]()
    shaped: dict[str, Reshaped] = {}
    named: list[Mapping[str, Sequence[str]]] = []
    exercises: RawTable | None = None
    there = {exercise_key(row["exercise"]) for row in own_exercises}
    stated = there | {exercise_key(name) for own in found.sheets for name in own.recipe.exercises}
    with made:
        for number, own in enumerate(found.sheets):
            known = own_exercises if exercises is None else rows_of_table(exercises)
            try:
                taken, part = _taken(own, made, number, known, stated)
            except DataError as error:
                made.leave_sheet()
                found = found.without(own, str(error))
                continue
            rows.update({(own.sheet.name, *key): n for key, n in taken.rows.items()})
            shaped[own.sheet.name] = part
            exercises = part.tables.get("exercises", exercises)
            named.append(taken.named)
    return _AllTaken(found, made, shaped, rows, named, exercises)


def _shaped(taken: _AllTaken, own_exercises: Sequence[Mapping[str, str]]) -> Shaped | None:
    """Return the tables of sheets of which none is refused; None where they are needed whole."""
    found, made, shaped, rows, named, exercises = taken
    sheets, said = found.sheets, found.said
    there = {exercise_key(row["exercise"]) for row in own_exercises}
    if not any(made.sheets.values()):
        left_out = Counter[str]()
        for (_, reason, _), n in rows.items():
            left_out[reason] += n
        raise nothing_in(left_out.total(), left_out)
    if len(shaped) < len(sheets):
        return None
    are_files = len(found.files) > 1
    if len(sheets) > 1:
        is_each = bool(sheets[0].client)
        if not (is_each or are_files or any(who for _, _, who in rows)):
            return None  # then each sheet is a client's after all
        called = {own.sheet.name: own.client for own in sheets}
        said = [client_words(called) if is_each else sheet_words([*shaped]), *said]
    recipes = [own.recipe for own in sheets]
    recipes += [own.recipe for own in found.refused.values()]
    file = sheets[0].sheet.file
    said = [*said, *words_of_refused(found.reasons, file)]
    name = file if are_files else found.files[0].stem
    clients = {recipe.client for recipe in recipes} - {""}
    alone = clients.pop() if len(clients) == 1 else name
    if exercises is not None:
        used = {exercise_key(n) for own in named for n in own["sessions"]
                if not means_no_exercise(n)}  # fmt: skip
        exercises = exercises_kept(exercises, used - there)
    words = {
        sheet: replace(part, tables={}, lines={}, left_out={}, remarks=(), clients=(), fates=(),
                       row_lines=(), named={}, sets=(), twice=())
        for sheet, part in shaped.items()
    }  # fmt: skip
    return Shaped(
        name=name,
        tables=made.whole(),
        sheets=made.called(),
        exercises=exercises,
        stated=stated_by(recipes, found.scale),
        remarks=[*remarks_of_sheets(shaped), *found.remarks],
        said_of_sheets=said,
        words=ShapedFile(file, words, {}, (), (), alone),
        rows=rows,
        made=made,
        unread=found.unread,
    )


@dataclass
class _Taken:
    """What is known of the rows of a sheet so far."""

    known: Collection[str] | None
    """The keys of the exercises of which it matters whether a row names them; None for all."""
    exercises: dict[str, dict[str, None]] = field(default_factory=lambda: {n: {} for n in MADE})
    pounds: list[tuple[str, int]] = field(default_factory=list)
    no_exercise: Counter[str] = field(default_factory=Counter)
    unnamed: set[int] = field(default_factory=set)
    too_long: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, source: Source, part: Reshaped) -> None:
        """Keep what is to be said of some rows."""
        for name, found in part.named.items():
            kept = (n for n in found if self.known is None or exercise_key(n) in self.known)
            self.exercises[name] |= dict.fromkeys(kept)
        before = [n for _, n in self.pounds] or [0] * len(source.pounds)
        self.pounds = [(h, n + b) for (h, n), b in zip(source.pounds, before, strict=True)]
        self.no_exercise.update(source.no_exercise)
        self.unnamed |= source.unnamed
        self.too_long += [int(source.raw.lines[row]) for row in source.raw.too_long]
        self.twice += part.twice
        self.rows.update(zip(part.fates, part.clients, strict=True))

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """The exercises that the rows of each table name, in their order."""
        return {name: tuple(found) for name, found in self.exercises.items()}

    def all_rows(self, source: Source) -> Source:
        """Return the last rows with what is said of all of them."""
        lines = np.array(self.too_long, dtype=np.int64)
        raw = replace(source.raw, lines=lines, too_long=dict.fromkeys(range(len(lines)), ""))
        return replace(
            source, raw=raw, pounds=self.pounds, no_exercise=self.no_exercise, unnamed=self.unnamed
        )


def _taken(
    own: Foreign,
    made: TablesMade,
    number: int,
    exercises: Sequence[Mapping[str, str]],
    stated: Collection[str],
) -> tuple[_Taken, Reshaped]:
    """Take all rows of a sheet; ``exercises`` are those of the sheets before.

    ``stated`` are the keys of exercises that any sheet states, or a table beside them.

    What is returned of its last rows says of all of them which exercises there are, and what is to
    be remarked.
    """
    recipe = own.recipe
    taken = _Taken(None if recipe.adds_exercises else stated)
    for source, part in reshaped_parts(own, exercises):
        taken.add(source, part)
        made.add(part, number, own)
    made.close_sheet(own, number)
    catalogue, known = catalogue_for(recipe, exercises)
    added = added_exercises(taken.named, catalogue, recipe)
    has_rows = any(own.sheet.name in made.sheets[name] for name in MADE)
    tables = {}
    if has_rows and (known or added):
        tables = {"exercises": exercises_table(source.raw, [*known, *added])}
    remarks = (*remarks_of(taken.all_rows(source), added), *of_two_scores(taken.twice))
    if len({*remarks}) < len(remarks):
        raise NeedsAllRowsError("two remarks alike")
    return taken, replace(part, tables=tables, remarks=remarks)


def reshaped_parts(
    own: Foreign, exercises: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Source, Reshaped]]:
    """Yield some rows of a sheet at a time, and what its recipe makes of them."""
    from pyarrow.parquet import ParquetFile

    recipe, is_first = own.recipe, True
    with ParquetFile(own.made.path) as opened:
        days, lines = _days_of_all(own, opened), dict[object, Any]()
        for raw in own.blocks(opened, ROWS_SHAPED):
            source = source_of_rows(raw, recipe, own.deciding, days, lines)
            part = reshaped(source, recipe, own_exercises=exercises, client=own.client)
            if is_first:
                _refuse_unused(own, source)
            is_first = False
            yield source, part


def _days_of_all(own: Foreign, opened: ParquetFile) -> Days | None:
    """Return the days of all rows, looked at, where rows go by those before them."""
    given = own.recipe.date
    days = days_of_rows(given, own.recipe.date_order)
    if days is not None:
        for raw in own.blocks(opened, ROWS_SHAPED):
            source = source_of_rows(raw, own.recipe, own.deciding)
            days.look(days_in_order(given, lambda names: source.cells(source.require(names))))  # noqa: B023
    return days


def _refuse_unused(own: Foreign, source: Source) -> None:
    """Refuse a column that no rule took by the different cells of all rows."""
    may_bear = {
        place
        for place, written in enumerate(source.raw.header)
        if place not in source.used and (own.recipe.is_built_in or _is_named_for_a_log(written))
    }
    raw = replace(source.raw, columns=own.different(may_bear).columns)
    refuse_unused(replace(source, raw=raw), own.recipe)


def _is_named_for_a_log(written: str) -> bool:
    """Tell whether a header is that of a site, of what was done, or of stiffness."""
    is_named = is_named_as_status(written) or speaks_of_stiffness(written)
    return is_named or is_named_for_sites(written)
