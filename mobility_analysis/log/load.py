"""A folder, a file or frames in, a checked MobilityLog out. Nothing is ever written.

A folder may hold one log, or many, one a client: each is checked by itself, and a bad one stops no
other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.built_in import built_in_movement_tests
from mobility_analysis.log.catalogue import Catalogue, catalogue_frame
from mobility_analysis.log.check.account import (
    ALONE,
    CountedRemark,
    OnProblem,
    assembled,
    check_drafts,
    checked_log,
    clients_of,
    counted_remarks,
    day_of,
    drafts_of,
    exercises_in,
    problems_of,
    raise_problems,
    summary,
)
from mobility_analysis.log.check.draft import Draft, Stated
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.rules import (
    check_far_dates,
    days_of,
    set_far_dates_aside,
    with_dates_pointed_out,
)
from mobility_analysis.log.check.values import read_client
from mobility_analysis.log.findings import file_remarks
from mobility_analysis.log.model import DataError, MobilityLog, no_problems, no_unreadable
from mobility_analysis.log.movement_tests import MovementTests
from mobility_analysis.log.not_read import tables_unread
from mobility_analysis.log.read.cells import (
    UTC_NAMES,
    Native,
    RawColumn,
    RawTable,
    encoded,
)
from mobility_analysis.log.read.files import Found, LogFiles, find_logs
from mobility_analysis.log.read.settings_file import settings_at, settings_in
from mobility_analysis.log.scales import Scale, checked_scale
from mobility_analysis.log.schema import CATALOGUES, DATE_ORDERS, DATED_TABLES, TABLES, rows_like
from mobility_analysis.log.settings import SETTINGS_FILE, Settings
from mobility_analysis.log.targets import named_targets, with_stated_targets

if TYPE_CHECKING:
    from mobility_analysis.log.exports.road import Looked
    from mobility_analysis.log.exports.sheets import ShapedFile

NO_ROW = "It holds no row of a session and no rating: nobody of it is in a list or has a page."
NO_TABLE = (
    "There is no table days, sessions or stiffness; one of them is needed. "
    "Name the file or sheet so."
)
Rows = pd.DataFrame | Sequence[Mapping[str, Any]]

Row = Mapping[str, str]


def load_log(
    path: Path | str,
    *,
    as_of: str | pd.Timestamp | None = None,
    on_problem: OnProblem = "raise",
    date_order: str | None = None,
    scale: Scale | None = None,
) -> MobilityLog:
    """Read a log and hold it to every rule of its tables.

    What the ``mobility.toml`` of its folder states (for one file, of the folder where it lies)
    holds where nothing else is given here: date order, scale, targets (as by ``with_targets``),
    and, for the caseload, thresholds. A sub-folder of many logs may have one of its own. The log's
    ``settings`` say what was taken.

    Parameters
    ----------
    path : path
        A folder with one file a table (CSV, TSV, Parquet), a workbook (``.xlsx``, ``.ods``) with
        one sheet a table, a file of one table, or a folder of such logs, one a client: the client
        is then the name of the folder or file where no column says it.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; by default the latest date of any session or
        rating. With a stated day, no date counts as too far from the others.
    on_problem : {"raise", "set aside"}, default "raise"
        Whether a row that breaks a rule stops the loading, or is set aside with its reason.
    date_order : {"dmy", "mdy", "ymd", "excel-1900", "excel-1904"}, optional
        How dates such as 3/4/2026 and 26-06-15, or a spreadsheet's plain counts of days, are
        meant. Needed only where a column can be read in more than one way.
    scale : Scale, optional
        The scale of all scores, where it is not 0 to 10; a score whose own row says that it was
        turned into 0 to 10 already stays as it is. ``assumptions`` then names it.

    Returns
    -------
    MobilityLog
        The checked tables and the account: rows read = rows used + rows set aside. Blank rows,
        repeated headers and example rows are no rows of a table. Of many logs, those that cannot
        be read are named in ``unreadable`` and stop none of the others; with
        ``on_problem="raise"`` these are all logs with a problem.

    Raises
    ------
    DataError
        If there is no log that can be read, its settings have a fault or, with
        ``on_problem="raise"``, any row has a problem; ``.problems`` then names every one of them
        with its repair.
    ValueError
        If an option is none of those above, or ``as_of`` is no day, or can be more than one.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> len(log.clients), str(log.as_of.date())
    (9, '2026-11-22')
    >>> log.account[["table", "rows_read", "rows_used", "rows_set_aside"]].head(2)
           table  rows_read  rows_used  rows_set_aside
    0   sessions       1379       1379               0
    1  stiffness       1214       1214               0
    """
    _check_options(on_problem, date_order, scale)
    settings = settings_at(Path(path)).with_typed(date_order=date_order, scale=scale)
    log = read_log(Path(path), settings, as_of=as_of, on_problem=on_problem)
    return with_stated_targets(log)


def load_programmes(path: Path) -> MobilityLog:
    """Read a log for what it prescribes: nothing need have been logged yet."""
    logs, _, are_many = find_logs(path)
    if are_many or set(DATED_TABLES) & logs[0].tables.keys():
        return load_log(path)
    only = logs[0]
    stated = _stated(settings_at(path))
    return checked_log(only.tables, as_of=None, on_problem="raise", stated=stated, alone=only.name)


def read_log(
    path: Path,
    settings: Settings,
    *,
    as_of: str | pd.Timestamp | None,
    on_problem: OnProblem,
    found: Found | None = None,
    looked: Looked | None = None,
) -> MobilityLog:
    """Read a log by its settings; their targets are left to be stated.

    Sheets in other columns are read as far as is certain, or as is remembered of them. ``found``
    or ``looked`` is what was seen at the path, so that it need not be read again.
    """
    there = looked.found if looked else found or find_logs(path)
    logs, left = there.logs, there.left
    if looked or any(log.foreign or log.askable for log in logs):
        seen = looked or _looked(path, settings, there)
        logs, left = seen.logs(), seen.left
    day = day_of(as_of)
    caseload = check_logs(logs, settings, has_names=there.are_many)
    if day is None:
        check_far_dates(caseload.drafts)
    caseload.leave_out_unreadable(on_problem)
    log = assembled(caseload.drafts, caseload.exercises, tests=caseload.tests, as_of=day)
    log = with_dates_pointed_out(caseload.with_files(log, left))
    log = replace(
        caseload.counted_by_file(log),
        source=str(path.resolve()),
        settings=replace(settings, of_logs=caseload.own_settings),
    )
    return with_like_clients_pointed_out(log)


class PartRead(NamedTuple):
    """The log of some clients of a larger one, and what all of them are to be looked at for."""

    log: MobilityLog
    days: NDArray[np.int64]
    """The different days of its used rows."""
    scores: Mapping[str, NDArray[np.float64]]
    """The different scores of each table by which their scale is told."""
    counted: Sequence[CountedRemark]
    """The remarks that count rows, which are not in the log."""
    named: Named
    """What its rows name that another of many logs may not have, or not otherwise."""
    exercises: Sequence[Row]
    tests: Sequence[Mapping[str, Any]]


def log_of_part(
    files: LogFiles,
    settings: Settings,
    *,
    latest: np.datetime64 | None,
    on_problem: OnProblem,
    for_all: Mapping[str, RawTable] = MappingProxyType({}),
    without_rows: Sequence[str] = (),
    is_of_many: bool = False,
) -> PartRead:
    """Make a log of the tables of some clients of a larger one; ``latest`` is its last close day.

    ``for_all`` are tables of exercises and tests that lie beside it, ``without_rows`` those of its
    clients who have no row. ``is_of_many`` says that the larger one is itself one of many logs.

    What looks at all clients is left to who has them: dates far from all others, names alike, of
    which scale the scores look, and the account of a file that became several tables.
    """
    logs = [LogFiles("", dict(for_all)), files] if for_all else [files]
    caseload = check_logs(logs, settings, has_names=bool(for_all) or is_of_many)
    days, counted = days_of(caseload.drafts), counted_remarks(caseload.drafts)
    if latest is not None:
        set_far_dates_aside(caseload.drafts, latest)
    caseload.leave_out_unreadable(on_problem)
    log = assembled(
        caseload.drafts, caseload.exercises,
        tests=caseload.tests, as_of=None, without_rows=without_rows,
    )  # fmt: skip
    log = with_dates_pointed_out(log)
    if files.shaped is not None:
        said = {name: getattr(log, name) for name in ("problems", "remarks")}
        words = {name: files.shaped.in_its_words(found) for name, found in said.items()}
        log = replace(log, **words)
    scores = {draft.table.name: draft.looked_at for draft in caseload.drafts}
    log = replace(log, settings=settings)
    named = caseload.logs[0].named if is_of_many else Named()
    return PartRead(log, days, scores, counted, named, caseload.exercises, caseload.tests)


class SomeRead(NamedTuple):
    """The log of some of many logs, and what the others are to be looked at for."""

    log: MobilityLog
    days: NDArray[np.int64]
    """The different days of their used rows, of those logs too that cannot be used."""
    exercises: Sequence[Row]
    tests: Sequence[Mapping[str, Any]]
    shared: Collection[tuple[str, str]]
    """File and sheet of each table for everybody."""
    n_read: int
    """How many logs there were."""
    refused: Sequence[Refused]
    """Those of them that could not be used by themselves."""
    unread: Mapping[str, Sequence[str]]
    """By client, the tables of which all rows were set aside."""


def log_of_some(
    logs: Sequence[LogFiles],
    settings: Settings,
    *,
    before: Taken,
    latest: np.datetime64 | None,
    on_problem: OnProblem,
) -> SomeRead:
    """Make a log of some of many logs, read after others and before others.

    ``before`` is what those before have taken; ``latest`` the last day of all that lies close.
    """
    caseload = check_logs(logs, settings, has_names=True)
    caseload.taken, caseload.is_of_more = before, True
    days = days_of(caseload.drafts)
    if latest is not None:
        set_far_dates_aside(caseload.drafts, latest)
    caseload.leave_out_those(caseload.reasons(on_problem))
    log = assembled(caseload.drafts, caseload.exercises, tests=caseload.tests, as_of=None)
    log = caseload.with_files(log, ())
    log = caseload.counted_by_file(with_dates_pointed_out(log))
    log = replace(log, settings=replace(settings, of_logs=caseload.own_settings))
    before.told += [raw for own in caseload.logs for raw in own.for_several]
    return SomeRead(
        log, days, caseload.exercises, caseload.tests,
        {(draft.raw.file, draft.raw.sheet) for draft in caseload.shared},
        caseload.n_read, caseload.refused, tables_unread(log),
    )  # fmt: skip


def _looked(path: Path, settings: Settings, found: Found) -> Looked:
    from mobility_analysis.log.exports.road import look  # what most logs need nothing of

    return look(path, settings, found)


def _counted_by_file(
    log: MobilityLog, shaped: Sequence[ShapedFile], *, is_alone: bool
) -> MobilityLog:
    from mobility_analysis.log.exports.accounts import with_accounts_of_files

    return with_accounts_of_files(log, shaped, is_alone=is_alone)


def log_from_tables(
    *,
    days: Rows = (),
    sessions: Rows = (),
    stiffness: Rows = (),
    programme: Rows = (),
    pauses: Rows = (),
    events: Rows = (),
    exercises: Rows = (),
    checks: Rows = (),
    tests: Rows = (),
    as_of: str | pd.Timestamp | None = None,
    on_problem: OnProblem = "raise",
    date_order: str | None = None,
    scale: Scale | None = None,
) -> MobilityLog:
    """Make a checked log from frames, or from lists of rows, by the rules that hold for files.

    Parameters
    ----------
    days, sessions, stiffness, programme, pauses, events : DataFrame or list of dict
    exercises, checks, tests : DataFrame or list of dict
        The tables; dates may be text. ``client`` may be left out for one person.
    as_of, on_problem, date_order, scale
        As for ``load_log``. Problems name the row by its number, from 1.

    Returns
    -------
    MobilityLog
        The checked tables.

    Raises
    ------
    DataError, ValueError
        As for ``load_log``.

    Examples
    --------
    >>> log = log_from_tables(sessions=[{"date": "2026-11-20", "exercise": "Downward dog"}])
    >>> log.clients, log.as_of
    (('me',), Timestamp('2026-11-20 00:00:00'))
    """
    _check_options(on_problem, date_order, scale)
    given = {
        "days": days, "sessions": sessions, "stiffness": stiffness, "programme": programme,
        "pauses": pauses, "events": events, "exercises": exercises,
        "checks": checks, "tests": tests,
    }  # fmt: skip
    frames = {
        name: rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), dtype=object)
        for name, rows in given.items()
    }
    tables = {name: _raw_from_frame(name, frame) for name, frame in frames.items() if len(frame)}
    return checked_log(tables, as_of=as_of, on_problem=on_problem, stated=Stated(date_order, scale))


def _raw_from_frame(name: str, frame: pd.DataFrame) -> RawTable:
    return RawTable(
        file=name,
        sheet="",
        header=tuple(str(column) for column in frame.columns),
        columns=tuple(_raw_column(frame.iloc[:, place]) for place in range(frame.shape[1])),
        lines=np.arange(1, len(frame) + 1),
    )


def _raw_column(column: pd.Series) -> RawColumn:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        local = column.dt.tz_localize(None).reset_index(drop=True)
        return Native(local, is_utc=str(column.dtype.tz) in UTC_NAMES)
    if column.dtype.kind in "fiuM" and not isinstance(column.dtype, pd.CategoricalDtype):
        return Native(column.reset_index(drop=True))
    return encoded(column)


def _check_options(on_problem: str, date_order: str | None, scale: Scale | None) -> None:
    if on_problem not in ("raise", "set aside"):
        raise ValueError(f"on_problem must be 'raise' or 'set aside', not {on_problem!r}")
    if date_order is not None and date_order not in DATE_ORDERS:
        raise ValueError(f"date_order must be one of {', '.join(DATE_ORDERS)}, not {date_order!r}")
    if scale is not None and not isinstance(scale, Scale):
        raise TypeError(f"scale must be a Scale, such as Scale(1, 5), not {scale!r}")
    if scale is not None:
        checked_scale(scale)


@dataclass(eq=False, repr=False)
class CheckedLog:
    """One log of several: its tables with what was found in them."""

    files: LogFiles
    drafts: list[Draft]
    catalogue: Catalogue
    tests: MovementTests
    settings: Settings = field(default_factory=Settings)
    """Those of its own sub-folder, where it is one of many."""
    fault: str = ""
    """What is wrong with these."""

    @property
    def file(self) -> str:
        """The file or folder that it is, as it lies beside the others."""
        return self.drafts[0].raw.file.split("/")[0] if self.drafts else self.files.file

    @property
    def for_several(self) -> list[RawTable]:
        """Its tables that others of its workbook have, too."""
        return [d.raw for d in self.drafts if d.table.name in self.files.for_several]

    @property
    def is_without_rows(self) -> bool:
        """Whether its tables of sessions and ratings are there and hold no row."""
        dated = [draft for draft in self.drafts if draft.table.name in DATED_TABLES]
        return bool(dated) and not any(draft.n_rows for draft in dated)

    @property
    def client(self) -> str | None:
        """Whose log it is, where it is one person's."""
        found = clients_of(self.drafts)
        return found[0] if len(found) == 1 else None

    @property
    def exercises(self) -> set[str]:
        """Ids of the exercises that any row of the log names."""
        return exercises_in(self.drafts)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the exercises of the log."""
        return self.catalogue.rows_where(self.exercises)

    @property
    def own_tests(self) -> list[Mapping[str, Any]]:
        """Return the movement tests that any check of the log names."""
        used = {str(t) for d in self.drafts for t in d.typed.get("test", ()) if d.is_of_checks}
        return [row for row in self.tests.rows if row["test"] in used]

    @property
    def named(self) -> Named:
        """Return what it names that another log may not have, or not otherwise."""
        own = [row for row in self.catalogue.rows if row["exercise"] in self.exercises]
        return Named(self.files.name, self.file, clients_of(self.drafts), own, self.own_tests)

    def reason(self, on_problem: str) -> str:
        """Say why the log cannot be used, or nothing where it can."""
        if self.fault:
            return self.fault
        dated = [d for d in self.drafts if d.table.name in DATED_TABLES]
        if not dated:
            return NO_TABLE
        if on_problem == "set aside" and not all(draft.is_unusable for draft in dated):
            return ""
        return summary(self.problems())

    def problems(self) -> pd.DataFrame:
        """Return what stands in the way of reading it, by the columns of its files."""
        found = problems_of(self.drafts, only_unsettled=True)
        return found if self.files.shaped is None else self.files.shaped.in_its_words(found)


def _as_key(rows: Iterable[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.values()) for row in rows)


class Named(NamedTuple):
    """What a log names that another of many may not have, or not otherwise."""

    log: str = ""
    file: str = ""
    """The file or folder that it is, as it lies beside the others."""
    clients: Sequence[str] = ()
    exercises: Sequence[Row] = ()
    tests: Sequence[Mapping[str, Any]] = ()


@dataclass(eq=False, repr=False)
class Taken:
    """What logs that are read after others may not have otherwise, or again."""

    clients: dict[str, str] = field(default_factory=dict)
    """In which file or folder each client is, however capital its letters are."""
    exercises: dict[str, Row] = field(default_factory=dict)
    tests: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    told: list[RawTable] = field(default_factory=list)
    """Tables of several logs that were told of with one of them."""

    def taking(self, own: Named, reason: str) -> tuple[str, str, str] | None:
        """Take what a log names; of one that cannot be used return whose it is, its file and why.

        ``reason`` is why it cannot be used by itself.
        """
        reason = reason or _same_client(own, self.clients)
        reason = reason or _other_exercise(own.exercises, self.exercises)
        reason = reason or _other_test(own.tests, self.tests)
        if reason:
            named = _client_named(own.log)
            is_somebodys = named.casefold() in self.clients  # who is to be told from this one
            return (own.log if is_somebodys else named, own.file, reason)
        self.clients.update((client.casefold(), own.file) for client in own.clients)
        self.exercises.update((row["exercise"], row) for row in own.exercises)
        self.tests.update((row["test"], row) for row in own.tests)
        return None


class Refused(NamedTuple):
    """A log that cannot be used, why, and the problems of its rows."""

    file: str
    why: str
    problems: pd.DataFrame


def raise_refused(refused: Sequence[Refused]) -> None:
    """Raise the problems of logs of which none can be used; nothing where there is none.

    One of a table that several of them have is told once.
    """
    if not refused:
        return
    found = pd.concat([no_problems(), *(own.problems for own in refused)], ignore_index=True)
    is_again = found["table"].isin(CATALOGUES) & found.duplicated()
    found = found[~is_again].reset_index(drop=True)
    if not len(found):
        raise DataError("\n".join(f"{own.file}: {own.why}" for own in refused), found)
    raise_problems(found)


@dataclass(eq=False, repr=False)
class Caseload:
    """Several logs on their way to becoming one."""

    logs: list[CheckedLog]
    shared: list[Draft]
    has_names: bool
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    n_read: int = 0
    """How many logs there were before those that cannot be used were left out."""
    is_of_more: bool = False
    """Whether other logs are read before these, or after."""
    refused: Sequence[Refused] = ()
    """Those of them that could not be used by themselves."""

    @property
    def drafts(self) -> list[Draft]:
        """Return the tables of all logs that can be read; one that several of them have, once."""
        drafts, told = [*self.shared], {*map(id, self.taken.told)}
        for log in self.logs:
            drafts += [draft for draft in log.drafts if id(draft.raw) not in told]
            told |= {*map(id, log.for_several)}
        order = {name: place for place, name in enumerate(TABLES)}
        return sorted(drafts, key=lambda draft: order[draft.table.name])

    @property
    def exercises(self) -> list[Row]:
        """Return the exercises of all logs, sorted by id; as defined by a log that uses them."""
        rows: dict[str, Row] = {}
        used: dict[str, Row] = {}
        for log in self.logs:
            own = {row["exercise"]: row for row in log.rows}
            rows |= own
            used |= {exercise: own[exercise] for exercise in log.exercises}
        rows |= used
        return [rows[exercise] for exercise in sorted(rows)]

    @property
    def tests(self) -> list[Mapping[str, Any]]:
        """Return the movement tests of all logs, sorted by id, as a log that uses them has them."""
        logs = self.logs
        rows = {row["test"]: row for row in built_in_movement_tests()}
        rows |= {row["test"]: row for log in logs for row in log.tests.rows}
        rows |= {row["test"]: row for log in logs for row in log.own_tests}
        return [rows[test] for test in sorted(rows)]

    @property
    def exercises_by_client(self) -> dict[str, pd.DataFrame]:
        """Return the exercises of each client's own log; nothing where all logs have the same."""
        if len({_as_key(log.catalogue.rows_where(frozenset())) for log in self.logs}) < 2:
            return {}
        frames: dict[tuple[tuple[str, ...], ...], pd.DataFrame] = {}
        found: dict[str, pd.DataFrame] = {}
        for log in self.logs:
            key = _as_key(log.rows)
            if key not in frames:
                frames[key] = catalogue_frame(log.rows)
            found |= dict.fromkeys(clients_of(log.drafts), frames[key])
        return found

    @property
    def own_settings(self) -> tuple[Settings, ...]:
        """Return what is stated for single logs, and for whom."""
        stated = [log for log in self.logs if log.settings.place]
        return tuple(replace(log.settings, clients=tuple(clients_of(log.drafts))) for log in stated)

    def leave_out_unreadable(self, on_problem: str) -> None:
        """Leave out each log that cannot be used; if that leaves none, raise all their problems."""
        reasons = self.reasons(on_problem)
        if not self.has_names or all(reasons.values()):
            raise_refused(self._refused(reasons))
        if self.has_names:
            self.leave_out_those(reasons)

    def reasons(self, on_problem: str) -> dict[int, str]:
        """Say of each log why it cannot be used; nothing of one that can."""
        return {id(log): log.reason(on_problem) for log in self.logs}

    def leave_out_those(self, reasons: Mapping[int, str]) -> None:
        """Leave out the logs that cannot be used, by themselves or beside those before them."""
        self.refused = self._refused(reasons)
        kept = []
        for log in self.logs:
            unreadable = self.taken.taking(log.named, reasons[id(log)])
            if unreadable is None:
                kept.append(log)
            else:
                self.unreadable.append(unreadable)
        self.logs = kept

    def _refused(self, reasons: Mapping[int, str]) -> list[Refused]:
        """Return the logs that cannot be used, with what stands in the way."""
        return [
            Refused(log.files.file, why, log.problems())
            for log in self.logs
            if (why := reasons[id(log)])
        ]

    def with_files(self, log: MobilityLog, left: Sequence[tuple[str, str]]) -> MobilityLog:
        """Return a log with what is to be said about its files and about unreadable logs.

        ``left`` is what was left unread beside the logs: file, sentence.
        """
        said: list[tuple[str, str, str | None]] = [(file, text, None) for file, text in left]
        said += [(*remark, own.client) for own in self.logs for remark in own.files.remarks]
        if self.has_names:
            said += [(own.file, NO_ROW, None) for own in self.logs if own.is_without_rows]
        remarks = file_remarks(said)
        log = replace(
            log,
            remarks=pd.concat([log.remarks, remarks], ignore_index=True),
            unreadable=rows_like(no_unreadable(), self.unreadable),
            exercises_by_client=self.exercises_by_client if self.has_names else {},
        )
        return _told_apart(log, self.logs, self.shared) if self.has_names else log

    def counted_by_file(self, log: MobilityLog) -> MobilityLog:
        """Return a log that counts the rows of the sheets that recipes made tables of."""
        shaped = [own.files.shaped for own in self.logs if own.files.shaped is not None]
        is_alone = self.n_read == 1 and not self.is_of_more
        return _counted_by_file(log, shaped, is_alone=is_alone) if shaped else log


