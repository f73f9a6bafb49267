"""A few cells written as people write them: they are read or named, and lose no column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.asked import LEAVE_OUT
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.languages.ends import high_is_best
from mobility_analysis.log.load import read_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from tests.held_parts import assert_same, pieces_of_a_few_rows
from tests.lay_sheets import book, csv_file


def sheet(path: Path, headers: Sequence[str], *columns: Sequence[object]) -> Path:
    """Write a sheet with a row a day of October from columns of cells."""
    days = [f"2026-10-{n:02d}" for n in range(1, len(columns[0]) + 1)]
    return csv_file(path / "ann.csv", [headers, *map(list, zip(days, *columns, strict=True))])


def read(path: Path) -> MobilityLog:
    """Read a sheet of which every question was answered as is likely; bad rows are set aside."""
    looked = look(path, settings_at(path))
    remember(looked.folder, looked.answered(looked.likely_answers()))
    return read_log(path, settings_at(path), as_of=None, on_problem="set aside")


def asked(path: Path) -> list[str]:
    return [question.key for question in look(path, settings_at(path)).questions({})]


def n_of(log: MobilityLog) -> dict[str, int]:
    found = log.sessions["status"].value_counts().to_dict()
    return {str(status): int(n) for status, n in found.items() if n}


class TestDaysAway:
    AWAY = ("sick", "Ill", "on holiday", "Urlaub", "krank", "rest")

    def test_in_a_diary_are_days_without_a_session(self, tmp_path: Path) -> None:
        log = load_log(sheet(tmp_path, ["Date", "Bear rolls"], ["x", *self.AWAY, 3]))
        assert n_of(log) == {"done": 2}
        assert log.sessions["sets"].tolist()[1] == 3

    def test_in_boxes_hide_no_numbers(self, tmp_path: Path) -> None:
        cells = ["x10", *self.AWAY, "x12"]
        path = sheet(tmp_path, ["Day", "Bear rolls", "Mood"], cells, ["fine"] * len(cells))
        assert read(path).sessions["reps"].tolist() == [10, 12]

    def test_of_days_across_hide_no_ticks(self, tmp_path: Path) -> None:
        days = [f"2026-11-{n:02d}" for n in range(2, 2 + len(self.AWAY) + 2)]
        rows = [["Habit", *days], ["My stretch", "x", *self.AWAY, "x10"]]
        path = csv_file(tmp_path / "ann.csv", rows)
        log = read(path)
        assert n_of(log) == {"done": 2}
        assert not len(log.problems)


class TestStatus:
    # of twelve days, eight done and four skipped, whatever is said beside it
    @pytest.mark.parametrize(
        ("header", "done", "skipped"),
        [
            ("Status", "done", "skipped - too tired"),
            ("Completed", "yes", "no (too tired)"),
            ("Missed", "no", "yes: too tired"),
            ("Erledigt", "ja", "nein, too tired"),
            ("Status", "done", "Skipped – too tired"),
        ],
    )
    def test_what_stands_beside_it_is_a_note(
        self, tmp_path: Path, header: str, done: str, skipped: str
    ) -> None:
        cells = [done, done, skipped] * 4
        path = sheet(tmp_path, ["Day", "Exercise", header], ["Bear rolls"] * 12, cells)
        log = load_log(path)
        assert n_of(log) == {"done": 8, "skipped": 4}
        noted = log.sessions[["status", "note"]].astype(str).drop_duplicates()
        assert noted.to_numpy().tolist() == [["done", ""], ["skipped", "too tired"]]

    def test_a_note_of_the_row_stays(self, tmp_path: Path) -> None:
        columns = ["Bear rolls"] * 2, ["done", "skipped: ill"], [5, 6], ["", "slept badly"]
        path = sheet(tmp_path, ["Day", "Moves", "Status", "Stiffness", "Notes"], *columns)
        log = load_log(path)
        assert log.sessions["note"].tolist() == ["", "slept badly; ill"]
        assert log.stiffness["note"].tolist() == ["", ""]

    # one cell in four says neither: that row is named, and the three others count
    @pytest.mark.parametrize(
        "cell",
        [
            "twice",
            "yes, but only half",
            "no - did it later",
            "yes (not all)",
            "kaputt",
            "done (2 of 3)",
            "yes: 1/3",
            "done - 50 %",
            "ja (1 von 3)",
            "2 of 3 sets",
            "yes - sore, did 2/3 sets",
            "yes: about 50 %, then tired",
            "done, 8/10 reps",
        ],
    )
    def test_a_cell_that_says_neither_is_a_problem_of_its_row(
        self, tmp_path: Path, cell: str
    ) -> None:
        cells = ["yes", "no", cell, "yes"]
        path = sheet(tmp_path, ["Day", "Moves", "Completed"], ["Bear rolls"] * 4, cells)
        log = read(path)
        assert n_of(log) == {"done": 2, "skipped": 1}
        problem = log.problems.iloc[0]
        assert (len(log.problems), problem["line"], problem["value"]) == (1, 4, cell)

    # three of three is all of it, sets of repetitions are no share, and 3/10 may be a score
    @pytest.mark.parametrize(
        "cell",
        ["done (3 of 3)", "yes: 2 sets of 10", "done - 100 %", "yes, 3/10 stiff", "yes, 12 of 12",
         "yes - T5/6 clicked", "yes - moved from 2/3", "yes - day 4 of 28", "done - 2/3/2026",
         "done, felt 20% better", "yes, 2/3 kg band"],
    )  # fmt: skip
    def test_all_of_it_is_done(self, tmp_path: Path, cell: str) -> None:
        path = sheet(tmp_path, ["Day", "Moves", "Completed"], ["Bear rolls"] * 2, [cell, "no"])
        assert n_of(load_log(path)) == {"done": 1, "skipped": 1}

    @pytest.mark.parametrize("cell", ["no - flight on 3/11", "skipped, ill since 2/3/2026",
                                      "skipped (50 %)"])  # fmt: skip
    def test_what_stands_beside_skipped_is_no_share(self, tmp_path: Path, cell: str) -> None:
        path = sheet(tmp_path, ["Day", "Moves", "Completed"], ["Bear rolls"] * 2, [cell, "yes"])
        assert n_of(load_log(path)) == {"skipped": 1, "done": 1}

    def test_under_missed_an_odd_cell_turns_no_other_around(self, tmp_path: Path) -> None:
        cells = ["yes", "no", "perhaps", "no"]
        path = sheet(tmp_path, ["Day", "Moves", "Missed"], ["Bear rolls"] * 4, cells)
        assert n_of(read(path)) == {"done": 2, "skipped": 1}

    # next week's words were not there when the sheet was asked about
    def test_new_words_beside_a_status_are_read_by_what_was_remembered(
        self, tmp_path: Path
    ) -> None:
        headers = ["Day", "Moves", "Completed", "Energy"]
        columns = ["Bear rolls"] * 2, ["yes", "no"], [3, 4]
        read(sheet(tmp_path, headers, *columns))
        more = ["Bear rolls"] * 4, ["yes", "no", "no (ill)", "perhaps"], [3, 4, 5, 6]
        log = read_log(
            path := sheet(tmp_path, headers, *more), settings_at(path), as_of=None,
            on_problem="set aside",
        )  # fmt: skip
        assert (n_of(log), len(log.problems)) == ({"done": 1, "skipped": 2}, 1)

    @pytest.mark.parametrize(
        ("header", "cells", "likely"),
        [
            ("Status", ["on plan", "off plan"], "status"),  # named for it, and none is known
            ("Done", ["no", "a few", "most", "a bit"], "status"),
            ("Helped", ["yes", "no", "a bit"], "leave out"),  # most of its cells are yes and no
        ],
    )
    def test_a_column_that_may_say_whether_it_was_done_is_asked_about(
        self, tmp_path: Path, header: str, cells: list[str], likely: str
    ) -> None:
        path = sheet(tmp_path, ["Day", "Moves", header], ["Bear rolls"] * len(cells), cells)
        [question] = look(path, settings_at(path)).questions({})
        assert (question.key, question.choices[0].value) == (f"status:{header}", likely)
        assert "may say whether it was done" in question.words
        with pytest.raises(DataError, match="add these lines to"):
            load_log(path)

    @pytest.mark.parametrize(
        ("header", "cells"),
        [
            ("Sets", [1, 0, 3]),
            ("Finished", ["07:45", "8.10"]),
            ("Where", ["home", "no", "gym"]),
        ],
    )
    def test_counts_and_times_are_no_status(
        self, tmp_path: Path, header: str, cells: list[object]
    ) -> None:
        path = sheet(tmp_path, ["Day", "Moves", header], ["Bear rolls"] * len(cells), cells)
        assert asked(path) == []

    def test_ticks_under_an_exercise_are_kept_beside_words(self, tmp_path: Path) -> None:
        cells = ["x", "x", "a bit", "felt good"]
        log = read(sheet(tmp_path, ["Day", "Bear rolls", "Stiffness"], cells, [5, 5, 5, 5]))
        assert (n_of(log), len(log.stiffness)) == ({"done": 2}, 4)
        assert log.problems["value"].tolist() == ["a bit", "felt good"]

    # in a box it is of the exercise of that box: the note of the row stands with the score
    def test_what_stands_beside_a_status_in_a_box_is_its_note(self, tmp_path: Path) -> None:
        headers = ["Day", "Bear rolls", "Down dog", "Stiffness", "Notes"]
        columns = ["x", "x"], ["x", "skipped, too tired"], [5, ""], ["", "slept badly"]
        log = read(sheet(tmp_path, headers, *columns))
        assert n_of(log) == {"done": 3, "skipped": 1}
        assert log.sessions["note"].tolist() == ["", "", "slept badly", "too tired"]
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["", *days], ["Bear rolls", "x", "no (ill)", "x"], ["Down dog", "x", "", "x"]]
        log = read(csv_file(tmp_path / "ben.csv", rows))
        assert (n_of(log), log.sessions["note"].tolist().count("ill")) == (
            {"done": 4, "skipped": 1}, 1,
        )  # fmt: skip

    # in our own table sessions a column of yes and no is its status
    def test_in_our_own_table_an_odd_cell_is_no_session_done(self, tmp_path: Path) -> None:
        rows = [["2026-10-01", "bear-rolls", "yes"], ["2026-10-02", "bear-rolls", "no (ill)"],
                ["2026-10-03", "bear-rolls", "perhaps"]]  # fmt: skip
        path = csv_file(tmp_path / "sessions.csv", [["date", "exercise", "Completed"], *rows])
        log = read_log(path, settings_at(path), as_of=None, on_problem="set aside")
        assert (n_of(log), log.problems["value"].tolist()) == (
            {"done": 1, "skipped": 1}, ["perhaps"],
        )  # fmt: skip


class TestScores:
    # nine of twelve are scores, three are no single number: three problems, and twelve sessions
    @pytest.mark.parametrize("header", ["Stiffness", "How stiff", "Morning", "Steifheit"])
    def test_a_few_that_are_no_single_number_are_named(self, tmp_path: Path, header: str) -> None:
        cells = [5] * 6 + ["6-7", "about 5", "?"] + [5] * 3
        path = sheet(tmp_path, ["Day", "Exercise", header], ["Bear rolls"] * 12, cells)
        assert asked(path) == []
        log = read(path)
        assert (len(log.sessions), log.stiffness["score"].tolist()) == (12, [5.0] * 9)
        assert log.problems["value"].tolist() == ["6-7", "about 5", "?"]
        assert log.problems["repair"].iloc[0] == "Write one number."

    def test_one_score_under_its_name_is_enough(self, tmp_path: Path) -> None:
        cells = [4, "much better", "bad", "5ish"]
        path = sheet(tmp_path, ["Day", "Bear rolls", "Stiffness"], ["x"] * 4, cells)
        assert asked(path) == []
        log = read(path)
        assert (log.stiffness["score"].tolist(), len(log.problems)) == ([4.0], 3)

    def test_in_a_line_of_days_across_too(self, tmp_path: Path) -> None:
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["Exercise", *days], ["Bear rolls", "x", "", "x"], ["Stiffness", "6-7", 5, "~4"]]
        log = read(csv_file(tmp_path / "ann.csv", rows))
        assert (len(log.sessions), log.stiffness["score"].tolist()) == (2, [5.0])
        assert log.problems["value"].tolist() == ["6-7", "~4"]

    @pytest.mark.parametrize(
        ("header", "cells", "key"),
        [
            ("Stiffness", [30, 85, "about 50", "?"], "scale:Stiffness"),
            ("Pain", [3, 5, "5-6", "none", "?"], "score:Pain"),
            ("Tension", [3, 4, 5, 6, "6-7"], "score:Tension"),
        ],
    )
    def test_other_scores_are_asked_about_as_without_them(
        self, tmp_path: Path, header: str, cells: list[object], key: str
    ) -> None:
        path = sheet(tmp_path, ["Day", "Moves", header], ["Bear rolls"] * len(cells), cells)
        assert asked(path) == [key]

    @pytest.mark.parametrize("cells", [["T5", "T6", "neck"], ["low", "high", "low"]])
    def test_words_alone_are_no_scores(self, tmp_path: Path, cells: list[object]) -> None:
        path = sheet(tmp_path, ["Day", "Moves", "Stiff where"], ["Bear rolls"] * 3, cells)
        assert len(read(path).stiffness) == 0


def test_what_was_planned_and_what_was_done_of_it_is_no_stiffness_by_enter(tmp_path: Path) -> None:
    columns = ["Bear rolls"] * 3, [3, 3, 3], [3, 0, 2]
    path = sheet(tmp_path, ["Day", "Exercise", "Planned", "Actual"], *columns)
    for question in look(path, settings_at(path)).questions({}):
        assert question.choices[0].value == LEAVE_OUT


class TestSums:
    # three ticks on three days; a line that counts them is no exercise, and asks nothing
    @pytest.mark.parametrize("name", ["Total", "Summe", "Weekly total"])
    def test_a_line_of_sums_under_days_across_is_no_exercise(
        self, tmp_path: Path, name: str
    ) -> None:
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["", *days, "Sum"], ["Bear rolls", "x", "", "x", 2], ["Down dog", "x", "", "", 1],
                [name, 2, 0, 1, 3]]  # fmt: skip
        path = csv_file(tmp_path / "ann.csv", rows)
        assert asked(path) == []
        log = load_log(path)
        assert sorted(log.sessions["exercise"]) == ["bear-rolls", "bear-rolls", "down-dog"]
        assert log.account.iloc[0, 2:6].tolist() == [6, 3, 0, 3]
        assert log.left_out["reason"].tolist() == ["a sum or a mean, no day"]

    def test_a_line_of_ticks_is_an_exercise_whatever_its_name(self, tmp_path: Path) -> None:
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["", *days], ["Bear rolls", "x", "", "x"], ["Total body", "x", "x", ""]]
        log = read(csv_file(tmp_path / "ann.csv", rows))
        assert sorted(log.sessions["exercise"]) == ["Total body"] * 2 + ["bear-rolls"] * 2

    # days as numbers of the month that the tab is called after
    def test_sums_under_days_of_a_month_are_left_out(self, tmp_path: Path) -> None:
        header = ["Day", "Bear rolls", "Towel pull", "Stiff AM"]
        rows = [header, [1, "x", "", 5], [2, "", "half", 4], [3, "x", "", 6],
                ["Total", 2, 4, "=AVERAGE(D2:D4)"]]  # fmt: skip
        path = book(tmp_path / "2026 back.xlsx", {"Sept": rows, "Oct": rows})
        assert asked(path) == ["exercise:towelpull"]
        log = read(path)
        assert n_of(log) == {"done": 4, "partial": 2}
        assert log.account[["rows_read", "rows_left_out"]].to_numpy().tolist() == [[4, 1]] * 2
        assert len(log.problems) == 0


class TestLoadsAndAmounts:
    # weights with their unit in the header that no body has: 10 lb are 4.54 kg
    @pytest.mark.parametrize(
        ("header", "cells", "loads"),
        [
            ("Gewicht (kg)", ["3,5", "1,5", "2,5"], [3.5, 1.5, 2.5]),
            ("Weight (kg)", [2.5, 2.5, 2.5], [2.5, 2.5, 2.5]),
            ("Poids kg", [2, 4, 30], [2.0, 4.0, 30.0]),
            ("Weight (lb)", [10, 10, 60], [4.54, 4.54, 27.22]),
        ],
    )
    def test_light_weights_with_a_unit_are_loads(
        self, tmp_path: Path, header: str, cells: list[object], loads: list[float]
    ) -> None:
        path = sheet(tmp_path, ["Day", "Moves", header], ["Bear rolls"] * 3, cells)
        assert asked(path) == []
        assert load_log(path).sessions["load_kg"].tolist() == loads

    @pytest.mark.parametrize(
        ("header", "cells", "key", "likely"),
        [
            ("Weight (kg)", [72.5, 72, 73], "weight:Weight (kg)", "leave"),
            ("Weight (kg)", [10, 40, 20], "weight:Weight (kg)", "used"),
            ("Weight (lb)", [160, 161, 160], "weight:Weight (lb)", "leave"),
            ("Gewicht", [10, 12, 14], "unit:Gewicht", "kg"),
        ],
    )
    def test_heavy_ones_may_be_a_body_and_those_without_a_unit_are_asked_for_it(
        self, tmp_path: Path, header: str, cells: list[object], key: str, likely: str
    ) -> None:
        path = sheet(tmp_path, ["Day", "Moves", header], ["Bear rolls"] * 3, cells)
        [question] = look(path, settings_at(path)).questions({})
        assert (question.key, question.choices[0].value) == (key, likely)
        assert "names no unit" not in question.words or header == "Gewicht"

    # a side after the name does not hide the amounts beside it
    def test_amounts_beside_exercises_with_a_side(self, tmp_path: Path) -> None:
        moves = ["Open book (L)", "Open book (R)", "Cat-cow"]
        path = sheet(tmp_path, ["Day", "Exercise", "Amount"], moves, ["30 sec", "30 sec", "2 x 10"])
        assert asked(path) == []
        log = load_log(path)
        found = log.sessions[["sets", "reps", "hold_s"]].fillna(0).to_numpy().tolist()
        assert found == [[0, 0, 30], [0, 0, 30], [2, 10, 0]]
        assert log.sessions["side"].tolist() == ["left", "right", ""]


class TestSides:
    def sides(self, path: Path) -> list[tuple[str, ...]]:
        log = read(path)
        return [
            (str(s.date)[:10], str(s.exercise), str(s.side), str(s.status))
            for s in log.sessions.sort_values(["date", "exercise", "side"]).itertuples()
        ]

    def test_columns_of_left_and_right_are_sides_of_one_exercise(self, tmp_path: Path) -> None:
        path = sheet(
            tmp_path,
            ["Day", "Stiffness", "Open book L", "Open book R", "Bear rolls (links)", "Cat-cow L+R"],
            [4, 5, 6],
            ["x", "x", ""],
            ["x", "", "no"],
            ["", "x", ""],
            ["x", "", ""],
        )
        assert asked(path) == []
        assert self.sides(path) == [
            ("2026-10-01", "cat-cow", "", "done"),
            ("2026-10-01", "open-book", "", "done"),  # left and right are one session
            ("2026-10-02", "bear-rolls", "left", "done"),
            ("2026-10-02", "open-book", "left", "done"),
        ]

    def test_so_are_names_in_one_column_and_numbers_in_two(self, tmp_path: Path) -> None:
        names = ["Open book left", "Open book R", "open book (rechts)", "Open book"]
        path = sheet(tmp_path, ["Day", "Exercise", "Stiffness"], names, [4, 5, 4, 5])
        assert asked(path) == []
        assert [side for _, _, side, _ in self.sides(path)] == ["left", "right", "right", ""]
        path.unlink()
        path = sheet(tmp_path, ["Day", "Bear rolls R", "Bear rolls L"], ["2x10", ""], ["3x8", "x"])
        assert [(day, side) for day, _, side, _ in self.sides(path)] == [
            ("2026-10-01", ""), ("2026-10-02", "left"),
        ]  # fmt: skip
        # Of two sets of 10 and three of 8 the smaller values count.
        assert read(path).sessions[["sets", "reps"]].iloc[0].tolist() == [2, 8]

    def test_left_and_right_together_are_no_side(self, tmp_path: Path) -> None:
        headers = ["Open book left/right", "Bear rolls right and left side", "Cat-cow L to R"]
        path = sheet(tmp_path, ["Day", *headers, "Down dog"], *[["x", "x"]] * 4)
        assert {side for _, _, side, _ in self.sides(path)} == {""}
        path.unlink()
        path = sheet(tmp_path, ["Day", "Exercise"], ["Open book left/right", "Open book L"])
        assert [side for _, _, side, _ in self.sides(path)] == ["", "left"]

    @pytest.mark.parametrize("both", ["L R", "left right", "links/rechts", "izquierda y derecha"])
    def test_a_second_side_in_a_name_is_asked_about(self, both: str, tmp_path: Path) -> None:
        headers = ["Day", f"Open book {both}", "Bear rolls"]
        path = sheet(tmp_path, headers, ["x", "x"], ["x", ""])
        assert len(asked(path)) == 1
        assert {side for _, _, side, _ in self.sides(path)} == {""}

    def test_an_exercise_of_ones_own_keeps_its_whole_name(self, tmp_path: Path) -> None:
        path = sheet(tmp_path, ["Day", "Bear rolls", "Towel slide L"], ["x", "x"], ["x", ""])
        assert ("2026-10-01", "Towel slide L", "", "done") in self.sides(path)


class TestHighIsBest:
    @pytest.mark.parametrize("header", ["Stiffness (10 = loose)", "How stiff? 10 is not at all"])
    def test_a_header_that_says_so_is_turned_round(self, tmp_path: Path, header: str) -> None:
        path = sheet(tmp_path, ["Day", "Bear rolls", header], ["x", "x", ""], [9, 8, 7])
        assert asked(path) == [f"score:{header}"]
        log = read(path)
        assert log.stiffness["score"].tolist() == pytest.approx([1, 2, 3])
        assert "0 to 10, reversed" in str(log.stiffness["stated_scale"].iloc[0])

    @pytest.mark.parametrize(
        "header", ["How does your back feel? (10 = great)", "Mobility (0-10)", "Flexibility"]
    )
    def test_what_is_better_when_high_is_no_stiffness_by_enter(
        self, tmp_path: Path, header: str
    ) -> None:
        path = sheet(tmp_path, ["Day", "Bear rolls", header], ["x", "x", "x"], [9, 8, 7])
        (question,) = look(path, settings_at(path)).questions({})
        assert question.choices[0].value == LEAVE_OUT
        assert len(read(path).stiffness) == 0

    # the 10 that ends a range is not said to be what stands after it
    @pytest.mark.parametrize(
        "header",
        [
            "Stiffness 0-10: none to worst",
            "Stiffness (0–10: none–worst)",
            "Stiffness (0-10: good-bad)",
            "Stiffness 0–10 – free movement to locked",
            "Stiffness 1 - 10 - normal day",
            "Stiffness from 0 to 10: none to worst",
            "Steifheit 0 bis 10: gut bis schlecht",
            "Stiffness /10 - normal day",
        ],
    )
    def test_the_end_of_a_range_is_no_best(self, tmp_path: Path, header: str) -> None:
        assert not high_is_best(header)
        path = sheet(tmp_path, ["Day", "Bear rolls", header], ["x", "x", ""], [2, 3, 4])
        scores = read(path).stiffness["score"].tolist()
        assert scores == (pytest.approx([10 / 9, 20 / 9, 30 / 9]) if "1 -" in header else [2, 3, 4])

    @pytest.mark.parametrize(
        "header", ["Stiffness 0-10 (10 = loose)", "Stiffness: 0 stiff - 10 = loose"]
    )
    def test_what_a_10_is_may_stand_after_a_range(self, header: str) -> None:
        assert high_is_best(header)

    @pytest.mark.parametrize(
        "ends",
        ["0 worst, 10 best", "0 = worst", "worst: 0, best: 10", "better=10", "best is 10"],
    )
    def test_which_end_is_best_may_be_said_the_other_way_round(
        self, tmp_path: Path, ends: str
    ) -> None:
        headers = ["Day", "Bear rolls", f"Stiffness ({ends})"]
        path = sheet(tmp_path, headers, ["x", "x", "x"], [9, 8, 7])
        (question,) = look(path, settings_at(path)).questions({})
        assert question.choices[0].adds["reversed"] is True

    @pytest.mark.parametrize(
        "ends",
        ["none 0 worst 10", "0 = none, worst = 10", "none 0: worst 10", "0 is worst side",
         "best: 0, worst: 10", "worst 10 best 0", "best: 10 to 12", "0-10, worst"],
    )  # fmt: skip
    def test_an_end_of_which_it_may_be_said_otherwise_is_no_best(self, ends: str) -> None:
        assert not high_is_best(f"Stiffness ({ends})")

    # a recipe turns round all scores of a sheet: beside others such a column is left out
    @pytest.mark.parametrize(
        ("headers", "columns", "scores"),
        [
            (["Stiffness on waking", "Evening stiffness (10 = loose)"],
             [[2, 3, 4], [9, 8, 7]], [2, 3, 4]),
            (["How stiff (10 = worst)", "Stiffness (10 = loose)"],
             [[1, 2, 3], [9, 8, 7]], [1, 2, 3]),
            (["Stiff neck", "Stiff back", "Stiffness (10 = loose)"],
             [[5, 5, 6], [1, 2, 3], [9, 8, 7]], [5, 5, 6]),
        ],
    )  # fmt: skip
    def test_beside_other_scores_it_is_left_out(
        self, tmp_path: Path, headers: list[str], columns: list[list[int]], scores: list[int]
    ) -> None:
        path = sheet(tmp_path, ["Day", "Bear rolls", *headers], ["x", "x", ""], *columns)
        question = look(path, settings_at(path)).questions({})[-1]
        assert question.key == f"score:{headers[-1]}"
        assert question.choices[0].value == LEAVE_OUT
        assert f"the high end is the best in {headers[-1]!r}" in question.choices[0].words
        assert not any("reversed" in choice.adds for choice in question.choices)
        assert read(path).stiffness["score"].tolist() == scores


class TestHabitTrackers:
    def test_words_of_practice_under_any_header_are_likely_its_status(self, tmp_path: Path) -> None:
        cells = ["completed_manually", "missed_auto", "skipped_manually", "completed_auto"]
        path = sheet(tmp_path, ["Day", "title", "entry_type"], ["Bear rolls"] * 4, cells)
        assert asked(path) == ["status:entry_type"]
        assert n_of(read(path)) == {"done": 2, "skipped": 2}

    def test_yes_and_no_under_a_header_of_something_else_are_not(self, tmp_path: Path) -> None:
        path = sheet(tmp_path, ["Day", "Exercise", "Paid"], ["Bear rolls"] * 2, ["yes", "no"])
        assert n_of(read(path)) == {"done": 2}

    def test_a_tracker_that_names_how_a_box_was_ticked(self, tmp_path: Path) -> None:
        ticks = ["YES_MANUAL", "NO", "SKIP", "UNKNOWN", "YES_AUTO"]
        log = load_log(sheet(tmp_path, ["Date", "Bear rolls"], ticks))
        # YES_AUTO: no repetition that day, since the habit is for fewer days than all
        assert n_of(log) == {"done": 1, "skipped": 1}

    def test_a_day_that_a_tracker_ticked_by_itself_is_none_of_practice(
        self, tmp_path: Path
    ) -> None:
        names, said = ["Bear rolls"] * 3, ["YES_MANUAL", "YES_AUTO", "NO"]
        log = load_log(sheet(tmp_path, ["Date", "Exercise", "Status"], names, said))
        assert n_of(log) == {"done": 1, "skipped": 2}


class TestTwiceADay:
    # of two days: in the morning of the first, and in the evening of both
    @pytest.mark.parametrize("form", ["{} AM", "{} ({})", "PM {}"])
    def test_a_part_of_the_day_is_no_part_of_the_name(self, tmp_path: Path, form: str) -> None:
        names = [form.format("Bear rolls", when) for when in ("morning", "evening")]
        names[1] = names[1] if "evening" in names[1] else "Bear rolls at night"
        log = load_log(
            sheet(tmp_path, ["Day", *names, "Down dog"], ["x", ""], ["x"] * 2, ["x"] * 2)
        )
        counts = log.sessions["exercise"].astype(str).value_counts().to_dict()
        assert counts == {"bear-rolls": 3, "down-dog": 2}

    # two exercises in the morning, three in the evening: the second column was left out
    @pytest.mark.parametrize("pair", [("AM", "PM"), ("Exercise 1", "Exercise 2")])
    @pytest.mark.parametrize("amount", ["", " x10"])
    def test_columns_that_go_on_with_another_are_used(
        self, tmp_path: Path, pair: tuple[str, str], amount: str
    ) -> None:
        first, second = ["Bear rolls", "Down dog", ""], ["Down dog", "Bear rolls", "Cat-cow"]
        cells = [[text + amount if text else "" for text in own] for own in (first, second)]
        log = load_log(sheet(tmp_path, ["Day", *pair], *cells))
        assert log.sessions["exercise"].astype(str).value_counts().to_dict() == {
            "bear-rolls": 2, "down-dog": 2, "cat-cow": 1,
        }  # fmt: skip

    # of three days: which it was that hurt, what for, what next, and what was planned
    @pytest.mark.parametrize(
        ("first", "further"),
        [
            ("What I did", "Which hurt?"),
            ("What I did (x10)", "Which hurt?"),
            ("What I did", "Equipment"),
            ("What I did", "Next time"),
            ("What I did", "Planned exercise"),
            ("What I did", "Favourite"),
        ],
    )
    def test_another_column_of_names_is_left_out(
        self, tmp_path: Path, first: str, further: str
    ) -> None:
        first, amount = first.removesuffix(" (x10)"), " x10" if "x10" in first else ""
        did, hurt = ["Bear rolls; Down dog", "Bear rolls", "Down dog"], ["Foam roller"] * 3
        path = sheet(tmp_path, ["On", first, further], [text + amount for text in did], hurt)
        assert asked(path) == []
        log = load_log(path)
        assert len(log.sessions) == 4
        assert f"Not used: the column {further!r}." in log.remarks["repair"].tolist()

    @pytest.mark.parametrize(
        ("first", "further"),
        [
            ("Warm up", "Exercise"),
            ("Warm-up", "Main"),
            ("Floor exercises", "Wall exercises"),
            ("Exercises", "Other exercises"),
            ("Day 1", "Day 2"),
            ("Day 1 (x10)", "Day 2"),
            ("Week 1", "Week 2"),
            ("Before", "After"),
        ],
    )
    def test_one_of_which_no_word_tells_is_asked_about(
        self, tmp_path: Path, first: str, further: str
    ) -> None:
        first, amount = first.removesuffix(" (x10)"), " x10" if "x10" in first else ""
        did, more = ["Bear rolls; Down dog", "Bear rolls", "Down dog"], ["Foam roller", "", ""]
        path = sheet(tmp_path, ["On", first, further], [text + amount for text in did], more)
        assert asked(path) == [f"names:{further}"]
        looked = look(path, settings_at(path))
        remember(looked.folder, looked.answered({f"names:{further}": "done"}))
        assert len(load_log(path).sessions) == 5

    # of three days: one exercise was done, two were planned
    @pytest.mark.parametrize(
        ("planned", "done"),
        [
            ("Planned", "What I did"),
            ("Planned exercises", "Done exercises"),
            ("Exercises prescribed", "Exercises"),
            ("Exercises to do", "Exercises I did"),
            ("Geplante Übungen", "Gemachte Übungen"),
        ],
    )
    @pytest.mark.parametrize("amount", ["", " x10"])
    def test_of_what_was_planned_and_what_was_done_the_one_done_counts(
        self, tmp_path: Path, planned: str, done: str, amount: str
    ) -> None:
        plan, did = [f"Bear rolls{amount}, Down dog"] * 3, ["Down dog", "Down dog" + amount, ""]
        path = sheet(tmp_path, ["On", planned, done, "Stiffness"], plan, did, [3, 4, 5])
        assert asked(path) == []
        log = load_log(path)
        assert log.sessions["exercise"].tolist() == ["down-dog"] * 2
        assert f"Not used: the column {planned!r}." in log.remarks["repair"].tolist()

    # 3 sets of the first and none that are known of the second, which is asked about
    @pytest.mark.parametrize(
        ("headers", "amount"),
        [
            (["Exercise 1", "Sets", "Exercise 2", "Sets (2)"], "sets"),
            (["Exercise 1", "Exercise 2", "Sets", "Cost"], "sets"),
            (["exercise 1", "duration (min)", "exercise 2", "Cost"], "duration_min"),
            (["AM", "PM", "Reps", "Cost"], "reps"),
        ],
    )
    def test_amounts_of_one_exercise_are_given_to_no_other(
        self, tmp_path: Path, headers: list[str], amount: str
    ) -> None:
        cells = {"1": "Bear rolls", "AM": "Bear rolls", "2": "Down dog", "PM": "Down dog"}
        columns = [[cells.get(text.split()[-1], 3)] * 2 for text in headers]
        path = sheet(tmp_path, ["Day", *headers], *columns)
        (key,) = asked(path)
        looked = look(path, settings_at(path))
        remember(looked.folder, looked.answered({key: "done"}))
        sessions = load_log(path).sessions
        of_second = sessions["exercise"].eq("down-dog")
        assert sessions.loc[of_second, ["sets", "reps", "duration_min"]].isna().all(axis=None)
        assert (of_second.sum(), sessions.loc[~of_second, amount].tolist()) == (2, [3, 3])

    def test_nor_where_somebody_says_that_both_are_of_exercises(self, tmp_path: Path) -> None:
        path = sheet(tmp_path, ["Day", "Did", "Then", "Sets"], ["Bear rolls"], ["Down dog"], [3])
        looked = look(path, settings_at(path), roles=dict.fromkeys(("Did", "Then"), "exercises"))
        (seen,) = looked.understandings
        assert [part.keys() for part in seen.draft["sessions"]] == [{"exercise"}] * 2
        assert not next(taken.is_used for taken in seen.columns if taken.header == "Sets")

    # of two days one was done, whichever column of exercises it was
    def test_a_status_of_the_row_is_of_each_of_its_exercises(self, tmp_path: Path) -> None:
        columns = ["Bear rolls"] * 2, ["Down dog"] * 2, ["yes", "no"]
        path = sheet(tmp_path, ["Day", "Exercise 1", "Exercise 2", "Done?"], *columns)
        assert n_of(load_log(path)) == {"done": 2, "skipped": 2}
        path = sheet(
            tmp_path, ["Day", "Exercise 1", "Done?", "Exercise 2"], *columns[::2], columns[1]
        )
        assert asked(path) == ["names:Exercise 2"]

    # a row a client is what they are to do: nobody did it on the day it starts
    @pytest.mark.parametrize("header", ["Date", "Start date"])
    def test_exercises_of_a_programme_are_not_joined(self, tmp_path: Path, header: str) -> None:
        clients = ["Anna", "Bo" if header == "Date" else "Anna"]
        rows = [[client, "Bear rolls", "Down dog", "2026-03-02"] for client in clients]
        path = csv_file(
            tmp_path / "ann.csv", [["Client", "Exercise 1", "Exercise 2", header], *rows]
        )
        assert asked(path) == ["names:Exercise 2"]
        assert len(read(path).sessions) == 2

    def test_one_that_goes_on_with_our_own_is_asked_about(self, tmp_path: Path) -> None:
        cells = ["Bear rolls", "Down dog"]
        path = sheet(tmp_path, ["date", "exercise", "exercise 2"], cells, cells[::-1])
        assert asked(path) == ["names:exercise 2"]
        path = sheet(tmp_path, ["date", "exercise", "other exercises"], cells, cells[::-1])
        assert asked(path) == ["names:other exercises"]


# 0:10 may be ten minutes, ten seconds or the small hours: it was done, and that is its note
@pytest.mark.parametrize("cell", ["0:10", "00:10:00", "7:30 am", "19:10"])
def test_a_time_under_an_exercise_is_a_session_and_no_amount(tmp_path: Path, cell: str) -> None:
    path = sheet(tmp_path, ["Day", "Bear rolls", "Down dog"], [cell] * 3, ["x"] * 3)
    sessions = load_log(path).sessions
    rolls = sessions[sessions["exercise"] == "bear-rolls"]
    assert (rolls["status"].tolist(), len(sessions)) == (["done"] * 3, 6)
    assert rolls["note"].eq(cell).all()
    assert sessions[["sets", "reps", "hold_s", "duration_min"]].isna().all(axis=None)


# a column of a known exercise was passed over where none of its cells was a tick
def test_cells_under_an_exercise_that_say_nothing_of_it_are_named(tmp_path: Path) -> None:
    headers = ["Day", "Bear rolls", "Down dog"]
    log = read(sheet(tmp_path, headers, ["0:00", "easy", ""], ["x"] * 3))
    assert log.problems["value"].tolist() == ["0:00", "easy"]
    assert n_of(log) == {"done": 3}


# which roller it was, or how it felt: where a column names the exercises it is left out, which is
# said; beside ticks each such cell is named, and no tick of its row is lost
@pytest.mark.parametrize("cells", [["short", "half round", "long"], ["black"] * 3])
def test_words_under_the_name_of_an_exercise_are_left_out(tmp_path: Path, cells: list[str]) -> None:
    headers = ["Day", "Foam roller", "Exercise", "Sets"]
    path = sheet(tmp_path, headers, cells, ["Bear rolls"] * 3, [3] * 3)
    assert asked(path) == []
    log = load_log(path)
    assert log.sessions["exercise"].tolist() == ["bear-rolls"] * 3
    assert log.remarks["repair"].str.contains("'Foam roller'").any()
    headers = ["Day", "Foam roller", "Bear rolls", "Minutes"]
    log = read(sheet(tmp_path, headers, cells, ["x"] * 3, [3] * 3))
    assert log.sessions["exercise"].tolist() == ["bear-rolls"] * 3
    assert log.problems["value"].tolist() == cells


def test_names_with_bars_between_them_are_several(tmp_path: Path) -> None:
    names = ["Bear rolls | Cat-cow", "Cat-cow | down dog | open book", "", "down dog"]
    path = sheet(tmp_path, ["Day", "activities", "Stiffness"], names, [4, 5, 4, 5])
    assert asked(path) == []
    done = read(path).sessions["exercise"].astype(str).value_counts().to_dict()
    assert done == {"cat-cow": 2, "down-dog": 2, "bear-rolls": 1, "open-book": 1}
    noted = sheet(tmp_path, ["Day", "What I did"], ["bear rolls x10 | stiff 4/10", "down dog 30 s"])
    assert len(read(noted).sessions) == 2
    assert read(noted).stiffness["score"].tolist() == [4]


def test_a_column_without_a_header_is_named_where_it_holds_something(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Day", "Bear rolls", "", ""], ["x", "x"], ["was ill", ""], ["", ""])
    assert "Left out, without a header: the column 3." in " ".join(read(path).remarks["repair"])


MONTH_SHEET = """,My month: November 2026,,,,,
,T,W,T,F,S,S
Habit,3,4,5,6,7,8
Bear rolls,x,,x,,,
Open book (L+R),,x,x,,,
Down dog 3x10,x,,,,,x
"""


def test_a_box_across_is_one_session_whatever_stands_beside_the_name(tmp_path: Path) -> None:
    path = tmp_path / "ann.csv"
    path.write_text(MONTH_SHEET, encoding="utf-8")
    done = sorted((str(s.date)[8:10], str(s.exercise)) for s in read(path).sessions.itertuples())
    assert done == [
        ("03", "bear-rolls"), ("03", "down-dog"), ("04", "open-book"), ("05", "bear-rolls"),
        ("05", "open-book"), ("08", "down-dog"),
    ]  # fmt: skip


class TestUnitsBesideNames:
    def test_a_header_says_what_the_numbers_under_it_count(self, tmp_path: Path) -> None:
        headers = [
            "Day",
            "Foam roller (min)",
            "Down dog (reps)",
            "Bear rolls (sets)",
            "Cat-cow (s)",
        ]
        path = sheet(tmp_path, headers, [5, ""], [8, 10], [2, ""], [30, 45])
        assert asked(path) == []
        found = (
            read(path)
            .sessions.set_index("exercise")
            .loc[:, ["sets", "reps", "hold_s", "duration_min"]]
        )
        assert found.loc["foam-roller-overpressure", "duration_min"] == 5
        assert found.loc["down-dog", "reps"].tolist() == [8, 10]
        assert found.loc["bear-rolls", "sets"] == 2
        assert found.loc["cat-cow", "hold_s"].tolist() == [30, 45]
        assert found.notna().sum().to_dict() == {
            "sets": 1, "reps": 2, "hold_s": 2, "duration_min": 1,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("header", "counted"),
        [
            ("Down Dog reps", "reps"), ("Down Dog sets", "sets"), ("Down Dog min", "duration_min"),
            ("Down Dog seconds", "hold_s"), ("Down Dog hold", "hold_s"), ("Down Dog Wdh.", "reps"),
            ("Down Dog hold sec", "hold_s"), ("Sets Down Dog", "sets"), ("Reps of Down Dog", "reps")
        ],
    )  # fmt: skip
    def test_a_word_without_brackets_says_it_too(
        self, tmp_path: Path, header: str, counted: str
    ) -> None:
        path = sheet(tmp_path, ["Day", header, "Stiffness"], [8, "", 10], [3, 4, 5])
        assert asked(path) == []
        found = load_log(path).sessions
        assert found["exercise"].tolist() == ["down-dog"] * 2
        assert found[counted].tolist() == [8, 10]

    def test_what_a_number_of_them_counts_is_asked(self, tmp_path: Path) -> None:
        path = sheet(tmp_path, ["Day", "No. of Down Dogs", "Stiffness"], [8, "", 10], [3, 4, 5])
        assert asked(path) == ["numbers:boxes"]

    def test_so_does_the_name_of_a_line_of_days_across(self, tmp_path: Path) -> None:
        rows = [
            ["", "Mon", "Tue", "Wed"],
            ["Foam roller (min)", 5, "", 10],
            ["Down dog (reps)", "", 8, ""],
        ]
        path = csv_file(tmp_path / "ann.csv", [["Week of 7 September 2026", "", "", ""], *rows])
        assert asked(path) == []
        found = read(path).sessions.set_index("exercise")
        assert found.loc["foam-roller-overpressure", "duration_min"].tolist() == [5, 10]
        assert found.loc["down-dog", "reps"] == 8

    # one session of both sides, whichever of side and unit stands first
    @pytest.mark.parametrize(
        ("left", "right"),
        [
            ("Open book L (min)", "Open book R (min)"),
            ("Open book (min) L", "Open book (min) R"),
            ("Open book (links) (min)", "Open book (min) rechts"),
        ],
    )
    def test_a_side_stands_beside_a_unit(self, tmp_path: Path, left: str, right: str) -> None:
        path = sheet(tmp_path, ["Day", left, right], [5, 6, 4], [5, 6, ""])
        assert asked(path) == []
        found = read(path).sessions
        assert found["side"].tolist() == ["", "", "left"]  # both sides are one session
        assert found["duration_min"].tolist() == [10, 12, 4]  # the minutes of both add up

    def test_so_it_does_in_a_line_of_days_across(self, tmp_path: Path) -> None:
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["", *days], ["Open book L (min)", 5, 6, ""], ["Open book (min) R", 5, "", ""]]
        path = csv_file(tmp_path / "ann.csv", rows)
        assert asked(path) == []
        found = read(path).sessions
        assert found["side"].tolist() == ["", "left"]
        assert found["duration_min"].tolist() == [10, 6]

    # two columns of one exercise are one session with both amounts, of either side
    def test_amounts_of_two_kinds_are_one_session(self, tmp_path: Path) -> None:
        headers = ["Day", "Bear rolls (sets)", "Bear rolls (reps)", "Cat-cow", "Cat-cow (min)"]
        columns = [3, 3, ""], [10, "", 12], ["x", "", "x"], [5, 6, ""]
        path = sheet(tmp_path, headers, *columns)
        assert asked(path) == []
        found = read(path).sessions.set_index("exercise")
        assert found.loc["bear-rolls", ["sets", "reps"]].fillna(0).to_numpy().tolist() == [
            [3, 10], [3, 0], [0, 12],
        ]  # fmt: skip
        assert found.loc["cat-cow", "duration_min"].fillna(0).tolist() == [5, 6, 0]
        headers = ["Day", "Open book L (sets)", "Open book L (reps)", "Open book R (reps)"]
        path = sheet(tmp_path, headers, [3, 3], [10, 10], ["", 8])
        found = read(path).sessions[["side", "sets", "reps"]]
        assert found.to_numpy().tolist() == [["left", 3, 10], ["", 3, 8]]

    def test_amounts_of_one_kind_that_differ_are_a_problem(self, tmp_path: Path) -> None:
        headers = ["Day", "Bear rolls (sets)", "Bear rolls (reps)"]
        path = sheet(tmp_path, headers, ["3x10", "3x10", 3, 2], [10, 12, "skipped", "oddly"])
        log = read(path)
        assert log.sessions[["sets", "reps"]].iloc[0].tolist() == [3, 10]
        assert log.problems["value"].tolist()[:2] == ["10 / 12", "done / skipped"]
        assert (len(log.sessions), len(log.problems)) == (1, 3)

    def test_two_lines_of_one_exercise_across_are_refused(self, tmp_path: Path) -> None:
        days = ["2 Mar 2026", "3 Mar 2026", "4 Mar 2026"]
        rows = [["", *days], ["Bear rolls (sets)", 3, 3, ""], ["Bear rolls (reps)", 10, "", 12]]
        path = csv_file(tmp_path / "ann.csv", rows)
        with pytest.raises(DataError, match=r"\(sets\)' and 'Bear rolls \(reps\)' filled on one"):
            load_log(path)
        rows[2][1] = ""  # on days of their own they are a session each
        path = csv_file(tmp_path / "ben.csv", rows)
        assert len(load_log(path).sessions) == 3


def test_first_letters_of_left_and_right_and_words_for_rest_of_other_languages(
    tmp_path: Path,
) -> None:
    names = ["Open book", "Open book", "rust", "Ruhe", "Open book"]
    path = sheet(tmp_path, ["Date", "Exercice", "Côté"], names, ["G", "D", "", "", "I"])
    assert asked(path) == []
    log = read(path)
    assert log.sessions["side"].astype(str).tolist() == ["left", "right", "left"]
    assert log.account["rows_set_aside"].sum() == 2  # days without a session


def test_stiffness_in_words_says_what_to_write(tmp_path: Path) -> None:
    headers = ["Day", "Bear rolls", "Stiffness", "Room"]
    path = sheet(tmp_path, headers, ["x", "x"], ["mild", "severe"], ["blue", "red"])
    (own,) = look(path, settings_at(path)).understandings
    said = {taken.header: taken.meaning for taken in own.columns}
    assert said["Stiffness"] == "not used: words; write a number from 0 to 10 for each"
    assert said["Room"] == "not used"


def test_the_header_that_a_refusal_says_to_write_is_read(tmp_path: Path) -> None:
    upper = ["Date", "Foam roller", "Down dog", "Stiffness", "", "Open book", ""]
    lower = ["", "mins", "sets", "am", "pm", "left", "right"]
    days = [["2026-03-02", 5, 1, 4, 3, "x", ""], ["2026-03-03", 8, "", 4, 2, "x", "x"]]
    path = csv_file(tmp_path / "ann.csv", [["Client: Joe"], upper, lower, *days])
    (own,) = look(path, settings_at(path)).files
    assert "a header over two lines" in own.reason
    written = re.findall(r"'([^']+)'", own.reason)
    assert len(written) == len(lower) - 1
    path = csv_file(tmp_path / "ann.csv", [["Client: Joe"], ["Date", *written], *days])
    assert asked(path) == []
    log = read(path)
    done = log.sessions.set_index("exercise")
    assert done.loc["foam-roller-overpressure", "duration_min"].tolist() == [5, 8]
    assert done.loc["down-dog", "sets"] == 1
    assert done.loc["open-book", "side"].tolist() == ["left", ""]
    assert log.stiffness["moment"].tolist() == ["waking", "evening"] * 2


def test_stiffness_in_percent_is_not_called_words(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Day", "Bear rolls", "Stiffness"], ["x", "x"], ["50%", "60 %"])
    (own,) = look(path, settings_at(path)).understandings
    assert own.columns[-1].meaning == "not used: percent; write a number from 0 to 10 for each"


def test_stiffness_in_words_names_the_scale_of_its_header(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Day", "Bear rolls", "Stiffness (1-5)"], ["x", "x"], ["mild", "severe"])
    (own,) = look(path, settings_at(path)).understandings
    assert own.columns[-1].meaning == "not used: words; write a number from 1 to 5 for each"
    assert [taken.is_used for taken in own.columns] == [True, True, False]


def test_two_columns_in_words_that_are_not_used_may_have_one_header(tmp_path: Path) -> None:
    headers = ["Day", "Bear rolls", "Stiffness", "Stiffness"]
    path = sheet(tmp_path, headers, ["x", "x"], ["mild", "severe"], ["bad", "good"])
    assert asked(path) == []
    log = load_log(path)
    assert (len(log.sessions), len(log.stiffness)) == (2, 0)


def test_a_refusal_of_a_sheet_names_its_file_once(tmp_path: Path) -> None:
    rows = [["Day", "Bear rolls", ""], ["", "sets", "reps"], ["2026-03-02", 3, 10]]
    path = csv_file(tmp_path / "ann.csv", [*rows, ["2026-03-03", 3, 10]])
    with pytest.raises(DataError, match="a header over two lines") as refused:
        load_log(path)
    assert str(refused.value).count("ann.csv") == 1


# the cells of the first were read twice, those of the second never
@pytest.mark.parametrize(
    "pair", [("Bear rolls (sets)", "Bear-rolls (sets)"), ("Bear rolls (min)", "Bear rolls min")]
)
def test_two_boxes_of_one_header_are_refused(tmp_path: Path, pair: tuple[str, str]) -> None:
    path = sheet(tmp_path, ["Day", *pair, "Down dog"], [3, 2], [2, ""], ["x", "x"])
    with pytest.raises(DataError, match="found two columns"):
        load_log(path)


# three times a week is no session of three on its Monday
@pytest.mark.parametrize("header", ["Week", "Week commencing", "W/C"])
def test_a_row_a_week_is_refused(tmp_path: Path, header: str) -> None:
    rows = [[f"{day} March 2026", 3, 5] for day in (2, 9, 16)]
    head = [header, "Bear rolls (times)", "Down dog (times)"]
    path = csv_file(tmp_path / "ann.csv", [head, *rows])
    with pytest.raises(DataError, match="found weeks under"):
        load_log(path)
    csv_file(tmp_path / "ann.csv", [["Date", *head[1:]], *rows])
    assert len(load_log(path).sessions) == 6


# the mean of a week or month is the score of no day, and what was done in it of its first neither
@pytest.mark.parametrize(
    ("header", "days", "columns"),
    [
        ("Week starting", ("2026-10-05", "2026-10-12"), ["Stiffness (avg)"]),
        ("Week of", ("2026-11-02", "2026-11-09", "2026-11-16"), ["Mittlere Steifheit"]),
        ("Month", ("2026-09-01", "2026-10-01"), ["Average stiffness"]),
        ("Month", ("2026-09-01", "2026-10-01", "2026-11-01"), ["Bear rolls (times)"]),
    ],
)
def test_a_row_a_week_or_month_with_its_mean_is_refused(
    tmp_path: Path, header: str, days: Sequence[str], columns: list[str]
) -> None:
    rows = [[day, 5] for day in days]
    path = csv_file(tmp_path / "ann.csv", [[header, *columns], *rows])
    with pytest.raises(DataError, match=f"found {header.split(maxsplit=1)[0].lower()}s under"):
        load_log(path)
    path = csv_file(tmp_path / "ann.csv", [["Date", *columns], *rows])
    assert look(path, settings_at(path)).files[0].is_understood


def test_shares_of_weeks_in_words_are_refused(tmp_path: Path) -> None:
    rows = [[day, "2/3", 5] for day in ("2026-10-05", "2026-10-12", "2026-10-19")]
    path = csv_file(tmp_path / "ann.csv", [["Week starting", "Bear rolls", "Stiffness"], *rows])
    with pytest.raises(DataError, match="found weeks under"):
        load_log(path)


# a header that is not of weeks alone, two weeks that may be days, and scores, are read as they are
@pytest.mark.parametrize(
    ("header", "column", "n_weeks"),
    [("Day of the week, date", "Bear rolls", 3), ("Day (week 1 = 2 March)", "Bear rolls", 3),
     ("Week's class", "Bear rolls", 3), ("Week", "Bear rolls", 2), ("Week", "Stiffness", 3),
     ("Month", "Stiffness", 3), ("Date", "Average stiffness", 3)],
)  # fmt: skip
def test_a_row_that_may_be_of_a_day_is_read(
    tmp_path: Path, header: str, column: str, n_weeks: int
) -> None:
    rows = [[f"2026-03-{day:02d}", 1] for day in (2, 9, 16)[:n_weeks]]
    log = load_log(csv_file(tmp_path / "ann.csv", [[header, column], *rows]))
    assert len(log.sessions) + len(log.stiffness) == n_weeks


def test_weeks_are_days_where_somebody_says_so(tmp_path: Path) -> None:
    rows = [[f"2026-03-{day:02d}", "x"] for day in (2, 9, 16)]
    path = csv_file(tmp_path / "ann.csv", [["Week", "Bear rolls"], *rows])
    looked = look(path, settings_at(path), roles={"Week": "date"})
    assert looked.understandings[0].draft["date"] == {"column": "Week"}


# of four days: 3 and 2 sets, none, and none that a status calls done
@pytest.mark.parametrize("date", ["date", "Day"])
def test_no_sets_are_no_session_without_a_status(tmp_path: Path, date: str) -> None:
    columns = ["Bear rolls"] * 4, [3, 0, 2, 0], ["done", "", "", "done"]
    path = sheet(tmp_path, [date, "exercise", "sets", "status"], *columns)
    log = load_log(path)
    assert log.sessions["sets"].tolist() == [3, 2, 0]
    assert log.account["rows_set_aside"].sum() == 1
    assert log.problems["repair"].str.startswith("Nothing needs doing").tolist() == [True]


# nothing is known of what is left out, which may say how much was done: but an empty cell does not
@pytest.mark.parametrize(("date", "sets"), [("date", [3, 0, 0]), ("Day", [3, 0])])
def test_no_sets_beside_a_column_that_is_not_used_are_a_session(
    tmp_path: Path, date: str, sets: list[int]
) -> None:
    columns = ["Bear rolls"] * 3, [3, 0, 0], [20, 25, ""]
    path = sheet(tmp_path, [date, "exercise", "sets", "Time (min)"], *columns)
    assert load_log(path).sessions["sets"].tolist() == sets


# 3, 0 and 2 sets, beside a column that says nothing of how much
@pytest.mark.parametrize(
    ("other", "cells"), [("Coffee", ["yes", "no", "yes"]), ("Room", ["blue", "red", "red"])]
)
def test_beside_what_says_nothing_of_it_none_is_no_session(
    tmp_path: Path, other: str, cells: list[str]
) -> None:
    names = ["Ann", "Ben", "Ann"]
    header = ["Client", "Day", "exercise", "Sets", other]
    rows = [[name, f"2026-06-0{n}", "Bear rolls", sets, cell]
            for n, (name, sets, cell) in enumerate(zip(names, [3, 0, 2], cells, strict=True), 1)
            ]  # fmt: skip
    path = csv_file(tmp_path / "ann.csv", [header, *rows])
    if other == "Coffee":
        with pytest.raises(DataError) as error:
            load_log(path)
        lines = str(error.value).split("mobility.toml:\n", 1)[1]
        (tmp_path / "mobility.toml").write_text(lines, encoding="utf-8")
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert log.sessions["client"].tolist() == ["Ann", "Ann"]
    assert "0 sets and nothing else" in log.problems["repair"].item()


# nobody measured them: in each row, or in some; where there is another amount nothing is said
@pytest.mark.parametrize(("minutes", "n_said"), [([0, 0, 0], 2), ([5, 0, 0], 1)])
@pytest.mark.parametrize("header", [("date", "duration_min"), ("Day", "Minutes")])
def test_none_of_no_minutes_is_lost(
    tmp_path: Path, minutes: list[int], n_said: int, header: tuple[str, str]
) -> None:
    day, time = header
    path = sheet(tmp_path, [day, "client", "exercise", time, "sets"],
                 ["ann"] * 3, ["Bear rolls"] * 3, minutes, ["", "", 2])  # fmt: skip
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert len(log.sessions) == 3
    (said,) = [text for text in log.remarks["repair"] if "counts as done" in text]
    assert said.startswith("1 row says so" if n_said == 1 else "2 rows say so")


def test_none_counts_where_other_cells_are_dashes(tmp_path: Path) -> None:
    columns = ["Bear rolls"] * 4, [2, 0, 0, "-"], [6, 5, 4, 4]
    path = sheet(tmp_path, ["Day", "exercise", "Sets", "Stiffness"], *columns)
    log = load_log(path)
    assert log.sessions["sets"].fillna(-1).tolist() == [2, -1]
    assert log.problems["value"].tolist() == ["0", "0"]


# each row but the last has an amount, or is one side of an exercise of which the other is done
@pytest.mark.parametrize("date", ["date", "Day"])
def test_no_sets_of_something_are_a_session(tmp_path: Path, date: str) -> None:
    amounts = {"hold_s": 60, "duration_min": 20, "load_kg": 5, "side": "left"}
    columns = [[own if n == place else "" for place in range(5)]
               for n, own in enumerate(amounts.values())]  # fmt: skip
    path = sheet(tmp_path, [date, "exercise", "sets", *amounts],
                 ["Open book"] * 5, [0] * 5, *columns)  # fmt: skip
    log = load_log(path)
    assert len(log.sessions) == 4
    assert log.problems["line"].tolist() == [6]


# nobody counted them, or they were held
@pytest.mark.parametrize("date", ["date", "Day"])
def test_none_of_no_repetitions_is_lost(tmp_path: Path, date: str) -> None:
    header = [date, "client", "exercise", "sets", "reps", "hold_s"]
    columns = [2, 3, "", ""], [10, 0, 0, 0], ["", "", "", 30]
    path = sheet(tmp_path, header, ["ann"] * 4, ["Open book"] * 4, *columns)
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert len(log.sessions) == 4
    (said,) = [text for text in log.remarks["repair"] if "counts as done" in text]
    assert said.startswith("1 row says so")


# of five days, two of none: under the name, in a column of amounts, in words
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Down dog"], ["3x10", "0x10", "5 min", "0 min", "8x"]),
        (["Exercise", "Amount"], ["3x10", "0x10", "5 min", "0", "8 reps"]),
        (["What I did"], ["down dog 3x10", "down dog 0x10", "down dog: 2 min", "down dog: 0 min",
                          "down dog x8"]),
    ],
)  # fmt: skip
def test_an_amount_of_none_is_no_session(
    tmp_path: Path, header: list[str], cells: list[str]
) -> None:
    columns = [["Down dog"] * 5] if len(header) > 1 else []
    path = sheet(
        tmp_path, ["Day", "Client", *header, "Stiffness"], ["Ann"] * 5, *columns, cells, [4] * 5
    )
    with pieces_of_a_few_rows():
        log = assert_same(path)
    assert log.sessions["date"].dt.day.tolist() == [1, 3, 5]
    assert len(log.stiffness) == 5


def test_what_was_done_without_an_exercise_is_no_status(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Date", "Done", "Stiffness"], ["FR, DD", "FR, BR"], [6, 5])
    (question,) = look(path, settings_at(path)).questions({})
    assert [choice.value for choice in question.choices] == [LEAVE_OUT, "exercise"]
    assert len(read(path).stiffness) == 2


def test_sets_in_columns_are_no_days_of_september(tmp_path: Path) -> None:
    columns = ["Bear rolls", "Down dog"], [10, 8], [10, 8], [8, 9], [6, 5]
    path = sheet(tmp_path, ["Date", "Exercise", "Set 1", "Set 2", "Set 3", "Stiffness"], *columns)
    assert n_of(read(path)) == {"done": 2}
