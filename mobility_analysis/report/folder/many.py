"""Writing many clients: one after the other or several at once, past any that fails.

What was written for whom, and from what, is recorded, so that a report that was broken off can be
resumed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pandas as pd

from mobility_analysis import __version__
from mobility_analysis.log.built_in import built_in_ids, built_in_movement_ids
from mobility_analysis.log.model import PEOPLE_TABLES, DataError, MobilityLog
from mobility_analysis.log.write.names import coded_name, safe_names
from mobility_analysis.log.write.saving import remove_left_over, write_whole
from mobility_analysis.report.contents import Block
from mobility_analysis.report.folder.files import write_text
from mobility_analysis.report.folder.options import WriteOptions
from mobility_analysis.report.folder.task import RECORDS, ClientTask, Note, Outcome, done
from mobility_analysis.words.log import whole_facts

LOG_RECORD = ".log.json"  # no client's note, since their names never begin with a full stop
OWN = ".report.json"
"""Notes the files over all clients."""
OVERVIEW = ("index.html", "caseload.csv", "caseload.xlsx", "caseload.png", "caseload.pdf")
STATED = ("assumptions.csv", "assumptions.xlsx")
OLD_PICTURES = ("caseload-screen.png", "caseload.svg")
"""What earlier versions wrote as well; beside a new list an old picture would be wrong."""


def done_tasks(tasks: Iterable[ClientTask], *, jobs: int) -> Generator[tuple[ClientTask, Outcome]]:
    """Write each client, and yield what became of it as soon as it is known.

    Where a process ends before its time, the clients that were with it are tried once more, one at
    a time; only one whose process ends again has failed. Tasks are taken as they are needed, so
    that few are in memory at once. With 1 job all are done in this process; with more they come
    back in the order in which they end.
    """
    if jobs == 1:
        yield from ((task, done(task)) for task in tasks)
    else:
        from mobility_analysis.report.folder.processes import several_at_once

        yield from several_at_once(tasks, jobs)


def fingerprints(block: Block, writing: WriteOptions) -> dict[str, str]:
    """Return, by client, a text that differs as soon as anything that the client's files show does.

    The client's rows, what was set aside, the days, the options, the caseload's row and the
    version of this library. Rows of all clients of the block are hashed at once.
    """
    digests = {client: hashlib.sha256() for client in block.clients}
    tables = (getattr(block.log, name) for name in (*PEOPLE_TABLES, *_TEXTS_OF_CLIENTS))
    cuts = [block.cut("review"), *map(block.cut_of, tables)]
    for cut in cuts:
        columns = "\n".join(map(str, cut.table.columns)).encode("utf-8", "replace")
        hashes = pd.util.hash_pandas_object(cut.table, index=False).to_numpy()
        for digest, (begin, end) in zip(digests.values(), pairwise(cut.begins), strict=True):
            digest.update(columns)
            digest.update(hashes[begin:end].tobytes())
    of_nobody = [_hashes_of_nobody(getattr(block.log, name)) for name in _TEXTS_OF_CLIENTS]
    of_all = (
        __version__, whole_facts(block.whole), block.options, writing,
        block.log.as_of, of_nobody,
    )  # fmt: skip
    catalogues = _catalogues(block)
    for client, stated in block.stated.items():
        words = (*of_all, client, stated, catalogues[client])
        digests[client].update(repr(words).encode("utf-8", "replace"))
    return {client: digest.hexdigest() for client, digest in digests.items()}


def _written_once(table: pd.DataFrame, written: dict[int, str]) -> str:
    """Return a small table as text, written once however many clients have it."""
    if id(table) not in written:
        written[id(table)] = repr(table.to_numpy(object).tolist())
    return written[id(table)]


def _catalogues(block: Block) -> dict[str, list[str]]:
    """Return the exercises and movement tests of each client as text."""
    log, whole = block.log, block.whole
    written: dict[int, str] = {}
    is_built_in = log.exercises["exercise"].isin(built_in_ids()).all()
    is_built_in &= log.tests["test"].isin(built_in_movement_ids()).all()
    if is_built_in and not whole.exercises_by_client:  # so that all clients have the same
        words = [_written_once(table, written) for table in (log.exercises, log.tests)]
        return dict.fromkeys(block.clients, words)
    return {
        client: [_written_once(table, written) for table in (own.exercises, own.tests)]
        for client, own in block.logs.items()
    }


def _hashes_of_nobody(table: pd.DataFrame) -> list[int]:
    """Return a number for each row that names no client; what it quotes may be somebody's."""
    rows = table[table["client"].astype("str") == ""].drop(columns="value", errors="ignore")
    hashes: list[int] = pd.util.hash_pandas_object(rows, index=False).tolist()
    return hashes


_TEXTS_OF_CLIENTS = ("account_by_client", "problems", "remarks", "left_out")


