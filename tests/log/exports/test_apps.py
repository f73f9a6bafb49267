"""Exports of FitNotes, GymBook, Mindbody and StrongLifts: known by their header, read as they are.

The files are made here, with the headers and cells that the apps write.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.exports.imports import Export, read_export
from mobility_analysis.log.exports.recipes import load_recipe, recipe_from_text
from mobility_analysis.log.exports.recognise.sheet import understand
from mobility_analysis.log.read.apps import app_of
from mobility_analysis.log.read.settings_file import BUILT_IN
from mobility_analysis.log.read.text import read_delimited

FITNOTES = """Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2026-05-04,Open Book,Back,0.0,kgs,8,,,,"stiff on the left"
2026-05-04,Open Book,Back,0.0,kgs,10,,,,""
2026-05-04,Plank,Abs,,,,,,0:01:30,""
2026-05-06,Curl,Biceps,30.0,lbs,12,,,,""
2026-05-06,Curl,Biceps,20.0,kgs,8,,,,""
"""
FITNOTES_OLD = """Date,Exercise,Category,Weight ({unit}),Reps,Distance,Distance Unit,Time
2026-05-04,Cat Cow,Back,100.0,8,,,
"""
LIFTS = (
    "Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight ({u}),Exercise,Sets×Reps,"
    "Sets×Time,Top Set (Reps×{u}),e1RM ({u}),Reps,Volume ({u}),Workout Volume ({u}),"
    "Duration (hours),Start Time (h:mm),End Time (h:mm),Notes,"
    "Set 1 (Reps), Set 1 ({u}),Set 2 (Reps), Set 2 ({u}),Set 3 (Reps), Set 3 ({u})\n"
    '2026/08/11,1,"A","5×5",83.5,"Row",5/4/-,,5×60,60,9,540,3330,0.9,10:56 PM,10:57 PM,"slow",'
    "5,50,4,60,0,60\n"
    '2026/08/11,2,"B","5×5",83.5,"Row",5,,5×40,60,5,200,200,0.9,11:00 PM,11:07 PM,"",5,40,,,,\n'
    '2026/08/12,3,"A","5×5",83.5,"Squat",-/-/-,,,,0,0,0,0.9,10:56 PM,10:57 PM,"",0,55,0,55,0,55\n'
    '2026/08/13,4,"A","5×5",83.5,"Plank",,2×30,,,,,0,0.9,10:56 PM,10:57 PM,"",,,,,,\n'
)
GYMBOOK = (
    "Datum;Training;Zeit;Übung;Bereich;Wiederholungen / Zeit;Gewicht / Strecke;Notizen;"
    "Ausgelassen\n"
    "28.05.2026;Rücken;18:01;Rudern;Rücken;12\u00a0Wiederholungen;2,5\u202fkg;;Nein\n"
    "28.05.2026;Rücken;18:03;Rudern;Rücken;10\u00a0Wiederholungen;10,0\u202fkg;zäh;Nein\n"
    "28.05.2026;Rücken;18:05;Rudern;Rücken;10\u00a0Wiederholungen;10,0\u202fkg;;Ja\n"
    "28.05.2026;Rücken;18:09;Brett;Bauch;30 s;;;Nein\n"
    "28.05.2026;Rücken;18:12;Laufband;Beine;12\u00a0Wdh.;2,00 km;;Nein\n"
    "29.05.2026;Rücken;18:12;Rudern;Rücken;8\u00a0Wdh.;20\u202flb;;Nein\n"
)
MINDBODY = (
    "Date,Day,Time,Teacher,Location,Payment Method,Class Type,Status,Web,Payment Ref #,\n"
    "8/30/26,Sunday,4:00 PM,Ana,A,Pass,Vinyasa,Signed in,Yes,0,\n"
    "8/30/26,Sunday,6:00 PM,Ana,A,Pass,Yin,Signed in,No,0,\n"
    "8/31/26,Monday,4:00 PM,Ana,A,Pass,Vinyasa,Absent,Yes,0,\n"
    "9/1/26,Tuesday,4:00 PM,Ana,A,Pass,Vinyasa,Late Cancel,Yes,0,\n"
)


def export_of(folder: Path, text: str, app: str, encoding: str = "utf-8") -> Export:
    path = folder / "export.csv"
    path.write_bytes(text.encode(encoding))
    assert app_in(path) == app
    return read_export(path, load_recipe(app))


def app_in(path: Path) -> str:
    """Return the app that a sheet is understood to be of; nothing is asked then."""
    understood = understand(read_delimited(path.read_bytes(), path.name))
    assert not understood.questions or BUILT_IN not in understood.draft
    return str(understood.draft.get(BUILT_IN, ""))


def practice(export: Export) -> list[tuple[object, ...]]:
    """Return date, exercise, sets, repetitions, hold and load of each session."""
    sessions = export.log.sessions
    columns = ["exercise", "sets", "reps", "hold_s", "load_kg"]
    table = sessions[columns].astype("object").where(sessions[columns].notna(), None)
    days = sessions["date"].dt.strftime("%m-%d")
    return [(day, *row) for day, row in zip(days, table.itertuples(index=False), strict=True)]


def reasons(export: Export) -> dict[str, int]:
    return dict(zip(export.account["reason"], export.account["rows"], strict=True))


def test_fitnotes_with_the_unit_of_each_row(tmp_path: Path) -> None:
    export = export_of(tmp_path, FITNOTES, "fitnotes")
    # (8 + 10) / 2 repetitions; 1 min 30 s; 30 lb are 13.61 kg, and 20 kg is the heaviest
    assert practice(export) == [
        ("05-04", "open-book", 2, 9.0, None, None),
        ("05-04", "Plank", 1, None, 90.0, None),
        ("05-06", "Curl", 2, 10.0, None, 20.0),
    ]
    assert export.log.sessions["note"].tolist()[0] == "stiff on the left"
    assert reasons(export) == {"taken": 5}


@pytest.mark.parametrize(("unit", "load"), [("kgs", 100.0), ("lbs", 45.36)])
def test_fitnotes_with_the_unit_in_the_header(tmp_path: Path, unit: str, load: float) -> None:
    export = export_of(tmp_path, FITNOTES_OLD.format(unit=unit), "fitnotes")
    assert practice(export) == [("05-04", "cat-cow", 1, 8.0, None, load)]


@pytest.mark.parametrize(("unit", "heavy", "light"), [("KG", 60.0, 40.0), ("LB", 27.22, 18.14)])
def test_stronglifts_has_its_sets_side_by_side(
    tmp_path: Path, unit: str, heavy: float, light: float
) -> None:
    export = export_of(tmp_path, LIFTS.format(u=unit), "stronglifts")
    # two workouts on 11 Aug are two sessions; the set of 0 times was not done; the plank says
    # nothing of its sets, and squats of 0 times were no session
    assert practice(export) == [
        ("08-11", "Row", 2, 4.5, None, heavy),
        ("08-11", "Row", 1, 5.0, None, light),
        ("08-13", "Plank", None, None, None, None),
    ]
    assert export.log.sessions["note"].tolist()[0] == "slow"
    assert reasons(export)["taken"] == 3
    assert sum(reasons(export).values()) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_gymbook_has_units_in_its_cells(tmp_path: Path, encoding: str) -> None:
    export = export_of(tmp_path, GYMBOOK, "gymbook", encoding)
    # (12 + 10) / 2 with 10 kg; a distance is no weight; 20 lb are 9.07 kg
    assert practice(export) == [
        ("05-28", "Rudern", 2, 11.0, None, 10.0),
        ("05-28", "Brett", 1, None, 30.0, None),
        ("05-28", "Laufband", 1, 12.0, None, None),
        ("05-29", "Rudern", 1, 8.0, None, 9.07),
    ]
    assert reasons(export) == {"taken": 5, "a set that was skipped": 1}


def test_gymbook_in_english(tmp_path: Path) -> None:
    text = (
        "Date,Workout,Time,Exercise,Region,Repetitions / Time,Weight / Distance,Notes,Skipped\n"
        "2026-05-28,Back,18:01,Open Book,Back,12\u00a0reps,45\u00a0lb,,No\n"
    )
    export = export_of(tmp_path, text, "gymbook")
    assert practice(export) == [("05-28", "open-book", 1, 12.0, None, 20.41)]


def test_a_time_in_a_form_that_is_not_certain_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(GYMBOOK.replace("30 s", "1:30"), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_export(path, load_recipe("gymbook"))
    assert refused.value.problems["value"].tolist() == ["1:30"]


def test_mindbody_counts_what_was_attended(tmp_path: Path) -> None:
    export = export_of(tmp_path, MINDBODY, "mindbody")
    assert [row[:2] for row in practice(export)] == [("08-30", "Vinyasa"), ("08-30", "Yin")]
    assert reasons(export) == {"taken": 2, "not attended": 2}
    whole = read_export(tmp_path / "export.csv", load_recipe("mindbody"), include=["not-attended"])
    assert sorted(whole.log.sessions["status"]) == ["done", "done", "skipped", "skipped"]


def test_a_word_for_a_visit_that_is_not_known_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(MINDBODY.replace("Absent", "Waitlisted"), encoding="utf-8")
    with pytest.raises(DataError, match="Waitlisted"):
        read_export(path, load_recipe("mindbody"))


def test_the_real_studio_is_known_by_its_header(real_files: Path) -> None:
    path = real_files / "exports/mindbody_yoga_attendance.csv"
    assert app_in(path) == "mindbody"
    export = read_export(path, load_recipe("mindbody"))
    assert reasons(export) == {"taken": 186, "not attended": 5}
    assert export.log.sessions["date"].nunique() == 183


@pytest.mark.parametrize("text", [
    # a person's own sheet; FitNotes is known only where nothing else stands in the header
    FITNOTES.replace("Comment", "Stiffness"),
    "Date,Exercise,Reps,Time,Comment\n2026-05-04,Open Book,8,,\n",
    "Date,Class Type,Status\n2026-05-04,Open Book,done\n",
    "Datum,Übung,Notizen\n2026-05-04,Open Book,\n",
    "Date (yyyy/mm/dd),Exercise,Set 1\n2026/05/04,Open Book,8\n",
])  # fmt: skip
def test_a_header_that_is_nearly_alike_is_not_taken_for_an_app(text: str, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    try:
        assert app_in(path) == ""
    except DataError:  # not understood at all
        assert app_of(text.splitlines()[0].split(",")) == ""


def test_each_is_read_by_the_command_without_its_name(tmp_path: Path) -> None:
    for app, text in (("fitnotes", FITNOTES), ("stronglifts", LIFTS.format(u="KG")),
                      ("gymbook", GYMBOOK), ("mindbody", MINDBODY)):  # fmt: skip
        path, out = tmp_path / f"{app}.csv", tmp_path / f"{app}-pages"
        path.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(
            main, ["report", str(path), "--yes", "--only", "tables", "--out", str(out)]
        )
        assert result.exit_code == 0, result.output
        assert f"an export of the app {app}" in result.output
        [client] = [folder for folder in out.iterdir() if (folder / "tables").is_dir()]
        table = pd.read_csv(client / "tables" / "adherence_by_exercise.csv")
        assert len(table) == {"fitnotes": 3, "stronglifts": 2, "gymbook": 3, "mindbody": 2}[app]


def test_a_recipe_of_ones_own_may_have_a_column_a_set(tmp_path: Path) -> None:
    recipe = recipe_from_text(
        'unknown_exercises = "add"\ndate = { column = "Day" }\n[[sessions]]\none_a_day = true\n'
        'exercise = { column = "Move" }\ncolumns = { reps = "R{n}", load_kg = "W{n} kg" }\n',
        "mine",
    )
    path = tmp_path / "sets.csv"
    path.write_text('Day,Move,R1,W1 kg,R2,W2 kg\n2026-05-04,Row,10,"2,5",8,"10,5"\n')
    assert practice(read_export(path, recipe)) == [("05-04", "Row", 2, 9.0, None, 10.5)]


def test_scores_of_an_exercise_are_not_combined_as_its_sets_are(tmp_path: Path) -> None:
    recipe = recipe_from_text(
        'date = { column = "Day" }\n[[sessions]]\none_a_day = true\n'
        'exercise = { column = "Move" }\n[[ratings]]\nscore = "Stiff"\n'
        'columns = { exercise = "Move", moment = "When" }\n',
        "mine",
    )
    path = tmp_path / "sets.csv"
    rows = "2026-05-04,Bear Rolls,6,before\n2026-05-04,Bear Rolls,3,after\n"
    path.write_text(f"Day,Move,Stiff,When\n{rows}")
    log = read_export(path, recipe).log
    assert log.sessions["sets"].tolist() == [2]
    assert log.stiffness["score"].tolist() == [6, 3]
    assert log.stiffness["moment"].tolist() == ["before", "after"]


def test_what_an_exercise_of_an_app_trains_can_be_said_where_the_remark_says(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fitnotes.csv"
    path.write_text(FITNOTES, encoding="utf-8")
    before = load_log(path)
    said = [text for text in before.remarks["repair"] if "lacks" in text]
    assert said == [
        "2 exercises that the catalogue lacks have the focus area 'not stated': 'Curl', 'Plank'. "
        "Write what each trains under [exercises] in mobility.toml beside the file, or after an "
        "import into exercises.csv."
    ]
    lines = '[exercises]\nCurl = "arms"\nPlank = "spinal length"\n'
    (tmp_path / "mobility.toml").write_text(lines, encoding="utf-8")
    after = load_log(path)
    assert not after.remarks["repair"].str.contains("lacks").any()
    areas = after.exercises.set_index("exercise")["focus_areas"]
    assert (areas["Curl"], areas["Plank"]) == ("arms", "spinal length")


class TestLoopInNumbers:
    # of ten days 4 ticks, 2 skips, 2 that were not due, 1 not and 1 unknown
    TICKS = ("2", "3", "1", "2", "0", "2", "-1", "1", "3", "2")

    def rows(self) -> list[str]:
        days = (f"2026-11-{20 - n}" for n in range(len(self.TICKS)))
        return [f"{day},{tick},0," for day, tick in zip(days, self.TICKS, strict=True)]

    def read(self, path: Path, rows: list[str]) -> tuple[dict[str, int], list[str]]:
        path.write_text("\n".join(["Date,Bear rolls,Down dog,", *rows]) + "\n", encoding="utf-8")
        log = load_log(path)
        counts = log.sessions["status"].value_counts().to_dict()
        said = [text for text in log.remarks["value"] if "Loop" in text]
        return {str(status): int(n) for status, n in counts.items() if n}, said

    def test_is_known_by_its_form(self, tmp_path: Path) -> None:
        counts, said = self.read(tmp_path / "ann.csv", self.rows())
        assert counts == {"done": 4, "skipped": 2}
        assert said == ["numbers of Loop Habit Tracker"]

    def test_is_known_by_its_name_in_any_order(self, tmp_path: Path) -> None:
        counts, said = self.read(tmp_path / "Checkmarks (1).csv", self.rows()[::-1])
        assert counts == {"done": 4, "skipped": 2}
        assert said

    # the app's own name is nearly that of our table of movement checks
    def test_is_read_alone_in_a_folder(self, tmp_path: Path) -> None:
        self.read(tmp_path / "Checkmarks.csv", self.rows())
        log = load_log(tmp_path)
        assert log.sessions["status"].tolist().count("done") == 4

    @pytest.mark.parametrize("other", ["stiffness.csv", "ann.csv"])
    def test_beside_others_it_is_a_problem(self, tmp_path: Path, other: str) -> None:
        self.read(tmp_path / "Checkmarks.csv", self.rows())
        (tmp_path / other).write_text("date,score\n2026-11-02,4\n")
        with pytest.raises(DataError, match="Loop Habit Tracker are read alone: put it into a fol"):
            load_log(tmp_path)

    # -1 is no number of sets, whatever became of the file
    def test_is_known_by_minus_one_renamed_sorted_and_without_open_ends(
        self, tmp_path: Path
    ) -> None:
        rows = [row.rstrip(",") for row in self.rows()[::-1]]
        (tmp_path / "ann.csv").write_text("\n".join(["Date,Bear rolls,Down dog", *rows]))
        log = load_log(tmp_path / "ann.csv")
        assert log.sessions["status"].tolist().count("skipped") == 2
        assert len(log.sessions) == 6

    def workbook(self, path: Path, *, is_sorted: bool, sheet: str = "Sheet1") -> MobilityLog:
        rows = [row.replace(",-1,", ",0,").split(",")[:3] for row in self.rows()]
        cells = [[dt.datetime.fromisoformat(day), int(a), int(b)] for day, a, b in rows]
        book = openpyxl.Workbook()
        book.active.title = sheet
        for row in [["Date", "Bear rolls", "Down dog"], *(cells[::-1] if is_sorted else cells)]:
            book.active.append(row)
        book.save(path)
        return load_log(path)

    def test_is_known_by_the_name_of_a_sheet(self, tmp_path: Path) -> None:
        log = self.workbook(tmp_path / "b.xlsx", is_sorted=True, sheet="Checkmarks")
        assert log.sessions["status"].tolist().count("done") == 4
        assert len(log.sessions) == 6

    # newest first or not it may as well be sets: 4 x 2, 2 x 3 and 2 x 1
    @pytest.mark.parametrize("is_sorted", [False, True])
    def test_renamed_without_its_ends_it_is_pointed_out(
        self, tmp_path: Path, *, is_sorted: bool
    ) -> None:
        log = self.workbook(tmp_path / "ann.xlsx", is_sorted=is_sorted)
        assert sorted(log.sessions["sets"]) == [1, 1, 2, 2, 2, 2, 3, 3]
        assert log.remarks["repair"].str.contains("check-marks of Loop").sum() == 1

    # beside stiffness they are somebody's own numbers: sets of six days, and none on one
    def test_numbers_beside_scores_of_stiffness_are_sets(self, tmp_path: Path) -> None:
        rows = [f"2026-11-1{9 - n},{sets},2" for n, sets in enumerate("2230221")]
        (tmp_path / "ann.csv").write_text("\n".join(["Date,Bear rolls,Stiffness", *rows]))
        log = load_log(tmp_path / "ann.csv")
        assert sorted(log.sessions["sets"]) == [1, 2, 2, 2, 2, 3]
        assert not log.remarks["repair"].str.contains("Loop").any()

    @pytest.mark.parametrize("change", ["a day is missing", "oldest first", "4", "an empty cell"])
    def test_numbers_of_another_diary_are_sets(self, tmp_path: Path, change: str) -> None:
        rows = [row.replace(",-1,", ",1,") for row in self.rows()]
        rows = {
            "a day is missing": rows[:3] + rows[4:],
            "oldest first": rows[::-1],
            "4": [rows[0].replace(",2,", ",4,"), *rows[1:]],
            "an empty cell": [rows[0].replace(",0,", ",,"), *rows[1:]],
        }[change]
        counts, said = self.read(tmp_path / "ann.csv", rows)
        assert set(counts) == {"done"}
        assert not said

    def test_ones_and_no_two_are_own_ticks(self, tmp_path: Path) -> None:
        rows = ["2026-11-02,1,0,", "2026-11-01,0,1,"]
        assert self.read(tmp_path / "checkmarks.csv", rows) == ({"done": 2}, [])
