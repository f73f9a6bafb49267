"""Recipes: what they may say, what they make of a sheet, and that every row is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files import import_export

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.imports import ImportReport, read_export
from mobility_analysis.log.exports.recipes import (
    BUILT_IN_RECIPES,
    Recipe,
    load_recipe,
    recipe_from_data,
    recipe_from_text,
)
from mobility_analysis.log.exports.recognise.sheet import understand
from mobility_analysis.log.read.text import read_delimited

ATTENDANCE = """
date_order = "mdy"
date = { column = "Date" }
exercises = { yoga = "whole body" }
[[rows]]
column = "Status"
keep = ["Signed in"]
reason = "not attended"
[[sessions]]
exercise = { value = "yoga" }
columns = { note = "Class Type" }
"""
SPLIT_DATE = """
fill_down = ["year", "month", "day"]
header_line = 2
date = { year = "year", month = "month", day = "day" }
[[rows]]
column = "region"
keep = ["Knees"]
[[ratings]]
score = "intensity"
"""


def taken(report: ImportReport) -> dict[str, int]:
    return dict(zip(report.export.account["reason"], report.export.account["rows"], strict=True))


def new_rows(report: ImportReport) -> dict[str, int]:
    return dict(zip(report.tables["table"], report.tables["rows_new"], strict=True))


def written(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(folder: Path, table: str) -> list[str]:
    return (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", BUILT_IN_RECIPES)
def test_a_built_in_recipe_breaks_no_rule_and_says_what_it_is_for(name: str) -> None:
    assert len(load_recipe(name).about) > 20


def test_all_faults_of_a_recipe_are_named_at_once() -> None:
    text = """
    dates = "Date"
    scale = [5, 1]
    date_order = "ydm"
    unknown_exercises = "guess"
    [[rows]]
    column = "a"
    [[ratings]]
    score = "x"
    moment = "noon"
    [[sessions]]
    exercise = { column = "a", value = "b" }
    columns = { sett = "c" }
    """
    with pytest.raises(DataError) as error:
        recipe_from_text(text, "mine.toml")
    said = str(error.value)
    for part in (
        "mine.toml: ", "dates: expected one of", "scale: expected [1, 5], the low end first",
        "date_order: expected", 'unknown_exercises: expected "problem" or "add"',
        "rows: expected exactly one of leave_out and keep", "ratings.moment: expected one of",
        "sessions.exercise: expected exactly one of column, value, columns, list and text",
        "sessions.columns.sett: expected one of", "date: expected { column",
    ):  # fmt: skip
        assert part in said


def test_a_recipe_that_is_no_toml_or_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"r: not a recipe in TOML: .* line 1"):
        recipe_from_text("= 3", "r")
    with pytest.raises(
        DataError, match=r"no such recipe\. Give the path of a TOML file, or one of"
    ):
        load_recipe(tmp_path / "none.toml")


SETS = """Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Seconds
2026-11-02 18:30:00,A,Bear Rolls,1,0,10,0
2026-11-02 18:30:00,A,Bear Rolls,2,4,8,0
2026-11-02 18:30:00,A,Bear Rolls,W,2,20,0
2026-11-02 18:30:00,A,Bear Rolls,Rest Timer,0,0,90
2026-11-02 07:00:00,B,Bear Rolls,1,0,8,0
2026-11-02 07:00:00,B,Plank,1,0,0,30
2026-11-02 07:00:00,B,Plank,2,0,0,60
2026-11-03 18:30:00,A,Bear Rolls,1,0,,0
2026-11-03 18:30:00,A,Bear Rolls,2,0,9,0
"""


def test_sets_become_one_session_a_workout_and_exercise(tmp_path: Path) -> None:
    into = tmp_path / "log"
    report = import_export(written(tmp_path, SETS), load_recipe("strong"), into=into)
    assert taken(report) == {
        "taken": 7,
        "a warm-up set": 1,
        "a rest timer or a note of the app, not a set": 1,
    }
    # 2 Nov at 07:00: 1 set of 8; at 18:30: 2 sets, (10 + 8) / 2 repetitions, 4 kg at the most;
    # the plank is held 45 s in the mean; on 3 Nov a set lacks its repetitions, so none are known
    log = load_log(into)
    times = (log.sessions["date"] + log.sessions["time"]).dt.strftime("%d %H")
    found = log.sessions.set_index([times, "exercise"])[["sets", "reps", "hold_s", "load_kg"]]
    found = found.astype(object).where(found.notna(), None)
    assert {key: tuple(row) for key, row in zip(found.index, found.to_numpy(), strict=True)} == {
        ("02 07", "bear-rolls"): (1, 8, None, None),
        ("02 18", "bear-rolls"): (2, 9, None, 4),
        ("02 07", "Plank"): (2, None, 45, None),
        ("03 18", "bear-rolls"): (2, None, None, None),
    }
    assert new_rows(report) == {"exercises": 1, "sessions": 4, "stiffness": 0}
    assert any("Plank" in remark and "'not stated'" in remark for remark in report.export.remarks)


def test_warm_ups_are_an_option(tmp_path: Path) -> None:
    export = read_export(written(tmp_path, SETS), load_recipe("strong"), include=["warm-ups"])
    assert sorted(export.log.sessions["sets"]) == [1, 2, 2, 3]  # 2 sets and a warm-up at 18:30


def test_an_overlapping_export_adds_only_what_is_new(tmp_path: Path) -> None:
    into, recipe = tmp_path / "log", load_recipe("strong")
    import_export(written(tmp_path, SETS), recipe, into=into)
    before = rows_of(into, "sessions")
    again = import_export(written(tmp_path, SETS), recipe, into=into)
    assert new_rows(again) == {"exercises": 0, "sessions": 0, "stiffness": 0}
    assert rows_of(into, "sessions") == before
    later = SETS + "2026-11-04 18:30:00,A,Bear Rolls,1,0,9,0\n"
    third = import_export(written(tmp_path, later), recipe, into=into)
    assert new_rows(third)["sessions"] == 1
    assert rows_of(into, "sessions")[:-1] == before


def test_a_session_that_changed_since_is_named_and_the_log_keeps_its_own(tmp_path: Path) -> None:
    into, recipe = tmp_path / "log", load_recipe("strong")
    import_export(written(tmp_path, SETS), recipe, into=into)
    before = rows_of(into, "sessions")
    more = SETS + "2026-11-03 18:30:00,A,Bear Rolls,3,0,9,0\n"
    report = import_export(written(tmp_path, more), recipe, into=into)
    assert report.differing == ("2026-11-03 18:30 bear-rolls",)
    assert rows_of(into, "sessions") == before


def test_two_rows_alike_in_the_export_are_two_rows_in_the_log(tmp_path: Path) -> None:
    text = "Date,Status,Class Type\n" + 2 * "9/20/23,Signed in,Flow\n" + "9/21/23,Absent,Flow\n"
    recipe = recipe_from_text(ATTENDANCE, "studio")
    report = import_export(written(tmp_path, text), recipe, into=tmp_path / "log")
    assert taken(report) == {"taken": 2, "not attended": 1}
    assert new_rows(report)["sessions"] == 2
    again = import_export(written(tmp_path, text), recipe, into=tmp_path / "log")
    assert new_rows(again)["sessions"] == 0


def test_a_date_in_three_columns_is_filled_down(tmp_path: Path) -> None:
    text = (
        "words above,,,,\nyear,month,day,region,intensity\n"
        "2026,11,2,Knees,5\n,,,Eyes,3\n,,3,Knees,4.5\n,12,1,Knees,0\n"
    )
    recipe = recipe_from_text(SPLIT_DATE, "diary")
    report = import_export(written(tmp_path, text), recipe, into=tmp_path / "log")
    assert taken(report) == {"taken": 3, "region is Eyes": 1}
    scores = load_log(tmp_path / "log").stiffness
    assert [str(day.date()) for day in scores["date"]] == ["2026-11-02", "2026-11-03", "2026-12-01"]
    assert scores["score"].tolist() == [5, 4.5, 0]


WIDE = """Date,Foam roller,Down dog,Morning,Evening,Notes
2026-11-02,TRUE,FALSE,5,4,sore
2026-11-03,x,yes,,,
2026-11-04,FALSE,,,,pre-filled
2026-11-05,,partial,4,,
"""


def test_a_tick_sheet_has_no_skipped_sessions_and_counts_its_empty_rows(tmp_path: Path) -> None:
    export = read_export(written(tmp_path, WIDE), load_recipe("wide-sheet"))
    sessions, scores = export.log.sessions, export.log.stiffness
    assert sessions["exercise"].tolist() == [
        "foam-roller-overpressure", "foam-roller-overpressure", "down-dog", "down-dog",
    ]  # fmt: skip
    assert sessions["status"].tolist() == ["done", "done", "done", "partial"]
    assert scores["moment"].tolist() == ["waking", "evening", "waking"]
    assert dict(zip(export.account["reason"], export.account["rows"], strict=True)) == {
        "taken": 3,
        "nothing ticked and no score": 1,
    }


def test_a_note_of_a_row_stands_once(tmp_path: Path) -> None:
    draft = understand(read_delimited(WIDE.encode(), "w.csv")).draft
    export = read_export(written(tmp_path, WIDE), recipe_from_data(draft, "draft"))
    notes = [*export.log.sessions["note"], *export.log.stiffness["note"]]
    assert notes.count("sore") == 1


def test_a_tick_that_is_none_is_a_problem_with_its_line(tmp_path: Path) -> None:
    text = "Date,Down dog\n2026-11-02,x\n2026-11-03,12 miles\n"
    with pytest.raises(DataError) as error:
        read_export(written(tmp_path, text), load_recipe("wide-sheet"))
    problem = error.value.problems.iloc[0]
    assert (problem["line"], problem["value"], problem["column"]) == (3, "12 miles", "status")
    export = read_export(written(tmp_path, text), load_recipe("wide-sheet"), on_problem="set aside")
    assert export.account["rows"].tolist() == [1, 1]


def test_a_form_with_a_list_in_one_cell_and_a_stated_scale(tmp_path: Path) -> None:
    text = (
        "Timestamp,Which exercises did you do today?,Stiffness\n"
        '2026-11-02 20:15:01,"Down Dog, Bear Rolls",5\n2026-11-03 20:10:00,,1\n'
    )
    recipe = load_recipe("google-form")
    assert read_export(written(tmp_path, text), recipe).log.stiffness["score"].tolist() == [5, 1]
    scaled = recipe_from_text(
        """
        date = { column = "Timestamp" }
        scale = [1, 5]
        reversed = true
        [[ratings]]
        score = "Stiffness"
        """,
        "scaled",
    )
    export = read_export(written(tmp_path, text), scaled)
    assert export.log.stiffness["score"].tolist() == [0, 10]  # 5 is best: none; 1 is worst: 10
    assert "scale from 1 to 5" in export.log.assumptions[0]
    sessions = read_export(written(tmp_path, text), recipe).log.sessions
    assert sessions["exercise"].tolist() == ["down-dog", "bear-rolls"]


@pytest.mark.parametrize(
    ("first", "second", "stated"),
    [
        ("03/04/2026", "03/04/2026", "dmy"),  # the order that the user states
        ("26-04-03", "26-04-03", "ymd"),
        ("03/04/2026", "23/04/2026", None),  # the order that another row of the column settles
    ],
)
def test_sets_of_a_day_are_joined_in_the_order_of_the_column(
    first: str, second: str, stated: str | None, tmp_path: Path
) -> None:
    rows = [(first, 1), (first, 2), (second, 1 if second != first else 3)]
    text = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n" + "".join(
        f"{day},Back,Bear Rolls,{number},0,10\n" for day, number in rows
    )
    log = read_export(written(tmp_path, text), load_recipe("strong"), date_order=stated).log
    assert str(log.sessions["date"][0])[:10] == "2026-04-03"
    assert log.sessions["sets"].tolist() == ([3] if second == first else [2, 1])


def test_google_forms_own_stamps_are_read(tmp_path: Path) -> None:
    text = (
        "Timestamp,Exercises,Stiffness\n2026/06/01 8:00:00 AM GMT+1,Downward dog,4\n"
        "2026/06/02 8:00:00 PM GMT+1,Bear rolls,5\n2026/06/03 12:10:00 AM GMT-5,Bear rolls,6\n"
    )
    log = read_export(written(tmp_path, text), load_recipe("google-form")).log
    assert [str(day)[:10] for day in log.sessions["date"]] == [
        "2026-06-01", "2026-06-02", "2026-06-03",
    ]  # fmt: skip
    assert log.sessions["time"].dt.total_seconds().tolist() == [8 * 3600, 20 * 3600, 600]
    assert log.stiffness["score"].tolist() == [4, 5, 6]


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"expects the columns 'Set Order', 'Date', 'Exercise Name'"
    ):
        read_export(written(tmp_path, "a,b\n1,2\n"), load_recipe("strong"))


def test_an_unknown_exercise_stops_the_import_and_nothing_is_written(tmp_path: Path) -> None:
    text = "Date,Exercises\n2026-11-02,Bear Roles\n"
    with pytest.raises(DataError, match="bear-rolls"):
        import_export(written(tmp_path, text), load_recipe("google-form"), into=tmp_path / "log")
    assert not (tmp_path / "log").exists()


def test_a_log_with_other_columns_is_not_added_to(tmp_path: Path) -> None:
    into = tmp_path / "log"
    into.mkdir()
    (into / "sessions.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(DataError, match="rows can only be added to a table with commas"):
        import_export(written(tmp_path, SETS), load_recipe("strong"), into=into)
    assert rows_of(into, "sessions") == ["a;b", "1;2"]


def test_a_formula_in_an_export_comes_out_harmless(tmp_path: Path) -> None:
    text = "Date,Down dog,Stiffness,Notes\n2026-11-02,,4,=1+1\n"
    import_export(written(tmp_path, text), load_recipe("wide-sheet"), into=tmp_path / "log")
    assert "'=1+1" in rows_of(tmp_path / "log", "stiffness")[1]


def test_an_unknown_sheet_is_understood_column_by_column() -> None:
    sheet = read_delimited((WIDE + "2026-11-06,,,,,\n").encode(), "My sheet.csv")
    understood = understand(sheet)
    assert [f"{own.header} = {own.meaning}" for own in understood.columns] == [
        "Date = date",
        "Foam roller = Foam Roller with Overpressure, 2 ticks",
        "Down dog = Down Dog, 1 tick",
        "Morning = stiffness on waking, self-rated from 0 to 10, 2 scores",
        "Evening = stiffness in the evening, self-rated from 0 to 10, 1 score",
        "Notes = notes",
    ]
    assert not understood.questions
    assert recipe_from_data(understood.draft, "draft").sessions


@pytest.mark.parametrize(("header", "app"), [
    ("Date,Workout Name,Exercise Name,Set Order,Weight", "strong"),
    ("title,start_time,exercise_title,set_index,set_type", "hevy"),
])  # fmt: skip
def test_the_export_of_an_app_is_known_by_its_header(header: str, app: str) -> None:
    row = ",".join("x" for _ in header.split(","))
    assert understand(read_delimited(f"{header}\n{row}\n".encode(), "e.csv")).draft == {
        "built-in": app
    }


def test_a_sheet_without_dates_is_not_guessed_at() -> None:
    with pytest.raises(DataError, match="expected a column of dates and a column of an exercise"):
        understand(read_delimited(b"a,b\n1,2\n", "odd.csv"))


def test_numbers_are_no_dates_and_fourteen_is_no_score() -> None:
    with pytest.raises(DataError, match="expected a column of dates"):
        understand(read_delimited(b"when,Stiffness\n20261102,4\n20261103,5\n", "n.csv"))
    columns = understand(
        read_delimited(b"Date,Morning,Down dog\n2026-11-02,140,x\n2026-11-03,150,x\n", "n.csv")
    ).columns
    assert [own.meaning for own in columns if own.header == "Morning"] == ["not used"]


REAL = [
    ("hevy_export.csv", "hevy", (7211, 1943)),
    ("strong_en_rpe.csv", "strong", (250, 87)),
    ("strong_de_user_en_header.csv", "strong", (2078, 619)),
    ("mindbody_yoga_attendance.csv", ATTENDANCE, (191, 186)),
]


@pytest.mark.parametrize(("file", "recipe", "counts"), REAL)
def test_real_exports_are_accounted_for(
    real_files: Path, tmp_path: Path, file: str, recipe: str, counts: tuple[int, int]
) -> None:
    made: Recipe = (
        load_recipe(recipe) if recipe in BUILT_IN_RECIPES else recipe_from_text(recipe, "own")
    )
    report = import_export(real_files / "exports" / file, made, into=tmp_path / "log")
    n_sessions = len(load_log(tmp_path / "log").sessions)
    assert (report.export.account["rows"].sum(), n_sessions) == counts


def test_the_yoga_studio_and_the_app_by_their_known_facts(real_files: Path) -> None:
    yoga = read_export(
        real_files / "exports/mindbody_yoga_attendance.csv", recipe_from_text(ATTENDANCE, "studio")
    )
    assert taken_counts(yoga) == {"taken": 186, "not attended": 5}
    assert yoga.log.sessions["date"].nunique() == 183
    hevy = read_export(
        real_files / "exports/hevy_export.csv", load_recipe("hevy"), include=["warm-ups"]
    )
    assert taken_counts(hevy) == {"taken": 7211}
    assert hevy.log.sessions["sets"].sum() == 7211


def taken_counts(export: object) -> dict[str, int]:
    account = export.account  # type: ignore[attr-defined]
    return dict(zip(account["reason"], account["rows"], strict=True))


OWN_COLUMNS = """
date = { column = "Day" }
client = { column = "Who" }
[[sessions]]
exercise = { column = "Move" }
columns = { reps = "How many", note = "note" }
[[ratings]]
score = "Pain\\u0007"
[[ratings]]
score = "Later"
"""


def test_a_problem_names_the_column_of_the_sheet_that_it_is_in(tmp_path: Path) -> None:
    text = (
        "Day,Move,How many,Pain\a,Later\n2026-11-02,Down Dog,ten,4,4\n"
        "2026-11-99,Down Dog,10,4,\n2026-11-03,Downn Dogg,10,14,4\n"
    )
    recipe = recipe_from_text(OWN_COLUMNS.replace('"Who"', '"Who", optional = true'), "mine")
    with pytest.raises(DataError) as refused:
        read_export(written(tmp_path, text), recipe)
    log = read_export(written(tmp_path, text), recipe, on_problem="set aside").log
    wanted = [
        (2, "How many (read as reps)"), (3, "Day (read as date)"), (4, "Move (read as exercise)"),
        (3, "Day (read as date)"), (4, "Pain\N{REPLACEMENT CHARACTER}, Later (read as score)"),
    ]  # fmt: skip
    for problems in (refused.value.problems, log.problems):
        assert list(zip(problems["line"], problems["column"], strict=True)) == wanted
    assert "export.csv, line 2, column How many (read as reps): found 'ten'" in str(refused.value)


def test_a_sheet_without_the_column_that_says_whose_its_rows_are_is_refused(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "Day,Move,Name\n2026-11-02,Down Dog,ana\n2026-11-02,Down Dog,ben\n")
    text = 'date = { column = "Day" }\n[[sessions]]\nexercise = { column = "Move" }\n[client]\n'
    with pytest.raises(DataError, match="expects the column 'Who', and found only 'Day'"):
        read_export(path, recipe_from_text(text + 'column = "Who"', "mine"))
    optional = recipe_from_text(text + 'column = "Who"\noptional = true', "mine")
    assert len(read_export(path, optional).log.clients) == 1  # which is what was said
    either = recipe_from_text(text + 'column = ["Who", "Name"]', "mine")
    assert read_export(path, either).log.clients == ("ana", "ben")


def test_what_holds_or_not_is_true_or_false() -> None:
    text = 'date = { column = "Day" }\n[[sessions]]\nexercise = { column = "Move" }\n'
    said = "one_a_day = 1\n[[ratings]]\nscore = 'Pain'\noptional = 'no'\nbare = 0\n[client]\n"
    with pytest.raises(DataError) as refused:
        recipe_from_text(f"{text}{said}column = 'Who'\noptional = 'no'", "mine")
    for key in ("sessions.one_a_day", "ratings.optional", "ratings.bare", "client.optional"):
        assert f"{key}: expected true or false" in str(refused.value)


def test_a_column_that_is_called_as_ours_is_named_as_it_is(tmp_path: Path) -> None:
    text = "DATE,Exercise,Reps\n2026-11-99,Down Dog,ten\n"
    recipe = recipe_from_text(
        'date = { column = "Date" }\n[[sessions]]\nexercise = { column = "exercise" }\n'
        'columns = { reps = "reps" }\n',
        "mine",
    )
    log = read_export(written(tmp_path, text), recipe, on_problem="set aside").log
    assert log.problems["column"].tolist() == ["date", "reps"]
