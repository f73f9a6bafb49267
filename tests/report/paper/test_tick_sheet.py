"""The tick-sheet on paper: the programme's own words and doses, nothing outside the margins."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pypdf import PdfReader

from mobility_analysis.cli import main
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.a4.tick_sheet import (
    ROWS_A_PAGE,
    SheetRow,
    blank_rows,
    prescribed_rows,
    tick_sheet_pdf,
    tick_sheets,
)

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


def words_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def test_what_is_prescribed_now_stands_with_its_dose_and_caution() -> None:
    rows = {row.name: row for row in prescribed_rows(LOG, "me")}
    assert {name: row.dose for name, row in rows.items()} == {
        "Down Dog": "3-4 times a week, 2 × 8",
        "Bear Rolls": "Mon Fri, hold 5 s",
        "Overhead Opener": "as needed, 2.5 kg",
    }
    assert rows["Down Dog"].key_action.endswith("Made-up caution.")


@pytest.mark.parametrize("n", [0, 1, 6, ROWS_A_PAGE, 22])
def test_every_exercise_is_there_and_no_word_leaves_the_margins(n: int) -> None:
    rows = [
        SheetRow(f"{i} " + "Long Name " * 6, "an action " * 40, "7 times a week") for i in range(n)
    ]
    pages = tick_sheets(rows, "A name of sixty letters " * 3)
    assert len(pages) == max(1, -(-n // ROWS_A_PAGE))
    said = [word for page in pages for word in words_of(page)]
    assert sum(word.split(" ")[0] == str(i) for i in range(n) for word in said) >= n
    for page in pages:
        page.set_dpi(300)  # letters snap to pixels on a screen, and stand wider
        renderer = FigureCanvasAgg(page).get_renderer()
        width, height = page.bbox.width, page.bbox.height
        boxes = [text.get_window_extent(renderer) for text in page.texts]
        assert min(box.x0 for box in boxes) > 10 / 210 * width
        assert max(box.x1 for box in boxes) < 200 / 210 * width
        assert min(box.y0 for box in boxes) > 10 / 297 * height
        assert min(text.get_fontsize() for text in page.texts) >= 8
        assert [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)] == []


def test_the_pdf_has_real_text_and_the_same_bytes_each_time() -> None:
    one = tick_sheet_pdf(blank_rows())
    assert one == tick_sheet_pdf(blank_rows())
    text = PdfReader(io.BytesIO(one)).pages[0].extract_text()
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
