"""Words of answers in other languages: done or not, which side, units, a day without practice."""

from __future__ import annotations

from collections.abc import Mapping

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "done": (
        "ja", "erledigt", "gemacht", "abgeschlossen", "sí", "si", "hecho", "completado",
        "realizado", "sim", "feito", "concluído", "concluido", "oui", "fait", "effectué",
        "terminé", "sì",
        "fatto", "completato", "eseguito", "gedaan", "voltooid", "wahr", "verdadero", "verdadeiro",
        "vrai", "vero", "waar",
    ),
    "partial": (
        "teilweise", "zum teil", "parcial", "parcialmente", "en parte", "em parte", "en partie",
        "partiellement", "parziale", "parzialmente", "in parte", "deels", "gedeeltelijk",
    ),
    "skipped": (
        "nein", "ausgelassen", "nicht gemacht", "nicht erledigt", "no hecho", "omitido", "saltado",
        "não", "nao", "não feito", "non", "pas fait", "sauté", "manqué", "non fatto", "saltato",
        "nee", "niet gedaan", "overgeslagen", "falsch", "falso", "faux", "onwaar",
    ),
}  # fmt: skip
"""What a spreadsheet in another language writes for TRUE and FALSE is among them."""

SIDE_WORDS: Mapping[str, tuple[str, ...]] = {
    "left": ("links", "linke seite", "linkerkant", "izquierda", "izquierdo", "izq", "esquerda",
             "esquerdo", "esq", "e", "gauche", "côté gauche", "g", "i", "sinistra", "sinistro",
             "sx"),
    "right": ("rechts", "rechte seite", "rechterkant", "derecha", "derecho", "der", "direita",
              "direito", "dir", "droite", "droit", "côté droit", "d", "destra", "destro", "dx"),
    "": ("beide", "beide seiten", "beidseits", "beide kanten", "ambos", "ambas", "ambos lados",
         "les deux", "des deux côtés", "entrambi", "entrambe", "entrambi i lati"),
}  # fmt: skip

HEDGE_WORDS = (
    "nur", r"halb\w*", "teilweise", "fast", "außer", "sólo", "solo", r"medi[oa]s?", "mitad", "casi",
    "só", r"mei[oa]s?", "metade", "quase", "seulement", "moitié", "presque", "sauf", "metà",
    "quasi", "alleen", "bijna", "behalve",
)  # fmt: skip
"""Words, as patterns, beside a yes by which it is no plain one."""

NO_WORDS = frozenset(["nein", "nee", "não", "nao", "non", "falsch", "falso", "faux", "onwaar"])
"""A plain no: for a box that is not ticked it says that nothing was logged."""

NOT_DONE_WORDS = (
    "nicht", r"kein\w*", r"vergessen\w*", r"olvid\w*", "não", "nao", r"esquec\w*", "pas",
    r"oubli\w*", "non", r"dimentic\w*", "niet", "geen", "vergeten",
    "nichts", r"krank\w*", "ausgelassen", r"enferm[oa]s?", r"ningun[oa]?", "ningún", "salté",
    r"nenhuma?", "doente", "pulei", "rien", r"aucune?", r"malades?", "sauté", "niente",
    r"nessun[oa]?", r"malat[oa]", "saltato", "niets", "niks", "ziek", "overgeslagen",
)  # fmt: skip
"""Words, as patterns, by which a name of an exercise says that it was not done."""

NOTHING_WORDS = frozenset({
    "nichts", "kein", "keine", "keinen", "nicht", "ruhetag", "ruhe", "frei", "freier", "pause",
    "nada", "ninguno", "ninguna", "ningún", "sin", "descanso", "libre", "nenhum", "nenhuma", "sem",
    "não", "nao", "folga", "rien", "aucun", "aucune", "pas", "repos", "congé", "niente", "nessuno",
    "nessun", "nessuna", "non", "riposo", "libero", "niets", "niks", "geen", "niet", "rustdag",
    "rust", "vrij", "vrije",
})  # fmt: skip
"""Words for nothing, and for a day off."""
AWAY_WORDS = frozenset({
    "krank", "urlaub", "ferien", "enfermo", "enferma", "vacaciones", "doente", "férias", "malade",
    "vacances", "malato", "malata", "ferie", "vacanza", "ziek", "vakantie",
})  # fmt: skip
"""Words for a day of illness or of holiday: in a box for an exercise, for none that day."""
BESIDE_NOTHING = frozenset({
    "heute", "gar", "ich", "habe", "gemacht", "getan", "übung", "übungen", "tag", "hoy", "he",
    "hice", "hecho", "ejercicio", "ejercicios", "día", "dia", "de", "hoje", "fiz", "feito",
    "exercício", "exercícios", "aujourd", "hui", "je", "n", "ai", "d", "du", "tout", "fait",
    "exercice", "exercices", "jour", "oggi", "ho", "fatto", "esercizio", "esercizi", "giorno", "di",
    "vandaag", "ik", "heb", "gedaan", "oefening", "oefeningen", "dag",
})  # fmt: skip
"""Words that, beside one for nothing, still say that no exercise was done."""

UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "s": ("sek", "sekunde", "sekunden", "seg", "segundo", "segundos", "seconde", "secondes",
          "secondi", "secondo", "seconden"),
    "min": ("minute", "minuten", "minuto", "minutos", "minutes", "minuti", "minuut"),
    "kg": ("kilogramm", "kilogramos", "quilos", "quilogramas", "kilogrammes", "chili",
           "chilogrammi", "kilogrammen"),
    "repetitions": ("wdh", "wiederholung", "wiederholungen", "repeticiones", "repetición",
                    "repetições", "repetição", "répétitions", "répétition", "ripetizioni",
                    "ripetizione", "rip", "herhaling", "herhalingen"),
    "sets": ("satz", "sätze", "serie", "series", "séries", "série", "serien"),
}  # fmt: skip

STIFFNESS_WORDS = frozenset(
    ["stiff", "stiffness", "tightness", "steif", "steifheit", "steifigkeit", "rigidez", "rígido",
     "rígida", "raideur", "raideurs", "raide", "rigidità", "rigido", "rigida", "stijf",
     "stijfheid"]
)  # fmt: skip

MOMENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "waking": (
        "morgens", "morgen", "aufwachen", "aufstehen", "mañana", "despertar", "levantarse",
        "manhã", "acordar", "matin", "réveil", "mattina", "mattino", "risveglio", "ochtend",
        "ontwaken", "opstaan",
    ),
    "evening": (
        "abends", "abend", "noche", "noite", "soir", "sera", "avond", "schlafengehen", "acostarse",
        "deitar", "coucher", "slapengaan",
    ),
    "before": ("vor", "vorher", "davor", "antes", "avant", "prima", "vooraf"),
    "after": (
        "nach", "nachher", "danach", "después", "depois", "après", "dopo", "achteraf", "erna",
    ),
}  # fmt: skip
"""Words by which a header or a text says when in the day a score was given."""


def moment_pattern(moment: str, english: str) -> str:
    """Return a pattern for a moment of the day, from its English one and words of other languages.

    >>> import re
    >>> bool(re.search(moment_pattern("evening", "evening|pm"), "steif am abend"))
    True
    """
    return rf"\b(?:{english}|{'|'.join(MOMENT_WORDS[moment])})\b"


AND_WORDS = ("and", "und", "y", "et", "e", "ed", "en")