def check_logs(logs: Sequence[LogFiles], settings: Settings, *, has_names: bool) -> Caseload:
    """Check each log by itself; one without a name has catalogues for all.

    Logs that ``has_names`` are many, so that one that cannot be read stops no other. Where no
    column says the client, it is named after its log; one bare table is ``me``.
    """
    nameless = [log for log in logs if has_names and not log.name]
    whole = _stated(settings)
    shared = [draft for log in nameless for draft in drafts_of(log.tables, whole)]
    caseload = Caseload([], shared, has_names)
    for log in (log for log in logs if log not in nameless):
        log = replace(log, remarks=list(log.remarks))  # noqa: PLW2901 (it may be checked again)
        own, fault = own_settings(log, settings)
        fault = log.fault or fault
        drafts = drafts_of(log.tables, _stated(log.stated.over(own.over(settings))))
        is_nobodys = log.is_table and not has_names
        alone = ALONE if is_nobodys or not log.name else _client_named(log.name)
        catalogue, tests = check_drafts(
            drafts, shared=shared, alone=alone, is_of_several=log.is_of_several
        )
        fault = fault or wrong_targets(own, catalogue)
        caseload.logs.append(CheckedLog(log, drafts, catalogue, tests, own, fault))
    caseload.n_read = len(caseload.logs)
    return caseload


