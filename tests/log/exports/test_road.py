"""One road for sheets that are no log in our tables: look, understand, ask, remember, read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.questions import ROLES, Question, likely
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.load import read_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.settings import SETTINGS_FILE
from mobility_analysis.log.write.remember import remember
from tests.lay_sheets import FIVE, book, csv_file, form, free_text, weekday_tabs

HEADER = ["Day", "Bear rolls", "Down dog", "Stiffness"]
ROWS = [["2026-09-01", "x", "", 5], ["2026-09-02", "", "x", 4]]


def seen(path: Path) -> Looked:
    return look(path, settings_at(path))


def answered(path: Path) -> Looked:
    """What is seen of a path once every question was answered as is likely, and kept."""
    looked = seen(path)
    remember(looked.folder, looked.answered(looked.likely_answers()))
    return seen(path)


def only(questions: Sequence[Question]) -> Question:
    [question] = questions
    return question


def counts(log: MobilityLog) -> tuple[int, int]:
    return len(log.sessions), len(log.stiffness)


def adds_up(log: MobilityLog) -> bool:
    """Whether rows read are rows used, set aside and left out, file by file."""
    parts = log.account[["rows_used", "rows_set_aside", "rows_left_out"]].sum(axis=1)
    return log.account["rows_read"].tolist() == parts.tolist()


class TestFiveFiles:
    @pytest.mark.parametrize("make", FIVE)
    def test_each_takes_three_questions_at_most_and_none_the_second_time(
        self, tmp_path: Path, make: Callable[[Path], Path]
    ) -> None:
        path = make(tmp_path)
        before = path.read_bytes()
        first = seen(path)
        assert len(first.likely_answers()) <= 3
        again = answered(path)
        assert again.questions({}) == []
        assert again.understandings == ()
        log = load_log(path)
        assert counts(log) == FIVE[make]
        assert adds_up(log)
        assert path.read_bytes() == before

    def test_a_folder_of_all_five_is_asked_about_once(self, tmp_path: Path) -> None:
        for make in FIVE:
            make(tmp_path)
        assert len(seen(tmp_path).likely_answers()) <= 3
        assert answered(tmp_path).questions({}) == []
        log = load_log(tmp_path)
        assert log.clients == ("Ann", "Ben", "Cleo", "Dora", "Emil")
        found = {client: counts(own) for client, own in log.by_client()}
        assert list(found.values()) == list(FIVE.values())
        assert adds_up(log)
        assert log.account.groupby("file")["rows_read"].sum().to_dict() == {
            "Ann.xlsx": 5, "Ben.xlsx": 14, "Cleo.csv": 3, "Dora.xlsx": 24, "Emil.txt": 7,
        }  # fmt: skip

    def test_a_tab_of_a_weekday_is_that_day_of_the_week(self, tmp_path: Path) -> None:
        days = load_log(weekday_tabs(tmp_path)).stiffness["date"]
        assert [str(day.date()) for day in (days.min(), days.max())] == ["2026-08-31", "2026-09-13"]
        assert days.is_unique

    def test_an_own_exercise_is_no_other_clients(self, tmp_path: Path) -> None:
        free_text(tmp_path)
        form(tmp_path)
        answered(tmp_path)
        log = load_log(tmp_path)
        assert "sun salute" in set(log["Ann"].exercises["exercise"])
        assert "Dead Bug" in set(log["Cleo"].exercises["exercise"])
        assert "sun salute" not in set(log["Cleo"].exercises["exercise"])
        areas = log.exercises.set_index("exercise")["focus_areas"]
        assert areas["sun salute"] == "not stated"


class TestNextWeek:
    def test_a_file_with_the_same_columns_is_read_without_a_question(self, tmp_path: Path) -> None:
        sleep = [[*HEADER, "Sleep"], *([*row, n] for n, row in enumerate(ROWS, start=6))]
        csv_file(tmp_path / "ann.csv", sleep)
        assert only(seen(tmp_path / "ann.csv").questions({})).key == "score:Sleep"
        answered(tmp_path)
        csv_file(tmp_path / "ben.csv", [sleep[0], ["2026-09-03", "x", "x", 3, 8]])
        again = seen(tmp_path)
        assert (again.questions({}), again.remembered) == ([], ("ann.csv", "ben.csv"))
        log = load_log(tmp_path)
        assert {client: counts(own) for client, own in log.by_client()} == {
            "ann": (2, 2), "ben": (2, 1),
        }  # fmt: skip

    def test_new_names_of_exercises_alone_are_asked_about(self, tmp_path: Path) -> None:
        path = form(tmp_path)
        answered(path)
        with path.open("a", encoding="utf-8") as file:
            file.write('9/20/2026 19:45:04,"Wall Sit, Farmer Walk",5,\n')
        question = only(seen(path).questions({}))
        assert question.words.startswith("'Farmer Walk' is not in the catalogue of exercises.")
        answered(path)
        assert "Farmer Walk" in set(load_log(path).sessions["exercise"])

    def test_a_new_column_is_asked_about_and_the_others_are_kept(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
        answered(path)
        text = (tmp_path / SETTINGS_FILE).read_text(encoding="utf-8")
        changed = text.replace('"Down dog" = "down-dog"', '"Down dog" = "overhead-opener"')
        (tmp_path / SETTINGS_FILE).write_text(changed, encoding="utf-8")
        more = [[*HEADER, "Cobra", "Energy"], *([*row, "x", n] for n, row in enumerate(ROWS, 6))]
        csv_file(path, more)
        keys = [question.key for question in seen(path).questions({})]
        assert keys == ["score:Energy"]
        assert [own.header for own in seen(path).understandings[0].columns] == ["Cobra", "Energy"]
        assert answered(path).questions({}) == []
        done = load_log(path).sessions["exercise"].tolist()
        assert sorted(done) == ["Cobra", "Cobra", "bear-rolls", "overhead-opener"]

    def test_a_column_that_is_filled_in_only_later_is_not_passed_over(self, tmp_path: Path) -> None:
        header = [*HEADER, "Cobra", "Overhead opener", "Energy"]
        path = csv_file(tmp_path / "ann.csv", [header, *([*row, "", "", ""] for row in ROWS)])
        assert answered(path).questions({}) == []
        csv_file(path, [header, *([*row, "x", "x", n] for n, row in enumerate(ROWS, 6))])
        assert [question.key for question in seen(path).questions({})] == ["score:Energy"]
        answered(path)
        done = load_log(path).sessions["exercise"].value_counts()
        assert (done["Cobra"], done["overhead-opener"], done["bear-rolls"]) == (2, 2, 1)
        held = load_log(path)
        assert counts(held) == (6, 2)
        csv_file(tmp_path / "ben.csv", [header, [*ROWS[0], "", "x", ""]])
        assert seen(tmp_path).questions({}) == []

    def test_a_column_that_was_renamed_is_understood_anew(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
        answered(path)
        csv_file(path, [["When", *HEADER[1:]], *ROWS])
        assert [own.columns[0].header for own in seen(path).understandings] == ["When"]
        assert counts(load_log(path)) == (2, 2)

    def test_a_pattern_written_by_hand_holds_for_all_its_files(self, tmp_path: Path) -> None:
        text = (
            '[[recipe]]\nfile = "diary*.csv"\ndate = { column = "Day" }\n[[recipe.ratings]]\n'
            'score = "Felt"\n'
        )
        (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
        for name in ("diary ann.csv", "Diary ben.csv"):
            csv_file(tmp_path / name, [["Day", "Felt"], ["2026-09-01", 5]])
        assert seen(tmp_path).questions({}) == []
        assert counts(load_log(tmp_path)) == (0, 2)

    def test_one_built_in_recipe_for_all_files(self, tmp_path: Path) -> None:
        path = csv_file(
            tmp_path / "w.csv", [["Date", "Down dog", "Song"], ["2026-09-01", "x", "a"]]
        )
        (tmp_path / SETTINGS_FILE).write_text('recipe = "wide-sheet"\n', encoding="utf-8")
        assert seen(path).remembered == ("w.csv",)
        assert counts(load_log(path)) == (1, 0)

    def test_a_recipe_that_cannot_be_one_is_named_with_its_place(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "w.csv", [HEADER, *ROWS])
        text = '[[recipe]]\nfile = "w.csv"\ndate = { column = "Day" }\n'
        (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
        said = r"mobility.toml, \[\[recipe\]\] for 'w.csv'.*at least one \[\[sessions\]\]"
        with pytest.raises(DataError, match=said):
            load_log(path)
        (tmp_path / SETTINGS_FILE).write_text(f'{text}built-in = "strng"', encoding="utf-8")
        with pytest.raises(DataError, match="built-in is 'strng'; expected one of"):
            load_log(path)


def rows_with(header: str, *cells: object, first: Sequence[str] = ("Day", "Moves")) -> Any:
    return [
        [*first, header],
        *([f"2026-09-{d:02d}", "Bear Rolls", c] for d, c in enumerate(cells, 1)),
    ]


BEARING = [
    (rows_with("Where", "knee", "upper back"), "site:Where", "upper back (1 row)", (1, 0)),
    (rows_with("Pain", 3, 5), "score:Pain", "something else: it is left out", (2, 0)),
    (rows_with("Pain score", 3, 5), "score:Pain score", "something else: it is left out", (2, 0)),
    (rows_with("Schmerzen", 3, 5), "score:Schmerzen", "something else: it is left out", (2, 0)),
    (rows_with("Intensity", 3, 5), "score:Intensity", "'Intensity' is, from 0 to 10", (2, 2)),
    (rows_with("Evening mood", 3, 5), "score:Evening mood", "something else: it is left out",
     (2, 0)),
    (rows_with("Times", 3, 5), "score:Times", "something else: it is left out", (2, 0)),
    (rows_with("Coffee", 3, 5), "score:Coffee", "something else: it is left out", (2, 0)),
    (rows_with("How often", 3, 5), "score:How often", "something else: it is left out", (2, 0)),
    (rows_with("How was it?", 3, 5), "score:How was it?", "'How was it?' is, from 0 to 10", (2, 2)),
    (rows_with("Rücken", 3, 5), "score:Rücken", "'Rücken' is, from 0 to 10", (2, 2)),
    (rows_with("Hombro", 3, 5), "score:Hombro", "'Hombro' is, from 0 to 10", (2, 2)),
    (rows_with("Heart rate", 3, 5), "score:Heart rate", "something else: it is left out", (2, 0)),
    (rows_with("Stiffness", 30, 85), "scale:Stiffness", "stiffness from 0 to 100", (2, 2)),
    (rows_with("Weight", 10, 12), "unit:Weight", "a load in kilograms", (2, 0)),
    (rows_with("Paid", "yes", "no"), "status:Paid", "something else: it is left out", (2, 0)),
    (rows_with("Did it help?", "yes", "no"), "status:Did it help?",
     "something else: it is left out", (2, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "key", "words", "found"), BEARING)
def test_a_column_that_bears_on_the_meaning_is_asked_about_or_refused(
    tmp_path: Path, rows: Any, key: str, words: str, found: tuple[int, int]
) -> None:
    path = csv_file(tmp_path / "ann.csv", rows)
    question = only(seen(path).questions({}))
    assert (question.key.startswith(key), question.choices[0].words) == (True, words)
    assert question.samples
    with pytest.raises(DataError, match="add these lines to") as refused:
        load_log(path)
    lines = str(refused.value).split(":\n\n", 1)[1]
    (tmp_path / SETTINGS_FILE).write_text(lines, encoding="utf-8")
    log = load_log(path)
    assert counts(log) == found
    assert adds_up(log)


def test_every_choice_makes_a_recipe_that_reads_the_sheet(tmp_path: Path) -> None:
    for number, (rows, *_) in enumerate(BEARING):
        path = csv_file(tmp_path / f"{number}.csv", rows)
        for choice in only(seen(path).questions({})).choices:
            looked = seen(path)
            answers = {looked.questions({})[0].key: choice.value}
            answers |= likely(looked.questions(answers))
            made = looked.settings.with_answers(looked.answered(answers))
            assert look(path, made).questions({}) == [], choice
            assert [log.fault for log in look(path, made).logs()] == [""], choice


def test_only_scores_of_one_part_of_the_body_are_charted(tmp_path: Path) -> None:
    header = ["Day", "Neck stiffness", "Upper back stiffness"]
    path = csv_file(tmp_path / "ann.csv", [header, ["2026-09-01", 8, 3], ["2026-09-02", 9, 2]])
    question = only(seen(path).questions({}))
    assert [choice.words for choice in question.choices] == [
        "only 'Upper back stiffness'",
        "only 'Neck stiffness'",
        "all of them, as one score of the day",
    ]
    answered(path)
    assert load_log(path).stiffness["score"].tolist() == [3, 2]


def test_the_day_of_practice_is_not_when_the_row_was_written(tmp_path: Path) -> None:
    header = ["Timestamp", "Day of practice", "Stiffness"]
    rows = [header, ["2026-09-03 20:00", "2026-09-01", 5], ["2026-09-03 20:05", "2026-09-02", 4]]
    log = load_log(csv_file(tmp_path / "ann.csv", rows))
    assert [str(day.date()) for day in log.stiffness["date"]] == ["2026-09-01", "2026-09-02"]
    assert log.stiffness["logged_at"].notna().all()


def test_a_first_day_that_cannot_be_read_is_set_aside_however_short_the_sheet(
    tmp_path: Path,
) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, ["last week", "x", "", 6], *ROWS])
    log = load_log(path, on_problem="set aside")
    assert (counts(log), set(log.problems["line"])) == ((2, 2), {2})
    assert adds_up(log)
    more = ["2026-09-03", "x", "", 5]
    header = ["Review date", *HEADER]  # beside the days it is none of practice
    rows = [["tbc", *ROWS[0]], ["2026-12-01", *ROWS[1]], ["2026-12-01", *more]]
    assert counts(load_log(csv_file(path, [header, *rows]))) == (3, 3)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([*ROWS, ["Sum", 1, 1, 9], ["Max", "", "", 5]], "lines 4, 5: found 'Sum', 'Max'"),
        ([*ROWS, [], ["x = done", "", "", ""]], "line 5: found 'x = done'"),
        (
            [["1 to 2 Nov", "x", "", 5], ["3 to 4 Nov", "x", "", 5]],
            "lines 2, 3: found '1 to 2 Nov'",
        ),
    ],
)
def test_cells_that_are_no_dates_are_named_where_most_are_not(
    tmp_path: Path, rows: list[list[object]], found: str
) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *rows])
    with pytest.raises(DataError) as refused:
        load_log(path)
    assert found in str(refused.value)
    assert "under 'Day'" in str(refused.value)


def test_two_columns_of_days_are_asked_about(tmp_path: Path) -> None:
    header = ["First day", "Last day", "Stiffness"]
    rows = [header, ["2026-09-01", "2026-09-03", 5], ["2026-09-04", "2026-09-07", 4]]
    path = csv_file(tmp_path / "ann.csv", rows)
    assert only(seen(path).questions({})).words == (
        "'First day' and 'Last day' hold dates. Which one is the day of the exercises and scores?"
    )


def test_dates_in_two_orders_are_asked_about_with_what_they_mean(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, ["03/04/2026", "x", "", 5]])
    assert [choice.words for choice in only(seen(path).questions({})).choices] == [
        "3 April 2026 (day, month, year)",
        "4 March 2026 (month, day, year)",
    ]
    answered(path)
    assert str(load_log(path).stiffness["date"][0].date()) == "2026-04-03"


def test_whether_the_exercises_were_done_is_enough(tmp_path: Path) -> None:
    rows = [["Day", "Done?", "Stiffness"], ["2026-09-01", "yes", 5], ["2026-09-02", "no", 4]]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    sessions = load_log(path).sessions
    assert sessions["status"].tolist() == ["done", "skipped"]
    assert sessions["exercise"].tolist() == ["practice", "practice"]


TICKED = ("x", "", "x", "x")
SAID = ("Yes", "No", "Yes", "Yes")
STATUSES = ("done", "skipped", "done", "partly")
AMOUNTS = ("2x10", "", "x", "2 sets")
COUNTS = (2, "", 3, 2)


@pytest.mark.parametrize("cells", [TICKED, SAID, STATUSES, AMOUNTS, COUNTS])
@pytest.mark.parametrize("header", ["Wall stretch", "Morning exercises", "Chest drill"])
def test_ticks_under_the_name_of_an_exercise_are_of_that_exercise(
    tmp_path: Path, header: str, cells: Sequence[object]
) -> None:
    rows = [["Day", header, "Stiffness"]]
    rows += [[f"2026-09-0{day}", cell, day] for day, cell in enumerate(cells, 1)]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    log = load_log(path)
    assert set(log.sessions["exercise"]) == {header}
    n_done = 2 if cells == STATUSES else 3
    assert (int((log.sessions["status"] == "done").sum()), len(log.stiffness)) == (n_done, 4)


@pytest.mark.parametrize("headers", [("Hip stretch", "Wall stretch"), ("Stretch 1", "Stretch 2")])
def test_no_column_of_ticks_is_left_out_beside_another(
    tmp_path: Path, headers: tuple[str, str]
) -> None:
    rows = [["Day", *headers], *([f"2026-09-0{n}", c, "x"] for n, c in enumerate(TICKED, 1))]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    done = load_log(path).sessions["exercise"].astype("str").value_counts()
    assert done.to_dict() == {headers[0]: 3, headers[1]: 4}


@pytest.mark.parametrize("header", ["Exercises", "My exercises", "Did you do your exercises?"])
def test_ticks_under_all_exercises_say_whether_these_were_done(tmp_path: Path, header: str) -> None:
    rows = [["Day", header], *([f"2026-09-0{n}", cell] for n, cell in enumerate(SAID, 1))]
    path = csv_file(tmp_path / "ann.csv", rows)
    assert only(seen(path).questions({})).key == f"practice:{header}"


@pytest.mark.parametrize("header", ["Activity", "Movement", "Stretch", "What I did"])
def test_names_under_such_a_header_stay_names(tmp_path: Path, header: str) -> None:
    named = ("walk", "rest", "rest", "swim")
    rows = [["Day", header], *([f"2026-09-0{n}", cell] for n, cell in enumerate(named, 1))]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    assert load_log(path).sessions["exercise"].tolist() == ["walk", "swim"]


@pytest.mark.parametrize("header", ["Movement breaks", "Activity level"])
def test_numbers_of_movement_are_not_taken_for_stiffness(tmp_path: Path, header: str) -> None:
    rows = [["Day", "Bear rolls", header]]
    rows += [[f"2026-09-0{n}", "x", cell] for n, cell in enumerate((2, 3, 4), 1)]
    looked = seen(csv_file(tmp_path / "ann.csv", rows))
    assert only(looked.questions({})).choices[0].value == "leave out"


@pytest.mark.parametrize("header", ["Time of day", "When", "AM/PM"])
def test_a_column_of_moments_is_that_of_the_score_beside_it(tmp_path: Path, header: str) -> None:
    cells = ("morning", "pm", "Afternoon", "")
    rows = [["Day", header, "Stiffness"]]
    rows += [[f"2026-09-0{n}", cell, n] for n, cell in enumerate(cells, 1)]
    path = csv_file(tmp_path / "ann.csv", rows)
    assert not answered(path).questions({})
    assert load_log(path).stiffness["moment"].tolist() == ["waking", "evening", "", ""]


@pytest.mark.parametrize(
    ("headers", "row", "meaning"),
    [
        (("Day", "When", "Morning stiffness"), ("2026-09-01", "evening", 4), "not used"),
        (("Day", "When", "Moves"), ("2026-09-01", "evening", "Bear rolls"), "not used"),
        (("Day", "When", "Stiffness"), ("2026-09-01", "evening", 4), ROLES["moment"]),
        (("Day", "Stiffness", "Notes", "When"), ("2026-09-01", 4, "after", "am"), ROLES["moment"]),
    ],
)
def test_a_moment_is_of_a_score_that_names_none(
    tmp_path: Path, headers: Sequence[str], row: Sequence[Any], meaning: str
) -> None:
    [own] = seen(csv_file(tmp_path / "ann.csv", [headers, row])).understandings
    assert {taken.header: taken.meaning for taken in own.columns}["When"] == meaning


def test_ticks_that_say_when_are_of_their_exercise(tmp_path: Path) -> None:
    rows = [["Day", "Bear rolls", "Stiffness"], ["2026-09-01", "am", 4], ["2026-09-02", "pm", 4]]
    [own] = seen(csv_file(tmp_path / "ann.csv", rows)).understandings
    assert ROLES["moment"] not in {taken.meaning for taken in own.columns}


def test_what_is_dropped_by_its_name_is_said_with_how_often_it_was_ticked(tmp_path: Path) -> None:
    headers = ["Good mornings", "Meds", "Side lying arm circles with band", "Stiffness"]
    rows = [["Day", *headers], *([f"2026-09-0{n}", "x", "x", "x", n] for n in (1, 2, 3))]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    log = load_log(path)
    done = log.sessions["exercise"].astype("str").value_counts()
    assert done.to_dict() == {"Good mornings": 3, "Side lying arm circles with band": 3}
    said = log.remarks["repair"].str.cat(sep=" ")
    assert "Counted as no exercise, as answered: 'Meds' (3)." in said


@pytest.mark.parametrize(
    ("header", "value"),
    [("Lat opener 3", "exercise"), ("Paid", "leave out"), ("Did it help?", "leave out")],
)
def test_a_lone_column_of_ticks_is_likely_the_exercise_that_heads_it(
    tmp_path: Path, header: str, value: str
) -> None:
    rows = [["Day", header, "Stiffness"], *([f"2026-09-0{n}", "x", n] for n in (1, 2, 3))]
    looked = seen(csv_file(tmp_path / "ann.csv", rows))
    assert only(looked.questions({})).choices[0].value == value


def test_a_line_beside_ticks_is_an_exercise_however_long(tmp_path: Path) -> None:
    name = "Side lying arm circles with a band"
    days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
    rows = [["Exercise", *days], ["Bear rolls", "x", "", "x"], [name, "x", "x", "x"]]
    path = csv_file(tmp_path / "ann.csv", rows)
    answered(path)
    assert (load_log(path).sessions["exercise"].astype("str") == name).sum() == 3


def test_a_day_of_nothing_is_no_session_and_is_not_asked_about(tmp_path: Path) -> None:
    lines = [
        "26 Oct 2026", "bear rolls x10; 4/10 stiff", "27 Oct 2026",
        "did nothing today, 5/10 stiff", "28 Oct 2026", "bear rolls; stiff 3/10",
    ]  # fmt: skip
    path = tmp_path / "ann.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert seen(path).questions({}) == []
    assert counts(load_log(path)) == (2, 3)


def test_the_question_of_dates_shows_one_that_is_in_doubt(tmp_path: Path) -> None:
    days = ["2026-10-01", "2026-10-02", "03/10/2026", "2026-10-04", "05/05/2026", "2026-10-06"]
    path = csv_file(tmp_path / "ann.csv", [["Day", "Done"], *([day, "Down Dog"] for day in days)])
    (question,) = seen(path).questions({})
    assert question.words.endswith("in more than one way. What is 03/10/2026?")
    assert [choice.words for choice in question.choices] == [
        "3 October 2026 (day, month, year)",
        "10 March 2026 (month, day, year)",
    ]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (HEADER, "Bear rolls or Down dog (read as status)"),
        (["Day", "Bear rolls", "Notes", "Stiffness"], "Bear rolls (read as status)"),
    ],
)
def test_a_bad_cell_under_exercises_is_named_by_their_headers(
    tmp_path: Path, header: list[str], named: str
) -> None:
    rows = [[f"2026-09-{day:02}", "x", "x", day % 5] for day in range(1, 9)]
    rows[3][1] = "away"
    path = csv_file(tmp_path / "ann.csv", [header, *rows])
    (problem,) = load_log(path, on_problem="set aside").problems.to_dict("records")
    assert (problem["line"], problem["column"], problem["value"]) == (5, named, "away")


class TestFolders:
    def test_a_file_that_cannot_be_read_stops_no_other(self, tmp_path: Path) -> None:
        csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
        csv_file(tmp_path / "ben.csv", [["Song", "Singer"], ["a", "b"]])
        csv_file(tmp_path / "cleo.csv", rows_with("Pain", 3, 5))
        log = load_log(tmp_path)
        assert (log.clients, counts(log)) == (("ann",), (2, 2))
        reasons = log.unreadable.set_index("file")["reason"]
        assert reasons["ben.csv"].startswith("found the columns 'Song', 'Singer'; expected")
        assert reasons["cleo.csv"].startswith("'Pain' (3, 5) holds numbers from 0 to 10. Is it")

    def test_a_text_of_another_kind_is_left_out_and_named(self, tmp_path: Path) -> None:
        for name in ("ann", "ben"):
            csv_file(tmp_path / f"{name}.csv", [HEADER, *ROWS])
        (tmp_path / "to do.txt").write_text("call Ann\nbuy a roller\n", encoding="utf-8")
        key = [["kind", "shown", "meant", "log"], ["client", "client 001", "ann", "/logs"]]
        csv_file(tmp_path / "audit-key.csv", key)
        log = load_log(tmp_path)
        assert (len(log.unreadable), len(log.clients)) == (0, 2)
        said = log.remarks.set_index("file")["repair"]["to do.txt"]
        assert said.startswith("This file was left out: found the columns 'call Ann'")

    def test_a_sheet_that_is_not_filled_in_yet_says_so(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "ann.csv", [HEADER])
        with pytest.raises(DataError, match=r"ann\.csv: found a header and no row; expected rows"):
            load_log(path)
        csv_file(path, [HEADER, *ROWS])
        answered(path)
        csv_file(path, [HEADER])
        with pytest.raises(DataError, match="none of its 0 rows holds a session or a score"):
            load_log(path)

    def test_questions_alike_are_asked_once(self, tmp_path: Path) -> None:
        for name in ("ann", "ben"):
            csv_file(tmp_path / f"{name}.csv", rows_with("Pain", 3, 5))
        assert len(seen(tmp_path).questions({})) == 1
        looked = seen(tmp_path)
        kept = looked.answered(looked.likely_answers())["recipe"]
        assert [entry["file"] for entry in kept] == [["ann.csv", "ben.csv"]]

    def test_months_of_one_person_are_one_log(self, tmp_path: Path) -> None:
        folder = tmp_path / "Amira"
        folder.mkdir()
        for month in (8, 9):
            name = ("August", "September")[month - 8]
            csv_file(folder / f"{name}.csv", [HEADER, [f"2026-0{month}-01", "x", "x", month]])
        log = load_log(folder)
        assert (log.clients, counts(log)) == (("Amira",), (4, 2))
        assert adds_up(log)

    def test_files_that_name_their_clients_are_one_log_and_repeats_are_found(
        self, tmp_path: Path
    ) -> None:
        header = ["Name", *HEADER]
        first = [header, ["Ann", *ROWS[0]], ["Ben", *ROWS[1]]]
        csv_file(tmp_path / "north.csv", first)
        csv_file(tmp_path / "south.csv", [*first, ["Ann", *ROWS[1]]])
        log = load_log(tmp_path)
        assert log.clients == ("Ann", "Ben")
        assert log.remarks["value"].str.contains("repeat").any()

    def test_a_sub_folder_a_client(self, tmp_path: Path) -> None:
        for name in ("ann", "ben"):
            (tmp_path / name).mkdir()
            csv_file(tmp_path / name / "diary.csv", [HEADER, *ROWS])
        assert [file.shown for file in seen(tmp_path).files] == ["ann/diary.csv", "ben/diary.csv"]
        assert load_log(tmp_path).clients == ("ann", "ben")

    @pytest.mark.parametrize(
        ("answer", "clients"), [("one", ("ann", "ben")), ("each", ("ben", "moves", "scores"))]
    )
    def test_whose_several_files_of_a_sub_folder_are_is_asked(
        self, tmp_path: Path, answer: str, clients: tuple[str, ...]
    ) -> None:
        for name, file, row in (
            ("ann", "moves.csv", [0, 1]), ("ann", "scores.csv", [0, 3]), ("ben", "d.csv", [0, 3]),
        ):  # fmt: skip
            (tmp_path / name).mkdir(exist_ok=True)
            rows = [[line[place] for place in row] for line in (HEADER, *ROWS)]
            csv_file(tmp_path / name / file, rows)
        looked = seen(tmp_path)
        question = only(looked.questions({}))
        assert question.words == (
            "The folder 'ann' holds 'moves.csv' and 'scores.csv'. Whose are they?"
        )
        remember(tmp_path, looked.answered({question.key: answer}))
        assert seen(tmp_path).questions({}) == []
        log = load_log(tmp_path)
        assert log.clients == clients
        assert counts(log) == (1, 4)
        assert adds_up(log)

    def test_names_of_files_that_are_near_are_pointed_out_and_not_merged(
        self, tmp_path: Path
    ) -> None:
        for name in ("Katharina", "Katarina"):
            csv_file(tmp_path / f"{name}.csv", [HEADER, *ROWS])
        log = load_log(tmp_path)
        assert len(log.clients) == 2
        assert "Katarina, Katharina" in set(log.remarks["value"])

    def test_an_own_table_of_exercises_holds_for_sheets_beside_it(self, tmp_path: Path) -> None:
        own = [["exercise", "name", "focus_areas"], ["cobra", "Cobra", "thoracic extension"]]
        csv_file(tmp_path / "exercises.csv", own)
        for name in ("ann", "ben"):
            csv_file(tmp_path / f"{name}.csv", [["Day", "Cobra", "Bear rolls"], *(
                [f"2026-09-0{day}", "x", "x"] for day in (1, 2)
            )])  # fmt: skip
        assert seen(tmp_path).questions({}) == []
        assert set(load_log(tmp_path).sessions["exercise"]) == {"cobra", "bear-rolls"}

    def test_a_log_in_our_tables_beside_a_sheet(self, tmp_path: Path) -> None:
        book(tmp_path / "ann.xlsx", {"stiffness": [["date", "score"], ["2026-09-01", 3]]})
        csv_file(tmp_path / "ben.csv", [HEADER, *ROWS])
        log = load_log(tmp_path)
        assert {client: counts(own) for client, own in log.by_client()} == {
            "ann": (0, 1), "ben": (2, 2),
        }  # fmt: skip
        assert adds_up(log)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    rows = [[*HEADER, "Bear rolls"], *([*row, "x"] for row in ROWS)]
    with pytest.raises(DataError, match="found two columns 'Bear rolls'; expected another header"):
        load_log(csv_file(tmp_path / "ann.csv", rows))


def test_what_is_certain_is_read_and_said(tmp_path: Path) -> None:
    log = load_log(csv_file(tmp_path / "ann.csv", [HEADER, *ROWS]))
    said = log.remarks["repair"].str.cat(sep=" ")
    assert "read as it was understood: 'Day' = date; 'Bear rolls' = Bear Rolls, 1 tick;" in said


ROLE_HEADER = ["Mon", "What", "Felt", "Why"]
ROLE_ROWS = [["2026-09-01", "bear rolls", 5, "x"], ["2026-09-02", "down dog", 4, ""]]


@pytest.mark.parametrize(
    ("header", "role", "found"),
    [
        ("Felt", "stiffness", (2, 2)),
        ("Why", "note", (2, 2)),
        ("Why", "moment", (2, 1)),  # x is no moment
        ("Why", "tick", (3, 2)),
        ("Felt", "reps", (2, 0)),
        ("Why", "client", (1, 1)),  # a row without a client cannot be read
        ("Felt", "leave out", (2, 0)),
    ],
)  # fmt: skip
def test_a_column_is_what_somebody_says_it_is(
    tmp_path: Path, header: str, role: str, found: tuple[int, int]
) -> None:
    path = csv_file(tmp_path / "ann.csv", [ROLE_HEADER, *ROLE_ROWS])
    looked = look(path, settings_at(path), roles={header: role})
    [own] = looked.understandings
    assert {taken.header: taken.meaning for taken in own.columns}[header] == ROLES[role]
    made = looked.settings.with_answers(looked.answered(looked.likely_answers()))
    log = read_log(path, made, as_of=None, on_problem="set aside")
    assert (len(log.sessions), len(log.stiffness)) == found
    assert adds_up(log)


def test_a_column_of_words_may_be_a_note(tmp_path: Path) -> None:
    rows = [[*HEADER, "What I did"], *([*row, "bear rolls x10, down dog"] for row in ROWS)]
    path = csv_file(tmp_path / "ann.csv", rows)
    as_text, as_note = (
        look(path, settings_at(path), roles=roles).understandings[0].draft["sessions"]
        for roles in ({}, {"What I did": "note"})
    )
    assert (len(as_text), len(as_note)) == (2, 1)
    assert as_note[0]["columns"] == {"note": "What I did"}


@pytest.mark.parametrize(
    "header", [["Date", "Exercise", "Set", "Reps"], ["When", "Moves", "Set", "Reps"]]
)
def test_rows_that_number_their_sets_are_one_session_a_day(
    tmp_path: Path, header: list[str]
) -> None:
    rows = [
        ["2026-10-01", "Bear Rolls", 1, 10], ["2026-10-01", "Bear Rolls", 2, 8],
        ["2026-10-01", "Down Dog", 1, 5], ["2026-10-02", "Bear Rolls", 1, 6],
    ]  # fmt: skip
    path = csv_file(tmp_path / "ann.csv", [header, *rows])
    sets = load_log(path).sessions[["exercise", "sets", "reps"]].astype(str).to_numpy().tolist()
    assert sorted(sets) == [
        ["bear-rolls", "1.0", "6.0"], ["bear-rolls", "2.0", "9.0"], ["down-dog", "1.0", "5.0"],
    ]  # fmt: skip


def test_the_order_of_dates_is_that_of_the_whole_column(tmp_path: Path) -> None:
    rows = [["10/1/2026", "Bear Rolls", 6], ["10/2/2026", "Down Dog", 5], ["10/13/2026", "-", 4]]
    path = csv_file(tmp_path / "ann.csv", [["When", "Moves", "Stiffness"], *rows])
    assert seen(path).questions({}) == []  # the 13th settles it, though nothing was done then
    log = load_log(path)
    assert [str(day)[:10] for day in log.sessions["date"]] == ["2026-10-01", "2026-10-02"]
    assert [str(day)[:10] for day in log.stiffness["date"]] == [
        "2026-10-01", "2026-10-02", "2026-10-13",
    ]  # fmt: skip


def test_a_column_of_stiffness_is_likely_beside_scores_in_words(tmp_path: Path) -> None:
    rows = [
        ["2026-10-01", "bear rolls x10, down dog", 6], ["2026-10-03", "down dog", 5],
        ["2026-10-05", "down dog; 3/10 stiff", 4],
    ]  # fmt: skip
    path = csv_file(tmp_path / "ann.csv", [["Date", "What I did", "Stiff (0-10)"], *rows])
    assert only(seen(path).questions({})).choices[0].value == "Stiff (0-10)"
    answered(path)
    assert sorted(load_log(path).stiffness["score"]) == [3, 4, 5, 6]


def test_a_space_after_a_cell_makes_no_other_cell(tmp_path: Path) -> None:
    rows = [f"{who},2026-04-0{n},Bear Rolls" for n, who in enumerate(("ana", "ben ", "ben"), 1)]
    (tmp_path / "a.csv").write_text("\n".join(["Name,Day,Moves", *rows]))
    [own] = seen(tmp_path).understandings
    assert [c.meaning for c in own.columns if c.header == "Name"] == ["client, 2 different"]
