"""A sheet of which the first rows are in memory: nobody takes these for all of them."""

from __future__ import annotations

import pytest

from mobility_analysis.log.catalogue import merged_catalogue
from mobility_analysis.log.exports.recognise.sheet import head_of, shape_of, understand
from mobility_analysis.log.read.cells import RawTable, Sheet
from mobility_analysis.log.read.sheets import (
    Change,
    Counted,
    Counts,
    FirstRows,
    NeedsAllRowsError,
    table_of_sheet,
)


def unchanged(table: RawTable) -> Counts:
    """The table of a sheet of which no rows are ever changed."""

    def changed(change: Change) -> Counts:
        raise AssertionError(change)

    return Counts(table, changed)


def test_rows_after_the_first_are_never_thought_not_to_be_there() -> None:
    table = RawTable("a.csv", "", ("a",), (Counted(["1"], [7], lambda: iter("1")),), range(2, 9))
    rows = FirstRows([["title"], ["a"], ["1"]], unchanged(table), 1)
    below = [[]] + rows[1:]  # noqa: RUF005 (as the shapes write it)
    assert isinstance(below, FirstRows)
    assert (below[1], rows[:2]) == (["a"], [["title"], ["a"]])
    assert below.table_under(1, ["a"]).columns == table.columns
    for going_on in (
        lambda: [*rows], lambda: list(rows), lambda: len(rows), lambda: rows[3],
        lambda: rows[:4], lambda: rows[-1], lambda: rows[2:], lambda: table.columns[0].codes,
        lambda: any(not row for row in rows),
        lambda: bool(rows), lambda: [*below], lambda: len(rows.table_under(0, ["title"]).lines),
        lambda: rows.table_under(0, ["title"]).columns[0].counts,
    ):  # fmt: skip
        with pytest.raises(NeedsAllRowsError):
            going_on()


def test_a_long_sheet_is_understood_by_what_stands_in_its_columns() -> None:
    title, header = ["Diary", "of Ana"], ["Day", "Bear Rolls", "Notes"]
    rows = [[f"2026-04-{n:02}", "x" if n < 9 else "", f"note {n}"] for n in range(1, 31)] * 9
    whole = Sheet("a.csv", "", [title, header, *rows])
    columns = table_of_sheet(Sheet("a.csv", "", [header, *rows])).columns
    counted = tuple(Counted(c.values, c.counts.tolist(), c.in_order) for c in columns)
    table = RawTable("", "", tuple(header), counted, range(2, 2 + len(rows)))
    long = Sheet("a.csv", "", FirstRows(whole.rows[:210], unchanged(table), 1))
    assert head_of(long) == head_of(whole)
    assert understand(long) == understand(whole)
    assert shape_of(long, merged_catalogue([])[0]).adds == {"header_line": 2}
    with pytest.raises(NeedsAllRowsError):
        _ = table_of_sheet(long).n_rows
