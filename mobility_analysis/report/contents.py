"""Every table of a client, for sentences, figures, pages and files.

Each is measured once for many clients together and then handed out by client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import are_sorted
from mobility_analysis.log.catalogue import exercise_areas, exercise_names
from mobility_analysis.log.model import MobilityLog, no_client_words
from mobility_analysis.measures import adherence as practice
from mobility_analysis.measures import movement, stiffness, together
from mobility_analysis.measures.adherence.calendar import practice_stretches, weeks_with_practice
from mobility_analysis.measures.adherence.coverage import beside_recent_sum
from mobility_analysis.measures.adherence.weekly import monthly_adherence, weekly_practice
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    ReportOptions,
    options_for,
)
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.caseload.thresholds import Thresholds, changed_thresholds
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.measures.days import ONE_DAY, category_like, codes_of, four_weeks_to
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.before_after import (
    before_after_pairs,
    before_after_sessions,
)
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.measures.stiffness.flags import high_scores, sharp_rise
from mobility_analysis.measures.stiffness.run_chart import stiffness_run_chart
from mobility_analysis.measures.stiffness.windows import days_of_windows
from mobility_analysis.words.caseload import thresholds_words
from mobility_analysis.words.log import (
    LogFacts,
    client_notes,
    log_facts,
    not_read,
    stated_days,
)

CLIENTS_A_BLOCK = 400
"""Clients whose tables are made at once: more take more memory, and hardly less time a client."""

Make = Callable[[MobilityLog, ReportOptions], pd.DataFrame]


class Table(cached_property[pd.DataFrame]):
    """A table of ``ClientContents``: what makes it from a log, and whether it is a file.

    All that a report knows of it stands at its name. It is measured when it is first asked for.
    """

    def __init__(self, make: Make, *, is_file: bool = True) -> None:
        super().__init__(lambda contents: contents.block.part(self.attrname, contents.log))
        self.make = make
        self.is_file = is_file


def _to_day(measure: Callable[..., pd.DataFrame]) -> Make:
    """Let a measure look at all days to the day of looking."""
    return lambda log, options: measure(log, as_of=options.as_of)


def _from_start(measure: Callable[..., pd.DataFrame]) -> Make:
    """Let a measure look at the days from ``start``, where stated, to the day of looking."""
    return lambda log, options: measure(log, as_of=options.as_of, start=options.start)


def _on_windows(measure: Callable[..., pd.DataFrame]) -> Make:
    """Let a measure go by the moments of both windows, to the day of looking."""
    return lambda log, options: measure(
        log, as_of=options.as_of, baseline_start=options.baseline_start
    )


def _together(measure: Callable[..., pd.DataFrame]) -> Make:
    """Let a measure hold practice from ``start`` against ratings of the windows' moments."""
    return lambda log, options: measure(
        log, as_of=options.as_of, start=options.start, baseline_start=options.baseline_start
    )


def _before_overall(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    last = options.as_of - FOUR_WEEKS * ONE_DAY
    return practice.recent_adherence(log, by="client", as_of=last, start=options.start)


def _stiffness_change(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    return stiffness.stiffness_change(
        log,
        as_of=options.as_of,
        baseline_start=options.baseline_start,
        benchmark=options.benchmark,
    )


def _window_days(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    change = _stiffness_change(log, options)
    return days_of_windows(log, change, as_of=options.as_of)


def _sharp_rise(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    return sharp_rise(log, as_of=options.as_of, rise_points=options.thresholds.rise_points)


def _high_scores(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
    limits = options.thresholds
    return high_scores(
        log,
        as_of=options.as_of,
        baseline_start=options.baseline_start,
        high_mean=limits.high_mean,
        high_worst=limits.high_worst,
        high_days=limits.high_days,
    )


class Cut(NamedTuple):
    """A table whose rows lie client by client, and where those of each begin; one more at the end.

    Clients are numbered by their place in the block.
    """

    table: pd.DataFrame
    begins: NDArray[np.intp]

    def rows(self, place: int) -> pd.DataFrame:
        """Return the rows of one client."""
        first, after = self.begins[place : place + 2].tolist()
        is_all = after - first == len(self.table)  # as in a block of one client
        rows = self.table if is_all else self.table.iloc[first:after]
        return rows.reset_index(drop=True)


def stated_table(client: str, stated: Sequence[str]) -> pd.DataFrame:
    """Return what the user stated as a table: client, assumption."""
    sentences = pd.Series(stated, dtype="str")
    clients = pd.Series([client] * len(sentences), dtype="str")
    return pd.DataFrame({"client": clients, "assumption": sentences})


class Block:
    """Some clients of a log, for whom every table is measured once, when it is first asked for.

    Attributes
    ----------
    whole : MobilityLog
        The log that they are taken from.
    clients : tuple of str
        Who they are.
    logs : mapping of str to MobilityLog
        The log of each of them alone.
    log : MobilityLog
        The log of all of them, of which nothing is counted twice.
    options : ReportOptions
        What the tables go by.
    """

    def __init__(
        self,
        whole: MobilityLog,
        clients: Sequence[str],
        options: ReportOptions,
        review: pd.DataFrame | None = None,
    ) -> None:
        self.whole = whole
        self.clients = tuple(clients)
        self.options = options
        self._place = {client: place for place, client in enumerate(clients)}
        self._review = review
        self._cuts: dict[str, Cut] = {}

    @cached_property
    def logs(self) -> Mapping[str, MobilityLog]:
        """The log of each client alone: files of tables are made without."""
        return dict(self.whole.by_client(self.clients))

    @cached_property
    def log(self) -> MobilityLog:
        """The log of all clients of the block."""
        several = len(self.clients) > 1
        return counted_log(
            self.whole[list(self.clients)] if several else self.logs[self.clients[0]]
        )

    @cached_property
    def stated(self) -> Mapping[str, tuple[str, ...]]:
        """What the user stated of each client: assumptions, days, thresholds that are not usual."""
        options = self.options
        of_all = (
            *stated_days(options.start, options.baseline_start),
            *thresholds_words(changed_thresholds(options.thresholds)),
        )
        if not self.log.assumptions:  # of nobody, as in most logs
            return dict.fromkeys(self.clients, of_all)
        return {client: (*own.assumptions, *of_all) for client, own in self.logs.items()}

    def contents(self) -> Iterator[ClientContents]:
        """Yield what each client's page, figures and files are made of."""
        for client in self.clients:
            yield ClientContents(client, self.options, self)

    def one_by_one(self) -> Iterator[Block]:
        """Yield each client as a block of its own."""
        for client in self.clients:
            yield Block(self.whole, [client], self.options, self._review)

    def part(self, name: str, own: MobilityLog) -> pd.DataFrame:
        """Return the rows of one client, as the client's log alone would give them."""
        [client] = own.clients
        rows = self.cut(name).rows(self._place[client])
        if len(self.clients) == 1 and self._review is None:
            return rows  # of a log that holds nobody else
        if "client" in rows and isinstance(rows["client"].dtype, pd.CategoricalDtype):
            rows["client"] = category_like(
                own.sessions["client"], np.zeros(len(rows), dtype="int8")
            )
        if not self._has_own_exercises(own) or "exercise" not in rows:
            return rows
        if isinstance(rows["exercise"].dtype, pd.CategoricalDtype):
            rows["exercise"] = rows["exercise"].astype(own.sessions["exercise"].dtype)
        return rows

    def _has_own_exercises(self, own: MobilityLog) -> bool:
        """Whether a client's log has fewer exercises than that of the block."""
        return len(own.exercises) != len(self.log.exercises)

    def cut(self, name: str) -> Cut:
        """Return a table of all clients of the block, with the places of each."""
        if name not in self._cuts:
            self._cuts[name] = self.cut_of(self._measured(name))
        return self._cuts[name]

    def _measured(self, name: str) -> pd.DataFrame:
        if name == "notes":
            return client_notes(self.log, as_of=self.options.as_of)
        if name == "review":
            return review_table(self.log, self.options) if self._review is None else self._review
        return TABLES[name].make(self.log, self.options)

    @cached_property
    def own_areas(self) -> Cut:
        """What the exercises of each client train: client, exercise, focus_area."""
        own = self.cut("adherence_by_exercise").table[["client", "exercise"]].astype("str")
        areas = exercise_areas(self.log).astype("str").reset_index(names="place")
        found = own.merge(areas, on="exercise").sort_values("place", kind="stable")
        return self.cut_of(found.drop(columns="place"))

    def own_areas_of(self, client: str) -> pd.DataFrame:
        """Return what the exercises of one client train."""
        return self.own_areas.rows(self._place[client])

    def cut_of(self, table: pd.DataFrame) -> Cut:
        """Put the rows in order of the clients; those of others, and of no log, are left out."""
        places = self._places_of(table["client"])
        if not are_sorted([places]):
            order = np.argsort(places, kind="stable")
            table, places = table.iloc[order], places[order]
        return Cut(table, np.searchsorted(places, np.arange(len(self._place) + 1)))

    def _places_of(self, clients: pd.Series) -> NDArray[np.int64]:
        """Return the place of each client, -1 for others; of a category each is looked up once."""
        if isinstance(clients.dtype, pd.CategoricalDtype):
            places = [self._place.get(client, -1) for client in clients.dtype.categories]
            return np.array([*places, -1])[codes_of(clients)]
        return np.array([self._place.get(client, -1) for client in clients], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class ClientContents:
    """All that one client's page, figures and files are made of.

    What is not given is measured when it is first asked for.

    Attributes
    ----------
    client : str
        Id of the client.
    log : MobilityLog
        The log of this client alone.
    stated : tuple of str
        What the user stated, in sentences: assumptions, days, thresholds that are not usual.
    options : ReportOptions
        The days, the mark and the thresholds that the tables go by.
    block : Block
        Where the tables are measured, for this client and others together.
    recent_by_exercise, recent_by_focus_area, recent_overall : DataFrame
        ``recent_adherence``: the 28 days to ``as_of`` (from ``start``, where that is later).
    before_overall : DataFrame
        The same, pooled, over the 28 days before those.
    weeks_with_practice : DataFrame
        The weeks with a session done, in the programme or outside it.
    beside_recent_sum : DataFrame
        The sessions of those 28 days that stand in no sum of ``recent_overall``, and why.
    window_days : DataFrame
        client, date, n_ratings, score_mean, score_worst, window ("baseline" or "recent"): the day
        values behind the two means of ``stiffness_change``.
    sharp_rise, high_scores : DataFrame
        The figures behind those two reasons.
    practice_days : DataFrame
        Every day of ``practice_calendar``, whose rows are stretches of days that are alike.
    before_after_pairs : DataFrame
        Every pair of ratings straight before and after a session.
    adherence_by_exercise, adherence_by_focus_area, adherence_overall, adherence_weekly, \
practice_weekly, adherence_monthly, adherence_definitions, focus_area_coverage, \
practice_calendar, unprescribed, \
stiffness_daily, stiffness_weekly, stiffness_monthly, stiffness_change, run_chart, before_after, \
practice_and_stiffness, practice_and_stiffness_weeks, \
movement_checks, movement_days, dose_changes : DataFrame
        The tables of the report, each as its measure made it; ``tables`` names them all.
    """

    client: str
    options: ReportOptions
    block: Block
    adherence_by_exercise = Table(_from_start(practice.overall_adherence))
    adherence_by_focus_area = Table(
        _from_start(partial(practice.overall_adherence, by="focus_area"))
    )
    adherence_overall = Table(_from_start(partial(practice.overall_adherence, by="client")))
    adherence_weekly = Table(_from_start(practice.weekly_adherence))
    practice_weekly = Table(_from_start(weekly_practice))
    adherence_monthly = Table(_from_start(monthly_adherence))
    adherence_definitions = Table(_from_start(practice.adherence_definitions))
    focus_area_coverage = Table(_from_start(practice.focus_area_coverage))
    practice_calendar = Table(_from_start(practice_stretches))
    practice_days = Table(_from_start(practice.daily_practice), is_file=False)
    weeks_with_practice = Table(_from_start(weeks_with_practice), is_file=False)
    unprescribed = Table(_from_start(practice.unprescribed_sessions))
    beside_recent_sum = Table(_from_start(beside_recent_sum), is_file=False)
    recent_by_exercise = Table(_from_start(practice.recent_adherence))
    recent_by_focus_area = Table(_from_start(partial(practice.recent_adherence, by="focus_area")))
    recent_overall = Table(
        _from_start(partial(practice.recent_adherence, by="client")), is_file=False
    )
    before_overall = Table(_before_overall, is_file=False)
    stiffness_daily = Table(_to_day(stiffness.daily_stiffness))
    stiffness_weekly = Table(_to_day(stiffness.weekly_stiffness))
    stiffness_monthly = Table(_to_day(monthly_stiffness))
    stiffness_change = Table(_stiffness_change)
    window_days = Table(_window_days, is_file=False)
    run_chart = Table(_on_windows(stiffness_run_chart))
    before_after = Table(_to_day(before_after_sessions))
    before_after_pairs = Table(_to_day(before_after_pairs), is_file=False)
    sharp_rise = Table(_sharp_rise, is_file=False)
    high_scores = Table(_high_scores, is_file=False)
    practice_and_stiffness = Table(_together(together.practice_and_stiffness))
    practice_and_stiffness_weeks = Table(_together(together.weekly_practice_and_stiffness))
    movement_checks = Table(_to_day(movement.movement_checks))
    movement_days = Table(_to_day(movement.daily_movement))
    dose_changes = Table(_from_start(movement.dose_changes))

    @cached_property
    def log(self) -> MobilityLog:
        """The log of this client alone."""
        return self.block.logs[self.client]

    @cached_property
    def stated(self) -> tuple[str, ...]:
        """What the user stated, in sentences: assumptions, days, thresholds that are not usual."""
        return self.block.stated[self.client]

    @cached_property
    def facts(self) -> LogFacts:
        """Days and rows of the log, in counts."""
        return log_facts(self.log, as_of=self.as_of, whole=self.block.whole)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name that people read, by exercise id."""
        return exercise_names(self.log)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """exercise, focus_area: what each exercise trains."""
        return exercise_areas(self.log)

    @cached_property
    def notes(self) -> pd.DataFrame:
        """client, date, about, note: newest first."""
        return self.block.part("notes", self.log)

    @cached_property
    def review(self) -> pd.DataFrame:
        """The client's row of the caseload review."""
        return self.block.part("review", self.log)

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes to another process: all that is made, and no other client."""
        made = {name: getattr(self, name) for name in (*MADE_OF_THE_LOG, *TABLES)}
        return {**self.__dict__, **made, "block": None}

    @property
    def as_of(self) -> pd.Timestamp:
        """The day on which the log is looked at."""
        return self.options.as_of

    @property
    def start(self) -> pd.Timestamp | None:
        """First day of adherence sums and charts, where the user stated one."""
        return self.options.start

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables that are written as files, by the name of the file."""
        return {name: getattr(self, name) for name in TABLE_FILES}

    @property
    def assumptions(self) -> pd.DataFrame:
        """What the user stated: client, assumption; no row where nothing was stated."""
        return stated_table(self.client, self.stated)

    @property
    def own_areas(self) -> pd.DataFrame:
        """What the client's own exercises train; the catalogue may hold those of others."""
        return self.block.own_areas_of(self.client)

    @property
    def first_day(self) -> pd.Timestamp:
        """First day that the page shows: ``start`` where stated, else the log's first day."""
        return self.facts.first_day if self.start is None else self.start

    @property
    def recent_start(self) -> pd.Timestamp:
        """First of the last 28 days, or the first day shown where that is later."""
        first = four_weeks_to(self.as_of)
        return first if pd.isna(self.first_day) else max(first, self.first_day)

    @property
    def recent_unprescribed(self) -> pd.DataFrame:
        """The sessions outside the programme in the last 28 days."""
        table = self.unprescribed
        return table[table["date"].between(self.recent_start, self.as_of)]

    @property
    def has_programme(self) -> bool:
        """Whether anything was prescribed by ``as_of``."""
        return bool((self.log.programme["start"] <= self.as_of).any())

    @property
    def has_number(self) -> bool:
        """Whether a number of sessions was prescribed by ``as_of``, so that shares can be given."""
        programme = self.log.programme
        return bool(((programme["start"] <= self.as_of) & ~programme["is_as_needed"]).any())

    @property
    def has_sessions(self) -> bool:
        """Whether any session, of any status, was logged by ``as_of``."""
        return self.facts.n_sessions > 0

    @property
    def has_ratings(self) -> bool:
        """Whether stiffness was ever rated by ``as_of``."""
        return self.facts.n_ratings > 0

    @property
    def has_checks(self) -> bool:
        """Whether any movement was checked by ``as_of``."""
        return not self.movement_checks.empty

    @cached_property
    def practice_not_read(self) -> str:
        """What of the rows that practice is counted from could not be read, in words."""
        return not_read(self.log, "practice")

    @cached_property
    def recent_practice_not_read(self) -> str:
        """The same of the last 28 days and the 28 before: rows that may belong to these days.

        Where no session could be read at all, of the whole log.
        """
        if pd.isna(self.as_of) or not self.has_sessions:
            return self.practice_not_read
        days = (four_weeks_to(self.as_of) - FOUR_WEEKS * ONE_DAY, self.as_of)
        return not_read(self.log, "practice", days=days)

    @cached_property
    def ratings_not_read(self) -> str:
        """What of the ratings could not be read, in words."""
        return not_read(self.log, "stiffness")

    @cached_property
    def checks_not_read(self) -> str:
        """What of the movement checks could not be read, in words."""
        return not_read(self.log, "movement")

    @cached_property
    def programme_not_read(self) -> str:
        """What of the programme could not be read, in words."""
        return not_read(self.log, "programme")

    @cached_property
    def notes_not_read(self) -> str:
        """What of the rows that may hold a note could not be read, in words."""
        return not_read(self.log, "notes")

    @cached_property
    def not_read(self) -> str:
        """What of either could not be read, in words."""
        return not_read(self.log)


#: What else is made when it is first asked for.
MADE_OF_THE_LOG = ("log", "stated", "facts", "names", "areas", "notes", "review")
#: Every table that is measured, by its name.
TABLES: Mapping[str, Table] = MappingProxyType(
    {name: table for name, table in vars(ClientContents).items() if isinstance(table, Table)}
)
#: Tables that are written as files, the name of each; what the user stated stands last.
OWN_FILES = ("assumptions", "own_areas")
"""Tables that are made of each client alone."""
TABLE_FILES = (*(name for name, table in TABLES.items() if table.is_file), *OWN_FILES)


def client_contents(
    log: MobilityLog,
    client: str,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    baseline_start: str | pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    review: pd.DataFrame | None = None,
    thresholds: Thresholds | None = None,
) -> ClientContents:
    """Compute every table of one client, once.

    Parameters
    ----------
    log : MobilityLog
        The whole log: whether others are in it is said on the page.
    client : str
        Id of the client.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; that of the log when not given.
    start : str or Timestamp, optional
        First day of adherence sums and charts.
    baseline_start : str or Timestamp, optional
        First day of the stiffness baseline; the first rated day when not given.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the verdict on stiffness.
    review : DataFrame, optional
        The caseload review of the whole log, where it was made before with the same options.
    thresholds : Thresholds, optional
        From where on a reason to look first holds; those of the log's settings when not given.

    Returns
    -------
    ClientContents

    Raises
    ------
    ValueError
        If the log has no such client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> contents = ma.client_contents(log, "Ann")
    >>> contents.recent_by_exercise[["exercise", "done", "prescribed"]]
       exercise  done  prescribed
    0  down-dog     5         6.0
    """
    options = options_for(
        log,
        as_of=as_of,
        start=start,
        baseline_start=baseline_start,
        benchmark=benchmark,
        thresholds=thresholds,
    )
    if client not in log.clients:
        raise ValueError(no_client_words(client, log.clients))
    [contents] = Block(log, [client], options, review).contents()
    return contents


def blocks_of_clients(
    log: MobilityLog,
    clients: Sequence[str],
    options: ReportOptions,
    *,
    review: pd.DataFrame | None = None,
) -> Iterator[Block]:
    """Yield the clients in blocks; one by one where their logs have exercises of their own.

    ``review`` is the caseload review of the whole log, where it was made before.
    """
    size = 1 if log.exercises_by_client else CLIENTS_A_BLOCK
    for first in range(0, len(clients), size):
        yield Block(log, clients[first : first + size], options, review)
