"""The page as files: tagged text, letters of any script, grey where asked for, the same bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from mobility_analysis.report import typeset
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.folder.client import _remove_unfinished
from mobility_analysis.report.paper.client import PaperPage, is_right_to_left
from mobility_analysis.report.typeset import LACKING
from mobility_analysis.words.numbers import MUST_CARRY
from tests.page_logs import CLIENT, contents_of_variant, with_tables
from tests.pdf_pages import read, said_on, tags_of, words_on

POINTS_PER_MM = 72 / 25.4
THAI = "สมชาย ใจดี"
HEBREW = "שלום כהן"
ARABIC = "أحمد علي"


@pytest.fixture(scope="module")
def contents() -> ClientContents:
    return contents_of_variant("26 weeks")


@pytest.fixture(scope="module")
def page(contents: ClientContents) -> PaperPage:
    return PaperPage(contents)


@pytest.fixture(scope="module")
def pdf(page: PaperPage) -> PdfReader:
    """The page as a PDF, made once for the tests that only read it."""
    return read(page.pdf())


def said_in(pdf: bytes) -> str:
    (page,) = read(pdf).pages
    return said_on(words_on(page))


def test_the_pdf_is_one_a4_page_with_title_and_language(page: PaperPage, pdf: PdfReader) -> None:
    (sheet,) = pdf.pages
    assert float(sheet.mediabox.width) == pytest.approx(210 * POINTS_PER_MM, abs=0.1)
    assert float(sheet.mediabox.height) == pytest.approx(297 * POINTS_PER_MM, abs=0.1)
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{CLIENT}: upper-back practice and self-rated stiffness"
    assert pdf.metadata.subject == page.page.lead
    assert pdf.metadata.author == "mobility_analysis"
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]


def test_all_fonts_of_the_pdf_are_embedded_and_are_the_one_that_travels_along(
    pdf: PdfReader,
) -> None:
    (sheet,) = pdf.pages
    fonts = fonts_of(sheet)
    assert fonts
    for font in fonts:
        assert font["/Subtype"] == "/Type0"
        assert font["/BaseFont"].split("+")[1] in ("DejaVuSans", "DejaVuSans-Bold")
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()


def test_the_tags_have_headings_tables_and_charts_in_reading_order(pdf: PdfReader) -> None:
    tags = tags_of(pdf)
    kinds = [kind for kind, _ in tags]
    assert [kind for kind in kinds if kind in ("H1", "H2", "Table", "Figure")] == [
        "H1", "H2", "H2", "Figure", "Figure", "H2", "Table", "Figure", "H2", "Table", "H2",
    ]  # fmt: skip
    assert kinds.count("TH") == 5 + 4  # of the weeks, and of the areas
    assert kinds.count("L") == 2  # a list for each of two topics
    charts = [alt for kind, alt in tags if kind == "Figure"]
    assert "prescribed sessions counted" in charts[0]
    assert "elf-rated stiffness" in charts[1]
    assert all(alt.rstrip().endswith(".") for alt in charts)


def test_each_area_that_is_trained_has_its_bar_and_beside_it_its_only_exercise(
    page: PaperPage, pdf: PdfReader
) -> None:
    (areas,) = page.page.section("trained").of("areas")
    lines = words_on(pdf.pages[0])
    printed = {line.words: line for line in lines}
    (beside,) = (line.left for line in lines if line.words == "only exercise")
    dots = Image.open(io.BytesIO(page.png(dpi=200))).convert("RGB")
    per_mm = dots.width / 210
    rows = [row for row in areas.rows if row.name in printed]
    assert [row.name for row in rows if row.only]
    for row in rows:
        name = printed[row.name]
        middle = (name.top + name.bottom) / 2
        around = (beside - 13, middle - 1, beside - 1, middle + 1)
        strip = np.asarray(dots.crop([round(edge * per_mm) for edge in around]))
        n_teal = ((strip[..., 0] < 60) & (strip[..., 1] > 60)).sum()
        assert n_teal / (10 * 1.1 * per_mm**2) == pytest.approx(row.share, abs=0.1), row
        said = [line.words for line in lines
                if line.left > beside - 1 and abs(line.top - name.top) < 1]  # fmt: skip
        assert not row.only or any(
            row.only.startswith(words.split("…")[0].strip()) for words in said
        )


def test_the_parts_of_the_page_are_its_bookmarks(pdf: PdfReader) -> None:
    titles = [entry["/Title"] for entry in pdf.outline if isinstance(entry, dict)]
    below = [entry["/Title"] for part in pdf.outline if isinstance(part, list) for entry in part]
    assert titles == [CLIENT]
    assert below == [
        "To talk about", "Practice and stiffness over time", "What was done, exercise by exercise",
        "What was trained", "In their words",
    ]  # fmt: skip


def test_the_page_is_read_from_the_top_down(pdf: PdfReader) -> None:
    (sheet,) = pdf.pages
    said = said_on(words_on(sheet))
    parts = (
        CLIENT, "as of 22 Nov 2026", "prescribed sessions counted", "To talk about",
        "Get emergency help now", "See a doctor soon",
        "Practice and stiffness over time", "What was done, exercise by exercise",
        "What was trained", "In their words", "Agreed today", *MUST_CARRY,
    )  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_the_same_contents_give_the_same_bytes(page: PaperPage, contents: ClientContents) -> None:
    again = PaperPage(contents)
    assert again.pdf() == page.pdf()
    assert again.png(60) == page.png(60)


def test_the_picture_says_whose_it_is_and_what_it_says(page: PaperPage) -> None:
    picture: Any = Image.open(io.BytesIO(page.png(40)))
    assert picture.size == (331, 468)
    assert picture.text["Title"].startswith(CLIENT)
    assert picture.text["Description"] == page.page.lead


def test_a_page_is_written_as_pdf_and_picture_and_no_old_one_stays(
    page: PaperPage, tmp_path: Path
) -> None:
    (tmp_path / "summary.svg").write_text("old", encoding="utf-8")
    _remove_unfinished(tmp_path)
    written = page.write(tmp_path / "summary")
    assert [path.name for path in written] == ["summary.pdf", "summary.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["summary.pdf", "summary.png"]
    assert sum(path.stat().st_size for path in written) < 1_200_000  # of 2 MB for a whole report


def colours_of(png: bytes) -> set[tuple[int, int, int]]:
    found = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1 << 24)
    assert found is not None
    return {colour for _, colour in found}  # type: ignore[misc]


def test_a_grey_page_has_no_colour_and_the_other_has(
    page: PaperPage, contents: ClientContents
) -> None:
    grey = colours_of(PaperPage(contents, greyscale=True).png(60))
    assert {max(colour) - min(colour) for colour in grey} == {0}
    assert max(max(colour) - min(colour) for colour in colours_of(page.png(60))) > 60


# --- letters that the one font lacks


def page_of(contents: ClientContents, name: str, *, note: str = "") -> PaperPage:
    notes = contents.notes.assign(note=note) if note else contents.notes
    return PaperPage(with_tables(contents, client=name, notes=notes))


def test_letters_that_no_font_has_are_stood_in_for_and_the_page_says_so(
    contents: ClientContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_of_this_machine", lambda letters: frozenset())
    said = said_in(page_of(contents, THAI).pdf())
    assert said.startswith("▯▯▯▯▯ ▯▯▯ ")  # the letters; not the vowel above one of them
    assert LACKING in said
    assert LACKING not in said_in(page_of(contents, "Zoë Łukasz Дарья").pdf())


def test_letters_of_a_font_of_this_machine_are_set_and_no_page_has_boxes_in_silence(
    contents: ClientContents,
) -> None:
    name = f"{THAI} \U000f1234"  # of the private use area: no font has it
    pdf = page_of(contents, name).pdf()
    (sheet,) = read(pdf).pages
    assert not [font for font in fonts_of(sheet) if "LastResort" in font["/BaseFont"]]
    said = said_in(pdf)
    assert LACKING in said
    has_thai = typeset._can_set("".join(sorted(set(THAI.replace(" ", "")))))
    assert read(pdf).metadata.title.startswith(name)  # type: ignore[union-attr]
    # The letter that no font has, those of the name where there is no font of theirs, the line.
    assert said.count("▯") == (2 if has_thai else 10)


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_names_from_right_to_left_print_with_the_one_font(
    contents: ClientContents, name: str
) -> None:
    page = page_of(contents, name, note=f"{name} 3")
    assert page._data["notes"][0]["is_right_to_left"]
    (sheet,) = read(page.pdf()).pages
    assert {font["/BaseFont"].split("+")[1] for font in fonts_of(sheet)} == {
        "DejaVuSans", "DejaVuSans-Bold",
    }  # fmt: skip
    assert "▯" not in said_on(words_on(sheet))
    assert read(page.pdf()).metadata.title.startswith(name)  # type: ignore[union-attr]


def test_the_direction_of_words_is_that_of_their_first_letter() -> None:
    assert is_right_to_left(f"2 {HEBREW}")
    assert not is_right_to_left(f"a {ARABIC}")
    assert not is_right_to_left("12 ?")


def test_a_picture_that_the_font_lacks_is_named(contents: ClientContents) -> None:
    page = page_of(contents, "A", note="good day \N{FLEXED BICEPS} \N{ZERO WIDTH JOINER}!")
    said = said_in(page.pdf())
    assert "good day [flexed biceps] !" in said
    assert LACKING not in said
