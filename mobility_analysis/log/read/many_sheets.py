"""Several sheets of a workbook that hold the same table: one person's months, or a client each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

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

_PARTS = (
    "visit visits session sessions termin sitzung séance sesión sessão seduta diary tagebuch "
    "diario diário journal dagboek log protokoll list liste lista lijst table tabla tabela "
    "tabella tabel planilha download export import data daten datos dados données dati gegevens "
    "file datei archivo arquivo fichier result results ergebnis round runde stage level stufe "
    "etappe plan programme program training workout übung übungen exercise exercises practice "
    "stiffness mobility back rücken new neu old alt version kopie copia cópia copie kopia etapa "
    "etapas period periods período periodo période semester seite página pagina holiday holidays "
    "urlaub vacation lockdown rehab reha physio hep untitled unbenannt sans titre document "
    "dokument documento img image photo foto scan backup final draft note notes notizen sets "
    "trial test tests attempt time timepoint follow check entry entries chapter batch season "
    "serie series"
)
_OF_PARTS = frozenset(_PARTS.split())
"""Words of names that with a number are parts of one, and no people. *Our choice.*"""
LONG_PART = 5
"""Letters of such a word that may stand in another, as in Trainingsplan."""
_ALSO_NAMES = (
    "jan may april june august augusto abril avril mai mayo mei juli julio march mars mar marz "
    "sunday domingo dom spring summer autumn fall winter day page"
)
_NAMES_TOO = frozenset(_ALSO_NAMES.split())
"""Words for a time, or a part, that people are called by, too."""
_YEAR = r"(?:19|20)\d{2}"
_DATE = rf"{_YEAR}(?:[-./]\d{{1,2}}){{0,2}}|\d{{1,2}}[-./](?:\d{{1,2}}[-./])?{_YEAR}"
_WORD = r"(?P<word>[^\W\d_]+)(?:[\W_]*(?P<number>\d{1,4}(?:\s*[-–]\s*\d{1,4})?))?"
_AT_END = (
    re.compile(rf"(?:^|[\W_]+)(?:{_DATE})[\W_]*$"),
    re.compile(r"\s*\(\d{1,2}\)\s*$"),  # as a spreadsheet calls a copy
    re.compile(rf"(?:^|[\W_]+){_WORD}[\W_]*$"),
)
_AT_START = (
    re.compile(rf"^[\W_]*(?:{_DATE})(?:$|[\W_]+)"),
    re.compile(rf"^[\W_]*{_WORD}(?:$|[\W_]+)"),
)
_NUMBER_AT_END = re.compile(r"(?<=[^\W\d_]{2})[\W_]+\d{1,3}\W*$")
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

    So they may where a name differs in its number alone, apart from a word, unless a word says that
    it is a part; programs write Book1 or Map1.

    >>> may_be_people(["1", "2"]), may_be_people(["P01", "P02"]), may_be_people(["Anna", "Anna 2"])
    (True, True, True)
    >>> may_be_people(["Week 1", "Week 2"]), may_be_people(["2025", "2026"])
    (False, False)
    """
    if len(names) < 2 or all(map(_ONLY_A_NUMBER.fullmatch, names)):
        return len(names) > 1
    without = {_NUMBER_AT_END.sub("", name) for name in names}
    are_apart = not any(map(str.isdigit, "".join(without))) and not any("(" in n for n in names)
    is_same = len({*map(str.casefold, without)}) == 1
    return is_same and are_apart and not any(map(_is_of_a_part, _words_of(" ".join(without))))


