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
from mobility_analysis.log.languages.who import is_of_a_time
from mobility_analysis.log.read.cells import (
    Cell,
    RawTable,
    Sheet,
    distinct,
    encoded,
    is_blank,
)
from mobility_analysis.log.read.headers import header_key

ONE_PERSON, EACH, BY_NAME = WHOSE_SHEETS = (
    "one person",
    "one client each",
    "one client each name",
)
"""What a recipe may say of several sheets, or files; by name of sheets alone."""
NOT_DATA = frozenset({"codebook", "read_me", "readme", "lists", "license", "parts"})
_SHORT_MONTHS = frozenset(["sept", "janv", "févr", "juil", "sett"])
_OTHER = (
    "spring summer autumn fall winter year month week quarter day wk q w y "
    "sheet tabelle blatt feuille feuil hoja foglio blad folha page part tab form responses "
    "copy of and to"
)
WHEN = frozenset(_OTHER.split())
"""Words of sheet names that say nothing of whose they are."""

_ALSO_NAMES = (
    "jan may april june august augusto abril avril mai mayo mei juli julio march mars mar marz "
    "sunday domingo dom spring summer autumn fall winter day page"
)
_NAMES_TOO = frozenset(_ALSO_NAMES.split())
"""Words for a time, or a part, that people are called by, too."""
_YEARS = frozenset(["year", "jahr", "año", "ano", "année", "anno", "jaar"])
_YEAR = r"(?:19|20)\d{2}"
_DATE = rf"{_YEAR}(?:[-./]\d{{1,2}}){{0,2}}|\d{{1,2}}[-./](?:\d{{1,2}}[-./])?{_YEAR}"
_WORD = r"(?P<word>[^\W\d_]+)(?:[\W_]*(?P<number>\d{1,4}(?:\s*[-–]\s*\d{1,4})?))?"
_AT_END = (
    re.compile(rf"(?:^|[\W_]+)(?:{_DATE})[\W_]*$"),
    re.compile(r"\s*\(\d{1,2}\)\s*$"),  # as a spreadsheet calls a copy
    re.compile(rf"(?:^|[\W_]+){_WORD}[\W_]*$"),
)
_TIME_AT_END = _AT_END[-1]
_AT_START = (
    re.compile(rf"^[\W_]*(?:{_DATE})(?:$|[\W_]+)"),
    re.compile(rf"^[\W_]*{_WORD}(?:$|[\W_]+)"),
)
_NUMBERS_AT_END = re.compile(r"(?<=[^\W\d_]{2})[\W_]+\d[\d\W_]*$")
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


def clients_of_sheets(names: Sequence[str], whose: str = "") -> dict[str, str]:
    """Return whose each of several sheets is that are no parts of one table.

    Each is a client's who is called as the sheet is: by a name alone nobody is sure that Anna May
    is Anna. ``BY_NAME`` says that those are one client's which differ in when they are of, or in a
    number, alone.

    >>> clients_of_sheets(["Anna Nov", "Anna 2", "Ben May"])
    {'Anna Nov': 'Anna Nov', 'Anna 2': 'Anna 2', 'Ben May': 'Ben May'}
    >>> clients_of_sheets(["Anna Nov", "Anna 2", "Ben May"], BY_NAME)
    {'Anna Nov': 'Anna', 'Anna 2': 'Anna', 'Ben May': 'Ben'}
    """
    if whose != BY_NAME:
        return {name: name for name in names}
    has_numbers = len(_people_by_number(names)) > 1
    people = {name: _person_in(name, has_numbers=has_numbers) for name in names}
    called: dict[str, str] = {}
    for who in people.values():
        called.setdefault(_key(who), who)
    return {name: called[_key(who)] or name for name, who in people.items()}


