"""The caseload on paper: everybody stands there, apart, with the words of the page on a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

from mobility_analysis.charts.caseload.picture import read_row
from mobility_analysis.log import load_log
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.report.folder.options import WriteOptions
from mobility_analysis.report.folder.write import write_caseload
from mobility_analysis.report.page.caseload import CaseloadPage, caseload_page
from mobility_analysis.report.paper import caseload
from mobility_analysis.report.paper.caseload import write_caseload_sheet
from mobility_analysis.report.typeset import PageFormat
from mobility_analysis.sample.bundled import bundled_sample
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY
from tests.page_logs import LONG_NAME, UNBROKEN
from tests.pdf_pages import Drawn, outside, overlaps, read, said_on, tags_of, words_on

LOG = load_log(bundled_sample())
OPTIONS = options_for(LOG)
REVIEW = review_table(LOG, OPTIONS)
NAMES = ("Elin S", "Ben T", "Amira K", "Chloe R", "Dev P", "Farid M", "Grace O", "Hugh W", "Isla B")


def page_of(review: pd.DataFrame) -> CaseloadPage:
    links = {client: f"{client.replace(' ', '-')}/summary.html" for client in review["client"]}
    return caseload_page(
        LOG, review, links, as_of=OPTIONS.as_of, thresholds=OPTIONS.thresholds,
        stated=["A sentence stated."],
    )  # fmt: skip


def sheets_of(review: pd.DataFrame, folder: Path, **more: Any) -> PdfReader:
    page = page_of(review)
    written = write_caseload_sheet(page, folder / "caseload", about="In words.", **more)
    assert [path.name for path in written] == ["caseload.pdf", "caseload.png"]
    return read((folder / "caseload.pdf").read_bytes())


def forty() -> pd.DataFrame:
    """Forty clients, ten of them to look at first, some with names that are hard on a page."""
    parts = [REVIEW.assign(client=[f"{c} {n}" for c in REVIEW["client"]]) for n in range(5)]
    rows = pd.concat(parts).sort_values("reasons", key=lambda r: r == "", kind="stable").head(40)
    hard = [LONG_NAME, UNBROKEN, "שלום כהן"]
    return rows.assign(client=[*hard, *rows["client"].iloc[len(hard) :]]).reset_index(drop=True)


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    return sheets_of(REVIEW, tmp_path_factory.mktemp("nine"))


def all_lines(reader: PdfReader) -> list[list[Drawn]]:
    return [words_on(sheet) for sheet in reader.pages]


def test_paper_and_picture_draw_the_same_bars_in_the_same_colours() -> None:
    groups = caseload._data(page_of(REVIEW), "", greyscale=False, table="")["groups"]
    for row, line in zip(
        REVIEW.to_dict("records"), (line for group in groups for line in group["lines"]),
        strict=True,
    ):  # fmt: skip
        assert line["name"] == row["client"]
        assert line["drawn"] == read_row(row).drawn._asdict()
        assert line["drawn"]["practice"] == ("practice" if row["reasons"] else "unclear")
    assert {line["drawn"]["change"] for line in groups[0]["lines"]} == {"worse", "unclear"}
    assert {line["drawn"]["change"] for line in groups[1]["lines"]} == {"unclear"}


def test_everybody_stands_there_in_order_with_all_that_the_screen_says(nine: PdfReader) -> None:
    (lines,) = all_lines(nine)
    said, page = said_on(lines), page_of(REVIEW)
    places = [said.index(f"{name} ") for name in NAMES]
    assert places == sorted(places)
    for words in (page.title, page.period, page.caption, page.where, *page.small_print):
        assert words in said
    for words in (*MUST_CARRY, *(part for tier in GET_HELP for part in tier)):
        assert words in said
    for line in page.lines:
        assert all(cell.text in said for _, cell in line.figures)
        assert all(reason.name in said for reason in line.reasons)
    assert "3.42 → 6.30 ▲" in said
    assert "A sentence stated." in said


@pytest.mark.parametrize("greyscale", [False, True])
def test_forty_clients_stand_apart_under_the_columns_on_each_sheet(
    tmp_path: Path, greyscale: bool
) -> None:
    review = forty()
    reader = sheets_of(review, tmp_path, greyscale=greyscale)
    sheets = all_lines(reader)
    assert len(sheets) == 2
    for number, lines in enumerate(sheets, start=1):
        assert outside(lines) == []
        assert overlaps(lines) == []
        assert [line for line in lines if line.size < 7.99] == []
        said = said_on(lines)
        assert "Practice, last 28 days" in said
        assert f"page {number} of 2" in said
        assert "Clinic only: names several clients" in said
    whole = " ".join(map(said_on, sheets))
    assert all(f"{name} " in whole for name in review["client"].iloc[3:])
    with Image.open(tmp_path / "caseload.png") as picture:
        assert picture.size == (1240, 1754)
        colours = picture.convert("RGB").resize((248, 351)).getcolors(1 << 24)
    assert colours is not None
    spread = max(max(colour) - min(colour) for _, colour in colours)  # type: ignore[type-var, arg-type]
    assert (spread == 0) == greyscale


def test_each_name_leads_to_the_client_s_own_page_beside_it(nine: PdfReader) -> None:
    found = [
        note.get_object()["/A"]["/URI"] for note in nine.pages[0]["/Annots"]
    ]  # fmt: skip
    assert found == [f"{name.replace(' ', '-')}/summary.pdf" for name in NAMES]


def test_a_client_without_a_page_has_no_link(tmp_path: Path) -> None:
    page = caseload_page(
        LOG, REVIEW, {}, as_of=OPTIONS.as_of, thresholds=OPTIONS.thresholds
    )  # fmt: skip
    write_caseload_sheet(page, tmp_path / "caseload", about="In words.")
    (sheet,) = read((tmp_path / "caseload.pdf").read_bytes()).pages
    assert "/Annots" not in sheet


def test_the_sheet_is_a_table_with_a_title_to_those_who_listen(nine: PdfReader) -> None:
    assert nine.metadata is not None
    assert nine.metadata.title == (
        "Caseload: who to look at first (clinic only: names several clients)"
    )
    assert nine.metadata.subject == "In words."
    kinds = [kind for kind, _ in tags_of(nine)]
    assert (kinds.count("H1"), kinds.count("Table"), kinds.count("TH")) == (1, 1, 6)
    assert kinds.count("TR") == 1 + 2 + len(NAMES)
    assert kinds.count("Link") == len(NAMES)


@pytest.mark.parametrize(
    ("most", "printed", "left"),
    [
        (5, NAMES[:2], "Not printed: 7 with no reason to look first."),
        (1, NAMES[:1], "Not printed: 1 more to look at first and 7 with no reason to look first."),
    ],
)
def test_of_very_many_those_to_look_at_first_are_printed_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, printed: tuple[str, ...], left: str
) -> None:
    monkeypatch.setattr(caseload, "MAX_LINES", most)
    (lines,) = all_lines(sheets_of(REVIEW, tmp_path))
    said = said_on(lines)
    assert f"{left} index.html and caseload.csv list all." in said
    assert "Look first: 2" in said
    assert "the others follow by name" not in said
    assert tuple(name for name in NAMES if name in said) == printed


@pytest.mark.parametrize("n_first", [1, 9, *range(24, 31), 40])
def test_the_picture_is_the_first_sheet_of_the_whole_list_and_no_other_is_set_for_it(
    n_first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.concat([forty()] * 2).sort_values("reasons", key=lambda r: r == "", kind="stable")
    reasons = ["low adherence; few ratings" if n < n_first else "" for n in range(len(rows))]
    drawn: list[tuple[dict[str, Any], tuple[bytes, ...]]] = []

    def typeset(template: str, data: dict[str, Any], kind: PageFormat, dpi: int) -> Any:
        drawn.append((data, set_with_typst(template, data, kind, dpi=dpi)))
        return drawn[-1][1]

    set_with_typst = caseload.typeset
    monkeypatch.setattr(caseload, "typeset", typeset)
    monkeypatch.setattr(caseload, "PAGE_DPI", 40)
    rows = rows.assign(reasons=reasons, new_reasons="", gone_reasons="")
    data = caseload._data(page_of(rows), "In words.", greyscale=False, table="caseload.csv")
    assert caseload._first_sheet(data) == set_with_typst(caseload.TEMPLATE, data, "png", dpi=40)[0]
    ((cut, sheets),) = drawn
    assert len(sheets) == 1
    assert sum(len(group["lines"]) for group in cut["groups"]) < len(rows)


@pytest.mark.parametrize("place", range(20, 30))
def test_a_row_whose_name_breaks_over_two_sheets_begins_on_the_picture(
    place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.concat([forty()] * 2, ignore_index=True).assign(reasons="", new_reasons="")
    rows["client"] = [f"Client {n}" for n in rows.index]
    rows.loc[place, "client"] = " ".join(["one", "name"] * 60)
    monkeypatch.setattr(caseload, "PAGE_DPI", 40)
    page = page_of(rows.assign(gone_reasons=""))
    data = caseload._data(page, "In words.", greyscale=False, table="caseload.csv")
    whole = caseload.typeset(caseload.TEMPLATE, data, "png", dpi=40)[0]
    assert caseload._first_sheet(data) == whole


def test_a_name_of_a_group_alone_at_the_end_of_a_sheet_is_on_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = caseload.said_by
    lone = []

    def noted(template: str, label: str, data: dict[str, Any]) -> Any:
        sheets = said(template, label, data)
        lone.append(sheets["rows"][-1] == "group" and "group" in sheets["rows"][:-1])
        return sheets

    monkeypatch.setattr(caseload, "said_by", noted)
    monkeypatch.setattr(caseload, "PAGE_DPI", 40)
    whole = pd.concat([forty()] * 2, ignore_index=True).assign(new_reasons="", gone_reasons="")
    for n_first in range(20, 50):
        rows = whole.assign(reasons=["paused now" if n < n_first else "" for n in whole.index])
        data = caseload._data(page_of(rows), "In words.", greyscale=False, table="caseload.csv")
        first = caseload._first_sheet(data)
        if lone[-1]:
            assert first == caseload.typeset(caseload.TEMPLATE, data, "png", dpi=40)[0]
            return
    pytest.fail("no list of these has it")


def test_pictures_that_an_earlier_report_wrote_do_not_stay_beside_the_new_sheet(
    tmp_path: Path,
) -> None:
    for name in ("caseload.svg", "caseload-screen.png"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    pages = WriteOptions(only="pages")
    write_caseload(LOG, REVIEW, tmp_path, {}, options=OPTIONS, writing=pages)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["caseload.pdf", "caseload.png", "index.html"]
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="caseload.pdf"' in html


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    sheets_of(REVIEW, tmp_path)
    first = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    sheets_of(REVIEW, tmp_path)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == first
