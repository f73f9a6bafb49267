"""One client to write: from what, where that is noted, and what became of it."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mobility_analysis.log.model import DataError
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.folder.client import write_client
from mobility_analysis.report.folder.files import folder_inside
from mobility_analysis.report.folder.options import WriteOptions

LOST = "the process that wrote it ended, perhaps for want of memory"
RECORDS = ".written"


class Note(NamedTuple):
    """Where it is noted what was written for a client, and from what."""

    out: Path
    name: str
    fingerprint: str

    @property
    def folder(self) -> Path:
        """The client's own folder."""
        return self.out / self.name

    @property
    def path(self) -> Path:
        """The file of the note: beside the client's folder, not in what is handed over."""
        return self.out / RECORDS / f"{self.name}.json"


class ClientTask(NamedTuple):
    """One client to write, with the files of its tables; it holds nothing of any other."""

    contents: ClientContents
    tables: Mapping[str, bytes]
    note: Note
    writing: WriteOptions

    @property
    def client(self) -> str:
        """Id of the client."""
        return self.contents.client


class Outcome(NamedTuple):
    """What became of a task: the files written, or why they were not, in words and as a trace.

    Files are paths from the client's folder, with a slash between.
    """

    files: tuple[str, ...] = ()
    failure: str = ""
    trace: str = ""


def done(task: ClientTask) -> Outcome:
    """Write one client; an error is an outcome, so that the others are written."""
    try:
        folder = folder_inside(task.note.out, task.note.name)
        files = write_client(task.contents, folder, task.writing, tables=task.tables)
    except Exception as error:
        return failure_of(error)
    return Outcome(files=tuple(files))


def failure_of(error: Exception) -> Outcome:
    """Return an error as an outcome; to be called where it was caught."""
    return Outcome(failure=_in_words(error), trace=traceback.format_exc())


_NOT_ALLOWED = "; allow writing there, or choose another folder with --out"
_REPAIRS = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: "; make room, or choose another folder with --out",
    errno.ENOTDIR: "; choose another folder with --out",
}


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'}: {error.strerror}{_REPAIRS.get(error.errno or 0, '')}"
    if isinstance(error, DataError):
        return str(error)
    if isinstance(error, UnicodeEncodeError):
        return (
            f"its name holds {error.object[error.start]!r}, which this computer's language setting "
            f"({error.encoding}) cannot write in the name of a folder: set PYTHONUTF8=1 and run "
            "the command again"
        )
    return f"{type(error).__name__}: {error}"
