"""Files written whole or not at all, with stable bytes and names that are safe anywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "FigureFormat",
    "folder_inside",
    "safe_name",
    "safe_names",
    "safe_text",
    "table_text",
    "write_bytes",
    "write_figure",
    "write_table",
    "write_text",
]

FigureFormat = Literal["png", "svg", "pdf"]

MAX_NAME = 60
PRINT_DPI = 300
FORMULA_FIRST = frozenset("=+-@\t\r\n＝＋－＠")
WINDOWS_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
TAKEN = frozenset(["index.html", "caseload.csv", "caseload.png", "problems.csv"])


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
        Never empty, never with a path separator, at most 60 characters.

    Examples
    --------
    >>> safe_name("A. Example"), safe_name("../../etc"), safe_name("NUL.txt")
    ('A.-Example', 'etc', '_NUL.txt')
    """
    text = unicodedata.normalize("NFC", client)
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in text)
    name = kept.lstrip(".-")[:MAX_NAME].rstrip(".-") or "client"
    folded = name.casefold()
    if folded.split(".")[0] in WINDOWS_RESERVED or folded in TAKEN:
        return f"_{name}"
    return name


def safe_names(clients: Iterable[str]) -> dict[str, str]:
    """Return a safe name for each client's folder, no two alike on any file system.

    Where the safe forms of two ids are the same but for case, each gets a short code made from
    its id.

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
    >>> safe_names(["Jo", "Kim"])
    {'Jo': 'Jo', 'Kim': 'Kim'}
    >>> sorted(safe_names(["a b", "A-B"]).values())
    ['A-B-77101a', 'a-b-c8687a']
    """
    ids = list(dict.fromkeys(clients))
    names = {client: safe_name(client) for client in ids}
    length = 6
    while len({_folded(name) for name in names.values()}) < len(ids):
        seen = pd.Series([_folded(name) for name in names.values()])
        alike = seen.duplicated(keep=False)
        for client, is_alike in zip(ids, alike, strict=True):
            if is_alike:
                names[client] = f"{safe_name(client)}-{_code(client, length)}"
        length += 4
    return names


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


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: such a cell gets an apostrophe first.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("stiff - better")
    ("'=1+1", 'stiff - better')
    """
    first = text.lstrip(" \u00a0")[:1]
    return f"'{text}" if first in FORMULA_FIRST and first else text


def table_text(table: pd.DataFrame) -> str:
    """Write a table as CSV text.

    Numbers stay numbers, in the shortest form that reads back exactly; a missing cell is empty;
    truth is ``True`` or ``False``; a date is ISO; a text that a spreadsheet would run as a formula
    cannot run.

    Parameters
    ----------
    table : DataFrame
        The table; its index is not written.

    Returns
    -------
    str
        Lines end in a line feed.

    Examples
    --------
    >>> print(table_text(pd.DataFrame({"client": ["@me"], "score_mean": [3.5]})), end="")
    client,score_mean
    '@me,3.5
    """
    columns = [_cells(table[name]) for name in table.columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([safe_text(str(name)) for name in table.columns])
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue()


def _cells(column: pd.Series[Any]) -> list[str]:
    write = _writer_for(column)
    missing = column.isna().to_numpy()
    return [
        "" if is_missing else write(value)
        for value, is_missing in zip(column.tolist(), missing, strict=True)
    ]


def _writer_for(column: pd.Series[Any]) -> Callable[[object], str]:
    """Choose how a cell is written, by the kind of its column and never by its value."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_integer_dtype(kind):
        return str
    if pd.api.types.is_float_dtype(kind):
        return _float_text
    if pd.api.types.is_datetime64_any_dtype(kind):
        return _date_text
    return lambda value: safe_text(_line_feeds(str(value)))


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _float_text(value: object) -> str:
    return repr(float(value) + 0.0)  # type: ignore[arg-type]


