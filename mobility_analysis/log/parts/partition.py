"""A log of any size written in parts of some clients each, of which each is a log by itself.

Parts are made one after the other on this computer's disk. Only when all are there and the user
agrees to go on without rows that have a problem are they put where they are wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np
import pandas as pd

from mobility_analysis.log.catalogue import catalogue_frame
from mobility_analysis.log.check.account import CountedRemark, OnProblem, raise_problems
from mobility_analysis.log.check.columns import ON_TEN, OTHER_SCALES, other_scale
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.rules import far_from_others
from mobility_analysis.log.findings import file_remarks, shortened
from mobility_analysis.log.load import PartRead, check_logs, log_of_part
from mobility_analysis.log.model import (
    PEOPLE_TABLES,
    DataError,
    MobilityLog,
    no_account,
    no_problems,
)
from mobility_analysis.log.parts.by_recipe.drafted import AskedError, ByColumns
from mobility_analysis.log.parts.listed import Tables, only_files
from mobility_analysis.log.parts.manifest import LogInParts, Part, digest_of, write_manifest
from mobility_analysis.log.parts.many import gathered
from mobility_analysis.log.parts.pieces import cut_tables, parts_of_clients, raw_part
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.tables import opened_tables
from mobility_analysis.log.read.files import UNFINISHED_MARK, WORKBOOK_SUFFIXES, LogFiles
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.scales import (
    counts_of_scales,
    scale_sentences,
    sentences_of_scales,
)
from mobility_analysis.log.schema import CATALOGUES, DIARY, TABLES, empty_table
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import MARK_TEXT, tables_as_parquet

CLIENTS_A_PART = 2000
"""Of half a year each: 1,000 take a fifth more time for each client, 4,000 a tenth."""
NTH = "#nth"
"""Stands beside what was found in a part: which of several alike it is."""


@dataclass
class Prepared:
    """A log in parts in a folder for the time being, and what is to be said of its rows.

    Attributes
    ----------
    log : MobilityLog
        A log without rows: account, problems, remarks, settings and unreadable logs of the whole.
    parts : list of Part
        The parts, in order.
    stated : tuple of str
        What the user stated: a sentence for each scale of scores.
    """

    folder: TemporaryDirectory[str]
    log: MobilityLog
    parts: list[Part] = field(default_factory=list)
    stated: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.folder.cleanup()

    def put(self, place: Place) -> LogInParts:
        """Put the parts where they are wanted, and their list beside them when all are there."""
        refuse_what_is_there(place)
        place.write(MARK_TEXT, UNFINISHED_MARK)
        for part in self.parts:
            for name in part.digests:
                content = Path(self.folder.name, "parts", part.name, name).read_bytes()
                place.write(content, part.name, name)
        written = LogInParts(place, tuple(self.parts))
        write_manifest(written)
        place.remove(UNFINISHED_MARK)
        return written


def refuse_what_is_there(place: Place) -> None:
    """Refuse to write a log where anything is, or where it would not be kept."""
    place.refuse_if_not_kept()
    there = list(place.sizes())
    if there:
        more = ", ..." if len(there) > 3 else ""
        held = "is a file" if there == [""] else f"already holds {', '.join(there[:3])}{more}"
        raise FileExistsError(
            f"{place} {held}; nothing was written. Name a new folder, or delete that one."
        )


def prepared(
    source: Place,
    settings: Settings,
    *,
    on_problem: OnProblem,
    clients_a_part: int = CLIENTS_A_PART,
    columns: ByColumns | None = None,
) -> Prepared | None:
    """Make the parts of a log of tables, or of many logs, of which a part at a time is in memory.

    None where only who reads the log whole can say how it is meant. ``columns`` asks about sheets
    in other columns, and keeps how they were understood.

    Raises
    ------
    DataError
        If a part cannot be used or, with ``on_problem="raise"``, any row has a problem;
        ``.problems`` then names them, with the lines of the whole table.
    """
    local = source.local
    only = [] if local is None else only_files(local, settings)
    together = [] if local is None else only_files(local, settings, are_seen=True)
    with TemporaryDirectory(prefix="mobility-seen-") as seen:
        columns = columns or ByColumns(Path(seen))
        many = partial(
            _of_many, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part,
        )  # fmt: skip
        tables = partial(
            _of_one, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part,
        )  # fmt: skip
        ways: list[Callable[[], Prepared | None]] = [many, tables]
        if together:
            ways = [tables] if only else [tables, many]
        if len(only) == 1 and only[0].suffix.lower() in WORKBOOK_SUFFIXES:
            ways.append(partial(many, book=only[0]))
        return next((made for way in ways if (made := way()) is not None), None)


def _of_one(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
) -> Prepared | None:
    """Cut the tables of one log; say what is to be said about it before it can be read."""
    try:
        return _of_tables(
            source, settings, columns, on_problem=on_problem, clients_a_part=clients_a_part
        )
    except AskedError as asked:
        caseload = check_logs(asked.logs, settings, has_names=asked.are_many)
        caseload.leave_out_unreadable(on_problem)
        raise


def _of_many(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    book: Path | None = None,
) -> Prepared | None:
    """Read many logs, those of a folder or the sheets of a workbook, and cut them as one."""
    with TemporaryDirectory(prefix="mobility-logs-") as together:
        many = gathered(
            source, settings, Path(together), on_problem=on_problem, book=book, columns=columns
        )
        if many is None:
            return None
        made = _of_tables(
            Place(together), Settings(), ByColumns(Path(together)),
            on_problem="raise", clients_a_part=clients_a_part, is_checked=True,
        )  # fmt: skip
        return None if made is None else replace(made, log=many)


def _of_tables(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    is_checked: bool = False,
) -> Prepared | None:
    """Cut the tables of one log, and check and write its parts one after the other.

    ``is_checked``: dates far from all others were looked for already, beside more logs than these.
    """
    folder = TemporaryDirectory(prefix="mobility-parts-")
    try:
        made = _made_in(
            folder, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part, is_checked=is_checked,
        )  # fmt: skip
    except CannotReadError:  # which is a fault of the table, for who reads it whole
        made = None
    except BaseException:
        folder.cleanup()
        raise
    if made is None:
        folder.cleanup()
    return made


def _made_in(
    folder: TemporaryDirectory[str],
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    is_checked: bool,
) -> Prepared | None:
    """Make the parts in a folder, in which no file is open when they are there, or cannot be."""
    tables = opened_tables(source, settings, Path(folder.name), columns)
    if tables is None:
        return None
    with closing(tables):
        if not tables.n_rows:  # of nobody there is no part
            return None
        if columns.looked is not None:
            settings = columns.looked.settings
        part_of = parts_of_clients(tables.n_rows, clients_a_part)
        cut_tables(tables, part_of, Path(folder.name))
        n_parts = max(part_of.values()) + 1
        check = partial(
            _checked, tables, settings, Path(folder.name), n_parts, on_problem=on_problem
        )
        found = check()
        latest = far_from_others(np.array(sorted(found.days), dtype=np.int64))
        if latest is not None and not is_checked:
            found = check(latest=latest)
        if found.unsettled:
            raise_problems(found.told_once(found.unsettled))
        first_last = [name for name in reversed([*TABLES]) if name in tables.clients]
        files = {c: tables.files[n] for n in first_last for c in tables.clients[n].values()}
        stated = sentences_of_scales(found.scales)
        log = found.whole(settings, files, tables)
        return Prepared(folder, log, found.parts, stated)


def prepared_of_log(log: MobilityLog, *, clients_a_part: int = CLIENTS_A_PART) -> Prepared:
    """Make the parts of a log that is in memory."""
    folder = TemporaryDirectory(prefix="mobility-parts-")
    firsts = range(0, len(log.clients), clients_a_part)
    write = partial(_written, folder=Path(folder.name), for_all=_catalogues(log))
    parts = [
        write(_some(log, log.clients[first : first + clients_a_part]), number)
        for number, first in enumerate(firsts)
    ]
    return Prepared(folder, log, parts, scale_sentences(log.stiffness))


def _some(log: MobilityLog, clients: Sequence[str]) -> MobilityLog:
    """Return the log of some clients, with the exercises and tests that all parts have alike."""
    return replace(log[list(clients)], exercises=log.exercises, tests=log.tests)


def _catalogues(log: MobilityLog) -> dict[str, bytes]:
    """Return the files of the tables for everybody, which each part has alike."""
    files = tables_as_parquet(MobilityLog(exercises=log.exercises, tests=log.tests))
    return {name: files[name] for name in CATALOGUES if name in files}


def _written(
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
class _Found:
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
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of each table that is put together from several, in their order."""
    asked: Collection[str] = ()
    """What those problems expect that hold for a column as a whole: each part has them."""

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
        self.exercises |= {row["exercise"]: row for row in log.exercises.to_dict("records")}
        self.scales.update(counts_of_scales(log.stiffness))
        self.left_out.append(log.left_out)
        is_of_people = ~log.set_aside["table"].isin(CATALOGUES)
        self.aside.append(log.set_aside.loc[is_of_people, ["table", "sheet", "line"]])
        for remark in part.counted:
            if is_first or remark.table not in CATALOGUES:
                self._count(remark)
        self.days.update(part.days.tolist())
        for name, own in part.scores.items():
            self.scores.setdefault(name, set()).update(own.tolist())

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
        """Return the problems of all parts; one that holds for a column as a whole, once."""
        found = pd.concat(problems, ignore_index=True)
        found = found[~(found["line"].isna() & found.duplicated())].drop(columns=NTH)
        is_asked = found["expected"].isin(self.asked)
        if not is_asked.any():
            return found
        same = ["table", "file", "sheet", "column", "value", "expected", "repair"]
        asked = found[is_asked].sort_values("line", kind="stable")
        several = asked.groupby(same)["client"].transform("nunique", dropna=False) > 1
        asked = asked.assign(client=asked["client"].mask(several, "")).drop_duplicates(same)
        return pd.concat([asked, found[~is_asked]], ignore_index=True)

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

    def whole(self, settings: Settings, files: Mapping[str, str], tables: Tables) -> MobilityLog:
        """Return a log without rows that holds what is to be said of all of them.

        What concerns a column as a whole is found in each part, and said once, whatever the first
        cell that shows it in a part; of which scale scores look only all of them can say.
        """
        account = pd.concat(self.accounts, ignore_index=True)
        places = ["table", "file", "sheet"]
        account = account.groupby(places, sort=False).sum().reset_index()
        clients = pd.CategoricalDtype(pd.Index(self.clients, dtype="str"))
        sessions = empty_table("sessions").astype({"client": clients})
        by_client = pd.DataFrame({"client": self.clients, "file": map(files.get, self.clients)})
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
            remarks=remarks.reset_index(drop=True),
            account_by_client=by_client,
            left_out=_rows_summed(self.left_out),
            settings=settings,
        )
        if tables.shaped is not None:
            log = tables.shaped.accounted(log, pd.concat(self.aside, ignore_index=True))
            log = tables.shaped.told_apart(log)
        return with_like_clients_pointed_out(log)


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


