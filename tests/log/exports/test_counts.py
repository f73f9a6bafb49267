"""Headers of stiffness whose numbers are no scores of it: they are asked about, never read so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from mobility_analysis.log.exports.asked import LEAVE_OUT
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.languages.counts import counts_stiffness
from mobility_analysis.log.read.settings_file import settings_at
from tests.lay_sheets import csv_file

COUNTS = (
    "Morning stiffness (min)", "Stiffness duration", "Stiffness (hours)", "Minutes of stiffness",
    "Duration of morning stiffness", "No. of stiff joints", "Times stiff today", "Stiff joints",
    "Raideur matinale (min)", "Stiffness goal", "Stiffness yesterday", "Stiffness goal (0-10)",
    "morning_stiffness_min", "Stiffness in minutes", "Stiffness, min", "Rigidez (horas)",
    "How long was your back stiff?", "Steifheit (Std.)", "Steifheit gestern", "Stijfheid (uur)",
    "¿Cuánto tiempo hubo rigidez?", "Rigidità (minuti)",
    "Stiffness compared with last week", "Change in stiffness", "Stiffness change since last time",
    "Steifheit im Vergleich zu letzter Woche", "Raideur comparée à lundi", "Zielwert Steifheit",
    "Stiff areas", "Stiff side",
    "Stiffness episodes", "Stiffness level change", "Stiffness improvement", "Less stiff by",
    "Stiffness limit", "Stiffness rank", "Stiffness prevented", "Stiffness of partner",
    "Partner's stiffness (0-10)", "Anti-stiffness exercises done", "Expected stiffness",
    "Steife Stellen", "Verbesserung der Steifheit", "Zonas rígidas", "Reducción de la rigidez",
    "Rigidez esperada", "Zones raides", "Amélioration de la raideur", "Zone rigide",
    "Miglioramento della rigidità", "Stijve plekken", "Verwachte stijfheid", "Mejoría de rigidez",
    "Stiffness compared to usual (-5 to 5)", "Stiffness compared to yesterday (0-10)",
)  # fmt: skip
SCORES = (
    "Stiffness", "Stiffness (0-10)", "Stiff 30 min after waking", "Stiffness after 2 hours",
    "Stiffness after 10-min", "Stiffness (2 h after)", "Stiffness in the first hour",
    "Stiffness number", "¿Cuánta rigidez?", "Quanta rigidità?", "Wie viel Steifheit hier?",
    "Combien raide", "Mal au dos, raideur", "Joint stiffness", "Knee stiffness", "Stiffness (am)",
    "Stiffness (min 0, max 10)", "Stiffness: how many out of 10", "Stiffness in the target area",
    "Stiffness of goal area", "Steifheit im Zielbereich", "Rigidez de la zona objetivo",
    "Stiffness (change of weather)", "Stiffness after changing position",
    "Stiffness (left side)", "Stiff zone T5",
    "Stiffness after change of position", "Stiffness limits me",
    "Stiffness in the worst area", "Stiffness of my back", "Raideur zone dorsale",
    "Stiffness reduced movement",
    "How stiff compared to usual? (0-10)", "Stiffness compared to normal (0-10)",
    "Stiffness (0 = no change from normal, 10 = worst)", "Raideur comparée à d'habitude (0-10)",
    "Steifheit im Vergleich zu sonst (0-10)", "Rigidez comparada con lo normal (0-10)",
)  # fmt: skip


def test_headers() -> None:
    assert [text for text in COUNTS if not counts_stiffness(text)] == []
    assert [text for text in SCORES if counts_stiffness(text)] == []


@pytest.mark.parametrize("header", ["Morning stiffness (min)", "Stiff areas", "Expected stiffness"])
@pytest.mark.parametrize("other", ["", "Stiffness"])
def test_they_are_asked_about(tmp_path: Path, header: str, other: str) -> None:
    days = [["2026-10-01", "x", 3, 5], ["2026-10-02", "x", 4, 6]]
    days = days if other else [day[:-1] for day in days]
    path = csv_file(
        tmp_path / "ann.csv", [["Day", "Bear rolls", header, *filter(None, [other])], *days]
    )
    (question,) = look(path, settings_at(path)).questions({})
    assert question.words == (
        f"{header!r} (3, 4) holds numbers from 0 to 10. Is it a score of stiffness?"
    )
    assert [choice.value for choice in question.choices] == [LEAVE_OUT, header]


def test_a_change_below_nothing_is_left_out_unasked(tmp_path: Path) -> None:
    header = "Stiffness compared to yesterday"
    days = [["2026-10-01", "x", -1], ["2026-10-02", "x", 0], ["2026-10-03", "x", 1]]
    path = csv_file(tmp_path / "ann.csv", [["Day", "Bear rolls", header], *days])
    looked = look(path, settings_at(path))
    assert looked.questions({}) == []
    (own,) = looked.understandings
    why = "not used: how it was beside another day, which is no score"
    assert own.columns[-1].meaning == why
    log = load_log(path)
    assert (len(log.sessions), len(log.stiffness)) == (3, 0)


def test_millimetres_are_of_a_line_of_100(tmp_path: Path) -> None:
    days = [["2026-10-01", "x", 5], ["2026-10-02", "x", 10]]
    path = csv_file(tmp_path / "ann.csv", [["Day", "Bear rolls", "Stiffness VAS mm"], *days])
    (question,) = look(path, settings_at(path)).questions({})
    assert question.key == "scale:Stiffness VAS mm"
    assert [choice.value for choice in question.choices] == ["0-100", "0-10", LEAVE_OUT]


def test_of_several_scores_the_bare_one_is_likely(tmp_path: Path) -> None:
    days = [["2026-10-01", 3, 7, 5], ["2026-10-02", 4, 6, 5]]
    names = ["Stiffness lowest", "Stiffness highest", "Stiffness (0-10)"]
    path = csv_file(tmp_path / "ann.csv", [["Day", *names], *days])
    (question,) = look(path, settings_at(path)).questions({})
    assert question.choices[0].value == "Stiffness (0-10)"
