"""Every table of one client, computed once, for sentences, figures, pages and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.log.catalogue import exercise_areas, exercise_names
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures import adherence as practice
from mobility_analysis.measures import movement, stiffness, together
from mobility_analysis.measures.adherence.weekly import monthly_adherence, weekly_practice
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    ReportOptions,
    options_for,
)
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.counted import counted_log
from mobility_analysis.measures.days import ONE_DAY, four_weeks_to
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.measures.stiffness.before_after import (
    before_after_pairs,
    before_after_sessions,
)
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.measures.stiffness.flags import high_scores, sharp_rise
from mobility_analysis.measures.stiffness.run_chart import stiffness_run_chart
from mobility_analysis.measures.stiffness.windows import moments_used
from mobility_analysis.words.caseload import describe_thresholds
from mobility_analysis.words.log import (
    LogFacts,
    client_notes,
    log_facts,
    not_read,
    stated_days,
)

Make = Callable[[MobilityLog, ReportOptions], pd.DataFrame]


class Table(NamedTuple):
    """What makes a table from a client's log, and whether it is written as a file of its name."""

    make: Make
    is_file: bool


def _table(make: Make, *, is_file: bool = True) -> Any:
    """Declare a table of ``ClientContents``: all that a report knows of it stands at its name."""
    return field(metadata={"table": Table(make, is_file)})


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
    change = _stiffness_change(log, options).iloc[0]
    return days_of_windows(log, change, as_of=options.as_of)


