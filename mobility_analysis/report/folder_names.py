"""Names of folders made from the ids of clients: safe anywhere, never outside the report."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

__all__ = ["coded_name", "folder_inside", "safe_name", "safe_names"]

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
        "assumptions.csv",
        "caseload.csv",
        "caseload.png",
        "caseload-screen.png",
        "caseload.svg",
    )
)


def safe_name(client: str) -> str:
    """Return a form of a client's id that is safe as a name of a folder anywhere.

    Letters, digits, ``.``, ``_`` and ``-`` stay; anything else becomes ``-``. Leading dots and
    hyphens go, so that nothing is hidden or taken for an option, and trailing dots, which Windows
    drops. Names that Windows or the report keep for themselves get a ``_``.

    Parameters
    ----------
    client : str
        The id.

    Returns
    -------
    str
        Never empty, never with a path separator, at most 60 characters and 180 bytes.

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

    Parameters
    ----------
    clients : iterable of str
        Ids of all clients of the log, so that a name does not depend on who is asked for.

    Returns
    -------
    dict of str to str
        Safe name by id, in the order of the ids.

    Examples
    --------
    >>> safe_names(["Jo", "Kim P", "a/b"])
    {'Jo': 'Jo', 'Kim P': 'Kim-P', 'a/b': 'a-b-c14cdd'}
    >>> sorted(safe_names(["a b", "A-B"]).values())
    ['A-B-77101a', 'a-b-c8687a']
    """
    ids = list(dict.fromkeys(clients))
    length = 6
    names = {
        client: safe_name(client)
        if _is_shown(client)
        else f"{safe_name(client)}-{_code(client, length)}"
        for client in ids
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


def _is_shown(client: str) -> bool:
    """Return whether nothing of an id is lost in its safe form but that blanks are hyphens."""
    return safe_name(client) == unicodedata.normalize("NFC", client).replace(" ", "-")


def _folded(name: str) -> str:
    """Return what a file system that ignores case and forms of a letter would compare."""
    return unicodedata.normalize("NFKC", name).casefold()


def _code(client: str, length: int) -> str:
    return hashlib.sha256(client.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def folder_inside(out: Path, name: str) -> Path:
    """Make a folder of this name inside ``out`` and return it.

    Parameters
    ----------
    out : Path
        The folder of the report.
    name : str
        One name, as ``safe_names`` makes it.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If the folder would lie outside ``out``, through its name or a link.
    """
    folder = out / name
    root = out.resolve()
    if folder.resolve().parent != root:
        raise ValueError(
            f"{folder} would lie outside {root}: nothing was written there. "
            "Remove the link of that name, or choose another folder with --out."
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder
