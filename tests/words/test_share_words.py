"""The finding of the picture to send: never surer than its numbers, and plain to anybody."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness import stiffness_change
from mobility_analysis.words.numbers import OFTEN_STARTS_BAD
from mobility_analysis.words.titles.share import (
    SHOWS_NO_CAUSE,
    Finding,
    describe_share,
    share_finding,
)
from tests.diaries import FORBIDDEN
from tests.stiffness_logs import on, ratings

JARGON = ("window", "baseline", "verdict", "nap", "mark", "variation", "definition")


def found(log: MobilityLog, *, not_read: str = "") -> Finding:
    change = stiffness_change(log)
    first = log.stiffness["date"].min().normalize()
    return share_finding(change, start=first, as_of=log.as_of, not_read=not_read)


def daily(scores: list[float | None], as_of: str | None = None) -> MobilityLog:
    return log_from_tables(stiffness=ratings(scores), as_of=as_of)


def moments() -> MobilityLog:
    days = [str(day.date()) for day in pd.date_range("2026-01-05", periods=56)]
    rows = [(day, "waking" if n < 28 else "evening", 5 - n % 2) for n, day in enumerate(days)]
    return log_from_tables(stiffness=on(*rows))


SIX_FIVE = [6.0, 5.0] * 14
CASES = {
    # 28 days at 6 and 5, then 28 at 3 and 2: means 5.5 and 2.5
    "lower": (
        daily([*SIX_FIVE, *[3.0, 2.0] * 14]),
        "3.0 points lower than in the first 4 weeks",
        "Self-rated stiffness went from 5.5 in the first 4 weeks to 2.5 in the last 4 weeks: more "
        "than its usual ups and downs.",
    ),
    "higher": (
        daily([*[3.0, 2.0] * 14, *SIX_FIVE]),
        "3.0 points higher than in the first 4 weeks",
        "Self-rated stiffness went from 2.5 in the first 4 weeks to 5.5 in the last 4 weeks: more "
        "than its usual ups and downs.",
    ),
    "within": (
        daily(SIX_FIVE * 2),
        "No clear change from the first 4 weeks",
        "Self-rated stiffness went from 5.5 in the first 4 weeks to 5.5 in the last 4 weeks: "
        "within its usual ups and downs.",
    ),
    # means 5.5 and 5.5 - 0.9 = 4.6; ups and downs of 0.5 a day give less than 0.9
    "too little": (
        daily([*SIX_FIVE, *[5.1, 4.1] * 14]),
        "No clear change from the first 4 weeks",
        "Self-rated stiffness went from 5.5 in the first 4 weeks to 4.6 in the last 4 weeks: too "
        "little to tell.",
    ),
    "thin": (
        daily([*SIX_FIVE, *[None] * 27, 4.0]),
        "Too few days rated to compare",
        "Stiffness was rated on 28 of 28 days in the first 4 weeks and 1 of 28 days in the last 4 "
        "weeks; each needs 10 days.",
    ),
    "young": (
        daily([6, 5, 6, 5, 4, 5, 6, 5, 4]),
        "9 days rated so far",
        "Too early to compare; not before 1 Feb 2026.",
    ),
    "moments": (
        moments(),
        "First and last days cannot be compared",
        "Stiffness was rated at other moments of the day in the first 4 weeks than in the last 4 "
        "weeks.",
    ),
    "after only": (
        log_from_tables(stiffness=on(("2026-01-05", "after", 4))),
        "Practice, week by week",
        "Stiffness was rated straight after sessions only, which shows the session and not the "
        "day.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_finding_is_as_sure_as_its_days(case: str) -> None:
    log, title, note = CASES[case]
    assert found(log)[:2] == (title, note)


@pytest.mark.parametrize("case", CASES)
def test_it_says_that_it_shows_no_cause_and_uses_no_jargon(case: str) -> None:
    finding = found(CASES[case][0])
    said = describe_share(finding).lower()
    assert SHOWS_NO_CAUSE.lower() in said
    for words in (*JARGON, *FORBIDDEN, "improve"):
        assert words not in said.replace("no clear change", ""), words
    assert (OFTEN_STARTS_BAD in finding.small_print) == (case == "lower")


def test_rows_that_were_not_read_are_named() -> None:
    note = found(CASES["lower"][0], not_read="3 rows not read").note
    assert note.endswith("more than its usual ups and downs; 3 rows not read.")


def test_windows_rated_on_very_different_days_say_what_that_may_do() -> None:
    scores: list[float | None] = [*SIX_FIVE, *[3.0, 2.0] * 14]
    for place in range(28, 45):  # 11 of the last 28 are left, under half of 28
        scores[place] = None
    note = found(daily(scores)).note
    assert "Rated on 11 of the last 28 days, 28 of the first 28." in note
    assert "If mostly bad days were rated, or mostly good ones, the means mislead." in note