def with_unreadable(log: MobilityLog, logs: Sequence[LogFiles]) -> MobilityLog:
    """Return a log beside which there are others that cannot be read, as each says."""
    caseload = check_logs(logs, Settings(), has_names=True)
    caseload.leave_out_those(caseload.reasons("raise"))
    return replace(log, unreadable=rows_like(no_unreadable(), caseload.unreadable))


def _client_named(name: str) -> str:
    """Return the client that a folder or file is named after, spelt as in a column of clients."""
    read = read_client(name)
    return read if isinstance(read, str) else name


def _stated(settings: Settings) -> Stated:
    return Stated(settings.date_order, settings.scale)


def wrong_targets(own: Settings, catalogue: Catalogue) -> str:
    """Say which targets of one of many logs name no exercise; nothing where all do."""
    try:
        named_targets(catalogue, own)
    except DataError as error:
        return str(error)
    return ""


def own_settings(log: LogFiles, whole: Settings) -> tuple[Settings, str]:
    """Return what the sub-folder of one of many logs states for it, and what is wrong with that.

    What can only hold for all of them is pointed out.
    """
    if log.folder is None:
        return Settings(), ""
    try:
        own = settings_in(log.folder, shown=f"{log.folder.parent.resolve().name}/{log.folder.name}")
    except DataError as error:
        return Settings(), str(error)
    own, passed_over = own.of_one_log()
    if passed_over:
        said = (
            f"{', '.join(passed_over)}: not used here, since it holds for all logs of a folder, or "
            f"for a log that is read by itself. State it in {log.folder.parent.resolve().name}/"
            f"{SETTINGS_FILE}."
        )
        log.remarks.append((f"{log.folder.name}/{SETTINGS_FILE}", said))
    return own.marked(whole.typed), ""