def clients_of_sheets(names: Sequence[str], whose: str = "") -> dict[str, str]:
    """Return whose each of several sheets is that are no parts of one table.

    Each is a client's who is called as the sheet is. Those that differ only in when they are of
    are one client's. ``BY_NAME`` says that they are so, too, where a number alone, or a word that
    may be a name, tells them apart; ``EACH`` that none are.

    >>> clients_of_sheets(["Anna Nov", "Anna Dec", "Ben Nov"])
    {'Anna Nov': 'Anna', 'Anna Dec': 'Anna', 'Ben Nov': 'Ben'}
    >>> clients_of_sheets(["Anna 1", "Anna 2", "Ben May"])
    {'Anna 1': 'Anna 1', 'Anna 2': 'Anna 2', 'Ben May': 'Ben May'}
    >>> clients_of_sheets(["Anna 1", "Anna 2", "Ben May"], BY_NAME)
    {'Anna 1': 'Anna', 'Anna 2': 'Anna', 'Ben May': 'Ben'}
    """
    if whose == EACH:
        return {name: name for name in names}
    has_numbers = whose != BY_NAME or len(_people_by_number(names)) > 1
    parts = {name: _parts_of(name, has_numbers=has_numbers) for name in names}
    groups: dict[str, list[_Parts]] = {}
    for own in parts.values():
        groups.setdefault(own.key, []).append(own)
    if whose == BY_NAME:
        return {name: groups[own.key][0].who or name for name, own in parts.items()}
    sure = {key: own for key, own in groups.items() if key and _are_surely_of_one(own)}
    words = {word for own in sure.values() for part in own for word in part.words}
    return {
        name: groups[own.key][0].who
        if own.key in sure or (sure and own.who and (own.is_sure or {*own.words} <= words))
        else name
        for name, own in parts.items()
    }


def may_be_of_fewer(names: Sequence[str]) -> bool:
    """Tell whether sheets that are a client's each may be of fewer people than is certain.

    So they may where several say no more than when they are of.

    >>> may_be_of_fewer(["Anna 1", "Anna 2", "Ben"]), may_be_of_fewer(["Anna Nov", "Anna Dec"])
    (True, False)
    >>> may_be_of_fewer(["Nov", "Dec", "Holiday"])
    True
    """
    sure, may_be = (clients_of_sheets(names, whose) for whose in ("", BY_NAME))
    n_of_nobody = sum(not _parts_of(name, has_numbers=True).who for name in names)
    return n_of_nobody > 1 or len({*sure.values()}) > len({*may_be.values()})


def without_when(name: str) -> str:
    """Return a name without what says when; nothing where it says no more.

    >>> [without_when(name) for name in ("Anna Kern, May 2026", "Week 3", "Ben")]
    ['Anna Kern', '', 'Ben']
    """
    return _parts_of(name, has_numbers=True).who


def may_be_a_name(word: str) -> bool:
    """Tell whether a word for a time is somebody's name as well.

    >>> may_be_a_name("June"), may_be_a_name("July")
    (True, False)
    """
    return word.casefold() in _NAMES_TOO


class _Parts(NamedTuple):
    """Who a sheet's name says, and when."""

    who: str
    words: tuple[str, ...]
    """Those that say when."""
    is_sure: bool
    """Whether anything in it surely says when, and is nobody's name."""

    @property
    def key(self) -> str:
        return " ".join(re.findall(r"[^\W_]+", self.who.casefold()))


def _parts_of(name: str, *, has_numbers: bool) -> _Parts:
    """Take a name apart; ``has_numbers`` says that a bare number at its end tells people apart."""
    who, is_sure = name, False
    words: list[str] = []
    for patterns in (_AT_END, _AT_START):
        while found := next(filter(None, (pattern.search(who) for pattern in patterns)), None):
            word = found.groupdict().get("word") or ""
            number = found.groupdict().get("number")
            if word and not _is_of_when(word.casefold(), number):
                break
            is_start = patterns is _AT_START
            is_name = word.casefold() in _NAMES_TOO and not number
            is_sure |= not is_name
            words += [f"{word.casefold()}{' first' if is_start else ''}"] if is_name else []
            who = who[found.end() :] if is_start else who[: found.start()]
    who = who if has_numbers else _NUMBERS_AT_END.sub("", who)
    return _Parts(who.strip(" _-–.,"), tuple(words), is_sure)


def _are_surely_of_one(parts: Sequence[_Parts]) -> bool:
    """Tell whether names of the same person differ in when: surely, or each in another month."""
    months = {word for own in parts for word in own.words if months_named(word)}
    return len(parts) > 1 and (any(own.is_sure for own in parts) or len(months) > 1)


def _is_of_when(word: str, number: str | None) -> bool:
    """Tell whether a word says when; a single letter only beside its number."""
    return (says_when(word) or is_of_a_time(word)) and (len(word) > 1 or bool(number))


def _is_of_a_part(word: str) -> bool:
    is_compound = any(len(part) >= LONG_PART and part in word for part in _OF_PARTS)
    return len(word) == 1 or word in _OF_PARTS or is_compound or _is_of_when(word, None)


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
