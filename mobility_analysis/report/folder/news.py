"""Whether a log holds anything that the last report into a folder lacked; no clock is asked."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis import __version__
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.measures.days import codes_of
from mobility_analysis.report.folder.files import write_text
from mobility_analysis.report.folder.task import RECORDS
from mobility_analysis.words.numbers import date_words

LAST_REPORT = ".last.json"
FEW_CELLS = 1000  # of fewer it is quicker to write all than to ask whether all are empty
_TABLES = (
    *PEOPLE_TABLES, "exercises", "tests", "account", "problems", "remarks", "set_aside",
    "left_out", "unreadable",
)  # fmt: skip


def digest_of_log(log: MobilityLog, *asked: object) -> str:
    """Return a short text that differs as soon as the log, or what was asked of it, differs.

    ``asked`` are the options of the report; their ``repr`` must say all of them.
    """
    digest = hashlib.sha256()
    for name in _TABLES:
        table = getattr(log, name)
        digest.update(f"{name} {len(table)} ".encode())
        for column_name, column in table.items() if len(table) else ():
            digest.update(f"{column_name} ".encode())
            for part in _bytes_of(column):
                digest.update(part)
    words = (__version__, log.clients, log.as_of, log.assumptions, asked)
    digest.update(repr(words).encode("utf-8", "replace"))
    return digest.hexdigest()


def _bytes_of(column: pd.Series[Any]) -> Iterator[bytes | memoryview]:
    """Yield bytes that differ as soon as a cell of a column differs."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        yield repr(column.dtype.categories.tolist()).encode("utf-8", "replace")
        yield _in_memory(codes_of(column))
    elif isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufmM":
        numbers = column.to_numpy()
        # A column that no file has holds one cell for all rows, and takes no memory.
        yield _in_memory(numbers[:1] if numbers.strides == (0,) else numbers)
    elif column.dtype == "str" and len(column) > FEW_CELLS and (column == "").all():
        yield b"without words"
    else:
        yield repr(column.tolist()).encode()


def _in_memory(values: NDArray[Any]) -> memoryview:
    return np.ascontiguousarray(values).view(np.uint8).data


def is_known(digest: str, out: Path) -> bool:
    """Whether the last report into a folder was of the same log with the same options."""
    try:
        return bool(json.loads(_record(out).read_text(encoding="utf-8"))["digest"] == digest)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember_digest(digest: str, out: Path) -> None:
    """Note of what log and with which options a folder was written, once all of it is."""
    with contextlib.suppress(OSError):  # the pages are there; only the next run knows less
        write_text(json.dumps({"digest": digest}, indent=1) + "\n", _record(out))


def _record(out: Path) -> Path:
    return out / RECORDS / LAST_REPORT


def nothing_new_words(log: MobilityLog) -> str:
    """Say that nothing is new, and which day the newest entry is of.

    >>> from mobility_analysis.log import log_from_tables
    >>> nothing_new_words(log_from_tables(stiffness=[{"date": "2026-11-22", "score": 4}]))
    'Nothing new since the last report: newest entry 22 Nov 2026.'
    """
    both = log.sessions["date"], log.stiffness["date"]
    newest: pd.Timestamp = pd.Series([each[each <= log.as_of].max() for each in both]).max()
    entry = "no entry yet" if pd.isna(newest) else f"newest entry {date_words(newest)}"
    return f"Nothing new since the last report: {entry}."
