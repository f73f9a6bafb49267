"""Notebooks on logs as people have them: each says what is so, and shows no chart of nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from notebook_cells import Cell, run_cells

from mobility_analysis.charts.parts.layout import POINTS, foot_pt
from mobility_analysis.log import DataError
from mobility_analysis.report.notebook.pictures import FIRST_SCREEN_IN, ShownFigure
from mobility_analysis.report.notebook.review import OVERVIEW_IN

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
DAYS = [day.strftime("%Y-%m-%d") for day in pd.date_range("2026-09-01", "2026-11-22")]
YEARS = [day.strftime("%Y-%m-%d") for day in pd.date_range("2018-11-25", "2026-11-22", freq="3D")]
SESSIONS = "date,exercise\n" + "".join(f"{day},Down Dog\n" for day in DAYS[::2])
RATINGS = "date,score\n" + "".join(f"{day},{4 + n % 3}\n" for n, day in enumerate(DAYS))
LOGS = {
    "no programme": {"sessions": SESSIONS, "stiffness": RATINGS},
    "ratings alone": {"stiffness": RATINGS},
    "one day": {"stiffness": "date,score\n2026-11-02,4\n"},
    "eight years": {
        "sessions": "date,exercise\n" + "".join(f"{day},Down Dog\n" for day in YEARS),
        "stiffness": "date,score\n" + "".join(f"{d},{4 + n % 3}\n" for n, d in enumerate(YEARS)),
        "programme": "exercise,start,times_per_week\nDown Dog,2018-11-25,3\n",
    },
}
#: What must be said of such a log, and where.
SAID = [
    (
        "no programme",
        "03_adherence_by_exercise",
        "No programme is written down for these days. Sessions done",
    ),
    ("no programme", "04_adherence_by_focus_area", "so nothing is asked of a focus area"),
    ("no programme", "06_practice_and_stiffness", "no number of sessions was prescribed"),
    ("no programme", "07_client_review", "14 sessions done in the last 4 weeks"),
    ("ratings alone", "01_start_here", "Sessions were never logged: practice is unknown."),
    ("ratings alone", "03_adherence_by_exercise", "No exercise was logged or prescribed."),
    ("ratings alone", "07_client_review", "There is no week of any exercise to look into."),
    ("ratings alone", "09_movement_checks", "No movement check was logged."),
    ("one day", "05_stiffness_over_time", "No comparison before 29 Nov 2026"),
    ("one day", "08_caseload", "1 client as of 2 Nov 2026"),
    ("eight years", "01_start_here", "Charts over time show the last 26 weeks."),
    ("eight years", "05_stiffness_over_time", "Charts over time show the last 26 weeks."),
]
Ran = Callable[[str, str], list[Cell]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The cells of a notebook, run on a kind of log; each is run once."""
    folder = tmp_path_factory.mktemp("logs")
    for kind, tables in LOGS.items():
        (folder / kind).mkdir()
        for name, text in tables.items():
            (folder / kind / f"{name}.csv").write_text(text, encoding="utf-8")

    @cache
    def run(name: str, kind: str) -> list[Cell]:
        notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
        return list(run_cells(notebook, log=str(folder / kind)))

    return run


def said_by(cells: list[Cell]) -> str:
    return "\n".join(str(thing) for cell in cells for thing in cell.shown)


@pytest.mark.parametrize(("kind", "name", "said"), SAID)
def test_a_notebook_says_what_is_so(kind: str, name: str, said: str, ran: Ran) -> None:
    assert said in said_by(ran(name, kind))


WITH_A_CHART = [name for name in NAMES if not name.startswith(("02", "09"))]


@pytest.mark.parametrize("name", WITH_A_CHART)
def test_without_a_programme_a_chart_stands_beside_the_first_sentence(name: str, ran: Ran) -> None:
    shown = next(cell.shown for cell in ran(name, "no programme") if cell.shown)
    figures = [thing for thing in shown if isinstance(thing, ShownFigure)]
    assert [figure.is_blank for figure in figures] == [False]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("02")])
