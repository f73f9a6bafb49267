"""Why this number: the sums behind a week, and the days behind two means."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.adherence import weekly_adherence
from mobility_analysis.measures.stiffness import stiffness_change
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.notebook.why import (
    describe_week,
    exercise_and_week,
    week_rows,
    window_days,
)
from mobility_analysis.report.page.tables import programme_table
from mobility_analysis.sample.make import make_sample_log

MONDAY = pd.Timestamp("2026-11-09")


def ann(programme: list[dict[str, object]], *, n_done: int = 0, **more: object) -> MobilityLog:
    days = pd.date_range(MONDAY, periods=n_done).strftime("%Y-%m-%d")
    return log_from_tables(
        sessions=[{"client": "Ann", "date": day, "exercise": "down-dog"} for day in days],
        programme=[{"client": "Ann", "exercise": "down-dog", **row} for row in programme],
        as_of="2026-11-22",
        **more,
    )


def test_a_prescription_changed_mid_week_is_said_as_a_sum() -> None:
    # 3 a week on Mon to Wed: 3 x 3/7; 2 a week on Thu to Sun: 2 x 4/7; together 17/7 = 2.43
    log = ann(
        [
            {"start": "2026-11-02", "end": "2026-11-11", "times_per_week": "3-4"},
            {"start": "2026-11-12", "times_per_week": "2"},
        ],
        n_done=3,
    )
    assert describe_week(log, "down-dog", MONDAY) == (
        "Down Dog, week of 9 to 15 Nov 2026. Prescribed: 3 a week (written 3-4: the lower end "
        "counts) on 3 of 7 days (to 11 Nov 2026) and 2 a week on 4 of 7 days (from 12 Nov 2026), "
        "so 2.43. Done: 3. Counted: 3, the smaller of what was done and 3 (2.43 rounded up)."
    )


@pytest.mark.parametrize("written", ["3-4", "3 to 4", "3 – 4"])
def test_a_span_is_said_however_it_was_written(written: str) -> None:
    log = ann([{"start": "2026-11-02", "times_per_week": written}])
    said = f"Prescribed: 3 a week (written {written}: the lower end counts) on 7 of 7 days, so 3."
    assert said in describe_week(log, "down-dog", MONDAY)
    (row,) = programme_table(client_contents(log, "Ann")).rows
    assert row[1] == f"{written} times a week (counted as 3 a week)"


def test_weekdays_count_the_named_days() -> None:
    log = ann([{"start": "2026-11-10", "weekdays": "Mon Wed Fri"}], n_done=1)
    assert describe_week(log, "down-dog", MONDAY) == (
        "Down Dog, week of 9 to 15 Nov 2026. Prescribed: each Mon Wed Fri on 6 of 7 days (2 of "
        "them due), so 2. Done: 0. Counted: 0, the smaller of both. 1 session logged outside the "
        "programme (before it starts): not counted."
    )


def test_as_needed_has_no_number() -> None:
    log = ann([{"start": "2026-11-02", "times_per_week": "as needed"}], n_done=1)
    assert describe_week(log, "down-dog", MONDAY) == (
        "Down Dog, week of 9 to 15 Nov 2026. Without a number prescribed: 1 session done."
    )


def test_a_paused_week_has_nothing_due() -> None:
    log = ann(
        [{"start": "2026-11-02", "times_per_week": "3"}],
        pauses=[{"client": "Ann", "start": "2026-11-09", "end": "2026-11-15", "reason": "flu"}],
    )
    assert "Prescribed: 0, since every day of the prescription was paused." in describe_week(
        log, "down-dog", MONDAY
    )


def test_a_week_outside_the_programme_is_said_to_be() -> None:
    log = ann([{"start": "2026-11-16", "times_per_week": "3"}], n_done=1)
    assert describe_week(log, "down-dog", MONDAY) == (
        "Down Dog, week of 9 to 15 Nov 2026. Not prescribed in this week. 1 session logged outside "
        "the programme (before it starts): not counted."
    )
    assert week_rows(log, "down-dog", MONDAY)["date"].tolist() == [MONDAY]


def test_the_first_choice_is_the_lowest_share_and_the_newest_whole_week() -> None:
    log = log_from_tables(**make_sample_log()).for_client("Dev P")
    assert exercise_and_week(log) == ("bear-rolls", pd.Timestamp("2026-11-16"))
    assert exercise_and_week(log, exercise="down-dog", week="2026-11-12") == ("down-dog", MONDAY)


def test_an_exercise_that_is_not_there_is_named_with_those_that_are() -> None:
    log = ann([{"start": "2026-11-02", "times_per_week": "3"}])
    with pytest.raises(ValueError, match=r"no exercise 'plank'; there are Down Dog \(down-dog\)"):
        exercise_and_week(log, exercise="plank")
    with pytest.raises(ValueError, match=r"Did you mean 'Down Dog' \(down-dog\)\?$"):
        exercise_and_week(log, exercise="Down dogg")
    with pytest.raises(ValueError, match="no exercise 'Bear Rolls'; there are Down Dog"):
        exercise_and_week(log, exercise="Bear Rolls")  # known, but not this client's


@pytest.mark.parametrize("written", ["Bear Rolls", "bear-rolls", "BEAR  ROLLS", "bear_roll"])
def test_an_exercise_may_be_named_as_people_call_it(written: str) -> None:
    mine = log_from_tables(**make_sample_log()).for_client("Amira K")
    assert exercise_and_week(mine, exercise=written)[0] == "bear-rolls"


def test_an_exercise_of_the_log_is_found_by_its_own_name_and_alias() -> None:
    own = {"exercise": "mt-bike", "name": "Mountain bike", "focus_areas": "legs", "aliases": "MTB"}
    log = log_from_tables(sessions=[{"date": "2026-11-02", "exercise": "mt-bike"}], exercises=[own])
    assert exercise_and_week(log, exercise="mtb")[0] == "mt-bike"
    assert exercise_and_week(log, exercise="Mountain Bike")[0] == "mt-bike"


def test_a_log_without_an_exercise_says_that_there_is_no_week() -> None:
    log = log_from_tables(stiffness=[{"date": "2026-11-02", "score": 3}])
    exercise, week = exercise_and_week(log)
    assert (exercise, pd.isna(week)) == ("", True)
    assert describe_week(log, exercise, week) == "There is no week of any exercise to look into."
    assert week_rows(log, exercise, week).empty


@pytest.mark.parametrize(
    "programme", [[], [{"start": "2026-11-02", "times_per_week": "as needed"}],
                  [{"start": "2026-11-02", "times_per_week": "3"}]],
)  # fmt: skip
@pytest.mark.parametrize(
    ("as_of", "monday"),
    # Sunday 22 Nov ends the week of the 16th; on the Saturday before it, and on the Monday after
    # it, another week runs and the newest whole one is the one before.
    [("2026-11-21", "2026-11-09"), ("2026-11-22", "2026-11-16"), ("2026-11-23", "2026-11-16")],
)
def test_the_newest_whole_week_is_over(
    programme: list[dict[str, object]], as_of: str, monday: str
) -> None:
    days = pd.date_range("2026-11-02", as_of).strftime("%Y-%m-%d")
    log = log_from_tables(
        sessions=[{"client": "Ann", "date": day, "exercise": "down-dog"} for day in days],
        programme=[{"client": "Ann", "exercise": "down-dog", **row} for row in programme],
        as_of=as_of,
    )
    assert exercise_and_week(log)[1] == pd.Timestamp(monday)


def test_a_week_that_runs_is_called_so_where_no_week_is_over() -> None:
    rows = [{"client": "Ann", "date": "2026-11-17", "exercise": "down-dog"}]
    log = log_from_tables(sessions=rows, as_of="2026-11-18")
    exercise, week = exercise_and_week(log)
    assert week == pd.Timestamp("2026-11-16")
    assert describe_week(log, exercise, week).startswith(
        "Down Dog, week of 16 to 22 Nov 2026, to 18 Nov 2026: this week is not over."
    )


def test_without_a_programme_the_exercise_done_most_is_looked_at_first() -> None:
    done = ["bear-rolls", "down-dog", "down-dog"]
    rows = [{"date": f"2026-11-0{n}", "exercise": key} for n, key in enumerate(done, start=2)]
    assert exercise_and_week(log_from_tables(sessions=rows))[0] == "down-dog"


@pytest.mark.parametrize("written", ["03/11/2026", "26-11-03"])
def test_a_week_that_can_be_two_is_refused(written: str) -> None:
    log = ann([{"start": "2026-11-02", "times_per_week": "3"}], n_done=1)
    with pytest.raises(ValueError, match=r"WEEK.*3 November 2026") as refused:
        exercise_and_week(log, week=written)
    assert "11 March 2026" in str(refused.value) or "26 November 2003" in str(refused.value)
    assert exercise_and_week(log, week="Wed 11 Nov 2026")[1] == MONDAY


def test_every_week_of_the_sample_says_the_number_of_its_table() -> None:
    log = log_from_tables(**make_sample_log())
    mine = log.for_client("Elin S")
    weekly = weekly_adherence(mine)
    for row in weekly.iloc[::9].itertuples():
        said = describe_week(mine, str(row.exercise), row.week_start)
        due = f"{row.prescribed:.2f}".rstrip("0").rstrip(".")
        assert f"so {due}." in said or f"Prescribed: {due}, since every day" in said


@pytest.mark.parametrize("client", ["Amira K", "Elin S", "Farid M", "Isla B"])
def test_the_days_behind_the_two_means_have_those_means(client: str) -> None:
    mine = log_from_tables(**make_sample_log()).for_client(client)
    change = stiffness_change(mine)
    means = window_days(mine, change).groupby("window")["score_mean"].mean()
    if client == "Isla B":  # nine days: no windows yet
        assert means.empty
        return
    assert means["first days"] == pytest.approx(change["baseline_mean"].iloc[0])
    assert means["last days"] == pytest.approx(change["recent_mean"].iloc[0])


def test_no_ratings_give_no_days_with_the_same_columns() -> None:
    log = ann([{"start": "2026-11-02", "times_per_week": "3"}], n_done=1)
    days = window_days(log, stiffness_change(log))
    assert days.empty
    assert list(days) == ["window", "date", "n_ratings", "score_mean", "score_worst"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (
            ["soon", "later"],
            "so 3. In this log, no session could be read (2 rows not read): practice is unknown.",
        ),
        (
            ["2026-11-10", "later"],
            "so 3. Done: 1. Counted: 1, the smaller of both; 1 row not read.",
        ),
    ],
)
def test_a_week_says_what_could_not_be_read(dates: list[str], said: str) -> None:
    log = log_from_tables(
        sessions=[{"client": "Ann", "date": date, "exercise": "down-dog"} for date in dates],
        programme=[
            {
                "client": "Ann",
                "exercise": "down-dog",
                "start": "2026-11-02",
                "times_per_week": "3",
            }
        ],
        as_of="2026-11-22",
        on_problem="set aside",
    )
    assert describe_week(log, "down-dog", MONDAY) == (
        "Down Dog, week of 9 to 15 Nov 2026. Prescribed: 3 a week on 7 of 7 days, " + said
    )
    gone = describe_week(log, "bear-rolls", MONDAY)
    assert re.search(r"Not prescribed in this week; \d rows? not read\.$", gone)
