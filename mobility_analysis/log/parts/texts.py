"""A text file of any size, read in pieces of whole rows, each as the package reads a small file.

The pieces go into one Parquet file as texts, each row with its line and with what is wrong with it
as a row, so that what follows is the same as for a table that came in Parquet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

import numpy as np

from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.apps import NO_TICKS, TicksOfLoop, ticks_of_loop
from mobility_analysis.log.read.cells import (
    Cell,
    Coded,
    RawColumn,
    RawTable,
    Sheet,
    is_blank,
    without_guard,
)
from mobility_analysis.log.read.fast_csv import read_plain_csv
from mobility_analysis.log.read.sheets import (
    Others,
    other_rows,
    table_of_piece,
    words_of_others,
)
from mobility_analysis.log.read.text import (
    SAMPLE_CHARACTERS,
    CannotReadError,
    cell_too_long,
    check_width,
    delimiter_of,
    empty_file,
    encoding_of,
    line_after,
    no_text,
    other_kind_of,
    read_delimited,
    remarks_on_encoding,
    without_said_delimiter,
)

if TYPE_CHECKING:
    import pyarrow as pa

PIECE_CHARACTERS = 1 << 22
LINES_A_SHEET = 1 << 40
"""A row of a further sheet has so much more as its line, so that all stand in their order."""
LINE, TOO_LONG, SWALLOWED = "#line of the row", "#too long", "#swallowed"
LETTER = "#column of the row"
"""There where a row is one cell of a sheet."""
OF_ROWS = (LINE, LETTER, TOO_LONG, SWALLOWED)
"""Columns beside a table's own: what is known of each row from the file that it stood in."""
ROWS_KNOWN = {"rows": "each with what is known of it"}
"""Stands with the columns of a file that was made here: of others they may have such names."""


@dataclass
class Spooled:
    """A text file as a Parquet file of texts."""

    path: Path
    header: tuple[str, ...] = ()
    """In which no two texts are alike."""
    written: tuple[str, ...] = ()
    """The header as it stands in the file."""
    remarks: list[tuple[str, str, str]] = field(default_factory=list)
    """What is said of the file as a whole."""
    filled: set[int] = field(default_factory=set)
    """Places of the columns that hold anything."""


def spooled(place: Place, file: str, path: Path, *, header_line: int = 1) -> Spooled | None:
    """Read a text file into a Parquet file; None where it cannot be read as a table.

    The header is the first row that is filled from a line on.

    Raises
    ------
    CannotReadError
        If it is damaged or no text, as who reads it whole says.
    """
    with _opened(place, file) as text:
        try:
            made = _spooled(text, file, path, header_line)
        except csv.Error as error:
            raise text.cell_too_long(error) from error
        except CannotReadError as error:
            if isinstance(error.__cause__, csv.Error):
                raise
            return None  # which is amiss with a piece alone
        if made is not None:
            made.remarks[:0] = text.remarks
        return made


def head_of_text(place: Place, file: str, n_filled: int) -> Sheet:
    """Return the first rows of a text file, so many that are filled or more."""
    held, head = "", Sheet(file, "", [])
    with _opened(place, file) as text:
        for block in text.blocks():
            held += block
            head = text.sheet(held, file)
            if sum(not all(map(is_blank, row)) for row in head.rows) >= n_filled:
                break
        return replace(head, remarks=text.remarks)


def rows_of_text(place: Place, file: str) -> Iterator[list[Cell]]:
    """Yield the rows of a text file that can be read, blank ones too, without holding them."""
    with _opened(place, file) as text:
        for block in text.blocks():
            if block.strip():
                yield from text.sheet(block, file).rows
            else:
                yield from ([] for _ in io.StringIO(block, newline=""))


def said_of_text(place: Place, file: str) -> tuple[tuple[str, str, str], ...]:
    """Return what is to be said of a text file: its encoding, and whose ticks it holds."""
    with _opened(place, file) as text:
        return text.remarks