@pytest.mark.parametrize("kind", ["ratings alone", "one day"])
def test_no_table_and_no_chart_is_blank(name: str, kind: str, ran: Ran) -> None:
    for cell in ran(name, kind):
        for thing in cell.shown:
            assert "No row." not in str(thing), cell.code
            assert "nan" not in str(thing).split(), cell.code
            if isinstance(thing, ShownFigure):
                assert ("<img" in thing._repr_html_()) != thing.is_blank, cell.code
    has_practice_chart = any(
        isinstance(thing, ShownFigure) and not thing.is_blank
        for cell in ran("03_adherence_by_exercise", kind)
        for thing in cell.shown
    )
    assert not has_practice_chart


@pytest.mark.parametrize("name", NAMES)
def test_a_log_with_nothing_in_it_is_said_once(name: str, tmp_path: Path) -> None:
    for table, head in (("sessions", "date,exercise\n"), ("stiffness", "date,score\n")):
        (tmp_path / f"{table}.csv").write_text(head, encoding="utf-8")
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    cells = run_cells(notebook, log=str(tmp_path))
    if name.startswith("02"):
        assert "This log holds no dated row." in said_by(list(cells))
        return
    with pytest.raises(DataError, match="Nothing can be shown yet, since this log holds no row"):
        list(cells)


def above_small_print_in(shown: ShownFigure) -> float:
    """The height of a chart that must be in sight: its small print may stand below the screen.

    As drawn it is up to a line lower than the room that was kept for it.
    """
    return float(shown.figure.get_figheight() - (foot_pt(shown.figure) + 8) / POINTS)


@pytest.mark.parametrize("kind", sorted({*LOGS} - {"one day"}))
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("03_adherence_by_exercise", FIRST_SCREEN_IN),
        ("04_adherence_by_focus_area", FIRST_SCREEN_IN),
        ("05_stiffness_over_time", FIRST_SCREEN_IN),
        ("06_practice_and_stiffness", FIRST_SCREEN_IN),
        ("07_client_review", OVERVIEW_IN),
    ],
)
def test_the_first_chart_keeps_to_a_laptops_screen(
    ran: Ran, name: str, kind: str, most: float
) -> None:
    shown = [thing for cell in ran(name, kind)[:3] for thing in cell.shown]
    charts = [thing for thing in shown if isinstance(thing, ShownFigure)]
    assert all(above_small_print_in(chart) <= most for chart in charts[:1])


def test_of_two_thousand_clients_one_is_opened_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "".join(f"C{n:04d},{day},{4 + n % 3}\n" for n in range(2000) for day in DAYS[::20])
    (tmp_path / "stiffness.csv").write_text(f"client,date,score\n{rows}", encoding="utf-8")
    notebook = json.loads((NOTEBOOKS / "08_caseload.ipynb").read_text(encoding="utf-8"))
    cells = list(run_cells(notebook, log=str(tmp_path)))
    said = said_by(cells)
    [caseload] = [thing for thing in cells[1].shown if isinstance(thing, ShownFigure)]
    assert above_small_print_in(caseload) <= FIRST_SCREEN_IN
    assert "2,000 clients as of" in said
    assert "The first 50 of 2,000 clients are shown" in said
    assert "A menu of 2,000 clients" in said
    assert "C0000 (of 2,000 clients)" in said


def test_of_many_exercises_the_chart_keeps_to_the_screen_and_a_table_has_all(
    tmp_path: Path,
) -> None:
    names = [f"own exercise {n}" for n in range(1, 23)]
    rows = "".join(f"{name},thoracic extension\n" for name in names)
    (tmp_path / "exercises.csv").write_text(f"exercise,focus_areas\n{rows}", encoding="utf-8")
    rows = "".join(f"{day},{name}\n" for n, name in enumerate(names) for day in DAYS[:: n + 2])
    (tmp_path / "sessions.csv").write_text(f"date,exercise\n{rows}", encoding="utf-8")
    notebook = json.loads((NOTEBOOKS / "03_adherence_by_exercise.ipynb").read_text("utf-8"))
    _, first, table, *_ = run_cells(notebook, log=str(tmp_path))
    [figure] = [thing for thing in first.shown if isinstance(thing, ShownFigure)]
    assert 4 < above_small_print_in(figure) <= FIRST_SCREEN_IN
    assert all(name in said_by([table]) for name in names)
