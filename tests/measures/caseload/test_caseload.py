"""Each reason of the caseload at its threshold, worked by hand; then the order and what is new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.measures.adherence import overall_adherence, prescribed
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.reasons import REASONS, reason_facts
from mobility_analysis.measures.caseload.review import (
    CASELOAD_COLUMNS,
    caseload_review,
    joined_reviews,
)
from mobility_analysis.measures.caseload.thresholds import (
    Thresholds,
    changed_thresholds,
    threshold_limits,
    wrong_threshold,
)
from mobility_analysis.measures.limits import LOW_SHARE, MIN_DAYS_A_WEEK
from mobility_analysis.measures.stiffness import flags
from mobility_analysis.sample.bundled import bundled_sample

AS_OF = pd.Timestamp("2026-11-22")
Rows = list[dict[str, Any]]


def day(ago: int) -> str:
    return str((AS_OF - pd.Timedelta(days=ago)).date())


def scores(values: dict[int, float], **more: Any) -> Rows:
    return [{"client": "ann", "date": day(ago), "score": x, **more} for ago, x in values.items()]


def sessions(*ago: int, **more: Any) -> Rows:
    return [{"client": "ann", "date": day(a), "exercise": "down-dog"} | more for a in ago]


def programme(start: int, end: int | None = None, times: float = 7) -> Rows:
    last = "" if end is None else day(end)
    return [
        {
            "client": "ann",
            "exercise": "down-dog",
            "start": day(start),
            "end": last,
            "times_per_week": str(times),
        }
    ]


def reasons(log: MobilityLog, **options: Any) -> list[str]:
    text = caseload_review(log, as_of=AS_OF, **options)["reasons"].iloc[0]
    return text.split("; ") if text else []


@pytest.mark.parametrize(("worst", "holds"), [(9, True), (8.9, False)])
def test_high_scores_on_two_of_the_last_seven_days(worst: float, holds: bool) -> None:
    steady = dict.fromkeys(range(7, 28), 5.0)
    log = log_from_tables(stiffness=scores({**steady, 0: worst, 6: worst, 3: 5, 2: 5, 1: 5}))
    assert ("high scores" in reasons(log)) is holds


def test_sharp_rise_from_two_and_a_half_points_on() -> None:
    before = dict.fromkeys(range(7, 35), 3.0)
    # the last three rated days are 5.5: 2.5 above 3
    assert "sharp rise" in reasons(
        log_from_tables(stiffness=scores(before | dict.fromkeys((0, 2, 4), 5.5)))
    )
    assert "sharp rise" not in reasons(
        log_from_tables(stiffness=scores(before | {0: 5.5, 2: 5.5, 4: 5.4}))
    )


def test_stiffness_worse_is_the_verdict_or_two_points() -> None:
    # Every day the same: own variation is 2.7 x sqrt(s2 x 2 x load / n2) of s2 = 1/12, far under 1.
    start = dict.fromkeys(range(86, 114), 3.0)
    higher = log_from_tables(stiffness=scores(start | dict.fromkeys(range(28), 4.0)))
    assert reasons(higher) == ["stiffness worse"]
    within = log_from_tables(stiffness=scores(start | dict.fromkeys(range(28), 3.9)))
    assert reasons(within) == []


@pytest.mark.parametrize(("rise", "holds"), [(2.0, True), (1.9, False)])
def test_two_points_are_stiffness_worse_without_a_verdict(rise: float, holds: bool) -> None:
    # 6 rated days in each 28 are enough for means, not for a verdict (28 / 3, so 10).
    start = dict.fromkeys(range(108, 114), 3.0)
    log = log_from_tables(stiffness=scores(start | dict.fromkeys(range(0, 24, 4), 3.0 + rise)))
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["verdict"] == "not enough ratings"
    assert row["change_points"] == pytest.approx(rise)
    assert ("stiffness worse" in row["reasons"]) is holds


def test_stiffness_worse_goes_by_the_stated_baseline_and_by_no_mark() -> None:
    start, middle = dict.fromkeys(range(86, 114), 3.0), dict.fromkeys(range(36, 64), 4.5)
    log = log_from_tables(stiffness=scores(start | middle | dict.fromkeys(range(28), 4.5)))
    # 1.5 points higher than at first, whatever the mark; 0 from the stated day on.
    for benchmark in ("pain-nrs", "asas", None):
        assert reasons(log, benchmark=benchmark) == ["stiffness worse"]
    assert reasons(log, baseline_start=day(63)) == []
    row = caseload_review(log, as_of=AS_OF, benchmark="asas", baseline_start=day(63)).iloc[0]
    found = row[["baseline_mean", "change_points", "verdict", "benchmark"]].tolist()
    assert found == [4.5, 0.0, "within own variation", "asas"]


@pytest.mark.parametrize(("now", "holds"), [(4.7, True), (4.0, True), (3.9, False)])
def test_up_from_best_weeks_when_a_good_stretch_is_lost(now: float, holds: bool) -> None:
    # 7 in the first 4 weeks, 2 in the next 4, then 4.7 in the last 4: 2.3 below the first weeks,
    # so that nothing else says that 2.7 points were lost again.
    days = dict.fromkeys(range(56, 84), 7.0) | dict.fromkeys(range(28, 56), 2.0)
    log = log_from_tables(stiffness=scores(days | dict.fromkeys(range(28), now)))
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["reasons"] == ("up from best weeks" if holds else "")
    assert row["up_from_best_points"] == pytest.approx(now - 2)
    assert row["verdict"] == "lower"
    assert reasons(log, thresholds=Thresholds(up_from_best_points=3)) == []


def test_sums_of_adherence_begin_on_the_stated_day() -> None:
    # Once a day for 60 days; done on the last 10 only, of which 7 lie from the stated day on.
    log = log_from_tables(sessions=sessions(*range(10)), programme=programme(59))
    usual = caseload_review(log, as_of=AS_OF).iloc[0]
    assert usual[["done_last_28_days", "prescribed_last_28_days"]].tolist() == [10, 28]
    assert usual["prescribed_28_days_before"] == 28
    stated = caseload_review(log, as_of=AS_OF, start=day(6)).iloc[0]
    assert stated[["done_last_28_days", "prescribed_last_28_days"]].tolist() == [7, 7]
    assert stated[["adherence", "prescribed_28_days_before"]].tolist() == [1, 0]


def test_worse_when_last_heard_needs_a_thin_recent_window() -> None:
    # Silent for 26 days: 2 of the last 28 are rated. The 28 days to the last rating are at 5.
    values = dict.fromkeys(range(86, 114), 3.0) | dict.fromkeys(range(26, 50), 5.0)
    log = log_from_tables(stiffness=scores(values))
    assert reasons(log)[0] == "worse when last heard"
    # 6 days later 8 of the last 28 are rated: their mean itself is 2 points up.
    heard = log_from_tables(stiffness=scores(values | dict.fromkeys(range(20, 26), 5.0)))
    assert reasons(heard)[0] == "stiffness worse"


@pytest.mark.parametrize(
    ("changes", "holds"), [((2, 0, 2, 0, 2), True), ((2, 0, 2, 0, 1.9), False)]
)
def test_worse_straight_after_three_of_the_last_five(
    changes: tuple[float, ...], holds: bool
) -> None:
    # an older pair, up by 5, lies before the last five and does not count
    pairs = [(30, 5.0), *zip((20, 16, 12, 8, 4), changes, strict=True)]
    rows: Rows = []
    for ago, change in pairs:
        rows += scores({ago: 3.0}, moment="before", exercise="down-dog")
        rows += scores({ago: 3.0 + change}, moment="after", exercise="down-dog")
    found = reasons(log_from_tables(stiffness=rows))
    assert ("worse straight after" in found) is holds


def test_pairs_of_two_exercises_are_not_mixed() -> None:
    rows: Rows = []
    for ago, exercise in (
        (20, "down-dog"),
        (16, "down-dog"),
        (12, "bear-rolls"),
        (8, "bear-rolls"),
    ):
        rows += scores({ago: 3.0}, moment="before", exercise=exercise)
        rows += scores({ago: 6.0}, moment="after", exercise=exercise)
    assert "worse straight after" not in reasons(log_from_tables(stiffness=rows))


def test_paused_now_stands_with_its_reason() -> None:
    log = log_from_tables(
        sessions=sessions(40),
        pauses=[{"client": "ann", "start": day(3), "end": day(0), "reason": "flu"}],
    )
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert (row["reasons"], row["pause_reason"]) == ("paused now", "flu")
    ended = log_from_tables(
        sessions=sessions(40),
        pauses=[{"client": "ann", "start": day(3), "end": day(1), "reason": "flu"}],
    )
    assert reasons(ended) == []


@pytest.mark.parametrize(("ago", "holds"), [(14, True), (13, False)])
def test_stopped_logging_after_fourteen_eligible_days(ago: int, holds: bool) -> None:
    log = log_from_tables(sessions=sessions(ago), programme=programme(60))
    assert ("stopped logging" in reasons(log)) is holds


def test_paused_days_are_not_days_of_silence() -> None:
    # 20 days since the entry, 7 of them paused: 13 eligible days
    pauses = [{"client": "ann", "start": day(12), "end": day(6), "reason": ""}]
    log = log_from_tables(sessions=sessions(20), programme=programme(60), pauses=pauses)
    assert "stopped logging" not in reasons(log)


def test_without_a_programme_nobody_has_stopped() -> None:
    assert reasons(log_from_tables(sessions=sessions(200))) == []


@pytest.mark.parametrize(("n_done", "holds"), [(13, True), (14, False)])
def test_low_adherence_below_half_of_the_last_28_days(n_done: int, holds: bool) -> None:
    log = log_from_tables(sessions=sessions(*range(n_done)), programme=programme(60))
    assert ("low adherence" in reasons(log)) is holds


@pytest.mark.parametrize(("start", "holds"), [(13, True), (12, False)])
def test_low_adherence_is_judged_from_fourteen_eligible_days_on(start: int, holds: bool) -> None:
    log = log_from_tables(sessions=sessions(0), programme=programme(start))
    assert ("low adherence" in reasons(log)) is holds


def test_few_ratings_in_three_of_the_last_four_weeks() -> None:
    # rated days in the blocks of 7 days, newest first: 4, 3, 3, 3
    thin = [0, 1, 2, 3, 7, 8, 9, 14, 15, 16, 21, 22, 23]
    assert reasons(log_from_tables(stiffness=scores(dict.fromkeys(thin, 4.0)))) == ["few ratings"]
    fuller = [*thin, 17]
    assert reasons(log_from_tables(stiffness=scores(dict.fromkeys(fuller, 4.0)))) == []
    assert reasons(log_from_tables(sessions=sessions(0))) == []


def test_few_ratings_judges_no_week_before_the_first_rating() -> None:
    # 2 rated days in each of the last two blocks of 7 days: two weeks are judged, not four.
    begun = dict.fromkeys([0, 3, 7, 13], 4.0)
    assert reasons(log_from_tables(stiffness=scores(begun))) == []
    # A third one, with the first rating on its last day, is judged.
    assert reasons(log_from_tables(stiffness=scores({**begun, 14: 4.0}))) == ["few ratings"]


def test_notes_of_the_last_14_days_are_counted_and_none_is_read() -> None:
    log = log_from_tables(
        stiffness=[
            *scores({13: 4.0}, note="since the fall"),
            *scores({14: 4.0}, note="too early"),
            *scores({5: 4.0}, note="   "),
            *scores({0: 4.0}, note="numb"),
        ],
        sessions=[*sessions(2, note="easy"), *sessions(1)],
    )
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    # 13 and 0 days ago of the ratings, 2 days ago of the sessions; blanks are no note.
    assert (row["notes_last_14_days"], row["newest_note"]) == (3, "numb")
    assert caseload_review(log, as_of=day(3)).iloc[0]["notes_last_14_days"] == 2
    silent = log_from_tables(sessions=sessions(0))
    assert caseload_review(silent, as_of=AS_OF).iloc[0]["notes_last_14_days"] == 0


def test_programme_ended_when_nothing_runs_any_more() -> None:
    log = log_from_tables(sessions=sessions(*range(30)), programme=programme(60, 1))
    assert reasons(log) == ["programme ended"]
    runs = log_from_tables(sessions=sessions(*range(30)), programme=programme(60, 0))
    assert reasons(runs) == []


def test_thresholds_are_named_options() -> None:
    log = log_from_tables(sessions=sessions(9), programme=programme(60))
    assert "stopped logging" not in reasons(log)
    assert "stopped logging" in reasons(log, thresholds=Thresholds(silent_days=9))


def test_every_threshold_has_its_reason_and_usual_number_in_words() -> None:
    limits = threshold_limits()
    usual = Thresholds()
    assert {name: getattr(usual, name) for name in limits} == {
        name: limit.usual for name, limit in limits.items()
    }
    for limit in limits.values():
        assert limit.reason in REASONS
        assert limit.words.count("{}") == 1
        assert limit.holds(limit.usual)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"silent_days": 0}, "silent_days is 0; it must be a whole number from 1 to 366"),
        ({"silent_days": 7.5}, "silent_days is 7.5; it must be a whole number"),
        ({"low_adherence": 50}, "low_adherence is 50; it must be a number from 0.01 to 1"),
        ({"rise_points": float("nan")}, "rise_points is nan"),
        ({"thin_weeks": True}, "thin_weeks is True"),
        ({"straight_after_pairs": 6}, "6, of the last 5 pairs"),
    ],
)
def test_a_threshold_that_cannot_be_is_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Thresholds(**options)


@pytest.mark.parametrize("name", ["low_adherence", "low_adherence_days"])
def test_a_threshold_that_cannot_be_is_named_as_the_user_knows_it(name: str) -> None:
    values = {limit: own.usual for limit, own in threshold_limits().items()} | {name: 0}
    said = wrong_threshold(values, named=lambda of: f"--{of.replace('_', '-')}")
    assert said.startswith(f"--{name.replace('_', '-')} is 0; it must be ")
    assert not wrong_threshold(values | {name: threshold_limits()[name].usual})


def test_thresholds_that_are_not_the_usual_ones_stand_in_every_row() -> None:
    log = log_from_tables(sessions=[*sessions(0), {**sessions(0)[0], "client": "bob"}])
    assert caseload_review(log)["thresholds"].tolist() == ["", ""]
    limits = Thresholds(silent_days=21, low_adherence=0.6)
    said = (
        "stopped logging: 21 eligible days without an entry (usually 14); "
        "low adherence: under 60 % of the last 28 days (usually 50 %)"
    )
    assert changed_thresholds(limits) == said
    assert caseload_review(log, thresholds=limits)["thresholds"].tolist() == [said, said]


def test_thresholds_of_scores_move_their_reasons() -> None:
    steady = scores(dict.fromkeys(range(28), 7.0))
    assert reasons(log_from_tables(stiffness=steady)) == []
    assert reasons(log_from_tables(stiffness=steady), thresholds=Thresholds(high_mean=7)) == [
        "high scores"
    ]
    # 2 points above the four weeks before, which is no sharp rise unless 2 points are enough
    risen = scores(dict.fromkeys(range(7, 35), 3.0) | dict.fromkeys((0, 2, 4), 5.0))
    log = log_from_tables(stiffness=risen)
    assert "sharp rise" not in reasons(log)
    assert "sharp rise" in reasons(log, thresholds=Thresholds(rise_points=2))


def test_where_sessions_were_never_logged_nothing_is_called_done_or_not_done() -> None:
    log = log_from_tables(stiffness=scores(dict.fromkeys(range(60), 4.0)), programme=programme(60))
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert (row["prescribed_last_28_days"], row["prescribed_28_days_before"]) == (28, 28)
    assert pd.isna(row["done_last_28_days"])
    assert pd.isna(row["done_28_days_before"])
    assert pd.isna(row["adherence_last_28_days"])


def test_shares_of_both_windows_are_those_that_low_adherence_is_judged_by() -> None:
    # 1 a day: 7 of the 28 days to as_of, 14 of the 28 before
    log = log_from_tables(sessions=sessions(*range(7), *range(28, 42)), programme=programme(90))
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["adherence_last_28_days"] == pytest.approx(0.25)
    assert row["adherence_28_days_before"] == pytest.approx(0.5)


def test_counts_of_both_windows_and_days_by_hand() -> None:
    # 3 a week for 8 weeks: 12 in each 28 days; done 2 in the last 28 days, 3 in those before
    log = log_from_tables(
        sessions=sessions(1, 27, 28, 40, 55),
        programme=programme(55, None, 3),
        stiffness=scores({2: 4}),
    )
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["done_last_28_days"] == 2
    assert row["prescribed_last_28_days"] == pytest.approx(12)
    assert row["done_28_days_before"] == 3
    assert row["prescribed_28_days_before"] == pytest.approx(12)
    assert row["days_28_days_before"] == 28
    assert (row["days_logged"], row["days_eligible"]) == (6, 56)
    assert row["days_since_entry"] == 1


def test_of_the_days_before_those_are_counted_that_the_log_has() -> None:
    # Days 28 to 55 back are those before: from the first session, rating or prescription on.
    parts = (
        {"sessions": sessions(2, 35)},
        {"sessions": sessions(2), "stiffness": scores({35: 4})},
        {"sessions": sessions(2), "programme": programme(35)},
    )
    for tables in parts:
        row = caseload_review(log_from_tables(**tables), as_of=AS_OF).iloc[0]
        assert row["days_28_days_before"] == 8
    log = log_from_tables(sessions=sessions(2, 90), programme=programme(90))
    first = caseload_review(log, as_of=AS_OF, start=day(30)).iloc[0]
    assert first["days_28_days_before"] == 3
    late = caseload_review(log_from_tables(sessions=sessions(2)), as_of=AS_OF).iloc[0]
    assert late["days_28_days_before"] == 0


def test_before_a_programme_nothing_was_prescribed_to_be_done() -> None:
    rows = sessions(30, exercise="bear-rolls") + sessions(2)
    row = caseload_review(
        log_from_tables(sessions=rows, programme=programme(20)), as_of=AS_OF
    ).iloc[0]
    assert pd.isna(row["done_28_days_before"])
    assert pd.isna(row["prescribed_28_days_before"])
    assert row["done_last_28_days"] == 1


def test_without_a_number_sessions_done_are_counted_all_the_same() -> None:
    names = [f"done_without_number_{part}" for part in ("last_28_days", "28_days_before")]

    def done(**tables: Any) -> list[float]:
        review = caseload_review(log_from_tables(**tables), as_of=AS_OF)
        assert review["done_last_28_days"].isna().all()
        return review[names].iloc[0].tolist()

    assert done(sessions=sessions(2, 27, 28, 40, 55, 56)) == [2, 3]
    assert done(sessions=sessions(40)) == [0, 1]  # stopped practising
    assert done(sessions=sessions(2, 3), programme=programme(50, None, "as needed")) == [2, 0]
    # never logged: unknown, not 0; a programme that ended: outside it no session is counted
    for tables in (
        {"stiffness": scores({2: 4})},
        {"sessions": sessions(2, 45), "programme": programme(55, 40)},
    ):
        assert pd.isna(done(**tables)[0])


def test_in_a_pause_nothing_was_prescribed_to_be_done() -> None:
    # 1 a day for 60 days, paused for the last 30: 28 of the last 28 days, 2 of the 28 before
    log = log_from_tables(
        sessions=sessions(5, 40, 50),
        programme=programme(59),
        pauses=[{"client": "ann", "start": day(29), "end": "", "reason": "flu"}],
    )
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["prescribed_last_28_days"] == 0
    assert pd.isna(row["done_last_28_days"])
    assert (row["done_28_days_before"], row["prescribed_28_days_before"]) == (2, 26)


def test_what_is_new_and_what_is_gone_since_a_week_ago() -> None:
    # silent since 16 days: a week ago 9 eligible days, now 16; adherence low on both days
    log = log_from_tables(sessions=sessions(16), programme=programme(60))
    row = caseload_review(log, as_of=AS_OF).iloc[0]
    assert row["reasons"] == "stopped logging; low adherence"
    assert row["new_reasons"] == "stopped logging"
    assert row["gone_reasons"] == ""
    back = log_from_tables(sessions=sessions(0, 40), programme=programme(60))
    row = caseload_review(back, as_of=AS_OF).iloc[0]
    assert row["gone_reasons"] == "stopped logging"


def test_what_is_new_since_each_clients_last_appointment() -> None:
    two = [{**row, "client": name} for name in ("ann", "bob") for row in sessions(20)]
    plans = [{**row, "client": name} for name in ("ann", "bob") for row in programme(60)]
    events = [
        {"client": "ann", "date": day(15), "kind": "appointment"},
        {"client": "bob", "date": day(2), "kind": "appointment"},
        {"client": "bob", "date": day(0), "kind": "appointment"},
        {"client": "bob", "date": day(1), "kind": "other"},
    ]
    log = log_from_tables(sessions=two, programme=plans, events=events)
    table = caseload_review(log, as_of=AS_OF, compared_with="the last appointment")
    new = table.set_index("client")["new_reasons"]
    # ann: 5 silent days at the appointment 15 days ago; bob: 18 at the one 2 days ago
    assert new["ann"] == "stopped logging"
    assert new["bob"] == ""
    assert set(table["compared_with"]) == {"the last appointment"}
    fewer = log_from_tables(sessions=two, programme=plans, events=events[:1])
    table = caseload_review(fewer, as_of=AS_OF, compared_with="the last appointment")
    said = table.set_index("client")["compared_with"]
    assert (said["ann"], said["bob"]) == ("the last appointment", "a week ago")


def test_movement_checks_are_those_of_the_clients_looked_at_on_a_day() -> None:
    # bob alone is looked at on the day of the last appointment, when only ann's check was worse
    check = {"test": "seated-rotation", "side": "left"}
    checks = [
        {**check, "client": "ann", "date": day(60), "value": 60},
        {**check, "client": "ann", "date": day(40), "value": 20},
        {**check, "client": "bob", "date": day(60), "value": 60},
        {**check, "client": "bob", "date": day(1), "value": 20},
    ]
    two = [{**row, "client": name} for name in ("ann", "bob") for row in sessions(0, 40)]
    events = [{"client": "bob", "date": day(20), "kind": "appointment"}]
    log = log_from_tables(sessions=two, checks=checks, events=events)
    table = caseload_review(log, as_of=AS_OF, compared_with="the last appointment")
    found = table.set_index("client")
    assert set(found["reasons"]) == {"movement worse"}
    assert (found.loc["ann", "new_reasons"], found.loc["bob", "new_reasons"]) == (
        "", "movement worse",
    )  # fmt: skip


def test_sorted_by_first_reason_then_silence_then_name_and_never_by_number() -> None:
    rows = [
        {"client": name, "date": day(ago), "exercise": "down-dog"}
        for name, ago in (("zoe", 30), ("amy", 20), ("bea", 20), ("ann", 0), ("cat", 0))
    ]
    plans = [{**programme(60)[0], "client": name} for name in ("zoe", "amy", "bea")]
    pauses = [{"client": "cat", "start": day(1), "end": "", "reason": "travel"}]
    log = log_from_tables(sessions=rows, programme=plans, pauses=pauses)
    table = caseload_review(log, as_of=AS_OF)
    # cat's one reason stands before the two of zoe, amy and bea; ann has none
    assert table["client"].tolist() == ["cat", "zoe", "amy", "bea", "ann"]


def test_by_name_capital_and_small_letters_count_alike() -> None:
    names = ["Zoe", "adam", "Bea", "éva"]
    rows = [{"client": name, "date": day(0), "exercise": "down-dog"} for name in names]
    table = caseload_review(log_from_tables(sessions=rows), as_of=AS_OF)
    assert table["client"].tolist() == ["adam", "Bea", "Zoe", "éva"]


def test_a_log_that_could_not_be_read_stands_first(tmp_path: Path) -> None:
    for name, when in (("ann", "2026-11-02"), ("bob", "2026-11-31")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sessions.csv").write_text(f"date,exercise\n{when},down dog\n")
    table = caseload_review(load_log(tmp_path))
    assert table["client"].tolist() == ["bob", "ann"]
    assert table["reasons"].tolist() == ["log unreadable", ""]
    assert table.dtypes.tolist() == caseload_review(log_from_tables()).dtypes.tolist()


def test_a_log_without_rows_has_the_same_columns() -> None:
    table = caseload_review(log_from_tables())
    assert tuple(table.columns) == CASELOAD_COLUMNS
    full = caseload_review(log_from_tables(sessions=sessions(0)), as_of=AS_OF)
    assert table.dtypes.tolist() == full.dtypes.tolist()


def test_a_wrong_comparison_is_named() -> None:
    with pytest.raises(ValueError, match="choose 'a week ago' or 'the last appointment'"):
        caseload_review(log_from_tables(), compared_with="yesterday")  # type: ignore[arg-type]


def test_the_order_of_reasons_is_that_of_the_definitions() -> None:
    assert REASONS[0] == "log unreadable"
    assert REASONS[-1] == "programme ended"
    assert len(set(REASONS)) == 13
    assert REASONS[REASONS.index("movement worse") - 1] == "worse straight after"
    assert REASONS[REASONS.index("movement worse") + 1] == "paused now"
    assert REASONS[3:6] == ("stiffness worse", "up from best weeks", "worse when last heard")


def test_the_usual_thresholds_are_those_of_the_measures() -> None:
    # They stand as numbers, since the commands show them before pandas is loaded.
    assert Thresholds() == Thresholds(
        high_mean=flags.HIGH_MEAN,
        high_worst=flags.HIGH_WORST,
        high_days=flags.HIGH_DAYS,
        rise_points=flags.RISE_POINTS,
        low_adherence=LOW_SHARE,
        rated_days=MIN_DAYS_A_WEEK,
    )


@pytest.mark.parametrize(
    ("newest", "holds"), [(40.4, True), (40.5, False), (46, False), (52, False)]
)
def test_a_movement_check_worse_by_what_is_published_is_a_reason(
    newest: float, holds: bool
) -> None:
    # 46 first: worse by 5.6 is 40.4
    check = {"client": "ann", "test": "seated-rotation", "side": "left"}
    log = log_from_tables(
        stiffness=[{"client": who, "date": "2026-11-20", "score": 4} for who in ("ann", "ben")],
        checks=[
            check | {"date": "2026-05-04", "value": 46},
            check | {"date": "2026-11-16", "value": newest},
        ],
    )
    review = caseload_review(log).set_index("client")
    assert ("movement worse" in review.loc["ann", "reasons"]) is holds
    assert ("movement worse" in review.loc["ann", "new_reasons"]) is holds  # 16 Nov is in the week
    assert "movement worse" not in review.loc["ben", "reasons"]
    before = caseload_review(log, as_of="2026-11-15").set_index("client")
    assert "movement worse" not in before.loc["ann", "reasons"]


def test_a_log_whose_rows_are_in_no_order_has_the_same_last_entries() -> None:
    log = load_log(bundled_sample())
    shuffled = replace(log, **{
        name: getattr(log, name).sample(frac=1, random_state=7, ignore_index=True)
        for name in ("sessions", "stiffness")
    })  # fmt: skip
    figures = ["client", "last_entry", "first_rating"]
    options = options_for(log)
    facts = (reason_facts(each, options.as_of, options)[figures] for each in (log, shuffled))
    pd.testing.assert_frame_equal(*facts)


def test_a_list_of_all_clients_counts_no_repetitions(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    count = prescribed._due_repetitions

    def noted(*of: Any) -> Any:
        counted.append(of)
        return count(*of)

    monkeypatch.setattr(prescribed, "_due_repetitions", noted)
    log = load_log(bundled_sample())
    caseload_review(log)
    assert not counted
    overall_adherence(log)
    assert len(counted) == 1


def test_reviews_of_different_clients_or_of_nobody_are_one() -> None:
    log = load_log(bundled_sample())
    whole = caseload_review(log)
    pd.testing.assert_frame_equal(joined_reviews([whole.iloc[5:], whole.iloc[:5]], log), whole)
    assert joined_reviews([whole.iloc[:0]], log).columns.equals(whole.columns)