def days_of_windows(log: MobilityLog, change: pd.Series, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the day values of both windows, of the moments that the change rests on."""
    moments = moments_used(change) or stiffness.USUAL_MOMENTS
    daily = stiffness.daily_stiffness(log, as_of=as_of, moments=moments)
    parts = []
    for window in ("baseline", "recent"):
        is_inside = daily["date"].between(change[f"{window}_start"], change[f"{window}_end"])
        parts.append(daily[is_inside].assign(window=window))
    return pd.concat(parts, ignore_index=True).astype({"window": "str"})


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


@dataclass(frozen=True, eq=False)
class ClientContents:
    """All that one client's page, figures and files are made of.

    Attributes
    ----------
    client : str
        Id of the client.
    log : MobilityLog
        The log of this client alone.
    facts : LogFacts
        Days and rows of the log, in counts.
    options : ReportOptions
        The days, the mark and the thresholds that the tables go by.
    names : mapping of str to str
        Name that people read, by exercise id.
    areas : DataFrame
        exercise, focus_area: what each exercise trains.
    notes : DataFrame
        client, date, about, note: newest first.
    recent_by_exercise, recent_by_focus_area, recent_overall : DataFrame
        ``recent_adherence``: the 28 days to ``as_of`` (from ``start``, where that is later).
    before_overall : DataFrame
        The same, pooled, over the 28 days before those.
    window_days : DataFrame
        client, date, n_ratings, score_mean, score_worst, window ("baseline" or "recent"): the day
        values behind the two means of ``stiffness_change``.
    sharp_rise, high_scores : DataFrame
        The figures behind those two reasons.
    before_after_pairs : DataFrame
        Every pair of ratings straight before and after a session.
    review : DataFrame
        The client's row of the caseload review.
    adherence_by_exercise, adherence_by_focus_area, adherence_overall, adherence_weekly, \
practice_weekly, adherence_monthly, adherence_definitions, focus_area_coverage, \
practice_calendar, unprescribed, \
stiffness_daily, stiffness_weekly, stiffness_monthly, stiffness_change, run_chart, before_after, \
practice_and_stiffness, practice_and_stiffness_weeks, \
movement_checks, movement_days, dose_changes : DataFrame
        The tables of the report, each as its measure made it; ``tables`` names them all.
    """

    client: str
    log: MobilityLog
    facts: LogFacts
    options: ReportOptions
    names: Mapping[str, str]
    areas: pd.DataFrame
    notes: pd.DataFrame
    review: pd.DataFrame
    adherence_by_exercise: pd.DataFrame = _table(_from_start(practice.overall_adherence))
    adherence_by_focus_area: pd.DataFrame = _table(
        _from_start(partial(practice.overall_adherence, by="focus_area"))
    )
    adherence_overall: pd.DataFrame = _table(
        _from_start(partial(practice.overall_adherence, by="client"))
    )
    adherence_weekly: pd.DataFrame = _table(_from_start(practice.weekly_adherence))
    practice_weekly: pd.DataFrame = _table(_from_start(weekly_practice))
    adherence_monthly: pd.DataFrame = _table(_from_start(monthly_adherence))
    adherence_definitions: pd.DataFrame = _table(_from_start(practice.adherence_definitions))
    focus_area_coverage: pd.DataFrame = _table(_from_start(practice.focus_area_coverage))
    practice_calendar: pd.DataFrame = _table(_from_start(practice.daily_practice))
    unprescribed: pd.DataFrame = _table(_from_start(practice.unprescribed_sessions))
    recent_by_exercise: pd.DataFrame = _table(_from_start(practice.recent_adherence), is_file=False)
    recent_by_focus_area: pd.DataFrame = _table(
        _from_start(partial(practice.recent_adherence, by="focus_area")), is_file=False
    )
    recent_overall: pd.DataFrame = _table(
        _from_start(partial(practice.recent_adherence, by="client")), is_file=False
    )
    before_overall: pd.DataFrame = _table(_before_overall, is_file=False)
    stiffness_daily: pd.DataFrame = _table(_to_day(stiffness.daily_stiffness))
    stiffness_weekly: pd.DataFrame = _table(_to_day(stiffness.weekly_stiffness))
    stiffness_monthly: pd.DataFrame = _table(_to_day(monthly_stiffness))
    stiffness_change: pd.DataFrame = _table(_stiffness_change)
    window_days: pd.DataFrame = _table(_window_days, is_file=False)
    run_chart: pd.DataFrame = _table(_on_windows(stiffness_run_chart))
    before_after: pd.DataFrame = _table(_to_day(before_after_sessions))
    before_after_pairs: pd.DataFrame = _table(_to_day(before_after_pairs), is_file=False)
    sharp_rise: pd.DataFrame = _table(_sharp_rise, is_file=False)
    high_scores: pd.DataFrame = _table(_high_scores, is_file=False)
    practice_and_stiffness: pd.DataFrame = _table(_together(together.practice_and_stiffness))
    practice_and_stiffness_weeks: pd.DataFrame = _table(
        _together(together.weekly_practice_and_stiffness)
    )
    movement_checks: pd.DataFrame = _table(_to_day(movement.movement_checks))
    movement_days: pd.DataFrame = _table(_to_day(movement.daily_movement))
    dose_changes: pd.DataFrame = _table(_from_start(movement.dose_changes))

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
    def stated(self) -> tuple[str, ...]:
        """What the user stated, in sentences: assumptions, days, thresholds that are not usual."""
        days = stated_days(self.options.start, self.options.baseline_start)
        thresholds = describe_thresholds(self.review)
        return (*self.facts.assumptions, *days, *([thresholds] if thresholds else []))

    @property
    def assumptions(self) -> pd.DataFrame:
        """What the user stated: client, assumption; no row where nothing was stated."""
        stated = pd.Series(self.stated, dtype="str")
        client = pd.Series([self.client] * len(stated), dtype="str")
        return pd.DataFrame({"client": client, "assumption": stated})

    @property
    def own_areas(self) -> pd.DataFrame:
        """What the client's own exercises train; the catalogue may hold those of others."""
        own = self.areas["exercise"].isin(self.adherence_by_exercise["exercise"].astype("str"))
        return self.areas[own].reset_index(drop=True)

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

    @property
    def practice_not_read(self) -> str:
        """What of the rows that practice is counted from could not be read, in words."""
        return not_read(self.log, "practice")

    @property
    def ratings_not_read(self) -> str:
        """What of the ratings could not be read, in words."""
        return not_read(self.log, "stiffness")

    @property
    def checks_not_read(self) -> str:
        """What of the movement checks could not be read, in words."""
        return not_read(self.log, "movement")

    @property
    def not_read(self) -> str:
        """What of either could not be read, in words."""
        return not_read(self.log)


#: Every table that is measured, by its name.
TABLES: Mapping[str, Table] = MappingProxyType(
    {each.name: each.metadata["table"] for each in fields(ClientContents) if each.metadata}
)
#: Tables that are written as files, the name of each; what the user stated stands last.
TABLE_FILES = (*(name for name, table in TABLES.items() if table.is_file), "assumptions")


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
    own = log.for_client(client)
    return contents_of(own, log_facts(own, as_of=options.as_of, whole=log), options, review=review)


def contents_of(
    own: MobilityLog,
    facts: LogFacts,
    options: ReportOptions,
    *,
    review: pd.DataFrame | None = None,
) -> ClientContents:
    """Compute every table from the log of one client alone; see ``client_contents``."""
    [client] = own.clients
    counted = counted_log(own)
    review = review_table(counted, options) if review is None else review
    return ClientContents(
        client=client,
        log=own,
        facts=facts,
        options=options,
        names=MappingProxyType(exercise_names(own)),
        areas=exercise_areas(own),
        notes=client_notes(own, as_of=options.as_of),
        review=review[review["client"] == client].reset_index(drop=True),
        **{name: table.make(counted, options) for name, table in TABLES.items()},
    )
