"""Months: of days for stiffness, of whole weeks for practice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.measures.adherence import overall_adherence
from mobility_analysis.measures.adherence.weekly import monthly_adherence
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.sample.make import make_sample_log


def test_a_month_has_a_mean_from_fourteen_rated_days_on() -> None:
    days = pd.date_range("2026-01-18", periods=27)  # 14 days of January, 13 of February
    log = log_from_tables(
        stiffness=[{"client": "ana", "date": str(d.date()), "score": 4 + (d.day % 2)} for d in days]
    )
    table = monthly_stiffness(log)
    # January 18 to 31: seven even days of 4 and seven odd of 5
    assert table["n_days"].tolist() == [14, 13]
    np.testing.assert_array_equal(table["score_mean"], [4.5, np.nan])
    assert table["score_worst"].tolist() == [5.0, 5.0]


def test_a_week_stands_whole_in_the_month_of_its_monday() -> None:
    log = log_from_tables(
        programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-09-28",
                    "times_per_week": "3"}],
        sessions=[{"client": "ana", "date": f"2026-10-0{day}", "exercise": "down-dog"}
                  for day in (1, 2, 6)],
        as_of="2026-10-18",
    )  # fmt: skip
    table = monthly_adherence(log)
    # week of 28 Sep: 2 of 3; weeks of 5 and 12 Oct: 1 of 3 and 0 of 3
    assert [str(month.date()) for month in table["month_start"]] == ["2026-09-01", "2026-10-01"]
    assert table["n_weeks"].tolist() == [1, 2]
    assert table["prescribed"].tolist() == [3.0, 6.0]
    assert table["done"].tolist() == [2, 1]
    assert table["state"].tolist() == ["some done", "some done"]


def test_months_add_up_to_the_whole() -> None:
    log = log_from_tables(**make_sample_log())
    sums = monthly_adherence(log).groupby(["client", "exercise"], observed=True)["counted"].sum()
    whole = overall_adherence(log).set_index(["client", "exercise"])["counted"]
    pd.testing.assert_series_equal(
        sums.sort_index(), whole.fillna(0).sort_index(), check_names=False, check_index_type=False
    )


def test_an_empty_log_has_the_same_columns() -> None:
    empty, full = log_from_tables(), log_from_tables(**make_sample_log())
    for measure in (monthly_stiffness, monthly_adherence):
        assert measure(empty).empty
        assert measure(empty).drop(columns=["client"]).columns.tolist() == [
            name for name in measure(full).columns if name != "client"
        ]
        assert measure(empty)["month_start"].dtype == measure(full)["month_start"].dtype


@pytest.mark.filterwarnings("error")
def test_the_months_of_a_real_diary_are_the_plain_means_of_their_days(real_files: Path) -> None:
    log = load_log(real_files / "knee-diary")
    table = monthly_stiffness(log).set_index("month_start")
    rows = pd.read_csv(real_files / "knee-diary" / "stiffness.csv", parse_dates=["date"])
    by_day = rows.groupby("date")["score"].mean()
    march = by_day[(by_day.index.year == 2018) & (by_day.index.month == 3)]
    assert table.loc["2018-03-01", "n_days"] == len(march) == 31
    assert table.loc["2018-03-01", "score_mean"] == pytest.approx(march.mean())
