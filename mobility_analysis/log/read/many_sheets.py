"""Several sheets of a workbook that hold the same table: one person's months, or a client each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.languages.days import (
    SHORTEST,
    SHORTEST_RUN,
    is_whole_name,
    months_named,
    weekdays_in,
)
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.read.cells import (
    Cell,
    RawTable,
    Sheet,
    distinct,
    encoded,
    is_blank,
)
from mobility_analysis.log.read.headers import header_key

ONE_PERSON, EACH = WHOSE_SHEETS = ("one person", "one client each")
"""What a recipe may say of several sheets, or files."""
NOT_DATA = frozenset({"codebook", "read_me", "readme", "lists", "license", "parts"})
_SHORT_MONTHS = frozenset(["sept", "janv", "févr", "juil", "sett"])
_OTHER = (
    "spring summer autumn fall winter year month week quarter day wk q w y "
    "sheet tabelle blatt feuille feuil hoja foglio blad folha page part tab form responses "
    "copy of and to"
)
WHEN = frozenset(_OTHER.split())
"""Words of sheet names that say nothing of whose they are."""

_PERSON = frozenset({"client", "patient", "person"})
_ONLY_A_NUMBER = re.compile(r"\W*p?\d{1,3}\W*", re.I)
_PERSON_BY_NUMBER = re.compile(
    r"\W*(?P<word>[^\W\d_]+)[\W_]*(?P<number>\d{1,3})(?![\d./-]*\d)",
)
"""A word and a number that is neither a year nor a part of a date."""


def says_when(word: str) -> bool:
    """Tell whether a word of a sheet's name says when, or nothing at all, and never who.

    >>> [says_when(word) for word in ("july", "mar", "wednesday", "tabelle", "marc", "sam")]
    [True, True, True, True, False, False]
    """
    is_month = bool(months_named(word)) and (len(word) == SHORTEST or word in _SHORT_MONTHS)
    return word in WHEN or is_month or is_whole_name(word)


def are_parts(names: Sequence[str]) -> bool:
    """Tell whether sheets are parts of one table, by their names; else each is somebody's.

    Words that all the names share say nothing. Two people taken for one would be a wrong figure
    that nobody sees; one taken for two is seen at once, so that is the answer in doubt.

    >>> are_parts(["June", "July 2026"]), are_parts(["Amira", "Ben"])
    (True, False)
    >>> are_parts(["Diary June", "Diary July"]), are_parts(["Sheet1", "Sheet2"])
    (True, True)
    >>> are_parts(["Mon", "Wed", "Fri"]), are_parts(["Sam", "Dom"])
    (True, False)
    >>> are_parts(["Client 1", "Client 2"]), are_parts(["P1", "P2"])
    (False, True)
    """
    if len(names) >= SHORTEST_RUN and weekdays_in(names) is not None:
        return True
    if len(_people_by_number(names)) > 1:
        return False
    words = [*map(_words_of, names)]
    shared = set.intersection(*words) if len(words) > 1 else set()
    return all(map(says_when, set().union(*words) - shared))


def may_be_people(names: Sequence[str]) -> bool:
    """Tell whether names are bare numbers, or P1 and P2, which may count people or weeks.

    >>> may_be_people(["1", "2"]), may_be_people(["P01", "P02"])
    (True, True)
    >>> may_be_people(["Week 1", "Week 2"]), may_be_people(["2025", "2026"])
    (False, False)
    """
    return len(names) > 1 and all(map(_ONLY_A_NUMBER.fullmatch, names))


def _words_of(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.casefold()))


def _people_by_number(names: Sequence[str]) -> set[tuple[str, int]]:
    """Return who each name begins with, as in Client 1; nobody where any begins otherwise."""
    found = [*filter(None, map(_PERSON_BY_NUMBER.match, map(str.casefold, names)))]
    people = {(person["word"], int(person["number"])) for person in found}
    are_people = all(w in _PERSON or "client" in columns_named(w) for w, _ in people)
    return people if are_people and len(found) == len(names) else set()


def filled(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets that are shown and hold any cell."""
    return [
        sheet
        for sheet in sheets
        if not sheet.is_hidden and not all(is_blank(cell) for row in sheet.rows for cell in row)
    ]


