"""Sheets that a recipe turns, cut by client a few boxes at a time, are as when read whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import load as loading
from mobility_analysis.log import load_log
from mobility_analysis.log.exports import road
from mobility_analysis.log.exports.shapes.across import turning
from mobility_analysis.log.exports.shapes.across.notes import Told, placed
from mobility_analysis.log.parts import texts
from mobility_analysis.log.parts.by_recipe import foreign, notes, turned
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.text import read_delimited
from tests.held_parts import assert_asked_alike, assert_not_cut, pieces_of_a_few_rows
from tests.log.parts.test_shaped import (
    assert_refused_alike,
    assert_same,
    book_of,
    in_files,
    in_parts,
)
from tests.strategies import part_of_the_examples


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Any:
    """Let sheets of a few boxes take as many pieces as those of millions."""
    with pieces_of_a_few_rows() as patch:
        patch.setattr(texts, "SAMPLE_CHARACTERS", 120)
        patch.setattr(texts, "PIECE_CHARACTERS", 60)
        yield


ACROSS = """
[[recipe]]
file = "*"
client = { column = "Client" }
date = { column = "date" }
unknown_exercises = "add"
[recipe.days_across]
columns = ["Stiffness"]
notes = ["Notes"]
[[recipe.sessions]]
exercise = { column = "exercise" }
marks = "mark"
columns = { note = "Notes" }
[[recipe.ratings]]
score = "Stiffness"
columns = { note = "Notes" }
"""
DOWN = ACROSS.replace("unknown", 'fill_down = ["Client"]\nunknown', 1)
WEEKS: list[list[Any]] = [
    ["Practice of all clients"],
    ["Week of 2 March 2026"],
    ["Client", "Exercise", "Mon", "Tue", "Wed", "Room"],
    ["ana", "Bear rolls", "x", None, "3x10", 1],
    ["ana", "Stiffness", 5, 4, None, 1],
    ["ben", "Bear rolls", "wuff", "x", "wuff", 2],
    ["ben", "Stiffness", 14, None, "3,5", 2],
    ["ben", "Notes", "sore", None, "ok", 2],
    [],
    ["Week of 9 March 2026"],
    ["Client", "Exercise", "Mon", "Tue", "Wed", "Room"],
    ["ben", "Turtle roll", "x", None, "no", 2],
    ["cai", "turtle roll", None, "x"],
    ["ana", "Down dog", "skipped", "x", None, 1],
    ["ana", "Notes", None, None, "away", 1],
]


def lines_of(rows: Sequence[Sequence[Any]]) -> list[str]:
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [",".join(f'"{c}"' if "," in c or "\n" in c else c for c in row) for row in cells]


def sheet_of(folder: Path, rows: Sequence[Sequence[Any]], recipe: str = ACROSS) -> Path:
    return in_files(folder, {"practice.csv": lines_of(rows)}, recipe=recipe)


def test_days_across_of_several_clients_by_hand(tmp_path: Path) -> None:
    log = assert_same(sheet_of(tmp_path, WEEKS))
    # boxes: ana 2 ticks, 2 scores, then 2 ticks and a note alone; ben 3 ticks, 2 scores, a note on
    # the 2nd with his score of 14 and one on the 4th with the 3,5, then 2 ticks; cai 1 tick. Of
    # ben's line 6 two boxes cannot be read, and of line 7 one; a no and the note alone are nothing
    assert log.account.values.tolist() == [
        ["sessions, stiffness", "practice.csv", 15, 10, 3, 2, ""]
    ]
    assert sorted(log.problems["column"]) == [
        "C (read as score)", "C (read as status)", "E (read as status)",
    ]  # fmt: skip
    scores = log.stiffness[["client", "score", "note"]].astype("str").values.tolist()
    assert scores == [["ana", "5.0", ""], ["ana", "4.0", ""], ["ben", "3.5", "ok"]]
    assert log.left_out[["client", "rows"]].values.tolist() == [["ben", 1], ["ana", 1]]
    assert "turtle roll" not in set(log.exercises["exercise"])
    assert any("'Room'" in said for said in log.remarks["repair"])


def test_no_line_of_days_across_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sheet_of(tmp_path, WEEKS)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the log was read whole")

    for module, name in ((loading, "find_logs"), (road, "filled_sheets"), (road, "reshape")):
        monkeypatch.setattr(module, name, never)
    with pytest.raises(AssertionError):
        load_log(source)
    boxes: list[int] = []
    characters: list[int] = []
    real, real_text = turned.table_of_sheet, texts.read_delimited

    def counted(sheet: Any) -> Any:
        boxes.append(len(sheet.rows) - 1)
        return real(sheet)

    def counted_text(data: bytes, *args: Any, **more: Any) -> Any:
        characters.append(len(data))
        return real_text(data, *args, **more)

    monkeypatch.setattr(turned, "table_of_sheet", counted)
    monkeypatch.setattr(texts, "read_delimited", counted_text)
    monkeypatch.setattr(foreign, "ROWS_OF_HEAD", 2)
    made = in_parts(source)
    assert made is not None
    with made:
        assert [part.first for part in made.parts] == ["ana", "ben", "cai"]
    assert boxes == [3] * 5
    assert max(characters) < len((source / "practice.csv").read_text()) / 2


def test_rows_of_a_text_are_those_of_the_whole(tmp_path: Path) -> None:
    text = 'sep=;\na;"b\nc"\n\n' + "\n" * 200 + '\'=1+1;x\r\n;;\n"d;e";\n' * 30
    (tmp_path / "a.csv").write_bytes(text.encode("cp1252"))
    found = [*texts.rows_of_text(Place(tmp_path), "a.csv")]
    assert found == read_delimited(text.encode(), "a.csv").rows


def test_a_client_that_is_written_once_and_weeks_one_under_the_other(tmp_path: Path) -> None:
    rows = [["" if cell in {"ana", "ben"} and n % 2 else cell for cell in row]
            for n, row in enumerate(WEEKS)]  # fmt: skip
    log = assert_same(sheet_of(tmp_path, rows, DOWN))
    assert {*log.clients} == {"ana", "ben", "cai"}
    none = [*WEEKS[:3], ["ana", "Bear rolls", "x"], ["ben", "Down dog"], ["", "Bear rolls", "x"]]
    log = assert_same(sheet_of(tmp_path, none, DOWN))
    assert log.sessions[["client", "exercise"]].astype("str").values.tolist() == [
        ["ana", "bear-rolls"], ["ben", "bear-rolls"],
    ]  # fmt: skip


DATES = [["Client", "Exercise", "3/4/2026", "4/4/2026"], ["ana", "Bear rolls", "x", "wuff"],
         ["ben", "Stiffness", "4", "11"]]  # fmt: skip


def test_what_keeps_boxes_from_being_used_is_said_in_the_same_words(tmp_path: Path) -> None:
    ordered = ACROSS.replace("unknown", 'date_order = "dmy"\nunknown', 1)
    problems = assert_refused_alike(sheet_of(tmp_path, DATES, ordered))
    assert problems["column"].tolist() == ["D (read as status)", "D (read as score)"]
    log = assert_same(tmp_path)
    assert log.sessions["date"].astype("str").tolist() == ["2026-04-03"]
    assert "expected one order" in assert_asked_alike(sheet_of(tmp_path, DATES))


def test_the_order_of_days_is_settled_over_all_weeks(tmp_path: Path) -> None:
    more = [*DATES, ["Client", "Exercise", "24/4/2026", "25/4/2026"], ["ana", "Down dog", "x"]]
    log = assert_same(sheet_of(tmp_path, more))
    assert log.sessions["date"].astype("str").tolist() == ["2026-04-03", "2026-04-24"]


def test_a_row_a_client_and_boxes_that_are_scores(tmp_path: Path) -> None:
    recipe = """
