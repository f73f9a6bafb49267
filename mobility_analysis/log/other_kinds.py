"""Files that are no text though their name says so, told by their first bytes."""

from __future__ import annotations

from mobility_analysis.log.findings import Fault

__all__ = ["other_kind"]

RENAME = "Rename it to end in {0}, or open it in a spreadsheet and save its table as CSV UTF-8."


def _no_text(found: str, repair: str) -> tuple[str, Fault]:
    return found, Fault("text with delimiters", repair)


PDF = _no_text(
    "a PDF, not a table",
    "Ask for the table that it was made from, or type its rows into a spreadsheet, and save that "
    "as CSV UTF-8.",
)
PICTURE = _no_text(
    "a picture, not a table", "Type its rows into a spreadsheet and save that as CSV UTF-8."
)
OLD_WORKBOOK = _no_text(
    "an Excel workbook of an old kind or with a password, not text",
    "Open it in a spreadsheet program (there: File, Open), with its password where it has one, and "
    "save its table as CSV UTF-8.",
)
EXCEL = _no_text("an Excel workbook, not text", RENAME.format(".xlsx"))
OPEN_DOCUMENT = _no_text("an OpenDocument workbook, not text", RENAME.format(".ods"))
PACKED = _no_text(
    "a packed file (zip), not text",
    "Unpack it, or open it in the program that made it, and save its table as CSV UTF-8.",
)
_FIRST_BYTES = (
    (b"%PDF", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"\xd0\xcf\x11\xe0", OLD_WORKBOOK),
)


def other_kind(data: bytes) -> tuple[str, Fault] | None:
    r"""Return what a file is that is no text, with its repair; None where it may be text.

    Parameters
    ----------
    data : bytes
        The whole file.

    Examples
    --------
    >>> other_kind(b"%PDF-1.7\n")[0], other_kind(b"date,score\n")
    ('a PDF, not a table', None)
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return next((found for mark, found in _FIRST_BYTES if data.startswith(mark)), None)


def _packed(data: bytes) -> tuple[str, Fault]:
    """Tell workbooks from other packed files by the names inside, which are not packed."""
    if b"xl/workbook.xml" in data:
        return EXCEL
    return OPEN_DOCUMENT if b"opendocument.spreadsheet" in data[:200] else PACKED
