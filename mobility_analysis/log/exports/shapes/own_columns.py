"""A sheet in the columns of one of our tables, with others beside that may bear on their meaning.

Our own columns stay what they are in the table; the others are asked about as in any sheet.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.check.bearing import bearing_of
from mobility_analysis.log.check.units import is_column_of_units
from mobility_analysis.log.exports.questions import SAMPLES, Detected, Taken
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.read.cells import (
    RawColumn,
    RawTable,
    Sheet,
    cell_text,
    distinct,
    used_codes,
)
from mobility_analysis.log.read.headers import NO_COLUMN, header_key, match_header, tables_of_header
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.schema import TABLES

OF_RECORDS = ("sessions", "stiffness")
SEPARATORS = (",", ";", "\n")


def own_columns(sheet: Sheet, catalogue: Catalogue, settled: Collection[str]) -> Detected | None:
    """Return what the columns of a sheet are, where its header is that of sessions or stiffness.

    The column of dates is left to what asks in which order they are written; so is the whole sheet
    where a shape took one of our columns (``settled``, by their keys) for something else.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> rows = [["Date", "Score", "Moment", "Sleep"], ["2026-03-02", 4, "waking", 7]]
    >>> own_columns(Sheet("a.csv", "", rows), merged_catalogue([])[0], ()).adds
    {'ratings': [{'score': 'Score', 'columns': {'moment': 'Moment'}}]}
    """
    raw = table_of_sheet(sheet)
    name = _table_of(raw)
    if raw.fault is not None or not name:
        return None
    table = TABLES[name]
    found = {
        column: raw.header[place]
        for column, place in match_header(raw.header, table).places.items()
        if column != "date" and _values(raw.columns[place])
    }
    lacks = {"exercise" if name == "sessions" else "score", *found} - found.keys()
    keys = [header_key(header) for header in found.values()]
    if lacks or "stated_scale" in found or set(keys) & set(settled) or len(set(keys)) < len(keys):
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


def may_bear(raw: RawTable) -> bool:
    """Tell whether a table has a column beside its own that may bear on the meaning of its rows.

    A load without a unit is one; a slip of the pen in a header of ours is none: it is refused.
    """
    name = _table_of(raw)
    if not name:
        return False
    matched = match_header(raw.header, TABLES[name])
    if matched.faults:
        return all(column == "load_kg" and header for column, header, _ in matched.faults)
    for place, header, _ in matched.unknown:
        values = [] if header.strip().startswith(NO_COLUMN) else _values(raw.columns[place])
        if bearing_of(header, values) and not is_column_of_units(header, values):
            return True
    return False


def _table_of(raw: RawTable) -> str:
    fitting = tables_of_header(raw.header)
    return fitting[0] if len(fitting) == 1 and fitting[0] in OF_RECORDS else ""


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
