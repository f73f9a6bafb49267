"""Columns of dates on which nothing was practised: never the day of a session unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.languages.other_days import is_of_another_day, may_be_when_made
from mobility_analysis.log.read.settings_file import settings_at
from tests.lay_sheets import csv_file

OTHERS = (
    "Date of birth", "DOB", "Injury date", "Due date", "due_date", "Deadline", "Planned date",
    "Scheduled for", "Next session", "Next appointment", "Prescribed on",
    "Geburtsdatum", "Fällig", "Fällig am", "Geplant am", "Nächster Termin",
    "Verletzungsdatum", "Fecha de nacimiento", "Fecha límite", "Próxima cita", "Data de nascimento",
    "Prazo", "Date de naissance", "Échéance", "Prochain rendez-vous", "Data di nascita", "Scadenza",
    "Prossima visita", "Geboortedatum", "Vervaldatum", "Volgende afspraak",
)  # fmt: skip
DAYS = (
    "Date", "Day", "Session date", "Datum", "Fecha", "Data", "When", "Timestamp", "Date done",
    "Completed", "Start time", "Visit date", "Datum der Übung", "Due date (done)", "Logged",
    "Date (due to travel)", "Date, next to bed", "Review date", "Follow-up", "Kontrolltermin",
)  # fmt: skip


def test_headers() -> None:
    assert [text for text in OTHERS if not is_of_another_day(text)] == []
    assert [text for text in DAYS if is_of_another_day(text) or may_be_when_made(text)] == []


def dated(path: Path, *headers: str) -> Path:
    days = [f"2026-11-0{day}" for day in (2, 3)]
    rows = [["Bear rolls", *[day] * len(headers)] for day in days]
    return csv_file(path / "ann.csv", [["Exercise", *headers], *rows])


def choices(path: Path) -> list[list[str]]:
    questions = look(path, settings_at(path)).questions({})
    return [[choice.value for choice in question.choices] for question in questions]


def test_alone_they_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = dated(tmp_path, "Due date")
    with pytest.raises(DataError, match=r"a column of dates on .* \('Due date' may say other"):
        load_log(path)
    (own,) = look(path, settings_at(path), roles={"Due date": "date"}).understandings
    assert own.draft["date"] == {"column": "Due date"}  # as somebody says


@pytest.mark.parametrize("header", ["Created", "Last modified", "Erstellt am"])
def test_when_a_row_was_made_is_asked_about(tmp_path: Path, header: str) -> None:
    path = dated(tmp_path, header)
    assert choices(path) == [[header, "none"]]


def test_beside_others_they_are_the_last(tmp_path: Path) -> None:
    assert choices(dated(tmp_path, "Date of birth", "Day")) == [["Day", "Date of birth"]]
    assert choices(dated(tmp_path, "Due date", "Timestamp")) == [["Timestamp", "Due date"]]
    assert choices(dated(tmp_path, "DAY", "COMPLETED_AT")) == [["COMPLETED_AT", "DAY"]]
    assert choices(dated(tmp_path, "Timestamp")) == []


def test_what_was_due_is_the_day_where_a_column_says_what_was_done(tmp_path: Path) -> None:
    rows = [["2026-11-02", "Bear rolls", "yes"], ["2026-11-03", "Bear rolls", "no"]]
    path = csv_file(tmp_path / "ann.csv", [["Due date", "Exercise", "Completed"], *rows])
    assert choices(path) == []
    assert load_log(path).sessions["status"].tolist() == ["done", "skipped"]


@pytest.mark.parametrize("header", ["Review date", "Kontrolltermin", "Follow-up"])
def test_on_the_day_of_a_review_somebody_rated(tmp_path: Path, header: str) -> None:
    rows = [["2026-11-02", 6], ["2026-12-01", 4]]
    path = csv_file(tmp_path / "ann.csv", [[header, "Stiffness"], *rows])
    assert load_log(path).stiffness["score"].tolist() == [6, 4]


@pytest.mark.parametrize("header", ["Steifheit mittlerer Rücken", "Rigidez espalda media"])
def test_the_middle_of_the_back_is_no_mean(tmp_path: Path, header: str) -> None:
    rows = [["2026-11-02", 6], ["2026-11-09", 4]]
    path = csv_file(tmp_path / "ann.csv", [["Week", header], *rows])
    assert load_log(path).stiffness["score"].tolist() == [6, 4]
