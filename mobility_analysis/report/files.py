"""Files written whole or not at all, with stable bytes and names that are safe anywhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from mobility_analysis.log.saving import safe_text, write_whole
from mobility_analysis.report.folder_names import folder_inside, safe_name, safe_names

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

PRINT_DPI = 300
# A reader without the font sees the one whose letters are as wide.
SVG_FONTS = (b"font-family: 'DejaVu Sans'", b"font-family: 'DejaVu Sans', Verdana, sans-serif")


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
    write_whole({path: content})


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
    if kind != "svg":
        return content
    return _with_title_and_desc(content.replace(*SVG_FONTS), title, alt)


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
