"""Which parts a log has, whose rows each holds, and from which bytes; written when all are there.

Every part is a folder with one Parquet file a table, and a log by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from mobility_analysis.log.load import log_of_part
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.parts.places import Place, PlaceError
from mobility_analysis.log.read.cells import Coded, RawTable
from mobility_analysis.log.read.files import UNFINISHED_MARK, LogFiles
from mobility_analysis.log.read.parquet import read_parquet
from mobility_analysis.log.read.settings_file import settings_in
from mobility_analysis.log.schema import CATALOGUES, DATED_TABLES
from mobility_analysis.log.settings import SETTINGS_FILE, Settings

MANIFEST = "parts.json"
FORM = 1
"""Of the manifest: another number is another form, which this version cannot read."""


@dataclass(frozen=True)
class Part:
    """Some clients of a log, side by side in the order of their names.

    Attributes
    ----------
    name : str
        Its folder.
    first, last : str
        The first and the last of its clients.
    n_clients : int
        Of how many it has a row.
    rows : mapping of str to int
        Rows of each table.
    digests : mapping of str to str
        SHA-256 of each of its files.
    """

    name: str
    first: str
    last: str
    n_clients: int
    rows: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """A text that differs as soon as any of its files does."""
        return digest_of(json.dumps(dict(sorted(self.digests.items()))).encode())

    @property
    def is_dated(self) -> bool:
        """Whether it holds a row of what a client logs."""
        return any(self.rows.get(name) for name in DATED_TABLES)

    def words(self) -> str:
        """Say which rows of whom it holds.

        >>> Part("part-00002", "ana", "ben", 2, {"sessions": 1200, "pauses": 1}, {}).words()
        "part-00002 (2 clients, 'ana' to 'ben': sessions 1,200 rows, pauses 1 row)"
        """
        n = f"{self.n_clients:,} client{'' if self.n_clients == 1 else 's'}"
        rows = ", ".join(
            f"{name} {count:,} row{'' if count == 1 else 's'}" for name, count in self.rows.items()
        )
        return f"{self.name} ({n}, {self.first!r} to {self.last!r}: {rows or 'no rows'})"


@dataclass(frozen=True)
class LogInParts:
    """A log in parts: where it lies, and its parts in the order of their clients."""

    place: Place
    parts: tuple[Part, ...]

    @property
    def fingerprint(self) -> str:
        """A text that differs as soon as any part does."""
        return digest_of("\n".join(part.fingerprint for part in self.parts).encode())


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def write_manifest(log: LogInParts) -> None:
    """Write down the parts of a log, all of which are there."""
    held = {"form": FORM, "parts": [asdict(part) for part in log.parts]}
    log.place.write((json.dumps(held, indent=1, ensure_ascii=False) + "\n").encode(), MANIFEST)


def read_manifest(place: Place) -> LogInParts:
    """Return the parts of a log.

    Raises
    ------
    DataError
        If the log is not in parts, or its writing was broken off.
    """
    if place.exists(UNFINISHED_MARK):
        raise DataError(
            f"{place}: found {UNFINISHED_MARK}, so not all parts are there; expected a log in "
            "parts. Delete the folder and convert the log again."
        )
    if not place.exists(MANIFEST):
        check = "Make" if place.local is not None else "Check the address, or make"
        raise DataError(
            f"{place}: there is no {MANIFEST}, so this is no log in parts. {check} one: "
            "mobility-analysis convert LOG --to FOLDER --partition-by client"
        )
    try:
        held = json.loads(place.read(MANIFEST))
        if held["form"] != FORM:
            raise DataError(
                f"{place}: {MANIFEST} has the form {held['form']}, expected {FORM}: convert the "
                "log again with this version."
            )
        parts = tuple(Part(**part) for part in held["parts"])
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"{place}: {MANIFEST} is damaged ({error}). Convert the log again."
        ) from error
    return LogInParts(place, parts)


def settings_of(place: Place) -> Settings:
    """Return what the settings file of a log in parts states; nothing where there is none."""
    if place.local is not None:
        return settings_in(place.local, shown=place.name)
    if not place.exists(SETTINGS_FILE):
        return Settings()
    with TemporaryDirectory() as folder:
        Path(folder, SETTINGS_FILE).write_bytes(place.read(SETTINGS_FILE))
        return settings_in(Path(folder), shown=place.name)


def without_rows(log: LogInParts, settings: Settings) -> MobilityLog:
    """Return a log of nobody, with the exercises and tests that all parts have alike."""
    for part in log.parts:
        with TemporaryDirectory() as folder:
            try:
                for name in CATALOGUES:
                    content = log.place.read(part.name, f"{name}.parquet")
                    Path(folder, f"{name}.parquet").write_bytes(content)
            except (OSError, PlaceError):  # the next part has the same
                continue
            raws = {
                name: read_parquet(Path(folder, f"{name}.parquet"), name) for name in CATALOGUES
            }
            raws["sessions"] = RawTable("", "", ("client", "date", "exercise"), (_NOTHING,) * 3,
                                        range(2, 2))  # fmt: skip
            files = LogFiles(log.place.name, raws, is_of_several=True)
            return log_of_part(files, settings, latest=None, on_problem="set aside").log
    return MobilityLog(settings=settings)


_NOTHING = Coded(np.empty(0, dtype=np.int32), [])
