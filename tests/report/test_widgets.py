"""The client menu: choosing redraws the page, the button writes it, no widgets show one client."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mobility_analysis.bundled import bundled_sample
from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.report import widgets
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.widgets import ReviewMenu, review_menu, show_page


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    return load_log(bundled_sample())


class Drawn:
    """Stands for a page, since drawing one takes a second: says what it would show."""

    def __init__(self, contents: ClientContents) -> None:
        self.words = f"{contents.client} {contents.start} {contents.as_of}"

    @property
    def png(self) -> bytes:
        return self.words.encode("utf-8")


@pytest.fixture
def menu(log: MobilityLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewMenu:
    monkeypatch.setattr(widgets, "show_page", Drawn)
    return review_menu(log, tmp_path)


def parts(menu: ReviewMenu) -> tuple[Any, Any, Any, Any, Any, Any]:
    (who, first, last, button), said, page = menu.box.children[0].children, *menu.box.children[1:]
    return who, first, last, button, said, page


def test_choosing_a_client_redraws_the_page_and_gives_its_tables(menu: ReviewMenu) -> None:
    who, _, _, _, said, page = parts(menu)
    assert page.value == b"Amira K None 2026-11-22 00:00:00"
    who.value = "Isla B"
    assert said.value == "Shown: Isla B."
    assert page.value == b"Isla B None 2026-11-22 00:00:00"
    assert menu.contents.client == "Isla B"


def test_tables_and_page_are_made_once_a_choice(menu: ReviewMenu) -> None:
    assert menu.contents is menu.contents
    page = menu.page
    assert menu.page is page
    parts(menu)[0].value = "Isla B"
    assert menu.page is not page


def test_choosing_days_redraws_the_page(menu: ReviewMenu) -> None:
    _, first, last, _, _, page = parts(menu)
    first.value, last.value = datetime.date(2026, 9, 1), datetime.date(2026, 10, 31)
    assert page.value == b"Amira K 2026-09-01 00:00:00 2026-10-31 00:00:00"
    contents = menu.contents
    assert contents.start == pd.Timestamp("2026-09-01")
    assert contents.as_of == pd.Timestamp("2026-10-31")


def test_a_first_day_after_the_last_is_said_and_changes_nothing(menu: ReviewMenu) -> None:
    _, first, _, _, said, page = parts(menu)
    before = page.value
    first.value = datetime.date(2027, 1, 1)
    assert said.value == "The first day, 2027-01-01, lies after the last, 2026-11-22."
    assert page.value == before
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

    monkeypatch.setattr("mobility_analysis.report.client_files.write_client", write)
    who, _, _, button, said, _ = parts(menu)
    who.value = "Ben T"
    button.click()
    assert written == [("Ben T", tmp_path / "Ben-T")]
    assert said.value == (
        "Written: Ben-T/summary.html (html, pdf), Ben-T/figures (1 file), Ben-T/tables (1 file)."
    )


def test_what_is_stored_in_a_notebook_is_words_alone(menu: ReviewMenu) -> None:
    bundle = menu._repr_mimebundle_()
    assert bundle["text/plain"] == (
        "Menu of 9 clients: Amira K, from the first day to 2026-11-22. Run this cell to use it."
    )
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
    with pytest.raises(ValueError, match="has no client"):
        review_menu(log_from_tables(), tmp_path)
