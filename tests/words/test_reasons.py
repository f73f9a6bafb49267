"""What is said of each reason to look at a client first."""

from __future__ import annotations

from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.measures.stiffness import BENCHMARKS
from mobility_analysis.words.reasons import WORDS, reason_rule, short_reason


def test_every_reason_has_its_words_and_no_words_are_without_a_reason() -> None:
    assert tuple(WORDS) == REASONS
    assert [name for name, words in WORDS.items() if words.sentence is None] == ["log unreadable"]


def test_a_reason_that_is_short_already_stays_as_it_is() -> None:
    assert short_reason("stopped logging") == "silent"
    assert short_reason("few ratings") == "few ratings"


def test_a_rule_names_the_mark_or_the_thresholds_or_nothing() -> None:
    usual = Thresholds()
    said = "1 point or more above the first 14 days"
    assert reason_rule("stiffness worse", usual, BENCHMARKS["asas"]) == said
    assert reason_rule("stiffness worse", usual, None) == ""
    assert reason_rule("sharp rise", Thresholds(rise_points=3), None) == (
        "3 points or more (usually 2.5)"
    )
    assert reason_rule("programme ended", usual, None) == ""
