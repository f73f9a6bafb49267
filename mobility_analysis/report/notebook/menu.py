"""The client menu of the review notebook: choose, look, write. Without ipywidgets, one client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.log import MobilityLog
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import no_client_words
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.folder.files import folder_inside, safe_names
from mobility_analysis.report.notebook.cells import NOTHING_USED, Shown, keep_copy, say
from mobility_analysis.report.notebook.review import NOBODY
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.words.numbers import count_words, window_words

View = Callable[[ClientContents | None], object]
Choice = tuple[str, pd.Timestamp | None, pd.Timestamp]

SCREEN_DPI = 110
WITHOUT_WIDGETS = (
    "No menu, since ipywidgets is not installed: change CLIENT in the open cell above instead."
)


class ShownPage:
    """The page of one client as a picture, and in words where there are no pictures.

    Attributes
    ----------
    page : PaperPage
        The page, to keep a copy of.
    words : str
        Whose page it is, and over which days.
    """

    def __init__(self, contents: ClientContents) -> None:
        days = window_words(contents.first_day, contents.as_of)
        self.words = f"Summary page of {contents.client}, {days}"
        self.page = PaperPage(contents)

    def __repr__(self) -> str:
        return self.words

    def _repr_png_(self) -> bytes:
        return self.png

    @cached_property
    def png(self) -> bytes:
        """The page as a picture for a screen, drawn once: a menu and a cell show the same."""
        return self.page.png(SCREEN_DPI)


def show_page(contents: ClientContents | None) -> ShownPage | Shown:
    """Show the summary page of a client in a notebook.

    Parameters
    ----------
    contents : ClientContents or None
        One client's tables; None of a log without a client.

    Returns
    -------
    ShownPage, or Shown in words that there is none.

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
    >>> ma.show_page(ma.client_contents(log, "Ann"))
    Summary page of Ann, 2 to 15 Nov 2026
    """
    return say(NOBODY) if contents is None else ShownPage(contents)


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
        What was written where, below ``folder``.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}])
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     print(ma.write_page(ma.client_contents(log, "Ann"), folder, log=log))
    Written: Ann/summary.html (html, pdf, png), Ann/figures (6 files), Ann/tables (22 files).
    """
    from mobility_analysis.report.folder.client import write_client

    name = safe_names(log.clients)[contents.client]
    Path(folder).mkdir(parents=True, exist_ok=True)
    target = folder_inside(Path(folder), name)
    write_client(contents, target)
    pages = sorted(path.name for path in target.glob("summary.*"))
    parts = [f"{name}/{pages[0]} ({', '.join(page.split('.')[1] for page in pages)})"]
    for part in ("figures", "tables"):
        n_files = sum(path.is_file() for path in (target / part).iterdir())
        parts.append(f"{name}/{part} ({count_words(n_files, 'file')})")
    return say(f"Written: {', '.join(parts)}.")


