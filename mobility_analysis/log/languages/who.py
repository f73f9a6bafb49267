"""Headers of columns that may say who somebody is: a name, a part of one, or what stands for it.

Words that mean nothing else in a diary are the column ``client`` itself (``headers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from mobility_analysis.log.languages.days import SHORTEST, is_whole_name, months_named
from mobility_analysis.log.languages.headers import header_word

_ENGLISH_GIVEN_NAMES = "first name; firstname; given name; forename"
_GIVEN_NAMES = "Vorname; prénom; voornaam; nombre; nome; primeiro nome; nome próprio"
_SURNAMES = (
    "last name; lastname; surname; family name; name; Nachname; Familienname; Zuname; nom; "
    "nom de famille; naam; achternaam; apellido; apellidos; cognome; sobrenome; apelido"
)
_OF_ONE = (
    "email; e-mail; mail; email address; e-mail address; initials; E-Mail-Adresse; Mailadresse; "
    "Initialen; e-mailadres; correo; correo electrónico; dirección de correo electrónico; "
    "iniciales; endereço de e-mail; iniciais; adresse e-mail; adresse électronique; courriel; "
    "initiales; indirizzo email; iniziali; nom; naam"
)
_OTHERS = (
    "ID; code; user; user ID; person; person ID; subject; subject ID; study ID; member ID; "
    "student ID; customer ID; nickname; account; who is it; Kürzel; Kennung; Kundennummer; "
    "Patientennummer; Nutzer; Benutzer; Nutzername; Benutzername; Wer; gebruiker; usuario; "
    "nombre de usuario; quién; código; usuário; quem; utilisateur; qui; utente; nome utente; chi; "
    "codice; sigla"
)
_MEMBERS = (
    "username; user name; member; student; participant; participant ID; customer; respondent; "
    "Sportler; Sportlerin; Sportler/in; Teilnehmer; Teilnehmerin; Teilnehmer/in; Proband; "
    "Probandin; Proband/in; participante; deportista; partecipante; deelnemer; sporter; sportif"
)
_OF_TIMES = (
    "week weeks month day year quarter phase block cycle part session term woche monat tag jahr "
    "quartal teil zyklus semana mes mês día dia año ano semaine mois jour année semestre "
    "settimana mese giorno anno maand dag jaar deel parte partie fase kw"
)
_TIMES = frozenset(_OF_TIMES.split())
_IN_NAMES = frozenset(" .-'’")


def _words(text: str) -> frozenset[str]:
    return frozenset(map(header_word, text.split(";")))


_ENGLISH_GIVEN, _FAMILY = _words(_ENGLISH_GIVEN_NAMES), _words(_SURNAMES)
_GIVEN = _words(_GIVEN_NAMES) | _ENGLISH_GIVEN
_MEMBER = _words(_MEMBERS)
_LIKELY = _words(_OF_ONE) | _GIVEN
_MAY_SAY = _words(_OTHERS) | _LIKELY | _FAMILY | _MEMBER


def may_say_who(header: str) -> bool:
    """Tell whether a header may be of a column that says who somebody is.

    >>> [may_say_who(text) for text in ("E-Mail", "Kürzel", "Vorname", "Exercise name", "Mood")]
    [True, True, True, False, False]
    """
    return header_word(header) in _MAY_SAY


def likely_says_who(header: str) -> bool:
    """Tell whether a header is of what only people have: initials, mail addresses, first names.

    >>> [likely_says_who(text) for text in ("E-Mail", "Vorname", "Naam", "Code", "Wer")]
    [True, True, True, False, False]
    """
    return header_word(header) in _LIKELY


def is_of_members(header: str) -> bool:
    """Tell whether a header is a word for people that may as well say what somebody is, or when.

    >>> [is_of_members(text) for text in ("User name", "Teilnehmer", "Kunde", "ID")]
    [True, True, False, False]
    """
    return header_word(header) in _MEMBER


def is_name(text: str) -> bool:
    """Tell whether a text is surely somebody's name: letters alone, and no word for a time.

    >>> [is_name(text) for text in ("Anna Kern", "A. Kern", "Anna (cont.)", "Week A", "Anna 2")]
    [True, True, False, False, False]
    """
    words = _words_in(text)
    are_letters = all(c.isalpha() or c in _IN_NAMES for c in text)
    return bool(words) and are_letters and not any(map(is_of_a_time, words))


def may_be_same(one: str, other: str) -> bool:
    """Tell whether two texts may name one person: one begins with the other, or a word is shared.

    >>> may_be_same("Anna Kern", "A. Kern"), may_be_same("Ann", "Anna"), may_be_same("Ann", "Ben")
    (True, True, False)
    """
    first, second = " ".join(_words_in(one)), " ".join(_words_in(other))
    begins = first.startswith(second) or second.startswith(first)
    return begins or not {*_words_in(one)}.isdisjoint(_words_in(other))


def may_be_two(one: str, other: str) -> bool:
    """Tell whether two names may be of two people: each has words that the other lacks.

    A word is not lacking where the other name begins with it, or has its first letter alone.

    >>> may_be_two("Anna Kern", "Ben Kern"), may_be_two("Anna Kern", "A. Kern")
    (True, False)
    >>> may_be_two("Ann", "Anna"), may_be_two("Anna Kern", "Anna Maria Kern")
    (False, False)
    """
    first, second = _words_in(one), _words_in(other)
    mine = [word for word in first if word not in second]
    theirs = [word for word in second if word not in first]
    begins = (a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
    return bool(mine and theirs) and not any(begins)


def without_more(text: str) -> str:
    """Return who a text names, without what stands in brackets or is said after it, for comparing.

    >>> without_more("Anna Kern (week 1)"), without_more("Anna Kern  Month: May")
    ('anna kern', 'anna kern')
    """
    return re.split(r"\s*[(\[]|[\s,;]+[^\s:]+:", text, maxsplit=1)[0].strip().casefold()


def _words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def is_of_a_time(word: str) -> bool:
    """Tell whether a word in small letters says when, or of which time.

    >>> [is_of_a_time(word) for word in ("nov", "woche", "anna")]
    [True, True, False]
    """
    is_month = len(word) == SHORTEST and bool(months_named(word))
    return is_month or is_whole_name(word) or word in _TIMES


def is_given_name(header: str) -> bool:
    """Tell whether a header is of first names alone, which two people may share."""
    return header_word(header) in _GIVEN


def is_surname(header: str) -> bool:
    """Tell whether a header is of last names, or of whole names."""
    return header_word(header) in _FAMILY


def whole_name(headers: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns of first and of last names that are whole names together.

    In English, a name beside a first name is the whole one.

    >>> whole_name(["Datum", "Name", "Vorname"]), whole_name(["Name", "First name"])
    (('Vorname', 'Name'), None)
    """
    found = [*headers]
    given = [text for text in found if is_given_name(text)]
    family = [text for text in found if is_surname(text)]
    return next((pair for pair in product(given, family) if _go_together(*pair)), None)


def _go_together(given: str, family: str) -> bool:
    return not (header_word(given) in _ENGLISH_GIVEN and header_word(family) == "name")
