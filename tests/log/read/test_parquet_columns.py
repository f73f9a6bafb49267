"""Columns beside a table's own in Parquet: what they say counts as it does in a text file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from held_parts import assert_same

from mobility_analysis.log import DataError, load_log

N = 4


def logs(tmp_path: Path, beside: dict[str, Any]) -> tuple[Path, Path]:
    """Write the same sessions, with columns beside, as CSV and as Parquet."""
    rows = {
        "client": ["ana", "ana", "ben", "ben"],
        "date": [f"2026-11-0{day}" for day in range(2, 2 + N)],
        "exercise": ["down-dog"] * N,
        "load_kg": ["5"] * N,
    }
    csv, parquet = tmp_path / "csv", tmp_path / "parquet"
    csv.mkdir()
    parquet.mkdir()
    pd.DataFrame(rows | beside).to_csv(csv / "sessions.csv", index=False)
    pd.DataFrame(rows | beside).to_parquet(parquet / "sessions.parquet")
    return csv, parquet


@pytest.mark.parametrize(
    ("beside", "column", "expected"),
    [
        ({"did it": ["yes", "no", "yes", "yes"]}, "status", ["done", "skipped", "done", "done"]),
        ({"did it": [True, False, True, True]}, "status", ["done", "skipped", "done", "done"]),
        ({"completed": [1, 0, 1, 1]}, "status", ["done", "skipped", "done", "done"]),
        ({"unit": ["kg", "lbs", "kg", "kg"]}, "load_kg", [5, 2.27, 5, 5]),
        ({"room": ["a", "b", "a", None]}, "status", ["done"] * N),
    ],
)
def test_a_column_beside_means_what_it_means_in_a_text_file(
    tmp_path: Path, beside: dict[str, Any], column: str, expected: list[Any]
) -> None:
    csv, parquet = logs(tmp_path, beside)
    assert load_log(parquet).sessions[column].tolist() == expected
    pd.testing.assert_frame_equal(load_log(parquet).sessions, load_log(csv).sessions)
    assert_same(parquet)


def test_rows_of_several_body_sites_are_refused(tmp_path: Path) -> None:
    csv, parquet = logs(tmp_path, {"body site": ["neck", "knee", "knee", "neck"]})
    for log in (csv, parquet):
        with pytest.raises(DataError, match="expected rows of one body site"):
            load_log(log)


@pytest.mark.parametrize(
    "cells",
    [[b"\xff", b"a", b"", None], [[1], [2], [3], [4]], pd.to_timedelta([1, 2, 3, 4], unit="s")],
)
def test_a_column_of_what_no_sheet_holds_is_named(tmp_path: Path, cells: Any) -> None:
    _, parquet = logs(tmp_path, {"did it": cells})
    log = load_log(parquet)
    assert log.sessions["status"].tolist() == ["done"] * N
    assert "left out" in log.remarks.set_index("column").loc["did it", "repair"]
