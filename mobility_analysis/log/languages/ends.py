"""What a header says of the ends of its scale: that the high one is the best, in seven languages.

Scores of stiffness go the other way. Which end is the best is asked where a header says it, so only
what can hardly mean another thing is taken for that: an end that is said to be good or bad
(``5 = best``, ``worst: 0``), or both ends in whatever form (``1 worst ... 5 best``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

# Words stand here as a header is looked at: in small letters, without accents.
_VERY = (
    r"very|really|totally|completely|fully|perfectly|extremely|entirely|the|sehr|ganz|vollig|"
    r"vollkommen|komplett|extrem|am|muy|muito|tres|molto|totalmente|completamente|completement|"
    r"totalement|heel|erg|zeer|helemaal"
)
_BEST = (
    r"best|better|perfect|excellent|none|nothing|loosest|least stiff|no (?:\w+ )?stiff\w*|no pain|"
    r"not (?:at all )?stiff(?: at all)?|not at all|besten?|besser|keine(?: steif\w+)?|"
    r"(?:gar |uberhaupt )?nicht steif|(?:gar|uberhaupt) nicht|mejor|excelente|"
    r"nada(?: rigid[oa])?|s(?:in|em) rigidez|melhor|meilleure?|mieux|pas (?:du tout )?raide|"
    r"pas du tout|aucune(?: raideur)?|migliore|meglio|ningun[oa]|nenhuma?|"
    r"per niente(?: rigid[oa])?|nessun[oa](?: rigidita)?|beter?|niet stijf|"
    r"geen(?: stijfheid)?|helemaal niet"
)
_GOOD = (
    r"great|good|fine|free|loose|supple|flexible|mobile|relaxed|gut|super|locker|frei|"
    r"beweglich|mobil|flexibel|bien|bueno|libre|suelto|movil|bon|souple|bom|bem|solto|flexivel|"
    r"bene|ottimo|buono|sciolto|libero|goed|soepel|los|vrij"
)
_WORST = (
    r"worst|stiffest|most stiff|(?:max\w*|most|full|severe|extreme) stiffness|"
    r"(?:schlimm|schlechte|steif)ste[nrs]?|peor|pior|pire|peggiore?|slechtste?|ergste?|stijfste?"
)
_BAD = (
    r"worse|bad|awful|terrible|horrible|severe|stiff(?:er)?|locked(?: up)?|tight|schlimm|schlecht|"
    r"steif|mal[oa]?|rigid[oa]|ruim|mau|mauvaise?|raide|male|cattivo|slecht|stijf"
)
_SAID = (
    rf"(?P<very>(?:(?:{_VERY}) ){{0,2}})(?:(?P<best>{_BEST})|(?P<good>{_GOOD})|(?P<worst>{_WORST})|"
    rf"{_BAD})\b(?: (?:ever|possible|imaginable))?"
)
_JOIN = (
    r"\s*(?P<join>=+>?|->|→|:|[–—-]|\(|"
    r"\b(?:is|being|means|meaning|ist|bedeutet|es|est|betekent)\b)?\s*"
)
_NUMBER = r"(?<![\w.])(?<!\d,)\d{1,3}(?![\w%]|[.,]\d)"
_AND = r"(?:and|to|or|und|bis|oder|y|et|ou|e|en|tot|a)\b"
_LATER = rf"(?=\s*(?:$|[^\w\s'’=-]|-+\s|-?\d|{_AND}))"
_LATER_WORD = (
    rf"(?=\s*(?:$|[;)\]}}|.]|[,/](?!\s*\d)|[–—-]+\s*[^\W\d]|{_AND}(?!\s*\d)|"
    rf"(?:{_BEST}|{_WORST})\b))"
)
_NEAR = 40
"""How much of what stands before an end is looked at."""
_OPENS = rf"(?:[(\[{{,;:?/|]|.\s[–—-]|.\s{_AND})\s*$"
"""What stands before an end, or its word, that belongs to nothing before it."""
_AGAINST = r"(?:\b(?:not|no|least|less|never|nicht|kein\w*|pas|non|niet)|n't)\W*$"
_NAMES_SCALE = r"(?:\d\s*(?:[-‐-―−~]|\.\.+|\b(?:to|bis|tot|a|al|ate|hasta)\b)|/|\bof)\s*$"
"""What stands before a number that only ends a scale, as in 0-10 or out of 10."""
_COUNTS = (
    r"\b(?:day|week|month|year|set|round|question|item|no|nr|number|part|visit|session|side|level|"
    r"tag|woche|satz|frage|teil|dia|semana|jour|semaine|giorno|settimana|dag|under|over|above|below|"
    r"up to)\W*$|[<>≤≥]\s*$"
)
"""What stands before a number that says which one it is, or from where on something is so."""
_QUESTION = r"^\W*(?:q|question|frage|nr|no)?\W?\s*\d{1,3}\s*[.:)]\s+"
_SCALE = r"(?P<low>\d{1,3})\s*(?:-|–|to)\s*(?P<high>\d{1,3})(?!\d)|(?:/|out of)\s*(?P<of>\d{1,3})"
_PLAIN_HIGH = (
    r"\b(?:10|high(?:est|er)?)\b\s*(?:[=:–-]|is|means|meaning)\s*(?:very |really |totally |sehr )?"
    r"(?:great|good|best|better|excellent|perfect|fine|free|loose|supple|flexible|normal|relaxed|"
    r"none|no (?:stiff\w*|pain|trouble)|not (?:stiff )?at all|not stiff|gut|super|locker|frei|bien|"
    r"libre|bom|bem|ottimo|bene|goed|los)\b"
)
"""A 10, or the high end, of which nothing else can be said, whatever stands after it."""
_LOW_OR_HIGH = (
    rf"\blow(?:er|est)?\s*(?:=|\b(?:is|means)\b)\s*(?:(?:{_VERY}) )?(?:{_WORST}|{_BAD})\b{_LATER}|"
    r"\bbe(?:st|tter)\s*(?:=|\bis\b)\s*high(?:er|est)?\b"
)
_UP = (
    r"(?:high(?:er|est)?|bigger|larger|greater|hoch|hoher[es]?|hohe|grosser|(?:mas )?alt[oa]s?|"
    r"mayor(?:es)?|(?:plus )?haute?s?|mais alto|maior(?:es)?|piu alt[oa]|maggiore|hoog|hoger|"
    r"(?:more|mehr)(?=\W*(?:=|\bi(?:s|st)\b)))"
    r"(?: (?:scores?|values?|numbers?|werte?|zahl(?:en)?|punkte))?"
)
_DOWN = (
    r"(?:low(?:er|est)?|smaller|niedrig(?:er)?|tief(?:er)?|(?:mas )?baj[oa]|menor|(?:plus )?bas|"
    r"(?:mais )?baixo|(?:piu )?basso|laag|lager)(?: (?:scores?|values?|numbers?|werte?|zahl))?"
)
_BETTER = (
    rf"(?:{_BEST}|{_GOOD}|looser|freer|suppler|easier|more (?:flexible|mobile|supple|relaxed|free)|"
    r"less (?:stiff|tight)|lockerer|beweglicher|freier|weniger steif|mas suelt[oa]|menos rigid[oa]|"
    r"plus souple|moins raide|mais solto|piu sciolto|meno rigid[oa]|losser|soepeler|minder stijf)"
)
_STIFFER = (
    rf"(?:{_WORST}|{_BAD}|more stiff|tighter|schlimmer|schlechter|steifer|plus raide|slechter|"
    r"stijver)"
)
_SO = r"\s*(?:=+>?|->|→|\b(?:is|are|means?|ist|sind|bedeute[nt]|es|est|betekent)\b)\s*"
_WITH = (
    (r"\b(?:the|je|hoe) ", r"\W+(?:the|desto|umso|je|hoe) "),
    (r"\b(?:cuanto|quanto|plus c'est) ", r"\W+(?:tanto )?"),
    (r"\b", _SO),
)
"""What stands before and between two of which one grows with the other."""
_ENDS = r"(?: c'est)?(?=\s*(?:$|[^\w\s'’-]))"
_GROWS = "|".join(
    rf"{before}{one}{between}{other}\b{_ENDS}"
    for before, between in _WITH
    for one, other in ((_UP, _BETTER), (_DOWN, _STIFFER), (_BETTER, _UP))
)
"""That the higher one is the better, whatever the numbers."""
_LEVEL = r"(?:low|high)(?:est)?|niedrigste?|hochste?|baj[oa]|alt[oa]|baixo|basso|laagst|hoogst"
_LEVELS = (
    rf"(?P<number>{_NUMBER})\s*(?:=|:|\(|[–-]|\bis\b)?\s*(?:{_LEVEL})\b{_LATER}",
    rf"\b(?:{_LEVEL})\s*[=:(]?\s*(?P<number>{_NUMBER}){_LATER_WORD}",
)
"""An end of which only is said that it is low or high."""
_MOST = (
    r"(?:\bmin(?:imum)?\.?\s*[:=]?\s*(?P<low>[01])\W+)?"
    r"\bmax(?:imum)?\.?\s*[:=]?\s*(?P<high>\d{1,3})(?=\s*(?:$|[)\]}.,;/]))"
)
_PERCENT = (
    r"(?<![\d\s])\s*%|\b(?:per ?cent|prozent|por ?ciento|porcentaje|por ?cento|pour ?cent|"
    r"percento|procent)\b"
)
_MILLIMETRES = r"\bmm\W*$|\(mm\)"
"""Of a line of 100 mm on which stiffness is marked."""
_AFTER = rf"(?P<number>{_NUMBER}){_JOIN}{_SAID}{_LATER}"
_BEFORE = rf"\b{_SAID}{_JOIN}(?P<number>{_NUMBER}){_LATER_WORD}"


class _Said(NamedTuple):
    """What a header says of a number that may be an end of its scale."""

    number: int
    is_good: bool
    is_plain: bool
    """Whether a sign or a verb says it, and not only what stands beside what."""
    is_sure: bool
    """Whether no middle of a scale, and no yes, is called so."""


def high_is_best(header: str) -> bool:
    """Tell whether a header says that its high end is the best, which scores of stiffness are not.

    >>> [high_is_best(text) for text in ("Back (10 = great)", "Stiff? 0 = none, 10 = worst")]
    [True, False]
    >>> high_is_best("Stiffness 0-10: none to worst"), high_is_best("Stiffness 0-10 (10: none)")
    (False, True)
    >>> high_is_best("Stiffness (0 worst, 10 best)"), high_is_best("Stiffness (none 0 worst 10)")
    (True, False)
    >>> high_is_best("Stiffness (higher = looser)"), high_is_best("Stiffness (low = good)")
    (True, False)
    >>> high_is_best("Steifheit 1-5 (5 = gut)"), high_is_best("Stiffness (not stiff = 0)")
    (True, False)
    """
    return bool(scales_by_best(header))


def scale_named(header: str) -> tuple[int, int] | None:
    """Return the ends of the scale that a header names.

    >>> scale_named("Stiffness 1-5"), scale_named("Score out of 7"), scale_named("Stiffness")
    ((1, 5), (0, 7), None)
    """
    found = re.search(_SCALE, header)
    return (int(found["low"] or 0), int(found["of"] or found["high"])) if found else None


def is_in_percent(header: str) -> bool:
    """Tell whether a header says that its numbers are percent.

    >>> is_in_percent("Stiffness (%)"), is_in_percent("Stiffness at 80 % of effort")
    (True, False)
    """
    return bool(re.search(_PERCENT, _folded(header)))


@lru_cache(maxsize=4096)
def scales_said(header: str) -> tuple[tuple[int, int], ...]:
    """Return the scale that a header says, by its ends or in words; nothing for none.

    Where it is not certain there are two, the likely one first. One of which the high end is the
    best is none of these.

    >>> scales_said("Stiffness (0 = none, 3 = severe)"), scales_said("Stiffness (1 low - 5 high)")
    (((0, 3),), ((1, 5),))
    >>> scales_said("Stiffness (max 5)"), scales_said("Stiffness (%)"), scales_said("Stiffness")
    (((1, 5), (0, 5)), ((0, 100), (0, 10)), ())
    >>> scales_said("Stiffness VAS mm")
    ((0, 100), (0, 10))
    """
    text = re.sub(_QUESTION, "", _folded(header))
    if named := scale_named(text):
        return (named,)
    if scales_by_best(header):
        return ()
    if most := re.search(_MOST, text):
        high = int(most["high"])
        return ((int(most["low"]), high),) if most["low"] else _from_where(high)
    low, worst = _said_ends(text)
    if worst is not None:
        return _from_where(worst) if low is None else ((low, worst),)
    is_of_100 = is_in_percent(header) or re.search(_MILLIMETRES, text)
    return ((0, 100), (0, 10)) if is_of_100 else ()


def _from_where(high: int) -> tuple[tuple[int, int], ...]:
    """Return the scales up to an end; those up to 10 or 100 begin with 0."""
    return ((1, high), (0, high)) if high % 10 > 0 else ((0, high),)


def _said_ends(text: str) -> tuple[int | None, int | None]:
    """Return the low end and the high one of which a text says that they are; the high is worst."""
    said = [*_said_after(text, ()), *_said_before(text, ())]
    levels = {int(one["number"]) for form in _LEVELS for one in re.finditer(form, text)}
    numbers = {int(number) for number in re.findall(_NUMBER, text)}
    low, high = min(numbers, default=0), max(numbers, default=0)
    is_low = low <= 1 and (low in levels or any(s.number == low and s.is_good for s in said))
    is_bad = any(s.number == high and not s.is_good and (is_low or s.is_plain) for s in said)
    is_high = high > 2 and (is_bad or (is_low and high in levels))
    return low if is_low else None, high if is_high else None


@lru_cache(maxsize=4096)
def scales_by_best(header: str) -> tuple[tuple[int, int], ...]:
    """Return the scale of which a header says that the high end is the best; nothing for none.

    Where it does not say from where the scale goes, there are two, the likely one first.

    >>> scales_by_best("Stiffness (1 worst … 7 best)"), scales_by_best("Stiffness 1-5 (5 = worst)")
    (((1, 7),), ())
    >>> scales_by_best("Stiffness (5 = best)")
    ((1, 5), (0, 5))
    """
    text = re.sub(_QUESTION, "", _folded(header))
    named = scale_named(text)
    tens = [10 for found in _plain_high(text) if found.startswith("10")]
    first, last = _said_after(text, named or ()), _said_before(text, named or ())
    is_said = (
        bool(_plain_high(text) or re.search(_LOW_OR_HIGH, text) or re.search(_GROWS, text))
        or any(_fit([said for said in (*first, *last) if said.is_plain], text))
        or any(all(_fit(said, text)) for said in (first, last))
    )
    if not is_said:
        return ()
    if named is not None and named[0] < named[1]:
        return (named,)
    signed = map(int, re.findall(rf"({_NUMBER})\s*=", text))
    ends = [*tens, *(said.number for said in (*first, *last)), *signed]
    low = min((n for n in ends if n <= 1), default=0)
    high = max((n for n in ends if n > low), default=10)
    is_open = high % 10 > 0 and not any(n <= 1 for n in ends)
    return ((1, high), (0, high)) if is_open else ((low, high),)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _before(one: re.Match[str]) -> str:
    """Return what stands just before what was found in a text."""
    return one.string[max(one.start() - _NEAR, 0) : one.start()]


def _plain_high(text: str) -> list[str]:
    found = re.finditer(_PLAIN_HIGH, text)
    return [one[0] for one in found if not re.search(_NAMES_SCALE, _before(one))]


def _fit(said: Sequence[_Said], text: str) -> tuple[bool, bool]:
    """Tell whether the low end is said to be bad, the high one to be good, and none otherwise."""
    numbers = [int(number) for number in re.findall(_NUMBER, text)]
    low, high = min(numbers, default=0), max(numbers, default=0)
    of_low = [one for one in said if one.number == low <= 1]
    of_high = [one for one in said if one.number == high > 1]
    if any(one.is_good for one in of_low) or not all(one.is_good for one in of_high):
        return False, False
    is_scale = low <= 1 and high > 2
    return any(is_scale or e.is_sure for e in of_low), any(is_scale or e.is_sure for e in of_high)


def _said_after(text: str, named: Collection[int]) -> list[_Said]:
    """Return what stands after numbers of a text: ``5 = best``, ``5 best``."""
    found: list[_Said] = []
    for one in re.finditer(_AFTER, text):
        before, number = _before(one), int(one["number"])
        if re.search(_NAMES_SCALE, before) or re.search(_COUNTS, before):
            continue
        opens = bool(re.search(_OPENS, before))
        is_alone = number == 0 and not re.match(r" ?\d", text[one.end() : one.end() + 2])
        is_plain = _is_plain(one["join"], may_be_colon=opens or is_alone)
        is_most = bool(one["best"] or one["worst"] or one["very"])
        is_plain |= opens and is_most and number in named
        found.append(_said(one, is_plain=is_plain, is_sure=is_most or number in (0, 10)))
    return found


def _said_before(text: str, named: Collection[int]) -> list[_Said]:
    """Return what stands before numbers of a text: ``best = 5``, ``best 5``."""
    found: list[_Said] = []
    end = 0
    for one in re.finditer(_BEFORE, text):
        before, number = _before(one), int(one["number"])
        opens = bool(re.search(_OPENS, before)) or (found and not text[end : one.start()].strip())
        is_most = bool(one["best"] or one["worst"])
        if opens or (is_most and not re.search(_AGAINST, before)):
            is_sure = number in (0, 1, 10, 100, *named)  # another may be that of the best day
            found.append(_said(one, is_plain=_is_plain(one["join"]), is_sure=is_sure))
            end = one.end()
    return found


def _said(one: re.Match[str], *, is_plain: bool, is_sure: bool) -> _Said:
    return _Said(int(one["number"]), bool(one["best"] or one["good"]), is_plain, is_sure)


def _is_plain(join: str | None, *, may_be_colon: bool = True) -> bool:
    return bool(join) and join not in ("(", "–", "—", "-") and (join != ":" or may_be_colon)
