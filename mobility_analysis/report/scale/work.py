"""What one worker does for one part: read it, measure it, write its tables, forget it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Literal

import pandas as pd

from mobility_analysis.log.findings import problem_sentence
from mobility_analysis.log.load import read_log
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.parts.manifest import Part, digest_of
from mobility_analysis.log.parts.places import Place, PlaceError
from mobility_analysis.log.read.files import UNFINISHED_MARK
from mobility_analysis.log.scales import counts_of_scales
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.targets import with_stated_targets
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.report.folder.task import failure_of
from mobility_analysis.report.scale.datasets import as_parquet, tables_as_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyarrow.parquet import FileMetaData

OnlyAtScale = Literal["caseload", "tables"]
LIST = "caseload.parquet"
TABLES_FOLDER = "tables"
DATED = ("sessions", "stiffness")
CHANGED = "is not as it was written: it is damaged, or was changed."
AGAIN = "Convert the log again, or put the file back."

_one_at_a_time = Lock()
"""However many threads a worker has, it holds one part: what is in memory is bounded by that."""


class OtherRunError(Exception):
    """The folder is written by another run by now, so nothing may be added to it."""


@dataclass(frozen=True)
class Work:
    """What is to be done for every part of a log.

    Attributes
    ----------
    log, out : Place
        Where the parts lie, and where their tables go.
    settings : Settings
        Those of the log, with what was typed.
    options : ReportOptions
        What the tables go by.
    per_week, per_exercise
        Targets that were typed.
    only : {"caseload", "tables"}
        Whether tables are written beside the rows of the list.
    run : str
        A text that differs as soon as the log, the options or the version do.
    is_shared : bool
        Whether the log has several clients: then each has only the exercises that its rows name.
    """

    log: Place
    out: Place
    settings: Settings
    options: ReportOptions
    per_week: float | None
    per_exercise: Mapping[str, float]
    only: OnlyAtScale
    run: str
    is_shared: bool


@dataclass(frozen=True)
class Done:
    """What became of a part: its files with their sizes and what is to be said of its rows."""

    part: str
    files: Mapping[str, int] = field(default_factory=dict)
    account: pd.DataFrame | None = None
    scales: Mapping[str, int] = field(default_factory=dict)
    """How many scores were stated to be on which other scale."""
    failure: str = ""
    trace: str = ""


def newest_day(log: Place, part: Part) -> pd.Timestamp | None:
    """Return the latest day of a part's sessions and ratings, by the statistics of its files."""
    days: list[pd.Timestamp] = []
    for name in DATED:
        if part.rows.get(name):
            days += _days_of_file(log, part, f"{name}.parquet")
    return max(days, default=None)


def _days_of_file(log: Place, part: Part, file: str) -> list[pd.Timestamp]:
    from pyarrow import ArrowException, parquet

    try:
        with log.open(part.name, file) as opened:
            return [*_latest(parquet.read_metadata(opened), f"{part.name}/{file}")]
    except DataError:
        raise
    except (ArrowException, OSError, ValueError):  # what is raised of damage has no kind of its own
        _hold(part, file, lambda: log.read(part.name, file))
        raise


def _latest(metadata: FileMetaData, file: str) -> Iterator[pd.Timestamp]:
    place = metadata.schema.names.index("date")
    for number in range(metadata.num_row_groups):
        statistics = metadata.row_group(number).column(place).statistics
        if statistics is None or not isinstance(statistics.max, datetime):
            raise DataError(
                f"{file} has no statistics of its dates: convert the log again, or state the day "
                "on which it is looked at (--as-of)."
            )
        yield pd.Timestamp(statistics.max).normalize()


def done_part(part: Part, work: Work) -> Done:
    """Make and write what is wanted of one part; what is wrong with its rows is an outcome."""
    with _one_at_a_time:
        try:
            return _done(part, work)
        except PlaceError:  # is tried once more
            raise
        except DataError as error:
            return Done(part.name, failure=_told(error), trace=failure_of(error).trace)


def _told(error: DataError) -> str:
    """Say what is wrong with a part: the first of its rows that has a problem."""
    if not len(error.problems):
        return str(error)
    n = len(error.problems)
    more = f" (and {n - 1:,} more)" if n > 1 else ""
    return f"{problem_sentence(error.problems.iloc[0])}{more}"


def _done(part: Part, work: Work) -> Done:
    log = part_log(part, work)
    review = review_table(log, work.options)
    about = {"run": work.run, "part": part.name, "input": part.fingerprint}
    files = {f"{LIST}/{part.name}.parquet": as_parquet(review, about)}
    if work.only == "tables":
        tables = tables_as_parquet(log, work.options, review, about)
        files |= {
            f"{TABLES_FOLDER}/{name}.parquet/{part.name}.parquet": content
            for name, content in tables.items()
        }
    publish(files, work)
    return Done(
        part.name,
        files={name: len(content) for name, content in files.items()},
        account=log.account,
        scales=counts_of_scales(log.stiffness),
    )


def part_log(part: Part, work: Work) -> MobilityLog:
    """Return the checked log of one part; an error where its files are not those that were put."""
    with _on_this_computer(work.log, part) as folder:
        _check(folder, part)
        log = read_log(folder, work.settings, as_of=work.options.as_of, on_problem="raise")
    log = with_stated_targets(log, per_week=work.per_week, per_exercise=work.per_exercise)
    is_one_of_several = work.is_shared and len(log.clients) == 1
    return log[list(log.clients)] if is_one_of_several else log


@contextmanager
def _on_this_computer(place: Place, part: Part) -> Iterator[Path]:
    """Give the folder of a part, or a copy of it where it lies elsewhere."""
    if place.local is not None:
        yield place.local / part.name
        return
    with TemporaryDirectory(prefix="mobility-part-") as folder:
        own = Path(folder, part.name)
        own.mkdir()
        for name in part.digests:  # a server need not list what it gives
            with suppress(FileNotFoundError):  # which is said of it when it is looked at
                (own / name).write_bytes(place.read(part.name, name))
        yield own


def _check(folder: Path, part: Part) -> None:
    for name in part.digests:
        _hold(part, name, (folder / name).read_bytes)


def _hold(part: Part, name: str, read: Callable[[], bytes]) -> None:
    """Hold what a file of a part has in it to what was put there."""
    try:
        content = read()
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError)
        said = "is not there." if is_absent else f"cannot be opened: {error.strerror}."
        raise DataError(f"{part.name}/{name} {said} {AGAIN}") from error
    if digest_of(content) != part.digests[name]:
        raise DataError(f"{part.name}/{name} {CHANGED} {AGAIN}")


def publish(files: Mapping[str, bytes], work: Work) -> None:
    """Write the files of a part, each whole, unless another run has the folder by now."""
    try:
        is_mine = work.run.encode() in work.out.read(UNFINISHED_MARK)
    except FileNotFoundError:
        is_mine = False
    if not is_mine:
        raise OtherRunError(f"{work.out} is written by another run by now; nothing was added to it")
    for name, content in files.items():
        work.out.write(content, *name.split("/"))
