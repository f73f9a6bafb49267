"""The notebooks as they stand on the disk, and the checks themselves on damaged notebooks."""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from notebook_checks import (
    PICTURE,
    READING,
    Cell,
    Notebook,
    code_cells,
    faults,
    pictures,
    sentences_of,
    source,
)
from notebook_figures import kept_marks, picture_faults

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NAMES = [
    "01_start_here",
    "02_check_your_log",
    "03_adherence_by_exercise",
    "04_adherence_by_focus_area",
    "05_stiffness_over_time",
    "06_practice_and_stiffness",
    "07_client_review",
    "08_caseload",
    "09_movement_checks",
]


def read(name: str) -> Notebook:
    notebook: Notebook = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return notebook


def test_the_notebooks_are_these() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_notebook_has_no_fault(name: str) -> None:
    assert faults(read(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_picture_was_changed_by_hand(name: str) -> None:
    assert list(picture_faults(read(name), kept_marks()[name])) == []


def readings(notebook: Notebook) -> list[tuple[Cell, str]]:
    """Each explanation, with the cell it stands in."""
    heading = f"### {READING}\n\n"
    return [
        (cell, re.split(r"^#", source(cell).partition(heading)[2], flags=re.MULTILINE)[0])
        for cell in notebook["cells"]
        if heading in source(cell)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_two_explanations_that_were_swapped_are_found(name: str) -> None:
    n_readings = len(readings(read(name)))
    assert n_readings >= 3
    for one, other in combinations(range(n_readings), 2):
        notebook = read(name)
        (cell, said), (second, words) = readings(notebook)[one], readings(notebook)[other]
        cell["source"], second["source"] = (
            source(cell).replace(said, words), source(second).replace(words, said)
        )  # fmt: skip
        found = [fault for fault in faults(notebook) if "does not speak of" in fault]
        assert len(found) >= 2, (said, words)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_shows_the_sample_log(name: str) -> None:
    edited = [c for c in code_cells(read(name)) if "parameters" in c["metadata"].get("tags", [])]
    assert 'LOG = "../data/sample"' in source(edited[0])


@pytest.mark.parametrize(("name", "other"), [*combinations(NAMES, 2)])
def test_what_holds_for_all_is_said_once(name: str, other: str) -> None:
    assert sentences_of(read(name)) & sentences_of(read(other)) == set()


def cell_with(notebook: Notebook, wanted: Callable[[Cell], object]) -> Cell:
    return next(cell for cell in code_cells(notebook) if wanted(cell))


def drawn(notebook: Notebook) -> Cell:
    return cell_with(notebook, pictures)


def first_prose(notebook: Notebook) -> Cell:
    return next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def blank_picture() -> str:
    """A drawing of the paper alone."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0H400V300H0z"/></svg>'
    return base64.b64encode(svg).decode("ascii")


def strip_outputs(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        cell["outputs"], cell["execution_count"] = [], None


def run_out_of_order(notebook: Notebook) -> None:
    drawn(notebook)["execution_count"] = 99


def keep_a_warning(notebook: Notebook) -> None:
    warning = {"output_type": "stream", "name": "stderr", "text": "UserWarning: thin data"}
    drawn(notebook)["outputs"].append(warning)


def keep_an_error(notebook: Notebook) -> None:
    error = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}
    drawn(notebook)["outputs"].append(error)


def misspell_a_tag(notebook: Notebook) -> None:
    drawn(notebook)["metadata"]["tags"] = ["raise-exception"]


def skip_a_cell(notebook: Notebook) -> None:
    drawn(notebook)["metadata"]["tags"] = ["nbval-skip"]


def ignore_an_output(notebook: Notebook) -> None:
    drawn(notebook)["metadata"]["tags"] = ["nbval-ignore-output"]


def tell_nbval_in_a_comment(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["source"] = "# NBVAL_SKIP\n" + source(cell)


def leave_rows_out(notebook: Notebook) -> None:
    table = "   client  done\n0  Ann  3\n..  ...  ...\n9  Ann  4\n\n[10 rows x 2 columns]"
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": table}}
    drawn(notebook)["outputs"].append(output)


def take_the_picture_away(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["outputs"] = [o for o in cell["outputs"] if "<img" not in html_of(o)]


def html_of(output: dict[str, object]) -> str:
    data: dict[str, object] = output.get("data", {})  # type: ignore[assignment]
    html = data.get("text/html", "")
    return html if isinstance(html, str) else "".join(html)  # type: ignore[arg-type]


def replace_the_picture(notebook: Notebook) -> None:
    for output in drawn(notebook)["outputs"]:
        html = PICTURE.sub(f"data:image/svg+xml;base64,{blank_picture()}", html_of(output))
        output["data"]["text/html"] = html


def take_the_numbers_away(notebook: Notebook) -> None:
    for output in drawn(notebook)["outputs"]:
        [picture] = PICTURE.findall(html_of(output))
        html = f'<img src="data:image/svg+xml;base64,{picture}">'
        output["data"] = {"text/plain": "a chart", "text/html": html}


def type_a_number_into_the_text(notebook: Notebook) -> None:
    cell = first_prose(notebook)
    cell["source"] = source(cell) + "\nShe did 31 of 48 sessions."


def type_a_number_into_a_cell(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["source"] = source(cell) + "\nmean = 3.4"


def define_a_function(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["source"] = "def half(x):\n    return x\n" + source(cell)


def import_late(notebook: Notebook) -> None:
    cell = code_cells(notebook)[-1]
    cell["source"] = "import os\n" + source(cell)


def filter_warnings(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["source"] = 'warnings.simplefilter("ignore")\n' + source(cell)


def show_a_path(notebook: Notebook) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "kept in /home/ann/kept"}
    drawn(notebook)["outputs"].append(output)


def take_another_kernel(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"]["name"] = "my-env"


def add_a_second_title(notebook: Notebook) -> None:
    cell = first_prose(notebook)
    cell["source"] = source(cell) + "\n\n# Another title?"


def drop_the_trust_line(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = source(cell).replace("describe_trust(", "which_log(")


def put_the_answer_last(notebook: Notebook) -> None:
    notebook["cells"].append(notebook["cells"].pop(2))


def say_much_before_the_answer(notebook: Notebook) -> None:
    cell = first_prose(notebook)
    cell["source"] = source(cell) + "\n\nIt cannot tell why.\n\nChoose run all."


def write_a_long_cell(notebook: Notebook) -> None:
    cell = drawn(notebook)
    cell["source"] = source(cell) + "\nclient" * 10


DAMAGES = {
    strip_outputs: "were not run once",
    run_out_of_order: "were not run once",
    keep_a_warning: "stderr",
    keep_an_error: "keeps an error",
    misspell_a_tag: "'raise-exception'",
    skip_a_cell: "'nbval-skip'",
    ignore_an_output: "'nbval-ignore-output'",
    tell_nbval_in_a_comment: "tells nbval",
    leave_rows_out: "left out",
    take_the_picture_away: "shows none",
    replace_the_picture: "blank or broken",
    take_the_numbers_away: "without the numbers",
    type_a_number_into_the_text: "31 of 48",
    type_a_number_into_a_cell: "number typed into it",
    define_a_function: "belongs in the library",
    import_late: "imports",
    filter_warnings: "filters warnings",
    show_a_path: "path of one machine",
    take_another_kernel: "kernel python3",
    add_a_second_title: "not one question",
    drop_the_trust_line: "can be trusted",
    put_the_answer_last: "does not start with",
    say_much_before_the_answer: "stand before the answer",
    write_a_long_cell: "lines",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_notebook_is_found(damage: Callable[[Notebook], None]) -> None:
    notebook = copy.deepcopy(read("05_stiffness_over_time"))
    damage(notebook)
    found = faults(notebook)
    assert any(DAMAGES[damage] in fault for fault in found), found
