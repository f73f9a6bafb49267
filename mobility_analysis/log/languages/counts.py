"""Headers that speak of stiffness and of no score of it, in seven languages.

How long, how often or where somebody was stiff, how much less, what is aimed at or expected, how
it was the day before and how stiff another person is stand in numbers from 0 to 10 as well. A
header that names its scale is of scores, unless they are of another day or person.
"""

from __future__ import annotations

import re

from mobility_analysis.log.languages.answers import STIFFNESS_WORDS, UNIT_WORDS
from mobility_analysis.log.languages.ends import scale_named, scales_said

_STIFF = "|".join(sorted(STIFFNESS_WORDS, key=len, reverse=True))
_UNIT = "|".join((
    "secs?", "seconds?", "mins?", "minutes?", "hrs?", "hours?", "std", "stunden?", "horas?",
    "heures?", "ore", "uur", "uren", *UNIT_WORDS["s"], *UNIT_WORDS["min"],
))  # fmt: skip
_THINGS = "times|days|joints|episodes|tage|gelenke|veces|días|vezes|dias|fois|jours|volte"
_WHERE = (
    "areas?|spots?|places?|zones?|regions?|sides?|bereiche?|stellen?|seiten?|zonas?|áreas?|puntos?|"
    "pontos?|endroits?|aree|punti|plekken|gebieden"
)
_SPELLS = (
    "episodes?|bouts?|spells?|attacks?|episoden?|phasen?|episodios?|episódios?|épisodes?|episodio|"
    "episodi|periodes?"
)
_LESS = (
    r"improve\w*|reliefs?|reduc(?:ed by|tions?)|decreased? by|decrease|\w*besserung|abnahme|"
    r"mejor[ií]?a|reducción|melhor[ai]a?|redução|amélioration|réduction|miglioramento|riduzione|"
    r"verbetering|afname|prevented|avoided|verhindert|vermieden|evitad[ao]|évitée?|evitat[ao]|"
    r"voorkomen|vermeden"
)
_MARK = (
    r"rank(?:ing)?|limit|threshold|rangfolge|rangliste|grenze|grenzwert|schwelle|límite|umbral|"
    r"limiar|classement|seuil|classifica|soglia|rangorde|limiet|drempel|grens"
)
"""What numbers beside stiffness may be that are no score: how much less, an order, a limit."""
# Each compiled when first asked for: a header in our own words needs none of them.
_COUNTED = (
    rf"(?i:[(\[]\s*(?:in )?(?:{_UNIT}|h|{_THINGS}|count)\.?\s*[)\]]|\bin (?:{_UNIT})\W*$|"
    rf"(?<!\d)[,;:/–-]\s*(?:{_UNIT})\W*$|\b(?:{_STIFF})\W+(?:{_UNIT})\W*$|"
    rf"^\W*(?:minutes|mins|hours|minuten|stunden|minutos|horas|heures|minuti|ore|uren|{_THINGS})\b|"
    rf"\bstiff (?:{_THINGS})\b|\b(?:stiff|steife|stijve) (?:{_THINGS}|{_WHERE})(?: today)?\W*$|"
    rf"\b(?:{_WHERE}) (?:rígid[ao]s?|raides?|rigid[aei])\W*$|\bstiffness sides?\W*$|"
    rf"\b(?:{_STIFF})\W+(?:{_SPELLS})\b|\b(?:{_SPELLS}) (?:of|von|de|di|van)\b|"
    rf"\b(?:{_STIFF})\W+(?:{_LESS}|{_MARK})\b|"
    rf"\b(?:{_LESS}|{_MARK}) (?:of|in|von|der|de|da|della|van) (?:\w+ )?(?:{_STIFF})\b|"
    rf"\b(?:less|more) stiff by\b|\banti\W?(?:{_STIFF})|#\s?of\b|\bn[°º] d|\b(?:"
    r"duration|dauer|duraci[oó]n|duração|durée|durata|duur|count|how (?:long|many|often)|"
    r"(?:number|no\.?|nr\.?) of|anzahl|wie (?:lange|oft|viele)|cu[aá]nt(?:o tiempo|[ao]s)|"
    r"n[uú]mero d|nombre d|combien de (?:temps|fois|minutes|jours)|quanto tempo|quant[ao]s|"
    r"quante|aantal|hoe (?:lang|vaak)"
    r")\b)"
)
_OTHER_ONE = (
    r"(?i:\b(?:partner|wife|husband|mother|father|mum|mom|dad)['’]s\b|\b(?:of|von|de|di|van|du|da|do)"
    r" (?:(?:my|the|mein\w*|der|des|mi|ma|mon|la|le|el|meu|minha|mio|mia|mijn) )?(?:partner\w*|"
    r"wife|husband|mother|father|frau|mannes|mutter|vaters?|pareja|esposa|marido|madre|padre|parceir[ao]|"
    r"mãe|pai|conjointe?|femme|mari|mère|père|moglie|marito|vrouw|moeder|vader)\b)"
)
_OTHER_DAY = (
    r"(?i:\b(?:(?:goal|target)s?(?! (?:area|zone|region|muscle))|"
    r"ziel(?!bereich|gebiet|region|zone|musk)\w*|sollwert\w*|(?<!zona )objetivo|meta|"
    r"objectif|(?<!zona )obiettivo|doel(?!gebied|zone)|expected|predicted|"
    r"erwartete?|esperad[ao]|attendue?|prévue?|attes[ao]|previst[ao]|verwachte?|yesterday\w*|gestern|ayer|ontem|"
    r"raideur.*\bhier|ieri|gisteren)\b)"
)
"""What is aimed at or expected, and how it was the day before."""
_CHANGE = (
    r"(?:changes?|difference|(?:ver)?änderung|unterschied|cambio|diferencia|mudança|diferença|"
    r"changement|différence|cambiamento|variazione|differenza|verandering|verschil)"
)
_COMPARED = (
    r"(?i:\b(?:compar(?:ed|ison|ad[oa]|ación|ação|ée?|aison)|vergleich|verglichen|rispetto a\w*|"
    r"confronto|vergeleken|vergelijking|"
    r"(?:vs\.?|versus) (?:yesterday|last|previous|before|baseline))(?!\w)|"
    rf"^\W*{_CHANGE}\b|\b{_CHANGE}(?:\W*$|\W+(?:since|from|vs|seit|zu|desde|depuis|sinds)\b))"
)
"""How it is beside another day, which may be any number from -10 to 10."""
_OUT_OF_TEN = r"(?i:(?:/|out of|von|de|sur|su|van)\s*10\b)"


