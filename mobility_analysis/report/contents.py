"""Every table of one client, computed once, for sentences, figures, pages and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import pandas as pd

from mobility_analysis.log.catalogue import exercise_areas, exercise_names
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures import adherence as practice
from mobility_analysis.measures import stiffness, together
from mobility_analysis.measures.adherence.weekly import monthly_adherence, weekly_practice
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    ReportOptions,
    options_for,
)
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.counted import counted_log
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
    not_read_words,
    stated_days,
)

TABLE_FILES = (
    "adherence_by_exercise",
    "adherence_by_focus_area",
    "adherence_overall",
    "adherence_weekly",
    "practice_weekly",
    "adherence_monthly",
    "adherence_definitions",
    "focus_area_coverage",
    "practice_calendar",
    "unprescribed",
    "stiffness_daily",
    "stiffness_weekly",
    "stiffness_monthly",
    "stiffness_change",
    "run_chart",
    "before_after",
    "practice_and_stiffness",
    "practice_and_stiffness_weeks",
    "assumptions",
)
DAY = pd.Timedelta(days=1)
FOUR_WEEKS = 28 * DAY


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
practice_and_stiffness, practice_and_stiffness_weeks : DataFrame
        The tables of the report, each as its measure made it; ``tables`` names them all.
    """

    client: str
    log: MobilityLog
    facts: LogFacts
    options: ReportOptions
    names: Mapping[str, str]
    areas: pd.DataFrame
    notes: pd.DataFrame
    adherence_by_exercise: pd.DataFrame
    adherence_by_focus_area: pd.DataFrame
    adherence_overall: pd.DataFrame
    adherence_weekly: pd.DataFrame
    practice_weekly: pd.DataFrame
    adherence_monthly: pd.DataFrame
    adherence_definitions: pd.DataFrame
    focus_area_coverage: pd.DataFrame
    practice_calendar: pd.DataFrame
    unprescribed: pd.DataFrame
    recent_by_exercise: pd.DataFrame
    recent_by_focus_area: pd.DataFrame
    recent_overall: pd.DataFrame
    before_overall: pd.DataFrame
    stiffness_daily: pd.DataFrame
    stiffness_weekly: pd.DataFrame
    stiffness_monthly: pd.DataFrame
    stiffness_change: pd.DataFrame
    window_days: pd.DataFrame
    run_chart: pd.DataFrame
    before_after: pd.DataFrame
    before_after_pairs: pd.DataFrame
    sharp_rise: pd.DataFrame
    high_scores: pd.DataFrame
    practice_and_stiffness: pd.DataFrame
    practice_and_stiffness_weeks: pd.DataFrame
    review: pd.DataFrame

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
        first = self.as_of - FOUR_WEEKS + DAY
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
    def practice_not_read(self) -> str:
        """What of the rows that practice is counted from could not be read, in words."""
        facts = self.facts
        return not_read_words(facts.practice_rows_not_read, is_unread=facts.is_practice_unread)

    @property
    def ratings_not_read(self) -> str:
        """What of the ratings could not be read, in words."""
        facts = self.facts
        return not_read_words(facts.rating_rows_not_read, is_unread=facts.is_rating_unread)


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
        From where on a reason to look first holds.

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
    day, start = options.as_of, options.start
    counted = counted_log(own)
    review = review_table(counted, options) if review is None else review
    return ClientContents(
        client=client,
        log=own,
        facts=facts,
        options=options,
        names=MappingProxyType(exercise_names(own)),
        areas=exercise_areas(own),
        notes=client_notes(own, as_of=day),
        review=review[review["client"] == client].reset_index(drop=True),
        **_practice_tables(counted, day, start),
        **_recent_tables(counted, day, start),
        **_stiffness_tables(counted, options),
        **_flag_tables(counted, options),
        **_together_tables(counted, options),
    )


