"""Headers and cells by which a column may say of each row whether it was done, and how much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from mobility_analysis.log.languages.headers import header_word
from mobility_analysis.log.languages.plans import says_done

MOST_OTHER_WORDS = 6
"""Up to how many different cells beside those that are known are no remarks. *Our choice.*"""
# Without accents, as header_word writes them; compiled when first asked for.
_DONE = (
    r"done|complete|completed|completion|compliance|adherence|executed|performed|carried out|"
    r"accomplished|fulfilled|achieved|finished|erledigt|gemacht|umgesetzt|umsetzung|"
    r"durchgefuhrt|durchfuhrung|ausgefuhrt|absolviert|geschafft|erfullt|erfullung|adharenz|"
    r"hecho|realizad[oa]|cumplid[oa]|cumplimiento|ejecutad[oa]|adherencia|completad[oa]|"
    r"feit[oa]|cumprid[oa]|cumprimento|executad[oa]|adesao|concluid[oa]|"
    r"faite?|realisee?|effectuee?|accomplie?|executee?|observance|assiduite|terminee?|"
    r"fatt[oa]|eseguit[oa]|svolt[oa]|completat[oa]|aderenza|"
    r"gedaan|uitgevoerd|uitvoering|voltooid|therapietrouw|naleving"
)
_HOW_MUCH = (
    r"how much(?: .*\b(?:do|did|done|completed)\b.*)?|wie ?viel|cuanto|quanto|combien|hoeveel"
)
_EXTENT = (
    rf"{_HOW_MUCH}|(?:(?:percent\w*|prozent|pct|amount|share) )?(?:{_DONE})"
    r"(?: (?:rate|percent\w*|prozent|pct|grad|quote))?"
)
_OUTCOME = (
    r"results?|outcomes?|state|success(?:ful)?|ergebnis|erfolg|resultados?|exito|estado|sucesso|"
    r"resultats?|etat|risultat[oi]|esito|successo|resultaat|uitkomst|succes"
)
_MARK = (
    r"|did(?: it)?|(?:done )?(?:y n|yes no|j n|ja nein)|values?|ticks?|ticked|checked|"
    r"marks?|wert|haken|valor|valeur|valore|waarde|vinkje|coche|marca|spunta"
)
_SHARE = r"(\d+(?:[.,]\d+)?)\s*(?:(%)|(?:/|of|out of|von|de|sur|su|van)\s*(\d+))?"

_PLAINLY = (
    "skipped; missed; not done; not completed; not performed; didn't; didnt; did not; "
    "didn't do it; didnt do it; did not do it; didn't do; not performed; nicht gemacht; "
    "nicht erledigt; nicht durchgeführt; nicht geschafft; nicht umgesetzt; ausgelassen; "
    "no hecho; no realizado; no lo hice; omitido; não feito; não fiz; não realizado; pas fait; "
    "non fait; pas effectué; non réalisé; non fatto; non eseguito; non svolto; niet gedaan; "
    "niet uitgevoerd; overgeslagen"
)
"""By which a cell says under any header that something was not done."""
_OF_EXTENT: Mapping[str, str] = {
    "done": "full; fully; all; all of it; everything; did it; voll; vollständig; ganz; alles; "
    "komplett; todo; todos; completo; completa; total; tudo; tout; tous; complet; tutto; tutti; "
    "volledig; helemaal",
    "partial": "some; some of it; a bit; a little; incomplete; teils; halb; zur hälfte; etwas; "
    "algo; un poco; parte; mitad; metade; um pouco; un peu; moitié; un po'; metà; half; een beetje",
    "skipped": "none; none of it; nothing; not at all; nil; zero; failed; fail; nicht; gar nicht; "
    "nichts; nada; ninguno; nenhum; rien; aucun; pas du tout; niente; nulla; niets; niet; "
    "helemaal niet",
}
_OF_OUTCOME: Mapping[str, str] = {
    "done": "success; successful; succeeded; ok; okay; pass; passed; did it; achieved; erfolg; "
    "erfolgreich; geschafft; éxito; logrado; sucesso; succès; réussi; successo; riuscito; gelukt",
    "partial": "incomplete; teils; halb",
    "skipped": "fail; failed; failure; unsuccessful; not ok; not okay; not achieved; nicht ok; "
    "fehlgeschlagen; fallido; fracaso; falhou; échec; échoué; raté; fallito; mislukt",
}


def asks_if_done(header: str) -> bool:
    """Tell whether a header may ask if a session was done, or how much of it.

    >>> [asks_if_done(text) for text in ("Completed (%)", "Umgesetzt", "Result", "Effort", "Paid")]
    [True, True, True, False, False]
    """
    return bool(_kind(header))


def asks_how_much(header: str) -> bool:
    """Tell whether a header asks how much of a session was done, and not what came of it.

    >>> [asks_how_much(text) for text in ("Completed (%)", "Umgesetzt", "Result", "Effort")]
    [True, True, False, False]
    """
    return _kind(header) == "extent"


def is_of_marks(header: str) -> bool:
    """Tell whether a header over yes and no beside exercises is but that of a mark: ✓, Did, Value.

    >>> [is_of_marks(text) for text in ("✓", "Did", "Value", "Did it help?", "Paid")]
    [True, True, True, False, False]
    """
    return bool(re.fullmatch(_MARK, header_word(header)))


@cache
def _kind(header: str) -> str:
    words = header_word(header)
    if re.fullmatch(_EXTENT, words):
        return "extent"
    return "outcome" if re.fullmatch(_OUTCOME, words) else ""


def meaning_under(header: str, word: str, known: Mapping[str, str]) -> str:
    """Return what a cell likely says of a session under a header: a status; empty for nothing.

    ``known`` are the words that are a status under any header of what was done.

    >>> [meaning_under("Completed", word, {}) for word in ("100%", "50 %", "0/3", "none", "good")]
    ['done', 'partial', 'skipped', 'skipped', '']
    >>> meaning_under("Pain", "none", {}), meaning_under("Session", "didn’t", {})
    ('', 'skipped')
    """
    word, kind = word.replace("’", "'"), _kind(header)
    if word in _words(_PLAINLY):
        return "skipped"
    if not kind:
        return ""
    if kind == "extent" and (found := re.fullmatch(_SHARE, word)):
        return _of_share(float(found[1].replace(",", ".")), found[2] or "%" in header, found[3])
    if known.get(word):
        return known[word] if any(map(str.isalpha, word)) else ""
    own = _OF_EXTENT if kind == "extent" else _OF_OUTCOME
    return next((status for status, words in own.items() if word in _words(words)), "")


def says_plainly_not_done(text: str) -> bool:
    """Tell whether a note says, of itself or first, that a session was not done.

    >>> [says_plainly_not_done(text) for text in ("Skipped - ill", "did not do", "No pain", "ok")]
    [True, True, False, False]
    >>> says_plainly_not_done("skipped the last set"), says_plainly_not_done("missed, did it later")
    (False, False)
    """
    found = _plainly().match(text)
    return found is not None and not says_done(text[found.end() :])


@cache
def _plainly() -> re.Pattern[str]:
    """Return what a note begins with that says so; compiled when first asked for."""
    words = "|".join(
        sorted(map(re.escape, _words(_PLAINLY) | {"did not do"}), key=len, reverse=True)
    )
    words = words.replace("'", "[’']")
    return re.compile(rf"\s*(?:{words})\s*(?:[–—:;,.!(]|-\s|$)", re.I)


def is_share(header: str, word: str) -> bool:
    """Tell whether a cell says how much was done as a percentage, or as a part of a number.

    >>> [is_share("Completed", word) for word in ("50%", "2/3", "2", "half")]
    [True, True, False, False]
    """
    found = re.fullmatch(_SHARE, word) if asks_how_much(header) else None
    return found is not None and bool(found[2] or found[3] or "%" in header)


def _of_share(n: float, is_percent: object, of: str | None) -> str:
    """Return what a number says: of a percentage, of a number to do, or of what was counted."""
    most = float(of) if of else 100 if is_percent else 0
    if n == 0 or not most:
        return "done" if n else "skipped"
    return "" if n > most else "done" if n == most else "partial"


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("; "))


class Said(NamedTuple):
    """How many of the different cells of a column say what of sessions, under its header."""

    n_known: int = 0
    n_in_part: int = 0
    n_not_done: int = 0
    n_plainly: int = 0
    """How many say under any header that it was not done."""

    def and_of(self, other: Said) -> Said:
        """Return what the cells of both say, none of which is the same."""
        return Said(*(own + more for own, more in zip(self, other, strict=True)))


NOTHING_SAID = Said()


def said_under(header: str, words: Iterable[str], known: Mapping[str, str]) -> Said:
    """Return what the different cells of a column say of sessions."""
    if not asks_if_done(header):
        n_plainly = sum(word.replace("’", "'") in _words(_PLAINLY) for word in words)
        return Said(n_plainly, 0, n_plainly, n_plainly)
    found = [meaning_under(header, word, known) for word in words]
    n_in_part, n_not_done = found.count("partial"), found.count("skipped")
    return Said(sum(map(bool, found)), n_in_part, n_not_done)


def may_say_if_done(header: str, said: Said, n_words: int, *, is_named: bool) -> bool:
    """Tell whether a column may say of each row whether it was done: some say that it was not.

    Under a header of that kind that is none or 0 % of it, and no cell alone; where ``is_named``,
    as it surely is of what was done, a part is enough. Under any other header a cell says plainly
    that something was not done, and there are few others.

    >>> def may(header, *words):
    ...     said = said_under(header, words, {})
    ...     return may_say_if_done(header, said, len(words), is_named=header == "Completed")
    >>> may("Compliance", "full", "none"), may("Compliance", "good", "ok"), may("Paid", "none")
    (True, False, False)
    >>> may("Adherence %", "80", "90"), may("Adherence %", "100", "0"), may("Completed", "50%", "1")
    (False, True, True)
    """
    n_other = n_words - said.n_known
    if n_other > MOST_OTHER_WORDS:
        return False
    if not asks_if_done(header):
        return said.n_plainly > 0
    return n_words > 1 and said.n_not_done + (said.n_in_part if is_named else 0) > 0
