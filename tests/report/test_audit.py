"""Sums for an audit: right, and none that tells of a few people."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import log_from_tables
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.targets import with_stated_targets
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.report.audit import FEWEST, _hidden, audit_html, audit_table

AS_OF = "2026-11-22"  # a Sunday


def log_of(n: int, *, rated: int = 0, overhead: int = 0) -> MobilityLog:
    """Clients who did 2 of 4 sessions a week for 4 weeks; of some more is known."""
    names = [f"client {number:03}" for number in range(1, n + 1)]
    programme = [
        {"client": name, "exercise": "bear-rolls", "start": "2026-10-26", "times_per_week": "4"}
        for name in names
    ]
    programme += [
        {"client": name, "exercise": "overhead-opener", "start": "2026-10-26", "times_per_week": 1}
        for name in names[:overhead]
    ]
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-10-26", AS_OF) if day.weekday() < 2]
    sessions = [
        {"client": name, "date": day, "exercise": "bear-rolls"} for name in names for day in days
    ]
    stiffness = [{"client": name, "date": "2026-11-20", "score": 4} for name in names[:rated]]
    stiffness += [{"client": name, "date": "2026-10-01", "score": 4} for name in names[rated:-1]]
    return log_from_tables(programme=programme, sessions=sessions, stiffness=stiffness, as_of=AS_OF)


def audit_of(log: MobilityLog) -> pd.DataFrame:
    options = options_for(log)
    return audit_table(log, review_table(log, options), options).set_index(["measure", "group"])


def test_the_sums_are_those_worked_by_hand() -> None:
    table = audit_of(log_of(20, rated=10, overhead=5))
    assert table.loc[("clients", ""), "clients"] == 20
    assert table.loc[("rated in the last 28 days", ""), "clients"] == 10
    practice = table.loc["practice, last 28 days"]
    # bear rolls: 20 clients x 4 weeks x 4, half done; overhead opener: 5 x 4 x 1, none done
    assert practice.loc["all exercises", ["clients", "counted", "prescribed"]].tolist() == [
        20, 160, 340,
    ]  # fmt: skip
    assert practice.loc["all exercises", "adherence"] == pytest.approx(160 / 340)
    assert practice.loc["thoracic rotation", ["clients", "counted", "prescribed"]].tolist() == [
        20, 160, 320,
    ]  # fmt: skip
    assert practice.loc["overhead", ["clients", "counted", "prescribed"]].tolist() == [5, 0, 20]
    assert table.loc["verdict on stiffness", "clients"].sum() == 0  # of 19 and 1, none is shown


def with_plans_of_days(log: MobilityLog, n: int) -> MobilityLog:
    """Let the first clients have a plan of 3 practice days a week in place of a programme."""
    of_a_plan = {f"client {number:03}" for number in range(1, n + 1)}
    prescribed = log.programme[~log.programme["client"].astype("str").isin(of_a_plan)]
    return with_stated_targets(replace(log, programme=prescribed), per_week=3)


def test_days_of_a_plan_are_not_added_to_sessions() -> None:
    table = audit_of(with_plans_of_days(log_of(16), 6))
    practice = table.loc["practice, last 28 days"]
    # 10 clients x 4 weeks: 2 of 4 sessions; 6 clients x 4 weeks: 2 of 3 days
    sums = practice[["clients", "counted", "prescribed"]]
    assert sums.loc["all exercises"].tolist() == [10, 80, 160]
    assert sums.loc["practice days, of a plan of days"].tolist() == [6, 48, 72]
    assert sums.loc["thoracic rotation"].tolist() == [10, 80, 160]
    page = audit_html(table.reset_index(), as_of=pd.Timestamp(AS_OF))
    assert "Practice days, of a plan of days</bdi></th><td>6</td><td>48 of 72</td>" in page


def test_two_numbers_of_clients_do_not_tell_how_few_logged_nothing() -> None:
    log = log_of(16)
    kept = log.sessions[log.sessions["client"].astype("str") != "client 016"]
    practice = audit_of(with_plans_of_days(replace(log, sessions=kept), 5)).loc[
        "practice, last 28 days"
    ]
    shown = practice.loc[["all exercises", "practice days, of a plan of days"]]
    assert shown["counted"].tolist() == [80, 40]
    assert shown["clients"].isna().all()  # 10 and 5 of 16


def test_where_all_have_a_plan_of_days_nothing_is_said_to_be_hidden() -> None:
    log = with_plans_of_days(log_of(8), 8)
    practice = audit_of(log).loc["practice, last 28 days"]
    assert practice["clients"].to_dict() == {"practice days, of a plan of days": 8}


def test_an_area_may_have_the_name_of_a_row() -> None:
    log = log_of(12, overhead=5)
    is_opener = log.exercises["exercise"] == "overhead-opener"
    areas = log.exercises["focus_areas"].mask(is_opener, "all exercises")
    table = audit_of(replace(log, exercises=log.exercises.assign(focus_areas=areas)))
    practice = table.loc["practice, last 28 days"]
    assert practice.loc["all exercises", "clients"].tolist() == [12, 5]
    assert practice.loc["thoracic rotation", "clients"] == 12


def test_practice_of_who_never_logged_a_session_is_unknown_not_0() -> None:
    log = log_of(20)
    gone = {f"client {number:03}" for number in range(1, 9)}
    kept = log.sessions[~log.sessions["client"].astype("str").isin(gone)]
    practice = audit_of(replace(log, sessions=kept)).loc["practice, last 28 days"]
    # 12 clients x 4 weeks x 4, half done; of 8 nothing is known
    assert practice.loc["all exercises", ["clients", "counted", "prescribed"]].tolist() == [
        12, 96, 192,
    ]  # fmt: skip


def test_no_number_tells_how_few_do_not_train_an_area() -> None:
    table = audit_of(log_of(20, overhead=18))
    area = table.loc[("practice, last 28 days", "overhead")]
    assert not area["is_shown"]  # 2 of 20 do not: what they did is all of it but this
    assert area[["clients", "counted", "prescribed"]].isna().all()


def test_how_few_logged_nothing_cannot_be_told_from_sums_of_the_others() -> None:
    log = log_of(20)
    kept = log.sessions[log.sessions["client"].astype("str") != "client 001"]
    table = audit_of(replace(log, sessions=kept))
    practice = table.loc[("practice, last 28 days", "all exercises")]
    assert pd.isna(practice["clients"])
    assert practice[["counted", "prescribed"]].tolist() == [152, 304]
    page = audit_html(table.reset_index(), as_of=pd.Timestamp(AS_OF))
    assert "All exercises</bdi></th><td>not shown</td><td>152 of 304</td><td>50\xa0%</td>" in page


def test_a_sum_over_few_is_not_shown() -> None:
    table = audit_of(log_of(20, rated=18, overhead=4))
    few = table.loc[("practice, last 28 days", "overhead")]
    assert few[["clients", "counted", "prescribed", "adherence"]].isna().all()
    assert not few["is_shown"]
    # 18 of 20 rated: that 2 did not would be a small number
    assert not table.loc[("rated in the last 28 days", ""), "is_shown"]


def test_of_few_clients_nothing_is_shown() -> None:
    table = audit_of(log_of(4, rated=4))
    assert not table["is_shown"].any()
    assert table["clients"].isna().all()
    page = audit_html(table.reset_index(), as_of=pd.Timestamp(AS_OF))
    assert "There are fewer than 5 clients" in page


def test_the_page_says_the_table() -> None:
    table = audit_of(log_of(20, rated=10, overhead=4)).reset_index()
    page = audit_html(table, as_of=pd.Timestamp(AS_OF), stated=("Planned.",))
    assert "Sums over 20 clients, as of 22 Nov 2026. Nobody is named." in page
    assert "<td>160 of 336</td><td>47\xa0%</td>" in page  # cut, not rounded: 0.476
    assert "Overhead</bdi></th><td>not shown</td>" in page
    assert "Planned." in page
    assert "<script" not in page


def test_a_part_of_a_session_is_read_as_a_whole_number_as_everywhere() -> None:
    # To Saturday 21 November: 27 days of 4 a week, of which 20 clients did 2 in each week.
    log = replace(log_of(20, rated=10), as_of=pd.Timestamp("2026-11-21"))
    page = audit_html(audit_of(log).reset_index(), as_of=log.as_of)
    assert "<td>160 of about 309</td>" in page  # 20 x 4 x 27 / 7 = 308.6
    assert "308.6" not in page


PARTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1)


@given(PARTS)
def test_no_small_number_can_be_worked_out_from_the_whole(parts: dict[str, int]) -> None:
    hidden = _hidden(parts)
    shown = {group: number for group, number in parts.items() if group not in hidden}
    assert all(number == 0 or number >= FEWEST for number in shown.values())
    if hidden and len(hidden) < len(parts) and sum(shown.values()):
        left = sum(parts.values()) - sum(shown.values())  # what a reader can work out
        assert left >= FEWEST or not any(n >= FEWEST for n in shown.values())
        assert len(hidden) > 1 or not any(n >= FEWEST for n in shown.values())
