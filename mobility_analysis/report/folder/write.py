"""The folder of a report: every client's files, and the caseload over several.

The files that name several clients stand beside the clients' folders.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from mobility_analysis.log.model import MobilityLog, no_client_words
from mobility_analysis.log.settings import CsvForm, TablesForm
from mobility_analysis.log.write.forms import TableForm
from mobility_analysis.measures.caseload.options import (
    BenchmarkName,
    ReportOptions,
    options_for,
)
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.caseload.thresholds import Comparison, Thresholds
from mobility_analysis.report.contents import Block, blocks_of_clients
from mobility_analysis.report.folder import many
from mobility_analysis.report.folder.anonymise import anonymised, numbers_of, write_audit
from mobility_analysis.report.folder.files import write_table, write_text
from mobility_analysis.report.folder.many import done_tasks
from mobility_analysis.report.folder.options import FigureSize, Only, WriteOptions
from mobility_analysis.report.folder.tables import table_files
from mobility_analysis.report.folder.task import ClientTask, Note, Outcome, failure_of
from mobility_analysis.report.html.index import index_html
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.report.paper.caseload import write_caseload_sheet
from mobility_analysis.words.caseload import describe_caseload
from mobility_analysis.words.log import stated_days

#: What is named among the clients where the files over all of them could not be written.
OVERVIEW = "the overview of all clients"
Became = Literal["written", "there already", "failed"]
LookFirst = int | Literal["reasons"]


class NoFolderError(OSError):
    """The folder of a report cannot be made, or nothing written into it: nothing was."""


class ReportError(Exception):
    """The pages of some clients could not be written; all others were.

    Attributes
    ----------
    failed : mapping of str to str
        Why, by client.
    folders : dict of str to Path
        The folder of each client whose files are there.

    Examples
    --------
    >>> error = ReportError({"Ann": Outcome(failure="No space left on device")}, folders={})
    >>> print(error)
    The pages of 1 of the clients were not written: Ann.
    >>> error.failed
    {'Ann': 'No space left on device'}
    """

    def __init__(self, outcomes: Mapping[str, Outcome], folders: dict[str, Path]) -> None:
        self.failed = {client: outcome.failure for client, outcome in outcomes.items()}
        self.folders = folders
        names = ", ".join(self.failed)
        super().__init__(f"The pages of {len(outcomes)} of the clients were not written: {names}.")
        for client, outcome in outcomes.items():
            self.add_note(f"{client}: {outcome.failure}\n{outcome.trace}")


def write_report(
    log: MobilityLog,
    out: str | Path,
    *,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    clients: Sequence[str] | None = None,
    look_first: LookFirst | None = None,
    baseline_start: pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    greyscale: bool = False,
    figure_size: FigureSize = "letter",
    only: Only = None,
    tables: TablesForm = "csv",
    csv: CsvForm = "plain",
    thresholds: Thresholds | None = None,
    compared_with: Comparison | None = None,
    jobs: int = 1,
    resume: bool = False,
    replace: bool = False,
    anonymise: bool = False,
    progress: Callable[[str, Became], None] | None = None,
) -> dict[str, Path]:
    """Write a page, figures and tables for each client, and a caseload over several.

    Files that are there are replaced, each in one step; the same log and options give the same
    bytes, however many clients are written at once. A client whose files cannot be written does
    not stop the others.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    out : str or Path
        Folder to write into; made if it is not there. Nothing is written outside it.
    as_of : Timestamp, optional
        The day on which the log is looked at; that of the log when not given.
    start : Timestamp, optional
        First day of adherence sums and charts.
    clients : sequence of str, optional
        Whose pages are written; all clients when not given.
    look_first : int or "reasons", optional
        Write pages, figures and tables only for so many clients, the first of the list; or for
        those who have a reason to look at them first. The list is of all clients.
    baseline_start : Timestamp, optional
        First day of the stiffness baseline.
    benchmark : {"pain-nrs", "asas"} or None, default "pain-nrs"
        Mark for the verdict on stiffness.
    greyscale : bool, default False
        Draw in greys.
    figure_size : {"letter", "slide"}, default "letter"
        Size of the figures by themselves: 7 inches wide with text of 9 points, or 12 with 14.
    only : {"caseload", "tables", "pages"} or None
        Only the list of all clients, also where there is one only; only the tables; or only pages
        and figures.
    tables : {"csv", "xlsx"}, default "csv"
        Tables as files of CSV, or as workbooks of Excel: all of a client in ``tables/tables.xlsx``
        with a sheet each, the others one by one. What the other form left there goes.
    csv : {"plain", "excel", "excel-de"}, default "plain"
        CSV with commas; the same so that Excel opens it well; or with semicolons and decimal
        commas, as Excel in German and its neighbours opens it.
    thresholds : Thresholds, optional
        From where on a reason to look first holds; when not given, those of the log's settings,
        else the usual ones. Those that differ are named in each file over several clients.
    compared_with : {"a week ago", "the last appointment"}, optional
        What the new reasons of the caseload are compared with; as the log's settings state when
        not given, else a week ago.
    jobs : int, default 1
        How many clients are written at once, each in a process of its own. A script that asks
        for more than one must start its work under ``if __name__ == "__main__":``.
    resume : bool, default False
        Leave clients alone whose files are all there, written from the same rows with the same
        options by an earlier report, finished or broken off.
    replace : bool, default False
        Write into a folder that holds the report on another log, over its pages; those of clients
        who are not in this log stay.
    anonymise : bool, default False
        Number the clients and leave out their words: notes, reasons, labels, names of their own
        exercises and of files. The key to the numbers is written beside ``out``, as
        ``<out>-key.csv``; a number once given stays while the key is there. Sums for an audit
        stand in ``audit.csv`` and ``audit.html``.
    progress : callable, optional
        Called after each client with the client and what became of it: "written",
        "there already" or "failed".

    Returns
    -------
    dict of str to Path
        The folder of each client; by number, where they are anonymised.

    Raises
    ------
    DataError
        If a list of problems or assumptions is in the way that no report wrote; nothing is then
        written.
    ValueError
        If a client is not in the log, ``look_first`` is stated beside ``clients`` or beside
        ``only="caseload"``, or it, ``jobs``, ``figure_size``, ``tables`` or ``csv`` is none that
        there is; if a form of CSV is stated for tables that are workbooks.
    FileExistsError
        If ``out`` holds the report on another log, or pages of which that is not known, and
        ``replace`` is not stated; with ``anonymise``, also if it holds pages that name clients, or
        the key of another log is in the way. Nothing is then written.
    NoFolderError
        If ``out`` cannot be made, or nothing can be written into it.
    ReportError
        If the files of some clients could not be written, or their folder would lie outside
        ``out``; raised when all others are written.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     pages = ma.write_report(log, folder, only="tables")
    ...     print(sorted(path.name for path in (pages["Ann"] / "tables").iterdir())[:2])
    ['adherence_by_exercise.csv', 'adherence_by_focus_area.csv']
    """
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    writing = WriteOptions(greyscale, figure_size, only, TableForm(tables, csv))
    folder = Path(out)
    chosen = _chosen(log, clients)
    _check_look_first(look_first, clients, writing)
    key = None
    if anonymise:
        log, key = anonymised(log, folder)
        chosen, replace = numbers_of(key, chosen), False
    options = options_for(
        log,
        as_of=as_of,
        start=start,
        baseline_start=baseline_start,
        benchmark=benchmark,
        compared_with=compared_with,
        thresholds=thresholds,
    )
    record = many.check_same_log(log, folder, may_replace=replace)
    _or_nothing(lambda: folder.mkdir(parents=True, exist_ok=True))
    is_list_asked = look_first is not None or writing.only == "caseload"
    is_caseload = is_list_asked or len(chosen) + len(log.unreadable) > 1
    stated = _stated(log, options)
    if writing.has_tables:
        shared = {"problems": not log.problems.empty, "assumptions": is_caseload and stated}
        ending = writing.form.ending
        many.check_own(folder / f"{name}{ending}" for name, is_new in shared.items() if is_new)
    if key is not None:
        key.write()
    review = review_table(log, options) if is_caseload else None
    with_pages = () if writing.only == "caseload" else _first_of(review, chosen, look_first)
    names = many.names_of_folders(log, record) if with_pages else {}
    folders = {client: folder / names[client] for client in with_pages}
    listed = (*chosen, *log.unreadable["client"]) if is_caseload else ()
    _or_nothing(_note_log, record, log, folder, {c: names[c] for c in with_pages}, listed)
    many.tidy_notes(folder, (path.name for path in folders.values()))
    outcomes = _write_clients(
        log, folders, review, options, writing, jobs=jobs, resume=resume, progress=progress
    )
    failed = dict(sorted(outcomes))
    folders = {client: path for client, path in folders.items() if client not in failed}
    links = {client: f"{path.name}/summary.html" for client, path in folders.items()}

    def write_beside() -> None:
        _write_problems(log, folder, writing)
        if anonymise:
            write_audit(log, review, chosen, folder, options=options, writing=writing)
        if review is None:
            return
        mine = review
        if left_out := set(log.clients) - set(chosen):
            mine = review[~review["client"].isin(left_out)].reset_index(drop=True)
        write_caseload(log, mine, folder, links, options=options, writing=writing, stated=stated)

    beside = _noted(write_beside)
    if beside.failure:
        failed[OVERVIEW] = beside
    if failed:
        raise ReportError(failed, folders)
    return folders


def _note_log(
    record: many.LogRecord,
    log: MobilityLog,
    folder: Path,
    names: Mapping[str, str],
    listed: Sequence[str],
) -> None:
    """Note whose pages are written, and who is in the list, if any, before any file is."""
    with_these = dataclasses.replace(record, folders={**record.folders, **names})
    if listed:
        noted = dataclasses.replace(with_these, overview=tuple(listed))
    else:
        noted = many.remove_old_overview(with_these, log, folder)
    many.remember_log(noted, folder)


def _check_look_first(
    look_first: LookFirst | None, clients: Sequence[str] | None, writing: WriteOptions
) -> None:
    """Refuse what cannot be meant together, and what is no number of clients."""
    if look_first is None:
        return
    if look_first != "reasons" and not (isinstance(look_first, int) and look_first >= 1):
        raise ValueError(f'look_first must be 1 or more, or "reasons", not {look_first!r}')
    if clients is not None:
        raise ValueError("look_first takes clients from the list: state it or clients, not both")
    if writing.only == "caseload":
        raise ValueError('only="caseload" writes no pages: state it or look_first, not both')


def _first_of(
    review: pd.DataFrame | None, chosen: Sequence[str], look_first: LookFirst | None
) -> Sequence[str]:
    """Return those whose pages are written, in the order of the log."""
    if look_first is None or review is None:
        return chosen
    rows = review[review["client"].isin(chosen)]
    first = rows[rows["reasons"] != ""] if look_first == "reasons" else rows.head(look_first)
    names = set(first["client"])
    return [client for client in chosen if client in names]


def _chosen(log: MobilityLog, clients: Sequence[str] | None) -> tuple[str, ...]:
    chosen = log.clients if clients is None else tuple(dict.fromkeys(clients))
    known = set(log.clients)
    for client in chosen:
        if client not in known:
            raise ValueError(no_client_words(client, log.clients))
    return chosen


def _write_clients(
    log: MobilityLog,
    folders: Mapping[str, Path],
    review: pd.DataFrame | None,
    options: ReportOptions,
    writing: WriteOptions,
    *,
    jobs: int,
    resume: bool,
    progress: Callable[[str, Became], None] | None,
) -> Iterator[tuple[str, Outcome]]:
    """Write each client that is not written yet; yield those that failed."""
    blocked: list[tuple[str, Outcome]] = []

    def say(client: str, became: Became) -> None:
        if progress is not None:
            progress(client, became)

    def left() -> Iterator[ClientTask]:
        for block in blocks_of_clients(log, tuple(folders), options, review=review):
            for task in _tasks(block, folders, writing, blocked):
                if resume and many.is_written(task.note):
                    say(task.client, "there already")
                    continue
                outcome = _noted(many.forget, task.note)
                if outcome.failure:
                    blocked.append((task.client, outcome))
                else:
                    yield task

    # A client's tables are written sooner than they are handed to another process.
    done = done_tasks(left(), jobs=jobs if writing.has_pages else 1)
    with contextlib.closing(done):  # broken off here, its processes end first
        for task, outcome in done:
            is_noted = len(folders) > 1 and not outcome.failure
            became = (
                _noted(many.remember, task.note, outcome.files, task.tables)
                if is_noted
                else outcome
            )
            if became.failure:
                yield task.client, became
            say(task.client, "failed" if became.failure else "written")
    for client, outcome in blocked:
        yield client, outcome
        say(client, "failed")


def _tasks(
    block: Block,
    folders: Mapping[str, Path],
    writing: WriteOptions,
    blocked: list[tuple[str, Outcome]],
) -> Iterator[ClientTask]:
    """Yield what is to be written for each client of a block.

    Where that cannot be made of all of them together, it is made for each alone; ``blocked`` takes
    those of whom it cannot.
    """
    try:
        prints = many.fingerprints(block, writing)
        tables = table_files(block, writing.form) if writing.has_tables else {}
    except Exception as error:
        if len(block.clients) == 1:
            blocked.extend((client, failure_of(error)) for client in block.clients)
            return
        for alone in block.one_by_one():
            yield from _tasks(alone, folders, writing, blocked)
        return
    for contents in block.contents():
        folder = folders[contents.client]
        note = Note(folder.parent, folder.name, prints[contents.client])
        yield ClientTask(contents, tables.get(contents.client, {}), note, writing)


def _noted(write: Callable[..., None], *what: Any) -> Outcome:
    """Write something beside the pages of clients; where that fails, say why."""
    try:
        write(*what)
    except (OSError, UnicodeEncodeError) as error:
        return failure_of(error)
    return Outcome()


def _or_nothing(write: Callable[..., None], *what: Any) -> None:
    """Do what all files of a report need; where it fails, say so once, and of no client."""
    outcome = _noted(write, *what)
    if outcome.failure:
        raise NoFolderError(f"{outcome.failure}. Nothing was written.")


def _write_problems(log: MobilityLog, folder: Path, writing: WriteOptions) -> None:
    """Write the rows set aside; where there is none, no old list may say otherwise."""
    _write_shared(log.problems, folder / "problems", writing)


def _write_shared(table: pd.DataFrame, path: Path, writing: WriteOptions) -> None:
    """Write a table over all clients, and remove an older one of either form; ``path`` ends not."""
    form = writing.form
    this, other = (path.with_name(f"{path.name}{e}") for e in (form.ending, form.other_ending))
    if table.empty:
        many.remove_own(this)
    elif writing.has_tables:
        write_table(table, this, form)
        many.own(this)
    if table.empty or writing.has_tables:
        many.remove_own(other)


def write_caseload(
    log: MobilityLog,
    review: pd.DataFrame,
    folder: Path,
    links: Mapping[str, str],
    *,
    options: ReportOptions,
    writing: WriteOptions,
    stated: Sequence[str] | None = None,
) -> None:
    """Write the table, the page and the picture over several clients, and what the user stated.

    ``review`` has a row for each client that is written about, and for each log that could not be
    read; ``links`` are the paths of the pages from ``folder``, which must be there. ``stated`` is
    what the user stated, where ``log`` does not hold the rows that say it.
    """
    stated = _stated(log, options) if stated is None else stated
    if writing.has_tables:
        form = writing.form
        write_table(review, folder / f"caseload{form.ending}", form)
        (folder / f"caseload{form.other_ending}").unlink(missing_ok=True)
        _write_shared(pd.DataFrame({"assumption": stated}), folder / "assumptions", writing)
    if writing.has_pages:
        page = caseload_page(
            log,
            review,
            links,
            as_of=options.as_of,
            thresholds=options.thresholds,
            stated=stated,
        )
        form = writing.form
        html = index_html(page, has_tables=writing.has_tables, form=form)
        write_text(html, folder / "index.html")
        about = describe_caseload(review, as_of=options.as_of)
        path = folder / "caseload"
        table = f"caseload{form.ending}"
        write_caseload_sheet(page, path, about=about, greyscale=writing.greyscale, table=table)
        for name in many.OLD_PICTURES:
            (folder / name).unlink(missing_ok=True)


def _stated(log: MobilityLog, options: ReportOptions) -> tuple[str, ...]:
    """Say what the user stated of the whole log: scales, targets, first days."""
    return (*log.assumptions, *stated_days(options.start, options.baseline_start))
