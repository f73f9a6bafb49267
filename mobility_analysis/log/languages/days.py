"""Names of months and weekdays in seven languages, whole or shortened.

The names are those of the Unicode Common Locale Data Repository (CLDR), Gregorian calendar.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

SHORTEST = 3
"""Letters of a shortened name of a month."""
SHORTEST_RUN = 3
"""Names of days in a row that single letters can be told by: M T W."""

_MONTHS: Mapping[str, str] = {
    "English": "january february march april may june july august september october november "
    "december",
    "German": "januar februar märz april mai juni juli august september oktober november dezember",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
    "novembro dezembro",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november "
    "december",
}
_OTHER_MONTHS = {"jänner": 0, "feber": 1, "maerz": 2, "mrz": 2, "mrt": 2, "setiembre": 8}
"""Spellings that are no beginning of a name above."""

_WEEKDAYS: Mapping[str, str] = {
    "English": "monday tuesday wednesday thursday friday saturday sunday",
    "German": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "Spanish": "lunes martes miércoles jueves viernes sábado domingo",
    "Portuguese": "segunda terça quarta quinta sexta sábado domingo",
    "French": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "Italian": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "Dutch": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_OTHER_WEEKDAYS: Mapping[str, Mapping[str, int]] = {
    "English": {"weds": 2},
    "German": {"sonnabend": 5},
    "Spanish": {"x": 2},
    "Portuguese": {
        f"{name}{mark}feira": place
        for place, name in enumerate(("segunda", "terca", "quarta", "quinta", "sexta"))
        for mark in ("-", " ", "")
    },
}
LANGUAGES = tuple(_MONTHS)
_WORDS_KEPT = 4096
"""Of which is known at once what they mean: notes may be of any number."""


@lru_cache(maxsize=_WORDS_KEPT)
def folded(text: str) -> str:
    """Return a word in small letters, without accents and without a stop at its end.

    >>> folded("Févr."), folded("März")
    ('fevr', 'marz')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().strip())
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(". ")


def months_named(word: str) -> frozenset[int]:
    """Return the months, 0 to 11, that a name or its first three letters or more may mean.

    >>> [sorted(months_named(word)) for word in ("Sept.", "März", "dic", "jui", "Tue")]
    [[8], [2], [11], [5, 6], []]
    """
    key = folded(word)
    return _months_by_key().get(key, frozenset()) if len(key) >= SHORTEST else frozenset()


@cache
def _months_by_key() -> Mapping[str, frozenset[int]]:
    """Return the months that each beginning of a name may mean."""
    names = [(name, place) for all_names in _MONTHS.values()
             for place, name in enumerate(all_names.split())]  # fmt: skip
    return _by_beginning([*names, *_OTHER_MONTHS.items()])


def _by_beginning(names: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found = defaultdict[str, set[int]](set)
    for name, place in names:
        key = folded(name)
        for end in range(1, len(key) + 1):
            found[key[:end]].add(place)
    return {key: frozenset(places) for key, places in found.items()}


@lru_cache(maxsize=_WORDS_KEPT)
def is_whole_name(word: str) -> bool:
    """Tell whether a word is the whole name of a month or of a weekday.

    >>> is_whole_name("Sábado"), is_whole_name("Sab"), is_whole_name("October")
    (True, False, True)
    """
    names = " ".join([*_MONTHS.values(), *_WEEKDAYS.values()])
    return folded(word) in {*map(folded, names.split()), *map(folded, _OTHER_MONTHS)}


def _days_of(language: str, key: str) -> frozenset[int]:
    """Return the weekdays that a beginning may mean in one language."""
    return _weekdays_by_key(language).get(key, frozenset())


@cache
def _weekdays_by_key(language: str) -> Mapping[str, frozenset[int]]:
    """Return the weekdays that each beginning of a name may mean in one language."""
    names = _WEEKDAYS[language].split()
    found = _by_beginning((name, place) for place, name in enumerate(names))
    more: dict[str, frozenset[int]] = {}
    if language == "English":  # Mondays, but no single letter: an S is no plural
        more = {f"{key}s": days for key, days in found.items() if len(key) > 1}
    for name, place in _OTHER_WEEKDAYS.get(language, {}).items():
        more[name] = more.get(name, frozenset()) | {place}
    return found | {key: days | found.get(key, frozenset()) for key, days in more.items()}


def weekdays_named(word: str) -> frozenset[int]:
    """Return the weekdays, Monday 0, that a name or its first two letters or more may mean.

    >>> [sorted(weekdays_named(word)) for word in ("Tues", "mar.", "Sonnabend", "di", "May")]
    [[1], [1], [5], [1, 6], []]
    """
    key = folded(word)
    if len(key) < 2:
        return frozenset()
    return frozenset().union(*(_days_of(language, key) for language in LANGUAGES))


def weekdays_in(names: Sequence[str]) -> list[int] | None:
    """Return the weekday of each of several names that stand together; None where it is not clear.

    Names of one language, or of several that agree, are read each by itself; single letters only
    where three days or more follow each other.

    >>> weekdays_in(["Mon", "Wed", "Fri"]), weekdays_in(list("MTWTFSS"))
    ([0, 2, 4], [0, 1, 2, 3, 4, 5, 6])
    >>> weekdays_in(["ma", "di", "wo"]), weekdays_in(["ma", "di"]), weekdays_in(["Mon", "knee"])
    ([0, 1, 2], None, None)
    """
    keys = [folded(name) for name in names]
    found: set[tuple[int, ...]] = set()
    for language in LANGUAGES:
        days = [_days_of(language, key) for key in keys]
        if not all(days):
            continue
        if all(len(day) == 1 for day in days) and all(len(key) > 1 for key in keys):
            found.add(tuple(next(iter(day)) for day in days))
        elif len(keys) >= SHORTEST_RUN:
            runs = (_run(first, len(keys)) for first in range(7))
            found |= {
                run for run in runs if all(d in day for d, day in zip(run, days, strict=True))
            }
    return list(next(iter(found))) if keys and len(found) == 1 else None


def _run(first: int, n: int) -> tuple[int, ...]:
    return tuple((first + step) % 7 for step in range(n))
