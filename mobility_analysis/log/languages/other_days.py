"""Headers over dates on which nothing was practised, in seven languages.

When somebody was born or hurt, when something is due or comes next; what was planned for a day is
known by ``plans``. On the day of a review somebody may well have rated. When a row was made or
changed may be the day, and may not.
"""

from __future__ import annotations

import re

from mobility_analysis.log.languages.plans import says_done, says_planned

_BORN_OR_HURT = (
    r"birth\w*|born|d\.?o\.?b|injur\w*|accident|surgery|operation|onset|diagnos\w*|fracture|"
    r"geburt\w*|geb|geboren|verletz\w*|unfall\w*|diagnose\w*|nacimiento|nac|lesi[oó]n|accidente|"
    r"cirug[ií]a|operaci[oó]n|diagn[oó]stic\w*|nascimento|les[aã]o|acidente|cirurgia|opera[cç][aã]o|"
    r"naissance|né(?:\(?e\)?)? le|blessure|opération|chirurgie|nascita|infortunio|lesione|"
    r"incidente|operazione|geboorte\w*|letsel|ongeval|operatie"
)
_DUE = (
    r"due(?! to)|deadline|expir\w*|valid (?:until|to)|f[aä]llig\w*|frist|ablauf\w*|vencimiento|"
    r"(?:fecha )?límite|plazo|caduc\w*|vencimento|prazo|data limite|échéance|date limite|"
    r"scadenza|entro|vervaldatum|uiterste"
)
_NEXT = (
    r"next(?! to)|upcoming|renewal|n[aä]chste[rnms]?|folgetermin|wiedervorlage|pr[oó]xim[ao]|"
    r"prochaine?|prossim[ao]|volgende"
)
_JOINED = (
    r"joined|member since|enrol\w*|referr\w*|admission|discharge\w*|überw[ei]{2}s\w*|"
    r"derivaci[oó]n|adressée?|verwijz\w*"
)
_MADE = (
    r"created|created (?:at|on|time)|date (?:created|added)|added(?: at| on)?|"
    r"(?:last )?(?:modified|edited|updated|changed)(?: at| on| time| date)?|last (?:edit|update)|"
    r"erstellt(?: am)?|hinzugefügt(?: am)?|(?:zuletzt )?(?:geändert|bearbeitet)(?: am)?|"
    r"erstellungsdatum|änderungsdatum|cread[ao](?: el)?|fecha de creación|modificad[ao](?: el)?|"
    r"última modificación|criad[ao](?: em)?|data de criação|última modificação|créée?(?: le)?|"
    r"date de création|modifiée?(?: le)?|creat[ao](?: il)?|data di creazione|modificat[ao](?: il)?|"
    r"ultima modifica|aangemaakt(?: op)?|gewijzigd(?: op)?|laatst gewijzigd"
)
_IS_OF_ELSE = rf"(?i:(?<!\w)(?:{_BORN_OR_HURT}|{_DUE}|{_NEXT}|{_JOINED})(?!\w))"


def is_of_another_day(header: str) -> bool:
    """Tell whether a header over dates is of days on which nothing was practised.

    >>> headers = ("Date of birth", "Fällig am", "Next session", "Planned date", "Prescribed on")
    >>> [is_of_another_day(header) for header in headers]
    [True, True, True, True, True]
    >>> [is_of_another_day(text) for text in ("Date", "Session date", "Due date, done", "Created")]
    [False, False, False, False]
    """
    text = header.replace("_", " ")
    return says_planned(text) or (not says_done(text) and bool(re.search(_IS_OF_ELSE, text)))


def may_be_when_made(header: str) -> bool:
    """Tell whether a header over dates says when a row was made or changed, and nothing of a form.

    >>> [may_be_when_made(text) for text in ("Created", "Last modified", "Timestamp", "Date")]
    [True, True, False, False]
    """
    return bool(re.fullmatch(rf"(?i:\W*(?:{_MADE})\W*)", header.replace("_", " ")))