def counts_stiffness(header: str) -> bool:
    """Tell whether a header of stiffness is of a time, a count, a goal, a change or another day.

    >>> [counts_stiffness(text) for text in ("Stiffness (min)", "Times stiff", "Stiffness goal")]
    [True, True, True]
    >>> [counts_stiffness(text) for text in ("Stiffness", "Stiff 30 min later", "Stiff 0-10")]
    [False, False, False]
    """
    text = header.replace("_", " ")
    is_of_else = re.search(_OTHER_DAY, text) or re.search(_OTHER_ONE, text)
    if is_of_else or compares_stiffness(header):
        return True
    is_of_scores = scale_named(text) or re.search(_OUT_OF_TEN, text)
    return not is_of_scores and bool(re.search(_COUNTED, text))


def compares_stiffness(header: str) -> bool:
    """Tell whether a header of stiffness is of how it is beside another day.

    One that names a scale from 0 or 1 on is of scores, whatever beside: of a change there is less.

    >>> named = ("Stiffness compared to yesterday", "Change in stiffness", "Stiffness change")
    >>> [compares_stiffness(text) for text in named]
    [True, True, True]
    >>> [compares_stiffness(text) for text in ("Stiffness", "Stiffness (change of weather)")]
    [False, False]
    >>> compares_stiffness("Compared to usual (0-10)"), compares_stiffness("Compared (-5 to 5)")
    (False, True)
    """
    scales = scales_said(header)
    is_of_scores = len(scales) == 1 and scales[0][0] in (0, 1) and scales[0][0] < scales[0][1]
    return not is_of_scores and bool(re.search(_COMPARED, header.replace("_", " ")))