def is_written(note: Note) -> bool:
    """Whether all files of a client stand there as written, from the same rows and options."""
    try:
        record = json.loads(note.path.read_text(encoding="utf-8"))
        is_same = bool(record["fingerprint"] == note.fingerprint)
        contents = record["contents"].items()
        return is_same and all(digest_of(note.folder / name) == held for name, held in contents)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def digest_of(path: Path) -> str:
    """Return a short text that differs as soon as the content of a file differs."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remember(note: Note, files: tuple[str, ...], tables: Mapping[str, bytes]) -> None:
    """Note that all files of a client are written; those of its tables need not be read again."""
    contents = {f"tables/{name}": hashlib.sha256(content).hexdigest()
                for name, content in tables.items()}  # fmt: skip
    contents |= {name: digest_of(note.folder / name) for name in files if name not in contents}
    record = {"fingerprint": note.fingerprint, "contents": contents}
    words = json.dumps(record, separators=(",\n ", ": "))  # sooner than with indents
    # Here lies a note for each client: to look for what is left over each time takes too long.
    write_whole({note.path: f"{words}\n".encode()}, is_tidy=True)


def tidy_notes(out: Path, names: Iterable[str]) -> None:
    """Remove half-written notes of clients, left by a process that was ended."""
    remove_left_over(out / RECORDS, {f"{name}.json" for name in names})


def forget(note: Note) -> None:
    """Take the note back, before the files are written anew."""
    note.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class LogRecord:
    """From which log the pages of a folder were written.

    Attributes
    ----------
    name : str
        The name of its file or folder, for people.
    place : str
        A short text made of its whole path; empty for a log that was not read from a file.
    folders : mapping of str to str
        The folder of each client who was ever written into it.
    overview : tuple of str
        The clients whom the files over several clients name.
    """

    name: str
    place: str
    folders: Mapping[str, str] = field(default_factory=dict)
    overview: tuple[str, ...] = ()


def log_record(out: Path) -> LogRecord | None:
    """Return from which log a folder was written; None where no report says so."""
    try:
        found = json.loads((out / RECORDS / LOG_RECORD).read_text(encoding="utf-8"))
        return LogRecord(
            str(found["log"]), str(found["place"]), dict(found["folders"]), tuple(found["overview"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check_same_log(log: MobilityLog, out: Path, *, may_replace: bool) -> LogRecord:
    """Hold a report to a folder that is new, or written from the same log.

    ``may_replace``: the user said to replace what another log wrote. Return the record of the log,
    with what is noted of the folder.
    """
    there = log_record(out)
    new = LogRecord(Path(log.source).name, _place(log))
    if there is not None and (may_replace or there.place == new.place):
        return LogRecord(new.name, new.place, there.folders, there.overview)
    names = (*OVERVIEW[:3], *safe_names(log.clients).values())
    old = [name for name in names if _is_of_a_report(out / name)]
    if may_replace or (there is None and not old):
        return new
    whose = f"holds pages already ({', '.join(old[:5])}), and nothing says from which log"
    if there is not None:
        whose = f"holds the report on another log, {there.name!r}"
    raise FileExistsError(
        f"{out.resolve()} {whose}. Nothing was written. Choose another folder with --out, or, if "
        "its pages may go, run the command again with --replace."
    )


def _is_of_a_report(path: Path) -> bool:
    """Tell whether a report on a log would replace something here."""
    if not path.is_dir():
        return path.exists()
    has_folder = any((path / name).is_dir() for name in ("tables", "figures"))
    return has_folder or (path / "summary.html").is_file()


def _place(log: MobilityLog) -> str:
    return hashlib.sha256(log.source.encode("utf-8", "replace")).hexdigest() if log.source else ""


def remember_log(record: LogRecord, out: Path) -> None:
    """Note from which log the pages of a folder are, and whose they are."""
    noted = {
        "log": record.name,
        "place": record.place,
        "folders": dict(sorted(record.folders.items())),
        "overview": list(record.overview),
    }
    write_text(json.dumps(noted, indent=1) + "\n", out / RECORDS / LOG_RECORD)


def names_of_folders(log: MobilityLog, record: LogRecord) -> dict[str, str]:
    """Return the folder of each client; never that of one who is no longer in the log."""
    names = safe_names(log.clients)
    held = {name.casefold() for c, name in record.folders.items() if c not in names}
    return {
        client: coded_name(client) if name.casefold() in held else name
        for client, name in names.items()
    }


def gone_clients(log: MobilityLog, out: Path) -> dict[str, Path]:
    """Return the folders of clients whom a folder still holds, and the log no longer does.

    One whose log could not be read this time is not gone.
    """
    record = log_record(out) or LogRecord("", "")
    there = {*log.clients, *log.unreadable["client"]}
    folders = {c: out / name for c, name in record.folders.items() if c not in there}
    return {client: folder for client, folder in folders.items() if folder.is_dir()}


def remove_old_overview(record: LogRecord, log: MobilityLog, out: Path) -> LogRecord:
    """Remove the files over several clients where they name one who is no longer in the log."""
    there = {*log.clients, *log.unreadable["client"]}
    if len(there) > 1 and set(record.overview) <= there:
        return record
    for name in (*OVERVIEW, *OLD_PICTURES, *STATED) if record.overview else ():
        (out / name).unlink(missing_ok=True)
    return replace(record, overview=())


def is_own(path: Path) -> bool:
    """Whether a file over all clients is one that a report wrote, and still as it was written."""
    try:
        return _own_files(path.parent).get(path.name) == digest_of(path)
    except OSError:
        return False


def check_own(paths: Iterable[Path]) -> None:
    """Refuse to replace files that are there and not a report's own.

    The error names the first of them.
    """
    for path in paths:
        if path.exists() and not is_own(path):
            raise DataError(
                f"{path} is not as a report wrote it, so it may be yours; nothing was written. "
                "Move it away, or name another folder (--out)."
            )


def remove_own(path: Path) -> None:
    """Remove a file over all clients that a report wrote; one that may be the user's stays."""
    if is_own(path):
        path.unlink()


def own(path: Path) -> None:
    """Note that a report wrote a file over all clients."""
    known = _own_files(path.parent) | {path.name: digest_of(path)}
    write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", path.parent / RECORDS / OWN)


def _own_files(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / RECORDS / OWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
