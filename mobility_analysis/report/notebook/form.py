"""The form of ``02_check_your_log``: what sheets in other columns hold is asked, shown, and kept.

The questions are those that the commands put in a terminal (``log.exports.road``). Nothing is
written before the button is pressed; then all that stands below is shown anew.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.log import DataError, MobilityLog
from mobility_analysis.log.catalogue import exercise_names
from mobility_analysis.log.exports.questions import ROLES, Question, Taken, Understanding, alike
from mobility_analysis.log.exports.road import Looked, app_words, look
from mobility_analysis.log.write.remember import remember
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook.cells import Shown, say, show_rows, show_table
from mobility_analysis.report.notebook.check_view import show_account, show_problems
from mobility_analysis.report.notebook.keep import Tables, offer_copy
from mobility_analysis.report.notebook.opening import (
    LogNotOpenedError,
    Opening,
    opening_of,
    which_log,
)
from mobility_analysis.report.notebook.review import show_overview
from mobility_analysis.words.log import describe_log
from mobility_analysis.words.numbers import count_words

ROWS_SHOWN = 5
SESSIONS = ("client", "date", "exercise", "status", "side", "sets", "reps", "hold_s", "load_kg",
            "note")  # fmt: skip
RATINGS = ("client", "date", "score", "moment", "note")
OTHERWISE = "Is a column something else than it was taken for?"
NOT_YET = "The log is checked here as soon as the questions above are answered."
NO_COPY = "Nothing can be kept before the questions at the top are answered."
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
        return _together(parts)

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
    return _together([say(head), show_table(shown, *columns, names=exercise_names(log))])


def _beside(parts: list[Shown]) -> Shown:
    cells = "".join(f"<div>{part.html}</div>" for part in parts)
    return Shown("\n".join(part.text for part in parts), f'<div style="{ROWS}">{cells}</div>')


def _together(parts: list[Shown]) -> Shown:
    return Shown("\n".join(part.text for part in parts), "".join(part.html for part in parts))


class LogCheck:
    """A log as ``02_check_your_log`` shows it: first what must be asked of it, if anything.

    Attributes
    ----------
    form : Form or None
        What is asked about sheets in other columns; None where nothing is.
    """

    def __init__(self, path: str | Path, *, as_of: str, options: str) -> None:
        self.path = path
        self.opening = opening_of(path, as_of=as_of, options=options)
        self._below: list[tuple[Any, Any]] = []
        self._look()

    def _look(self) -> None:
        looked = self.opening.looked
        self.form = Form(self.opening, looked) if looked is not None and _is_asked(looked) else None
        self.__dict__.pop("log", None)

    @cached_property
    def log(self) -> MobilityLog | None:
        """The log; None as long as it cannot be read without an answer."""
        try:
            return self.opening.log()
        except LogNotOpenedError:
            if self.form is None:
                raise
            return None

    def show(self) -> None:
        """Show what is asked, if anything, and then what the check of the log found."""
        found = self._found()  # what is wrong with the log is said at once
        if self.form is not None:
            is_shown = find_spec("ipywidgets") is not None
            places.show_in_place(Widgets(self, self.form) if is_shown else self.form)
        self._below.append((places.show_in_place(found), self._found))

    def _found(self) -> Shown:
        if self.log is None:
            return say(NOT_YET, which_log(self.path))
        said = say(which_log(self.path), describe_log(self.log))
        return _together([show_problems(self.log), show_account(self.log), said])

    def offer_copy(self, folder: str | Path) -> None:
        """Show the button that keeps the account and the problems of the log as tables."""
        self._below.append((places.show_in_place(self._copy(folder)), lambda: self._copy(folder)))

    def _copy(self, folder: str | Path) -> object:
        if self.log is None:
            return say(NO_COPY)
        tables: Tables = {"02_account": self.log.account, "02_problems": self.log.problems}
        return offer_copy(self.log, folder, tables=tables)

    def keep(self) -> Shown:
        """Keep the answers of the form, and show anew what stands below."""
        if self.form is None:
            return say("Nothing is asked about this log.")
        kept = self.form.keep()
        self.opening = self.opening.again()
        self._look()
        for place, make in self._below:
            place.update(make())
        return say(
            f"Kept in {kept.resolve()}: nothing of this is asked again. All notebooks read it now."
        )


def _is_asked(looked: Looked) -> bool:
    """Whether there is anything to look at: not where there are exports of known apps alone."""
    is_new = any(own.columns for own in looked.understandings)
    return is_new or bool(looked.questions({}))


def open_check(path: str | Path, *, as_of: str = "", options: str = "") -> LogCheck:
    """Open the log of a notebook's cell to be checked; sheets in other columns are asked about.

    Parameters
    ----------
    path, as_of, options
        As in ``open_log``.

    Returns
    -------
    LogCheck
        ``show`` shows the form, where there is anything to ask, and what was found.

    Raises
    ------
    DataError
        If there is no log at that place, nor any sheet that can be understood.
    ValueError
        If the day can be read as none or as two, or an option is none.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> check = ma.open_check(bundled_sample())
    >>> check.form is None, len(check.log.problems)
    (True, 0)
    """
    return LogCheck(path, as_of=as_of, options=options)


class Widgets:
    """The form as widgets: a drop-down a question, a preview, and the button that keeps it."""

    def __init__(self, check: LogCheck, form: Form) -> None:
        import ipywidgets as w

        self.check, self.form = check, form
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
        self.understood.value = _together(self.form.understood()).html
        self.asked.children = [
            part for question, value in self.form.asked() for part in self._one(question, value)
        ]
        try:
            self.seen.value = f'<div style="{TIGHT}">{_together(self.form.preview()).html}</div>'
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
            said = self.check.keep()
        except (OSError, DataError) as fault:
            self.said.value = say(f"Nothing was written: {fault}").html
            return
        self.box.children = [self.said]
        self.said.value = said.html

    def __repr__(self) -> str:
        return repr(self.form)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        return {**self.box._repr_mimebundle_(**options), "text/plain": repr(self)}
