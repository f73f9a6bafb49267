"""A chart or sentence that is given another table, or a log, says so in one sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import mobility_analysis as ma
from mobility_analysis.measures.adherence.weekly import monthly_adherence
from mobility_analysis.measures.stiffness.days import monthly_stiffness
from mobility_analysis.words.arguments import COLUMNS

LOG = ma.log_from_tables(
    programme=[
        {"client": "ana", "exercise": "down-dog", "start": "2026-11-02", "times_per_week": "3"}
    ],
    sessions=[
        {"client": client, "date": "2026-11-02", "exercise": "down-dog"}
        for client in ("ana", "ben", "cy", "di", "eve")
    ],
    stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4}],
)


def made(kind: str) -> pd.DataFrame:
    """The table of a measure or log, by its name in ``COLUMNS``."""
    if kind.endswith(" of a log"):
        table: pd.DataFrame = getattr(LOG, kind.split(maxsplit=1)[0])
        return table
    measure, _, by = kind.partition(" by ")
    if by:
        return ma.overall_adherence(LOG, by=by.replace(" ", "_"))  # type: ignore[arg-type]
    months = {"monthly_adherence": monthly_adherence, "monthly_stiffness": monthly_stiffness}
    measures: Callable[[ma.MobilityLog], pd.DataFrame] = months.get(measure) or getattr(ma, measure)
    return measures(LOG)


def tables_of(function: Callable[..., Any]) -> list[str]:
    """The arguments of a function that are tables."""
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if "DataFrame" in str(p.annotation)]


GIVEN = [
    (name, table)
    for name in sorted(ma.__all__)
    if name.startswith(("plot_", "describe_"))
    for table in tables_of(getattr(ma, name))
]


def refused(name: str, **arguments: object) -> str:
    """What the refusal of an argument says."""
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(ma, name)(**arguments)
    return str(caught.value)


def test_every_chart_and_sentence_on_tables_is_asked() -> None:
    assert len({name for name, _ in GIVEN if name.startswith("plot_")}) == 14
    assert len({name for name, _ in GIVEN}) == 33
    assert len(GIVEN) == 60


@pytest.mark.parametrize(("name", "table"), GIVEN)
def test_a_log_is_no_table(name: str, table: str) -> None:
    said = refused(name, **{table: LOG})
    assert said.startswith(f"{name} needs the table of ")
    assert "this is a log: " in said


@pytest.mark.parametrize(("name", "table"), GIVEN)
def test_nor_is_a_list(name: str, table: str) -> None:
    assert refused(name, **{table: [4, 5]}).endswith("; this is a list")


@pytest.mark.parametrize(("name", "table"), GIVEN)
def test_another_table_is_named(name: str, table: str) -> None:
    other = "programme of a log"  # no chart and no sentence takes it
    said = refused(name, **{table: made(other)})
    assert said.startswith(f"{name} needs the table of ")
    assert "; this one lacks " in said
    assert said.endswith(": it looks like the table of programme of a log")


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_table_is_known_by_its_columns(kind: str) -> None:
    is_daily = kind == "daily_stiffness"
    function, argument = ("describe_trend", "change") if is_daily else ("plot_stiffness", "daily")
    assert refused(function, **{argument: made(kind)}).endswith(f"the table of {kind}")


def test_the_sentence_says_which_is_needed_what_is_missing_and_what_it_is() -> None:
    assert refused("plot_stiffness", daily=ma.weekly_adherence(LOG["ana"])) == (
        "plot_stiffness needs the table of daily_stiffness as its first argument (columns client, "
        "date, score_mean); this one lacks date and score_mean: it looks like the table of "
        "weekly_adherence"
    )
    assert refused("plot_stiffness", daily=LOG) == (
        "plot_stiffness needs the table of daily_stiffness as its first argument (columns client, "
        "date, score_mean); this is a log: pass daily_stiffness(log)"
    )


def test_weeks_by_exercise_are_not_the_weeks_of_all_together() -> None:
    """They have every column needed, but a row an exercise: a bar would be one of them alone."""
    said = refused("plot_practice_and_stiffness", practice=ma.weekly_adherence(LOG["ana"]))
    assert said.endswith("; this one looks like the table of weekly_adherence")
    said = refused("describe_recent_practice", recent=ma.overall_adherence(LOG["ana"]))
    assert said.endswith("; this one looks like the table of overall_adherence by exercise")


def test_a_table_like_none_is_told_what_it_lacks() -> None:
    said = refused("describe_trend", change=pd.DataFrame({"client": ["ana"]}))
    assert said.endswith(
        "this one lacks baseline_start, recent_start, baseline_mean, recent_mean and verdict"
    )


def test_a_sentence_on_one_client_is_not_said_of_five() -> None:
    assert refused("describe_practice_calendar", daily_practice=ma.daily_practice(LOG)) == (
        "describe_practice_calendar is about one client, but these tables hold ana, ben, cy and "
        "2 more: pass the rows of one of them, such as the tables of log['ana']"
    )


def test_a_caseload_is_of_several() -> None:
    assert ma.describe_caseload(ma.caseload_review(LOG)).startswith("5 clients")
