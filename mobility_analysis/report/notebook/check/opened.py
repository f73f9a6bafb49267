"""The log of ``02_check_your_log``: what must be asked of it, if anything, and what was found."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobility_analysis.log import MobilityLog
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook.cells import Shown, say, together
from mobility_analysis.report.notebook.check.view import show_account, show_problems
from mobility_analysis.report.notebook.keep import Tables, offer_copy
from mobility_analysis.report.notebook.opening import LogNotOpenedError, opening_of, which_log
from mobility_analysis.report.rubbish import collect_seldom
from mobility_analysis.words.log import describe_log

if TYPE_CHECKING:
    from mobility_analysis.report.notebook.check.form import Form

NOT_YET = "The log is checked here as soon as the questions above are answered."
NO_COPY = "Nothing can be kept before the questions at the top are answered."


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
        self.form: Form | None = None
        self.__dict__.pop("log", None)
        if self.opening.looked is not None:
            from mobility_analysis.report.notebook.check.form import form_of  # seldom

            self.form = form_of(self.opening, self.opening.looked)

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
            from mobility_analysis.report.notebook.check.form import Widgets

            is_shown = find_spec("ipywidgets") is not None
            places.show_in_place(Widgets(self.form, self.keep) if is_shown else self.form)
        self._below.append((places.show_in_place(found), self._found))

    def _found(self) -> Shown:
        if self.log is None:
            return say(NOT_YET, which_log(self.path))
        said = say(which_log(self.path), describe_log(self.log))
        return together([show_problems(self.log), show_account(self.log), said])

    def offer_copy(self, folder: str | Path) -> None:
        """Show the button that keeps the account of the log, and all that was found, as tables."""
        self._below.append((places.show_in_place(self._copy(folder)), lambda: self._copy(folder)))

    def _copy(self, folder: str | Path) -> object:
        if self.log is None:
            return say(NO_COPY)
        tables: Tables = {"02_account": self.log.account, "02_problems": self.log.problems}
        more: Tables = {"02_remarks": self.log.remarks, "02_unreadable": self.log.unreadable}
        there = {name: table for name, table in more.items() if len(table)}
        return offer_copy(self.log, folder, tables={**tables, **there})

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
    collect_seldom()  # before anything is made, else all that was just loaded is looked through
    return LogCheck(path, as_of=as_of, options=options)
