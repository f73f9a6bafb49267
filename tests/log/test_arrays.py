"""Steps over columns block by block, each against the plain one over the whole column."""

from __future__ import annotations

import itertools
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from pyarrow import parquet

from mobility_analysis.log import DataError, arrays, load_log, log_from_tables
from mobility_analysis.log.check.rules import alike
from mobility_analysis.log.read import parquet as parquet_files
from mobility_analysis.log.read.cells import moved

CODES = st.lists(st.integers(-1, 5), max_size=20)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "ROWS_A_BLOCK", 3)
    monkeypatch.setattr(parquet_files, "ROWS_A_BLOCK", 3)


@given(CODES)
def test_codes_are_taken_counted_and_moved(numbers: list[int]) -> None:
    codes, values = np.array(numbers, dtype="int8"), np.arange(10.0, 17.0)
    assert np.array_equal(arrays.taken(values, codes), values[codes])
    plain = [numbers.count(code) for code in range(6)]
    assert arrays.counts_of(codes, 6).tolist() == plain
    for places in (list(range(6)), [3, 0, 7, -1, 2, 2]):
        for empty in (-1, 3):
            plain = [empty if code < 0 else places[code] for code in numbers]
            assert moved(codes, places, 8, empty=empty).tolist() == plain


@given(CODES)
def test_codes_in_order_are_counted_as_any_are(numbers: list[int]) -> None:
    codes = np.array(sorted(numbers), dtype="int8")
    assert arrays.counts_of(codes, 6).tolist() == [numbers.count(code) for code in range(6)]


@given(st.lists(st.one_of(st.none(), st.integers(-800_000, 2_000_000)), max_size=20))
def test_days_are_numbered_as_dates_are_cast(hours: list[int | None]) -> None:
    dates = pd.Series(pd.to_timedelta(hours, unit="h") + pd.Timestamp("1970-01-01"))
    dates = dates.astype("datetime64[us]")
    found = arrays.day_numbers(dates.to_numpy())
    is_known = dates.notna().to_numpy()
    plain = dates.to_numpy().astype("datetime64[D]").astype("int64")
    assert np.array_equal(found[is_known], plain[is_known])
    assert (found[~is_known] < -1_000_000).all()
    is_whole = all(hour is None or hour % 24 == 0 for hour in hours)
    assert arrays.are_whole_days(dates.to_numpy()) == is_whole


ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(-3, 2)), min_size=1, max_size=12)


@given(ROWS, st.sampled_from([1, 10**5, 10**11]))
def test_a_joint_key_sorts_and_repeats_as_its_rows(rows: list[tuple[int, int]], scale: int) -> None:
    keys = [np.array([a for a, _ in rows], dtype="int8"), np.array([b * scale for _, b in rows])]
    joint = arrays.joint_key(keys)
    assert joint is not None
    for (left, own), (right, other) in itertools.combinations(zip(rows, joint, strict=True), 2):
        assert (left < right, left == right) == (own < other, own == other)
    assert arrays.are_sorted(keys) == (rows == sorted(rows))
    assert arrays.may_repeat(joint).tolist() == [rows.count(row) > 1 for row in rows]
    order = arrays.order_of(keys)
    plain = sorted(range(len(rows)), key=rows.__getitem__)
    assert (list(range(len(rows))) if order is None else order.tolist()) == plain


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 3)), min_size=1, max_size=9))
def test_dates_are_keys_by_their_day(rows: list[tuple[int, int]]) -> None:
    codes = np.array([code for code, _ in rows], dtype="int8")
    days = np.array([day for _, day in rows], dtype="int64")
    dates = days.astype("datetime64[D]").astype("datetime64[us]")
    assert arrays.are_sorted([codes, dates]) == arrays.are_sorted([codes, days])
    joint = arrays.joint_key([codes, dates])
    assert joint is not None
    assert joint.tolist() == arrays.joint_key([codes, days]).tolist()


def test_a_key_that_no_number_holds_is_none() -> None:
    far = np.array([0, 2**40])
    assert arrays.joint_key([far, far]) is None


@given(st.lists(st.integers(-3, 4), max_size=12), st.sampled_from([1, 2**60]))
def test_ranks_are_those_of_the_different_keys(numbers: list[int], factor: int) -> None:
    plain = sorted(set(numbers))
    key = np.array(numbers, dtype="int64") * factor
    assert arrays.ranks(key).tolist() == [plain.index(number) for number in numbers]


