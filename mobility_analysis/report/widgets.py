"""The client menu of the review notebook: choose, look, write. Without ipywidgets, one client."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from mobility_analysis.charts.theme import style
from mobility_analysis.log import MobilityLog
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.figure_files import figure_bytes
from mobility_analysis.report.files import folder_inside, safe_names
from mobility_analysis.report.notebook import Shown, say
from mobility_analysis.report.page import summary_page
from mobility_analysis.report.words import count_words, window_words

__all__ = ["ReviewMenu", "ShownPage", "review_menu", "show_page", "write_page"]

SCREEN_DPI = 110
WITHOUT_WIDGETS = (
    "No menu, since ipywidgets is not installed: change CLIENT in the open cell above instead."
)


class ShownPage:
    """The page of one client as a picture, and in words where there are no pictures.

    Attributes
    ----------
    figure : Figure
        The page, to keep a copy of.
    words : str
        Whose page it is, and over which days.
    """

    def __init__(self, contents: ClientContents) -> None:
        days = window_words(contents.first_day, contents.as_of)
        self.words = f"Summary page of {contents.client}, {days}"
        self.figure = summary_page(contents)

    def __repr__(self) -> str:
        return self.words

    def _repr_png_(self) -> bytes:
        return self.png

    @cached_property
    def png(self) -> bytes:
        """The page as a picture for a screen, drawn once: a menu and a cell show the same."""
        with style(text_pt=8.0):
            return figure_bytes(
                self.figure, "png", title=self.words, alt=self.words, dpi=SCREEN_DPI
            )


def show_page(contents: ClientContents) -> ShownPage:
    """Show the summary page of a client in a notebook.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    ShownPage
    """
    return ShownPage(contents)


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
    """
    from mobility_analysis.report.client_files import write_client

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

    def __init__(self, log: MobilityLog, folder: str | Path, *, client: str, start: str) -> None:
        self.log = log
        self.folder = Path(folder)
        self.client = client or log.clients[0]
        self.start = pd.Timestamp(start) if start else None
        self.as_of = log.as_of
        self.box = build_box(self) if find_spec("ipywidgets") else None

    @cached_property
    def contents(self) -> ClientContents:
        """Every table of the client chosen last, computed once a choice."""
        return client_contents(self.log, self.client, as_of=self.as_of, start=self.start)

    @cached_property
    def page(self) -> ShownPage:
        """The page of the client chosen last, drawn once a choice."""
        return show_page(self.contents)

    def choose(self, client: str, start: date | None, as_of: date | None) -> None:
        """Take another client or other days.

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
        for name in ("contents", "page"):
            self.__dict__.pop(name, None)

    def __repr__(self) -> str:
        first = "the first day" if self.start is None else str(self.start.date())
        state = f"{self.client}, from {first} to {self.as_of.date()}"
        return f"Menu of {len(self.log.clients)} clients: {state}. Run this cell to use it."

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if self.box is None:
            return {"text/plain": f"{WITHOUT_WIDGETS} Shown: {self.client}."}
        return {**self.box._repr_mimebundle_(**options), "text/plain": repr(self)}


def review_menu(
    log: MobilityLog, folder: str | Path, *, client: str = "", start: str = ""
) -> ReviewMenu:
    """Offer a menu of clients and days that redraws the page, and a button that writes it.

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
    """
    if not log.clients:
        raise ValueError("this log has no client: it holds no rows that can be used")
    if client and client not in log.clients:
        raise ValueError(f"no client {client!r} in this log; it has {', '.join(log.clients)}")
    return ReviewMenu(log, folder, client=client, start=start)


def build_box(menu: ReviewMenu) -> Any:
    """Build the widgets; each change redraws the page, the button writes it."""
    import ipywidgets as w

    who = w.Dropdown(options=menu.log.clients, value=menu.client, description="Client")
    first = w.DatePicker(description="From", value=menu.start.date() if menu.start else None)
    last = w.DatePicker(description="To", value=menu.as_of.date())
    button = w.Button(description="Write this page", icon="save", layout={"width": "auto"})
    said = w.Label(value="")
    page = w.Image(format="png", value=menu.page.png, layout={"max_width": "100%"})

    def redraw(_: object) -> None:
        try:
            menu.choose(who.value, first.value, last.value)
        except ValueError as fault:
            said.value = str(fault)
            return
        page.value = menu.page.png
        said.value = f"Shown: {menu.client}."

    def write(_: object) -> None:
        said.value = str(write_page(menu.contents, menu.folder, log=menu.log))

    for widget in (who, first, last):
        widget.observe(redraw, names="value")
    button.on_click(write)
    row = w.HBox([who, first, last, button], layout={"flex_flow": "row wrap"})
    return w.VBox([row, said, page])
