"""The parts of a log of any size, checked and written one after the other as logs by themselves.

What is to be said of them is gathered, and said as it is of the whole log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import catalogue_frame
from mobility_analysis.log.check.account import CountedRemark, OnProblem
from mobility_analysis.log.check.columns import ON_TEN, OTHER_SCALES, other_scale
from mobility_analysis.log.findings import file_remarks, shortened
from mobility_analysis.log.load import PartRead, log_of_part, with_unreadable
from mobility_analysis.log.model import (
    PEOPLE_TABLES,
    DataError,
    MobilityLog,
    no_account,
    no_problems,
)
from mobility_analysis.log.not_read import tables_unread
from mobility_analysis.log.parts.listed import Tables
from mobility_analysis.log.parts.manifest import Part, digest_of
from mobility_analysis.log.parts.pieces import (
    DamagedTableError,
    cut_tables,
    parts_of_clients,
    raw_part,
)
from mobility_analysis.log.parts.tables import leave_damaged
from mobility_analysis.log.read.files import LogFiles
from mobility_analysis.log.scales import counts_of_scales
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES, empty_table
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import tables_as_parquet

NTH = "#nth"
"""Stands beside what was found in a part: which of several alike it is."""


def written(
    log: MobilityLog, number: int, folder: Path, for_all: Mapping[str, bytes] | None = None
) -> Part:
    """Write one part, and return what the list of parts says of it."""
    name = f"part-{number:05}"
    files = tables_as_parquet(log, for_all)
    own = folder / "parts" / name
    own.mkdir(parents=True, exist_ok=True)
    for table, content in files.items():
        (own / f"{table}.parquet").write_bytes(content)
    return Part(
        name=name,
        first=log.clients[0],
        last=log.clients[-1],
        n_clients=_n_with_rows(log),
        rows={table: len(log.as_logged(table)) for table in files if table not in CATALOGUES},
        digests={f"{table}.parquet": digest_of(content) for table, content in files.items()},
    )


def _n_with_rows(log: MobilityLog) -> int:
    """Count the clients of whom any row can be used."""
    codes: set[int] = set()
    for name in PEOPLE_TABLES:
        codes.update(getattr(log, name)["client"].cat.codes.unique())
    return len(codes)


@dataclass
class Found:
    """What is known of all parts, as far as they are checked."""

    parts: list[Part] = field(default_factory=list)
    days: set[int] = field(default_factory=set)
    scores: dict[str, set[float]] = field(default_factory=dict)
    """The different ones of each table by which their scale is told."""
    clients: list[str] = field(default_factory=list)
    exercises: dict[str, dict[str, str]] = field(default_factory=dict)
    """Those of all parts, by id: of some, a part has only those that its rows name."""
    counted: dict[tuple[object, ...], CountedRemark] = field(default_factory=dict)
    """The remarks that count rows, those of all parts together, by what they say of what."""
    scales: Counter[str] = field(default_factory=Counter)
    accounts: list[pd.DataFrame] = field(default_factory=list)
    problems: list[pd.DataFrame] = field(default_factory=list)
    remarks: list[pd.DataFrame] = field(default_factory=list)
    left_out: list[pd.DataFrame] = field(default_factory=list)
    aside: list[pd.DataFrame] = field(default_factory=list)
    """Table, sheet and line of the rows that are set aside."""
    unsettled: list[pd.DataFrame] = field(default_factory=list)
    """The problems because of which the log is refused, unless the user goes on without them."""
    refusal: str = ""
    """In what words one of its parts is refused."""
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of each table that is put together from several, in their order."""
    asked: Collection[str] = ()
    """What those problems expect that hold for a column as a whole: each part has them."""
    is_of_many: bool = False
    """Whether it is a log of many, which says more of its clients."""
    by_client: list[pd.DataFrame] = field(default_factory=list)
    """The account of each client, where it is."""
    tests: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those of all parts, by id."""
    rows: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Their exercises as a catalogue has them, by id."""
    rows_named: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """The exercises that any row names, by id."""
    tests_named: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    unread: dict[str, Sequence[str]] = field(default_factory=dict)
    """By client, the tables of which all rows were set aside."""

    def add(self, part: PartRead) -> None:
        """Keep what is to be said of a part; of the tables for everybody, once."""
        log, is_first = part.log, not self.accounts
        for name, kept in (
            ("account", self.accounts), ("problems", self.problems), ("remarks", self.remarks),
        ):  # fmt: skip
            rows = getattr(log, name)
            own = rows if is_first else rows[~rows["table"].isin(CATALOGUES)]
            kept.append(own if name == "account" else _of_several_alike(own))
        self.clients += log.clients
        self.unread |= tables_unread(log)
        self.exercises |= {row["exercise"]: row for row in log.exercises.to_dict("records")}
        self.scales.update(counts_of_scales(log.stiffness))
        self.left_out.append(log.left_out)
        is_of_people = ~log.set_aside["table"].isin(CATALOGUES)
        self.aside.append(log.set_aside.loc[is_of_people, ["table", "sheet", "line"]])
        for remark in part.counted:
            if is_first or remark.table not in CATALOGUES:
                self._count(remark)
        if self.is_of_many:
            self._add_more(part, is_first=is_first)
        self.days.update(part.days.tolist())
        for name, own in part.scores.items():
            self.scores.setdefault(name, set()).update(own.tolist())

    def _add_more(self, part: PartRead, *, is_first: bool) -> None:
        """Keep what other logs are to be looked at for."""
        own = part.log.account_by_client
        self.by_client.append(own if is_first else own[~own["table"].isin(CATALOGUES)])
        self.rows |= {row["exercise"]: row for row in part.exercises}
        self.tests |= {row["test"]: row for row in part.tests}
        self.rows_named |= {row["exercise"]: row for row in part.named.exercises}
        self.tests_named |= {row["test"]: row for row in part.named.tests}

    def give_exercises_to_all(self, folder: Path) -> None:
        """Write into each part the exercises of all."""
        rows = [self.exercises[name] for name in sorted(self.exercises)]
        log = MobilityLog(exercises=catalogue_frame(rows))
        file, content = "exercises.parquet", tables_as_parquet(log)["exercises"]
        for place, part in enumerate(self.parts):
            if part.digests[file] != digest_of(content):
                (folder / "parts" / part.name / file).write_bytes(content)
                digests = {**part.digests, file: digest_of(content)}
                self.parts[place] = replace(part, digests=digests)

    def _looks(self, account: pd.DataFrame) -> pd.DataFrame:
        """Return a remark for each table whose scores look like another scale than 0 to 10."""
        files = account.set_index("table")[["file", "sheet"]]
        rows = []
        for table, scores in self.scores.items():
            if looks := other_scale(np.array([*scores])):
                column = "stiffness" if table == DIARY else "score"
                place = (*files.loc[table], pd.NA, column)
                rows.append((table, *place, looks, *ON_TEN, ""))
        return _as_remarks(rows)

    def told_once(self, problems: Sequence[pd.DataFrame]) -> pd.DataFrame:
        """Return the problems of all parts in order; one of a column as a whole, once.

        So is one of a table for everybody, which each part has.
        """
        found = pd.concat(problems, ignore_index=True)
        is_of_each = found["line"].isna() | found["table"].isin(CATALOGUES)
        found = found[~(is_of_each & found.duplicated())].drop(columns=NTH)
        is_asked = found["expected"].isin(self.asked)
        if not is_asked.any():
            return in_order(found)
        same = ["table", "file", "sheet", "column", "value", "expected", "repair"]
        asked = found[is_asked].sort_values("line", kind="stable")
        several = asked.groupby(same)["client"].transform("nunique", dropna=False) > 1
        asked = asked.assign(client=asked["client"].mask(several, "")).drop_duplicates(same)
        return in_order(pd.concat([asked, found[~is_asked]]).sort_index())

    def _count(self, own: CountedRemark) -> None:
        """Add a remark of a part to the same of those before."""
        found = own.finding
        key = (own.table, found.column, found.expected, found.counted)
        before = self.counted.get(key)
        if before is not None:
            first = min(own, before, key=self._place)
            own = first._replace(n=own.n + before.n, clients=own.clients | before.clients)
        self.counted[key] = own

    def _place(self, remark: CountedRemark) -> tuple[int, int]:
        sheets = self.sheets.get(remark.table, (remark.sheet,))
        return sheets.index(remark.sheet), remark.line

    def _said_of_counts(self) -> pd.DataFrame:
        """Return the remarks that count rows."""
        rows = []
        for table, file, sheet, found, line, n, clients in self.counted.values():
            if found.counted is not None:
                value, repair = found.counted(found.shown, n)
                client = next(iter(clients)) if len(clients) == 1 else ""
                said = (found.column, shortened(value), found.expected, repair)
                rows.append((table, file, sheet, line, *said, client))
        return _as_remarks(rows)

    def whole(self, settings: Settings, tables: Tables) -> MobilityLog:
        """Return a log without rows that holds what is to be said of all of them.

        What concerns a column as a whole is found in each part, and said once, whatever the first
        cell that shows it in a part; of which scale scores look only all of them can say.
        """
        account = pd.concat(self.accounts, ignore_index=True)
        places = ["table", "file", "sheet"]
        account = account.groupby(places, sort=False).sum().reset_index()
        clients = pd.CategoricalDtype(pd.Index(self.clients, dtype="str"))
        sessions = empty_table("sessions").astype({"client": clients})
        only = self.clients[0] if len(self.clients) == 1 else None
        said = [(file, text, only) for file, text in tables.left]
        of_files = file_remarks([*said, *((file, text, None) for file, text in tables.beside)])
        remarks = pd.concat([*self.remarks, of_files], ignore_index=True)
        remarks = remarks[~remarks["value"].isin(OTHER_SCALES)]
        of_all = pd.concat([self._looks(account), self._said_of_counts()], ignore_index=True)
        if tables.shaped is not None:
            of_all = tables.shaped.words.in_its_words(of_all)
        remarks = pd.concat([remarks, of_all], ignore_index=True)
        remarks = remarks[~_whatever_shows_it(remarks).duplicated()].drop(columns=NTH)
        log = MobilityLog(
            sessions=sessions,
            account=account[list(no_account().columns)],
            problems=self.told_once(self.problems),
            remarks=in_order(remarks),
            account_by_client=self._by_client(tables),
            left_out=_rows_summed(self.left_out),
            settings=settings,
        )
        if tables.shaped is not None:
            log = tables.shaped.accounted(log, pd.concat(self.aside, ignore_index=True))
            log = with_unreadable(tables.shaped.told_apart(log), tables.shaped.unread)
        return log

    def _by_client(self, tables: Tables) -> pd.DataFrame:
        """Return the account of each client, of a log that is no other's the file alone."""
        if self.by_client and tables.shaped is None:
            return pd.concat(self.by_client, ignore_index=True)
        first_last = [name for name in reversed([*TABLES]) if name in tables.clients]
        files = {c: tables.shown(n) for n in first_last for c in tables.clients[n].values()}
        return pd.DataFrame({"client": self.clients, "file": map(files.get, self.clients)})


