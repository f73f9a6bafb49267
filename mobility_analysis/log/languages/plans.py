"""Words by which a header is of what was to be done, of what was done of it, or was not."""

from __future__ import annotations

import re

from mobility_analysis.log.languages.headers import columns_named

_PLANNED = (
    r"plan|plans|planned|prescribed|prescription|targets?|goals?|assigned|intended|scheduled|"
    r"recommended|to[ -]?do|soll|ziel\w*|geplant\w*|vorgegeben\w*|vorgesehen\w*|verordnet\w*|"
    r"zu tun|objetivos?|previst[aeio]s?|planificad[ao]s?|prescrit[aeo]?s?|por hacer|metas?|"
    r"planejad[ao]s?|prévue?s?|objectifs?|à faire|pianificat[aeio]|prescritt[aeio]|obiettiv[io]|"
    r"da fare|gepland\w*|doel|voorgeschreven|te doen|empfohlen\w*|aufgegeben\w*|"
    r"recomendad[ao]s?|asignad[ao]s?|recommandée?s?|assegnat[aeio]|consigliat[aeio]|aanbevolen|"
    r"should do|have to do|supposed to do|tomorrow|für morgen|para mañana|"
    r"para amanhã|pour demain|per domani|voor morgen"
)
_AIM_OR_PLAN = (
    r"plans?|targets?|goals?|ziel\w*|objetivos?|metas?|objectifs?|obiettiv[io]|doel|should"
)
_NOT = (
    r"skip|skipped|skips|miss|missed|(?:did|could|have|was)(?:n[’']?t| not)|omitted|left out|"
    r"not (?:yet )?(?:done|managed?|completed?|performed|finished|achieved|able)|unable|"
    r"forgot(?:ten)?|ausgelassen\w*|ausgefallen\w*|verpasst\w*|versäumt\w*|vergessen\w*|"
    r"nicht (?:gemacht|geschafft|erledigt|durchgeführt|absolviert|ausgeführt)\w*|omitid[ao]s?|"
    r"saltad[ao]s?|olvidad[ao]s?|no (?:hech|realizad|hice|pud)\w*|sin hacer|pulad[ao]s?|"
    r"n[ãa]o (?:feit|fiz|realizad|concluíd)\w*|esquecid[ao]s?|manquée?s?|sautée?s?|oubliée?s?|"
    r"(?:pas|non) (?:fait|réalis|effectu|termin|pu\b)\w*|saltat[aeio]|dimenticat[aeio]|"
    r"non (?:fatt|eseguit|svolt|completat)\w*|niet (?:gedaan|gelukt|uitgevoerd)|overgeslagen|"
    r"gemist\w*|vergeten"
)
_SOME = (
    r"favou?rites?|problem\w*|painful|hurts?|hurting|hard(?:er|est)|worst|most difficult|"
    r"lieblings\w*|schmerzhaft\w*|schwerste\w*|schwierigste\w*|favorit[aeio]s?|doloros[ao]s?|"
    r"dolorid[ao]s?|préférée?s?|douloureu(?:x|ses?)|preferit[aeio]|doloros[ei]|favoriete|pijnlijke?"
)
_DONE = (
    r"did|done|actual|actually|completed?|performed|achieved|finished|managed|ist|gemacht\w*|"
    r"geschafft\w*|erledigt\w*|absolviert\w*|tatsächlich\w*|hech[ao]s?|realizad[ao]s?|"
    r"completad[ao]s?|feit[ao]s?|faite?s?|réalisée?s?|effectuée?s?|fatt[aeio]|eseguit[aeio]|"
    r"completat[aeio]|svolt[aeio]|gedaan|gedane|uitgevoerd\w*|voltooid\w*"
)
_FROM = (
    r"start(?:s|ed|ing)?(?: date| day| on)?|date of start|from|since|begins?|beginn|anfang|ab|von|"
    r"desde|inicio|início|début|depuis|inizio|vanaf|begin|(?:start|begin|anfangs)datum|"
    r"(?:date )?(?:set|assigned|prescribed|given)(?: on)?|(?:set|assigned|prescribed) date"
)
_HOW_OFTEN = (
    r"how often|frequency|(?:times|days|sessions|x)? ?(?:per|a|/) ?(?:week|wk|day)|wie oft|"
    r"häufigkeit|frecuencia|cada cuánto|frequência|fréquence|frequenza|frequentie|hoe vaak"
)
# Each compiled when first asked for: a log in our own columns asks for none.
_IS_PLANNED = rf"(?i:\b(?:{_PLANNED})\b)"
_IS_DONE = rf"(?i:\b(?:{_DONE})\b)"
_IS_AIM_OR_PLAN = rf"(?i:\b(?:{_AIM_OR_PLAN})\b)"
_IS_NOT_DONE = rf"(?i:\b(?:{_NOT})\b)"
_IS_OF_SOME = rf"(?i:\b(?:{_SOME})\b)"
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


def names_a_plan(header: str) -> bool:
    """Tell whether a header over names of exercises says that they were to be done.

    What is aimed at by them, and how they should be done, says nothing of that; a plan, or
    homework, may as well be filled in as it was done.

    >>> headers = ("Planned exercise", "Exercises to do", "Target area exercise", "Homework")
    >>> [names_a_plan(text) for text in headers]
    [True, True, False, False]
    """
    return says_planned(re.sub(_IS_AIM_OR_PLAN, " ", header))


def says_not_done(header: str) -> bool:
    """Tell whether a header over names of exercises says that they were not done.

    >>> [says_not_done(text) for text in ("Skipped", "What I did not manage", "Not on list")]
    [True, True, False]
    >>> says_not_done("Not done or done"), says_not_done("Nicht gemacht")
    (False, True)
    """
    is_either = re.search(r"(?i:\b(?:or|oder|o|ou|of)\b|/)", _spaced(header))
    return bool(re.search(_IS_NOT_DONE, _spaced(header))) and not (is_either and says_done(header))


def says_some(header: str) -> bool:
    """Tell whether a header says something of some exercises, and not that these were done.

    >>> [says_some(text) for text in ("Hardest exercise", "Hardest exercise done", "Exercise")]
    [True, False, False]
    """
    return bool(re.search(_IS_OF_SOME, _spaced(header))) and not says_done(header)


def says_first_day(header: str) -> bool:
    """Tell whether a header over dates is of the first day of something.

    >>> [says_first_day(text) for text in ("Start date", "From", "Date set", "Beginn", "Date")]
    [True, True, True, True, False]
    """
    return bool(re.fullmatch(rf"(?i:{_FROM})", _spaced(header).strip()))


def says_how_often(header: str) -> bool:
    """Tell whether a header is of how often something is to be done.

    >>> [says_how_often(text) for text in ("Times per week", "How often", "Häufigkeit", "Times")]
    [True, True, True, False]
    """
    is_named = {"times_per_week", "weekdays"} & columns_named(header)
    return bool(is_named or re.fullmatch(rf"(?i:{_HOW_OFTEN})", _spaced(header).strip(" ?")))


def without_plan(header: str) -> str:
    """Return a header without the words that say so.

    >>> [without_plan(text) for text in ("Target sets", "Sets (done)", "actual_hold (s)")]
    ['sets', 'Sets', 'hold (s)']
    """
    left = re.sub(r"[(\[]\s*[)\]]", " ", re.sub(_EITHER, " ", _spaced(header)))
    return " ".join(left.split()).strip(" -–—:,/?")


def _spaced(header: str) -> str:
    return header.replace("_", " ")
