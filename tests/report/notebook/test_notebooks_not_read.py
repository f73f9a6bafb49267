"""Notebooks on logs of which rows could not be read: each figure says so, and none says never."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from notebook_cells import run_cells

import mobility_analysis as ma
from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.measures.stiffness.days import monthly_stiffness

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
N_DAYS = 42
#: Of 42 sessions and 42 ratings: how many cannot be read, by the kind of log.
FAULTY = {"sessions": (42, 0), "ratings": (0, 42), "half": (21, 21)}
OF_PRACTICE = {
    "plot_adherence_by_exercise", "plot_adherence_by_focus_area", "plot_adherence_definitions",
    "plot_focus_area_matrix", "plot_practice_and_stiffness", "plot_practice_calendar",
    "plot_stiffness_by_practice", "plot_weekly_grid",
}  # fmt: skip
OF_STIFFNESS = {
    "plot_before_after", "plot_practice_and_stiffness", "plot_practice_calendar", "plot_run_chart",
    "plot_stiffness", "plot_stiffness_by_practice", "plot_weekly_grid",
}  # fmt: skip
NEVER = re.compile(r"nothing (was )?logged|no (sessions|ratings) yet", re.IGNORECASE)
NEVER_OF = {"sessions": "never logged", "ratings": "never rated", "half": "never (logged|rated)"}
CARRIES = re.compile(r"\b(21|42) rows not read|\b84 rows not read")
#: Which notebook rests on other rows than those of a kind.
RESTS_ON_OTHERS = {("04", "ratings"), ("05", "sessions"), *(("09", kind) for kind in FAULTY)}
#: What a review says of the one client of the log.
REVIEWS = {
    "07_client_review": "{one} rows not read",
    "08_caseload": "Rows not read, so that figures lack them: {client} ({n}).",
}
#: Says how tests are done, and rests on no row of theirs.
RESTS_ON_NO_ROW = {"describe_movement_tests"}
#: What counts the rows not read by itself: it is given a whole log, or a review that has them.
COUNTS_THEM_ITSELF = {
    "describe_caseload", "describe_chance", "describe_log", "describe_trust", "describe_week",
    "plot_caseload",
}  # fmt: skip


class Shown(NamedTuple):
    """What one cell shows: its code, its words, and the words of each of its figures."""

    code: str
    said: str
    figures: list[str]


def faulty_log(folder: Path, kind: str) -> Path:
    """Write a log of one client, six weeks long, with a number of faulty rows at even places."""
    folder.mkdir()
    n_sessions, n_ratings = FAULTY[kind]
    days = [f"2026-10-{day:02d}" for day in range(5, 32)]
    days += [f"2026-11-{day:02d}" for day in range(1, 16)]
    assert len(days) == N_DAYS
    step = {42: 1, 21: 2, 0: 99}
    dates = ["soon" if not n % step[n_sessions] and n_sessions else d for n, d in enumerate(days)]
    scores = ["many" if not n % step[n_ratings] and n_ratings else "4" for n in range(N_DAYS)]
    sessions = "".join(f"{date},Down Dog\n" for date in dates)
    ratings = "".join(f"{day},{score}\n" for day, score in zip(days, scores, strict=True))
    programme = "Down Dog,2026-10-05,7\nBear Rolls,2026-10-05,as needed\n"
    for name, text in {
        "sessions": f"date,exercise\n{sessions}",
        "stiffness": f"date,score\n{ratings}",
        "programme": f"exercise,start,times_per_week\n{programme}",
    }.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def shown_by_cells(name: str, log: Path) -> Iterator[Shown]:
    """Run the cells of a notebook on a log in this process; copies are not kept."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    for cell in run_cells(notebook, log=str(log)):
        drawn = [figure for thing in cell.shown if (figure := getattr(thing, "figure", None))]
        figures = [words_of(figure) for figure in drawn]
        yield Shown(cell.code, "\n".join(map(str, cell.shown)), figures)


def words_of(figure: Figure) -> str:
    """All words of a figure."""
    texts = figure.findobj(Text)
    return "\n".join(" ".join(text.get_text().split()) for text in texts)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> object:
    """What the cells of a notebook show, of a kind of log; each is run once."""
    folder = tmp_path_factory.mktemp("logs")
    logs = {kind: faulty_log(folder / kind, kind) for kind in FAULTY}
    return cache(lambda name, kind: list(shown_by_cells(name, logs[kind])))


@pytest.mark.parametrize("kind", FAULTY)
@pytest.mark.parametrize("name", NAMES)
def test_no_cell_says_never_of_rows_that_could_not_be_read(
    name: str, kind: str, shown: object
) -> None:
    cells = shown(name, kind)
    assert cells
    for cell in cells:
        for words in (cell.said, *cell.figures):
            assert not NEVER.search(words), cell.code
            assert not re.search(NEVER_OF[kind], words, re.IGNORECASE), cell.code


@pytest.mark.parametrize("kind", FAULTY)
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("02")])
def test_each_figure_and_its_sentence_carry_the_rows_not_read(
    name: str, kind: str, shown: object
) -> None:
    wanted = {"sessions": OF_PRACTICE, "ratings": OF_STIFFNESS, "half": OF_PRACTICE | OF_STIFFNESS}
    cells = shown(name, kind)
    drawn = 0
    for cell in cells:
        plotted = set(re.findall(r"ma\.(plot_\w+)\(", cell.code)) & wanted[kind]
        if plotted:
            drawn += 1
            assert CARRIES.search(cell.said), cell.code
            assert all(CARRIES.search(words) for words in cell.figures), cell.code
            assert len(cell.figures) == 1
    said = "\n".join(cell.said for cell in cells)
    assert drawn or name in REVIEWS or (name[:2], kind) in RESTS_ON_OTHERS
    assert CARRIES.search(said) or (name[:2], kind) in RESTS_ON_OTHERS
    if name in REVIEWS:
        n_rows = sum(FAULTY[kind])
        assert REVIEWS[name].format(client=kind, n=n_rows, one=max(FAULTY[kind])) in said


