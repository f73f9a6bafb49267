"""What was done of what was prescribed, in words: counts first, silence never 0 %."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.adherence import (
    BANDS,
    STATES,
    adherence_definitions,
    daily_practice,
    focus_area_coverage,
    overall_adherence,
    unprescribed_sessions,
    weekly_adherence,
)
from mobility_analysis.measures.together import practice_and_stiffness
from mobility_analysis.words.caseload import describe_chance
from mobility_analysis.words.counted import (
    beside_words,
    describe_changed_programme,
    done_words,
    is_left_out,
)
from mobility_analysis.words.practice import (
    NEVER_LOGGED,
    describe_adherence,
    describe_definitions,
    describe_exercises,
    describe_focus_areas,
    describe_practice_calendar,
    describe_recent_practice,
    describe_unprescribed,
    describe_weekly_grid,
)
from mobility_analysis.words.signals import describe_practice_and_stiffness
from tests.diaries import day, has_no_forbidden, practised, prescribed, run_of

NAMES = {"down-dog": "Down Dog", "bear-rolls": "Bear Rolls"}

# 3 a week from Mon 26 Oct to Sun 22 Nov 2026; done 6, 0, 3, 3 in four full weeks.
WORKED_DAYS = [f"2026-10-{d}" for d in (26, 27, 28, 29, 30, 31)] + [
    f"2026-11-{d:02}" for d in (9, 10, 11, 16, 17, 18)
]
WORKED = log_from_tables(
    programme=[prescribed()], sessions=practised(WORKED_DAYS), as_of="2026-11-22"
)


def overall(log: MobilityLog, **options: object) -> pd.DataFrame:
    return overall_adherence(log, by="client", **options)  # type: ignore[arg-type]


def test_the_worked_example_counts_week_by_week() -> None:
    # done 12, prescribed 12; counted 3 + 0 + 3 + 3 = 9 of 12: 75 %; 3 of 4 weeks met.
    # Without the silent week: 9 of 9: 100 %.
    text = describe_adherence(overall(WORKED), as_of=day("2026-11-22"), start=day("2026-10-26"))
    assert has_no_forbidden(text)
    assert text == (
        "9 of 12 prescribed sessions counted (26 Oct to 22 Nov 2026): 75 %, self-reported. Beside "
        "these: 3 more beyond a week's share. What is beyond a week's share does not make up for a "
        "missed week. Of 4 full weeks, 3 had at least 80 % of their sessions done. "
        "Without the weeks in which nothing was logged: 100 %."
    )


def test_part_done_and_skipped_sessions_stand_beside() -> None:
    sessions = practised(["2026-10-26"]) + practised(["2026-10-28"], status="partial")
    sessions += practised(["2026-10-29", "2026-10-30"], status="skipped")
    log = log_from_tables(programme=[prescribed()], sessions=sessions, as_of="2026-11-01")
    text = describe_adherence(overall(log))
    assert "1 of 3 prescribed sessions counted: 33 %, self-reported." in text
    assert "Beside these: 1 in part and 2 logged as skipped." in text
    assert "The one full week had under 80 % of its sessions done." in text


def test_what_was_done_as_needed_is_named_beside_the_count() -> None:
    needed = {"exercise": "bear-rolls", "start": "2026-10-26", "times_per_week": "as needed"}
    sessions = practised(["2026-10-26"])
    sessions += [{"client": "ana", "date": "2026-10-27", "exercise": "bear-rolls"}]
    log = log_from_tables(
        programme=[prescribed(), prescribed() | needed], sessions=sessions, as_of="2026-11-01"
    )
    by_exercise = overall_adherence(log)
    text = describe_adherence(overall(log), by_exercise=by_exercise)
    assert (
        "1 of 3 prescribed sessions counted: 33 %, self-reported. Beside these: 1 done as" in text
    )
    assert "as needed" not in describe_adherence(overall(log))


def test_what_was_done_in_part_is_not_called_missed() -> None:
    # 3 a week over 26 days, 26 Oct to 20 Nov: 11.14 prescribed, read as about 11.
    sessions = practised([f"2026-11-{d:02}" for d in range(1, 10)], status="partial")
    log = log_from_tables(programme=[prescribed()], sessions=sessions, as_of="2026-11-20")
    row = overall(log).iloc[0]
    assert done_words(row) == "0 in full, 9 in part, of about 11"
    text = describe_recent_practice(overall(log), overall(log).iloc[:0], as_of=log.as_of)
    assert text.startswith("0 in full, 9 in part, of about 11 prescribed sessions in the")
    assert "missed" not in text
    whole = describe_adherence(overall(log))
    assert whole.startswith("0 in full, 9 in part, of about 11 prescribed sessions, self-reported.")
    assert "9 in part" not in beside_words(row)
    # Worth half a session each, 4 are counted (at most 3 in a week); prescribed stay 11.
    worth = overall(log, partial_counts=0.5).iloc[0]
    assert done_words(worth) == "0 in full, 9 in part, of about 11"
    # One of them done in full: the others stand beside it.
    one = log_from_tables(
        programme=[prescribed()], sessions=sessions + practised(["2026-11-12"]), as_of="2026-11-20"
    )
    row = overall(one).iloc[0]
    assert (done_words(row), beside_words(row)) == ("1 of about 11", ["9 in part"])


def test_no_full_week_reached_the_mark_is_said_plainly() -> None:
    log = log_from_tables(
        programme=[prescribed()], sessions=practised(["2026-10-26"]), as_of="2026-11-22"
    )
    text = describe_adherence(overall(log))
    assert "Of 4 full weeks, none had at least 80 % of their sessions done." in text


def test_extra_sessions_are_whole_and_not_those_of_a_part_week() -> None:
    # 3 a week over 9 days: 27 / 7 = 3.86 prescribed; 4 done, of which all that was due counts.
    days = ["2026-10-26", "2026-10-28", "2026-10-30", "2026-11-02"]
    log = log_from_tables(programme=[prescribed()], sessions=practised(days), as_of="2026-11-03")
    row = overall(log).iloc[0]
    assert (done_words(row), beside_words(row)) == ("4 of about 4", [])
    assert not is_left_out(row)
    assert describe_adherence(overall(log)).startswith(
        "4 of about 4 prescribed sessions counted: 100"
    )
    # 3 a week over 10 days: 30 / 7 = 4.29; 4 done, and no per cent of the rest of a session.
    days = ["2026-11-13", "2026-11-16", "2026-11-18", "2026-11-20"]
    log = log_from_tables(
        programme=[prescribed(start="2026-11-13")], sessions=practised(days), as_of="2026-11-22"
    )
    said = describe_adherence(overall(log))
    assert said.startswith("4 of about 4 prescribed sessions counted, self-reported.")
    # 43 done, 36 counted of 68: 7 more; a busy week does not make up for a missed one.
    worked = overall(WORKED).iloc[0]
    assert beside_words(worked) == ["3 more beyond a week's share"]
    assert is_left_out(worked)


def test_days_stand_beside_sessions_where_they_are_fewer() -> None:
    # Three exercises a day on 4 days: 12 sessions.
    days = ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    exercises = ("down-dog", "bear-rolls", "overhead-opener")
    sessions = [row for e in exercises for row in practised(days, exercise=e)]
    log = log_from_tables(
        programme=[prescribed(e) for e in exercises], sessions=sessions, as_of="2026-11-22"
    )
    recent = overall(log)
    assert describe_recent_practice(recent, recent.iloc[:0], as_of=log.as_of).startswith(
        "12 of 36 prescribed sessions counted in the last 4 weeks, 26 Oct to 22 Nov 2026 (on 4 "
        "days); self-reported."
    )
    assert ": 33 %, self-reported, done on 4 days." in describe_adherence(recent)
    free = log_from_tables(sessions=sessions)
    text = describe_recent_practice(overall(free), recent.iloc[:0], as_of=free.as_of)
    assert text.startswith("12 sessions done on 4 days in the last 4 weeks")


def test_what_the_user_planned_is_never_called_prescribed() -> None:
    # 3 a week from Mon 26 Oct: 12 planned sessions in four weeks; done 6, 0, 3, 3.
    log = log_from_tables(sessions=practised(WORKED_DAYS), as_of="2026-11-22")
    planned = with_targets(log, per_exercise={"down-dog": 3})
    for text in (
        describe_adherence(overall(planned)),
        describe_exercises(overall_adherence(planned)),
        describe_focus_areas(overall_adherence(planned, by="focus_area")),
        describe_recent_practice(overall(planned), overall(planned), as_of=log.as_of),
    ):
        assert "9 of 12" in text
        assert "planned" in text
        assert "prescribed" not in text.replace("Not prescribed: ", "")


def test_practice_days_are_days_of_a_plan() -> None:
    # 3 days a week are planned, 12 in four weeks; 6, 0, 3 and 3 days practised.
    both = [*practised(WORKED_DAYS), *practised(WORKED_DAYS, exercise="bear-rolls")]
    log = with_targets(log_from_tables(sessions=both, as_of="2026-11-22"), per_week=3)
    text = describe_adherence(overall(log))
    assert text.startswith("9 of 12 planned practice days counted: 75 %, self-reported. Beside")
    assert "Of 4 full weeks, 3 had at least 80 % of their practice days done." in text
    assert "prescribed" not in text


def test_beside_a_plan_of_days_what_is_no_day_has_its_unit() -> None:
    # Every day of four weeks one exercise done and another skipped; 3 days a week are planned. Of
    # 28 days 12 are counted and 16 are more: 28 skipped sessions are not 28 days on top.
    days = [str(d.date()) for d in pd.date_range("2026-10-26", periods=28)]
    skipped = practised(days, exercise="bear-rolls", status="skipped")
    log = log_from_tables(sessions=[*practised(days), *skipped], as_of="2026-11-22")
    row = overall(with_targets(log, per_week=3))
    assert describe_recent_practice(row, row.iloc[:0], as_of=log.as_of).startswith(
        "12 of 12 planned practice days counted in the last 4 weeks, 26 Oct to 22 Nov 2026 "
        "(16 more days beyond a week's share, 28 sessions logged as skipped); self-reported."
    )
    # Two exercises in part on each of 4 days: 8 sessions are not "8 in part, of 12" days.
    part = [
        row
        for e in ("down-dog", "bear-rolls")
        for row in practised(days[::7], exercise=e, status="partial")
    ]
    log = log_from_tables(sessions=part, as_of="2026-11-22")
    row = overall(with_targets(log, per_week=3))
    assert done_words(row.iloc[0]) == "0 of 12"
    assert describe_recent_practice(row, row.iloc[:0], as_of=log.as_of).startswith(
        "0 of 12 planned practice days counted in the last 4 weeks, 26 Oct to 22 Nov 2026 (8 "
        "sessions in part); self-reported."
    )
    assert describe_adherence(row).startswith(
        "0 of 12 planned practice days counted, self-reported. Beside these: 8 sessions in part."
    )


def test_what_is_prescribed_and_what_is_planned_may_stand_together() -> None:
    log = log_from_tables(
        programme=[prescribed()],
        sessions=[*practised(WORKED_DAYS), *practised(["2026-11-20"], exercise="bear-rolls")],
        as_of="2026-11-22",
    )
    both = with_targets(log, per_exercise={"bear-rolls": 2})
    assert " prescribed or planned sessions counted" in describe_adherence(overall(both))


def test_a_changed_programme_is_said_with_its_days() -> None:
    rows = [
        prescribed(start="2026-06-01", often="5", end="2026-08-02"),
        prescribed(start="2026-08-03", often="2"),
        prescribed("bear-rolls", start="2026-06-01", often="as needed", end="2026-06-30"),
        prescribed("bear-rolls", start="2026-07-15", often="3-4"),
        prescribed("overhead-opener", start="2026-06-01", end="2026-06-30"),
        prescribed("overhead-opener", start="2026-07-01"),
    ]
    log = log_from_tables(programme=rows, sessions=practised(["2026-11-22"]))
    said = describe_changed_programme(log.programme, as_of=log.as_of, names=NAMES)
    assert said == (
        "What was prescribed changed: Bear Rolls as needed until 30 Jun, from 15 Jul 3-4 a "
        "week; Down Dog 5 a week until 2 Aug, then 2 a week."
    )
    early = describe_changed_programme(log.programme, as_of=day("2026-06-20"), names=NAMES)
    assert early == ""  # what starts later is not said


def test_a_share_just_under_the_mark_is_cut() -> None:
    log = log_from_tables(
        programme=[prescribed(often="14")],
        sessions=practised([f"2026-10-{d}" for d in (26, 27, 28, 29, 30)] * 2 + ["2026-10-31"]),
        as_of="2026-11-01",
    )
    # 11 of 14 = 78.57 %.
    assert "counted: 78 %," in describe_adherence(overall(log))


def test_never_logged_is_unknown_and_has_no_number() -> None:
    log = log_from_tables(
        programme=[prescribed()], stiffness=run_of("2026-10-26", [4] * 20), as_of="2026-11-22"
    )
    table = overall(log)
    for text in (
        describe_adherence(table),
        describe_recent_practice(table, table, as_of=log.as_of),
        describe_exercises(overall_adherence(log)),
        describe_focus_areas(overall_adherence(log, by="focus_area")),
    ):
        assert NEVER_LOGGED in text.lower()
        assert "0" not in text
    assert NEVER_LOGGED == "sessions were never logged: practice is unknown"
    assert done_words(table.iloc[0]) == "unknown"
    assert "no definition" in describe_definitions(adherence_definitions(log)).lower()


def test_no_programme_and_as_needed_give_how_often() -> None:
    log = log_from_tables(sessions=practised(["2026-11-01", "2026-11-01", "2026-11-03"]))
    text = describe_adherence(overall(log), as_of=log.as_of)
    assert text == (
        "No programme is written down for these days, so no share can be given: 3 sessions done on "
        "2 days (to 3 Nov 2026), self-reported."
    )
    needed = log_from_tables(
        programme=[prescribed(often="as needed")], sessions=practised(["2026-11-01"])
    )
    assert describe_adherence(overall(needed)).startswith("All is prescribed as needed")
    assert done_words(overall(needed).iloc[0]) == "1 time"


def test_nothing_due_is_not_0_per_cent() -> None:
    log = log_from_tables(
        programme=[prescribed()],
        sessions=practised(["2026-10-20"]),
        pauses=[{"client": "ana", "start": "2026-10-20", "end": ""}],
        as_of="2026-11-22",
    )
    text = describe_adherence(overall(log))
    assert text.startswith("Nothing was due in this window")
    assert "0 %" not in text


def test_an_empty_log_says_that_there_is_nothing() -> None:
    log = log_from_tables()
    assert describe_adherence(overall(log)) == (
        "No practice was logged. No programme is written down for these days."
    )
    assert describe_exercises(overall_adherence(log)) == "No exercise was logged or prescribed."
    assert describe_weekly_grid(weekly_adherence(log)) == "No week was prescribed or logged."
    assert describe_practice_calendar(daily_practice(log)) == "No day was prescribed or logged."
    nothing = unprescribed_sessions(log)
    assert describe_unprescribed(nothing) == "No session was logged outside the programme."
    assert describe_unprescribed(nothing, has_programme=False) == ""


def test_the_last_four_weeks_stand_beside_the_four_before() -> None:
    programme = [prescribed(start="2026-09-28")]
    log = log_from_tables(
        programme=programme, sessions=practised([*WORKED_DAYS, "2026-10-01"]), as_of="2026-11-22"
    )
    recent = overall(log, start=day("2026-10-26"))
    before = overall(log, as_of=day("2026-10-25"), start=day("2026-09-28"))
    assert describe_recent_practice(recent, before, as_of=log.as_of) == (
        "9 of 12 prescribed sessions counted in the last 4 weeks, 26 Oct to 22 Nov 2026 (3 more "
        "beyond a week's share), 1 of 12 in the 4 before; self-reported."
    )
    cut = overall(log, start=day("2026-11-09"))
    assert describe_recent_practice(cut, before, as_of=log.as_of, start=day("2026-11-09")) == (
        "6 of 6 prescribed sessions counted from 9 to 22 Nov 2026; self-reported."
    )


@pytest.mark.parametrize(
    ("first", "name"),
    [
        # The last 28 days begin on 26 October, those before them on 28 September.
        ("2026-09-28", "the 4 before"),
        ("2026-09-29", "the 27 days before"),
        ("2026-10-18", "the 8 days before"),
        ("2026-10-25", "the day before"),
    ],
)
def test_days_before_that_the_diary_does_not_have_are_not_named(first: str, name: str) -> None:
    days = [first, "2026-10-26"]
    free = log_from_tables(sessions=practised(days), as_of="2026-11-22")
    due = log_from_tables(
        sessions=practised(days), programme=[prescribed(start=first, often="7")], as_of="2026-11-22"
    )
    for log, done in ((free, "1"), (due, f"1 of {(day('2026-10-26') - day(first)).days}")):
        recent, before = overall(log, start=day("2026-10-26")), overall(log, as_of="2026-10-25")
        said = describe_recent_practice(recent, before, as_of=log.as_of, first_day=day(first))
        assert f", {done} in {name}; self-reported." in said


def test_a_silent_month_is_told_as_nothing_logged() -> None:
    log = log_from_tables(
        programme=[prescribed(start="2026-09-28")],
        sessions=practised(["2026-10-01"]),
        as_of="2026-11-22",
    )
    recent = overall(log, start=day("2026-10-26"))
    text = describe_recent_practice(recent, recent.iloc[:0], as_of=log.as_of)
    assert text.startswith("None of 12 prescribed sessions logged as done in the last 4 weeks")


def test_exercises_are_named_and_of_many_the_least_done() -> None:
    log = log_from_tables(
        programme=[prescribed(), prescribed("bear-rolls", often="1")],
        sessions=practised(WORKED_DAYS),
        as_of="2026-11-22",
    )
    text = describe_adherence(overall_adherence(log), names=NAMES)
    assert text == (
        "Sessions counted of prescribed, by exercise, self-reported: Bear Rolls, 0 of 4; Down "
        "Dog, 9 of 12 (3 more beyond a week's share)."
    )
    many = [
        {"client": "ana", "date": "2026-11-01", "exercise": e} for e in log.exercises["exercise"]
    ]
    areas = [{"exercise": f"x{i}", "focus_areas": "a"} for i in range(12)]
    more = [{"client": "ana", "date": "2026-11-01", "exercise": f"x{i}"} for i in range(12)]
    full = log_from_tables(sessions=many + more, exercises=areas)
    assert "; the other 10, done no more often, in the table." in describe_exercises(
        overall_adherence(full)
    )


def test_focus_areas_overlap_and_the_untrained_are_named() -> None:
    areas = overall_adherence(WORKED, by="focus_area")
    text = describe_adherence(areas, as_of=WORKED.as_of, start=day("2026-10-26"))
    assert has_no_forbidden(text)
    assert text == (
        "Sessions counted of prescribed, by focus area (26 Oct to 22 Nov 2026), self-reported: "
        "spinal length, 9 of 12 (3 more beyond a week's share); thoracic flexion, 9 of 12 (3 more "
        "beyond a week's share). An exercise counts in each of its areas, so "
        "the areas do not add up to the whole. Not prescribed: overhead, spinal articulation, "
        "thoracic extension, general upper-back mobility and thoracic rotation."
    )
    used = areas[areas["band"] != "not prescribed"]
    assert "thoracic rotation." in describe_focus_areas(used, focus_area_coverage(WORKED))


def test_definitions_have_a_sentence_each() -> None:
    text = describe_definitions(adherence_definitions(WORKED))
    assert has_no_forbidden(text)
    assert text.startswith("The same self-reported sessions under each definition. 75 %: Sessions")
    assert " 100 %: All sessions done by those prescribed, extra ones too" in text
    assert "no figure: Repetitions" in text


def test_sessions_outside_the_programme_are_counted_with_their_reason() -> None:
    log = log_from_tables(
        programme=[prescribed()],
        sessions=[*practised(["2026-10-20", "2026-10-27"]),
                  *practised(["2026-11-01", "2026-11-02"], exercise="bear-rolls")],
    )  # fmt: skip
    text = describe_unprescribed(unprescribed_sessions(log), names=NAMES)
    assert text == (
        "3 logged sessions stand outside the programme and in no other figure: before it starts 1, "
        "never prescribed 2 (Bear Rolls and Down Dog)."
    )


def test_the_grid_and_the_calendar_count_their_states() -> None:
    text = describe_weekly_grid(weekly_adherence(WORKED))
    assert text == (
        "Weeks of 1 exercise, from the week of 26 Oct 2026 to that of 16 Nov 2026, self-reported: "
        "nothing logged 1, all done 3."
    )
    calendar = describe_practice_calendar(daily_practice(WORKED))
    # 28 days: 12 with a session; none of the others has any entry.
    assert calendar == (
        "Days from 26 Oct to 22 Nov 2026 (28 days), each by the most that was done, self-reported: "
        "with a session done 12, with nothing logged 16."
    )
    assert "with nothing logged" in calendar
    # Outside the programme, on a day that has a session of it and on one that has nothing else.
    outside = pd.DataFrame(
        [("Ann", "bear-rolls", day, "done", "never prescribed")
         for day in (daily_practice(WORKED).query("state == 'done'")["date"].iloc[0],
                     daily_practice(WORKED).query("state != 'done'")["date"].iloc[0])],
        columns=["client", "exercise", "date", "status", "reason"],
    ).assign(client=daily_practice(WORKED)["client"].iloc[0])  # fmt: skip
    calendar = describe_practice_calendar(daily_practice(WORKED), unprescribed=outside)
    assert calendar.endswith(
        "with a session done 12, with one done outside the programme only 1, with nothing logged "
        "15."
    )
    assert "nothing logged" in STATES


@pytest.mark.parametrize("band", BANDS)
def test_every_band_is_told_without_being_named(band: str) -> None:
    row = overall(WORKED).assign(band=band)
    if band in ("no programme", "as needed"):
        row = row.assign(prescribed=float("nan"), adherence=float("nan"))
    if band == "not prescribed":
        row = row.assign(prescribed=0.0, adherence=float("nan"))
    text = describe_adherence(row)
    assert has_no_forbidden(text)
    assert not [word for word in ("low", "satisfactory", "full adherence") if f" {word}" in text]


def test_an_area_that_nobody_stated_is_not_called_untrained() -> None:
    own = [{"exercise": "yoga", "focus_areas": "unsorted"}]
    once = [{"client": "ana", "date": "2026-11-03", "exercise": "yoga"}]
    log = log_from_tables(
        programme=[prescribed()], sessions=[*practised(WORKED_DAYS), *once], exercises=own,
        as_of="2026-11-22",
    )  # fmt: skip
    by_area = overall_adherence(log, by="focus_area")
    assert "unstated" not in describe_focus_areas(by_area, focus_area_coverage(log))
    assert "Not prescribed: overhead" in describe_focus_areas(by_area, focus_area_coverage(log))


def test_two_clients_are_refused_by_name() -> None:
    ben = {"client": "ben", "date": "2026-11-01", "exercise": "down-dog"}
    both = log_from_tables(sessions=[*practised(["2026-11-01"]), ben])
    with pytest.raises(ValueError, match="is about one client, but these tables hold ana and ben"):
        describe_adherence(overall(both))


EIGHT_WALKS = practised([f"2026-11-{day:02}" for day in range(1, 9)])


def test_without_a_programme_no_sentence_speaks_of_what_was_prescribed() -> None:
    log = log_from_tables(sessions=EIGHT_WALKS)
    exercises = overall_adherence(log)
    assert describe_exercises(exercises) == (
        "No programme is written down for these days. Sessions done, by exercise, self-reported: "
        "down-dog, 8 times."
    )
    areas = describe_focus_areas(
        overall_adherence(log, by="focus_area"), focus_area_coverage(log), as_of=log.as_of
    )
    assert areas == (
        "No programme is written down for these days. Sessions done, by focus area (to 8 Nov "
        "2026), self-reported: spinal length, 8 times; thoracic flexion, 8 times. An exercise "
        "counts in each of its areas, so the areas do not add up to the whole."
    )
    assert describe_weekly_grid(weekly_adherence(log)) == (
        "1 exercise, from the week of 26 Oct 2026 to that of 2 Nov 2026, self-reported: 8 sessions "
        "done, in 2 of 2 weeks. No programme is written down to hold them against."
    )
    assert "not prescribed" not in describe_practice_calendar(daily_practice(log))
    assert describe_definitions(adherence_definitions(log)) == (
        "No definition of adherence gives a figure: no number was prescribed, or sessions were "
        "never logged."
    )
    assert describe_practice_and_stiffness(practice_and_stiffness(log)) == (
        "Practice and self-rated stiffness are not compared: no number of sessions was "
        "prescribed, so there is no share of it to set beside the ratings."
    )


def test_what_is_as_needed_is_not_called_done_of_prescribed_or_not_prescribed() -> None:
    log = log_from_tables(programme=[prescribed(often="as needed")], sessions=EIGHT_WALKS)
    assert describe_exercises(overall_adherence(log)).startswith(
        "All is prescribed as needed. Sessions done, by exercise, self-reported: "
    )
    # From Sunday 1 November: one session in its week, seven in the next.
    grid = describe_weekly_grid(weekly_adherence(log))
    assert "8 sessions done, in 2 of 2 weeks. All is prescribed as needed." in grid
    assert "not prescribed" not in grid
    both = log_from_tables(
        programme=[prescribed(often="as needed"), prescribed("bear-rolls")], sessions=EIGHT_WALKS
    )
    assert "not prescribed" not in describe_weekly_grid(weekly_adherence(both))
    assert ", as needed " in describe_weekly_grid(weekly_adherence(both))


def test_ratings_alone_leave_practice_unknown_and_not_0() -> None:
    log = log_from_tables(stiffness=[{"client": "ana", "date": "2026-11-01", "score": 4}])
    assert describe_adherence(overall(log)) == (
        "No programme is written down for these days and no session is logged: practice is unknown."
    )
    areas = describe_focus_areas(overall_adherence(log, by="focus_area"))
    assert areas == "No programme is written down for these days, and no session is logged as done."


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, ""),
        (2, "By chance alone, of 2 clients whose stiffness did not move, fewer than 0.1 would show "
            "a sharp rise in a week, and fewer than 0.1 would be called lower or higher "
            "(simulated diaries)."),
        (40, "By chance alone, of 40 clients whose stiffness did not move, 0.1 to 0.6 would show "
             "a sharp rise in a week, and 0.1 to 0.7 would be called lower or higher (simulated "
             "diaries)."),
    ],
)  # fmt: skip
def test_chance_is_said_of_several_clients_and_never_as_a_sure_0(n: int, said: str) -> None:
    # A week: 0.05 to 0.6 of 40 false rises; 0.3 to 1.8 % of verdicts. Of 2: 0.0025 to 0.03, and
    # 0.006 to 0.036; of 40: 0.12 to 0.72. The last client has no verdict and is not counted.
    verdicts = ["within own variation", "lower"] * n
    review = pd.DataFrame(
        {"client": [f"c{i}" for i in range(n + 1)], "reasons": "", "baseline_mean": 5.0,
         "recent_mean": 5.0, "verdict": [*verdicts[:n], "not comparable"], "thresholds": ""}
    )  # fmt: skip
    assert describe_chance(review) == said
