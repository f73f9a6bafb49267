"""What a checked log is, in memory, and the error that says why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from html import escape
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.built_in import built_in_ids, built_in_movement_ids
from mobility_analysis.log.scales import scale_sentences
from mobility_analysis.log.schema import empty_table, no_rows
from mobility_analysis.log.settings import Settings

PROBLEM_COLUMNS = (
    "table", "file", "sheet", "line", "column", "value", "expected", "repair", "client",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "table", "file", "rows_read", "rows_used", "rows_set_aside", "rows_left_out", "sheet",
)  # fmt: skip
_ACCOUNT_COUNTS = dict.fromkeys(ACCOUNT_COLUMNS[2:6], "int64")
LEFT_OUT_COLUMNS = ("file", "sheet", "reason", "rows", "client")
SET_ASIDE_COLUMNS = ("table", "file", "sheet", "line", "row", "client", "is_repeat", "date")
UNREADABLE_COLUMNS = ("client", "file", "reason")
PEOPLE_TABLES = ("sessions", "stiffness", "programme", "pauses", "events", "checks")
NAMES_SHOWN = 6
ANONYMOUS = (
    "Anonymised: clients are numbered. Notes, reasons of pauses and labels of events are left out, "
    "and exercises, focus areas, tests and activities of one's own have a number for a name. Dates "
    "are as logged."
)


@cache
def _made_once(columns: tuple[str, ...], others: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Return a table without rows, text but for some columns; made once, since all logs need it."""
    return no_rows(dict.fromkeys(columns, "str") | dict(others))


def _no_rows(columns: tuple[str, ...], others: Mapping[str, str] | None = None) -> pd.DataFrame:
    return _made_once(columns, tuple((others or {}).items())).copy()


def no_problems() -> pd.DataFrame:
    """Return a problem table without rows."""
    return _no_rows(PROBLEM_COLUMNS, {"line": "Int64"})


def no_account() -> pd.DataFrame:
    """Return an account without rows."""
    return _no_rows(ACCOUNT_COLUMNS, _ACCOUNT_COUNTS)


def no_client_account() -> pd.DataFrame:
    """Return an account by client without rows."""
    return _no_rows((*ACCOUNT_COLUMNS, "client"), _ACCOUNT_COUNTS)


def no_set_aside() -> pd.DataFrame:
    """Return a table of rows set aside, without rows."""
    kinds = {"line": "int64", "is_repeat": "bool", "date": "datetime64[us]"}
    return _no_rows(SET_ASIDE_COLUMNS, kinds)


def no_left_out() -> pd.DataFrame:
    """Return a table of rows that a recipe left out, without rows."""
    return _no_rows(LEFT_OUT_COLUMNS, {"rows": "int64"})


def no_unreadable() -> pd.DataFrame:
    """Return a table of logs that could not be read, without rows."""
    return _no_rows(UNREADABLE_COLUMNS)


class DataError(ValueError):
    """The log cannot be read as it is; ``problems`` names every fault with its repair.

    Parameters
    ----------
    message : str
        One sentence: where, what was found, what was expected, what to do.
    problems : DataFrame, optional
        One row a fault: table, file, sheet, line, column, value, expected, repair, client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> try:
    ...     ma.log_from_tables(stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 14}])
    ... except ma.DataError as error:
    ...     print(error.problems[["column", "value", "expected"]].to_string(index=False))
    column value              expected
     score    14 a number from 0 to 10
    """

    def __init__(self, message: str, problems: pd.DataFrame | None = None) -> None:
        super().__init__(message)
        self.problems = no_problems() if problems is None else problems


class StatedTargets(NamedTuple):
    """What the user plans where nothing was prescribed: practice days, and times by exercise."""

    per_week: float | None
    per_exercise: Mapping[str, float]
    clients: frozenset[str] = frozenset()
    """For whom; empty for everybody."""

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each target.

        >>> print(*StatedTargets(None, {"down-dog": 1}).sentences())
        Plan as stated: once a week for down-dog, where nothing was prescribed, from the \