class ReviewMenu:
    """Which client is looked at, over which days; as a menu where widgets are to be had.

    What it shows below itself follows each choice, and what is kept is of the choice made last.

    Attributes
    ----------
    log : MobilityLog
        The whole log.
    client : str
        The client chosen last; empty for a log without a client.
    start : Timestamp or None
        First day of adherence sums and charts, where one was chosen.
    as_of : Timestamp
        The day on which the log is looked at.
    """

    def __init__(self, log: MobilityLog, folder: str | Path, *, client: str, start: str) -> None:
        self.log = log
        self.folder = Path(folder)
        self.client = client or next(iter(log.clients), "")
        self.start = read_day(start, name="FROM") if start else None
        self.as_of = log.as_of
        self._made: dict[View, object] = {}
        self._below: dict[View, Any] = {}
        self._copies_below: Any = None
        self._kept: dict[Choice, Shown] = {}
        self.box = build_box(self) if log.clients and find_spec("ipywidgets") else None

    @cached_property
    def contents(self) -> ClientContents | None:
        """Every table of the client chosen last, computed once a choice; None where is none."""
        if not self.client:
            return None
        return client_contents(self.log, self.client, as_of=self.as_of, start=self.start)

    @property
    def page(self) -> ShownPage | Shown:
        """The page of the client chosen last, drawn once a choice."""
        page: ShownPage | Shown = self.view(show_page)
        return page

    def view(self, make: View) -> Any:
        """Return what a function makes of the client chosen last, made once a choice."""
        if make not in self._made:
            self._made[make] = make(self.contents)
        return self._made[make]

    def show(self, *views: View) -> None:
        """Show what functions make of the client chosen last, and show it anew at each choice.

        Parameters
        ----------
        *views : functions
            Each takes the client's tables and returns what a notebook shows.
        """
        for make in views:
            self._below[make] = _shown(self.view(make))

    def keep_copy(self) -> None:
        """Keep the page of the client chosen last, with the numbers behind it, and show where."""
        self._kept[self._choice] = self._keep()
        self._copies_below = _shown(self._copies())

    @property
    def _choice(self) -> Choice:
        return self.client, self.start, self.as_of

    def _copies(self) -> Shown:
        """Say which copies were kept of this very choice."""
        kept = self._kept.get(self._choice)
        return kept or say(f"Nothing of {self.client} is kept yet: run this cell to keep a copy.")

    def _keep(self) -> Shown:
        page, contents = self.page, self.contents
        if contents is None or not isinstance(page, ShownPage):
            return say(f"Nothing was kept: {NOTHING_USED}.")
        return keep_copy(
            contents.log,
            self.folder,
            pages={"07_page": page.page},
            tables={
                "07_recent_by_exercise": contents.recent_by_exercise,
                "07_change": contents.stiffness_change,
            },
        )

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
        self.__dict__.pop("contents", None)
        self._made.clear()
        for make, below in self._below.items():
            below.update(self.view(make))
        if self._copies_below is not None:
            self._copies_below.update(self._copies())

    def __repr__(self) -> str:
        """Name no client: these words stay in the file when the menu has gone on to another."""
        if not self.client:
            return NOBODY
        return f"Menu of {count_words(len(self.log.clients), 'client')}. Run this cell to use it."

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if not self.client:
            return {"text/plain": NOBODY}
        if self.box is None:
            return {"text/plain": f"{WITHOUT_WIDGETS} Shown: {self.client}."}
        return {**self.box._repr_mimebundle_(**options), "text/plain": repr(self)}


def _shown(thing: object) -> Any:
    """Display a thing so that it can be changed later, in the place where it stands."""
    from IPython.display import DisplayHandle

    handle: Any = DisplayHandle  # without types
    handle = handle()
    handle.display(thing)
    return handle


def review_menu(
    log: MobilityLog, folder: str | Path, *, client: str = "", start: str = ""
) -> ReviewMenu:
    """Offer a menu of clients and days that all below it follows, and a button that writes.

    Parameters
    ----------
    log : MobilityLog
        The whole log.
    folder : str or Path
        Where the button writes.
    client : str
        Who is shown first; empty for the first client.
    start : str
        First day of adherence sums and charts, as 2026-05-25; empty for all days.

    Returns
    -------
    ReviewMenu
        ``contents`` holds the tables of the client chosen last.

    Raises
    ------
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
    >>> menu = ma.review_menu(log, "outputs")
    >>> menu.client
    'Ann'
    """
    if client and client not in log.clients:
        raise ValueError(no_client_words(client, log.clients))
    return ReviewMenu(log, folder, client=client, start=start)


def build_box(menu: ReviewMenu) -> Any:
    """Build the widgets; each change shows anew what stands below, the button writes the page."""
    import ipywidgets as w

    who = w.Dropdown(options=menu.log.clients, value=menu.client, description="Client")
    first = w.DatePicker(description="From", value=menu.start.date() if menu.start else None)
    last = w.DatePicker(description="To", value=None if pd.isna(menu.as_of) else menu.as_of.date())
    button = w.Button(description="Write this page", icon="save", layout={"width": "auto"})
    said = w.Label(value="")

    def redraw(_: object) -> None:
        try:
            menu.choose(who.value, first.value, last.value)
        except ValueError as fault:
            said.value = str(fault)
            return
        said.value = f"Shown: {menu.client}."

    def write(_: object) -> None:
        if menu.contents is not None:
            said.value = str(write_page(menu.contents, menu.folder, log=menu.log))

    for widget in (who, first, last):
        widget.observe(redraw, names="value")
    button.on_click(write)
    row = w.HBox([who, first, last, button], layout={"flex_flow": "row wrap"})
    return w.VBox([row, said])
