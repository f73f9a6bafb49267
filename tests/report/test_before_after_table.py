"""The table of pairs on the HTML page: nothing in it twice."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.report.page.tables import before_after_table
from tests.page_logs import contents_of_variant, with_tables

PAIRS = pd.DataFrame(
    {
        "client": "A",
        "exercise": [pd.NA, "down-dog", "bear-rolls"],
        "n_pairs": [5, 3, 2],
        "n_better": [3, 2, 1],
        "n_same": [1, 1, 0],
        "n_worse": [1, 0, 1],
    }
)


def names_of(pairs: pd.DataFrame) -> list[str]:
    contents = with_tables(contents_of_variant("26 weeks"), before_after=pairs)
    return [row[0].replace("\u00a0", " ") for row in before_after_table(contents).rows]


def test_all_pairs_are_counted_beside_several_exercises() -> None:
    assert names_of(PAIRS) == ["all pairs", "Down Dog", "Bear Rolls"]


def test_one_exercise_that_has_all_pairs_is_one_row() -> None:
    assert names_of(PAIRS.iloc[:2].assign(n_pairs=3)) == ["Down Dog"]


def test_all_pairs_stay_beside_one_exercise_that_has_some() -> None:
    assert names_of(PAIRS.iloc[:2]) == ["all pairs", "Down Dog"]