client's first session of it.
        """
        whose = f" for {_named_shortly(sorted(self.clients))}" if self.clients else ""
        said = [
            f"Plan as stated{whose}: {_times(times)} for {name}, where nothing was "
            "prescribed, from the client's first session of it."
            for name, times in sorted(self.per_exercise.items())
        ]
        if self.per_week is not None:
            days = "1 practice day" if self.per_week == 1 else f"{self.per_week:g} practice days"
            said.append(
                f"Plan as stated{whose}: {days} a week, for a client without a "
                "programme, from the first logged session."
            )
        return tuple(said)


def _named_shortly(clients: Sequence[str]) -> str:
    more = len(clients) - NAMES_SHOWN
    return ", ".join(clients[:NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _times(times: float) -> str:
    return "once a week" if times == 1 else f"{times:g} times a week"


@dataclass(frozen=True, eq=False, repr=False)
class MobilityLog:
    """A checked log: typed tables, the day it is looked at, and the account of its rows.

    ``log["Amira K"]`` is the log of one client, ``log[["Amira K", "Ben T"]]`` that of two.

    Attributes
    ----------
    sessions, stiffness, programme, pauses, events, exercises, checks, tests : DataFrame
        The tables of ``log.schema``, sorted, with all columns. ``client`` and ``exercise`` are
        categories, the same in every table of one log.
    as_of : Timestamp
        The day on which the log is looked at: the latest date of any session or rating of any
        client, unless stated. ``NaT`` when the log holds no date.
    account : DataFrame
        table, file, rows_read, rows_used, rows_set_aside, rows_left_out, sheet. Rows read are those
        of the file and the sum of the other three; left out are rows that a recipe passes over on
        purpose. Where a sheet gives several tables, its rows are counted once.
    problems : DataFrame
        Why rows were set aside: table, file, sheet, line, column, value, expected, repair,
        client. ``client`` is empty where a problem concerns a table as a whole, and missing where
        it is not known whose row it is.
    remarks : DataFrame
        What is pointed out and sets nothing aside; the columns of ``problems``.
    targets : tuple of StatedTargets
        The targets that the user stated, as ``with_targets`` was given them.
    set_aside : DataFrame
        The rows set aside, as written: table, file, sheet, line, row, client, is_repeat (a row that
        says again what another one says, so that nothing is lost), date (of a session, a rating or
        a row of the diary; missing where it could not be read). The table of a row of the diary
        is sessions or stiffness where only these lack something of it.
    account_by_client : DataFrame
        The account of the rows whose client is known: the columns of ``account``, then client.
    left_out : DataFrame
        Why a recipe left rows out: file, sheet, reason, rows, client.
    unreadable : DataFrame
        Where a folder holds many logs, those that could not be read: client (the name of its
        folder or file), file, reason.
    exercises_by_client : mapping of str to DataFrame
        Where a folder holds many logs with different exercises, those of each client's own log;
        empty where ``exercises`` are everybody's.
    source : str
        The file or folder that the log was read from, with its whole path; empty for none.
    rows_of_sides : DataFrame or None
        The rows of ``sessions`` as logged, where left and right of a session stand in two of
        them; in ``sessions`` they are one. None where each row is a session.
    settings : Settings
        What the ``mobility.toml`` of the log's folder states; what was typed goes before it.
    is_anonymous : bool
        Whether clients are numbered and nobody's words are in it.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> log["Amira K"]
    MobilityLog
      clients: 1 (Amira K)
      days: 2026-05-25 to 2026-11-22, looked at on 2026-11-22
      tables: sessions 219, stiffness 188, programme 5, pauses 0, events 2, checks 9
      rows: 423 read = 423 used + 0 set aside
    """

    sessions: pd.DataFrame = field(default_factory=lambda: empty_table("sessions"))
    stiffness: pd.DataFrame = field(default_factory=lambda: empty_table("stiffness"))
    programme: pd.DataFrame = field(default_factory=lambda: empty_table("programme"))
    pauses: pd.DataFrame = field(default_factory=lambda: empty_table("pauses"))
    events: pd.DataFrame = field(default_factory=lambda: empty_table("events"))
    exercises: pd.DataFrame = field(default_factory=lambda: empty_table("exercises"))
    checks: pd.DataFrame = field(default_factory=lambda: empty_table("checks"))
    tests: pd.DataFrame = field(default_factory=lambda: empty_table("tests"))
    as_of: pd.Timestamp = pd.NaT  # type: ignore[assignment]
    account: pd.DataFrame = field(default_factory=no_account)
    problems: pd.DataFrame = field(default_factory=no_problems)
    remarks: pd.DataFrame = field(default_factory=no_problems)
    targets: tuple[StatedTargets, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=no_set_aside)
    account_by_client: pd.DataFrame = field(default_factory=no_client_account)
    left_out: pd.DataFrame = field(default_factory=no_left_out)
    unreadable: pd.DataFrame = field(default_factory=no_unreadable)
    source: str = ""
    exercises_by_client: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    rows_of_sides: pd.DataFrame | None = None
    settings: Settings = field(default_factory=Settings)
    is_anonymous: bool = False

    def as_logged(self, name: str) -> pd.DataFrame:
        """Return a table with its rows as they were logged, as a file would hold them.

        Parameters
        ----------
        name : str
            One of ``sessions``, ``stiffness``, ``programme``, ``pauses``, ``events``,
            ``exercises``, ``checks``, ``tests``.

        Returns
        -------
        DataFrame
            The columns of that table. Left and right of a session are two rows here.

        Examples
        --------
        >>> from mobility_analysis.log.load import log_from_tables
        >>> row = {"date": "2026-01-05", "exercise": "bear-rolls"}
        >>> log = log_from_tables(sessions=[{**row, "side": "left"}, {**row, "side": "right"}])
        >>> len(log.sessions), len(log.as_logged("sessions"))
        (1, 2)
        """
        if name == "sessions" and self.rows_of_sides is not None:
            return self.rows_of_sides
        table: pd.DataFrame = getattr(self, name)
        return table

    @cached_property
    def clients(self) -> tuple[str, ...]:
        """Ids of all clients, sorted."""
        return tuple(self.sessions["client"].cat.categories.tolist())  # item by item it takes long

    @property
    def planned_days_per_week(self) -> dict[str, float]:
        """Practice days a week that the user planned last, by client, where nobody prescribed."""
        return {
            client: stated.per_week
            for stated in self.targets
            if stated.per_week is not None
            for client in stated.clients or self.clients
        }

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the user stated (a scale, a target), one sentence each, for every output.

        Of one client's log, a sentence on a scale counts this client's scores.
        """
        targets = (said for stated in self.targets for said in stated.sentences())
        anonymous = (ANONYMOUS,) if self.is_anonymous else ()
        return (*scale_sentences(self.stiffness), *targets, *anonymous)

    def __repr__(self) -> str:
        return "\n".join(["MobilityLog", *(f"  {name}: {said}" for name, said in _in_lines(self))])

    def _repr_html_(self) -> str:
        """Say the same as a small table, for a notebook."""
        left = "style='text-align: left'"
        rows = "".join(
            f"<tr><th {left}>{name}</th><td {left}>{escape(said)}</td></tr>"
            for name, said in _in_lines(self)
        )
        return f"<table><tbody>{rows}</tbody></table>"

    def __getitem__(self, clients: str | Sequence[str]) -> MobilityLog:
        """Return the log of one client, or of several; ``as_of`` stays that of the whole log.

        Parameters
        ----------
        clients : str or sequence of str
            One id, as for ``for_client``; or several, in any order.

        Returns
        -------
        MobilityLog

        Raises
        ------
        KeyError
            If the log has no such client; the message names those it has.

        Examples
        --------
        >>> from mobility_analysis.log.load import log_from_tables
        >>> score = {"date": "2026-01-05", "score": 4}
        >>> log = log_from_tables(stiffness=[{"client": name, **score} for name in "ABC"])
        >>> log["B"].clients, log[["C", "A"]].clients
        (('B',), ('A', 'C'))
        """
        asked = [clients] if isinstance(clients, str) else list(clients)
        for client in asked:
            if client not in self.clients:
                raise KeyError(no_client_words(client, self.clients))
        if isinstance(clients, str):
            return self.for_client(clients)
        return self._some([client for client in self.clients if client in asked])

    def for_client(self, client: str) -> MobilityLog:
        """Return the log of one client; ``as_of`` stays that of the whole log.

        Nothing about another client is left in it: account, problems, remarks and rows set aside
        are this client's, with those that concern a table as a whole (their value left out where
        the log has several clients).

        Parameters
        ----------
        client : str
            The id of a client of this log.

        Returns
        -------
        MobilityLog

        Raises
        ------
        ValueError
            If the log has no such client.

        Examples
        --------
        >>> from mobility_analysis.log.load import log_from_tables
        >>> score = {"date": "2026-01-05", "score": 4}
        >>> log = log_from_tables(stiffness=[{"client": "A", **score}, {"client": "B", **score}])
        >>> log.for_client("B").clients
        ('B',)
        """
        if client not in self.clients:
            raise ValueError(no_client_words(client, self.clients))
        [log] = self._parts([client])
        return log

    def by_client(self, clients: Sequence[str] | None = None) -> Iterator[tuple[str, MobilityLog]]:
        """Yield each client's id and own log, in order; fast for many clients.

        Parameters
        ----------
        clients : sequence of str, optional
            Which clients of this log; all when not given.

        Yields
        ------
        client : str
        log : MobilityLog

        Examples
        --------
        >>> from mobility_analysis.log.load import log_from_tables
        >>> score = {"date": "2026-01-05", "score": 4}
        >>> log = log_from_tables(stiffness=[{"client": "B", **score}, {"client": "A", **score}])
        >>> [(client, len(own.stiffness)) for client, own in log.by_client()]
        [('A', 1), ('B', 1)]
        """
        chosen = self.clients if clients is None else clients
        yield from zip(chosen, self._parts(chosen), strict=True)

    def _parts(self, clients: Sequence[str]) -> Iterator[MobilityLog]:
        """Yield the logs of some clients; every table is sorted by client, so each is one slice."""
        place = {client: code for code, client in enumerate(self.clients)}
        codes = np.array([place[client] for client in clients])
        bounds = {
            name: _bounds(getattr(self, name)["client"].array.codes, codes)
            for name in PEOPLE_TABLES
        }
        sides = self.rows_of_sides
        side_bounds = None if sides is None else _bounds(sides["client"].array.codes, codes)
        texts = {name: _rows_by_client(getattr(self, name)) for name in _TEXT_TABLES}
        is_shared = len(self.clients) > 1
        for number, client in enumerate(clients):
            dtype = pd.CategoricalDtype(pd.Index([client], dtype="str"))
            tables = {
                name: _of_one(getattr(self, name), *bounds[name][number], dtype)
                for name in PEOPLE_TABLES
            }
            own = {
                name: _own_rows(getattr(self, name), texts[name], client, is_shared=is_shared)
                for name in _TEXT_TABLES
            }
            changed: dict[str, Any] = {
                **tables,
                **own,
                "targets": _targets_of(self.targets, [client]),
                "account": own["account_by_client"].drop(columns="client"),
                "unreadable": no_unreadable(),
                "exercises_by_client": {},
            }
            if sides is not None and side_bounds is not None:
                tables["rows_of_sides"] = _of_one(sides, *side_bounds[number], dtype)
                changed |= tables
            exercises = self.exercises_by_client.get(client, self.exercises)
            own_exercises = _of_client(exercises, tables) if is_shared else exercises
            if is_shared:
                changed["tests"] = _movement_tests_of(self.tests, tables["checks"])
            if own_exercises is not self.exercises:
                changed |= _with_exercises(tables, own_exercises)
            yield replace(self, **changed)

    def _some(self, clients: list[str]) -> MobilityLog:
        """Return the log of several clients, in the order of the log."""
        tables: dict[str, Any] = {}
        sides = () if self.rows_of_sides is None else ("rows_of_sides",)
        place = {client: code for code, client in enumerate(self.clients)}
        codes = np.array([place[client] for client in clients], dtype=np.intp)
        for name in (*PEOPLE_TABLES, *sides):
            tables[name] = _of_some(getattr(self, name), codes, clients)
        exercises = _of_client(self.exercises, tables)
        if exercises is not self.exercises and not self.exercises_by_client:
            tables |= _with_exercises(tables, exercises)
        for name in _TEXT_TABLES:
            rows = getattr(self, name)
            rows = rows[rows["client"].isin([*clients, ""])].reset_index(drop=True)
            tables[name] = _without_others(rows) if len(clients) < len(self.clients) else rows
        places = [name for name in ACCOUNT_COLUMNS if name not in _ACCOUNT_COUNTS]
        by_file = tables["account_by_client"].groupby(places, sort=False)
        account = by_file[list(_ACCOUNT_COUNTS)].sum().reset_index()
        tables["account"] = account[list(ACCOUNT_COLUMNS)]
        own = {c: rows for c, rows in self.exercises_by_client.items() if c in clients}
        return replace(
            self,
            **tables,
            targets=_targets_of(self.targets, clients),
            tests=_movement_tests_of(self.tests, tables["checks"]),
            unreadable=no_unreadable(),
            exercises_by_client=own,
        )