[[recipe]]
file = "*"
client = { column = "exercise" }
date = { column = "date" }
days_across = true
[[recipe.ratings]]
score = "mark"
"""
    rows = [["Who", "2026-04-03", "2026-04-04"], ["ana", 4, 5], ["ben", "", 3], ["cai", "n/a", 11]]
    log = assert_same(sheet_of(tmp_path, rows, recipe))
    assert log.stiffness.groupby("client", observed=True)["score"].mean().to_dict() == {
        "ana": 4.5, "ben": 3,
    }  # fmt: skip


def test_a_box_of_which_both_a_session_and_a_score_are_lost_counts_once(tmp_path: Path) -> None:
    recipe = ACROSS.replace('score = "Stiffness"', 'score = "mark"')
    rows = [["Client", "Exercise", "2026-04-03", "2026-04-04"], ["ana", "Bear rolls", "wuff", "3"],
            ["ana", "Down dog", "wuff"], ["ben", "Down dog", "3", "3"]]  # fmt: skip
    log = assert_same(sheet_of(tmp_path, rows, recipe))
    # ana's first line has two bad boxes, since a plain number counts nothing as a tick
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[5, 0, 5]]


def test_letters_that_are_not_utf_8_are_pointed_out(tmp_path: Path) -> None:
    source = sheet_of(tmp_path, [*WEEKS, ["zoé", "Bear rolls", "x"]])
    text = (source / "practice.csv").read_text()
    (source / "practice.csv").write_bytes(text.encode("cp1252"))
    log = assert_same(source)
    assert any("Windows-1252" in said for said in log.remarks["repair"])
    assert "zoé" in log.clients


@pytest.mark.parametrize("more", ["one_a_day = true", 'workout = "Room"'])
def test_boxes_that_are_sets_of_a_session(tmp_path: Path, more: str) -> None:
    recipe = ACROSS.replace("marks =", f"{more}\nmarks =")
    rows = [*WEEKS, ["ana", "down dog", "12 reps", "wuff", "x", 1], ["ben", "Turtle roll", "wuff"]]
    assert_same(sheet_of(tmp_path, rows, recipe))


def test_a_workbook_with_days_across(tmp_path: Path) -> None:
    book = [[float(c) if isinstance(c, int) else c for c in row] for row in WEEKS]
    dates = [["Client", "Exercise", date(2026, 4, 1), date(2026, 4, 2)], ["ben", "Yoga", True, 3],
             ["dora", "Stiffness", 4.5, "5/10"]]  # fmt: skip
    assert_same(book_of(tmp_path / "practice.xlsx", {"All": book}, ACROSS))
    log = assert_same(book_of(tmp_path / "practice.xlsx", {"May": book, "June": dates}, DOWN))
    assert log.clients == ("ana", "ben", "cai", "dora")
    titled = ACROSS.replace("unknown", "header_line = 2\nunknown", 1)
    assert_same(book_of(tmp_path / "practice.xlsx", {"All": book}, titled))


def test_a_sheet_a_client_with_days_across(tmp_path: Path) -> None:
    recipe = ACROSS.replace('client = { column = "Client" }\n', "")
    own = [row[1:] for row in WEEKS[2:8]]
    sheets = {"Ana": [["Week of 2 March 2026"], *own], "Ben": [["Week of 9 March 2026"], *own[:2]]}
    log = assert_same(book_of(tmp_path / "practice.xlsx", sheets, recipe))
    assert log.clients == ("Ana", "Ben")
    del sheets["Ben"]  # one person alone is one part
    assert_not_cut(book_of(tmp_path / "practice.xlsx", sheets, recipe))


def test_files_with_days_across_are_one_log_beside_others(tmp_path: Path) -> None:
    other = """