@pytest.mark.parametrize("n_read", [0, 2])
def test_movement_checks_carry_the_checks_not_read(tmp_path: Path, n_read: int) -> None:
    log = faulty_log(tmp_path / "log", "ratings")
    read = "".join(f"2026-10-{day},seated-rotation,left,40\n" for day in (12, 19)[:n_read])
    lost = "2026-10-26,seated-rotation,left,460\n" * 21
    (log / "checks.csv").write_text(f"date,test,side,value\n{read}{lost}", encoding="utf-8")
    cells = list(shown_by_cells("09_movement_checks", log))
    [drawn] = [cell for cell in cells if "plot_movement_checks)(" in cell.code]
    assert "21 rows not read" in drawn.said
    assert all("21 rows not read" in words for words in drawn.figures)
    assert len(drawn.figures) == 1


def test_numbers_are_those_of_the_rows_at_fault(shown: object) -> None:
    said = {
        kind: "\n".join(
            chain.from_iterable((cell.said, *cell.figures) for cell in shown("01_start_here", kind))
        )
        for kind in FAULTY
    }
    assert "no session could be read (42 rows not read): practice is unknown" in said["sessions"]
    assert "Stiffness scores of this log could not be read (42 rows not read)" in said["ratings"]
    assert re.search(r"Self-rated stiffness: .*?; 21 rows not read\.", said["half"])
    # 21 days have a session and the same 21 a rating; of the others nothing could be read
    assert "with a session done 21, with nothing read 21; 42 rows not read." in said["half"]
    assert "nothing read" in said["half"].splitlines()


def test_a_log_read_in_full_says_nothing_of_it(tmp_path: Path) -> None:
    log = faulty_log(tmp_path / "log", "ratings")
    (log / "stiffness.csv").unlink()
    cells = list(shown_by_cells("01_start_here", log))
    said = "\n".join(chain.from_iterable((cell.said, *cell.figures) for cell in cells))
    assert "not read" not in said
    assert "Stiffness was never rated in this log." in said
    assert "No ratings yet." not in said  # a chart of nothing is not shown first


def test_every_sentence_and_chart_can_carry_them() -> None:
    names = [name for name in dir(ma) if name.startswith(("describe_", "plot_"))]
    cannot = {
        name for name in names if "not_read" not in inspect.signature(getattr(ma, name)).parameters
    }
    assert cannot == COUNTS_THEM_ITSELF | RESTS_ON_NO_ROW


def log_with(*scores: object) -> MobilityLog:
    rows = [{"date": f"2026-11-{n:02d}", "score": score} for n, score in enumerate(scores, start=2)]
    return log_from_tables(stiffness=rows, on_problem="set aside")


def test_those_that_no_notebook_shows() -> None:
    none, some = log_with("many", 14), log_with(4, "many")
    unread = ma.not_read(none, "stiffness")
    assert unread == "2 rows not read"
    chart = ma.plot_stiffness_history(monthly_stiffness(none), not_read=unread)
    why = "Stiffness scores of this log could not be read (2 rows not read)."
    assert why in words_of(chart.figure)
    plt.close("all")
    said = ma.describe_stiffness(
        ma.daily_stiffness(some), ma.weekly_stiffness(some), not_read=ma.not_read(some)
    )
    assert "day values 4.0; 1 row not read." in said
    outside = ma.unprescribed_sessions(some)
    assert ma.describe_unprescribed(outside, not_read=ma.not_read(some)) == (
        "No session was logged outside the programme; 1 row not read."
    )


def test_not_read_counts_by_what_figures_rest_on(tmp_path: Path) -> None:
    log = ma.open_log(faulty_log(tmp_path / "log", "half"))
    said = [ma.not_read(log, of) for of in ("practice", "stiffness", "both")]
    assert said == ["21 rows not read", "21 rows not read", "42 rows not read"]
    known = "practice, stiffness, movement, programme, notes, both"
    with pytest.raises(ValueError, match=f"one of {known}; found 'ratings'"):
        ma.not_read(log, "ratings")


def test_a_log_without_a_known_client_lacks_all_its_rows() -> None:
    nobody = "x" * 5000  # too long for a name
    rows = [{"client": nobody, "date": "2026-11-02", "score": 4}] * 2
    log = log_from_tables(stiffness=rows, on_problem="set aside")
    assert log.clients == ()
    assert ma.not_read(log, "stiffness") == f"{len(log.set_aside)} rows not read"
    said = ma.describe_stiffness_change(
        ma.stiffness_change(log), not_read=ma.not_read(log, "stiffness")
    )
    assert said == "Stiffness scores of this log could not be read (2 rows not read)."


def test_sessions_that_could_not_be_read_are_not_none_logged() -> None:
    log = log_from_tables(
        sessions=[{"date": "soon", "exercise": "down-dog"}],
        programme=[{"exercise": "down-dog", "start": "2026-11-02", "times_per_week": "as needed"}],
        as_of="2026-11-15",
        on_problem="set aside",
    )
    overall = ma.overall_adherence(log, by="client")
    said = "In this log, no session could be read (1 row not read): practice is unknown."
    assert ma.describe_adherence(overall, not_read=ma.not_read(log, "practice")) == said
    assert "no session is logged" in ma.describe_adherence(overall)
