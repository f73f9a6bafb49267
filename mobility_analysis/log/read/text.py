"""Text files with delimiters: their encoding, their delimiter, their cells.

Files that are no text, whatever their name says, are told by their first bytes.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from mmap import ACCESS_READ, mmap
from typing import BinaryIO

from mobility_analysis.log.findings import Fault
from mobility_analysis.log.read.apps import with_ticks_of_loop
from mobility_analysis.log.read.cells import GUARDED, Cell, Sheet, without_guard
from mobility_analysis.log.read.headers import header_key
from mobility_analysis.log.schema import TABLES

MAX_COLUMNS = 1000
MAX_HEADER_CHARACTERS = 100_000
SAMPLE_CHARACTERS = 4 * MAX_HEADER_CHARACTERS
"""How much of the beginning of a file is looked at to find its delimiter."""
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 50
SENTINEL = "\ufdd0"  # a character that no text may hold
SAVE_AS = "Open it in a spreadsheet and save it as CSV UTF-8."

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

RENAME = "Rename it to end in {0}, or open it in a spreadsheet and save its table as CSV UTF-8."


class CannotReadError(Exception):
    """A file as a whole cannot be read: what was found, and the fault."""

    def __init__(self, found: str, fault: Fault) -> None:
        super().__init__(found)
        self.found = found
        self.fault = fault


def read_delimited(data: bytes, file: str, *, delimiter: str = "") -> Sheet:
    r"""Read all cells of a text file in UTF-8, UTF-16 or Windows-1252, blank rows included.

    Every cell is as written, but for an apostrophe that keeps a spreadsheet from running it, and
    numbers that one app writes for ticks. Of a piece of a file, which does not say whether they
    are, the ``delimiter`` is known.

    >>> read_delimited(b'a;b\n\n1;"x\ny"', "t.csv").rows
    [['a', 'b'], [], ['1', 'x\ny']]
    """
    other = other_kind(data)
    if other is not None:
        raise CannotReadError(*other)
    text, encoding = decoded(data)
    if not text.strip():
        raise empty_file()
    is_piece = bool(delimiter)
    if not is_piece:
        text, delimiter = without_said_delimiter(text)
    check_width(text, delimiter)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(chain(lines, [SENTINEL]), delimiter=delimiter)
    rows: list[list[Cell]] = []
    try:
        rows.extend([*row] for row in reader)
    except csv.Error as error:
        raise cell_too_long(error, line_after(rows)) from error
    last = rows.pop()
    unclosed = None
    if last != [SENTINEL]:
        unclosed = len(rows)
        rows.append([*last[:-1], str(last[-1]).removesuffix(SENTINEL)])
    if re.search(GUARDED, text):
        rows = [[without_guard(str(cell)) for cell in row] for row in rows]
    sheet = Sheet(
        file,
        "",
        rows,
        delimiter=delimiter,
        has_breaks=reader.line_num - 1 > len(rows),
        unclosed=unclosed,
        remarks=remarks_on_encoding(encoding),
    )
    return sheet if is_piece else with_ticks_of_loop(sheet)


def line_after(rows: Iterable[Sequence[Cell]]) -> int:
    """Return about on which line of a text file stands what follows some rows."""
    return 1 + sum(1 + str(cell).count("\n") for row in rows for cell in row[-1:])


def cell_too_long(error: csv.Error, line: int) -> CannotReadError:
    """Return what is said of a file with a cell that is longer than any, after a line."""
    return CannotReadError(
        str(error),
        Fault(
            f"cells of at most {csv.field_size_limit():,} characters",
            f"A quotation mark was probably opened and not closed in line {line:,} or a few "
            "lines after it: look for it.",
        ),
    )


def empty_file() -> CannotReadError:
    """Return what is said of a file in which nothing stands."""
    return CannotReadError("an empty file", Fault("a header and rows", "Fill in the file."))


def no_text() -> CannotReadError:
    """Return what is said of a file that can be read in no encoding."""
    return CannotReadError("bytes that are no text", Fault("text with delimiters", SAVE_AS))


def remarks_on_encoding(encoding: str) -> tuple[tuple[str, str, str], ...]:
    """Point out that a file was read as Windows-1252, which is a guess."""
    said = (
        "letters that are not UTF-8", "", "The file was read as Windows-1252. Look at letters "
        "with accents; if they are wrong, save it as CSV UTF-8.",
    )  # fmt: skip
    return (said,) if encoding == "cp1252" else ()


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding it was read in.

    >>> decoded("dé".encode("utf-16")), decoded("dé".encode("cp1252"))
    (('dé', 'utf-16-le'), ('dé', 'cp1252'))
    """
    for candidate in _encodings(data):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), candidate
    raise no_text()