def _checked(
    tables: Tables,
    settings: Settings,
    folder: Path,
    n_parts: int,
    *,
    on_problem: OnProblem,
    latest: np.datetime64 | None = None,
) -> _Found:
    """Check and write each part; one that is refused is checked once more, past its problems."""
    found = _Found(asked=tables.asked, sheets=tables.joined)
    for number in range(n_parts):
        raws = {**raw_part(tables, folder, number), **tables.shared}
        files = LogFiles(tables.place.name, raws, is_of_several=len(tables.n_rows) > 1)
        if (own := tables.shaped) is not None:
            files = replace(files, name=own.name, stated=own.stated, shaped=own.words)
        check = partial(log_of_part, files, settings, latest=latest, for_all=tables.for_all)
        try:
            part = check(on_problem=on_problem)
        except DataError as error:
            if on_problem == "set aside":  # no row of the log can be used: all problems are told
                return _checked(
                    tables, settings, folder, n_parts, on_problem="raise", latest=latest
                )
            found.unsettled.append(_of_several_alike(error.problems))
            try:
                part = check(on_problem="set aside")
            except DataError:
                continue
        found.add(part)
        if not found.unsettled:
            found.parts.append(_written(part.log, number, folder))
    if not found.unsettled:
        found.give_exercises_to_all(folder)
    return found
