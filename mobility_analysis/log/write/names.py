"""Names of the files and folders that are written: safe anywhere, and the same each time.

By itself, so that a notebook can say what a copy would be called without what writes it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pandas as pd

MAX_NAME = 60
#: File systems count bytes, 255 at most; a code and what a hidden file adds must fit too.
MAX_BYTES = 180
WINDOWS_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
TAKEN = frozenset(
    (
        "index.html",
        "problems.csv",
        "problems.xlsx",
        "assumptions.csv",
        "assumptions.xlsx",
        "caseload.csv",
        "caseload.xlsx",
        "caseload.png",
        "caseload.pdf",
        "caseload-screen.png",
        "caseload.svg",
    )
)

FigureFormat = Literal["png", "screen", "svg", "pdf"]
PLOT_FORMATS: tuple[FigureFormat, ...] = ("png", "screen", "svg")


def figure_path(path: Path, kind: FigureFormat) -> Path:
    """Return the file of a figure in one format.

    Examples
    --------
    >>> figure_path(Path("02-stiffness"), "screen").name
    '02-stiffness-screen.png'
    """
    ending = "-screen.png" if kind == "screen" else f".{kind}"
    return path.with_name(f"{path.name}{ending}")


def safe_name(client: str) -> str:
    """Return a form of a client's id that is safe as a name of a folder anywhere.

    Letters, digits, ``.``, ``_`` and ``-`` stay; anything else becomes ``-``. Leading dots and
    hyphens go, so that nothing is hidden or taken for an option, and trailing dots, which Windows
    drops. Names that Windows or the report keep for themselves get a ``_``. It is never empty,
    never has a path separator, and has at most 60 characters and 180 bytes.

    Examples
    --------
    >>> safe_name("A. Example"), safe_name("../../etc"), safe_name("NUL.txt")
    ('A.-Example', 'etc', '_NUL.txt')
    """
    text = unicodedata.normalize("NFC", client)
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in text)
    short = kept.lstrip(".-")[:MAX_NAME].encode("utf-8", "replace")[:MAX_BYTES]
    name = short.decode("utf-8", "ignore").rstrip(".-") or "client"
    folded = name.casefold()
    if folded.split(".")[0] in WINDOWS_RESERVED or folded in TAKEN:
        return f"_{name}"
    return name


def safe_names(clients: Iterable[str]) -> dict[str, str]:
    """Return a safe name for each client's folder, no two alike on any file system.

    An id that its safe form does not show, blanks aside, gets a short code made from it: another
    log may hold another id of the same form. So do ids whose safe forms are the same but for case.
    ``clients`` are all of the log, so that a name does not depend on who is asked for.

    Examples
    --------
    >>> safe_names(["Jo", "Kim P", "a/b"])
    {'Jo': 'Jo', 'Kim P': 'Kim-P', 'a/b': 'a-b-c14cdd'}
    >>> sorted(safe_names(["a b", "A-B"]).values())
    ['A-B-77101a', 'a-b-c8687a']
    """
    ids = list(dict.fromkeys(clients))
    length = 6
    names = {client: safe_name(client) for client in ids}
    names |= {
        client: f"{name}-{_code(client, length)}"
        for client, name in names.items()
        if not _shows(name, client)
    }
    while len({_folded(name) for name in names.values()}) < len(ids):
        seen = pd.Series([_folded(name) for name in names.values()])
        alike = seen.duplicated(keep=False)
        for client, is_alike in zip(ids, alike, strict=True):
            if is_alike:
                names[client] = coded_name(client, length)
        length += 4
    return names


def coded_name(client: str, length: int = 6) -> str:
    """Return a safe name with a short code made from the id, so that no other id has it."""
    return f"{safe_name(client)}-{_code(client, length)}"


def _shows(name: str, client: str) -> bool:
    """Return whether the safe form of an id loses nothing but blanks, which become hyphens."""
    return name == unicodedata.normalize("NFC", client).replace(" ", "-")


def _folded(name: str) -> str:
    """Return what a file system that ignores case and forms of a letter would compare."""
    return unicodedata.normalize("NFKC", name).casefold()


def _code(client: str, length: int) -> str:
    return hashlib.sha256(client.encode("utf-8", "surrogatepass")).hexdigest()[:length]
