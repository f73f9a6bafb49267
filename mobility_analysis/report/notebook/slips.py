"""Slips in the cell that states a log: what is no text, and what a failed cell leaves behind."""

from __future__ import annotations

import re
import sys
from functools import cache
from types import ModuleType
from typing import Any

from mobility_analysis.report.notebook.cells import say

STATED = ("LOG", "CLIENT", "AS_OF", "OPTIONS", "KEEP")
NOT_STATED = "\0"
"""Stands for a LOG whose own cell failed, so that the one before is not opened in its place."""
HOW_TO_STATE = (
    'Write LOG = "C:/Users/me/log": the path between two plain quotation marks, with / for each \\.'
)
NOTHING_OPEN = (
    "Nothing is shown here, since a cell above failed that states LOG or opens it. Mend what it "
    "says, then run all again."
)
_STATES_LOG = re.compile(r"^LOG\s*=", re.MULTILINE)
_NAMES_LOG = re.compile(r"\bLOG\b")


class WrongCellError(ValueError):
    """What stands in a notebook's cell cannot be meant; the notebook shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """Show in a notebook what is wrong, and not where in the library it arose."""
        return [str(self)]


def need_texts(**stated: Any) -> None:
    """Refuse what was written into a cell without quotation marks.

    >>> need_texts(AS_OF=2026-11-22)
    Traceback (most recent call last):
    ...
    mobility_analysis.report.notebook.slips.WrongCellError: AS_OF is no text, but the number 1993.
    Write it between quotation marks.
    """
    for name, value in stated.items():
        if not isinstance(value, str):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            found = f"the number {value}" if is_number else f"a {type(value).__name__}"
            raise WrongCellError(
                f"{name} is no text, but {found}. Write it between quotation marks."
            )


def forget_after_slips() -> None:
    """Let a failed cell that states or opens ``LOG`` leave nothing of the log before it.

    JupyterLab may go on with the cells below, and so may a reader: they would show another log
    than the cell names. Outside of a notebook nothing is done.
    """
    python = sys.modules.get("IPython")
    shell = python.get_ipython() if python else None
    if shell is not None:
        _watched(shell)


@cache
def _watched(shell: Any) -> _Forgetting:
    return _Forgetting(shell)


class _Forgetting:
    """Forgets, in one kernel, what was made of a log once a cell that names another one fails."""

    def __init__(self, shell: Any) -> None:
        self.shell, self.has_failed = shell, False
        shell.events.register("post_run_cell", self.after)
        shell.set_custom_exc((NameError,), self.show)

    def after(self, result: Any) -> None:
        """Forget all but what is stated, loaded or hidden, and a LOG whose own cell failed."""
        cell, names = result.info.raw_cell, self.shell.user_ns
        if not _NAMES_LOG.search(cell):
            return
        if result.success:
            self.has_failed &= bool(_STATES_LOG.search(cell))  # stated anew, and not opened yet
            return
        self.has_failed = True
        is_kept = {*STATED, *self.shell.user_ns_hidden}
        for name, value in [*names.items()]:
            if name not in is_kept and name[0] != "_" and not isinstance(value, ModuleType):
                del names[name]
        if _STATES_LOG.search(cell):
            names["LOG"] = NOT_STATED
            from IPython.display import display

            show: Any = display  # without types
            show(say(HOW_TO_STATE))

    def show(
        self, shell: Any, kind: type, error: NameError, trace: Any, tb_offset: int | None = None
    ) -> None:
        """Say of a name that is not there, as no log is open, what is so; else show it as ever."""
        if self.has_failed:
            shell.showtraceback((WrongCellError, WrongCellError(NOTHING_OPEN), None))
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
