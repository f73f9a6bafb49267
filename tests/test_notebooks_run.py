"""Running the notebooks: what makes a run fail, stale figures, and a refresh that is stable.

nbval itself runs every committed notebook (``--nbval`` in pyproject), and the plugin looks at what
each cell drew in that run; here stands what both must see.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from notebook_checks import PICTURE, Notebook, code_cells, pictures, source
from notebook_figures import (
    DRAWN,
    artists_mark,
    drawn_by_cells,
    kept_marks,
    looks_alike,
    picture_faults,
    stale_pictures,
    with_word,
)
from notebook_plugin import FOREIGN
from refresh_notebooks import METADATA, refreshed

from mobility_analysis.report.notebook.pictures import show_figure

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the notebooks beside the sample log, so that nothing is written to the tree."""
    (tmp_path / "data").symlink_to(ROOT / "data")  # what is shown says that it is the sample
    (tmp_path / "notebooks").mkdir()
    for name in NAMES:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path / "notebooks"


def with_two_figures_changed(picture: bytes) -> bytes:
    """Give two words of a picture another first figure each."""
    wrong, n_changed = re.subn(rb">(\d)(?=[^<]*</text>)", b">\\g<1>1", picture, count=2)
    assert n_changed == 2
    return wrong


def test_a_picture_with_two_wrong_figures_is_found_twice(house: Path) -> None:
    notebook = json.loads((house / "03_adherence_by_exercise.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in code_cells(notebook) if pictures(cell)]
    data = cells[0]["outputs"][0]["data"]
    sound = pictures(cells[0])[0]
    wrong = with_two_figures_changed(sound)
    assert not looks_alike(wrong, sound)
    address = f"data:image/svg+xml;base64,{base64.b64encode(wrong).decode('ascii')}"
    data["text/html"] = PICTURE.sub(address, "".join(data["text/html"]))
    [fault] = picture_faults(notebook, kept_marks()["03_adherence_by_exercise"])
    assert fault == "picture 1 is not the one that its cell drew when the notebook was run"


def marked(picture: bytes, drawn: str) -> bytes:
    """Give a picture the mark that a kernel of the tests writes into it."""
    return with_word(picture, DRAWN, drawn)


def test_a_stored_figure_is_stale_by_its_mark_its_look_and_its_number(house: Path) -> None:
    cells = code_cells(json.loads((house / "01_start_here.ipynb").read_text(encoding="utf-8")))
    one, other = [picture for found in map(pictures, cells) for picture in found][:2]
    marks = [{"picture": "", "drawn": "a1"}]
    assert list(stale_pictures([one], [marked(one, "a1")], marks)) == []
    for stored, drawn, kept, said in [
        ([one], [marked(one, "b2")], marks, "what picture 1 of the cell shows is not"),
        ([one], [one], marks, "what picture 1 of the cell shows is not"),
        ([one], [marked(one, "a1")], [], "what picture 1 of the cell shows is not"),
        ([one], [marked(other, "a1")], marks, "picture 1 of the cell is not"),
        ([one], [other], None, "picture 1 of the cell is not"),
        ([one, other], [marked(one, "a1")], marks, "2 pictures are stored and 1 drawn"),
    ]:
        [fault] = stale_pictures(stored, drawn, kept)
        assert fault.startswith(said)


def test_what_artists_draw_is_marked_and_not_how_letters_look() -> None:
    def made(value: float, words: str = "31 of 48", colour: str = "C0", dpi: int = 100) -> str:
        figure, (left, right) = plt.subplots(1, 2, dpi=dpi)
        left.plot([1, 2], [3, value], color=colour)
        right.barh([0], [value])
        right.scatter([1], [value])
        right.text(0, 0, words)
        drawn = artists_mark(figure)
        plt.close(figure)
        return drawn

    assert made(4) == made(4, dpi=50) == made(4, words="31  of\n48")
    assert len({made(4), made(5), made(4, words="32 of 48"), made(4, colour="C1")}) == 4


def test_a_figure_of_another_client_is_stale(house: Path) -> None:
    path = house / "05_stiffness_over_time.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in code_cells(notebook):
        cell["source"] = source(cell).replace('CLIENT = ""', 'CLIENT = "Hugh W"')
    pairs = [pair for pair in drawn_by_cells(notebook) if pair[1]]
    # Hugh W rated no pair straight before and after: words alone stand there
    assert [len(drawn) for _, _, drawn in pairs] == [1, 1, 0]
    assert not any(looks_alike(stored[0], drawn[0].svg) for _, stored, drawn in pairs[:2])
    marks = kept_marks()["05_stiffness_over_time"]
    for (_, _, drawn), one in zip(pairs[:2], marks, strict=False):
        assert drawn[0].drawn != one["drawn"]


def without_pictures(content: bytes) -> Notebook:
    notebook: Notebook = copy.deepcopy(json.loads(content))
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            data = output.get("data", {})
            data["text/html"] = PICTURE.sub("", "".join(data.get("text/html", "")))
    return notebook


@pytest.mark.parametrize("name", ["04_adherence_by_focus_area", "07_client_review"])
def test_a_refresh_gives_the_committed_notebook_and_twice_the_same_bytes(
    house: Path, name: str
) -> None:
    path = house / f"{name}.ipynb"
    before = path.read_bytes()
    after = refreshed(path)
    assert without_pictures(after) == without_pictures(before)
    if after != before:  # else this was the second run already: the committed one was the first
        path.write_bytes(after)
        assert refreshed(path) == after


def cell(code: str, stored: str | None = None, count: int | None = 1) -> nbformat.NotebookNode:
    """A cell that was run, with the words that are stored under it."""
    outputs = [] if stored is None else [new_output("stream", name="stdout", text=stored)]
    return new_code_cell(code, execution_count=count, outputs=outputs)


DRAWING = """import matplotlib.pyplot as plt
from mobility_analysis.report.notebook.pictures import show_figure
_, axes = plt.subplots()
axes.plot([1, {}])
show_figure(axes, "a line")"""


def cell_with_figure(drawn: int, stored: int) -> nbformat.NotebookNode:
    """A cell that draws a line, with the picture of a line stored under it."""
    _, axes = plt.subplots()
    axes.plot([1, stored])
    html = show_figure(axes, "a line")._repr_html_()
    shown = {"text/html": html, "text/plain": "a line"}
    outputs = [new_output("execute_result", shown, execution_count=1)]
    return new_code_cell(DRAWING.format(drawn), execution_count=1, outputs=outputs)


FAULTS = {
    "sound figure": cell_with_figure(2, 2),
    "stale figure": cell_with_figure(3, 2),
    "sound": cell("print(1 + 1)", "2\n"),
    "foreign settings": cell(
        f"import os\nprint({{os.environ.get(name, '') for name in {FOREIGN!r}}} - {{''}})",
        "{'module://matplotlib_inline.backend_inline'}\n",
    ),
    "start-up file": cell("print('started_up' in globals())", "False\n"),
    "stale number": cell("print(3 + 4)", "8\n"),
    "missing output": cell("print('said')"),
    "output that is gone": cell("pass", "said\n"),
    "new warning": cell("import warnings\nwarnings.warn('thin data')"),
    "exception": cell("1 / 0"),
    "hidden state": cell("print(defined_in_a_cell_since_deleted)", "4\n"),
    "outputs of a cell never run": cell("print(5)", "5\n", count=None),
}
SOUND = {"sound", "sound figure", "foreign settings", "start-up file"}


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the cells that nbval fails, in a process full of somebody's own settings."""
    folder = tmp_path_factory.mktemp("faulty")
    start_up = folder / "ipython" / "profile_default" / "startup"
    start_up.mkdir(parents=True)
    (start_up / "mine.py").write_text("started_up = True\nprint('hello')\n", encoding="utf-8")
    notebook = new_notebook(cells=list(FAULTS.values()), metadata=METADATA)
    nbformat.write(notebook, folder / "faulty.ipynb")
    environment = {
        **os.environ,
        **dict.fromkeys(FOREIGN, "somebody's own"),
        "COLUMNS": "40",
        "LINES": "10",
        "MPLBACKEND": "Agg",
        "PYTHONWARNINGS": "ignore",
        "IPYTHONDIR": str(folder / "ipython"),
    }
    command = [sys.executable, "-m", "pytest", str(folder / "faulty.ipynb"), "-q", "--color=no"]
    command += ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    numbers = re.findall(r"^FAILED .*::Cell (\d+)", run.stdout, flags=re.MULTILINE)
    assert numbers, run.stdout + run.stderr
    return {list(FAULTS)[int(number)] for number in numbers}


@pytest.mark.parametrize("fault", FAULTS)
def test_running_a_notebook_finds(fault: str, failed: set[str]) -> None:
    assert (fault in failed) == (fault not in SOUND)


def test_a_stored_picture_is_compared_by_what_it_shows(house: Path) -> None:
    cells = code_cells(json.loads((house / "01_start_here.ipynb").read_text(encoding="utf-8")))
    one, other = [picture for found in map(pictures, cells) for picture in found][:2]
    assert looks_alike(one, one)
    assert not looks_alike(one, other)
    assert base64.b64encode(one) != base64.b64encode(other)
