"""Words by which a header is of what was to be done, or of what was done of it."""

from __future__ import annotations

import re

_PLANNED = (
    r"plan|plans|planned|prescribed|prescription|targets?|goals?|assigned|intended|scheduled|"
    r"recommended|to[ -]?do|soll|ziel\w*|geplant\w*|vorgegeben\w*|vorgesehen\w*|verordnet\w*|"
    r"zu tun|objetivos?|previst[aeio]s?|planificad[ao]s?|prescrit[aeo]?s?|por hacer|metas?|"
    r"planejad[ao]s?|prévue?s?|objectifs?|à faire|pianificat[aeio]|prescritt[aeio]|obiettiv[io]|"
    r"da fare|gepland\w*|doel|voorgeschreven|te doen"
)
_DONE = (
    r"did|done|actual|actually|completed?|performed|achieved|finished|managed|ist|gemacht\w*|"
    r"geschafft\w*|erledigt\w*|absolviert\w*|tatsächlich\w*|hech[ao]s?|realizad[ao]s?|"
    r"completad[ao]s?|feit[ao]s?|faite?s?|réalisée?s?|effectuée?s?|fatt[aeio]|eseguit[aeio]|"
    r"completat[aeio]|svolt[aeio]|gedaan|gedane|uitgevoerd\w*|voltooid\w*"
)
# Each compiled when first asked for: a log in our own columns asks for none.
_IS_PLANNED = rf"(?i:\b(?:{_PLANNED})\b)"
_IS_DONE = rf"(?i:\b(?:{_DONE})\b)"
_EITHER = rf"{_IS_PLANNED}|{_IS_DONE}"


def says_done(header: str) -> bool:
    """Tell whether a header says that what stands below it was done.

    >>> [says_done(text) for text in ("What I did", "Sets (Ist)", "Sets", "Planned sets")]
    [True, True, False, False]
    """
    return bool(re.search(_IS_DONE, _spaced(header)))


def says_planned(header: str) -> bool:
    """Tell whether a header says that what stands below it was to be done, and not that it was.

    >>> [says_planned(text) for text in ("Target sets", "Geplante Übungen", "Plan done", "Sets")]
    [True, True, False, False]
    """
    return bool(re.search(_IS_PLANNED, _spaced(header))) and not says_done(header)


def without_plan(header: str) -> str:
    """Return a header without the words that say so.

    >>> [without_plan(text) for text in ("Target sets", "Sets (done)", "actual_hold (s)")]
    ['sets', 'Sets', 'hold (s)']
    """
    left = re.sub(r"[(\[]\s*[)\]]", " ", re.sub(_EITHER, " ", _spaced(header)))
    return " ".join(left.split()).strip(" -–—:,/?")


def _spaced(header: str) -> str:
    return header.replace("_", " ")