def in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings in the order of tables and lines, as who reads a log whole finds them."""
    place = {name: n for n, name in enumerate(TABLES)}
    by = found.assign(table=found["table"].map(place).fillna(len(place)))
    order = by.sort_values(["table", "line"], kind="stable", na_position="first").index
    return found.loc[order].reset_index(drop=True)


def _whatever_shows_it(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings without the first cell that shows what holds for a column as a whole."""
    is_of_column = found["line"].isna() & (found["column"] != "") & (found["client"] == "")
    return found.assign(value=found["value"].mask(is_of_column, ""))


def _of_several_alike(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings of a part with which of several alike each is: of all parts one is kept."""
    alike = _whatever_shows_it(found)[found["line"].isna()]
    nth = alike.groupby([*alike.columns], dropna=False).cumcount()
    return found.assign(**{NTH: nth.reindex(found.index, fill_value=0)})


def _as_remarks(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    empty = no_problems()
    return pd.DataFrame(rows, columns=[*empty.columns]).astype(empty.dtypes.to_dict())


def _rows_summed(left_out: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows that all parts leave out, those of nobody together."""
    found = pd.concat(left_out, ignore_index=True)
    by = [name for name in found.columns if name != "rows"]
    counts = found.groupby(by, sort=False, dropna=False)["rows"].sum().reset_index()
    return counts[list(found.columns)].astype(found.dtypes.to_dict())


def cut(tables: Tables, folder: Path, clients_a_part: int) -> list[list[str]]:
    """Cut the rows of all tables in a folder; return whose rows are in each part.

    A Parquet file that turns out damaged is left out.

    Raises
    ------
    CannotReadError
        If one cannot be cut that is not damaged.
    """
    while tables.n_rows:
        part_of = parts_of_clients(tables.n_rows, clients_a_part)
        try:
            cut_tables(tables, part_of, folder)
        except DamagedTableError as error:
            if not leave_damaged(tables, error.name):
                raise
            for name in tables.files:
                rmtree(folder / name, ignore_errors=True)
        else:
            parts: list[list[str]] = [[] for _ in range(max(part_of.values()) + 1)]
            for client, number in part_of.items():
                parts[number].append(client)
            return parts
    return []


def refuse_without_rows(
    tables: Tables, settings: Settings, folder: Path, *, on_problem: OnProblem
) -> None:
    """Refuse a log of which no table holds a row, where who reads it whole does: any is damaged."""
    if not any(opened.metadata.num_rows for opened in tables.opened.values()):
        _read_part(tables, settings, folder, 0, on_problem=on_problem)


def checked(
    tables: Tables,
    settings: Settings,
    folder: Path,
    parts: Sequence[Sequence[str]],
    *,
    on_problem: OnProblem,
    latest: np.datetime64 | None = None,
    keep: Callable[[MobilityLog], None] | None = None,
) -> Found:
    """Check and write each part; one that is refused is checked once more, past its problems.

    ``keep`` takes the rows of each part of one of many logs, in which parts are not written.
    """
    is_of_many = keep is not None
    found = Found(asked=tables.asked, sheets=tables.joined, is_of_many=is_of_many)
    for number, clients in enumerate(parts):
        check = partial(
            _read_part, tables, settings, folder, number, latest=latest, is_of_many=is_of_many,
            without_rows=[client for client in clients if not tables.n_rows[client]],
        )  # fmt: skip
        try:
            part = check(on_problem=on_problem)
        except DataError as error:
            if on_problem == "set aside":  # no row of the log can be used: all problems are told
                return checked(
                    tables, settings, folder, parts,
                    on_problem="raise", latest=latest, keep=keep,
                )  # fmt: skip
            found.refusal = str(error)
            found.unsettled.append(_of_several_alike(error.problems))
            try:
                part = check(on_problem="set aside")
            except DataError:
                continue
        found.add(part)
        if keep is not None:
            keep(part.log)
        elif not found.unsettled:
            found.parts.append(written(part.log, number, folder))
    if not found.unsettled:
        found.give_exercises_to_all(folder)
    return found


def _read_part(
    tables: Tables,
    settings: Settings,
    folder: Path,
    number: int,
    *,
    on_problem: OnProblem,
    latest: np.datetime64 | None = None,
    is_of_many: bool = False,
    without_rows: Sequence[str] = (),
) -> PartRead:
    """Read one part as a log by itself."""
    raws = {**raw_part(tables, folder, number), **tables.shared}
    files = LogFiles(tables.name, raws, is_of_several=len(tables.n_rows) > 1)
    if (own := tables.shaped) is not None:
        files = replace(files, name=own.name, stated=own.stated, shaped=own.words)
    return log_of_part(
        files, settings,
        latest=latest, on_problem=on_problem, for_all=tables.for_all, is_of_many=is_of_many,
        without_rows=without_rows,
    )  # fmt: skip