def _same_client(own: Named, seen: Mapping[str, str]) -> str:
    there = [client for client in own.clients if client.casefold() in seen]
    if not there:
        return ""
    client, other = there[0], seen[there[0].casefold()]
    if len(there) > 1:
        return (
            f"{len(there):,} of its clients are also in other logs, {client!r} in {other!r}. If "
            "they are the same people, put all tables into one log; if not, write other ids in "
            "one of them."
        )
    is_of_name = client.casefold() == _client_named(own.log).casefold()
    mend = f"rename {own.file!r}" if is_of_name else "write another id for one of them"
    return (
        f"Its client {client!r} is also in {other!r}. If that is one person, put all tables into "
        f"one log; if not, {mend}."
    )


def _other_exercise(own: Sequence[Row], rows: Mapping[str, Row]) -> str:
    for row in own:
        if rows.get(row["exercise"], row) != row:
            return (
                f"Its exercise {row['exercise']!r} is defined in another way than in another log. "
                "Define it alike, or put one table exercises beside the logs for all of them."
            )
    return ""


def _other_test(own: Sequence[Mapping[str, Any]], rows: Mapping[str, Mapping[str, Any]]) -> str:
    for row in own:
        if str(rows.get(row["test"], row)) != str(row):  # as text, since an empty limit is NaN
            return (
                f"Its movement test {row['test']!r} is defined in another way than in another log. "
                "Define it alike, or put one table tests beside the logs for all of them."
            )
    return ""


