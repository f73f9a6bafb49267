"""The sample log: byte for byte what its maker writes, clean, and its nine stories in its rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_caseload import make_caseload

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.schema import TABLES
from mobility_analysis.measures.adherence import (
    adherence_definitions,
    overall_adherence,
    unprescribed_sessions,
)
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.movement import movement_checks
from mobility_analysis.measures.stiffness import stiffness_change
from mobility_analysis.sample.make import make_sample_log, write_sample_log
from mobility_analysis.sample.people import PEOPLE, SAMPLE_END, SAMPLE_START

COMMITTED = Path(__file__).resolve().parent.parent / "data" / "sample"
NINE = ["Amira K", "Ben T", "Chloe R", "Dev P", "Elin S", "Farid M", "Grace O", "Hugh W", "Isla B"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return make_sample_log()


@pytest.fixture(scope="module")
def log(tables: dict[str, pd.DataFrame]) -> MobilityLog:
    return log_from_tables(**tables)


def test_committed_files_are_what_the_maker_writes(tmp_path: Path) -> None:
    write_sample_log(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in COMMITTED.glob("*.csv")}
    assert sorted(made) == [
        "checks.csv", "events.csv", "pauses.csv", "programme.csv", "sessions.csv", "stiffness.csv",
    ]  # fmt: skip
    assert made == committed


def test_command_writes_the_same_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mobility_analysis.sample.make", str(tmp_path / "log")]
    subprocess.run(command, check=True)
    for path in COMMITTED.glob("*.csv"):
        assert (tmp_path / "log" / path.name).read_bytes() == path.read_bytes()


def test_command_without_a_folder_says_how_it_is_used() -> None:
    command = [sys.executable, "-m", "mobility_analysis.sample.make"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (
        1,
        "usage: python -m mobility_analysis.sample.make FOLDER\n",
    )


def test_another_seed_gives_other_scores(tables: dict[str, pd.DataFrame]) -> None:
    other = make_sample_log(seed=1)["stiffness"]
    assert not other["score"].equals(tables["stiffness"]["score"])


def test_tables_have_the_columns_of_the_schema(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        # the made-up people write no sides of sessions, and nothing beside a check
        unused = {"sessions": ["side"], "checks": ["note", "logged_at"]}.get(name, [])
        known = [c.name for c in TABLES[name].columns_to_fill_in if c.name not in unused]
        assert list(table.columns) == known


def test_log_is_clean_and_ends_on_its_last_day(log: MobilityLog) -> None:
    assert log.problems.empty
    assert list(log.clients) == NINE
    assert log.as_of == pd.Timestamp(SAMPLE_END)
    for table in (log.sessions, log.stiffness):
        assert table["date"].between(SAMPLE_START, SAMPLE_END).all()


def test_scores_are_whole_and_half_points_that_resemble_the_day_before(log: MobilityLog) -> None:
    scores = log.stiffness["score"]
    assert scores.between(0, 10).all()
    assert (scores % 0.5 == 0).all()
    assert (scores % 1 == 0.5).any()
    dev = log.stiffness.loc[log.stiffness["client"] == "Dev P", "score"]
    assert (dev % 1 == 0).all()


def test_every_note_of_a_story_stands_in_the_log(tables: dict[str, pd.DataFrame]) -> None:
    written = set(tables["sessions"]["note"]) | set(tables["stiffness"]["note"])
    told = {text for person in PEOPLE for _, _, text in person.notes}
    assert written - {""} == told


def sessions_of(log: MobilityLog, client: str) -> pd.DataFrame:
    return log.sessions[log.sessions["client"] == client]


def day_values(log: MobilityLog, client: str) -> pd.Series:
    rated = log.stiffness[
        (log.stiffness["client"] == client) & (log.stiffness["moment"] != "after")
    ]
    return rated.groupby("date")["score"].mean()


def first_and_last_14_days(log: MobilityLog, client: str) -> tuple[float, float]:
    days = day_values(log, client)
    fortnight = pd.Timedelta(days=14)
    first, last = days[: days.index[0] + fortnight], days[log.as_of - fortnight :]
    return float(first.iloc[:-1].mean()), float(last.iloc[1:].mean())


def test_amira_improves_steadily(log: MobilityLog) -> None:
    first, last = first_and_last_14_days(log, "Amira K")
    assert first - last > 2
    by_month = day_values(log, "Amira K").groupby(pd.Grouper(freq="MS")).mean()
    assert np.diff(by_month.iloc[1:]).max() < 0.5


def test_ben_stops_just_after_getting_worse(log: MobilityLog) -> None:
    days = day_values(log, "Ben T")
    assert days.index[-1] <= pd.Timestamp("2026-10-11")
    assert sessions_of(log, "Ben T")["date"].max() <= pd.Timestamp("2026-10-11")
    assert days["2026-09-28":].mean() - days[:"2026-06-07"].mean() > 2


def test_chloe_does_everything_on_one_day_a_week(log: MobilityLog) -> None:
    mine = sessions_of(log, "Chloe R")
    prescribed = mine[(mine["exercise"] != "down-dog") & (mine["status"] == "done")]
    assert set(prescribed["date"].dt.day_name()) == {"Sunday"}
    # 3 exercises x 3 a week x 26 weeks = 234 due
    assert 0.8 < len(prescribed) / 234 < 0.95


def test_dev_does_only_the_easy_ones(log: MobilityLog) -> None:
    mine = sessions_of(log, "Dev P")
    done = mine[mine["status"] == "done"].groupby("exercise", observed=True).size()
    # due in 26 weeks: Down Dog 5 x 26 = 130, the others 3 x 26 = 78
    assert done["down-dog"] / 130 > 0.8
    assert done["overhead-opener"] / 78 > 0.8
    assert done["bear-rolls"] / 78 < 0.1
    assert done["bench-thoracic-spine"] / 78 < 0.2


def test_elin_is_worse_after_a_flare(log: MobilityLog) -> None:
    first, last = first_and_last_14_days(log, "Elin S")
    assert last - first > 2
    pause = log.pauses[log.pauses["client"] == "Elin S"].iloc[0]
    paused = sessions_of(log, "Elin S")["date"].between(pause["start"], pause["end"])
    assert sessions_of(log, "Elin S").loc[paused, "note"].tolist() == [
        "Tried a little although I was told to rest"
    ]
    pairs = log.stiffness[(log.stiffness["client"] == "Elin S") & log.stiffness["exercise"].notna()]
    by_moment = pairs.pivot_table(
        index="date", columns="moment", values="score", observed=True
    ).iloc[-5:]
    assert ((by_moment["after"] - by_moment["before"]) >= 2).sum() >= 3


def test_farid_has_three_programmes(log: MobilityLog) -> None:
    mine = log.programme[log.programme["client"] == "Farid M"]
    assert mine["start"].nunique() == 3
    assert (mine["weekdays"] == "Mon Wed Fri").sum() == 2


def test_grace_rates_and_logs_no_session(log: MobilityLog) -> None:
    assert sessions_of(log, "Grace O").empty
    assert len(day_values(log, "Grace O")) > 120


def test_hugh_moves_from_mornings_to_evenings(log: MobilityLog) -> None:
    mine = log.stiffness[log.stiffness["client"] == "Hugh W"]
    assert set(mine.loc[mine["date"] < "2026-08-24", "moment"]) == {"waking"}
    assert set(mine.loc[mine["date"] >= "2026-08-24", "moment"]) == {"evening"}
    first, last = first_and_last_14_days(log, "Hugh W")
    assert first - last > 2


def test_isla_has_nine_days(log: MobilityLog) -> None:
    days = day_values(log, "Isla B")
    assert (days.index[0], len(days)) == (pd.Timestamp("2026-11-14"), 9)


def test_log_shows_what_logs_hold(log: MobilityLog) -> None:
    assert set(log.sessions["status"]) == {"done", "partial", "skipped"}
    assert set(log.stiffness["moment"]) == {"waking", "before", "after", "evening", ""}
    assert {"3-4", "as needed"} <= set(log.programme["times_per_week_written"])
    assert log.sessions["logged_at"].notna().any()
    assert log.sessions["duration_min"].notna().any()
    assert log.sessions["load_kg"].notna().any()
    assert log.sessions["time"].notna().any()


def test_caseload_has_the_size_that_is_asked_for() -> None:
    tables = make_caseload(40, 26, n_exercises=8, n_phases=3)
    assert len(tables["programme"]) == 40 * 8 * 3
    assert len(tables["exercises"]) == 2
    assert tables["sessions"]["client"].nunique() == 40
    # often 4, kept 0.72 on average: 40 x 8 x 26 x 2.88 = 23,961 sessions expected
    assert 22_000 < len(tables["sessions"]) < 26_000


def test_caseload_prescriptions_of_an_exercise_follow_each_other() -> None:
    programme = make_caseload(2, 9, n_phases=2)["programme"]
    first, second = programme.iloc[0], programme.iloc[1]
    assert first["start"] == pd.Timestamp("2026-09-21")
    assert second["start"] == first["end"] + pd.Timedelta(days=1)
    assert pd.isna(second["end"])


def test_caseload_of_no_clients_has_no_rows() -> None:
    assert [len(table) for table in make_caseload(0, 4).values()] == [0, 0, 0, 0]


def test_caseload_is_a_clean_log() -> None:
    log = log_from_tables(**make_caseload(5, 8, n_exercises=7))
    assert log.problems.empty
    assert len(log.clients) == 5
    pd.testing.assert_frame_equal(make_caseload(5, 8)["sessions"], make_caseload(5, 8)["sessions"])


VERDICTS = {
    "Amira K": "lower",
    "Ben T": "not enough ratings",
    "Chloe R": "within own variation",
    "Dev P": "within own variation",
    "Elin S": "higher",
    "Farid M": "within own variation",
    "Grace O": "within own variation",
    "Hugh W": "not comparable",
    "Isla B": "not enough ratings",
}


def test_the_measures_tell_the_stories_of_stiffness(log: MobilityLog) -> None:
    change = stiffness_change(log).set_index("client")
    assert change["verdict"].to_dict() == VERDICTS
    ben = change.loc["Ben T"]
    assert ben["last_heard_mean"] - ben["baseline_mean"] >= 2


def test_the_measures_tell_the_stories_of_practice(log: MobilityLog) -> None:
    overall = overall_adherence(log).set_index(["client", "exercise"])
    assert overall.loc[("Dev P", "down-dog"), "band"] == "satisfactory"
    assert overall.loc[("Dev P", "bear-rolls"), "band"] == "low"
    assert set(overall.loc["Grace O", "band"]) == {"unknown"}
    assert overall.loc[("Amira K", "down-dog"), "band"] == "as needed"
    roller = overall.loc[("Chloe R", "foam-roller-overpressure")]
    assert roller["days_done"] * 2 < roller["done"]
    unprescribed = unprescribed_sessions(log)
    reasons = unprescribed.groupby("client", observed=True)["reason"].agg(set).to_dict()
    assert reasons == {
        "Chloe R": {"never prescribed"},
        "Elin S": {"paused"},
        "Farid M": {"before it starts", "after it ends"},
    }


def test_the_caseload_puts_first_who_a_physio_would(log: MobilityLog) -> None:
    reasons = caseload_review(log).set_index("client")["reasons"]
    assert reasons.index[:2].tolist() == ["Elin S", "Ben T"]
    assert "worse straight after" in reasons["Elin S"]
    assert reasons["Ben T"].startswith("worse when last heard; stopped logging")
    assert reasons["Amira K"] == ""


def test_the_definitions_of_adherence_differ_where_practice_comes_in_bursts(
    log: MobilityLog,
) -> None:
    definitions = adherence_definitions(log.for_client("Amira K"))
    assert definitions["adherence"].nunique() >= 3


def test_three_people_are_checked_one_better_one_within_error_one_with_sides_apart(
    log: MobilityLog,
) -> None:
    checks = movement_checks(log)
    assert sorted(set(checks["client"].astype("str"))) == ["Amira K", "Dev P", "Farid M"]
    assert log.checks["date"].between(SAMPLE_START, SAMPLE_END).all()
    of = {str(client): own for client, own in checks.groupby("client", observed=True)}
    amira = of["Amira K"].set_index(["test", "side"])["verdict"]
    assert amira["seated-rotation", "left"] == "better"
    assert set(of["Farid M"]["verdict"]) == {"within measurement error"}
    assert not of["Farid M"]["is_sides_differ"].any()
    assert set(of["Dev P"]["verdict"]) == {"within measurement error"}
    assert of["Dev P"]["is_sides_differ"].all()
    assert not any("movement worse" in reasons for reasons in caseload_review(log)["reasons"])
