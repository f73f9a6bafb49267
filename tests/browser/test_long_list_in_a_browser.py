"""The index over many clients: the first are shown, the others counted, and anybody is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.html.index import FIRST_SHOWN, index_html
from mobility_analysis.report.page.caseload import caseload_page

N = 2000


def index_of(clients: list[str], folder: Path) -> Path:
    """An index of clients with a rating each; the first of them with high scores."""
    high = set(clients[:3])
    ratings = [
        {"client": client, "date": f"2026-11-{day}", "score": 9 if client in high else 4}
        for client in clients
        for day in (20, 21)
    ]
    log = log_from_tables(stiffness=ratings)
    links = dict.fromkeys(log.clients, "x/summary.html")
    page = caseload_page(log, caseload_review(log), links, as_of=log.as_of, thresholds=Thresholds())
    html = index_html(page)
    path = folder / "index.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clients = [f"client {n:04}" for n in range(1, N)] + ["Zoë Ångström"]
    return index_of(clients, tmp_path_factory.mktemp("long"))


@pytest.fixture
def page(browser: Any, long_list: Path) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(long_list.as_uri())
    yield page
    page.close()


def shown(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("tbody tr:visible th").all_inner_texts()]


def said(page: Any) -> str:
    return str(page.locator("#seen").inner_text())


def test_the_first_are_shown_and_how_many_there_are(page: Any) -> None:
    assert shown(page) == [f"client {n:04}" for n in range(1, FIRST_SHOWN + 1)]
    assert said(page) == "The first 50 of 2,000 clients are shown."
    assert page.get_by_role("status").inner_text() == said(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_client_is_found_by_name_whatever_the_accents(page: Any) -> None:
    page.get_by_label("Find a client, or a reason").fill("angstrom ZOE")
    assert shown(page) == ["Zoë Ångström"]
    assert said(page) == "1 of 2,000 clients fits “angstrom ZOE”."
    assert not page.locator("#find button").is_visible()


def test_clients_are_found_by_a_reason_and_nobody_is_an_answer(page: Any) -> None:
    find = page.get_by_role("searchbox")
    find.fill("high scores")
    assert shown(page) == ["client 0001", "client 0002", "client 0003"]
    assert said(page) == "3 of 2,000 clients fit “high scores”."
    find.fill("client 1")  # a 1 is in 271 numbers up to 999, and in all 1,000 after them
    assert said(page) == "1,271 of 2,000 clients fit “client 1”; the first 50 of them are shown."
    find.fill("nobody")
    assert shown(page) == []
    assert said(page) == "None of 2,000 clients fits “nobody”."
    find.fill("")
    assert said(page) == "The first 50 of 2,000 clients are shown."


def test_all_are_shown_by_the_keyboard_and_the_first_again(page: Any) -> None:
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show all 2,000"
    page.keyboard.press("Enter")
    assert page.locator("tbody tr:visible").count() == N
    assert said(page) == "All 2,000 clients are shown."
    assert page.evaluate("document.activeElement.textContent") == "Show the first 50"
    page.keyboard.press("Enter")
    assert page.locator("tbody tr:visible").count() == FIRST_SHOWN


def test_sorted_the_first_of_the_new_order_are_shown(page: Any) -> None:
    button = page.locator("thead button").first
    button.click()
    button.click()
    assert shown(page)[:2] == ["Zoë Ångström", "client 1999"]
    assert len(shown(page)) == FIRST_SHOWN


def test_without_a_script_all_are_there_and_nothing_to_press(browser: Any, long_list: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(long_list.as_uri())
    assert page.locator("tbody tr:visible").count() == N
    assert not page.locator("#find").is_visible()
    context.close()


def test_paper_says_what_is_seen_of_the_list(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.locator("#seen").is_visible()
    assert not page.get_by_role("searchbox").is_visible()


def test_axe_finds_nothing(page: Any, tmp_path: Path) -> None:
    clients = [f"client {n:04}" for n in range(1, FIRST_SHOWN + 10)]  # it looks at hidden rows too
    page.goto(index_of(clients, tmp_path).as_uri())
    assert page.locator("#find").is_visible()
    assert len(shown(page)) == FIRST_SHOWN
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, context="body").response["violations"]
    assert [(fault["id"], fault["help"]) for fault in found] == []


def test_a_short_list_has_no_search(browser: Any, tmp_path: Path) -> None:
    path = index_of([f"client {n:02}" for n in range(1, FIRST_SHOWN + 1)], tmp_path)
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.locator("tbody tr:visible").count() == FIRST_SHOWN
    assert page.locator("#find").count() == 0
    page.close()
