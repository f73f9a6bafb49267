"""One client's desk in a notebook: choose file, client and days; all that stands below follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import pandas as pd

from mobility_analysis.log import DataError, MobilityLog
from mobility_analysis.log.write.names import safe_names
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook.cells import Shown, say
from mobility_analysis.report.notebook.keep import place_words
from mobility_analysis.report.notebook.opening import client_named, describe_trust, open_log
from mobility_analysis.report.rubbish import collect_seldom
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.words.numbers import count_words, window_words

# What measures and draws is loaded when it is first asked for, after the log was opened: from then
# on the kernel looks for rubbish seldom, and a log that cannot be opened is said at once.
if TYPE_CHECKING:
    from mobility_analysis.report.contents import ClientContents
    from mobility_analysis.report.notebook.pictures import ShownFigure
    from mobility_analysis.report.notebook.week_menu import WeekMenu

    View = Callable[[ClientContents], object]

WITHOUT_WIDGETS = (
    "No menu, since ipywidgets is not installed: change CLIENT in the open cell above instead."
)
BUTTON = "A button that writes the page: run this cell to use it."
NO_REASON = "no reason to look first"
LIST_ROWS = 9
TICK_S = 0.5


class Desk:
    """Which log and client are looked at, over which days; all that it shows follows a choice.

    Attributes
    ----------
    log : MobilityLog
        The whole log.
    client : str
        The client chosen last.
    start : Timestamp or None
        First day of adherence sums and charts, where one was chosen.
    as_of : Timestamp
        The day on which the log is looked at.
    """

    def __init__(
        self,
        log: MobilityLog | str | Path,
        *,
        client: str,
        options: str,
        review: pd.DataFrame | None,
    ) -> None:
        self.options, self.review = options, review
        self.folder = Path()
        self.path = "" if isinstance(log, MobilityLog) else str(log)
        self.log = log if isinstance(log, MobilityLog) else open_log(log, options=options)
        self.start: pd.Timestamp | None = None
        self.as_of = self.log.as_of
        self.client = client_named(self.log, client or next(iter(self.listed), ""))
        self._below: dict[Callable[[], object], Any] = {}
        self.weeks: WeekMenu | None = None
        self.controls = Controls(self) if find_spec("ipywidgets") else None

    @property
    def listed(self) -> dict[str, str]:
        """The clients as the menu names them, in the order of the review where there is one."""
        if self.review is None:
            return {client: client for client in self.log.clients}
        found = zip(self.review["client"].astype("str"), self.review["reasons"], strict=True)
        return {client: f"{client}: {why or NO_REASON}" for client, why in found}

    @cached_property
    def contents(self) -> ClientContents:
        """Every table of the client chosen last, computed once a choice."""
        from mobility_analysis.report.contents import client_contents

        is_reviewed = self.start is None and self.as_of == self.log.as_of
        return client_contents(
            self.log,
            self.client,
            as_of=self.as_of,
            start=self.start,
            review=self.review if is_reviewed else None,
        )

    @property
    def trust(self) -> str:
        """Whether what is shown can be trusted, in one line."""
        return describe_trust(self.log, self.contents.log, path=self.path)

    def show_first(self) -> None:
        """Show the controls, and under them what there is to see first of the client chosen."""
        places.show_in_place(self)
        self._show(self._overview)

    def _overview(self) -> Shown | ShownFigure:
        from mobility_analysis.report.notebook.review import show_overview

        return show_overview(self.contents, trust=self.trust)

    def show(self, *views: View) -> None:
        """Show what functions make of the client chosen last, and show it anew at each choice.

        Parameters
        ----------
        *views : functions
            Each takes the client's tables and returns what a notebook shows.
        """
        for view in views:
            self._show(lambda view=view: view(self.contents))  # type: ignore[misc]

    def _show(self, make: Callable[[], object]) -> None:
        self._below[make] = places.show_in_place(make())

    def show_week(self) -> None:
        """Show the weeks to pick from, and the sum and the rows of the one that is picked."""
        from mobility_analysis.report.notebook.week_menu import WeekMenu

        self.weeks = WeekMenu(self.contents.log)
        self.weeks.show()

    def show_export(self, folder: str | Path) -> None:
        """Show the button that writes the page, plots and tables of the client chosen last.

        Parameters
        ----------
        folder : str or Path
            Where the client's folder is made.
        """
        self.folder = Path(folder)
        if self.controls is None:
            places.show_in_place(self.export())
        else:
            places.show_in_place(places.WithWords(self.controls.exporting, BUTTON))

    def export(self) -> Shown:
        """Write the page, plots and tables of the client chosen last, and say where."""
        return write_page(self.contents, self.folder, log=self.log)

    def choose(self, client: str, start: date | None, as_of: date | None) -> None:
        """Take another client or other days, and show anew what stands below.

        Raises
        ------
        ValueError
            If the first day lies after the last; nothing is changed then.
        """
        first = None if start is None else pd.Timestamp(start)
        last = self.log.as_of if as_of is None else pd.Timestamp(as_of)
        if first is not None and first > last:
            raise ValueError(f"The first day, {first.date()}, lies after the last, {last.date()}.")
        self.client, self.start, self.as_of = client, first, last
        self._show_anew()

    def open(self, path: str) -> None:
        """Take another log, its first client and all its days, and show anew what stands below.

        Raises
        ------
        DataError
            If there is no log at that place, or none with a client; nothing is changed then.
        """
        log = open_log(path, options=self.options)
        client = client_named(log)
        self.log, self.path, self.client = log, path, client
        self.start, self.as_of = None, log.as_of
        self._show_anew()

    def _show_anew(self) -> None:
        self.__dict__.pop("contents", None)
        for make, below in self._below.items():
            below.update(make())
        if self.weeks is not None:
            self.weeks.take(self.contents.log)

    def __repr__(self) -> str:
        """Name no client: these words stay in the file when the desk has gone on to another."""
        if self.controls is None:
            return f"{WITHOUT_WIDGETS} Shown: {self.client}."
        return f"A menu of {count_words(len(self.log.clients), 'client')}: run this cell to use it."

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if self.controls is None:
            return {"text/plain": repr(self)}
        return {**self.controls.box._repr_mimebundle_(**options), "text/plain": repr(self)}


def open_desk(
    log: MobilityLog | str | Path,
    *,
    client: str = "",
    options: str = "",
    review: pd.DataFrame | None = None,
) -> Desk:
    """Open the desk of a client: a menu that all below it follows.

    Parameters
    ----------
    log : MobilityLog, str or Path
        The whole log; a path may be changed on the desk, too.
    client : str
        Who is shown first; empty for the first client.
    options : str
        How a log is read, as in ``open_log``.
    review : DataFrame, optional
        ``caseload_review`` of the log: the clients are then listed in its order, with their
        reasons.

    Returns
    -------
    Desk
        ``contents`` holds the tables of the client chosen last.

    Raises
    ------
    DataError
        If the log cannot be opened, or has no client.
    ValueError
        If the log has no such client.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-02", "exercise": "down-dog",
    ...                "note": "Easier than last week"}],
    ...     stiffness=[{"client": "Ann", "date": "2026-11-03", "score": 4, "moment": "waking",
    ...                 "note": "Slept badly"}],
    ... )
    >>> desk = ma.open_desk(log)
    >>> desk.client
    'Ann'
    """
    collect_seldom()  # before anything is made, else all that was just loaded is looked through
    return Desk(log, client=client, options=options, review=review)


def write_page(contents: ClientContents, folder: str | Path, *, log: MobilityLog) -> Shown:
    """Write one client's page, plots and tables, as the command ``report`` does.

    Parameters
    ----------
    contents : ClientContents
        One client's tables: whose page, and over which days.
    folder : str or Path
        Where the client's folder is made.
    log : MobilityLog
        The whole log: the name of the client's folder does not depend on who is asked for.

    Returns
    -------
    Shown
        What was written, and the whole path of where.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}])
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     print(ma.write_page(ma.client_contents(log, "Ann"), folder, log=log))
    ... # doctest: +ELLIPSIS
    Ann, 2 Nov 2026. Written into .../Ann: summary.html (html, pdf, png), share...
    """
    from mobility_analysis.report.folder.client import write_client
    from mobility_analysis.report.folder.files import folder_inside

    name = safe_names(log.clients)[contents.client]
    Path(folder).mkdir(parents=True, exist_ok=True)
    target = folder_inside(Path(folder), name)
    write_client(contents, target)
    pages = sorted(path.name for path in target.glob("summary.*"))
    parts = [f"{pages[0]} ({', '.join(page.split('.')[1] for page in pages)})"]
    parts += sorted(path.name for path in target.glob("share*.png"))
    for part in ("figures", "tables"):
        n_files = sum(path.is_file() for path in (target / part).iterdir())
        parts.append(f"{part} ({count_words(n_files, 'file')})")
    days = window_words(contents.first_day, contents.as_of)
    said = f"{contents.client}, {days}. Written into {place_words(target)}: {', '.join(parts)}."
    return say(said)


def logs_beside(path: str) -> list[str]:
    """Return logs to offer in the menu of files: those that lie where this one does, the sample."""
    here = Path(path).expanduser()
    beside = here.resolve().parent if here.exists() else Path()
    found = [
        one
        for one in sorted(beside.iterdir())
        if one.suffix.lower() in (".xlsx", ".ods") or _is_folder_of_log(one)
    ]
    return list(dict.fromkeys([path, *map(Path.as_posix, found), bundled_sample().as_posix()]))


def _is_folder_of_log(folder: Path) -> bool:
    names = ("sessions", "stiffness", "days")
    return folder.is_dir() and any(
        (folder / f"{name}.{ending}").is_file()
        for name in names
        for ending in ("csv", "tsv", "parquet")
    )


class Controls:
    """The widgets of a desk; each change shows anew what stands below."""

    def __init__(self, desk: Desk) -> None:
        import ipywidgets as w

        self.desk = desk
        self._is_filling = False
        self.file = w.Combobox(
            description="File", value=desk.path,
            options=logs_beside(desk.path) if desk.path else [],
            continuous_update=False, ensure_option=False, layout={"width": "290px"},
        )  # fmt: skip
        self.who = self._who()
        self.first = w.DatePicker(description="From", layout={"width": "190px"})
        self.last = w.DatePicker(description="To", layout={"width": "172px"})
        self.said = w.Label(value="", layout={"display": "none"})
        self.write = w.Button(
            description="Write page, plots and tables", icon="save", layout={"width": "auto"}
        )
        self.bar = w.FloatProgress(value=0, max=1, layout={"display": "none"})
        self.written = w.HTML(value="")
        self._fill()
        for widget in (self.file, self.who, self.first, self.last):
            widget.style.description_width = f"{len(widget.description) / 2 + 1}em"
        for widget in (self.who, self.first, self.last):
            widget.observe(self._choose, names="value")
        self.file.observe(self._open, names="value")
        self.write.on_click(self._export)
        chosen = [*([self.file] if desk.path else []), self.who, self.first, self.last]
        self.box = w.VBox([w.HBox(chosen, layout={"flex_flow": "row wrap"}), self.said])
        self.exporting = w.VBox([w.HBox([self.write, self.bar]), self.written])

    def _who(self) -> Any:
        """Make the menu of clients; of a review a list, in its order and with its reasons."""
        import ipywidgets as w

        if self.desk.review is None:
            return w.Dropdown(description="Client", layout={"width": "205px"})
        rows = min(LIST_ROWS, len(self.desk.log.clients) + 1)
        return w.Select(description="Client", rows=rows, layout={"width": "510px"})

    def _fill(self) -> None:
        """Let the widgets show what the desk holds."""
        desk, self._is_filling = self.desk, True
        self.who.options = [(words, client) for client, words in desk.listed.items()]
        self.who.value = desk.client
        self.first.value = None if desk.start is None else desk.start.date()
        self.last.value = None if pd.isna(desk.as_of) else desk.as_of.date()
        self._is_filling = False

    def _choose(self, _: object) -> None:
        if self._is_filling:
            return
        with self._answered():
            self.desk.choose(self.who.value, self.first.value, self.last.value)

    def _open(self, _: object) -> None:
        with self._answered():
            self.desk.open(self.file.value)
            self.file.options = logs_beside(self.desk.path)
            self._fill()

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """Say what is wrong with a choice, and then that what stands below is as before."""
        self.written.value = ""
        try:
            yield
        except (ValueError, OSError) as fault:
            self._say(f"{fault} Below still stands: {self.desk.client}.")
        else:
            self._say("")

    def _say(self, words: str) -> None:
        self.said.value = words
        self.said.layout.display = "" if words else "none"

    def _export(self, _: object) -> None:
        """Write, with a sign of life while it lasts, and say in the end where everything is."""
        self.write.disabled, self.bar.layout.display, self.bar.value = True, "", 0
        try:
            with self._ticking():
                said = self.desk.export()
            self.written.value = said.html
        except (DataError, OSError) as fault:
            self.written.value = say(f"Nothing new was written: {fault}").html
        finally:
            self.write.disabled, self.bar.layout.display = False, "none"

    @contextmanager
    def _ticking(self) -> Iterator[None]:
        """Say how many plots are written, beside what is at work on them."""
        plots = Plots(self.desk)
        over = Event()

        def tick() -> None:
            while not over.wait(TICK_S):
                self.bar.value, said = plots.written()
                self.written.value = say(said).html

        self.bar.max = plots.n_plots
        beside = Thread(target=tick, daemon=True)
        beside.start()
        try:
            yield
        finally:
            over.set()
            beside.join()


class Plots:
    """The plots that are being written of a desk's client, and how many are there already."""

    def __init__(self, desk: Desk) -> None:
        from mobility_analysis.report.figures import FIGURES

        name = safe_names(desk.log.clients)[desk.client]
        self.client, self.folder = desk.client, desk.folder / name / "figures"
        self.names = [figure.name for figure in FIGURES if figure.is_wanted(desk.contents)]
        self.n_plots = len(self.names)
        self.begun, self.before = monotonic(), self._files()

    def written(self) -> tuple[int, str]:
        """Return how many plots are there, and that in words with the seconds it has taken."""
        new = {path.stem for path, of in self._files().items() if self.before.get(path) != of}
        n_there = sum(name in new for name in self.names)
        return n_there, (
            f"Writing {self.client}: {n_there} of {count_words(self.n_plots, 'plot')}, "
            f"{monotonic() - self.begun:.0f} s."
        )

    def _files(self) -> dict[Path, int]:
        """Return when each plot that is there was written; those of an earlier report are older."""
        found = {}
        for path in self.folder.glob("*.svg"):
            with suppress(OSError):  # just being written
                found[path] = path.stat().st_mtime_ns
        return found