@given(st.lists(st.one_of(st.just(np.nan), st.integers(-1, 3)), max_size=6))
def test_numbers_lie_within_where_none_is_beyond(numbers: list[float]) -> None:
    values = np.array(numbers, dtype="float64")
    plain = all(0 <= number <= 2 for number in numbers if not np.isnan(number))
    assert arrays.lie_within(values, 0, 2) == plain


MOMENTS = st.sampled_from([None, "2026-01-05 07:30", "2026-01-05 07:31", "2026-01-06 00:00"])
ENTRIES = st.lists(st.tuples(st.integers(1, 2), MOMENTS, st.sampled_from([2.0, 3.0])), max_size=9)


@given(ENTRIES)
def test_rows_repeat_where_every_column_is_equal(
    entries: list[tuple[int, str | None, float]],
) -> None:
    rows = [
        {"date": f"2026-01-0{day}", "score": score, "logged_at": logged}
        for day, logged, score in entries
    ]
    found = log_from_tables(stiffness=rows).remarks
    said = found.loc[found["column"] == "date", "value"]
    n = len(entries) - len(set(entries))
    numbers = [int(text.split()[0]) for text in said]
    assert numbers == ([n] if n else [])


def written(folder: Path, parts: list[pa.Table]) -> Path:
    with parquet.ParquetWriter(folder / "sessions.parquet", parts[0].schema) as writer:
        for part in parts:
            writer.write_table(part)
    return folder


def test_blocks_of_a_file_bring_dictionaries_of_their_own(tmp_path: Path) -> None:
    days = pd.to_datetime(["2026-01-06 08:30", "2026-01-05 00:00"]).as_unit("us")
    people, codes = pa.dictionary(pa.int32(), pa.string()), pa.uint32()
    parts = []
    for clients, status in ((["ben", " ann"], ["done", None]), (["cat", "ben"], ["", "skipped"])):
        exercise = pa.DictionaryArray.from_arrays(
            pa.array([0, 0], type=codes), pa.array(["bear-rolls"])
        )
        columns = {
            "client": pa.array(clients).cast(people),
            "date": pa.array(days),
            "exercise": exercise,
            "status": pa.array(status).dictionary_encode(),
            "sets": pa.array([2, None]),
        }
        parts.append(pa.table(columns))
    log = load_log(written(tmp_path, parts))
    found = log.sessions[["client", "date", "status", "sets", "time"]]
    assert [tuple(map(str, row[1:4])) for row in found.itertuples()] == [
        ("ann", "2026-01-05 00:00:00", "done"),
        ("ben", "2026-01-05 00:00:00", "skipped"),
        ("ben", "2026-01-06 00:00:00", "done"),
        ("cat", "2026-01-06 00:00:00", "done"),
    ]
    half_past_eight = pd.Timedelta(hours=8, minutes=30)
    assert found["time"].isna().tolist() == [True, True, False, False]
    assert found["time"].dropna().tolist() == [half_past_eight] * 2
    assert found["sets"].fillna(0).tolist() == [0, 0, 2, 2]
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[4, 4, 0]]


def test_more_clients_than_a_byte_holds_come_dictionary_by_dictionary(tmp_path: Path) -> None:
    names = [f"client {n:03}" for n in range(300)]
    people = pa.dictionary(pa.int32(), pa.string())
    day = pd.Timestamp("2026-01-05").as_unit("us")
    parts = [
        pa.table(
            {
                "client": pa.array([f" {name}", None, name]).cast(people),
                "date": pa.array([day] * 3),
                "exercise": pa.array(["bear-rolls"] * 3).dictionary_encode(),
            }
        )
        for name in names
    ]
    log = load_log(written(tmp_path, parts), on_problem="set aside")
    assert log.clients == tuple(names)
    assert log.sessions["client"].tolist() == [name for name in names for _ in range(2)]
    assert log.problems["line"].tolist() == list(range(3, 902, 3))


@pytest.mark.parametrize(("n", "codes"), [(128, pa.int8()), (256, pa.uint8())])
def test_a_dictionary_without_room_for_another_code_may_have_empty_cells(
    n: int, codes: pa.DataType, tmp_path: Path
) -> None:
    names = pa.array([f"client {number:03}" for number in range(n)])
    places = pa.array([*range(n), None], type=codes)
    columns = {
        "client": pa.DictionaryArray.from_arrays(places, names),
        "date": pa.array([pd.Timestamp("2026-01-05").as_unit("us")] * (n + 1)),
        "score": pa.array([4.0] * (n + 1)),
    }
    parquet.write_table(pa.table(columns), tmp_path / "stiffness.parquet")
    log = load_log(tmp_path, on_problem="set aside")
    assert log.stiffness["client"].tolist() == names.to_pylist()
    assert log.problems[["line", "column"]].values.tolist() == [[n + 2, "client"]]