def _told_apart(
    log: MobilityLog, logs: Sequence[CheckedLog], shared: Sequence[Draft]
) -> MobilityLog:
    """Give what concerns a whole table of one log to that log's client, and to no other."""
    whose: dict[tuple[str, str], str | None]
    whose = {(draft.raw.file, draft.raw.sheet): "" for draft in shared}
    files: dict[str, set[str | None]] = {}
    for own, raw in ((one, draft.raw) for one in logs for draft in one.drafts):
        whose[raw.file, raw.sheet] = None if raw in own.for_several else own.client
        files.setdefault(raw.file, set()).add(own.client)
    frames = {}
    for name in ("problems", "remarks", "account_by_client", "set_aside"):
        frame = getattr(log, name)
        sheets = frame["sheet"] if "sheet" in frame else [None] * len(frame)
        frames[name] = frame.assign(
            client=[
                whose.get((file, sheet), _only(files.get(file, {client}), client))
                if client == ""
                else client
                for client, file, sheet in zip(frame["client"], frame["file"], sheets, strict=True)
            ]
        ).astype({"client": "str"})
    return replace(log, **frames)


def _only(clients: set[str | None], client: str) -> str | None:
    """Return the client of a file that is one client's; else leave it as it is."""
    return next(iter(clients)) if len(clients) == 1 else client