@dataclass
class _Text:
    """A text file that is open, and what all of it says of its cells."""

    characters: TextIO
    start: str
    """Its first characters, which are read at once."""
    delimiter: str
    ticks: TicksOfLoop = NO_TICKS
    remarks: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, characters: TextIO, file: str, encoding: str) -> _Text:
        """Look at a text whether it holds ticks of Loop, and go back to its beginning.

        Raises
        ------
        CannotReadError
            If nothing stands in it, or its first line is too long.
        """
        text = cls(characters, *_start(characters))
        if not text.start.strip() and not any(map(str.strip, text.blocks())):
            raise empty_file()
        check_width(text.start, text.delimiter)
        text._go_back()
        is_likely = text.start.lstrip(" \"'").startswith("Date")
        ticks = ticks_of_loop(file, "", text.rows()) if is_likely else NO_TICKS
        text._go_back()
        return replace(text, ticks=ticks, remarks=(*remarks_on_encoding(encoding), *ticks.remarks))

    def blocks(self) -> Iterator[str]:
        """Yield it once, in blocks that end where a row does.

        Raises
        ------
        CannotReadError
            If a cell is longer than any.
        """
        try:
            yield from whole_rows(self.start, self.characters, self.delimiter)
        except csv.Error as error:
            raise self.cell_too_long(error) from error

    def _go_back(self) -> None:
        self.characters.seek(0)
        _start(self.characters)

    def cell_too_long(self, error: csv.Error) -> CannotReadError:
        """Return what is said of a cell that is longer than any, and after which line."""
        self._go_back()
        start = self.start + self.characters.readline()
        lines = chain(io.StringIO(start, newline=""), self.characters)
        return cell_too_long(error, line_after(_as_far_as_read(lines, self.delimiter)))

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows as they are written, as far as there are such."""
        lines = (line for block in self.blocks() for line in io.StringIO(block, newline=""))
        with suppress(CannotReadError):
            for row in _as_far_as_read(lines, self.delimiter):
                yield [*map(without_guard, row)]

    def sheet(self, text: str, file: str) -> Sheet:
        """Return some of its rows as a sheet."""
        try:
            sheet = read_delimited(text.encode(), file, delimiter=self.delimiter)
        except CannotReadError as error:
            if isinstance(error.__cause__, csv.Error):
                raise self.cell_too_long(error.__cause__) from error.__cause__
            raise
        return replace(sheet, rows=[*map(self.ticks.worded, sheet.rows)])


def _as_far_as_read(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows that some lines are, to the first that cannot be read."""
    with suppress(csv.Error):
        yield from csv.reader(lines, delimiter=delimiter)


@contextmanager
def _opened(place: Place, file: str) -> Iterator[_Text]:
    """Open a text file; one that is something else is an error."""
    with ExitStack() as stack:
        path = place.local
        if path is None:  # it is read several times, and not every file system goes back in one
            path = Path(stack.enter_context(TemporaryDirectory(prefix="mobility-text-")))
            place.fetch(path / file, file)
        opened = stack.enter_context((path / file).open("rb"))
        if (other := other_kind_of(opened)) is not None:
            raise CannotReadError(*other)
        opened.seek(0)
        if not (encoding := encoding_of(opened)):
            raise no_text()
        opened.seek(0)
        with io.TextIOWrapper(opened, encoding=encoding, newline="") as characters:
            yield _Text.of(characters, file, encoding)


def _start(characters: TextIO) -> tuple[str, str]:
    """Return the first characters of a text, and its delimiter."""
    start = characters.read(SAMPLE_CHARACTERS).removeprefix("\ufeff")
    start, said = without_said_delimiter(start)
    return start, said or delimiter_of(start)


def _spooled(text: _Text, file: str, path: Path, header_line: int) -> Spooled | None:
    """Read piece after piece, each with the header of the file as its first line."""
    blocks, header, rest, n_before = text.blocks(), "", "", 0
    while not header and (block := next(blocks, "")):
        header, rest, n_rows = _header(block, text.delimiter, header_line - n_before)
        n_before += n_rows
    pieces = _pieces(text, header, chain([rest], blocks), file)
    return spooled_pieces(pieces, n_before, path, texts_of, ROWS_KNOWN) if header else None


Piece = tuple[RawTable, int, Others]
"""The table of some rows below a header, how many rows they are at all, and the other rows."""


def spooled_pieces(
    pieces: Iterable[Piece | None],
    n_before: int,
    path: Path,
    as_texts: Callable[[RawColumn], pa.Array],
    marks: Mapping[str, str],
) -> Spooled | None:
    """Write tables one below the other; None where a piece is none.

    ``n_before`` is how many rows stand before the first piece, the header with them; ``marks`` are
    kept with the columns.
    """
    from pyarrow import parquet

    found, others = Spooled(path), Others([], [])
    writer = None
    try:
        for piece in pieces:
            if piece is None:
                return None
            raw, n_rows, own = piece
            shift = n_before - 1  # the header of a piece stands on its line 1
            for places, more in zip(others, own, strict=True):
                places += [row + shift for row in more]
            found.written = found.written or raw.header
            found.header = found.header or told_apart(raw.header)
            rows = _as_arrow(raw, shift, found, as_texts).replace_schema_metadata(marks)
            if writer is None:
                writer = parquet.ParquetWriter(path, rows.schema)
            writer.write_batch(rows)
            n_before += n_rows
    finally:
        if writer is not None:
            writer.close()
    found.remarks = words_of_others(others)
    return found if writer is not None else None


def whole_rows(start: str, characters: TextIO, delimiter: str) -> Iterator[str]:
    r"""Yield a text in blocks that end where a row does; ``start`` was read of it already.

    >>> text = io.StringIO('a,b\n1,"x\ny"\n2,z\n', newline="")
    >>> list(whole_rows(text.read(7), text, ","))
    ['a,b\n1,"x\ny"\n', '2,z\n']
    """
    block = start
    while block:
        block += characters.readline()
        yield _closed(block, characters, delimiter) if '"' in block else block
        block = characters.read(PIECE_CHARACTERS)


