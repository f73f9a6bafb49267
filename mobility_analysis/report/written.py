"""What was written for whom, and from what: so that a report broken off is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mobility_analysis.log.model import PEOPLE_TABLES, DataError
from mobility_analysis.report.client_tasks import ClientTask
from mobility_analysis.report.files import write_text

__all__ = [
    "RECORDS",
    "check_own",
    "digest_of",
    "fingerprint",
    "forget",
    "is_own",
    "is_written",
    "own",
    "remember",
]

RECORDS = ".written"
OWN = ".report.json"
"""Notes the files over all clients; no client's folder has a name that begins with a full stop."""


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
