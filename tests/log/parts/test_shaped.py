"""A long file in other columns, cut by client as its recipe reads it, is as when read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mobility_analysis.log import load as loading
from mobility_analysis.log import load_log
from mobility_analysis.log.parts.by_recipe import foreign, made, shaped
from mobility_analysis.log.parts.of_many import logs
from mobility_analysis.log.scales import Scale
from tests.held_parts import (
    assert_asked_alike,
    assert_not_cut,
    assert_refused_alike,
    assert_same,
    in_parts,
    pieces_of_a_few_rows,
)
from tests.strategies import part_of_the_examples


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    with pieces_of_a_few_rows():
        yield


UNKNOWN = 'unknown_exercises = "add"'
RECIPE = """
[[recipe]]
file = "visits*.csv"
unknown_exercises = "add"
client = { column = "Patient" }
date = { column = "Day of visit" }
[[recipe.rows]]
column = "Kind"
leave_out = ["phone call"]
reason = "a call"
[[recipe.sessions]]
exercise = { column = "Exercise" }
[recipe.sessions.status]
column = "Carried out"
[recipe.sessions.columns]
load_kg = "Weight"
sets = "Rounds"
note = "Words"
[[recipe.ratings]]
score = "NRS"
optional = true
[recipe.ratings.columns]
note = "Words"
"""
HEADER = "Patient;Day of visit;Kind;Exercise;Carried out;Weight;Rounds;NRS;Words;Room"


def write(folder: Path, *rows: str, recipe: str = RECIPE, header: str = HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "mobility.toml").write_text(recipe)
    (folder / "visits 2026.csv").write_text("\n".join([header, *rows, ""]))
    return folder


ROWS = (
    "ana;03/04/2026;visit;Bear Rolls;yes;2,5;3;4,5;easy;1",
    "ben;25/04/2026;visit;Down Dog;no;;;3;;2",
    "ana;05/04/2026;phone call;;;;;;;",
    "cai;06/04/2026;visit;Overhead Opener;yes;12 lb;2;;;1",
    ";07/04/2026;visit;Down Dog;yes;;;4;nobody's;1",
    "ben;31/04/2026;visit;Down Dog;yes;;;2;;1",
    "dee;06/04/2026;visit;;;;;;nothing done;1",
    "ben;08/04/2026;visit;Turtle roll;yes;5;;11;;1",
    "ana;08/04/2026;visit;-;;;;3;;1",
    "Ana;09/04/2026;visit;Bear Rolls;y;4;1;2;;1",
)


def test_a_recipe_of_ones_own_columns_is_cut_by_client(tmp_path: Path) -> None:
    log = assert_same(write(tmp_path, *ROWS))
    assert log.account.values.tolist() == [
        ["sessions, stiffness", "visits 2026.csv", 10, 4, 4, 2, ""]
    ]
    assert log.sessions["load_kg"].tolist()[0] == 2.5
    assert "Turtle roll" in set(log.exercises["exercise"])
    assert any("1 weight in pounds" in said for said in log.remarks["repair"])


def test_what_is_counted_as_no_exercise_is_added_up_over_all_rows(tmp_path: Path) -> None:
    recipe = f'[names]\n"Tea" = "no exercise"\n{RECIPE}'
    rows = [f"{who};2026-04-0{day};visit;Tea;yes;;;4;;" for who in ("ana", "ben") for day in "1234"]
    log = assert_same(write(tmp_path, *rows, recipe=recipe))
    assert "Counted as no exercise, as answered: 'Tea' (8)." in set(log.remarks["repair"])


def test_one_file_beside_others_and_one_day_far_from_all(tmp_path: Path) -> None:
    days = [f"{name};1{n}/04/2026;;Bear Rolls;yes;;;4;;" for n, name in enumerate("abcdef")]
    days = ["a;14/04/2026;;;;;;;a;b;c", *days]
    write(tmp_path, *days, "b;13/04/2061;;Bear Rolls;yes;;;;;", "c;14/04/2026;;;;;;;a;b;c")
    (tmp_path / "scan.pdf").write_text("a page")
    log = assert_same(tmp_path)
    assert log.problems["value"].tolist() == ["2061-04-13"]
    assert any("more cells than the header" in said for said in log.remarks["repair"])
    assert_same(tmp_path / "visits 2026.csv")


def test_a_row_of_nobody_is_of_who_is_called_as_the_file(tmp_path: Path) -> None:
    rows = ["visits 2026;2026-04-03;;Bear Rolls;yes;;;4;;", "ben;2026-04-03;;;;;;;;",
            ";2026-04-04;phone call;;;;;;;", "ben;2026-04-04;;Down Dog;;;;;;"]  # fmt: skip
    log = assert_same(write(tmp_path, *rows))
    assert "visits 2026" in set(log.left_out["client"])


def test_the_rows_are_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path, *ROWS)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the log was read whole")

    monkeypatch.setattr(loading, "find_logs", never)
    with pytest.raises(AssertionError):
        load_log(source)
    seen: list[int] = []
    real = shaped.reshaped

    def counted(own: Any, *args: Any, **more: Any) -> Any:
        seen.append(own.raw.n_rows)
        return real(own, *args, **more)

    monkeypatch.setattr(shaped, "reshaped", counted)
    made = in_parts(source)
    assert made is not None
    with made:
        assert len(made.parts) == 3
    assert seen == [3, 3, 3, 1]


def test_what_keeps_the_log_from_being_used_is_said_in_the_words_of_the_file(
    tmp_path: Path,
) -> None:
    rows = ["ana;03/04/2026;;Bear Rolls;yes;;;4;;", "ben;05/04/2026;;Bear Rolls;yes;;;14;;"]
    problems = assert_refused_alike(write(tmp_path, *rows))
    assert problems["column"].tolist() == [
        "Day of visit (read as date)", "Day of visit (read as date)", "NRS (read as score)",
    ]  # fmt: skip
    assert_same(tmp_path)


def test_what_yes_and_no_mean_is_that_of_the_whole_column(tmp_path: Path) -> None:
    # a cross beside ben's tick is asked about; alone it were done
    rows = ["ana;2026-04-03;;Bear Rolls;x;;;;;", "ben;2026-04-04;;Bear Rolls;✓;;;;;"]
    rows += ["ben;2026-04-05;;Bear Rolls;;;;3;;"] * 3
    log = assert_same(write(tmp_path, *rows))
    assert "x" in log.problems["value"].tolist()


def test_under_missed_yes_is_skipped_where_all_cells_are_yes_or_no(tmp_path: Path) -> None:
    recipe = RECIPE.replace("Carried out", "Missed")
    header = HEADER.replace("Carried out", "Missed")
    rows = ["ana;2026-04-03;;Bear Rolls;yes;;;;;"] * 3
    rows += ["ben;2026-04-04;;Bear Rolls;no;;;;;"]
    log = assert_same(write(tmp_path, *rows, recipe=recipe, header=header))
    assert "skipped" in set(log.sessions["status"].astype("str"))
    rows += ["ben;2026-04-05;;Bear Rolls;perhaps;;;;;"]
    assert_same(write(tmp_path, *rows, recipe=recipe, header=header))


BOXES = """
[[recipe]]
file = "*"
client = { column = "Name" }
date = { column = "Tag" }
scale = [0, 5]
[[recipe.sessions]]
exercise = { columns = "catalogue" }
[[recipe.ratings]]
score = "Stiff today"
moment = "waking"
"""


def test_boxes_and_a_stated_scale(tmp_path: Path) -> None:
    rows = ["ana;3.4.2026;x;2;1/5", "ben;4.4.26;;-;2,5", "cai;25.4.2026;✓;;", "ana;26.4.2026;;;4"]
    header = "Name;Tag;Bear Rolls;Down Dog;Stiff today"
    log = assert_same(write(tmp_path, *rows, recipe=BOXES, header=header))
    assert len(log.stiffness) == 3
    assert_same(write(tmp_path, *rows, "", header, "# example;x", recipe=BOXES, header=header))
    assert_same(write(tmp_path, *rows, "ben;5.4.26;;x;3;4;5", recipe=BOXES, header=header))


FORM = '[[recipe]]\nfile = "*"\nbuilt-in = "google-form"\n'


def test_a_form_that_is_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "Timestamp,Name,Exercises,Stiffness,Morning stiffness,Notes"
    rows = ['2026/04/03 7:30:00,ana,"Bear Rolls, Down Dog",4,,fine',
            "2026/04/04 7:30:00,ben,Bear Roll,,3,", '2026/04/05 7:30:00,ana,"none",,,',
            '2026/04/06 8:00:00,cai,"Down Dog, yoga",3,2,"two\nlines"']  # fmt: skip
    log = assert_same(write(tmp_path, *rows, recipe=FORM, header=header))
    assert log.account["rows_left_out"].tolist() == [1]
    assert "yoga" in log.problems["value"].tolist()
    monkeypatch.setattr(foreign, "MOST_TEXTS", 1)  # of the rooms, which no rule takes
    more = [f"{row},room {n}" for n, row in enumerate(rows)]
    assert_same(write(tmp_path, *more, recipe=FORM, header=f"{header},Room"))


def test_a_recipe_that_was_answered_knows_the_columns(tmp_path: Path) -> None:
    names = [f'"{name}"' for name in HEADER.split(";")]
    known = RECIPE.replace("unknown", f"header = [{', '.join(names)}]\nunknown", 1)
    assert_same(write(tmp_path, *ROWS, recipe=known))
    fewer = known.replace(', "Room"', "")  # which came since, and may be anything
    assert "'Room' (1, 2)" in assert_asked_alike(write(tmp_path, *ROWS, recipe=fewer))
    dates = [row.replace("visit", "2026-04-03", 1) for row in ROWS]  # days side by side
    assert_same(write(tmp_path, *dates, recipe=known))
    none = [row.rsplit(";", 1)[0] + ";" for row in ROWS]
    assert_same(write(tmp_path, *none, recipe=fewer))


def test_a_recipe_for_another_file_says_nothing(tmp_path: Path) -> None:
    recipe = RECIPE.replace("visits*.csv", "others.csv")
    said = assert_asked_alike(write(tmp_path, *ROWS, recipe=recipe))
    assert "'Carried out' holds yes and no" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('client = { column = "Patient" }', 'client = "ana"'),
        ('client = { column = "Patient" }', 'client = { column = "(file)" }'),
    ],
)
def test_what_is_one_persons_is_left_to_a_whole_read(tmp_path: Path, old: str, new: str) -> None:
    recipe = RECIPE.replace(old, new, 1)
    assert recipe != RECIPE
    assert in_parts(write(tmp_path, *ROWS, recipe=recipe)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('client = { column = "Patient" }', 'client = { column = "Nobody" }'),
        ('score = "NRS"', 'score = "VAS"'),
    ],
)
def test_what_lacks_a_column_of_its_recipe_is_refused(tmp_path: Path, old: str, new: str) -> None:
    recipe = RECIPE.replace(old, new, 1).replace("optional = true\n", "")
    assert repr(new.split('"')[1]) in assert_asked_alike(write(tmp_path, *ROWS, recipe=recipe))


DOWN = ("unknown", 'fill_down = ["Patient", "Day of visit"]\nunknown')
YEAR = ('{ column = "Day of visit" }', '{ column = "Day of visit", year = 2025 }')
ONE_A_DAY = ("[recipe.sessions.status]", "one_a_day = true\n[recipe.sessions.status]")
WORKOUT = ("[recipe.sessions.status]", 'workout = "Room"\n[recipe.sessions.status]')
IN_WORDS = (
    "[recipe.ratings.columns]",
    '[[recipe.ratings]]\ntext = "Words"\n[recipe.ratings.columns]',
)


def by(*changes: tuple[str, str]) -> str:
    recipe = RECIPE
    for old, new in changes:
        assert old in recipe
        recipe = recipe.replace(old, new, 1)
    return recipe


def test_cells_are_filled_from_above_from_one_block_to_the_next(tmp_path: Path) -> None:
    rows = ["ana;03/04/2026;;Bear Rolls;yes;;;4;;", ";;;Down Dog;yes;;;;;", ";;;;;;;5;;",
            ";;phone call;Down Dog;yes;;;;;", ";;;Bear Rolls;yes;;;;;", ";13/04/2026;;;;;;6;;",
            "ben;;;Bear Rolls;yes;;;4;;", ";14/04/2026;;Down Dog;no;;;;;a;b"]  # fmt: skip
    log = assert_same(write(tmp_path, *rows, recipe=by(DOWN)))
    # of ana's rows all but the phone call, and ben's first; his last is too long
    assert log.stiffness[["client", "score"]].astype("str").values.tolist() == [
        ["ana", "4.0"], ["ana", "5.0"], ["ana", "6.0"], ["ben", "4.0"],
    ]  # fmt: skip
    assert len(log.sessions) == 4
    assert_same(write(tmp_path, ";;;Bear Rolls;yes;;;4;;", *rows, recipe=by(DOWN)))


def test_a_year_that_only_the_first_day_has_goes_on_over_new_year(tmp_path: Path) -> None:
    days = ["27/12", "28/12", "29/12", "30/12", "31/12", "1/1", "2/1", "3/1", "", "4/1/2026"]
    rows = [f"{'ab'[n % 2]};{day};;Bear Rolls;yes;;;4;;" for n, day in enumerate(days)]
    log = assert_same(write(tmp_path, *rows, recipe=by(YEAR)))
    assert log.sessions["date"].dt.year.value_counts().to_dict() == {
        2025: 5,
        2026: 3,
    }  # of the last nothing says the order
    assert_same(write(tmp_path, *rows[5:8], recipe=by(YEAR)))  # 1/1 in any order, 2/1 is not sure


WEEKS = ('date = { column = "Day of visit" }', 'date = { week = "Kind", weekday = "Room" }')


def test_weeks_are_dated_by_those_before_them(tmp_path: Path) -> None:
    rows = [f"ana;;{week};Bear Rolls;yes;;;4;;{day}" for week, day in (
        ("Week of 28 December 2025", "Mon"), ("", "Tue"), ("", "Fri"),
        ("Week of 4 January 2026", "Mon"), ("", ""), ("Week of 5 Jan 2026", "Mon"),
    )]  # fmt: skip
    rows[4] = rows[4].replace("ana", "ben")
    recipe = by(WEEKS, ("unknown", 'fill_down = ["Kind"]\nunknown'))
    log = assert_same(write(tmp_path, *rows, recipe=recipe))
    assert log.sessions["date"].astype("str").tolist()[0] == "2025-12-29"
    numbers = [row.replace("Week of 28 December 2025", "Week 1") for row in rows]
    first = ("weekday", "first_week = 2026-03-02, weekday")
    assert_same(write(tmp_path, *numbers, recipe=by(WEEKS, first)))


SETS = (
    "ana;03/04/2026;;Bear Rolls;yes;2,5;;;slow;1",
    "ben;25/04/2026;;Down Dog;yes;4;;3;;1",
    "ana;03/04/2026;;bear rolls;yes;5;;4;;1",
    "ana;03/04/2026;;Bear Rolls;yes;5;;;slow;2",
    ";03/04/2026;;Bear Rolls;yes;5;;;;1",
    "ben;25/04/2026;;Down Dog;yes;heavy;;;;1",
    "ana;04/04/2026;phone call;Bear Rolls;yes;5;;;;1",
    ";03/04/2026;;Bear Rolls;yes;7;;;;1",
    "Ana;04/04/2026;;Turtle roll;yes;12 lb;;;;1",
    "ben;31/04/2026;;Down Dog;yes;;;;;1",
    "ben;31/04/2026;;Down Dog;yes;;;;;1",
    "cai;05/04/2026;;-;yes;;;;;1",
    "ana;03/04/2026;;Bear Rolls;yes;;;;last;1",
)


@pytest.mark.parametrize("change", [ONE_A_DAY, WORKOUT])
def test_sets_are_one_session_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str]
) -> None:
    for n in (1, 4, 1000):
        monkeypatch.setattr(made, "ROWS_COMBINED", n)
        log = assert_same(write(tmp_path, *SETS, recipe=by(change)))
        ana = log.sessions[log.sessions["client"] == "ana"]
        assert ana["sets"].tolist() == ([4] if change == ONE_A_DAY else [3, 1])
    # ben's heavy sets are set aside together, as are his of the 31st, beside nobody's and Ana's
    assert log.account[["rows_read", "rows_set_aside", "rows_left_out"]].values.tolist() == [
        [13, 7, 2]
    ]


def test_sets_of_several_clients_stand_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "ROWS_COMBINED", 1)
    days = (("ana", 3), ("ben", 5), ("ana", 6), ("ana", 7))
    rows = [f"{who};0{day}/04/2026;;Bear Rolls;yes;;n/a;;;" for who, day in days]
    recipe = by(ONE_A_DAY, ('sets = "Rounds"', 'reps = "Rounds"'))
    problems = assert_refused_alike(write(tmp_path, *rows, recipe=recipe))
    assert "line 3, 05/04/2026" in problems["value"][0]
    rows[0] = rows[0].replace("n/a", "")
    log = assert_same(write(tmp_path, *rows, recipe=recipe), n=2, date_order="dmy")
    assert 3 in log.remarks["line"].tolist()


def test_of_a_row_of_two_sessions_one_is_set_aside_with_all_its_sets(tmp_path: Path) -> None:
    several = ('exercise = { column = "Exercise" }', 'exercise = { list = "Exercise" }')
    sets = ("Bear Rolls, Down Dog;yes;", "Bear Rolls;yes;", "Down Dog;yes;heavy")
    rows = [f"ana;2026-04-03;;{own};;;;" for own in sets] + ["ben;2026-04-03;;Down Dog;yes;;;;;"]
    log = assert_same(write(tmp_path, *rows, recipe=by(ONE_A_DAY, several)))
    assert log.account["rows_set_aside"].tolist() == [2]


def test_sets_wait_for_the_order_of_all_their_dates(tmp_path: Path) -> None:
    rows = [row for row in SETS if "/04/" in row and "25/" not in row and "31/" not in row]
    problems = assert_refused_alike(write(tmp_path, *rows, recipe=by(ONE_A_DAY)))
    assert "line 2, 03/04/2026" in problems["value"][0]
    assert_same(write(tmp_path, *rows, recipe=by(ONE_A_DAY)), date_order="mdy")


def test_scores_in_a_column_and_in_words_are_told_of_all_rows(tmp_path: Path) -> None:
    rows = [f"{'ab'[n % 2]};2026-04-0{n};;Bear Rolls;yes;;;4;stiff {n}/10;" for n in range(1, 9)]
    log = assert_same(write(tmp_path, *rows, recipe=by(IN_WORDS)))
    [said] = [said for said in log.remarks["repair"] if "another in words" in said]
    assert "line 2, 3, 4, 6, 7, 8, 9." in said


def test_a_header_under_a_title(tmp_path: Path) -> None:
    line = ("unknown", "header_line = 3\nunknown")
    top = ["made by the clinic;;;;a", HEADER]
    assert_same(write(tmp_path, *top, *ROWS, recipe=by(line), header="Visits;of 2026"))
    assert_same(write(tmp_path, *top, *ROWS, "", HEADER, recipe=by(line), header=""))
    names = [f'"{name}"' for name in HEADER.split(";")]
    known = by((line[0], f"header = [{', '.join(names)}]\n{line[1]}"))
    assert_same(write(tmp_path, *top, *ROWS, recipe=known, header="Visits;of 2026"))
    other = known.replace("header_line = 3", "header_line = 2")
    said = assert_asked_alike(write(tmp_path, *top, *ROWS, recipe=other, header="Visits;of 26"))
    assert "header_line = 3" in said


def test_a_client_who_began_long_before_is_pointed_out_in_a_sheet_of_both(tmp_path: Path) -> None:
    rows = (
        "ana;03/04/2020;visit;Bear Rolls;yes;2;3;4;;1",
        "ana;13/04/2026;visit;Bear Rolls;yes;2;3;5;;1",
        "ben;25/04/2026;visit;Down Dog;no;;;3;;2",
    )
    log = assert_same(write(tmp_path, *rows))
    said = log.remarks[log.remarks["value"] == "2020-04-03"]
    assert said[["table", "client"]].to_numpy().tolist() == [
        ["sessions", "ana"],
        ["stiffness", "ana"],
    ]
    assert said["column"].tolist() == ["Day of visit (read as date)"] * 2
    assert "next date is 2,201 days later" in said["repair"].iloc[0]


def in_files(folder: Path, files: dict[str, Sequence[str]], *, recipe: str) -> Path:
    """Write several files of rows, the header first, and the recipe beside them."""
    folder.mkdir(exist_ok=True)
    (folder / "mobility.toml").write_text(recipe)
    for name, rows in files.items():
        (folder / name).write_text("\n".join([*rows, ""]))
    return folder


OF_ALL = ("visits*.csv", "*")
OTHER = """
[[recipe]]
file = "old*.csv"
client = { column = "Who" }
date = { column = "On" }
fill_down = ["Who"]
[[recipe.sessions]]
exercise = { text = "Done" }
[[recipe.ratings]]
text = "Done"
"""


def test_several_files_are_one_log_each_by_its_recipe(tmp_path: Path) -> None:
    more = [
        "ana;03/04/2026;visit;Turtle roll;yes;2,5;3;4,5;easy;1",
        HEADER,
        "dora;04/04/2026;visit;Turtle Roll;yes;9 lb;;14;;1",
        ";25/04/2026;;Yoga;;;;2;;1",
    ]
    old = ["Who,On,Done", "ana,2026-04-03,stiff 4/10", ",2026-04-05,turtle roll x10; stiff 12/10",
           "eve,31/04/2026,down dog"]  # fmt: skip
    files = {"visits a.csv": [HEADER, *ROWS], "visits b.csv": [HEADER, *more], "old.csv": old}
    log = assert_same(in_files(tmp_path, files, recipe=RECIPE + OTHER))
    assert log.account[["sheet", "rows_read"]].values.tolist() == [
        ["old.csv", 3], ["visits a.csv", 10], ["visits b.csv", 3],
    ]  # fmt: skip
    assert log.problems["sheet"].nunique() == 3
    (tmp_path / "scan.pdf").write_text("a page")
    assert_same(tmp_path)
    for change in (DOWN, ONE_A_DAY, WORKOUT, YEAR):
        assert_same(in_files(tmp_path, files, recipe=by(change) + OTHER))


def test_several_files_are_refused_alike(tmp_path: Path) -> None:
    files = {
        f"visits {n}.csv": [HEADER, f"ana;0{n}/04/2026;;Bear Rolls;yes;;;{n};;"] for n in "453"
    }
    problems = assert_refused_alike(in_files(tmp_path, files, recipe=RECIPE))
    assert "line 2, 03/04/2026" in problems["value"][0]
    assert_same(tmp_path)  # of one person alone
    files["visits 2.csv"] = [HEADER, "ben;29/04/2061;;Bear Rolls;yes;;;14;;"]
    assert_same(in_files(tmp_path, files, recipe=RECIPE))


def test_what_counts_rows_names_the_first_of_all_files(tmp_path: Path) -> None:
    files = {
        f"visits {5 - n}.csv": [HEADER, *["ben;2026-04-01;;Down Dog;yes;;;4;;"] * n, row]
        for n, row in (
            (3, "ben;2026-04-02;;Bear Rolls;yes;;n/a;;;"),
            (2, "ana;2026-04-02;;Bear Rolls;yes;;n/a;;;"),
        )
    }
    log = assert_same(in_files(tmp_path, files, recipe=RECIPE))
    said = log.remarks[log.remarks["column"] == "Rounds (read as sets)"]
    assert said[["sheet", "line"]].values.tolist() == [["visits 2.csv", 5]]


def test_files_that_are_not_one_log_by_their_recipes_alone(tmp_path: Path) -> None:
    files = {"visits a.csv": [HEADER, *ROWS], "visits b.csv": [HEADER, *ROWS]}
    in_files(tmp_path, {**files, "others.csv": ["a,b", "1,2"]}, recipe=RECIPE)
    assert_same(tmp_path)
    (tmp_path / "others.csv").unlink()
    constant = RECIPE.replace('client = { column = "Patient" }', 'client = "ana"')
    assert_same(in_files(tmp_path, files, recipe=constant))


@pytest.mark.parametrize("names", [["visits a.csv"], ["visits a.csv", "visits b.csv"]])
def test_files_beside_exercises_and_tests_for_all(tmp_path: Path, names: list[str]) -> None:
    rows = [*ROWS, "ben;2026-04-03;visit;Sauna;yes;;;5;;1", "ana;2026-04-03;;Sky reach;yes;;;;;1"]
    in_files(tmp_path, {name: [HEADER, *rows] for name in names}, recipe=RECIPE)
    own = "exercise,focus_areas\nSauna,lumbar\nturtle roll,overhead\n,nothing\n"
    (tmp_path / "exercises.csv").write_text(own)
    (tmp_path / "tests.csv").write_text("test,better,unit\nreach,higher,cm\nbend,worse,cm\n")
    (tmp_path / "scan.pdf").write_text("a page")
    log = assert_same(tmp_path)
    areas = log.exercises.set_index("exercise")["focus_areas"]
    assert (areas["Sauna"], areas["Sky reach"]) == ("lumbar", "not stated")
    assert log.account["table"].tolist() == ["exercises", "tests"] + ["sessions, stiffness"] * len(
        names
    )
    (tmp_path / "mobility.toml").write_text("")
    assert "'Carried out' holds yes and no" in assert_asked_alike(tmp_path)


def test_a_file_of_one_person_beside_exercises_of_which_all_is_its_own(tmp_path: Path) -> None:
    in_files(tmp_path, {"visits a.csv": [HEADER, *ROWS[:1]]}, recipe=RECIPE)
    (tmp_path / "exercises.csv").write_text("exercise,focus_areas\nSauna,lumbar\n")
    (tmp_path / "scan.pdf").write_text("a page")
    log = assert_same(tmp_path)
    assert log.clients == ("ana",)


def book_of(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], recipe: str) -> Path:
    """Write a workbook, and the recipe beside it."""
    path.parent.mkdir(exist_ok=True)
    (path.parent / "mobility.toml").write_text(recipe)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path.parent


IN_BOOK: list[list[Any]] = [
    HEADER.split(";"),
    ["ana", date(2026, 4, 3), "visit", "Bear Rolls", "yes", 2.5, 3, 4.5, "easy", 1],
    ["ben", datetime(2026, 4, 25, 7, 30), "visit", "Down Dog", False, None, None, 3, None, 2],
    [None, date(2026, 4, 5), "phone call"],
    ["cai", date(2026, 4, 6), None, "Turtle roll", True, "12 lb", 2, None, None, 1],
    ["ben", "31/04/2026", None, "Down Dog", "yes", None, None, 11, None, 1],
    ["ana", date(2026, 4, 3), None, "Bear Rolls", "yes", 5, 1, None, "more", 1],
]


@pytest.mark.parametrize("changes", [[], [DOWN], [ONE_A_DAY], [IN_WORDS]])
def test_a_workbook_in_other_columns(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    recipe = by(OF_ALL, *changes)
    assert_same(book_of(tmp_path / "visits.xlsx", {"All": IN_BOOK}, recipe))
    other = [IN_BOOK[0], ["dora", date(2026, 4, 7), None, "turtle Roll", "yes"], *IN_BOOK[5:]]
    sheets = {"May": other, "April": IN_BOOK, "June": IN_BOOK[:1]}
    log = assert_same(book_of(tmp_path / "visits.xlsx", sheets, recipe))
    assert log.account["sheet"].tolist() == ["May", "April"]
    titled = recipe.replace("unknown", "header_line = 3\nunknown", 1)
    rows = [["The clinic"], [None, "x"], *IN_BOOK]
    assert_same(book_of(tmp_path / "visits.xlsx", {"Ana": rows, "Other": rows[:6]}, titled))


def test_a_sheet_each_is_a_client_each(tmp_path: Path) -> None:
    recipe = by(OF_ALL, ('client = { column = "Patient" }\n', ""))
    sheets = {"Ana": IN_BOOK, "Ben": IN_BOOK[:3]}
    log = assert_same(book_of(tmp_path / "visits.xlsx", sheets, recipe))
    assert log.clients == ("Ana", "Ben")
    named = by(OF_ALL, ('"Patient"', '"(sheet)"'))
    assert assert_same(book_of(tmp_path / "visits.xlsx", sheets, named)).clients == ("Ana", "Ben")
    both = by(OF_ALL, ("unknown", 'sheets = "one client each"\nunknown'))
    assert assert_same(book_of(tmp_path / "visits.xlsx", sheets, both)).clients == ("Ana", "Ben")
    assert_not_cut(book_of(tmp_path / "visits.xlsx", {"Ana": IN_BOOK}, recipe))
    sheets["Read me"] = [["Please fill in"]]
    log = assert_same(book_of(tmp_path / "visits.xlsx", sheets, recipe))
    assert log.clients == ("Ana", "Ben")
    assert any("The sheet 'Read me' was left out: the recipe" in s for s in log.remarks["repair"])


ON_WEEKS = (
    'date = { column = "Day of visit" }',
    'date = { week = "Day of visit", weekday = "Room" }',
)
IN_WEEKS = [
    IN_BOOK[0],
    *(["ana", week, None, "Bear Rolls", "yes", *[None] * 4, "Mon"] for week in ["2026-03-02"] * 4),
]


def test_sheets_of_which_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    other = [["Patient", "Moves"], *(["ana", "Bear Rolls"] for _ in range(4))]
    bare = {"April 2026": IN_BOOK, "Other": other, "May 2026": IN_BOOK[:3]}
    log = assert_same(book_of(path, bare, by(OF_ALL, ONE_A_DAY)))
    assert log.account["sheet"].tolist() == ["April 2026", "May 2026"]
    assert_same(book_of(path, {"Other": other, "Ana": IN_BOOK}, by(OF_ALL)))
    said = assert_asked_alike(book_of(path, {"A": other, "B": other[:2]}, by(OF_ALL)))
    assert said.startswith("visits.xlsx: the recipe")
    late = [*IN_WEEKS, [*IN_WEEKS[1][:1], "2/3/2026", *IN_WEEKS[1][2:]]]
    sheets = {"Ana": IN_WEEKS, "Ben": late, "Cai": IN_WEEKS}
    log = assert_same(book_of(path, sheets, by(OF_ALL, ON_WEEKS)))
    assert log.account["sheet"].tolist() == ["Ana", "Cai"]
    assert "in the weeks" in assert_asked_alike(book_of(path, {"Ben": late}, by(OF_ALL, ON_WEEKS)))


def test_files_of_which_one_is_refused(tmp_path: Path) -> None:
    others = HEADER.replace("Exercise", "Moves")
    files = {"visits a.csv": [others, *ROWS], "visits b.csv": [HEADER, *ROWS]}
    log = assert_same(in_files(tmp_path, files, recipe=RECIPE))
    assert any("'visits a.csv' was left out: the recipe" in said for said in log.remarks["repair"])
    files["visits b.csv"] = [others, *ROWS[:2]]
    said = assert_asked_alike(in_files(tmp_path, files, recipe=RECIPE))
    assert said.startswith("visits a.csv: the recipe for visits a.csv")


def test_files_of_which_one_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"visits a.csv": [HEADER, *ROWS], "visits b.csv": [HEADER, *ROWS]}
    log = assert_same(in_files(tmp_path, files | {"visits c.csv": [HEADER, "x\0y"]}, recipe=RECIPE))
    assert {*log.account["sheet"]} == {*files}
    assert log.unreadable["client"].tolist() == ["visits c"]
    monkeypatch.setattr(logs, "MOST_ROWS", 1)  # so that the others are cut by themselves
    assert_same(tmp_path)


def test_a_file_of_which_nothing_is_taken_is_refused_in_the_same_words(tmp_path: Path) -> None:
    calls = ["ana;05/04/2026;phone call;;;;;;;", "ben;05/04/2026;visit;;;;;;;"] * 4
    said = assert_asked_alike(write(tmp_path, *calls))
    assert "none of its 8 rows holds a session or a score (4 a call; 4 nothing ticked" in said


OWN = """
[[recipe]]
file = "ratings*"
client = { column = "client" }
date = { column = "date" }
[[recipe.rows]]
column = "Site"
keep = ["upper back"]
[[recipe.ratings]]
score = "score"
[recipe.ratings.columns]
note = "note"
"""


def test_a_file_in_our_columns_with_one_more_goes_by_its_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"{who},2026-04-0{n},{n},{site},2"
        for n, (who, site) in enumerate(
            [("ana", "knee"), ("ben", "upper back"), ("ana", "upper back"), ("ben", "knee")], 1
        )
    ]
    header = "client,date,score,Site,note"
    files = {"ratings 2026.csv": [header, *rows, "ana,2026-04-09,14,upper back,"]}
    log = assert_same(in_files(tmp_path, files, recipe=OWN))
    assert log.account["rows_left_out"].tolist() == [2]
    assert_same(tmp_path / "ratings 2026.csv")
    monkeypatch.setattr(foreign, "MOST_TEXTS", 3)  # as many have scores, of sites there are two
    assert_same(tmp_path)
    monkeypatch.setattr(foreign, "MOST_TEXTS", 1)
    assert_same(tmp_path)
    monkeypatch.undo()
    known = OWN.replace(
        "client =", 'header = ["client", "date", "score", "Site", "note"]\nclient ='
    )
    assert_same(in_files(tmp_path, files, recipe=known))
    cells = [[typed(cell) for cell in row.split(",")] for row in files["ratings 2026.csv"]]
    (tmp_path / "ratings 2026.csv").unlink()
    assert_same(book_of(tmp_path / "ratings.xlsx", {"Sheet1": cells}, OWN))


IN_SETS = """
[[recipe]]
file = "*"
client = { column = "client" }
date = { column = "date" }
[[recipe.sessions]]
one_a_day = true
exercise = { column = "exercise" }
[recipe.sessions.columns]
reps = "reps"
"""


@pytest.mark.parametrize("header", ["set", "set order"])
def test_a_file_in_our_columns_of_which_each_row_is_a_set_goes_by_its_recipe(
    tmp_path: Path, header: str
) -> None:
    # of ana four sets on a day and two on the next, of ben one
    sets = [("ana", 3, n) for n in (1, 2, 3, 4)] + [("ben", 3, 1), ("ana", 4, 1), ("ana", 4, 2)]
    rows = [f"{who},2026-04-0{day},down dog,{n},{n + 7}" for who, day, n in sets]
    files = {"practice.csv": [f"client,date,exercise,{header},reps", *rows]}
    log = assert_same(in_files(tmp_path, files, recipe=IN_SETS))
    assert log.sessions["sets"].tolist() == [4, 2, 1]
    cells = [[typed(cell) for cell in row.split(",")] for row in files["practice.csv"]]
    (tmp_path / "practice.csv").unlink()
    assert_same(book_of(tmp_path / "practice.xlsx", {"Sheet1": cells}, IN_SETS))
    cells[0][3], cells[3][3] = "set", 5  # which counts no sets: each row is a session after all
    assert_same(book_of(tmp_path / "practice.xlsx", {"Sheet1": cells}, IN_SETS))


def typed(text: str) -> Any:
    return int(text) if text.isdigit() else text or None


def test_a_file_in_our_columns_with_nothing_that_bears_on_them_goes_by_no_recipe(
    tmp_path: Path,
) -> None:
    rows = [f"{who},2026-04-0{n},{n},{n + 20},{n}" for n, who in enumerate("abab", 1)]
    files = {"ratings.csv": ["client,date,score,Room,note", *rows]}
    log = assert_same(in_files(tmp_path, files, recipe=OWN.replace("Site", "Room")))
    assert len(log.stiffness) == 4
    assert any("that of the table stiffness" in said for said in log.remarks["repair"])
    assert_same(in_files(tmp_path, files, recipe=""))
    sites = {"ratings.csv": [row.replace("Room", "Site") for row in files["ratings.csv"]]}
    assert "body sites" in assert_asked_alike(in_files(tmp_path, sites, recipe=""))


def test_two_columns_that_are_called_alike(tmp_path: Path) -> None:
    rows = [f"{row};again;x" for row in ROWS]
    log = assert_same(write(tmp_path, *rows, header=f"{HEADER};Words;Words"))
    assert "again" not in set(log.sessions["note"])


def test_a_column_that_may_change_what_rows_mean_is_refused(tmp_path: Path) -> None:
    header = HEADER.replace("Room", "Body site")
    rows = ["ana;2026-04-03;;Bear Rolls;yes;;;;;knee", "ben;2026-04-03;;Bear Rolls;yes;;;;;neck"]
    assert "Body site" in assert_asked_alike(write(tmp_path, *rows, header=header))
    assert_same(write(tmp_path, rows[0], rows[1].replace("neck", "knee"), header=header))


def test_a_column_of_too_many_texts_is_only_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{name};2026-04-03;;Bear Rolls;yes;;;{n};;{n}" for n, name in enumerate("abcde")]
    monkeypatch.setattr(foreign, "MOST_TEXTS", 4)
    assert_same(write(tmp_path, *rows))
    header = HEADER.replace("Room", "Stiffness")
    assert "Stiffness" in assert_asked_alike(write(tmp_path, *rows, header=header))
    words = [f"{row} words" for row in rows]
    assert_same(write(tmp_path, *words, header=header))  # of which none may be a score
    header = HEADER.replace("Room", "Body site")
    assert "(0, 1, 2, 3, ...)" in assert_asked_alike(write(tmp_path, *rows, header=header))


@pytest.mark.parametrize("marks", ["x✓", "✓x", "xx", "✓✓"])
def test_of_a_great_many_cells_those_tell_a_tick_that_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marks: str
) -> None:
    # the first mark stands before the cells are too many, the second after that
    monkeypatch.setattr(foreign, "MOST_TEXTS", 4)
    said = [marks[0], *(f"yes {n}" for n in range(9)), marks[1], "yes"]
    rows = [f"{'ab'[n % 2]};2026-04-03;;Bear Rolls;{own};;;4;;" for n, own in enumerate(said)]
    assert_same(write(tmp_path, *rows))
    rows = [f"a;3.4.2026;{own};{own};4" for own in said]
    assert_same(
        write(tmp_path, *rows, recipe=BOXES, header="Name;Tag;Bear Rolls;Down Dog;Stiff today")
    )


@pytest.mark.parametrize(
    "more", ['unknown_exercises = "add"', "", '[recipe.exercises]\n"way 3" = "hip"']
)
def test_names_of_exercises_may_be_a_great_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setattr(foreign, "MOST_TEXTS", 4)
    rows = [f"{'ab'[n % 2]};2026-04-03;;way {n};yes;;;4;;" for n in range(9)]
    recipe = by((UNKNOWN, "")) + more if more.startswith("[") else by((UNKNOWN, more))
    known = [f"ana;2026-04-0{day};;Bear Rolls;yes;;;;;" for day in (4, 5)]
    files = {"visits a.csv": [HEADER, *rows, known[0]], "visits b.csv": [HEADER, known[1]]}
    log = assert_same(in_files(tmp_path, files, recipe=recipe))
    assert len(log.sessions) == (2 if not more else 3 if "hip" in more else 11)


CELLS = {
    "Patient": ("ana", "ben", "Cai", "cai", "", "ana ", "12"),
    "Day of visit": (
        "03/04/2026",
        "25/04/2026",
        "2026-04-03",
        "04/05/26",
        "",
        "n/a",
        "04/25/2026",
        "3 April",
        "30/12",
    ),
    "Kind": ("visit", "phone call", "Phone Call ", ""),
    "Exercise": ("Bear Rolls", "down dog", "Turtle roll", "turtle Roll", "", "-", "wall slides"),
    "Carried out": ("yes", "no", "x", "✓", "", "perhaps", "partly"),
    "Weight": ("2,5", "1,250", "1.5", "12 lb", "4 kg", "", "ten"),
    "Rounds": ("3", "3 sets", "2,5", "", "0"),
    "NRS": ("4", "4,5", "4/10", "11", "", "-", "n/a"),
    "Words": ("easy", "", "two  words"),
    "Room": ("1", "", "yes", "a;b"),
}


@given(
    st.lists(st.tuples(*(st.sampled_from(own) for own in CELLS.values())), min_size=1, max_size=12),
    st.sampled_from(
        [
            'unknown_exercises = "add"',
            'unknown_exercises = "add"\ndate_order = "dmy"',
            "scale = [0, 5]",
            'unknown_exercises = "add"\nscale = [1, 10]',
        ]
    ),
    st.sampled_from([{}, {"date_order": "mdy"}, {"scale": Scale(0, 5)}]),
    st.sampled_from([[], [DOWN], [YEAR], [ONE_A_DAY], [WORKOUT, DOWN], [IN_WORDS], [DOWN, YEAR]]),
)
@part_of_the_examples(0.6)
def test_whatever_stands_in_an_export(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, ...]],
    more: str,
    typed: dict[str, Any],
    changes: list[tuple[str, str]],
) -> None:
    recipe = by(*changes).replace('unknown_exercises = "add"', more)
    own = [";".join(row) for row in rows]
    known = "ana;2026-04-01;visit;Bear Rolls;yes;;;4;;"
    assert_same(write(tmp_path_factory.mktemp("log"), known, *own, recipe=recipe), **typed)


WAYS = """
[names]
"Rolling" = "bear-rolls"
[exercises]
"sky-reach" = "overhead"
[[recipe]]
file = "visits*.csv"
client = { column = "Who" }
date = { year = "Y", month = "M", day = "D" }
amounts = ["How much"]
[[recipe.sessions]]
exercise = { text = "Done" }
[[recipe.sessions]]
exercise = { list = "More", separator = "+" }
[recipe.sessions.columns]
reps = "Set {n}"
[[recipe.sessions]]
exercise = { column = "One" }
marks = "Mark"
numbers = "sets"
[recipe.sessions.columns]
load_kg = "Load (lb)"
[[recipe.sessions]]
exercise = { value = "down-dog" }
status = { column = "Dog" }
[[recipe.ratings]]
text = "Done"
"""
OF_WAYS = {
    "Who": ("ana", "ben", "Ben", ""),
    "Y": ("2026", "2026", "26", ""),
    "M": ("4", "April", "13", ""),
    "D": ("3", "04", "31", ""),
    "How much": ("3x10", "20 reps", "", "much"),
    "Done": ("down dog 2x10, stiff 4/10", "bear rolls", "no exercise today", "", "yoga"),
    "More": ("Rolling + sky reach", "Down Dog", "", "none", "yoga"),
    "Set 1": ("5", "0", ""),
    "Set 2": ("5", "", "x"),
    "Load (lb)": ("12", "", "heavy"),
    "One": ("Bear Rolls", "down dog", ""),
    "Mark": ("x", "✓", "3", "no", ""),
    "Dog": ("yes", "no", "x", "✓", ""),
}


@given(
    st.lists(st.tuples(*(st.sampled_from(own) for own in OF_WAYS.values())), min_size=1, max_size=8)
)
@part_of_the_examples(0.2)
def test_whatever_ways_a_recipe_has(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    own = [";".join(row) for row in rows]
    known = "ana;2026;4;1;;down dog, stiff 3/10;;;;;;;"
    source = tmp_path_factory.mktemp("log")
    assert_same(write(source, known, *own, recipe=WAYS, header=";".join(OF_WAYS)))


def test_a_slip_of_a_date_is_pointed_out_alike(tmp_path: Path) -> None:
    days = [f"{day:02}/11/2026" for day in range(16, 26)]
    rows = [f"{who};{day};visit;Down Dog;yes;;;4;;" for day in days for who in ("ana", "ben")]
    rows[8] = rows[8].replace("/2026", "/2025")
    log = assert_same(write(tmp_path, *rows))
    found = log.remarks[log.remarks["expected"].str.contains("around")]
    assert found[["line", "value", "client"]].values.tolist() == 2 * [[10, "2025-11-20", "ana"]]
