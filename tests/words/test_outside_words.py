"""What stands outside the programme, in a sentence: how often, why, and how much of it lately."""

from __future__ import annotations

import pandas as pd
import pytest

from mobility_analysis.words.titles.outside import outside_words
from tests.diaries import has_no_forbidden

FIRST = pd.Timestamp("2026-10-26")
HEAD = "Outside the programme and in no other figure: "


def outside(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["date", "status", "reason"])
    return table.assign(date=pd.to_datetime(table["date"]))


OLD, NEW = ("2026-10-01", "done", "paused"), ("2026-10-26", "done", "paused")
IN_PART = ("2026-11-20", "partial", "never prescribed")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([NEW], "1 session done, paused; in the last 4 weeks."),
        ([OLD], "1 session done, paused; not in the last 4 weeks."),
        ([OLD, NEW], "2 sessions done, paused; 1 of them in the last 4 weeks."),
        (
            [OLD, NEW, IN_PART],
            "3 sessions (2 done, 1 in part), never prescribed or paused; 2 (1 done) of them in the "
            "last 4 weeks.",
        ),
        ([IN_PART], "1 session in part, never prescribed; in the last 4 weeks."),
        ([OLD, OLD], "2 sessions done, paused; none of them in the last 4 weeks."),
        ([NEW, NEW], "2 sessions done, paused; all of them in the last 4 weeks."),
    ],
)
def test_sessions_are_counted_by_status_with_their_reasons(
    rows: list[tuple[str, str, str]], said: str
) -> None:
    words = outside_words(outside(*rows), FIRST)
    assert words == HEAD + said
    assert has_no_forbidden(words)


def test_of_a_log_of_these_weeks_alone_nothing_is_said_of_others() -> None:
    assert outside_words(outside(NEW), None) == f"{HEAD}1 session done, paused."


def test_nothing_is_said_where_nothing_stands_outside() -> None:
    assert outside_words(outside().astype({"date": "datetime64[us]"}), FIRST) == ""
