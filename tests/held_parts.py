"""Parts of a log held to the log when it is read whole, cut in pieces of a few rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyarrow import parquet

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.parts import books, cutting, decided, tables, texts
from mobility_analysis.log.parts.by_recipe import foreign, made, notes, shaped, turned
from mobility_analysis.log.parts.partition import Prepared, prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.settings_file import settings_at


@contextmanager
def pieces_of_a_few_rows() -> Iterator[pytest.MonkeyPatch]:
    """Let files of a few rows take as many pieces as those of millions."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (tables, decided, foreign, made, books):
            patch.setattr(module, "ROWS_A_BLOCK", 3)
        patch.setattr(books, "ROWS_A_PIECE", 5)
        patch.setattr(made, "ROWS_COMBINED", 3)
        patch.setattr(turned, "BOXES_A_PIECE", 3)
        patch.setattr(notes, "N_DRAWERS", 2)
        patch.setattr(notes, "BOXES_LAID", 3)
        patch.setattr(notes, "MOST_DAYS", 2)
        patch.setattr(cutting, "ROWS_HELD", 5)
        patch.setattr(shaped, "ROWS_SHAPED", 3)
        patch.setattr(texts, "PIECE_CHARACTERS", 200)
        yield patch


def in_parts(
    source: Path, *, n: int = 1, on_problem: Any = "set aside", **typed: Any
) -> Prepared | None:
    settings = settings_at(source).with_typed(**typed)
    return prepared(Place(source), settings, on_problem=on_problem, clients_a_part=n)


def assert_same(source: Path, *, n: int = 1, **typed: Any) -> MobilityLog:
    """Hold the parts of a log to the log, cell for cell, and all that is said of it."""
    log = load_log(source, on_problem="set aside", **typed)
    made = in_parts(source, n=n, **typed)
    assert isinstance(made, Prepared)
    with made, prepared_of_log(log, clients_a_part=n) as whole:
        for one, other in zip(made.parts, whole.parts, strict=True):
            assert replace(one, digests={}) == replace(other, digests={})
            assert one.digests.keys() == other.digests.keys()
            differ = [file for file in one.digests if one.digests[file] != other.digests[file]]
            for file in differ:  # in bytes, but in no cell
                found, wanted = (cells(own, one.name, file) for own in (made, whole))
                pd.testing.assert_frame_equal(found, wanted, obj=file)
        assert (made.stated, made.unread) == (whole.stated, whole.unread)
    assert_said_alike(made.log, log)
    return log


def assert_said_alike(of_parts: MobilityLog, log: MobilityLog) -> None:
    """Hold all that is said of the parts of a log to what is said of the log."""
    assert of_parts.clients == log.clients
    assert of_parts.settings == log.settings
    for name in ("account", "problems", "remarks", "left_out", "unreadable"):
        found, wanted = getattr(of_parts, name), getattr(log, name)
        by = list(wanted.columns)
        pd.testing.assert_frame_equal(
            found.sort_values(by, ignore_index=True), wanted.sort_values(by, ignore_index=True),
            obj=name,
        )  # fmt: skip


def cells(made: Prepared, part: str, file: str) -> pd.DataFrame:
    """Return a table of a part, whichever exercises of others its categories name."""
    table = pd.read_parquet(Path(made.folder.name, "parts", part, file))
    kinds = table.dtypes
    return table.astype(
        {n: "str" for n, kind in kinds.items() if isinstance(kind, pd.CategoricalDtype)}
    )


def assert_refused_alike(source: Path, **typed: Any) -> pd.DataFrame:
    """Hold what the parts are refused with to what the log is refused with."""
    with pytest.raises(DataError) as whole:
        load_log(source, **typed)
    with pytest.raises(DataError) as parts:
        in_parts(source, on_problem="raise", **typed)
    pd.testing.assert_frame_equal(parts.value.problems, whole.value.problems)
    by = list(whole.value.problems.columns)
    return whole.value.problems.sort_values(by, ignore_index=True)


def assert_asked_alike(path: Path) -> str:
    """Hold the words in which the parts ask for lines to those in which the log does."""
    with pytest.raises(DataError) as whole:
        load_log(path)
    for on_problem in ("raise", "set aside"):
        with pytest.raises(DataError) as parts:
            in_parts(path, on_problem=on_problem)
        assert str(parts.value) == str(whole.value)
        assert parts.value.problems.equals(whole.value.problems)
    return str(whole.value)


def assert_not_cut(source: Path) -> None:
    """Hold that a log is left to who reads it whole."""
    assert in_parts(source) is None


def damaged_in(path: Path, column: str) -> None:
    """Spoil the cells of a column of a Parquet file."""
    with parquet.ParquetFile(path) as opened:
        place = opened.schema_arrow.names.index(column)
        first = opened.metadata.row_group(0).column(place).data_page_offset
    content = bytearray(path.read_bytes())
    content[first : first + 20] = bytes(20)
    path.write_bytes(content)
