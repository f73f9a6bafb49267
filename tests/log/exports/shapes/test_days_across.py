"""A line an exercise, a column a day, week under week: a row for each filled box."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError
from mobility_analysis.log.catalogue import merged_catalogue
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.exports.reshape import reshape
from mobility_analysis.log.exports.shapes import days_across
from mobility_analysis.log.exports.shapes.across.dates import DaysAcross
from mobility_analysis.log.exports.shapes.across.turning import turned
from mobility_analysis.log.read.cells import Sheet

CATALOGUE, _ = merged_catalogue([])
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
RECIPE = """
date = { column = "date" }
[days_across]
columns = ["Stiffness (0-10)"]
notes = ["Notes"]
[[sessions]]
exercise = { column = "exercise" }
marks = "mark"
columns = { note = "Notes" }
[[ratings]]
score = "Stiffness (0-10)"
columns = { note = "Notes" }
"""
TICK_SHEET = """Ann's tick-sheet

Week of 2 March 2026
Exercise,Mon,Tue,Wed,Thu,Fri,Sat,Sun
Bear rolls,x,,x,,3x10,,
Down dog,20 reps,-,,30 s,,,
Stiffness (0-10),5,4,4/10,,,3,
Notes,sore,,,,,,

Week of 9 March 2026
Exercise,Mon,Tue,Wed,Thu,Fri,Sat,Sun
Bear rolls,,x,,,,,
Stiffness (0-10),,3,,,,,
"""


def sheet(*rows: Sequence[Any], file: str = "sheet.csv", name: str = "") -> Sheet:
    return Sheet(file, name, [list(row) for row in rows])


def boxes(found: Sheet) -> list[tuple[Any, ...]]:
    """Date, exercise and mark of each row."""
    return [tuple(row[:3]) for row in found.rows[1:]]


def written(folder: Path, text: str) -> Path:
    path = folder / "ann.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_tick_sheet_by_hand(tmp_path: Path) -> None:
    export = read_export(written(tmp_path, TICK_SHEET), recipe_from_text(RECIPE, "r"))
    log = export.log
    sessions = log.sessions.set_index([log.sessions["date"].dt.strftime("%d %b"), "exercise"])
    # bear rolls on 2, 4 and 6 March and on the Tuesday of the week after; down dog on 2 and 5 March
    assert sorted(sessions.index) == [
        ("02 Mar", "bear-rolls"), ("02 Mar", "down-dog"), ("04 Mar", "bear-rolls"),
        ("05 Mar", "down-dog"), ("06 Mar", "bear-rolls"), ("10 Mar", "bear-rolls"),
    ]  # fmt: skip
    assert sessions.loc[("06 Mar", "bear-rolls"), ["sets", "reps"]].tolist() == [3, 10]
    assert sessions.loc[("05 Mar", "down-dog"), "hold_s"] == 30
    scores = dict(zip(log.stiffness["date"].dt.day, log.stiffness["score"], strict=True))
    assert scores == {2: 5, 3: 4, 4: 4, 7: 3, 10: 3}
    assert log.stiffness["note"].tolist() == ["sore", "", "", "", ""]
    # 6 boxes with a tick, one with a dash, 5 scores; the note stands with the score of its day
    account = dict(zip(export.account["reason"], export.account["rows"], strict=True))
    assert account == {"taken": 11, "nothing ticked and no score": 1}


def test_a_problem_names_the_line_and_the_column_of_the_spreadsheet(tmp_path: Path) -> None:
    text = TICK_SHEET.replace("Bear rolls,,x", "Bear rolls,,wuff").replace("4/10", "14")
    text = text.replace("Down dog,20 reps,-,,30 s", "Down dig,20 reps,-,,")
    with pytest.raises(DataError) as error:
        read_export(written(tmp_path, text), recipe_from_text(RECIPE, "r"))
    found = error.value.problems[["line", "column", "value"]].to_numpy().tolist()
    assert sorted(found) == [
        [6, "exercise", "Down dig"], [7, "D (read as score)", "14"],
        [12, "C (read as status)", "wuff"],
    ]  # fmt: skip


def test_the_account_counts_the_box_that_was_set_aside_and_not_its_line(tmp_path: Path) -> None:
    # line 5 has three boxes, and one of them cannot be read
    text = TICK_SHEET.replace("Bear rolls,x,,x,,3x10", "Bear rolls,x,,wuff,,3x10")
    export = read_export(
        written(tmp_path, text), recipe_from_text(RECIPE, "r"), on_problem="set aside"
    )
    account = export.log.account.iloc[0]
    assert account[["rows_read", "rows_used", "rows_set_aside", "rows_left_out"]].tolist() == [
        12, 10, 1, 1,
    ]  # fmt: skip


def test_days_as_dates_with_other_columns_beside_them() -> None:
    rows = sheet(
        ["Exercise", "Sets", "2 Mar 2026", "3 Mar 2026", "4 Mar 2026", "Total"],
        ["Bear rolls", 3, "x", None, "x", 2],
    )
    found = turned(rows, DaysAcross(), order=None)
    assert found.rows == [
        ["date", "exercise", "mark", "Sets", "Total"],
        ["2026-03-02", "Bear rolls", "x", 3, 2],
        ["2026-03-04", "Bear rolls", "x", 3, 2],
    ]
    assert (found.lines, found.letters) == ((1, 2, 2), ("", "C", "E"))


def test_real_dates_of_a_spreadsheet_and_dates_over_names_of_days() -> None:
    days = [date(2026, 3, 2) + timedelta(days=n) for n in range(3)]
    rows = sheet([None, "Mon", "Tue", "Wed"], ["Exercise", *days], ["Bear rolls", "x", None, "x"])
    assert [box[0] for box in boxes(turned(rows, DaysAcross(), order=None))] == [
        "2026-03-02", "2026-03-04",
    ]  # fmt: skip
    rows = sheet([None, "Tue", "Wed", "Thu"], ["Exercise", *days], ["Bear rolls", "x", None, "x"])
    with pytest.raises(DataError, match=r"sheet\.csv, line 2: the names of the days do not fall"):
        turned(rows, DaysAcross(), order=None)


@pytest.mark.parametrize(
    ("title", "wanted", "first"),
    [
        ("March 2026", DaysAcross(), "2026-03-01"), ("März", DaysAcross(year=2026), "2026-03-01"),
        ("", DaysAcross(year=2025, month=2), "2025-02-01"),
    ],
)  # fmt: skip
def test_numbers_of_a_month_under_its_name(title: str, wanted: DaysAcross, first: str) -> None:
    numbers = [str(n) for n in range(1, 32)]
    rows = sheet([title], ["", *numbers], ["Bear rolls", "x", *[""] * 29, "x"])
    found = boxes(turned(rows, wanted, order=None))
    assert found[0] == (first, "Bear rolls", "x")
    # a sheet for 31 days has no 31 February
    assert [day for day, *_ in found[1:]] == ([] if wanted.month == 2 else ["2026-03-31"])


def test_scores_that_count_up_are_no_days() -> None:
    rows = sheet(
        ["March 2026"], ["", "1", "2", "3", "4", "5"], ["Bear rolls", "x"],
        ["Stiffness", "3", "4", "5", "6", "7"],
    )  # fmt: skip
    found = boxes(turned(rows, DaysAcross(columns=("Stiffness",)), order=None))
    assert found[0] == ("2026-03-01", "Bear rolls", "x")
    assert [day for day, *_ in found[1:]] == [f"2026-03-0{n}" for n in range(1, 6)]


def test_scores_with_their_scale_are_no_days() -> None:
    rows = sheet(
        ["Week of 2 March 2026"], ["", *DAYS], ["Bear rolls", "x"],
        ["Stiffness", "3/10", "4/10", "5/10"], ["Down dog", "x"],
    )  # fmt: skip
    found = turned(rows, DaysAcross(columns=("Stiffness",)), order=None)
    assert [row[3] for row in found.rows[1:]] == [None, "3/10", "4/10", "5/10", None]
    assert [row[0] for row in found.rows[1:]] == [
        "2026-03-02", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-02",
    ]  # fmt: skip


@pytest.mark.parametrize("heads", [["2 Mar 2026", "9 Mar 2026"], ["w/c 2/3/26", "w/c 9/3/26"]])
def test_a_tab_a_weekday_with_weeks_across(heads: list[str]) -> None:
    rows = (["Exercise", *heads], ["Bear rolls", "x", "x"])
    found = turned(sheet(*rows, name="Tuesday"), DaysAcross(), order="dmy")
    assert [day for day, *_ in boxes(found)] == ["2026-03-03", "2026-03-10"]
    if "w/c" in heads[0]:
        with pytest.raises(DataError, match="line 1: the columns are weeks, and nothing says on"):
            turned(sheet(*rows), DaysAcross(), order="dmy")
    else:  # plain dates are days, and those of a tab of their own weekday are, too
        for name in ("", "Monday", "Ann"):
            days = [
                day for day, *_ in boxes(turned(sheet(*rows, name=name), DaysAcross(), order=None))
            ]
            assert days == ["2026-03-02", "2026-03-09"]


def test_weeks_under_days_that_are_written_only_once() -> None:
    rows = sheet(
        ["Ejercicio", *"LMXJVSD", "Total"], ["Semana del 2 de marzo de 2026"],
        ["Bear Rolls", "", "sí", "", "", "", "", "", 1], [],
        ["Semana del 9 de marzo de 2026"], ["Bear Rolls", "sí"],
    )  # fmt: skip
    found = turned(rows, DaysAcross(), order=None)
    assert boxes(found) == [("2026-03-03", "Bear Rolls", "sí"), ("2026-03-09", "Bear Rolls", "sí")]
    assert (found.rows[1][3], found.lines) == (1, (1, 3, 6))


def test_weeks_that_are_only_counted_need_the_first_day() -> None:
    rows = sheet(
        ["Week 1"], ["", *DAYS], ["Bear rolls", "x"], ["Week 3"], ["", *DAYS], ["Bear rolls", "x"],
    )  # fmt: skip
    with pytest.raises(DataError, match=r"line 2: nothing says which week .* first_day = 2026-03"):
        turned(rows, DaysAcross(), order=None)
    found = turned(rows, DaysAcross(first_day=date(2026, 3, 4)), order=None)
    assert [day for day, *_ in boxes(found)] == ["2026-03-02", "2026-03-16"]


def test_a_week_that_begins_on_sunday() -> None:
    rows = sheet(["Week of 1 March 2026"], ["", *"SMTWTFS"], ["Bear rolls", "x", "x"])
    found = turned(rows, DaysAcross(), order=None)
    assert [day for day, *_ in boxes(found)] == ["2026-03-01", "2026-03-02"]


def test_some_days_of_a_week_and_a_week_that_begins_before_them() -> None:
    # the week of Sunday 1 March has its Monday on the 2nd and its Friday on the 6th
    rows = sheet(["Week of 1 March 2026"], ["", "Mon", "Wed", "Fri"], ["Bear rolls", "x", "", "x"])
    found = turned(rows, DaysAcross(), order=None)
    assert [day for day, *_ in boxes(found)] == ["2026-03-02", "2026-03-06"]


@pytest.mark.parametrize(("title", "days"), [("4 March", DAYS), ("2 March", ["Sun", *DAYS[:6]])])
def test_a_date_in_the_middle_of_its_week_is_refused(title: str, days: list[str]) -> None:
    rows = sheet([f"Week of {title} 2026"], ["", *days], ["Bear rolls", "x"])
    with pytest.raises(DataError, match=r"line 2: the week is said to be of 2026-03-0\d, a .*day"):
        turned(rows, DaysAcross(), order=None)


def test_days_without_a_year_are_refused_until_it_is_stated() -> None:
    rows = sheet(["", "30 Dec", "31 Dec", "1 Jan"], ["Bear rolls", "x", "", "x"])
    with pytest.raises(DataError, match=r"found '30 Dec'; expected a year .* State year = 2026"):
        turned(rows, DaysAcross(), order=None)
    found = turned(rows, DaysAcross(year=2025), order=None)
    assert [day for day, *_ in boxes(found)] == ["2025-12-30", "2026-01-01"]


def test_the_order_of_day_and_month_is_not_guessed() -> None:
    rows = sheet(["", "2/3/2026", "3/3/2026", "4/3/2026"], ["Bear rolls", "x"])
    with pytest.raises(DataError, match=r'2 March 2026 .* or 3 February 2026 .*date_order = "dmy"'):
        turned(rows, DaysAcross(), order=None)
    assert boxes(turned(rows, DaysAcross(), order="mdy"))[0][0] == "2026-02-03"
    rows = sheet(["", "12/3/2026", "13/3/2026", "14/3/2026"], ["Bear rolls", "x"])
    assert boxes(turned(rows, DaysAcross(), order=None))[0][0] == "2026-03-12"


def test_a_note_on_a_day_without_a_score_stands_with_the_exercise() -> None:
    rows = sheet(
        ["Week of 2 March 2026"], ["", *DAYS], ["Bear rolls", "x"], ["Notes", "sore", "ok"]
    )
    found = turned(rows, DaysAcross(notes=("Notes",)), order=None)
    assert found.rows[1:] == [
        ["2026-03-02", "Bear rolls", "x", "sore"], ["2026-03-03", None, None, "ok"],
    ]  # fmt: skip


OF_TWO = sheet(
    ["Client", "Exercise", "2 Mar 2026", "3 Mar 2026"],
    ["ana", "Bear rolls", "x", None],
    ["", "Stiffness", 5, None],
    ["ben", "Bear rolls", None, None],
    ["", "Down dog", "x", "x"],
    ["Ana", "Notes", "tired", "off"],
    ["ben", "Notes", "sore", "ok"],
)


def test_a_note_stands_with_its_clients_own_day() -> None:
    wanted = DaysAcross(columns=("Stiffness",), notes=("Notes",))
    found = turned(OF_TWO, wanted, order=None, client=("Who", "client"), fill_down=("Client",))
    # ana's note of the 2nd stands with her score; ben has no score, but down dog on both days; on
    # the 3rd ana has nothing else, so that her note is a row of its own, in the order of the lines
    assert found.rows == [
        ["date", "exercise", "mark", "Client", "Stiffness", "Notes"],
        ["2026-03-02", "Bear rolls", "x", "ana", None, None],
        ["2026-03-02", None, None, "ana", 5, "tired"],
        ["2026-03-02", "Down dog", "x", "ben", None, "sore"],
        ["2026-03-03", "Down dog", "x", "ben", None, "ok"],
        ["2026-03-03", None, None, "Ana", None, "off"],
    ]
    assert (found.lines, found.letters) == ((1, 2, 3, 5, 5, 6), ("", "C", "C", "C", "D", "D"))


def test_a_client_of_whom_no_box_is_filled_ends_the_lines_of_the_one_above(tmp_path: Path) -> None:
    text = "\n".join(",".join("" if c is None else str(c) for c in row) for row in OF_TWO.rows)
    recipe = f'client = {{ column = "Client" }}\nfill_down = ["Client"]\n{RECIPE}'
    recipe = recipe.replace("Stiffness (0-10)", "Stiffness")
    log = read_export(written(tmp_path, text), recipe_from_text(recipe, "r")).log
    found = log.sessions[["client", "exercise", "note"]].astype("str").values.tolist()
    assert found == [
        ["ana", "bear-rolls", ""], ["ben", "down-dog", "sore"], ["ben", "down-dog", "ok"],
    ]  # fmt: skip
    assert log.stiffness[["client", "note"]].astype("str").values.tolist() == [["ana", "tired"]]


def test_who_stands_above_is_whose_the_next_week_is_until_another_is_named() -> None:
    rows = sheet(
        ["Week of 2 March 2026"], ["Client", "Exercise", *DAYS], ["ana", "Bear rolls", "x"],
        ["Week of 9 March 2026"], ["Client", "Exercise", *DAYS], ["", "Bear rolls", "x"],
        ["ben", "Bear rolls", "x"],
    )  # fmt: skip
    found = turned(rows, DaysAcross(), order=None, fill_down=("client",))
    assert [row[3] for row in found.rows[1:]] == ["ana", "ana", "ben"]
    assert [row[3] for row in turned(rows, DaysAcross(), order=None).rows[1:]] == ["ana", "", "ben"]


def test_a_sheet_without_days_is_refused() -> None:
    with pytest.raises(DataError, match=r"sheet\.csv: expected a line with days beside each other"):
        turned(sheet(["Date", "Bear rolls"], ["2026-03-02", "x"]), DaysAcross(), order=None)
    assert days_across.detect(sheet(["Date", "Bear rolls"], ["2026-03-02", "x"]), CATALOGUE) is None
    assert days_across.detect(sheet(), CATALOGUE) is None


def test_it_is_seen_and_what_is_open_is_asked() -> None:
    rows = sheet(
        ["Exercise", "Mon 2/3", "Tue 3/3", "Wed 4/3"], ["Bear rolls", "12", "", "x"],
        ["Sun salute", "", "x", ""], ["Stiffness am", "4", "5", ""], ["Comments", "ok", "", ""],
    )  # fmt: skip
    found = days_across.detect(rows, CATALOGUE)
    assert found is not None
    assert found.adds["days_across"] == {"columns": ["Stiffness am"], "notes": ["Comments"]}
    assert found.unknown == {"Sun salute": 1}
    # 2 March is a Monday in 2026 and 3 February a Tuesday, so that the names settle the order
    assert [question.key for question in found.questions] == ["year:days_across", "numbers:mark"]
    assert [c.value for c in found.questions[0].choices] == ["2026", "2020", "2015", "other"]
    assert found.sheet is not None
    assert found.sheet.rows[0] == ["date", "exercise", "mark", "Stiffness am", "Comments"]


def test_days_across_that_a_spreadsheet_marked_as_text_are_days_and_no_weeks() -> None:
    days = [f"'2026-03-0{n}" for n in (2, 3, 4)]
    own = sheet(["", *days], ["Bear rolls", "x", "", ""], ["Down dog", "", "x", ""])
    found = days_across.detect(own, CATALOGUE)
    assert found is not None
    assert found.sheet is not None
    assert found.sheet.rows[1][:2] == ["2026-03-02", "Bear rolls"]


def test_exercises_that_nobody_knows_are_seen_by_their_ticks() -> None:
    rows = (["Week of 2 March 2026"], ["", *DAYS])
    found = days_across.detect(sheet(*rows, ["Sun salute", "x", "", "3x10"]), CATALOGUE)
    assert found is not None
    assert found.unknown == {"Sun salute": 2}
    assert days_across.detect(sheet(*rows, ["Rota", "Ann", "Ben", "x"]), CATALOGUE) is None


LOGS = st.dictionaries(
    st.integers(0, 27),
    st.tuples(st.sets(st.sampled_from(CATALOGUE.ids), max_size=4),
              st.none() | st.integers(0, 10)),
    min_size=1,
)  # fmt: skip


@given(LOGS, st.sampled_from(["weekdays", "dates", "numbers"]))
def test_a_log_laid_out_with_days_across_is_read_back(
    log: dict[int, tuple[set[str], int | None]], kind: str
) -> None:
    start = date(2026, 2, 2)  # a Monday; four weeks, to 1 March
    names = {row["exercise"]: row["name"] for row in CATALOGUE.rows}
    rows: list[list[Any]] = []
    for week in range(4):
        days = [start + timedelta(days=7 * week + n) for n in range(7)]
        if kind == "numbers" and week == 3:
            days = days[:6]  # 1 March is another month
        rows.append([f"Week of {days[0]:%d %B %Y}" if kind == "weekdays" else f"{days[0]:%B %Y}"])
        heads = {
            "weekdays": DAYS,
            "dates": [f"{day:%d.%m.%Y}" for day in days],
            "numbers": [day.day for day in days],
        }[kind]
        rows.append(["Exercise", *heads])
        done = [log.get((day - start).days, (set(), None)) for day in days]
        rows += [[names[e], *("x" if e in d else None for d, _ in done)] for e in CATALOGUE.ids]
        rows.append(["Stiffness (0-10)", *(score for _, score in done)])
        rows.append([])
    recipe = recipe_from_text('date_order = "dmy"\n' + RECIPE.replace('notes = ["Notes"]', "")
                              .replace('columns = { note = "Notes" }', ""), "r")  # fmt: skip
    end = start + timedelta(days=26 if kind == "numbers" else 27)
    wanted = {
        ((start + timedelta(days=n)).isoformat(), names[e])
        for n, (done, _) in log.items()
        for e in done
        if start + timedelta(days=n) <= end
    }
    scores = {
        ((start + timedelta(days=n)).isoformat(), score)
        for n, (_, score) in log.items()
        if score is not None and start + timedelta(days=n) <= end
    }
    if not wanted and not scores:
        return
    made = reshape(sheet(*rows), recipe)

    def of(table: str, *columns: str) -> set[tuple[Any, ...]]:
        raw = made.tables.get(table)
        if raw is None:
            return set()
        cells = [raw.columns[raw.header.index(column)] for column in columns]
        return {tuple(c.values[c.codes[row]] for c in cells) for row in range(raw.n_rows)}  # type: ignore[union-attr]

    assert of("sessions", "date", "exercise") == wanted
    assert of("stiffness", "date", "score") == scores
    assert made.rows_read == len(wanted) + len(scores)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben"]),
        st.sampled_from(["Bear rolls", "Down dog", "Stiffness", "Notes"]),
        st.lists(st.sampled_from([None, "x", "3"]), min_size=2, max_size=2),
    ),
    min_size=1,
    max_size=10,
)  # fmt: skip


@given(LINES)
def test_each_client_is_read_as_in_a_sheet_without_the_others(
    lines: list[tuple[str, str, list[str | None]]],
) -> None:
    def of(*clients: str) -> list[tuple[Any, ...]]:
        kept = [[who, name, *boxes] if who in clients else [] for who, name, boxes in lines]
        rows = sheet(["Client", "Exercise", "2 Mar 2026", "3 Mar 2026"], *kept)
        if not any(kept):
            return []
        wanted = DaysAcross(columns=("Stiffness",), notes=("Notes",))
        found = turned(rows, wanted, order=None, client=("Client",))
        assert found.lines is not None
        assert found.letters is not None
        return [*zip(found.lines[1:], found.letters[1:], map(tuple, found.rows[1:]), strict=True)]

    assert of("ana", "ben") == sorted([*of("ana"), *of("ben")], key=lambda box: box[:2])


WEEKS = [["Week of 2 March 2026"], ["Mon", "Tue", "Wed", "Thu", "Exercise"]]


@pytest.mark.parametrize("last", [["x", "x", "x", "x"], ["RD", "x", "x", "x"], ["", "x", "x", "x"]])
def test_a_line_of_marks_right_over_the_next_week_is_no_line_of_weekdays(last: list[str]) -> None:
    own = sheet(
        *WEEKS, ["x", "x", "x", "", "Bear rolls"], [*last, "Down dog"],
        ["Week of 9 March 2026"], WEEKS[1], ["x", "", "", "", "Bear rolls"],
    )  # fmt: skip
    found = [(day[-2:], name) for day, name, _ in boxes(turned(own, DaysAcross(), order=None))]
    marked = [f"0{2 + n}" for n, mark in enumerate(last) if mark]
    assert found == [(day, "Bear rolls") for day in ("02", "03", "04")] + [
        (day, "Down dog") for day in marked
    ] + [("09", "Bear rolls")]


def test_short_names_and_marks_right_over_the_next_days_stay_lines() -> None:
    own = sheet(
        ["Client", "Exercise", "2026-03-02", "2026-03-03", "2026-03-04"],
        ["Ann", "Bear rolls", "x", "x", ""], ["AB", "DD", "x", "", "x"], ["", "DD", "x", "x", "x"],
        ["Client", "Exercise", "2026-03-09", "2026-03-10", "2026-03-11"],
        ["Ann", "Bear rolls", "x", "", ""],
    )  # fmt: skip
    found = turned(own, DaysAcross(), order=None, fill_down=["Client"])
    assert [day[-2:] for day, *_ in boxes(found)] == [
        "02",
        "03",
        "02",
        "04",
        "02",
        "03",
        "04",
        "09",
    ]


@pytest.mark.parametrize("names", [list("MTWT"), list("LMMJ"), ["Mon", "Tue", "Wed", "Thu"]])
def test_weekdays_over_the_days_hide_no_title_above_them(names: list[str]) -> None:
    own = sheet(["March 2026"], ["", *names], ["Exercise", "2 Mar", "3 Mar", "4 Mar", "5 Mar"],
                ["Bear rolls", "x", "", "x", ""])  # fmt: skip
    found = boxes(turned(own, DaysAcross(), order=None))
    assert [day for day, *_ in found] == ["2026-03-02", "2026-03-04"]


def test_the_first_day_says_the_year_of_those_after_it() -> None:
    own = sheet(["", "30.12.2025", "31.12.", "01.01."], ["Bear rolls", "x", "", "x"])
    assert [day for day, *_ in boxes(turned(own, DaysAcross(), order=None))] == [
        "2025-12-30", "2026-01-01",
    ]  # fmt: skip
    found = days_across.detect(own, CATALOGUE)
    assert found is not None
    assert not found.questions
