"""The client menu: choosing redraws the page, the button writes it, no widgets show one client."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from notebook_plugin import kernel_environment

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.notebook import menu as widgets
from mobility_analysis.report.notebook.cells import Shown, say
from mobility_analysis.report.notebook.menu import ReviewMenu, review_menu, show_page
from mobility_analysis.report.notebook.review import show_lead, show_notes, show_recent, show_topics
from mobility_analysis.sample.bundled import bundled_notebooks, bundled_sample


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    return load_log(bundled_sample())


class Drawn:
    """Stands for a page, since drawing one takes a second: says what it would show."""

    def __init__(self, contents: ClientContents) -> None:
        self.words = f"{contents.client} {contents.start} {contents.as_of}"

    @property
    def page(self) -> Drawn:
        return self

    @property
    def png(self) -> bytes:
        return self.words.encode("utf-8")


@pytest.fixture
def menu(log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewMenu:
    monkeypatch.setattr(widgets, "show_page", Drawn)
    return review_menu(log, tmp_path)


class Place:
    """Stands for a place under a cell: remembers what is shown there."""

    def __init__(self, thing: object) -> None:
        self.holds = [thing]

    def update(self, thing: object) -> None:
        self.holds.append(thing)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    made: list[Place] = []

    def shown(thing: object) -> Place:
        made.append(Place(thing))
        return made[-1]

    monkeypatch.setattr(widgets, "_shown", shown)
    return made


def parts(menu: ReviewMenu) -> tuple[Any, Any, Any, Any, Any]:
    (who, first, last, button), said = menu.box.children[0].children, menu.box.children[1]
    return who, first, last, button, said


def test_all_that_is_shown_below_follows_the_menu(menu: ReviewMenu, places: list[Place]) -> None:
    who, _, _, _, said = parts(menu)
    menu.show(widgets.show_page, show_lead)
    menu.show(show_topics, show_recent, show_notes)
    assert [str(place.holds[0])[:8] for place in places[1:3]] == ["Amira K.", "Amira K."]
    who.value = "Elin S"
    assert said.value == "Shown: Elin S."
    assert menu.contents is not None
    assert menu.contents.client == "Elin S"
    page, lead, topics, recent, notes = (place.holds[-1] for place in places)
    assert page.words == "Elin S None 2026-11-22 00:00:00"
    assert str(lead).startswith("Elin S. Self-rated stiffness: 2.9 points higher")
    assert str(topics).splitlines()[0] == "Elin S."
    assert "Roller leaves me stiffer" in str(notes)
    assert str(recent) == str(show_recent(client_contents(menu.log, "Elin S")))


def test_copies_are_of_the_client_chosen_last(
    menu: ReviewMenu, places: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, Any]] = []

    def keep(log: MobilityLog, folder: Path, **what: Any) -> Shown:
        kept.append((log.clients[0], what))
        return say(f"kept of {log.clients[0]}")

    monkeypatch.setattr(widgets, "keep_copy", keep)
    monkeypatch.setattr(widgets, "ShownPage", Drawn)
    who = parts(menu)[0]
    menu.keep_copy()
    who.value = "Elin S"
    who.value = "Amira K"
    menu.keep_copy()
    who.value = "Elin S"
    menu.keep_copy()
    assert [client for client, _ in kept] == ["Amira K", "Amira K", "Elin S"]
    assert kept[2][1]["pages"]["07_page"].words.startswith("Elin S ")
    assert kept[2][1]["tables"]["07_change"]["client"].tolist() == ["Elin S"]
    assert [str(thing) for thing in places[0].holds] == [
        "kept of Amira K",
        "Nothing of Elin S is kept yet: run this cell to keep a copy.",
        "kept of Amira K",
    ]
    assert str(places[2].holds[-1]) == "kept of Elin S"


def test_tables_and_page_are_made_once_a_choice(menu: ReviewMenu) -> None:
    assert menu.contents is menu.contents
    page = menu.page
    assert menu.page is page
    parts(menu)[0].value = "Isla B"
    assert menu.page is not page


def test_choosing_days_redraws_the_page(menu: ReviewMenu) -> None:
    _, first, last, _, _ = parts(menu)
    first.value, last.value = datetime.date(2026, 9, 1), datetime.date(2026, 10, 31)
    assert menu.page.words == "Amira K 2026-09-01 00:00:00 2026-10-31 00:00:00"
    contents = menu.contents
    assert contents.start == pd.Timestamp("2026-09-01")
    assert contents.as_of == pd.Timestamp("2026-10-31")


def test_a_first_day_after_the_last_is_said_and_changes_nothing(menu: ReviewMenu) -> None:
    _, first, _, _, said = parts(menu)
    before = menu.page
    first.value = datetime.date(2027, 1, 1)
    assert said.value == "The first day, 2027-01-01, lies after the last, 2026-11-22."
    assert menu.page is before
    assert menu.start is None


def test_the_button_writes_the_page_of_the_client_chosen(
    menu: ReviewMenu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, Path]] = []

    def write(contents: Any, folder: Path) -> None:
        written.append((contents.client, folder))
        for name in ("summary.html", "summary.pdf", "figures/a.png", "tables/b.csv"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("", encoding="utf-8")

    monkeypatch.setattr("mobility_analysis.report.folder.client.write_client", write)
    who, _, _, button, said = parts(menu)
    who.value = "Ben T"
    button.click()
    assert written == [("Ben T", tmp_path / "Ben-T")]
    assert said.value == (
        "Written: Ben-T/summary.html (html, pdf), Ben-T/figures (1 file), Ben-T/tables (1 file)."
    )


def test_what_is_stored_in_a_notebook_is_words_alone(menu: ReviewMenu) -> None:
    bundle = menu._repr_mimebundle_()
    assert bundle["text/plain"] == ("Menu of 9 clients. Run this cell to use it.")
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_without_widgets_the_first_client_is_shown(
    log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widgets, "find_spec", lambda name: None)
    menu = review_menu(log, tmp_path, start="2026-09-01")
    assert menu._repr_mimebundle_() == {
        "text/plain": "No menu, since ipywidgets is not installed: change CLIENT in the open cell "
        "above instead. Shown: Amira K."
    }
    assert menu.contents.client == "Amira K"
    assert menu.contents.start == pd.Timestamp("2026-09-01")


def test_a_page_is_shown_as_a_picture_and_in_words(log: MobilityLog) -> None:
    page = show_page(client_contents(log, "Isla B"))
    assert repr(page) == "Summary page of Isla B, 14 to 22 Nov 2026"
    assert page._repr_png_().startswith(b"\x89PNG")
    assert page._repr_png_() is page.png  # drawn once


def test_a_client_that_is_not_there_is_named(log: MobilityLog, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no client 'Zoe' in this log; it has Amira K, Ben T"):
        review_menu(log, tmp_path, client="Zoe")
    with pytest.raises(ValueError, match="no client 'Zoe' in this log; it has none"):
        review_menu(log_from_tables(), tmp_path, client="Zoe")


def test_a_log_without_a_client_says_so_in_each_place(tmp_path: Path, places: list[Place]) -> None:
    menu = review_menu(log_from_tables(), tmp_path / "out")
    menu.show(show_page, show_lead, show_topics, show_recent, show_notes)
    nothing = "Nothing to show: this log holds no row of a client that can be used."
    assert {str(place.holds[0]) for place in places} == {nothing}
    assert menu._repr_mimebundle_() == {"text/plain": nothing}
    menu.keep_copy()
    assert str(places[-1].holds[0]).startswith("Nothing was kept: this log holds no row")
    assert not (tmp_path / "out").exists()


def test_the_first_day_is_read_as_dates_of_a_log_are(log: MobilityLog, tmp_path: Path) -> None:
    assert review_menu(log, tmp_path, start="1 September 2026").start == pd.Timestamp("2026-09-01")
    with pytest.raises(ValueError, match=r"3 November 2026.*11 March 2026"):
        review_menu(log, tmp_path, start="03/11/2026")


def test_the_menu_holds_for_all_below_in_a_kernel(tmp_path: Path) -> None:
    """The notebook itself, run in a kernel, with another client chosen in its menu at the end."""
    notebook = nbformat.read(bundled_notebooks() / "07_client_review.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('"../data/sample"', repr(str(bundled_sample())))
        cell.source = cell.source.replace('"../mobility-report"', '"kept"')
    place = len(notebook.cells)
    choice = 'menu.box.children[0].children[0].value = "Elin S"'
    notebook.cells += [
        nbformat.v4.new_code_cell(choice),
        nbformat.v4.new_code_cell("menu.contents.client"),
    ]
    runner = NotebookClient(
        notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": tmp_path}}
    )
    runner.execute(env=kernel_environment(str(tmp_path / "ipython")))
    assert notebook.cells[place + 1].outputs[0].data["text/plain"] == "'Elin S'"
    below = [cell for cell in notebook.cells[7:place] if cell.cell_type == "code"]
    page, topics, notes, copies = (
        [output.data["text/plain"] for output in cell.outputs] for cell in below
    )
    assert page[0] == "Summary page of Elin S, 25 May to 22 Nov 2026"
    assert page[1].startswith(
        "Elin S. Self-rated stiffness: 2.9 points higher than in the first 4 weeks, 3.4 to 6.3"
    )
    assert topics[0].startswith("Elin S.\nSelf-rated stiffness 2.9 points higher")
    assert "Roller leaves me stiffer" in notes[0]
    assert copies == ["Nothing of Elin S is kept yet: run this cell to keep a copy."]
    assert "Amira" not in str([cell.outputs for cell in below])
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["Amira-K"]
