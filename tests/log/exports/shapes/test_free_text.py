"""What was done, in words: only what is wholly understood is read, all else is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.catalogue import exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import bearing_of
from mobility_analysis.log.check.units import amounts_in, marked, of_scale, with_unit
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.exports.reshape import reshape
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.exports.shapes import free_text
from mobility_analysis.log.exports.shapes.free_text import read_text_cell
from mobility_analysis.log.load import read_log
from mobility_analysis.log.read.cells import Sheet
from mobility_analysis.log.read.settings_file import settings_at

CATALOGUE, _ = merged_catalogue([])
RECIPE = """
date = { column = "Date" }
[[sessions]]
exercise = { text = "What I did" }
columns = { note = "Comments" }
[[ratings]]
text = "What I did"
"""


def read(text: str, names: Mapping[str, str] | None = None) -> tuple[Any, Any, Any]:
    """Sessions as exercise and the rest, scores with their moment, and what is not understood."""
    keys = {exercise_key(written): exercise for written, exercise in (names or {}).items()}
    found = read_text_cell(text, CATALOGUE, keys)
    sessions = {
        s["exercise"]: {key: value for key, value in s.items() if key != "exercise"}
        for s in found.sessions
    }
    return sessions, [(r["score"], r.get("moment", "")) for r in found.ratings], found.unknown


@pytest.mark.parametrize(
    ("text", "sessions", "scores", "unknown"),
    [
        ("bear rolls x10, down dog; 3/10 stiff", {"bear-rolls": {"reps": 10}, "down-dog": {}},
         [("3", "")], []),
        ("Bear rolls 3x10 and down dog 30s", {"bear-rolls": {"sets": 3, "reps": 10},
         "down-dog": {"hold_s": 30}}, [], []),
        ("bear rolls\ndown dog", {"bear-rolls": {}, "down-dog": {}}, [], []),
        ("Foam roller 2 min", {"foam-roller-overpressure": {"duration_min": 2}}, [], []),
        ("foam roller 3 x 1 min", {"foam-roller-overpressure": {"sets": 3, "hold_s": 60}}, [], []),
        ("down dog hold 45 sec", {"down-dog": {"hold_s": 45}}, [], []),
        ("overhead opener 1,5 kg", {"overhead-opener": {"load_kg": 1.5}}, [], []),
        # 10 lb x 0.45359237 = 4.5359 kg
        ("overhead opener x8 @ 10 lb", {"overhead-opener": {"reps": 8, "load_kg": 4.54}}, [], []),
        ("90/90 raises x8", {"90-90-overhead-raises": {"reps": 8}}, [], []),
        ("bear rolls (left) x5", {"bear-rolls": {"side": "left", "reps": 5}}, [], []),
        ("bear rolls 10 each side", {}, [], ["bear rolls 10"]),
        ("bear rolls 10 reps each side", {"bear-rolls": {"reps": 10}}, [], []),
        ("skipped bear rolls, down dog partly", {"bear-rolls": {"status": "skipped"},
         "down-dog": {"status": "partial"}}, [], []),
        ("bear rolls half done, down dog - only half", {"bear-rolls": {"status": "partial"},
         "down-dog": {"status": "partial"}}, [], []),
        # 3 sets were not done, and what 2/3 is may be a date
        ("bear rolls 2 of 3 sets, down dog 2/3", {}, [],
         ["bear rolls 2 of 3 sets", "down dog 2/3"]),
        ("no bear rolls", {"bear-rolls": {"status": "skipped"}}, [], []),
        ("didn't do down dog", {"down-dog": {"status": "skipped"}}, [], []),
        ("stiffness 4 on waking; stiff 5/10 after", {}, [("4", "waking"), ("5", "after")], []),
        ("morning stiffness: 6, 2/10 stiff in the evening", {},
         [("6", "waking"), ("2", "evening")], []),
        ("steif am abend 4/10; rigidez por la noche 3/10", {},
         [("4", "evening"), ("3", "evening")], []),
        ("rest day", {}, [], []),
        ("Bear Rolls und Down Dog, steif 4/10", {"bear-rolls": {}, "down-dog": {}},
         [("4", "")], []),
        # a check box says whether it was done, and an empty one that nothing was
        ("☐ foam roller\n☑️ down dog 2x10", {"down-dog": {"status": "done", "sets": 2, "reps": 10}},
         [], []),
        ("- [ ] Foam roller\n- [x] Cat-cow", {"cat-cow": {"status": "done"}}, [], []),
        ("❌ bear rolls, down dog ✗", {"bear-rolls": {"status": "skipped"},
         "down-dog": {"status": "skipped"}}, [], []),
        ("bear rolls ☐, [] down dog, ⬜ chin tuck", {}, [], []),
        ("✔ bear rols and down dog", {"down-dog": {"status": "done"}}, [], ["bear rols"]),
        ("[x] stiffness 4/10", {}, [("4", "")], []),
        # of several boxes in a line each is of the name before it, or each of the one behind it
        ("bear rolls ✓ foam roller ☐", {"bear-rolls": {"status": "done"}}, [], []),
        ("☐ foam roller and ☑ bear rolls x10", {"bear-rolls": {"status": "done", "reps": 10}},
         [], []),
        ("bear rolls [x] down dog [ ] chin tuck ✗", {"bear-rolls": {"status": "done"},
         "chin-tuck": {"status": "skipped"}}, [], []),
        ("- [ ] walk - [x] cat-cow - [x] rols", {"cat-cow": {"status": "done"}}, [], ["rols"]),
        ("bear rolls ✅✅", {"bear-rolls": {"status": "done"}}, [], []),
        # nothing is read where that is not clear
        ("☑ bear rolls ☐ down dog ☐", {}, [], ["☑ bear rolls ☐ down dog ☐"]),
        ("[x] ✓ bear rolls", {}, [], ["[x] ✓ bear rolls"]),
        ("[] bear rolls left [ ]", {}, [], ["☐ bear rolls left ☐"]),
        ("bear rolls and [ ] down dog", {"bear-rolls": {}}, [], ["☐ down dog"]),
        # what was not ticked is no session, whatever it is called, but its score counts
        ("☐ stiffness 5/10, ☐ 3/10", {}, [("5", "")], ["3/10"]),
        ("☐ open book links, ☐ bear rols and down dog", {}, [], []),
        # what may mean something else is never a session or a score
        ("3/10", {}, [], ["3/10"]),
        ("pain 3/10", {}, [], ["pain 3/10"]),
        ("3/5 stiff", {}, [], ["3/5 stiff"]),
        ("not too stiff", {}, [], ["not too stiff"]),
        ("no bear rolls today", {}, [], ["no bear rolls today"]),
        ("thought about bear rolls", {}, [], ["thought about bear rolls"]),
        ("bear rolls felt bad", {}, [], ["bear rolls felt bad"]),
        ("bear rols", {}, [], ["bear rols"]),
        ("bear rolls 8-10", {}, [], ["bear rolls 8-10"]),
        ("bear rolls x10 x12", {}, [], ["bear rolls x10 x12"]),
        ("bear rolls 12", {}, [], ["bear rolls 12"]),
        ("walk 20 min", {}, [], ["walk"]),
    ],
)  # fmt: skip
def test_a_text_is_read_piece_by_piece(
    text: str, sessions: Any, scores: list[tuple[str, str]], unknown: list[str]
) -> None:
    assert read(text) == (sessions, scores, unknown)


def test_names_that_were_answered_are_exercises_or_stay_as_a_note() -> None:
    names = {"rolls": "bear-rolls", "walk": "no exercise"}
    found = read_text_cell("rolls x10, walk 20 min", CATALOGUE, names)
    assert [(s["exercise"], s["reps"]) for s in found.sessions] == [("bear-rolls", 10)]
    assert (found.said, found.unknown) == (["walk 20 min"], [])


AMOUNTS = st.fixed_dictionaries(
    {}, optional={"sets": st.integers(1, 20), "reps": st.integers(1, 200),
                  "hold_s": st.integers(1, 600), "load_kg": st.integers(1, 90)}
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(CATALOGUE.ids), AMOUNTS, min_size=1, max_size=4),
       st.sampled_from([", ", "; ", "\n", " and "]))  # fmt: skip
def test_what_is_written_is_read_back(done: dict[str, dict[str, int]], between: str) -> None:
    units = {"sets": "{} sets", "reps": "{} reps", "hold_s": "{} s", "load_kg": "{} kg"}
    names = {row["exercise"]: row["name"] for row in CATALOGUE.rows}
    text = between.join(
        " ".join([names[e], *(units[key].format(n) for key, n in amounts.items())])
        for e, amounts in done.items()
    )
    assert read(text) == (done, [], [])


@given(st.text("abcdefgh 0123456789x/,;.()-", max_size=40))
def test_a_text_without_a_known_name_gives_no_session_and_no_score(text: str) -> None:
    sessions, scores, _ = read(text)
    assert (sessions, scores) == ({}, [])


@pytest.mark.parametrize(
    ("cell", "column", "number"),
    [("20 reps", "reps", 20), ("30 s", "hold_s", 30), ("1 min", "hold_s", 60),
     ("30 Sek.", "hold_s", 30), ("90 s", "duration_min", 1.5), ("1h 8m", "duration_min", 68),
     ("3 sets", "sets", 3), ("20 reps", "sets", "20 reps"), ("30 s", "reps", "30 s"),
     ("8-10 reps", "reps", "8-10 reps"), (12, "reps", 12), ("10 lb", "load_kg", "10 lb")],
)  # fmt: skip
def test_a_cell_with_its_unit(cell: Any, column: str, number: Any) -> None:
    assert with_unit(cell, column) == number


def test_a_score_with_its_scale_is_read_on_that_scale_alone() -> None:
    assert [of_scale(c, 10) for c in ("3/10", "3 von 10", "2,5/10", "3/5", "3/10/2026")] == [
        "3", "3", "2,5", "3/5", "3/10/2026",
    ]  # fmt: skip
    assert of_scale("3/5", 5) == "3"


def test_our_own_tables_read_numbers_with_their_unit_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text(
        "date,exercise,reps,hold_s,load_kg\n2026-03-02,Down Dog,20 reps,1 min,10 lb\n"
        "2026-03-03,Down Dog,10,30 s,5 kg\n2026-03-04,Down Dog,30 s,,\n",
        encoding="utf-8",
    )
    (tmp_path / "stiffness.csv").write_text(
        "date,score\n2026-03-02,3/10\n2026-03-03,4/5\n", encoding="utf-8"
    )
    log = load_log(tmp_path, on_problem="set aside")
    assert log.sessions[["reps", "hold_s", "load_kg"]].to_numpy().tolist() == [
        [20, 60, 4.54], [10, 30, 5],
    ]  # fmt: skip
    assert log.stiffness["score"].tolist() == [3]
    assert log.problems["value"].tolist() == ["30 s", "4/5"]


def test_scores_with_their_scale_are_not_left_out_in_silence() -> None:
    bearing = bearing_of("How it felt", ["3/10", "4/10"])
    assert bearing is not None
    assert bearing.kind == "score"


@pytest.mark.parametrize(
    ("cell", "numbers", "record"),
    [("x10", "", {"reps": 10}), ("✓ 3x10", "", {"sets": 3, "reps": 10}),
     ("30 s", "", {"hold_s": 30}),
     (12, "reps", {"reps": 12}), ("2", "sets", {"sets": 2}), (0, "sets", None), (12, "", None),
     ("x", "reps", None), (True, "sets", None), ("12 miles", "reps", None), ("10 bad", "", None)],
)  # fmt: skip
def test_a_box_with_an_amount(cell: Any, numbers: str, record: Any) -> None:
    assert marked(cell, numbers) == (None if record is None else {"status": "done", **record})


def test_two_amounts_of_one_kind_are_no_amount() -> None:
    assert amounts_in("10 reps 12 reps") is None


def written(folder: Path, text: str) -> Path:
    path = folder / "ann.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_of_words_is_read_and_what_is_not_understood_has_its_line(tmp_path: Path) -> None:
    text = (
        "Date,What I did,Comments\n"
        '2026-03-02,"bear rolls x10, down dog; 3/10 stiff",sore\n'
        "2026-03-03,rest day,\n"
        "2026-03-04,bear rols,\n"
    )
    recipe = recipe_from_text(RECIPE, "r")
    with pytest.raises(DataError) as error:
        read_export(written(tmp_path, text), recipe)
    problem = error.value.problems.iloc[0]
    assert (problem["line"], problem["value"]) == (4, "bear rols")
    assert "Bear Rolls" in problem["repair"]
    assert problem["column"].startswith("What I did")
    export = read_export(written(tmp_path, text), recipe, on_problem="set aside")
    assert export.log.sessions["note"].tolist() == ["sore", ""]  # once a row
    assert export.log.stiffness["score"].tolist() == [3]
    reasons = dict(zip(export.account["reason"], export.account["rows"], strict=True))
    assert sum(reasons.values()) == 3
    assert reasons["nothing ticked and no score"] == 1


def test_what_was_said_to_be_no_exercise_stays_as_a_note(tmp_path: Path) -> None:
    text = 'Date,What I did,Comments\n2026-03-02,"bear rolls, went for a walk",sore\n'
    recipe = recipe_from_text(RECIPE + '[names]\n"went for a walk" = "no exercise"\n', "r")
    log = read_export(written(tmp_path, text), recipe).log
    assert log.sessions["note"].tolist() == ["sore; went for a walk"]


def test_a_score_in_words_that_no_rule_takes_stays_as_a_note(tmp_path: Path) -> None:
    text = "Date,What I did,Comments\n2026-03-02,bear rolls; 3/10 stiff,\n"
    recipe = recipe_from_text(RECIPE.split("[[ratings]]", maxsplit=1)[0], "r")
    assert read_export(written(tmp_path, text), recipe).log.sessions["note"].tolist() == [
        "3/10 stiff"
    ]


def test_columns_of_amounts_say_more_of_a_session() -> None:
    rows = [["Day", "Movement", "Sets x reps", "Weight"], ["2026-03-02", "Bear rolls", "3x10", ""],
            ["2026-03-03", "Down dog", "2 x 30 s", "10 lb"]]  # fmt: skip
    own = Sheet("a.csv", "", [list(row) for row in rows])
    found = free_text.detect_amounts(own, CATALOGUE)
    assert found is not None
    assert found.adds == {"amounts": ["Sets x reps"]}
    # a weight may be the body's
    assert [question.key for question in found.questions] == ["weight:Weight"]
    recipe = (
        'date = { column = "Day" }\namounts = ["Sets x reps", "Weight"]\n'
        '[[sessions]]\nexercise = { column = "Movement" }\n'
    )
    raw = reshape(own, recipe_from_text(recipe, "r")).tables["sessions"]
    cells = {name: raw.columns[raw.header.index(name)] for name in ("sets", "reps", "hold_s")}
    read = [
        [None if c.codes[row] < 0 else c.values[c.codes[row]] for c in cells.values()]  # type: ignore[union-attr]
        for row in range(2)
    ]
    assert read == [[3, 10, None], [2, None, 30]]
    # of several exercises in a row nobody knows whose the amount is
    many = Sheet(
        "a.csv", "", [["Day", "Done", "Time"], ["2026-03-02", "Bear rolls, down dog", "20 min"]]
    )
    assert free_text.detect_amounts(many, CATALOGUE) is None


def test_an_amount_that_is_none_is_a_problem(tmp_path: Path) -> None:
    text = "Date,Exercise,How much\n2026-03-02,Down dog,lots\n"
    recipe = recipe_from_text(
        'date = { column = "Date" }\namounts = ["How much"]\n'
        '[[sessions]]\nexercise = { column = "Exercise" }\n', "r",
    )  # fmt: skip
    with pytest.raises(DataError) as error:
        read_export(written(tmp_path, text), recipe)
    assert error.value.problems[["line", "value"]].to_numpy().tolist() == [[2, "lots"]]


def test_free_text_is_seen_and_a_list_of_names_is_left_to_others() -> None:
    header = ["Date", "What I did"]
    said = Sheet("a.csv", "", [header, ["2026-03-02", "bear rolls x10"], ["2026-03-03", "walk"]])
    found = free_text.detect(said, CATALOGUE)
    assert found is not None
    assert found.adds == {"sessions": [{"exercise": {"text": "What I did"}}]}
    assert found.unknown == {"walk": 1}
    assert [taken.meaning for taken in found.taken] == ["what was done, in words: 1 exercise"]
    listed = Sheet("a.csv", "", [header, ["2026-03-02", "Bear Rolls, Down Dog"]])
    assert free_text.detect(listed, CATALOGUE) is None
    assert free_text.detect(Sheet("a.csv", "", [header, ["2026-03-02", "fine"]]), CATALOGUE) is None
    assert free_text.detect(Sheet("a.csv", "", []), CATALOGUE) is None


def test_a_day_scored_in_a_column_and_in_words_is_said_and_the_same_score_counts_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(
        "Date,What I did,Stiffness\n"
        '2026-11-02,"bear rolls x10, down dog; 3/10 stiff",6\n'  # two scores: both, and it is said
        '2026-11-03,"down dog; 5/10 stiff","5,0"\n'  # the same twice: one
        '2026-11-04,"down dog; stiff 4 on waking",6\n'  # of two moments
        '2026-11-05,"bear rolls; 2/10 stiff",\n',
        encoding="utf-8",
    )
    looked = look(path, settings_at(path))
    settings = looked.settings.with_answers(looked.answered(looked.likely_answers()))
    log = read_log(path, settings, as_of=None, on_problem="raise")
    scores = log.stiffness.groupby(log.stiffness["date"].dt.day)["score"].apply(list)
    assert scores.to_dict() == {2: [3, 6], 3: [5], 4: [4, 6], 5: [2]}
    said = log.remarks["repair"].tolist()
    assert said == [
        "A score in a column and another in words: line 2. Both count, and the day is their mean: "
        "where only one is meant, take the other out."
    ]
    assert log.account[["rows_read", "rows_used"]].to_numpy().tolist() == [[4, 4]]


def test_number_after_a_score_is_never_left_out() -> None:
    numbers = {"5": "no exercise", "6": "no exercise"}
    assert read("Down Dog, stiff 4, 5, 6", numbers)[1] == [("4, 5, 6", "")]
    assert read("stiff 4, Down Dog, 5", numbers)[1] == [("4", "")]
