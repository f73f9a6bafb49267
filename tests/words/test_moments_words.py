"""Where weeks change from some moments of the day to others, in words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mobility_analysis.words.moments import NOT_JOINED, moments_words, when_words


def weeks(*moments: str) -> pd.DataFrame:
    """Weeks in a row from Monday 1 June 2026; "" has no mean, "-" has no row."""
    mondays = pd.date_range("2026-06-01", periods=len(moments), freq="7D")
    table = pd.DataFrame({"week_start": mondays, "moments": moments, "score_mean": 5.0})
    table.loc[table["moments"] == "", "score_mean"] = math.nan
    return table[table["moments"] != "-"]


W, E = "waking", "evening"


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        ((), ""),
        ((W, W, W), ""),
        ((W, W, E, E), "rated on waking until 14 Jun 2026, in the evening since: not joined"),
        ((W, E), "rated on waking until 7 Jun 2026, in the evening since: not joined"),
        # weeks without a mean, or without a row, between: the line has nothing there
        ((W, W, "", "-", E, E),
         "rated on waking until 14 Jun 2026, in the evening from 29 Jun 2026: not joined"),
        # one week in which waking gives way
        ((W, W, f"{W}; {E}", E, E),
         "rated on waking until 14 Jun 2026, in the evening from 22 Jun 2026: not joined"),
        ((W, W, f"{W}; {E}", f"{W}; {E}"),
         "rated on waking until 14 Jun 2026, on waking and in the evening since: not joined"),
        ((W, W, E, E, W, W), NOT_JOINED),
        ((W, W, E, W, W), NOT_JOINED),
        ((W, E, W), NOT_JOINED),
    ],
)  # fmt: skip
def test_a_change_of_moments_is_said_with_its_dates(moments: tuple[str, ...], said: str) -> None:
    assert moments_words(weeks(*moments)) == said


def test_every_moment_has_words() -> None:
    assert when_words("waking; before; evening; unstated") == (
        "on waking, before sessions, in the evening and at no stated moment"
    )