def _encodings(data: bytes) -> list[str]:
    """Return the encodings that a file which begins so may be in, the likeliest first."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    return [encoding] if encoding else [*_without_mark(data), "utf-8", "cp1252"]


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding in which ``decoded`` reads a file, of which a little is in memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(SAMPLE_CHARACTERS)
    candidates = _encodings(head if size % 2 == 0 else head[: len(head) // 2 * 2 - 1])
    for candidate in candidates:
        file.seek(0)
        try:
            decoder = codecs.iterdecode(iter(lambda: file.read(SAMPLE_CHARACTERS), b""), candidate)
            if not any("\0" in text for text in decoder):
                return candidate
        except UnicodeDecodeError:
            continue
    return ""


def _without_mark(data: bytes) -> list[str]:
    """Return the UTF-16 that a file without a byte order mark looks like, if any."""
    head = data[:2000]
    if len(head) < 4 or len(data) % 2:
        return []
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) < 0.3 * len(head) / 2 or min(zeros) > 0.05 * len(head) / 2:
        return []
    return ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]


def without_said_delimiter(text: str) -> tuple[str, str]:
    """Return the text and its delimiter; a first line ``sep=;`` says it and is no row."""
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) <= 5:
        return rest, said[4:] or "\t"
    return text, delimiter_of(text[:SAMPLE_CHARACTERS])


def delimiter_of(sample: str) -> str:
    r"""Return the delimiter that fits the beginning of a text best.

    >>> delimiter_of("date;score\n2026-01-05;5,5")
    ';'
    """
    scores = {delimiter: _fit(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _fit(sample: str, delimiter: str) -> tuple[int, float, int]:
    """Return how well a delimiter fits: known headers, share of rows of one width, width."""
    try:
        rows = _sample_rows(sample, delimiter)
    except csv.Error:
        return (0, 0.0, 0)
    widths = Counter(len(row) for row in rows)
    if not widths:
        return (0, 0.0, 0)
    width, n = widths.most_common(1)[0]
    known = len({header_key(cell) for cell in rows[0]} & _KNOWN) if len(rows[0]) > 1 else 0
    return (known, n / len(rows) if width > 1 else 0.0, width)


_KNOWN = frozenset(name for table in TABLES.values() for name in table.column_names)


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    lines: Iterable[str] = io.StringIO(sample, newline="")
    rows = csv.reader(lines, delimiter=delimiter)
    return list(islice((row for row in rows if any(cell.strip() for cell in row)), SAMPLE_ROWS))


def check_width(text: str, delimiter: str) -> None:
    """Refuse a file whose first line alone is too long, before its cells are made."""
    first = text[: MAX_HEADER_CHARACTERS + 1].lstrip().split("\n", 1)[0].split("\r", 1)[0]
    n = first.count(delimiter) + 1
    if n > MAX_COLUMNS or len(first) > MAX_HEADER_CHARACTERS:
        raise CannotReadError(
            f"a first line of more than {MAX_COLUMNS} columns"
            if n > MAX_COLUMNS
            else f"a first line of more than {MAX_HEADER_CHARACTERS:,} characters",
            Fault(f"at most {MAX_COLUMNS} columns", "Keep only the columns of the table."),
        )


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
WEB_PAGE = _no_text(
    "a web page, not a table",
    "Open it in a spreadsheet program (there: File, Open), and save its table as CSV UTF-8.",
)
_WEB_MARKS = (b"<html", b"<table", b"<!doctyp")
PACKED_MARK = b"PK\x03\x04"
_FIRST_BYTES = (
    (b"%PDF", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"\xd0\xcf\x11\xe0", OLD_WORKBOOK),
)


def other_kind(data: bytes | mmap) -> tuple[str, Fault] | None:
    r"""Return what a file is that is no text, with its repair; None where it may be text.

    >>> other_kind(b"%PDF-1.7\n")[0], other_kind(b"date,score\n")
    ('a PDF, not a table', None)
    """
    start = data[:8]
    if start.startswith(PACKED_MARK):
        return _packed(data)
    if bytes(start).lower().startswith(_WEB_MARKS):
        return WEB_PAGE  # which some programs call .xls
    return next((found for mark, found in _FIRST_BYTES if start.startswith(mark)), None)


def other_kind_of(file: BinaryIO) -> tuple[str, Fault] | None:
    """Return the same of an open file, of which a little is in memory."""
    start = file.read(8)
    if not start.startswith(PACKED_MARK):
        return other_kind(start)
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return other_kind(data)


def _packed(data: bytes | mmap) -> tuple[str, Fault]:
    """Tell workbooks from other packed files by the names inside, which are not packed."""
    if data.find(b"xl/workbook.xml") >= 0:
        return EXCEL
    return OPEN_DOCUMENT if b"opendocument.spreadsheet" in data[:200] else PACKED
