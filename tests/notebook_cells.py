"""Run the cells of a notebook in this process, and give what each shows, as a notebook would."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple
from unittest.mock import patch

from notebook_checks import Notebook, code_cells, source


class Cell(NamedTuple):
    """One cell that was run: its code, and each thing that it shows."""

    code: str
    shown: list[object]


class Place:
    """Stands for a place under a cell: what is shown there at first counts."""

    def __init__(self, thing: object) -> None:
        self.holds = [thing]

    def update(self, thing: object) -> None:
        self.holds.append(thing)


def run_cells(notebook: Notebook, *, log: str = "", leave_out: str = "_copy(") -> Iterator[Cell]:
    """Run each code cell, but for those with a word; ``log`` is written into the first."""
    shown: list[object] = []

    def display(*things: object) -> None:
        shown.extend(thing for thing in things if thing is not None)

    def place(thing: object) -> Place:
        display(thing)
        return Place(thing)

    names: dict[str, object] = {"display": display}
    for cell in code_cells(notebook):
        code = source(cell)
        if leave_out and leave_out in code:
            continue
        if log:
            code = code.replace('LOG = "../data/sample"', f"LOG = {log!r}")
        with patch("mobility_analysis.report.notebook.places.show_in_place", place):
            display(_run(code, names))
        yield Cell(code, list(shown))
        shown.clear()


def _run(code: str, names: dict[str, object]) -> object:
    """Run a cell and return what its last line gives, as a notebook does."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
