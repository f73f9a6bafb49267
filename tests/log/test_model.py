"""What a log says of itself, and what of it is handed out."""

from __future__ import annotations

import re
from importlib.metadata import version

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CLIENTS, Diary, build, diaries, part_of_the_examples

import mobility_analysis as ma

SCORES = [
    {"client": "Zoë <b>", "date": "2026-01-05", "score": 4},
    {"client": "A", "date": "2026-01-07", "score": 3},
    {"client": "A", "date": "2026-01-08", "score": 14},
]


def test_a_log_prints_whose_it_is_its_days_and_its_rows() -> None:
    log = ma.log_from_tables(stiffness=SCORES, on_problem="set aside")

    assert repr(log).splitlines() == [
        "MobilityLog",
        "  clients: 2 (A, Zoë <b>)",
        "  days: 2026-01-05 to 2026-01-07, looked at on 2026-01-07",
        "  tables: sessions 0, stiffness 2, programme 0, pauses 0, events 0",
        "  rows: 3 read = 2 used + 1 set aside",
    ]


def test_a_log_without_rows_prints_too() -> None:
    assert "clients: none\n  days: none\n" in repr(ma.log_from_tables())


def test_many_clients_are_named_in_part() -> None:
    rows = [{"client": f"c{n}", "date": "2026-01-05", "score": 4} for n in range(9)]

    assert "9 (c0, c1, c2, c3, c4, c5 and 3 more)" in repr(ma.log_from_tables(stiffness=rows))


def test_in_a_notebook_a_log_is_a_table_and_names_are_no_markup() -> None:
    html = ma.log_from_tables(stiffness=SCORES[:2])._repr_html_()

    assert "2 (A, Zoë &lt;b&gt;)" in html
    assert re.findall(r"<th[^>]*>(\w+)", html) == ["clients", "days", "tables", "rows"]


def test_one_client_and_several_are_taken_by_name() -> None:
    log = ma.log_from_tables(stiffness=SCORES, on_problem="set aside")

    assert log["A"].clients == ("A",)
    both = log[["Zoë <b>", "A"]]
    assert both.clients == ("A", "Zoë <b>")
    assert both.account["rows_set_aside"].tolist() == [1]
    assert log[[]].clients == ()


@pytest.mark.parametrize("asked", ["B", ["A", "B"]])
def test_a_client_who_is_not_there_is_named_with_those_who_are(asked: object) -> None:
    log = ma.log_from_tables(stiffness=SCORES[1:2])

    with pytest.raises(KeyError, match="no client 'B' in this log; it has A"):
        log[asked]  # type: ignore[index]


def test_what_a_problem_of_a_whole_table_quotes_does_not_reach_some_of_its_clients() -> None:
    rows = [{**row, "mood": "private words"} for row in SCORES]
    log = ma.log_from_tables(stiffness=rows, on_problem="set aside")
    assert "mood" in log.remarks.to_string()

    assert "private" not in log[["A"]].remarks.to_string()
    assert log[["A"]].problems["value"].tolist() == ["14"]


@part_of_the_examples(0.6)
@given(diaries(), st.sets(st.sampled_from(CLIENTS)))
def test_measures_of_some_clients_are_their_rows_of_all(diary: Diary, asked: set[str]) -> None:
    log = build(diary)
    chosen = [client for client in log.clients if client in asked]
    part = log[chosen]

    for measure in (ma.weekly_adherence, ma.overall_adherence, ma.daily_stiffness):
        whole = measure(log)
        expected = whole[whole["client"].isin(chosen)].reset_index(drop=True)
        got = measure(part)
        pd.testing.assert_frame_equal(got, expected, check_categorical=False)
    assert part.as_of == log.as_of or not log.clients


def test_the_version_is_that_of_the_package() -> None:
    assert ma.__version__ == version("mobility-analysis")