def _practice_tables(
    log: MobilityLog, as_of: pd.Timestamp, start: pd.Timestamp | None
) -> dict[str, pd.DataFrame]:
    return {
        "adherence_by_exercise": practice.overall_adherence(log, as_of=as_of, start=start),
        "adherence_by_focus_area": practice.overall_adherence(
            log, by="focus_area", as_of=as_of, start=start
        ),
        "adherence_overall": practice.overall_adherence(log, by="client", as_of=as_of, start=start),
        "adherence_weekly": practice.weekly_adherence(log, as_of=as_of, start=start),
        "practice_weekly": weekly_practice(log, as_of=as_of, start=start),
        "adherence_monthly": monthly_adherence(log, as_of=as_of, start=start),
        "adherence_definitions": practice.adherence_definitions(log, as_of=as_of, start=start),
        "focus_area_coverage": practice.focus_area_coverage(log, as_of=as_of, start=start),
        "practice_calendar": practice.daily_practice(log, as_of=as_of, start=start),
        "unprescribed": practice.unprescribed_sessions(log, as_of=as_of, start=start),
    }


def _recent_tables(
    log: MobilityLog, as_of: pd.Timestamp, start: pd.Timestamp | None
) -> dict[str, pd.DataFrame]:
    recent = partial(practice.recent_adherence, log, start=start)
    return {
        "recent_by_exercise": recent(as_of=as_of),
        "recent_by_focus_area": recent(by="focus_area", as_of=as_of),
        "recent_overall": recent(by="client", as_of=as_of),
        "before_overall": recent(by="client", as_of=as_of - FOUR_WEEKS),
    }


def _stiffness_tables(log: MobilityLog, options: ReportOptions) -> dict[str, pd.DataFrame]:
    as_of, baseline_start = options.as_of, options.baseline_start
    change = stiffness.stiffness_change(
        log, as_of=as_of, baseline_start=baseline_start, benchmark=options.benchmark
    )
    return {
        "stiffness_daily": stiffness.daily_stiffness(log, as_of=as_of),
        "stiffness_weekly": stiffness.weekly_stiffness(log, as_of=as_of),
        "stiffness_monthly": monthly_stiffness(log, as_of=as_of),
        "stiffness_change": change,
        "window_days": _window_days(log, as_of, change),
        "run_chart": stiffness_run_chart(log, as_of=as_of, baseline_start=baseline_start),
        "before_after": before_after_sessions(log, as_of=as_of),
        "before_after_pairs": before_after_pairs(log, as_of=as_of),
    }


def _flag_tables(log: MobilityLog, options: ReportOptions) -> dict[str, pd.DataFrame]:
    as_of, limits = options.as_of, options.thresholds
    return {
        "sharp_rise": sharp_rise(log, as_of=as_of, rise_points=limits.rise_points),
        "high_scores": high_scores(
            log,
            as_of=as_of,
            baseline_start=options.baseline_start,
            high_mean=limits.high_mean,
            high_worst=limits.high_worst,
            high_days=limits.high_days,
            baseline_start=options.baseline_start,
        ),
    }


def _window_days(log: MobilityLog, as_of: pd.Timestamp, change: pd.DataFrame) -> pd.DataFrame:
    """Return the day values of both windows, of the moments that the change rests on."""
    row = change.iloc[0]
    moments = moments_used(row) or stiffness.USUAL_MOMENTS
    daily = stiffness.daily_stiffness(log, as_of=as_of, moments=moments)
    parts = []
    for window in ("baseline", "recent"):
        is_inside = daily["date"].between(row[f"{window}_start"], row[f"{window}_end"])
        parts.append(daily[is_inside].assign(window=window))
    return pd.concat(parts, ignore_index=True).astype({"window": "str"})


def _together_tables(log: MobilityLog, options: ReportOptions) -> dict[str, pd.DataFrame]:
    as_of, start, baseline_start = options.as_of, options.start, options.baseline_start
    return {
        "practice_and_stiffness": together.practice_and_stiffness(
            log, as_of=as_of, start=start, baseline_start=baseline_start
        ),
        "practice_and_stiffness_weeks": together.weekly_practice_and_stiffness(
            log, as_of=as_of, start=start, baseline_start=baseline_start
        ),
    }
