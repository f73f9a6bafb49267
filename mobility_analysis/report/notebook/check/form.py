"""The form of ``02_check_your_log``: what sheets in other columns hold is asked, shown, and kept.

The questions are those that the commands put in a terminal (``log.exports.road``). Nothing is
written before the button is pressed; then all that stands below is shown anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.log import DataError, MobilityLog
from mobility_analysis.log.catalogue import exercise_names
from mobility_analysis.log.exports.questions import ROLES, Question, Taken, Understanding, alike
from mobility_analysis.log.exports.road import Looked, app_words, look
from mobility_analysis.log.write.remember import remember
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.notebook.cells import Shown, say, show_rows, show_table, together
from mobility_analysis.report.notebook.opening import Opening
from mobility_analysis.report.notebook.review import show_overview
from mobility_analysis.words.log import describe_log
from mobility_analysis.words.numbers import count_words

ROWS_SHOWN = 5
SESSIONS = ("client", "date", "exercise", "status", "side", "sets", "reps", "hold_s", "load_kg",
            "note")  # fmt: skip
RATINGS = ("client", "date", "score", "moment", "note")
OTHERWISE = "Is a column something else than it was taken for?"
SCROLLED = "overflow-x: auto; max-width: 100%; line-height: 1.2"
TIGHT = "line-height: 1.4"
ROWS = "display: flex; flex-wrap: wrap; gap: 0 3em; line-height: 1.2"
CELL = "text-align: left; vertical-align: top; padding: 2px 8px"


class Form:
    """What is asked of sheets in other columns, and what the answers given so far would read.

    Attributes
    ----------
    looked : Looked
        The sheets, and what they seem to hold.
    chosen : dict of str to str
        The answers that somebody chose; to all other questions the likely one is taken.
    """

    def __init__(self, opening: Opening, looked: Looked) -> None:
        self.opening, self.looked = opening, looked
        self.chosen: dict[str, str] = {}
        #: The columns as they were understood at first: those of sheets that are alike once.
        self.columns = {
            taken.header: taken for own in looked.understandings for taken in own.columns
        }

    def asked(self) -> list[tuple[Question, str]]:
        """Return the questions, each with its answer so far, those that answers open, too."""
        answers: dict[str, str] = {}
        found: list[tuple[Question, str]] = []
        while left := self.looked.questions(answers):
            for question in left:
                values = [choice.value for choice in question.choices]
                taken = self.chosen.get(question.key, values[0])
                answers[question.key] = taken if taken in values else values[0]
                found.append((question, answers[question.key]))
        return found

    @property
    def answers(self) -> dict[str, str]:
        """The answers so far by the keys of their questions."""
        return {question.key: value for question, value in self.asked()}

    def choose(self, key: str, value: str) -> None:
        """Take another answer to a question."""
        self.chosen[key] = value

    def take(self, header: str, role: str) -> None:
        """Take a column for what somebody says that it is; for an empty role, as at first.

        Raises
        ------
        DataError
            If nothing can be made of the sheet then; the form stays as it was.
        """
        roles = {**self.looked.roles, header: role}
        said = {name: role for name, role in roles.items() if role}
        looked = look(self.looked.path, self.looked.settings, self.looked.found, roles=said)
        if not looked.understandings:
            why = " ".join(file.reason for file in looked.files)
            raise DataError(why or f"{header!r} cannot be that.")
        self.looked = looked

    def log(self) -> MobilityLog:
        """Return the log that the answers so far would make; nothing is written."""
        answered = self.looked.answered(self.answers)
        settings = self.looked.settings.with_answers(answered)
        return self.opening.read(replace(settings, place=settings.place or self.looked.place))

    def keep(self) -> Path:
        """Write the answers into ``mobility.toml`` beside the log, and return its path."""
        return remember(self.looked.folder, self.looked.answered(self.answers))

    def understood(self) -> list[Shown]:
        """Show each sheet that is new: its first rows, and what each column was taken for."""
        shown = []
        for first, *others in alike(self.looked.understandings):
            more = f" The same columns: {', '.join(map(_called, others))}." if others else ""
            head = f"{_called(first)} has columns of its own.{more} Its first rows"
            if _stand_in_order(first):
                shown += [say(f"{head}, each column under what it was taken for:"), _table(first)]
            else:
                shown += [say(f"{head}:"), _table(first), say("What was taken for what:")]
                shown.append(_taken(first))
        return shown

    def preview(self) -> list[Shown]:
        """Show what would be read: how much, the first chart and the first rows."""
        log = self.log()
        parts = [say(f"With these answers: {describe_log(log)}")]
        if log.clients:
            drawn = show_overview(client_contents(log, log.clients[0]))
            parts.append(Shown(repr(drawn), drawn._repr_html_()))
        rows = [
            _first_rows(log, table, name, columns)
            for table, name, columns in (
                (log.sessions, "session", SESSIONS), (log.stiffness, "rating", RATINGS))
            if len(table)
        ]  # fmt: skip
        return [*parts, _beside(rows)]

    def in_words(self) -> Shown:
        """Say what would be asked, and which lines answer it, for where no form can be shown."""
        parts = self.understood()
        for question, _ in self.asked():
            first, *others = (choice.words for choice in question.choices)
            parts.append(say(f"{question.words} Likely: {first}.", *(f"Or: {o}." for o in others)))
        parts.append(say(f"These lines in {self.looked.place} give the likely answers:"))
        lines = self.looked.lines()
        parts.append(Shown(lines, f"<pre>{escape(lines)}</pre>"))
        return together(parts)

    def __repr__(self) -> str:
        return self.in_words().text

    def _repr_html_(self) -> str:
        return self.in_words().html


def _called(own: Understanding) -> str:
    return f"{own.file}, sheet {own.sheet!r}" if own.sheet else own.file


def _taken(own: Understanding) -> Shown:
    if not own.columns:
        return say(f"This is {app_words(own)}.")
    return show_rows(
        pd.DataFrame(
            {
                "column": [taken.header for taken in own.columns],
                "taken for": [taken.meaning for taken in own.columns],
                "such as": ["; ".join(filter(None, taken.samples)) for taken in own.columns],
            }
        )
    )


def _stand_in_order(own: Understanding) -> bool:
    """Whether what was understood is, column by column, what stands in the sheet's first row."""
    return bool(own.columns) and [c.header for c in own.columns] == [*own.first_rows[0]]


