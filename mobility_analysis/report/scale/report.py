"""A report on a log in parts, as large as it may be: tables as Parquet, and the list of clients."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pandas as pd

from mobility_analysis import __version__
from mobility_analysis.log.model import MobilityLog, no_account, no_unreadable
from mobility_analysis.log.parts.manifest import (
    LogInParts,
    Part,
    read_manifest,
    settings_of,
    without_rows,
)
from mobility_analysis.log.parts.places import Place, without_password
from mobility_analysis.log.scales import sentences_of_scales
from mobility_analysis.log.schema import CATALOGUES, rows_like
from mobility_analysis.log.targets import with_stated_targets
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    options_for,
)
from mobility_analysis.measures.caseload.thresholds import Comparison, Thresholds
from mobility_analysis.report.folder.options import WriteOptions
from mobility_analysis.report.folder.task import Outcome, failure_of
from mobility_analysis.report.folder.write import ReportError
from mobility_analysis.report.scale import folder
from mobility_analysis.report.scale.cluster import done_by, workers
from mobility_analysis.report.scale.work import (
    LIST,
    TABLES_FOLDER,
    Done,
    OnlyAtScale,
    Work,
    done_part,
    newest_day,
)
from mobility_analysis.words.log import stated_days
from mobility_analysis.words.numbers import count_words

if TYPE_CHECKING:
    from distributed import Client


class PartsError(ReportError):
    """Some parts of a log could not be read or measured; the others are written.

    ``failed`` says why, by part, and which rows that part holds. The folder is marked as not
    complete.
    """

    def __init__(self, outcomes: Mapping[str, Outcome], parts: Mapping[str, Part]) -> None:
        super().__init__(outcomes, {})
        self.failed = {
            name: f"{parts[name].words()}: {outcome.failure}" for name, outcome in outcomes.items()
        }
        self.args = (
            f"Of {count_words(len(outcomes), 'part')} nothing was written: {', '.join(outcomes)}.",
        )


def write_report_on_dask(
    log: str | Path,
    out: str | Path,
    *,
    only: OnlyAtScale = "caseload",
    scheduler: str | Client | None = None,
    n_workers: int | None = None,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    baseline_start: str | pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    thresholds: Thresholds | None = None,
    compared_with: Comparison | None = None,
    per_week: float | None = None,
    per_exercise: Mapping[str, float] | None = None,
    greyscale: bool = False,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """Write the list of all clients, and the tables, of a log that no memory holds, on Dask.

    The log is in parts of some clients each, as ``mobility-analysis convert LOG --to FOLDER
    --partition-by client`` writes it. Each worker has one part in memory at a time, and the figures
    are those that ``write_report`` gives. Needs the extra ``scale``.

    Parameters
    ----------
    log : str or Path
        Folder of the log in parts; also an address that fsspec knows, such as ``s3://bucket/log``.
        Its ``mobility.toml`` holds.
    out : str or Path
        Folder to write into, or such an address; every worker must reach both.
    only : {"caseload", "tables"}, default "caseload"
        The list of all clients (``index.html``, ``caseload.csv``, ``.pdf`` and ``.png``); or every
        table for all clients, as Parquet, with ``caseload.csv``.
    scheduler : str or distributed.Client, optional
        Address of a Dask scheduler, or a client of it; when not given, workers are started on this
        computer, and ended. A script must then start its work under
        ``if __name__ == "__main__":``.
    n_workers : int, optional
        How many workers are started on this computer; one for each processor when not given.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the latest day of any session or rating, by the
        statistics of the Parquet files, when not given.
    start, baseline_start, benchmark, thresholds, compared_with, greyscale
        As for ``write_report``.
    per_week, per_exercise : float, mapping of str to float
        As for ``with_targets``.
    replace : bool, default False
        Write into a folder that holds anything else than a report on this log.
    progress : callable, optional
        Called after each part with how many are done, and how many there are.

    Returns
    -------
    dict of str to str
        The folder of Parquet files of each table, by its name; ``caseload`` is among them. A table
        is read by ``pandas.read_parquet``, also a few clients of it (``filters=``).

    Raises
    ------
    DataError
        If ``log`` is not in parts, or its settings have a fault.
    FileExistsError
        If ``out`` holds anything else, and ``replace`` is not stated.
    ReportError
        If parts could not be read or measured; raised when all others are written, and
        ``UNFINISHED.txt`` in the folder says which are missing.
    ImportError
        If the extra ``scale`` is not installed; the message says how to get it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.log.parts.partition import prepared_of_log
    >>> from mobility_analysis.log.parts.places import Place
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> with TemporaryDirectory() as folder:
    ...     with prepared_of_log(log, clients_a_part=5) as parts:
    ...         written = parts.put(Place(f"{folder}/log"))
    ...     tables = ma.write_report_on_dask(
    ...         f"{folder}/log", f"{folder}/out", only="tables", n_workers=1)
    ...     overall = pd.read_parquet(tables["adherence_overall"])
    >>> len(written.parts), len(overall), overall.equals(
    ...     ma.overall_adherence(log, by="client").astype({"client": "str"}))
    (2, 9, True)
    """
    if only not in get_args(OnlyAtScale):
        raise ValueError(f'only must be "caseload" or "tables", not {only!r}')
    source, place = read_manifest(Place(log)), Place(out)
    place.refuse_if_not_kept()
    if scheduler is None:
        for own in (source.place, place):
            own.refuse_if_of_one_process()
    settings = settings_of(source.place)
    with workers(scheduler, n_workers) as client:
        whole = _Whole(source, without_rows(source, settings))
        whole.look_at(client, as_of)
        whole.log = with_stated_targets(whole.log, per_week=per_week, per_exercise=per_exercise)
        options = options_for(
            whole.log,
            start=start,
            baseline_start=baseline_start,
            benchmark=benchmark,
            compared_with=compared_with,
            thresholds=thresholds,
        )
        asked = (settings, options, per_week, per_exercise, greyscale, only)
        work = Work(
            log=source.place,
            out=place,
            settings=settings,
            options=options,
            per_week=per_week,
            per_exercise=dict(per_exercise or {}),
            only=only,
            run=_run_of(source, asked),
            is_shared=sum(part.n_clients for part in source.parts) > 1,
        )
        folder.begin(place, source, work.run, may_replace=replace)
        whole.measure(client, work, progress)
    whole.write(work, WriteOptions(greyscale=greyscale, only=only))
    if whole.failed:
        raise PartsError(whole.failed, {part.name: part for part in source.parts})
    names = {name.split("/")[1] for name in whole.files if name.startswith(f"{TABLES_FOLDER}/")}
    tables = {name.removesuffix(".parquet"): _shown(place, TABLES_FOLDER, name) for name in names}
    return {"caseload": _shown(place, LIST), **dict(sorted(tables.items()))}


def _shown(place: Place, *names: str) -> str:
    """Return where something lies, as other programs open it."""
    own = place.folder(*names)
    return own.address if own.local is None else str(own)


def _run_of(log: LogInParts, asked: object) -> str:
    """Return a text that differs as soon as the log, what is asked or the version does."""
    words = repr((__version__, log.fingerprint, asked))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


@dataclass
class _Whole:
    """What is known of all parts together, as far as they are done."""

    source: LogInParts
    log: MobilityLog
    """A log without rows: exercises, what was stated, and in the end the account."""
    failed: dict[str, Outcome] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)

    def look_at(self, client: Client, as_of: str | pd.Timestamp | None) -> None:
        """Find the day on which the log is looked at; a part of which it is not known fails."""
        if as_of is not None:
            day = options_for(self.log, as_of=as_of).as_of
        else:
            days = []
            for part, found in done_by(client, _newest, self.source.parts, log=self.source.place):
                if isinstance(found, Exception):
                    self._fail(part, found)
                elif found is not None:
                    days.append(found)
            day = max(days) if days else self.log.as_of
        self.log = dataclasses.replace(self.log, as_of=day)

    def _fail(self, part: Part, error: Exception) -> None:
        found = failure_of(error)
        said = without_password(found.failure)  # a file system may name the address as it was typed
        self.failed[part.name] = Outcome(failure=said, trace=found.trace)

    def measure(
        self, client: Client, work: Work, progress: Callable[[int, int], None] | None
    ) -> None:
        """Have each part measured and written."""
        left = [part for part in self.source.parts if part.name not in self.failed]
        for number, (part, found) in enumerate(done_by(client, done_part, left, work=work), 1):
            if isinstance(found, Exception):
                self._fail(part, found)
            elif found.failure:
                self.failed[part.name] = Outcome(failure=found.failure, trace=found.trace)
            else:
                self.done[part.name] = found
                self.files |= found.files
            if progress is not None:
                progress(number, len(left))

    def write(self, work: Work, writing: WriteOptions) -> None:
        """Write the list over all parts that are there, and say whether the folder is complete."""
        names = [part.name for part in self.source.parts if part.name in self.done]
        self.failed = dict(sorted(self.failed.items()))
        folder.check_files(work.out, self.files)
        if names:
            log = dataclasses.replace(
                self.log, account=self._account(names), unreadable=self._unreadable()
            )
            stated = (
                *sentences_of_scales(self._scales()),
                *log.assumptions,
                *stated_days(work.options.start, work.options.baseline_start),
            )
            folder.write_list(
                log,
                folder.read_list(work.out, names),
                work.out,
                options=work.options,
                writing=writing,
                stated=stated,
            )
        folder.end(work.out, self.source, work, {n: o.failure for n, o in self.failed.items()})

    def _account(self, names: list[str]) -> pd.DataFrame:
        """Add up the rows of all parts; those of the tables for everybody count once."""
        accounts = [self.done[name].account for name in names]
        frames = [own if own is not None else no_account() for own in accounts]
        frames[1:] = [own[~own["table"].isin(CATALOGUES)] for own in frames[1:]]
        account = pd.concat(frames, ignore_index=True)
        whole = account.groupby(["table", "file", "sheet"], sort=False).sum().reset_index()
        return whole[list(no_account().columns)]

    def _scales(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for done in self.done.values():
            for text, n in done.scales.items():
                counts[text] = counts.get(text, 0) + int(n)
        return counts

    def _unreadable(self) -> pd.DataFrame:
        rows = [(name, name, outcome.failure) for name, outcome in self.failed.items()]
        return rows_like(no_unreadable(), rows)


def _newest(part: Part, log: Place) -> pd.Timestamp | None:
    return newest_day(log, part)
