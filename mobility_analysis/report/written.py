"""What was written for whom, and from what: so that a report broken off is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mobility_analysis.log.model import PEOPLE_TABLES, DataError, MobilityLog
from mobility_analysis.report.client_tasks import ClientTask
from mobility_analysis.report.files import safe_names, write_text
from mobility_analysis.report.folder_names import coded_name

__all__ = [
    "OVERVIEW", "RECORDS", "LogRecord", "check_own", "check_same_log", "digest_of", "fingerprint",
    "forget", "gone_clients", "is_own", "is_written", "log_record", "names_of_folders", "own",
    "remember", "remember_log", "remove_old_overview",
]  # fmt: skip

RECORDS = ".written"
LOG_RECORD = ".log.json"  # no client's note, since their names never begin with a full stop
OWN = ".report.json"
"""Notes the files over all clients."""
OVERVIEW = (
    "index.html", "caseload.csv", "caseload.png", "caseload-screen.png", "caseload.svg",
)  # fmt: skip


def fingerprint(task: ClientTask) -> str:
    """Return a short text that differs as soon as anything that a client's files show differs.

    The client's rows, what was set aside, the days, the options, the caseload's row and the
    version of this library.
    """
    digest = hashlib.sha256()
    own = task.own
    tables = [getattr(own, name) for name in (*PEOPLE_TABLES, *_OTHER_TABLES)]
    for table in [*tables, *([] if task.review is None else [task.review])]:
        digest.update("\n".join(map(str, table.columns)).encode("utf-8", "replace"))
        digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    words = (version("mobility-analysis"), own.clients, own.as_of, task.facts, task.options)
    digest.update(repr(words).encode("utf-8", "replace"))
    return digest.hexdigest()


_OTHER_TABLES = ("exercises", "account", "problems", "remarks")


def is_written(task: ClientTask) -> bool:
    """Whether all files of a client stand there as written, from the same rows and options."""
    try:
        record = json.loads(_record(task).read_text(encoding="utf-8"))
        is_same = bool(record["fingerprint"] == fingerprint(task))
        contents = record["contents"].items()
        return is_same and all(digest_of(task.folder / name) == held for name, held in contents)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def digest_of(path: Path) -> str:
    """Return a short text that differs as soon as the content of a file differs.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remember(task: ClientTask, files: tuple[Path, ...]) -> None:
    """Note that all files of a client are written."""
    contents = {path.relative_to(task.folder).as_posix(): digest_of(path) for path in files}
    record = {"fingerprint": fingerprint(task), "contents": contents}
    write_text(json.dumps(record, indent=1) + "\n", _record(task))


def forget(task: ClientTask) -> None:
    """Take the note back, before the files are written anew."""
    _record(task).unlink(missing_ok=True)


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


def check_same_log(
    log: MobilityLog, out: Path, names: Iterable[str], *, may_replace: bool = False
) -> LogRecord:
    """Hold a report to a folder that is new, or written from the same log.

    Parameters
    ----------
    log : MobilityLog
        The log that is to be written.
    out : Path
        The folder of the report.
    names : iterable of str
        The folders of the clients in it.
    may_replace : bool, default False
        Whether the user said to replace what another log wrote.

    Returns
    -------
    LogRecord
        The log, with what is noted of the folder.

    Raises
    ------
    FileExistsError
        If the folder holds a report on another log, or one of which that is not known.
    """
    there = log_record(out)
    new = LogRecord(Path(log.source).name, _place(log))
    old = [name for name in (*OVERVIEW[:2], *names) if _is_of_a_report(out / name)]
    if there is not None and (may_replace or there.place == new.place):
        return LogRecord(new.name, new.place, there.folders, there.overview)
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
    for name in (*OVERVIEW, "assumptions.csv") if record.overview else ():
        (out / name).unlink(missing_ok=True)
    return replace(record, overview=())


def _record(task: ClientTask) -> Path:
    """Return the file that notes it: beside the client's folder, not in what is handed over."""
    return task.out / RECORDS / f"{task.name}.json"


def is_own(path: Path) -> bool:
    """Whether a file over all clients is one that a report wrote, and still as it was written."""
    try:
        return _own_files(path.parent).get(path.name) == digest_of(path)
    except OSError:
        return False


def check_own(paths: Iterable[Path]) -> None:
    """Refuse to replace files that are there and not a report's own.

    Raises
    ------
    DataError
        That names the first of them.
    """
    for path in paths:
        if path.exists() and not is_own(path):
            raise DataError(
                f"{path} is not as a report wrote it, so it may be yours; nothing was written. "
                "Move it away, or name another folder (--out)."
            )


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
