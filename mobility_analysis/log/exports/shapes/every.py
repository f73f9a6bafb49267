"""All shapes, in the order in which a sheet is looked at: what turns it first, then its columns.

Last come the columns of our own tables, which stay what they are in these.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.units import plans_of_amounts
from mobility_analysis.log.exports.questions import SAMPLES, Detected, Taken
from mobility_analysis.log.exports.shapes import (
    boxes,
    dated_lines,
    days_across,
    free_text,
    header_line,
    kinds_of_rows,
    split_dates,
)
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.read.cells import (
    RawColumn,
    RawTable,
    Sheet,
    cell_text,
    distinct,
    used_codes,
)
from mobility_analysis.log.read.headers import header_key, match_header, table_of_records
from mobility_analysis.log.read.numbered_sets import is_a_row_a_set
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.schema import TABLES

Detector = Callable[[Sheet, Catalogue], Detected | None]

DETECTORS: tuple[Detector, ...] = (
    header_line.detect_people,
    days_across.detect,
    dated_lines.detect,
    header_line.detect,
    kinds_of_rows.detect_sums,
    header_line.detect_fill_down,
    split_dates.detect,
    kinds_of_rows.detect,
    boxes.detect,
    free_text.detect,
    free_text.detect_amounts,
)

SEPARATORS = (",", ";", "\n", "|")


def own_columns(sheet: Sheet, catalogue: Catalogue, settled: Collection[str]) -> Detected | None:
    """Return what the columns of a sheet are, where its header is that of sessions or stiffness.

    The column of dates is left to what asks in which order they are written; so is the whole sheet
    where a shape took one of our columns (``settled``, by their keys) for something else, or a row
    is one set.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> rows = [["Date", "Score", "Moment", "Sleep"], ["2026-03-02", 4, "waking", 7]]
    >>> own_columns(Sheet("a.csv", "", rows), merged_catalogue([])[0], ()).adds
    {'ratings': [{'score': 'Score', 'columns': {'moment': 'Moment'}}]}
    """
    raw = table_of_sheet(sheet)
    name = table_of_records(raw.header)
    if raw.fault is not None or not name or is_a_row_a_set(raw):
        return None
    table = TABLES[name]
    found = {
        column: raw.header[place]
        for column, place in match_header(raw.header, table).places.items()
        if column != "date" and _values(raw.columns[place])
    }
    plans = plans_of_amounts(raw.header)  # beside each, another says what was done
    found = {column: text for column, text in found.items() if text not in plans}
    if ("exercise" if name == "sessions" else "score") not in found:
        return None
    if set(map(header_key, found.values())) & set(settled):
        return None
    rest = {c: h for c, h in found.items() if c not in ("client", "exercise", "status", "score")}
    adds: dict[str, Any] = {"client": {"column": found["client"]}} if "client" in found else {}
    if name == "sessions":
        named = _values(raw.columns[raw.header.index(found["exercise"])])
        part: dict[str, Any] = {"exercise": _listed(found["exercise"], named, catalogue)}
        part |= {"status": {"column": found["status"]}} if "status" in found else {}
        adds["sessions"] = [part | ({"columns": rest} if rest else {})]
    else:
        rest |= {"exercise": found["exercise"]} if "exercise" in found else {}
        adds["ratings"] = [{"score": found["score"], **({"columns": rest} if rest else {})}]
    taken = [
        Taken(header, _meaning(name, column), _samples(raw, header))
        for column, header in found.items()
    ]
    return Detected(adds, tuple(taken))


def _values(column: RawColumn) -> list[Any]:
    coded = distinct(column)
    return [coded.values[code] for code in used_codes(coded)]


def _listed(header: str, named: Collection[Any], catalogue: Catalogue) -> dict[str, str]:
    """Return how the exercises of a column are told apart, where a cell names several."""
    unknown = [t for t in map(cell_text, named) if exercise_key(t) not in catalogue.spellings]
    separators = [s for s in SEPARATORS if any(s in text for text in unknown)]
    return {"list": header, "separator": separators[0]} if separators else {"column": header}


def _meaning(table: str, column: str) -> str:
    said = {
        "client": "client", "status": "whether it was done", "exercise": "the exercise",
        "score": "stiffness, self-rated", "note": "notes",
    }  # fmt: skip
    own = TABLES[table][column].meaning.rstrip(".").split(";")[0].split(":")[0]
    return said.get(column, own[:1].lower() + own[1:])


def _samples(raw: RawTable, header: str) -> tuple[str, ...]:
    values = _values(raw.columns[raw.header.index(header)])
    return tuple(shortened(cell_text(value)) for value in values[:SAMPLES])
