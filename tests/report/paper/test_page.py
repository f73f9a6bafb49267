"""The page on paper: one sheet, nothing cut, nothing over something else, all that it must say."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from mobility_analysis.log import log_from_tables
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.paper.client import TEMPLATE, PaperPage
from mobility_analysis.report.typeset import said_by, typeset
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY
from tests.page_logs import CATALOGUE, CLIENT, VARIANTS, contents_of_variant, diary, with_tables
from tests.pdf_pages import Drawn, outside, overlaps, read, said_on, words_on


class Made(NamedTuple):
    """A page made for all tests that look at it."""

    page: PaperPage
    n_pages: int
    lines: list[Drawn]

    @property
    def said(self) -> str:
        return said_on(self.lines)


def made_of(page: PaperPage) -> Made:
    pages = read(page.pdf()).pages
    return Made(page, len(pages), words_on(pages[0]))


class Pages(dict[str, Made]):
    """The pages of logs by their names, each made when it is first looked at."""

    def __missing__(self, name: str) -> Made:
        self[name] = made_of(PaperPage(contents_of_variant(name)))
        return self[name]


@pytest.fixture(scope="module")
def pages() -> dict[str, Made]:
    return Pages()


@pytest.mark.parametrize("name", VARIANTS)
def test_each_page_is_one_sheet_whose_words_stand_apart_within_the_margins(
    pages: dict[str, Made], name: str
) -> None:
    assert pages[name].n_pages == 1
    assert outside(pages[name].lines) == []
    assert overlaps(pages[name].lines) == []
    assert [line for line in pages[name].lines if line.size < 7.99] == []


@pytest.mark.parametrize("name", VARIANTS)
def test_the_words_that_a_page_must_carry_stand_in_one_piece(
    pages: dict[str, Made], name: str
) -> None:
    said = pages[name].said
    for words in (*MUST_CARRY, *(part for tier in GET_HELP for part in tier)):
        assert words in said
    # Without a programme there are no shares to be defined.
    has_none = name in ("no programme", "only ratings", "no data")
    defined = "; nothing was prescribed." if has_none else "does not make up for a missed one"
    for part in (defined, "days rated", "set aside", "mobility_analysis", "More on the HTML page:"):
        assert part in said
    if name != "no data":
        assert "as of 22 Nov 2026" in said or "as of 21 Nov 2026" in said


@pytest.mark.parametrize("name", VARIANTS)
def test_paper_says_what_the_description_says(pages: dict[str, Made], name: str) -> None:
    said, page = pages[name].said, pages[name].page.page
    for words in (page.period, page.lead, *page.topics):
        assert " ".join(words.split()) in said
    for card in page.cards:
        for words in card.key:
            assert words in said
    for line in page.small_print:
        assert line in said
    assert [f"{heading[:1].lower()}{heading[1:]}" in said for heading in page.left_out]


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "no data"])
def test_a_page_is_full(pages: dict[str, Made], name: str) -> None:
    """Between the place to write and what every page carries there is no empty strip."""
    lines = pages[name].lines
    labels = max(line.bottom for line in lines if line.words == "Agreed today")
    below = min(line.top for line in lines if line.words.startswith("Self-reported. This page"))
    writing = pages[name].page._data["plan"]["writing"]
    assert below - labels - writing < 16


@pytest.mark.parametrize("name", ["26 weeks", "all at once"])
def test_when_to_get_help_stands_above_the_charts(pages: dict[str, Made], name: str) -> None:
    places = {line.words: line.top for line in pages[name].lines}
    charts = places["Practice and stiffness over time"]
    assert all(places[tier.how_soon] < charts for tier in GET_HELP)


def test_blank_is_told_as_it_is_without_a_programme(pages: dict[str, Made]) -> None:
    assert "blank: none logged as done" in pages["no programme"].said
    assert "not prescribed" not in pages["no programme"].said
    assert "blank: not prescribed" in pages["26 weeks"].said


def test_who_never_logged_a_session_has_no_0_on_paper(pages: dict[str, Made]) -> None:
    said = pages["only ratings"].said
    assert said.lower().count("sessions were never logged: practice is unknown") == 3
    assert "sessions done" not in said.replace("sessions done, by week", "")
    letters = "".join(line.words for line in pages["only ratings"].lines)  # of a chart, one by one
    assert "Nothingprescribed,andnosessionlogged." in letters.replace(" ", "")


def test_many_stated_targets_leave_room_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    found = contents_of_variant("all at once")
    stated = tuple(f"Plan as stated: {n} times a week of exercise {n}." for n in range(9))
    monkeypatch.setitem(vars(found), "stated", stated)
    made = made_of(PaperPage(with_tables(found)))
    assert (made.n_pages, outside(made.lines), overlaps(made.lines)) == (1, [], [])
    assert "Plan as stated: 0 times" in made.said
    assert "… In full on the HTML page." in made.said


# --- the room


def plan_of(page: PaperPage, **other: Any) -> dict[str, Any]:
    """Return how the template shares out its room with other things to say."""
    plan: dict[str, Any] = said_by(TEMPLATE, "plan", {**page._data, **other, "plan": None})
    return plan


HISTORY = "stiffness by month since the start"
LISTS = ["what was trained", "in their words"]
GRID = "what was done, exercise by exercise"


def with_small_print(page: PaperPage, n_lines: int) -> dict[str, Any]:
    """Return the data of a page with so much small print, and the plan of it."""
    line = "A line of small print that takes the whole width of the page and not a letter more. "
    other = {"small_print": [line * n_lines], "topics": []}
    return page._data | other | {"plan": plan_of(page, **other)}


def test_where_room_is_short_the_history_gives_way_then_the_lists_at_last_the_grid(
    pages: dict[str, Made],
) -> None:
    page = pages["8 years"].page
    plans = [with_small_print(page, n)["plan"] for n in (0, 20, 26, 30, 32, 38)]
    assert [plan["dropped"] for plan in plans] == [
        [], [], [HISTORY], [HISTORY], [*LISTS, HISTORY], [GRID, HISTORY],
    ]  # fmt: skip
    assert [plan["history"] for plan in plans] == [True, True, False, False, False, False]
    assert [plan["rows"] > 0 for plan in plans] == [True] * 5 + [False]
    assert [plan["lists"] > 0 for plan in plans] == [True] * 4 + [False, True]
    assert min(plan["plots"] for plan in plans) >= 28


def test_what_has_no_room_is_named(pages: dict[str, Made]) -> None:
    page = pages["8 years"].page
    (pdf,) = typeset(TEMPLATE, with_small_print(page, 32), "pdf", pictures=page._pictures)
    (sheet,) = read(pdf).pages
    lines = words_on(sheet)
    assert (outside(lines), overlaps(lines)) == ([], [])
    assert (
        f"More on the HTML page: {', '.join([*LISTS, HISTORY])}, self-rated stiffness, "
        "practice and stiffness together and all rows."
    ) in said_on(lines)
    assert "What was trained" not in [line.words for line in lines]
    assert "More on the HTML page: self-rated stiffness," in pages["8 years"].said


def test_beside_a_movement_check_and_much_small_print_the_exercises_stay() -> None:
    """Three exercises, four boxes, ten lines of small print: no list is left out."""
    tables = diary(175, exercises=CATALOGUE[:3])
    tables["programme"] = [row | {"times_per_week": "3-4"} for row in tables["programme"]]
    checks = [
        {"client": CLIENT, "test": "seated-rotation", "date": day, "side": side, "value": value}
        for day, side, value in (
            ("2026-06-01", "left", 41), ("2026-06-01", "right", 44),
            ("2026-11-03", "left", 48), ("2026-11-03", "right", 35),
        )
    ]  # fmt: skip
    looked = [{"client": CLIENT, "test": "named-activity", "date": "2026-06-01", "value": 3,
               "activity": "look over my shoulder in the car"}]  # fmt: skip
    review = {"client": CLIENT, "date": "2026-08-03", "kind": "appointment", "label": "review"}
    log = log_from_tables(**tables, checks=checks + looked, events=[review], as_of="2026-11-22")
    made = made_of(PaperPage(client_contents(log, CLIENT)))
    plan = made.page._data["plan"]
    assert (made.n_pages, plan["rows"], plan["dropped"]) == (1, 3, [])
    assert (outside(made.lines), overlaps(made.lines)) == ([], [])
    for heading in ("What was done, exercise by exercise", "What was trained", "In their words"):
        assert heading in [line.words for line in made.lines]


def test_a_long_name_is_shortened_and_not_whether_it_was_done(pages: dict[str, Made]) -> None:
    page = pages["long names"].page
    heading = page._data["notes"][0]["heading"]
    assert heading.startswith("21 Nov · done: ")
    assert heading.endswith("…")
    said = pages["26 weeks"].said
    assert "11 Nov · done: Foam Roller with Overpressure" in said


def test_names_that_alone_train_an_area_have_the_room_that_there_is(
    pages: dict[str, Made],
) -> None:
    tables = diary(182, exercises=("foam-roller-overpressure", "down-dog"))
    log = log_from_tables(**tables, as_of="2026-11-22")
    said = made_of(PaperPage(client_contents(log, CLIENT))).said
    trained = said[said.index("What was trained") : said.index("In their words")]
    assert "Foam Roller with Overpressure" in trained


def test_what_is_left_goes_to_lists_charts_and_the_pen(pages: dict[str, Made]) -> None:
    page = pages["nine days"].page
    tight, loose = plan_of(page), plan_of(page, small_print=["Short."], topics=[])
    assert loose["plots"] > tight["plots"] or loose["writing"] > tight["writing"]
    assert loose["lists"] >= tight["lists"]


def test_of_22_exercises_as_many_are_shown_as_there_is_room_for(pages: dict[str, Made]) -> None:
    made = pages["22 exercises"]
    n_rows = made.page._data["plan"]["rows"]
    assert 3 <= n_rows < 22
    assert f"Shown: lowest shares lately. {22 - n_rows} more on the HTML page." in made.said


def notes_on(page: PaperPage, words: list[str]) -> tuple[str, list[Drawn]]:
    """Set a page with other notes; return what stands right of the areas, and all lines."""
    notes = [
        {"heading": f"note {n}", "words": said, "is_right_to_left": False}
        for n, said in enumerate(words)
    ]
    data = page._data | {
        "notes": notes,
        "n_notes": len(notes),
        "more_notes": [f"{len(notes) - n} more on the HTML page" for n in range(len(notes) + 1)],
    }
    (pdf,) = typeset(TEMPLATE, data, "pdf", pictures=page._pictures)
    reader = read(pdf)
    assert len(reader.pages) == 1
    lines = words_on(reader.pages[0])
    top = next(line.top for line in lines if line.words == "In their words")
    end = next(line.top for line in lines if line.words == "Agreed today")
    mine = [line for line in lines if line.left > 120 and top < line.top < end]
    return said_on(mine), lines


@pytest.mark.parametrize("lengths", [(3,), (60,), (1, 1), (40, 2, 2), (2, 2, 2, 2, 2), (9, 300, 1)])
def test_whatever_the_notes_those_shown_and_those_counted_are_all(
    pages: dict[str, Made], lengths: tuple[int, ...]
) -> None:
    said, lines = notes_on(pages["26 weeks"].page, ["stiff " * n for n in lengths])
    assert overlaps(lines) == []
    n_shown = sum(f"note {n} " in said for n in range(len(lengths)))
    assert n_shown >= 1
    n_left = len(lengths) - n_shown
    assert (f"{n_left} more on the HTML page" in said) == bool(n_left)
    is_cut = "…" in said
    assert ("In full on the HTML page." in said) == (is_cut and not n_left)


def test_no_note_is_said(pages: dict[str, Made]) -> None:
    assert "In their words No notes were written." in pages["all zeros"].said


# --- markup, and who reads it


def test_what_users_wrote_is_never_markup() -> None:
    found = contents_of_variant("26 weeks")
    words = "#panic() $x$ *bold* _it_ @ref <label> \\ `raw` // gone [a] #{1 + 1} ~"
    notes = found.notes.assign(note=words)
    made = made_of(PaperPage(with_tables(found, client="#strong[A] $1$", notes=notes)))
    assert words in made.said
    assert made.said.startswith("#strong[A] $1$")


def test_the_contents_are_left_as_they_were() -> None:
    contents: ClientContents = contents_of_variant("26 weeks")
    tables = {**contents.tables, "events": contents.log.events, "notes": contents.notes}
    before = {name: table.copy() for name, table in tables.items()}
    PaperPage(contents)
    for name, table in tables.items():
        assert table.equals(before[name]), name
