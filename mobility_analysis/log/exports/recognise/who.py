"""Whose the rows of a sheet are, where no header says it for sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from mobility_analysis.log.check.bearing import bearing_of, names_nobody
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.recognise.draft import NOT_USED, Column, Draft, samples_of
from mobility_analysis.log.exports.shapes.header_line import header_place
from mobility_analysis.log.languages.headers import columns_named, header_word
from mobility_analysis.log.languages.who import (
    is_given_name,
    is_name,
    is_of_members,
    is_surname,
    likely_says_who,
    may_be_same,
    may_be_two,
    may_say_who,
    whole_name,
    without_more,
)
from mobility_analysis.log.read.cells import Sheet, cell_text, is_blank
from mobility_analysis.log.read.many_sheets import may_be_a_name, without_when

_PERSON = frozenset({"name", "client", "client name", "patient name", "person"})


def settle_who(draft: Draft, columns: Mapping[str, Column], left: Sequence[Column]) -> list[Column]:
    """Take first and last names for one; ask about another column that may say who it is.

    Return the columns of those that are left of which nothing is known or asked then. Where the
    client is known, other columns say nothing of it; but by a first name alone several people are
    one where another column has more different cells. Last names of which some lack join nothing.
    """
    if "client" in draft.known:
        return [*left]
    own = str(draft.given.get("client", {}).get("column", ""))
    free = [column.header for column in left if column.n_cells]
    pair = whole_name([own, *free])
    if pair is not None and own in ("", *pair) and _are_whole(*map(columns.__getitem__, pair)):
        draft.given["client"] = {"column": pair[0], "surname": pair[1]}
        draft.said |= dict.fromkeys(pair, "client, by first and last name")
        return [column for column in left if column.header not in pair]
    if own and not is_given_name(own):
        return [*left]
    fewest = len(columns[own].values) + 1 if own else 2
    found = [column for column in left if len(column.values) >= fewest and _may_be_people(column)]
    found = [column for column in found if not (own and is_surname(column.header))]
    found.sort(key=lambda column: (not _likely_says(column), not _are_in_letters(column)))
    if found:
        for column in found:
            draft.leave(column.header, NOT_USED)
        draft.ask(
            asked.who_question(
                [(column.header, samples_of(column.values)) for column in found],
                used=own,
                is_likely=_likely_says(found[0]),
            )
        )
    return [column for column in left if column not in found]


def _are_whole(given: Column, family: Column) -> bool:
    """Tell whether no fewer cells hold a last name than a first name."""
    return family.n_cells >= given.n_cells


def person_over(sheet: Sheet) -> str:
    """Return who a line over the header names, as in Patient: Anna Kern; nobody where none does.

    >>> rows = [["Patient:", "Anna K"], ["Date", "Score"], ["2026-03-02", 4], ["2026-03-03", 4]]
    >>> person_over(Sheet("1.csv", "", rows))
    'Anna K'
    """
    for row in sheet.rows[: header_place(sheet) or 0]:
        texts = [cell_text(cell).strip() for cell in row if not is_blank(cell)]
        for text, after in zip(texts, [*texts, ""][1:], strict=True):
            word, _, name = text.partition(":")
            if (name.strip() or after) and _is_of_a_person(word):
                return name.strip() or after
    return ""


def are_surely_several(people: Sequence[str]) -> bool:
    """Tell whether those whom lines over headers name, each once, are surely different people.

    >>> are_surely_several(["Anna Kern", "Ben Tal"]), are_surely_several(["Anna Kern", "A. Kern"])
    (True, False)
    """
    are_named = len(people) > 1 and all(map(is_name, people))
    return are_named and not any(may_be_same(*pair) for pair in combinations(people, 2))


def are_surely_one(people: Sequence[str]) -> bool:
    """Tell whether all lines over headers name the same person, whatever else they say.

    >>> are_surely_one(["Anna (week 1)", "Anna (week 2)"]), are_surely_one(["Anna", ""])
    (True, False)
    """
    return all(people) and len({*map(without_more, people)}) == 1


def may_be_several(people: Sequence[str]) -> bool:
    """Tell whether those whom lines over headers name may be different people.

    A line that says only when names nobody, but May and June may be names as well.

    >>> may_be_several(["Anna Kern", "Ben Kern"]), may_be_several(["Anna Kern", "A. Kern"])
    (True, False)
    >>> may_be_several(["May", "June"]), may_be_several(["May", "June", "July"])
    (True, False)
    """
    said = [without_more(text) for text in people if text]
    named = [name for text in said if is_name(name := without_when(text))]
    times = [text for text in said if not without_when(text)]
    named += times if all(map(may_be_a_name, times)) else []
    return any(may_be_two(*pair) for pair in combinations(named, 2))


def _is_of_a_person(word: str) -> bool:
    return header_word(word) in _PERSON or "client" in columns_named(word)


def _may_be_people(column: Column) -> bool:
    """Tell whether a column may say who it is, and does not number its rows."""
    if not may_say_who(column.header):
        return False
    bearing = bearing_of(column.header, column.values)
    is_other = bearing is not None and bearing.kind != "score"
    is_a_row_each = len(column.values) == column.n_cells and all(map(_has_digit, column.values))
    are_other = is_of_members(column.header) and all(map(names_nobody, column.values))
    return not (is_other or is_a_row_each or are_other)


def _likely_says(column: Column) -> bool:
    return likely_says_who(column.header) and _are_in_letters(column)


def _are_in_letters(column: Column) -> bool:
    return all(any(map(str.isalpha, cell_text(value))) for value in column.values)


def _has_digit(value: object) -> bool:
    return any(map(str.isdigit, cell_text(value)))