_TEXT_TABLES = ("problems", "remarks", "set_aside", "account_by_client", "left_out")


def _of_one(
    table: pd.DataFrame, first: int, after: int, dtype: pd.CategoricalDtype[Any]
) -> pd.DataFrame:
    """Return the rows of one client as a table whose only client is that one.

    The codes are made anew: changing the categories would compare all of them, for each client.
    """
    part = table.iloc[first:after].reset_index(drop=True)
    codes = np.zeros(after - first, dtype=np.int8)
    part["client"] = pd.Categorical.from_codes(codes, dtype=dtype)
    return part


def _of_some(table: pd.DataFrame, codes: NDArray[np.intp], clients: list[str]) -> pd.DataFrame:
    """Return the rows of some clients, in their order, as a table that has only these clients."""
    bounds = _bounds(table["client"].array.codes, codes)
    n_rows = [after - first for first, after in bounds]
    rows = [np.arange(first, after) for first, after in bounds]
    part = table.iloc[np.concatenate([np.empty(0, dtype=np.intp), *rows])].reset_index(drop=True)
    own = np.repeat(np.arange(len(clients)), n_rows)
    dtype = pd.CategoricalDtype(pd.Index(clients, dtype="str"))
    part["client"] = pd.Categorical.from_codes(own, dtype=dtype)
    return part


