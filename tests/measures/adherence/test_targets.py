"""Targets that a user states stand for prescriptions."""

from __future__ import annotations

import pandas as pd
import pytest
from practice_logs import done, log_of, only, prescribed

from mobility_analysis.log import Scale, log_from_tables
from mobility_analysis.log.model import StatedTargets
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.adherence import (
    overall_adherence,
    recent_adherence,
    unprescribed_sessions,
    weekly_adherence,
)
from mobility_analysis.measures.adherence.weekly import weekly_practice
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.together import (
    practice_and_stiffness,
    weekly_practice_and_stiffness,
)

OTHER = {"exercise": "bear-rolls"}


def test_a_plan_runs_from_the_first_session_of_any_status_to_as_of() -> None:
    log = log_from_tables(
        sessions=done("2026-11-04", status="skipped") + done("2026-11-08", "2026-11-09")
    )
    stated = with_targets(log, per_week=7)
    row = only(overall_adherence(stated, by="client", as_of="2026-11-09"))
    # Wed 4 to Mon 9 November: 6 days, one a day; done 2.
    assert (row["prescribed"], row["done"]) == (6.0, 2)
    assert row["adherence"] == 2 / 6
    # By exercise nothing is prescribed: only how often it was done is shown.
    row = only(overall_adherence(stated, as_of="2026-11-09"))
    assert (row["done"], row["skipped"], row["band"]) == (2, 1, "no programme")
    assert pd.isna(row["prescribed"])


def test_the_target_of_an_exercise_runs_from_its_first_session_to_as_of() -> None:
    log = log_from_tables(
        sessions=done("2026-11-04", status="skipped")
        + done("2026-11-08", "2026-11-09")
        + done("2026-11-02", **OTHER)
    )
    stated = with_targets(log, per_exercise={"down-dog": 7})
    row = only(overall_adherence(stated, as_of="2026-11-09"))
    assert (row["exercise"], row["prescribed"], row["adherence"]) == ("down-dog", 6.0, 2 / 6)
    # The client has a programme now, in which the other exercise does not stand.
    assert unprescribed_sessions(stated)["exercise"].tolist() == ["bear-rolls"]
    assert stated.programme["is_planned"].tolist() == [True]


def test_what_was_prescribed_stays_and_the_rest_gets_the_target() -> None:
    sessions = done("2026-11-02") + done("2026-11-03", **OTHER)
    log = log_of("2026-11-08", prescribed("2026-11-02", "3"), sessions=sessions)
    stated = with_targets(log, per_exercise={"down-dog": 1, "bear-rolls": 5})
    table = stated.programme.set_index("exercise")
    assert table["times_per_week"].to_dict() == {"bear-rolls": 5.0, "down-dog": 3.0}
    assert table["is_planned"].to_dict() == {"bear-rolls": True, "down-dog": False}
    assert table.loc["bear-rolls", "end"] == pd.Timestamp("2026-11-08")
    assert stated.programme.dtypes.equals(log.programme.dtypes)
    assert unprescribed_sessions(stated).empty
    assert len(log.programme) == 1, "the given log is not changed"


def test_a_plan_of_days_is_for_clients_without_any_programme() -> None:
    log = log_of(
        "2026-11-08",
        prescribed("2026-11-02", "3"),
        sessions=done("2026-11-02") + done("2026-11-02", "2026-11-03", client="ben"),
    )
    table = overall_adherence(with_targets(log, per_week=2), by="client").set_index("client")
    assert table["prescribed"].to_dict() == {"ana": 3.0, "ben": 2.0}
    assert table["counted"].to_dict() == {"ana": 1.0, "ben": 2.0}


def test_a_target_for_an_exercise_is_a_programme_so_that_no_days_are_planned() -> None:
    sessions = done("2026-11-02") + done("2026-11-03", **OTHER)
    log = log_from_tables(sessions=sessions, as_of="2026-11-08")
    stated = with_targets(log, per_week=2, per_exercise={"down-dog": 1})
    assert stated.programme.set_index("exercise")["times_per_week"].to_dict() == {"down-dog": 1.0}
    assert stated.planned_days_per_week == {"ana": 2}
    assert only(overall_adherence(stated, by="client"))["prescribed"] == 1.0
    assert stated.assumptions == (
        "Plan as stated: once a week for down-dog, where nothing was prescribed, "
        "from the client's first session of it.",
        "Plan as stated: 2 practice days a week, for a client without a programme, from "
        "the first logged session.",
    )


# 14 days from Monday 2 November, 3 practice days a week planned. First week: two exercises on
# Monday, one on Tuesday, Wednesday and Thursday, the latter done in part on Friday: 5 sessions on
# 4 days. Second week: Monday done, Tuesday skipped.
PLANNED = with_targets(
    log_from_tables(
        sessions=done("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-09")
        + done("2026-11-02", **OTHER)
        + done("2026-11-06", status="partial")
        + done("2026-11-10", status="skipped"),
        stiffness=[
            {"client": "ana", "date": f"2026-11-{number:02}", "score": 4} for number in range(9, 13)
        ],
        as_of="2026-11-15",
    ),
    per_week=3,
)


def test_practice_days_are_counted_and_not_sessions() -> None:
    row = only(overall_adherence(PLANNED, by="client"))
    # Days: 4 in the first week, of which 3 count; 1 in the second: 4 of 6.
    assert (row["prescribed"], row["done"], row["days_done"]) == (6.0, 5, 5)
    assert (row["counted"], row["extra"]) == (4.0, 1.0)
    assert (row["partial"], row["skipped"]) == (1, 1)
    assert row["adherence"] == 4 / 6
    assert (row["weeks_met"], row["weeks_full"]) == (1, 2)
    # Any entry on the 14 days: Mon to Fri; Mon to Thu.
    assert (row["days_logged"], row["days_eligible"]) == (9, 14)


