"""What is said of each reason to look at a client first."""

from __future__ import annotations

from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.words.reasons import WORDS, reason_rule, short_reason


def test_every_reason_has_its_words_and_no_words_are_without_a_reason() -> None:
    assert tuple(WORDS) == REASONS
    assert [name for name, words in WORDS.items() if words.sentence is None] == ["log unreadable"]


def test_a_reason_that_is_short_already_stays_as_it_is() -> None:
    assert short_reason("stopped logging") == "silent"
    assert short_reason("few ratings") == "few ratings"


def test_a_rule_is_said_of_thresholds_and_of_what_else_holds_or_not_at_all() -> None:
    usual = Thresholds()
    assert reason_rule("stiffness worse", usual) == (
        "higher by more than the diary's own ups and downs, or 2 points or more above the first "
        "weeks"
    )
    assert reason_rule("up from best weeks", Thresholds(up_from_best_points=3)) == (
        "3 points or more above the best four weeks (usually 2)"
    )
    assert reason_rule("worse when last heard", usual) == (
        "2 points or more above the first weeks, in the weeks to the last rating, where the last "
        "weeks have too few"
    )
    assert reason_rule("sharp rise", Thresholds(rise_points=3)) == "3 points or more (usually 2.5)"
    assert reason_rule("programme ended", usual) == ""
