"""Targets that a user states stand for prescriptions."""

from __future__ import annotations

import pandas as pd
import pytest
from practice_logs import done, log_of, only, prescribed

from mobility_analysis.log import Scale, log_from_tables
from mobility_analysis.log.model import StatedTargets
from mobility_analysis.measures.adherence import overall_adherence, unprescribed_sessions
from mobility_analysis.measures.adherence.targets import with_targets

OTHER = {"exercise": "bear-rolls"}


def test_a_target_runs_from_the_first_session_to_as_of() -> None:
    log = log_from_tables(
        sessions=done("2026-11-04", status="skipped") + done("2026-11-08", "2026-11-09")
    )
    row = only(overall_adherence(with_targets(log, per_week=7), as_of="2026-11-09"))
    # Wed 4 to Mon 9 November: 6 days, one a day; done 2.
    assert (row["prescribed"], row["done"]) == (6.0, 2)
    assert row["adherence"] == 2 / 6


def test_what_was_prescribed_stays_and_the_rest_gets_the_target() -> None:
    sessions = done("2026-11-02") + done("2026-11-03", **OTHER)
    log = log_of("2026-11-08", prescribed("2026-11-02", "3"), sessions=sessions)
    stated = with_targets(log, per_week=5)
    table = stated.programme.set_index("exercise")
    assert table["times_per_week"].to_dict() == {"bear-rolls": 5.0, "down-dog": 3.0}
    assert table.loc["bear-rolls", "end"] == pd.Timestamp("2026-11-08")
    assert stated.programme.dtypes.equals(log.programme.dtypes)
    assert unprescribed_sessions(stated).empty
    assert len(log.programme) == 1, "the given log is not changed"


def test_a_target_for_one_exercise_goes_before_the_one_for_all() -> None:
    sessions = done("2026-11-02") + done("2026-11-03", **OTHER)
    log = log_from_tables(sessions=sessions)
    stated = with_targets(log, per_week=2, per_exercise={"down-dog": 1})
    assert stated.programme.set_index("exercise")["times_per_week"].to_dict() == {
        "bear-rolls": 2.0,
        "down-dog": 1.0,
    }
    assert stated.assumptions == (
        "Target stated by the user: once a week for down-dog, where nothing was prescribed, "
        "from the client's first session of it.",
        "Target stated by the user: 2 times a week for each other exercise without a "
        "prescription, from the client's first session of it.",
    )


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
        "Target stated by the user: 3 times a week for each exercise without a prescription, "
        "from the client's first session of it.",
        "Target stated by the user: once a week for down-dog, where nothing was prescribed, "
        "from the client's first session of it.",
    )
    for own, scores in ((stated, "3"), (stated["Ann"], "1"), (stated[["Bob"]], "2")):
        scale, *others = own.assumptions
        assert scale.startswith(f"{scores} stiffness score")
        assert tuple(others) == targets


@pytest.mark.parametrize("times", [0, -1, float("nan"), 71])
def test_a_target_that_is_no_frequency(times: float) -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(
        ValueError, match=r"target for every exercise: .* a number above 0, at most"
    ):
        with_targets(log, per_week=times)
    with pytest.raises(ValueError, match="target for down-dog: "):
        with_targets(log, per_exercise={"down-dog": times})


def test_a_target_for_an_unknown_exercise_names_those_that_are_known() -> None:
    log = log_from_tables(sessions=done("2026-11-02"))
    with pytest.raises(
        ValueError, match=r"'handstand': this log has no such exercise; it has .*bear"
    ):
        with_targets(log, per_exercise={"handstand": 3})
