"""What is said of each reason to look at a client first: one entry a reason.

For which clients a reason holds stands in ``measures.caseload.reasons``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.caseload.reasons import (
    next_programme,
    pauses_on,
    up_straight_after,
)
from mobility_analysis.measures.caseload.thresholds import Thresholds, rules_of
from mobility_analysis.measures.days import TOLERANCE, days_in, four_weeks_to
from mobility_analysis.measures.limits import DAYS_A_WEEK, FOUR_WEEKS, HIGH_WORST
from mobility_analysis.measures.stiffness.change import WORSE_WHEN_LAST_HEARD_POINTS
from mobility_analysis.words.counted import counted_words
from mobility_analysis.words.log import LogFacts, pause_words
from mobility_analysis.words.movement.checks import worse_words
from mobility_analysis.words.numbers import (
    RECENT_NAME,
    count_words,
    date_words,
    day_words,
    list_words,
    number_words,
    of_words,
    points_words,
)
from mobility_analysis.words.stiffness import change_words, means_words
from mobility_analysis.words.verdict import (
    OWN_VARIATION,
    TOO_VARIED,
    best_words,
    is_too_varied,
    last_heard_words,
    last_name,
)

Row = Mapping[Any, Any] | pd.Series


class ReasonFacts(Protocol):
    """The tables of one client that the sentences are made of."""

    @property
    def log(self) -> MobilityLog:
        """The log of this client alone."""

    @property
    def facts(self) -> LogFacts:
        """Days and rows of the log, in counts."""

    @property
    def options(self) -> ReportOptions:
        """What the tables go by."""

    @property
    def as_of(self) -> pd.Timestamp:
        """The day on which the log is looked at."""

    @property
    def recent_start(self) -> pd.Timestamp:
        """First of the last 28 days, or the first day shown where that is later."""

    @property
    def names(self) -> Mapping[str, str]:
        """Name that people read, by exercise id."""

    @property
    def high_scores(self) -> pd.DataFrame:
        """``high_scores``."""

    @property
    def sharp_rise(self) -> pd.DataFrame:
        """``sharp_rise``."""

    @property
    def stiffness_change(self) -> pd.DataFrame:
        """``stiffness_change``."""

    @property
    def stiffness_daily(self) -> pd.DataFrame:
        """``daily_stiffness``."""

    @property
    def before_after_pairs(self) -> pd.DataFrame:
        """``before_after_pairs``."""

    @property
    def movement_checks(self) -> pd.DataFrame:
        """``movement_checks``."""

    @property
    def recent_overall(self) -> pd.DataFrame:
        """``recent_adherence``, all exercises pooled."""


def recent_name(contents: ReasonFacts) -> str:
    """Return how the last 28 days are called, or the day from which fewer are looked at."""
    if contents.recent_start > four_weeks_to(contents.as_of):
        return f"since {day_words(contents.recent_start, contents.as_of)}"
    return RECENT_NAME


def _high_scores(contents: ReasonFacts) -> str:
    row = contents.high_scores.iloc[0]
    is_usual = pd.notna(row["is_usual_for_client"]) and bool(row["is_usual_for_client"])
    usual = ", usual for this client" if is_usual else ""
    if (
        pd.notna(row["recent_mean"])
        and row["recent_mean"] >= contents.options.thresholds.high_mean - TOLERANCE
    ):
        window = last_name(contents.stiffness_change.iloc[0])
        mean = _mean_of_all_moments(row["recent_mean"], contents.stiffness_change)
        return f"High self-rated stiffness: a mean of {mean} in the {window}{usual}"
    days = count_words(row["high_days_last_7_days"], "day")
    worst = contents.options.thresholds.high_worst
    high_words = "9 or 10" if worst == HIGH_WORST else f"{worst:g} or more"
    return f"High self-rated stiffness: {high_words} on {days} of the last 7{usual}"


def _mean_of_all_moments(mean: float, change: pd.DataFrame) -> str:
    """Write the mean that is high as the verdict writes it, where that goes by all moments too."""
    if abs(mean - change["recent_mean"].iloc[0]) <= TOLERANCE:
        return means_words(change)[1]
    return f"{mean:.1f}, of all moments of the day,"


def _sharp_rise(contents: ReasonFacts) -> str:
    row = contents.sharp_rise.iloc[0]
    marks = (contents.options.thresholds.rise_points,)
    before, last, apart = points_words(row["before_mean"], row["last_mean"], marks=marks)
    return (
        f"Self-rated stiffness {apart} points higher on the last 3 rated days than in the 4 weeks "
        f"before, {before} to {last}"
    )


def _stiffness_worse(contents: ReasonFacts) -> str:
    change = contents.stiffness_change
    row = change.iloc[0]
    weighed = ""
    if row["verdict"] == "within own variation":
        weighed = f": {TOO_VARIED}" if is_too_varied(row) else f", within {OWN_VARIATION}"
    return f"Self-rated stiffness {change_words(change)}{weighed}"


def _up_from_best(contents: ReasonFacts) -> str:
    return f"Self-rated stiffness {best_words(contents.stiffness_change.iloc[0])}"


def _worse_when_last_heard(contents: ReasonFacts) -> str:
    row = contents.stiffness_change.iloc[0]
    if pd.isna(row["last_heard_mean"]):
        return ""
    day = date_words(row["last_heard_end"])
    return f"Self-rated stiffness when last heard ({day}): {last_heard_words(row)}"


def _worse_straight_after(contents: ReasonFacts) -> str:
    """Name the exercises after which the last pairs of ratings rose."""
    limits = contents.options.thresholds
    rows = up_straight_after(contents.before_after_pairs, limits).to_dict("records")
    found = [
        f"{contents.names.get(str(row['exercise']), str(row['exercise']))}, {row['n_up']} of the "
        f"last {row['n_last']} times"
        for row in rows
    ]
    up = f"{count_words(limits.straight_after_points, 'point')} or more"
    return f"Self-rated {up} stiffer straight after {list_words(found)}" if found else ""


def _movement_worse(contents: ReasonFacts) -> str:
    return worse_words(contents.movement_checks)


def _paused(contents: ReasonFacts) -> str:
    now = pauses_on(contents.log, contents.as_of)
    if now.empty:
        return ""
    pause = now.iloc[-1]
    return pause_words(f"Paused since {date_words(pause['start'])}", pause["reason"])


def _stopped_logging(contents: ReasonFacts) -> str:
    last, today = contents.facts.last_entry, date_words(contents.as_of)
    if pd.isna(last):
        return f"Nothing was logged to {today}"
    days = count_words((contents.as_of - last).days, "day")
    return f"Newest entry {date_words(last)}, {days} before {today}"


def _low_adherence(contents: ReasonFacts) -> str:
    return f"{counted_words(contents.recent_overall.iloc[0])}, {recent_name(contents)}"


def _few_ratings(contents: ReasonFacts) -> str:
    rated = contents.stiffness_daily["date"]
    if rated.empty:
        return "Stiffness rated on no day: straight after sessions only"
    first = max(contents.recent_start, rated.min())
    days = of_words(int((rated >= first).sum()), days_in(first, contents.as_of), "day")
    paused = _paused_since(first, contents)
    if first == contents.recent_start:
        return f"Stiffness rated on {days}, {recent_name(contents)}{paused}"
    return f"Stiffness rated on {days}, the first of them {date_words(first)}{paused}"


def _paused_since(first: pd.Timestamp, contents: ReasonFacts) -> str:
    """Say how many of the days from one on were paused, in weeks where they are whole weeks."""
    days = pd.date_range(first, contents.as_of)
    pauses = contents.log.pauses[["start", "end"]].itertuples(index=False)
    is_paused = np.zeros(len(days), dtype="bool")
    for start, end in pauses:
        is_paused |= (days >= start) & (pd.isna(end) | (days <= end))
    n_weeks, rest = divmod(int(is_paused.sum()), DAYS_A_WEEK)
    if not n_weeks and not rest:
        return ""
    n, unit = (is_paused.sum(), "days") if rest else (n_weeks, "weeks")
    return f"; {number_words(n)} of these {unit} {'was' if n == 1 else 'were'} paused"


def _programme_ended(contents: ReasonFacts) -> str:
    ends = contents.log.programme["end"].dropna()
    ends = ends[ends <= contents.as_of]
    return f"The programme ended on {date_words(ends.max())}{_next(contents)}" if len(ends) else ""


def _next(contents: ReasonFacts) -> str:
    begins = next_programme(contents.log, contents.as_of)
    return "" if pd.isna(begins) else f"; the next begins on {date_words(begins)}"


def _unreadable_note(row: Row) -> str:
    """Name the file; two logs may be called after the same person."""
    file = str(row["unreadable_file"])
    return f": {file}" if file not in ("", str(row["client"])) else ""


def _pause_note(row: Row) -> str:
    reason = row["pause_reason"]
    return pause_words("", " ".join(reason.split())) if isinstance(reason, str) else ""


def _high_note(row: Row) -> str:
    return " (usual)" if pd.notna(row["is_usually_high"]) and row["is_usually_high"] else ""


def _silent_note(row: Row) -> str:
    return ": no entry yet" if pd.isna(row["last_entry"]) else ""


def _few_note(row: Row) -> str:
    days = _days_of_rating(row)
    return f": began {days:.0f} days ago" if days < FOUR_WEEKS else ""


def _days_of_rating(row: Row) -> float:
    """Return the days from the first rating to the day of looking."""
    if pd.isna(row["first_rating"]) or pd.isna(row["last_entry"]):
        return float("inf")
    return float((row["last_entry"] - row["first_rating"]).days + row["days_since_entry"])


def _worse_rule(thresholds: Thresholds) -> str:
    limit = rules_of("stiffness worse", thresholds)
    return f"higher by more than the diary's own ups and downs, or {limit}"


def _last_heard_rule(thresholds: Thresholds) -> str:  # noqa: ARG001
    return (
        f"{WORSE_WHEN_LAST_HEARD_POINTS:g} points or more above the first weeks, in the weeks to "
        "the last rating, where the last weeks have too few"
    )


def _movement_rule(thresholds: Thresholds) -> str:  # noqa: ARG001
    return "the newest check of a test and side worse than the first by the change published for it"


class ReasonWords(NamedTuple):
    """What is said of a reason.

    Attributes
    ----------
    sentence : callable or None
        Says the reason as a fact with its numbers; empty where the tables do not hold it.
    short : str
        The name where there is room for a word or two; empty where it is short already.
    note : callable or None
        What is needed to read the name rightly, of a row of ``caseload_review``.
    rule : callable or None
        The limit from which it holds, where the words of its thresholds alone do not give it.
    """

    sentence: Callable[[ReasonFacts], str] | None = None
    short: str = ""
    note: Callable[[Row], str] | None = None
    rule: Callable[[Thresholds], str] | None = None


NAME_ONLY = ReasonWords()
WORDS: Mapping[str, ReasonWords] = MappingProxyType(
    {
        "log unreadable": ReasonWords(note=_unreadable_note),
        "high scores": ReasonWords(_high_scores, note=_high_note),
        "sharp rise": ReasonWords(_sharp_rise, "rise"),
        "stiffness worse": ReasonWords(_stiffness_worse, "worse", rule=_worse_rule),
        "up from best weeks": ReasonWords(_up_from_best, "up from best"),
        "worse when last heard": ReasonWords(
            _worse_when_last_heard, "worse last heard", rule=_last_heard_rule
        ),
        "worse straight after": ReasonWords(_worse_straight_after, "worse after"),
        "movement worse": ReasonWords(_movement_worse, rule=_movement_rule),
        "paused now": ReasonWords(_paused, "paused", note=_pause_note),
        "stopped logging": ReasonWords(_stopped_logging, "silent", note=_silent_note),
        "low adherence": ReasonWords(_low_adherence, "low"),
        "few ratings": ReasonWords(_few_ratings, note=_few_note),
        "programme ended": ReasonWords(_programme_ended, "ended"),
    }
)


def reason_sentence(reason: str, facts: ReasonFacts) -> str:
    """Say a reason as a fact with its numbers; empty where no more than its name is known."""
    say = WORDS.get(reason, NAME_ONLY).sentence
    return say(facts) if say else ""


def reason_note(reason: str, row: Row) -> str:
    """Say what is needed to read a reason's name rightly, of a row of the review."""
    say = WORDS.get(reason, NAME_ONLY).note
    return say(row) if say else ""


def short_reason(reason: str) -> str:
    """Return a reason's name for where there is room for a word or two."""
    return WORDS.get(reason, NAME_ONLY).short or reason


def reason_rule(reason: str, thresholds: Thresholds) -> str:
    """State the limit of a reason; empty where its name says it all."""
    say = WORDS.get(reason, NAME_ONLY).rule
    return say(thresholds) if say else rules_of(reason, thresholds)
