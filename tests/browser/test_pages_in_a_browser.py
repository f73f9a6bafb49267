"""The HTML pages as a browser shows them, with the network shut."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_caseload import make_caseload
from PIL import Image

from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.html.index import index_html
from mobility_analysis.report.page.caseload import caseload_page

PAGES = ["index.html", "Elin-S/summary.html", "Isla-B/summary.html"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 740}


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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_what_is_pressed_is_24_dots_high_and_wide(
    opened: Any, name: str, size: dict[str, int]
) -> None:
    page = opened(name, size=size)
    boxes = page.evaluate("""
        [...document.querySelectorAll("main a, summary, button")]
            .filter(element => element.checkVisibility())
            .map(element => [element.innerText, element.getBoundingClientRect()])
            .map(([words, box]) => [words, box.width, box.height])
    """)
    assert boxes
    assert [box for box in boxes if box[1] < 24 or box[2] < 24] == []


def test_each_why_has_a_name_of_its_own(opened: Any) -> None:
    page = opened("Elin-S/summary.html")
    names = [text.strip() for text in page.locator("summary").all_inner_texts()]
    assert len(names) == len(set(names))
    figures = page.locator(".card .figure").all_inner_texts()
    first = page.locator(".card summary").all_inner_texts()
    assert len(figures) == len(first) > 2
    assert all(figure in question for figure, question in zip(figures, first, strict=True))


def _paper(page: Any) -> list[int]:
    """Return the dots of the corner of each picture, as the page shows it."""
    from io import BytesIO

    from PIL import Image

    pictures = page.locator(".sheet img:visible").all()
    shots = [Image.open(BytesIO(picture.screenshot())) for picture in pictures]
    return [shot.convert("L").getpixel((3, 3)) for shot in shots]


def test_charts_follow_the_colours_of_the_page(opened: Any, scheme: str) -> None:
    page = opened("Isla-B/summary.html")
    corners = _paper(page)
    assert corners
    assert all(corner > 250 if scheme == "light" else corner < 40 for corner in corners)
    page.emulate_media(media="print")
    assert all(corner > 250 for corner in _paper(page))


def _n_sheets(page: Any) -> tuple[int, float]:
    """Return how many sheets a page prints on, and how many its content is high."""
    printed = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(182 / 25.4 * 96), "height": 900})  # A4 less its margins
    high = page.evaluate("document.documentElement.scrollHeight") / ((297 - 28) / 25.4 * 96)
    return len(re.findall(rb"/Type\s*/Page\b", printed)), high


@pytest.mark.parametrize("are_open", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize("name", PAGES[1:])
def test_a_page_prints_on_as_many_sheets_as_it_has_content(
    opened: Any, name: str, are_open: bool
) -> None:
    page = opened(name)
    if are_open:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    n_sheets, high = _n_sheets(page)
    # A chart is not cut in two, so that some sheets end early; none is nearly empty.
    assert high <= n_sheets <= 1.15 * high + 2


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scroll(opened: Any, name: str) -> None:
    page = opened(name, size=PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_chart_is_shown_once_and_loads(opened: Any, size: dict[str, int]) -> None:
    page = opened("Elin-S/summary.html", size=size)
    shown = page.locator(".sheet img:visible")
    assert shown.count() == page.locator(".sheet").count() > 5
    assert all(shown.evaluate_all("all => all.map(each => each.naturalWidth)"))
    where = "on-phone" if size == PHONE else "on-wide"
    assert set(shown.evaluate_all("all => all.map(each => each.className)")) == {where}


def _edges(table: Any) -> tuple[float, float]:
    """Return how far the ground of the left and of the right edge lies from that of the middle."""
    shot = Image.open(io.BytesIO(table.screenshot())).convert("L")
    row = np.asarray(shot, dtype=float)[2]  # above the words
    middle = row[len(row) // 2]
    return abs(row[1] - middle), abs(row[-2] - middle)


@pytest.mark.parametrize("name", PAGES[1:])  # the list of clients is no table on a phone
def test_a_table_that_goes_on_beyond_the_edge_of_a_phone_has_a_shade_there(
    opened: Any, name: str
) -> None:
    page = opened(name, size=PHONE)
    wide = [
        table
        for table in page.locator(".scroll:visible").all()
        if table.evaluate("each => each.scrollWidth > each.clientWidth + 40")
    ]
    assert wide
    for table in wide[:2]:
        left, right = _edges(table)
        assert (left < 4, right > 15) == (True, True)
        table.evaluate("each => { each.scrollLeft = each.scrollWidth }")
        left, right = _edges(table)
        assert (left > 15, right < 4) == (True, True)
    wide_page = opened(name)
    fits = wide_page.locator(".scroll:visible").first
    assert max(_edges(fits)) < 4


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
    page = caseload_page(log, caseload_review(log), links, as_of=log.as_of, thresholds=Thresholds())
    html = index_html(page)
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
