"""What movement checks and doses say: numbers first, never why, never more than the checks hold."""

from __future__ import annotations

from typing import Any

import pytest

import mobility_analysis as ma
from mobility_analysis.log import log_from_tables
from mobility_analysis.words.movement.checks import first_seen, worse_words

OWN = [
    {"test": "wall-angel", "name": "Wall angel", "unit": "cm", "better": "lower",
     "has_sides": "no", "detectable_change": 1.5, "how": "Stand at a wall."},
    {"test": "reach", "name": "Reach", "better": "higher", "has_sides": "no"},
]  # fmt: skip
NOT_WHY = " This does not show why a value changed."
Given = tuple[str, str, float]


def log_of(*given: Given, test: str = "seated-rotation", **more: Any) -> ma.MobilityLog:
    rows = [
        {"client": "ann", "test": test, "date": day, "side": side, "value": value} | more
        for day, side, value in given
    ]
    rated = [{"client": "ann", "date": "2026-11-20", "score": 4}]
    return log_from_tables(stiffness=rated, checks=rows, tests=OWN)


def said_of(*given: Given, **more: Any) -> str:
    words = ma.describe_movement_checks(ma.movement_checks(log_of(*given, **more)))
    assert words.endswith(NOT_WHY)
    return words.removesuffix(NOT_WHY)


def test_the_sentence_of_both_sides() -> None:
    said = said_of(
        ("2026-05-04", "left", 38), ("2026-05-04", "right", 45),
        ("2026-11-16", "left", 46), ("2026-11-16", "right", 47),
    )  # fmt: skip
    assert said == (
        "Seated rotation, 4 May to 16 Nov 2026: left 38 to 46 degrees, 8 more, better by more than "
        "the 5.6 that measuring alone can give; right 45 to 47, 2 more, within it."
    )


@pytest.mark.parametrize(
    ("first", "newest", "said"),
    [
        (46, 38, "46 to 38 degrees, 8 less, worse by more than the 5.6 that"),
        (40, 45.6, "40.0 to 45.6 degrees, 5.6 more, better by as much as the 5.6 that"),
        # 5.58 would round to the mark that it misses
        (40.02, 45.6, "40.02 to 45.60 degrees, 5.58 more, within the 5.6 that"),
        (40, 40, "40 to 40 degrees, the same, within the 5.6 that"),
    ],
)
def test_the_numbers_add_up_and_keep_their_side_of_the_mark(
    first: float, newest: float, said: str
) -> None:
    assert said in said_of(("2026-05-04", "left", first), ("2026-11-16", "left", newest))


def test_one_check_says_that_there_is_nothing_to_hold_it_against() -> None:
    assert said_of(("2026-05-04", "left", 38)) == (
        "Seated rotation, 4 May 2026: left 38 degrees, one check: nothing to hold it against yet."
    )


def test_sides_checked_on_other_days_have_their_own_dates() -> None:
    said = said_of(
        ("2026-05-04", "left", 38), ("2026-11-16", "left", 46), ("2026-06-01", "right", 60)
    )
    assert "within" not in said
    assert "measuring alone can give (4 May to 16 Nov 2026)" in said
    assert "right 60, one check: nothing to hold it against yet (1 Jun 2026)" in said
    assert said.endswith(
        "Between the newest checks right is 14 degrees above left (left on 16 Nov 2026, right on "
        "1 Jun 2026), more than the 5.6 that measuring alone can give."
    )


def test_the_mark_is_named_by_the_first_side_that_is_held_against_it() -> None:
    said = said_of(
        ("2026-11-16", "left", 46), ("2026-05-04", "right", 45), ("2026-11-16", "right", 47)
    )
    assert said == (
        "Seated rotation: left 46 degrees, one check: nothing to hold it against yet (16 Nov 2026)"
        "; right 45 to 47 degrees, 2 more, within the 5.6 that measuring alone can give (4 May to "
        "16 Nov 2026)."
    )


def test_a_side_difference_is_said_only_beyond_the_mark() -> None:
    near = [("2026-05-04", "left", 40.0), ("2026-05-04", "right", 45.0)]
    assert "Between" not in said_of(*near)
    far = [("2026-05-04", "left", 46.0), ("2026-05-04", "right", 40.0)]
    assert "left is 6 degrees above right, more than the 5.6" in said_of(*far)


def test_other_tests_name_their_own_mark() -> None:
    days = ("2026-05-04", "", 7.0), ("2026-11-16", "", 4.0)
    said = said_of(*days, test="named-activity", activity="look back")
    assert said == (
        "Named activity (look back), 4 May to 16 Nov 2026: 7 to 4 points, 3 less, worse by more "
        "than the 2.3 that patients call a medium change."
    )
    assert said_of(*days, test="wall-angel").endswith(
        "7 to 4 cm, 3 less, better by more than the 1.5 that measuring alone can give."
    )
    assert said_of(*days, test="reach") == (
        "Reach, 4 May to 16 Nov 2026: 7 to 4, 3 less; no figure is published to hold that against."
    )