DAY = pa.array([pd.Timestamp("2026-01-05").as_unit("us")])


@pytest.mark.parametrize(
    "client",
    [
        pa.array([b"ann"]),
        pa.array([b"ann"], pa.large_binary()),
        pa.array([b"ann"]).dictionary_encode(),
    ],
)
def test_texts_written_as_bytes_are_texts(client: pa.Array, tmp_path: Path) -> None:
    columns = {"client": client, "date": DAY, "score": pa.array([4.0])}
    parquet.write_table(pa.table(columns), tmp_path / "stiffness.parquet")
    assert load_log(tmp_path).clients == ("ann",)


@pytest.mark.parametrize(
    ("names", "columns", "found"),
    [
        (["date", "date", "score"], [DAY, DAY, pa.array([4.0])], "two columns named 'date'"),
        (["client", "date", "score"], [pa.array([["ann"]]), DAY, pa.array([4.0])],
         "lists or records in the column 'client'"),
        (["date", "score"], [DAY.cast(pa.timestamp("us", "Mars/Base")), pa.array([4.0])],
         "the time zone 'Mars/Base' of the column 'date', which is not known here"),
    ],
)  # fmt: skip
def test_sound_parquet_that_is_no_table_says_why(
    names: list[str], columns: list[pa.Array], found: str, tmp_path: Path
) -> None:
    table = pa.Table.from_arrays(columns, names=names)
    parquet.write_table(table, tmp_path / "stiffness.parquet")
    with pytest.raises(DataError, match=found):
        load_log(tmp_path)


def test_a_name_of_a_dictionary_that_no_row_has_is_no_client(tmp_path: Path) -> None:
    people = pa.DictionaryArray.from_arrays(pa.array([0, 2, 2]), pa.array(["ann", "ben", "cat"]))
    day = pd.Timestamp("2026-01-05").as_unit("us")
    columns = {"client": people, "date": pa.array([day] * 3), "score": pa.array([1.0, 2.0, 3.0])}
    parquet.write_table(pa.table(columns), tmp_path / "stiffness.parquet")
    log = load_log(tmp_path)
    assert log.clients == ("ann", "cat")
    found = log.account_by_client[["client", "rows_read", "rows_used"]].values.tolist()
    assert found == [["ann", 1, 1], ["cat", 2, 2]]


def test_the_length_of_a_block_does_not_change_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(7)
    n = 200
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 9, n), unit="D")
    columns = {
        "client": rng.choice(["ann", "ben", "Ann"], n, p=[0.5, 0.45, 0.05]),
        "date": (days + pd.to_timedelta(rng.integers(0, 2, n) * 8, unit="h")).as_unit("us"),
        "exercise": rng.choice(["down-dog", "bear-rolls"], n),
        "sets": rng.choice([1.0, 2.0, 2.5, np.nan], n, p=[0.5, 0.3, 0.02, 0.18]),
    }
    written(tmp_path, [pa.table(pd.DataFrame(columns))])
    small = load_log(tmp_path, on_problem="set aside")
    monkeypatch.undo()
    whole = load_log(tmp_path, on_problem="set aside")
    assert 0 < whole.account["rows_set_aside"].sum() < n
    for name in ("sessions", "account", "problems", "remarks", "set_aside"):
        assert_frame_equal(getattr(small, name), getattr(whole, name))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=30),
    st.booleans(),
    st.sampled_from([1, 2, 5, 1000]),
)
def test_rows_alike_are_found_client_by_client(
    rows: list[tuple[int, int, int]], in_order: bool, n_rows: int
) -> None:
    wanted = sorted(rows, key=lambda row: row[0]) if in_order else rows
    keys = [np.array([row[at] for row in wanted], dtype=np.int8) for at in range(3)]
    expected = pd.DataFrame(wanted, columns=list("abc")).duplicated(keep=False)
    with patch.object(arrays, "ROWS_A_BLOCK", n_rows):
        assert alike(keys).tolist() == np.flatnonzero(expected).tolist()
