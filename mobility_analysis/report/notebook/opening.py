"""A notebook's first cell: which log is looked at, how it is read, whose it is, and what is so."""

from __future__ import annotations

import difflib
import os
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from mobility_analysis.log import DataError, MobilityLog
from mobility_analysis.log.catalogue import named_exercise
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.load import read_log
from mobility_analysis.log.read.files import Found, find_logs
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.scales import Scale, scale_from_text
from mobility_analysis.log.schema import DATE_ORDERS
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.targets import with_stated_targets
from mobility_analysis.measures.days import SHOWN_WEEKS, first_shown
from mobility_analysis.report.notebook.cells import Shown
from mobility_analysis.report.notebook.slips import (
    HOW_TO_STATE,
    NOT_STATED,
    WrongCellError,
    forget_after_slips,
    need_texts,
)
from mobility_analysis.report.rubbish import collect_seldom
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.words.log import (
    date_order_words,
    days_rated_words,
    describe_rows,
    first_day_of,
    log_facts,
)
from mobility_analysis.words.numbers import count_words, date_words

if TYPE_CHECKING:
    from mobility_analysis.log.exports.road import Looked

LOG_VARIABLE = "MOBILITY_LOG"
OPTIONS_VARIABLE = "MOBILITY_OPTIONS"
UNEDITED_LOG = "../data/sample"
NOTHING_USED = "this log holds no row of a client that can be used"
NOTHING_YET = (
    f"Nothing can be shown yet, since {NOTHING_USED}: fill in sessions or stiffness, or mend what "
    "02_check_your_log shows, then run all again."
)
CLIENTS_NAMED = 5
#: Where a notebook says more of what was read, and of other people's sheets.
IN_FULL = "In full: 02_check_your_log."
CHECK = "02_check_your_log"


