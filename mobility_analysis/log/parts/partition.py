"""A log of any size written in parts of some clients each, of which each is a log by itself.

Parts are made one after the other on this computer's disk. Only when all are there and the user
agrees to go on without rows that have a problem are they put where they are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np

from mobility_analysis.log.check.account import OnProblem, raise_problems
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.rules import far_from_others
from mobility_analysis.log.load import check_logs
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.not_read import tables_unread
from mobility_analysis.log.parts.by_recipe.drafted import AskedError, ByColumns
from mobility_analysis.log.parts.checked import checked, cut, refuse_without_rows, written
from mobility_analysis.log.parts.listed import only_files
from mobility_analysis.log.parts.manifest import LogInParts, Part, write_manifest
from mobility_analysis.log.parts.of_many.logs import gathered
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.parts.tables import opened_tables
from mobility_analysis.log.read.files import UNFINISHED_MARK, WORKBOOK_SUFFIXES
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.scales import scale_sentences, sentences_of_scales
from mobility_analysis.log.schema import CATALOGUES
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import MARK_TEXT, tables_as_parquet

CLIENTS_A_PART = 2000
"""Of half a year each: 1,000 take a fifth more time for each client, 4,000 a tenth."""


@dataclass
class Prepared:
    """A log in parts in a folder for the time being, and what is to be said of its rows.

    Attributes
    ----------
    log : MobilityLog
        A log without rows: account, problems, remarks, settings and unreadable logs of the whole.
    parts : list of Part
        The parts, in order.
    stated : tuple of str
        What the user stated: a sentence for each scale of scores.
    unread : mapping of str to sequence of str
        By client, the tables of which all rows were set aside.
    """

    folder: TemporaryDirectory[str]
    log: MobilityLog
    parts: list[Part] = field(default_factory=list)
    stated: tuple[str, ...] = ()
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.folder.cleanup()

    def put(self, place: Place) -> LogInParts:
        """Put the parts where they are wanted, and their list beside them when all are there."""
        refuse_what_is_there(place)
        place.write(MARK_TEXT, UNFINISHED_MARK)
        for part in self.parts:
            for name in part.digests:
                content = Path(self.folder.name, "parts", part.name, name).read_bytes()
                place.write(content, part.name, name)
        written = LogInParts(place, tuple(self.parts))
        write_manifest(written)
        place.remove(UNFINISHED_MARK)
        return written


def refuse_what_is_there(place: Place) -> None:
    """Refuse to write a log where anything is, or where it would not be kept."""
    place.refuse_if_not_kept()
    there = list(place.sizes())
    if there:
        more = ", ..." if len(there) > 3 else ""
        held = "is a file" if there == [""] else f"already holds {', '.join(there[:3])}{more}"
        raise FileExistsError(
            f"{place} {held}; nothing was written. Name a new folder, or delete that one."
        )


def prepared(
    source: Place,
    settings: Settings,
    *,
    on_problem: OnProblem,
    clients_a_part: int = CLIENTS_A_PART,
    columns: ByColumns | None = None,
) -> Prepared | None:
    """Make the parts of a log of tables, or of many logs, of which a part at a time is in memory.

    None where only who reads the log whole can say how it is meant. ``columns`` asks about sheets
    in other columns, and keeps how they were understood.

    Raises
    ------
    DataError
        If a part cannot be used or, with ``on_problem="raise"``, any row has a problem;
        ``.problems`` then names them, with the lines of the whole table.
    """
    local = source.local
    only = [] if local is None else only_files(local, settings)
    together = [] if local is None else only_files(local, settings, are_seen=True)
    with TemporaryDirectory(prefix="mobility-seen-") as seen:
        columns = columns or ByColumns(Path(seen))
        many = partial(
            _of_many, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part,
        )  # fmt: skip
        tables = partial(
            _of_one, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part,
        )  # fmt: skip
        ways: list[Callable[[], Prepared | None]] = [tables, many] if together else [many, tables]
        if len(only) == 1 and only[0].suffix.lower() in WORKBOOK_SUFFIXES:
            ways.append(partial(many, book=only[0]))
        return next((made for way in ways if (made := way()) is not None), None)


def _of_one(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
) -> Prepared | None:
    """Cut the tables of one log; say what is to be said about it before it can be read."""
    try:
        return _of_tables(
            source, settings, columns, on_problem=on_problem, clients_a_part=clients_a_part
        )
    except AskedError as asked:
        caseload = check_logs(asked.logs, settings, has_names=asked.are_many)
        caseload.leave_out_unreadable(on_problem)
        raise


def _of_many(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    book: Path | None = None,
) -> Prepared | None:
    """Read many logs, those of a folder or the sheets of a workbook, and cut them as one."""
    with TemporaryDirectory(prefix="mobility-logs-") as together:
        many = gathered(
            source, settings, Path(together),
            on_problem=on_problem, clients_a_part=clients_a_part, book=book, columns=columns,
        )  # fmt: skip
        if many is None:
            return None
        log, unread = many
        made = _of_tables(
            Place(together), Settings(), ByColumns(Path(together)),
            on_problem="raise", clients_a_part=clients_a_part, of_many=log.clients,
        )  # fmt: skip
        return None if made is None else replace(made, log=log, unread=unread)


def _of_tables(
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    of_many: Sequence[str] = (),
) -> Prepared | None:
    """Cut the tables of one log, and check and write its parts one after the other.

    ``of_many`` are the clients of many logs, whose rows were checked: each has a place in a part,
    whether they have a row or not, and dates far from all others were looked for already.
    """
    folder = TemporaryDirectory(prefix="mobility-parts-")
    try:
        made = _made_in(
            folder, source, settings, columns,
            on_problem=on_problem, clients_a_part=clients_a_part, of_many=of_many,
        )  # fmt: skip
    except CannotReadError:  # which is a fault of the table, for who reads it whole
        made = None
    except BaseException:
        folder.cleanup()
        raise
    if made is None:
        folder.cleanup()
    return made


def _made_in(
    folder: TemporaryDirectory[str],
    source: Place,
    settings: Settings,
    columns: ByColumns,
    *,
    on_problem: OnProblem,
    clients_a_part: int,
    of_many: Sequence[str],
) -> Prepared | None:
    """Make the parts in a folder, in which no file is open when they are there, or cannot be."""
    tables = opened_tables(source, settings, Path(folder.name), columns)
    if tables is None:
        return None
    with closing(tables):
        if columns.looked is not None:
            settings = columns.looked.settings
        if tables.n_rows:
            tables.n_rows.update(dict.fromkeys(of_many, 0))
        parts = cut(tables, Path(folder.name), clients_a_part)
        if not parts:  # of nobody there is no part
            refuse_without_rows(tables, settings, Path(folder.name), on_problem=on_problem)
            return None
        check = partial(checked, tables, settings, Path(folder.name), parts, on_problem=on_problem)
        found = check()
        latest = far_from_others(np.array(sorted(found.days), dtype=np.int64))
        if latest is not None and not of_many:
            found = check(latest=latest)
        if found.unsettled:
            raise_problems(found.told_once(found.unsettled))
            raise DataError(found.refusal)  # which holds for all rows
        log = with_like_clients_pointed_out(found.whole(settings, tables))
        stated = sentences_of_scales(found.scales)
        return Prepared(folder, log, found.parts, stated, found.unread)


def prepared_of_log(log: MobilityLog, *, clients_a_part: int = CLIENTS_A_PART) -> Prepared:
    """Make the parts of a log that is in memory."""
    folder = TemporaryDirectory(prefix="mobility-parts-")
    firsts = range(0, len(log.clients), clients_a_part)
    write = partial(written, folder=Path(folder.name), for_all=_catalogues(log))
    parts = [
        write(_some(log, log.clients[first : first + clients_a_part]), number)
        for number, first in enumerate(firsts)
    ]
    return Prepared(folder, log, parts, scale_sentences(log.stiffness), tables_unread(log))


def _some(log: MobilityLog, clients: Sequence[str]) -> MobilityLog:
    """Return the log of some clients, with the exercises and tests that all parts have alike."""
    return replace(log[list(clients)], exercises=log.exercises, tests=log.tests)


def _catalogues(log: MobilityLog) -> dict[str, bytes]:
    """Return the files of the tables for everybody, which each part has alike."""
    files = tables_as_parquet(MobilityLog(exercises=log.exercises, tests=log.tests))
    return {name: files[name] for name in CATALOGUES if name in files}