def hidden_words(sheets: Sequence[Sheet]) -> list[str]:
    """Name each sheet that is hidden, and so was not read."""
    return [
        f"The sheet {sheet.name!r} is hidden and was left out. If it belongs to the log, show it "
        "in the spreadsheet and save the file."
        for sheet in sheets
        if sheet.is_hidden and header_key(sheet.name) not in NOT_DATA
    ]


def quoted(names: Sequence[str]) -> str:
    """List names, each in quotation marks, with "and" before the last."""
    shown = [repr(name) for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def sheet_words(names: Sequence[str], *, is_one_person: bool) -> str:
    """Say what several sheets of the same kind were taken for.

    >>> sheet_words(["June", "July"], is_one_person=True)
    "The sheets 'June' and 'July' are read one after the other, as one table."
    """
    if is_one_person:
        return f"The sheets {quoted(names)} are read one after the other, as one table."
    return f"Each of the sheets {quoted(names)} is read as one client, called as the sheet is."


def joined_tables(tables: Sequence[RawTable]) -> RawTable:
    """Return one table of the rows of several sheets, their columns put together by header.

    Each row keeps its sheet and line. So all rows of a column are read by one order of dates, and
    a row that stands in two sheets is found. None of the tables has a fault.
    """
    if len(tables) == 1:
        return tables[0]
    places = [places_by_header(table.header) for table in tables]
    keys = list(dict.fromkeys(chain(*places)))
    names = [next(t.header[p[key]] for t, p in zip(tables, places, strict=True) if key in p)
             for key in keys]  # fmt: skip
    columns = tuple(
        encoded(chain(*(_cells(t, p.get(key)) for t, p in zip(tables, places, strict=True))))
        for key in keys
    )
    starts = np.cumsum([0, *(table.n_rows for table in tables)]).tolist()
    return replace(
        tables[0],
        sheet=", ".join(table.sheet for table in tables),
        header=tuple(names),
        columns=columns,
        lines=np.concatenate([np.asarray(table.lines, dtype=np.int64) for table in tables]),
        too_long=_moved_rows([table.too_long for table in tables], starts),
        swallowed=_moved_rows([table.swallowed for table in tables], starts),
        remarks=tuple(remarks_of_joined({table.sheet: table.remarks for table in tables})),
        sheets=np.array([t.sheet for t in tables for _ in range(t.n_rows)], dtype=object),
        letters=_joined_letters(tables),
    )


def remarks_of_joined(
    remarks: Mapping[str, Sequence[tuple[str, str, str]]],
) -> list[tuple[str, str, str]]:
    """Return what is said of one table, by the sheets that it is put together from."""
    if len(remarks) == 1:
        return [said for own in remarks.values() for said in own]
    return [
        (f"sheet {sheet}{', ' if found else ''}{found}", expected, repair)
        for sheet, own in remarks.items()
        for found, expected, repair in own
    ]


def _joined_letters(tables: Sequence[RawTable]) -> NDArray[np.object_] | None:
    if all(table.letters is None for table in tables):
        return None
    none = [np.full(table.n_rows, "", dtype=object) for table in tables]
    parts = [n if t.letters is None else t.letters for t, n in zip(tables, none, strict=True)]
    return np.concatenate(parts)


def places_by_header(header: Sequence[str]) -> dict[tuple[str, int], int]:
    """Return the place of each header; of two alike the second counts as another."""
    seen: Counter[str] = Counter()
    places = {}
    for place, text in enumerate(header):
        key = header_key(text)
        places[key, seen[key]] = place
        seen[key] += 1
    return places


def _cells(table: RawTable, place: int | None) -> list[Cell]:
    if place is None:
        return [None] * table.n_rows
    return [*distinct(table.columns[place]).in_order()]


def _moved_rows(parts: Sequence[dict[int, str]], starts: Sequence[int]) -> dict[int, str]:
    return {
        row + start: text
        for part, start in zip(parts, starts, strict=False)
        for row, text in part.items()
    }