def test_without_a_check_that_is_said_and_what_was_not_read() -> None:
    empty = ma.movement_checks(log_from_tables())
    assert ma.describe_movement_checks(empty) == "No movement check was logged."
    assert "2 rows not read" in ma.describe_movement_checks(empty, not_read="2 rows not read")
    assert ma.describe_movement_tests(empty) == ""
    assert worse_words(empty) == ""


def test_the_reason_names_what_is_worse() -> None:
    log = log_of(
        ("2026-05-04", "left", 46), ("2026-05-04", "right", 45),
        ("2026-11-16", "left", 38), ("2026-11-16", "right", 47),
    )  # fmt: skip
    assert worse_words(ma.movement_checks(log)) == (
        "Movement check worse: Seated rotation, left, 46 to 38 degrees: more than the 5.6 that "
        "measuring alone can give"
    )


def test_how_each_test_is_done_stands_with_its_source() -> None:
    days = ("2026-05-04", "left", 46), ("2026-05-04", "right", 46)
    said = ma.describe_movement_tests(ma.movement_checks(log_of(*days)))
    assert said.count("Seated rotation: ") == 1
    assert "the 5.6 degrees that measuring alone can give (Johnson 2012" in said
    assert "46 healthy adults" in said
    own = ma.movement_checks(log_of(("2026-05-04", "", 4), test="wall-angel"))
    assert ma.describe_movement_tests(own) == (
        "Wall angel: Stand at a wall. A change is held against the 1.5 cm that measuring alone can "
        "give (no source is named)."
    )
    none = ma.movement_checks(log_of(("2026-05-04", "", 4), test="reach"))
    assert ma.describe_movement_tests(none) == (
        "Reach: No figure is published to hold a change against."
    )


def test_what_is_worse_is_seen_first() -> None:
    rows = log_of(("2026-05-04", "left", 38), ("2026-11-16", "left", 46)).checks
    worse = log_of(("2026-05-04", "", 7), ("2026-11-16", "", 4), test="named-activity",
                   activity="look back").checks  # fmt: skip
    both = [*rows.astype(str).to_dict("records"), *worse.astype(str).to_dict("records")]
    both = [{k: v for k, v in row.items() if k != "logged_at"} for row in both]
    rated = [{"client": "ann", "date": "2026-11-20", "score": 4}]
    table = ma.movement_checks(log_from_tables(stiffness=rated, checks=both))
    assert first_seen(table)["test"].tolist() == ["named-activity"]


def doses(**last: float) -> str:
    days = [f"2026-{month}-{day:02}" for month in ("05", "07") for day in (4, 11, 18)]
    first = {"load_kg": 2.0, "reps": 8}
    rows = [
        {"client": "ann", "date": day, "exercise": "foam-roller-overpressure"}
        | (first if day < "2026-06" else first | last)
        for day in days
    ]
    log = log_from_tables(sessions=rows)
    return ma.describe_dose_changes(ma.dose_changes(log), names=ma.exercise_names(log))


def test_a_dose_that_grew_or_fell_is_said_and_one_that_did_not_is_counted() -> None:
    head = "As logged, from the first to the last weeks of each exercise: "
    assert doses(load_kg=4) == f"{head}Foam Roller with Overpressure 2 to 4 kg."
    assert doses(load_kg=1, reps=12) == (
        f"{head}Foam Roller with Overpressure 2 to 1 kg, repetitions 8 to 12."
    )
    assert doses() == (
        "As logged, load, hold and repetitions of 1 exercise are the same in the first and the "
        "last weeks."
    )
    none = ma.describe_dose_changes(ma.dose_changes(log_from_tables()))
    assert none.startswith("How load, hold and repetitions went cannot be told")


def test_a_note_beside_a_check_is_read_and_counted_as_any_other() -> None:
    check = {"client": "ann", "date": "2026-11-20", "test": "seated-rotation", "side": "left",
             "value": 40, "note": "sharp pain on turning"}  # fmt: skip
    rating = {"client": "ann", "date": "2026-11-20", "score": 4, "note": "slept well"}
    log = log_from_tables(checks=[check], stiffness=[rating], as_of="2026-11-22")
    notes = ma.client_notes(log)
    assert notes["about"].tolist() == ["self-rated 4", "Seated rotation, left, checked"]
    assert notes["note"].tolist() == ["slept well", "sharp pain on turning"]
    row = ma.caseload_review(log).iloc[0]
    assert (row["notes_last_14_days"], row["newest_note"]) == (2, "slept well")
