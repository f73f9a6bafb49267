"""What people really have, and what was known of it beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from mobility_analysis.log import load_log
from mobility_analysis.log.read.files import read_sheets

HOSTILE = (
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
    "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
)  # fmt: skip


def test_the_knee_diary(real_files: Path) -> None:
    log = load_log(real_files / "knee-diary")
    assert log.clients == ("knee-diary",)  # no table names a client: the folder does
    assert log.as_of == pd.Timestamp("2023-11-12")
    assert dict(zip(log.account["table"], log.account["rows_used"], strict=True)) == {
        "sessions": 2448, "stiffness": 2911, "exercises": 22,
    }  # fmt: skip
    assert int((log.sessions["exercise"] == "walk").sum()) == 1382
    yearly = log.stiffness.groupby(log.stiffness["date"].dt.year)["score"].agg(["mean", "size"])
    assert [round(yearly.loc[2016, "mean"], 3), yearly.loc[2016, "size"]] == [3.279, 366]
    assert [round(yearly.loc[2020, "mean"], 3), yearly.loc[2020, "size"]] == [2.924, 367]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cells_are_read_as_they_are(real_files: Path, name: str) -> None:
    folder = real_files / "hostile-csv"
    header, *rows = [row for row in read_sheets(folder / f"{name}.csv")[0].rows if row]
    found = [dict(zip(header, row, strict=True)) for row in rows]
    expected = json.loads((folder / f"{name}.json.expected").read_text(encoding="utf-8"))
    if name == "newlines_crlf":  # the stored file has plain line ends, its expectation has not
        expected = [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in expected]
    assert found == expected


def test_hostile_coordinates(real_files: Path) -> None:
    path = real_files / "hostile-csv" / "location_coordinates.csv"
    header, row = read_sheets(path)[0].rows
    expected = json.loads(path.with_suffix(".json.expected").read_text(encoding="utf-8"))
    found = dict(zip(header, row, strict=True))
    # the file's own expectation has another telephone number than the file
    assert found.pop("Contact Phone Number") == "2095257564"
    expected.pop("Contact Phone Number")
    assert found == expected


@pytest.mark.parametrize(
    ("name", "n_rows", "n_columns"),
    [
        ("hevy_export", 7212, 14),
        ("mindbody_yoga_attendance", 192, 11),
        ("strong_en_rpe", None, 10),
        ("strong_de_user_en_header", None, 12),
    ],
)
def test_exports_are_read_whole(
    real_files: Path, name: str, n_rows: int | None, n_columns: int
) -> None:
    (sheet,) = read_sheets(real_files / "exports" / f"{name}.csv")
    assert {len(row) for row in sheet.rows} == {n_columns}
    assert n_rows is None or len(sheet.rows) == n_rows