def _date_text(value: object) -> str:
    day = pd.Timestamp(value)  # type: ignore[arg-type]
    return day.date().isoformat() if day == day.normalize() else day.isoformat()


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as a CSV file, whole or not at all.

    UTF-8; a table with other letters than plain English ones starts with a byte-order mark, since
    Excel garbles them without it.

    Parameters
    ----------
    table : DataFrame
        The table; its index is not written.
    path : Path
        The file.
    """
    text = table_text(table)
    write_text(text, path, encoding="utf-8" if text.isascii() else "utf-8-sig")


def write_text(text: str, path: Path, *, encoding: str = "utf-8") -> None:
    """Write a text file, whole or not at all; lone surrogates become question marks."""
    write_bytes(text.encode(encoding, "replace"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, whole or not at all.

    Parameters
    ----------
    content : bytes
        What the file shall hold.
    path : Path
        The file; replaced if it is there.
    """
    _write_whole(path, lambda file: file.write(content))


def _write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write to a temporary name in the same folder, then put it in place in one step."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            write(file)
        os.replace(temporary, path)  # noqa: PTH105 (replaces in one step, on Windows too)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_figure(
    figure: Figure,
    path: Path,
    *,
    title: str,
    alt: str,
    formats: Sequence[FigureFormat] = ("png", "svg"),
    dpi: int = PRINT_DPI,
) -> list[Path]:
    """Write a figure in each format, whole or not at all, with its alt text inside.

    Parameters
    ----------
    figure : Figure
        The figure; it is not changed.
    path : Path
        The file without its ending.
    title : str
        One line, for the metadata.
    alt : str
        The same in words, for the metadata; in SVG as ``title`` and ``desc``.
    formats : sequence of {"png", "svg", "pdf"}, default ("png", "svg")
        What to write.
    dpi : int, default 300
        Dots per inch of a PNG.

    Returns
    -------
    list of Path
        The files, in the order of ``formats``.
    """
    written = []
    for kind in formats:
        target = path.with_name(f"{path.name}.{kind}")
        write_bytes(figure_bytes(figure, kind, title=title, alt=alt, dpi=dpi), target)
        written.append(target)
    return written


def figure_bytes(
    figure: Figure,
    kind: FigureFormat,
    *,
    title: str,
    alt: str,
    dpi: int = PRINT_DPI,
    text_as_paths: bool = False,
) -> bytes:
    """Return a figure as bytes that are the same on each run.

    Parameters
    ----------
    figure : Figure
        The figure.
    kind : {"png", "svg", "pdf"}
        The format.
    title, alt : str
        One line, and the same in words, for the metadata.
    dpi : int, default 300
        Dots per inch of a PNG.
    text_as_paths : bool, default False
        Draw the letters of an SVG instead of naming their font: for a page read on machines
        that have other fonts.

    Returns
    -------
    bytes
    """
    import matplotlib as mpl

    buffer = io.BytesIO()
    settings: dict[Any, Any] = {
        "svg.hashsalt": "mobility_analysis",
        "svg.fonttype": "path" if text_as_paths else "none",
        "svg.id": None,
        "pdf.fonttype": 42,
    }
    with mpl.rc_context(settings):
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=_metadata(kind, title, alt))
    content = buffer.getvalue()
    return _with_title_and_desc(content, title, alt) if kind == "svg" else content


def _metadata(kind: FigureFormat, title: str, alt: str) -> dict[str, str | None]:
    """Return metadata without a clock or a version number."""
    if kind == "png":
        return {"Title": title, "Description": alt, "Software": "mobility_analysis"}
    if kind == "pdf":
        return {
            "Title": title,
            "Subject": alt,
            "Author": "mobility_analysis",
            "Creator": "mobility_analysis",
            "CreationDate": None,
        }
    return {"Date": None, "Creator": None, "Format": None, "Type": None}


def _with_title_and_desc(svg: bytes, title: str, alt: str) -> bytes:
    """Put title and description first in an SVG and name it as one picture."""
    text = svg.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    head = f'{text[start:end]} role="img" aria-labelledby="fig-title fig-desc">'
    words = (
        f'\n <title id="fig-title">{escape(_xml_text(title))}</title>'
        f'\n <desc id="fig-desc">{escape(_xml_text(alt))}</desc>'
    )
    return (text[:start] + head + words + text[end + 1 :]).encode("utf-8")


def _xml_text(text: str) -> str:
    """Drop the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