def test_practice_days_by_week_and_over_the_last_28_days() -> None:
    weekly = weekly_practice(PLANNED)
    assert weekly["prescribed"].tolist() == [3.0, 3.0]
    assert weekly["done"].tolist() == [4, 1]
    assert weekly["counted"].tolist() == [3.0, 1.0]
    assert weekly["state"].tolist() == ["all done", "some done"]
    row = only(recent_adherence(PLANNED, by="client"))
    assert (row["prescribed"], row["counted"], row["adherence"]) == (6.0, 4.0, 4 / 6)


def test_by_exercise_and_area_no_day_is_planned() -> None:
    by_exercise = overall_adherence(PLANNED).set_index("exercise")
    assert by_exercise["done"].to_dict() == {"bear-rolls": 1, "down-dog": 5}
    assert by_exercise[["prescribed", "counted", "extra", "adherence"]].isna().all(axis=None)
    assert weekly_adherence(PLANNED)["prescribed"].isna().all()
    assert overall_adherence(PLANNED, by="focus_area")["prescribed"].isna().all()


def test_a_plan_of_days_goes_with_stiffness_and_gives_reasons() -> None:
    paired = weekly_practice_and_stiffness(PLANNED)
    assert paired[["prescribed", "counted", "adherence"]].to_numpy().tolist() == [[3, 3, 1]]
    assert practice_and_stiffness(PLANNED)["verdict"].tolist() == ["not enough weeks"]
    # 1 of 3 in each of 4 weeks: 4 of 12. 14 days of silence later 2 of the last 28 days are done.
    once = done("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")
    log = with_targets(log_from_tables(sessions=once, as_of="2026-11-29"), per_week=3)
    row = only(caseload_review(log))
    assert row["reasons"] == "low adherence"
    assert (row["counted_last_28_days"], row["prescribed_last_28_days"]) == (4.0, 12.0)
    later = only(caseload_review(log, as_of="2026-12-07"))
    assert later["reasons"] == "stopped logging; low adherence"
    assert later["counted_last_28_days"] == 2.0


def test_paused_days_are_not_planned() -> None:
    log = log_from_tables(
        sessions=done("2026-11-02", "2026-11-03"),
        pauses=[{"client": "ana", "start": "2026-11-06", "end": "2026-11-15"}],
        as_of="2026-11-15",
    )
    row = only(overall_adherence(with_targets(log, per_week=7), by="client"))
    # 2 to 5 November: 4 days.
    assert (row["prescribed"], row["counted"]) == (4.0, 2.0)


def test_without_a_target_the_log_is_the_same() -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    assert with_targets(log) is log
    only_one = with_targets(log, per_exercise={"bear-rolls": 3})
    assert only_one.programme.empty
    assert len(only_one.assumptions) == 1


def test_what_was_stated_goes_with_each_client_in_values_and_in_words() -> None:
    rows = [{"client": who, "date": "2026-11-02", "score": 2} for who in ("Ann", "Bob", "Bob")]
    log = log_from_tables(stiffness=rows, scale=Scale(1, 5))
    stated = with_targets(with_targets(log, per_week=3), per_exercise={"down-dog": 1})
    assert stated.targets == (StatedTargets(3, {}), StatedTargets(None, {"down-dog": 1}))
    targets = (
        "Plan as stated: 3 practice days a week, for a client without a programme, from "
        "the first logged session.",
        "Plan as stated: once a week for down-dog, where nothing was prescribed, "
        "from the client's first session of it.",
    )
    for own, scores in ((stated, "3"), (stated["Ann"], "1"), (stated[["Bob"]], "2")):
        scale, *others = own.assumptions
        assert scale.startswith(f"{scores} stiffness score")
        assert tuple(others) == targets


@pytest.mark.parametrize("times", [0, -1, float("nan"), 71])
def test_a_target_that_is_no_frequency(times: float) -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(ValueError, match=r"target for down-dog: .* a number above 0, at most 70"):
        with_targets(log, per_exercise={"down-dog": times})


@pytest.mark.parametrize("days", [0, -1, float("nan"), 7.5])
def test_a_plan_that_is_no_number_of_days(days: float) -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(ValueError, match="practice days a week; state a number above 0, at most 7"):
        with_targets(log, per_week=days)


def test_a_target_for_an_unknown_exercise_names_those_that_are_known() -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(
        ValueError, match=r"'handstand': this log has no such exercise; it has .*bear"
    ):
        with_targets(log, per_exercise={"handstand": 3})


def test_a_plan_is_not_called_prescribed_for_another_client_s_prescription() -> None:
    clients = [f"client {number:02}" for number in range(44)]
    log = log_from_tables(
        sessions=[
            {"client": client, "date": "2026-11-02", "exercise": "90-90-overhead-raises"}
            for client in clients
        ],
        programme=[
            {"client": clients[0], "exercise": "bench-thoracic-spine", "start": "2026-11-02",
             "times_per_week": "3"}
        ],
    )  # fmt: skip
    planned = overall_adherence(with_targets(log, per_exercise={"90-90-overhead-raises": 2}))
    held = planned.loc[planned["client"] == clients[43], "held_to"]
    assert held.tolist() == ["planned"]