class LogNotOpenedError(DataError):
    """The log of a notebook cannot be opened; the notebook shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        """Show in a notebook what is wrong, and not where in the library it arose."""
        return [str(self)]


class OtherColumnsError(LogNotOpenedError):
    """Sheets have columns of their own, and something must be asked about them first."""

    def __init__(self, place: str, n_questions: int) -> None:
        self.first = (
            f"{place} has columns of its own, and {count_words(n_questions, 'thing')} must be "
            "asked about them first. Open"
        )
        self.is_shown = False
        self.then = "with the same LOG, answer there, and run this notebook again."
        super().__init__(f"{self.first} {CHECK} {self.then}")

    def _render_traceback_(self) -> list[str]:
        """Show in a notebook a sentence with a link to the form, and below it what it means."""
        if not self.is_shown:  # a notebook asks for this once more, for its history
            from IPython.display import display

            link = f'<a href="{CHECK}.ipynb">{CHECK}</a>'
            show: Any = display  # without types
            show(Shown(str(self), f"<p>{escape(self.first)} {link} {escape(self.then)}</p>"))
            self.is_shown = True
        return [f"The cells below wait for the answers that {CHECK} asks for."]


def open_log(path: str | Path, *, as_of: str = "", options: str = "") -> MobilityLog:
    """Open the log that a notebook's cell names.

    What stands in the cell wins. The environment variable ``MOBILITY_LOG`` is the default of a
    cell that nobody edited, and ``MOBILITY_OPTIONS`` how that log is read where the cell does not
    say. Rows with a problem are set aside and counted, so that a notebook goes on without them.

    Parameters
    ----------
    path : str or Path
        A log: a folder, a workbook or one file; ``~`` is the user's own folder.
    as_of : str
        The day on which the log is looked at, as 2026-11-22; empty for its newest entry.
    options : str
        How the log is read, as for the command ``report``: ``--scale 1-5``,
        ``--scale-reversed``, ``--date-order dmy``, ``--recipe strong``, ``--target-per-week 3``,
        ``--target "down-dog=5"``; empty for none.

    Returns
    -------
    MobilityLog

    Raises
    ------
    DataError
        If there is no log at that place, or none that can be read.
    ValueError
        If the day can be read as none or as two, or an option is none.

    Examples
    --------
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> open_log(bundled_sample()).clients[0]
    'Amira K'
    """
    return opening_of(path, as_of=as_of, options=options).log()


@dataclass(frozen=True, eq=False, repr=False)
class Opening:
    """A log about to be read as a notebook's cell says.

    Attributes
    ----------
    chosen : Path
        Where it is.
    stated : Namespace
        The options of the cell.
    day : Timestamp or None
        The day on which it is looked at, where one is stated.
    settings : Settings
        Those of its place, and of the cell.
    """

    chosen: Path
    stated: Namespace
    day: pd.Timestamp | None
    settings: Settings

    @cached_property
    def found(self) -> Found:
        """What lies there."""
        return find_logs(self.chosen)

    @cached_property
    def looked(self) -> Looked | None:
        """What is made of it; None where all has our own columns, or a recipe is stated."""
        if self.stated.recipe:
            return None
        with _as_sentences():
            is_other = any(log.foreign or log.askable for log in self.found.logs)
            if not (is_other or self.settings.recipes):
                return None
            from mobility_analysis.log.exports.road import look  # most logs need nothing of it

            return look(self.chosen, self.settings, self.found)

    def again(self) -> Opening:
        """Return the same after something changed at its place."""
        return _opening(self.chosen, self.stated, self.day)

    def log(self) -> MobilityLog:
        """Return the log, its bad rows set aside; what cannot be opened is said in a sentence."""
        with _as_sentences():
            return _with_targets(
                self._exported() if self.stated.recipe else self._read(), self.stated
            )

    def read(self, settings: Settings) -> MobilityLog:
        """Return the log as it would be by other settings."""
        log = read_log(self.chosen, settings, as_of=self.day, on_problem="set aside")
        return _with_targets(log, self.stated)

    def _read(self) -> MobilityLog:
        looked = self.looked
        try:
            return read_log(
                self.chosen, self.settings, as_of=self.day, on_problem="set aside",
                found=self.found, looked=looked,
            )  # fmt: skip
        except DataError:
            if looked is not None and looked.questions({}):
                n_asked = len(looked.likely_answers())
                raise OtherColumnsError(self.chosen.resolve().name, n_asked) from None
            raise

    def _exported(self) -> MobilityLog:
        from mobility_analysis.log.exports.imports import read_export
        from mobility_analysis.log.exports.recipes import load_recipe

        export = read_export(
            self.chosen,
            load_recipe(self.stated.recipe),
            date_order=self.settings.date_order,
            scale=self.settings.scale,
            on_problem="set aside",
        )
        log = replace(export.log, settings=self.settings)
        return log if self.day is None else replace(log, as_of=self.day)


def opening_of(path: str | Path, *, as_of: str, options: str) -> Opening:
    """Return how a log will be read; raises as ``open_log`` where the cell cannot be meant.

    From here on the kernel looks for rubbish as seldom as a command does.
    """
    collect_seldom()
    forget_after_slips()
    need_texts(OPTIONS=options)
    if not isinstance(as_of, date):
        need_texts(AS_OF=as_of)
    chosen = chosen_log(path)
    stated = _read_options(options.strip() or _default_options(chosen))
    with _as_sentences():
        day = read_day(as_of, name="AS_OF") if as_of else None
        return _opening(chosen, stated, day)


def _opening(chosen: Path, stated: Namespace, day: pd.Timestamp | None) -> Opening:
    return Opening(chosen, stated, day, _settings(chosen, stated))


def _settings(chosen: Path, stated: Namespace) -> Settings:
    return settings_at(chosen).with_typed(date_order=stated.date_order, scale=_scale(stated))


@contextmanager
def _as_sentences() -> Iterator[None]:
    """Let a notebook show what is wrong as a sentence alone."""
    try:
        yield
    except LogNotOpenedError:
        raise
    except DataError as error:
        raise LogNotOpenedError(str(error), error.problems) from None
    except ValueError as error:
        raise WrongCellError(str(error)) from None


class _OptionsParser(ArgumentParser):
    """Reads the options of a cell; says in one sentence what it cannot read."""

    def error(self, message: str) -> NoReturn:
        raise WrongCellError(
            f"OPTIONS: {message}. It takes what the command report takes: --scale 1-5, "
            "--scale-reversed, --date-order dmy, --recipe strong, --target-per-week 3, "
            '--target "down-dog=5".'
        )


def _read_options(options: str) -> Namespace:
    parser = _OptionsParser(prog="OPTIONS", add_help=False, allow_abbrev=False)
    parser.add_argument("--scale")
    parser.add_argument("--scale-reversed", action="store_true")
    parser.add_argument("--date-order", choices=DATE_ORDERS)
    parser.add_argument("--recipe")
    parser.add_argument("--target-per-week", type=float)
    parser.add_argument("--target", action="append", default=[], dest="targets")
    try:
        words = shlex.split(options)
    except ValueError:
        parser.error(f"a quotation mark is not closed in {options!r}")
    return parser.parse_args(words)


def _scale(stated: Namespace) -> Scale | None:
    if stated.scale is None:
        if stated.scale_reversed:
            raise WrongCellError("OPTIONS: --scale-reversed needs the scale too, as --scale 1-5.")
        return None
    scale = scale_from_text(stated.scale)
    return scale._replace(reversed=True) if stated.scale_reversed else scale


def _with_targets(log: MobilityLog, stated: Namespace) -> MobilityLog:
    """Let what the user plans stand where nothing was prescribed, as the command does."""
    named: dict[str, float] = {}
    for written in stated.targets:
        name, _, times = written.rpartition("=")
        exercise = named_exercise(log, name)
        if not isinstance(exercise, str):
            raise WrongCellError(
                f"OPTIONS: --target {name!r} is no exercise of this log. {exercise.repair}"
            )
        try:
            named[exercise] = float(times)
        except ValueError:
            raise WrongCellError(f"OPTIONS: --target {written!r} is not as down-dog=5.") from None
    return with_stated_targets(log, per_week=stated.target_per_week, per_exercise=named)


def which_log(path: str | Path) -> str:
    """Say which log is looked at.

    Parameters
    ----------
    path : str or Path
        What stands in the notebook's cell.

    Returns
    -------
    str

    Examples
    --------
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> which_log(bundled_sample()).endswith("(the sample log: made-up people).")
    True
    """
    chosen = chosen_log(path)
    if chosen.resolve() == bundled_sample():
        return f"Log: {chosen.as_posix()} (the sample log: made-up people)."
    if str(path) == UNEDITED_LOG and os.environ.get(LOG_VARIABLE):
        return f"Log: {chosen} (named by {LOG_VARIABLE}, since LOG was not changed)."
    return f"Log: {chosen}."


def chosen_log(path: str | Path) -> Path:
    """Return the log that the cell names, or of a cell nobody edited that of the environment."""
    if not isinstance(path, Path):
        need_texts(LOG=path)
    text = str(path)
    if text == NOT_STATED:
        raise LogNotOpenedError(f"LOG could not be read. {HOW_TO_STATE}")
    if not text.strip():
        raise LogNotOpenedError("LOG is empty: write the path of a log between its quotation marks")
    is_default = text == UNEDITED_LOG and bool(os.environ.get(LOG_VARIABLE))
    chosen = Path(os.environ[LOG_VARIABLE] if is_default else text).expanduser()
    if chosen.exists():
        return chosen
    named = LOG_VARIABLE if is_default else "LOG"
    message = f"{chosen.resolve()}: found no file or folder there; {named} is {str(chosen)!r}. "
    if not text.isprintable():
        message += "Write each \\ of the path as /: Python reads some letters after \\ otherwise."
    elif not chosen.is_absolute():
        message += f"Write the whole path, or one that starts at the folder {Path.cwd()}."
    else:
        message += "Correct the path: each folder, and the name with its ending."
    raise LogNotOpenedError(message)


def _default_options(chosen: Path) -> str:
    """Return the options of the environment, which are those of its own log alone."""
    named = os.environ.get(LOG_VARIABLE)
    is_of_this = not named or Path(named).resolve() == chosen.resolve()
    return os.environ.get(OPTIONS_VARIABLE, "") if is_of_this else ""


def client_log(log: MobilityLog, client: str = "") -> MobilityLog:
    """Return the log of one client: the one named, or the first.

    Parameters
    ----------
    log : MobilityLog
        A log of one or more clients.
    client : str
        The id of a client; empty for the first.

    Returns
    -------
    MobilityLog

    Raises
    ------
    DataError
        If the log has no client at all.
    ValueError
        If the log has no such client; the message names the nearest.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> ma.client_log(log).clients, ma.client_log(log, "Ben T").clients
    (('Amira K',), ('Ben T',))
    """
    return log.for_client(client_named(log, client))


def client_named(log: MobilityLog, client: str = "") -> str:
    """Return the client that was asked for, or else the first of a log."""
    if not log.clients:
        raise LogNotOpenedError(NOTHING_YET)
    need_texts(CLIENT=client)
    if client and client not in log.clients:
        near = difflib.get_close_matches(client, log.clients, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else _some(log.clients)
        raise WrongCellError(f"{client!r} is no client of this log. {hint}")
    return client or log.clients[0]


def _some(clients: Sequence[str]) -> str:
    """Name the first clients of a log, and how many more there are."""
    left = len(clients) - CLIENTS_NAMED
    more = f" and {left:,} more" if left > 0 else ""
    return f"It has {', '.join(map(repr, clients[:CLIENTS_NAMED]))}{more}."


def shown_from(log: MobilityLog) -> pd.Timestamp | None:
    """Return the first day of charts over time: of a long log, that of its last 26 weeks.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.

    Returns
    -------
    Timestamp or None
        A Monday; None where the whole log is shown.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> days = pd.date_range("2024-01-01", "2026-11-22", freq="7D").strftime("%Y-%m-%d")
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": day, "score": 4} for day in days],
    ...     as_of="2026-11-22")
    >>> str(ma.shown_from(log).date())
    '2026-05-25'
    """
    return first_shown(first_day_of(log, log.as_of), log.as_of)


def describe_trust(log: MobilityLog, mine: MobilityLog, *, path: str | Path = "") -> str:
    """Say in one line whose log it is, how full it is, and whether all of it was read.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    mine : MobilityLog
        The log of one client of it, or the whole log once more.
    path : str or Path
        What stands in the notebook's cell: which log it is.

    Returns
    -------
    str
        ``02_check_your_log`` says the same in full.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> print(ma.describe_trust(log, log["Ann"]))
    Ann, the only client: 0 of 14 days rated, 5 with any entry, newest 11 Nov 2026; 6 rows read, 6
    used, none set aside. In full: 02_check_your_log.
    """
    place = [which_log(path)] if path else []
    facts = log_facts(mine, whole=log)
    newest = f", newest {date_words(facts.last_entry)}" if pd.notna(facts.last_entry) else ""
    if facts.n_clients > 1:
        whose = f"{count_words(facts.n_clients, 'client')}{newest and f': entries{newest}'}"
    else:
        of_all = f" (of {len(log.clients):,} clients)" if len(log.clients) > 1 else ""
        others = ", the only client" if facts.is_only_client else of_all
        whose = (
            f"{mine.clients[0]}{others}: {days_rated_words(facts)}, {facts.n_days_entered:,} with "
            f"any entry{newest}"
        )
    said = [*place, f"{whose}; {describe_rows(facts.rows)}."]
    if len(log.unreadable):
        said.append(f"{count_words(len(log.unreadable), 'log')} could not be read.")
    if len(mine.remarks):
        said.append(f"{count_words(len(mine.remarks), 'thing')} pointed out.")
    if facts.n_clients == 1 and first_shown(facts.first_day, facts.as_of) is not None:
        said.append(f"Charts over time show the last {SHOWN_WEEKS} weeks.")
    order = date_order_words(log)
    return " ".join([*said, *([order] if order else []), *facts.assumptions, IN_FULL])
