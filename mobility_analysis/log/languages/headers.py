"""Headers in other words or languages and the columns of our tables that they may mean.

Only words with one clear sense in a diary stand here. One that may be two columns of a table is
refused there, and none of a single letter is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mobility_analysis.log.languages.days import folded

_WORDS: Mapping[str, str] = {
    "client": "Klient; Klientin; Klient/in; Patientin; Patient/in; Patientenname; Kunde; Kundin; "
    "Kund/in; Kunde/Kundin; Kundenname; Athlet; Athletin; Athlet/in; cliente; paciente; atleta; "
    "paziente; patiënt; patiënte; cliënt; cliënte; klant; athlète; athlete",
    "date": "Datum; fecha; data",
    "exercise": "Übung; Übungen; ejercicio; ejercicios; exercício; exercícios; exercice; "
    "exercices; esercizio; esercizi; oefening; oefeningen",
    "status": "estado; statut; stato",
    "side": "Seite; lado; côté; lato; zijde; kant",
    "sets": "Sätze; Serien; serie; series; séries; série",
    "reps": "Wiederholungen; Wdh; repeticiones; repetições; répétitions; ripetizioni; herhalingen",
    "hold": "Haltezeit; Haltedauer; tiempo de mantenimiento; mantener; tempo de sustentação; "
    "maintien; temps de maintien; tenuta; tempo di tenuta; vasthouden; vasthoudtijd",
    "duration": "Dauer; duración; duração; durée; durata; duur",
    "load": "Zusatzgewicht; carga; charge; carico; belasting",
    "note": "Notiz; Notizen; Bemerkung; nota; notas; observación; observaciones; observação; "
    "observações; remarque; remarques; osservazioni; notitie; notities; opmerking; opmerkingen",
    "logged_at": "Zeitstempel; marca temporal; carimbo de data/hora; horodateur; "
    "informazioni cronologiche; tijdstempel",
    "score": "Punktzahl; puntuación; pontuação; punteggio; Bewertung; nota",
    "stiffness": "Steifheit; Steifigkeit; rigidez; raideur; rigidità; stijfheid",
    "moment": "Zeitpunkt; momento; tijdstip",
    "start": "Beginn; Startdatum; inicio; fecha de inicio; início; data de início; début; "
    "date de début; inizio; data di inizio; begindatum",
    "end": "Ende; Enddatum; fecha de fin; data de fim; date de fin; data di fine; einde; einddatum",
    "times_per_week": "mal pro Woche; Mal/Woche; veces por semana; vezes por semana; "
    "fois par semaine; volte a settimana; volte alla settimana; keer per week",
    "weekdays": "Wochentage; Wochentag; días de la semana; dias da semana; jours de la semaine; "
    "giorni della settimana; weekdagen",
    "reason": "Grund; motivo; raison; motif; reden",
    "kind": "tipo; soort",
    "label": "Bezeichnung; etiqueta; libellé; etichetta; omschrijving",
    "value": "Wert; valor; valeur; valore; waarde",
    "activity": "Aktivität; actividad; atividade; activité; attività; activiteit",
    "focus_areas": "Schwerpunkte; áreas de enfoque; áreas de foco; zones travaillées; "
    "aree di lavoro; aandachtsgebieden",
    "test_name": "prueba; teste",
}
"""By column; hold, duration and load need a unit beside them, as they do in English."""
_COLUMNS = {"test_name": "test"}


@cache
def _by_key() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for column, words in _WORDS.items():
        for word in words.split(";"):
            found.setdefault(header_word(word), set()).add(_COLUMNS.get(column, column))
    return {key: frozenset(columns) for key, columns in found.items()}


def header_word(text: str) -> str:
    """Return a header without accents, and with one space for whatever stands between words.

    >>> header_word("Répétitions "), header_word("data_de-início")
    ('repetitions', 'data de inicio')
    """
    return " ".join("".join(c if c.isalnum() else " " for c in folded(text)).split())


def columns_named(text: str) -> frozenset[str]:
    """Return the columns that a header in another language may mean, without their units.

    >>> [sorted(columns_named(word)) for word in ("Übung", "Nota", "Dauer", "Reps")]
    [['exercise'], ['note', 'score'], ['duration'], []]
    """
    return _by_key().get(header_word(text), frozenset())


def means(text: str, column: str) -> bool:
    """Tell whether a header in another language means one column, and no other.

    >>> means("Bemerkung", "note"), means("Nota", "note")
    (True, False)
    """
    return columns_named(text) == {column}


def is_of_notes(text: str) -> bool:
    """Tell whether a header is that of notes, in any word for these.

    >>> [is_of_notes(text) for text in ("Comment", "Bemerkungen", "Notes", "Notebook")]
    [True, True, True, False]
    """
    plain = header_word(text)
    is_ours = plain.removesuffix("s") in ("note", "comment", "remark")
    return is_ours or any(
        "note" in columns_named(word) for word in (plain, plain.removesuffix("en"))
    )
