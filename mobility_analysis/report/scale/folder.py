"""The folder of a report on Dask: whose it is, whether it is complete, and nothing of before.

While it is written, and where a part is missing in the end, a file says so; it goes last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.parts.manifest import LogInParts
from mobility_analysis.log.parts.places import Place, address_words
from mobility_analysis.log.read.files import UNFINISHED_MARK
from mobility_analysis.log.write.saving import UNFINISHED
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.caseload.review import joined_reviews
from mobility_analysis.report.folder.many import OVERVIEW
from mobility_analysis.report.folder.options import WriteOptions
from mobility_analysis.report.folder.task import RECORDS
from mobility_analysis.report.folder.write import write_caseload
from mobility_analysis.report.scale.work import LIST, TABLES_FOLDER, Work
from mobility_analysis.words.numbers import count_words

REPORT_FILE = "report.json"
"""Says from which log and by which run a complete folder was written."""
OWN_FILES = (*OVERVIEW, "assumptions.csv", REPORT_FILE, RECORDS)


class NotCompleteError(OSError):
    """Files of a part are not there as it was said that they were written."""


def place_digest(log: LogInParts) -> str:
    """Return a short text made of where a log lies."""
    address = log.place.address
    where = address_words(address)
    if where != address:  # of a path with an @ in it less is left than tells it from others
        where += address_words(f"://{log.place.path()}")
    return hashlib.sha256(where.encode()).hexdigest()


def begin(out: Place, log: LogInParts, run: str, *, may_replace: bool) -> None:
    """Mark a folder as being written, then take out what an earlier report left of its own.

    A folder that holds anything else than a report on the same log is refused.
    """
    there = {name.split("/")[0] for name in out.sizes()}
    mine = f"log: {place_digest(log)}"
    held = [out.read(n).decode() for n in (UNFINISHED_MARK, REPORT_FILE) if n in there]
    is_same = any(mine in text or place_digest(log) in text for text in held)
    if there and not is_same and not may_replace:
        raise FileExistsError(
            f"{out} holds {', '.join(sorted(there)[:5])}, and not as a report on this log. Nothing "
            "was written. Choose another folder with --out, or, if that may go, run the command "
            "again with --replace."
        )
    words = "A report is being written into this folder. If no program is at it any more, it was\n"
    words += "broken off: run it again.\n"
    out.write(f"{words}run: {run}\n{mine}\n".encode(), UNFINISHED_MARK)
    for name in (*OWN_FILES, LIST, TABLES_FOLDER):
        if name in there:
            out.remove(name)


def check_files(out: Place, files: Mapping[str, int]) -> None:
    """Hold what is there to what was written: all of it, and not a part of any other run.

    Raises
    ------
    NotCompleteError
        If a file is missing, cut short, or nobody's.
    """
    found = {
        f"{folder}/{name}": size
        for folder in (LIST, TABLES_FOLDER)
        for name, size in out.sizes(folder).items()
    }
    for name in [name for name in found if name.endswith(UNFINISHED)]:
        out.remove(*name.split("/"))  # of a worker that was ended as it wrote
        del found[name]
    if found == dict(files):
        return
    wrong = sorted(set(found.items()) ^ set(files.items()))
    raise NotCompleteError(
        f"{out}: {wrong[0][0]} is not as it was written. Let nothing else write into this folder, "
        "and run the command again."
    )


def read_list(out: Place, parts: Sequence[str]) -> list[pd.DataFrame]:
    """Return the rows of the list of each of these parts."""
    tables = []
    for part in parts:
        with out.open(LIST, f"{part}.parquet") as file:
            tables.append(pd.read_parquet(file))
    return tables


def write_list(
    log: MobilityLog,
    parts: Sequence[pd.DataFrame],
    out: Place,
    *,
    options: ReportOptions,
    writing: WriteOptions,
    stated: Sequence[str],
) -> None:
    """Write the list of all clients as a report in memory does."""
    review = joined_reviews(parts, log)
    if out.local is not None:
        write_caseload(log, review, out.local, {}, options=options, writing=writing, stated=stated)
        return
    with TemporaryDirectory(prefix="mobility-list-") as folder:
        write_caseload(
            log, review, Path(folder), {}, options=options, writing=writing, stated=stated
        )
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                out.write(path.read_bytes(), *path.relative_to(folder).parts)


def end(out: Place, log: LogInParts, work: Work, failed: Mapping[str, str]) -> None:
    """Say that a folder is complete; or leave the mark, and say in it which parts are missing."""
    if failed:
        n = count_words(len(failed), "part")
        lines = [f"This report is not complete: {n} of the log could not be done."]
        lines += [f"{part}: {why}" for part, why in failed.items()]
        lines += [f"run: {work.run}", f"log: {place_digest(log)}", ""]
        out.write("\n".join(lines).encode(), UNFINISHED_MARK)
        return
    held = {
        "log": log.place.name,
        "place": place_digest(log),
        "input": log.fingerprint,
        "run": work.run,
        "only": work.only,
        "parts": [part.name for part in log.parts],
    }
    out.write((json.dumps(held, indent=1) + "\n").encode(), REPORT_FILE)
    out.remove(UNFINISHED_MARK)