[[recipe]]
file = "visits*"
client = { column = "Patient" }
date = { column = "Day" }
[[recipe.sessions]]
exercise = { column = "Done" }
"""
    visits = ["Patient,Day,Done", "ana,2026-03-05,down dog", "eve,2026-03-05,yoga"]
    files = {"a.csv": lines_of(WEEKS), "b.csv": lines_of(WEEKS[8:]), "visits.csv": visits}
    log = assert_same(in_files(tmp_path, files, recipe=ACROSS + other))
    assert log.account["sheet"].tolist() == ["a.csv", "b.csv", "visits.csv"]
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nTurtle roll,lumbar\n")
    assert_same(tmp_path)


HEADER = ["date", "exercise", "mark", "Client", "Room", "Stiffness", "Notes"]


def test_days_across_of_which_somebody_answered_the_questions(tmp_path: Path) -> None:
    known = ACROSS.replace("unknown", f"header = {HEADER}\nunknown", 1)
    assert_same(sheet_of(tmp_path / "sheet", WEEKS, known))
    assert_same(book_of(tmp_path / "book" / "practice.xlsx", {"All": WEEKS}, known))
    for line in (["ana", "Stiffness pm", 4], ["ana", "Comment", "well"]):  # which came since
        assert_same(sheet_of(tmp_path / "sheet", [*WEEKS, line], known))
    assert_asked_alike(sheet_of(tmp_path / "sheet", WEEKS, known.replace("'Room', ", "")))
    late = [*[["a", "b", "c"]] * 40, *WEEKS]  # nobody sees it there, but by the recipe
    assert_same(sheet_of(tmp_path / "sheet", late, known))
    empty = [row[:5] if len(row) > 5 and row[5] in {1, 2} else row for row in WEEKS]
    assert_same(sheet_of(tmp_path / "sheet", empty, known.replace("'Room', ", "")))
    ticks = [[c if n < 2 or row[1] == "Exercise" else c and "x" for n, c in enumerate(row)]
             for row in WEEKS if len(row) < 2 or row[1] in {"Exercise", "Turtle roll"}]  # fmt: skip
    assert_same(sheet_of(tmp_path / "sheet", ticks, known))
    unknown = [*ticks, ["ana", "Turtle roll", "some"]]
    assert_same(sheet_of(tmp_path / "sheet", unknown, known))


TWO_NOTES = ACROSS.replace('notes = ["Notes"]', 'notes = ["Notes", "Min"]').replace(
    '\ncolumns = { note = "Notes" }', '\ncolumns = { note = "Notes", duration_min = "Min" }', 1
)
NOTED: list[list[Any]] = [
    ["Client", "Exercise", "2026-03-02", "2026-03-03", "2026-03-04"],
    ["ana", "Notes", "early", "tired", "ill"],
    ["ben", "Bear rolls", "x", None, "x"],
    ["ana", "Bear rolls", "x", "x"],
    ["ana", "Stiffness", 5],
    ["ben", "Notes", "sore", "away", "ok"],
    ["ben", "Min", 20, None, "7.5"],
    ["ben", "Notes", "sore still", None, None],
    ["Client", "Exercise", "2026-03-02", "2026-03-10", "2026-03-11"],
    ["ana", "Notes", 2.5, None, "good"],
    ["ben", "Stiffness", 3, None, None],
    ["ana", "Down dog", "x", None, "x"],
]


def test_notes_stand_with_the_first_score_or_exercise_of_their_day_by_hand(tmp_path: Path) -> None:
    source = book_of(tmp_path / "practice.xlsx", {"All": NOTED}, TWO_NOTES)
    log = assert_same(source)
    of = ["client", "date", "note"]
    minutes = log.sessions[["client", "date", "duration_min"]].dropna().astype("str")
    assert minutes.values.tolist() == [["ben", "2026-03-02", "20.0"], ["ben", "2026-03-04", "7.5"]]
    # ana's "early" goes with her score of the 2nd, "tired" with her bear rolls; under the second
    # line of days the 2nd is hers again, without a score. Ben's second note of the 2nd, and his of
    # the 3rd, stand alone: nothing was done, and his score of the second block has none
    assert log.sessions[of].astype("str").values.tolist() == [
        ["ana", "2026-03-02", ""], ["ana", "2026-03-02", "2.5"], ["ana", "2026-03-03", "tired"],
        ["ana", "2026-03-11", "good"], ["ben", "2026-03-02", "sore"], ["ben", "2026-03-04", "ok"],
    ]  # fmt: skip
    assert log.stiffness[of].astype("str").values.tolist() == [
        ["ana", "2026-03-02", "early"], ["ben", "2026-03-02", ""],
    ]  # fmt: skip
    # 6 boxes of exercises, 2 scores, and alone ana's of the 4th, ben's of the 3rd and his second
    account = log.account[["rows_read", "rows_used", "rows_set_aside", "rows_left_out"]]
    assert account.values.tolist() == [[11, 8, 0, 3]]


def test_notes_are_looked_at_some_days_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sheet_of(tmp_path, WEEKS)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the log was read whole")

    for module, name in ((loading, "find_logs"), (road, "reshape"), (turning.Turning, "whole")):
        monkeypatch.setattr(module, name, never)
    together: list[list[tuple[str, str]]] = []
    real = notes.placed

    def counted(boxes: Any) -> Any:
        together.append([box.day[1:] for box in boxes() if box.taken is None])
        return real(boxes)

    monkeypatch.setattr(notes, "placed", counted)
    monkeypatch.setattr(notes, "N_DRAWERS", 64)
    made = in_parts(source)
    assert made is not None
    with made:
        assert len(made.parts) == 3
    assert sorted(day for own in together for day in own) == [
        ("ana", "2026-03-11"), ("ben", "2026-03-02"), ("ben", "2026-03-04"),
    ]  # fmt: skip
    assert max(map(len, together)) == 1


TOLD = st.tuples(
    st.sampled_from([(0, "ana", "2026-03-02"), (0, "ben", "2026-03-02"), (5, "ana", "2026-03-02")]),
    st.sampled_from([("", None, ()), ("Stiffness", None, ()), ("Stiffness", None, ("Min",))]
                    + [(name, c, None) for name in ("Notes", "Min") for c in ("b:x", 2.5, True)]),
)  # fmt: skip


@given(st.lists(TOLD, max_size=12))
@part_of_the_examples(0.3)
def test_notes_stand_on_the_disk_where_they_stand_in_memory(
    tmp_path_factory: pytest.TempPathFactory, told: list[Any]
) -> None:
    boxes = [Told(day, (n // 3, n % 3), *rest) for n, (day, rest) in enumerate(told)]
    folder = tmp_path_factory.mktemp("notes")
    found = notes.placed_on_disk(lambda: boxes, n_lines=4, folder=folder)
    assert sorted(found, key=lambda note: (note.at, note.own)) == sorted(
        placed(lambda: boxes), key=lambda note: (note.at, note.own)
    )
    assert not [*folder.iterdir()]


def test_days_across_of_one_person_are_left_to_a_whole_read(tmp_path: Path) -> None:
    recipe = ACROSS.replace('client = { column = "Client" }', 'client = "ana"', 1)
    assert_not_cut(sheet_of(tmp_path, WEEKS, recipe.replace('unknown_exercises = "add"\n', "")))


def test_days_across_that_lack_a_column_of_their_recipe_are_refused(tmp_path: Path) -> None:
    of_client = 'columns = ["Stiffness"]\nexercise = "Client"'
    recipe = ACROSS.replace('columns = ["Stiffness"]', of_client, 1)
    assert_asked_alike(sheet_of(tmp_path, WEEKS, recipe.replace('unknown_exercises = "add"\n', "")))


def test_two_lines_of_one_session_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    days = ["Client", "Exercise", "2026-03-02", "2026-03-03", "2026-03-04"]
    known = [["ana", "Down Dog", *"xxx"], ["ana", "Bear Rolls (sets)", "3", "", "2"]]
    other = ["ana", "Bear Rolls (min)", "", "5", ""]
    assert_same(sheet_of(tmp_path / "sound", [days, *known, ["ben", *known[0][1:]], other]))
    twice = [days, *known, ["ben", *known[0][1:]], [*other[:2], "5", "", ""]]
    said = assert_asked_alike(sheet_of(tmp_path / "twice", twice))
    assert "found lines 'Bear Rolls (sets)' and 'Bear Rolls (min)' filled on one day" in said


NOTES = """
[[recipe]]
file = "*"
date = { column = "date" }
dated_lines = true
[[recipe.sessions]]
exercise = { text = "text" }
[[recipe.ratings]]
text = "text"
"""
ANA = ["2 March 2026", "bear rolls x10", "stiff 4/10", "", "4 March 2026: down dog, yoga"]
BEN = ["3 March 2026", "down dog; stiff 12/10", "5 March 2026", "slept well"]


def of_lines(lines: Sequence[str]) -> list[list[str]]:
    return [[line] for line in lines]


def test_notes_under_dates_a_sheet_a_client(tmp_path: Path) -> None:
    sheets = {"Ana": of_lines(ANA), "Ben": of_lines(BEN), "Empty": [[]]}
    log = assert_same(book_of(tmp_path / "notes.xlsx", sheets, NOTES))
    assert log.clients == ("Ana", "Ben")
    # ana: bear rolls, down dog, yoga; 4. ben: down dog; 12, which is none
    assert log.account[["sheet", "rows_read", "rows_set_aside"]].values.tolist() == [
        ["Ana", 3, 1], ["Ben", 2, 2],
    ]  # fmt: skip
    known = NOTES.replace("date =", 'header = ["date", "text"]\ndate =', 1)
    assert_same(book_of(tmp_path / "notes.xlsx", sheets, known))
    fewer = known.replace('"date", "text"', '"date"')
    assert_same(book_of(tmp_path / "notes.xlsx", sheets, fewer))
    sheets["Ben"] += [["7/10"]]  # which may be of anything
    assert_asked_alike(book_of(tmp_path / "notes.xlsx", sheets, fewer))


def test_notes_under_dates_in_files_that_are_called_after_clients(tmp_path: Path) -> None:
    recipe = NOTES.replace("date =", 'client = { column = "(sheet)" }\ndate =', 1)
    files = {"ana.txt": ANA, "ben.txt": BEN}
    log = assert_same(in_files(tmp_path, files, recipe=recipe))
    assert log.clients == ("ana", "ben")
    files["cai.txt"] = [*ANA, '"bear rolls']  # of which nobody knows where it ends
    assert_same(in_files(tmp_path, files, recipe=recipe))


def test_notes_under_dates_and_days_across_in_a_folder_of_many_peoples_files(
    tmp_path: Path,
) -> None:
    across = ACROSS.replace('client = { column = "Client" }\n', "").replace('"*"', '"*.csv"')
    own = [row[1:] for row in WEEKS]
    files = {"ana.txt": ANA[:3], "ben.txt": [*BEN[:3], "bear rolls"],
             "cai.csv": lines_of([WEEKS[1], *own[2:8]])}  # fmt: skip
    source = in_files(tmp_path, files, recipe=NOTES.replace('"*"', '"*.txt"') + across)
    log = load_log(source, on_problem="set aside")
    assert log.clients == ("ana", "ben", "cai")
    made = in_parts(source)
    assert made is not None
    with made:
        assert [part.first for part in made.parts] == ["ana", "ben", "cai"]
    assert made.log.account.values.tolist() == log.account.values.tolist()


def test_notes_under_dates_of_one_file_are_one_persons(tmp_path: Path) -> None:
    assert_not_cut(in_files(tmp_path, {"ana.txt": ANA}, recipe=NOTES))
    assert load_log(tmp_path, on_problem="set aside").clients == ("ana",)


TWICE = NOTES.replace("dated_lines", "days_across = true\ndated_lines")


def test_notes_under_dates_in_the_boxes_of_days_across(tmp_path: Path) -> None:
    ana = [["Week of 2 March 2026"], ["", "Mon", "Tue", "Wed"], [],
           ["Bear rolls", "x10", None, "x5"], ["stiff", "3/10", "4/10", "12/10"]]  # fmt: skip
    ben = [["", date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)], ["down dog", "20 s", "x10"]]
    log = assert_same(book_of(tmp_path / "notes.xlsx", {"Ana": ana, "Ben": ben}, TWICE))
    assert log.sessions[["client", "exercise"]].astype("str").values.tolist() == [
        ["Ana", "bear-rolls"], ["Ana", "bear-rolls"], ["Ben", "down-dog"], ["Ben", "down-dog"],
    ]  # fmt: skip
    assert log.problems[["sheet", "line", "value"]].values.tolist() == [["Ana", 5, "12"]]
    known = TWICE.replace("date =", 'header = ["date", "text"]\ndate =', 1)
    assert_asked_alike(book_of(tmp_path / "notes.xlsx", {"Ana": ana, "Ben": ben}, known))


def test_notes_under_dates_in_boxes_are_one_persons_whatever_stands_beside(tmp_path: Path) -> None:
    assert_not_cut(sheet_of(tmp_path, WEEKS, TWICE))
    assert load_log(tmp_path, on_problem="set aside").clients == ("practice",)
    named = TWICE.replace("date =", 'client = { column = "Client" }\ndate =', 1)
    log = load_log(sheet_of(tmp_path, WEEKS, named), on_problem="set aside")
    assert log.clients == ("practice",)
    assert_not_cut(tmp_path)


HEADS = st.sampled_from(
    [
        [["Week of 2 March 2026"], ["Client", "Exercise", "Mon", "Tue", "Wed"]],
        [["Client", "Exercise", "2026-03-09", "2026-03-10", "2026-03-11", "Room"]],
        [["March 2026"], ["Exercise", "Client", *map(str, range(1, 7))]],
        [["Week of 16 March 2026"]],
        [],
    ]
)
LINES = st.tuples(
    st.sampled_from(["ana", "ben", "Ana", "", "cai"]),
    st.sampled_from(["Bear rolls", "Stiffness", "Notes", "turtle roll", "Turtle Roll", "", "yoga"]),
    st.lists(st.sampled_from(["", "x", "3", "4/10", "wuff", "no", "12 reps", "11"]), max_size=5),
)


@given(
    st.lists(st.tuples(HEADS, st.lists(LINES, max_size=4)), min_size=1, max_size=3),
    st.sampled_from([ACROSS, DOWN, ACROSS.replace("marks =", "one_a_day = true\nmarks =")]),
    st.booleans(),
)
@part_of_the_examples(0.6)
def test_whatever_stands_under_days(
    tmp_path_factory: pytest.TempPathFactory,
    blocks: list[tuple[list[list[str]], list[tuple[str, str, list[str]]]]],
    recipe: str,
    is_book: bool,
) -> None:
    rows: list[list[Any]] = [*WEEKS[1:3], ["ana", "Bear rolls", "x"]]
    for head, lines in blocks:
        rows += [*head, *([who, name, *boxes] for who, name, boxes in lines)]
    folder = tmp_path_factory.mktemp("log")
    if is_book:
        assert_same(book_of(folder / "practice.xlsx", {"All": rows}, recipe))
    else:
        assert_same(sheet_of(folder, rows, recipe))
