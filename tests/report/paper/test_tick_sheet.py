"""The tick-sheet on paper: the programme's own words and doses, nothing outside the margins."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.paper.tick_sheet import (
    SheetRow,
    blank_rows,
    prescribed_rows,
    tick_sheet_pdf,
)
from tests.pdf_pages import outside, overlaps, read, said_on, tags_of, words_on

PROGRAMME = [
    {"exercise": "down-dog", "start": "2026-11-01", "times_per_week": "3-4", "sets": 2, "reps": 8},
    {"exercise": "bear-rolls", "start": "2026-11-01", "weekdays": "Mon Fri", "hold_s": 5},
    {"exercise": "overhead-opener", "start": "2026-11-01", "times_per_week": "as needed",
     "load_kg": 2.5},
    {"exercise": "bench-thoracic-spine", "start": "2026-10-01", "end": "2026-10-31",
     "times_per_week": 7},
]  # fmt: skip
LOG = log_from_tables(
    programme=PROGRAMME,
    sessions=[{"date": "2026-11-20", "exercise": "down-dog"}],
    exercises=[
        {
            "exercise": "down-dog",
            "focus_areas": "spinal length",
            "caution": "Made-up caution.",
            "source": "a test",
        }
    ],
)


def test_what_is_prescribed_now_stands_with_its_dose_and_caution() -> None:
    rows = {row.name: row for row in prescribed_rows(LOG, "me")}
    assert {name: row.dose for name, row in rows.items()} == {
        "Down Dog": "3-4 times a week, 2 × 8",
        "Bear Rolls": "Mon Fri, hold 5 s",
        "Overhead Opener": "as needed, 2.5 kg",
    }
    assert rows["Down Dog"].key_action.endswith("Made-up caution.")


@pytest.mark.parametrize(("n", "n_sheets"), [(0, 1), (1, 1), (6, 1), (22, 3), (40, 4)])
def test_every_exercise_is_there_and_words_stand_apart_within_the_margins(
    n: int, n_sheets: int
) -> None:
    rows = [
        SheetRow(f"{i} " + "Long Name " * 6, "an action " * 40, "7 times a week") for i in range(n)
    ]
    sheets = read(tick_sheet_pdf(rows, "A name of sixty letters " * 3)).pages
    assert len(sheets) == n_sheets
    lines = [words_on(sheet) for sheet in sheets]
    said = " ".join(map(said_on, lines))
    assert all(f" {i} Long Name" in said for i in range(n))
    assert said.count("7 times a week") == n
    assert said.count("Stiffness of the upper back") == 1
    assert said.count("Get emergency help now") == n_sheets
    for sheet in lines:
        assert outside(sheet) == []
        assert overlaps(sheet) == []
        assert [line for line in sheet if line.size < 7.99] == []
        assert any(line.words == "Mon" for line in sheet)


def test_the_sheet_is_tagged_and_titled() -> None:
    reader = read(tick_sheet_pdf(blank_rows(), "Ann"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Practice sheet: Ann"
    kinds = [kind for kind, _ in tags_of(reader)]
    assert [kind for kind in kinds if kind in ("H1", "H2", "Table")] == [
        "H1", "Table", "H2", "Table", "H2", "H2",
    ]  # fmt: skip
    assert kinds.count("TH") == 9 + 8


def test_a_name_in_another_script_is_never_a_box_in_silence() -> None:
    (sheet,) = read(tick_sheet_pdf(blank_rows(), "\U000f1234 Ann")).pages
    assert "▯: a letter that could not be printed, for want of a font." in said_on(words_on(sheet))


def test_the_pdf_has_real_text_and_the_same_bytes_each_time() -> None:
    one = tick_sheet_pdf(blank_rows())
    assert one == tick_sheet_pdf(blank_rows())
    text = said_on(words_on(read(one).pages[0]))
    for part in (
        "Foam Roller with Overpressure",
        "10 = worst imaginable",
        "Movement check, if one was done this week",
        "one row of the table checks for",
        "Get emergency help now",
        "See a doctor soon",
    ):
        assert part in text


def test_the_command_makes_a_sheet_for_each_client_with_a_programme(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text("client,date,exercise\nann,2026-11-20,down dog\n")
    (folder / "programme.csv").write_text(
        "client,exercise,start,times_per_week\n"
        "ann,down dog,2026-11-01,3\nbob,down dog,2026-11-01,3\n"
    )
    done = CliRunner().invoke(main, ["new", str(folder), "--paper"])
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in folder.glob("*.pdf")) == [
        "tick-sheet-ann.pdf",
        "tick-sheet-bob.pdf",
    ]
    assert CliRunner().invoke(main, ["new", str(folder), "--paper"]).exit_code == 1


def test_without_a_log_the_sheet_has_the_catalogue(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path / "empty"), "--paper"])
    assert done.exit_code == 0, done.output
    assert [p.name for p in (tmp_path / "empty").iterdir()] == ["tick-sheet.pdf"]