def _of_client(exercises: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the built-in exercises and those that a client's rows name: no one else's."""
    is_added = ~exercises["exercise"].isin(built_in_ids())
    if not is_added.any():
        return exercises
    named = [
        table["exercise"].dropna().unique() for table in tables.values() if "exercise" in table
    ]
    used = {str(exercise) for part in named for exercise in part}
    is_mine = ~is_added | exercises["exercise"].isin(used)
    return exercises if is_mine.all() else exercises[is_mine].reset_index(drop=True)


def _targets_of(
    targets: tuple[StatedTargets, ...], clients: Sequence[str]
) -> tuple[StatedTargets, ...]:
    """Return the targets of some clients, which name nobody else."""
    kept = []
    for stated in targets:
        mine = stated.clients.intersection(clients)
        if mine or not stated.clients:
            kept.append(stated._replace(clients=mine))
    return tuple(kept)


def _movement_tests_of(tests: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Return the built-in movement tests and those that a client's checks name: no one else's."""
    is_mine = tests["test"].isin(built_in_movement_ids() | set(checks["test"]))
    return tests if is_mine.all() else tests[is_mine].reset_index(drop=True)


def _with_exercises(
    tables: Mapping[str, pd.DataFrame], exercises: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return a client's tables with no exercises but those of the client's own log."""
    dtype = pd.CategoricalDtype(pd.Index(exercises["exercise"], dtype="str"))
    named = {name: table for name, table in tables.items() if "exercise" in table}
    own = {name: table.astype({"exercise": dtype}) for name, table in named.items()}
    return own | {"exercises": exercises}


def need_log(given: object, needed_by: str) -> None:
    """Say in a sentence that what stands in a log's place is none.

    Raises
    ------
    TypeError
        If it is no log.
    """
    if isinstance(given, MobilityLog):
        return
    kind = "None" if given is None else _with_article(type(given).__name__)
    repair = ""
    if isinstance(given, pd.DataFrame):
        repair = " Make a log of a table of sessions by log_from_tables(sessions=table)."
    elif isinstance(given, str | PathLike):
        repair = f" Read it first: load_log({str(given)!r})."
    raise TypeError(
        f"{needed_by} needs a log, as load_log or log_from_tables returns it; this is {kind}."
        + repair
    )


def _with_article(name: str) -> str:
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _bounds(sorted_codes: NDArray[np.integer], codes: NDArray[np.integer]) -> list[tuple[int, int]]:
    first = np.searchsorted(sorted_codes, codes, side="left")
    after = np.searchsorted(sorted_codes, codes, side="right")
    return list(zip(first.tolist(), after.tolist(), strict=True))


def _rows_by_client(table: pd.DataFrame) -> Mapping[str, NDArray[np.intp]]:
    if table.empty:  # as those of problems and remarks mostly are
        return {}
    indices = table.groupby("client", sort=False).indices
    return {str(client): np.asarray(rows, dtype=np.intp) for client, rows in indices.items()}


def _own_rows(
    table: pd.DataFrame,
    rows_by_client: Mapping[str, NDArray[np.intp]],
    client: str,
    *,
    is_shared: bool,
) -> pd.DataFrame:
    """Return the rows of one client, and those that concern a table as a whole."""
    if table.empty:
        return table.reset_index(drop=True)
    nothing = np.empty(0, dtype=np.intp)
    whole = rows_by_client.get("", nothing)
    own = np.sort(np.concatenate([rows_by_client.get(client, nothing), whole]))
    result = table.iloc[own].reset_index(drop=True)
    return _without_others(result) if is_shared else result


def _without_others(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what problems of a table as a whole quote: it may be another client's."""
    if "value" not in table:
        return table
    return table.assign(value=table["value"].where(table["client"] != "", ""))


def no_client_words(client: object, clients: Sequence[str]) -> str:
    """Say that a log has no such client, and whom it has."""
    return f"no client {client!r} in this log; it has {', '.join(clients) or 'none'}"


def _in_lines(log: MobilityLog) -> list[tuple[str, str]]:
    """Say whose log it is, its days and its rows."""
    dates = pd.concat([log.sessions["date"], log.stiffness["date"]])
    span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "none"
    seen = f", looked at on {log.as_of:%Y-%m-%d}" if pd.notna(log.as_of) else ""
    shown = PEOPLE_TABLES if len(log.checks) else PEOPLE_TABLES[:-1]
    tables = [f"{name} {len(getattr(log, name)):,}" for name in shown]
    read, used, aside, left = (int(log.account[name].sum()) for name in _ACCOUNT_COUNTS)
    left_out = f" + {left:,} left out" if left else ""
    return [
        ("clients", _named(log.clients)),
        ("days", span + seen),
        ("tables", ", ".join(tables)),
        ("rows", f"{read:,} read = {used:,} used + {aside:,} set aside{left_out}"),
    ]


def _named(clients: Sequence[str]) -> str:
    """Return how many clients there are, and the first of their names."""
    return f"{len(clients):,} ({_named_shortly(clients)})" if clients else "none"
