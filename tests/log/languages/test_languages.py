"""Words of other languages: months and weekdays, headers of our tables, answers, sides, units."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.check.dates import Moment, read_moment
from mobility_analysis.log.check.values import (
    means_no_exercise,
    read_weekdays,
    read_word,
    tick_status,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.days import months_named, weekdays_in, weekdays_named
from mobility_analysis.log.languages.headers import columns_named, means
from mobility_analysis.log.read.headers import match_header, tables_of_header
from mobility_analysis.log.read.many_sheets import are_parts
from mobility_analysis.log.schema import (
    MOMENT_SPELLINGS,
    MOMENTS,
    SIDE_SPELLINGS,
    SIDES,
    STATUS_SPELLINGS,
    STATUSES,
    TABLES,
)

# Written out by hand, apart from the table that is tested.
MONTHS = {
    1: "January Januar enero janeiro janvier gennaio januari Jan ene gen janv Jänner",
    2: "February Februar febrero fevereiro février febbraio februari feb fev févr",
    3: "March März marzo março mars maart Mar Mrz mrt maerz",
    4: "April abril avril aprile abr avr apr",
    5: "May Mai mayo maio maggio mei mag",
    6: "June Juni junio junho juin giugno jun giu",
    7: "July Juli julio julho juillet luglio jul lug juil",
    8: "August agosto août augustus aout ago aug",
    9: "September septiembre setembro septembre settembre sept set sep setiembre",
    10: "October Oktober octubre outubro octobre ottobre okt out ott oct",
    11: "November noviembre novembro novembre nov",
    12: "December Dezember diciembre dezembro décembre dicembre dez dic déc dec",
}
WEEKDAYS = {
    0: "Monday Montag lunes segunda-feira lundi lunedì maandag lun seg Mo",
    1: "Tuesday Dienstag martes terça-feira mardi martedì dinsdag mar ter Tues",
    2: "Wednesday Mittwoch miércoles quarta-feira mercredi mercoledì woensdag mié mer Mi weds",
    3: "Thursday Donnerstag jueves quinta-feira jeudi giovedì donderdag jue gio",
    4: "Friday Freitag viernes sexta-feira vendredi venerdì vrijdag vie ven vr",
    5: "Saturday Samstag sábado samedi sabato zaterdag sáb za Sonnabend",
    6: "Sunday Sonntag domingo dimanche domenica zondag dom zo",
}


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_read_by_its_name_in_each_language(month: int) -> None:
    for name in MONTHS[month].split():
        assert months_named(name) == {month - 1}, name
        assert read_moment(f"5. {name} 2026") == Moment(date(2026, month, 5)), name


@pytest.mark.parametrize("day", WEEKDAYS)
def test_a_weekday_is_read_by_its_name_in_each_language(day: int) -> None:
    for name in WEEKDAYS[day].split():
        assert weekdays_named(name) == {day}, name
        # 2 March 2026 is a Monday; the day after a date's own weekday is named as one that differs
        assert read_moment(f"{name} {2 + day} mars 2026") == Moment(date(2026, 3, 2 + day)), name
        wrong = read_moment(f"{name} {3 + day} March 2026")
        assert isinstance(wrong, Fault), name
        assert wrong.repair.startswith("Correct the date or"), name


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5. März 2026", date(2026, 3, 5)), ("5 mars 2026", date(2026, 3, 5)),
        ("le 1er mars 2026", date(2026, 3, 1)), ("1er mars 2026", date(2026, 3, 1)),
        ("5 de enero de 2026", date(2026, 1, 5)), ("1º de março de 2026", date(2026, 3, 1)),
        ("lunes, 5 de enero de 2026", date(2026, 1, 5)), ("1° marzo 2026", date(2026, 3, 1)),
        ("Samstag, den 7. März 2026", date(2026, 3, 7)), ("mar. 3 mars 2026", date(2026, 3, 3)),
        ("segunda-feira, 2 de março de 2026", date(2026, 3, 2)),
        ("ma 2 mrt 2026", date(2026, 3, 2)), ("di 3-3-2026", date(2026, 3, 3)),
        ("dim. 1 mars 2026", date(2026, 3, 1)), ("2026 Dez 24", date(2026, 12, 24)),
        ("lun. 5 ene", None), ("5. März", None), ("5 jui 2026", None), ("5 foo 2026", None),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(written: str, day: date | None) -> None:
    read = read_moment(written)
    found = next(iter(read.fits.values())) if not isinstance(read, Fault | Moment) else read
    assert found == Moment(day) if day else isinstance(read, Fault)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026/03/02 7:10:11 PM GMT+1", 19), ("2026/03/02 7:10:11 p. m. GMT-3", 19),
        ("2026/03/02 7:10:11 nachm. MEZ", 19), ("2026/03/02 7:10:11 vorm. MESZ", 7),
        ("2026/03/02 7:10:11 a. m. CET", 7), ("2026-03-02 19.10.11", 19),
        ("2026/03/02 12:10:11 vorm. MEZ", 0), ("2. März 2026 19:10", 19),
    ],
)  # fmt: skip
def test_time_stamps_of_forms(written: str, hour: int) -> None:
    read = read_moment(written)
    assert isinstance(read, Moment)
    assert read.day == date(2026, 3, 2)
    assert (read.time or timedelta(0)).seconds // 3600 == hour


def test_a_name_that_may_be_two_months_or_days_is_said_and_not_chosen() -> None:
    read = read_moment("5 jui 2026")
    assert isinstance(read, Fault)
    assert read.expected == "one month, not June or July"
    assert sorted(weekdays_named("di")) == [1, 6]
    # di is Tuesday in German and Dutch, Sunday in French: a date tells which
    assert read_moment("di 1 mars 2026") == Moment(date(2026, 3, 1))
    fault = read_moment("di 2 mars 2026")
    assert isinstance(fault, Fault)
    assert fault.expected.endswith("a Tuesday or Sunday")


@pytest.mark.parametrize(
    ("names", "days"),
    [
        ("Mon Tue Wed", [0, 1, 2]), ("L M X J V S D", [0, 1, 2, 3, 4, 5, 6]),
        ("L M M J V S D", [0, 1, 2, 3, 4, 5, 6]), ("S T Q Q S S D", [0, 1, 2, 3, 4, 5, 6]),
        ("S M T W T F S", [6, 0, 1, 2, 3, 4, 5]), ("M D W D V Z Z", [0, 1, 2, 3, 4, 5, 6]),
        ("Mo Di Mi Do Fr Sa So", [0, 1, 2, 3, 4, 5, 6]), ("lun mer ven", [0, 2, 4]),
        ("M W F", None), ("S S", None), ("M T S", None), ("W S F", None), ("S T W", None),
        ("Mondays Tuesdays Weds", [0, 1, 2]), ("Ms Ts Ws", None),
        ("Mon lunes mardi", None), ("ma di", None), ("", None),
    ],
)  # fmt: skip
def test_names_of_days_beside_each_other(names: str, days: list[int] | None) -> None:
    assert weekdays_in(names.split()) == days


def test_words_without_number_are_not_all_kept() -> None:
    words = ["".join(chr(97 + n // 26**k % 26) for k in range(4)) for n in range(10_000)]
    gc.collect()
    tracemalloc.start()
    for word in words:
        assert not weekdays_named(f"{word} rolls") | months_named(f"{word} rolls")
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 3_000_000  # all that is made of all of them took 30,000,000


HEADERS = {
    "sessions": [
        "Datum Übung Status Seite Sätze Wiederholungen Notiz",
        "Fecha Ejercicio Estado Lado Series Repeticiones Observaciones",
        "Data Exercício Status Lado Séries Repetições Observações",
        "Date Exercice Statut Côté Séries Répétitions Remarques",
        "Data Esercizio Stato Lato Serie Ripetizioni Osservazioni",
        "Datum Oefening Status Zijde Sets Herhalingen Opmerkingen",
    ]
}


@pytest.mark.parametrize("header", HEADERS["sessions"])
def test_headers_of_our_columns_in_each_language(header: str) -> None:
    matched = match_header(header.split(), TABLES["sessions"])
    wanted = ("date", "exercise", "status", "side", "sets", "reps", "note")
    assert matched.places == {column: place for place, column in enumerate(wanted)}
    assert not matched.unknown
    assert tables_of_header(header.split()) == ["sessions"]


def test_a_header_needs_its_unit_where_the_column_has_one() -> None:
    matched = match_header(["Datum", "Übung", "Haltezeit (Sek)"], TABLES["sessions"])
    assert matched.places == {"date": 0, "exercise": 1, "hold_s": 2}
    matched = match_header(["Datum", "Übung", "Haltezeit"], TABLES["sessions"])
    assert "hold_s" not in matched.places
    matched = match_header(["data", "esercizio", "durata_min"], TABLES["sessions"])
    assert matched.places == {"date": 0, "exercise": 1, "duration_min": 2}


def test_a_header_that_means_two_columns_is_refused_and_one_that_means_one_is_not() -> None:
    assert columns_named("Nota") == {"note", "score"}
    assert not means("Nota", "note")
    matched = match_header(["Fecha", "Nota"], TABLES["stiffness"])
    assert matched.places == {"date": 0}
    assert [(name, fault.repair) for name, _, fault in matched.faults] == [
        ("score", "'Nota' may be the column 'score' or 'note': rename it to one of these.")
    ]
    # sessions have no score, so that there it can only be a note
    assert match_header(["Fecha", "Ejercicio", "Nota"], TABLES["sessions"]).places["note"] == 2


def test_our_own_english_names_go_before_those_of_other_languages() -> None:
    matched = match_header(["date", "Exercise", "Data"], TABLES["sessions"])
    assert matched.places["date"] == 0
    assert [(name, written) for name, written, _ in matched.faults] == [("date", "Data")]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Ja", "done"), ("nein", "skipped"), ("sí", "done"), ("Oui", "done"), ("non", "skipped"),
        ("Sim", "done"), ("não", "skipped"), ("nee", "skipped"), ("teilweise", "partial"),
        ("WAHR", "done"), ("FAUX", "skipped"), ("fatto", "done"), ("overgeslagen", "skipped"),
    ],
)  # fmt: skip
def test_status_words(word: str, status: str) -> None:
    assert read_word(word, STATUSES, STATUS_SPELLINGS) == status


@pytest.mark.parametrize(
    ("word", "side"),
    [("links", "left"), ("Rechts", "right"), ("izquierda", "left"), ("direita", "right"),
     ("E", "left"), ("D", "right"), ("gauche", "left"), ("destra", "right"),
     ("beide", ""), ("ambos", "")],
)  # fmt: skip
def test_side_words(word: str, side: str) -> None:
    assert read_word(word, SIDES, SIDE_SPELLINGS) == side


@pytest.mark.parametrize(
    ("word", "moment"),
    [("Morning", "waking"), ("on waking", "waking"), ("a.m.", "waking"), ("Bedtime", "evening"),
     ("before bed", "evening"), ("PM", "evening"), ("before exercises", "before"),
     ("afterwards", "after"), ("Afternoon", ""), ("morgens", "waking"), ("soir", "evening")],
)  # fmt: skip
def test_moment_words(word: str, moment: str) -> None:
    assert read_word(word, MOMENTS, MOMENT_SPELLINGS) == moment


def test_a_slip_is_near_to_a_word_of_its_meaning() -> None:
    found = read_word("mornig", MOMENTS, MOMENT_SPELLINGS)
    assert isinstance(found, Fault)
    assert found.repair == "Write one of these words; the nearest is 'waking'."
    lunch = read_word("after lunch", MOMENTS, MOMENT_SPELLINGS)
    assert isinstance(lunch, Fault)


def test_no_word_says_both_done_and_not_done() -> None:
    from mobility_analysis.log.languages.answers import (
        MOMENT_WORDS,
        NO_WORDS,
        SIDE_WORDS,
        STATUS_WORDS,
    )

    for words in (STATUS_WORDS, SIDE_WORDS, MOMENT_WORDS):
        listed = [word for each in words.values() for word in each]
        assert len(listed) == len(set(listed))
    assert all(STATUS_SPELLINGS[word] == "skipped" for word in NO_WORDS)


@pytest.mark.parametrize(
    "written",
    [
        "nothing", "none today", "did nothing today", "I did nothing", "didn't do any", "rested",
        "Nothing at all!", "no exercises", "no stretching today", "rest day", "took a day off",
        "nichts gemacht", "heute gar nichts", "keine Übungen", "frei", "no hice nada hoy",
        "día libre", "sin ejercicios", "hoje nada", "nenhum exercício", "rien fait aujourd'hui",
        "aucun exercice", "jour de congé", "fatto niente", "nessun esercizio", "giorno libero",
        "vandaag niets gedaan", "geen oefeningen", "vrije dag",
    ],
)  # fmt: skip
def test_a_text_for_nothing_is_no_exercise(written: str) -> None:
    assert means_no_exercise(written)
    assert tick_status(written) == ""


@pytest.mark.parametrize("written", ["Rest pose", "No Money", "Off-bench extension", "Vrij hangen"])
def test_a_name_with_a_word_for_nothing_stays_a_name(written: str) -> None:
    assert not means_no_exercise(written)


@pytest.mark.parametrize("written", ["not done", "nicht gemacht", "pas fait", "skipped"])
def test_what_says_skipped_in_a_box_stays_skipped(written: str) -> None:
    assert tick_status(written) == "skipped"


def test_days_off_and_weekdays_of_a_programme() -> None:
    assert means_no_exercise("Ruhetag")
    assert means_no_exercise("descanso")
    assert read_weekdays("Mo Mi Fr") == "Mon Wed Fri"
    assert read_weekdays("lun, jue") == "Mon Thu"
    assert isinstance(read_weekdays("di"), Fault)


def test_tabs_of_months_and_weekdays_are_parts_and_people_are_not() -> None:
    assert are_parts(["März", "April"])
    assert are_parts(["Montag", "Dienstag", "Mittwoch"])
    assert not are_parts(["Sam", "Marc"])
    assert not are_parts(["Anna", "Dom"])


GERMAN = "Datum;Übung;Sätze;Wiederholungen;Haltezeit (s);Seite;Bemerkung\n"


def test_a_log_in_german_is_read_as_one_in_english(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text(
        GERMAN + "5. März 2026;Bear Rolls;3;10;;links;gut\n6. März 2026;Down Dog;;;30;beide;\n",
        encoding="utf-8",
    )
    (tmp_path / "pauses.csv").write_text(
        "Beginn;Ende;Grund\n9. März 2026;;Grippe\n", encoding="utf-8"
    )
    log = load_log(tmp_path)
    row = log.sessions.iloc[0]
    assert (row["exercise"], row["sets"], row["reps"], row["side"]) == ("bear-rolls", 3, 10, "left")
    assert log.sessions["hold_s"].tolist()[1] == 30
    assert log.pauses["reason"].tolist() == ["Grippe"]


def test_a_date_without_a_year_is_refused_in_a_log(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text(GERMAN + "5. März;Bear Rolls;;;;;\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_log(tmp_path)
    assert error.value.problems.iloc[0]["expected"].startswith("a day, such as")