def may_be_of_fewer(names: Sequence[str]) -> bool:
    """Tell whether sheets that are a client's each may be of fewer people than there are sheets.

    So they may where several say no more than when they are of, or where names that are otherwise
    the same end with different months, or with weeks or the like that have different numbers.

    >>> may_be_of_fewer(["Anna Nov", "Anna Dec 26", "Ben"]), may_be_of_fewer(["Nov", "Dec", "Ben"])
    (True, True)
    >>> may_be_of_fewer(["Anna KW 1", "Anna KW 2", "Ben"]), may_be_of_fewer(["Anna", "Anna May"])
    (True, False)
    >>> may_be_of_fewer(["Anna 1980", "Anna 1992"]), may_be_of_fewer(["Anna (1)", "Anna (2)"])
    (False, False)
    """
    n_of_nobody = sum(not without_when(name) for name in names)
    times: dict[str, set[object]] = {}
    for name in names:
        if found := _TIME_AT_END.search(name):
            when = _time_named(found["word"].casefold(), found["number"])
            times.setdefault(_key(name[: found.start()]), set()).update({when} - {None})
    return n_of_nobody > 1 or any(who and len(found) > 1 for who, found in times.items())


def without_when(name: str) -> str:
    """Return a name without what says when; nothing where it says no more.

    >>> [without_when(name) for name in ("Anna Kern, May 2026", "Week 3", "Ben")]
    ['Anna Kern', '', 'Ben']
    """
    return _person_in(name, has_numbers=True)


def may_be_a_name(word: str) -> bool:
    """Tell whether a word for a time is somebody's name as well.

    >>> may_be_a_name("June"), may_be_a_name("July")
    (True, False)
    """
    return word.casefold() in _NAMES_TOO


def _key(who: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", who.casefold()))


def _person_in(name: str, *, has_numbers: bool) -> str:
    """Return a name without when; ``has_numbers`` says that a number at its end is of somebody."""
    who = name
    for patterns in (_AT_END, _AT_START):
        while found := next(filter(None, (pattern.search(who) for pattern in patterns)), None):
            word = found.groupdict().get("word") or ""
            if word and not _is_of_when(word.casefold(), found["number"]):
                break
            who = who[found.end() :] if patterns is _AT_START else who[: found.start()]
    who = who if has_numbers else _NUMBERS_AT_END.sub("", who)
    return who.strip(" _-–.,")


def _time_named(word: str, number: str | None) -> object:
    """Return the month that a word names, or of a week or the like its number; else nothing."""
    if months := months_named(word) if says_when(word) else frozenset():
        return frozenset(months)
    is_counted = _is_of_when(word, number) and not is_whole_name(word)
    return (word, number) if is_counted and number else None


def _is_of_when(word: str, number: str | None) -> bool:
    """Tell whether a word says when; a letter, or a year that holds others, only with a number."""
    is_alone = len(word) > 1 and word not in _YEARS
    return (says_when(word) or is_of_a_time(word)) and (is_alone or bool(number))


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


def sheet_words(names: Sequence[str]) -> str:
    """Say that several sheets of the same kind were taken for one table.

    >>> sheet_words(["June", "July"])
    "The sheets 'June' and 'July' are read one after the other, as one table."
    """
    return f"The sheets {quoted(names)} are read one after the other, as one table."


def client_words(clients: Mapping[str, str]) -> str:
    """Say whose several sheets of the same kind were taken for, each a client's.

    >>> client_words({"Anna Nov": "Anna", "Anna Dec": "Anna", "Ben": "Ben"})
    "Sheets are read as clients: 'Anna Nov' and 'Anna Dec' as 'Anna'; 'Ben' as 'Ben'."
    """
    if all(name == client for name, client in clients.items()):
        names = quoted([*clients])
        return f"Each of the sheets {names} is read as one client, called as the sheet is."
    sheets: dict[str, list[str]] = {}
    for name, client in clients.items():
        sheets.setdefault(client, []).append(name)
    said = [f"{quoted(own)} as {client!r}" for client, own in sheets.items()]
    return f"Sheets are read as clients: {'; '.join(said)}."


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
