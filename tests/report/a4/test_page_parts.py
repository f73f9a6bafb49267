"""The parts of the page one by one: the weeks shown, the room shared, what is left out and said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mobility_analysis.charts.parts.theme import look, style
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.a4.areas import area_rows
from mobility_analysis.report.a4.page import LEAST, LINE, MIN_ROWS, share_out
from mobility_analysis.report.a4.panels import (
    Grid,
    KeyItem,
    Panels,
    Weeks,
    history,
    key_lines,
    load_words,
    loads,
    shown_weeks,
)
from mobility_analysis.report.a4.parts import (
    Note,
    get_help,
    key_figures,
    masthead,
    notes_in_their_words,
    place_to_write,
    small_print,
    to_talk_about,
)
from mobility_analysis.report.a4.sheet import PAGE_HEIGHT, PAGE_WIDTH, Sheet
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.summary import KeyFigure
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(Figure(figsize=(PAGE_WIDTH / 25.4, PAGE_HEIGHT / 25.4)))


def lines_on(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.texts]


def contents_of(**tables: Any) -> ClientContents:
    log = log_from_tables(**tables)
    return client_contents(log, log.clients[0])


def sessions(exercise: str, *days: str, **more: Any) -> list[dict[str, Any]]:
    return [{"client": "ana", "date": day, "exercise": exercise} | more for day in days]


def prescribed(exercise: str, start: str, often: str) -> dict[str, str]:
    return {"client": "ana", "exercise": exercise, "start": start, "times_per_week": often}


# --- the weeks that are drawn


def test_eight_weeks_are_drawn_at_least_from_the_monday_of_the_first_entry() -> None:
    found = contents_of(sessions=sessions("down-dog", "2026-11-14", "2026-11-22"))
    # 14 November 2026 is a Saturday: its Monday is the 9th; eight weeks end on 3 January.
    assert shown_weeks(found) == Weeks(
        pd.Timestamp("2026-11-09"), pd.Timestamp("2027-01-03"), is_cut=False
    )


def test_of_a_long_log_the_last_26_weeks_are_drawn_and_the_history_as_a_strip() -> None:
    found = contents_of(
        sessions=sessions("down-dog", "2026-01-05", "2026-11-22"),
        stiffness=[{"client": "ana", "date": "2026-11-22", "score": 4}],
    )
    # The week of 22 November starts on the 16th; 25 weeks before is 25 May.
    weeks = shown_weeks(found)
    assert weeks == Weeks(pd.Timestamp("2026-05-25"), pd.Timestamp("2026-11-22"), is_cut=True)
    assert history(found, weeks) is not None


def test_no_strip_where_all_is_drawn_large_or_nothing_was_rated() -> None:
    short = contents_of(stiffness=[{"client": "ana", "date": "2026-11-22", "score": 4}])
    weeks = shown_weeks(short)
    assert weeks is not None
    assert history(short, weeks) is None
    unrated = contents_of(sessions=sessions("down-dog", "2026-01-05", "2026-11-22"))
    weeks = shown_weeks(unrated)
    assert weeks is not None
    assert history(unrated, weeks) is None


def test_without_a_date_there_are_no_weeks() -> None:
    assert shown_weeks(contents_of(pauses=[{"client": "ana", "start": "2026-11-01"}])) is None


# --- the room


@given(
    room=st.floats(0, 250), n=st.integers(0, 40), lists=st.floats(8, 90), has_plots=st.booleans()
)
def test_no_more_room_is_shared_out_than_there_is(
    room: float, n: int, lists: float, has_plots: bool
) -> None:
    found = share_out(room, n_exercises=n, lists=lists, has_plots=has_plots)
    if found is None:
        return
    more = LINE if found.n_rows < n else 0.0
    taken = found.plots + found.n_rows * found.pitch + more + found.lists + found.writing
    assert taken <= room + 0.1
    assert found.lists <= lists + 0.001
    assert min(n, MIN_ROWS) <= found.n_rows <= n


def test_where_nothing_fits_it_is_said_and_not_squeezed() -> None:
    assert share_out(50, n_exercises=3, lists=30, has_plots=True) is None


# --- words


def test_key_figures_share_the_width_so_that_each_label_has_one_line(sheet: Sheet) -> None:
    long = "done least: general upper-back mobility"
    block = key_figures(
        [KeyFigure("1 of 2", "sessions", "a"), KeyFigure("3", "rated", "b"),
         KeyFigure("0 of 4", long, "last 4 weeks; only 90/90 Overhead Raises")]
    )  # fmt: skip
    with style():
        block.put(sheet, 20)
    assert long in lines_on(sheet)
    assert "last 4 weeks; only 90/90 Overhead Raises" in lines_on(sheet)


def test_a_short_name_has_the_kind_of_page_beside_it_and_a_long_one_above(sheet: Sheet) -> None:
    short = masthead("what it is", "Ana", "when")
    long = masthead("what it is", "W" * 40, "when")
    assert long.height > short.height - 3
    with style():
        long.put(sheet, 12)
    assert lines_on(sheet)[0] == "what it is"


def test_the_notes_that_do_not_fit_are_counted(sheet: Sheet) -> None:
    notes = [Note(f"{day} Nov", "stiff " * 40) for day in range(20, 10, -1)]
    block = notes_in_their_words(notes, 30, x=110, width=80)
    with style():
        block.put(sheet, 100)
    assert block.height <= 30
    said = lines_on(sheet)
    headings = [line for line in said if line.endswith(" Nov")]
    assert headings == ["20 Nov"]
    assert said[-1] == "9 more on the HTML page"


def test_a_count_of_thousands_is_written_as_everywhere(sheet: Sheet) -> None:
    notes = [Note(f"note {n}", "stiff") for n in range(2236)]
    block = notes_in_their_words(notes, 45, x=110, width=80)
    with style():
        block.put(sheet, 100)
    # Heading 4.9 mm; 8.6 mm a note: 4 of them leave room for the line that counts the rest.
    assert lines_on(sheet)[-1] == "2,232 more on the HTML page"


def test_the_least_room_holds_the_newest_note_and_how_many_more_there_are(sheet: Sheet) -> None:
    notes = [Note(f"note {n}", "stiff") for n in range(2236)]
    block = notes_in_their_words(notes, LEAST.lists, x=110, width=80)
    with style():
        block.put(sheet, 100)
    assert lines_on(sheet)[1:] == ["note 0", "stiff", "2,235 more on the HTML page"]


@given(height=st.floats(17, 60), lengths=st.lists(st.integers(1, 60), min_size=1, max_size=9))
def test_whatever_the_room_the_notes_shown_and_those_counted_are_all(
    height: float, lengths: list[int]
) -> None:
    page = Sheet(Figure(figsize=(PAGE_WIDTH / 25.4, PAGE_HEIGHT / 25.4)))
    notes = [Note(f"note {n}", "stiff " * length) for n, length in enumerate(lengths)]
    block = notes_in_their_words(notes, height, x=110, width=80)
    with style():
        block.put(page, 100)
    said = lines_on(page)
    assert block.height <= height + 0.01
    n_left = len(notes) - len([line for line in said if line.startswith("note ")])
    last = f"{n_left} more on the HTML page" if n_left else "In full on the HTML page."
    is_cut = any(line.endswith("…") for line in said)
    assert (said[-1] == last) == bool(n_left or is_cut)


def test_a_note_that_is_cut_says_where_it_is_in_full(sheet: Sheet) -> None:
    block = notes_in_their_words([Note("20 Nov", "stiff " * 400)], 60, x=110, width=80)
    with style():
        block.put(sheet, 100)
    assert lines_on(sheet)[-2].endswith("…")
    assert lines_on(sheet)[-1] == "In full on the HTML page."


def test_no_note_is_said(sheet: Sheet) -> None:
    with style():
        notes_in_their_words([], 30, x=110, width=80).put(sheet, 100)
    assert lines_on(sheet) == ["In their words", "no notes in this log"]


def test_four_points_to_talk_about_stand_in_two_rows(sheet: Sheet) -> None:
    points = ["one", "two", "three", "four"]
    with style():
        to_talk_about(points).put(sheet, 60)
    assert lines_on(sheet) == ["To talk about", "1", "one", "2", "two", "3", "three", "4", "four"]
    at = {text.get_text(): text.get_position()[1] for text in sheet.figure.texts}
    assert at["one"] == at["two"] > at["three"] == at["four"]
    assert to_talk_about(points).height > to_talk_about(points[:3]).height
    assert to_talk_about([]).height == 0


def test_more_room_to_write_has_more_lines(sheet: Sheet) -> None:
    place_to_write(11).put(sheet, 100)
    few = len(sheet.figure.artists) + len(sheet.figure.lines)
    place_to_write(40).put(sheet, 200)
    assert len(sheet.figure.artists) + len(sheet.figure.lines) > 2 * few


def test_when_to_get_help_stands_in_a_frame_how_soon_in_strong_letters(sheet: Sheet) -> None:
    with style():
        get_help().put(sheet, 80)
    strong = [t.get_text() for t in sheet.figure.texts if t.get_fontweight() == "bold"]
    assert strong == ["Get emergency help now", "See a doctor soon, do not wait for this diary"]
    assert " ".join(lines_on(sheet)) == " ".join(part for tier in GET_HELP for part in tier)
    (frame,) = [a for a in sheet.figure.artists if isinstance(a, Rectangle)]
    assert frame.get_linewidth() > 0


def test_the_small_print_has_the_words_that_every_page_carries_in_dark_letters(
    sheet: Sheet,
) -> None:
    with style():
        small_print([*MUST_CARRY, "after."]).put(sheet, 250)
    dark = {t.get_color() for t in sheet.figure.texts if t.get_text() != "after."}
    assert dark == {look().palette.ink}
    assert sheet.figure.texts[-1].get_color() == look().palette.quiet


def test_a_key_is_broken_into_lines() -> None:
    items = [KeyItem(None, "a week"), KeyItem(None, "b" * 30)]
    lines = key_lines(items, 50)
    assert [[item.words for item in line] for line in lines] == [["a week"], ["b" * 30]]


def test_the_key_of_both_panels_says_of_each_mark_what_it_is_of_whatever_the_legend_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mobility_analysis.charts.stiffness.WEEKLY_MEAN", "mean of seven days")
    found = contents_of(
        programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-09-01",
                    "times_per_week": "3"}],
        sessions=sessions("down-dog", "2026-09-02", "2026-11-11", "2026-11-17"),
        stiffness=[{"client": "ana", "date": day, "score": 5}
                   for day in pd.date_range("2026-09-01", "2026-11-17").strftime("%Y-%m-%d")],
    )  # fmt: skip
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8.0):
        words = [item.words for line in Panels(found, weeks).key for item in line]
    said = ["practice in a week", "in part of a week", "stiffness on a day",
            "weekly mean (4+ days rated)"]  # fmt: skip
    assert [name for name in words if name in said] == said
    assert "mean of seven days" not in words


# --- rows


def test_loads_are_the_first_and_the_newest_that_were_used() -> None:
    found = contents_of(
        sessions=[
            *sessions("down-dog", "2026-11-02", load_kg=2),
            *sessions("down-dog", "2026-11-03", load_kg=9, status="skipped"),
            *sessions("down-dog", "2026-11-09", load_kg=4),
            *sessions("down-dog", "2026-11-10"),
            *sessions("bear-rolls", "2026-11-10", load_kg=7.5),
        ]
    )
    assert loads(found) == {"down-dog": (2.0, 4.0), "bear-rolls": (7.5, 7.5)}
    assert load_words(7.5, 7.5) == ("7.5 kg",)
    assert load_words(12.5, 17.5)[0] == "12.5 → 17.5 kg"


def test_of_too_many_exercises_those_with_the_lowest_share_lately_are_shown() -> None:
    found = contents_of(
        sessions=[*sessions("down-dog", "2026-11-20"), *sessions("bear-rolls", "2026-11-22")],
        programme=[
            prescribed("down-dog", "2026-11-16", "1"),
            prescribed("bear-rolls", "2026-11-16", "2"),
            prescribed("overhead-opener", "2026-11-16", "1"),
        ],
    )
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8):
        grid = Grid(found, weeks)
        # Shares: down-dog 1 of 1, bear-rolls 1 of 2, overhead-opener 0 of 1.
        chosen, said = grid._chosen(2)
    assert chosen == ["bear-rolls", "overhead-opener"]
    assert said == "Shown: lowest shares lately. 1 more on the HTML page."


def test_without_a_programme_those_done_most_are_shown() -> None:
    found = contents_of(
        sessions=[
            *sessions("down-dog", "2026-11-16", "2026-11-17"),
            *sessions("bear-rolls", "2026-11-18"),
        ]
    )
    weeks = shown_weeks(found)
    assert weeks is not None
    with style(text_pt=8):
        chosen, said = Grid(found, weeks)._chosen(1)
    assert chosen == ["down-dog"]
    assert said == "Shown: most done. 1 more on the HTML page."


def test_areas_stand_with_the_lowest_share_first_and_name_their_only_exercise() -> None:
    found = contents_of(
        sessions=sessions("down-dog", "2026-11-22"),
        programme=[
            prescribed("down-dog", "2026-11-16", "1"),
            prescribed("bear-rolls", "2026-11-16", "1"),
            prescribed("foam-roller-overpressure", "2026-11-16", "1"),
        ],
    )
    rows = [(row.name, row.done, row.only) for row in area_rows(found)]
    # Down Dog: spinal length, thoracic flexion; the roller: extension and flexion; Bear Rolls:
    # articulation and rotation. Flexion has two exercises, 1 of 2 done.
    assert rows == [
        ("spinal articulation", "0 of 1", "Bear Rolls"),
        ("thoracic extension", "0 of 1", "Foam Roller with Overpressure"),
        ("thoracic rotation", "0 of 1", "Bear Rolls"),
        ("thoracic flexion", "1 of 2", ""),
        ("spinal length", "1 of 1", "Down Dog"),
    ]