def _closed(block: str, characters: TextIO, delimiter: str) -> str:
    """Return a block of whole lines with those after it that belong to its last row."""
    own = list(io.StringIO(block, newline=""))
    more: list[str] = []

    def lines() -> Iterator[str]:
        yield from own
        for line in characters:
            more.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    while reader.line_num < len(own):
        next(reader)
    return block + "".join(more)


def _header(block: str, delimiter: str, line: int) -> tuple[str, str, int]:
    """Return the text of the header, the text after it, and how many rows that far there are.

    No text where the header is in none of its rows.
    """
    lines = io.StringIO(block, newline="")
    reader = csv.reader(iter(lines.readline, ""), delimiter=delimiter)
    first = n_rows = 0
    for n_rows, row in enumerate(reader, 1):
        end = lines.tell()
        if n_rows >= line and any(cell.strip() for cell in row):
            return block[first:end], block[end:], n_rows
        first = end
    return "", "", n_rows


def _pieces(text: _Text, header: str, blocks: Iterable[str], file: str) -> Iterator[Piece | None]:
    """Yield the rows of each block, read below the header."""
    n_rows = 0
    for block in blocks:
        piece = _read(text, header + block, file, n_rows)
        n_rows += 0 if piece is None else piece[0].n_rows
        yield piece


def _read(text: _Text, piece: str, file: str, n_before: int) -> Piece | None:
    """Read one piece as a file: its table, how many rows it has at all, and the other rows."""
    plain = None
    if not text.ticks.places:
        plain = read_plain_csv(piece.encode(), file, delimiter=text.delimiter)
    if plain is not None:
        return plain, plain.n_rows + _n_blank_at_end(piece), Others([], [])
    sheet = text.sheet(piece, file)
    raw = table_of_piece(sheet, n_before)
    return (raw, len(sheet.rows) - 1, other_rows(sheet)) if raw.fault is None else None


def _n_blank_at_end(text: str) -> int:
    r"""Return how many blank rows end a piece, which the quick reader leaves out.

    >>> _n_blank_at_end("a,b\r\n1,2\r\n\r\n\r\n"), _n_blank_at_end("a,b\n1,2")
    (2, 0)
    """
    ends = text[len(text.rstrip("\r\n")) :].splitlines()
    return max(0, len(ends) - 1)


def told_apart(header: Sequence[str]) -> tuple[str, ...]:
    r"""Return a header in which no two texts are alike, or name what is known of each row.

    A blank one stays blank.

    >>> told_apart(("date", "", " ", "note", "note"))
    ('date', '  ', '   ', 'note', 'note     ')
    >>> told_apart(("date", "#swallowed"))
    ('date', '#swallowed  ')
    """
    found: list[str] = []
    for place, text in enumerate(header):
        is_alone = text.strip() and text not in (*found, *OF_ROWS)
        found.append(text if is_alone else text.strip() + " " * (place + 1))
    return tuple(found)


def of_rows(schema: pa.Schema) -> list[str]:
    """Return the columns of a file that say what is known of each row."""
    marks = schema.metadata or {}
    is_made = all(marks.get(key.encode()) == mark.encode() for key, mark in ROWS_KNOWN.items())
    return [name for name in schema.names if is_made and name in OF_ROWS]


def _as_arrow(
    raw: RawTable, shift: int, found: Spooled, as_texts: Callable[[RawColumn], pa.Array]
) -> pa.RecordBatch:
    """Return the rows of a piece as texts, with what is known of each; note which are filled."""
    import pyarrow as pa

    columns = []
    for place, column in enumerate(raw.columns):
        texts = as_texts(column)
        columns.append(texts)
        if texts.null_count < len(texts):
            found.filled.add(place)
    lines = pa.array(raw.line(np.arange(raw.n_rows)) + shift, type=pa.int64())
    wrong = (
        pa.array([at.get(row) for row in range(raw.n_rows)] if at else [None] * raw.n_rows,
                 type=pa.string())
        for at in (raw.too_long, raw.swallowed)
    )  # fmt: skip
    of_rows = dict(zip((LINE, TOO_LONG, SWALLOWED), (lines, *wrong), strict=True))
    if raw.letters is not None:
        of_rows[LETTER] = pa.array(raw.letters, type=pa.string())
    return pa.record_batch([*columns, *of_rows.values()], names=[*found.header, *of_rows])


def texts_of(column: RawColumn) -> pa.Array:
    """Return a column of a text file as texts, of which an empty one is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, Coded):
        codes = pa.array(column.codes, mask=np.asarray(column.codes) < 0)
        return pa.array(column.values, type=pa.string()).take(codes)
    if column.values.dtype.kind == "M":
        return pa.array(column.values.to_numpy("datetime64[D]")).cast(pa.string())
    texts = pa.array(column.values, type=pa.string())
    if isinstance(texts, pa.ChunkedArray):  # as the reader had it, block by block
        texts = texts.combine_chunks()
    return pc.if_else(pc.equal(texts, ""), None, texts)