def _table(own: Understanding) -> Shown:
    """Show the first rows of a sheet as they were written, each column under its meaning."""
    width = max(map(len, own.first_rows), default=0)
    head, *body = ([*row, *[""] * (width - len(row))] for row in own.first_rows)
    meanings = [[f"({column.meaning})" for column in own.columns]] if _stand_in_order(own) else []
    rows = [*(("i", row) for row in meanings), ("b", head), *(("span", row) for row in body)]
    cells = "".join(
        "<tr>"
        + "".join(f'<td style="{CELL}"><{kind}>{escape(cell)}</{kind}></td>' for cell in row)
        + "</tr>"
        for kind, row in rows
    )  # fmt: skip
    text = "\n".join(" | ".join(row) for _, row in rows)
    return Shown(text, f'<div style="{SCROLLED}"><table>{cells}</table></div>')


def _first_rows(
    log: MobilityLog, table: pd.DataFrame, name: str, columns: tuple[str, ...]
) -> Shown:
    shown = table.head(ROWS_SHOWN)
    head = f"The first {len(shown)} of {count_words(len(table), name)}:"
    return together([say(head), show_table(shown, *columns, names=exercise_names(log))])


def _beside(parts: list[Shown]) -> Shown:
    cells = "".join(f"<div>{part.html}</div>" for part in parts)
    return Shown("\n".join(part.text for part in parts), f'<div style="{ROWS}">{cells}</div>')


def form_of(opening: Opening, looked: Looked) -> Form | None:
    """Return the form of a log; None where all is understood: exports of known apps alone."""
    is_new = any(own.columns for own in looked.understandings)
    return Form(opening, looked) if is_new or looked.questions({}) else None


class Widgets:
    """The form as widgets: a drop-down a question, a preview, and the button that keeps it."""

    def __init__(self, form: Form, keep: Callable[[], Shown]) -> None:
        import ipywidgets as w

        self.form, self.keep = form, keep
        self.taken_back: dict[str, str] = {}
        self.asked = w.VBox([])
        self.seen = w.HTML("")
        self.button = w.Button(description="Keep these answers", icon="check",
                               layout={"width": "auto"})  # fmt: skip
        self.said = w.HTML("")
        self.button.on_click(self._keep)
        self.understood = w.HTML("")
        self.columns = w.Accordion([w.VBox([*map(self._column, self.form.columns.values())])])
        self.columns.titles, self.columns.selected_index = (OTHERWISE,), None
        self.refused = w.HTML("")
        self.box = w.VBox(
            [self.understood, *([self.columns] if self.form.columns else []), self.refused,
             self.asked, self.seen, self.button, self.said]
        )  # fmt: skip
        self._fill()

    def _column(self, taken: Taken) -> Any:
        """Make a column's menu: what it was taken for, and all else that it may be."""
        import ipywidgets as w

        options = [(f"as understood: {taken.meaning}", "")]
        options += [(words, role) for role, words in ROLES.items()]
        menu = w.Dropdown(options=options, value="", layout={"width": "26em"})
        menu.observe(lambda change: self._take(taken.header, change, menu), names="value")
        name = w.Label(taken.header, layout={"width": "14em"})
        return w.HBox([name, menu, w.Label("; ".join(filter(None, taken.samples)))])

    def _take(self, header: str, change: Any, menu: Any) -> None:
        if change["old"] == self.taken_back.pop(header, None):
            return
        try:
            self.form.take(header, change["new"])
        except DataError as fault:
            self.refused.value = say(f"{header!r} stays as it was. {fault}").html
            self.taken_back[header] = change["new"]
            menu.value = change["old"]
        else:
            self.refused.value = ""
            self._fill()

    def _fill(self) -> None:
        """Show the questions with their answers so far, and what these would read."""
        self.understood.value = together(self.form.understood()).html
        self.asked.children = [
            part for question, value in self.form.asked() for part in self._one(question, value)
        ]
        try:
            self.seen.value = f'<div style="{TIGHT}">{together(self.form.preview()).html}</div>'
            self.button.disabled = False
        except (DataError, ValueError) as fault:
            self.seen.value = say(f"With these answers nothing can be read. {fault}").html
            self.button.disabled = True

    def _one(self, question: Question, value: str) -> tuple[Any, Any]:
        import ipywidgets as w

        options = [(choice.words, choice.value) for choice in question.choices]
        menu = w.Dropdown(options=options, value=value, layout={"width": "auto"})
        menu.observe(lambda change: self._choose(question.key, change["new"]), names="value")
        return w.HTML(f"<b>{escape(question.words)}</b>"), menu

    def _choose(self, key: str, value: str) -> None:
        self.form.choose(key, value)
        self._fill()

    def _keep(self, _: object) -> None:
        try:
            said = self.keep()
        except (OSError, DataError) as fault:
            self.said.value = say(f"Nothing was written: {fault}").html
            return
        self.box.children = [self.said]
        self.said.value = said.html

    def __repr__(self) -> str:
        return repr(self.form)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        return {**self.box._repr_mimebundle_(**options), "text/plain": repr(self)}
