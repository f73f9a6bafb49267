"""What was written for whom, and from what: so that a report broken off is taken up again."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from mobility_analysis.log.model import PEOPLE_TABLES
from mobility_analysis.report.client_tasks import ClientTask
from mobility_analysis.report.files import write_text

__all__ = ["RECORDS", "fingerprint", "forget", "is_written", "remember"]

RECORDS = ".written"


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
    """Whether all files of a client stand there, written from the same rows and options."""
    try:
        record = json.loads(_record(task).read_text(encoding="utf-8"))
        files = [task.folder / name for name in record["files"]]
        return bool(record["fingerprint"] == fingerprint(task)) and all(map(Path.is_file, files))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(task: ClientTask, files: tuple[Path, ...]) -> None:
    """Note that all files of a client are written."""
    names = [path.relative_to(task.folder).as_posix() for path in files]
    record = {"fingerprint": fingerprint(task), "files": names}
    write_text(json.dumps(record, indent=1) + "\n", _record(task))


def forget(task: ClientTask) -> None:
    """Take the note back, before the files are written anew."""
    _record(task).unlink(missing_ok=True)


def _record(task: ClientTask) -> Path:
    """Return the file that notes it: beside the client's folder, not in what is handed over."""
    return task.out / RECORDS / f"{task.name}.json"
