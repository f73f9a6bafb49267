"""The HTML pages as a browser shows them, with the network shut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_caseload import make_caseload

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.html.index import index_html

PAGES = ["index.html", "Elin-S/summary.html", "Isla-B/summary.html"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(browser: Any, report: Path, scheme: str) -> Iterator[Any]:
    """Open a page of the report; remember what it asked for and what went wrong."""
    contexts = []

    def open_page(name: str, *, size: dict[str, int] = DESKTOP, script: bool = True) -> Any:
        context = browser.new_context(
            offline=True, color_scheme=scheme, viewport=size, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
        page.goto((report / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_itself(opened: Any, name: str) -> None:
    page = opened(name)
    own = (page.url, "data:")
    assert [url for url in page.asked if not url.startswith(own)] == []
    assert page.faults == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(opened: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(name)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scroll(opened: Any, name: str) -> None:
    page = opened(name, size=PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_every_figure_opens_to_why_this_number_without_script(opened: Any) -> None:
    page = opened("Elin-S/summary.html", script=False)
    first = page.locator("details").first
    first.locator("summary").click()
    assert first.locator("table, dl, p").first.is_visible()


def test_the_index_sorts_with_script_and_is_whole_without(opened: Any) -> None:
    plain = opened("index.html", script=False)
    names = [text.strip() for text in plain.locator("tbody tr th").all_inner_texts()]
    assert {"Elin S", "Isla B"} <= set(names)
    page = opened("index.html")
    button = page.locator("thead button").first
    button.click()
    up = page.locator("tbody tr th").all_inner_texts()
    button.click()
    down = page.locator("tbody tr th").all_inner_texts()
    assert up == down[::-1]
    assert sorted(up) == sorted(names) or len(up) == len(names)


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index over forty made-up clients, some of them silent, paused or rating little."""
    log = log_from_tables(**forty_clients())
    out = tmp_path_factory.mktemp("forty") / "index.html"
    links = {client: f"{client}/summary.html" for client in log.clients}
    html = index_html(log, caseload_review(log), links, as_of=log.as_of, thresholds=Thresholds())
    out.write_text(html, encoding="utf-8")
    return out


def forty_clients() -> dict[str, Any]:
    tables: dict[str, Any] = make_caseload(40, 12)
    clients = sorted(tables["programme"]["client"].astype("str").unique())
    for name in ("sessions", "stiffness"):
        table = tables[name].astype({"client": "str"})
        is_late = table["date"] > table["date"].max() - pd.Timedelta(days=20)
        tables[name] = table[~(table["client"].isin(clients[::5]) & is_late)]
    pause = {"start": "2026-11-14", "end": "", "reason": "a cold"}
    return tables | {"pauses": [{"client": client, **pause} for client in clients[1::7]]}


def test_forty_clients_have_one_line_each_and_one_sheet(browser: Any, forty: Path) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(forty.as_uri())
    heights = page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map(row => row.offsetHeight)"
    )
    line = page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)")
    assert len(heights) == 40
    assert max(heights) < 2 * line
    assert page.locator("tbody strong").count() >= 10
    sheet = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
